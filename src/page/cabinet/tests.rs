//! Every private page in both languages.
//!
//! `OTAU_SAMPLES=FOLDER cargo nextest run every_private_page` writes the pages there to be looked at.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tera::Context;

use super::consent::{ConsentPage, Given};
use super::contracts::Contracts;
use super::faq::Questions;
use super::frame::{self, Around, KIND, Page, Shell, private};
use super::profile::{Profile, Reveal, Secret};
use super::samples::{at, client, closed, history, lease, loan, questions, sessions};
use super::schedule::{Asked, SchedulePage};
use super::security::{Security, Told};
use super::statement::{self, Part, StatementPage};
use super::view_tests::above;
use super::*;
use crate::i18n::{Catalogue, Formats, Locale};
use crate::page::entry::{CONSENT_VERSION, Fault};
use crate::page::head::Heads;
use crate::page::said::Said;
use crate::page::templates::{Library, Templates};
use crate::page::theme::{Theme, builtin_locales};
use crate::portal::client::Client;
use crate::portal::contract::Kind;
use crate::portal::schedule::Status;
use crate::routes;

const NOW: &str = "2022-07-12T10:30:00";

/// The built-in theme, compiled.
pub(super) fn templates() -> (Templates, Library) {
    let (theme, problems) = Theme::read(Path::new("/nonexistent"), "otau", None);
    assert_eq!(problems, []);
    let catalogue = Arc::new(Catalogue::load(&builtin_locales()).0);
    let assets = theme.assets.keys().map(|path| (path.clone(), format!("assets/{path}"))).collect();
    let library = Library {
        formats: Arc::new(Formats::new(&catalogue).unwrap()),
        catalogue,
        assets: Arc::new(assets),
        locales_fingerprint: 0,
        sources: Arc::new(theme.locales.clone()),
    };
    let (mut templates, problems) = Templates::compile(theme.templates, &library).unwrap();
    assert_eq!(problems, [], "a template names something that does not exist");
    for locale in Locale::ALL {
        let frame = json!({
            "lang": locale.code(),
            "site": {
                "name": "Otau", "tagline": "…", "organization": "«ҚТК» АҚ", "base_url": "https://example.kz",
                "home_url": routes::home(locale), "feed_url": routes::feed(locale), "card_url": "", "search_url": "/",
                "contact": { "phone": "+7 7172 57 01 02", "phone_url": "tel:+77172570102", "email": null, "hours": null, "address": null, "map_url": null },
                "preview": false, "demonstration": true,
            },
            "nav": [], "footer": [],
        });
        templates.set_frame(locale, Context::from_serialize(&frame).unwrap());
    }
    (templates, library)
}

struct Sample {
    name: &'static str,
    template: &'static str,
    title: &'static str,
    section: &'static str,
    view: Value,
}

fn sample(
    name: &'static str,
    template: &'static str,
    title: &'static str,
    section: &'static str,
    view: &impl Serialize,
) -> Sample {
    Sample { name, template, title, section, view: serde_json::to_value(view).unwrap() }
}

