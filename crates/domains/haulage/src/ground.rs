//! The pit as it stands: mines with their places and routes, machines, faces, dumps, and how each loader fills each truck.
//!
//! Trucks and loaders are numbered by their names, and dumps and faces ranked by them, shorter names first: T2 before T10. So
//! whatever goes by "the first of equals" does not depend on the order of rows.
//!
//! Every room of haulage stands on it and none changes it. What only one room asks for is worked out by that room from here
//! (`energy`, `traffic`, `shift`, `dispatch`); [`crate::layout`] puts all of it together.

use crate::error::HaulageError;
use crate::loading::{Fill, Shapes};
use crate::routes::Routes;
use crate::rows::{FillRow, LoaderIdx, Place, RoadState, TruckIdx, TruckKind};
use iceroad_base::civil::{Clock, Horizon};
use iceroad_base::quantity::{Celsius, Mass, Ranged};
use iceroad_base::{Id, Table, Time};
use iceroad_flow::Grade;
use iceroad_kernel::working_time::{Roster, Shift, Windows, WorkingTime};
use iceroad_model::calendar::WorkCalendar;
use iceroad_model::fleet::{Arrival, LoaderModel, TruckModel, Work};
use iceroad_model::mine::Face;
use iceroad_model::pit::{Blend, Breaks};
use iceroad_model::shift::WarmUp;
use iceroad_model::{DumpId, FaceId, MachineId, MaterialId, MineId, ModelId, Tables};

/// What a machine is to haulage: a row among the trucks or among the loaders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Truck(TruckIdx),
    Loader(LoaderIdx),
}

/// One mine.
#[derive(Clone, Debug)]
pub(crate) struct MineRow {
    pub(crate) name: String,
    /// On open roads as they are written.
    pub(crate) routes: Routes,
    /// In the other states of the roads, see [`RoadState`].
    pub(crate) other_routes: Vec<Routes>,
    pub(crate) windows: Windows,
    /// Share of the horizon within them.
    pub(crate) scheduled: f64,
    pub(crate) park: Place,
    pub(crate) gate: Place,
    /// The daily mean below which the night is colder than the mine's limit.
    pub(crate) stops_below: Option<Celsius>,
    pub(crate) trucks: Vec<TruckIdx>,
    pub(crate) loaders: Vec<LoaderIdx>,
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

/// The tank, battery or cable of a machine.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum TankRow {
    Fuel {
        size_ml: i64,
        /// Below this it is low.
        low_ml: i64,
        /// It is filled somewhere, so that it can be empty.
        is_bounded: bool,
    },
    Battery {
        size_wh: i64,
        /// Below this it is low.
        low_wh: i64,
        /// What a charger puts in.
        charge_wh_per_ms: f64,
    },
    /// A cable.
    Grid,
}

/// A machine refuels once its tank holds less than this share, or less than it needs until it can. Assumed.
pub(crate) const LOW_TANK: f64 = 0.15;

/// Tanks are filled in whole litres.
pub(crate) const LITRE_ML: i64 = 1_000;

impl TankRow {
    /// A tank whose machine needs so much until it can refuel. A low tank takes a litre at least.
    pub(crate) fn fuel(size_ml: i64, need_ml: i64, is_bounded: bool) -> TankRow {
        let share = (size_ml as f64 * LOW_TANK).round() as i64;
        let low_ml = share.max(need_ml).min(size_ml - LITRE_ML).max(1);
        TankRow::Fuel { size_ml, low_ml, is_bounded }
    }
}

/// How a machine's cold engine is started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColdStart {
    pub(crate) ms: i64,
    pub(crate) below_c: f64,
    /// Having been off for so long.
    pub(crate) after_ms: i64,
}

