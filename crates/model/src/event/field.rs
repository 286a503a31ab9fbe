//! What the fields of log entries hold: ids, numbers of a run, choices and amounts, each as itself.
//!
//! Whoever shows entries matches on [`Field`], so that a new kind of value is shown by nobody until everybody has said how.
use super::{
    Claimant, CoreNo, CostCause, DelayCause, DemandNo, Flow, JobKind, JobNo, MachineState, OrderNo, Purpose,
    ShipmentNo,
};
use crate::Scenario;
use crate::ids::*;
use iceroad_base::quantity::{Mass, Money, Quantity, Volume};
use iceroad_base::{Id, Span, Time};
use std::borrow::Cow;

/// A type that a field of an entry may have.
pub trait Holds {
    /// What it holds, in words: what an id names, or the unit.
    const WHAT: &'static str;
}

/// Declares [`Field`]. Rows are found by their id in a table of the scenario that gives their name.
macro_rules! fields {
    (
        rows { $($Row:ident($RowId:ident) $table:ident),+ $(,)? }
        serials { $($Serial:ident($No:ident) $what:literal),+ $(,)? }
        choices { $($Choice:ident($ChoiceOf:ident) $choice:literal),+ $(,)? }
        pointing { $($Pointing:ident($PointingOf:ident) $pointing:literal),+ $(,)? }
        amounts { $($Amount:ident($AmountOf:ident) $unit:literal |$amount:ident| $number:expr),+ $(,)? }
        others { $($Other:ident($OtherOf:ty) $other:expr),+ $(,)? }
    ) => {
        /// The value of a field of an entry.
        #[derive(Clone, Copy, PartialEq, Debug)]
        #[expect(missing_docs, reason = "named by the types they hold")]
        pub enum Field {
            $($Row($RowId),)+
            $($Serial($No),)+
            $($Choice($ChoiceOf),)+
            $($Pointing($PointingOf),)+
            $($Amount($AmountOf),)+
            $($Other($OtherOf),)+
        }

        fields! { @holds $($Row($RowId) <$RowId as Id>::WHAT,)+ }
        fields! { @holds $($Serial($No) $what,)+ $($Choice($ChoiceOf) $choice,)+ $($Pointing($PointingOf) $pointing,)+ }
        fields! { @holds $($Amount($AmountOf) $unit,)+ $($Other($OtherOf) $other,)+ }

        impl Field {
            /// The integers that the digest and tables hold: a row, a number, kilograms, minor units, milliseconds. What
            /// points at something has two, its own and that of what it points at (0 where it is nothing).
            #[inline(always)]
            pub fn numbers(self) -> (i64, Option<i64>) {
                match self {
                    $(Field::$Pointing(kind) => {
                        (kind.number().into(), Some(kind.points_at().map_or(0, Field::number)))
                    })+
                    other => (other.number(), None),
                }
            }

            #[inline(always)]
            fn number(self) -> i64 {
                match self {
                    $(Field::$Row(id) => id.0.into(),)+
                    $(Field::$Serial(number) => number.0.into(),)+
                    $(Field::$Choice(choice) => (choice as u8).into(),)+
                    $(Field::$Pointing(kind) => kind.number().into(),)+
                    $(Field::$Amount($amount) => $number,)+
                    Field::Segment(id) => id.0.into(),
                    Field::Payee(party) => party.map_or(-1, |party| party.0.into()),
                    Field::Heads(count) => count.into(),
                    Field::Along(along) => along.into(),
                }
            }

            /// For what points at something: the name of its kind, and what it points at.
            pub fn pointing(self) -> Option<(&'static str, Option<Field>)> {
                match self {
                    $(Field::$Pointing(kind) => Some((kind.name(), kind.points_at())),)+
                    _ => None,
                }
            }

            /// The names behind [`Field::numbers`]: of rows, in words of choices; none of amounts and of numbers of the run.
            pub fn names(self, scenario: &Scenario) -> [Option<Cow<'_, str>>; 2] {
                match self.pointing() {
                    Some((kind, at)) => [Some(kind.into()), at.and_then(|field| field.name(scenario))],
                    None => [self.name(scenario), None],
                }
            }

            fn name(self, scenario: &Scenario) -> Option<Cow<'_, str>> {
                match self {
                    $(Field::$Row(id) => scenario.$table.get(id).map(|row| row.name.as_str().into()),)+
                    $(Field::$Choice(choice) => Some(choice.name().into()),)+
                    $(Field::$Pointing(kind) => Some(kind.name().into()),)+
                    Field::Segment(id) => {
                        let segment = scenario.segments.get(id)?;
                        let (from, to) = (scenario.nodes.get(segment.from)?, scenario.nodes.get(segment.to)?);
                        Some(format!("{} to {}", from.name, to.name).into())
                    }
                    Field::Payee(party) => party.and_then(|party| Field::Party(party).name(scenario)),
                    Field::Along(along) => Some(if along { "along" } else { "against" }.into()),
                    Field::Heads(_) => None,
                    $(Field::$Serial(_) => None,)+
                    $(Field::$Amount(_) => None,)+
                }
            }
        }
    };
    (@holds $($Variant:ident($Of:ty) $what:expr,)+) => {$(
        impl Holds for $Of {
            const WHAT: &'static str = $what;
        }
        impl From<$Of> for Field {
            #[inline(always)]
            fn from(value: $Of) -> Field {
                Field::$Variant(value)
            }
        }
    )+};
}

