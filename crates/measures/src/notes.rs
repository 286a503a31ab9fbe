//! What a reader of results must know about the data behind them.
use iceroad_model::Scenario;
use iceroad_model::climate::StationRecord;
use iceroad_words::say;

/// Series that are synthetic, and rules that are no legal list.
pub fn data(scenario: &Scenario) -> Vec<String> {
    let mut notes = Vec::new();
    for station in &scenario.stations {
        if let StationRecord::Synthetic { anomalies_from, .. } = &station.record {
            let from = &scenario.stations[*anomalies_from].title;
            notes.push(say!("note-synthetic", station = station.title, from = from));
        }
    }
    if !scenario.restrictions.is_empty() {
        notes.push(say!("note-restrictions"));
    }
    notes
}
