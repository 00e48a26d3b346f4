//! The inflection of Russian, as data: how the forms of a word end, and how its dictionary form ends.
//!
//! Each paradigm is told by its endings beside the ending of the dictionary form; what stands before is common to all. A
//! changing consonant («ходить – хожу»), a fleeting vowel («венок – венка») belong to the ending.

use super::endings::{ADJECTIVES, NOUNS, ODD, PARTICIPLE, PARTICIPLE_SOFT, VERBS};

/// What is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// A noun or a name.
    Noun,
    /// An adjective, or what is declined as one.
    Adjective,
    /// A verb, with its participles.
    Verb,
}

/// A form of a word: which of its paradigm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Slot {
    /// кто, что
    Nominative,
    /// кого
    Genitive,
    /// кому
    Dative,
    /// кем
    Instrumental,
    /// о ком
    Prepositional,
    /// кого, where it is not another case
    Accusative,
    /// many: кто
    Plural,
    /// many: кого
    PluralGenitive,
    /// many: кому, кем, о ком
    PluralOther,
    /// красный, красного …
    Long,
    /// the same by a soft or rare ending
    LongRare,
    /// красен, красна
    Short,
    /// краснее
    Comparative,
    /// читать
    Infinitive,
    /// читал
    Past,
    /// читаю
    PresentI,
    /// читает
    Present,
    /// читай
    Imperative,
    /// читая
    Gerund,
    /// читав
    PastGerund,
    /// читающий
    ActivePresent,
    /// читавший
    ActivePast,
    /// читаемый
    PassivePresent,
    /// прочитанный
    PassivePast,
    /// прочитан
    PassiveShort,
}

pub(super) const SLOTS: usize = Slot::PassiveShort as usize + 1;

/// One ending.
pub(super) struct Rule {
    pub(super) ending: String,
    pub(super) lemma: String,
    pub(super) class: Class,
    pub(super) slot: Slot,
    pub(super) paradigm: u8,
    /// Letters that may stand before; empty for any.
    pub(super) after: &'static str,
    /// Only a prefix may stand before.
    pub(super) prefixed: bool,
}

/// A pattern of verbs.
struct Verb {
    infinitive: &'static str,
    /// Before -л, -вший.
    past: &'static str,
    /// Я.
    first: &'static str,
    /// Before -ет or -ит.
    present: &'static str,
    second: bool,
    /// Они.
    they: &'static str,
    imperative: &'static str,
    gerund: &'static str,
    /// Passive participles: «анн», «т».
    passive: &'static str,
    after: &'static str,
    prefixed: bool,
    /// Past and its participle where they are not -л, -вший: «нес нес-ла нес-ший».
    odd_past: &'static str,
}

impl Rule {
    /// Where any word that ends so may be inflected so.
    fn new(class: Class, paradigm: u8, lemma: &str, after: &'static str) -> impl Fn(&str, Slot) -> Self + use<> {
        let lemma = text(lemma);
        move |ending, slot| Self {
            ending: text(ending),
            lemma: lemma.clone(),
            class,
            slot,
            paradigm,
            after,
            prefixed: false,
        }
    }
}

/// A cell of the tables; «0» is an empty one.
fn text(cell: &str) -> String {
    if cell == "0" { String::new() } else { cell.to_owned() }
}

/// Every rule of the grammar, and the forms that follow no rule.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut paradigm = 0_u8;
    let mut next = || {
        paradigm += 1;
        paradigm - 1
    };
    for noun in NOUNS {
        nouns(noun, next(), &mut rules);
    }
    for adjective in ADJECTIVES {
        adjectives(adjective, next(), &mut rules);
    }
    for verb in verbs() {
        verb.rules(next(), &mut rules);
    }
    odd(next(), &mut rules);
    rules
}

fn nouns((lemma, after, cells): &(&str, &'static str, &str), paradigm: u8, rules: &mut Vec<Rule>) {
    use Slot::{
        Accusative, Dative, Genitive, Instrumental, Nominative, Plural, PluralGenitive, PluralOther, Prepositional,
    };
    const SLOTS: [Slot; 9] =
        [Nominative, Genitive, Dative, Instrumental, Prepositional, Accusative, Plural, PluralGenitive, PluralOther];
    let rule = Rule::new(Class::Noun, paradigm, lemma, after);
    for (cell, slot) in cells.split(' ').zip(SLOTS) {
        rules.extend(cell.split('/').filter(|ending| *ending != "-").map(|ending| rule(ending, slot)));
    }
}

type Adjective = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

fn adjectives((lemma, after, long, rare, short, comparative): &Adjective, paradigm: u8, rules: &mut Vec<Rule>) {
    let rule = Rule::new(Class::Adjective, paradigm, lemma, after);
    let parts = [(long, Slot::Long), (rare, Slot::LongRare), (short, Slot::Short), (comparative, Slot::Comparative)];
    for (cells, slot) in parts {
        rules.extend(cells.split_whitespace().map(|ending| rule(ending, slot)));
    }
    // «большой», «молодой»: the dictionary form itself is another, the key is the same.
    if *lemma == "ый" || *lemma == "ий" && *after == "кгх" {
        rules.push(rule("ой", Slot::Long));
    }
}

/// The patterns of verbs, a line each.
fn verbs() -> impl Iterator<Item = Verb> {
    let lines = VERBS.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        let [infinitive, past, first, present, conjugation, they, imperative, gerund, passive, after, odd_past] =
            cells[..]
        else {
            // The table is in this program: any test that stems a word would fail.
            panic!("a pattern of verbs has eleven cells: {line}");
        };
        Verb {
            infinitive: infinitive.trim_start_matches('~'),
            past,
            first,
            present,
            second: conjugation == "2",
            they,
            imperative,
            gerund,
            passive,
            after,
            prefixed: infinitive.starts_with('~'),
            odd_past,
        }
    })
}

