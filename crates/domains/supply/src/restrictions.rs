//! Dated restrictions: the verdict on a deal, with the rules that give it.
//!
//! Every rule in force is matched against the whole deal and the strictest verdict wins:
//! prohibited, then *review*, then licence, then allowed. A list of a rule that is empty asks nothing; a filled
//! one asks for a member. Where a rule asks for an HS code, an origin, a maker or a seller that is not known, or
//! the item's code is shorter than the rule's prefix, the rule can be neither matched nor cleared: the deal is
//! under review, which orders treat as refused. Makers, sellers and carriers count as listed where those who are
//! listed own at least half of them together, through any number of firms.
//!
//! Terms: *crossed* territories are those of the hand-over and of every site and leg on the way, not of the
//! destination, which has a list of its own; *wind-down*: orders of agreements signed before a rule's first day
//! are let through for a while.
//!
//! Pitfall: a rule on origin or maker reads the item, never the road, so no detour changes its verdict. Moving
//! one's own goods is no purchase: [`Deal::own_goods`] is judged only by rules that name transits or carriers.
use iceroad_base::Table;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Days, Ranged};
use iceroad_model::goods::Item;
use iceroad_model::trade::{Action, Party, Restriction};
use iceroad_model::{ItemId, PartyId, RestrictionId, TerritoryId};

/// Owned by those listed from this share on.
const CONTROL: f64 = 0.5;
/// Shares are written with a few decimals; their sums may fall short by a hair.
const HAIR: f64 = 1e-9;

/// What is to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Deal<'a> {
    /// The goods.
    pub item: ItemId,
    /// Who sells; none: not known.
    pub seller: Option<PartyId>,
    /// Who carries on the way; a leg without a named carrier adds nobody.
    pub carriers: &'a [PartyId],
    /// Territories on the way.
    pub crossed: &'a [TerritoryId],
    /// The territory the goods are for.
    pub destination: TerritoryId,
    /// Day of the order.
    pub ordered: Date,
    /// Day on which the agreement was signed that the order fulfils.
    pub signed: Option<Date>,
    /// Whether the goods are one's own already and only move.
    pub own_goods: bool,
}

/// A verdict, from the mildest to the strictest.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Verdict {
    /// No rule stands in the way.
    Allowed,
    /// Only with a licence.
    Licence {
        /// From application to issue; several licences are applied for together, and the slowest counts.
        lead: Days,
        /// The rule with the slowest licence.
        rule: RestrictionId,
    },
    /// A rule can be neither matched nor cleared.
    Review {
        /// The first such rule.
        rule: RestrictionId,
    },
    /// Not to be bought.
    Prohibited {
        /// The first such rule.
        rule: RestrictionId,
    },
}

impl Verdict {
    fn rank(self) -> u8 {
        match self {
            Verdict::Allowed => 0,
            Verdict::Licence { .. } => 1,
            Verdict::Review { .. } => 2,
            Verdict::Prohibited { .. } => 3,
        }
    }

    /// The rule that refuses the deal, if one does.
    pub fn refused_by(self) -> Option<RestrictionId> {
        match self {
            Verdict::Allowed | Verdict::Licence { .. } => None,
            Verdict::Review { rule } | Verdict::Prohibited { rule } => Some(rule),
        }
    }

    fn stricter(self, other: Verdict) -> Verdict {
        if let (Verdict::Licence { lead: one, .. }, Verdict::Licence { lead: two, .. }) = (self, other) {
            return if two.get() > one.get() { other } else { self };
        }
        if other.rank() > self.rank() { other } else { self }
    }
}

/// Whether a part of a rule matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Yes,
    No,
    Unknown,
}

impl Match {
    fn of(known: Option<bool>) -> Match {
        match known {
            Some(true) => Match::Yes,
            Some(false) => Match::No,
            None => Match::Unknown,
        }
    }

    fn and(self, other: Match) -> Match {
        match (self, other) {
            (Match::No, _) | (_, Match::No) => Match::No,
            (Match::Unknown, _) | (_, Match::Unknown) => Match::Unknown,
            (Match::Yes, Match::Yes) => Match::Yes,
        }
    }
}

#[derive(Clone, Debug)]
struct Rule {
    row: Restriction,
    makers: Table<PartyId, bool>,
    sellers: Table<PartyId, bool>,
    carriers: Table<PartyId, bool>,
}

/// What rules read of an item.
#[derive(Clone, Debug)]
struct Traits {
    hs_code: Option<String>,
    origin: Option<TerritoryId>,
    maker: Option<PartyId>,
}

/// The restrictions of a scenario, ready to judge.
#[derive(Clone, Debug)]
pub struct Rulebook {
    rules: Table<RestrictionId, Rule>,
    items: Table<ItemId, Traits>,
}

impl Rulebook {
    /// Prepares `rules`: who counts as listed is worked out once.
    pub fn new(
        items: &Table<ItemId, Item>,
        parties: &Table<PartyId, Party>,
        rules: &Table<RestrictionId, Restriction>,
    ) -> Self {
        let rule = |row: &Restriction| Rule {
            row: row.clone(),
            makers: listed(parties, &row.scope.makers),
            sellers: listed(parties, &row.scope.sellers),
            carriers: listed(parties, &row.scope.carriers),
        };
        let traits =
            |item: &Item| Traits { hs_code: item.hs_code.clone(), origin: item.origin, maker: item.maker };
        Self { rules: rules.iter().map(rule).collect(), items: items.iter().map(traits).collect() }
    }

