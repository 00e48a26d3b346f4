//! What a release holds: the list the server reads and the next build compares itself with.

use serde::{Deserialize, Serialize};

/// Version of the form of the manifest; another one is ignored and everything is written anew.
pub const FORM: u32 = 1;

/// `releases/<id>.json`, beside the tree `releases/<id>/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORM`].
    pub form: u32,
    /// Name of the release: a hash of everything here but the inputs.
    pub id: String,
    /// Compression: `none`, `fast` or `best`.
    pub compress: String,
    /// Files, sorted by path. Precompressed copies are not listed apart.
    pub files: Vec<FileRecord>,
    /// Permanent redirects, sorted by address: from, to.
    pub redirects: Vec<(String, String)>,
    /// Fingerprint of what `releases/<id>.search/` was made from, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path in the tree with `/`, without one at the start: `kk/faq/index.html`.
    pub path: String,
    /// Hash of the content: xxh3-128, 32 hexadecimal digits.
    pub hash: String,
    /// Length in bytes.
    pub size: u64,
    /// Length of `path.br`, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub br: Option<u64>,
    /// Length of `path.gz`, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gz: Option<u64>,
    /// Fingerprint of everything the content was made from; equal input, equal content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
}
