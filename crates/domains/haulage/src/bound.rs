//! The greatest tonnage that any dispatch of a mine could reach with the machines there are.
//!
//! It is the flow plan's value ([`iceroad_flow`]), with machines at work for a share of the time. What it leaves out can
//! only lower the tonnage: waiting, other trucks on the road and closed roads, fuel, drives to park and gate, crushers that
//! stand, dozers, faces that run out. Driving times are those on the quickest surface of the year, and a loader may dig
//! any face of its sequence at any time.
//!
//! Blends are kept in it. In a replication they may be kept less well, for loads that no dump welcomes are dumped all the
//! same; so who holds a replication against its bound tells what its dumps were off their limits ([`OffBlend`]), and the
//! bound is allowed as much. It then bounds the replication whatever was dumped.
//!
//! Pitfall: it bounds averages. Within a finite time a lucky fleet may pass it by the rounding of a load for each truck: one
//! that begins at the park, or comes back from the workshop, has its first way to a face shorter than from a dump.

use crate::flows::{Digging, Flows};
use crate::layout::Layout;
use crate::rows::LoaderIdx;
use crate::surface::Surface;
use iceroad_flow::{FlowError, Limit, Plan, Price};
use iceroad_model::bound::{BlendPriced, Bound, OffBlend, Priced, Resource};
use iceroad_model::{DumpId, MachineId, MineId};

impl Layout {
    /// The bound of a mine, with prices; `at_work` is the share of the time that a machine is at work.
    ///
    /// # Errors
    /// [`FlowError`] where the solver's answer does not stand up to being checked.
    pub fn bound(&self, mine: MineId, at_work: impl Fn(MachineId) -> f64) -> Result<Bound, FlowError> {
        self.bound_allowing(mine, at_work, |_| OffBlend::default())
    }

    /// The same where the blends of dumps need only be kept but for so much.
    ///
    /// # Errors
    /// As [`Layout::bound`].
    pub fn bound_allowing(
        &self,
        mine: MineId,
        at_work: impl Fn(MachineId) -> f64,
        off_blend: impl Fn(DumpId) -> OffBlend,
    ) -> Result<Bound, FlowError> {
        let flows = self.flows(mine, at_work, off_blend);
        let plan = iceroad_flow::plan(&flows.network)?;
        let resources = plan.prices.iter().filter_map(|price| self.priced(&flows, price)).collect();
        let blends = plan.prices.iter().filter_map(|price| self.blend_priced(&flows, &plan, price)).collect();
        Ok(Bound { t_per_h: plan.t_per_h, resources, blends })
    }

    /// The bound alone, t/h, at half the cost.
    ///
    /// # Errors
    /// As [`Layout::bound`].
    pub fn bound_t_per_h(&self, mine: MineId, at_work: impl Fn(MachineId) -> f64) -> Result<f64, FlowError> {
        self.bound_t_per_h_allowing(mine, at_work, |_| OffBlend::default())
    }

    /// The same where the blends of dumps need only be kept but for so much.
    ///
    /// # Errors
    /// As [`Layout::bound`].
    pub fn bound_t_per_h_allowing(
        &self,
        mine: MineId,
        at_work: impl Fn(MachineId) -> f64,
        off_blend: impl Fn(DumpId) -> OffBlend,
    ) -> Result<f64, FlowError> {
        let network = self.flows(mine, at_work, off_blend).network;
        let loads = iceroad_flow::flows(&network)?;
        Ok(network.hauls.iter().zip(&loads).map(|(haul, loads)| haul.tonnes * loads).sum())
    }

    /// Share of the horizon that a mine's calendar lets it work.
    pub fn scheduled(&self, mine: MineId) -> f64 {
        self.ground.mines[mine].scheduled
    }

    fn flows(
        &self,
        mine: MineId,
        at_work: impl Fn(MachineId) -> f64,
        off_blend: impl Fn(DumpId) -> OffBlend,
    ) -> Flows {
        let row = &self.ground.mines[mine];
        let mut trucks = vec![0.0; self.ground.kinds.len()];
        for &truck_idx in &row.trucks {
            let truck = &self.ground.trucks[truck_idx];
            trucks[truck.kind.index()] += at_work(truck.machine.id);
        }
        let digging = |&loader: &LoaderIdx| Digging {
            loader,
            faces: self.ground.loaders[loader].faces.clone(),
            at_work: at_work(self.ground.loaders[loader].machine.id),
        };
        let loaders: Vec<Digging> = row.loaders.iter().map(digging).collect();
        Flows::new(&self.ground, &trucks, &loaders, off_blend, |kind, loaded, from, to| {
            let on = |surface| row.routes.leg(kind, loaded, surface, from, to);
            Surface::ALL.into_iter().map(on).min_by_key(|leg| leg.ms).unwrap_or_default()
        })
    }

    fn priced(&self, flows: &Flows, price: &Price) -> Option<Priced> {
        let resource = match price.limit {
            Limit::Trucks(class) => Resource::Trucks(self.ground.kinds[flows.kinds[class].index()]),
            Limit::Loader(loader) => Resource::Loader(self.ground.loaders[flows.loaders[loader]].machine.id),
            Limit::Places(dump) => Resource::Places(flows.dumps[dump]),
            Limit::Crusher(dump) => Resource::Crusher(flows.dumps[dump]),
            Limit::BlendLeast(dump) => Resource::BlendLeast(flows.dumps[dump]),
            Limit::BlendMost(dump) => Resource::BlendMost(flows.dumps[dump]),
            // A mine has neither minima nor a production plan in its bound.
            Limit::Minimum(_) => return None,
        };
        let &Price { used, there, worth, .. } = price;
        Some(Priced { resource, there, used, worth })
    }

    /// A limit of a blend that costs tonnes, with what a unit of grade more leeway is worth: moving the limit by one gives
    /// the row as much more room as there are tonnes of graded ore an hour.
    fn blend_priced(&self, flows: &Flows, plan: &Plan, price: &Price) -> Option<BlendPriced> {
        let (dump, is_most) = match price.limit {
            Limit::BlendLeast(dump) => (dump, false),
            Limit::BlendMost(dump) => (dump, true),
            _ => return None,
        };
        let blend = flows.network.dumps[dump].blend?;
        let limit = if is_most { blend.most? } else { blend.least? };
        let hauls = flows.network.hauls.iter().zip(&plan.hauls);
        let fed = hauls.filter(|(haul, _)| haul.dump == dump && haul.grade.is_some());
        let t_per_h: f64 = fed.map(|(haul, loads)| haul.tonnes * loads).sum();
        let worth = price.worth * t_per_h;
        let dump = flows.dumps[dump];
        (worth > 1e-9).then_some(BlendPriced { dump, is_most, limit, t_per_h, worth })
    }
}
