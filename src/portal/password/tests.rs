//! The rules of a password as a specification.

use proptest::prelude::*;

use super::*;

fn set(password: &str) -> Result<Password, Vec<PasswordError>> {
    Password::new(password, password, &KnownWords::default(), &Context::default())
}

#[test]
fn s_pw_01_every_vector_has_the_expected_results() {
    for vector in VECTORS {
        assert_eq!(check(vector.first, vector.second), vector.expected, "{:?}: {}", vector.first, vector.reason);
    }
}

#[test]
fn all_broken_rules_are_reported_in_order() {
    let length = PasswordError::Length { min: 8, max: 128 };
    for (first, second, expected, reason) in [
        ("", "", vec![PasswordError::Empty], "nothing typed"),
        (
            "ab",
            "ac",
            vec![length, PasswordError::Upper, PasswordError::Digit, PasswordError::Symbol, PasswordError::Equal],
            "five",
        ),
        ("Aa1-567\u{7}", "Aa1-567\u{7}", vec![PasswordError::Characters], "a control"),
        ("Aa1-567\u{ad}8", "Aa1-567\u{ad}8", vec![PasswordError::Characters], "a soft hyphen cannot be seen"),
        ("Aa1-567\u{200b}8", "Aa1-567\u{200b}8", vec![PasswordError::Characters], "a space of no width"),
        ("Aa1-567☺\u{fe0f}", "Aa1-567☺\u{fe0f}", vec![PasswordError::Characters], "a variation selector"),
        ("Aa1-567\u{e000}", "Aa1-567\u{e000}", vec![PasswordError::Characters], "private use"),
        ("Aa1-567\u{378}", "Aa1-567\u{378}", vec![PasswordError::Characters], "an unassigned code point"),
        ("aa1-567\t", "aa1-5678", vec![PasswordError::Characters, PasswordError::Upper, PasswordError::Equal], "a tab"),
    ] {
        let refused = Password::new(first, second, &KnownWords::default(), &Context::default()).map(|_| ());
        assert_eq!(refused, Err(expected), "{first:?}: {reason}");
    }
}

#[test]
fn bounds_are_checked_before_any_other_work() {
    let length = PasswordError::Length { min: MIN_LENGTH, max: MAX_LENGTH };
    let megabyte = "Aa1-".repeat(262_144);
    assert_eq!(set(&megabyte), Err(vec![length]));
    assert_eq!(Password::typed(&megabyte), Err(length));
    for (text, good, reason) in [
        ("Aa1-".to_owned() + &"a".repeat(124), true, "128 code points"),
        ("Aa1-".to_owned() + &"a".repeat(125), false, "129 code points"),
        ("Aa1-".to_owned() + &"😀".repeat(124), true, "500 bytes"),
        ("Aa1-".to_owned() + &"e\u{301}".repeat(124), true, "252 code points, 376 bytes typed; 128 once composed"),
        ("Aa1-".to_owned() + &"\u{fb2c}".repeat(100), false, "304 bytes typed, 604 once normalised"),
        ("Aa1-".to_owned() + &"😀".repeat(128), false, "516 bytes"),
    ] {
        assert_eq!(set(&text).is_ok(), good, "{reason}");
    }
}

#[test]
fn one_form_alike_when_set_and_when_typed() {
    for (set_as, typed_as, alike, reason) in [
        ("\u{419}од-12345", "\u{418}\u{306}од-12345", true, "Й composed and not"),
        ("Құпия сөз-1", "Құпия\u{a0}сөз-1", true, "a no-break space"),
        ("Құпия-сөз1 ", "Құпия-сөз1", false, "a space at the end matters"),
        ("Құпия-сөз1", "құпия-сөз1", false, "case matters"),
        ("Aa1-5678", "Аа1-5678", false, "Cyrillic А is not Latin A"),
        ("Aa1-ﬁ678", "Aa1-fi678", false, "a ligature is not taken apart"),
    ] {
        assert_eq!(set(set_as).unwrap() == Password::typed(typed_as).unwrap(), alike, "{reason}");
    }
    assert!(Password::typed("short").is_ok(), "at sign-in the rules do not apply");
    assert_eq!(Password::typed(""), Err(PasswordError::Empty));
}

