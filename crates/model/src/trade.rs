//! Parties, offers and dated restrictions.
//!
//! The program carries no legal list: a restriction is data of the scenario in the shape of a published rule.
use crate::ids::{ItemId, PartyId, SiteId, TerritoryId};
use iceroad_base::civil::Date;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Money, Quantity, Share};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray, VariantNames};

/// A firm or authority, a row of `parties.csv`.
#[derive(Clone, Debug)]
pub struct Party {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where it is seated.
    pub territory: TerritoryId,
    /// Other names it goes by; screening reads them.
    pub aliases: Vec<String>,
    /// Owners with their shares; 50 % together counts as owned.
    pub owners: Vec<(PartyId, Share)>,
}

/// Who sells what, where, when and at what price; a row of `offers.csv`.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Short name, unique.
    pub name: String,
    /// Who sells.
    pub seller: PartyId,
    /// What.
    pub item: ItemId,
    /// Where it is handed over.
    pub site: SiteId,
    /// Price of one unit.
    pub price: Money,
    /// Least quantity of an order.
    pub minimum: Quantity,
    /// Orders come in multiples of this.
    pub batch: Quantity,
    /// Days from order to hand-over at the site.
    pub lead_days: Law,
    /// First day an order may be placed.
    pub from: Option<Date>,
    /// Last day an order may be placed.
    pub to: Option<Date>,
}

/// What a restriction does to what it matches.
#[derive(Clone, Copy, PartialEq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(ActionKind),
    doc = "Which [`Action`] it is.",
    derive(IntoStaticStr, VariantArray, VariantNames),
    strum(serialize_all = "snake_case")
)]
pub enum Action {
    /// Not to be bought.
    Prohibit,
    /// Only with a licence, which takes its own time.
    Licence {
        /// From application to issue.
        lead: Days,
    },
}

/// What a restriction matches; an empty list matches anything, a filled one asks for a member.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Prefixes of HS codes.
    pub hs_prefixes: Vec<String>,
    /// Origins.
    pub origins: Vec<TerritoryId>,
    /// Makers.
    pub makers: Vec<PartyId>,
    /// Sellers, with those they own.
    pub sellers: Vec<PartyId>,
    /// Carriers.
    pub carriers: Vec<PartyId>,
    /// Territories the goods would cross.
    pub transits: Vec<TerritoryId>,
    /// Territories the goods are for.
    pub destinations: Vec<TerritoryId>,
}

/// A dated restriction, a row of `restrictions.csv`. Every matching rule applies and the strictest wins.
#[derive(Clone, Debug)]
pub struct Restriction {
    /// Short name, unique.
    pub name: String,
    /// Name for people; says that it is illustrative where it is.
    pub title: String,
    /// What it does.
    pub action: Action,
    /// What it matches.
    pub scope: Scope,
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force.
    pub to: Option<Date>,
    /// Orders of agreements signed before `from` are let through until this day.
    pub wind_down_until: Option<Date>,
    /// Items exempt from it.
    pub exempt: Vec<ItemId>,
}
