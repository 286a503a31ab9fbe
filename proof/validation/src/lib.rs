//! The simulation held against theory, published figures and records.
//!
//! | module | holds against it |
//! |---|---|
//! | [`queues`] | M/M/c, M/G/1, M/D/c, a small Markov chain |
//! | [`networks`] | closed networks, machine repair, deterministic cycles |
//! | [`priorities`] | classes with and without preemption |
//! | [`inventory`] | order points, base stock, resupply in windows |
//! | [`supply`] | the supply domain's orders, against the same |
//! | [`maintenance`] | workshops and age replacement, in the domain and on the kernel |
//! | [`haulage`] | the dump-truck problem, traction, the pit to the tick |
//! | [`roads`] | ice roads against the seasons on record: errors, no verdict |
//! | [`exact`] | stations to the tick, random numbers |
//! | [`theory`] | the formulas, themselves held against printed figures |
//! | [`harness`], [`report`] | how cases are run, judged and written up |
//!
//! Every case names its source. What is not covered is said at the end of the report.

pub mod exact;
pub mod harness;
pub mod haulage;
pub mod inventory;
pub mod maintenance;
pub mod networks;
pub mod priorities;
pub mod queues;
pub mod report;
pub mod roads;
pub mod supply;
pub mod theory;

use harness::{Case, Check, Trouble};

/// Every stochastic case, in the order of the report.
///
/// # Errors
/// Where a case is wrongly made.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = queues::cases()?;
    cases.extend(priorities::cases()?);
    cases.extend(networks::cases()?);
    cases.extend(maintenance::cases()?);
    cases.extend(inventory::cases()?);
    cases.extend(supply::cases()?);
    Ok(cases)
}

/// Every check without luck, in the order of the report.
pub fn checks() -> Vec<Check> {
    let mut checks = exact::checks();
    checks.extend(haulage::checks());
    checks.extend(maintenance::checks());
    checks.extend(networks::checks());
    checks.extend(queues::checks());
    checks.extend(inventory::checks());
    checks
}
