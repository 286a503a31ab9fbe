//! One replication, judged from its event log alone.
use crate::error::Error;
use crate::run::RunSpec;
use crate::session::Session;
use iceroad_audit::Violation;

/// What the audit of one replication found.
#[derive(Clone, PartialEq, Debug)]
pub struct Audit {
    /// Which replication.
    pub replication: u32,
    /// Entries of its log.
    pub entries: usize,
    /// Every rule that is broken; none where all is well.
    pub violations: Vec<Violation>,
}

impl Session {
    /// Runs one replication of `spec` and derives every rule again from its log, by code that knows nothing of how it ran.
    ///
    /// A violation is a bug of ours, not an error of this call.
    ///
    /// ```
    /// use iceroad::{RunSpec, Session};
    /// use iceroad::model::Scenario;
    /// use iceroad_worlds::example;
    ///
    /// let mut tables = example::small();
    /// tables.heading.days = 20;
    /// let session = Session::new(Scenario::new(tables).map_err(|faults| format!("{faults:?}"))?);
    /// let audit = session.audit(&RunSpec::default(), 0)?;
    /// assert!(audit.entries > 0 && audit.violations.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Spec`] and [`Error::Engine`].
    pub fn audit(&self, spec: &RunSpec, replication: u32) -> Result<Audit, Error> {
        let run = self.replay(spec, replication)?;
        let log = run.log.unwrap_or_default();
        let violations = iceroad_audit::check(self.scenario(), &log, Some(&run.record));
        Ok(Audit { replication, entries: log.len(), violations })
    }
}
