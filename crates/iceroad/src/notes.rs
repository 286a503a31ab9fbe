//! What a reader of results must know about the data behind them.
use iceroad_model::Scenario;
use iceroad_model::climate::StationRecord;

/// Series that are synthetic, and rules that are no legal list.
pub(crate) fn data(scenario: &Scenario) -> Vec<String> {
    let mut notes = Vec::new();
    for station in &scenario.stations {
        if let StationRecord::Synthetic { anomalies_from, .. } = &station.record {
            let from = &scenario.stations[*anomalies_from].title;
            notes.push(format!(
                "Temperatures of {} are synthetic: monthly normals with the daily anomalies measured at {from}.",
                station.title
            ));
        }
    }
    if !scenario.restrictions.is_empty() {
        notes.push(
            "Trade restrictions are data of the scenario. The program carries no legal list and gives no legal advice."
                .into(),
        );
    }
    notes
}
