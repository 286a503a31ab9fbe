//! What only the worked-out haul roads can say of a scenario: faults and warnings told before any run.
//!
//! The rules of the model look at rows; these look at routes: a battery or a tank that is too small for a round of its mine, tyres
//! that are asked for more than they may do, and whatever else would keep haulage from being made ready.

use crate::error::HaulageError;
use crate::ground::TankRow;
use crate::layout::Layout;
use crate::outlook::{Air, outlook};
use iceroad_base::Id;
use iceroad_base::quantity::{Energy, Ranged};
use iceroad_model::fleet::Work;
use iceroad_model::haul_outlook::{HaulOutlook, RouteOutlook};
use iceroad_model::{Code, Fault, MachineId, ModelId, Scenario, Tables};
use std::collections::BTreeMap;

/// What is known before a run.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Foresight {
    /// What routes come to; empty where haulage cannot be made ready.
    pub hauls: HaulOutlook,
    /// What is wrong, or may not be meant ([`Code::warns`]).
    pub faults: Vec<Fault>,
}

/// Works the haul roads of a scenario out and says what is wrong with them.
pub fn foresee(scenario: &Scenario, air: &Air<'_>) -> Foresight {
    let mut seen = Foresight::default();
    let mut tables: Tables = Tables::clone(scenario);
    // With each battery that is too small made large enough, the next fault comes to light.
    for _ in 0..=tables.models.len() {
        match Layout::of_tables(&tables, scenario.horizon()) {
            Ok(layout) => {
                seen.hauls = outlook(&layout, &tables, air);
                seen.faults.extend(hot_tyres(&tables, &seen.hauls));
                seen.faults.extend(small_tanks(&tables, &layout));
                return seen;
            }
            Err(HaulageError::BatteryTooSmall { model, mine, capacity, needed }) => {
                let Some(id) = tables.models.ids().find(|&id| tables.models[id].name == model) else {
                    return seen;
                };
                seen.faults.push(small_battery(id, &model, &mine, (capacity, needed)));
                enlarge(&mut tables, id, needed);
            }
            Err(error) => {
                seen.faults.push(refused(&error));
                return seen;
            }
        }
    }
    seen
}

fn enlarge(tables: &mut Tables, model: ModelId, needed: Energy) {
    if let Work::Truck(truck) = &mut tables.models[model].work
        && let Some(battery) = &mut truck.battery
    {
        battery.capacity = needed + battery.capacity;
    }
}

fn small_battery(id: ModelId, model: &str, mine: &str, (capacity, needed): (Energy, Energy)) -> Fault {
    Fault {
        code: Code::BatterySmall,
        table: "truck_models",
        row: Some(id.index()),
        column: "battery_kwh",
        value: format!("{} kWh in `{model}`", capacity.get()),
        expected: format!("at least {} kWh for its dearest round at `{mine}` and the reserve", needed.get()),
        advice: "fit a larger battery, lower `reserve_share`, or move the mine's `charge_point` to the way of its trucks"
            .into(),
    }
}

/// One warning for each model, of the mine that asks most of it.
fn small_tanks(tables: &Tables, layout: &Layout) -> Vec<Fault> {
    let mut least: BTreeMap<ModelId, (i64, MachineId)> = BTreeMap::new();
    for (machine, &role) in layout.ground.roles.entries() {
        let TankRow::Fuel { size_ml, is_bounded: true, .. } = layout.ground.machine(role).tank else {
            continue;
        };
        let least_ml = layout.energy.least_ml(&layout.ground, tables, role);
        if least_ml > size_ml {
            let worst = least.entry(tables.machines[machine].model).or_insert((least_ml, machine));
            *worst = if least_ml > worst.0 { (least_ml, machine) } else { *worst };
        }
    }
    least
        .into_iter()
        .map(|(model, (least_ml, machine))| small_tank(tables, model, least_ml, machine))
        .collect()
}

fn small_tank(tables: &Tables, id: ModelId, least_ml: i64, machine: MachineId) -> Fault {
    let (model, mine) = (&tables.models[id], &tables.mines[tables.machines[machine].mine].name);
    let (table, tank, work) = match &model.work {
        Work::Truck(truck) => ("truck_models", truck.tank, "its dearest round with the lines"),
        Work::Loader(loader) => {
            ("loader_models", loader.tank, "an hour of loading, in which the bowser comes,")
        }
    };
    Fault {
        code: Code::TankSmall,
        table,
        row: Some(id.index()),
        column: "tank_l",
        value: format!("{} L in `{}`", tank.get(), model.name),
        expected: format!("at least {} L for {work} at `{mine}`", (least_ml + 999) / 1_000),
        advice: "write the tank of its data sheet; as it is, the machine runs dry at its work and stands in `no_fuel` until the \
                 bowser comes"
            .into(),
    }
}

fn refused(error: &HaulageError) -> Fault {
    Fault {
        code: Code::HaulageRefused,
        table: "mines",
        row: None,
        column: "",
        value: error.to_string(),
        expected: "haul roads that all trucks can drive between all places they go to".into(),
        advice: "mend what is named; nothing can be simulated before".into(),
    }
}

