//! `[sms]` and the gateway's secrets: how [`Sms`] and [`Credentials`] are read.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::environment::Environment;
use super::number;
use super::sms::{Credentials, GatewayKind, HttpGateway, Outbox, Sms};
use crate::fields::{Fields, Origin};
use crate::problem::{Code, Problem};

/// Names of the settings.
pub const SETTINGS: &[&str] = &["gateway", "sender", "url", "ca_file", "daily_limit", "bound_domain", "outbox", "http"];

/// The variable of a gateway's key.
pub const KEY: &str = "OTAU_SMS_KEY";
/// The variable of a gateway's user name, where there is no key.
pub const LOGIN: &str = "OTAU_SMS_LOGIN";
/// The variable of the user's password.
pub const PASSWORD: &str = "OTAU_SMS_PASSWORD";

const GATEWAYS: [(&str, GatewayKind); 4] = [
    ("outbox", GatewayKind::Outbox),
    ("mobizon", GatewayKind::Mobizon),
    ("smsc", GatewayKind::Smsc),
    ("http", GatewayKind::Http),
];

pub(super) fn read(fields: &mut Fields<'_, '_>) -> Sms {
    let default = Sms::default();
    let gateway = fields.choice("gateway", &GATEWAYS).unwrap_or_default();
    let sender = fields.text("sender").unwrap_or_default();
    let url = fields.text("url");
    if let Some(wrong) = url.as_deref().filter(|url| !url.starts_with("https://")) {
        fields.reject("url", wrong, "https://…");
    }
    let ca_file = fields.text("ca_file").map(PathBuf::from);
    let daily_limit = number(fields, "daily_limit", 1..=1_000_000, default.daily_limit);
    let bound_domain = fields.text("bound_domain");
    let outbox = fields.nested("outbox", |fields| Outbox {
        file: fields.text("file").map(PathBuf::from),
        in_production: fields.flag("in_production", false),
    });
    let described = fields.table("http").is_some();
    if gateway == GatewayKind::Http && !described {
        fields.missing("http");
    }
    Sms { gateway, sender, url, ca_file, daily_limit, bound_domain, outbox: outbox.unwrap_or_default(), http: None }
}

/// The gateway described under `[sms.http]`: a table for serde, for it is deeper than the reader of fields goes.
pub(super) fn described(origin: Origin<'_>, problems: &mut Vec<Problem>) -> Option<HttpGateway> {
    #[derive(Deserialize)]
    struct File {
        sms: Option<Table>,
    }
    #[derive(Deserialize)]
    struct Table {
        http: Option<HttpGateway>,
    }
    // What is no TOML has been reported.
    if !problems.is_empty() {
        return None;
    }
    match toml::from_str::<File>(origin.text) {
        Ok(file) => file.sms.and_then(|sms| sms.http),
        Err(error) => {
            let place = error.span().map_or_else(|| origin.file(), |span| origin.place(span));
            problems.push(Problem::new(Code::BadToml, place).with("reason", error.message()));
            None
        }
    }
}

/// What the gateway knows us by.
pub(super) fn credentials(environment: &Environment<'_>, problems: &mut Vec<Problem>) -> Credentials {
    let mut take = |name| {
        environment.secret(name).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        })
    };
    let (key, login, password) = (take(KEY), take(LOGIN), take(PASSWORD));
    Credentials { key, login: login.map(|login| login.expose().to_owned()), password }
}

pub(super) fn resolve(sms: &mut Sms, folder: &Path) {
    for path in [&mut sms.ca_file, &mut sms.outbox.file].into_iter().flatten() {
        *path = folder.join(&*path);
    }
}
