//! The picture that social networks show beside a link: the site's name, its line and a mark, 1200 × 630.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

/// Width of a card in pixels.
pub const WIDTH: u32 = 1200;
/// Height of a card in pixels.
pub const HEIGHT: u32 = 630;

/// Space around the text.
const MARGIN: f32 = 96.0;

/// What a card says.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// The site's name.
    pub name: &'a str,
    /// What it is for; may be empty.
    pub tagline: &'a str,
    /// Colours.
    pub colours: Colours,
}

/// Colours of a card as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// The ground.
    pub ground: [u8; 3],
    /// The name.
    pub text: [u8; 3],
    /// The line below the name.
    pub muted: [u8; 3],
    /// The mark, and the stripe at the foot.
    pub accent: [u8; 3],
}

impl Default for Colours {
    /// Those of the built-in theme.
    fn default() -> Self {
        Self {
            ground: [0x00, 0x5c, 0x58],
            text: [0xff, 0xff, 0xff],
            muted: [0xcf, 0xea, 0xe6],
            accent: [0xe3, 0xb4, 0x58],
        }
    }
}

/// A card that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The bytes are not a font.
    #[error("not a font that can be read")]
    BadFont,
    /// The picture cannot be written.
    #[error(transparent)]
    Encode(#[from] image::ImageError),
}

/// Draws a card as PNG. Equal input gives equal bytes.
///
/// # Errors
/// When `font` is not an OpenType or TrueType font.
pub fn draw_card(font: &[u8], card: &Card<'_>) -> Result<Vec<u8>, CardError> {
    let font = FontRef::try_from_slice(font).map_err(|_| CardError::BadFont)?;
    let Colours { ground, text, muted, accent } = card.colours;
    let mut canvas = Canvas { pixels: RgbImage::from_pixel(WIDTH, HEIGHT, Rgb(ground)) };
    canvas.mark(MARGIN, MARGIN - 12.0, 136.0, accent);
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let (width, height) = (WIDTH as f32, HEIGHT as f32);
    canvas.fill(accent, (0.0, width), (height - 21.0, height), |_, y| (y - (height - 20.0)).clamp(0.0, 1.0));

    // From the foot upwards, so that both texts stand on the same line on every card.
    let room = width - 2.0 * MARGIN;
    let (line_size, line) = fit(&font, card.tagline, room, &[42.0, 36.0], 3);
    let lines_of_name = wrap(card.name, |text| text_width(&font, 64.0, text) <= room).len();
    let (name_size, name) = if lines_of_name > 2 && line.len() < 3 {
        fit(&font, card.name, room, &[64.0], 3)
    } else {
        fit(&font, card.name, room, &[88.0, 76.0, 64.0], 2)
    };
    let mut y = height - MARGIN - 4.0;
    for text in line.iter().rev() {
        canvas.text(&font, line_size, MARGIN, y, text, muted);
        y -= line_size * 1.35;
    }
    if !line.is_empty() {
        y -= 22.0;
    }
    for part in name.iter().rev() {
        canvas.text(&font, name_size, MARGIN, y, part, text);
        y -= name_size * 1.1;
    }

    // The best compression takes about twenty times as long and saves a fourteenth.
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Up).write_image(
        canvas.pixels.as_raw(),
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(png)
}

struct Canvas {
    pixels: RgbImage,
}

impl Canvas {
    /// Paints a part of the canvas with a cover of 0 to 1 for each pixel, given the pixel's middle.
    #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the canvas")]
    fn fill(&mut self, colour: [u8; 3], across: Point, down: Point, cover: impl Fn(f32, f32) -> f32) {
        let (width, height) = (WIDTH as f32, HEIGHT as f32);
        for y in down.0.clamp(0.0, height) as u32..down.1.clamp(0.0, height).ceil() as u32 {
            for x in across.0.clamp(0.0, width) as u32..across.1.clamp(0.0, width).ceil() as u32 {
                blend(self.pixels.get_pixel_mut(x, y), colour, cover(x as f32 + 0.5, y as f32 + 0.5));
            }
        }
    }

