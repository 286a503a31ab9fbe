//! Bays and people: how fully they are used, and who waits for them.
use crate::html::chart::Table;
use crate::html::rows::{Row, Rows};
use crate::html::{Page, opening};
use iceroad_measures::numbers::{fixed, percent};
use iceroad_measures::workshop::{Resource, ResourceUse, Waited};
use iceroad_model::maintenance::{Opening, Sharing};
use iceroad_words::say;
use maud::{Markup, Render, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "workshop-title";
    let rows = &page.found.workshop;
    if rows.is_empty() {
        return opening(title, &say!("workshop-none"));
    }
    let waits = &page.found.waits;
    let worst = waits.iter().max_by(|a, b| a.hours.mean.total_cmp(&b.hours.mean));
    let fullest = rows.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
    let mut lead = fullest.map_or(String::new(), |row| {
        say!("workshop-lead", a = row.kind, b = label(page, row), c = percent(share(row)))
    });
    if let Some(worst) = worst.filter(|worst| worst.hours.mean > 0.0) {
        lead +=
            &format!(" {}", say!("workshop-waits", what = worst.words, hours = fixed(worst.hours.mean, 0)));
    }
    html! {
        (opening(title, &lead))
        (use_bars(page, rows))
        h3 { (say!("waits-title")) }
        (wait_bars(waits))
        @for workshop in &page.results.scenario.workshops {
            p.note { (say!("workshop-is", name = workshop.name, what = say!(sharing(workshop.sharing)))) }
        }
        (table(page, rows).behind("workshop-table"))
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
            let new =
                if matches!(bay.opening, Opening::With(_)) { say!("bay-to-build") } else { String::new() };
            format!(
                "{} ({} × {}{new})",
                row.name,
                row.n,
                say!(if bay.heated { "bay-heated" } else { "bay-cold" })
            )
        }
        Resource::Technicians(id) => {
            let trade = scenario.trades.get(scenario.technicians[id].trade).map_or("", String::as_str);
            format!("{} ({} × {trade})", row.name, row.n)
        }
    }
}

fn use_bars(page: &Page<'_, '_>, rows: &[ResourceUse]) -> Markup {
    let over = "workshop-over";
    let mut bars = Rows::new("", "workshop-bars").head(over, &["col-in-use", "col-hours"]);
    for used in rows {
        let words = if used.there_h.mean == 0.0 { say!("bay-never") } else { percent(share(used)) };
        let name = format!("{} {}", used.kind, label(page, used));
        let row = Row::of(&name).piece((0.0, share(used)), "bar", format!("{name}: {words}"));
        let row =
            row.whisker(used.share.map_or(0.0, |band| band.p10), used.share.map_or(0.0, |band| band.p90));
        let of = say!("a-of-b", a = fixed(used.used_h.mean, 0), b = fixed(used.there_h.mean, 0));
        bars.add(row.number(words).number(of));
    }
    bars.render()
}

fn wait_bars(waits: &[Waited]) -> Markup {
    let most = waits.iter().map(|one| one.hours.p90.max(one.hours.mean)).fold(0.0, f64::max);
    let mut bars = Rows::new("", "waits-bars").head("", &["col-hours", "P10–P90"]);
    for Waited { words, hours, .. } in waits {
        let hover = say!("hover-waits", words = words, b = fixed(hours.mean, 0));
        let row = Row::of(words).piece((0.0, hours.mean / most), "bar", hover);
        let row = row.whisker(hours.p10 / most, hours.p90 / most);
        let spread = format!("{}–{}", fixed(hours.p10, 0), fixed(hours.p90, 0));
        bars.add(row.number(fixed(hours.mean, 0)).number(spread));
    }
    bars.render()
}

fn sharing(sharing: Sharing) -> &'static str {
    match sharing {
        Sharing::Shared => "sharing-shared",
        Sharing::ByBrand => "sharing-by-brand",
    }
}

fn table(page: &Page<'_, '_>, rows: &[ResourceUse]) -> Table<'static> {
    let mut table = Table::new(
        &["kind", "group", "how-many", "used-h", "there-h", "use", "P10", "P90"],
        &[false, false, true, true, true, true, true, true],
    );
    for row in rows {
        table.row(vec![
            row.kind.clone(),
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
