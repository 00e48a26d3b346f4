//! Whose data is asked for.

use std::fmt;

/// A client, as known to the store. Only this room makes one: from a session, or for an operator's command. So a
/// function that takes it cannot be called with an id out of a request (security, ACL-1).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientId(i64);

impl ClientId {
    pub(in crate::cabinet) const fn new(id: i64) -> Self {
        Self(id)
    }

    pub(in crate::cabinet) const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientId({:x})", self.0)
    }
}
