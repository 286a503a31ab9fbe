//! Stores, freight and the seasons of roads.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::cover::{Covers, lasts_key};
use crate::legs::carried_tonnes;
use crate::stock::{Service, refused};
use iceroad_model::StockId;
use iceroad_model::goods::ItemKind;
use iceroad_model::record::{RunRecord, StockRecord, WindowRecord};
use iceroad_words::say;
use std::sync::Arc;

/// Kinds of items that are counted together: what a repair needs, what is burnt, eaten and built of.
const KINDS: [(&str, &str, &[ItemKind]); 5] = [
    ("parts", "line-parts", &[ItemKind::Part, ItemKind::Tyre]),
    ("fuel", "line-fuel", &[ItemKind::Fuel]),
    ("food", "line-food", &[ItemKind::Food]),
    ("building", "line-building", &[ItemKind::Building]),
    ("other", "kind-other", &[ItemKind::Machine, ItemKind::Other]),
];

pub(super) fn fill(book: &mut Book<'_>) {
    for (key, words, kinds) in KINDS {
        stock_of_kind(book, key, words, kinds);
    }
    values(book);
    freight(book);
    seasons(book);
    let head = Head {
        key: "refusals".into(),
        title: say!("kpi-refused"),
        unit: "times",
        definition: REFUSALS,
        better: None,
    };
    book.add(head, refused);
}

/// How long each stock line lasts beyond the horizon's end; for whoever asks by key.
pub(super) fn cover(book: &mut Book<'_>) {
    let scenario = book.scenario();
    let covers = Arc::new(Covers::of(book.frame));
    for (id, line) in scenario.stock.entries() {
        let (store, item) = (&scenario.stores[line.store].name, &scenario.items[line.item]);
        let key = format!("cover.{store}.{}", item.name);
        let place = &scenario.stores[line.store].title;
        let title = say!("kpi-cover", a = item.title, place = place);
        let of = Arc::clone(&covers);
        let head = Head { key, title, unit: "days", definition: COVER, better: MORE };
        book.add(head, move |record| of.days(record, id));
        let title = say!("kpi-cover-lasts", a = item.title, place = place);
        let of = Arc::clone(&covers);
        let key = lasts_key(scenario, id);
        let head = Head { key, title, unit: "share", definition: COVER_LASTS, better: MORE };
        book.add_chance(head, move |record| of.lasts(record, id));
    }
    let head = Head {
        key: "cover.short_days".into(),
        title: say!("kpi-cover-short"),
        unit: "days",
        definition: COVER_SHORT_DAYS,
        better: LESS,
    };
    book.add(head, move |record| covers.short_days(record));
}

fn stock_of_kind(book: &mut Book<'_>, key: &str, words: &str, kinds: &[ItemKind]) {
    let scenario = book.scenario();
    let lines: Vec<StockId> = scenario
        .stock
        .entries()
        .filter(|(_, line)| scenario.items.get(line.item).is_some_and(|item| kinds.contains(&item.kind)))
        .map(|(id, _)| id)
        .collect();
    if lines.is_empty() {
        return;
    }
    let head = |name: &str, text: &str, unit, definition, better| Head {
        key: format!("{name}.{key}"),
        title: say!("kpi-of-group", what = say!(text), group = say!(words)),
        unit,
        definition,
        better,
    };
    let lines: Arc<[StockId]> = lines.into();
    let mut add = |head: Head, of: fn(&Service) -> f64| {
        let lines = Arc::clone(&lines);
        book.add(head, move |record| of(&Service::of_lines(record, &lines)));
    };
    add(head("fill_rate", "kpi-fill", "share", FILL_RATE, MORE), Service::fill_rate);
    add(head("unmet", "kpi-unmet", "demands", UNMET, LESS), |service| service.unmet);
    add(head("demand_wait", "kpi-demand-wait", "days", DEMAND_WAIT, LESS), Service::mean_wait_days);
    add(head("emergencies", "kpi-emergencies", "orders", EMERGENCIES, LESS), |service| service.emergencies);
}

fn values(book: &mut Book<'_>) {
    let scenario = book.scenario();
    let worth = move |record: &RunRecord, units: fn(&StockRecord) -> i64| -> f64 {
        let rows = scenario.stock.entries().filter_map(|(id, line)| Some((line, record.stock.get(id)?)));
        rows.map(|(line, row)| units(&row) as f64 * scenario.items[line.item].value.get() as f64).sum()
    };
    let head = |key: &str, title: &str, definition, better| Head {
        key: key.into(),
        title: say!(title),
        unit: "",
        definition,
        better,
    };
    if scenario.stock.is_empty() {
        return;
    }
    book.add_money(head("stock_value.end", "kpi-stock-end", STOCK_VALUE, None), move |record| {
        worth(record, |row| row.weekly.last().copied().unwrap_or(0))
    });
    book.add_money(head("spoilage.value", "kpi-spoiled", SPOILAGE, LESS), move |record| {
        worth(record, |row| row.spoiled)
    });
}

fn freight(book: &mut Book<'_>) {
    for (id, leg) in book.scenario().legs.entries() {
        let head = Head {
            key: format!("freight.{}", leg.name),
            title: say!("kpi-freight", a = leg.title),
            unit: "t",
            definition: FREIGHT,
            better: None,
        };
        book.add(head, move |record| carried_tonnes(record, id));
    }
}

fn seasons(book: &mut Book<'_>) {
    let frame = book.frame;
    for (id, season) in book.scenario().seasons.entries() {
        let name = &season.name;
        let head = Head {
            key: format!("season.{name}.open_days"),
            title: say!("kpi-open-days", a = season.title),
            unit: "days",
            definition: OPEN_DAYS,
            better: MORE,
        };
        book.add(head, move |record| frame.open_days(record, id));
        for label in frame.window_labels(id) {
            let dates: [(&str, &str, &str, Option<bool>, DateOf); 3] = [
                ("opened", "kpi-opens", OPENED, LESS, |window| Some(window.opened)),
                ("full_load", "kpi-full", FULL_LOAD, LESS, |window| window.full_load),
                ("closed", "kpi-closes", CLOSED, MORE, |window| Some(window.closed)),
            ];
            for (key, words, definition, better, of) in dates {
                let head = Head {
                    key: format!("season.{name}.{label}.{key}"),
                    title: say!("kpi-window", season = season.title, window = label, what = say!(words)),
                    unit: "day",
                    definition,
                    better,
                };
                let label = label.clone();
                book.add(head, move |record| {
                    frame.window(record, id, &label).and_then(of).map_or(f64::NAN, f64::from)
                });
            }
        }
    }
}

/// Which of a window's dates is meant.
type DateOf = fn(&WindowRecord) -> Option<i32>;
