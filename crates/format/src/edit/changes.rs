//! What a changed scenario changes in a table: which rows go, come and say something else.
//!
//! Rows of before and after are told apart by their name, or, where they have none, by what they refer to; of several alike,
//! those that say the same throughout are taken first, then the rest in order.

use super::text::{Record, TableText};
use crate::format::{Kind, Need, TableSpec, Target};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A row's cells, in the order of the spec's columns.
pub(crate) type Cells = Vec<String>;

/// In which order rows stand afterwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As they stood, each new one behind the row before it.
    Kept,
    /// As the scenario has them.
    OfScenario,
}

/// Changes a table from what `old` says to what `new` says; `places` are the records of `old`.
pub(super) fn apply(
    spec: &TableSpec,
    text: &mut TableText,
    (old, places): (&[Cells], &[usize]),
    new: &[Cells],
    order: Order,
) {
    let kept = pairs(spec, old, new);
    for (cells, pair) in new.iter().zip(&kept) {
        if let Some(was) = *pair {
            change(spec, text, places[was], &old[was], cells);
        }
    }
    let gone: BTreeSet<usize> = {
        let stay: BTreeSet<usize> = kept.iter().flatten().copied().collect();
        (0..old.len()).filter(|was| !stay.contains(was)).map(|was| places[was]).collect()
    };
    let come = new.iter().zip(&kept).filter(|(_, pair)| pair.is_none());
    for (cells, _) in come {
        let told = told(spec, text, cells);
        text.widen(&told);
    }
    let mut arranged: Vec<(Option<usize>, Record)> = Vec::new();
    for (cells, pair) in new.iter().zip(&kept) {
        let place = pair.map(|was| places[was]);
        let record = match place {
            Some(place) => text.records[place].clone(),
            None => text.row(&told(spec, text, cells)),
        };
        arranged.push((place, record));
    }
    let records = match order {
        Order::Kept => beside(text, &gone, arranged),
        Order::OfScenario => in_order(text, places, arranged),
    };
    text.put(records);
}

/// The old row of each new one.
pub(crate) fn pairs(spec: &TableSpec, old: &[Cells], new: &[Cells]) -> Vec<Option<usize>> {
    let key = key_columns(spec);
    let key_of = |cells: &Cells| key.iter().map(|at| cells[*at].clone()).collect::<Vec<_>>();
    let mut same: BTreeMap<&Cells, VecDeque<usize>> = BTreeMap::new();
    for (at, cells) in old.iter().enumerate() {
        same.entry(cells).or_default().push_back(at);
    }
    let mut pairs: Vec<Option<usize>> =
        new.iter().map(|cells| same.get_mut(cells).and_then(VecDeque::pop_front)).collect();
    let mut alike: BTreeMap<Vec<String>, VecDeque<usize>> = BTreeMap::new();
    for at in same.into_values().flatten().collect::<BTreeSet<usize>>() {
        alike.entry(key_of(&old[at])).or_default().push_back(at);
    }
    for (cells, pair) in new.iter().zip(&mut pairs) {
        if pair.is_none() {
            *pair = alike.get_mut(&key_of(cells)).and_then(VecDeque::pop_front);
        }
    }
    pairs
}

/// The columns that say which row it is.
pub(crate) fn key_columns(spec: &TableSpec) -> Vec<usize> {
    let within =
        Target::ALL.iter().any(|target| target.within_model() && target.files().contains(&spec.file));
    let named = spec.columns.iter().any(|column| column.kind == Kind::Name);
    let is_key = |kind: Kind, need: Need, name: &str| match kind {
        Kind::Name | Kind::GroupName => true,
        Kind::Date => need == Need::Required && !named,
        Kind::Ref(_) => need == Need::Required && (!named || within && name == "model"),
        _ => false,
    };
    let columns = spec.columns.iter().enumerate();
    columns.filter(|(_, column)| is_key(column.kind, column.need, &column.name)).map(|(at, _)| at).collect()
}

/// Writes the cells of a row that say something else.
fn change(spec: &TableSpec, text: &mut TableText, record: usize, old: &Cells, new: &Cells) {
    let mut differs: Vec<bool> = old.iter().zip(new).map(|(old, new)| old != new).collect();
    for law in laws(spec) {
        // A law may be told in more than one way: all its columns tell the new one.
        let changed = differs[law.clone()].contains(&true);
        differs[law].fill(changed);
    }
    for (at, column) in spec.columns.iter().enumerate() {
        if differs[at] {
            text.set(record, &column.name, &new[at]);
        }
    }
}

/// The columns of each law: its mean stands before the word and five parameters after it.
fn laws(spec: &TableSpec) -> impl Iterator<Item = std::ops::Range<usize>> {
    let words = spec.columns.iter().enumerate().filter(|(_, column)| column.name.ends_with("_law"));
    words.map(|(at, _)| at - 1..at + 6)
}

/// The cells of a new row that say something its columns do not mean anyway.
fn told<'c>(spec: &'c TableSpec, text: &TableText, cells: &'c Cells) -> Vec<(&'c str, &'c str)> {
    let columns = text.columns();
    let is_told = |name: &String, need: Need, cell: &str| match need {
        Need::Default(default) => cell != default || columns.contains(name),
        Need::Required | Need::Catalogued | Need::Optional => true,
    };
    let all = spec.columns.iter().zip(cells);
    all.filter(|(column, cell)| is_told(&column.name, column.need, cell))
        .map(|(column, cell)| (column.name.as_str(), cell.as_str()))
        .collect()
}

/// The records without those that go, each new one behind the row before it.
fn beside(text: &TableText, gone: &BTreeSet<usize>, arranged: Vec<(Option<usize>, Record)>) -> Vec<Record> {
    let header = text.header().unwrap_or(0);
    let mut behind: BTreeMap<usize, Vec<Record>> = BTreeMap::new();
    let mut last = None;
    for (place, record) in arranged {
        match place {
            Some(place) => last = Some(place),
            None => behind.entry(last.unwrap_or(header)).or_default().push(record),
        }
    }
    let mut records = Vec::new();
    for (at, record) in text.records.iter().enumerate() {
        if !gone.contains(&at) {
            records.push(record.clone());
        }
        records.extend(behind.remove(&at).into_iter().flatten());
    }
    records
}

/// The records that are no rows, then the rows in the scenario's order.
fn in_order(text: &TableText, places: &[usize], arranged: Vec<(Option<usize>, Record)>) -> Vec<Record> {
    let rows: BTreeSet<usize> = places.iter().copied().collect();
    let others = text.records.iter().enumerate().filter(|(at, _)| !rows.contains(at));
    let mut records: Vec<Record> = others.map(|(_, record)| record.clone()).collect();
    records.extend(arranged.into_iter().map(|(_, record)| record));
    records
}
