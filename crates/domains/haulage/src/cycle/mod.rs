//! What happens in the pit, event by event. The hot path, a truck's cycle: read it from top to bottom.
//!
//! | module | is about |
//! |---|---|
//! | `loader` | a loader's own events: it waits, shares its line with those beside it, walks |
//! | `fuel` | what is burnt standing, and how it is put back |
//! | `hours` | a mine begins to work and ceases |
//! | `slots` | whose calendar slot is which |
//!
//! Every truck has one calendar slot and at most one thing ahead of it; its phase says what that is. Loaders need
//! no event of their own while they load: the end of a load is the truck's event. Failures may cut anything
//! short, so every end is an explicit event and nothing is computed ahead.
//!
//! Order within one instant: a place goes free (`SERVED`) before others arrive (`ARRIVAL`); of equals the lower
//! slot is first, which is the lower machine id among trucks.
//!
//! Nothing here allocates; nothing reads a drawn time to decide by.

mod fuel;
mod hours;
mod loader;
mod slots;

use crate::Haulage;
use crate::dispatch::{DumpView, View};
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, TruckIdx};
use crate::yard::{LoaderPhase, TruckPhase, UNBOUNDED};
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Time};
use iceroad_model::DumpId;
use iceroad_model::event::{Event, MachineState, Recorder, class};

