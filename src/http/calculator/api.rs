//! The calculator for programs: the form as JSON, the answer the page shows, problems with the code of each field.

use hyper::StatusCode;
use hyper::header::CACHE_CONTROL;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::{Error, described};
use super::super::extract;
use super::super::json;
use super::super::openapi::{Description, object};
use super::super::problems::{self, Form, problem};
use super::super::respond;
use super::super::router::{Request, Response};
use super::super::words;
use super::form::Asked;
use super::{judge, open};
use crate::i18n::Locale;
use crate::page::said::Said;
use crate::portal::compensation::{ByYear, DepositForm, InputError, MAX_ITEMS, MemberForm, PartForm};
use crate::portal::error::Coded;

/// Where it stands.
pub(super) const PATH: &str = "/api/v1/calculator";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    deposits: Vec<Deposit>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "names of the interface: the deposit of a loan")]
struct Deposit {
    event: String,
    contract: String,
    balance_2015: String,
    members: Vec<Member>,
    parts: Vec<Part>,
    loan_date: String,
    loan_deposit: String,
    balance_2016: String,
    balance_2017: String,
    pledge: String,
    pledge_date: String,
    programme_2016: String,
    programme_2017: String,
    who: String,
    asked_on: String,
    claimed: bool,
    agreement: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Member {
    balance: String,
    excluded: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Part {
    formed: String,
    placed_2016: String,
    placed_2017: String,
    balance_2016: String,
    balance_2017: String,
}

impl From<Deposit> for DepositForm {
    fn from(typed: Deposit) -> Self {
        let member = |member: Member| MemberForm { balance: member.balance, excluded: member.excluded };
        let part = |part: Part| PartForm {
            formed: part.formed,
            placed: ByYear { y2016: part.placed_2016, y2017: part.placed_2017 },
            balance: ByYear { y2016: part.balance_2016, y2017: part.balance_2017 },
        };
        Self {
            contract: typed.contract,
            balance_2015: typed.balance_2015,
            members: typed.members.into_iter().map(member).collect(),
            pledge: typed.pledge,
            pledge_date: typed.pledge_date,
            programme: ByYear { y2016: typed.programme_2016, y2017: typed.programme_2017 },
            event: typed.event,
            balance: ByYear { y2016: typed.balance_2016, y2017: typed.balance_2017 },
            loan_date: typed.loan_date,
            loan_deposit: typed.loan_deposit,
            parts: typed.parts.into_iter().map(part).collect(),
            who: typed.who,
            asked_on: typed.asked_on,
            claimed: typed.claimed,
            agreement: typed.agreement,
        }
    }
}

/// Answers a program; whatever is wrong with the request is a problem (RFC 9457).
pub(super) async fn answer(request: Request) -> Result<Response, Error> {
    let (locale, id) = (request.locale(), request.id.clone());
    let mut response = match assessed(request).await? {
        Ok(answer) => json::answer(StatusCode::OK, &answer)?,
        Err(errors) => refused(&errors, locale, &id),
    };
    respond::set(&mut response, CACHE_CONTROL, "no-store");
    Ok(response)
}

async fn assessed(mut request: Request) -> Result<Result<Value, Vec<Vec<InputError>>>, Error> {
    open(&request).await?;
    let body = extract::body(&mut request).await?;
    let body: Body = serde_json::from_slice(&body).map_err(|_| Error::Parameter("json-malformed"))?;
    match body.deposits.len() {
        0 => return Err(Error::Parameter("compensation-missing")),
        1..=MAX_ITEMS => {}
        _ => return Err(Error::Parameter("compensation-too-many")),
    }
    let asked = Asked { deposits: body.deposits.into_iter().map(DepositForm::from).collect(), action: None };
    Ok(judge(&asked)?.map(|answer| serde_json::to_value(answer).unwrap_or_default()))
}

fn refused(errors: &[Vec<InputError>], locale: Locale, id: &str) -> Response {
    let fields = errors.iter().enumerate().flat_map(|(at, errors)| {
        errors.iter().map(move |error| {
            let said = Said::from(&error.problem as &dyn Coded);
            json!({
                "field": format!("deposits.{at}.{}", error.field.name()),
                "code": said.code,
                "args": said.args,
                "message": words::said(locale, &said),
            })
        })
    });
    let more = json!({ "errors": fields.collect::<Vec<_>>() });
    described(StatusCode::UNPROCESSABLE_ENTITY, "compensation-input", locale, id, more)
}

/// What this endpoint says about itself in `/openapi.json`.
pub(super) fn description() -> Description {
    let sum = json!({ "type": "integer", "description": "Tiyn, 1/100 tenge." });
    let text = json!({ "type": "string" });
    let item = |names: &[&str]| {
        let fields: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
        json!({ "type": "object", "additionalProperties": false, "properties": fields })
    };
    let choice = |choices: &[&str]| json!({ "type": "string", "enum": choices });
    let mut deposit =
        item(&["balance_2015", "loan_date", "loan_deposit", "balance_2016", "balance_2017", "pledge_date", "asked_on"]);
    let programmes = ["", "none", "state_2008_2010", "regions_2020", "regional"];
    for (name, schema) in [
        ("event", choice(&["none", "loan", "split", "merged", "assigned", "enforced"])),
        ("contract", choice(&["yes", "no"])),
        ("pledge", choice(&["", "none", "housing", "preliminary", "bridge"])),
        ("programme_2016", choice(&programmes)),
        ("programme_2017", choice(&programmes)),
        ("who", choice(&["depositor", "heir"])),
        ("claimed", json!({ "type": "boolean" })),
        ("agreement", json!({ "type": "boolean" })),
        ("members", json!({ "type": "array", "maxItems": MAX_ITEMS, "items": item(&["balance", "excluded"]) })),
        (
            "parts",
            json!({ "type": "array", "maxItems": MAX_ITEMS, "items":
            item(&["formed", "placed_2016", "placed_2017", "balance_2016", "balance_2017"]) }),
        ),
    ] {
        deposit["properties"][name] = schema;
    }
    let answer = answer_schema(&sum, &text);
    let path = json!({ "post": {
        "operationId": "computeCompensation",
        "summary": "Compensation on housing-savings deposits by the memo; an estimate. Keeps nothing.",
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": { "type": "object", "required": ["deposits"], "additionalProperties": false, "properties": {
                "deposits": { "type": "array", "minItems": 1, "maxItems": MAX_ITEMS, "items": deposit } } },
            "example": example() } } },
        "responses": {
            "200": { "description": "Both years of each deposit, with rules and readings.",
                "content": { "application/json": { "schema": answer } } },
            "400": problem(400, "No JSON, an unknown field, no deposit or too many.",
                &["json-malformed", "compensation-missing", "compensation-too-many"]),
            "404": problem(404, "The site has no calculator.", &["not-found"]),
            "413": problem(413, "The body is over 16 KiB, unless the configuration says otherwise.", &["body-too-large"]),
            "422": problems::response(422, "Fields that cannot be: `errors` names each with its code, arguments and words.",
                &[(Form::Fields, &["compensation-input"])]),
            "503": problem(503, "There is no site yet, or its pages on demand are damaged.", &["unavailable"]) } } });
    Description { path, schemas: json!({}) }
}

