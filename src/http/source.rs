//! Where the server's static answers come from: a release on disk, or a preview in memory.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use super::desk::Desk;

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Found {
    /// A file.
    File(Arc<StaticFile>),
    /// The address moved for good: 301 to this path of the same site.
    Moved(String),
    /// Nothing.
    Nothing,
}

/// How long others may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// The name carries a fingerprint: a year, `immutable`.
    Immutable,
    /// `no-cache` with an `ETag`.
    Revalidate,
    /// `no-store` (preview).
    Never,
}

/// A file with its precompressed forms.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// `Content-Type`, with `charset=utf-8` for text.
    pub content_type: &'static str,
    /// Caching.
    pub caching: Caching,
    /// Hash of the plain content, 32 hexadecimal digits; the base of the `ETag`.
    pub hash: String,
    /// The content.
    pub plain: Body,
    /// Brotli.
    pub br: Option<Body>,
    /// Gzip.
    pub gz: Option<Body>,
}

/// Content in memory or on disk.
#[derive(Clone, Debug)]
pub enum Body {
    /// In memory.
    Memory(Bytes),
    /// On disk: path and length.
    Disk(PathBuf, u64),
}

/// A whole site, as the server sees it. Immutable; a new release is a new value.
pub trait SiteSource: Send + Sync + 'static {
    /// What stands at the decoded, normalised path (`/kk/faq/`).
    fn find(&self, path: &str) -> Found;
    /// The 404 page of the language the path begins with (`kk` when it begins with none).
    fn not_found(&self, path: &str) -> Option<Arc<StaticFile>>;
    /// The page for 500 or 503.
    fn error_page(&self, code: u16) -> Option<Arc<StaticFile>>;
    /// Its pages on demand and its search; none where it has neither.
    fn desk(&self) -> Option<Arc<Desk>> {
        None
    }
    /// Names the release in `/readyz` and metrics.
    fn id(&self) -> &str;
}
