//! The CSV form: a line says by its first field what it is, and belongs to the line above it of the next greater kind.
//!
//! `client` → `contract` → `row`, `deposit`, `charge`; a `debit` belongs to the `row` above it. Fields have fixed places;
//! those at the end of a line that would be empty may be left out. The separator is the character after the first field of
//! the file, a comma or a semicolon.

use std::borrow::Cow;

use ::csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::error::Fault;
use super::raw::{Header, Line, RawCharge, RawClient, RawContract, RawDebit, RawDebt, RawDeposit, RawRow, Totals};

/// The separator of a file with this first line.
pub fn separator(header: &str) -> u8 {
    if header.contains(';') { b';' } else { b',' }
}

/// The first field of a line, without reading the rest.
pub(super) fn kind(line: &str) -> &str {
    line.split([',', ';']).next().unwrap_or_default().trim_matches(['"', ' '])
}

/// Reads the first line.
///
/// # Errors
/// What is wrong with it.
pub(super) fn header(text: &str) -> Result<Header, String> {
    let records = records(text, separator(text)).map_err(|fault| fault.detail.unwrap_or_default())?;
    let fields = records.first().ok_or("it is empty")?;
    let field = |at: usize| fields.get(at).unwrap_or_default().to_owned();
    let version = field(1).parse().map_err(|_| "the second field is no number")?;
    Ok(Header { format: field(0), version, as_of: field(2) })
}

fn records(text: &str, separator: u8) -> Result<Vec<StringRecord>, Fault> {
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator);
    reader.from_reader(text.as_bytes()).into_records().collect::<Result<_, _>>().map_err(Fault::shape)
}

/// The fields of a line after the first, in their places.
struct Fields<'r> {
    record: &'r StringRecord,
    next: usize,
}

impl Fields<'_> {
    fn text(&mut self) -> Cow<'static, str> {
        self.next += 1;
        Cow::Owned(self.record.get(self.next).unwrap_or_default().to_owned())
    }

    fn some(&mut self) -> Option<String> {
        Some(self.text().into_owned()).filter(|text| !text.is_empty())
    }

    fn number<T: std::str::FromStr>(&mut self, name: &str) -> Result<T, Fault> {
        self.text().parse().map_err(|_| Fault { detail: Some(name.to_owned()), ..Fault::shape("") })
    }

    /// Nothing may stand behind the last field.
    fn end(self) -> Result<(), Fault> {
        let more = self.record.iter().skip(self.next + 1).any(|field| !field.is_empty());
        if more { Err(Fault::shape(format!("a line of {} has too many fields", &self.record[0]))) } else { Ok(()) }
    }
}

/// Reads the lines of one client, or the last line.
///
/// # Errors
/// [`Fault`] `shape`.
pub fn block(text: &str, separator: u8) -> Result<Line<'static>, Fault> {
    let mut client: Option<RawClient<'static>> = None;
    for record in records(text, separator)? {
        let mut fields = Fields { record: &record, next: 0 };
        match (&record[0], &mut client) {
            ("end", None) => {
                let end = Totals {
                    clients: fields.number("clients")?,
                    contracts: fields.number("contracts")?,
                    rows: fields.number("rows")?,
                    principal: fields.text().into_owned(),
                };
                fields.end()?;
                return Ok(Line::End(end));
            }
            ("client", None) => client = Some(read_client(&mut fields)),
            (kind, Some(client)) => belonging(kind, client, &mut fields)?,
            (kind, None) => return Err(Fault::shape(format!("{kind:?} before any client"))),
        }
        fields.end()?;
    }
    let client = client.ok_or_else(|| Fault::shape("no client"))?;
    Ok(Line::Client(Box::new(client)))
}

