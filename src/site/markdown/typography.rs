//! Typography of running text: quotes, dashes, ellipses and no-break spaces, by language, in one pass that escapes for
//! HTML as it goes. Code and addresses never come here.

use crate::i18n::Locale;

const NBSP: char = '\u{A0}';

/// First bytes of the characters that a rule is about or that HTML has a use for; `0xE2` begins the dash and the tenge.
const RULED: [bool; 256] = {
    let mut ruled = [false; 256];
    let bytes = b" \"-.%&<>\xE2";
    let mut index = 0;
    while index < bytes.len() {
        ruled[bytes[index] as usize] = true;
        index += 1;
    }
    ruled
};

/// Carries what the rules must know from one piece of text to the next inside a block.
#[derive(Clone, Copy, Debug)]
pub struct Typographer {
    locale: Locale,
    /// The character before, or a space at a block's start.
    before: char,
    /// The one before that.
    before_that: char,
    /// Open straight quotes.
    depth: u8,
}

impl Typographer {
    /// At the start of a block.
    pub const fn new(locale: Locale) -> Self {
        Self { locale, before: ' ', before_that: ' ', depth: 0 }
    }

    /// Forgets what was before: a new block begins.
    pub fn reset(&mut self) {
        *self = Self::new(self.locale);
    }

    /// Something that is no text (code, a picture) stands between.
    pub fn interrupt(&mut self) {
        self.before_that = self.before;
        self.before = 'x';
    }

    /// Writes `text` as typographic HTML text.
    pub fn html(&mut self, text: &str, out: &mut String) {
        self.run(text, out, true);
    }

    /// Writes `text` with typography and without escaping: for titles that templates escape.
    pub fn plain(&mut self, text: &str, out: &mut String) {
        self.run(text, out, false);
    }

    fn run(&mut self, text: &str, out: &mut String, escape: bool) {
        out.reserve(text.len() + text.len() / 16);
        let mut at = 0;
        loop {
            let plain = &text[at..];
            let ruled = plain.bytes().position(|byte| RULED[usize::from(byte)]).unwrap_or(plain.len());
            self.copy(&plain[..ruled], out);
            at += ruled;
            let Some(c) = text[at..].chars().next() else { break };
            let rest = &text[at + c.len_utf8()..];
            let mut used = c.len_utf8();
            let written = match c {
                ' ' => self.space(rest),
                '"' => self.quote(rest),
                '-' => self.hyphen(rest, &mut used),
                '.' if rest.starts_with("..") && !rest[2..].starts_with('.') => {
                    used = 3;
                    '…'
                }
                '%' => {
                    self.percent(out);
                    '%'
                }
                '—' => {
                    self.dash_space(out);
                    '—'
                }
                '₸' => {
                    if self.before.is_ascii_digit() {
                        out.push(NBSP);
                    }
                    '₸'
                }
                other => other,
            };
            if escape {
                push_escaped(written, out);
            } else {
                out.push(written);
            }
            self.before_that = self.before;
            self.before = written;
            at += used;
        }
    }

    /// Writes a piece that no rule is about; most of a text is such words.
    fn copy(&mut self, word: &str, out: &mut String) {
        let mut last = word.chars().rev();
        if let Some(before) = last.next() {
            self.before_that = last.next().unwrap_or(self.before);
            self.before = before;
            out.push_str(word);
        }
    }

    fn space(&self, rest: &str) -> char {
        let next = rest.chars().next().unwrap_or(' ');
        let joined = match next {
            '₸' | '—' | '–' => true,
            '%' => self.locale == Locale::Ru && self.before.is_ascii_digit(),
            '-' => rest.starts_with("- ") || rest.starts_with("-- "),
            _ if matches!(self.before, '№' | '§') => true,
            _ if self.before.is_ascii_digit() => next.is_ascii_digit() && is_group(rest) || self.binds_to_number(rest),
            _ if self.before == '.' && self.before_that.is_uppercase() => next.is_uppercase(),
            _ => self.locale == Locale::Ru && is_short_word(self.before, self.before_that),
        };
        if joined { NBSP } else { ' ' }
    }

    fn binds_to_number(&self, rest: &str) -> bool {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let abbreviated = after.starts_with('.');
        match self.locale {
            Locale::Kk => (word == "ж" && abbreviated) || KK_UNITS.iter().any(|unit| word.starts_with(unit)),
            Locale::Ru => (matches!(word, "г" | "гг" | "ч" | "ст" | "п") && abbreviated) || RU_UNITS.contains(&word),
        }
    }

    fn quote(&mut self, rest: &str) -> char {
        let opens = (self.before.is_whitespace() || matches!(self.before, '(' | '[' | '«' | '„' | '—' | '/'))
            && !rest.starts_with(char::is_whitespace);
        if opens {
            self.depth = self.depth.saturating_add(1);
            if self.depth > 1 { '„' } else { '«' }
        } else {
            let inner = self.depth > 1;
            self.depth = self.depth.saturating_sub(1);
            if inner { '“' } else { '»' }
        }
    }

