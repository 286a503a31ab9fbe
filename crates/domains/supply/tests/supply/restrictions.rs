//! Restrictions against authored vectors on made-up codes and territories: the cases of the collection's
//! `restrictions.json` that our rules can say. Licence balances, de-minimis shares and lists by re-export are not in
//! the model; a rule's excepted destinations are written out as those that remain.
use crate::world::{Build, date, supply};
use iceroad_base::Table;
use iceroad_base::quantity::{Days, Share};
use iceroad_model::goods::Item;
use iceroad_model::trade::{Action, Party, Restriction, Scope};
use iceroad_model::{ItemId, PartyId, RestrictionId, TerritoryId};
use iceroad_supply::restrictions::{Deal, Rulebook, Verdict};

const XA: TerritoryId = TerritoryId(0);
const XB: TerritoryId = TerritoryId(1);
const XC: TerritoryId = TerritoryId(2);
const XD: TerritoryId = TerritoryId(3);
const XE: TerritoryId = TerritoryId(4);
const P77: PartyId = PartyId(0);
const P77B: PartyId = PartyId(1);
const P10: PartyId = PartyId(2);
const OTHER: PartyId = PartyId(3);
const GOODS: ItemId = ItemId(0);

fn rule(name: &str, action: Action, scope: Scope, from: (i16, i8, i8)) -> Restriction {
    Restriction {
        name: name.into(),
        title: name.into(),
        action,
        scope,
        from: Some(date(from.0, from.1, from.2)),
        to: None,
        wind_down_until: None,
        exempt: vec![],
    }
}

fn hs(prefix: &str) -> Scope {
    Scope { hs_prefixes: vec![prefix.into()], ..Scope::default() }
}

/// r1 to r5 of the vectors; r4 speaks of two roles and is two rules here.
fn authored() -> Vec<Restriction> {
    let listed = || vec![P77, P77B];
    vec![
        rule("r1", Action::Prohibit, Scope { destinations: vec![XA, XB], ..hs("8429") }, (2024, 3, 1)),
        Restriction {
            to: Some(date(2025, 12, 31)),
            ..rule(
                "r2",
                Action::Licence { lead: Days::clamped(30.0) },
                Scope { destinations: vec![XC], ..hs("842951") },
                (2024, 3, 1),
            )
        },
        rule("r3", Action::Prohibit, Scope { transits: vec![XB], ..hs("27") }, (2024, 1, 1)),
        rule("r4-sellers", Action::Prohibit, Scope { sellers: listed(), ..Scope::default() }, (2023, 5, 5)),
        rule("r4-carriers", Action::Prohibit, Scope { carriers: listed(), ..Scope::default() }, (2023, 5, 5)),
        rule(
            "r5",
            Action::Prohibit,
            Scope { origins: vec![XD], destinations: vec![XA], ..hs("84") },
            (2024, 1, 1),
        ),
    ]
}

fn parties(owners_of_p10: &[(PartyId, f64)]) -> Table<PartyId, Party> {
    let party = |name: &str, owners: &[(PartyId, f64)]| Party {
        name: name.into(),
        title: name.into(),
        territory: XE,
        aliases: vec![],
        owners: owners.iter().map(|&(owner, share)| (owner, Share::clamped(share))).collect(),
    };
    [party("P-77", &[]), party("P-77b", &[]), party("P-10", owners_of_p10), party("other", &[])]
        .into_iter()
        .collect()
}

fn goods(code: Option<&str>, origin: Option<TerritoryId>) -> Table<ItemId, Item> {
    let mut tables = supply();
    tables.item("goods", 1);
    let mut items = tables.items;
    items[GOODS].hs_code = code.map(String::from);
    items[GOODS].origin = origin;
    items[GOODS].maker = Some(OTHER);
    items
}

/// A deal of 2025 with the other seller, over no territory, by no carrier.
fn deal(destination: TerritoryId, on: (i16, i8, i8)) -> Deal<'static> {
    Deal {
        item: GOODS,
        seller: Some(OTHER),
        carriers: &[],
        crossed: &[],
        destination,
        ordered: date(on.0, on.1, on.2),
        signed: None,
        own_goods: false,
    }
}

fn judge(rules: Vec<Restriction>, items: &Table<ItemId, Item>, deal: Deal<'_>) -> Verdict {
    let rules: Table<RestrictionId, Restriction> = rules.into_iter().collect();
    Rulebook::new(items, &parties(&[(P77, 0.3), (P77B, 0.2)]), &rules).verdict(&deal)
}

const R1: RestrictionId = RestrictionId(0);
const R2: RestrictionId = RestrictionId(1);
const R3: RestrictionId = RestrictionId(2);
const R4_SELLERS: RestrictionId = RestrictionId(3);
const R4_CARRIERS: RestrictionId = RestrictionId(4);
const R5: RestrictionId = RestrictionId(5);

#[test]
fn authored_cases_have_their_verdicts() {
    let prohibited = |rule| Verdict::Prohibited { rule };
    let review = |rule| Verdict::Review { rule };
    let licence = Verdict::Licence { lead: Days::clamped(30.0), rule: R2 };
    let jan_2025 = (2025, 1, 1);
    // (code, origin, destination, date, verdict)
    let cases = [
        (Some("84295199"), Some(XE), XA, (2024, 2, 29), Verdict::Allowed),
        (Some("84295199"), Some(XE), XA, (2024, 3, 1), prohibited(R1)),
        (Some("84295199"), Some(XE), XC, (2024, 3, 1), licence),
        (Some("84295199"), Some(XE), XC, (2026, 1, 1), Verdict::Allowed),
        (Some("8429"), Some(XE), XA, jan_2025, prohibited(R1)),
        (Some("84"), Some(XE), XA, jan_2025, review(R1)),
        (None, Some(XE), XA, jan_2025, review(R1)),
        (Some("84099900"), Some(XD), XA, jan_2025, prohibited(R5)),
        (Some("84099900"), None, XA, jan_2025, review(R5)),
        (Some("90000000"), Some(XD), XA, jan_2025, Verdict::Allowed),
    ];
    for (code, origin, destination, on, verdict) in cases {
        let items = goods(code, origin);
        let found = judge(authored(), &items, deal(destination, on));
        assert_eq!(found, verdict, "{code:?} of {origin:?} to {destination:?} on {on:?}");
    }
}

