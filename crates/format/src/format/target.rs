//! What a cell may name: the rows of other tables, each kind with its id and its table, declared once.

use super::cells::Cell;
use super::spec::{Coined, Kind};
use crate::cell::Value;
use iceroad_base::Id;
use iceroad_model::*;

/// An id that cells give by a name.
pub(crate) trait Named: Id {
    /// The kind of a cell that holds such a name.
    const KIND: Kind;

    /// The name; empty where the id is outside its table.
    fn name(self, tables: &Tables) -> &str;
}

impl<I: Named> Cell for I {
    const KIND: Kind = I::KIND;

    fn of(value: Option<&Value>) -> Option<I> {
        match value? {
            Value::Row(row) => Some(I::from_index(*row as usize)),
            _ => None,
        }
    }

    fn text(&self, _: Kind, tables: &Tables) -> String {
        self.name(tables).to_owned()
    }
}

macro_rules! targets {
    ($($target:ident($id:ident) in $table:ident, $what:literal;)*) => {
        /// What a reference may name.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[expect(missing_docs, reason = "each is the table it is called after")]
        pub enum Target {
            $($target,)*
        }

        impl Target {
            /// Every target, in order.
            pub const ALL: &'static [Target] = &[$(Target::$target,)*];

            /// In words.
            pub fn what(self) -> &'static str {
                match self {
                    $(Target::$target => $what,)*
                }
            }

            /// The table of the model that holds them.
            fn table(self) -> &'static str {
                match self {
                    $(Target::$target => stringify!($table),)*
                }
            }
        }

        $(impl Named for $id {
            const KIND: Kind = Kind::Ref(Target::$target);

            fn name(self, tables: &Tables) -> &str {
                tables.$table.get(self).map_or("", |row| row.name.as_str())
            }
        })*
    };
}

targets! {
    Site(SiteId) in sites, "site";
    Station(StationId) in stations, "station";
    Season(SeasonId) in seasons, "season";
    Leg(LegId) in legs, "leg";
    Calendar(CalendarId) in calendars, "calendar";
    Model(ModelId) in models, "machine model";
    Machine(MachineId) in machines, "machine";
    Mine(MineId) in mines, "mine";
    Node(NodeId) in nodes, "haul-road node";
    Zone(ZoneId) in zones, "single-lane zone";
    Material(MaterialId) in materials, "material";
    Face(FaceId) in faces, "face";
    Dump(DumpId) in dumps, "dump";
    Curve(CurveId) in curves, "temperature curve";
    MeterCurve(MeterCurveId) in meter_curves, "curve by the hour meter";
    Subsystem(SubsystemId) in subsystems, "subsystem of the model";
    Service(ServiceId) in services, "planned service of the model";
    Workshop(WorkshopId) in workshops, "workshop";
    Party(PartyId) in parties, "party";
    Item(ItemId) in items, "item";
    Offer(OfferId) in offers, "offer";
    Store(StoreId) in stores, "store";
    RepairShop(RepairShopId) in repair_shops, "repair shop";
    Agreement(AgreementId) in agreements, "agreement";
    Line(LineId) in lines, "agreement line";
    Settlement(SettlementId) in settlements, "settlement";
    Project(ProjectId) in projects, "project";
    Crew(CrewId) in crews, "crew";
    Task(TaskId) in tasks, "task";
}

impl Target {
    /// The files whose `name` column holds what may be named.
    pub fn files(self) -> Vec<&'static str> {
        let of_table = super::tables().iter().filter(|spec| spec.table == self.table());
        of_table.map(|spec| spec.file).collect()
    }

    /// Whether its names are unique within a machine model only, so that a row naming one names the model too.
    pub fn within_model(self) -> bool {
        matches!(self, Target::Subsystem | Target::Service)
    }

    /// The column that says whether a row makes a second thing, called as the first with `-back` behind.
    pub fn goes_back(self) -> Option<&'static str> {
        (self == Target::Leg).then_some("two_way")
    }

    /// Whether several rows with one name are one thing (the points of a curve, the shifts of a calendar).
    pub fn grouped(self) -> bool {
        matches!(self, Target::Calendar | Target::Curve | Target::MeterCurve)
    }
}

macro_rules! coined {
    ($($coined:ident($id:ident) in $table:ident;)*) => {
        $(impl Named for $id {
            const KIND: Kind = Kind::Coined(Coined::$coined);

            fn name(self, tables: &Tables) -> &str {
                tables.$table.get(self).map_or("", String::as_str)
            }
        })*
    };
}

coined! {
    Brand(BrandId) in brands;
    Trade(TradeId) in trades;
    Territory(TerritoryId) in territories;
}
