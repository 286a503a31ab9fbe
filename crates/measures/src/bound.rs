//! The bound of each mine's tonnage by its flow plan, the share of it that was reached, and the resource that binds.
//!
//! The definitions are those of [`iceroad_model::bound`]. A bound belongs to a replication, for other machines are at work
//! in each; the prices are those of the plan with the average of all replications.
use crate::Results;
use crate::frame::ratio;
use crate::spread::Spread;
use iceroad_model::Scenario;
use iceroad_model::bound::{BlendPriced, Bound, MineBound, Priced, Reached, Resource};
use iceroad_words::{mark, say};
use serde::Serialize;

/// A resource that limits a mine's tonnage.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Limit {
    /// What, in words.
    pub words: String,
    /// How much there is, on average over the horizon.
    pub there: f64,
    /// How much of it the flow plan uses.
    pub used: f64,
    /// What one more would add to the bound.
    pub worth: f64,
    /// The unit of that.
    pub unit: &'static str,
    /// Its part in the bound, 0 to 1.
    pub part: f64,
}

/// A limit of a blend that costs tonnes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BlendLimit {
    /// What, in words.
    pub words: String,
    /// The dump's name.
    pub dump: String,
    /// Whether it is the greatest mean grade; else it is the least.
    pub is_most: bool,
    /// The limit, in the planner's unit of grade.
    pub grade: f64,
    /// What the plan feeds the dump of graded ore, t/h.
    pub t_per_h: f64,
    /// What a limit wider by one unit of grade would add, [`PER_GRADE`].
    pub worth: f64,
}

/// One of a mine's two bounds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Side {
    /// Which machines and hours it is of, in words.
    pub machines: String,
    /// Tonnes an hour, over every hour of the horizon.
    pub t_per_h: f64,
    /// The bound over the replications, t.
    pub tonnes: Option<Spread>,
    /// What was dumped of it.
    pub share_reached: Option<Spread>,
    /// The bound in each replication, t.
    pub values: Vec<f64>,
    /// The resource that binds.
    pub binding: Option<Limit>,
    /// Every resource, in order.
    pub resources: Vec<Limit>,
    /// The limits of blends that cost tonnes, in order.
    pub blends: Vec<BlendLimit>,
}

/// Resources with less of a bound than this are not among its parts.
const LEAST_PART: f64 = 0.005;

impl Side {
    /// The resources with a part in the bound, the largest part first.
    pub fn parts(&self) -> Vec<&Limit> {
        let mut parts: Vec<&Limit> = self.resources.iter().filter(|limit| limit.part >= LEAST_PART).collect();
        parts.sort_by(|a, b| b.part.total_cmp(&a.part));
        parts
    }
}

/// The bounds of a mine.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MineLimits {
    /// The mine's name.
    pub mine: String,
    /// With the machines at work.
    pub at_work: Side,
    /// With all machines in all scheduled hours.
    pub all: Side,
    /// What was dumped in each replication, t.
    pub dumped_t: Vec<f64>,
}

/// The bounds of every mine that has some.
pub fn limits(results: &Results<'_>) -> Vec<MineLimits> {
    results.bounds.iter().map(|bound| of_mine(results.scenario, bound)).collect()
}

fn of_mine(scenario: &Scenario, bound: &MineBound) -> MineLimits {
    let side = |of: &Bound, machines, tonnes| side(scenario, of, machines, &bound.replications, tonnes);
    MineLimits {
        mine: scenario.mines[bound.mine].title.clone(),
        at_work: side(&bound.at_work, "bound-at-work", |reached| reached.at_work_t),
        all: side(&bound.all, "bound-all", |reached| reached.all_t),
        dumped_t: bound.replications.iter().map(|reached| reached.dumped_t).collect(),
    }
}

fn side(
    scenario: &Scenario,
    bound: &Bound,
    machines: &str,
    reached: &[Reached],
    tonnes: fn(&Reached) -> f64,
) -> Side {
    let limit = |priced: &Priced| Limit {
        words: resource(scenario, priced.resource),
        there: priced.there,
        used: priced.used,
        worth: priced.worth,
        unit: priced.resource.unit(),
        part: ratio(priced.part(), bound.t_per_h),
    };
    let blend_limit = |priced: &BlendPriced| BlendLimit {
        words: blend(scenario, priced),
        dump: scenario.dumps[priced.dump].title.clone(),
        is_most: priced.is_most,
        grade: priced.limit,
        t_per_h: priced.t_per_h,
        worth: priced.worth,
    };
    Side {
        machines: say!(machines),
        t_per_h: bound.t_per_h,
        tonnes: Spread::over(reached, tonnes),
        share_reached: Spread::over(reached, |one| ratio(one.dumped_t, tonnes(one))),
        values: reached.iter().map(tonnes).collect(),
        binding: bound.binding().map(limit),
        resources: bound.resources.iter().map(limit).collect(),
        blends: bound.blends.iter().map(blend_limit).collect(),
    }
}

/// A resource in words.
fn resource(scenario: &Scenario, resource: Resource) -> String {
    match resource {
        Resource::Trucks(model) => say!("bound-trucks", a = scenario.models[model].name),
        Resource::Loader(machine) => say!("bound-loader", a = scenario.machines[machine].name),
        Resource::Places(dump) => say!("bound-places", a = scenario.dumps[dump].title),
        Resource::Crusher(dump) => say!("bound-crusher", a = scenario.dumps[dump].title),
        Resource::BlendLeast(dump) => say!("bound-grade-least", a = scenario.dumps[dump].title),
        Resource::BlendMost(dump) => say!("bound-grade-most", a = scenario.dumps[dump].title),
    }
}

/// A limit of a blend in words.
fn blend(scenario: &Scenario, blend: &BlendPriced) -> String {
    let key = if blend.is_most { "bound-blend-most" } else { "bound-blend-least" };
    say!(
        key,
        dump = scenario.dumps[blend.dump].title,
        limit = blend.limit.to_string().replace('.', &mark().to_string())
    )
}

/// The unit of what a limit of a blend is worth.
pub const PER_GRADE: &str = "t/h per unit of grade";
