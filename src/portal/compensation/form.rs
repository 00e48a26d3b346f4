//! The calculator's fields for one deposit as typed, and their reading. Fields that the chosen event does not ask for are
//! passed over.

use chrono::NaiveDate;

use super::{
    ByYear, Case, Event, Facts, Field, InputError, LoanKind, Member, Origin, Part, Pledge, Problem, Programme, Request,
    Rule, Year,
};
use crate::portal::date;
use crate::portal::money::Money;

/// What was typed and chosen for one deposit; every text may be empty. Names are those of [`Field::name`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepositForm {
    /// `yes`, `no`: was there a contract on 18.08.2015?
    pub contract: String,
    /// B0; not for merged contracts.
    pub balance_2015: String,
    /// Merged contracts; for `merged` alone.
    pub members: Vec<MemberForm>,
    /// `none` or nothing, `housing`, `preliminary`, `bridge`: the loan that the deposit secures.
    pub pledge: String,
    /// The day of that loan.
    pub pledge_date: String,
    /// `none` or nothing, or the id of a [`Programme`], for each year.
    pub programme: ByYear<String>,
    /// `none`, `loan`, `split`, `merged`, `assigned`, `enforced`.
    pub event: String,
    /// The balances on the days of crediting.
    pub balance: ByYear<String>,
    /// The day of the housing loan.
    pub loan_date: String,
    /// The deposit on that day.
    pub loan_deposit: String,
    /// The parts of a split.
    pub parts: Vec<PartForm>,
    /// `depositor`, `heir`.
    pub who: String,
    /// The day of the signature or application; nothing: neither.
    pub asked_on: String,
    /// Heirs have claimed the deposit.
    pub claimed: bool,
    /// The heir's agreement was concluded.
    pub agreement: bool,
}

/// What was typed for a merged contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberForm {
    /// Its B0.
    pub balance: String,
    /// `none` or nothing, `R2`, `R3`.
    pub excluded: String,
}

/// What was typed for a part of a split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartForm {
    /// The balance formed by the split.
    pub formed: String,
    /// Money placed later; nothing means none.
    pub placed: ByYear<String>,
    /// Actual balances.
    pub balance: ByYear<String>,
}

/// Reads fields, keeping what is wrong with each.
#[derive(Default)]
struct Reader {
    errors: Vec<InputError>,
}

impl Reader {
    /// The value; something harmless in place of a wrong one, which is only seen when there are no errors.
    fn keep<T: Default>(&mut self, field: Field, read: Result<T, Problem>) -> T {
        read.unwrap_or_else(|problem| {
            self.errors.push(InputError { field, problem });
            T::default()
        })
    }

    fn sum(&mut self, field: Field, text: &str) -> Money {
        self.keep(field, Money::parse(text).map_err(Problem::from))
    }

    /// A sum that may be left out.
    fn optional_sum(&mut self, field: Field, text: &str) -> Option<Money> {
        (!text.trim().is_empty()).then(|| self.sum(field, text))
    }

    fn sums(&mut self, field: fn(Year) -> Field, texts: &ByYear<String>) -> ByYear<Money> {
        ByYear::each(|year| self.sum(field(year), texts.of(year)))
    }

    fn date(&mut self, field: Field, text: &str) -> NaiveDate {
        self.keep(field, date::parse(text, 1..=9999).map_err(Problem::from))
    }

    fn choice<T: Copy>(&mut self, field: Field, text: &str, choices: &[(&str, T)]) -> Option<T> {
        let found = choices.iter().find(|(name, _)| *name == text.trim()).map(|(_, value)| *value);
        let problem = if text.trim().is_empty() { Problem::Missing } else { Problem::Choice };
        self.keep(field, found.map(Some).ok_or(problem))
    }

    /// A choice with `none`, which nothing chosen also means.
    fn optional_choice<T: Copy>(&mut self, field: Field, text: &str, choices: &[(&str, T)]) -> Option<T> {
        if matches!(text.trim(), "" | "none") { None } else { self.choice(field, text, choices) }
    }
}

/// The choices of “what happened”.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Happened {
    None,
    Loan,
    Split,
    Merged,
    Assigned,
    Enforced,
}

const HAPPENED: [(&str, Happened); 6] = [
    ("none", Happened::None),
    ("loan", Happened::Loan),
    ("split", Happened::Split),
    ("merged", Happened::Merged),
    ("assigned", Happened::Assigned),
    ("enforced", Happened::Enforced),
];