    /// The strictest verdict of all rules.
    pub fn verdict(&self, deal: &Deal<'_>) -> Verdict {
        let mut strictest = Verdict::Allowed;
        for (id, rule) in self.rules.entries() {
            strictest = strictest.stricter(self.verdict_of(id, rule, deal));
        }
        strictest
    }

    /// The mildest verdict that can be had where for some legs one of several carriers may be chosen: a rule asks whether
    /// any carrier is listed, so each is chosen for itself.
    pub fn mildest(&self, deal: &Deal<'_>, choices: &[Vec<Option<PartyId>>]) -> Verdict {
        let mut carriers = deal.carriers.to_vec();
        let mut found = self.verdict(deal);
        for choice in choices {
            let tried = choice.iter().map(|&carrier| {
                let with: Vec<PartyId> = carriers.iter().copied().chain(carrier).collect();
                (self.verdict(&Deal { carriers: &with, ..*deal }), with)
            });
            if let Some((verdict, with)) = tried.min_by_key(|(verdict, _)| verdict.rank()) {
                (found, carriers) = (verdict, with);
            }
        }
        found
    }

    /// Every rule that does not clear the deal, with its own verdict, in order.
    pub fn findings(&self, deal: &Deal<'_>) -> Vec<(RestrictionId, Verdict)> {
        let all = self.rules.entries().map(|(id, rule)| (id, self.verdict_of(id, rule, deal)));
        all.filter(|(_, verdict)| *verdict != Verdict::Allowed).collect()
    }

    fn verdict_of(&self, id: RestrictionId, rule: &Rule, deal: &Deal<'_>) -> Verdict {
        if !applies(&rule.row, deal) {
            return Verdict::Allowed;
        }
        match self.matches(rule, deal) {
            Match::No => Verdict::Allowed,
            Match::Unknown => Verdict::Review { rule: id },
            Match::Yes => match rule.row.action {
                Action::Prohibit => Verdict::Prohibited { rule: id },
                Action::Licence { lead } => Verdict::Licence { lead, rule: id },
            },
        }
    }

    fn matches(&self, rule: &Rule, deal: &Deal<'_>) -> Match {
        let scope = &rule.row.scope;
        let item = &self.items[deal.item];
        let asks = |list_is_empty: bool, answer: Match| if list_is_empty { Match::Yes } else { answer };
        let hs = asks(scope.hs_prefixes.is_empty(), hs_match(&scope.hs_prefixes, item.hs_code.as_deref()));
        let origin =
            asks(scope.origins.is_empty(), Match::of(item.origin.map(|one| scope.origins.contains(&one))));
        let maker = asks(scope.makers.is_empty(), Match::of(item.maker.map(|one| rule.makers[one])));
        let seller = asks(scope.sellers.is_empty(), Match::of(deal.seller.map(|one| rule.sellers[one])));
        let carrier =
            asks(scope.carriers.is_empty(), any(deal.carriers.iter().map(|&one| rule.carriers[one])));
        let transit = asks(
            scope.transits.is_empty(),
            any(deal.crossed.iter().map(|territory| scope.transits.contains(territory))),
        );
        let destination = asks(
            scope.destinations.is_empty(),
            Match::of(Some(scope.destinations.contains(&deal.destination))),
        );
        hs.and(origin).and(maker).and(seller).and(carrier).and(transit).and(destination)
    }
}

/// Whether the rule is in force for the deal at all.
fn applies(row: &Restriction, deal: &Deal<'_>) -> bool {
    if row.from.is_some_and(|from| deal.ordered < from) || row.to.is_some_and(|to| deal.ordered > to) {
        return false;
    }
    if row.exempt.contains(&deal.item) {
        return false;
    }
    if deal.own_goods && row.scope.transits.is_empty() && row.scope.carriers.is_empty() {
        return false;
    }
    let signed_before = row.from.is_some_and(|from| deal.signed.is_some_and(|signed| signed < from));
    let winding_down = row.wind_down_until.is_some_and(|until| deal.ordered <= until);
    !(signed_before && winding_down)
}

/// Any prefix that the code begins with; unknown where the code is not known or is itself the beginning of one.
fn hs_match(prefixes: &[String], code: Option<&str>) -> Match {
    let Some(code) = code else { return Match::Unknown };
    if prefixes.iter().any(|prefix| code.starts_with(prefix.as_str())) {
        return Match::Yes;
    }
    if prefixes.iter().any(|prefix| prefix.starts_with(code)) {
        return Match::Unknown;
    }
    Match::No
}

fn any(mut members: impl Iterator<Item = bool>) -> Match {
    Match::of(Some(members.any(|listed| listed)))
}

/// Who counts as listed: those named, and those of whom the listed own at least half together.
fn listed(parties: &Table<PartyId, Party>, named: &[PartyId]) -> Table<PartyId, bool> {
    let mut listed = Table::filled(parties.len(), false);
    for &party in named {
        listed[party] = true;
    }
    if named.is_empty() {
        return listed;
    }
    // Each round may list more; it ends when a round lists nobody, whatever circles of ownership there are.
    loop {
        let mut grew = false;
        for (id, party) in parties.entries() {
            if listed[id] {
                continue;
            }
            let owned: f64 =
                party.owners.iter().filter(|(owner, _)| listed[*owner]).map(|(_, share)| share.get()).sum();
            if owned >= CONTROL - HAIR {
                listed[id] = true;
                grew = true;
            }
        }
        if !grew {
            return listed;
        }
    }
}
