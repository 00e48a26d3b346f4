//! Drawings are published as they are, once it is certain that they only draw.

use super::PictureError;

/// Width and height of a drawing, from its attributes or its view box.
///
/// # Errors
/// When it could run something or load something from elsewhere, or has no size.
pub(super) fn inspect(source: &str) -> Result<(u32, u32), PictureError> {
    let mut size = None;
    let mut rest = source;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->").ok_or_else(|| broken("a comment is never closed"))? + 3..];
        } else if rest.starts_with("<!") {
            return Err(forbidden("<!…>"));
        } else {
            let end = tag_end(rest).ok_or_else(|| broken("a tag is never closed"))?;
            let tag = rest[1..end - 1].trim_end_matches('/');
            rest = &rest[end..];
            if !tag.starts_with(['/', '?']) {
                let attributes = check_tag(tag, rest)?;
                size = size.or_else(|| size_of(&attributes));
                if size.is_none() {
                    return Err(broken("the drawing has neither width and height nor viewBox"));
                }
            }
        }
    }
    size.ok_or_else(|| broken("no element svg"))
}

fn broken(reason: &str) -> PictureError {
    PictureError::Decode(reason.to_owned())
}

fn forbidden(what: &str) -> PictureError {
    PictureError::UnsafeDrawing(what.to_owned())
}

/// The byte after the tag that `text` begins with.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Checks a tag with its attributes and, for `style`, the text after it.
fn check_tag<'a>(tag: &'a str, after: &str) -> Result<Vec<(&'a str, &'a str)>, PictureError> {
    let name_end = tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(name_end);
    let local = name.rsplit(':').next().unwrap_or(name).to_lowercase();
    // Lists what draws; anything new has to be thought about first.
    let draws = matches!(
        local.as_str(),
        "svg"
            | "g"
            | "defs"
            | "symbol"
            | "use"
            | "title"
            | "desc"
            | "path"
            | "rect"
            | "circle"
            | "ellipse"
            | "line"
            | "polyline"
            | "polygon"
            | "text"
            | "tspan"
            | "textpath"
            | "image"
            | "style"
            | "marker"
            | "pattern"
            | "mask"
            | "clippath"
            | "switch"
            | "lineargradient"
            | "radialgradient"
            | "stop"
            | "filter"
            | "metadata"
            | "view"
    ) || local.starts_with("fe") && !local.starts_with("feimage");
    if !draws {
        return Err(forbidden(&format!("<{name}>")));
    }
    if local == "style" {
        let text = after.split("</").next().unwrap_or_default();
        if text.contains('@') && !text.split('@').skip(1).all(|rule| rule.starts_with("media")) || loads(text) {
            return Err(forbidden("<style>"));
        }
    }
    let mut attributes = Vec::new();
    while let Some((attribute, tail)) = rest.split_once('=') {
        let attribute = attribute.trim();
        let tail = tail.trim_start();
        let quote = tail
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\''))
            .ok_or_else(|| broken("an attribute without quotes"))?;
        let (value, tail) = tail[1..].split_once(quote).ok_or_else(|| broken("an attribute is never closed"))?;
        let local = attribute.rsplit(':').next().unwrap_or(attribute).to_lowercase();
        let declares = attribute == "xmlns" || attribute.starts_with("xmlns:");
        let inside =
            ["#", "data:image/png;", "data:image/jpeg;", "data:image/webp;"].iter().any(|it| value.starts_with(it));
        if !declares
            && (local.starts_with("on")
                || local == "base"
                || (matches!(local.as_str(), "href" | "src") && !inside)
                || loads(value))
        {
            return Err(forbidden(&format!("{attribute}=")));
        }
        attributes.push((attribute, value));
        rest = tail;
    }
    Ok(attributes)
}

/// Whether a style names anything but a part of the same drawing. Escapes could hide it, so they count as well.
fn loads(style: &str) -> bool {
    let style = style.to_lowercase();
    let foreign = style.split("url(").skip(1).any(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
    foreign
        || style.contains("javascript:")
        || style.contains("image-set")
        || style.contains("src(")
        || (style.contains('\\'))
        || (style.contains("&#") && style.contains("rl("))
}

fn size_of(attributes: &[(&str, &str)]) -> Option<(u32, u32)> {
    let get = |name: &str| attributes.iter().find(|(it, _)| *it == name).map(|(_, value)| *value);
    let pixels = |value: &str| round(value.trim().trim_end_matches("px").parse().ok()?);
    let own = get("width").and_then(pixels).zip(get("height").and_then(pixels));
    own.or_else(|| {
        let numbers: Vec<f32> = get("viewBox")?
            .split([' ', ',', '\n'])
            .filter(|it| !it.is_empty())
            .map_while(|it| it.parse().ok())
            .collect();
        (numbers.len() == 4).then(|| round(numbers[2]).zip(round(numbers[3])))?
    })
}

fn round(number: f32) -> Option<u32> {
    let number = number.round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just before")]
    (1.0..=1_000_000.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn drawings_have_a_size() {
        for (source, size) in [
            ("<?xml version='1.0'?><!-- a > b --><svg width=\"40px\" height='30.4'><g/></svg>", (40, 30)),
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64,32\"><path d='M0 0'/><use href=\"#a\"/></svg>",
                (64, 32),
            ),
            (
                "<svg width='100%' height='100%' viewBox='0 0 6 3'><style>g{fill:url(#a)}@media print{g{fill:none}}</style></svg>",
                (6, 3),
            ),
            ("<svg viewBox='0 0 6 3'><rect fill='url(#a)'/><image href='data:image/png;base64,AA=='/></svg>", (6, 3)),
        ] {
            assert_eq!(inspect(source).unwrap(), size, "{source}");
        }
    }

    #[test]
    fn drawings_that_do_more_than_draw_are_refused() {
        for inner in [
            "<script>x</script>",
            "<SCRIPT/>",
            "<svg:script/>",
            "<g onload='x'/>",
            "<g ONLOAD = \"x\"/>",
            "<a href='#b'/>",
            "<image href='https://x.kz/a.png'/>",
            "<use xlink:href='other.svg#a'/>",
            "<image href='data:image/svg+xml,x'/>",
            "<foreignObject/>",
            "<animate attributeName='href'/>",
            "<set/>",
            "<feImage/>",
            "<g style='fill:url(//x)'/>",
            "<style>@import 'x';</style>",
            "<style>g{fill:url(\"http://x\")}</style>",
            "<style>@font-face{}</style>",
            "<g style='fill:u\\72l(//x)'/>",
            "<!DOCTYPE svg>",
            "<![CDATA[x]]>",
            "<g xml:base='http://x'/>",
        ] {
            let error = inspect(&format!("<svg viewBox='0 0 1 1'>{inner}</svg>")).unwrap_err();
            assert!(matches!(error, PictureError::UnsafeDrawing(_)), "{inner}: {error}");
        }
        for source in [
            "",
            "text",
            "<svg>",
            "<svg viewBox='0 0 1'/>",
            "<svg width='0' height='5'/>",
            "<svg viewBox='0 0 1 1'",
            "<g a=b/>",
        ] {
            assert!(matches!(inspect(source).unwrap_err(), PictureError::Decode(_)), "{source}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(source in r#"([<>="'/:! ]|svg|script|viewBox|url\(|қ|0 0 1 1|<!--|-->){0,30}"#) {
            let _ = inspect(&source);
        }
    }
}
