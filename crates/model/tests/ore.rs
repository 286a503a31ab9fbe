//! The ledger of grades through stockpiles.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_base::quantity::Mass;
use iceroad_model::mine::{Dump, Face};
use iceroad_model::ore::{Brought, OreLedger};
use iceroad_worlds::example::*;

#[test]
fn a_stockpile_gives_back_the_mean_of_what_was_put_on_it_and_keeps_its_content() {
    let mut tables = small();
    let pile = Dump { name: "pile".into(), ..tables.dumps[SPOIL].clone() };
    let pile = tables.dumps.push(Dump { materials: vec![ORE], ..pile });
    tables.faces[FACE_ORE].grade = Some(3.0);
    let face = Face { name: "pile".into(), ..tables.faces[FACE_ORE].clone() };
    let face = tables.faces.push(face);
    tables.faces[face].available = Some(Mass(10_000));
    tables.faces[face].stockpile = Some(pile);
    tables.faces[face].grade = Some(1.0);
    let mut ledger = OreLedger::new(&tables).unwrap();
    ledger.loaded(TRUCK_ALDER, FACE_ORE, Mass(30_000));
    assert_eq!(ledger.aboard(TRUCK_ALDER), Some(3.0));
    assert_eq!(
        ledger.dumped(TRUCK_ALDER, pile, Mass(30_000)),
        Brought { grade: Some(3.0), off_blend: false }
    );
    // 10 t of 1 and 30 t of 3 are 40 t of 2.5; what is left after digging has the same grade.
    for _ in 0..2 {
        ledger.loaded(TRUCK_BIRCH, face, Mass(20_000));
        assert!((ledger.dumped(TRUCK_BIRCH, SPOIL, Mass(20_000)).grade.unwrap() - 2.5).abs() < 1e-12);
    }
}

#[test]
fn without_grades_and_stockpiles_there_is_no_ledger() {
    assert!(OreLedger::new(&small()).is_none());
}
