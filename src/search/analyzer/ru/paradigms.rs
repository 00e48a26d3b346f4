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

/// Every rule of the grammar, and the forms that follow no rule.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut paradigm = 0_u8;
    let text = |part: &str| if part == "0" { String::new() } else { part.to_owned() };
    for (lemma, after, cells) in NOUNS {
        use Slot::{
            Accusative, Dative, Genitive, Instrumental, Nominative, Plural, PluralGenitive, PluralOther, Prepositional,
        };
        let slots = [
            Nominative,
            Genitive,
            Dative,
            Instrumental,
            Prepositional,
            Accusative,
            Plural,
            PluralGenitive,
            PluralOther,
        ];
        for (cell, slot) in cells.split(' ').zip(slots) {
            for ending in cell.split('/').filter(|ending| *ending != "-") {
                rules.push(Rule {
                    ending: text(ending),
                    lemma: text(lemma),
                    class: Class::Noun,
                    slot,
                    paradigm,
                    after,
                    prefixed: false,
                });
            }
        }
        paradigm += 1;
    }
    for (lemma, after, long, rare, short, comparative) in ADJECTIVES {
        let parts =
            [(long, Slot::Long), (rare, Slot::LongRare), (short, Slot::Short), (comparative, Slot::Comparative)];
        for (cells, slot) in parts {
            for ending in cells.split_whitespace() {
                rules.push(Rule {
                    ending: text(ending),
                    lemma: text(lemma),
                    class: Class::Adjective,
                    slot,
                    paradigm,
                    after,
                    prefixed: false,
                });
            }
        }
        // «большой», «молодой»: the dictionary form itself is another, the key is the same.
        if *lemma == "ый" || *lemma == "ий" && *after == "кгх" {
            rules.push(Rule {
                ending: "ой".into(),
                lemma: text(lemma),
                class: Class::Adjective,
                slot: Slot::Long,
                paradigm,
                after,
                prefixed: false,
            });
        }
        paradigm += 1;
    }
    for line in VERBS.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').collect();
        let [infinitive, past, first, present, conjugation, they, imperative, gerund, passive, after, odd_past] =
            cells[..]
        else {
            continue;
        };
        let verb = Verb {
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
        };
        verb.rules(paradigm, &mut rules);
        paradigm += 1;
    }
    for (lemma, class, forms) in ODD {
        for form in forms.split(' ').chain([*lemma]) {
            rules.push(Rule {
                ending: form.to_owned(),
                lemma: adjective_key(lemma, *class),
                class: *class,
                slot: if *class == Class::Adjective { Slot::Comparative } else { Slot::PluralOther },
                paradigm,
                after: "",
                prefixed: true,
            });
        }
    }
    rules
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
