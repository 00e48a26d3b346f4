//! A site in memory: previews and tests.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use xxhash_rust::xxh3::xxh3_128;

use super::content_type;
use super::release::{address, hash, is_special, not_found_page};
use super::source::{Body, Caching, Found, SiteSource, StaticFile};

/// A site made of a list of files. Nothing of it is cached by browsers and nothing is compressed.
pub struct MemorySource {
    id: String,
    files: HashMap<String, Found>,
    special: HashMap<String, Arc<StaticFile>>,
}

impl MemorySource {
    /// Files by their paths in the tree (`kk/faq/index.html`), redirects by addresses.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>, redirects: Vec<(String, String)>) -> Self {
        let mut source = Self { id: String::new(), files: HashMap::new(), special: HashMap::new() };
        let mut all = 0;
        for (path, bytes) in files {
            let content_type = content_type::of(&path);
            let hash = hash(&bytes);
            all ^= xxh3_128(format!("{path}\0{hash}").as_bytes());
            let plain = Body::Memory(bytes);
            let file = StaticFile { content_type, caching: Caching::Never, hash, plain, br: None, gz: None };
            if is_special(&path) {
                source.special.insert(path, Arc::new(file));
            } else {
                source.files.insert(address(&path), Found::File(Arc::new(file)));
            }
        }
        source.files.extend(redirects.into_iter().map(|(from, to)| (from, Found::Moved(to))));
        source.id = format!("{all:032x}");
        source
    }
}

impl SiteSource for MemorySource {
    fn find(&self, path: &str) -> Found {
        self.files.get(path).cloned().unwrap_or(Found::Nothing)
    }

    fn not_found(&self, path: &str) -> Option<Arc<StaticFile>> {
        self.special.get(not_found_page(path)).cloned()
    }

    fn error_page(&self, code: u16) -> Option<Arc<StaticFile>> {
        self.special.get(&format!("{code}.html")).cloned()
    }

    fn id(&self) -> &str {
        &self.id
    }
}
