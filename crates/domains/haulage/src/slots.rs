//! Whose calendar slot is which: trucks first, then loaders, mines, dumps, and the roads that change.

use crate::notice::{Ctx, Done};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::{Id, Time};
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_model::{DumpId, MineId};

/// Whose a slot is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Due {
    Truck(TruckIdx),
    Loader(LoaderIdx),
    /// The shift of a mine.
    Shift(MineId),
    Dump(DumpId),
    /// The roads of a mine, by its place among those that change.
    Roads(usize),
}

/// The slots of haulage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots {
    first: u16,
    /// Where each kind's begin, counted from the first of haulage's.
    loaders: usize,
    shifts: usize,
    dumps: usize,
    roads: usize,
}

impl Slots {
    /// Slots from `first` on for so many trucks, loaders, mines and dumps.
    pub(crate) fn new(first: u16, [trucks, loaders, mines, dumps]: [usize; 4]) -> Slots {
        let shifts = trucks + loaders;
        Slots { first, loaders: trucks, shifts, dumps: shifts + mines, roads: shifts + mines + dumps }
    }

    /// Whose a slot is, counted from the first of haulage's.
    #[inline]
    pub(crate) fn whose(&self, local: u16) -> Due {
        let local = usize::from(local);
        if local < self.loaders {
            return Due::Truck(Id::from_index(local));
        }
        if local < self.shifts {
            return Due::Loader(Id::from_index(local - self.loaders));
        }
        if local < self.dumps {
            return Due::Shift(Id::from_index(local - self.shifts));
        }
        if local < self.roads {
            return Due::Dump(Id::from_index(local - self.dumps));
        }
        Due::Roads(local - self.roads)
    }

    #[inline]
    pub(crate) fn truck(&self, truck_idx: TruckIdx) -> Slot {
        self.at(truck_idx.index())
    }

    #[inline]
    pub(crate) fn loader(&self, loader_idx: LoaderIdx) -> Slot {
        self.at(self.loaders + loader_idx.index())
    }

    pub(crate) fn shift(&self, mine_id: MineId) -> Slot {
        self.at(self.shifts + mine_id.index())
    }

    pub(crate) fn dump(&self, dump_id: DumpId) -> Slot {
        self.at(self.dumps + dump_id.index())
    }

    pub(crate) fn roads(&self, nth: usize) -> Slot {
        self.at(self.roads + nth)
    }

    #[inline]
    fn at(&self, local: usize) -> Slot {
        Slot(self.first + local as u16)
    }

    #[inline]
    pub(crate) fn post_truck<L>(
        &self,
        truck_idx: TruckIdx,
        at: Time,
        class: u8,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.truck(truck_idx), at, Class(class))?)
    }

    #[inline]
    pub(crate) fn post_loader<L>(
        &self,
        loader_idx: LoaderIdx,
        at: Time,
        class: u8,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        Ok(ctx.calendar.schedule(self.loader(loader_idx), at, Class(class))?)
    }
}