/// What trucks and loaders have in common.
#[derive(Clone, Debug)]
pub(crate) struct MachineRow {
    pub(crate) id: MachineId,
    pub(crate) name: String,
    pub(crate) mine: MineId,
    /// Which it is among its mine's trucks, or loaders.
    pub(crate) nth: usize,
    pub(crate) at_start: bool,
    /// Where a truck works under fixed dispatch, or a loader begins.
    pub(crate) face: Option<FaceId>,
    pub(crate) tank: TankRow,
    /// What it uses while it idles: fuel, mL/h, or the power out of a battery or a cable, W.
    pub(crate) idle_flow: i64,
    /// None where it needs nothing.
    pub(crate) cold_start: Option<ColdStart>,
}

/// One truck.
#[derive(Clone, Debug)]
pub(crate) struct TruckRow {
    pub(crate) machine: MachineRow,
    /// Row of the model in the route and fill tables.
    pub(crate) kind: TruckKind,
    /// The dump written for it.
    pub(crate) dump: Option<DumpId>,
}

/// One loader.
#[derive(Clone, Debug)]
pub(crate) struct LoaderRow {
    pub(crate) machine: MachineRow,
    /// The faces it digs one after another, beginning with its own; empty where it has none.
    pub(crate) faces: Vec<FaceId>,
    /// The row of the fill table for the first of them; those for the others follow.
    pub(crate) fills_at: FillRow,
    /// Whether trucks spot on both sides.
    pub(crate) two_sided: bool,
    /// Speed on its own way, m per ms.
    pub(crate) walk_m_per_ms: f64,
    /// What it uses at work: fuel, mL/h, or the power out of a cable, W.
    pub(crate) work_flow: i64,
}

/// One face.
#[derive(Clone, Debug)]
pub(crate) struct FaceRow {
    /// Which it is by name.
    pub(crate) rank: u32,
    pub(crate) place: Place,
    pub(crate) material: MaterialId,
    /// Which material of which mine it gives, numbered over all of them.
    pub(crate) stream: usize,
    /// None where it is not counted.
    pub(crate) available: Option<Mass>,
    /// From the least to the most that it can be; none where its ore has none.
    pub(crate) grade: Option<Grade>,
    /// Dumps of the mine that take its material, by name; not the stockpile that it digs itself.
    pub(crate) dumps: Vec<DumpId>,
}

/// A crusher under a dump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CrusherRow {
    pub(crate) hopper_kg: i64,
    pub(crate) kg_per_h: i64,
}

/// A dozer that levels a dump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DozerRow {
    /// After so many loads …
    pub(crate) every: u32,
    /// … for so long.
    pub(crate) ms: i64,
}

/// One dump.
#[derive(Clone, Debug)]
pub(crate) struct DumpRow {
    pub(crate) name: String,
    /// Which it is by name.
    pub(crate) rank: u32,
    pub(crate) place: Place,
    pub(crate) places: u32,
    pub(crate) dump_ms: i64,
    /// Dumping time over places: how often a place goes free.
    pub(crate) each_ms: i64,
    pub(crate) crusher: Option<CrusherRow>,
    /// How its crusher fails.
    pub(crate) breaks: Option<Breaks>,
    pub(crate) dozer: Option<DozerRow>,
    pub(crate) blend: Option<Blend>,
    /// The face at which what lies here is dug again.
    pub(crate) pile: Option<FaceId>,
}

impl DumpRow {
    /// Whether its crusher may fail or a dozer comes.
    #[inline]
    pub(crate) fn is_looked_after(&self) -> bool {
        self.breaks.is_some() || self.dozer.is_some()
    }
}

/// See the [module](self).
#[derive(Clone, Debug, Default)]
pub(crate) struct Ground {
    pub(crate) roles: Table<MachineId, Role>,
    pub(crate) trucks: Table<TruckIdx, TruckRow>,
    pub(crate) loaders: Table<LoaderIdx, LoaderRow>,
    pub(crate) mines: Table<MineId, MineRow>,
    pub(crate) faces: Table<FaceId, FaceRow>,
    pub(crate) dumps: Table<DumpId, DumpRow>,
    /// The truck models, in the order of kinds.
    pub(crate) kinds: Vec<ModelId>,
    /// `[fill row][kind]`; none where the loader has no face.
    fills: Vec<Option<Fill>>,
    /// Their expected times, ms, and 0 where there is none: all that dispatch reads of them.
    expected_ms: Vec<i64>,
}

