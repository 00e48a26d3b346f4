//! The endings of Kazakh, as data: what each is, where it may stand, how it sounds after what.
//!
//! A word is a stem and endings in a fixed order. Where one may stand is told by *states*: each row takes a word from one
//! of the states in `from` to the state `to`. A form is chosen by the sound before it (`after`, a mask of classes) and by
//! harmony (`back`, `front`).

use super::letters::class::{GLIDE, HUSH, L, LIQUID, NASAL, SIGN, VOICELESS, VOWEL};

/// What stands before an ending; a set of states is a mask.
pub(super) mod state {
    /// Stem of a noun, an adjective, a name.
    pub(in super::super) const NOUN: u32 = 1;
    /// … with a plural.
    pub(in super::super) const PLURAL: u32 = 1 << 1;
    /// … with «my», «thy»: -м, -ң
    pub(in super::super) const MINE: u32 = 1 << 2;
    /// … with «our», «your»: -мыз, -ңыз
    pub(in super::super) const OURS: u32 = 1 << 3;
    /// … with «his»: -ы, -сы
    pub(in super::super) const HIS: u32 = 1 << 4;
    /// … with a case after which only a person may stand.
    pub(in super::super) const CASE: u32 = 1 << 5;
    /// … with the locative, which -ғы turns into an attribute.
    pub(in super::super) const LOCATIVE: u32 = 1 << 6;
    /// … with -ғы or -нікі: a noun once more.
    pub(in super::super) const RELATIVE: u32 = 1 << 7;
    /// … with -дай, -ша, -сыз, -лы, -рақ: an adjective.
    pub(in super::super) const QUALITY: u32 = 1 << 8;
    /// Nothing may follow but a particle.
    pub(in super::super) const END: u32 = 1 << 9;
    /// Stem of a verb.
    pub(in super::super) const VERB: u32 = 1 << 10;
    /// … in a voice.
    pub(in super::super) const VOICE: u32 = 1 << 11;
    /// … denied: -ма
    pub(in super::super) const DENIED: u32 = 1 << 12;
    /// … in the past or the condition, which take -м, -ң, -қ as persons.
    pub(in super::super) const PAST: u32 = 1 << 13;
    pub(in super::super) const CONDITION: u32 = 1 << 14;
    /// … as a converb, which takes -мын, -сың, -ды.
    pub(in super::super) const CONVERB_A: u32 = 1 << 15;
    pub(in super::super) const CONVERB_P: u32 = 1 << 16;
    /// … as a participle: -ған, -атын, -ар, -мақ: as a noun from here on.
    pub(in super::super) const PARTICIPLE: u32 = 1 << 17;
    /// … as a name of the action: -у
    pub(in super::super) const ACTION: u32 = 1 << 18;
    /// -ғы of wish: келгім келеді
    pub(in super::super) const WISH: u32 = 1 << 19;
    /// -ғандық, -атындық
    pub(in super::super) const FACT: u32 = 1 << 20;
    /// The command of one to many: -ың, -ыңыз
    pub(in super::super) const COMMAND: u32 = 1 << 21;

    /// Something in -қ, -к that is voiced before the vowel of a possessive: -ғандығ(ы)
    pub(in super::super) const SOFT: u32 = 1 << 22;

    /// Whatever is declined as a noun without a number yet.
    pub(in super::super) const NOMINAL: u32 = NOUN | RELATIVE | QUALITY | PARTICIPLE | ACTION | FACT;
    /// Whatever may take a case.
    pub(in super::super) const DECLINED: u32 = NOMINAL | PLURAL | OURS;
    /// A verb to which tense or mood is added.
    pub(in super::super) const ROOT: u32 = VERB | VOICE;
    /// Everything a word may end in.
    pub(in super::super) const FINAL: u32 = !(WISH | SOFT);
}

