//! The bound of each mine's tonnage by its flow plan, the share of it that was reached, and the resource that binds.
//!
//! The definitions are those of [`iceroad_model::bound`]. A bound belongs to a replication, for other machines are at work
//! in each; the prices are those of the plan with the average of all replications.
use crate::frame::ratio;
use crate::spread::Spread;
use iceroad_model::Scenario;
use iceroad_model::bound::{BlendPriced, Bound, MineBound, Priced, Reached, Resource};

/// What every showing of a bound must say.
pub const LEFT_OUT: &str = "A bound is what no dispatch can exceed: loading, driving on free roads, dumping and crushing \
     at their mean times. Waiting in line, traffic and closed roads, refuelling, breaks, drives to park and gate and standing crushers \
     are not in it.";

/// One of a mine's two bounds in words and numbers.
pub struct Side<'b> {
    /// Its key.
    pub key: &'static str,
    /// Which machines and hours it is of.
    pub words: &'static str,
    /// The bound.
    pub bound: &'b Bound,
    /// Its tonnes in a replication.
    pub tonnes: fn(&Reached) -> f64,
}

/// A mine's bounds: with the machines at work, then with all.
pub fn sides(bound: &MineBound) -> [Side<'_>; 2] {
    [
        Side {
            key: "at_work",
            words: "machines at work",
            bound: &bound.at_work,
            tonnes: |reached| reached.at_work_t,
        },
        Side {
            key: "all",
            words: "all machines, all scheduled hours",
            bound: &bound.all,
            tonnes: |reached| reached.all_t,
        },
    ]
}

impl Side<'_> {
    /// The bound over the replications, t.
    pub fn tonnes_of(&self, bound: &MineBound) -> Option<Spread> {
        Spread::over(&bound.replications, self.tonnes)
    }

    /// What was dumped of it.
    pub fn share_of(&self, bound: &MineBound) -> Option<Spread> {
        Spread::over(&bound.replications, |reached| ratio(reached.dumped_t, (self.tonnes)(reached)))
    }

    /// The resources with a part in the bound, the largest part first.
    pub fn parts(&self) -> Vec<&Priced> {
        let mut parts: Vec<&Priced> =
            self.bound.resources.iter().filter(|priced| self.share(priced) >= 0.005).collect();
        parts.sort_by(|a, b| b.part().total_cmp(&a.part()).then(a.resource.cmp(&b.resource)));
        parts
    }

    /// The part of a resource in the bound, 0 to 1.
    pub fn share(&self, priced: &Priced) -> f64 {
        ratio(priced.part(), self.bound.t_per_h)
    }
}

/// A resource in words.
pub fn resource(scenario: &Scenario, resource: Resource) -> String {
    match resource {
        Resource::Trucks(model) => format!("trucks {}", scenario.models[model].name),
        Resource::Loader(machine) => format!("loader {}", scenario.machines[machine].name),
        Resource::Places(dump) => format!("places at {}", scenario.dumps[dump].name),
        Resource::Crusher(dump) => format!("crusher at {}", scenario.dumps[dump].name),
        Resource::BlendLeast(dump) => format!("lack of grade at {}", scenario.dumps[dump].name),
        Resource::BlendMost(dump) => format!("excess of grade at {}", scenario.dumps[dump].name),
    }
}

/// A limit of a blend in words.
pub fn blend(scenario: &Scenario, blend: &BlendPriced) -> String {
    let limit = if blend.is_most { "greatest" } else { "least" };
    format!("{limit} grade at {}, {}", scenario.dumps[blend.dump].name, blend.limit)
}

/// What a limit of a blend is worth.
pub const PER_GRADE: &str = "t/h per unit of grade";
