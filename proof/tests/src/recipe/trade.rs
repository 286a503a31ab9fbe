//! What may be bought and what stands in for what: restrictions and interchange.
use super::Recipe;
use iceroad_base::Table;
use iceroad_base::civil::{date_of_epoch_day, epoch_day};
use iceroad_base::quantity::*;
use iceroad_model::goods::{Approval, Interchange, Ratio};
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::{ItemId, PartyId, Tables, TerritoryId};
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Rule {
    licence: Option<u8>,
    hs: u8,
    origin: u8,
    maker: u8,
    seller: u8,
    carrier: bool,
    transit: u8,
    destination: bool,
    from: u16,
    to: u16,
    wind_down: bool,
    exempt: u8,
}

#[derive(Clone, Debug)]
pub(super) struct Swap {
    need: u8,
    substitute: u8,
    ratio: (u32, u32),
    two_way: bool,
    transitive: bool,
    approval: u8,
    model: u8,
    from: u16,
    to: u16,
}

pub(super) fn rule() -> impl Strategy<Value = Rule> {
    let what = (proptest::option::of(1_u8..60), 0_u8..6, 0_u8..4, 0_u8..4, 0_u8..4);
    let way = (proptest::bool::weighted(0.2), 0_u8..6, proptest::bool::weighted(0.2));
    let when = (0_u16..300, 0_u16..500, any::<bool>(), 0_u8..6);
    (what, way, when).prop_map(|(what, way, when)| {
        let (licence, hs, origin, maker, seller) = what;
        let (carrier, transit, destination) = way;
        let (from, to, wind_down, exempt) = when;
        Rule {
            licence,
            hs,
            origin,
            maker,
            seller,
            carrier,
            transit,
            destination,
            from,
            to,
            wind_down,
            exempt,
        }
    })
}

pub(super) fn swap() -> impl Strategy<Value = Swap> {
    let pair = (0_u8..3, 0_u8..3, (1_u32..=3, 1_u32..=3));
    let kind = (any::<bool>(), any::<bool>(), 0_u8..6, 0_u8..4, 0_u16..200, 0_u16..400);
    (pair, kind).prop_map(|((need, substitute, ratio), kind)| {
        let (two_way, transitive, approval, model, from, to) = kind;
        Swap { need, substitute, ratio, two_way, transitive, approval, model, from, to }
    })
}

impl Recipe {
    pub(super) fn restrictions(&self, tables: &mut Tables) {
        let pick = |which: u8, most: u32| (u32::from(which) < most).then_some(u32::from(which));
        for (index, rule) in self.rules.iter().enumerate() {
            let prefixes = ["84", "842123", "2710", "87", "1101"];
            let hs = prefixes.get(usize::from(rule.hs)).map(|prefix| (*prefix).to_string());
            let scope = Scope {
                hs_prefixes: hs.into_iter().collect(),
                origins: pick(rule.origin, 3).map(TerritoryId).into_iter().collect(),
                makers: pick(rule.maker, 3).map(PartyId).into_iter().collect(),
                sellers: pick(rule.seller, 3).map(PartyId).into_iter().collect(),
                carriers: if rule.carrier { vec![CARRIER] } else { vec![] },
                transits: pick(rule.transit, 3).map(TerritoryId).into_iter().collect(),
                destinations: if rule.destination { vec![HOME] } else { vec![] },
            };
            let from = (rule.from > 50).then(|| self.day(tables, i64::from(rule.from) - 100));
            let to = (rule.to < 400).then(|| self.day(tables, i64::from(rule.to.max(rule.from)) - 40));
            tables.restrictions.push(Restriction {
                name: format!("rule-{index}"),
                title: "A random rule".into(),
                action: rule
                    .licence
                    .map_or(Action::Prohibit, |days| Action::Licence { lead: Days::clamped(days.into()) }),
                scope,
                from,
                to,
                wind_down_until: from
                    .filter(|_| rule.wind_down)
                    .map(|from| date_of_epoch_day(epoch_day(from) + 60)),
                exempt: pick(rule.exempt, 5).map(ItemId).into_iter().collect(),
            });
        }
    }

    pub(super) fn interchange(&self, tables: &mut Tables) {
        let items = [INJECTOR, INJECTOR_ALT, FILTER];
        let mut pairs: Vec<[u8; 2]> = Vec::new();
        let of_injectors = |swap: &Swap| swap.need + swap.substitute == 1;
        if self.swaps.iter().any(of_injectors) {
            tables.interchange = Table::new();
        }
        let models = [vec![], vec![ALDER_28], vec![BIRCH_37], vec![BIRCH_37, BIRCH_LOADER]];
        for (index, swap) in self.swaps.iter().enumerate() {
            // Two statements about one pair must agree, and none is about one item.
            let pair = [swap.need.min(swap.substitute), swap.need.max(swap.substitute)];
            if pair[0] == pair[1] || pairs.contains(&pair) {
                continue;
            }
            pairs.push(pair);
            let from = (swap.from > 100).then(|| self.day(tables, i64::from(swap.from) - 100));
            let to = (swap.to < 200).then(|| self.day(tables, i64::from(swap.to.max(swap.from))));
            tables.interchange.push(Interchange {
                name: format!("swap-{index}"),
                need: items[usize::from(swap.need)],
                substitute: items[usize::from(swap.substitute)],
                ratio: Ratio { of_use: swap.ratio.0, for_need: swap.ratio.1 },
                two_way: swap.two_way,
                transitive: swap.transitive,
                models: models[usize::from(swap.model)].clone(),
                from,
                to,
                approval: match swap.approval {
                    0 => Approval::Proposed,
                    1 => Approval::Forbidden,
                    _ => Approval::Approved,
                },
                life_factor: 1.0,
            });
        }
    }
}
