//! Dates, numbers, money and percents as each language writes them.
//!
//! The words of the months and the patterns stand in `locales/*/formats.ftl`; they are read once, when [`Formats`] is made,
//! so a page that prints a thousand sums asks Fluent for nothing. Editors write ordinary spaces in patterns: here each
//! becomes a no-break space, because neither a date nor a sum may be broken at the end of a line.

use chrono::{Datelike as _, NaiveDate};

use super::catalogue::{Arg, Catalogue, FormatError};
use super::locale::{Locale, PerLocale};

/// The space between groups of digits, before a sign, inside a date.
const GAP: char = '\u{A0}';
/// Stands for the first variable while a pattern is read; the next ones follow it. Private use: no text has it.
const SLOT: u32 = 0xE000;

/// How each language writes dates and numbers.
#[derive(Clone, Debug)]
pub struct Formats {
    locales: PerLocale<LocaleFormats>,
}

#[derive(Clone, Debug)]
struct LocaleFormats {
    months: Vec<Month>,
    date_long: Pattern,
    month_year: Pattern,
    date_numeric: Pattern,
    decimal: Pattern,
    money: Pattern,
    percent: Pattern,
    negative: Pattern,
}

/// The name of a month in its places.
#[derive(Clone, Debug)]
struct Month {
    alone: String,
    in_date: String,
    in_year: String,
}

impl Formats {
    /// Reads the patterns of `formats.ftl`.
    ///
    /// # Errors
    /// The first message that is missing or does not use its variables.
    pub fn new(catalogue: &Catalogue) -> Result<Self, FormatError> {
        let read = |locale| LocaleFormats::new(catalogue, locale);
        Ok(Self { locales: PerLocale::new(read(Locale::Kk)?, read(Locale::Ru)?) })
    }

    /// A date in words: «2022 ж. 10 шілде», «10 июля 2022 г.».
    pub fn date_long(&self, locale: Locale, date: NaiveDate) -> String {
        let formats = &self.locales[locale];
        let day = date.day().to_string();
        formats.date_long.write(&[&day, &formats.month(date).in_date, &date.year().to_string()])
    }

    /// A month of a year: «2022 ж. шілде», «июль 2022 г.».
    pub fn month_year(&self, locale: Locale, date: NaiveDate) -> String {
        let formats = &self.locales[locale];
        formats.month_year.write(&[&formats.month(date).in_year, &date.year().to_string()])
    }

    /// A month by itself: «Шілде», «июль».
    pub fn month_alone(&self, locale: Locale, date: NaiveDate) -> String {
        self.locales[locale].month(date).alone.clone()
    }

    /// A date in digits: `10.07.2022`.
    pub fn date_numeric(&self, locale: Locale, date: NaiveDate) -> String {
        let [day, month] = [date.day(), date.month()].map(|n| format!("{n:02}"));
        self.locales[locale].date_numeric.write(&[&day, &month, &format!("{:04}", date.year())])
    }

    /// A whole number in groups of three: `1 234 567`.
    pub fn number(&self, locale: Locale, number: i64) -> String {
        let digits = group_digits(&number.unsigned_abs().to_string());
        self.locales[locale].sign(number < 0, digits)
    }

    /// Money with its tiyn: `1 234 567,50 ₸`; nothing is `0,00 ₸`.
    pub fn money(&self, locale: Locale, tiyn: i64) -> String {
        let formats = &self.locales[locale];
        let magnitude = tiyn.unsigned_abs();
        let whole = group_digits(&(magnitude / 100).to_string());
        let amount = formats.decimal.write(&[&whole, &format!("{:02}", magnitude % 100)]);
        formats.money.write(&[&formats.sign(tiyn < 0, amount)])
    }

    /// Money rounded to the nearest tenge, halves away from zero: `1 234 568 ₸`. For texts that speak of sums roughly;
    /// never for sums that must add up.
    pub fn money_whole(&self, locale: Locale, tiyn: i64) -> String {
        let formats = &self.locales[locale];
        let tenge = (tiyn.unsigned_abs() + 50) / 100;
        let amount = group_digits(&tenge.to_string());
        formats.money.write(&[&formats.sign(tiyn < 0 && tenge > 0, amount)])
    }

