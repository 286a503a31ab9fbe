//! Draws a pit map: scale, roads with arrows, discs, names where they cover least, north arrow and scale bar.
use super::{View, speed_class};
use crate::html::chart::WIDE;
use crate::html::sections::map::{COVERED, Room};
use crate::html::svg::{Anchor, Svg, shorten, text_width};
use iceroad_base::quantity::Ranged;
use iceroad_measures::numbers::fixed;
use iceroad_measures::pit::{PlaceDay, ZoneDay};
use iceroad_model::road_use::RoadUse;
use iceroad_model::{NodeId, Scenario};
use iceroad_words::say;
use std::collections::BTreeMap;

/// The greatest and the least height of a map.
const MOST_HEIGHT: f64 = 600.0;
const LEAST_HEIGHT: f64 = 240.0;
/// Room around the outermost nodes.
const MARGIN: f64 = 46.0;
/// The widest line of one direction.
const WIDEST: f64 = 13.0;
/// The largest disc.
const LARGEST: f64 = 34.0;

/// A point or a way in pixels.
type Px = (f64, f64);

/// A map's cut of the pit's grid, and where it lies on the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    west: f64,
    north: f64,
    per_metre: f64,
    height: f64,
}

impl Sheet {
    /// The cut around nodes; none where they lie on one point.
    pub(super) fn around(scenario: &Scenario, nodes: &[NodeId]) -> Option<Sheet> {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        for node in nodes.iter().filter_map(|&node| scenario.nodes.get(node)) {
            (west, east) = (west.min(node.x.get()), east.max(node.x.get()));
            (south, north) = (south.min(node.y.get()), north.max(node.y.get()));
        }
        let (wide, high) = (east - west, north - south);
        if wide.max(high) < 1.0 {
            return None;
        }
        let per_metre =
            ((WIDE - 2.0 * MARGIN) / wide.max(1.0)).min((MOST_HEIGHT - 2.0 * MARGIN) / high.max(1.0));
        let height = (high * per_metre + 2.0 * MARGIN).clamp(LEAST_HEIGHT, MOST_HEIGHT);
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        Some(Sheet {
            west: middle.0 - WIDE / 2.0 / per_metre,
            north: middle.1 + height / 2.0 / per_metre,
            per_metre,
            height,
        })
    }

    /// This cut, where it shows things at least twice as large as `whole` does.
    pub(super) fn closer_than(self, whole: &Sheet) -> Option<Sheet> {
        (self.per_metre >= 2.0 * whole.per_metre).then_some(self)
    }

    fn at(&self, scenario: &Scenario, node: NodeId) -> Px {
        let row = &scenario.nodes[node];
        ((row.x.get() - self.west) * self.per_metre, (self.north - row.y.get()) * self.per_metre)
    }

    fn is_on(&self, (x, y): Px) -> bool {
        (0.0..=WIDE).contains(&x) && (0.0..=self.height).contains(&y)
    }
}

/// Draws the map. Where a part of it is drawn a second time, closer, the names of what is there are left to that.
pub(super) fn draw(view: &View<'_>, sheet: &Sheet, closer: Option<&Sheet>, label: &str) -> Svg {
    let scenario = view.scenario;
    let mut svg = Svg::new(WIDE, sheet.height, label);
    svg.rect((0.0, 0.0), (WIDE, sheet.height), "track", "");
    let mut crowded = Vec::new();
    for segment in scenario.segments.iter().filter(|segment| scenario.nodes[segment.from].mine == view.mine) {
        let ends = (sheet.at(scenario, segment.from), sheet.at(scenario, segment.to));
        if let Some((from, to)) = inside(ends, (WIDE, sheet.height)) {
            svg.line(from, to, "haulbase");
            let steps = (libm::hypot(to.0 - from.0, to.1 - from.1) / 8.0).clamp(2.0, 150.0) as u32;
            crowded.extend((0..=steps).map(|step| between(from, to, f64::from(step) / f64::from(steps))));
        }
    }
    let worst = view.day.zones.iter().map(ZoneDay::held_h).fold(0.0, f64::max);
    for zone in &view.day.zones {
        draw_zone(&mut svg, view, sheet, zone, worst);
    }
    let most = view.roads.iter().map(|road| view.trips(road)).fold(0.0, f64::max);
    draw_junctions(&mut svg, view, sheet, most);
    for road in &view.roads {
        draw_road(&mut svg, view, sheet, road, most);
    }
    let discs = discs(view, sheet);
    for (place, at, radius) in &discs {
        svg.circle(*at, *radius, "queue", &place_words(place));
    }
    draw_places(&mut svg, view, sheet);
    let mut room = Room { boxes: corners(sheet), crowded, height: sheet.height };
    room.boxes.extend(discs.iter().map(|(_, (x, y), r)| (x - r, y - r, x + r, y + r)));
    name_places(&mut svg, view, (sheet, closer), &discs, &mut room);
    name_zones(&mut svg, view, sheet, &mut room);
    scale_bar(&mut svg, sheet);
    north_arrow(&mut svg);
    svg
}

