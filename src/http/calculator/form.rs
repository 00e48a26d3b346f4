//! What was typed into the calculator, as names and values: `d0.balance_2015=5&d0.parts=2&d0.parts.1.formed=3`. Deposits
//! and rows count from 0; `d0.parts` and `d0.members` say how many rows there are. `add` and `remove` are buttons.

use std::fmt::Write as _;

use super::super::encoded;
use super::super::error::Error;
use crate::page::calculator::{fields, id, member_fields, part_fields};
use crate::portal::compensation::{ByYear, DepositForm, MAX_ITEMS, MemberForm, PartForm};
use crate::routes::query_value;

/// The longest value that any field could need.
const LONGEST: usize = 60;

/// Rows that a list shows at least: fewer make neither a split nor a merger.
const FEWEST: usize = 2;

/// A button other than the one that computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Another deposit or row.
    Add(Target),
    /// One less.
    Remove(Target),
}

/// What a button is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A deposit; which one does not matter when it is added.
    Deposit(usize),
    /// A row of a deposit's list.
    Row(usize, List, usize),
}

/// A list of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Merged contracts.
    Members,
    /// Parts of a split.
    Parts,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Parts => "parts",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Members, Self::Parts].into_iter().find(|list| list.name() == name)
    }

    fn len(self, form: &DepositForm) -> usize {
        match self {
            Self::Members => form.members.len(),
            Self::Parts => form.parts.len(),
        }
    }

    fn resize(self, form: &mut DepositForm, rows: usize) {
        match self {
            Self::Members => form.members.resize_with(rows, MemberForm::default),
            Self::Parts => form.parts.resize_with(rows, PartForm::default),
        }
    }

    fn remove(self, form: &mut DepositForm, row: usize) {
        match self {
            Self::Members => drop(form.members.remove(row)),
            Self::Parts => drop(form.parts.remove(row)),
        }
    }
}

impl Action {
    /// The value of its button: `d0`, `d0.parts.2`.
    fn value(&self) -> String {
        let (Self::Add(target) | Self::Remove(target)) = self;
        match target {
            Target::Deposit(at) => format!("d{at}"),
            Target::Row(at, list, row) => format!("d{at}.{}.{row}", list.name()),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
        }
    }

    fn target(value: &str) -> Option<Target> {
        let mut parts = value.split('.');
        let deposit = deposit_number(parts.next()?)?;
        let Some(list) = parts.next() else { return Some(Target::Deposit(deposit)) };
        let row = number(parts.next()?)?;
        let whole = parts.next().is_none();
        List::named(list).filter(|_| whole).map(|list| Target::Row(deposit, list, row))
    }

    /// Where the page is to be shown afterwards.
    pub(super) fn fragment(&self) -> String {
        match self {
            Self::Add(Target::Deposit(at)) => format!("_d{at}"),
            Self::Add(Target::Row(at, list, row)) => id(*at, &format!("{}.{row}", list.name())),
            Self::Remove(Target::Deposit(_)) => "_form".to_owned(),
            Self::Remove(Target::Row(at, list, _)) => id(*at, list.name()),
        }
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Each deposit; none before anything was asked.
    pub(super) deposits: Vec<DepositForm>,
    /// The button, if not the one that computes.
    pub(super) action: Option<Action>,
}

impl Asked {
    /// Reads names and values as forms send them. Names of others are passed over.
    ///
    /// # Errors
    /// Broken encoding, a name twice, more deposits or rows than there may be, a value no field could need.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let mut asked = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in encoded::pairs(text) {
            let (name, value) = (decoded(name)?, decoded(value)?);
            let known = asked.set(&name, &value)?;
            if known && seen.contains(&name) {
                return Err(Error::Parameter("parameter-twice"));
            }
            seen.extend(known.then_some(name));
        }
        Ok(asked)
    }

    /// Whether an answer is wanted.
    pub(super) fn is_question(&self) -> bool {
        !self.deposits.is_empty() && self.action.is_none()
    }

    fn set(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        if matches!(name, "add" | "remove") {
            let target = Action::target(value).ok_or(Error::Parameter("parameter-value"))?;
            self.action = Some(if name == "add" { Action::Add(target) } else { Action::Remove(target) });
            return Ok(true);
        }
        let Some((deposit, rest)) = name.split_once('.') else { return Ok(false) };
        let Some(deposit) = deposit_number(deposit) else { return Ok(false) };
        if deposit >= MAX_ITEMS {
            return Err(Error::Parameter("compensation-too-many"));
        }
        if value.chars().count() > LONGEST {
            return Err(Error::Parameter("parameter-too-long"));
        }
        if self.deposits.len() <= deposit {
            self.deposits.resize_with(deposit + 1, DepositForm::default);
        }
        set_field(&mut self.deposits[deposit], rest, value)
    }

    /// What was typed as the part of an address after `?`: blank fields are left out.
    pub(super) fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                let mark = if query.is_empty() { "" } else { "&" };
                let _ = write!(query, "{mark}{name}={}", query_value(value));
            }
        };
        for (at, form) in self.deposits.iter().enumerate() {
            // A blank deposit is still one of them.
            add(&format!("d{at}.event"), if form.event.is_empty() { "none" } else { &form.event });
            for (name, value) in fields(form).into_iter().filter(|(name, value)| *name != "event" && *value != "none") {
                add(&format!("d{at}.{name}"), value);
            }
            for (list, wanted) in [(List::Members, "merged"), (List::Parts, "split")] {
                let rows = list.len(form);
                if rows > FEWEST || (rows > 0 && form.event == wanted) {
                    add(&format!("d{at}.{}", list.name()), &rows.to_string());
                }
            }
            for (row, member) in form.members.iter().enumerate() {
                for (name, value) in member_fields(member).into_iter().filter(|(_, value)| *value != "none") {
                    add(&format!("d{at}.members.{row}.{name}"), value);
                }
            }
            for (row, part) in form.parts.iter().enumerate() {
                for (name, value) in part_fields(part) {
                    add(&format!("d{at}.parts.{row}.{name}"), value);
                }
            }
        }
        if let Some(action) = &self.action {
            add(action.name(), &action.value());
        }
        query
    }

    /// Does what the button says; what does not fit is left as it is.
    pub(super) fn change(&mut self) {
        match self.action.take() {
            Some(Action::Add(Target::Deposit(_))) if self.deposits.len() < MAX_ITEMS => self.deposits.push(blank()),
            Some(Action::Remove(Target::Deposit(at))) if self.deposits.len() > 1 && at < self.deposits.len() => {
                self.deposits.remove(at);
            }
            Some(Action::Add(Target::Row(at, list, _))) => {
                if let Some(form) = self.deposits.get_mut(at) {
                    let rows = list.len(form).max(FEWEST) + 1;
                    list.resize(form, rows.min(MAX_ITEMS));
                }
            }
            Some(Action::Remove(Target::Row(at, list, row))) => {
                if let Some(form) = self.deposits.get_mut(at).filter(|form| row < list.len(form)) {
                    list.remove(form, row);
                }
            }
            _ => {}
        }
    }

    /// The deposits as the form shows them: at least one, with rows to type into.
    pub(super) fn shown(&self) -> Vec<DepositForm> {
        let mut deposits = self.deposits.clone();
        if deposits.is_empty() {
            deposits.push(blank());
        }
        for form in &mut deposits {
            for list in [List::Members, List::Parts] {
                list.resize(form, list.len(form).max(FEWEST));
            }
        }
        deposits
    }
}

