//! Production rates learned from the cycle model: what a pit does as a function of the machines at work.
//!
//! A [`RateTable`] answers, for a mine, the state of its roads, the machines at work and what is ahead of its plan: tonnes and loads an hour from
//! each loader to each dump, the share of time in each state, fuel. [`RateHaulage`] moves through a replication with it
//! instead of following every truck.
//!
//! A guest: a screening method for long horizons and for searches that try many fleets. Nothing of the cycle model knows it
//! (`tests/arrows.rs` holds haulage to that); who wants either takes a [`Hauling`](crate::Hauling). It stays in this crate
//! because it learns from the worked-out [`Layout`] and from the cycle model run by itself, and counts with the tanks
//! and meters of the fleet, so that both log alike.
//!
//! ```text
//!  state asked for ──▶ known? ──▶ answer
//!                        │ no
//!                        ├─ few states, or one class of trucks ──▶ run the cycle model in that state  (exact)
//!                        └─ many ──▶ the same number of trucks in the fleet's own mix  (exact)
//!                                    + (what a truck of each class adds) × (how far the mix is off)
//! ```
//!
//! **Exact states.** A state is simulated when it is first asked for, by the cycle model alone, and kept. Its streams
//! are named by the state, so what is found does not depend on who asked first or on which thread. Likely states are
//! simulated for longer (the module `effort`).
//!
//! **Between them.** A mine with several classes of trucks has more states than anyone visits twice. Where a mine has
//! more than [`MOST_EXACT`] combinations of trucks, states off the *spine* are interpolated. The spine has one state for
//! each number of trucks, with the classes in proportion to the fleet. Off it, a flow is that of the spine state with
//! as many trucks, plus for each class the trucks it has too many or too few times the flow lost when a quarter of
//! the class is taken away, at the nearest multiple of [`SLOPE_STEP`] trucks. Shares of time and fuel are those of the
//! spine state. So the total counts exactly, and the mix to first order.

mod books;
mod classes;
mod effort;
mod fuel;
mod haulage;
mod learn;
mod machines;
mod pauses;
mod plan;
mod service;
mod sheet;
mod shifts;

pub use classes::State;
pub use effort::LEAST_LOADS;
pub use haulage::RateHaulage;
pub use learn::Rates;

use crate::Layout;
use crate::error::HaulageError;
use crate::ground::{LITRE_ML, LOW_TANK, Role, TankRow};
use crate::surface::Surface;
use classes::Mine;
use iceroad_base::random::Stream;
use iceroad_base::{Table, Time};
use iceroad_model::{MaterialId, MineId};
use learn::FlowRate;
use pauses::Pause;
use sheet::{Sheet, Slope};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Hours of digging that a loader's tank has to last for: rates look at it by the mean of its class (assumed).
const LEAST_DIGGING_H: i64 = 8;

/// Combinations of trucks of a mine up to which every state is simulated.
pub const MOST_EXACT: usize = 512;
/// What a truck of a class adds is found at every so many trucks.
pub const SLOPE_STEP: usize = 4;

/// Mine, surface, loaders at work, the plan's mix, and materials ahead of it.
type SheetKey = (MineId, Surface, Vec<bool>, u8, Vec<MaterialId>);

/// Rates by state, found when first asked for; shared by replications and threads.
pub struct RateTable {
    pub(crate) layout: Arc<Layout>,
    /// The same with faces that are never dug out: what there is to dig is counted by who uses the rates.
    endless: Arc<Layout>,
    pub(crate) mines: Table<MineId, Mine>,
    /// By class of machines, trucks' first.
    pub(crate) pauses: Table<MineId, Vec<Pause>>,
    seed: u64,
    end: Time,
    /// By number of trucks.
    spines: Table<MineId, Vec<Vec<u16>>>,
    exact: RwLock<BTreeMap<State, Arc<Rates>>>,
    sheets: RwLock<BTreeMap<SheetKey, Arc<Sheet>>>,
}

/// How many states a table knows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TableSize {
    /// Simulated.
    pub exact: usize,
    /// Classes and anchors for which it is known what a truck adds, to interpolate by.
    pub slopes: usize,
    /// Loads simulated for them.
    pub loads: u64,
    /// The median half-width of the simulated states with any production, as a share.
    pub half_width: f64,
}

