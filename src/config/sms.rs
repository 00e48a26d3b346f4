//! How short messages are sent: the table `[sms]` of the settings.
//!
//! What a gateway wants to hear and what its answers mean is data ([`HttpGateway`]), so a gateway that speaks form or JSON
//! over HTTPS needs no code. Those of Kazakhstan come ready: see `cabinet::sms::presets`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::secret::Secret;

/// The table `[sms]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sms {
    /// Which gateway.
    pub gateway: GatewayKind,
    /// The sender's name as registered with the gateway; left out of the request when empty.
    pub sender: String,
    /// Another address of a ready gateway: Mobizon's host depends on the country, SMSC has a reserve host.
    pub url: Option<String>,
    /// Certificates (PEM) to trust besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// Messages a day of the whole system: a flood of messages costs money.
    pub daily_limit: u32,
    /// The site's domain for the last line of a message with a code (`@example.kz #482913`), by which a browser fills
    /// the code in. It must leave room for the text in one part: a longer domain is refused at start.
    pub bound_domain: Option<String>,
    /// Of `gateway = "outbox"`.
    pub outbox: Outbox,
    /// Of `gateway = "http"`.
    pub http: Option<HttpGateway>,
}

impl Default for Sms {
    fn default() -> Self {
        Self {
            gateway: GatewayKind::default(),
            sender: String::new(),
            url: None,
            ca_file: None,
            daily_limit: 5000,
            bound_domain: None,
            outbox: Outbox::default(),
            http: None,
        }
    }
}

/// Which gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayKind {
    /// None: messages are written to the console or a file. Not for production.
    #[default]
    Outbox,
    /// mobizon.kz.
    Mobizon,
    /// smsc.kz.
    Smsc,
    /// Described under `[sms.http]`.
    Http,
}

/// The table `[sms.outbox]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outbox {
    /// A file that messages are added to; without one they are printed.
    pub file: Option<PathBuf>,
    /// Codes in clear are wanted even in production (security, SEC-2).
    pub in_production: bool,
}

/// What a gateway asks to know us by; from the environment, never from the file of settings.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// A key.
    pub key: Option<Secret>,
    /// A name, where there is no key.
    pub login: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
}

/// The table `[sms.http]`: a gateway described.
///
/// In the values of [`Field`]s stand `{text}`, `{phone}` (`+77001234567`), `{digits}` (without the plus), `{national}` (ten
/// digits), `{sender}`, `{id}` (ours, of the message), `{key}`, `{login}`, `{password}` and `{basic}` (login and password as
/// HTTP Basic wants them). A field whose value comes out empty is left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpGateway {
    /// The address, `https://…`, without anything secret.
    pub url: String,
    /// How it is asked.
    #[serde(default)]
    pub method: Method,
    /// How the body is written.
    #[serde(default)]
    pub format: Format,
    /// Added to the address.
    #[serde(default)]
    pub query: Vec<Field>,
    /// Added to the head.
    #[serde(default)]
    pub headers: Vec<Field>,
    /// The body.
    pub fields: Vec<Field>,
    /// When a message was taken.
    pub success: Success,
    /// When a message that was taken waits for a person's approval.
    pub held: Option<Equals>,
    /// Where the gateway's id of the message stands (a JSON pointer).
    pub id_pointer: Option<String>,
    /// Where the code of a failure stands (a JSON pointer).
    pub code_pointer: Option<String>,
    /// What codes mean. A code that is not here is a refusal that wakes the operator.
    #[serde(default)]
    pub codes: BTreeMap<String, Treatment>,
}

/// How a gateway is asked. Not by GET: number, text and key would stand in its logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// POST.
    #[default]
    Post,
    /// PUT.
    Put,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `application/x-www-form-urlencoded`.
    #[default]
    Form,
    /// A JSON object of texts.
    Json,
}

/// A name and what to write beside it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name of the field, parameter or header.
    pub name: String,
    /// Its value, with places in braces.
    pub value: String,
}

/// When a message was taken: the status is one of these, and a place of the answer holds a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// Statuses.
    #[serde(default = "ok")]
    pub statuses: Vec<u16>,
    /// What the answer holds; without it the status is enough.
    pub answer: Option<Equals>,
}

fn ok() -> Vec<u16> {
    vec![200]
}

/// A place of a JSON answer holds a value; numbers are compared by how they are written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equals {
    /// The place (a JSON pointer, RFC 6901).
    pub pointer: String,
    /// The value.
    pub value: String,
}

/// What is done about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// This message cannot be sent; others can.
    Refused,
    /// Nothing can be sent until somebody does something: the operator is told.
    Alert,
    /// The same message may be sent later.
    Retry,
    /// The same message may be sent once more.
    RetryOnce,
    /// Nothing is sent for so many seconds, and the operator is told.
    Pause(u64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_described_in_the_settings() {
        let sms: Sms = toml::from_str(
            r#"
            gateway = "http"
            sender = "OTAU"
            [http]
            url = "https://so.kazinfoteh.org/api/sms/send"
            format = "json"
            headers = [{ name = "Authorization", value = "Basic {basic}" }]
            fields = [{ name = "to", value = "{digits}" }, { name = "text", value = "{text}" }]
            success = { statuses = [200, 201] }
            id_pointer = "/message_id"
            code_pointer = "/error_code"
            codes = { 1 = "refused", 2 = "retry", 3 = { pause = 600 } }
            "#,
        )
        .unwrap();
        let http = sms.http.unwrap();
        assert_eq!((sms.gateway, http.method, http.format), (GatewayKind::Http, Method::Post, Format::Json));
        assert_eq!(http.codes["3"], Treatment::Pause(600));
        assert_eq!(http.success.statuses, [200, 201]);
    }

    #[test]
    fn s_sec_01_no_secret_and_no_misspelt_key_stands_in_the_settings() {
        for (text, reason) in [
            ("gatway = \"smsc\"", "misspelt"),
            ("gateway = \"pigeon\"", "no such gateway"),
            ("key = \"k3y\"", "secrets come from the environment"),
            ("[outbox]\nfiles = \"a\"", "misspelt below"),
        ] {
            assert!(toml::from_str::<Sms>(text).is_err(), "{reason}");
        }
        let nothing: Sms = toml::from_str("").unwrap();
        assert_eq!((nothing.gateway, nothing.daily_limit), (GatewayKind::Outbox, 5000));
    }
}
