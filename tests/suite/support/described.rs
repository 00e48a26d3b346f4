//! What `/openapi.json` promises, held against what is answered. Every answer that a test gets from an address below
//! `/api/` passes through [`check`], so that each of these tests also proves the description.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{Answer, Server};

/// The document as it is served.
pub(crate) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let answer = Server::small().get("/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json; charset=utf-8")));
    serde_json::from_slice(&answer.body).unwrap()
});

/// Fails unless the answer is one of those that the document promises for the request: its status, its type, its form,
/// the headers that always come with it, and, if it is a problem, its code. Other addresses are not asked about.
pub(crate) fn check(method: &str, target: &str, answer: &Answer) {
    let Some(described) = target.starts_with("/api/").then(|| described(method, target, answer.status)).flatten()
    else {
        return;
    };
    let what = format!("{method} {target}: {}", answer.status);
    let Described { own, of_any } = described;
    let body = (method != "HEAD" && !answer.body.is_empty()).then(|| json(answer, &what));
    let code = body.as_ref().filter(|_| answer.status >= 400).and_then(|body| body["code"].as_str());
    let response = match (own, code) {
        (own, Some(code)) if codes(of_any).contains(&code) => {
            own.filter(|it| codes(it).contains(&code)).unwrap_or(of_any)
        }
        (Some(own), Some(code)) => {
            assert!(codes(own).contains(&code), "{what}: {code} is not described");
            own
        }
        (Some(own), None) => own,
        (None, _) => panic!("{what} is not described: {answer:?}"),
    };
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let value = answer.header(&name.to_lowercase());
        assert!(value.is_some() || header["required"] != true, "{what}: no {name}");
        let value = value.map(|text| text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from));
        let wrong = value.map_or_else(Vec::new, |value| faults(&header["schema"], &value, name));
        assert_eq!(wrong, Vec::<String>::new(), "{what}");
    }
    let content = response["content"].as_object().unwrap();
    match (content.iter().next(), body) {
        (Some((kind, content)), Some(body)) => {
            assert_eq!(answer.header("content-type"), Some(format!("{kind}; charset=utf-8").as_str()), "{what}");
            assert_eq!(faults(&content["schema"], &body, "answer"), Vec::<String>::new(), "{what}");
        }
        (None, None) => {}
        _ if method == "HEAD" => {}
        (_, body) => panic!("{what}: {body:?}"),
    }
}

/// What may be answered to a request.
struct Described<'a> {
    /// What stands under the status.
    own: Option<&'a Value>,
    /// What any request may be refused with.
    of_any: &'a Value,
}

/// What the document says of a request; nothing where it does not know the address.
fn described(method: &str, target: &str, status: u16) -> Option<Described<'static>> {
    let item = &DOCUMENT["paths"][pattern(target)?];
    let method = if method == "HEAD" { "GET" } else { method };
    let own = item.get(method.to_lowercase()).and_then(|operation| operation["responses"].get(status.to_string()));
    let of_any = &item.as_object().unwrap().values().next().unwrap()["responses"]["default"];
    Some(Described { own, of_any })
}

/// The described address that a target is of.
pub(crate) fn pattern(target: &str) -> Option<&'static str> {
    let path = target.split('?').next().unwrap();
    let fits = |pattern: &str| {
        let parts = (pattern.split('/'), path.split('/'));
        parts.0.clone().count() == parts.1.clone().count()
            && parts.0.zip(parts.1).all(|(wanted, part)| wanted == part || wanted.starts_with('{'))
    };
    DOCUMENT["paths"].as_object().unwrap().keys().map(String::as_str).find(|pattern| fits(pattern))
}

/// The codes of a response that is a problem, out of its words.
pub(crate) fn codes(response: &Value) -> Vec<&str> {
    let words = response["description"].as_str().unwrap().rsplit_once("Codes: ");
    words.map_or_else(Vec::new, |(_, codes)| codes.split('`').skip(1).step_by(2).collect())
}

fn json(answer: &Answer, what: &str) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// What a value is not, of a schema of the document. Only the words that the document has are known.
pub(crate) fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    const NOTES: [&str; 3] = ["description", "default", "example"];
    let schema = schema.as_object().unwrap_or_else(|| panic!("{at}: no schema: {schema}"));
    let mut found = Vec::new();
    for (word, told) in schema.iter().filter(|(word, _)| !NOTES.contains(&word.as_str())) {
        let holds = match word.as_str() {
            "$ref" => {
                let target = told.as_str().unwrap().strip_prefix('#').unwrap();
                found.extend(faults(DOCUMENT.pointer(target).unwrap_or_else(|| panic!("no {told}")), value, at));
                continue;
            }
            "oneOf" => told.as_array().unwrap().iter().filter(|one| faults(one, value, at).is_empty()).count() == 1,
            "type" => match told {
                Value::Array(kinds) => kinds.iter().any(|kind| is(kind, value)),
                kind => is(kind, value),
            },
            "const" => told == value,
            "enum" => told.as_array().unwrap().contains(value),
            "pattern" => value.as_str().is_none_or(|text| fits(told.as_str().unwrap(), text)),
            "minimum" => value.as_f64().is_none_or(|number| number >= told.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= told.as_f64().unwrap()),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= told.as_u64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= told.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= told.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= told.as_u64().unwrap()),
            "minProperties" => value.as_object().is_none_or(|fields| fields.len() as u64 >= told.as_u64().unwrap()),
            "maxProperties" => value.as_object().is_none_or(|fields| fields.len() as u64 <= told.as_u64().unwrap()),
            "required" => {
                let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                !value.is_object() || told.as_array().unwrap().iter().all(has)
            }
            "properties" | "additionalProperties" | "items" => continue,
            _ => panic!("{at}: the test does not know {word}"),
        };
        if !holds {
            found.push(format!("{at}: {word} {told}: {value}"));
        }
    }
    found.extend(of_parts(schema, value, at));
    found
}

/// The same for the fields of an object and the items of a list.
fn of_parts(schema: &Map<String, Value>, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, field) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        let known = schema.get("properties").and_then(|all| all.get(name));
        match known.or(schema.get("additionalProperties")) {
            Some(Value::Bool(false)) => found.push(format!("{at} is not in the schema")),
            Some(schema) => found.extend(faults(schema, field, &at)),
            None => {}
        }
    }
    if let Some(schema) = schema.get("items") {
        let items = value.as_array().into_iter().flatten().enumerate();
        found.extend(items.flat_map(|(number, item)| faults(schema, item, &format!("{at}[{number}]"))));
    }
    found
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type {other}"),
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    match pattern {
        "^/" => text.starts_with('/'),
        "^[a-z_-]+$" => {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-')
        }
        _ => panic!("the test does not know {pattern}"),
    }
}
