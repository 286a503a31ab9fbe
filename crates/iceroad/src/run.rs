//! Running a scenario many times: what is asked ([`RunSpec`]), and what comes of it ([`Outcome`]).
use crate::checkpoint::{self, Follow, Kept, Key, Place};
use crate::error::{Error, SpecFault};
use crate::folder::{Finished, RunFolder};
use crate::session::Session;
use crate::watch::Watch;
use crate::{advice, beside};
use iceroad_engine::{Ensemble, EnsembleSpec, Prepared};
use iceroad_measures::advice::{Advice, Untried};
use iceroad_measures::kpi::Measure;
use iceroad_measures::{Assessment, Manifest, Results};
use iceroad_model::Scenario;
use iceroad_model::bound::MineBound;
use iceroad_model::outlook::Outlook;
use iceroad_model::record::RunRecord;
use iceroad_plan::advice::Base;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::ops::Range;
use std::sync::Arc;

/// Replications of one run at most.
pub const MOST_REPLICATIONS: u32 = 100_000;
/// Draws for an outlook at the least: quantiles of fewer winters say little.
pub const LEAST_DRAWS: u32 = 200;

/// What is to be run. What is left out is as the scenario says.
///
/// ```
/// use iceroad::{Fidelity, Replications, RunSpec};
///
/// let asked = RunSpec { replications: Replications::First(50), threads: 2, ..RunSpec::default() };
/// assert_eq!(asked.fidelity, Fidelity::Cycles);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSpec {
    /// Seed of all random streams; none: the scenario's.
    pub seed: Option<u64>,
    /// Which replications.
    pub replications: Replications,
    /// Threads, at most [`most_threads`](crate::most_threads); 0 takes every core. The result is the same at any number.
    pub threads: usize,
    /// How closely haulage is followed.
    pub fidelity: Fidelity,
    /// Whether changes that the run's evidence asks for are tried, which takes about as long as the run again.
    pub suggestions: bool,
}

/// Which replications of the seed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replications {
    /// As many as the scenario says.
    #[default]
    AsWritten,
    /// So many, from number 0.
    First(u32),
    /// This one.
    Only(u32),
    /// These: a part of a run that is shared out.
    Range(Range<u32>),
}

/// How closely haulage is followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fidelity {
    /// Every truck cycle.
    #[default]
    Cycles,
    /// Production rates learned from the cycle model.
    Rates {
        /// Replications that are run by cycles too, to tell how far rates are off; none with [`Replications::Only`].
        pairs: u32,
    },
    /// Every truck cycle, and all replications and more of them by rates beside it, to know the means better.
    ControlVariate {
        /// Further years by rates, at least one.
        more: u32,
    },
}

impl RunSpec {
    /// The seed, of the scenario where none is given.
    pub fn seed_for(&self, scenario: &Scenario) -> u64 {
        self.seed.unwrap_or(scenario.heading.seed)
    }

    /// The numbers of the replications, as many as the scenario says where none are given.
    pub fn range_for(&self, scenario: &Scenario) -> Range<u32> {
        match &self.replications {
            Replications::AsWritten => 0..scenario.heading.replications,
            Replications::First(n) => 0..*n,
            Replications::Only(one) => *one..one.saturating_add(1),
            Replications::Range(range) => range.clone(),
        }
    }

    /// Everything that is wrong with it for a scenario made ready.
    fn faults(&self, prepared: &Prepared) -> Vec<SpecFault> {
        let mut faults = Vec::new();
        let mut tell = |field, what| faults.push(SpecFault { field, what });
        let range = self.range_for(prepared.scenario());
        if range.is_empty() {
            tell(
                "replications",
                format!("replications {} to {} are none; ask for at least one", range.start, range.end),
            );
        } else if range.len() > MOST_REPLICATIONS as usize {
            tell(
                "replications",
                format!("{} replications are too many; ask for at most {MOST_REPLICATIONS}", range.len()),
            );
        }
        if let Fidelity::ControlVariate { more } = self.fidelity {
            if !(1..=MOST_REPLICATIONS).contains(&more) {
                tell("fidelity", format!("{more} more years by rates; ask for 1 to {MOST_REPLICATIONS}"));
            }
            if range.start != 0 {
                tell(
                    "fidelity",
                    "means of a part of the replications are not helped by rates; begin with replication 0"
                        .into(),
                );
            }
        }
        let not_followed = prepared.not_followed_by_rates();
        if self.fidelity != Fidelity::Cycles && !not_followed.is_empty() {
            let has = not_followed.join(", and ");
            tell(
                "fidelity",
                format!("production rates cannot follow this scenario: it has {has}; run it by cycles"),
            );
        }
        faults
    }

