//! What stands above profile, contracts and schedule: the next payment, the debt, the way to each contract, the age of
//! the figures.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Serialize;

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
    /// The next payment of the contract shown, or of all contracts.
    pub next: Option<Next>,
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

/// The first payment that is not paid yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Number of its contract.
    pub number: String,
    /// Schedule of its contract.
    pub url: String,
    /// Due date.
    pub due: NaiveDate,
    /// Days from today; negative when it has passed.
    pub days_left: i64,
    /// Days since it passed; 0 when it has not.
    pub days_late: i64,
    /// Accrued payment.
    pub accrued: i64,
    /// Money that has come for it.
    pub received: i64,
    /// What is missing; 0 when there is enough.
    pub short_by: i64,
    /// Code of its status.
    pub status: &'static str,
    /// Balance of the account (шоттағы қалдық / остаток на счёте).
    pub account_balance: i64,
    /// The day of its debit, where it is known.
    pub debit_on: Option<NaiveDate>,
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
            next: about.iter().filter_map(|facts| next(locale, facts, above.moment())).min_by_key(|next| next.due),
            debt: owed(locale, &about, above.moment()),
            as_of: oldest.map(Instant::from),
            stale: oldest.is_some_and(|at| now.signed_duration_since(at) > FRESH),
            document: None,
        }
    }
}

fn next(locale: Locale, facts: &Facts<'_>, now: Moment) -> Option<Next> {
    let next = facts.schedule.next_payment(now).filter(|_| facts.contract.closed.is_none())?;
    Some(Next {
        number: facts.contract.number.shown().to_owned(),
        url: routes::cabinet_schedule(locale, facts.reference),
        due: next.due,
        days_left: next.days_left,
        days_late: (-next.days_left).max(0),
        accrued: next.accrued.tiyn(),
        received: next.received.tiyn(),
        short_by: next.short_by.tiyn(),
        status: next.status.code(),
        account_balance: facts.contract.account_balance.tiyn(),
        debit_on: next.debit_on.filter(|_| next.status == Status::AwaitingDebit && next.short_by.is_zero()),
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
