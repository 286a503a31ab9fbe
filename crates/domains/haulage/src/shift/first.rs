//! What the shift has a machine do before its work.

use super::OnShift;
use crate::error::HaulageError;
use crate::fleet::{LoaderPhase, Owed, TruckPhase};
use crate::notice::Ctx;
use crate::rows::{LoaderIdx, Place, TruckIdx};
use iceroad_base::{Span, Time};
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::shift::ShiftChange;

/// What comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum First {
    /// The machine's own work.
    Work,
    /// Something else, which has begun.
    Begun,
    /// A drive, which is to begin now.
    Drive { to: Place, phase: TruckPhase },
}

impl OnShift<'_> {
    /// What a truck that stands somewhere does first.
    pub(crate) fn truck_first<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<First, HaulageError> {
        let truck = &self.fleet.trucks[truck_idx];
        if truck.load_kg > 0 || truck.released {
            return self.warm_or(truck_idx, First::Work, ctx);
        }
        let park = self.mine().park;
        let parked = truck.place == park;
        if !self.day.works() {
            self.fleet.trucks[truck_idx].duty.owe(Owed::Nothing, self.row.change);
            return if parked { Ok(First::Work) } else { self.warm_or(truck_idx, First::Work, ctx) };
        }
        if !truck.duty.manned {
            if !parked {
                return self.warm_or(truck_idx, First::Drive { to: park, phase: TruckPhase::ToPark }, ctx);
            }
            self.put_by(truck_idx, TruckPhase::Parked, MachineState::NoOperator, ctx);
            return Ok(First::Begun);
        }
        if let Some(to) = self.energy.mines[self.mine_id].place_for(truck)
            && (truck.tank.is_low() || self.refuels_ahead(truck_idx, ctx.now))
        {
            return self.warm_or(truck_idx, First::Drive { to, phase: TruckPhase::ToFuel }, ctx);
        }
        if truck.duty.owes != Owed::Nothing {
            return self.truck_rests(truck_idx, ctx);
        }
        // With a shift or after a break it is made ready at once; out of work, when there is some.
        if matches!(truck.phase, TruckPhase::Parked | TruckPhase::Resting) {
            return self.warm_or(truck_idx, First::Work, ctx);
        }
        Ok(First::Work)
    }

    /// Warms up, where the engine is too cold for what comes then.
    fn warm_or<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        then: First,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<First, HaulageError> {
        Ok(if self.truck_warms_up(truck_idx, ctx)? { First::Begun } else { then })
    }

    /// A truck stands where it is, engine off or left to idle.
    fn put_by<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        phase: TruckPhase,
        state: MachineState,
        ctx: &mut Ctx<'_, L>,
    ) {
        self.fleet.trucks[truck_idx].stand(phase, state, ctx);
        self.truck_stands(truck_idx, ctx.now);
    }

    /// Begins, or drives to, the rest that a truck owes.
    fn truck_rests<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<First, HaulageError> {
        let (row, park) = (self.row, self.mine().park);
        let truck = &self.fleet.trucks[truck_idx];
        let owed = truck.duty.owes;
        let (ms, at_park) = match owed {
            Owed::Nothing => return Ok(First::Work),
            Owed::Break(index) => (row.breaks[usize::from(index)].ms, row.breaks[usize::from(index)].at_park),
            Owed::Change => (row.change_ms, row.change == ShiftChange::WalkOut),
        };
        let drives = at_park && truck.place != park;
        // Who stands where the break is had does not start the engine for it.
        if (drives || owed == Owed::Change) && self.truck_warms_up(truck_idx, ctx)? {
            return Ok(First::Begun);
        }
        if drives {
            return Ok(First::Drive { to: park, phase: TruckPhase::ToPark });
        }
        self.fleet.trucks[truck_idx].duty.owe(Owed::Nothing, row.change);
        if owed == Owed::Change {
            self.fleet.trucks[truck_idx].stand(TruckPhase::Idling, MachineState::ShiftChange, ctx);
        } else {
            self.put_by(truck_idx, TruckPhase::Resting, MachineState::Break, ctx);
        }
        self.slots.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(First::Begun)
    }

    /// Whether the shift has a loader do something else than its work now; then that has begun, and its line is
    /// to be dissolved.
    pub(crate) fn loader_first<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.fleet.loaders[loader_idx];
        if loader.released {
            return self.loader_warms_up(loader_idx, ctx);
        }
        if !self.day.works() {
            self.loader_lapses(loader_idx);
            self.loader_stands(loader_idx, ctx.now);
            return Ok(false);
        }
        let cleared = self.state.face_cleared(self.row, loader.face);
        if let Some(state) = cleared.or((!loader.duty.manned).then_some(MachineState::NoOperator)) {
            self.loader_stands(loader_idx, ctx.now);
            self.loader_lapses(loader_idx);
            let loader = &mut self.fleet.loaders[loader_idx];
            loader.phase = LoaderPhase::Standing;
            loader.status.enter(state, ctx);
            return Ok(true);
        }
        match loader.duty.owes {
            Owed::Nothing if loader.face.is_some_and(|face| self.faces.has_work(face)) => {
                self.loader_warms_up(loader_idx, ctx)
            }
            Owed::Nothing => {
                self.loader_stands(loader_idx, ctx.now);
                Ok(false)
            }
            Owed::Break(index) => {
                self.loader_stands(loader_idx, ctx.now);
                let ms = self.row.breaks[usize::from(index)].ms;
                self.loader_rests(loader_idx, (LoaderPhase::Resting, MachineState::Break), ms, ctx)
            }
            Owed::Change => {
                if self.loader_warms_up(loader_idx, ctx)? {
                    return Ok(true);
                }
                let ms = self.row.change_ms;
                self.loader_rests(loader_idx, (LoaderPhase::Idling, MachineState::ShiftChange), ms, ctx)
            }
        }
    }

    fn loader_rests<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        (phase, state): (LoaderPhase, MachineState),
        ms: i64,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        self.loader_lapses(loader_idx);
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.phase = phase;
        loader.status.enter(state, ctx);
        self.slots.post_loader(loader_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    fn loader_lapses(&mut self, loader_idx: LoaderIdx) {
        self.fleet.loaders[loader_idx].duty.owe(Owed::Nothing, self.row.change);
    }

    /// A truck leaves haulage: it owes nothing, and what it idled away is burnt.
    pub(crate) fn truck_leaves(&mut self, truck_idx: TruckIdx, now: Time) {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.engine_runs(now);
        truck.duty.owe(Owed::Nothing, self.row.change);
    }

    /// The same of a loader.
    pub(crate) fn loader_leaves(&mut self, loader_idx: LoaderIdx, now: Time) {
        self.fleet.loaders[loader_idx].engine_runs(now);
        self.loader_lapses(loader_idx);
    }
}
