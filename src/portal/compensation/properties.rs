//! What holds for any deposit.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::portal::money::Money;

fn money() -> impl Strategy<Value = Money> {
    prop_oneof![Just(0), 1i64..100, 0..=Money::LIMIT.tiyn()].prop_map(Money::from_tiyn)
}

fn by_year() -> impl Strategy<Value = ByYear<Money>> {
    (money(), money()).prop_map(|(y2016, y2017)| ByYear { y2016, y2017 })
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0u64..690).prop_map(|offset| days::RECEPTION_FIRST + chrono::Days::new(offset))
}

fn origin() -> impl Strategy<Value = Origin> {
    let member = (money(), prop_oneof![Just(None), Just(Some(Rule::R2)), Just(Some(Rule::R3))])
        .prop_map(|(balance, excluded)| Member { balance, excluded });
    prop_oneof![
        Just(Origin::NoContract),
        money().prop_map(Origin::One),
        prop::collection::vec(member, 2..5).prop_map(Origin::Merged),
    ]
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = (money(), by_year(), by_year()).prop_map(|(formed, placed, balances)| Part { formed, placed, balances });
    prop::collection::vec(part, 2..5)
        .prop_filter("something is split", |parts| parts.iter().any(|part| !part.formed.is_zero()))
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        by_year().prop_map(|balances| Event::None { balances }),
        by_year().prop_map(|balances| Event::Assigned { balances }),
        by_year().prop_map(|balances| Event::Enforced { balances }),
        parts().prop_map(Event::Split),
        (date(), money(), money()).prop_map(|(granted, deposit, balance)| Event::HousingLoan {
            granted,
            deposit,
            balance_2016: Some(balance),
        }),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        prop::option::of(date()).prop_map(|on| Request::Depositor { on }),
        (date(), any::<bool>(), any::<bool>()).prop_map(|(on, claimed, agreement)| Request::Heir {
            applied: Some(on),
            claimed,
            agreement,
        }),
    ]
}

fn facts() -> impl Strategy<Value = Facts> {
    let programme = || prop_oneof![3 => Just(None), 1 => Just(Some(Programme::Regional))];
    let pledge = prop::option::of(date().prop_map(|granted| Pledge { kind: LoanKind::Bridge, granted }));
    (origin(), pledge, programme(), programme(), event(), request()).prop_map(
        |(origin, pledge, y2016, y2017, event, request)| Facts {
            origin,
            pledge,
            programme: ByYear { y2016, y2017 },
            event,
            request,
        },
    )
}

/// Facts that nothing stands against, for the properties of sums.
fn in_time(origin: Origin, event: Event) -> Facts {
    let request = Request::Depositor { on: Some(days::RECEPTION_FIRST) };
    Facts { origin, pledge: None, programme: ByYear::default(), event, request }
}

fn say(facts: Facts) -> Assessment {
    assess(&facts.check().unwrap())
}

