//! What a person tells of one deposit, and which of it is no answer at all (input errors, section 5 of the rules).

use chrono::NaiveDate;

use super::{ByYear, MAX_ITEMS, Programme, Rule, Year, days};
use crate::portal::date::DateError;
use crate::portal::error::coded;
use crate::portal::money::{Money, MoneyError};

/// What there was at the end of 18.08.2015.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// No contract in force.
    NoContract,
    /// One contract with this balance (B0).
    One(Money),
    /// Several, merged later.
    Merged(Vec<Member>),
}

/// A contract that was merged with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its B0.
    pub balance: Money,
    /// The rule that excludes it alone, R2 or R3, if one does (A8).
    pub excluded: Option<Rule>,
}

/// What a loan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoanKind {
    /// A housing loan.
    Housing,
    /// A preliminary housing loan.
    Preliminary,
    /// A bridge housing loan.
    Bridge,
}

/// The deposit is security for a loan granted to the depositor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// What loan.
    pub kind: LoanKind,
    /// The day it was granted.
    pub granted: NaiveDate,
}

/// What happened to the deposit after 18.08.2015.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing but money coming and going.
    None {
        /// Actual balances on the days of crediting.
        balances: ByYear<Money>,
    },
    /// A housing loan on or after 19.08.2015.
    HousingLoan {
        /// The day it was granted.
        granted: NaiveDate,
        /// The deposit on that day.
        deposit: Money,
        /// The balance on the day of crediting in 2016; needed when the loan came after it (A10).
        balance_2016: Option<Money>,
    },
    /// The contract was split.
    Split(Vec<Part>),
    /// The rights were assigned to a new depositor.
    Assigned {
        /// Actual balances on the days of crediting.
        balances: ByYear<Money>,
    },
    /// Money was withdrawn by the Bank's or third parties' orders under law.
    Enforced {
        /// Actual balances on the days of crediting.
        balances: ByYear<Money>,
    },
}

/// A part of a split contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The balance formed by the split.
    pub formed: Money,
    /// Money placed on it since, up to the days of crediting: not counted.
    pub placed: ByYear<Money>,
    /// Actual balances on the days of crediting.
    pub balances: ByYear<Money>,
}

/// Who asked for compensation, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// The depositor signed the supplementary agreement, or the borrower applied, on this day; none: neither.
    Depositor {
        /// The day.
        on: Option<NaiveDate>,
    },
    /// An heir applied.
    Heir {
        /// The day; there must be one.
        applied: Option<NaiveDate>,
        /// Heirs have claimed the deposit, or a part of it (A14).
        claimed: bool,
        /// The supplementary agreement was concluded.
        agreement: bool,
    },
}

/// What is told of one deposit, not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What there was on 18.08.2015.
    pub origin: Origin,
    /// A loan that the deposit secures, other than that of [`Event::HousingLoan`].
    pub pledge: Option<Pledge>,
    /// The programme of the sale or lease in force on each day of crediting.
    pub programme: ByYear<Option<Programme>>,
    /// What happened since.
    pub event: Event,
    /// Who asked, and when.
    pub request: Request,
}

/// A field of the calculator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Was there a contract on 18.08.2015?
    Contract,
    /// B0.
    Balance2015,
    /// The merged contracts as a list.
    Members,
    /// B0 of a merged contract, counted from 0.
    MemberBalance(usize),
    /// The rule that excludes a merged contract.
    MemberExcluded(usize),
    /// The kind of the loan that the deposit secures.
    Pledge,
    /// The day of that loan.
    PledgeDate,
    /// The programme of a year.
    Programme(Year),
    /// What happened.
    Event,
    /// The balance of a year.
    Balance(Year),
    /// The day of the housing loan.
    LoanDate,
    /// The deposit on that day.
    LoanDeposit,
    /// The parts of a split as a list.
    Parts,
    /// The balance of a part formed by the split, counted from 0.
    PartFormed(usize),
    /// Money placed on a part later.
    PartPlaced(usize, Year),
    /// The balance of a part in a year.
    PartBalance(usize, Year),
    /// Who asked.
    Who,
    /// The day of the signature or application.
    AskedOn,
}

