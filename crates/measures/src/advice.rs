//! Advice: changes of a scenario that were tried, with what they bring.
//!
//! Rules propose a change from the evidence of a run ([`crate::findings::proposals`]); paired runs dispose of it. What is left is a
//! [`Suggestion`]: words, the cells to change, and the effect with its interval on everything that a change is judged by
//! ([`stakes`]). It can be stored and read back, so that whoever likes it can write the changed scenario.
//!
//! Terms: the **aim** of a change is what its rule wants to better; a **promise** is what a mine owes to somebody: its plan, its
//! agreements, goods for people. A change that clearly worsens a promise is not shown.
//!
//! Pitfall: each suggestion was tried alone. Two of them together need not bring the sum of both.
pub mod stakes;

use iceroad_words::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Confidence of every interval of an effect: four suggestions at 99 % hold together at 95 % and more (Bonferroni).
pub const LEVEL: f64 = 0.99;
/// Suggestions at most.
pub const MOST: usize = 4;
/// Replications that a run needs at the least for changes to be tried.
pub const LEAST_REPLICATIONS: u32 = 12;

/// Which row of a table: what it says in the columns that tell it apart.
pub type RowKey = Vec<(String, String)>;

/// A cell to change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CellChange {
    /// The file, `stock.csv`.
    pub file: String,
    /// The row.
    pub row: RowKey,
    /// The column.
    pub column: String,
    /// What it says now, as it is written; empty where it says nothing.
    pub from: String,
    /// What it is to say.
    pub to: String,
}

/// A row to add: like another, but for some cells.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowAdded {
    /// The file, `machines.csv`.
    pub file: String,
    /// The row that it is like.
    pub like: RowKey,
    /// Its cells by column: at first those that differ, all of them once it is known how the other is written.
    pub cells: BTreeMap<String, String>,
}

/// What to change in a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Change {
    /// Cells that say something else.
    pub cells: Vec<CellChange>,
    /// Rows that are new.
    pub rows: Vec<RowAdded>,
}

impl Change {
    /// Of one cell of a row, told by its name.
    pub fn of_cell(file: &str, name: &str, column: &str, from: impl ToString, to: impl ToString) -> Self {
        let row = vec![("name".to_owned(), name.to_owned())];
        Self { cells: vec![CellChange::new(file, &row, column, from, to)], rows: Vec::new() }
    }

    /// Of one row more, like the one of a name.
    pub fn of_row(file: &str, like: &str, name: String) -> Self {
        let like = vec![("name".to_owned(), like.to_owned())];
        let cells = BTreeMap::from([("name".to_owned(), name)]);
        Self { cells: Vec::new(), rows: vec![RowAdded { file: file.to_owned(), like, cells }] }
    }

    /// Each cell and row in words: `bays.csv, hall: count from 4 to 5`.
    pub fn words(&self) -> Vec<String> {
        let of_row = |key: &RowKey| key.iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>().join(", ");
        let cell = |cell: &CellChange| {
            let CellChange { file, column, from, to, .. } = cell;
            let key = if from.is_empty() { "change-to" } else { "change-from-to" };
            say!(key, file = file, row = of_row(&cell.row), column = column, from = from, to = to)
        };
        let row = |row: &RowAdded| {
            let name = row.cells.get("name").map_or("", String::as_str);
            say!("change-row", file = row.file, name = name, like = of_row(&row.like))
        };
        self.cells.iter().map(cell).chain(self.rows.iter().map(row)).collect()
    }
}

impl CellChange {
    /// A cell of a row.
    pub fn new(file: &str, row: &RowKey, column: &str, from: impl ToString, to: impl ToString) -> Self {
        Self {
            file: file.to_owned(),
            row: row.clone(),
            column: column.to_owned(),
            from: from.to_string(),
            to: to.to_string(),
        }
    }
}

/// What can be said of an effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is for the better.
    Better,
    /// It is for the worse.
    Worse,
    /// It cannot be told which, or neither is better.
    Open,
}

/// What a change does to one measure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Effect {
    /// The measure's key.
    pub key: String,
    /// What it is, in words.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Whether more of it is better; none where neither is.
    pub higher_is_better: Option<bool>,
    /// Mean without the change, over the same replications.
    pub now: f64,
    /// Mean of what the change adds in a replication.
    pub difference: f64,
    /// Lower end of its interval at [`LEVEL`].
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What can be said of it.
    pub verdict: Verdict,
}

/// A change that was tried and helps.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Suggestion {
    /// What to change, in a few words.
    pub title: String,
    /// The evidence that made a rule propose it.
    pub why: String,
    /// The cells and rows.
    #[serde(flatten)]
    pub change: Change,
    /// Pairs of replications behind its effect; none of them helped to choose it.
    pub pairs: u32,
    /// What it does to everything it touches; what it helps first.
    pub effects: Vec<Effect>,
    /// What it does to what is used up, in money; none where nothing costs.
    pub cost: Option<Effect>,
    /// What it does to the margin; none where no tonne has a worth.
    pub margin: Option<Effect>,
}

