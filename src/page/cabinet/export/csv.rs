//! Comma-separated values as spreadsheets of our readers expect them: UTF-8 with its mark, semicolons, a decimal comma.
//!
//! Excel opens a file by a double click only so: without the mark it takes UTF-8 for the system's old code page, and in
//! the locales kk and ru a comma is the decimal sign, so it cannot part columns.

use super::{Cell, ExportError, Sheet};

/// Says that UTF-8 follows.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the heads, the rows and the sums. Nothing can stand above a table in this form, so the contract is told in a
/// last column: tables of several contracts can be put one below the other.
///
/// # Errors
/// A table whose rows are not as wide as its heads.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let mut writer =
        ::csv::WriterBuilder::new().delimiter(b';').terminator(::csv::Terminator::CRLF).from_writer(MARK.to_vec());
    let [label, number] = sheet.contract.each_ref().map(|text| harmless(text));
    writer.write_record(sheet.heads.iter().map(|head| harmless(head)).chain([label]))?;
    for row in sheet.rows.iter().chain(std::iter::once(&sheet.totals)) {
        writer.write_record(row.iter().map(cell).chain([number.clone()]))?;
    }
    writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Date(day) => day.format("%d.%m.%Y").to_string(),
        Cell::Money(tiyn) => money(*tiyn),
        Cell::Empty => String::new(),
    }
}

/// `-1234,50`: no groups, so that it stays a number.
fn money(tiyn: i64) -> String {
    let magnitude = tiyn.unsigned_abs();
    format!("{}{},{:02}", if tiyn < 0 { "-" } else { "" }, magnitude / 100, magnitude % 100)
}

/// A text that no spreadsheet takes for a formula: an apostrophe before signs that begin one.
fn harmless(text: &str) -> String {
    let starts =
        text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if starts { format!("'{text}") } else { text.to_owned() }
}