impl RateTable {
    /// An empty table for a layout, with what stops cost learned for each class.
    ///
    /// `end` is the horizon's end, `n_materials` how many the scenario has; `seed` names the streams of the cycle
    /// model's runs.
    ///
    /// # Errors
    /// Those of the cycle model.
    pub fn new(
        layout: Arc<Layout>,
        n_materials: usize,
        seed: u64,
        end: Time,
    ) -> Result<RateTable, HaulageError> {
        let mines: Table<MineId, Mine> =
            layout.ground.mines.ids().map(|id| Mine::of(&layout, id, n_materials)).collect();
        let mut endless = (*layout).clone();
        endless.ground.faces.iter_mut().for_each(|face| face.available = None);
        let endless = Arc::new(endless);
        let mut pauses = Table::new();
        for mine in &mines {
            let seed = stream_seed(seed, &format!("pauses of mine {}", mine.id.0));
            pauses.push(pauses::learn(&endless, mine, seed, end)?);
        }
        let spines = mines.iter().map(sheet::spines).collect();
        let (exact, sheets) = (RwLock::default(), RwLock::default());
        Ok(RateTable { layout, endless, mines, pauses, seed, end, spines, exact, sheets })
    }

    /// The layout it was learned on.
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// The state of a mine with every machine it will ever have at work.
    pub fn full(&self, mine: MineId, surface: Surface) -> Option<State> {
        self.mines.get(mine).map(|mine| mine.full(surface))
    }

    /// How many states are known, and how well.
    pub fn size(&self) -> TableSize {
        let exact = self.exact.read().unwrap_or_else(PoisonError::into_inner);
        let mut widths: Vec<f64> =
            exact.values().map(|rates| rates.half_width).filter(|width| width.is_finite()).collect();
        widths.sort_unstable_by(f64::total_cmp);
        TableSize {
            exact: exact.len(),
            slopes: self.n_slopes(),
            loads: exact.values().map(|rates| rates.simulated).sum(),
            half_width: widths.get(widths.len() / 2).copied().unwrap_or(f64::NAN),
        }
    }

    fn n_slopes(&self) -> usize {
        let sheets = self.sheets.read().unwrap_or_else(PoisonError::into_inner);
        sheets.values().flat_map(|sheet| &sheet.slopes).filter(|slope| slope.get().is_some()).count()
    }

    /// The rates of a state.
    ///
    /// # Errors
    /// Those of the cycle model.
    pub fn rates(&self, state: &State) -> Result<Arc<Rates>, HaulageError> {
        self.rates_on(&self.sheet(state), state)
    }

    /// The sheet that a state's rates are on.
    pub(crate) fn sheet(&self, state: &State) -> Arc<Sheet> {
        let key = (state.mine, state.surface, state.loaders.clone(), state.mix, state.ahead.clone());
        if let Some(known) = self.sheets.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let sheet = Arc::new(Sheet::new(&self.mines[state.mine], state));
        let mut sheets = self.sheets.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(sheets.entry(key).or_insert(sheet))
    }

    /// The rates of a state by its sheet.
    pub(crate) fn rates_on(&self, sheet: &Sheet, state: &State) -> Result<Arc<Rates>, HaulageError> {
        if !moves(state) {
            return self.exact(&state.left_alone());
        }
        let mine = &self.mines[state.mine];
        let Some(place) = sheet.place(mine, state, &self.spines[state.mine]) else {
            return Ok(Arc::new(self.interpolate(mine, sheet, state)?));
        };
        if let Some(known) = sheet.exact[place].get() {
            return Ok(Arc::clone(known));
        }
        let rates = self.exact(state)?;
        Ok(Arc::clone(sheet.exact[place].get_or_init(|| rates)))
    }

