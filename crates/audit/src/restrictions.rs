//! What the dated restrictions say about goods on their way, derived anew.
//!
//! A rule in force matches where every list it fills has a member among the facts; a fact that is not known (code,
//! origin, maker, seller) neither matches nor clears, and stands in the way like a prohibition. A party counts as
//! listed where listed parties own half of it or more together.
//!
//! A way grows leg by leg, and so do the carriers and territories that are judged: a rule that stands in the way of
//! part of a way stands in the way of all of it.
use iceroad_base::Table;
use iceroad_base::civil::Date;
use iceroad_base::quantity::Ranged;
use iceroad_model::trade::{Action, Restriction};
use iceroad_model::{ItemId, PartyId, RestrictionId, Scenario, TerritoryId};

/// Shares that are told in decimals may add up to a hair below one half.
const HALF: f64 = 0.5 - 1e-9;

/// What is known about goods on their way.
pub(crate) struct Facts<'a> {
    pub(crate) item: ItemId,
    pub(crate) seller: Option<PartyId>,
    pub(crate) carriers: &'a [PartyId],
    pub(crate) crossed: &'a [TerritoryId],
    pub(crate) destination: TerritoryId,
    pub(crate) date: Date,
    pub(crate) signed: Option<Date>,
    /// Goods that are owned already: only rules about carriers or transits concern them.
    pub(crate) owned: bool,
}

/// What a rule says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Answer {
    Clear,
    /// A licence that takes so many days.
    Licence(f64),
    Unknown,
    Prohibited,
}

pub(crate) struct RuleBook<'s> {
    scenario: &'s Scenario,
    /// Who counts as listed among makers, sellers and carriers, by rule.
    listed: Table<RestrictionId, [Vec<bool>; 3]>,
}

impl<'s> RuleBook<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let listed = scenario.restrictions.iter().map(|row| {
            let scope = &row.scope;
            [&scope.makers, &scope.sellers, &scope.carriers].map(|named| with_owned(scenario, named))
        });
        Self { scenario, listed: listed.collect() }
    }

    /// Every rule that does not clear the facts.
    pub(crate) fn judge(&self, facts: &Facts<'_>) -> Vec<(RestrictionId, Answer)> {
        let all = self.scenario.restrictions.ids().map(|rule| (rule, self.ask(rule, facts)));
        all.filter(|(_, answer)| *answer != Answer::Clear).collect()
    }

    /// What one rule says.
    pub(crate) fn ask(&self, rule: RestrictionId, facts: &Facts<'_>) -> Answer {
        let row = &self.scenario.restrictions[rule];
        if !concerns(row, facts) {
            return Answer::Clear;
        }
        let item = &self.scenario.items[facts.item];
        let scope = &row.scope;
        let [makers, sellers, carriers] = &self.listed[rule];
        let of = |list: &[bool], party: PartyId| list.get(party.0 as usize).copied().unwrap_or(false);
        // Each list is empty, or matched (true), not matched (false), or not known (none).
        let lists = [
            (scope.hs_prefixes.is_empty(), code_matches(&scope.hs_prefixes, item.hs_code.as_deref())),
            (scope.origins.is_empty(), item.origin.map(|origin| scope.origins.contains(&origin))),
            (scope.makers.is_empty(), item.maker.map(|maker| of(makers, maker))),
            (scope.sellers.is_empty(), facts.seller.map(|seller| of(sellers, seller))),
            (scope.carriers.is_empty(), Some(facts.carriers.iter().any(|&carrier| of(carriers, carrier)))),
            (
                scope.transits.is_empty(),
                Some(facts.crossed.iter().any(|crossed| scope.transits.contains(crossed))),
            ),
            (scope.destinations.is_empty(), Some(scope.destinations.contains(&facts.destination))),
        ];
        let asked = || lists.iter().filter(|(empty, _)| !empty).map(|(_, answer)| *answer);
        if asked().any(|answer| answer == Some(false)) {
            return Answer::Clear;
        }
        if asked().any(|answer| answer.is_none()) {
            return Answer::Unknown;
        }
        match row.action {
            Action::Prohibit => Answer::Prohibited,
            Action::Licence { lead } => Answer::Licence(lead.get()),
        }
    }
}

fn concerns(row: &Restriction, facts: &Facts<'_>) -> bool {
    let begun = row.from.is_none_or(|from| from <= facts.date);
    let not_over = row.to.is_none_or(|to| facts.date <= to);
    let about_roads = !row.scope.carriers.is_empty() || !row.scope.transits.is_empty();
    let signed_before = matches!((facts.signed, row.from), (Some(signed), Some(from)) if signed < from);
    let winds_down = signed_before && row.wind_down_until.is_some_and(|until| facts.date <= until);
    begun && not_over && !row.exempt.contains(&facts.item) && (about_roads || !facts.owned) && !winds_down
}

/// Whether a code begins with one of the prefixes; not known where it is too short to tell.
fn code_matches(prefixes: &[String], code: Option<&str>) -> Option<bool> {
    let code = code?;
    if prefixes.iter().any(|prefix| code.starts_with(prefix.as_str())) {
        return Some(true);
    }
    let too_short = prefixes.iter().any(|prefix| prefix.starts_with(code));
    (!too_short).then_some(false)
}

/// Those named and all whom they own half of or more together, through any number of firms.
fn with_owned(scenario: &Scenario, named: &[PartyId]) -> Vec<bool> {
    let mut listed = vec![false; scenario.parties.len()];
    for &party in named {
        listed[party.0 as usize] = true;
    }
    for _ in 0..scenario.parties.len() {
        for (index, party) in scenario.parties.iter().enumerate() {
            let owners = party.owners.iter().filter(|(owner, _)| listed[owner.0 as usize]);
            let share: f64 = owners.map(|(_, share)| share.get()).sum();
            listed[index] |= !named.is_empty() && share >= HALF;
        }
    }
    listed
}
