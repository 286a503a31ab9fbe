//! How a machine's state looks wherever single states are drawn: a few looks, each a colour and a plain word.
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
        look("loading", "loading", &[Loading]),
        look("loaded", "driving loaded", &[TravelLoaded]),
        look("dumping", "dumping", &[Dumping]),
        look("empty", "driving empty", &[TravelEmpty]),
        look("line", "in line, waiting for trucks", &[QueueLoad, QueueDump, WaitTruck]),
        look("held", "held on the road", &[HeldOnRoad]),
        look("pause", "refuelling, warming up, changing crews", &[Refuelling, WarmUp, ShiftChange]),
        look("off", "off shift, break", &[OffShift, Break]),
        look("stop", "cold stop, blast", &[WeatherStop, BlastStandDown]),
        look("none", "no work, no fuel, no operator", &[NoWork, NoFuel, NoOperator]),
        look("service", "planned service", &[Service]),
        look("repair", "hands-on repair", &[Repair]),
        look("wait", "waiting for repair", &[WaitTow, Tow, WaitBay, WaitTechnician, WaitPart, WaitWeather]),
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
