//! Years that might have been: what a line is to be held against, made of the years seen.
//!
//! A plan that covers just what was asked in ten years fails in the eleventh. So each story takes one replication's deliveries and
//! its demands month by month from any of them (bootstrap of blocks: the season stays, luck is mixed). And a mine whose machines wait
//! less works more: each demand comes once more with the chance by which machines would work more if none waited at all.
use super::replay::Story;
use super::trace::{Ask, Seen};
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};

/// Stories of a line (assumed: enough for a tail of one year in ten to be seen several times).
const STORIES: u32 = 60;
/// Length of a block, days.
const BLOCK_DAYS: f64 = 30.0;

/// What did happen in each replication.
pub(crate) fn seen(line: usize, seen: &[Seen]) -> Vec<Story> {
    let story = |one: &Seen| {
        let trace = &one.traces[line];
        Story { asks: trace.asks.clone(), came: trace.came.clone(), taken: taken(&trace.asks) }
    };
    seen.iter().map(story).collect()
}

/// What an ordinary order made up for.
fn taken(asks: &[Ask]) -> Vec<(Time, i64)> {
    asks.iter().filter(|ask| !ask.flown).map(|ask| (ask.at, ask.units)).collect()
}

/// What might have happened, `more` being the share by which machines would work more.
pub(crate) fn made(line: usize, seen: &[Seen], more: f64, (seed, end): (u64, Time)) -> Vec<Story> {
    let block = Span::from_days(BLOCK_DAYS).millis();
    let blocks = (end.millis() / block + 1).max(1);
    let story = |number: u32| {
        let mut luck = Stream::named(seed, number, &format!("stock line {line}"), "stories");
        let own = &seen[number as usize % seen.len()].traces[line];
        let mut asks: Vec<Ask> = Vec::new();
        for nth in 0..blocks {
            let from = &seen[(luck.uniform() * seen.len() as f64) as usize % seen.len()].traces[line];
            let within = Time::from_millis(nth * block)..Time::from_millis((nth + 1) * block);
            for ask in from.asks.iter().filter(|ask| within.contains(&ask.at)) {
                asks.push(*ask);
                if luck.uniform() < more {
                    let at = nth * block + (luck.uniform() * block as f64) as i64;
                    asks.push(Ask { at: Time::from_millis(at), until: None, ..*ask });
                }
            }
        }
        asks.retain(|ask| ask.at < end);
        asks.sort_by_key(|ask| ask.at);
        Story { asks, came: own.came.clone(), taken: taken(&own.asks) }
    };
    (0..STORIES).map(story).collect()
}
