//! `/openapi.json`: what programs may ask for, in `OpenAPI` 3.1. The document is put together from the router's own table:
//! an endpoint describes itself with [`super::router::Route::described`], in the room it belongs to, and is in it.

use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::body::Payload;
use super::error::Error;
use super::problems;
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
    let mut schemas = problems::schemas();
    for route in routes {
        if let Some(mut description) = route.description() {
            for operation in description.path.as_object_mut().into_iter().flat_map(Map::values_mut) {
                operation["responses"]["default"] = problems::of_any_request();
            }
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
            "summary": "Questions and answers in Kazakh and Russian, a calculator, and the cabinet of a client.",
            "description": "What is wrong with a request is said as a problem (RFC 9457) whose `code` never changes; its \
                words are in the language of `Accept-Language`. What an operation answers itself stands under its status; \
                what any request may be refused for, under `default`.\n\nSearch and the calculator are for everyone. The \
                cabinet is a client's own: its operations demand the `token` of a session, and what changes something is \
                a POST.\n\nA parameter of an address that an operation does not know is passed over, but the schedule \
                and the statement refuse it; a known one that comes twice or cannot be read is refused. A field of a body \
                that is not known is always refused.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "The `token` that signing in or setting a password gives.",
            }},
        },
    })
}

/// The schema of an object of which every field is always there, and no other.
pub(super) fn object(properties: &Value) -> Value {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(Map::keys).collect();
    json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
}
