//! `[retention]`: how long what nobody asks to erase is kept.

use crate::fields::Fields;

/// Names of the settings.
pub const SETTINGS: &[&str] = &["former_clients_years"];

/// Terms that an operator sets; those that security fixes cannot be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// After how many years former clients are erased (KZ-3); never, unless it is set.
    pub former_clients_years: Option<u32>,
}

impl Retention {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let years = fields.integer("former_clients_years", 1..=75);
        Self { former_clients_years: years.and_then(|years| u32::try_from(years).ok()) }
    }
}
