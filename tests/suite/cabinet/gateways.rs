//! The gateways against a server of ours: what they ask, what they make of each documented answer, and of none.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use otau::cabinet::sms::outgoing::{Limits, Trust};
use otau::cabinet::sms::{self, Gateway as _, GatewayError, HttpGateway, Mode, Outcome, Sms, presets};
use otau::clock::SystemClock;
use otau::config::secret::Secret;
use otau::config::sms::{Credentials, Field, GatewayKind, HttpGateway as Description, Sms as Settings};
use otau::portal::phone::Phone;
use tokio::sync::Semaphore;

use super::stub::{Act, CERTIFICATES, Stub, json};

const KEY: &str = "s3cret-key";
const TEXT: &str = "482913 – кіру коды. a+b=c&d %\n@qtk.kz #482913";

fn credentials() -> Credentials {
    Credentials { key: Some(Secret::new(KEY)), ..Credentials::default() }
}

/// To this machine over plain HTTP, as in development; to `localhost` with the tests' own authority.
fn trust() -> Trust {
    Trust { ca_file: Some(PathBuf::from(format!("{CERTIFICATES}/ca.pem"))), plain_loopback: true }
}

fn short() -> Limits {
    Limits { whole: Duration::from_millis(300), ..Limits::default() }
}

fn gateway(mut description: Description, url: &str, limits: Limits) -> HttpGateway {
    url.clone_into(&mut description.url);
    HttpGateway::new("test", description, "OTAU", credentials(), &trust(), limits).unwrap()
}

async fn send(gateway: &HttpGateway) -> Outcome {
    let phone = Phone::parse("+77001234567").unwrap();
    gateway.send(&Sms { id: 0x1f, phone: &phone, text: TEXT, time: Duration::from_mins(1) }).await
}

async fn mobizon(act: Act) -> Outcome {
    let stub = Stub::plain(act).await;
    send(&gateway(presets::mobizon(), &stub.url(), Limits::default())).await
}

async fn smsc(act: Act) -> Outcome {
    let stub = Stub::plain(act).await;
    send(&gateway(presets::smsc(&credentials()), &stub.url(), Limits::default())).await
}

fn field(name: &str, value: &str) -> Field {
    Field { name: name.to_owned(), value: value.to_owned() }
}

fn retry(code: &str) -> Outcome {
    Outcome::Retry { code: code.to_owned(), after: Duration::ZERO, once: false }
}

fn no(code: &str, alert: bool) -> Outcome {
    Outcome::Permanent { code: code.to_owned(), alert }
}

