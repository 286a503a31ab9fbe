//! Where machine hours went, failures, bays and people.
use super::definitions::*;
use super::production::mean_hours;
use super::{Book, Head, LESS, MORE};
use crate::frame::{Group, ratio};
use crate::time_usage::ClassHours;
use crate::words;
use crate::workshop::HoursUsed;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::{RunRecord, SubsystemRecord};
use iceroad_words::say;

pub(super) fn fill(book: &mut Book<'_>) {
    for group in book.frame.groups() {
        shares(book, group);
        reliability(book, group);
        waits(book, group);
    }
    workshop(book);
}

/// A share of the hours of a group.
type Share = fn(&ClassHours) -> f64;

fn shares<'f>(book: &mut Book<'f>, group: &'f Group) {
    let (key, title) = (&group.key, &group.title);
    let head = |name: &str, words: &str, unit, definition, better| Head {
        key: format!("{name}.{key}"),
        title: say!("kpi-of-group", what = say!(words), group = title),
        unit,
        definition,
        better,
    };
    let measures: [(&str, &str, &'static str, Share); 5] = [
        ("availability", "ladder-availability", AVAILABILITY, ClassHours::availability),
        ("utilisation", "ladder-use", UTILISATION, ClassHours::utilisation),
        ("operating_efficiency", "ladder-efficiency", EFFICIENCY, ClassHours::efficiency),
        ("mechanical", "kpi-mechanical", MECHANICAL, ClassHours::mechanical_availability),
        ("effective", "kpi-effective", EFFECTIVE, ClassHours::effective),
    ];
    for (name, words, definition, of) in measures {
        let head = head(name, words, "share", definition, MORE);
        book.add(head, move |record| of(&group.time_usage(record)));
    }
    for class in words::CLASSES {
        let name = format!("hours.{}", class.name());
        let better = match class {
            StateClass::Working => MORE,
            StateClass::Delay | StateClass::Down => LESS,
            _ => None,
        };
        let title = format!("kpi-hours-{}", class.name());
        book.add(head(&name, &title, "h", CLASS_HOURS, better), move |record| {
            group.time_usage(record).class(class)
        });
    }
}

fn reliability<'f>(book: &mut Book<'f>, group: &'f Group) {
    let scenario = book.scenario();
    let (key, title) = (&group.key, &group.title);
    let head = |name: &str, words: &str, unit, definition, better| Head {
        key: format!("{name}.{key}"),
        title: say!("kpi-of-group", what = say!(words), group = title),
        unit,
        definition,
        better,
    };
    let failures = move |record: &RunRecord| group.rows(record).map(|machine| machine.failures).sum::<u32>();
    let services = move |record: &RunRecord| group.rows(record).map(|machine| machine.services).sum::<u32>();
    // Down time after failures is kept by subsystem, and a subsystem belongs to one model.
    let down = move |record: &RunRecord, states: &[MachineState]| -> i64 {
        let rows =
            scenario.subsystems.entries().filter(|(_, subsystem)| group.models.contains(&subsystem.model));
        let of = |row: SubsystemRecord| states.iter().map(|&state| row.down_ms[state as usize]).sum::<i64>();
        rows.filter_map(|(id, _)| record.subsystems.get(id)).map(of).sum()
    };
    book.add(head("failures", "kpi-failures", "failures", FAILURES, LESS), move |record| {
        f64::from(failures(record))
    });
    book.add(head("services", "kpi-services", "services", SERVICES, None), move |r| f64::from(services(r)));
    book.add(head("mtbf", "kpi-mtbf", "h", MTBF, MORE), move |record| {
        ratio(group.time_usage(record).operating(), f64::from(failures(record)))
    });
    book.add(head("mttr", "kpi-mttr", "h", MTTR, LESS), move |record| {
        mean_hours(down(record, &[MachineState::Repair]), failures(record))
    });
    book.add(head("mdt", "kpi-mdt", "h", MDT, LESS), move |record| {
        mean_hours(down(record, &MachineState::ALL), failures(record))
    });
}

fn waits<'f>(book: &mut Book<'f>, group: &'f Group) {
    for (state, cause) in words::WAITS {
        let head = Head {
            key: format!("wait.{cause}.{}", group.key),
            title: say!("kpi-wait", what = words::state(state), group = group.title),
            unit: "h",
            definition: WAIT,
            better: LESS,
        };
        book.add(head, move |record| group.state_hours(record, state));
    }
}

fn workshop(book: &mut Book<'_>) {
    for (id, bay) in book.scenario().bays.entries() {
        let head = Head {
            key: format!("bay_use.{}", bay.name),
            title: say!("kpi-bay-use", a = bay.title),
            unit: "share",
            definition: BAY_USE,
            better: None,
        };
        book.add(head, move |record| HoursUsed::of_bays(record, id).share());
    }
    for (id, group) in book.scenario().technicians.entries() {
        let head = Head {
            key: format!("technician_use.{}", group.name),
            title: say!("kpi-technician-use", a = group.title),
            unit: "share",
            definition: TECHNICIAN_USE,
            better: None,
        };
        book.add(head, move |record| HoursUsed::of_technicians(record, id).share());
    }
}
