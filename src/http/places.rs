//! Places of which one network may hold only so many, so that some are left for others (security, NET-4, IN-7).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::network::network;

/// Who holds how many.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    held: Mutex<HashMap<IpAddr, usize>>,
}

/// A place; gives itself back when dropped.
#[derive(Debug)]
pub(super) struct Place {
    network: IpAddr,
    places: Arc<Places>,
}

impl Places {
    /// At most so many for one network.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, held: Mutex::default() })
    }

    /// A place for the network of an address, unless it holds as many as it may.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let network = network(address);
        let mut held = self.held();
        let count = held.entry(network).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { network, places: Arc::clone(self) })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.held();
        if let Some(count) = held.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_net_04_a_network_holds_as_many_places_as_it_may_and_gives_them_back() {
        let places = Places::new(2);
        let take = |address: &str| places.take(address.parse().unwrap());
        let (first, second) = (take("2001:db8:1:2::1"), take("2001:db8:1:2::2"));
        assert!(first.is_some() && second.is_some());
        assert!(take("2001:db8:1:2::3").is_none(), "one household is one network");
        assert!(take("2001:db8:1:3::1").is_some() && take("203.0.113.5").is_some(), "others are not");
        drop(first);
        assert!(take("2001:db8:1:2::3").is_some());
        drop(second);
        assert!(places.held().is_empty(), "nobody is remembered");
    }
}
