//! Closed formulas, written from the books and knowing nothing of the simulation.
//!
//! They serve two ends: they give theory where a source prints too few digits to judge by, and every one of
//! them is itself held against printed figures (the checks of part "Formulas").

use iceroad_base::law::Law;

/// The chance that an arrival waits in M/M/c: Erlang's second formula, by the recursion of the first.
///
/// `load` is the arrival rate times the mean service time, in servers; it must lie below `servers`.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let mut blocked = 1.0;
    for n in 1..=servers {
        blocked = load * blocked / (f64::from(n) + load * blocked);
    }
    blocked / (1.0 - load / f64::from(servers) * (1.0 - blocked))
}

/// The mean wait of M/G/1: Pollaczek and Khinchine. `rate` is that of arrivals.
pub fn pollaczek_khinchine(rate: f64, service: &Law) -> f64 {
    let second = service.variance() + service.mean() * service.mean();
    rate * second / (2.0 * (1.0 - rate * service.mean()))
}

/// A machine repair shop in the long run: M/M/c//N with cold spares.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Repairmen {
    /// Machines down: waiting or in repair.
    pub down: f64,
    /// Machines that wait for a crew.
    pub queue: f64,
    /// Machines at work.
    pub working: f64,
    /// Machines at work over positions.
    pub availability: f64,
    /// Failures, per unit of time.
    pub rate: f64,
    /// Mean wait for a crew.
    pub wait: f64,
    /// Busy crews over crews.
    pub busy: f64,
}

/// Solves the birth and death process: `positions` at most work, `positions + spares` machines there are.
pub fn repairmen(positions: u32, spares: u32, crews: u32, life: f64, repair: f64) -> Repairmen {
    let machines = positions + spares;
    let working = |down: u32| f64::from(positions.min(machines - down));
    let mut weights = vec![1.0];
    for down in 0..machines {
        let up = working(down) / life;
        let back = f64::from((down + 1).min(crews)) / repair;
        weights.push(weights[down as usize] * up / back);
    }
    let total: f64 = weights.iter().sum();
    let mean = |value: &dyn Fn(u32) -> f64| -> f64 {
        (0..=machines).map(|down| value(down) * weights[down as usize] / total).sum()
    };
    let at_work = mean(&working);
    let queue = mean(&|down| f64::from(down.saturating_sub(crews)));
    Repairmen {
        down: mean(&|down| f64::from(down)),
        queue,
        working: at_work,
        availability: at_work / f64::from(positions),
        rate: at_work / life,
        wait: queue / (at_work / life),
        busy: mean(&|down| f64::from(down.min(crews))) / f64::from(crews),
    }
}

/// One station of a closed network.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    /// Visits times mean service.
    pub demand: f64,
    /// Servers; none where everybody is served at once.
    pub servers: Option<u32>,
}

/// Throughput of the reference station and the mean number at each place, by convolution (Buzen 1973).
///
/// Exact for exponential first come first served stations, and for delays of any law.
pub fn closed_network(customers: usize, places: &[Place]) -> (f64, Vec<f64>) {
    let factors: Vec<Vec<f64>> = places.iter().map(|place| factor(customers, place)).collect();
    let all = convolve(customers, factors.iter());
    let throughput = all[customers - 1] / all[customers];
    let number = |place: usize| -> f64 {
        let others = factors.iter().enumerate().filter(|&(other, _)| other != place).map(|(_, f)| f);
        let without = convolve(customers, others);
        let weight = |n: usize| factors[place][n] * without[customers - n] / all[customers];
        (1..=customers).map(|n| n as f64 * weight(n)).sum()
    };
    (throughput, (0..places.len()).map(number).collect())
}

/// The unnormalised chance of each number at a place.
fn factor(customers: usize, place: &Place) -> Vec<f64> {
    let mut factor = vec![1.0];
    for n in 1..=customers {
        let busy = place.servers.map_or(n as f64, |servers| (n as f64).min(f64::from(servers)));
        factor.push(factor[n - 1] * place.demand / busy);
    }
    factor
}

fn convolve<'a>(customers: usize, factors: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let mut product = vec![0.0; customers + 1];
    product[0] = 1.0;
    for factor in factors {
        let at = |n: usize| (0..=n).map(|k| factor[k] * product[n - k]).sum();
        product = (0..=customers).map(at).collect();
    }
    product
}

