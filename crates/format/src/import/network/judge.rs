//! What is told of a map once its network is known: places astray, roads apart, ways back, and what was left out.

use super::NetworkOptions;
use super::graph::{Network, Point};
use super::reader::Map;
use super::retrace::retraced;
use crate::report::{Report, Severity};
use crate::sink::Sink;
use crate::source::Said;
use iceroad_model::Code;

/// The widest map that can be one mine's roads, m. Assumed: beyond it coordinates are not what they are taken for.
const WIDEST_M: f64 = 200_000.0;
/// So much of a road may lie on itself untold, m. Assumed: a truck that waits a minute.
const MOST_RETRACED_M: f64 = 20.0;

impl Map {
    /// A map of half a continent is in other units than it is taken for.
    pub(super) fn check_width(&self) -> Result<(), Report> {
        let points = || self.roads.iter().flat_map(|road| &road.points);
        let span = |of: fn(&Point) -> f64| {
            points()
                .map(of)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
        };
        let ((west, east), (south, north)) = (span(|point| point.x), span(|point| point.y));
        let wide = (east - west).max(north - south);
        if wide <= WIDEST_M || self.roads.is_empty() {
            return Ok(());
        }
        let said = Said::new(
            Code::MapTooWide,
            &format!("{:.0} km", wide / 1_000.0),
            format!("roads within {:.0} km", WIDEST_M / 1_000.0),
            "if the coordinates are not what they are taken for, name their system by --crs, or add --metres for a mine's own grid; if \
             they are, take away what is no haul road",
        );
        Err(Report { diagnostics: vec![said.of_file(&self.file)], suppressed: 0 })
    }

    /// Tells what could not become part of the network; gives the warnings where there is nothing worse.
    pub(super) fn judge(&self, network: &Network, options: &NetworkOptions) -> Result<Report, Report> {
        let mut faults = Sink::default();
        let mut errors = 0;
        for &(place, distance) in &network.astray {
            let spot = &self.places[place];
            let said = Said::new(
                Code::PlaceAstray,
                &spot.name,
                format!("a point within {} m of a road", options.tolerance_m),
                format!("it is {distance:.0} m away: move it, or raise --tolerance"),
            );
            faults.push(self.source.diagnostic(spot.origin.span.clone(), &spot.origin.path, said));
            errors += 1;
        }
        for &(place, other) in &network.doubled {
            let (spot, other) = (&self.places[place], &self.places[other]);
            let said = Said::new(
                Code::PlacesMeet,
                &spot.name,
                format!("points more than {} m apart", options.tolerance_m),
                format!("`{}` is there already: move one, take one away, or lower --tolerance", other.name),
            );
            faults.push(self.source.diagnostic(spot.origin.span.clone(), &spot.origin.path, said));
            errors += 1;
        }
        let mut names = std::collections::BTreeMap::new();
        for spot in &self.places {
            if names.insert(spot.name.as_str(), ()).is_some() {
                let said = Said::new(
                    Code::NameTwice,
                    &spot.name,
                    "a name that no other point has",
                    "rename one, or take it away",
                );
                faults.push(self.source.diagnostic(spot.origin.span.clone(), &spot.origin.path, said));
                errors += 1;
            }
        }
        for (lines, code, expected, advice) in [
            (
                &network.dots,
                Code::RoadIsDot,
                format!("a road longer than {} m", options.tolerance_m),
                "it is left out; lower --tolerance if it is a road",
            ),
            (
                &network.apart,
                Code::RoadApart,
                "a road that joins the others".to_owned(),
                "nobody can drive there; draw the join, or raise --tolerance",
            ),
        ] {
            for &line in lines {
                let road = &self.roads[line];
                let said = Said::new(code, &road.told(), expected.as_str(), advice);
                let mut told = self.source.diagnostic(road.origin.span.clone(), &road.origin.path, said);
                told.severity = Severity::Warning;
                faults.push(told);
            }
        }
        self.warn_of_ways_back(network, &mut faults);
        let report = faults.into_report();
        if errors > 0 { Err(report) } else { Ok(report) }
    }

    fn warn_of_ways_back(&self, network: &Network, faults: &mut Sink) {
        for (line, road) in self.roads.iter().enumerate() {
            let again = retraced(&road.points);
            if again <= MOST_RETRACED_M {
                continue;
            }
            let pieces = network.pieces.iter().filter(|piece| piece.line == line);
            let straight = |from: usize, to: usize| network.nodes[from].at.distance(network.nodes[to].at);
            let (mut length, mut detours) = (0.0, 0.0);
            for piece in pieces {
                length += piece.length;
                detours += piece.length - straight(piece.from, piece.to);
            }
            // Of a truck that stood, all it seemed to drive; of one that came back, the way back.
            let surplus = again.max(detours);
            let said = Said::new(
                Code::RoadDoublesBack,
                &format!("{}, {surplus:.0} m of {length:.0} m", road.told()),
                "a road that is drawn once, from end to end",
                "its length counts that way; take stops and the way back out of a GPS track",
            );
            let mut told = self.source.diagnostic(road.origin.span.clone(), &road.origin.path, said);
            told.severity = Severity::Warning;
            faults.push(told);
        }
    }

    /// What the map holds and the roads do not, in words.
    pub(super) fn left_out(&self) -> Vec<String> {
        let mut all: Vec<String> = self.skipped.iter().map(|(what, n)| format!("{n} {what}")).collect();
        all.extend(self.unread.iter().map(|(key, n)| format!("property `{key}` of {n} roads")));
        if self.single_lanes > 0 {
            all.push(format!(
                "`lanes` = 1 of {} two-way roads: a single lane driven both ways is a zone in haul_zones.csv",
                self.single_lanes
            ));
        }
        all
    }
}
