//! The calculator of compensation as its template and programs see it: the form as typed, what is wrong with it, the
//! answer with the places of the memo it rests on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::said::Said;
use crate::i18n::Locale;
use crate::portal::compensation::{
    Account, Assessment, Assumption, DepositForm, InputError, MAX_ITEMS, MemberForm, PartForm, Portfolio, Rule, Year,
};
use crate::portal::error::Coded;
use crate::problem::{Code, Problem};
use crate::site::model::SiteModel;

// ---- The memo --------------------------------------------------------------------------------------------------------

/// What `calculator.html` has of the memo, whatever is computed.
#[derive(Clone, Debug, Serialize)]
pub struct Memo {
    /// The page.
    pub memo: MemoLink,
    /// The place of each rule and each reading, by its id: `R5`, `A1`.
    pub places: BTreeMap<&'static str, String>,
}

/// The memo's page.
#[derive(Clone, Debug, Serialize)]
pub struct MemoLink {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
}

/// Ids of rules and readings with the headings of the memo under which they stand.
fn anchors() -> impl Iterator<Item = (&'static str, String)> {
    let rules = Rule::ALL.iter().map(|rule| (rule.id(), rule.id().to_lowercase()));
    let readings = Assumption::ALL.iter().map(|reading| (reading.id(), format!("readings-{}", chapter(*reading))));
    rules.chain(readings)
}

const fn chapter(reading: Assumption) -> &'static str {
    use Assumption::{A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15, A16, A17, A18, A19, A20, A21};
    match reading {
        A1 | A2 | A3 | A4 | A15 | A19 => "balance",
        A6 | A7 | A8 | A9 => "changes",
        A10 | A11 | A16 => "loans",
        A12 | A14 | A17 | A18 => "heirs",
        A5 | A13 | A20 | A21 => "other",
    }
}

/// The memo of the site's calculator in a language; none where there is no calculator.
pub fn memo(model: &SiteModel, locale: Locale) -> Option<Memo> {
    let (key, _) = model.config.calculator.as_ref()?;
    let page = model.page(key)?;
    let (_, text) = page.any_text(locale)?;
    let url = page.urls[locale].clone();
    let places = anchors().map(|(id, anchor)| (id, format!("{url}#{anchor}"))).collect();
    Some(Memo { memo: MemoLink { title: text.title.clone(), url }, places })
}

/// Finds places of the memo that an answer would cite and the page does not have.
pub fn check(model: &SiteModel) -> Vec<Problem> {
    let Some((key, place)) = &model.config.calculator else { return Vec::new() };
    let Some(page) = model.page(key) else { return Vec::new() };
    let mut missing: Vec<String> = Vec::new();
    for locale in Locale::ALL {
        let Some((_, text)) = page.any_text(locale) else { continue };
        let known = |anchor: &String| text.ids.contains(anchor) || missing.contains(anchor);
        let absent: Vec<String> = anchors().map(|(_, anchor)| anchor).filter(|anchor| !known(anchor)).collect();
        missing.extend(absent);
    }
    missing.sort();
    missing.dedup();
    let problem = |anchor: String| Problem::new(Code::DeadAnchor, place.clone()).with("anchor", anchor);
    missing.into_iter().map(|anchor| problem(anchor).with("page", key).with("nearest", "")).collect()
}

// ---- The page --------------------------------------------------------------------------------------------------------

/// `calculator.html`; the variables of [`Memo`] stand beside.
#[derive(Clone, Debug, Serialize)]
pub struct CalculatorPage {
    /// What is wrong, in the order of the form; empty when nothing is.
    pub faults: Vec<Fault>,
    /// The form, one entry for each deposit.
    pub deposits: Vec<DepositView>,
    /// The answer; none before anything was asked, and when something is wrong.
    pub answer: Option<Answer>,
    /// Address of this answer, with what was typed.
    pub link: Option<String>,
    /// Whether another deposit can be added.
    pub more: bool,
}

/// Something wrong with a field.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// Number of the deposit, from 1; none where there is one.
    pub deposit: Option<usize>,
    /// `members` or `parts`, for a field of one of them; else empty.
    pub list: &'static str,
    /// Number of the part or merged contract, from 1.
    pub row: Option<usize>,
    /// The field's own name: the last part of the key of its label.
    pub label: String,
    /// Id of the field in the page.
    pub id: String,
    /// What is wrong.
    pub said: Said,
}

/// The fields of a deposit.
#[derive(Clone, Debug, Serialize)]
pub struct DepositView {
    /// From 1.
    pub number: usize,
    /// Stands before every name of the deposit: `d0.`.
    pub prefix: String,
    /// Fields by name.
    pub fields: BTreeMap<&'static str, FieldView>,
    /// Merged contracts.
    pub members: Rows,
    /// Parts of a split.
    pub parts: Rows,
    /// What was told, for the sheet of paper: names of fields that count and have a value.
    pub told: Vec<&'static str>,
}

