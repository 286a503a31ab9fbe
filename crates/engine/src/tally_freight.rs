//! Freight of a replication: what legs and vehicles carried, what the season would have let them, and who stood in line.
use crate::most_gone::{Gone, Most};
use iceroad_base::civil::Clock;
use iceroad_base::quantity::Mass;
use iceroad_base::{Table, Time};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{Event, ShipmentNo};
use iceroad_model::packed::Packed;
use iceroad_model::record::{LegRecord, QueueCell, RunRecord, VehicleRecord};
use iceroad_model::{ItemId, LegId, Scenario, SeasonId, SiteId};
use std::collections::BTreeMap;

/// A shipment in line.
#[derive(Clone, Copy)]
struct InLine {
    leg: LegId,
    left_kg: i64,
    since: Time,
    /// What had set off the same way when it came: a place in [`FreightTally::gone`].
    from: usize,
}

/// What is known of the line for a leg and an item.
struct Stood {
    cell: QueueCell,
    /// For each shipment, what had set off the same way when it came and when it stood no more: places in [`FreightTally::gone`].
    spells: Vec<(usize, usize)>,
}

/// Running sums of freight.
pub(crate) struct FreightTally<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    /// By number: item and mass.
    shipments: Vec<(ItemId, i64)>,
    in_line: BTreeMap<ShipmentNo, InLine>,
    /// What set off between two sites, in order.
    gone: BTreeMap<(SiteId, SiteId), Vec<Gone>>,
    waiting: Table<LegId, i64>,
    /// Since which day each season has had its limit.
    limits: Table<SeasonId, (i64, Mass)>,
    /// Every limit of a season, from when on.
    told: Table<SeasonId, Vec<(Time, Mass)>>,
    stood: BTreeMap<(LegId, ItemId), Stood>,
    legs: Table<LegId, LegRecord>,
    vehicles: Table<iceroad_model::VehicleId, VehicleRecord>,
}

