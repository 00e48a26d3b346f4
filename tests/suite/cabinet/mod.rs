//! The cabinet from outside.

mod gateways;
mod stub;
