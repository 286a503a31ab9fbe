//! The map of sites and legs, and a strip of months for when each leg is open.
//!
//! Longitudes are drawn in the measure of the middle latitude (equirectangular). Suppliers far outside the region are
//! set at the map's edge, where their direction points, so that the region itself stays readable.
use crate::html::chart::{Lanes, Scale, Table, WIDE, both_widths, map_figure, x_months};
use crate::html::svg::{Anchor, Svg, shorten, text_width};
use crate::html::{Page, opening};
use iceroad_base::Id;
use iceroad_base::quantity::Ranged;
use iceroad_measures::frame::Frame;
use iceroad_measures::numbers::{NONE, fixed, range as span, scaled};
use iceroad_measures::words;
use iceroad_model::site::SiteKind;
use iceroad_model::transport::{Leg, Mode, Vehicle};
use iceroad_model::{LegId, Scenario, SeasonId, SiteId};
use iceroad_words::say;
use maud::{Markup, html};

/// The greatest height; a flat region takes less.
const MOST_HEIGHT: f64 = 500.0;
const LEAST_HEIGHT: f64 = 260.0;
const MARGIN: f64 = 56.0;
/// Pieces of a drawn leg.
const CURVE: u32 = 48;
/// Length of a degree of latitude, km: the mean of the WGS 84 ellipsoid.
const KM_PER_DEGREE: f64 = 111.2;

/// A box: left, top, right, bottom.
pub(in crate::html) type Area = (f64, f64, f64, f64);

/// The sites on the map.
struct Sheet {
    places: Vec<Place>,
    height: f64,
    km_per_px: f64,
}

/// A site on the map.
struct Place {
    at: (f64, f64),
    /// Set at the edge because it lies far outside.
    far: bool,
}

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let title = "map-title";
    if scenario.sites.is_empty() {
        return opening(title, &say!("map-none"));
    }
    let seasonal = scenario.legs.iter().filter(|leg| leg.season.is_some()).count();
    let lead = say!("map-lead", a = scenario.sites.len(), b = scenario.legs.len(), c = seasonal);
    let sheet = project(page);
    html! {
        (opening(title, &lead))
        (mode_legend(page))
        (map_figure(&draw(page, &sheet)))
        @if sheet.places.iter().any(|place| place.far) {
            p.note { (say!("map-far")) }
        }
        @if !scenario.legs.is_empty() {
            h3 { (say!("legs-title")) }
            (both_widths(|width| strip(page, width)))
            (table(page).behind("legs-table"))
            h3 { (say!("queues-title")) }
            (queue_table(page))
            p.note { (say!("queues-note")) }
            (vehicle_table(page).behind("vehicles-table"))
        }
    }
}

