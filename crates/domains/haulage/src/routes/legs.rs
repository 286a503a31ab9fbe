//! A row of legs is worked out: every way of one start is driven, stretch by stretch.

use super::{Case, Leg, LegRow, Routes, Step};
use crate::network::Edge;
use crate::traction::{Room, Stretch};
use std::sync::OnceLock;

impl Routes {
    /// Works a row out; another thread may be quicker, with the same result.
    #[cold]
    pub(super) fn work_out<'a>(&'a self, cell: &'a OnceLock<LegRow>, case: usize, from: usize) -> &'a LegRow {
        cell.get_or_init(|| {
            let mut row = self.blank.clone();
            if self.has_lines {
                row.line_wh = vec![0; self.places.len()].into();
            }
            self.fill(&mut row, &self.cases[case], from);
            row
        })
    }

    fn fill(&self, row: &mut LegRow, case: &Case, from: usize) {
        let Some(source) = self.network.place(self.places[from]) else {
            return;
        };
        let tree = self.network.quickest(source, &case.costs);
        let (mut room, mut road) = (Room::default(), Vec::new());
        let (mut steps, mut ways) = (Vec::new(), Vec::new());
        for to in 0..self.places.len() {
            ways.push(steps.len() as u32);
            if case.loaded && !self.is_dump[to] {
                continue;
            }
            let goal = self.network.place(self.places[to]);
            let Some(path) = goal.and_then(|to| self.network.path_edges(&tree, to)) else {
                continue;
            };
            let Some((leg, wh)) = self.drive(case, &path, &mut room, &mut road) else {
                continue;
            };
            row.legs[to] = leg;
            if let Some(line) = row.line_wh.get_mut(to) {
                *line = wh;
            }
            if self.keeps_ways {
                room.steps_of(&road, &path, &mut steps);
            }
        }
        if self.keeps_ways {
            ways.push(steps.len() as u32);
            (row.steps, row.ways) = (steps.into(), ways.into());
        }
    }

    /// The leg of a path, given by its edges, and what it takes out of trolley lines, Wh.
    pub(super) fn drive(
        &self,
        case: &Case,
        path: &[usize],
        room: &mut Room,
        road: &mut Vec<Stretch>,
    ) -> Option<(Leg, u32)> {
        let edges = self.network.edges();
        road.clear();
        road.extend(path.iter().map(|&edge| stretch(&edges[edge], case)));
        let drive = case.vehicle.drive(road, room)?;
        let inner = path.iter().skip(1).map(|&edge| self.crossing_ms.get(edges[edge].from));
        let crossing_ms: u32 = inner.flatten().sum();
        let leg = Leg {
            ms: (drive.seconds * 1_000.0).round() as u32 + crossing_ms,
            used: (drive.litres * 1_000.0 + drive.battery_joules / JOULES_PER_WH).round() as i32,
            metres: drive.metres.round() as u32,
        };
        Some((leg, (drive.trolley_joules / JOULES_PER_WH).round() as u32))
    }
}

impl Room {
    /// The last drive as steps: whole milliseconds whose sum is the drive's.
    pub(super) fn steps_of(&self, road: &[Stretch], path: &[usize], steps: &mut Vec<Step>) {
        let mut path = path.iter();
        let mut before_ms = 0;
        self.ends(road, |seconds| {
            let at_ms = (seconds * 1_000.0).round() as u32;
            if let Some(&edge) = path.next() {
                steps.push(Step { edge: edge as u32, ms: at_ms - before_ms });
            }
            before_ms = at_ms;
        });
    }
}

const JOULES_PER_WH: f64 = 3_600.0;

/// An edge as a truck meets it.
pub(super) fn stretch(edge: &Edge, case: &Case) -> Stretch {
    Stretch {
        length_m: edge.length_m,
        total: edge.grade + edge.rolling * case.rolling,
        limit_m_s: edge.limit_m_s * case.limit,
        trolley: edge.trolley,
    }
}