/// What an ending means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// -лар: many
    Plural,
    /// -м: my
    My,
    /// -ң: thy
    Thy,
    /// -ңыз: your
    Your,
    /// -мыз: our
    Our,
    /// -ы, -сы: his, her, their
    His,
    /// -ның: of
    Genitive,
    /// -ға: to
    Dative,
    /// -ны: whom, what
    Accusative,
    /// -да: where
    Locative,
    /// -дан: whence
    Ablative,
    /// -мен: with
    Instrumental,
    /// -ғы: which is there or then
    Relative,
    /// -нікі: whose
    Owned,
    /// -дай: like
    Like,
    /// -ша: in the manner of
    Manner,
    /// -сыз: without
    Without,
    /// -лы: with
    With,
    /// -рақ: more
    More,
    /// -лау: somewhat
    Somewhat,
    /// -лық on an ordinary noun: айтарлық
    Worth,
    /// -мын, -сың, -мыз: am, art, are
    Person,
    /// -шы, -ау, -ақ: please, alas, just
    Particle,
    /// -ыл, -ын: is done
    Passive,
    /// -ыс: with one another
    Together,
    /// -дыр, -т: makes do
    Causative,
    /// -ма: not
    Not,
    /// -ды: did
    Past,
    /// -са: if
    If,
    /// -м, -ң, -қ after the past and the condition
    Did,
    /// -сын: let him
    Let,
    /// -йын, -йық: let me, let us
    LetMe,
    /// -ың, -ыңыз: do!
    Command,
    /// -п: having done
    Having,
    /// -пты: it turns out he did
    Reportedly,
    /// -а, -й: doing
    Doing,
    /// -ды after -а: does
    Does,
    /// -ған: who has done
    Done,
    /// -атын: who does
    Doer,
    /// -ар: who will do
    WillDo,
    /// -мас: who will not do
    WillNot,
    /// -мақ: who intends to
    Intends,
    /// -мақшы
    IntendsTo,
    /// -у: to do, doing
    Action,
    /// -ушы: one who does
    Agent,
    /// -лық after a participle: the fact that
    Fact,
    /// -ғалы: in order to, since
    InOrder,
    /// -ғанша: until, rather than
    Until,
    /// -ғай: may it
    May,
    /// -ғы: would like to
    Wish,
    /// -йынша: without doing
    Unless,
    /// -ыс: the manner of doing
    Way,
    /// A verb stem alone: do!
    Bare,
}

/// How many tags there are.
pub(super) const TAGS: usize = Tag::Bare as usize + 1;

/// One form of an ending.
pub(super) struct Row {
    pub(super) tag: Tag,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) after: u8,
    pub(super) back: &'static str,
    pub(super) front: &'static str,
}

const fn row(tag: Tag, from: u32, to: u32, after: u8, back: &'static str, front: &'static str) -> Row {
    Row { tag, from, to, after: after | SIGN, back, front }
}

/// After a vowel, and not after one.
const V: u8 = VOWEL;
const C: u8 = GLIDE | LIQUID | L | NASAL | HUSH | VOICELESS;
/// After a voiceless consonant, and after anything else.
const T: u8 = VOICELESS;
const D: u8 = VOWEL | GLIDE | LIQUID | L | NASAL | HUSH;
/// After any voiced consonant.
const DC: u8 = GLIDE | LIQUID | L | NASAL | HUSH;
const EVERY: u8 = D | T;

