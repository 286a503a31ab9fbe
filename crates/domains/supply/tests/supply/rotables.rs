//! What comes out of machines, is repaired in turn, and comes back or is bought anew.
use crate::world::*;
use iceroad_base::quantity::{Money, Quantity};
use iceroad_model::event::{CostCause, Event, JobNo, Purpose};
use iceroad_model::{ItemId, SiteId, StoreId, Tables};

const STORE: StoreId = StoreId(0);
const ENGINE: ItemId = ItemId(0);

/// Two engines on the shelf, bought one for one with ten days of lead; a repair takes five days.
fn one_shop() -> Tables {
    let mut t = supply();
    let yard = t.site("yard", HOME);
    let engine = t.item("engine", 100);
    let store = t.store("store", yard, None);
    t.stock(store, engine, 2, continuous(1, 2));
    t.offer("offer", engine, yard, 10.0);
    t.rotable(engine, store, 5.0);
    t
}

fn replace(run: &mut Run, job: u32) {
    let mut demand = for_job(STORE, ENGINE, 1);
    demand.by = iceroad_model::event::Claimant::Job(JobNo(job));
    run.ask(demand);
}

fn stands(run: &mut Run, job: u32) {
    run.call(|supply, ctx| supply.cores_out(JobNo(job), ctx).unwrap());
}

fn began(run: &Run) -> Vec<f64> {
    run.all(|event| matches!(event, Event::RepairBegan { .. }).then_some(()))
        .into_iter()
        .map(|one| one.0)
        .collect()
}

fn repaired(run: &Run) -> Vec<f64> {
    run.all(|event| matches!(event, Event::Repaired { .. }).then_some(()))
        .into_iter()
        .map(|one| one.0)
        .collect()
}

#[test]
fn a_core_comes_out_as_its_machine_stands_and_is_back_after_its_repair() {
    let mut run = Run::new(one_shop(), &[]);
    run.until(at(3.0));
    replace(&mut run, 0);
    run.until(at(4.0));
    assert_eq!(began(&run), []);
    stands(&mut run, 0);
    // Told again, as of a machine that goes from job to job: it is out already.
    stands(&mut run, 0);
    run.until(at(30.0));
    assert_eq!((began(&run), repaired(&run)), (vec![4.0], vec![9.0]));
    // It was counted on from the demand on, so nothing was bought.
    assert_eq!(run.received(STORE), [(9.0, 1)]);
    assert_eq!(run.all(|event| matches!(event, Event::Ordered { .. }).then_some(())), []);
}

#[test]
fn what_is_condemned_is_bought_anew() {
    let mut t = one_shop();
    t.rotables.iter_mut().for_each(|row| row.scrap_share = share(1.0));
    let stock = t.stock.iter_mut().next().unwrap();
    (stock.on_hand, stock.policy) = (Quantity(1), continuous(0, 1));
    t.rotables.iter_mut().for_each(|row| row.in_repair = Quantity(1));
    let mut run = Run::new(t, &[]);
    run.until(at(1.0));
    replace(&mut run, 0);
    stands(&mut run, 0);
    run.until(at(100.0));
    assert_eq!(repaired(&run), []);
    // Position 2 at the start, and with the demand and its core; 1 and 0 as both are condemned, on days 5 and 6.
    assert_eq!(run.received(STORE), [(16.0, 1)]);
}

#[test]
fn a_bench_takes_one_unit_after_the_other() {
    let mut t = one_shop();
    t.repair_shops.iter_mut().for_each(|row| row.benches = Some(1));
    t.rotables.iter_mut().for_each(|row| row.in_repair = Quantity(3));
    let mut run = Run::new(t, &[]);
    run.until(at(30.0));
    assert_eq!((began(&run), repaired(&run)), (vec![0.0, 5.0, 10.0], vec![5.0, 10.0, 15.0]));
    assert_eq!(run.received(STORE), [(5.0, 1), (10.0, 1), (15.0, 1)]);
}

#[test]
fn each_repair_is_paid_for() {
    let mut t = one_shop();
    t.rotables.iter_mut().for_each(|row| (row.cost, row.in_repair) = (Money(700), Quantity(2)));
    t.repair_shops.iter_mut().for_each(|row| row.party = Some(SELLER));
    let mut run = Run::new(t, &[]);
    run.until(at(30.0));
    let paid = run.all(|event| match event {
        Event::Paid { cause: CostCause::Repairs, to, amount } => Some((to, amount.get())),
        _ => None,
    });
    assert_eq!(paid, [(5.0, (Some(SELLER), 700)), (5.0, (Some(SELLER), 700))]);
    let sent = run.all(|event| match event {
        Event::Transferred { purpose: Purpose::Repaired(_), quantity, .. } => Some(quantity.get()),
        _ => None,
    });
    assert_eq!(sent.len(), 2);
}

/// The shop is in town, two days away: one road leads there, another back.
fn shop_in_town() -> Tables {
    let mut t = one_shop();
    let town = t.site("town", HOME);
    t.leg("there", SiteId(0), town, 2.0);
    t.leg("back", town, SiteId(0), 1.0);
    t.repair_shops.iter_mut().for_each(|shop| shop.site = Some(town));
    t
}

fn came(run: &Run) -> Vec<f64> {
    run.all(|event| matches!(event, Event::CoreCame { .. }).then_some(()))
        .into_iter()
        .map(|one| one.0)
        .collect()
}

#[test]
fn a_core_travels_to_a_shop_elsewhere_and_comes_back() {
    let mut run = Run::new(shop_in_town(), &[]);
    run.until(at(3.5));
    replace(&mut run, 0);
    stands(&mut run, 0);
    run.until(at(30.0));
    assert_eq!((came(&run), began(&run), repaired(&run)), (vec![5.5], vec![5.5], vec![10.5]));
    assert_eq!(run.received(STORE), [(11.5, 1)]);
    // Both ways are paid for: a trip each.
    let freight = run.all(|event| match event {
        Event::Paid { cause: CostCause::Freight, amount, .. } => Some(amount.get()),
        _ => None,
    });
    assert_eq!(freight, [(3.5, 1_000), (10.5, 1_000)]);
}

#[test]
fn a_core_waits_for_its_road_to_open() {
    let mut t = shop_in_town();
    let winter = t.season("winter");
    t.legs.iter_mut().for_each(|leg| leg.season = Some(winter));
    let mut run = Run::new(t, &[vec![window(10, 14), window(40, 60)]]);
    run.until(at(3.5));
    replace(&mut run, 0);
    stands(&mut run, 0);
    run.until(at(100.0));
    // Out on the first open day, repaired on day 17 as the road is closed, back on the first day of the next winter.
    assert_eq!((came(&run), repaired(&run)), (vec![12.0], vec![17.0]));
    assert_eq!(run.received(STORE), [(41.0, 1)]);
}

#[test]
fn what_lies_in_the_shop_at_the_start_needs_no_way_there() {
    let mut t = shop_in_town();
    t.rotables.iter_mut().for_each(|row| row.in_repair = Quantity(1));
    let mut run = Run::new(t, &[]);
    run.until(at(30.0));
    assert_eq!((came(&run), repaired(&run)), (vec![], vec![5.0]));
    assert_eq!(run.received(STORE), [(6.0, 1)]);
}
