//! Examples of what the cabinet answers to programs: a client with one lease, on 12 July 2022.

use serde_json::{Value, json};

use super::super::openapi::Description;
use super::description::{asked, read, reference, write};
use crate::page::entry::CONSENT_VERSION;

fn instant() -> Value {
    json!({"iso": "2022-07-12T03:10:00+06:00", "day": "2022-07-12", "time": "03:10"})
}

fn parts() -> Value {
    json!({"instalments": 15_744_000, "late_fees": 381_245, "fines": 500_000, "state_duty": 0})
}

fn strip() -> Value {
    json!({
        "contracts": [{
            "reference": "k3m9q2x7w4t8b6n5",
            "number": "АР-2020/004518",
            "address": "Астана қ., Тұран даңғ., 55/2 үй",
            "url": "/kk/cabinet/contracts/k3m9q2x7w4t8b6n5/",
            "current": true,
            "closed": null,
        }],
        "without_contracts": false,
        "next": {
            "number": "АР-2020/004518",
            "url": "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/",
            "due": "2022-07-10",
            "days_left": -2,
            "days_late": 2,
            "accrued": 14_235_000,
            "received": 14_235_000,
            "short_by": 0,
            "status": "awaiting_debit",
            "account_balance": 14_235_000,
            "debit_on": "2022-07-25",
        },
        "debt": {
            "total": 16_625_245,
            "parts": parts(),
            "since": "2022-05-20",
            "url": "/kk/cabinet/contracts/k3m9q2x7w4t8b6n5/",
        },
        "as_of": instant(),
        "stale": false,
        "document": {"expired": false, "days": 38, "last": "2022-08-19"},
    })
}

fn contract() -> Value {
    json!({
        "reference": "k3m9q2x7w4t8b6n5",
        "number": "АР-2020/004518",
        "kind": "lease_with_purchase",
        "closed": null,
        "concluded": "2020-01-15",
        "ends": "2035-01-10",
        "collateral": "flat",
        "address": "Астана қ., Тұран даңғ., 55/2 үй",
        "sum": 1_661_936_190,
        "payments": 180,
        "monthly_payment": 14_235_000,
        "payment_day": 10,
        "paid": 412_815_000,
        "payments_made": 29,
        "principal_left": 1_485_000_000,
        "payments_left": 151,
        "account_balance": 14_235_000,
        "debt": {"parts": parts(), "total": 16_625_245, "since": "2022-05-20"},
        "repaid_tenths": 106,
        "schedule_url": "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/",
        "print_url": "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/print",
        "statement_url": "/kk/cabinet/statement/k3m9q2x7w4t8b6n5/",
    })
}

fn head() -> Value {
    json!({
        "reference": "k3m9q2x7w4t8b6n5",
        "number": "АР-2020/004518",
        "kind": "lease_with_purchase",
        "address": "Астана қ., Тұран даңғ., 55/2 үй",
        "url": "/kk/cabinet/contracts/k3m9q2x7w4t8b6n5/",
        "statement_url": "/kk/cabinet/statement/k3m9q2x7w4t8b6n5/",
    })
}

fn masked(mask: &str, value: &str, word: &str) -> Value {
    json!({"mask": mask, "value": value, "reveal_url": format!("/kk/cabinet/profile?show={word}#_{word}")})
}

pub(super) fn profile() -> Description {
    let example = json!({
        "strip": strip(),
        "surname": "Серікбай",
        "given_name": "Айдар",
        "patronymic": "Нұрланұлы",
        "sex": "male",
        "birth_date": "1985-03-12",
        "iin": masked("••••••••0008", "850312390008", "iin"),
        "document_number": masked("••••••567", "041234567", "document"),
        "document_issued": "2012-08-20",
        "document_expires": "2022-08-19",
        "document_issuer": "ҚР ІІМ",
        "email": masked("a•••@mail.kz", "aidar@mail.kz", "email"),
        "phone": masked("+7 7•• ••• •• 67", "+7 700 123 45 67", "phone"),
        "revealed": false,
        "masked_url": "/kk/cabinet/profile",
    });
    read("profile", "The twelve fields of the profile", &json!([]), example)
}

pub(super) fn contracts() -> Description {
    read("contracts", "All contracts", &json!([]), json!({"contracts": [contract()]}))
}

pub(super) fn one_contract() -> Description {
    let example = json!({"strip": strip(), "contract": contract()});
    read("contract", "A contract with its debt", &json!([reference()]), example)
}

fn totals() -> Value {
    json!({
        "rows": 180,
        "paid_rows": 29,
        "accrued": 2_562_300_000_i64,
        "principal": 1_661_936_190,
        "interest": 900_363_810,
        "debited": 412_815_000,
        "left": 2_149_485_000_i64,
        "debited_tenths": 161,
    })
}