/// A list of rows, each with its fields.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    /// The list itself, for what is wrong with the whole.
    pub list: FieldView,
    /// Fields by name, for each row.
    pub rows: Vec<BTreeMap<&'static str, FieldView>>,
    /// Whether another can be added.
    pub more: bool,
}

/// A field as typed.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Name in the form.
    pub name: String,
    /// Id in the page.
    pub id: String,
    /// What was typed or chosen.
    pub value: String,
    /// What is wrong with it.
    pub fault: Option<Said>,
}

/// Fields of the form that stand before its lists: what happened, the contract, the balance of 2015.
const BEFORE_LISTS: usize = 3;

/// Fields of a deposit in the order of the form, with what they hold.
pub fn fields(form: &DepositForm) -> [(&'static str, &str); 15] {
    let mark = |set: bool| if set { "yes" } else { "" };
    [
        ("event", &form.event),
        ("contract", &form.contract),
        ("balance_2015", &form.balance_2015),
        ("loan_date", &form.loan_date),
        ("loan_deposit", &form.loan_deposit),
        ("balance_2016", &form.balance.y2016),
        ("balance_2017", &form.balance.y2017),
        ("pledge", &form.pledge),
        ("pledge_date", &form.pledge_date),
        ("programme_2016", &form.programme.y2016),
        ("programme_2017", &form.programme.y2017),
        ("who", &form.who),
        ("asked_on", &form.asked_on),
        ("claimed", mark(form.claimed)),
        ("agreement", mark(form.agreement)),
    ]
}

/// Fields of a merged contract.
pub fn member_fields(member: &MemberForm) -> [(&'static str, &str); 2] {
    [("balance", &member.balance), ("excluded", &member.excluded)]
}

/// Fields of a part of a split.
pub fn part_fields(part: &PartForm) -> [(&'static str, &str); 5] {
    [
        ("formed", &part.formed),
        ("placed_2016", &part.placed.y2016),
        ("placed_2017", &part.placed.y2017),
        ("balance_2016", &part.balance.y2016),
        ("balance_2017", &part.balance.y2017),
    ]
}

/// Whether what was chosen asks for the field.
fn counts(form: &DepositForm, name: &str) -> bool {
    let event = form.event.as_str();
    match name {
        "contract" => event != "merged",
        "balance_2015" => event != "merged" && form.contract == "yes",
        "loan_date" | "loan_deposit" => event == "loan",
        "balance_2016" => event != "split",
        "balance_2017" => !matches!(event, "split" | "loan"),
        "pledge_date" => !matches!(form.pledge.as_str(), "" | "none"),
        "claimed" | "agreement" => form.who == "heir",
        _ => true,
    }
}

impl DepositView {
    /// The form of deposit `at` (from 0) with what is wrong with it.
    pub fn new(form: &DepositForm, at: usize, errors: &[InputError]) -> Self {
        let prefix = format!("d{at}.");
        let field = |name: &str, value: &str| {
            let fault = errors.iter().find(|error| error.field.name() == name).map(|error| said(&error.problem));
            FieldView { name: format!("{prefix}{name}"), id: id(at, name), value: value.to_owned(), fault }
        };
        let row = |list: &str, number: usize, fields: &[(&'static str, &str)]| {
            fields.iter().map(|(name, value)| (*name, field(&format!("{list}.{number}.{name}"), value))).collect()
        };
        let rows = |list: &str, rows: Vec<BTreeMap<&'static str, FieldView>>| Rows {
            list: field(list, &rows.len().to_string()),
            more: rows.len() < MAX_ITEMS,
            rows,
        };
        let members = form.members.iter().enumerate();
        let parts = form.parts.iter().enumerate();
        Self {
            number: at + 1,
            fields: fields(form).into_iter().map(|(name, value)| (name, field(name, value))).collect(),
            members: rows("members", members.map(|(n, member)| row("members", n, &member_fields(member))).collect()),
            parts: rows("parts", parts.map(|(n, part)| row("parts", n, &part_fields(part))).collect()),
            told: fields(form)
                .into_iter()
                .filter(|(name, value)| counts(form, name) && !matches!(*value, "" | "none"))
                .map(|(name, _)| name)
                .collect(),
            prefix: prefix.clone(),
        }
    }

    /// What is wrong, in the order of the form.
    pub fn faults(&self, several: bool) -> Vec<Fault> {
        let deposit = several.then_some(self.number);
        let fault = |label: String, list: &'static str, row: Option<usize>, field: &FieldView| {
            let said = field.fault.clone()?;
            Some(Fault { deposit, list, row, label, id: field.id.clone(), said })
        };
        let mut found: Vec<Option<Fault>> = Vec::new();
        let mut rows = |list: &'static str, names: &[(&str, &str)], rows: &Rows| {
            found.push(fault(list.to_owned(), "", None, &rows.list));
            for (at, row) in rows.rows.iter().enumerate() {
                let fields = names.iter().filter_map(|(name, _)| Some((name, row.get(name)?)));
                found.extend(fields.map(|(name, field)| fault(format!("{list}-{name}"), list, Some(at + 1), field)));
            }
        };
        rows("members", &member_fields(&MemberForm::default()), &self.members);
        rows("parts", &part_fields(&PartForm::default()), &self.parts);
        let form = DepositForm::default();
        let own = fields(&form).into_iter().filter_map(|(name, _)| Some((name, self.fields.get(name)?)));
        let mut all: Vec<Option<Fault>> = own.map(|(name, field)| fault(name.to_owned(), "", None, field)).collect();
        all.splice(BEFORE_LISTS..BEFORE_LISTS, found);
        all.into_iter().flatten().collect()
    }
}

/// Id of a field in the page.
pub fn id(deposit: usize, name: &str) -> String {
    format!("_d{deposit}-{}", name.replace(['.', '_'], "-"))
}

fn said(coded: &dyn Coded) -> Said {
    Said::from(coded)
}

// ---- The answer ------------------------------------------------------------------------------------------------------

/// The answer, alike for people and programs. Sums are in tiyn.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Each deposit by itself.
    pub deposits: Vec<DepositAnswer>,
    /// All together.
    pub total: i64,
}

