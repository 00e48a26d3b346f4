//! A record as it is written, before it is checked: texts in their places. The JSON form is these structures, field by
//! field; the CSV form is read into them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`super::FORMAT`].
    pub format: String,
    /// [`super::VERSION`].
    pub version: u32,
    /// When the register was like this (RFC 3339).
    pub as_of: String,
}

/// The last line of the JSON form.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Sums of the whole file.
    pub end: Totals,
}

/// Sums of a whole file, to see that none of it is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Clients.
    pub clients: u64,
    /// Contracts.
    pub contracts: u64,
    /// Schedule rows.
    pub rows: u64,
    /// Sum of all principals.
    pub principal: String,
}

/// A client.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawClient<'a> {
    #[serde(borrow)]
    pub account: Cow<'a, str>,
    #[serde(borrow)]
    pub surname: Cow<'a, str>,
    #[serde(borrow)]
    pub given_name: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    #[serde(borrow)]
    pub sex: Cow<'a, str>,
    #[serde(borrow)]
    pub birth_date: Cow<'a, str>,
    #[serde(borrow)]
    pub iin: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_issued: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_expires: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_issuer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(borrow)]
    pub contracts: Vec<RawContract<'a>>,
}

/// A contract.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawContract<'a> {
    #[serde(borrow)]
    pub number: Cow<'a, str>,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub concluded: Cow<'a, str>,
    #[serde(borrow)]
    pub ends: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    #[serde(borrow)]
    pub collateral: Cow<'a, str>,
    #[serde(borrow)]
    pub address: Cow<'a, str>,
    #[serde(borrow)]
    pub sum: Cow<'a, str>,
    #[serde(borrow)]
    pub monthly_payment: Cow<'a, str>,
    pub payment_day: u8,
    #[serde(borrow)]
    pub account_balance: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payments: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_left: Option<String>,
    #[serde(borrow)]
    pub debt: RawDebt<'a>,
    #[serde(borrow)]
    pub schedule: Vec<RawRow<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub deposits: Vec<RawDeposit<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<RawCharge<'a>>,
}

/// The four debts.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawDebt<'a> {
    #[serde(borrow)]
    pub instalments: Cow<'a, str>,
    #[serde(borrow)]
    pub late_fees: Cow<'a, str>,
    #[serde(borrow)]
    pub fines: Cow<'a, str>,
    #[serde(borrow)]
    pub state_duty: Cow<'a, str>,
}

/// A payment of the schedule.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawRow<'a> {
    #[serde(borrow)]
    pub due: Cow<'a, str>,
    #[serde(borrow)]
    pub principal: Cow<'a, str>,
    #[serde(borrow)]
    pub interest: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub debits: Vec<RawDebit<'a>>,
}

/// A debit, past or planned.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawDebit<'a> {
    #[serde(borrow)]
    pub day: Cow<'a, str>,
    #[serde(borrow)]
    pub amount: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

/// A deposit.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawDeposit<'a> {
    #[serde(borrow)]
    pub day: Cow<'a, str>,
    #[serde(borrow)]
    pub amount: Cow<'a, str>,
}

/// A late fee, fine or duty that was charged.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/import.md and the JSON Schema describe every field")]
pub struct RawCharge<'a> {
    #[serde(borrow)]
    pub day: Cow<'a, str>,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub amount: Cow<'a, str>,
}

/// A line of a file that stands for itself.
#[derive(Debug)]
pub enum Line<'a> {
    /// A client with everything that belongs to it.
    Client(Box<RawClient<'a>>),
    /// The sums of the file.
    End(Totals),
}