fn row() -> Value {
    json!({
        "due": "2022-07-10",
        "accrued": 14_235_000,
        "principal": 6_840_708,
        "interest": 7_394_292,
        "debits": [{"day": "2022-07-25", "time": null, "amount": 14_235_000, "planned": true}],
        "status": "awaiting_debit",
        "label": "status-awaiting-debit",
        "debited": 0,
        "received": 14_235_000,
        "received_on": "2022-07-08",
        "debit_on": "2022-07-25",
        "short_by": 0,
        "mark": "month",
    })
}

fn chart() -> Value {
    json!({
        "height": 240,
        "base": 212,
        "years": [{
            "year": 2022,
            "accrued": 170_820_000,
            "principal": 82_325_746,
            "interest": 88_494_254,
            "debited": 71_175_000,
            "x": "1.000%",
            "width": "4.666%",
            "middle": "3.333%",
            "principal_y": 130,
            "principal_height": 82,
            "interest_y": 42,
            "interest_height": 88,
            "labelled": true,
        }],
        "lines": [{"y": 212, "thousands": 0}],
        "principal": 1_661_936_190,
        "interest": 900_363_810,
    })
}

pub(super) fn schedule() -> Description {
    let base = "/kk/cabinet/schedule/k3m9q2x7w4t8b6n5/";
    let example = json!({
        "strip": strip(),
        "contract": head(),
        "today": "2022-07-12",
        "filter": {
            "action": base,
            "year": 2022,
            "years": [2022],
            "status": "awaiting_debit",
            "statuses": ["paid", "overdue", "awaiting_debit"],
            "size": 12,
            "usual_size": true,
            "any_year_url": base,
            "any_status_url": base,
        },
        "rows": [row()],
        "page_totals": totals(),
        "totals": totals(),
        "pager": {
            "total": 180,
            "from": 25,
            "to": 36,
            "page": 3,
            "pages": 15,
            "numbers": [{"number": 3, "url": format!("{base}?p=3"), "current": true}],
            "prev": format!("{base}?p=2"),
            "next": format!("{base}?p=4"),
            "sizes": [{"size": 12, "url": base, "current": true}],
        },
        "chart": chart(),
        "files": {
            "csv": format!("{base}export.csv"),
            "xlsx": format!("{base}export.xlsx"),
            "ics": format!("{base}payments.ics"),
            "print": format!("{base}print"),
        },
    });
    let parameters = json!([
        reference(),
        asked("year", "Payments due in this year, 1990–2100.", "2022"),
        asked("status", "`paid`, `overdue` or `awaiting_debit`.", "awaiting_debit"),
        asked("n", "Rows on a page: `12`, `24`, `60` or `all`.", "24"),
        asked("p", "Number of the page; without it the one with the current month.", "3"),
    ]);
    read("schedule", "The payment schedule of a contract", &parameters, example)
}

pub(super) fn statement() -> Description {
    let action = "/kk/cabinet/statement/k3m9q2x7w4t8b6n5/";
    let example = json!({
        "strip": strip(),
        "contract": head(),
        "form": {"action": action, "years": [2022], "year": 2022, "part": "q3", "from": "01.07.2022", "to": "12.07.2022"},
        "fault": null,
        "statement": {
            "from": "2022-07-01",
            "to": "2022-07-12",
            "opening": 0,
            "entries": [{"day": "2022-07-08", "kind": "payment", "amount": -14_235_000, "owed": -14_235_000}],
            "closing": 0,
            "totals": [{"kind": "payment", "amount": -14_235_000}],
            "csv_url": format!("{action}export.csv?year=2022&part=q3"),
            "xlsx_url": format!("{action}export.xlsx?year=2022&part=q3"),
        },
        "made": instant(),
    });
    let parameters = json!([
        reference(),
        asked("year", "The year, with `part`.", "2022"),
        asked("part", "`year`, `q1`–`q4`, `m01`–`m12`.", "q3"),
        asked("from", "The first day, with `to`: `DD.MM.YYYY` or `YYYY-MM-DD`.", "2022-07-01"),
        asked("to", "The last day.", "2022-07-12"),
    ]);
    read("statement", "What was owed, charged and paid in a period", &parameters, example)
}

pub(super) fn sessions() -> Description {
    let example = json!({
        "sessions": [{
            "handle": "h7Qm2",
            "current": true,
            "program": true,
            "device": {"browser": "Chrome", "system": "Android"},
            "network": "95.56.234.10",
            "opened": instant(),
            "used": instant(),
        }],
        "history": [{"at": instant(), "outcome": "signed_in", "network": "95.56.234.10"}],
    });
    read("sessions", "Open sessions and the last sign-ins", &json!([]), example)
}

pub(super) fn consent() -> Description {
    let given = json!({
        "version": CONSENT_VERSION,
        "current": true,
        "language": "kk",
        "channel": "page",
        "at": instant(),
    });
    read("consent", "The consent to the processing of personal data", &json!([]), json!({ "given": given }))
}

const FIELDS: (u16, &str, Option<Value>) =
    (422, "Fields that cannot be: `errors` names each with its code, arguments and words.", None);
