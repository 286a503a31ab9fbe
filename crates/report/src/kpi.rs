//! Every measure, defined once.
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;

/// One measure over the replications.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// Its key, `tonnes.ore`: fixed words and names of the scenario, joined by points.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// How it is worked out, with the source of the definition.
    pub definition: &'static str,
    /// Its value in each replication, not-a-number where it has none there.
    pub values: Vec<f64>,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
}

/// Every measure of a scenario, in a fixed order.
pub fn measures(_scenario: &Scenario, _records: &[RunRecord]) -> Vec<Measure> {
    Vec::new()
}