const LOANS: [(&str, LoanKind); 3] =
    [("housing", LoanKind::Housing), ("preliminary", LoanKind::Preliminary), ("bridge", LoanKind::Bridge)];

impl DepositForm {
    /// Reads and checks every field that the choices ask for.
    ///
    /// # Errors
    /// All that is wrong: what cannot be read first, in the order of the form; when all can be read, what
    /// [`Facts::check`] says.
    pub fn read(&self) -> Result<Case, Vec<InputError>> {
        let mut reader = Reader::default();
        let happened = reader.choice(Field::Event, &self.event, &HAPPENED).unwrap_or(Happened::None);
        let facts = Facts {
            origin: self.origin(&mut reader, happened),
            pledge: self.pledge(&mut reader),
            programme: self.programme(&mut reader),
            event: self.event(&mut reader, happened),
            request: self.request(&mut reader),
        };
        if reader.errors.is_empty() { facts.check() } else { Err(reader.errors) }
    }

    fn origin(&self, reader: &mut Reader, happened: Happened) -> Origin {
        if happened == Happened::Merged {
            let rules = [(Rule::R2.id(), Rule::R2), (Rule::R3.id(), Rule::R3)];
            let members = self.members.iter().enumerate();
            return Origin::Merged(
                members
                    .map(|(at, member)| Member {
                        balance: reader.sum(Field::MemberBalance(at), &member.balance),
                        excluded: reader.optional_choice(Field::MemberExcluded(at), &member.excluded, &rules),
                    })
                    .collect(),
            );
        }
        match reader.choice(Field::Contract, &self.contract, &[("yes", true), ("no", false)]) {
            Some(true) => Origin::One(reader.sum(Field::Balance2015, &self.balance_2015)),
            _ => Origin::NoContract,
        }
    }

    fn pledge(&self, reader: &mut Reader) -> Option<Pledge> {
        let kind = reader.optional_choice(Field::Pledge, &self.pledge, &LOANS)?;
        Some(Pledge { kind, granted: reader.date(Field::PledgeDate, &self.pledge_date) })
    }

    fn programme(&self, reader: &mut Reader) -> ByYear<Option<Programme>> {
        let programmes: Vec<_> = Programme::ALL.iter().map(|programme| (programme.id(), *programme)).collect();
        ByYear::each(|year| reader.optional_choice(Field::Programme(year), self.programme.of(year), &programmes))
    }

    fn event(&self, reader: &mut Reader, happened: Happened) -> Event {
        match happened {
            Happened::None | Happened::Merged => Event::None { balances: reader.sums(Field::Balance, &self.balance) },
            Happened::Assigned => Event::Assigned { balances: reader.sums(Field::Balance, &self.balance) },
            Happened::Enforced => Event::Enforced { balances: reader.sums(Field::Balance, &self.balance) },
            Happened::Loan => Event::HousingLoan {
                granted: reader.date(Field::LoanDate, &self.loan_date),
                deposit: reader.sum(Field::LoanDeposit, &self.loan_deposit),
                balance_2016: reader.optional_sum(Field::Balance(Year::Y2016), &self.balance.y2016),
            },
            Happened::Split => {
                Event::Split(self.parts.iter().enumerate().map(|(at, part)| part.read(reader, at)).collect())
            }
        }
    }

    fn request(&self, reader: &mut Reader) -> Request {
        let heir = reader.choice(Field::Who, &self.who, &[("depositor", false), ("heir", true)]);
        let on = (!self.asked_on.trim().is_empty()).then(|| reader.date(Field::AskedOn, &self.asked_on));
        match heir {
            Some(true) => Request::Heir { applied: on, claimed: self.claimed, agreement: self.agreement },
            _ => Request::Depositor { on },
        }
    }
}

impl PartForm {
    fn read(&self, reader: &mut Reader, at: usize) -> Part {
        let mut placed =
            |year| reader.optional_sum(Field::PartPlaced(at, year), self.placed.of(year)).unwrap_or_default();
        let placed = ByYear::each(&mut placed);
        Part {
            formed: reader.sum(Field::PartFormed(at), &self.formed),
            placed,
            balances: ByYear::each(|year| reader.sum(Field::PartBalance(at, year), self.balance.of(year))),
        }
    }
}
