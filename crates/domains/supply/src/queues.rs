//! Goods that wait for a way from one site to the next, and what sets off.
//!
//! All legs and vehicles between two sites serve one queue, within what restrictions, licences and emergency-only allow
//! each order. Ordinary goods take the cheapest class first. A dearer one is worth it where it brings them earlier than the
//! cheaper ones would by more than a week, and a month more for each time that it costs as much again (assumed), or where
//! the cheaper ones would be late for an agreement. Emergencies take whatever is quickest and has room.
//!
//! Classes whose costs per tonne at full load are equal share the goods by their trips.
//!
//! Capacity is of the scenario's civil day: all who wait are looked at when the day begins. When goods reach a site later in the
//! day, only they are looked at, and those whose load was too little for a trip: what turned the others away holds all day.
//! Goods that come later in the day may join trips begun before.
//!
//! The cost of a trip is paid once, when it begins, and shared by mass among those aboard; tonnes are paid by each. Whoever
//! joins later pays tonnes only. Rounding is by the running sum, so that parts add up to the whole. Where a seller pays
//! the carriage by the agreement's Incoterm, none is paid for that part.
use crate::boarding::{LIGHT, Place};
use crate::legs::Room;
use crate::loading::{Lane, Loading, Trips, Waiting};
use crate::routes::LinkId;
use crate::shipments::{EMERGENCIES, LINES, OTHERS, Shipment};
use crate::state::{AgendaItem, Out, State};
use iceroad_base::quantity::{Mass, Money};
use iceroad_base::{Span, Time};
use iceroad_model::VehicleId;
use iceroad_model::event::{CostCause, DelayCause, Event, OrderNo, Purpose, ShipmentNo};
use iceroad_model::transport::{Runs, Vehicle};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days earlier for which ordinary goods take a dearer vehicle of the same way (assumed).
const WORTH_PAYING_DAYS: f64 = 7.0;

/// Days earlier that are worth as much again as the cheaper carriage costs (assumed).
const DAYS_FOR_AS_MUCH_AGAIN: f64 = 30.0;

/// The days earlier for which `dear` is worth paying instead of `cheap`, above a first `patience`.
pub(crate) fn worth_days(patience: f64, cheap: f64, dear: f64) -> f64 {
    if dear <= cheap {
        return patience;
    }
    patience + DAYS_FOR_AS_MUCH_AGAIN * (dear - cheap) / cheap.max(1.0)
}

/// Those who wait between two sites.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    /// By the number under which each came to wait, which tells who came first.
    waiting: BTreeMap<u64, ShipmentNo>,
    came: u64,
    /// How many of them may take each class of vehicles.
    may_take: BTreeMap<VehicleId, u32>,
    /// Those to be looked at before the next day: who came since the last look, or was aboard of too little.
    fresh: Vec<ShipmentNo>,
    /// Those passed over this morning in the order in which they would board, each with the mass up to it, kg.
    passed: Vec<(Place, i64)>,
    /// Those passed over since, each with its mass, kg.
    passed_since: Vec<(Place, i64)>,
    /// Mass that waits, kg: of emergencies, agreements, others.
    pub(crate) kg: [i64; 3],
}

impl Queue {
    /// Whoever waits, as they came.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = ShipmentNo> + use<'_> {
        self.waiting.values().copied()
    }

    fn waits(&self, no: ShipmentNo, shipment: &Shipment) -> bool {
        self.waiting.get(&shipment.queued) == Some(&no)
    }

    /// Mass of those who were passed over today and board before a place, kg.
    fn passed_before(&self, place: &Place) -> i64 {
        let until = self.passed.partition_point(|(other, _)| other.before(place).is_lt());
        let morning = until.checked_sub(1).map_or(0, |last| self.passed[last].1);
        let since = self.passed_since.iter().filter(|(other, _)| other.before(place).is_lt());
        morning + since.map(|(_, kg)| kg).sum::<i64>()
    }

    /// Mass that goes before goods of a rank.
    pub(crate) fn kg_before(&self, rank: usize) -> i64 {
        self.kg.iter().take(rank + 1).sum()
    }
}

