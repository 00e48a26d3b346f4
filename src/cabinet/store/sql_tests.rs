//! Reads every SQL text of this room: each statement on a private table names the client (ACL-1), and each finds its rows
//! by an index.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Db;
use super::testing::on_each_engine;

/// Tables with rows of clients.
const PRIVATE: [&str; 9] =
    ["clients", "contracts", "sessions", "endings", "devices", "flows", "messages", "consents", "audit"];

/// Statements on private tables that do not name the client: the text, or with `…` what it begins with, and why they may.
/// Each is for one statement.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("SELECT id, iin_index, phone_index, password, password_set_at, failures FROM clients WHERE account…", "sign-in"),
    ("SELECT id, iin_index, digest, as_of FROM clients WHERE account…", "an import looks who it is"),
    ("SELECT id FROM clients WHERE iin_index…", "an import looks whether an IIN is taken"),
    ("SELECT client_id FROM contracts WHERE reference = $1 AND client_id <> $2", "an import looks whether it is taken"),
    ("INSERT INTO clients (id,…", "an import adds a client"),
    ("SELECT id, account, as_of, CASE…", "former clients are looked for among all"),
    ("SELECT seq, hash FROM audit ORDER BY…", "the journal is one chain of all clients"),
    ("SELECT seq, hash FROM audit WHERE at < $1…", "the journal is one chain of all clients"),
    ("SELECT seq, hash FROM audit WHERE seq <= $1…", "the journal is one chain of all clients"),
    ("SELECT at FROM audit ORDER BY seq LIMIT 1", "the journal is one chain of all clients"),
    ("SELECT seq, at, event, client_id, network, agent, detail, prev, hash FROM audit WHERE seq > $1…", "the chain"),
    ("SELECT seq, at, event, client_id, network, agent, detail, prev, hash FROM audit WHERE at >= $1…", "the chain"),
    ("DELETE FROM audit WHERE seq <= $1", "entries whose term is over, of all clients"),
    ("SELECT id FROM messages WHERE ends_at > $1 AND…", "the queue looks for messages of all clients"),
    ("UPDATE messages SET state = 'sending',…", "the queue takes a message"),
    ("UPDATE messages SET phone = NULL, body = NULL,…", "the queue wipes messages that are dead"),
    ("DELETE FROM messages WHERE created_at < $1", "the queue forgets old messages"),
    ("SELECT purpose, client_id, form, code_mac,…", "the flow's secret; there may be no client (a decoy)"),
    (
        "UPDATE flows SET tries = tries + 1 WHERE id_hash = $1 AND tries < $2 AND sent_at…",
        "the flow's secret; it tells whose",
    ),
    (
        "UPDATE flows SET tries = tries + 1 WHERE id_hash = $1 AND tries < $2 AND ends_at…",
        "the flow's secret; it tells whose",
    ),
    ("UPDATE flows SET confirmed_at…", "the flow's secret; there may be no client (a decoy)"),
    ("UPDATE flows SET codes…", "the flow's secret; there may be no client (a decoy)"),
    ("DELETE FROM flows WHERE id_hash IN (SELECT id_hash FROM flows WHERE ends_at…", "cleaning: those of all clients"),
    ("DELETE FROM consents WHERE client_id IS NULL…", "cleaning: those that nobody gave in the end"),
    ("UPDATE consents SET client_id = $2,…", "the flow's secret; it is given its client"),
    ("SELECT handle, client_id, kind, created_at,…", "the session's secret; it tells whose"),
    ("DELETE FROM sessions WHERE id_hash = $1 RETURNING client_id", "the session's secret; it tells whose"),
    ("DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions WHERE ends_at…", "cleaning: of all clients"),
    ("DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions WHERE used_at…", "cleaning: of all clients"),
    ("DELETE FROM sessions", "an operator ends the sessions of all clients"),
    ("SELECT reason FROM endings WHERE id_hash…", "the session's secret; it tells the reason and no more"),
    ("DELETE FROM endings WHERE id_hash IN (SELECT…", "cleaning: those of all clients that are over"),
    ("DELETE FROM devices WHERE id_hash IN (SELECT…", "cleaning: those of all clients that ended"),
];

/// Statements that read a whole table, and why they may.
const WHOLE: &[(&str, &str)] = &[("DELETE FROM sessions", "an operator ends the sessions of all clients")];

/// The texts between quotes in the code of a file, without those of its tests; blanks and line breaks are one blank.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("'\"'", "");
    let mut texts = Vec::new();
    let mut text: Option<String> = None;
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        text = match (letter, text) {
            ('"', None) => Some(String::new()),
            ('"', Some(whole)) => {
                texts.push(whole.split_whitespace().collect::<Vec<_>>().join(" "));
                None
            }
            ('\\', Some(so_far)) => Some(so_far + &letters.next().unwrap_or(' ').to_string()),
            (letter, Some(so_far)) => Some(so_far + &letter.to_string()),
            (_, None) => None,
        };
    }
    texts
}

/// Every statement of the room, with its file. Copies (`dump.rs`) read whole tables, always along the key.
fn statements() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cabinet/store");
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir()
            || name.ends_with("_tests.rs")
            || matches!(name.as_str(), "testing.rs" | "migrate.rs" | "dump.rs")
        {
            continue;
        }
        let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];
        let texts = literals(&fs::read_to_string(&path).unwrap());
        let sql = texts.into_iter().filter(|text| verbs.iter().any(|verb| text.starts_with(verb)));
        let on_tables = sql.filter(|text| text.contains(" FROM ") || !text.starts_with("SELECT "));
        all.extend(on_tables.map(|sql| (name.clone(), sql)));
    }
    assert!(all.len() > 10, "{} statements: this test does not see them", all.len());
    all
}

