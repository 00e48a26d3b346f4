//! The fields of the index: one index for both languages, fields of its own for each.

use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions};

use super::tokens;
use crate::i18n::PerLocale;

/// A part of a unit that can be searched, the dearest first.
pub(super) const PARTS: [(&str, f32); 6] =
    [("title", 4.0), ("keywords", 3.2), ("lead", 1.6), ("headings", 1.5), ("context", 0.7), ("body", 1.0)];

/// Positions in [`PARTS`].
pub(super) mod part {
    pub(in super::super) const TITLE: usize = 0;
    pub(in super::super) const KEYWORDS: usize = 1;
    pub(in super::super) const LEAD: usize = 2;
    pub(in super::super) const HEADINGS: usize = 3;
    pub(in super::super) const CONTEXT: usize = 4;
    pub(in super::super) const BODY: usize = 5;
}

/// How much an exact form in title or keywords adds. In bodies it added nothing that could be measured, and cost a tenth of
/// the making of an index.
pub(super) const EXACT: f32 = 1.6;

/// The fields of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Stems, by part.
    pub(super) stems: [Field; PARTS.len()],
    /// Words as they are, in title and keywords.
    pub(super) exact: Field,
}

/// The whole schema.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) schema: Schema,
    pub(super) fields: PerLocale<Fields>,
    /// Titles and keywords as they stand, see [`super::whole`].
    pub(super) whole: Field,
    /// The unit as JSON.
    pub(super) unit: Field,
    /// Number of the page.
    pub(super) page: Field,
    /// Number of the type of the page, see [`KINDS`]; its beginning has 8 added.
    pub(super) kind: Field,
    /// Languages of the text: 1 Kazakh, 2 Russian.
    pub(super) languages: Field,
}

/// Names of types by their number.
pub const KINDS: [&str; 5] = ["faq", "instruction", "memo", "page", "notice"];

impl Layout {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokens::NAME)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        let options = TextOptions::default().set_indexing_options(indexing.clone());
        // Where stems stand is kept, to tell words that stand together.
        let placed = indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let placed = TextOptions::default().set_indexing_options(placed);
        let fields = PerLocale::from_fn(|locale| Fields {
            stems: PARTS.map(|(name, _)| schema.add_text_field(&format!("{locale}_{name}"), placed.clone())),
            exact: schema.add_text_field(&format!("{locale}_exact"), options.clone()),
        });
        let whole = schema.add_u64_field("whole", NumericOptions::default().set_indexed());
        let unit = schema.add_bytes_field("unit", STORED);
        let page = schema.add_u64_field("page", FAST);
        let kind = schema.add_u64_field("kind", FAST);
        let languages = schema.add_u64_field("languages", FAST);
        Self { schema: schema.build(), fields, whole, unit, page, kind, languages }
    }
}
