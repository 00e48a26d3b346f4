//! Where the cabinet says what an operator should see. It knows no log: whoever starts it hands one over.

use std::fmt::Display;

/// Takes events. Fields never hold a number, name, code, text or key: types of the portal print masked.
pub trait Journal: Send + Sync {
    /// Something happened, under a stable name.
    fn event(&self, name: &str, fields: &[(&str, &dyn Display)]);
}

/// A journal that keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Journal for Silent {
    fn event(&self, _: &str, _: &[(&str, &dyn Display)]) {}
}
