//! A small complete scenario made in code, for tests, benchmarks and doc examples of every room.
//!
//! One mine with three trucks of two invented brands (one comes with an agreement), two loaders, ore and waste,
//! a crusher; a workshop that shares bays and people across brands and gets a new hall this year; three stores on
//! two echelons; a rail head, a winter road, a river and air; one restriction that forbids a part for which a
//! permitted equivalent stands in; a settlement to feed and heat; two agreements with four lines; a project of
//! two tasks. It uses every table at least once and passes every rule.
//!
//! **Every figure here is assumed**: chosen to be plausible together and to run fast, from no source. Territories
//! have user-assigned codes of ISO 3166 (`XA` to `XC`), so that nobody reads a legal statement into them.
//!
//! ```
//! use iceroad_model::Scenario;
//! use iceroad_worlds::example;
//! let mut tables = example::small();
//! tables.heading.days = 90;
//! let scenario = Scenario::new(tables).map_err(|faults| faults[0].clone())?;
//! assert_eq!(scenario.machines[example::TRUCK_ALDER].name, "truck-1");
//! # Ok::<(), iceroad_model::Fault>(())
//! ```
mod goods;
mod mine;
mod people;
mod promises;
mod region;

use iceroad_base::civil::{Date, MonthDay, Zone};
use iceroad_base::law::Law;
use iceroad_model::Tables;
use iceroad_model::climate::ClimateMode;
use iceroad_model::tables::Heading;
use iceroad_model::*;

