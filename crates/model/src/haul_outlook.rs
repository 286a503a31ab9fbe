//! What a route comes to for a truck without any waiting, and what that asks of its tyres: the record that haulage works
//! out before a run and that checks and the report show.
//!
//! **TKPH** (tonne-kilometres per hour) is the mean load of the tyre that bears most, (empty + loaded) / 2, times the
//! mean speed of the working day: the two-way length of the route over the time of its cycle. The makers rate tyres
//! in the same unit at an air temperature of 38 °C; hotter air lowers what a tyre bears by some 2 % a degree, colder
//! air raises it by some 1 % (Bridgestone's and Firestone's guide to the ton-kilometre per hour).
//!
//! Pitfalls. The cycle here has no waiting, so the real TKPH is lower. The rating is not raised for colder air, nor
//! lowered for one-way hauls beyond the 5 km it is given for: the makers' own tables must be asked there.
use crate::ids::{DumpId, FaceId, ModelId};
use iceroad_base::quantity::{Ranged, TyreRating};

/// What is known of the trucks before a run.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HaulOutlook {
    /// Every truck model that has machines, in order.
    pub trucks: Vec<TruckOutlook>,
    /// Every route from a face with a loader to a dump that takes its material, in order of model, face and dump.
    pub routes: Vec<RouteOutlook>,
}

/// Where the forces of a truck model come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TruckOutlook {
    /// Which.
    pub model: ModelId,
    /// Whether its rimpull curve is given; if not, it is derived from power.
    pub rimpull_given: bool,
    /// Whether its retarder curve is given; if not, it is derived from power.
    pub retarder_given: bool,
}

/// A route driven by a truck model on the surface as written, without waiting.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RouteOutlook {
    /// The truck.
    pub model: ModelId,
    /// From …
    pub face: FaceId,
    /// … to.
    pub dump: DumpId,
    /// There and back, m.
    pub metres: f64,
    /// Loading, driving, dumping, driving, s.
    pub seconds: f64,
    /// Fuel of both drives, L.
    pub litres: f64,
    /// Energy of both drives out of battery and trolley line, kWh.
    pub kwh: f64,
    /// What the tyre that bears most does, t·km/h; none where the model says nothing of its tyres.
    pub tkph: Option<f64>,
    /// What it may do by its maker.
    pub rating: Option<TyreRating>,
}

impl RouteOutlook {
    /// What the tyre does over what it may do; none where nothing is said of tyres.
    pub fn tyre_use(&self) -> Option<f64> {
        Some(self.tkph? / self.rating?.get())
    }
}
