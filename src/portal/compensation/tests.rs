//! The worked examples of the rules, section 4, one after another, and what the table says beyond them.

use chrono::NaiveDate;

use super::table::Bar;
use super::*;
use crate::portal::money::Money;

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

fn sum(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn both(text: &str) -> ByYear<Money> {
    balances(text, text)
}

fn balances(y2016: &str, y2017: &str) -> ByYear<Money> {
    ByYear { y2016: sum(y2016), y2017: sum(y2017) }
}

/// An ordinary deposit, signed for in time.
fn ordinary(balance_2015: &str, y2016: &str, y2017: &str) -> Facts {
    Facts {
        origin: Origin::One(sum(balance_2015)),
        pledge: None,
        programme: ByYear::default(),
        event: Event::None { balances: balances(y2016, y2017) },
        request: Request::Depositor { on: Some(day("2016-03-15")) },
    }
}

/// As [`ordinary`], with something that happened.
fn after(balance_2015: &str, event: Event) -> Facts {
    Facts { event, ..ordinary(balance_2015, "0", "0") }
}

fn loan(granted: &str, deposit: &str) -> Event {
    Event::HousingLoan { granted: day(granted), deposit: sum(deposit), balance_2016: None }
}

fn signed(on: &str, facts: Facts) -> Facts {
    Facts { request: Request::Depositor { on: Some(day(on)) }, ..facts }
}

fn heir(applied: &str, claimed: bool) -> Facts {
    let request = Request::Heir { applied: Some(day(applied)), claimed, agreement: true };
    Facts { request, ..ordinary("1 000 000", "1 000 000", "1 000 000") }
}

fn pledged(granted: &str, facts: Facts) -> Facts {
    Facts { pledge: Some(Pledge { kind: LoanKind::Bridge, granted: day(granted) }), ..facts }
}

fn part(formed: &str, placed: &str, balance: &str) -> Part {
    Part { formed: sum(formed), placed: both(placed), balances: both(balance) }
}

fn member(balance: &str) -> Member {
    Member { balance: sum(balance), excluded: None }
}

fn merged(members: &[Member], balance: &str) -> Facts {
    Facts { origin: Origin::Merged(members.to_vec()), ..ordinary("0", balance, balance) }
}

/// A row of the examples: number, facts, rules of the row, bases, amounts, total.
struct Example {
    number: u32,
    facts: Facts,
    rules: &'static [Rule],
    bases: [&'static str; 2],
    amounts: [&'static str; 2],
    total: &'static str,
}

const NOTHING: [&str; 2] = ["0", "0"];

/// One row of the table of examples.
fn example(
    number: u32,
    facts: Facts,
    rules: &'static [Rule],
    bases: [&'static str; 2],
    amounts: [&'static str; 2],
    total: &'static str,
) -> Example {
    Example { number, facts, rules, bases, amounts, total }
}

fn first_examples() -> Vec<Example> {
    use Rule::{R1, R2, R5, R6};
    let full = ["192 000,00", "163 000,00"];
    vec![
        example(1, ordinary("1 000 000", "1 200 000", "1 300 000"), &[R5], ["1 000 000"; 2], full, "355 000,00"),
        example(
            2,
            ordinary("1 000 000", "700 000", "900 000"),
            &[R5],
            ["700 000", "900 000"],
            ["134 400,00", "146 700,00"],
            "281 100,00",
        ),
        example(3, ordinary("500 000", "500 000", "0"), &[R5], ["500 000", "0"], ["96 000,00", "0,00"], "96 000,00"),
        // The first of its two deposits; both together in `example_4_two_deposits_are_computed_each_by_itself`.
        example(
            4,
            ordinary("800 000", "800 000", "900 000"),
            &[R5],
            ["800 000"; 2],
            ["153 600,00", "130 400,00"],
            "284 000,00",
        ),
        example(
            5,
            Facts { origin: Origin::NoContract, ..ordinary("0", "3 000 000", "3 000 000") },
            &[R1],
            NOTHING,
            NOTHING,
            "0",
        ),
        example(
            6,
            signed("2016-04-20", after("2 000 000", loan("2015-12-10", "2 400 000"))),
            &[R6],
            ["2 000 000"; 2],
            ["384 000,00", "326 000,00"],
            "710 000,00",
        ),
        example(
            7,
            signed("2016-04-20", after("2 000 000", loan("2015-12-10", "1 500 000"))),
            &[R6],
            ["1 500 000"; 2],
            ["288 000,00", "244 500,00"],
            "532 500,00",
        ),
        example(8, pledged("2015-08-18", ordinary("600 000", "600 000", "600 000")), &[R2], NOTHING, NOTHING, "0"),
        example(
            9,
            signed("2016-04-20", after("600 000", loan("2015-08-19", "600 000"))),
            &[R6],
            ["600 000"; 2],
            ["115 200,00", "97 800,00"],
            "213 000,00",
        ),
        example(
            24,
            ordinary("123 456,78", "200 000", "200 000"),
            &[R5],
            ["123 456,78"; 2],
            ["23 703,70", "20 123,46"],
            "43 827,16",
        ),
        example(25, ordinary("0,02", "1", "1"), &[Rule::R12], ["0,02"; 2], ["0,00", "0,00"], "0,00"),
    ]
}

fn further_examples() -> Vec<Example> {
    use Rule::{R5, R6, R7, R8, R9, R10};
    let split = |parts: [Part; 2]| after("900 000", Event::Split(parts.to_vec()));
    let two = [member("700 000"), member("500 000")];
    let between = Event::HousingLoan {
        granted: day("2017-02-15"),
        deposit: sum("800 000"),
        balance_2016: Some(sum("1 000 000")),
    };
    vec![
        example(
            10,
            split([part("600 000", "100 000", "700 000"), part("300 000", "0", "200 000")]),
            &[R7],
            ["800 000"; 2],
            ["153 600,00", "130 400,00"],
            "284 000,00",
        ),
        example(
            11,
            split([part("800 000", "0", "800 000"), part("400 000", "0", "400 000")]),
            &[R7],
            ["900 000"; 2],
            ["172 800,00", "146 700,00"],
            "319 500,00",
        ),
        example(12, merged(&two, "1 250 000"), &[R8], ["1 200 000"; 2], ["230 400,00", "195 600,00"], "426 000,00"),
        example(13, merged(&two, "1 000 000"), &[R8], ["1 000 000"; 2], ["192 000,00", "163 000,00"], "355 000,00"),
        example(
            14,
            after("500 000", Event::Assigned { balances: both("450 000") }),
            &[R9],
            ["450 000"; 2],
            ["86 400,00", "73 350,00"],
            "159 750,00",
        ),
        example(
            15,
            after("800 000", Event::Enforced { balances: both("350 000") }),
            &[R10],
            ["350 000"; 2],
            ["67 200,00", "57 050,00"],
            "124 250,00",
        ),
        example(
            26,
            after("1 000 000", between),
            &[R5, R6],
            ["1 000 000", "800 000"],
            ["192 000,00", "130 400,00"],
            "322 400,00",
        ),
    ]
}

fn examples_of_conditions() -> Vec<Example> {
    use Rule::{R2, R3, R4a, R4d};
    let first = || ordinary("1 000 000", "1 200 000", "1 300 000");
    let full = ["192 000,00", "163 000,00"];
    let programme = Some(Programme::State2008);
    vec![
        example(16, signed("2016-05-31", first()), &[R4a], ["1 000 000"; 2], full, "355 000,00"),
        example(17, signed("2016-06-01", first()), &[R4a], NOTHING, NOTHING, "0"),
        example(19, heir("2016-11-30", false), &[R4d], ["1 000 000"; 2], full, "355 000,00"),
        example(20, heir("2016-12-01", false), &[R4d], NOTHING, NOTHING, "0"),
        example(21, heir("2016-11-30", true), &[R4d], NOTHING, NOTHING, "0"),
        example(
            22,
            Facts { programme: ByYear { y2016: programme, y2017: programme }, ..first() },
            &[R3],
            NOTHING,
            NOTHING,
            "0",
        ),
        example(23, pledged("2015-08-18", signed("2016-06-01", first())), &[R2, R4a], NOTHING, NOTHING, "0"),
    ]
}

fn say(facts: Facts) -> Assessment {
    assess(&facts.check().unwrap())
}

fn bars(facts: Facts) -> Vec<(Rule, Bar)> {
    say(facts).reasons.into_iter().map(|reason| (reason.rule, reason.bar)).collect()
}

#[test]
fn every_worked_example() {
    let examples: Vec<Example> =
        [first_examples(), further_examples(), examples_of_conditions()].into_iter().flatten().collect();
    // Example 18 is no result: `example_18_a_signature_before_reception_began_is_an_input_error`.
    let mut numbers: Vec<u32> = examples.iter().map(|example| example.number).chain([18]).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(1..=26), "each example once");
    for Example { number, facts, rules, bases, amounts, total } in examples {
        let said = say(facts);
        let seen = Year::ALL.map(|year| (said.years.of(year).base, said.years.of(year).amount));
        assert_eq!(seen.map(|(base, _)| base), bases.map(sum), "bases of example {number}");
        assert_eq!(seen.map(|(_, amount)| amount), amounts.map(sum), "amounts of example {number}");
        assert_eq!(said.total, sum(total), "total of example {number}");
        assert!(rules.iter().all(|rule| said.rules.contains(rule)), "rules of example {number}: {:?}", said.rules);
        assert!(said.total.is_zero() || said.rules.contains(&Rule::R12), "percentages of example {number}");
    }
}

#[test]
fn example_4_two_deposits_are_computed_each_by_itself() {
    let cases = [ordinary("800 000", "800 000", "900 000"), ordinary("250 000,50", "250 000,50", "300 000")];
    let said = assess_all(&cases.map(|facts| facts.check().unwrap())).unwrap();
    let second = &said.each[1].years;
    assert_eq!([second.y2016.amount, second.y2017.amount], ["48 000,10", "40 750,08"].map(sum));
    assert_eq!(said.total, sum("372 750,18"));
    assert!(said.each.iter().all(|one| one.rules.contains(&Rule::R11)));
}

#[test]
fn example_10_and_11_part_by_part() {
    let of = |parts: [Part; 2]| {
        let said = say(after("900 000", Event::Split(parts.to_vec())));
        said.years.y2016.shares.iter().map(|share| (share.base, share.amount, share.limit)).collect::<Vec<_>>()
    };
    let tenth = of([part("600 000", "100 000", "700 000"), part("300 000", "0", "200 000")]);
    let expected = [
        (sum("600 000"), sum("115 200,00"), Limit::PartOfBalance2015),
        (sum("200 000"), sum("38 400,00"), Limit::Balance),
    ];
    assert_eq!(tenth, expected, "money placed after the split is not counted");
    let eleventh = of([part("800 000", "0", "800 000"), part("400 000", "0", "400 000")]);
    let expected = [
        (sum("600 000"), sum("115 200,00"), Limit::PartOfBalance2015),
        (sum("300 000"), sum("57 600,00"), Limit::PartOfBalance2015),
    ];
    assert_eq!(eleventh, expected, "B0 limits all parts together, in proportion");
}

#[test]
fn each_limit_of_a_part() {
    let rest = || part("300 000", "0", "300 000");
    for (first, second, base, limit, reason) in [
        (part("600 000", "0", "600 000"), rest(), "600 000", Limit::PartOfBalance2015, "left alone"),
        (part("600 000", "100 000", "600 000"), rest(), "500 000", Limit::Balance, "100 000 was taken and put back"),
        (part("600 000", "700 000", "600 000"), rest(), "0", Limit::Balance, "all was taken, other money was placed"),
        (part("100 000", "0", "900 000"), part("1", "0", "1"), "100 000", Limit::FormedBySplit, "little was split off"),
    ] {
        let said = say(after("900 000", Event::Split(vec![first, second])));
        let share = said.years.y2016.shares[0];
        assert_eq!((share.base, share.limit), (sum(base), limit), "{reason}");
    }
}

#[test]
fn example_13_the_memos_words_alone_are_told_beside() {
    let two = [member("700 000"), member("500 000")];
    assert_eq!(say(merged(&two, "1 000 000")).word_for_word, Some(sum("426 000,00")));
    assert_eq!(say(merged(&two, "1 250 000")).word_for_word, None, "both readings agree");
    assert_eq!(say(signed("2016-06-01", merged(&two, "1 000 000"))).word_for_word, None, "nothing is due by either");
}

#[test]
fn example_18_a_signature_before_reception_began_is_an_input_error() {
    let early = signed("2016-02-07", ordinary("1 000 000", "1 200 000", "1 300 000")).check();
    let problem = Problem::BeforeReception { first: days::RECEPTION_FIRST };
    assert_eq!(early, Err(vec![InputError { field: Field::AskedOn, problem }]));
}

#[test]
fn an_answer_of_nothing_names_every_rule_and_the_day_that_was_missed() {
    use Rule::{R1, R2, R3, R4a, R4b, R4d, R5, R6};
    let (last, heirs) = (days::RECEPTION_LAST, days::HEIRS_LAST);
    let good = || ordinary("500 000", "500 000", "500 000");
    let late = |on| Bar::SignedLate { on: day(on), last };
    let programme = |y2016, y2017| Facts { programme: ByYear { y2016, y2017 }, ..good() };
    let borrower = || after("500 000", loan("2016-01-10", "500 000"));
    let nobody = |facts| Facts { request: Request::Depositor { on: None }, ..facts };
    let hopeless = Request::Heir { applied: Some(day("2016-12-01")), claimed: true, agreement: false };
    for (facts, expected, reason) in [
        (good(), vec![], "nothing stands against it"),
        (ordinary("0", "5", "5"), vec![(R1, Bar::NothingOnDeposit)], "B0 is nothing"),
        (pledged("2015-08-18", good()), vec![(R2, Bar::Pledged { granted: day("2015-08-18") })], "example 8"),
        (pledged("2015-08-19", good()), vec![], "a bridge loan a day later leaves it ordinary (A11)"),
        (signed("2016-06-01", good()), vec![(R4a, late("2016-06-01"))], "a day late"),
        (signed("2016-02-08", good()), vec![], "the first day"),
        (nobody(good()), vec![(R4a, Bar::NotSigned { last })], "never signed"),
        (nobody(borrower()), vec![(R4b, Bar::NotApplied { last })], "a borrower who never applied"),
        (
            signed("2016-06-01", borrower()),
            vec![(R4b, Bar::AppliedLate { on: day("2016-06-01"), last })],
            "a borrower a day late",
        ),
        (
            programme(Some(Programme::Regional), None),
            vec![(R3, Bar::InProgramme { programme: Programme::Regional })],
            "a programme in one of the years",
        ),
        (ordinary("500 000", "0", "0"), vec![(R5, Bar::NoMoney)], "an empty account"),
        (after("500 000", loan("2016-01-10", "0")), vec![(R6, Bar::NoMoney)], "nothing on the day of the loan"),
        (
            Facts { request: hopeless, ..good() },
            vec![
                (R4d, Bar::Claimed),
                (R4d, Bar::AppliedLate { on: day("2016-12-01"), last: heirs }),
                (R4d, Bar::HeirWithoutAgreement),
            ],
            "none of an heir's conditions",
        ),
        (
            pledged("2015-08-18", signed("2016-06-01", ordinary("500 000", "0", "0"))),
            vec![(R2, Bar::Pledged { granted: day("2015-08-18") }), (R4a, late("2016-06-01")), (R5, Bar::NoMoney)],
            "three at once",
        ),
    ] {
        assert_eq!(bars(facts), expected, "{reason}");
    }
}

#[test]
fn a_year_may_fall_out_alone() {
    let programme = ByYear { y2016: Some(Programme::Regions2020), y2017: None };
    for (facts, amounts, assumption, reason) in [
        (
            Facts { programme, ..ordinary("100", "100", "100") },
            ["0", "16,30"],
            Assumption::A16,
            "the programme's contract ended before the second crediting",
        ),
        (ordinary("100", "0", "100"), ["0", "16,30"], Assumption::A15, "nothing on the account in 2016"),
    ] {
        let said = say(facts);
        let seen = Year::ALL.map(|year| said.years.of(year).amount);
        assert_eq!(seen, amounts.map(sum), "{reason}");
        assert!(said.assumptions.contains(&assumption), "{reason}");
        assert_eq!(said.reasons[0].years, [Year::Y2016], "{reason}");
    }
}

#[test]
fn heirs_within_the_reception_need_no_further_conditions() {
    let within = Facts {
        request: Request::Heir { applied: Some(day("2016-05-31")), claimed: true, agreement: false },
        ..ordinary("100", "100", "100")
    };
    let said = say(within);
    assert!(said.rules.contains(&Rule::R4c) && said.reasons.is_empty() && said.total == sum("35,50"));
}

#[test]
fn merged_deposits_that_are_excluded_are_left_out() {
    let excluded = |balance, rule| Member { excluded: Some(rule), ..member(balance) };
    let one_out = say(merged(&[member("70"), excluded("30", Rule::R2)], "1000"));
    assert_eq!((one_out.years.y2016.base, one_out.reasons), (sum("70"), vec![]));
    assert!(one_out.assumptions.contains(&Assumption::A8));
    let all_out = merged(&[excluded("70", Rule::R2), excluded("30", Rule::R3), member("0")], "1000");
    assert_eq!(bars(all_out), [(Rule::R2, Bar::MergedExcluded), (Rule::R3, Bar::MergedExcluded)]);
}

#[test]
fn where_the_money_goes() {
    let between = Event::HousingLoan { granted: day("2016-07-01"), deposit: sum("5"), balance_2016: Some(sum("5")) };
    for (facts, y2016, y2017, reason) in [
        (ordinary("5", "5", "5"), Account::Savings, Account::Savings, "a depositor"),
        (after("5", loan("2016-06-30", "5")), Account::Current, Account::Current, "a borrower"),
        (after("5", between), Account::Savings, Account::Current, "a borrower between the creditings (A10)"),
        (
            after("5", Event::Assigned { balances: both("5") }),
            Account::NewDepositorSavings,
            Account::NewDepositorSavings,
            "a new depositor",
        ),
    ] {
        let said = say(facts);
        assert_eq!((said.years.y2016.account, said.years.y2017.account), (y2016, y2017), "{reason}");
    }
}

#[test]
fn the_limit_that_set_the_base_is_told() {
    for (facts, limit, reason) in [
        (ordinary("5", "6", "6"), Limit::Balance2015, "more came since"),
        (ordinary("5", "5", "5"), Limit::Balance2015, "the same: B0 is named"),
        (ordinary("5", "4", "4"), Limit::Balance, "money was taken"),
        (after("5", loan("2016-01-10", "4")), Limit::LoanDay, "less on the day of the loan"),
        (merged(&[member("2"), member("3")], "6"), Limit::MergedBalances2015, "merged"),
    ] {
        assert_eq!(say(facts).years.y2016.shares[0].limit, limit, "{reason}");
    }
}

#[test]
fn readings_used_are_named() {
    use Assumption::*;
    let late = say(heir("2016-11-30", false)).assumptions;
    assert_eq!(late, [A1, A2, A3, A4, A5, A12, A17, A18, A19, A20, A21]);
    assert_eq!(say(heir("2016-11-30", true)).assumptions, [A12, A14, A18], "for nothing, only why");
    let missed = say(signed("2016-06-01", ordinary("5", "5", "5"))).assumptions;
    assert_eq!(missed, [A13], "ask the Bank");
    assert!(say(pledged("2015-08-19", ordinary("5", "5", "5"))).assumptions.contains(&A11));
}

#[test]
fn ids_go_both_ways() {
    assert_eq!(Rule::ALL.len(), 15);
    assert_eq!(Assumption::ALL.len(), 21);
    assert!(Rule::ALL.iter().all(|rule| Rule::from_id(rule.id()) == Some(*rule)));
    assert!(Assumption::ALL.iter().all(|it| Assumption::from_id(it.id()) == Some(*it)));
}
