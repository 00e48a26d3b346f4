//! Every private page in both languages, and what the views say day by day.
//!
//! `OTAU_SAMPLES=FOLDER cargo nextest run every_private_page` writes the pages there to be looked at.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tera::Context;

use super::contracts::Contracts;
use super::faq::Questions;
use super::frame::{self, Around, KIND, Page, Shell, private};
use super::profile::{Profile, Reveal, Secret};
use super::samples::{at, client, closed, day, history, lease, loan, questions, sessions};
use super::schedule::{Asked, SchedulePage};
use super::security::Security;
use super::statement::{self, Part, StatementPage};
use super::strip::Above;
use super::*;
use crate::i18n::{Catalogue, Formats, Locale};
use crate::page::entry::Fault;
use crate::page::head::Heads;
use crate::page::said::Said;
use crate::page::templates::{Library, Templates};
use crate::page::theme::{Theme, builtin_locales};
use crate::portal::client::Client;
use crate::portal::contract::Kind;
use crate::portal::schedule::Status;
use crate::routes;

const NOW: &str = "2022-07-12T10:30:00";

fn above<'a>(locale: Locale, all: &'a [Facts<'a>], shown: Option<usize>, now: &str) -> Above<'a> {
    Above { locale, all, shown, address: routes::cabinet_schedule, now: at(now) }
}

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
                "preview": false,
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
            &Security::of(locale, sessions(), history(), &[], Some("session-ended")),
        ),
        sample(
            "security-wrong",
            "cabinet/security.html",
            "cabinet-menu-security",
            "security",
            &Security::of(locale, sessions()[1..2].to_vec(), vec![], &faults, None),
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
            &frame::Fault { code: 404, request: "0f3a".to_owned(), back_url: routes::cabinet(locale, "") },
        ),
    ]
}

fn render(templates: &Templates, library: &Library, locale: Locale, sample: &Sample) -> String {
    let words =
        |key: &str| library.catalogue.text(locale.language(), key).unwrap_or_else(|| panic!("{key}")).to_string();
    let around = Around {
        section: sample.section,
        menu_open: sample.name == "contract-loan",
        csrf: "token",
        demo: true,
        idle_seconds: 900,
    };
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

// ---- What the views say ----------------------------------------------------------------------------------------------

#[test]
fn the_dated_example_is_told_day_by_day() {
    let held = lease();
    let facts = [held.facts()];
    for (today, status, label, received_on, debit_on, mark) in [
        ("2022-06-30", "awaiting_debit", "payment-awaited", None, None, None),
        ("2022-07-07", "awaiting_debit", "payment-awaited", None, None, Some("month")),
        (
            "2022-07-08",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        (
            "2022-07-10",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("today"),
        ),
        (
            "2022-07-11",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        (
            "2022-07-25",
            "awaiting_debit",
            "status-awaiting-debit",
            Some("2022-07-08"),
            Some("2022-07-25"),
            Some("month"),
        ),
        ("2022-07-26", "paid", "status-paid", None, None, Some("month")),
        ("2022-08-01", "paid", "status-paid", None, None, None),
    ] {
        let above = above(Locale::Kk, &facts, Some(0), &format!("{today}T09:00:00"));
        let page = SchedulePage::of(above, Asked { year: Some(2022), ..Asked::default() });
        let row = page.rows.iter().find(|row| row.due == day("2022-07-10")).unwrap();
        let seen = (row.status, row.label, row.received_on, row.debit_on, row.mark);
        assert_eq!(seen, (status, label, received_on.map(day), debit_on.map(day), mark), "{today}");
    }
}

#[test]
fn a_schedule_opens_where_the_current_month_is() {
    let held = [lease(), closed()];
    let facts: Vec<Facts<'_>> = held.iter().map(super::samples::Held::facts).collect();
    for (shown, today, asked, page, first, reason) in [
        (0, "2022-07-12", Asked::default(), 3, "2022-02-10", "the twelve rows with July among them"),
        (0, "2019-01-01", Asked::default(), 1, "2020-02-10", "before the first payment"),
        (0, "2050-01-01", Asked::default(), 15, "2034-02-10", "after the last"),
        (0, "2022-07-12", Asked { page: Some(1), ..Asked::default() }, 1, "2020-02-10", "a page that was asked for"),
        (0, "2022-07-12", Asked { page: Some(99), ..Asked::default() }, 15, "2034-02-10", "beyond the end: the last"),
        (0, "2022-07-12", Asked { size: schedule::ALL, ..Asked::default() }, 1, "2020-02-10", "all on one page"),
        (0, "2022-07-12", Asked { year: Some(2022), ..Asked::default() }, 1, "2022-01-10", "a year is one page"),
        (1, "2022-07-12", Asked::default(), 5, "2016-03-05", "a closed contract opens at its end"),
    ] {
        let above = above(Locale::Ru, &facts, Some(shown), &format!("{today}T09:00:00"));
        let made = SchedulePage::of(above, asked);
        assert_eq!((made.pager.page, made.rows[0].due), (page, day(first)), "{reason}");
    }
}

#[test]
fn links_of_a_schedule_keep_what_was_asked() {
    let held = lease();
    let facts = [held.facts()];
    let asked = Asked { year: Some(2022), status: Some(Status::Paid), size: 24, page: None };
    let page = SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), asked);
    let base = "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/";
    assert_eq!(page.filter.any_year_url.as_deref(), Some(&*format!("{base}?status=paid&n=24")));
    assert_eq!(page.filter.any_status_url.as_deref(), Some(&*format!("{base}?year=2022&n=24")));
    let files = page.files.unwrap();
    assert_eq!(files.csv, format!("{base}export.csv?year=2022&status=paid"), "a file has all filtered rows");
    assert_eq!(files.ics, format!("{base}payments.ics"));
    let all =
        SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), Asked { size: schedule::ALL, ..Asked::default() });
    let sizes: Vec<(usize, &str)> = all.pager.sizes.iter().map(|size| (size.size, size.url.as_str())).collect();
    let expected = [(12, ""), (24, "?n=24"), (60, "?n=60"), (0, "?n=all")];
    assert_eq!(
        sizes,
        expected
            .map(|(size, query)| (size, format!("{base}{query}")))
            .each_ref()
            .map(|(size, url)| (*size, url.as_str()))
    );
}

