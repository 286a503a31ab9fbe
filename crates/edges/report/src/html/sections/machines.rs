//! Where machine hours went, and what stopped machines.
use crate::html::chart::{Scale, Table, both_widths, legend, nice, x_months};
use crate::html::rows::{Row, Rows};
use crate::html::svg::Svg;
use crate::html::{Page, opening};
use iceroad_measures::frame::ratio;
use iceroad_measures::numbers::{NONE, fixed, percent};
use iceroad_measures::spread::Spread;
use iceroad_measures::stops::{PHASES, SubsystemStops, phase};
use iceroad_measures::time_usage::{GroupUse, OfParts, PARTS};
use iceroad_measures::words;
use iceroad_model::event::MachineState;
use iceroad_words::say;
use maud::{Markup, Render, html};

/// Looks of [`PARTS`]; those that a shift's picture has too look the same there.
pub(super) const LOOKS: [&str; PARTS.len()] =
    ["s-work", "s-line", "s-off", "s-stop", "s-none", "s-service", "s-repair", "s-wait"];

/// The legend of [`PARTS`].
pub(super) fn keys() -> Vec<(&'static str, &'static str)> {
    PARTS.iter().zip(LOOKS).map(|((words, _), look)| (look, *words)).collect()
}

/// The pieces of a lane that shares of [`PARTS`] fill, each with what it says when pointed at.
pub(super) fn filled(mut row: Row, shares: &OfParts, hover: impl Fn(&str, f64) -> String) -> Row {
    let mut so_far = 0.0;
    for ((&share, (words, _)), look) in shares.iter().zip(PARTS).zip(LOOKS) {
        row = row.piece((so_far, so_far + share), look, hover(&say!(words), share));
        so_far += share;
    }
    row
}

/// Where truck hours went.
pub(in crate::html) fn hours(page: &Page<'_, '_>) -> Markup {
    let groups = &page.found.groups;
    if groups.is_empty() {
        return opening("hours-title", &say!("hours-none"));
    }
    let losses = &page.found.losses;
    let worst: Vec<String> = losses
        .iter()
        .filter(|loss| loss.is_loss)
        .take(3)
        .map(|loss| format!("{} ({})", loss.words, percent(loss.share.mean)))
        .collect();
    let trucks = page.found.group("trucks");
    let lead = trucks.map_or(String::new(), |trucks| {
        say!("hours-lead", work = fixed(trucks.parts[0] * 100.0, 0), worst = worst.join(", "))
    });
    html! {
        (opening("hours-title", &lead))
        (legend(&keys()))
        (by_group(groups))
        @if let Some(trucks) = trucks {
            h3 { (say!("hours-by-month")) }
            p.note { (worst_month(page, trucks)) }
            (by_month(page, trucks))
        }
        (states_table(groups).behind("hours-table"))
    }
}

/// One bar a group: shares of calendar time.
fn by_group(groups: &[GroupUse]) -> Markup {
    let label = "hours-bars";
    let mut rows = Rows::new("", label).head("share-of-hours", &["col-available", "col-used"]);
    for (at, group) in groups.iter().enumerate() {
        let is_all = at == 0 || group.key == "loaders";
        let row =
            Row::of(format!("{} ({})", group.title, group.n)).styled(if is_all { "strong" } else { "" });
        let hover = |words: &str, share: f64| format!("{}: {words} {}", group.title, percent(share));
        let mean = |spread: Option<Spread>| spread.map_or(NONE.into(), |spread| percent(spread.mean));
        let row = filled(row, &group.parts, hover);
        rows.add(row.number(mean(group.availability)).number(mean(group.utilisation)));
    }
    rows.render()
}

/// The month with the least work, and what took the time there.
fn worst_month(page: &Page<'_, '_>, group: &GroupUse) -> String {
    let months = group.months.iter().enumerate();
    let Some((month, least)) = months.min_by(|a, b| a.1.shares[0].total_cmp(&b.1.shares[0])) else {
        return String::new();
    };
    let (working, others) = (least.shares[0], PARTS.iter().zip(least.shares).skip(1));
    let Some(((words, _), taken)) = others.max_by(|a, b| a.1.total_cmp(&b.1)) else { return String::new() };
    say!(
        "hours-worst",
        month = page.frame.month_label(month),
        work = percent(working),
        what = say!(words),
        share = percent(taken),
    )
}

fn by_month(page: &Page<'_, '_>, group: &GroupUse) -> Markup {
    both_widths(|width| months_svg(page, group, width))
}

