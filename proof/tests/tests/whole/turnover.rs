//! Turnover of whole runs: by who is paid, by where goods are from, with services in it; the audit adds it up again.
use iceroad_base::quantity::{Money, Quantity};
use iceroad_model::event::Flow;
use iceroad_model::record::{TurnoverCell, Ware};
use iceroad_model::{PartyId, Tables};
use iceroad_worlds::example::*;

/// The turnover of a year that the audit finds no fault with, and how many jobs of the works agreement were done in it.
fn run(tables: Tables) -> (Vec<TurnoverCell>, i64) {
    let scenario = iceroad_tests::scenario(tables).unwrap();
    let run = iceroad_tests::run(&scenario, 5, 0).unwrap();
    assert!(run.violations.is_empty(), "{}", run.complaint());
    let before = scenario.lines[LINE_JOBS].delivered.get();
    (run.record.turnover.iter().collect(), run.record.lines[LINE_JOBS].delivered - before)
}

#[test]
fn goods_made_abroad_and_sold_by_a_dealer_at_home_are_domestic_by_seat_and_an_import_by_origin() {
    let mut tables = small();
    tables.items[FLOUR].origin = Some(ABROAD);
    tables.items[DIESEL].origin = None;
    let (cells, _) = run(tables);
    let chapter = |chapter: u8| {
        let ware = Ware::Goods { chapter };
        let mut of: Vec<_> = cells.iter().filter(|cell| cell.ware == ware && cell.amount > 0).collect();
        of.dedup_by_key(|cell| (cell.partner, cell.origin, cell.flow));
        of.into_iter().map(|cell| (cell.partner, cell.origin, cell.flow)).collect::<Vec<_>>()
    };
    assert_eq!(chapter(11), [(OFFICE, Some(ABROAD), Flow::Domestic)], "flour");
    assert_eq!(chapter(27), [(OFFICE, None, Flow::Domestic)], "diesel of who knows where");
}

/// Services in turnover with the seller and the buyer of the works seated as told: with whom, which way and for how much.
fn works(change: impl FnOnce(&mut Tables)) -> (Vec<(PartyId, Flow)>, i64, i64) {
    let mut tables = small();
    // A price that sixty jobs do not divide, and some done before.
    tables.lines[LINE_JOBS].price = Money(100_000_007);
    tables.lines[LINE_JOBS].delivered = Quantity(7);
    change(&mut tables);
    let home = tables.heading.home;
    let seat = tables.parties[tables.agreements[tables.lines[LINE_JOBS].agreement].seller].territory;
    let (cells, jobs) = run(tables);
    let of: Vec<_> = cells.into_iter().filter(|cell| cell.ware == Ware::Services).collect();
    assert!(of.iter().all(|cell| cell.origin == Some(seat) && cell.mass_kg == 0));
    assert!(of.iter().all(|cell| (cell.flow == Flow::Import) == (seat != home)));
    let mut with: Vec<_> = of.iter().map(|cell| (cell.partner, cell.flow)).collect();
    with.dedup();
    (with, of.iter().map(|cell| cell.amount).sum(), jobs)
}

#[test]
fn services_are_turnover_at_their_share_of_the_price_with_who_is_on_the_other_side() {
    let seats = |seller, buyer| {
        move |tables: &mut Tables| {
            tables.parties[COMPANY].territory = seller;
            tables.parties[OFFICE].territory = buyer;
        }
    };
    let (with, amount, jobs) = works(seats(HOME, HOME));
    assert!((1..=53).contains(&jobs), "{jobs} jobs");
    assert_eq!(amount, 100_000_007 * (7 + jobs) / 60 - 100_000_007 * 7 / 60);
    assert_eq!(with, [(COMPANY, Flow::Domestic)]);
    assert_eq!(works(seats(ABROAD, HOME)), (vec![(COMPANY, Flow::Import)], amount, jobs));
    let (with, ..) = works(seats(HOME, ABROAD));
    assert_eq!(with, [(OFFICE, Flow::Export)], "works for a buyer abroad");
}
