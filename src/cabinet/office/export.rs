//! One client's data as one document (KZ-3): what the register tells, and what the cabinet keeps besides.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::clients::{GONE, all_sessions};
use crate::cabinet::import::{Facts, Stated, Told, client_json};
use crate::cabinet::store::clients::Known;
use crate::cabinet::store::dump::Holds::{Number, Text};
use crate::cabinet::store::dump::Table;
use crate::cabinet::store::{Db, Ledger, StoreError, audit, clients, consents, contracts, instant, sealed};
use crate::cabinet::vault::Vault;
use crate::portal::account::AccountNumber;

/// Tables whose rows are written out as they are: behind the key, which says nothing to anybody, what may be told. A test
/// sees to it that no column is forgotten.
const ROWS: &[Table] = &[
    Table { name: "devices", columns: &[("id_hash", Text), ("failures", Number), ("ends_at", Number)] },
    Table { name: "endings", columns: &[("id_hash", Text), ("reason", Text), ("ends_at", Number)] },
    Table {
        name: "flows",
        columns: &[
            ("id_hash", Text),
            ("purpose", Text),
            ("form", Text),
            ("created_at", Number),
            ("ends_at", Number),
            ("sent_at", Number),
            ("codes", Number),
            ("tries", Number),
            ("confirmed_at", Number),
            ("set_at", Number),
        ],
    },
    Table {
        name: "messages",
        columns: &[
            ("id", Number),
            ("purpose", Text),
            ("phone", Text),
            ("state", Text),
            ("tries", Number),
            ("unclear", Number),
            ("due_at", Number),
            ("ends_at", Number),
            ("created_at", Number),
            ("gateway", Text),
            ("gateway_id", Text),
            ("outcome", Text),
        ],
    },
];

/// The document of a client.
pub(super) async fn export(
    db: &Db,
    vault: &Vault,
    account: &AccountNumber,
    known: &Known,
) -> Result<Value, StoreError> {
    let (client, as_of) = clients::profile(db, vault, known.id).await?.ok_or(GONE)?;
    let holdings = contracts::of_client(db, vault, known.id).await?;
    let contracts: Vec<Facts> = holdings
        .into_iter()
        .map(|it| Facts {
            contract: it.contract,
            debt: it.debt,
            ledger: Ledger { schedule: it.schedule, charges: it.charges },
        })
        .collect();
    let stated = vec![Stated::default(); contracts.len()];
    let register = client_json(&Told { account: account.clone(), client, contracts, stated });
    let sessions = all_sessions(db, known.id).await?.into_iter().map(|it| {
        json!({
            "kind": it.kind.code(), "opened_at": it.created_at, "used_at": it.used_at, "ends_at": it.ends_at,
            "proved_at": it.proved_at, "network": it.network, "agent": it.agent,
        })
    });
    let consents = consents::of_client(db, known.id).await?;
    let journal = audit::of_period(db, Some(known.id), DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC).await?;
    let mut document = json!({
        "as_of": as_of,
        "register": register,
        "password_set_at": known.password_set_at.map(instant).transpose()?,
        "failures": known.failures,
        "sessions": sessions.collect::<Vec<_>>(),
        "consents": consents,
        "journal": journal,
    });
    let mut tx = db.snapshot().await?;
    for table in ROWS {
        let rows = table.of_client(&mut tx, known.id).await?;
        let rows = rows.iter().map(|row| object(table, row, vault)).collect::<Result<Vec<_>, _>>()?;
        document[table.name] = rows.into();
    }
    Ok(document)
}

/// A row without its key; instants as such, sealed values opened.
fn object(table: &Table, row: &[Value], vault: &Vault) -> Result<Value, StoreError> {
    let mut fields = Map::new();
    for ((name, _), value) in table.columns.iter().zip(row).skip(1) {
        let shown = match (*name, value) {
            (_, Value::Null) => Value::Null,
            ("form" | "phone", Value::String(text)) => {
                let plain = vault.open(&sealed::place(table.name, name, &row[0]), text)?;
                // A form is a document itself, a number a text.
                serde_json::from_slice(&plain).ok().filter(Value::is_object).unwrap_or_else(|| text_of(&plain))
            }
            (name, Value::Number(number)) if name.ends_with("_at") => {
                json!(instant(number.as_i64().unwrap_or_default())?)
            }
            _ => value.clone(),
        };
        fields.insert((*name).to_owned(), shown);
    }
    Ok(fields.into())
}

fn text_of(plain: &[u8]) -> Value {
    String::from_utf8_lossy(plain).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cabinet::store::testing;
    use crate::clock::Clock as _;

    /// Tables whose rows are written out as what they mean.
    const READ: [&str; 5] = ["clients", "contracts", "sessions", "consents", "audit"];

    /// What is not told of the other tables, and why.
    const LEFT_OUT: [(&str, &str, &str); 10] = [
        ("devices", "id_hash", "of a secret"),
        ("devices", "client_id", "whose it is"),
        ("endings", "id_hash", "of a secret"),
        ("endings", "client_id", "whose it is"),
        ("flows", "id_hash", "of a secret"),
        ("flows", "client_id", "whose it is"),
        ("flows", "code_mac", "of a code"),
        ("messages", "client_id", "whose it is"),
        ("messages", "body", "it may hold a code"),
        ("messages", "lease_until", "which node has it"),
    ];

    #[tokio::test]
    async fn s_kz_03_every_column_of_a_client_is_written_out_or_left_out_on_purpose() {
        let (_folder, db) = testing::sqlite().await;
        db.migrate(testing::clock().now()).await.unwrap();
        let columns: Vec<(String, String)> = crate::cabinet::store::db::on_db!(&db, on => sqlx::query_as(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND EXISTS \
             (SELECT 1 FROM pragma_table_info(m.name) o WHERE o.name = 'client_id')"
        ).fetch_all(on).await)
        .unwrap();
        let kept: BTreeSet<(String, String)> =
            columns.into_iter().filter(|(table, _)| !READ.contains(&table.as_str())).collect();
        let told = ROWS.iter().flat_map(|table| {
            table.columns.iter().skip(1).map(|(column, _)| (table.name.to_owned(), (*column).to_owned()))
        });
        let left_out = LEFT_OUT.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned()));
        // The key of messages is drawn, and names nothing.
        let key = [("messages".to_owned(), "id".to_owned())];
        assert_eq!(told.chain(left_out).chain(key).collect::<BTreeSet<_>>(), kept);
    }
}
