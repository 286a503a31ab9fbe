//! A scenario that is worked with: opened once, made ready once, asked many times.
use crate::advice;
use crate::error::Error;
use crate::run::RunSpec;
use iceroad_base::civil::parse_date;
use iceroad_base::{Span, Time};
use iceroad_engine::{Prepared, Replication};
use iceroad_format::Edit;
use iceroad_measures::advice::Change;
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use iceroad_model::road_use::PitOutlook;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A scenario that is worked with. It owns all it needs, so it can be kept, sent to another thread and shared between threads;
/// asking it never changes it.
///
/// What takes long to work out for a scenario (travel times, years of weather) is worked out at the first question and kept.
///
/// ```
/// use iceroad::{RunSpec, Replications, Session, Unwatched};
///
/// let place = tempfile::tempdir()?;
/// iceroad::init(&place.path().join("mine"))?;
///
/// let session = Session::open(place.path().join("mine"))?;
/// assert_eq!(session.scenario().heading.title, "A small mine at the end of an ice road");
///
/// let spec = RunSpec { replications: Replications::First(2), ..RunSpec::default() };
/// let outcome = session.run(&spec, &Unwatched)?;
/// assert_eq!(outcome.records.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Session {
    scenario: Arc<Scenario>,
    /// The folder it was opened from, if any.
    folder: Option<PathBuf>,
    /// How a command names the scenario.
    label: String,
    digest: String,
    prepared: OnceLock<Prepared>,
}

impl Session {
    /// Opens a scenario folder.
    ///
    /// # Errors
    /// [`Error::Faults`] with everything that is wrong with it.
    ///
    /// ```
    /// use iceroad::{Error, Kind, Session};
    ///
    /// let error = Session::open("no/such/folder").err().ok_or("it was opened")?;
    /// assert_eq!(error.kind(), Kind::Input);
    /// assert!(error.to_string().contains("no/such/folder"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(folder: impl AsRef<Path>) -> Result<Session, Error> {
        let folder = folder.as_ref();
        let scenario = Arc::new(iceroad_format::read(folder)?);
        let digest = iceroad_format::digest(folder)?.to_string();
        let label = folder.display().to_string();
        Ok(Self { scenario, folder: Some(folder.to_owned()), label, digest, prepared: OnceLock::new() })
    }

    /// Works with a scenario that is in no folder. Its digest is that of the folder it would be written as.
    pub fn new(scenario: impl Into<Arc<Scenario>>) -> Session {
        let scenario = scenario.into();
        let digest = iceroad_format::digest_of(&iceroad_format::write(&scenario)).to_string();
        let label = scenario.heading.name.clone();
        Self { scenario, folder: None, label, digest, prepared: OnceLock::new() }
    }

    /// The scenario.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The digest of its text: two sessions of one digest give the same answers.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How a command names the scenario: its folder, or the scenario's own name.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its files, to be changed; none where the folder says something else by now.
    pub(crate) fn edit(&self) -> Option<Edit> {
        match &self.folder {
            Some(folder) => {
                let edit = iceroad_format::edit(folder).ok()?;
                let is_same = iceroad_format::digest(folder).ok()?.to_string() == self.digest;
                is_same.then_some(edit)
            }
            None => iceroad_format::edit_texts(&iceroad_format::write(&self.scenario)).ok(),
        }
    }

    /// The same.
    ///
    /// # Errors
    /// [`Error::Spec`] where the folder says something else by now.
    pub(crate) fn edit_now(&self) -> Result<Edit, Error> {
        self.edit().ok_or_else(|| {
            let what = format!("{} was changed since it was opened; open it again", self.label);
            Error::spec("scenario", what)
        })
    }

    /// The same scenario with a change, in no folder.
    ///
    /// # Errors
    /// [`Error::Spec`] where its files say something else by now, [`Error::Faults`] with what is wrong with the changed scenario.
    pub fn changed(&self, change: &Change) -> Result<Session, Error> {
        let mut edit = self.edit_now()?;
        advice::make(&mut edit, change)?;
        let checked = edit.check();
        Ok(Session::new(checked.scenario.ok_or(checked.report)?))
    }

    /// The scenario made ready; two threads that ask for it at once may both make it, and one is kept.
    pub(crate) fn prepared(&self) -> Result<&Prepared, Error> {
        if let Some(prepared) = self.prepared.get() {
            return Ok(prepared);
        }
        let made = Prepared::new(Arc::clone(&self.scenario))?;
        Ok(self.prepared.get_or_init(|| made))
    }

    /// Runs one replication of `spec` again and keeps its whole log, some hundred bytes for each truck cycle.
    ///
    /// # Errors
    /// [`Error::Spec`] and [`Error::Engine`].
    pub fn replay(&self, spec: &RunSpec, replication: u32) -> Result<Replication, Error> {
        let prepared = spec.prepare(self)?;
        Ok(prepared
            .replicate(spec.seed_for(&self.scenario), replication, true)
            .map_err(iceroad_engine::EngineError::Run)?)
    }

    /// How the haul roads were used in these replications of the scenario, as a mean.
    ///
    /// # Errors
    /// [`Error::Engine`] where the scenario cannot be made ready.
    pub fn road_use(&self, records: &[RunRecord]) -> Result<PitOutlook, Error> {
        Ok(self.prepared()?.pit(records))
    }

    /// The time of local days of the horizon, both included and written as `2026-07-03`; without one, all from the first instant
    /// or to the last.
    ///
    /// # Errors
    /// [`Error::Spec`] where one is no date, or no day of the horizon is left.
    pub fn days(&self, from: Option<&str>, to: Option<&str>) -> Result<Range<Time>, Error> {
        let horizon = self.scenario.horizon();
        let clock = self.scenario.clock(&self.scenario.heading.zone);
        let read = |field: &'static str, text: &str| {
            let wrong =
                || Error::spec(field, format!("`{text}` is not a date such as `{}`", horizon.start()));
            parse_date(text).map_err(|_| wrong())
        };
        let first = from.map(|text| read("from", text)).transpose()?;
        let last = to.map(|text| read("to", text)).transpose()?;
        let from = first.map_or(Time::START, |day| clock.midnight(day));
        // What happens at the very end of the horizon is of its last day.
        let end = horizon.end() + Span::from_millis(1);
        let to = last.map_or(end, |day| if day >= horizon.last() { end } else { clock.end_of_day(day) });
        if from >= horizon.end() || to <= Time::START || from >= to {
            let (first, last) = (horizon.start(), horizon.last());
            return Err(Error::spec(
                "from",
                format!("no day of the horizon is left; it is from {first} to {last}"),
            ));
        }
        Ok(from..to)
    }
}
