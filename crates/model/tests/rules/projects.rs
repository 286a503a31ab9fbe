//! Rules of projects, crews and tasks: each case breaks one thing and expects one code.
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::*;
use iceroad_model::goods::Item;
use iceroad_model::obligations::Project;
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_model::*;
use iceroad_worlds::example::*;

fn keep(t: &mut Tables, store: StoreId, name: &str) -> ItemId {
    let item = t.items.push(Item { name: name.into(), ..t.items[MODULE].clone() });
    t.stock.push(StockLine { store, item, on_hand: Quantity(0), policy: ReviewPolicy::None });
    item
}

cases! {
    somebody_lives_in_a_settlement: NobodyLives at "settlements" "people", |t| {
        t.settlements[SETTLEMENT].people = 0;
    };
    consumption_is_a_rate: OutOfRange at "consumption" "per_day", |t| {
        t.consumption[ConsumptionId(0)].per_day = f64::NAN;
    };
    heating_is_not_negative: OutOfRange at "consumption" "per_heating_degree_day", |t| {
        t.consumption[ConsumptionId(1)].per_heating_degree_day = -1.0;
    };
    what_is_used_is_stocked: ConsumptionUnstocked at "consumption" "item", |t| {
        t.consumption[ConsumptionId(0)].item = FILTER;
    };
    what_is_used_can_be_had: NeverToBeHad at "consumption" "item", |t| {
        let item = keep(t, VILLAGE_STORE, "coal");
        t.consumption[ConsumptionId(0)].item = item;
    };
    tasks_do_not_wait_in_a_circle: TaskLoop at "tasks" "after", |t| t.tasks[PILES].after.push(HALL);
    a_task_does_not_wait_for_itself: TaskLoop at "tasks" "after", |t| t.tasks[PILES].after.push(PILES);
    a_tasks_season_has_a_length: TaskSeasonEmpty at "tasks" "season_to", |t| {
        t.tasks[PILES].season_to = Some(MonthDay { month: 11, day: 1 });
    };
    a_tasks_season_has_two_ends: ValueAlone at "tasks" "season_from", |t| t.tasks[PILES].season_from = None;
    a_crew_is_of_the_tasks_project: CrewOfOtherProject at "tasks" "crew", |t| {
        let other = t.projects.push(Project { name: "road".into(), ..t.projects[PROJECT].clone() });
        t.tasks[HALL].project = other;
    };
    a_material_is_stocked: MaterialUnstocked at "task_materials" "item", |t| {
        t.tasks[PILES].materials.push((FLOUR, Quantity(1)));
    };
    a_material_is_needed_in_some_quantity: MaterialNone at "task_materials" "quantity", |t| {
        t.tasks[HALL].materials[0].1 = Quantity(0);
    };
    a_material_can_be_had: NeverToBeHad at "task_materials" "item", |t| {
        let item = keep(t, MINE_STORE, "steel");
        t.tasks[PILES].materials.push((item, Quantity(1)));
    };
    a_crew_has_a_team: CrewWithoutTeams at "crews" "teams", |t| t.crews[CREW].teams = 0;
    a_crew_costs_nothing_or_more: Negative at "crews" "cost_per_day", |t| t.crews[CREW].cost_per_day = Money(-1);
    a_task_is_due_after_it_may_start: TaskDueTooEarly at "tasks" "due", |t| {
        t.tasks[HALL].not_before = Some(Date::constant(2027, 6, 1));
    };
}
