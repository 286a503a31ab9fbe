//! Parties, items, what may stand in for what, restrictions and offers.

use super::declare::*;
use iceroad_base::quantity::{Days, Share};
use iceroad_model::PartyId;
use iceroad_model::goods::{Interchange, Item, Ratio};
use iceroad_model::trade::{Action, ActionKind, Offer, Party, Restriction, Scope};

/// The greatest mass or volume of one unit, in grams or millilitres: a hundred thousand tonnes.
const MOST_UNIT: i64 = 100_000_000_000;

table! {
    Parties: Party in parties, "parties.csv", "A firm or authority.";
    name: name("short name, unique"),
    title: title(),
    territory: column("territory", "where it is seated"),
    aliases: column("aliases", "other names it goes by; screening reads them"),
    owners: elsewhere(),
}

children! {
    Owners: (PartyId, Share), PartyId of Party in parties by |party| &party.owners, |party| Some(&mut party.owners),
    "owners.csv", "An owner of a party; half or more together counts as owned.";
    of: column("party", "what is owned"),
    row: pair(column("owner", "by whom"), column("owned_share", "share owned")),
}

/// Exact with three decimals: kilograms held in grams, litres in millilitres.
fn unit_size(name: &'static str, what: &'static str, unit: &'static str, doc: &'static str) -> Column<i64> {
    of_kind(name, Kind::Fixed { what, unit, decimals: 3, min: 0, max: MOST_UNIT }, doc)
}

table! {
    Items: Item in items, "items.csv", "An item that is bought, carried, stored and used.";
    name: name("item number, unique"),
    title: title(),
    kind: column("kind", "where it is shown, never a rule"),
    brand: column("brand", "brand it is made for, where it is for one"),
    maker: column("maker", "who makes it; empty is unknown, which no restriction that asks will clear"),
    hs_code: of_kind("hs_code", Kind::Hs, "Harmonised System code of 2 to 10 digits; empty is unknown"),
    origin: column("origin", "territory of origin; empty is unknown"),
    unit: column("unit", "unit of issue, in which every quantity of the item is counted").or("piece"),
    unit_grams: unit_size("unit_mass_kg", "mass", "kg", "mass of one unit"),
    unit_millilitres: unit_size("unit_volume_l", "volume", "l", "volume of one unit"),
    value: column("value", "book value of one unit"),
    shelf_life: column("shelf_life_days", "spoils after so long in store; empty: keeps"),
    rated_to: column("rated_to_c", "lowest temperature it is rated for; empty: any"),
    freight_priority: count("freight_priority", 1..=9, "who boards first where goods wait for a way, 1 first; empty: as the store says, else 5"),
}

columns! {
    /// How many for how many.
    RatioColumns: Ratio;
    of_use: count("ratio_use", 1..=1_000_000, "so many units of the substitute …").or("1"),
    for_need: count("ratio_need", 1..=1_000_000, "… for so many of the need").or("1"),
}

table! {
    Interchanges: Interchange in interchange, "interchange.csv",
    "A directed statement: the substitute may be installed where the need is called for.";
    name: name("short name, unique"),
    need: column("need", "what is called for"),
    substitute: column("substitute", "what may stand in for it"),
    ratio: RatioColumns,
    two_way: column("two_way", "it holds the other way too, at the inverse ratio").or("no"),
    transitive: column("transitive", "a chain may go on through this step").or("no"),
    models: column("models", "models it holds on; empty: all"),
    from: column("from", "first day it holds"),
    to: column("to", "last day it holds"),
    approval: column("approval", "state; `forbidden` beats any other path").or("approved"),
    life_factor: number("life_factor", "factor", "", 0.0..=100.0, "life of the substitute over the life of the original")
        .or("1"),
}

/// What a restriction does, with the days of a licence.
struct ActionColumns;

impl ActionColumns {
    const ACTION: &str = "action";
    const DAYS: &str = "licence_days";
}

impl Columns for ActionColumns {
    type Value = Action;

    fn specs(&self) -> Vec<ColumnSpec> {
        let action = column::<ActionKind>(
            Self::ACTION,
            "`prohibit`: not to be bought; `licence`: only with a licence",
        );
        let days = column::<Option<Days>>(Self::DAYS, "for `licence`: days from application to issue");
        vec![action.spec(), days.spec()]
    }

    fn read(&self, row: &Row<'_>) -> Option<Action> {
        match row.get(Self::ACTION)? {
            ActionKind::Prohibit => {
                row.refuses(&[Self::DAYS], "as the action is `prohibit`");
                Some(Action::Prohibit)
            }
            ActionKind::Licence => {
                row.needs(Self::DAYS, "as the action is `licence`");
                Some(Action::Licence { lead: row.get(Self::DAYS)? })
            }
        }
    }

    fn write(&self, action: &Action, line: &mut Line<'_>) {
        line.put(Self::ACTION, &ActionKind::from(action));
        if let Action::Licence { lead } = action {
            line.put(Self::DAYS, lead);
        }
    }
}

columns! {
    /// What a restriction matches.
    ScopeColumns: Scope;
    hs_prefixes: of_kind("hs_prefixes", Kind::HsList, "beginnings of HS codes"),
    origins: column("origins", "origins"),
    makers: column("makers", "makers"),
    sellers: column("sellers", "sellers, with those they own"),
    carriers: column("carriers", "carriers"),
    transits: column("transits", "territories the goods would cross"),
    destinations: column("destinations", "territories the goods are for"),
}

table! {
    Restrictions: Restriction in restrictions, "restrictions.csv",
    "A dated restriction. An empty list matches anything; every filled list must match. The strictest matching rule wins.";
    name: name("short name, unique"),
    title: title_as("name for people; say that it is illustrative where it is; empty: the name"),
    action: ActionColumns,
    scope: ScopeColumns,
    from: column("from", "first day in force"),
    to: column("to", "last day in force"),
    wind_down_until: column(
        "wind_down_until",
        "orders of agreements signed before `from` are let through until this day",
    ),
    exempt: column("exempt", "items exempt from it"),
}

table! {
    Offers: Offer in offers, "offers.csv", "Who sells what, where and at what price.";
    name: name("short name, unique"),
    seller: column("seller", "who sells"),
    item: column("item", "what"),
    site: column("site", "where it is handed over"),
    price: column("price", "price of one unit"),
    minimum: column("minimum", "least quantity of an order").or("1"),
    batch: column("batch", "orders come in multiples of this").or("1"),
    lead_days: law("lead", "days", "days from order to hand-over at the site"),
    from: column("from", "first day an order may be placed"),
    to: column("to", "last day an order may be placed"),
}