fields! {
    rows {
        Machine(MachineId) machines,
        Mine(MineId) mines,
        Face(FaceId) faces,
        Dump(DumpId) dumps,
        Material(MaterialId) materials,
        Zone(ZoneId) zones,
        Subsystem(SubsystemId) subsystems,
        Service(ServiceId) services,
        Workshop(WorkshopId) workshops,
        Bay(BayId) bays,
        Group(GroupId) technicians,
        Store(StoreId) stores,
        Item(ItemId) items,
        Offer(OfferId) offers,
        Rule(RestrictionId) restrictions,
        Inbound(InboundId) inbound,
        Rotable(RotableId) rotables,
        Site(SiteId) sites,
        Leg(LegId) legs,
        Vehicle(VehicleId) vehicles,
        Season(SeasonId) seasons,
        Line(LineId) lines,
        Settlement(SettlementId) settlements,
        Task(TaskId) tasks,
        Party(PartyId) parties,
    }
    serials {
        Job(JobNo) "job of the run",
        Demand(DemandNo) "demand of the run",
        Order(OrderNo) "order of the run",
        Shipment(ShipmentNo) "shipment of the run",
        Core(CoreNo) "core of the run",
    }
    choices {
        State(MachineState) "state",
        Cost(CostCause) "cause of cost",
        Flow(Flow) "domestic, import or export, by the seats of the parties",
    }
    pointing {
        JobKind(JobKind) "repair or service; which",
        Claimant(Claimant) "kind of who asks; which",
        Purpose(Purpose) "kind of purpose; which",
        Delay(DelayCause) "cause of delay; which row",
    }
    amounts {
        Mass(Mass) "kg" |mass| mass.get(),
        Volume(Volume) "L" |volume| volume.get(),
        Quantity(Quantity) "units" |quantity| quantity.get(),
        Money(Money) "minor units" |money| money.get(),
        Span(Span) "ms" |span| span.millis(),
        Time(Time) "ms since the horizon's start" |time| time.millis(),
        Count(u32) "count" |count| count.into(),
    }
    others {
        Segment(SegmentId) <SegmentId as Id>::WHAT,
        Payee(Option<PartyId>) "party; −1: nobody",
        Heads(u16) "count",
        Along(bool) "along the zone or against it",
    }
}
