//! Makes values of the domain of a record, or names everything that is wrong with it, field by field.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use super::error::Fault;
use super::raw::{RawClient, RawContract, RawDebit, RawDebt, RawRow};
use super::{Facts, Stated, Told};
use crate::cabinet::store::Ledger;
use crate::portal::account::AccountNumber;
use crate::portal::client::Client;
use crate::portal::contract::{Address, Collateral, Contract, Kind, PaymentDay};
use crate::portal::contract_number::ContractNumber;
use crate::portal::debt::Debt;
use crate::portal::error::Coded;
use crate::portal::iin::{Iin, Sex};
use crate::portal::money::Money;
use crate::portal::phone::Phone;
use crate::portal::schedule::{Debit, Deposit, Row, Schedule};
use crate::portal::statement::{Kind as Movements, Movement};

/// The most characters of a name, an address or another text.
const LONGEST: usize = 500;

/// Collects what is wrong; a value that cannot be had is none, and has been told.
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, field: &str, reason: &'static str) {
        self.0.push(Fault::new(field, reason));
    }

    fn domain<T, E: Coded>(&mut self, field: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(field, error.code())).ok()
    }

    fn known<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(field, "code");
        }
        value
    }

    /// A text that must be there.
    fn text(&mut self, field: &str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            self.add(field, "empty");
            return None;
        }
        self.bounded(field, text)
    }

    /// A text that may be missing.
    fn some(&mut self, field: &str, text: Option<&String>) -> Option<String> {
        let text = text.map(|text| text.trim()).filter(|text| !text.is_empty())?;
        self.bounded(field, text)
    }

    fn bounded(&mut self, field: &str, text: &str) -> Option<String> {
        if text.chars().any(char::is_control) {
            self.add(field, "text");
            return None;
        }
        if text.chars().count() > LONGEST {
            self.add(field, "too-long");
            return None;
        }
        Some(text.to_owned())
    }

    fn day(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        let day = iso_day(text);
        if day.is_none() {
            self.add(field, "date");
        }
        day
    }

    fn some_day(&mut self, field: &str, text: Option<&String>) -> Option<NaiveDate> {
        text.and_then(|text| self.day(field, text))
    }

    fn sum(&mut self, field: &str, text: &str) -> Money {
        tenge_and_tiyn(text).unwrap_or_else(|| {
            self.add(field, "sum");
            Money::ZERO
        })
    }
}

/// A record as values of the domain. `today` is the day of the file.
///
/// # Errors
/// Everything that is wrong, in the order of the fields; there is at least one.
pub fn check(raw: &RawClient<'_>, today: NaiveDate) -> Result<Told, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    let account = faults.domain("account", AccountNumber::parse(&raw.account));
    let client = profile(raw, today, &mut faults);
    let mut contracts = Vec::with_capacity(raw.contracts.len());
    let mut stated = Vec::with_capacity(raw.contracts.len());
    let mut keys = BTreeSet::new();
    for (at, raw) in raw.contracts.iter().enumerate() {
        let at = format!("contracts[{at}]");
        let Some((facts, of_facts)) = contract(raw, &at, &mut faults) else { continue };
        if !keys.insert(facts.contract.number.key().to_owned()) {
            faults.add(&format!("{at}.number"), "duplicate-contract");
        }
        contracts.push(facts);
        stated.push(of_facts);
    }
    match (account, client) {
        (Some(account), Some(client)) if faults.0.is_empty() => Ok(Told { account, client, contracts, stated }),
        _ => Err(faults.0),
    }
}

