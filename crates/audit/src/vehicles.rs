//! Vehicles: trips of each class under the limits of the day, what they carry, who goes first, and what it costs.
//!
//! A class begins so many trips a civil day of the scenario, or has so many vehicles, each away for the leg's mean time
//! there and as long back, in whole days begun; a leg's spacing bounds the departures of all. A trip carries at most the
//! payload, and at most what the gross limit leaves above the empty vehicle. The draught's share in low water is not in the
//! log; it is judged in years that are sure to have it, and otherwise the limit is the wider one. Parts may join trips that began earlier in the day, so those are judged by the day.
//!
//! A trip below the least load, or on ice that leaves less than that (a third of the payload where none is written), has
//! somebody aboard who has stood for the longest wait.
//!
//! Who goes first is judged where one class serves a way, which all who wait for it may take: emergencies, then the
//! planner's priority, then agreements by due day, then goods by days of cover ([`crate::boarding`]). Parcels of a tenth of a trip
//! may go before.
use crate::boarding::Covers;
use crate::book::{Book, Order};
use crate::{Findings, Rules};
use iceroad_base::civil::{Clock, MonthDay};
use iceroad_base::quantity::{Mass, Money, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::climate::{ClimateMode, DayLimit, SeasonKind};
use iceroad_model::event::{CostCause, Entry, Event, Purpose, ShipmentNo};
use iceroad_model::obligations::Incoterm;
use iceroad_model::transport::Runs;
use iceroad_model::{LegId, PartyId, Scenario, SeasonId, VehicleId};

/// Ice that leaves less than this part of the payload is thin where no least load is written.
const THIN: i64 = 3;
/// Days for which goods are kept standing where none are written.
const STAND: f64 = 7.0;
/// The part of a trip up to which a parcel may go before others.
const LIGHT: i64 = 10;
/// The priority of goods for which none is written.
const PRIORITY: u8 = 5;

#[derive(Clone, Default)]
struct Today {
    day: i64,
    trips: i64,
    mass: i64,
    /// Days on which vehicles are back, and how many.
    away: Vec<(i64, i64)>,
}

/// A part that has set off, until its trip is told.
#[derive(Clone, Copy)]
struct Part {
    shipment: ShipmentNo,
    leg: LegId,
    mass: i64,
    trips: u32,
}

/// What a shipment waits for, and with how much.
#[derive(Clone, Copy)]
struct Standing {
    leg: LegId,
    /// Its place in the log.
    entry: usize,
    left_kg: i64,
}

/// Trips that began at this instant, begun by a shipment.
struct Began {
    vehicle: VehicleId,
    entry: usize,
    by: ShipmentNo,
    /// What that shipment had left before, kg.
    had_kg: i64,
    /// Who stood for the same leg with surely less cover at the destination, nothing else telling them apart.
    needier: Vec<ShipmentNo>,
}

/// A difference of days of cover that is rounding.
const LEAST_DAYS: f64 = 1e-6;

pub(crate) struct Vehicles<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    book: Book,
    covers: Covers,
    limits: Table<SeasonId, Option<Mass>>,
    today: Table<VehicleId, Today>,
    /// Departures of each leg on a day.
    spaced: Table<LegId, (i64, i64)>,
    parts: Vec<Part>,
    /// Freight that was paid since, each after so many parts.
    paid: Vec<(usize, CostCause, Option<PartyId>, i64)>,
    /// By shipment: since when it is where it is, and what it waits for.
    since: Vec<Time>,
    standing: Vec<Option<Standing>>,
    began: Vec<Began>,
    entries: usize,
}