#[test]
fn totals_of_pages_make_the_total() {
    let held = loan();
    let facts = [held.facts()];
    let page = |number| {
        let asked = Asked { page: Some(number), size: 24, ..Asked::default() };
        SchedulePage::of(above(Locale::Kk, &facts, Some(0), NOW), asked)
    };
    let pages: Vec<SchedulePage> = (1..=10).map(page).collect();
    let sum = |of: fn(&schedule::TotalsView) -> i64| pages.iter().map(|page| of(&page.page_totals)).sum::<i64>();
    let whole = pages[0].totals;
    assert_eq!((sum(|t| t.accrued), sum(|t| t.principal)), (whole.accrued, whole.principal));
    assert_eq!((sum(|t| t.debited), sum(|t| t.left)), (whole.debited, whole.left));
    assert_eq!(whole.debited + whole.left, whole.accrued);
    let chart = &pages[0].chart;
    assert_eq!((chart.principal, chart.interest), (whole.principal, whole.interest));
    assert_eq!(chart.years.iter().map(|year| year.accrued).sum::<i64>(), whole.accrued);
}

#[test]
fn the_strip_tells_the_next_payment_and_the_debt() {
    let held = [lease(), loan(), closed()];
    let facts: Vec<Facts<'_>> = held.iter().map(super::samples::Held::facts).collect();
    let all = Contracts::of(above(Locale::Kk, &facts, None, NOW)).strip;
    let next = all.next.unwrap();
    assert_eq!((next.due, next.status, next.days_late, next.short_by), (day("2022-05-20"), "overdue", 53, 5_872_000));
    assert_eq!(all.debt.as_ref().unwrap().total, 16_625_245);
    assert_eq!(all.debt.unwrap().since, Some(day("2022-05-20")));
    assert_eq!(all.contracts.len(), 3, "a way to each of several contracts");

    let lease = Contracts::of(above(Locale::Kk, &facts, Some(0), NOW)).strip;
    let next = lease.next.unwrap();
    assert_eq!((next.status, next.short_by, next.debit_on), ("awaiting_debit", 0, Some(day("2022-07-25"))));
    assert_eq!(lease.debt.unwrap().total, 0);

    let closed = Contracts::of(above(Locale::Kk, &facts[2..], Some(0), NOW)).strip;
    assert!(closed.next.is_none() && closed.contracts.is_empty(), "one contract needs no way to it");

    for (now, stale) in [("2022-07-13T03:10:00", false), ("2022-07-13T03:10:01", true)] {
        assert_eq!(
            Contracts::of(above(Locale::Kk, &facts, None, now)).strip.stale,
            stale,
            "{now}: figures of 03:10 the day before"
        );
    }
}

