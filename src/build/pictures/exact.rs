//! A picture of few colours as it is, every pixel kept: how screenshots and diagrams are lightest and sharpest.
//!
//! Shrinking blurs few colours into many, which neither compression likes. Measured over the 40 screenshots of our own
//! guides, 1000 to 1440 pixels wide: 0.46 MB exact in full width; 0.75 MB lossy at 1080 pixels, 0.54 MB at 720.

use image::DynamicImage;

use super::{LONGEST, Loss, Picture, PictureError, Processed, png, webp};

/// Widest picture that is offered in its own width: twice what the text of a page is wide, for dense screens.
const WIDEST: u32 = 1_440;
/// A light picture takes half a bit a pixel at most. Few colours can be heavy too: a photograph in dots.
const PIXELS_A_BYTE: u64 = 16;
/// Bytes of a chunk of PNG beside its data: length, type, check sum.
const CHUNK: usize = 12;

/// The exact forms of `original`, a PNG of few colours; none where it is too wide or stays heavy. `source` is its file
/// if that shows it upright.
pub(super) fn process(original: &DynamicImage, source: Option<&[u8]>) -> Result<Option<Processed>, PictureError> {
    let (width, height) = (original.width(), original.height());
    if width > WIDEST || height > LONGEST {
        return Ok(None);
    }
    let exact = webp(original, Loss::None)?;
    if exact.len() as u64 * PIXELS_A_BYTE > u64::from(width) * u64::from(height) {
        return Ok(None);
    }
    // A PNG well made is no heavier than this; a careless one is made anew.
    let kept = source.and_then(without_metadata).filter(|kept| kept.len() <= 2 * exact.len());
    let fallback = kept.map_or_else(|| png(original), Ok)?;
    let mut made = Processed {
        picture: Picture { width, height, sources: Vec::new(), fallback_url: String::new() },
        files: Vec::new(),
    };
    made.picture.fallback_url = made.add(fallback, "png");
    let url = made.add(exact, "webp");
    made.picture.sources.push((width, url));
    Ok(Some(made))
}

/// The chunks of a PNG that its pixels need, and nothing else; none when it is no whole PNG.
fn without_metadata(source: &[u8]) -> Option<Vec<u8>> {
    let (signature, mut rest) = source.split_at_checked(8)?;
    let mut kept = signature.to_vec();
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(CHUNK)?)?;
        let kind = &chunk[4..8];
        if matches!(kind, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
}
