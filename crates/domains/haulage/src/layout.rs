//! All that haulage works out of a scenario once, before any replication: routes, fills, shifts, who is what.
//!
//! Making a [`Layout`] integrates every drive of every truck model and may take some tens of milliseconds; a
//! replication made on it ([`crate::Haulage::on_layout`]) costs next to nothing. It never changes.

use crate::dispatch::two_stage::Plans;
use crate::error::HaulageError;
use crate::loading::{Fill, Shapes};
use crate::planned::{self, PlannedMonth};
use crate::routes::Routes;
use crate::rows::{FillRow, LoaderIdx, TruckIdx};
use crate::shift;
use crate::shift::plan::{Cold, ShiftRow};
use crate::traffic::{RoadMap, RoadPlan, RoadState};
use crate::yard::Truck;
use iceroad_base::civil::{Clock, Horizon};
use iceroad_base::quantity::{Celsius, FuelFlow, Mass, Ranged, Volume};
use iceroad_base::{Id, Table, Time};
use iceroad_flow::Grade;
use iceroad_kernel::calendar::Calendar;
use iceroad_kernel::working_time::{Roster, Shift, Windows, WorkingTime};
use iceroad_model::calendar::WorkCalendar;
use iceroad_model::fleet::{Arrival, Battery};
use iceroad_model::mine::{DispatchPolicy, Face};
use iceroad_model::ore::OreLedger;
use iceroad_model::pit::{Blend, Breaks};
use iceroad_model::roads::TrafficRule;
use iceroad_model::{DumpId, FaceId, MachineId, MaterialId, MineId, ModelId, Scenario, Tables};
use std::sync::Arc;

/// What a machine is to haulage: a row among the trucks or among the loaders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Truck(TruckIdx),
    Loader(LoaderIdx),
}

/// One mine.
#[derive(Clone, Debug)]
pub(crate) struct MineRow {
    pub(crate) id: MineId,
    pub(crate) name: String,
    /// On open roads as they are written.
    pub(crate) routes: Routes,
    /// In the other states of the roads, see [`RoadPlan`].
    pub(crate) other_routes: Vec<Routes>,
    /// Whether trucks drive segment by segment, for the roads have rules.
    pub(crate) by_segment: bool,
    pub(crate) map: RoadMap,
    pub(crate) plan: RoadPlan,
    pub(crate) windows: Windows,
    /// Share of the horizon within them.
    pub(crate) scheduled: f64,
    pub(crate) policy: DispatchPolicy,
    /// Flow plans made so far under [`DispatchPolicy::TwoStage`], for all replications: each a pure function of the
    /// machines it is for.
    pub(crate) plans: Arc<Plans>,
    /// What the production plan wants, month by month.
    pub(crate) planned: Vec<PlannedMonth>,
    pub(crate) park: u16,
    pub(crate) gate: u16,
    pub(crate) fuel: Option<u16>,
    /// Whether fuel comes from a store and so may be lacking.
    pub(crate) fuel_is_issued: bool,
    pub(crate) refuel_ml_per_ms: f64,
    /// Where battery trucks charge.
    pub(crate) charger: Option<u16>,
    /// How many may at once.
    pub(crate) chargers: u32,
    pub(crate) stops_below: Option<Celsius>,
    pub(crate) trucks: Vec<TruckIdx>,
    pub(crate) loaders: Vec<LoaderIdx>,
    pub(crate) shift: ShiftRow,
}

impl MineRow {
    /// The routes in a state of the roads.
    #[inline]
    pub(crate) fn routes_in(&self, state: RoadState) -> &Routes {
        match state.0.checked_sub(1).and_then(|other| self.other_routes.get(usize::from(other))) {
            Some(routes) => routes,
            None => &self.routes,
        }
    }
}

