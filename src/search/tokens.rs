//! How the words of a text are handed to the engine: as one text of our own making, which is cut again without a thought.
//!
//! The engine also takes ready tokens, but writes each of them down as JSON and reads it back, which was most of the work
//! of an index.

use memchr::memchr3;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name of [`Cutter`] in the schema.
pub(super) const NAME: &str = "otau";

/// Before a word that stands after the one before it, or where the one before it stands.
const NEXT: u8 = b'\n';
const SAME: u8 = b'\t';
/// So far that words before and after do not stand together.
const FAR: u8 = b'\r';
/// Words of two keywords do not stand together.
const APART: usize = 16;

/// The words of a field with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(String);

impl Words {
    /// After what is there, words that were [written](Self::written) before.
    pub(super) fn add(&mut self, written: &str) {
        self.0.push_str(written);
    }

    /// All of it as it is written.
    pub(super) fn written(&self) -> &str {
        &self.0
    }

    /// A word after the one before it; words hold no control characters.
    pub(super) fn next(&mut self, word: &str) {
        self.push(NEXT, word);
    }

    /// Another word at the place of the one before it.
    pub(super) fn same(&mut self, word: &str) {
        self.push(SAME, word);
    }

    /// The end of a text.
    pub(super) fn end(&mut self) {
        self.0.push(char::from(FAR));
    }

    fn push(&mut self, place: u8, word: &str) {
        self.0.push(char::from(place));
        self.0.push_str(word);
    }

    /// The text for the engine; none when there is no word.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.contains(char::from(NEXT)).then_some(self.0.as_str())
    }

    /// Another field begins.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Cuts what [`Words`] wrote.
#[derive(Clone, Default)]
pub(super) struct Cutter {
    token: Token,
}

/// See [`Cutter`].
pub(super) struct Cut<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cut<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut<'a> {
        self.token.reset();
        Cut { rest: text, token: &mut self.token }
    }
}

impl TokenStream for Cut<'_> {
    fn advance(&mut self) -> bool {
        while let Some(place) = self.rest.bytes().next() {
            let rest = &self.rest[1..];
            let end = memchr3(NEXT, SAME, FAR, rest.as_bytes()).unwrap_or(rest.len());
            let word = &rest[..end];
            self.rest = &rest[end..];
            // A stream begins before its first place.
            let steps = match place {
                NEXT => 1,
                FAR => APART,
                _ => 0,
            };
            self.token.position = self.token.position.wrapping_add(steps);
            if place != FAR {
                self.token.text.clear();
                self.token.text.push_str(word);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        Cutter::default().token_stream(text).process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    #[test]
    fn words_keep_their_places() {
        let mut words = Words::default();
        words.next("төлем");
        words.next("18");
        words.same("18.08");
        words.end();
        words.next("график");
        let text = words.text().unwrap();
        let wanted = [(0, "төлем"), (1, "18"), (1, "18.08"), (18, "график")];
        assert_eq!(cut(text), wanted.map(|(place, word)| (place, word.to_owned())));
    }

    #[test]
    fn words_written_before_are_added_with_their_places() {
        let (mut before, mut words) = (Words::default(), Words::default());
        before.next("18");
        before.same("18.08");
        words.next("төлем");
        words.add(before.written());
        let wanted = [(0, "төлем"), (1, "18"), (1, "18.08")];
        assert_eq!(cut(words.text().unwrap()), wanted.map(|(place, word)| (place, word.to_owned())));
    }

    #[test]
    fn without_words_there_is_no_text() {
        let mut words = Words::default();
        words.next("төлем");
        words.clear();
        words.end();
        assert_eq!(words.text(), None);
        assert_eq!(cut(""), []);
    }
}