/// What of the tiers of one shipment was found when the loading began.
struct Tier {
    cost: f64,
    transit: f64,
    /// Days until it may carry ordinary goods; zero: today.
    opens_in: f64,
    kg_a_day: f64,
    lanes: Vec<usize>,
}

impl State {
    /// A shipment waits for its way from where it is.
    pub(crate) fn enqueue(&mut self, no: ShipmentNo, link: LinkId) {
        let rank = self.rank(self.shipments[no.0 as usize].order);
        let shipment = &mut self.shipments[no.0 as usize];
        let kg = self.prepared.items[shipment.item].mass_of(shipment.units - shipment.sent).get();
        let queue = &mut self.queues[link.0];
        queue.kg[rank] += kg;
        queue.came += 1;
        queue.waiting.insert(queue.came, no);
        queue.fresh.push(no);
        shipment.queued = queue.came;
        for &vehicle in shipment.allowed.iter() {
            *queue.may_take.entry(vehicle).or_default() += 1;
        }
    }

    /// A shipment waits no more: it is gone, or goes elsewhere.
    pub(crate) fn dequeue(&mut self, no: ShipmentNo, link: LinkId) {
        let (queue, shipment) = (&mut self.queues[link.0], &self.shipments[no.0 as usize]);
        if !queue.waits(no, shipment) {
            return;
        }
        queue.waiting.remove(&shipment.queued);
        for vehicle in shipment.allowed.iter() {
            if let Some(number) = queue.may_take.get_mut(vehicle) {
                *number -= 1;
            }
        }
    }

    /// Mass that waits and that a shipment has no part in any more.
    pub(crate) fn no_longer_waits(&mut self, order: OrderNo, link: LinkId, kg: i64) {
        let rank = self.rank(order);
        self.queues[link.0].kg[rank] -= kg;
    }

    /// Among whom an order's goods are counted while they wait.
    pub(crate) fn rank(&self, order: OrderNo) -> usize {
        match self.orders[order.0 as usize].purpose {
            Purpose::Emergency(_) => EMERGENCIES,
            Purpose::Line(_) => LINES,
            Purpose::Inbound(_) | Purpose::Repaired(_) | Purpose::Core(_) | Purpose::Replenish => OTHERS,
        }
    }

    /// A day begins: every leg and vehicle has its day under the day's limit. Goods whose road has just closed look for
    /// another.
    pub(crate) fn legs_begin_day(&mut self, day: i64, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let network = &prepared.network;
        let mut closed = Vec::new();
        for (leg, row) in network.legs().entries() {
            let limit = row.season.map(|season| self.limits[season]);
            let was_open = self.legs[leg].open;
            self.legs[leg].begin_day(day, row, limit);
            if was_open && !self.legs[leg].open {
                closed.push(leg);
            }
        }
        for (vehicle, row) in network.vehicles().entries() {
            let limit = network.leg(row.leg).season.map(|season| self.limits[season]);
            self.vehicles[vehicle].begin_day(day, row, limit);
        }
        for leg in closed {
            let link = network.link_of(leg);
            for no in self.queues[link.0].waiting().collect::<Vec<_>>() {
                let shipment = &mut self.shipments[no.0 as usize];
                // Of a shipment that has set off in part, the rest follows.
                if shipment.sent > 0 || shipment.next_leg() != Some(leg) {
                    continue;
                }
                shipment.account(out.now, DelayCause::Transit);
                let (order, kg) =
                    (shipment.order, prepared.items[shipment.item].mass_of(shipment.units).get());
                self.dequeue(no, link);
                self.no_longer_waits(order, link, kg);
                self.go_on(no, out);
            }
        }
    }

