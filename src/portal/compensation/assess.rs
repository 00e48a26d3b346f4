//! The answer: sums of both years, what set them, why not more, and by which readings.

use super::table::{BARS, BASES, Bar, Base, BaseRow, balance_2015, is_later_preliminary};
use super::{Assumption, ByYear, Case, Event, Facts, Limit, Origin, Request, Rule, Year, days};
use crate::portal::money::{Money, MoneyError};

/// The account that compensation goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// The depositor's savings account.
    Savings,
    /// The new depositor's savings account (R9).
    NewDepositorSavings,
    /// The borrower's current account (R6).
    Current,
}

/// The share of a deposit, or of a part of a split one, in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What the percentage is taken of.
    pub base: Money,
    /// What set it.
    pub limit: Limit,
    /// Due, rounded to the tiyn, half up.
    pub amount: Money,
}

/// What is due in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearShare {
    /// The rule that set the base.
    pub rule: Rule,
    /// One share, or one for each part of a split; none when a rule gives nothing.
    pub shares: Vec<Share>,
    /// The sum of the bases.
    pub base: Money,
    /// The sum of the amounts.
    pub amount: Money,
    /// Where it goes.
    pub account: Account,
}

/// Why a year gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// Why.
    pub bar: Bar,
    /// The years for which it holds.
    pub years: Vec<Year>,
}

/// The answer for one deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Each year.
    pub years: ByYear<YearShare>,
    /// Both years: always the sum of the rounded shares (R12).
    pub total: Money,
    /// Every rule that gives nothing, in the memo's order.
    pub reasons: Vec<Reason>,
    /// Every rule that was applied, reasons included, in the memo's order.
    pub rules: Vec<Rule>,
    /// The readings used.
    pub assumptions: Vec<Assumption>,
    /// For merged deposits, the total by the memo's words alone, where the balance makes it less (A7).
    pub word_for_word: Option<Money>,
}

/// The answer for several deposits, each by itself (R11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    /// Each deposit.
    pub each: Vec<Assessment>,
    /// All together.
    pub total: Money,
}

/// Applies the table to several deposits.
///
/// # Errors
/// [`MoneyError::Overflow`]; cannot happen with as many deposits as the form has.
pub fn assess_all(cases: &[Case]) -> Result<Portfolio, MoneyError> {
    let mut each: Vec<Assessment> = cases.iter().map(assess).collect();
    if each.len() > 1 {
        for assessment in &mut each {
            assessment.rules.push(Rule::R11);
            assessment.rules.sort_unstable();
        }
    }
    let total = Money::sum(each.iter().map(|assessment| assessment.total))?;
    Ok(Portfolio { each, total })
}

/// Applies the table to one deposit.
pub fn assess(case: &Case) -> Assessment {
    let facts = case.facts();
    let found = ByYear::each(|year| bases(facts, year));
    let reasons = reasons(facts, &found);
    let years = ByYear::each(|year| {
        let (row, bases) = found.of(year);
        let barred = reasons.iter().any(|reason| reason.bar != Bar::NoMoney && reason.years.contains(&year));
        year_share(row.rule, if barred { &[] } else { bases }, year)
    });
    let total = years.y2016.amount.plus(years.y2017.amount);
    let rules = rules(facts, &years, &reasons);
    let assumptions = ASSUMPTIONS.iter().filter(|(_, used)| used(facts, &years)).map(|(id, _)| *id).collect();
    let word_for_word = word_for_word(facts, &years).filter(|words| *words != total);
    Assessment { years, total, reasons, rules, assumptions, word_for_word }
}

/// The row that sets the base of a year, and the bases.
fn bases(facts: &Facts, year: Year) -> (BaseRow, Vec<Base>) {
    let applying = BASES.into_iter().find_map(|row| (row.bases)(facts, year).map(|bases| (row, bases)));
    // The last row applies to whatever the others do not.
    applying.unwrap_or((BASES[BASES.len() - 1], vec![]))
}

fn year_share(rule: Rule, bases: &[Base], year: Year) -> YearShare {
    let share = |base: &Base| Share {
        base: base.sum,
        limit: base.limit,
        // A share below the whole of a checked sum cannot overflow.
        amount: base.sum.percent_of(year.percent()).unwrap_or_default(),
    };
    let shares: Vec<Share> = bases.iter().map(share).collect();
    let account = match rule {
        Rule::R6 => Account::Current,
        Rule::R9 => Account::NewDepositorSavings,
        _ => Account::Savings,
    };
    let sum = |part: fn(&Share) -> Money| shares.iter().map(part).fold(Money::ZERO, Money::plus);
    YearShare { rule, base: sum(|share| share.base), amount: sum(|share| share.amount), shares, account }
}

/// Every bar with the years for which it holds, and the empty account where only that is why.
fn reasons(facts: &Facts, found: &ByYear<(BaseRow, Vec<Base>)>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    let mut add = |rule, bar, year| match reasons.iter_mut().find(|reason| (reason.rule, reason.bar) == (rule, bar)) {
        Some(reason) => reason.years.push(year),
        None => reasons.push(Reason { rule, bar, years: vec![year] }),
    };
    for row in BARS {
        for year in Year::ALL {
            for bar in (row.bars)(facts, year) {
                add(row.rule, bar, year);
            }
        }
    }
    for year in Year::ALL {
        let (row, bases) = found.of(year);
        let empty = bases.iter().all(|base| base.sum.is_zero());
        if empty && !balance_2015(facts).sum.is_zero() {
            let rule = if matches!(row.rule, Rule::R6 | Rule::R7) { row.rule } else { Rule::R5 };
            add(rule, Bar::NoMoney, year);
        }
    }
    reasons
}

