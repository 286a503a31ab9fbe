//! When to change a part that still works, and when to sell the machine.
//!
//! * **By age**: changed at age `T` or at failure, whichever is first. Long-run cost a unit of time
//!   `(cp·R(T) + cf·F(T)) / ∫₀ᵀ R`, best where `h(T)·∫₀ᵀ R − F(T) = cp/(cf − cp)` (Barlow & Hunter 1960, Operations Research 8).
//! * **In blocks**: all changed every `T`, and at each failure as well: `(cp + cf·M(T)) / T`, with the renewals `M` (Barlow &
//!   Proschan 1965, chapter 4).
//! * **Minimal repair**: a failure is put right but the machine is as old as before; overhauled every `T`: `(cp + cm·H(T)) / T`, with the
//!   cumulative hazard `H`.
//! * **Economic life**: the age at which what a machine cost to own and run, spread evenly over its years, is least.
//!
//! A law that does not wear (a Weibull shape of 1 or less, exponential) has no best age: then the part runs to failure, and
//! [`Replacement::time`] is `None`.
//!
//! Pitfall: a program that tries ages on a grid gives the grid's age; here the equation is solved.

use iceroad_base::law::Law;
use statrs::function::gamma::gamma_lr;

use crate::error::{SparesError, check, lengths, not_negative, positive};

/// A best age or interval, and what it costs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Replacement {
    /// The best age or interval; `None` where running to failure is best.
    pub time: Option<f64>,
    /// Cost a unit of time with it.
    pub cost_rate: f64,
    /// Cost a unit of time where nothing is done before failure.
    pub to_failure: f64,
}

/// What a change costs, planned and at a failure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Costs {
    /// A planned change, or an overhaul.
    pub planned: f64,
    /// A failure: the change and all that comes of it.
    pub failure: f64,
}

impl Costs {
    fn check(&self) -> Result<(), SparesError> {
        positive("cost of a planned change", self.planned)?;
        positive("cost of a failure", self.failure)
    }
}

/// The best age to change a part with this law of life.
///
/// ```
/// use iceroad_base::law::Law;
/// use iceroad_spares::replacement::{Costs, by_age};
/// let life = Law::weibull(2.5, 1_000.0)?;
/// let best = by_age(&life, Costs { planned: 1.0, failure: 5.0 })?;
/// assert!((best.time.unwrap_or(0.0) - 493.0469).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where a cost is not above 0, or the law's mean is not.
pub fn by_age(life: &Law, costs: Costs) -> Result<Replacement, SparesError> {
    costs.check()?;
    positive("mean life", life.mean())?;
    let rate = |age: f64| {
        let failed = life.cdf(age);
        (costs.planned * (1.0 - failed) + costs.failure * failed) / lived(life, age)
    };
    let to_failure = costs.failure / life.mean();
    let never = Replacement { time: None, cost_rate: to_failure, to_failure };
    if costs.failure <= costs.planned {
        return Ok(never);
    }
    let time = match *life {
        Law::Weibull { shape, scale } => weibull_age(shape, scale, costs),
        _ => least(&rate, life.quantile(1e-4).max(life.mean() * 1e-4), life.quantile(1.0 - 1e-9)),
    };
    Ok(match time {
        Some(age) if rate(age) < to_failure * (1.0 - 1e-9) => {
            Replacement { time, cost_rate: rate(age), to_failure }
        }
        _ => never,
    })
}

/// The time that a part lives before `age` in the mean: `∫₀ᵃᵍᵉ R`.
pub fn lived(life: &Law, age: f64) -> f64 {
    match *life {
        Law::Weibull { shape, scale } => {
            let x = libm::pow(age / scale, shape);
            // Of the lower incomplete gamma function's series the first terms, where it knows only zero.
            if x < 1e-12 { age } else { life.mean() * gamma_lr(1.0 / shape, x) }
        }
        Law::Exponential { mean } => -mean * libm::expm1(-age / mean),
        _ => integral(&|x| 1.0 - life.cdf(x), 0.0, age),
    }
}

/// The root of Barlow and Hunter's equation for a Weibull law, by bisection.
fn weibull_age(shape: f64, scale: f64, costs: Costs) -> Option<f64> {
    if shape <= 1.0 {
        return None;
    }
    let life = Law::Weibull { shape, scale };
    let wanted = costs.planned / (costs.failure - costs.planned);
    let excess = |age: f64| {
        let hazard = shape / scale * libm::pow(age / scale, shape - 1.0);
        hazard * lived(&life, age) - life.cdf(age) - wanted
    };
    let (mut low, mut high) = (0.0, scale);
    for _ in 0..200 {
        if excess(high) > 0.0 {
            break;
        }
        (low, high) = (high, 2.0 * high);
    }
    (excess(high) > 0.0).then(|| bisect(&excess, low, high))
}