/// Every view with something special about it.
#[expect(clippy::too_many_lines, reason = "a table: one line a page")]
fn samples(locale: Locale) -> Vec<Sample> {
    let held = [lease(), loan(), closed()];
    let facts: Vec<Facts<'_>> = held.iter().map(super::samples::Held::facts).collect();
    let all = |shown| above(locale, &facts, shown, NOW);
    let one = above(locale, &facts[..1], Some(0), NOW);
    let none = above(locale, &[], None, NOW);
    let schedule = |shown, asked| SchedulePage::of(all(Some(shown)), asked);
    let usual = Asked::default();
    let year = statement::Asked::Part { year: 2022, part: Part::Year };
    let month = statement::Asked::Part { year: 2019, part: Part::Month(12) };
    let wrong = statement::Asked::Own { from: "10.07.2022".to_owned(), to: "01.07.2022".to_owned() };
    let list = questions();
    let found: Vec<&faq::Entry> = list.iter().collect();
    let kinds = [Kind::LeaseWithPurchase];
    let asked = faq::Asked { size: 10, page: 1, query: String::new() };
    let searched = faq::Asked { query: "«<b>төлем".to_owned(), ..asked.clone() };
    let said = Said::from(&crate::portal::password::PasswordError::Upper as &dyn crate::portal::error::Coded);
    let faults = [Fault { field: "password", said }];
    let mistyped = [Fault { field: "present", said: Said { code: "password-present-wrong", args: BTreeMap::new() } }];
    let given = |version: &str, language: &str, channel: &str| {
        let given = at("2022-05-30T18:05:00");
        Some(Given::of(version.to_owned(), language.to_owned(), channel.to_owned(), given))
    };
    let bare = Client { patronymic: None, email: None, phone: None, document_number: None, ..client() };
    vec![
        sample(
            "profile",
            "cabinet/profile.html",
            "cabinet-menu-profile",
            "profile",
            &Profile::of(&client(), all(None), Reveal::Nothing),
        ),
        sample(
            "profile-shown",
            "cabinet/profile.html",
            "cabinet-menu-profile",
            "profile",
            &Profile::of(&client(), one, Reveal::One(Secret::Iin)),
        ),
        sample(
            "profile-bare",
            "cabinet/profile.html",
            "cabinet-menu-profile",
            "profile",
            &Profile::of(&bare, none, Reveal::Nothing),
        ),
        sample(
            "contract-lease",
            "cabinet/contracts.html",
            "cabinet-menu-contracts",
            "contracts",
            &Contracts::of(all(Some(0))),
        ),
        sample(
            "contract-loan",
            "cabinet/contracts.html",
            "cabinet-menu-contracts",
            "contracts",
            &Contracts::of(all(Some(1))),
        ),
        sample(
            "contract-closed",
            "cabinet/contracts.html",
            "cabinet-menu-contracts",
            "contracts",
            &Contracts::of(all(Some(2))),
        ),
        sample("contract-none", "cabinet/contracts.html", "cabinet-menu-contracts", "contracts", &Contracts::of(none)),
        sample("schedule-lease", "cabinet/schedule.html", "cabinet-menu-schedule", "schedule", &schedule(0, usual)),
        sample(
            "schedule-loan",
            "cabinet/schedule.html",
            "cabinet-menu-schedule",
            "schedule",
            &schedule(1, Asked { year: Some(2022), ..usual }),
        ),
        sample(
            "schedule-overdue",
            "cabinet/schedule.html",
            "cabinet-menu-schedule",
            "schedule",
            &schedule(1, Asked { status: Some(Status::Overdue), ..usual }),
        ),
        sample(
            "schedule-empty",
            "cabinet/schedule.html",
            "cabinet-menu-schedule",
            "schedule",
            &schedule(0, Asked { year: Some(2001), status: Some(Status::Paid), ..usual }),
        ),
        sample(
            "schedule-none",
            "cabinet/schedule.html",
            "cabinet-menu-schedule",
            "schedule",
            &SchedulePage::of(none, usual),
        ),
        sample(
            "schedule-print",
            "cabinet/schedule-print.html",
            "cabinet-menu-schedule",
            "schedule",
            &schedule(0, Asked::EVERYTHING),
        ),
        sample(
            "statement",
            "cabinet/statement.html",
            "statement-title",
            "contracts",
            &StatementPage::of(all(Some(1)), &facts[1], &year),
        ),
        sample(
            "statement-empty",
            "cabinet/statement.html",
            "statement-title",
            "contracts",
            &StatementPage::of(one, &facts[0], &month),
        ),
        sample(
            "statement-wrong",
            "cabinet/statement.html",
            "statement-title",
            "contracts",
            &StatementPage::of(one, &facts[0], &wrong),
        ),
        sample(
            "security",
            "cabinet/security.html",
            "cabinet-menu-security",
            "security",
            &Security::of(locale, sessions(), history(), Told { done: Some("session-ended"), ..Told::default() }),
        ),
        sample(
            "security-wrong",
            "cabinet/security.html",
            "cabinet-menu-security",
            "security",
            &Security::of(locale, sessions()[1..2].to_vec(), vec![], Told { faults: &faults, ..Told::default() }),
        ),
        sample(
            "consent",
            "cabinet/consent.html",
            "consent-title",
            "security",
            &ConsentPage::of(locale, given(CONSENT_VERSION, "ru", "page"), &[], false),
        ),
        sample(
            "consent-wrong",
            "cabinet/consent.html",
            "consent-title",
            "security",
            &ConsentPage::of(locale, given("2021-01-01", "kk", "api"), &mistyped, false),
        ),
        sample(
            "consent-unknown",
            "cabinet/consent.html",
            "consent-title",
            "security",
            &ConsentPage::of(locale, None, &[], true),
        ),
        sample(
            "security-stale",
            "cabinet/security.html",
            "cabinet-menu-security",
            "security",
            &Security::of(locale, sessions(), history(), Told::STALE),
        ),
        sample("faq", "cabinet/faq.html", "cabinet-menu-faq", "faq", &Questions::of(locale, &found, &kinds, &asked)),
        sample(
            "faq-found",
            "cabinet/faq.html",
            "cabinet-menu-faq",
            "faq",
            &Questions::of(locale, &found[..2], &kinds, &searched),
        ),
        sample(
            "faq-nothing",
            "cabinet/faq.html",
            "cabinet-menu-faq",
            "faq",
            &Questions::of(locale, &[], &kinds, &searched),
        ),
        sample(
            "fault",
            "cabinet/fault.html",
            "cabinet-error-404-title",
            "",
            &frame::Fault { code: Some(404), request: "0f3a".to_owned(), back_url: routes::cabinet(locale, "") },
        ),
        sample(
            "sign-out-again",
            "cabinet/fault.html",
            "sign-out-again-title",
            "",
            &frame::Fault { code: None, request: "0f3a".to_owned(), back_url: routes::cabinet(locale, "") },
        ),
    ]
}

