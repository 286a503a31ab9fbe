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

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
