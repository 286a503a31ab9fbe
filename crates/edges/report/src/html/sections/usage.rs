//! Time usage in the industry's terms: the ladder from calendar time to work for the whole fleet, and a bar for every truck
//! and loader.
//!
//! Terms and their order follow the time usage model of GMG 2020 (recalled; definitions in [`crate::kpi`]):
//!
//! ```text
//!  calendar time ┬─ available ┬─ operating ┬─ working   loading, driving, dumping
//!                │            │            └─ delay     in line, held, refuelling, warming up, changing crews
//!                │            └─ standby                off shift, break, weather, blast, no work, fuel or operator
//!                └─ down                                repair, service, and all waiting for them
//! ```
use super::machines::{PARTS, keys};
use crate::frame::{Group, ratio};
use crate::html::chart::{Table, WIDE, figure, legend};
use crate::html::svg::{Anchor, Svg, shorten, text_width};
use crate::html::{Page, opening};
use crate::numbers::{NONE, fixed, percent, scaled};
use crate::spread::Spread;
use crate::words;
use iceroad_model::MachineId;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::RunRecord;
use maud::{Markup, html};

/// So many machines are drawn; a larger fleet shows those that work least.
const MOST_BARS: usize = 80;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Time usage of every machine";
    let groups = page.frame.groups();
    if groups.is_empty() || page.frame.records.is_empty() {
        return opening(title, "There are no machine hours to show.");
    }
    let machines = machines(page);
    let shown = shown(&machines);
    html! {
        (opening(title, &lead(&machines)))
        @if let Some(trucks) = groups.iter().find(|group| group.key == "trucks") {
            h3 { "All trucks, from calendar time to work" }
            (figure(&ladder(page, trucks)))
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
        (fleet_table(page, groups).behind("Table: time usage of each fleet"))
        (table(&machines).behind("Table: time usage of each machine, mean of replications"))
    }
}

/// One machine, mean of replications.
struct Usage {
    name: String,
    model: String,
    is_truck: bool,
    /// Hours in the fleet.
    calendar: f64,
    /// Hours by class, in the order of [`words::CLASSES`].
    classes: [f64; 4],
    /// Hours by part of [`PARTS`].
    parts: [f64; PARTS.len()],
    tonnes: f64,
}

impl Usage {
    fn class(&self, class: StateClass) -> f64 {
        words::CLASSES.iter().position(|known| *known == class).map_or(0.0, |at| self.classes[at])
    }

    fn availability(&self) -> f64 {
        ratio(self.calendar - self.class(StateClass::Down), self.calendar)
    }

    fn operating(&self) -> f64 {
        self.class(StateClass::Working) + self.class(StateClass::Delay)
    }

    fn use_of_availability(&self) -> f64 {
        ratio(self.operating(), self.calendar - self.class(StateClass::Down))
    }

    fn efficiency(&self) -> f64 {
        ratio(self.class(StateClass::Working), self.operating())
    }

    fn effective(&self) -> f64 {
        ratio(self.class(StateClass::Working), self.calendar)
    }
}

/// Every machine that was in the fleet: trucks, then loaders, by model.
fn machines(page: &Page<'_, '_>) -> Vec<Usage> {
    let scenario = page.results.scenario;
    let mut ids: Vec<MachineId> = scenario.machines.ids().collect();
    ids.sort_by_key(|&id| (!page.frame.is_truck(id), scenario.machines[id].model, id));
    let usage = |id: MachineId| {
        let one = Group {
            key: String::new(),
            title: String::new(),
            machines: vec![id],
            models: vec![scenario.machines[id].model],
        };
        let mean = |value: &dyn Fn(&RunRecord) -> f64| {
            Spread::over(page.frame.records, value).map_or(0.0, |spread| spread.mean)
        };
        let hours = |states: &[MachineState]| {
            mean(&|record| states.iter().map(|&state| one.state_hours(record, state)).sum())
        };
        let classes = words::CLASSES.map(|class| mean(&|record| one.class_hours(record, class)));
        let tonnes = mean(&|record| {
            record.machines.get(id).map_or(0.0, |row| row.mass_kg.iter().sum::<i64>() as f64 / 1_000.0)
        });
        Usage {
            name: scenario.machines[id].name.clone(),
            model: page.frame.model_title(scenario.machines[id].model),
            is_truck: page.frame.is_truck(id),
            calendar: classes.iter().sum(),
            classes,
            parts: PARTS.map(|(_, states, _)| hours(states)),
            tonnes,
        }
    };
    ids.into_iter().map(usage).filter(|usage| usage.calendar > 0.0).collect()
}

/// The spread between machines of one kind, in words.
fn lead(machines: &[Usage]) -> String {
    let trucks: Vec<&Usage> = machines.iter().filter(|usage| usage.is_truck).collect();
    let by_effective = |a: &&&Usage, b: &&&Usage| a.effective().total_cmp(&b.effective());
    let (Some(least), Some(most)) = (trucks.iter().min_by(by_effective), trucks.iter().max_by(by_effective))
    else {
        return String::new();
    };
    format!(
        "Of its calendar time {} works least ({}), {} most ({}).",
        least.name,
        percent(least.effective()),
        most.name,
        percent(most.effective())
    )
}

