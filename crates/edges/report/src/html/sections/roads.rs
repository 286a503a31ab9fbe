//! The seasons of roads and rivers: the load limit through the year, and when each season opens and closes.
use crate::html::chart::{Scale, Table, both_widths, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg};
use crate::html::{Page, opening};
use iceroad_base::quantity::Mass;
use iceroad_measures::numbers::{NONE, count, date, joined, percent, short_date};
use iceroad_measures::seasons::{self, OnRecord};
use iceroad_model::climate::DayLimit;
use iceroad_model::outlook::{DayBand, LimitBand, SeasonForecast, SeasonSort, WindowForecast};
use iceroad_words::say;
use maud::{Markup, Render, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "roads-title";
    let seasons = &page.found.seasons;
    if seasons.iter().all(|season| season.windows.is_empty()) {
        let lead = if seasons.is_empty() { "roads-none" } else { "roads-shut" };
        return opening(title, &say!(lead));
    }
    html! {
        (opening(title, &lead(page, seasons)))
        (glance(page, seasons))
        (legend(&[
            ("kband", "roads-band"),
            ("kline", "roads-median"),
            ("kbar", "roads-dates"),
            ("ktick", "roads-measured"),
        ]))
        @for season in seasons {
            h3 { (heading(page, season)) }
            (both_widths(|width| chart(page, season, width)))
        }
        @if page.results.outlook.draws > 0 {
            p.note {
                (say!("roads-note", draws = page.results.outlook.draws,
                    winters = count(page.results.outlook.winters as usize, "whole winter"),
                    dropped = page.results.outlook.winters_dropped))
            }
        }
        (table(page, seasons).behind("roads-table"))
    }
}

fn heading(page: &Page<'_, '_>, season: &SeasonForecast) -> String {
    let kind = say!(&format!("season-{}", season.sort.name()));
    match season.station.map(|station| &page.results.scenario.stations[station]) {
        Some(station) => {
            let untold = station.is_synthetic() && !station.title.contains("synthetic");
            let synthetic = if untold { say!("roads-synthetic") } else { String::new() };
            say!("roads-heading", a = season.name, kind = kind, c = station.title, synthetic = synthetic)
        }
        None if season.name == kind => season.name.clone(),
        None => format!("{} ({kind})", season.name),
    }
}

/// The ice road that carries full loads for the shortest time, which is where freight gets tight.
fn lead(page: &Page<'_, '_>, seasons: &[SeasonForecast]) -> String {
    let day = |day: i32| short_date(page.frame.clock.date_of_day(day.into()));
    let mut shortest: Option<(i32, String)> = None;
    for season in seasons.iter().filter(|season| season.sort == SeasonSort::Ice) {
        for window in &season.windows {
            let (Some(full), Some(closed)) = (window.full_load, window.closed) else { continue };
            let days = closed.p50 - full.p50 + 1;
            if shortest.as_ref().is_none_or(|known| days < known.0) {
                let text = say!(
                    "roads-lead",
                    name = season.name,
                    from = day(full.p50),
                    to = day(closed.p50),
                    days = count(days.max(0) as usize, "day"),
                    share = percent(window.full_load_chance),
                );
                shortest = Some((days, text));
            }
        }
    }
    shortest.map_or(String::new(), |(_, text)| text)
}

