//! What each entry of the log becomes as an event: its type, its attributes, the objects it is about.
//!
//! [`tell`] is the whole table. A new kind of entry gets an arm here; types and attributes need no other declaration.
use super::objects::{Kind, Object};
use crate::words;
use iceroad_base::civil::Clock;
use iceroad_base::{Id, Time};
use iceroad_model::Scenario;
use iceroad_model::event::{Claimant, Event, Flow, JobKind, Purpose};
use iceroad_model::ids::*;
use std::io::{self, Write};

/// The value of an attribute.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Value<'s> {
    Text(&'s str),
    Whole(i64),
    Real(f64),
    Moment(Time),
}

impl Value<'_> {
    /// The format's word for its type.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Value::Text(_) => "string",
            Value::Whole(_) => "integer",
            Value::Real(_) => "float",
            Value::Moment(_) => "time",
        }
    }

    pub(super) fn write(&self, clock: &Clock, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Value::Text(text) => super::write_text(text, out),
            Value::Whole(value) => write!(out, "{value}"),
            Value::Real(value) => serde_json::to_writer(out, value).map_err(io::Error::from),
            Value::Moment(at) => write!(out, "\"{}\"", clock.utc_text(*at)),
        }
    }
}

/// An event under way; used again for the next.
#[derive(Default)]
pub(super) struct Told<'s> {
    pub(super) kind: &'static str,
    pub(super) attributes: Vec<(&'static str, Value<'s>)>,
    pub(super) relations: Vec<(Object, &'static str)>,
}

impl<'s> Told<'s> {
    fn begin(&mut self, kind: &'static str) -> &mut Self {
        self.kind = kind;
        self.attributes.clear();
        self.relations.clear();
        self
    }

    fn text(&mut self, name: &'static str, value: &'s str) -> &mut Self {
        self.attributes.push((name, Value::Text(value)));
        self
    }

    fn whole(&mut self, name: &'static str, value: i64) -> &mut Self {
        self.attributes.push((name, Value::Whole(value)));
        self
    }

    fn real(&mut self, name: &'static str, value: f64) -> &mut Self {
        self.attributes.push((name, Value::Real(value)));
        self
    }

    fn moment(&mut self, name: &'static str, value: Time) -> &mut Self {
        self.attributes.push((name, Value::Moment(value)));
        self
    }

    fn to(&mut self, kind: Kind, row: u32, qualifier: &'static str) -> &mut Self {
        self.relations.push((Object { kind, row }, qualifier));
        self
    }

    fn machine(&mut self, scenario: &Scenario, machine: MachineId, qualifier: &'static str) -> &mut Self {
        self.to(Kind::of_machine(scenario, machine), machine.0, qualifier)
    }

    fn purpose(&mut self, purpose: Purpose) -> &mut Self {
        match purpose {
            Purpose::Replenish => self.text("purpose", "replenish"),
            Purpose::Emergency(demand) => self.text("purpose", "emergency").to(Kind::Demand, demand.0, "for"),
            Purpose::Line(line) => self.text("purpose", "agreement").to(Kind::Line, line.0, "for"),
            Purpose::Inbound(_) => self.text("purpose", "inbound"),
        }
    }

    fn claimant(&mut self, scenario: &Scenario, by: Claimant) -> &mut Self {
        match by {
            Claimant::Job(job) => self.to(Kind::Job, job.0, "for"),
            Claimant::Fuel(machine) => self.machine(scenario, machine, "for"),
            Claimant::Settlement(settlement) => self.to(Kind::Settlement, settlement.0, "for"),
            Claimant::Task(task) => self.to(Kind::Task, task.0, "for"),
            Claimant::Store(store) => self.to(Kind::Store, store.0, "for"),
        }
    }
}

