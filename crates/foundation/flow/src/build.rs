//! The flow plan of a network written out as a linear program.
//!
//! Variables: hauls in their order, then returns, then what is met of each minimum, then the share of the production
//! plan. Rows, with what they are called:
//!
//! | rows | are |
//! |---|---|
//! | trucks | `Σ hauls · truck time + Σ returns · travel ≤ trucks`, each class |
//! | loaders | `Σ hauls · loader's time ≤ at work`, each loader |
//! | places | `Σ hauls · dumping time ≤ places`, each dump |
//! | crushers | `Σ hauls · tonnes ≤ rate`, each dump with a rate |
//! | blends | `Σ hauls · tonnes · (grade − most) ≤ above` and `Σ hauls · tonnes · (least − grade) ≤ below` |
//! | minima | `met ≤ minimum`, and in the last rows `met − Σ hauls · tonnes ≤ 0` |
//! | share | `share · planned − Σ hauls · tonnes ≤ 0`, each line of the production plan |
//! | balance | loads out of a face = empty trucks into it; loads into a dump = empty trucks out of it; each class |
//!
//! What is met of a minimum is worth [`MET`] best tonnes, so that nothing is lacking where the minima can be kept. Written
//! like this, no right side is negative: hauling nothing is always a solution, the solver needs no first phase to find
//! one (on which `microlp` 0.6.0 was seen not to end), and whether the minima can be kept is seen from the answer.

use crate::network::{Grade, Minimum, Network};
use crate::plan::Limit;
use crate::program::{Program, Relation, Row, Variable};

/// What a tonne of a minimum is worth beside its own, in best tonnes. Far above what keeping a minimum costs in any mine,
/// which is the ratio of two cycles' tonnes an hour; low enough for doubles.
const MET: f64 = 1e5;

/// What a planned tonne is worth beside its own, in best tonnes: again more than it can cost, and no more than that, for
/// tonnes are to be told apart in the same sum.
const PLANNED: f64 = 1e3;

/// A network as a program: the first rows are limits, in this order; the rest are balances.
pub(crate) struct Built {
    pub(crate) program: Program,
    pub(crate) limits: Vec<Limit>,
    /// The worth of a tonne met of a minimum: in the program's value, and no part of the plan's.
    pub(crate) met_worth: f64,
    /// The same of all that is planned, once.
    pub(crate) share_worth: f64,
}

pub(crate) fn build(network: &Network) -> Built {
    let cost = |class: usize, hours: f64| network.classes[class].hour_cost_t * hours;
    let hauls = network
        .hauls
        .iter()
        .map(|haul| Variable { worth: haul.worth() - cost(haul.class, haul.truck_h()), free: false });
    let returns =
        network.returns.iter().map(|back| Variable { worth: -cost(back.class, back.travel_h), free: false });
    let best = network.hauls.iter().map(|haul| 1.0 + haul.extra_weight).fold(1.0, f64::max);
    let met_worth = MET * best;
    let met = network.minima.iter().map(|_| Variable { worth: met_worth, free: false });
    let planned: f64 = network.planned.iter().map(|line| line.t_per_h).sum();
    let share_worth = PLANNED * best * planned;
    let share = (planned > 0.0).then_some(Variable { worth: share_worth, free: false });
    let variables = hauls.chain(returns).chain(met).chain(share).collect();
    let program = Program { maximise: true, variables, rows: Vec::new() };
    let mut built = Built { program, limits: Vec::new(), met_worth, share_worth };
    built.add_machines(network);
    built.add_crushers(network);
    built.add_blends(network);
    built.add_minima(network);
    built.add_balances(network);
    built
}

impl Built {
    fn limit(&mut self, limit: Limit, terms: Vec<(usize, f64)>, right: f64) {
        self.limits.push(limit);
        self.program.rows.push(Row { terms, relation: Relation::AtMost, right });
    }

