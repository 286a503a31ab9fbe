//! How much of a line goes back over itself: a truck that stood while its receiver drew on, or went there and back.

use super::graph::Point;
use std::collections::BTreeMap;

/// What is closer than this to an earlier part of the line is the same place, m. Assumed: the error of a plain receiver.
const REACH_M: f64 = 5.0;
/// Along the line an earlier part must be so far back, m: a bend with a radius of 8 m is no way back.
const BACK_M: f64 = 3.0 * REACH_M;
/// The most places of a line that are looked at.
const MOST: f64 = 500_000.0;

/// The length of the parts that lie on earlier parts of the line, m. Ramps above one another are apart where both have heights.
pub(super) fn retraced(line: &[Point]) -> f64 {
    let length: f64 = line.windows(2).map(|edge| edge[0].distance(edge[1])).sum();
    let step = (REACH_M / 2.0).max(length / MOST);
    let mut seen: BTreeMap<(i64, i64), Vec<(Point, f64)>> = BTreeMap::new();
    let cell = |point: Point| ((point.x / REACH_M).floor() as i64, (point.y / REACH_M).floor() as i64);
    let (mut along, mut again) = (0.0, 0.0);
    for edge in line.windows(2) {
        let long = edge[0].distance(edge[1]);
        let parts = (long / step).ceil().max(1.0);
        for part in 0..parts as usize {
            let share = (part as f64 + 0.5) / parts;
            let (here, at) = (edge[0].between(edge[1], share), along + long * share);
            let (column, row) = cell(here);
            let is_back =
                |&(there, then): &(Point, f64)| at - then > BACK_M && here.distance(there) <= REACH_M;
            let mut near = (column - 1..=column + 1)
                .flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)))
                .filter_map(|near| seen.get(&near));
            if near.any(|places| places.iter().any(is_back)) {
                again += long / parts;
            }
            seen.entry((column, row)).or_default().push((here, at));
        }
        along += long;
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(points: impl IntoIterator<Item = (f64, f64, Option<f64>)>) -> f64 {
        let line: Vec<Point> = points.into_iter().map(|(x, y, z)| Point { x, y, z }).collect();
        retraced(&line)
    }

    #[test]
    fn what_goes_back_counts_and_what_bends_does_not() {
        assert!((way([(0.0, 0.0, None), (400.0, 0.0, None), (0.0, 1.0, None)]) - 390.0).abs() < 6.0);
        // Two hairpins with legs 30 m apart, a ring that ends where it begins, a spiral of one turn with its ramps 12 m apart.
        let hairpins = [(0.0, 0.0), (300.0, 0.0), (300.0, 30.0), (0.0, 30.0), (0.0, 60.0), (300.0, 60.0)];
        assert_eq!(way(hairpins.map(|(x, y)| (x, y, None))), 0.0);
        let turn = |n: u32| (0..=n).map(|k| std::f64::consts::TAU * f64::from(k) / 36.0);
        let round = |angle: f64| (100.0 * libm::cos(angle), 100.0 * libm::sin(angle));
        assert!(way(turn(36).map(|angle| (round(angle).0, round(angle).1, None))) < 10.0);
        let spiral = turn(72)
            .map(|angle| (round(angle).0, round(angle).1, Some(12.0 * angle / std::f64::consts::TAU)));
        assert_eq!(way(spiral), 0.0);
    }
}