/// One truck or loader, its unchanging part.
#[derive(Clone, Debug)]
pub(crate) struct MachineRow {
    pub(crate) id: MachineId,
    pub(crate) name: String,
    pub(crate) mine: MineId,
    /// Trucks: row of the model in the route and fill tables.
    pub(crate) kind: u16,
    pub(crate) face: Option<FaceId>,
    pub(crate) dump: Option<DumpId>,
    pub(crate) at_start: bool,
    /// Loaders: the faces it digs one after another, beginning with `face`; empty where it has none.
    pub(crate) faces: Vec<FaceId>,
    /// Loaders: the row of the fill table for the first of them; those for the others follow.
    pub(crate) fills_at: FillRow,
    /// Loaders: whether trucks spot on both sides.
    pub(crate) two_sided: bool,
    /// Loaders: speed on its own way, m per ms.
    pub(crate) walk_m_per_ms: f64,
    /// Tank, mL; of a battery truck the battery, Wh.
    pub(crate) tank_ml: i64,
    /// Battery trucks: below this the battery is low, Wh.
    pub(crate) battery_low_wh: Option<i64>,
    /// Battery trucks: what a charger puts in, Wh/ms.
    pub(crate) charge_wh_per_ms: f64,
    /// Fuel at work (loaders), mL/h.
    pub(crate) work_ml_h: i64,
    /// Fuel while idling, mL/h; of a battery truck power, W.
    pub(crate) idle_ml_h: i64,
    /// Which it is among its mine's trucks, or loaders.
    pub(crate) nth: usize,
    /// How its cold engine is started.
    pub(crate) cold: Option<Cold>,
}

/// One face.
#[derive(Clone, Debug)]
pub(crate) struct FaceRow {
    pub(crate) place: u16,
    pub(crate) material: MaterialId,
    pub(crate) available_kg: Option<i64>,
    /// From the least to the most that it can be; none where its ore has none.
    pub(crate) grade: Option<Grade>,
    /// Dumps of the mine that take its material; not the stockpile that it digs itself.
    pub(crate) dumps: Vec<DumpId>,
}

/// One dump.
#[derive(Clone, Debug)]
pub(crate) struct DumpRow {
    pub(crate) id: DumpId,
    pub(crate) place: u16,
    pub(crate) places: u32,
    pub(crate) dump_ms: i64,
    /// Dumping time over places: how often a place goes free.
    pub(crate) each_ms: i64,
    /// Hopper, kg, and rate, kg/h.
    pub(crate) crusher: Option<(i64, i64)>,
    pub(crate) name: String,
    pub(crate) breaks: Option<Breaks>,
    /// After how many loads a place is levelled, and for how long, ms.
    pub(crate) dozer: Option<(u32, i64)>,
    pub(crate) blend: Option<Blend>,
    /// The face at which what lies here is dug again.
    pub(crate) pile: Option<FaceId>,
}

/// The unchanging part of haulage; see the [module](self).
#[derive(Clone, Debug)]
pub struct Layout {
    pub(crate) roles: Table<MachineId, Role>,
    pub(crate) trucks: Table<TruckIdx, MachineRow>,
    pub(crate) loaders: Table<LoaderIdx, MachineRow>,
    pub(crate) mines: Table<MineId, MineRow>,
    pub(crate) faces: Table<FaceId, FaceRow>,
    pub(crate) dumps: Table<DumpId, DumpRow>,
    pub(crate) n_kinds: usize,
    /// Mines whose roads close or change by calendar or weather.
    pub(crate) road_mines: Vec<MineId>,
    /// The truck models, in the order of kinds.
    pub(crate) kinds: Vec<ModelId>,
    /// Grades at the start; none where no grade and no stockpile is told.
    pub(crate) ore: Option<OreLedger>,
    /// `[loader and its face][kind]`, see [`MachineRow::fills_at`]; none where the loader has no face.
    fills: Vec<Option<Fill>>,
    /// `[kind][face]`: with less a battery truck leaves the line there, Wh; empty where there is no battery truck.
    pub(crate) leave_line_wh: Vec<i64>,
    /// Their expected times, ms, and 0 where there is none: all that dispatch reads of them.
    expected_ms: Vec<i64>,
}

impl Layout {
    /// Works the layout out.
    ///
    /// # Errors
    /// [`HaulageError`] where a truck cannot get to where it must, a material has no dump, or there are too many
    /// machines.
    pub fn new(scenario: &Scenario) -> Result<Layout, HaulageError> {
        Layout::of_tables(scenario, scenario.horizon())
    }

