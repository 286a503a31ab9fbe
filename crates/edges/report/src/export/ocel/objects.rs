//! The objects of an object-centric log: what the scenario names, and what a run brings about.
//!
//! An id is the type and the name, `truck:B13-01`; jobs, demands, orders and shipments have their number in the log. Where a
//! table has a name twice (two roads between the same nodes), the row is added from the second on.
use super::events::{Told, Value};
use super::{Types, declare, write_relation, write_text};
use iceroad_base::civil::Clock;
use iceroad_base::{Id, Table, Time};
use iceroad_model::Scenario;
use iceroad_model::event::{Event, JobKind};
use iceroad_model::ids::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use strum::IntoStaticStr;

/// A type of object, with its name in the log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Kind {
    Agreement,
    Bay,
    Demand,
    Dump,
    Face,
    Item,
    Job,
    Leg,
    #[strum(serialize = "agreement line")]
    Line,
    Loader,
    Mine,
    Offer,
    Order,
    Party,
    Project,
    #[strum(serialize = "restriction")]
    Rule,
    Season,
    #[strum(serialize = "haul road")]
    Segment,
    Settlement,
    Shipment,
    Site,
    Store,
    Task,
    Technicians,
    Truck,
    Workshop,
    Zone,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        self.into()
    }

    pub(super) fn of_machine(scenario: &Scenario, machine: MachineId) -> Kind {
        let model = scenario.machines[machine].model;
        if scenario.models[model].truck().is_some() { Kind::Truck } else { Kind::Loader }
    }
}

/// One object: a row of its table, or a number of the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) row: u32,
}

/// What is known of an object besides its id.
#[derive(Default)]
struct About<'s> {
    attributes: Vec<(&'static str, Value<'s>)>,
    relations: BTreeSet<(Object, &'static str)>,
}

impl<'s> About<'s> {
    fn text(mut self, name: &'static str, value: &'s str) -> Self {
        self.attributes.push((name, Value::Text(value)));
        self
    }

    fn whole(mut self, name: &'static str, value: i64) -> Self {
        self.attributes.push((name, Value::Whole(value)));
        self
    }

    fn to(mut self, kind: Kind, row: u32, qualifier: &'static str) -> Self {
        self.relations.insert((Object { kind, row }, qualifier));
        self
    }
}

/// All objects of a log.
pub(super) struct Objects<'s> {
    scenario: &'s Scenario,
    /// Ids of those that the scenario names.
    names: BTreeMap<Object, String>,
    all: BTreeMap<Object, About<'s>>,
}

impl<'s> Objects<'s> {
    /// Those of the scenario.
    pub(super) fn of(scenario: &'s Scenario) -> Self {
        let mut objects = Self { scenario, names: BTreeMap::new(), all: BTreeMap::new() };
        objects.add_pit();
        objects.add_shop();
        objects.add_trade();
        objects.add_promises();
        objects
    }

