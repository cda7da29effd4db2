//! Room for files: how many bytes of them may lie around, on their way in or waiting to be read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is left of it is shared by all that hold it.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    taken: Arc<AtomicU64>,
    most: u64,
}

/// The part of a room that one file takes; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Space {
    room: Room,
    bytes: u64,
}

impl Room {
    /// A room for so many bytes.
    pub(crate) fn new(most: u64) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// A part of it that takes nothing yet.
    pub(crate) fn space(&self) -> Space {
        Space { room: self.clone(), bytes: 0 }
    }
}

impl Space {
    /// Takes more of the room; whether there was so much.
    pub(crate) fn grow(&mut self, bytes: u64) -> bool {
        let fits = |taken: u64| taken.checked_add(bytes).filter(|sum| *sum <= self.room.most);
        let grown =
            self.room.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok();
        self.bytes += if grown { bytes } else { 0 };
        grown
    }

    /// How much it takes.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        self.room.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_goes_makes_room() {
        let room = Room::new(100);
        let (mut one, mut two) = (room.space(), room.space());
        assert!(one.grow(60) && two.grow(40));
        assert!(!two.grow(1) && !one.grow(u64::MAX));
        assert_eq!((one.bytes(), two.bytes()), (60, 40));
        drop(one);
        assert!(two.grow(60) && !two.grow(1));
    }
}