fn odd(paradigm: u8, rules: &mut Vec<Rule>) {
    for (lemma, class, forms) in ODD {
        let rule = Rule::new(*class, paradigm, &adjective_key(lemma, *class), "");
        let slot = if *class == Class::Adjective { Slot::Comparative } else { Slot::PluralOther };
        rules.extend(forms.split(' ').chain([*lemma]).map(|form| Rule { prefixed: true, ..rule(form, slot) }));
    }
}

/// Adjectives in -ой have the key of those in -ый.
fn adjective_key(lemma: &str, class: Class) -> String {
    match (class, lemma.strip_suffix("ой")) {
        (Class::Adjective, Some(stem)) => {
            let soft = stem.ends_with(['к', 'г', 'х', 'ж', 'ш', 'ч', 'щ']);
            format!("{stem}{}", if soft { "ий" } else { "ый" })
        }
        _ => lemma.to_owned(),
    }
}

impl Verb {
    fn rules(&self, paradigm: u8, rules: &mut Vec<Rule>) {
        use Slot::{
            ActivePast, ActivePresent, Gerund, Imperative, Infinitive, PassivePast, PassivePresent, PassiveShort, Past,
            PastGerund, Present, PresentI,
        };
        let mut give = |ending: String, slot: Slot| {
            rules.push(Rule {
                ending,
                lemma: self.infinitive.to_owned(),
                class: Class::Verb,
                slot,
                paradigm,
                after: self.after,
                prefixed: self.prefixed,
            });
        };
        let participle = |stem: &str, soft: bool, slot: Slot, give: &mut dyn FnMut(String, Slot)| {
            for ending in if soft { PARTICIPLE_SOFT } else { PARTICIPLE }.split(' ') {
                give(format!("{stem}{ending}"), slot);
            }
        };
        let Self { past, present, they, .. } = *self;
        give(self.infinitive.to_owned(), Infinitive);
        if self.odd_past.is_empty() {
            for ending in ["л", "ла", "ло", "ли"] {
                give(format!("{past}{ending}"), Past);
            }
            give(format!("{past}в"), PastGerund);
            give(format!("{past}вши"), PastGerund);
            participle(&format!("{past}вш"), true, ActivePast, &mut give);
        } else {
            let forms: Vec<&str> = self.odd_past.split(' ').map(|form| if form == "0" { "" } else { form }).collect();
            for form in &forms[..4] {
                give((*form).to_owned(), Past);
            }
            if let Some(stem) = forms[4].strip_suffix("ий") {
                participle(stem, true, ActivePast, &mut give);
                give(format!("{stem}и"), PastGerund);
            }
        }
        give(self.first.to_owned(), PresentI);
        let endings =
            if self.second { ["ишь", "ит", "им", "ите"] } else { ["ешь", "ет", "ем", "ете"] };
        for ending in endings {
            give(format!("{present}{ending}"), Present);
        }
        give(they.to_owned(), Present);
        for imperative in self.imperative.split(',').filter(|form| !form.is_empty()) {
            give(imperative.to_owned(), Imperative);
            give(format!("{imperative}те"), Imperative);
        }
        if !self.gerund.is_empty() {
            give(self.gerund.to_owned(), Gerund);
        }
        if let Some(stem) = they.strip_suffix('т') {
            participle(&format!("{stem}щ"), true, ActivePresent, &mut give);
        }
        let passive = format!("{present}{}", if self.second { "им" } else { "ем" });
        participle(&passive, false, PassivePresent, &mut give);
        for ending in ["а", "о", "ы"] {
            give(format!("{passive}{ending}"), PassiveShort);
        }
        for stem in self.passive.split(',').filter(|stem| !stem.is_empty()) {
            participle(stem, false, PassivePast, &mut give);
            let short = stem.strip_suffix("нн").map_or_else(|| stem.to_owned(), |stem| format!("{stem}н"));
            for ending in ["", "а", "о", "ы"] {
                give(format!("{short}{ending}"), PassiveShort);
            }
        }
    }
}