impl Haulage {
    /// An event of slot `local` (counted from the first of haulage's) has fallen due.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug: the run cannot continue.
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Ctx<'_, L>) -> Done {
        let local = usize::from(local);
        let (n_trucks, n_loaders, n_mines) = (self.trucks.len(), self.loaders.len(), self.mines.len());
        if local < n_trucks {
            return self.truck_due(Id::from_index(local), ctx);
        }
        if local < n_trucks + n_loaders {
            return self.loader_due(Id::from_index(local - n_trucks), ctx);
        }
        if local < n_trucks + n_loaders + n_mines {
            return self.shift_changes(Id::from_index(local - n_trucks - n_loaders), ctx);
        }
        let local = local - n_trucks - n_loaders - n_mines;
        if local < self.dumps.len() {
            return self.dump_due(Id::from_index(local), ctx);
        }
        match self.layout.road_mines.get(local - self.dumps.len()) {
            Some(&mine_id) => self.roads_change(mine_id, ctx),
            None => Ok(()),
        }
    }

    fn truck_due<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if self.trucks[truck_idx].on_road && !self.road_due(truck_idx, ctx)? {
            return Ok(());
        }
        match self.trucks[truck_idx].phase {
            TruckPhase::ToFace => self.at_face(truck_idx, ctx),
            TruckPhase::LoadLine => self.leaves_to_charge(truck_idx, ctx),
            TruckPhase::Loading => self.loaded(truck_idx, ctx),
            TruckPhase::ToDump => self.at_dump(truck_idx, ctx),
            TruckPhase::Dumping => self.dumped(truck_idx, ctx),
            TruckPhase::ToPark => {
                self.arrive(truck_idx);
                self.decide(truck_idx, ctx)
            }
            TruckPhase::ToFuel => self.at_fuel_point(truck_idx, ctx),
            TruckPhase::AskFuel => {
                let truck = &mut self.trucks[truck_idx];
                truck.phase = TruckPhase::NoFuel;
                if truck.released {
                    ctx.notices.push(Notice::FuelGivenUp { machine: truck.status.machine });
                    return self.decide(truck_idx, ctx);
                }
                truck.status.enter(MachineState::NoFuel, ctx);
                truck.duty.stands(ctx.now, false);
                self.leave_pump(truck_idx, ctx)
            }
            TruckPhase::Refuelling => {
                let machine = self.trucks[truck_idx].status.machine;
                self.trucks[truck_idx].tank.fill(machine, ctx);
                self.decide(truck_idx, ctx)?;
                if self.trucks[truck_idx].tank.is_battery() {
                    return self.charger_free(self.trucks[truck_idx].mine, ctx);
                }
                Ok(())
            }
            TruckPhase::ToGate => {
                self.arrive(truck_idx);
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
        let truck = &self.trucks[truck_idx];
        let mine_id = truck.mine;
        if self.layout.mines[mine_id].shift.lived && self.truck_shift_first(truck_idx, ctx)? {
            return Ok(());
        }
        let truck = &self.trucks[truck_idx];
        let row = &self.layout.mines[mine_id];
        if truck.load_kg > 0 {
            return self.haul(truck_idx, ctx);
        }
        if truck.released {
            return self.go(truck_idx, row.gate, TruckPhase::ToGate, ctx);
        }
        if !self.mines[mine_id].works() {
            if truck.place != row.park {
                return self.go(truck_idx, row.park, TruckPhase::ToPark, ctx);
            }
            let standing = self.mines[mine_id].standing();
            return self.stand(truck_idx, TruckPhase::Parked, standing, ctx);
        }
        if let Some(pump) = row.pump_of(truck)
            && truck.tank.is_low()
        {
            return self.go(truck_idx, pump, TruckPhase::ToFuel, ctx);
        }
        self.dispatch(truck_idx, ctx)
    }

    fn dispatch<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &self.trucks[truck_idx];
        let mine_id = truck.mine;
        let row = &self.layout.mines[mine_id];
        let view = View {
            now: ctx.now,
            truck: truck_idx,
            kind: truck.kind,
            legs: row.routes_in(self.mines[mine_id].roads).legs_from(
                truck.kind,
                false,
                self.mines[mine_id].surface,
                truck.place,
            ),
            layout: &self.layout,
            trucks: &self.trucks,
            loaders: &self.loaders,
            rows: &row.loaders,
            at_face: &self.at_face,
            left_kg: &self.left_kg,
            moved_to: &self.moved_to,
            surface: self.mines[mine_id].surface,
            roads: self.mines[mine_id].roads,
            comings_and_goings: self.comings_and_goings,
        };
        let Some(chosen) = self.policies[mine_id].choose(&view) else {
            return self.stand(truck_idx, TruckPhase::NoWork, MachineState::NoWork, ctx);
        };
        if row.shift.lived && self.truck_warms_up(truck_idx, ctx)? {
            return Ok(());
        }
        let loader = &mut self.loaders[chosen.row];
        loader.coming += 1;
        loader.backlog_ms += chosen.load.millis();
        let place = loader.place;
        self.trucks[truck_idx].loader = chosen.row;
        self.go(truck_idx, place, TruckPhase::ToFace, ctx)
    }

    /// Drives off; the slot falls due on arrival.
    pub(crate) fn go<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        goal: u16,
        phase: TruckPhase,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let truck = &mut self.trucks[truck_idx];
        let loaded = phase == TruckPhase::ToDump;
        let mine_id = truck.mine;
        let surface = self.mines[mine_id].surface;
        let row = &self.layout.mines[mine_id];
        let routes = row.routes_in(self.mines[mine_id].roads);
        let leg = routes.leg(truck.kind, loaded, surface, truck.place, goal);
        let line_wh = routes.line_wh(truck.kind, loaded, surface, truck.place, goal);
        truck.goal = goal;
        truck.phase = phase;
        truck.since = ctx.now;
        truck.leg_ms = i64::from(leg.ms);
        truck.leg_ml = i64::from(leg.used);
        truck.leg_line_wh = i64::from(line_wh);
        // Where there is no way to go the state between is not worth a line in the log.
        if leg.ms > 0 && leg.is_open() {
            let state = if loaded { MachineState::TravelLoaded } else { MachineState::TravelEmpty };
            truck.status.enter(state, ctx);
        }
        if row.by_segment {
            return self.sets_off(truck_idx, ctx);
        }
        let at = ctx.now + Span::from_millis(i64::from(leg.ms));
        self.post_truck(truck_idx, at, class::ARRIVAL, ctx)
    }

    /// Stands until someone comes for it, or its slot falls due.
    pub(crate) fn stand<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        phase: TruckPhase,
        state: MachineState,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let truck = &mut self.trucks[truck_idx];
        truck.phase = phase;
        truck.since = ctx.now;
        truck.status.enter(state, ctx);
        let lived = self.layout.mines[truck.mine].shift.lived;
        if lived && !matches!(phase, TruckPhase::LoadLine | TruckPhase::Idling) {
            self.truck_stands(truck_idx, ctx.now);
        }
        Ok(())
    }

    /// The end of a drive: the truck is at its goal and has burnt the leg's fuel.
    fn arrive(&mut self, truck_idx: TruckIdx) {
        let truck = &mut self.trucks[truck_idx];
        truck.place = truck.goal;
        let ml = std::mem::take(&mut truck.leg_ml);
        truck.tank.burn(ml);
        truck.tank.draw(std::mem::take(&mut truck.leg_line_wh));
    }

    // ---- At the loader ------------------------------------------------------------------------------------

    fn at_face<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.arrive(truck_idx);
        let truck = &mut self.trucks[truck_idx];
        let loader_idx = truck.loader;
        let (mine_id, turns) = (truck.mine, truck.released || truck.duty.homeward);
        let expected_ms = self.expected_ms(loader_idx, truck_idx);
        let loader = &mut self.loaders[loader_idx];
        loader.coming -= 1;
        // A loader that has moved on since does not load a truck at the face it left.
        let takes = loader.takes_trucks()
            && loader.face.is_some_and(|face| self.left_kg[face] > 0)
            && loader.place == self.trucks[truck_idx].place;
        if turns || !takes || !self.mines[mine_id].works() {
            loader.backlog_ms -= expected_ms;
            return self.decide(truck_idx, ctx);
        }
        if loader.phase == LoaderPhase::Waiting {
            return self.begin_load(loader_idx, truck_idx, 0, ctx);
        }
        if let Some(idle) = self.idle_beside(loader_idx) {
            self.change_loader(truck_idx, loader_idx, idle);
            return self.begin_load(idle, truck_idx, 0, ctx);
        }
        let loader = &mut self.loaders[loader_idx];
        loader.line.push(&mut self.trucks, truck_idx);
        self.stand(truck_idx, TruckPhase::LoadLine, MachineState::QueueLoad, ctx)?;
        self.watch_battery(truck_idx, ctx)
    }

    /// How long the first in line has already spotted on the free side of a two-sided loader, ms.
    ///
    /// The side went free when the truck before the last one left, which is when the last one's turn began.
    fn spotted_ms(&self, loader_idx: LoaderIdx, truck_idx: TruckIdx, now: Time) -> i64 {
        if !self.layout.loaders[loader_idx].two_sided {
            return 0;
        }
        (now - self.trucks[truck_idx].since.max(self.loaders[loader_idx].side_free_at)).millis()
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
        self.burn_loader(loader_idx, ctx.now);
        let (loader, truck) = (&mut self.loaders[loader_idx], &mut self.trucks[truck_idx]);
        let (Some(face), Some(fill)) = (loader.face, self.layout.fill_of(loader.fill_row, truck.kind)) else {
            return Ok(());
        };
        let mut face_is_empty = false;
        let mut load = fill.draw(&mut loader.stream);
        let left = &mut self.left_kg[face];
        if *left != UNBOUNDED {
            load.mass = load.mass.min(Mass(*left));
            *left -= load.mass.get();
            face_is_empty = *left == 0;
        }
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
        self.post_truck(truck_idx, end, class::SERVED, ctx)?;
        if face_is_empty { self.face_changes(loader_idx, ctx) } else { Ok(()) }
    }

    fn loaded<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader_idx = self.trucks[truck_idx].loader;
        let mass = self.trucks[truck_idx].filling.mass;
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
        self.burn_loader(loader_idx, ctx.now);
        let (loader, truck) = (&mut self.loaders[loader_idx], &mut self.trucks[truck_idx]);
        loader.serving = None;
        loader.since = ctx.now;
        truck.load_kg = mass.get();
        if let Some(face) = loader.face.filter(|_| mass > Mass::ZERO) {
            let (truck, loader) = (truck.status.machine, loader.status.machine);
            ctx.log.record(ctx.now, Event::Loaded { truck, loader, face, mass });
            if let Some(ore) = &mut self.ore {
                ore.loaded(truck, face, mass);
            }
        }
    }

    /// A loader that stands at its face, ready, turns to what comes next.
    pub(crate) fn next_truck<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.loaders[loader_idx].since = ctx.now;
        let mine_id = self.loaders[loader_idx].mine;
        if self.layout.mines[mine_id].shift.lived && self.loader_shift_first(loader_idx, ctx)? {
            return self.dissolve_line(loader_idx, ctx);
        }
        let has_work = self.face_has_work(loader_idx);
        let loader = &mut self.loaders[loader_idx];
        let mine = self.mines[mine_id];
        if loader.released {
            return self.walk_to_gate(loader_idx, ctx);
        }
        if mine.works() && !has_work && self.moves_on(loader_idx, ctx)? {
            return Ok(());
        }
        let loader = &mut self.loaders[loader_idx];
        if !mine.works() || !has_work {
            let (phase, state) = if mine.works() {
                (LoaderPhase::NoWork, MachineState::NoWork)
            } else {
                (LoaderPhase::Standing, mine.standing())
            };
            loader.phase = phase;
            loader.status.enter(state, ctx);
            return self.dissolve_line(loader_idx, ctx);
        }
        if loader.tank.is_low() && self.layout.mines[loader.mine].fuel.is_some() {
            return self.loader_asks_fuel(loader_idx, ctx);
        }
        if let Some(truck_idx) = loader.line.pop(&self.trucks) {
            let spotted_ms = self.spotted_ms(loader_idx, truck_idx, ctx.now);
            return self.begin_load(loader_idx, truck_idx, spotted_ms, ctx);
        }
        if let Some((other, truck_idx)) = self.first_beside(loader_idx) {
            self.loaders[other].line.pop(&self.trucks);
            self.change_loader(truck_idx, other, loader_idx);
            return self.begin_load(loader_idx, truck_idx, 0, ctx);
        }
        self.wait_for_truck(loader_idx, ctx)
    }

    /// Whether a loader has a face with something left to dig.
    pub(crate) fn face_has_work(&self, loader_idx: LoaderIdx) -> bool {
        let face = self.loaders[loader_idx].face;
        face.is_some_and(|face| self.left_kg[face] > 0)
    }

    // ---- At the dump --------------------------------------------------------------------------------------

    /// Drives the load to a dump.
    pub(crate) fn haul<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(dump_id) = self.choose_dump(truck_idx, ctx.now) else {
            return Ok(());
        };
        self.dumps[dump_id].coming += 1;
        self.trucks[truck_idx].dump = dump_id;
        if self.ore.is_some() {
            self.promise(dump_id, truck_idx);
        }
        let place = self.layout.dumps[dump_id].place;
        self.go(truck_idx, place, TruckPhase::ToDump, ctx)
    }

    /// The dump that the policy chooses of those that take the material; the only one there is without asking it.
    fn choose_dump(&mut self, truck_idx: TruckIdx, now: Time) -> Option<DumpId> {
        let truck = &self.trucks[truck_idx];
        let face = truck.face?;
        let allowed = &self.layout.faces[face].dumps;
        if let [only] = allowed[..] {
            return Some(only);
        }
        let mine_id = truck.mine;
        let surface = self.mines[mine_id].surface;
        let routes = self.layout.mines[mine_id].routes_in(self.mines[mine_id].roads);
        let view = DumpView {
            now,
            truck: truck_idx,
            face,
            trucks: &self.trucks,
            legs: routes.legs_from(truck.kind, true, surface, truck.place),
            layout: &self.layout,
            dumps: &self.dumps,
            ore: self.ore.as_ref(),
            promised: &self.promised,
            allowed,
        };
        self.policies[mine_id].choose_dump(&view).or_else(|| view.usual()).map(|chosen| chosen.dump)
    }

    fn at_dump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.arrive(truck_idx);
        let dump_id = self.trucks[truck_idx].dump;
        let dump = &mut self.dumps[dump_id];
        dump.coming -= 1;
        self.trucks[truck_idx].since = ctx.now;
        self.trucks[truck_idx].phase = TruckPhase::DumpLine;
        dump.line.push(&mut self.trucks, truck_idx);
        self.serve_dump(dump_id, ctx)?;
        let truck = &mut self.trucks[truck_idx];
        if truck.phase == TruckPhase::DumpLine {
            truck.status.enter(MachineState::QueueDump, ctx);
        }
        Ok(())
    }

    /// Lets those in line dump while there is a place and, at a crusher, while the first one's load fits.
    pub(crate) fn serve_dump<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        let row = &self.layout.dumps[dump_id];
        let (places, dump_ms) = (row.places, row.dump_ms);
        while self.dumps[dump_id].busy + self.dumps[dump_id].closed() < places {
            let dump = &mut self.dumps[dump_id];
            let Some(truck_idx) = dump.line.first() else {
                break;
            };
            if let Some(hopper) = &mut dump.hopper {
                match hopper.wait_ms(self.trucks[truck_idx].load_kg, ctx.now) {
                    Some(0) => hopper.reserve(self.trucks[truck_idx].load_kg),
                    Some(ms) => {
                        dump.fits_at = ctx.now + Span::from_millis(ms);
                        return self.post_dump(dump_id, ctx);
                    }
                    None => break,
                }
            }
            dump.line.pop(&self.trucks);
            dump.busy += 1;
            self.burn_standing(truck_idx, ctx.now);
            let truck = &mut self.trucks[truck_idx];
            truck.phase = TruckPhase::Dumping;
            truck.since = ctx.now;
            truck.status.enter(MachineState::Dumping, ctx);
            self.post_truck(truck_idx, ctx.now + Span::from_millis(dump_ms), class::SERVED, ctx)?;
        }
        Ok(())
    }

    fn dumped<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.burn_standing(truck_idx, ctx.now);
        let truck = &mut self.trucks[truck_idx];
        let dump_id = truck.dump;
        let kg = std::mem::take(&mut truck.load_kg);
        let dump = &mut self.dumps[dump_id];
        dump.busy -= 1;
        dump.total_kg += kg;
        if let Some(hopper) = &mut dump.hopper {
            hopper.pour(kg, ctx.now);
        }
        let truck = truck.status.machine;
        if let Some(face) = self.trucks[truck_idx].face {
            let material = self.layout.faces[face].material;
            ctx.log.record(ctx.now, Event::Dumped { truck, dump: dump_id, material, mass: Mass(kg) });
        }
        if self.layout.dumps[dump_id].is_looked_after() {
            self.look_after_dump(dump_id, ctx)?;
        }
        if let Some(ore) = &mut self.ore {
            ore.dumped(truck, dump_id, Mass(kg));
            self.pile_grows(dump_id, kg, ctx)?;
        }
        self.decide(truck_idx, ctx)?;
        if self.dumps[dump_id].line.len() == 0 {
            return Ok(());
        }
        self.serve_dump(dump_id, ctx)
    }

    // ---- Small things -------------------------------------------------------------------------------------

    /// The truck is at the gate and no longer haulage's.
    fn at_gate<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        self.comings_and_goings += 1;
        let truck = &mut self.trucks[truck_idx];
        truck.released = false;
        truck.phase = TruckPhase::Away;
        truck.stopped_in = TruckPhase::Away;
        truck.status.hand_over(ctx);
        ctx.notices.push(Notice::AtGate { machine: truck.status.machine });
    }

    /// Expected time of this truck at this loader, ms.
    pub(crate) fn expected_ms(&self, loader_idx: LoaderIdx, truck_idx: TruckIdx) -> i64 {
        self.layout.expected_ms(self.loaders[loader_idx].fill_row, self.trucks[truck_idx].kind)
    }
}
