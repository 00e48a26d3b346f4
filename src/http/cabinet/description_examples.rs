//! Examples of what the cabinet answers to programs: a client with one lease, on 12 July 2022.

use serde_json::{Value, json};

use super::super::openapi::Description;
use super::super::problems::Form;
use super::description::{Answer, BODIES, Field, asked, read, reference, write};
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
            "due": "2022-08-10",
            "days_left": 29,
            "accrued": 14_235_000,
            "received": 14_235_000,
            "short_by": 0,
            "account_balance": 28_470_000,
            "reserved": 14_235_000,
            "debit_on": "2022-08-25",
        },
        "overdue": {
            "rows": 2,
            "since": "2022-05-20",
            "days": 53,
            "contracts": [{
                "number": "ЗД-2018/000731",
                "url": "/kk/cabinet/schedule/p8d4h6v2c9r3y5j7/?status=overdue",
            }],
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
    read("profile", "The twelve fields of the profile", &json!([]), example, Vec::new())
}

pub(super) fn contracts() -> Description {
    read("contracts", "All contracts", &json!([]), json!({"contracts": [contract()]}), Vec::new())
}

pub(super) fn one_contract() -> Description {
    let example = json!({"strip": strip(), "contract": contract()});
    read("contract", "A contract with its debt", &json!([reference()]), example, Vec::new())
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
    let codes = ["field-unknown", "field-twice", "form-encoding", "year", "status", "page-size", "page-number"];
    let refusals = vec![Answer::Refuses(400, PARAMETER, vec![(Form::Plain, &codes)])];
    read("schedule", "The payment schedule of a contract", &parameters, example, refusals)
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
            "asked_to": "2022-09-30",
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
    let codes = ["field-unknown", "field-twice", "form-encoding", "year", "part", "period"];
    let periods = [
        "statement-reversed",
        "statement-future",
        "statement-amount",
        "statement-overflow",
        "date-empty",
        "date-shape",
        "date-year",
        "date-month",
        "date-day",
    ];
    let refusals = vec![
        Answer::Refuses(400, PARAMETER, vec![(Form::Plain, &codes)]),
        Answer::Refuses(422, "There is no statement of such a period.", vec![(Form::Period, &periods)]),
    ];
    read("statement", "What was owed, charged and paid in a period", &parameters, example, refusals)
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
    read("sessions", "Open sessions and the last sign-ins", &json!([]), example, Vec::new())
}

pub(super) fn consent() -> Description {
    let given = json!({
        "version": CONSENT_VERSION,
        "current": true,
        "language": "kk",
        "channel": "page",
        "at": instant(),
    });
    let summary = "The consent to the processing of personal data";
    read("consent", summary, &json!([]), json!({ "given": given }), Vec::new())
}

const PARAMETER: &str = "A parameter that is unknown, comes twice or cannot be read.";

fn fields() -> Answer<'static> {
    let words = "Fields that cannot be: `errors` names each with its code, arguments and words.";
    Answer::Refuses(422, words, vec![(Form::Fields, &["fields-invalid"])])
}

fn too_many() -> Answer<'static> {
    Answer::Refuses(429, "Too many tries.", vec![(Form::Plain, &["too-many-tries"])])
}

/// The authorization is not where this step begins: what its state says, and what is said without one.
fn ended(step: &'static [&'static str], plain: &'static [&'static str]) -> Answer<'static> {
    let words = "The authorization has ended, or does not allow this step.";
    Answer::Refuses(409, words, vec![(Form::Plain, plain), (Form::Step, step)])
}

const PRESENT: Field = Field::new("present", "…", "The present password.");
const PASSWORD: Field = Field::new("password", "…", "The new password.");
const REPEAT: Field = Field::new("repeat", "…", "The same again.");
const FLOW: Field = Field::new("flow", "mT9…", "`flow` of the answer before.");

fn opened() -> Value {
    json!({"token": "q0S…", "device": "Zk3…", "ends_at": "2022-07-12T12:30:00Z"})
}

