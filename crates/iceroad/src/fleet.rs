//! The fleet question: fleets of other sizes and mixes, tried by runs under common random numbers.
use crate::checkpoint::Follow;
use crate::error::{Error, SpecFault};
use crate::session::Session;
use crate::watch::Watch;
use iceroad_base::estimate::Interval;
use iceroad_model::{ModelId, Scenario};
use iceroad_plan::PlanError;
use iceroad_plan::fleet::{Answer, How, Question, Tried, answer};
use iceroad_plan::variant::{Fleet, count};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};

/// Fleets tried in one question at most: more is a search, not a table.
pub const MOST_FLEETS: usize = 60;
/// Up to so many fleets every one is tried by cycles unless told otherwise: learning rates would take longer.
const FEW: usize = 12;
/// Minor units of money in a major one.
pub(crate) const MINOR: f64 = 100.0;

/// What is asked of fleets. Every combination of the ranges is tried, and the fleet as it is.
///
/// ```
/// use iceroad::{FleetRange, FleetSpec, Session, Unwatched};
/// use iceroad::model::Scenario;
/// use iceroad_worlds::example;
///
/// let scenario = Scenario::new(example::small()).map_err(|faults| format!("{faults:?}"))?;
/// let session = Session::new(scenario);
/// let model = session.main_truck()?.to_owned();
/// let range = FleetRange { model, from: "-1".parse()?, to: "+0".parse()? };
/// let spec = FleetSpec { ranges: vec![range], most: 8, half_width: 0.2, threads: 1, ..FleetSpec::default() };
/// let answer = session.fleet(&spec, &Unwatched)?;
/// assert_eq!(answer.fleets.len(), 2);
/// assert!(answer.fleets[1].tonnes.mean > answer.fleets[0].tonnes.mean);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FleetSpec {
    /// Which models, and how many of each; none: the truck model with most machines, two fewer to three more.
    pub ranges: Vec<FleetRange>,
    /// Seed of all random streams; none: the scenario's.
    pub seed: Option<u64>,
    /// Threads; 0 takes every core. The result is the same at any number.
    pub threads: usize,
    /// Confidence of the intervals and of the choice of the cheapest, between 0 and 1.
    pub confidence: f64,
    /// How well tonnes are to be known, and what difference in cost per tonne is not worth knowing, as shares between 0 and 1.
    pub half_width: f64,
    /// Replications of each fleet at most, from 2.
    pub most: u32,
    /// What a tonne moved is worth, major units of the scenario's currency; none: as its materials say, else what one costs with the
    /// fleet as it is.
    pub worth: Option<f64>,
    /// How fleets are tried; none: by cycles where there are few, and screened where there are many.
    pub trial: Option<Trial>,
}

impl Default for FleetSpec {
    fn default() -> Self {
        Self {
            ranges: Vec::new(),
            seed: None,
            threads: 0,
            confidence: 0.95,
            half_width: 0.01,
            most: 100,
            worth: None,
            trial: None,
        }
    }
}

/// How fleets are tried.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Serialize,
    Deserialize,
    EnumMessage,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Trial {
    /// Every truck cycle.
    Cycles,
    /// Production rates learned from the cycle model.
    Rates,
    /// All by rates, then by cycles what the answer rests on.
    Screen,
}

/// Numbers of one model, both ends included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FleetRange {
    /// The model's name, of a truck or a loader.
    pub model: String,
    /// The smallest number.
    pub from: Size,
    /// The largest number.
    pub to: Size,
}

/// A number of machines, in words `12`, or `-2` and `+3` from what there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Size {
    /// So many.
    Exactly(usize),
    /// So many more than there are, or fewer; never fewer than none.
    Change(i64),
}

impl Size {
    /// The number where there are `has`.
    fn of(self, has: usize) -> usize {
        match self {
            Size::Exactly(n) => n,
            Size::Change(by) => usize::try_from(has as i64 + by).unwrap_or(0),
        }
    }
}

/// A text that is no number of machines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadSize;

impl fmt::Display for BadSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no number of machines: write 12, or -2 or +3 from what there is")
    }
}

impl std::error::Error for BadSize {}

impl FromStr for Size {
    type Err = BadSize;

    fn from_str(text: &str) -> Result<Self, BadSize> {
        let text = text.trim();
        let number: i64 = text.strip_prefix('+').unwrap_or(text).parse().map_err(|_| BadSize)?;
        // Beyond these no sum below can overflow, and no mine has as many.
        if !(-1_000_000..=1_000_000).contains(&number) {
            return Err(BadSize);
        }
        Ok(match usize::try_from(number) {
            Ok(n) if !text.starts_with('+') => Size::Exactly(n),
            _ => Size::Change(number),
        })
    }
}