/// What of the machines is drawn, in the order of the fleets.
fn shown(machines: &[Usage]) -> Vec<&Usage> {
    let mut order: Vec<usize> = (0..machines.len()).collect();
    if machines.len() > MOST_BARS {
        order.sort_by(|&a, &b| machines[a].effective().total_cmp(&machines[b].effective()));
        order.truncate(MOST_BARS);
        order.sort_unstable();
    }
    order.into_iter().map(|at| &machines[at]).collect()
}

fn bars(machines: &[&Usage]) -> Svg {
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
        for (&hours, (words, _, colour)) in usage.parts.iter().zip(PARTS) {
            let width = ratio(hours, usage.calendar) * (right - left);
            let hover = format!(
                "{}: {words} {} h, {}",
                usage.name,
                fixed(hours, 0),
                percent(ratio(hours, usage.calendar))
            );
            svg.rect((x, y + 2.0), (width, row - 4.0), &format!("f{colour}"), &hover);
            x += width;
        }
        let numbers = [
            percent(usage.availability()),
            percent(usage.use_of_availability()),
            fixed(usage.class(StateClass::Working), 0),
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
fn ladder(page: &Page<'_, '_>, group: &Group) -> Svg {
    let mean = |value: &dyn Fn(&RunRecord) -> f64| {
        Spread::over(page.frame.records, value).map_or(0.0, |spread| spread.mean)
    };
    let class = |class: StateClass| mean(&|record| group.class_hours(record, class));
    let hours = |state: MachineState| mean(&|record| group.state_hours(record, state));
    let [working, delay, standby, down] = words::CLASSES.map(class);
    let calendar = working + delay + standby + down;
    let operating = working + delay;
    let rows: [(&str, Vec<Step>); 4] = [
        ("calendar time", vec![("calendar time", calendar, "l-calendar")]),
        ("physical availability", vec![("available", calendar - down, "l-available"), ("down", down, "f4")]),
        ("use of availability", vec![("operating", operating, "l-operating"), ("standby", standby, "f3")]),
        ("operating efficiency", vec![("working", working, "f1"), ("delay", delay, "f2")]),
    ];
    let (left, right, row, top) = (150.0, WIDE - 150.0, 32.0, 6.0);
    let mut svg =
        Svg::new(WIDE, top + row * 5.0 + 4.0, "Calendar time of all trucks, by steps down to working time");
    let wide = |hours: f64| ratio(hours, calendar) * (right - left);
    for (at, (measure, steps)) in rows.iter().enumerate() {
        let y = top + row * at as f64;
        blocks(&mut svg, (left, y), row - 5.0, steps, &wide);
        let whole: f64 = steps.iter().map(|step| step.1).sum();
        let first = steps.first().map_or(0.0, |step| step.1);
        if at > 0 {
            svg.text((left - 10.0, y + 18.0), Anchor::End, "small", measure);
            let share = percent(ratio(first, whole));
            svg.text((WIDE - 4.0, y + 18.0), Anchor::End, "num strong", &share);
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
    let share = percent(ratio(working, calendar));
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

fn fleet_table(page: &Page<'_, '_>, groups: &[Group]) -> Table<'static> {
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
        let class = |record: &RunRecord, class: StateClass| group.class_hours(record, class);
        let up = |record: &RunRecord| group.calendar_hours(record) - class(record, StateClass::Down);
        let operating =
            |record: &RunRecord| class(record, StateClass::Working) + class(record, StateClass::Delay);
        let measures = [
            Spread::over(page.frame.records, |record| ratio(up(record), group.calendar_hours(record))),
            Spread::over(page.frame.records, |record| ratio(operating(record), up(record))),
            Spread::over(page.frame.records, |record| {
                ratio(class(record, StateClass::Working), operating(record))
            }),
        ];
        let calendar = Spread::over(page.frame.records, |record| group.calendar_hours(record));
        let effective = Spread::over(page.frame.records, |record| {
            ratio(class(record, StateClass::Working), group.calendar_hours(record))
        });
        let mut cells = vec![
            group.title.clone(),
            group.machines.len().to_string(),
            calendar.map_or(NONE.into(), |spread| fixed(spread.mean, 0)),
        ];
        for measure in measures {
            cells.push(measure.map_or(NONE.into(), |spread| percent(spread.mean)));
            cells.push(
                measure.map_or(NONE.into(), |spread| crate::numbers::percent_range(spread.p10, spread.p90)),
            );
        }
        cells.push(effective.map_or(NONE.into(), |spread| percent(spread.mean)));
        table.row(cells);
    }
    table
}

fn table(machines: &[Usage]) -> Table<'static> {
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
        let mut cells = vec![usage.name.clone(), usage.model.clone(), fixed(usage.calendar, 0)];
        cells.extend(usage.classes.iter().map(|&hours| fixed(hours, 0)));
        cells.push(percent(usage.availability()));
        cells.push(percent(usage.use_of_availability()));
        cells.push(percent(usage.efficiency()));
        cells.push(fixed(usage.tonnes, 0));
        table.row(cells);
    }
    table
}
