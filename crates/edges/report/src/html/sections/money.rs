//! Turnover by partner and chapter, and costs by cause, month by month.
use crate::html::chart::{Scale, Table, WIDE, figure, legend, nice, x_months, y_axis};
use crate::html::svg::Svg;
use crate::html::{Page, opening};
use crate::numbers::{fixed, major, percent, range, scaled};
use crate::spread::Spread;
use crate::words;
use iceroad_model::PartyId;
use iceroad_model::event::{CostCause, Flow};
use iceroad_model::record::RunRecord;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Colours in the order of size, rank 1 first.
const COLOURS: [u8; 7] = [1, 2, 5, 4, 6, 7, 3];

/// Turnover.
pub(in crate::html) fn turnover(page: &Page<'_, '_>) -> Markup {
    let frame = page.frame;
    let scenario = page.results.scenario;
    let n = frame.records.len().max(1) as f64;
    let mut partners: BTreeMap<PartyId, Vec<f64>> = BTreeMap::new();
    for cell in frame.records.iter().flat_map(|record| &record.turnover) {
        let months = partners.entry(cell.partner).or_insert_with(|| vec![0.0; frame.months.len()]);
        if let Some(month) = months.get_mut(usize::from(cell.month)) {
            *month += major(cell.amount) / n;
        }
    }
    let title = "Turnover by partner";
    if partners.is_empty() {
        return opening(title, "No goods changed hands.");
    }
    let party = |id: PartyId| scenario.parties.get(id).map_or("?".into(), |party| party.title.clone());
    let named: Vec<(String, Vec<f64>)> =
        partners.into_iter().map(|(id, months)| (party(id), months)).collect();
    let total = Spread::over(frame.records, |record| sum(record, |_| true));
    let import = Spread::over(frame.records, |record| sum(record, |cell| cell.flow == Flow::Import));
    let mut lead = total.map_or(String::new(), |total| {
        format!(
            "Goods for {} {} change hands (P10–P90 {})",
            scaled(total.p50),
            frame.currency(),
            range(total.p10, total.p90)
        )
    });
    if let (Some(import), Some(total)) = (import, total) {
        lead += &format!(", {} of it imports.", percent(crate::frame::ratio(import.mean, total.mean)));
    }
    html! {
        (opening(title, &lead))
        (stacked(page, named, "Turnover by partner and month, mean of replications"))
        (turnover_table(page).behind("Table: turnover by partner, HS chapter and direction, mean of replications"))
        p.note {
            "tables/turnover.csv has every month in the column names of UN Comtrade, to hold against published trade data."
        }
    }
}

fn sum(record: &RunRecord, take: impl Fn(&iceroad_model::record::TurnoverCell) -> bool) -> f64 {
    major(record.turnover.iter().filter(|cell| take(cell)).map(|cell| cell.amount).sum())
}

fn turnover_table(page: &Page<'_, '_>) -> Table<'static> {
    let scenario = page.results.scenario;
    let mut keys: Vec<(PartyId, u8, Flow)> = page
        .frame
        .records
        .iter()
        .flat_map(|record| &record.turnover)
        .map(|cell| (cell.partner, cell.chapter, cell.flow))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let mut table = Table::new(
        &["Partner", "Seat", "Flow", "HS chapter", "Value, mean", "P10", "P90", "Net mass, t"],
        &[false, false, false, false, true, true, true, true],
    );
    for (partner, chapter, flow) in keys {
        let is = |cell: &iceroad_model::record::TurnoverCell| {
            cell.partner == partner && cell.chapter == chapter && cell.flow == flow
        };
        let value = Spread::over(page.frame.records, |record| sum(record, is));
        let mass = Spread::over(page.frame.records, |record| {
            record.turnover.iter().filter(|cell| is(cell)).map(|cell| cell.mass_kg).sum::<i64>() as f64
                / 1_000.0
        });
        let (Some(value), Some(mass)) = (value, mass) else { continue };
        let party = scenario.parties.get(partner);
        let seat = party.and_then(|party| scenario.territories.get(party.territory));
        table.row(vec![
            party.map_or(String::new(), |party| party.title.clone()),
            seat.cloned().unwrap_or_default(),
            if flow == Flow::Import { "import" } else { "domestic" }.into(),
            format!("{chapter:02} {}", words::chapter(chapter)),
            fixed(value.mean, 0),
            fixed(value.p10, 0),
            fixed(value.p90, 0),
            fixed(mass.mean, 1),
        ]);
    }
    table
}

