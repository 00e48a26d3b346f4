//! The table of the six rules, for the server and the browser alike.

/// Two entries and the expected results of the six rules, in the order of [`Rule::ALL`](super::Rule::ALL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vector {
    /// The password.
    pub first: &'static str,
    /// Its repetition.
    pub second: &'static str,
    /// Length, lower case, capital, digit, symbol, equality.
    pub expected: [bool; 6],
    /// Why.
    pub reason: &'static str,
}

const fn vector(first: &'static str, second: &'static str, expected: [bool; 6], reason: &'static str) -> Vector {
    Vector { first, second, expected, reason }
}

const fn same(text: &'static str, expected: [bool; 6], reason: &'static str) -> Vector {
    vector(text, text, expected, reason)
}

const Y: bool = true;
const N: bool = false;

/// 128 code points, and as many more as are given.
macro_rules! longest {
    ($($more:literal)?) => {
        concat!(
            "Aa1-567890123456Aa1-567890123456Aa1-567890123456Aa1-567890123456",
            "Aa1-567890123456Aa1-567890123456Aa1-567890123456Aa1-567890123456",
            $($more)?
        )
    };
}

/// Passwords with the expected results.
#[rustfmt::skip]
pub const VECTORS: &[Vector] = &[
    same("", [N, N, N, N, N, N], "nothing: even equality is not shown as kept"),
    same("Құпия-Сөз1", [Y, Y, Y, Y, Y, Y], "Kazakh letters count"),
    same("ҚҰПИЯ-СӨЗ1", [Y, N, Y, Y, Y, Y], "no lower-case letter"),
    same("құпия-сөз1", [Y, Y, N, Y, Y, Y], "no capital"),
    same("Құпия-Сөзі", [Y, Y, Y, N, Y, Y], "no digit"),
    same("ҚұпияСөз1", [Y, Y, Y, Y, N, Y], "no symbol"),
    same("Пароль-12", [Y, Y, Y, Y, Y, Y], "Russian letters count"),
    same("Aa1-567", [N, Y, Y, Y, Y, Y], "seven characters"),
    same("Aa1-5678", [Y, Y, Y, Y, Y, Y], "eight characters"),
    vector("Aa1-5678", "Aa1-5679", [Y, Y, Y, Y, Y, N], "the entries differ"),
    vector("Aa1-5678", "aa1-5678", [Y, Y, Y, Y, Y, N], "case is not folded"),
    vector("Aa1-5678", "Aa1-5678 ", [Y, Y, Y, Y, Y, N], "a space at the end matters"),
    vector("Aa1-5678", "", [Y, Y, Y, Y, Y, N], "not repeated yet"),
    vector("", "Aa1-5678", [N, N, N, N, N, N], "the repetition alone"),
    same("Aa1 5678", [Y, Y, Y, Y, N, Y], "a space is allowed, but is no symbol"),
    vector("Aa1-56 8", "Aa1-56\u{a0}8", [Y, Y, Y, Y, Y, Y], "a no-break space is a space"),
    vector("Aa1-56\u{3000}8", "Aa1-56 8", [Y, Y, Y, Y, Y, Y], "so is an ideographic one"),
    vector("\u{419}од-12345", "\u{418}\u{306}од-12345", [Y, Y, Y, Y, Y, Y], "Й in one code point and in two"),
    same("\u{418}\u{306}\u{438}\u{306}-1234", [N, Y, Y, Y, Y, Y], "nine typed, seven after normalisation"),
    same("😀😀😀😀😀😀😀😀", [Y, N, N, N, Y, Y], "eight emoji are eight symbols"),
    same("😀😀😀😀", [N, N, N, N, Y, Y], "four emoji are four code points, though eight units of UTF-16"),
    same("Aa٣-----", [Y, Y, Y, Y, Y, Y], "an Arabic digit is a decimal digit"),
    same("Aa½-----", [Y, Y, Y, N, Y, Y], "a fraction is a number, but no decimal digit"),
    same("AaⅣ-----", [Y, Y, Y, N, Y, Y], "a Roman numeral is a letter number, neither digit nor capital"),
    same("ǅ1------", [Y, N, N, Y, Y, Y], "a title-case letter is neither capital nor lower"),
    same("ª1A-----", [Y, N, Y, Y, Y, Y], "an ordinal sign is no lower-case letter (Lo)"),
    same("漢字かな交じり文", [Y, N, N, N, N, Y], "letters without case"),
    same("Aa1₸5678", [Y, Y, Y, Y, Y, Y], "a currency sign is a symbol"),
    same("Aa1^5678", [Y, Y, Y, Y, Y, Y], "a modifier symbol is a symbol"),
    same("Aa1_5678", [Y, Y, Y, Y, Y, Y], "an underscore is punctuation"),
    same("Aa1«5678", [Y, Y, Y, Y, Y, Y], "a quotation mark is punctuation"),
    same("Aa1№5678", [Y, Y, Y, Y, Y, Y], "the sign of number is a symbol"),
    same("e\u{301}A1-5678", [Y, Y, Y, Y, Y, Y], "a letter with an accent is composed"),
    same(longest!(), [Y, Y, Y, Y, Y, Y], "128 characters"),
    same(longest!("7"), [N, Y, Y, Y, Y, Y], "129 characters"),
];
