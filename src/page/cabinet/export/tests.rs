//! Files are read back as the programs of our readers read them.

use std::io::Read as _;

use chrono::NaiveDate;

use super::super::samples::{at, day, lease, loan};
use super::super::schedule::{Asked, SchedulePage};
use super::super::statement::{self, Part, StatementPage};
use super::super::strip::Above;
use super::*;
use crate::i18n::Locale;
use crate::portal::schedule::Status;
use crate::routes;

/// Keys stand for their words.
fn words(key: &str) -> String {
    format!("<{key}>")
}

fn schedule(asked: Asked) -> Sheet {
    let held = lease();
    let facts = [held.facts()];
    let above = Above {
        locale: Locale::Ru,
        all: &facts,
        shown: Some(0),
        address: routes::cabinet_schedule,
        now: at("2022-07-12T10:30:00"),
    };
    Sheet::of_schedule(&SchedulePage::of(above, Asked { size: super::super::schedule::ALL, ..asked }), &words)
}

fn rows_of(csv: &[u8]) -> Vec<Vec<String>> {
    let text = csv.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_schedule_is_read_back_from_csv() {
    let rows = rows_of(&csv::write(&schedule(Asked { year: Some(2022), ..Asked::default() })).unwrap());
    assert_eq!(rows.len(), 1 + 12 + 1, "heads, the months of the year, sums");
    assert_eq!(rows[0][0], "<schedule-due>");
    let number = "АР-2020/004518";
    let june = ["10.06.2022", "142350,00", "68011,66", "74338,34", "142350,00", "25.06.2022", "0,00", ""];
    assert_eq!(rows[6], [&june[..], &["<status-paid>", number]].concat());
    let july = ["10.07.2022", "142350,00", "68407,08", "73942,92", "0,00", "", "142350,00", "25.07.2022"];
    assert_eq!(rows[7], [&july[..], &["<status-awaiting-debit>", number]].concat(), "a plan is no debit");
    let sums = [rows[13][1].as_str(), &rows[13][4], &rows[13][6], &rows[13][9]];
    assert_eq!(sums, ["1708200,00", "854100,00", "142350,00", number]);
}

#[test]
fn a_file_is_named_after_its_contract() {
    let whole = schedule(Asked::default()).file;
    assert_eq!(whole.plain, "schedule-ar-2020-004518");
    assert_eq!(whole.shown, "<cabinet-menu-schedule> АР-2020-004518", "no slash: it would part folders");
    let year = schedule(Asked { year: Some(2022), ..Asked::default() }).file;
    assert_eq!((year.plain.as_str(), year.shown.ends_with(" 2022")), ("schedule-ar-2020-004518-2022", true));
}

#[test]
fn files_hold_the_filtered_rows_and_no_others() {
    let paid = schedule(Asked { year: Some(2022), status: Some(Status::Paid), ..Asked::default() });
    assert_eq!(paid.rows.len(), 6, "January to June");
    assert_eq!(paid.about.len(), 2, "the year, the status");
    assert!(paid.rows.iter().all(|row| row.len() == paid.heads.len()) && paid.totals.len() == paid.heads.len());
}

#[test]
fn s_in_no_cell_becomes_a_formula() {
    let texts = ["=1+1", "+7 700", "-cmd", "@SUM", "\t=1", "＝1", " =1", "plain", "№ 5"];
    let sheet = Sheet {
        file: FileName { plain: "a".to_owned(), shown: "a".to_owned() },
        name: "=a:b/c".to_owned(),
        contract: ["head".to_owned(), "=5".to_owned()],
        about: vec!["=about".to_owned()],
        heads: vec!["head".to_owned()],
        rows: texts.iter().map(|text| vec![Cell::Text((*text).to_owned())]).collect(),
        totals: vec![Cell::Money(-5)],
    };
    let rows = rows_of(&csv::write(&sheet).unwrap());
    let cells: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    let expected = ["'=1+1", "'+7 700", "'-cmd", "'@SUM", "'\t=1", "'＝1", "' =1", "plain", "№ 5", "-0,05"];
    assert_eq!(cells, expected, "a number stays a number");
    let parts = unzipped(&xlsx::write(&sheet).unwrap());
    assert!(!parts["xl/worksheets/sheet1.xml"].contains("<f>"), "no formula in the spreadsheet");
    assert!(parts["xl/sharedStrings.xml"].contains("=1+1"));
}

/// The parts of a spreadsheet by name.
fn unzipped(bytes: &[u8]) -> std::collections::BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The value of a cell as it stands in the markup.
fn cell<'a>(sheet: &'a str, name: &str) -> &'a str {
    let from = sheet.find(&format!("<c r=\"{name}\"")).unwrap_or_else(|| panic!("no cell {name}"));
    let rest = &sheet[from..];
    let value = rest.find("<v>").unwrap() + 3;
    &rest[value..value + rest[value..].find("</v>").unwrap()]
}