    /// The theme's mark: the ring of a yurt's roof with its bent poles, drawn on a square of 32 units and turned.
    fn mark(&mut self, left: f32, top: f32, size: f32, colour: [u8; 3]) {
        let unit = size / 32.0;
        let lines: Vec<_> = POLES.iter().flat_map(|&pole| curve(pole)).collect();
        let turn = std::f32::consts::FRAC_1_SQRT_2;
        // The mark reaches one unit beyond its square.
        let span = |from: f32| (from - unit, from + size + unit);
        self.fill(colour, span(left), span(top), |x, y| {
            let (dx, dy) = ((x - left) / unit - 16.0, (y - top) / unit - 16.0);
            let from_middle = (dx * dx + dy * dy).sqrt();
            if from_middle > 17.0 {
                return 0.0;
            }
            let at = ((dx + dy) * turn + 16.0, (dy - dx) * turn + 16.0);
            let ring = (from_middle - 13.4).abs() - 1.5;
            let pole = lines.iter().map(|&line| distance_squared(at, line)).fold(f32::MAX, f32::min).sqrt() - 0.85;
            (0.5 - ring.min(pole) * unit).clamp(0.0, 1.0)
        });
    }

    fn text(&mut self, font: &FontRef<'_>, size: f32, left: f32, baseline: f32, text: &str, colour: [u8; 3]) {
        let scaled = font.as_scaled(scale(font, size));
        let mut x = left;
        let mut last: Option<GlyphId> = None;
        for character in text.chars() {
            let id = font.glyph_id(character);
            x += last.map_or(0.0, |last| scaled.kern(last, id));
            let glyph = id.with_scale_and_position(scale(font, size), point(x, baseline));
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, cover| {
                    #[expect(clippy::cast_possible_truncation, reason = "bounds are whole numbers near the canvas")]
                    let at = (i64::from(dx) + bounds.min.x as i64, i64::from(dy) + bounds.min.y as i64);
                    if let (Ok(x), Ok(y)) = (u32::try_from(at.0), u32::try_from(at.1))
                        && let Some(pixel) = self.pixels.get_pixel_mut_checked(x, y)
                    {
                        blend(pixel, colour, cover);
                    }
                });
            }
            x += scaled.h_advance(id);
            last = Some(id);
        }
    }
}

type Point = (f32, f32);

/// The poles as quadratic curves: start, control, end.
const POLES: [(Point, Point, Point); 6] = [
    ((16.0, 3.0), (16.0, 16.0), (16.0, 29.0)),
    ((3.0, 16.0), (16.0, 16.0), (29.0, 16.0)),
    ((11.5, 4.0), (14.5, 16.0), (11.5, 28.0)),
    ((20.5, 4.0), (17.5, 16.0), (20.5, 28.0)),
    ((4.0, 11.5), (16.0, 14.5), (28.0, 11.5)),
    ((4.0, 20.5), (16.0, 17.5), (28.0, 20.5)),
];

/// The curve as twelve straight pieces.
fn curve((start, control, end): (Point, Point, Point)) -> impl Iterator<Item = (Point, Point)> {
    let at = move |step: u8| {
        let t = f32::from(step) / 12.0;
        let mix = |a: f32, b: f32, c: f32| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        (mix(start.0, control.0, end.0), mix(start.1, control.1, end.1))
    };
    (0..12).map(move |step| (at(step), at(step + 1)))
}

