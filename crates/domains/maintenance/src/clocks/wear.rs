//! The wear of one subsystem of one machine: its age, the life it has left, and what a repair makes of it.
//!
//! **Repairs done badly.** Each repair takes two numbers of the stream (machine, `poor/<subsystem>`): whether it is poor, and the
//! exponential life that would follow. What fails first ends the life, as of two competing risks; the virtual age is that of a
//! repair done well, as what is badly fitted is not old. A service that renews is done well.
use crate::prepared::Prepared;
use crate::temperature::Temperatures;
use iceroad_base::Span;
use iceroad_base::law::Law;
use iceroad_base::quantity::Ranged;
use iceroad_base::random::Stream;
use iceroad_model::maintenance::{PoorRepair, StartFailure, Subsystem};
use iceroad_model::{CurveId, MeterCurveId, SiteId, SubsystemId};

/// The shortest life, one minute on the meter (assumed): laws may give 0, and a machine that fails again
/// before it has moved would keep the simulation at one instant for ever.
const LEAST_LIFE_H: f64 = 1.0 / 60.0;
/// How many mean lives of the past are looked at.
const MEAN_LIVES: f64 = 8.0;
/// The most past lives drawn for one subsystem; only partial renewal can come near it.
const MOST_PAST_LIVES: u32 = 10_000;

/// How fast life goes by today, hours of life an hour with the original part.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Rates {
    /// While the meter runs.
    pub(super) at_work: f64,
    /// While the machine stands.
    pub(super) standing: f64,
}

/// The wear of one subsystem of one machine.
pub(super) struct Wear {
    pub(super) subsystem: SubsystemId,
    /// Hours of life left at factor 1 with the original part.
    pub(super) remaining: f64,
    /// Virtual age in such hours.
    age: f64,
    pub(super) rates: Rates,
    /// The life of what is fitted over that of the original part.
    life_factor: f64,
    by_temperature: Option<CurveId>,
    by_meter: Option<MeterCurveId>,
    by_temperature_standing: Option<CurveId>,
    /// Hours of life left at which the coming failure shows.
    pub(super) warning: f64,
    law: Law,
    /// Share of age that a repair takes away.
    renewal: f64,
    life: Stream,
    poor_repair: Option<(PoorRepair, Stream)>,
    /// What a start may do to it.
    pub(super) start: Option<(StartFailure, Stream)>,
}

impl Wear {
    /// After `past_h` hours since it was last sure to be new; `stream` makes the streams of its draws.
    pub(super) fn new(
        id: SubsystemId,
        row: &Subsystem,
        past_h: f64,
        stream: impl Fn(&str) -> Stream,
    ) -> Self {
        let (law, renewal, hazards) = (row.life, row.renewal.get(), &row.hazards);
        let mut life = stream("life");
        let age = first_age(&law, renewal, past_h, &mut stream("past"));
        let may_start_badly = hazards.start.chance.get() > 0.0;
        Self {
            subsystem: id,
            remaining: law.residual(age, life.uniform()).max(LEAST_LIFE_H),
            age,
            rates: Rates { at_work: 1.0, standing: 0.0 },
            life_factor: 1.0,
            by_temperature: row.ageing,
            by_meter: hazards.by_meter,
            by_temperature_standing: hazards.parked,
            warning: hazards.warning.get(),
            law,
            renewal,
            life,
            poor_repair: hazards.poor_repair.map(|poor| (poor, stream("poor"))),
            start: may_start_badly.then(|| (hazards.start, stream("start"))),
        }
    }

    /// Its rates on a day that begins with this reading of the meter.
    pub(super) fn rates_today(
        &self,
        site: SiteId,
        meter: Span,
        temperatures: &Temperatures,
        prepared: &Prepared,
    ) -> Rates {
        let by_meter = self.by_meter.map_or(1.0, |curve| prepared.factor_by_meter(curve, meter));
        Rates {
            at_work: temperatures.factor(site, self.by_temperature) * by_meter,
            standing: temperatures.standing(site, self.by_temperature_standing),
        }
    }

    /// Hours of life that go by in an hour of the meter.
    pub(super) fn pace(&self) -> f64 {
        self.rates.at_work / self.life_factor
    }

    /// So many hours of life go by.
    pub(super) fn live(&mut self, hours: f64) {
        self.remaining -= hours;
        self.age += hours;
    }

    /// Whether it matters to it how its machine stands.
    pub(super) fn minds_standing(&self) -> bool {
        self.start.is_some() || self.by_temperature_standing.is_some()
    }

    /// Its machine has stood for so many hours.
    pub(super) fn stand(&mut self, hours: f64) {
        self.live(hours * self.rates.standing / self.life_factor);
    }

    /// Takes a share of the age away and draws the life that follows, of what is fitted now.
    pub(super) fn renew(&mut self, share: f64, life_factor: Option<f64>) {
        self.age *= 1.0 - share;
        self.life_factor = life_factor.unwrap_or(self.life_factor);
        self.remaining = self.law.residual(self.age, self.life.uniform()).max(self.least_life());
    }

    /// It has been repaired, well or badly.
    pub(super) fn mend(&mut self, life_factor: Option<f64>) {
        self.renew(self.renewal, life_factor);
        let least = self.least_life();
        let Some((poor, luck)) = &mut self.poor_repair else { return };
        let is_poor = luck.chance(poor.chance.get());
        let short = Law::Exponential { mean: poor.life.get() }.residual(0.0, luck.uniform());
        if is_poor {
            self.remaining = self.remaining.min(short).max(least);
        }
    }

    fn least_life(&self) -> f64 {
        LEAST_LIFE_H / self.life_factor.min(1.0)
    }
}

/// The virtual age after `past_h` hours of operation from new. See the module of the clocks.
fn first_age(law: &Law, renewal: f64, past_h: f64, past: &mut Stream) -> f64 {
    let mean = law.mean();
    if renewal <= 0.0 || mean <= 0.0 {
        return past_h;
    }
    let forgotten = (past_h / mean - MEAN_LIVES).floor().max(0.0);
    let mut left = past_h - forgotten * mean;
    let mut age = 0.0;
    for _ in 0..MOST_PAST_LIVES {
        let life = law.residual(age, past.uniform()).max(LEAST_LIFE_H);
        if life > left {
            break;
        }
        left -= life;
        age = (age + life) * (1.0 - renewal);
    }
    age + left
}

#[cfg(test)]
#[path = "wear_tests.rs"]
mod tests;