fn flow(purpose: &str) -> Value {
    json!({
        "flow": "mT9…",
        "purpose": purpose,
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
fn confirmed_flow(purpose: &str) -> Value {
    json!({
        "flow": "uX4…",
        "purpose": purpose,
        "step": "code_confirmed",
        "phone": "+7 7•• ••• •• 67",
        "code_ends_at": "2022-07-12T04:35:00Z",
        "resend_at": null,
        "tries_left": 0,
        "right_ends_at": "2022-07-12T04:42:00Z",
        "has_password": purpose == "recovery",
    })
}

pub(super) fn end_session() -> Description {
    let words =
        "`handle` of one of the `sessions` that `GET /api/v1/sessions` lists, or `others` for all but this one.";
    let codes = [&BODIES[..], &["session"]].concat();
    let answers = vec![
        Answer::Ends(204, "It has ended, or had before."),
        Answer::Refuses(400, "The body is no JSON of this form, or names no session.", vec![(Form::Plain, &codes)]),
    ];
    write("end-session", "Ends one session or all others", &[Field::new("session", "h7Qm2", words)], answers, true)
}

pub(super) fn change_password() -> Description {
    let words = "Changed; all sessions have ended, this is the new one.";
    let answers = vec![Answer::Gives(200, words, opened()), fields(), too_many()];
    write("change-password", "Changes the password", &[PRESENT, PASSWORD, REPEAT], answers, true)
}

pub(super) fn withdraw_consent() -> Description {
    let words =
        "Withdrawn: the password is forgotten, all sessions have ended. A first authorization opens the cabinet again.";
    let answers = vec![Answer::Ends(204, words), fields(), too_many()];
    write("withdraw-consent", "Withdraws the consent and closes the cabinet", &[PRESENT], answers, true)
}

pub(super) fn sign_in() -> Description {
    let body = [
        Field::new("account", "KZ1234567890", "Account number."),
        Field::new("iin", "850312390008", "IIN."),
        Field::new("password", "…", "Password."),
        Field::new("device", "Zk3…", "`device` of the last sign-in here: strangers' failures do not slow it down.")
            .optional(),
    ];
    let wrong = vec![(Form::Plain, &["invalid_credentials"][..])];
    let answers = vec![
        Answer::Gives(200, "A session, for `Authorization: Bearer`.", opened()),
        Answer::Refuses(401, "Account number, IIN or password is wrong; which, is not told.", wrong),
        fields(),
        too_many(),
    ];
    write("sign-in", "Opens a session", &body, answers, false)
}

pub(super) fn begin_first() -> Description {
    begin("first")
}

pub(super) fn begin_recovery() -> Description {
    begin("recovery")
}

fn begin(purpose: &str) -> Description {
    let body = [
        Field::new("account", "KZ1234567890", "Account number."),
        Field::new("contract", "АР-2020/004518", "Number of a contract."),
        Field::new("iin", "850312390008", "IIN."),
        Field::new("phone", "+77001234567", "The number that the code is sent to."),
        Field::new("date", "15.01.2020", "The day of the contract: `DD.MM.YYYY` or `YYYY-MM-DD`."),
        Field::new("consent", CONSENT_VERSION, "Version of the consent that the client has given."),
    ];
    let words = "If the data agree, a code was sent; whether they do, is not told.";
    let answers = vec![Answer::Gives(202, words, flow(purpose)), fields(), too_many()];
    let id = format!("authorization-begin-{purpose}");
    write(&id, "First authorization or recovery: the five fields", &body, answers, false)
}

pub(super) fn confirm_first() -> Description {
    confirm("first")
}

pub(super) fn confirm_recovery() -> Description {
    confirm("recovery")
}

fn confirm(purpose: &str) -> Description {
    let words = "The code is right: a password may be set, under the new `flow`. The one before it is no more; if this \
                 answer is lost, begin again.";
    let steps = &["authorization-no-tries-left", "authorization-code-expired", "authorization-out-of-order"];
    let wrong = vec![(Form::Step, &["authorization-wrong-code"][..]), (Form::Fields, &["fields-invalid"])];
    let answers = vec![
        Answer::Gives(200, words, confirmed_flow(purpose)),
        ended(steps, &["authorization-ended"]),
        Answer::Refuses(422, "The code is wrong, or no code at all.", wrong),
    ];
    let body = [FLOW, Field::new("code", "012345", "The six digits of the message.")];
    write(&format!("authorization-code-{purpose}"), "The code of the message", &body, answers, false)
}

pub(super) fn resend_first() -> Description {
    resend("first")
}

pub(super) fn resend_recovery() -> Description {
    resend("recovery")
}

fn resend(purpose: &str) -> Description {
    let codes = vec![
        (Form::Step, &["authorization-resend-too-soon", "authorization-no-more-codes"][..]),
        (Form::Plain, &["too-many-tries"]),
    ];
    let answers = vec![
        Answer::Gives(200, "Another code was sent.", flow(purpose)),
        ended(&["authorization-no-tries-left", "authorization-out-of-order"], &["authorization-ended"]),
        Answer::Refuses(429, "Too early, too often, or from a network that asks for too many codes.", codes),
    ];
    write(&format!("authorization-resend-{purpose}"), "Asks for another code", &[FLOW], answers, false)
}

pub(super) fn set_password_first() -> Description {
    set_password("first", &["authorization-ended", "has-password"])
}

pub(super) fn set_password_recovery() -> Description {
    set_password("recovery", &["authorization-ended"])
}

fn set_password(purpose: &str, ends: &'static [&'static str]) -> Description {
    let steps = &["authorization-right-expired", "authorization-out-of-order"];
    let words = "The password is set, and a session opened.";
    let answers = vec![Answer::Gives(200, words, opened()), ended(steps, ends), fields()];
    let body = [FLOW, PASSWORD, REPEAT];
    write(&format!("authorization-password-{purpose}"), "Sets the password", &body, answers, false)
}

pub(super) fn sign_out() -> Description {
    write("sign-out", "Ends this session", &[], vec![Answer::Ends(204, "It has ended.")], true)
}