    /// Loads for every way what waits there, and notes why the rest goes on waiting.
    pub(crate) fn legs_set_off(&mut self, out: &mut Out<'_>) {
        for link in 0..self.queues.len() {
            if self.queues[link].waiting.is_empty() {
                continue;
            }
            self.queues[link].fresh = self.queues[link].waiting().collect();
            self.queues[link].passed.clear();
            self.queues[link].passed_since.clear();
            self.set_off(LinkId(link), out);
            for no in self.queues[link].waiting().collect::<Vec<_>>() {
                let cause = self.cause_of_wait(no);
                let stands = self.shipments[no.0 as usize]
                    .allowed
                    .iter()
                    .any(|&vehicle| self.vehicles[vehicle].trip.is_some());
                let shipment = &mut self.shipments[no.0 as usize];
                if stands {
                    shipment.stood += 1;
                }
                if shipment.cause != cause {
                    shipment.account(out.now, cause);
                }
            }
        }
    }

    /// Why goods wait today, as the best class of vehicles for them has it.
    pub(crate) fn cause_of_wait(&self, no: ShipmentNo) -> DelayCause {
        let shipment = &self.shipments[no.0 as usize];
        let network = &self.prepared.network;
        let Some(planned) = shipment.next_leg() else { return DelayCause::NoRoute };
        let item = &self.prepared.items[shipment.item];
        let (piece, litres) = (item.mass_of(1), item.volume_of(1));
        let takes = |vehicle: &&VehicleId| {
            let row = network.vehicle(**vehicle);
            piece <= row.payload && litres <= row.volume
        };
        let on_planned = |vehicle: &&VehicleId| network.vehicle(**vehicle).leg == planned;
        let mut able = shipment.allowed.iter().filter(takes);
        let Some(&first) = able.clone().find(on_planned).or(able.next()) else {
            return DelayCause::Vehicle(planned);
        };
        let leg = network.vehicle(first).leg;
        let Some(trip) = self.vehicles[first].trip else {
            return match network.leg(leg).season {
                Some(season) if !self.legs[leg].open => DelayCause::Season(season),
                _ => DelayCause::TooThin(leg),
            };
        };
        if trip.thin || piece > trip.payload {
            return DelayCause::TooThin(leg);
        }
        let none_left = self.vehicles[first].trips_left == 0;
        let counted = matches!(network.vehicle(first).runs, Runs::Vehicles(_));
        if (none_left && !counted) || self.legs[leg].departures == 0 {
            return DelayCause::Capacity(leg);
        }
        DelayCause::Vehicle(leg)
    }

    /// Loads what waits between two sites and has not been passed over today.
    pub(crate) fn set_off(&mut self, link: LinkId, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let mut loading = self.lanes_today(link);
        let queue = &mut self.queues[link.0];
        let nobody = |lane: &Lane| queue.may_take.get(&lane.vehicle).is_none_or(|&number| number == 0);
        if loading.lanes.iter().all(nobody) || loading.is_full() {
            return;
        }
        let mut fresh = std::mem::take(&mut queue.fresh);
        fresh.retain(|&no| queue.waits(no, &self.shipments[no.0 as usize]));
        fresh.sort_unstable();
        fresh.dedup();
        let mut places: Vec<Place> = fresh.iter().map(|&no| self.place_of(no, out.now)).collect();
        places.sort_by(Place::before);
        let mut ahead_kg = 0;
        let mut waiting: Vec<Waiting<'_>> = Vec::with_capacity(places.len());
        for place in &places {
            let shipment = &self.shipments[place.shipment.0 as usize];
            let item = &prepared.items[shipment.item];
            let units = shipment.units - shipment.sent;
            ahead_kg += item.mass_of(units).get();
            let tiers = self.tiers(place, &loading, out.now);
            let passed_kg = self.queues[link.0].passed_before(place);
            let worth = self.worth(place, &tiers, passed_kg + ahead_kg, out.now);
            let cheapest = tiers.first().map_or(0.0, |tier| tier.cost);
            let worth_days =
                tiers.iter().map(|tier| worth_days(WORTH_PAYING_DAYS, cheapest, tier.cost)).collect();
            let lanes = tiers.into_iter().map(|tier| tier.lanes).collect();
            let stood = f64::from(shipment.stood);
            waiting.push(Waiting { item, units, boarded: 0, stood, tiers: lanes, worth, worth_days });
        }
        board_all(&mut loading, &places, &mut waiting);
        let mut too_little = BTreeSet::new();
        while loading.take_back(&mut waiting, &mut too_little) {
            board_all(&mut loading, &places, &mut waiting);
        }
        self.leave(link, &places, loading, out);
        self.pass_over(link, &places, &too_little);
    }

