//! Otau: a bilingual static-site generator with an embedded query server.
//!
//! Rooms, in the order of the data: [`site`] reads content into a model, [`page`] renders it, [`build`] publishes it,
//! [`http`] serves it; [`search`] knows words. `docs/ARCHITECTURE.md` has the map and the arrows between rooms.

pub mod build;
pub mod cli;
pub mod clock;
pub mod http;
pub mod i18n;
pub mod page;
pub mod portal;
pub mod problem;
pub mod routes;
pub mod search;
pub mod site;
