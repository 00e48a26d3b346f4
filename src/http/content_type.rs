//! `Content-Type` by extension. What is not here is a download, never guessed from its bytes.

/// Extensions in lower case.
const TYPES: [(&str, &str); 28] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("map", "application/json; charset=utf-8"),
    ("webmanifest", "application/manifest+json; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("vcf", "text/vcard; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("pdf", "application/pdf"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("zip", "application/zip"),
];

/// The type of a file of this name.
pub fn of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = TYPES.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
    known.map_or("application/octet-stream", |(_, kind)| kind)
}

/// Whether people could read it.
pub fn is_text(content_type: &str) -> bool {
    content_type.ends_with("charset=utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_hdr_04_types() {
        assert_eq!(of("kk/faq/index.html"), "text/html; charset=utf-8");
        assert_eq!(of("A.PNG"), "image/png");
        assert_eq!(of("folder.html/file"), "application/octet-stream");
        for (extension, kind) in TYPES {
            assert_eq!(of(&format!("x.{extension}")), kind);
            assert!(!kind.starts_with("text/") || is_text(kind), "{kind} has a charset");
        }
    }
}
