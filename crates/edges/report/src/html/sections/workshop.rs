//! Bays and people: how fully they are used, and who waits for them.
use crate::html::chart::{Scale, Table, WIDE, figure};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use iceroad_measures::numbers::{fixed, percent};
use iceroad_measures::workshop::{Resource, ResourceUse, Waited};
use iceroad_model::maintenance::{Opening, Sharing};
use maud::{Markup, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Bays and people";
    let rows = &page.found.workshop;
    if rows.is_empty() {
        return opening(title, "There is no workshop, so machines are never repaired or never fail.");
    }
    let waits = &page.found.waits;
    let worst = waits.iter().max_by(|a, b| a.hours.mean.total_cmp(&b.hours.mean));
    let fullest = rows.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
    let mut lead = fullest.map_or(String::new(), |row| {
        format!("{} {} are the fullest ({} in use).", row.kind, label(page, row), percent(share(row)))
    });
    if let Some(worst) = worst.filter(|worst| worst.hours.mean > 0.0) {
        lead += &format!(" Most machine-hours are spent {}: {}.", worst.words, fixed(worst.hours.mean, 0));
    }
    html! {
        (opening(title, &lead))
        (use_bars(page, rows))
        h3 { "Machine-hours down, waiting" }
        (wait_bars(waits))
        @for workshop in &page.results.scenario.workshops {
            p.note { "Workshop " (workshop.name) " is " (sharing(workshop.sharing)) "." }
        }
        (table(page, rows).behind("Table: use of bays and technicians"))
    }
}

/// Mean share in use; 0 where there never were any.
fn share(row: &ResourceUse) -> f64 {
    row.share.map_or(0.0, |share| share.mean)
}

/// The group's name, how many there are in it and of what kind.
fn label(page: &Page<'_, '_>, row: &ResourceUse) -> String {
    let scenario = page.results.scenario;
    match row.of {
        Resource::Bays(id) => {
            let bay = &scenario.bays[id];
            let new = if matches!(bay.opening, Opening::With(_)) { ", to be built" } else { "" };
            format!("{} ({} × {}{new})", row.name, row.n, if bay.heated { "heated" } else { "cold" })
        }
        Resource::Technicians(id) => {
            let trade = scenario.trades.get(scenario.technicians[id].trade).map_or("", String::as_str);
            format!("{} ({} × {trade})", row.name, row.n)
        }
    }
}

fn use_bars(page: &Page<'_, '_>, rows: &[ResourceUse]) -> Markup {
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
            &shorten(&format!("{} {}", used.kind, label(page, used)), 46),
        );
        svg.rect((left, y + 4.0), (right - left, row - 9.0), "track", "");
        let to = x.inside(share(used));
        let hover = format!("{} {}: {}", used.kind, label(page, used), percent(share(used)));
        svg.rect((left, y + 4.0), (to - left, row - 9.0), "bar", &hover);
        if let Some(band) = used.share.filter(|band| band.p90 > band.p10) {
            let middle = y + row / 2.0 - 0.5;
            svg.line((x.inside(band.p10), middle), (x.inside(band.p90), middle), "whisker");
        }
        let never = used.there_h.mean == 0.0;
        let words = if never { "never open".into() } else { percent(share(used)) };
        svg.text((right + 8.0, y + 17.0), Anchor::Start, "strong num", &words);
        let text = format!("{} of {}", fixed(used.used_h.mean, 0), fixed(used.there_h.mean, 0));
        svg.text((WIDE - 4.0, y + 17.0), Anchor::End, "num soft", &text);
    }
    figure(&svg)
}

fn wait_bars(waits: &[Waited]) -> Markup {
    let (left, right, row) = (330.0, WIDE - 190.0, 25.0);
    let height = row * waits.len() as f64 + 6.0;
    let most = waits.iter().map(|one| one.hours.p90.max(one.hours.mean)).fold(0.0, f64::max);
    let x = Scale::new((0.0, most), (left, right));
    let mut svg = Svg::new(WIDE, height, "Machine-hours down waiting, by cause");
    for (at, Waited { words, hours: spread, .. }) in waits.iter().enumerate() {
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

fn table(page: &Page<'_, '_>, rows: &[ResourceUse]) -> Table<'static> {
    let mut table = Table::new(
        &["Kind", "Group", "How many", "Used, h", "There, h", "Use", "P10", "P90"],
        &[false, false, true, true, true, true, true, true],
    );
    for row in rows {
        table.row(vec![
            row.kind.into(),
            label(page, row),
            row.n.to_string(),
            fixed(row.used_h.mean, 0),
            fixed(row.there_h.mean, 0),
            percent(share(row)),
            percent(row.share.map_or(0.0, |share| share.p10)),
            percent(row.share.map_or(0.0, |share| share.p90)),
        ]);
    }
    table
}
