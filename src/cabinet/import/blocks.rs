//! Cuts a file into records of one client each, as bytes with the place where they stand. Reads as much as one record, so
//! a file of any size does.

use std::io::{self, BufRead};

use super::Form;
use super::csv::kind;

/// The most bytes of one record: hundreds of contracts of a century each.
pub const LIMIT: usize = 64 << 20;

/// A record as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its first line, from 1.
    pub line: u64,
    /// Its bytes, without the line break at the end.
    pub bytes: Vec<u8>,
    /// Where the next record begins.
    pub end: Place,
}

/// A place between two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes before it.
    pub position: u64,
    /// The line that begins there, from 1.
    pub line: u64,
}

impl Place {
    /// The beginning of a file.
    pub const START: Self = Self { position: 0, line: 1 };
}

/// Why there is no next record.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be read.
    Io(io::Error),
    /// A record is longer than [`LIMIT`].
    TooLong {
        /// Its first line.
        line: u64,
    },
}

/// The records of a file.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    form: Form,
    next: Place,
    /// A line that was read and belongs to the next record.
    ahead: Vec<u8>,
}

impl<R: BufRead> Blocks<R> {
    /// The records of `input`, which stands at `place`.
    pub const fn new(input: R, form: Form, place: Place) -> Self {
        Self { input, form, next: place, ahead: Vec::new() }
    }

    /// Where the next record begins.
    pub const fn place(&self) -> Place {
        self.next
    }

    /// The first line alone, in either form.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn header(&mut self) -> Result<String, Stop> {
        let line = self.read_line(self.next.line)?;
        self.advance(&line);
        Ok(String::from_utf8_lossy(trimmed(&line)).trim_start_matches('\u{feff}').to_owned())
    }

    /// The next record; empty lines between records are passed over.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn read(&mut self) -> Result<Option<Block>, Stop> {
        loop {
            let first = self.next.line;
            let mut bytes = self.take_line(first)?;
            if bytes.is_empty() {
                return Ok(None);
            }
            self.advance(&bytes);
            if trimmed(&bytes).is_empty() {
                continue;
            }
            while self.form == Form::Csv {
                let more = self.take_line(first)?;
                let text = String::from_utf8_lossy(&more);
                if more.is_empty() || matches!(kind(&text), "client" | "end") {
                    self.ahead = more;
                    break;
                }
                self.advance(&more);
                bytes.extend_from_slice(&more);
                if bytes.len() > LIMIT {
                    return Err(Stop::TooLong { line: first });
                }
            }
            let bytes = trimmed(&bytes).to_vec();
            return Ok(Some(Block { line: first, bytes, end: self.next }));
        }
    }

    fn take_line(&mut self, first: u64) -> Result<Vec<u8>, Stop> {
        if self.ahead.is_empty() { self.read_line(first) } else { Ok(std::mem::take(&mut self.ahead)) }
    }

    fn read_line(&mut self, first: u64) -> Result<Vec<u8>, Stop> {
        let mut line = Vec::new();
        let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX);
        let read = io::Read::take(&mut self.input, limit).read_until(b'\n', &mut line).map_err(Stop::Io)?;
        if read == LIMIT && !line.ends_with(b"\n") { Err(Stop::TooLong { line: first }) } else { Ok(line) }
    }

    fn advance(&mut self, line: &[u8]) {
        self.next.position += line.len() as u64;
        self.next.line += 1;
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, form: Form) -> Vec<(u64, String)> {
        let mut blocks = Blocks::new(text.as_bytes(), form, Place::START);
        let mut found = Vec::new();
        while let Some(block) = blocks.read().unwrap() {
            found.push((block.line, String::from_utf8(block.bytes).unwrap()));
        }
        found
    }

    #[test]
    fn a_record_is_a_line_or_the_lines_of_a_client() {
        let json = "{1}\r\n\n{2}\n{3}";
        assert_eq!(all(json, Form::Json), [(1, "{1}".into()), (3, "{2}".into()), (4, "{3}".into())]);
        let csv = "client,1\ncontract,a\r\nrow,b\nclient,2\n\"client\",3\nend,3\n";
        let expected = [(1, "client,1\ncontract,a\r\nrow,b"), (4, "client,2"), (5, "\"client\",3"), (6, "end,3")];
        assert_eq!(all(csv, Form::Csv), expected.map(|(line, text)| (line, text.to_owned())));
        assert_eq!(all("", Form::Csv), []);
    }

    #[test]
    fn reading_goes_on_from_the_end_of_any_record() {
        for (text, form) in
            [("h\n{1}\n\n{2}\n{3}\n", Form::Json), ("h\nclient,1\nrow,1\nclient,2\nclient,3\nend", Form::Csv)]
        {
            let mut blocks = Blocks::new(text.as_bytes(), form, Place::START);
            assert_eq!(blocks.header().unwrap(), "h");
            let mut whole = Vec::new();
            while let Some(block) = blocks.read().unwrap() {
                whole.push(block);
            }
            for (at, block) in whole.iter().enumerate() {
                let position = usize::try_from(block.end.position).unwrap();
                let mut rest = Blocks::new(&text.as_bytes()[position..], form, block.end);
                assert_eq!(rest.read().unwrap().as_ref(), whole.get(at + 1), "{form:?} after record {at}");
            }
        }
    }
}
