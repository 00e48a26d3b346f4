//! The decision table: rules that give nothing, and rules that set the base. All of the first are tried and reported, of
//! the second the first that applies holds.

use chrono::NaiveDate;

use super::{Event, Facts, Limit, LoanKind, Member, Origin, Programme, Request, Rule, Year, days};
use crate::portal::error::{Argument, coded};
use crate::portal::money::Money;

impl From<Programme> for Argument {
    fn from(programme: Programme) -> Self {
        Self::Code(programme.id())
    }
}

coded! {
    /// Why nothing is due, for the whole deposit or for a year.
    pub enum Bar {
        /// R1: no contract on 18.08.2015.
        NoContract = "compensation-no-contract",
        /// R1: nothing on it.
        NothingOnDeposit = "compensation-nothing-on-deposit",
        /// R2: security for a loan of 18.08.2015 or earlier.
        Pledged {
            /// When it was granted.
            granted: NaiveDate,
        } = "compensation-pledged",
        /// R2, R3: each of the merged deposits that held money is excluded.
        MergedExcluded = "compensation-merged-excluded",
        /// R3: a programme's sale or lease.
        InProgramme {
            /// Which.
            programme: Programme,
        } = "compensation-programme",
        /// R4a: no agreement was signed.
        NotSigned {
            /// The last day it could be.
            last: NaiveDate,
        } = "compensation-not-signed",
        /// R4a: it was signed too late.
        SignedLate {
            /// The day.
            on: NaiveDate,
            /// The last day it could be.
            last: NaiveDate,
        } = "compensation-signed-late",
        /// R4b: no application was made.
        NotApplied {
            /// The last day it could be.
            last: NaiveDate,
        } = "compensation-not-applied",
        /// R4b, R4d: it was made too late.
        AppliedLate {
            /// The day.
            on: NaiveDate,
            /// The last day it could be.
            last: NaiveDate,
        } = "compensation-applied-late",
        /// R4d: the heirs have claimed the deposit.
        Claimed = "compensation-claimed",
        /// R4d: no agreement was concluded.
        HeirWithoutAgreement = "compensation-heir-without-agreement",
        /// R5: no money on the day of crediting, or of the loan.
        NoMoney = "compensation-no-money",
    }
}

/// A rule that gives nothing.
#[derive(Clone, Copy, Debug)]
pub struct BarRow {
    /// The rule.
    pub rule: Rule,
    /// Why nothing is due in a year; empty when the rule does not hold.
    pub bars: fn(&Facts, Year) -> Vec<Bar>,
}

/// Rules that give nothing, in the memo's order.
pub const BARS: [BarRow; 6] = [
    BarRow { rule: Rule::R1, bars: no_deposit },
    BarRow { rule: Rule::R2, bars: pledged },
    BarRow { rule: Rule::R3, bars: in_programme },
    BarRow { rule: Rule::R4a, bars: not_signed },
    BarRow { rule: Rule::R4b, bars: not_applied },
    BarRow { rule: Rule::R4d, bars: heir_conditions },
];

fn no_deposit(facts: &Facts, _: Year) -> Vec<Bar> {
    match &facts.origin {
        Origin::NoContract => vec![Bar::NoContract],
        Origin::One(balance) if balance.is_zero() => vec![Bar::NothingOnDeposit],
        Origin::Merged(members) if members.iter().all(|member| member.balance.is_zero()) => vec![Bar::NothingOnDeposit],
        Origin::One(_) | Origin::Merged(_) => vec![],
    }
}

fn pledged(facts: &Facts, _: Year) -> Vec<Bar> {
    let earlier = facts.pledge.filter(|pledge| pledge.granted <= days::RATE_FREED);
    let own = earlier.map(|pledge| Bar::Pledged { granted: pledge.granted });
    own.into_iter().chain(merged_excluded(facts, Rule::R2)).collect()
}

fn in_programme(facts: &Facts, year: Year) -> Vec<Bar> {
    let own = facts.programme.of(year).map(|programme| Bar::InProgramme { programme });
    own.into_iter().chain(merged_excluded(facts, Rule::R3)).collect()
}

/// When every merged deposit that held money is excluded, the rules that did it say so (A8).
fn merged_excluded(facts: &Facts, rule: Rule) -> Option<Bar> {
    let Origin::Merged(members) = &facts.origin else { return None };
    let held = || members.iter().filter(|member| !member.balance.is_zero());
    let all = held().all(|member| member.excluded.is_some());
    (all && held().any(|member| member.excluded == Some(rule))).then_some(Bar::MergedExcluded)
}

/// Did the depositor get a housing loan while applications were received? Then R4b holds, otherwise R4a.
fn is_borrower(facts: &Facts) -> bool {
    matches!(facts.event, Event::HousingLoan { granted, .. } if granted <= days::RECEPTION_LAST)
}

fn not_signed(facts: &Facts, _: Year) -> Vec<Bar> {
    let last = days::RECEPTION_LAST;
    match facts.request {
        Request::Depositor { .. } if is_borrower(facts) => vec![],
        Request::Depositor { on: None } => vec![Bar::NotSigned { last }],
        Request::Depositor { on: Some(on) } if on > last => vec![Bar::SignedLate { on, last }],
        Request::Depositor { .. } | Request::Heir { .. } => vec![],
    }
}

