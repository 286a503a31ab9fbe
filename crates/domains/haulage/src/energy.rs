//! The fuel point and the charge point: who may refuel or charge, the lines there, and when a battery is low.
//!
//! **Tanks.** A truck looks at its tank when it has dumped, and goes to refuel when it holds less than a share of it, or less
//! than the dearest round of its mine asks for with something for the lines. Where a tank is too small for that, its machine
//! runs dry: it stands where it is until the **bowser** comes, which then fills it there ([`crate::cycle`]'s `dry`).
//!
//! **Pumps.** Where they are counted, a truck that finds every pump taken waits in line with its engine on, and holds a pump
//! until it has taken its fuel. One for which the store has none makes room and stands beside; when its fuel has come it
//! takes a pump, or goes to the end of the line.
//!
//! **Batteries.** A battery is a tank whose unit is the watt-hour: driving, idling and charging change it as they change a
//! tank, and braking may put some back. It is *low* when less is in it than its reserve and the dearest round of its mine
//! ask for; a truck looks when it has dumped, as it looks at its tank, and drives to the charge point. There are so many
//! chargers and a line, first come first served. Charging goes on over a shift's end and ends when full. What a truck idles
//! away is not in the dearest round: in line at a loader it looks again, and leaves the line once it holds no more than its
//! reserve, the haul to the dearest dump and the way from there to the charger.
//!
//! Pitfalls. What is idled away in line at a dump, or under the loader, comes out of the reserve. A battery that is full
//! takes nothing more, so the brakes of a truck that starts full at the top of a ramp only make heat.

use crate::error::HaulageError;
use crate::fleet::{Line, Truck, TruckPhase};
use crate::ground::{Ground, Role, TankRow};
use crate::notice::Ctx;
use crate::rows::{Place, TruckIdx, TruckKind};
use crate::surface::Surface;
use iceroad_base::quantity::{Energy, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{MachineState, Recorder};
use iceroad_model::{FaceId, MineId, Tables};
use std::collections::BTreeMap;

/// How long a machine that has run dry waits for the bowser: an hour. Assumed.
pub(crate) const BOWSER: Span = Span::HOUR;

/// What a truck needs for its dearest round and what it may idle away in lines, as a share of the round. Assumed.
const ROUND_AND_LINES: f64 = 1.25;

/// With this a truck makes its dearest round, whatever it idles away in lines.
fn with_lines(round: i64) -> i64 {
    (round as f64 * ROUND_AND_LINES).round() as i64
}

/// Where fuel is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FuelPoint {
    pub(crate) place: Place,
    /// It comes from a store and so may be lacking.
    pub(crate) is_issued: bool,
    ml_per_ms: f64,
    /// None: any number.
    pub(crate) pumps: Option<u32>,
}

impl FuelPoint {
    /// How long it takes to pump so many litres.
    pub(crate) fn pumping(&self, litres: i64) -> Span {
        if self.ml_per_ms <= 0.0 {
            return Span::ZERO;
        }
        Span::from_millis((litres as f64 * 1_000.0 / self.ml_per_ms).round() as i64)
    }
}

/// Where battery trucks charge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChargePoint {
    pub(crate) place: Place,
    pub(crate) chargers: u32,
}

/// Where the machines of one mine take their energy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnergyRow {
    pub(crate) fuel: Option<FuelPoint>,
    pub(crate) charge: Option<ChargePoint>,
}

impl EnergyRow {
    fn new(tables: &Tables, ground: &Ground, mine_id: MineId) -> EnergyRow {
        let (mine, routes) = (&tables.mines[mine_id], &ground.mines[mine_id].routes);
        let fuel = mine.fuel_point.and_then(|node| routes.place(node)).map(|place| FuelPoint {
            place,
            is_issued: mine.fuel_store.is_some() && mine.fuel_item.is_some(),
            ml_per_ms: mine.refuel_litres_per_minute / 60.0,
            pumps: mine.shift.fuel_places.map(u32::from),
        });
        let charge = mine.electricity.charge_point.and_then(|node| routes.place(node));
        let chargers = u32::from(mine.electricity.chargers);
        EnergyRow { fuel, charge: charge.map(|place| ChargePoint { place, chargers }) }
    }

    /// Where a truck takes fuel, or charges.
    #[inline]
    pub(crate) fn place_for(&self, truck: &Truck) -> Option<Place> {
        if truck.tank.is_battery() {
            return self.charge.map(|point| point.place);
        }
        self.fuel.map(|point| point.place)
    }
}

/// Where all machines take their energy, and how much a battery truck must have to go on; worked out once.
#[derive(Clone, Debug)]
pub(crate) struct EnergyRows {
    pub(crate) mines: Table<MineId, EnergyRow>,
    /// `[kind][face]`: with less a battery truck leaves the line there, Wh; empty where there is no battery truck.
    leave_line_wh: Vec<i64>,
}

