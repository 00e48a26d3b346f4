//! Lists by pages: which entries a page of a list shows, and the links to its other pages and sizes.

use super::compose::{ANSWERS_LIMIT, Composer};
use super::view::{Pager, PagerNumber, PagerSize};
use crate::routes;

/// A page of a list: which entries it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Entries on a page, 0 for all.
    pub size: usize,
    /// Number of the page, from 1.
    pub number: usize,
}

impl Slice {
    /// The range of entries out of `total`.
    pub fn range(self, total: usize) -> std::ops::Range<usize> {
        if self.size == 0 {
            return 0..total;
        }
        let from = (self.number - 1) * self.size;
        from.min(total)..(from + self.size).min(total)
    }

    /// How many pages `total` entries take.
    pub fn pages(size: usize, total: usize) -> usize {
        if size == 0 { 1 } else { total.div_ceil(size).max(1) }
    }
}

impl Composer<'_> {
    pub(super) fn pager(&self, total: usize, base: &str, slice: Slice, choice: bool) -> Pager {
        let config = &self.model.config;
        let default = config.page_size;
        let pages = Slice::pages(slice.size, total);
        let url = |number: usize| routes::list_page(base, slice.size, default, number);
        let range = slice.range(total);
        Pager {
            total,
            from: if total == 0 { 0 } else { range.start + 1 },
            to: range.end,
            page: slice.number,
            pages,
            numbers: page_numbers(slice.number, pages)
                .into_iter()
                .map(|number| PagerNumber {
                    number,
                    url: if number == 0 { String::new() } else { url(number) },
                    current: number == slice.number,
                })
                .collect(),
            prev: (slice.number > 1).then(|| url(slice.number - 1)),
            next: (slice.number < pages).then(|| url(slice.number + 1)),
            sizes: if choice {
                sizes(config.page_sizes.as_slice(), total, slice.size, base, default)
            } else {
                Vec::new()
            },
        }
    }
}

/// Sizes worth choosing for a list of `total` entries: those that make a difference, and “all” (0) while answers fit.
pub fn useful_sizes(sizes: &[usize], total: usize) -> Vec<usize> {
    let mut useful: Vec<usize> = sizes.iter().copied().filter(|size| *size < total).collect();
    if !useful.is_empty() && total <= ANSWERS_LIMIT {
        useful.push(0);
    }
    useful
}

fn sizes(sizes: &[usize], total: usize, current: usize, base: &str, default: usize) -> Vec<PagerSize> {
    let mut useful = useful_sizes(sizes, total);
    // The default stays reachable even where it shows everything.
    if !useful.is_empty() && !useful.contains(&default) {
        useful.retain(|size| *size != 0);
        useful.push(default);
    }
    useful
        .into_iter()
        .map(|size| PagerSize { size, url: routes::list_page(base, size, default, 1), current: size == current })
        .collect()
}

/// First, last, and those around the current one; 0 stands for a gap.
pub(super) fn page_numbers(current: usize, pages: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    for number in 1..=pages {
        let near = number == 1 || number == pages || number.abs_diff(current) <= 2;
        // A gap of a single number is no shorter than the number.
        let lone = (number == 2 && current == 5) || (number + 1 == pages && current + 4 == pages);
        if near || lone {
            numbers.push(number);
        } else if numbers.last() != Some(&0) {
            numbers.push(0);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_keep_the_ends_and_the_neighbours() {
        for (current, pages, expected) in [
            (1, 1, vec![1]),
            (1, 5, vec![1, 2, 3, 4, 5]),
            (1, 6, vec![1, 2, 3, 0, 6]),
            (3, 5, vec![1, 2, 3, 4, 5]),
            (5, 20, vec![1, 2, 3, 4, 5, 6, 7, 0, 20]),
            (10, 20, vec![1, 0, 8, 9, 10, 11, 12, 0, 20]),
            (20, 20, vec![1, 0, 18, 19, 20]),
        ] {
            assert_eq!(page_numbers(current, pages), expected, "{current} of {pages}");
        }
    }

    #[test]
    fn sizes_are_offered_only_where_they_change_something() {
        assert_eq!(useful_sizes(&[10, 20, 50], 8), Vec::<usize>::new());
        assert_eq!(useful_sizes(&[10, 20, 50], 12), [10, 0]);
        assert_eq!(useful_sizes(&[10, 20, 50], 64), [10, 20, 50, 0]);
        assert_eq!(useful_sizes(&[10, 20, 50], 500), [10, 20, 50]);
    }

    #[test]
    fn slices_cover_the_list_once() {
        for total in 0..60 {
            for size in [0, 1, 7, 20] {
                let pages = Slice::pages(size, total);
                let covered: usize = (1..=pages).map(|number| Slice { size, number }.range(total).len()).sum();
                assert_eq!(covered, total, "{total} by {size}");
            }
        }
    }
}
