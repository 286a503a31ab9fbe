//! The rows that worlds are made of, each as plain as it can be: a test says only what it is about, by the arguments or
//! by changing the row that comes back.

use crate::pit::truck_model;
use iceroad_base::civil::{Date, MonthDay, TimeOfDay, Zone, date_of_epoch_day, epoch_day};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_base::{Id, Table};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::climate::{
    CalendarSeason, ClimateMode, DailyMean, Season, SeasonKind, Station, StationRecord,
};
use iceroad_model::fleet::{Arrival, Machine, Model, TruckModel, Work};
use iceroad_model::goods::{Item, ItemKind, Unit};
use iceroad_model::maintenance::*;
use iceroad_model::mine::{DispatchPolicy, Electricity, Mine, SIDE_FRICTION};
use iceroad_model::rotables::{RepairShop, Rotable};
use iceroad_model::site::{Site, SiteKind};
use iceroad_model::stores::{ReviewPolicy, StockLine, Store};
use iceroad_model::tables::Heading;
use iceroad_model::trade::{Offer, Party};
use iceroad_model::transport::{Leg, Mode, Runs, Vehicle};
use iceroad_model::worth::Payer;
use iceroad_model::*;

/// The first day of every world but the example's.
pub const START: Date = Date::constant(2026, 1, 1);

/// No tables but the heading: so many days from [`START`] in universal time.
pub fn bare(days: u32) -> Tables {
    Tables::new(Heading {
        name: "tiny".into(),
        title: "A tiny world".into(),
        start: START,
        days,
        zone: Zone::utc(),
        currency: "XTS".into(),
        seed: 1,
        replications: 1,
        climate: ClimateMode::Resampled,
        home: TerritoryId(0),
    })
}

/// A law without spread.
pub const fn constant(value: f64) -> Law {
    Law::Constant { value }
}

/// Rows added to tables; each takes the first row of every table it refers to and is not told of.
pub trait Build {
    /// A place that has no weather.
    fn site(&mut self, name: &str, territory: TerritoryId) -> SiteId;
    /// Gives a site a station of its own with two mild years on record.
    fn with_station(&mut self, site: SiteId);
    /// Shifts by hours of the day, on all days.
    fn calendar(&mut self, name: &str, shifts: &[(i8, i8)]) -> CalendarId;
    /// A mine without anything in it.
    fn mine(&mut self) -> &mut Mine;

    /// A truck that carries so much, named by its number.
    fn truck_model(&mut self, brand: BrandId, payload_t: f64) -> ModelId;
    /// New machines of a model, named by their numbers and there from the start.
    fn machines(&mut self, model: ModelId, count: usize);
    /// A subsystem that fails by a law in hours of the meter, and is mended in a bay, as good as new, by one technician.
    fn subsystem(&mut self, model: ModelId, life: Law, repair: Law) -> &mut Subsystem;
    /// A service every so many hours of the meter, done when it is due, by one technician and without parts.
    fn service(&mut self, model: ModelId, interval_h: f64, duration_h: f64) -> &mut Service;
    /// A workshop at the gate without bays or people, which lacks no recovery vehicle and draws on the first store.
    fn workshop(&mut self, site: SiteId) -> &mut Workshop;
    /// Heated bays without a crane, there from the start, for every machine.
    fn bays(&mut self, count: u16) -> &mut BayGroup;
    /// Technicians of the first trade without certificates, who stay in the shop.
    fn technicians(&mut self, count: u16, calendar: CalendarId) -> &mut TechnicianGroup;
    /// A factor by temperature, °C.
    fn curve(&mut self, points: &[(f64, f64)]) -> CurveId;
    /// A curve through points (hours on the meter, factor).
    fn meter_curve(&mut self, points: &[(f64, f64)]) -> MeterCurveId;
    /// The first workshop.
    fn shop(&mut self) -> &mut Workshop;

