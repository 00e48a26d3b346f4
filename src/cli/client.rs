//! `otau client`: one client, by account number.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::Outcome;
use super::office::{OfficeArgs, account, count, done, failed, nobody};
use super::report::Reporter;
use crate::cabinet::former::Former;
use crate::cabinet::office::Office;
use crate::cabinet::office::clients::Shown;
use crate::cabinet::service::Consent;
use crate::i18n::Arg;
use crate::portal::account::AccountNumber;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Show(One),
    Export(One),
    Unlock(One),
    EndSessions(Sessions),
    WithdrawConsent(One),
    Erase(Erase),
    Former(Gone),
}

#[derive(Debug, clap::Args)]
struct One {
    #[command(flatten)]
    office: OfficeArgs,
    /// The account number.
    #[arg(value_parser = account)]
    account: AccountNumber,
}

#[derive(Debug, clap::Args)]
struct Sessions {
    #[command(flatten)]
    office: OfficeArgs,
    /// The account number.
    #[arg(value_parser = account, required_unless_present = "all")]
    account: Option<AccountNumber>,
    /// Those of all clients.
    #[arg(long, conflicts_with = "account")]
    all: bool,
}

#[derive(Debug, clap::Args)]
struct Erase {
    #[command(flatten)]
    one: One,
    /// That it is meant.
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, clap::Args)]
struct Gone {
    #[command(flatten)]
    office: OfficeArgs,
    /// How long they have been gone.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=75))]
    years: u32,
    /// Erases them.
    #[arg(long)]
    erase: bool,
    /// That it is meant.
    #[arg(long, requires = "erase")]
    yes: bool,
}

pub(super) fn run(args: Args, reporter: &Reporter) -> Outcome {
    match args.action {
        Action::Show(args) => args.office.run(reporter, async |office| show(office, &args.account, reporter).await),
        Action::Export(args) => args.office.run(reporter, async |office| match office.export(&args.account).await {
            Ok(Some(document)) => {
                reporter.result(&serde_json::to_string_pretty(&document).unwrap_or_default());
                Outcome::Done
            }
            Ok(None) => nobody(reporter, &args.account),
            Err(error) => failed(reporter, "client", &error),
        }),
        Action::Unlock(args) => args.office.run(reporter, async |office| match office.unlock(&args.account).await {
            Ok(true) => done(reporter, "cli-client-unlocked", &[], &json!({"kind": "client", "unlocked": true})),
            Ok(false) => nobody(reporter, &args.account),
            Err(error) => failed(reporter, "client", &error),
        }),
        Action::EndSessions(args) => {
            args.office.run(reporter, async |office| end_sessions(office, args.account.as_ref(), reporter).await)
        }
        Action::WithdrawConsent(args) => {
            args.office.run(reporter, async |office| match office.withdraw_consent(&args.account).await {
                Ok(Some(withdrawn)) => {
                    let json = json!({"kind": "client", "consents_withdrawn": withdrawn});
                    done(reporter, "cli-client-withdrawn", &[("count", count(withdrawn))], &json)
                }
                Ok(None) => nobody(reporter, &args.account),
                Err(error) => failed(reporter, "client", &error),
            })
        }
        Action::Erase(args) if !args.yes => unsure(reporter, "cli-client-sure"),
        Action::Erase(Erase { one, .. }) => {
            one.office.run(reporter, async |office| match office.erase(&one.account).await {
                Ok(true) => done(reporter, "cli-client-erased", &[], &json!({"kind": "client", "erased": true})),
                Ok(false) => nobody(reporter, &one.account),
                Err(error) => failed(reporter, "client", &error),
            })
        }
        Action::Former(Gone { erase: true, yes: false, .. }) => unsure(reporter, "cli-client-former-sure"),
        Action::Former(Gone { office, years, erase: true, .. }) => {
            office.run(reporter, async |office| match office.erase_former(years).await {
                Ok(erased) => {
                    let json = json!({"kind": "former-clients", "erased": erased});
                    done(reporter, "cli-client-former-erased", &[("count", count(erased))], &json)
                }
                Err(error) => failed(reporter, "client", &error),
            })
        }
        Action::Former(Gone { office, years, .. }) => {
            office.run(reporter, async |office| former(office, years, reporter).await)
        }
    }
}

