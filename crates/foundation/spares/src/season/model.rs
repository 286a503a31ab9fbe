//! What is known of the bound as a function of the prices: for each group of items the planes that lie above it, and the point that
//! these promise most at near the best one so far.
//!
//! With prices `p`, room `K` and the loads `u` that a group's best plans make at them, the group's least cost is concave in the prices and lies below
//! each plane `base + u·p`. The bound is the sum over groups less `K·p`. The master problem, `max Σ_g min_j (base + u·p) − K·p − Σ K (p − c)²/(2s)` over
//! `p >= 0` round the centre `c`, is solved by its dual: weights of each group's planes, moved in pairs (Platt 1998 has such
//! steps for support vectors); `p = max(0, c + s·(Σ weight·u − K)/K)`.

/// A group keeps this many planes before the idle ones go.
const PLANES: usize = 20;
/// Rounds without weight after which a plane is idle.
const IDLE: u32 = 8;
/// Passes over the groups in one master problem at most.
const PASSES: usize = 60;
/// Pairs of planes moved in a group before the next group's turn.
const PAIRS: usize = 4;
/// What the master problem may leave of what it promises.
const SLACK: f64 = 0.1;
/// A trial that keeps this share of what was promised is the new centre.
const GOOD: f64 = 0.1;
/// A trial that keeps this share shows that steps may be longer.
const VERY_GOOD: f64 = 0.3;
/// Trials in a row that were not good, after which steps are shorter.
const MISSES: u32 = 7;

struct Plane {
    used: Vec<f64>,
    base: f64,
    weight: f64,
    idle: u32,
}

impl Plane {
    fn of(cost: f64, used: Vec<f64>, prices: &[f64], weight: f64) -> Plane {
        Plane { base: cost - dot(&used, prices), used, weight, idle: 0 }
    }
}

/// What the items answer to some prices: for each group its least cost and its loads.
pub(super) type Answer = Vec<(f64, Vec<f64>)>;

pub(super) struct Model<'a> {
    rooms: &'a [f64],
    groups: Vec<Vec<Plane>>,
    /// The best prices so far, and the bound at them.
    pub(super) centre: Vec<f64>,
    pub(super) bound: f64,
    step: f64,
    misses: u32,
    /// Loads by weight, less the room.
    over: Vec<f64>,
    trial: Vec<f64>,
    values: Vec<f64>,
}

impl<'a> Model<'a> {
    /// None where no row is over its room, so that prices of nothing are best.
    pub(super) fn new(rooms: &'a [f64], answer: Answer) -> (f64, Option<Model<'a>>) {
        let bound = answer.iter().map(|(cost, _)| cost).sum::<f64>();
        let centre = vec![0.0; rooms.len()];
        let mut overload = 0.0;
        for (row, room) in rooms.iter().enumerate() {
            let used: f64 = answer.iter().map(|(_, used)| used[row]).sum();
            overload += (used - room).max(0.0) * ((used - room).max(0.0) / room);
        }
        if overload <= 0.0 {
            return (bound, None);
        }
        // The first step promises a tenth.
        let step = 0.1 * bound.abs().max(f64::MIN_POSITIVE) / overload;
        let groups =
            answer.into_iter().map(|(cost, used)| vec![Plane::of(cost, used, &centre, 1.0)]).collect();
        let rows = rooms.len();
        let model = Model {
            rooms,
            groups,
            trial: centre.clone(),
            centre,
            bound,
            step,
            misses: 0,
            over: vec![0.0; rows],
            values: Vec::new(),
        };
        (bound, Some(model))
    }

    /// The prices to try next, and how much higher than now the bound could be at them.
    pub(super) fn propose(&mut self) -> (&[f64], f64) {
        self.sum_up();
        let mut promised = 0.0;
        for pass in 0..PASSES {
            let (mut mean, mut least) = (0.0, 0.0);
            for group in 0..self.groups.len() {
                let found = self.balance(group);
                mean += found.0;
                least += found.1;
            }
            self.move_trial();
            promised = mean - dot(self.rooms, &self.trial) - self.bound;
            if pass > 0 && mean - least <= SLACK * promised {
                break;
            }
        }
        (&self.trial, promised)
    }

    /// Takes in what the items answer to the trial.
    pub(super) fn learn(&mut self, answer: Answer, promised: f64) {
        let cost: f64 = answer.iter().map(|(cost, _)| cost).sum();
        let bound = cost - dot(self.rooms, &self.trial);
        for (planes, (cost, used)) in self.groups.iter_mut().zip(answer) {
            for plane in planes.iter_mut() {
                plane.idle = if plane.weight > 0.0 { 0 } else { plane.idle + 1 };
            }
            if planes.len() > PLANES {
                planes.retain(|plane| plane.idle < IDLE);
            }
            planes.push(Plane::of(cost, used, &self.trial, 0.0));
        }
        let kept = bound - self.bound;
        if kept > GOOD * promised {
            if kept > VERY_GOOD * promised {
                self.step *= 1.5;
            }
            self.bound = bound;
            self.centre.clone_from(&self.trial);
            self.misses = 0;
            return;
        }
        self.misses += 1;
        if self.misses >= MISSES {
            self.step *= 0.7;
            self.misses = 0;
        }
    }

    /// Loads by weight, less the room, from the start: sums that are only ever changed drift.
    fn sum_up(&mut self) {
        for (over, room) in self.over.iter_mut().zip(self.rooms) {
            *over = -room;
        }
        for plane in self.groups.iter().flatten().filter(|plane| plane.weight > 0.0) {
            for (over, used) in self.over.iter_mut().zip(&plane.used) {
                *over += plane.weight * used;
            }
        }
    }

    fn move_trial(&mut self) {
        let rows = self.centre.iter().zip(&self.over).zip(self.rooms);
        for (trial, ((centre, over), room)) in self.trial.iter_mut().zip(rows) {
            *trial = (centre + self.step * over / room).max(0.0);
        }
    }

    /// Moves weight from the planes of a group that are high at the trial to the lowest; the mean and the least before that.
    fn balance(&mut self, group: usize) -> (f64, f64) {
        let mut first = None;
        for _ in 0..PAIRS {
            self.move_trial();
            let planes = &mut self.groups[group];
            self.values.clear();
            self.values.extend(planes.iter().map(|plane| plane.base + dot(&plane.used, &self.trial)));
            let (mut low, mut high) = (0, None::<usize>);
            for (at, value) in self.values.iter().enumerate() {
                if *value < self.values[low] {
                    low = at;
                }
                if planes[at].weight > 0.0 && high.is_none_or(|high| *value > self.values[high]) {
                    high = Some(at);
                }
            }
            let mean =
                planes.iter().zip(&self.values).map(|(plane, value)| plane.weight * value).sum::<f64>();
            first = first.or(Some((mean, self.values[low])));
            let Some(high) = high.filter(|high| *high != low) else { break };
            let mut bend = 0.0;
            for ((a, b), room) in planes[low].used.iter().zip(&planes[high].used).zip(self.rooms) {
                bend += (a - b) * (a - b) / room;
            }
            let wanted = (self.values[high] - self.values[low]) / (self.step * bend).max(f64::MIN_POSITIVE);
            let moved = wanted.min(planes[high].weight);
            planes[high].weight -= moved;
            planes[low].weight += moved;
            for (over, (a, b)) in self.over.iter_mut().zip(planes[low].used.iter().zip(&planes[high].used)) {
                *over += moved * (a - b);
            }
        }
        first.unwrap_or_default()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
