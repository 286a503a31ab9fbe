//! Stock, seasons, legs and refusals.
use super::sheet::Cell::{self, None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use iceroad_base::quantity::Mass;
use iceroad_measures::frame::{Frame, days, in_tonnes};
use iceroad_measures::words;
use iceroad_model::climate::DayLimit;
use iceroad_model::outlook::{DayBand, Outlook};

pub(super) fn stock(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for (id, line) in scenario.stock.entries() {
            let Some(row) = record.stock.get(id) else { continue };
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&scenario.stores[line.store].name),
                Text(&scenario.items[line.item].name),
                Whole(row.demands.into()),
                Whole(row.at_once.into()),
                Whole(row.substituted.into()),
                Whole(row.unmet.into()),
                Real(days(row.wait_ms)),
                Whole(row.issued),
                Whole(row.received),
                Whole(row.spoiled),
                Whole(row.emergencies.into()),
                row.weekly.last().map_or(Empty, |&units| Whole(units)),
            ]);
        }
    }
}

pub(super) fn weekly(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for line in iceroad_measures::stock::lines(frame) {
        let row = &scenario.stock[line.line];
        for (week, shelf) in line.weekly.iter().enumerate() {
            let last_day = (week as i64 * 7 + 6).min(frame.days() - 1);
            sheet.row(&[
                Text(&scenario.stores[row.store].name),
                Text(&scenario.items[row.item].name),
                Whole(week as i64),
                Text(&frame.clock.date_of_day(last_day).to_string()),
                Real(shelf.units.mean),
                Real(shelf.units.p10),
                Real(shelf.units.p50),
                Real(shelf.units.p90),
                Real(shelf.empty),
            ]);
        }
    }
}

pub(super) fn seasons(frame: &Frame<'_>, sheet: &mut Sheet) {
    for record in frame.records {
        for (id, season) in frame.scenario.seasons.entries() {
            for window in frame.windows(record, id) {
                let date = |day: i32| frame.clock.date_of_day(day.into()).to_string();
                let full = window.full_load.map(date);
                sheet.row(&[
                    Whole(record.replication.into()),
                    Text(&season.name),
                    Text(&frame.window_label(id, window.opened, window.closed)),
                    Whole(window.opened.into()),
                    Text(&date(window.opened)),
                    window.full_load.map_or(Empty, |day| Whole(day.into())),
                    full.as_deref().map_or(Empty, Text),
                    Whole(window.closed.into()),
                    Text(&date(window.closed)),
                ]);
            }
        }
    }
}

pub(super) fn season_outlook(frame: &Frame<'_>, outlook: &Outlook, sheet: &mut Sheet) {
    let date = |day: i32| frame.clock.date_of_day(day.into()).to_string();
    for season in &outlook.seasons {
        for window in &season.windows {
            let band = |band: Option<DayBand>| {
                [band.map(|b| date(b.p10)), band.map(|b| date(b.p50)), band.map(|b| date(b.p90))]
            };
            let mut dates: Vec<Option<String>> = Vec::new();
            dates.extend(band(window.opened));
            dates.extend(band(window.full_load));
            dates.extend(band(window.closed));
            dates.push(window.planned.map(|planned| date(planned.opens)));
            dates.push(window.planned.and_then(|planned| planned.full_load).map(date));
            dates.push(window.planned.map(|planned| date(planned.closes)));
            let mut cells = vec![
                Text(&season.name),
                Text(season.sort.name()),
                season.station.map_or(Empty, |station| Text(&frame.scenario.stations[station].title)),
                Text(&window.label),
                Real(window.chance),
                Real(window.full_load_chance),
            ];
            cells.extend(dates.iter().map(|text| text.as_deref().map_or(Empty, Text)));
            sheet.row(&cells);
        }
    }
}

pub(super) fn season_limits(frame: &Frame<'_>, outlook: &Outlook, sheet: &mut Sheet) {
    let tonnes = |mass: Mass| -> Cell<'static> {
        if mass == DayLimit::UNLIMITED { Empty } else { Real(mass.tonnes()) }
    };
    for season in &outlook.seasons {
        for (day, band) in season.limits.iter().enumerate() {
            let date = frame.clock.date_of_day(day as i64).to_string();
            sheet.row(&[
                Text(&season.name),
                Text(&date),
                tonnes(band.p10),
                tonnes(band.p50),
                tonnes(band.p90),
            ]);
        }
    }
}

pub(super) fn legs(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for (id, leg) in scenario.legs.entries() {
            let Some(row) = record.legs.get(id) else { continue };
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&leg.name),
                Text(&scenario.sites[leg.from].name),
                Text(&scenario.sites[leg.to].name),
                Text(&words::mode(leg.mode)),
                Real(in_tonnes(row.mass_kg)),
                Whole(row.trips),
            ]);
        }
    }
}

pub(super) fn legs_waiting(frame: &Frame<'_>, sheet: &mut Sheet) {
    for record in frame.records {
        for (id, leg) in frame.scenario.legs.entries() {
            let weeks = record.legs.get(id).unwrap_or_default().waiting_kg;
            for (week, &kg) in weeks.iter().enumerate().filter(|(_, kg)| **kg > 0) {
                sheet.row(&[
                    Whole(record.replication.into()),
                    Text(&leg.name),
                    Whole(week as i64 + 1),
                    Real(in_tonnes(kg)),
                ]);
            }
        }
    }
}

pub(super) fn vehicles(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for (id, vehicle) in scenario.vehicles.entries() {
            let Some(row) = record.vehicles.get(id) else { continue };
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&vehicle.name),
                Text(&scenario.legs[vehicle.leg].name),
                Whole(row.trips),
                Real(in_tonnes(row.mass_kg)),
                Whole(row.days),
                Real(in_tonnes(row.room_kg) / row.days.max(1) as f64),
            ]);
        }
    }
}

pub(super) fn queues(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.queues {
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&scenario.legs[cell.leg].name),
                Text(&scenario.items[cell.item].name),
                Whole(cell.shipments.into()),
                Real(in_tonnes(cell.mass_kg)),
                Real(days(cell.stood_ms) / f64::from(cell.shipments.max(1))),
                Real(days(cell.shut_ms) / f64::from(cell.shipments.max(1))),
                Real(days(cell.longest_ms)),
                Text(cell.behind.map_or("", |item| &scenario.items[item].name)),
            ]);
        }
    }
}

pub(super) fn leg_outlook(outlook: &Outlook, sheet: &mut Sheet) {
    for leg in &outlook.legs {
        for window in &leg.windows {
            let cells = [
                Text(&leg.name),
                Text(&window.label),
                Real(window.p10_t),
                Real(window.p50_t),
                Real(window.p90_t),
            ];
            sheet.row(&cells);
        }
    }
}

pub(super) fn refusals(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.refusals {
            let offer = scenario.offers.get(cell.offer);
            let rule = scenario.restrictions.get(cell.rule);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(offer.map_or("", |offer| &offer.name)),
                Text(offer.map_or("", |offer| &scenario.parties[offer.seller].name)),
                Text(offer.map_or("", |offer| &scenario.items[offer.item].name)),
                Text(rule.map_or("", |rule| &rule.name)),
                Text(rule.map_or("", |rule| &rule.title)),
                Whole(cell.times.into()),
            ]);
        }
    }
}
