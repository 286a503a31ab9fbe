//! Legs, vehicles and queues of a record, added up again: everything is written down as it is read and worked out at the end.
use crate::running_sums::RunningSums;
use iceroad_base::civil::Clock;
use iceroad_base::{Id, Time};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{Entry, Event, ShipmentNo};
use iceroad_model::packed::Packed;
use iceroad_model::record::{LegRecord, QueueCell, RunRecord, VehicleRecord};
use iceroad_model::{ItemId, LegId, Scenario, SeasonId, SiteId};
use std::collections::BTreeMap;
use std::ops::Range;

/// A part that set off.
struct Gone {
    shipment: ShipmentNo,
    leg: LegId,
    kg: i64,
    at: Time,
}

/// A shipment came to wait, when so many parts of whatever had set off.
struct Came {
    shipment: ShipmentNo,
    leg: LegId,
    at: Time,
    parts: usize,
}

/// A line and, for each shipment in it, what set off while it stood, by place.
type Stood = (QueueCell, Vec<Range<usize>>);

pub(crate) struct Freight<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    shipments: Vec<(ItemId, i64)>,
    gone: Vec<Gone>,
    came: Vec<Came>,
    /// By shipment: its places in both.
    gone_of: Vec<Vec<usize>>,
    came_of: Vec<Vec<usize>>,
    /// From which day on a season has which limit, kg.
    limits: Vec<(SeasonId, i64, i64)>,
    /// The same by the moment.
    limits_at: Vec<(SeasonId, Time, i64)>,
    vehicles: Vec<(i64, i64)>,
    /// Ends of weeks: how many had come and gone.
    weeks: Vec<(usize, usize)>,
    trips: Vec<i64>,
}