    /// Those who have not set off wait for company, or until tomorrow.
    fn pass_over(&mut self, link: LinkId, places: &[Place], too_little: &BTreeSet<usize>) {
        let queue = &mut self.queues[link.0];
        let is_morning = queue.passed.is_empty();
        let mut until = 0;
        for (at, place) in places.iter().enumerate() {
            let shipment = &self.shipments[place.shipment.0 as usize];
            if !queue.waits(place.shipment, shipment) {
                continue;
            }
            if too_little.contains(&at) {
                queue.fresh.push(place.shipment);
            } else {
                let kg = self.prepared.items[shipment.item].mass_of(shipment.units - shipment.sent).get();
                until += kg;
                match is_morning {
                    true => queue.passed.push((*place, until)),
                    false => queue.passed_since.push((*place, kg)),
                }
            }
        }
    }

    /// The classes between two sites that run today.
    fn lanes_today(&self, link: LinkId) -> Loading {
        let network = &self.prepared.network;
        let mut lanes = Vec::new();
        for &vehicle in network.on_link(link) {
            let (row, state) = (network.vehicle(vehicle), &self.vehicles[vehicle]);
            let Some(trip) = state.trip else { continue };
            let least = row.least_load.unwrap_or(Mass::ZERO);
            let worth = (least, row.longest_wait_days());
            lanes.push(Lane::new((vehicle, row.leg), trip, state.trips_left, worth, &state.rooms));
        }
        let departures =
            network.link(link).legs.iter().map(|&leg| (leg, self.legs[leg].departures)).collect();
        Loading::new(lanes, departures)
    }

