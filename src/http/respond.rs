//! A file of the site as an answer: its best form, conditions, ranges, caching.

use std::ops::Range;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, VARY,
};

use super::body::Payload;
use super::conditions::{self, Wanted};
use super::content_type;
use super::encoding::{self, Encoding, list};
use super::error::Error;
use super::router::Response;
use super::source::{Body, Caching, StaticFile};

/// Texts larger than this may be asked for in parts; smaller ones are not worth it.
const RANGES_FROM: u64 = 256 * 1024;

/// Plain text.
pub fn text(status: StatusCode, text: impl Into<Bytes>) -> Response {
    let mut response = Response::new(Payload::bytes(text));
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

/// To another page, by GET.
///
/// # Errors
/// The address cannot stand in a header.
pub fn see_other(address: &str) -> Result<Response, Error> {
    let mut response = text(StatusCode::SEE_OTHER, "");
    let value = address.try_into().map_err(|_| Error::Internal(format!("{address:?} is no address")))?;
    response.headers_mut().insert(LOCATION, value);
    Ok(response)
}

/// Sets a header to a fixed value.
pub fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    response.headers_mut().insert(name, HeaderValue::from_static(value));
}

/// A file, as the request's conditions have it.
///
/// # Errors
/// The file is gone from the disk, or the range lies outside of it.
pub async fn file(file: &StaticFile, request: &HeaderMap, head: bool) -> Result<Response, Error> {
    let form = encoding::choose(&list(request, &ACCEPT_ENCODING), file.br.is_some(), file.gz.is_some());
    let body = body_of(file, form);
    let etag = format!("\"{}{}\"", file.hash, form.suffix());
    let mut response = Response::new(Payload::empty());
    describe(&mut response, file, Some(&etag));
    if file.caching != Caching::Never && conditions::names(&list(request, &IF_NONE_MATCH), &etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    if let Some(name) = form.name() {
        set(&mut response, CONTENT_ENCODING, name);
    }
    let length = length(body);
    let mut part = 0..length;
    if form == Encoding::Plain && has_ranges(file) {
        set(&mut response, ACCEPT_RANGES, "bytes");
        if let Some(wanted) = wanted_part(request, head, length, &etag)? {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {}-{}/{length}", wanted.start, wanted.end - 1);
            response.headers_mut().insert(CONTENT_RANGE, value(&range)?);
            part = wanted;
        }
    }
    *response.body_mut() = if head { Payload::absent(length) } else { open(body, part).await? };
    Ok(response)
}

/// A page that answers an error: never cached, never in parts. The caller sets the status.
pub(super) async fn page(file: &StaticFile, encodings: &str) -> std::io::Result<Response> {
    let form = encoding::choose(encodings, file.br.is_some(), file.gz.is_some());
    let body = body_of(file, form);
    let mut response = Response::new(open(body, 0..length(body)).await?);
    describe(&mut response, file, None);
    set(&mut response, CACHE_CONTROL, "no-store");
    if let Some(name) = form.name() {
        set(&mut response, CONTENT_ENCODING, name);
    }
    Ok(response)
}

/// Headers that are the same in 200, 206 and 304.
fn describe(response: &mut Response, file: &StaticFile, etag: Option<&str>) {
    set(response, CONTENT_TYPE, file.content_type);
    let caching = match file.caching {
        Caching::Immutable => "public, max-age=31536000, immutable",
        Caching::Revalidate => "no-cache",
        Caching::Never => "no-store",
    };
    set(response, CACHE_CONTROL, caching);
    if file.br.is_some() || file.gz.is_some() {
        set(response, VARY, "Accept-Encoding");
    }
    if let Some(etag) = etag
        && let Ok(etag) = HeaderValue::try_from(etag)
    {
        response.headers_mut().insert(ETAG, etag);
    }
}

fn body_of(file: &StaticFile, form: Encoding) -> &Body {
    let wanted = match form {
        Encoding::Br => file.br.as_ref(),
        Encoding::Gz => file.gz.as_ref(),
        Encoding::Plain => None,
    };
    wanted.unwrap_or(&file.plain)
}

fn length(body: &Body) -> u64 {
    match body {
        Body::Memory(bytes) => bytes.len() as u64,
        Body::Disk(_, length) => *length,
    }
}

fn has_ranges(file: &StaticFile) -> bool {
    !content_type::is_text(file.content_type) || length(&file.plain) > RANGES_FROM
}

/// The part to send, none for everything. Only GET knows ranges, and only while the file is the one the client has.
fn wanted_part(request: &HeaderMap, head: bool, length: u64, etag: &str) -> Result<Option<Range<u64>>, Error> {
    let Some(header) = request.get(RANGE).and_then(|value| value.to_str().ok()) else { return Ok(None) };
    let same = request.get(IF_RANGE).is_none_or(|condition| condition.as_bytes() == etag.as_bytes());
    if head || !same {
        return Ok(None);
    }
    match conditions::range(header, length) {
        Wanted::All => Ok(None),
        Wanted::Part(start, end) => Ok(Some(start..end)),
        Wanted::Nothing => Err(Error::Range(length)),
    }
}

async fn open(body: &Body, part: Range<u64>) -> std::io::Result<Payload> {
    match body {
        Body::Memory(bytes) => {
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
            Ok(Payload::bytes(bytes.slice(place(part.start)..place(part.end))))
        }
        Body::Disk(path, size) => Payload::file(path, *size, part.start, part.end - part.start).await,
    }
}

fn value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(text).map_err(|error| Error::Internal(error.to_string()))
}
