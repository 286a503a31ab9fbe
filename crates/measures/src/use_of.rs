//! What machines used: electric energy, and the carbon dioxide of fuel and energy.
use iceroad_base::quantity::Ranged;
use iceroad_model::fleet::Model;
use iceroad_model::record::{MachineRecord, RunRecord};
use iceroad_model::{MachineId, Scenario};

/// Carbon dioxide of a litre of diesel, kg: 43.0 TJ/Gg · 74.1 t/TJ (IPCC 2006 Guidelines for National Greenhouse Gas
/// Inventories, volume 2, tables 1.2 and 2.2) · 0.84 kg/L. The US EPA's 10.2 kg a gallon is 2.69.
pub const DIESEL_CO2_KG_PER_L: f64 = 2.68;

/// Whether any machine of the scenario can draw electric energy.
pub fn draws(scenario: &Scenario) -> bool {
    let mut models = scenario.machines.iter().map(|machine| &scenario.models[machine.model]);
    models.any(Model::draws)
}

/// Electric energy that machines took, kWh.
pub fn energy_kwh(rows: impl IntoIterator<Item = MachineRecord>) -> f64 {
    rows.into_iter().map(|row| row.energy_kwh.iter().sum::<i64>()).sum::<i64>() as f64
}

/// Carbon dioxide of what machines used, kg.
pub fn carbon_kg(scenario: &Scenario, machines: impl Iterator<Item = MachineId>, record: &RunRecord) -> f64 {
    let mut kg = 0.0;
    for machine in machines {
        let Some(row) = record.machines.get(machine) else { continue };
        let grid = scenario.mines[scenario.machines[machine].mine].electricity.carbon.get();
        kg += row.fuel_l.iter().sum::<i64>() as f64 * DIESEL_CO2_KG_PER_L;
        kg += row.energy_kwh.iter().sum::<i64>() as f64 * grid;
    }
    kg
}
