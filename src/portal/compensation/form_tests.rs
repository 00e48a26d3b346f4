//! The calculator's fields as typed, and what is said of wrong ones.

use super::*;
use crate::portal::error::Coded as _;
use crate::portal::money::Money;

fn text(value: &str) -> String {
    value.to_owned()
}

fn both(value: &str) -> ByYear<String> {
    ByYear::each(|_| text(value))
}

/// Example 1 of the rules, as typed.
fn form() -> DepositForm {
    DepositForm {
        contract: text("yes"),
        balance_2015: text("1 000 000"),
        event: text("none"),
        balance: ByYear { y2016: text("1 200 000"), y2017: text("1 300 000,00") },
        who: text("depositor"),
        asked_on: text("15.03.2016"),
        ..DepositForm::default()
    }
}

fn parts(parts: &[(&str, &str)]) -> DepositForm {
    let part = |(formed, balance): &(&str, &str)| PartForm {
        formed: text(formed),
        placed: ByYear::default(),
        balance: both(balance),
    };
    DepositForm { event: text("split"), parts: parts.iter().map(part).collect(), ..form() }
}

fn members(balances: &[&str]) -> DepositForm {
    let member = |balance: &&str| MemberForm { balance: text(balance), excluded: text("none") };
    DepositForm { event: text("merged"), members: balances.iter().map(member).collect(), ..form() }
}

fn loan(date: &str) -> DepositForm {
    DepositForm { event: text("loan"), loan_date: text(date), loan_deposit: text("5"), ..form() }
}

fn pledge(date: &str) -> DepositForm {
    DepositForm { pledge: text("bridge"), pledge_date: text(date), ..form() }
}

/// Field names and codes of what is wrong.
fn wrong(form: &DepositForm) -> Vec<(String, &'static str)> {
    let errors = form.read().err().unwrap_or_default();
    errors.iter().map(|error| (error.field.name(), error.problem.code())).collect()
}

#[test]
fn what_is_typed_is_assessed() {
    let heir = DepositForm { who: text("heir"), asked_on: text("2016-11-30"), agreement: true, ..form() };
    for (form, total, reason) in [
        (form(), "355 000", "example 1"),
        (DepositForm { balance: both("1\u{a0}000\u{a0}000"), ..form() }, "355 000", "no-break spaces"),
        (
            DepositForm { contract: text("no"), balance_2015: text("rubbish"), ..form() },
            "0",
            "what is not asked is not read",
        ),
        (DepositForm { asked_on: String::new(), ..form() }, "0", "never signed: a result, no error"),
        (heir, "355 000", "an heir, by a calendar field"),
        (parts(&[("600 000", "600 000"), ("400 000", "400 000")]), "355 000", "nothing placed later"),
        (members(&["400 000", "600 000"]), "355 000", "merged contracts have their own balances"),
        (pledge("18.08.2015"), "0", "security for a loan of that day"),
        (pledge("01.02.2008"), "0", "of any day before it"),
        (pledge("19.08.2015"), "355 000", "a bridge loan a day later"),
        (loan("30.06.2016"), "1,78", "a borrower; the balance of 2016 is not needed"),
    ] {
        assert_eq!(form.read().map(|case| assess(&case).total), Ok(Money::parse(total).unwrap()), "{reason}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_field() {
    let balance = |value: &str| DepositForm { balance_2015: text(value), ..form() };
    let asked = |value: &str| DepositForm { asked_on: text(value), ..form() };
    let housing = DepositForm { pledge: text("housing"), pledge_date: text("19.08.2015"), ..form() };
    for (form, field, code, reason) in [
        (balance("-5"), "balance_2015", "compensation-negative", "a sum below zero"),
        (balance("five"), "balance_2015", "compensation-not-a-sum", "words"),
        (balance("1,234"), "balance_2015", "compensation-decimals", "three decimals"),
        (balance("1000000000000,01"), "balance_2015", "compensation-too-large", "over the limit"),
        (balance(""), "balance_2015", "compensation-missing", "nothing"),
        (DepositForm { event: text("lost"), ..form() }, "event", "compensation-choice", "no such event"),
        (DepositForm { who: String::new(), ..form() }, "who", "compensation-missing", "nobody asked"),
        (asked("31.02.2016"), "asked_on", "compensation-not-a-date", "no such day"),
        (asked("07.02.2016"), "asked_on", "compensation-before-reception", "example 18"),
        (asked("01.01.2018"), "asked_on", "compensation-date-outside", "after all was paid"),
        (
            DepositForm { who: text("heir"), asked_on: String::new(), ..form() },
            "asked_on",
            "compensation-missing",
            "an heir without a day",
        ),
        (loan("18.08.2015"), "loan_date", "compensation-loan-too-early", "R2 is to be offered"),
        (loan("01.01.2018"), "loan_date", "compensation-date-outside", "too late"),
        (
            DepositForm { balance: ByYear::default(), ..loan("01.07.2016") },
            "balance_2016",
            "compensation-missing",
            "a loan between the creditings needs the balance of the first",
        ),
        (housing, "pledge_date", "compensation-pledge-too-late", "a later housing loan makes a borrower"),
        (pledge("01.01.2018"), "pledge_date", "compensation-date-outside", "a bridge loan after all was paid"),
        (pledge("01.02.0203"), "pledge_date", "compensation-date-outside", "a slip in the year"),
        (parts(&[("5", "5")]), "parts", "compensation-too-few", "one part"),
        (parts(&[("0", "5"), ("0", "5")]), "parts", "compensation-nothing-split", "parts of nothing"),
        (parts(&[("5", "5"); 11]), "parts", "compensation-too-many", "eleven parts"),
        (parts(&[("5", "5"), ("5", "x")]), "parts.1.balance_2016", "compensation-not-a-sum", "the second part"),
        (members(&["5"]), "members", "compensation-too-few", "one contract cannot be merged"),
        (members(&["5", "x"]), "members.1.balance", "compensation-not-a-sum", "the second contract"),
    ] {
        let said = wrong(&form);
        assert_eq!(said.first(), Some(&(text(field), code)), "{reason}: {said:?}");
    }
}

#[test]
fn all_that_is_wrong_is_reported_at_once_in_the_order_of_the_form() {
    let form = DepositForm { balance_2015: text("x"), balance: both("-1"), asked_on: text("?"), ..form() };
    let expected = [
        ("balance_2015", "compensation-not-a-sum"),
        ("balance_2016", "compensation-negative"),
        ("balance_2017", "compensation-negative"),
        ("asked_on", "compensation-not-a-date"),
    ];
    assert_eq!(wrong(&form), expected.map(|(field, code)| (text(field), code)));
}

#[test]
fn facts_out_of_bounds_are_refused_even_when_no_form_was_typed() {
    let case = form().read().unwrap();
    let facts = |balance, excluded| Facts {
        origin: Origin::Merged(vec![Member { balance, excluded }; 2]),
        ..case.facts().clone()
    };
    let first = |facts: Facts| facts.check().unwrap_err()[0];
    let negative = first(facts(Money::from_tiyn(-1), None));
    assert_eq!((negative.field, negative.problem), (Field::MemberBalance(0), Problem::Negative));
    let rule = first(facts(Money::ZERO, Some(Rule::R7)));
    assert_eq!((rule.field, rule.problem), (Field::MemberExcluded(0), Problem::Choice));
}