    /// A party that nobody owns.
    fn party(&mut self, name: &str, territory: TerritoryId) -> PartyId;
    /// Pieces of `kg` each, nearly without volume.
    fn item(&mut self, name: &str, kg: i64) -> ItemId;
    /// A store without limits.
    fn store(&mut self, name: &str, site: SiteId, parent: Option<StoreId>) -> StoreId;
    /// What a store has of an item at the start, and how it orders.
    fn stock(&mut self, store: StoreId, item: ItemId, on_hand: i64, policy: ReviewPolicy);
    /// An item that a shop of its own, with a bench for every unit, repairs for nothing in so many days and never condemns.
    fn rotable(&mut self, item: ItemId, store: StoreId, days: f64) -> &mut Rotable;
    /// Sold by the first party at 10.00, one by one, handed over `lead` days after the order.
    fn offer(&mut self, name: &str, item: ItemId, site: SiteId, lead: f64) -> OfferId;
    /// Ten trips of 10 t a day, all year, `days` under way, 1,000 minor units a trip.
    fn leg(&mut self, name: &str, from: SiteId, to: SiteId, days: f64) -> LegId;
    /// One more class of vehicles as [`Build::leg`] makes it.
    fn vehicle(&mut self, name: &str, leg: LegId) -> VehicleId;
    /// The first class of vehicles on a leg.
    fn runs_on(&mut self, leg: LegId) -> &mut Vehicle;
    /// A season from 10 January to 1 April.
    fn season(&mut self, name: &str) -> SeasonId;
}

fn last<I: Id, T>(table: &mut Table<I, T>) -> &mut T {
    let id = I::from_index(table.len() - 1);
    &mut table[id]
}

impl Build for Tables {
    fn site(&mut self, name: &str, territory: TerritoryId) -> SiteId {
        self.sites.push(Site {
            name: name.into(),
            title: name.into(),
            kind: SiteKind::Transfer,
            zone: Zone::utc(),
            latitude: Latitude::clamped(60.0),
            longitude: Longitude::clamped(120.0),
            station: None,
            territory,
        })
    }

    fn with_station(&mut self, site: SiteId) {
        let first = epoch_day(Date::constant(2020, 7, 1));
        let day = |day| DailyMean { date: date_of_epoch_day(first + day), mean: Celsius::clamped(15.0) };
        let station = self.stations.push(Station {
            name: format!("station-{}", self.stations.len()),
            title: "A station".into(),
            record: StationRecord::Measured((0..730).map(day).collect()),
            night_drop_c: 0.0,
        });
        self.sites[site].station = Some(station);
    }

    fn calendar(&mut self, name: &str, shifts: &[(i8, i8)]) -> CalendarId {
        let hour = |hour: i8| TimeOfDay::constant(hour, 0, 0, 0);
        let shift = |&(start, end): &(i8, i8)| Shift {
            name: format!("from {start}"),
            start: hour(start),
            end: hour(end),
            weekdays: [true; 7],
            roster: None,
        };
        self.calendars.push(WorkCalendar {
            name: name.into(),
            zone: Zone::utc(),
            shifts: shifts.iter().map(shift).collect(),
            holidays: Vec::new(),
            stops_below: None,
        })
    }

    fn mine(&mut self) -> &mut Mine {
        self.mines.push(Mine {
            name: "pit".into(),
            title: "pit".into(),
            site: SiteId(0),
            calendar: CalendarId(0),
            dispatch: DispatchPolicy::ShortestQueue,
            park: NodeId(0),
            gate: NodeId(0),
            fuel_point: None,
            fuel_item: None,
            fuel_store: None,
            refuel_litres_per_minute: 300.0,
            stops_below: None,
            thaw_rolling: Factor::clamped(1.5),
            frost_rolling: Factor::clamped(1.0),
            side_friction: SIDE_FRICTION,
            keep_plan: true,
            electricity: Electricity::default(),
            traffic: Default::default(),
            shift: Default::default(),
        });
        last(&mut self.mines)
    }

    fn truck_model(&mut self, brand: BrandId, payload_t: f64) -> ModelId {
        let payload = Mass::from_tonnes(payload_t);
        self.models.push(Model {
            name: format!("model {}", self.models.len()),
            brand,
            work: Work::Truck(TruckModel { payload, ..truck_model() }),
            bay_class: payload,
            priority: 1,
            cost_per_hour: Money(0),
            capital: None,
            warm_up: Default::default(),
        })
    }

