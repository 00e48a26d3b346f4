//! The command line: one file per command, with its arguments and what it does.
//!
//! Everything a person reads comes from `locales/*/cli.ftl` in Kazakh, Russian or English; nothing below this room prints
//! or ends the process.

mod audit;
mod build;
mod cabinet;
mod check;
mod client;
mod completions;
mod copies;
mod demo;
mod generate;
mod help;
mod import;
mod init;
mod keys;
mod migrate;
mod new;
mod office;
mod preview;
mod report;
mod rollback;
mod search;
mod searches;
mod serve;
mod settings;
mod stem;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::i18n::{Catalogue, Language};
use report::Reporter;

/// Everything that can be typed.
#[derive(Debug, Parser)]
#[command(name = "otau", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
struct Common {
    /// Language of messages.
    #[arg(long, global = true, value_name = "kk|ru|en", value_parser = language)]
    lang: Option<Language>,
    /// Colours.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Color,
    /// One JSON object a line instead of words.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Build(build::Args),
    Preview(preview::Args),
    Check(check::Args),
    Init(init::Args),
    New(new::Args),
    Rollback(rollback::Args),
    Search(search::Args),
    Report(searches::Args),
    Stem(stem::Args),
    Migrate(migrate::Args),
    Import(import::Args),
    Client(client::Args),
    Backup(copies::BackupArgs),
    Restore(copies::RestoreArgs),
    Audit(audit::Args),
    Keys(keys::Args),
    Demo(generate::Args),
    Completions(completions::Args),
}

/// Where a site is.
#[derive(Clone, Debug, clap::Args)]
struct SiteArgs {
    /// Folder of the site.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

fn language(word: &str) -> Result<Language, String> {
    Language::ALL.into_iter().find(|language| language.code() == word).ok_or_else(|| "kk, ru, en".to_owned())
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// Problems were found and reported: exit code 1.
    Problems,
    /// It could not be done, and why was reported: exit code 2.
    Failed,
}

/// Runs what was typed: exit code 0, 1 when the site has problems, 2 when something could not be done.
pub fn run() -> ExitCode {
    let catalogue = Catalogue::load(&crate::page::theme::builtin_locales()).0;
    let language = chosen_language();
    let command = help::translate(Cli::command(), &catalogue, language);
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // A closed pipe is no failure of ours.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(2);
        }
    };
    let reporter = Reporter::new(catalogue, cli.common.lang.unwrap_or(language), colours(&cli.common), cli.common.json);
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(&args, &reporter),
        Command::Build(args) => build::run(&args, &reporter),
        Command::Preview(args) => preview::run(args, &reporter),
        Command::Check(args) => check::run(&args, &reporter),
        Command::Init(args) => init::run(&args, &reporter),
        Command::New(args) => new::run(&args, &reporter),
        Command::Rollback(args) => rollback::run(&args, &reporter),
        Command::Search(args) => search::run(&args, &reporter),
        Command::Report(args) => searches::run(&args, &reporter),
        Command::Stem(args) => stem::run(&args, cli.common.lang.unwrap_or(Language::Kk), &reporter),
        Command::Migrate(args) => migrate::run(&args, &reporter),
        Command::Import(args) => import::run(&args, &reporter),
        Command::Client(args) => client::run(args, &reporter),
        Command::Backup(args) => copies::backup(&args, &reporter),
        Command::Restore(args) => copies::restore(&args, &reporter),
        Command::Audit(args) => audit::run(args, &reporter),
        Command::Keys(args) => keys::run(&args, &reporter),
        Command::Demo(args) => generate::run(args, &reporter),
        Command::Completions(args) => completions::run(&args),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Problems => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
    }
}

/// The language of help itself must be known before the arguments are: `--lang` is looked for by hand.
fn chosen_language() -> Language {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let option = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(index + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Language::from_environment(
        option.as_deref(),
        variable("LC_ALL").as_deref(),
        variable("LC_MESSAGES").as_deref(),
        variable("LANG").as_deref(),
    )
}

fn colours(common: &Common) -> bool {
    match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}
