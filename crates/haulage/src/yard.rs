//! What changes in a replication: trucks, loaders, dumps and mines, and the small things they have in common.
//!
//! Machines are compact records in plain vectors, linked into lines by their own `next` fields, so that nothing
//! is allocated while the simulation runs. Forty trucks fill some six kilobytes and stay in the nearest cache.

use crate::Notice;
use crate::loading::Load;
use crate::routes::Surface;
use crate::shift::duty::Duty;
use iceroad_base::quantity::{Quantity, Volume};
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState, Recorder, StateClass};
use iceroad_model::pit::Breaks;

/// No truck, no loader.
pub(crate) const NONE: u32 = u32::MAX;
/// A face without a bound.
pub(crate) const UNBOUNDED: i64 = i64::MAX;
/// A machine refuels once its tank holds less than this share. Assumed.
pub(crate) const LOW_TANK: f64 = 0.15;

/// Where a truck is in its round. What its calendar slot means follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TruckPhase {
    Absent,
    /// Broken down, or with the workshop.
    Away,
    Parked,
    /// No loader to go to; stands where it is.
    NoWork,
    ToFace,
    LoadLine,
    Loading,
    ToDump,
    DumpLine,
    Dumping,
    ToFuel,
    /// Has asked for fuel this very instant.
    AskFuel,
    NoFuel,
    /// In line for a charger.
    ChargeLine,
    /// At the pump, or at a charger.
    Refuelling,
    /// Waits for a pump.
    FuelLine,
    ToPark,
    ToGate,
    /// On a break, engine off.
    Resting,
    /// Warms up or changes crews, engine on.
    Idling,
}

impl TruckPhase {
    pub(crate) fn is_driving(self) -> bool {
        use TruckPhase::{ToDump, ToFace, ToFuel, ToGate, ToPark};
        matches!(self, ToFace | ToDump | ToFuel | ToPark | ToGate)
    }
}

/// What a loader does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LoaderPhase {
    Absent,
    /// Broken down, or with the workshop.
    Away,
    /// Between shifts, stood down or without an operator.
    Standing,
    /// No face, or nothing left there.
    NoWork,
    Waiting,
    Loading,
    AskFuel,
    NoFuel,
    Refuelling,
    ToGate,
    ToFace,
    /// On a break, engine off.
    Resting,
    /// Warms up or changes crews, engine on.
    Idling,
}

/// A machine's logged state and its meter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status {
    pub(crate) machine: MachineId,
    state: MachineState,
    meter_runs: bool,
}

impl Status {
    pub(crate) fn new(machine: MachineId) -> Status {
        // `Service` stands for "nothing logged by haulage": haulage never logs a down state.
        Status { machine, state: MachineState::Service, meter_runs: false }
    }

    /// The state logged last; a down state while the machine is not haulage's.
    pub(crate) fn state(&self) -> MachineState {
        self.state
    }

    /// Begins a state, if it is another.
    #[inline]
    pub(crate) fn enter<L: Recorder>(&mut self, state: MachineState, ctx: &mut Context<'_, L, Notice>) {
        if state == self.state {
            return;
        }
        self.state = state;
        ctx.log.record(ctx.now, Event::State { machine: self.machine, state });
        let runs = matches!(state.class(), StateClass::Working | StateClass::Delay);
        if runs != self.meter_runs {
            self.meter_runs = runs;
            let machine = self.machine;
            ctx.notices.push(if runs { Notice::MeterOn { machine } } else { Notice::MeterOff { machine } });
        }
    }

    /// The machine is no longer haulage's: its meter stops, and whatever comes next is a new state.
    pub(crate) fn hand_over<L>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        self.state = MachineState::Service;
        if std::mem::take(&mut self.meter_runs) {
            ctx.notices.push(Notice::MeterOff { machine: self.machine });
        }
    }
}