    /// The rates of a state by the cycle model alone, whether or not the table would interpolate it.
    ///
    /// # Errors
    /// Those of the cycle model.
    pub fn exact(&self, state: &State) -> Result<Arc<Rates>, HaulageError> {
        if let Some(known) = self.exact.read().unwrap_or_else(PoisonError::into_inner).get(state) {
            return Ok(Arc::clone(known));
        }
        let mine = &self.mines[state.mine];
        if let Some(plan) = mine.plan.as_ref().filter(|_| !state.ahead.is_empty()) {
            let alone = self.exact(&state.left_alone())?;
            if plan.comes_to(mine, alone.kg_by_flow()) == state.ahead {
                return Ok(alone);
            }
        }
        let seed = stream_seed(self.seed, &name(state));
        let loads = effort::loads(mine, state, is_small(mine));
        let rates = Arc::new(learn::measure(&self.endless, mine, state, loads, seed, self.end)?);
        let mut exact = self.exact.write().unwrap_or_else(PoisonError::into_inner);
        exact.insert(state.clone(), Arc::clone(&rates));
        Ok(rates)
    }

    /// A state off the spine.
    fn interpolate(&self, mine: &Mine, sheet: &Sheet, state: &State) -> Result<Rates, HaulageError> {
        let n = state.n_trucks();
        let spine = &self.spines[state.mine];
        let base = match sheet.exact[n].get() {
            Some(known) => Arc::clone(known),
            None => self.rates_on(sheet, &State { trucks: spine[n].clone(), ..state.clone() })?,
        };
        let anchor = (n + SLOPE_STEP / 2) / SLOPE_STEP;
        let mut flows = vec![(0.0, 0.0); mine.n_flows()];
        for flow in &base.flows {
            flows[flow.flow] = (flow.loads, flow.kg);
        }
        let mut classes = Arc::clone(&base.classes);
        for (class, (&n, &on)) in state.trucks.iter().zip(&spine[n]).enumerate() {
            let apart = f64::from(n) - f64::from(on);
            if apart == 0.0 {
                continue;
            }
            let slope = self.slope(mine, sheet, state, (anchor, class))?;
            for flow in &slope.flows {
                let place = &mut flows[flow.flow];
                *place = (place.0 + apart * flow.loads, place.1 + apart * flow.kg);
            }
            if n > 0 && classes[class].shares.is_empty() {
                Arc::make_mut(&mut classes)[class] = slope.with.classes[class].clone();
            }
        }
        let flows = flows.into_iter().enumerate().filter(|&(_, (loads, kg))| loads > 0.0 && kg > 0.0);
        let flows = flows.map(|(flow, (loads, kg))| FlowRate { flow, loads, kg }).collect();
        Ok(Rates { flows, classes, simulated: 0, half_width: base.half_width })
    }

    /// What a truck of a class adds near an anchor, counted in [`SLOPE_STEP`] trucks.
    fn slope<'t>(
        &self,
        mine: &Mine,
        sheet: &'t Sheet,
        state: &State,
        (anchor, class): (usize, usize),
    ) -> Result<&'t Slope, HaulageError> {
        let place = &sheet.slopes[anchor * mine.trucks.len() + class];
        if let Some(known) = place.get() {
            return Ok(known);
        }
        let spine = &self.spines[state.mine];
        let n = (anchor * SLOPE_STEP).clamp(1, spine.len() - 1);
        let anchor = State { trucks: spine[n].clone(), ..state.clone() };
        let (with, without, trucks) = self.apart(mine, &anchor, class)?;
        Ok(place.get_or_init(|| Slope::between(with, &without, trucks)))
    }

    /// Two states that differ in trucks of one class only, the richer first, and by how many.
    fn apart(
        &self,
        mine: &Mine,
        anchor: &State,
        class: usize,
    ) -> Result<(Arc<Rates>, Arc<Rates>, f64), HaulageError> {
        let step = (mine.trucks[class].len() as u16).div_ceil(4).max(1);
        let mut other = anchor.clone();
        let n = anchor.trucks[class];
        if n >= step {
            other.trucks[class] = n - step;
            return Ok((self.exact(anchor)?, self.exact(&other)?, f64::from(step)));
        }
        other.trucks[class] = n + step;
        Ok((self.exact(&other)?, self.exact(anchor)?, f64::from(step)))
    }
}

