//! The cabinet from outside.

mod crash;
mod former;
mod gateways;
mod stub;
