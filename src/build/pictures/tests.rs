use super::*;
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use std::fs;

/// Smooth colours, as in a photograph.
fn photograph(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |k: u32| u8::try_from((x * k / 3 + y * (k + 2) / 5 + x * y / 97) % 256).unwrap();
        Rgb([wave(1), wave(2), wave(3)])
    })
    .into()
}

/// Flat areas with sharp edges, as on a screen.
fn screenshot(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(
        width,
        height,
        |x, y| if (x / 40 + y / 30) % 2 == 0 { Rgb([255, 255, 255]) } else { Rgb([0, 92, 88]) },
    )
    .into()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn extension(url: &str) -> &str {
    url.rsplit('.').next().unwrap()
}

fn file<'a>(made: &'a Processed, url: &str) -> &'a [u8] {
    &made.files.iter().find(|(path, _)| format!("/{path}") == url).unwrap().1
}

#[test]
fn a_photograph_is_offered_in_widths_not_above_its_own() {
    for (width, wanted) in [(1090, vec![360, 720, 1080]), (800, vec![360, 720, 800]), (360, vec![360]), (90, vec![90])]
    {
        let made = process(&encoded(&photograph(width, width / 8), ImageFormat::Jpeg)).unwrap();
        assert_eq!((made.picture.width, made.picture.height), (width, width / 8));
        assert_eq!(made.picture.sources.iter().map(|it| it.0).collect::<Vec<_>>(), wanted);
        assert_eq!(made.files.len(), wanted.len() + 1);
        for (width, url) in &made.picture.sources {
            assert!(url.starts_with("/assets/img/") && extension(url) == "webp", "{url}");
            let small = image::load_from_memory_with_format(file(&made, url), ImageFormat::WebP).unwrap();
            assert_eq!((small.width(), small.height()), (*width, width / 8));
        }
        let fallback =
            image::load_from_memory_with_format(file(&made, &made.picture.fallback_url), ImageFormat::Jpeg).unwrap();
        assert_eq!(fallback.width(), *wanted.last().unwrap());
    }
}

#[test]
fn a_screenshot_keeps_every_pixel() {
    let original = screenshot(720, 400);
    let made = process(&encoded(&original, ImageFormat::Png)).unwrap();
    assert!(extension(&made.picture.fallback_url) == "png");
    let (_, url) = made.picture.sources.last().unwrap();
    assert_eq!(image::load_from_memory(file(&made, url)).unwrap().into_rgb8(), original.clone().into_rgb8());
    assert_eq!(
        image::load_from_memory(file(&made, &made.picture.fallback_url)).unwrap().into_rgb8(),
        original.into_rgb8()
    );
}

#[test]
fn a_screenshot_is_offered_as_it_is_and_nothing_else() {
    let original = screenshot(1280, 700);
    let plain = encoded(&original, ImageFormat::Png);
    // A text of the camera's after the header, and something hidden behind the end.
    let mut text = b"tEXtComment\0secret".to_vec();
    let mut check = flate2::Crc::new();
    check.update(&text);
    text.extend(check.sum().to_be_bytes());
    let source = [&plain[..33], &14_u32.to_be_bytes(), &text, &plain[33..], b"secret"].concat();
    let made = process(&source).unwrap();
    assert_eq!(made.picture.sources.iter().map(|it| it.0).collect::<Vec<_>>(), [1280]);
    assert_eq!(made.files.len(), 2);
    for (_, bytes) in &made.files {
        assert!(!bytes.windows(6).any(|it| it == b"secret"));
        assert_eq!(image::load_from_memory(bytes).unwrap().into_rgb8(), original.clone().into_rgb8());
        assert!(bytes.len() <= source.len());
    }
}

#[test]
fn few_colours_that_are_wide_or_heavy_come_in_widths() {
    // Two colours without any order: a photograph in dots.
    let dots = RgbImage::from_fn(1200, 200, |x, y| {
        Rgb([if xxh3_128(&[x.to_le_bytes(), y.to_le_bytes()].concat()).is_multiple_of(2) { 0 } else { 255 }; 3])
    });
    for original in [screenshot(2000, 300), dots.into()] {
        let made = process(&encoded(&original, ImageFormat::Png)).unwrap();
        assert_eq!(made.picture.sources.iter().map(|it| it.0).collect::<Vec<_>>(), [360, 720, 1080]);
    }
}

#[test]
fn transparency_stays_and_invisible_colours_do_not_shine_through() {
    let original =
        RgbaImage::from_fn(1600, 400, |x, _| if x < 801 { Rgba([0, 92, 88, 255]) } else { Rgba([255, 0, 0, 0]) });
    let made = process(&encoded(&original.into(), ImageFormat::Png)).unwrap();
    let small = image::load_from_memory(file(&made, &made.picture.sources[0].1)).unwrap().into_rgba8();
    assert_eq!((small.get_pixel(10, 10).0[3], small.get_pixel(350, 10).0[3]), (255, 0));
    assert!(small.pixels().filter(|pixel| pixel.0[3] > 40).all(|pixel| pixel.0[0] < 60));
}

