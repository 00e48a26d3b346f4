//! Otau: a bilingual static-site generator with an embedded query server.
//!
//! Rooms, in the order of the data: [`site`] reads content into a model, [`page`] renders it, [`build`] publishes it,
//! [`http`] serves it; [`search`] knows words; [`cabinet`] keeps and guards what belongs to clients, by the rules of
//! [`portal`]. `docs/ARCHITECTURE.md` has the map and the arrows between rooms.

pub mod build;
pub mod cabinet;
pub mod cli;
pub mod clock;
pub mod config;
pub mod fields;
pub mod http;
pub mod i18n;
pub mod page;
pub mod portal;
pub mod problem;
pub mod routes;
pub mod search;
pub mod site;
pub mod turns;