/// Squared: the root is taken once, of the least.
fn distance_squared(from: Point, (a, b): (Point, Point)) -> f32 {
    let (x, y, dx, dy) = (from.0 - a.0, from.1 - a.1, b.0 - a.0, b.1 - a.1);
    let along = ((x * dx + y * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (x - along * dx).powi(2) + (y - along * dy).powi(2)
}

fn blend(pixel: &mut Rgb<u8>, colour: [u8; 3], cover: f32) {
    if cover <= 0.0 {
        return;
    }
    for (channel, wanted) in pixel.0.iter_mut().zip(colour) {
        let mixed = f32::from(*channel) + (f32::from(wanted) - f32::from(*channel)) * cover.min(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        {
            *channel = mixed.round() as u8;
        }
    }
}

/// Sizes are those of the em square, as in a style sheet.
fn scale(font: &FontRef<'_>, size: f32) -> PxScale {
    PxScale::from(font.units_per_em().map_or(size, |units| size * font.height_unscaled() / units))
}

fn text_width(font: &FontRef<'_>, size: f32, text: &str) -> f32 {
    let scaled = font.as_scaled(scale(font, size));
    let mut last: Option<GlyphId> = None;
    text.chars()
        .map(|character| {
            let id = font.glyph_id(character);
            let kern = last.replace(id).map_or(0.0, |last| scaled.kern(last, id));
            kern + scaled.h_advance(id)
        })
        .sum()
}

/// The largest of the sizes at which the text fits into the lines; in the smallest it is cut with an ellipsis.
fn fit(font: &FontRef<'_>, text: &str, room: f32, sizes: &[f32], lines: usize) -> (f32, Vec<String>) {
    let mut best = (0.0, Vec::new());
    for &size in sizes {
        best = (size, wrap(text, |text| text_width(font, size, text) <= room));
        if best.1.len() <= lines {
            return best;
        }
    }
    best.1.truncate(lines);
    if let Some(last) = best.1.last_mut() {
        while !last.is_empty() && text_width(font, best.0, &format!("{last}…")) > room {
            last.pop();
        }
        let cut = last.trim_end_matches([' ', ',', '.', '—', '-']).len();
        last.truncate(cut);
        last.push('…');
    }
    best
}

/// Breaks at spaces (not at no-break spaces), and inside a word only when it alone does not fit.
fn wrap(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if fits(&longer) {
                *line = longer;
                continue;
            }
        }
        let mut line = String::new();
        for character in word.chars() {
            line.push(character);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FONT: &[u8] = include_bytes!("../../themes/otau/fonts/card.ttf");

    fn card(name: &str, tagline: &str) -> Vec<u8> {
        draw_card(FONT, &Card { name, tagline, colours: Colours::default() }).unwrap()
    }

    #[test]
    fn a_card_has_its_size_and_is_equal_each_time() {
        let png = card("Отау", "Қызметті пайдалану бойынша көмек");
        let picture = image::load_from_memory(&png).unwrap();
        assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
        assert_eq!(png, card("Отау", "Қызметті пайдалану бойынша көмек"));
        assert_ne!(png, card("Отау", "Помощь"));
        assert!(png.len() < 100_000, "{}", png.len());
    }

    #[test]
    fn every_letter_of_both_languages_is_drawn() {
        let font = FontRef::try_from_slice(FONT).unwrap();
        for letter in
            "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяАӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ«»—…₸№".chars()
        {
            assert_ne!(font.glyph_id(letter).0, 0, "{letter}");
        }
    }

    #[test]
    fn odd_texts_are_drawn_too() {
        for (name, tagline) in [("", ""), ("🙂", "\u{200d}\u{301}"), (&*"Ұ".repeat(300), &*"сөз ".repeat(300))] {
            assert!(image::load_from_memory(&card(name, tagline)).is_ok());
        }
        assert!(matches!(
            draw_card(b"no font", &Card { name: "", tagline: "", colours: Colours::default() }),
            Err(CardError::BadFont)
        ));
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_letter(text in "[абв \u{a0}]{0,60}", room in 1_usize..12) {
            let lines = wrap(&text, |line| line.chars().count() <= room);
            prop_assert!(lines.iter().all(|line| !line.is_empty() && line.chars().count() <= room));
            let bare = |text: &str| text.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