fn project(page: &Page<'_, '_>) -> Sheet {
    let sites = page.results.scenario.sites.as_slice();
    let mut points: Vec<(f64, f64)> = sites.iter().map(|s| (s.longitude.get(), s.latitude.get())).collect();
    let (west, east) = range(points.iter().map(|p| p.0));
    if east - west > 180.0 {
        // A region that spans the date line is drawn in one piece.
        for point in &mut points {
            point.0 += if point.0 < 0.0 { 360.0 } else { 0.0 };
        }
    }
    let inner: Vec<(f64, f64)> = points
        .iter()
        .zip(sites)
        .filter(|(_, site)| site.kind != SiteKind::Supplier)
        .map(|(&point, _)| point)
        .collect();
    let frame = if inner.len() >= 2 { &inner } else { &points };
    let (west, east) = range(frame.iter().map(|p| p.0));
    let (south, north) = range(frame.iter().map(|p| p.1));
    let squeeze = libm::cos(f64::midpoint(south, north).to_radians()).max(0.1);
    let (wide, high) = (((east - west) * squeeze).max(0.2), (north - south).max(0.2));
    let per_degree =
        ((WIDE - 2.0 * MARGIN - 130.0) / wide).min((MOST_HEIGHT - 2.0 * MARGIN) / high).min(WIDE / 2.0);
    let height = (high * per_degree + 2.0 * MARGIN).clamp(LEAST_HEIGHT, MOST_HEIGHT);
    let (mid_x, mid_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
    let place = |&(lon, lat): &(f64, f64)| {
        let x = WIDE / 2.0 + (lon - mid_x) * squeeze * per_degree;
        let y = height / 2.0 - (lat - mid_y) * per_degree;
        let at = (x.clamp(24.0, WIDE - 24.0), y.clamp(20.0, height - 24.0));
        Place { at: to_edge((x, y), at, height), far: (x, y) != at }
    };
    let places = spread_out(points.iter().map(place).collect(), height);
    Sheet { places, height, km_per_px: KM_PER_DEGREE / per_degree }
}

/// The point where the way from the middle to `whole` leaves the map.
fn to_edge(whole: (f64, f64), clamped: (f64, f64), height: f64) -> (f64, f64) {
    if whole == clamped {
        return whole;
    }
    let (mx, my) = (WIDE / 2.0, height / 2.0);
    let (dx, dy) = (whole.0 - mx, whole.1 - my);
    let by_x = if dx == 0.0 { f64::INFINITY } else { (mx - 24.0) / dx.abs() };
    let by_y = if dy == 0.0 { f64::INFINITY } else { (my - 24.0) / dy.abs() };
    let share = by_x.min(by_y).min(1.0);
    (mx + dx * share, my + dy * share)
}

/// Far suppliers in one direction would lie on each other: later ones are moved along the edge.
fn spread_out(mut places: Vec<Place>, height: f64) -> Vec<Place> {
    for at in 0..places.len() {
        if !places[at].far {
            continue;
        }
        for _ in 0..12 {
            let here = places[at].at;
            let near = places.iter().enumerate().any(|(other, place)| {
                other != at && (place.at.0 - here.0).abs() < 30.0 && (place.at.1 - here.1).abs() < 24.0
            });
            if !near {
                break;
            }
            let is_side = here.0 <= 25.0 || here.0 >= WIDE - 25.0;
            places[at].at = if is_side {
                (here.0, if here.1 > 60.0 { here.1 - 26.0 } else { height - 30.0 })
            } else {
                (if here.0 > 120.0 { here.0 - 96.0 } else { here.0 + 600.0 }, here.1)
            };
        }
    }
    places
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn mode_class(mode: Mode) -> &'static str {
    match mode {
        Mode::Rail => "rail",
        Mode::River => "river",
        Mode::WinterRoad => "winter",
        Mode::Road => "road",
        Mode::Air => "air",
    }
}

/// The colour of a mode's words and bars.
fn mode_fill(mode: Mode) -> &'static str {
    match mode {
        Mode::Rail => "t-rail",
        Mode::River => "t-river",
        Mode::WinterRoad => "t-winter",
        Mode::Road => "t-road",
        Mode::Air => "t-air",
    }
}

fn mode_legend(page: &Page<'_, '_>) -> Markup {
    let modes = [Mode::Rail, Mode::River, Mode::WinterRoad, Mode::Road, Mode::Air];
    let is_there = |mode: &Mode| page.results.scenario.legs.iter().any(|leg| leg.mode == *mode);
    html! {
        div.legend {
            @for mode in modes.into_iter().filter(is_there) {
                span {
                    svg viewBox="0 0 30 10" aria-hidden="true" {
                        line class={ "leg " (mode_class(mode)) } x1="1" y1="5" x2="29" y2="5" {}
                    }
                    (words::mode(mode))
                }
            }
        }
    }
}

/// Ways drawn once for both directions: the ends, the mode, the leg.
fn ways(page: &Page<'_, '_>) -> Vec<(SiteId, SiteId, Mode, LegId)> {
    let mut all: Vec<(SiteId, SiteId, Mode, LegId)> = Vec::new();
    for (id, leg) in page.results.scenario.legs.entries() {
        let (a, b) = if leg.from <= leg.to { (leg.from, leg.to) } else { (leg.to, leg.from) };
        if !all.iter().any(|way| (way.0, way.1, way.2) == (a, b, leg.mode)) {
            all.push((a, b, leg.mode, id));
        }
    }
    all
}

