//! Whose calendar slot is which: trucks first, then loaders, mines and dumps (`on_due` reads them back).

use crate::Haulage;
use crate::notice::{Ctx, Done};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::{Id, Time};
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_model::{DumpId, MineId};

impl Haulage {
    pub(crate) fn truck_slot(&self, truck_idx: TruckIdx) -> Slot {
        Slot(self.first_slot + truck_idx.0 as u16)
    }

    pub(crate) fn loader_slot(&self, loader_idx: LoaderIdx) -> Slot {
        Slot(self.first_slot + (self.trucks.len() + loader_idx.index()) as u16)
    }

    pub(crate) fn mine_slot(&self, mine_id: MineId) -> Slot {
        let local = self.trucks.len() + self.loaders.len() + mine_id.index();
        Slot(self.first_slot + local as u16)
    }

    pub(crate) fn dump_slot(&self, dump_id: DumpId) -> Slot {
        let local = self.trucks.len() + self.loaders.len() + self.mines.len() + dump_id.index();
        Slot(self.first_slot + local as u16)
    }

    pub(crate) fn post_truck<L>(
        &self,
        truck_idx: TruckIdx,
        at: Time,
        class: u8,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.truck_slot(truck_idx), at, Class(class))?)
    }

    pub(crate) fn post_loader<L>(
        &self,
        loader_idx: LoaderIdx,
        at: Time,
        class: u8,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.loader_slot(loader_idx), at, Class(class))?)
    }
}
