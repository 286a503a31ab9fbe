//! Every rule a scenario must keep, one function each.
use crate::fault::{Code, Fault};
use crate::tables::{Heading, Tables};
use iceroad_base::civil::Horizon;

/// The horizon of a heading.
pub(crate) fn horizon(heading: &Heading) -> Result<Horizon, Fault> {
    Horizon::new(heading.start, heading.days, &heading.zone).map_err(|error| Fault {
        code: Code::HorizonBad,
        table: "scenario",
        row: None,
        column: "days",
        value: heading.days.to_string(),
        expected: "1 to 36525 days".into(),
        advice: format!("change `days` in scenario.toml: {error}"),
    })
}

/// All faults of `tables`.
pub(crate) fn check(_tables: &Tables, _horizon: &Horizon) -> Vec<Fault> {
    Vec::new()
}
