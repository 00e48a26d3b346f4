//! The body of an answer: nothing, bytes in memory, a part of a file, or a stream of events.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncSeekExt, ReadBuf};
use tokio::sync::mpsc;

use super::app::App;
use super::log::Access;
use super::pulse::{PORTION, Pace};

/// How much of a file is read at a time.
const CHUNK: usize = 64 * 1024;

/// The body of an answer.
pub struct Payload {
    kind: Kind,
    sent: u64,
    record: Option<Box<Record>>,
    pace: Option<Pace>,
}

enum Kind {
    Bytes(Bytes),
    /// Only its length is told: the answer to HEAD.
    Absent(u64),
    File {
        file: File,
        left: u64,
    },
    Events(mpsc::Receiver<Bytes>),
}

/// What to write down when the answer has gone out (or its reader has).
pub(super) struct Record {
    pub(super) app: Arc<App>,
    pub(super) id: String,
    pub(super) method: String,
    pub(super) route: &'static str,
    pub(super) status: u16,
    pub(super) start: Instant,
}

impl Payload {
    /// No body.
    pub fn empty() -> Self {
        Self::bytes(Bytes::new())
    }

    /// Bytes.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Kind::Bytes(bytes.into()))
    }

    /// Nothing, in place of `length` bytes.
    pub(super) fn absent(length: u64) -> Self {
        Self::of(Kind::Absent(length))
    }

    /// `length` bytes of a file of `size` bytes, from `start`.
    ///
    /// # Errors
    /// The file is gone or has another size than it should.
    pub(super) async fn file(path: &Path, size: u64, start: u64, length: u64) -> io::Result<Self> {
        let mut file = File::open(path).await?;
        let found = file.metadata().await?.len();
        if found != size {
            return Err(io::Error::other(format!("{}: {found} bytes, not {size}", path.display())));
        }
        if start > 0 {
            file.seek(io::SeekFrom::Start(start)).await?;
        }
        Ok(Self::of(Kind::File { file, left: length }))
    }

    /// Whatever comes through the channel, until it is closed.
    pub(super) fn events(events: mpsc::Receiver<Bytes>) -> Self {
        Self::of(Kind::Events(events))
    }

    fn of(kind: Kind) -> Self {
        Self { kind, sent: 0, record: None, pace: None }
    }

    /// Length in bytes, if it is known.
    pub(super) fn length(&self) -> Option<u64> {
        match &self.kind {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Absent(length) => Some(*length),
            Kind::File { left, .. } => Some(*left),
            Kind::Events(_) => None,
        }
    }

    /// Leaves nothing to send.
    pub(super) fn clear(&mut self) {
        self.kind = Kind::Bytes(Bytes::new());
    }

    /// Hands itself over in portions from now on, and says so, where there is anything to hand over.
    pub(super) fn pace(&mut self, pace: impl FnOnce() -> Pace) {
        self.pace = self.length().is_some_and(|length| length > 0 && !self.is_end_stream()).then(pace);
    }

    /// Asks for `record` to be written at the end.
    pub(super) fn record(&mut self, record: Record) {
        self.record = Some(Box::new(record));
    }
}

fn poll_file(file: &mut File, left: &mut u64, cx: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let want = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
    let mut chunk = BytesMut::zeroed(want);
    let mut buffer = ReadBuf::new(&mut chunk);
    ready!(Pin::new(file).poll_read(cx, &mut buffer))?;
    let read = buffer.filled().len();
    if read == 0 {
        return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
    }
    chunk.truncate(read);
    *left -= read as u64;
    Poll::Ready(Ok(chunk.freeze()))
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let portion = if self.pace.is_some() { PORTION } else { usize::MAX };
        let next = match &mut self.kind {
            Kind::Bytes(bytes) => (!bytes.is_empty()).then(|| Ok(bytes.split_to(bytes.len().min(portion)))),
            Kind::Absent(_) | Kind::File { left: 0, .. } => None,
            Kind::File { file, left } => Some(ready!(poll_file(file, left, cx))),
            Kind::Events(events) => ready!(events.poll_recv(cx)).map(Ok),
        };
        if let Some(Ok(data)) = &next {
            self.sent += data.len() as u64;
            if let Some(pace) = &self.pace {
                pace.moved();
            }
        }
        Poll::Ready(next.map(|result| result.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::File { left, .. } => *left == 0,
            Kind::Absent(_) => true,
            Kind::Events(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Absent(_) => SizeHint::with_exact(0),
            _ => self.length().map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        let Some(record) = self.record.take() else { return };
        record.app.metrics().bytes(self.sent);
        if record.app.config().access_log {
            record.app.log().access(&Access {
                id: &record.id,
                method: &record.method,
                route: record.route,
                status: record.status,
                bytes: self.sent,
                took: record.start.elapsed(),
            });
        }
    }
}
