//! JSON bodies: `application/json` alone, not deep, with no field that is not known (security, CSRF-3, ACL-5, IN-5).

use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::Payload;
use super::error::Error;
use super::extract;
use super::form::require;
use super::respond;
use super::router::{Request, Response};

/// Deepest nesting of a body.
const DEEPEST: usize = 16;

/// Reads the body of a request. `T` denies unknown fields.
///
/// # Errors
/// 415 for another type, 400 for what is no JSON, too deep or not of this form; what [`extract::body`] says.
pub async fn read<T: DeserializeOwned>(request: &mut Request) -> Result<T, Error> {
    require(request, "application/json")?;
    parse(&extract::body(request).await?)
}

/// Reads a body.
///
/// # Errors
/// 400 for what is no JSON, too deep or not of this form.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    if depth(body) > DEEPEST {
        return Err(Error::Parameter("json-too-deep"));
    }
    // An array would be read as the fields in their order.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|first| *first == b'[') {
        return Err(Error::Parameter("json-unexpected"));
    }
    serde_json::from_slice(body)
        .map_err(|error| Error::Parameter(if error.is_data() { "json-unexpected" } else { "json-malformed" }))
}

/// An answer in JSON.
///
/// # Errors
/// The view cannot be written, which is a fault of ours.
pub fn answer(status: StatusCode, view: &impl Serialize) -> Result<Response, Error> {
    let body = serde_json::to_vec(view).map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = Response::new(Payload::bytes(body));
    *response.status_mut() = status;
    respond::set(&mut response, CONTENT_TYPE, "application/json; charset=utf-8");
    Ok(response)
}

/// How deep brackets stand in brackets, outside of texts.
fn depth(json: &[u8]) -> usize {
    let (mut open, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' if !in_text => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_in_05_depth_is_that_of_brackets_outside_of_texts() {
        for (json, wanted) in [
            ("1", 0),
            ("{}", 1),
            ("{\"a\":[{}],\"b\":[]}", 3),
            ("{\"a\":\"[[[[\"}", 1),
            ("{\"a\":\"\\\"[[\",\"b\":[]}", 2),
            ("[[[", 3),
            ("]]][", 1),
        ] {
            assert_eq!(depth(json.as_bytes()), wanted, "{json}");
        }
    }
}