    /// The scenario made ready to be run so.
    pub(crate) fn prepare(&self, session: &Session) -> Result<Prepared, Error> {
        let mut prepared = session.prepared()?.clone();
        let faults = self.faults(&prepared);
        if !faults.is_empty() {
            return Err(Error::Spec(faults));
        }
        prepared.set_fidelity(match self.fidelity {
            Fidelity::Rates { .. } => iceroad_engine::Fidelity::Rates,
            Fidelity::Cycles | Fidelity::ControlVariate { .. } => iceroad_engine::Fidelity::Cycles,
        })?;
        Ok(prepared)
    }

    /// The command that makes the same result, without what does not change it.
    fn command(&self, session: &Session) -> String {
        let (label, seed) = (session.label(), self.seed_for(session.scenario()));
        let range = self.range_for(session.scenario());
        let repeat = match &self.replications {
            Replications::Only(one) => format!("iceroad run {label} --seed {seed} --only {one}"),
            _ => format!("iceroad run {label} --replications {} --seed {seed}", range.end),
        };
        let part = if matches!(self.replications, Replications::Range(_)) {
            format!(" (of which replications {} to {})", range.start, range.end.saturating_sub(1))
        } else {
            String::new()
        };
        let repeat = match self.fidelity {
            Fidelity::Cycles => repeat,
            Fidelity::Rates { pairs } => format!("{repeat} --fidelity rates --pairs {pairs}"),
            Fidelity::ControlVariate { more } => format!("{repeat} --control-variate {more}"),
        };
        let could_try = advice::untried(self, range.len() as u32).is_none();
        let silent = if could_try && !self.suggestions { " --no-suggestions" } else { "" };
        repeat + silent + &part
    }
}

/// What a run came to. It owns all of it.
///
/// Serialised, it says what was run and how, and gives everything that is worked out of it ([`Outcome::assessment`]): every
/// measure with its spread and its value in each replication, bounds, what was promised, what binds, stock, windows of seasons
/// and so on; the records themselves are not in it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was run.
    pub scenario: Arc<Scenario>,
    /// The replications that were finished, in order of their number.
    pub records: Vec<RunRecord>,
    /// When roads and rivers may be expected to be open, and what haul routes come to.
    pub outlook: Outlook,
    /// The bound of each mine's tonnage, and how much of it was reached.
    pub bounds: Vec<MineBound>,
    /// How it was run.
    pub manifest: Manifest,
    /// Changes that were tried, and what of them helps.
    pub advice: Advice,
}

impl Outcome {
    /// For whoever counts and shows.
    pub fn results(&self) -> Results<'_> {
        let Outcome { scenario, records, outlook, bounds, manifest, advice } = self;
        Results { scenario, records, outlook, bounds, manifest, advice }
    }

    /// Every measure with its value in each replication; what a key means is defined in [`crate::measures::kpi`].
    pub fn measures(&self) -> Vec<Measure> {
        iceroad_measures::kpi::measures(&self.scenario, &self.records)
    }

    /// Everything that is said of it; worked out anew at each call.
    pub fn assessment(&self) -> Assessment {
        Assessment::of(&self.results())
    }

    /// Whether every replication that was asked for is there, and every change was tried; not so where the watch stopped it.
    pub fn is_complete(&self) -> bool {
        self.manifest.complete
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Outcome { scenario, manifest, .. } = self;
        let finished: Vec<u32> = self.records.iter().map(|record| record.replication).collect();
        let mut fields = to.serialize_struct("Outcome", 10)?;
        fields.serialize_field("version", &manifest.version)?;
        fields.serialize_field("scenario", &scenario.heading.name)?;
        fields.serialize_field("scenario_digest", &manifest.scenario_digest)?;
        fields.serialize_field("command", &manifest.command)?;
        fields.serialize_field("seed", &manifest.seed)?;
        fields.serialize_field("asked", &manifest.replications)?;
        fields.serialize_field("finished", &finished)?;
        fields.serialize_field("complete", &manifest.complete)?;
        fields.serialize_field("data_notes", &manifest.data_notes)?;
        fields.serialize_field("assessment", &self.assessment())?;
        fields.end()
    }
}

