//! How a machine's state looks wherever single states are drawn: a few looks, each a colour and the key of its words.
use iceroad_model::event::MachineState;

/// A look: class of the bar, word, states.
pub(crate) struct Look {
    /// The last part of its style class, after `s-`.
    pub(crate) class: &'static str,
    pub(crate) words: &'static str,
    pub(crate) states: &'static [MachineState],
}

const fn look(class: &'static str, words: &'static str, states: &'static [MachineState]) -> Look {
    Look { class, words, states }
}

/// Every look, work first, then what keeps from it.
pub(crate) const LOOKS: [Look; 13] = {
    use MachineState::*;
    [
        look("loading", "state-loading", &[Loading]),
        look("loaded", "state-travel_loaded", &[TravelLoaded]),
        look("dumping", "state-dumping", &[Dumping]),
        look("empty", "state-travel_empty", &[TravelEmpty]),
        look("line", "look-line", &[QueueLoad, QueueDump, WaitTruck]),
        look("held", "state-held_on_road", &[HeldOnRoad]),
        look("pause", "look-pause", &[Refuelling, WarmUp, ShiftChange]),
        look("off", "part-off", &[OffShift, Break]),
        look("stop", "part-stop", &[WeatherStop, BlastStandDown]),
        look("none", "part-none", &[NoWork, NoFuel, NoOperator]),
        look("service", "state-service", &[Service]),
        look("repair", "part-repair", &[Repair]),
        look("wait", "part-wait", &[WaitTow, Tow, WaitBay, WaitTechnician, WaitPart, WaitWeather]),
    ]
};

/// The look of a state; none for a machine that is not there.
pub(crate) fn of(state: MachineState) -> Option<&'static Look> {
    LOOKS.iter().find(|look| look.states.contains(&state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_one_look_with_a_colour() {
        for state in MachineState::ALL {
            let n = LOOKS.iter().filter(|look| look.states.contains(&state)).count();
            assert_eq!(n, usize::from(state != MachineState::Absent), "{}", state.name());
        }
        let style = include_str!("style.css");
        for look in &LOOKS {
            assert!(style.contains(&format!(".s-{} {{", look.class)), "{} is drawn", look.class);
        }
    }
}
