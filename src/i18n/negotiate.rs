//! Which language a visitor without a language in the address gets (RFC 9110 §12.5.4).

use super::locale::{Locale, PerLocale};

/// The visitor's language: the value of the language cookie, then `Accept-Language`, then Kazakh.
///
/// A range counts by its first subtag (`ru-KZ` is Russian). A language with `q=0` is refused; `*` stands for the ones
/// that are not named. Equal weights go to the one named first. Anything malformed is passed over.
pub fn preferred(cookie: Option<&str>, accept_language: Option<&str>) -> Locale {
    if let Some(locale) = cookie.and_then(|value| Locale::from_code(value.trim())) {
        return locale;
    }
    let mut named: PerLocale<Option<Wish>> = PerLocale::default();
    let mut any: Option<Wish> = None;
    for (position, item) in accept_language.unwrap_or_default().split(',').enumerate() {
        let Some((range, weight)) = parse(item) else { continue };
        let primary = range.split('-').next().unwrap_or_default();
        let slot = if range == "*" {
            &mut any
        } else if let Some(locale) = Locale::ALL.into_iter().find(|l| primary.eq_ignore_ascii_case(l.code())) {
            &mut named[locale]
        } else {
            continue;
        };
        if slot.is_none_or(|wish| weight > wish.weight) {
            *slot = Some(Wish { weight, position });
        }
    }
    let wish = |locale: Locale| named[locale].or(any);
    let mut best: Option<(Locale, Wish)> = None;
    for locale in Locale::ALL {
        let Some(candidate) = wish(locale).filter(|wish| wish.weight > 0) else { continue };
        if best.is_none_or(|(_, wish)| candidate.better_than(wish)) {
            best = Some((locale, candidate));
        }
    }
    // Nothing wished for: the first language that is not refused outright.
    let not_refused = || Locale::ALL.into_iter().find(|&locale| wish(locale).is_none());
    best.map(|(locale, _)| locale).or_else(not_refused).unwrap_or_default()
}

/// How much a language is wanted, in thousandths, and where the header says so.
#[derive(Clone, Copy)]
struct Wish {
    weight: u16,
    position: usize,
}

impl Wish {
    fn better_than(self, other: Self) -> bool {
        (self.weight, other.position) > (other.weight, self.position)
    }
}

/// `ru-KZ;q=0.8` as the range and its weight in thousandths.
fn parse(item: &str) -> Option<(&str, u16)> {
    let mut parts = item.split(';');
    let range = parts.next()?.trim();
    if range.is_empty() {
        return None;
    }
    let mut weight = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            weight = quality(value.trim())?;
        }
    }
    Some((range, weight))
}

/// A qvalue: `0`, `0.8`, `1.000`.
fn quality(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", _) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_language_is_chosen_by_cookie_then_header_then_kazakh() {
        use Locale::{Kk, Ru};
        let rows = [
            (Some("ru"), Some("kk"), Ru, "the cookie is the visitor's own choice"),
            (Some("de"), Some("ru"), Ru, "a cookie with something else is passed over"),
            (Some(""), None, Kk, "an empty cookie"),
            (None, None, Kk, "nothing known"),
            (None, Some(""), Kk, "an empty header"),
            (None, Some("ru"), Ru, "one language"),
            (None, Some("ru-RU,ru;q=0.9,en;q=0.8"), Ru, "a common browser"),
            (None, Some("en-US,en;q=0.9,ru;q=0.8,kk;q=0.7"), Ru, "the heavier of those we have"),
            (None, Some("ru;q=0.5, kk;q=0.6"), Kk, "weight beats place"),
            (None, Some("ru, kk"), Ru, "equal weights: the first named"),
            (None, Some("kk-Cyrl-KZ, ru"), Kk, "script and country do not matter"),
            (None, Some("RU-kz"), Ru, "case does not matter"),
            (None, Some("en"), Kk, "a language we do not have"),
            (None, Some("*"), Kk, "anything"),
            (None, Some("kk;q=0, *"), Ru, "anything but Kazakh"),
            (None, Some("kk;q=0"), Ru, "Kazakh refused, Russian not"),
            (None, Some("kk;q=0, ru;q=0"), Kk, "both refused: an answer all the same"),
            (None, Some("*;q=0, ru"), Ru, "nothing but Russian"),
            (None, Some("kk;q=0.1, *"), Ru, "the star outweighs a reluctant Kazakh"),
            (None, Some("ru;q=0.000"), Kk, "zero in three digits"),
            (None, Some("ru;q=1.001, kk;q=0.1"), Kk, "a weight over 1 is malformed"),
            (None, Some("ru;q=, kk;q=0.1"), Kk, "no weight after the sign"),
            (None, Some("ru;q=0.1234, kk;q=0.1"), Kk, "four digits are malformed"),
            (None, Some("ru ; q=0.9 , kk ; q=0.8"), Ru, "spaces around the signs"),
            (None, Some(",,;q=1,ru"), Ru, "empty items"),
            (None, Some("rus"), Kk, "a three-letter code is another subtag"),
        ];
        for (cookie, header, expected, reason) in rows {
            assert_eq!(preferred(cookie, header), expected, "{cookie:?} {header:?}: {reason}");
        }
    }

    proptest! {
        #[test]
        fn any_header_gets_an_answer(cookie in ".*", header in "[a-z,;=.q0-9* -]*|.*") {
            preferred(Some(&cookie), Some(&header));
            preferred(None, Some(&header));
        }
    }
}
