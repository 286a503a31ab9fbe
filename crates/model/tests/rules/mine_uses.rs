//! Rules of what mines use: each case breaks one thing and expects one code.
use iceroad_base::civil::MonthDay;
use iceroad_base::quantity::Quantity;
use iceroad_model::mine_use::MineUse;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::*;
use iceroad_worlds::example::*;

fn use_of(item: ItemId) -> MineUse {
    MineUse {
        mine: MINE,
        store: MINE_STORE,
        item,
        per_day: 0.1,
        per_heating_degree_day: 0.0,
        per_tonne: 0.0,
        material: None,
        dump: None,
    }
}

cases! {
    a_use_is_a_rate: OutOfRange at "mine_consumption" "per_tonne", |t| {
        t.mine_uses.push(MineUse { per_tonne: f64::NAN, ..use_of(FILTER) });
    };
    what_a_mine_uses_is_stocked: ConsumptionUnstocked at "mine_consumption" "item", |t| {
        t.mine_uses.push(use_of(FLOUR));
    };
    a_use_is_written_once: RowTwice at "mine_consumption" "item", |t| {
        t.mine_uses.push(use_of(FILTER));
        t.mine_uses.push(use_of(FILTER));
    };
    a_use_without_a_rate_names_no_tonnes: UseWithoutTonnes at "mine_consumption" "per_tonne", |t| {
        t.mine_uses.push(MineUse { material: Some(ORE), ..use_of(FILTER) });
    };
    a_yearly_order_lasts_a_year: YearNotCovered at "stock" "up_to", |t| {
        let line = &mut t.stock[StockId(6)]; // Filters of the mine.
        line.policy = ReviewPolicy::BeforeClosure {
            up_to: Quantity(364),
            order_by: MonthDay { month: 1, day: 5 },
            reorder: Quantity(0),
            reorder_up_to: Quantity(0),
        };
        t.lines = Default::default();
        t.machines.iter_mut().for_each(|machine| machine.arrival = fleet::Arrival::AtStart);
        t.mine_uses.push(MineUse { per_day: 1.0, ..use_of(FILTER) });
    };
    tonnes_are_of_the_mine: UseOfOtherMine at "mine_consumption" "dump", |t| {
        let (other, _) = super::mines::second_mine(t);
        t.mine_uses.push(MineUse { mine: other, per_tonne: 1.0, dump: Some(CRUSHER), ..use_of(FILTER) });
    };
}
