//! What is repaired and used again: how much of it is under repair, how long it waits there, what is condemned.
use super::definitions::*;
use super::{Book, Head, LESS};
use crate::frame::DAY_MS;
use iceroad_model::record::RotableRecord;
use iceroad_words::say;

pub(super) fn fill(book: &mut Book<'_>) {
    let scenario = book.scenario();
    let days = book.frame.days() as f64;
    for (id, row) in scenario.rotables.entries() {
        let (item, place) = (&scenario.items[row.item].title, &scenario.stores[row.store].title);
        let head = |key: &str, title: &str, unit, definition, better| Head {
            key: format!("rotable.{}.{key}", row.name),
            title: say!("kpi-rotable", a = item, place = place, what = say!(title)),
            unit,
            definition,
            better,
        };
        let came = move |record: &RotableRecord| f64::from(record.cores) + row.in_repair.get() as f64;
        let mut add = |head: Head, of: Box<dyn Fn(&RotableRecord) -> f64 + Send + Sync>| {
            book.add(head, move |record| record.rotables.get(id).map_or(f64::NAN, &of));
        };
        add(
            head("under_repair", "kpi-under-repair", "units", UNDER_REPAIR, LESS),
            Box::new(move |row| (row.waited_ms + row.on_bench_ms) as f64 / DAY_MS / days),
        );
        add(
            head("on_the_way", "kpi-to-shop", "units", TO_SHOP, LESS),
            Box::new(move |row| row.way_ms as f64 / DAY_MS / days),
        );
        add(
            head("bench_wait", "kpi-bench-wait", "days", BENCH_WAIT, LESS),
            Box::new(move |row| crate::frame::ratio(row.waited_ms as f64 / DAY_MS, came(row))),
        );
        add(head("repaired", "kpi-repaired", "units", REPAIRED, None), Box::new(|row| row.repaired.into()));
        add(
            head("condemned", "kpi-condemned", "units", CONDEMNED, LESS),
            Box::new(|row| row.condemned.into()),
        );
    }
}