#[test]
fn every_territory_between_is_asked_about_transit() {
    let items = goods(Some("27101943"), Some(XE));
    let way = |crossed: &'static [TerritoryId]| Deal { crossed, ..deal(XE, (2024, 5, 1)) };
    assert_eq!(judge(authored(), &items, way(&[XE, XB])), Verdict::Prohibited { rule: R3 });
    assert_eq!(judge(authored(), &items, way(&[XE, XD])), Verdict::Allowed);
}

#[test]
fn a_listed_carrier_or_a_seller_owned_by_the_listed_is_barred() {
    let items = goods(Some("99999999"), Some(XE));
    let carried = Deal { carriers: &[P77], ..deal(XE, (2025, 1, 1)) };
    assert_eq!(judge(authored(), &items, carried), Verdict::Prohibited { rule: R4_CARRIERS });
    // 30 % and 20 % of the listed make 50 % together.
    let owned = Deal { seller: Some(P10), ..deal(XE, (2025, 1, 1)) };
    assert_eq!(judge(authored(), &items, owned), Verdict::Prohibited { rule: R4_SELLERS });
    let rules: Table<RestrictionId, Restriction> = authored().into_iter().collect();
    let less = Rulebook::new(&items, &parties(&[(P77, 0.3), (P77B, 0.19)]), &rules);
    assert_eq!(less.verdict(&owned), Verdict::Allowed);
}

#[test]
fn the_strictest_of_all_matching_rules_wins_and_all_are_named() {
    let items = goods(Some("84295199"), None);
    let days = |lead| Action::Licence { lead: Days::clamped(lead) };
    let rules = vec![
        rule("quick", days(10.0), hs("84"), (2024, 1, 1)),
        rule("slow", days(90.0), hs("8429"), (2024, 1, 1)),
        rule("origin", Action::Prohibit, Scope { origins: vec![XD], ..Scope::default() }, (2024, 1, 1)),
    ];
    let deal = deal(XA, (2025, 1, 1));
    let slow = Verdict::Licence { lead: Days::clamped(90.0), rule: RestrictionId(1) };
    assert_eq!(judge(rules[..2].to_vec(), &items, deal), slow, "the slower licence counts");
    let review = Verdict::Review { rule: RestrictionId(2) };
    assert_eq!(judge(rules.clone(), &items, deal), review, "an unknown origin is never cleared");
    let book = Rulebook::new(&items, &parties(&[]), &rules.into_iter().collect());
    assert_eq!(book.findings(&deal).len(), 3);
    assert_eq!(review.refused_by(), Some(RestrictionId(2)));
    assert_eq!(slow.refused_by(), None);
}

#[test]
fn a_rule_that_is_cleared_by_one_condition_asks_no_further() {
    let items = goods(None, Some(XE));
    // The code is not known, but the origin is another: no match, no review.
    assert_eq!(
        judge(
            vec![rule("r", Action::Prohibit, Scope { origins: vec![XD], ..hs("84") }, (2024, 1, 1))],
            &items,
            deal(XA, (2025, 1, 1))
        ),
        Verdict::Allowed
    );
}

#[test]
fn agreements_signed_before_are_let_through_while_the_rule_winds_down() {
    let items = goods(Some("8429"), Some(XE));
    let winding = Restriction {
        wind_down_until: Some(date(2024, 6, 1)),
        ..rule("r", Action::Prohibit, hs("84"), (2024, 3, 1))
    };
    let signed =
        |signed: (i16, i8, i8), on| Deal { signed: Some(date(signed.0, signed.1, signed.2)), ..deal(XA, on) };
    let refused = Verdict::Prohibited { rule: RestrictionId(0) };
    let cases = [
        (signed((2024, 2, 29), (2024, 6, 1)), Verdict::Allowed),
        (signed((2024, 2, 29), (2024, 6, 2)), refused),
        (signed((2024, 3, 1), (2024, 4, 1)), refused),
        (deal(XA, (2024, 4, 1)), refused),
    ];
    for (deal, verdict) in cases {
        assert_eq!(judge(vec![winding.clone()], &items, deal), verdict, "{deal:?}");
    }
}

#[test]
fn exempt_items_pass() {
    let items = goods(Some("8429"), Some(XE));
    let exempting =
        Restriction { exempt: vec![GOODS], ..rule("r", Action::Prohibit, hs("84"), (2024, 3, 1)) };
    assert_eq!(judge(vec![exempting], &items, deal(XA, (2025, 1, 1))), Verdict::Allowed);
}

#[test]
fn own_goods_are_judged_by_rules_of_the_road_alone() {
    let items = goods(Some("27101943"), None);
    let own = Deal { own_goods: true, seller: None, ..deal(XA, (2025, 1, 1)) };
    assert_eq!(judge(authored(), &items, own), Verdict::Allowed);
    let across = Deal { crossed: &[XB], ..own };
    assert_eq!(judge(authored(), &items, across), Verdict::Prohibited { rule: R3 });
}