    fn add_rows<I: Id, T>(
        &mut self,
        kind: Kind,
        table: &'s Table<I, T>,
        about: impl Fn(&'s T) -> (&'s str, About<'s>),
    ) {
        let mut seen = BTreeSet::new();
        for (row, value) in table.iter().enumerate() {
            let (name, about) = about(value);
            self.add(Object { kind, row: row as u32 }, name, about, &mut seen);
        }
    }

    fn add(&mut self, object: Object, name: &str, about: About<'s>, seen: &mut BTreeSet<String>) {
        let again = if seen.insert(name.into()) { String::new() } else { format!("#{}", object.row) };
        self.names.insert(object, format!("{}:{name}{again}", object.kind.name()));
        self.all.insert(object, about);
    }

    fn add_pit(&mut self) {
        let scenario = self.scenario;
        self.add_rows(Kind::Site, &scenario.sites, |site| {
            (&site.name, About::default().text("title", &site.title))
        });
        self.add_rows(Kind::Mine, &scenario.mines, |mine| {
            (&mine.name, About::default().to(Kind::Site, mine.site.0, "at"))
        });
        let mine_of = |node: NodeId| scenario.nodes[node].mine.0;
        self.add_rows(Kind::Face, &scenario.faces, |face| {
            let material = &scenario.materials[face.material].name;
            let about = About::default().text("material", material);
            (&face.name, about.to(Kind::Mine, mine_of(face.node), "in"))
        });
        self.add_rows(Kind::Dump, &scenario.dumps, |dump| {
            let about = About::default().whole("places", dump.places.into());
            (&dump.name, about.to(Kind::Mine, mine_of(dump.node), "in"))
        });
        self.add_rows(Kind::Zone, &scenario.zones, |zone| {
            (&zone.name, About::default().to(Kind::Mine, zone.mine.0, "in"))
        });
        let mut seen = BTreeSet::new();
        for (id, segment) in scenario.segments.entries() {
            let (from, to) = (&scenario.nodes[segment.from], &scenario.nodes[segment.to]);
            let about = About::default().to(Kind::Mine, from.mine.0, "in");
            let name = format!("{} to {}", from.name, to.name);
            self.add(Object { kind: Kind::Segment, row: id.0 }, &name, about, &mut seen);
        }
        seen.clear();
        for (id, machine) in scenario.machines.entries() {
            let model = &scenario.models[machine.model];
            let mut about = About::default()
                .text("model", &model.name)
                .text("brand", &scenario.brands[model.brand])
                .to(Kind::Mine, machine.mine.0, "works in");
            if let Some(workshop) = machine.workshop {
                about = about.to(Kind::Workshop, workshop.0, "kept by");
            }
            if let Some(face) = machine.face {
                about = about.to(Kind::Face, face.0, "assigned to");
            }
            let object = Object { kind: Kind::of_machine(scenario, id), row: id.0 };
            self.add(object, &machine.name, about, &mut seen);
        }
    }

    fn add_shop(&mut self) {
        let scenario = self.scenario;
        self.add_rows(Kind::Workshop, &scenario.workshops, |shop| {
            (&shop.name, About::default().to(Kind::Site, shop.site.0, "at"))
        });
        self.add_rows(Kind::Bay, &scenario.bays, |bay| {
            let about = About::default().whole("count", bay.count.into());
            (&bay.name, about.to(Kind::Workshop, bay.workshop.0, "of"))
        });
        self.add_rows(Kind::Technicians, &scenario.technicians, |group| {
            let about = About::default().whole("count", group.count.into());
            (&group.name, about.to(Kind::Workshop, group.workshop.0, "of"))
        });
    }

    fn add_trade(&mut self) {
        let scenario = self.scenario;
        self.add_rows(Kind::Party, &scenario.parties, |party| {
            (&party.name, About::default().text("title", &party.title))
        });
        self.add_rows(Kind::Item, &scenario.items, |item| {
            (&item.name, About::default().text("title", &item.title))
        });
        self.add_rows(Kind::Rule, &scenario.restrictions, |rule| {
            (&rule.name, About::default().text("title", &rule.title))
        });
        self.add_rows(Kind::Offer, &scenario.offers, |offer| {
            let about = About::default().to(Kind::Party, offer.seller.0, "seller");
            (&offer.name, about.to(Kind::Item, offer.item.0, "of"))
        });
        self.add_rows(Kind::Store, &scenario.stores, |store| {
            (&store.name, About::default().to(Kind::Site, store.site.0, "at"))
        });
        self.add_rows(Kind::Season, &scenario.seasons, |season| (&season.name, About::default()));
        self.add_rows(Kind::Leg, &scenario.legs, |leg| {
            let about = About::default().to(Kind::Site, leg.from.0, "from").to(Kind::Site, leg.to.0, "to");
            let season = leg.season.map(|season| season.0);
            (&leg.name, season.into_iter().fold(about, |about, row| about.to(Kind::Season, row, "in")))
        });
    }

    fn add_promises(&mut self) {
        let scenario = self.scenario;
        self.add_rows(Kind::Agreement, &scenario.agreements, |agreement| {
            let about = About::default().text("title", &agreement.title);
            let about = about.to(Kind::Party, agreement.seller.0, "seller");
            (&agreement.name, about.to(Kind::Party, agreement.buyer.0, "buyer"))
        });
        self.add_rows(Kind::Line, &scenario.lines, |line| {
            let about = About::default().whole("quantity", line.quantity.get());
            (&line.name, about.to(Kind::Agreement, line.agreement.0, "of"))
        });
        self.add_rows(Kind::Settlement, &scenario.settlements, |settlement| {
            let about = About::default().whole("people", settlement.people.into());
            (&settlement.name, about.to(Kind::Site, settlement.site.0, "at"))
        });
        self.add_rows(Kind::Project, &scenario.projects, |project| (&project.name, About::default()));
        self.add_rows(Kind::Task, &scenario.tasks, |task| {
            (&task.name, About::default().to(Kind::Project, task.project.0, "of"))
        });
    }

    /// Notes what an event brings about, and how it hangs together with what was there.
    pub(super) fn take(&mut self, told: &Told<'_>, event: &Event) {
        for &(object, _) in &told.relations {
            if matches!(object.kind, Kind::Job | Kind::Demand | Kind::Order | Kind::Shipment) {
                self.all.entry(object).or_default();
            }
        }
        let scenario = self.scenario;
        match *event {
            Event::JobOpened { job, machine, workshop, kind } => {
                let (of, what) = match kind {
                    JobKind::Repair(subsystem) => ("repair", &scenario.subsystems[subsystem].name),
                    JobKind::Service(service) => ("service", &scenario.services[service].name),
                };
                let about = About::default().text("kind", of).text("what", what);
                let about = about.to(Kind::of_machine(scenario, machine), machine.0, "on");
                let about = about.to(Kind::Workshop, workshop.0, "at");
                self.all.insert(Object { kind: Kind::Job, row: job.0 }, about);
            }
            Event::Shipped { shipment, order, .. } => {
                let about = About::default().to(Kind::Order, order.0, "of");
                self.all.insert(Object { kind: Kind::Shipment, row: shipment.0 }, about);
            }
            Event::Ordered { order, store, .. } | Event::Transferred { order, store, .. } => {
                let about = About::default().to(Kind::Store, store.0, "for");
                self.all.insert(Object { kind: Kind::Order, row: order.0 }, about);
            }
            Event::Demanded { demand, store, .. } => {
                let about = About::default().to(Kind::Store, store.0, "on");
                self.all.insert(Object { kind: Kind::Demand, row: demand.0 }, about);
            }
            _ => {}
        }
    }

    /// The id of an object in the file.
    pub(super) fn id(&self, object: Object) -> String {
        match self.names.get(&object) {
            Some(name) => name.clone(),
            None => format!("{}:{}", object.kind.name(), object.row),
        }
    }

    /// The types with their attributes.
    pub(super) fn types(&self) -> Types {
        let mut types = Types::new();
        for (object, about) in &self.all {
            declare(&mut types, object.kind.name(), &about.attributes);
        }
        types
    }

    /// Writes all objects; their attributes hold from the horizon's start on.
    pub(super) fn write(&self, clock: &Clock, out: &mut dyn Write) -> io::Result<usize> {
        let since = clock.utc_text(Time::START);
        for (at, (&object, about)) in self.all.iter().enumerate() {
            out.write_all(super::separator(at))?;
            out.write_all(b"{\"id\":")?;
            write_text(&self.id(object), out)?;
            write!(out, ",\"type\":\"{}\",\"attributes\":[", object.kind.name())?;
            for (at, (name, value)) in about.attributes.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                write!(out, "{comma}{{\"name\":\"{name}\",\"time\":\"{since}\",\"value\":")?;
                value.write(clock, out)?;
                out.write_all(b"}")?;
            }
            out.write_all(b"],\"relationships\":[")?;
            for (at, (other, qualifier)) in about.relations.iter().enumerate() {
                write_relation(at, &self.id(*other), qualifier, out)?;
            }
            out.write_all(b"]}")?;
        }
        Ok(self.all.len())
    }
}
