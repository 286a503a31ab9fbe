//! Roads with rules: zones, crossings and bays, closures, weather on the road.
use super::graph::Graph;
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use crate::roads::{Closure, TrafficRule};
use crate::tables::Tables;
use iceroad_base::Id;
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::Ranged;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULES: &[Rule] = &[
    rules_of_the_road_are_obeyed,
    zone_has_a_segment,
    zone_is_of_its_segments_mine,
    zone_is_one_road,
    bay_is_between_zones,
    bay_takes_what_comes,
    closure_is_of_its_mine,
    closure_closes_a_road,
    closure_begins,
    closures_leave_a_way,
    weather_changes_something,
];

fn is_free(t: &Tables, mine: MineId) -> bool {
    t.mines[mine].traffic.rule == TrafficRule::FreeFlow
}

/// What says how trucks meet has no meaning where they do not hinder each other.
fn rules_of_the_road_are_obeyed(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut unused = |place: Place, mine: MineId, what: String| {
        faults.add(
            Code::RoadRuleUnused,
            place,
            what,
            "a mine whose `traffic` is `no_overtaking`",
            format!(
                "write `no_overtaking` as the traffic of `{}` in mines.csv, or empty this",
                t.mines[mine].name
            ),
        );
    };
    for (row, node) in t.nodes.iter().enumerate().filter(|(_, node)| is_free(t, node.mine)) {
        if node.rules.crossing.is_some() {
            unused(("haul_nodes", row, "capacity"), node.mine, format!("`{}`, a crossing", node.name));
        }
        if node.rules.bay_trucks.is_some() {
            unused(("haul_nodes", row, "bay_trucks"), node.mine, format!("`{}`, a bay", node.name));
        }
    }
    for (row, segment) in t.segments.iter().enumerate() {
        let mine = t.nodes[segment.from].mine;
        if segment.rules.overtaking && is_free(t, mine) {
            unused(("haul_segments", row, "overtaking"), mine, "`yes`".to_owned());
        }
    }
    for (row, zone) in t.zones.iter().enumerate().filter(|(_, zone)| is_free(t, zone.mine)) {
        unused(("haul_zones", row, "mine"), zone.mine, format!("`{}`, a single-lane zone", zone.name));
    }
}

fn zone_has_a_segment(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let used: BTreeSet<ZoneId> = t.segments.iter().filter_map(|segment| segment.rules.zone).collect();
    for (id, zone) in t.zones.entries().filter(|(id, _)| !used.contains(id)) {
        faults.add(
            Code::ZoneWithoutSegment,
            ("haul_zones", id.index(), "name"),
            format!("`{}`", zone.name),
            "at least one segment that is part of it",
            format!("write `{}` as the `zone` of its segments in haul_segments.csv", zone.name),
        );
    }
}

fn zone_is_of_its_segments_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, segment) in t.segments.iter().enumerate() {
        let Some(zone) = segment.rules.zone.map(|id| &t.zones[id]) else { continue };
        let mine = t.nodes[segment.from].mine;
        if zone.mine != mine {
            faults.add(
                Code::ZoneOfOtherMine,
                ("haul_segments", row, "zone"),
                format!("`{}`, a zone of `{}`", zone.name, t.mines[zone.mine].name),
                format!("a zone of `{}`, as the segment is", t.mines[mine].name),
                "a zone lies within one mine: make one for each, or change the zone's mine in haul_zones.csv",
            );
        }
    }
}