impl Ground {
    /// The pit of all mines.
    ///
    /// # Errors
    /// Those of [`Routes::compute`], [`HaulageError::Calendar`], and [`HaulageError::NoDump`].
    pub(crate) fn new(tables: &Tables, horizon: &Horizon) -> Result<Ground, HaulageError> {
        let trucks = tables.models.entries().filter(|(_, model)| model.truck().is_some());
        let mut ground = Ground { kinds: trucks.map(|(id, _)| id).collect(), ..Ground::default() };
        for id in tables.mines.ids() {
            ground.mines.push(mine_row(tables, horizon, id, &ground.kinds)?);
        }
        ground.add_dumps(tables);
        ground.add_faces(tables);
        ground.add_machines(tables);
        ground.add_fills(tables)?;
        Ok(ground)
    }

    /// What a machine has in common with all others.
    pub(crate) fn machine(&self, role: Role) -> &MachineRow {
        match role {
            Role::Truck(truck_idx) => &self.trucks[truck_idx].machine,
            Role::Loader(loader_idx) => &self.loaders[loader_idx].machine,
        }
    }

    /// How a loader fills a truck model at a face that it digs at some time; none at others.
    pub(crate) fn fill_at(&self, loader_idx: LoaderIdx, face: FaceId, kind: TruckKind) -> Option<&Fill> {
        let row = &self.loaders[loader_idx];
        let step = row.faces.iter().position(|&digs| digs == face)?;
        self.fill_of(row.fills_at.after(step), kind)
    }

    #[inline]
    pub(crate) fn fill_of(&self, fill_row: FillRow, kind: TruckKind) -> Option<&Fill> {
        self.fills[fill_row.index() * self.kinds.len() + kind.index()].as_ref()
    }

    #[inline]
    pub(crate) fn expected_ms(&self, fill_row: FillRow, kind: TruckKind) -> i64 {
        self.expected_ms[fill_row.index() * self.kinds.len() + kind.index()]
    }

    fn add_dumps(&mut self, tables: &Tables) {
        let ranks = ranks(tables.dumps.iter().map(|dump| dump.name.as_str()));
        for (dump, rank) in tables.dumps.iter().zip(ranks) {
            let mine = tables.nodes[dump.node].mine;
            let places = u32::from(dump.places.max(1));
            let dump_ms = ((dump.dump.get() * 1_000.0).round() as i64).max(1);
            self.dumps.push(DumpRow {
                name: dump.name.clone(),
                rank,
                place: self.mines[mine].routes.place(dump.node).unwrap_or_default(),
                places,
                dump_ms,
                each_ms: dump_ms / i64::from(places),
                crusher: dump.crusher.map(|crusher| CrusherRow {
                    hopper_kg: crusher.hopper.get().max(0),
                    kg_per_h: (crusher.rate.get() * 1_000.0).round() as i64,
                }),
                breaks: dump.breaks.filter(|_| dump.crusher.is_some()),
                dozer: dump.dozer.map(|dozer| DozerRow {
                    every: dozer.every.max(1),
                    ms: (dozer.takes.get() * 1_000.0).round() as i64,
                }),
                blend: dump.blend,
                pile: None,
            });
        }
    }

    fn add_faces(&mut self, tables: &Tables) {
        let ranks = ranks(tables.faces.iter().map(|face| face.name.as_str()));
        for ((id, face), rank) in tables.faces.entries().zip(ranks) {
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
            let mut dumps: Vec<DumpId> = takes.map(|(id, _)| id).collect();
            dumps.sort_by_key(|&dump| self.dumps[dump].rank);
            self.faces.push(FaceRow {
                rank,
                place: self.mines[mine].routes.place(face.node).unwrap_or_default(),
                material: face.material,
                stream: mine.index() * tables.materials.len() + face.material.index(),
                available: face.available.or(nothing).map(|mass| mass.max(Mass::ZERO)),
                grade: grade_of(tables, mine, face),
                dumps,
            });
        }
    }

