//! The gateway over HTTPS: fills in a request as it is described, and reads what the answer means.
//!
//! Every value is written by the encoder of its place (form, JSON, query, header), never pasted into a text.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::outgoing::{CallError, Limits, Outgoing, OutgoingError, Reply, Trust};
use super::template::{Place, Template, Values};
use super::{Gateway, Outcome, Sending, Sms};
use crate::config::sms::{Credentials, Equals, Field, Format, HttpGateway as Description, Method, Treatment};

/// The longest pause that a gateway can ask for.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// What `application/x-www-form-urlencoded` leaves as it is.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// Why there is no gateway.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Something that the gateway needs is not set.
    #[error("the gateway needs {0}")]
    Missing(&'static str),
    /// Braces hold a word that means nothing.
    #[error("the gateway's field {field} has {place}, which means nothing")]
    Place {
        /// The field.
        field: String,
        /// What stands there.
        place: String,
    },
    /// A name of a header that is not one.
    #[error("{0} is not the name of a header")]
    Header(String),
    /// A JSON pointer that is not one.
    #[error("{0} is not a JSON pointer: it begins with a slash")]
    Pointer(String),
    /// The host cannot be called.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    /// The outbox would hold codes in clear (security, SEC-2).
    #[error("an outbox holds codes in clear and does not start in production; choose a gateway")]
    OutboxInProduction,
    /// The outbox's file cannot be written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A gateway over HTTPS.
pub struct HttpGateway {
    name: &'static str,
    host: Outgoing,
    path: String,
    method: Method,
    format: Format,
    query: Vec<Template>,
    headers: Vec<(HeaderName, Template)>,
    fields: Vec<Template>,
    answers: Answers,
    sender: String,
    credentials: Credentials,
}

/// No path, no key: an address may hold a secret.
impl fmt::Debug for HttpGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpGateway").field("name", &self.name).field("host", &self.host).finish_non_exhaustive()
    }
}

impl HttpGateway {
    /// A gateway as described.
    ///
    /// # Errors
    /// [`GatewayError`]: the description is not complete.
    pub fn new(
        name: &'static str,
        description: Description,
        sender: &str,
        credentials: Credentials,
        trust: &Trust,
        limits: Limits,
    ) -> Result<Self, GatewayError> {
        let (query, fields) = (templates(&description.query)?, templates(&description.fields)?);
        let headers = templates(&description.headers)?
            .into_iter()
            .map(|field| match HeaderName::from_bytes(field.name.as_bytes()) {
                Ok(name) => Ok((name, field)),
                Err(_) => Err(GatewayError::Header(field.name)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let used = |place| query.iter().chain(headers.iter().map(|it| &it.1)).chain(&fields).any(|it| it.has(place));
        let basic = used(Place::Basic);
        let needed = [
            (fields.iter().any(|it| it.has(Place::Text)), "a field with {text}"),
            (
                [Place::Phone, Place::Digits, Place::National]
                    .iter()
                    .any(|place| fields.iter().any(|it| it.has(*place))),
                "a field with {phone}, {digits} or {national}",
            ),
            (!used(Place::Key) || credentials.key.is_some(), "a key"),
            (!(basic || used(Place::Login)) || credentials.login.is_some(), "a login"),
            (!(basic || used(Place::Password)) || credentials.password.is_some(), "a password"),
        ];
        if let Some((_, missing)) = needed.iter().find(|(there, _)| !there) {
            return Err(GatewayError::Missing(missing));
        }
        let (host, path) = Outgoing::new(&description.url, trust, limits)?;
        let (method, format, sender) = (description.method, description.format, sender.to_owned());
        let answers = Answers::new(description)?;
        Ok(Self { name, host, path, method, format, query, headers, fields, answers, sender, credentials })
    }

    /// The request; none when a value cannot stand in a header.
    fn request(&self, message: &Sms<'_>) -> Option<Request<Full<Bytes>>> {
        let values = Values { message, sender: &self.sender, credentials: &self.credentials };
        let mut target = self.path.clone();
        let query = form(&self.query, &values);
        if !query.is_empty() {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&query);
        }
        let (kind, body) = match self.format {
            Format::Form => ("application/x-www-form-urlencoded; charset=utf-8", form(&self.fields, &values)),
            Format::Json => ("application/json; charset=utf-8", json(&self.fields, &values)),
        };
        let method = match self.method {
            Method::Post => "POST",
            Method::Put => "PUT",
        };
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(CONTENT_TYPE, kind)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, "otau");
        for (name, field) in &self.headers {
            let Some(value) = field.fill(&values) else { continue };
            let mut value = HeaderValue::from_str(&value).ok()?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        request.body(Full::new(Bytes::from(body))).ok()
    }
}

impl Gateway for HttpGateway {
    fn name(&self) -> &'static str {
        self.name
    }

    fn send<'a>(&'a self, message: &'a Sms<'a>) -> Sending<'a> {
        Box::pin(async {
            let Some(request) = self.request(message) else {
                return Outcome::Permanent { code: "header".to_owned(), alert: true };
            };
            match self.host.call(request, message.time).await {
                Ok(reply) => without_number(self.answers.judge(&reply), message),
                Err(CallError::NotSent(reason)) => retry(reason, Duration::ZERO),
                Err(CallError::Unknown(reason)) => Outcome::Unknown { reason },
            }
        })
    }
}

