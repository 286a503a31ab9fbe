//! Changes of a scenario, tried: which of them help, by how much, and how sure that is.
//!
//! # The rule
//!
//! A run of `n` replications is there already. Every change runs under the same replication numbers as that run, so that a pair
//! shares its weather and its luck (common random numbers). The run is cut in two halves:
//!
//! 1. **Choice**, on the first half, from which the proposals came too. Every change gets [`FIRST`] pairs; the better half of those
//!    that seem to help their aim, and never fewer than `KEPT`, goes on, with as many pairs again, and once more. What changes nothing, or seems to harm its aim,
//!    is dropped at once. A change for what goes wrong in some years only is tried in the worst of them first. Nothing of this is
//!    shown, so that neither looking often nor picking years costs any honesty.
//! 2. **Trial**, on the second half, whose numbers nothing was chosen by. The best [`MOST`] get the same number of pairs, fixed by
//!    the budget before the first of them is run. Their mean differences and Student's intervals are what is shown.
//!
//! As the trial's numbers are fresh and their count is fixed, its intervals need no correction for the choice or for stopping
//! early. What is printed helps at least one promise clearly and harms none clearly (`effect`, `worth`).
//!
//! The budget is counted in replications, never by a clock: as many as the run itself had, and [`LEAST_BUDGET`] (but at most
//! twice the run) in short ones.
//!
//! Pitfall: choosing those whose trial shows a clear effect leaves a little of the winner's curse for effects that are just so
//! clear. The intervals are at 99 % each for that reason too.

mod effect;
mod worth;

use crate::PlanError;
use iceroad_engine::{Job, Observer, Prepared, read_jobs};
use iceroad_measures::advice::stakes::{self, Aim, Kind};
use iceroad_measures::advice::{Effect, Fate, MOST};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_model::record::RunRecord;

/// Pairs of every change at the first look.
pub const FIRST: u32 = 2;
/// Looks of the choice; the pairs double from each to the next.
const LOOKS: u32 = 3;
/// Changes of an aim that no look halves further: the second best remedy is advice too.
const KEPT: usize = 2;
/// Replications that a short run may spend on trying, if it has half as many itself.
pub const LEAST_BUDGET: u32 = 48;
/// Pairs of a trial at the least …
const LEAST_PAIRS: u32 = 6;
/// … and at most.
const MOST_PAIRS: u32 = 40;

/// A change to try, as a scenario made ready.
pub struct Variant {
    /// The changed scenario.
    pub prepared: Prepared,
    /// What it wants to better.
    pub aim: Aim,
}

/// The run that changes are held against.
pub struct Base<'r> {
    /// The scenario as it is.
    pub prepared: &'r Prepared,
    /// Its replications, all that were asked for, in order of their number.
    pub records: &'r [RunRecord],
    /// Seed of all random streams.
    pub seed: u64,
    /// Threads; 0 takes all.
    pub threads: usize,
}

/// A change that helps.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// Which, by its place among those tried.
    pub option: usize,
    /// Pairs of the trial.
    pub pairs: u32,
    /// Everything it touches, money last.
    pub effects: Vec<Effect>,
}

/// What came of trying.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    /// What helps, the most worthy first.
    pub found: Vec<Found>,
    /// What became of each change, and the pairs that this was judged by.
    pub fates: Vec<(Fate, u32)>,
    /// Replications run.
    pub replications: u32,
}

impl Base<'_> {
    fn n(&self) -> u32 {
        self.records.len() as u32
    }

    /// The replications that proposals are made from and choices by.
    pub fn first_half(&self) -> &[RunRecord] {
        &self.records[..self.records.len() / 2]
    }

    /// Replications to spend in all.
    fn budget(&self) -> u32 {
        self.n().max(LEAST_BUDGET.min(2 * self.n()))
    }

    /// Changes that can be tried at most: each look costs as much as the first, and one more is left for uneven halves.
    pub fn most_options(&self) -> usize {
        (self.budget() / 2 / (FIRST * (LOOKS - 1)).max(1)) as usize
    }
}

/// Tries changes; those beyond [`Base::most_options`] are left out. `observer` hears of every replication, and may stop it.
///
/// # Errors
/// [`PlanError::Stopped`], and that threads could not be started.
pub fn judge(base: &Base<'_>, options: &[Variant], observer: &dyn Observer) -> Result<Judged, PlanError> {
    let options = &options[..options.len().min(base.most_options())];
    let mut trial = Trial::new(base, options, observer);
    let chosen = trial.choose()?;
    let found = trial.try_fresh(&chosen)?;
    Ok(Judged { found, fates: trial.fates, replications: trial.spent })
}