impl TryFrom<String> for Size {
    type Error = BadSize;

    fn try_from(text: String) -> Result<Self, BadSize> {
        text.parse()
    }
}

impl From<Size> for String {
    fn from(size: Size) -> String {
        match size {
            Size::Exactly(n) => n.to_string(),
            Size::Change(by) => format!("{by:+}"),
        }
    }
}

/// What came out. Money is in major units of the currency; fleets are named by their position in `fleets`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FleetAnswer {
    /// The scenario's name.
    pub scenario: String,
    /// The scenario's title.
    #[serde(skip)]
    pub title: String,
    /// Its currency.
    pub currency: String,
    /// Seed of all random streams.
    pub seed: u64,
    /// Confidence of the intervals and of the choice of the cheapest.
    pub confidence: f64,
    /// The half-width asked for, as a share.
    pub half_width: f64,
    /// Replications of each fleet at most.
    #[serde(skip)]
    pub most: u32,
    /// What was tried.
    pub fleets: Vec<FleetTried>,
    /// The fleet as it is.
    pub as_it_is: Option<usize>,
    /// The smallest fleet that meets the plan in the mean, at the lower end of its interval; none where none does.
    pub meets_the_plan: Option<usize>,
    /// The cheapest per tonne.
    pub cheapest: Option<usize>,
    /// Whether it is told from all others, or they are within the half-width of it.
    pub cheapest_is_sure: bool,
    /// The first fleet whose last machine does not pay.
    pub no_longer_pays: Option<usize>,
    /// What a tonne is taken to be worth; not a number where nobody says, or each material has its own.
    pub worth_of_a_tonne: f64,
    /// Replications by cycles, over all fleets and with those run again.
    pub years_by_cycles: u32,
    /// Replications by rates, over all fleets.
    pub years_by_rates: u32,
    /// Why rates were not used though asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_screened: Option<String>,
}

/// One fleet tried.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FleetTried {
    /// How many of each model, in the order asked; of all other models what the scenario has.
    #[serde(serialize_with = "by_model")]
    pub fleet: Vec<(String, usize)>,
    /// How it was followed in the end: "cycles" or "rates".
    pub fidelity: &'static str,
    /// Replications.
    pub replications: u32,
    /// Everything moved, t.
    pub tonnes: Estimate,
    /// The lowest share of the plan over materials; none without a plan.
    pub plan_share: Option<Estimate>,
    /// Share of replications in which the whole plan was met.
    pub plan_met: f64,
    /// Cost per tonne.
    pub cost_per_tonne: Estimate,
    /// Worth of what was moved less the mine's cost by use; none where nobody says what a tonne is worth.
    pub margin: Option<Estimate>,
    /// The rate at which trucks could come over the rate at which loaders could load.
    pub match_factor: f64,
    /// What each machine adds to the next smaller fleet tried, if there is one.
    pub each_adds: Option<EachAdds>,
}

impl FleetTried {
    /// In words: `12 830E, 3 777G`.
    pub fn words(&self) -> String {
        let words = self.fleet.iter().map(|(model, n)| format!("{n} {model}"));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// What a machine adds to the next smaller fleet of the same kind.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EachAdds {
    /// The smaller fleet.
    pub to: usize,
    /// Tonnes for each machine added.
    pub tonnes: Estimate,
    /// What each of these tonnes costs; not finite where there are none.
    pub cost_per_tonne: f64,
    /// Margin for each machine added; none where nobody says what a tonne is worth.
    pub margin: Option<Estimate>,
}

/// A mean with its interval at the confidence asked for.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half the interval's width.
    pub half_width: f64,
    /// Replications, or pairs of them, behind it.
    pub n: u64,
}

impl Estimate {
    pub(crate) fn of(interval: Interval) -> Self {
        Self { mean: interval.mean, half_width: interval.half_width, n: interval.n }
    }

    /// Of minor units of money, in major ones.
    pub(crate) fn of_money(interval: Interval) -> Self {
        Self { mean: interval.mean / MINOR, half_width: interval.half_width / MINOR, n: interval.n }
    }
}

fn by_model<S: Serializer>(fleet: &[(String, usize)], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(fleet.len()))?;
    for (model, n) in fleet {
        map.serialize_entry(model, n)?;
    }
    map.end()
}

