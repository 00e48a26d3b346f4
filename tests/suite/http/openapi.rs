//! `/openapi.json` says what the endpoints do: every one below `/api/` is in it, their parameters are those they know,
//! and what they answer is of the form it promises.

use std::collections::BTreeSet;
use std::fs;

use otau::http::app::Setup;
use otau::http::release::current_id;
use serde_json::Value;

use super::search::{encoded, published, serving};
use crate::support::Server;

pub(super) fn document(server: &Server) -> Value {
    let answer = server.get("/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json; charset=utf-8")));
    serde_json::from_slice(&answer.body).unwrap()
}

/// What a value is not, of a schema with the words that we use.
pub(super) fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    const KNOWN: [&str; 17] = [
        "$ref",
        "type",
        "const",
        "enum",
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "maxItems",
        "description",
        "default",
        "example",
    ];
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.strip_prefix('#').unwrap()).unwrap_or_else(|| panic!("no {name}"));
        return faults(document, target, value, at);
    }
    let schema = schema.as_object().unwrap();
    let mut found = Vec::new();
    let mut wrong = |what: &str| found.push(format!("{at}: {what}: {value}"));
    for word in schema.keys().filter(|word| !KNOWN.contains(&word.as_str())) {
        wrong(&format!("the test does not know {word}"));
    }
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |wanted: &Value| wanted == name || wanted == "number" && name == "integer";
    match schema.get("type") {
        Some(Value::Array(types)) if !types.iter().any(fits) => wrong("type"),
        Some(one @ Value::String(_)) if !fits(one) => wrong("type"),
        _ => {}
    }
    if schema.get("const").is_some_and(|only| only != value) {
        wrong("const");
    }
    if schema.get("enum").is_some_and(|all| !all.as_array().unwrap().contains(value)) {
        wrong("enum");
    }
    let number = |word: &str| schema.get(word).and_then(Value::as_f64);
    if value.as_f64().is_some_and(|own| number("minimum").is_some_and(|least| own < least)) {
        wrong("minimum");
    }
    if value.as_f64().is_some_and(|own| number("maximum").is_some_and(|most| own > most)) {
        wrong("maximum");
    }
    if let (Some("^/"), Some(text)) = (schema.get("pattern").and_then(Value::as_str), value.as_str())
        && !text.starts_with('/')
    {
        wrong("pattern");
    }
    if let Some(fields) = value.as_object() {
        let properties = schema["properties"].as_object().unwrap();
        for name in schema["required"].as_array().unwrap() {
            if !fields.contains_key(name.as_str().unwrap()) {
                wrong(&format!("no {name}"));
            }
        }
        for (name, value) in fields {
            match properties.get(name) {
                Some(schema) => found.extend(faults(document, schema, value, &format!("{at}.{name}"))),
                None => found.push(format!("{at}: {name} is not in the schema")),
            }
        }
    }
    if let Some(items) = value.as_array() {
        if schema.get("maxItems").and_then(Value::as_u64).is_some_and(|most| items.len() as u64 > most) {
            found.push(format!("{at}: more than {} items", schema["maxItems"]));
        }
        for (number, item) in items.iter().enumerate() {
            found.extend(faults(document, &schema["items"], item, &format!("{at}[{number}]")));
        }
    }
    found
}

/// Asks and holds the answer against what the document promises; its code if it is a problem.
fn promised(server: &Server, document: &Value, path: &str, tail: &str) -> (u16, Option<String>) {
    let answer = server.get(&format!("{path}?{tail}"));
    let value: Value = serde_json::from_slice(&answer.body).unwrap();
    let responses = &document["paths"][path]["get"]["responses"];
    let response = responses.get(answer.status.to_string()).unwrap_or_else(|| panic!("{path}: {}", answer.status));
    let content = response["content"].as_object().unwrap();
    let (kind, content) = content.iter().next().unwrap();
    assert_eq!(answer.header("content-type"), Some(format!("{kind}; charset=utf-8").as_str()), "{path}?{tail}");
    assert_eq!(faults(document, &content["schema"], &value, path), Vec::<String>::new(), "{path}?{tail}");
    let code = value["code"].as_str().map(str::to_owned);
    if let Some(code) = &code {
        let words = response["description"].as_str().unwrap();
        assert!(words.contains(&format!("`{code}`")), "{path}?{tail}: {code} is not in «{words}»");
    }
    (answer.status, code)
}

