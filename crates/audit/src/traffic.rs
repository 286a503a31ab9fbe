//! Roads with rules: single-lane zones, closures, weather that closes, and who is held on the road.
//!
//! Zones are judged by comings and goings alone: whatever arbitrates, no two directions are ever in one together.
//! Closures are laid out anew from the calendar. What is closed beyond them must be a storm: all roads of the mine at
//! once, begun in its season.
use crate::{Findings, Rules};
use iceroad_base::{Id, Table, Time};
use iceroad_model::event::{Entry, Event, JobKind, MachineState};
use iceroad_model::roads::TrafficRule;
use iceroad_model::{MachineId, MineId, NodeId, Scenario, SegmentId, ZoneId};

pub(crate) struct Traffic<'s> {
    scenario: &'s Scenario,
    /// Who is in each zone, and whether along it.
    inside: Table<ZoneId, Vec<(MachineId, bool)>>,
    /// The zone each machine is in.
    zone: Table<MachineId, Option<ZoneId>>,
    /// Since when each segment has been closed.
    closed: Table<SegmentId, Option<Time>>,
    n_closed: usize,
    /// Spells in which each segment was closed, as the log tells them.
    told: Table<SegmentId, Vec<(Time, Time)>>,
    /// Whether a road was closed or opened in this instant.
    changed: bool,
    /// Spells of each segment's closures by calendar, sorted and joined.
    spells: Table<SegmentId, Vec<(Time, Time)>>,
    /// When each truck was loaded or dumped last, and where; none of one that broke down since.
    left: Table<MachineId, Option<(Time, NodeId)>>,
    /// Whether anybody may be held on the roads of a mine.
    may_hold: Table<MineId, bool>,
}

