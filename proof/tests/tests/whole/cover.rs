//! A year that looks fine and leaves too little: what three years show, one year must warn of, and of nothing else.
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::Quantity;
use iceroad_measures::cover;
use iceroad_measures::frame::Frame;
use iceroad_model::obligations::{Consumption, Settlement};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::worth::Payer;
use iceroad_model::{Code, Scenario, SettlementId, Tables};
use iceroad_worlds::build::Build;
use iceroad_worlds::supply::{HOME, supply};
use std::sync::Arc;

/// Two towns at the end of winter roads (10 January to 1 April) burn ten a day from 4,000 on; oil is ordered on 1 November:
/// one fills up to 3,300, less than a year's use, the other to 4,600, a year and the ten weeks until the road opens.
fn towns(days: u32) -> Arc<Scenario> {
    let mut t = supply();
    t.heading.days = days;
    let yard = t.site("yard", HOME);
    let oil = t.item("oil", 1);
    t.offer("offer", oil, yard, 5.0);
    let winter = t.season("winter");
    for (name, up_to) in [("lean", 3_300), ("full", 4_600)] {
        let policy = ReviewPolicy::BeforeClosure {
            up_to: Quantity(up_to),
            order_by: MonthDay { month: 11, day: 1 },
            reorder: Quantity(0),
            reorder_up_to: Quantity(0),
        };
        town(&mut t, name, policy, winter);
    }
    iceroad_tests::scenario(t).unwrap()
}

fn town(t: &mut Tables, name: &str, policy: ReviewPolicy, winter: iceroad_model::SeasonId) {
    let (yard, oil) = (iceroad_model::SiteId(0), iceroad_model::ItemId(0));
    let site = t.site(name, HOME);
    let store = t.store(name, site, None);
    t.stock(store, oil, 4_000, policy);
    let road = t.leg(name, yard, site, 1.0);
    t.legs[road].season = Some(winter);
    let settlement = SettlementId(t.settlements.len() as u32);
    let payer = Payer::Territory;
    t.settlements.push(Settlement { name: name.into(), site, people: 100, store, payer });
    t.consumption.push(Consumption { settlement, item: oil, per_day: 10.0, per_heating_degree_day: 0.0 });
}

/// Short days of each town.
fn short_days(scenario: &Arc<Scenario>) -> [u32; 2] {
    let run = iceroad_tests::run(scenario, 1, 0).unwrap();
    assert!(run.violations.is_empty(), "{}", run.complaint());
    [0, 1].map(|town| {
        let cells = run.record.shortages.iter().filter(|cell| cell.settlement == SettlementId(town));
        cells.map(|cell| cell.days).sum()
    })
}

#[test]
fn one_year_warns_of_exactly_what_three_years_show() {
    let (one, three) = (towns(365), towns(1_096));
    assert_eq!(short_days(&one), [0, 0]);
    // On 11 January 2027, day 375, 250 are left and 2,350 come: they last to day 634; the next come on day 740.
    let [lean, full] = short_days(&three);
    assert!((100..=260).contains(&lean) && full == 0, "{lean} and {full} days short in three years");

    let records = [iceroad_tests::run(&one, 1, 0).unwrap().record];
    let found = cover::all(&Frame::new(&one, &records));
    let told: Vec<_> = found.iter().map(|one| (one.store.as_str(), one.days.p50, one.is_risky())).collect();
    // At the end 350 are left, 2,350 and 3,650 are on the way; the next order's oil comes 375 days after it.
    assert_eq!(told, [("lean", 270.0, true), ("full", 400.0, false)]);
    assert_eq!(found[0].next_supply, Some(375.0));
    let warned: Vec<_> = one.warnings().iter().map(|fault| (fault.code, fault.row)).collect();
    assert_eq!(warned, [(Code::YearNotCovered, Some(0))]);
}