impl Session {
    /// Runs the scenario many times. Where the watch stops it, the outcome is of the replications finished by then
    /// ([`Outcome::is_complete`]).
    ///
    /// # Errors
    /// [`Error::Spec`] with all that is wrong with the question, [`Error::Engine`] where a replication cannot go on, and
    /// [`Error::Stopped`] where the runs beside the replications were stopped.
    pub fn run(&self, spec: &RunSpec, watch: &dyn Watch) -> Result<Outcome, Error> {
        self.run_kept(spec, None, watch)
    }

    /// The same for a folder: finished replications are kept beside it, so that what was stopped, by the watch or by a power
    /// cut, can be gone on with ([`Existing::Resume`](crate::Existing::Resume)) and ends with the same bytes.
    ///
    /// The folder itself is written by [`RunFolder::write`], with files from whoever shows results.
    ///
    /// # Errors
    /// As [`Session::run`], [`Error::Place`] where the interrupted run is of another scenario, seed, fidelity or version, has more
    /// replications than are asked for, or is damaged, and
    /// [`Error::OtherRun`] where none was interrupted and the finished one is of another.
    pub fn run_into(&self, folder: &RunFolder, spec: &RunSpec, watch: &dyn Watch) -> Result<Outcome, Error> {
        self.run_kept(spec, Some(folder), watch)
    }

    fn run_kept(
        &self,
        spec: &RunSpec,
        folder: Option<&RunFolder>,
        watch: &dyn Watch,
    ) -> Result<Outcome, Error> {
        let mut prepared = spec.prepare(self)?;
        let (seed, range) = (spec.seed_for(self.scenario()), spec.range_for(self.scenario()));
        let replications = range.len() as u32;
        if let Some(folder) = folder {
            folder.check_finished(&Finished {
                name: self.scenario().heading.name.clone(),
                digest: self.digest().into(),
                seed,
                replications: replications.into(),
                fidelity: prepared.fidelity().name().into(),
            })?;
        }
        let ensemble = EnsembleSpec { seed, replications: range, threads: spec.threads };
        let Ensemble { records, complete } = self.ensemble(&prepared, ensemble, folder, watch)?;
        let fidelity = beside::run(&mut prepared, spec, seed, &records, complete, watch)?;
        let base = Base { prepared: &prepared, records: &records, seed, threads: spec.threads };
        let advice = advice::of(self, spec, &base, complete, watch)?;
        let complete = complete && advice.untried != Some(Untried::Stopped);
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION").into(),
            scenario_folder: self.label().into(),
            scenario_digest: self.digest().into(),
            seed,
            replications,
            command: spec.command(self),
            complete,
            data_notes: iceroad_measures::notes::data(self.scenario()),
            fidelity,
        };
        let outlook = self.outlook(seed, replications.max(LEAST_DRAWS))?;
        let bounds = prepared.bounds(&records)?;
        Ok(Outcome { scenario: Arc::clone(self.scenario()), records, outlook, bounds, manifest, advice })
    }

    fn ensemble(
        &self,
        prepared: &Prepared,
        spec: EnsembleSpec,
        folder: Option<&RunFolder>,
        watch: &dyn Watch,
    ) -> Result<Ensemble, Error> {
        let key = Key {
            version: env!("CARGO_PKG_VERSION").into(),
            scenario_digest: self.digest().into(),
            seed: spec.seed,
            fidelity: prepared.fidelity().name().into(),
        };
        let place = folder.map(|folder| Place { path: folder.checkpoint(), key });
        let kept = match &place {
            Some(place) if folder.is_some_and(RunFolder::resumes) => {
                checkpoint::load(place, self.scenario(), spec.replications.end, watch)?
            }
            _ => Kept::default(),
        };
        Follow::ensemble(prepared, &spec, kept, place, watch)
    }
}
