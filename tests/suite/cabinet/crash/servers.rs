//! A server that is killed: sessions, codes and failures that it acknowledged outlive it.

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use otau::cabinet::auth::{AuthLimits, Hasher};
use otau::cabinet::demo::dice::Dice;
use otau::cabinet::demo::{Persona, personas};
use otau::cabinet::sms::{Gateway, Outcome, Sending, Sms};
use otau::clock::FixedClock;
use otau::http::accept::serve;
use otau::http::app::{App, Setup};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::{Place, now, today};
use crate::support::portal::{Engine, OTHER, Opening, PASSWORD, cheap, fill, form_of};
use crate::support::{Client, config, small_site};

/// A gateway that tells the parent process.
#[derive(Debug)]
struct Parent;

impl Gateway for Parent {
    fn name(&self) -> &'static str {
        "parent"
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        println!("message {}", message.text.replace(char::is_control, " "));
        Box::pin(async { Outcome::Accepted { id: None } })
    }
}

/// Starts nothing if it is run with all ignored tests.
#[test]
#[ignore = "started by the other tests"]
fn child() {
    let Ok(address) = std::env::var("CRASH_ADDRESS") else { return };
    let [keys, now] = ["CRASH_KEYS", "CRASH_NOW"].map(|name| std::env::var(name).unwrap());
    Runtime::new().unwrap().block_on(async {
        let clock = Arc::new(FixedClock::at(now.parse().unwrap()));
        let hasher = Arc::new(Hasher::new(cheap()).unwrap());
        let opening = Opening { address: &address, keys: &keys, clock, gateway: Arc::new(Parent), hasher };
        let cabinet = opening.open(AuthLimits { sessions: 100, ..AuthLimits::default() }).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening {}", listener.local_addr().unwrap());
        let setup = Setup { site: Some(small_site()), cabinet: Some(cabinet), ..Setup::default() };
        serve(listener, Arc::new(App::new(config(), setup).unwrap()), std::future::pending()).await.unwrap();
    });
}

/// A server in a process of its own.
struct Running {
    process: Child,
    address: SocketAddr,
    messages: mpsc::Receiver<String>,
}

