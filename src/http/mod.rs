//! The server.
pub mod source;
