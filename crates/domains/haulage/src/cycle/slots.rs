//! Whose calendar slot is which: trucks first, then loaders, mines and dumps (`on_due` reads them back).

use super::Done;
use crate::{Haulage, Notice};
use iceroad_base::Time;
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_kernel::context::Context;

impl Haulage {
    pub(crate) fn truck_slot(&self, t: usize) -> Slot {
        Slot(self.first_slot + t as u16)
    }

    pub(crate) fn loader_slot(&self, l: usize) -> Slot {
        Slot(self.first_slot + (self.trucks.len() + l) as u16)
    }

    pub(crate) fn dump_slot(&self, d: usize) -> Slot {
        let local = self.trucks.len() + self.loaders.len() + self.mines.len() + d;
        Slot(self.first_slot + local as u16)
    }

    pub(crate) fn post_truck<L>(
        &self,
        t: usize,
        at: Time,
        class: u8,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.truck_slot(t), at, Class(class))?)
    }

    pub(crate) fn post_loader<L>(
        &self,
        l: usize,
        at: Time,
        class: u8,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.loader_slot(l), at, Class(class))?)
    }
}
