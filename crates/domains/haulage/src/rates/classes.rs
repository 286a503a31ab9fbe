//! Who is interchangeable with whom: the classes of a mine's trucks, and the states that its rates depend on.
//!
//! Trucks of one model with one written face and dump are alike to haulage; each loader is a class of its own. A
//! class's trucks are taken in order of their ids.
//!
//! Who is at work says what a pit does, but for one memory: where dispatch keeps a plan, what it believes of it (the module `plan`).

use super::plan::KeptPlan;
use crate::Layout;
use crate::rows::{LoaderIdx, TruckIdx};
use crate::surface::Surface;
use iceroad_base::Id;
use iceroad_model::{DumpId, MachineId, MaterialId, MineId};

/// A state of a mine.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct State {
    /// Mine, by position.
    pub(crate) mine: MineId,
    /// The roads.
    pub(crate) surface: Surface,
    /// Trucks at work by class.
    pub(crate) trucks: Vec<u16>,
    /// Loaders at work, in the mine's order.
    pub(crate) loaders: Vec<bool>,
    /// Which of its plan's mixes dispatch keeps; 0 where anything is ahead, for then it has no say.
    pub(crate) mix: u8,
    /// Materials that dispatch does not want now, for they are ahead of the plan it keeps: in order of id, and only
    /// such as are dug. None where the pit is left alone.
    pub(crate) ahead: Vec<MaterialId>,
}

impl State {
    /// Trucks at work.
    pub fn n_trucks(&self) -> usize {
        self.trucks.iter().map(|&n| usize::from(n)).sum()
    }

    /// The same in a pit left alone, where dispatch has nothing to catch up with.
    pub(crate) fn left_alone(&self) -> State {
        State { ahead: Vec::new(), ..self.clone() }
    }
}

/// A mine's classes.
#[derive(Clone, Debug)]
pub(crate) struct Mine {
    pub(crate) id: MineId,
    /// Trucks by class.
    pub(crate) trucks: Vec<Vec<TruckIdx>>,
    pub(crate) loaders: Vec<LoaderIdx>,
    /// Machines by class: trucks' classes, then each loader.
    pub(crate) machines: Vec<Vec<MachineId>>,
    pub(crate) n_dumps: usize,
    pub(crate) n_materials: usize,
    /// The plan that its dispatch keeps.
    pub(crate) plan: Option<KeptPlan>,
}

impl Mine {
    pub(crate) fn of(layout: &Layout, id: MineId, n_materials: usize) -> Mine {
        let row = &layout.ground.mines[id];
        let alike = |truck_idx: TruckIdx| {
            let truck = &layout.ground.trucks[truck_idx];
            (truck.kind, truck.machine.face, truck.dump)
        };
        let mut trucks: Vec<Vec<TruckIdx>> = Vec::new();
        for &truck_idx in &row.trucks {
            match trucks
                .iter_mut()
                .find(|class| class.first().is_some_and(|&first| alike(first) == alike(truck_idx)))
            {
                Some(class) => class.push(truck_idx),
                None => trucks.push(vec![truck_idx]),
            }
        }
        let ids = |class: &Vec<TruckIdx>| {
            class.iter().map(|&truck_idx| layout.ground.trucks[truck_idx].machine.id).collect()
        };
        let mut machines: Vec<Vec<MachineId>> = trucks.iter().map(ids).collect();
        machines
            .extend(row.loaders.iter().map(|&loader_idx| vec![layout.ground.loaders[loader_idx].machine.id]));
        Mine {
            id,
            trucks,
            loaders: row.loaders.clone(),
            machines,
            n_dumps: layout.ground.dumps.len(),
            n_materials,
            plan: KeptPlan::of(layout, id, n_materials),
        }
    }

    /// How many flows there may be.
    pub(crate) fn n_flows(&self) -> usize {
        self.loaders.len() * self.n_dumps * self.n_materials
    }

    /// What a flow is: place among the loaders, dump, material.
    pub(crate) fn flow(&self, flow: usize) -> (usize, DumpId, MaterialId) {
        let (rest, material) = (flow / self.n_materials, flow % self.n_materials);
        (rest / self.n_dumps, DumpId::from_index(rest % self.n_dumps), MaterialId::from_index(material))
    }

    /// Machines of a class that are at work in a state.
    pub(crate) fn count(&self, state: &State, class: usize) -> usize {
        match state.trucks.get(class) {
            Some(&n) => usize::from(n),
            None => usize::from(state.loaders[class - self.trucks.len()]),
        }
    }

    /// The state with everything at work.
    pub(crate) fn full(&self, surface: Surface) -> State {
        State {
            mine: self.id,
            surface,
            trucks: self.trucks.iter().map(|class| class.len() as u16).collect(),
            loaders: vec![true; self.loaders.len()],
            mix: 0,
            ahead: Vec::new(),
        }
    }
}