    /// The same of tables that no rule has judged, for worlds made by tests. Ids must name rows.
    ///
    /// # Errors
    /// As [`Layout::new`].
    pub fn of_tables(tables: &Tables, horizon: &Horizon) -> Result<Layout, HaulageError> {
        let slots = slots(tables);
        if slots > Calendar::MAX_SLOTS {
            return Err(HaulageError::TooMany { slots });
        }
        let kinds: Vec<ModelId> =
            tables.models.entries().filter(|(_, model)| model.truck().is_some()).map(|(id, _)| id).collect();
        let mut layout = Layout {
            roles: Table::new(),
            trucks: Table::new(),
            loaders: Table::new(),
            mines: Table::new(),
            faces: Table::new(),
            dumps: Table::new(),
            n_kinds: kinds.len(),
            road_mines: tables.mines.ids().filter(|&id| has_road_days(tables, id)).collect(),
            kinds: kinds.clone(),
            ore: OreLedger::new(tables),
            fills: Vec::new(),
            leave_line_wh: Vec::new(),
            expected_ms: Vec::new(),
        };
        for id in tables.mines.ids() {
            layout.mines.push(mine_row(tables, horizon, id, &kinds)?);
        }
        layout.add_dumps(tables);
        layout.add_faces(tables);
        layout.add_machines(tables, &kinds);
        layout.add_fills(tables, &kinds)?;
        layout.add_batteries(tables, &kinds)?;
        layout.expected_ms =
            layout.fills.iter().map(|fill| fill.as_ref().map_or(0, Fill::expected_ms)).collect();
        for mine_id in layout.mines.ids() {
            let calendar = &tables.calendars[tables.mines[mine_id].calendar];
            let calendar = working_time(calendar, horizon);
            let row = shift::plan::shift_row(&layout, tables, horizon, &layout.mines[mine_id], &calendar)?;
            layout.mines[mine_id].shift = row;
        }
        Ok(layout)
    }

    /// How many calendar slots haulage needs.
    pub fn slots(&self) -> usize {
        self.roles.len() + self.mines.len() + self.dumps.len() + self.road_mines.len()
    }

    /// How many flow plans two-stage dispatch at a mine has made and kept, over all replications so far.
    pub fn plans_kept(&self, mine: MineId) -> usize {
        self.mines[mine].plans.len()
    }

    /// The row of a machine, whichever it is.
    pub(crate) fn machine(&self, role: Role) -> &MachineRow {
        match role {
            Role::Truck(truck_idx) => &self.trucks[truck_idx],
            Role::Loader(loader_idx) => &self.loaders[loader_idx],
        }
    }

    /// The legs of a mine's trucks.
    pub fn routes(&self, mine: MineId) -> &Routes {
        &self.mines[mine].routes
    }

    /// How a loader fills a truck model at the face it begins at; none where the loader has no face or the machine is no loader.
    pub fn fill(&self, loader: MachineId, truck: MachineId) -> Option<&Fill> {
        match (self.roles.get(loader)?, self.roles.get(truck)?) {
            (&Role::Loader(loader), &Role::Truck(truck)) => {
                self.fill_of(self.loaders[loader].fills_at, self.trucks[truck].kind)
            }
            _ => None,
        }
    }

    /// How a loader fills a truck model at a face that it digs at some time; none at others.
    pub(crate) fn fill_at(&self, loader: LoaderIdx, face: FaceId, kind: u16) -> Option<&Fill> {
        let row = &self.loaders[loader];
        let step = row.faces.iter().position(|&digs| digs == face)?;
        self.fill_of(row.fills_at.after(step), kind)
    }

    #[inline]
    pub(crate) fn fill_of(&self, fill_row: FillRow, kind: u16) -> Option<&Fill> {
        self.fills[fill_row.index() * self.n_kinds + usize::from(kind)].as_ref()
    }

    #[inline]
    pub(crate) fn expected_ms(&self, fill_row: FillRow, kind: u16) -> i64 {
        self.expected_ms[fill_row.index() * self.n_kinds + usize::from(kind)]
    }

    fn add_dumps(&mut self, tables: &Tables) {
        for (id, dump) in tables.dumps.entries() {
            let mine = tables.nodes[dump.node].mine;
            let places = u32::from(dump.places.max(1));
            let dump_ms = ((dump.dump.get() * 1_000.0).round() as i64).max(1);
            self.dumps.push(DumpRow {
                id,
                place: self.mines[mine].routes.place(dump.node).unwrap_or_default(),
                places,
                dump_ms,
                each_ms: dump_ms / i64::from(places),
                name: dump.name.clone(),
                breaks: dump.breaks.filter(|_| dump.crusher.is_some()),
                dozer: dump
                    .dozer
                    .map(|dozer| (dozer.every.max(1), (dozer.takes.get() * 1_000.0).round() as i64)),
                blend: dump.blend,
                pile: None,
                crusher: dump.crusher.map(|crusher| {
                    (crusher.hopper.get().max(0), (crusher.rate.get() * 1_000.0).round() as i64)
                }),
            });
        }
    }