    fn add_machines(&mut self, tables: &Tables) {
        let mut by_name: Vec<_> = tables.machines.entries().collect();
        by_name.sort_by_key(|(_, machine)| name_order(&machine.name));
        let mut roles: Vec<(MachineId, Role)> = Vec::with_capacity(by_name.len());
        for (id, machine) in by_name {
            let model = &tables.models[machine.model];
            let mine = &mut self.mines[machine.mine];
            let has_fuel = tables.mines[machine.mine].fuel_point.is_some();
            let common = |nth, tank, idle_flow| MachineRow {
                id,
                name: machine.name.clone(),
                mine: machine.mine,
                nth,
                at_start: machine.arrival == Arrival::AtStart,
                // A face of another mine is none of this machine's.
                face: machine.face.filter(|&face| tables.nodes[tables.faces[face].node].mine == machine.mine),
                tank,
                idle_flow,
                cold_start: cold_start(&model.warm_up),
            };
            let role = match &model.work {
                Work::Truck(truck) => {
                    let kind = self.kinds.iter().position(|&kind| kind == machine.model).unwrap_or_default();
                    let (tank, idle_flow) = truck_tank(truck, has_fuel);
                    let machine_row = common(mine.trucks.len(), tank, idle_flow);
                    let kind = TruckKind(kind as u16);
                    let truck_idx =
                        self.trucks.push(TruckRow { machine: machine_row, kind, dump: machine.dump });
                    mine.trucks.push(truck_idx);
                    Role::Truck(truck_idx)
                }
                Work::Loader(loader) => {
                    let (tank, idle_flow) = loader_tank(loader, has_fuel);
                    let machine_row = common(mine.loaders.len(), tank, idle_flow);
                    let loader_idx = self.loaders.push(loader_row(tables, machine_row, loader));
                    mine.loaders.push(loader_idx);
                    Role::Loader(loader_idx)
                }
            };
            roles.push((id, role));
        }
        roles.sort_by_key(|&(id, _)| id);
        self.roles = roles.into_iter().map(|(_, role)| role).collect();
    }

    fn add_fills(&mut self, tables: &Tables) -> Result<(), HaulageError> {
        let mut shapes = Shapes::default();
        let mut next = FillRow::FIRST;
        for row in self.loaders.iter_mut() {
            row.fills_at = next;
            next = next.after(row.faces.len().max(1));
            if row.faces.is_empty() {
                self.fills.extend(std::iter::repeat_n(None, self.kinds.len()));
            }
            let loader = tables.models[tables.machines[row.machine.id].model].loader();
            for &face in &row.faces {
                let material = &tables.materials[tables.faces[face].material];
                if self.faces[face].dumps.is_empty() {
                    let face = tables.faces[face].name.clone();
                    return Err(HaulageError::NoDump { face, material: material.name.clone() });
                }
                for &kind in &self.kinds {
                    let pair = loader.zip(tables.models[kind].truck());
                    let fill =
                        |(loader, truck)| Fill::new(loader, truck, material.loose_density, &mut shapes);
                    self.fills.push(pair.map(fill));
                }
            }
        }
        self.expected_ms = self.fills.iter().map(|fill| fill.as_ref().map_or(0, Fill::expected_ms)).collect();
        Ok(())
    }
}

/// Names in order: shorter ones first, so that T2 comes before T10.
fn name_order(name: &str) -> (usize, &str) {
    (name.len(), name)
}

/// Which each name is in that order.
fn ranks<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let names: Vec<&str> = names.collect();
    let before =
        |name: &str| names.iter().filter(|other| name_order(other) < name_order(name)).count() as u32;
    names.iter().map(|name| before(name)).collect()
}

/// Litres as mL, kilowatts as W.
fn thousandths(amount: f64) -> i64 {
    (amount * 1_000.0).round() as i64
}

