//! The JSON form: an object a line.

use super::error::Fault;
use super::raw::{End, Header, Line, RawClient, Totals};

/// How the last line begins.
const END: &str = "{\"end\"";

/// Reads the first line.
///
/// # Errors
/// What the reader of JSON says.
pub(super) fn header(text: &str) -> Result<Header, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Reads another line.
///
/// # Errors
/// [`Fault`] `shape`.
pub fn line(text: &str) -> Result<Line<'_>, Fault> {
    if text.trim_start().starts_with(END) {
        let End { end } = serde_json::from_str(text).map_err(Fault::shape)?;
        return Ok(Line::End(end));
    }
    serde_json::from_str(text).map(|client| Line::Client(Box::new(client))).map_err(Fault::shape)
}

/// Writes the first line.
pub(super) fn write_header(header: &Header) -> String {
    serde_json::to_string(header).unwrap_or_default()
}

/// Writes a client.
pub(super) fn write_client(client: &RawClient<'_>) -> String {
    serde_json::to_string(client).unwrap_or_default()
}

/// Writes the last line.
pub(super) fn write_end(totals: Totals) -> String {
    serde_json::to_string(&End { end: totals }).unwrap_or_default()
}
