//! Whether a scenario folder is in order: every fault and warning at once.
use iceroad_format::{Assumed, Report};
use iceroad_model::Scenario;
use iceroad_model::haul_outlook::HaulOutlook;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::path::Path;
use std::sync::Arc;

/// What a scenario folder gave.
///
/// Serialised, it is `ok`, the scenario's name, `trucks` and `faults`; the first three say nothing of a scenario with faults.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The scenario; none where there are errors.
    pub scenario: Option<Arc<Scenario>>,
    /// Where the forces of every truck model with machines come from.
    pub trucks: Vec<TruckForces>,
    /// The figures that stand where cells are empty.
    pub assumed: Vec<Assumed>,
    /// Everything that was found, warnings included.
    pub faults: Report,
}

/// Where the forces of a truck model come from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TruckForces {
    /// The model's name.
    pub model: String,
    /// Its pull on the flat and uphill.
    pub rimpull: ForceSource,
    /// Its hold downhill.
    pub retarder: ForceSource,
}

/// Where a curve of forces comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum ForceSource {
    /// It is in the scenario.
    #[serde(rename = "given")]
    Given,
    /// It was worked out from the engine's power.
    #[serde(rename = "derived from power")]
    Derived,
}

impl ForceSource {
    fn of(is_given: bool) -> Self {
        if is_given { ForceSource::Given } else { ForceSource::Derived }
    }
}

/// Reads a scenario folder, works out its haul roads, and gives all that is wrong with it; that is no error of this call.
///
/// ```
/// let place = tempfile::tempdir()?;
/// let mine = place.path().join("mine");
/// iceroad::init(&mine)?;
/// assert!(iceroad::check(&mine).scenario.is_some());
///
/// std::fs::write(mine.join("bays.csv"), "nmae\nworkshop\n")?;
/// let checked = iceroad::check(&mine);
/// assert!(checked.scenario.is_none());
/// assert!(checked.faults.errors() > 0 && checked.faults.to_string().contains("bays.csv:1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(folder: &Path) -> Checked {
    let mut hauls = HaulOutlook::default();
    let found = iceroad_format::check_with(folder, |scenario| {
        let seen = iceroad_engine::foresee(scenario);
        hauls = seen.hauls;
        seen.faults
    });
    let scenario = found.scenario.map(Arc::new);
    let trucks = scenario.as_ref().map_or_else(Vec::new, |scenario| forces(scenario, &hauls));
    Checked { scenario, trucks, assumed: found.assumed, faults: found.report }
}

fn forces(scenario: &Scenario, hauls: &HaulOutlook) -> Vec<TruckForces> {
    let trucks = hauls.trucks.iter().map(|truck| TruckForces {
        model: scenario.models[truck.model].name.clone(),
        rimpull: ForceSource::of(truck.rimpull_given),
        retarder: ForceSource::of(truck.retarder_given),
    });
    trucks.collect()
}

impl Serialize for Checked {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let scenario = self.scenario.as_ref();
        let mut fields = to.serialize_struct("Checked", 4)?;
        fields.serialize_field("ok", &scenario.is_some())?;
        fields.serialize_field("scenario", &scenario.map(|scenario| &scenario.heading.name))?;
        fields.serialize_field("trucks", &scenario.map(|_| &self.trucks))?;
        fields.serialize_field("faults", &self.faults.to_json())?;
        fields.end()
    }
}
