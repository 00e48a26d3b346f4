//! What stands above profile, contracts and schedule: the next payment, the debt, the way to each contract, the age of
//! the figures.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Serialize;

use super::schedule::Asked;
use super::{Facts, Instant};
use crate::i18n::Locale;
use crate::portal::client::DocumentState;
use crate::portal::money::Money;
use crate::portal::schedule::{Moment, Status};
use crate::routes;

/// Figures older than this are said to be late.
const FRESH: TimeDelta = TimeDelta::hours(24);

/// What stands above a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strip {
    /// A way to each contract; empty when there are fewer than two.
    pub contracts: Vec<ContractLink>,
    /// Has the client no contract at all?
    pub without_contracts: bool,
    /// The next payment of the contract shown, or of all contracts; never one that is overdue.
    pub next: Option<Next>,
    /// The payments that are overdue, where there are any.
    pub overdue: Option<Late>,
    /// What is owed; none where there is no contract.
    pub debt: Option<Owed>,
    /// When the register said so: the oldest of what is shown.
    pub as_of: Option<Instant>,
    /// Is that more than a day ago?
    pub stale: bool,
    /// The identity document ends soon or has ended.
    pub document: Option<DocumentNotice>,
}

/// A way to a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractLink {
    /// Public reference.
    pub reference: String,
    /// Number.
    pub number: String,
    /// Address of the home, which tells contracts apart better than numbers do.
    pub address: String,
    /// Page of the same kind for that contract.
    pub url: String,
    /// The contract being shown.
    pub current: bool,
    /// Closed on this day.
    pub closed: Option<NaiveDate>,
}

/// The payment that comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Number of its contract.
    pub number: String,
    /// Schedule of its contract.
    pub url: String,
    /// Due date.
    pub due: NaiveDate,
    /// Days from today; negative when it has passed and only the debit is awaited.
    pub days_left: i64,
    /// Accrued payment.
    pub accrued: i64,
    /// Money that has come for it.
    pub received: i64,
    /// What is missing; 0 when there is enough.
    pub short_by: i64,
    /// Balance of the account (шоттағы қалдық / остаток на счёте).
    pub account_balance: i64,
    /// What of the balance has come for earlier payments and is not debited yet.
    pub reserved: i64,
    /// The day of its debit, where it is known.
    pub debit_on: Option<NaiveDate>,
}

/// Payments that are overdue: how many and since when. Their sum is part of the debt, which tells more than they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Late {
    /// How many there are.
    pub rows: usize,
    /// The oldest due date among them.
    pub since: NaiveDate,
    /// Days since then.
    pub days: i64,
    /// The contracts that have them.
    pub contracts: Vec<LateContract>,
}

/// A contract with overdue payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LateContract {
    /// Its number.
    pub number: String,
    /// Its overdue payments.
    pub url: String,
}

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// All of it.
    pub total: i64,
    /// The four amounts, in their order.
    pub parts: OwedParts,
    /// The oldest payment that is overdue.
    pub since: Option<NaiveDate>,
    /// Contract with the box of the debt.
    pub url: String,
}

/// The four amounts of a debt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwedParts {
    /// Ай сайынғы төлемдер / Ежемесячные платежи.
    pub instalments: i64,
    /// Өсімақы / Пеня.
    pub late_fees: i64,
    /// Айыппұл / Штраф.
    pub fines: i64,
    /// Мемлекеттік баж салығы / Государственная пошлина.
    pub state_duty: i64,
}

/// What is to be said of the identity document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentNotice {
    /// Has its last day passed?
    pub expired: bool,
    /// Days left; 0 on the last day and after it.
    pub days: i64,
    /// Its last day.
    pub last: NaiveDate,
}

impl DocumentNotice {
    /// What is to be said of a document whose last day is known; none while it is good.
    pub fn of(state: DocumentState, last: Option<NaiveDate>) -> Option<Self> {
        let (expired, days) = match state {
            DocumentState::Valid => return None,
            DocumentState::ExpiresIn { days } => (false, days),
            DocumentState::Expired => (true, 0),
        };
        Some(Self { expired, days, last: last? })
    }
}

impl OwedParts {
    /// The four amounts.
    pub fn of(debt: &crate::portal::debt::Debt) -> Self {
        let [instalments, late_fees, fines, state_duty] = debt.parts().map(Money::tiyn);
        Self { instalments, late_fees, fines, state_duty }
    }

    /// Their sum.
    pub fn total(&self) -> i64 {
        [self.instalments, self.late_fees, self.fines, self.state_duty].into_iter().fold(0, i64::saturating_add)
    }

