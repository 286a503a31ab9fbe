//! Typed rows: which truck and which loader, counted over all mines. Faces, dumps and mines go by the ids of the model.
//!
//! A row is a place in a table of haulage and costs what a bare number does; but a truck's cannot be taken for a loader's.

iceroad_base::id!(
    /// A row among the trucks.
    ///
    TruckIdx,
    "truck"
);
iceroad_base::id!(
    /// A row among the loaders.
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