/// All endings. Rows of one tag stand together; where the ending has no back or no front form, both columns are equal.
pub(super) const ROWS: &[Row] = {
    use Tag::{
        Ablative, Accusative, Action, Agent, Causative, Command, Dative, Did, Doer, Does, Doing, Done, Fact, Genitive,
        Having, His, If, InOrder, Instrumental, Intends, IntendsTo, Let, LetMe, Like, Locative, Manner, May, More, My,
        Not, Our, Owned, Particle, Passive, Past, Person, Plural, Relative, Reportedly, Somewhat, Thy, Together,
        Unless, Until, Way, WillDo, WillNot, Wish, With, Without, Worth, Your,
    };
    use state::{
        ACTION, CASE, COMMAND, CONDITION, CONVERB_A, CONVERB_P, DECLINED, DENIED, END, FACT, HIS, LOCATIVE, MINE,
        NOMINAL, NOUN, OURS, PARTICIPLE, PAST, PLURAL, QUALITY, RELATIVE, ROOT, SOFT, VERB, VOICE, WISH,
    };
    &[
        // Number.
        row(Plural, NOMINAL, PLURAL, VOWEL | GLIDE | LIQUID, "лар", "лер"),
        row(Plural, NOMINAL, PLURAL, L | NASAL | HUSH, "дар", "дер"),
        row(Plural, NOMINAL, PLURAL, T, "тар", "тер"),
        // Possession.
        row(My, NOMINAL | PLURAL, MINE, V, "м", "м"),
        row(My, NOMINAL | PLURAL | SOFT, MINE, C, "ым", "ім"),
        row(Thy, NOMINAL | PLURAL, MINE, V, "ң", "ң"),
        row(Thy, NOMINAL | PLURAL | SOFT, MINE, C, "ың", "ің"),
        row(Your, NOMINAL | PLURAL, OURS, V, "ңыз", "ңіз"),
        row(Your, NOMINAL | PLURAL | SOFT, OURS, C, "ыңыз", "іңіз"),
        row(Our, NOMINAL | PLURAL, OURS, V, "мыз", "міз"),
        row(Our, NOMINAL | PLURAL | SOFT, OURS, C, "ымыз", "іміз"),
        row(His, NOMINAL | PLURAL, HIS, VOWEL | GLIDE, "сы", "сі"),
        row(His, NOMINAL | PLURAL | SOFT, HIS, C, "ы", "і"),
        // Cases.
        row(Genitive, DECLINED | MINE | HIS, CASE, VOWEL | NASAL, "ның", "нің"),
        row(Genitive, DECLINED | MINE, CASE, GLIDE | LIQUID | L | HUSH, "дың", "дің"),
        row(Genitive, DECLINED | MINE, CASE, T, "тың", "тің"),
        row(Dative, DECLINED, CASE, D, "ға", "ге"),
        row(Dative, DECLINED, CASE, T, "қа", "ке"),
        row(Dative, MINE, CASE, NASAL, "а", "е"),
        row(Dative, HIS, CASE, V, "на", "не"),
        row(Accusative, DECLINED, CASE, V, "ны", "ні"),
        row(Accusative, DECLINED | MINE, CASE, DC, "ды", "ді"),
        row(Accusative, DECLINED, CASE, T, "ты", "ті"),
        row(Accusative, HIS, CASE, V, "н", "н"),
        row(Locative, DECLINED | MINE, LOCATIVE, D, "да", "де"),
        row(Locative, DECLINED, LOCATIVE, T, "та", "те"),
        row(Locative, HIS, LOCATIVE, V, "нда", "нде"),
        row(Ablative, DECLINED | MINE, CASE, NASAL, "нан", "нен"),
        row(Ablative, DECLINED, CASE, VOWEL | GLIDE | LIQUID | L | HUSH, "дан", "ден"),
        row(Ablative, DECLINED, CASE, T, "тан", "тен"),
        row(Ablative, HIS, CASE, V, "нан", "нен"),
        row(Instrumental, DECLINED | MINE | HIS, CASE, VOWEL | GLIDE | LIQUID | L | NASAL, "мен", "мен"),
        row(Instrumental, DECLINED, CASE, HUSH, "бен", "бен"),
        row(Instrumental, DECLINED, CASE, T, "пен", "пен"),
        // Attributes made of cases, times and places.
        row(Relative, LOCATIVE, RELATIVE, V, "ғы", "гі"),
        row(Relative, NOUN, RELATIVE, D, "ғы", "гі"),
        row(Relative, NOUN, RELATIVE, T, "қы", "кі"),
        row(Owned, DECLINED | MINE | HIS, RELATIVE, VOWEL | NASAL, "нікі", "нікі"),
        row(Owned, DECLINED | MINE, RELATIVE, GLIDE | LIQUID | L | HUSH, "дікі", "дікі"),
        row(Owned, DECLINED, RELATIVE, T, "тікі", "тікі"),
        // Likeness, manner, lack, degree.
        row(Like, DECLINED | MINE, QUALITY, D, "дай", "дей"),
        row(Like, DECLINED, QUALITY, T, "тай", "тей"),
        row(Like, HIS, QUALITY, V, "ндай", "ндей"),
        row(Manner, NOUN | PLURAL, QUALITY, EVERY, "ша", "ше"),
        row(Manner, HIS, QUALITY, V, "нша", "нше"),
        row(Manner, MINE, QUALITY, NASAL, "ша", "ше"),
        row(Without, NOUN | ACTION | PLURAL, QUALITY, EVERY, "сыз", "сіз"),
        row(With, NOUN, QUALITY, VOWEL | GLIDE | LIQUID, "лы", "лі"),
        row(With, NOUN, QUALITY, L | NASAL | HUSH, "ды", "ді"),
        row(With, NOUN, QUALITY, T, "ты", "ті"),
        row(More, NOUN | QUALITY | LOCATIVE, QUALITY, V, "рақ", "рек"),
        row(More, NOUN | QUALITY, QUALITY, C, "ырақ", "ірек"),
        row(Somewhat, NOUN | QUALITY, QUALITY, VOWEL | GLIDE | LIQUID, "лау", "леу"),
        row(Somewhat, NOUN | QUALITY, QUALITY, L | NASAL | HUSH, "дау", "деу"),
        row(Somewhat, NOUN | QUALITY, QUALITY, T, "тау", "теу"),
        row(Fact, PARTICIPLE, FACT, VOWEL | GLIDE | LIQUID, "лық", "лік"),
        row(Fact, PARTICIPLE, FACT, L | NASAL | HUSH, "дық", "дік"),
        row(Fact, PARTICIPLE, FACT, T, "тық", "тік"),
        row(Worth, NOUN, FACT, VOWEL | GLIDE | LIQUID, "лық", "лік"),
        row(Worth, NOUN, FACT, L | NASAL | HUSH, "дық", "дік"),
        row(Worth, NOUN, FACT, T, "тық", "тік"),
        row(Fact, PARTICIPLE, SOFT, VOWEL | GLIDE | LIQUID, "лығ", "ліг"),
        row(Fact, PARTICIPLE, SOFT, L | NASAL | HUSH, "дығ", "діг"),
        row(Fact, PARTICIPLE, SOFT, T, "тығ", "тіг"),
        row(More, NOUN | QUALITY | LOCATIVE, SOFT, V, "рағ", "рег"),
        row(More, NOUN | QUALITY, SOFT, C, "ырағ", "ірег"),
        // Persons of what is said of someone.
        row(
            Person,
            DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P,
            END,
            VOWEL | GLIDE | LIQUID | L | NASAL,
            "мын",
            "мін",
        ),
        row(Person, DECLINED, END, HUSH, "бын", "бін"),
        row(Person, DECLINED | CONVERB_P, END, T, "пын", "пін"),
        row(Person, DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P, END, EVERY, "сың", "сің"),
        row(Person, DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P, END, EVERY, "сыз", "сіз"),
        row(
            Person,
            DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P,
            END,
            VOWEL | GLIDE | LIQUID | L | NASAL,
            "мыз",
            "міз",
        ),
        row(Person, DECLINED, END, HUSH | NASAL, "быз", "біз"),
        row(Person, DECLINED | CONVERB_P, END, T, "пыз", "піз"),
        row(Person, DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P, END, EVERY, "сыңдар", "сіңдер"),
        row(Person, DECLINED | HIS | LOCATIVE | CONVERB_A | CONVERB_P, END, EVERY, "сыздар", "сіздер"),
        row(Person, CONVERB_A, END, V, "м", "м"),
        // Particles that are written together or with a hyphen.
        row(Particle, CONDITION | END | VERB | DENIED | COMMAND, END, EVERY, "шы", "ші"),
        // Voice.
        row(Passive, VERB, VOICE, LIQUID | NASAL | HUSH | VOICELESS | GLIDE, "ыл", "іл"),
        row(Passive, VERB, VOICE, V, "л", "л"),
        // A stem with л at its end takes -н instead.
        row(Passive, VERB, VOICE, L, "ын", "ін"),
        row(Passive, VERB, VOICE, V, "н", "н"),
        row(Together, ROOT, VOICE, C, "ыс", "іс"),
        row(Together, ROOT, VOICE, V, "с", "с"),
        row(Causative, ROOT, VOICE, D, "дыр", "дір"),
        row(Causative, ROOT, VOICE, T, "тыр", "тір"),
        row(Causative, ROOT, VOICE, VOWEL | LIQUID, "т", "т"),
        // Denial.
        row(Not, ROOT, DENIED, VOWEL | GLIDE | LIQUID | L, "ма", "ме"),
        row(Not, ROOT, DENIED, NASAL | HUSH, "ба", "бе"),
        row(Not, ROOT, DENIED, T, "па", "пе"),
        // Past and condition.
        row(Past, ROOT | DENIED, PAST, D, "ды", "ді"),
        row(Past, ROOT, PAST, T, "ты", "ті"),
        row(If, ROOT | DENIED, CONDITION, EVERY, "са", "се"),
        row(Did, PAST | CONDITION, END, V, "м", "м"),
        row(Did, PAST | CONDITION, END, V, "ң", "ң"),
        row(Did, PAST | CONDITION, END, V, "ңыз", "ңіз"),
        row(Did, PAST | CONDITION, END, V, "ңдар", "ңдер"),
        row(Did, PAST | CONDITION, END, V, "ңыздар", "ңіздер"),
        row(Did, PAST | CONDITION, END, V, "қ", "к"),
        // Commands.
        row(Let, ROOT | DENIED, END, EVERY, "сын", "сін"),
        row(LetMe, ROOT | DENIED, END, V, "йын", "йін"),
        row(LetMe, ROOT, END, C, "айын", "ейін"),
        row(LetMe, VERB, END, EVERY, "яйын", ""),
        row(LetMe, ROOT | DENIED, END, V, "йық", "йік"),
        row(LetMe, ROOT, END, C, "айық", "ейік"),
        row(LetMe, VERB, END, EVERY, "яйық", ""),
        row(LetMe, ROOT, END, C, "алық", "елік"),
        row(LetMe, ROOT | DENIED, END, V, "лық", "лік"),
        row(LetMe, ROOT | DENIED, END, V, "йы", "йі"),
        row(Command, ROOT | DENIED, COMMAND, V, "ң", "ң"),
        row(Command, ROOT, COMMAND, C, "ың", "ің"),
        row(Command, ROOT | DENIED, COMMAND, V, "ңыз", "ңіз"),
        row(Command, ROOT, COMMAND, C, "ыңыз", "іңіз"),
        row(Command, ROOT | DENIED, COMMAND, V, "ңдар", "ңдер"),
        row(Command, ROOT, COMMAND, C, "ыңдар", "іңдер"),
        row(Command, ROOT | DENIED, COMMAND, V, "ңыздар", "ңіздер"),
        row(Command, ROOT, COMMAND, C, "ыңыздар", "іңіздер"),
        // Converbs.
        row(Having, ROOT, CONVERB_P, V, "п", "п"),
        row(Having, ROOT, CONVERB_P, C, "ып", "іп"),
        row(Reportedly, CONVERB_P, END, T, "ты", "ті"),
        row(Having, DENIED, CONVERB_P, V, "п", "п"),
        row(Doing, ROOT, CONVERB_A, C, "а", "е"),
        row(Doing, ROOT | DENIED, CONVERB_A, V, "й", "й"),
        row(Doing, VERB, CONVERB_A, EVERY, "я", ""),
        row(Doing, VERB, CONVERB_A, C, "и", "и"),
        row(Does, CONVERB_A, END, VOWEL | GLIDE | LIQUID, "ды", "ді"),
        row(Unless, DENIED, END, V, "йынша", "йінше"),
        row(InOrder, ROOT, QUALITY, D, "ғалы", "гелі"),
        row(InOrder, ROOT, QUALITY, T, "қалы", "келі"),
        row(InOrder, DENIED, QUALITY, V, "ғалы", "гелі"),
        // Participles.
        row(Done, ROOT | DENIED, PARTICIPLE, D, "ған", "ген"),
        row(Done, ROOT, PARTICIPLE, T, "қан", "кен"),
        row(Person, PARTICIPLE, END, NASAL, "быз", "біз"),
        row(Until, ROOT | DENIED, QUALITY, D, "ғанша", "генше"),
        row(Until, ROOT, QUALITY, T, "қанша", "кенше"),
        row(Done, ROOT | DENIED, END, D, "ғам", "гем"),
        row(Done, ROOT, END, T, "қам", "кем"),
        row(Doer, ROOT, PARTICIPLE, C, "атын", "етін"),
        row(Doer, ROOT | DENIED, PARTICIPLE, V, "йтын", "йтін"),
        row(Doer, VERB, PARTICIPLE, EVERY, "ятын", ""),
        row(Doer, VERB, PARTICIPLE, C, "итын", "итін"),
        row(Doer, ROOT, PARTICIPLE, C, "атұғын", "етұғын"),
        row(Doer, ROOT | DENIED, PARTICIPLE, V, "йтұғын", "йтұғын"),
        row(WillDo, ROOT, PARTICIPLE, C, "ар", "ер"),
        row(WillDo, ROOT, PARTICIPLE, V, "р", "р"),
        row(WillDo, VERB, PARTICIPLE, EVERY, "яр", ""),
        row(WillNot, ROOT, PARTICIPLE, VOWEL | GLIDE | LIQUID | L, "мас", "мес"),
        row(WillNot, ROOT, PARTICIPLE, NASAL | HUSH, "бас", "бес"),
        row(WillNot, ROOT, PARTICIPLE, T, "пас", "пес"),
        row(Intends, ROOT, PARTICIPLE, VOWEL | GLIDE | LIQUID | L, "мақ", "мек"),
        row(Intends, ROOT, PARTICIPLE, NASAL | HUSH, "бақ", "бек"),
        row(Intends, ROOT, PARTICIPLE, T, "пақ", "пек"),
        row(Intends, ROOT, SOFT, VOWEL | GLIDE | LIQUID | L, "мағ", "мег"),
        row(Intends, ROOT, SOFT, NASAL | HUSH, "бағ", "бег"),
        row(Intends, ROOT, SOFT, T, "пағ", "пег"),
        row(IntendsTo, ROOT, PARTICIPLE, VOWEL | GLIDE | LIQUID | L, "мақшы", "мекші"),
        row(IntendsTo, ROOT, PARTICIPLE, NASAL | HUSH, "бақшы", "бекші"),
        row(IntendsTo, ROOT, PARTICIPLE, T, "пақшы", "пекші"),
        // Names of actions and of who acts.
        row(Action, ROOT | DENIED, ACTION, EVERY, "у", "у"),
        row(Action, VERB, ACTION, EVERY, "ю", "ю"),
        row(Agent, ROOT | DENIED, ACTION, EVERY, "ушы", "уші"),
        row(Agent, VERB, ACTION, EVERY, "юшы", "юші"),
        row(Way, ROOT, ACTION, C, "ыс", "іс"),
        row(Way, ROOT, ACTION, V, "с", "с"),
        // Wishes.
        row(Wish, ROOT | DENIED, WISH, D, "ғы", "гі"),
        row(Wish, ROOT, WISH, T, "қы", "кі"),
        row(My, WISH, MINE, V, "м", "м"),
        row(Thy, WISH, MINE, V, "ң", "ң"),
        row(Your, WISH, OURS, V, "ңыз", "ңіз"),
        row(Our, WISH, OURS, V, "мыз", "міз"),
        row(His, WISH, HIS, V, "сы", "сі"),
        row(May, ROOT | DENIED, END, D, "ғай", "гей"),
        row(May, ROOT, END, T, "қай", "кей"),
    ]
};
