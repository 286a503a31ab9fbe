//! Time usage in the industry's terms: the ladder from calendar time to work for the whole fleet, and a bar for every truck
//! and loader.
//!
//! Terms and their order are those of [`iceroad_measures::time_usage`].
use super::machines::{filled, keys};
use crate::html::chart::{Table, legend};
use crate::html::rows::{Row, Rows};
use crate::html::{Page, opening};
use iceroad_measures::frame::ratio;
use iceroad_measures::numbers::{NONE, fixed, percent, scaled};
use iceroad_measures::spread::Spread;
use iceroad_measures::time_usage::{ClassHours, GroupUse, MachineUse};
use iceroad_measures::words;
use iceroad_model::event::MachineState;
use iceroad_words::say;
use maud::{Markup, html};

/// So many machines are drawn; a larger fleet shows those that work least.
const MOST_BARS: usize = 80;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "usage-title";
    let (groups, machines) = (&page.found.groups, &page.found.machines);
    if groups.is_empty() {
        return opening(title, &say!("hours-none"));
    }
    let shown = shown(machines);
    html! {
        (opening(title, &lead(machines)))
        @if let Some(trucks) = page.found.group("trucks") {
            h3 { (say!("usage-ladder-title")) }
            (ladder(trucks))
        }
        h3 { (say!("usage-each")) }
        (legend(&keys()))
        (bars(&shown))
        @if shown.len() < machines.len() {
            p.note { (say!("usage-shown", n = shown.len(), of = machines.len())) }
        }
        (fleet_table(groups).behind("usage-fleets"))
        (table(machines).behind("usage-machines"))
    }
}

/// The spread between machines of one kind, in words.
fn lead(machines: &[MachineUse]) -> String {
    let trucks: Vec<&MachineUse> = machines.iter().filter(|usage| usage.is_truck).collect();
    let by_effective = |a: &&&MachineUse, b: &&&MachineUse| a.effective.total_cmp(&b.effective);
    let (Some(least), Some(most)) = (trucks.iter().min_by(by_effective), trucks.iter().max_by(by_effective))
    else {
        return String::new();
    };
    say!(
        "usage-lead",
        least = least.name,
        least_share = percent(least.effective),
        most = most.name,
        most_share = percent(most.effective),
    )
}

/// What of the machines is drawn, in the order of the fleets.
fn shown(machines: &[MachineUse]) -> Vec<&MachineUse> {
    let mut order: Vec<usize> = (0..machines.len()).collect();
    if machines.len() > MOST_BARS {
        order.sort_by(|&a, &b| machines[a].effective.total_cmp(&machines[b].effective));
        order.truncate(MOST_BARS);
        order.sort_unstable();
    }
    order.into_iter().map(|at| &machines[at]).collect()
}

fn bars(machines: &[&MachineUse]) -> Rows {
    let head = ["col-available", "col-used", "col-work", "unit-t"];
    let label = "usage-bars";
    let mut rows = Rows::new("machines", label).head("share-of-hours", &head);
    let mut fleet = "";
    for usage in machines {
        if usage.model != fleet {
            fleet = &usage.model;
            rows.add(Row::of(fleet));
        }
        let calendar = usage.hours.calendar();
        let shares = usage.parts.map(|hours| ratio(hours, calendar));
        let hover = |words: &str, share: f64| {
            say!(
                "usage-hover",
                of = usage.name,
                what = words,
                hours = fixed(share * calendar, 0),
                share = percent(share)
            )
        };
        let row = filled(Row::of(&usage.name), &shares, hover);
        let row = row.number(percent(usage.availability)).number(percent(usage.utilisation));
        rows.add(row.number(fixed(usage.hours.working, 0)).number(scaled(usage.tonnes)));
    }
    rows
}