/// The answer for a deposit.
#[derive(Clone, Debug, Serialize)]
pub struct DepositAnswer {
    /// Both years.
    pub years: Vec<YearAnswer>,
    /// Both years together.
    pub total: i64,
    /// Why nothing is due, for one year or for both.
    pub reasons: Vec<ReasonView>,
    /// Ids of the rules applied.
    pub rules: Vec<RuleView>,
    /// Ids of the readings used.
    pub readings: Vec<&'static str>,
    /// For merged deposits, the total by the memo's words alone, where it differs.
    pub word_for_word: Option<i64>,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// The id: `R4a`.
    pub id: &'static str,
    /// The number by which the memo's page calls it: `4.1`.
    pub number: &'static str,
}

/// What is due in a year.
#[derive(Clone, Debug, Serialize)]
pub struct YearAnswer {
    /// 2016 or 2017.
    pub year: i32,
    /// Tenths of a per cent.
    pub percent: u32,
    /// What the percentage is taken of.
    pub base: i64,
    /// Due.
    pub amount: i64,
    /// Where it goes: `savings`, `new_depositor_savings`, `current`.
    pub account: &'static str,
    /// One share, or one for each part of a split; none when nothing is due.
    pub shares: Vec<ShareView>,
}

/// A share of a year.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// What the percentage is taken of.
    pub base: i64,
    /// What set it: the last part of a key `calculator-limit-…`.
    pub limit: &'static str,
    /// Due.
    pub amount: i64,
}

/// Why nothing is due.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonView {
    /// The rule.
    pub rule: RuleView,
    /// Why.
    #[serde(flatten)]
    pub said: Said,
    /// The only year for which it holds; none where it holds for both.
    pub year: Option<i32>,
}

impl From<Rule> for RuleView {
    fn from(rule: Rule) -> Self {
        let number = match rule {
            Rule::R4a => "4.1",
            Rule::R4b => "4.2",
            Rule::R4c => "4.3",
            Rule::R4d => "4.4",
            other => &other.id()[1..],
        };
        Self { id: rule.id(), number }
    }
}

impl From<&Portfolio> for Answer {
    fn from(portfolio: &Portfolio) -> Self {
        Self { deposits: portfolio.each.iter().map(DepositAnswer::from).collect(), total: portfolio.total.tiyn() }
    }
}

impl From<&Assessment> for DepositAnswer {
    fn from(assessment: &Assessment) -> Self {
        let reasons = assessment.reasons.iter().map(|reason| ReasonView {
            rule: reason.rule.into(),
            said: said(&reason.bar),
            year: if let [year] = reason.years[..] { Some(year.number()) } else { None },
        });
        Self {
            years: Year::ALL.map(|year| year_answer(assessment, year)).into(),
            total: assessment.total.tiyn(),
            reasons: reasons.collect(),
            rules: assessment.rules.iter().map(|rule| RuleView::from(*rule)).collect(),
            readings: assessment.assumptions.iter().map(|reading| reading.id()).collect(),
            word_for_word: assessment.word_for_word.map(crate::portal::money::Money::tiyn),
        }
    }
}

fn year_answer(assessment: &Assessment, year: Year) -> YearAnswer {
    let share = assessment.years.of(year);
    let account = match share.account {
        Account::Savings => "savings",
        Account::NewDepositorSavings => "new_depositor_savings",
        Account::Current => "current",
    };
    let shares = share.shares.iter().map(|share| ShareView {
        base: share.base.tiyn(),
        limit: share.limit.code(),
        amount: share.amount.tiyn(),
    });
    YearAnswer {
        year: year.number(),
        percent: year.percent().tenths(),
        base: share.base.tiyn(),
        amount: share.amount.tiyn(),
        account,
        shares: shares.collect(),
    }
}