/// A tank, counted to the millilitre; or a battery, with Wh for mL and kWh for litres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tank {
    size_ml: i64,
    low_ml: i64,
    level_ml: i64,
    /// Burnt and not yet logged; stays 0 in a battery.
    burnt_ml: i64,
    /// Taken from chargers and trolley lines and not yet logged, Wh.
    drawn_wh: i64,
    /// Flow times time that has not made a whole millilitre yet, mL/h · ms.
    rest: i64,
    /// Litres asked for.
    pub(crate) wanted_l: i64,
    is_battery: bool,
}

const MS_PER_H: i64 = 3_600_000;

impl Tank {
    /// A tank filled to a share.
    pub(crate) fn new(size_ml: i64, share: f64) -> Tank {
        let low_ml = (size_ml as f64 * LOW_TANK).round() as i64;
        let level_ml = (size_ml as f64 * share).round() as i64;
        let is_battery = false;
        Tank { size_ml, low_ml, level_ml, burnt_ml: 0, drawn_wh: 0, rest: 0, wanted_l: 0, is_battery }
    }

    /// A battery that is charged once less than `low_wh` is left; at the start it is so far between low and full.
    pub(crate) fn battery(size_wh: i64, low_wh: i64, share: f64) -> Tank {
        let level_ml = low_wh + ((size_wh - low_wh) as f64 * share).round() as i64;
        Tank { low_ml: low_wh, level_ml, is_battery: true, ..Tank::new(size_wh, 0.0) }
    }

    #[inline]
    pub(crate) fn is_battery(&self) -> bool {
        self.is_battery
    }

    /// Whether there is more in it than it holds.
    pub(crate) fn is_overfull(&self) -> bool {
        self.level_ml > self.size_ml && self.size_ml > 0
    }

    #[inline]
    pub(crate) fn is_low(&self) -> bool {
        self.level_ml < self.low_ml
    }

    #[inline]
    pub(crate) fn burn(&mut self, ml: i64) {
        if self.is_battery {
            // What comes back into a full battery is lost.
            self.level_ml = (self.level_ml - ml).min(self.size_ml);
            return;
        }
        self.level_ml -= ml;
        self.burnt_ml += ml;
    }

    /// Puts energy from a charger in, Wh.
    pub(crate) fn charge(&mut self, wh: i64) {
        self.level_ml += wh;
        self.drawn_wh += wh;
    }

    /// Notes what was taken from a trolley line, Wh.
    #[inline]
    pub(crate) fn draw(&mut self, wh: i64) {
        self.drawn_wh += wh;
    }

    /// Burns a flow for a time; what does not make a whole millilitre is carried.
    #[inline]
    pub(crate) fn burn_flow(&mut self, ml_per_h: i64, ms: i64) {
        self.rest += ml_per_h * ms;
        let ml = self.rest / MS_PER_H;
        self.rest -= ml * MS_PER_H;
        self.burn(ml);
    }

    /// How long a flow takes to make the tank low, ms; none where it never does.
    pub(crate) fn low_in_ms(&self, ml_per_h: i64) -> Option<i64> {
        self.below_in_ms(self.low_ml, ml_per_h)
    }

    /// How long a flow takes to bring the tank below a level, ms; none where it never does.
    pub(crate) fn below_in_ms(&self, level_ml: i64, ml_per_h: i64) -> Option<i64> {
        let ml = (self.level_ml - level_ml + 1).max(0);
        (ml_per_h > 0).then(|| ((ml * MS_PER_H - self.rest).max(0) + ml_per_h - 1) / ml_per_h)
    }

    /// Whether a flow for so long leaves the tank low.
    pub(crate) fn is_low_after(&self, ml_per_h: i64, ms: i64) -> bool {
        self.low_in_ms(ml_per_h).is_some_and(|lasts| lasts <= ms)
    }

    /// What is lacking to a full tank, mL.
    pub(crate) fn lacks_ml(&self) -> i64 {
        self.size_ml - self.level_ml
    }

    /// Whole litres that fit.
    pub(crate) fn room_l(&self) -> i64 {
        ((self.size_ml - self.level_ml) / 1_000).max(0)
    }

