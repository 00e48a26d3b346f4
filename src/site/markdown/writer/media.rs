//! Links and pictures: holes until the whole site is known.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::body::Hole;
use super::super::directives::Cut;
use super::super::{Link, Picture, links};
use super::Writer;
use crate::problem::Code;

impl Writer<'_> {
    pub(super) fn start_link(&mut self, kind: LinkType, address: &str, span: Range<usize>) {
        let address: Cow<'_, str> = match kind {
            LinkType::Email => format!("mailto:{address}").into(),
            _ => address.into(),
        };
        let target = links::read(&address);
        if let links::Target::Bad(link) = &target {
            self.fault(Code::BadLink, span.clone(), vec![("link", link.clone())]);
        }
        let index = self.out.links.len();
        self.out.links.push(Link { target, empty: false, span });
        self.push("<a ");
        self.out.body.push_hole(Hole::LinkStart(index));
        self.push(">");
        self.tags.enter();
        self.open_links.push((index, self.out.body.len()));
    }

    pub(super) fn end_link(&mut self, cut: &Cut<'_>) {
        let Some((index, from)) = self.open_links.pop() else { return };
        let (written, holes) = self.out.body.tail(from);
        // The hole of the link's own start lies before `from`.
        self.out.links[index].empty = written.is_empty() && holes == 0;
        self.out.body.push_hole(Hole::LinkEnd(index));
        self.close_inline("", cut);
        self.push("</a>");
    }

    pub(super) fn start_picture(&mut self, address: &str, title: &str, span: Range<usize>) {
        let file = if let links::Target::File(file) = links::read(address) {
            file
        } else {
            self.fault(Code::BadLink, span.clone(), vec![("link", address.to_owned())]);
            String::new()
        };
        let mut caption = String::new();
        let mut typographer = self.typographer;
        typographer.reset();
        typographer.plain(title, &mut caption);
        self.picture = Some(Picture { file, alt: String::new(), caption, figure: false, span });
        self.alt.clear();
    }

    pub(super) fn end_picture(&mut self) {
        let Some(mut picture) = self.picture.take() else { return };
        self.alt.trim().clone_into(&mut picture.alt);
        if picture.alt.is_empty() {
            self.fault(Code::MissingAlt, picture.span.clone(), vec![("file", picture.file.clone())]);
        }
        let index = self.out.pictures.len();
        self.out.pictures.push(picture);
        self.out.body.push_hole(Hole::Picture(index));
        self.typographer.interrupt();
    }
}
