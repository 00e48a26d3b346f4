//! What is done to a word before it is read, in both languages.

use std::borrow::Cow;

/// Small letters, composed, without marks inside words; ё is е; Latin letters that look Cyrillic are Cyrillic in a
/// Cyrillic word.
pub(super) fn normalize(word: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            // Marks after their letters: й and ё in two signs.
            '\u{306}' if out.ends_with('и') => {
                out.pop();
                out.push('й');
            }
            // The dots of ё, accents, soft hyphens, joiners; apostrophes: «об’ект».
            '\u{308}'
            | '\u{AD}'
            | '\u{300}'
            | '\u{301}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\''
            | '’'
            | 'ʼ'
            | '`' => {}
            '‐' | '‑' | '–' => out.push('-'),
            _ => out.extend(c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c })),
        }
    }
    let cyrillic = out.chars().filter(|c| ('\u{400}'..='\u{52F}').contains(c)).count();
    if cyrillic > 0
        && out.chars().any(|c| c.is_alphabetic() && !('\u{400}'..='\u{52F}').contains(&c))
        && !out.contains('-')
    {
        out = out.chars().map(cyrillic_twin).collect();
    }
    Cow::Owned(out)
}

/// The Cyrillic letter that a Latin one looks like; any other letter is itself.
pub const fn cyrillic_twin(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'ь',
        'c' => 'с',
        'e' => 'е',
        'h' => 'һ',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'ə' => 'ә',
        'ɵ' => 'ө',
        other => other,
    }
}
