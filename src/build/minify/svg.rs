//! Drawings.

use memchr::memmem;

/// Strips comments and the white space between tags; drawings with text or raw sections keep their white space.
pub fn minify_svg(source: &str) -> String {
    if source.contains("<![CDATA[") {
        return source.to_owned();
    }
    let keeps_space =
        ["<text", "<style", "<script", "<foreignObject", "xml:space"].iter().any(|it| source.contains(it));
    let mut out = String::with_capacity(source.len());
    let mut rest = source.trim();
    while let Some(start) = memmem::find(rest.as_bytes(), b"<!--") {
        let Some(length) = memmem::find(&rest.as_bytes()[start..], b"-->") else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + length + 3..];
    }
    out.push_str(rest);
    if keeps_space {
        return out;
    }
    let mut small = String::with_capacity(out.len());
    for (number, part) in out.split('<').enumerate() {
        if number > 0 {
            small.push('<');
        }
        let kept = part.rfind('>').map_or(0, |at| at + 1);
        small.push_str(if part[kept..].trim().is_empty() { &part[..kept] } else { part });
    }
    small
}

#[cfg(test)]
mod tests {
    use super::minify_svg;

    #[test]
    fn comments_and_space_between_tags_go() {
        let source = "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg>\n  <title>Белгі  үшін</title>\n  <path d=\"M0 0\n L1 1\"/>\n</svg>\n";
        assert_eq!(
            minify_svg(source),
            "<?xml version=\"1.0\"?><svg><title>Белгі  үшін</title><path d=\"M0 0\n L1 1\"/></svg>"
        );
        assert_eq!(
            minify_svg("<svg><text>a <tspan>b</tspan> <tspan>c</tspan></text> </svg>"),
            "<svg><text>a <tspan>b</tspan> <tspan>c</tspan></text> </svg>"
        );
    }
}
