//! Whole tables, for copies: read page by page along the key, written back row by row; and of a table the rows of one client,
//! for what is written out of it (KZ-3). Values are JSON numbers, texts and
//! nulls, so that a copy of one engine can be restored into the other.
//!
//! What is over anyway is in no copy: sessions, devices, flows, codes and messages, counters, leases (DB-5).

use serde_json::Value;
use sqlx::{AssertSqlSafe, ColumnIndex, Database, Decode, Row, Type};

use super::db::on_tx;
use super::{StoreError, Tx};
use crate::cabinet::client_id::ClientId;

/// Rows of a page.
const PAGE: i64 = 200;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cabinet) enum Holds {
    /// `BIGINT`.
    Number,
    /// `TEXT`.
    Text,
}

use Holds::{Number, Text};

/// A table that is copied. The first column is its key.
#[derive(Debug)]
pub(in crate::cabinet) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [(&'static str, Holds)],
}

/// The tables, those that others refer to first.
pub(in crate::cabinet) const TABLES: &[Table] = &[
    Table {
        name: "clients",
        columns: &[
            ("id", Number),
            ("account", Text),
            ("iin_index", Text),
            ("phone_index", Text),
            ("profile", Text),
            ("digest", Text),
            ("as_of", Number),
            ("changed_at", Number),
            ("password", Text),
            ("password_set_at", Number),
            ("failures", Number),
        ],
    },
    Table {
        name: "contracts",
        columns: &[
            ("id", Number),
            ("client_id", Number),
            ("reference", Text),
            ("number", Text),
            ("number_key", Text),
            ("kind", Text),
            ("concluded", Text),
            ("ends", Text),
            ("closed", Text),
            ("collateral", Text),
            ("address", Text),
            ("sum", Number),
            ("monthly_payment", Number),
            ("payment_day", Number),
            ("account_balance", Number),
            ("instalments", Number),
            ("late_fees", Number),
            ("fines", Number),
            ("state_duty", Number),
            ("ledger", Text),
            ("digest", Text),
            ("as_of", Number),
        ],
    },
    Table {
        name: "consents",
        columns: &[
            ("id", Number),
            ("client_id", Number),
            ("flow_hash", Text),
            ("version", Text),
            ("language", Text),
            ("channel", Text),
            ("given_at", Number),
            ("withdrawn_at", Number),
        ],
    },
    Table {
        name: "imports",
        columns: &[
            ("digest", Text),
            ("file", Text),
            ("position", Number),
            ("as_of", Number),
            ("started_at", Number),
            ("finished_at", Number),
            ("report", Text),
        ],
    },
    Table {
        name: "audit",
        columns: &[
            ("seq", Number),
            ("at", Number),
            ("event", Text),
            ("client_id", Number),
            ("network", Text),
            ("agent", Text),
            ("detail", Text),
            ("prev", Text),
            ("hash", Text),
        ],
    },
];

/// Tables that are in no copy; a test sees to it that no other is forgotten.
#[cfg(test)]
pub(in crate::cabinet) const LEFT_OUT: &[&str] =
    &["sessions", "endings", "devices", "flows", "counters", "messages", "leases", "migrations"];

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// The rows after a key; from the beginning without one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub(in crate::cabinet) async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Value>,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let (key, holds) = self.columns[0];
        let sql = format!("SELECT {} FROM {} WHERE {key} > $1 ORDER BY {key} LIMIT $2", self.names(), self.name);
        let sql = AssertSqlSafe(sql);
        Ok(match holds {
            Number => {
                let after = after.and_then(Value::as_i64).unwrap_or(i64::MIN);
                on_tx!(tx, on => sqlx::query(sql).bind(after).bind(PAGE).fetch_all(on).await?
                    .iter().map(|row| values(row, self.columns)).collect::<Result<_, sqlx::Error>>())?
            }
            Text => {
                let after = after.and_then(Value::as_str).unwrap_or_default().to_owned();
                on_tx!(tx, on => sqlx::query(sql).bind(after).bind(PAGE).fetch_all(on).await?
                    .iter().map(|row| values(row, self.columns)).collect::<Result<_, sqlx::Error>>())?
            }
        })
    }

    /// The rows of a client, by the key.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub(in crate::cabinet) async fn of_client(
        &self,
        tx: &mut Tx,
        client: ClientId,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let (key, _) = self.columns[0];
        let sql = format!("SELECT {} FROM {} WHERE client_id = $1 ORDER BY {key}", self.names(), self.name);
        let sql = AssertSqlSafe(sql);
        Ok(on_tx!(tx, on => sqlx::query(sql).bind(client.get()).fetch_all(on).await?
            .iter().map(|row| values(row, self.columns)).collect::<Result<_, sqlx::Error>>())?)
    }

    /// Writes a row back.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is none of this table; [`StoreError::Unavailable`], [`StoreError::Conflict`].
    pub(in crate::cabinet) async fn insert(&self, tx: &mut Tx, row: &[Value]) -> Result<(), StoreError> {
        if row.len() != self.columns.len() {
            return Err(StoreError::Damaged { what: "row of a copy" });
        }
        let places: Vec<String> = (1..=row.len()).map(|at| format!("${at}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.names(), places.join(", "));
        let sql = AssertSqlSafe(sql);
        on_tx!(tx, on => {
            let mut query = sqlx::query(sql);
            for (value, (_, holds)) in row.iter().zip(self.columns) {
                query = match holds {
                    Number => query.bind(value.as_i64()),
                    Text => query.bind(value.as_str().map(str::to_owned)),
                };
            }
            query.execute(on).await.map(drop)
        })?;
        Ok(())
    }

    /// Is there no row?
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub(in crate::cabinet) async fn is_empty(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        Ok(self.page(tx, None).await?.is_empty())
    }
}

fn values<'r, R: Row>(row: &'r R, columns: &[(&'static str, Holds)]) -> Result<Vec<Value>, sqlx::Error>
where
    &'static str: ColumnIndex<R>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    let value = |(name, holds): &(&'static str, Holds)| {
        Ok(match holds {
            Number => row.try_get::<Option<i64>, _>(*name)?.map_or(Value::Null, Value::from),
            Text => row.try_get::<Option<String>, _>(*name)?.map_or(Value::Null, Value::from),
        })
    };
    columns.iter().map(value).collect()
}