/// The stakes' values in one replication, and the same of a changed scenario.
type Values = Vec<f64>;
/// A change by its place, and its values in each replication; none where one of them could not go on.
type Ran = (usize, Option<Vec<Values>>);

struct Trial<'b> {
    base: &'b Base<'b>,
    options: &'b [Variant],
    observer: &'b dyn Observer,
    /// What is judged by, in the order of values.
    heads: Vec<effect::Head>,
    /// The run's values by place of its replication.
    now: Vec<Values>,
    /// For each change, the places of the first half in the order in which it is tried.
    order: Vec<Vec<u32>>,
    /// What became of each change so far.
    fates: Vec<(Fate, u32)>,
    spent: u32,
}

impl<'b> Trial<'b> {
    fn new(base: &'b Base<'b>, options: &'b [Variant], observer: &'b dyn Observer) -> Self {
        let frame = Frame::new(base.prepared.scenario(), base.records);
        let book = Book::of(&frame);
        let stakes = stakes::all(&book);
        let heads = stakes.iter().map(effect::Head::of).collect();
        let now = base.records.iter().map(|record| stakes.iter().map(|stake| stake.of(record)).collect());
        let fates = vec![(Fate::Lesser, 0); options.len()];
        let mut trial =
            Self { heads, now: now.collect(), order: Vec::new(), base, options, observer, fates, spent: 0 };
        trial.order = options.iter().map(|option| trial.worst_first(option.aim)).collect();
        trial
    }

