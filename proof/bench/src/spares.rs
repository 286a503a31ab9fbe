//! Sections on the room `spares`: thousands of items over stores and depot, and the orders of a season.

use std::fmt::Write as _;

use iceroad_bench::measure::{Way, interleaved};
use iceroad_bench::stock::{self, Mine};
use iceroad_spares::season::{Effort, Plan, Season};

use crate::sakha::{Text, text, words};

/// Items and stores of a curve.
const SIZES: [(usize, usize); 3] = [(1_000, 8), (10_000, 8), (10_000, 1)];
/// Items, months, room and whether there are lots.
const MINES: [Mine; 8] = [
    Mine { items: 1_000, months: 24, room: 2.0, lots: false },
    Mine { items: 1_000, months: 24, room: 1.0, lots: false },
    Mine { items: 1_000, months: 24, room: 0.5, lots: false },
    Mine { items: 1_000, months: 24, room: 1.0, lots: true },
    Mine { items: 1_000, months: 24, room: 0.5, lots: true },
    Mine { items: 1_000, months: 12, room: 1.0, lots: true },
    Mine { items: 100, months: 24, room: 1.0, lots: true },
    Mine { items: 10, months: 24, room: 1.0, lots: true },
];
/// These take seconds: few rounds do.
const FEW: usize = 3;

pub(crate) fn echelons(rounds: usize) -> String {
    text(curves(rounds.min(FEW)))
}

fn curves(rounds: usize) -> Text {
    let mut made = Vec::new();
    for (items, stores) in SIZES {
        let all = stock::echelons(items, stores).map_err(words)?;
        let steps = stock::curve(&all).map_err(words)?.steps().len();
        made.push((items, stores, all, steps));
    }
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (_, _, all, _) in &made {
        ways.push(Way::new("", 1, || stock::curve(all).map_or(0, |curve| curve.steps().len() as u64)));
    }
    let times = interleaved(rounds, &mut ways);
    let mut page = format!(
        "Made-up items, each in every store and at the depot behind them: the best split of every total stock by VARI-METRIC, pieces down to a \
         ten-thousandth of a backorder, and the whole curve of what money buys over all items. Medians of {rounds} rounds. Target: 10,000 items \
         over 8 stores in under 1 s on one core.\n\n\
         | items | stores | steps of the curve | ms | µs per item |\n|--:|--:|--:|--:|--:|\n"
    );
    for ((items, stores, _, steps), way) in made.iter().zip(&times) {
        let (ms, us) = (way.median_ns / 1e6, way.median_ns / 1e3 / *items as f64);
        let _ = writeln!(page, "| {items} | {stores} | {steps} | {ms:.0} | {us:.1} |");
    }
    Ok(page)
}

pub(crate) fn seasons(rounds: usize) -> String {
    text(plans(rounds.min(FEW)))
}

fn plans(rounds: usize) -> Text {
    let mut made: Vec<(Mine, Season, Plan)> = Vec::new();
    for mine in MINES {
        let season = stock::season(&mine).map_err(words)?;
        let plan = season.solve(&Effort::default()).map_err(words)?;
        made.push((mine, season, plan));
    }
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (_, season, _) in &made {
        ways.push(Way::new("", 1, || {
            season.solve(&Effort::default()).map_or(0, |plan| plan.orders.len() as u64)
        }));
    }
    let times = interleaved(rounds, &mut ways);
    let mut page = format!(
        "What to order when by which of six legs, four of them closed for most of the year, all short of room; a plan of whole pieces and what \
         no plan laid down at the beginning can go below. *Room* is that of all legs over what would be ample; with *lots* three items in ten have a \
         least order, three a lot, two a shelf life, and each order costs something. Medians of {rounds} rounds. Target: 1,000 items over 24 \
         months in under 10 s on one core, the gap under 2 %.\n\n\
         | items | months | room | lots | orders | prices tried | s | gap |\n|--:|--:|--:|---|--:|--:|--:|--:|\n"
    );
    for ((mine, _, plan), way) in made.iter().zip(&times) {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {:.2} | {:.3} % |",
            mine.items,
            mine.months,
            mine.room,
            if mine.lots { "yes" } else { "no" },
            plan.orders.len(),
            plan.rounds,
            way.median_ns / 1e9,
            100.0 * plan.gap()
        );
    }
    Ok(page)
}
