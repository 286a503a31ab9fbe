//! Small symmetric systems by Cholesky's factors; matrices are rows one after another.

/// The lower factor of a positive definite matrix, in place; no where it is not one.
pub(crate) fn factor(matrix: &mut [f64], size: usize) -> bool {
    for row in 0..size {
        for column in 0..=row {
            let mut sum = matrix[row * size + column];
            for k in 0..column {
                sum -= matrix[row * size + k] * matrix[column * size + k];
            }
            if row > column {
                matrix[row * size + column] = sum / matrix[column * size + column];
                continue;
            }
            // What is left of the diagonal after cancellation to its last digits is not a number to divide by.
            let floor = matrix[row * size + row].abs() * 1e-14;
            if !(sum > floor && sum.is_finite()) {
                return false;
            }
            matrix[row * size + row] = sum.sqrt();
        }
    }
    true
}

/// Solves the system of a factor, in place.
pub(crate) fn solve(lower: &[f64], size: usize, vector: &mut [f64]) {
    for row in 0..size {
        let sum: f64 = (0..row).map(|k| lower[row * size + k] * vector[k]).sum();
        vector[row] = (vector[row] - sum) / lower[row * size + row];
    }
    for row in (0..size).rev() {
        let sum: f64 = (row + 1..size).map(|k| lower[k * size + row] * vector[k]).sum();
        vector[row] = (vector[row] - sum) / lower[row * size + row];
    }
}

/// The inverse of a positive definite matrix; none where it is not one.
pub(crate) fn inverse(matrix: &[f64], size: usize) -> Option<Vec<f64>> {
    let mut lower = matrix.to_vec();
    if !factor(&mut lower, size) {
        return None;
    }
    let mut inverse = vec![0.0; size * size];
    for (row, column) in inverse.chunks_exact_mut(size).enumerate() {
        column[row] = 1.0;
        solve(&lower, size, column);
    }
    Some(inverse)
}

/// Solves any square system by elimination with the greatest pivot of each column; none where it is singular.
pub(crate) fn eliminate(matrix: &mut [f64], size: usize, vector: &mut [f64]) -> bool {
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|a, b| matrix[a * size + column].abs().total_cmp(&matrix[b * size + column].abs()));
        let Some(pivot) = pivot else { return false };
        let head = matrix[pivot * size + column];
        if head == 0.0 || !head.is_finite() {
            return false;
        }
        if pivot != column {
            for k in 0..size {
                matrix.swap(pivot * size + k, column * size + k);
            }
            vector.swap(pivot, column);
        }
        for row in column + 1..size {
            let share = matrix[row * size + column] / matrix[column * size + column];
            for k in column..size {
                matrix[row * size + k] -= share * matrix[column * size + k];
            }
            vector[row] -= share * vector[column];
        }
    }
    for row in (0..size).rev() {
        let sum: f64 = (row + 1..size).map(|k| matrix[row * size + k] * vector[k]).sum();
        vector[row] = (vector[row] - sum) / matrix[row * size + row];
    }
    true
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
