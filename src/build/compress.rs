//! Compressed copies beside the text files of a release.

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use brotli::enc::BrotliEncoderParams;
use flate2::write::GzEncoder;

/// How much work goes into the compressed copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compress {
    /// No copies at all.
    None,
    /// Brotli 4 and gzip 6: under a millisecond a page.
    Fast,
    /// Brotli 11 and gzip 9: the smallest, about twenty milliseconds a page.
    Best,
}

impl Compress {
    /// The word used on the command line and in the manifest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Fast => "fast",
            Self::Best => "best",
        }
    }
}

impl fmt::Display for Compress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Compress {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::None, Self::Fast, Self::Best]
            .into_iter()
            .find(|mode| mode.as_str() == word)
            .ok_or_else(|| format!("{word}: none, fast or best expected"))
    }
}

/// Above this length brotli 11 gives way to 9: a list of all pages would otherwise take tens of seconds on one core.
const LARGE: usize = 1 << 20;

/// The compressed copies of one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// Content of `path.br`.
    pub br: Option<Vec<u8>>,
    /// Content of `path.gz`.
    pub gz: Option<Vec<u8>>,
}

/// Compresses `bytes` when `path` names text; a copy that is not smaller than the original is left out.
///
/// # Errors
/// None in practice: both encoders write to memory.
pub fn compress(path: &str, bytes: &[u8], mode: Compress) -> io::Result<Copies> {
    if mode == Compress::None || !is_text(path) {
        return Ok(Copies::default());
    }
    let smaller = |copy: Vec<u8>| (copy.len() < bytes.len()).then_some(copy);
    Ok(Copies { br: smaller(brotli(bytes, mode)?), gz: smaller(gzip(bytes, mode)?) })
}

/// Whether the file is of a type that compression helps.
pub fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| {
        matches!(
            extension,
            "html" | "css" | "js" | "mjs" | "json" | "xml" | "atom" | "svg" | "txt" | "webmanifest" | "md" | "map"
        )
    })
}

fn brotli(bytes: &[u8], mode: Compress) -> io::Result<Vec<u8>> {
    let quality = match mode {
        Compress::Best if bytes.len() <= LARGE => 11,
        Compress::Best => 9,
        Compress::Fast | Compress::None => 4,
    };
    let params = BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::with_capacity(bytes.len() / 3 + 64);
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8], mode: Compress) -> io::Result<Vec<u8>> {
    let level = if mode == Compress::Best { 9 } else { 6 };
    // The header's time stays 0, so equal content gives equal copies.
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3 + 64), flate2::Compression::new(level));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn copies_decode_to_the_original_and_are_equal_each_time() {
        let text = "Құпиясөзді қалай қалпына келтіруге болады? ".repeat(200);
        for mode in [Compress::Fast, Compress::Best] {
            let copies = compress("kk/index.html", text.as_bytes(), mode).unwrap();
            assert_eq!(copies, compress("kk/index.html", text.as_bytes(), mode).unwrap());
            let mut plain = Vec::new();
            brotli::Decompressor::new(&copies.br.unwrap()[..], 4096).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, text.as_bytes());
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&copies.gz.unwrap()[..]).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, text.as_bytes());
        }
    }

    #[test]
    fn pictures_and_tiny_files_have_no_copies() {
        assert_eq!(compress("a.png", &[0; 1000], Compress::Best).unwrap(), Copies::default());
        assert_eq!(compress("a.txt", b"a", Compress::Best).unwrap(), Copies::default());
        assert_eq!(compress("a.txt", b"", Compress::Fast).unwrap(), Copies::default());
        assert_eq!(compress("a.html", &[b'a'; 1000], Compress::None).unwrap(), Copies::default());
    }
}
