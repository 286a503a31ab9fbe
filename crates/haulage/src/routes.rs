//! Tables of driving times, fuel and lengths between the places of a mine that matter.
//!
//! A *place* is a node where a truck may start or stop: the park, the gate, the fuel point, the faces and the
//! dumps. A table has one [`Leg`] for every truck model, loaded or empty, surface and pair of places, computed
//! once for a tables, so that the simulation only looks up.
//!
//! "Loaded" is with the rated payload; a part load is driven at the same pace. Loaded legs are known to dumps
//! only, for nobody drives a load elsewhere.

use crate::error::HaulageError;
use crate::network::{Edge, Network};
use crate::traction::{Room, Stretch, Vehicle};
use iceroad_base::quantity::{Celsius, Mass, Ranged};
use iceroad_model::mine::Mine;
use iceroad_model::{MineId, ModelId, NodeId, Tables};

/// The state of the roads on a day, which sets rolling resistance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Surface {
    /// Frozen hard: daily mean below −10 °C.
    Frost = 0,
    /// As written in `haul_segments.csv`.
    #[default]
    Normal,
    /// Thawing: daily mean from 0 to 8 °C.
    Thaw,
}

impl Surface {
    /// Every surface, in order of its number.
    pub const ALL: [Surface; 3] = [Surface::Frost, Surface::Normal, Surface::Thaw];

    /// The surface on a day with this mean: the bounds are those of `mines.csv`.
    pub fn of(mean: Celsius) -> Surface {
        match mean.get() {
            cold if cold < -10.0 => Surface::Frost,
            mild if (0.0..=8.0).contains(&mild) => Surface::Thaw,
            _ => Surface::Normal,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Surface::Frost => "frozen",
            Surface::Normal => "normal",
            Surface::Thaw => "thawing",
        }
    }

    fn rolling_factor(self, mine: &Mine) -> f64 {
        match self {
            Surface::Frost => mine.frost_rolling.get(),
            Surface::Normal => 1.0,
            Surface::Thaw => mine.thaw_rolling.get(),
        }
    }
}

/// One way from place to place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Leg {
    /// Driving time from standstill to standstill, ms.
    pub ms: u32,
    /// Fuel, mL.
    pub fuel_ml: u32,
    /// Length, m.
    pub metres: u32,
}

/// The places of one mine and the legs between them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Routes {
    /// Nodes of the places, each once, in order of id.
    places: Vec<NodeId>,
    /// Whether there is a dump at each place.
    is_dump: Vec<bool>,
    /// The shortest way between two places, m: `[from][to]`.
    lengths: Vec<f64>,
    /// `[model][loaded][surface][from][to]`.
    legs: Vec<Leg>,
}

impl Routes {
    /// Computes the table of `mine` for the truck models in `models`; a position there is the table's model.
    ///
    /// # Errors
    /// [`HaulageError::NoRoute`] where a model cannot get from some place to another,
    /// [`HaulageError::NoNode`] where a place is not on the mine's roads.
    pub fn compute(tables: &Tables, mine_id: MineId, models: &[ModelId]) -> Result<Routes, HaulageError> {
        let mine = &tables.mines[mine_id];
        let network = Network::of_mine(tables, mine_id);
        let mut routes = Routes { places: places(tables, mine_id, &network)?, ..Routes::default() };
        routes.measure(&network);
        let dumps: Vec<NodeId> = tables.dumps.iter().map(|dump| dump.node).collect();
        routes.is_dump = routes.places.iter().map(|node| dumps.contains(node)).collect();
        let n = routes.places.len();
        routes.legs = vec![Leg::default(); models.len() * 2 * 3 * n * n];
        let mut room = Room::default();
        for (model, &model_id) in models.iter().enumerate() {
            if !is_used(tables, mine_id, model_id) {
                continue;
            }
            for loaded in [false, true] {
                for surface in Surface::ALL {
                    let same = surface != Surface::Normal && surface.rolling_factor(mine) == 1.0;
                    let case = Case { tables, mine, model: model_id, loaded, surface };
                    if !same {
                        routes.fill(&case, model, &network, &mut room)?;
                    }
                }
                // A surface that changes nothing is copied from the normal one.
                for surface in [Surface::Frost, Surface::Thaw] {
                    if surface.rolling_factor(mine) == 1.0 {
                        let from = routes.at(model, loaded, Surface::Normal, 0, 0);
                        let to = routes.at(model, loaded, surface, 0, 0);
                        routes.legs.copy_within(from..from + n * n, to);
                    }
                }
            }
        }
        Ok(routes)
    }

    /// The place on `node`, if it is one.
    pub fn place(&self, node: NodeId) -> Option<u16> {
        self.places.binary_search(&node).ok().map(|place| place as u16)
    }

    /// The node of a place.
    pub fn node(&self, place: u16) -> NodeId {
        self.places[usize::from(place)]
    }

    /// How many places there are.
    pub fn n_places(&self) -> usize {
        self.places.len()
    }

