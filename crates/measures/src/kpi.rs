//! Every measure, defined once, with the source of its definition.
//!
//! Keys are fixed words and names of the scenario joined by points: `tonnes.ore`, `availability.trucks`,
//! `line.trucks-2027.first.on_time`. They do not change between versions, so that results can be compared.
//!
//! Terms follow the time-usage model of the Global Mining Guidelines Group (*A Standardized Time Classification
//! Framework for Mobile Equipment in Surface Mining*, GMG-DAU-v01-r01, 2020): calendar time is operating, delay,
//! standby or down time. Where ISO 22400-2:2014 has an indicator of the same name its term is used. Both are
//! recalled, not quoted; the formula in words at each measure is what is worked out.
//!
//! A measure is read off one replication by its [`Definition`], found by key in a [`Book`]: a search for a better plan reads
//! the same definition as whoever shows it. [`measures`] reads all that a run lists, over all its replications.
//!
//! Pitfall: unit `share` is between 0 and 1; unit `day` is a whole day counted from the horizon's first day, 0, and is
//! shown as a date.
mod decisions;
mod definitions;
mod fleet;
mod machines;
mod matters;
mod money;
mod production;
mod promises;
mod rotables;
mod supply;
mod turnover;

pub use matters::{FEW, is_repeated, that_matter, told_once};

use crate::chance::Chance;
use crate::frame::Frame;
use crate::spread::{Seen, Spread};
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use iceroad_words::say;
use serde::Serialize;
use std::collections::BTreeMap;

/// One measure over the replications.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measure {
    /// Its key, `tonnes.ore`.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// Its unit: `t`, `h`, `days`, `day`, `share`, `L`, a currency, or what is counted.
    pub unit: String,
    /// How it is worked out, with the source of the definition.
    pub definition: String,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
    /// Its spread over the replications in which it has a value; none where it has none.
    pub spread: Option<Spread>,
    /// Where it is 1 or 0 in a replication: the chance, with its interval.
    pub chance: Option<Chance>,
    /// Where it is nothing in most replications and something in fewer than [`RARE`]: how often it is something. Its mean then
    /// has no interval: Student's holds for sums of many, and no interval of a mean holds for what was hardly seen.
    pub rare: Option<Chance>,
    /// Its value in each replication, in their order; not-a-number where it has none there.
    pub values: Vec<f64>,
    /// Which of the values are lower bounds, in the same order; empty where all are known.
    pub after: Vec<bool>,
}

impl Measure {
    /// Whether it is money and nothing in every replication, as where no prices are written: no news for a summary.
    pub fn is_unpriced(&self, frame: &Frame<'_>) -> bool {
        self.unit.starts_with(frame.currency()) && self.values.iter().all(|value| *value == 0.0)
    }

    /// Whether a value is only a lower bound.
    pub fn is_after(&self, at: usize) -> bool {
        self.after.get(at).copied().unwrap_or(false)
    }

    /// The ends of the interval of the mean: Clopper and Pearson's for a chance, else Student's; none where there is none.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if let Some(chance) = self.chance {
            return Some((chance.low, chance.high));
        }
        let spread = self.spread?;
        let half = spread.half_width?;
        Some((spread.mean - half, spread.mean + half))
    }
}

/// What happened in fewer replications than this is rare: its mean hangs on them alone. [assumed: a mean of ten has a relative
/// error of about a third by the count alone]
pub const RARE: usize = 10;

/// Every measure that a run lists, in a fixed order with unique keys. A measure without a value in any replication is
/// kept while there are replications, so that two runs of one scenario always have the same keys, except those named
/// after windows of a season, which are there when the window came in some replication.
pub fn measures(scenario: &Scenario, records: &[RunRecord]) -> Vec<Measure> {
    let frame = Frame::new(scenario, records);
    Book::of(&frame).measures(records)
}

/// Measures that are read off an opened record at once: values of all would be many in memory, and to open a record takes time.
const AT_ONCE: usize = 64;

fn over(definitions: &[Definition<'_>], records: &[RunRecord]) -> Vec<Measure> {
    let mut seen: Vec<Vec<Seen>> = definitions.iter().map(|_| Vec::with_capacity(records.len())).collect();
    for record in records {
        let record = record.opened();
        for (definition, seen) in definitions.iter().zip(&mut seen) {
            seen.push((definition.value)(&record));
        }
    }
    definitions.iter().zip(seen).map(|(definition, seen)| definition.made_of(&seen)).collect()
}

/// Reads a measure off a replication.
type Value<'f> = Box<dyn Fn(&RunRecord) -> Seen + Send + Sync + 'f>;

/// What a measure is called and means, and how it is read off a replication.
pub struct Definition<'f> {
    /// Its key.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// Its unit; see [`Measure::unit`].
    pub unit: String,
    /// The key of how it is worked out, with the source of the definition.
    pub definition: &'static str,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
    is_chance: bool,
    value: Value<'f>,
}