impl<'s> Traffic<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let may_hold = |(id, mine): (MineId, &iceroad_model::mine::Mine)| {
            let crossing =
                || scenario.nodes.iter().any(|node| node.mine == id && node.rules.crossing.is_some());
            let zone = || scenario.zones.iter().any(|zone| zone.mine == id);
            let ruled = mine.traffic.rule == TrafficRule::NoOvertaking && (crossing() || zone());
            let closure = scenario.closures.iter().any(|one| one.mine == id && one.segment.is_some());
            // Snow may leave a road too heavy to climb.
            ruled || closure || scenario.road_weather.iter().any(|one| one.mine == id)
        };
        Self {
            scenario,
            inside: Table::filled(scenario.zones.len(), Vec::new()),
            zone: Table::filled(scenario.machines.len(), None),
            closed: Table::filled(scenario.segments.len(), None),
            n_closed: 0,
            told: Table::filled(scenario.segments.len(), Vec::new()),
            changed: false,
            spells: spells(scenario),
            left: Table::filled(scenario.machines.len(), None),
            may_hold: scenario.mines.entries().map(may_hold).collect(),
        }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn road(&self, segment: SegmentId) -> String {
        let segment = &self.scenario.segments[segment];
        let name = |node| self.scenario.nodes[node].name.as_str();
        format!("{} to {}", name(segment.from), name(segment.to))
    }

    fn mine_of(&self, segment: SegmentId) -> MineId {
        self.scenario.nodes[self.scenario.segments[segment].from].mine
    }

    // ---- Zones --------------------------------------------------------------------------------------------

    fn entered(&mut self, truck: MachineId, zone: ZoneId, along: bool, findings: &mut Findings) {
        let row = &self.scenario.zones[zone];
        let machine = &self.scenario.machines[truck];
        let is_truck = self.scenario.models[machine.model].truck().is_some();
        findings.check(is_truck && machine.mine == row.mine, "trucks of the mine drive in its zones", || {
            format!("{} in {}", self.name(truck), row.name)
        });
        findings.check(self.zone[truck].is_none(), "a truck is in one zone at a time", || {
            format!("{} enters {} from {:?}", self.name(truck), row.name, self.zone[truck])
        });
        let against = self.inside[zone].iter().find(|&&(_, other)| other != along).copied();
        findings.check(against.is_none(), "a zone is driven in one direction at a time", || {
            format!(
                "{} meets {:?} in {}",
                self.name(truck),
                against.map(|(other, _)| self.name(other)),
                row.name
            )
        });
        self.zone[truck] = Some(zone);
        self.inside[zone].push((truck, along));
        let n = self.inside[zone].len();
        findings.check(
            row.max_trucks.is_none_or(|most| n <= usize::from(most)),
            "a zone holds no more trucks than it may",
            || format!("{n} in {}", row.name),
        );
    }

    fn left(&mut self, truck: MachineId, zone: ZoneId, findings: &mut Findings) {
        let there = self.inside[zone].iter().position(|&(who, _)| who == truck);
        findings.check(there.is_some(), "who leaves a zone has been in it", || {
            format!("{} of {}", self.name(truck), self.scenario.zones[zone].name)
        });
        if let Some(at) = there {
            self.inside[zone].remove(at);
        }
        self.zone[truck] = None;
    }

    fn works(&self, truck: MachineId, findings: &mut Findings) {
        findings.check(self.zone[truck].is_none(), "nobody is loaded or dumps in a zone", || {
            format!("{} in {:?}", self.name(truck), self.zone[truck])
        });
    }

    // ---- Closures -----------------------------------------------------------------------------------------

    fn closes(&mut self, segment: SegmentId, findings: &mut Findings) {
        let now = findings.now();
        findings.check(self.closed[segment].is_none(), "an open road is closed", || self.road(segment));
        self.n_closed += usize::from(self.closed[segment].is_none());
        self.closed[segment] = Some(now);
        self.changed = true;
        let calendar = spell_at(&self.spells[segment], now).is_some_and(|(from, _)| from == now);
        findings.check(
            calendar || self.storm_may_begin(segment, now),
            "a road closes as its calendar or a storm says",
            || self.road(segment),
        );
    }

    fn opens(&mut self, segment: SegmentId, findings: &mut Findings) {
        let now = findings.now();
        findings.check(self.closed[segment].is_some(), "a closed road is opened", || self.road(segment));
        self.changed = true;
        if let Some(since) = self.closed[segment].take() {
            self.n_closed -= 1;
            self.told[segment].push((since, now));
        }
        let due = spell_at(&self.spells[segment], now).is_some();
        findings.check(!due, "a road stays closed as long as its calendar says", || self.road(segment));
    }

    fn storm_may_begin(&self, segment: SegmentId, now: Time) -> bool {
        let mine = self.mine_of(segment);
        let zone = &self.scenario.calendars[self.scenario.mines[mine].calendar].zone;
        let month = self.scenario.clock(zone).date(now).month() as u8;
        let storms = self.scenario.road_weather.iter().filter(|row| row.mine == mine && row.closes);
        storms.into_iter().any(|row| row.is_of(month))
    }

    /// What is closed beyond its calendar is closed by a storm.
    fn look_at_storms(&self, at: Time, findings: &mut Findings) {
        let segments = || self.scenario.segments.ids();
        let beyond = |segment: &SegmentId| {
            self.closed[*segment].is_some() && spell_at(&self.spells[*segment], at).is_none()
        };
        for segment in segments().filter(beyond) {
            let mine = self.mine_of(segment);
            let open = segments().find(|&other| self.mine_of(other) == mine && self.closed[other].is_none());
            findings.check(open.is_none(), "a storm closes all roads of its mine", || {
                format!("{} and not {:?}", self.road(segment), open.map(|other| self.road(other)))
            });
        }
    }

    /// At the end: every spell of the calendar lies in one that the log tells.
    fn look_at_calendar(&mut self, end: Time, findings: &mut Findings) {
        for segment in self.scenario.segments.ids() {
            if let Some(since) = self.closed[segment] {
                self.told[segment].push((since, end));
            }
            for &(from, to) in &self.spells[segment] {
                let covered = spell_at(&self.told[segment], from).is_some_and(|(_, until)| to <= until);
                findings.check(covered, "a road is closed when its calendar says so", || {
                    format!("{} from {from:?} to {to:?}", self.road(segment))
                });
            }
        }
    }

    // ---- Loaded and empty drives --------------------------------------------------------------------------

    /// A load came to a dump, or an empty truck to a face. Whether some way was not closed all the time since it was
    /// loaded, or had dumped.
    fn had_a_way(&mut self, truck: MachineId, goal: NodeId, now: Time) -> bool {
        let Some((since, from)) = self.left[truck].replace((now, goal)) else { return true };
        if self.n_closed == 0 {
            return true;
        }
        // Who was on a road when it closed drove on, so only what was closed before it set off counts.
        let shut = |segment: SegmentId| self.closed[segment].is_some_and(|closed| closed < since);
        let mut reached = vec![false; self.scenario.nodes.len()];
        let mut open = vec![from];
        reached[from.index()] = true;
        while let Some(node) = open.pop() {
            for (_, segment) in self.scenario.segments.entries().filter(|&(id, _)| !shut(id)) {
                let next = match (segment.from, segment.to) {
                    (there, to) if there == node => to,
                    (to, there) if there == node && segment.two_way => to,
                    _ => continue,
                };
                if !std::mem::replace(&mut reached[next.index()], true) {
                    open.push(next);
                }
            }
        }
        reached[goal.index()]
    }

    fn came_to(&self, truck: MachineId, goal: NodeId) -> String {
        format!("{} at {}", self.name(truck), self.scenario.nodes[goal].name)
    }
}