impl EnergyRows {
    /// The points of all mines; tells the ground when each truck's tank or battery is low.
    ///
    /// # Errors
    /// [`HaulageError::BatteryTooSmall`] for one that does not last for its dearest round.
    pub(crate) fn new(tables: &Tables, ground: &mut Ground) -> Result<EnergyRows, HaulageError> {
        let mines = tables.mines.ids().map(|mine_id| EnergyRow::new(tables, ground, mine_id)).collect();
        let mut rows = EnergyRows { mines, leave_line_wh: Vec::new() };
        let mut needs: BTreeMap<(MineId, TruckKind), i64> = BTreeMap::new();
        for truck_idx in ground.trucks.ids() {
            let row = &ground.trucks[truck_idx];
            let (mine_id, kind) = (row.machine.mine, row.kind);
            let model = ground.kinds[kind.index()];
            let battery = tables.models[model].truck().and_then(|truck| truck.battery);
            let round =
                *needs.entry((mine_id, kind)).or_insert_with(|| rows.need(ground, tables, mine_id, kind));
            let tank = &mut ground.trucks[truck_idx].machine.tank;
            if let TankRow::Fuel { size_ml, is_bounded, .. } = *tank {
                *tank = TankRow::fuel(size_ml, with_lines(round), is_bounded);
            }
            let (Some(battery), TankRow::Battery { size_wh, .. }) = (battery, *tank) else {
                continue;
            };
            let reserve = battery.reserve.get();
            let low_wh = (size_wh as f64 * reserve).round() as i64 + round;
            if low_wh > size_wh {
                return Err(HaulageError::BatteryTooSmall {
                    model: tables.models[model].name.clone(),
                    mine: tables.mines[mine_id].name.clone(),
                    capacity: battery.capacity,
                    needed: Energy((round as f64 / 1_000.0 / (1.0 - reserve).max(0.001)).ceil() as i64),
                });
            }
            rows.note_reserve(ground, tables, (mine_id, kind), low_wh - round);
            if let TankRow::Battery { low_wh: low, .. } = &mut ground.trucks[truck_idx].machine.tank {
                *low = low_wh;
            }
        }
        Ok(rows)
    }

    /// What a tank must hold, mL, or its machine runs dry at its work: a truck in its dearest round, a loader before the bowser,
    /// had it been called at once, is there.
    pub(crate) fn least_ml(&self, ground: &Ground, tables: &Tables, role: Role) -> i64 {
        match role {
            Role::Truck(truck_idx) => {
                let row = &ground.trucks[truck_idx];
                with_lines(self.need(ground, tables, row.machine.mine, row.kind))
            }
            Role::Loader(loader_idx) => (ground.loaders[loader_idx].work_flow as f64 * BOWSER.hours()) as i64,
        }
    }

    /// With less than this, Wh, a battery truck leaves the line at a face to charge.
    pub(crate) fn leave_line_wh(&self, ground: &Ground, kind: TruckKind, face: FaceId) -> i64 {
        self.leave_line_wh.get(kind.index() * ground.faces.len() + face.index()).copied().unwrap_or(0)
    }

    fn note_reserve(
        &mut self,
        ground: &Ground,
        tables: &Tables,
        (mine_id, kind): (MineId, TruckKind),
        reserve_wh: i64,
    ) {
        if self.leave_line_wh.is_empty() {
            self.leave_line_wh = vec![0; ground.kinds.len() * ground.faces.len()];
        }
        for face in ground.faces.ids() {
            if tables.nodes[tables.faces[face].node].mine == mine_id {
                let at = kind.index() * ground.faces.len() + face.index();
                self.leave_line_wh[at] = reserve_wh + self.need_from(ground, mine_id, kind, face);
            }
        }
    }

    /// The most a truck needs from a face on, Wh: to the charger, or loaded to a dump and on to the charger from there.
    fn need_from(&self, ground: &Ground, mine_id: MineId, kind: TruckKind, face: FaceId) -> i64 {
        let (row, face) = (&ground.mines[mine_id], &ground.faces[face]);
        let Some(charger) = self.mines[mine_id].charge.map(|point| point.place) else {
            return 0;
        };
        let mut need = 0;
        for surface in Surface::ALL {
            let used = |loaded, from, to| i64::from(row.routes.leg(kind, loaded, surface, from, to).used);
            need = need.max(used(false, face.place, charger));
            for &dump in &face.dumps {
                let dump = ground.dumps[dump].place;
                let hauled = used(true, face.place, dump);
                need = need.max(hauled).max(hauled + used(false, dump, charger));
            }
        }
        need
    }

    /// The most a truck of a model must have to make any round of its mine and then come to where it refuels or charges, mL or
    /// Wh: empty to a face and on to that point, or loaded to a dump and from there. Nothing where there is no such point.
    pub(crate) fn need(&self, ground: &Ground, tables: &Tables, mine_id: MineId, kind: TruckKind) -> i64 {
        let on = |surface| self.need_on(ground, tables, mine_id, kind, surface);
        Surface::ALL.into_iter().map(on).max().unwrap_or(0)
    }

