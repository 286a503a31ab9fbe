//! The stock question: how much of each part to keep, what it costs and what it saves.
use crate::advice::make;
use crate::checkpoint::Follow;
use crate::error::{Error, SpecFault};
use crate::fleet::{Estimate, MINOR};
use crate::session::Session;
use crate::watch::Watch;
use crate::workbook::{may_put, put};
use iceroad_measures::advice::{CellChange, Change, RowKey};
use iceroad_measures::money::by_use::has_worth;
use iceroad_measures::numbers::date_at;
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_model::{Scenario, StockId};
use iceroad_plan::stock::{self, Answer, Goal, LineMoved, Question, Tried, level, moved};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

pub use iceroad_plan::stock::Verdict as StockVerdict;

/// What a plan of stock is to reach.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockGoal {
    /// The best margin.
    #[default]
    Margin,
    /// The best for so much more on the shelves, major units.
    Budget(f64),
    /// The least on the shelves with which trucks are so available, a share.
    Availability(f64),
}

/// What is asked of stock.
///
/// ```
/// use iceroad::{Session, StockSpec, Unwatched};
/// use iceroad::model::Scenario;
/// use iceroad_worlds::example;
///
/// let scenario = Scenario::new(example::small()).map_err(|faults| format!("{faults:?}"))?;
/// let spec = StockSpec { goal: iceroad::StockGoal::Budget(5e7), look: 2, trial: 2, late_days: 0.0, threads: 1, ..StockSpec::default() };
/// let answer = Session::new(scenario).stock(&spec, &Unwatched)?;
/// assert!(answer.tried.iter().all(|plan| plan.capital <= 5e7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockSpec {
    /// What for.
    pub goal: StockGoal,
    /// Seed of all random streams; none: the scenario's.
    pub seed: Option<u64>,
    /// Threads; 0 takes every core. The result is the same at any number.
    pub threads: usize,
    /// Replications that plans are found and chosen by, from 2.
    pub look: u32,
    /// Fresh replications that the chosen plan is tried on, from 2.
    pub trial: u32,
    /// Confidence of the intervals, between 0 and 1.
    pub confidence: f64,
    /// What keeping stock costs a year, as a share of its worth between 0 and 1, with the interest of its store.
    pub keeping: f64,
    /// Whether only orders may change, and what lies there at the start is as it is.
    pub orders_only: bool,
    /// Days by which every road opens late in the question what that would cost; 0: not asked.
    pub late_days: f64,
}

impl Default for StockSpec {
    fn default() -> Self {
        Self {
            goal: StockGoal::Margin,
            seed: None,
            threads: 0,
            look: 10,
            trial: 20,
            confidence: 0.95,
            keeping: 0.2,
            orders_only: false,
            late_days: 14.0,
        }
    }
}

/// What came out. Money is in major units of the currency.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockAnswer {
    /// The scenario's name.
    pub scenario: String,
    /// The scenario's title.
    #[serde(skip)]
    pub title: String,
    /// Its currency.
    pub currency: String,
    /// Days of its horizon.
    pub days: u32,
    /// Seed of all random streams.
    pub seed: u64,
    /// What was asked.
    #[serde(skip)]
    pub spec: StockSpec,
    /// What comes of it.
    #[serde(serialize_with = "verdict_word")]
    pub verdict: StockVerdict,
    /// The best plan found, line by line, those that save most first.
    pub lines: Vec<StockLinePlanned>,
    /// Items that machines wait for and nobody may sell, each with its store.
    pub not_to_be_had: Vec<[String; 2]>,
    /// Every plan run, by capital.
    pub tried: Vec<StockTried>,
    /// Things as they are, by position.
    pub as_it_is: usize,
    /// The best plan, by position.
    pub chosen: usize,
    /// Share of demands met at once with the best plan, foretold.
    pub foretold_fill_rate: f64,
    /// The best plan on fresh replications.
    pub trial: Option<StockTrial>,
    /// What roads that open late cost.
    pub late: Option<StockLate>,
    /// Replications run in all.
    pub replications: u32,
    /// The cells of the scenario that the plan changes.
    pub change: Change,
}