fn months_svg(page: &Page<'_, '_>, group: &GroupUse, width: f64) -> Svg {
    let (height, left) = (230.0, 62.0);
    let (top, bottom) = (14.0, height - 38.0);
    let frame = page.frame;
    let (high, step) = nice(group.months.iter().map(|month| month.hours.iter().sum()).fold(0.0, f64::max));
    let mut svg = Svg::new(width, height, "hours-months");
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, frame.days() as f64), (left, width - 4.0));
    crate::html::chart::y_axis(
        &mut svg,
        &y,
        high,
        step,
        (left, width - 4.0),
        &iceroad_measures::numbers::unit("h"),
    );
    x_months(&mut svg, frame, &x, (bottom, bottom), width - left);
    for (month, parts) in group.months.iter().enumerate() {
        let from = x.at(frame.month_start(month) as f64);
        let to = x.at(frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.12).min(5.0);
        let mut so_far = 0.0;
        for ((hours, (words, _)), look) in parts.hours.into_iter().zip(PARTS).zip(LOOKS) {
            let (low, up) = (y.at(so_far), y.at(so_far + hours));
            let hover = say!(
                "hover-hours",
                of = frame.month_label(month),
                what = say!(words),
                hours = fixed(hours, 0)
            );
            svg.rect((from + pad, up), (to - from - 2.0 * pad, low - up), look, &hover);
            so_far += hours;
        }
    }
    svg
}

fn states_table(groups: &[GroupUse]) -> Table<'static> {
    let mut table = Table::new(
        &["machines", "state", "class", "mean-h", "P10", "P90", "share-of-calendar"],
        &[false, false, false, true, true, true, true],
    );
    for group in groups {
        let n = group.n as f64;
        for used in group.states.iter().filter(|used| used.hours.mean / n > 0.05) {
            let is_counted = used.state != MachineState::Absent;
            table.row(vec![
                group.title.clone(),
                words::state(used.state),
                words::class(used.state.class()),
                fixed(used.hours.mean / n, 1),
                fixed(used.hours.p10 / n, 1),
                fixed(used.hours.p90 / n, 1),
                if is_counted { percent(used.share) } else { NONE.into() },
            ]);
        }
    }
    table
}

/// Looks of [`PHASES`].
const PHASE_LOOKS: [&str; PHASES.len()] =
    ["s-repair", "w-part", "w-technician", "w-bay", "w-tow", "w-towed", "w-weather"];

/// At most so many subsystems are drawn.
const MOST_STOPS: usize = 14;

/// What stopped machines, by subsystem and cause.
pub(in crate::html) fn stops(page: &Page<'_, '_>) -> Markup {
    let title = "stops-title";
    let all = &page.found.stops;
    if all.is_empty() {
        return opening(title, &say!("stops-none"));
    }
    let total: f64 = all.iter().map(|stop| stop.down_h.mean).sum();
    let repair: f64 = all.iter().map(|stop| stop.phases_h[0]).sum();
    let (cause, most) = (1..PHASES.len())
        .map(|at| (phase(PHASES[at]), all.iter().map(|stop| stop.phases_h[at]).sum::<f64>()))
        .fold((String::new(), 0.0), |best, next| if next.1 > best.1 { next } else { best });
    let lead = say!(
        "stops-lead",
        name = all[0].name,
        total = fixed(total, 0),
        repair = percent(ratio(repair, total)),
        cause = cause,
        share = percent(ratio(most, total)),
    );
    let keys: Vec<_> = PHASES.iter().zip(PHASE_LOOKS).map(|(&state, look)| (look, phase(state))).collect();
    let shown = &all[..all.len().min(MOST_STOPS)];
    html! {
        (opening(title, &lead))
        (legend(&keys))
        (stop_bars(shown))
        @if all.len() > shown.len() {
            p.note { (say!("stops-shown", n = shown.len(), of = all.len())) }
        }
        (stop_table(all).behind("stops-table"))
    }
}

fn stop_bars(stops: &[SubsystemStops]) -> Markup {
    let most = stops.iter().map(|stop| stop.down_h.mean).fold(0.0, f64::max);
    let label = "stops-bars";
    let mut rows = Rows::new("", label).head("stops-over", &["col-hours", "col-failures"]);
    for stop in stops {
        let mut row = Row::of(&stop.name);
        let mut so_far = 0.0;
        for ((hours, state), look) in stop.phases_h.into_iter().zip(PHASES).zip(PHASE_LOOKS) {
            let hover = say!("hover-hours", of = stop.name, what = phase(state), hours = fixed(hours, 0));
            row = row.piece((so_far / most, (so_far + hours) / most), look, hover);
            so_far += hours;
        }
        rows.add(row.number(fixed(stop.down_h.mean, 0)).number(fixed(stop.failures.mean, 1)));
    }
    rows.render()
}

fn stop_table(stops: &[SubsystemStops]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "model-subsystem",
            "failures",
            "P10",
            "P90",
            "hours-down",
            "P10",
            "P90",
            "repair",
            "wait-part",
            "wait-technician",
            "wait-bay",
            "wait-tow",
            "tow",
            "wait-weather",
            "h-per-failure",
        ],
        &[false, true, true, true, true, true, true, true, true, true, true, true, true, true, true],
    );
    for stop in stops {
        let mut cells = vec![
            stop.name.clone(),
            fixed(stop.failures.mean, 1),
            fixed(stop.failures.p10, 0),
            fixed(stop.failures.p90, 0),
            fixed(stop.down_h.mean, 0),
            fixed(stop.down_h.p10, 0),
            fixed(stop.down_h.p90, 0),
        ];
        cells.extend(stop.phases_h.iter().map(|&hours| fixed(hours, 0)));
        cells.push(stop.mdt_h.map_or(NONE.into(), |mdt| fixed(mdt.mean, 1)));
        table.row(cells);
    }
    table
}
