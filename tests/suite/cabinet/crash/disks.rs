//! A full disk, really full: the program on a small file system. And one that fails: the program may write no further into
//! any file. Whoever is told that something is done finds it done; whoever is not is told 503 in words; and everything goes
//! on when the disk is well again.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use otau::cabinet::demo::Persona;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::imports::{refused, register};
use super::servers::{call, furnished, pair};
use super::{Place, execute, texts};
use crate::support::portal::{Browser, Engine, OTHER, PASSWORD, csrf, form_of};
use crate::support::small_disk::{can_mount, said, shell};
use crate::support::{Answer, eventually, sites};

/// What is the matter with a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ill {
    /// There is no room.
    Full,
    /// Every write beyond the first kilobyte of a file fails.
    Failing,
}

/// Runs a server, makes its disk ill and well as it is told to, and keeps the database at the end. A process that writes
/// beyond its limit would be killed, if it did not ignore the signal.
const SERVE: &str = r#"
trap '' XFSZ
cp "$KEPT"/* "$0"; "$@" & server=$!
while read -r word; do
    case $word in
        fill) cat /dev/zero >"$0/ballast" 2>/dev/null ;;
        free) rm "$0/ballast" ;;
        break) prlimit --pid "$server" --fsize=1024: ;;
        mend) prlimit --pid "$server" --fsize=unlimited: ;;
    esac
    echo "$word"
done
kill "$server"; wait "$server"; echo "ended $?" >&2
rm "$KEPT"/cabinet.db*; cp "$0"/cabinet.db* "$KEPT"
"#;

impl Ill {
    fn orders(self) -> [&'static str; 2] {
        match self {
            Self::Full => ["fill", "free"],
            Self::Failing => ["break", "mend"],
        }
    }

    /// A shell that runs a script on a disk of its own, or for which any will do.
    fn shell(self, folder: &Path, script: &str) -> Command {
        if self == Self::Full {
            return shell(folder, "32m", script);
        }
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(folder);
        command
    }

    /// What the log says of it.
    fn told(self) -> [&'static str; 2] {
        match self {
            Self::Full => ["there is no room left for the database", "make room on its disk"],
            Self::Failing => ["the disk of the database cannot be read or written", "see that it has room, is sound"],
        }
    }
}

/// `otau serve` with its database on a disk that can be ill.
struct Serving {
    ill: Ill,
    shell: Child,
    orders: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    /// What it wrote to standard error.
    log: Arc<Mutex<String>>,
    reader: Option<thread::JoinHandle<()>>,
    address: SocketAddr,
    /// Where the disk is, and the program's site.
    _folders: [TempDir; 2],
}

impl Serving {
    fn start(place: &Place, ill: Ill) -> Self {
        let (disk, site) = (tempfile::tempdir().unwrap(), sites::site("valid/minimal"));
        fs::set_permissions(disk.path(), fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(site.path().join("otau.toml"), "[auth]\nsessions = 20\n").unwrap();
        let program = sites::otau("serve", site.path());
        let mut shell = ill.shell(disk.path(), SERVE);
        shell.arg(program.get_program()).args(program.get_args()).args(["--listen", "127.0.0.1:0", "--json"]);
        shell.env("OTAU_DATABASE", format!("sqlite://{}", disk.path().join("cabinet.db").display()));
        shell.env("OTAU_KEYS", &place.keys).env("KEPT", place.folder.path().join("data"));
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (errors, written) = (BufReader::new(shell.stderr.take().unwrap()), Arc::clone(&log));
        let reader = thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                *written.lock().unwrap() += &(line + "\n");
            }
        });
        let mut answers = BufReader::new(shell.stdout.take().unwrap()).lines();
        let mut listening = answers.by_ref().map_while(Result::ok);
        let address = listening.find_map(|line| {
            let line: Value = serde_json::from_str(&line).ok()?;
            line["url"].as_str()?.strip_prefix("http://")?.strip_suffix('/')?.parse().ok()
        });
        let address = address.unwrap_or_else(|| panic!("{}", log.lock().unwrap()));
        let orders = shell.stdin.take();
        Self { ill, shell, orders, answers, log, reader: Some(reader), address, _folders: [disk, site] }
    }

    /// Makes the disk ill.
    fn fall_ill(&mut self) {
        self.order(self.ill.orders()[0]);
    }

    /// Makes it well.
    fn get_well(&mut self) {
        self.order(self.ill.orders()[1]);
    }

    fn order(&mut self, word: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{word}").unwrap();
        assert_eq!(self.answers.next().unwrap().unwrap(), word);
    }

    fn post(&self, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
        call(self.address, "POST", path, token, body).unwrap()
    }

    /// The code of the first message there is behind the first `after` bytes of the log.
    fn code(&self, after: usize) -> String {
        let find = || {
            let log = self.log.lock().unwrap();
            let line = log[after..].lines().find_map(|line| Some(line.strip_prefix("SMS ")?.to_owned()))?;
            Some(line.split(": ").nth(1)?[..6].to_owned())
        };
        eventually("a message", || find().is_some());
        find().unwrap()
    }

    fn logged(&self) -> usize {
        self.log.lock().unwrap().len()
    }

    /// Stops it; what it wrote to standard error.
    fn end(mut self) -> String {
        drop(self.orders.take());
        assert!(self.shell.wait().unwrap().success(), "{}", self.log.lock().unwrap());
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.lock().unwrap().clone();
        assert!(log.contains("ended 0\n"), "{log}");
        log
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // The shell ends with its orders, and the server with it.
        drop(self.orders.take());
        let _ = self.shell.wait();
    }
}

/// 503 in words of the page's language, telling nothing of what is the matter.
fn assert_told(answer: &Answer, language: &str, what: &str) {
    let kazakh = "Кабинет уақытша ашылмайды";
    let words = if language == "kk" { kazakh } else { "Кабинет временно недоступен" };
    assert_eq!(answer.status, 503, "{what}: {}", answer.text());
    assert!(answer.text().contains(words), "{what}: {}", answer.text());
    assert!(answer.header("retry-after").is_some(), "{what}");
    assert!(!answer.text().contains("sqlite") && !answer.text().contains("room"), "{what}");
}

fn sign_out(browser: &mut Browser<'_>, token: &str) -> Answer {
    browser.post("/kk/cabinet/sign-out", &[("csrf", token)])
}

/// Signs in until that is refused; the sessions that were acknowledged until then.
fn until_refused(server: &Serving, pair: &Value) -> Vec<String> {
    let mut acknowledged = Vec::new();
    loop {
        let (status, opened) = server.post("sign-in", None, pair);
        match status {
            200 => acknowledged.push(opened["token"].as_str().unwrap().to_owned()),
            503 => return acknowledged,
            other => panic!("{other}: {opened}"),
        }
        assert!(acknowledged.len() < 10, "the disk is well");
    }
}

/// What visitors see while the disk is ill.
fn while_ill(server: &Serving, persona: &Persona, known: &mut Browser<'_>, token: &str) {
    for language in ["kk", "ru"] {
        let refused = Browser::at(&server.address).sign_in(language, persona, persona.password.unwrap());
        assert_told(&refused, language, "signing in");
        let public = Browser::at(&server.address).get(&format!("/{language}/"));
        assert_eq!(public.status, 200, "public pages need no database");
    }
    assert_eq!(known.get("/ru/cabinet/contracts").status, 200, "what is only read is there");
    assert_told(&sign_out(known, token), "kk", "signing out: it must not look done");
    let (kind, body) = ("Content-Type: application/json", pair(persona, persona.password.unwrap()).to_string());
    let refused = Browser::at(&server.address).send("POST", "/api/v1/sign-in", &[kind], &body);
    assert_eq!(refused.header("content-type"), Some("application/problem+json; charset=utf-8"));
    let problem: Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!((refused.status, &problem["code"]), (503, &json!("cabinet-unavailable")), "{problem}");
}

/// The whole way of visitors over a disk that is ill twice.
fn ill_and_well_again(ill: Ill) {
    let (place, personas) = furnished(Engine::Sqlite).unwrap();
    let (persona, newcomer) = (&personas[0], &personas[1]);
    let pair = pair(persona, persona.password.unwrap());
    let mut server = Serving::start(&place, ill);
    let address = server.address;
    let form: serde_json::Map<String, Value> =
        form_of(newcomer).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let begun = server.post("authorization/first", None, &Value::Object(form.clone()));
    assert_eq!(begun.0, 202, "{}", begun.1);
    let flow = begun.1["flow"].as_str().unwrap().to_owned();
    let step = json!({ "flow": flow, "code": server.code(0) });
    let mut open = Vec::new();
    // What holds once might not hold twice: the first failure must not leave anything behind.
    for _ in 0..2 {
        let mut known = Browser::at(&address);
        assert_eq!(known.sign_in("kk", persona, persona.password.unwrap()).status, 303);
        let token = csrf(&known.get("/kk/cabinet/profile"));
        server.fall_ill();
        open.append(&mut until_refused(&server, &pair));
        while_ill(&server, persona, &mut known, &token);
        assert_eq!(server.post("authorization/first/code", None, &step).0, 503, "the code is not used up");
        let logged = server.logged();
        assert_eq!(server.post("authorization/first", None, &Value::Object(form.clone())).0, 503);
        server.get_well();
        assert_eq!(sign_out(&mut known, &token).status, 303, "who was not let out is in, and is let out now");
        assert_eq!(server.post("sign-in", None, &pair).0, 200);
        assert!(!server.log.lock().unwrap()[logged..].contains("SMS "), "nothing was sent of what was refused");
    }
    let (status, confirmed) = server.post("authorization/first/code", None, &step);
    assert_eq!(status, 200, "{confirmed}");
    let flow = confirmed["flow"].as_str().unwrap();
    let choice = json!({ "flow": flow, "password": PASSWORD, "repeat": PASSWORD });
    assert_eq!(server.post("authorization/first/password", None, &choice).0, 200);
    let newcomer = super::servers::pair(newcomer, PASSWORD);
    assert_eq!(server.post("sign-in", None, &newcomer).0, 200);
    for token in &open {
        assert_eq!(call(address, "GET", "sessions", Some(token), &Value::Null).unwrap().0, 200, "who was let in is in");
    }
    let log = server.end();
    assert!(ill.told().iter().all(|words| log.contains(words)), "{log}");
    assert!(!log.contains(OTHER) && !log.contains(PASSWORD));
    place.assert_sound();
}

#[test]
fn s_db_03_on_a_full_disk_visitors_are_told_so_and_everything_goes_on_when_there_is_room() {
    if can_mount() {
        ill_and_well_again(Ill::Full);
    }
}

#[test]
fn s_db_03_on_a_disk_that_fails_visitors_are_told_so_and_everything_goes_on_when_it_is_well() {
    ill_and_well_again(Ill::Failing);
}

/// Imports onto a disk with a megabyte of room, then makes copies: to the full disk, and to another one.
const IMPORT: &str = r#"
cp "$KEPT"/cabinet.db* "$0"
cat /dev/zero >"$0/ballast" 2>/dev/null; truncate -s -1M "$0/ballast"
"$OTAU" import "$REGISTER"; echo "import $?"
cat /dev/zero >"$0/rest" 2>/dev/null
"$OTAU" backup "$0/copy"; echo "backup $?"
rm "$0/ballast"
mkdir "$0/small"; mount -t tmpfs -o size=16k none "$0/small"
"$OTAU" backup "$0/small/copy"; echo "backup $?"
ls -A "$0" "$0/small"
"$OTAU" audit verify; echo "verify $?"
rm "$KEPT"/cabinet.db*; cp "$0"/cabinet.db* "$KEPT"
"#;

#[test]
fn s_db_03_an_import_onto_a_full_disk_files_nothing_by_halves_and_goes_on_when_there_is_room() {
    if !can_mount() {
        return;
    }
    let [calm, full] = [(); 2].map(|()| Place::new(Engine::Sqlite).unwrap());
    let full = Place { keys: calm.keys.clone(), ..full };
    let [whole, broken] = [&calm, &full].map(register);
    for place in [&calm, &full] {
        assert!(place.command("migrate").status().unwrap().success());
    }
    assert_eq!(calm.command("import").arg(&whole).status().unwrap().code(), Some(1));
    let expected = calm.clients();

    let disk = tempfile::tempdir().unwrap();
    let mut shell = shell(disk.path(), "64m", IMPORT);
    shell.env("OTAU_DATABASE", format!("sqlite://{}", disk.path().join("cabinet.db").display()));
    shell.env("OTAU_KEYS", &full.keys).env("KEPT", full.folder.path().join("data")).env("REGISTER", &broken);
    let text = said(shell.env("OTAU", env!("CARGO_BIN_EXE_otau")).env("LC_ALL", "C").stdin(Stdio::null()));
    assert!(text.contains("error[disk-full]") && text.contains("import 2\n"), "{text}");
    assert!(text.contains("Free some space and repeat the command"), "{text}");
    assert_eq!(text.matches("backup 2\n").count(), 2, "{text}");
    assert!(!text.lines().any(|line| line.starts_with("copy")), "no half of a copy is left: {text}");
    assert!(text.contains("verify 0\n"), "{text}");
    full.assert_sound();
    let filed = full.clients();
    assert!(filed.len() < expected.len(), "there was room for all");
    for (account, kept) in filed {
        assert_eq!(Some(&kept), expected.get(&account), "half a client {account}");
    }

    // There is room now. A lease that could not be given back ends by itself in a quarter of a minute.
    full.look(async |db| execute(db, "DELETE FROM leases WHERE name = 'import'").await);
    assert_eq!(full.command("import").arg(&broken).status().unwrap().code(), Some(1));
    assert_eq!(full.clients(), expected);
    let report = |place: &Place| {
        place.look(async |db| texts(db, "SELECT report FROM imports WHERE finished_at IS NOT NULL").await)
    };
    assert_eq!(report(&full), report(&calm), "nothing was counted twice");
    assert_eq!(refused(&broken), refused(&whole), "each refused record once");
    full.assert_sound();
}

/// Waits for files while the disk of the database is full, and while it is not.
const WATCH: &str = r#"
cp "$KEPT"/cabinet.db* "$0"
"$OTAU" import --watch "$INBOX" 2>"$INBOX.log" & watch=$!
until [ -s "$INBOX.log" ]; do sleep 0.1; done
cat /dev/zero >"$0/ballast" 2>/dev/null
cp "$REGISTER" "$INBOX/1.jsonl"; cp "$REGISTER" "$INBOX/2.jsonl"
until grep -q disk-full "$INBOX.log"; do sleep 0.1; done
ls -A "$INBOX"; echo well
rm "$0/ballast"
until [ -e "$INBOX/done/2.jsonl" ]; do sleep 0.1; done
kill -INT "$watch"; wait "$watch"; echo "watch $?"
rm "$KEPT"/cabinet.db*; cp "$0"/cabinet.db* "$KEPT"
"#;

#[test]
fn s_db_03_a_watched_file_waits_until_there_is_room() {
    if !can_mount() {
        return;
    }
    let place = Place::new(Engine::Sqlite).unwrap();
    let (file, inbox) = (register(&place), place.folder.path().join("inbox"));
    fs::create_dir(&inbox).unwrap();
    assert!(place.command("migrate").status().unwrap().success());
    let disk = tempfile::tempdir().unwrap();
    let mut shell = shell(disk.path(), "64m", WATCH);
    shell.env("OTAU_DATABASE", format!("sqlite://{}", disk.path().join("cabinet.db").display()));
    shell.env("OTAU_KEYS", &place.keys).env("KEPT", place.folder.path().join("data")).env("REGISTER", &file);
    shell.env("INBOX", &inbox).env("OTAU", env!("CARGO_BIN_EXE_otau")).env("LC_ALL", "C").stdin(Stdio::null());
    let text = said(&mut shell);
    assert!(text.starts_with("1.jsonl\n2.jsonl\nwell\n"), "neither is put away: {text}");
    let log = fs::read_to_string(inbox.with_extension("log")).unwrap();
    assert_eq!(log.matches("disk-full").count(), 1, "told once, however often it is tried: {log}");
    assert!(place.clients().len() > 1500, "{}", place.clients().len());
    place.assert_sound();
}

/// Imports a file that lies on a full disk, so that what is refused of it cannot be written beside it.
const BESIDE: &str = r#"
cp "$REGISTER" "$0"
cat /dev/zero >"$0/ballast" 2>/dev/null
"$OTAU" import "$0/register.jsonl"; echo "import $?"
rm "$0/ballast"
"$OTAU" import "$0/register.jsonl"; echo "import $?"
cp "$0"/register.jsonl.* "$(dirname "$REGISTER")"
"#;

fn full_beside_the_file(engine: Engine) {
    if !can_mount() {
        return;
    }
    let keys = otau::cabinet::vault::Keys::generate().unwrap();
    let Some((calm, full)) = Place::on(engine, &keys).zip(Place::on(engine, &keys)) else { return };
    let [whole, file] = [&calm, &full].map(register);
    for place in [&calm, &full] {
        assert!(place.command("migrate").status().unwrap().success());
    }
    assert_eq!(calm.command("import").arg(&whole).status().unwrap().code(), Some(1));
    let disk = tempfile::tempdir().unwrap();
    let mut shell = shell(disk.path(), "64m", BESIDE);
    shell.env("OTAU_DATABASE", &full.address).env("OTAU_KEYS", &full.keys).env("REGISTER", &file);
    let text = said(shell.env("OTAU", env!("CARGO_BIN_EXE_otau")).env("LC_ALL", "C").stdin(Stdio::null()));
    assert!(text.contains("error[disk-full]") && text.contains("register.jsonl.rejects.jsonl"), "{text}");
    assert!(
        text.contains("import 2\n") && text.contains("import 1\n"),
        "at once, for the lease was given back: {text}"
    );
    assert_eq!(full.clients(), calm.clients());
    assert_eq!(refused(&file), refused(&whole), "each refused record once");
    full.assert_sound();
}

#[test]
fn s_db_03_what_is_refused_finds_no_room_and_the_import_goes_on_when_there_is() {
    full_beside_the_file(Engine::Sqlite);
}

#[test]
fn s_db_03_what_is_refused_finds_no_room_and_the_import_goes_on_on_postgres() {
    full_beside_the_file(Engine::Postgres);
}
