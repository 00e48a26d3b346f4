//! Coming payments for a calendar (RFC 5545): a day each, told three days before.
//!
//! Neither a name nor a contract number stands in it: calendars travel. An event keeps its name when the file is asked
//! for again, so that a calendar replaces it instead of adding another; its sequence grows with the register's time.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};

use super::Words;

/// Longest line in bytes, without its end.
const LINE: usize = 75;

/// What a calendar is made of.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// Public reference of the contract: part of the events' names.
    pub reference: &'a str,
    /// Absolute address of the schedule, for whoever wants to see more.
    pub url: &'a str,
    /// When the register said so.
    pub as_of: DateTime<FixedOffset>,
    /// The payments, with their sums as the reader's language writes them.
    pub payments: &'a [(NaiveDate, String)],
}

/// Writes the calendar.
pub fn write(calendar: &Calendar<'_>, words: Words<'_>) -> Vec<u8> {
    let mut out = String::new();
    let stamp = calendar.as_of.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string();
    // Minutes since 1970 fit the whole numbers of the format until the year 6053.
    let sequence = calendar.as_of.timestamp() / 60;
    let mut put = |name: &str, value: &str| line(&mut out, &format!("{name}:{value}"));
    put("BEGIN", "VCALENDAR");
    put("VERSION", "2.0");
    put("PRODID", "-//Otau//Cabinet//KK");
    put("CALSCALE", "GREGORIAN");
    put("METHOD", "PUBLISH");
    put("X-WR-CALNAME", &text(&words("calendar-name")));
    put("X-WR-TIMEZONE", "Asia/Almaty");
    for (due, sum) in calendar.payments {
        let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
        let next = due.checked_add_days(Days::new(1)).unwrap_or(*due);
        put("BEGIN", "VEVENT");
        put("UID", &format!("payment-{}-{}@otau", day(*due), calendar.reference));
        put("DTSTAMP", &stamp);
        put("SEQUENCE", &sequence.to_string());
        put("DTSTART;VALUE=DATE", &day(*due));
        put("DTEND;VALUE=DATE", &day(next));
        put("SUMMARY", &text(&format!("{}: {sum}", words("calendar-payment"))));
        put("DESCRIPTION", &text(&words("calendar-description")));
        put("URL", calendar.url);
        put("TRANSP", "TRANSPARENT");
        put("BEGIN", "VALARM");
        put("ACTION", "DISPLAY");
        put("DESCRIPTION", &text(&format!("{}: {sum}", words("calendar-payment"))));
        put("TRIGGER", "-P3D");
        put("END", "VALARM");
        put("END", "VEVENT");
    }
    put("END", "VCALENDAR");
    out.into_bytes()
}

/// A text as the format wants it: what has a meaning in it escaped.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded: no part is longer than [`LINE`] bytes, and none ends within a letter.
fn line(out: &mut String, whole: &str) {
    let mut used = 0;
    for c in whole.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}
