//! Plans worth running: the undominated ones by replay, and those that people make by hand.
//!
//! Each line has a ladder, what its stock costs against the truck-hours it leaves; their curve is that of
//! [`iceroad_spares::frontier`]. There are two: with everything to be taken off or put on, and with what there is kept. Beside them
//! stand hand rules, every level by the same factor, so that no plan found is worse than what needs no program.
use super::Question;
use super::lines::{Line, Plan, above, level};
use super::replay::{Kept, Met, Story, replay};
use super::stories;
use super::trace::{Flight, Seen};
use crate::PlanError;
use iceroad_model::{OfferId, Scenario};
use iceroad_spares::frontier::{Frontier, Ladder, Rung};

/// Truck-hours to leave, as shares of those of today (assumed: close where most plans lie).
const LEFT: [f64; 12] = [2.0, 1.4, 1.0, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02, 0.005];
/// Factors of the hand rules.
const FACTORS: [f64; 8] = [0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0];
/// Stocks of a line that are looked at, at most: more stand so close that replay does not tell them apart.
const MOST_RUNGS: i64 = 64;

/// What replay says of every line.
pub(crate) struct Curves<'q> {
    question: &'q Question,
    lines: &'q [Line],
    /// The plan that was in force when they were seen.
    in_force: &'q Plan,
    /// What did happen, and what might have, by line.
    seen: Vec<Vec<Story>>,
    made: Vec<Vec<Story>>,
    /// From an ask to what is flown in, ms.
    flights: Vec<Option<i64>>,
    /// Whether more of it can be had.
    can_be_had: Vec<bool>,
}