/// A step of the ladder: word, class or classes, colour.
type Step = (String, f64, &'static str);

/// From calendar time down to work, each row a part of the one above.
fn ladder(group: &GroupUse) -> Rows {
    let hours = |state: MachineState| {
        group.states.iter().find(|used| used.state == state).map_or(0.0, |used| used.hours.mean)
    };
    let ClassHours { working, delay, standby, down } = group.hours;
    let (calendar, operating) = (group.hours.calendar(), group.hours.operating());
    let phases = [
        (MachineState::TravelLoaded, "s-loaded"),
        (MachineState::TravelEmpty, "s-empty"),
        (MachineState::Loading, "s-loading"),
        (MachineState::Dumping, "s-dumping"),
    ];
    let phases = phases.iter().map(|&(state, look)| (words::state(state), hours(state), look)).collect();
    let steps: [(&str, Option<Spread>, Vec<Step>); 5] = [
        ("ladder-calendar", None, vec![(say!("ladder-calendar"), calendar, "l-calendar")]),
        (
            "ladder-availability",
            group.availability,
            vec![
                (say!("ladder-available"), calendar - down, "l-available"),
                (say!("class-down"), down, "s-wait"),
            ],
        ),
        (
            "ladder-use",
            group.utilisation,
            vec![
                (say!("ladder-operating"), operating, "l-operating"),
                (say!("class-standby"), standby, "s-off"),
            ],
        ),
        (
            "ladder-efficiency",
            group.efficiency,
            vec![(say!("class-working"), working, "s-work"), (say!("class-delay"), delay, "s-line")],
        ),
        ("ladder-work", group.effective, phases),
    ];
    let mut rows = Rows::new("ladder", "usage-ladder");
    for (measure, share, steps) in steps {
        let mut row = Row::of(say!(measure));
        let (mut so_far, mut beside) = (0.0, Vec::new());
        for (words, hours, look) in steps {
            let text = say!("ladder-hours", what = words, hours = fixed(hours, 0));
            let ends = (ratio(so_far, calendar), ratio(so_far + hours, calendar));
            // Words that would be cut stand below the name.
            let fits = ends.1 - ends.0 > 0.25;
            row = row.worded(ends, look, &text, if fits { &text } else { "" });
            beside.extend((!fits && hours > 0.0).then_some(text));
            so_far += hours;
        }
        row = row.note(beside.join(", "));
        rows.add(row.number(share.map_or(String::new(), |share| percent(share.mean))));
    }
    rows
}

fn fleet_table(groups: &[GroupUse]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "fleet",
            "machines",
            "calendar-h",
            "availability",
            "P10–P90",
            "use-of-availability",
            "P10–P90",
            "operating-efficiency",
            "P10–P90",
            "work-of-calendar",
        ],
        &[false, true, true, true, true, true, true, true, true, true],
    );
    for group in groups {
        let mut cells = vec![group.title.clone(), group.n.to_string(), fixed(group.hours.calendar(), 0)];
        for measure in [group.availability, group.utilisation, group.efficiency] {
            cells.push(measure.map_or(NONE.into(), |spread| percent(spread.mean)));
            cells.push(measure.map_or(NONE.into(), |spread| {
                iceroad_measures::numbers::percent_range(spread.p10, spread.p90)
            }));
        }
        cells.push(group.effective.map_or(NONE.into(), |spread| percent(spread.mean)));
        table.row(cells);
    }
    table
}

fn table(machines: &[MachineUse]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "machine",
            "model",
            "calendar-h",
            "col-working",
            "col-delay",
            "col-standby",
            "col-down",
            "availability",
            "use-of-availability",
            "operating-efficiency",
            "unit-t",
        ],
        &[false, false, true, true, true, true, true, true, true, true, true],
    );
    for usage in machines {
        let mut cells = vec![usage.name.clone(), usage.model.clone(), fixed(usage.hours.calendar(), 0)];
        let ClassHours { working, delay, standby, down } = usage.hours;
        cells.extend([working, delay, standby, down].map(|hours| fixed(hours, 0)));
        cells.push(percent(usage.availability));
        cells.push(percent(usage.utilisation));
        cells.push(percent(usage.efficiency));
        cells.push(fixed(usage.tonnes, 0));
        table.row(cells);
    }
    table
}
