//! The seasons of roads and rivers: the load limit through the year, and when each season opens and closes.
use crate::html::chart::{Scale, Table, both_widths, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg};
use crate::html::{Page, opening};
use iceroad_base::quantity::Mass;
use iceroad_measures::numbers::{NONE, count, date, joined, percent, short_date};
use iceroad_measures::seasons::{self, OnRecord};
use iceroad_model::climate::DayLimit;
use iceroad_model::outlook::{DayBand, LimitBand, SeasonForecast, SeasonSort, WindowForecast};
use maud::{Markup, Render, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Road seasons";
    let seasons = &page.found.seasons;
    if seasons.iter().all(|season| season.windows.is_empty()) {
        let lead = if seasons.is_empty() {
            "No leg has a season: every road is open all year."
        } else {
            "No season is open within the horizon."
        };
        return opening(title, lead);
    }
    html! {
        (opening(title, &lead(page, seasons)))
        (glance(page, seasons))
        (legend(&[
            ("kband", "P10–P90 of the limit"),
            ("kline", "median"),
            ("kbar", "P10–P90 of a date, median marked"),
            ("ktick", "measured in earlier years (ticks)"),
        ]))
        @for season in seasons {
            h3 { (heading(page, season)) }
            (both_widths(|width| chart(page, season, width)))
        }
        @if page.results.outlook.draws > 0 {
            p.note {
                "Dates are those of this run’s years. The limit is over " (page.results.outlook.draws)
                " drawn weather years from " (count(page.results.outlook.winters as usize, "whole winter"))
                " on record; "
                (page.results.outlook.winters_dropped) " with gaps, or cut off by the record's ends, are not used; it is the allowed gross mass of a vehicle."
            }
        }
        (table(page, seasons).behind("Table: opening, full load and closing"))
    }
}

fn heading(page: &Page<'_, '_>, season: &SeasonForecast) -> String {
    let kind = season.sort.name();
    match season.station.map(|station| &page.results.scenario.stations[station]) {
        Some(station) => {
            let untold = station.is_synthetic() && !station.title.contains("synthetic");
            let synthetic = if untold { ", synthetic series" } else { "" };
            format!("{} ({kind}, temperatures of {}{synthetic})", season.name, station.title)
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
                let text = format!(
                    "Shortest at full load is {}: from {} to {}, {} in the median; full load is reached in {} of years.",
                    season.name,
                    day(full.p50),
                    day(closed.p50),
                    count(days.max(0) as usize, "day"),
                    percent(window.full_load_chance)
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
    let headers = ["Season", "Window", "Opens (P10–P90)", "Full loads from", "Closes"];
    let mut table = Table::new(&headers, &[false, false, true, true, true]);
    for season in all {
        for window in &season.windows {
            let full = match window.full_load.filter(|_| season.sort == SeasonSort::Ice) {
                Some(band) if window.full_load_chance < 0.995 => {
                    format!("{}, in {} of years", show(Some(band)), percent(window.full_load_chance))
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
                    format!("{}, {}", show(Some(day.band)), count(day.years, "year"))
                })
            };
            let [opened, full, closed] = on_record.map(told);
            table.row(vec![season.name.clone(), "on record".into(), opened, full, closed]);
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
    let steps = season.sort == SeasonSort::Ice || words != "full load";
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
        [("opens", |w| w.opened), ("full load", |w| w.full_load), ("closes", |w| w.closed)];
    let rows: Vec<_> = all.into_iter().filter(|(words, of)| is_told(season, words, *of)).collect();
    let n_rows = rows.len() as f64 + f64::from(u8::from(has_measured));
    let bottom = rows_top + n_rows * 21.0;
    let mut svg =
        Svg::new(width, bottom + 38.0, &format!("{}: load limit and dates through the horizon", season.name));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, width - 6.0));
    x_months(&mut svg, page.frame, &x, (top, bottom), width - left);
    if limits {
        limit_band(&mut svg, &x, season, (left, width - 6.0), (top, plot_bottom));
    }
    for (at, (words, of)) in rows.iter().enumerate() {
        let y = rows_top + 21.0 * at as f64;
        svg.text((left - 8.0, y + 15.0), Anchor::End, "soft small", words);
        for window in &season.windows {
            if let Some(band) = of(window) {
                date_bar(page, &mut svg, &x, y, band, &format!("{} {} {words}", season.name, window.label));
            }
        }
    }
    if has_measured {
        let y = rows_top + 21.0 * rows.len() as f64;
        svg.text((left - 8.0, y + 15.0), Anchor::End, "soft small", "measured");
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
    svg.text((left, top - 5.0), Anchor::Start, "soft small", "allowed gross mass, t");
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
    svg.band(&line(|band| band.p10), &line(|band| band.p90), "band", "P10 to P90 of the allowed gross mass");
    svg.path(&line(|band| band.p50), "mid", "Median of the allowed gross mass");
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
    let hover = format!("{words} {} (P10–P90 {}–{})", day(band.p50), day(band.p10), day(band.p90));
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
        &["Season", "Window", "Date", "P10", "P50", "P90", "Chance", "Policies expect"],
        &[false, false, false, true, true, true, true, true],
    );
    let day = |day: i32| date(page.frame.clock.date_of_day(day.into()));
    for season in seasons {
        for window in &season.windows {
            let planned = window.planned;
            let rows = [
                ("opens", window.opened, window.chance, planned.map(|p| p.opens)),
                ("full load", window.full_load, window.full_load_chance, planned.and_then(|p| p.full_load)),
                ("closes", window.closed, window.chance, planned.map(|p| p.closes)),
            ];
            for (words, band, chance, planned) in rows {
                let Some(band) = band else { continue };
                table.row(vec![
                    season.name.clone(),
                    window.label.clone(),
                    words.into(),
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
                format!("measured {}", measured.year),
                "opens, full, closes".into(),
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
