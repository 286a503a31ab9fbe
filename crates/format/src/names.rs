//! Names of rows, gathered before any row is read, and names that exist by being used.

use crate::catalogue;
use crate::cell;
use crate::format::{Coined, Kind, Target};
use crate::lookalike;
use crate::nearest::{did_you_mean, nearest};
use crate::sheet::Sheet;
use crate::source::Said;
use crate::spelling::names_before;
use iceroad_model::Code;
use std::collections::{BTreeMap, BTreeSet};

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct At {
    pub(crate) file: &'static str,
    pub(crate) row: usize,
}

/// The names of every table that rows refer to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by: BTreeMap<Target, BTreeMap<String, u32>>,
    /// Tables that could not be read to their end.
    torn: BTreeSet<Target>,
}

/// How names of rows within a model are told apart.
pub(crate) fn within(model: &str, name: &str) -> String {
    format!("{model}/{name}")
}

impl Names {
    /// Gathers the names of all sheets; a name that comes twice goes to `twice` and means its first row.
    pub(crate) fn gather(
        sheets: &BTreeMap<&'static str, Sheet>,
        lost: &BTreeSet<&'static str>,
        mut twice: impl FnMut(At, At),
    ) -> Names {
        let mut names = Names::default();
        for &target in Target::ALL {
            let mut known: BTreeMap<String, (u32, At)> = BTreeMap::new();
            let mut next = 0;
            for file in target.files() {
                if lost.contains(file) {
                    names.torn.insert(target);
                }
                let Some(sheet) = sheets.get(file) else { continue };
                if sheet.torn {
                    names.torn.insert(target);
                }
                if !gather_sheet(sheet, target, &mut known, &mut next, &mut twice) {
                    names.torn.insert(target);
                }
            }
            let ids = known.into_iter().map(|(name, (id, _))| (name, id)).collect();
            names.by.insert(target, ids);
        }
        names
    }

    /// The row of a name.
    pub(crate) fn find(&self, target: Target, name: &str) -> Option<u32> {
        self.by.get(&target)?.get(name).copied()
    }

    /// Whether the table was lost, so that a name that is not found may well be there.
    pub(crate) fn is_torn(&self, target: Target) -> bool {
        self.torn.contains(&target)
    }

    /// What to say of a name that is not found.
    pub(crate) fn unknown(&self, target: Target, model: &str, name: &str) -> Said {
        let what = target.what();
        let files = target.files().join(", ");
        let expected = format!("the name of a {what} in {files}");
        let known = self.by.get(&target);
        let prefix = if target.within_model() { within(model, "") } else { String::new() };
        let candidates = known.into_iter().flat_map(BTreeMap::keys).map(String::as_str);
        // Not the name itself: it was left to one of the planner's own that is near.
        let catalogued = catalogue::names(target).map(|name| -> &str { name }).filter(|known| *known != name);
        let candidates = candidates.chain(catalogued).filter_map(|known| known.strip_prefix(&prefix));
        let made_of = names_before(name);
        if let Some(known) = candidates.clone().find(|known| made_of.iter().any(|was| was == known)) {
            let advice = format!(
                "a spreadsheet may have made this day of `{known}`: format the column as text and write it again"
            );
            return Said::new(Code::Rewritten, name, expected, advice);
        }
        let near = nearest(name, candidates);
        let advice = match (near, self.elsewhere(target, name)) {
            (Some(near), _) => did_you_mean(name, Some(near), ""),
            (None, Some(other)) => format!("`{name}` is a {}, not a {what}", other.what()),
            (None, None) if known.is_none_or(BTreeMap::is_empty) => {
                format!("no {what} is written yet; write it in {}", target.files()[0])
            }
            (None, None) => format!("add it to {}, or name one that is there", target.files()[0]),
        };
        Said::new(Code::UnknownId, name, expected, advice)
    }

    fn elsewhere(&self, target: Target, name: &str) -> Option<Target> {
        Target::ALL.iter().copied().find(|other| *other != target && self.find(*other, name).is_some())
    }
}

/// Gathers the names of one table; false where some name is missing or wrong, so that it may be meant elsewhere.
fn gather_sheet(
    sheet: &Sheet,
    target: Target,
    known: &mut BTreeMap<String, (u32, At)>,
    next: &mut u32,
    twice: &mut impl FnMut(At, At),
) -> bool {
    let mut sound = true;
    for row in 0..sheet.rows.len() {
        let at = At { file: sheet.spec.file, row };
        let name = sheet.cell_named(row, "name");
        if name.is_empty() {
            // A row without a name still has a place, unless it is of a group.
            *next += u32::from(!target.grouped());
            sound = false;
            continue;
        }
        let column = sheet.spec.columns.iter().position(|column| column.name == "name");
        sound &= cell::read(Kind::Name, &name).is_ok();
        sound &= column.is_none_or(|at| sheet.doubt(row, at).is_none());
        let back = target.goes_back().is_some_and(|column| {
            matches!(cell::read(Kind::YesNo, &sheet.cell_named(row, column)), Ok(cell::Value::YesNo(true)))
        });
        let key = if target.within_model() {
            within(&sheet.cell_named(row, "model"), &name)
        } else {
            name.into_owned()
        };
        match known.get(&key) {
            Some(_) if target.grouped() => {}
            Some((_, first)) => {
                twice(at, *first);
                *next += 1;
            }
            None => {
                let way_back = back.then(|| format!("{key}-back"));
                known.insert(key, (*next, at));
                *next += 1;
                if let Some(way_back) = way_back {
                    known.entry(way_back).or_insert((*next, at));
                    *next += 1;
                }
            }
        }
    }
    sound
}

