//! One loading: who of those that wait boards which vehicles, and which trips are worth it.
//!
//! Goods board in the order in which they are handed in. Each looks at the lanes (classes of vehicles) it may take in tiers,
//! the best first; lanes of a tier are as good as each other and share what they carry by the trips they have left. Goods
//! fill what is being loaded first, then new trips. A unit is never cut: where one exceeds what a trip takes, it waits.
//! Litres and kilograms are units too. Masses are whole kilograms, each part's rounded up, and never exceed the payload.
//!
//! At the end trips below their least load are taken back, unless somebody aboard has stood as long as the class lets
//! goods stand; what was aboard is offered to the other lanes.
use crate::legs::{Room, Trip};
use iceroad_base::quantity::Mass;
use iceroad_model::goods::Item;
use iceroad_model::{LegId, VehicleId};
use std::collections::BTreeSet;

/// A class of vehicles as it stands when the loading begins.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    pub(crate) vehicle: VehicleId,
    pub(crate) leg: LegId,
    pub(crate) trip: Trip,
    pub(crate) trips_left: u32,
    /// The least load that is waited for.
    pub(crate) least: Mass,
    /// Days after which goods go with what there is.
    pub(crate) longest_wait: f64,
    pub(crate) loads: Vec<Trips>,
    /// Whether new trips were found not to be worth it.
    given_up: bool,
}

impl Lane {
    pub(crate) fn new(
        (vehicle, leg): (VehicleId, LegId),
        trip: Trip,
        trips_left: u32,
        (least, longest_wait): (Mass, f64),
        rooms: &[Room],
    ) -> Self {
        let loads = rooms.iter().map(|&room| Trips { begun: true, ..Trips::new(1, room) }).collect();
        Self { vehicle, leg, trip, trips_left, least, longest_wait, loads, given_up: false }
    }

    /// Kilograms that its trips of today may still carry.
    pub(crate) fn kg_left(&self) -> i64 {
        self.trip.payload.get().saturating_mul(i64::from(self.trips_left))
    }
}

/// Trips loaded alike.
#[derive(Clone, Debug)]
pub(crate) struct Trips {
    /// Whether they had begun before this loading: goods join them.
    pub(crate) begun: bool,
    pub(crate) number: u32,
    /// What each still takes.
    pub(crate) room: Room,
    /// By place among those who wait: units on each trip.
    pub(crate) aboard: Vec<(usize, i64)>,
    /// Mass on each trip, kg.
    kg: i64,
    /// Whether somebody aboard has stood long enough.
    stood_long: bool,
}

impl Trips {
    fn new(number: u32, room: Room) -> Self {
        Self { begun: false, number, room, aboard: Vec::new(), kg: 0, stood_long: false }
    }

    fn put(&mut self, place: usize, item: &Item, units: i64, stood_long: bool) {
        let kg = item.mass_of(units).get();
        self.room.kg -= kg;
        self.room.litres -= item.volume_of(units).get();
        self.kg += kg;
        self.stood_long |= stood_long;
        match self.aboard.iter_mut().find(|(known, _)| *known == place) {
            Some((_, sum)) => *sum += units,
            None => self.aboard.push((place, units)),
        }
    }
}

/// Goods that wait.
#[derive(Clone, Debug)]
pub(crate) struct Waiting<'a> {
    pub(crate) item: &'a Item,
    pub(crate) units: i64,
    /// Units that have boarded.
    pub(crate) boarded: i64,
    /// Days for which they have stood beside an open leg.
    pub(crate) stood: f64,
    /// Lanes it may take, best first, those as good as each other in one tier.
    pub(crate) tiers: Vec<Vec<usize>>,
    /// Of the tiers, so many are worth it today.
    pub(crate) worth: usize,
    /// Of each tier, the days earlier for which it is.
    pub(crate) worth_days: Vec<f64>,
}

impl Waiting<'_> {
    pub(crate) fn left(&self) -> i64 {
        self.units - self.boarded
    }

    /// A lane will not take these goods for some days: the next tier may be worth it.
    fn look_further(&mut self, longest_wait: f64) {
        let waits = longest_wait - self.stood;
        if self.worth_days.get(self.worth).is_some_and(|&days| waits > days) {
            self.worth += 1;
        }
    }

    /// Whether these goods may begin a trip on ice that is too thin to be worth it: they have stood long, and what ice
    /// bears takes all of them, or one piece that fills half of it (assumed).
    fn goes_thin(&self, lane: &Lane) -> bool {
        let (all, piece) = (self.item.mass_of(self.left()), self.item.mass_of(1));
        let worth = all <= lane.trip.payload || piece.get() * 2 >= lane.trip.payload.get();
        worth && self.stood >= lane.longest_wait
    }
}

/// Lanes of one queue.
#[derive(Debug)]
pub(crate) struct Loading {
    pub(crate) lanes: Vec<Lane>,
    /// Departures that spacing leaves, by leg.
    departures: Vec<(LegId, u32)>,
}

impl Loading {
    pub(crate) fn new(lanes: Vec<Lane>, departures: Vec<(LegId, u32)>) -> Self {
        Self { lanes, departures }
    }

    /// Whether nothing more can set off today.
    pub(crate) fn is_full(&self) -> bool {
        let open = |trips: &Trips| trips.room.kg > 0 && trips.room.litres > 0;
        self.lanes.iter().all(|lane| self.new_trips(lane) == 0 && !lane.loads.iter().any(open))
    }

    fn new_trips(&self, lane: &Lane) -> u32 {
        let spaced = self.departures.iter().find(|(leg, _)| *leg == lane.leg).map_or(u32::MAX, |one| one.1);
        if lane.given_up { 0 } else { lane.trips_left.min(spaced) }
    }

