//! Rules of ids and names: each case breaks one thing and expects one code.
use iceroad_base::law::Law;
use iceroad_model::maintenance::Opening;
use iceroad_model::*;
use iceroad_worlds::example::*;

cases! {
    an_id_names_a_row: IdOutsideTable at "machines" "model", |t| t.machines[TRUCK_ALDER].model = ModelId(9);
    an_optional_id_names_a_row: IdOutsideTable at "sites" "station", |t| t.sites[PIT].station = Some(StationId(9));
    a_listed_id_names_a_row: IdOutsideTable at "dumps" "materials", |t| t.dumps[SPOIL].materials.push(MaterialId(9));
    an_id_in_a_promise_names_a_row: IdOutsideTable at "machines" "arrives_line", |t| {
        t.machines[TRUCK_NEW].arrival = fleet::Arrival::ByLine { line: LineId(9), nth: 1 };
    };
    an_opening_names_a_task: IdOutsideTable at "bays" "opens_with", |t| {
        t.bays[NEW_BAYS].opening = Opening::With(TaskId(9));
    };
    the_home_territory_exists: IdOutsideTable at "scenario" "home", |t| t.heading.home = TerritoryId(9);
    a_law_filled_by_hand_is_checked: LawBad at "offers" "lead_law", |t| {
        t.offers[OFFER_ALT].lead_days = Law::Uniform { low: 9.0, high: 3.0 };
    };
    a_life_is_a_number: LawBad at "subsystems" "life_law", |t| {
        t.subsystems[ALDER_ENGINE].life = Law::Exponential { mean: f64::NAN };
    };
    two_machines_have_two_names: NameTwice at "machines" "name", |t| {
        t.machines[TRUCK_BIRCH].name = "truck-1".into();
    };
    names_are_unique_over_truck_and_loader_models: NameTwice at "loader_models" "name", |t| {
        t.models[BIRCH_LOADER].name = "Alder 28".into();
    };
    names_are_unique_over_the_season_tables: NameTwice at "seasons_river" "name", |t| {
        t.seasons[RIVER].name = "winter-road".into();
    };
    names_of_subsystems_are_unique_within_a_model: NameTwice at "subsystems" "name", |t| {
        t.subsystems[ALDER_SUSPENSION].name = "engine".into();
    };
    a_name_is_not_empty: NameBad at "stores" "name", |t| t.stores[BASE_STORE].name = " ".into();
    a_list_names_a_thing_once: ListTwice at "tasks" "after", |t| t.tasks[HALL].after.push(PILES);
    an_item_is_in_a_store_once: RowTwice at "stock" "item", |t| {
        let line = t.stock[StockId(0)].clone();
        t.stock.push(line);
    };
    a_material_is_planned_once_a_month: RowTwice at "production_plan" "month", |t| t.plan.push(t.plan[3]);
}
