//! Contracts of a client: facts, debt, and the [`Ledger`] that the payment schedule is shown from.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::db::{on_db, on_tx};
use super::row::row;
use super::{Db, Ledger, StoreError, Tx, instant, millis};
use crate::cabinet::client_id::ClientId;
use crate::cabinet::vault::{Vault, draw_id, draw_reference};
use crate::portal::contract::{Address, Collateral, Contract, Kind, PaymentDay};
use crate::portal::contract_number::ContractNumber;
use crate::portal::debt::Debt;
use crate::portal::money::Money;
use crate::portal::schedule::Schedule;
use crate::portal::statement::Movement;

/// A contract as its client sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Names it in addresses; says nothing else.
    pub reference: String,
    /// Its facts.
    pub contract: Contract,
    /// What is owed on it.
    pub debt: Debt,
    /// Payments and deposits.
    pub schedule: Schedule,
    /// Late fees, fines and duty, on the days they were charged.
    pub charges: Vec<Movement>,
    /// When the register told it.
    pub as_of: DateTime<Utc>,
}

/// A contract as the register tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its facts.
    pub contract: Contract,
    /// What is owed on it.
    pub debt: Debt,
    /// Payments, deposits and charges.
    pub ledger: Ledger,
}

/// What became of a client's contracts that the register told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cabinet) struct Filed {
    /// Not known before.
    pub added: u64,
    /// Known, and something is different now.
    pub changed: u64,
    /// Known, and nothing is different.
    pub unchanged: u64,
    /// Known, and not told any more: no longer the client's.
    pub removed: u64,
}

/// The contracts of a client, oldest first.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn of_client(
    db: &Db,
    vault: &Vault,
    client: ClientId,
) -> Result<Vec<Holding>, StoreError> {
    let rows: Vec<Kept> = on_db!(db, on => sqlx::query_as(
        "SELECT contracts.id, reference, number, kind, concluded, ends, closed, collateral, address, sum, \
         monthly_payment, payment_day, account_balance, instalments, late_fees, fines, state_duty, ledger, \
         clients.as_of FROM contracts JOIN clients ON clients.id = contracts.client_id \
         WHERE contracts.client_id = $1 ORDER BY concluded, number_key"
    ).bind(client.get()).fetch_all(on).await)?;
    rows.into_iter().map(|row| row.open(vault)).collect()
}

/// A client's contract by its reference. That of another client is as unknown as one that does not exist (ACL-2).
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn get(
    db: &Db,
    vault: &Vault,
    client: ClientId,
    reference: &str,
) -> Result<Option<Holding>, StoreError> {
    let row: Option<Kept> = on_db!(db, on => sqlx::query_as(
        "SELECT contracts.id, reference, number, kind, concluded, ends, closed, collateral, address, sum, \
         monthly_payment, payment_day, account_balance, instalments, late_fees, fines, state_duty, ledger, \
         clients.as_of FROM contracts JOIN clients ON clients.id = contracts.client_id \
         WHERE contracts.client_id = $1 AND reference = $2"
    ).bind(client.get()).bind(reference).fetch_optional(on).await)?;
    row.map(|row| row.open(vault)).transpose()
}

/// Whether a reference is that of another client's contract.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn is_foreign(db: &Db, client: ClientId, reference: &str) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on_db!(db, on => sqlx::query_as(
        "SELECT client_id FROM contracts WHERE reference = $1 AND client_id <> $2"
    ).bind(reference).bind(client.get()).fetch_optional(on).await)?;
    Ok(row.is_some())
}

/// When a client's contract of this number was concluded; none when the client has none such, or there is no client: then
/// it asks all the same.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Damaged`].
pub(in crate::cabinet) async fn concluded(
    db: &Db,
    client: Option<ClientId>,
    number: &ContractNumber,
) -> Result<Option<NaiveDate>, StoreError> {
    let row: Option<(String,)> = on_db!(db, on => sqlx::query_as(
        "SELECT concluded FROM contracts WHERE client_id = $1 AND number_key = $2"
    ).bind(client.map_or(-1, ClientId::get)).bind(number.key()).fetch_optional(on).await)?;
    row.map(|(text,)| text.parse().map_err(|_| DAMAGED)).transpose()
}

/// Files all contracts that the register tells of a client. Those it does not tell any more are removed: a contract that
/// went over to somebody else must not stay visible here.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Vault`]; [`StoreError::Conflict`] when two have the same number.
pub(in crate::cabinet) async fn file(
    tx: &mut Tx,
    vault: &Vault,
    client: ClientId,
    facts: &[Facts],
    as_of: DateTime<Utc>,
) -> Result<Filed, StoreError> {
    let rows: Vec<(String, i64, String)> = on_tx!(tx, on => sqlx::query_as(
        "SELECT number_key, id, digest FROM contracts WHERE client_id = $1"
    ).bind(client.get()).fetch_all(on).await)?;
    let mut there: HashMap<String, (i64, String)> = rows.into_iter().map(|(key, id, kept)| (key, (id, kept))).collect();
    let mut filed = Filed::default();
    for fact in facts {
        let ledger = fact.ledger.encode();
        let digest = fact.digest(vault, &ledger);
        match there.remove(fact.contract.number.key()) {
            Some((_, kept)) if kept == digest => filed.unchanged += 1,
            Some((id, _)) => {
                fact.write(tx, vault, client, Write { id, reference: None, ledger, digest, as_of }).await?;
                filed.changed += 1;
            }
            None => {
                let (id, reference) = (draw_id()?, Some(draw_reference()?));
                fact.write(tx, vault, client, Write { id, reference, ledger, digest, as_of }).await?;
                filed.added += 1;
            }
        }
    }
    for (id, _) in there.into_values() {
        on_tx!(tx, on => sqlx::query("DELETE FROM contracts WHERE client_id = $1 AND id = $2")
            .bind(client.get()).bind(id).execute(on).await.map(drop))?;
        filed.removed += 1;
    }
    Ok(filed)
}

