//! Words by their hash alone, which takes half the memory of the words. Among some 100,000 words two that share 64
//! bits are not to be expected, and would only make a guess likelier that something else then checks.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// The constants of [FNV-1a](http://www.isthe.com/chongo/tech/comp/fnv/) with 64 bits.
pub(super) const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
pub(super) const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// FNV-1a.
pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(FNV_START, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}

/// A map whose keys are made by [`hash`].
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Fnv>>;

/// A map by names or entities of our own tables, which nobody can choose so that they collide.
pub(super) type ByName<K, T> = HashMap<K, T, BuildHasherDefault<Fnv>>;

/// A set of names of our own tables.
pub(super) type SetOf<K> = HashSet<K, BuildHasherDefault<Fnv>>;

/// FNV-1a as a hasher; a key that is a hash already is passed on.
#[derive(Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(FNV_START)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