fn read_client(fields: &mut Fields<'_>) -> RawClient<'static> {
    RawClient {
        account: fields.text(),
        surname: fields.text(),
        given_name: fields.text(),
        patronymic: fields.some(),
        sex: fields.text(),
        birth_date: fields.text(),
        iin: fields.text(),
        document_number: fields.some(),
        document_issued: fields.some(),
        document_expires: fields.some(),
        document_issuer: fields.some(),
        email: fields.some(),
        phone: fields.some(),
        contracts: Vec::new(),
    }
}

fn belonging(kind: &str, client: &mut RawClient<'static>, fields: &mut Fields<'_>) -> Result<(), Fault> {
    if kind == "contract" {
        client.contracts.push(read_contract(fields)?);
        return Ok(());
    }
    let contract = client.contracts.last_mut();
    let contract = contract.ok_or_else(|| Fault::shape(format!("{kind:?} before any contract of the client")))?;
    match kind {
        "row" => contract.schedule.push(RawRow {
            due: fields.text(),
            principal: fields.text(),
            interest: fields.text(),
            debits: Vec::new(),
        }),
        "debit" => {
            let row = contract.schedule.last_mut();
            let row = row.ok_or_else(|| Fault::shape("\"debit\" before any row of the contract"))?;
            row.debits.push(RawDebit { day: fields.text(), amount: fields.text(), time: fields.some() });
        }
        "deposit" => contract.deposits.push(RawDeposit { day: fields.text(), amount: fields.text() }),
        "charge" => {
            contract.charges.push(RawCharge { day: fields.text(), kind: fields.text(), amount: fields.text() });
        }
        _ => return Err(Fault::shape(format!("a line of {kind:?}"))),
    }
    Ok(())
}

fn read_contract(fields: &mut Fields<'_>) -> Result<RawContract<'static>, Fault> {
    Ok(RawContract {
        number: fields.text(),
        kind: fields.text(),
        concluded: fields.text(),
        ends: fields.text(),
        closed: fields.some(),
        collateral: fields.text(),
        address: fields.text(),
        sum: fields.text(),
        monthly_payment: fields.text(),
        payment_day: fields.number("payment_day")?,
        account_balance: fields.text(),
        debt: RawDebt {
            instalments: fields.text(),
            late_fees: fields.text(),
            fines: fields.text(),
            state_duty: fields.text(),
        },
        payments: fields.some().map(|text| text.parse().map_err(|_| Fault::shape("payments"))).transpose()?,
        principal_left: fields.some(),
        schedule: Vec::new(),
        deposits: Vec::new(),
        charges: Vec::new(),
    })
}

/// A line of fields, quoted where needed, without a line break. Empty fields at the end are left out.
fn line(fields: &[&str]) -> String {
    let used = fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    // A vector takes whatever is written.
    let _ = writer.write_record(&fields[..used]);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Writes the first line.
pub(super) fn write_header(header: &Header) -> String {
    line(&[&header.format, &header.version.to_string(), &header.as_of])
}

/// Writes the last line.
pub(super) fn write_end(totals: &Totals) -> String {
    let [clients, contracts, rows] = [totals.clients, totals.contracts, totals.rows].map(|count| count.to_string());
    line(&["end", &clients, &contracts, &rows, &totals.principal])
}

/// Writes the lines of a client.
pub(super) fn write_client(it: &RawClient<'_>) -> String {
    let text = |field: &'_ Option<String>| field.clone().unwrap_or_default();
    let mut lines = line(&[
        "client",
        &it.account,
        &it.surname,
        &it.given_name,
        &text(&it.patronymic),
        &it.sex,
        &it.birth_date,
        &it.iin,
        &text(&it.document_number),
        &text(&it.document_issued),
        &text(&it.document_expires),
        &text(&it.document_issuer),
        &text(&it.email),
        &text(&it.phone),
    ]);
    for it in &it.contracts {
        let payments = it.payments.map(|count| count.to_string()).unwrap_or_default();
        lines += &line(&[
            "contract",
            &it.number,
            &it.kind,
            &it.concluded,
            &it.ends,
            &text(&it.closed),
            &it.collateral,
            &it.address,
            &it.sum,
            &it.monthly_payment,
            &it.payment_day.to_string(),
            &it.account_balance,
            &it.debt.instalments,
            &it.debt.late_fees,
            &it.debt.fines,
            &it.debt.state_duty,
            &payments,
            &text(&it.principal_left),
        ]);
        for row in &it.schedule {
            lines += &line(&["row", &row.due, &row.principal, &row.interest]);
            for debit in &row.debits {
                lines += &line(&["debit", &debit.day, &debit.amount, &text(&debit.time)]);
            }
        }
        for deposit in &it.deposits {
            lines += &line(&["deposit", &deposit.day, &deposit.amount]);
        }
        for charge in &it.charges {
            lines += &line(&["charge", &charge.day, &charge.kind, &charge.amount]);
        }
    }
    lines
}
