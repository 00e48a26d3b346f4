//! The private half: who a client is, how they sign in, what they may see. Start with [`service`] (what can be done) or
//! [`store`] (what is kept).
//!
//! Nothing here knows HTTP, templates or words of pages. Use cases live in [`service`] and own the transactions; personal
//! values are sealed by [`vault`] before they reach the store, and every question about a client's data needs a
//! [`client_id::ClientId`], which only a session (or an operator's command) can give.

pub mod audit;
pub mod auth;
pub mod client_id;
pub mod demo;
pub mod former;
pub mod import;
pub mod journal;
pub mod office;
pub mod service;
pub mod sms;
pub mod store;
pub mod vault;
