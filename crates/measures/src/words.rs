//! Words for the states, classes and causes of records, the same wherever they are shown.
use crate::legs::step_for;
use iceroad_base::quantity::Mass;
use iceroad_model::Scenario;
use iceroad_model::event::{DelayCause, MachineState, StateClass};
use iceroad_model::goods::Unit;
use iceroad_model::ids::*;
use iceroad_model::obligations::Promise;
use iceroad_model::record::Ware;
use iceroad_model::transport::Mode;
use iceroad_words::say;

/// The classes that fill calendar time.
pub const CLASSES: [StateClass; 4] =
    [StateClass::Working, StateClass::Delay, StateClass::Standby, StateClass::Down];

/// States in which a failed machine waits, with the key of the cause.
pub const WAITS: [(MachineState, &str); 5] = [
    (MachineState::WaitTow, "tow"),
    (MachineState::WaitBay, "bay"),
    (MachineState::WaitTechnician, "technician"),
    (MachineState::WaitPart, "part"),
    (MachineState::WaitWeather, "weather"),
];

/// A state of a machine in words.
pub fn state(state: MachineState) -> String {
    say!(&format!("state-{}", state.name()))
}

/// A class of states in words.
pub fn class(class: StateClass) -> String {
    say!(&format!("class-{}", class.name()))
}

/// A cause of a line's delay in words that can follow "mostly".
pub fn delay(scenario: &Scenario, line: LineId, cause: DelayCause) -> String {
    let season =
        |id: SeasonId| scenario.seasons.get(id).map_or_else(String::new, |season| season.title.clone());
    let leg = |id: LegId| scenario.legs.get(id).map_or_else(String::new, |leg| leg.title.clone());
    let rule =
        |id: RestrictionId| scenario.restrictions.get(id).map_or_else(String::new, |rule| rule.name.clone());
    match cause {
        DelayCause::Lead => say!("delay-lead"),
        DelayCause::Licence(id) => say!("delay-licence", a = rule(id)),
        DelayCause::Season(id) => say!("delay-season", a = season(id)),
        DelayCause::Capacity(id) => say!("delay-capacity", a = leg(id)),
        DelayCause::TooThin(id) => match promised_step(scenario, line, id) {
            Some(step) => say!("delay-step", a = step.tonnes(), b = leg(id)),
            None => say!("delay-thin", a = leg(id)),
        },
        DelayCause::Vehicle(id) => say!("delay-vehicle", a = leg(id)),
        DelayCause::Transit => say!("delay-transit"),
        DelayCause::Refused(id) => say!("delay-refused", a = rule(id)),
        DelayCause::NoRoute => say!("delay-no-route"),
        DelayCause::Work => say!("delay-work"),
    }
}

/// The step of ice that the goods of a line wait for on a leg.
fn promised_step(scenario: &Scenario, line: LineId, leg: LegId) -> Option<Mass> {
    let Promise::Goods { item, .. } = scenario.lines.get(line)?.promise else { return None };
    step_for(scenario, leg, item)
}

/// What a line promises, in words, with the place.
pub fn promise(scenario: &Scenario, line: LineId) -> String {
    let what = promised(scenario, line);
    match scenario.lines[line].promise {
        Promise::Goods { store, .. } => {
            let site = scenario.sites.get(scenario.stores[store].site).map_or("", |site| site.title.as_str());
            say!("promise-to", what = what, site = site)
        }
        Promise::Services { .. } | Promise::Tonnes { .. } => what,
    }
}

/// What a line promises, in few words.
pub fn promised(scenario: &Scenario, line: LineId) -> String {
    let row = &scenario.lines[line];
    let quantity = crate::numbers::whole(row.quantity.get());
    match row.promise {
        Promise::Goods { item, .. } => {
            let item = &scenario.items[item];
            let unit = match item.unit {
                Unit::Piece => "×",
                Unit::Kilogram => "unit-kg",
                Unit::Litre => "unit-L",
            };
            format!("{quantity} {} {}", say!(unit), item.title)
        }
        Promise::Services { workshop, service } => {
            let what = service
                .map_or_else(|| say!("promise-jobs"), |service| scenario.services[service].name.clone());
            say!("promise-services", quantity = quantity, what = what, c = scenario.workshops[workshop].title)
        }
        Promise::Tonnes { dump } => {
            say!("promise-tonnes", quantity = quantity, b = scenario.dumps[dump].title)
        }
    }
}

/// A thing with its kind, `Crusher: north`; one whose title says the kind goes by its title, `North crusher`.
pub fn of_kind(kind: &str, title: &str) -> String {
    if title.to_lowercase().contains(&kind.to_lowercase()) {
        return crate::numbers::capital(title);
    }
    format!("{kind}: {title}")
}

/// The name of a line with its agreement's, not said twice: `supply-2026 · truck`, `A1-2`.
pub fn line_name(scenario: &Scenario, line: LineId) -> String {
    let row = &scenario.lines[line];
    let agreement = &scenario.agreements[row.agreement].name;
    if row.name.starts_with(agreement.as_str()) {
        return row.name.clone();
    }
    format!("{agreement} · {}", row.name)
}

/// What is said of an HS chapter where its name helps.
///
/// Titles shortened from the Harmonised System of the World Customs Organization (recalled, for reading only).
pub fn chapter(chapter: u8) -> String {
    say!(match chapter {
        0 => "hs-without-hs-code",
        1..=24 => "hs-food",
        25 => "hs-salt-stone-cement",
        26 => "hs-ores",
        27 => "hs-mineral-fuels-and-oils",
        28..=38 => "hs-chemicals",
        39 => "hs-plastics",
        40 => "hs-rubber-tyres",
        44 => "hs-wood",
        68 => "hs-stone-articles",
        72 => "hs-iron-and-steel",
        73 => "hs-steel-articles",
        76 => "hs-aluminium",
        82 => "hs-tools",
        83 => "hs-metal-goods",
        84 => "hs-machinery-engines",
        85 => "hs-electrical-equipment",
        86 => "hs-railway-equipment-containers",
        87 => "hs-vehicles",
        88 => "hs-aircraft",
        89 => "hs-ships",
        90 => "hs-instruments",
        94 => "hs-prefabricated-buildings-furniture",
        _ => "hs-other-goods",
    })
}

/// What turnover is of, in words: `84 machinery, engines`, `services`.
pub fn ware(ware: Ware) -> String {
    match ware {
        Ware::Goods { chapter: number } => format!("{number:02} {}", chapter(number)),
        Ware::Services => say!("kpi-services-worth"),
    }
}

/// A mode of a leg in words.
pub fn mode(mode: Mode) -> String {
    say!(match mode {
        Mode::Rail => "mode-rail",
        Mode::River => "mode-river",
        Mode::WinterRoad => "mode-winter",
        Mode::Road => "mode-road",
        Mode::Air => "mode-air",
    })
}