/// Asks to say that it is meant.
fn unsure(reporter: &Reporter, key: &str) -> Outcome {
    reporter.failure("not-confirmed", &reporter.text(key, &[]), &reporter.text(&format!("{key}.help"), &[]));
    Outcome::Failed
}

/// Lists the clients who have been gone for so long.
async fn former(office: &Office, years: u32, reporter: &Reporter) -> Outcome {
    let all = match office.former(years).await {
        Ok(all) => all,
        Err(error) => return failed(reporter, "client", &error),
    };
    for Former { account, closed, as_of, .. } in &all {
        let account = account.expose();
        if reporter.json {
            let line = json!({"kind": "former-client", "account": account, "closed": closed, "as_of": as_of});
            reporter.result(&line.to_string());
        } else {
            let closed = closed.map_or_else(|| "–".to_owned(), |day| day.to_string());
            reporter.result(&format!("{account}  {closed:>10}  {}", time(*as_of)));
        }
    }
    if !reporter.json {
        let words = [("count", count(all.len() as u64)), ("years", count(years.into()))];
        reporter.note(&reporter.text("cli-client-former", &words));
    }
    Outcome::Done
}

async fn end_sessions(office: &Office, account: Option<&AccountNumber>, reporter: &Reporter) -> Outcome {
    let ended = match account {
        Some(account) => office.end_sessions(account).await,
        None => office.end_all_sessions().await.map(Some),
    };
    match (ended, account) {
        (Ok(Some(ended)), _) => {
            let json = json!({"kind": "client", "sessions_ended": ended});
            done(reporter, "cli-client-sessions", &[("count", count(ended))], &json)
        }
        (Ok(None), Some(account)) => nobody(reporter, account),
        (Ok(None), None) => Outcome::Done,
        (Err(error), _) => failed(reporter, "client", &error),
    }
}

async fn show(office: &Office, account: &AccountNumber, reporter: &Reporter) -> Outcome {
    let shown = match office.show(account).await {
        Ok(Some(shown)) => shown,
        Ok(None) => return nobody(reporter, account),
        Err(error) => return failed(reporter, "client", &error),
    };
    if reporter.json {
        let Shown { iin, phone, contracts, as_of, password_set_at, failures, sessions, consent } = &shown;
        let line = json!({
            "kind": "client", "account": account.expose(), "iin": iin, "phone": phone, "contracts": contracts,
            "as_of": as_of, "password_set_at": password_set_at, "failures": failures, "sessions": sessions,
            "consent": consent,
        });
        reporter.result(&line.to_string());
        return Outcome::Done;
    }
    let (as_of, password) = (time(shown.as_of), shown.password_set_at.map_or_else(|| "–".to_owned(), time));
    let consent = consent_words(shown.consent.as_ref(), reporter);
    let words = [
        ("account", Arg::Text(account.expose())),
        ("iin", Arg::Text(&shown.iin)),
        ("phone", Arg::Text(shown.phone.as_deref().unwrap_or("–"))),
        ("contracts", count(shown.contracts as u64)),
        ("as_of", Arg::Text(&as_of)),
        ("password", Arg::Text(&password)),
        ("failures", Arg::Integer(shown.failures)),
        ("sessions", count(shown.sessions as u64)),
        ("consent", Arg::Text(&consent)),
    ];
    reporter.result(&reporter.text("cli-client-shown", &words));
    Outcome::Done
}

/// The last consent in words: of which text, when it was given, and when withdrawn.
fn consent_words(consent: Option<&Consent>, reporter: &Reporter) -> String {
    let Some(consent) = consent else { return "–".to_owned() };
    let (given, withdrawn) = (time(consent.given_at), consent.withdrawn_at.map(time));
    let mut words = vec![
        ("version", Arg::Text(&consent.version)),
        ("language", Arg::Text(&consent.language)),
        ("given", Arg::Text(&given)),
    ];
    let key = match &withdrawn {
        None => "cli-client-consent",
        Some(withdrawn) => {
            words.push(("withdrawn", Arg::Text(withdrawn)));
            "cli-client-consent-withdrawn"
        }
    };
    reporter.text(key, &words)
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