/// A zone has two ends: at a fork inside it nobody could say which way it is driven.
fn zone_is_one_road(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut of_zone: BTreeMap<ZoneId, Vec<usize>> = BTreeMap::new();
    for (row, segment) in t.segments.iter().enumerate() {
        if let Some(zone) = segment.rules.zone {
            of_zone.entry(zone).or_default().push(row);
        }
    }
    for (zone, rows) in of_zone {
        let ends = |row: usize| {
            let segment = &t.segments[SegmentId::from_index(row)];
            [segment.from, segment.to]
        };
        let mut sides: BTreeMap<NodeId, usize> = BTreeMap::new();
        for &row in &rows {
            for node in ends(row) {
                *sides.entry(node).or_default() += 1;
            }
        }
        let fork = rows.iter().copied().find(|&row| ends(row).iter().any(|node| sides[node] > 2));
        // One road has one node more than segments; a ring or a second piece changes that.
        let arrows = rows.iter().flat_map(|&row| {
            let [from, to] = ends(row).map(|node| node.index());
            [(from, to), (to, from)]
        });
        let start = ends(rows[0])[0].index();
        let reached = Graph::new(t.nodes.len(), arrows).reach(std::iter::once(start));
        let apart = rows.iter().copied().find(|&row| !reached[ends(row)[0].index()]);
        let ring = (sides.len() != rows.len() + 1).then(|| rows[rows.len() - 1]);
        let Some(row) = fork.or(apart).or(ring) else { continue };
        let name = &t.zones[zone].name;
        faults.add(
            Code::ZoneNotOneRoad,
            ("haul_segments", row, "zone"),
            format!("`{name}`, which forks, closes upon itself or is in two pieces"),
            "segments that follow one another from one end of the zone to the other",
            format!("make a zone of its own of what is beside the one road of `{name}`"),
        );
    }
}

fn bay_is_between_zones(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, node) in t.nodes.entries().filter(|(_, node)| node.rules.bay_trucks.is_some()) {
        let here = t.segments.iter().filter(|segment| segment.from == id || segment.to == id);
        let zones: BTreeSet<ZoneId> = here.filter_map(|segment| segment.rules.zone).collect();
        if zones.len() < 2 {
            faults.add(
                Code::BayBetweenNothing,
                ("haul_nodes", id.index(), "bay_trucks"),
                format!("`{}`, where {} zones end", node.name, zones.len()),
                "a node between two zones",
                "empty it: elsewhere trucks wait on the road before the zone, which has room",
            );
        }
    }
}

/// Nobody is ever stuck before a small bay, but a zone is then entered by fewer at once than it may hold.
fn bay_takes_what_comes(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, node) in t.nodes.entries() {
        let Some(bay) = node.rules.bay_trucks else { continue };
        let here = t.segments.iter().filter(|segment| segment.from == id || segment.to == id);
        let zones: BTreeSet<ZoneId> = here.filter_map(|segment| segment.rules.zone).collect();
        let least = zones.iter().filter_map(|&zone| t.zones[zone].max_trucks.map(|most| (most, zone))).min();
        let Some((most, zone)) = least.filter(|&(most, _)| zones.len() > 1 && most > bay) else { continue };
        faults.add(
            Code::BaySmall,
            ("haul_nodes", id.index(), "bay_trucks"),
            format!("{bay} at `{}`, between zones that hold {most} and more", node.name),
            format!("room for the {most} that may come out of `{}` one after another", t.zones[zone].name),
            "make the bay larger, or write a smaller `max_trucks` in haul_zones.csv; who finds no place in the bay is not \
             let into the zone",
        );
    }
}

fn closure_is_of_its_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, closure) in t.closures.entries() {
        let mut check = |column, name: &str, of: MineId| {
            if of != closure.mine {
                faults.add(
                    Code::ClosureOfOtherMine,
                    ("haul_closures", id.index(), column),
                    format!("`{name}` of `{}`", t.mines[of].name),
                    format!("a place of `{}`", t.mines[closure.mine].name),
                    "name a place of this mine, or write the other mine in `mine`",
                );
            }
        };
        if let Some((from, to)) = closure.segment {
            check("from", &t.nodes[from].name, t.nodes[from].mine);
            check("to", &t.nodes[to].name, t.nodes[to].mine);
        }
        if let Some(face) = closure.face {
            check("face", &t.faces[face].name, world.mine_of_face(face));
        }
    }
}

