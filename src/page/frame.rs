//! What all pages of a language share: names, contacts, menu, footer, words in texts.

use super::compose::Composer;
use super::fill::LinkWords;
use super::templates::Library;
use super::view::{CalculatorLink, ContactView, Frame, NavItem, SiteView};
use crate::i18n::{Locale, PerLocale};
use crate::routes;
use crate::site::config::is_key;
use crate::site::meta::Kind;
use crate::site::model::SiteModel;

pub(super) fn link_words(library: &Library, locale: Locale) -> LinkWords {
    let text =
        |key: &str| library.catalogue.text(locale.language(), key).map(|text| text.to_string()).unwrap_or_default();
    LinkWords {
        marks: PerLocale::from_fn(|other| text(&format!("language-mark-{}", other.code()))),
        picture_full: text("picture-full"),
    }
}

pub(super) fn site_view(model: &SiteModel, locale: Locale, card: &str) -> SiteView {
    let config = &model.config;
    let contact = &config.contact;
    let digits = |phone: &str| phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    SiteView {
        name: config.name[locale].clone(),
        tagline: config.tagline[locale].clone(),
        organization: config.organization[locale].clone(),
        base_url: config.base_url.clone(),
        home_url: routes::home(locale),
        feed_url: routes::feed(locale),
        search_url: config.search.then(|| routes::search(locale)),
        faq_url: (!model.lists[locale].of_kind(Kind::Faq).is_empty()).then(|| routes::list(locale, "faq")),
        cabinet_url: config.cabinet.then(|| routes::cabinet(locale, "")),
        calculator: config
            .calculator
            .as_ref()
            .map(|(memo, _)| CalculatorLink { url: routes::calculator(locale), memo: memo.clone() }),
        card_url: format!("{}{card}", config.base_url),
        contact: ContactView {
            phone: contact.phone.clone(),
            phone_url: contact.phone.as_deref().map(|phone| format!("tel:{}", digits(phone))),
            email: contact.email.clone(),
            hours: contact.hours[locale].clone(),
            address: contact.address[locale].clone(),
            map_url: contact.map_url.clone(),
        },
        preview: model.options.drafts,
        demonstration: model.options.demonstration,
    }
}

pub(super) fn frame(composer: &Composer<'_>, site: SiteView) -> Frame {
    let model = composer.model;
    let items = |keys: &[(String, crate::problem::Place)]| {
        keys.iter().filter_map(|(key, _)| nav_item(composer, key)).collect::<Vec<_>>()
    };
    Frame { lang: composer.locale.code(), site, nav: items(&model.config.nav), footer: items(&model.config.footer) }
}

fn nav_item(composer: &Composer<'_>, key: &str) -> Option<NavItem> {
    if let Some(list) = key.strip_prefix('@') {
        let title = composer.text(&format!("nav-{list}"));
        return Some(NavItem { title, url: routes::list(composer.locale, list), section: list.to_owned() });
    }
    debug_assert!(is_key(key), "keys are checked when the site is read");
    let page = composer.model.page(key)?;
    let (_, text) = page.text(composer.locale)?;
    let title = text.nav_title.clone().unwrap_or_else(|| text.title.clone());
    let section = if page.kind().has_list() { page.kind().name() } else { key };
    Some(NavItem { title, url: page.urls[composer.locale].clone(), section: section.to_owned() })
}
