//! The domain of the client portal, pure: what an IIN, a sum, a contract, a payment schedule and the compensation memo
//! are, and the rules that hold for them.
//!
//! Nothing here waits, reads a file, a table, a clock or a random source, knows a protocol, a template or a language.
//! “Today” is an argument, computed once at the edge for Asia/Almaty. Texts are parsed once into types that cannot hold
//! anything wrong; errors carry a stable code and arguments (see [`error::Coded`]) and never words. Personal values print
//! masked everywhere and need an explicit `expose()`.
//!
//! Start with [`schedule`] (the statuses of payments), [`authorization`] (a process that cannot skip a step) or
//! [`compensation`] (the memo as a decision table).

pub mod account;
pub mod authorization;
pub mod client;
pub mod compensation;
pub mod contract;
pub mod contract_number;
pub mod date;
pub mod debt;
pub mod error;
pub mod iin;
pub mod money;
mod number;
pub mod password;
pub mod phone;
pub mod schedule;
pub mod statement;

#[cfg(test)]
mod purity_tests;
