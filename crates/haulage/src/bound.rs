//! The greatest tonnage that any dispatch of a mine could reach with the machines there are.
//!
//! It is the flow plan's value ([`iceroad_flow`]), with machines at work for a share of the time. What it leaves out can
//! only lower the tonnage: waiting, other trucks on the road and closed roads, fuel, drives to park and gate, crushers that
//! stand, dozers, faces that run out. Driving times are those on the quickest surface of the year, and a loader may dig
//! any face of its sequence at any time.
//!
//! Pitfall: it bounds averages. Within a finite time a lucky fleet may pass it by the rounding of a load for each truck: one
//! that begins at the park, or comes back from the workshop, has its first way to a face shorter than from a dump.

use crate::flows::{Digging, Flows};
use crate::layout::Layout;
use crate::routes::Surface;
use iceroad_base::Id;
use iceroad_flow::{FlowError, Limit, Price};
use iceroad_model::bound::{Bound, Priced, Resource};
use iceroad_model::{MachineId, MineId};

impl Layout {
    /// The bound of a mine, with prices; `at_work` is the share of the time that a machine is at work.
    ///
    /// # Errors
    /// [`FlowError`] where the solver's answer does not stand up to being checked.
    pub fn bound(&self, mine: MineId, at_work: impl Fn(MachineId) -> f64) -> Result<Bound, FlowError> {
        let flows = self.flows(mine, at_work);
        let plan = iceroad_flow::plan(&flows.network)?;
        let resources = plan.prices.iter().filter_map(|price| self.priced(&flows, price)).collect();
        Ok(Bound { t_per_h: plan.t_per_h, resources })
    }

    /// The bound alone, t/h, at half the cost.
    ///
    /// # Errors
    /// As [`Layout::bound`].
    pub fn bound_t_per_h(&self, mine: MineId, at_work: impl Fn(MachineId) -> f64) -> Result<f64, FlowError> {
        let network = self.flows(mine, at_work).network;
        let loads = iceroad_flow::flows(&network)?;
        Ok(network.hauls.iter().zip(&loads).map(|(haul, loads)| haul.tonnes * loads).sum())
    }

    /// Share of the horizon that a mine's calendar lets it work.
    pub fn scheduled(&self, mine: MineId) -> f64 {
        self.mines[mine.index()].scheduled
    }

    fn flows(&self, mine: MineId, at_work: impl Fn(MachineId) -> f64) -> Flows {
        let row = &self.mines[mine.index()];
        let mut trucks = vec![0.0; self.n_kinds];
        for &t in &row.trucks {
            trucks[usize::from(self.trucks[t].kind)] += at_work(self.trucks[t].id);
        }
        let digging = |&loader: &usize| Digging {
            loader,
            faces: self.loaders[loader].faces.clone(),
            at_work: at_work(self.loaders[loader].id),
        };
        let loaders: Vec<Digging> = row.loaders.iter().map(digging).collect();
        Flows::new(self, &trucks, &loaders, |kind, loaded, from, to| {
            let on = |surface| row.routes.leg(kind, loaded, surface, from, to);
            Surface::ALL.into_iter().map(on).min_by_key(|leg| leg.ms).unwrap_or_default()
        })
    }

    fn priced(&self, flows: &Flows, price: &Price) -> Option<Priced> {
        let resource = match price.limit {
            Limit::Trucks(class) => Resource::Trucks(self.kinds[usize::from(flows.kinds[class])]),
            Limit::Loader(loader) => Resource::Loader(self.loaders[flows.loaders[loader]].id),
            Limit::Places(dump) => Resource::Places(self.dumps[flows.dumps[dump]].id),
            Limit::Crusher(dump) => Resource::Crusher(self.dumps[flows.dumps[dump]].id),
            // A mine has neither blends nor minima in its bound.
            _ => return None,
        };
        let &Price { used, there, worth, .. } = price;
        Some(Priced { resource, there, used, worth })
    }
}
