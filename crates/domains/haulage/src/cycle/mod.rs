//! What happens in the pit, event by event. The hot path, a truck's cycle: read it from top to bottom.
//!
//! | module | is about |
//! |---|---|
//! | `loader` | a loader's own events: it waits, shares its line with those beside it, walks to its next face |
//! | `dump` | a dump's own events: its crusher turns, a place is level again, its heap grows |
//! | `fuel` | fuel and charge put back |
//! | `dry` | machines that run dry, and the bowser |
//! | `hours` | a mine begins to work and ceases; moments of its shift; who joins and leaves |
//!
//! Every truck has one calendar slot and at most one thing ahead of it; its phase says what that is. Loaders need
//! no event of their own while they load: the end of a load is the truck's event. Failures may cut anything
//! short, so every end is an explicit event and nothing is computed ahead.
//!
//! Order within one instant: a place goes free (`SERVED`) before others arrive (`ARRIVAL`); of equals the lower
//! slot is first, which is the lower machine id among trucks.
//!
//! Nothing here allocates; nothing reads a drawn time to decide by.

mod dry;
mod dump;
mod fuel;
mod hours;
mod loader;

use crate::Haulage;
use crate::dispatch::{DumpView, Pit, View};
use crate::dumps::Admitted;
use crate::error::HaulageError;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, Place, TruckIdx};
use crate::shift::First;
use crate::slots::Due;
use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_model::event::{Event, MachineState, Recorder, class};
use iceroad_model::{DumpId, MineId};

