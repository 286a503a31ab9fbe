//! Battery trucks: when they must charge, the line at the chargers, and what they and trolley lines draw.
//!
//! A battery is a tank whose unit is the watt-hour: driving, idling and charging change it as they change a tank, and
//! braking may put some back. It is *low* when less is in it than its reserve and the dearest round of its mine ask
//! for ([`need_wh`]); a truck looks when it has dumped, as it looks at its tank, and drives to the charge point. There
//! are so many chargers and a line, first come first served. Charging goes on over a shift's end and ends when full.
//! What a truck idles away is not in the dearest round: in line at a loader it looks again, and leaves the line once it
//! holds no more than its reserve, the haul to the dearest dump and the way from there to the charger.
//!
//! Pitfalls. What is idled away in line at a dump, or under the loader, comes out of the reserve. A battery that
//! is full takes nothing more, so the brakes of a truck that starts full at the top of a ramp only make heat.

use crate::Haulage;
use crate::error::HaulageError;
use crate::layout::Layout;
use crate::notice::{Ctx, Done};
use crate::routes::Surface;
use crate::rows::TruckIdx;
use crate::yard::TruckPhase;
use iceroad_base::quantity::{Energy, Ranged};
use iceroad_base::{Id, Span};
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::{FaceId, MineId, ModelId, Tables};
use std::collections::BTreeMap;

impl Haulage {
    /// A battery truck that has come into line at a loader looks at its battery before that holds too little for the load
    /// and the way to the charger after it, for a line may outlast a battery.
    pub(crate) fn watch_battery<L>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &self.trucks[truck_idx];
        if !truck.tank.is_battery() {
            return Ok(());
        }
        let Some(face) = self.loaders[truck.loader].face else { return Ok(()) };
        let leave_wh = self.layout.leave_line_wh(truck.kind, face);
        let Some(ms) = truck.tank.below_in_ms(leave_wh, truck.idle_ml_h) else { return Ok(()) };
        self.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)
    }

    /// A truck that leaves the line for another reason looks no more.
    pub(crate) fn forget_battery<L>(&self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        if self.trucks[truck_idx].tank.is_battery() {
            ctx.calendar.cancel(self.truck_slot(truck_idx));
        }
    }

    /// The battery of a truck in line holds no more than it needs: it goes to charge instead.
    pub(crate) fn leaves_to_charge<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        self.leave_load_line(truck_idx, ctx.now);
        match self.layout.mines[self.trucks[truck_idx].mine].charger {
            Some(charger) => self.go(truck_idx, charger, TruckPhase::ToFuel, ctx),
            None => self.decide(truck_idx, ctx),
        }
    }

    /// A battery truck has come to the charge point.
    pub(crate) fn at_charger<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.trucks[truck_idx].mine;
        if self.mines[mine_id].charging < self.layout.mines[mine_id].chargers {
            return self.begin_charge(truck_idx, ctx);
        }
        self.mines[mine_id].charge_line.push(&mut self.trucks, truck_idx);
        self.stand(truck_idx, TruckPhase::ChargeLine, MachineState::Refuelling, ctx)
    }

    fn begin_charge<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let wh_per_ms = self.layout.trucks[truck_idx].charge_wh_per_ms;
        let truck = &mut self.trucks[truck_idx];
        self.mines[truck.mine].charging += 1;
        truck.tank.wanted_l = truck.tank.room_l();
        let span = Span::from_millis((truck.tank.wanted_l as f64 * 1_000.0 / wh_per_ms).round() as i64);
        self.stand(truck_idx, TruckPhase::Refuelling, MachineState::Refuelling, ctx)?;
        self.post_truck(truck_idx, ctx.now + span, class::SERVED, ctx)
    }

    /// The truck has left its charger: the next in line has it.
    pub(crate) fn charger_free<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let mine = &mut self.mines[mine_id];
        mine.charging -= 1;
        match mine.charge_line.pop(&self.trucks) {
            Some(next) => self.begin_charge(next, ctx),
            None => Ok(()),
        }
    }

    /// Cuts charging short: what has gone in so far stays in.
    pub(crate) fn cut_charge<L>(&mut self, truck_idx: TruckIdx, ctx: &Ctx<'_, L>) {
        let wh_per_ms = self.layout.trucks[truck_idx].charge_wh_per_ms;
        let truck = &mut self.trucks[truck_idx];
        let wh = (ctx.now - truck.since).millis() as f64 * wh_per_ms;
        truck.tank.charge((wh as i64).min(truck.tank.wanted_l * 1_000));
    }
}