    fn need_on(
        &self,
        ground: &Ground,
        tables: &Tables,
        mine_id: MineId,
        kind: TruckKind,
        surface: Surface,
    ) -> i64 {
        let row = &ground.mines[mine_id];
        let model = tables.models[ground.kinds[kind.index()]].truck();
        let point = match model.and_then(|truck| truck.battery) {
            Some(_) => self.mines[mine_id].charge.map(|point| point.place),
            None => self.mines[mine_id].fuel.map(|point| point.place),
        };
        let Some(point) = point else {
            return 0;
        };
        let used = |loaded, from, to| i64::from(row.routes.leg(kind, loaded, surface, from, to).used);
        let dumps = tables.dumps.entries().filter(|(_, dump)| tables.nodes[dump.node].mine == mine_id);
        let starts: Vec<Place> =
            dumps.map(|(id, _)| ground.dumps[id].place).chain([row.park, row.gate, point]).collect();
        let faces = tables.faces.entries().filter(|(_, face)| tables.nodes[face.node].mine == mine_id);
        let mut need = 0;
        for face in faces.map(|(id, _)| &ground.faces[id]) {
            let come = starts.iter().map(|&from| used(false, from, face.place)).max().unwrap_or(0);
            let turned = come + used(false, face.place, point);
            need = need.max(come).max(turned);
            for &dump in &face.dumps {
                let dump = ground.dumps[dump].place;
                let hauled = come + used(true, face.place, dump);
                need = need.max(hauled).max(hauled + used(false, dump, point));
            }
        }
        need
    }
}

/// Who is at the fuel point and the charge point of one mine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtPoints {
    /// Trucks that refuel, where pumps are counted.
    pub(crate) pumps_busy: u32,
    pub(crate) pump_line: Line,
    /// Trucks at chargers.
    pub(crate) charging: u32,
    /// Trucks in line for one.
    pub(crate) charge_line: Line,
}

impl AtPoints {
    pub(crate) const NOBODY: AtPoints =
        AtPoints { pumps_busy: 0, pump_line: Line::EMPTY, charging: 0, charge_line: Line::EMPTY };

    /// Whether a truck at the fuel point may refuel at once; if not, it stands in line now.
    pub(crate) fn takes_pump<L: Recorder>(
        &mut self,
        row: &EnergyRow,
        trucks: &mut Table<TruckIdx, Truck>,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> bool {
        let Some(pumps) = row.fuel.and_then(|point| point.pumps) else {
            return true;
        };
        if self.pumps_busy < pumps {
            self.pumps_busy += 1;
            trucks[truck_idx].at_pump = true;
            return true;
        }
        self.pump_line.push(trucks, truck_idx);
        let truck = &mut trucks[truck_idx];
        if truck.phase == TruckPhase::NoFuel {
            truck.fuel_issued = true;
        } else {
            truck.stand(TruckPhase::FuelLine, MachineState::Refuelling, ctx);
        }
        false
    }

    /// A truck that held a pump leaves it to the first in line, if there is one.
    pub(crate) fn leaves_pump(
        &mut self,
        trucks: &mut Table<TruckIdx, Truck>,
        truck_idx: TruckIdx,
        now: Time,
    ) -> Option<TruckIdx> {
        if !std::mem::take(&mut trucks[truck_idx].at_pump) {
            return None;
        }
        let Some(next) = self.pump_line.pop(trucks) else {
            self.pumps_busy -= 1;
            return None;
        };
        trucks[next].burn_standing(false, now);
        trucks[next].at_pump = true;
        Some(next)
    }

    /// A truck in line for a pump is taken away. What was issued for it is in its tank.
    pub(crate) fn leaves_pump_line<L: Recorder>(
        &mut self,
        trucks: &mut Table<TruckIdx, Truck>,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) {
        trucks[truck_idx].burn_standing(false, ctx.now);
        self.pump_line.remove(trucks, truck_idx);
        let truck = &mut trucks[truck_idx];
        if std::mem::take(&mut truck.fuel_issued) {
            truck.tank.fill(truck.status.machine, ctx);
        }
    }

    /// Whether a truck at the charge point may charge at once; if not, it is in line now.
    pub(crate) fn takes_charger(
        &mut self,
        row: &EnergyRow,
        trucks: &mut Table<TruckIdx, Truck>,
        truck_idx: TruckIdx,
    ) -> bool {
        if row.charge.is_some_and(|point| self.charging < point.chargers) {
            self.charging += 1;
            return true;
        }
        self.charge_line.push(trucks, truck_idx);
        false
    }

    /// A truck has left its charger: the first in line, if there is one, has it.
    pub(crate) fn leaves_charger(&mut self, trucks: &Table<TruckIdx, Truck>) -> Option<TruckIdx> {
        let next = self.charge_line.pop(trucks);
        if next.is_none() {
            self.charging -= 1;
        }
        next
    }
}