    /// A percent given in tenths: kk `35,5%`, ru `35,5 %`; a zero after the comma is left out.
    pub fn percent(&self, locale: Locale, tenths: i64) -> String {
        let formats = &self.locales[locale];
        let magnitude = tenths.unsigned_abs();
        let whole = group_digits(&(magnitude / 10).to_string());
        let amount = match magnitude % 10 {
            0 => whole,
            rest => formats.decimal.write(&[&whole, &rest.to_string()]),
        };
        formats.percent.write(&[&formats.sign(tenths < 0, amount)])
    }
}

impl LocaleFormats {
    fn new(catalogue: &Catalogue, locale: Locale) -> Result<Self, FormatError> {
        let pattern = |key, variables: &[&str]| Pattern::read(catalogue, locale, key, variables);
        let word = |key: String| Ok(Pattern::read(catalogue, locale, &key, &[])?.write(&[]));
        let months = (1..=12)
            .map(|n| {
                Ok(Month {
                    alone: word(format!("month-{n}"))?,
                    in_date: word(format!("month-{n}.in-date"))?,
                    in_year: word(format!("month-{n}.in-year"))?,
                })
            })
            .collect::<Result<_, FormatError>>()?;
        Ok(Self {
            months,
            date_long: pattern("date-long", &["day", "month", "year"])?,
            month_year: pattern("month-year", &["month", "year"])?,
            date_numeric: pattern("date-numeric", &["day", "month", "year"])?,
            decimal: pattern("number-decimal", &["whole", "fraction"])?,
            money: pattern("money", &["amount"])?,
            percent: pattern("percent", &["amount"])?,
            negative: pattern("number-negative", &["amount"])?,
        })
    }

    fn month(&self, date: NaiveDate) -> &Month {
        &self.months[date.month0() as usize]
    }

    fn sign(&self, negative: bool, amount: String) -> String {
        if negative { self.negative.write(&[&amount]) } else { amount }
    }
}

/// A message cut at its variables.
#[derive(Clone, Debug)]
struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Variable(usize),
}

impl Pattern {
    fn read(catalogue: &Catalogue, locale: Locale, key: &str, variables: &[&str]) -> Result<Self, FormatError> {
        let language = locale.language();
        let slots: Vec<String> =
            (SLOT..).zip(variables).filter_map(|(c, _)| char::from_u32(c)).map(String::from).collect();
        let args: Vec<(&str, Arg)> =
            variables.iter().zip(&slots).map(|(name, slot)| (*name, Arg::Text(slot))).collect();
        let text = catalogue.format(language, key, &args)?;
        let mut parts = Vec::new();
        for c in text.chars() {
            let slot = u32::from(c).checked_sub(SLOT).map(|n| n as usize).filter(|n| *n < variables.len());
            match (slot, parts.last_mut()) {
                (Some(n), _) => parts.push(Part::Variable(n)),
                (None, Some(Part::Text(text))) => text.push(unbroken(c)),
                (None, _) => parts.push(Part::Text(unbroken(c).to_string())),
            }
        }
        let used = |n: usize| parts.iter().any(|part| matches!(part, Part::Variable(m) if *m == n));
        match variables.iter().enumerate().find(|(n, _)| !used(*n)) {
            None => Ok(Self { parts }),
            Some((_, name)) => Err(FormatError::Unresolved {
                language,
                key: key.to_owned(),
                reason: format!("the variable ${name} is not used"),
            }),
        }
    }

    fn write(&self, values: &[&str]) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Variable(n) => values[*n],
            })
            .collect()
    }
}

fn unbroken(c: char) -> char {
    if c == ' ' { GAP } else { c }
}

