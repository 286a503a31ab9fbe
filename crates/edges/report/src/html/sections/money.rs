//! Turnover by partner and chapter, and costs by cause, month by month.
use crate::html::chart::{Scale, Table, both_widths, legend, nice, x_months, y_axis};
use crate::html::svg::Svg;
use crate::html::{Page, opening};
use crate::values;
use iceroad_measures::money::UseForecast;
use iceroad_measures::numbers::{fixed, percent, range, scaled};
use iceroad_measures::turnover::{TerritoryForecast, TurnoverRow};
use iceroad_words::say;
use maud::{Markup, html};

/// Colours of money in the order of size, the greatest first.
const COLOURS: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

/// Turnover.
pub(in crate::html) fn turnover(page: &Page<'_, '_>) -> Markup {
    let frame = page.frame;
    let found = &page.found.turnover;
    let title = "turnover-title";
    if found.partners.is_empty() {
        return opening(title, &say!("turnover-none"));
    }
    let partners = found.partners.iter().map(|one| (one.partner.clone(), one.months.clone())).collect();
    let unknown = if found.unknown_origin > 0.0 {
        say!("turnover-unknown", a = percent(found.unknown_origin))
    } else {
        String::new()
    };
    let lead = found.total.map_or(String::new(), |total| {
        say!(
            "turnover-lead",
            total = scaled(total.p50),
            currency = values::currency(frame),
            range = range(total.p10, total.p90),
            seat = percent(found.import_by_seat),
            origin = percent(found.import_by_origin),
            unknown = unknown,
            services = percent(found.services),
        )
    });
    html! {
        (opening(title, &lead))
        (stacked(page, partners, "turnover-draw"))
        (territory_table(&found.territories).behind("turnover-territories"))
        (turnover_table(&found.rows).behind("turnover-table"))
        p.note {
            (say!("turnover-note"))
        }
    }
}

fn territory_table(rows: &[TerritoryForecast]) -> Table<'static> {
    let mut table = Table::new(&["territory", "by-seat", "by-origin"], &[false, true, true]);
    for row in rows {
        let territory = row.territory.clone().unwrap_or_else(|| say!("unknown"));
        table.row(vec![territory, fixed(row.by_seat, 0), fixed(row.by_origin, 0)]);
    }
    table
}

fn turnover_table(rows: &[TurnoverRow]) -> Table<'static> {
    let mut table = Table::new(
        &["partner", "seat", "flow", "origin", "what", "value-mean", "P10", "P90", "net-mass"],
        &[false, false, false, false, false, true, true, true, true],
    );
    for row in rows {
        table.row(vec![
            row.partner.clone(),
            row.seat.clone(),
            say!(&format!("flow-{}", row.flow.name())),
            row.origin.clone().unwrap_or_else(|| say!("unknown")),
            row.ware.clone(),
            fixed(row.value.mean, 0),
            fixed(row.value.p10, 0),
            fixed(row.value.p90, 0),
            fixed(row.mass_t.mean, 1),
        ]);
    }
    table
}

