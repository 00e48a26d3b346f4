//! Latin letters that look like Cyrillic ones, inside Cyrillic words: no reader sees them, no search finds the word.

use std::ops::Range;

/// Latin letters with a Kazakh or Russian twin.
const TWINS: &[u8] = b"aceopxyihABCEHKMOPTXYI";

/// For each Cyrillic word of `text` with Latin twins in it: the first such letter and the word. A word with any other
/// Latin letter was meant so: «`PDFті`».
pub fn find(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    if !is_mixed(text.as_bytes()) {
        return found;
    }
    let mut at = 0;
    for word in text.split(|c: char| !is_cyrillic(c) && !c.is_alphabetic()) {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        let cyrillic = word.chars().any(is_cyrillic);
        let mut latin = word.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic());
        if let Some((first, _)) = latin.clone().next()
            && cyrillic
            && latin.all(|(_, byte)| TWINS.contains(&byte))
        {
            found.push((start + first..start + first + 1, word));
        }
    }
    found
}

/// Letters that most words consist of: asked first, since the tables of all letters are slow.
fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

/// Whether an ASCII letter stands next to something that is not ASCII. One pass without branches: nearly all texts end
/// here.
#[expect(clippy::needless_bitwise_bool, reason = "no branch, so that the compiler can use wide registers")]
fn is_mixed(bytes: &[u8]) -> bool {
    let letter = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let next = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(next).fold(false, |mixed, (&a, &b)| mixed | (letter(a) & (b >= 0x80)) | ((a >= 0x80) & letter(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_found_and_foreign_words_are_not() {
        for (text, expected) in [
            ("шарт жaсалады", vec![("a", "жaсалады")]),
            ("Cәлем, Oтау!", vec![("C", "Cәлем"), ("O", "Oтау")]),
            ("барaды, болaды, оқиды", vec![("a", "барaды"), ("a", "болaды")]),
            ("ТОO", vec![("O", "ТОO")]),
            ("PDF файл, PDF-файл, SMS-хабарлама, PDFті", vec![]),
            ("«Otau» — жүйе", vec![]),
            ("ЖСН/IIN, A4 парағы", vec![]),
            ("", vec![]),
            ("a", vec![]),
        ] {
            let found: Vec<_> = find(text).into_iter().map(|(range, word)| (&text[range], word)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