impl<'s> Vehicles<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            book: Book::default(),
            covers: Covers::new(scenario),
            limits: Table::filled(scenario.seasons.len(), None),
            today: Table::filled(scenario.vehicles.len(), Today { day: -1, ..Today::default() }),
            spaced: Table::filled(scenario.legs.len(), (-1, 0)),
            parts: Vec::new(),
            paid: Vec::new(),
            since: Vec::new(),
            standing: Vec::new(),
            began: Vec::new(),
            entries: 0,
        }
    }

    /// What ice leaves above the empty vehicle today, at most its payload.
    fn room(&self, vehicle: VehicleId) -> i64 {
        let row = &self.scenario.vehicles[vehicle];
        let Some(season) = self.scenario.legs[row.leg].season else { return row.payload.get() };
        match self.limits[season] {
            None => 0,
            Some(DayLimit::UNLIMITED) => row.payload.get(),
            Some(gross) => row.payload.get().min((gross - row.tare).get()).max(0),
        }
    }

    /// What the draught leaves of a payload on a day of a river's low water, in years that are sure to have it.
    fn draught(&self, vehicle: VehicleId, day: i64) -> i64 {
        let row = &self.scenario.vehicles[vehicle];
        let season = self.scenario.legs[row.leg].season.map(|season| &self.scenario.seasons[season].kind);
        let Some(SeasonKind::River(river)) = season else { return row.payload.get() };
        let (Some(from), Some(to)) = (river.low_water_from, river.low_water_to) else {
            return row.payload.get();
        };
        // A year that is replayed is as most years are.
        let replayed = self.scenario.heading.climate != ClimateMode::Resampled;
        let chance = river.low_water_chance.get();
        let sure = chance >= 1.0 || replayed && chance > 0.5;
        let date = self.clock.date_of_day(day);
        let today = MonthDay { month: date.month(), day: date.day() };
        let (begun, not_over) = (from <= today, today <= to);
        let within = if to < from { begun || not_over } else { begun && not_over };
        if !(sure && within) {
            return row.payload.get();
        }
        (row.payload.get() as f64 * river.low_water_payload.get()).floor() as i64
    }

    fn departed(&mut self, part: Part) {
        self.parts.push(part);
        if let Some(Some(standing)) = self.standing.get_mut(part.shipment.0 as usize) {
            standing.left_kg -= part.mass;
        }
    }

    fn trips(&mut self, at: Time, vehicle: VehicleId, trips: u32, mass: i64, findings: &mut Findings) {
        let parts = std::mem::take(&mut self.parts);
        let row = &self.scenario.vehicles[vehicle];
        let says = || format!("{}: {trips} trips with {mass} kg", row.name);
        let sum: i64 = parts.iter().map(|part| part.mass).sum();
        let begun: u32 = parts.iter().map(|part| part.trips).sum();
        let own = parts.iter().all(|part| part.leg == row.leg);
        findings.check(
            own && sum == mass && begun == trips && !parts.is_empty(),
            "what sets off is aboard a trip of its leg",
            says,
        );
        self.count(at, vehicle, i64::from(trips), mass, findings);
        let room = self.room(vehicle);
        for part in &parts {
            let Some(shipment) = self.book.shipment(part.shipment) else { continue };
            let piece = self.scenario.items[shipment.item].mass_of(1).get();
            findings.check(piece <= room.max(1), "one piece is never cut over trips", || {
                format!("{}: a piece of {piece} kg, a trip takes {room} kg", row.name)
            });
        }
        if trips > 0 {
            self.worth_it(at, vehicle, (i64::from(trips), mass), &parts, findings);
            let first = parts.iter().find(|part| part.trips > 0);
            if let Some(part) = first
                && let Some(Some(standing)) = self.standing.get(part.shipment.0 as usize)
            {
                let (entry, by, had_kg) = (self.entries, part.shipment, standing.left_kg + part.mass);
                let judged = had_kg * LIGHT > room && self.alone(vehicle);
                let needier = if judged { self.needier(by, row.leg, at) } else { Vec::new() };
                self.began.push(Began { vehicle, entry, by, had_kg, needier });
            }
        }
        self.bill(vehicle, trips, &parts, findings);
    }

    fn count(&mut self, at: Time, vehicle: VehicleId, trips: i64, mass: i64, findings: &mut Findings) {
        let row = &self.scenario.vehicles[vehicle];
        let leg = &self.scenario.legs[row.leg];
        let day = self.clock.day_index(at);
        let payload = self.room(vehicle).min(self.draught(vehicle, day));
        let today = &mut self.today[vehicle];
        if today.day != day {
            (today.day, today.trips, today.mass) = (day, 0, 0);
        }
        today.away.retain(|&(back, _)| back > day);
        today.trips += trips;
        today.mass += mass;
        let away: i64 = today.away.iter().map(|(_, number)| number).sum();
        let enough = match row.runs {
            Runs::Trips(most) => today.trips <= i64::from(most),
            Runs::Vehicles(number) => away + trips <= i64::from(number),
        };
        let back = day + ((2.0 * leg.transit_days.mean()).ceil() as i64).max(1);
        today.away.push((back, trips));
        findings.check(enough, "a class makes no more trips than it has", || {
            format!("{}: {} today, {away} away", row.name, today.trips)
        });
        findings.check(
            today.mass <= today.trips * payload,
            "trips carry no more than the day allows",
            || format!("{}: {} kg in {} trips of {payload} kg", row.name, today.mass, today.trips),
        );
        let Some(spacing) = leg.spacing else { return };
        let spaced = &mut self.spaced[row.leg];
        if spaced.0 != day {
            *spaced = (day, 0);
        }
        spaced.1 += trips;
        let convoys = (24 * 60 / i64::from(spacing.every_min.max(1))).max(1);
        findings.check(
            spaced.1 <= convoys * i64::from(spacing.convoy),
            "vehicles keep their spacing",
            || format!("{}: {} departures", leg.name, spaced.1),
        );
    }

    fn worth_it(
        &self,
        at: Time,
        vehicle: VehicleId,
        (trips, mass): (i64, i64),
        parts: &[Part],
        findings: &mut Findings,
    ) {
        let row = &self.scenario.vehicles[vehicle];
        // Mornings beside the road are counted, whatever the hour: for goods that come with a morning, that one too.
        let wait = row.longest_wait.map_or(STAND, Ranged::get);
        let mornings = |since: Time| {
            let before = self.clock.day_index(since - Span::from_millis(1));
            (self.clock.day_index(at) - before) as f64
        };
        let stood = |part: &Part| {
            self.since.get(part.shipment.0 as usize).is_some_and(|&since| mornings(since) >= wait)
        };
        let least = row.least_load.map_or(0, Mass::get);
        let thin = self.room(vehicle) < row.least_load.map_or(row.payload.get() / THIN, Mass::get);
        // Masses are rounded by the running sum: up to a kilogram a trip.
        let poor = mass < trips * (least - 1);
        findings.check(!(thin || poor) || parts.iter().any(stood), "a trip is worth it", || {
            let longest = parts.iter().filter_map(|part| Some(mornings(*self.since.get(part.shipment.0 as usize)?)));
            let longest = longest.fold(0.0, f64::max);
            format!(
                "{}: {mass} kg in {trips} trips, least {least} kg, thin {thin}, stood {longest} of {wait} mornings",
                row.name
            )
        });
    }

    /// What is to be paid for the parts of trips: those of the trip by mass, and the tonnes, by the running sum.
    fn bill(&mut self, vehicle: VehicleId, trips: u32, parts: &[Part], findings: &mut Findings) {
        let row = &self.scenario.vehicles[vehicle];
        let leg = &self.scenario.legs[row.leg];
        let cause = if leg.emergency { CostCause::EmergencyFreight } else { CostCause::Freight };
        let to = row.carrier.or(leg.carrier);
        let whole: i64 = parts.iter().map(|part| part.mass).sum();
        let trip = row.cost_per_trip.get() * i64::from(trips);
        let until = |kg: i64| {
            let by_trip = if whole > 0 { nearest(trip, kg, whole) } else { 0 };
            by_trip + nearest(row.cost_per_tonne.get(), kg, 1_000)
        };
        let mut due = Vec::new();
        let mut kg = 0;
        for (nth, part) in parts.iter().enumerate() {
            let mut amount = until(kg + part.mass) - until(kg);
            if whole == 0 && nth == 0 {
                amount = trip;
            }
            kg += part.mass;
            if amount != 0 && !self.seller_carries(part.shipment) {
                due.push((nth + 1, amount));
            }
        }
        let paid = std::mem::take(&mut self.paid);
        let same = paid.iter().map(|one| one.0).eq(due.iter().map(|one| one.0));
        findings.check(same, "freight is paid part by part when trips begin", || row.name.clone());
        for (&(_, kind, carrier, amount), &(_, right)) in paid.iter().zip(&due) {
            findings.check(
                kind == cause && carrier == to,
                "freight is paid to the carrier by its kind",
                || row.name.clone(),
            );
            findings.check(amount == right, "freight is what trips and tonnes cost", || {
                format!("{}: {amount} for {right}", row.name)
            });
        }
    }

    fn seller_carries(&self, no: ShipmentNo) -> bool {
        let Some(Order { purpose: Purpose::Line(line), .. }) = self.book.order_of(no) else { return false };
        let agreement = &self.scenario.agreements[self.scenario.lines[*line].agreement];
        !matches!(agreement.incoterm, Incoterm::Exw | Incoterm::Fca)
    }

    fn paid(&mut self, cause: CostCause, to: Option<PartyId>, amount: Money, findings: &mut Findings) {
        let aboard = self.parts.len();
        findings.check(aboard > 0, "freight is paid for what has set off", || format!("{amount:?}"));
        if aboard > 0 {
            self.paid.push((aboard, cause, to, amount.get()));
        }
    }

    /// Where an order stands: emergencies, then priority, then due day.
    fn place(&self, no: ShipmentNo) -> Option<(bool, u8, Time)> {
        let order = self.book.order_of(no)?;
        let line = if let Purpose::Line(line) = order.purpose { Some(line) } else { None };
        let agreement = line.map(|line| &self.scenario.agreements[self.scenario.lines[line].agreement]);
        let priority = agreement
            .and_then(|row| row.freight_priority)
            .or(self.scenario.items[order.item].freight_priority)
            .or(self.scenario.stores[order.store].freight_priority);
        let due = line.map_or(Time::NEVER, |line| self.scenario.due(line));
        Some((!matches!(order.purpose, Purpose::Emergency(_)), priority.unwrap_or(PRIORITY), due))
    }

    /// Who stands for a leg beside a shipment that cover alone ranks, and surely has less.
    fn needier(&self, by: ShipmentNo, leg: LegId, at: Time) -> Vec<ShipmentNo> {
        let cover = |no: ShipmentNo| {
            let order = self.book.order_of(no)?;
            self.covers.of(order.store, order.item, at)
        };
        let place = self.place(by).filter(|(.., due)| *due == Time::NEVER);
        let (Some(place), Some((least, _))) = (place, cover(by)) else { return Vec::new() };
        let waits =
            |standing: &Option<Standing>| standing.is_some_and(|one| one.leg == leg && one.left_kg > 0);
        let standing = self.standing.iter().enumerate().filter(|(_, standing)| waits(standing));
        let shipments = standing.map(|(no, _)| ShipmentNo(no as u32));
        let has_less = |no: &ShipmentNo| {
            self.place(*no) == Some(place) && cover(*no).is_some_and(|(_, most)| most < least - LEAST_DAYS)
        };
        shipments.filter(has_less).collect()
    }

    /// Whether one class alone serves a way, whatever the day, and waits for no load: who may wait for another class is not judged.
    fn alone(&self, vehicle: VehicleId) -> bool {
        let row = &self.scenario.vehicles[vehicle];
        let ends = |leg: LegId| (self.scenario.legs[leg].from, self.scenario.legs[leg].to);
        let serve = self.scenario.vehicles.iter().filter(|one| ends(one.leg) == ends(row.leg)).count();
        serve == 1 && row.least_load.is_none()
    }

    fn judge_order(&self, began: &Began, findings: &mut Findings) {
        let Some(place) = self.place(began.by) else { return };
        let row = &self.scenario.vehicles[began.vehicle];
        let room = self.room(began.vehicle);
        if began.had_kg * LIGHT <= room || !self.alone(began.vehicle) {
            return;
        }
        let thin = room < row.payload.get() / THIN;
        for (no, standing) in self.standing.iter().enumerate() {
            let Some(standing) = standing else { continue };
            let no = ShipmentNo(no as u32);
            let Some(shipment) = self.book.shipment(no) else { continue };
            let item = &self.scenario.items[shipment.item];
            let fits = item.mass_of(1).get() <= room && item.volume_of(1) <= row.volume;
            let waits = standing.left_kg > 0 && standing.leg == row.leg && standing.entry < began.entry;
            let stays = waits && fits && !thin;
            let first = stays && self.place(no).is_some_and(|other| other < place);
            let says = || format!("{no:?} waits for {} while {:?} goes", row.name, began.by);
            findings.check(!first, "who is first in need boards first", says);
            let needier = stays && began.needier.contains(&no);
            findings.check(!needier, "goods with less cover board first", says);
        }
    }
}

