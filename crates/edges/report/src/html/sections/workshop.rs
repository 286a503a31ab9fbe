//! Bays and people: how fully they are used, and who waits for them.
use crate::frame::{hours, ratio};
use crate::html::chart::{Scale, Table, WIDE, figure};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use crate::numbers::{fixed, percent};
use crate::spread::Spread;
use crate::words;
use iceroad_model::maintenance::{Opening, Sharing};
use iceroad_model::record::RunRecord;
use maud::{Markup, html};

/// A group of bays or technicians.
struct Used {
    label: String,
    kind: &'static str,
    n: u16,
    used_h: Spread,
    there_h: Spread,
    share: Spread,
}

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Bays and people";
    let rows = rows(page);
    if rows.is_empty() {
        return opening(title, "There is no workshop, so machines are never repaired or never fail.");
    }
    let waits = waits(page);
    let worst =
        waits.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean)).filter(|(_, spread)| spread.mean > 0.0);
    let fullest = rows.iter().max_by(|a, b| a.share.mean.total_cmp(&b.share.mean));
    let mut lead = fullest.map_or(String::new(), |row| {
        format!("{} {} are the fullest ({} in use).", row.kind, row.label, percent(row.share.mean))
    });
    if let Some((words, spread)) = worst {
        lead += &format!(" Most machine-hours are spent {words}: {}.", fixed(spread.mean, 0));
    }
    html! {
        (opening(title, &lead))
        (use_bars(&rows))
        h3 { "Machine-hours down, waiting" }
        (wait_bars(&waits))
        @for workshop in &page.results.scenario.workshops {
            p.note { "Workshop " (workshop.name) " is " (sharing(workshop.sharing)) "." }
        }
        (table(&rows).behind("Table: use of bays and technicians"))
    }
}

fn rows(page: &Page<'_, '_>) -> Vec<Used> {
    let scenario = page.results.scenario;
    let mut all = Vec::new();
    let mut add =
        |label: String, kind, n, used: &dyn Fn(&RunRecord) -> f64, there: &dyn Fn(&RunRecord) -> f64| {
            let records = page.frame.records;
            let share = Spread::over(records, |record| ratio(used(record), there(record)));
            let (Some(used_h), Some(there_h)) =
                (Spread::over(records, |r| used(r)), Spread::over(records, |r| there(r)))
            else {
                return;
            };
            let none = Spread { n: 0, mean: 0.0, half_width: None, p10: 0.0, p50: 0.0, p90: 0.0 };
            all.push(Used { label, kind, n, used_h, there_h, share: share.unwrap_or(none) });
        };
    for (id, bay) in scenario.bays.entries() {
        let new = if matches!(bay.opening, Opening::With(_)) { ", to be built" } else { "" };
        let label =
            format!("{} ({} × {}{new})", bay.name, bay.count, if bay.heated { "heated" } else { "cold" });
        let row = |record: &RunRecord| record.bays.get(id).copied().unwrap_or_default();
        add(label, "Bays", bay.count, &|r| hours(row(r).taken_ms), &|r| hours(row(r).open_ms));
    }
    for (id, group) in scenario.technicians.entries() {
        let trade = scenario.trades.get(group.trade).map_or("", String::as_str);
        let label = format!("{} ({} × {trade})", group.name, group.count);
        let row = |record: &RunRecord| record.groups.get(id).copied().unwrap_or_default();
        add(label, "Technicians", group.count, &|r| hours(row(r).working_ms), &|r| hours(row(r).on_shift_ms));
    }
    all
}

