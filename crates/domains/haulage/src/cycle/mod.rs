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

use crate::dispatch::{DumpView, View};
use crate::error::HaulageError;
use crate::yard::{LoaderPhase, NONE, TruckPhase, UNBOUNDED};
use crate::{Haulage, Notice};
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::FaceId;
use iceroad_model::event::{Event, MachineState, Recorder, class};

/// The result of whatever may schedule.
pub(crate) type Done = Result<(), HaulageError>;

impl Haulage {
    /// An event of slot `local` (counted from the first of haulage's) has fallen due.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug: the run cannot continue.
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Context<'_, L, Notice>) -> Done {
        let local = usize::from(local);
        let (n_trucks, n_loaders, n_mines) = (self.trucks.len(), self.loaders.len(), self.mines.len());
        if local < n_trucks {
            return self.truck_due(local, ctx);
        }
        if local < n_trucks + n_loaders {
            return self.loader_due(local - n_trucks, ctx);
        }
        if local < n_trucks + n_loaders + n_mines {
            return self.shift_changes(local - n_trucks - n_loaders, ctx);
        }
        let local = local - n_trucks - n_loaders - n_mines;
        if local < self.dumps.len() {
            return self.dump_due(local, ctx);
        }
        match self.layout.road_mines.get(local - self.dumps.len()) {
            Some(&m) => self.roads_change(m, ctx),
            None => Ok(()),
        }
    }

    fn truck_due<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        if self.trucks[t].on_road && !self.road_due(t, ctx)? {
            return Ok(());
        }
        match self.trucks[t].phase {
            TruckPhase::ToFace => self.at_face(t, ctx),
            TruckPhase::LoadLine => self.leaves_to_charge(t, ctx),
            TruckPhase::Loading => self.loaded(t, ctx),
            TruckPhase::ToDump => self.at_dump(t, ctx),
            TruckPhase::Dumping => self.dumped(t, ctx),
            TruckPhase::ToPark => {
                self.arrive(t);
                self.decide(t, ctx)
            }
            TruckPhase::ToFuel => self.at_fuel_point(t, ctx),
            TruckPhase::AskFuel => {
                let truck = &mut self.trucks[t];
                truck.phase = TruckPhase::NoFuel;
                if truck.released {
                    ctx.notices.push(Notice::FuelGivenUp { machine: truck.status.machine });
                    return self.decide(t, ctx);
                }
                truck.status.enter(MachineState::NoFuel, ctx);
                truck.duty.stands(ctx.now, false);
                self.leave_pump(t, ctx)
            }
            TruckPhase::Refuelling => {
                let machine = self.trucks[t].status.machine;
                self.trucks[t].tank.fill(machine, ctx);
                self.decide(t, ctx)?;
                if self.trucks[t].tank.is_battery() {
                    return self.charger_free(self.trucks[t].mine as usize, ctx);
                }
                Ok(())
            }
            TruckPhase::ToGate => {
                self.arrive(t);
                self.at_gate(t, ctx);
                self.truck_leaves(t, ctx)
            }
            TruckPhase::Resting | TruckPhase::Idling => {
                self.burn_standing(t, ctx.now);
                self.decide(t, ctx)
            }
            // No event is ever pending in the other phases.
            _ => Ok(()),
        }
    }

    // ---- A truck without work on hand ---------------------------------------------------------------------

    /// Sends a truck that stands somewhere to what comes next.
    pub(crate) fn decide<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let truck = &self.trucks[t];
        let mine = truck.mine as usize;
        if self.layout.mines[mine].shift.lived && self.truck_shift_first(t, ctx)? {
            return Ok(());
        }
        let truck = &self.trucks[t];
        let row = &self.layout.mines[mine];
        if truck.load_kg > 0 {
            return self.haul(t, ctx);
        }
        if truck.released {
            return self.go(t, row.gate, TruckPhase::ToGate, ctx);
        }
        if !self.mines[mine].works() {
            if truck.place != row.park {
                return self.go(t, row.park, TruckPhase::ToPark, ctx);
            }
            let standing = self.mines[mine].standing();
            return self.stand(t, TruckPhase::Parked, standing, ctx);
        }
        if let Some(pump) = row.pump_of(truck)
            && truck.tank.is_low()
        {
            return self.go(t, pump, TruckPhase::ToFuel, ctx);
        }
        self.dispatch(t, ctx)
    }

    fn dispatch<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let truck = &self.trucks[t];
        let mine = truck.mine as usize;
        let row = &self.layout.mines[mine];
        let view = View {
            now: ctx.now,
            truck: t,
            kind: truck.kind,
            legs: row.routes_in(self.mines[mine].roads).legs_from(
                truck.kind,
                false,
                self.mines[mine].surface,
                truck.place,
            ),
            layout: &self.layout,
            trucks: &self.trucks,
            loaders: &self.loaders,
            rows: &row.loaders,
            at_face: &self.at_face,
            left_kg: &self.left_kg,
            moved_to: &self.moved_to,
            surface: self.mines[mine].surface,
            roads: self.mines[mine].roads,
            comings_and_goings: self.comings_and_goings,
        };
        let Some(chosen) = self.policies[mine].choose(&view) else {
            return self.stand(t, TruckPhase::NoWork, MachineState::NoWork, ctx);
        };
        if row.shift.lived && self.truck_warms_up(t, ctx)? {
            return Ok(());
        }
        let loader = &mut self.loaders[chosen.row];
        loader.coming += 1;
        loader.backlog_ms += chosen.load.millis();
        let place = loader.place;
        self.trucks[t].target = chosen.row as u32;
        self.go(t, place, TruckPhase::ToFace, ctx)
    }

    /// Drives off; the slot falls due on arrival.
    pub(crate) fn go<L: Recorder>(
        &mut self,
        t: usize,
        goal: u16,
        phase: TruckPhase,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let truck = &mut self.trucks[t];
        let loaded = phase == TruckPhase::ToDump;
        let mine = truck.mine as usize;
        let surface = self.mines[mine].surface;
        let row = &self.layout.mines[mine];
        let routes = row.routes_in(self.mines[mine].roads);
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
            return self.sets_off(t, ctx);
        }
        let at = ctx.now + Span::from_millis(i64::from(leg.ms));
        self.post_truck(t, at, class::ARRIVAL, ctx)
    }

    /// Stands until someone comes for it, or its slot falls due.
    pub(crate) fn stand<L: Recorder>(
        &mut self,
        t: usize,
        phase: TruckPhase,
        state: MachineState,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let truck = &mut self.trucks[t];
        truck.phase = phase;
        truck.since = ctx.now;
        truck.status.enter(state, ctx);
        let lived = self.layout.mines[truck.mine as usize].shift.lived;
        if lived && !matches!(phase, TruckPhase::LoadLine | TruckPhase::Idling) {
            self.truck_stands(t, ctx.now);
        }
        Ok(())
    }

    /// The end of a drive: the truck is at its goal and has burnt the leg's fuel.
    fn arrive(&mut self, t: usize) {
        let truck = &mut self.trucks[t];
        truck.place = truck.goal;
        let ml = std::mem::take(&mut truck.leg_ml);
        truck.tank.burn(ml);
        truck.tank.draw(std::mem::take(&mut truck.leg_line_wh));
    }

    // ---- At the loader ------------------------------------------------------------------------------------

    fn at_face<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.arrive(t);
        let truck = &mut self.trucks[t];
        let l = truck.target as usize;
        let (mine, turns) = (truck.mine as usize, truck.released || truck.duty.homeward);
        let expected_ms = self.expected_ms(l, t);
        let loader = &mut self.loaders[l];
        loader.coming -= 1;
        // A loader that has moved on since does not load a truck at the face it left.
        let takes = loader.takes_trucks()
            && self.left_kg[loader.face as usize] > 0
            && loader.place == self.trucks[t].place;
        if turns || !takes || !self.mines[mine].works() {
            loader.backlog_ms -= expected_ms;
            return self.decide(t, ctx);
        }
        if loader.phase == LoaderPhase::Waiting {
            return self.begin_load(l, t, 0, ctx);
        }
        if let Some(idle) = self.idle_beside(l) {
            self.change_loader(t, l, idle);
            return self.begin_load(idle, t, 0, ctx);
        }
        let loader = &mut self.loaders[l];
        loader.line.push(&mut self.trucks, t);
        self.stand(t, TruckPhase::LoadLine, MachineState::QueueLoad, ctx)?;
        self.watch_battery(t, ctx)
    }

    /// How long the first in line has already spotted on the free side of a two-sided loader, ms.
    ///
    /// The side went free when the truck before the last one left, which is when the last one's turn began.
    fn spotted_ms(&self, l: usize, t: usize, now: Time) -> i64 {
        if !self.layout.loaders[l].two_sided {
            return 0;
        }
        (now - self.trucks[t].since.max(self.loaders[l].side_free_at)).millis()
    }

    /// The loader takes the truck under, which has spotted for so long already; the truck's expected time leaves
    /// the backlog here.
    fn begin_load<L: Recorder>(
        &mut self,
        l: usize,
        t: usize,
        spotted_ms: i64,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        self.burn_standing(t, ctx.now);
        self.burn_loader(l, ctx.now);
        let (loader, truck) = (&mut self.loaders[l], &mut self.trucks[t]);
        let Some(fill) = self.layout.fill_of(loader.fill_row as usize, truck.kind) else {
            return Ok(());
        };
        let mut face_is_empty = false;
        let mut load = fill.draw(&mut loader.stream);
        let left = &mut self.left_kg[loader.face as usize];
        if *left != UNBOUNDED {
            load.mass = load.mass.min(Mass(*left));
            *left -= load.mass.get();
            face_is_empty = *left == 0;
        }
        truck.filling = load;
        truck.spot_ms = (fill.spot_ms - spotted_ms).max(0);
        truck.face = loader.face;
        truck.phase = TruckPhase::Loading;
        truck.since = ctx.now;
        loader.phase = LoaderPhase::Loading;
        loader.since = ctx.now;
        loader.serving = t as u32;
        loader.backlog_ms -= fill.expected_ms();
        loader.side_free_at = ctx.now;
        loader.expected_end = ctx.now + Span::from_millis(truck.spot_ms + fill.dig_ms);
        truck.status.enter(MachineState::Loading, ctx);
        loader.status.enter(MachineState::Loading, ctx);
        let end = ctx.now + Span::from_millis(truck.spot_ms + load.dig_ms);
        self.post_truck(t, end, class::SERVED, ctx)?;
        if face_is_empty { self.face_changes(l, ctx) } else { Ok(()) }
    }

    fn loaded<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let l = self.trucks[t].target as usize;
        let mass = self.trucks[t].filling.mass;
        self.end_load(l, t, mass, ctx);
        self.haul(t, ctx)?;
        self.next_truck(l, ctx)
    }

    /// The truck leaves the loader with this mass.
    pub(crate) fn end_load<L: Recorder>(
        &mut self,
        l: usize,
        t: usize,
        mass: Mass,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        self.burn_standing(t, ctx.now);
        self.burn_loader(l, ctx.now);
        let (loader, truck) = (&mut self.loaders[l], &mut self.trucks[t]);
        loader.serving = NONE;
        loader.since = ctx.now;
        truck.load_kg = mass.get();
        if mass > Mass::ZERO {
            let face = FaceId::from_index(loader.face as usize);
            let (truck, loader) = (truck.status.machine, loader.status.machine);
            ctx.log.record(ctx.now, Event::Loaded { truck, loader, face, mass });
            if let Some(ore) = &mut self.ore {
                ore.loaded(truck, face, mass);
            }
        }
    }

    /// A loader that stands at its face, ready, turns to what comes next.
    pub(crate) fn next_truck<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.loaders[l].since = ctx.now;
        let m = self.loaders[l].mine as usize;
        if self.layout.mines[m].shift.lived && self.loader_shift_first(l, ctx)? {
            return self.dissolve_line(l, ctx);
        }
        let has_work = self.face_has_work(l);
        let loader = &mut self.loaders[l];
        let mine = self.mines[m];
        if loader.released {
            return self.walk_to_gate(l, ctx);
        }
        if mine.works() && !has_work && self.moves_on(l, ctx)? {
            return Ok(());
        }
        let loader = &mut self.loaders[l];
        if !mine.works() || !has_work {
            let (phase, state) = if mine.works() {
                (LoaderPhase::NoWork, MachineState::NoWork)
            } else {
                (LoaderPhase::Standing, mine.standing())
            };
            loader.phase = phase;
            loader.status.enter(state, ctx);
            return self.dissolve_line(l, ctx);
        }
        if loader.tank.is_low() && self.layout.mines[loader.mine as usize].fuel.is_some() {
            return self.loader_asks_fuel(l, ctx);
        }
        if let Some(t) = loader.line.pop(&self.trucks) {
            let spotted_ms = self.spotted_ms(l, t, ctx.now);
            return self.begin_load(l, t, spotted_ms, ctx);
        }
        if let Some((other, t)) = self.first_beside(l) {
            self.loaders[other].line.pop(&self.trucks);
            self.change_loader(t, other, l);
            return self.begin_load(l, t, 0, ctx);
        }
        self.wait_for_truck(l, ctx)
    }

    /// Whether a loader has a face with something left to dig.
    pub(crate) fn face_has_work(&self, l: usize) -> bool {
        let face = self.loaders[l].face;
        face != NONE && self.left_kg[face as usize] > 0
    }

    // ---- At the dump --------------------------------------------------------------------------------------

    /// Drives the load to a dump.
    pub(crate) fn haul<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let Some(d) = self.choose_dump(t, ctx.now) else {
            return Ok(());
        };
        self.dumps[d].coming += 1;
        self.trucks[t].target = d as u32;
        if self.ore.is_some() {
            self.promise(d, t);
        }
        let place = self.layout.dumps[d].place;
        self.go(t, place, TruckPhase::ToDump, ctx)
    }

    /// The dump that the policy chooses of those that take the material; the only one there is without asking it.
    fn choose_dump(&mut self, t: usize, now: Time) -> Option<usize> {
        let truck = &self.trucks[t];
        let allowed = &self.layout.faces.get(truck.face as usize)?.dumps;
        if let [only] = allowed[..] {
            return Some(only);
        }
        let mine = truck.mine as usize;
        let surface = self.mines[mine].surface;
        let routes = self.layout.mines[mine].routes_in(self.mines[mine].roads);
        let view = DumpView {
            now,
            truck: t,
            trucks: &self.trucks,
            legs: routes.legs_from(truck.kind, true, surface, truck.place),
            layout: &self.layout,
            dumps: &self.dumps,
            ore: self.ore.as_ref(),
            promised: &self.promised,
            rows: allowed,
        };
        self.policies[mine].choose_dump(&view).or_else(|| view.usual()).map(|dump| dump.row)
    }

    fn at_dump<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.arrive(t);
        let d = self.trucks[t].target as usize;
        let dump = &mut self.dumps[d];
        dump.coming -= 1;
        self.trucks[t].since = ctx.now;
        self.trucks[t].phase = TruckPhase::DumpLine;
        dump.line.push(&mut self.trucks, t);
        self.serve_dump(d, ctx)?;
        let truck = &mut self.trucks[t];
        if truck.phase == TruckPhase::DumpLine {
            truck.status.enter(MachineState::QueueDump, ctx);
        }
        Ok(())
    }

    /// Lets those in line dump while there is a place and, at a crusher, while the first one's load fits.
    pub(crate) fn serve_dump<L: Recorder>(&mut self, d: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let row = &self.layout.dumps[d];
        let (places, dump_ms) = (row.places, row.dump_ms);
        while self.dumps[d].busy + self.dumps[d].closed() < places {
            let dump = &mut self.dumps[d];
            let Some(t) = dump.line.first() else {
                break;
            };
            if let Some(hopper) = &mut dump.hopper {
                match hopper.wait_ms(self.trucks[t].load_kg, ctx.now) {
                    Some(0) => hopper.reserve(self.trucks[t].load_kg),
                    Some(ms) => {
                        dump.fits_at = ctx.now + Span::from_millis(ms);
                        return self.post_dump(d, ctx);
                    }
                    None => break,
                }
            }
            dump.line.pop(&self.trucks);
            dump.busy += 1;
            self.burn_standing(t, ctx.now);
            let truck = &mut self.trucks[t];
            truck.phase = TruckPhase::Dumping;
            truck.since = ctx.now;
            truck.status.enter(MachineState::Dumping, ctx);
            self.post_truck(t, ctx.now + Span::from_millis(dump_ms), class::SERVED, ctx)?;
        }
        Ok(())
    }

    fn dumped<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.burn_standing(t, ctx.now);
        let truck = &mut self.trucks[t];
        let d = truck.target as usize;
        let kg = std::mem::take(&mut truck.load_kg);
        let dump = &mut self.dumps[d];
        dump.busy -= 1;
        dump.total_kg += kg;
        if let Some(hopper) = &mut dump.hopper {
            hopper.pour(kg, ctx.now);
        }
        let material = self.layout.faces[truck.face as usize].material;
        let (truck, dump) = (truck.status.machine, self.layout.dumps[d].id);
        ctx.log.record(ctx.now, Event::Dumped { truck, dump, material, mass: Mass(kg) });
        if self.layout.dumps[d].is_looked_after() {
            self.look_after_dump(d, ctx)?;
        }
        if let Some(ore) = &mut self.ore {
            ore.dumped(truck, dump, Mass(kg));
            self.pile_grows(d, kg, ctx)?;
        }
        self.decide(t, ctx)?;
        if self.dumps[d].line.len() == 0 {
            return Ok(());
        }
        self.serve_dump(d, ctx)
    }

    // ---- Small things -------------------------------------------------------------------------------------

    /// The truck is at the gate and no longer haulage's.
    fn at_gate<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) {
        self.comings_and_goings += 1;
        let truck = &mut self.trucks[t];
        truck.released = false;
        truck.phase = TruckPhase::Away;
        truck.stopped_in = TruckPhase::Away;
        truck.status.hand_over(ctx);
        ctx.notices.push(Notice::AtGate { machine: truck.status.machine });
    }

    /// Expected time of this truck at this loader, ms.
    pub(crate) fn expected_ms(&self, l: usize, t: usize) -> i64 {
        self.layout.expected_ms(self.loaders[l].fill_row as usize, self.trucks[t].kind)
    }
}
