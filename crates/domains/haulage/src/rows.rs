//! Typed rows: which truck, which loader, which fill, which place, which state of the roads. Faces, dumps and mines go by the ids of the
//! model.
//!
//! A row costs what a bare number does; but a truck's cannot be taken for a loader's.

iceroad_base::id!(
    /// A row among the trucks of all mines.
    ///
    TruckIdx,
    "truck"
);
iceroad_base::id!(
    /// A row among the loaders of all mines.
    ///
    LoaderIdx,
    "loader"
);
iceroad_base::id!(
    /// A row of the table of fills: a loader at one of its faces.
    ///
    FillRow,
    "fill"
);

impl FillRow {
    pub(crate) const FIRST: FillRow = FillRow(0);

    /// So many rows further on.
    pub(crate) fn after(self, rows: usize) -> FillRow {
        FillRow(self.0 + rows as u32)
    }
}

/// A place of a mine: a node where a truck may start or stop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place(pub u16);

impl Place {
    /// Where it is among the mine's places.
    #[inline]
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A truck model, by its place among all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct TruckKind(pub u16);

impl TruckKind {
    /// Where it is among the truck models.
    #[inline]
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A state of a mine's roads: which set of segments is closed under which weather. The default is open roads as written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct RoadState(pub(crate) u16);