fn draw(page: &Page<'_, '_>, sheet: &Sheet) -> Svg {
    let scenario = page.results.scenario;
    let places = &sheet.places;
    let mut svg = Svg::new(WIDE, sheet.height, "map-draw");
    svg.rect((0.0, 0.0), (WIDE, sheet.height), "track", "");
    let ways = ways(page);
    let mut crowded: Vec<(f64, f64)> = places.iter().map(|place| place.at).collect();
    let mut middles = Vec::new();
    for (at, &(a, b, mode, id)) in ways.iter().enumerate() {
        let (Some(from), Some(to)) = (places.get(a.index()), places.get(b.index())) else { continue };
        // Ways of several modes between the same ends are bent apart.
        let before = ways[..at].iter().filter(|way| (way.0, way.1) == (a, b)).count() as f64;
        let all = ways.iter().filter(|way| (way.0, way.1) == (a, b)).count() as f64;
        let points = bent(from.at, to.at, (before - (all - 1.0) / 2.0) * 26.0);
        crowded.extend(points.iter().copied());
        let leg = &scenario.legs[id];
        if mode != Mode::Air {
            let label = say!("map-label", a = shorten(&leg.title, 22), b = fixed(leg.distance.get(), 0));
            middles.push((points[12..=36].to_vec(), mode, label));
        }
        svg.path(&points, &format!("leg {}", mode_class(mode)), &leg_words(page, leg));
    }
    for (site, place) in scenario.sites.iter().zip(places) {
        let r = if site.kind == SiteKind::Mine { 7.0 } else { 5.0 };
        svg.circle(place.at, r, "site", &format!("{} ({})", site.title, say!(kind(site.kind))));
    }
    let mut room = Room { boxes: Vec::new(), crowded, height: sheet.height };
    for (site, place) in scenario.sites.iter().zip(places) {
        let arrow = if place.far { format!(" {}", arrow(place.at, sheet.height)) } else { String::new() };
        let label = format!("{}{arrow}", shorten(&site.title, 30));
        let class = if site.kind == SiteKind::Mine { "strong halo" } else { "halo" };
        let (at, anchor) = room
            .settle(place.at, text_width(&label, 13.0), f64::INFINITY)
            .unwrap_or((place.at, Anchor::Start));
        svg.text(at, anchor, class, &label);
    }
    for (points, mode, label) in middles {
        // A leg's name is left out where it would cover other things wherever it stands along the leg.
        let width = text_width(&label, 12.0);
        let cost = |at: &usize| room.best(points[*at], 5.0, width).map_or(f64::INFINITY, |best| best.0);
        let spots = [12, 9, 15, 6, 18, 3, 21, 0, 24];
        let spot = spots.into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        let found = spot.and_then(|at| room.settle(points[at], width, 2.9));
        if let Some((at, anchor)) = found {
            svg.text(at, anchor, &format!("small halo {}", mode_fill(mode)), &label);
        }
    }
    scale_bar(&mut svg, sheet);
    svg
}

/// An arrow from the map's middle outwards.
fn arrow((x, y): (f64, f64), height: f64) -> &'static str {
    let (dx, dy) = (x - WIDE / 2.0, y - height / 2.0);
    let (wide, high) = (dx.abs() > dy.abs() * 0.5, dy.abs() > dx.abs() * 0.5);
    match (wide, high) {
        (true, true) if dx > 0.0 && dy > 0.0 => "↘",
        (true, true) if dx > 0.0 => "↗",
        (true, true) if dy > 0.0 => "↙",
        (true, true) => "↖",
        (true, false) if dx > 0.0 => "→",
        (true, false) => "←",
        _ if dy > 0.0 => "↓",
        _ => "↑",
    }
}

