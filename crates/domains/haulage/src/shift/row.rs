//! What of the shift is worked out once for a scenario: when shifts start and breaks fall due, who may operate
//! what, and what a round of a truck takes.

use crate::error::HaulageError;
use crate::ground::{Ground, MineRow, Role, working_time};
use crate::rows::{TruckIdx, TruckKind};
use crate::surface::Surface;
use iceroad_base::civil::{Clock, Horizon};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::event::MachineState;
use iceroad_model::roads::ClosureReason;
use iceroad_model::shift::{Break, BreakFor, BreakPlace, RefuelRule, ShiftChange};
use iceroad_model::{FaceId, MineId, ModelId, Tables};
use std::cmp::Reverse;

const MS_PER_MIN: i64 = 60_000;

/// What the calendar brings about at an instant; of several at one instant the lesser is first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum What {
    /// The mine stops working until a later shift.
    ShiftEnds,
    /// A closure ends, or begins.
    Opens {
        row: u16,
    },
    Closes {
        row: u16,
    },
    /// A shift starts; the one before hands over to it where they touch.
    ShiftStarts {
        hands_over: bool,
    },
    /// The break of a row falls due for one of its groups.
    Break {
        row: u16,
        group: u16,
    },
}

/// See [`What`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Moment {
    pub(crate) at: Time,
    pub(crate) what: What,
}

/// A break of one mine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BreakRow {
    pub(crate) ms: i64,
    pub(crate) groups: usize,
    pub(crate) trucks: bool,
    pub(crate) loaders: bool,
    pub(crate) at_park: bool,
}

impl BreakRow {
    fn new(one: &Break) -> BreakRow {
        BreakRow {
            ms: i64::from(one.minutes) * MS_PER_MIN,
            groups: usize::from(one.groups.max(1)),
            trucks: one.who != BreakFor::Loaders,
            loaders: one.who != BreakFor::Trucks,
            at_park: one.place == BreakPlace::Park,
        }
    }
}

/// A closure that clears a face, or the whole mine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClosureRow {
    pub(crate) face: Option<FaceId>,
    /// How machines stand meanwhile.
    pub(crate) state: MachineState,
}

/// Operators of one qualification.
#[derive(Clone, Debug)]
pub(crate) struct CrewRow {
    pub(crate) name: String,
    pub(crate) per_shift: u16,
    pub(crate) absence: f64,
}

/// A round of a truck as the planner knows it: the longest of the mine's, and the greatest flow of fuel over one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Round {
    pub(crate) ms: i64,
    /// Out of the tank, mL or Wh.
    pub(crate) used: i64,
    pub(crate) used_per_h: i64,
}

/// The shift of one mine whose scenario asks for more of it than its hours.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShiftRow {
    pub(crate) moments: Vec<Moment>,
    pub(crate) breaks: Vec<BreakRow>,
    pub(crate) closures: Vec<ClosureRow>,
    pub(crate) change: ShiftChange,
    pub(crate) change_ms: i64,
    pub(crate) refuels_ahead: bool,
    pub(crate) idle_below: Option<Celsius>,
    pub(crate) crews: Vec<CrewRow>,
    /// The machines in the order in which they are manned: loaders, then trucks by payload, the greatest first.
    pub(crate) order: Vec<Role>,
    /// For each of `order`, who may operate it: rows of `crews`, of fewest models first.
    pub(crate) may_operate: Vec<Vec<u16>>,
    /// By truck kind and surface; empty where nobody looks ahead.
    rounds: Vec<[Round; Surface::ALL.len()]>,
}