/// Rows of tables that nothing refers to must have their own names too.
pub(crate) fn check_other_names(sheets: &BTreeMap<&'static str, Sheet>, mut twice: impl FnMut(At, At)) {
    for sheet in sheets.values() {
        let file = sheet.spec.file;
        let named = sheet.spec.columns.iter().any(|column| column.kind == Kind::Name);
        if !named || Target::ALL.iter().any(|target| target.files().contains(&file)) {
            continue;
        }
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for row in 0..sheet.rows.len() {
            let name = sheet.cell_named(row, "name").into_owned();
            if name.is_empty() {
                continue;
            }
            if let Some(first) = known.get(&name) {
                twice(At { file, row }, At { file, row: *first });
                continue;
            }
            known.insert(name, row);
        }
    }
}

/// Rows whose names are not those of an earlier row of their table and look alike, with that row.
pub(crate) fn look_alikes(sheets: &BTreeMap<&'static str, Sheet>) -> Vec<(At, At)> {
    let mut known: BTreeMap<(&str, String, String), (String, At)> = BTreeMap::new();
    let mut twins = Vec::new();
    for sheet in sheets.values() {
        let file = sheet.spec.file;
        let has_names =
            sheet.spec.columns.iter().any(|column| matches!(column.kind, Kind::Name | Kind::GroupName));
        if !has_names {
            continue;
        }
        let target = Target::ALL.iter().find(|target| target.files().contains(&file));
        let table = target.map_or(file, |target| target.files()[0]);
        for row in 0..sheet.rows.len() {
            let (at, name) = (At { file, row }, sheet.cell_named(row, "name").into_owned());
            let within = if target.is_some_and(|target| target.within_model()) {
                sheet.cell_named(row, "model").into_owned()
            } else {
                String::new()
            };
            match known.get(&(table, within.clone(), lookalike::skeleton(&name))) {
                Some((earlier, first)) if *earlier != name => twins.push((at, *first)),
                Some(_) => {}
                None => {
                    known.insert((table, within, lookalike::skeleton(&name)), (name, at));
                }
            }
        }
    }
    twins
}

/// Names that exist by being used, with the row that used them first; none for those of `scenario.toml`.
#[derive(Debug, Default)]
pub(crate) struct CoinedNames {
    by: BTreeMap<Coined, Vec<Coin>>,
}

#[derive(Debug)]
struct Coin {
    name: String,
    /// The row and column that used it first.
    first: Option<(At, String)>,
}

/// A name that may be a slip for an earlier one.
pub(crate) struct Suspicion<'a> {
    pub(crate) coined: Coined,
    pub(crate) name: &'a str,
    pub(crate) at: At,
    pub(crate) column: &'a str,
    pub(crate) earlier: &'a str,
}

impl CoinedNames {
    /// The number of a name, given one if it is new.
    pub(crate) fn id(&mut self, coined: Coined, name: &str, place: Option<(At, &str)>) -> u32 {
        let all = self.by.entry(coined).or_default();
        let at = all.iter().position(|known| known.name == name).unwrap_or_else(|| {
            let first = place.map(|(at, column)| (at, column.to_owned()));
            all.push(Coin { name: name.to_owned(), first });
            all.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The names in order of first use.
    pub(crate) fn names(&self, coined: Coined) -> impl Iterator<Item = &str> {
        self.by.get(&coined).into_iter().flatten().map(|coin| coin.name.as_str())
    }

    /// Names that may be one with an earlier name.
    pub(crate) fn suspicious(&self) -> Vec<Suspicion<'_>> {
        let mut found = Vec::new();
        for (coined, all) in &self.by {
            for (later, coin) in all.iter().enumerate() {
                let Some((at, column)) = &coin.first else { continue };
                let near = all[..later].iter().find(|earlier| alike(*coined, &earlier.name, &coin.name));
                if let Some(earlier) = near {
                    let (name, earlier) = (coin.name.as_str(), earlier.name.as_str());
                    found.push(Suspicion { coined: *coined, name, at: *at, column, earlier });
                }
            }
        }
        found
    }
}

/// Whether two names are likely one: but for case, or but for letters that look alike, or, where they are not short codes, but for one letter.
fn alike(coined: Coined, a: &str, b: &str) -> bool {
    if a.to_lowercase() == b.to_lowercase() || lookalike::alike(a, b) {
        return true;
    }
    let long = a.chars().count().min(b.chars().count()) >= 5 && a.len().max(b.len()) <= lookalike::LONGEST;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    coined != Coined::Territory && long && digits(a) == digits(b) && strsim::osa_distance(a, b) == 1
}