fn scale_bar(svg: &mut Svg, sheet: &Sheet) {
    let lengths = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0];
    let found = lengths.into_iter().rev().find(|km| km / sheet.km_per_px <= 170.0);
    let Some(km) = found.filter(|km| km / sheet.km_per_px >= 20.0) else { return };
    let (left, y) = (14.0, sheet.height - 12.0);
    let right = left + km / sheet.km_per_px;
    svg.line((left, y), (right, y), "tick");
    svg.line((left, y - 4.0), (left, y + 4.0), "tick");
    svg.line((right, y - 4.0), (right, y + 4.0), "tick");
    svg.text((right + 8.0, y + 4.0), Anchor::Start, "soft small", &say!("km", a = fixed(km, 0)));
}

/// A curve between two points, bent sideways by so much.
fn bent(from: (f64, f64), to: (f64, f64), by: f64) -> Vec<(f64, f64)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let middle = (
        f64::midpoint(from.0, to.0) - dy / length * by * 2.0,
        f64::midpoint(from.1, to.1) + dx / length * by * 2.0,
    );
    let n = CURVE;
    (0..=n)
        .map(|step| {
            let t = f64::from(step) / f64::from(n);
            let mix =
                |a: f64, m: f64, b: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * m + t * t * b;
            (mix(from.0, middle.0, to.0), mix(from.1, middle.1, to.1))
        })
        .collect()
}

/// What of the map is taken: boxes of labels, and points that labels should not cover.
pub(in crate::html) struct Room {
    pub(in crate::html) boxes: Vec<Area>,
    pub(in crate::html) crowded: Vec<(f64, f64)>,
    pub(in crate::html) height: f64,
}

/// What a label costs that covers another one: a name that may be left out is, from here on.
pub(in crate::html) const COVERED: f64 = 45.0;

impl Room {
    /// The place beside a point where a label of this width covers least, and its anchor; takes the room. None where
    /// it would cost more than `most`.
    pub(in crate::html) fn settle(
        &mut self,
        point: (f64, f64),
        width: f64,
        most: f64,
    ) -> Option<((f64, f64), Anchor)> {
        self.settle_beside(point, 5.0, width, most)
    }

    /// The same beside a disc.
    pub(in crate::html) fn settle_beside(
        &mut self,
        point: (f64, f64),
        radius: f64,
        width: f64,
        most: f64,
    ) -> Option<((f64, f64), Anchor)> {
        let (_, at, anchor, area) = self.best(point, radius, width).filter(|(cost, ..)| *cost <= most)?;
        self.boxes.push(area);
        Some((at, anchor))
    }

    /// What a label beside a disc would cost at least, where it would stand, and its box. Where all around it is taken, it
    /// stands further out.
    fn best(&self, point: (f64, f64), radius: f64, width: f64) -> Option<(f64, (f64, f64), Anchor, Area)> {
        let mut best: Option<(f64, (f64, f64), Anchor, Area)> = None;
        for (ring, further) in [0.0, 16.0, 34.0].into_iter().enumerate() {
            for (order, (at, anchor)) in around(point, radius + further).into_iter().enumerate() {
                let (area, covered) = self.cost(at, anchor, width);
                let cost = covered + order as f64 * 0.1 + ring as f64 * 4.0;
                if best.as_ref().is_none_or(|known| cost < known.0) {
                    best = Some((cost, at, anchor, area));
                }
            }
        }
        best
    }

    /// The box of a label, and what it costs by what it covers.
    fn cost(&self, at: (f64, f64), anchor: Anchor, width: f64) -> (Area, f64) {
        let left = match anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        let area = (left - 2.0, at.1 - 13.0, left + width + 2.0, at.1 + 5.0);
        let outside = area.0 < 0.0 || area.2 > WIDE || area.1 < 0.0 || area.3 > self.height;
        let hits = self.boxes.iter().filter(|other| overlaps(area, **other)).count() as f64;
        let covers = |p: &&(f64, f64)| p.0 > area.0 && p.0 < area.2 && p.1 > area.1 && p.1 < area.3;
        let over = self.crowded.iter().filter(covers).count() as f64;
        (area, hits * 50.0 + over * 0.7 + if outside { 200.0 } else { 0.0 })
    }
}

