//! The pit map: haul roads at true scale with what is driven on them, where trucks stand in line, and how fast they drive.
//!
//! Each direction of a road is a line beside its middle, on the right of who drives there: its width is trips a day, its
//! colour the mean speed, its arrow filled where most of them are loaded. A disc at a face or dump is the time in line there.
//! A single-lane zone lies in a band, the darker the longer trucks are held before it, with the truck-hours a day.
//! Where the faces lie close together the pit is drawn a second time, larger.
//!
//! Pitfall: the map is of `haul_nodes.csv`, whose roads are straight between nodes; lengths and speeds are of the roads'
//! written lengths.
mod sketch;

use super::chart::{Table, legend, map_figure};
use super::{Extra, opening};
use iceroad_base::quantity::Ranged;
use iceroad_measures::Results;
use iceroad_measures::numbers::{NONE, fixed};
use iceroad_measures::pit::PitDay;
use iceroad_model::road_use::{Drives, PitOutlook, RoadUse};
use iceroad_model::{MineId, NodeId, Scenario};
use iceroad_words::say;
use maud::{Markup, html};
use sketch::{Sheet, draw};

/// Speeds, km/h, below which a road has the colour of this number; the last is for all above.
const SPEEDS: [f64; 4] = [10.0, 15.0, 20.0, 30.0];

/// The pit maps of all mines as a section of the report.
pub fn section(results: &Results<'_>, pit: &PitOutlook) -> Extra {
    Extra { after: "tonnes", id: "pit", short: "nav-pit", body: body(results, pit).into_string() }
}

fn body(results: &Results<'_>, pit: &PitOutlook) -> Markup {
    let title = "pit-title";
    let scenario = results.scenario;
    if results.records.is_empty() || pit.roads.is_empty() {
        return opening(title, &say!("pit-none"));
    }
    let views = scenario.mines.ids().map(|mine| View::of(results, pit, mine));
    let of = |view: &View<'_>| match scenario.mines.len() {
        1 => String::new(),
        _ => format!(": {}", scenario.mines[view.mine].title),
    };
    html! {
        @for view in views.filter(|view| !view.roads.is_empty()) {
            (opening(&format!("{}{}", say!(title), of(&view)), &lead(&view)))
            (maps(&view))
            (road_table(&view).behind("pit-roads"))
            (place_table(&view).behind("pit-places"))
            (zone_table(&view).behind("pit-zones"))
        }
    }
}

/// One mine's roads with what they were driven by, and its mean day.
struct View<'a> {
    scenario: &'a Scenario,
    mine: MineId,
    days: f64,
    roads: Vec<&'a RoadUse>,
    day: PitDay,
}

impl<'a> View<'a> {
    fn of(results: &Results<'a>, pit: &'a PitOutlook, mine: MineId) -> Self {
        let scenario = results.scenario;
        let is_here = |road: &&RoadUse| {
            scenario.segments.get(road.segment).is_some_and(|row| scenario.nodes[row.from].mine == mine)
        };
        Self {
            scenario,
            mine,
            days: f64::from(scenario.heading.days.max(1)),
            roads: pit.roads.iter().filter(is_here).collect(),
            day: PitDay::of(results, mine),
        }
    }

    /// `exit – crusher`, in the direction that is driven.
    fn road_name(&self, road: &RoadUse) -> String {
        let (from, to) = self.ends(road);
        format!("{} – {}", self.scenario.nodes[from].name, self.scenario.nodes[to].name)
    }

    fn ends(&self, road: &RoadUse) -> (NodeId, NodeId) {
        let segment = &self.scenario.segments[road.segment];
        if road.along { (segment.from, segment.to) } else { (segment.to, segment.from) }
    }

    fn length_m(&self, road: &RoadUse) -> f64 {
        self.scenario.segments[road.segment].length.get()
    }

    /// Mean speed of all who drive there, km/h.
    fn speed_kmh(&self, road: &RoadUse) -> Option<f64> {
        let all = Drives {
            trips: road.loaded.trips + road.empty.trips,
            mass_t: 0.0,
            seconds: road.loaded.seconds + road.empty.seconds,
        };
        all.speed_kmh(self.length_m(road))
    }

    /// Trips a day.
    fn trips(&self, road: &RoadUse) -> f64 {
        (road.loaded.trips + road.empty.trips) / self.days
    }
}

/// Which colour a speed has.
fn speed_class(speed_kmh: f64) -> usize {
    SPEEDS.iter().take_while(|&&limit| speed_kmh >= limit).count()
}

