//! The server: a release (or a preview in memory) and the endpoints of other rooms over HTTP/1.1.
//!
//! A request goes `accept` → `answer` → `guard` → `router` → a handler → `respond` → `headers`, and anything that goes
//! wrong on the way is an [`error::Error`], turned into an answer in one place. Start reading at [`router`]; to add an
//! endpoint, add a [`router::Route`].
//!
//! What is absent here: the disk is never searched by a path of a request ([`source::SiteSource`] is asked by exact
//! key), and no text shown to people is written here (pages come from the site, problems carry codes).

pub mod accept;
pub mod answer;
pub mod app;
pub mod body;
pub mod cabinet;
pub mod calculator;
pub mod conditions;
pub mod config;
pub mod content_type;
pub mod cookies;
pub mod desk;
mod encoded;
pub mod encoding;
pub mod error;
pub mod extract;
pub mod form;
pub mod guard;
pub mod headers;
pub mod json;
pub mod language;
pub mod live;
pub mod log;
pub mod memory;
pub mod metrics;
pub mod network;
pub mod openapi;
pub mod ops;
pub mod path;
mod places;
pub mod preview;
mod problems;
mod pulse;
pub mod release;
pub mod respond;
pub mod router;
mod same_site;
pub mod search;
pub mod searches;
pub mod shutdown;
pub mod source;
mod stall;
pub mod tls;
pub mod uses;
pub mod watch;
pub mod words;
