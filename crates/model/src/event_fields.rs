//! The fields of every kind of log entry, by name, in one match: the digest, the log table and the audit's messages
//! all read entries through it, so none of them can forget a field.
use crate::event::{Claimant, Event, Flow, JobKind, Purpose};
use crate::record::DelayCause;

/// Whoever reads an entry field by field.
pub trait FieldVisitor {
    /// The kind of entry: its number (fixed) and its name. Called once, first.
    fn kind(&mut self, number: u8, name: &'static str);
    /// One field: its name and its value as an integer (an id's row, kilograms, minor units, milliseconds).
    fn field(&mut self, name: &'static str, value: i64);
}

impl Event {
    /// Shows the entry's kind and every field to `v`, always in the same order.
    #[inline]
    pub fn visit<V: FieldVisitor>(&self, v: &mut V) {
        use Event::*;
        match *self {
            State { machine, state } => {
                v.kind(1, "state");
                v.field("machine", machine.0.into());
                v.field("state", (state as u8).into());
            }
            Loaded { truck, loader, face, mass } => {
                v.kind(2, "loaded");
                v.field("truck", truck.0.into());
                v.field("loader", loader.0.into());
                v.field("face", face.0.into());
                v.field("mass_kg", mass.get());
            }
            Dumped { truck, dump, material, mass } => {
                v.kind(3, "dumped");
                v.field("truck", truck.0.into());
                v.field("dump", dump.0.into());
                v.field("material", material.0.into());
                v.field("mass_kg", mass.get());
            }
            Refuelled { machine, fuel } => {
                v.kind(4, "refuelled");
                v.field("machine", machine.0.into());
                v.field("fuel_l", fuel.get());
            }
            Burnt { machine, fuel } => {
                v.kind(5, "burnt");
                v.field("machine", machine.0.into());
                v.field("fuel_l", fuel.get());
            }
            Failed { machine, subsystem } => {
                v.kind(6, "failed");
                v.field("machine", machine.0.into());
                v.field("subsystem", subsystem.0.into());
            }
            JobOpened { job, machine, workshop, kind } => {
                v.kind(7, "job_opened");
                v.field("job", job.0.into());
                v.field("machine", machine.0.into());
                v.field("workshop", workshop.0.into());
                let (is_service, what) = match kind {
                    JobKind::Repair(subsystem) => (0, subsystem.0),
                    JobKind::Service(service) => (1, service.0),
                };
                v.field("is_service", is_service);
                v.field("subsystem_or_service", what.into());
            }
            BayTaken { job, bay } => {
                v.kind(8, "bay_taken");
                v.field("job", job.0.into());
                v.field("bay", bay.0.into());
            }
            WorkStarted { job, group, technicians } => {
                v.kind(9, "work_started");
                v.field("job", job.0.into());
                v.field("group", group.0.into());
                v.field("technicians", technicians.into());
            }
            WorkPaused { job } => {
                v.kind(10, "work_paused");
                v.field("job", job.0.into());
            }
            JobClosed { job } => {
                v.kind(11, "job_closed");
                v.field("job", job.0.into());
            }
            Demanded { demand, store, item, quantity, by } => {
                v.kind(12, "demanded");
                v.field("demand", demand.0.into());
                v.field("store", store.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
                let (kind, who) = match by {
                    Claimant::Job(job) => (0, job.0),
                    Claimant::Fuel(machine) => (1, machine.0),
                    Claimant::Settlement(settlement) => (2, settlement.0),
                    Claimant::Task(task) => (3, task.0),
                    Claimant::Store(store) => (4, store.0),
                };
                v.field("by_kind", kind);
                v.field("by", who.into());
            }
            Issued { demand, store, item, quantity } => {
                v.kind(13, "issued");
                v.field("demand", demand.0.into());
                v.field("store", store.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
            }
            Filled { demand } => {
                v.kind(14, "filled");
                v.field("demand", demand.0.into());
            }
            Dropped { demand } => {
                v.kind(15, "dropped");
                v.field("demand", demand.0.into());
            }
            Received { store, item, quantity, order } => {
                v.kind(16, "received");
                v.field("store", store.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
                v.field("order", order.0.into());
            }
            Spoiled { store, item, quantity } => {
                v.kind(17, "spoiled");
                v.field("store", store.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
            }
            Ordered { order, offer, store, quantity, purpose } => {
                v.kind(18, "ordered");
                v.field("order", order.0.into());
                v.field("offer", offer.0.into());
                v.field("store", store.0.into());
                v.field("quantity", quantity.get());
                visit_purpose(purpose, v);
            }
            Transferred { order, item, store, quantity, purpose } => {
                v.kind(19, "transferred");
                v.field("order", order.0.into());
                v.field("item", item.0.into());
                v.field("store", store.0.into());
                v.field("quantity", quantity.get());
                visit_purpose(purpose, v);
            }
            LicenceAwaited { order, rule, until } => {
                v.kind(20, "licence_awaited");
                v.field("order", order.0.into());
                v.field("rule", rule.0.into());
                v.field("until_ms", until.millis());
            }
            Refused { offer, rule, store } => {
                v.kind(21, "refused");
                v.field("offer", offer.0.into());
                v.field("rule", rule.0.into());
                v.field("store", store.0.into());
            }
            Shipped { shipment, order, item, quantity, at } => {
                v.kind(22, "shipped");
                v.field("shipment", shipment.0.into());
                v.field("order", order.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
                v.field("site", at.0.into());
            }
            Departed { shipment, leg, mass, trips } => {
                v.kind(23, "departed");
                v.field("shipment", shipment.0.into());
                v.field("leg", leg.0.into());
                v.field("mass_kg", mass.get());
                v.field("trips", trips.into());
            }
            Arrived { shipment, site } => {
                v.kind(24, "arrived");
                v.field("shipment", shipment.0.into());
                v.field("site", site.0.into());
            }
            SeasonLimit { season, gross } => {
                v.kind(25, "season_limit");
                v.field("season", season.0.into());
                v.field("gross_kg", gross.get());
            }
            Delivered { line, quantity } => {
                v.kind(26, "delivered");
                v.field("line", line.0.into());
                v.field("quantity", quantity.get());
            }
            Delayed { line, cause, span } => {
                v.kind(27, "delayed");
                v.field("line", line.0.into());
                let (kind, row) = match cause {
                    DelayCause::Lead => (0, 0),
                    DelayCause::Licence(rule) => (1, rule.0),
                    DelayCause::Season(season) => (2, season.0),
                    DelayCause::Capacity(leg) => (3, leg.0),
                    DelayCause::Transit => (4, 0),
                    DelayCause::Refused(rule) => (5, rule.0),
                    DelayCause::NoRoute => (6, 0),
                    DelayCause::Work => (7, 0),
                };
                v.field("cause_kind", kind);
                v.field("cause_row", row.into());
                v.field("span_ms", span.millis());
            }
            Penalised { line, amount } => {
                v.kind(28, "penalised");
                v.field("line", line.0.into());
                v.field("amount", amount.get());
            }
            Short { settlement, item, quantity } => {
                v.kind(29, "short");
                v.field("settlement", settlement.0.into());
                v.field("item", item.0.into());
                v.field("quantity", quantity.get());
            }
            TaskStarted { task } => {
                v.kind(30, "task_started");
                v.field("task", task.0.into());
            }
            TaskPaused { task } => {
                v.kind(31, "task_paused");
                v.field("task", task.0.into());
            }
            TaskDone { task } => {
                v.kind(32, "task_done");
                v.field("task", task.0.into());
            }
            Commissioned { machine } => {
                v.kind(33, "commissioned");
                v.field("machine", machine.0.into());
            }
            Paid { cause, to, amount } => {
                v.kind(34, "paid");
                v.field("cause", (cause as u8).into());
                v.field("to", to.map_or(-1, |party| party.0.into()));
                v.field("amount", amount.get());
            }
            Traded { order, partner, item, flow, mass, amount } => {
                v.kind(35, "traded");
                v.field("order", order.0.into());
                v.field("partner", partner.0.into());
                v.field("item", item.0.into());
                v.field("import", i64::from(flow == Flow::Import));
                v.field("mass_kg", mass.get());
                v.field("amount", amount.get());
            }
            LoaderMoved { loader, face } => {
                v.kind(36, "loader_moved");
                v.field("loader", loader.0.into());
                v.field("face", face.0.into());
            }
            DumpStopped { dump } => {
                v.kind(37, "dump_stopped");
                v.field("dump", dump.0.into());
            }
            DumpWorks { dump } => {
                v.kind(38, "dump_works");
                v.field("dump", dump.0.into());
            }
            RoadClosed { segment } => {
                v.kind(39, "road_closed");
                v.field("segment", segment.0.into());
            }
            RoadOpened { segment } => {
                v.kind(40, "road_opened");
                v.field("segment", segment.0.into());
            }
            ZoneEntered { truck, zone, along } => {
                v.kind(41, "zone_entered");
                v.field("truck", truck.0.into());
                v.field("zone", zone.0.into());
                v.field("along", along.into());
            }
            ZoneLeft { truck, zone } => {
                v.kind(42, "zone_left");
                v.field("truck", truck.0.into());
                v.field("zone", zone.0.into());
            }
            Drawn { machine, kwh } => {
                v.kind(43, "drawn");
                v.field("machine", machine.0.into());
                v.field("kwh", kwh.get());
            }
            Hauled { loader, dump, material, loads, mass } => {
                v.kind(60, "hauled");
                v.field("loader", loader.0.into());
                v.field("dump", dump.0.into());
                v.field("material", material.0.into());
                v.field("loads", loads.into());
                v.field("mass_kg", mass.get());
            }
            Carried { truck, loads, mass } => {
                v.kind(61, "carried");
                v.field("truck", truck.0.into());
                v.field("loads", loads.into());
                v.field("mass_kg", mass.get());
            }
            Spent { machine, booked, state, span } => {
                v.kind(62, "spent");
                v.field("machine", machine.0.into());
                v.field("booked", (booked as u8).into());
                v.field("state", (state as u8).into());
                v.field("span_ms", span.millis());
            }
        }
    }
}

#[inline]
fn visit_purpose<V: FieldVisitor>(purpose: Purpose, v: &mut V) {
    let (kind, what) = match purpose {
        Purpose::Replenish => (0, 0),
        Purpose::Emergency(demand) => (1, demand.0),
        Purpose::Line(line) => (2, line.0),
        Purpose::Inbound(inbound) => (3, inbound.0),
    };
    v.field("purpose", kind);
    v.field("purpose_of", what.into());
}