impl Rules for Traffic<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::ZoneEntered { truck, zone, along } => self.entered(truck, zone, along, findings),
            Event::ZoneLeft { truck, zone } => self.left(truck, zone, findings),
            Event::RoadClosed { segment } => self.closes(segment, findings),
            Event::RoadOpened { segment } => self.opens(segment, findings),
            Event::Loaded { truck, face, .. } => {
                self.works(truck, findings);
                let node = self.scenario.faces[face].node;
                let open = self.had_a_way(truck, node, entry.at);
                findings.check(open, "an empty truck comes to a face over open roads", || {
                    self.came_to(truck, node)
                });
            }
            Event::Dumped { truck, dump, .. } => {
                self.works(truck, findings);
                let node = self.scenario.dumps[dump].node;
                let open = self.had_a_way(truck, node, entry.at);
                findings.check(open, "a load comes to a dump over open roads", || self.came_to(truck, node));
            }
            // Who broke down under way may have been towed round what is closed. The job comes after what was loaded by then.
            Event::JobOpened { machine, kind: JobKind::Repair(_), .. } => self.left[machine] = None,
            Event::State { machine, state: MachineState::HeldOnRoad } => {
                let mine = self.scenario.machines[machine].mine;
                findings.check(self.may_hold[mine], "nobody is held on roads without rules", || {
                    self.name(machine).to_owned()
                });
            }
            _ => {}
        }
    }

    fn instant_over(&mut self, at: Time, findings: &mut Findings) {
        if std::mem::take(&mut self.changed) {
            self.look_at_storms(at, findings);
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        self.look_at_calendar(end, findings);
    }
}

/// The spell that is on at a time.
fn spell_at(spells: &[(Time, Time)], at: Time) -> Option<(Time, Time)> {
    let begun = spells.partition_point(|&(from, _)| from <= at).checked_sub(1)?;
    let spell = spells[begun];
    (at < spell.1).then_some(spell)
}

/// When the calendar closes each segment, laid out anew.
fn spells(scenario: &Scenario) -> Table<SegmentId, Vec<(Time, Time)>> {
    let mut all: Table<SegmentId, Vec<(Time, Time)>> = Table::filled(scenario.segments.len(), Vec::new());
    let end = scenario.horizon().end();
    for closure in scenario.closures.iter() {
        let Some((a, b)) = closure.segment else { continue };
        let clock = scenario.clock(&scenario.calendars[scenario.mines[closure.mine].calendar].zone);
        let mut spells = Vec::new();
        for day in clock.day_index(Time::START) - 1..=clock.day_index(end) {
            let date = clock.date_of_day(day);
            let weekday = date.weekday().to_monday_zero_offset() as usize;
            let within = closure.first_day.is_none_or(|first| first <= date)
                && closure.last_day.is_none_or(|last| date <= last);
            if !closure.weekdays[weekday] || !within {
                continue;
            }
            let over_midnight = i64::from(closure.end <= closure.start);
            let from = clock.at(date, closure.start).max(Time::START);
            let to = clock.at(clock.date_of_day(day + over_midnight), closure.end).min(end);
            if from < to {
                spells.push((from, to));
            }
        }
        for (id, segment) in scenario.segments.entries() {
            if (segment.from, segment.to) == (a, b) || (segment.from, segment.to) == (b, a) {
                all[id].extend(&spells);
            }
        }
    }
    for id in scenario.segments.ids() {
        let mut spells = std::mem::take(&mut all[id]);
        spells.sort_unstable();
        for (from, to) in spells {
            match all[id].last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => all[id].push((from, to)),
            }
        }
    }
    all
}
