//! Reading tags of HTML and XML, as much as tests need.

/// A tag as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) closing: bool,
    pub(crate) empty: bool,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// All tags in order. Comments, declarations and the content of scripts and styles are left out.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = end_of_tag(rest);
        let inner = &rest[1..end - usize::from(rest[..end].ends_with('>'))];
        rest = &rest[end..];
        if inner.starts_with(['!', '?']) {
            continue;
        }
        let tag = read(inner);
        if matches!(tag.name.as_str(), "script" | "style") && !tag.closing {
            rest = rest.find(&format!("</{}", tag.name)).map_or("", |at| &rest[at..]);
        }
        found.push(tag);
    }
    found
}

fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn read(inner: &str) -> Tag {
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let (empty, inner) = inner.strip_suffix('/').map_or((false, inner), |rest| (true, rest));
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        attributes.push((key.to_owned(), unescape(value)));
    }
    Tag { name: name.to_owned(), closing, empty, attributes }
}

/// Text of HTML with its character references read.
pub(crate) fn unescape(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, c);
    }
    text
}

const VOID: [&str; 9] = ["br", "wbr", "hr", "img", "input", "meta", "link", "source", "col"];

/// What is wrong with the nesting, if anything.
pub(crate) fn imbalance(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    for tag in tags(html) {
        if tag.empty || VOID.contains(&tag.name.as_str()) {
            continue;
        }
        if !tag.closing {
            open.push(tag.name);
        } else if open.pop().as_ref() != Some(&tag.name) {
            return Some(format!("</{}> closes nothing, open: {open:?}", tag.name));
        }
    }
    (!open.is_empty()).then(|| format!("never closed: {open:?}"))
}

/// The content of the first element of this name.
pub(crate) fn element<'h>(html: &'h str, name: &str) -> &'h str {
    let start = html.find(&format!("<{name}")).unwrap_or_else(|| panic!("no <{name}> in {html}"));
    let from = start + end_of_tag(&html[start..]);
    let end = html.rfind(&format!("</{name}>")).unwrap();
    &html[from..end]
}