    /// The classes that a shipment may take, the best first; those that do not run today among them.
    fn tiers(&self, place: &Place, loading: &Loading, now: Time) -> Vec<Tier> {
        let network = &self.prepared.network;
        let shipment = &self.shipments[place.shipment.0 as usize];
        let today = self.prepared.clock.day_index(now) as f64;
        let mut tiers: Vec<Tier> = Vec::new();
        let piece = self.prepared.items[shipment.item].mass_of(1);
        for &vehicle in shipment.allowed.iter() {
            let row = network.vehicle(vehicle);
            if piece > row.payload {
                continue;
            }
            let lane = loading.lanes.iter().position(|lane| lane.vehicle == vehicle);
            let runs = lane.is_some_and(|lane| {
                let trip = &loading.lanes[lane].trip;
                !trip.thin && piece <= trip.payload
            });
            let opens_in = if runs {
                0.0
            } else {
                network.departs(row.leg, today, true).map_or(f64::INFINITY, |day| (day - today).max(1.0))
            };
            let tier = Tier {
                cost: cost_per_tonne(row),
                transit: network.leg(row.leg).transit_days.mean(),
                opens_in,
                kg_a_day: network.kg_a_day(vehicle),
                lanes: lane.into_iter().collect(),
            };
            let alike = |known: &&mut Tier| {
                known.cost == tier.cost && known.transit == tier.transit && known.opens_in == tier.opens_in
            };
            match tiers.iter_mut().find(alike) {
                Some(known) => {
                    known.kg_a_day += tier.kg_a_day;
                    known.lanes.extend(tier.lanes);
                }
                None => tiers.push(tier),
            }
        }
        if place.ordinary {
            tiers.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.transit.total_cmp(&b.transit)));
        } else {
            tiers.sort_by(|a, b| a.transit.total_cmp(&b.transit).then(a.cost.total_cmp(&b.cost)));
        }
        tiers
    }

    /// How many of the tiers are worth taking today, where so much goes before the goods or with them.
    fn worth(&self, place: &Place, tiers: &[Tier], ahead_kg: i64, now: Time) -> usize {
        let Some(first) = tiers.first().filter(|_| place.ordinary) else { return tiers.len() };
        let today = now.days();
        let late = self.latest_start(place.shipment);
        let (mut rate, mut opens_in, mut arrives) = (0.0_f64, f64::INFINITY, f64::INFINITY);
        let mut worth = 0;
        for tier in tiers {
            let earlier = arrives - tier.transit;
            let too_late = late.is_some_and(|day| today + arrives > day && tier.transit < arrives);
            if worth > 0 && !too_late && earlier <= worth_days(WORTH_PAYING_DAYS, first.cost, tier.cost) {
                break;
            }
            worth += 1;
            rate += tier.kg_a_day;
            opens_in = opens_in.min(tier.opens_in);
            let days = if rate > 0.0 { ahead_kg as f64 / rate } else { f64::INFINITY };
            arrives = opens_in + days + tier.transit;
        }
        worth
    }

    /// The day by which a line's goods must have come over the leg to be on time.
    fn latest_start(&self, no: ShipmentNo) -> Option<f64> {
        let shipment = &self.shipments[no.0 as usize];
        let line = self.orders[shipment.order.0 as usize].line?;
        let onward = shipment.legs_after_next();
        let days: f64 = onward.iter().map(|&leg| self.prepared.network.leg(leg).transit_days.mean()).sum();
        Some(self.prepared.due[line].days() - days)
    }

    /// What was loaded sets off.
    fn leave(&mut self, link: LinkId, places: &[Place], loading: Loading, out: &mut Out<'_>) {
        let prepared = Arc::clone(&self.prepared);
        let day = prepared.clock.day_index(out.now);
        for lane in loading.lanes {
            let row = prepared.network.vehicle(lane.vehicle);
            let back = day + Vehicle::days_away(&prepared.network.leg(lane.leg).transit_days);
            let begun = self.vehicles[lane.vehicle].trips_left - lane.trips_left;
            self.vehicles[lane.vehicle].begin_trips(begun, row.runs, back);
            let departures = &mut self.legs[lane.leg].departures;
            if *departures != u32::MAX {
                *departures = departures.saturating_sub(begun);
            }
            let rooms: Vec<Room> = lane.loads.iter().map(|trips| trips.room).collect();
            self.vehicles[lane.vehicle].keep_rooms(rooms);
            for trips in lane.loads.iter().filter(|trips| !trips.aboard.is_empty()) {
                self.depart(link, lane.vehicle, places, trips, out);
            }
        }
    }

    /// Trips that are loaded alike set off, or are joined.
    fn depart(
        &mut self,
        link: LinkId,
        vehicle: VehicleId,
        places: &[Place],
        trips: &Trips,
        out: &mut Out<'_>,
    ) {
        let prepared = Arc::clone(&self.prepared);
        let row = prepared.network.vehicle(vehicle);
        let number = if trips.begun { 0 } else { trips.number };
        let aboard: Vec<(ShipmentNo, i64, i64)> = (trips.aboard.iter())
            .map(|&(place, units)| {
                let units = units * i64::from(trips.number);
                (places[place].shipment, units, self.mass_of_next(places[place].shipment, units).get())
            })
            .collect();
        let whole: i64 = aboard.iter().map(|&(.., kg)| kg).sum();
        let mut before = 0;
        for (nth, &(no, units, kg)) in aboard.iter().enumerate() {
            self.part_departs(no, vehicle, units, if nth == 0 { number } else { 0 }, out);
            let order = self.shipments[no.0 as usize].order;
            self.no_longer_waits(order, link, kg);
            if self.shipments[no.0 as usize].is_gone() {
                self.dequeue(no, link);
            }
            let mut amount = freight(row, number, before + kg, whole) - freight(row, number, before, whole);
            if whole == 0 && nth == 0 {
                amount = row.cost_per_trip * i64::from(number);
            }
            before += kg;
            self.pay_freight(order, vehicle, amount, out);
        }
        out.log(Event::TripsBegan { vehicle, trips: number, mass: Mass(whole) });
    }

    /// What the next units of a shipment to set off weigh.
    fn mass_of_next(&self, no: ShipmentNo, units: i64) -> Mass {
        let shipment = &self.shipments[no.0 as usize];
        let item = &self.prepared.items[shipment.item];
        item.mass_of(shipment.sent + units) - item.mass_of(shipment.sent)
    }

    /// A part of a shipment sets off on a leg.
    fn part_departs(
        &mut self,
        no: ShipmentNo,
        vehicle: VehicleId,
        units: i64,
        trips: u32,
        out: &mut Out<'_>,
    ) {
        let prepared = Arc::clone(&self.prepared);
        let leg = prepared.network.vehicle(vehicle).leg;
        let mass = self.mass_of_next(no, units);
        let shipment = &mut self.shipments[no.0 as usize];
        shipment.sent += units;
        if !shipment.taken.contains(&leg) {
            shipment.taken.push(leg);
        }
        let carrier = prepared.network.vehicle(vehicle).carrier.or(prepared.network.leg(leg).carrier);
        if carrier.is_some_and(|carrier| !shipment.carried_by.contains(&carrier)) {
            shipment.carried_by.extend(carrier);
        }
        if shipment.is_gone() {
            shipment.account(out.now, DelayCause::Transit);
        }
        let order = shipment.order;
        out.log(Event::Departed { shipment: no, leg, mass, trips });
        let transit = prepared.network.leg(leg).transit_days;
        let days = transit.draw(&mut self.orders[order.0 as usize].transit);
        self.at(out.now + Span::from_days(days), AgendaItem::Part { shipment: no, units });
    }

    fn pay_freight(&mut self, order: OrderNo, vehicle: VehicleId, amount: Money, out: &mut Out<'_>) {
        if amount.get() == 0 || self.seller_carries(order) {
            return;
        }
        let row = self.prepared.network.vehicle(vehicle);
        let leg = self.prepared.network.leg(row.leg);
        let cause = if leg.emergency { CostCause::EmergencyFreight } else { CostCause::Freight };
        out.log(Event::Paid { cause, to: row.carrier.or(leg.carrier), amount });
    }
}

