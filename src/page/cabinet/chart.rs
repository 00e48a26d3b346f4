//! The geometry of the chart: principal and interest by year, stacked. Templates only draw what is told here.
//!
//! Along the years everything is a share of the width, so that the drawing fits any screen while its words keep their
//! size; upwards it is in units of the drawing. All of it is text made from whole numbers: no rounding differs between
//! machines, and the policy of the site, which forbids styles in markup, has nothing to forbid.

use serde::Serialize;

use crate::portal::schedule::Totals;

/// Height of the area of the bars, in units of the drawing.
const HEIGHT: i64 = 200;
/// Room above the bars, so that the words of the highest line are not cut.
const TOP: i64 = 12;
/// Most lines across.
const LINES: i64 = 4;

/// The chart with the numbers it is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Height of the whole drawing.
    pub height: i64,
    /// Where the bars stand: the lowest line.
    pub base: i64,
    /// The years, earliest first.
    pub years: Vec<Year>,
    /// Lines across, from the lowest.
    pub lines: Vec<Gridline>,
    /// Sums of all years.
    pub principal: i64,
    /// Sums of all years.
    pub interest: i64,
}

/// A year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Accrued.
    pub accrued: i64,
    /// Principal.
    pub principal: i64,
    /// Interest.
    pub interest: i64,
    /// Debited so far.
    pub debited: i64,
    /// Left edge and width of the bars: shares of the width, `12.5%`.
    pub x: String,
    /// Width.
    pub width: String,
    /// Middle, for the word below.
    pub middle: String,
    /// Upper edge of the part of the principal.
    pub principal_y: i64,
    /// Its height.
    pub principal_height: i64,
    /// Upper edge of the part of the interest, which stands on the principal.
    pub interest_y: i64,
    /// Its height.
    pub interest_height: i64,
    /// Is the year written below its bar, even where there is little room?
    pub labelled: bool,
}

/// A line across.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gridline {
    /// Its height.
    pub y: i64,
    /// What it stands for, in whole thousands of tenge.
    pub thousands: i64,
}

impl Chart {
    /// The chart of the sums of years.
    pub fn of(years: &[(i32, Totals)]) -> Self {
        let highest = years.iter().map(|(_, totals)| totals.accrued.tiyn()).max().unwrap_or(0);
        let step = step(highest);
        let lines = in_steps(highest, step).max(1);
        let top = step.saturating_mul(lines);
        let count = i64::try_from(years.len()).unwrap_or(i64::MAX).max(1);
        let every = in_steps(count, 6);
        let bars = years.iter().zip(0..).map(|((year, totals), at)| {
            let principal_height = height(totals.principal.tiyn(), top);
            // The two together are as high as their sum, whatever is lost in rounding each.
            let interest_height = height(totals.accrued.tiyn(), top) - principal_height;
            let slot = |part: i64| percent((at * 1000 + part) * 100 / count);
            Year {
                year: *year,
                accrued: totals.accrued.tiyn(),
                principal: totals.principal.tiyn(),
                interest: totals.interest.tiyn(),
                debited: totals.debited.tiyn(),
                x: slot(150),
                width: percent(70_000 / count),
                middle: slot(500),
                principal_y: TOP + HEIGHT - principal_height,
                principal_height,
                interest_y: TOP + HEIGHT - principal_height - interest_height,
                interest_height,
                labelled: at % every == 0,
            }
        });
        Self {
            height: TOP + HEIGHT + 28,
            base: TOP + HEIGHT,
            years: bars.collect(),
            lines: (0..=lines)
                .map(|line| Gridline { y: TOP + HEIGHT - HEIGHT * line / lines, thousands: step * line / 100_000 })
                .collect(),
            principal: years.iter().map(|(_, totals)| totals.principal.tiyn()).sum(),
            interest: years.iter().map(|(_, totals)| totals.interest.tiyn()).sum(),
        }
    }
}

/// `of` ÷ `by`, rounded up; both are positive.
const fn in_steps(of: i64, by: i64) -> i64 {
    (of + by - 1) / by
}

/// 1, 2 or 5 × 10ⁿ thousand tenge: the least with which the highest bar stays below [`LINES`] lines.
fn step(highest: i64) -> i64 {
    let mut base = 100_000_i64;
    while base < i64::MAX / 10 {
        for times in [1, 2, 5] {
            if base * times * LINES >= highest {
                return base * times;
            }
        }
        base *= 10;
    }
    base
}

fn height(tiyn: i64, top: i64) -> i64 {
    let scaled = i128::from(tiyn) * i128::from(HEIGHT) / i128::from(top.max(1));
    i64::try_from(scaled).unwrap_or(HEIGHT)
}

/// Thousandths of a per cent as an attribute says it.
fn percent(thousandths: i64) -> String {
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::portal::money::Money;

    fn totals(principal: i64, interest: i64) -> Totals {
        let [principal, interest] = [principal, interest].map(Money::from_tiyn);
        Totals { principal, interest, accrued: principal.checked_add(interest).unwrap(), ..Totals::default() }
    }

    #[test]
    fn steps_are_round_and_leave_the_highest_bar_below_the_top() {
        for (highest, expected) in [
            (0, 100_000),
            (400_000, 100_000),
            (400_001, 200_000),
            (120_000_000, 50_000_000),
            (200_000_001, 100_000_000),
        ] {
            assert_eq!(step(highest), expected, "{highest}");
        }
    }

    #[test]
    fn a_chart_of_nothing_is_empty() {
        let chart = Chart::of(&[]);
        assert!(chart.years.is_empty() && chart.principal == 0 && chart.interest == 0);
    }

    proptest! {
        #[test]
        fn bars_stand_on_the_base_and_stay_inside(sums in prop::collection::vec((1..=Money::LIMIT.tiyn(), 0..=Money::LIMIT.tiyn()), 1..=30)) {
            let years: Vec<(i32, Totals)> =
                (2010..).zip(&sums).map(|(year, (principal, interest))| (year, totals(*principal, *interest))).collect();
            let chart = Chart::of(&years);
            for year in &chart.years {
                prop_assert_eq!(year.principal_y + year.principal_height, chart.base);
                prop_assert_eq!(year.interest_y + year.interest_height, year.principal_y);
                prop_assert!(year.interest_height >= 0 && year.interest_y >= TOP);
                prop_assert_eq!(year.principal + year.interest, year.accrued);
            }
            prop_assert!(chart.lines.len() <= 5, "{:?}", chart.lines);
        }
    }
}