const TOO_MANY: (u16, &str, Option<Value>) = (429, "Too many tries; `Retry-After` says when to come back.", None);
const ENDED: (u16, &str, Option<Value>) = (409, "The authorization has ended, or does not allow this step.", None);

fn opened() -> Value {
    json!({"token": "q0S…", "device": "Zk3…", "ends_at": "2022-07-12T12:30:00Z"})
}

fn flow() -> Value {
    json!({
        "flow": "mT9…",
        "purpose": "first",
        "step": "code_sent",
        "phone": "+7 7•• ••• •• 67",
        "code_ends_at": "2022-07-12T04:35:00Z",
        "resend_at": "2022-07-12T04:31:00Z",
        "tries_left": 5,
        "right_ends_at": null,
        "has_password": false,
    })
}

/// The same after the right code.
fn confirmed_flow() -> Value {
    json!({
        "flow": "uX4…",
        "purpose": "first",
        "step": "code_confirmed",
        "phone": "+7 7•• ••• •• 67",
        "code_ends_at": "2022-07-12T04:35:00Z",
        "resend_at": null,
        "tries_left": 0,
        "right_ends_at": "2022-07-12T04:42:00Z",
        "has_password": false,
    })
}

pub(super) fn end_session() -> Description {
    let answers = [(204, "It has ended.", None)];
    let body = json!({"session": "h7Qm2"});
    write("end-session", "Ends a session by its handle, or all others by `others`", &body, &answers, true)
}

pub(super) fn change_password() -> Description {
    let body = json!({"present": "…", "password": "…", "repeat": "…"});
    let answers = [(200, "Changed; all sessions have ended, this is the new one.", Some(opened())), FIELDS, TOO_MANY];
    write("change-password", "Changes the password; `password-same` where it is the present one", &body, &answers, true)
}

pub(super) fn withdraw_consent() -> Description {
    let words =
        "Withdrawn: the password is forgotten, all sessions have ended. A first authorization opens the cabinet again.";
    let answers = [(204, words, None), FIELDS, TOO_MANY];
    let body = json!({"present": "…"});
    write("withdraw-consent", "Withdraws the consent and closes the cabinet", &body, &answers, true)
}

pub(super) fn sign_in() -> Description {
    let body = json!({"account": "KZ1234567890", "iin": "850312390008", "password": "…", "device": "Zk3…"});
    let answers = [
        (200, "A session, for `Authorization: Bearer`.", Some(opened())),
        (401, "Account number, IIN or password is wrong; which, is not told.", None),
        FIELDS,
        TOO_MANY,
    ];
    write("sign-in", "Opens a session", &body, &answers, false)
}

pub(super) fn begin_first() -> Description {
    begin("first")
}

pub(super) fn begin_recovery() -> Description {
    begin("recovery")
}

fn begin(purpose: &str) -> Description {
    let body = json!({
        "account": "KZ1234567890",
        "contract": "АР-2020/004518",
        "iin": "850312390008",
        "phone": "+77001234567",
        "date": "15.01.2020",
        "consent": CONSENT_VERSION,
    });
    let answers =
        [(202, "If the data agree, a code was sent; whether they do, is not told.", Some(flow())), FIELDS, TOO_MANY];
    write(
        &format!("authorization-begin-{purpose}"),
        "First authorization or recovery: the five fields",
        &body,
        &answers,
        false,
    )
}

pub(super) fn confirm_first() -> Description {
    confirm("first")
}

pub(super) fn confirm_recovery() -> Description {
    confirm("recovery")
}

fn confirm(purpose: &str) -> Description {
    let body = json!({"flow": "mT9…", "code": "012345"});
    let words = "The code is right: a password may be set, under the new `flow`. The one before it is no more; if this \
                 answer is lost, begin again.";
    let answers = [(200, words, Some(confirmed_flow())), ENDED, FIELDS];
    write(&format!("authorization-code-{purpose}"), "The code of the message", &body, &answers, false)
}

pub(super) fn resend_first() -> Description {
    resend("first")
}

pub(super) fn resend_recovery() -> Description {
    resend("recovery")
}

fn resend(purpose: &str) -> Description {
    let answers = [(200, "Another code was sent.", Some(flow())), ENDED, TOO_MANY];
    write(
        &format!("authorization-resend-{purpose}"),
        "Asks for another code",
        &json!({"flow": "mT9…"}),
        &answers,
        false,
    )
}

pub(super) fn set_password_first() -> Description {
    set_password("first")
}

pub(super) fn set_password_recovery() -> Description {
    set_password("recovery")
}

fn set_password(purpose: &str) -> Description {
    let body = json!({"flow": "uX4…", "password": "…", "repeat": "…"});
    let answers = [(200, "The password is set, and a session opened.", Some(opened())), ENDED, FIELDS];
    write(&format!("authorization-password-{purpose}"), "Sets the password", &body, &answers, false)
}

pub(super) fn sign_out() -> Description {
    write("sign-out", "Ends this session", &Value::Null, &[(204, "It has ended.", None)], true)
}
