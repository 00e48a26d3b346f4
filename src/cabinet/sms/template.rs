//! What stands in the fields of a request: text with places in braces, read once at start.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Sms;
use crate::config::secret::Secret;
use crate::config::sms::{Credentials, Field};

/// A place in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Phone,
    Digits,
    National,
    Sender,
    Id,
    Key,
    Login,
    Password,
    Basic,
}

const PLACES: [(&str, Place); 10] = [
    ("text", Place::Text),
    ("phone", Place::Phone),
    ("digits", Place::Digits),
    ("national", Place::National),
    ("sender", Place::Sender),
    ("id", Place::Id),
    ("key", Place::Key),
    ("login", Place::Login),
    ("password", Place::Password),
    ("basic", Place::Basic),
];

/// A field that can be filled in.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) name: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Literal(String),
    Place(Place),
}

impl Template {
    /// Reads a field; the error is the text in braces that means nothing.
    pub(super) fn read(field: &Field) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = field.value.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| format!("{{{after}"))?;
            let place = PLACES.iter().find(|(known, _)| *known == name).ok_or_else(|| format!("{{{name}}}"))?.1;
            parts.extend([Part::Literal(before.to_owned()), Part::Place(place)]);
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Ok(Self { name: field.name.clone(), parts })
    }

    /// Whether the place stands in it.
    pub(super) fn has(&self, wanted: Place) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Place(place) if *place == wanted))
    }

    /// The value; none when it is empty.
    pub(super) fn fill(&self, values: &Values<'_>) -> Option<String> {
        let value: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.clone(),
                Part::Place(place) => values.of(*place),
            })
            .collect();
        Some(value).filter(|value| !value.is_empty())
    }
}

/// What the places stand for.
pub(super) struct Values<'a> {
    pub(super) message: &'a Sms<'a>,
    pub(super) sender: &'a str,
    pub(super) credentials: &'a Credentials,
}

impl Values<'_> {
    fn of(&self, place: Place) -> String {
        let phone = || self.message.phone.expose();
        let login = || self.credentials.login.clone().unwrap_or_default();
        let secret = |secret: &Option<Secret>| secret.as_ref().map(Secret::expose).unwrap_or_default().to_owned();
        match place {
            Place::Text => self.message.text.to_owned(),
            Place::Phone => phone(),
            Place::Digits => phone().trim_start_matches('+').to_owned(),
            Place::National => phone().trim_start_matches("+7").to_owned(),
            Place::Sender => self.sender.to_owned(),
            Place::Id => format!("otau-{:x}", self.message.id),
            Place::Key => secret(&self.credentials.key),
            Place::Login => login(),
            Place::Password => secret(&self.credentials.password),
            Place::Basic => BASE64.encode(format!("{}:{}", login(), secret(&self.credentials.password))),
        }
    }
}
