//! Every rule has a test that breaks one thing in the small example and expects its code and no other.
//!
//! A case is a function of its own (`cargo test -p iceroad-model a_loader_needs_a_face`) and an entry of its file's
//! list; the lists together must name every code from 402 on.

/// Declares cases: `name: Code at "table" "column", |tables| …;`.
macro_rules! cases {
    ($($name:ident: $code:ident at $table:literal $column:literal, $break_it:expr;)*) => {
        pub(crate) const CASES: &[$crate::Case] = &[$($crate::Case {
            name: stringify!($name),
            code: iceroad_model::Code::$code,
            place: ($table, $column),
            break_it: $break_it,
        },)*];
        $(#[test] fn $name() {
            let case = CASES.iter().find(|case| case.name == stringify!($name)).unwrap();
            $crate::run(case);
        })*
    };
}

mod agreements;
mod climate;
mod fleet;
mod goods;
mod maintenance;
mod mine_uses;
mod mines;
mod pit;
mod projects;
mod references;
mod shift;
mod stores;
mod time;
mod traction;
mod trade;
mod traffic;

use iceroad_model::fault::TABLES;
use iceroad_model::{Code, Fault, Scenario, Tables};
use iceroad_worlds::build::Build;
use iceroad_worlds::example;

/// What a case expects, what it breaks.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) code: Code,
    pub(crate) place: (&'static str, &'static str),
    pub(crate) break_it: fn(&mut Tables),
}

/// The faults of the small example after a change, or what it is warned of.
pub(crate) fn faults(break_it: impl FnOnce(&mut Tables)) -> Vec<Fault> {
    let mut tables = example::small();
    break_it(&mut tables);
    match Scenario::new(tables) {
        Ok(scenario) => scenario.warnings().to_vec(),
        Err(faults) => faults,
    }
}

/// Runs a case: its code in its place, and no other code.
pub(crate) fn run(case: &Case) {
    let found = faults(case.break_it);
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(!found.is_empty(), "{}: no fault was found", case.name);
    for fault in &found {
        assert_eq!(fault.code, case.code, "{}: {told:#?}", case.name);
        assert_eq!((fault.table, fault.column), case.place, "{}: {told:#?}", case.name);
        for text in [&fault.value, &fault.expected, &fault.advice] {
            assert!(!text.is_empty(), "{}: an empty text in {told:#?}", case.name);
            assert!(!text.ends_with('.') || text.ends_with("..."), "{}: a full stop in {text}", case.name);
        }
        assert!(!fault.advice.starts_with(char::is_uppercase), "{}: {}", case.name, fault.advice);
        assert!(TABLES.contains(&fault.table), "{}: {} is no table", case.name, fault.table);
    }
}

fn all() -> impl Iterator<Item = &'static Case> {
    let files = [
        agreements::CASES,
        climate::CASES,
        fleet::CASES,
        goods::CASES,
        maintenance::CASES,
        mine_uses::CASES,
        mines::CASES,
        pit::CASES,
        projects::CASES,
        references::CASES,
        shift::CASES,
        stores::CASES,
        time::CASES,
        traction::CASES,
        trade::CASES,
        traffic::CASES,
    ];
    files.into_iter().flatten()
}

#[test]
fn the_small_example_is_without_fault() {
    assert_eq!(faults(|_| {}), []);
}

/// Codes that are found where haul roads are worked out, in the haulage crate, and where ice is grown, in the climate crate.
const ELSEWHERE: [Code; 5] =
    [Code::BatterySmall, Code::TyresTooHot, Code::TankSmall, Code::HaulageRefused, Code::StepNeverReached];

#[test]
fn every_code_from_402_on_has_a_case() {
    let without: Vec<_> = Code::ALL
        .iter()
        .filter(|code| {
            **code as u16 >= 402 && !ELSEWHERE.contains(code) && !all().any(|case| case.code == **code)
        })
        .collect();
    assert!(without.is_empty(), "codes without a case: {without:?}");
}

#[test]
fn codes_are_in_order_and_their_titles_are_sentences_without_a_stop() {
    assert!(Code::ALL.is_sorted_by(|one, next| (*one as u16) < (*next as u16)));
    for code in Code::ALL {
        assert!(code.title().len() > 10 && !code.title().ends_with('.'), "{code}: {}", code.title());
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_tables() {
    let found = faults(|t| {
        t.tasks[example::HALL].materials[0].1 = iceroad_base::quantity::Quantity(0);
        t.machines[example::LOADER_ORE].face = None;
        t.runs_on(example::RAIL).runs = iceroad_model::transport::Runs::Trips(0);
        t.heading.replications = 0;
    });
    let codes: Vec<Code> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        [Code::NoReplications, Code::LegCarriesNothing, Code::LoaderWithoutFace, Code::MaterialNone]
    );
}

#[test]
fn a_bad_horizon_does_not_hide_other_faults() {
    let found = faults(|t| {
        t.heading.days = 0;
        t.machines[example::LOADER_ORE].face = None;
        // Not a fault where nobody knows when the horizon ends.
        t.inbound[iceroad_model::InboundId(0)].ready = iceroad_base::civil::Date::constant(2040, 1, 1);
    });
    let codes: Vec<Code> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, [Code::HorizonBad, Code::LoaderWithoutFace]);
}

#[test]
fn a_large_scenario_is_checked_in_time_near_its_size() {
    let grown = |n: usize| {
        let mut tables = example::small();
        for copy in 0..n {
            let mut machine = tables.machines[example::TRUCK_ALDER].clone();
            machine.name = format!("copy-{copy}");
            tables.machines.push(machine);
            let mut item = tables.items[example::FILTER].clone();
            item.name = format!("filter-{copy}");
            let item = tables.items.push(item);
            let line = tables.stock[iceroad_model::StockId(0)].clone();
            tables.stock.push(iceroad_model::stores::StockLine { item, ..line });
            let offer = tables.offers[example::OFFER_FILTER].clone();
            tables.offers.push(iceroad_model::trade::Offer { name: format!("offer-{copy}"), item, ..offer });
            let line = tables.lines[example::LINE_FILTERS].clone();
            tables
                .lines
                .push(iceroad_model::obligations::AgreementLine { name: format!("line-{copy}"), ..line });
        }
        tables
    };
    // Quadratic rules would take minutes here.
    assert!(Scenario::new(grown(50_000)).is_ok());
}

#[test]
fn a_fault_reads_as_one_sentence() {
    let found = faults(|t| t.machines[example::LOADER_ORE].face = None);
    assert_eq!(
        found[0].to_string(),
        "IR0614: a loader has no face (machines, row 4, column face): `loader-1` without a face; expected a face of \
         `pit`; name the face it digs"
    );
}

#[test]
fn absurd_but_legal_scenarios_pass() {
    // No machines at all: warned of, as there is a plan.
    let found = faults(|t| {
        t.machines = Default::default();
        t.lines = Default::default();
    });
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::MineWithoutTrucks]);
    // A road whose ice never bears, and thirty years.
    assert_eq!(faults(|t| t.heading.days = 10_958), []);
    // Nothing but a heading.
    let heading = example::small().heading;
    let mut bare = Tables::new(heading);
    bare.territories.push("XA".into());
    assert_eq!(Scenario::new(bare).err().unwrap_or_default(), []);
}
