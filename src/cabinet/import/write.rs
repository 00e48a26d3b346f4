//! Writes files of the register: for demonstrations, tests, and those who must write them and want an example.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, Utc};

use super::raw::{Header, RawCharge, RawClient, RawContract, RawDebit, RawDebt, RawDeposit, RawRow};
use super::reconcile::{Sums, written};
use super::{FORMAT, Facts, Form, Stated, Told, VERSION, csv, json};
use crate::portal::iin::Sex;
use crate::portal::money::Money;

/// Writes a file client by client.
#[derive(Debug)]
pub struct Writer<W> {
    output: W,
    form: Form,
    sums: Sums,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of `output`.
    pub fn new(mut output: W, form: Form, as_of: DateTime<Utc>) -> io::Result<Self> {
        let header = Header { format: FORMAT.to_owned(), version: VERSION, as_of: as_of.to_rfc3339() };
        let text = match form {
            Form::Json => json::write_header(&header) + "\n",
            Form::Csv => csv::write_header(&header),
        };
        output.write_all(text.as_bytes())?;
        Ok(Self { output, form, sums: Sums::default() })
    }

    /// Writes a client.
    ///
    /// # Errors
    /// Those of the output.
    pub fn client(&mut self, told: &Told) -> io::Result<()> {
        self.sums.clients += 1;
        self.sums.add(told);
        let raw = raw(told);
        let text = match self.form {
            Form::Json => json::write_client(&raw) + "\n",
            Form::Csv => csv::write_client(&raw),
        };
        self.output.write_all(text.as_bytes())
    }

    /// Writes the last line, and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(mut self) -> io::Result<W> {
        let totals = self.sums.totals();
        let text = match self.form {
            Form::Json => json::write_end(totals) + "\n",
            Form::Csv => csv::write_end(&totals),
        };
        self.output.write_all(text.as_bytes())?;
        self.output.flush()?;
        Ok(self.output)
    }
}

/// A client as the JSON form writes it.
pub fn client_json(told: &Told) -> serde_json::Value {
    serde_json::to_value(raw(told)).unwrap_or_default()
}

fn raw(told: &Told) -> RawClient<'_> {
    let client = &told.client;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    RawClient {
        account: told.account.expose().into(),
        surname: client.surname.as_str().into(),
        given_name: client.given_name.as_str().into(),
        patronymic: client.patronymic.clone(),
        sex: match client.sex {
            Sex::Male => "male".into(),
            Sex::Female => "female".into(),
        },
        birth_date: client.birth_date.to_string().into(),
        iin: client.iin.expose().into(),
        document_number: client.document_number.clone(),
        document_issued: day(client.document_issued),
        document_expires: day(client.document_expires),
        document_issuer: client.document_issuer.clone(),
        email: client.email.clone(),
        phone: client.phone.map(|phone| phone.expose()),
        contracts: told.contracts.iter().zip(&told.stated).map(|(facts, stated)| contract(facts, *stated)).collect(),
    }
}

fn sum(sum: Money) -> Cow<'static, str> {
    written(sum).into()
}

fn contract(facts: &Facts, stated: Stated) -> RawContract<'_> {
    let it = &facts.contract;
    let [instalments, late_fees, fines, state_duty] = facts.debt.parts().map(sum);
    let schedule = &facts.ledger.schedule;
    RawContract {
        number: it.number.shown().into(),
        kind: it.kind.code().into(),
        concluded: it.concluded.to_string().into(),
        ends: it.ends.to_string().into(),
        closed: it.closed.map(|day| day.to_string()),
        collateral: it.collateral.code().into(),
        address: it.address.expose().into(),
        sum: sum(it.sum),
        monthly_payment: sum(it.monthly_payment),
        payment_day: it.payment_day.get(),
        account_balance: sum(it.account_balance),
        payments: stated.payments,
        principal_left: stated.principal_left.map(written),
        debt: RawDebt { instalments, late_fees, fines, state_duty },
        schedule: schedule.rows().iter().map(row).collect(),
        deposits: schedule
            .deposits()
            .iter()
            .map(|it| RawDeposit { day: it.day.to_string().into(), amount: sum(it.amount) })
            .collect(),
        charges: facts
            .ledger
            .charges
            .iter()
            .map(|it| RawCharge { day: it.day.to_string().into(), kind: it.kind.code().into(), amount: sum(it.amount) })
            .collect(),
    }
}

fn row(row: &crate::portal::schedule::Row) -> RawRow<'static> {
    RawRow {
        due: row.due().to_string().into(),
        principal: sum(row.principal()),
        interest: sum(row.interest()),
        debits: row
            .debits()
            .iter()
            .map(|it| RawDebit {
                day: it.day.to_string().into(),
                amount: sum(it.amount),
                time: it.time.map(|time| time.format("%H:%M:%S").to_string()),
            })
            .collect(),
    }
}