fn not_applied(facts: &Facts, _: Year) -> Vec<Bar> {
    let last = days::RECEPTION_LAST;
    match facts.request {
        Request::Depositor { .. } if !is_borrower(facts) => vec![],
        Request::Depositor { on: None } => vec![Bar::NotApplied { last }],
        Request::Depositor { on: Some(on) } if on > last => vec![Bar::AppliedLate { on, last }],
        Request::Depositor { .. } | Request::Heir { .. } => vec![],
    }
}

/// The three conditions of an heir who applied after the reception (A12, A14, A18).
fn heir_conditions(facts: &Facts, _: Year) -> Vec<Bar> {
    let Request::Heir { applied: Some(on), claimed, agreement } = facts.request else { return vec![] };
    if on <= days::RECEPTION_LAST {
        return vec![];
    }
    let late = Bar::AppliedLate { on, last: days::HEIRS_LAST };
    let broken = [(claimed, Bar::Claimed), (on > days::HEIRS_LAST, late), (!agreement, Bar::HeirWithoutAgreement)];
    broken.into_iter().filter(|(holds, _)| *holds).map(|(_, bar)| bar).collect()
}

/// A base and what set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// What the percentage is taken of.
    pub sum: Money,
    /// What set it.
    pub limit: Limit,
}

/// A rule that sets the base.
#[derive(Clone, Copy, Debug)]
pub struct BaseRow {
    /// The rule.
    pub rule: Rule,
    /// The bases of a year, one for each part of a split, otherwise one; none when the rule does not apply.
    pub bases: fn(&Facts, Year) -> Option<Vec<Base>>,
}

/// Rules that set the base; the first that applies holds, the last always does.
pub const BASES: [BaseRow; 5] = [
    BaseRow { rule: Rule::R7, bases: split },
    BaseRow { rule: Rule::R6, bases: borrower },
    BaseRow { rule: Rule::R9, bases: assigned },
    BaseRow { rule: Rule::R10, bases: enforced },
    BaseRow { rule: Rule::R5, bases: ordinary },
];

/// B0 of the deposit: of merged ones, the sum of those that are not excluded (R8, A8).
pub fn balance_2015(facts: &Facts) -> Base {
    match &facts.origin {
        Origin::NoContract => Base { sum: Money::ZERO, limit: Limit::Balance2015 },
        Origin::One(balance) => Base { sum: *balance, limit: Limit::Balance2015 },
        Origin::Merged(members) => {
            let counted = members.iter().filter(|member| member.excluded.is_none());
            let sum = counted.fold(Money::ZERO, |sum, member: &Member| sum.plus(member.balance));
            Base { sum, limit: Limit::MergedBalances2015 }
        }
    }
}

/// The smallest; of equal ones, the first.
fn least<const N: usize>(first: Base, others: [Base; N]) -> Base {
    others.into_iter().fold(first, |least, base| if base.sum < least.sum { base } else { least })
}

fn by_balance(facts: &Facts, balance: Money) -> Vec<Base> {
    vec![least(balance_2015(facts), [Base { sum: balance, limit: Limit::Balance }])]
}

fn ordinary(facts: &Facts, year: Year) -> Option<Vec<Base>> {
    match &facts.event {
        Event::None { balances } => Some(by_balance(facts, *balances.of(year))),
        // The share of 2016 of someone who took a loan afterwards (A10).
        Event::HousingLoan { balance_2016, .. } => Some(by_balance(facts, balance_2016.unwrap_or_default())),
        Event::Split(_) | Event::Assigned { .. } | Event::Enforced { .. } => None,
    }
}

fn assigned(facts: &Facts, year: Year) -> Option<Vec<Base>> {
    let Event::Assigned { balances } = &facts.event else { return None };
    Some(by_balance(facts, *balances.of(year)))
}

fn enforced(facts: &Facts, year: Year) -> Option<Vec<Base>> {
    let Event::Enforced { balances } = &facts.event else { return None };
    Some(by_balance(facts, *balances.of(year)))
}

/// A loan before the crediting of the year.
fn borrower(facts: &Facts, year: Year) -> Option<Vec<Base>> {
    let Event::HousingLoan { granted, deposit, .. } = facts.event else { return None };
    if year == Year::Y2016 && granted >= days::CREDITED_2016_BEFORE {
        return None;
    }
    Some(vec![least(balance_2015(facts), [Base { sum: deposit, limit: Limit::LoanDay }])])
}

/// Each part: what the split formed, at most what is left of it, at most its share of B0 (A6).
fn split(facts: &Facts, year: Year) -> Option<Vec<Base>> {
    let Event::Split(parts) = &facts.event else { return None };
    let whole = balance_2015(facts).sum;
    let formed = parts.iter().fold(Money::ZERO, |sum, part| sum.plus(part.formed));
    let mut rest = whole;
    let mut bases = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        // Sums were checked and the whole is positive, so a share exists; the last part takes what rounding left.
        let share = whole.share_down(part.formed, formed).unwrap_or_default();
        let share = if at + 1 == parts.len() { rest } else { share };
        rest = rest.minus(share);
        let own = part.placed.of(year).short_of(*part.balances.of(year));
        bases.push(least(
            Base { sum: share, limit: Limit::PartOfBalance2015 },
            [Base { sum: part.formed, limit: Limit::FormedBySplit }, Base { sum: own, limit: Limit::Balance }],
        ));
    }
    Some(bases)
}

/// Is the deposit security for a preliminary or bridge loan after 18.08.2015, which changes nothing (A11)?
pub fn is_later_preliminary(facts: &Facts) -> bool {
    facts.pledge.is_some_and(|pledge| pledge.kind != LoanKind::Housing && pledge.granted > days::RATE_FREED)
}
