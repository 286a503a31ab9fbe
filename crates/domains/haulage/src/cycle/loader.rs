//! A loader's own side: what falls due for it, how it waits, whom it shares the line with, how it walks.
//!
//! A load is the truck's event and stands with the rest of the cycle in the parent; so does the turn from one truck to
//! the next (`next_truck`), which everything here ends in. Loaders at one face (`beside`) share their trucks.

use super::Done;
use crate::yard::{LoaderPhase, NONE, TruckPhase};
use crate::{Haulage, Notice};
use iceroad_base::Span;
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};

/// A waiting loader looks at its tank no oftener than this; it may be late by so much. Assumed.
const LOOK_AGAIN: Span = Span::from_millis(60_000);

impl Haulage {
    pub(super) fn loader_due<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &mut self.loaders[l];
        match loader.phase {
            LoaderPhase::AskFuel => {
                loader.phase = LoaderPhase::NoFuel;
                if loader.released {
                    ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
                    return self.walk_to_gate(l, ctx);
                }
                loader.status.enter(MachineState::NoFuel, ctx);
                loader.duty.stands(ctx.now, false);
                self.dissolve_line(l, ctx)
            }
            LoaderPhase::Refuelling => {
                let machine = loader.status.machine;
                loader.tank.fill(machine, ctx);
                self.next_truck(l, ctx)
            }
            LoaderPhase::ToGate => {
                self.burn_loader(l, ctx.now);
                let loader = &mut self.loaders[l];
                loader.phase = LoaderPhase::Away;
                loader.stopped_in = LoaderPhase::Away;
                loader.released = false;
                loader.status.hand_over(ctx);
                ctx.notices.push(Notice::AtGate { machine: loader.status.machine });
                self.loader_leaves(l, ctx)
            }
            LoaderPhase::Resting | LoaderPhase::Idling => self.open(l, ctx),
            LoaderPhase::ToFace => self.at_its_face(l, ctx),
            LoaderPhase::Waiting => self.has_waited(l, ctx),
            _ => Ok(()),
        }
    }

    // ---- Work and waiting

    /// A loader comes to its face, or back to work there: trucks without work may have some now.
    pub(crate) fn open<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.burn_loader(l, ctx.now);
        self.next_truck(l, ctx)?;
        self.wake_trucks(self.loaders[l].mine as usize, ctx)
    }

    /// Stands with the engine on, and looks at its tank before that can be low, for a wait may outlast a tank.
    pub(super) fn wait_for_truck<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let slot = self.loader_slot(l);
        let loader = &mut self.loaders[l];
        loader.phase = LoaderPhase::Waiting;
        loader.status.enter(MachineState::WaitTruck, ctx);
        let fuel = self.layout.mines[loader.mine as usize].fuel;
        // What was set in an earlier wait is early enough whatever was dug since.
        if fuel.is_none() || ctx.calendar.pending(slot).is_some() {
            return Ok(());
        }
        self.look_at_tank_later(l, ctx)
    }

    fn has_waited<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &self.loaders[l];
        let idle_ms = loader.tank.low_in_ms(loader.idle_ml_h);
        if idle_ms.is_none_or(|ms| loader.since + Span::from_millis(ms) > ctx.now) {
            return self.look_at_tank_later(l, ctx);
        }
        self.burn_loader(l, ctx.now);
        self.next_truck(l, ctx)
    }

    fn look_at_tank_later<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &self.loaders[l];
        let waited_ms = (ctx.now - loader.since).millis();
        let flow = loader.work_ml_h.max(loader.idle_ml_h);
        let Some(ms) = loader.tank.low_in_ms(flow) else { return Ok(()) };
        let at = ctx.now + Span::from_millis(ms - waited_ms).max(LOOK_AGAIN);
        self.post_loader(l, at, class::SERVED, ctx)
    }

    // ---- The line, and loaders side by side

    /// A loader at the same face that waits for trucks.
    pub(super) fn idle_beside(&self, l: usize) -> Option<usize> {
        self.beside[l]
            .iter()
            .copied()
            .find(|&b| self.loaders[b].phase == LoaderPhase::Waiting && self.loaders[b].takes_trucks())
    }

    /// The truck that has stood longest in line at another loader of the same face.
    pub(super) fn first_beside(&self, l: usize) -> Option<(usize, usize)> {
        let lines = self.beside[l].iter().filter_map(|&b| Some((b, self.loaders[b].line.first()?)));
        lines.min_by_key(|&(_, t)| (self.trucks[t].since, t))
    }

    /// Moves a truck and its expected time from one loader to another at the same face.
    pub(super) fn change_loader(&mut self, t: usize, from: usize, to: usize) {
        self.loaders[from].backlog_ms -= self.expected_ms(from, t);
        self.loaders[to].backlog_ms += self.expected_ms(to, t);
        self.trucks[t].target = to as u32;
    }

    /// The others at this loader's face have nothing left to dig, or something again.
    pub(crate) fn face_changes<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        // One that moves on changes who is beside whom, so all of the mine's are gone through.
        let (m, face) = (self.loaders[l].mine as usize, self.loaders[l].face);
        for index in 0..self.layout.mines[m].loaders.len() {
            let other = self.layout.mines[m].loaders[index];
            if other == l || face == NONE || self.loaders[other].face != face {
                continue;
            }
            let has_work = self.left_kg[face as usize] > 0;
            match self.loaders[other].phase {
                LoaderPhase::Waiting if !has_work => {
                    self.burn_loader(other, ctx.now);
                    self.next_truck(other, ctx)?;
                }
                LoaderPhase::NoWork if has_work => self.open(other, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Sends away all who stand in line at a loader that has stopped taking trucks.
    pub(crate) fn dissolve_line<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        while let Some(t) = self.loaders[l].line.pop(&self.trucks) {
            self.loaders[l].backlog_ms -= self.expected_ms(l, t);
            self.burn_standing(t, ctx.now);
            self.forget_battery(t, ctx);
            self.decide(t, ctx)?;
        }
        Ok(())
    }

    /// Trucks without work, and those cut off from the loader they were sent to, ask again, now that a loader of their
    /// mine may take trucks.
    pub(crate) fn wake_trucks<L: Recorder>(&mut self, mine: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        for index in 0..self.layout.mines[mine].trucks.len() {
            let t = self.layout.mines[mine].trucks[index];
            if self.trucks[t].phase == TruckPhase::NoWork {
                self.decide(t, ctx)?;
            } else if self.trucks[t].on_road && self.is_cut_off(t) {
                self.goes_on(t, ctx)?;
            }
        }
        Ok(())
    }

    // ---- On its own wheels or tracks

    /// The loader leaves its face for the gate.
    pub(crate) fn walk_to_gate<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.loaders[l].phase = LoaderPhase::ToGate;
        self.dissolve_line(l, ctx)?;
        let ms = self.walk_ms(l);
        self.walk(l, LoaderPhase::ToGate, ms, ctx)
    }

    pub(crate) fn walk<L: Recorder>(
        &mut self,
        l: usize,
        phase: LoaderPhase,
        ms: i64,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        self.loader_runs(l, ctx.now);
        let loader = &mut self.loaders[l];
        loader.phase = phase;
        loader.since = ctx.now;
        loader.walk_ms = ms;
        loader.status.enter(MachineState::TravelEmpty, ctx);
        self.post_loader(l, ctx.now + Span::from_millis(ms), class::ARRIVAL, ctx)
    }

    /// How long a loader walks between its face and the gate.
    pub(crate) fn walk_ms(&self, l: usize) -> i64 {
        let loader = &self.loaders[l];
        let row = &self.layout.mines[loader.mine as usize];
        (row.routes.metres(loader.place, row.gate) / self.layout.loaders[l].walk_m_per_ms).round() as i64
    }
}
