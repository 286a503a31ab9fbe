//! Lines of agreements: called off, delivered by their Incoterm, late, paid, and why.
use crate::world::*;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::quantity::{Days, Mass, Money, Quantity, Share};
use iceroad_model::event::DelayCause;
use iceroad_model::event::{CostCause, Event, Flow, JobKind, Purpose};
use iceroad_model::obligations::{Agreement, AgreementLine, Incoterm, Promise};
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::{AgreementId, ItemId, LegId, LineId, OfferId, PartyId, RestrictionId, StoreId, Tables};
use iceroad_supply::penalty;

pub(crate) fn agreement(t: &mut Tables, seller: PartyId, buyer: PartyId, incoterm: Incoterm) -> AgreementId {
    t.agreements.push(Agreement {
        name: format!("agreement-{}", t.agreements.len()),
        title: "An agreement".into(),
        seller,
        buyer,
        signed: date(2025, 6, 1),
        incoterm,
        penalty_per_day: share(0.001),
        grace: Days::clamped(5.0),
        penalty_cap: share(0.1),
        freight_priority: None,
    })
}

/// A line of goods from the first offer, for 1,000,000, delivered at the store.
pub(crate) fn goods_line(
    t: &mut Tables,
    store: StoreId,
    item: ItemId,
    quantity: i64,
    order_on: Date,
    due: Date,
) -> LineId {
    let us = t.party("us", HOME);
    let agreement = agreement(t, SELLER, us, Incoterm::Dap);
    t.lines.push(AgreementLine {
        name: format!("line-{}", t.lines.len()),
        agreement,
        promise: Promise::Goods { item, offer: OfferId(0), store },
        quantity: Quantity(quantity),
        delivered: Quantity(0),
        order_on: Some(order_on),
        due,
        price: Money(1_000_000),
    })
}

/// An offer in XB with 20 days of lead, a leg of 3 days, and a line of two called off on 11 January (day 10).
fn world(due: Date) -> (Tables, LineId, StoreId, ItemId, LegId) {
    let mut t = supply();
    let (from, to) = (t.site("from", XB), t.site("to", HOME));
    let goods = t.item("goods", 1_000);
    let leg = t.leg("road", from, to, 3.0);
    let shop = t.store("shop", to, None);
    t.offer("offer", goods, from, 20.0);
    let line = goods_line(&mut t, shop, goods, 2, date(2026, 1, 11), due);
    (t, line, shop, goods, leg)
}

fn delivered(run: &Run) -> Vec<(f64, i64)> {
    run.all(|event| match event {
        Event::Delivered { quantity, .. } => Some(quantity.get()),
        _ => None,
    })
}

/// Where the time of the only line went, in days.
fn delays(run: &Run) -> Vec<(DelayCause, f64)> {
    let told = run.all(|event| match event {
        Event::Delayed { cause, span, .. } => Some((cause, span.days())),
        _ => None,
    });
    told.into_iter().map(|(_, one)| one).collect()
}

fn paid(run: &Run, wanted: CostCause) -> Vec<(f64, i64)> {
    run.all(|event| match event {
        Event::Paid { cause, amount, .. } if cause == wanted => Some(amount.get()),
        _ => None,
    })
}

#[test]
fn penalties_count_started_days_after_the_grace_up_to_the_cap() {
    let price = Money(100_000_000);
    // Authored vectors (agreements.json, liquidated damages of 0.5 % a week up to 10 %), at a seventh of a week a day.
    let weekly = share(0.005 / 7.0);
    let cases = [
        (0, 0.0, 0),
        (7, 0.0, 500_000),
        (21, 21.0, 0),
        (28, 21.0, 500_000),
        (140, 0.0, 10_000_000),
        (141, 0.0, 10_000_000),
    ];
    for (days, grace, damages) in cases {
        let found = penalty(price, weekly, Days::clamped(grace), share(0.1), days);
        assert!((found.get() - damages).abs() <= 1, "{days} days late with {grace} of grace: {found:?}");
    }
    // The same source's daily rate: 10 % over a fifth of 300 days is 1,666.67 a day of 1,000,000.
    let daily = penalty(price, Share::clamped(0.1 / 60.0), Days::clamped(0.0), share(0.1), 1);
    assert_eq!(daily, Money(166_667));
    assert_eq!(penalty(price, share(0.001), Days::clamped(0.0), share(0.1), 0), Money(0));
}