impl Session {
    /// Tries fleets until their tonnes are known as well as asked for, and the cheapest per tonne is told from the others.
    ///
    /// # Errors
    /// [`Error::Spec`] where the question cannot be asked of this scenario, [`Error::Stopped`] where the watch stopped it, and
    /// [`Error::Engine`].
    pub fn fleet(&self, spec: &FleetSpec, watch: &dyn Watch) -> Result<FleetAnswer, Error> {
        spec.check()?;
        let scenario = self.scenario();
        let fleets = self.fleets(&spec.ranges)?;
        let how = match spec.trial {
            Some(Trial::Cycles) => How::Cycles,
            Some(Trial::Rates) => How::Rates,
            Some(Trial::Screen) => How::Screen,
            None if fleets.len() <= FEW => How::Cycles,
            None => How::Screen,
        };
        let question = Question {
            scenario: Arc::clone(scenario),
            fleets,
            seed: spec.seed.unwrap_or(scenario.heading.seed),
            threads: spec.threads,
            confidence: spec.confidence,
            half_width: spec.half_width,
            most: spec.most,
            how,
            worth: spec.worth.map(|money| money * MINOR),
        };
        let found = Follow::unkept(watch, |observer| answer(&question, observer))?;
        Ok(told(&question, found))
    }

    /// How many machines of a model the scenario has, those that come later included.
    ///
    /// # Errors
    /// [`Error::Spec`] where no model is called so.
    pub fn machines_of(&self, model: &str) -> Result<usize, Error> {
        Ok(count(self.scenario(), self.model(model)?))
    }

    /// The truck model with most machines; of equals the first.
    ///
    /// # Errors
    /// [`Error::Spec`] where there are no trucks.
    pub fn main_truck(&self) -> Result<&str, Error> {
        let models = self.scenario().models.entries();
        let mut most: Option<(usize, &str)> = None;
        for (id, model) in models.filter(|(_, model)| model.truck().is_some()) {
            let n = count(self.scenario(), id);
            if n > 0 && most.is_none_or(|(other, _)| n > other) {
                most = Some((n, &model.name));
            }
        }
        most.map(|(_, name)| name).ok_or_else(|| {
            Error::spec("ranges", "the scenario has no trucks, so there is no fleet to size".into())
        })
    }

    fn model(&self, name: &str) -> Result<ModelId, Error> {
        let models = &self.scenario().models;
        let found = models.entries().find(|(_, model)| model.name == name).map(|(id, _)| id);
        found.ok_or_else(|| {
            let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
            Error::spec("model", format!("no model is called `{name}`; there are {}", names.join(", ")))
        })
    }

    /// Every combination of the ranges, and the fleet as it is.
    fn fleets(&self, ranges: &[FleetRange]) -> Result<Vec<Fleet>, Error> {
        let scenario = self.scenario();
        let usual;
        let ranges = if ranges.is_empty() {
            let model = self.main_truck()?.to_owned();
            usual = [FleetRange { model, from: Size::Change(-2), to: Size::Change(3) }];
            &usual
        } else {
            ranges
        };
        let mut fleets = vec![Fleet { counts: Vec::new() }];
        for range in ranges {
            let name = &range.model;
            let model = self.model(name)?;
            let has = count(scenario, model);
            let (from, to) = (range.from.of(has), range.to.of(has));
            let refused = |what| Err(Error::spec("ranges", what));
            if from > to {
                return refused(format!("the range of `{name}` is empty: from {from} to {to}"));
            }
            if fleets[0].counts.iter().any(|&(other, _)| other == model) {
                return refused(format!("`{name}` is named twice"));
            }
            let n = fleets.len() * (to - from + 1);
            if n > MOST_FLEETS {
                return refused(format!(
                    "{n} fleets are too many to try; narrow the ranges to {MOST_FLEETS}"
                ));
            }
            let larger = |fleet: &Fleet| -> Vec<Fleet> {
                let with = |n| Fleet { counts: [fleet.counts.clone(), vec![(model, n)]].concat() };
                (from..=to).map(with).collect()
            };
            fleets = fleets.iter().flat_map(larger).collect();
        }
        // What a tonne costs today is what others are held against.
        let today = |&(model, _): &(ModelId, usize)| (model, count(scenario, model));
        let today = Fleet { counts: fleets[0].counts.iter().map(today).collect() };
        if !fleets.contains(&today) {
            fleets.push(today);
            fleets.sort_by_key(|fleet| fleet.counts.iter().map(|&(_, n)| n).collect::<Vec<_>>());
        }
        Ok(fleets)
    }
}

impl FleetSpec {
    /// Everything that is wrong with its numbers.
    fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::new();
        for (field, share) in [("confidence", self.confidence), ("half_width", self.half_width)] {
            if !(share > 0.0 && share < 1.0) {
                let what = format!("{field} is {share}; a share lies between 0 and 1, without them");
                faults.push(SpecFault { field, what });
            }
        }
        if self.most < 2 {
            let what = format!("{} replications of a fleet give no interval; allow at least 2", self.most);
            faults.push(SpecFault { field: "most", what });
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Spec(faults)) }
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Question(_) | PlanError::Variant { .. } => Error::spec("question", error.to_string()),
            PlanError::Engine(error) => Error::Engine(error),
            PlanError::Stopped => Error::Stopped("stopped before there was an answer"),
        }
    }
}

