//! What a made-up set must be: possible, varied, and the same every time.

use std::collections::BTreeSet;

use super::*;
use crate::cabinet::import::Facts;
use crate::cabinet::import::reconcile::differences;
use crate::portal::contract::Kind;
use crate::portal::money::Money;
use crate::portal::schedule::Status;
use crate::portal::statement::Kind as Charge;

fn today() -> NaiveDate {
    "2026-07-15".parse().unwrap()
}

#[test]
fn a_set_is_the_same_every_time_and_another_for_another_seed() {
    let set = |seed| clients(seed, 40, today()).collect::<Vec<_>>();
    assert_eq!(set(7), set(7));
    assert_ne!(set(7)[20..], set(8)[20..]);
    assert_eq!(set(7)[..personas::COUNT], set(8)[..personas::COUNT], "the personas are always there");
}

#[test]
fn figures_of_every_contract_agree() {
    for (number, told) in clients(1, 600, today()).enumerate() {
        assert_eq!(differences(&told, 1, today()), [], "client {number}");
        for facts in &told.contracts {
            facts.contract.check().unwrap();
            let months = facts.ledger.schedule.rows().len();
            assert!((120..=240).contains(&months), "10 to 20 years: {months}");
            let charged = |kind| {
                let of_kind = facts.ledger.charges.iter().filter(|charge| charge.kind == kind);
                Money::sum(of_kind.map(|charge| charge.amount)).unwrap()
            };
            let owed = [Charge::LateFee, Charge::Fine, Charge::StateDuty].map(charged);
            assert_eq!(owed, [facts.debt.late_fees, facts.debt.fines, facts.debt.state_duty]);
        }
    }
}

#[test]
fn a_set_has_everything_that_there_is_to_show() {
    let (mut seen, mut kinds, mut counts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for told in clients(1, 300, today()) {
        counts.insert(told.contracts.len());
        seen.extend(told.client.patronymic.is_none().then_some("no patronymic"));
        for facts in &told.contracts {
            kinds.insert(facts.contract.kind.code());
            seen.extend(facts.contract.closed.map(|_| "closed"));
            let names = ["payments", "late fees", "fines", "duty"];
            let owed = facts.debt.parts().into_iter().zip(names).filter(|(sum, _)| !sum.is_zero());
            seen.extend(owed.map(|(_, name)| name));
            for line in facts.ledger.schedule.lines(today()) {
                seen.insert(line.status.code());
                let passed = line.status == Status::AwaitingDebit && line.row.due() < today();
                seen.extend(passed.then_some("deposited, not debited"));
                let late = line.received_on.is_some_and(|day| day > line.row.due()) && line.status == Status::Paid;
                seen.extend(late.then_some("paid late"));
            }
        }
    }
    assert_eq!(counts, BTreeSet::from([1, 2, 3]));
    assert_eq!(kinds, BTreeSet::from(["lease_with_purchase", "loan"]));
    for wanted in [
        "no patronymic",
        "closed",
        "payments",
        "late fees",
        "fines",
        "duty",
        "paid",
        "overdue",
        "awaiting_debit",
        "deposited, not debited",
        "paid late",
    ] {
        assert!(seen.contains(wanted), "{wanted}");
    }
}

#[test]
fn nobody_shares_an_account_an_iin_or_a_contract_number() {
    let (mut accounts, mut iins, mut numbers) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // Clients whose IINs share a serial are born on different days.
    for number in (0..40).chain(4940..4990).chain((1..400).map(|round| round * 4950 + 45)) {
        let mut dice = dice::Dice::new(3, number);
        let client = people::draw(&mut dice, number, today());
        assert!(accounts.insert(client.account.expose().to_owned()), "account {number}");
        assert!(iins.insert(client.client.iin.expose()), "IIN {number}");
        assert_eq!(client.client.iin_mismatches(), [], "{number}");
    }
    for told in clients(3, 60, today()) {
        for facts in told.contracts {
            assert!(numbers.insert(facts.contract.number.key().to_owned()), "{:?}", facts.contract.number);
        }
    }
}

#[test]
fn an_annuity_repays_the_sum_in_equal_payments() {
    for (sum, rate, months) in
        [(1_850_000_000, 50, 240), (100, 135, 120), (45_000_000_000, 20, 120), (999_999_999, 70, 180)]
    {
        let payments = contracts::annuity(sum, rate, months);
        assert_eq!(payments.iter().map(|(principal, _)| principal).sum::<i64>(), sum);
        assert_eq!(payments.len(), months as usize);
        let equal = payments[0].0 + payments[0].1;
        let last = payments.len() - 1;
        assert!(sum < 10_000 || payments[..last].iter().all(|(principal, interest)| principal + interest == equal));
        assert!(
            payments[last].0 + payments[last].1 <= equal + i64::from(months),
            "the last is the smallest, or nearly"
        );
    }
}

#[test]
fn the_first_persona_shows_the_example_of_the_instruction() {
    let told = client(0, 0, today());
    let lease = &told.contracts[0];
    assert_eq!(lease.contract.kind, Kind::LeaseWithPurchase);
    let due: NaiveDate = "2022-07-10".parse().unwrap();
    let row = |day: &str| {
        let lines = lease.ledger.schedule.lines(day.parse::<NaiveDate>().unwrap());
        let line = lines.into_iter().find(|line| line.row.due() == due).unwrap();
        (line.status, line.received_on.map(|day| day.to_string()), line.debit_on.map(|day| day.to_string()))
    };
    let dates = (Some("2022-07-08".to_owned()), Some("2022-07-25".to_owned()));
    assert_eq!(row("2022-07-25"), (Status::AwaitingDebit, dates.0.clone(), dates.1.clone()));
    assert_eq!(row("2022-07-26"), (Status::Paid, dates.0, dates.1));
}

#[test]
fn a_number_has_the_year_of_its_contract() {
    for day in ["2022-07-10", "2026-07-15", "2026-12-31", "2027-01-01"] {
        for told in clients(1, 60, day.parse().unwrap()) {
            for Facts { contract, .. } in told.contracts {
                let year = contract.concluded.format("-%Y/").to_string();
                assert!(contract.number.shown().contains(&year), "{day}: {:?} {}", contract.number, contract.concluded);
            }
        }
    }
}

#[test]
fn personas_hold_what_first_authorization_asks_for() {
    let personas = personas(today());
    assert_eq!(personas.len(), personas::COUNT);
    assert_eq!(personas.iter().filter(|persona| persona.password.is_some()).count(), 1);
    for (at, persona) in personas.iter().enumerate() {
        let told = client(9, at as u64, today());
        assert_eq!((&told.account, told.client.phone), (&persona.account, Some(persona.phone)));
        let concluded: Vec<_> = told.contracts.iter().map(|it| (&it.contract.number, it.contract.concluded)).collect();
        assert!(concluded.contains(&(&persona.contract, persona.concluded)));
    }
    let [second, third] = [client(9, 1, today()), client(9, 2, today())];
    assert!(second.contracts[0].debt.parts().iter().all(|sum| !sum.is_zero()), "every kind of debt");
    assert_eq!(third.contracts.iter().filter(|it| it.contract.closed.is_some()).count(), 1);
}
