//! What is promised and built: agreements with their lines, and the tasks of a project.
use super::Recipe;
use iceroad_base::Table;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::Tables;
use iceroad_model::obligations::{Incoterm, Promise};
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Promises {
    term: u8,
    ordered: i16,
    due: u16,
    filters: i64,
    pub(super) truck: bool,
    jobs: i64,
    one_service: bool,
    ore: i64,
    grace: u8,
    delivered: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Works {
    teams: u16,
    crewless: bool,
    days: u8,
    season: u8,
    materials: i64,
    abreast: bool,
}

pub(super) fn promises() -> impl Strategy<Value = Promises> {
    let goods = (0_u8..5, -40_i16..200, 0_u16..400, 0_i64..200, any::<bool>());
    let works = (0_i64..80, any::<bool>(), 0_i64..300_000, 0_u8..30, any::<bool>());
    (goods, works).prop_map(|(goods, works)| {
        let (term, ordered, due, filters, truck) = goods;
        let (jobs, one_service, ore, grace, delivered) = works;
        Promises { term, ordered, due, filters, truck, jobs, one_service, ore, grace, delivered }
    })
}

pub(super) fn works() -> impl Strategy<Value = Works> {
    (1_u16..=2, any::<bool>(), 0_u8..4, 0_u8..4, 0_i64..=4, any::<bool>()).prop_map(
        |(teams, crewless, days, season, materials, abreast)| Works {
            teams,
            crewless,
            days,
            season,
            materials,
            abreast,
        },
    )
}

impl Recipe {
    pub(super) fn works(&self, tables: &mut Tables) {
        let works = &self.works;
        tables.crews[CREW].teams = works.teams;
        let law = [
            Law::Uniform { low: 3.0, high: 9.0 },
            Law::Constant { value: 2.0 },
            Law::Constant { value: 0.0 },
            Law::Exponential { mean: 12.0 },
        ][usize::from(works.days)];
        for task in tables.tasks.iter_mut() {
            task.duration_days = law;
            task.due = None;
            if works.crewless {
                task.crew = None;
            }
        }
        let day = |month, day| Some(MonthDay { month, day });
        let (from, to) =
            [(None, None), (day(11, 1), day(4, 15)), (day(5, 1), day(5, 9)), (day(8, 1), day(10, 1))]
                [usize::from(works.season)];
        (tables.tasks[PILES].season_from, tables.tasks[PILES].season_to) = (from, to);
        let hall = &mut tables.tasks[HALL];
        if works.abreast {
            hall.after = vec![];
        }
        hall.materials =
            if works.materials == 0 { vec![] } else { vec![(MODULE, Quantity(works.materials))] };
    }

    pub(super) fn promises(&self, tables: &mut Tables) {
        let promises = &self.promises;
        let terms = [Incoterm::Dap, Incoterm::Exw, Incoterm::Fca, Incoterm::Cip, Incoterm::Ddp];
        let agreement = &mut tables.agreements[SUPPLY_AGREEMENT];
        agreement.incoterm = terms[usize::from(promises.term)];
        agreement.signed = Date::constant(2025, 1, 10);
        for agreement in tables.agreements.iter_mut() {
            agreement.grace = Days::clamped(promises.grace.into());
            agreement.signed = Date::constant(2025, 1, 10);
        }
        let ordered = self.day(tables, promises.ordered.into());
        // Never before the order, nor before the horizon.
        let due = self.day(tables, i64::from(promises.due.min(300))).max(ordered);
        let last = date_of_epoch_day(epoch_day(due) + 1);
        for (id, row) in tables.lines.entries_mut() {
            row.due = last;
            row.order_on = matches!(row.promise, Promise::Goods { .. }).then_some(ordered);
            row.quantity = match id {
                LINE_FILTERS => Quantity(promises.filters.max(1)),
                LINE_JOBS => Quantity(promises.jobs.max(1)),
                LINE_ORE => Quantity(promises.ore.max(1)),
                _ => row.quantity,
            };
            if promises.delivered && id != LINE_TRUCK {
                row.delivered = Quantity(row.quantity.get() / 3);
            }
        }
        let has_birch = tables.machines.iter().any(|machine| machine.model == BIRCH_37);
        if promises.one_service && has_birch {
            tables.lines[LINE_JOBS].promise =
                Promise::Services { workshop: WORKSHOP, service: Some(BIRCH_SERVICE) };
        }
    }
}

/// Rows with their ids, to change.
trait EntriesMut<I, T> {
    fn entries_mut(&mut self) -> Vec<(I, &mut T)>;
}

impl<I: iceroad_base::Id, T> EntriesMut<I, T> for Table<I, T> {
    fn entries_mut(&mut self) -> Vec<(I, &mut T)> {
        self.iter_mut().enumerate().map(|(index, row)| (I::from_index(index), row)).collect()
    }
}
