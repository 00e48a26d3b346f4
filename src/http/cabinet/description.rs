//! What the endpoints of the cabinet say about themselves in `/openapi.json`.
//!
//! An answer is told by an example; its schema follows from it, so the two cannot disagree. That the answers are of that
//! form is proved over sockets. Sums are tiyn, days ISO dates, instants RFC 3339 with the offset of Asia/Almaty.

use serde_json::{Map, Value, json};

use super::super::openapi::Description;
use super::super::problems::{Codes, Form, problem, response};

/// Fields that may be null, wherever they stand or in one place only.
const NULLABLE: [&str; 31] = [
    "any_status_url",
    "any_year_url",
    "as_of",
    "asked_to",
    "browser",
    "closed",
    "debit_on",
    "debt",
    "document",
    "document_expires",
    "document_issued",
    "document_issuer",
    "fault",
    "files",
    "filter.status",
    "filter.year",
    "given",
    "mark",
    "mask",
    "next",
    "overdue",
    "patronymic",
    "prev",
    "received_on",
    "resend_at",
    "right_ends_at",
    "since",
    "statement",
    "system",
    "time",
    "value",
];

/// What comes back with a status.
pub(super) enum Answer<'a> {
    /// A value of the form of this one.
    Gives(u16, &'a str, Value),
    /// Nothing more.
    Ends(u16, &'a str),
    /// A problem.
    Refuses(u16, &'a str, Vec<Codes<'a>>),
}

/// A field of a body; all are texts.
pub(super) struct Field {
    name: &'static str,
    example: &'static str,
    words: &'static str,
    optional: bool,
}

impl Field {
    pub(super) const fn new(name: &'static str, example: &'static str, words: &'static str) -> Self {
        Self { name, example, words, optional: false }
    }

    /// The same, which may be null or absent.
    pub(super) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    fn schema(&self) -> Value {
        let kind = if self.optional { json!(["string", "null"]) } else { json!("string") };
        json!({"type": kind, "description": self.words})
    }
}

/// Bodies that are refused whatever the operation.
pub(super) const BODIES: [&str; 3] = ["json-malformed", "json-unexpected", "json-too-deep"];

/// A step of the way in or a change: takes a body of these fields (none where it takes no body), gives an answer.
pub(super) fn write(id: &str, summary: &str, body: &[Field], answers: Vec<Answer<'_>>, private: bool) -> Description {
    let refuses = |status, words, codes| Answer::Refuses(status, words, vec![(Form::Plain, codes)]);
    let mut all = vec![
        refuses(403, "A browser sends it for another site.", &["cross-site"]),
        refuses(413, "The body is over 16 KiB, unless the configuration says otherwise.", &["body-too-large"]),
    ];
    if !body.is_empty() {
        all.push(refuses(400, "The body is no JSON of this form.", &BODIES));
        all.push(refuses(415, "The body is not exactly `application/json`.", &["media-type", "body-encoded"]));
    }
    all.extend(answers);
    let mut operation = operation(id, summary, all, private);
    if !body.is_empty() {
        operation["requestBody"] = json!({"required": true, "content": {"application/json": content_of(body)}});
    }
    Description { path: json!({"post": operation}), schemas: json!({}) }
}

fn content_of(body: &[Field]) -> Value {
    let properties: Map<String, Value> = body.iter().map(|field| (field.name.to_owned(), field.schema())).collect();
    let required: Vec<&str> = body.iter().filter(|field| !field.optional).map(|field| field.name).collect();
    let example: Map<String, Value> = body.iter().map(|field| (field.name.to_owned(), field.example.into())).collect();
    json!({
        "schema": {
            "type": "object",
            "required": required,
            "additionalProperties": false,
            "properties": properties,
        },
        "example": example,
    })
}

/// Something of the client's own that is read, with what it may be refused for besides the want of a session.
pub(super) fn read(
    id: &str,
    summary: &str,
    parameters: &Value,
    example: Value,
    refusals: Vec<Answer<'_>>,
) -> Description {
    let mut answers = vec![Answer::Gives(200, summary, example)];
    if parameters.as_array().is_some_and(|all| all.iter().any(|one| one["in"] == "path")) {
        let none = vec![(Form::Plain, &["not-found"][..])];
        answers.push(Answer::Refuses(404, "No such contract, or not the client's.", none));
    }
    answers.extend(refusals);
    let mut operation = operation(id, summary, answers, true);
    operation["parameters"] = parameters.clone();
    Description { path: json!({"get": operation}), schemas: json!({}) }
}

fn operation(id: &str, summary: &str, answers: Vec<Answer<'_>>, private: bool) -> Value {
    let mut responses = Map::new();
    for answer in answers {
        let (status, response) = match answer {
            Answer::Gives(status, words, example) => {
                let content = json!({"schema": inferred("", &example), "example": example});
                (status, json!({"description": words, "content": {"application/json": content}}))
            }
            Answer::Ends(status, words) => (status, json!({"description": words, "content": {}})),
            Answer::Refuses(status, words, codes) => (status, response(status, words, &codes)),
        };
        responses.insert(status.to_string(), response);
    }
    let mut operation = json!({"operationId": id, "summary": summary, "tags": ["cabinet"]});
    if private {
        responses.insert("401".to_owned(), problem(401, "No session, or not any more.", &["session-required"]));
        operation["security"] = json!([{"bearer": []}]);
    }
    let away = ["cabinet-unavailable", "busy", "cabinet-off", "handler-timeout"];
    responses.insert("503".to_owned(), problem(503, "The cabinet does not answer; try again.", &away));
    operation["responses"] = Value::Object(responses);
    operation
}

/// The schema of a value, which has all its fields and no others; those of [`NULLABLE`] may be null.
fn inferred(name: &str, example: &Value) -> Value {
    let mut schema = match example {
        Value::Null => json!({"type": ["string", "null"]}),
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::String(_) => json!({"type": "string"}),
        Value::Array(items) => {
            json!({"type": "array", "items": items.first().map_or_else(|| json!({"type": "string"}), |item| inferred(name, item))})
        }
        Value::Object(fields) => {
            let properties: Map<String, Value> = fields
                .iter()
                .map(|(field, value)| (field.clone(), inferred(&format!("{name}.{field}"), value)))
                .collect();
            let required: Vec<&String> = fields.keys().collect();
            json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
        }
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    let short = name.rsplitn(3, '.').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(".");
    if (NULLABLE.contains(&last) || NULLABLE.contains(&short.as_str()))
        && let Some(kind) = schema["type"].as_str().map(str::to_owned)
    {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

/// The parameter that names a contract.
pub(super) fn reference() -> Value {
    json!({
        "name": "reference",
        "in": "path",
        "required": true,
        "description": "Public reference of a contract, as in the list of contracts.",
        "schema": {"type": "string"},
        "example": "k3m9q2x7w4t8b6n5",
    })
}

/// A parameter of the query.
pub(super) fn asked(name: &str, description: &str, example: &str) -> Value {
    json!({"name": name, "in": "query", "description": description, "schema": {"type": "string"}, "example": example})
}