/// A stock line that the plan changes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockLinePlanned {
    /// The item's title.
    pub item: String,
    /// The store's title.
    pub store: String,
    /// On the shelf at the start, today and as planned.
    pub on_hand: [i64; 2],
    /// What is ordered up to, today and as planned; none where nothing is ordered.
    pub up_to: Option<[i64; 2]>,
    /// Units more to have; below zero: fewer.
    pub more: i64,
    /// What they are worth where they lie.
    pub worth: f64,
    /// Truck-hours of waiting that they save, foretold.
    pub saves_truck_hours: f64,
    /// Tonnes that they bring: of all that the plan brings, by truck-hours saved; none where it brings none for sure.
    pub brings_tonnes: Option<f64>,
    /// By whom the item is sold; none where it was never ordered.
    pub seller: Option<String>,
    /// The day of the yearly order, month and day.
    pub order_by: Option<String>,
    /// The road with a season by which it comes.
    pub road: Option<String>,
    /// The median day on which that brings it.
    pub comes: Option<String>,
}

/// A plan that was run.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockTried {
    /// What it binds more than today.
    pub capital: f64,
    /// Truck-hours waited.
    pub truck_hours: f64,
    /// The same, foretold.
    pub truck_hours_foretold: f64,
    /// Availability of trucks; none without trucks.
    pub availability: Option<f64>,
    /// Margin more than today, keeping paid; none where nobody says what a tonne is worth.
    pub gain: Option<f64>,
    /// The same as hours like these bring it in all plans.
    pub gain_judged: Option<f64>,
}

/// The best plan on fresh replications, beside things as they are.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockTrial {
    /// Pairs of replications.
    pub pairs: u32,
    /// Margin more than today, keeping paid.
    pub gain: Option<Estimate>,
    /// Tonnes more than today.
    pub tonnes: Estimate,
    /// Truck-hours of waiting fewer than today.
    pub saves_truck_hours: Estimate,
    /// Truck-hours waited, today and with the plan.
    pub truck_hours: [Estimate; 2],
    /// Share of demands met at once.
    pub fill_rate: [Estimate; 2],
    /// Availability of trucks.
    pub availability: [Estimate; 2],
}

/// What roads that open late cost, as things are and with the plan.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockLate {
    /// Days.
    pub days: f64,
    /// Margin less; none where nobody says what a tonne is worth.
    pub margin: Option<[Estimate; 2]>,
    /// Tonnes fewer.
    pub tonnes: [Estimate; 2],
}

fn verdict_word<S: serde::Serializer>(verdict: &StockVerdict, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match verdict {
        StockVerdict::Helps => "helps",
        StockVerdict::Unclear => "unclear",
        StockVerdict::NoBetter => "no_better",
        StockVerdict::NobodyWaits => "nobody_waits",
        StockVerdict::OutOfReach => "out_of_reach",
    })
}

impl Session {
    /// Finds how much of each part to keep: by what machines waited for in runs, tried by runs.
    ///
    /// # Errors
    /// [`Error::Spec`] where the question cannot be asked of this scenario, [`Error::Stopped`] where the watch stopped it, and
    /// [`Error::Engine`].
    pub fn stock(&self, spec: &StockSpec, watch: &dyn Watch) -> Result<StockAnswer, Error> {
        spec.check()?;
        let scenario = self.scenario();
        let question = Question {
            scenario: Arc::clone(scenario),
            goal: match spec.goal {
                StockGoal::Margin => Goal::Margin,
                StockGoal::Budget(most) => Goal::Budget(most * MINOR),
                StockGoal::Availability(wanted) => Goal::Availability(wanted),
            },
            seed: spec.seed.unwrap_or(scenario.heading.seed),
            threads: spec.threads,
            look: spec.look,
            trial: spec.trial,
            confidence: spec.confidence,
            keeping: spec.keeping,
            from_start: !spec.orders_only,
            late_days: spec.late_days,
        };
        let found = Follow::unkept(watch, |observer| stock::answer(&question, observer))?;
        Ok(told(spec, &question, found))
    }