impl Field {
    /// The field's stable name, with places from 0: `parts.1.formed`.
    pub fn name(self) -> String {
        match self {
            Self::Contract => "contract".to_owned(),
            Self::Balance2015 => "balance_2015".to_owned(),
            Self::Members => "members".to_owned(),
            Self::MemberBalance(at) => format!("members.{at}.balance"),
            Self::MemberExcluded(at) => format!("members.{at}.excluded"),
            Self::Pledge => "pledge".to_owned(),
            Self::PledgeDate => "pledge_date".to_owned(),
            Self::Programme(year) => format!("programme_{}", year.number()),
            Self::Event => "event".to_owned(),
            Self::Balance(year) => format!("balance_{}", year.number()),
            Self::LoanDate => "loan_date".to_owned(),
            Self::LoanDeposit => "loan_deposit".to_owned(),
            Self::Parts => "parts".to_owned(),
            Self::PartFormed(at) => format!("parts.{at}.formed"),
            Self::PartPlaced(at, year) => format!("parts.{at}.placed_{}", year.number()),
            Self::PartBalance(at, year) => format!("parts.{at}.balance_{}", year.number()),
            Self::Who => "who".to_owned(),
            Self::AskedOn => "asked_on".to_owned(),
        }
    }
}

coded! {
    /// What is wrong with a field; the arguments are its admissible values.
    pub enum Problem {
        /// Nothing is given, and something must be.
        Missing = "compensation-missing",
        /// None of the offered choices.
        Choice = "compensation-choice",
        /// A sum below zero.
        Negative = "compensation-negative",
        /// No sum.
        NotASum = "compensation-not-a-sum",
        /// More than two decimals.
        Decimals = "compensation-decimals",
        /// A sum over the limit.
        TooLarge {
            /// The largest there may be.
            limit: Money,
        } = "compensation-too-large",
        /// No date.
        NotADate = "compensation-not-a-date",
        /// A date out of bounds.
        DateOutside {
            /// The first admissible day.
            first: NaiveDate,
            /// The last admissible day.
            last: NaiveDate,
        } = "compensation-date-outside",
        /// A signature or application before reception began.
        BeforeReception {
            /// The first day of reception.
            first: NaiveDate,
        } = "compensation-before-reception",
        /// “Loan after” was chosen for an earlier loan: R2 is to be offered instead.
        LoanTooEarly {
            /// The first admissible day.
            first: NaiveDate,
        } = "compensation-loan-too-early",
        /// “Security for an earlier loan” was chosen for a later housing loan: “loan after” is to be offered instead.
        PledgeTooLate {
            /// The last admissible day.
            last: NaiveDate,
        } = "compensation-pledge-too-late",
        /// Too few parts or merged contracts.
        TooFew {
            /// The fewest.
            min: usize,
        } = "compensation-too-few",
        /// Too many of them.
        TooMany {
            /// The most.
            max: usize,
        } = "compensation-too-many",
        /// The parts of a split make nothing.
        NothingSplit = "compensation-nothing-split",
    }
}

impl From<MoneyError> for Problem {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::Empty => Self::Missing,
            MoneyError::Negative => Self::Negative,
            MoneyError::NotANumber | MoneyError::Grouping => Self::NotASum,
            MoneyError::Decimals { .. } => Self::Decimals,
            MoneyError::TooLarge { .. } | MoneyError::Overflow => Self::TooLarge { limit: Money::LIMIT },
        }
    }
}

