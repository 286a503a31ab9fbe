//! Stores, freight and the seasons of roads.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::{days, ratio};
use iceroad_model::StockId;
use iceroad_model::goods::ItemKind;
use iceroad_model::record::{RunRecord, StockRecord, WindowRecord};

/// Kinds of items that are counted together: what a repair needs, what is burnt, eaten and built of.
const KINDS: [(&str, &str, &[ItemKind]); 5] = [
    ("parts", "parts and tyres", &[ItemKind::Part, ItemKind::Tyre]),
    ("fuel", "fuel", &[ItemKind::Fuel]),
    ("food", "food", &[ItemKind::Food]),
    ("building", "building materials", &[ItemKind::Building]),
    ("other", "machines and other goods", &[ItemKind::Machine, ItemKind::Other]),
];

pub(super) fn fill(book: &mut Book<'_, '_>) {
    for (key, words, kinds) in KINDS {
        stock_of_kind(book, key, words, kinds);
    }
    values(book);
    freight(book);
    seasons(book);
    let head = Head {
        key: "refusals".into(),
        title: "offers refused by a restriction".into(),
        unit: "times",
        definition: REFUSALS,
        better: None,
    };
    book.add(head, |record| record.refusals.iter().map(|cell| f64::from(cell.times)).sum());
}

fn stock_of_kind(book: &mut Book<'_, '_>, key: &str, words: &str, kinds: &[ItemKind]) {
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
        title: format!("{text}, {words}"),
        unit,
        definition,
        better,
    };
    let sum = |record: &RunRecord, of: &dyn Fn(&StockRecord) -> f64| -> f64 {
        lines.iter().filter_map(|&line| record.stock.get(line)).map(of).sum()
    };
    let demands = |row: &StockRecord| f64::from(row.demands);
    book.add(head("fill_rate", "demands met at once", "share", FILL_RATE, MORE), |record| {
        ratio(sum(record, &|row| f64::from(row.at_once)), sum(record, &demands))
    });
    book.add(head("unmet", "demands not met", "demands", UNMET, LESS), |record| {
        sum(record, &|row| f64::from(row.unmet))
    });
    book.add(head("demand_wait", "mean waiting of a demand", "days", DEMAND_WAIT, LESS), |record| {
        ratio(sum(record, &|row| days(row.wait_ms)), sum(record, &demands))
    });
    book.add(head("emergencies", "emergency orders", "orders", EMERGENCIES, LESS), |record| {
        sum(record, &|row| f64::from(row.emergencies))
    });
}

fn values(book: &mut Book<'_, '_>) {
    let scenario = book.scenario();
    let worth = |record: &RunRecord, units: &dyn Fn(&StockRecord) -> i64| -> f64 {
        let rows = scenario.stock.entries().filter_map(|(id, line)| Some((line, record.stock.get(id)?)));
        rows.map(|(line, row)| units(row) as f64 * scenario.items[line.item].value.get() as f64).sum()
    };
    let head = |key: &str, title: &str, definition, better| Head {
        key: key.into(),
        title: title.into(),
        unit: "",
        definition,
        better,
    };
    if scenario.stock.is_empty() {
        return;
    }
    book.add_money(head("stock_value.end", "value on the shelves at the end", STOCK_VALUE, None), |record| {
        worth(record, &|row| row.weekly.last().copied().unwrap_or(0))
    });
    book.add_money(head("spoilage.value", "value of what spoiled", SPOILAGE, LESS), |record| {
        worth(record, &|row| row.spoiled)
    });
}

fn freight(book: &mut Book<'_, '_>) {
    for (id, leg) in book.scenario().legs.entries() {
        let head = Head {
            key: format!("freight.{}", leg.name),
            title: format!("freight on {}", leg.name),
            unit: "t",
            definition: FREIGHT,
            better: None,
        };
        book.add(head, |record| record.legs.get(id).map_or(0.0, |row| row.mass_kg as f64 / 1_000.0));
    }
}

fn seasons(book: &mut Book<'_, '_>) {
    let frame = book.frame;
    for (id, season) in book.scenario().seasons.entries() {
        let name = &season.name;
        let head = Head {
            key: format!("season.{name}.open_days"),
            title: format!("days {name} was open"),
            unit: "days",
            definition: OPEN_DAYS,
            better: MORE,
        };
        book.add(head, |record| frame.open_days(record, id));
        for label in frame.window_labels(id) {
            let found = |record: &RunRecord, of: &dyn Fn(&WindowRecord) -> Option<i32>| -> f64 {
                frame
                    .windows(record, id)
                    .find(|window| frame.window_label(id, window.opened, window.closed) == label)
                    .and_then(of)
                    .map_or(f64::NAN, f64::from)
            };
            let head = |key: &str, words: &str, definition, better| Head {
                key: format!("season.{name}.{label}.{key}"),
                title: format!("{name} {label} {words}"),
                unit: "day",
                definition,
                better,
            };
            book.add(head("opened", "opens", OPENED, LESS), |record| found(record, &|w| Some(w.opened)));
            book.add(head("full_load", "carries full loads", FULL_LOAD, LESS), |r| {
                found(r, &|w| w.full_load)
            });
            book.add(head("closed", "closes", CLOSED, MORE), |record| found(record, &|w| Some(w.closed)));
        }
    }
}