#[test]
fn every_endpoint_for_programs_is_described() {
    let server = Server::small();
    let document = document(&server);
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes: BTreeSet<&str> =
        server.app.routes().iter().map(|route| route.pattern).filter(|path| path.starts_with("/api/")).collect();
    assert_eq!(described, routes);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let route = server.app.routes().iter().find(|route| route.pattern == path).unwrap();
            let method = hyper::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            assert!(route.methods.contain(&method), "{method} {path}");
            for field in ["operationId", "summary", "responses"] {
                assert!(operation.get(field).is_some(), "{path}: no {field}");
            }
            for response in operation["responses"].as_object().unwrap().values() {
                for content in response["content"].as_object().unwrap().values() {
                    let example = content.get("example");
                    let faults = example.map_or_else(Vec::new, |it| faults(&document, &content["schema"], it, path));
                    assert_eq!(faults, Vec::<String>::new());
                }
            }
        }
    }
}

#[test]
fn endpoints_do_what_the_document_says() {
    let (_site, out) = published();
    let server = serving(out.path(), Setup::default());
    let document = document(&server);
    let parking = encoded("паркинг");
    for path in ["/api/v1/search", "/api/v1/suggest"] {
        let operation = &document["paths"][path]["get"];
        for response in operation["responses"].as_object().unwrap().values() {
            assert!(response["content"].as_object().unwrap().values().all(|content| content.get("example").is_some()));
        }
        let mut codes = BTreeSet::new();
        for (tail, status) in [
            (format!("lang=kk&q={parking}"), 200),
            (format!("lang=ru&q={parking}&kind=faq"), 200),
            (format!("lang=kk&q={}", encoded("кіру ережелері құпиясөз")), 200),
            (format!("lang=kk&q={}", encoded("ыыыъъъ")), 200),
            (format!("lang=kk&q={parking}&utm=1"), 200),
            ("lang=kk".to_owned(), 400),
            (format!("lang=kk&q={}", "a".repeat(201)), 400),
            (format!("lang=kk&q={}", "a%20b%20c%20d%20e%20f%20g%20h%20".repeat(3)), 400),
            ("lang=kk&q=%FF".to_owned(), 400),
            ("lang=de&q=a".to_owned(), 400),
            ("lang=kk&q=a&kind=x".to_owned(), 400),
            ("lang=kk&q=a&n=0".to_owned(), 400),
            ("lang=kk&q=a&q=b".to_owned(), 400),
        ] {
            let (got, code) = promised(&server, &document, path, &tail);
            assert_eq!(got, status, "{path}?{tail}");
            codes.extend(code);
        }
        let parameters: BTreeSet<&str> =
            operation["parameters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        // A parameter that an endpoint knows may not come twice.
        for name in ["q", "lang", "kind", "n", "p", "page", "limit"] {
            let (_, code) = promised(&server, &document, path, &format!("{name}=1&{name}=1&lang=kk&q={parking}"));
            assert_eq!(code.as_deref() != None, parameters.contains(name), "{path}: {name}");
        }
        if parameters.contains("p") {
            codes.extend(promised(&server, &document, path, &format!("lang=kk&q={parking}&p=99")).1);
        }
        let words = operation["responses"]["400"]["description"].as_str().unwrap();
        let documented: BTreeSet<String> = words.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(codes, documented, "{path}: every code that is described is given");
        for parameter in operation["parameters"].as_array().unwrap().iter().filter(|one| one["name"] == "n") {
            let schema = &parameter["schema"];
            let (most, usual) = (schema["maximum"].as_u64().unwrap(), schema["default"].as_u64().unwrap());
            assert_eq!(promised(&server, &document, path, &format!("lang=kk&q={parking}&n={usual}")).0, 200);
            assert_eq!(promised(&server, &document, path, &format!("lang=kk&q={parking}&n={}", most + 1)).0, 400);
        }
    }

    let id = current_id(out.path()).unwrap();
    fs::remove_dir_all(out.path().join(format!("releases/{id}.search/index"))).unwrap();
    let broken = serving(out.path(), Setup::default());
    let nowhere = Server::small();
    for path in ["/api/v1/search", "/api/v1/suggest"] {
        assert_eq!(promised(&broken, &document, path, "lang=kk&q=a").0, 503);
        assert_eq!(promised(&nowhere, &document, path, "lang=kk&q=a").0, 404);
    }
}