/// Whether a segment joins these two nodes, in either direction.
fn joins(segment: &crate::mine::Segment, (a, b): (NodeId, NodeId)) -> bool {
    (segment.from, segment.to) == (a, b) || (segment.from, segment.to) == (b, a)
}

fn closure_closes_a_road(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, closure) in t.closures.entries() {
        let Some(ends) = closure.segment else { continue };
        if t.segments.iter().any(|segment| joins(segment, ends)) {
            continue;
        }
        let (from, to) = (&t.nodes[ends.0].name, &t.nodes[ends.1].name);
        let beside = t.segments.iter().find_map(|segment| match (segment.from, segment.to) {
            (one, other) | (other, one) if one == ends.0 => Some(&t.nodes[other].name),
            _ => None,
        });
        let advice = match beside {
            Some(near) => format!("name the two ends of one segment; from `{from}` one leads to `{near}`"),
            None => "name the two ends of one segment of haul_segments.csv".to_owned(),
        };
        faults.add(
            Code::ClosureWithoutRoad,
            ("haul_closures", id.index(), "to"),
            format!("`{from}` to `{to}`"),
            "two nodes that a segment joins",
            advice,
        );
    }
}

fn closure_begins(world: &World<'_>, faults: &mut Faults) {
    for (id, closure) in world.tables.closures.entries() {
        if let Some((first, last)) = closure.first_day.zip(closure.last_day)
            && last < first
        {
            faults.add(
                Code::DatesReversed,
                ("haul_closures", id.index(), "last_day"),
                last,
                format!("{first} or later"),
                "swap the two days",
            );
        }
        if closure.weekdays == [false; 7] {
            faults.add(
                Code::ShiftWithoutWeekday,
                ("haul_closures", id.index(), "weekdays"),
                "no weekday",
                "at least one weekday",
                "write the weekdays on which it begins, or `all`",
            );
        }
    }
}

/// Whether these rows of one road leave it no moment of the horizon open between them. By the clock on the wall, whose
/// changes neither open nor close anything.
fn are_for_ever(world: &World<'_>, rows: &[&Closure]) -> bool {
    const DAY_S: i64 = 86_400;
    let seconds =
        |at: TimeOfDay| i64::from(at.hour()) * 3_600 + i64::from(at.minute()) * 60 + i64::from(at.second());
    let (first, days) = (world.horizon.start(), i64::from(world.horizon.days()));
    let mut closed_until = 0;
    // What begins the day before the first may reach into it.
    let mut date = first.yesterday().unwrap_or(first);
    for day in -1..days {
        let mut spells: Vec<(i64, i64)> = Vec::new();
        for row in rows.iter().filter(|row| row.begins_on(date)) {
            let (start, end) = (seconds(row.start), seconds(row.end));
            let length = if end <= start { end + DAY_S - start } else { end - start };
            spells.push((day * DAY_S + start, day * DAY_S + start + length));
        }
        spells.sort_unstable();
        for (from, to) in spells {
            if from <= closed_until {
                closed_until = closed_until.max(to);
            }
        }
        if closed_until < (day + 1) * DAY_S {
            return false;
        }
        date = date.tomorrow().unwrap_or(date);
    }
    true
}