#[test]
fn common_words_are_refused_whatever_is_put_around_them() {
    let words = KnownWords::new(["password1", "Йцукен", "қазақстан", "p@ssw0rd", "12345678", "straße"]);
    assert_eq!(words.len(), 5, "digits alone are no word");
    for (password, known, reason) in [
        ("Password_2024!", true, "digits and symbols at the end"),
        ("!!2024PassworD", true, "at the beginning"),
        ("Йцукен1!", true, "a Russian keyboard row"),
        ("ҚАЗАҚСТАн-1", true, "case of Kazakh letters"),
        ("Ｐａｓｓｗｏｒｄ-1", true, "full-width letters"),
        ("P@ssw0rd1!", true, "symbols inside belong to the word"),
        ("STRASSe-12", true, "sharp s"),
        ("Password-и-другое-1", false, "a long phrase with a common word in it"),
        ("Pass-word1", false, "taken apart"),
    ] {
        let refused = Password::new(password, password, &words, &Context::default());
        assert_eq!(refused == Err(vec![PasswordError::Known]), known, "{password}: {reason}");
    }
}

#[test]
fn s_pw_03_the_commonest_passwords_are_refused() {
    let words = KnownWords::common(["Отау Құрылыс"]);
    assert!(words.len() >= 3000, "{} families of passwords", words.len());
    for (password, reason) in [
        ("Йцукен1!", "the security paper's example: a keyboard row"),
        ("Алматы2024!", "the security paper's example: a city and a year"),
        ("Password1!", "the word itself"),
        ("P@ssw0rd!", "look-alikes"),
        ("@Dm1n2024", "a look-alike at the beginning"),
        ("П@роль-123", "look-alikes in a Cyrillic word"),
        ("Gfhjkm123!", "пароль on the other layout"),
        ("Құпиясөз1!", "password in Kazakh"),
        ("Kupiyasoz1!", "password in Kazakh, in Latin letters"),
        ("Қазақстан-1", "the country"),
        ("Qwerty_12345", "a keyboard row"),
        ("1Qaz2wsx!", "columns"),
        ("Zaq12wsx!", "up and down"),
        ("1q2w3e4R!", "zigzag"),
        ("Qwe123qwe!", "there and back"),
        ("Айгерим_77", "a name"),
        ("Natasha-1990", "a name in Latin letters"),
        ("Yfnfif1990!", "Наташа on the other layout"),
        ("Приветпривет1!", "written twice"),
        ("Мамаипапа-1", "a phrase"),
        ("Отау Құрылыс1!", "the company's name"),
        ("Отау2026!", "the portal's name"),
        ("Aaaaaa1!", "one key"),
    ] {
        let refused = Password::new(password, password, &words, &Context::default());
        assert_eq!(refused, Err(vec![PasswordError::Known]), "{password}: {reason}");
    }
    for (password, reason) in [
        ("Құпия-Сөз1", "two words with a sign between"),
        ("Қара Шаңырақ-7", "a phrase"),
        ("Сары-Арқаның желі 7", "a long phrase"),
        ("kR7#vQ2!xM", "drawn at random"),
    ] {
        assert!(Password::new(password, password, &words, &Context::default()).is_ok(), "{password}: {reason}");
    }
}

#[test]
fn the_clients_own_data_are_refused() {
    let context = Context::default()
        .word("Серікбай Айгүл")
        .number("850312390008")
        .number("+77001234567")
        .number("№ 17")
        .date("1985-03-12".parse().unwrap());
    for (password, known, reason) in [
        ("Айгүл-2024", true, "a name"),
        ("Серікбай_1", true, "the other name"),
        ("Серікбай Айгүл-1", true, "both"),
        ("Aa!850312390008", true, "the IIN"),
        ("Кілт-8503 12390008", true, "the IIN with a space"),
        ("Кілт+77001234567", true, "the phone"),
        ("Кілт-12.03.1985", true, "the birth date"),
        ("Кілт-120385", true, "the birth date with two digits of the year"),
        ("Кілт-19850312", true, "year first"),
        ("Кілт-170017", false, "a short number refuses nothing"),
        ("Айгүлге-Кілт-1", false, "a word that only begins like the name"),
    ] {
        let refused = Password::new(password, password, &KnownWords::default(), &context);
        assert_eq!(refused == Err(vec![PasswordError::Known]), known, "{password}: {reason}");
    }
}

#[test]
fn a_password_never_prints() {
    let password = set("Құпия-Сөз1").unwrap();
    assert_eq!(format!("{password} {password:?}"), "•••••••• Password(••••••••)");
    assert_eq!(password.expose(), "Құпия-Сөз1");
}

proptest! {
    #[test]
    fn preparing_twice_changes_nothing(text in "\\PC{1,60}") {
        if let Ok(once) = prepare(&text) {
            prop_assert_eq!(prepare(&once), Ok(once.clone()));
        }
    }

    #[test]
    fn what_the_six_rules_let_through_is_set(first in "\\PC{6,40}") {
        let prepared = prepare(&first);
        let all = check(&first, &first).into_iter().all(|good| good);
        prop_assert_eq!(set(&first).is_ok(), all && prepared.is_ok());
    }
}