#[test]
fn the_midnight_after_the_due_day_is_one_day_late() {
    // 20 days of lead and 3 under way from the 8th on: there at 00:00 of 31 March.
    for (due, days) in [(31, 0), (30, 1), (29, 2), (28, 3)] {
        let (mut t, line, ..) = world(date(2026, 3, due));
        t.lines[line].order_on = Some(date(2026, 3, 8));
        t.agreements[AgreementId(0)].grace = Days::clamped(0.0);
        t.agreements[AgreementId(0)].penalty_per_day = share(0.01);
        let price = t.lines[line].price.get();
        let mut run = Run::new(t, &[]);
        run.day(100);
        let found: i64 = paid(&run, CostCause::Penalty).iter().map(|(_, amount)| -amount).sum();
        assert_eq!(found, days * price / 100, "due on {due} March");
    }
}

#[test]
fn a_line_is_called_off_handed_over_moved_and_delivered_at_the_place() {
    let (mut t, line, shop, goods, _) = world(date(2026, 3, 1));
    t.parties[SELLER].territory = XB;
    let mut run = Run::new(t, &[]);
    run.day(40);
    let ordered = run.first(|event| match event {
        Event::Ordered { purpose: Purpose::Line(line), quantity, .. } => Some((line, quantity.get())),
        _ => None,
    });
    assert_eq!(ordered, Some((10.0, (line, 2))));
    assert_eq!(delivered(&run), [(33.0, 2)]);
    assert_eq!(run.received(shop), [(33.0, 2)]);
    assert_eq!(delays(&run), [(DelayCause::Lead, 20.0), (DelayCause::Transit, 3.0)]);
    // The line's price at the place; the carriage is the seller's.
    assert_eq!(paid(&run, CostCause::Purchase), [(33.0, 1_000_000)]);
    assert_eq!(paid(&run, CostCause::Freight), []);
    let traded = run.first(|event| match event {
        Event::Traded { item, flow, mass, amount, .. } => Some((item, flow, mass, amount)),
        _ => None,
    });
    assert_eq!(traded, Some((33.0, (goods, Flow::Import, Mass(2_000), Money(1_000_000)))));
    assert_eq!(paid(&run, CostCause::Penalty), []);
}

#[test]
fn terms_that_deliver_at_origin_deliver_at_hand_over() {
    let (mut t, ..) = world(date(2026, 3, 1));
    t.agreements[AgreementId(0)].incoterm = Incoterm::Fca;
    let mut run = Run::new(t, &[]);
    run.day(40);
    assert_eq!(delivered(&run), [(30.0, 2)]);
    assert_eq!(paid(&run, CostCause::Purchase), [(30.0, 1_000_000)]);
    assert_eq!(paid(&run, CostCause::Freight), [(30.0, 1_000)], "a trip at 1,000, also with 2 t");
}

#[test]
fn a_late_line_is_penalised_once_when_it_is_complete_and_that_is_income() {
    // Due at the end of day 20, delivered on day 33 at 00:00, the 13th late day: 8 beyond the grace.
    let (t, line, ..) = world(date(2026, 1, 21));
    let mut run = Run::new(t, &[]);
    run.day(60);
    let penalised = run.all(|event| match event {
        Event::Penalised { line, amount } => Some((line, amount.get())),
        _ => None,
    });
    assert_eq!(penalised, [(33.0, (line, 8_000))]);
    assert_eq!(paid(&run, CostCause::Penalty), [(33.0, -8_000)]);
}

#[test]
fn a_line_that_is_open_at_the_end_is_accounted_for_then() {
    let (mut t, ..) = world(date(2026, 1, 21));
    t.heading.days = 25;
    let mut run = Run::new(t, &[]);
    run.until(at(25.0));
    run.call(|supply, ctx| supply.finish(ctx).unwrap());
    assert_eq!(delays(&run), [(DelayCause::Lead, 15.0)]);
    assert_eq!(paid(&run, CostCause::Penalty), [], "5 days late are within the grace");
}

#[test]
fn a_missed_window_is_told_as_the_season() {
    let (mut t, _, _, _, leg) = world(date(2026, 3, 1));
    let winter = t.season("winter");
    t.legs[leg].season = Some(winter);
    // Handed over on day 30, a day after the road has closed; it opens again on day 300.
    let mut run = Run::new(t, &[vec![window(0, 29), window(300, 350)]]);
    run.day(320);
    assert_eq!(delivered(&run), [(303.0, 2)]);
    let account = [(DelayCause::Lead, 20.0), (DelayCause::Season(winter), 270.0), (DelayCause::Transit, 3.0)];
    assert_eq!(delays(&run), account);
}

