//! What breaks the rules of machines, rock and fuel.
use super::Break;
use iceroad_base::civil::Date;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Quantity, Seconds, TonnesPerHour, Volume};
use iceroad_model::event::*;
use iceroad_model::fleet::Arrival;
use iceroad_model::mine::{Crusher, Dump};
use iceroad_model::pit::{Breaks, DigStep, Dozer};
use iceroad_worlds::example::*;

const BREAKS_OF_CRUSHER: Breaks =
    Breaks { life: Law::Constant { value: 50.0 }, repair: Law::Constant { value: 5.0 } };

pub(super) const BREAKS: &[Break] = &[
    ("entries are in order of time", |s| s.misdate("haul.dumped", 8.1)),
    ("nothing happens after the horizon", |s| s.state("late", 720.5, TRUCK_ALDER, MachineState::OffShift)),
    ("a machine acts only in the fleet", |s| s.state("early", 7.0, TRUCK_NEW, MachineState::OffShift)),
    ("a machine does not leave the fleet", |s| s.state("leaves", 600.0, TRUCK_ALDER, MachineState::Absent)),
    ("a machine is down only with a failure or a job", |s| {
        s.cut("field.failed");
        s.cut("field.opened");
    }),
    ("a machine is down only while a job is open", |s| {
        s.state("lies", 600.0, TRUCK_ALDER, MachineState::WaitBay)
    }),
    ("a failed machine does not work", |s| s.state("limps", 10.5, TRUCK_ALDER, MachineState::TravelEmpty)),
    ("a machine that failed is down", |s| s.cut("field.wait")),
    ("a state fits the machine", |s| s.state("odd", 7.0, LOADER_ORE, MachineState::Dumping)),
    ("a machine fails while its meter runs", |s| s.state("parks", 9.9, TRUCK_ALDER, MachineState::OffShift)),
    ("only electric machines draw energy", |s| s.draw(5)),
    ("energy drawn is more than nothing", |s| {
        s.under_a_line();
        s.draw(0);
    }),
    ("a charger gives no more than its power", |s| {
        s.on_batteries();
        s.draw(5_000);
    }),
    // Both stand there for an hour, and one charger gives 1,000 kWh.
    ("chargers together give no more than their power", |s| {
        s.on_batteries();
        s.tables.models[BIRCH_37].work = s.tables.models[ALDER_28].work.clone();
        for (label, machine, label2) in
            [("charges", TRUCK_ALDER, "draws"), ("charges too", TRUCK_BIRCH, "draws too")]
        {
            s.state(label, 40.0, machine, MachineState::Refuelling);
            s.add(label2, 41.0, Event::Drawn { machine, kwh: Quantity(1_000) });
        }
        s.state("charged", 41.0, TRUCK_ALDER, MachineState::OffShift);
        s.state("charged too", 41.0, TRUCK_BIRCH, MachineState::OffShift);
    }),
    ("a machine without an engine burns no fuel", |s| s.on_batteries()),
    ("a machine without an engine burns no fuel", |s| {
        s.on_cables();
        s.add("burns", 100.0, Event::Burnt { machine: LOADER_ORE, fuel: Volume(5) });
    }),
    // 100 hours at 40 kW and what it dug at 400 are far less.
    ("a loader draws no more than its power", |s| {
        s.on_cables();
        s.add("draws", 100.0, Event::Drawn { machine: LOADER_ORE, kwh: Quantity(9_000) });
    }),
    ("a machine fails in a subsystem of its model", |s| {
        s.set("field.failed", Event::Failed { machine: TRUCK_ALDER, subsystem: BIRCH_ENGINE });
    }),
    ("a machine that no workshop keeps never fails", |s| s.tables.machines[TRUCK_ALDER].workshop = None),
    ("a failed machine does not fail again", |s| {
        s.add("again", 10.5, Event::Failed { machine: TRUCK_ALDER, subsystem: ALDER_ENGINE });
    }),
    ("jobs are numbered in order", |s| {
        s.change("field.opened", |event| {
            if let Event::JobOpened { job, .. } = event {
                *job = JobNo(7);
            }
        })
    }),
    ("a job fits the machine's model", |s| {
        s.change("service.opened", |event| {
            if let Event::JobOpened { kind, .. } = event {
                *kind = JobKind::Service(BIRCH_SERVICE);
            }
        })
    }),
    ("a repair is opened once for what has failed or was found", |s| {
        s.change("field.opened", |event| {
            if let Event::JobOpened { kind, .. } = event {
                *kind = JobKind::Repair(ALDER_ENGINE);
            }
        })
    }),
    ("only an opened job is closed", |s| s.add("ghost", 600.0, Event::JobClosed { job: JobNo(9) })),
    ("a job is closed once", |s| s.add("twice", 600.0, Event::JobClosed { job: JobNo(0) })),
    ("a machine joins the fleet once", |s| {
        s.add("twice", 600.0, Event::Commissioned { machine: TRUCK_ALDER })
    }),
    ("a machine joins the fleet when it has come", |s| {
        s.tables.machines[TRUCK_NEW].arrival = Arrival::On(Date::constant(2026, 7, 20));
    }),
    ("a machine joins the fleet on its day", |s| {
        s.tables.machines[TRUCK_NEW].arrival = Arrival::On(Date::constant(2026, 7, 2));
        s.cut("line.joins");
    }),
    ("a machine of the fleet has a state", |s| s.cut("l1")),
    ("a machine joins when its piece has come", |s| {
        s.cut("line.joins");
        s.add("joins", 100.0, Event::Commissioned { machine: TRUCK_NEW });
    }),
    // Moves, crushers, dozers.
    ("a loader moves along its dig sequence", |s| {
        s.add("strays", 500.0, Event::LoaderMoved { loader: LOADER_ORE, face: FACE_WASTE });
    }),
    ("a hopper holds what is dumped into it", |s| {
        let crusher = Crusher { rate: TonnesPerHour::clamped(10.0), hopper: Mass::from_tonnes(40.0) };
        s.tables.dumps[CRUSHER].crusher = Some(crusher);
    }),
    ("a crusher stands only where it may fail", |s| {
        s.add("stands", 500.0, Event::DumpStopped { dump: CRUSHER });
    }),
    ("a crusher stands and works by turns", |s| {
        s.tables.dumps[CRUSHER].breaks = Some(BREAKS_OF_CRUSHER);
        s.add("works", 500.0, Event::DumpWorks { dump: CRUSHER });
    }),
    ("a crusher fails while it crushes", |s| {
        s.tables.dumps[CRUSHER].breaks = Some(BREAKS_OF_CRUSHER);
        s.add("stands", 500.0, Event::DumpStopped { dump: CRUSHER });
    }),
    ("a crusher is mended in the hours of its law", |s| {
        s.tables.dumps[CRUSHER].breaks = Some(BREAKS_OF_CRUSHER);
        s.add("stands", 8.65, Event::DumpStopped { dump: CRUSHER });
        s.add("works", 8.75, Event::DumpWorks { dump: CRUSHER });
    }),
    ("a loader leaves a face once it is dug out", |s| {
        s.tables.faces[FACE_ORE].available = Some(Mass::from_tonnes(600.0));
        s.tables.dig_sequence.push(DigStep { loader: LOADER_ORE, order: 1, face: FACE_WASTE });
        s.add("leaves", 500.0, Event::LoaderMoved { loader: LOADER_ORE, face: FACE_WASTE });
    }),
    ("a stockpile gives no more than was put on it", |s| {
        // The ore face becomes one that digs a heap on which nothing lies.
        let heap = Dump { name: "heap".into(), materials: vec![ORE], ..s.tables.dumps[SPOIL].clone() };
        s.tables.faces[FACE_ORE].stockpile = Some(s.tables.dumps.push(heap));
    }),
    ("nobody begins to dump at a place that is levelled", |s| {
        s.tables.dumps[CRUSHER].dozer = Some(Dozer { every: 1, takes: Seconds::clamped(3_600.0) });
    }),
    // Rock.
    ("a load exceeds the rated payload by a fifth at most", |s| loaded(s, 40.0)),
    ("loads are on average what their passes bring", |s| loaded(s, 40.0)),
    ("a load has mass", |s| loaded(s, 0.0)),
    ("a truck is empty before it is loaded", |s| {
        let (truck, loader, mass) = (TRUCK_ALDER, LOADER_ORE, Mass(1_000));
        s.after("haul.loaded", "again", Event::Loaded { truck, loader, face: FACE_ORE, mass });
    }),
    ("what is aboard has mass", |s| {
        loaded(s, -1.0);
        s.cut("haul.dumped");
    }),
    ("a loader loads a truck", |s| {
        s.change("haul.loaded", |event| {
            if let Event::Loaded { loader, .. } = event {
                *loader = TRUCK_BIRCH;
            }
        })
    }),
    ("a loader digs the face it stands at", |s| {
        s.change("haul.loaded", |event| {
            if let Event::Loaded { face, .. } = event {
                *face = FACE_WASTE;
            }
        })
    }),
    ("a face gives no more than it has", |s| {
        s.tables.faces[FACE_ORE].available = Some(Mass::from_tonnes(30.0))
    }),
    ("a truck is loaded while it is loading", |s| s.cut("haul.loading")),
    ("a loader loads while it is loading", |s| s.cut("haul.digs")),
    ("a loader serves one truck at a time", |s| {
        s.shift("haul2.loading", 8.25);
        s.cut("haul2.digs");
        s.cut("haul.wait2");
    }),
    ("a truck dumps what it was loaded with", |s| {
        s.change("haul.dumped", |event| {
            if let Event::Dumped { mass, .. } = event {
                *mass = Mass::from_tonnes(27.0);
            }
        })
    }),
    ("a dump takes the material", |s| {
        s.change("haul.dumped", |event| {
            if let Event::Dumped { dump, .. } = event {
                *dump = SPOIL;
            }
        })
    }),
    ("a truck dumps while it is dumping", |s| s.cut("haul.dumping")),
    ("a dump serves no more trucks than it has places", |s| s.shift("haul2.dumping", 8.58)),
    // Fuel.
    ("a machine tanks what the store issued", |s| refuelled(s, 450)),
    ("a machine tanks no more than its tank holds", |s| refuelled(s, 700)),
    ("fuel burnt is not negative", |s| burnt(s, -5)),
    ("a machine burns no more fuel than it had", |s| burnt(s, 1_100)),
    ("only an empty tank is dry", |s| s.add("dry", 9.6, Event::RanDry { machine: TRUCK_ALDER })),
    ("no machine runs dry where fuel is not followed", |s| {
        let mine = &mut s.tables.mines[MINE];
        (mine.fuel_point, mine.fuel_item, mine.fuel_store) = (None, None, None);
        s.add("dry", 8.4, Event::RanDry { machine: TRUCK_ALDER });
    }),
    ("a dry machine stands until the bowser comes", |s| {
        s.add("dry", 8.4, Event::RanDry { machine: TRUCK_ALDER });
        s.state("stands", 8.4, TRUCK_ALDER, MachineState::NoFuel);
        s.state("fills", 8.45, TRUCK_ALDER, MachineState::Refuelling);
    }),
    ("an engine that runs burns fuel", |s| s.cut("haul2.burnt")),
    ("a machine asks for its mine's fuel at its mine's store", |s| {
        s.change("fuel.demanded", |event| {
            if let Event::Demanded { item, .. } = event {
                *item = FLOUR;
            }
        })
    }),
];

fn loaded(s: &mut super::Story, tonnes: f64) {
    s.change("haul.loaded", |event| {
        if let Event::Loaded { mass, .. } = event {
            *mass = Mass::from_tonnes(tonnes);
        }
    });
}

fn refuelled(s: &mut super::Story, litres: i64) {
    s.set("fuel.tanked", Event::Refuelled { machine: TRUCK_ALDER, fuel: Volume(litres) });
}

fn burnt(s: &mut super::Story, litres: i64) {
    s.set("fuel.burnt", Event::Burnt { machine: TRUCK_ALDER, fuel: Volume(litres) });
}