/// What drives a truck, and what it uses while idling. When it is low the roads say ([`crate::energy`]).
fn truck_tank(truck: &TruckModel, is_bounded: bool) -> (TankRow, i64) {
    match truck.battery {
        Some(battery) => {
            let charge_wh_per_ms = battery.charge.get() * 1_000.0 / 3.6e6;
            let size_wh = battery.capacity.get() * 1_000;
            (TankRow::Battery { size_wh, low_wh: 0, charge_wh_per_ms }, thousandths(battery.idle.get()))
        }
        None => {
            let tank = TankRow::fuel(truck.tank.get() * LITRE_ML, 0, is_bounded);
            (tank, thousandths(truck.idle_fuel.get()))
        }
    }
}

/// A loader asks for fuel while it has enough for so much work: it looks between two trucks. Assumed.
const LOADER_RESERVE_H: f64 = 0.25;

/// What drives a loader, and what it uses while idling.
fn loader_tank(loader: &LoaderModel, is_bounded: bool) -> (TankRow, i64) {
    match loader.electric {
        Some(cable) => (TankRow::Grid, thousandths(cable.idle.get())),
        None => {
            let reserve_ml = thousandths(loader.fuel.get() * LOADER_RESERVE_H);
            let tank = TankRow::fuel(loader.tank.get() * LITRE_ML, reserve_ml, is_bounded);
            (tank, thousandths(loader.idle_fuel.get()))
        }
    }
}

fn loader_row(tables: &Tables, machine: MachineRow, loader: &LoaderModel) -> LoaderRow {
    LoaderRow {
        faces: dig_faces(tables, machine.id, machine.face),
        fills_at: FillRow::FIRST,
        two_sided: loader.two_sided,
        walk_m_per_ms: loader.walk.get() / 3_600.0,
        work_flow: thousandths(loader.electric.map_or(loader.fuel.get(), |cable| cable.work.get())),
        machine,
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

fn cold_start(warm_up: &WarmUp) -> Option<ColdStart> {
    let below = warm_up.below.filter(|_| warm_up.minutes > 0)?;
    Some(ColdStart {
        ms: i64::from(warm_up.minutes) * 60_000,
        below_c: below.get(),
        after_ms: (warm_up.after.get() * 3_600_000.0).round() as i64,
    })
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

fn mine_row(
    tables: &Tables,
    horizon: &Horizon,
    id: MineId,
    kinds: &[ModelId],
) -> Result<MineRow, HaulageError> {
    let mine = &tables.mines[id];
    let routes = Routes::compute(tables, id, kinds)?;
    let calendar = &tables.calendars[mine.calendar];
    let windows = working_time(calendar, horizon)
        .compile(&Clock::new(horizon, &calendar.zone), horizon)
        .map_err(|error| HaulageError::Calendar { mine: mine.name.clone(), error })?;
    Ok(MineRow {
        name: mine.name.clone(),
        scheduled: windows.on_time_between(Time::START, horizon.end()).hours()
            / (horizon.end() - Time::START).hours().max(1e-9),
        windows,
        park: routes.place(mine.park).unwrap_or_default(),
        gate: routes.place(mine.gate).unwrap_or_default(),
        stops_below: mine.stops_below.map(|limit| tables.least_mean(mine.site, limit)),
        trucks: Vec::new(),
        loaders: Vec::new(),
        other_routes: Vec::new(),
        routes,
    })
}

/// The planner's calendar in the kernel's words; rosters count from the horizon's first day.
pub(crate) fn working_time(calendar: &WorkCalendar, horizon: &Horizon) -> WorkingTime {
    let shifts = calendar.shifts.iter().map(|shift| Shift {
        start: shift.start,
        end: shift.end,
        weekdays: shift.weekdays,
        roster: shift.roster.map(|(on, off)| Roster { anchor: horizon.start(), on, off }),
    });
    WorkingTime { shifts: shifts.collect(), holidays: calendar.holidays.clone(), exceptions: Vec::new() }
}