impl<'s> FreightTally<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            shipments: Vec::new(),
            in_line: BTreeMap::new(),
            gone: BTreeMap::new(),
            waiting: Table::filled(scenario.legs.len(), 0),
            limits: Table::filled(scenario.seasons.len(), (0, Mass::ZERO)),
            told: Table::filled(scenario.seasons.len(), Vec::new()),
            stood: BTreeMap::new(),
            legs: Table::filled(scenario.legs.len(), LegRecord::default()),
            vehicles: Table::filled(scenario.vehicles.len(), VehicleRecord::default()),
        }
    }

    /// Takes an entry that is about freight.
    pub(crate) fn take(&mut self, at: Time, event: Event) {
        match event {
            Event::Shipped { item, quantity, .. } => {
                let kg = self.scenario.items[item].mass_of(quantity.get()).get();
                self.shipments.push((item, kg));
            }
            Event::Queued { shipment, leg } => self.queued(at, shipment, leg),
            Event::Departed { shipment, leg, mass, trips } => {
                self.legs[leg].mass_kg += mass.get();
                self.legs[leg].trips += i64::from(trips);
                self.departed(at, shipment, leg, mass.get());
            }
            Event::TripsBegan { vehicle, trips, mass } => {
                self.vehicles[vehicle].trips += i64::from(trips);
                self.vehicles[vehicle].mass_kg += mass.get();
            }
            Event::SeasonLimit { season, gross } => {
                let day = self.clock.day_index(at);
                self.run_days(season, day);
                self.limits[season] = (day, gross);
                self.told[season].push((at, gross));
            }
            _ => {}
        }
    }

    /// Between which sites a leg leads.
    fn ends(&self, leg: LegId) -> (SiteId, SiteId) {
        let row = &self.scenario.legs[leg];
        (row.from, row.to)
    }

    fn queued(&mut self, at: Time, no: ShipmentNo, leg: LegId) {
        let Some(&(_, kg)) = self.shipments.get(no.0 as usize) else { return };
        let from = self.gone.get(&self.ends(leg)).map_or(0, Vec::len);
        let before = self.in_line.insert(no, InLine { leg, left_kg: kg, since: at, from });
        if let Some(before) = before {
            self.waiting[before.leg] -= before.left_kg;
            self.book(no, before, at);
        }
        self.waiting[leg] += kg;
    }

    fn departed(&mut self, at: Time, no: ShipmentNo, leg: LegId, kg: i64) {
        let Some(&(item, _)) = self.shipments.get(no.0 as usize) else { return };
        self.gone.entry(self.ends(leg)).or_default().push((item, kg));
        let Some(place) = self.in_line.get_mut(&no) else { return };
        place.left_kg -= kg;
        let place = *place;
        self.waiting[place.leg] -= kg;
        if place.left_kg <= 0 {
            self.in_line.remove(&no);
            self.book(no, place, at);
        }
    }

    /// A shipment stands no more.
    fn book(&mut self, no: ShipmentNo, place: InLine, at: Time) {
        let Some(&(item, mass_kg)) = self.shipments.get(no.0 as usize) else { return };
        let stood_ms = (at - place.since).millis();
        if stood_ms <= 0 {
            return;
        }
        let ends = self.ends(place.leg);
        let shut_ms = self.shut_ms(place.leg, item, place.since, at);
        let stood = self
            .stood
            .entry((place.leg, item))
            .or_insert_with(|| Stood { cell: QueueCell::empty(place.leg, item), spells: Vec::new() });
        stood.cell.shipments += 1;
        stood.cell.mass_kg += mass_kg;
        stood.cell.stood_ms += stood_ms;
        stood.cell.shut_ms += shut_ms;
        stood.cell.longest_ms = stood.cell.longest_ms.max(stood_ms - shut_ms);
        let until = self.gone.get(&ends).map_or(0, Vec::len);
        if place.from < until {
            stood.spells.push((place.from, until));
        }
    }

    /// Every line, and behind what goods stood in it.
    fn queues(&self, stood: BTreeMap<(LegId, ItemId), Stood>) -> Packed<QueueCell> {
        let most: BTreeMap<_, _> = self.gone.iter().map(|(&ends, gone)| (ends, Most::of(gone))).collect();
        let told = |Stood { cell, spells }: Stood| {
            let behind = most.get(&self.ends(cell.leg)).and_then(|most| most.within(&spells, cell.item));
            QueueCell { behind, ..cell }
        };
        stood.into_values().map(told).collect()
    }

    /// For how long between two moments no vehicle of a leg could set off with goods of an item.
    fn shut_ms(&self, leg: LegId, item: ItemId, from: Time, to: Time) -> i64 {
        let Some(season) = self.scenario.legs[leg].season else { return 0 };
        let piece = self.scenario.items[item].mass_of(1);
        let runs = |gross: Mass| {
            let limit = DayLimit { gross, ..DayLimit::OPEN };
            let mut on_leg = self.scenario.vehicles.iter().filter(|vehicle| vehicle.leg == leg);
            on_leg.any(|vehicle| {
                let room = vehicle.room(limit);
                room.get() > 0 && room >= vehicle.least_room().max(piece)
            })
        };
        let told = &self.told[season];
        // Until the first is told, and from the last of those that were told by then.
        let first = told.partition_point(|&(at, _)| at <= from);
        let mut gross = first.checked_sub(1).map_or(Mass::ZERO, |at| told[at].1);
        let (mut since, mut shut_ms) = (from, 0);
        for &(at, next) in told[first..].iter().chain([&(to, Mass::ZERO)]) {
            let until = at.min(to);
            if !runs(gross) {
                shut_ms += (until - since).millis();
            }
            (since, gross) = (until, next);
            if at >= to {
                break;
            }
        }
        shut_ms
    }

    /// Days on which vehicles of a season could have run since its limit was last told.
    fn run_days(&mut self, season: SeasonId, until: i64) {
        let (since, gross) = self.limits[season];
        for (id, vehicle) in self.scenario.vehicles.entries() {
            if self.scenario.legs[vehicle.leg].season == Some(season) {
                let row = &mut self.vehicles[id];
                let limit = DayLimit { gross, ..DayLimit::OPEN };
                let room = vehicle.room(limit);
                if room.get() > 0 && room >= vehicle.least_room() {
                    row.days += until - since;
                    row.room_kg += room.get() * (until - since);
                }
            }
        }
    }

    /// A week has ended.
    pub(crate) fn week_end(&mut self) {
        for (row, &kg) in self.legs.iter_mut().zip(&self.waiting) {
            row.waiting_kg.push(kg);
        }
    }

    /// The horizon has ended.
    pub(crate) fn finish(&mut self, end: Time, record: &mut RunRecord) {
        while let Some((no, place)) = self.in_line.pop_first() {
            self.book(no, place, end);
        }
        let days = i64::from(self.scenario.heading.days);
        for season in self.scenario.seasons.ids() {
            self.run_days(season, days);
        }
        for (id, vehicle) in self.scenario.vehicles.entries() {
            if self.scenario.legs[vehicle.leg].season.is_none() {
                self.vehicles[id].days = days;
                self.vehicles[id].room_kg = days * vehicle.payload.get();
            }
        }
        let stood = std::mem::take(&mut self.stood);
        record.queues = self.queues(stood);
        record.legs = Packed::of(&self.legs);
        record.vehicles = std::mem::take(&mut self.vehicles);
    }
}