impl Rules for Vehicles<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.book.take(self.scenario, entry);
        self.covers.take(entry);
        self.entries += 1;
        let at = entry.at;
        let told = matches!(
            entry.event,
            Event::Departed { .. }
                | Event::TripsBegan { .. }
                | Event::Paid { cause: CostCause::Freight | CostCause::EmergencyFreight, .. }
        );
        findings.check(self.parts.is_empty() || told, "what sets off is aboard a trip of its leg", || {
            format!("{} parts", self.parts.len())
        });
        if !told {
            self.parts.clear();
            self.paid.clear();
        }
        match entry.event {
            Event::SeasonLimit { season, gross } => self.limits[season] = Some(gross),
            Event::Shipped { .. } => {
                self.since.push(at);
                self.standing.push(None);
            }
            Event::Arrived { shipment, .. } => {
                if let Some(since) = self.since.get_mut(shipment.0 as usize) {
                    *since = at;
                }
            }
            Event::Queued { shipment, leg } => {
                let mass = self
                    .book
                    .shipment(shipment)
                    .map_or(0, |one| self.scenario.items[one.item].mass_of(one.quantity).get());
                if let Some(place) = self.standing.get_mut(shipment.0 as usize) {
                    *place = Some(Standing { leg, entry: self.entries, left_kg: mass });
                }
            }
            Event::Departed { shipment, leg, mass, trips } => {
                self.departed(Part { shipment, leg, mass: mass.get(), trips });
            }
            Event::TripsBegan { vehicle, trips, mass } => {
                self.trips(at, vehicle, trips, mass.get(), findings);
            }
            Event::Paid { cause: cause @ (CostCause::Freight | CostCause::EmergencyFreight), to, amount } => {
                self.paid(cause, to, amount, findings);
            }
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, findings: &mut Findings) {
        let left = self.parts.len();
        findings.check(left == 0, "what sets off is aboard a trip of its leg", || {
            format!("{left} parts when the log ends")
        });
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        for began in std::mem::take(&mut self.began) {
            self.judge_order(&began, findings);
        }
    }
}

/// `amount` times `part` over `whole`, to the nearest whole, halves up.
fn nearest(amount: i64, part: i64, whole: i64) -> i64 {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let twice = 2 * i128::from(amount) * part + whole;
    i64::try_from(twice.div_euclid(2 * whole)).unwrap_or(i64::MAX)
}
