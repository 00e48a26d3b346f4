//! `otau stem --lang kk`: the stem of each word on standard input, as search sees it.

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};

use super::Outcome;
use super::new::cannot_write;
use super::report::Reporter;
use crate::i18n::{Language, Locale};
use crate::search::analyzer::{kk, ru};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Every reading of each word, the likeliest first.
    #[arg(long)]
    explain: bool,
}

/// `language`: that of the words, as of the messages.
pub(super) fn run(args: &Args, language: Language, reporter: &Reporter) -> Outcome {
    let locale = if language == Language::Ru { Locale::Ru } else { Locale::Kk };
    let (input, output) = (BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()));
    let write = if args.explain { explain } else { stem };
    match each_line(input, output, |word, out| write(locale, word, out)) {
        // Whoever read the answers has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => cannot_write(reporter, "-", &error.to_string()),
        Ok(()) => Outcome::Done,
    }
}

/// Gives each line to `write`; bytes that are no UTF-8 are replaced.
fn each_line<W: Write>(
    mut input: impl BufRead,
    mut output: W,
    write: impl Fn(&str, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        write(String::from_utf8_lossy(&line).trim(), &mut output)?;
        line.clear();
    }
    output.flush()
}

/// The word, a tab, its stem.
fn stem(locale: Locale, word: &str, out: &mut impl Write) -> io::Result<()> {
    let stem = match locale {
        Locale::Kk => kk::stem(word),
        Locale::Ru => ru::stem(word),
    };
    writeln!(out, "{word}\t{stem}")
}

/// A line for each reading: the word, its stem, how it is taken apart, the score.
fn explain(locale: Locale, word: &str, out: &mut impl Write) -> io::Result<()> {
    match locale {
        Locale::Kk => {
            for reading in kk::analyze(word) {
                let class = if reading.verb { "verb" } else { "noun" };
                write!(out, "{word}\t{}\t{class}", reading.stem)?;
                for ending in &reading.endings {
                    write!(out, " +{}:{:?}", ending.text, ending.tag)?;
                }
                writeln!(out, "\t{}\t{}", reading.score, reading.support)?;
            }
        }
        Locale::Ru => {
            for reading in ru::analyze(word) {
                let form =
                    reading.form.map_or_else(|| "unchanged".to_owned(), |(class, slot)| format!("{class:?} {slot:?}"));
                writeln!(
                    out,
                    "{word}\t{}\t-{} {form}\t{}\t{}",
                    reading.stem, reading.ending, reading.score, reading.support
                )?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(locale: Locale, input: &[u8]) -> String {
        let mut out = Vec::new();
        each_line(input, &mut out, |word, out| stem(locale, word, out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_in_is_a_line_out() {
        assert_eq!(run(Locale::Kk, "шарттың\r\nтөлемдер\n".as_bytes()), "шарттың\tшарт\nтөлемдер\tтөлем\n");
        assert_eq!(run(Locale::Ru, "договору\nплатежей".as_bytes()), "договору\tдоговор\nплатежей\tплатеж\n");
        assert_eq!(run(Locale::Kk, b""), "");
        assert_eq!(run(Locale::Kk, b"\n"), "\t\n");
    }

    #[test]
    fn broken_text_is_answered() {
        let lines = run(Locale::Kk, b"\xff\xfe\n\xd1\n");
        assert_eq!(lines.lines().count(), 2, "{lines}");
    }

    #[test]
    fn readings_are_told_the_likeliest_first() {
        for (locale, word, first) in [(Locale::Kk, "кітабымда", "кітап"), (Locale::Ru, "договорами", "договор")]
        {
            let mut out = Vec::new();
            each_line(word.as_bytes(), &mut out, |word, out| explain(locale, word, out)).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.starts_with(&format!("{word}\t{first}\t")), "{text}");
        }
    }
}
