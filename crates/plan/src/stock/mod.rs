//! How much of each part to keep: what it binds, what waiting it saves, what that is worth.
//!
//! ```text
//!  runs with logs ──trace──▶ what was asked of each line, what came ──replay──▶ curve of plans worth running
//!                                                                                  │
//!     trial on fresh years ◀── the best, by what hours like its own are worth ◀── runs of each (waiting)
//! ```
//!
//! 1. **Look.** The scenario runs [`Question::look`] times with its log. For each line that jobs ask, replay tells how many
//!    truck-hours machines would have waited with more or less on it; marginal analysis puts the lines together.
//!    Then once more with the best plan so far in force, as machines that wait less work more and ask for more.
//! 2. **Choice.** Plans along the curve, and rules of thumb, run under the same numbers. What waiting costs is read off all these
//!    runs together; the plan with the best gain less what it costs to keep is chosen. The whole simulation has its say: bays, crews,
//!    queues at loaders, roads and aircraft.
//! 3. **Trial.** The chosen plan and the scenario as it is run on fresh numbers. Only these are shown as what the plan brings,
//!    with Student's intervals of paired differences; where the gain is not told from nothing, the advice is to leave things
//!    as they are.
//!
//! Terms: *truck-hours* are hours that machines wait for parts; a loader's count as those of the trucks it feeds. *Capital* is what lies
//! on shelves more than today, at its worth there. *Keeping* is what capital costs a year: interest, insurance, room, ageing.
//!
//! Pitfalls: items without a row in `stock.csv` are no lines, nor are fuel and food. The stores above are left as they are; each is
//! asked to send as much as before, plus what a plan adds once.

mod curve;
mod lines;
mod replay;
mod stories;
mod supply;
mod trace;
mod waiting;

pub use lines::{level, moved};
pub use supply::Supply;

use crate::PlanError;
use curve::Curves;
use iceroad_base::civil::{MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::estimate::{Interval, Moments, paired};
use iceroad_base::quantity::{Days, Ranged};
use iceroad_engine::{EnsembleSpec, Job, Observer, Prepared, read_jobs};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_measures::money::by_use::has_worth;
use iceroad_measures::stock::Service;
use iceroad_model::climate::SeasonKind;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;
use iceroad_model::tables::Tables;
use iceroad_model::{Scenario, StockId};
use lines::{Line, Plan};
use std::sync::Arc;

/// What a plan is to reach.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Goal {
    /// The best margin.
    Margin,
    /// The best for so much more on the shelves, minor units.
    Budget(f64),
    /// The least on the shelves with which trucks are so available, a share.
    Availability(f64),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The mine as it is.
    pub scenario: Arc<Scenario>,
    /// What for.
    pub goal: Goal,
    /// Seed of all random streams.
    pub seed: u64,
    /// Threads; 0 takes all.
    pub threads: usize,
    /// Replications that plans are found and chosen by.
    pub look: u32,
    /// Fresh replications that the chosen plan is tried on.
    pub trial: u32,
    /// Confidence of intervals, between 0 and 1.
    pub confidence: f64,
    /// What keeping stock costs a year, as a share of its worth; the interest that a store charges is part of it.
    pub keeping: f64,
    /// Whether what lies there at the start is part of the plan, as where it has been in force for years; else only orders are.
    pub from_start: bool,
    /// Days by which every road opens late in the question what that would cost; 0: not asked.
    pub late_days: f64,
}

impl Question {
    fn budget(&self) -> Option<f64> {
        if let Goal::Budget(most) = self.goal { Some(most) } else { None }
    }
}

/// A plan that was run beside others.
#[derive(Clone, PartialEq, Debug)]
pub struct Tried {
    /// What it binds more than today, minor units.
    pub capital: f64,
    /// What keeping that costs a year beyond what the scenario charges, minor units.
    pub keeping: f64,
    /// Truck-hours waited, as a mean.
    pub hours: f64,
    /// Truck-hours as replay foretold them.
    pub foretold: f64,
    /// Availability of trucks.
    pub availability: f64,
    /// Margin more than today before keeping, minor units; not a number where nobody says what a tonne is worth.
    pub gain: f64,
    /// What hours like these bring, over all plans that were run.
    pub worth: f64,
}