    /// Takes the litres asked for.
    pub(crate) fn fill<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) {
        if self.is_battery {
            let kwh = std::mem::take(&mut self.wanted_l);
            return self.charge(kwh * 1_000);
        }
        self.level_ml += self.wanted_l * 1_000;
        ctx.log.record(ctx.now, Event::Refuelled { machine, fuel: Volume(self.wanted_l) });
        self.wanted_l = 0;
    }

    /// How long a flow takes from a full tank to a low one, ms.
    pub(crate) fn low_from_full_ms(&self, ml_per_h: i64) -> i64 {
        (self.size_ml - self.low_ml).max(0) * MS_PER_H / ml_per_h.max(1)
    }

    /// Logs the whole litres burnt and kilowatt-hours drawn; the rest is carried.
    pub(crate) fn log_burnt<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) {
        let litres = self.burnt_ml / 1_000;
        if litres > 0 {
            self.burnt_ml -= litres * 1_000;
            ctx.log.record(ctx.now, Event::Burnt { machine, fuel: Volume(litres) });
        }
        let kwh = self.drawn_wh / 1_000;
        if kwh > 0 {
            self.drawn_wh -= kwh * 1_000;
            ctx.log.record(ctx.now, Event::Drawn { machine, kwh: Quantity(kwh) });
        }
    }
}

/// A truck.
#[derive(Clone, Debug)]
pub(crate) struct Truck {
    pub(crate) status: Status,
    pub(crate) phase: TruckPhase,
    /// Under way on roads with rules; its trip says where.
    pub(crate) on_road: bool,
    /// Asked to come in for service.
    pub(crate) released: bool,
    pub(crate) mine: u32,
    pub(crate) kind: u16,
    /// Where it stands, or set off from.
    pub(crate) place: u16,
    /// Where it drives to.
    pub(crate) goal: u16,
    /// The loader or dump it is at or drives to.
    pub(crate) target: u32,
    /// Who stands behind it in line.
    pub(crate) next: u32,
    /// When its phase began.
    pub(crate) since: Time,
    pub(crate) leg_ms: i64,
    pub(crate) leg_ml: i64,
    /// What the leg takes out of trolley lines, Wh.
    pub(crate) leg_line_wh: i64,
    /// The load being filled.
    pub(crate) filling: Load,
    /// Spotting that is left when its turn comes, ms.
    pub(crate) spot_ms: i64,
    pub(crate) load_kg: i64,
    /// The face the load is of.
    pub(crate) face: u32,
    pub(crate) idle_ml_h: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    /// What it was at when it was stopped, to go on with after a repair in the field.
    pub(crate) stopped_in: TruckPhase,
}

impl Truck {
    /// Whether its drive, if it is on one, is loaded.
    #[inline]
    pub(crate) fn drives_loaded(&self) -> bool {
        self.phase == TruckPhase::ToDump
    }
}

impl Truck {
    /// Uses what the part of the leg driven in these milliseconds takes; the leg keeps the rest.
    pub(crate) fn use_part(&mut self, driven_ms: i64) {
        let leg_ms = self.leg_ms.max(1);
        let (ml, wh) = (self.leg_ml * driven_ms / leg_ms, self.leg_line_wh * driven_ms / leg_ms);
        self.tank.burn(ml);
        self.tank.draw(wh);
        self.leg_ml -= ml;
        self.leg_line_wh -= wh;
        self.leg_ms -= driven_ms;
    }
}

/// A loader.
#[derive(Clone, Debug)]
pub(crate) struct Loader {
    pub(crate) status: Status,
    pub(crate) phase: LoaderPhase,
    pub(crate) released: bool,
    pub(crate) mine: u32,
    pub(crate) face: u32,
    /// Which of its faces that is: 0 for the one it begins at.
    pub(crate) step: u32,
    /// Row of the fill table for that face.
    pub(crate) fill_row: u32,
    /// The face it stood at last; on its way to another it is not that one yet.
    pub(crate) stood_at: u32,
    pub(crate) place: u16,
    /// Where it set off from on its way to its face.
    pub(crate) walk_from: u16,
    pub(crate) line: Line,
    /// The truck being loaded.
    pub(crate) serving: u32,
    /// Trucks on the way.
    pub(crate) coming: u32,
    /// Expected loading time of those in line and on the way, ms.
    pub(crate) backlog_ms: i64,
    /// When the present load or refuelling is expected to end; past where there is none.
    pub(crate) expected_end: Time,
    /// When the side that the truck under it does not stand on went free.
    pub(crate) side_free_at: Time,
    pub(crate) since: Time,
    pub(crate) work_ml_h: i64,
    pub(crate) idle_ml_h: i64,
    pub(crate) tank: Tank,
    /// What the shift asks of it.
    pub(crate) duty: Duty,
    pub(crate) stream: Stream,
    pub(crate) stopped_in: LoaderPhase,
    /// What was left of its walk when it was stopped, ms.
    pub(crate) walk_ms: i64,
}

