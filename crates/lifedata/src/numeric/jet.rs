//! A value with its first and second derivatives: what Newton's method needs of a log-likelihood.

/// A value, its slope and its curvature in `D` coordinates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Jet<const D: usize> {
    pub(crate) value: f64,
    pub(crate) slope: [f64; D],
    /// Symmetric.
    pub(crate) curve: [[f64; D]; D],
}

impl<const D: usize> Jet<D> {
    pub(crate) const ZERO: Jet<D> = Jet::constant(0.0);

    pub(crate) const fn constant(value: f64) -> Jet<D> {
        Jet { value, slope: [0.0; D], curve: [[0.0; D]; D] }
    }

    /// The coordinate `i` itself, at `value`.
    pub(crate) fn coordinate(value: f64, i: usize) -> Jet<D> {
        let mut jet = Jet::constant(value);
        jet.slope[i] = 1.0;
        jet
    }

    /// A function of `z`, where `z` has this slope and no curvature: its value and two derivatives in `z`.
    #[inline]
    pub(crate) fn along([value, first, second]: [f64; 3], slope: [f64; D]) -> Jet<D> {
        Jet {
            value,
            slope: slope.map(|part| first * part),
            curve: slope.map(|row| slope.map(|column| second * row * column)),
        }
    }

    /// A function of this jet, given by its value and two derivatives at the jet's value.
    pub(crate) fn through(&self, [value, first, second]: [f64; 3]) -> Jet<D> {
        let mut jet = Jet::along([value, first, second], self.slope);
        for (row, of_self) in jet.curve.iter_mut().zip(&self.curve) {
            for (cell, of_self) in row.iter_mut().zip(of_self) {
                *cell += first * of_self;
            }
        }
        jet
    }

    /// Adds a multiple of another.
    #[inline]
    pub(crate) fn add(&mut self, weight: f64, other: &Jet<D>) {
        self.value += weight * other.value;
        for (mine, theirs) in self.slope.iter_mut().zip(&other.slope) {
            *mine += weight * theirs;
        }
        for (mine, theirs) in self.curve.iter_mut().flatten().zip(other.curve.iter().flatten()) {
            *mine += weight * theirs;
        }
    }

    pub(crate) fn plus(mut self, weight: f64, other: &Jet<D>) -> Jet<D> {
        self.add(weight, other);
        self
    }

    pub(crate) fn times(&self, other: &Jet<D>) -> Jet<D> {
        let mut product = Jet::constant(self.value * other.value);
        for i in 0..D {
            product.slope[i] = self.slope[i] * other.value + self.value * other.slope[i];
            for j in 0..D {
                product.curve[i][j] = self.curve[i][j] * other.value
                    + self.slope[i] * other.slope[j]
                    + self.slope[j] * other.slope[i]
                    + self.value * other.curve[i][j];
            }
        }
        product
    }

    pub(crate) fn exp(&self) -> Jet<D> {
        let value = libm::exp(self.value);
        self.through([value, value, value])
    }

    pub(crate) fn reciprocal(&self) -> Jet<D> {
        let inverse = 1.0 / self.value;
        self.through([inverse, -inverse * inverse, 2.0 * inverse * inverse * inverse])
    }

    pub(crate) fn ln(&self) -> Jet<D> {
        let inverse = 1.0 / self.value;
        self.through([libm::log(self.value), inverse, -inverse * inverse])
    }

    /// `ln(exp(self) + exp(other))` without overflow.
    pub(crate) fn log_sum(&self, other: &Jet<D>) -> Jet<D> {
        let high = self.value.max(other.value);
        let (mine, theirs) = (libm::exp(self.value - high), libm::exp(other.value - high));
        let sum = mine + theirs;
        let share = mine / sum;
        let mut jet = Jet::constant(high + libm::log(sum));
        for i in 0..D {
            jet.slope[i] = share * self.slope[i] + (1.0 - share) * other.slope[i];
            for j in 0..D {
                let apart = (self.slope[i] - other.slope[i]) * (self.slope[j] - other.slope[j]);
                jet.curve[i][j] = share * self.curve[i][j]
                    + (1.0 - share) * other.curve[i][j]
                    + share * (1.0 - share) * apart;
            }
        }
        jet
    }

    /// `ln(1 − exp(−self))`: the logarithm of the share that fails while the hazard `self` is lived through.
    pub(crate) fn log_failing(&self) -> Jet<D> {
        let grown = libm::expm1(self.value);
        let first = 1.0 / grown;
        self.through([libm::log(-libm::expm1(-self.value)), first, -first * (1.0 + first)])
    }
}