/// The best interval at which to overhaul a machine that fails by a power law (`H(t) = (t/scale)^shape`) and is only put right
/// in between.
///
/// # Errors
/// Where a number is not above 0.
pub fn minimal_repair(shape: f64, scale: f64, costs: Costs) -> Result<Replacement, SparesError> {
    costs.check()?;
    positive("shape of the power law", shape)?;
    positive("scale of the power law", scale)?;
    // Never overhauled, the cost rate grows without end where the machine ages.
    let to_failure =
        if shape > 1.0 { f64::INFINITY } else { costs.failure / scale * f64::from(shape == 1.0) };
    if shape <= 1.0 {
        return Ok(Replacement { time: None, cost_rate: to_failure, to_failure });
    }
    let time = scale * libm::pow(costs.planned / (costs.failure * (shape - 1.0)), 1.0 / shape);
    let failures = libm::pow(time / scale, shape);
    let cost_rate = (costs.planned + costs.failure * failures) / time;
    Ok(Replacement { time: Some(time), cost_rate, to_failure })
}

/// Steps of the renewal function's grid over the longest block.
const STEPS: usize = 2_000;

/// The best interval to change all parts of a kind at once, where each is changed at its failures too. Intervals up to three mean
/// lives are tried; the renewal function is solved on a grid (Xie 1989), good to about 10⁻⁶.
///
/// # Errors
/// Where a cost is not above 0, or the law's mean is not.
pub fn in_blocks(life: &Law, costs: Costs) -> Result<Replacement, SparesError> {
    costs.check()?;
    positive("mean life", life.mean())?;
    let step = 3.0 * life.mean() / STEPS as f64;
    let renewals = renewals(life, step, STEPS);
    let rate = |nth: usize| (costs.planned + costs.failure * renewals[nth]) / (nth as f64 * step);
    let to_failure = costs.failure / life.mean();
    let best = (1..=STEPS).fold(1, |best, nth| if rate(nth) < rate(best) { nth } else { best });
    if rate(best) >= to_failure * (1.0 - 1e-6) || best == STEPS {
        return Ok(Replacement { time: None, cost_rate: to_failure, to_failure });
    }
    // The parabola through the best point and its neighbours.
    let (left, here, right) = (rate(best.max(2) - 1), rate(best), rate(best + 1));
    let bend = left - 2.0 * here + right;
    let shift = if best > 1 && bend > 0.0 { (left - right) / (2.0 * bend) } else { 0.0 };
    let cost_rate = here - (left - right) * shift / 4.0;
    Ok(Replacement { time: Some((best as f64 + shift) * step), cost_rate, to_failure })
}

/// Renewals up to each multiple of `step`: Xie (1989), "On the solution of renewal-type integral equations", by midpoints.
fn renewals(life: &Law, step: f64, steps: usize) -> Vec<f64> {
    let at: Vec<f64> = (0..=steps).map(|n| life.cdf(n as f64 * step)).collect();
    let middle: Vec<f64> = (0..steps).map(|n| life.cdf((n as f64 + 0.5) * step)).collect();
    let mut renewals = vec![0.0; steps + 1];
    for n in 1..=steps {
        let mut sum = at[n] - middle[0] * renewals[n - 1];
        for k in 1..n {
            sum += middle[n - k] * (renewals[k] - renewals[k - 1]);
        }
        renewals[n] = sum / (1.0 - middle[0]);
    }
    renewals
}

/// The best age where money is discounted at `interest` a unit of time: the least present cost of all changes for ever.
///
/// `present = (cf·E[e^{−rX}; X ≤ T] + cp·e^{−rT}·R(T)) / (r·∫₀ᵀ e^{−rt} R(t) dt)`; as `r` falls to 0, `r·present` becomes the rate of [`by_age`].
/// The rates given are `r·present`.
///
/// # Errors
/// Where a cost, the interest or the law's mean is not above 0.
pub fn by_age_discounted(life: &Law, costs: Costs, interest: f64) -> Result<Replacement, SparesError> {
    costs.check()?;
    positive("interest", interest)?;
    positive("mean life", life.mean())?;
    let rate = |age: f64| {
        let alive = integral(&|t| libm::exp(-interest * t) * (1.0 - life.cdf(t)), 0.0, age);
        let end = libm::exp(-interest * age) * (1.0 - life.cdf(age));
        // By parts: E[e^{−rX}; X ≤ T] = 1 − e^{−rT}·R(T) − r·∫₀ᵀ e^{−rt} R.
        let failed = (1.0 - end - interest * alive).max(0.0);
        (costs.failure * failed + costs.planned * end) / alive
    };
    let longest = life.quantile(1.0 - 1e-9);
    let to_failure = rate(longest);
    let best = least(&rate, life.mean() * 1e-3, longest);
    Ok(match best {
        Some(age) if rate(age) < to_failure * (1.0 - 1e-7) => {
            Replacement { time: best, cost_rate: rate(age), to_failure }
        }
        _ => Replacement { time: None, cost_rate: to_failure, to_failure },
    })
}

