//! The cabinet from outside.

mod crash;
mod gateways;
mod stub;
