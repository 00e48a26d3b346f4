//! Synthetic clients for demonstrations, tests and benches: believable, drawn from a seed and a day, nobody's real data.
//!
//! The same seed and day make the same clients, each by its number alone, so that any part can be made by itself. [`people`]
//! draws persons, [`contracts`] their contracts with schedules by the annuity formula; the first few clients of every set
//! are the fixed [`personas()`] that a demonstration signs in with.

pub mod contracts;
pub mod dice;
pub mod people;
pub mod personas;

use chrono::NaiveDate;

use super::import::Told;
use dice::Dice;

pub use personas::{Persona, personas};

/// Client number `number` of a set: a persona, or one that is drawn.
pub fn client(seed: u64, number: u64, today: NaiveDate) -> Told {
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(told) = personas::told(place, today) {
        return told;
    }
    let mut dice = Dice::new(seed, number);
    let person = people::draw(&mut dice, number, today);
    // One contract is usual: 1.5 on average.
    let count = match dice.below(100) {
        0..60 => 1,
        60..90 => 2,
        _ => 3,
    };
    let region = dice.below(people::CITIES.len() as u64);
    let drawn: Vec<_> =
        (0..count).map(|at| contracts::draw(&mut dice, &contracts::Place { number, at, region }, today)).collect();
    let (contracts, stated) = drawn.into_iter().unzip();
    Told { account: person.account, client: person.client, contracts, stated }
}

/// The clients of a set.
pub fn clients(seed: u64, count: u64, today: NaiveDate) -> impl Iterator<Item = Told> {
    (0..count).map(move |number| client(seed, number, today))
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