    /// The leg between two places.
    #[inline]
    pub fn leg(&self, model: u16, loaded: bool, surface: Surface, from: u16, to: u16) -> Leg {
        self.legs[self.at(usize::from(model), loaded, surface, usize::from(from), usize::from(to))]
    }

    /// The legs from one place to every other, by place: for who compares several goals.
    #[inline]
    pub(crate) fn legs_from(&self, model: u16, loaded: bool, surface: Surface, from: u16) -> &[Leg] {
        let first = self.at(usize::from(model), loaded, surface, usize::from(from), 0);
        &self.legs[first..first + self.places.len()]
    }

    /// The shortest way between two places whatever the vehicle, m; 0 where there is none.
    pub fn metres(&self, from: u16, to: u16) -> f64 {
        self.lengths[usize::from(from) * self.places.len() + usize::from(to)]
    }

    fn measure(&mut self, network: &Network) {
        for &from in &self.places {
            let tree = network.place(from).map(|source| network.quickest(source, |edge| Some(edge.length_m)));
            for &to in &self.places {
                let path = tree.as_ref().zip(network.place(to)).and_then(|(tree, to)| network.path(tree, to));
                self.lengths.push(path.iter().flatten().map(|edge| edge.length_m).sum());
            }
        }
    }

    #[inline]
    fn at(&self, model: usize, loaded: bool, surface: Surface, from: usize, to: usize) -> usize {
        let n = self.places.len();
        (((model * 2 + usize::from(loaded)) * 3 + surface as usize) * n + from) * n + to
    }

    /// Fills the block of one case.
    fn fill(
        &mut self,
        case: &Case<'_>,
        model: usize,
        network: &Network,
        room: &mut Room,
    ) -> Result<(), HaulageError> {
        let Some(vehicle) = case.vehicle() else {
            return Ok(());
        };
        let factor = case.surface.rolling_factor(case.mine);
        let cost = |edge: &Edge| {
            let steady = vehicle.steady_speed(edge.grade + edge.rolling * factor)?;
            Some(edge.length_m / steady.min(edge.limit_m_s).max(1e-3))
        };
        for from in 0..self.places.len() {
            let Some(source) = network.place(self.places[from]) else {
                continue;
            };
            let tree = network.quickest(source, cost);
            for to in 0..self.places.len() {
                if case.loaded && !self.is_dump[to] {
                    continue;
                }
                let goal = network.place(self.places[to]).unwrap_or(source);
                let no_route = || case.no_route(self.places[from], self.places[to]);
                let path = network.path(&tree, goal).ok_or_else(no_route)?;
                let road: Vec<Stretch> = path
                    .iter()
                    .map(|edge| Stretch {
                        length_m: edge.length_m,
                        total: edge.grade + edge.rolling * factor,
                        limit_m_s: edge.limit_m_s,
                    })
                    .collect();
                let drive = vehicle.drive(&road, room).ok_or_else(no_route)?;
                let at = self.at(model, case.loaded, case.surface, from, to);
                self.legs[at] = Leg {
                    ms: (drive.seconds * 1_000.0).round() as u32,
                    fuel_ml: (drive.litres * 1_000.0).round() as u32,
                    metres: drive.metres.round() as u32,
                };
            }
        }
        Ok(())
    }
}

/// What a block of the table is about.
struct Case<'a> {
    tables: &'a Tables,
    mine: &'a Mine,
    model: ModelId,
    loaded: bool,
    surface: Surface,
}

impl Case<'_> {
    fn vehicle(&self) -> Option<Vehicle> {
        let truck = self.tables.models[self.model].truck()?;
        Some(Vehicle::new(truck, if self.loaded { truck.payload } else { Mass::ZERO }))
    }

    fn no_route(&self, from: NodeId, to: NodeId) -> HaulageError {
        HaulageError::NoRoute {
            mine: self.mine.name.clone(),
            from: self.tables.nodes[from].name.clone(),
            to: self.tables.nodes[to].name.clone(),
            model: self.tables.models[self.model].name.clone(),
            loaded: self.loaded,
            surface: self.surface,
        }
    }
}

fn is_used(tables: &Tables, mine: MineId, model: ModelId) -> bool {
    tables.machines.iter().any(|machine| machine.mine == mine && machine.model == model)
}

/// The nodes of the mine's places, sorted, each once.
fn places(tables: &Tables, mine_id: MineId, network: &Network) -> Result<Vec<NodeId>, HaulageError> {
    let mine = &tables.mines[mine_id];
    let fixed = [("park", Some(mine.park)), ("gate", Some(mine.gate)), ("fuel point", mine.fuel_point)];
    let mut places = Vec::new();
    for (what, node) in fixed {
        let Some(node) = node else {
            continue;
        };
        if network.place(node).is_none() {
            return Err(HaulageError::NoNode { mine: mine_id, what });
        }
        places.push(node);
    }
    let faces = tables.faces.iter().map(|face| face.node);
    let dumps = tables.dumps.iter().map(|dump| dump.node);
    places.extend(faces.chain(dumps).filter(|&node| network.place(node).is_some()));
    places.sort_unstable();
    places.dedup();
    Ok(places)
}
