//! Items and what may stand in for what.
use super::graph::Graph;
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::goods::{Approval, Interchange};
use crate::ids::ItemId;
use iceroad_base::Id;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Money, Ranged};
use std::collections::BTreeMap;

pub(super) const RULES: &[Rule] = &[
    item_weighs_nothing_or_more,
    item_is_worth_nothing_or_more,
    hs_code_is_digits,
    item_keeps_for_a_while,
    substitute_is_another_item,
    ratio_has_no_zero,
    ratios_agree,
    supersession_ends,
    life_factor_is_above_zero,
    interchange_dates_are_in_order,
];

/// The fault of a good that neither stock nor an offer nor an equivalent can bring.
pub(super) fn never_to_be_had(world: &World<'_>, faults: &mut Faults, place: Place, item: ItemId) {
    let name = &world.tables.items[item].name;
    faults.add(
        Code::NeverToBeHad,
        place,
        format!("`{name}`"),
        "an item that is in stock, on the way or on offer, or one with an approved equivalent that is",
        format!("add an offer for `{name}`, or put it on a shelf in stock.csv, or approve an equivalent"),
    );
}

/// The fault of a price or cost below zero.
pub(super) fn negative_money(faults: &mut Faults, place: Place, amount: Money) {
    faults.add(
        Code::Negative,
        place,
        amount.major(),
        "0 or more",
        "write what is paid as a positive number; there are no negative prices",
    );
}

/// The fault of a last day before its first.
pub(super) fn dates_in_order(
    faults: &mut Faults,
    (table, row): (&'static str, usize),
    name: &str,
    from: Option<Date>,
    to: Option<Date>,
) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.add(
            Code::DatesReversed,
            (table, row, "to"),
            format!("`{name}` from {from} to {to}"),
            format!("a last day on or after {from}"),
            "exchange the two dates, or leave one empty where there is no limit",
        );
    }
}

fn item_weighs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, item) in world.tables.items.iter().enumerate() {
        let figures = [
            ("unit_mass_kg", item.unit_grams, "the mass"),
            ("unit_volume_l", item.unit_millilitres, "the volume"),
        ];
        for (column, thousandths, what) in figures.into_iter().filter(|&(_, figure, _)| figure < 0) {
            faults.add(
                Code::Negative,
                ("items", row, column),
                thousandths as f64 / 1_000.0,
                "0 or more",
                format!("write {what} of one unit of `{}`", item.name),
            );
        }
    }
}

fn item_is_worth_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, item) in world.tables.items.iter().enumerate() {
        if item.value.get() < 0 {
            negative_money(faults, ("items", row, "value"), item.value);
        }
    }
}

fn hs_code_is_digits(world: &World<'_>, faults: &mut Faults) {
    for (row, item) in world.tables.items.iter().enumerate() {
        let Some(code) = &item.hs_code else { continue };
        if !((2..=10).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())) {
            faults.add(
                Code::HsCodeBad,
                ("items", row, "hs_code"),
                format!("`{code}`"),
                "2 to 10 digits without dots or spaces",
                "look the code up in the tariff; leave it empty where it is unknown",
            );
        }
    }
}

fn item_keeps_for_a_while(world: &World<'_>, faults: &mut Faults) {
    for (row, item) in world.tables.items.iter().enumerate() {
        if item.shelf_life.is_some_and(|life| life.get() <= 0.0) {
            faults.add(
                Code::ShelfLifeZero,
                ("items", row, "shelf_life_days"),
                0,
                "more than 0 days",
                format!("write how long `{}` keeps; leave it empty where it keeps for ever", item.name),
            );
        }
    }
}

fn substitute_is_another_item(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.interchange.iter().enumerate() {
        if one.need == one.substitute {
            let name = &world.tables.items[one.need].name;
            faults.add(
                Code::InterchangeToItself,
                ("interchange", row, "substitute"),
                format!("`{name}`"),
                format!("an item other than `{name}`"),
                "name what may stand in for it, or take the row out",
            );
        }
    }
}

fn ratio_has_no_zero(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.interchange.iter().enumerate() {
        for (column, figure) in [("ratio_use", one.ratio.of_use), ("ratio_need", one.ratio.for_need)] {
            if figure == 0 {
                faults.add(
                    Code::RatioZero,
                    ("interchange", row, column),
                    0,
                    "at least 1",
                    format!(
                        "say how many `{}` stand in for how many",
                        world.tables.items[one.substitute].name
                    ),
                );
            }
        }
    }
}