impl Definition<'_> {
    /// Its value in one replication, or its lower bound; not-a-number where it has none.
    pub fn of(&self, record: &RunRecord) -> f64 {
        (self.value)(record).bound()
    }

    /// The measure over replications.
    pub fn over(&self, records: &[RunRecord]) -> Measure {
        self.made_of(&records.iter().map(&self.value).collect::<Vec<_>>())
    }

    fn made_of(&self, seen: &[Seen]) -> Measure {
        let values: Vec<f64> = seen.iter().map(|value| value.bound()).collect();
        let mut spread = Spread::of_seen(seen);
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let chance = || Chance::seen(finite().filter(|&value| value > 0.0).count(), finite().count());
        let (is_chance, is_day) = (self.is_chance, self.unit == "day");
        let rare = Some(chance()).filter(|chance| {
            let is_amount = !is_chance && !is_day && finite().all(|value| value >= 0.0);
            is_amount && (1..RARE).contains(&chance.met) && chance.met < chance.of
        });
        if let Some(spread) = spread.as_mut().filter(|_| is_chance || rare.is_some()) {
            spread.half_width = None;
        }
        Measure {
            key: self.key.clone(),
            title: self.title.clone(),
            unit: self.unit.clone(),
            definition: say!(self.definition),
            higher_is_better: self.higher_is_better,
            chance: spread.filter(|_| is_chance).map(|_| chance()),
            rare,
            spread,
            after: if seen.iter().any(|value| value.is_after()) {
                seen.iter().map(|value| value.is_after()).collect()
            } else {
                Vec::new()
            },
            values,
        }
    }
}

/// The definitions of a scenario's measures.
pub struct Book<'f> {
    frame: &'f Frame<'f>,
    list: Vec<Definition<'f>>,
    n_listed: usize,
}

impl<'f> Book<'f> {
    /// Every measure of a scenario. Those named after windows of a season are there when the window came in some
    /// replication of the frame.
    pub fn of(frame: &'f Frame<'f>) -> Self {
        let mut book = Book { frame, list: Vec::new(), n_listed: 0 };
        production::fill(&mut book);
        production::energy(&mut book);
        machines::fill(&mut book);
        supply::fill(&mut book);
        rotables::fill(&mut book);
        promises::fill(&mut book);
        money::fill(&mut book);
        turnover::fill(&mut book);
        book.n_listed = book.list.len();
        fleet::fill(&mut book);
        decisions::fill(&mut book);
        supply::cover(&mut book);
        number_repeated(&mut book.list);
        book
    }

    /// The measures that a run lists; the others are there for whoever asks by key.
    pub fn listed(&self) -> &[Definition<'f>] {
        &self.list[..self.n_listed]
    }

    /// The measures that a run lists, over replications.
    pub fn measures(&self, records: &[RunRecord]) -> Vec<Measure> {
        self.listed().chunks(AT_ONCE).flat_map(|definitions| over(definitions, records)).collect()
    }

    /// Every measure, those that a run lists first.
    pub fn all(&self) -> &[Definition<'f>] {
        &self.list
    }

    /// The measure with a key.
    pub fn find(&self, key: &str) -> Option<&Definition<'f>> {
        self.list.iter().find(|definition| definition.key == key)
    }

    fn add(&mut self, head: Head, value: impl Fn(&RunRecord) -> f64 + Send + Sync + 'f) {
        self.add_seen(head, move |record| Seen::At(value(record)));
    }

    /// A measure whose value may lie beyond the horizon.
    fn add_seen(&mut self, head: Head, value: impl Fn(&RunRecord) -> Seen + Send + Sync + 'f) {
        let Head { key, title, unit, definition, better } = head;
        let (unit, value) = (unit.into(), Box::new(value));
        let is_chance = false;
        self.list.push(Definition {
            key,
            title,
            unit,
            definition,
            higher_is_better: better,
            is_chance,
            value,
        });
    }

    /// A measure that is 1 where something is so and 0 where not: its mean is a chance.
    fn add_chance(&mut self, head: Head, value: impl Fn(&RunRecord) -> f64 + Send + Sync + 'f) {
        self.add(head, value);
        if let Some(last) = self.list.last_mut() {
            last.is_chance = true;
        }
    }

    /// A measure in the scenario's currency, from minor units; the head's unit follows the currency.
    fn add_money(&mut self, head: Head, value: impl Fn(&RunRecord) -> f64 + Send + Sync + 'f) {
        let unit = format!("{}{}", self.frame.currency(), head.unit);
        self.add(head, move |record| value(record) / 100.0);
        if let Some(last) = self.list.last_mut() {
            last.unit = unit;
        }
    }

    pub(crate) fn scenario(&self) -> &'f Scenario {
        self.frame.scenario
    }
}

/// What a measure is called and means.
struct Head {
    key: String,
    title: String,
    unit: &'static str,
    definition: &'static str,
    better: Option<bool>,
}

const MORE: Option<bool> = Some(true);
const LESS: Option<bool> = Some(false);

/// Names may repeat between rows (both directions of a leg): later ones get a number.
fn number_repeated(list: &mut [Definition<'_>]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for definition in list {
        let times = seen.entry(definition.key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            definition.key = format!("{}#{times}", definition.key);
        }
    }
}