fn between(a: Px, b: Px, share: f64) -> Px {
    (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
}

/// The part of a straight line that is on the sheet (Liang and Barsky 1984).
fn inside(((x1, y1), (x2, y2)): (Px, Px), (width, height): Px) -> Option<(Px, Px)> {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, x1), (dx, width - x1), (-dy, y1), (dy, height - y1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
            continue;
        }
        let share = room / step;
        if step < 0.0 {
            first = first.max(share);
        } else {
            last = last.min(share);
        }
    }
    (first < last).then(|| {
        let point = |share: f64| (x1 + dx * share, y1 + dy * share);
        (point(first), point(last))
    })
}

/// How wide the line of one direction is: the more trips, the wider.
fn road_width(view: &View<'_>, road: &RoadUse, most: f64) -> f64 {
    (view.trips(road) / most.max(1e-9) * WIDEST).max(1.2)
}

/// One direction of a road: a line on the right of who drives there, and an arrow.
fn draw_road(svg: &mut Svg, view: &View<'_>, sheet: &Sheet, road: &RoadUse, most: f64) {
    let (from, to) = view.ends(road);
    let ends = (sheet.at(view.scenario, from), sheet.at(view.scenario, to));
    let Some((a, b)) = inside(ends, (WIDE, sheet.height)) else { return };
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = libm::hypot(dx, dy);
    if length < 0.5 {
        return;
    }
    let width = road_width(view, road, most);
    // On the right of the way: y grows downwards.
    let (nx, ny) = (-dy / length, dx / length);
    let off = width / 2.0 + 0.7;
    let shift = |point: Px, by: f64| (point.0 + nx * by, point.1 + ny * by);
    let speed = view.speed_kmh(road).unwrap_or(0.0);
    let class = speed_class(speed);
    let hover = words(view, road);
    let corners = [shift(a, off - width / 2.0), shift(b, off - width / 2.0)];
    let others = [shift(a, off + width / 2.0), shift(b, off + width / 2.0)];
    svg.band(&corners, &others, &format!("r{class}"), &hover);
    if length >= 34.0 {
        let size = 5.0 + width * 0.35;
        let middle = shift(between(a, b, 0.5), off);
        let (ux, uy) = (dx / length, dy / length);
        let tip = (middle.0 + ux * size, middle.1 + uy * size);
        let left =
            (middle.0 - ux * size * 0.7 + nx * size * 0.8, middle.1 - uy * size * 0.7 + ny * size * 0.8);
        let right =
            (middle.0 - ux * size * 0.7 - nx * size * 0.8, middle.1 - uy * size * 0.7 - ny * size * 0.8);
        let style = if road.loaded.trips >= road.empty.trips { "arrowfull" } else { "arrowhollow" };
        svg.band(&[tip, left], &[right], style, &hover);
    }
}

/// The roads of a zone on the sheet, as they are written.
fn zone_roads(view: &View<'_>, sheet: &Sheet, zone: &ZoneDay) -> Vec<(Px, Px)> {
    let scenario = view.scenario;
    let within = scenario.segments.iter().filter(|segment| segment.rules.zone == Some(zone.zone));
    let ends = within.map(|row| (sheet.at(scenario, row.from), sheet.at(scenario, row.to)));
    ends.filter_map(|ends| inside(ends, (WIDE, sheet.height))).collect()
}

/// A band along a zone's roads, the darker the longer trucks are held before it.
fn draw_zone(svg: &mut Svg, view: &View<'_>, sheet: &Sheet, zone: &ZoneDay, worst: f64) {
    let shade = match zone.held_h() / worst.max(1e-9) {
        share if zone.held_h() <= 0.0 || share <= 0.0 => 0,
        share => 1 + ((share * 3.0) as usize).min(2),
    };
    for (a, b) in zone_roads(view, sheet, zone) {
        let length = libm::hypot(b.0 - a.0, b.1 - a.1).max(1e-9);
        let (nx, ny) = (-(b.1 - a.1) / length * WIDEST * 1.2, (b.0 - a.0) / length * WIDEST * 1.2);
        let side = |by: f64| [(a.0 + nx * by, a.1 + ny * by), (b.0 + nx * by, b.1 + ny * by)];
        svg.band(&side(-1.0), &side(1.0), &format!("zone z{shade}"), &zone_words(zone));
    }
}

