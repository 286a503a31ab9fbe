//! Random streams: a draw is named by (seed, replication, entity, purpose, number of the draw) and nothing else.
//!
//! The generator is Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
//! 1, 2, 3" (SC '11, 2011): a counter goes in, 128 random bits come out, and there is no state to share. One
//! **block** is one counter value and gives two 64-bit draws.
//!
//! * **Key** (64 bits): SipHash-2-4 (Aumasson and Bernstein, 2012), under the fixed key of sixteen zero bytes,
//!   of `seed` (8 bytes), then the length (8 bytes) and bytes of `entity`, then the same for `purpose`; all
//!   integers little-endian. The lengths keep `("ab", "c")` apart from `("a", "bc")`. The low 32 bits of the hash
//!   are Philox's first key word.
//! * **Counter** (128 bits): the words (block low, block high, replication, 0). Philox under one key is a
//!   bijection on counters, so two replications of one stream never share a block.
//!
//! Two different names share a key with probability 2⁻⁶⁴; among 100,000 streams the chance that any two do is
//! below 3·10⁻¹⁰.
//!
//! Pitfalls: a clone of a stream repeats its draws, which is why [`Stream`] is not `Copy`. Give each machine
//! and each purpose its own stream, or one machine's extra draw will shift the luck of all that follow. Names
//! are the planner's names, never row numbers, so that a new row does not rename the rest.

use crate::hash;

/// Philox's first multiplier, `PHILOX_M4x32_0` in the authors' Random123.
const MULTIPLIER_0: u32 = 0xD251_1F53;
/// Philox's second multiplier, `PHILOX_M4x32_1`.
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
/// What the first key word grows by each round: the golden ratio.
const WEYL_0: u32 = 0x9E37_79B9;
/// What the second key word grows by each round: √3 − 1.
const WEYL_1: u32 = 0xBB67_AE85;
/// The rounds of the variant that the authors recommend.
const ROUNDS: u32 = 10;

/// One block of Philox4x32-10: 128 random bits for a 128-bit counter and a 64-bit key.
#[inline]
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        let first = u64::from(MULTIPLIER_0) * u64::from(c0);
        let second = u64::from(MULTIPLIER_1) * u64::from(c2);
        c0 = (second >> 32) as u32 ^ c1 ^ k0;
        c2 = (first >> 32) as u32 ^ c3 ^ k1;
        c1 = second as u32;
        c3 = first as u32;
        k0 = k0.wrapping_add(WEYL_0);
        k1 = k1.wrapping_add(WEYL_1);
    }
    [c0, c1, c2, c3]
}

/// The Philox key of a named stream; see the [module](self) for the bytes that are hashed.
fn key_of(seed: u64, entity: &str, purpose: &str) -> [u32; 2] {
    let length = |name: &str| (name.len() as u64).to_le_bytes();
    let (seed, lengths) = (seed.to_le_bytes(), [length(entity), length(purpose)]);
    let hash = hash::of_names([&seed, &lengths[0], entity.as_bytes(), &lengths[1], purpose.as_bytes()]);
    [hash as u32, (hash >> 32) as u32]
}

/// A sequence of random draws that belongs to one entity and one purpose in one replication.
///
/// ```
/// use iceroad_base::random::Stream;
/// let mut failures = Stream::named(42, 0, "truck 7", "failure");
/// let first = failures.uniform();
/// assert!(first > 0.0 && first < 1.0);
/// assert_eq!(Stream::named(42, 0, "truck 7", "failure").uniform(), first);
/// assert_ne!(Stream::named(42, 1, "truck 7", "failure").uniform(), first);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stream {
    /// How many 64-bit draws were taken.
    drawn: u64,
    /// The second half of the present block; meaningful while `drawn` is odd.
    spare: u64,
    key: [u32; 2],
    replication: u32,
}

impl Stream {
    /// The stream of `entity` for `purpose` in one replication of a run with this seed, at its first draw.
    pub fn named(seed: u64, replication: u32, entity: &str, purpose: &str) -> Stream {
        Stream { drawn: 0, spare: 0, key: key_of(seed, entity, purpose), replication }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let drawn = self.drawn;
        self.drawn = drawn.wrapping_add(1);
        if drawn & 1 == 1 {
            return self.spare;
        }
        let block = drawn >> 1;
        let [a, b, c, d] = philox([block as u32, (block >> 32) as u32, self.replication, 0], self.key);
        self.spare = u64::from(c) | u64::from(d) << 32;
        u64::from(a) | u64::from(b) << 32
    }

    /// A number in the open interval (0, 1), never 0 and never 1: the odd multiples of 2⁻⁵³, all equally likely.
    ///
    /// The grid is symmetric, so `1 - u` is exact and is itself a possible draw.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        // At most 2^53 − 1, which a float holds exactly; (k + 0.5)·2⁻⁵³ over 53 bits would round up to 1.
        (((self.next_u64() >> 12) << 1) | 1) as f64 * STEP
    }

    /// A whole number in `0..n`, all equally likely; 0 where `n` is 0.
    ///
    /// Lemire's multiplication with rejection ("Fast random integer generation in an interval", 2019). It takes
    /// one draw, and a further one with a probability below `n`/2⁶⁴.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let mut wide = u128::from(self.next_u64()) * u128::from(n);
        if (wide as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (wide as u64) < threshold {
                wide = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (wide >> 64) as u64
    }

    /// Whether an event of probability `p` happens; never for `p <= 0` or not-a-number, always for `p >= 1`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// How many 64-bit draws were taken so far.
    pub fn drawn(&self) -> u64 {
        self.drawn
    }
}

#[cfg(test)]
mod tests;
