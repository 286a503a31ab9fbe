//! A mine begins to work and ceases: its shifts, and whatever else closes it.
//!
//! The weather and closures come in through [`Haulage::set_weather`] and `traffic`; both end in `mine_changes`.

use super::Done;
use crate::yard::{LoaderPhase, TruckPhase};
use crate::{Haulage, Notice};
use iceroad_base::Time;
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_kernel::context::Context;
use iceroad_model::event::{Recorder, class};

impl Haulage {
    pub(crate) fn shift_changes<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let windows = &self.layout.mines[m].windows;
        let (on_shift, change) = (windows.is_on(ctx.now), windows.next_change(ctx.now));
        let before = self.mines[m];
        self.mines[m].on_shift = on_shift;
        let moments = self.moments_come(m, ctx.now);
        let next = change.min(self.next_moment(m));
        if next < Time::NEVER {
            let local = self.trucks.len() + self.loaders.len() + m;
            let slot = Slot(self.first_slot + local as u16);
            ctx.calendar.schedule(slot, next, Class(class::SHIFT))?;
        }
        self.mine_changes(m, before.works(), ctx)?;
        if moments { self.stir(m, ctx) } else { Ok(()) }
    }

    /// The mine begins or ceases to work, or stands for another reason than before.
    pub(crate) fn mine_changes<L: Recorder>(
        &mut self,
        m: usize,
        worked: bool,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let (works, standing) = (self.mines[m].works(), self.mines[m].standing());
        for index in 0..self.layout.mines[m].loaders.len() {
            let l = self.layout.mines[m].loaders[index];
            match self.loaders[l].phase {
                LoaderPhase::Standing if works => self.open(l, ctx)?,
                LoaderPhase::Standing => self.loaders[l].status.enter(standing, ctx),
                LoaderPhase::Waiting | LoaderPhase::NoWork if !works => {
                    self.burn_loader(l, ctx.now);
                    self.next_truck(l, ctx)?;
                }
                // Who loads or refuels finishes that, and then stands; but the line is sent home now.
                _ if worked && !works => self.dissolve_line(l, ctx)?,
                _ => {}
            }
        }
        for index in 0..self.layout.mines[m].trucks.len() {
            let t = self.layout.mines[m].trucks[index];
            match self.trucks[t].phase {
                TruckPhase::Parked | TruckPhase::NoWork => self.decide(t, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }
}
