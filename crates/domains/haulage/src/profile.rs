//! The haul profile of a drive, for who draws it: which segments, in which direction, and what share of the time each takes.
//!
//! Pitfall: shares are those of speeds once settled; starting and braking are spread over the whole of it.
use crate::ground::Role;
use crate::layout::Layout;
use crate::surface::Surface;
use crate::traction::{Stretch, Vehicle};
use iceroad_base::quantity::Mass;
use iceroad_model::{MachineId, NodeId, SegmentId, Tables};

/// One road of a haul profile.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ProfileRoad {
    /// Which.
    pub segment: SegmentId,
    /// From its `from` to its `to`.
    pub along: bool,
    /// Share of the whole driving time, 0 to 1.
    pub share: f64,
    /// Driving time of the whole profile with nobody else on it, s.
    pub whole_seconds: f64,
}

impl Layout {
    /// The roads that a truck drives between two places of its mine, on open roads and a normal surface, in order. None
    /// where it does not drive there, or the machine is no truck.
    pub fn profile_of(
        &self,
        tables: &Tables,
        truck: MachineId,
        loaded: bool,
        from: NodeId,
        to: NodeId,
    ) -> Option<Vec<ProfileRoad>> {
        let Role::Truck(row) = *self.ground.roles.get(truck)? else { return None };
        let row = &self.ground.trucks[row];
        let routes = &self.ground.mines[row.machine.mine].routes;
        let (from, to) = (routes.place(from)?, routes.place(to)?);
        let edges = routes.way(row.kind, loaded, Surface::Normal, from, to)?;
        let model = tables.models[tables.machines[truck].model].truck()?;
        let vehicle = Vehicle::new(model, if loaded { model.payload } else { Mass::ZERO });
        let mut seconds = Vec::with_capacity(edges.len());
        for edge in &edges {
            let stretch = Stretch {
                length_m: edge.length_m,
                total: edge.grade + edge.rolling,
                limit_m_s: edge.limit_m_s,
                trolley: edge.trolley,
            };
            seconds.push(edge.length_m / vehicle.pace(&stretch)?.max(1e-3));
        }
        let all: f64 = seconds.iter().sum();
        let whole_seconds = f64::from(routes.leg(row.kind, loaded, Surface::Normal, from, to).ms) / 1_000.0;
        let network = routes.network();
        let road = |(edge, seconds): (&&crate::network::Edge, f64)| ProfileRoad {
            segment: edge.segment,
            along: network.node(edge.from) == tables.segments[edge.segment].from,
            share: if all > 0.0 { seconds / all } else { 0.0 },
            whole_seconds,
        };
        Some(edges.iter().zip(seconds).map(road).collect())
    }
}
