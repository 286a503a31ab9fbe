//! Breaks, changes of shift, operators, pumps and cold engines.
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::{Celsius, Share};
use iceroad_model::shift::{Break, BreakFor, BreakPlace, Operators, RefuelRule, ShiftChange};
use iceroad_model::{MineId, ModelId, Tables};
use iceroad_worlds::example::*;

/// A break of half an hour at a minute of the day.
fn break_at(hour: i8, minute: i8) -> Break {
    let start = TimeOfDay::constant(hour, minute, 0, 0);
    Break { mine: MINE, start, minutes: 30, groups: 1, who: BreakFor::All, place: BreakPlace::InCab }
}

/// People for every model that the mine has.
fn all_round(t: &Tables) -> Operators {
    let mut models: Vec<ModelId> = t.machines.iter().map(|machine| machine.model).collect();
    models.sort_unstable();
    models.dedup();
    Operators { name: "all-round".into(), mine: MINE, models, per_shift: 9, absence: Share::clamped(0.1) }
}

cases! {
    a_change_of_shift_takes_time: ValueAlone at "mines" "shift_change", |t| {
        t.mines[MINE].shift.change = ShiftChange::HotSeat;
    };
    a_change_without_loss_has_no_time: ValueSurplus at "mines" "shift_change_min", |t| {
        t.mines[MINE].shift.change_minutes = Some(10);
    };
    refuelling_ahead_needs_a_fuel_point: ValueSurplus at "mines" "refuel", |t| {
        without_fuel(t);
        t.mines[MINE].shift.refuel = RefuelRule::BeforeChange;
    };
    pumps_are_counted_at_a_fuel_point: ValueSurplus at "mines" "fuel_places", |t| {
        without_fuel(t);
        t.mines[MINE].shift.fuel_places = Some(2);
    };
    a_break_lasts: OutOfRange at "breaks" "length_min", |t| {
        t.breaks.push(Break { minutes: 0, ..break_at(12, 0) });
    };
    a_break_has_a_group: OutOfRange at "breaks" "groups", |t| {
        t.breaks.push(Break { groups: 0, ..break_at(12, 0) });
    };
    a_break_lies_in_a_shift: BreakOutsideShift at "breaks" "start", |t| {
        let end = t.calendars[TWO_SHIFTS].shifts[0].end;
        t.calendars[TWO_SHIFTS].shifts.truncate(1);
        t.breaks.push(Break { start: end, ..break_at(0, 0) });
    };
    the_last_group_has_its_break_before_the_shift_ends: BreakOutlastsShift at "breaks" "length_min", |t| {
        t.breaks.push(Break { minutes: 240, groups: 4, ..break_at(12, 0) });
    };
    a_break_names_a_mine: IdOutsideTable at "breaks" "mine", |t| {
        t.breaks.push(Break { mine: MineId(9), ..break_at(12, 0) });
    };
    a_warm_up_has_a_temperature: ValueAlone at "truck_models" "warm_up_min", |t| {
        t.models[TRUCK_MODEL].warm_up.minutes = 20;
    };
    a_temperature_of_warm_up_has_a_time: ValueSurplus at "truck_models" "warm_up_below_c", |t| {
        t.models[TRUCK_MODEL].warm_up.below = Some(Celsius::clamped(-30.0));
    };
    operators_operate_something: ValueMissing at "operators" "models", |t| {
        let idle = Operators { name: "idle".into(), models: Vec::new(), ..all_round(t) };
        let all = all_round(t);
        t.operators.extend([all, idle]);
    };
    operators_operate_what_the_mine_has: OperatorsOfAbsentModel at "operators" "models", |t| {
        let mut all = all_round(t);
        let other = iceroad_model::fleet::Model { name: "Cedar 90".into(), ..t.models[TRUCK_MODEL].clone() };
        all.models.push(t.models.push(other));
        t.operators.push(all);
    };
    operators_are_named_once: NameTwice at "operators" "name", |t| {
        let all = all_round(t);
        t.operators.extend([all.clone(), all]);
    };
    a_model_is_named_once: ListTwice at "operators" "models", |t| {
        let mut all = all_round(t);
        all.models.push(all.models[0]);
        t.operators.push(all);
    };
    operators_name_models_that_are_there: IdOutsideTable at "operators" "models", |t| {
        let mut all = all_round(t);
        all.models.push(ModelId(99));
        t.operators.push(all);
    };
    somebody_may_operate_each_machine: NobodyOperates at "machines" "model", |t| {
        let mut all = all_round(t);
        all.models.retain(|&model| model != TRUCK_MODEL);
        t.operators.push(all);
    };
}

/// The first truck model.
const TRUCK_MODEL: ModelId = ModelId(0);

fn without_fuel(t: &mut Tables) {
    let mine = &mut t.mines[MINE];
    (mine.fuel_point, mine.fuel_item, mine.fuel_store) = (None, None, None);
}