/// What a row holds beside the facts; without a reference it is there already and keeps its own.
struct Write {
    id: i64,
    reference: Option<String>,
    ledger: String,
    digest: String,
    as_of: DateTime<Utc>,
}

impl Facts {
    /// Tells whether anything is different; keyed, for the sums of a contract could be guessed.
    fn digest(&self, vault: &Vault, ledger: &str) -> String {
        let Contract { number, kind, concluded, ends, closed, collateral, address, .. } = &self.contract;
        let closed = closed.map(|day| day.to_string()).unwrap_or_default();
        let dates = format!("{concluded} {ends} {closed}");
        let sums = format!("{:?} {:?}", self.sums(), self.debt.parts().map(Money::tiyn));
        let parts = [number.shown(), kind.code(), &dates, collateral.code(), address.expose(), &sums, ledger];
        vault.digest("contracts.digest", &parts)
    }

    /// Sum, monthly payment, day of the month, balance.
    fn sums(&self) -> [i64; 4] {
        let it = &self.contract;
        [it.sum.tiyn(), it.monthly_payment.tiyn(), it.payment_day.get().into(), it.account_balance.tiyn()]
    }

    async fn write(&self, tx: &mut Tx, vault: &Vault, client: ClientId, row: Write) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO contracts (client_id, id, number, number_key, kind, concluded, ends, closed, \
             collateral, address, sum, monthly_payment, payment_day, account_balance, instalments, late_fees, fines, \
             state_duty, ledger, digest, as_of, reference) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
             $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";
        const CHANGE: &str = "UPDATE contracts SET number = $3, number_key = $4, kind = $5, concluded = $6, ends = $7, \
             closed = $8, collateral = $9, address = $10, sum = $11, monthly_payment = $12, payment_day = $13, \
             account_balance = $14, instalments = $15, late_fees = $16, fines = $17, state_duty = $18, ledger = $19, \
             digest = $20, as_of = $21, reference = COALESCE($22, reference) WHERE client_id = $1 AND id = $2";
        let Contract { number, kind, concluded, ends, closed, collateral, address, .. } = &self.contract;
        let address = vault.seal(&place(row.id), address.expose().as_bytes())?;
        let [sum, monthly, day, balance] = self.sums();
        let [instalments, late_fees, fines, duty] = self.debt.parts().map(Money::tiyn);
        let sql = if row.reference.is_some() { ADD } else { CHANGE };
        on_tx!(tx, on => sqlx::query(sql)
            .bind(client.get()).bind(row.id).bind(number.shown()).bind(number.key()).bind(kind.code())
            .bind(concluded.to_string()).bind(ends.to_string()).bind(closed.map(|day| day.to_string()))
            .bind(collateral.code()).bind(&address).bind(sum).bind(monthly).bind(day).bind(balance)
            .bind(instalments).bind(late_fees).bind(fines).bind(duty)
            .bind(&row.ledger).bind(&row.digest).bind(millis(row.as_of)).bind(&row.reference)
            .execute(on).await.map(drop))?;
        Ok(())
    }
}

const DAMAGED: StoreError = StoreError::Damaged { what: "contract" };

/// Where an address is sealed for.
fn place(contract: i64) -> String {
    format!("contracts.address {contract:x}")
}

row! {
    /// A row as it is kept.
    struct Kept {
        id: i64,
        reference: String,
        number: String,
        kind: String,
        concluded: String,
        ends: String,
        closed: Option<String>,
        collateral: String,
        address: String,
        sum: i64,
        monthly_payment: i64,
        payment_day: i64,
        account_balance: i64,
        instalments: i64,
        late_fees: i64,
        fines: i64,
        state_duty: i64,
        ledger: String,
        as_of: i64,
    }
}

impl Kept {
    fn open(self, vault: &Vault) -> Result<Holding, StoreError> {
        let Ledger { schedule, charges } = Ledger::decode(&self.ledger)?;
        let as_of = instant(self.as_of)?;
        let address = vault.open(&place(self.id), &self.address).map_err(|_| DAMAGED)?;
        let address = String::from_utf8(address).map_err(|_| DAMAGED)?;
        let (contract, debt) = self.facts(&address).ok_or(DAMAGED)?;
        Ok(Holding { reference: self.reference, contract, debt, schedule, charges, as_of })
    }

    fn facts(&self, address: &str) -> Option<(Contract, Debt)> {
        let closed = match &self.closed {
            None => None,
            Some(day) => Some(day.parse().ok()?),
        };
        let contract = Contract {
            number: ContractNumber::parse(&self.number).ok()?,
            kind: Kind::from_code(&self.kind)?,
            concluded: self.concluded.parse().ok()?,
            ends: self.ends.parse().ok()?,
            closed,
            collateral: Collateral::from_code(&self.collateral)?,
            address: Address::new(address),
            sum: Money::from_tiyn(self.sum),
            monthly_payment: Money::from_tiyn(self.monthly_payment),
            payment_day: PaymentDay::new(u8::try_from(self.payment_day).ok()?).ok()?,
            account_balance: Money::from_tiyn(self.account_balance),
        };
        let debt = Debt {
            instalments: Money::from_tiyn(self.instalments),
            late_fees: Money::from_tiyn(self.late_fees),
            fines: Money::from_tiyn(self.fines),
            state_duty: Money::from_tiyn(self.state_duty),
        };
        Some((contract, debt))
    }
}