/// Every window's dates in one visible table: median and P10–P90, and beneath them those on record.
fn glance(page: &Page<'_, '_>, all: &[SeasonForecast]) -> Markup {
    let day = |day: i32| short_date(page.frame.clock.date_of_day(day.into()));
    let show = |band: Option<DayBand>| match band {
        None => NONE.into(),
        Some(band) if band.p10 == band.p90 => day(band.p50),
        Some(band) => format!("{} ({})", day(band.p50), joined(&day(band.p10), &day(band.p90))),
    };
    let headers = ["season", "window", "opens-col", "full-from", "closes-col"];
    let mut table = Table::new(&headers, &[false, false, true, true, true]);
    for season in all {
        for window in &season.windows {
            let full = match window.full_load.filter(|_| season.sort == SeasonSort::Ice) {
                Some(band) if window.full_load_chance < 0.995 => {
                    say!("roads-in", a = show(Some(band)), b = percent(window.full_load_chance))
                }
                full => show(full),
            };
            table.row(vec![
                season.name.clone(),
                window.label.clone(),
                show(window.opened),
                full,
                show(window.closed),
            ]);
        }
        let on_record = seasons::on_record(season);
        if on_record.iter().any(Option::is_some) {
            let told = |day: Option<OnRecord>| {
                day.map_or(NONE.into(), |day| {
                    say!("roads-record", a = show(Some(day.band)), b = count(day.years, "year"))
                })
            };
            let [opened, full, closed] = on_record.map(told);
            table.row(vec![season.name.clone(), say!("roads-on-record"), opened, full, closed]);
        }
    }
    table.render()
}

/// Whether there is a limit to draw that is neither nothing nor without limit.
fn has_limits(season: &SeasonForecast) -> bool {
    let told = |mass: Mass| mass > Mass::ZERO && mass < DayLimit::UNLIMITED;
    season.limits.iter().any(|band| told(band.p50) || told(band.p90))
}

/// Which of a window's dates is meant.
type DateOf = fn(&WindowForecast) -> Option<DayBand>;

/// Whether a row of dates says something: rivers and calendars have no load steps to reach.
fn is_told(season: &SeasonForecast, words: &str, of: DateOf) -> bool {
    let steps = season.sort == SeasonSort::Ice || words != "date-full";
    steps && season.windows.iter().any(|window| of(window).is_some())
}

fn chart(page: &Page<'_, '_>, season: &SeasonForecast, width: f64) -> Svg {
    let left = 82.0;
    let limits = has_limits(season);
    let top = if has_limits(season) { 20.0 } else { 6.0 };
    let plot_bottom = if limits { top + 150.0 } else { top };
    let rows_top = plot_bottom + if limits { 14.0 } else { 0.0 };
    let has_measured = !season.measured.is_empty();
    let all: [(&str, DateOf); 3] =
        [("date-opens", |w| w.opened), ("date-full", |w| w.full_load), ("date-closes", |w| w.closed)];
    let rows: Vec<_> = all.into_iter().filter(|(words, of)| is_told(season, words, *of)).collect();
    let n_rows = rows.len() as f64 + f64::from(u8::from(has_measured));
    let bottom = rows_top + n_rows * 21.0;
    let mut svg = Svg::new(width, bottom + 38.0, &say!("roads-draw", a = season.name));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, width - 6.0));
    x_months(&mut svg, page.frame, &x, (top, bottom), width - left);
    if limits {
        limit_band(&mut svg, &x, season, (left, width - 6.0), (top, plot_bottom));
    }
    for (at, (words, of)) in rows.iter().enumerate() {
        let y = rows_top + 21.0 * at as f64;
        svg.text((left - 8.0, y + 15.0), Anchor::End, "soft small", &say!(words));
        for window in &season.windows {
            if let Some(band) = of(window) {
                date_bar(
                    page,
                    &mut svg,
                    &x,
                    y,
                    band,
                    &format!("{} {} {}", season.name, window.label, say!(words)),
                );
            }
        }
    }
    if has_measured {
        let y = rows_top + 21.0 * rows.len() as f64;
        svg.text((left - 8.0, y + 15.0), Anchor::End, "soft small", &say!("roads-measured-row"));
        for measured in &season.measured {
            for day in [measured.opened, measured.full_load, measured.closed].into_iter().flatten() {
                let at = x.at(f64::from(day));
                if (0..page.frame.days()).contains(&i64::from(day)) {
                    svg.line((at, y + 4.0), (at, y + 17.0), "tick");
                }
            }
        }
    }
    svg
}

