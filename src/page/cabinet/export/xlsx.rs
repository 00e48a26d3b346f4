//! Spreadsheets with numbers that are numbers and days that are days. Texts are written as texts: none becomes a formula.

use chrono::Datelike as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Cell, ExportError, Sheet};

/// Longest name of a table that spreadsheets know.
const NAME: usize = 31;

/// How cells look.
struct Look {
    plain: Format,
    date: Format,
    money: Format,
    head: Format,
    title: Format,
}

impl Look {
    fn new() -> Self {
        Self {
            plain: Format::new(),
            date: Format::new().set_num_format("dd.mm.yyyy").set_align(FormatAlign::Left),
            money: Format::new().set_num_format("#,##0.00"),
            head: Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium),
            title: Format::new().set_bold(),
        }
    }

    fn in_totals(&self) -> Self {
        let heavy = |format: &Format| format.clone().set_bold().set_border_top(FormatBorder::Medium);
        Self {
            plain: heavy(&self.plain),
            date: heavy(&self.date),
            money: heavy(&self.money),
            head: self.head.clone(),
            title: self.title.clone(),
        }
    }
}

/// Writes the table, ready to be printed: what it is about above it, its heads on every sheet of paper.
///
/// # Errors
/// What the library refuses, such as more rows than a spreadsheet has.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let look = Look::new();
    let mut book = Workbook::new();
    // Equal tables are equal files: no time of writing in them.
    if let Ok(never) = ExcelDateTime::from_ymd(2000, 1, 1) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&never));
    }
    let page = book.add_worksheet();
    page.set_name(sheet.name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(NAME).collect::<String>())?;
    let mut at = 0;
    for line in std::iter::once(&sheet.contract.join(": ")).chain(&sheet.about) {
        page.write_string_with_format(at, 0, line, &look.title)?;
        at += 1;
    }
    at += 1;
    for (column, head) in (0..).zip(&sheet.heads) {
        page.write_string_with_format(at, column, head, &look.head)?;
        page.set_column_width(column, 20)?;
    }
    page.set_freeze_panes(at + 1, 0)?;
    page.set_repeat_rows(at, at)?;
    for row in &sheet.rows {
        at += 1;
        cells(page, at, row, &look)?;
    }
    cells(page, at + 1, &sheet.totals, &look.in_totals())?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(book.save_to_buffer()?)
}

fn cells(page: &mut Worksheet, at: u32, row: &[Cell], look: &Look) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(row) {
        match cell {
            Cell::Text(text) => page.write_string_with_format(at, column, text, &look.plain)?,
            Cell::Date(day) => {
                let (month, of_month) = (narrow(day.month()), narrow(day.day()));
                let year = u16::try_from(day.year()).unwrap_or(1900);
                page.write_datetime_with_format(
                    at,
                    column,
                    ExcelDateTime::from_ymd(year, month, of_month)?,
                    &look.date,
                )?
            }
            Cell::Money(tiyn) => page.write_number_with_format(at, column, tenge(*tiyn), &look.money)?,
            Cell::Empty => page.write_blank(at, column, &look.plain)?,
        };
    }
    Ok(())
}

fn narrow(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(1)
}

/// The number nearest to so many tiyn: a spreadsheet knows no other numbers, and no sum of a register is so large that
/// two would become one.
fn tenge(tiyn: i64) -> f64 {
    let magnitude = tiyn.unsigned_abs();
    let number: f64 = format!("{}.{:02}", magnitude / 100, magnitude % 100).parse().unwrap_or_default();
    if tiyn < 0 { -number } else { number }
}