/// A stock line that the plan changes.
#[derive(Clone, PartialEq, Debug)]
pub struct LineMoved {
    /// Which.
    pub line: StockId,
    /// Units more.
    pub more: i64,
    /// What one is worth there, minor units.
    pub unit: f64,
    /// Truck-hours of waiting that they save in the horizon, by replay.
    pub saves: f64,
    /// By whom and which way its goods come.
    pub supply: Supply,
}

/// What the plan came to on fresh replications, beside the scenario as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// Pairs of replications.
    pub pairs: u32,
    /// Margin more than today, keeping paid, minor units; none where nobody says what a tonne is worth.
    pub gain: Option<Interval>,
    /// Tonnes more than today.
    pub tonnes: Interval,
    /// Truck-hours fewer than today.
    pub saves: Interval,
    /// Today and with the plan: truck-hours waited.
    pub hours: [Interval; 2],
    /// Share of demands on these lines met at once.
    pub fill_rate: [Interval; 2],
    /// Availability of trucks.
    pub availability: [Interval; 2],
}

/// What a late road costs, minor units of margin, tonnes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Late {
    /// Days.
    pub days: f64,
    /// Margin less, as things are and with the plan; not a number where nobody says what a tonne is worth.
    pub margin: [Interval; 2],
    /// Tonnes fewer.
    pub tonnes: [Interval; 2],
}

/// What comes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The plan does what was asked, for sure.
    Helps,
    /// The best plan found is not told from things as they are.
    Unclear,
    /// Nothing that was run is better than things as they are.
    NoBetter,
    /// Machines waited for no part.
    NobodyWaits,
    /// No plan reaches what was asked.
    OutOfReach,
}

/// The answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// What comes of it.
    pub verdict: Verdict,
    /// The lines that the best plan changes, those that save most first; empty where it is as things are.
    pub lines: Vec<LineMoved>,
    /// Lines that machines wait for and of which nobody may sell more: no plan has more of them.
    pub not_to_be_had: Vec<StockId>,
    /// All plans run, by capital.
    pub tried: Vec<Tried>,
    /// Things as they are, by position.
    pub as_it_is: usize,
    /// The chosen plan, by position.
    pub chosen: usize,
    /// Fill rate foretold with the plan.
    pub foretold_fill_rate: f64,
    /// On fresh replications; none where there is no plan to try.
    pub trial: Option<Trial>,
    /// With roads that open late; none where it was not asked.
    pub late: Option<Late>,
    /// Replications run in all.
    pub replications: u32,
}

/// Answers a question. `observer` hears of every replication, and may stop it.
///
/// # Errors
/// [`PlanError`]; [`PlanError::Question`] where no line is asked by machines, there is no worth to judge a margin by, or a budget
/// buys nothing.
pub fn answer(question: &Question, observer: &dyn Observer) -> Result<Answer, PlanError> {
    let lines = lines::lines(question);
    if lines.is_empty() {
        let what =
            "no workshop draws parts from a store that has rows in stock.csv, so there is no stock to plan";
        return Err(PlanError::Question(what.into()));
    }
    if question.goal == Goal::Margin && !has_worth(&question.scenario) {
        let what = "nothing says what a tonne is worth, so there is no margin to judge by: write worth_per_tonne in materials.csv, \
                    or ask for an availability or a budget";
        return Err(PlanError::Question(what.into()));
    }
    let mut search = Search::new(question, &lines, observer);
    for _ in 0..ROUNDS {
        search.look_again()?;
    }
    let Search { plans, foretold, tried, best, verdict, lines: moved, not_to_be_had, mut runs, .. } = search;
    let plan = &plans[best];
    let mut answer = Answer {
        verdict,
        lines: moved,
        not_to_be_had,
        foretold_fill_rate: foretold[best].at_once / foretold[best].asked,
        tried,
        as_it_is: 0,
        chosen: best,
        trial: None,
        late: None,
        replications: 0,
    };
    if best != 0 {
        let fresh = question.look..question.look + question.trial;
        let pair = [plans[0].clone(), plan.clone()];
        let on_time = runs.run(&pair, fresh.clone(), 0.0)?;
        let trial = Trial::of(question, &on_time, answer.tried[best].keeping);
        answer.verdict = trial.verdict(question, verdict);
        answer.trial = Some(trial);
        if question.late_days > 0.0 {
            let late = runs.run(&pair, fresh, question.late_days)?;
            answer.late = Some(Late::of(question, &on_time, &late));
        }
    }
    answer.replications = runs.replications;
    by_capital(&mut answer);
    Ok(answer)
}

