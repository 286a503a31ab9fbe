//! The hashes of the whole project, each with values that stand in records, run folders or other people's notes: none may change.
//!
//! They tell names, texts and logs apart. None is a protection against somebody who wants two to collide.

use siphasher::sip::SipHasher24;
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// The hash of names: SipHash-2-4 (Aumasson and Bernstein, 2012), 64 bits, zero key, over the parts one after the other.
pub fn of_names<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = SipHasher24::new_with_keys(0, 0);
    parts.into_iter().for_each(|part| hasher.write(part));
    hasher.finish()
}

/// The hash of texts: SipHash-1-3, 128 bits, zero key, over the parts one after the other.
#[derive(Clone, Debug, Default)]
pub struct OfTexts(SipHasher13);

impl OfTexts {
    /// Takes one part.
    pub fn take(&mut self, part: &[u8]) {
        self.0.write(part);
    }

    /// The hash of all parts so far.
    pub fn value(&self) -> u128 {
        self.0.finish128().as_u128()
    }
}

/// The hash of logs, 64 bits, at one multiplication a word: each is folded in by the mixing step of wyhash (Wang Yi 2019, public
/// domain).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OfWords(u64);

impl Default for OfWords {
    fn default() -> Self {
        Self(0xa076_1d64_78bd_642f)
    }
}

impl OfWords {
    /// Takes one word.
    #[inline]
    pub fn take(&mut self, word: u64) {
        let wide = u128::from(self.0 ^ word) * 0xe703_7ed1_a0b4_28db;
        self.0 = (wide as u64) ^ ((wide >> 64) as u64) ^ word.rotate_left(29);
    }

    /// The hash of all words so far.
    #[inline]
    pub fn value(self) -> u64 {
        self.0
    }
}

/// The hash of hashes: FNV-1a (Fowler, Noll and Vo), 64 bits.
pub fn of_bytes(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let fold = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, fold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siphash_gives_the_answer_of_its_paper() {
        // Appendix A of Aumasson and Bernstein (2012): key 00..0f, message 00..0e.
        let key: [u8; 16] = std::array::from_fn(|i| i as u8);
        let message: [u8; 15] = std::array::from_fn(|i| i as u8);
        assert_eq!(SipHasher24::new_with_key(&key).hash(&message), 0xa129_ca61_49be_45e5);
    }

    #[test]
    fn values_are_those_of_the_authors_and_of_before() {
        // The vectors of draft-eastlake-fnv.
        assert_eq!(of_bytes(*b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(of_bytes(*b"foobar"), 0x8594_4171_f739_67e8);
        let mut words = OfWords::default();
        [1, 2, u64::MAX].into_iter().for_each(|word| words.take(word));
        assert_eq!(words.value(), 0x8d99_6dec_bdca_89b0);
        let mut texts = OfTexts::default();
        texts.take(b"ice");
        texts.take(b"road");
        assert_eq!(texts.value(), 0x8971_20e8_a37d_342c_53e7_146d_5eb5_9d84);
        assert_eq!(of_names([b"ice".as_slice(), b"road"]), of_names([b"iceroad".as_slice()]));
    }
}