/// Where a label may stand around a disc, the best places first.
fn around((x, y): (f64, f64), radius: f64) -> [((f64, f64), Anchor); 8] {
    let (side, slant) = (radius + 6.0, radius * 0.7 + 5.0);
    [
        ((x + side, y + 4.0), Anchor::Start),
        ((x - side, y + 4.0), Anchor::End),
        ((x, y - radius - 7.0), Anchor::Middle),
        ((x, y + radius + 17.0), Anchor::Middle),
        ((x + slant, y - slant), Anchor::Start),
        ((x + slant, y + slant + 8.0), Anchor::Start),
        ((x - slant, y - slant), Anchor::End),
        ((x - slant, y + slant + 8.0), Anchor::End),
    ]
}

fn overlaps(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Mine => "site-mine",
        SiteKind::ServiceCentre => "site-service",
        SiteKind::Transfer => "site-transfer",
        SiteKind::Settlement => "site-settlement",
        SiteKind::Supplier => "site-supplier",
    }
}

fn leg_words(page: &Page<'_, '_>, leg: &Leg) -> String {
    let site = |id: SiteId| page.results.scenario.sites.get(id).map_or("", |site| site.title.as_str());
    say!(
        "leg-hover",
        leg = leg.title,
        from = site(leg.from),
        to = site(leg.to),
        mode = words::mode(leg.mode),
        km = fixed(leg.distance.get(), 0),
    )
}

/// Windows of a season in days: (P50 opened, P50 closed, P10 opened, P90 closed).
fn windows(page: &Page<'_, '_>, season: SeasonId) -> Vec<[f64; 4]> {
    let found = page.found.seasons.iter().find(|known| known.season == season);
    let mut all = Vec::new();
    for window in found.map_or(&[][..], |season| &season.windows) {
        if let (Some(opened), Some(closed)) = (window.opened, window.closed) {
            let days = [opened.p50, closed.p50 + 1, opened.p10, closed.p90 + 1];
            all.push(days.map(f64::from));
        }
    }
    all
}

fn strip(page: &Page<'_, '_>, width: f64) -> Svg {
    let scenario = page.results.scenario;
    let frame: &Frame<'_> = page.frame;
    let (lanes, top) = (Lanes::new(width, (250.0, 150.0), 22.0), 20.0);
    let bottom = top + lanes.row * scenario.legs.len() as f64;
    let mut svg = Svg::new(width, bottom + 38.0, "legs-draw");
    let x = Scale::new((0.0, frame.days() as f64), (lanes.left, lanes.right));
    x_months(&mut svg, frame, &x, (top, bottom), lanes.right - lanes.left);
    lanes.above_words(&mut svg, &say!("legs-carried"));
    svg.text((lanes.left, 12.0), Anchor::Start, "soft small", &say!("legs-open"));
    for (at, (id, leg)) in scenario.legs.entries().enumerate() {
        let y = top + lanes.row * at as f64;
        let need = if leg.emergency { say!("leg-in-need") } else { String::new() };
        let label = format!("{} · {}{need}", shorten(&leg.title, 22), words::mode(leg.mode));
        lanes.name(&mut svg, y, "", &label, "");
        open_bars(page, &mut svg, &x, y + lanes.drop, leg);
        let carried = page.found.legs.get(id.index()).and_then(|leg| leg.carried_t);
        let text = carried.map_or(NONE.into(), |spread| match spread.n {
            1 => scaled(spread.mean),
            _ => format!("{} ({})", scaled(spread.p50), span(spread.p10, spread.p90)),
        });
        lanes.words(&mut svg, y, "num small", &text, "");
    }
    svg
}

