//! Distance matrices of OpenMines as one-way segments.

use super::{LoadSite, Reader, metres};
use iceroad_format::import::json::{Place, Value};

impl Reader<'_, '_> {
    /// The matrices as one-way segments, straight from site to site.
    pub(super) fn roads(&mut self, park: &str, loads: &[LoadSite], dumps: &[String]) -> Option<()> {
        let road = self.root.need("road")?.object()?;
        let shared = road.may("road_matrix");
        let haul = shared.clone().or_else(|| road.need("l2d_road_matrix"));
        let back = shared.or_else(|| road.need("d2l_road_matrix"));
        let first = road.need("charging_to_load_road_matrix");
        let haul = haul.and_then(|it| matrix(&it, loads.len(), dumps.len()));
        let back = back.and_then(|it| matrix(&it, loads.len(), dumps.len()));
        let first = first.and_then(|it| row_of(&it, loads.len(), "one for each load site"));
        let (haul, back, first) = (haul?, back?, first?);
        for (load, (km, place)) in loads.iter().zip(&first) {
            self.segment(
                park,
                &load.name,
                *km,
                place,
                "yes",
                "length: the file; the way back assumed the same",
            );
        }
        for (load, (haul, back)) in loads.iter().zip(haul.iter().zip(&back)) {
            for (dump, (there, home)) in dumps.iter().zip(haul.iter().zip(back)) {
                self.segment(&load.name, dump, there.0, &there.1, "no", "length: the file");
                self.segment(dump, &load.name, home.0, &home.1, "no", "length: the file");
            }
        }
        let shorter = detours(&haul, &back, &first);
        if shorter > 0 {
            self.draft.leave_out(format!(
                "the matrices are not a metric: for {shorter} of {} drives between load and dump sites a way past other \
                 sites is shorter than the distance written. A scenario's trucks take it; `iceroad run --compat openmines` \
                 drives what is written",
                2 * loads.len() * dumps.len()
            ));
        }
        Some(())
    }

    fn segment(&mut self, from: &str, to: &str, km: f64, place: &Place, two_way: &str, source: &str) {
        self.draft
            .row("haul_segments.csv", Some(place))
            .from("from", from, place)
            .from("to", to, place)
            .from("length_m", metres(km), place)
            .cell("grade_pct", 0)
            .cell("rolling_pct", 2)
            .cell("limit_kmh", 60)
            .cell("two_way", two_way)
            .source(&format!("{source}; the rest assumed"));
    }
}

/// A row of a matrix, km, each with its place.
pub(super) type Row = Vec<(f64, Place)>;

pub(super) fn row_of(value: &Value<'_>, n: usize, what: &str) -> Option<Row> {
    let list = value.list_of(n, what)?;
    let read: Vec<Option<(f64, Place)>> =
        list.iter().map(|one| Some((one.positive()?, one.place()))).collect();
    read.into_iter().collect()
}

pub(super) fn matrix(value: &Value<'_>, loads: usize, dumps: usize) -> Option<Vec<Row>> {
    let rows = value.list_of(loads, "one for each load site")?;
    let read: Vec<Option<Row>> =
        rows.iter().map(|row| row_of(row, dumps, "one for each dump site")).collect();
    read.into_iter().collect()
}

/// For how many drives between sites a way past others is shorter than the one written.
pub(super) fn detours(haul: &[Row], back: &[Row], first: &Row) -> usize {
    // Nodes: loads, then dumps, then the charging site.
    let (loads, dumps) = (haul.len(), haul.first().map_or(0, Vec::len));
    let n = loads + dumps + 1;
    let mut way = vec![vec![f64::INFINITY; n]; n];
    for load in 0..loads {
        for dump in 0..dumps {
            way[load][loads + dump] = haul[load][dump].0;
            way[loads + dump][load] = back[load][dump].0;
        }
        way[n - 1][load] = first[load].0;
        way[load][n - 1] = first[load].0;
    }
    let direct = way.clone();
    for middle in 0..n {
        for from in 0..n {
            for to in 0..n {
                way[from][to] = way[from][to].min(way[from][middle] + way[middle][to]);
            }
        }
    }
    let sites = 0..loads + dumps;
    let pairs = sites.clone().flat_map(|from| sites.clone().map(move |to| (from, to)));
    let shorter = |&(from, to): &(usize, usize)| {
        direct[from][to].is_finite() && way[from][to] < direct[from][to] * (1.0 - 1e-9)
    };
    pairs.filter(shorter).count()
}
