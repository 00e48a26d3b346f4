//! What `/openapi.json` says about refusals: problems (RFC 9457) in their forms. [`super::error::described`] makes them;
//! that the two agree is proved on the answers of the whole suite.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::openapi::object;
use super::words;
use crate::i18n::Locale;

/// What a problem holds besides its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing.
    Plain,
    /// Fields of the body that cannot be, in `errors`.
    Fields,
    /// Why a step is not taken: words in `detail`, values in `args`.
    Step,
    /// The period that there is no statement of.
    Period,
}

/// Codes of one form.
pub(super) type Codes<'a> = (Form, &'a [&'a str]);

/// What is refused before an operation is asked, or fails by no fault of the request.
const OF_ANY_REQUEST: [&str; 13] = [
    "internal",
    "handler-timeout",
    "unavailable",
    "host-not-one",
    "host-unknown",
    "path-malformed",
    "target-too-long",
    "method-not-allowed",
    "length-required",
    "body-too-large",
    "body-encoded",
    "body-broken",
    "body-timeout",
];

impl Form {
    fn schema(self) -> &'static str {
        match self {
            Self::Plain => "Problem",
            Self::Fields => "ProblemOfFields",
            Self::Step => "ProblemOfStep",
            Self::Period => "ProblemOfPeriod",
        }
    }

    /// What it holds besides: schemas of the fields, all of which are always there.
    fn fields(self) -> Value {
        let text = |words: &str| json!({"type": "string", "description": words});
        let day = |words: &str| json!({"type": ["string", "null"], "description": words});
        let arguments = json!({"$ref": "#/components/schemas/Arguments"});
        match self {
            Self::Plain => json!({}),
            Self::Fields => json!({
                "errors": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/FieldError"}},
            }),
            Self::Step => json!({"detail": text("Why, in the reader's language."), "args": arguments}),
            Self::Period => json!({
                "field": {
                    "type": "string",
                    "enum": ["part", "from", "to"],
                    "description": "The parameter that is wrong, or the first of those that are.",
                },
                "from": day("The first day as an ISO date, where it can be read."),
                "to": day("The last day, likewise."),
            }),
        }
    }

    fn example(self) -> Value {
        match self {
            Self::Plain => json!({}),
            Self::Fields => json!({"errors": [{
                "field": "iin",
                "code": "iin-check-digit",
                "args": {},
                "message": "ЖСН қате енгізілген: әр санды тексеріңіз.",
            }]}),
            Self::Step => json!({"detail": "Код қате.", "args": {"left": {"number": 4}}}),
            Self::Period => json!({"field": "to", "from": "2022-07-12", "to": "2022-07-01"}),
        }
    }
}

/// A response that is a problem without further fields, with the codes it may have and an example of the first.
pub(super) fn problem(status: u16, description: &str, codes: &[&str]) -> Value {
    response(status, description, &[(Form::Plain, codes)])
}

/// A response that is a problem of one of these forms.
pub(super) fn response(status: u16, description: &str, forms: &[Codes<'_>]) -> Value {
    let codes: Vec<&str> = forms.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    let schemas: Vec<Value> =
        forms.iter().map(|(form, _)| json!({"$ref": format!("#/components/schemas/{}", form.schema())})).collect();
    let schema = match &schemas[..] {
        [one] => one.clone(),
        several => json!({"oneOf": several}),
    };
    let mut response = json!({
        "description": format!("{description} Codes: `{}`.", codes.join("`, `")),
        "content": {"application/problem+json": {"schema": schema, "example": example(status, forms)}},
    });
    if let Some((name, header)) = header(status, &codes) {
        response["headers"] = json!({ name: header });
    }
    response
}

/// The response of [`OF_ANY_REQUEST`].
pub(super) fn of_any_request() -> Value {
    let words = "Any request may be refused for what it is, or fail by no fault of its own.";
    problem(StatusCode::INTERNAL_SERVER_ERROR.as_u16(), words, &OF_ANY_REQUEST)
}

fn example(status: u16, forms: &[Codes<'_>]) -> Value {
    let (form, code) =
        forms.first().map_or((Form::Plain, ""), |(form, codes)| (*form, codes.first().copied().unwrap_or_default()));
    let title = StatusCode::from_u16(status).map(|status| words::title(Locale::Kk, status, code)).unwrap_or_default();
    let mut example = json!({
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code,
        "request_id": "1f6c2a0d9b3e4c58",
    });
    if let (Value::Object(example), Value::Object(more)) = (&mut example, form.example()) {
        example.extend(more);
    }
    example
}

/// The header that goes with a status; `required` where it goes with every code.
fn header(status: u16, codes: &[&str]) -> Option<(&'static str, Value)> {
    let seconds = json!({"type": "integer", "minimum": 1});
    match status {
        401 => Some(("WWW-Authenticate", json!({"required": true, "schema": {"type": "string", "const": "Bearer"}}))),
        429 if codes.contains(&"authorization-no-more-codes") => {
            let words =
                "Seconds until it may be tried again; not with `authorization-no-more-codes`, which no wait ends.";
            Some(("Retry-After", json!({"description": words, "schema": seconds})))
        }
        429 => {
            let words = "Seconds until it may be tried again.";
            Some(("Retry-After", json!({"required": true, "description": words, "schema": seconds})))
        }
        503 => {
            let words = "Seconds until it may be tried again, where that is known.";
            Some(("Retry-After", json!({"description": words, "schema": seconds})))
        }
        _ => None,
    }
}

/// The schemas of all forms and of what they hold, by name.
pub(super) fn schemas() -> Map<String, Value> {
    let mut all: Map<String, Value> = [Form::Plain, Form::Fields, Form::Step, Form::Period]
        .into_iter()
        .map(|form| (form.schema().to_owned(), schema(form)))
        .collect();
    all.insert("FieldError".to_owned(), field_error());
    all.insert("Arguments".to_owned(), arguments());
    all
}

fn schema(form: Form) -> Value {
    let mut properties = json!({
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "What it means, in the reader's language."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z_-]+$", "description": "Says exactly what; never changes."},
        "request_id": {"type": "string", "description": "As in the header X-Request-Id and in the log."},
    });
    if let (Value::Object(properties), Value::Object(more)) = (&mut properties, form.fields()) {
        properties.extend(more);
    }
    described("What is wrong with a request (RFC 9457).", &properties)
}

fn field_error() -> Value {
    let properties = json!({
        "field": {"type": "string", "description": "Name of the field; `deposits.0.members` for one inside of others."},
        "code": {"type": "string", "pattern": "^[a-z_-]+$", "description": "Says exactly what; never changes."},
        "args": {"$ref": "#/components/schemas/Arguments"},
        "message": {"type": "string", "description": "What is wrong, in the reader's language."},
    });
    described("What is wrong with a field.", &properties)
}

fn arguments() -> Value {
    json!({
        "type": "object",
        "description": "Values that belong to a code, by name; each says what it is.",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {
                "number": {"type": "integer"},
                "money": {"type": "integer", "description": "Tiyn."},
                "date": {"type": "string", "description": "ISO date."},
                "code": {"type": "string", "description": "A stable word, or an instant by RFC 3339."},
            },
        },
    })
}

fn described(description: &str, properties: &Value) -> Value {
    let mut schema = object(properties);
    schema["description"] = description.into();
    schema
}
