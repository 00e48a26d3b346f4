//! What a person or a tool reads: problems with their place, excerpt and advice; progress; results.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::build::error::PublishError;
use crate::i18n::{Arg, Catalogue, Language, explain};
use crate::problem::{Problem, Severity};

/// Progress is shown only for work that takes longer than this.
const PATIENCE: Duration = Duration::from_millis(400);

/// Writes to the person or tool that runs the command. Results go to standard output, everything else to standard error.
#[derive(Debug)]
pub(super) struct Reporter {
    catalogue: Catalogue,
    /// Language of messages.
    pub(super) language: Language,
    colours: bool,
    /// One JSON object a line instead of words.
    pub(super) json: bool,
    progress: Mutex<Progress>,
}

#[derive(Debug)]
struct Progress {
    start: Instant,
    last: Option<Instant>,
}

const RED: &str = "31;1";
const YELLOW: &str = "33;1";
const BLUE: &str = "34;1";
const GREEN: &str = "32;1";
const BOLD: &str = "1";

impl Reporter {
    pub(super) fn new(catalogue: Catalogue, language: Language, colours: bool, json: bool) -> Self {
        let progress = Mutex::new(Progress { start: Instant::now(), last: None });
        Self { catalogue, language, colours, json, progress }
    }

    /// A string of `cli.ftl`.
    pub(super) fn text(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalogue.format(self.language, key, args).unwrap_or_else(|error| error.to_string())
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.colours { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Writes a line to standard output: a result.
    pub(super) fn result(&self, line: &str) {
        self.clear_progress();
        let mut out = std::io::stdout().lock();
        // A reader that went away wants nothing more.
        let _ = writeln!(out, "{line}");
        let _ = out.flush();
    }

    /// Writes a line to standard error.
    pub(super) fn note(&self, line: &str) {
        self.clear_progress();
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// Says that something succeeded.
    pub(super) fn success(&self, line: &str) {
        if self.json {
            return;
        }
        let mark = self.paint(GREEN, "✓");
        self.note(&format!("{mark} {line}"));
    }

    /// Reports a failure that is no problem of the site's files. `code` is stable, for tools.
    pub(super) fn failure(&self, code: &str, message: &str, help: &str) {
        if self.json {
            return self
                .result(&json!({"kind": "failure", "code": code, "message": message, "help": help}).to_string());
        }
        let word = self.paint(RED, &format!("{}[{code}]", self.text("cli-error", &[])));
        self.note(&format!("{word}: {message}"));
        if !help.is_empty() {
            self.note(&format!("  {} {help}", self.paint(BLUE, "→")));
        }
    }

    /// Says what is not as one may think, though nothing has failed. `code` is stable, for tools.
    pub(super) fn warning(&self, code: &str, message: &str) {
        if self.json {
            return self.result(&json!({"kind": "warning", "code": code, "message": message}).to_string());
        }
        let word = self.paint(YELLOW, &format!("{}[{code}]", self.text("cli-warning", &[])));
        self.note(&format!("{word}: {message}"));
    }

    /// Reports a failure of publishing.
    pub(super) fn publish_failure(&self, error: &PublishError) {
        let path = error.path().display().to_string();
        // The message names the path itself.
        let reason = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        let args = [("path", Arg::Text(&path)), ("reason", Arg::Text(&reason))];
        let key = format!("cli-publish-{}", error.code());
        self.failure(error.code(), &self.text(&key, &args), &self.text(&format!("{key}.help"), &args));
    }

    /// Reports all problems, each with what to do, and their counts.
    pub(super) fn problems(&self, problems: &[Problem]) {
        for problem in problems {
            if self.json {
                self.result(&self.as_json(problem).to_string());
            } else {
                self.problem(problem);
            }
        }
        if self.json || problems.is_empty() {
            return;
        }
        let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
        let count = |number: usize| Arg::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let errors_text = self.text("cli-errors", &[("count", count(errors))]);
        let warnings_text = self.text("cli-warnings", &[("count", count(problems.len() - errors))]);
        let style = if errors > 0 { RED } else { YELLOW };
        self.note(&self.paint(style, &format!("{errors_text}, {warnings_text}")));
    }

    fn problem(&self, problem: &Problem) {
        let explained = explain(problem, self.language, &self.catalogue);
        let (word, style) = match problem.severity() {
            Severity::Error => (self.text("cli-error", &[]), RED),
            Severity::Warning => (self.text("cli-warning", &[]), YELLOW),
        };
        let place = self.paint(BOLD, &problem.place.to_string());
        let word = self.paint(style, &format!("{word}[{}]", problem.code.as_str()));
        self.note(&format!("{place}: {word}: {}", explained.message));
        for line in excerpt(problem) {
            self.note(&self.paint(BLUE, &line));
        }
        if !explained.help.is_empty() {
            self.note(&format!("  {} {}", self.paint(BLUE, "→"), explained.help));
        }
    }

    fn as_json(&self, problem: &Problem) -> serde_json::Value {
        let explained = explain(problem, self.language, &self.catalogue);
        let severity = match problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        json!({
            "kind": "problem",
            "severity": severity,
            "code": problem.code.as_str(),
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "length": problem.place.length,
            "excerpt": problem.place.excerpt,
            "message": explained.message,
            "help": explained.help,
        })
    }

    /// Shows how far work is: on a terminal only, on one line, and only when it takes long.
    pub(super) fn progress(&self, phase: &str, done: usize, total: usize) {
        if self.json || !std::io::stderr().is_terminal() {
            return;
        }
        let mut progress = self.progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = Instant::now();
        let recent = progress.last.is_some_and(|last| now - last < Duration::from_millis(80));
        if now - progress.start < PATIENCE || recent {
            return;
        }
        progress.last = Some(now);
        let phase = self.text(&format!("cli-phase-{phase}"), &[]);
        let line = if total > 0 { format!("{phase} {done}/{total}") } else { phase };
        let _ = write!(std::io::stderr().lock(), "\r\x1b[K{line}");
    }

    fn clear_progress(&self) {
        let mut progress = self.progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if progress.last.take().is_some() {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }

    /// Times of phases as a table.
    pub(super) fn timings(&self, timings: &[(&'static str, Duration)]) {
        let total: Duration = timings.iter().map(|(_, time)| *time).sum();
        if self.json {
            let phases: serde_json::Map<_, _> =
                timings.iter().map(|(phase, time)| ((*phase).to_owned(), json!(time.as_secs_f64()))).collect();
            return self
                .result(&json!({"kind": "timings", "seconds": phases, "total": total.as_secs_f64()}).to_string());
        }
        for (phase, time) in timings {
            self.note(&format!(
                "{:>9.1} ms  {}",
                time.as_secs_f64() * 1e3,
                self.text(&format!("cli-phase-{phase}"), &[])
            ));
        }
        self.note(&format!("{:>9.1} ms", total.as_secs_f64() * 1e3));
    }
}

/// The line of the place with a caret under it; tabs are kept, so that the caret stands right.
pub(super) fn excerpt(problem: &Problem) -> Vec<String> {
    let place = &problem.place;
    if place.line == 0 || place.excerpt.trim().is_empty() {
        return Vec::new();
    }
    let number = place.line.to_string();
    let before = usize::try_from(place.column).unwrap_or(1).saturating_sub(1);
    let indent: String = place.excerpt.chars().take(before).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let visible = place.excerpt.chars().count().saturating_sub(before).max(1);
    let carets = "^".repeat(usize::try_from(place.length).unwrap_or(1).clamp(1, visible));
    vec![format!("  {number} | {}", place.excerpt), format!("  {} | {indent}{carets}", " ".repeat(number.len()))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place};

    #[test]
    fn the_caret_stands_under_the_place() {
        let text = "бір\n\tекі үш\n";
        let at = text.find("үш").unwrap();
        let problem = Problem::new(Code::BadLink, Place::span("a.md", text, at..at + "үш".len()));
        assert_eq!(excerpt(&problem), ["  2 | \tекі үш", "    | \t    ^^"]);
    }
}
