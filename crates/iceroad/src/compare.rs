//! Two scenarios under common random numbers.
use crate::error::Error;
use crate::run::{Outcome, Replications, RunSpec};
use crate::session::Session;
use crate::watch::Watch;
use iceroad_format::{Difference, differences};

/// Two scenarios run with one seed and the same replications.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The scenario as it is.
    pub a: Outcome,
    /// The scenario as it might be.
    pub b: Outcome,
    /// What it says otherwise than the other.
    pub inputs: Vec<Difference>,
}

/// Runs two scenarios with the same luck. What `spec` leaves out is as `a` says.
///
/// ```
/// use iceroad::{Replications, RunSpec, Session, Unwatched, compare};
/// use iceroad::model::Scenario;
/// use iceroad_worlds::example;
///
/// let mine = Scenario::new(example::small()).map_err(|faults| format!("{faults:?}"))?;
/// let mut tables = example::small();
/// tables.heading.days = 20;
/// let shorter = Scenario::new(tables).map_err(|faults| format!("{faults:?}"))?;
/// let spec = RunSpec { replications: Replications::First(1), ..RunSpec::default() };
/// let both = compare(&Session::new(mine), &Session::new(shorter), &spec, &Unwatched)?;
/// assert_eq!(both.a.manifest.seed, both.b.manifest.seed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Spec`] where they count in different currencies, [`Error::Stopped`] where not all replications of both were run, and
/// as [`Session::run`].
pub fn compare(a: &Session, b: &Session, spec: &RunSpec, watch: &dyn Watch) -> Result<Comparison, Error> {
    let (heading, other) = (&a.scenario().heading, &b.scenario().heading);
    if heading.currency != other.currency {
        let (a, b) = (&heading.currency, &other.currency);
        return Err(Error::spec(
            "b",
            format!("the scenarios count in {a} and {b}; compare needs one currency"),
        ));
    }
    let replications = match &spec.replications {
        Replications::AsWritten => Replications::First(heading.replications),
        given => given.clone(),
    };
    let spec = RunSpec { seed: Some(spec.seed_for(a.scenario())), replications, ..spec.clone() };
    let inputs = differences(a.scenario(), b.scenario());
    let both = Comparison { a: a.run(&spec, watch)?, b: b.run(&spec, watch)?, inputs };
    if !(both.a.is_complete() && both.b.is_complete()) {
        return Err(Error::Stopped("a comparison needs all replications of both scenarios"));
    }
    Ok(both)
}
