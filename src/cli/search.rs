//! `otau search`: what a reader would find, and why.

use serde_json::json;

use super::report::Reporter;
use super::{Outcome, SiteArgs};
use crate::build::search::source;
use crate::build::workspace::Workspace;
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::{Arg, Locale};
use crate::search::index::{Answer, Hit, Part, SearchIndex};
use crate::search::query::Query;
use crate::search::write::in_memory;
use crate::site::model::BuildOptions;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// What to look for.
    query: String,
    /// Says how the query was understood and what counted.
    #[arg(long)]
    explain: bool,
    /// Most results.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let workspace = Workspace::read(&args.site.root);
    let options = BuildOptions { today: almaty_date(SystemClock.now()), drafts: false, demonstration: false };
    let (model, _) = workspace.model(options);
    let index = match in_memory(&source(&model)) {
        Ok(index) => index,
        Err(error) => return failed(reporter, "search", &error.to_string()),
    };
    let locale = reporter.language.locale().unwrap_or(Locale::Kk);
    let part = Part { from: 0, size: usize::from(args.limit) };
    let answer = match index.read(&args.query) {
        Ok(query) => index.answer(query, locale, part),
        Err(error) => return failed(reporter, error.code(), &error.to_string()),
    };
    match answer {
        Ok(answer) if reporter.json => print_json(args, locale, &answer, reporter),
        Ok(answer) => print(args, &index, &answer, reporter),
        Err(error) => return failed(reporter, "search", &error.to_string()),
    }
    Outcome::Done
}

fn failed(reporter: &Reporter, code: &str, reason: &str) -> Outcome {
    reporter.failure(code, &reporter.text("cli-failed", &[("reason", Arg::Text(reason))]), "");
    Outcome::Failed
}

fn print_json(args: &Args, locale: Locale, answer: &Answer, reporter: &Reporter) {
    let mut line = json!({
        "query": args.query, "lang": locale, "meant": answer.query.meant, "total": answer.total,
        "results": answer.hits,
    });
    if args.explain {
        line["terms"] = json!(answer.query.terms);
    }
    reporter.result(&line.to_string());
}

fn print(args: &Args, index: &SearchIndex, answer: &Answer, reporter: &Reporter) {
    if args.explain {
        explain(&answer.query, reporter);
        reporter.note(&format!("{} units", index.len()));
    }
    if let Some(meant) = &answer.query.meant {
        reporter.note(&reporter.text("cli-search-meant", &[("query", Arg::Text(meant))]));
    }
    for (number, hit) in answer.hits.iter().enumerate() {
        let title = hit.heading_html.as_ref().map_or_else(
            || hit.title.clone(),
            |heading| format!("{}: {}", hit.title, heading.replace("<mark>", "").replace("</mark>", "")),
        );
        reporter.result(&format!("{:>2}. {title}\n    {}  {:.2}", number + 1, hit.url, hit.score));
        if args.explain {
            evidence(index, answer, hit, reporter);
        }
    }
    let total = Arg::Integer(i64::try_from(answer.total).unwrap_or(i64::MAX));
    reporter.note(&reporter.text("cli-search-total", &[("count", total)]));
}

/// One line a word: where it was found, and how often.
fn evidence(index: &SearchIndex, answer: &Answer, hit: &Hit, reporter: &Reporter) {
    let found = index.evidence(&answer.query, hit).unwrap_or_default();
    for term in &answer.query.terms {
        let places = found.iter().filter(|place| place.word == term.word);
        let places: Vec<String> =
            places.map(|place| format!("{} {} ×{}", place.field, place.key, place.times)).collect();
        reporter.note(&format!(
            "    {:<20} {}",
            term.word,
            if places.is_empty() { "–".to_owned() } else { places.join(", ") }
        ));
    }
    reporter.note(&format!("    {:.0} %", hit.share * 100.0));
}

/// One line a key: word, language, stem, way, weight. For editors who want to know why.
fn explain(query: &Query, reporter: &Reporter) {
    for term in &query.terms {
        if term.keys.is_empty() {
            reporter.note(&format!("{:<20} –", term.word));
        }
        for key in &term.keys {
            let (stop, word) = (if term.stop { " ·" } else { "" }, key.word.as_deref().unwrap_or("–"));
            let way = format!("{:?}", key.way).to_lowercase();
            reporter.note(&format!(
                "{:<20} {} {:<18} {:<8} {:.2}  {word}{stop}",
                term.word, key.lang, key.stem, way, key.weight
            ));
        }
    }
}
