//! What must not be shown.

use std::fmt;

/// A secret of the settings: a gateway's key, a password. It cannot be written in a file of settings (it comes from the
/// environment or a file of its own) and does not print (security, SEC-1).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text; only for the place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_sec_01_a_secret_does_not_print() {
        assert_eq!(format!("{:?}", Some(Secret::new("k3y"))), "Some(Secret(…))");
    }
}