/// The share by which machines would work more if none waited for parts.
fn works_more(record: &RunRecord) -> f64 {
    let (mut waited, mut all) = (0, 0);
    for machine in record.machines.iter() {
        for month in &machine.state_ms {
            waited += month[MachineState::WaitPart as usize];
            all += month.iter().sum::<i64>();
        }
    }
    if all > waited { waited as f64 / (all - waited) as f64 } else { 0.0 }
}

fn check_budget(curves: &Curves<'_>, question: &Question) -> Result<(), PlanError> {
    let (Some(budget), Some((line, unit))) = (question.budget(), curves.cheapest()) else { return Ok(()) };
    if budget >= unit {
        return Ok(());
    }
    let scenario = &question.scenario;
    let row = &scenario.stock[curves.line(line)];
    Err(PlanError::Question(format!(
        "a budget of {:.2} {} buys nothing: the cheapest piece that machines ask for, {} in {}, is worth {:.2} there",
        budget / 100.0,
        scenario.heading.currency,
        scenario.items[row.item].title,
        scenario.stores[row.store].title,
        unit / 100.0
    )))
}

fn scenario_of(tables: Tables) -> Result<Scenario, PlanError> {
    Scenario::new(tables).map_err(|faults| PlanError::Variant {
        of: "a plan of stock".into(),
        fault: faults.first().map_or(String::new(), ToString::to_string),
    })
}

/// What a plan is judged by, in one replication.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Year {
    /// Minor units; not a number where nobody says what a tonne is worth.
    margin: f64,
    tonnes: f64,
    hours: f64,
    availability: f64,
    fill_rate: f64,
}

struct Runs<'q> {
    question: &'q Question,
    lines: &'q [Line],
    observer: &'q dyn Observer,
    replications: u32,
}

impl Runs<'_> {
    /// Runs plans, each under the same numbers, with every road so many days late.
    fn run(
        &mut self,
        plans: &[Plan],
        numbers: std::ops::Range<u32>,
        late_days: f64,
    ) -> Result<Vec<Vec<Year>>, PlanError> {
        let question = self.question;
        let mut prepared = Vec::with_capacity(plans.len());
        for plan in plans {
            let mut tables = lines::in_force(&question.scenario, self.lines, plan, question.from_start);
            if late_days > 0.0 {
                open_late(&mut tables, late_days);
            }
            prepared.push(Prepared::new(scenario_of(tables)?)?);
        }
        let of_one = |one| numbers.clone().map(move |number| (one, number));
        let jobs: Vec<Job<'_>> = prepared.iter().flat_map(of_one).collect();
        let frames: Vec<Frame<'_>> = prepared.iter().map(|one| Frame::new(one.scenario(), &[])).collect();
        let books: Vec<Book<'_>> = frames.iter().map(Book::of).collect();
        let weights = trace::weights(&question.scenario);
        let asked: Vec<StockId> = self.lines.iter().map(|line| line.id).collect();
        let n = numbers.len().max(1);
        let read = |job: usize, record: &RunRecord| Year::of(&books[job / n], &weights, &asked, record);
        let came = read_jobs(&jobs, (question.seed, question.threads), self.observer, read)?;
        let Some(came) = came else { return Err(PlanError::Stopped) };
        self.replications += jobs.len() as u32;
        let years: Result<Vec<Year>, _> = came.into_iter().collect();
        let years = years.map_err(iceroad_engine::EngineError::Run)?;
        Ok(years.chunks(n).map(<[Year]>::to_vec).collect())
    }
}