    fn machines(&mut self, model: ModelId, count: usize) {
        for _ in 0..count {
            self.machines.push(Machine {
                name: format!("truck {}", self.machines.len()),
                model,
                mine: MineId(0),
                workshop: Some(WorkshopId(0)),
                meter: MeterHours::clamped(0.0),
                face: None,
                dump: None,
                arrival: Arrival::AtStart,
            });
        }
    }

    fn subsystem(&mut self, model: ModelId, life: Law, repair: Law) -> &mut Subsystem {
        self.subsystems.push(Subsystem {
            name: format!("part {}", self.subsystems.len()),
            model,
            life,
            ageing: None,
            repair,
            repair_factor: None,
            trade: TradeId(0),
            technicians: 1,
            place: Place::Bay,
            crane: false,
            renewal: Share::clamped(1.0),
            hazards: Hazards::default(),
            parts: Vec::new(),
        });
        last(&mut self.subsystems)
    }

    fn service(&mut self, model: ModelId, interval_h: f64, duration_h: f64) -> &mut Service {
        self.services.push(Service {
            name: format!("service {}", self.services.len()),
            model,
            interval: MeterHours::clamped(interval_h),
            duration: Hours::clamped(duration_h),
            early: MeterHours::clamped(0.0),
            trade: TradeId(0),
            technicians: 1,
            renews: Vec::new(),
            inspects: Vec::new(),
            finds: Share::clamped(1.0),
            kit: Vec::new(),
        });
        last(&mut self.services)
    }

    fn workshop(&mut self, site: SiteId) -> &mut Workshop {
        self.workshops.push(Workshop {
            name: "shop".into(),
            title: "shop".into(),
            site,
            sharing: Sharing::Shared,
            store: StoreId(0),
            tow_vehicles: 1_000,
            tow_speed: Speed::clamped(10.0),
            stops_below: None,
            heated_to: Celsius::clamped(12.0),
            gate_distance_m: 0.0,
            payer: Payer::Mine,
        });
        last(&mut self.workshops)
    }

    fn bays(&mut self, count: u16) -> &mut BayGroup {
        self.bays.push(BayGroup {
            name: format!("bays {}", self.bays.len()),
            title: format!("bays {}", self.bays.len()),
            workshop: WorkshopId(0),
            count,
            takes: Mass::from_tonnes(500.0),
            heated: true,
            crane: false,
            brand: None,
            opening: Opening::AtStart,
        });
        last(&mut self.bays)
    }

    fn technicians(&mut self, count: u16, calendar: CalendarId) -> &mut TechnicianGroup {
        self.technicians.push(TechnicianGroup {
            name: format!("group {}", self.technicians.len()),
            title: format!("group {}", self.technicians.len()),
            workshop: WorkshopId(0),
            trade: TradeId(0),
            certificates: Vec::new(),
            home: None,
            count,
            calendar,
            field: false,
            cost_per_hour: Money(0),
            opening: Opening::AtStart,
        });
        last(&mut self.technicians)
    }

    fn curve(&mut self, points: &[(f64, f64)]) -> CurveId {
        let point = |&(at, factor): &(f64, f64)| (Celsius::clamped(at), Factor::clamped(factor));
        let points = points.iter().map(point).collect();
        self.curves.push(TemperatureCurve { name: format!("curve {}", self.curves.len()), points })
    }

    fn meter_curve(&mut self, points: &[(f64, f64)]) -> MeterCurveId {
        let point = |&(at, factor): &(f64, f64)| (MeterHours::clamped(at), Factor::clamped(factor));
        let points = points.iter().map(point).collect();
        self.meter_curves.push(MeterCurve { name: format!("ages {}", self.meter_curves.len()), points })
    }

    fn shop(&mut self) -> &mut Workshop {
        &mut self.workshops[WorkshopId(0)]
    }