/// Costs.
pub(in crate::html) fn costs(page: &Page<'_, '_>) -> Markup {
    let frame = page.frame;
    let of = |record: &RunRecord, cause: CostCause| {
        major(record.costs.iter().map(|month| month[cause as usize]).sum())
    };
    let total = Spread::over(frame.records, |record| major(record.costs.iter().flatten().sum()));
    let title = "Costs by cause";
    let Some(total) = total.filter(|total| total.mean != 0.0) else {
        return opening(title, "No money was paid.");
    };
    let n = frame.records.len().max(1) as f64;
    let mut causes: Vec<(String, Vec<f64>)> = Vec::new();
    let mut table =
        Table::new(&["Cause", "Mean", "P10", "P50", "P90", "Share"], &[false, true, true, true, true, true]);
    let mut largest = ("", 0.0);
    for cause in CostCause::ALL {
        let months: Vec<f64> = (0..frame.months.len())
            .map(|month| {
                let rows = frame.records.iter().filter_map(|record| record.costs.get(month));
                rows.map(|causes| major(causes[cause as usize])).sum::<f64>() / n
            })
            .collect();
        let Some(spread) = Spread::over(frame.records, |record| of(record, cause)) else { continue };
        if spread.mean > largest.1 {
            largest = (cause.words(), spread.mean);
        }
        if spread.mean != 0.0 {
            causes.push((cause.words().into(), months));
        }
        table.row(vec![
            cause.words().into(),
            fixed(spread.mean, 0),
            fixed(spread.p10, 0),
            fixed(spread.p50, 0),
            fixed(spread.p90, 0),
            percent(spread.mean / total.mean),
        ]);
    }
    table.row(vec![
        "all".into(),
        fixed(total.mean, 0),
        fixed(total.p10, 0),
        fixed(total.p50, 0),
        fixed(total.p90, 0),
        "100 %".into(),
    ]);
    let lead = format!(
        "{} {} in all (P10–P90 {}), most of it for {} ({}).",
        scaled(total.p50),
        frame.currency(),
        range(total.p10, total.p90),
        largest.0,
        percent(largest.1 / total.mean)
    );
    html! {
        (opening(title, &lead))
        (stacked(page, causes, "Costs by cause and month, mean of replications"))
        (table.behind(&format!("Table: costs by cause, {}", frame.currency())))
    }
}

/// Columns a month, the largest at the bottom; the small ones together on top.
fn stacked(page: &Page<'_, '_>, mut parts: Vec<(String, Vec<f64>)>, label: &str) -> Markup {
    let frame = page.frame;
    let size = |months: &[f64]| months.iter().sum::<f64>();
    parts.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    if parts.len() > COLOURS.len() {
        let rest = parts.split_off(COLOURS.len() - 1);
        let months = (0..frame.months.len()).map(|at| rest.iter().map(|part| part.1[at]).sum()).collect();
        parts.push((format!("{} others", rest.len()), months));
    }
    let keys: Vec<_> =
        parts.iter().zip(COLOURS).map(|((name, _), colour)| (format!("k{colour}"), name)).collect();
    let (height, left) = (230.0, 78.0);
    let (top, bottom) = (18.0, height - 38.0);
    let total = |month: usize| parts.iter().map(|part| part.1[month].max(0.0)).sum::<f64>();
    let (high, step) = nice((0..frame.months.len()).map(total).fold(0.0, f64::max));
    let mut svg = Svg::new(WIDE, height, label);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, frame.days() as f64), (left, WIDE - 4.0));
    y_axis(&mut svg, &y, high, step, (left, WIDE - 4.0), frame.currency());
    x_months(&mut svg, frame, &x, (bottom, bottom), WIDE - left);
    for month in 0..frame.months.len() {
        let from = x.at(frame.month_start(month) as f64);
        let to = x.at(frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.14).min(6.0);
        let mut so_far = 0.0;
        for ((name, months), colour) in parts.iter().zip(COLOURS) {
            let amount = months[month].max(0.0);
            let (low, up) = (y.at(so_far), y.at(so_far + amount));
            let hover =
                format!("{}: {name} {} {}", frame.month_label(month), scaled(amount), frame.currency());
            svg.rect((from + pad, up), (to - from - 2.0 * pad, low - up), &format!("f{colour}"), &hover);
            so_far += amount;
        }
    }
    html! { (legend(&keys)) (figure(&svg)) }
}
