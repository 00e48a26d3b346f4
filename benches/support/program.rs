//! The program under test.

use std::path::PathBuf;

/// `OTAU`, or the one built for the benches.
pub(crate) fn otau() -> PathBuf {
    std::env::var_os("OTAU").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_otau")), PathBuf::from)
}