fn told(question: &Question, found: Answer) -> FleetAnswer {
    let heading = &question.scenario.heading;
    FleetAnswer {
        scenario: heading.name.clone(),
        title: heading.title.clone(),
        currency: heading.currency.clone(),
        seed: question.seed,
        confidence: question.confidence,
        half_width: question.half_width,
        most: question.most,
        fleets: found.tried.iter().map(|one| tried(&question.scenario, one)).collect(),
        as_it_is: found.as_it_is,
        meets_the_plan: found.meets,
        cheapest: found.cheapest,
        cheapest_is_sure: found.cheapest_is_sure,
        no_longer_pays: found.no_longer_pays,
        worth_of_a_tonne: found.worth / MINOR,
        years_by_cycles: found.replications.0,
        years_by_rates: found.replications.1,
        not_screened: found.not_screened,
    }
}

fn tried(scenario: &Scenario, one: &Tried) -> FleetTried {
    let counts = one.fleet.counts.iter().map(|&(model, n)| (scenario.models[model].name.clone(), n));
    let added = one.added.map(|added| EachAdds {
        to: added.to,
        tonnes: Estimate::of(added.tonnes),
        cost_per_tonne: added.cost_per_tonne / MINOR,
        margin: added.margin.map(Estimate::of_money),
    });
    FleetTried {
        fleet: counts.collect(),
        fidelity: one.fidelity.name(),
        replications: one.n,
        tonnes: Estimate::of(one.tonnes),
        plan_share: one.plan_share.map(Estimate::of),
        plan_met: one.met,
        cost_per_tonne: Estimate::of_money(one.per_tonne),
        margin: one.margin.map(Estimate::of_money),
        match_factor: one.match_factor,
        each_adds: added,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_worlds::example::small;

    fn session() -> Session {
        Session::new(Scenario::new(small()).unwrap())
    }

    fn range(session: &Session, from: &str, to: &str) -> FleetRange {
        let model = session.main_truck().unwrap().to_owned();
        FleetRange { model, from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    fn refused(fleets: Result<Vec<Fleet>, Error>) -> String {
        match fleets {
            Err(Error::Spec(faults)) => faults[0].what.clone(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn sizes_are_counts_or_steps_from_what_there_is() {
        let of = |text: &str| text.parse::<Size>().map(|size| size.of(5));
        assert_eq!(of("12"), Ok(12));
        assert_eq!(of("-2"), Ok(3));
        assert_eq!(of("-9"), Ok(0));
        assert_eq!(of("+3"), Ok(8));
        assert_eq!(of(" +0"), Ok(5));
        for wrong in ["many", "", "+", "1.5", "9223372036854775807"] {
            assert_eq!(of(wrong), Err(BadSize), "{wrong}");
        }
        for text in ["12", "-2", "+3"] {
            assert_eq!(String::from(text.parse::<Size>().unwrap()), text);
        }
    }

    #[test]
    fn the_fleet_as_it_is_is_always_among_those_tried() {
        let session = session();
        let has = session.machines_of(session.main_truck().unwrap()).unwrap();
        let sizes = |ranges: &[FleetRange]| -> Vec<usize> {
            session.fleets(ranges).unwrap().iter().map(Fleet::n).collect()
        };
        assert_eq!(sizes(&[range(&session, "+2", "+3")]), [has, has + 2, has + 3]);
        let usual: Vec<usize> = (has.saturating_sub(2)..=has + 3).collect();
        assert_eq!(sizes(&[]), usual);
    }

    #[test]
    fn what_cannot_be_asked_is_told_with_what_to_do() {
        let session = session();
        let one = range(&session, "2", "3");
        assert!(refused(session.fleets(&[one.clone(), one])).ends_with("is named twice"));
        assert!(refused(session.fleets(&[range(&session, "0", "60")])).contains("narrow the ranges to 60"));
        assert!(refused(session.fleets(&[range(&session, "4", "2")])).contains("from 4 to 2"));
        let nothing = FleetRange { model: "nothing".into(), ..range(&session, "1", "2") };
        assert!(refused(session.fleets(&[nothing])).contains("there are "));
        let spec = FleetSpec { confidence: 95.0, half_width: 0.0, most: 1, ..FleetSpec::default() };
        let Err(Error::Spec(faults)) = spec.check() else { panic!("it was taken") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["confidence", "half_width", "most"]);
    }
}