fn render(templates: &Templates, library: &Library, locale: Locale, sample: &Sample) -> String {
    let words =
        |key: &str| library.catalogue.text(locale.language(), key).unwrap_or_else(|| panic!("{key}")).to_string();
    let around =
        Around { section: sample.section, menu_open: sample.name == "contract-loan", csrf: "token", idle_seconds: 900 };
    let shell = Shell::new(locale, around);
    let heads = Heads { catalogue: &library.catalogue, origin: "https://example.kz", locale };
    let head = heads.made("@cabinet", KIND, words(sample.title), |locale| routes::cabinet(locale, sample.section));
    let mut context = Context::from_serialize(&Page { cabinet: &shell, view: &sample.view }).unwrap();
    context.insert("page", &private(head, locale, words("cabinet-crumb")));
    let html = templates.render(locale, sample.template, &context);
    String::from_utf8(html.unwrap_or_else(|problem| panic!("{} in {locale}: {problem:?}", sample.name))).unwrap()
}

#[test]
fn every_private_page_is_made_of_its_view_in_both_languages() {
    let (templates, library) = templates();
    let folder = std::env::var_os("OTAU_SAMPLES").map(std::path::PathBuf::from);
    for locale in Locale::ALL {
        for sample in samples(locale) {
            let html = render(&templates, &library, locale, &sample);
            let name = sample.name;
            assert_eq!(html.matches("<h1>").count(), 1, "{name}");
            assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{name}");
            assert!(!html.contains("og:"), "{name}: nothing private is told to social networks");
            assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"), "{name}");
            assert!(!html.contains("<b>төлем"), "{name}: what was typed is escaped");
            if let Some(folder) = &folder {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(folder.join(format!("{name}.{locale}.html")), html).unwrap();
            }
        }
    }
}

#[test]
fn every_template_of_the_cabinet_has_a_sample() {
    let shown: std::collections::BTreeSet<&str> = samples(Locale::Kk).iter().map(|sample| sample.template).collect();
    assert_eq!(shown, TEMPLATES.iter().map(|(name, _)| *name).collect());
}

#[test]
fn pages_that_clients_look_at_most_stay_as_they_are() {
    let (templates, library) = templates();
    for locale in Locale::ALL {
        for name in ["profile", "contract-loan", "schedule-lease", "statement", "consent"] {
            let all = samples(locale);
            let sample = all.iter().find(|sample| sample.name == name).unwrap();
            let html = render(&templates, &library, locale, sample);
            let (from, to) = (html.find("<main").unwrap(), html.find("</main>").unwrap());
            insta::with_settings!({ snapshot_path => "../../../tests/suite/snapshots", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("cabinet_{name}_{locale}"), &html[from..to]);
            });
        }
    }
}
