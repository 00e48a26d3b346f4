//! Leaf: what an operator sets, complete and checked before anything starts. Nothing deeper reads a file of settings or the
//! environment.

pub mod secret;
pub mod sms;