impl<'q> Curves<'q> {
    /// `more` is the share by which machines would work more if none waited for parts.
    pub(crate) fn new(
        question: &'q Question,
        lines: &'q [Line],
        (in_force, seen): (&'q Plan, &[Seen]),
        more: f64,
    ) -> Self {
        let scenario = &question.scenario;
        let flight = |line: &Line| {
            line.emergency_after?;
            mean_flight(scenario, seen, line)
        };
        let key = (question.seed, scenario.horizon().end());
        Self {
            question,
            lines,
            in_force,
            seen: (0..lines.len()).map(|line| stories::seen(line, seen)).collect(),
            made: (0..lines.len()).map(|line| stories::made(line, seen, more, key)).collect(),
            flights: lines.iter().map(flight).collect(),
            can_be_had: lines.iter().map(|line| can_be_had(scenario, seen, line)).collect(),
        }
    }

    /// How a line would be met with so many units more, a mean over years that might be.
    pub(crate) fn met(&self, line: usize, more: i64) -> Met {
        self.mean(line, more, &self.made[line])
    }

    /// Truck-hours waited with the plan in force, by replay of what happened.
    pub(crate) fn hours_seen(&self) -> f64 {
        let seen = |line: usize| self.mean(line, self.in_force[line], &self.seen[line]).hours;
        (0..self.lines.len()).map(seen).sum()
    }

    fn mean(&self, line: usize, more: i64, stories: &[Story]) -> Met {
        let row = &self.question.scenario.stock[self.lines[line].id];
        let opening = if self.question.from_start { more } else { 0 };
        let kept = Kept {
            start: (row.on_hand.get() + opening).max(0),
            // Orders were as large as the plan in force made them.
            first_order: if self.question.from_start { 0 } else { more - self.in_force[line] },
            flight_ms: self.flights[line],
            end: self.question.scenario.horizon().end(),
        };
        let mut sum = Met::default();
        for story in stories {
            sum += replay(story, &kept);
        }
        let n = stories.len().max(1) as f64;
        Met { hours: sum.hours / n, asked: sum.asked / n, at_once: sum.at_once / n }
    }

    /// The same of all lines.
    pub(crate) fn met_by(&self, plan: &Plan) -> Met {
        let mut sum = Met::default();
        for (line, &more) in plan.iter().enumerate() {
            sum += self.met(line, more);
        }
        sum
    }

    /// Whether machines ever asked a line for anything.
    fn is_asked(&self, line: usize) -> bool {
        self.seen[line].iter().any(|story| story.asks.iter().any(|ask| ask.weight > 0.0))
    }

    /// Units more at which nobody waits, found by doubling.
    fn enough(&self, line: usize) -> i64 {
        let mut more = 1;
        let asked = |story: &Story| story.asks.iter().map(|ask| ask.units).sum::<i64>();
        let all = self.made[line].iter().map(asked).max().unwrap_or(0);
        while more < all && self.met(line, more).hours > 0.0 {
            more *= 2;
        }
        more.min(all.max(1))
    }

    /// The stocks of a line from `least` on, with what each leaves.
    fn stocks(&self, line: usize, least: i64) -> Vec<i64> {
        if !self.is_asked(line) {
            return vec![least, 0].into_iter().filter(|more| *more <= 0).collect();
        }
        let most = if self.can_be_had[line] { self.enough(line) } else { 0 };
        let step = ((most - least) / MOST_RUNGS).max(1);
        let mut stocks: Vec<i64> = (0..).map(|n| least + n * step).take_while(|more| *more <= most).collect();
        stocks.extend([0, most]);
        stocks.retain(|more| (least..=most.max(0)).contains(more));
        stocks.sort_unstable();
        stocks.dedup();
        stocks
    }

    /// The curve with every line kept at what `least` says or more.
    fn frontier(&self, least: impl Fn(&Line) -> i64) -> Result<(Vec<Vec<i64>>, Frontier), PlanError> {
        let (mut stocks, mut ladders) = (Vec::new(), Vec::new());
        for (at, line) in self.lines.iter().enumerate() {
            let least = least(line);
            let of_line = self.stocks(at, least);
            let rungs = of_line.iter().enumerate().map(|(place, &more)| Rung {
                cost: (more - least) as f64 * line.unit,
                value: self.met(at, more).hours,
                stock: place as u32,
            });
            let ladder = Ladder::new(rungs).map_err(|error| PlanError::Question(error.to_string()))?;
            stocks.push(of_line);
            ladders.push(ladder);
        }
        let frontier = Frontier::new(ladders).map_err(|error| PlanError::Question(error.to_string()))?;
        Ok((stocks, frontier))
    }

    /// Plans worth running, where things as they are leave so many truck-hours by replay.
    pub(crate) fn candidates(&self, today: f64) -> Result<Vec<Plan>, PlanError> {
        let mut plans = Vec::new();
        for least in [|_: &Line| 0, |line: &Line| line.least] {
            let (stocks, frontier) = self.frontier(least)?;
            let plan = |rungs: &[u32]| -> Plan {
                let places = frontier.stocks(rungs);
                places.iter().zip(&stocks).map(|(&place, stocks)| stocks[place as usize]).collect()
            };
            for left in LEFT {
                if let Ok(mix) = frontier.reaching(left * today) {
                    plans.push(plan(&mix.rungs));
                }
            }
            let now: f64 = self.lines.iter().map(|line| -least(line) as f64 * line.unit).sum();
            if let Some(budget) = self.question.budget()
                && let Ok(mix) = frontier.within(now + budget)
            {
                plans.push(plan(&mix.rungs));
            }
        }
        plans.extend(FACTORS.map(|factor| self.by_hand(factor)));
        let budget = self.question.budget().unwrap_or(f64::INFINITY);
        plans.retain(|plan| self.capital(plan) <= budget.max(0.0) * (1.0 + 1e-12));
        Ok(plans)
    }

    /// Every level of a line that machines ask by the same factor.
    pub(crate) fn by_hand(&self, factor: f64) -> Plan {
        let more = |(at, line): (usize, &Line)| {
            let level = level(&self.question.scenario.stock[line.id]) as f64;
            let more = ((level * (factor - 1.0)).round() as i64).max(line.least);
            match (self.is_asked(at), self.can_be_had[at]) {
                (true, true) => more,
                (true, false) => more.min(0),
                (false, _) => 0,
            }
        };
        self.lines.iter().enumerate().map(more).collect()
    }

    /// Which stock line one is.
    pub(crate) fn line(&self, at: usize) -> iceroad_model::StockId {
        self.lines[at].id
    }

    /// Lines that machines waited for and of which nobody may sell more.
    pub(crate) fn not_to_be_had(&self) -> Vec<iceroad_model::StockId> {
        let missed = (0..self.lines.len()).filter(|&at| {
            !self.can_be_had[at] && self.mean(at, self.in_force[at], &self.seen[at]).hours > 0.0
        });
        missed.map(|at| self.lines[at].id).collect()
    }

    /// What a plan binds more than today, minor units.
    pub(crate) fn capital(&self, plan: &Plan) -> f64 {
        self.lines.iter().zip(plan).map(|(line, &more)| more as f64 * line.unit).sum()
    }

    /// What a plan costs a year to keep more than today, beyond what the scenario charges itself, minor units.
    pub(crate) fn keeping(&self, plan: &Plan) -> f64 {
        self.lines.iter().zip(plan).map(|(line, &more)| more as f64 * line.keeping).sum()
    }

    /// The cheapest unit of a line that machines ask, minor units, with its line.
    pub(crate) fn cheapest(&self) -> Option<(usize, f64)> {
        let asked = (0..self.lines.len()).filter(|&at| self.is_asked(at));
        let units = asked.map(|at| (at, self.lines[at].unit)).filter(|(_, unit)| *unit > 0.0);
        units.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Whether more of an item can be had: it was ordered for its store or one above, or is offered and no rule was seen to refuse it.
fn can_be_had(scenario: &Scenario, seen: &[Seen], line: &Line) -> bool {
    let row = &scenario.stock[line.id];
    let chain = above(scenario, row.store);
    let of_item = |offer: &OfferId| scenario.offers[*offer].item == row.item;
    let is_ordered =
        |one: &Seen| one.ordered.keys().any(|(store, offer)| chain.contains(store) && of_item(offer));
    let is_refused = seen.iter().any(|one| one.refused.contains(&row.item));
    seen.iter().any(is_ordered) || (!is_refused && scenario.offers.ids().any(|offer| of_item(&offer)))
}

/// How long it took to fly an item in to a store: the item itself where that was seen, else anything as heavy; none where nobody ever
/// did, so that who waits waits for an ordinary order.
fn mean_flight(scenario: &Scenario, seen: &[Seen], line: &Line) -> Option<i64> {
    let row = &scenario.stock[line.id];
    let mass = scenario.items[row.item].unit_grams;
    let mean = |takes: &dyn Fn(&Flight) -> bool| {
        let flights = seen.iter().flat_map(|seen| &seen.flights).filter(|flight| flight.store == row.store);
        let all: Vec<i64> = flights.filter(|flight| takes(flight)).map(|flight| flight.ms).collect();
        (!all.is_empty()).then(|| all.iter().sum::<i64>() / all.len() as i64)
    };
    let as_heavy = |flight: &Flight| scenario.items[flight.item].unit_grams >= mass;
    mean(&|flight| flight.item == row.item).or_else(|| mean(&as_heavy))
}

/// How a line was met in the replications seen, by replay of them: what tests hold against what happened.
#[cfg(test)]
pub(crate) fn as_seen(question: &Question, lines: &[Line], seen: &[Seen], line: usize) -> Met {
    let nothing = vec![0; lines.len()];
    let curves = Curves::new(question, lines, (&nothing, seen), 0.0);
    curves.mean(line, 0, &curves.seen[line])
}
