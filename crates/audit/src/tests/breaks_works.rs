//! What breaks the rules of workshops, and of projects.
use super::{Break, Story};
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::{Mass, MeterHours, Money, Quantity};
use iceroad_model::event::*;
use iceroad_model::maintenance::{Opening, Sharing};
use iceroad_model::{GroupId, StoreId, WorkshopId};
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("a machine is mended in its own workshop", |s| {
        another_workshop(s);
        s.change("field.opened", |event| {
            if let Event::JobOpened { workshop, .. } = event {
                *workshop = OTHER;
            }
        });
    }),
    ("a service is not done before its time", |s| {
        s.tables.machines[TRUCK_ALDER].meter = MeterHours::clamped(8_206.0);
    }),
    ("a service is not left undone", |s| {
        let service = &mut s.tables.services[ALDER_SERVICE];
        (service.interval, service.early) = (MeterHours::clamped(10.0), MeterHours::clamped(1.0));
        s.state("goes on", 30.0, TRUCK_ALDER, MachineState::TravelEmpty);
    }),
    ("only an open job is worked on", |s| s.add("late", 600.0, work(0, MECHANICS, 1))),
    ("a job takes one bay", |s| s.add("twice", 16.5, Event::BayTaken { job: JobNo(1), bay: OLD_BAY })),
    ("a field job takes no bay", |s| s.add("bay", 10.5, Event::BayTaken { job: JobNo(0), bay: OLD_BAY })),
    ("a bay fits its machine and job", |s| s.tables.bays[OLD_BAY].takes = Mass::from_tonnes(30.0)),
    ("a bay is used only once it is there", |s| {
        s.set("bay.taken", Event::BayTaken { job: JobNo(1), bay: NEW_BAYS });
    }),
    ("a machine stands in one bay", |s| {
        s.add("opened", 16.2, opened(JobKind::Service(BIRCH_SERVICE)));
        s.add("bay", 16.2, Event::BayTaken { job: JobNo(2), bay: OLD_BAY });
    }),
    ("a machine is towed in before it stands in a bay", |s| s.cut("bay.tow")),
    ("a job is worked on by one crew at a time", |s| s.add("more", 16.5, work(1, MECHANICS, 2))),
    ("a machine is worked on for one job at a time", |s| {
        s.add("opened", 16.2, opened(JobKind::Service(BIRCH_SERVICE)));
        s.add("works", 16.3, work(2, MECHANICS, 1));
    }),
    ("hands-on work is done in a bay or by a field crew", |s| s.cut("bay.taken")),
    ("field work is done by groups that go out", |s| s.set("field.work", work(0, ELECTRICIANS, 1))),
    ("work begins with all parts there", |s| s.cut("part.filled")),
    ("parts that are always needed are asked for before work", |s| {
        s.tables.subsystems[ALDER_SUSPENSION].parts = s.tables.services[ALDER_SERVICE].kit.clone();
    }),
    ("technicians have the trade", |s| s.set("bay.work", work(1, ELECTRICIANS, 2))),
    ("a crew is as many as the job needs", |s| s.set("bay.work", work(1, MECHANICS, 1))),
    ("technicians work in their own workshop", |s| {
        another_workshop(s);
        let mut group = s.tables.technicians[MECHANICS].clone();
        (group.name, group.workshop) = ("strangers".into(), OTHER);
        let group: GroupId = s.tables.technicians.push(group);
        s.set("bay.work", work(1, group, 2));
    }),
    ("technicians are certified for the brand", |s| s.set("bay.work", work(1, ALDER_MECHANICS, 2))),
    ("technicians of a shop by brand work on their brand", |s| {
        s.tables.workshops[WORKSHOP].sharing = Sharing::ByBrand;
        s.set("field.work", work(0, MECHANICS, 1));
    }),
    ("technicians work only once they are there", |s| {
        s.tables.technicians[MECHANICS].opening = Opening::With(HALL);
    }),
    ("work begins on shift", |s| {
        s.shift("bay.work", 19.5);
        s.shift("bay.repair", 19.5);
        s.cut("bay.paused");
        s.cut("bay.resumed");
    }),
    ("only work under way stops", |s| s.add("stops", 19.5, Event::WorkPaused { job: JobNo(1) })),
    ("nobody works across the end of a shift", |s| {
        s.cut("bay.paused");
        s.cut("bay.resumed");
    }),
    ("a service takes its hands-on hours", |s| s.shift("service.closed", 28.0)),
    ("a job asks its workshop's store", |s| ask(s, BASE_STORE)),
    ("parts are asked for before work", |s| {
        s.shift("part.demanded", 16.0);
        s.shift("part.issued", 16.0);
        s.shift("part.filled", 16.0);
    }),
    ("a job asks for the parts of its list", |s| {
        for label in ["part.demanded", "part.issued"] {
            s.change(label, |event| match event {
                Event::Demanded { quantity, .. } | Event::Issued { quantity, .. } => *quantity = Quantity(3),
                _ => {}
            });
        }
    }),
    ("people go to the first in line who waits for them", |s| {
        s.shift("bay.resumed", 22.0);
        s.shift("bay.again", 22.0);
        s.add("passed", 21.5, work(2, MECHANICS, 1));
    }),
    ("a machine is in repair or service while it is worked on", |s| s.cut("field.repair")),
    ("a machine waits for a part only while one is lacking", |s| {
        s.shift("part.issued", 15.5);
        s.shift("part.filled", 15.5);
    }),
    ("no more bays are taken than there are", |s| {
        s.set("service.wait", Event::BayTaken { job: JobNo(2), bay: OLD_BAY });
    }),
    ("no more technicians work than there are", |s| {
        s.tables.technicians[MECHANICS].count = 2;
        s.add("opened", 16.2, opened(JobKind::Service(BIRCH_SERVICE)));
        s.add("works", 16.3, work(2, MECHANICS, 1));
    }),
    ("a machine waits for a bay only while none that fits is free", |s| s.tables.bays[OLD_BAY].count = 2),
    ("no more tows than recovery vehicles", |s| {
        let (machine, workshop, subsystem) = (TRUCK_ALDER, WORKSHOP, ALDER_ENGINE);
        let kind = JobKind::Repair(subsystem);
        s.add("failed", 14.6, Event::Failed { machine, subsystem });
        s.add("opened", 14.6, Event::JobOpened { job: JobNo(2), machine, workshop, kind });
        s.state("tow", 14.6, machine, MachineState::Tow);
    }),
    // Projects.
    ("a task starts when it stands still", |s| s.add("again", 550.0, Event::TaskStarted { task: HALL })),
    ("a task starts after those before it", |s| s.cut("piles.done")),
    ("a task starts on its first day or later", |s| {
        s.tables.tasks[HALL].not_before = Some(Date::constant(2026, 7, 28));
    }),
    ("a task starts with its materials there", |s| s.cut("need.filled")),
    ("only a task under way stops", |s| s.add("stops", 580.0, Event::TaskPaused { task: HALL })),
    ("a task is worked on in its season", |s| {
        s.tables.tasks[HALL].season_from = Some(MonthDay { month: 1, day: 1 });
        s.tables.tasks[HALL].season_to = Some(MonthDay { month: 7, day: 25 });
    }),
    ("a task is done once", |s| s.add("again", 650.0, Event::TaskDone { task: PILES })),
    ("a task takes its working days", |s| s.shift("hall.done", 602.0)),
    ("a task asks once for its materials", |s| {
        let (demand, by) = (DemandNo(7), Claimant::Task(HALL));
        let (store, item, quantity) = (MINE_STORE, MODULE, Quantity(4));
        s.add("more", 650.0, Event::Demanded { demand, store, item, quantity, by });
    }),
    ("a crew works on no more tasks than it has teams", |s| {
        s.add("both", 100.0, Event::TaskStarted { task: HALL })
    }),
    ("crews are paid for their days of work", |s| {
        let amount = Money(1);
        s.set("piles.paid", Event::Paid { cause: CostCause::Construction, to: None, amount });
    }),
];

const OTHER: WorkshopId = WorkshopId(1);

fn another_workshop(s: &mut Story) {
    let mut shop = s.tables.workshops[WORKSHOP].clone();
    shop.name = "other".into();
    s.tables.workshops.push(shop);
}

fn work(job: u32, group: GroupId, technicians: u16) -> Event {
    Event::WorkStarted { job: JobNo(job), group, technicians }
}

/// One more job on the truck in the bay, the third of the story by then.
fn opened(kind: JobKind) -> Event {
    Event::JobOpened { job: JobNo(2), machine: TRUCK_BIRCH, workshop: WORKSHOP, kind }
}

fn ask(s: &mut Story, at: StoreId) {
    for label in ["part.demanded", "part.issued"] {
        s.change(label, |event| match event {
            Event::Demanded { store, .. } | Event::Issued { store, .. } => *store = at,
            _ => {}
        });
    }
}
