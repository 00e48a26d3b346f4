//! The kk/ru reading view: the blocks of two texts, set side by side.

use super::fill::Filler;
use super::view::SideBySideRow;
use crate::site::markdown::body::BlockKind;
use crate::site::parse::Text;

/// The top-level blocks of a text, filled.
pub(super) fn blocks(text: &Text, mut filler: Filler<'_>) -> Vec<(BlockKind, String)> {
    text.rendered
        .body
        .blocks()
        .map(|(kind, range)| {
            let mut html = String::new();
            filler.part(range, &mut html);
            (kind, html)
        })
        .collect()
}

/// Sets two lists of blocks side by side: block by block where they have the same kinds, else heading by heading.
pub(super) fn align(kk: Vec<(BlockKind, String)>, ru: Vec<(BlockKind, String)>) -> Vec<SideBySideRow> {
    let same = kk.len() == ru.len() && kk.iter().zip(&ru).all(|(a, b)| a.0 == b.0);
    if same {
        return kk.into_iter().zip(ru).map(|((_, kk), (_, ru))| SideBySideRow { kk, ru }).collect();
    }
    let (mut kk, mut ru) = (sections(kk).into_iter(), sections(ru).into_iter());
    let mut rows = Vec::new();
    loop {
        let (left, right) = (kk.next(), ru.next());
        if left.is_none() && right.is_none() {
            return rows;
        }
        let (mut left, mut right) = (left.unwrap_or_default().into_iter(), right.unwrap_or_default().into_iter());
        loop {
            let (a, b) = (left.next(), right.next());
            if a.is_none() && b.is_none() {
                break;
            }
            rows.push(SideBySideRow { kk: a.unwrap_or_default(), ru: b.unwrap_or_default() });
        }
    }
}

fn sections(blocks: Vec<(BlockKind, String)>) -> Vec<Vec<String>> {
    let mut sections = vec![Vec::new()];
    for (kind, html) in blocks {
        if matches!(kind, BlockKind::Heading(_)) {
            sections.push(Vec::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push(html);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind, html: &str) -> (BlockKind, String) {
        (kind, html.to_owned())
    }

    #[test]
    fn equal_structures_stand_block_by_block() {
        let kk = vec![block(BlockKind::Heading(2), "А"), block(BlockKind::Paragraph, "б")];
        let ru = vec![block(BlockKind::Heading(2), "В"), block(BlockKind::Paragraph, "г")];
        let rows: Vec<_> = align(kk, ru).into_iter().map(|row| row.kk + &row.ru).collect();
        assert_eq!(rows, ["АВ", "бг"]);
    }

    #[test]
    fn a_missing_block_does_not_shift_the_next_section() {
        let kk =
            vec![block(BlockKind::Paragraph, "1"), block(BlockKind::Paragraph, "2"), block(BlockKind::Heading(2), "A")];
        let ru = vec![block(BlockKind::Paragraph, "1"), block(BlockKind::Heading(2), "B")];
        let rows: Vec<_> = align(kk, ru).into_iter().map(|row| (row.kk, row.ru)).collect();
        assert_eq!(rows[1], ("2".to_owned(), String::new()));
        assert_eq!(rows[2], ("A".to_owned(), "B".to_owned()));
    }
}
