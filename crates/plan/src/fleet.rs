//! How many machines, and of which models: what each fleet moves, what a tonne costs, what the next machine adds.
//!
//! Every fleet runs under common random numbers ([`crate::variant`]), so that what one machine more adds is told by paired
//! differences. Replications are added in rounds of [`ROUND`] after a first stage of [`FIRST`], until each fleet's tonnes are known
//! to the half-width asked for, and the cheapest fleet per tonne is told from the others or cannot differ from it by as
//! much ([`crate::select`]); fleets that are settled run no more. Intervals are Student's at the confidence asked for, each by
//! itself; looking again after each round makes their true confidence a little lower than said, the selection's not.
//!
//! **Cost per tonne** is the mine's cost by use: fuel, electricity, parts, labour, machines by the hour or worn off.
//!
//! **It pays** to add a machine as long as it adds to the margin, with the worth of a tonne that is asked for or written in the
//! scenario. Where neither is, as long as a tonne more costs no more than a tonne of the fleet as it is costs today.

use crate::PlanError;
use crate::select::Selection;
use crate::variant::{Fleet, as_it_is, choose, superset};
use iceroad_base::estimate::{Interval, Moments};
use iceroad_engine::{EnsembleSpec, Fidelity, Observer, Prepared};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_measures::money::by_use::has_worth;
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use std::sync::Arc;

/// Replications of every fleet before anything is judged. Assumed: enough for variances of differences.
pub const FIRST: u32 = 8;
/// Replications added at a time.
pub const ROUND: u32 = 4;

/// How fleets are tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// By every truck cycle.
    Cycles,
    /// By production rates.
    Rates,
    /// All by rates; those that the answer rests on by cycles too.
    Screen,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The mine as it is.
    pub scenario: Arc<Scenario>,
    /// The fleets to try, in the order in which they are shown.
    pub fleets: Vec<Fleet>,
    /// Seed of all random streams.
    pub seed: u64,
    /// Threads; 0 takes all.
    pub threads: usize,
    /// Confidence of intervals and of the selection, between 0 and 1.
    pub confidence: f64,
    /// Half-width wanted of tonnes, and the difference in cost per tonne not worth knowing, as shares.
    pub half_width: f64,
    /// Replications of a fleet at most.
    pub most: u32,
    /// How they are tried.
    pub how: How,
    /// What a tonne moved is worth, minor units; none: as the scenario's materials say, else what one of the fleet as it is costs.
    pub worth: Option<f64>,
}

/// What a fleet adds to the next smaller one of the same kind.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Added {
    /// The other, by position.
    pub to: usize,
    /// Tonnes for each machine added.
    pub tonnes: Interval,
    /// What each of these tonnes costs, minor units; not finite where there are none.
    pub cost_per_tonne: f64,
    /// Margin for each machine added, minor units; none where nobody says what a tonne is worth.
    pub margin: Option<Interval>,
}

/// One fleet tried.
#[derive(Clone, PartialEq, Debug)]
pub struct Tried {
    /// The fleet.
    pub fleet: Fleet,
    /// How the numbers were made.
    pub fidelity: Fidelity,
    /// Replications.
    pub n: u32,
    /// Everything moved, t.
    pub tonnes: Interval,
    /// The lowest share of the plan over materials; none without a plan.
    pub plan_share: Option<Interval>,
    /// Share of replications in which the whole plan was met.
    pub met: f64,
    /// Cost per tonne, minor units.
    pub per_tonne: Interval,
    /// Margin, minor units; none where nobody says what a tonne is worth.
    pub margin: Option<Interval>,
    /// Mean match factor.
    pub match_factor: f64,
    /// Against the next smaller fleet tried, if there is one.
    pub added: Option<Added>,
}

/// The answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// In the order of the question.
    pub tried: Vec<Tried>,
    /// The fleet as it is, by position, where it was tried.
    pub as_it_is: Option<usize>,
    /// The smallest fleet whose plan is met in the mean, at the lower end of its interval; none where none is, or there is no
    /// plan.
    pub meets: Option<usize>,
    /// The cheapest per tonne.
    pub cheapest: Option<usize>,
    /// Whether it is told from all others, or they are within the half-width of it.
    pub cheapest_is_sure: bool,
    /// The first fleet whose last machine does not pay.
    pub no_longer_pays: Option<usize>,
    /// What a tonne is taken to be worth, minor units; not a number where nobody says, or each material has its own.
    pub worth: f64,
    /// Replications run by cycles and by rates, over all fleets and with those run again.
    pub replications: (u32, u32),
    /// Why rates were not used though asked for.
    pub not_screened: Option<String>,
}

