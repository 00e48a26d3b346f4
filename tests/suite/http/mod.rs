//! The server, over raw sockets.

mod cabinet;
mod calculator;
mod connections;
mod errors;
mod files;
mod headers;
mod http2;
mod openapi;
mod ops;
mod paths;
mod preview;
mod releases;
mod requests;
mod search;
mod search_faults;
mod signals;
mod tls;
