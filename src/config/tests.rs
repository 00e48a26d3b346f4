use std::collections::BTreeMap;
use std::fs;

use super::*;

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<Problem>> {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let variable = |name: &str| variables.get(name).cloned();
    Config::read(Some(Text { path: FILE, text }), &Environment::new(&variable))
}

#[test]
fn nothing_set_is_a_server_without_a_cabinet() {
    let config = read("", &[]).unwrap();
    assert!(config.database.is_none() && config.keys.is_none());
    assert_eq!((config.server, config.auth), (Server::default(), Auth::default()));
    assert_eq!(config.retention.former_clients_years, None, "no client is erased that nobody asked to erase");
}

#[test]
fn every_fault_has_its_place() {
    for (text, code, line, column) in [
        ("[server]\nlissten = \"a\"", Code::UnknownField, 2, 1),
        ("[server]\nlisten = 80", Code::WrongType, 2, 10),
        ("[server]\nlisten = \"host:80\"", Code::BadValue, 2, 10),
        ("[server]\npublic_origin = \"help.kz\"", Code::BadValue, 2, 17),
        ("[server]\npublic_origin = \"https://help.kz/path\"", Code::BadValue, 2, 17),
        ("[server]\ntrusted_proxies = [\"10.0.0.0/33\"]", Code::BadValue, 2, 19),
        ("[server]\nproduction = \"yes\"", Code::WrongType, 2, 14),
        ("[server]\ntls_certificate = \"a.pem\"", Code::MissingField, 0, 0),
        ("[database]", Code::MissingField, 0, 0),
        ("[database]\naddress = \"mysql://a\"", Code::BadValue, 2, 11),
        ("[sms]\ngateway = \"mobison\"", Code::BadValue, 2, 11),
        ("[sms]\ngateway = \"http\"", Code::MissingField, 0, 0),
        ("[sms.http]\nurl = 1", Code::BadToml, 0, 0),
        ("[sms.outbox]\nfiles = \"a\"", Code::UnknownField, 2, 1),
        ("[sms]\nurl = \"http://gateway\"", Code::BadValue, 2, 7),
        ("[auth]\ncode_minutes = 11", Code::BadValue, 2, 16),
        ("[retention]\nformer_clients_years = 0", Code::BadValue, 2, 24),
        ("[keys]\nvalue = \"k1:…\"", Code::UnknownField, 1, 2),
        ("[server", Code::BadToml, 1, 1),
    ] {
        let problems = read(text, &[]).unwrap_err();
        let place = &problems[0].place;
        assert_eq!((problems[0].code, problems.len()), (code, 1), "{text}: {problems:?}");
        // Where the reader of TOML puts a fault of syntax is its own affair.
        if code != Code::BadToml {
            assert_eq!((place.line, place.column), (line, column), "{text}");
        }
    }
    let nearest = read("[server]\nlissten = \"a\"", &[]).unwrap_err()[0].args.clone();
    assert!(nearest.contains(&("nearest", "listen".to_owned())), "{nearest:?}");
}

#[test]
fn s_sec_01_secrets_come_from_outside_and_must_be_there() {
    let sqlite = "[database]\naddress = \"sqlite://a.db\"";
    let code = |text: &str, variables: &[(&str, &str)]| {
        read(text, variables).map(drop).map_err(|problems| problems.iter().map(|p| p.code).collect::<Vec<_>>())
    };
    for (text, variables, wanted, reason) in [
        (sqlite, &[][..], Err(vec![Code::SecretMissing]), "no keys"),
        (sqlite, &[("OTAU_KEYS", "  ")][..], Err(vec![Code::SecretMissing]), "blank keys"),
        (sqlite, &[("OTAU_KEYS", "change-me")][..], Err(vec![Code::SecretSample]), "keys of an example"),
        (sqlite, &[("OTAU_KEYS", "k1:x")][..], Ok(()), "keys"),
        ("", &[("OTAU_DATABASE", "postgres://u:p@h/d")][..], Err(vec![Code::SecretMissing]), "a database, no keys"),
        ("[sms]\ngateway = \"smsc\"", &[][..], Err(vec![Code::SecretMissing]), "no key of the gateway"),
        ("[sms]\ngateway = \"smsc\"", &[("OTAU_SMS_KEY", "k")][..], Ok(()), "a key of the gateway"),
        (
            "[database]\naddress = \"postgres://u:p@h/d\"",
            &[][..],
            Err(vec![Code::SecretInside]),
            "a password in the file",
        ),
        ("[database]\naddress = \"postgres://h/d?password=p\"", &[][..], Err(vec![Code::SecretInside]), "likewise"),
    ] {
        assert_eq!(code(text, variables), wanted, "{reason}");
    }
}

