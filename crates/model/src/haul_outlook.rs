//! What a route comes to for a truck without any waiting, and what that asks of its tyres: the record that haulage works
//! out before a run and that checks and the report show.
//!
//! **TKPH** (tonne-kilometres per hour) is the mean load of the tyre that bears most, (empty + loaded) / 2, times the
//! mean speed of the working day: the two-way length of the route over the time of its cycle. The makers rate tyres
//! in the same unit at an air temperature of 38 °C; for each degree above it a tyre may do some 2 % less, for each degree
//! below some 1 % more (["T.K.P.H. information"](http://rjstewart.co.nz/techking/tkph.htm) of the tyre maker Tredco, and
//! others by the same figures): [`heat_factor`]. Makers who write it as a factor K2 of what the route asks for mean its
//! inverse.
//!
//! Pitfalls. The cycle here has no waiting, so the real TKPH is lower. The air is that of the hottest day's mean on
//! record, and afternoons are hotter. Air below [`COLDEST_C`] counts as that much, for nobody says that the straight line
//! goes on into frost. The rating is not lowered for one-way hauls beyond the 5 km it is given for: the makers' own tables
//! must be asked there.
use crate::ids::{DumpId, FaceId, ModelId};
use iceroad_base::quantity::{Celsius, Ranged, TyreRating};

/// The air temperature that ratings of tyres are given for, °C.
pub const RATED_C: f64 = 38.0;
/// The coldest air that counts in favour of a tyre, °C. Assumed.
pub const COLDEST_C: f64 = 15.0;

/// What a tyre may do in air of a temperature over its rating; see the [module](self).
pub fn heat_factor(air: Celsius) -> f64 {
    let above = air.get().max(COLDEST_C) - RATED_C;
    let factor = if above > 0.0 { 1.0 - 0.02 * above } else { 1.0 - 0.01 * above };
    factor.max(0.0)
}

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
    /// What it may do by its maker, in air of [`RATED_C`].
    pub rating: Option<TyreRating>,
    /// The hottest air at the mine: the highest daily mean on record; none where the site has no weather station.
    pub air: Option<Celsius>,
}

impl RouteOutlook {
    /// What the tyre may do in the hottest air at the mine, t·km/h; by its rating where no air temperature is known.
    pub fn borne_tkph(&self) -> Option<f64> {
        Some(self.rating?.get() * self.air.map_or(1.0, heat_factor))
    }

    /// What the tyre does over what it may do; none where nothing is said of tyres.
    pub fn tyre_use(&self) -> Option<f64> {
        Some(self.tkph? / self.borne_tkph()?.max(1e-9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heat_takes_two_percent_a_degree_and_cold_gives_one() {
        let factor = |celsius| (heat_factor(Celsius::clamped(celsius)) * 1_000.0).round() / 1_000.0;
        assert_eq!([38.0, 43.0, 28.0, 15.0, -50.0].map(factor), [1.0, 0.9, 1.1, 1.23, 1.23]);
    }
}
