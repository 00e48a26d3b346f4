//! What the engine is given of a unit. The engine's own document keeps a copy of every text; this one lends its texts, and
//! its memory is used again for the next unit.

use std::iter::Empty;
use std::sync::Arc;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

use super::counter::Counter;
use super::schema::{Layout, PARTS, part};
use super::titles::Names;
use super::tokens::Words;
use super::unit::{Side, Unit};
use super::whole::Phrase;
use crate::i18n::{Locale, PerLocale};

/// The fields of a unit.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    layout: Layout,
    sides: PerLocale<SideWords>,
    numbers: Vec<(Field, u64)>,
    unit: Vec<u8>,
}

/// The words of one language.
#[derive(Clone, Debug, Default)]
struct SideWords {
    stems: [Words; PARTS.len()],
    /// Words as they are, in title and keywords.
    exact: Words,
}

impl Sheet {
    pub(super) fn new(layout: Layout) -> Self {
        Self { layout, sides: PerLocale::default(), numbers: Vec::new(), unit: Vec::new() }
    }

    /// Begins another unit.
    pub(super) fn begin(&mut self, unit: &Unit) {
        self.numbers.clear();
        self.unit.clear();
        for locale in Locale::ALL {
            self.sides[locale].clear();
        }
        // A unit has nothing that JSON cannot say.
        _ = serde_json::to_writer(&mut self.unit, unit);
    }

    /// Adds what the unit is sorted and found by: its page, its type, its languages.
    pub(super) fn number(&mut self, page: u64, kind: u64, languages: u64) {
        let Layout { page: of_page, kind: of_kind, languages: of_languages, .. } = self.layout;
        self.numbers.extend([(of_page, page), (of_kind, kind), (of_languages, languages)]);
    }

    /// Adds one language, which is called so.
    pub(super) fn add(&mut self, locale: Locale, side: &Side, names: &Names, counter: &mut Counter) {
        let words = &mut self.sides[locale];
        let (title, context) = (side.name(), side.context());
        words.read(part::TITLE, [title], counter);
        words.read(part::KEYWORDS, side.keywords.iter().map(String::as_str), counter);
        words.read(part::LEAD, [side.lead.as_str()], counter);
        words.read(part::HEADINGS, side.headings.iter().map(String::as_str), counter);
        words.read(part::CONTEXT, context, counter);
        words.read(part::BODY, [side.text.as_str()], counter);
        for name in names.keywords.iter().chain([&names.title]) {
            let phrase = Phrase::of_words(name.iter().map(|word| counter.word(*word)));
            self.numbers.extend(phrase.numbers().map(|number| (self.layout.whole, number)));
        }
    }

    fn values(&self) -> Vec<(Field, Lent<'_>)> {
        let mut all: Vec<(Field, Lent<'_>)> = Vec::with_capacity(32);
        for (locale, side) in self.sides.iter() {
            let fields = &self.layout.fields[locale];
            let stems = fields.stems.iter().zip(&side.stems);
            let exact = [(&fields.exact, &side.exact)];
            let words = stems.chain(exact).filter_map(|(field, words)| Some((*field, words.text()?)));
            all.extend(words.map(|(field, text)| (field, Lent(ReferenceValueLeaf::Str(text)))));
        }
        all.extend(self.numbers.iter().map(|(field, number)| (*field, Lent(ReferenceValueLeaf::U64(*number)))));
        all.push((self.layout.unit, Lent(ReferenceValueLeaf::Bytes(&self.unit))));
        all
    }
}

impl SideWords {
    fn clear(&mut self) {
        self.stems.iter_mut().chain([&mut self.exact]).for_each(Words::clear);
    }

    /// Reads the texts of a part.
    fn read<'a>(&mut self, part: usize, texts: impl IntoIterator<Item = &'a str>, counter: &mut Counter) {
        let stems = &mut self.stems[part];
        for text in texts {
            counter.read(text, stems, Some(&mut self.exact).filter(|_| part <= part::KEYWORDS));
            stems.end();
        }
    }
}

/// A sheet in the engine's hands.
pub(super) struct Page(pub(super) Arc<Sheet>);

impl Document for Page {
    type Value<'a> = Lent<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, Lent<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.0.values().into_iter()
    }
}

/// A number or a text of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Lent<'a>(ReferenceValueLeaf<'a>);

impl<'a> Value<'a> for Lent<'a> {
    type ArrayIter = Empty<Self>;
    type ObjectIter = Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(self.0.clone())
    }
}