    fn add_machines(&mut self, network: &Network) {
        let n_hauls = network.hauls.len();
        let mut trucks = vec![Vec::new(); network.classes.len()];
        let mut loaders = vec![Vec::new(); network.loaders.len()];
        let mut places = vec![Vec::new(); network.dumps.len()];
        for (at, haul) in network.hauls.iter().enumerate() {
            trucks[haul.class].push((at, haul.truck_h()));
            loaders[haul.loader].push((at, haul.loader_h));
            places[haul.dump].push((at, haul.dump_h));
        }
        for (at, back) in network.returns.iter().enumerate() {
            trucks[back.class].push((n_hauls + at, back.travel_h));
        }
        for (class, terms) in trucks.into_iter().enumerate() {
            self.limit(Limit::Trucks(class), terms, network.classes[class].trucks);
        }
        for (loader, terms) in loaders.into_iter().enumerate() {
            self.limit(Limit::Loader(loader), terms, network.loaders[loader].at_work);
        }
        for (dump, terms) in places.into_iter().enumerate() {
            self.limit(Limit::Places(dump), terms, network.dumps[dump].places);
        }
    }

    fn add_crushers(&mut self, network: &Network) {
        for (dump, row) in network.dumps.iter().enumerate() {
            if let Some(rate) = row.most_t_per_h {
                let terms = to_dump(network, dump, |haul| haul.tonnes);
                self.limit(Limit::Crusher(dump), terms, rate);
            }
        }
    }

    fn add_blends(&mut self, network: &Network) {
        for (dump, row) in network.dumps.iter().enumerate() {
            let Some(blend) = row.blend else { continue };
            if let Some(most) = blend.most {
                let over = |grade: Grade| grade.least - most;
                let terms = to_dump(network, dump, |haul| haul.tonnes * haul.grade.map_or(0.0, over));
                self.limit(Limit::BlendMost(dump), terms, blend.above);
            }
            if let Some(least) = blend.least {
                let under = |grade: Grade| least - grade.most;
                let terms = to_dump(network, dump, |haul| haul.tonnes * haul.grade.map_or(0.0, under));
                self.limit(Limit::BlendLeast(dump), terms, blend.below);
            }
        }
    }

    fn add_minima(&mut self, network: &Network) {
        let first = network.hauls.len() + network.returns.len();
        let share = first + network.minima.len();
        for (at, minimum) in network.minima.iter().enumerate() {
            self.limit(Limit::Minimum(at), vec![(first + at, 1.0)], minimum.t_per_h);
        }
        for (at, minimum) in network.minima.iter().enumerate() {
            self.hauled(network, minimum, (first + at, 1.0));
        }
        for line in network.planned.iter().filter(|line| line.t_per_h > 0.0) {
            self.hauled(network, line, (share, line.t_per_h));
        }
    }

    /// No more is met, which is `met`, than is hauled.
    fn hauled(&mut self, network: &Network, minimum: &Minimum, met: (usize, f64)) {
        let mut hauls = minimum.hauls.clone();
        hauls.sort_unstable();
        hauls.dedup();
        let mut terms: Vec<_> = hauls.into_iter().map(|haul| (haul, -network.hauls[haul].tonnes)).collect();
        terms.push(met);
        self.program.rows.push(Row { terms, relation: Relation::AtMost, right: 0.0 });
    }

    fn add_balances(&mut self, network: &Network) {
        let n_hauls = network.hauls.len();
        let n_faces = network.faces;
        let n_ends = n_faces + network.dumps.len();
        let mut rows = vec![Vec::new(); network.classes.len() * n_ends];
        for (at, haul) in network.hauls.iter().enumerate() {
            rows[haul.class * n_ends + haul.face].push((at, 1.0));
            rows[haul.class * n_ends + n_faces + haul.dump].push((at, 1.0));
        }
        for (at, back) in network.returns.iter().enumerate() {
            rows[back.class * n_ends + back.face].push((n_hauls + at, -1.0));
            rows[back.class * n_ends + n_faces + back.dump].push((n_hauls + at, -1.0));
        }
        let used = rows.into_iter().filter(|terms| !terms.is_empty());
        self.program.rows.extend(used.map(|terms| Row { terms, relation: Relation::Equal, right: 0.0 }));
    }
}

fn to_dump(network: &Network, dump: usize, of: impl Fn(&crate::Haul) -> f64) -> Vec<(usize, f64)> {
    let there = network.hauls.iter().enumerate().filter(|(_, haul)| haul.dump == dump);
    there.map(|(at, haul)| (at, of(haul))).collect()
}
