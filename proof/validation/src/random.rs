//! Random numbers against their authors' known answers.

use crate::harness::Check;
use iceroad_base::random::philox;

/// Philox4x32-10: Random123 1.14, kat_vectors.
pub fn checks() -> Vec<Check> {
    const PART: &str = "Random numbers";
    const SOURCE: &str = "Random123 kat_vectors";
    let zero = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8];
    let ones = [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd];
    vec![
        Check::exact(PART, "Philox4x32-10, all zero", SOURCE, zero, philox([0; 4], [0; 2])),
        Check::exact(PART, "Philox4x32-10, all ones", SOURCE, ones, philox([u32::MAX; 4], [u32::MAX; 2])),
    ]
}
