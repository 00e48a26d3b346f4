//! `otau init`: a small working bilingual site of one's own.

use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use super::Outcome;
use super::report::Reporter;
use crate::i18n::Arg;

#[derive(RustEmbed)]
#[folder = "src/cli/starter"]
struct Starter;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder to make.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub(super) fn run(args: &Args, reporter: &Reporter) -> Outcome {
    let shown = args.dir.display().to_string();
    let words = [("path", Arg::Text(&shown))];
    let occupied = fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) || args.dir.is_file();
    if occupied {
        reporter.failure(
            "not-empty",
            &reporter.text("cli-init-occupied", &words),
            &reporter.text("cli-init-occupied.help", &words),
        );
        return Outcome::Failed;
    }
    match write(&args.dir) {
        Ok(()) => {
            reporter.success(&reporter.text("cli-init-done", &words));
            reporter.note(&reporter.text("cli-init-next", &words));
            Outcome::Done
        }
        Err((path, error)) => {
            let (path, reason) = (path.display().to_string(), error.to_string());
            super::new::cannot_write(reporter, &path, &reason)
        }
    }
}

fn write(dir: &Path) -> Result<(), (PathBuf, std::io::Error)> {
    for name in Starter::iter() {
        let Some(file) = Starter::get(&name) else { continue };
        let path = dir.join(&*name);
        let folder = path.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
        fs::write(&path, &file.data).map_err(|error| (path, error))?;
    }
    Ok(())
}