#[test]
fn the_authored_chance_to_catch_the_window_is_what_comes_of_it() {
    // Authored vector (agreements.json, window lateness): lead 20, 30 or 50 days; the road closes on day 35; 3 days on
    // it; next open on day 300. Arrivals 23, 33 and 303: with chances .5, .3, .2 the mean is 82, and .2 are late for day 60.
    let mut mean = 0.0;
    for (lead, chance, arrives) in [(20.0, 0.5, 23.0), (30.0, 0.3, 33.0), (50.0, 0.2, 303.0)] {
        let (mut t, line, _, _, leg) = world(date(2026, 3, 1));
        t.lines[line].order_on = Some(date(2026, 1, 1));
        t.offers[OfferId(0)].lead_days = constant(lead);
        t.legs[leg].season = Some(t.season("winter"));
        let mut run = Run::new(t, &[vec![window(0, 35), window(300, 350)]]);
        run.day(310);
        assert_eq!(delivered(&run), [(arrives, 2)]);
        mean += chance * delivered(&run)[0].0;
    }
    assert!((mean - 82.0_f64).abs() < 1e-9);
}

#[test]
fn too_few_trips_are_told_as_capacity() {
    let (mut t, _, _, _, leg) = world(date(2026, 3, 1));
    (t.runs_on(leg).runs, t.runs_on(leg).payload) = (trips(1), Mass(1_000));
    let mut run = Run::new(t, &[]);
    run.day(60);
    assert_eq!(delivered(&run), [(33.0, 1), (34.0, 1)]);
    let account = [(DelayCause::Lead, 20.0), (DelayCause::Capacity(leg), 1.0), (DelayCause::Transit, 3.0)];
    assert_eq!(delays(&run), account);
}

fn ban(t: &mut Tables, action: Action, from: Option<Date>, to: Option<Date>) -> RestrictionId {
    t.restrictions.push(Restriction {
        name: "rule".into(),
        title: "A rule (illustrative)".into(),
        action,
        scope: Scope { sellers: vec![SELLER], ..Scope::default() },
        from,
        to,
        wind_down_until: None,
        exempt: vec![],
    })
}

#[test]
fn a_refused_line_is_tried_every_day_and_the_rule_is_told() {
    let (mut t, ..) = world(date(2026, 3, 1));
    let rule = ban(&mut t, Action::Prohibit, None, Some(date(2026, 1, 20)));
    let mut run = Run::new(t, &[]);
    run.day(60);
    let refused = run.all(|event| match event {
        Event::Refused { offer, rule, .. } => Some((offer, rule)),
        _ => None,
    });
    assert_eq!(refused, [(10.0, (OfferId(0), rule))], "said once");
    let account = [(DelayCause::Refused(rule), 10.0), (DelayCause::Lead, 20.0), (DelayCause::Transit, 3.0)];
    assert_eq!(delays(&run), account);
}

#[test]
fn a_licence_comes_before_the_lead_time() {
    let (mut t, ..) = world(date(2026, 3, 1));
    let rule = ban(&mut t, Action::Licence { lead: Days::clamped(7.0) }, None, None);
    let mut run = Run::new(t, &[]);
    run.day(60);
    let awaited = run.first(|event| match event {
        Event::LicenceAwaited { rule, until, .. } => Some((rule, until.days())),
        _ => None,
    });
    assert_eq!(awaited, Some((10.0, (rule, 17.0))));
    let account = [(DelayCause::Licence(rule), 7.0), (DelayCause::Lead, 20.0), (DelayCause::Transit, 3.0)];
    assert_eq!(delays(&run), account);
}

#[test]
fn a_line_called_off_before_the_horizon_has_the_rest_of_its_lead_time() {
    let (mut t, line, ..) = world(date(2026, 3, 1));
    t.lines[line].order_on = Some(date(2025, 12, 20)); // 12 days before the start
    // The rule came into force after the call-off.
    ban(&mut t, Action::Prohibit, Some(date(2025, 12, 25)), None);
    let mut run = Run::new(t, &[]);
    run.day(60);
    assert_eq!(delivered(&run), [(11.0, 2)]);
}

