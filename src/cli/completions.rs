//! `otau completions`: the completion script of a shell.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Outcome;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "otau", &mut script);
    // A closed pipe is no failure.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), &script);
    Outcome::Done
}
