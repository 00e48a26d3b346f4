//! The server, over raw sockets.

mod calculator;
mod connections;
mod errors;
mod files;
mod headers;
mod ops;
mod paths;
mod preview;
mod releases;
mod requests;
mod signals;
