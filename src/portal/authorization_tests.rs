//! The process as a specification: the way through, every bound to the second, every step out of order.

use proptest::prelude::*;

use super::*;

/// So many seconds after the beginning.
fn at(seconds: i64) -> DateTime<Utc> {
    "2026-07-10T04:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

fn sent() -> CodeSent {
    FormMatched::new(Purpose::First).send(at(0))
}

fn limits() -> Limits {
    Limits::default()
}

#[test]
fn the_way_through() {
    let confirmed = sent().confirm(at(20), &limits(), || true).unwrap();
    let set = confirmed.set_password(at(90), &limits()).unwrap();
    let facts = Authorization::PasswordSet(set).facts();
    assert_eq!((facts.confirmed_at, facts.set_at, facts.tries), (Some(at(20)), Some(at(90)), 1));
}

#[test]
fn a_code_lives_five_minutes() {
    assert!(sent().confirm(at(299), &limits(), || true).is_ok(), "4:59");
    let refused = sent().confirm(at(300), &limits(), || true).unwrap_err();
    assert_eq!(refused.error, AuthorizationError::CodeExpired { since: at(300) }, "5:00");
    assert_eq!(refused.state.tries_left(&limits()), 5, "a dead code costs no try");
}

#[test]
fn five_wrong_codes_and_no_more() {
    let mut state = sent();
    for left in [4, 3, 2, 1, 0] {
        let refused = state.confirm(at(1), &limits(), || false).unwrap_err();
        assert_eq!(refused.error, AuthorizationError::WrongCode { left });
        state = refused.state;
    }
    let mut asked = false;
    let right = || {
        asked = true;
        true
    };
    let refused = state.confirm(at(2), &limits(), right).unwrap_err();
    assert_eq!(refused.error, AuthorizationError::NoTriesLeft, "the sixth is refused, be it right");
    assert!(!asked, "and not even compared");
    let refused = refused.state.resend(at(400), &limits()).unwrap_err();
    assert_eq!(refused.error, AuthorizationError::NoTriesLeft, "nor does a new code help");
    assert_eq!(refused.state.resend_at(&limits()), None, "so none is offered");
}

#[test]
fn a_new_code_after_one_two_and_five_minutes() {
    let (mut state, mut last) = (sent(), 0);
    for wait in [60, 120, 300] {
        let available = at(last + wait);
        assert_eq!(state.resend_at(&limits()), Some(available));
        let refused = state.resend(at(last + wait - 1), &limits()).unwrap_err();
        assert_eq!(refused.error, AuthorizationError::ResendTooSoon { available }, "a second before {wait}");
        state = refused.state.resend(available, &limits()).unwrap();
        last += wait;
    }
    assert_eq!(state.resend_at(&limits()), None);
    assert_eq!(state.resend(at(100_000), &limits()).unwrap_err().error, AuthorizationError::NoMoreCodes);
}

#[test]
fn a_new_code_lives_its_own_time_and_tries_stay_counted() {
    let tried = sent().confirm(at(1), &limits(), || false).unwrap_err().state;
    let again = tried.resend(at(200), &limits()).unwrap();
    assert_eq!((again.expires_at(&limits()), again.tries_left(&limits())), (at(500), 4));
}

#[test]
fn the_right_to_set_a_password_lives_ten_minutes_once() {
    let confirmed = || Authorization::CodeConfirmed(sent().confirm(at(0), &limits(), || true).unwrap());
    let set = confirmed().set_password(at(599), &limits()).unwrap();
    let twice = set.set_password(at(599), &limits()).unwrap_err();
    let (from, to) = (Step::PasswordSet, Step::PasswordSet);
    assert_eq!(twice.error, AuthorizationError::OutOfOrder { from, to }, "once");
    let late = confirmed().set_password(at(600), &limits()).unwrap_err();
    assert_eq!(late.error, AuthorizationError::RightExpired { since: at(600) }, "10:00");
}

/// The same process at each step.
fn at_every_step() -> [Authorization; 4] {
    let confirmed = || sent().confirm(at(1), &limits(), || true).unwrap();
    [
        Authorization::FormMatched(FormMatched::new(Purpose::Recovery)),
        Authorization::CodeSent(sent()),
        Authorization::CodeConfirmed(confirmed()),
        Authorization::PasswordSet(confirmed().set_password(at(2), &limits()).unwrap()),
    ]
}

#[test]
fn no_step_can_be_skipped_or_taken_back() {
    for state in at_every_step() {
        let from = state.step();
        let tried = [
            (Step::CodeSent, state.clone().send_code(at(100), &limits())),
            (Step::CodeConfirmed, state.clone().confirm(at(100), &limits(), || true)),
            (Step::PasswordSet, state.clone().set_password(at(100), &limits())),
        ];
        for (to, result) in tried {
            let allowed = matches!(
                (from, to),
                (Step::FormMatched | Step::CodeSent, Step::CodeSent)
                    | (Step::CodeSent, Step::CodeConfirmed)
                    | (Step::CodeConfirmed, Step::PasswordSet)
            );
            match result {
                Ok(next) => assert!(allowed && next.step() == to, "{from:?} → {to:?}"),
                Err(refused) => {
                    assert!(!allowed, "{from:?} → {to:?}");
                    assert_eq!(refused.error, AuthorizationError::OutOfOrder { from, to });
                    assert_eq!(refused.state, state, "nothing is lost");
                }
            }
        }
    }
}

#[test]
fn what_is_kept_is_restored() {
    for state in at_every_step() {
        assert_eq!(state.purpose(), state.facts().purpose);
        assert_eq!(Authorization::restore(&state.facts()), Ok(state));
    }
    assert!(Purpose::ALL.into_iter().all(|purpose| Purpose::from_code(purpose.code()) == Some(purpose)));
}

#[test]
fn contradicting_facts_are_no_state() {
    let [form, waiting, confirmed, done] = at_every_step().map(|state| state.facts());
    for (facts, reason) in [
        (Facts { codes: 1, ..form }, "a code without its time"),
        (Facts { tries: 1, ..form }, "a try without a code"),
        (Facts { codes: 0, ..waiting }, "a time without a code"),
        (Facts { sent_at: None, ..confirmed }, "confirmed, but never sent"),
        (Facts { tries: 0, ..confirmed }, "confirmed without a try"),
        (Facts { confirmed_at: None, ..done }, "set, but never confirmed"),
    ] {
        assert_eq!(Authorization::restore(&facts), Err(AuthorizationError::Inconsistent), "{reason}");
    }
}

proptest! {
    #[test]
    fn no_sequence_of_requests_sets_a_password_without_the_right_code_in_time(
        requests in prop::collection::vec((0u8..4, 0i64..200), 0..60),
    ) {
        let mut state = Authorization::FormMatched(FormMatched::new(Purpose::First));
        let (mut now, mut right_in_time, mut wrong) = (0, false, 0);
        for (request, wait) in requests {
            now += wait;
            let before = state.facts();
            let result = match request {
                0 => state.send_code(at(now), &limits()),
                1 => state.confirm(at(now), &limits(), || false),
                2 => state.confirm(at(now), &limits(), || true),
                _ => state.set_password(at(now), &limits()),
            };
            let alive = before.sent_at.is_some_and(|sent| at(now) < sent + limits().code_life);
            right_in_time |= request == 2 && result.is_ok() && alive && before.tries < 5;
            state = result.unwrap_or_else(|refused| {
                wrong += u32::from(matches!(refused.error, AuthorizationError::WrongCode { .. }));
                refused.state
            });
            prop_assert!(wrong <= 5 && state.facts().codes <= 4);
            prop_assert!(right_in_time || !matches!(state.step(), Step::CodeConfirmed | Step::PasswordSet));
        }
    }
}