/// The home territory, where the mine, the rail head and the village lie.
pub const HOME: TerritoryId = TerritoryId(0);
/// A territory abroad with which trade is free.
pub const ABROAD: TerritoryId = TerritoryId(1);
/// A territory whose engine parts may not be bought.
pub const BARRED: TerritoryId = TerritoryId(2);
/// A brand of trucks.
pub const ALDER: BrandId = BrandId(0);
/// A brand of trucks and loaders.
pub const BIRCH: BrandId = BrandId(1);
/// The trade of most jobs.
pub const MECHANIC: TradeId = TradeId(0);
/// The other trade.
pub const ELECTRICIAN: TradeId = TradeId(1);
/// The mine with its workshop.
pub const PIT: SiteId = SiteId(0);
/// Where rail ends and the winter road begins.
pub const RAILHEAD: SiteId = SiteId(1);
/// The settlement.
pub const VILLAGE: SiteId = SiteId(2);
/// Where foreign goods are handed over.
pub const PORT: SiteId = SiteId(3);
/// A station with a measured record.
pub const PLATEAU: StationId = StationId(0);
/// A station with normals only.
pub const VALLEY: StationId = StationId(1);
/// The season of the winter road.
pub const ICE: SeasonId = SeasonId(0);
/// The season of the river.
pub const RIVER: SeasonId = SeasonId(1);
/// From the port to the rail head.
pub const RAIL: LegId = LegId(0);
/// From the rail head to the mine, in winter.
pub const WINTER_ROAD: LegId = LegId(1);
/// From the rail head to the mine, in need.
pub const FLIGHT: LegId = LegId(2);
/// From the rail head to the village, in summer.
pub const BARGE: LegId = LegId(3);
/// From the rail head to the village, in need.
pub const HELICOPTER: LegId = LegId(4);
/// Day and night.
pub const TWO_SHIFTS: CalendarId = CalendarId(0);
/// Days only, two weeks on and two off.
pub const DAYS_ONLY: CalendarId = CalendarId(1);
/// A truck of 28 t.
pub const ALDER_28: ModelId = ModelId(0);
/// A truck of 37 t.
pub const BIRCH_37: ModelId = ModelId(1);
/// A loader.
pub const BIRCH_LOADER: ModelId = ModelId(2);
/// The truck of brand Alder.
pub const TRUCK_ALDER: MachineId = MachineId(0);
/// A truck of brand Birch.
pub const TRUCK_BIRCH: MachineId = MachineId(1);
/// The truck that comes with [`LINE_TRUCK`].
pub const TRUCK_NEW: MachineId = MachineId(2);
/// The loader in ore.
pub const LOADER_ORE: MachineId = MachineId(3);
/// The loader in waste.
pub const LOADER_WASTE: MachineId = MachineId(4);
/// The mine.
pub const MINE: MineId = MineId(0);
/// Where all haul roads meet.
pub const CROSS: NodeId = NodeId(0);
/// Where trucks stand between shifts.
pub const PARK: NodeId = NodeId(1);
/// Where the road to the workshop leaves.
pub const GATE: NodeId = NodeId(2);
/// Where trucks refuel.
pub const PUMP: NodeId = NodeId(3);
/// Ore.
pub const ORE: MaterialId = MaterialId(0);
/// Waste.
pub const WASTE: MaterialId = MaterialId(1);
/// The face in ore.
pub const FACE_ORE: FaceId = FaceId(0);
/// The face in waste.
pub const FACE_WASTE: FaceId = FaceId(1);
/// The crusher, which takes ore.
pub const CRUSHER: DumpId = DumpId(0);
/// The spoil heap, which takes waste.
pub const SPOIL: DumpId = DumpId(1);
/// Ageing in frost.
pub const FROST_AGES: CurveId = CurveId(0);
/// Repair in frost.
pub const FROST_SLOWS: CurveId = CurveId(1);
/// The engine of [`ALDER_28`].
pub const ALDER_ENGINE: SubsystemId = SubsystemId(0);
/// The suspension of [`ALDER_28`].
pub const ALDER_SUSPENSION: SubsystemId = SubsystemId(1);
/// The engine of [`BIRCH_37`].
pub const BIRCH_ENGINE: SubsystemId = SubsystemId(2);
/// The electrics of [`BIRCH_37`].
pub const BIRCH_ELECTRICS: SubsystemId = SubsystemId(3);
/// The hydraulics of [`BIRCH_LOADER`].
pub const LOADER_HYDRAULICS: SubsystemId = SubsystemId(4);
/// Planned service of [`ALDER_28`].
pub const ALDER_SERVICE: ServiceId = ServiceId(0);
/// Planned service of [`BIRCH_37`].
pub const BIRCH_SERVICE: ServiceId = ServiceId(1);
/// Planned service of [`BIRCH_LOADER`].
pub const LOADER_SERVICE: ServiceId = ServiceId(2);
/// The workshop.
pub const WORKSHOP: WorkshopId = WorkshopId(0);
/// The cold bay that is there.
pub const OLD_BAY: BayId = BayId(0);
/// The heated bays that the project opens.
pub const NEW_BAYS: BayId = BayId(1);
/// Mechanics of both brands, who also go out.
pub const MECHANICS: GroupId = GroupId(0);
/// Mechanics of brand Alder.
pub const ALDER_MECHANICS: GroupId = GroupId(1);
/// Electricians of any brand.
pub const ELECTRICIANS: GroupId = GroupId(2);
/// The mine's company.
pub const COMPANY: PartyId = PartyId(0);
/// The maker of Alder, seated in the barred territory.
pub const ALDER_WORKS: PartyId = PartyId(1);
/// A trader abroad.
pub const TRADER: PartyId = PartyId(2);
/// The territory's supply office.
pub const OFFICE: PartyId = PartyId(3);
/// The carrier of the winter road.
pub const CARRIER: PartyId = PartyId(4);
/// An engine part of restricted origin.
pub const INJECTOR: ItemId = ItemId(0);
/// Its permitted equivalent.
pub const INJECTOR_ALT: ItemId = ItemId(1);
/// A part of every kit.
pub const FILTER: ItemId = ItemId(2);
/// Fuel, in litres.
pub const DIESEL: ItemId = ItemId(3);
/// Food, in kilograms.
pub const FLOUR: ItemId = ItemId(4);
/// A piece of the new hall.
pub const MODULE: ItemId = ItemId(5);
/// A truck of [`BIRCH_37`] as goods.
pub const TRUCK: ItemId = ItemId(6);
/// The original injector, refused by [`BAN`].
pub const OFFER_INJECTOR: OfferId = OfferId(0);
/// The permitted injector.
pub const OFFER_ALT: OfferId = OfferId(1);
/// Filters.
pub const OFFER_FILTER: OfferId = OfferId(2);
/// Fuel.
pub const OFFER_DIESEL: OfferId = OfferId(3);
/// Flour.
pub const OFFER_FLOUR: OfferId = OfferId(4);
/// Modules.
pub const OFFER_MODULE: OfferId = OfferId(5);
/// Trucks.
pub const OFFER_TRUCK: OfferId = OfferId(6);
/// What may stand in for [`INJECTOR`].
pub const STAND_IN: InterchangeId = InterchangeId(0);
/// Engine parts from [`BARRED`] are prohibited.
pub const BAN: RestrictionId = RestrictionId(0);
/// The upper echelon, at the rail head.
pub const BASE_STORE: StoreId = StoreId(0);
/// The mine's store.
pub const MINE_STORE: StoreId = StoreId(1);
/// The village's store.
pub const VILLAGE_STORE: StoreId = StoreId(2);
/// Trucks and parts for the mine.
pub const SUPPLY_AGREEMENT: AgreementId = AgreementId(0);
/// Works by the mine.
pub const WORKS_AGREEMENT: AgreementId = AgreementId(1);
/// One truck.
pub const LINE_TRUCK: LineId = LineId(0);
/// Filters.
pub const LINE_FILTERS: LineId = LineId(1);
/// Jobs of the workshop.
pub const LINE_JOBS: LineId = LineId(2);
/// Ore at the crusher.
pub const LINE_ORE: LineId = LineId(3);
/// The people of the village.
pub const SETTLEMENT: SettlementId = SettlementId(0);
/// The new hall of the workshop.
pub const PROJECT: ProjectId = ProjectId(0);
/// Who builds it.
pub const CREW: CrewId = CrewId(0);
/// Piles, which want frozen ground.
pub const PILES: TaskId = TaskId(0);
/// The hall itself; opens [`NEW_BAYS`].
pub const HALL: TaskId = TaskId(1);

/// The small scenario. It has 365 days from 1 July 2026 in Asia/Yakutsk; for a quicker run shorten
/// `heading.days`, down to 2: lines due beyond the end stay open.
pub fn small() -> Tables {
    let mut tables = Tables::new(heading());
    region::fill(&mut tables);
    mine::fill(&mut tables);
    people::fill(&mut tables);
    goods::fill(&mut tables);
    promises::fill(&mut tables);
    tables
}

fn heading() -> Heading {
    Heading {
        name: "small".into(),
        title: "A small mine at the end of a winter road (all figures assumed)".into(),
        start: Date::constant(2026, 7, 1),
        days: 365,
        zone: yakutsk(),
        currency: "XTS".into(),
        seed: 42,
        replications: 20,
        climate: ClimateMode::Resampled,
        home: HOME,
    }
}

fn yakutsk() -> Zone {
    // The zone is compiled in; universal time would only shift the shifts.
    Zone::named("Asia/Yakutsk").unwrap_or_else(|_| Zone::utc())
}

const fn month_day(month: i8, day: i8) -> MonthDay {
    MonthDay { month, day }
}

const fn constant(value: f64) -> Law {
    Law::Constant { value }
}

const fn triangular(low: f64, mode: f64, high: f64) -> Law {
    Law::Triangular { low, mode, high }
}
