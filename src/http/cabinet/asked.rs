//! What addresses of private pages ask for (security, IN-6): known words, once, of known values; anything else is 400.

use super::super::error::Error;
use super::super::form::Form;
use super::super::router::Request;
use crate::page::cabinet::{faq, profile, schedule, statement};
use crate::portal::schedule::Status;

/// Most pages that can be asked for.
const MOST_PAGES: usize = 10_000;

/// Years that can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Longest word that is searched for, in characters.
const LONGEST: usize = 200;

fn read(request: &Request, known: &[&'static str]) -> Result<Form, Error> {
    Form::read(request.head.uri.query().unwrap_or_default(), known)
}

/// `year`, `status`, `n`, `p`. A form sends words without a value for “all”.
pub(super) fn of_schedule(request: &Request) -> Result<schedule::Asked, Error> {
    schedule_of(&read(request, &["year", "status", "n", "p"])?)
}

fn schedule_of(form: &Form) -> Result<schedule::Asked, Error> {
    let mut asked = schedule::Asked::default();
    if !form.get("year").is_empty() {
        asked.year = Some(year(form.get("year"))?);
    }
    if !form.get("status").is_empty() {
        asked.status = Some(Status::from_code(form.get("status")).ok_or(Error::Parameter("status"))?);
    }
    if !form.get("n").is_empty() {
        asked.size = size(form.get("n"), &schedule::SIZES)?;
    }
    if !form.get("p").is_empty() {
        asked.page = Some(page(form.get("p"))?);
    }
    Ok(asked)
}

/// `year` and `part`, or `from` and `to`; none where nothing is asked for. Typed days are read by the page itself, which
/// says what is wrong beside them.
pub(super) fn of_statement(request: &Request) -> Result<Option<statement::Asked>, Error> {
    statement_of(&read(request, &["year", "part", "from", "to"])?)
}

fn statement_of(form: &Form) -> Result<Option<statement::Asked>, Error> {
    let given = |name: &str| !form.get(name).is_empty();
    match (given("year") || given("part"), given("from") || given("to")) {
        (false, false) => Ok(None),
        (true, true) => Err(Error::Parameter("period")),
        (true, false) => {
            let part = if given("part") { form.get("part") } else { "year" };
            let part = statement::Part::from_code(part).ok_or(Error::Parameter("part"))?;
            Ok(Some(statement::Asked::Part { year: year(form.get("year"))?, part }))
        }
        (false, true) => {
            let (from, to) = (form.get("from"), form.get("to"));
            if from.chars().chain(to.chars()).count() > 2 * LONGEST {
                return Err(Error::Parameter("period"));
            }
            Ok(Some(statement::Asked::Own { from: from.to_owned(), to: to.to_owned() }))
        }
    }
}

/// `show`: a field to be seen without its mask.
pub(super) fn of_profile(request: &Request) -> Result<profile::Reveal, Error> {
    let form = read(request, &["show"])?;
    match form.get("show") {
        "" => Ok(profile::Reveal::Nothing),
        code => profile::Secret::from_code(code).map(profile::Reveal::One).ok_or(Error::Parameter("show")),
    }
}

/// `q`, `n`, `p`.
pub(super) fn of_questions(request: &Request) -> Result<faq::Asked, Error> {
    let form = read(request, &["q", "n", "p"])?;
    let query: String = form.get("q").chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if query.chars().count() > LONGEST {
        return Err(Error::Parameter("query-too-long"));
    }
    let size = match form.get("n") {
        "" => faq::SIZES[0],
        text => size(text, &faq::SIZES)?,
    };
    let page = match form.get("p") {
        "" => 1,
        text => page(text)?,
    };
    Ok(faq::Asked { query: query.trim().to_owned(), size, page })
}

/// `done`: what a form did before it led here.
pub(super) fn of_security(request: &Request) -> Result<Option<&'static str>, Error> {
    let form = read(request, &["done"])?;
    let known = ["password-changed", "password-kept", "session-ended", "sessions-ended"];
    match form.get("done") {
        "" => Ok(None),
        done => known.into_iter().find(|it| *it == done).map(Some).ok_or(Error::Parameter("done")),
    }
}

fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn year(text: &str) -> Result<i32, Error> {
    let year = number(text).and_then(|year| i32::try_from(year).ok());
    year.filter(|year| YEARS.contains(year)).ok_or(Error::Parameter("year"))
}

fn page(text: &str) -> Result<usize, Error> {
    number(text).filter(|page| (1..=MOST_PAGES).contains(page)).ok_or(Error::Parameter("page-number"))
}

/// A size of the list; `all` is the one of 0.
fn size(text: &str, sizes: &[usize]) -> Result<usize, Error> {
    let size = if text == "all" { Some(0) } else { number(text).filter(|size| *size > 0) };
    size.filter(|size| sizes.contains(size)).ok_or(Error::Parameter("page-size"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["year", "status", "n", "p", "part", "from", "to"];

    fn form(query: &str) -> Form {
        Form::read(query, KNOWN).unwrap()
    }

    #[test]
    fn s_in_06_a_schedule_is_asked_for_strictly() {
        for (query, wanted) in [
            ("", Ok("")),
            ("year=&status=", Ok("")),
            ("year=2022&status=awaiting_debit&n=24&p=3", Ok("year=2022&status=awaiting_debit&n=24&p=3")),
            ("n=all", Ok("n=all")),
            ("n=12", Ok("")),
            ("year=1989", Err("year")),
            ("year=2101", Err("year")),
            ("year=1e3", Err("year")),
            ("year=-2022", Err("year")),
            ("year=NaN", Err("year")),
            ("year=%D9%A2%D9%A0%D9%A2%D9%A2", Err("year")),
            ("status=late", Err("status")),
            ("status=Paid", Err("status")),
            ("n=0", Err("page-size")),
            ("n=13", Err("page-size")),
            ("n=1000000000000000000", Err("page-size")),
            ("p=0", Err("page-number")),
            ("p=-1", Err("page-number")),
            ("p=10001", Err("page-number")),
            ("p=1000000000000000000", Err("page-number")),
        ] {
            let asked = schedule_of(&form(query)).map(|asked| asked.query());
            assert_eq!(asked.as_deref().map_err(Error::code), wanted, "{query}");
        }
    }

    #[test]
    fn s_in_06_a_statement_is_asked_for_strictly() {
        for (query, wanted) in [
            ("", Ok("None")),
            ("from=&to=", Ok("None")),
            ("year=2022", Ok("Some(Part { year: 2022, part: Year })")),
            ("year=2022&part=m07", Ok("Some(Part { year: 2022, part: Month(7) })")),
            ("from=1.1.1&to=", Ok("Some(Own { from: \"1.1.1\", to: \"\" })")),
            ("part=q3", Err("year")),
            ("year=2022&part=q5", Err("part")),
            ("year=2022&from=01.01.2022", Err("period")),
        ] {
            let asked = statement_of(&form(query)).map(|asked| format!("{asked:?}"));
            assert_eq!(asked.as_deref().map_err(Error::code), wanted, "{query}");
        }
    }
}
