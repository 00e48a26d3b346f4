//! The vectors of the IIN: every row a synthetic number, what must be said of it and why.

use super::*;
use crate::portal::error::Coded as _;

/// Number, `valid` or the code of the broken rule, reason.
#[rustfmt::skip]
const VECTORS: &[(&str, &str, &str)] = &[
    ("850312390008", "valid", "male, 1900s, first pass"),
    ("921130490003", "valid", "female, 1900s, first pass"),
    ("040229590000", "valid", "male, 2000s, leap day 2004-02-29"),
    ("010101690005", "valid", "female, 2000s, first day of 2001"),
    ("991231190006", "valid", "male, 1800s (1899-12-31): structurally valid; hold the age limit elsewhere"),
    ("000101290008", "valid", "female, 1800s (1800-01-01): structurally valid"),
    ("770707390909", "valid", "male, 1900s, first pass gives 10, second pass used"),
    ("680229490807", "valid", "female, 1900s, leap day 1968-02-29, second pass used"),
    ("150815591808", "valid", "male, 2000s, second pass used"),
    ("000229690000", "valid", "female, 2000-02-29 (2000 is a leap year), second pass used"),
    ("760405090005", "valid", "digit 7 = 0: foreign resident, century and sex not encoded"),
    ("830905390940", "valid", "second pass gives 0"),
    ("850312390009", "iin-check-digit", "first-pass number with a wrong check digit"),
    ("770707390900", "iin-check-digit", "first pass 10: second pass must be used; 10 becomes 0 shortcut is wrong"),
    ("900101491800", "iin-never-issued", "both passes give 10: never issued (check digit 0 offered)"),
    ("900101491801", "iin-never-issued", "both passes give 10: never issued (check digit 1 offered)"),
    ("030619591820", "iin-never-issued", "both passes give 10: never issued (2000s)"),
    ("921130409003", "iin-check-digit", "two neighbouring digits swapped"),
    ("901301390002", "iin-birth-date", "check digit right, month 13"),
    ("900230490000", "iin-birth-date", "check digit right, 30 February"),
    ("010229590005", "iin-birth-date", "check digit right, 29 February 2001 (not a leap year)"),
    ("000229490007", "iin-birth-date", "check digit right, 29 February 1900 (1900 is not a leap year)"),
    ("850312790003", "iin-century-sex-digit", "check digit right, century/sex digit 7"),
    ("850312990006", "iin-century-sex-digit", "check digit right, century/sex digit 9"),
    ("991231590001", "iin-birth-date-in-future", "check digit right, birth date 2099-12-31 in the future"),
    ("85031239000", "iin-length", "11 digits"),
    ("8503123900080", "iin-length", "13 digits"),
    ("850312 390008", "iin-length", "blank inside (only surrounding white space is trimmed)"),
    ("850312-390008", "iin-length", "hyphen inside"),
    ("٨٥٠٣١٢٣٩٠٠٠٨", "iin-not-ascii-digits", "12 Arabic-Indic digits: Unicode digits are not ASCII digits"),
    ("８５０３１２３９０００８", "iin-not-ascii-digits", "12 full-width digits"),
    ("000000000000", "iin-birth-date", "all zeros: the check digit agrees, the date 00-00 does not exist"),
    ("А50312390008", "iin-not-ascii-digits", "first character is a Cyrillic letter"),
];

fn today() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

#[test]
fn every_vector_is_judged_by_the_first_rule_it_breaks() {
    for (typed, expected, reason) in VECTORS {
        let said = Iin::parse(typed, today()).map_or_else(|error| error.code(), |_| "valid");
        assert_eq!(said, *expected, "{typed}: {reason}");
    }
}

#[test]
fn birth_date_and_sex_follow_from_the_digits() {
    for (typed, date, sex, reason) in [
        ("850312390008", Some("1985-03-12"), Some(Sex::Male), "1900s, odd"),
        ("921130490003", Some("1992-11-30"), Some(Sex::Female), "1900s, even"),
        ("040229590000", Some("2004-02-29"), Some(Sex::Male), "2000s, a leap day"),
        ("000101290008", Some("1800-01-01"), Some(Sex::Female), "1800s"),
        ("760405090005", None, None, "digit 7 is 0: neither is told"),
    ] {
        let iin = Iin::parse(typed, today()).unwrap();
        assert_eq!(iin.birth_date(), date.map(|date| date.parse().unwrap()), "{reason}");
        assert_eq!(iin.sex(), sex, "{reason}");
    }
}

#[test]
fn the_future_begins_tomorrow() {
    let born = "040229590000";
    assert!(Iin::parse(born, "2004-02-29".parse().unwrap()).is_ok(), "born today");
    assert_eq!(Iin::parse(born, "2004-02-28".parse().unwrap()), Err(IinError::BirthDateInFuture), "born tomorrow");
}

#[test]
fn only_white_space_around_is_ignored() {
    assert!(Iin::parse("\u{a0} 850312390008\t", today()).is_ok());
    assert_eq!(Iin::parse("", today()), Err(IinError::Length { found: 0 }));
}

#[test]
fn an_iin_prints_masked() {
    let iin = Iin::parse("850312390008", today()).unwrap();
    assert_eq!(iin.to_string(), "8503•••••008");
    assert_eq!(format!("{iin:?}"), "Iin(8503•••••008)");
    assert_eq!(iin.expose(), "850312390008");
}

#[test]
fn equality_is_that_of_the_digits() {
    let read = |text| Iin::parse(text, today()).unwrap();
    assert_eq!(read("850312390008"), read(" 850312390008 "));
    assert_ne!(read("850312390008"), read("921130490003"));
}
