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
//! Pitfall: unit `share` is between 0 and 1; unit `day` is a day counted from the horizon's first day, 0, and is
//! shown as a date.
mod definitions;
mod machines;
mod money;
mod production;
mod promises;
mod supply;

use crate::frame::Frame;
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;

/// One measure over the replications.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// Its key, `tonnes.ore`.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// Its unit: `t`, `h`, `days`, `day`, `share`, `L`, a currency, or what is counted.
    pub unit: String,
    /// How it is worked out, with the source of the definition.
    pub definition: &'static str,
    /// Its value in each replication, in their order; not-a-number where it has none there.
    pub values: Vec<f64>,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
}

/// Every measure of a scenario, in a fixed order with unique keys. A measure without a value in any replication is
/// kept while there are replications, so that two runs of one scenario always have the same keys, except those named
/// after windows of a season, which are there when the window came in some replication.
pub fn measures(scenario: &Scenario, records: &[RunRecord]) -> Vec<Measure> {
    let frame = Frame::new(scenario, records);
    let mut book = Book { frame: &frame, list: Vec::new() };
    production::fill(&mut book);
    production::energy(&mut book);
    machines::fill(&mut book);
    supply::fill(&mut book);
    promises::fill(&mut book);
    money::fill(&mut book);
    with_unique_keys(book.list)
}

/// The measures under way.
struct Book<'f, 'a> {
    frame: &'f Frame<'a>,
    list: Vec<Measure>,
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

impl<'a> Book<'_, 'a> {
    fn add(&mut self, head: Head, value: impl Fn(&RunRecord) -> f64) {
        let values = self.frame.records.iter().map(value).collect();
        let Head { key, title, unit, definition, better } = head;
        self.list.push(Measure {
            key,
            title,
            unit: unit.into(),
            definition,
            values,
            higher_is_better: better,
        });
    }

    /// A measure in the scenario's currency, from minor units.
    fn add_money(&mut self, head: Head, value: impl Fn(&RunRecord) -> f64) {
        self.add(head, |record| value(record) / 100.0);
        let currency = self.frame.currency().to_string();
        if let Some(measure) = self.list.last_mut() {
            measure.unit =
                if measure.unit.is_empty() { currency } else { format!("{currency}{}", measure.unit) };
        }
    }

    fn scenario(&self) -> &'a Scenario {
        self.frame.scenario
    }
}

/// Names may repeat between rows (both directions of a leg): later ones get a number.
fn with_unique_keys(mut list: Vec<Measure>) -> Vec<Measure> {
    let mut seen: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    for measure in &mut list {
        let times = seen.entry(measure.key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            measure.key = format!("{}#{times}", measure.key);
        }
    }
    list
}
