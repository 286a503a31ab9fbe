//! What changes in a replication by rates: machines, and each mine's running sums.
//!
//! Every class of machines has one vector of sums that grows while the class is at work; a machine takes a copy when it
//! begins to work and reads the difference when it stops or the books are made up. So time passes for all machines
//! of a class at once, at the cost of one. The sums themselves are counted only when somebody reads them or the rates
//! change; until then a pit counts the milliseconds that passed.
//!
//! A machine parked at a shift's end reads nothing: its class's sums stand still until both work again.

use super::classes::State;
use super::learn::Rates;
use super::plan::PlanBook;
use super::sheet::Sheet;
use crate::fleet::{Status, Tank};
use crate::ground::{MachineRow, Role};
use crate::notice::Ctx;
use crate::routes::Leg;
use crate::surface::Surface;
use iceroad_base::Time;
use iceroad_model::event::{MachineState, Recorder};
use iceroad_model::{FaceId, MineId};
use std::sync::Arc;

/// States first, then fuel in mL, loads, kg, and ms at work.
pub(crate) const BURNT: usize = MachineState::COUNT;
pub(crate) const LOADS: usize = BURNT + 1;
pub(crate) const KG: usize = BURNT + 2;
pub(crate) const AT_WORK: usize = BURNT + 3;
pub(crate) const WIDTH: usize = BURNT + 4;

/// Running sums of a class, or what a machine has of them.
pub(crate) type Sums = [f64; WIDTH];

/// Where a machine is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    Absent,
    /// Broken down, or with the workshop.
    Away,
    /// Between shifts or stood down.
    Standing,
    /// A loader whose face is empty, or that has none.
    NoWork,
    /// At work; [`Machine::counted`] once it produces.
    Work,
    /// Has asked for fuel this very instant; still at work.
    AskFuel,
    NoFuel,
    /// A truck on its way from the gate to the park.
    ToPark,
    /// On its way to the gate, not at work.
    ToGate,
    /// A loader walking to its face.
    ToFace,
}

impl Phase {
    pub(crate) fn is_at_work(self) -> bool {
        matches!(self, Phase::Work | Phase::AskFuel)
    }
}

/// A way to the gate, the park or the face.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Way {
    pub(crate) ms: i64,
    /// What it takes, mL/h or W.
    pub(crate) flow: i64,
}

impl Way {
    /// A truck's way by road.
    pub(crate) fn by_road(leg: &Leg) -> Way {
        let ms = i64::from(leg.ms);
        Way { ms, flow: i64::from(leg.used) * 3_600_000 / ms.max(1) }
    }
}

/// A machine.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(crate) status: Status,
    pub(crate) phase: Phase,
    /// It is there from the start.
    pub(crate) at_start: bool,
    pub(crate) role: Role,
    pub(crate) mine: MineId,
    pub(crate) class: usize,
    /// Loaders: the face.
    pub(crate) face: Option<FaceId>,
    /// Asked to come in for service.
    pub(crate) released: bool,
    /// It came in by itself, not on a tow.
    pub(crate) visits: bool,
    /// It is one of those that the rates are looked up for.
    pub(crate) counted: bool,
    /// What its class's sums grow by is its own, since [`Machine::seen`]: it is at work, or parked between two shifts.
    pub(crate) follows: bool,
    pub(crate) tank: Tank,
    /// Fuel burnt that has not made a whole millilitre.
    pub(crate) rest_ml: f64,
    pub(crate) since: Time,
    /// When it ceased to produce.
    pub(crate) left_at: Time,
    /// What is left of its way.
    pub(crate) way: Way,
    pub(crate) stopped_in: Phase,
    /// The class's sums when it last read them.
    pub(crate) seen: Sums,
    /// What it has of them that is not in the log.
    pub(crate) own: Sums,
}

impl Machine {
    pub(crate) fn new(row: &MachineRow, role: Role, class: usize, tank: Tank) -> Machine {
        Machine {
            status: Status::new(row.id),
            phase: Phase::Absent,
            at_start: row.at_start,
            role,
            mine: row.mine,
            class,
            face: None,
            released: false,
            visits: false,
            counted: false,
            follows: false,
            tank,
            rest_ml: 0.0,
            since: Time::START,
            left_at: Time::START,
            way: Way::default(),
            stopped_in: Phase::Absent,
            seen: [0.0; WIDTH],
            own: [0.0; WIDTH],
        }
    }

    #[inline]
    pub(crate) fn is_truck(&self) -> bool {
        matches!(self.role, Role::Truck(_))
    }

    /// The state logged while it is at work; what it really did is told when the books are made up.
    pub(crate) fn cover(&self) -> MachineState {
        if self.is_truck() { MachineState::TravelEmpty } else { MachineState::WaitTruck }
    }

    /// Begins to work, or to stand idle at work.
    #[inline]
    pub(crate) fn turn_to_work<L: Recorder>(&mut self, idle: bool, ctx: &mut Ctx<'_, L>) {
        self.phase = Phase::Work;
        self.since = ctx.now;
        let state = if idle { MachineState::NoWork } else { self.cover() };
        self.status.enter(state, ctx);
    }

