//! What can be wrong with a scenario's climate that its rules could not tell.
use iceroad_model::StationId;
use std::fmt;

/// Why no weather can be made of a scenario's stations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClimateError {
    /// No July-to-June year is usable for all measured stations at once.
    NoSharedYear {
        /// Each measured station by name with the number of years usable for it alone.
        stations: Vec<(String, usize)>,
        /// The first reason for which a year was dropped, in words.
        example: Option<String>,
    },
    /// A synthetic station leans on one that is not measured.
    NotMeasured {
        /// The synthetic station.
        station: StationId,
        /// The one it leans on.
        anomalies_from: StationId,
    },
}

impl fmt::Display for ClimateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClimateError::NoSharedYear { stations, example } => {
                write!(f, "no July-to-June year is whole for all measured stations at once (")?;
                for (nth, (name, years)) in stations.iter().enumerate() {
                    let comma = if nth == 0 { "" } else { ", " };
                    write!(f, "{comma}`{name}` alone has {years}")?;
                }
                write!(f, ")")?;
                if let Some(example) = example {
                    write!(f, "; for one, {example}")?;
                }
                write!(f, "; lengthen the records, or make the shortest station synthetic")
            }
            ClimateError::NotMeasured { station, anomalies_from } => write!(
                f,
                "{station:?} takes its anomalies from {anomalies_from:?}, which has no daily record; name a measured station"
            ),
        }
    }
}

impl std::error::Error for ClimateError {}