    /// Writes the scenario with a change as a new folder, or as a new workbook where `to` ends in `.xlsx`: every file as it is, but
    /// for the cells that change.
    ///
    /// # Errors
    /// [`Error::Place`] where `to` holds something, [`Error::Spec`] where the scenario's files say something else by now,
    /// [`Error::Faults`] where the changed scenario breaks a rule, and [`Error::File`].
    pub fn write_changed(&self, change: &Change, to: &Path) -> Result<(), Error> {
        may_put(to, false)?;
        let mut edit = self.edit_now()?;
        make(&mut edit, change)?;
        let checked = edit.check();
        if checked.scenario.is_none() {
            return Err(checked.report.into());
        }
        put(to, edit.texts().into_iter().collect())
    }
}

impl StockSpec {
    /// Everything that is wrong with its numbers.
    fn check(&self) -> Result<(), Error> {
        let mut faults = Vec::new();
        let mut refuse = |field, what: String| faults.push(SpecFault { field, what });
        for (field, share) in [("confidence", self.confidence), ("keeping", self.keeping)] {
            if !(share > 0.0 && share < 1.0) {
                refuse(field, format!("{field} is {share}; a share lies between 0 and 1, without them"));
            }
        }
        for (field, n) in [("look", self.look), ("trial", self.trial)] {
            if n < 2 {
                refuse(field, format!("{n} replications give no interval; allow at least 2"));
            }
        }
        if !(0.0..=120.0).contains(&self.late_days) {
            refuse("late_days", format!("roads {} days late: write 0 to 120 days", self.late_days));
        }
        match self.goal {
            StockGoal::Budget(most) if !(most > 0.0 && most.is_finite()) => {
                refuse("goal", format!("a budget of {most} buys nothing; write an amount above 0"));
            }
            StockGoal::Availability(wanted) if !(wanted > 0.0 && wanted < 1.0) => {
                refuse(
                    "goal",
                    format!("an availability of {wanted}; a share lies between 0 and 1, without them"),
                );
            }
            _ => {}
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Spec(faults)) }
    }
}

fn told(spec: &StockSpec, question: &Question, found: Answer) -> StockAnswer {
    let scenario = &question.scenario;
    let heading = &scenario.heading;
    let has_worth = has_worth(scenario);
    // Tonnes are shared out only where the plan brings some for sure.
    let brings = found.trial.as_ref().map(|trial| trial.tonnes).filter(|tonnes| tonnes.low() > 0.0);
    let saved: f64 = found.lines.iter().map(|line| line.saves).sum();
    let per_hour = brings.filter(|_| saved > 0.0).map(|tonnes| tonnes.mean / saved);
    StockAnswer {
        scenario: heading.name.clone(),
        title: heading.title.clone(),
        currency: heading.currency.clone(),
        days: heading.days,
        seed: question.seed,
        spec: spec.clone(),
        verdict: found.verdict,
        lines: found.lines.iter().map(|line| planned(question, line, per_hour)).collect(),
        not_to_be_had: found.not_to_be_had.iter().map(|&line| named(scenario, line)).collect(),
        tried: found.tried.iter().map(|one| tried(one, has_worth)).collect(),
        as_it_is: found.as_it_is,
        chosen: found.chosen,
        foretold_fill_rate: found.foretold_fill_rate,
        trial: found.trial.map(|trial| StockTrial {
            pairs: trial.pairs,
            gain: trial.gain.map(Estimate::of_money),
            tonnes: Estimate::of(trial.tonnes),
            saves_truck_hours: Estimate::of(trial.saves),
            truck_hours: trial.hours.map(Estimate::of),
            fill_rate: trial.fill_rate.map(Estimate::of),
            availability: trial.availability.map(Estimate::of),
        }),
        late: found.late.map(|late| StockLate {
            days: late.days,
            margin: has_worth.then(|| late.margin.map(Estimate::of_money)),
            tonnes: late.tonnes.map(Estimate::of),
        }),
        replications: found.replications,
        change: change(question, &found.lines),
    }
}

