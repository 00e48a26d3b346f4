//! Pages of the client cabinet: views made from portal values, and the files that are written from the same views.
//!
//! A view carries values, not words: tiyn, ISO dates, status codes, keys of messages. Templates turn it into HTML, the
//! interface for programs gives it as JSON, and [`export`] writes it as CSV, XLSX and iCalendar; there is no second
//! mapping. “Today” is an argument. Nothing here knows a session, a store or a request.
//!
//! Start with [`Facts`] (what is known of a contract) and [`schedule`] (the richest page). To add a page: a view, a
//! template in [`TEMPLATES`], its samples in the tests.

pub mod chart;
pub mod consent;
pub mod contracts;
pub mod export;
pub mod faq;
pub mod frame;
pub mod profile;
pub mod schedule;
pub mod security;
pub mod statement;
pub mod strip;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod view_tests;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::portal::contract::Contract;
use crate::portal::debt::Debt;
use crate::portal::schedule::Schedule;
use crate::portal::statement::Movement;

pub use frame::{Page, Shell};

/// What is known of one contract, as its owner's pages need it.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Its public reference: the part of addresses that names it.
    pub reference: &'a str,
    /// The contract.
    pub contract: &'a Contract,
    /// What is owed.
    pub debt: &'a Debt,
    /// Its payments.
    pub schedule: &'a Schedule,
    /// Late fees, fines and duty.
    pub charges: &'a [Movement],
    /// When the register said so; wall clock of Asia/Almaty.
    pub as_of: DateTime<FixedOffset>,
}

/// An instant as pages show it: the wall clock of Asia/Almaty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Instant {
    /// RFC 3339.
    pub iso: String,
    /// The day.
    pub day: NaiveDate,
    /// `HH:MM`.
    pub time: String,
}

impl From<DateTime<FixedOffset>> for Instant {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self {
            iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
            day: at.date_naive(),
            time: at.format("%H:%M").to_string(),
        }
    }
}

/// Templates of the cabinet with the variables of their views beside those of the frame and of [`Page`].
pub const TEMPLATES: [(&str, &[&str]); 9] = [
    ("cabinet/profile.html", profile::VARIABLES),
    ("cabinet/contracts.html", contracts::VARIABLES),
    ("cabinet/schedule.html", schedule::VARIABLES),
    ("cabinet/schedule-print.html", schedule::VARIABLES),
    ("cabinet/statement.html", statement::VARIABLES),
    ("cabinet/security.html", security::VARIABLES),
    ("cabinet/consent.html", consent::VARIABLES),
    ("cabinet/faq.html", faq::VARIABLES),
    ("cabinet/fault.html", frame::FAULT_VARIABLES),
];

/// Keys of messages that views carry or templates put together from parts.
pub const MESSAGES: &[&str] = &[
    "cabinet-menu-profile",
    "cabinet-menu-faq",
    "cabinet-menu-contracts",
    "cabinet-menu-schedule",
    "cabinet-menu-security",
    "contract-kind-loan",
    "contract-kind-lease_with_purchase",
    "collateral-flat",
    "collateral-house",
    "collateral-land",
    "collateral-premises",
    "collateral-deposit",
    "collateral-guarantee",
    "collateral-none",
    "sex-male",
    "sex-female",
    "payment-awaited",
    "security-present",
    "password-present-wrong",
    "security-password",
    "security-repeat",
    "security-password-changed",
    "security-password-kept",
    "security-session-ended",
    "security-sessions-ended",
    "consent-title",
    "sign-out-again-title",
    "consent-in-kk",
    "consent-in-ru",
    "consent-by-page",
    "consent-by-api",
    "statement-title",
    "schedule-total",
    "schedule-debit-date",
    "schedule-planned-debit",
    "schedule-planned-debit-date",
    "calendar-name",
    "calendar-payment",
    "calendar-description",
    "statement-period",
    "cabinet-crumb",
    "status-paid",
    "status-overdue",
    "status-awaiting-debit",
    "movement-accrual",
    "movement-late_fee",
    "movement-fine",
    "movement-state_duty",
    "movement-payment",
    "statement-total-accrual",
    "statement-total-late_fee",
    "statement-total-fine",
    "statement-total-state_duty",
    "statement-total-payment",
];