    fn party(&mut self, name: &str, territory: TerritoryId) -> PartyId {
        self.parties.push(Party {
            name: name.into(),
            title: name.into(),
            territory,
            aliases: vec![],
            owners: vec![],
        })
    }

    fn item(&mut self, name: &str, kg: i64) -> ItemId {
        self.items.push(Item {
            name: name.into(),
            title: name.into(),
            kind: ItemKind::Part,
            brand: None,
            maker: None,
            hs_code: None,
            origin: None,
            unit: Unit::Piece,
            unit_grams: kg * 1_000,
            unit_millilitres: 1_000,
            value: Money(100),
            shelf_life: None,
            rated_to: None,
            freight_priority: None,
        })
    }

    fn store(&mut self, name: &str, site: SiteId, parent: Option<StoreId>) -> StoreId {
        self.stores.push(Store {
            name: name.into(),
            title: name.into(),
            site,
            parent,
            capacity: None,
            room: None,
            emergency_after: None,
            payer: None,
            interest: Share::clamped(0.0),
            freight_priority: None,
        })
    }

    fn stock(&mut self, store: StoreId, item: ItemId, on_hand: i64, policy: ReviewPolicy) {
        self.stock.push(StockLine { store, item, on_hand: Quantity(on_hand), policy });
    }

    fn rotable(&mut self, item: ItemId, store: StoreId, days: f64) -> &mut Rotable {
        let nth = self.rotables.len();
        let shop = self.repair_shops.push(RepairShop {
            name: format!("repair-{nth}"),
            title: "A repair shop".into(),
            site: None,
            benches: None,
            party: None,
        });
        self.rotables.push(Rotable {
            name: format!("rotable-{nth}"),
            item,
            store,
            shop,
            turn_round: constant(days),
            scrap_share: Share::clamped(0.0),
            cost: Money(0),
            in_repair: Quantity(0),
        });
        last(&mut self.rotables)
    }

    fn offer(&mut self, name: &str, item: ItemId, site: SiteId, lead: f64) -> OfferId {
        self.offers.push(Offer {
            name: name.into(),
            seller: PartyId(0),
            item,
            site,
            price: Money(1_000),
            minimum: Quantity(1),
            batch: Quantity(1),
            lead_days: constant(lead),
            from: None,
            to: None,
        })
    }

    fn leg(&mut self, name: &str, from: SiteId, to: SiteId, days: f64) -> LegId {
        let leg = self.legs.push(Leg {
            name: name.into(),
            title: name.into(),
            from,
            to,
            mode: Mode::Road,
            distance: Kilometres::clamped(100.0),
            transit_days: constant(days),
            season: None,
            carrier: None,
            transits: vec![],
            emergency: false,
            spacing: None,
        });
        self.vehicle(name, leg);
        leg
    }

    fn vehicle(&mut self, name: &str, leg: LegId) -> VehicleId {
        self.vehicles.push(Vehicle {
            name: name.into(),
            title: name.into(),
            leg,
            carrier: None,
            runs: Runs::Trips(10),
            tare: Mass(10_000),
            payload: Mass(10_000),
            volume: Volume(1_000_000),
            cost_per_trip: Money(1_000),
            cost_per_tonne: Money(0),
            least_load: None,
            longest_wait: None,
        })
    }

    fn runs_on(&mut self, leg: LegId) -> &mut Vehicle {
        let found = self.vehicles.ids().find(|&id| self.vehicles[id].leg == leg);
        let id = found.unwrap_or_else(|| self.vehicle("more", leg));
        &mut self.vehicles[id]
    }

    fn season(&mut self, name: &str) -> SeasonId {
        let day = |month, day| MonthDay { month, day };
        self.seasons.push(Season {
            name: name.into(),
            title: name.into(),
            station: None,
            kind: SeasonKind::Calendar(CalendarSeason {
                opens: day(1, 10),
                opens_sd: Days::clamped(0.0),
                closes: day(4, 1),
                closes_sd: Days::clamped(0.0),
                gross: None,
            }),
            measured: vec![],
        })
    }
}
