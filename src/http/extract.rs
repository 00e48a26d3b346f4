//! What handlers read out of a request, with its limits.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use super::error::Error;
use super::router::Request;

/// The whole body; nothing when it was read before.
///
/// # Errors
/// It is over the limit, slower than the limit, or breaks off.
pub async fn body(request: &mut Request) -> Result<Bytes, Error> {
    let limits = &request.app.config().limits;
    let most = usize::try_from(limits.body_bytes).unwrap_or(usize::MAX);
    let Some(body) = request.body.take() else { return Ok(Bytes::new()) };
    match timeout(limits.body_time, Limited::new(body, most).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Error::TooLarge),
        Ok(Err(_)) => Err(Error::Body),
        Err(_) => Err(Error::BodyTimeout),
    }
}
