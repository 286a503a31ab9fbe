//! The tables of a scenario as they were read: typed rows, ids resolved, rules not yet checked.
use crate::calendar::WorkCalendar;
use crate::climate::{ClimateMode, Season, Station};
use crate::fleet::{Machine, Model};
use crate::goods::{Interchange, Item};
use crate::ids::*;
use crate::maintenance::{BayGroup, Service, Subsystem, TechnicianGroup, TemperatureCurve, Workshop};
use crate::mine::{Dump, Face, Material, Mine, Node, PlanMonth, Segment};
use crate::obligations::{Agreement, AgreementLine, Consumption, Crew, Project, Settlement, Task};
use crate::pit::DigStep;
use crate::roads::{Closure, LaneZone, RoadWeather};
use crate::shift::{Break, Operators};
use crate::site::Site;
use crate::stores::{Inbound, StockLine, Store};
use crate::trade::{Offer, Party, Restriction};
use crate::transport::Leg;
use iceroad_base::Table;
use iceroad_base::civil::{Date, Zone};

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

/// Every table of a scenario. Fill it, then make a [`crate::Scenario`] of it.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The heading.
    pub heading: Heading,
    /// Names of brands.
    pub brands: Table<BrandId, String>,
    /// Names of trades.
    pub trades: Table<TradeId, String>,
    /// Codes of territories.
    pub territories: Table<TerritoryId, String>,
    /// `sites.csv`
    pub sites: Table<SiteId, Site>,
    /// `stations.csv`
    pub stations: Table<StationId, Station>,
    /// `seasons_ice.csv`, `seasons_river.csv`, `seasons_calendar.csv`
    pub seasons: Table<SeasonId, Season>,
    /// `legs.csv`
    pub legs: Table<LegId, Leg>,
    /// `calendars.csv`
    pub calendars: Table<CalendarId, WorkCalendar>,
    /// `truck_models.csv`, `loader_models.csv`
    pub models: Table<ModelId, Model>,
    /// `machines.csv`
    pub machines: Table<MachineId, Machine>,
    /// `dig_sequence.csv`
    pub dig_sequence: Vec<DigStep>,
    /// `mines.csv`
    pub mines: Table<MineId, Mine>,
    /// `haul_nodes.csv`
    pub nodes: Table<NodeId, Node>,
    /// `haul_segments.csv`
    pub segments: Table<SegmentId, Segment>,
    /// `haul_zones.csv`
    pub zones: Table<ZoneId, LaneZone>,
    /// `haul_closures.csv`
    pub closures: Table<ClosureId, Closure>,
    /// `haul_weather.csv`
    pub road_weather: Table<RoadWeatherId, RoadWeather>,
    /// `materials.csv`
    pub materials: Table<MaterialId, Material>,
    /// `faces.csv`
    pub faces: Table<FaceId, Face>,
    /// `dumps.csv`
    pub dumps: Table<DumpId, Dump>,
    /// `production_plan.csv`
    pub plan: Vec<PlanMonth>,
    /// `breaks.csv`
    pub breaks: Vec<Break>,
    /// `operators.csv`
    pub operators: Vec<Operators>,
    /// `temperature_curves.csv`
    pub curves: Table<CurveId, TemperatureCurve>,
    /// `subsystems.csv`
    pub subsystems: Table<SubsystemId, Subsystem>,
    /// `services.csv`
    pub services: Table<ServiceId, Service>,
    /// `workshops.csv`
    pub workshops: Table<WorkshopId, Workshop>,
    /// `bays.csv`
    pub bays: Table<BayId, BayGroup>,
    /// `technicians.csv`
    pub technicians: Table<GroupId, TechnicianGroup>,
    /// `parties.csv`
    pub parties: Table<PartyId, Party>,
    /// `items.csv`
    pub items: Table<ItemId, Item>,
    /// `interchange.csv`
    pub interchange: Table<InterchangeId, Interchange>,
    /// `restrictions.csv`
    pub restrictions: Table<RestrictionId, Restriction>,
    /// `offers.csv`
    pub offers: Table<OfferId, Offer>,
    /// `stores.csv`
    pub stores: Table<StoreId, Store>,
    /// `stock.csv`
    pub stock: Table<StockId, StockLine>,
    /// `inbound.csv`
    pub inbound: Table<InboundId, Inbound>,
    /// `agreements.csv`
    pub agreements: Table<AgreementId, Agreement>,
    /// `agreement_lines.csv`
    pub lines: Table<LineId, AgreementLine>,
    /// `settlements.csv`
    pub settlements: Table<SettlementId, Settlement>,
    /// `consumption.csv`
    pub consumption: Table<ConsumptionId, Consumption>,
    /// `projects.csv`
    pub projects: Table<ProjectId, Project>,
    /// `crews.csv`
    pub crews: Table<CrewId, Crew>,
    /// `tasks.csv`
    pub tasks: Table<TaskId, Task>,
}

impl Tables {
    /// Tables with a heading and nothing else: the start of a scenario made by a program.
    pub fn new(heading: Heading) -> Self {
        Self {
            heading,
            brands: Table::new(),
            trades: Table::new(),
            territories: Table::new(),
            sites: Table::new(),
            stations: Table::new(),
            seasons: Table::new(),
            legs: Table::new(),
            calendars: Table::new(),
            models: Table::new(),
            machines: Table::new(),
            dig_sequence: Vec::new(),
            mines: Table::new(),
            nodes: Table::new(),
            segments: Table::new(),
            zones: Table::new(),
            closures: Table::new(),
            road_weather: Table::new(),
            materials: Table::new(),
            faces: Table::new(),
            dumps: Table::new(),
            plan: Vec::new(),
            breaks: Vec::new(),
            operators: Vec::new(),
            curves: Table::new(),
            subsystems: Table::new(),
            services: Table::new(),
            workshops: Table::new(),
            bays: Table::new(),
            technicians: Table::new(),
            parties: Table::new(),
            items: Table::new(),
            interchange: Table::new(),
            restrictions: Table::new(),
            offers: Table::new(),
            stores: Table::new(),
            stock: Table::new(),
            inbound: Table::new(),
            agreements: Table::new(),
            lines: Table::new(),
            settlements: Table::new(),
            consumption: Table::new(),
            projects: Table::new(),
            crews: Table::new(),
            tasks: Table::new(),
        }
    }
}
