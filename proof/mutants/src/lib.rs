//! A check of the proof itself: faults are seeded into the rooms, and the audit and the tests have to find them.
//!
//! ```text
//!  list (the faults) ──▶ seed (one copy with all of them) ──▶ judge (each switched on: audit, tests) ──▶ docs/mutants.md
//! ```
//!
//! A fault that nothing finds is a rule that nothing holds: it is mended by a new rule of the audit, or a new test. What
//! the audit finds it finds from the scenario and the log alone.

pub mod judge;
pub mod list;
pub mod seed;

use list::Mutant;

/// Every fault in order of number.
pub fn all() -> Vec<Mutant> {
    list::ALL.concat()
}