fn zone_words(zone: &ZoneDay) -> String {
    let mut text = say!("zone-hover", a = zone.name, b = fixed(zone.held_h(), 1));
    for (lane, way) in zone.lanes.iter().zip(["way-along", "way-against"]) {
        text += "; ";
        text += &say!(
            "zone-hover-way",
            held = fixed(lane.held, 1),
            trucks = fixed(lane.trucks, 1),
            way = say!(way),
            hours = fixed(lane.held_h, 1),
        );
    }
    text
}

/// Truck-hours held at the middle of each zone, where there is room.
fn name_zones(svg: &mut Svg, view: &View<'_>, sheet: &Sheet, room: &mut Room) {
    for zone in view.day.zones.iter().filter(|zone| zone.held_h() >= 0.05) {
        let roads = zone_roads(view, sheet, zone);
        let Some(&(a, b)) = roads.get(roads.len() / 2) else { continue };
        let label = say!("zone-label", a = fixed(zone.held_h(), 1));
        if let Some((at, anchor)) = room.settle(between(a, b, 0.5), text_width(&label, 12.0), 6.0) {
            svg.text(at, anchor, "small halo", &label);
        }
    }
}

fn words(view: &View<'_>, road: &RoadUse) -> String {
    let mut text = view.road_name(road);
    let length_m = view.length_m(road);
    for (what, drives) in [("road-loaded", &road.loaded), ("road-empty", &road.empty)] {
        if drives.trips > 0.0 {
            let speed = drives
                .speed_kmh(length_m)
                .map_or(String::new(), |speed| say!("road-speed", a = fixed(speed, 1)));
            text += "; ";
            text += &say!(what, n = fixed(drives.trips / view.days, 1), speed = speed);
        }
    }
    if road.loaded.mass_t > 0.0 {
        text += "; ";
        text += &say!("road-tonnes", t = fixed(road.loaded.mass_t / view.days, 0));
    }
    text
}

/// Where roads meet: a patch below them as wide as what comes together there, so that no gap is left at their ends.
fn draw_junctions(svg: &mut Svg, view: &View<'_>, sheet: &Sheet, most: f64) {
    let mut widest: BTreeMap<NodeId, f64> = BTreeMap::new();
    for road in &view.roads {
        let (from, to) = view.ends(road);
        for node in [from, to] {
            let width = widest.entry(node).or_default();
            *width = width.max(road_width(view, road, most));
        }
    }
    for (node, width) in widest {
        let at = sheet.at(view.scenario, node);
        if sheet.is_on(at) {
            svg.circle(at, width + 0.7, "junction", "");
        }
    }
}

/// A place with its disc: where it is and how large.
type Disc<'v> = (&'v PlaceDay, Px, f64);

/// Discs for time in line, as large as they can be without one covering another.
fn discs<'v>(view: &'v View<'_>, sheet: &Sheet) -> Vec<Disc<'v>> {
    let most = view.day.places.iter().map(|place| place.queued_h).fold(0.0, f64::max);
    let mut all: Vec<Disc<'_>> = Vec::new();
    for place in view.day.places.iter().filter(|place| place.queued_h > 0.0) {
        let at = sheet.at(view.scenario, place.node);
        if sheet.is_on(at) {
            all.push((place, at, LARGEST * (place.queued_h / most).sqrt()));
        }
    }
    let mut scale = 1.0_f64;
    for (at, one) in all.iter().enumerate() {
        for other in &all[..at] {
            let apart = libm::hypot(one.1.0 - other.1.0, one.1.1 - other.1.1);
            scale = scale.min(apart / (one.2 + other.2 + 1.0));
        }
    }
    for disc in &mut all {
        disc.2 = (disc.2 * scale).max(3.0);
    }
    all
}

fn place_words(place: &PlaceDay) -> String {
    let minutes = place.minutes().map_or(String::new(), |minutes| say!("min-each", a = fixed(minutes, 1)));
    say!(
        "place-hover",
        name = place.name,
        trucks = fixed(place.trucks, 0),
        hours = fixed(place.queued_h, 1),
        minutes = minutes,
    )
}