impl Year {
    fn of(book: &Book<'_>, weights: &[f64], lines: &[StockId], record: &RunRecord) -> Self {
        let value = |key| book.find(key).map_or(f64::NAN, |definition| definition.of(record));
        let waited = record.machines.iter().zip(weights).map(|(machine, weight)| {
            let ms: i64 = machine.state_ms.iter().map(|month| month[MachineState::WaitPart as usize]).sum();
            weight * ms as f64 / 3_600_000.0
        });
        Year {
            // Measures of money are in major units.
            margin: value("margin.total") * 100.0,
            tonnes: value("tonnes.total"),
            hours: waited.sum(),
            availability: value("availability.trucks"),
            fill_rate: Service::of_lines(record, lines).fill_rate(),
        }
    }
}

fn all(years: &[Year], of: fn(&Year) -> f64) -> Vec<f64> {
    years.iter().map(of).collect()
}

fn mean(years: &[Year], of: fn(&Year) -> f64) -> f64 {
    years.iter().map(of).collect::<Moments>().mean()
}

/// Rounds of looking: the first sees machines as they wait today, the next as they work with the best plan so far, which asks for more.
const ROUNDS: usize = 2;

/// What was found so far.
struct Search<'q> {
    question: &'q Question,
    stock: &'q [Line],
    observer: &'q dyn Observer,
    runs: Runs<'q>,
    /// Plans that were run, things as they are first; what each came to, and what replay foretold.
    plans: Vec<Plan>,
    years: Vec<Vec<Year>>,
    foretold: Vec<replay::Met>,
    tried: Vec<Tried>,
    /// Truck-hours that replay gives things as they are.
    today: f64,
    best: usize,
    verdict: Verdict,
    /// The lines of the best plan.
    lines: Vec<LineMoved>,
    not_to_be_had: Vec<StockId>,
}

impl<'q> Search<'q> {
    fn new(question: &'q Question, stock: &'q [Line], observer: &'q dyn Observer) -> Self {
        Self {
            question,
            stock,
            observer,
            runs: Runs { question, lines: stock, observer, replications: 0 },
            plans: Vec::new(),
            years: Vec::new(),
            foretold: Vec::new(),
            tried: Vec::new(),
            today: 0.0,
            best: 0,
            verdict: Verdict::NoBetter,
            lines: Vec::new(),
            not_to_be_had: Vec::new(),
        }
    }

    /// Looks at runs with the best plan so far in force, and runs what replay of them finds worth it.
    fn look_again(&mut self) -> Result<(), PlanError> {
        let question = self.question;
        let in_force = self.plans.get(self.best).cloned().unwrap_or_else(|| vec![0; self.stock.len()]);
        let (more, seen) = self.see(&in_force)?;
        let curves = Curves::new(question, self.stock, (&in_force, &seen), more);
        let mut new: Vec<Plan> = Vec::new();
        if self.plans.is_empty() {
            check_budget(&curves, question)?;
            self.today = curves.hours_seen();
            self.not_to_be_had = curves.not_to_be_had();
            new.push(in_force.clone());
        }
        for plan in curves.candidates(self.today)? {
            // What has no room in its store, or breaks another rule, is no plan.
            let is_new = !self.plans.contains(&plan) && !new.contains(&plan);
            if is_new && scenario_of(self.tables(&plan)).is_ok() {
                new.push(plan);
            }
        }
        let look = 0..question.look;
        self.years.extend(self.runs.run(&new, look, 0.0)?);
        let first = self.plans.len();
        self.plans.extend(new);
        let seen_now = self.plans.iter().position(|plan| *plan == in_force).unwrap_or(0);
        // A repair that waits for two parts waits once: how much that takes off is seen in what happened.
        let (told, waited) = (curves.hours_seen(), mean(&self.years[seen_now], |year| year.hours));
        let scale = if told > 0.0 { waited / told } else { 1.0 };
        for at in first..self.plans.len() {
            let mut met = curves.met_by(&self.plans[at]);
            met.hours = if at == 0 { waited } else { met.hours * scale };
            self.foretold.push(met);
            self.tried.push(self.row(&curves, at));
        }
        self.judge();
        self.lines = moved_lines(question, &curves, self.stock, &seen, &self.plans[self.best]);
        Ok(())
    }

