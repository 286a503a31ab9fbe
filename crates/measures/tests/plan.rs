//! Shares of plan: like with like, and met only where every material that has a plan reaches it.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use iceroad_base::quantity::Mass;
use iceroad_measures::frame::Frame;
use iceroad_measures::plan::Plan;
use iceroad_measures::production::{by_material, moved};
use iceroad_model::mine::{MaterialKind, PlanMonth};
use iceroad_model::record::{RunRecord, TonnesCell};
use iceroad_model::{MaterialId, Scenario};
use iceroad_worlds::example;

/// The small example with another plan; `waste` is ore where told so.
fn scenario(days: u32, both_ore: bool, plan: &[(MaterialId, u16, f64)]) -> Scenario {
    let mut tables = example::small();
    tables.heading.days = days;
    if both_ore {
        tables.materials[example::WASTE].kind = MaterialKind::Ore;
    }
    let month = |&(material, month, tonnes): &(MaterialId, u16, f64)| PlanMonth {
        mine: example::MINE,
        material,
        month,
        mass: Mass::from_tonnes(tonnes),
    };
    tables.plan = plan.iter().map(month).collect();
    Scenario::new(tables).unwrap()
}

/// Tonnes of ore (to the crusher) and waste (to the spoil tip) by month.
fn year(tonnes: &[(MaterialId, u16, f64)]) -> RunRecord {
    let cell = |&(material, month, tonnes): &(MaterialId, u16, f64)| TonnesCell {
        dump: if material == example::ORE { example::CRUSHER } else { example::SPOIL },
        material,
        month,
        mass_kg: (tonnes * 1_000.0) as i64,
        loads: 1,
    };
    RunRecord { tonnes: tonnes.iter().map(cell).collect(), ..RunRecord::default() }
}

const ORE: MaterialId = example::ORE;
const OTHER: MaterialId = example::WASTE;

#[test]
fn a_plan_of_one_month_is_held_against_that_month_alone() {
    let scenario = scenario(62, false, &[(ORE, 0, 480_000.0)]);
    let records = [year(&[(ORE, 0, 469_350.0), (ORE, 1, 470_000.0)])];
    let frame = Frame::new(&scenario, &records);
    let moved = moved(&frame);
    let share = moved.plan_share.unwrap().p50;
    assert!((share - 0.9778).abs() < 1e-4, "{share}");
    assert_eq!(moved.plan_met.map(|met| met.met), Some(0));
    let all = by_material(&frame);
    let ore = all.iter().find(|one| one.material == ORE).unwrap();
    assert_eq!((ore.share.map(|share| share.p50), ore.met.map(|met| met.met)), (Some(share), Some(0)));
    assert_eq!((ore.months_planned(), ore.months_short()), (1, 1));
}

#[test]
fn one_ore_does_not_make_up_for_another() {
    // Only one of two has a plan: the other's tonnes are no part of it.
    let one = scenario(31, true, &[(ORE, 0, 900_000.0)]);
    let records = [year(&[(ORE, 0, 468_900.0), (OTHER, 0, 468_900.0)])];
    let found = moved(&Frame::new(&one, &records));
    assert_eq!(found.plan_share.map(|share| share.p50), Some(0.521));
    assert_eq!(found.plan_met.map(|met| met.met), Some(0));
    // Both have one: 104 % together is not met where one has 52 %.
    let both = scenario(31, true, &[(ORE, 0, 450_000.0), (OTHER, 0, 450_000.0)]);
    let records = [year(&[(ORE, 0, 234_000.0), (OTHER, 0, 702_000.0)])];
    let found = moved(&Frame::new(&both, &records));
    assert_eq!(found.plan_share.map(|share| share.p50), Some(1.04));
    assert_eq!(found.plan_met.map(|met| met.met), Some(0));
    let (name, share) = found.furthest_behind.unwrap();
    assert_eq!((name.as_str(), share.p50), ("ore", 0.52));
}

#[test]
fn a_month_that_the_horizon_cuts_is_planned_for_its_days() {
    // 46 days: July whole, 15 of the 31 days of August.
    let scenario = scenario(46, false, &[(ORE, 0, 31_000.0), (ORE, 1, 62_000.0)]);
    let frame = Frame::new(&scenario, &[]);
    let planned = Plan::of(&frame).planned_by_month(ORE);
    assert_eq!(planned[0], 31_000.0);
    assert!((planned[1] - 30_000.0).abs() < 1e-6, "{}", planned[1]);
    let met = year(&[(ORE, 0, 31_000.0), (ORE, 1, 30_000.0)]);
    assert!((Plan::of(&frame).share(&met, ORE) - 1.0).abs() < 1e-12);
}