impl Loader {
    /// Whether trucks may be sent to it, its face allowing.
    #[inline]
    pub(crate) fn takes_trucks(&self) -> bool {
        use LoaderPhase::{AskFuel, Loading, Refuelling, Waiting};
        matches!(self.phase, Waiting | Loading | AskFuel | Refuelling) && !self.released
    }
}

/// A dump with its line and hopper.
#[derive(Clone, Debug)]
pub(crate) struct Dump {
    pub(crate) line: Line,
    pub(crate) busy: u32,
    pub(crate) coming: u32,
    pub(crate) total_kg: i64,
    pub(crate) hopper: Option<Hopper>,
    /// When the first in line fits the hopper, as far as is known.
    pub(crate) fits_at: Time,
    /// When the crusher fails or works again.
    pub(crate) turns_at: Time,
    /// When the place that is being levelled is open again; never while none is.
    pub(crate) levelled_at: Time,
    /// Loads since the dozer came last.
    pub(crate) since_dozer: u32,
    /// How its crusher fails.
    pub(crate) outage: Option<Outage>,
}

impl Dump {
    /// Places closed for levelling.
    #[inline]
    pub(crate) fn closed(&self) -> u32 {
        u32::from(self.levelled_at < Time::NEVER)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.hopper.is_some_and(|hopper| hopper.is_stopped)
    }
}

/// Laws and streams of a crusher's failures and repairs.
#[derive(Clone, Debug)]
pub(crate) struct Outage {
    pub(crate) breaks: Breaks,
    pub(crate) life: Stream,
    pub(crate) repair: Stream,
}

/// A crusher's hopper, drained at a constant rate; counted in kg · 3,600,000 so that every instant is exact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hopper {
    size: i64,
    kg_per_h: i64,
    level: i64,
    /// Loads being dumped, not yet in.
    reserved: i64,
    at: Time,
    /// What the crusher passes on until it fails, in the level's unit.
    life: i64,
    is_stopped: bool,
}

impl Hopper {
    pub(crate) fn new(size_kg: i64, kg_per_h: i64) -> Hopper {
        Hopper {
            size: size_kg * MS_PER_H,
            kg_per_h,
            level: 0,
            reserved: 0,
            at: Time::START,
            life: i64::MAX,
            is_stopped: false,
        }
    }

    /// How long until a load fits, ms: 0 where it does, none where it never will by itself.
    ///
    /// A load greater than the hopper fits once the hopper is empty, for otherwise it would wait for ever.
    pub(crate) fn wait_ms(&mut self, load_kg: i64, now: Time) -> Option<i64> {
        self.drain(now);
        let goal = (self.size - load_kg * MS_PER_H).max(0);
        let excess = self.level + self.reserved - goal;
        if excess <= 0 {
            return Some(0);
        }
        // What is still being dumped cannot drain: its end calls again.
        let drainable = self.kg_per_h > 0 && excess <= self.level && !self.is_stopped;
        drainable.then(|| (excess + self.kg_per_h - 1) / self.kg_per_h)
    }

    pub(crate) fn reserve(&mut self, load_kg: i64) {
        self.reserved += load_kg * MS_PER_H;
    }

    pub(crate) fn release(&mut self, load_kg: i64) {
        self.reserved -= load_kg * MS_PER_H;
    }

