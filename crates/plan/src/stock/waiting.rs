//! What truck-hours of waiting cost, read off runs.
//!
//! The first hours may cost nothing, as trucks stand in line anyway, and the last may stop the mine: no single price of an hour
//! holds. What is held to is only that more waiting is never better. Over all plans that were run, the gain against today as a function
//! of the hours machines waited is the falling one that is nearest by least squares (isotonic regression, R. E. Barlow et al.,
//! *Statistical Inference under Order Restrictions*, 1972; pooled adjacent violators). So a plan is judged by what came of hours like
//! its own in all plans, and not by the luck of the years it was run in.

/// For each of `(hours, gain)` the gain that hours like those bring.
pub(crate) fn value(of: &[(f64, f64)]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..of.len()).collect();
    order.sort_by(|&a, &b| of[a].0.total_cmp(&of[b].0).then(a.cmp(&b)));
    // Blocks of neighbours with one value: its sum, and how many.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &at in &order {
        let mut block = (of[at].1, 1);
        while let Some(&(sum, n)) = blocks.last() {
            if sum / n as f64 > block.0 / block.1 as f64 {
                break;
            }
            block = (block.0 + sum, block.1 + n);
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut values = vec![0.0; of.len()];
    let mut places = order.into_iter();
    for (sum, n) in blocks {
        for at in places.by_ref().take(n) {
            values[at] = sum / n as f64;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn more_waiting_is_never_better() {
        // By hours: 1 → 5, 2 → 7, 3 → 3, 4 → 4, 5 → −1. The pairs that rise are pooled.
        let of = [(3.0, 3.0), (1.0, 5.0), (5.0, -1.0), (2.0, 7.0), (4.0, 4.0)];
        assert_eq!(value(&of), [3.5, 6.0, -1.0, 6.0, 3.5]);
    }

    #[test]
    fn what_falls_is_left_as_it_is() {
        assert_eq!(value(&[(1.0, 3.0), (2.0, 2.0)]), [3.0, 2.0]);
        assert_eq!(value(&[]), [] as [f64; 0]);
    }
}
