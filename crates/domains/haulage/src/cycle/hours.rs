//! A mine begins to work and ceases: its shifts, and whatever else closes it.
//!
//! The weather and closures come in through [`Haulage::set_weather`] and `traffic`; both end in `mine_changes`.

use crate::Haulage;
use crate::notice::{Ctx, Done};
use crate::yard::{LoaderPhase, TruckPhase};
use iceroad_base::Time;
use iceroad_kernel::calendar::Class;
use iceroad_model::MineId;
use iceroad_model::event::{Recorder, class};

impl Haulage {
    pub(crate) fn shift_changes<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let windows = &self.layout.mines[mine_id].windows;
        let (on_shift, change) = (windows.is_on(ctx.now), windows.next_change(ctx.now));
        let before = self.mines[mine_id];
        self.mines[mine_id].on_shift = on_shift;
        let moments = self.moments_come(mine_id, ctx.now);
        let next = change.min(self.next_moment(mine_id));
        if next < Time::NEVER {
            ctx.calendar.schedule(self.mine_slot(mine_id), next, Class(class::SHIFT))?;
        }
        self.mine_changes(mine_id, before.works(), ctx)?;
        if moments { self.stir(mine_id, ctx) } else { Ok(()) }
    }

    /// The mine begins or ceases to work, or stands for another reason than before.
    pub(crate) fn mine_changes<L: Recorder>(
        &mut self,
        mine_id: MineId,
        worked: bool,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let (works, standing) = (self.mines[mine_id].works(), self.mines[mine_id].standing());
        for index in 0..self.layout.mines[mine_id].loaders.len() {
            let loader_idx = self.layout.mines[mine_id].loaders[index];
            match self.loaders[loader_idx].phase {
                LoaderPhase::Standing if works => self.open(loader_idx, ctx)?,
                LoaderPhase::Standing => self.loaders[loader_idx].status.enter(standing, ctx),
                LoaderPhase::Waiting | LoaderPhase::NoWork if !works => {
                    self.burn_loader(loader_idx, ctx.now);
                    self.next_truck(loader_idx, ctx)?;
                }
                // Who loads or refuels finishes that, and then stands; but the line is sent home now.
                _ if worked && !works => self.dissolve_line(loader_idx, ctx)?,
                _ => {}
            }
        }
        for index in 0..self.layout.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.mines[mine_id].trucks[index];
            match self.trucks[truck_idx].phase {
                TruckPhase::Parked | TruckPhase::NoWork => self.decide(truck_idx, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }
}