/// One warning for each model, of its worst route.
fn hot_tyres(tables: &Tables, hauls: &HaulOutlook) -> Vec<Fault> {
    let mut faults = Vec::new();
    for truck in &hauls.trucks {
        let hot: Vec<&RouteOutlook> = hauls
            .routes
            .iter()
            .filter(|route| route.model == truck.model && route.tyre_use().is_some_and(|share| share > 1.0))
            .collect();
        let share = |route: &&RouteOutlook| route.tyre_use().unwrap_or(0.0);
        let worst = hot.iter().copied().reduce(|a, b| if share(&b) > share(&a) { b } else { a });
        faults.extend(worst.map(|worst| hot_tyre(tables, worst, hot.len())));
    }
    faults
}

fn hot_tyre(tables: &Tables, route: &RouteOutlook, routes: usize) -> Fault {
    let at = route.air.map_or(String::new(), |air| format!(" in air of {:.0} °C", air.get()));
    let others = if routes > 1 { format!("; {routes} of its routes ask for more") } else { String::new() };
    Fault {
        code: Code::TyresTooHot,
        table: "truck_models",
        row: Some(route.model.index()),
        column: "tyre_rating_tkph",
        value: format!(
            "{:.0} t·km/h of `{}`, `{}` to `{}`",
            route.tkph.unwrap_or(0.0),
            tables.models[route.model].name,
            tables.faces[route.face].name,
            tables.dumps[route.dump].name
        ),
        expected: format!("at most the {:.0} t·km/h that its tyres bear{at}{others}", route.borne_tkph().unwrap_or(0.0)),
        advice: "lower the speed limits of the route, load less, or fit tyres of a higher rating; waiting in lines is not \
                 counted and cools them"
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::{Celsius, Share, TyreRating, Volume};
    use iceroad_model::fleet::Tyres;
    use iceroad_worlds::pit::{Pit, battery_truck_model};

    /// A scenario of the pit's tables is not to be had, so the parts are tested.
    fn tyres(rating: f64, air: Option<f64>) -> Vec<Fault> {
        let mut pit = Pit::default();
        pit.truck.tyres = Some(Tyres {
            rating: TyreRating::clamped(rating),
            empty_share: Share::clamped(0.235),
            loaded_share: Share::clamped(1.0 / 6.0),
        });
        let tables = pit.tables();
        let hauls = outlook(&Layout::of_tables(&pit.tables(), &pit.horizon()).unwrap(), &tables, &|_| {
            air.map(Celsius::clamped)
        });
        hot_tyres(&tables, &hauls)
    }

    #[test]
    fn tyres_that_are_asked_for_more_than_they_bear_are_warned_of() {
        // The route asks for 599 t·km/h.
        assert_eq!(tyres(610.0, None), []);
        let [fault] = &tyres(590.0, None)[..] else { panic!() };
        assert!(fault.code.warns() && fault.value.starts_with("599 t·km/h"), "{fault}");
        // At 28 °C they bear a tenth more, at 43 °C a tenth less.
        assert_eq!(tyres(590.0, Some(28.0)), []);
        assert_eq!(tyres(620.0, Some(43.0)).len(), 1);
    }

    #[test]
    fn tanks_that_run_dry_at_their_machines_work_are_warned_of() {
        let warned = |truck, loader, fuel| {
            let mut pit = Pit { fuel, ..Pit::default() };
            (pit.truck.tank, pit.loader.tank) = (Volume(truck), Volume(loader));
            let layout = Layout::of_tables(&pit.tables(), &pit.horizon()).unwrap();
            small_tanks(&pit.tables(), &layout)
        };
        assert_eq!(warned(200, 180, true), []);
        let faults = warned(20, 179, true);
        let [truck, loader] = &faults[..] else { panic!("{faults:?}") };
        assert!(truck.code.warns() && truck.value.starts_with("20 L"), "{truck}");
        // The loader digs at 180 L/h.
        assert!(loader.table == "loader_models" && loader.expected.starts_with("at least 180 L"), "{loader}");
        assert_eq!(warned(20, 179, false), [], "without a fuel point nobody waits for fuel");
    }

    #[test]
    fn a_small_battery_is_told_with_its_need_and_the_need_suffices() {
        let mut pit = Pit { truck: battery_truck_model(), ..Pit::default() };
        pit.truck.battery.as_mut().unwrap().capacity = Energy(20);
        let Err(HaulageError::BatteryTooSmall { model, mine, capacity, needed }) =
            Layout::of_tables(&pit.tables(), &pit.horizon())
        else {
            panic!()
        };
        let mut tables = pit.tables();
        let id = tables.models.ids().find(|&id| tables.models[id].name == model).unwrap();
        let fault = small_battery(id, &model, &mine, (capacity, needed));
        assert!(!fault.code.warns() && fault.value.starts_with("20 kWh"), "{fault}");
        enlarge(&mut tables, id, needed);
        assert!(Layout::of_tables(&tables, &pit.horizon()).is_ok());
    }
}