impl ShiftRow {
    /// The shift of a mine; none where nothing is asked of it but its hours.
    ///
    /// # Errors
    /// [`HaulageError::Calendar`] where its hours make no window.
    pub(crate) fn new(
        tables: &Tables,
        horizon: &Horizon,
        ground: &Ground,
        mine_id: MineId,
    ) -> Result<Option<ShiftRow>, HaulageError> {
        let (row, mine) = (&tables.mines[mine_id], &ground.mines[mine_id]);
        let rules = &row.shift;
        let breaks: Vec<_> = tables.breaks.iter().filter(|one| one.mine == mine_id).collect();
        let mut shift = ShiftRow {
            change: rules.change,
            change_ms: i64::from(rules.change_minutes.unwrap_or_default()) * MS_PER_MIN,
            refuels_ahead: rules.refuel == RefuelRule::BeforeChange && row.fuel_point.is_some(),
            idle_below: rules.idle_below,
            breaks: breaks.iter().map(|one| BreakRow::new(one)).collect(),
            ..ShiftRow::default()
        };
        add_crews(&mut shift, ground, tables, mine_id);
        let trucks = mine.trucks.iter().map(|&truck_idx| &ground.trucks[truck_idx].machine);
        let loaders = mine.loaders.iter().map(|&loader_idx| &ground.loaders[loader_idx].machine);
        let starts_cold = trucks.chain(loaders).any(|machine| machine.cold_start.is_some());
        let by_calendar = !shift.breaks.is_empty()
            || !shift.crews.is_empty()
            || shift.change != ShiftChange::None
            || shift.refuels_ahead;
        add_closures(&mut shift, tables, horizon, mine_id);
        if !by_calendar && shift.closures.is_empty() && !starts_cold && shift.idle_below.is_none() {
            return Ok(None);
        }
        if by_calendar {
            let calendar = &tables.calendars[row.calendar];
            let clock = Clock::new(horizon, &calendar.zone);
            let starts = working_time(calendar, horizon)
                .starts(&clock, horizon)
                .map_err(|error| HaulageError::Calendar { mine: row.name.clone(), error })?;
            add_shift_moments(&mut shift.moments, mine, &starts);
            for (index, one) in breaks.iter().enumerate() {
                let row = (index, shift.breaks[index]);
                add_break_moments(&mut shift.moments, mine, &clock, horizon, one.start, row);
            }
        }
        shift.moments.sort_unstable();
        if shift.refuels_ahead {
            shift.rounds = (0..ground.kinds.len())
                .map(|kind| Surface::ALL.map(|surface| round(ground, mine, TruckKind(kind as u16), surface)))
                .collect();
        }
        Ok(Some(shift))
    }

    /// Whether a break of a row, in a group, is the `nth` truck's.
    pub(crate) fn is_break_of_truck(&self, row: u16, group: u16, nth: usize) -> bool {
        let row = &self.breaks[usize::from(row)];
        row.trucks && nth % row.groups == usize::from(group)
    }

    /// The same for the `nth` loader.
    pub(crate) fn is_break_of_loader(&self, row: u16, group: u16, nth: usize) -> bool {
        let row = &self.breaks[usize::from(row)];
        row.loaders && nth % row.groups == usize::from(group)
    }

    pub(crate) fn round(&self, kind: TruckKind, surface: Surface) -> Round {
        self.rounds.get(kind.index()).map_or_else(Round::default, |of_kind| of_kind[surface as usize])
    }
}

/// What clears faces, or all of the mine, by calendar. Closed roads are another's matter.
fn add_closures(shift: &mut ShiftRow, tables: &Tables, horizon: &Horizon, mine_id: MineId) {
    let clock = Clock::new(horizon, &tables.calendars[tables.mines[mine_id].calendar].zone);
    let cleared = tables.closures.iter().filter(|one| one.mine == mine_id && one.segment.is_none());
    for (index, one) in cleared.enumerate() {
        let row = index as u16;
        shift.closures.push(ClosureRow {
            face: one.face,
            state: match one.reason {
                ClosureReason::Blast => MachineState::BlastStandDown,
                ClosureReason::Storm => MachineState::WeatherStop,
                ClosureReason::Works => MachineState::NoWork,
            },
        });
        for day in clock.day_index(Time::START) - 1..=clock.day_index(horizon.end()) {
            let date = clock.date_of_day(day);
            if !one.begins_on(date) {
                continue;
            }
            let last = if one.end <= one.start { clock.date_of_day(day + 1) } else { date };
            let from = clock.at(date, one.start).max(Time::START);
            let to = clock.at(last, one.end).min(horizon.end());
            if from < to {
                shift.moments.push(Moment { at: from, what: What::Closes { row } });
                shift.moments.push(Moment { at: to, what: What::Opens { row } });
            }
        }
    }
}

