//! Items and the directed statements of what may stand in for what.
use crate::ids::{BrandId, ItemId, ModelId, PartyId, TerritoryId};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Days, Mass, Money, Volume};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// What an item is; decides where it is shown, never a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ItemKind {
    /// A whole machine.
    Machine,
    /// A spare part.
    Part,
    /// A tyre.
    Tyre,
    /// Fuel.
    Fuel,
    /// Food.
    Food,
    /// Building material or module.
    Building,
    /// Anything else.
    Other,
}

/// The unit an item is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Unit {
    /// Pieces.
    Piece,
    /// Kilograms.
    Kilogram,
    /// Litres.
    Litre,
}

/// An item, a row of `items.csv`.
#[derive(Clone, Debug)]
pub struct Item {
    /// Item number, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Kind.
    pub kind: ItemKind,
    /// Brand it is made for, where it is for one.
    pub brand: Option<BrandId>,
    /// Who makes it; unknown is never cleared by a restriction that asks.
    pub maker: Option<PartyId>,
    /// Harmonised System code, two to ten digits; unknown is never cleared by a restriction that asks.
    pub hs_code: Option<String>,
    /// Territory of origin; unknown is never cleared by a restriction that asks.
    pub origin: Option<TerritoryId>,
    /// Unit of issue.
    pub unit: Unit,
    /// Mass of one unit, in grams, so that a litre of fuel is exact.
    pub unit_grams: i64,
    /// Volume of one unit, in millilitres.
    pub unit_millilitres: i64,
    /// Book value of one unit.
    pub value: Money,
    /// Spoils after so long in store; none: keeps.
    pub shelf_life: Option<Days>,
    /// Lowest temperature it is rated for; none: any.
    pub rated_to: Option<Celsius>,
    /// Who boards first where goods wait for a way: lower first; none: 5.
    pub freight_priority: Option<u8>,
}

impl Item {
    /// Mass of `quantity` units, rounded up to whole kilograms, so that a shipment is never lighter than its goods.
    pub fn mass_of(&self, quantity: i64) -> Mass {
        Mass(div_ceil(self.unit_grams.saturating_mul(quantity), 1_000))
    }

    /// Volume of `quantity` units, rounded up to whole litres.
    pub fn volume_of(&self, quantity: i64) -> Volume {
        Volume(div_ceil(self.unit_millilitres.saturating_mul(quantity), 1_000))
    }
}

fn div_ceil(number: i64, by: i64) -> i64 {
    number.div_euclid(by) + i64::from(number.rem_euclid(by) != 0)
}

/// State of an interchange statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Approval {
    /// May be used.
    Approved,
    /// Not yet.
    Proposed,
    /// Explicitly forbidden; beats any other path.
    Forbidden,
}

/// A ratio of whole numbers: `use_quantity` of the substitute for `need_quantity` of the need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ratio {
    /// Units of the substitute …
    pub of_use: u32,
    /// … for so many units of the need.
    pub for_need: u32,
}

/// A directed statement: `use` may be installed where `need` is called for; a row of `interchange.csv`.
#[derive(Clone, Debug)]
pub struct Interchange {
    /// Short name, unique.
    pub name: String,
    /// What is called for.
    pub need: ItemId,
    /// What may stand in for it.
    pub substitute: ItemId,
    /// How many for how many.
    pub ratio: Ratio,
    /// Whether it holds the other way too, at the inverse ratio.
    pub two_way: bool,
    /// Whether a chain may go on through this step.
    pub transitive: bool,
    /// Models it holds on; empty: all.
    pub models: Vec<ModelId>,
    /// First day it holds.
    pub from: Option<Date>,
    /// Last day it holds.
    pub to: Option<Date>,
    /// State.
    pub approval: Approval,
    /// Life of the substitute over the life of the original.
    pub life_factor: f64,
}