    fn add_faces(&mut self, tables: &Tables) {
        for (id, face) in tables.faces.entries() {
            let mine = tables.nodes[face.node].mine;
            let takes = tables.dumps.entries().filter(|&(id, dump)| {
                tables.nodes[dump.node].mine == mine
                    && dump.materials.contains(&face.material)
                    && face.stockpile != Some(id)
            });
            if let Some(stockpile) = face.stockpile {
                self.dumps[stockpile].pile = Some(id);
            }
            let nothing = face.stockpile.map(|_| Mass::ZERO);
            self.faces.push(FaceRow {
                place: self.mines[mine].routes.place(face.node).unwrap_or_default(),
                material: face.material,
                available_kg: face.available.or(nothing).map(|mass| mass.get().max(0)),
                grade: grade_of(tables, mine, face),
                dumps: takes.map(|(id, _)| id).collect(),
            });
        }
    }

    fn add_machines(&mut self, tables: &Tables, kinds: &[ModelId]) {
        for (id, machine) in tables.machines.entries() {
            let model = &tables.models[machine.model];
            let mine = machine.mine;
            let mut row = MachineRow {
                id,
                name: machine.name.clone(),
                mine,
                kind: 0,
                // A face of another mine is none of this machine's.
                face: machine.face.filter(|&face| tables.nodes[tables.faces[face].node].mine == machine.mine),
                dump: machine.dump,
                at_start: machine.arrival == Arrival::AtStart,
                faces: Vec::new(),
                fills_at: FillRow::FIRST,
                two_sided: false,
                walk_m_per_ms: 1.0,
                tank_ml: 0,
                battery_low_wh: None,
                charge_wh_per_ms: 0.0,
                work_ml_h: 0,
                idle_ml_h: 0,
                nth: 0,
                cold: shift::plan::cold(&model.warm_up),
            };
            if let Some(truck) = model.truck() {
                row.kind = kinds.iter().position(|&kind| kind == machine.model).unwrap_or_default() as u16;
                row.fuel(truck.tank, truck.idle_fuel, truck.idle_fuel);
                row.nth = self.mines[mine].trucks.len();
                if let Some(battery) = truck.battery {
                    row.battery(battery);
                }
                let truck_idx = self.trucks.push(row);
                self.roles.push(Role::Truck(truck_idx));
                self.mines[mine].trucks.push(truck_idx);
            } else if let Some(loader) = model.loader() {
                row.fuel(loader.tank, loader.fuel, loader.idle_fuel);
                row.faces = dig_faces(tables, id, row.face);
                row.two_sided = loader.two_sided;
                row.walk_m_per_ms = loader.walk.get() / 3_600.0;
                row.nth = self.mines[mine].loaders.len();
                let loader_idx = self.loaders.push(row);
                self.roles.push(Role::Loader(loader_idx));
                self.mines[mine].loaders.push(loader_idx);
            }
        }
    }

    fn add_fills(&mut self, tables: &Tables, kinds: &[ModelId]) -> Result<(), HaulageError> {
        let mut shapes = Shapes::default();
        let mut next = FillRow::FIRST;
        for row in self.loaders.iter_mut() {
            row.fills_at = next;
            next = next.after(row.faces.len().max(1));
            if row.faces.is_empty() {
                self.fills.extend(std::iter::repeat_n(None, kinds.len()));
            }
            let loader = tables.models[tables.machines[row.id].model].loader();
            for &face in &row.faces {
                let material = &tables.materials[tables.faces[face].material];
                if self.faces[face].dumps.is_empty() {
                    let face = tables.faces[face].name.clone();
                    return Err(HaulageError::NoDump { face, material: material.name.clone() });
                }
                for &kind in kinds {
                    let pair = loader.zip(tables.models[kind].truck());
                    let fill =
                        |(loader, truck)| Fill::new(loader, truck, material.loose_density, &mut shapes);
                    self.fills.push(pair.map(fill));
                }
            }
        }
        Ok(())
    }
}

/// The faces a loader digs, in order. A face of another mine is none of its.
fn dig_faces(tables: &Tables, loader: MachineId, first: Option<FaceId>) -> Vec<FaceId> {
    let Some(first) = first else { return Vec::new() };
    let mine = tables.machines[loader].mine;
    let mut steps: Vec<_> = tables
        .dig_sequence
        .iter()
        .filter(|step| step.loader == loader && tables.nodes[tables.faces[step.face].node].mine == mine)
        .collect();
    steps.sort_by_key(|step| step.order);
    std::iter::once(first).chain(steps.into_iter().map(|step| step.face)).collect()
}

impl MineRow {
    /// Where a truck takes fuel, or charges.
    #[inline]
    pub(crate) fn pump_of(&self, truck: &Truck) -> Option<u16> {
        if truck.tank.is_battery() { self.charger } else { self.fuel }
    }
}