/// Roads closed for the whole horizon may cut no face and no dump off: whoever means that takes the place out. Several
/// rows may close one road so, and several such roads cut a place off together: the last of them is told.
fn closures_leave_a_way(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut rows_of: BTreeMap<(NodeId, NodeId), Vec<ClosureId>> = BTreeMap::new();
    for (id, closure) in t.closures.entries() {
        if let Some((a, b)) = closure.segment {
            rows_of.entry((a.min(b), a.max(b))).or_default().push(id);
        }
    }
    let mut shut: Vec<(ClosureId, NodeId, NodeId)> = Vec::new();
    for (&(a, b), ids) in &rows_of {
        let rows: Vec<&Closure> = ids.iter().map(|&id| &t.closures[id]).collect();
        if let Some(&last) = ids.last()
            && are_for_ever(world, &rows)
        {
            shut.push((last, a, b));
        }
    }
    shut.sort_unstable();
    let mut before: Vec<(NodeId, NodeId)> = Vec::new();
    for (id, a, b) in shut {
        before.push((a, b));
        let Some(what) = cut_off(world, t.closures[id].mine, &before) else { continue };
        // What else is closed is judged as if this were open.
        before.pop();
        let (from, to) = t.closures[id].segment.unwrap_or((a, b));
        faults.add(
            Code::ClosureForEver,
            ("haul_closures", id.index(), "last_day"),
            closed_for_ever(t, (from, to), rows_of[&(a, b)].len(), before.len()),
            format!(
                "an open road from the park `{}` to {what}",
                t.nodes[t.mines[t.closures[id].mine].park].name
            ),
            "give the closure hours, weekdays or a last day, add a way round, or take the place out",
        );
    }
}

/// In words: the road, by how many rows it is closed, and beside how many others.
fn closed_for_ever(t: &Tables, (from, to): (NodeId, NodeId), rows: usize, others: usize) -> String {
    let by = if rows > 1 { format!(" by {rows} rows together") } else { String::new() };
    let beside = match others {
        0 => String::new(),
        1 => ", as is another road".to_owned(),
        n => format!(", as are {n} other roads"),
    };
    format!(
        "`{}` to `{}`, closed at every moment of the horizon{by}{beside}",
        t.nodes[from].name, t.nodes[to].name
    )
}

/// A face or dump of a mine that cannot be reached from its park where these roads are closed.
fn cut_off(world: &World<'_>, mine: MineId, closed: &[(NodeId, NodeId)]) -> Option<String> {
    let t = world.tables;
    let open = t.segments.iter().filter(|segment| !closed.iter().any(|&ends| joins(segment, ends)));
    let arrows = open.flat_map(|segment| {
        let (from, to) = (segment.from.index(), segment.to.index());
        [Some((from, to)), segment.two_way.then_some((to, from))].into_iter().flatten()
    });
    let park = t.mines[mine].park;
    let reached = Graph::new(t.nodes.len(), arrows).reach(std::iter::once(park.index()));
    let faces = t.faces.iter().map(|face| (face.node, format!("face `{}`", face.name)));
    let dumps = t.dumps.iter().map(|dump| (dump.node, format!("dump `{}`", dump.name)));
    let mut all = faces.chain(dumps);
    let lost = all.find(|(node, _)| t.nodes[*node].mine == mine && !reached[node.index()]);
    lost.map(|(_, what)| what)
}

fn weather_changes_something(world: &World<'_>, faults: &mut Faults) {
    for (id, weather) in world.tables.road_weather.entries() {
        let place = |column| ("haul_weather", id.index(), column);
        if !(weather.speed > 0.0 && weather.speed <= 1.0) {
            faults.add(
                Code::OutOfRange,
                place("speed_factor"),
                weather.speed,
                "a number above 0 and at most 1",
                "write which part of the speed limit is driven; where nobody drives, write `yes` in `closes`",
            );
        }
        if !(1..=12).contains(&weather.first_month) || !(1..=12).contains(&weather.last_month) {
            faults.add(
                Code::OutOfRange,
                place("first_month"),
                format!("{} to {}", weather.first_month, weather.last_month),
                "months from 1 to 12",
                "write the number of the month",
            );
        }
        if !weather.closes && weather.speed == 1.0 && weather.rolling.get() == 1.0 {
            faults.add(
                Code::RoadWeatherIdle,
                place("rolling_factor"),
                format!("{} that changes nothing", weather.kind.name()),
                "a rolling factor or speed factor other than 1, or `yes` in `closes`",
                "say what it does to the roads, or take the row out",
            );
        }
    }
}
