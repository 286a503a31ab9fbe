//! Few servers: a fleet and its repair crews, a shop with so many benches.
//!
//! Palm's pipeline supposes that whatever fails is worked on at once. Where crews are few, work waits, and the pipeline is a
//! queue: with endless sources that of M/M/c (Erlang 1917), with a fleet of `N` machines the *machine repairman* M/M/c//N
//! (Palm 1947), here with cold spares that take a failed machine's place.
//!
//! Pitfall: both suppose exponential times. Erlang's loss ([`erlang_b`]) does not, nor does the repairman with a crew for each.

use crate::count::Table;
use crate::error::{SparesError, check, not_negative, positive};

/// A chance below this ends a queue's table.
const NEGLIGIBLE: f64 = 1e-20;

/// The share of demands lost at `servers` servers offered `load` erlangs: `B(0) = 1`, `B(c) = load·B(c−1)/(c + load·B(c−1))`.
///
/// # Errors
/// Where the load is negative or not finite.
pub fn erlang_b(load: f64, servers: usize) -> Result<f64, SparesError> {
    not_negative("offered load", load)?;
    Ok((1..=servers).fold(1.0, |lost, c| load * lost / (c as f64 + load * lost)))
}

/// The share of arrivals that wait at `servers` servers offered `load` erlangs.
///
/// # Errors
/// Where the load is negative, not finite, or as much as there are servers.
pub fn erlang_c(load: f64, servers: usize) -> Result<f64, SparesError> {
    let lost = erlang_b(load, servers)?;
    let c = servers as f64;
    if load >= c {
        return Err(SparesError::Overloaded { load: load / c });
    }
    Ok(c * lost / (c - load * (1.0 - lost)))
}

/// The pipeline of a repair shop: pieces that wait or are worked on where they come at `rate`, take `days` each in the mean
/// (exponential) and `benches` work at once.
///
/// # Errors
/// Where numbers are illegal, or work comes as fast as it can be done.
pub fn shop(rate: f64, days: f64, benches: usize) -> Result<Table, SparesError> {
    not_negative("arrival rate", rate)?;
    positive("mean work time", days)?;
    let (load, c) = (rate * days, benches as f64);
    if load >= c {
        return Err(SparesError::Overloaded { load: load / c });
    }
    let (mut weights, mut term, mut greatest) = (vec![1.0], 1.0_f64, 1.0_f64);
    while term > greatest * NEGLIGIBLE && term > 0.0 {
        term *= load / weights.len().min(benches) as f64;
        greatest = greatest.max(term);
        weights.push(term);
    }
    Ok(Table::from_chances(weights))
}

/// A fleet that keeps `machines` at work while it can, with spares beside them, and crews that repair.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Repairmen {
    /// Places at work.
    pub machines: usize,
    /// Machines beyond them that take a failed one's place at once and do not age while they wait.
    pub spares: usize,
    /// Crews, one machine at a time each.
    pub crews: usize,
    /// Mean time at work to failure.
    pub mtbf: f64,
    /// Mean time of a repair.
    pub mttr: f64,
}

/// What a fleet and its crews come to in the long run.
#[derive(Clone, PartialEq, Debug)]
pub struct Repaired {
    /// The law of the number failed.
    pub failed: Table,
    /// Failed machines in the mean, waiting or under repair.
    pub mean_failed: f64,
    /// Failed machines that wait for a crew, in the mean.
    pub mean_queue: f64,
    /// Machines at work in the mean.
    pub mean_operating: f64,
    /// Machines at work over places.
    pub availability: f64,
    /// The share of crews at work.
    pub crew_utilisation: f64,
    /// Failures, which are repairs, per unit of time.
    pub throughput: f64,
    /// Mean time from failure to repaired.
    pub mean_down_time: f64,
    /// Of that, waiting for a crew.
    pub mean_wait: f64,
    /// The share of time in which every place is at work.
    pub all_up: f64,
}

impl Repairmen {
    /// The long run, from the balance of failures and repairs.
    ///
    /// ```
    /// use iceroad_spares::queue::Repairmen;
    /// let fleet = Repairmen { machines: 40, spares: 0, crews: 5, mtbf: 50.0, mttr: 8.0 }.solve()?;
    /// assert!((fleet.availability - 0.749019).abs() < 1e-6);
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where times are not positive or there is no machine or crew.
    pub fn solve(&self) -> Result<Repaired, SparesError> {
        let Repairmen { machines, spares, crews, mtbf, mttr } = *self;
        positive("mean time to failure", mtbf)?;
        positive("mean time to repair", mttr)?;
        check(machines > 0, "machines", machines as f64, "at least 1")?;
        check(crews > 0, "crews", crews as f64, "at least 1")?;
        let all = machines + spares;
        let operating = |failed: usize| machines.min(all - failed) as f64;
        let working = |failed: usize| failed.min(crews) as f64;
        // Logarithms, as forty machines span more than the floats' range.
        let mut weights = vec![0.0];
        for failed in 0..all {
            let up = operating(failed) / mtbf;
            let down = working(failed + 1) / mttr;
            weights.push(weights[failed] + libm::log(up / down));
        }
        let greatest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let failed = Table::from_chances(weights.iter().map(|w| libm::exp(w - greatest)).collect());
        let mean = |of: &dyn Fn(usize) -> f64| {
            failed.chances().iter().enumerate().map(|(n, p)| p * of(n)).sum::<f64>()
        };
        let (mean_failed, mean_operating) = (failed.mean(), mean(&operating));
        let mean_queue = mean(&|n| n.saturating_sub(crews) as f64);
        let (throughput, busy) = (mean_operating / mtbf, mean(&working));
        Ok(Repaired {
            mean_failed,
            mean_queue,
            mean_operating,
            availability: mean_operating / machines as f64,
            crew_utilisation: busy / crews as f64,
            throughput,
            mean_down_time: mean_failed / throughput,
            mean_wait: mean_queue / throughput,
            all_up: failed.at_most(spares),
            failed,
        })
    }
}