#[test]
fn secrets_stand_under_masks_until_they_are_asked_for() {
    let held = lease();
    let facts = [held.facts()];
    let profile =
        |reveal| serde_json::to_string(&Profile::of(&client(), above(Locale::Kk, &facts, None, NOW), reveal)).unwrap();
    let secrets = [
        (Secret::Iin, "850312390008"),
        (Secret::Document, "041234567"),
        (Secret::Email, "aidar.serikbay@mail.kz"),
        (Secret::Phone, "+7 700 123 45 67"),
    ];
    for (asked, _) in secrets {
        let shown = profile(Reveal::One(asked));
        for (secret, value) in secrets {
            assert_eq!(
                shown.contains(value),
                secret == asked,
                "{} where {} was asked for",
                secret.code(),
                asked.code()
            );
        }
        assert_eq!(Secret::from_code(asked.code()), Some(asked));
    }
    assert!(secrets.iter().all(|(_, value)| !profile(Reveal::Nothing).contains(value)));
    assert!(secrets.iter().all(|(_, value)| profile(Reveal::Everything).contains(value)));
}

#[test]
fn a_statement_reconciles_and_ends_today() {
    let held = loan();
    let facts = held.facts();
    let all = [facts];
    let made = |asked: &statement::Asked| StatementPage::of(above(Locale::Kk, &all, Some(0), NOW), &facts, asked);
    let year = made(&statement::Asked::Part { year: 2022, part: Part::Year }).statement.unwrap();
    assert_eq!((year.from, year.to), (day("2022-01-01"), day("2022-07-12")), "nothing is told of days to come");
    assert_eq!(year.opening + year.entries.iter().map(|entry| entry.amount).sum::<i64>(), year.closing);
    assert_eq!(year.opening + year.totals.iter().map(|total| total.amount).sum::<i64>(), year.closing);
    assert_eq!(year.closing, 16_625_245, "what the box of the debt says");
    let own = |from: &str, to: &str| statement::Asked::Own { from: from.to_owned(), to: to.to_owned() };
    for (asked, code, field) in [
        (own("10.07.2022", "01.07.2022"), "statement-reversed", "to"),
        (own("", "01.07.2022"), "date-empty", "from"),
        (own("01.07.2022", "31.06.2022"), "date-day", "to"),
        (own("01.08.2022", "31.08.2022"), "statement-future", ""),
        (own("٠١.٠٧.٢٠٢٢", "01.07.2022"), "date-shape", "from"),
    ] {
        let page = made(&asked);
        let fault = page.fault.unwrap();
        assert_eq!((fault.code, fault.field, page.statement), (code, field, None), "{asked:?}");
        let statement::Asked::Own { from, to } = asked else { unreachable!() };
        assert_eq!((page.form.from, page.form.to), (from, to), "what was typed stays");
    }
    for part in [Part::Year, Part::Quarter(3), Part::Month(7), Part::Month(12)] {
        assert_eq!(Part::from_code(&part.code()), Some(part));
    }
    assert!(["", "q0", "q5", "m00", "m13", "m7", "Q1", "year "].iter().all(|code| Part::from_code(code).is_none()));
}

#[test]
fn questions_on_the_clients_kind_of_contract_come_first() {
    let list = questions();
    let found: Vec<&faq::Entry> = list.iter().collect();
    let asked = |query: &str, size, page| faq::Asked { query: query.to_owned(), size, page };
    let keys = |page: &Questions| page.questions.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    let lease = Questions::of(Locale::Kk, &found, &[Kind::LeaseWithPurchase], &asked("", 10, 1));
    assert_eq!(keys(&lease)[..4], ["question-2", "question-7", "question-12", "question-0"]);
    assert_eq!((lease.own, lease.total, lease.pager.pages), (3, 16, 2));
    let loan = Questions::of(Locale::Kk, &found, &[Kind::Loan], &asked("", 0, 1));
    assert_eq!((loan.own, loan.questions.len()), (0, 16));
    let searched = Questions::of(Locale::Kk, &found[5..], &[Kind::LeaseWithPurchase], &asked("a b", 10, 2));
    assert_eq!(keys(&searched), ["question-15"], "what was searched for keeps the order of how well it fits");
    assert_eq!(searched.pager.prev.as_deref(), Some("/kk/cabinet/faq?q=a%20b"));
    let beyond = Questions::of(Locale::Kk, &found, &[], &asked("", 10, 99));
    assert_eq!(beyond.pager.page, 2);
}

#[test]
fn this_session_comes_first_then_the_last_used() {
    let page = Security::of(Locale::Kk, sessions(), history(), &[], None);
    let handles: Vec<&str> = page.sessions.iter().map(|session| session.handle.as_str()).collect();
    assert_eq!((handles, page.others), (vec!["s-1", "s-3", "s-2"], true));
}
