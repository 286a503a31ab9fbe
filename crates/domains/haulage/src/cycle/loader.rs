//! A loader's own side: what falls due for it, how it waits, whom it shares the line with, how it walks.
//!
//! A load is the truck's event and stands with the rest of the cycle in the parent; so does the turn from one truck to
//! the next (`next_truck`), which everything here ends in. Loaders at one face share their trucks.
//!
//! **Dig sequence.** A loader goes on to the next face of its sequence once its own is dug out. It leaves when it falls
//! idle at a face with nothing left, passes over faces with nothing left, and walks the shortest way at its own speed.
//! Trucks in its line go elsewhere at once; those on their way turn at the face they were sent to. What a load cut short
//! gives back to a face that its loaders have left stays there. At the end of a sequence the loader is out of work.

use crate::Haulage;
use crate::error::HaulageError;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::Span;
use iceroad_model::MineId;
use iceroad_model::event::{Event, MachineState, Recorder, class};

/// A waiting loader looks at its tank no oftener than this; it may be late by so much. Assumed.
const LOOK_AGAIN: Span = Span::from_millis(60_000);

impl Haulage {
    pub(super) fn loader_due<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        match loader.phase {
            LoaderPhase::AskFuel => {
                loader.phase = LoaderPhase::NoFuel;
                if loader.released && loader.can_do_without_fuel() {
                    ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
                    return self.walk_to_gate(loader_idx, ctx);
                }
                loader.status.enter(MachineState::NoFuel, ctx);
                loader.duty.stands(ctx.now, false);
                self.dissolve_line(loader_idx, ctx)
            }
            LoaderPhase::Refuelling => {
                let machine = loader.status.machine;
                loader.tank.fill(machine, ctx);
                match loader.halted.take() {
                    Some(phase) => {
                        let ms = loader.walk_ms;
                        self.walk(loader_idx, phase, ms, ctx)
                    }
                    None => self.next_truck(loader_idx, ctx),
                }
            }
            LoaderPhase::Dry => self.bowser_comes(loader_idx, ctx),
            LoaderPhase::Loading => self.may_run_dry(loader_idx, ctx),
            LoaderPhase::ToGate | LoaderPhase::ToFace if loader.is_under_way(ctx.now) => {
                self.loader_runs_dry(loader_idx, ctx)
            }
            LoaderPhase::ToGate => {
                self.fleet.loaders[loader_idx].burn(ctx.now);
                let loader = &mut self.fleet.loaders[loader_idx];
                loader.phase = LoaderPhase::Away;
                loader.stopped_in = LoaderPhase::Away;
                loader.released = false;
                loader.status.hand_over(ctx);
                ctx.notices.push(Notice::AtGate { machine: loader.status.machine });
                self.loader_leaves(loader_idx, ctx)
            }
            LoaderPhase::Resting | LoaderPhase::Idling => self.open(loader_idx, ctx),
            LoaderPhase::ToFace => self.at_its_face(loader_idx, ctx),
            LoaderPhase::Waiting => self.has_waited(loader_idx, ctx),
            _ => Ok(()),
        }
    }

    // ---- Work and waiting

    /// A loader comes to its face, or back to work there: trucks without work may have some now.
    pub(crate) fn open<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.fleet.loaders[loader_idx].burn(ctx.now);
        self.next_truck(loader_idx, ctx)?;
        self.wake_trucks(self.fleet.loaders[loader_idx].mine, ctx)
    }

    /// Stands with the engine on, and looks at its tank before that can be low, for a wait may outlast a tank.
    pub(super) fn wait_for_truck<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let slot = self.slots.loader(loader_idx);
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.phase = LoaderPhase::Waiting;
        loader.status.enter(MachineState::WaitTruck, ctx);
        let fuel = self.layout.energy.mines[loader.mine].fuel;
        // What was set in an earlier wait is early enough whatever was dug since.
        if fuel.is_none() || ctx.calendar.pending(slot).is_some() {
            return Ok(());
        }
        self.look_at_tank_later(loader_idx, ctx)
    }

    fn has_waited<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &self.fleet.loaders[loader_idx];
        let idle_ms = loader.tank.low_in_ms(loader.idle_flow);
        if idle_ms.is_none_or(|ms| loader.since + Span::from_millis(ms) > ctx.now) {
            return self.look_at_tank_later(loader_idx, ctx);
        }
        self.fleet.loaders[loader_idx].burn(ctx.now);
        self.next_truck(loader_idx, ctx)
    }

    fn look_at_tank_later<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &self.fleet.loaders[loader_idx];
        let waited_ms = (ctx.now - loader.since).millis();
        let flow = loader.work_flow.max(loader.idle_flow);
        let Some(ms) = loader.tank.low_in_ms(flow) else { return Ok(()) };
        let at = ctx.now + Span::from_millis(ms - waited_ms).max(LOOK_AGAIN);
        self.slots.post_loader(loader_idx, at, class::SERVED, ctx)
    }

    // ---- The line, and loaders side by side

    /// A loader at the same face that waits for trucks.
    pub(super) fn idle_beside(&self, loader_idx: LoaderIdx) -> Option<LoaderIdx> {
        self.faces.beside(loader_idx).iter().copied().find(|&b| {
            self.fleet.loaders[b].phase == LoaderPhase::Waiting && self.fleet.loaders[b].takes_trucks()
        })
    }

    /// The truck that has stood longest in line at another loader of the same face.
    pub(super) fn first_beside(&self, loader_idx: LoaderIdx) -> Option<(LoaderIdx, TruckIdx)> {
        let lines = self
            .faces
            .beside(loader_idx)
            .iter()
            .filter_map(|&b| Some((b, self.fleet.loaders[b].line.first()?)));
        lines.min_by_key(|&(_, truck_idx)| (self.fleet.trucks[truck_idx].since, truck_idx))
    }

    /// The others at this loader's face have nothing left to dig, or something again.
    pub(crate) fn face_changes<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        // One that moves on changes who is beside whom, so all of the mine's are gone through.
        let mine_id = self.fleet.loaders[loader_idx].mine;
        let Some(face) = self.fleet.loaders[loader_idx].face else { return Ok(()) };
        for index in 0..self.layout.ground.mines[mine_id].loaders.len() {
            let other = self.layout.ground.mines[mine_id].loaders[index];
            if other == loader_idx || self.fleet.loaders[other].face != Some(face) {
                continue;
            }
            let has_work = self.faces.has_work(face);
            match self.fleet.loaders[other].phase {
                LoaderPhase::Waiting if !has_work => {
                    self.fleet.loaders[other].burn(ctx.now);
                    self.next_truck(other, ctx)?;
                }
                LoaderPhase::NoWork if has_work => self.open(other, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Sends away all who stand in line at a loader that has stopped taking trucks.
    pub(crate) fn dissolve_line<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        while let Some(truck_idx) = self.fleet.loaders[loader_idx].line.pop(&self.fleet.trucks) {
            self.fleet.loaders[loader_idx].backlog_ms -=
                self.fleet.expected_ms(&self.layout.ground, loader_idx, truck_idx);
            self.burn_standing(truck_idx, ctx.now);
            self.forget_battery(truck_idx, ctx);
            self.decide(truck_idx, ctx)?;
        }
        Ok(())
    }

    /// Trucks without work, and those cut off from the loader they were sent to, ask again, now that a loader of their
    /// mine may take trucks.
    pub(crate) fn wake_trucks<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        for index in 0..self.layout.ground.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.ground.mines[mine_id].trucks[index];
            let truck = &self.fleet.trucks[truck_idx];
            if truck.phase == TruckPhase::NoWork {
                self.decide(truck_idx, ctx)?;
            } else if truck.on_road
                && self.traffic.is_cut_off(truck_idx, truck.phase)
                && let Some(mut roads) = self.on_roads(mine_id)
            {
                roads.goes_on(truck_idx, ctx)?;
            }
        }
        Ok(())
    }

    // ---- Cut short

    /// What a loader is at ends here: the truck under it, which is given back, has its whole passes, and what it walked is
    /// behind it.
    pub(crate) fn breaks_off<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Option<TruckIdx> {
        let serving = self.fleet.loaders[loader_idx].serving;
        if let Some(truck_idx) = serving {
            self.cut_load(loader_idx, truck_idx, ctx);
        }
        let loader = &mut self.fleet.loaders[loader_idx];
        if loader.is_walking() {
            loader.walk_ms = (loader.walk_ms - (ctx.now - loader.since).millis()).max(0);
        }
        loader.burn(ctx.now);
        serving
    }

    /// The truck that was under a loader and those in its line go elsewhere.
    pub(crate) fn sends_away<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        serving: Option<TruckIdx>,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        if let Some(truck_idx) = serving {
            ctx.calendar.cancel(self.slots.truck(truck_idx));
            self.face_changes(loader_idx, ctx)?;
            self.decide(truck_idx, ctx)?;
        }
        self.dissolve_line(loader_idx, ctx)?;
        if serving.is_some() {
            self.wake_trucks(self.fleet.loaders[loader_idx].mine, ctx)?;
        }
        Ok(())
    }

    // ---- On its own wheels or tracks

    /// The loader leaves its face for the gate.
    pub(crate) fn walk_to_gate<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.fleet.loaders[loader_idx].phase = LoaderPhase::ToGate;
        self.dissolve_line(loader_idx, ctx)?;
        let ms = self.fleet.walk_to_gate_ms(&self.layout.ground, loader_idx);
        self.walk(loader_idx, LoaderPhase::ToGate, ms, ctx)
    }

    pub(crate) fn walk<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        phase: LoaderPhase,
        ms: i64,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.engine_runs(ctx.now);
        loader.phase = phase;
        loader.since = ctx.now;
        loader.walk_ms = ms;
        loader.status.enter(MachineState::TravelEmpty, ctx);
        let lasts_ms = loader.tank.lasts_ms(loader.work_flow).unwrap_or(ms);
        let at = ctx.now + Span::from_millis(ms.min(lasts_ms));
        self.slots.post_loader(loader_idx, at, class::ARRIVAL, ctx)
    }

    /// Sends the loader to the next face of its sequence that has something to dig; false where there is none.
    pub(super) fn moves_on<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.fleet.loaders[loader_idx];
        let sequence = &self.layout.ground.loaders[loader_idx].faces;
        let (Some(left), Some((step, face))) = (loader.face, self.faces.next_of(sequence, loader.step))
        else {
            return Ok(false);
        };
        let ground = &self.layout.ground;
        let ms = self.fleet.walk_ms(ground, loader_idx, loader.place, ground.faces[face].place);
        if self.refuels_to_walk(loader_idx, ms, ctx)? {
            return Ok(true);
        }
        // From here on it takes no trucks, so that none of its line is sent to it again.
        self.fleet.loaders[loader_idx].phase = LoaderPhase::ToFace;
        self.dissolve_line(loader_idx, ctx)?;
        let ground = &self.layout.ground;
        self.fleet.stand_before(ground, loader_idx, step, face);
        self.faces.loader_moved(left, face, &self.fleet.loaders);
        let ms = self.fleet.walk_to_face_ms(ground, loader_idx);
        self.walk(loader_idx, LoaderPhase::ToFace, ms, ctx)?;
        Ok(true)
    }

    /// The loader has come to its face.
    fn at_its_face<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        if let Some(face) = loader.face.filter(|_| loader.stood_at != loader.face) {
            loader.stood_at = loader.face;
            ctx.log.record(ctx.now, Event::LoaderMoved { loader: loader.status.machine, face });
        }
        self.open(loader_idx, ctx)
    }
}
