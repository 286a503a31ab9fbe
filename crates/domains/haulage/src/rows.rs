//! Typed rows: which truck, which loader, which fill, which state of the roads. Faces, dumps and mines go by the ids of the
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

/// A state of a mine's roads: which set of segments is closed under which weather. The default is open roads as written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct RoadState(pub(crate) u16);