/// What of a scenario rates cannot follow, in words; a mine that has any of it is to be run by cycles.
///
/// Rates know a mine by its machines at work and its roads. What changes the pit beyond that and lasts longer than a
/// shift would be learned as it happens to be in the first days.
pub fn not_followed(layout: &Layout) -> Vec<&'static str> {
    let mut found = Vec::new();
    if layout.ground.loaders.iter().any(|loader| loader.faces.len() > 1) {
        found.push("loaders that go on to another face (dig_sequence.csv)");
    }
    if layout.ground.trucks.iter().any(|truck| matches!(truck.machine.tank, TankRow::Battery { .. })) {
        found.push("battery trucks (truck_models.csv, `battery_kwh`)");
    }
    if layout.ground.roles.iter().any(|&role| is_soon_empty(layout, role)) {
        found.push("tanks that last only for some rounds, or hours of digging (truck_models.csv, loader_models.csv, `tank_l`)");
    }
    if layout.ground.mines.iter().any(|mine| mine.routes.has_lines()) {
        found.push("trolley lines (haul_segments.csv, `trolley`)");
    }
    if layout.ground.dumps.iter().any(|dump| dump.breaks.is_some()) {
        found.push("failures of crushers (dumps.csv, `crusher_mtbf_h`)");
    }
    if layout.ore.is_some() {
        found.push("grades or stockpiles (faces.csv)");
    }
    if !layout.road_mines.is_empty() {
        found.push("roads that close or change by calendar or weather (haul_closures.csv, haul_weather.csv)");
    }
    let pumps = layout.energy.mines.iter().filter_map(|row| row.fuel).any(|point| point.pumps.is_some());
    if pumps || layout.shifts.iter().any(Option::is_some) {
        found.push("shifts as they are lived: breaks, changes, operators, pumps, cold engines, blasts");
    }
    found
}

/// Whether a tank would have to be looked at more often than rates do: a truck's that is low for its dearest round before it is by
/// its size, a loader's that lasts less than [`LEAST_DIGGING_H`].
fn is_soon_empty(layout: &Layout, role: Role) -> bool {
    let TankRow::Fuel { size_ml, low_ml, is_bounded: true } = layout.ground.machine(role).tank else {
        return false;
    };
    match role {
        Role::Truck(_) => low_ml as f64 > LOW_TANK * size_ml as f64 + 1.0 || low_ml + LITRE_ML >= size_ml,
        Role::Loader(loader_idx) => size_ml < LEAST_DIGGING_H * layout.ground.loaders[loader_idx].work_flow,
    }
}

/// Whether anything can be hauled.
fn moves(state: &State) -> bool {
    state.loaders.contains(&true) && state.trucks.iter().any(|&n| n > 0)
}

/// Whether every state of a mine may be simulated.
fn is_small(mine: &Mine) -> bool {
    let mut states = 1_usize;
    for class in &mine.trucks {
        states = states.saturating_mul(class.len() + 1);
    }
    mine.trucks.len() <= 1 || states <= MOST_EXACT
}

/// So many trucks of a mine, in the proportions of its fleet: whole shares, and one more for the largest remainders;
/// of equals the lower class.
fn spine(mine: &Mine, n: usize) -> Vec<u16> {
    let all: usize = mine.trucks.iter().map(Vec::len).sum();
    if all == 0 {
        return vec![0; mine.trucks.len()];
    }
    let mut counts: Vec<u16> = mine.trucks.iter().map(|class| (n * class.len() / all) as u16).collect();
    let given: usize = counts.iter().map(|&n| usize::from(n)).sum();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&class| std::cmp::Reverse(n * mine.trucks[class].len() % all));
    for &class in order.iter().take(n.saturating_sub(given)) {
        counts[class] += 1;
    }
    counts
}

/// A state in words, which names its streams.
fn name(state: &State) -> String {
    let loaders: String = state.loaders.iter().map(|&works| if works { '1' } else { '0' }).collect();
    let pit =
        format!("mine {} {:?} trucks {:?} loaders {loaders}", state.mine.0, state.surface, state.trucks);
    let ahead: Vec<String> = state.ahead.iter().map(|material| material.0.to_string()).collect();
    match (state.mix, ahead.is_empty()) {
        (0, true) => pit,
        (mix, true) => format!("{pit} mix {mix}"),
        _ => format!("{pit} ahead {}", ahead.join(" ")),
    }
}

fn stream_seed(seed: u64, what: &str) -> u64 {
    Stream::named(seed, 0, what, "rate table").next_u64()
}