fn templates(fields: &[Field]) -> Result<Vec<Template>, GatewayError> {
    let read =
        |field: &Field| Template::read(field).map_err(|place| GatewayError::Place { field: field.name.clone(), place });
    fields.iter().map(read).collect()
}

fn filled<'t>(fields: &'t [Template], values: &Values<'_>) -> impl Iterator<Item = (&'t str, String)> {
    fields.iter().filter_map(|field| Some((field.name.as_str(), field.fill(values)?)))
}

fn form(fields: &[Template], values: &Values<'_>) -> String {
    let encode = |text: &str| utf8_percent_encode(text, FORM).to_string();
    let pairs = filled(fields, values).map(|(name, value)| format!("{}={}", encode(name), encode(&value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn json(fields: &[Template], values: &Values<'_>) -> String {
    filled(fields, values).map(|(name, value)| (name.to_owned(), Value::String(value))).collect::<Value>().to_string()
}

/// An id goes to the store and the log, so one that tells the number is dropped.
fn without_number(outcome: Outcome, message: &Sms<'_>) -> Outcome {
    let number = message.phone.expose();
    let tells = |id: &String| id.contains(number.trim_start_matches("+7"));
    match outcome {
        Outcome::Accepted { id } => Outcome::Accepted { id: id.filter(|id| !tells(id)) },
        Outcome::Held { id } => Outcome::Held { id: id.filter(|id| !tells(id)) },
        other => other,
    }
}

fn retry(code: &str, after: Duration) -> Outcome {
    Outcome::Retry { code: code.to_owned(), after, once: false }
}

/// What answers mean.
struct Answers {
    description: Description,
}

impl Answers {
    fn new(description: Description) -> Result<Self, GatewayError> {
        let rules = [&description.success.answer, &description.held].into_iter().flatten().map(|rule| &rule.pointer);
        let pointers = rules.chain([&description.id_pointer, &description.code_pointer].into_iter().flatten());
        let bad = pointers.into_iter().find(|pointer| !pointer.starts_with('/')).cloned();
        bad.map_or(Ok(Self { description }), |pointer| Err(GatewayError::Pointer(pointer)))
    }

    fn judge(&self, reply: &Reply) -> Outcome {
        let rules = &self.description;
        let answer: Option<Value> = serde_json::from_slice(&reply.body).ok();
        let at = |pointer: &str| scalar(answer.as_ref()?.pointer(pointer)?);
        let holds = |rule: &Equals| at(&rule.pointer).as_deref() == Some(rule.value.as_str());
        if rules.success.statuses.contains(&reply.status) && rules.success.answer.as_ref().is_none_or(holds) {
            let id = rules.id_pointer.as_deref().and_then(at).and_then(|id| shown(&id, 64));
            return if rules.held.as_ref().is_some_and(holds) {
                Outcome::Held { id }
            } else {
                Outcome::Accepted { id }
            };
        }
        match rules.code_pointer.as_deref().and_then(at) {
            Some(code) => self.treat(&code, reply.retry_after),
            None => by_status(reply),
        }
    }

    fn treat(&self, code: &str, after: Option<Duration>) -> Outcome {
        // What is not in the table came from outside, so it is cut down to what a log can take.
        let known = self.description.codes.get(code).copied();
        let code = shown(code, 16).unwrap_or_else(|| "odd".to_owned());
        let after = after.unwrap_or_default().min(LONGEST_PAUSE);
        match known.unwrap_or(Treatment::Alert) {
            Treatment::Refused => Outcome::Permanent { code, alert: false },
            Treatment::Alert => Outcome::Permanent { code, alert: true },
            Treatment::Retry => Outcome::Retry { code, after, once: false },
            Treatment::RetryOnce => Outcome::Retry { code, after, once: true },
            Treatment::Pause(seconds) => Outcome::Pause { code, time: Duration::from_secs(seconds) },
        }
    }
}

/// An answer that says nothing in the agreed form. One of success, or from a server that broke, may have been preceded by
/// the message's being taken.
fn by_status(reply: &Reply) -> Outcome {
    let code = format!("http-{}", reply.status);
    match reply.status {
        200..=299 => Outcome::Unknown { reason: "unreadable" },
        429 | 503 => retry(&code, reply.retry_after.unwrap_or_default().min(LONGEST_PAUSE)),
        408 | 500..=599 => Outcome::Unknown { reason: "server-error" },
        _ => Outcome::Permanent { code, alert: true },
    }
}

/// A text, number or truth as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A word of the gateway, if it can stand in a log and in the store.
fn shown(text: &str, longest: usize) -> Option<String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (plain && (1..=longest).contains(&text.len())).then(|| text.to_owned())
}