fn words(sql: &str) -> BTreeSet<&str> {
    sql.split(|c: char| !c.is_alphanumeric() && c != '_').collect()
}

/// Whether a statement is the one of a list.
fn is(sql: &str, listed: &str) -> bool {
    listed.strip_suffix('…').map_or(sql == listed, |start| sql.starts_with(start))
}

/// Whose rows it are is asked, or written: a condition on the client's key, or a column that is given one. A column that is
/// only read, or only given back, names nobody.
fn names_the_client(sql: &str) -> bool {
    if let Some(insert) = sql.strip_prefix("INSERT INTO ") {
        let columns = insert.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        return columns.is_some_and(|(columns, _)| columns.split(", ").any(|column| column == "client_id"));
    }
    let asked = sql.split_once(" WHERE ").map_or("", |(_, asked)| asked);
    let asked = asked.split(" RETURNING ").next().unwrap_or_default();
    let bound = |key: &str| {
        let part = |at: usize| asked[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        asked.match_indices(key).any(|(at, _)| !part(at))
    };
    bound("client_id = $") || bound("clients.id = $") || (words(sql).contains("clients") && bound("id = $"))
}

#[test]
fn s_acl_01_every_statement_on_a_private_table_names_the_client() {
    let (mut used, mut faults) = (BTreeSet::new(), Vec::new());
    for (file, sql) in statements() {
        if !words(&sql).iter().any(|word| PRIVATE.contains(word)) {
            continue;
        }
        if names_the_client(&sql) {
            continue;
        }
        match EXCEPTIONS.iter().find(|(text, _)| is(&sql, text)) {
            Some((text, _)) if used.insert(*text) => {}
            Some((text, _)) => faults.push(format!("{file}: a second statement for {text}: {sql}")),
            None => faults.push(format!("{file}: whose rows? {sql}")),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let unused: Vec<_> = EXCEPTIONS.iter().filter(|(text, _)| !used.contains(text)).collect();
    assert!(unused.is_empty(), "exceptions that nothing needs: {unused:?}");
}

#[test]
fn statements_are_seen_as_they_are_written() {
    let source = "f(\"SELECT a FROM b \\\n   WHERE c = $1\");\n// \"x\nlet s = \"say \\\"hi\\\"\";\n#[cfg(test)]\nmod tests {\"y\"}";
    assert_eq!(literals(source), ["SELECT a FROM b WHERE c = $1", "say \"hi\""]);
    for (sql, named) in [
        ("SELECT a FROM contracts WHERE reference = $1", false),
        ("SELECT a FROM contracts WHERE client_id = $1 AND reference = $2", true),
        ("SELECT client_id, address FROM contracts WHERE reference = $1", false),
        ("UPDATE devices SET used_at = 0 WHERE id_hash = $1 RETURNING client_id", false),
        ("DELETE FROM contracts WHERE not_client_id = $1", false),
        ("INSERT INTO messages (id, client_id, body) VALUES ($1, $2, $3)", true),
        ("INSERT INTO messages (id, body) VALUES ($1, $2)", false),
        ("UPDATE clients SET failures = 0 WHERE id = $1", true),
        ("UPDATE sessions SET used_at = 0 WHERE id = $1", false),
    ] {
        assert_eq!(names_the_client(sql), named, "{sql}");
    }
}

/// How an engine would find the rows of a statement; on PostgreSQL, where it is not let to read a whole table.
async fn plan(db: &Db, sql: &str) -> Vec<String> {
    match db {
        Db::Sqlite { write, .. } => {
            let text = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(write).await.unwrap();
            rows.into_iter().map(|(_, _, _, detail)| detail).collect()
        }
        Db::Postgres(pool) => {
            let count = (1..=30).take_while(|n| sql.contains(&format!("${n}"))).count();
            let nulls = vec!["NULL"; count].join(", ");
            let list = if count == 0 { String::new() } else { format!("({nulls})") };
            let mut connection = pool.acquire().await.unwrap();
            let set = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL";
            sqlx::raw_sql(set).execute(&mut *connection).await.unwrap();
            let prepare = sqlx::AssertSqlSafe(format!("PREPARE asked AS {sql}"));
            sqlx::raw_sql(prepare).execute(&mut *connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN EXECUTE asked{list}"));
            let rows = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.unwrap();
            rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect()
        }
    }
}

on_each_engine! {
    async fn every_statement_finds_its_rows_by_an_index(db: Db) {
        let (mut used, mut faults) = (BTreeSet::new(), Vec::new());
        for (file, sql) in statements() {
            let whole = WHOLE.iter().find(|(text, _)| is(&sql, text));
            used.extend(whole.map(|(text, _)| *text));
            let plan = plan(&db, &sql).await;
            // Steps along an index, as far as a limit, are no search through the table.
            let steps = |line: &str| line.contains("USING") && sql.contains(" LIMIT ");
            let table = |line: &str| line.starts_with("SCAN ") && !line.starts_with("SCAN CONSTANT ROW");
            let scans = |line: &String| (table(line) && !steps(line)) || line.contains("Seq Scan");
            if plan.iter().any(scans) && whole.is_none() {
                faults.push(format!("{file}: {sql}\n{plan:#?}"));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(used.len(), WHOLE.len(), "of {WHOLE:?} only {used:?} are there");
    }
}
