//! `otau serve --demo`: the cabinet with made-up clients, anew at every start, with everything a visitor needs to try it.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, BufWriter};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::cabinet::demo::{Persona, clients, personas};
use crate::cabinet::import::{Form, Options, Writer};
use crate::cabinet::store::Db;
use crate::cabinet::vault::Keys;
use crate::clock::almaty_date;
use crate::config::{Config, Database, Secret};
use crate::i18n::Arg;
use crate::page::entry::CONSENT_VERSION;

use super::cabinet::{OpenError, Opened, Opening};
use super::report::Reporter;

/// How many clients there are, the personas among them.
const CLIENTS: u64 = 60;

/// From which the others are drawn.
const SEED: u64 = 2026;

/// How many demonstrations of one site may run at the same time.
const AT_ONCE: usize = 16;

/// The settings of a demonstration: an empty database below `.otau`, keys of this run alone, messages to the terminal. And
/// where its pages go: not among the releases of the site, because each of them says that it is a demonstration.
pub(super) fn settings(root: &Path) -> io::Result<(Config, PathBuf)> {
    let folder = folder(&root.join(".otau"))?;
    let address = Secret::new(format!("sqlite://{}", folder.join("cabinet.db").display()));
    let keys = Keys::generate().map_err(io::Error::other)?;
    let config = Config { database: Some(Database { address }), keys: Some(Secret::new(keys)), ..Config::default() };
    Ok((config, folder.join("public")))
}

/// An empty folder of this run alone: `demo`, or `demo-2` and so on while others use those before.
fn folder(above: &Path) -> io::Result<PathBuf> {
    for number in 1..=AT_ONCE {
        let folder = above.join(if number == 1 { "demo".to_owned() } else { format!("demo-{number}") });
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, Permissions::from_mode(0o700))?;
        let lock = File::create(folder.join("lock"))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_file() && path.file_name() != Some("lock".as_ref()) {
                fs::remove_file(path)?;
            }
        }
        // The lock lasts as long as the file is open: until the program ends.
        std::mem::forget(lock);
        return Ok(folder);
    }
    Err(io::Error::other(format!("{AT_ONCE} demonstrations of this site are running")))
}

/// Opens the cabinet, fills it the way a register would, and says whom one can be.
pub(super) async fn open(opening: Opening<'_>, reporter: &Reporter) -> Result<Opened, OpenError> {
    let now = opening.clock.now();
    let today = almaty_date(now);
    let address = opening.config.database.as_ref().ok_or(OpenError::NoDatabase)?.address.expose().to_owned();
    let db = Db::connect(&address).await?;
    db.migrate(now).await?;
    db.close().await;
    let opened = opening.open().await?;
    let register = PathBuf::from(address.trim_start_matches("sqlite://")).with_file_name("register.jsonl");
    let written = register.clone();
    let wrote = tokio::task::spawn_blocking(move || -> io::Result<()> {
        let mut writer = Writer::new(BufWriter::new(File::create(&written)?), Form::Json, now)?;
        for told in clients(SEED, CLIENTS, today) {
            writer.client(&told)?;
        }
        writer.end().map(drop)
    });
    wrote.await.map_err(io::Error::other).flatten().map_err(OpenError::Demo)?;
    let imported = opened.cabinet.import(&Options::of(&register), |_| {}).await;
    imported.map_err(|error| OpenError::Demo(io::Error::other(error)))?;
    let personas = personas(today);
    opened.cabinet.furnish(&personas, CONSENT_VERSION).await?;
    introduce(&personas, reporter);
    Ok(opened)
}

/// Says whom one can be, once.
fn introduce(personas: &[Persona], reporter: &Reporter) {
    if !reporter.json {
        reporter.note(&reporter.text("cli-demo", &[]));
    }
    for persona in personas {
        let (account, contract) = (persona.account.expose(), persona.contract.shown());
        let (iin, phone) = (persona.iin.expose(), persona.phone.expose());
        let date = persona.concluded.format("%d.%m.%Y").to_string();
        let password = persona.password.unwrap_or_default();
        if reporter.json {
            let line = serde_json::json!({
                "kind": "persona", "account": account, "iin": iin, "phone": phone, "contract": contract, "date": date,
                "password": persona.password,
            });
            reporter.result(&line.to_string());
            continue;
        }
        let words = [
            ("account", Arg::Text(account)),
            ("iin", Arg::Text(&iin)),
            ("phone", Arg::Text(&phone)),
            ("contract", Arg::Text(contract)),
            ("date", Arg::Text(&date)),
            ("password", Arg::Text(password)),
        ];
        let key = if persona.password.is_some() { "cli-demo-known" } else { "cli-demo-new" };
        reporter.note(&reporter.text(key, &words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_demonstration_are_no_release_of_the_site() {
        let root = tempfile::tempdir().unwrap();
        let (config, out) = settings(root.path()).unwrap();
        assert!(config.database.is_some());
        assert_eq!(out, root.path().join(".otau/demo/public"));
    }

    #[test]
    fn demonstrations_of_one_site_do_not_disturb_each_other() {
        let root = tempfile::tempdir().unwrap();
        let first = folder(root.path()).unwrap();
        fs::write(first.join("cabinet.db"), "in use").unwrap();
        let second = folder(root.path()).unwrap();
        assert_ne!(first, second);
        assert!(first.join("cabinet.db").exists());
        for folder in [first, second] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