#[test]
fn due_days_end_in_the_zone_of_the_place() {
    // Authored vectors (agreements.json, time zones): due 31 March 24:00.
    for (zone, second, on_time) in
        [("Asia/Yakutsk", 15 * 3_600 - 1, true), ("America/Yellowknife", 30 * 3_600 + 1, false)]
    {
        let (mut t, line, shop, ..) = world(date(2026, 3, 31));
        let place = t.stores[shop].site;
        t.sites[place].zone = Zone::named(zone).unwrap();
        t.lines[line].order_on = Some(date(2026, 3, 8));
        // 20 days of lead and 3 on the road end at 31 March 00:00 UTC; the rest of the lead is to the second.
        t.offers[OfferId(0)].lead_days = constant(20.0 + f64::from(second) / 86_400.0);
        t.agreements[AgreementId(0)].grace = Days::clamped(0.0);
        let mut run = Run::new(t, &[]);
        run.day(100);
        assert_eq!(paid(&run, CostCause::Penalty).is_empty(), on_time, "{zone}");
    }
}

#[test]
fn a_line_is_paid_share_by_share_to_the_last_unit() {
    let (mut t, line, _, _, leg) = world(date(2026, 3, 1));
    t.lines[line].quantity = Quantity(3);
    (t.runs_on(leg).runs, t.runs_on(leg).payload) = (trips(1), Mass(1_000));
    let mut run = Run::new(t, &[]);
    run.day(60);
    let shares = paid(&run, CostCause::Purchase);
    assert_eq!(shares.iter().map(|(_, amount)| *amount).collect::<Vec<_>>(), [333_333, 333_334, 333_333]);
}

#[test]
fn tonnes_are_credited_to_the_lines_of_a_dump_by_due_day() {
    // Tables of a whole mine: the small example.
    let mut t = iceroad_worlds::example::small();
    let ore = iceroad_worlds::example::LINE_ORE;
    t.lines[ore].quantity = Quantity(100);
    let mut later = t.lines[ore].clone();
    (later.name, later.due, later.quantity) = ("ore-later".into(), date(2027, 6, 20), Quantity(50));
    let later = t.lines.push(later);
    let mut run = Run::new(t, &[vec![], vec![]]);
    let crusher = iceroad_worlds::example::CRUSHER;
    for kg in [60_500, 120_999, 500_000] {
        run.call(|supply, ctx| supply.tonnes_at(crusher, Mass(kg), ctx).unwrap());
    }
    let credited = run.all(|event| match event {
        Event::Delivered { line, quantity } => Some((line, quantity.get())),
        _ => None,
    });
    assert_eq!(credited, [(0.0, (ore, 60)), (0.0, (ore, 40)), (0.0, (later, 20)), (0.0, (later, 30))]);
}

#[test]
fn a_job_counts_for_one_line_and_late_works_cost_us() {
    let mut t = iceroad_worlds::example::small();
    let jobs = iceroad_worlds::example::LINE_JOBS;
    t.lines[jobs].quantity = Quantity(1);
    t.lines[jobs].due = date(2026, 7, 5); // day 4 ends it
    let mut run = Run::new(t, &[vec![], vec![]]);
    run.until(at(20.25));
    let kind = JobKind::Service(iceroad_worlds::example::ALDER_SERVICE);
    for _ in 0..2 {
        run.call(|supply, ctx| supply.service_done(iceroad_worlds::example::WORKSHOP, kind, ctx).unwrap());
    }
    let done = run.all(|event| match event {
        Event::Delivered { line, quantity } if line == jobs => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(done.len(), 1);
    // 15.25 days late: 16 started, 11 beyond the grace, of 90,000.00.
    assert_eq!(paid(&run, CostCause::Penalty), [(20.25, 99_000)]);
}

#[test]
fn machines_of_a_line_join_the_fleet_and_do_not_come_onto_a_shelf() {
    let mut t = iceroad_worlds::example::small();
    let line = iceroad_worlds::example::LINE_TRUCK;
    t.lines[line].quantity = Quantity(2); // the second is for the shelf
    let mut run = Run::new(t, &[vec![window(-100, 400)], vec![window(-100, 400)]]);
    run.until(at(364.0));
    let machine = iceroad_worlds::example::TRUCK_NEW;
    let joined = run.notices.iter().filter(|&&one| one == iceroad_supply::Notice::Commission { machine });
    assert_eq!(joined.count(), 1);
    let shelved = run.all(|event| match event {
        Event::Received { item, quantity, .. } if item == iceroad_worlds::example::TRUCK => {
            Some(quantity.get())
        }
        _ => None,
    });
    assert_eq!(shelved.iter().map(|(_, units)| units).sum::<i64>(), 1);
    assert!(run.supply.balance().iter().all(|one| one.holds()));
}
