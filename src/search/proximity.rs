//! Words of a query that stand together in a text, as they stand in the query, make it a better answer.

use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TantivyError};

use super::mend::MOST_PARTS;
use super::query::MOST_TERMS;
use super::rank::{Scored, Shelf};

/// What a pair of words side by side adds to a score, as a share of it.
const TOGETHER: f32 = 0.15;
/// Words farther apart do not stand together.
const FAR: u32 = 8;
/// So many places of a word in one field are looked at.
const MOST_PLACES: usize = 64;

/// A list of places in the index.
pub(super) struct List<'a> {
    /// Number of the word among those of the query that count.
    pub(super) term: u8,
    pub(super) shelf: &'a Shelf,
    pub(super) entry: TermInfo,
}

/// A place of a word: field, position, number of the word.
type Place = (u32, u32, u8);

/// Adds to the scores what words that stand together tell.
pub(super) fn add(lists: &[List<'_>], best: &mut [Scored]) -> Result<(), TantivyError> {
    best.sort_by_key(|scored| scored.unit);
    let mut places: Vec<Vec<Place>> = vec![Vec::new(); best.len()];
    let mut read = Vec::new();
    for List { term, shelf, entry } in lists {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = shelf.words.read_postings_from_terminfo(entry, option)?;
        for (scored, places) in best.iter().zip(&mut places) {
            if postings.doc() < scored.unit {
                postings.seek(scored.unit);
            }
            if postings.doc() == scored.unit {
                postings.positions(&mut read);
                let field = shelf.field.field_id();
                places.extend(read.iter().take(MOST_PLACES).map(|place| (field, *place, *term)));
            }
        }
    }
    for (scored, mut places) in best.iter_mut().zip(places) {
        places.sort_unstable();
        scored.score *= 1.0 + TOGETHER * closeness(&places);
    }
    Ok(())
}

/// Of each pair of neighbours in the query how near they come to each other, added up; 1 for a pair side by side.
fn closeness(places: &[Place]) -> f32 {
    let mut pairs = [0.0_f32; MOST_TERMS * MOST_PARTS];
    for (at, (field, place, term)) in places.iter().enumerate() {
        for (other, before, neighbour) in places[..at].iter().rev() {
            let far = place.saturating_sub(*before);
            if other != field || far > FAR {
                break;
            }
            // The wrong order counts as one step farther.
            let steps = match (term.checked_sub(*neighbour), neighbour.checked_sub(*term)) {
                (Some(1), _) => far.max(1),
                (_, Some(1)) => far + 1,
                _ => continue,
            };
            let pair = &mut pairs[usize::from(*term.min(neighbour))];
            #[expect(clippy::cast_precision_loss, reason = "steps are few")]
            let close = 1.0 / steps as f32;
            *pair = pair.max(close);
        }
    }
    pairs.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_the_query_that_stand_together_count() {
        for (places, wanted) in [
            (vec![(0, 5, 0), (0, 6, 1)], 1.0),
            (vec![(0, 5, 1), (0, 6, 0)], 0.5),
            (vec![(0, 5, 0), (0, 7, 1), (0, 8, 2)], 1.5),
            (vec![(0, 5, 0), (1, 6, 1)], 0.0),
            (vec![(0, 5, 0), (0, 6, 2)], 0.0),
            (vec![(0, 5, 0), (0, 50, 1)], 0.0),
            (vec![(0, 5, 0), (0, 20, 0), (0, 21, 1)], 1.0),
            (vec![], 0.0),
        ] {
            assert!((closeness(&places) - wanted).abs() < 1e-6, "{places:?}");
        }
    }
}
