use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::cabinet::demo;
use crate::cabinet::import::{Form, Writer, client_json, csv, json, raw::Line};

fn today() -> NaiveDate {
    "2026-07-15".parse().unwrap()
}

/// A file of one client in a form: its lines without the first and the last.
fn record(told: &Told, form: Form) -> String {
    let now = "2026-07-15T00:00:00Z".parse().unwrap();
    let mut writer = Writer::new(Vec::new(), form, now).unwrap();
    writer.client(told).unwrap();
    let text = String::from_utf8(writer.end().unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines[1..lines.len() - 1].join("\n")
}

fn read(text: &str, form: Form) -> Result<Told, Vec<Fault>> {
    let line = match form {
        Form::Json => json::line(text),
        Form::Csv => csv::block(text, b','),
    };
    match line.map_err(|fault| vec![fault])? {
        Line::Client(raw) => check(&raw, today()),
        Line::End(_) => panic!("no client: {text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_in_either_form_is_read_again(seed in 0_u64..1_000, number in 0_u64..100_000) {
        let told = demo::client(seed, number, today());
        for form in [Form::Json, Form::Csv] {
            let again = read(&record(&told, form), form);
            prop_assert_eq!(again.as_ref(), Ok(&told), "{:?}", form);
        }
    }
}

#[test]
fn everything_that_is_wrong_is_named_field_by_field() {
    let good = record(&demo::client(1, 0, today()), Form::Json);
    for (from, to, field, reason) in [
        ("\"iin\":\"8804", "\"iin\":\"8805", "iin", "iin-check-digit"),
        ("\"account\":\"1000000001\"", "\"account\":\"12\"", "account", "account-length"),
        ("\"surname\":\"Серікбай\"", "\"surname\":\"  \"", "surname", "empty"),
        ("\"given_name\":\"Айгерім\"", "\"given_name\":\"Айгерім\\u0007\"", "given_name", "text"),
        ("\"sex\":\"female\"", "\"sex\":\"w\"", "sex", "code"),
        ("\"birth_date\":\"1988-04-17\"", "\"birth_date\":\"17.04.1988\"", "birth_date", "date"),
        ("\"birth_date\":\"1988-04-17\"", "\"birth_date\":\"2088-04-17\"", "birth_date", "date"),
        ("+77001112233", "+74951112233", "phone", "phone-not-mobile"),
        ("\"kind\":\"lease_with_purchase\"", "\"kind\":\"rent\"", "contracts[0].kind", "code"),
        ("\"sum\":\"18500000.00\"", "\"sum\":\"18500000\"", "contracts[0].sum", "sum"),
        ("\"sum\":\"18500000.00\"", "\"sum\":\"-18500000.00\"", "contracts[0].sum", "sum"),
        ("\"sum\":\"18500000.00\"", "\"sum\":\"1000000000000.01\"", "contracts[0].sum", "sum"),
        ("\"payment_day\":10", "\"payment_day\":0", "contracts[0].payment_day", "contract-payment-day"),
        ("\"concluded\":\"2021-09-14\"", "\"concluded\":\"2051-09-14\"", "contracts[0]", "contract-ends-before-start"),
        ("\"due\":\"2022-07-10\"", "\"due\":\"2022-06-10\"", "contracts[0].schedule", "schedule-duplicate-due"),
        ("\"due\":\"2022-07-10\"", "\"due\":\"2022-02-30\"", "contracts[0].schedule[9].due", "date"),
        ("ЖЗ-2019/000777", "ар 2021/001234", "contracts[1].number", "duplicate-contract"),
        ("\"day\":\"2022-07-25\"", "\"day\":\"2022-07-xx\"", "contracts[0].schedule[9].debits[0].day", "date"),
        ("\"time\":\"18:00:00\"", "\"time\":\"25:00:00\"", "contracts[1].schedule[0].debits[0].time", "time"),
        ("\"instalments\":\"0.00\"", "\"instalments\":\"0\"", "contracts[0].debt.instalments", "sum"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from} is not there");
        let faults = read(&bad, Form::Json).unwrap_err();
        assert_eq!(faults, [Fault::new(field, reason)], "{to}");
    }
    let two = good.replacen("\"sex\":\"female\"", "\"sex\":\"w\"", 1).replacen("+77001112233", "1", 1);
    let fields: Vec<String> = read(&two, Form::Json).unwrap_err().into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["sex", "phone"], "all at once");
}

#[test]
fn a_record_of_the_wrong_shape_is_told_with_what_the_reader_says() {
    let json = record(&demo::client(1, 1, today()), Form::Json);
    let csv = record(&demo::client(1, 1, today()), Form::Csv);
    for (text, form, says) in [
        ("{".to_owned(), Form::Json, "EOF"),
        ("7".to_owned(), Form::Json, "invalid type"),
        (json.replace("\"account\"", "\"acount\""), Form::Json, "unknown field `acount`"),
        (json.replace("\"sex\":\"male\",", ""), Form::Json, "missing field `sex`"),
        ("row,2022-07-10,1.00,1.00".to_owned(), Form::Csv, "before any client"),
        (csv.replace("\ncontract", "\nkontrakt"), Form::Csv, "before any contract"),
        (csv.replacen("\ndeposit", "\nshare", 1), Form::Csv, "a line of \"share\""),
        (csv.replacen("row,", "row,,,,,9", 1), Form::Csv, "too many fields"),
    ] {
        let faults = read(&text, form).unwrap_err();
        let detail = faults[0].detail.clone().unwrap_or_default();
        assert!(faults[0].reason == "shape" && detail.contains(says), "{says}: {faults:?}");
    }
}

#[test]
fn sums_are_tenge_with_two_digits_of_tiyn() {
    for (text, expected) in [
        ("0.00", Some(0)),
        ("15450.05", Some(1_545_005)),
        ("1000000000000.00", Some(100_000_000_000_000)),
        ("15450", None),
        ("15450.5", None),
        ("15 450.00", None),
        ("15450,00", None),
        ("015.00", None),
        (".00", None),
        ("-1.00", None),
        ("1.0٣", None),
        ("99999999999999999999.00", None),
        ("", None),
    ] {
        assert_eq!(tenge_and_tiyn(text).map(Money::tiyn), expected, "{text:?}");
    }
}

/// What `docs/import.schema.json` says of the names, kinds and words of a value; its patterns are for other programs.
fn fits(schema: &Value, value: &Value, root: &Value, at: &str, used: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let of_field = &schema["properties"][name];
                assert!(!of_field.is_null(), "{at}.{name} is not in the schema");
                used.insert(format!("{at}.{name}"));
                fits(of_field, value, root, &format!("{at}.{name}"), used);
            }
            for name in schema["required"].as_array().unwrap() {
                assert!(fields.contains_key(name.as_str().unwrap()), "{at}.{name}");
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fits(&schema["items"], item, root, at, used)),
        Value::String(_) => assert!(schema["type"] == "string" || schema["enum"].is_array(), "{at}"),
        Value::Number(_) => assert_eq!(schema["type"], "integer", "{at}"),
        _ => panic!("{at}: {value}"),
    }
}

/// Every name that the schema knows below a definition.
fn known(schema: &Value, root: &Value, at: &str, names: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    for (name, of_field) in schema["properties"].as_object().into_iter().flatten() {
        names.insert(format!("{at}.{name}"));
        known(of_field, root, &format!("{at}.{name}"), names);
    }
    if schema["items"].is_object() {
        known(&schema["items"], root, at, names);
    }
}

#[test]
fn the_schema_knows_what_is_written_and_nothing_else() {
    let root: Value = serde_json::from_str(include_str!("../../../docs/import.schema.json")).unwrap();
    let (mut used, mut names) = (BTreeSet::new(), BTreeSet::new());
    for number in 0..150 {
        let value = client_json(&demo::client(1, number, today()));
        fits(&root["$defs"]["client"], &value, &root, "client", &mut used);
    }
    known(&root["$defs"]["client"], &root, "client", &mut names);
    assert_eq!(used, names);
}
