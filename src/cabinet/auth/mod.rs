//! Proof of identity without the database: passwords' hashes ([`hasher`]), one-time codes ([`codes`]), the bounds of it all
//! ([`limits`]).
//!
//! Nothing here decides who may do what: that is [`super::service`], which joins these with the store and the rules of
//! the portal.

pub mod codes;
pub mod hasher;
pub mod limits;

pub use codes::Otp;
pub use hasher::{Hasher, HasherConfig, HasherError};
pub use limits::AuthLimits;