impl From<DateError> for Problem {
    fn from(error: DateError) -> Self {
        match error {
            DateError::Empty => Self::Missing,
            _ => Self::NotADate,
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct InputError {
    /// Which field.
    pub field: Field,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// Facts of a deposit that were checked; what [`assess`](super::assess()) takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case(Facts);

impl Case {
    /// The facts.
    pub const fn facts(&self) -> &Facts {
        &self.0
    }
}

impl Facts {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn check(self) -> Result<Case, Vec<InputError>> {
        let mut errors: Vec<InputError> =
            self.sums().into_iter().filter_map(|(field, sum)| bounds(field, sum)).collect();
        let mut add =
            |field, problem: Option<Problem>| errors.extend(problem.map(|problem| InputError { field, problem }));
        if let Origin::Merged(members) = &self.origin {
            add(Field::Members, count(members.len()));
            let other = |member: &Member| !matches!(member.excluded, None | Some(Rule::R2 | Rule::R3));
            for at in (0..members.len()).filter(|at| other(&members[*at])) {
                add(Field::MemberExcluded(at), Some(Problem::Choice));
            }
        }
        add(Field::PledgeDate, self.pledge.and_then(|pledge| pledge_problem(pledge, &self.event)));
        match &self.event {
            Event::HousingLoan { granted, balance_2016, .. } => {
                add(Field::LoanDate, loan_problem(*granted));
                let needed = *granted >= days::CREDITED_2016_BEFORE && balance_2016.is_none();
                add(Field::Balance(Year::Y2016), needed.then_some(Problem::Missing));
            }
            Event::Split(parts) => {
                let nothing = parts.iter().all(|part| part.formed.is_zero()).then_some(Problem::NothingSplit);
                add(Field::Parts, count(parts.len()).or(nothing));
            }
            Event::None { .. } | Event::Assigned { .. } | Event::Enforced { .. } => {}
        }
        add(Field::AskedOn, request_problem(self.request));
        if errors.is_empty() { Ok(Case(self)) } else { Err(errors) }
    }

    /// Every sum with its field.
    fn sums(&self) -> Vec<(Field, Money)> {
        let mut sums = match &self.origin {
            Origin::NoContract => vec![],
            Origin::One(balance) => vec![(Field::Balance2015, *balance)],
            Origin::Merged(members) => {
                members.iter().enumerate().map(|(at, member)| (Field::MemberBalance(at), member.balance)).collect()
            }
        };
        match &self.event {
            Event::None { balances } | Event::Assigned { balances } | Event::Enforced { balances } => {
                sums.extend(Year::ALL.map(|year| (Field::Balance(year), *balances.of(year))));
            }
            Event::HousingLoan { deposit, balance_2016, .. } => {
                sums.push((Field::LoanDeposit, *deposit));
                sums.extend(balance_2016.map(|balance| (Field::Balance(Year::Y2016), balance)));
            }
            Event::Split(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    sums.push((Field::PartFormed(at), part.formed));
                    sums.extend(Year::ALL.map(|year| (Field::PartPlaced(at, year), *part.placed.of(year))));
                    sums.extend(Year::ALL.map(|year| (Field::PartBalance(at, year), *part.balances.of(year))));
                }
            }
        }
        sums
    }
}

fn bounds(field: Field, sum: Money) -> Option<InputError> {
    let problem = match sum {
        sum if sum.is_negative() => Problem::Negative,
        sum if sum > Money::LIMIT => Problem::TooLarge { limit: Money::LIMIT },
        _ => return None,
    };
    Some(InputError { field, problem })
}

fn count(items: usize) -> Option<Problem> {
    match items {
        0 | 1 => Some(Problem::TooFew { min: 2 }),
        2..=MAX_ITEMS => None,
        _ => Some(Problem::TooMany { max: MAX_ITEMS }),
    }
}

fn loan_problem(granted: NaiveDate) -> Option<Problem> {
    match granted {
        early if early < days::LOANS_FROM => Some(Problem::LoanTooEarly { first: days::LOANS_FROM }),
        late if late > days::LAST => Some(Problem::DateOutside { first: days::LOANS_FROM, last: days::LAST }),
        _ => None,
    }
}

/// A housing loan after 18.08.2015 makes a borrower (R6), unless it is told as such already; other loans may be later.
fn pledge_problem(pledge: Pledge, event: &Event) -> Option<Problem> {
    let (granted, first, last) = (pledge.granted, days::FIRST, days::LAST);
    let borrower = matches!(event, Event::HousingLoan { .. });
    if granted < first || granted > last {
        return Some(Problem::DateOutside { first, last });
    }
    let untold = pledge.kind == LoanKind::Housing && !borrower && granted > days::RATE_FREED;
    untold.then_some(Problem::PledgeTooLate { last: days::RATE_FREED })
}

fn request_problem(request: Request) -> Option<Problem> {
    let on = match request {
        Request::Depositor { on } => on?,
        Request::Heir { applied: None, .. } => return Some(Problem::Missing),
        Request::Heir { applied: Some(applied), .. } => applied,
    };
    match on {
        early if early < days::RECEPTION_FIRST => Some(Problem::BeforeReception { first: days::RECEPTION_FIRST }),
        late if late > days::LAST => Some(Problem::DateOutside { first: days::RECEPTION_FIRST, last: days::LAST }),
        _ => None,
    }
}
