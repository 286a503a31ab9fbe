//! Lines of trucks at faces and dumps, and loaders that wait for trucks.
use super::super::binds::{loaders, loading_share, trucks};
use super::{Proposal, greatest, mean};
use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::frame::{Frame, hours, in_tonnes, ratio, state_ms};
use crate::numbers::{fixed, percent, whole};
use iceroad_base::quantity::Ranged;
use iceroad_model::event::MachineState;
use iceroad_model::fleet::{Arrival, Machine};
use iceroad_model::mine::{DispatchPolicy, Dump};
use iceroad_model::record::RunRecord;
use iceroad_model::{DumpId, MachineId};
use iceroad_words::say;

/// So many of the longest lines are looked at.
const LONGEST: usize = 2;
/// How much faster a crusher is tried (assumed: a quarter).
const FASTER: f64 = 1.25;
/// Policies to try where trucks stand in line: those that see the lines.
const SEEING: [DispatchPolicy; 3] =
    [DispatchPolicy::EarliestLoading, DispatchPolicy::TwoStage, DispatchPolicy::ShortestQueue];

pub(super) fn proposals(frame: &Frame<'_>) -> Vec<Proposal> {
    let mut all = loader(frame);
    all.extend(truck(frame));
    all.extend(dispatch(frame));
    all.extend(dumps(frame));
    all
}

/// One loader more at the faces with the longest lines.
fn loader(frame: &Frame<'_>) -> Vec<Proposal> {
    let scenario = frame.scenario;
    let lines = scenario.faces.ids();
    let lines = lines
        .map(|id| (id, mean(frame, |record| record.faces.get(id).map_or(0.0, |row| hours(row.queued_ms)))));
    let one = |(id, stake): (_, f64)| {
        let face: iceroad_model::FaceId = id;
        let at_face = |machine: MachineId| scenario.machines[machine].face == Some(face);
        let like = first_of(frame, |id| !frame.is_truck(id) && at_face(id))?;
        let (name, mine) = (&scenario.faces[face].title, &scenario.machines[like]);
        Some(Proposal::new(
            Aim::Tonnes,
            stake,
            say!("try-loader", face = name),
            say!("why-loader", hours = fixed(stake, 0), face = name),
            Change::of_row("machines.csv", &mine.name, copy_name(frame, mine)),
        ))
    };
    greatest(lines, LONGEST).into_iter().filter_map(one).collect()
}

/// One truck more of the model with most of them.
fn truck(frame: &Frame<'_>) -> Option<Proposal> {
    let (scenario, loaders) = (frame.scenario, loaders(frame)?);
    let idle = mean(frame, |record| loaders.state_hours(record, MachineState::WaitTruck));
    let share = mean(frame, |record| loading_share(loaders, record));
    let count = |id: MachineId| {
        scenario.machines.iter().filter(|machine| machine.model == scenario.machines[id].model).count()
    };
    let most = scenario.machines.ids().filter(|id| frame.is_truck(*id)).map(count).max()?;
    let like = first_of(frame, |id| frame.is_truck(id) && count(id) == most)?;
    let machine = &scenario.machines[like];
    Some(Proposal::new(
        Aim::Tonnes,
        idle,
        say!("try-truck", model = scenario.models[machine.model].name),
        say!("why-truck", hours = fixed(idle, 0), share = percent(share)),
        Change::of_row("machines.csv", &machine.name, copy_name(frame, machine)),
    ))
}

/// The first machine of those wanted that is there from the start.
fn first_of(frame: &Frame<'_>, wanted: impl Fn(MachineId) -> bool) -> Option<MachineId> {
    let there = |id: &MachineId| frame.scenario.machines[*id].arrival == Arrival::AtStart;
    frame.scenario.machines.ids().filter(there).find(|id| wanted(*id))
}

