//! Pictures: several widths, or the exact one where that is lighter; WebP with the original format as fallback, no
//! metadata; never worked on twice.

mod cache;
mod exact;
mod svg;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, imageops};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::io::Cursor;
use xxhash_rust::xxh3::xxh3_128;

use super::minify::minify_svg;

pub use cache::PictureCache;

/// Widths a picture is offered in.
pub const WIDTHS: [u32; 3] = [360, 720, 1080];
/// No picture may have more pixels.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Longest side that WebP allows.
const LONGEST: u32 = 16_383;
/// Quality of pictures that are not stored without loss.
const QUALITY: u8 = 80;
/// Folder of the pictures in a release.
const FOLDER: &str = "assets/img";

/// A picture as a page shows it. Addresses begin with `/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Width in pixels, as the original has it when it is held upright.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// WebP: width and address, narrowest first; none for a drawing.
    pub sources: Vec<(u32, String)>,
    /// Address of the picture for browsers without WebP: in the original's format, or the drawing itself.
    pub fallback_url: String,
}

/// The files made from one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Processed {
    /// What the page needs to know.
    pub picture: Picture,
    /// Path in the release and content; the names come from the contents.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Processed {
    /// Length of the heaviest file that a browser of today may load, in bytes.
    pub fn heaviest(&self) -> usize {
        let offered = |path: &str| {
            self.picture.sources.is_empty() || self.picture.sources.iter().any(|(_, url)| url[1..] == *path)
        };
        self.files.iter().filter(|(path, _)| offered(path)).map(|(_, bytes)| bytes.len()).max().unwrap_or(0)
    }

    fn add(&mut self, bytes: Vec<u8>, extension: &str) -> String {
        let hash = format!("{:032x}", xxh3_128(&bytes));
        let path = format!("{FOLDER}/{}.{extension}", &hash[..16]);
        let url = format!("/{path}");
        if !self.files.iter().any(|(known, _)| *known == path) {
            self.files.push((path, bytes));
        }
        url
    }
}

/// Why a picture cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not PNG, JPEG, WebP or SVG.
    #[error("not a PNG, JPEG, WebP or SVG picture")]
    Unsupported,
    /// Too many pixels, or a side too long.
    #[error("{width} × {height} pixels are too many")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The file is damaged.
    #[error("{0}")]
    Decode(String),
    /// A drawing that could run or load something.
    #[error("the drawing contains {0}")]
    UnsafeDrawing(String),
    /// The result cannot be written.
    #[error("cannot be converted: {0}")]
    Encode(String),
}

/// Makes all files of a picture. A pure function: equal bytes, equal files.
///
/// # Errors
/// See [`PictureError`].
pub fn process(bytes: &[u8]) -> Result<Processed, PictureError> {
    let Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) = image::guess_format(bytes) else {
        return drawing(bytes);
    };
    let (original, upright) = decode(bytes, format)?;
    let loss = match format {
        ImageFormat::Png if has_few_colours(&original) => Loss::Sharper,
        ImageFormat::Png => Loss::Lighter,
        _ => Loss::Some,
    };
    if loss == Loss::Sharper
        && let Some(made) = exact::process(&original, upright.then_some(bytes))?
    {
        return Ok(made);
    }
    in_widths(original, format, loss)
}

/// How much of a picture WebP may lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// Nothing.
    None,
    /// Nothing where that is no heavier.
    Lighter,
    /// Nothing where that is half as heavy again at most: sharp letters are worth it.
    Sharper,
    /// What the eye does not miss.
    Some,
}

/// The forms of a picture, each in several widths.
fn in_widths(original: DynamicImage, format: ImageFormat, loss: Loss) -> Result<Processed, PictureError> {
    let (width, height) = (original.width(), original.height());
    let mut made = Processed {
        picture: Picture { width, height, sources: Vec::new(), fallback_url: String::new() },
        files: Vec::new(),
    };
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&it| it < width).collect();
    widths.push(width.min(WIDTHS[WIDTHS.len() - 1]));
    widths.dedup();
    // Each width is made from the next larger one: less work, and no visible loss.
    let widest = shrink(original, widths.pop().unwrap_or(width))?;
    let mut pictures = vec![widest];
    for wanted in widths.into_iter().rev() {
        pictures.push(shrink(pictures[pictures.len() - 1].clone(), wanted)?);
    }
    let fallback = || match format {
        ImageFormat::WebP => None,
        ImageFormat::Png => Some((png(&pictures[0]), "png")),
        _ => Some((jpeg(&pictures[0]), "jpg")),
    };
    let encode = || pictures.par_iter().map(|picture| webp(picture, loss)).collect::<Result<Vec<_>, _>>();
    let (fallback, encoded) = rayon::join(fallback, encode);
    if let Some((bytes, extension)) = fallback {
        made.picture.fallback_url = made.add(bytes?, extension);
    }
    for (picture, bytes) in pictures.iter().zip(encoded?) {
        let url = made.add(bytes, "webp");
        made.picture.sources.insert(0, (picture.width(), url));
    }
    if let (true, Some((_, url))) = (made.picture.fallback_url.is_empty(), made.picture.sources.last()) {
        made.picture.fallback_url.clone_from(url);
    }
    Ok(made)
}

