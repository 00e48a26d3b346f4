//! An import that is killed goes on where it stopped, as if nothing had been.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use otau::cabinet::demo::dice::Dice;
use otau::cabinet::demo::{client, people};
use otau::cabinet::import::{Form, Told, Writer};
use otau::cabinet::vault::Keys;

use super::{Place, execute, now, texts, today};
use crate::support::portal::Engine;

/// So many that they are filed in several transactions; one in twenty has contracts.
const CLIENTS: u64 = 1600;

pub(super) fn told(number: u64) -> Told {
    if number.is_multiple_of(20) {
        return client(7, number, today());
    }
    let person = people::draw(&mut Dice::new(7, number), number, today());
    Told { account: person.account, client: person.client, contracts: Vec::new(), stated: Vec::new() }
}

/// A file of the register in which here and there a record is to be refused.
pub(super) fn register(place: &Place) -> PathBuf {
    let mut writer = Writer::new(Vec::new(), Form::Json, now()).unwrap();
    for number in 0..CLIENTS {
        writer.client(&told(number)).unwrap();
    }
    let text = String::from_utf8(writer.end().unwrap()).unwrap();
    let spoilt = |(at, line): (usize, &str)| match at % 97 {
        50 => line.replacen("\"sex\":\"", "\"sex\":\"?", 1) + "\n",
        _ => line.to_owned() + "\n",
    };
    let path = place.folder.path().join("register.jsonl");
    fs::write(&path, text.lines().enumerate().map(spoilt).collect::<String>()).unwrap();
    path
}

pub(super) fn refused(file: &Path) -> String {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejects.jsonl");
    fs::read_to_string(name).unwrap()
}

/// Lets a command run for a while and kills it; whether it had not ended by itself.
fn kill_after(time: Duration, command: &mut Command) -> bool {
    let mut child = command.spawn().unwrap();
    thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}

fn killed_imports(engine: Engine) {
    let keys = Keys::generate().unwrap();
    let Some((calm, stormy)) = Place::on(engine, &keys).zip(Place::on(engine, &keys)) else { return };
    let [whole, broken] = [&calm, &stormy].map(register);

    assert!(calm.command("migrate").status().unwrap().success());
    let started = Instant::now();
    let ended = calm.command("import").arg(&whole).status().unwrap();
    let takes = started.elapsed();
    assert_eq!(ended.code(), Some(1), "there are refused records to look at");
    let expected = calm.clients();
    assert!(expected.len() > 1500, "{}", expected.len());

    let seed = u64::from(std::process::id());
    let mut dice = Dice::new(seed, 0);
    let mut part = |percent| takes.mul_f64(f64::from(u32::try_from(dice.between(1, percent)).unwrap()) / 100.0);
    for _ in 0..4 {
        kill_after(part(8), &mut stormy.command("migrate"));
    }
    assert!(stormy.command("migrate").status().unwrap().success(), "all of them or none");
    stormy.assert_sound();
    let mut kills = 0;
    for round in 0..5 {
        kills += u32::from(kill_after(part(30), stormy.command("import").arg(&broken)));
        stormy.assert_sound();
        for (account, kept) in stormy.clients() {
            assert_eq!(Some(&kept), expected.get(&account), "seed {seed}, round {round}: half a client {account}");
        }
        // Nobody renews it, so it would end by itself in a quarter of a minute.
        stormy.look(async |db| execute(db, "DELETE FROM leases WHERE name = 'import'").await);
    }
    assert!(kills > 0, "each import was faster than its death");
    stormy.command("import").arg(&broken).status().unwrap();

    assert_eq!(stormy.clients(), expected, "seed {seed}");
    let report = |place: &Place| {
        place.look(async |db| texts(db, "SELECT report FROM imports WHERE finished_at IS NOT NULL").await)
    };
    assert_eq!(report(&stormy), report(&calm), "seed {seed}: nothing was counted twice");
    assert_eq!(refused(&broken), refused(&whole), "seed {seed}: each refused record once");
    for number in [0, 1, 20, 1240, 1580] {
        let account = told(number).account;
        assert_eq!(stormy.told(&account), calm.told(&account), "client {number}");
    }
    stormy.assert_sound();
}

#[test]
fn s_db_03_a_killed_import_leaves_no_half_client_and_is_as_if_it_had_never_been_killed() {
    killed_imports(Engine::Sqlite);
}

#[test]
fn s_db_03_a_killed_import_is_made_up_for_on_postgres() {
    killed_imports(Engine::Postgres);
}