/// A name that no machine has: `830E-01+1`.
fn copy_name(frame: &Frame<'_>, like: &Machine) -> String {
    let taken = |name: &String| frame.scenario.machines.iter().any(|machine| machine.name == *name);
    let mut names = (1..).map(|number| format!("{}+{number}", like.name));
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// Other policies at the mine where trucks stand in line.
fn dispatch(frame: &Frame<'_>) -> Vec<Proposal> {
    let (Some(trucks), Some(loaders)) = (trucks(frame), loaders(frame)) else { return Vec::new() };
    let queue = mean(frame, |record| trucks.state_hours(record, MachineState::QueueLoad));
    let share = mean(frame, |record| loading_share(loaders, record));
    let mut all = Vec::new();
    for mine in &frame.scenario.mines {
        let now: &str = mine.dispatch.into();
        for (at, policy) in SEEING.iter().filter(|policy| **policy != mine.dispatch).enumerate() {
            let other: &str = (*policy).into();
            all.push(Proposal::new(
                Aim::Tonnes,
                queue * (1.0 - share) / (at + 1) as f64,
                say!("try-dispatch", mine = mine.title, other = other, now = now),
                say!("why-dispatch", hours = fixed(queue, 0), share = percent(share)),
                Change::of_cell("mines.csv", &mine.name, "dispatch", now, other),
            ));
        }
    }
    all
}

/// The dumps with the longest lines: the crusher first, then its places.
fn dumps(frame: &Frame<'_>) -> Vec<Proposal> {
    let queued =
        |record: &RunRecord, id: DumpId| record.dumps.get(id).map_or(0.0, |row| hours(row.queued_ms));
    let lines = frame.scenario.dumps.ids().map(|id| (id, mean(frame, |record| queued(record, id))));
    let longest = greatest(lines, LONGEST).into_iter();
    longest
        .flat_map(|(id, stake)| crusher(frame, id, stake).into_iter().chain([place(frame, id, stake)]))
        .collect()
}

fn crusher(frame: &Frame<'_>, id: DumpId, stake: f64) -> Option<Proposal> {
    let dump: &Dump = &frame.scenario.dumps[id];
    let rate = dump.crusher?.rate.get();
    let faster = (rate * FASTER / 10.0).ceil() * 10.0;
    let loaded = |record: &RunRecord| -> f64 {
        in_tonnes(record.tonnes.iter().filter(|cell| cell.dump == id).map(|cell| cell.mass_kg).sum())
    };
    // While its trucks drive or load: the hours in which it could have crushed.
    let at_work = |record: &RunRecord| -> f64 {
        let rows = record.machines.iter();
        let there = rows.map(|row| state_ms(&row, MachineState::OffShift)).min().unwrap_or(0);
        hours(frame.scenario.horizon().end().millis() - there)
    };
    let used = mean(frame, |record| ratio(loaded(record), rate * at_work(record)));
    Some(Proposal::new(
        Aim::Tonnes,
        stake,
        say!("try-crusher", dump = dump.title, rate = whole(faster as i64)),
        say!(
            "why-crusher",
            hours = fixed(stake, 0),
            dump = dump.title,
            rate = fixed(rate, 0),
            used = percent(used)
        ),
        Change::of_cell("dumps.csv", &dump.name, "crusher_t_h", rate, faster),
    ))
}

fn place(frame: &Frame<'_>, id: DumpId, stake: f64) -> Proposal {
    let dump = &frame.scenario.dumps[id];
    // Where a crusher takes in what comes, its rate is the first to ask; a place more only shortens the backing up.
    let stake = if dump.crusher.is_some() { stake / 2.0 } else { stake };
    Proposal::new(
        Aim::Tonnes,
        stake,
        say!("try-place", dump = dump.title),
        say!(
            "why-place",
            hours =
                fixed(mean(frame, |record| record.dumps.get(id).map_or(0.0, |row| hours(row.queued_ms))), 0),
            dump = dump.title,
            n = dump.places
        ),
        Change::of_cell("dumps.csv", &dump.name, "places", dump.places, dump.places.saturating_add(1)),
    )
}