fn profile(raw: &RawClient<'_>, today: NaiveDate, faults: &mut Faults) -> Option<Client> {
    let surname = faults.text("surname", &raw.surname);
    let given_name = faults.text("given_name", &raw.given_name);
    let patronymic = faults.some("patronymic", raw.patronymic.as_ref());
    let sex = match raw.sex.as_ref() {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    };
    let sex = faults.known("sex", sex);
    let birth_date = faults.day("birth_date", &raw.birth_date);
    if birth_date.is_some_and(|day| day > today) {
        faults.add("birth_date", "date");
    }
    let iin = faults.domain("iin", Iin::parse(&raw.iin, today));
    let document_number = faults.some("document_number", raw.document_number.as_ref());
    let issued_on = faults.some_day("document_issued", raw.document_issued.as_ref());
    let document_expires = faults.some_day("document_expires", raw.document_expires.as_ref());
    let document_issuer = faults.some("document_issuer", raw.document_issuer.as_ref());
    let email = faults.some("email", raw.email.as_ref());
    let phone = raw.phone.as_ref().and_then(|phone| faults.domain("phone", Phone::from_register(phone)));
    Some(Client {
        surname: surname?,
        given_name: given_name?,
        patronymic,
        sex: sex?,
        birth_date: birth_date?,
        iin: iin?,
        document_number,
        document_issued: issued_on,
        document_expires,
        document_issuer,
        email,
        phone,
    })
}

fn contract(raw: &RawContract<'_>, at: &str, faults: &mut Faults) -> Option<(Facts, Stated)> {
    let field = |name: &str| format!("{at}.{name}");
    let number = faults.domain(&field("number"), ContractNumber::parse(&raw.number));
    let kind = faults.known(&field("kind"), Kind::from_code(&raw.kind));
    let concluded = faults.day(&field("concluded"), &raw.concluded);
    let ends = faults.day(&field("ends"), &raw.ends);
    let closed = faults.some_day(&field("closed"), raw.closed.as_ref());
    let collateral = faults.known(&field("collateral"), Collateral::from_code(&raw.collateral));
    let address = faults.text(&field("address"), &raw.address);
    let sum = faults.sum(&field("sum"), &raw.sum);
    let monthly_payment = faults.sum(&field("monthly_payment"), &raw.monthly_payment);
    let payment_day = faults.domain(&field("payment_day"), PaymentDay::new(raw.payment_day));
    let account_balance = faults.sum(&field("account_balance"), &raw.account_balance);
    let debt = debt(&raw.debt, at, faults);
    let principal_left = raw.principal_left.as_ref().map(|sum| faults.sum(&field("principal_left"), sum));
    let ledger = ledger(raw, at, faults);
    let contract = Contract {
        number: number?,
        kind: kind?,
        concluded: concluded?,
        ends: ends?,
        closed,
        collateral: collateral?,
        address: Address::new(&address?),
        sum,
        monthly_payment,
        payment_day: payment_day?,
        account_balance,
    };
    faults.domain(at, contract.check())?;
    Some((Facts { contract, debt, ledger: ledger? }, Stated { payments: raw.payments, principal_left }))
}

fn debt(raw: &RawDebt<'_>, at: &str, faults: &mut Faults) -> Debt {
    let mut sum = |name: &str, text: &str| faults.sum(&format!("{at}.debt.{name}"), text);
    Debt {
        instalments: sum("instalments", &raw.instalments),
        late_fees: sum("late_fees", &raw.late_fees),
        fines: sum("fines", &raw.fines),
        state_duty: sum("state_duty", &raw.state_duty),
    }
}

