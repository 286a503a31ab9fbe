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
    let first_half = &results.records[..results.records.len() / 2];
    let proposed = || -> Vec<String> {
        let all = proposals(results.scenario, first_half);
        all.into_iter().flat_map(|one| [one.title, one.why]).collect()
    };
    // Groups of machines are called in the language in which their frame was made.
    let titles = || -> Vec<String> {
        let frame = Frame::new(frame.scenario, frame.records);
        Book::of(&frame).all().iter().map(|one| one.title.clone()).collect()
    };
    let english = speaking(Language::English, || [proposed(), titles()].concat());
    english.into_iter().zip([proposed(), titles()].concat()).collect()
}