fn add_shift_moments(moments: &mut Vec<Moment>, mine: &MineRow, starts: &[Time]) {
    for &at in starts {
        let hands_over = at > Time::START && mine.windows.is_on(at - Span::from_millis(1));
        moments.push(Moment { at, what: What::ShiftStarts { hands_over } });
    }
    moments.extend(mine.windows.iter().map(|(_, at)| Moment { at, what: What::ShiftEnds }));
}

/// A break is had on every day on which the mine works when it falls due.
fn add_break_moments(
    moments: &mut Vec<Moment>,
    mine: &MineRow,
    clock: &Clock,
    horizon: &Horizon,
    start: iceroad_base::civil::TimeOfDay,
    (index, row): (usize, BreakRow),
) {
    for day in clock.day_index(Time::START) - 1..=clock.day_index(horizon.end()) {
        let first = clock.at(clock.date_of_day(day), start);
        for group in 0..row.groups {
            let at = first + Span::from_millis(row.ms * group as i64);
            if at >= Time::START && at < horizon.end() && mine.windows.is_on(at) {
                moments.push(Moment { at, what: What::Break { row: index as u16, group: group as u16 } });
            }
        }
    }
}

fn add_crews(shift: &mut ShiftRow, ground: &Ground, tables: &Tables, mine_id: MineId) {
    let mine = &ground.mines[mine_id];
    let crews: Vec<_> = tables.operators.iter().filter(|people| people.mine == mine_id).collect();
    if crews.is_empty() {
        return;
    }
    for people in &crews {
        shift.crews.push(CrewRow {
            name: people.name.clone(),
            per_shift: people.per_shift,
            absence: people.absence.get(),
        });
    }
    let payload = |truck_idx: TruckIdx| {
        let model = &tables.models[tables.machines[ground.trucks[truck_idx].machine.id].model];
        model.truck().map_or(0, |truck| truck.payload.get())
    };
    let mut trucks = mine.trucks.clone();
    trucks.sort_by_key(|&truck_idx| Reverse(payload(truck_idx)));
    shift.order.extend(mine.loaders.iter().map(|&loader_idx| Role::Loader(loader_idx)));
    shift.order.extend(trucks.into_iter().map(Role::Truck));
    for &role in &shift.order {
        let model: ModelId = tables.machines[ground.machine(role).id].model;
        let able = crews.iter().enumerate().filter(|(_, people)| people.models.contains(&model));
        let mut able: Vec<(usize, u16)> =
            able.map(|(index, people)| (people.models.len(), index as u16)).collect();
        able.sort_unstable();
        shift.may_operate.push(able.into_iter().map(|(_, index)| index).collect());
    }
}

/// The longest round of a truck kind between the mine's faces and their dumps, and the greatest flow over one.
fn round(ground: &Ground, mine: &MineRow, kind: TruckKind, surface: Surface) -> Round {
    let mut longest = Round::default();
    for &loader_idx in &mine.loaders {
        let row = &ground.loaders[loader_idx];
        for (step, &face) in row.faces.iter().enumerate() {
            let Some(fill) = ground.fill_of(row.fills_at.after(step), kind) else { continue };
            let face = &ground.faces[face];
            for &dump_id in &face.dumps {
                let dump = &ground.dumps[dump_id];
                let out = mine.routes.leg(kind, true, surface, face.place, dump.place);
                let back = mine.routes.leg(kind, false, surface, dump.place, face.place);
                let idle_ms = fill.expected_ms() + dump.dump_ms;
                let idle_used = idle_flow(ground, mine, kind) * idle_ms / 3_600_000;
                let ms = i64::from(out.ms) + i64::from(back.ms) + idle_ms;
                let used = i64::from(out.used) + i64::from(back.used) + idle_used;
                longest.ms = longest.ms.max(ms);
                longest.used = longest.used.max(used);
                longest.used_per_h = longest.used_per_h.max(used * 3_600_000 / ms.max(1));
            }
        }
    }
    longest
}

fn idle_flow(ground: &Ground, mine: &MineRow, kind: TruckKind) -> i64 {
    let of_kind = mine.trucks.iter().map(|&truck_idx| &ground.trucks[truck_idx]).find(|row| row.kind == kind);
    of_kind.map_or(0, |row| row.machine.idle_flow)
}