    /// Runs a plan with logs, and reads them; first the share by which machines would work more if none waited for parts.
    fn see(&mut self, plan: &Plan) -> Result<(f64, Vec<trace::Seen>), PlanError> {
        let question = self.question;
        let prepared = Prepared::new(scenario_of(self.tables(plan))?)?;
        let spec =
            EnsembleSpec { seed: question.seed, replications: 0..question.look, threads: question.threads };
        let read = |record: &RunRecord, log: &[_]| {
            (works_more(record), trace::read(&question.scenario, self.stock, log))
        };
        let looked = prepared.read_logs(&spec, self.observer, read)?;
        let Some(looked) = looked else { return Err(PlanError::Stopped) };
        self.runs.replications += question.look;
        let (more, seen): (Vec<f64>, Vec<trace::Seen>) = looked.into_iter().unzip();
        Ok((more.into_iter().collect::<Moments>().mean(), seen))
    }

    fn tables(&self, plan: &Plan) -> Tables {
        lines::in_force(&self.question.scenario, self.stock, plan, self.question.from_start)
    }

    fn row(&self, curves: &Curves<'_>, at: usize) -> Tried {
        let (plan, years) = (&self.plans[at], &self.years[at]);
        Tried {
            capital: curves.capital(plan),
            keeping: curves.keeping(plan),
            hours: mean(years, |year| year.hours),
            foretold: self.foretold[at].hours,
            availability: mean(years, |year| year.availability),
            gain: mean(years, |year| year.margin) - mean(&self.years[0], |year| year.margin),
            worth: f64::NAN,
        }
    }

    /// What hours like each plan's bring, and with it the best plan.
    fn judge(&mut self) {
        let points: Vec<(f64, f64)> = self.tried.iter().map(|one| (one.hours, one.gain)).collect();
        for (one, worth) in self.tried.iter_mut().zip(waiting::value(&points)) {
            one.worth = worth;
        }
        (self.best, self.verdict) = choose(self.question, &self.tried, &self.years);
        if self.best == 0 && self.tried[0].hours == 0.0 {
            self.verdict = Verdict::NobodyWaits;
        }
    }
}

/// The best plan by what was run, and what can be said of it before the trial.
fn choose(question: &Question, tried: &[Tried], years: &[Vec<Year>]) -> (usize, Verdict) {
    let most = |score: &dyn Fn(usize) -> f64| {
        // Of equals the one that binds least.
        let better = |best: usize, at: usize| {
            let order =
                score(at).total_cmp(&score(best)).then(tried[best].capital.total_cmp(&tried[at].capital));
            if order.is_gt() { at } else { best }
        };
        (0..tried.len()).fold(0, better)
    };
    let by_worth = |at: usize| tried[at].worth - tried[at].keeping;
    let best = match question.goal {
        Goal::Margin => most(&by_worth),
        Goal::Budget(_) if has_worth(&question.scenario) => most(&by_worth),
        Goal::Budget(_) => most(&|at| -tried[at].hours),
        Goal::Availability(wanted) => {
            let low = |at: usize| {
                let all: Moments = years[at].iter().map(|year| year.availability).collect();
                all.interval(question.confidence).low()
            };
            let reaching: Vec<usize> = (0..tried.len()).filter(|&at| low(at) >= wanted).collect();
            if reaching.is_empty() {
                return (most(&|at| tried[at].availability), Verdict::OutOfReach);
            }
            let cheaper =
                |best: usize, at: usize| if tried[at].capital < tried[best].capital { at } else { best };
            reaching.iter().copied().reduce(cheaper).unwrap_or(0)
        }
    };
    (best, if best == 0 { Verdict::NoBetter } else { Verdict::Unclear })
}

