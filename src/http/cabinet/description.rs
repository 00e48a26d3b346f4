//! What the endpoints of the cabinet say about themselves in `/openapi.json`.
//!
//! An answer is told by an example; its schema follows from it, so the two cannot disagree. That the answers are of that
//! form is proved over sockets. Sums are tiyn, days ISO dates, instants RFC 3339 with the offset of Asia/Almaty.

use serde_json::{Map, Value, json};

use super::super::openapi::{Description, problem};

/// Fields that may be null, wherever they stand or in one place only.
const NULLABLE: [&str; 33] = [
    "any_status_url",
    "any_year_url",
    "as_of",
    "asked_to",
    "browser",
    "closed",
    "contract",
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
    "device",
];

/// A step of the way in or a change: takes a body, gives an answer.
pub(super) fn write(
    id: &str,
    summary: &str,
    body: &Value,
    answers: &[(u16, &str, Option<Value>)],
    private: bool,
) -> Description {
    let mut operation = operation(id, summary, answers, private);
    if let (Some(operation), Value::Object(_)) = (operation.as_object_mut(), body) {
        let content = json!({"application/json": {"schema": inferred("", body), "example": body}});
        operation.insert("requestBody".to_owned(), json!({"required": true, "content": content}));
    }
    Description { path: json!({"post": operation}), schemas: json!({}) }
}

/// Something of the client's own that is read.
pub(super) fn read(id: &str, summary: &str, parameters: &Value, example: Value) -> Description {
    let mut answers = vec![(200, summary, Some(example))];
    if parameters.as_array().is_some_and(|all| all.iter().any(|one| one["in"] == "path")) {
        answers.push((404, "No such contract, or not the client's.", None));
    }
    if parameters.as_array().is_some_and(|all| all.iter().any(|one| one["in"] == "query")) {
        answers.push((400, "A parameter that is unknown, comes twice or cannot be read.", None));
    }
    let mut operation = operation(id, summary, &answers, true);
    if let Some(operation) = operation.as_object_mut() {
        operation.insert("parameters".to_owned(), parameters.clone());
    }
    Description { path: json!({"get": operation}), schemas: json!({}) }
}

fn operation(id: &str, summary: &str, answers: &[(u16, &str, Option<Value>)], private: bool) -> Value {
    let mut responses = Map::new();
    for (status, words, example) in answers {
        let response = match example {
            Some(example) => json!({
                "description": words,
                "content": {"application/json": {"schema": inferred("", example), "example": example}},
            }),
            None if *status < 300 => json!({"description": words, "content": {}}),
            None => problem(*status, words, codes(*status)),
        };
        responses.insert(status.to_string(), response);
    }
    let mut operation = json!({"operationId": id, "summary": summary, "tags": ["cabinet"]});
    if private {
        responses.insert("401".to_owned(), problem(401, "No session, or not any more.", codes(401)));
        operation["security"] = json!([{"bearer": []}]);
    }
    responses.insert("503".to_owned(), problem(503, "The cabinet does not answer; try again.", codes(503)));
    operation["responses"] = Value::Object(responses);
    operation
}

fn codes(status: u16) -> &'static [&'static str] {
    match status {
        400 => &[
            "field-unknown",
            "field-twice",
            "form-encoding",
            "year",
            "status",
            "page-size",
            "page-number",
            "part",
            "period",
        ],
        401 => &["session-required", "invalid_credentials"],
        404 => &["not-found"],
        409 => &["authorization-ended", "has-password"],
        422 => &["fields-invalid", "statement-reversed", "statement-future"],
        429 => &["too-many-tries"],
        _ => &["busy", "cabinet-unavailable", "cabinet-off"],
    }
}

/// The schema of a value, which has all its fields and no others; those of [`NULLABLE`] may be null.
fn inferred(name: &str, example: &Value) -> Value {
    let mut schema = match example {
        Value::Null => json!({"type": ["string", "integer", "null"]}),
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