#[tokio::test]
async fn mobizon_is_asked_as_it_documents() {
    let stub =
        Stub::plain(json(r#"{"code":0,"data":{"campaignId":"1","messageId":"42","status":2},"message":""}"#)).await;
    let outcome = send(&gateway(presets::mobizon(), &stub.url(), Limits::default())).await;
    assert_eq!(outcome, Outcome::Accepted { id: Some("42".to_owned()) });
    let request = &stub.requests()[0];
    assert_eq!(request.line, format!("POST /send?output=json&api=v1&apiKey={KEY} HTTP/1.1"));
    assert!(request.head.contains("content-type: application/x-www-form-urlencoded; charset=utf-8"), "{request:?}");
    assert_eq!(
        request.body,
        "recipient=77001234567&text=482913%20%E2%80%93%20%D0%BA%D1%96%D1%80%D1%83%20%D0%BA%D0%BE%D0%B4%D1%8B.%20\
         a%2Bb%3Dc%26d%20%25%0A%40qtk.kz%20%23482913&from=OTAU&params%5Bvalidity%5D=60"
    );
}

#[tokio::test]
async fn smsc_is_asked_as_it_documents() {
    let stub = Stub::plain(json(r#"{"id":1234,"cnt":1}"#)).await;
    let outcome = send(&gateway(presets::smsc(&credentials()), &stub.url(), Limits::default())).await;
    assert_eq!(outcome, Outcome::Accepted { id: Some("1234".to_owned()) });
    let request = &stub.requests()[0];
    assert_eq!(request.line, "POST /send HTTP/1.1", "nothing in the address");
    assert!(request.body.starts_with(&format!("apikey={KEY}&phones=%2B77001234567&mes=482913")), "{request:?}");
    assert!(request.body.ends_with("&sender=OTAU&id=otau-1f&charset=utf-8&translit=0&fmt=3"), "{request:?}");

    let password = Credentials { login: Some("otau".to_owned()), password: Some(Secret::new("p")), key: None };
    let mut description = presets::smsc(&password);
    description.url = stub.url();
    let gateway = HttpGateway::new("smsc", description, "", password, &trust(), Limits::default()).unwrap();
    send(&gateway).await;
    let body = &stub.requests()[1].body;
    assert!(body.starts_with("login=otau&psw=p&phones=") && !body.contains("sender="), "{body}");
}

#[tokio::test]
async fn another_gateway_is_asked_as_it_is_described() {
    let stub = Stub::plain(Act::Answer("201 Created".to_owned(), br#"{"message_id":"m-1"}"#.to_vec())).await;
    let description: Description = toml::from_str(&format!(
        r#"
        url = "{}?v=2"
        method = "put"
        format = "json"
        headers = [{{ name = "Authorization", value = "Basic {{basic}}" }}]
        fields = [{{ name = "to", value = "{{digits}}" }}, {{ name = "text", value = "{{text}}" }}, {{ name = "n", value = "8{{national}}" }}]
        success = {{ statuses = [201] }}
        id_pointer = "/message_id"
        "#,
        stub.url()
    ))
    .unwrap();
    let password = Credentials { login: Some("otau".to_owned()), password: Some(Secret::new("p")), key: None };
    let gateway = HttpGateway::new("http", description, "", password, &trust(), Limits::default()).unwrap();
    assert_eq!(send(&gateway).await, Outcome::Accepted { id: Some("m-1".to_owned()) });
    let request = &stub.requests()[0];
    assert_eq!(request.line, "PUT /send?v=2 HTTP/1.1");
    assert!(request.head.contains("authorization: Basic b3RhdTpw"), "{request:?}");
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body, serde_json::json!({ "to": "77001234567", "text": TEXT, "n": "87001234567" }));
}

#[tokio::test]
async fn every_documented_answer_of_mobizon_is_understood() {
    let once = Outcome::Retry { code: "15".to_owned(), after: Duration::ZERO, once: true };
    let rows = [
        (0, Outcome::Accepted { id: None }, "taken"),
        (1, no("1", true), "invalid field"),
        (2, no("2", false), "no such record or no right"),
        (3, retry("3"), "application error"),
        (4, no("4", true), "wrong module"),
        (5, no("5", true), "wrong method"),
        (6, no("6", true), "wrong format"),
        (8, no("8", true), "login error"),
        (9, no("9", true), "method not allowed"),
        (10, retry("10"), "saving error"),
        (11, no("11", true), "missing parameter"),
        (12, no("12", true), "invalid parameter"),
        (13, no("13", true), "wrong host of the API"),
        (14, no("14", true), "account blocked"),
        (15, once, "operation failed"),
        (30, retry("30"), "rate limit"),
        (98, no("98", false), "mass: partly done"),
        (99, no("99", false), "mass: none done"),
        (100, no("100", false), "mass: in background"),
        (999, retry("999"), "service error"),
        (777, no("777", true), "not documented"),
    ];
    for (code, expected, reason) in rows {
        let answer = format!(r#"{{"code":{code},"data":"","message":"текст"}}"#);
        assert_eq!(mobizon(json(answer)).await, expected, "{code}: {reason}");
    }
    let held = r#"{"code":0,"data":{"campaignId":"1","messageId":"42","status":1},"message":""}"#;
    assert_eq!(mobizon(json(held)).await, Outcome::Held { id: Some("42".to_owned()) });
}

#[tokio::test]
async fn every_documented_answer_of_smsc_is_understood() {
    let rows = [
        (1, no("1", false), "error in the parameters"),
        (2, no("2", true), "wrong key, or not from here"),
        (3, no("3", true), "not enough money"),
        (4, Outcome::Pause { code: "4".to_owned(), time: Duration::from_mins(10) }, "blocked for a time"),
        (5, no("5", false), "wrong date"),
        (6, no("6", true), "message forbidden"),
        (7, no("7", false), "wrong number"),
        (8, no("8", false), "cannot be delivered"),
        (9, retry("9"), "too many alike"),
        (10, no("10", true), "not documented"),
    ];
    for (code, expected, reason) in rows {
        let answer = format!(r#"{{"error":"error text","error_code":{code}}}"#);
        assert_eq!(smsc(json(answer)).await, expected, "{code}: {reason}");
    }
}

#[tokio::test]
async fn s_net_07_answers_that_say_nothing_are_neither_success_nor_a_reason_to_repeat_for_ever() {
    let status = |line: &str| Act::Answer(line.to_owned(), b"<html>".to_vec());
    let unknown = |reason| Outcome::Unknown { reason };
    let wait = Outcome::Retry { code: "http-429".to_owned(), after: Duration::from_secs(7), once: false };
    let longest = Outcome::Retry { code: "http-503".to_owned(), after: Duration::from_mins(10), once: false };
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let rows = [
        (json("not json"), unknown("unreadable"), "not JSON"),
        (json(&b"{\"code\":\xff}"[..]), unknown("unreadable"), "not UTF-8"),
        (json(""), unknown("unreadable"), "nothing"),
        (json("null"), unknown("unreadable"), "JSON that is no object"),
        (json(r#"{"data":{"messageId":"1"}}"#), unknown("unreadable"), "no code"),
        (json(r#"{"code":null}"#), unknown("unreadable"), "a code that is none"),
        (json(r#"{"code":[0]}"#), unknown("unreadable"), "a code in a list"),
        (json(deep), unknown("unreadable"), "nested without end"),
        (json(r#"{"code":"0"}"#), Outcome::Accepted { id: None }, "a number written as text"),
        (json(r#"{"code":"\u001b[2J"}"#), no("odd", true), "a code that would move a terminal's cursor"),
        (json(format!(r#"{{"code":"{}"}}"#, "9".repeat(500))), no("odd", true), "an endless code"),
        (
            json(r#"{"code":0,"data":{"messageId":"77001234567-1"}}"#),
            Outcome::Accepted { id: None },
            "an id that tells the number",
        ),
        (json(r#"{"code":0,"data":{"messageId":"1\n2"}}"#), Outcome::Accepted { id: None }, "an id of two lines"),
        (status("500 Error"), unknown("server-error"), "it broke"),
        (status("502 Bad Gateway"), unknown("server-error"), "something before it broke"),
        (status("404 Not Found"), no("http-404", true), "a wrong address"),
        (status("401 Unauthorized"), no("http-401", true), "a wrong key"),
        (status("204 No Content"), unknown("unreadable"), "another success"),
        (status("429 Too Many\r\nRetry-After: 7"), wait, "too often"),
        (status("503 Busy\r\nRetry-After: 99999"), longest, "busy for longer than we believe"),
        (status("503 Busy\r\nRetry-After: soon"), retry("http-503"), "busy for nobody knows how long"),
        (
            Act::Answer("400 Bad".to_owned(), br#"{"code":30}"#.to_vec()),
            retry("30"),
            "a code is worth more than a status",
        ),
        (Act::Answer("500 Bad".to_owned(), br#"{"code":0}"#.to_vec()), no("0", true), "success in a failure"),
        (Act::Close, unknown("closed"), "closed at once"),
        (Act::CloseAfterReading, unknown("closed"), "closed without an answer"),
        (Act::CutOff, unknown("cut-off"), "closed in the middle"),
        (Act::Endless, unknown("too-large"), "an answer without end"),
        (Act::EndlessHead, unknown("closed"), "a head without end"),
    ];
    for (act, expected, reason) in rows {
        assert_eq!(mobizon(act).await, expected, "{reason}");
    }
}

#[tokio::test]
async fn s_net_07_a_slow_gateway_is_left_after_a_time() {
    let stub = Stub::plain(Act::Silence).await;
    let outcome = send(&gateway(presets::mobizon(), &stub.url(), short())).await;
    assert_eq!(outcome, Outcome::Unknown { reason: "timeout" });
    // The message's own time is shorter than the limit of all calls.
    let patient = gateway(presets::mobizon(), &stub.url(), Limits::default());
    let phone = Phone::parse("+77001234567").unwrap();
    let message = Sms { id: 1, phone: &phone, text: TEXT, time: Duration::from_millis(50) };
    assert_eq!(patient.send(&message).await, Outcome::Unknown { reason: "timeout" });
    // It was not even asked.
    let late = Sms { time: Duration::ZERO, ..message };
    assert_eq!(patient.send(&late).await, retry("timeout"));
    assert_eq!(
        Limits::default(),
        Limits { connect: Duration::from_secs(3), whole: Duration::from_secs(10), answer: 65_536, at_once: 4 }
    );
}

#[tokio::test]
async fn s_net_07_a_redirect_is_not_followed() {
    let other = Stub::plain(json(r#"{"code":0}"#)).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let line = format!("{status}\r\nLocation: {}", other.url());
        let expected = no(&format!("http-{}", &status[..3]), true);
        assert_eq!(mobizon(Act::Answer(line, Vec::new())).await, expected);
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn s_net_07_a_gateway_that_is_not_there_has_not_been_asked() {
    let gone = Stub::plain(Act::Close).await.url();
    assert_eq!(send(&gateway(presets::mobizon(), &gone, Limits::default())).await, retry("connect"));
}

#[tokio::test]
async fn s_net_07_certificates_are_checked() {
    let stub = Stub::tls(json(r#"{"code":0}"#)).await;
    let port = stub.address.port();
    let by_name = format!("https://localhost:{port}/send");
    let taken = send(&gateway(presets::mobizon(), &by_name, Limits::default())).await;
    assert_eq!(taken, Outcome::Accepted { id: None });
    assert!(stub.requests()[0].head.contains(&format!("host: localhost:{port}")));

    let by_number = format!("https://127.0.0.1:{port}/send");
    let refused = send(&gateway(presets::mobizon(), &by_number, Limits::default())).await;
    assert_eq!(refused, retry("tls"), "a certificate for another name");

    let trust = Trust { ca_file: Some(PathBuf::from(format!("{CERTIFICATES}/other-ca.pem"))), ..Trust::default() };
    let description = Description { url: by_name, ..presets::mobizon() };
    let stranger = HttpGateway::new("test", description, "", credentials(), &trust, Limits::default()).unwrap();
    assert_eq!(send(&stranger).await, retry("tls"), "an authority we do not trust");

    let plain = Stub::plain(json(r#"{"code":0}"#)).await;
    let downgraded = format!("https://localhost:{}/send", plain.address.port());
    let refused = send(&gateway(presets::mobizon(), &downgraded, short())).await;
    assert!(matches!(refused, Outcome::Retry { .. }), "no TLS at all: {refused:?}");
    assert_eq!((stub.requests().len(), plain.requests().len()), (1, 0), "no key went to anybody else");
}

#[tokio::test]
async fn s_net_07_no_more_than_four_calls_at_once() {
    let gate = Arc::new(Semaphore::new(0));
    let stub = Stub::plain(Act::Hold(Arc::clone(&gate))).await;
    let gateway = Arc::new(gateway(presets::mobizon(), &stub.url(), Limits::default()));
    let calls: Vec<_> = (0..12)
        .map(|_| {
            let gateway = Arc::clone(&gateway);
            tokio::spawn(async move { send(&gateway).await })
        })
        .collect();
    while stub.requests().len() < 4 {
        tokio::task::yield_now().await;
    }
    // Time for a fifth to come, if it could.
    tokio::time::sleep(Duration::from_millis(50)).await;
    gate.add_permits(12);
    for call in calls {
        assert_eq!(call.await.unwrap(), Outcome::Accepted { id: None });
    }
    assert_eq!(stub.most.load(SeqCst), 4);
}

#[tokio::test]
async fn s_log_03_a_gateway_and_a_message_print_no_secret() {
    let stub = Stub::plain(json(r#"{"code":0}"#)).await;
    let mut description = presets::mobizon();
    description.url = format!("{}/path-{KEY}", stub.url());
    let gateway = HttpGateway::new("test", description, "OTAU", credentials(), &trust(), Limits::default()).unwrap();
    let phone = Phone::parse("+77001234567").unwrap();
    let message = Sms { id: 1, phone: &phone, text: TEXT, time: Duration::from_secs(1) };
    let shown = format!("{gateway:?} {message:?} {:?} {:?}", credentials(), gateway.send(&message).await);
    for secret in [KEY, "482913", "7001234567", "кіру"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_description_that_cannot_work_is_refused_at_start() {
    type Change = fn(&mut Description, &mut Credentials);
    let rows: [(Change, &str, &str); 9] = [
        (|it, _| it.fields.retain(|field| field.name != "text"), "{text}", "no text"),
        (|it, _| it.fields.retain(|field| field.name != "recipient"), "{phone}", "no number"),
        (|_, them| them.key = None, "a key", "no key"),
        (|it, _| it.query[2].value = "{login}".to_owned(), "a login", "no login"),
        (|it, _| it.fields[0].value = "{recipient}".to_owned(), "{recipient}", "braces that mean nothing"),
        (|it, _| it.fields[0].value = "{text".to_owned(), "{text", "a brace without its pair"),
        (|it, _| it.id_pointer = Some("data".to_owned()), "data is not a JSON pointer", "a pointer"),
        (|it, _| it.url = "http://api.mobizon.kz/".to_owned(), "must begin with https://", "plain HTTP"),
        (|it, _| it.headers = vec![field("a b", "")], "a b is not the name of a header", "a header"),
    ];
    for (change, expected, reason) in rows {
        let (mut description, mut credentials) = (presets::mobizon(), credentials());
        change(&mut description, &mut credentials);
        let error = HttpGateway::new("x", description, "", credentials, &trust(), Limits::default()).unwrap_err();
        assert!(error.to_string().contains(expected), "{reason}: {error}");
        assert!(!matches!(error, GatewayError::OutboxInProduction));
    }
}

#[test]
fn s_sec_02_the_settings_choose_a_gateway_and_production_allows_no_outbox() {
    let choose = |change: &dyn Fn(&mut Settings), mode| {
        let mut settings = Settings { ca_file: trust().ca_file, ..Settings::default() };
        change(&mut settings);
        sms::gateway(&settings, credentials(), mode, Arc::new(SystemClock), Box::new(std::io::sink()))
            .map(|gateway| gateway.name())
            .map_err(|error| error.to_string())
    };
    let of = |kind| move |it: &mut Settings| it.gateway = kind;
    for (kind, name) in [(GatewayKind::Mobizon, "mobizon"), (GatewayKind::Smsc, "smsc")] {
        assert_eq!(choose(&of(kind), Mode::Production).as_deref(), Ok(name));
    }
    assert_eq!(choose(&|_| (), Mode::Development).as_deref(), Ok("outbox"));
    assert!(choose(&|_| (), Mode::Production).unwrap_err().contains("does not start in production"));
    assert_eq!(choose(&|it| it.outbox.in_production = true, Mode::Production).as_deref(), Ok("outbox"));
    assert!(choose(&of(GatewayKind::Http), Mode::Production).unwrap_err().contains("[sms.http]"));
    let local = |it: &mut Settings| {
        it.gateway = GatewayKind::Http;
        it.http = Some(Description { url: "http://127.0.0.1:9/".to_owned(), ..presets::mobizon() });
    };
    assert_eq!(choose(&local, Mode::Development).as_deref(), Ok("http"));
    assert!(choose(&local, Mode::Production).unwrap_err().contains("https://"), "plain HTTP, even to this machine");
}