/// Why nothing was tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Untried {
    /// Nobody asked for it.
    NotAsked,
    /// The run has fewer replications than [`LEAST_REPLICATIONS`].
    TooFewReplications,
    /// Haulage was followed by rates; changes are tried by every truck cycle.
    ByRates,
    /// The scenario was changed while it ran.
    ScenarioChanged,
    /// The run was stopped.
    Stopped,
}

impl Untried {
    /// In words, as the end of "no change was tried: …".
    pub fn words(self) -> String {
        match self {
            Untried::NotAsked => say!("untried-not-asked"),
            Untried::TooFewReplications => say!("untried-too-few", n = LEAST_REPLICATIONS),
            Untried::ByRates => say!("untried-by-rates"),
            Untried::ScenarioChanged => say!("untried-changed"),
            Untried::Stopped => say!("untried-stopped"),
        }
    }
}

/// What became of a change that was tried.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It helps: it is among the suggestions.
    Helps,
    /// What it wants to better stays as it is.
    NoEffect,
    /// It was tried in full, and it cannot be told that it helps.
    Unclear,
    /// It makes these worse.
    Harms(Vec<String>),
    /// Others seemed to help more, and it was not tried further.
    Lesser,
    /// The changed scenario could not be run to its end.
    Failed,
}

impl Fate {
    /// In words, after the change's title.
    pub fn words(&self) -> String {
        match self {
            Fate::Helps => say!("fate-helps"),
            Fate::NoEffect => say!("fate-no-effect"),
            Fate::Unclear => say!("fate-unclear"),
            Fate::Harms(what) => say!("fate-harms", what = what.join(", ")),
            Fate::Lesser => say!("fate-lesser"),
            Fate::Failed => say!("fate-failed"),
        }
    }
}

/// A change that was tried.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tried {
    /// What to change, in a few words.
    pub title: String,
    /// What became of it.
    pub fate: Fate,
    /// Pairs of replications by which that was judged: few where it was dropped at the first look.
    pub pairs: u32,
}

/// What was tried, and what of it helps.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Advice {
    /// Why nothing was tried; none where something was, or there was nothing to try.
    pub untried: Option<Untried>,
    /// Changes tried, in the order in which rules proposed them, with what became of each.
    pub tried: Vec<Tried>,
    /// Replications run for it.
    pub replications: u32,
    /// What helps, the most worthy first.
    pub suggestions: Vec<Suggestion>,
}

impl Advice {
    /// Nothing was tried.
    pub fn untried(why: Untried) -> Self {
        Self { untried: Some(why), tried: Vec::new(), replications: 0, suggestions: Vec::new() }
    }

    /// What was tried and does not help.
    pub fn dropped(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|one| one.fate != Fate::Helps)
    }

    /// What was done, in a sentence.
    pub fn sentence(&self) -> String {
        let (tried, n) = (self.tried.len(), self.suggestions.len());
        match (self.untried, tried, n) {
            (Some(why), ..) => say!("advice-untried", why = why.words()),
            (None, 0, _) => say!("advice-nothing"),
            (None, 1, 0) => say!("advice-one-no"),
            (None, _, 0) => say!("advice-none", tried = tried),
            (None, 1, 1) => say!("advice-one-helps"),
            (None, ..) => say!("advice-some", tried = tried, n = n),
        }
    }
}

impl Default for Advice {
    fn default() -> Self {
        Self::untried(Untried::NotAsked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_were_tried_is_always_said() {
        let one = Tried { title: "Add a truck".into(), fate: Fate::NoEffect, pairs: 2 };
        let of = |n: usize| Advice { untried: None, tried: vec![one.clone(); n], ..Advice::default() };
        assert_eq!(of(12).sentence(), "12 changes were tried; none helps.");
        assert_eq!(of(1).sentence(), "1 change was tried; it does not help.");
        assert!(of(0).sentence().starts_with("Nothing in this run"));
        assert_eq!(
            Advice::untried(Untried::TooFewReplications).sentence(),
            "No change was tried: that needs a run with -n 12 or more."
        );
    }

    #[test]
    fn what_helps_is_not_among_the_dropped() {
        let tried = |title: &str, fate| Tried { title: title.into(), fate, pairs: 6 };
        let harms = Fate::Harms(vec!["ore delivered".into(), "A1-2 on time".into()]);
        let tried = vec![tried("Add a truck", Fate::Helps), tried("Add a loader", harms)];
        let advice = Advice { untried: None, tried, ..Advice::default() };
        let dropped: Vec<String> = advice.dropped().map(|one| one.fate.words()).collect();
        assert_eq!(dropped, ["harms: ore delivered, A1-2 on time"]);
    }

    #[test]
    fn a_change_is_told_cell_by_cell() {
        let mut change = Change::of_cell("bays.csv", "hall", "count", 4, 5);
        change.rows = Change::of_row("machines.csv", "T-01", "T-01+1".into()).rows;
        let words = ["bays.csv, hall: count from 4 to 5", "machines.csv: one more row T-01+1, like T-01"];
        assert_eq!(change.words(), words);
    }
}