fn lead(view: &View<'_>) -> String {
    let busiest = view.roads.iter().max_by(|a, b| a.loaded.trips.total_cmp(&b.loaded.trips));
    let worst = view.day.places.iter().max_by(|a, b| a.queued_h.total_cmp(&b.queued_h));
    let mut text = String::new();
    if let Some(road) = busiest {
        text = say!(
            "pit-busiest",
            road = view.road_name(road),
            trucks = fixed(road.loaded.trips / view.days, 0),
            t = fixed(road.loaded.mass_t / view.days, 0),
        );
    }
    match worst {
        Some(place) if place.queued_h >= 0.05 => {
            text += &format!(
                " {}",
                say!(
                    "pit-worst",
                    place = place.name,
                    hours = fixed(place.queued_h, 1),
                    minutes = fixed(place.minutes().unwrap_or(0.0), 1),
                )
            );
        }
        _ => text += &format!(" {}", say!("pit-no-line")),
    }
    if view.day.held_h >= 0.05 {
        let worst = view.day.zones.iter().max_by(|a, b| a.held_h().total_cmp(&b.held_h()));
        let zone = worst.filter(|zone| zone.held_h() >= 0.05).map_or(String::new(), |zone| {
            say!("pit-held-zone", name = zone.name, hours = fixed(zone.held_h(), 1))
        });
        text += &format!(" {}", say!("pit-held", hours = fixed(view.day.held_h, 1), zone = zone));
    }
    text
}

fn maps(view: &View<'_>) -> Markup {
    let nodes: Vec<NodeId> =
        view.scenario.nodes.ids().filter(|&id| view.scenario.nodes[id].mine == view.mine).collect();
    let Some(whole) = Sheet::around(view.scenario, &nodes) else {
        return html! {
            p.note {
                (say!("pit-no-positions"))
            }
        };
    };
    let faces: Vec<NodeId> =
        view.day.places.iter().filter(|place| place.is_face).map(|place| place.node).collect();
    let close = Sheet::around(view.scenario, &faces).and_then(|faces| faces.closer_than(&whole));
    html! {
        (keys(view))
        (map_figure(&draw(view, &whole, close.as_ref(), "pit-draw")))
        @if let Some(close) = &close {
            h3 { (say!("pit-close")) }
            (map_figure(&draw(view, close, None, "pit-draw-close")))
        }
        p.note {
            (say!("pit-note"))
        }
    }
}

/// The colours of speeds, lines and zones.
fn keys(view: &View<'_>) -> Markup {
    let speeds = |at: usize| match at {
        0 => say!("speed-below", a = SPEEDS[0]),
        at if at == SPEEDS.len() => say!("speed-above", a = SPEEDS[at - 1]),
        at => say!("speed-between", a = SPEEDS[at - 1], b = SPEEDS[at]),
    };
    let mut keys: Vec<_> = (0..=SPEEDS.len()).map(|at| (format!("q{at}"), speeds(at))).collect();
    keys.push(("qline".into(), say!("pit-line")));
    if !view.day.zones.is_empty() {
        let words = say!("pit-lane");
        keys.push(("qzone".into(), words));
    }
    legend(&keys)
}

fn road_table(view: &View<'_>) -> Table<'static> {
    let mut table = Table::new(
        &["road", "length-m", "loaded-trips", "unit-t", "kmh-loaded", "empty-trips", "kmh-empty"],
        &[false, true, true, true, true, true, true],
    );
    let mut roads = view.roads.clone();
    roads.sort_by(|a, b| view.trips(b).total_cmp(&view.trips(a)));
    for road in roads {
        let length_m = view.length_m(road);
        let speed = |drives: &Drives| drives.speed_kmh(length_m).map_or(NONE.into(), |speed| fixed(speed, 1));
        table.row(vec![
            view.road_name(road),
            fixed(length_m, 0),
            fixed(road.loaded.trips / view.days, 1),
            fixed(road.loaded.mass_t / view.days, 0),
            speed(&road.loaded),
            fixed(road.empty.trips / view.days, 1),
            speed(&road.empty),
        ]);
    }
    table
}

fn place_table(view: &View<'_>) -> Table<'static> {
    let mut table = Table::new(
        &["place", "", "trucks", "truck-hours-line", "minutes-line"],
        &[false, false, true, true, true],
    );
    for place in &view.day.places {
        table.row(vec![
            place.name.clone(),
            say!(if place.is_face { "place-face" } else { "place-dump" }),
            fixed(place.trucks, 1),
            fixed(place.queued_h, 2),
            place.minutes().map_or(NONE.into(), |minutes| fixed(minutes, 1)),
        ]);
    }
    table
}

fn zone_table(view: &View<'_>) -> Table<'static> {
    let mut table = Table::new(
        &["zone", "direction", "trucks", "held-before", "truck-hours-held", "minutes-held"],
        &[false, false, true, true, true, true],
    );
    for zone in &view.day.zones {
        for (lane, way) in zone.lanes.iter().zip(["way-along", "way-against"]) {
            table.row(vec![
                zone.name.clone(),
                say!(way),
                fixed(lane.trucks, 1),
                fixed(lane.held, 1),
                fixed(lane.held_h, 2),
                lane.minutes().map_or(NONE.into(), |minutes| fixed(minutes, 1)),
            ]);
        }
    }
    table
}
