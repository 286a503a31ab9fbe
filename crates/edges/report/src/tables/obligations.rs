//! Agreement lines, what settlements and mines lacked, tasks and costs.
use super::production::month;
use super::sheet::Cell::{None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use iceroad_measures::frame::Frame;
use iceroad_measures::money::by_use::{self, ByUse};
use iceroad_measures::numbers::{self, date_at};
use iceroad_measures::projects::Progress;
use iceroad_measures::promise::Line;
use iceroad_measures::words;
use iceroad_model::event::CostCause;
use iceroad_model::worth::Payer;

pub(super) fn lines(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for (id, row) in scenario.lines.entries() {
            let Some(came) = record.lines.get(id) else { continue };
            let line = Line::of(scenario, id);
            let outcome = line.outcome(record).name();
            let complete = Some(line.complete_day(record)).filter(|day| !day.is_after());
            let complete = complete.map(|day| date_at(&frame.clock, day.bound()).to_string());
            let delay = line.longest_delay(record);
            let in_words = delay.map(|(cause, _)| words::delay(scenario, id, cause));
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&scenario.agreements[row.agreement].name),
                Text(&row.name),
                Text(&words::promise(scenario, id)),
                Whole(row.quantity.get()),
                Text(&row.due.to_string()),
                Text(outcome),
                complete.as_deref().map_or(Empty, Text),
                Real(line.lateness(record).bound()),
                Whole(came.by_due),
                Whole(came.delivered),
                Real(line.penalty_minor(record) / 100.0),
                delay.map_or(Empty, |(cause, _)| Text(cause.name())),
                in_words.as_deref().map_or(Empty, Text),
                delay.map_or(Empty, |(_, days)| Real(days)),
            ]);
        }
    }
}

pub(super) fn shortages(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.shortages {
            let settlement = scenario.settlements.get(cell.settlement);
            let item = scenario.items.get(cell.item);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&month(frame, cell.month.into())),
                Text(settlement.map_or("", |row| &row.name)),
                settlement.map_or(Empty, |row| Whole(row.people.into())),
                Text(item.map_or("", |row| &row.name)),
                Whole(cell.days.into()),
                Whole(cell.quantity),
            ]);
        }
    }
}

pub(super) fn mine_shortages(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.mine_shortages {
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&month(frame, cell.month.into())),
                Text(scenario.mines.get(cell.mine).map_or("", |row| &row.name)),
                Text(scenario.stores.get(cell.store).map_or("", |row| &row.name)),
                Text(scenario.items.get(cell.item).map_or("", |row| &row.name)),
                Whole(cell.days.into()),
                Whole(cell.quantity),
            ]);
        }
    }
}

pub(super) fn tasks(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for (id, task) in scenario.tasks.entries() {
            let Some(row) = record.tasks.get(id) else { continue };
            let progress = Progress::of(scenario, id);
            let date = |ms: Option<i64>| ms.map(|ms| progress.date(ms));
            let (started, done) = (date(row.started_ms), date(row.done_ms));
            let due = task.due.map(|due| due.to_string());
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&scenario.projects[task.project].name),
                Text(&task.name),
                started.as_deref().map_or(Empty, Text),
                done.as_deref().map_or(Empty, Text),
                due.as_deref().map_or(Empty, Text),
            ]);
        }
    }
}

pub(super) fn costs(frame: &Frame<'_>, sheet: &mut Sheet) {
    for record in frame.records {
        for (at, causes) in record.costs.iter().enumerate() {
            for cause in CostCause::ALL {
                let amount = causes[cause as usize];
                if amount != 0 {
                    sheet.row(&[
                        Whole(record.replication.into()),
                        Text(&month(frame, at)),
                        Text(cause.name()),
                        Real(numbers::major(amount)),
                    ]);
                }
            }
        }
    }
}

pub(super) fn costs_by_use(frame: &Frame<'_>, sheet: &mut Sheet) {
    let used = ByUse::new(frame);
    for record in frame.records {
        for &payer in Payer::ALL {
            for line in by_use::Line::ALL {
                let amount = used.line(record, payer, line);
                if amount != 0.0 {
                    sheet.row(&[
                        Whole(record.replication.into()),
                        Text(payer.name()),
                        Text(line.key()),
                        Real(amount / 100.0),
                    ]);
                }
            }
        }
    }
}
