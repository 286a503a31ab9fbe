//! What was said when changes were tried, said again in another language.
//!
//! Changes are tried while a run goes on, and their words are kept as they were said, in English. The rules that proposed them and the
//! measures that they are judged by say the same sentences in the same order in every language, so that each finds its other.
use crate::Results;
use crate::advice::{Advice, Effect, Fate};
use crate::findings::proposals;
use crate::frame::Frame;
use crate::kpi::Book;
use iceroad_words::{Language, speaking, spoken};
use std::collections::BTreeMap;

/// The advice of a run in the language that is spoken.
pub(crate) fn advice(results: &Results<'_>, frame: &Frame<'_>) -> Advice {
    let mut advice = results.advice.clone();
    if spoken() == Language::English {
        return advice;
    }
    let others = others(results, frame);
    let retell = |text: &mut String| {
        if let Some(other) = others.get(text) {
            text.clone_from(other);
        }
    };
    for tried in &mut advice.tried {
        retell(&mut tried.title);
        if let Fate::Harms(what) = &mut tried.fate {
            what.iter_mut().for_each(retell);
        }
    }
    for suggestion in &mut advice.suggestions {
        retell(&mut suggestion.title);
        retell(&mut suggestion.why);
        let effects = suggestion.effects.iter_mut().chain(&mut suggestion.cost).chain(&mut suggestion.margin);
        effects.for_each(|effect: &mut Effect| retell(&mut effect.title));
    }
    advice
}

/// Every sentence of proposals and titles of measures: the English one, and the other.
fn others(results: &Results<'_>, frame: &Frame<'_>) -> BTreeMap<String, String> {
    // What was tried was proposed of the first half; the evidence that is shown is of all.
    let first_half = &results.records[..results.records.len() / 2];
    let proposed = || -> Vec<String> {
        let all = [first_half, results.records].map(|records| proposals(results.scenario, records));
        all.into_iter().flatten().flat_map(|one| [one.title, one.why]).collect()
    };
    // Groups of machines are called in the language in which their frame was made.
    let titles = || -> Vec<String> {
        let frame = Frame::new(frame.scenario, frame.records);
        Book::of(&frame).all().iter().map(|one| one.title.clone()).collect()
    };
    let english = speaking(Language::English, || [proposed(), titles()].concat());
    english.into_iter().zip([proposed(), titles()].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Manifest;
    use crate::advice::Suggestion;
    use iceroad_model::event::MachineState;
    use iceroad_model::outlook::Outlook;
    use iceroad_model::record::{MachineRecord, RunRecord};
    use iceroad_model::{MachineId, Scenario};
    use iceroad_worlds::example;

    /// Loaders wait so many hours for trucks.
    fn year(scenario: &Scenario, hours: i64) -> RunRecord {
        let row = |_: MachineId| {
            let mut states = [0; MachineState::COUNT];
            states[MachineState::WaitTruck as usize] = hours * 3_600_000;
            states[MachineState::Loading as usize] = 1_000 * 3_600_000;
            MachineRecord { state_ms: vec![states], ..MachineRecord::default() }
        };
        let machines = scenario.machines.ids().map(row).collect();
        RunRecord { machines, ..RunRecord::default() }
    }

    #[test]
    fn evidence_of_all_years_is_told_again() {
        let scenario = Scenario::new(example::small()).expect("the example passes every rule");
        let records = [year(&scenario, 300), year(&scenario, 700)];
        let said = proposals(&scenario, &records).remove(0);
        let suggestion = Suggestion {
            title: said.title,
            why: said.why,
            change: said.change,
            pairs: 1,
            effects: Vec::new(),
            cost: None,
            margin: None,
        };
        let told = Advice { untried: None, suggestions: vec![suggestion], ..Advice::default() };
        let (outlook, manifest) = (Outlook::default(), Manifest::default());
        let results = Results {
            scenario: &scenario,
            records: &records,
            outlook: &outlook,
            bounds: &[],
            manifest: &manifest,
            advice: &told,
        };
        let again = speaking(Language::Russian, || advice(&results, &Frame::new(&scenario, &records)));
        let one = &again.suggestions[0];
        assert!(one.title.starts_with("Добавить") && one.why.contains("ждут"), "{one:?}");
    }
}