/// Boards goods priority by priority: emergencies, light parcels, all.
fn board_all(loading: &mut Loading, places: &[Place], waiting: &mut [Waiting<'_>]) {
    let mut light_kg: i64 = loading.lanes.iter().map(Lane::kg_left).sum::<i64>() / LIGHT;
    let mut from = 0;
    while from < places.len() {
        let alike = |place: &&Place| {
            (place.ordinary, place.priority) == (places[from].ordinary, places[from].priority)
        };
        let until = from + places[from..].iter().take_while(alike).count();
        for (at, goods) in waiting.iter_mut().enumerate().take(until).skip(from) {
            let kg = goods.item.mass_of(goods.left()).get();
            let trip = goods.tiers.iter().flatten().map(|&lane| loading.lanes[lane].trip.payload.get()).max();
            if kg <= light_kg && trip.is_some_and(|trip| kg * LIGHT <= trip) {
                let before = goods.left();
                loading.board(at, goods);
                light_kg -= goods.item.mass_of(before - goods.left()).get();
            }
        }
        for (at, goods) in waiting.iter_mut().enumerate().take(until).skip(from) {
            if goods.left() > 0 {
                loading.board(at, goods);
            }
        }
        from = until;
    }
}

/// What a tonne costs at full load, in minor units.
fn cost_per_tonne(vehicle: &Vehicle) -> f64 {
    vehicle.cost_per_trip.get() as f64 / vehicle.payload.tonnes().max(1e-3)
        + vehicle.cost_per_tonne.get() as f64
}

/// What the first `kg` of `whole` aboard so many trips cost: their share of the trips by mass, and their tonnes.
pub fn freight(vehicle: &Vehicle, trips: u32, kg: i64, whole: i64) -> Money {
    let by_trip = share(vehicle.cost_per_trip * i64::from(trips), kg, whole);
    by_trip + share(vehicle.cost_per_tonne, kg, 1_000)
}

/// `amount` times `part` over `whole`, to the nearest minor unit, halves up.
pub(crate) fn share(amount: Money, part: i64, whole: i64) -> Money {
    if whole <= 0 {
        return Money::ZERO;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let twice = 2 * i128::from(amount.get()) * part + whole;
    Money(i64::try_from(twice.div_euclid(2 * whole)).unwrap_or(i64::MAX))
}