/// The form before anything was chosen: what most people need.
fn blank() -> DepositForm {
    let text = str::to_owned;
    DepositForm { contract: text("yes"), event: text("none"), who: text("depositor"), ..DepositForm::default() }
}

fn decoded(text: &str) -> Result<String, Error> {
    encoded::decoded(text).map(|text| encoded::plain(&text)).ok_or(Error::Parameter("query-encoding"))
}

fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn deposit_number(text: &str) -> Option<usize> {
    number(text.strip_prefix('d')?)
}

/// Sets a field by its name within the deposit; says whether there is such a field.
fn set_field(form: &mut DepositForm, name: &str, value: &str) -> Result<bool, Error> {
    if let Some(field) = text_field(form, name) {
        value.clone_into(field);
        return Ok(true);
    }
    match name {
        "claimed" => form.claimed = value == "yes",
        "agreement" => form.agreement = value == "yes",
        _ => return set_row(form, name, value),
    }
    Ok(true)
}

fn text_field<'f>(form: &'f mut DepositForm, name: &str) -> Option<&'f mut String> {
    let field = match name {
        "event" => &mut form.event,
        "contract" => &mut form.contract,
        "balance_2015" => &mut form.balance_2015,
        "loan_date" => &mut form.loan_date,
        "loan_deposit" => &mut form.loan_deposit,
        "balance_2016" => &mut form.balance.y2016,
        "balance_2017" => &mut form.balance.y2017,
        "pledge" => &mut form.pledge,
        "pledge_date" => &mut form.pledge_date,
        "programme_2016" => &mut form.programme.y2016,
        "programme_2017" => &mut form.programme.y2017,
        "who" => &mut form.who,
        "asked_on" => &mut form.asked_on,
        _ => return None,
    };
    Some(field)
}

/// `parts=3`, `parts.1.formed=…`. One row more than there may be is kept, so that the form can say so.
fn set_row(form: &mut DepositForm, name: &str, value: &str) -> Result<bool, Error> {
    let mut parts = name.splitn(3, '.');
    let Some(list) = parts.next().and_then(List::named) else { return Ok(false) };
    let row = parts.next();
    let rows = match row {
        None => number(value).ok_or(Error::Parameter("parameter-value"))?,
        Some(row) => number(row).ok_or(Error::Parameter("parameter-value"))? + 1,
    };
    if rows > MAX_ITEMS + 1 {
        return Err(Error::Parameter("compensation-too-many"));
    }
    if list.len(form) < rows {
        list.resize(form, rows);
    }
    let (Some(_), Some(field)) = (row, parts.next()) else { return Ok(row.is_none()) };
    let field = match (list, field) {
        (List::Members, "balance") => &mut form.members[rows - 1].balance,
        (List::Members, "excluded") => &mut form.members[rows - 1].excluded,
        (List::Parts, name) => match part_field(&mut form.parts[rows - 1], name) {
            Some(field) => field,
            None => return Ok(false),
        },
        _ => return Ok(false),
    };
    value.clone_into(field);
    Ok(true)
}

fn part_field<'p>(part: &'p mut PartForm, name: &str) -> Option<&'p mut String> {
    fn of<'y>(years: &'y mut ByYear<String>, year: &str) -> Option<&'y mut String> {
        match year {
            "2016" => Some(&mut years.y2016),
            "2017" => Some(&mut years.y2017),
            _ => None,
        }
    }
    match name.split_once('_') {
        Some(("placed", year)) => of(&mut part.placed, year),
        Some(("balance", year)) => of(&mut part.balance, year),
        None if name == "formed" => Some(&mut part.formed),
        _ => None,
    }
}