    /// Boards as many units as there is room for.
    pub(crate) fn board(&mut self, place: usize, goods: &mut Waiting<'_>) {
        for tier in 0..goods.worth.min(goods.tiers.len()) {
            let lanes = goods.tiers[tier].clone();
            for &lane in &lanes {
                self.join(lane, place, goods);
            }
            self.begin(&lanes, place, goods);
            if goods.left() == 0 {
                return;
            }
        }
    }

    /// Fills trips that are being loaded.
    fn join(&mut self, lane: usize, place: usize, goods: &mut Waiting<'_>) {
        let lane = &mut self.lanes[lane];
        let long = goods.stood >= lane.longest_wait;
        let mut at = 0;
        while at < lane.loads.len() && goods.left() > 0 {
            let trips = &mut lane.loads[at];
            at += 1;
            let units = goods.left().min(fits(goods.item, trips.room));
            if units == 0 {
                continue;
            }
            if trips.number > 1 {
                // One of several alike: it is told apart from the rest.
                trips.number -= 1;
                let one = Trips { number: 1, ..trips.clone() };
                lane.loads.insert(at - 1, one);
            }
            lane.loads[at - 1].put(place, goods.item, units, long);
            goods.boarded += units;
        }
    }

    /// Begins trips on lanes that are as good as each other, each its part by the trips it has.
    fn begin(&mut self, lanes: &[usize], place: usize, goods: &mut Waiting<'_>) {
        let able: Vec<usize> = lanes.iter().copied().filter(|&lane| self.can_begin(lane, goods)).collect();
        let all: i64 = able.iter().map(|&lane| i64::from(self.new_trips(&self.lanes[lane]))).sum();
        let wanted = goods.left();
        for &lane in &able {
            let part = i128::from(wanted) * i128::from(self.new_trips(&self.lanes[lane]));
            let part = i64::try_from((part + i128::from(all) - 1) / i128::from(all.max(1))).unwrap_or(wanted);
            // In whole trips: half a trip on each of two is dearer than one.
            let trip = &self.lanes[lane].trip;
            let full = fits(goods.item, Room { kg: trip.payload.get(), litres: trip.volume.get() }).max(1);
            let part = ((part - 1) / full).saturating_add(1).saturating_mul(full);
            self.begin_on(lane, place, goods, part.min(goods.left()));
        }
        for &lane in &able {
            self.begin_on(lane, place, goods, goods.left());
        }
    }

    fn can_begin(&self, lane: usize, goods: &Waiting<'_>) -> bool {
        let lane = &self.lanes[lane];
        self.new_trips(lane) > 0 && (!lane.trip.thin || goods.goes_thin(lane))
    }

    fn begin_on(&mut self, lane: usize, place: usize, goods: &mut Waiting<'_>, units: i64) {
        let trips_left = i64::from(self.new_trips(&self.lanes[lane]));
        let row = &mut self.lanes[lane];
        let empty = Room { kg: row.trip.payload.get(), litres: row.trip.volume.get() };
        let per_trip = fits(goods.item, empty);
        if units <= 0 || per_trip == 0 || trips_left == 0 {
            return;
        }
        // Whole trips, and one with what is left over.
        let full = (units / per_trip).min(trips_left);
        let over = if full < trips_left { units - full * per_trip } else { 0 };
        let long = goods.stood >= row.longest_wait;
        let mut begun = 0;
        for (number, units) in [(full, per_trip), (i64::from(over > 0), over)] {
            if number == 0 {
                continue;
            }
            let mut trips = Trips::new(number as u32, empty);
            trips.put(place, goods.item, units, long);
            row.loads.push(trips);
            goods.boarded += units * number;
            begun += number as u32;
        }
        row.trips_left -= begun;
        let leg = row.leg;
        self.take_departures(leg, begun);
    }

    fn take_departures(&mut self, leg: LegId, trips: u32) {
        if let Some((_, left)) = self.departures.iter_mut().find(|(known, _)| *known == leg) {
            *left = left.saturating_sub(trips);
        }
    }

    /// Takes back the trips of one lane that are not worth it, and notes who was aboard; gives whether there were some.
    pub(crate) fn take_back(&mut self, waiting: &mut [Waiting<'_>], aboard: &mut BTreeSet<usize>) -> bool {
        for lane in 0..self.lanes.len() {
            let row = &mut self.lanes[lane];
            let least = row.least.get();
            let poor = |trips: &Trips| !trips.begun && trips.kg < least && !trips.stood_long;
            let (back, kept): (Vec<Trips>, Vec<Trips>) = row.loads.drain(..).partition(poor);
            row.loads = kept;
            if back.is_empty() {
                continue;
            }
            row.given_up = true;
            let leg = row.leg;
            for trips in &back {
                row.trips_left += trips.number;
                for &(place, units) in &trips.aboard {
                    aboard.insert(place);
                    waiting[place].boarded -= units * i64::from(trips.number);
                    waiting[place].look_further(row.longest_wait);
                }
            }
            let number: u32 = back.iter().map(|trips| trips.number).sum();
            if let Some((_, left)) = self.departures.iter_mut().find(|(known, _)| *known == leg) {
                *left = left.saturating_add(number);
            }
            return true;
        }
        false
    }
}

/// How many units fit into a room.
fn fits(item: &Item, room: Room) -> i64 {
    let fit = |most: i64, one: i64| if one <= 0 { i64::MAX } else { most.saturating_mul(1_000) / one };
    fit(room.kg, item.unit_grams).min(fit(room.litres, item.unit_millilitres))
}