    fn add(self, other: Self) -> Self {
        Self {
            instalments: self.instalments.saturating_add(other.instalments),
            late_fees: self.late_fees.saturating_add(other.late_fees),
            fines: self.fines.saturating_add(other.fines),
            state_duty: self.state_duty.saturating_add(other.state_duty),
        }
    }
}

/// For which page a strip is made.
#[derive(Clone, Copy, Debug)]
pub struct Above<'a> {
    /// Language of the addresses.
    pub locale: Locale,
    /// All contracts of the client, open ones first.
    pub all: &'a [Facts<'a>],
    /// The one being shown; none where the page is about all of them.
    pub shown: Option<usize>,
    /// Page of one contract, of the kind being shown.
    pub address: fn(Locale, &str) -> String,
    /// Now, on the wall clock of Asia/Almaty.
    pub now: DateTime<FixedOffset>,
}

impl Above<'_> {
    /// Today with its time.
    pub fn moment(&self) -> Moment {
        self.now.naive_local().into()
    }
}

impl Strip {
    /// What stands above a page.
    pub fn of(above: Above<'_>) -> Self {
        let Above { locale, all, shown, address, now } = above;
        let about: Vec<&Facts<'_>> = match shown {
            Some(at) => all.get(at).into_iter().collect(),
            None => all.iter().collect(),
        };
        let oldest = about.iter().map(|facts| facts.as_of).min();
        let links = all.iter().enumerate().map(|(at, facts)| ContractLink {
            reference: facts.reference.to_owned(),
            number: facts.contract.number.shown().to_owned(),
            address: facts.contract.address.expose().to_owned(),
            url: address(locale, facts.reference),
            current: shown == Some(at),
            closed: facts.contract.closed,
        });
        Self {
            contracts: if all.len() > 1 { links.collect() } else { Vec::new() },
            without_contracts: all.is_empty(),
            next: next(locale, &about, above.moment()),
            overdue: late(locale, &about, above.moment()),
            debt: owed(locale, &about, above.moment()),
            as_of: oldest.map(Instant::from),
            stale: oldest.is_some_and(|at| now.signed_duration_since(at) > FRESH),
            document: None,
        }
    }
}

/// The next payment of these contracts: the most urgent one.
fn next(locale: Locale, about: &[&Facts<'_>], now: Moment) -> Option<Next> {
    let open = about.iter().filter(|facts| facts.contract.closed.is_none());
    let coming = open.filter_map(|facts| Some((facts, facts.schedule.next_payment(now)?)));
    let (facts, next) = coming.min_by_key(|(_, next)| next.urgency())?;
    Some(Next {
        number: facts.contract.number.shown().to_owned(),
        url: routes::cabinet_schedule(locale, facts.reference),
        due: next.due,
        days_left: next.days_left,
        accrued: next.accrued.tiyn(),
        received: next.received.tiyn(),
        short_by: next.short_by.tiyn(),
        account_balance: facts.contract.account_balance.tiyn(),
        reserved: next.reserved.min(facts.contract.account_balance).tiyn(),
        debit_on: next.debit_on.filter(|_| next.short_by.is_zero()),
    })
}

/// The overdue payments of these contracts together.
fn late(locale: Locale, about: &[&Facts<'_>], now: Moment) -> Option<Late> {
    let found: Vec<_> = about.iter().filter_map(|facts| Some((facts, facts.schedule.overdue(now)?))).collect();
    let since = found.iter().map(|(_, overdue)| overdue.since).min()?;
    let asked = Asked { status: Some(Status::Overdue), ..Asked::default() };
    let contract = |facts: &Facts<'_>| LateContract {
        number: facts.contract.number.shown().to_owned(),
        url: format!("{}?{}", routes::cabinet_schedule(locale, facts.reference), asked.query()),
    };
    Some(Late {
        rows: found.iter().map(|(_, overdue)| overdue.totals.rows).sum(),
        since,
        days: now.day.signed_duration_since(since).num_days(),
        contracts: found.iter().map(|(facts, _)| contract(facts)).collect(),
    })
}

/// The debts of these contracts together; their page is that of the first which owes.
fn owed(locale: Locale, about: &[&Facts<'_>], now: Moment) -> Option<Owed> {
    let first = about.first()?;
    let parts = about.iter().fold(OwedParts::default(), |sum, facts| sum.add(OwedParts::of(facts.debt)));
    let page = about.iter().find(|facts| !facts.debt.is_none()).unwrap_or(first);
    Some(Owed {
        total: parts.total(),
        parts,
        since: about.iter().filter_map(|facts| facts.schedule.overdue(now)).map(|overdue| overdue.since).min(),
        url: routes::cabinet_contract(locale, page.reference),
    })
}