fn ledger(raw: &RawContract<'_>, at: &str, faults: &mut Faults) -> Option<Ledger> {
    let told = faults.0.len();
    let mut rows = Vec::with_capacity(raw.schedule.len());
    for (place, raw) in raw.schedule.iter().enumerate() {
        rows.extend(row(raw, at, place, faults));
    }
    let mut deposits = Vec::with_capacity(raw.deposits.len());
    for (place, raw) in raw.deposits.iter().enumerate() {
        let (day, amount) = (iso_day(&raw.day), tenge_and_tiyn(&raw.amount));
        match (day, amount) {
            (Some(day), Some(amount)) => deposits.push(Deposit { day, amount }),
            (None, _) => faults.add(&format!("{at}.deposits[{place}].day"), "date"),
            (_, None) => faults.add(&format!("{at}.deposits[{place}].amount"), "sum"),
        }
    }
    let mut charges = Vec::with_capacity(raw.charges.len());
    for (place, raw) in raw.charges.iter().enumerate() {
        let field = |name: &str| format!("{at}.charges[{place}].{name}");
        let kinds = [Movements::LateFee, Movements::Fine, Movements::StateDuty];
        let kind = faults.known(&field("kind"), kinds.into_iter().find(|kind| kind.code() == raw.kind));
        let day = faults.day(&field("day"), &raw.day);
        let amount = faults.sum(&field("amount"), &raw.amount);
        charges.extend(kind.zip(day).map(|(kind, day)| Movement { day, kind, amount }));
    }
    // Charges of a day in a fixed order, so that the same facts make the same digest.
    charges.sort_by_key(|charge| (charge.day, charge.kind, charge.amount));
    if faults.0.len() > told {
        return None;
    }
    let schedule = faults.domain(&format!("{at}.schedule"), Schedule::new(rows, deposits))?;
    Some(Ledger { schedule, charges })
}

fn row(raw: &RawRow<'_>, at: &str, place: usize, faults: &mut Faults) -> Option<Row> {
    // Names of fields are made only when something is wrong: there are many rows.
    let field = |name: &str| format!("{at}.schedule[{place}].{name}");
    let Some(due) = iso_day(&raw.due) else {
        faults.add(&field("due"), "date");
        return None;
    };
    let (principal, interest) = (tenge_and_tiyn(&raw.principal), tenge_and_tiyn(&raw.interest));
    for (name, value) in [("principal", principal), ("interest", interest)] {
        if value.is_none() {
            faults.add(&field(name), "sum");
        }
    }
    let mut debits = Vec::with_capacity(raw.debits.len());
    for (number, raw) in raw.debits.iter().enumerate() {
        match debit(raw) {
            Ok(debit) => debits.push(debit),
            Err((name, reason)) => faults.add(&field(&format!("debits[{number}].{name}")), reason),
        }
    }
    match Row::new(due, principal?, interest?, debits) {
        Ok(row) => Some(row),
        Err(error) => {
            faults.add(&format!("{at}.schedule[{place}]"), error.code());
            None
        }
    }
}

fn debit(raw: &RawDebit<'_>) -> Result<Debit, (&'static str, &'static str)> {
    let day = iso_day(&raw.day).ok_or(("day", "date"))?;
    let amount = tenge_and_tiyn(&raw.amount).ok_or(("amount", "sum"))?;
    let time = raw.time.as_ref().map(|text| NaiveTime::parse_from_str(text, "%H:%M:%S"));
    let time = time.transpose().map_err(|_| ("time", "time"))?;
    Ok(Debit { day, time, amount })
}

/// `2022-07-10`, and nothing else.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
    };
    let day = NaiveDate::from_ymd_opt(
        number(&[y1, y2, y3, y4])?.into(),
        number(&[m1, m2])?.into(),
        number(&[d1, d2])?.into(),
    );
    day.filter(|day| (1900..=2200).contains(&chrono::Datelike::year(day)))
}

/// `15450.00`: tenge, a point, two digits of tiyn. Nothing can be taken for a hundred times as much.
fn tenge_and_tiyn(text: &str) -> Option<Money> {
    let (tenge, tiyn) = text.as_bytes().split_last_chunk::<3>()?;
    let [b'.', tiyn @ ..] = tiyn else { return None };
    if tenge.is_empty() || tenge.len() > 13 || (tenge.len() > 1 && tenge[0] == b'0') {
        return None;
    }
    let sum = tenge
        .iter()
        .chain(tiyn)
        .try_fold(0_i64, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')));
    sum.map(Money::from_tiyn).filter(|sum| *sum <= Money::LIMIT)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
