//! The words of a problem: what is wrong and what to do about it, in the reader's language.
//!
//! Problems are data (`problem`); their words stand in `locales/*/problems.ftl`, the message under `problem-<code>` and the
//! advice in its attribute `help`.

use super::catalogue::{Arg, Catalogue};
use super::locale::Language;
use crate::problem::Problem;

/// A problem in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What is wrong.
    pub message: String,
    /// What to do; empty only when the words of this problem were replaced by ones without advice.
    pub help: String,
}

/// Arguments that choose a plural form; all others are printed as they are.
const COUNTS: [&str; 5] = ["length", "level", "limit", "position", "size"];

/// The words of a problem.
///
/// Beside the problem's own arguments its message gets, for each argument, another with `-given` after its name: `yes`, or
/// `no` when the argument is empty, and one with `-kind`, the argument with hyphens for spaces, to choose by (a variant's
/// name has no spaces). When the words cannot be had, as after a bad override, the code and the arguments are
/// shown instead: a report never loses a problem.
pub fn explain(problem: &Problem, language: Language, catalogue: &Catalogue) -> Explained {
    let mut derived: Vec<(String, String)> = Vec::new();
    for (name, value) in &problem.args {
        derived.push((format!("{name}-given"), if value.is_empty() { "no" } else { "yes" }.to_owned()));
        derived.push((format!("{name}-kind"), value.replace(' ', "-")));
    }
    let mut args: Vec<(&str, Arg)> = problem.args.iter().map(|(name, value)| (*name, argument(name, value))).collect();
    args.extend(derived.iter().map(|(name, value)| (name.as_str(), Arg::Text(value))));
    let key = format!("problem-{}", problem.code.as_str());
    let write = |key: &str| catalogue.format(language, key, &args).ok().map(|text| text.trim().to_owned());
    Explained {
        message: write(&key).unwrap_or_else(|| bare(problem)),
        help: write(&format!("{key}.help")).unwrap_or_default(),
    }
}

fn argument<'a>(name: &str, value: &'a str) -> Arg<'a> {
    match value.parse() {
        Ok(number) if COUNTS.contains(&name) => Arg::Integer(number),
        _ => Arg::Text(value),
    }
}

fn bare(problem: &Problem) -> String {
    let args: Vec<String> = problem.args.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if args.is_empty() {
        problem.code.as_str().to_owned()
    } else {
        format!("{} ({})", problem.code.as_str(), args.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::catalogue::Sources;
    use crate::i18n::shipped;
    use crate::problem::{Code, Place};

    fn shown(problem: &Problem, language: Language) -> String {
        let explained = explain(problem, language, &shipped::catalogue());
        format!("{} {}", explained.message, explained.help)
    }

    #[test]
    fn an_unknown_field_is_explained_in_each_language() {
        let problem = Problem::new(Code::UnknownField, Place::file("page.toml"))
            .with("field", "titel")
            .with("nearest", "title")
            .with("allowed", "title, slug");
        let rows = [
            (Language::En, "Unknown field “titel”. Did you mean “title”? Allowed: title, slug."),
            (
                Language::Kk,
                "«titel» деген өріс жоқ. Бәлкім, «title» деп жазғыңыз келген шығар. Мыналарды жазуға болады: title, slug.",
            ),
            (Language::Ru, "Неизвестное поле «titel». Возможно, имелось в виду «title». Допустимы: title, slug."),
        ];
        for (language, expected) in rows {
            assert_eq!(shown(&problem, language), expected);
        }
    }

    #[test]
    fn without_a_near_word_nothing_is_offered() {
        let problem = Problem::new(Code::UnknownField, Place::file("page.toml"))
            .with("field", "colour")
            .with("nearest", "")
            .with("allowed", "title, slug");
        assert_eq!(shown(&problem, Language::En), "Unknown field “colour”. Allowed: title, slug.");
        assert_eq!(shown(&problem, Language::Ru), "Неизвестное поле «colour». Допустимы: title, slug.");
    }

    #[test]
    fn kinds_of_values_are_named_in_the_readers_language() {
        let problem = Problem::new(Code::WrongType, Place::file("page.toml"))
            .with("field", "tags")
            .with("expected", "list of texts")
            .with("found", "integer");
        let rows = [
            (Language::En, "a whole number. Write a list of texts in square brackets."),
            (Language::Ru, "целое число. Здесь нужно другое: список текстов в квадратных скобках."),
            (Language::Kk, "бүтін сан. Мұнда керегі: шаршы жақшадағы мәтіндер тізімі."),
        ];
        for (language, expected) in rows {
            assert!(shown(&problem, language).ends_with(expected), "{}", shown(&problem, language));
        }
    }

    #[test]
    fn counts_choose_the_plural_form_and_other_arguments_do_not() {
        let length = |n: u32| Problem::new(Code::DescriptionLength, Place::file("ru.md")).with("length", n);
        for (n, expected) in [(21, "21 знак."), (42, "42 знака."), (170, "170 знаков.")] {
            let message = explain(&length(n), Language::Ru, &shipped::catalogue()).message;
            assert_eq!(message, format!("В описании {expected}"));
        }
        let key = Problem::new(Code::BadKey, Place::file("20220")).with("key", "20220");
        assert!(shown(&key, Language::Ru).contains("«20220»"), "a key made of digits is not grouped");
    }

    #[test]
    fn a_problem_without_words_shows_its_code() {
        let (empty, _) = Catalogue::load(&Sources::default());
        let problem = Problem::new(Code::BadKey, Place::file("А")).with("key", "А");
        assert_eq!(explain(&problem, Language::Kk, &empty).message, "bad-key (key: А)");
        assert_eq!(explain(&Problem::new(Code::NoHome, Place::file("")), Language::Kk, &empty).message, "no-home");
    }
}