/// Approved statements between two items.
fn approved<'a>(world: &World<'a>) -> impl Iterator<Item = (usize, &'a Interchange)> + use<'a> {
    let rows = world.tables.interchange.iter().enumerate();
    rows.filter(|(_, one)| one.approval == Approval::Approved && one.need != one.substitute)
}

/// Whether two statements can hold on one model on one day.
fn overlap(one: &Interchange, other: &Interchange) -> bool {
    let models = one.models.is_empty()
        || other.models.is_empty()
        || one.models.iter().any(|model| other.models.contains(model));
    let starts_after =
        |from: Option<Date>, to: Option<Date>| from.zip(to).is_some_and(|(from, to)| from > to);
    models && !starts_after(one.from, other.to) && !starts_after(other.from, one.to)
}

/// A statement with its ratio told in the order of the two items' ids, so that both directions compare.
struct Statement<'a> {
    row: usize,
    one: &'a Interchange,
    ratio: [u64; 2],
}

impl<'a> Statement<'a> {
    fn new(row: usize, one: &'a Interchange) -> Self {
        let (used, need) = (u64::from(one.ratio.of_use), u64::from(one.ratio.for_need));
        let ratio = if one.substitute < one.need { [need, used] } else { [used, need] };
        Self { row, one, ratio }
    }

    fn pair(&self) -> (ItemId, ItemId) {
        (self.one.need.min(self.one.substitute), self.one.need.max(self.one.substitute))
    }

    fn contradicts(&self, other: &Statement<'_>) -> bool {
        // One-way statements in opposite directions may differ: each is used in its own direction only.
        let same_way = other.one.need == self.one.need || other.one.two_way || self.one.two_way;
        let differ = self.ratio[0] * other.ratio[1] != self.ratio[1] * other.ratio[0];
        same_way && differ && overlap(self.one, other.one)
    }
}

/// Two statements of one interchange, one perhaps the other way round, must give the same ratio.
fn ratios_agree(world: &World<'_>, faults: &mut Faults) {
    let items = &world.tables.items;
    let said = |one: &Interchange| {
        let (substitute, need) = (&items[one.substitute].name, &items[one.need].name);
        format!("{} `{substitute}` for {} `{need}`", one.ratio.of_use, one.ratio.for_need)
    };
    let mut of_pair: BTreeMap<(ItemId, ItemId), Vec<Statement<'_>>> = BTreeMap::new();
    // A ratio with a zero has that fault.
    for (row, one) in approved(world).filter(|(_, one)| one.ratio.of_use > 0 && one.ratio.for_need > 0) {
        let statement = Statement::new(row, one);
        let before = of_pair.entry(statement.pair()).or_default();
        if let Some(other) = before.iter().find(|other| statement.contradicts(other)) {
            faults.add(
                Code::RatiosDisagree,
                ("interchange", statement.row, "ratio_use"),
                said(one),
                format!("the ratio of `{}`: {}", other.one.name, said(other.one)),
                "keep one of the two statements, or let them hold on other models or days",
            );
        }
        before.push(statement);
    }
}

/// A chain of one-way statements that a chain may follow must not come back to its start.
fn supersession_ends(world: &World<'_>, faults: &mut Faults) {
    let items = &world.tables.items;
    let steps: Vec<(usize, &Interchange)> =
        approved(world).filter(|(_, one)| one.transitive && !one.two_way).collect();
    let arrows = steps.iter().map(|(_, one)| (one.need.index(), one.substitute.index()));
    for circle in Graph::new(items.len(), arrows).circles() {
        let names: Vec<String> =
            circle.iter().map(|&item| format!("`{}`", items[ItemId::from_index(item)].name)).collect();
        let (Some(first), Some(last)) = (circle.first(), circle.last()) else { continue };
        let closing =
            steps.iter().find(|(_, one)| one.need.index() == *last && one.substitute.index() == *first);
        let Some(&(row, _)) = closing else { continue };
        faults.add(
            Code::InterchangeLoop,
            ("interchange", row, "substitute"),
            format!("{} → {}", names.join(" → "), names[0]),
            "a chain that ends at an item that nothing supersedes",
            "take one step out, or make it not `transitive`, or declare it `two_way`",
        );
    }
}

fn life_factor_is_above_zero(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.interchange.iter().enumerate() {
        if !(one.life_factor.is_finite() && one.life_factor > 0.0) {
            faults.add(
                Code::LifeFactorBad,
                ("interchange", row, "life_factor"),
                one.life_factor,
                "a number above 0",
                "write the substitute's life over the original's: 1 for equal, 0.8 for a fifth less",
            );
        }
    }
}

fn interchange_dates_are_in_order(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.interchange.iter().enumerate() {
        dates_in_order(faults, ("interchange", row), &one.name, one.from, one.to);
    }
}
