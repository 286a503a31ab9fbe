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

/// A cause of a line's delay in words that can follow "mostly".
pub fn delay(scenario: &Scenario, line: LineId, cause: DelayCause) -> String {
    let season = |id: SeasonId| scenario.seasons.get(id).map_or("a season", |season| season.title.as_str());
    let leg = |id: LegId| scenario.legs.get(id).map_or("a leg", |leg| leg.title.as_str());
    let rule = |id: RestrictionId| scenario.restrictions.get(id).map_or("a rule", |rule| rule.name.as_str());
    match cause {
        DelayCause::Lead => "the seller’s lead time".into(),
        DelayCause::Licence(id) => format!("the licence under {}", rule(id)),
        DelayCause::Season(id) => format!("waiting for {} to open", season(id)),
        DelayCause::Capacity(id) => format!("too few trips on {}", leg(id)),
        DelayCause::TooThin(id) => match promised_step(scenario, line, id) {
            Some(step) => format!("waiting for the {} t step on {}", step.tonnes(), leg(id)),
            None => format!("ice too thin for the load on {}", leg(id)),
        },
        DelayCause::Vehicle(id) => format!("no vehicle to take it on {}", leg(id)),
        DelayCause::Transit => "time under way".into(),
        DelayCause::Refused(id) => format!("no permitted offer ({} refuses)", rule(id)),
        DelayCause::NoRoute => "no road leads there".into(),
        DelayCause::Work => "too little work done by then".into(),
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
            format!("{what} to {site}")
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
                Unit::Kilogram => "kg",
                Unit::Litre => "L",
            };
            format!("{quantity} {unit} {}", item.title)
        }
        Promise::Services { workshop, service } => {
            let what = service.map_or("jobs", |service| scenario.services[service].name.as_str());
            format!("{quantity} {what} by workshop {}", scenario.workshops[workshop].name)
        }
        Promise::Tonnes { dump } => format!("{quantity} t to {}", scenario.dumps[dump].name),
    }
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
pub fn chapter(chapter: u8) -> &'static str {
    match chapter {
        0 => "without HS code",
        1..=24 => "food",
        25 => "salt, stone, cement",
        26 => "ores",
        27 => "mineral fuels and oils",
        28..=38 => "chemicals",
        39 => "plastics",
        40 => "rubber, tyres",
        44 => "wood",
        68 => "stone articles",
        72 => "iron and steel",
        73 => "steel articles",
        76 => "aluminium",
        82 => "tools",
        83 => "metal goods",
        84 => "machinery, engines",
        85 => "electrical equipment",
        86 => "railway equipment, containers",
        87 => "vehicles",
        88 => "aircraft",
        89 => "ships",
        90 => "instruments",
        94 => "prefabricated buildings, furniture",
        _ => "other goods",
    }
}

/// What turnover is of, in words: `84 machinery, engines`, `services`.
pub fn ware(ware: Ware) -> String {
    match ware {
        Ware::Goods { chapter: number } => format!("{number:02} {}", chapter(number)),
        Ware::Services => "services".into(),
    }
}

/// A mode of a leg in words.
pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Rail => "rail",
        Mode::River => "river",
        Mode::WinterRoad => "winter road",
        Mode::Road => "road",
        Mode::Air => "air",
    }
}