fn drawing(bytes: &[u8]) -> Result<Processed, PictureError> {
    let text = std::str::from_utf8(bytes).map_err(|_| PictureError::Unsupported)?.trim_start_matches('\u{feff}');
    if !text.contains("<svg") {
        return Err(PictureError::Unsupported);
    }
    let (width, height) = svg::inspect(text)?;
    let mut made = Processed {
        picture: Picture { width, height, sources: Vec::new(), fallback_url: String::new() },
        files: Vec::new(),
    };
    made.picture.fallback_url = made.add(minify_svg(text).into_bytes(), "svg");
    Ok(made)
}

/// The picture upright, with eight bits a channel and without metadata; and whether the file has it upright already.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, bool), PictureError> {
    let broken = |error: image::ImageError| PictureError::Decode(error.to_string());
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(Limits::default());
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let picture = if picture.color().has_alpha() {
        let picture = picture.into_rgba8();
        if picture.pixels().all(|pixel| pixel.0[3] == 255) {
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8())
        } else {
            DynamicImage::ImageRgba8(picture)
        }
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    Ok((picture, orientation == Orientation::NoTransforms))
}

fn shrink(picture: DynamicImage, width: u32) -> Result<DynamicImage, PictureError> {
    let height =
        (u64::from(picture.height()) * u64::from(width) + u64::from(picture.width()) / 2) / u64::from(picture.width());
    let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
    if height > LONGEST {
        return Err(PictureError::TooLarge { width: picture.width(), height: picture.height() });
    }
    if width >= picture.width() {
        return Ok(picture);
    }
    // Photographs come much larger than needed: first a cheap halving, then the good filter.
    let picture = if picture.width() >= width.saturating_mul(4) {
        picture.thumbnail_exact(width * 2, height * 2)
    } else {
        picture
    };
    Ok(match picture {
        DynamicImage::ImageRgba8(mut rgba) => {
            // Colours of invisible pixels must not shine through at the edges.
            for pixel in rgba.pixels_mut() {
                let [colours @ .., alpha] = &mut pixel.0;
                for colour in colours {
                    *colour = scale(*colour, *alpha, 255);
                }
            }
            let mut small = imageops::resize(&rgba, width, height, imageops::FilterType::Lanczos3);
            for pixel in small.pixels_mut() {
                let [colours @ .., alpha] = &mut pixel.0;
                for colour in colours {
                    *colour = scale(*colour, 255, (*alpha).max(1));
                }
            }
            DynamicImage::ImageRgba8(small)
        }
        other => other.resize_exact(width, height, imageops::FilterType::Lanczos3),
    })
}

/// `value * up / down`, rounded, at most 255.
fn scale(value: u8, up: u8, down: u8) -> u8 {
    let (value, up, down) = (u32::from(value), u32::from(up), u32::from(down));
    u8::try_from((value * up + down / 2) / down).unwrap_or(u8::MAX)
}

/// At most 256: a screenshot or a diagram, in which lossy compression would smear letters.
fn has_few_colours(picture: &DynamicImage) -> bool {
    let mut seen = FxHashSet::default();
    let bytes = picture.as_bytes();
    let mut last: &[u8] = &[];
    bytes.chunks_exact(usize::from(picture.color().bytes_per_pixel())).all(|pixel| {
        if pixel != last {
            last = pixel;
            seen.insert(pixel);
        }
        seen.len() <= 256
    })
}

fn webp(picture: &DynamicImage, loss: Loss) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = if picture.color().has_alpha() {
        webp::Encoder::from_rgba(picture.as_bytes(), width, height)
    } else {
        webp::Encoder::from_rgb(picture.as_bytes(), width, height)
    };
    let encode = |lossless, quality| {
        encoder
            .encode_simple(lossless, quality)
            .map(|bytes| bytes.to_vec())
            .map_err(|error| PictureError::Encode(format!("{error:?}")))
    };
    let (exact, lossy) = (|| encode(true, 75.0), || encode(false, f32::from(QUALITY)));
    match loss {
        Loss::None => exact(),
        Loss::Some => lossy(),
        Loss::Lighter | Loss::Sharper => {
            let (exact, lossy) = (exact()?, lossy()?);
            let limit = if loss == Loss::Sharper { lossy.len() + lossy.len() / 2 } else { lossy.len() };
            Ok(if exact.len() <= limit { exact } else { lossy })
        }
    }
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
    write(encoder, picture)?;
    Ok(out)
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    write(JpegEncoder::new_with_quality(&mut out, QUALITY), picture)?;
    Ok(out)
}

fn write(encoder: impl ImageEncoder, picture: &DynamicImage) -> Result<(), PictureError> {
    picture.write_with_encoder(encoder).map_err(|error| PictureError::Encode(error.to_string()))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
