//! The languages: of the content ([`Locale`]) and of the program's messages ([`Language`]).
//!
//! Tables by language are [`PerLocale`] and [`PerLanguage`]: one value for each, so that a forgotten language does not
//! compile. Both sets are listed once, at the end of this file.

use std::fmt;
use std::ops::{Index, IndexMut};

use serde::{Serialize, Serializer};

/// A language of the content. Kazakh comes first and is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Kazakh.
    #[default]
    Kk,
    /// Russian.
    Ru,
}

impl Locale {
    /// The code: of addresses, file names and `lang` attributes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
        }
    }

    /// The language's name in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
        }
    }

    /// The locale of a code, written exactly as [`Locale::code`] writes it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The other language of a pair.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Kk => Self::Ru,
            Self::Ru => Self::Kk,
        }
    }

    /// The same language as a language of messages.
    pub const fn language(self) -> Language {
        match self {
            Self::Kk => Language::Kk,
            Self::Ru => Language::Ru,
        }
    }
}

/// A language of the program's messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Kazakh.
    #[default]
    Kk,
    /// Russian.
    Ru,
    /// English; the site has no English pages.
    En,
}

impl Language {
    /// The code: of `locales/` and of `--lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language of a tag: `kk`, `kk_KZ.UTF-8`, `ru-RU`, `EN`. Only the first part counts.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// The language of messages: the option, then the variables `LC_ALL`, `LC_MESSAGES` and `LANG` (given as values, in
    /// this order). As POSIX has it, the first variable that is set and not empty decides alone; a language that the
    /// program does not speak, `C` and `POSIX` give English, and nothing set at all gives Kazakh.
    pub fn from_environment(
        option: Option<&str>,
        lc_all: Option<&str>,
        lc_messages: Option<&str>,
        lang: Option<&str>,
    ) -> Self {
        if let Some(language) = option.and_then(Self::from_tag) {
            return language;
        }
        match [lc_all, lc_messages, lang].into_iter().flatten().find(|value| !value.trim().is_empty()) {
            Some(value) => Self::from_tag(value).unwrap_or(Self::En),
            None => Self::default(),
        }
    }

    /// The content language it is, if it is one.
    pub const fn locale(self) -> Option<Locale> {
        match self {
            Self::Kk => Some(Locale::Kk),
            Self::Ru => Some(Locale::Ru),
            Self::En => None,
        }
    }
}

macro_rules! keyed {
    ($(#[$doc:meta])* $table:ident of $key:ident { $($field:ident = $variant:ident),* }) => {
        impl $key {
            /// All of them, in their order.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];
        }

        impl fmt::Display for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.code())
            }
        }

        impl Serialize for $key {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct $table<T> {
            $($field: T,)*
        }

        impl<T> $table<T> {
            /// One value for each.
            pub const fn new($($field: T),*) -> Self {
                Self { $($field),* }
            }

            /// The value that `make` gives for each.
            pub fn from_fn(mut make: impl FnMut($key) -> T) -> Self {
                Self { $($field: make($key::$variant)),* }
            }

            /// Each with its value, in order.
            pub fn iter(&self) -> impl Iterator<Item = ($key, &T)> {
                $key::ALL.into_iter().map(|key| (key, &self[key]))
            }

            /// The table of `change(value)`.
            pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> $table<U> {
                $table { $($field: change(self.$field)),* }
            }

            /// The table of references.
            pub const fn as_ref(&self) -> $table<&T> {
                $table { $($field: &self.$field),* }
            }
        }

        impl<T> Index<$key> for $table<T> {
            type Output = T;

            fn index(&self, key: $key) -> &T {
                match key { $($key::$variant => &self.$field,)* }
            }
        }

        impl<T> IndexMut<$key> for $table<T> {
            fn index_mut(&mut self, key: $key) -> &mut T {
                match key { $($key::$variant => &mut self.$field,)* }
            }
        }
    };
}

keyed! {
    /// A value for each content language.
    PerLocale of Locale { kk = Kk, ru = Ru }
}

keyed! {
    /// A value for each language of messages.
    PerLanguage of Language { kk = Kk, ru = Ru, en = En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_locales() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_code(locale.code()), Some(locale));
            assert_eq!(locale.other().other(), locale);
            assert_eq!(locale.language().locale(), Some(locale));
        }
        for code in ["", "KK", "kk-KZ", "en", "қазақша"] {
            assert_eq!(Locale::from_code(code), None, "{code:?} is not a code of the content");
        }
    }

    #[test]
    fn a_language_is_read_from_many_spellings_of_its_tag() {
        let rows = [
            ("kk", Some(Language::Kk), "plain"),
            ("kk_KZ.UTF-8", Some(Language::Kk), "POSIX"),
            ("ru-RU", Some(Language::Ru), "BCP 47"),
            ("EN", Some(Language::En), "case does not matter"),
            (" ru ", Some(Language::Ru), "spaces do not matter"),
            ("ru_RU@latin", Some(Language::Ru), "POSIX modifier"),
            ("en.UTF-8", Some(Language::En), "encoding without a country"),
            ("kkj", None, "Kako is not Kazakh"),
            ("C", None, "no language"),
            ("", None, "empty"),
        ];
        for (tag, expected, reason) in rows {
            assert_eq!(Language::from_tag(tag), expected, "{tag:?}: {reason}");
        }
    }

    #[test]
    fn the_environment_is_asked_in_the_order_of_posix() {
        let rows: [([Option<&str>; 4], Language, &str); 8] = [
            ([Some("en"), Some("ru"), Some("ru"), Some("ru")], Language::En, "the option comes first"),
            ([Some("de"), Some("ru_RU"), None, None], Language::Ru, "an unknown option is passed over"),
            ([None, Some("ru_RU.UTF-8"), Some("kk"), Some("en")], Language::Ru, "then LC_ALL"),
            ([None, Some(""), Some("kk_KZ"), Some("en")], Language::Kk, "an empty variable is not set"),
            ([None, None, None, Some("en_US.UTF-8")], Language::En, "then LANG"),
            ([None, Some("C"), None, Some("ru_RU")], Language::En, "C asks for no translation"),
            ([None, None, None, Some("de_DE")], Language::En, "a language we do not speak"),
            ([None, None, None, None], Language::Kk, "nothing set"),
        ];
        for ([option, all, messages, lang], expected, reason) in rows {
            assert_eq!(Language::from_environment(option, all, messages, lang), expected, "{reason}");
        }
    }

    #[test]
    fn a_table_has_one_value_for_each_language() {
        let mut table = PerLocale::new(1, 2);
        table[Locale::Ru] = 5;
        assert_eq!(table[Locale::Kk], 1);
        assert_eq!(table.iter().collect::<Vec<_>>(), [(Locale::Kk, &1), (Locale::Ru, &5)]);
        assert_eq!(table.as_ref().map(|n| n * 10), PerLocale::new(10, 50));
        assert_eq!(PerLocale::from_fn(Locale::code), PerLocale::new("kk", "ru"));
        assert_eq!(serde_json::to_string(&table).unwrap(), r#"{"kk":1,"ru":5}"#);
        assert_eq!(serde_json::to_string(&Locale::ALL).unwrap(), r#"["kk","ru"]"#);
        assert_eq!(PerLanguage::<u8>::default().iter().count(), Language::ALL.len());
    }
}
