//! Whether everything in a tree leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use otau::routes;

use super::html::{Tag, imbalance, tags};
use super::sites::Tree;

/// A page of a tree as far as links are concerned.
struct Page {
    tags: Vec<Tag>,
    ids: BTreeSet<String>,
}

/// Everything wrong with the pages of a tree: links, pictures and anchors that lead nowhere, ids that stand twice, tags
/// that do not nest, switches of language that are dead, alternates that do not answer each other.
pub(crate) fn faults(tree: &Tree, origin: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut pages = BTreeMap::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        faults.extend(imbalance(html).map(|reason| format!("{path}: {reason}")));
        let tags = tags(html);
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            if !ids.insert(id.to_owned()) {
                faults.push(format!("{path}: id {id} twice"));
            }
        }
        pages.insert(path.as_str(), Page { tags, ids });
    }
    for (path, page) in &pages {
        for tag in &page.tags {
            for address in addresses(tag) {
                let address = address.strip_prefix(origin).filter(|rest| rest.starts_with('/')).unwrap_or(address);
                let (place, anchor) = address.split_once('#').map_or((address, None), |(a, b)| (a, Some(b)));
                let outside =
                    ["https:", "http:", "mailto:", "tel:", "data:"].iter().any(|scheme| place.starts_with(scheme));
                if outside || is_served(place) {
                    continue;
                }
                let target = if place.is_empty() { (*path).to_owned() } else { routes::file(place) };
                if !(place.is_empty() || place.starts_with('/')) || !tree.contains_key(&target) {
                    faults.push(format!("{path}: <{}> leads to {address}", tag.name));
                } else if let (Some(anchor), Some(target)) = (anchor, pages.get(target.as_str()))
                    && !anchor.is_empty()
                    && !target.ids.contains(anchor)
                {
                    faults.push(format!("{path}: no anchor {address}"));
                }
            }
            for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
                for id in tag.get(name).into_iter().flat_map(str::split_whitespace) {
                    if !page.ids.contains(id) {
                        faults.push(format!("{path}: {name} names {id}"));
                    }
                }
            }
        }
        alternates(path, page, &pages, origin, &mut faults);
    }
    faults
}

/// Addresses that the server answers itself.
fn is_served(address: &str) -> bool {
    ["/kk/search", "/ru/search", "/kk/calculator", "/ru/calculator", "/kk/cabinet/", "/ru/cabinet/"]
        .iter()
        .any(|own| address.starts_with(own))
}

fn addresses(tag: &Tag) -> Vec<&str> {
    let mut found: Vec<&str> = ["href", "src"].iter().filter_map(|name| tag.get(name)).collect();
    let sizes = tag.get("srcset").into_iter().flat_map(|list| list.split(','));
    found.extend(sizes.filter_map(|size| size.split_whitespace().next()));
    found
}

/// The addresses of the other languages by language.
fn alternates_of(page: &Page) -> BTreeMap<&str, &str> {
    let links = page.tags.iter().filter(|tag| tag.name == "link" && tag.get("rel") == Some("alternate"));
    links.filter_map(|tag| Some((tag.get("hreflang")?, tag.get("href")?))).collect()
}

fn alternates(path: &str, page: &Page, pages: &BTreeMap<&str, Page>, origin: &str, faults: &mut Vec<String>) {
    let own = alternates_of(page);
    if own.is_empty() {
        return;
    }
    if own.keys().copied().collect::<Vec<_>>() != ["kk", "ru", "x-default"] {
        faults.push(format!("{path}: alternates {own:?}"));
    }
    for address in own.values() {
        let target = address.strip_prefix(origin).map(routes::file).unwrap_or_default();
        match pages.get(target.as_str()) {
            Some(other) if alternates_of(other) == own => {}
            Some(_) => faults.push(format!("{path}: {target} names other alternates")),
            None => faults.push(format!("{path}: no alternate {address}")),
        }
    }
}