/// Answers a question. `observer` hears of every replication, and may stop it.
///
/// # Errors
/// [`PlanError`].
pub fn answer(question: &Question, observer: &dyn Observer) -> Result<Answer, PlanError> {
    if question.fleets.is_empty() {
        return Err(PlanError::Question("there is no fleet to try".into()));
    }
    let tables = superset(&question.scenario, &question.fleets)?;
    let mut options = Vec::new();
    for fleet in &question.fleets {
        let prepared = Prepared::new(choose(&question.scenario, &tables, fleet)?)?;
        options.push(Candidate { prepared, fidelity: Fidelity::Cycles, years: Vec::new() });
    }
    let (all, mut not_screened) = (vec![true; options.len()], None);
    let mut trial = Trial::new(question, options);
    let refused = trial.not_followed();
    match (question.how, refused) {
        (How::Rates, Some(why)) => return Err(PlanError::Question(why)),
        (How::Screen, Some(why)) => {
            not_screened = Some(why);
            trial.run(Fidelity::Cycles, &all, observer)?;
        }
        (How::Cycles, _) => trial.run(Fidelity::Cycles, &all, observer)?,
        (How::Rates, None) => trial.run(Fidelity::Rates, &all, observer)?,
        (How::Screen, None) => {
            trial.run(Fidelity::Rates, &all, observer)?;
            let wanted = trial.worth_confirming();
            trial.run(Fidelity::Cycles, &wanted, observer)?;
        }
    }
    let mut answer = trial.conclude();
    answer.not_screened = not_screened;
    Ok(answer)
}

/// What a fleet is judged by, in one replication.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Year {
    /// Everything moved, t.
    tonnes: f64,
    /// The lowest share of the plan over materials; not a number without a plan.
    plan_share: f64,
    /// The mine's cost by use, minor units.
    cost: f64,
    /// Minor units; not a number where nobody says what a tonne is worth.
    margin: f64,
    match_factor: f64,
}

impl Year {
    fn of(book: &Book<'_>, worth: Option<f64>, record: &RunRecord) -> Self {
        let value = |key| book.find(key).map_or(f64::NAN, |definition| definition.of(record));
        let tonnes = value("tonnes.total");
        // Measures of money are in major units.
        let cost = value("use.mine") * 100.0;
        Self {
            tonnes,
            plan_share: value("plan.least_share"),
            cost,
            margin: worth.map_or_else(|| value("margin.total") * 100.0, |worth| worth * tonnes - cost),
            match_factor: value("match_factor"),
        }
    }

    /// Cost per tonne, minor units.
    fn per_tonne(&self) -> f64 {
        self.cost / self.tonnes
    }
}

/// One fleet under trial.
struct Candidate {
    prepared: Prepared,
    fidelity: Fidelity,
    years: Vec<Year>,
}

struct Trial<'q> {
    question: &'q Question,
    options: Vec<Candidate>,
    selection: Option<Selection>,
    /// Whether the selection ended before replications ran out.
    sure: bool,
    replications: (u32, u32),
}

impl<'q> Trial<'q> {
    fn new(question: &'q Question, options: Vec<Candidate>) -> Self {
        Self { question, options, selection: None, sure: false, replications: (0, 0) }
    }

    /// Why rates cannot be used.
    fn not_followed(&self) -> Option<String> {
        let not = self.options.first()?.prepared.not_followed_by_rates();
        (!not.is_empty())
            .then(|| format!("production rates cannot follow this scenario: it has {}", not.join(", and ")))
    }

    /// Runs those wanted until enough is known.
    fn run(&mut self, fidelity: Fidelity, wanted: &[bool], observer: &dyn Observer) -> Result<(), PlanError> {
        let members: Vec<usize> = (0..self.options.len()).filter(|&i| wanted[i]).collect();
        for &i in &members {
            self.set(i, fidelity)?;
        }
        let first = FIRST.min(self.question.most);
        for &i in &members {
            self.add(i, first, observer)?;
        }
        let alpha = 1.0 - self.question.confidence;
        let values = self.costs(&members);
        let least = values.iter().map(|v| mean(v)).fold(f64::INFINITY, f64::min);
        let mut selection = Selection::begin(&values, alpha, least * self.question.half_width);
        loop {
            let mut more = false;
            let undecided = selection.best().is_none() && members.len() > 1;
            for (at, &i) in members.iter().enumerate() {
                let n = self.options[i].years.len() as u32;
                let wants = (undecided && selection.alive()[at]) || !self.is_settled(i);
                if wants && n < self.question.most {
                    self.add(i, (n + ROUND).min(self.question.most), observer)?;
                    more = true;
                }
            }
            if !more {
                break;
            }
            selection.look(&self.costs(&members));
        }
        self.sure = selection.best().is_some() || members.len() == 1;
        self.selection = Some(selection);
        Ok(())
    }