    /// Reads its class's sums, and burns its fuel.
    pub(crate) fn read(&mut self, sums: &Sums) {
        for (own, (seen, now)) in self.own.iter_mut().zip(self.seen.iter_mut().zip(sums)) {
            *own += now - *seen;
            *seen = *now;
        }
        self.burn();
    }

    /// Reads only what its class has burnt, and burns it.
    pub(crate) fn read_burnt(&mut self, burnt_ml: f64) {
        self.own[BURNT] += burnt_ml - self.seen[BURNT];
        self.seen[BURNT] = burnt_ml;
        self.burn();
    }

    fn burn(&mut self) {
        let ml = self.own[BURNT] + self.rest_ml;
        let whole = ml.max(0.0) as i64;
        self.tank.burn(whole);
        self.rest_ml = ml - whole as f64;
        self.own[BURNT] = 0.0;
    }
}

/// What went one way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flow {
    pub(crate) loads: f64,
    pub(crate) kg: f64,
    pub(crate) logged_loads: i64,
    pub(crate) logged_kg: i64,
}

/// A mine.
#[derive(Clone, Debug)]
pub(crate) struct MineBook {
    pub(crate) on_shift: bool,
    pub(crate) too_cold: bool,
    /// How many shifts have begun.
    pub(crate) shifts_begun: usize,
    /// Up to when its time is counted.
    pub(crate) at: Time,
    /// Time on shift up to then at the present rates that is not in the sums, ms.
    pub(crate) on_ms: i64,
    /// By class: the same of its time at work.
    pub(crate) at_work_ms: Vec<i64>,
    /// Who is counted now.
    pub(crate) state: State,
    /// What is known with the loaders at work.
    pub(crate) sheet: Arc<Sheet>,
    /// The rates, and the state they are of.
    pub(crate) rates: Arc<Rates>,
    pub(crate) rated: State,
    /// Classes that are at work: on shift, or not yet parked after one.
    pub(crate) active: Vec<bool>,
    pub(crate) sums: Vec<Sums>,
    pub(crate) flows: Vec<Flow>,
    /// Logged as hauled and not yet told by truck.
    pub(crate) untold_loads: i64,
    pub(crate) untold_kg: i64,
    /// By class: the lowest burning rate by which the time to look at a tank was set.
    pub(crate) looked_at: Vec<f64>,
    /// What of the month's plan is hauled, where dispatch keeps it.
    pub(crate) plan: PlanBook,
    /// Whether some face may be dug out.
    pub(crate) has_bounds: bool,
}

impl MineBook {
    pub(crate) fn works(&self) -> bool {
        self.on_shift && !self.too_cold
    }

    pub(crate) fn standing(&self) -> MachineState {
        if self.on_shift { MachineState::WeatherStop } else { MachineState::OffShift }
    }

    /// Lets time pass at the present rates.
    pub(crate) fn pass(&mut self, now: Time) {
        let ms = (now - self.at).millis();
        self.at = now;
        if ms <= 0 {
            return;
        }
        if self.works() {
            self.on_ms += ms;
        }
        for (at_work_ms, &active) in self.at_work_ms.iter_mut().zip(&self.active) {
            *at_work_ms += if active { ms } else { 0 };
        }
    }

    /// Counts the time that has passed into the sums. The masses dug by flow go to `dug`.
    ///
    /// While a mine works, so does every class.
    pub(crate) fn count_up(&mut self, mut dug: impl FnMut(usize, f64)) {
        let on_ms = std::mem::take(&mut self.on_ms) as f64;
        if on_ms > 0.0 {
            for rate in &self.rates.flows {
                let flow = &mut self.flows[rate.flow];
                flow.loads += rate.loads * on_ms;
                flow.kg += rate.kg * on_ms;
                dug(rate.flow, rate.kg * on_ms);
            }
        }
        let classes = self.rates.classes.iter().zip(&mut self.sums);
        for ((rates, sums), at_work_ms) in classes.zip(&mut self.at_work_ms) {
            let ms = std::mem::take(at_work_ms) as f64;
            if ms <= 0.0 || rates.idle {
                continue;
            }
            for &(state, share) in &rates.shares {
                sums[state as usize] += share * ms;
            }
            sums[BURNT] += rates.burn * ms;
            sums[AT_WORK] += ms;
            sums[LOADS] += rates.loads * on_ms;
            sums[KG] += rates.kg * on_ms;
        }
    }

    /// What a machine of a class has burnt by now since the beginning, mL: what is counted, and what has flowed since.
    #[inline]
    pub(crate) fn burnt_ml(&self, class: usize, now: Time) -> f64 {
        let rates = &self.rates.classes[class];
        let counted = self.sums[class][BURNT];
        if rates.idle {
            return counted;
        }
        let passing = if self.active[class] { (now - self.at).millis() } else { 0 };
        counted + rates.burn * (self.at_work_ms[class] + passing) as f64
    }

    /// Counts a machine in or out.
    pub(crate) fn count(&mut self, class: usize, by: i32) {
        let n_trucks = self.state.trucks.len();
        match self.state.trucks.get_mut(class) {
            Some(n) => *n = (i32::from(*n) + by).max(0) as u16,
            None => self.state.loaders[class - n_trucks] = by > 0,
        }
    }
}

/// The surface of the roads, of the state.
pub(crate) fn set_surface(book: &mut MineBook, surface: Surface) {
    book.state.surface = surface;
}