fn draw_places(svg: &mut Svg, view: &View<'_>, sheet: &Sheet) {
    for place in &view.day.places {
        let (x, y) = sheet.at(view.scenario, place.node);
        if !sheet.is_on((x, y)) {
            continue;
        }
        if place.is_face {
            svg.circle((x, y), 5.0, "site", &place_words(place));
        } else {
            svg.rect((x - 5.5, y - 5.5), (11.0, 11.0), "site", &place_words(place));
        }
    }
    for (node, name) in other_places(view) {
        let at = sheet.at(view.scenario, node);
        if sheet.is_on(at) {
            svg.circle(at, 3.2, "minor", &name);
        }
    }
}

/// Park, workshop road and fuel point.
fn other_places(view: &View<'_>) -> Vec<(NodeId, String)> {
    let mine = &view.scenario.mines[view.mine];
    let mut all = vec![(mine.park, say!("pit-park")), (mine.gate, say!("pit-gate"))];
    all.extend(mine.fuel_point.map(|node| (node, say!("pit-fuel"))));
    all
}

/// Names beside their discs, those with most time in line first.
fn name_places(
    svg: &mut Svg,
    view: &View<'_>,
    (sheet, closer): (&Sheet, Option<&Sheet>),
    discs: &[Disc<'_>],
    room: &mut Room,
) {
    let mut places: Vec<&PlaceDay> = view.day.places.iter().collect();
    places.sort_by(|a, b| b.queued_h.total_cmp(&a.queued_h));
    for place in places {
        let at = sheet.at(view.scenario, place.node);
        if !sheet.is_on(at) {
            continue;
        }
        let is_closer = closer.is_some_and(|closer| closer.is_on(closer.at(view.scenario, place.node)));
        let waits = match place.minutes() {
            Some(minutes) if minutes >= 0.05 && !is_closer => {
                say!("minutes-label", a = fixed(minutes, 1))
            }
            _ => String::new(),
        };
        let label = format!("{}{waits}", shorten(&place.name, 24));
        let radius = discs.iter().find(|disc| disc.0.node == place.node).map_or(5.5, |disc| disc.2);
        let most = if is_closer { COVERED } else { f64::INFINITY };
        if let Some((at, anchor)) = room.settle_beside(at, radius, text_width(&label, 13.0), most) {
            svg.text(at, anchor, if place.is_face { "strong halo" } else { "halo" }, &label);
        }
    }
    for (node, name) in other_places(view) {
        let at = sheet.at(view.scenario, node);
        if sheet.is_on(at)
            && let Some((at, anchor)) = room.settle(at, text_width(&name, 12.0), 6.0)
        {
            svg.text(at, anchor, "small soft halo", &name);
        }
    }
}

/// Where the scale bar and the north arrow stand.
fn corners(sheet: &Sheet) -> Vec<(f64, f64, f64, f64)> {
    vec![(0.0, sheet.height - 30.0, 230.0, sheet.height), (WIDE - 46.0, 0.0, WIDE, 52.0)]
}

fn scale_bar(svg: &mut Svg, sheet: &Sheet) {
    let lengths = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0];
    let Some(metres) = lengths.into_iter().rev().find(|metres| metres * sheet.per_metre <= 150.0) else {
        return;
    };
    let (left, y) = (14.0, sheet.height - 12.0);
    let right = left + metres * sheet.per_metre;
    svg.line((left, y), (right, y), "tick");
    svg.line((left, y - 4.0), (left, y + 4.0), "tick");
    svg.line((right, y - 4.0), (right, y + 4.0), "tick");
    let label = if metres >= 1_000.0 {
        say!("km", a = fixed(metres / 1_000.0, 0))
    } else {
        say!("metres", a = fixed(metres, 0))
    };
    svg.text((right + 8.0, y + 4.0), Anchor::Start, "soft small", &label);
}

fn north_arrow(svg: &mut Svg) {
    let (x, y) = (WIDE - 24.0, 12.0);
    svg.band(&[(x, y), (x + 6.0, y + 16.0)], &[(x - 6.0, y + 16.0), (x, y + 12.0)], "north", &say!("north"));
    svg.text((x, y + 31.0), Anchor::Middle, "soft small", &say!("north-letter"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_the_edge_of_the_sheet() {
        let sheet = (100.0, 50.0);
        assert_eq!(inside(((10.0, 10.0), (90.0, 40.0)), sheet), Some(((10.0, 10.0), (90.0, 40.0))));
        assert_eq!(inside(((-100.0, 25.0), (200.0, 25.0)), sheet), Some(((0.0, 25.0), (100.0, 25.0))));
        assert_eq!(inside(((-10.0, -10.0), (-5.0, 60.0)), sheet), None);
        assert_eq!(inside(((0.0, 60.0), (100.0, 60.0)), sheet), None);
    }
}