    /// Sets how a fleet is followed; rates are learned once for all, since all fleets have the same machines.
    fn set(&mut self, i: usize, fidelity: Fidelity) -> Result<(), PlanError> {
        if fidelity == Fidelity::Rates && i > 0 {
            let table = self.options[0].prepared.rate_table();
            self.options[i].prepared.share_rates(table);
        }
        let option = &mut self.options[i];
        option.prepared.set_fidelity(fidelity)?;
        if option.fidelity != fidelity {
            option.years.clear();
        }
        option.fidelity = fidelity;
        Ok(())
    }

    /// Runs a fleet up to so many replications.
    fn add(&mut self, i: usize, to: u32, observer: &dyn Observer) -> Result<(), PlanError> {
        let question = self.question;
        let option = &mut self.options[i];
        let from = option.years.len() as u32;
        if to <= from {
            return Ok(());
        }
        let spec = EnsembleSpec { seed: question.seed, replications: from..to, threads: question.threads };
        let frame = Frame::new(option.prepared.scenario(), &[]);
        let book = Book::of(&frame);
        let years =
            option.prepared.read_each(&spec, observer, |record| Year::of(&book, question.worth, record))?;
        let Some(years) = years else { return Err(PlanError::Stopped) };
        option.years.extend(years);
        match option.fidelity {
            Fidelity::Cycles => self.replications.0 += to - from,
            Fidelity::Rates => self.replications.1 += to - from,
        }
        Ok(())
    }

    fn costs(&self, members: &[usize]) -> Vec<Vec<f64>> {
        let costs = |&i: &usize| self.options[i].years.iter().map(Year::per_tonne).collect();
        members.iter().map(costs).collect()
    }

    fn interval(&self, i: usize, of: impl Fn(&Year) -> f64) -> Interval {
        self.options[i].years.iter().map(of).collect::<Moments>().interval(self.question.confidence)
    }

    fn is_settled(&self, i: usize) -> bool {
        let tonnes = self.interval(i, |year| year.tonnes);
        tonnes.half_width <= self.question.half_width * tonnes.mean
    }

    /// What the answer by rates rests on, with the fleets these are held against.
    fn worth_confirming(&self) -> Vec<bool> {
        let answer = self.conclude();
        let mut wanted = vec![false; self.options.len()];
        let found = [answer.as_it_is, answer.meets, answer.cheapest, answer.no_longer_pays];
        for i in found.into_iter().flatten() {
            wanted[i] = true;
            if let Some(added) = answer.tried[i].added {
                wanted[added.to] = true;
            }
        }
        wanted
    }

    /// The next smaller fleet that differs in one model only.
    fn smaller(&self, i: usize) -> Option<usize> {
        let fleets = &self.question.fleets;
        let step = |other: usize| -> Option<usize> {
            let mut by = None;
            for (mine, theirs) in fleets[i].counts.iter().zip(&fleets[other].counts) {
                if mine == theirs {
                    continue;
                }
                if by.is_some() || mine.0 != theirs.0 || mine.1 <= theirs.1 {
                    return None;
                }
                by = Some(mine.1 - theirs.1);
            }
            by
        };
        (0..fleets.len()).filter_map(|other| Some((step(other)?, other))).min().map(|(_, other)| other)
    }

    fn added(&self, i: usize) -> Option<Added> {
        let to = self.smaller(i)?;
        if self.options[i].fidelity != self.options[to].fidelity {
            return None;
        }
        let step = (self.question.fleets[i].n() - self.question.fleets[to].n()) as f64;
        let pairs = || self.options[i].years.iter().zip(&self.options[to].years);
        let tonnes: Moments = pairs().map(|(more, less)| (more.tonnes - less.tonnes) / step).collect();
        let cost: Moments = pairs().map(|(more, less)| (more.cost - less.cost) / step).collect();
        let cost_per_tonne = if tonnes.mean() > 0.0 { cost.mean() / tonnes.mean() } else { f64::INFINITY };
        let margin: Moments = pairs().map(|(more, less)| (more.margin - less.margin) / step).collect();
        let margin = margin.mean().is_finite().then(|| margin.interval(self.question.confidence));
        Some(Added { to, tonnes: tonnes.interval(self.question.confidence), cost_per_tonne, margin })
    }