    pub(crate) fn pour(&mut self, load_kg: i64, now: Time) {
        self.drain(now);
        self.release(load_kg);
        self.level += load_kg * MS_PER_H;
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Begins to crush, with so many hours of crushing until the next failure.
    pub(crate) fn start(&mut self, life_h: f64, now: Time) {
        self.at = now;
        self.is_stopped = false;
        // The cast stops at the greatest number: such a crusher never fails.
        self.life = ((life_h * MS_PER_H as f64).round() * self.kg_per_h as f64).max(1.0) as i64;
    }

    /// Stops crushing.
    pub(crate) fn stop(&mut self, now: Time) {
        self.drain(now);
        self.is_stopped = true;
    }

    /// When the crusher fails, if nothing more is poured in; never where it falls idle before.
    pub(crate) fn fails_at(&mut self, now: Time) -> Time {
        self.drain(now);
        if self.is_stopped || self.life > self.level || self.kg_per_h <= 0 {
            return Time::NEVER;
        }
        now + Span::from_millis((self.life.max(0) + self.kg_per_h - 1) / self.kg_per_h)
    }

    fn drain(&mut self, now: Time) {
        if !self.is_stopped {
            let out = (now - self.at).millis().saturating_mul(self.kg_per_h).min(self.level);
            self.level -= out;
            self.life = self.life.saturating_sub(out);
        }
        self.at = now;
    }
}

/// A mine's day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mine {
    pub(crate) on_shift: bool,
    pub(crate) too_cold: bool,
    /// How machines stand while a closure by calendar has cleared the whole mine.
    pub(crate) cleared: Option<MachineState>,
    pub(crate) surface: Surface,
    /// The state of the roads, see [`crate::traffic::RoadPlan`].
    pub(crate) roads: u16,
    /// Trucks at chargers.
    pub(crate) charging: u32,
    /// Trucks in line for one.
    pub(crate) charge_line: Line,
}

impl Mine {
    #[inline]
    pub(crate) fn works(&self) -> bool {
        self.on_shift && !self.too_cold && self.cleared.is_none()
    }

    /// How machines stand while it does not work.
    pub(crate) fn standing(&self) -> MachineState {
        if !self.on_shift {
            return MachineState::OffShift;
        }
        self.cleared.filter(|_| !self.too_cold).unwrap_or(MachineState::WeatherStop)
    }
}

/// A line of trucks, first come first served, linked through [`Truck::next`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    head: u32,
    tail: u32,
    n: u32,
}

impl Line {
    pub(crate) const EMPTY: Line = Line { head: NONE, tail: NONE, n: 0 };

    pub(crate) fn len(&self) -> u32 {
        self.n
    }

    pub(crate) fn first(&self) -> Option<usize> {
        (self.head != NONE).then_some(self.head as usize)
    }

    /// Who stands in it, the first first.
    pub(crate) fn iter(self, trucks: &[Truck]) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.first(), |&truck| {
            let next = trucks[truck].next;
            (next != NONE).then_some(next as usize)
        })
    }

    pub(crate) fn push(&mut self, trucks: &mut [Truck], truck: usize) {
        trucks[truck].next = NONE;
        if self.tail == NONE {
            self.head = truck as u32;
        } else {
            trucks[self.tail as usize].next = truck as u32;
        }
        self.tail = truck as u32;
        self.n += 1;
    }

    pub(crate) fn pop(&mut self, trucks: &[Truck]) -> Option<usize> {
        let first = self.first()?;
        self.head = trucks[first].next;
        if self.head == NONE {
            self.tail = NONE;
        }
        self.n -= 1;
        Some(first)
    }

    /// Takes a truck out, wherever it stands. A walk along the line: only breakdowns and releases need it.
    pub(crate) fn remove(&mut self, trucks: &mut [Truck], truck: usize) {
        let mut before = NONE;
        let mut at = self.head;
        while at != NONE && at as usize != truck {
            before = at;
            at = trucks[at as usize].next;
        }
        if at == NONE {
            return;
        }
        let after = trucks[truck].next;
        if before == NONE {
            self.head = after;
        } else {
            trucks[before as usize].next = after;
        }
        if after == NONE {
            self.tail = before;
        }
        self.n -= 1;
    }
}
