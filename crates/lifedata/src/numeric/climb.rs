//! Newton's method to the top of a log-likelihood, damped where the hill is not bowl-shaped.

use super::linear;

/// Value, slope and curvature at one point; the curvature is rows one after another.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Height {
    pub(crate) value: f64,
    pub(crate) slope: Vec<f64>,
    pub(crate) curve: Vec<f64>,
}

impl Height {
    pub(crate) fn zero(size: usize) -> Height {
        Height { value: 0.0, slope: vec![0.0; size], curve: vec![0.0; size * size] }
    }
}

/// What is climbed.
pub(crate) trait Hill {
    /// How many coordinates a point has.
    fn size(&self) -> usize;
    /// Whether the point is one that has a height.
    fn is_legal(&self, at: &[f64]) -> bool;
    /// Writes the height at a legal point.
    fn height(&self, at: &[f64], height: &mut Height);
}

/// The top that was reached.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Peak {
    pub(crate) at: Vec<f64>,
    pub(crate) height: Height,
}

/// No top was reached: the hill rises without end, or is flat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NoPeak;

/// Steps before the climb is given up.
const MOST_STEPS: usize = 300;
/// A Newton step that promises less than this is the last: squared, it is beyond the floats.
const CLOSE: f64 = 1e-13;
/// One that promises less than this, a thirtieth of a standard error away, is taken as it is.
const NEAR: f64 = 1e-3;

/// Climbs from a legal point to where the slope is nothing.
pub(crate) fn climb(hill: &impl Hill, start: &[f64]) -> Result<Peak, NoPeak> {
    let size = hill.size();
    let mut at = start.to_vec();
    if !hill.is_legal(&at) {
        return Err(NoPeak);
    }
    let mut here = Height::zero(size);
    hill.height(&at, &mut here);
    if !here.value.is_finite() {
        return Err(NoPeak);
    }
    let (mut there, mut step, mut shift) = (Height::zero(size), vec![0.0; size], 0.0);
    for _ in 0..MOST_STEPS {
        let Some((promise, used)) = newton(&here, shift, &mut step) else { return Err(NoPeak) };
        let to: Vec<f64> = at.iter().zip(&step).map(|(at, step)| at + step).collect();
        if used == 0.0 && promise < NEAR && hill.is_legal(&to) {
            // Too near for heights to tell which point is better; the slope still does.
            hill.height(&to, &mut there);
            at = to;
            std::mem::swap(&mut here, &mut there);
            if promise < CLOSE {
                return Ok(Peak { at, height: here });
            }
            continue;
        }
        match walk(hill, &at, &here, &step, promise, &mut there) {
            Some((reached, halvings)) => {
                at = reached;
                std::mem::swap(&mut here, &mut there);
                shift = if halvings > 2 { raised(shift, &here) } else { used / 16.0 };
                if shift < 1e-6 {
                    shift = 0.0;
                }
            }
            None if shift > 1e18 => return Err(NoPeak),
            None => shift = raised(shift.max(used), &here) * 16.0,
        }
    }
    Err(NoPeak)
}

fn raised(shift: f64, here: &Height) -> f64 {
    let size = here.slope.len();
    let steepest = (0..size).map(|i| here.curve[i * size + i].abs()).fold(0.0, f64::max);
    if shift == 0.0 { 1e-4 * steepest.max(1e-8) } else { 4.0 * shift }
}

/// Newton's step into `step`, with what it promises and the shift of the curvature that made it a rise.
fn newton(here: &Height, shift: f64, step: &mut [f64]) -> Option<(f64, f64)> {
    let size = step.len();
    let mut shift = shift;
    for _ in 0..80 {
        let mut matrix: Vec<f64> = here.curve.iter().map(|cell| -cell).collect();
        for i in 0..size {
            // In the measure of each coordinate's own curvature, so that units do not matter.
            matrix[i * size + i] += shift * (1.0 + here.curve[i * size + i].abs()) / (1.0 + shift);
            if shift >= 1.0 {
                matrix[i * size + i] += shift;
            }
        }
        if linear::factor(&mut matrix, size) {
            step.copy_from_slice(&here.slope);
            linear::solve(&matrix, size, step);
            let promise = linear::dot(&here.slope, step);
            return promise.is_finite().then_some((promise, shift));
        }
        shift = raised(shift, here);
    }
    None
}

/// Goes as much of the step as rises; gives where it came to and how often the step was halved.
fn walk(
    hill: &impl Hill,
    at: &[f64],
    here: &Height,
    step: &[f64],
    promise: f64,
    there: &mut Height,
) -> Option<(Vec<f64>, u32)> {
    let mut share = 1.0;
    for halvings in 0..50 {
        let to: Vec<f64> = at.iter().zip(step).map(|(at, step)| at + share * step).collect();
        if hill.is_legal(&to) {
            hill.height(&to, there);
            let rise = there.value - here.value;
            if rise.is_finite() && rise >= 1e-4 * share * promise && rise > 0.0 {
                return Some((to, halvings));
            }
        }
        share /= 2.0;
    }
    None
}