impl Layout {
    /// When each battery is low: below its reserve and the dearest round of its mine.
    pub(crate) fn add_batteries(&mut self, tables: &Tables, kinds: &[ModelId]) -> Result<(), HaulageError> {
        let mut needs: BTreeMap<(MineId, u16), i64> = BTreeMap::new();
        for truck_idx in self.trucks.ids() {
            let row = &self.trucks[truck_idx];
            let (mine, kind, model) = (row.mine, row.kind, kinds[usize::from(row.kind)]);
            let Some(battery) = tables.models[model].truck().and_then(|truck| truck.battery) else {
                continue;
            };
            let round = match needs.get(&(mine, kind)) {
                Some(&known) => known,
                None => need_wh(self, tables, mine, kind),
            };
            needs.insert((mine, kind), round);
            let reserve = battery.reserve.get();
            let low_wh = (row.tank_ml as f64 * reserve).round() as i64 + round;
            if low_wh > row.tank_ml {
                return Err(HaulageError::BatteryTooSmall {
                    model: tables.models[model].name.clone(),
                    mine: tables.mines[mine].name.clone(),
                    capacity: battery.capacity,
                    needed: Energy((round as f64 / 1_000.0 / (1.0 - reserve).max(0.001)).ceil() as i64),
                });
            }
            self.trucks[truck_idx].battery_low_wh = Some(low_wh);
            let reserve_wh = low_wh - round;
            if self.leave_line_wh.is_empty() {
                self.leave_line_wh = vec![0; self.n_kinds * self.faces.len()];
            }
            for face in self.faces.ids() {
                if tables.nodes[tables.faces[face].node].mine == mine {
                    let at = usize::from(kind) * self.faces.len() + face.index();
                    self.leave_line_wh[at] = reserve_wh + need_from(self, mine, kind, face);
                }
            }
        }
        Ok(())
    }

    /// With less than this, Wh, a battery truck leaves the line at a face to charge.
    pub(crate) fn leave_line_wh(&self, kind: u16, face: FaceId) -> i64 {
        self.leave_line_wh.get(usize::from(kind) * self.faces.len() + face.index()).copied().unwrap_or(0)
    }
}

/// The most a truck needs from a face on, Wh: to the charger, or loaded to a dump and on to the charger from there.
fn need_from(layout: &Layout, mine: MineId, kind: u16, face: FaceId) -> i64 {
    let (row, face) = (&layout.mines[mine], &layout.faces[face]);
    let Some(charger) = row.charger else {
        return 0;
    };
    let mut need = 0;
    for surface in Surface::ALL {
        let used = |loaded, from, to| i64::from(row.routes.leg(kind, loaded, surface, from, to).used);
        need = need.max(used(false, face.place, charger));
        for &dump in &face.dumps {
            let dump = layout.dumps[dump].place;
            let hauled = used(true, face.place, dump);
            need = need.max(hauled).max(hauled + used(false, dump, charger));
        }
    }
    need
}

/// The most a battery truck of a model must have to make any round of its mine and then come to the charge point, Wh:
/// empty to a face and on to the charger, or loaded to a dump and from there.
fn need_wh(layout: &Layout, tables: &Tables, mine: MineId, kind: u16) -> i64 {
    Surface::ALL.into_iter().map(|surface| need_on(layout, tables, mine, kind, surface)).max().unwrap_or(0)
}

fn need_on(layout: &Layout, tables: &Tables, mine: MineId, kind: u16, surface: Surface) -> i64 {
    let row = &layout.mines[mine];
    let Some(charger) = row.charger else {
        return 0;
    };
    let used = |loaded, from, to| i64::from(row.routes.leg(kind, loaded, surface, from, to).used);
    let dumps = tables.dumps.entries().filter(|(_, dump)| tables.nodes[dump.node].mine == mine);
    let starts: Vec<u16> =
        dumps.map(|(id, _)| layout.dumps[id].place).chain([row.park, row.gate, charger]).collect();
    let faces = tables.faces.entries().filter(|(_, face)| tables.nodes[face.node].mine == mine);
    let mut need = 0;
    for face in faces.map(|(id, _)| &layout.faces[id]) {
        let come = starts.iter().map(|&from| used(false, from, face.place)).max().unwrap_or(0);
        let turned = come + used(false, face.place, charger);
        need = need.max(come).max(turned);
        for &dump in &face.dumps {
            let dump = layout.dumps[dump].place;
            let hauled = come + used(true, face.place, dump);
            need = need.max(hauled).max(hauled + used(false, dump, charger));
        }
    }
    need
}
