//! What mines use by day, by cold and by tonnes hauled.
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::mine_use::mine_of;

pub(super) const RULES: &[Rule] =
    &[use_is_a_rate, use_is_stocked, use_can_be_had, tonnes_are_of_the_mine, tonnes_are_named_for_a_rate];

fn use_is_a_rate(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.mine_uses.iter().enumerate() {
        let rates = [
            ("per_day", one.per_day),
            ("per_heating_degree_day", one.per_heating_degree_day),
            ("per_tonne", one.per_tonne),
        ];
        for (column, rate) in rates.into_iter().filter(|&(_, rate)| !(rate.is_finite() && rate >= 0.0)) {
            faults.add(
                Code::OutOfRange,
                ("mine_consumption", row, column),
                rate,
                "0 or more units",
                format!("write what `{}` uses", world.tables.mines[one.mine].name),
            );
        }
    }
}

fn use_is_stocked(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, one) in t.mine_uses.iter().enumerate() {
        if t.stock.iter().any(|line| (line.store, line.item) == (one.store, one.item)) {
            continue;
        }
        let (item, store) = (&t.items[one.item].name, &t.stores[one.store].name);
        faults.add(
            Code::ConsumptionUnstocked,
            ("mine_consumption", row, "item"),
            format!("`{item}`"),
            format!("an item with a line of `{store}` in stock.csv"),
            format!("add a row for `{store}` and `{item}` to stock.csv, with a policy that keeps it filled"),
        );
    }
}

fn use_can_be_had(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, one) in t.mine_uses.iter().enumerate() {
        let kept = t.stock.iter().any(|line| (line.store, line.item) == (one.store, one.item));
        if kept && !world.can_be_had(one.item) {
            super::goods::never_to_be_had(world, faults, ("mine_consumption", row, "item"), one.item);
        }
    }
}

fn tonnes_are_of_the_mine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, one) in t.mine_uses.iter().enumerate() {
        let Some(dump) = one.dump.filter(|&dump| mine_of(t, dump) != one.mine) else { continue };
        let (mine, owner) = (&t.mines[one.mine].name, &t.mines[mine_of(t, dump)].name);
        faults.add(
            Code::UseOfOtherMine,
            ("mine_consumption", row, "dump"),
            format!("`{}` of `{owner}`", t.dumps[dump].name),
            format!("a dump of `{mine}`"),
            format!("name a dump of `{mine}`, or write the row for `{owner}`"),
        );
    }
}

fn tonnes_are_named_for_a_rate(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.mine_uses.iter().enumerate() {
        let column = if one.material.is_some() { "material" } else { "dump" };
        if one.per_tonne > 0.0 || one.material.is_none() && one.dump.is_none() {
            continue;
        }
        faults.add(
            Code::UseWithoutTonnes,
            ("mine_consumption", row, "per_tonne"),
            0,
            format!("more than 0, as `{column}` says which tonnes count"),
            format!("write how much goes with a tonne, or leave `{column}` empty"),
        );
    }
}