#[test]
fn a_schedule_is_read_back_from_xlsx_with_numbers_and_days() {
    let sheet = schedule(Asked { year: Some(2022), ..Asked::default() });
    let bytes = xlsx::write(&sheet).unwrap();
    let parts = unzipped(&bytes);
    let page = &parts["xl/worksheets/sheet1.xml"];
    // Two lines above, one empty, the heads in row 4, January in row 5.
    assert_eq!(cell(page, "B11"), "142350", "a number, not a text");
    assert_eq!(cell(page, "C11"), "68407.08");
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    let serial = day("2022-07-10").signed_duration_since(epoch).num_days();
    assert_eq!(cell(page, "A11"), serial.to_string(), "a day, not a text");
    assert_eq!(cell(page, "B17"), "1708200", "the sum");
    assert!(parts["xl/sharedStrings.xml"].contains("&lt;schedule-interest&gt;"));
    assert_eq!(bytes, xlsx::write(&sheet).unwrap(), "equal tables are equal files");
}

#[test]
fn a_statement_is_read_back_and_reconciles() {
    let held = loan();
    let facts = held.facts();
    let all = [facts];
    let above = Above {
        locale: Locale::Kk,
        all: &all,
        shown: Some(0),
        address: routes::cabinet_statement,
        now: at("2022-07-12T10:30:00"),
    };
    let page = StatementPage::of(above, &facts, &statement::Asked::Part { year: 2022, part: Part::Quarter(2) });
    let sheet = Sheet::of_statement(&page, &words).unwrap();
    let rows = rows_of(&csv::write(&sheet).unwrap());
    let tiyn = |text: &str| text.replace(',', "").parse::<i64>().unwrap_or(0);
    assert_eq!(sheet.file.plain, "statement-zd-2018-000731-2022-04-01-2022-06-30");
    let (first, last) = (rows[1].clone(), rows[rows.len() - 1].clone());
    assert_eq!(first[1], "<statement-opening>");
    let moved: i64 = rows[2..rows.len() - 1].iter().map(|row| tiyn(&row[2])).sum();
    assert_eq!(tiyn(&first[3]) + moved, tiyn(&last[3]));
}

#[test]
fn a_calendar_is_folded_and_its_events_keep_their_names() {
    let held = lease();
    let payments = [(day("2022-08-10"), "142 350,00 ₸".to_owned()), (day("2022-12-31"), "1, 2; 3\\".to_owned())];
    let calendar = ics::Calendar {
        reference: held.reference,
        url: "https://example.kz/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/",
        as_of: at("2022-07-12T03:10:00"),
        payments: &payments,
    };
    let long = |key: &str| if key == "calendar-payment" { "Айлық төлем ".repeat(9) } else { words(key) };
    let bytes = ics::write(&calendar, &long);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.split_inclusive("\r\n").all(|line| line.ends_with("\r\n") && line.len() <= 75 + 2), "folded");
    let whole = text.replace("\r\n ", "");
    let lines: Vec<&str> = whole.lines().collect();
    for line in [
        "DTSTART;VALUE=DATE:20220810",
        "DTEND;VALUE=DATE:20220811",
        "DTEND;VALUE=DATE:20230101",
        "UID:payment-20220810-k3m9q2x7w4t8b6n5@otau",
        "DTSTAMP:20220711T211000Z",
        "TRIGGER:-P3D",
        "X-WR-TIMEZONE:Asia/Almaty",
    ] {
        assert!(lines.contains(&line), "{line}");
    }
    assert!(whole.contains("1\\, 2\\; 3\\\\"), "what has a meaning is escaped");
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 2);
    let number = held.contract.number.shown();
    assert!(!whole.contains(number), "calendars travel: no contract number");
    assert_eq!(bytes, ics::write(&calendar, &long));
}