    /// The places of the first half: for tonnes as they come, for what goes wrong in some years only the worst first.
    fn worst_first(&self, aim: Aim) -> Vec<u32> {
        let mut places: Vec<u32> = (0..self.base.first_half().len() as u32).collect();
        if let (true, Some(at)) = (aim != Aim::Tonnes, self.place_of(aim)) {
            let value = |place: u32| self.now[place as usize][at];
            places.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then(a.cmp(&b)));
        }
        places
    }

    /// Where the measure of an aim stands among values.
    fn place_of(&self, aim: Aim) -> Option<usize> {
        self.heads.iter().position(|head| head.key == aim.key())
    }

    /// The changes that go on to the trial, those that seem best first in each aim, aims in turn.
    fn choose(&mut self) -> Result<Vec<usize>, PlanError> {
        let half = self.base.first_half().len() as u32;
        let mut values: Vec<Vec<Values>> = vec![Vec::new(); self.options.len()];
        let mut alive: Vec<usize> = (0..self.options.len()).collect();
        let mut done = 0;
        for look in 0..LOOKS {
            let to = (FIRST << look).min(half);
            let cost = (to - done) * alive.len() as u32;
            if look > 0 && (to == done || self.spent + cost > self.base.budget() / 2) {
                break;
            }
            let part = |at: usize| self.order[at][done as usize..to as usize].to_vec();
            let jobs: Vec<(usize, Vec<u32>)> = alive.iter().map(|&at| (at, part(at))).collect();
            for (at, new) in self.run(&jobs)? {
                match new {
                    Some(new) => values[at].extend(new),
                    // A scenario that cannot be run to its end is no advice.
                    None => {
                        self.fates[at].0 = Fate::Failed;
                        alive.retain(|other| *other != at);
                    }
                }
            }
            done = to;
            for &at in &alive {
                self.fates[at] = (self.fate_so_far(at, &values[at]), to);
            }
            alive.retain(|&at| self.gain(at, &values[at]) > 0.0);
            alive = self.better_half(&alive, &values, look + 1 == LOOKS);
        }
        Ok(alive)
    }

    /// By how much a change betters its aim, as a mean over the pairs so far; 0 where it changes nothing.
    fn gain(&self, at: usize, values: &[Values]) -> f64 {
        let Some(place) = self.place_of(self.options[at].aim) else { return 0.0 };
        let now = |pair: usize| self.now[self.order[at][pair] as usize][place];
        let sum: f64 = values.iter().enumerate().map(|(pair, new)| new[place] - now(pair)).sum();
        let mean = sum / values.len().max(1) as f64;
        if self.heads[place].higher_is_better == Some(false) { -mean } else { mean }
    }

    /// What would become of a change if it were dropped now.
    fn fate_so_far(&self, at: usize, values: &[Values]) -> Fate {
        let gain = self.gain(at, values);
        match self.place_of(self.options[at].aim) {
            _ if gain > 0.0 => Fate::Lesser,
            Some(place) if gain < 0.0 => Fate::Harms(vec![self.heads[place].title.clone()]),
            _ => Fate::NoEffect,
        }
    }

    /// Of each aim the better half, all of them at the last look; aims in turn.
    fn better_half(&self, alive: &[usize], values: &[Vec<Values>], is_last: bool) -> Vec<usize> {
        let mut of_aim: Vec<Vec<usize>> = Vec::new();
        for aim in Aim::ALL {
            let mut members: Vec<usize> =
                alive.iter().copied().filter(|&at| self.options[at].aim == aim).collect();
            members.sort_by(|&a, &b| self.gain(b, &values[b]).total_cmp(&self.gain(a, &values[a])));
            members.truncate(if is_last { members.len() } else { members.len().div_ceil(2).max(KEPT) });
            of_aim.push(members);
        }
        let most = of_aim.iter().map(Vec::len).max().unwrap_or(0);
        let in_turn = |place: usize| of_aim.iter().filter_map(move |members| members.get(place).copied());
        (0..most).flat_map(in_turn).collect()
    }

    /// The trial on fresh numbers, with what helps in order of worth.
    fn try_fresh(&mut self, chosen: &[usize]) -> Result<Vec<Found>, PlanError> {
        let half = self.base.first_half().len() as u32;
        let left = self.base.budget().saturating_sub(self.spent);
        let finalists = &chosen[..chosen.len().min(MOST).min((left / LEAST_PAIRS) as usize)];
        if finalists.is_empty() {
            return Ok(Vec::new());
        }
        let pairs = (left / finalists.len() as u32).min(self.base.n() - half).min(MOST_PAIRS);
        let mut found = Vec::new();
        let jobs: Vec<(usize, Vec<u32>)> =
            finalists.iter().map(|&at| (at, (half..half + pairs).collect())).collect();
        for (option, values) in self.run(&jobs)? {
            let Some(values) = values else {
                self.fates[option] = (Fate::Failed, pairs);
                continue;
            };
            let effects = self.effects(&values, half as usize);
            let fate = worth::fate(&effects);
            self.fates[option] = (fate.clone(), pairs);
            if fate == Fate::Helps {
                found.push(Found { option, pairs, effects });
            }
        }
        found.sort_by(|a, b| worth::compare(&b.effects, &a.effects));
        Ok(found)
    }

    /// What a change does to everything it touches.
    fn effects(&self, values: &[Values], from: usize) -> Vec<Effect> {
        let one = |(place, head): (usize, &effect::Head)| {
            let pairs = values.iter().zip(&self.now[from..]);
            let pairs: Vec<(f64, f64)> = pairs.map(|(new, now)| (now[place], new[place])).collect();
            (head.kind != Kind::Summary).then(|| effect::of(head, &pairs))?
        };
        let mut all: Vec<Effect> = self.heads.iter().enumerate().filter_map(one).collect();
        worth::keep_money(&mut all);
        worth::put_first(&mut all);
        all
    }

    /// Runs changes, each under as many of the run's replications, told by their places; none where one of them could not go on.
    fn run(&mut self, which: &[(usize, Vec<u32>)]) -> Result<Vec<Ran>, PlanError> {
        let number = |place: &u32| self.base.records[*place as usize].replication;
        let of_one = |(at, places): &(usize, Vec<u32>)| -> Vec<Job<'b>> {
            places.iter().map(|place| (&self.options[*at].prepared, number(place))).collect()
        };
        let jobs: Vec<Job<'b>> = which.iter().flat_map(of_one).collect();
        let n = which.first().map_or(1, |(_, places)| places.len()).max(1);
        // A change of goods and machines leaves the roads as they were in the run.
        let frame = |at: usize| Frame::new(self.options[at].prepared.scenario(), self.base.records);
        let frames: Vec<Frame<'_>> = which.iter().map(|(at, _)| frame(*at)).collect();
        let books: Vec<Book<'_>> = frames.iter().map(Book::of).collect();
        let read = |job: usize, record: &RunRecord| -> Values {
            let book = &books[job / n];
            let value = |head: &effect::Head| match book.find(&head.key) {
                Some(measure) => stakes::Stake { measure, kind: head.kind }.of(record),
                None => f64::NAN,
            };
            self.heads.iter().map(value).collect()
        };
        let Some(came) = read_jobs(&jobs, (self.base.seed, self.base.threads), self.observer, read)? else {
            return Err(PlanError::Stopped);
        };
        self.spent += jobs.len() as u32;
        let mut came = came.into_iter();
        let of_one = |(at, _): &(usize, Vec<u32>)| {
            let all: Result<Vec<Values>, _> = came.by_ref().take(n).collect();
            (*at, all.ok())
        };
        Ok(which.iter().map(of_one).collect())
    }
}