    fn hyphen(&self, rest: &str, used: &mut usize) -> char {
        if rest.starts_with('-') {
            *used = if rest.starts_with("--") { 3 } else { 2 };
            return '—';
        }
        if matches!(self.before, ' ' | NBSP) && rest.starts_with(' ') {
            return '—';
        }
        if matches!(self.before, ' ' | '(' | NBSP) && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return '−';
        }
        '-'
    }

    /// Kazakh writes the sign at the number, Russian a no-break space before it.
    fn percent(&mut self, out: &mut String) {
        match (self.locale, self.before) {
            (Locale::Ru, before) if before.is_ascii_digit() => out.push(NBSP),
            (Locale::Kk, ' ' | NBSP) if self.before_that.is_ascii_digit() => {
                out.pop();
            }
            _ => {}
        }
    }

    fn dash_space(&mut self, out: &mut String) {
        if self.before == ' ' && out.ends_with(' ') {
            out.pop();
            out.push(NBSP);
        }
    }
}

/// Whether a group of exactly three digits follows: «1 000 000».
fn is_group(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// A Russian word of one letter: a preposition or conjunction that must not end a line.
fn is_short_word(letter: char, before: char) -> bool {
    matches!(letter, 'а' | 'в' | 'и' | 'к' | 'о' | 'с' | 'у' | 'я' | 'А' | 'В' | 'И' | 'К' | 'О' | 'С' | 'У' | 'Я')
        && !before.is_alphanumeric()
        && !matches!(before, '-' | '.')
}

/// Beginnings: Kazakh words take endings.
const KK_UNITS: [&str; 33] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
    "жыл",
    "ай",
    "күн",
    "сағат",
    "минут",
    "секунд",
    "теңге",
    "тиын",
    "таңба",
    "әріп",
    "сан",
    "рет",
    "қадам",
    "бет",
    "бап",
    "тармақ",
    "пайыз",
    "млн",
    "мың",
    "млрд",
    "см",
];

const RU_UNITS: [&str; 42] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
    "год",
    "года",
    "году",
    "лет",
    "день",
    "дня",
    "дней",
    "час",
    "часа",
    "часов",
    "минута",
    "минуты",
    "минут",
    "секунд",
    "секунды",
    "тенге",
    "тиын",
    "тысяч",
    "млн",
    "млрд",
    "раз",
    "раза",
    "знаков",
    "символов",
    "цифр",
    "букв",
    "шаг",
    "шага",
    "шагов",
    "см",
];

/// Writes one character as HTML text.
pub fn push_escaped(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        other => out.push(other),
    }
}

/// Writes a text as HTML text or attribute value, unchanged otherwise.
pub fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// A title with typography, for templates to escape.
pub fn title(locale: Locale, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    Typographer::new(locale).plain(text.trim(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_by_language() {
        // `~` stands for a no-break space.
        for (locale, source, expected) in [
            (Locale::Ru, r#"Слово "дом" здесь"#, "Слово «дом» здесь"),
            (Locale::Ru, r#""Он сказал: "да", и ушёл""#, "«Он сказал: „да“, и~ушёл»"),
            (Locale::Kk, r#"("отау" сөзі)"#, "(«отау» сөзі)"),
            (Locale::Ru, "дом - это", "дом~— это"),
            (Locale::Kk, "үй -- бұл", "үй~— бұл"),
            (Locale::Kk, "үй — бұл", "үй~— бұл"),
            (Locale::Ru, "по-русски", "по-русски"),
            (Locale::Ru, "при -5 градусах", "при −5 градусах"),
            (Locale::Ru, "и так...", "и~так…"),
            (Locale::Ru, "1 000 000 ₸", "1~000~000~₸"),
            (Locale::Ru, "500₸", "500~₸"),
            (Locale::Ru, "в 2022 1000 раз", "в~2022 1000~раз"),
            (Locale::Ru, "35,5 % и 16,3%", "35,5~% и~16,3~%"),
            (Locale::Kk, "35,5 % және 16,3%", "35,5% және 16,3%"),
            (Locale::Ru, "10 июля 2022 г. в срок", "10~июля 2022~г. в~срок"),
            (Locale::Kk, "2022 ж. 10 шілдеге дейін", "2022~ж. 10~шілдеге дейін"),
            (Locale::Ru, "№ 5 и § 3", "№~5 и~§~3"),
            (Locale::Ru, "А. Б. Иванов", "А.~Б.~Иванов"),
            (Locale::Ru, "ША и он", "ША и~он"),
            (Locale::Kk, "а & б < в", "а &amp; б &lt; в"),
        ] {
            let mut out = String::new();
            Typographer::new(locale).html(source, &mut out);
            assert_eq!(out.replace(NBSP, "~"), expected, "{source}");
        }
    }

    #[test]
    fn rules_work_across_pieces_of_a_block() {
        let mut typographer = Typographer::new(Locale::Ru);
        let mut out = String::new();
        typographer.html("слово \"", &mut out);
        typographer.html("дом", &mut out);
        typographer.html("\" и", &mut out);
        assert_eq!(out, "слово «дом» и");
    }
}
