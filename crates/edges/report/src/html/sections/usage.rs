//! Time usage in the industry's terms: the ladder from calendar time to work for the whole fleet, and a bar for every truck
//! and loader.
//!
//! Terms and their order are those of [`iceroad_measures::time_usage`].
use super::machines::{COLOURS, keys};
use crate::html::chart::{Table, WIDE, figure, legend};
use crate::html::svg::{Anchor, Svg, shorten, text_width};
use crate::html::{Page, opening};
use iceroad_measures::frame::ratio;
use iceroad_measures::numbers::{NONE, fixed, percent, scaled};
use iceroad_measures::spread::Spread;
use iceroad_measures::time_usage::{ClassHours, GroupUse, MachineUse, PARTS};
use iceroad_model::event::MachineState;
use maud::{Markup, html};

/// So many machines are drawn; a larger fleet shows those that work least.
const MOST_BARS: usize = 80;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Time usage of every machine";
    let (groups, machines) = (&page.found.groups, &page.found.machines);
    if groups.is_empty() {
        return opening(title, "There are no machine hours to show.");
    }
    let shown = shown(machines);
    html! {
        (opening(title, &lead(machines)))
        @if let Some(trucks) = page.found.group("trucks") {
            h3 { "All trucks, from calendar time to work" }
            (figure(&ladder(trucks)))
        }
        h3 { "Each machine" }
        (legend(&keys()))
        (figure(&bars(&shown)))
        @if shown.len() < machines.len() {
            p.note {
                "The " (shown.len()) " that work least of " (machines.len())
                " machines; the rest is in the table and in tables/machines."
            }
        }
        (fleet_table(groups).behind("Table: time usage of each fleet"))
        (table(machines).behind("Table: time usage of each machine, mean of years"))
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
    format!(
        "Of its calendar time {} works least ({}), {} most ({}).",
        least.name,
        percent(least.effective),
        most.name,
        percent(most.effective)
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

fn bars(machines: &[&MachineUse]) -> Svg {
    let (left, right, row, head) = (96.0, WIDE - 214.0, 17.0, 20.0);
    let mut fleets: Vec<&str> = machines.iter().map(|usage| usage.model.as_str()).collect();
    fleets.dedup();
    let height = 34.0 + row * machines.len() as f64 + head * fleets.len() as f64;
    let mut svg = Svg::new(WIDE, height, "Shares of calendar time by state, for every machine");
    // Right ends of the columns of numbers.
    let columns = [right + 46.0, right + 92.0, right + 152.0, WIDE - 2.0];
    for (x, words) in columns.into_iter().zip(["avail.", "use", "work, h", "t"]) {
        svg.text((x, 12.0), Anchor::End, "soft small", words);
    }
    svg.text((left, 12.0), Anchor::Start, "soft small", "share of calendar time");
    let (mut y, mut fleet) = (18.0, "");
    for usage in machines {
        if usage.model != fleet {
            fleet = &usage.model;
            svg.text((left, y + 14.0), Anchor::Start, "small strong", fleet);
            y += head;
        }
        svg.text((left - 8.0, y + 12.0), Anchor::End, "small", &shorten(&usage.name, 13));
        let mut x = left;
        for ((hours, (words, _)), colour) in usage.parts.into_iter().zip(PARTS).zip(COLOURS) {
            let width = ratio(hours, usage.hours.calendar()) * (right - left);
            let hover = format!(
                "{}: {words} {} h, {}",
                usage.name,
                fixed(hours, 0),
                percent(ratio(hours, usage.hours.calendar()))
            );
            svg.rect((x, y + 2.0), (width, row - 4.0), &format!("f{colour}"), &hover);
            x += width;
        }
        let numbers = [
            percent(usage.availability),
            percent(usage.utilisation),
            fixed(usage.hours.working, 0),
            scaled(usage.tonnes),
        ];
        for (x, text) in columns.into_iter().zip(numbers) {
            svg.text((x, y + 12.0), Anchor::End, "small num", &text);
        }
        y += row;
    }
    svg
}

/// A step of the ladder: word, class or classes, colour.
type Step = (&'static str, f64, &'static str);

/// From calendar time down to work, each row a part of the one above.
fn ladder(group: &GroupUse) -> Svg {
    let hours = |state: MachineState| {
        group.states.iter().find(|used| used.state == state).map_or(0.0, |used| used.hours.mean)
    };
    let ClassHours { working, delay, standby, down } = group.hours;
    let (calendar, operating) = (group.hours.calendar(), group.hours.operating());
    let rows: [(&str, Option<Spread>, Vec<Step>); 4] = [
        ("calendar time", None, vec![("calendar time", calendar, "l-calendar")]),
        (
            "physical availability",
            group.availability,
            vec![("available", calendar - down, "l-available"), ("down", down, "f4")],
        ),
        (
            "use of availability",
            group.utilisation,
            vec![("operating", operating, "l-operating"), ("standby", standby, "f3")],
        ),
        ("operating efficiency", group.efficiency, vec![("working", working, "f1"), ("delay", delay, "f2")]),
    ];
    let (left, right, row, top) = (150.0, WIDE - 150.0, 32.0, 6.0);
    let mut svg =
        Svg::new(WIDE, top + row * 5.0 + 4.0, "Calendar time of all trucks, by steps down to working time");
    let wide = |hours: f64| ratio(hours, calendar) * (right - left);
    for (at, (measure, share, steps)) in rows.iter().enumerate() {
        let y = top + row * at as f64;
        blocks(&mut svg, (left, y), row - 5.0, steps, &wide);
        if let Some(share) = share {
            svg.text((left - 10.0, y + 18.0), Anchor::End, "small", measure);
            svg.text((WIDE - 4.0, y + 18.0), Anchor::End, "num strong", &percent(share.mean));
        }
    }
    let y = top + row * 4.0;
    let phases = [
        (MachineState::TravelLoaded, "s-loaded"),
        (MachineState::TravelEmpty, "s-empty"),
        (MachineState::Loading, "s-loading"),
        (MachineState::Dumping, "s-dumping"),
    ];
    let steps: Vec<Step> =
        phases.iter().map(|&(state, style)| (state.words(), hours(state), style)).collect();
    blocks(&mut svg, (left, y), row - 5.0, &steps, &wide);
    svg.text((left - 10.0, y + 18.0), Anchor::End, "small", "work, share of calendar");
    let share = group.effective.map_or(NONE.into(), |share| percent(share.mean));
    svg.text((WIDE - 4.0, y + 18.0), Anchor::End, "num", &share);
    svg
}

/// Blocks side by side, each with its words in it where they fit; the words of the others stand behind the last.
fn blocks(svg: &mut Svg, (x, y): (f64, f64), high: f64, steps: &[Step], wide: &impl Fn(f64) -> f64) {
    let mut x = x;
    let mut outside = Vec::new();
    for &(words, hours, style) in steps {
        let text = format!("{words} {} h", fixed(hours, 0));
        svg.rect((x, y), (wide(hours) - 1.0, high), style, &text);
        if text_width(&text, 12.0) + 10.0 < wide(hours) {
            svg.text((x + 7.0, y + high / 2.0 + 4.0), Anchor::Start, "small on", &text);
        } else if hours > 0.0 {
            outside.push(text);
        }
        x += wide(hours);
    }
    svg.text((x + 6.0, y + high / 2.0 + 4.0), Anchor::Start, "small soft", &outside.join(", "));
}

fn fleet_table(groups: &[GroupUse]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "Fleet",
            "Machines",
            "Calendar, h",
            "Availability",
            "P10–P90",
            "Use of availability",
            "P10–P90",
            "Operating efficiency",
            "P10–P90",
            "Work of calendar",
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
            "Machine",
            "Model",
            "Calendar, h",
            "Working",
            "Delay",
            "Standby",
            "Down",
            "Availability",
            "Use of availability",
            "Operating efficiency",
            "t",
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
