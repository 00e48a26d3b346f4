//! A sealing key is retired while programs run.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::Duration;

use otau::cabinet::demo::clients;
use otau::cabinet::import::{Form, Writer};
use otau::cabinet::vault::Keys;
use otau::clock::{Clock as _, SystemClock, almaty_date};

use super::crash::{Place, texts};
use crate::support::portal::Engine;

/// A file of the register, of other clients by each seed, that comes under its name when it is whole.
fn put(inbox: &Path, name: &str, seed: u64) {
    let now = SystemClock.now();
    let mut writer = Writer::new(Vec::new(), Form::Json, now).unwrap();
    for told in clients(seed, 3, almaty_date(now)) {
        writer.client(&told).unwrap();
    }
    let part = inbox.join("part");
    fs::write(&part, writer.end().unwrap()).unwrap();
    fs::rename(part, inbox.join(name)).unwrap();
}

/// Ends a program whatever becomes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Waits until something holds, as long as the program runs.
    fn until(&mut self, holds: impl Fn() -> bool, what: &str) {
        while !holds() {
            assert!(self.0.try_wait().unwrap().is_none(), "it ended before {what}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn s_sec_01_a_watch_seals_with_the_keys_of_the_day_and_ends_when_they_are_not_those_of_the_database() {
    let place = Place::new(Engine::Sqlite).unwrap();
    let folder = place.folder.path();
    let [inbox, file, log] = ["inbox", "keys", "log"].map(|name| folder.join(name));
    fs::create_dir(&inbox).unwrap();
    let new = Keys::generate_sealing().unwrap();
    let name = format!("{}.", new.split_once(':').unwrap().0);
    let give = |keys: &str| {
        fs::write(&file, keys).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    };
    give(place.keys());
    assert!(place.command("migrate").status().unwrap().success());

    let mut watch = place.command("import");
    watch.env_remove("OTAU_KEYS").env("OTAU_KEYS_FILE", &file).arg("--watch").arg(&inbox);
    let mut watch = Running(watch.stderr(fs::File::create(&log).unwrap()).spawn().unwrap());
    let said = || fs::read_to_string(&log).unwrap();
    watch.until(|| !said().is_empty(), "it waits for files");

    give(&format!("{new}{}", place.keys()));
    put(&inbox, "1.jsonl", 1);
    watch.until(|| inbox.join("done/1.jsonl").exists(), "the first file was done");
    let profiles = place.look(async |db| texts(db, "SELECT profile FROM clients").await);
    assert_eq!(profiles.len(), 3);
    assert!(profiles.iter().all(|profile| profile.starts_with(&name)), "sealed with the key that stands first now");

    // As one that was handed only the old keys, when it was started.
    give(place.keys());
    put(&inbox, "2.jsonl", 2);
    let code = loop {
        assert!(inbox.join("2.jsonl").exists(), "the file waits for a watch with the right keys: {}", said());
        match watch.0.try_wait().unwrap() {
            Some(ended) => break ended.code(),
            None => thread::sleep(Duration::from_millis(50)),
        }
    };
    assert_eq!(code, Some(2), "{}", said());
    assert!(said().contains("import-keys"), "{}", said());
    assert_eq!(place.look(async |db| texts(db, "SELECT profile FROM clients").await).len(), 3);
}
