//! The cabinet from outside.

mod crash;
mod former;
mod gateways;
mod keys;
mod stub;