#[test]
fn a_webp_source_is_its_own_fallback() {
    let made = process(&encoded(&photograph(500, 300), ImageFormat::WebP)).unwrap();
    assert_eq!(made.picture.fallback_url, made.picture.sources.last().unwrap().1);
    assert_eq!(made.files.len(), 2);
}

#[test]
fn metadata_goes_but_the_picture_is_turned_upright() {
    let plain = encoded(&photograph(64, 32), ImageFormat::Jpeg);
    // EXIF: little endian, one entry: orientation 6, a quarter turn.
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0secret place";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let turned = [&plain[..2], &[0xff, 0xe1], &length, exif, &plain[2..]].concat();
    let made = process(&turned).unwrap();
    assert_eq!((made.picture.width, made.picture.height), (32, 64));
    assert!(made.files.iter().all(|(_, bytes)| !bytes.windows(6).any(|it| it == b"secret")));
}

#[test]
fn what_is_no_picture_is_told() {
    assert_eq!(process(b"").unwrap_err(), PictureError::Unsupported);
    assert_eq!(process(b"GIF89a........").unwrap_err(), PictureError::Unsupported);
    assert_eq!(process("<p>мәтін".as_bytes()).unwrap_err(), PictureError::Unsupported);
    let png = encoded(&screenshot(50, 50), ImageFormat::Png);
    assert!(matches!(process(&png[..png.len() / 2]).unwrap_err(), PictureError::Decode(_)));
    // A header that promises 100 000 × 100 000 pixels.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\x02\0\0\0".to_vec();
    let mut check = flate2::Crc::new();
    check.update(&bomb[12..]);
    bomb.extend(check.sum().to_be_bytes());
    bomb.extend(b"\0\0\0\x01IDAT\0\0\0\0\0");
    let error = process(&bomb).unwrap_err();
    assert!(matches!(error, PictureError::TooLarge { width: 100_000, .. } | PictureError::Decode(_)), "{error}");
    let tall = encoded(&screenshot(4, 20_000), ImageFormat::Png);
    assert_eq!(process(&tall).unwrap_err(), PictureError::TooLarge { width: 4, height: 20_000 });
}

#[test]
fn a_drawing_passes_through() {
    let made = process("\u{feff}<svg viewBox='0 0 40 20'>\n <path d='M0 0'/>\n</svg>".as_bytes()).unwrap();
    assert_eq!((made.picture.width, made.picture.height, made.picture.sources.len()), (40, 20, 0));
    assert_eq!(made.files[0].1, b"<svg viewBox='0 0 40 20'><path d='M0 0'/></svg>");
    assert_eq!(made.heaviest(), made.files[0].1.len());
}

#[test]
fn the_cache_works_once_and_mends_itself() {
    let folder = tempfile::tempdir().unwrap();
    let cache = PictureCache::new(folder.path());
    let source = encoded(&photograph(400, 300), ImageFormat::Jpeg);
    let first = cache.process(&source).unwrap();
    assert_eq!(first, process(&source).unwrap());
    let entry = fs::read_dir(folder.path().join("pictures")).unwrap().next().unwrap().unwrap().path();
    let json = entry.join("picture.json");
    // A hit comes from the disk: what stands there is what is returned.
    fs::write(&json, fs::read_to_string(&json).unwrap().replace("\"height\":300", "\"height\":299")).unwrap();
    assert_eq!(cache.process(&source).unwrap().picture.height, 299);
    let name = first.files[0].0.rsplit('/').next().unwrap().to_owned();
    for damage in [
        |path: &std::path::Path| fs::write(path, "half").unwrap(),
        |path: &std::path::Path| fs::remove_file(path).unwrap(),
    ] {
        damage(&entry.join(&name));
        assert_eq!(cache.process(&source).unwrap(), first);
        assert_eq!(fs::read(entry.join(&name)).unwrap(), first.files[0].1);
    }
    // Many threads with the same picture, and a cache that cannot be written.
    let other = tempfile::tempdir().unwrap();
    let cache = PictureCache::new(other.path());
    assert!((0..8).into_par_iter().all(|_| cache.process(&source).unwrap() == first));
    let blocked = PictureCache::new(&json);
    assert_eq!(blocked.process(&source).unwrap(), first);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damaged_files_give_an_error_or_a_picture(at in 0_usize..2000, byte: u8, format in 0..3_usize) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP][format];
        let mut source = encoded(&photograph(40, 30), format);
        let at = at % source.len();
        source[at] = byte;
        let _ = process(&source);
    }
}
