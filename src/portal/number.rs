//! What typed numbers have in common: separators that are ignored, letters that look alike, printing with a mask, and a
//! comparison that tells nothing by its length in time.

/// Is it a space, a hyphen or a dash, which typed numbers may contain anywhere?
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

/// Without separators, in capitals, Cyrillic capitals that look like Latin ones replaced by these: people cannot tell
/// them apart on paper.
pub(super) fn canonical(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).flat_map(char::to_uppercase).map(latin).collect()
}

fn latin(c: char) -> char {
    const PAIRS: [(char, char); 13] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('І', 'I'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('У', 'Y'),
        ('Х', 'X'),
    ];
    PAIRS.iter().find(|(cyrillic, _)| *cyrillic == c).map_or(c, |(_, latin)| *latin)
}

/// Dots and the last `shown` characters; nothing but dots when the text is too short to hide anything.
pub(super) fn masked(text: &str, shown: usize) -> String {
    let length = text.chars().count();
    let hidden = if length >= 2 * shown { length - shown } else { length };
    text.chars().enumerate().map(|(at, c)| if at < hidden { '•' } else { c }).collect()
}

/// Are the bytes the same? Looks at all of them, wherever the first difference is.
pub(super) fn same(left: &[u8], right: &[u8]) -> bool {
    let difference = left.iter().zip(right).fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    left.len() == right.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_never_shows_more_than_half() {
        for (text, shown, expected) in
            [("1234567890", 4, "••••••7890"), ("12345678", 4, "••••5678"), ("1234567", 4, "•••••••"), ("", 4, "")]
        {
            assert_eq!(masked(text, shown), expected, "{text:?}");
        }
    }

    #[test]
    fn bytes_are_the_same_only_in_full() {
        assert!(same(b"", b"") && same(b"12", b"12"));
        assert!(!same(b"12", b"13") && !same(b"12", b"1") && !same(b"", b"1"));
    }
}
