//! What stands round every page of the cabinet: the menu at the left, the way out.

use serde::Serialize;

use crate::i18n::Locale;
use crate::page::view::{Crumb, PageHead};
use crate::routes;

/// The kind of every private page, for templates.
pub const KIND: &str = "cabinet";

/// Makes the head of a made page that of a private one: `crumb` names the cabinet in the breadcrumbs.
#[must_use]
pub fn private(mut head: PageHead, locale: Locale, crumb: String) -> PageHead {
    head.noindex = true;
    head.alternates.clear();
    let at = head.breadcrumbs.len().min(1);
    head.breadcrumbs.insert(at, Crumb { title: crumb, url: Some(routes::cabinet(locale, "")) });
    head
}

/// A view with what stands round it; what templates get.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Page<'a, V> {
    /// What stands round it.
    pub cabinet: &'a Shell,
    /// The view, at top level.
    #[serde(flatten)]
    pub view: &'a V,
}

/// The variable `cabinet`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shell {
    /// The menu; the portal's four items first.
    pub menu: Vec<MenuItem>,
    /// Is the menu open rather than collapsed to icons?
    pub menu_open: bool,
    /// Where the form that signs out leads.
    pub sign_out_url: String,
    /// The token of the session's forms.
    pub csrf: String,
    /// Seconds without a request after which the session ends.
    pub idle_seconds: u32,
    /// What prolongs the session without showing anything.
    pub stay_url: String,
    /// Where a page leads whose session has ended.
    pub ended_url: String,
}

/// An item of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MenuItem {
    /// The last part of the key `cabinet-menu-…`.
    pub key: &'static str,
    /// Address.
    pub url: String,
    /// The section being shown.
    pub current: bool,
}

/// The sections of the menu: the portal's four in its order, then ours.
const SECTIONS: [&str; 5] = ["profile", "faq", "contracts", "schedule", "security"];

/// What a request tells of the frame.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The section being shown.
    pub section: &'a str,
    /// Is the menu open?
    pub menu_open: bool,
    /// The token of the session's forms.
    pub csrf: &'a str,
    /// Seconds without a request after which the session ends.
    pub idle_seconds: u32,
}

impl Shell {
    /// The frame of a page.
    pub fn new(locale: Locale, around: Around<'_>) -> Self {
        let item =
            |key: &'static str| MenuItem { key, url: routes::cabinet(locale, key), current: key == around.section };
        Self {
            menu: SECTIONS.into_iter().map(item).collect(),
            menu_open: around.menu_open,
            sign_out_url: routes::cabinet(locale, "sign-out"),
            csrf: around.csrf.to_owned(),
            idle_seconds: around.idle_seconds,
            stay_url: routes::cabinet(locale, "stay"),
            ended_url: routes::cabinet(locale, "sign-in?notice=idle"),
        }
    }
}

/// What went wrong, in the cabinet's frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The status of the answer; none where the way out had grown old and is offered again.
    pub code: Option<u16>,
    /// Number of the request, for the support.
    pub request: String,
    /// Where to go on.
    pub back_url: String,
}

/// Variables of `cabinet/fault.html`.
pub(super) const FAULT_VARIABLES: &[&str] = &["cabinet", "code", "request", "back_url"];