impl Running {
    /// Starts [`child`] so many seconds after [`NOW`]; there its clock stands still.
    fn start(place: &Place, seconds: i64) -> Self {
        let now = (now() + chrono::TimeDelta::seconds(seconds)).to_rfc3339();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "cabinet::crash::servers::child", "--ignored", "--nocapture"]);
        command.env("CRASH_ADDRESS", &place.address).env("CRASH_KEYS", &place.keys).env("CRASH_NOW", now);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split_once("listening ")?.1.parse().ok()).unwrap();
        let (tell, messages) = mpsc::channel();
        thread::spawn(move || {
            for line in lines {
                if let Some((_, text)) = line.split_once("message ") {
                    drop(tell.send(text.to_owned()));
                }
            }
        });
        Self { process, address, messages }
    }

    /// The code of the next message.
    fn code(&self) -> String {
        self.messages.recv_timeout(Duration::from_secs(20)).unwrap()[..6].to_owned()
    }

    fn call(&self, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
        call(self.address, "POST", path, token, body).unwrap()
    }

    fn sign_in(&self, persona: &Persona, password: &str) -> u16 {
        self.call("sign-in", None, &pair(persona, password)).0
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks for something as a program does; none when the server dies meanwhile.
pub(super) fn call(
    to: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> Option<(u16, Value)> {
    let mut client = Client::of(TcpStream::connect(to).ok()?);
    let session = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let body = if method == "GET" { String::new() } else { body.to_string() };
    let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
    let length = body.len();
    client.send(format!(
        "{method} /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\n{session}{kind}Content-Length: {length}\r\n\r\n{body}"
    ));
    let answer = client.try_answer(true).ok()?;
    Some((answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null)))
}

pub(super) fn pair(persona: &Persona, password: &str) -> Value {
    json!({ "account": persona.account.expose(), "iin": persona.iin.expose(), "password": password })
}

/// A database with the personas in it; the first has a password.
pub(super) fn furnished(engine: Engine) -> Option<(Place, Vec<Persona>)> {
    let place = Place::new(engine)?;
    place.runtime.block_on(async {
        let hasher = Arc::new(Hasher::new(cheap()).unwrap());
        let clock = Arc::new(FixedClock::at(now()));
        let opening = Opening { address: &place.address, keys: &place.keys, clock, gateway: Arc::new(Parent), hasher };
        let cabinet = opening.open(AuthLimits::default()).await;
        fill(&cabinet, &place.folder.path().join("register"), now()).await;
        cabinet.db().close().await;
    });
    Some((place, personas(today())))
}

/// What the server acknowledged to somebody who signs in and out all the time.
#[derive(Default)]
struct Acknowledged {
    open: Vec<String>,
    ended: Vec<String>,
}

/// Signs in and out until the server is dead; `came` is told each time.
fn come_and_go(to: SocketAddr, pair: &Value, came: &mpsc::Sender<()>) -> Acknowledged {
    let mut acknowledged = Acknowledged::default();
    while let Some((status, opened)) = call(to, "POST", "sign-in", None, pair) {
        assert_eq!(status, 200, "{opened}");
        let token = opened["token"].as_str().unwrap().to_owned();
        let _ = came.send(());
        if acknowledged.open.len() < 3 {
            acknowledged.open.push(token);
            continue;
        }
        // Of a sign-out without an answer nobody knows whether it was carried out.
        let Some((204, _)) = call(to, "POST", "sign-out", Some(&token), &json!({})) else { continue };
        acknowledged.ended.push(token);
    }
    acknowledged
}

fn killed_servers(engine: Engine) {
    let Some((place, personas)) = furnished(engine) else { return };
    let persona = &personas[0];
    let pair = pair(persona, persona.password.unwrap());
    let mut dice = Dice::new(u64::from(std::process::id()), 1);
    let mut all = Acknowledged::default();
    for _ in 0..4 {
        let server = Running::start(&place, 0);
        let to = server.address;
        let (came, heard) = mpsc::channel();
        let halves = thread::scope(|scope| {
            let (came, pair) = (&came, &pair);
            let visitors: Vec<_> = (0..3).map(|_| scope.spawn(move || come_and_go(to, pair, came))).collect();
            // However slow the machine is, somebody is in before the server dies.
            heard.recv_timeout(Duration::from_secs(20)).unwrap();
            thread::sleep(Duration::from_millis(u64::try_from(dice.between(100, 400)).unwrap()));
            server.kill();
            visitors.into_iter().map(|visitor| visitor.join().unwrap()).collect::<Vec<_>>()
        });
        for mut half in halves {
            all.open.append(&mut half.open);
            all.ended.append(&mut half.ended);
        }
        place.assert_sound();
    }
    assert!(!all.open.is_empty());
    let server = Running::start(&place, 0);
    let status = |token: &String| call(server.address, "GET", "sessions", Some(token), &Value::Null).unwrap().0;
    for token in &all.open {
        assert_eq!(status(token), 200, "who was let in is in");
    }
    for token in &all.ended {
        assert_eq!(status(token), 401, "who went out is out");
    }
}

#[test]
fn s_db_03_a_killed_server_loses_nothing_that_it_acknowledged() {
    killed_servers(Engine::Sqlite);
}

#[test]
fn s_db_03_a_killed_server_loses_nothing_that_it_acknowledged_on_postgres() {
    killed_servers(Engine::Postgres);
}

fn killed_codes(engine: Engine) {
    let Some((place, personas)) = furnished(engine) else { return };
    let persona = &personas[1];
    let server = Running::start(&place, 0);
    let form: serde_json::Map<String, Value> =
        form_of(persona).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let (status, begun) = server.call("authorization/first", None, &Value::Object(form));
    assert_eq!(status, 202, "{begun}");
    let flow = begun["flow"].as_str().unwrap();
    let code = server.code();
    server.kill();

    let server = Running::start(&place, 1);
    let step = json!({ "flow": flow, "code": code });
    let (status, confirmed) = server.call("authorization/first/code", None, &step);
    assert_eq!(status, 200, "a code outlives the server that sent it: {confirmed}");
    let flow = confirmed["flow"].as_str().unwrap();
    server.kill();

    let server = Running::start(&place, 2);
    let (status, again) = server.call("authorization/first/code", None, &step);
    assert_ne!(status, 200, "it was used: {again}");
    let choice = json!({ "flow": flow, "password": PASSWORD, "repeat": PASSWORD });
    assert_eq!(server.call("authorization/first/password", None, &choice).0, 200);
    server.kill();

    let server = Running::start(&place, 3);
    let choice = json!({ "flow": flow, "password": OTHER, "repeat": OTHER });
    assert_ne!(server.call("authorization/first/password", None, &choice).0, 200, "and so was the right to a password");
    assert_eq!((server.sign_in(persona, OTHER), server.sign_in(persona, PASSWORD)), (401, 200));
    server.kill();
    place.assert_sound();
}

#[test]
fn s_db_03_no_code_is_used_twice_whenever_the_server_dies() {
    killed_codes(Engine::Sqlite);
}

#[test]
fn s_db_03_no_code_is_used_twice_whenever_the_server_dies_on_postgres() {
    killed_codes(Engine::Postgres);
}

fn killed_between_tries(engine: Engine) {
    let Some((place, personas)) = furnished(engine) else { return };
    let (persona, right) = (&personas[0], personas[0].password.unwrap());
    // Five failures are free, the sixth makes wait for 15 seconds; each of these servers sees two.
    for _ in 0..3 {
        let server = Running::start(&place, 0);
        assert_eq!([server.sign_in(persona, OTHER), server.sign_in(persona, OTHER)], [401, 401]);
        server.kill();
    }
    let server = Running::start(&place, 14);
    assert_eq!(server.sign_in(persona, right), 401, "the wait is known to a server that has seen no failure");
    server.kill();
    let server = Running::start(&place, 15);
    assert_eq!(server.sign_in(persona, right), 200, "and so is its end");
}

#[test]
fn s_lock_01_failures_are_known_after_a_kill() {
    killed_between_tries(Engine::Sqlite);
}

#[test]
fn s_lock_01_failures_are_known_after_a_kill_on_postgres() {
    killed_between_tries(Engine::Postgres);
}