fn tried(one: &Tried, has_worth: bool) -> StockTried {
    let gain = |minor: f64| has_worth.then(|| (minor - one.keeping) / MINOR);
    StockTried {
        capital: one.capital / MINOR,
        truck_hours: one.hours,
        truck_hours_foretold: one.foretold,
        availability: one.availability.is_finite().then_some(one.availability),
        gain: gain(one.gain),
        gain_judged: gain(one.worth),
    }
}

fn planned(question: &Question, line: &LineMoved, per_hour: Option<f64>) -> StockLinePlanned {
    let scenario = &question.scenario;
    let row = &scenario.stock[line.line];
    let then = moved(row, line.more, question.from_start);
    let clock = scenario.clock(&scenario.heading.zone);
    let [item, store] = named(scenario, line.line);
    let supply = &line.supply;
    StockLinePlanned {
        item,
        store,
        on_hand: [row.on_hand.get(), then.on_hand.get()],
        up_to: (row.policy != ReviewPolicy::None).then(|| [level(row), level(&then)]),
        more: line.more,
        worth: line.more as f64 * line.unit / MINOR,
        saves_truck_hours: line.saves,
        brings_tonnes: per_hour.map(|tonnes| tonnes * line.saves),
        seller: supply.offer.map(|offer| scenario.parties[scenario.offers[offer].seller].title.clone()),
        order_by: match row.policy {
            ReviewPolicy::BeforeClosure { order_by, .. } => Some(order_by.to_string()),
            _ => None,
        },
        road: supply.leg.map(|leg| scenario.legs[leg].title.clone()),
        comes: supply.day.map(|day| date_at(&clock, day).to_string()),
    }
}

/// The item and the store of a line, by their titles.
fn named(scenario: &Scenario, line: StockId) -> [String; 2] {
    let row = &scenario.stock[line];
    [scenario.items[row.item].title.clone(), scenario.stores[row.store].title.clone()]
}

/// The cells that differ.
fn change(question: &Question, lines: &[LineMoved]) -> Change {
    let scenario = &question.scenario;
    let cells = lines.iter().flat_map(|line| {
        let row = &scenario.stock[line.line];
        let then = moved(row, line.more, question.from_start);
        let key: RowKey = vec![
            ("store".to_owned(), scenario.stores[row.store].name.clone()),
            ("item".to_owned(), scenario.items[row.item].name.clone()),
        ];
        let differ = columns(row).into_iter().zip(columns(&then)).filter(|(now, then)| now != then);
        differ.map(move |((column, now), (_, then))| CellChange::new("stock.csv", &key, column, now, then))
    });
    Change { cells: cells.collect(), rows: Vec::new() }
}

/// What a row says in the columns that a plan may change.
fn columns(row: &StockLine) -> Vec<(&'static str, i64)> {
    let mut all = vec![("on_hand", row.on_hand.get())];
    match row.policy {
        ReviewPolicy::None => {}
        ReviewPolicy::ReorderUpTo { reorder, up_to, .. } => {
            all.extend([("reorder", reorder.get()), ("up_to", up_to.get())]);
        }
        ReviewPolicy::BeforeClosure { up_to, reorder, reorder_up_to, .. } => {
            all.extend([
                ("up_to", up_to.get()),
                ("reorder", reorder.get()),
                ("reorder_up_to", reorder_up_to.get()),
            ]);
        }
    }
    all
}
