//! minehaulsim's policies that draw nothing at random. Each takes the least of a key; the last member of the key is the
//! number of the face's node.

use super::{Mode, Run, at};
use strum::{IntoStaticStr, VariantArray};

/// A policy of minehaulsim, by the peer's word. All of them dump at the primary dump.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Policy {
    /// Back to the face written for the truck.
    Fixed,
    /// The nearest by free-flow time.
    Nearest,
    /// Fewest in line and on the way, then the nearest. Who is being loaded does not count.
    MinQueue,
    /// Least time until the loader is free and all before are loaded, or until the truck is there.
    #[strum(serialize = "minsat")]
    MinSaturation,
}

/// The other policy of minehaulsim 0.12.1, and why nobody can follow it.
pub const NOT_FOLLOWED: &[(&str, &str)] = &[("random", "it draws each face at random")];

impl Policy {
    /// The peer's word, with the mode.
    pub(super) fn name(self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Policy::Fixed, Mode::FreeFlow) => "fixed-free-flow",
            (Policy::Nearest, Mode::FreeFlow) => "nearest-free-flow",
            (Policy::MinQueue, Mode::FreeFlow) => "minqueue-free-flow",
            (Policy::MinSaturation, Mode::FreeFlow) => "minsat-free-flow",
            (Policy::Fixed, Mode::Traffic) => "fixed-traffic",
            (Policy::Nearest, Mode::Traffic) => "nearest-traffic",
            (Policy::MinQueue, Mode::Traffic) => "minqueue-traffic",
            (Policy::MinSaturation, Mode::Traffic) => "minsat-traffic",
        }
    }
}

/// The face for a truck that has dumped, with the free-flow times to all faces.
pub(super) fn choose(run: &Run<'_, '_>, t: usize, eta: &[f64]) -> usize {
    let key = |face: usize| -> (f64, f64) {
        match run.policy {
            Policy::Fixed => (if face == run.world.trucks[t].home { 0.0 } else { 1.0 }, 0.0),
            Policy::Nearest => (eta[face], 0.0),
            Policy::MinQueue => (before(run, face), eta[face]),
            Policy::MinSaturation => (saturation(run, t, face, eta[face]), 0.0),
        }
    };
    let faces = 0..run.world.faces.len();
    let least = faces.min_by(|&a, &b| {
        let ((a_first, a_second), (b_first, b_second)) = (key(a), key(b));
        let by_key = a_first.total_cmp(&b_first).then(a_second.total_cmp(&b_second));
        by_key.then_with(|| node(run, a).cmp(&node(run, b)))
    });
    least.unwrap_or_default()
}

fn node(run: &Run<'_, '_>, face: usize) -> usize {
    at(run.world.faces[face].node)
}

/// Trucks in line and on the way.
fn before(run: &Run<'_, '_>, face: usize) -> f64 {
    (run.faces[face].line.len() + run.inbound[face] as usize) as f64
}

fn saturation(run: &Run<'_, '_>, t: usize, face: usize, eta: f64) -> f64 {
    let free = (run.busy_until[face] - run.clock.now()).max(0.0);
    let kind = &run.world.kinds[run.world.trucks[t].kind];
    let wait = free + before(run, face) * run.world.faces[face].load_s(kind);
    eta + (wait - eta).max(0.0)
}