proptest! {
    #[test]
    fn the_total_is_the_sum_of_the_years_and_each_year_of_its_shares(facts in facts()) {
        let said = say(facts);
        prop_assert_eq!(said.total, said.years.y2016.amount.checked_add(said.years.y2017.amount).unwrap());
        for year in Year::ALL {
            let share = said.years.of(year);
            prop_assert_eq!(share.base, Money::sum(share.shares.iter().map(|share| share.base)).unwrap());
            prop_assert_eq!(share.amount, Money::sum(share.shares.iter().map(|share| share.amount)).unwrap());
        }
    }

    #[test]
    fn the_base_never_exceeds_what_lay_on_the_deposit(facts in facts()) {
        let most = table::balance_2015(&facts).sum;
        let said = say(facts);
        for year in Year::ALL {
            prop_assert!(said.years.of(year).base <= most);
            prop_assert!(said.years.of(year).shares.iter().all(|share| !share.base.is_negative()));
        }
    }

    #[test]
    fn nothing_in_a_year_always_has_a_reason_and_a_reason_always_means_nothing(facts in facts()) {
        let said = say(facts);
        for year in Year::ALL {
            let barred = said.reasons.iter().any(|reason| reason.years.contains(&year));
            prop_assert_eq!(said.years.of(year).base.is_zero(), barred, "{:?}", said.reasons);
        }
    }

    #[test]
    fn rules_are_in_the_memos_order_and_hold_those_of_the_reasons(facts in facts()) {
        let said = say(facts);
        prop_assert!(said.rules.is_sorted() && !said.rules.is_empty());
        prop_assert!(said.assumptions.is_sorted());
        prop_assert!(said.reasons.iter().all(|reason| said.rules.contains(&reason.rule)));
    }

    #[test]
    fn more_on_the_account_never_means_less(balance in money(), low in by_year(), more in by_year()) {
        let high = ByYear::each(|year| low.of(year).checked_add(*more.of(year)).unwrap().min(Money::LIMIT));
        let of = |balances| say(in_time(Origin::One(balance), Event::None { balances })).total;
        prop_assert!(of(low) <= of(high));
    }

    #[test]
    fn a_larger_deposit_never_means_less(low in money(), more in money(), event in event()) {
        let high = low.checked_add(more).unwrap().min(Money::LIMIT);
        let of = |sum| say(in_time(Origin::One(sum), event.clone()));
        let (small, large) = (of(low), of(high));
        if let Event::Split(parts) = &event {
            // Shares are rounded down and the last takes the rest, which may move a tiyn between parts.
            let slack = Money::from_tiyn(i64::try_from(parts.len()).unwrap());
            for year in Year::ALL {
                prop_assert!(small.years.of(year).base <= large.years.of(year).base.checked_add(slack).unwrap());
            }
        } else {
            prop_assert!(small.total <= large.total);
        }
    }

    #[test]
    fn parts_never_exceed_the_undivided_deposit(balance in money(), parts in parts()) {
        let count = i64::try_from(parts.len()).unwrap();
        let divided = say(in_time(Origin::One(balance), Event::Split(parts)));
        let plenty = Money::LIMIT;
        let whole = Event::None { balances: ByYear { y2016: plenty, y2017: plenty } };
        let undivided = say(in_time(Origin::One(balance), whole));
        for year in Year::ALL {
            let (parts, whole) = (divided.years.of(year), undivided.years.of(year));
            prop_assert!(parts.base <= whole.base);
            // Each part is rounded by itself (A20): at most half a tiyn more for each.
            prop_assert!(parts.amount <= whole.amount.checked_add(Money::from_tiyn(count)).unwrap());
        }
    }

    #[test]
    fn parts_that_were_left_alone_share_the_whole_of_it(balance in 2i64..1_000_000, cut in 1i64..1_000_000) {
        let cut = cut % balance;
        let part = |tiyn| {
            let formed = Money::from_tiyn(tiyn);
            Part { formed, placed: ByYear::default(), balances: ByYear { y2016: formed, y2017: formed } }
        };
        let parts = Event::Split(vec![part(cut), part(balance - cut)]);
        let said = say(in_time(Origin::One(Money::from_tiyn(balance)), parts));
        prop_assert_eq!(said.years.y2016.base, Money::from_tiyn(balance));
    }

    #[test]
    fn the_order_of_merged_contracts_does_not_matter(balances in prop::collection::vec(money(), 2..6), account in by_year()) {
        let members = |balances: &[Money]| {
            Origin::Merged(balances.iter().map(|balance| Member { balance: *balance, excluded: None }).collect())
        };
        let event = Event::None { balances: account };
        let mut turned = balances.clone();
        turned.reverse();
        prop_assert_eq!(say(in_time(members(&balances), event.clone())), say(in_time(members(&turned), event)));
    }

    #[test]
    fn a_later_signature_never_means_more(facts in facts(), early in date(), late in date()) {
        let (early, late) = (early.min(late), early.max(late));
        let of = |on| say(Facts { request: Request::Depositor { on: Some(on) }, ..facts.clone() }).total;
        prop_assert!(of(late) <= of(early));
    }
}