impl MachineRow {
    fn battery(&mut self, battery: Battery) {
        self.tank_ml = battery.capacity.get() * 1_000;
        self.idle_ml_h = (battery.idle.get() * 1_000.0).round() as i64;
        self.charge_wh_per_ms = battery.charge.get() * 1_000.0 / 3.6e6;
    }

    fn fuel(&mut self, tank: Volume, work: FuelFlow, idle: FuelFlow) {
        self.tank_ml = tank.get() * 1_000;
        self.work_ml_h = (work.get() * 1_000.0).round() as i64;
        self.idle_ml_h = (idle.get() * 1_000.0).round() as i64;
    }
}

/// The calendar slots haulage needs: one a machine, a mine, a dump, and a mine whose roads change.
pub(crate) fn slots(tables: &Tables) -> usize {
    let road_days = tables.mines.ids().filter(|&id| has_road_days(tables, id)).count();
    tables.machines.len() + tables.mines.len() + tables.dumps.len() + road_days
}

/// The grade of a face; of a stockpile, anything from the poorest to the richest ore of its kind in the mine.
fn grade_of(tables: &Tables, mine: MineId, face: &Face) -> Option<Grade> {
    if face.stockpile.is_none() {
        return face.grade.map(Grade::known);
    }
    let alike = tables
        .faces
        .iter()
        .filter(|other| other.material == face.material && tables.nodes[other.node].mine == mine);
    let grades = alike.filter_map(|other| other.grade).map(Grade::known);
    grades.reduce(|a, b| Grade { least: a.least.min(b.least), most: a.most.max(b.most) })
}

/// Whether the mine's roads close or change by calendar or weather.
fn has_road_days(tables: &Tables, mine: MineId) -> bool {
    let closed = tables.closures.iter().any(|row| row.mine == mine && row.segment.is_some());
    closed || tables.road_weather.iter().any(|row| row.mine == mine)
}

fn mine_row(
    tables: &Tables,
    horizon: &Horizon,
    id: MineId,
    kinds: &[ModelId],
) -> Result<MineRow, HaulageError> {
    let mine = &tables.mines[id];
    let mut routes = Routes::compute(tables, id, kinds)?;
    let plan = RoadPlan::new(tables, horizon, id)?;
    let by_segment = mine.traffic.rule == TrafficRule::NoOvertaking || !plan.is_empty();
    let mut map = RoadMap::default();
    if by_segment {
        routes.keep_ways();
        map = RoadMap::new(tables, id, &routes, &plan.closable(), plan.has_storms());
    }
    let calendar = &tables.calendars[mine.calendar];
    let clock = Clock::new(horizon, &calendar.zone);
    let windows = working_time(calendar, horizon)
        .compile(&clock, horizon)
        .map_err(|error| HaulageError::Calendar { mine: mine.name.clone(), error })?;
    Ok(MineRow {
        planned: planned::months(tables, horizon, &clock, id),
        id,
        name: mine.name.clone(),
        scheduled: windows.on_time_between(Time::START, horizon.end()).hours()
            / (horizon.end() - Time::START).hours().max(1e-9),
        windows,
        policy: mine.dispatch,
        plans: Arc::default(),
        park: routes.place(mine.park).unwrap_or_default(),
        gate: routes.place(mine.gate).unwrap_or_default(),
        fuel: mine.fuel_point.and_then(|node| routes.place(node)),
        fuel_is_issued: mine.fuel_store.is_some() && mine.fuel_item.is_some(),
        refuel_ml_per_ms: mine.refuel_litres_per_minute / 60.0,
        charger: mine.electricity.charge_point.and_then(|node| routes.place(node)),
        chargers: u32::from(mine.electricity.chargers),
        stops_below: mine.stops_below,
        trucks: Vec::new(),
        loaders: Vec::new(),
        shift: ShiftRow::default(),
        other_routes: plan.other_states(&routes),
        by_segment,
        map,
        plan,
        routes,
    })
}

/// The planner's calendar in the kernel's words; rosters count from the horizon's first day.
fn working_time(calendar: &WorkCalendar, horizon: &Horizon) -> WorkingTime {
    let shifts = calendar.shifts.iter().map(|shift| Shift {
        start: shift.start,
        end: shift.end,
        weekdays: shift.weekdays,
        roster: shift.roster.map(|(on, off)| Roster { anchor: horizon.start(), on, off }),
    });
    WorkingTime { shifts: shifts.collect(), holidays: calendar.holidays.clone(), exceptions: Vec::new() }
}