/// The chance of `n` where the mean is `mean`.
pub fn poisson(mean: f64, n: u32) -> f64 {
    libm::exp(f64::from(n) * libm::log(mean) - mean - libm::lgamma(f64::from(n) + 1.0))
}

/// The chance of at most `n` where the mean is `mean`.
pub fn poisson_at_most(mean: f64, n: u32) -> f64 {
    (0..=n).map(|k| poisson(mean, k)).sum()
}

/// Palm: the expected number of backorders with a stock of `stock` and a Poisson pipeline.
pub fn backorders(mean: f64, stock: u32) -> f64 {
    // EBO(S) = EBO(S − 1) − P(X ≥ S).
    (0..stock).fold(mean, |expected, level| expected - (1.0 - poisson_at_most(mean, level)))
}

/// The share of demands met at once with a stock of `stock`: that fewer than `stock` are outstanding.
pub fn fill_rate(mean: f64, stock: u32) -> f64 {
    if stock == 0 { 0.0 } else { poisson_at_most(mean, stock - 1) }
}

/// Cost per period of an (s, S) policy with Poisson demand and no lead time (Zheng and Federgruen 1991, (3)): an
/// order is placed where the stock at a review is `low` or less.
pub fn reorder_cost(mean: f64, hold: f64, short: f64, order: f64, low: u32, high: u32) -> f64 {
    let period = |stock: u32| {
        let missing = backorders(mean, stock);
        hold * (f64::from(stock) - mean + missing) + short * missing
    };
    let depth = (high - low) as usize;
    // The renewal density of demand: m(0) = 1/(1 − p0), m(j) = (Σ p(k) m(j − k)) / (1 − p0).
    let stays = 1.0 - poisson(mean, 0);
    let mut density = vec![1.0 / stays];
    for j in 1..depth {
        let sum: f64 = (1..=j).map(|k| poisson(mean, k as u32) * density[j - k]).sum();
        density.push(sum / stays);
    }
    let periods: f64 = density.iter().sum();
    let running: f64 = density.iter().enumerate().map(|(j, m)| m * period(high - j as u32)).sum();
    (order + running) / periods
}

/// Cost per unit of time of an (r, Q) policy with Poisson demand at `rate` and a constant lead time: the position is
/// uniform on r + 1 to r + Q (Galliher, Morse and Simond 1959).
pub fn order_point_cost(
    rate: f64,
    lead: f64,
    hold: f64,
    short: f64,
    order: f64,
    point: u32,
    lot: u32,
) -> f64 {
    let mean = rate * lead;
    let running = |position: u32| {
        let missing = backorders(mean, position);
        hold * (f64::from(position) - mean + missing) + short * missing
    };
    let sum: f64 = (point + 1..=point + lot).map(running).sum();
    (order * rate + sum) / f64::from(lot)
}

/// Backorders on average over a cycle between resupplies up to `stock`, by Simpson's rule on 2,000 intervals.
pub fn backorders_between(rate: f64, cycle: f64, stock: u32) -> f64 {
    const INTERVALS: u32 = 2_000;
    let at = |index: u32| {
        let mean = rate * cycle * f64::from(index) / f64::from(INTERVALS);
        if mean == 0.0 { 0.0 } else { backorders(mean, stock) }
    };
    let weight = |index: u32| match index {
        0 | INTERVALS => 1.0,
        odd if odd % 2 == 1 => 4.0,
        _ => 2.0,
    };
    (0..=INTERVALS).map(|index| weight(index) * at(index)).sum::<f64>() / (3.0 * f64::from(INTERVALS))
}

/// The mean number in a finite Markov chain, by power iteration of its uniformised form.
///
/// `rates` are (from, to, rate); `numbers` says how many are present in each state.
pub fn markov_mean(rates: &[(usize, usize, f64)], numbers: &[f64]) -> f64 {
    let states = numbers.len();
    let fastest: f64 = rates.iter().map(|&(_, _, rate)| rate).sum();
    let mut chance = vec![1.0 / states as f64; states];
    for _ in 0..20_000 {
        let mut next = chance.clone();
        for &(from, to, rate) in rates {
            let moved = chance[from] * rate / fastest;
            next[from] -= moved;
            next[to] += moved;
        }
        chance = next;
    }
    chance.iter().zip(numbers).map(|(chance, number)| chance * number).sum()
}