#[cfg(unix)]
#[test]
fn s_sec_01_a_file_of_secrets_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    fs::write(&file, "k1:secret-of-the-file\n").unwrap();
    let path = file.display().to_string();
    let text = "[database]\naddress = \"sqlite://a.db\"";
    for (mode, good) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let config = read(text, &[("OTAU_KEYS_FILE", &path)]);
        assert_eq!(config.is_ok(), good, "{mode:o}");
        match config {
            Ok(config) => assert_eq!(config.keys.unwrap().expose(), "k1:secret-of-the-file"),
            Err(problems) => assert_eq!(problems[0].code, Code::SecretOpen),
        }
    }
    let handed_over = folder.path().display().to_string();
    for (mode, credentials, good) in [
        (0o440, &*handed_over, true),
        (0o640, &*handed_over, true),
        (0o660, &*handed_over, false),
        (0o444, &*handed_over, false),
        (0o440, "/run", false),
        (0o440, "", false),
    ] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let config = read(text, &[("OTAU_KEYS_FILE", &path), ("CREDENTIALS_DIRECTORY", credentials)]);
        assert_eq!(config.is_ok(), good, "{mode:o} in {credentials:?}");
    }
    let absent = read(text, &[("OTAU_KEYS_FILE", "/nonexistent/keys")]).unwrap_err();
    assert_eq!(absent[0].code, Code::Unreadable);
}

#[test]
fn s_sec_01_no_secret_is_printed() {
    let variables = [("OTAU_KEYS", "k1:hush"), ("OTAU_DATABASE", "postgres://u:hush@h/d"), ("OTAU_SMS_KEY", "hush")];
    let config = read("[sms]\ngateway = \"smsc\"", &variables).unwrap();
    assert!(!format!("{config:?}").contains("hush"));
    let refused = read("[database]\naddress = \"postgres://u:hush@h/d\"", &[]).unwrap_err();
    let shown: Vec<String> = refused[0].args.iter().map(|(_, value)| value.clone()).collect();
    assert!(!shown.concat().contains("hush"));
    assert!(!refused[0].place.excerpt.contains("hush"), "{:?}", refused[0].place);
}

#[test]
fn the_documented_sample_sets_everything_and_is_sound() {
    let document = include_str!("../../docs/configuration.md");
    let sample = document.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let secrets = [("OTAU_KEYS", "k1:x"), ("OTAU_SMS_KEY", "k")];
    read(sample, &secrets).unwrap();
    for setting in Config::settings() {
        let (table, name) = setting.split_once('.').unwrap();
        let section = sample.split(&format!("[{table}]")).nth(1).unwrap();
        let section = section.split("\n[").next().unwrap();
        let lines = section.lines().map(|line| line.trim_start_matches("# "));
        let set = lines.clone().any(|line| line.starts_with(&format!("{name} =")))
            || sample.contains(&format!("[{setting}]"));
        assert!(set, "{setting} is not in the sample");
    }
    for variable in [environment::KEYS, database::ADDRESS, messages::KEY, messages::LOGIN, messages::PASSWORD] {
        assert!(document.contains(variable), "{variable}");
    }
}

#[test]
fn relative_paths_begin_at_the_file() {
    let text = "[server]\ntls_certificate = \"c.pem\"\ntls_key = \"/k.pem\"\n[database]\naddress = \"sqlite://a/b.db\"";
    let mut config = read(text, &[("OTAU_KEYS", "k1:x")]).unwrap();
    config.resolve(Path::new("/etc/otau"));
    let tls = config.server.tls.unwrap();
    assert_eq!((tls.certificate.to_str(), tls.key.to_str()), (Some("/etc/otau/c.pem"), Some("/k.pem")));
    assert_eq!(config.database.unwrap().address.expose(), "sqlite:///etc/otau/a/b.db");
}

/// What the documentation says of a setting: its name and the least and the greatest number it may be.
fn documented_ranges(table: &str) -> Vec<(&'static str, i64, i64)> {
    let text = include_str!("../../docs/configuration.md");
    let lines = text.lines().skip_while(|line| *line != format!("[{table}]")).skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(|line| {
            let (name, rest) = line.split_once(" = ").unwrap();
            let (_, said) = rest.split_once("# ").unwrap();
            let range = said.split([':', ' ']).next().unwrap();
            let (least, most) = range.split_once('–').unwrap_or_else(|| panic!("{line}"));
            (name, least.parse().unwrap(), most.parse().unwrap())
        })
        .collect()
}

#[test]
fn the_numbers_of_sign_in_are_bounded_as_the_documentation_says() {
    let ranges = documented_ranges("auth");
    assert_eq!(ranges.iter().map(|(name, ..)| *name).collect::<Vec<_>>(), auth::SETTINGS);
    for (name, least, most) in ranges {
        for (number, good) in [(least, true), (most, true), (least - 1, false), (most + 1, false)] {
            let read = read(&format!("[auth]\n{name} = {number}"), &[]);
            assert_eq!(read.is_ok(), good, "{name} = {number}");
        }
    }
}
