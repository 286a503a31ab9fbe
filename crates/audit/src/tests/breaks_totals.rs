//! What breaks the rules of totals: records that differ from the log in one figure.
use super::Break;
use iceroad_base::quantity::Money;
use iceroad_model::packed::{Packed, Row};
use iceroad_model::record::{
    DumpCell, MineShortCell, QueueCell, RefusalCell, RunRecord, ShortCell, TonnesCell, ZoneRecord,
};
use iceroad_model::{
    BayId, DumpId, FaceId, GroupId, ItemId, LegId, LineId, MaterialId, OfferId, RestrictionId, RotableId,
    SettlementId, TaskId,
};
use iceroad_worlds::example::*;

/// A rule, and a change of the record that breaks this rule and no other.
pub(super) type RecordBreak = (&'static str, fn(&mut RunRecord));

/// Changes one of packed rows.
fn row<T: Row, I>(rows: &mut Packed<T, I>, at: usize, change: impl FnOnce(&mut T)) {
    let mut all: Vec<T> = rows.iter().collect();
    change(&mut all[at]);
    *rows = Packed::of(&all);
}

/// What shows only beside a record, but is wrong in the log.
pub(super) const OF_LOG: &[Break] = &[
    ("operation and labour are paid by the hour", |s| s.cut("labour")),
    ("electricity is paid by the kilowatt-hour", |s| {
        s.tables.mines[MINE].electricity.cost_per_kwh = Money(900);
        s.under_a_line();
        s.draw(5);
    }),
];

pub(super) const BREAKS: &[RecordBreak] = &[
    ("the record has every machine", |r| {
        r.machines = r.machines.iter().take(2).collect();
    }),
    ("hours by state add up from the log", |r| row(&mut r.machines, 0, |row| row.state_ms[0].swap(1, 2))),
    ("a machine's states fill the horizon", |r| row(&mut r.machines, 0, |row| row.state_ms[0][3] += 1)),
    ("a machine's work adds up from the log", |r| row(&mut r.machines, 0, |row| row.fuel_l[0] += 1)),
    ("entries are counted", |r| r.entries += 1),
    ("tonnes add up from the log", |r| {
        r.tonnes.push(TonnesCell {
            dump: DumpId(1),
            material: MaterialId(1),
            month: 0,
            mass_kg: 1,
            loads: 1,
        });
    }),
    ("hauls add up from the log", |r| row(&mut r.hauls, 0, |cell| cell.loads += 1)),
    ("time in line at faces adds up from the log", |r| r.faces[FaceId(0)].queued_ms += 1),
    ("time in line at dumps adds up from the log", |r| r.dumps[DumpId(1)].trucks += 1),
    ("time held before zones adds up from the log", |r| _ = r.zones.push(ZoneRecord::default())),
    ("grades and stops of dumps add up from the log", |r| r.dump_months.push(DumpCell::new(DumpId(0), 0))),
    ("a subsystem's hours add up from the log", |r| row(&mut r.subsystems, 1, |row| row.down_ms[19] -= 1)),
    ("repairs add up from the log", |r| r.rotables[RotableId(0)].cores += 1),
    ("bay hours add up from the log", |r| r.bays[BayId(1)].open_ms += 1),
    ("technician hours add up from the log", |r| r.groups[GroupId(0)].on_shift_ms += 1),
    ("stock adds up from the log", |r| row(&mut r.stock, 6, |row| row.weekly[1] += 1)),
    ("goods' value adds up from the log", |r| row(&mut r.goods, 0, |cell| cell.closing += 1)),
    ("freight adds up from the log", |r| row(&mut r.legs, 0, |row| row.trips += 1)),
    ("vehicles add up from the log", |r| r.vehicles[iceroad_model::VehicleId(1)].days += 1),
    ("queues add up from the log", |r| {
        let cell = QueueCell { shipments: 1, mass_kg: 1, ..QueueCell::empty(LegId(1), ItemId(0)) };
        r.queues.push(&cell);
    }),
    ("deliveries add up from the log", |r| r.lines[LineId(0)].by_due += 1),
    ("what mines lacked adds up from the log", |r| {
        let (mine, store, item) = (MINE, MINE_STORE, FILTER);
        r.mine_shortages.push(MineShortCell { mine, store, item, month: 0, days: 1, quantity: 5 });
    }),
    ("shortages add up from the log", |r| {
        r.shortages.push(ShortCell {
            settlement: SettlementId(0),
            item: ItemId(0),
            month: 0,
            days: 1,
            quantity: 1,
        });
    }),
    ("tasks add up from the log", |r| r.tasks[TaskId(0)].done_ms = None),
    ("turnover adds up from the log", |r| row(&mut r.turnover, 0, |cell| cell.amount += 1)),
    ("refusals add up from the log", |r| {
        r.refusals.push(RefusalCell { offer: OfferId(0), rule: RestrictionId(1), times: 1 })
    }),
    ("money adds up from the log", |r| r.costs[0][0] += 1),
    ("the record has every month", |r| r.costs.truncate(0)),
    ("a season is open in its windows", |r| r.windows[0].closed = 20),
];
