//! The state of the roads on a day, from frozen to thawing.

use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::mine::Mine;

/// The state of the roads on a day, which sets rolling resistance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Surface {
    /// Frozen hard: daily mean below −10 °C.
    Frost = 0,
    /// As written in `haul_segments.csv`.
    #[default]
    Normal,
    /// Thawing: daily mean from 0 to 8 °C.
    Thaw,
}

impl Surface {
    /// Every surface, in order of its number.
    pub const ALL: [Surface; 3] = [Surface::Frost, Surface::Normal, Surface::Thaw];

    /// The surface on a day with this mean: the bounds are those of `mines.csv`.
    pub fn of(mean: Celsius) -> Surface {
        match mean.get() {
            cold if cold < -10.0 => Surface::Frost,
            mild if (0.0..=8.0).contains(&mild) => Surface::Thaw,
            _ => Surface::Normal,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Surface::Frost => "frozen",
            Surface::Normal => "normal",
            Surface::Thaw => "thawing",
        }
    }

    pub(crate) fn rolling_factor(self, mine: &Mine) -> f64 {
        match self {
            Surface::Frost => mine.frost_rolling.get(),
            Surface::Normal => 1.0,
            Surface::Thaw => mine.thaw_rolling.get(),
        }
    }
}