/// Costs.
pub(in crate::html) fn costs(page: &Page<'_, '_>) -> Markup {
    let frame = page.frame;
    let title = "costs-title";
    let Some(total) = page.found.costs.total.filter(|total| total.mean != 0.0) else {
        return opening(title, &say!("costs-none"));
    };
    let mut table = Table::new(
        &["cause", "mean", "P10", "P50", "P90", "share-col"],
        &[false, true, true, true, true, true],
    );
    let causes = &page.found.costs.causes;
    for cause in causes {
        table.row(vec![
            say!(&format!("cost-{}", cause.key)),
            fixed(cause.paid.mean, 0),
            fixed(cause.paid.p10, 0),
            fixed(cause.paid.p50, 0),
            fixed(cause.paid.p90, 0),
            percent(cause.paid.mean / total.mean),
        ]);
    }
    table.row(vec![
        say!("all"),
        fixed(total.mean, 0),
        fixed(total.p10, 0),
        fixed(total.p50, 0),
        fixed(total.p90, 0),
        "100 %".into(),
    ]);
    // The first of equals.
    let largest = causes.iter().rev().max_by(|a, b| a.paid.mean.total_cmp(&b.paid.mean));
    let largest = largest
        .filter(|cause| cause.paid.mean > 0.0)
        .map_or((String::new(), 0.0), |c| (say!(&format!("cost-{}", c.key)), c.paid.mean));
    let lead = say!(
        "costs-lead",
        total = scaled(total.p50),
        currency = values::currency(frame),
        range = range(total.p10, total.p90),
        most = largest.0,
        share = percent(largest.1 / total.mean),
    );
    let shown = causes.iter().filter(|cause| cause.paid.mean != 0.0);
    let shown = shown.map(|cause| (say!(&format!("cost-{}", cause.key)), cause.months.clone())).collect();
    html! {
        (opening(title, &lead))
        (stacked(page, shown, "costs-draw"))
        (table.behind(&say!("costs-table", a = values::currency(frame))))
        (used_table(&page.found.costs.by_use).behind(&say!("costs-used-table", a = values::currency(frame))))
        p.note {
            (say!("costs-note"))
        }
    }
}

fn used_table(rows: &[UseForecast]) -> Table<'static> {
    let mut table = Table::new(
        &["payer", "used-what", "mean", "P10", "P50", "P90"],
        &[false, false, true, true, true, true],
    );
    for row in rows {
        table.row(vec![
            say!(&format!("payer-{}", row.payer.name())),
            say!(&format!("line-{}", row.key)),
            fixed(row.used.mean, 0),
            fixed(row.used.p10, 0),
            fixed(row.used.p50, 0),
            fixed(row.used.p90, 0),
        ]);
    }
    table
}

/// Columns a month, the largest at the bottom; the small ones together on top.
fn stacked(page: &Page<'_, '_>, mut parts: Vec<(String, Vec<f64>)>, label: &str) -> Markup {
    let frame = page.frame;
    let size = |months: &[f64]| months.iter().sum::<f64>();
    parts.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    if parts.len() > COLOURS.len() {
        let rest = parts.split_off(COLOURS.len() - 1);
        let months = (0..frame.months.len()).map(|at| rest.iter().map(|part| part.1[at]).sum()).collect();
        parts.push((say!("others", a = rest.len()), months));
    }
    let keys: Vec<_> =
        parts.iter().zip(COLOURS).map(|((name, _), colour)| (format!("m{colour}"), name)).collect();
    html! { (legend(&keys)) (both_widths(|width| columns(page, &parts, label, width))) }
}

fn columns(page: &Page<'_, '_>, parts: &[(String, Vec<f64>)], label: &str, width: f64) -> Svg {
    let frame = page.frame;
    let (height, left) = (230.0, 78.0);
    let (top, bottom) = (18.0, height - 38.0);
    let total = |month: usize| parts.iter().map(|part| part.1[month].max(0.0)).sum::<f64>();
    let (high, step) = nice((0..frame.months.len()).map(total).fold(0.0, f64::max));
    let mut svg = Svg::new(width, height, label);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, frame.days() as f64), (left, width - 4.0));
    y_axis(&mut svg, &y, high, step, (left, width - 4.0), &values::currency(frame));
    x_months(&mut svg, frame, &x, (bottom, bottom), width - left);
    for month in 0..frame.months.len() {
        let from = x.at(frame.month_start(month) as f64);
        let to = x.at(frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.14).min(6.0);
        let mut so_far = 0.0;
        for ((name, months), colour) in parts.iter().zip(COLOURS) {
            let amount = months[month].max(0.0);
            let (low, up) = (y.at(so_far), y.at(so_far + amount));
            let hover = format!(
                "{}: {name} {} {}",
                frame.month_label(month),
                scaled(amount),
                values::currency(frame)
            );
            svg.rect((from + pad, up), (to - from - 2.0 * pad, low - up), &format!("m{colour}"), &hover);
            so_far += amount;
        }
    }
    svg
}
