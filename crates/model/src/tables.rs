//! The tables of a scenario as they were read: typed rows, ids resolved, rules not yet checked.
use crate::calendar::WorkCalendar;
use crate::climate::{ClimateMode, Season, Station};
use crate::fleet::{Machine, Model};
use crate::goods::{Interchange, Item};
use crate::ids::*;
use crate::maintenance::{
    BayGroup, MeterCurve, Service, Subsystem, TechnicianGroup, TemperatureCurve, Workshop,
};
use crate::mine::{Dump, Face, Material, Mine, Node, PlanMonth, Segment};
use crate::mine_use::MineUse;
use crate::obligations::{Agreement, AgreementLine, Consumption, Crew, Project, Settlement, Task};
use crate::pit::DigStep;
use crate::roads::{Closure, LaneZone, RoadWeather};
use crate::rotables::{RepairShop, Rotable};
use crate::shift::{Break, Operators};
use crate::site::Site;
use crate::stores::{Inbound, StockLine, Store};
use crate::trade::{Offer, Party, Restriction};
use crate::transport::{Leg, Vehicle};
use iceroad_base::Table;
use iceroad_base::civil::{Date, Zone};
use iceroad_base::quantity::{Celsius, Ranged};

/// The heading of a scenario: `scenario.toml` without its tables.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Short name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// First local day of the horizon, in `zone`.
    pub start: Date,
    /// Days of the horizon.
    pub days: u32,
    /// The zone reports are written in.
    pub zone: Zone,
    /// ISO 4217 code; 100 minor units each.
    pub currency: String,
    /// Seed unless the command names one.
    pub seed: u64,
    /// Replications unless the command names how many.
    pub replications: u32,
    /// How weather is chosen.
    pub climate: ClimateMode,
    /// The brand of a machine's part may be bought only within the territory rules seen from here.
    pub home: TerritoryId,
}

/// Every table by its name, its rows and what they are; [`Tables::new`] begins them all without rows.
macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $rows:ty,)*) => {
        /// Every table of a scenario. Fill it, then make a [`crate::Scenario`] of it.
        #[derive(Clone, Debug)]
        pub struct Tables {
            /// The heading.
            pub heading: Heading,
            $($(#[$doc])* pub $table: $rows,)*
        }

        impl Tables {
            /// Tables with a heading and nothing else: the start of a scenario made by a program.
            pub fn new(heading: Heading) -> Self {
                Self { heading, $($table: <$rows>::new(),)* }
            }
        }
    };
}

impl Tables {
    /// How far the night at a site lies below the day's mean, °C; nothing where its weather is not known.
    pub fn night_drop_c(&self, site: SiteId) -> f64 {
        let station = self.sites.get(site).and_then(|row| row.station);
        station.map_or(0.0, |station| self.stations[station].night_drop_c)
    }

    /// The daily mean below which the night at a site is colder than a limit.
    pub fn least_mean(&self, site: SiteId, limit: Celsius) -> Celsius {
        Celsius::clamped(limit.get() + self.night_drop_c(site))
    }
}

tables! {
    /// Names of brands.
    brands: Table<BrandId, String>,
    /// Names of trades.
    trades: Table<TradeId, String>,
    /// Codes of territories.
    territories: Table<TerritoryId, String>,
    /// `sites.csv`
    sites: Table<SiteId, Site>,
    /// `stations.csv`
    stations: Table<StationId, Station>,
    /// `seasons_ice.csv`, `seasons_river.csv`, `seasons_calendar.csv`
    seasons: Table<SeasonId, Season>,
    /// `legs.csv`
    legs: Table<LegId, Leg>,
    /// `vehicles.csv`, and the vehicle columns of `legs.csv`
    vehicles: Table<VehicleId, Vehicle>,
    /// `calendars.csv`
    calendars: Table<CalendarId, WorkCalendar>,
    /// `truck_models.csv`, `loader_models.csv`
    models: Table<ModelId, Model>,
    /// `machines.csv`
    machines: Table<MachineId, Machine>,
    /// `dig_sequence.csv`
    dig_sequence: Vec<DigStep>,
    /// `mines.csv`
    mines: Table<MineId, Mine>,
    /// `haul_nodes.csv`
    nodes: Table<NodeId, Node>,
    /// `haul_segments.csv`
    segments: Table<SegmentId, Segment>,
    /// `haul_zones.csv`
    zones: Table<ZoneId, LaneZone>,
    /// `haul_closures.csv`
    closures: Table<ClosureId, Closure>,
    /// `haul_weather.csv`
    road_weather: Table<RoadWeatherId, RoadWeather>,
    /// `materials.csv`
    materials: Table<MaterialId, Material>,
    /// `faces.csv`
    faces: Table<FaceId, Face>,
    /// `dumps.csv`
    dumps: Table<DumpId, Dump>,
    /// `production_plan.csv`
    plan: Vec<PlanMonth>,
    /// `breaks.csv`
    breaks: Vec<Break>,
    /// `operators.csv`
    operators: Vec<Operators>,
    /// `temperature_curves.csv`
    curves: Table<CurveId, TemperatureCurve>,
    /// `meter_curves.csv`
    meter_curves: Table<MeterCurveId, MeterCurve>,
    /// `subsystems.csv`
    subsystems: Table<SubsystemId, Subsystem>,
    /// `services.csv`
    services: Table<ServiceId, Service>,
    /// `workshops.csv`
    workshops: Table<WorkshopId, Workshop>,
    /// `bays.csv`
    bays: Table<BayId, BayGroup>,
    /// `technicians.csv`
    technicians: Table<GroupId, TechnicianGroup>,
    /// `parties.csv`
    parties: Table<PartyId, Party>,
    /// `items.csv`
    items: Table<ItemId, Item>,
    /// `interchange.csv`
    interchange: Table<InterchangeId, Interchange>,
    /// `restrictions.csv`
    restrictions: Table<RestrictionId, Restriction>,
    /// `offers.csv`
    offers: Table<OfferId, Offer>,
    /// `stores.csv`
    stores: Table<StoreId, Store>,
    /// `stock.csv`
    stock: Table<StockId, StockLine>,
    /// `inbound.csv`
    inbound: Table<InboundId, Inbound>,
    /// `repair_shops.csv`
    repair_shops: Table<RepairShopId, RepairShop>,
    /// `rotables.csv`
    rotables: Table<RotableId, Rotable>,
    /// `agreements.csv`
    agreements: Table<AgreementId, Agreement>,
    /// `agreement_lines.csv`
    lines: Table<LineId, AgreementLine>,
    /// `settlements.csv`
    settlements: Table<SettlementId, Settlement>,
    /// `consumption.csv`
    consumption: Table<ConsumptionId, Consumption>,
    /// `mine_consumption.csv`
    mine_uses: Table<MineUseId, MineUse>,
    /// `projects.csv`
    projects: Table<ProjectId, Project>,
    /// `crews.csv`
    crews: Table<CrewId, Crew>,
    /// `tasks.csv`
    tasks: Table<TaskId, Task>,
}