impl Haulage {
    /// An event of slot `local` (counted from the first of haulage's) has fallen due.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug: the run cannot continue.
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Ctx<'_, L>) -> Done {
        match self.slots.whose(local) {
            Due::Truck(truck_idx) => self.truck_due(truck_idx, ctx),
            Due::Loader(loader_idx) => self.loader_due(loader_idx, ctx),
            Due::Shift(mine_id) => self.shift_changes(mine_id, ctx),
            Due::Dump(dump_id) => self.dump_due(dump_id, ctx),
            Due::Roads(nth) => match self.layout.road_mines.get(nth) {
                Some(&mine_id) => self.roads_change(mine_id, ctx),
                None => Ok(()),
            },
        }
    }

    fn truck_due<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let phase = self.fleet.trucks[truck_idx].phase;
        if phase.is_driving() {
            if self.stops_short(truck_idx, ctx.now) {
                return self.truck_runs_dry(truck_idx, ctx);
            }
            if self.fleet.trucks[truck_idx].on_road && !self.reaches_goal(truck_idx, ctx)? {
                return Ok(());
            }
        }
        match phase {
            TruckPhase::ToFace => self.at_face(truck_idx, ctx),
            TruckPhase::LoadLine => self.leaves_to_charge(truck_idx, ctx),
            TruckPhase::Loading => self.loaded(truck_idx, ctx),
            TruckPhase::ToDump => self.at_dump(truck_idx, ctx),
            TruckPhase::Dumping => self.dumped(truck_idx, ctx),
            TruckPhase::ToPark => {
                self.fleet.trucks[truck_idx].arrive();
                self.decide(truck_idx, ctx)
            }
            TruckPhase::ToFuel => self.at_fuel_point(truck_idx, ctx),
            TruckPhase::AskFuel => {
                let truck = &mut self.fleet.trucks[truck_idx];
                truck.phase = TruckPhase::NoFuel;
                if truck.released && truck.halted.is_none() {
                    ctx.notices.push(Notice::FuelGivenUp { machine: truck.status.machine });
                    return self.decide(truck_idx, ctx);
                }
                truck.status.enter(MachineState::NoFuel, ctx);
                truck.duty.stands(ctx.now, false);
                self.leave_pump(truck_idx, ctx)
            }
            TruckPhase::Refuelling => {
                let machine = self.fleet.trucks[truck_idx].status.machine;
                self.fleet.trucks[truck_idx].tank.fill(machine, ctx);
                if self.fleet.trucks[truck_idx].halted.is_some() {
                    return self.truck_goes_on(truck_idx, ctx);
                }
                self.decide(truck_idx, ctx)
            }
            TruckPhase::Dry => self.asks_fuel(truck_idx, ctx),
            TruckPhase::Charging => {
                let truck = &mut self.fleet.trucks[truck_idx];
                truck.tank.fill(truck.status.machine, ctx);
                let mine_id = truck.mine;
                self.decide(truck_idx, ctx)?;
                self.charger_free(mine_id, ctx)
            }
            TruckPhase::ToGate => {
                self.fleet.trucks[truck_idx].arrive();
                self.at_gate(truck_idx, ctx);
                self.truck_leaves(truck_idx, ctx)
            }
            TruckPhase::Resting | TruckPhase::Idling => {
                self.burn_standing(truck_idx, ctx.now);
                self.decide(truck_idx, ctx)
            }
            // No event is ever pending in the other phases.
            _ => Ok(()),
        }
    }

    // ---- A truck without work on hand ---------------------------------------------------------------------

    /// Sends a truck that stands somewhere to what comes next.
    pub(crate) fn decide<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if self.fleet.trucks[truck_idx].at_pump {
            self.leave_pump(truck_idx, ctx)?;
        }
        let mine_id = self.fleet.trucks[truck_idx].mine;
        if let Some(mut shift) = self.on_shift(mine_id) {
            match shift.truck_first(truck_idx, ctx)? {
                First::Work => {}
                First::Begun => return Ok(()),
                First::Drive { to, phase } => return self.go(truck_idx, to, phase, ctx),
            }
        }
        let truck = &self.fleet.trucks[truck_idx];
        let row = &self.layout.ground.mines[mine_id];
        if truck.load_kg > 0 {
            return self.haul(truck_idx, ctx);
        }
        if truck.released {
            return self.go(truck_idx, row.gate, TruckPhase::ToGate, ctx);
        }
        if !self.days[mine_id].works() {
            if truck.place != row.park {
                return self.go(truck_idx, row.park, TruckPhase::ToPark, ctx);
            }
            let standing = self.days[mine_id].standing();
            return self.stand(truck_idx, TruckPhase::Parked, standing, ctx);
        }
        if truck.tank.is_low()
            && let Some(place) = self.layout.energy.mines[mine_id].place_for(truck)
        {
            return self.go(truck_idx, place, TruckPhase::ToFuel, ctx);
        }
        self.dispatch(truck_idx, ctx)
    }

    fn dispatch<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.fleet.trucks[truck_idx].mine;
        let day = &self.days[mine_id];
        let pit = Pit {
            ground: &self.layout.ground,
            fleet: &self.fleet,
            faces: &self.faces,
            dumps: &self.dumps,
            day,
        };
        let view = View::from_place(ctx.now, truck_idx, pit);
        let Some(chosen) = self.policies[mine_id].choose(&view) else {
            return self.stand(truck_idx, TruckPhase::NoWork, MachineState::NoWork, ctx);
        };
        if let Some(mut shift) = self.on_shift(mine_id)
            && shift.truck_warms_up(truck_idx, ctx)?
        {
            return Ok(());
        }
        let loader = &mut self.fleet.loaders[chosen.row];
        loader.coming += 1;
        loader.backlog_ms += chosen.load.millis();
        let place = loader.place;
        self.fleet.trucks[truck_idx].loader = chosen.row;
        self.go(truck_idx, place, TruckPhase::ToFace, ctx)
    }

    /// Drives off; the slot falls due on arrival.
    pub(crate) fn go<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        goal: Place,
        phase: TruckPhase,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        let loaded = phase == TruckPhase::ToDump;
        let mine_id = truck.mine;
        let day = &self.days[mine_id];
        let surface = day.surface;
        let routes = self.layout.ground.mines[mine_id].routes_in(day.road_state);
        let leg = routes.leg(truck.kind, loaded, surface, truck.place, goal);
        let line_wh = routes.line_wh(truck.kind, loaded, surface, truck.place, goal);
        truck.goal = goal;
        truck.phase = phase;
        truck.since = ctx.now;
        truck.leg_ms = i64::from(leg.ms);
        truck.leg_used = i64::from(leg.used);
        truck.leg_line_wh = i64::from(line_wh);
        // Where there is no way to go the state between is not worth a line in the log.
        if leg.ms > 0 && leg.is_open() {
            let state = if loaded { MachineState::TravelLoaded } else { MachineState::TravelEmpty };
            truck.status.enter(state, ctx);
        }
        if let Some(mut roads) = self.on_roads(mine_id) {
            return roads.sets_off(truck_idx, ctx);
        }
        self.post_drive(truck_idx, ctx)
    }

    /// Sets a truck's slot for its arrival, or for the moment it runs dry before that.
    #[inline]
    pub(crate) fn post_drive<L: Recorder>(&self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &self.fleet.trucks[truck_idx];
        let ms = truck.tank.lasts_ms_of(truck.leg_ms, truck.leg_used).unwrap_or(truck.leg_ms);
        self.slots.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::ARRIVAL, ctx)
    }

    /// Stands until someone comes for it, or its slot falls due.
    pub(crate) fn stand<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        phase: TruckPhase,
        state: MachineState,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.stand(phase, state, ctx);
        let mine_id = truck.mine;
        let keeps_warm = matches!(
            phase,
            TruckPhase::LoadLine | TruckPhase::Idling | TruckPhase::ChargeLine | TruckPhase::Charging
        );
        if !keeps_warm && let Some(mut shift) = self.on_shift(mine_id) {
            shift.truck_stands(truck_idx, ctx.now);
        }
        Ok(())
    }

    // ---- At the loader ------------------------------------------------------------------------------------

    fn at_face<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.arrive();
        let (mine_id, loader_idx, place) = (truck.mine, truck.loader, truck.place);
        let turns = truck.turns_back();
        let expected_ms = self.fleet.expected_ms(&self.layout.ground, loader_idx, truck_idx);
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.coming -= 1;
        // A loader that has moved on since does not load a truck at the face it left.
        let takes = loader.takes_trucks()
            && loader.face.is_some_and(|face| self.faces.has_work(face))
            && loader.place == place;
        if turns || !takes || !self.days[mine_id].works() {
            loader.backlog_ms -= expected_ms;
            return self.decide(truck_idx, ctx);
        }
        if loader.phase == LoaderPhase::Waiting {
            return self.begin_load(loader_idx, truck_idx, 0, ctx);
        }
        if let Some(idle) = self.idle_beside(loader_idx) {
            self.fleet.change_loader(&self.layout.ground, truck_idx, idle);
            return self.begin_load(idle, truck_idx, 0, ctx);
        }
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.line.push(&mut self.fleet.trucks, truck_idx);
        self.stand(truck_idx, TruckPhase::LoadLine, MachineState::QueueLoad, ctx)?;
        self.watch_battery(truck_idx, ctx)
    }

    /// How long the first in line has already spotted on the free side of a two-sided loader, ms.
    ///
    /// The side went free when the truck before the last one left, which is when the last one's turn began.
    fn spotted_ms(&self, loader_idx: LoaderIdx, truck_idx: TruckIdx, now: Time) -> i64 {
        if !self.layout.ground.loaders[loader_idx].two_sided {
            return 0;
        }
        (now - self.fleet.trucks[truck_idx].since.max(self.fleet.loaders[loader_idx].side_free_at)).millis()
    }

    /// The loader takes the truck under, which has spotted for so long already; the truck's expected time leaves
    /// the backlog here.
    fn begin_load<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        truck_idx: TruckIdx,
        spotted_ms: i64,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        self.burn_standing(truck_idx, ctx.now);
        self.fleet.loaders[loader_idx].burn(ctx.now);
        let (loader, truck) = (&mut self.fleet.loaders[loader_idx], &mut self.fleet.trucks[truck_idx]);
        let (Some(face), Some(fill)) = (loader.face, self.layout.ground.fill_of(loader.fill_row, truck.kind))
        else {
            return Ok(());
        };
        let mut load = fill.draw(&mut loader.stream);
        load.mass = self.faces.dig(face, load.mass);
        truck.filling = load;
        truck.spot_ms = (fill.spot_ms - spotted_ms).max(0);
        truck.face = Some(face);
        truck.phase = TruckPhase::Loading;
        truck.since = ctx.now;
        loader.phase = LoaderPhase::Loading;
        loader.since = ctx.now;
        loader.serving = Some(truck_idx);
        loader.backlog_ms -= fill.expected_ms();
        loader.side_free_at = ctx.now;
        loader.expected_end = ctx.now + Span::from_millis(truck.spot_ms + fill.dig_ms);
        truck.status.enter(MachineState::Loading, ctx);
        loader.status.enter(MachineState::Loading, ctx);
        let end = ctx.now + Span::from_millis(truck.spot_ms + load.dig_ms);
        self.slots.post_truck(truck_idx, end, class::SERVED, ctx)?;
        self.watch_load(loader_idx, end - ctx.now, ctx)?;
        if self.faces.has_work(face) { Ok(()) } else { self.face_changes(loader_idx, ctx) }
    }

    fn loaded<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader_idx = self.fleet.trucks[truck_idx].loader;
        let mass = self.fleet.trucks[truck_idx].filling.mass;
        self.end_load(loader_idx, truck_idx, mass, ctx);
        self.haul(truck_idx, ctx)?;
        self.next_truck(loader_idx, ctx)
    }

    /// The truck leaves the loader with this mass.
    pub(crate) fn end_load<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        truck_idx: TruckIdx,
        mass: Mass,
        ctx: &mut Ctx<'_, L>,
    ) {
        self.burn_standing(truck_idx, ctx.now);
        self.fleet.loaders[loader_idx].burn(ctx.now);
        let (loader, truck) = (&mut self.fleet.loaders[loader_idx], &mut self.fleet.trucks[truck_idx]);
        loader.serving = None;
        loader.since = ctx.now;
        truck.load_kg = mass.get();
        if let Some(face) = loader.face.filter(|_| mass > Mass::ZERO) {
            let (truck, loader) = (truck.status.machine, loader.status.machine);
            self.faces.haul_off(face, mass);
            ctx.log.record(ctx.now, Event::Loaded { truck, loader, face, mass });
            if let Some(ore) = &mut self.dumps.ore {
                ore.loaded(truck, face, mass);
            }
        }
    }

    /// A loader that stands at its face, ready, turns to what comes next.
    pub(crate) fn next_truck<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.since = ctx.now;
        let mine_id = loader.mine;
        if let Some(mut shift) = self.on_shift(mine_id)
            && shift.loader_first(loader_idx, ctx)?
        {
            return self.dissolve_line(loader_idx, ctx);
        }
        let day = self.days[mine_id];
        let loader = &self.fleet.loaders[loader_idx];
        let has_work = loader.face.is_some_and(|face| self.faces.has_work(face));
        if loader.released {
            let ms = self.fleet.walk_to_gate_ms(&self.layout.ground, loader_idx);
            if self.refuels_to_walk(loader_idx, ms, ctx)? {
                return Ok(());
            }
            return self.walk_to_gate(loader_idx, ctx);
        }
        if day.works() && !has_work && self.moves_on(loader_idx, ctx)? {
            return Ok(());
        }
        let loader = &mut self.fleet.loaders[loader_idx];
        if !day.works() || !has_work {
            let (phase, state) = if day.works() {
                (LoaderPhase::NoWork, MachineState::NoWork)
            } else {
                (LoaderPhase::Standing, day.standing())
            };
            loader.phase = phase;
            loader.status.enter(state, ctx);
            return self.dissolve_line(loader_idx, ctx);
        }
        if loader.tank.is_low()
            && let Some(point) = self.layout.energy.mines[mine_id].fuel
        {
            return self.loader_asks_fuel(loader_idx, &point, ctx);
        }
        if let Some(truck_idx) = loader.line.pop(&self.fleet.trucks) {
            let spotted_ms = self.spotted_ms(loader_idx, truck_idx, ctx.now);
            return self.begin_load(loader_idx, truck_idx, spotted_ms, ctx);
        }
        if let Some((other, truck_idx)) = self.first_beside(loader_idx) {
            self.fleet.loaders[other].line.pop(&self.fleet.trucks);
            self.fleet.change_loader(&self.layout.ground, truck_idx, loader_idx);
            return self.begin_load(loader_idx, truck_idx, 0, ctx);
        }
        self.wait_for_truck(loader_idx, ctx)
    }

    // ---- At the dump --------------------------------------------------------------------------------------

    /// Drives the load to a dump.
    pub(crate) fn haul<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(dump_id) = self.choose_dump(truck_idx, ctx.now) else {
            return Ok(());
        };
        self.dumps.each[dump_id].awaits(self.fleet.trucks[truck_idx].load_kg);
        self.fleet.trucks[truck_idx].dump = dump_id;
        let row = &self.layout.ground.dumps[dump_id];
        if self.dumps.ore.is_some() {
            let truck = &self.fleet.trucks[truck_idx];
            self.dumps.promise(row, dump_id, truck.status.machine, Mass(truck.load_kg));
        }
        let place = row.place;
        self.go(truck_idx, place, TruckPhase::ToDump, ctx)
    }

    /// The dump that the policy chooses of those that take the material; the only one there is without asking it.
    fn choose_dump(&mut self, truck_idx: TruckIdx, now: Time) -> Option<DumpId> {
        let truck = &self.fleet.trucks[truck_idx];
        let face = truck.face?;
        let allowed = &self.layout.ground.faces[face].dumps;
        if let [only] = allowed[..] {
            return Some(only);
        }
        let mine_id = truck.mine;
        let day = &self.days[mine_id];
        let routes = self.layout.ground.mines[mine_id].routes_in(day.road_state);
        let view = DumpView {
            now,
            truck: truck_idx,
            face,
            legs: routes.legs_from(truck.kind, true, day.surface, truck.place),
            ground: &self.layout.ground,
            fleet: &self.fleet,
            dumps: &self.dumps,
            allowed,
        };
        self.policies[mine_id].choose_dump(&view).or_else(|| view.usual()).map(|chosen| chosen.dump)
    }

    fn at_dump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.arrive();
        truck.since = ctx.now;
        truck.phase = TruckPhase::DumpLine;
        let dump_id = truck.dump;
        let dump = &mut self.dumps.each[dump_id];
        dump.coming -= 1;
        dump.line.push(&mut self.fleet.trucks, truck_idx);
        self.serve_dump(dump_id, ctx)?;
        let truck = &mut self.fleet.trucks[truck_idx];
        if truck.phase == TruckPhase::DumpLine {
            truck.status.enter(MachineState::QueueDump, ctx);
        }
        Ok(())
    }

    /// Lets those in line dump while there is a place and, at a crusher, while the first one's load fits.
    pub(crate) fn serve_dump<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        let row = &self.layout.ground.dumps[dump_id];
        loop {
            match self.dumps.each[dump_id].admit(row, &self.fleet.trucks, ctx.now) {
                Admitted::Truck(truck_idx) => {
                    let crusher_stands = self.dumps.each[dump_id].is_stopped();
                    let truck = &mut self.fleet.trucks[truck_idx];
                    truck.burn_standing(crusher_stands, ctx.now);
                    truck.stand(TruckPhase::Dumping, MachineState::Dumping, ctx);
                    let end = ctx.now + Span::from_millis(row.dump_ms);
                    self.slots.post_truck(truck_idx, end, class::SERVED, ctx)?;
                }
                Admitted::Later => return self.post_dump(dump_id, ctx),
                Admitted::Nobody => return Ok(()),
            }
        }
    }

    fn dumped<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.burn_standing(truck_idx, ctx.now);
        let truck = &mut self.fleet.trucks[truck_idx];
        let (dump_id, face, truck_id) = (truck.dump, truck.face, truck.status.machine);
        let kg = std::mem::take(&mut truck.load_kg);
        let row = &self.layout.ground.dumps[dump_id];
        self.dumps.each[dump_id].takes(kg, ctx.now);
        if let Some(face) = face {
            let material = self.layout.ground.faces[face].material;
            let (truck, mass) = (truck_id, Mass(kg));
            ctx.log.record(ctx.now, Event::Dumped { truck, dump: dump_id, material, mass });
        }
        if row.is_looked_after() {
            self.dumps.each[dump_id].look_after(row, ctx.now);
            self.post_dump(dump_id, ctx)?;
        }
        if let Some(ore) = &mut self.dumps.ore {
            ore.dumped(truck_id, dump_id, Mass(kg));
            self.pile_grows(dump_id, Mass(kg), ctx)?;
        }
        self.decide(truck_idx, ctx)?;
        if self.dumps.each[dump_id].line.len() == 0 {
            return Ok(());
        }
        self.serve_dump(dump_id, ctx)
    }

    // ---- On roads with rules ------------------------------------------------------------------------------

    /// The slot of a truck on the road has fallen due; whether it has come to its goal.
    #[inline]
    fn reaches_goal<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        match self.on_roads(self.fleet.trucks[truck_idx].mine) {
            Some(mut roads) => roads.falls_due(truck_idx, ctx),
            None => Ok(true),
        }
    }

    /// Closures and weather of a mine's roads may begin or end now.
    pub(crate) fn roads_change<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(mut roads) = self.on_roads(mine_id) else { return Ok(()) };
        if roads.change(ctx)? { self.wake_trucks(mine_id, ctx) } else { Ok(()) }
    }

    // ---- Small things -------------------------------------------------------------------------------------

    /// The truck is at the gate and no longer haulage's.
    fn at_gate<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        self.fleet.changes += 1;
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.released = false;
        truck.phase = TruckPhase::Away;
        truck.stopped_in = TruckPhase::Away;
        truck.status.hand_over(ctx);
        ctx.notices.push(Notice::AtGate { machine: truck.status.machine });
    }
}