/// Groups of three from the right, parted by a no-break space.
pub(super) fn group_digits(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(GAP);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalogue::{Source, Sources};
    use Locale::{Kk, Ru};

    fn sources() -> Sources {
        let file = |text: &str| vec![Source { path: "formats.ftl".to_owned(), text: text.to_owned() }];
        let mut sources = Sources::default();
        sources.builtin[Kk.language()] = file(include_str!("../../locales/kk/formats.ftl"));
        sources.builtin[Ru.language()] = file(include_str!("../../locales/ru/formats.ftl"));
        sources
    }

    fn formats() -> Formats {
        Formats::new(&Catalogue::load(&sources()).0).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// `_` stands for a no-break space, so that the tables can be read.
    fn seen(text: &str) -> String {
        text.replace(GAP, "_")
    }

    #[test]
    fn dates_are_written_in_words_and_digits() {
        let f = formats();
        let july = day(2022, 7, 10);
        let rows = [
            (f.date_long(Kk, july), "2022_ж._10_шілде", "the year first"),
            (f.date_long(Ru, july), "10_июля_2022_г.", "the genitive"),
            (f.date_long(Ru, day(2024, 2, 29)), "29_февраля_2024_г.", "leap day"),
            (f.date_long(Kk, day(2023, 12, 1)), "2023_ж._1_желтоқсан", "no zero before the day"),
            (f.month_year(Kk, july), "2022_ж._шілде", "small letter beside a year"),
            (f.month_year(Ru, july), "июль_2022_г.", "not the genitive"),
            (f.month_alone(Kk, july), "Шілде", "capital when alone"),
            (f.month_alone(Ru, july), "июль", "Russian months have no capital"),
            (f.date_numeric(Kk, july), "10.07.2022", "both languages alike"),
            (f.date_numeric(Ru, day(1999, 1, 2)), "02.01.1999", "zeros in front"),
        ];
        for (written, expected, reason) in rows {
            assert_eq!(seen(&written), expected, "{reason}");
        }
    }

    #[test]
    fn every_month_has_its_words() {
        let f = formats();
        let words =
            |locale| (1..=12).map(|m| seen(&f.date_long(locale, day(2000, m, 1)))).collect::<Vec<_>>().join(" ");
        assert_eq!(
            words(Kk).replace("2000_ж._1_", ""),
            "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
        );
        assert_eq!(
            words(Ru).replace("1_", "").replace("_2000_г.", ""),
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        );
    }

    #[test]
    fn numbers_money_and_percents() {
        let f = formats();
        let rows = [
            (f.number(Kk, 0), "0", "nothing"),
            (f.number(Kk, 999), "999", "no group yet"),
            (f.number(Ru, 1000), "1_000", "four digits are grouped too"),
            (f.number(Ru, -1_234_567), "−1_234_567", "the minus is a minus"),
            (f.number(Ru, i64::MIN), "−9_223_372_036_854_775_808", "the least number has no positive twin"),
            (f.money(Kk, 123_456_750), "1_234_567,50_₸", "the sign after the sum"),
            (f.money(Kk, 0), "0,00_₸", "nothing is still a sum"),
            (f.money(Ru, 5), "0,05_₸", "tiyn alone"),
            (f.money(Ru, -100_001), "−1_000,01_₸", "a debt"),
            (f.money(Ru, -1), "−0,01_₸", "the smallest debt keeps its minus"),
            (f.money(Ru, i64::MIN), "−92_233_720_368_547_758,08_₸", "no overflow"),
            (f.money_whole(Kk, 123_456_750), "1_234_568_₸", "half a tenge goes up"),
            (f.money_whole(Kk, 123_456_749), "1_234_567_₸", "less than half goes down"),
            (f.money_whole(Kk, -50), "−1_₸", "halves go away from zero"),
            (f.money_whole(Kk, -49), "0_₸", "zero has no minus"),
            (f.money_whole(Kk, i64::MAX), "92_233_720_368_547_758_₸", "no overflow"),
            (f.percent(Kk, 355), "35,5%", "no gap in Kazakh"),
            (f.percent(Ru, 355), "35,5_%", "a gap in Russian"),
            (f.percent(Ru, 350), "35_%", "no empty tenths"),
            (f.percent(Kk, -5), "−0,5%", "below zero"),
            (f.percent(Kk, 10_000), "1_000%", "groups in percents"),
        ];
        for (written, expected, reason) in rows {
            assert_eq!(seen(&written), expected, "{reason}");
        }
    }

    #[test]
    fn a_pattern_can_be_replaced_but_not_lose_a_variable() {
        let mut sources = sources();
        let file = |text: &str| vec![Source { path: "mine.ftl".to_owned(), text: text.to_owned() }];
        sources.overrides[Ru.language()] = file("money = KZT { $amount }\n");
        let formats = Formats::new(&Catalogue::load(&sources).0).unwrap();
        assert_eq!(seen(&formats.money(Ru, 150)), "KZT_1,50");
        sources.overrides[Ru.language()] = file("money = много денег\n");
        let error = Formats::new(&Catalogue::load(&sources).0).unwrap_err();
        assert!(error.to_string().contains("$amount"), "{error}");
    }
}