fn rules(facts: &Facts, years: &ByYear<YearShare>, reasons: &[Reason]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = reasons.iter().map(|reason| reason.rule).collect();
    for year in Year::ALL {
        let share = years.of(year);
        if !share.shares.is_empty() {
            rules.extend([share.rule, Rule::R12]);
            rules.extend(matches!(facts.origin, Origin::Merged(_)).then_some(Rule::R8));
            rules.push(request_rule(facts));
        }
    }
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// The rule by which the request was in time.
fn request_rule(facts: &Facts) -> Rule {
    match (&facts.request, &facts.event) {
        (Request::Heir { .. }, _) if is_late_heir(facts) => Rule::R4d,
        (Request::Heir { .. }, _) => Rule::R4c,
        (Request::Depositor { .. }, Event::HousingLoan { granted, .. }) if *granted <= days::RECEPTION_LAST => {
            Rule::R4b
        }
        (Request::Depositor { .. }, _) => Rule::R4a,
    }
}

fn is_late_heir(facts: &Facts) -> bool {
    matches!(facts.request, Request::Heir { applied: Some(on), .. } if on > days::RECEPTION_LAST)
}

/// The total of merged deposits when the balance is left out of account.
fn word_for_word(facts: &Facts, years: &ByYear<YearShare>) -> Option<Money> {
    if !matches!((&facts.origin, &facts.event), (Origin::Merged(_), Event::None { .. })) {
        return None;
    }
    let base = [balance_2015(facts)];
    let of_year = |year| {
        let own: &YearShare = years.of(year);
        if own.shares.is_empty() { Money::ZERO } else { year_share(own.rule, &base, year).amount }
    };
    Some(of_year(Year::Y2016).plus(of_year(Year::Y2017)))
}

/// When a reading is used.
type Used = fn(&Facts, &ByYear<YearShare>) -> bool;

/// The readings and when they are used.
const ASSUMPTIONS: [(Assumption, Used); 21] = [
    (Assumption::A1, |facts, years| is_due(years) && !matches!(facts.event, Event::HousingLoan { .. })),
    (Assumption::A2, |facts, years| {
        !years.y2016.amount.is_zero()
            && is_due_in(years, Year::Y2017)
            && !matches!(facts.event, Event::HousingLoan { .. })
    }),
    (Assumption::A3, |_, years| is_due(years)),
    (Assumption::A4, |_, years| is_due_in(years, Year::Y2016)),
    (Assumption::A5, |_, years| is_due(years)),
    (Assumption::A6, |facts, years| is_due(years) && matches!(facts.event, Event::Split(_))),
    (Assumption::A7, |facts, years| is_due(years) && matches!(facts.origin, Origin::Merged(_))),
    (Assumption::A8, |facts, _| is_some_member_excluded(facts)),
    (Assumption::A9, |facts, _| matches!(facts.event, Event::Assigned { .. })),
    (Assumption::A10, |facts, years| {
        is_due(years)
            && matches!(facts.event, Event::HousingLoan { granted, .. } if granted >= days::CREDITED_2016_BEFORE)
    }),
    (Assumption::A11, |facts, _| is_later_preliminary(facts)),
    (Assumption::A12, |facts, _| is_late_heir(facts)),
    (
        Assumption::A13,
        |facts, _| matches!(facts.request, Request::Depositor { on } if on.is_none_or(|on| on > days::RECEPTION_LAST)),
    ),
    (Assumption::A14, |facts, _| is_late_heir(facts) && matches!(facts.request, Request::Heir { claimed: true, .. })),
    (Assumption::A15, |_, years| {
        let empty = |share: &YearShare| !share.shares.is_empty() && share.base.is_zero();
        empty(&years.y2016) && is_due_in(years, Year::Y2017)
    }),
    (Assumption::A16, |facts, _| facts.programme.y2016 != facts.programme.y2017),
    (Assumption::A17, |facts, years| {
        let late = matches!(facts.request, Request::Heir { applied: Some(on), .. } if on >= days::CREDITED_2016_BEFORE);
        late && is_due_in(years, Year::Y2016)
    }),
    (Assumption::A18, |facts, _| matches!(facts.request, Request::Heir { .. })),
    (Assumption::A19, |facts, years| {
        is_due(years) && matches!(facts.event, Event::None { .. } | Event::Assigned { .. })
    }),
    (Assumption::A20, |_, years| is_due(years)),
    (Assumption::A21, |_, years| is_due(years)),
];

/// Is there a base in one of the years?
fn is_due(years: &ByYear<YearShare>) -> bool {
    Year::ALL.into_iter().any(|year| is_due_in(years, year))
}

fn is_due_in(years: &ByYear<YearShare>, year: Year) -> bool {
    !years.of(year).base.is_zero()
}

fn is_some_member_excluded(facts: &Facts) -> bool {
    matches!(&facts.origin, Origin::Merged(members) if members.iter().any(|member| member.excluded.is_some()))
}
