//! The simulation held against theory, published figures and records.
//!
//! | module | holds against it |
//! |---|---|
//! | [`queues`] | M/M/c, M/G/1, M/D/c at the bays of a workshop |
//! | [`priorities`] | kinds of machines of which one goes first |
//! | [`repair`] | machine repair, finite sources, cold spares |
//! | [`maintenance`] | age replacement and its costs, minimal repair, fleets long at work |
//! | [`hazards`] | poor repairs, inspections, damage, frost, starts, years on the meter |
//! | [`workshop`] | the domain `maintenance` under all of these |
//! | [`stocks`] | base stock, order points, reviews, resupply at given dates, in the domain `supply` |
//! | [`rotables`] | repair shops of rotables: Palm, few benches, scrap, fleets with spare units, in the domain `supply` |
//! | [`haulage`] | traction, the pit to the tick and by renewal |
//! | [`roads`] | ice roads against the seasons on record: errors, no verdict |
//! | [`advice`] | what is suggested, run again under other seeds |
//! | [`random`] | random numbers, bit by bit |
//! | [`theory`] | the formulas, themselves held against printed figures |
//! | [`harness`], [`report`] | how cases are run, judged and written up |
//!
//! Every case names its source. What is not covered is said at the end of the report.

pub mod advice;
pub mod harness;
pub mod haulage;
pub mod hazards;
pub mod maintenance;
pub mod priorities;
pub mod queues;
pub mod random;
pub mod repair;
pub mod report;
pub mod roads;
pub mod rotables;
pub mod stocks;
pub mod theory;
pub mod workshop;

use harness::{Case, Check, Trouble};

/// Every stochastic case, in the order of the report.
///
/// # Errors
/// Where a case is wrongly made.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = queues::cases()?;
    cases.extend(priorities::cases()?);
    cases.extend(repair::cases()?);
    cases.extend(maintenance::cases()?);
    cases.extend(hazards::cases()?);
    cases.extend(haulage::cases()?);
    cases.extend(stocks::cases()?);
    cases.extend(rotables::cases()?);
    Ok(cases)
}

/// Every check without luck, in the order of the report.
pub fn checks() -> Vec<Check> {
    let mut checks = random::checks();
    checks.extend(haulage::checks());
    checks.extend(maintenance::checks());
    checks.extend(repair::checks());
    checks.extend(queues::checks());
    checks.extend(stocks::checks());
    checks
}