fn limit_band(
    svg: &mut Svg,
    x: &Scale,
    season: &SeasonForecast,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let finite = |mass: Mass| (mass < DayLimit::UNLIMITED).then(|| mass.tonnes());
    let most = season.limits.iter().filter_map(|band| finite(band.p90)).fold(0.0, f64::max);
    let (high, step) = nice(most);
    let y = Scale::new((0.0, high), (bottom, top));
    svg.text((left, top - 5.0), Anchor::Start, "soft small", &say!("roads-axis"));
    y_axis(svg, &y, high, step, (left, right), "");
    let line = |of: fn(&LimitBand) -> Mass| -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        for (day, band) in season.limits.iter().enumerate() {
            let height = y.at(finite(of(band)).unwrap_or(high));
            points.push((x.at(day as f64), height));
            points.push((x.at(day as f64 + 1.0), height));
        }
        points.dedup();
        thin(points)
    };
    svg.band(&line(|band| band.p10), &line(|band| band.p90), "band", &say!("roads-band"));
    svg.path(&line(|band| band.p50), "mid", &say!("roads-median"));
}

/// Drops points in the middle of level stretches.
fn thin(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if let [.., before, last] = kept[..]
            && before.1 == last.1
            && last.1 == point.1
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

fn date_bar(page: &Page<'_, '_>, svg: &mut Svg, x: &Scale, y: f64, band: DayBand, words: &str) {
    let days = page.frame.days() as f64;
    let (low, mid, up) = (f64::from(band.p10), f64::from(band.p50), f64::from(band.p90) + 1.0);
    if up < 0.0 || low > days {
        return;
    }
    let day = |day: i32| date(page.frame.clock.date_of_day(day.into()));
    let hover = say!("roads-hover", words = words, b = day(band.p50), c = day(band.p10), d = day(band.p90));
    let (from, to) = (x.inside(low), x.inside(up));
    svg.rect((from, y + 6.0), ((to - from).max(2.0), 9.0), "bar", &hover);
    if !(0.0..=days).contains(&mid) {
        return;
    }
    let at = x.at(mid + 0.5);
    svg.line((at, y + 2.0), (at, y + 19.0), "whisker");
    let label = short_date(page.frame.clock.date_of_day(band.p50.into()));
    let room = to + 66.0 < x.at(days);
    let (place, anchor) = if room { (to + 6.0, Anchor::Start) } else { (from - 6.0, Anchor::End) };
    svg.text((place, y + 15.0), anchor, "small num halo", &label);
}

fn table(page: &Page<'_, '_>, seasons: &[SeasonForecast]) -> Table<'static> {
    let mut table = Table::new(
        &["season", "window", "date-col", "P10", "P50", "P90", "chance-col", "policies-expect"],
        &[false, false, false, true, true, true, true, true],
    );
    let day = |day: i32| date(page.frame.clock.date_of_day(day.into()));
    for season in seasons {
        for window in &season.windows {
            let planned = window.planned;
            let rows = [
                ("date-opens", window.opened, window.chance, planned.map(|p| p.opens)),
                ("date-full", window.full_load, window.full_load_chance, planned.and_then(|p| p.full_load)),
                ("date-closes", window.closed, window.chance, planned.map(|p| p.closes)),
            ];
            for (words, band, chance, planned) in rows {
                let Some(band) = band else { continue };
                table.row(vec![
                    season.name.clone(),
                    window.label.clone(),
                    say!(words),
                    day(band.p10),
                    day(band.p50),
                    day(band.p90),
                    percent(chance),
                    planned.map_or(NONE.into(), day),
                ]);
            }
        }
        for measured in &season.measured {
            let text = |at: Option<i32>| {
                at.map_or(NONE.into(), |at| short_date(page.frame.clock.date_of_day(at.into())))
            };
            table.row(vec![
                season.name.clone(),
                say!("roads-measured-year", a = measured.year.to_string()),
                say!("roads-three"),
                text(measured.opened),
                text(measured.full_load),
                text(measured.closed),
                NONE.into(),
                NONE.into(),
            ]);
        }
    }
    table
}