    fn tried(&self, i: usize) -> Tried {
        let option = &self.options[i];
        let has_plan = option.years.iter().all(|year| year.plan_share.is_finite());
        let met = option.years.iter().filter(|year| year.plan_share >= 1.0).count();
        Tried {
            fleet: self.question.fleets[i].clone(),
            fidelity: option.fidelity,
            n: option.years.len() as u32,
            tonnes: self.interval(i, |year| year.tonnes),
            plan_share: has_plan.then(|| self.interval(i, |year| year.plan_share)),
            met: met as f64 / option.years.len().max(1) as f64,
            per_tonne: self.interval(i, Year::per_tonne),
            margin: Some(self.interval(i, |year| year.margin)).filter(|margin| margin.mean.is_finite()),
            match_factor: option.years.iter().map(|year| year.match_factor).collect::<Moments>().mean(),
            added: self.added(i),
        }
    }

    fn conclude(&self) -> Answer {
        let tried: Vec<Tried> = (0..self.options.len()).map(|i| self.tried(i)).collect();
        let as_it_is =
            self.question.fleets.iter().position(|fleet| *fleet == as_it_is(&self.question.scenario, fleet));
        let today = as_it_is.map_or(f64::NAN, |i| tried[i].per_tonne.mean);
        let written = has_worth(&self.question.scenario);
        let worth = self.question.worth.unwrap_or(if written { f64::NAN } else { today });
        let meets = |one: &Tried| one.plan_share.is_some_and(|share| share.low() >= 1.0);
        let by_size = |&i: &usize| (tried[i].fleet.n(), i);
        let by_cost = |&a: &usize, &b: &usize| tried[a].per_tonne.mean.total_cmp(&tried[b].per_tonne.mean);
        // What cycles say counts before what rates say.
        let best_known = if tried.iter().any(|one| one.fidelity == Fidelity::Cycles) {
            Fidelity::Cycles
        } else {
            Fidelity::Rates
        };
        let known = |i: &usize| tried[*i].fidelity == best_known;
        let all = || (0..tried.len()).filter(known);
        let pays_not = |added: Added| match added.margin {
            Some(margin) => margin.mean <= 0.0,
            None => added.cost_per_tonne > worth,
        };
        let too_dear = |i: &usize| tried[*i].added.is_some_and(pays_not);
        Answer {
            as_it_is,
            meets: all().filter(|&i| meets(&tried[i])).min_by_key(by_size),
            cheapest: all().min_by(by_cost),
            cheapest_is_sure: self.sure,
            no_longer_pays: all().filter(too_dear).min_by_key(by_size),
            worth,
            replications: self.replications,
            not_screened: None,
            tried,
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Moments>().mean()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variant::count;
    use iceroad_base::law::Law;
    use iceroad_base::quantity::Money;
    use iceroad_engine::Quiet;
    use iceroad_model::mine::Dump;
    use iceroad_model::pit::Breaks;
    use iceroad_worlds::example::{CRUSHER, FACE_ORE, SPOIL, TRUCK_ALDER, small};

    fn question(scenario: &Arc<Scenario>, how: How) -> Question {
        let model = scenario.machines[TRUCK_ALDER].model;
        let has = count(scenario, model);
        let fleets = (has..has + 3).map(|n| Fleet { counts: vec![(model, n)] }).collect();
        Question {
            scenario: Arc::clone(scenario),
            fleets,
            seed: 5,
            threads: 1,
            confidence: 0.95,
            half_width: 0.05,
            most: 16,
            how,
            worth: None,
        }
    }

    #[test]
    fn more_trucks_move_more_and_match_higher() {
        let scenario = Arc::new(Scenario::new(small()).unwrap());
        let found = answer(&question(&scenario, How::Cycles), &Quiet).unwrap();
        assert_eq!(found.as_it_is, Some(0));
        assert_eq!(found.replications.1, 0);
        assert_eq!(found.replications.0, found.tried.iter().map(|one| one.n).sum::<u32>());
        for pair in found.tried.windows(2) {
            assert!(pair[1].tonnes.mean > pair[0].tonnes.mean, "{pair:?}");
            assert!(pair[1].match_factor > pair[0].match_factor, "{pair:?}");
        }
        let added = found.tried[2].added.unwrap();
        assert_eq!(added.to, 1);
        // Paired, the difference is the difference of means.
        let n = found.tried[1].n == found.tried[2].n;
        let apart = found.tried[2].tonnes.mean - found.tried[1].tonnes.mean;
        assert!(!n || (added.tonnes.mean - apart).abs() < 1e-6 * apart);
        assert!(found.cheapest.is_some());
    }

    #[test]
    fn rates_and_cycles_agree_and_screening_confirms_by_cycles() {
        let scenario = Arc::new(Scenario::new(small()).unwrap());
        let cycles = answer(&question(&scenario, How::Cycles), &Quiet).unwrap();
        let rates = answer(&question(&scenario, How::Rates), &Quiet).unwrap();
        for (one, other) in cycles.tried.iter().zip(&rates.tried) {
            let apart = other.tonnes.mean / one.tonnes.mean - 1.0;
            assert!(apart.abs() < 0.05, "{apart}");
        }
        let screened = answer(&question(&scenario, How::Screen), &Quiet).unwrap();
        assert!(screened.replications.0 > 0 && screened.replications.1 > 0);
        let cheapest = screened.cheapest.unwrap();
        assert_eq!(screened.tried[cheapest].fidelity, Fidelity::Cycles);
    }

    /// Ore that lies on a stockpile was moved, but the plan counts it only once it is dumped elsewhere.
    #[test]
    fn the_plan_is_met_as_whoever_shows_the_same_runs_says() {
        let mut tables = small();
        let materials = tables.dumps[CRUSHER].materials.clone();
        let heap = Dump { name: "heap".into(), materials, ..tables.dumps[SPOIL].clone() };
        let heap = tables.dumps.push(heap);
        let mut face = tables.faces[FACE_ORE].clone();
        (face.name, face.stockpile) = ("heap".into(), Some(heap));
        tables.faces.push(face);
        // While the crusher stands, ore goes to the stockpile.
        let (life, repair) = (Law::Constant { value: 20.0 }, Law::Constant { value: 30.0 });
        tables.dumps[CRUSHER].breaks = Some(Breaks { life, repair });
        let scenario = Arc::new(Scenario::new(tables).unwrap());
        let mut question = question(&scenario, How::Cycles);
        (question.fleets, question.most) = (vec![question.fleets[0].clone()], 3);
        let found = answer(&question, &Quiet).unwrap();
        let prepared = Prepared::new(Arc::clone(&scenario)).unwrap();
        let record = |replication| prepared.replicate(question.seed, replication, false).unwrap().record;
        let records: Vec<RunRecord> = (0..3).map(record).collect();
        let shown = iceroad_measures::kpi::measures(&scenario, &records);
        let values = |key: &str| &shown.iter().find(|measure| measure.key == key).unwrap().values;
        let shares = values("plan_share.ore").iter().zip(values("plan_share.waste"));
        let lowest: Vec<f64> = shares.map(|(ore, waste)| ore.min(*waste)).collect();
        assert_eq!(found.tried[0].plan_share.unwrap().mean, mean(&lowest));
        assert_eq!(found.tried[0].tonnes.mean, mean(values("tonnes.total")));
        let frame = Frame::new(&scenario, &records);
        let delivered: i64 = frame.delivered(&records[0]).map(|cell| cell.mass_kg).sum();
        let moved: i64 = records[0].tonnes.iter().map(|cell| cell.mass_kg).sum();
        assert!(delivered < moved, "nothing was put on the stockpile, so the test tells nothing");
    }

    /// A truck more adds tonnes; whether it pays is told by what they are worth, asked for or written.
    #[test]
    fn the_next_machine_is_judged_by_the_margin() {
        let asked = |written: Option<i64>, asked: Option<f64>| {
            let mut tables = small();
            tables.heading.days = 60;
            for material in tables.materials.iter_mut() {
                material.worth_per_tonne = written.map(Money);
            }
            let scenario = Arc::new(Scenario::new(tables).unwrap());
            let mut question = question(&scenario, How::Cycles);
            question.fleets.truncate(2);
            (question.most, question.worth) = (8, asked);
            answer(&question, &Quiet).unwrap()
        };
        let none = asked(None, None);
        assert!(none.tried[1].margin.is_none() && none.worth.is_finite());
        let added = asked(Some(1_000_000), None).tried[1].added.unwrap();
        let margin = added.margin.unwrap();
        assert!(margin.low() > 0.0);
        let by_hand = added.tonnes.mean * (1_000_000.0 - added.cost_per_tonne);
        assert!((margin.mean / by_hand - 1.0).abs() < 1e-6, "{} for {by_hand}", margin.mean);
        let worthless = asked(None, Some(1.0));
        assert!(worthless.tried[1].added.unwrap().margin.unwrap().mean < 0.0);
        assert_eq!(worthless.no_longer_pays, Some(1));
    }

    #[test]
    fn no_fleet_is_no_question() {
        let scenario = Arc::new(Scenario::new(small()).unwrap());
        let mut question = question(&scenario, How::Cycles);
        question.fleets.clear();
        assert!(matches!(answer(&question, &Quiet), Err(PlanError::Question(_))));
    }
}
