//! Pages.

use memchr::{memchr, memchr2, memchr3, memmem};

/// Writes `source` into `out` without comments and without white space that no browser shows.
///
/// White space beside block-level tags goes; elsewhere a run with a line end becomes one space, so words never join.
/// `pre`, `textarea`, `script` and `style` stay as they are. One pass; the input is taken for what our templates make:
/// a theme that gives list items or cells `display: inline` must not rely on the space between them.
pub fn minify_html(source: &str, out: &mut Vec<u8>) {
    let bytes = source.as_bytes();
    out.reserve(bytes.len());
    // Everything in the head counts as block-level; in the body, `meta` and `link` may stand in the midst of text.
    let mut head = false;
    // White space was passed; it is written before what shows.
    let mut space = false;
    // The last thing written was a block-level tag, or nothing yet.
    let mut after_block = true;
    let mut at = 0;
    while at < bytes.len() {
        let stop = memchr2(b'<', b'\n', &bytes[at..]).map_or(bytes.len(), |offset| at + offset);
        if stop > at {
            let text = &bytes[at..stop];
            let shown = text.trim_ascii();
            if shown.is_empty() {
                space = true;
            } else {
                if (space || text[0].is_ascii_whitespace()) && !after_block {
                    out.push(b' ');
                }
                out.extend_from_slice(shown);
                space = text[text.len() - 1].is_ascii_whitespace();
                after_block = false;
            }
        }
        at = stop;
        let Some(&byte) = bytes.get(at) else { break };
        if byte == b'\n' {
            space = true;
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            continue;
        }
        if bytes[at..].starts_with(b"<!--") {
            at = memmem::find(&bytes[at + 4..], b"-->").map_or(bytes.len(), |end| at + 4 + end + 3);
            continue;
        }

        let (name, closing) = tag_name(&bytes[at + 1..]);
        let Some(kind) = kind(name, head) else {
            // A bare `<`.
            if space && !after_block {
                out.push(b' ');
            }
            out.push(b'<');
            (space, after_block) = (false, false);
            at += 1;
            continue;
        };
        // Most tags have no attributes.
        let after_name = at + 1 + usize::from(closing) + name.len();
        let mut end = if bytes.get(after_name) == Some(&b'>') { after_name + 1 } else { tag_end(bytes, at) };
        match name {
            b"head" => head = !closing,
            b"body" => head = false,
            _ => {}
        }
        if kind == Kind::Raw && !closing {
            end = raw_end(bytes, end, name);
        }
        let block = kind == Kind::Block || head || is_block_raw(name);
        if space && !after_block && !block {
            out.push(b' ');
        }
        out.extend_from_slice(&bytes[at..end]);
        (space, after_block) = (false, block);
        at = end;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Inline,
    /// Its content is copied as it is.
    Raw,
}

fn is_block_raw(name: &[u8]) -> bool {
    name == b"pre"
}

/// `None` for what is no tag.
fn kind(name: &[u8], head: bool) -> Option<Kind> {
    Some(match name {
        b"" => return None,
        b"pre" | b"textarea" | b"script" | b"style" => Kind::Raw,
        b"!" | b"html" | b"head" | b"body" | b"div" | b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"ul"
        | b"ol" | b"li" | b"dl" | b"dt" | b"dd" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"th" | b"td"
        | b"caption" | b"colgroup" | b"col" | b"section" | b"article" | b"aside" | b"nav" | b"main" | b"header"
        | b"footer" | b"figure" | b"figcaption" | b"blockquote" | b"hr" | b"details" | b"summary" | b"form"
        | b"fieldset" | b"legend" | b"address" | b"dialog" | b"search" | b"option" | b"optgroup" => Kind::Block,
        _ if head => Kind::Block,
        _ => Kind::Inline,
    })
}

/// The name of the tag whose `<` stands before `rest`, and whether it closes; `!` for a doctype and its like. Names in
/// capitals are not recognised as ours and count as inline, except that raw content must not be touched.
fn tag_name(rest: &[u8]) -> (&[u8], bool) {
    let (rest, closing) = rest.strip_prefix(b"/").map_or((rest, false), |rest| (rest, true));
    match rest.first() {
        Some(b'!' | b'?') => (b"!", false),
        Some(byte) if byte.is_ascii_alphabetic() => {
            let length =
                rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(rest.len());
            let name = &rest[..length];
            let raw = |known: &&&[u8]| name.eq_ignore_ascii_case(known);
            let known: [&[u8]; 4] = [b"pre", b"textarea", b"script", b"style"];
            if name[0].is_ascii_uppercase() {
                (known.iter().find(raw).copied().unwrap_or(name), closing)
            } else {
                (name, closing)
            }
        }
        _ => (b"", closing),
    }
}

/// The byte after the tag that begins at `at`; `>` in a quoted attribute does not end it.
fn tag_end(bytes: &[u8], at: usize) -> usize {
    let Some(end) = memchr(b'>', &bytes[at..]) else { return bytes.len() };
    let tag = &bytes[at..at + end];
    if memchr2(b'"', b'\'', tag).is_none() || quotes_are_closed(tag) {
        return at + end + 1;
    }
    let mut i = at;
    while let Some(offset) = memchr3(b'>', b'"', b'\'', &bytes[i..]) {
        i += offset;
        match bytes[i] {
            b'>' => return i + 1,
            quote => match memchr(quote, &bytes[i + 1..]) {
                Some(length) => i += 1 + length + 1,
                None => break,
            },
        }
    }
    // A quote that is never closed: no tag of ours.
    at + end + 1
}

fn quotes_are_closed(tag: &[u8]) -> bool {
    memchr(b'\'', tag).is_none() && memchr::memchr_iter(b'"', tag).count().is_multiple_of(2)
}

/// Where the closing tag of `name` begins.
fn raw_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    memmem::find_iter(&bytes[from..], b"</")
        .map(|offset| from + offset)
        .find(|&at| bytes[at + 2..].get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)))
        .unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn small(source: &str) -> String {
        let mut out = Vec::new();
        minify_html(source, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn space_beside_blocks_goes_and_words_stay_apart() {
        for (source, wanted) in [
            (
                "<!doctype html>\n<html lang=\"kk\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>А \n Б</title>\n</head>\n<body>\n",
                "<!doctype html><html lang=\"kk\"><head><meta charset=\"utf-8\"><title>А Б</title></head><body>",
            ),
            ("<ul>\n  <li> one </li>\n  <li>two\n  three</li>\n</ul>\n", "<ul><li>one</li><li>two three</li></ul>"),
            ("<p>a <b>b</b>\n<i>c</i> d\n  <a>e</a>\n</p>", "<p>a <b>b</b> <i>c</i> d <a>e</a></p>"),
            ("<p>a<!-- x --> <!-- y -->b</p><!-- z -->\n<p>c</p>", "<p>a b</p><p>c</p>"),
            ("<p>a<!-- x -->b</p>", "<p>ab</p>"),
            ("<span>a</span> <span> </span>\n<span>b</span>", "<span>a</span> <span> </span> <span>b</span>"),
            (
                "<div>\n<pre>\n  a\n   <code>b\n\n c</code>\n</pre>\n</div>",
                "<div><pre>\n  a\n   <code>b\n\n c</code>\n</pre></div>",
            ),
            ("<p>x\n<textarea>\n a\n</textarea>\ny", "<p>x <textarea>\n a\n</textarea> y"),
            ("<PRE>\n a</PRE>\n<script>\n a < b\n</script>", "<PRE>\n a</PRE><script>\n a < b\n</script>"),
            ("<a title=\"x > y\n  z\">\n t</a>", "<a title=\"x > y\n  z\"> t</a>"),
            ("<a title='\" >'>\n t</a>", "<a title='\" >'> t</a>"),
            ("<p>1 < 2\n<3 & x", "<p>1 < 2 <3 & x"),
            ("<p>50\u{a0}\n\u{a0}%</p>", "<p>50\u{a0} \u{a0}%</p>"),
            (
                "<p>цена <meta itemprop=\"x\"> тенге\n<link itemprop=\"y\">\nда</p>",
                "<p>цена <meta itemprop=\"x\"> тенге <link itemprop=\"y\"> да</p>",
            ),
            ("a\n<!-- never closed", "a"),
            ("<p", "<p"),
        ] {
            assert_eq!(small(source), wanted);
            assert_eq!(small(wanted), wanted, "twice");
        }
    }

    /// The text as a reader gets it: tags out, a block-level tag parts words, runs of white space are one.
    fn words(source: &str) -> Vec<String> {
        let mut text = String::new();
        let mut rest = source;
        while let Some(start) = rest.find('<') {
            text.push_str(&rest[..start]);
            rest = &rest[start..];
            if rest.starts_with("<!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
                continue;
            }
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            if !["b>", "/b>"].iter().any(|inline| rest[1..end] == **inline) {
                text.push(' ');
            }
            rest = &rest[end..];
        }
        text.push_str(rest);
        text.split_ascii_whitespace().map(str::to_owned).collect()
    }

    proptest! {
        #[test]
        fn words_neither_join_nor_part(source in r"([ab қ\n\t]|<b>|</b>|<p>|</p>|<div>|<li>|<!-- c\n -->| \n ){0,40}") {
            let once = small(&source);
            prop_assert_eq!(words(&once), words(&source));
            prop_assert!(once.len() <= source.len());
            prop_assert_eq!(small(&once), once);
        }

        #[test]
        fn nothing_breaks_it(source in r#"([<>!/"'= \n-]|pre|script|<!--|-->|қ|[a-z]){0,30}"#) {
            small(&source);
        }
    }
}