/// When a leg is open.
fn open_bars(page: &Page<'_, '_>, svg: &mut Svg, x: &Scale, y: f64, leg: &Leg) {
    let (colour, hover) = (mode_fill(leg.mode), leg_words(page, leg));
    let Some(season) = leg.season else {
        let (left, right) = (x.at(0.0), x.at(page.frame.days() as f64));
        return svg.rect((left, y + 6.0), (right - left, 9.0), colour, &say!("leg-all-year", hover = hover));
    };
    for [opened, closed, early, late] in windows(page, season) {
        let (from, to) = (x.inside(early), x.inside(late));
        svg.rect((from, y + 4.0), (to - from, 13.0), "band", &hover);
        let (from, to) = (x.inside(opened), x.inside(closed));
        svg.rect((from, y + 6.0), (to - from, 9.0), colour, &hover);
    }
}

/// The most rows of the table of queues.
const MOST_QUEUES: usize = 12;

fn queue_table(page: &Page<'_, '_>) -> Table<'static> {
    let mut table = Table::new(
        &[
            "leg",
            "goods",
            "mass-t",
            "in-line-days",
            "longest-days",
            "shut-days",
            "need-step",
            "mostly-behind",
        ],
        &[false, false, true, true, true, true, true, false],
    );
    for row in page.found.queues.iter().take(MOST_QUEUES) {
        table.row(vec![
            row.leg_name.clone(),
            row.item_name.clone(),
            row.mass_t.map_or(NONE.into(), |spread| fixed(spread.mean, 0)),
            row.line_days.map_or(NONE.into(), |spread| fixed(spread.mean, 1)),
            row.longest_days.map_or(NONE.into(), |spread| fixed(spread.p90, 0)),
            row.shut_days.map_or(NONE.into(), |spread| fixed(spread.mean, 1)),
            row.step_t.map_or(NONE.into(), |tonnes| fixed(tonnes, 0)),
            row.behind.clone().unwrap_or_else(|| NONE.into()),
        ]);
    }
    table
}

fn vehicle_table(page: &Page<'_, '_>) -> Table<'static> {
    let mut table = Table::new(
        &["vehicles", "leg", "trips", "mean-load", "trips-share"],
        &[false, false, true, true, true],
    );
    for row in &page.found.vehicles {
        table.row(vec![
            row.name.clone(),
            page.results.scenario.legs[row.leg].title.clone(),
            row.trips.map_or(NONE.into(), |spread| fixed(spread.mean, 0)),
            row.load_t.map_or(NONE.into(), |spread| fixed(spread.mean, 1)),
            row.used.map_or(NONE.into(), |spread| fixed(spread.mean * 100.0, 0)),
        ]);
    }
    table
}

/// A figure of each class of vehicles on a leg.
fn of_fleet(scenario: &Scenario, leg: LegId, figure: impl Fn(&Vehicle) -> String) -> String {
    let on_it = scenario.vehicles.iter().filter(|vehicle| vehicle.leg == leg);
    on_it.map(figure).collect::<Vec<_>>().join(" / ")
}

fn table(page: &Page<'_, '_>) -> Table<'static> {
    let scenario = page.results.scenario;
    let mut table = Table::new(
        &[
            "leg",
            "from",
            "to",
            "mode",
            "unit-km",
            "season",
            "payload-t",
            "trips-a-day",
            "carried-t",
            "can-carry-t",
        ],
        &[false, false, false, false, true, false, true, true, true, true],
    );
    for (id, leg) in scenario.legs.entries() {
        let used = page.found.legs.get(id.index());
        let carried = used.and_then(|leg| leg.carried_t);
        let can = used.and_then(|leg| leg.can_t).map_or(NONE.into(), |tonnes| fixed(tonnes, 0));
        table.row(vec![
            leg.title.clone(),
            scenario.sites[leg.from].title.clone(),
            scenario.sites[leg.to].title.clone(),
            words::mode(leg.mode),
            fixed(leg.distance.get(), 0),
            leg.season.map_or_else(|| say!("all-year"), |season| scenario.seasons[season].title.clone()),
            of_fleet(scenario, id, |vehicle| fixed(vehicle.payload.tonnes(), 1)),
            of_fleet(scenario, id, |vehicle| fixed(vehicle.trips_a_day(leg), 0)),
            carried.map_or(NONE.into(), |spread| fixed(spread.p50, 0)),
            can,
        ]);
    }
    table
}
