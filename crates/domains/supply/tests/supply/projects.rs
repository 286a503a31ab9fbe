//! Tasks: what they wait for, and the days they are worked on.
use crate::world::*;
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::{Celsius, Money, Quantity};
use iceroad_model::event::{CostCause, Event};
use iceroad_model::obligations::{Crew, Project, Task};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::worth::Payer;
use iceroad_model::{CrewId, ItemId, ProjectId, StoreId, Tables, TaskId};

/// A project with a crew of one team at 500 a day that stops below −30 °C, and steel on the shelf.
fn building(steel_there: i64) -> (Tables, StoreId, ItemId) {
    let mut t = supply();
    let place = t.site("place", HOME);
    t.with_station(place);
    let steel = t.item("steel", 1_000);
    let yard = t.store("yard", place, None);
    t.stock(yard, steel, steel_there, ReviewPolicy::None);
    let (name, title) = ("hall".into(), "A hall".into());
    t.projects.push(Project { name, title, site: place, store: yard, payer: Payer::Builders });
    t.crews.push(Crew {
        name: "builders".into(),
        project: ProjectId(0),
        teams: 1,
        cost_per_day: Money(500),
        stops_below: Some(Celsius::clamped(-30.0)),
    });
    (t, yard, steel)
}

fn task(t: &mut Tables, name: &str, days: f64) -> TaskId {
    t.tasks.push(Task {
        name: name.into(),
        title: name.into(),
        project: ProjectId(0),
        duration_days: constant(days),
        after: vec![],
        crew: Some(CrewId(0)),
        season_from: None,
        season_to: None,
        not_before: None,
        due: None,
        materials: vec![],
    })
}

/// (day, task, what).
fn story(run: &Run) -> Vec<(f64, (u32, &'static str))> {
    run.all(|event| match event {
        Event::TaskStarted { task } => Some((task.0, "started")),
        Event::TaskPaused { task } => Some((task.0, "paused")),
        Event::TaskDone { task } => Some((task.0, "done")),
        _ => None,
    })
}

#[test]
fn tasks_of_one_team_follow_each_other_and_a_part_of_a_day_is_a_day_paid() {
    let (mut t, ..) = building(0);
    task(&mut t, "piles", 2.5);
    task(&mut t, "floor", 1.0);
    let mut run = Run::new(t, &[]);
    run.day(10);
    // Days 0, 1 and half of day 2; the floor takes the team on day 3.
    assert_eq!(
        story(&run),
        [(0.0, (0, "started")), (2.5, (0, "done")), (3.0, (1, "started")), (4.0, (1, "done"))]
    );
    let paid = run.all(|event| match event {
        Event::Paid { cause: CostCause::Construction, amount, .. } => Some(amount.get()),
        _ => None,
    });
    assert_eq!(paid, [(0.0, 500), (1.0, 500), (2.0, 500), (3.0, 500)]);
}

#[test]
fn a_task_waits_for_those_before_it_its_day_and_its_materials() {
    let (mut t, yard, steel) = building(1);
    let piles = task(&mut t, "piles", 1.0);
    let hall = task(&mut t, "hall", 1.0);
    t.tasks[hall].after = vec![piles];
    t.tasks[hall].not_before = Some(date(2026, 1, 4));
    t.tasks[hall].materials = vec![(steel, Quantity(3))];
    t.inbound.push(iceroad_model::stores::Inbound {
        name: "steel".into(),
        item: steel,
        quantity: Quantity(2),
        store: yard,
        seller: None,
        at: t.stores[yard].site,
        ready: date(2026, 1, 8),
    });
    let mut run = Run::new(t, &[]);
    run.day(20);
    let asked = run.first(|event| match event {
        Event::Demanded { quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(asked, Some((3.0, 3)));
    assert_eq!(
        story(&run),
        [(0.0, (0, "started")), (1.0, (0, "done")), (7.0, (1, "started")), (8.0, (1, "done"))]
    );
}

#[test]
fn work_stands_still_in_the_cold_and_out_of_season_and_goes_on_after() {
    let (mut t, ..) = building(0);
    let piles = task(&mut t, "piles", 4.0);
    // Frozen ground: from November to 6 January, over the new year.
    t.tasks[piles].season_from = Some(MonthDay { month: 11, day: 1 });
    t.tasks[piles].season_to = Some(MonthDay { month: 1, day: 6 });
    let mut run = Run::new(t, &[]);
    run.temperature[0] = Celsius::clamped(-20.0);
    run.day(1);
    run.temperature[0] = Celsius::clamped(-31.0);
    run.day(3);
    run.temperature[0] = Celsius::clamped(-30.0);
    run.day(330);
    // Days 0 and 1, cold on 2 and 3, day 4 and 5 (6 January) end it.
    assert_eq!(
        story(&run),
        [(0.0, (0, "started")), (2.0, (0, "paused")), (4.0, (0, "started")), (6.0, (0, "done")),]
    );
}

#[test]
fn a_task_that_has_begun_keeps_its_team_and_a_task_without_a_crew_needs_none() {
    let (mut t, ..) = building(0);
    let first = task(&mut t, "first", 2.0);
    task(&mut t, "second", 5.0);
    let paper = task(&mut t, "paper", 1.0);
    t.tasks[first].not_before = Some(date(2026, 1, 3));
    t.tasks[paper].crew = None;
    let mut run = Run::new(t, &[]);
    run.day(20);
    assert_eq!(
        story(&run),
        [
            (0.0, (1, "started")),
            (0.0, (2, "started")),
            (1.0, (2, "done")),
            (5.0, (1, "done")),
            (5.0, (0, "started")),
            (7.0, (0, "done")),
        ]
    );
}

#[test]
fn a_task_of_no_time_is_done_at_once() {
    let (mut t, ..) = building(0);
    task(&mut t, "nothing", 0.0);
    let mut run = Run::new(t, &[]);
    run.day(1);
    assert_eq!(story(&run), [(0.0, (0, "started")), (0.0, (0, "done"))]);
    assert_eq!(run.notices.len(), 1);
}
