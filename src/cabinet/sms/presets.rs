//! The gateways of Kazakhstan, described as the settings describe any other.
//!
//! Their answers are those of their own documentation. A gateway that is not here needs no code: see
//! [`crate::config::sms::HttpGateway`].

use std::collections::BTreeMap;

use crate::config::sms::{Credentials, Equals, Field, Format, HttpGateway, Method, Success, Treatment};

/// Mobizon: the key stands in the address, as documented; number and text in the body. Answers 200 even when it refuses.
///
/// A message lives 60 minutes in the network, which is the least that can be asked for and longer than a code lives: so
/// the text tells how long the code is good for.
pub fn mobizon() -> HttpGateway {
    use Treatment::{Alert, Refused, Retry, RetryOnce};
    HttpGateway {
        url: "https://api.mobizon.kz/service/Message/SendSmsMessage".to_owned(),
        method: Method::Post,
        format: Format::Form,
        query: fields(&[("output", "json"), ("api", "v1"), ("apiKey", "{key}")]),
        headers: Vec::new(),
        fields: fields(&[
            ("recipient", "{digits}"),
            ("text", "{text}"),
            ("from", "{sender}"),
            ("params[validity]", "60"),
        ]),
        success: Success { statuses: vec![200], answer: Some(equals("/code", "0")) },
        held: Some(equals("/data/status", "1")),
        id_pointer: Some("/data/messageId".to_owned()),
        code_pointer: Some("/code".to_owned()),
        codes: codes(&[
            ("1", Alert),
            ("2", Refused),
            ("3", Retry),
            ("4", Alert),
            ("5", Alert),
            ("6", Alert),
            ("8", Alert),
            ("9", Alert),
            ("10", Retry),
            ("11", Alert),
            ("12", Alert),
            ("13", Alert),
            ("14", Alert),
            ("15", RetryOnce),
            ("30", Retry),
            ("98", Refused),
            ("99", Refused),
            ("100", Refused),
            ("999", Retry),
        ]),
    }
}

/// SMSC: number with a plus (without it the service may “correct” the number), UTF-8 named (the default was
/// windows-1251), our own id so that repeats are recognised. A key is better than a password.
pub fn smsc(credentials: &Credentials) -> HttpGateway {
    use Treatment::{Alert, Pause, Refused, Retry};
    let mut body = match credentials.key {
        Some(_) => fields(&[("apikey", "{key}")]),
        None => fields(&[("login", "{login}"), ("psw", "{password}")]),
    };
    body.extend(fields(&[
        ("phones", "{phone}"),
        ("mes", "{text}"),
        ("sender", "{sender}"),
        ("id", "{id}"),
        ("charset", "utf-8"),
        ("translit", "0"),
        ("fmt", "3"),
    ]));
    HttpGateway {
        url: "https://smsc.kz/sys/send.php".to_owned(),
        method: Method::Post,
        format: Format::Form,
        query: Vec::new(),
        headers: Vec::new(),
        fields: body,
        success: Success { statuses: vec![200], answer: Some(equals("/cnt", "1")) },
        held: None,
        id_pointer: Some("/id".to_owned()),
        code_pointer: Some("/error_code".to_owned()),
        codes: codes(&[
            ("1", Refused),
            ("2", Alert),
            ("3", Alert),
            ("4", Pause(600)),
            ("5", Refused),
            ("6", Alert),
            ("7", Refused),
            ("8", Refused),
            ("9", Retry),
        ]),
    }
}

fn fields(pairs: &[(&str, &str)]) -> Vec<Field> {
    pairs.iter().map(|(name, value)| Field { name: (*name).to_owned(), value: (*value).to_owned() }).collect()
}

fn equals(pointer: &str, value: &str) -> Equals {
    Equals { pointer: pointer.to_owned(), value: value.to_owned() }
}

fn codes(rows: &[(&str, Treatment)]) -> BTreeMap<String, Treatment> {
    rows.iter().map(|(code, treatment)| ((*code).to_owned(), *treatment)).collect()
}
