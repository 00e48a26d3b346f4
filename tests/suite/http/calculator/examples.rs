//! The worked examples of the rules (section 4), as they are typed. The eighteenth is no answer: it stands among what is
//! wrong.

use std::collections::BTreeMap;

pub(super) type Typed = BTreeMap<String, String>;

/// Fields of deposit `at`: an ordinary one, signed for in time, with `changes` (an empty value takes a field away).
pub(super) fn deposit(at: usize, changes: &[(&str, &str)]) -> Typed {
    let ordinary = [
        ("event", "none"),
        ("contract", "yes"),
        ("balance_2015", "1 000 000"),
        ("balance_2016", "1 000 000"),
        ("balance_2017", "1 000 000"),
        ("who", "depositor"),
        ("asked_on", "15.03.2016"),
    ];
    let mut typed: Typed = BTreeMap::new();
    for (name, value) in ordinary.iter().chain(changes) {
        typed.insert(format!("d{at}.{name}"), (*value).to_owned());
    }
    typed.retain(|_, value| !value.is_empty());
    typed
}

pub(super) fn parts(parts: &[[&str; 4]]) -> Vec<(String, String)> {
    let mut fields = vec![("event".to_owned(), "split".to_owned()), ("parts".to_owned(), parts.len().to_string())];
    for (at, [formed, placed, y2016, y2017]) in parts.iter().enumerate() {
        for (name, value) in [
            ("formed", formed),
            ("placed_2016", placed),
            ("placed_2017", placed),
            ("balance_2016", y2016),
            ("balance_2017", y2017),
        ] {
            fields.push((format!("parts.{at}.{name}"), (*value).to_owned()));
        }
    }
    fields
}

fn members(balances: &[&str]) -> Vec<(String, String)> {
    let mut fields =
        vec![("event".to_owned(), "merged".to_owned()), ("members".to_owned(), balances.len().to_string())];
    fields.extend(
        balances.iter().enumerate().map(|(at, balance)| (format!("members.{at}.balance"), (*balance).to_owned())),
    );
    fields
}

/// What examples change: fields given as texts, and rows.
fn with_rows(rows: &[(String, String)], changes: &[(&str, &str)]) -> Typed {
    let all: Vec<(&str, &str)> =
        rows.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(changes.iter().copied()).collect();
    deposit(0, &all)
}

/// An answer by its number in the rules: what is typed, the total in tiyn, the codes of its reasons.
pub(super) type Example = (u8, Typed, i64, &'static [&'static str]);

#[expect(clippy::too_many_lines, reason = "a table of examples")]
pub(super) fn examples() -> Vec<Example> {
    let one = |changes: &[(&str, &str)]| deposit(0, changes);
    let loan = |changes: &[(&str, &str)]| {
        let mut all = vec![("event", "loan"), ("balance_2016", ""), ("balance_2017", "")];
        all.extend(changes);
        deposit(0, &all)
    };
    let heir =
        |on, claimed| deposit(0, &[("who", "heir"), ("asked_on", on), ("agreement", "yes"), ("claimed", claimed)]);
    let two = || {
        let mut typed = one(&[("balance_2015", "800000"), ("balance_2016", "800000"), ("balance_2017", "800000")]);
        typed.extend(deposit(
            1,
            &[("balance_2015", "250000,50"), ("balance_2016", "250000,50"), ("balance_2017", "300000")],
        ));
        typed
    };
    let pledged = [("pledge", "bridge"), ("pledge_date", "18.08.2015")];
    vec![
        (1, one(&[("balance_2016", "1 200 000"), ("balance_2017", "1 300 000")]), 35_500_000, &[]),
        (2, one(&[("balance_2016", "700 000"), ("balance_2017", "900 000")]), 28_110_000, &[]),
        (
            3,
            one(&[("balance_2015", "500 000"), ("balance_2016", "500 000"), ("balance_2017", "0")]),
            9_600_000,
            &["compensation-no-money"],
        ),
        (4, two(), 37_275_018, &[]),
        (
            5,
            one(&[("contract", "no"), ("balance_2016", "3000000"), ("balance_2017", "3000000")]),
            0,
            &["compensation-no-contract"],
        ),
        (
            6,
            loan(&[
                ("balance_2015", "2000000"),
                ("loan_date", "10.12.2015"),
                ("loan_deposit", "2400000"),
                ("asked_on", "20.04.2016"),
            ]),
            71_000_000,
            &[],
        ),
        (
            7,
            loan(&[
                ("balance_2015", "2000000"),
                ("loan_date", "10.12.2015"),
                ("loan_deposit", "1500000"),
                ("asked_on", "20.04.2016"),
            ]),
            53_250_000,
            &[],
        ),
        (8, one(&pledged), 0, &["compensation-pledged"]),
        (
            9,
            loan(&[("balance_2015", "600000"), ("loan_date", "19.08.2015"), ("loan_deposit", "600000")]),
            21_300_000,
            &[],
        ),
        (
            10,
            with_rows(
                &parts(&[["600000", "100000", "700000", "700000"], ["300000", "", "200000", "200000"]]),
                &[("balance_2015", "900000")],
            ),
            28_400_000,
            &[],
        ),
        (
            11,
            with_rows(
                &parts(&[["800000", "", "800000", "800000"], ["400000", "", "400000", "400000"]]),
                &[("balance_2015", "900000")],
            ),
            31_950_000,
            &[],
        ),
        (
            12,
            with_rows(&members(&["700000", "500000"]), &[("balance_2016", "1250000"), ("balance_2017", "1250000")]),
            42_600_000,
            &[],
        ),
        (13, with_rows(&members(&["700000", "500000"]), &[]), 35_500_000, &[]),
        (
            14,
            one(&[
                ("event", "assigned"),
                ("balance_2015", "500000"),
                ("balance_2016", "450000"),
                ("balance_2017", "450000"),
            ]),
            15_975_000,
            &[],
        ),
        (
            15,
            one(&[
                ("event", "enforced"),
                ("balance_2015", "800000"),
                ("balance_2016", "350000"),
                ("balance_2017", "350000"),
            ]),
            12_425_000,
            &[],
        ),
        (16, one(&[("asked_on", "31.05.2016")]), 35_500_000, &[]),
        (17, one(&[("asked_on", "01.06.2016")]), 0, &["compensation-signed-late"]),
        (19, heir("30.11.2016", ""), 35_500_000, &[]),
        (20, heir("01.12.2016", ""), 0, &["compensation-applied-late"]),
        (21, heir("30.11.2016", "yes"), 0, &["compensation-claimed"]),
        (
            22,
            one(&[("programme_2016", "state_2008_2010"), ("programme_2017", "state_2008_2010")]),
            0,
            &["compensation-programme"],
        ),
        (
            23,
            one(&[pledged[0], pledged[1], ("asked_on", "01.06.2016")]),
            0,
            &["compensation-pledged", "compensation-signed-late"],
        ),
        (24, one(&[("balance_2015", "123456,78")]), 4_382_716, &[]),
        (25, one(&[("balance_2015", "0,02")]), 0, &[]),
        (
            26,
            loan(&[("balance_2016", "1000000"), ("loan_date", "15.02.2017"), ("loan_deposit", "800000")]),
            32_240_000,
            &[],
        ),
    ]
}
