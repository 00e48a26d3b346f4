//! What is sealed, to be sealed anew with another key. Tables are walked along their keys, as for copies.

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::db::on_tx;
use super::dump::Holds::{Number, Text};
use super::dump::Table;
use super::{Db, StoreError, Tx};
use crate::cabinet::vault::Vault;

const CLIENTS: Table = Table { name: "clients", columns: &[("id", Number), ("profile", Text)] };

/// The tables with sealed columns: behind the key, those columns alone. A test sees to it that none is forgotten.
pub(in crate::cabinet) const SEALED: &[Table] = &[
    CLIENTS,
    Table { name: "contracts", columns: &[("id", Number), ("address", Text)] },
    Table { name: "flows", columns: &[("id_hash", Text), ("form", Text)] },
    Table { name: "messages", columns: &[("id", Number), ("phone", Text), ("body", Text)] },
];

/// A sealed value of a row.
#[derive(Debug)]
pub(in crate::cabinet) struct Sealed<'r> {
    table: &'static Table,
    column: &'static str,
    key: &'r Value,
    /// The value.
    pub text: &'r str,
}

/// The sealed values of rows of a page.
pub(in crate::cabinet) fn of_rows<'r>(
    table: &'static Table,
    rows: &'r [Vec<Value>],
) -> impl Iterator<Item = Sealed<'r>> {
    rows.iter().flat_map(move |row| {
        let (key, columns) = (&row[0], &table.columns[1..]);
        let values = columns.iter().zip(&row[1..]);
        values.filter_map(move |((column, _), value)| Some(Sealed { table, column, key, text: value.as_str()? }))
    })
}

/// Whether the vault has the key of any of the first profiles, or there is none. Otherwise its keys are those of another
/// database, or of a day before all was sealed anew.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub(in crate::cabinet) async fn is_of(db: &Db, vault: &Vault) -> Result<bool, StoreError> {
    let rows = CLIENTS.page(&mut db.snapshot().await?, None).await?;
    Ok(rows.is_empty() || of_rows(&CLIENTS, &rows).any(|sealed| vault.has_key_of(sealed.text)))
}

/// Where the value of a row is sealed for: the same that the file of its noun says.
pub(in crate::cabinet) fn place(table: &str, column: &str, key: &Value) -> String {
    match key.as_i64() {
        Some(id) => format!("{table}.{column} {id:x}"),
        None => format!("{table}.{column} {}", key.as_str().unwrap_or_default()),
    }
}

impl Sealed<'_> {
    /// Where it is sealed for.
    pub(in crate::cabinet) fn place(&self) -> String {
        place(self.table.name, self.column, self.key)
    }

    /// Puts another in its place, unless somebody has done so meanwhile; whether it was put there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub(in crate::cabinet) async fn replace(&self, tx: &mut Tx, anew: &str) -> Result<bool, StoreError> {
        let (column, table, key) = (self.column, self.table.name, self.table.columns[0].0);
        let sql = AssertSqlSafe(format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2 AND {key} = $3"));
        let done = on_tx!(tx, on => {
            let query = sqlx::query(sql).bind(anew).bind(self.text);
            let query = match self.key.as_i64() {
                Some(id) => query.bind(id),
                None => query.bind(self.key.as_str()),
            };
            query.execute(on).await.map(|done| done.rows_affected())
        })?;
        Ok(done == 1)
    }
}