fn moved_lines(
    question: &Question,
    curves: &Curves<'_>,
    lines: &[Line],
    seen: &[trace::Seen],
    plan: &Plan,
) -> Vec<LineMoved> {
    let changed = lines.iter().zip(plan).enumerate().filter(|(_, (_, more))| **more != 0);
    let one = |(at, (line, &more)): (usize, (&Line, &i64))| LineMoved {
        line: line.id,
        more,
        unit: line.unit,
        saves: curves.met(at, 0).hours - curves.met(at, more).hours,
        supply: Supply::of(&question.scenario, line.id, at, seen),
    };
    let mut moved: Vec<LineMoved> = changed.map(one).collect();
    moved.sort_by(|a, b| b.saves.total_cmp(&a.saves).then(a.line.cmp(&b.line)));
    moved
}

impl Trial {
    fn of(question: &Question, years: &[Vec<Year>], keeping: f64) -> Self {
        let level = question.confidence;
        let [now, plan] = [&years[0], &years[1]];
        let more = |of: fn(&Year) -> f64| paired(&all(plan, of), &all(now, of), level);
        let both = |of: fn(&Year) -> f64| {
            [now, plan].map(|years| all(years, of).into_iter().collect::<Moments>().interval(level))
        };
        let gain = more(|year| year.margin);
        Self {
            pairs: question.trial,
            gain: has_worth(&question.scenario).then_some(Interval { mean: gain.mean - keeping, ..gain }),
            tonnes: more(|year| year.tonnes),
            saves: paired(&all(now, |year| year.hours), &all(plan, |year| year.hours), level),
            hours: both(|year| year.hours),
            fill_rate: both(|year| year.fill_rate),
            availability: both(|year| year.availability),
        }
    }

    /// Whether it does what was asked.
    fn verdict(&self, question: &Question, chosen: Verdict) -> Verdict {
        let helps = match (question.goal, &self.gain) {
            (Goal::Availability(wanted), _) => self.availability[1].low() >= wanted,
            (_, Some(gain)) => gain.low() > 0.0,
            (_, None) => self.saves.low() > 0.0,
        };
        match (chosen, helps) {
            (Verdict::OutOfReach, false) => Verdict::OutOfReach,
            (_, true) => Verdict::Helps,
            (_, false) => Verdict::Unclear,
        }
    }
}

impl Late {
    fn of(question: &Question, on_time: &[Vec<Year>], late: &[Vec<Year>]) -> Self {
        let level = question.confidence;
        let less = |of: fn(&Year) -> f64| {
            [0, 1].map(|plan: usize| paired(&all(&on_time[plan], of), &all(&late[plan], of), level))
        };
        Self { days: question.late_days, margin: less(|year| year.margin), tonnes: less(|year| year.tonnes) }
    }
}

/// Every season opens so many days later: ice after longer construction, others on a later day.
fn open_late(tables: &mut Tables, days: f64) {
    let whole = days.round() as i64;
    // Any year but a leap year will do to count days in.
    let later = |day: MonthDay| {
        let date = date_of_epoch_day(epoch_day(day.in_year(2027)) + whole);
        MonthDay { month: date.month(), day: date.day() }
    };
    for id in tables.seasons.ids().collect::<Vec<_>>() {
        let season = &mut tables.seasons[id];
        match &mut season.kind {
            SeasonKind::Ice(ice) => ice.construction = Days::clamped(ice.construction.get() + days),
            SeasonKind::River(river) => river.opens = later(river.opens),
            SeasonKind::Calendar(calendar) => calendar.opens = later(calendar.opens),
        }
        for year in &mut season.measured {
            for date in [&mut year.opened, &mut year.full_load].into_iter().flatten() {
                *date = date_of_epoch_day(epoch_day(*date) + whole);
            }
        }
    }
}

/// Puts what was tried in the order of capital.
fn by_capital(answer: &mut Answer) {
    let mut order: Vec<usize> = (0..answer.tried.len()).collect();
    order.sort_by(|&a, &b| answer.tried[a].capital.total_cmp(&answer.tried[b].capital).then(a.cmp(&b)));
    let place = |at: usize| order.iter().position(|&other| other == at).unwrap_or(0);
    (answer.as_it_is, answer.chosen) = (place(answer.as_it_is), place(answer.chosen));
    answer.tried = order.iter().map(|&at| answer.tried[at].clone()).collect();
}

#[cfg(test)]
mod tests;
