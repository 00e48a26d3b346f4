//! A contract: fourteen fields in three groups, the debt of four amounts, how much is paid.

use chrono::NaiveDate;
use serde::Serialize;

use super::Facts;
use super::strip::{Above, OwedParts, Strip};
use crate::i18n::Locale;
use crate::portal::schedule::Moment;
use crate::routes;

/// `cabinet/contracts.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contracts {
    /// What stands above.
    pub strip: Strip,
    /// The contract shown; none when the client has none.
    pub contract: Option<ContractView>,
}

/// Variables of `cabinet/contracts.html`.
pub(super) const VARIABLES: &[&str] = &["cabinet", "strip", "contract"];

/// A contract at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractView {
    /// Public reference.
    pub reference: String,
    /// Шарттың нөмірі / Номер договора.
    pub number: String,
    /// Code of its kind.
    pub kind: &'static str,
    /// Closed on this day.
    pub closed: Option<NaiveDate>,
    /// Жасалған күні / Дата заключения.
    pub concluded: NaiveDate,
    /// Аяқталу күні / Дата завершения.
    pub ends: NaiveDate,
    /// Кепіл түрі / Тип залога: its code.
    pub collateral: &'static str,
    /// Мекенжайы / Адрес.
    pub address: String,
    /// Шарт сомасы / Сумма договора.
    pub sum: i64,
    /// Төлемдер саны / Количество платежей.
    pub payments: usize,
    /// Ай сайынғы төлем / Ежемесячный платёж.
    pub monthly_payment: i64,
    /// Ай сайынғы төлем күні / Дата ежемесячного платежа: day of the month.
    pub payment_day: u8,
    /// Енгізілген төлемдер сомасы / Сумма внесённых платежей.
    pub paid: i64,
    /// Енгізілген төлемдер саны / Количество внесённых платежей.
    pub payments_made: usize,
    /// Шарт бойынша борыш қалдығы / Остаток долга по договору.
    pub principal_left: i64,
    /// Қалған төлемдер саны / Количество оставшихся платежей.
    pub payments_left: usize,
    /// Шоттағы қалдық / Остаток на счёте.
    pub account_balance: i64,
    /// What is owed.
    pub debt: DebtView,
    /// How much of the principal is repaid, in tenths of a per cent, never rounded up to the whole.
    pub repaid_tenths: i64,
    /// Payment schedule.
    pub schedule_url: String,
    /// The same for paper.
    pub print_url: String,
    /// Statement.
    pub statement_url: String,
}

/// What is owed on a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DebtView {
    /// The four amounts.
    pub parts: OwedParts,
    /// Their sum.
    pub total: i64,
    /// The oldest payment that is overdue.
    pub since: Option<NaiveDate>,
}

impl Contracts {
    /// The page of the contract that the strip shows.
    pub fn of(above: Above<'_>) -> Self {
        let shown = above.shown.and_then(|at| above.all.get(at));
        let contract = shown.map(|facts| ContractView::of(above.locale, facts, above.moment()));
        Self { strip: Strip::of(above), contract }
    }
}

impl ContractView {
    /// A contract at a moment.
    pub fn of(locale: Locale, facts: &Facts<'_>, now: Moment) -> Self {
        let card = facts.contract.card(facts.schedule, now);
        let parts = OwedParts::of(facts.debt);
        let principal = facts.schedule.totals(now).principal.tiyn();
        let repaid_tenths = share(principal - card.principal_left.tiyn(), principal);
        Self {
            reference: facts.reference.to_owned(),
            number: card.number.shown().to_owned(),
            kind: facts.contract.kind.code(),
            closed: facts.contract.closed,
            concluded: card.concluded,
            ends: card.ends,
            collateral: card.collateral.code(),
            address: card.address.expose().to_owned(),
            sum: card.sum.tiyn(),
            payments: card.payments,
            monthly_payment: card.monthly_payment.tiyn(),
            payment_day: card.payment_day.get(),
            paid: card.paid.tiyn(),
            payments_made: card.payments_made,
            principal_left: card.principal_left.tiyn(),
            payments_left: card.payments_left,
            account_balance: card.account_balance.tiyn(),
            debt: DebtView {
                parts,
                total: parts.total(),
                since: facts.schedule.overdue(now).map(|overdue| overdue.since),
            },
            repaid_tenths,
            schedule_url: routes::cabinet_schedule(locale, facts.reference),
            print_url: routes::cabinet_schedule_file(locale, facts.reference, "print"),
            statement_url: routes::cabinet_statement(locale, facts.reference),
        }
    }
}

/// Thousandths of `whole` that `part` is, rounded down: a thing is whole only when it is whole.
pub(super) fn share(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let thousandths = i128::from(part.clamp(0, whole)) * 1000 / i128::from(whole);
    i64::try_from(thousandths).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_whole_only_when_nothing_is_left() {
        for (part, whole, expected) in [(0, 100, 0), (1, 3, 333), (99_999, 100_000, 999), (7, 7, 1000), (5, 0, 0)] {
            assert_eq!(share(part, whole), expected, "{part} of {whole}");
        }
    }
}
