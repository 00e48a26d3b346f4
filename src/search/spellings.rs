//! The other ways to type a word: on the wrong keyboard, in Latin letters.

const QWERTY: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const JCUKEN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";

/// What would have been typed on the Cyrillic keyboard with the same keys; with `kazakh`, its digit row gives letters.
pub fn to_cyrillic_keys(text: &str, kazakh: bool) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| {
            let kazakh_key = match c {
                '2' | '@' => 'ә',
                '3' | '#' => 'і',
                '4' | '$' => 'ң',
                '5' | '%' => 'ғ',
                '8' | '*' => 'ү',
                '9' | '(' => 'ұ',
                '0' | ')' => 'қ',
                '-' | '_' => 'ө',
                '=' | '+' => 'һ',
                _ => c,
            };
            if kazakh && kazakh_key != c {
                return kazakh_key;
            }
            let plain = match c {
                '{' => '[',
                '}' => ']',
                ':' => ';',
                '"' => '\'',
                '<' => ',',
                '>' => '.',
                '~' => '`',
                other => other,
            };
            map(plain, QWERTY, JCUKEN)
        })
        .collect()
}

/// A Kazakh text whose writer had the Russian keyboard on, where the digit row gives no letters: «т-лем к8н3» for «төлем
/// күні». Numbers that stand alone stay; none when no word has both letters and such keys.
pub(super) fn to_kazakh_keys(text: &str) -> Option<String> {
    let words = text.split_whitespace().map(|word| {
        let mixed =
            word.chars().any(super::words::is_cyrillic) && word.contains(['2', '3', '4', '5', '8', '9', '0', '-', '=']);
        if mixed { to_cyrillic_keys(word, true) } else { word.to_owned() }
    });
    let typed = words.collect::<Vec<_>>().join(" ");
    (typed != text.split_whitespace().collect::<Vec<_>>().join(" ")).then_some(typed)
}

/// What would have been typed on the Latin keyboard with the same keys.
pub fn to_latin_keys(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| map(c, JCUKEN, QWERTY)).collect()
}

fn map(c: char, from: &str, to: &str) -> char {
    from.chars().position(|key| key == c).and_then(|at| to.chars().nth(at)).unwrap_or(c)
}

// ---- Latin spelling --------------------------------------------------------------------------------------------------

/// What a word in Latin letters may be in Cyrillic, likeliest first; compare folded.
pub fn from_latin(word: &str) -> Vec<String> {
    let mut all = vec![spelled(word, RUSSIAN), spelled(word, KAZAKH), spelled(word, KAZAKH_Y)];
    // A soft sign at the end is seldom written.
    let soft = all.first().filter(|word| word.ends_with(['л', 'н', 'т', 'с', 'д', 'р'])).map(|word| format!("{word}ь"));
    all.extend(soft);
    // A vowel after «ай» belongs to the next letter: alaiaq is «алаяқ».
    let joined: Vec<String> =
        all.iter().map(|word| word.replace("йа", "я").replace("йу", "ю")).filter(|word| !all.contains(word)).collect();
    all.extend(joined);
    all.dedup();
    all
}

fn spelled(word: &str, table: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let (from, to) = table
            .iter()
            .chain(COMMON)
            .find(|(from, _)| rest.starts_with(from))
            .copied()
            .unwrap_or((&rest[..first.len_utf8()], &rest[..first.len_utf8()]));
        out.push_str(to);
        rest = &rest[from.len()..];
    }
    out
}

const COMMON: &[(&str, &str)] = &[
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "қ"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "х"),
    ("y", "ы"),
    ("z", "з"),
    ("'", "ь"),
];
const RUSSIAN: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("sch", "щ"),
    ("iya", "ия"),
    ("iia", "ия"),
    ("ia", "ия"),
    ("yi", "ый"),
    ("ai", "ай"),
    ("ei", "ей"),
    ("oi", "ой"),
    ("ui", "уй"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "е"),
    ("ye", "е"),
    ("ju", "ю"),
    ("ja", "я"),
    ("iy", "ий"),
    ("yy", "ый"),
    ("ij", "ий"),
    ("yj", "ый"),
    ("ay", "ай"),
    ("ey", "ей"),
    ("oy", "ой"),
    ("4", "ч"),
];
const KAZAKH: &[(&str, &str)] = &[
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("gh", "ғ"),
    ("ng", "ң"),
    ("kh", "х"),
    ("ya", "я"),
    ("yu", "ю"),
    ("ia", "я"),
    ("iu", "ю"),
    ("ai", "ай"),
    ("ei", "ей"),
    ("oi", "ой"),
    ("ui", "уй"),
    ("yi", "ый"),
    ("ay", "ай"),
    ("ey", "ей"),
    ("oy", "ой"),
    ("ş", "ш"),
    ("ğ", "ғ"),
    ("ñ", "ң"),
    ("ö", "ө"),
    ("ü", "ү"),
    ("ū", "ұ"),
    ("ä", "ә"),
    ("ı", "і"),
    ("ŋ", "ң"),
    ("á", "ә"),
    ("ǵ", "ғ"),
    ("ó", "ө"),
    ("ú", "ү"),
    ("ń", "ң"),
    ("ý", "у"),
    ("c", "с"),
    ("w", "у"),
    ("i", "і"),
];
const KAZAKH_Y: &[(&str, &str)] = &[
    ("sh", "ш"),
    ("ch", "ш"),
    ("gh", "ғ"),
    ("ng", "ң"),
    ("zh", "ж"),
    ("j", "ж"),
    ("y", "й"),
    ("i", "ы"),
    ("c", "с"),
    ("x", "х"),
    ("h", "қ"),
    ("w", "ш"),
];
