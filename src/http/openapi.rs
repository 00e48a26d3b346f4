//! `/openapi.json`: what programs may ask for, in `OpenAPI` 3.1. The document is put together from the router's own table:
//! an endpoint describes itself with [`super::router::Route::described`], in the room it belongs to, and is in it.

use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::body::Payload;
use super::error::Error;
use super::respond;
use super::router::{Request, Response, Route};

/// What an endpoint says about itself.
#[derive(Clone, Debug)]
pub struct Description {
    /// The path item: an operation for each method, `{"get": {…}}`.
    pub path: Value,
    /// Schemas that the operations refer to as `#/components/schemas/NAME`, by name.
    pub schemas: Value,
}

pub(super) async fn answer(request: Request) -> Result<Response, Error> {
    let mut response = Response::new(Payload::bytes(document(request.app.routes()).to_string()));
    respond::set(&mut response, CONTENT_TYPE, "application/json; charset=utf-8");
    respond::set(&mut response, CACHE_CONTROL, "no-cache");
    Ok(response)
}

/// The document of these endpoints.
pub fn document(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::from_iter([("Problem".to_owned(), problem_schema())]);
    for route in routes {
        if let Some(description) = route.description() {
            paths.insert(route.pattern.to_owned(), description.path);
            if let Value::Object(own) = description.schemas {
                schemas.extend(own);
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Otau",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Questions and answers in Kazakh and Russian.",
            "description": "Everything is read with GET and answered in JSON. What is wrong with a request is said as \
                a problem (RFC 9457) whose `code` never changes. Unknown parameters are ignored; a known one that comes \
                twice or cannot be read is refused.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// A response that is a problem, with the codes it may have and an example of the first.
pub fn problem(status: u16, description: &str, codes: &[&str]) -> Value {
    let title = hyper::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    json!({
        "description": format!("{description} Codes: `{}`.", codes.join("`, `")),
        "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
                "type": "about:blank",
                "title": title,
                "status": status,
                "code": codes.first(),
                "request_id": "1f6c2a0d9b3e4c58",
            },
        }},
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "What is wrong with a request (RFC 9457).",
        "required": ["type", "title", "status", "code", "request_id"],
        "additionalProperties": false,
        "properties": {
            "type": {"type": "string", "const": "about:blank"},
            "title": {"type": "string", "description": "What it means, in the reader's language."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "code": {"type": "string", "pattern": "^[a-z-]+$", "description": "Says exactly what; never changes."},
            "request_id": {"type": "string", "description": "As in the header X-Request-Id and in the log."},
        },
    })
}
