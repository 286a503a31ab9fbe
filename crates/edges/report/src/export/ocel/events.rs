//! What each entry of the log becomes as an event: its kind is the type, its fields are attributes and relations to objects.
//!
//! Entries are read by their declared fields, and have the names declared there; [`Told::put`] says what each type of value
//! becomes. A new kind of entry needs nothing here, a new type of value an arm.
use super::objects::{Kind, Object};
use iceroad_base::Time;
use iceroad_base::civil::Clock;
use iceroad_base::quantity::Mass;
use iceroad_model::Scenario;
use iceroad_model::event::{Event, EventField, EventKind, Field, FieldVisitor};
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
pub(super) struct Told<'s> {
    scenario: &'s Scenario,
    pub(super) kind: &'static str,
    pub(super) attributes: Vec<(&'static str, Value<'s>)>,
    pub(super) relations: Vec<(Object, &'static str)>,
}

impl FieldVisitor for Told<'_> {
    fn kind(&mut self, kind: &'static EventKind) {
        self.kind = kind.name;
    }

    fn field(&mut self, field: &'static EventField, value: Field) {
        match (field.columns, value.pointing()) {
            (&[kind, of], Some((name, to))) => {
                self.text(kind, name);
                if let Some(to) = to {
                    self.put(of, to);
                }
            }
            (columns, _) => columns.iter().for_each(|name| self.put(name, value)),
        }
    }
}

impl<'s> Told<'s> {
    pub(super) fn new(scenario: &'s Scenario) -> Self {
        Self { scenario, kind: "", attributes: Vec::new(), relations: Vec::new() }
    }

    /// Tells an entry as an event.
    pub(super) fn tell(&mut self, event: &Event) {
        self.attributes.clear();
        self.relations.clear();
        match *event {
            Event::State { machine, state } => {
                self.kind = state.name();
                self.text("class", state.class().name());
                self.put("machine", Field::Machine(machine));
            }
            _ => event.visit(self),
        }
    }

    fn put(&mut self, name: &'static str, value: Field) {
        let scenario = self.scenario;
        match value {
            Field::Machine(id) => self.to(Kind::of_machine(scenario, id), id.0, name),
            Field::Face(id) => {
                self.put("material", Field::Material(scenario.faces[id].material));
                self.to(Kind::Face, id.0, name);
            }
            Field::Dump(id) => self.to(Kind::Dump, id.0, name),
            Field::Segment(id) => self.to(Kind::Segment, id.0, name),
            Field::Zone(id) => self.to(Kind::Zone, id.0, name),
            Field::Workshop(id) => self.to(Kind::Workshop, id.0, name),
            Field::Bay(id) => self.to(Kind::Bay, id.0, name),
            Field::Group(id) => self.to(Kind::Technicians, id.0, name),
            Field::Store(id) => self.to(Kind::Store, id.0, name),
            Field::Item(id) => {
                self.text(name, &scenario.items[id].name);
                self.to(Kind::Item, id.0, name);
            }
            Field::Offer(id) => {
                self.to(Kind::Offer, id.0, name);
                self.put("item", Field::Item(scenario.offers[id].item));
            }
            Field::Rule(id) => self.to(Kind::Rule, id.0, name),
            Field::Site(id) => self.to(Kind::Site, id.0, name),
            Field::Leg(id) => self.to(Kind::Leg, id.0, name),
            Field::Vehicle(id) => {
                self.text(name, &scenario.vehicles[id].name);
                self.to(Kind::Leg, scenario.vehicles[id].leg.0, "leg");
            }
            Field::Season(id) => self.to(Kind::Season, id.0, name),
            Field::Line(id) => {
                self.to(Kind::Line, id.0, name);
                self.to(Kind::Agreement, scenario.lines[id].agreement.0, "agreement");
            }
            Field::Settlement(id) => self.to(Kind::Settlement, id.0, name),
            Field::Task(id) => {
                self.to(Kind::Task, id.0, name);
                self.to(Kind::Project, scenario.tasks[id].project.0, "project");
            }
            Field::Party(id) | Field::Payee(Some(id)) => self.to(Kind::Party, id.0, name),
            Field::Payee(None) => {}
            Field::Job(no) => self.to(Kind::Job, no.0, name),
            Field::Demand(no) => self.to(Kind::Demand, no.0, name),
            Field::Order(no) => self.to(Kind::Order, no.0, name),
            Field::Shipment(no) => self.to(Kind::Shipment, no.0, name),
            Field::Mine(id) => self.text(name, &scenario.mines[id].name),
            Field::Material(id) => self.text(name, &scenario.materials[id].name),
            Field::Subsystem(id) => self.text(name, &scenario.subsystems[id].name),
            Field::Service(id) => self.text(name, &scenario.services[id].name),
            Field::Inbound(id) => self.text(name, &scenario.inbound[id].name),
            Field::Rotable(id) => {
                self.text(name, &scenario.rotables[id].name);
                self.put("item", Field::Item(scenario.rotables[id].item));
            }
            Field::State(state) => self.text(name, state.name()),
            Field::Cost(cause) => self.text(name, cause.name()),
            Field::Flow(flow) => self.text(name, flow.name()),
            Field::JobKind(kind) => self.text(name, kind.name()),
            Field::Claimant(by) => self.text(name, by.name()),
            Field::Purpose(purpose) => self.text(name, purpose.name()),
            Field::Delay(cause) => self.text(name, cause.name()),
            Field::Along(along) => self.text(name, if along { "along" } else { "against" }),
            Field::Money(money) => self.attributes.push((name, Value::Real(money.major()))),
            Field::Time(at) => {
                self.attributes.push((name.strip_suffix("_ms").unwrap_or(name), Value::Moment(at)))
            }
            // A season without limit has no figure.
            Field::Mass(Mass(i64::MAX)) => {}
            Field::Mass(_)
            | Field::Volume(_)
            | Field::Quantity(_)
            | Field::Core(_)
            | Field::Span(_)
            | Field::Count(_)
            | Field::Heads(_) => {
                self.attributes.push((name, Value::Whole(value.numbers().0)));
            }
        }
    }

    fn text(&mut self, name: &'static str, value: &'s str) {
        self.attributes.push((name, Value::Text(value)));
    }

    fn to(&mut self, kind: Kind, row: u32, qualifier: &'static str) {
        self.relations.push((Object { kind, row }, qualifier));
    }
}