impl<'s> Freight<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            shipments: Vec::new(),
            gone: Vec::new(),
            came: Vec::new(),
            gone_of: Vec::new(),
            came_of: Vec::new(),
            limits: Vec::new(),
            limits_at: Vec::new(),
            vehicles: vec![(0, 0); scenario.vehicles.len()],
            weeks: Vec::new(),
            trips: vec![0; scenario.legs.len()],
        }
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        let at = entry.at;
        match entry.event {
            Event::Shipped { item, quantity, .. } => {
                self.shipments.push((item, self.scenario.items[item].mass_of(quantity.get()).get()));
            }
            Event::Queued { shipment, leg } => {
                note(&mut self.came_of, shipment, self.came.len());
                self.came.push(Came { shipment, leg, at, parts: self.gone.len() });
            }
            Event::Departed { shipment, leg, mass, trips } => {
                self.trips[leg.index()] += i64::from(trips);
                note(&mut self.gone_of, shipment, self.gone.len());
                self.gone.push(Gone { shipment, leg, kg: mass.get(), at });
            }
            Event::TripsBegan { vehicle, trips, mass } => {
                let sums = &mut self.vehicles[vehicle.index()];
                *sums = (sums.0 + i64::from(trips), sums.1 + mass.get());
            }
            Event::SeasonLimit { season, gross } => {
                self.limits.push((season, self.clock.day_index(at), gross.get()));
                self.limits_at.push((season, at, gross.get()));
            }
            _ => {}
        }
    }

    pub(crate) fn week_over(&mut self) {
        self.weeks.push((self.came.len(), self.gone.len()));
    }

    pub(crate) fn finish(&self, end: Time, record: &mut RunRecord) {
        record.legs = Packed::of(&self.legs());
        record.vehicles = self.scenario.vehicles.ids().map(|vehicle| self.vehicle(vehicle.index())).collect();
        record.queues = Packed::of(&self.queues(end));
    }

    fn legs(&self) -> Vec<LegRecord> {
        let weeks = self.weeks.len();
        let empty = |&trips: &i64| LegRecord { mass_kg: 0, trips, waiting_kg: vec![0; weeks] };
        let mut legs: Vec<LegRecord> = self.trips.iter().map(empty).collect();
        for gone in &self.gone {
            legs[gone.leg.index()].mass_kg += gone.kg;
        }
        for (nth, came) in self.came.iter().enumerate() {
            let stays = self.next_time(nth);
            for (week, &(came_by, gone_by)) in self.weeks.iter().enumerate() {
                if nth < came_by && stays.is_none_or(|next| next >= came_by) {
                    legs[came.leg.index()].waiting_kg[week] +=
                        self.kg(came.shipment) - self.left(came, gone_by);
                }
            }
        }
        legs
    }

    /// When a shipment comes to wait the next time, by place.
    fn next_time(&self, nth: usize) -> Option<usize> {
        let times = places(&self.came_of, self.came[nth].shipment);
        times.iter().copied().find(|&later| later > nth)
    }

    fn kg(&self, no: ShipmentNo) -> i64 {
        self.shipments.get(no.0 as usize).map_or(0, |one| one.1)
    }

    /// What of a shipment set off since it came to wait, until so many parts had.
    fn left(&self, came: &Came, until: usize) -> i64 {
        let parts = places(&self.gone_of, came.shipment).iter();
        parts.filter(|part| (came.parts..until).contains(part)).map(|&part| self.gone[part].kg).sum()
    }

    fn vehicle(&self, at: usize) -> VehicleRecord {
        let Some(row) = self.scenario.vehicles.as_slice().get(at) else { return VehicleRecord::default() };
        let (trips, mass_kg) = self.vehicles[at];
        let least = row.least_load.map_or(row.payload.get() / 3, |least| least.get());
        let (mut days, mut room_kg) = (0, 0);
        for day in 0..i64::from(self.scenario.heading.days) {
            let room = match self.scenario.legs[row.leg].season {
                None => row.payload.get(),
                Some(season) => {
                    let told = self.limits.iter().rev().find(|&&(of, from, _)| of == season && from <= day);
                    let gross = told.map_or(0, |told| told.2);
                    let free = gross == DayLimit::UNLIMITED.get();
                    let least_room = row.payload.get().min(gross.saturating_sub(row.tare.get()));
                    if free { row.payload.get() } else { least_room }
                }
            };
            let all_year = self.scenario.legs[row.leg].season.is_none();
            if all_year || (room > 0 && room >= least) {
                days += 1;
                room_kg += room;
            }
        }
        VehicleRecord { trips, mass_kg, days, room_kg }
    }

    /// The time between two moments in which a leg is closed, or bears no vehicle of its own with a piece of an item and no
    /// less than a load worth a trip.
    fn shut_ms(&self, leg: LegId, item: ItemId, from: Time, to: Time) -> i64 {
        let Some(season) = self.scenario.legs[leg].season else { return 0 };
        let piece = self.scenario.items[item].mass_of(1).get();
        let bears = |gross: i64| {
            self.scenario.vehicles.iter().filter(|row| row.leg == leg).any(|row| {
                let least = row.least_load.map_or(row.payload.get() / 3, |least| least.get());
                let free = gross == DayLimit::UNLIMITED.get();
                let room =
                    if free { row.payload.get() } else { row.payload.get().min(gross - row.tare.get()) };
                room > 0 && room >= least && room >= piece
            })
        };
        let of_season: Vec<(Time, i64)> = (self.limits_at.iter().filter(|told| told.0 == season))
            .map(|&(_, at, gross)| (at, gross))
            .collect();
        // All of it, less what lies under a limit that bears them.
        let mut shut_ms = (to - from).millis();
        for (nth, &(at, gross)) in of_season.iter().enumerate() {
            let over = of_season.get(nth + 1).map_or(to, |next| next.0);
            let (begins, ends) = (at.max(from), over.min(to));
            if begins < ends && bears(gross) {
                shut_ms -= (ends - begins).millis();
            }
        }
        shut_ms
    }

    fn queues(&self, end: Time) -> Vec<QueueCell> {
        let mut cells: BTreeMap<(LegId, ItemId), Stood> = BTreeMap::new();
        for (nth, came) in self.came.iter().enumerate() {
            let Some(&(item, mass_kg)) = self.shipments.get(came.shipment.0 as usize) else { continue };
            let own = places(&self.gone_of, came.shipment).iter().copied();
            let mut left = mass_kg;
            let mut over = self.next_time(nth).map(|next| (self.came[next].at, self.came[next].parts));
            for part in own.filter(|&part| part >= came.parts) {
                if over.is_some_and(|(_, parts)| part >= parts) {
                    break;
                }
                left -= self.gone[part].kg;
                if left <= 0 {
                    over = Some((self.gone[part].at, part + 1));
                    break;
                }
            }
            let (until, parts) = over.unwrap_or((end, self.gone.len()));
            let stood_ms = (until - came.at).millis();
            if stood_ms <= 0 {
                continue;
            }
            let leg = came.leg;
            let shut_ms = self.shut_ms(leg, item, came.at, until);
            let cell = cells.entry((leg, item)).or_insert((QueueCell::empty(leg, item), Vec::new()));
            cell.0.shipments += 1;
            cell.0.mass_kg += mass_kg;
            cell.0.stood_ms += stood_ms;
            cell.0.shut_ms += shut_ms;
            cell.0.longest_ms = cell.0.longest_ms.max(stood_ms - shut_ms);
            cell.1.push(came.parts..parts);
        }
        let mut sums: Option<(LegId, RunningSums)> = None;
        let told = |(mut cell, spells): Stood| {
            let of_leg = sums.take().filter(|(leg, _)| *leg == cell.leg);
            let (_, sums) = sums.insert(of_leg.unwrap_or_else(|| (cell.leg, self.running_sums(cell.leg))));
            cell.behind = sums.most(&spells, cell.item);
            cell
        };
        cells.into_values().map(told).collect()
    }

    fn ends(&self, leg: LegId) -> (SiteId, SiteId) {
        (self.scenario.legs[leg].from, self.scenario.legs[leg].to)
    }

    /// What set off the same way as a leg's.
    fn running_sums(&self, leg: LegId) -> RunningSums {
        let ends = self.ends(leg);
        let parts = self.gone.iter().enumerate().filter(|(_, gone)| self.ends(gone.leg) == ends);
        let of_item = |gone: &Gone| self.shipments.get(gone.shipment.0 as usize).map(|one| one.0);
        RunningSums::of(parts.filter_map(|(part, gone)| Some((part, of_item(gone)?, gone.kg))).collect())
    }
}

/// A shipment's place in a list.
fn note(places: &mut Vec<Vec<usize>>, no: ShipmentNo, place: usize) {
    let no = no.0 as usize;
    if places.len() <= no {
        places.resize(no + 1, Vec::new());
    }
    places[no].push(place);
}

fn places(places: &[Vec<usize>], no: ShipmentNo) -> &[usize] {
    places.get(no.0 as usize).map_or(&[], Vec::as_slice)
}