/// The schema of [`crate::page::calculator::Answer`].
fn answer_schema(sum: &Value, text: &Value) -> Value {
    let list = |items: Value| json!({ "type": "array", "items": items });
    let year = json!({ "type": "integer" });
    let share = object(&json!({ "base": sum, "limit": text, "amount": sum }));
    let years = object(&json!({
        "year": year,
        "percent": { "type": "integer", "description": "Tenths of a per cent." },
        "base": sum,
        "amount": sum,
        "account": { "type": "string", "enum": ["savings", "new_depositor_savings", "current"] },
        "shares": list(share),
    }));
    let rule = object(&json!({ "id": text, "number": text }));
    let reason = object(&json!({
        "rule": rule,
        "code": text,
        "args": { "$ref": "#/components/schemas/Arguments" },
        "year": { "type": ["integer", "null"], "description": "The only year for which it holds." },
    }));
    let deposit = object(&json!({
        "years": list(years),
        "total": sum,
        "reasons": list(reason),
        "rules": list(rule),
        "readings": list(text.clone()),
        "word_for_word": { "type": ["integer", "null"] },
    }));
    object(&json!({ "total": sum, "deposits": list(deposit) }))
}

/// An ordinary deposit, signed for in time.
fn example() -> Value {
    json!({ "deposits": [{ "event": "none", "contract": "yes", "balance_2015": "1 000 000", "balance_2016": "1 200 000",
        "balance_2017": "1 300 000", "who": "depositor", "asked_on": "15.03.2016" }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_described_example_is_accepted_and_every_described_field_is_known() {
        let Description { path, .. } = description();
        let content = &path["post"]["requestBody"]["content"]["application/json"];
        let body: Body = serde_json::from_value(content["example"].clone()).unwrap();
        let asked = Asked { deposits: body.deposits.into_iter().map(DepositForm::from).collect(), action: None };
        assert_eq!(judge(&asked).unwrap().unwrap().total, 35_500_000);
        let fields = &content["schema"]["properties"]["deposits"]["items"]["properties"];
        for (name, schema) in fields.as_object().unwrap() {
            let value = match schema["type"].as_str() {
                Some("boolean") => json!(true),
                Some("array") => json!([]),
                _ => json!(""),
            };
            assert!(serde_json::from_value::<Deposit>(json!({ name: value })).is_ok(), "{name}");
        }
    }
}
