//! Where machine hours went, failures, bays and people.
use super::definitions::*;
use super::production::mean_hours;
use super::{Book, Head, LESS, MORE};
use crate::frame::{Group, hours, ratio};
use crate::words;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::{RunRecord, SubsystemRecord};

pub(super) fn fill(book: &mut Book<'_, '_>) {
    for group in book.frame.groups() {
        shares(book, &group);
        reliability(book, &group);
        waits(book, &group);
    }
    workshop(book);
}

fn shares(book: &mut Book<'_, '_>, group: &Group) {
    let (key, title) = (&group.key, &group.title);
    let head = |name: &str, words: &str, unit, definition, better| Head {
        key: format!("{name}.{key}"),
        title: format!("{words}, {title}"),
        unit,
        definition,
        better,
    };
    book.add(head("availability", "physical availability", "share", AVAILABILITY, MORE), |record| {
        let calendar = group.calendar_hours(record);
        ratio(calendar - group.class_hours(record, StateClass::Down), calendar)
    });
    book.add(head("utilisation", "use of availability", "share", UTILISATION, MORE), |record| {
        let up = group.calendar_hours(record) - group.class_hours(record, StateClass::Down);
        ratio(operating(group, record), up)
    });
    book.add(head("operating_efficiency", "operating efficiency", "share", EFFICIENCY, MORE), |record| {
        ratio(group.class_hours(record, StateClass::Working), operating(group, record))
    });
    book.add(head("mechanical", "mechanical availability", "share", MECHANICAL, MORE), |record| {
        let operating = operating(group, record);
        ratio(operating, operating + group.class_hours(record, StateClass::Down))
    });
    book.add(head("effective", "working share of calendar time", "share", EFFECTIVE, MORE), |record| {
        ratio(group.class_hours(record, StateClass::Working), group.calendar_hours(record))
    });
    for class in words::CLASSES {
        let name = format!("hours.{}", words::class_key(class));
        let better = match class {
            StateClass::Working => MORE,
            StateClass::Delay | StateClass::Down => LESS,
            _ => None,
        };
        let title = format!("{} hours", words::class(class));
        book.add(head(&name, &title, "h", CLASS_HOURS, better), |record| group.class_hours(record, class));
    }
}

fn operating(group: &Group, record: &RunRecord) -> f64 {
    group.class_hours(record, StateClass::Working) + group.class_hours(record, StateClass::Delay)
}

fn reliability(book: &mut Book<'_, '_>, group: &Group) {
    let scenario = book.scenario();
    let (key, title) = (&group.key, &group.title);
    let head = |name: &str, words: &str, unit, definition, better| Head {
        key: format!("{name}.{key}"),
        title: format!("{words}, {title}"),
        unit,
        definition,
        better,
    };
    let failures = |record: &RunRecord| group.rows(record).map(|machine| machine.failures).sum::<u32>();
    let services = |record: &RunRecord| group.rows(record).map(|machine| machine.services).sum::<u32>();
    // Down time after failures is kept by subsystem, and a subsystem belongs to one model.
    let down = |record: &RunRecord, states: &[MachineState]| -> i64 {
        let rows =
            scenario.subsystems.entries().filter(|(_, subsystem)| group.models.contains(&subsystem.model));
        let of = |row: &SubsystemRecord| states.iter().map(|&state| row.down_ms[state as usize]).sum::<i64>();
        rows.filter_map(|(id, _)| record.subsystems.get(id)).map(of).sum()
    };
    book.add(head("failures", "failures", "failures", FAILURES, LESS), |record| f64::from(failures(record)));
    book.add(head("services", "planned services", "services", SERVICES, None), |r| f64::from(services(r)));
    book.add(head("mtbf", "operating hours between failures", "h", MTBF, MORE), |record| {
        ratio(operating(group, record), f64::from(failures(record)))
    });
    book.add(head("mttr", "hands-on repair hours per failure", "h", MTTR, LESS), |record| {
        mean_hours(down(record, &[MachineState::Repair]), failures(record))
    });
    book.add(head("mdt", "hours down per failure, waiting included", "h", MDT, LESS), |record| {
        mean_hours(down(record, &MachineState::ALL), failures(record))
    });
}

fn waits(book: &mut Book<'_, '_>, group: &Group) {
    for (state, cause) in words::WAITS {
        let head = Head {
            key: format!("wait.{cause}.{}", group.key),
            title: format!("hours {}, {}", words::state(state), group.title),
            unit: "h",
            definition: WAIT,
            better: LESS,
        };
        book.add(head, |record| group.state_hours(record, state));
    }
}

fn workshop(book: &mut Book<'_, '_>) {
    for (id, bay) in book.scenario().bays.entries() {
        let head = Head {
            key: format!("bay_use.{}", bay.name),
            title: format!("use of bays {}", bay.name),
            unit: "share",
            definition: BAY_USE,
            better: None,
        };
        book.add(head, |record| {
            record.bays.get(id).map_or(f64::NAN, |row| ratio(hours(row.taken_ms), hours(row.open_ms)))
        });
    }
    for (id, group) in book.scenario().technicians.entries() {
        let head = Head {
            key: format!("technician_use.{}", group.name),
            title: format!("use of technicians {}", group.name),
            unit: "share",
            definition: TECHNICIAN_USE,
            better: None,
        };
        book.add(head, |record| {
            record.groups.get(id).map_or(f64::NAN, |row| ratio(hours(row.working_ms), hours(row.on_shift_ms)))
        });
    }
}