fn use_bars(rows: &[Used]) -> Markup {
    let (left, right, row, top) = (330.0, WIDE - 190.0, 27.0, 20.0);
    let height = top + row * rows.len() as f64 + 6.0;
    let x = Scale::new((0.0, 1.0), (left, right));
    let mut svg = Svg::new(WIDE, height, "Use of bays and technicians, share of hours there");
    svg.text(
        (left, 12.0),
        Anchor::Start,
        "soft small",
        "in use, share of hours open or on shift; line P10–P90",
    );
    svg.text((WIDE - 4.0, 12.0), Anchor::End, "soft small", "used of there, h");
    for (at, used) in rows.iter().enumerate() {
        let y = top + row * at as f64;
        svg.text(
            (left - 10.0, y + 17.0),
            Anchor::End,
            "",
            &shorten(&format!("{} {}", used.kind, used.label), 46),
        );
        svg.rect((left, y + 4.0), (right - left, row - 9.0), "track", "");
        let to = x.inside(used.share.mean);
        let hover = format!("{} {}: {}", used.kind, used.label, percent(used.share.mean));
        svg.rect((left, y + 4.0), (to - left, row - 9.0), "bar", &hover);
        if used.share.p90 > used.share.p10 {
            let middle = y + row / 2.0 - 0.5;
            svg.line((x.inside(used.share.p10), middle), (x.inside(used.share.p90), middle), "whisker");
        }
        let never = used.there_h.mean == 0.0;
        let words = if never { "never open".into() } else { percent(used.share.mean) };
        svg.text((right + 8.0, y + 17.0), Anchor::Start, "strong num", &words);
        let text = format!("{} of {}", fixed(used.used_h.mean, 0), fixed(used.there_h.mean, 0));
        svg.text((WIDE - 4.0, y + 17.0), Anchor::End, "num soft", &text);
    }
    figure(&svg)
}

fn waits(page: &Page<'_, '_>) -> Vec<(&'static str, Spread)> {
    let of = |state| {
        Spread::over(page.frame.records, |record| {
            hours(record.machines.iter().map(|machine| crate::frame::state_ms(machine, state)).sum())
        })
    };
    words::WAITS.iter().filter_map(|&(state, _)| Some((state.words(), of(state)?))).collect()
}

fn wait_bars(waits: &[(&'static str, Spread)]) -> Markup {
    let (left, right, row) = (330.0, WIDE - 190.0, 25.0);
    let height = row * waits.len() as f64 + 6.0;
    let most = waits.iter().map(|(_, spread)| spread.p90.max(spread.mean)).fold(0.0, f64::max);
    let x = Scale::new((0.0, most), (left, right));
    let mut svg = Svg::new(WIDE, height, "Machine-hours down waiting, by cause");
    for (at, (words, spread)) in waits.iter().enumerate() {
        let y = row * at as f64;
        svg.text((left - 10.0, y + 16.0), Anchor::End, "", words);
        let hover = format!("{words}: {} h", fixed(spread.mean, 0));
        svg.rect((left, y + 3.0), (x.at(spread.mean) - left, row - 8.0), "bar", &hover);
        if spread.p90 > spread.p10 {
            let middle = y + row / 2.0 - 1.0;
            svg.line((x.at(spread.p10), middle), (x.at(spread.p90), middle), "whisker");
        }
        let text = format!("{} h ({}–{})", fixed(spread.mean, 0), fixed(spread.p10, 0), fixed(spread.p90, 0));
        svg.text((WIDE - 4.0, y + 16.0), Anchor::End, "num", &text);
    }
    figure(&svg)
}

fn sharing(sharing: Sharing) -> &'static str {
    match sharing {
        Sharing::Shared => "multi-brand: any bay that fits and any technician with the certificate",
        Sharing::ByBrand => "a shop per brand: bays and technicians serve their home brand only",
    }
}

fn table(rows: &[Used]) -> Table<'static> {
    let mut table = Table::new(
        &["Kind", "Group", "How many", "Used, h", "There, h", "Use", "P10", "P90"],
        &[false, false, true, true, true, true, true, true],
    );
    for row in rows {
        table.row(vec![
            row.kind.into(),
            row.label.clone(),
            row.n.to_string(),
            fixed(row.used_h.mean, 0),
            fixed(row.there_h.mean, 0),
            percent(row.share.mean),
            percent(row.share.p10),
            percent(row.share.p90),
        ]);
    }
    table
}
