//! `otau client former`, as an operator types it.

use std::fs;
use std::process::{Command, Stdio};

use otau::cabinet::demo::clients;
use otau::cabinet::import::{Form, Writer};
use otau::clock::{Clock as _, SystemClock, almaty_date};
use serde_json::{Value, json};

use super::crash::{Place, execute};
use crate::support::portal::Engine;
use crate::support::sites::run;

/// The command on the database of a place.
fn former(place: &Place, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otau"));
    command.args(["client", "former", "--lang", "en"]).args(arguments).stdin(Stdio::null());
    command.args(["--root".as_ref(), place.folder.path().as_os_str()]);
    for (name, value) in place.command("client").get_envs() {
        command.env(name, value.unwrap());
    }
    run(&mut command)
}

#[test]
fn s_kz_03_an_operator_lists_former_clients_and_erases_them_when_it_is_meant() {
    let place = Place::new(Engine::Sqlite).unwrap();
    let now = SystemClock.now();
    let mut writer = Writer::new(Vec::new(), Form::Json, now).unwrap();
    let told = clients(7, 12, almaty_date(now));
    let told: Vec<_> = told.into_iter().collect();
    for client in &told {
        writer.client(client).unwrap();
    }
    let register = place.folder.path().join("register.jsonl");
    fs::write(&register, writer.end().unwrap()).unwrap();
    assert!(place.command("migrate").status().unwrap().success());
    place.command("import").arg(&register).status().unwrap();
    assert_eq!(former(&place, &["--years", "5", "--json"]), (0, String::new()), "all were told just now");

    place.look(async |db| {
        execute(db, "UPDATE clients SET as_of = 0").await;
        execute(db, "UPDATE contracts SET closed = '2001-02-03'").await;
        // One who still has a contract.
        let one = "SELECT id FROM contracts ORDER BY id LIMIT 1";
        let sql = format!("UPDATE contracts SET closed = NULL WHERE id = ({one})");
        execute(db, sql.leak()).await;
    });
    let gone = told.len() - 1;
    let (code, text) = former(&place, &["--years", "5", "--json"]);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, lines.len()), (0, gone), "{text}");
    assert!(lines.iter().all(|line| line["kind"] == "former-client" && line["as_of"] == "1970-01-01T00:00:00Z"));
    assert!(lines.iter().any(|line| line["closed"] == json!("2001-02-03")), "{text}");
    let (code, text) = former(&place, &["--years", "5"]);
    assert_eq!(code, 0);
    assert!(text.contains(&format!("Former clients: {gone}")), "{text}");

    let (code, text) = former(&place, &["--years", "5", "--erase"]);
    assert!(code == 2 && text.contains("error[not-confirmed]"), "{text}");
    assert_eq!(former(&place, &["--years", "5", "--json"]).1.lines().count(), gone, "nobody was erased");
    let (code, text) = former(&place, &["--years", "5", "--erase", "--yes", "--json"]);
    assert_eq!((code, text), (0, format!("{{\"erased\":{gone},\"kind\":\"former-clients\"}}\n")));
    assert_eq!(former(&place, &["--years", "5", "--json"]), (0, String::new()));
    assert_eq!(place.clients().len(), 1);
    place.assert_sound();
}