/// The life of a machine that costs least.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EconomicLife {
    /// Years until it is sold.
    pub years: usize,
    /// What it then costs a year: the even sum a year whose present value is that of all it costs.
    pub yearly: f64,
}

/// When to sell a machine bought at `price`, with what it costs to run in its first, second, … year and what it sells for after
/// as many; money is discounted at `interest` a year (0 where it is not), paid at each year's end.
///
/// ```
/// use iceroad_spares::replacement::economic_life;
/// let truck = economic_life(2_000.0, &[300.0, 400.0, 550.0, 900.0], &[1_500.0, 1_150.0, 900.0, 750.0], 0.0)?;
/// assert_eq!(truck.years, 2);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where lists differ in length or are empty, or money is negative.
pub fn economic_life(
    price: f64,
    running: &[f64],
    resale: &[f64],
    interest: f64,
) -> Result<EconomicLife, SparesError> {
    not_negative("price of a machine", price)?;
    not_negative("interest", interest)?;
    lengths("resale by year", resale.len(), running.len())?;
    let (mut best, mut run, mut annuity) = (None::<EconomicLife>, 0.0, 0.0);
    for (year, (&cost, &sold)) in running.iter().zip(resale).enumerate() {
        not_negative("cost of a year", cost)?;
        not_negative("resale", sold)?;
        let discount = libm::pow(1.0 + interest, -(year as f64 + 1.0));
        run += cost * discount;
        annuity += discount;
        let yearly = (price + run - sold * discount) / annuity;
        if best.is_none_or(|best| yearly < best.yearly) {
            best = Some(EconomicLife { years: year + 1, yearly });
        }
    }
    best.ok_or(SparesError::Nothing { what: "years" })
}

/// Gauss's points and weights for five-point integration, half of them.
const GAUSS: [(f64, f64); 3] = [
    (0.0, 128.0 / 225.0),
    (0.538_469_310_105_683, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];

/// `∫ f` from `low` to `high` by five points in each of 200 parts.
fn integral(f: &dyn Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    const PARTS: usize = 200;
    let half = (high - low) / (2 * PARTS) as f64;
    let part = |nth: usize| {
        let middle = low + half * (2 * nth + 1) as f64;
        let side = |&(x, weight): &(f64, f64)| {
            weight * (f(middle - half * x) + f(middle + half * x)) / if x == 0.0 { 2.0 } else { 1.0 }
        };
        GAUSS.iter().map(side).sum::<f64>()
    };
    (0..PARTS).map(part).sum::<f64>() * half
}

/// The root between `low`, where `f` is below 0, and `high`, where it is above.
fn bisect(f: &dyn Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Where `f` is least between two ages: the best of two hundred, then golden sections about it.
fn least(f: &dyn Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    const TRIED: usize = 200;
    if !(high > low && high.is_finite()) {
        return None;
    }
    let at = |nth: usize| low * libm::pow(high / low, nth as f64 / TRIED as f64);
    let best = (0..=TRIED).fold(0, |best, nth| if f(at(nth)) < f(at(best)) { nth } else { best });
    if best == TRIED {
        return None;
    }
    let (mut from, mut to) = (at(best.max(1) - 1), at(best + 1));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..80 {
        let (a, b) = (to - golden * (to - from), from + golden * (to - from));
        if f(a) < f(b) {
            to = b;
        } else {
            from = a;
        }
    }
    Some(f64::midpoint(from, to))
}

/// How often a part is changed where it is changed at age `age`: planned changes and failures a unit of time.
///
/// # Errors
/// Where the age is not above 0.
pub fn changes(life: &Law, age: f64) -> Result<(f64, f64), SparesError> {
    check(age > 0.0, "age at change", age, "above 0")?;
    let (failed, time) = (life.cdf(age), lived(life, age));
    Ok(((1.0 - failed) / time, failed / time))
}