/// Tells an entry as an event.
pub(super) fn tell<'s>(scenario: &'s Scenario, event: &Event, told: &mut Told<'s>) {
    let item_name = |item: ItemId| scenario.items[item].name.as_str();
    match *event {
        Event::State { machine, state } => {
            let class = words::class_key(state.class());
            told.begin(state.name()).text("class", class).machine(scenario, machine, "machine");
        }
        Event::Loaded { truck, loader, face, mass } => {
            let material = scenario.faces[face].material;
            told.begin("loaded")
                .whole("mass_kg", mass.get())
                .text("material", &scenario.materials[material].name)
                .machine(scenario, truck, "truck")
                .machine(scenario, loader, "loader")
                .to(Kind::Face, face.0, "from");
        }
        Event::Dumped { truck, dump, material, mass } => {
            told.begin("dumped")
                .whole("mass_kg", mass.get())
                .text("material", &scenario.materials[material].name)
                .machine(scenario, truck, "truck")
                .to(Kind::Dump, dump.0, "at");
        }
        Event::LoaderMoved { loader, face } => {
            told.begin("loader moved").machine(scenario, loader, "loader").to(Kind::Face, face.0, "to");
        }
        Event::DumpStopped { dump } => {
            told.begin("dump stopped").to(Kind::Dump, dump.0, "dump");
        }
        Event::DumpWorks { dump } => {
            told.begin("dump works").to(Kind::Dump, dump.0, "dump");
        }
        Event::RoadClosed { segment } => {
            told.begin("road closed").to(Kind::Segment, segment.0, "road");
        }
        Event::RoadOpened { segment } => {
            told.begin("road opened").to(Kind::Segment, segment.0, "road");
        }
        Event::ZoneEntered { truck, zone, along } => {
            told.begin("zone entered")
                .text("direction", if along { "along" } else { "against" })
                .machine(scenario, truck, "truck")
                .to(Kind::Zone, zone.0, "zone");
        }
        Event::ZoneLeft { truck, zone } => {
            told.begin("zone left").machine(scenario, truck, "truck").to(Kind::Zone, zone.0, "zone");
        }
        Event::Drawn { machine, kwh } => {
            told.begin("energy drawn").whole("energy_kwh", kwh.get()).machine(scenario, machine, "machine");
        }
        Event::Hauled { loader, dump, material, loads, mass } => {
            told.begin("hauled in sum")
                .whole("loads", loads.into())
                .whole("mass_kg", mass.get())
                .text("material", &scenario.materials[material].name)
                .machine(scenario, loader, "loader")
                .to(Kind::Dump, dump.0, "at");
        }
        Event::Carried { truck, loads, mass } => {
            told.begin("carried in sum")
                .whole("loads", loads.into())
                .whole("mass_kg", mass.get())
                .machine(scenario, truck, "truck");
        }
        Event::Spent { machine, booked, state, span } => {
            told.begin("time told again")
                .text("booked", booked.name())
                .text("state", state.name())
                .whole("span_ms", span.millis())
                .machine(scenario, machine, "machine");
        }
        Event::Refuelled { machine, fuel } => {
            told.begin("refuelled").whole("fuel_l", fuel.get()).machine(scenario, machine, "machine");
        }
        Event::Burnt { machine, fuel } => {
            told.begin("fuel burnt").whole("fuel_l", fuel.get()).machine(scenario, machine, "machine");
        }
        Event::Failed { machine, subsystem } => {
            told.begin("failed")
                .text("subsystem", &scenario.subsystems[subsystem].name)
                .machine(scenario, machine, "machine");
        }
        Event::JobOpened { job, machine, workshop, kind } => {
            let (of, what) = match kind {
                JobKind::Repair(subsystem) => ("repair", &scenario.subsystems[subsystem].name),
                JobKind::Service(service) => ("service", &scenario.services[service].name),
            };
            told.begin("job opened")
                .text("kind", of)
                .text("what", what)
                .to(Kind::Job, job.0, "job")
                .machine(scenario, machine, "machine")
                .to(Kind::Workshop, workshop.0, "workshop");
        }
        Event::BayTaken { job, bay } => {
            told.begin("bay taken").to(Kind::Job, job.0, "job").to(Kind::Bay, bay.0, "bay");
        }
        Event::WorkStarted { job, group, technicians } => {
            told.begin("work started")
                .whole("technicians", technicians.into())
                .to(Kind::Job, job.0, "job")
                .to(Kind::Technicians, group.0, "technicians");
        }
        Event::WorkPaused { job } => {
            told.begin("work paused").to(Kind::Job, job.0, "job");
        }
        Event::JobClosed { job } => {
            told.begin("job closed").to(Kind::Job, job.0, "job");
        }
        Event::Demanded { demand, store, item, quantity, by } => {
            told.begin("demanded")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Demand, demand.0, "demand")
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item")
                .claimant(scenario, by);
        }
        Event::Issued { demand, store, item, quantity } => {
            told.begin("issued")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Demand, demand.0, "demand")
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item");
        }
        Event::Filled { demand } => {
            told.begin("demand filled").to(Kind::Demand, demand.0, "demand");
        }
        Event::Dropped { demand } => {
            told.begin("demand dropped").to(Kind::Demand, demand.0, "demand");
        }
        Event::Received { store, item, quantity, order } => {
            told.begin("received")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Order, order.0, "order")
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item");
        }
        Event::Spoiled { store, item, quantity } => {
            told.begin("spoiled")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item");
        }
        Event::Ordered { order, offer, store, quantity, purpose } => {
            let item = scenario.offers[offer].item;
            told.begin("ordered")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Order, order.0, "order")
                .to(Kind::Offer, offer.0, "offer")
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item")
                .purpose(purpose);
        }
        Event::Transferred { order, item, store, quantity, purpose } => {
            told.begin("transferred")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Order, order.0, "order")
                .to(Kind::Store, store.0, "store")
                .to(Kind::Item, item.0, "item")
                .purpose(purpose);
        }
        Event::LicenceAwaited { order, rule, until } => {
            told.begin("licence awaited").moment("until", until).to(Kind::Order, order.0, "order").to(
                Kind::Rule,
                rule.0,
                "under",
            );
        }
        Event::Refused { offer, rule, store } => {
            told.begin("offer refused").to(Kind::Offer, offer.0, "offer").to(Kind::Rule, rule.0, "by").to(
                Kind::Store,
                store.0,
                "for",
            );
        }
        Event::Shipped { shipment, order, item, quantity, at } => {
            told.begin("shipped")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Shipment, shipment.0, "shipment")
                .to(Kind::Order, order.0, "order")
                .to(Kind::Item, item.0, "item")
                .to(Kind::Site, at.0, "from");
        }
        Event::Departed { shipment, leg, mass, trips } => {
            told.begin("departed")
                .whole("mass_kg", mass.get())
                .whole("trips", trips.into())
                .to(Kind::Shipment, shipment.0, "shipment")
                .to(Kind::Leg, leg.0, "by");
        }
        Event::Arrived { shipment, site } => {
            told.begin("arrived").to(Kind::Shipment, shipment.0, "shipment").to(Kind::Site, site.0, "at");
        }
        Event::SeasonLimit { season, gross } => {
            let state = match gross.get() {
                0 => "closed",
                i64::MAX => "unlimited",
                _ => "limited",
            };
            told.begin("season limit").text("state", state).to(Kind::Season, season.0, "season");
            if state == "limited" {
                told.whole("gross_kg", gross.get());
            }
        }
        Event::Delivered { line, quantity } => {
            told.begin("delivered").whole("quantity", quantity.get());
            told.line(scenario, line);
        }
        Event::Delayed { line, cause, span } => {
            told.begin("delay accounted")
                .text("cause", cause.name())
                .real("hours", span.hours())
                .line(scenario, line);
        }
        Event::Penalised { line, amount } => {
            told.begin("penalised").real("amount", amount.major()).line(scenario, line);
        }
        Event::Short { settlement, item, quantity } => {
            told.begin("short")
                .whole("quantity", quantity.get())
                .text("item", item_name(item))
                .to(Kind::Settlement, settlement.0, "settlement")
                .to(Kind::Item, item.0, "item");
        }
        Event::TaskStarted { task } => told.task(scenario, "task started", task),
        Event::TaskPaused { task } => told.task(scenario, "task paused", task),
        Event::TaskDone { task } => told.task(scenario, "task done", task),
        Event::Commissioned { machine } => {
            told.begin("commissioned").machine(scenario, machine, "machine");
        }
        Event::Paid { cause, to, amount } => {
            told.begin("paid").text("cause", cause.name()).real("amount", amount.major());
            if let Some(party) = to {
                told.to(Kind::Party, party.0, "to");
            }
        }
        Event::Traded { order, partner, item, flow, mass, amount } => {
            told.begin("traded")
                .text("flow", if flow == Flow::Import { "import" } else { "domestic" })
                .whole("mass_kg", mass.get())
                .real("amount", amount.major())
                .to(Kind::Order, order.0, "order")
                .to(Kind::Party, partner.0, "partner")
                .to(Kind::Item, item.0, "item");
        }
    }
}

impl<'s> Told<'s> {
    fn line(&mut self, scenario: &'s Scenario, line: LineId) {
        let agreement = scenario.lines[line].agreement;
        self.to(Kind::Line, line.0, "line").to(Kind::Agreement, agreement.index() as u32, "agreement");
    }

    fn task(&mut self, scenario: &'s Scenario, kind: &'static str, task: TaskId) {
        let project = scenario.tasks[task].project;
        self.begin(kind).to(Kind::Task, task.0, "task").to(Kind::Project, project.0, "project");
    }
}
