//! The July-to-June year as 366 slots, and smooth daily normals made of monthly ones.
//!
//! **Slot** 0 is 1 July and slot 365 is 30 June; slot 243 is 29 February, and every year has one. In a year without
//! that day its slot holds the mean of 28 February and 1 March, so that any measured year can be laid over
//! any year of the horizon: a horizon's 29 February always finds a value, and a measured 29 February is simply not
//! looked at in a common year. Nothing shifts by a day.
use iceroad_base::civil::Date;

/// Slots of a July-to-June year.
pub(crate) const SLOTS: usize = 366;
/// The slot of 29 February.
pub(crate) const LEAP_SLOT: usize = 243;
/// The first slot of each month, January first.
const FIRST_SLOT: [usize; 12] = [184, 215, 244, 275, 305, 336, 0, 31, 62, 92, 123, 153];
/// Days of each month of a common year, January first.
const MONTH_DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The slot of a date.
pub(crate) fn slot(date: Date) -> usize {
    FIRST_SLOT[date.month() as usize - 1] + date.day() as usize - 1
}

/// A value for each slot, °C.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct YearOfDays(Vec<f64>);

impl YearOfDays {
    /// From all 366 slots; the one of 29 February is made from its neighbours where `leap` is false.
    pub(crate) fn new(mut slots: Vec<f64>, leap: bool) -> Self {
        slots.resize(SLOTS, 0.0);
        if !leap {
            slots[LEAP_SLOT] = f64::midpoint(slots[LEAP_SLOT - 1], slots[LEAP_SLOT + 1]);
        }
        YearOfDays(slots)
    }

    /// The value of a date's slot.
    pub(crate) fn at(&self, date: Date) -> f64 {
        self.0[slot(date)]
    }

    /// The mean of each month, January first, 29 February left aside.
    pub(crate) fn month_means(&self) -> [f64; 12] {
        std::array::from_fn(|month| {
            let days = MONTH_DAYS[month];
            let first = FIRST_SLOT[month];
            self.0[first..first + days].iter().sum::<f64>() / days as f64
        })
    }
}

/// Daily normals whose monthly means are exactly the ones given, without steps between the months.
///
/// The mean-preserving smoothing of M. D. Rymes and D. R. Myers, "Mean preserving algorithm for smoothly interpolating
/// averaged data", Solar Energy 71(4), 225–231, 2001: begin with the monthly steps; again and again replace each day by
/// the mean of itself and its two neighbours (the year is a ring) and lift each month back to its mean.
pub(crate) fn daily_normals(months: &[f64; 12]) -> YearOfDays {
    /// After a year's worth of rounds a day no longer changes by a thousandth of a degree.
    const ROUNDS: usize = 365;
    const DAYS: usize = 365;
    let mut days: Vec<f64> = Vec::with_capacity(DAYS);
    for (month, mean) in months.iter().enumerate() {
        days.resize(days.len() + MONTH_DAYS[month], *mean);
    }
    let mut smooth = days.clone();
    for _ in 0..ROUNDS {
        for day in 0..DAYS {
            let (before, after) = (days[(day + DAYS - 1) % DAYS], days[(day + 1) % DAYS]);
            smooth[day] = (before + days[day] + after) / 3.0;
        }
        let mut first = 0;
        for (month, mean) in months.iter().enumerate() {
            let here = &mut smooth[first..first + MONTH_DAYS[month]];
            let lift = mean - here.iter().sum::<f64>() / here.len() as f64;
            here.iter_mut().for_each(|day| *day += lift);
            first += MONTH_DAYS[month];
        }
        std::mem::swap(&mut days, &mut smooth);
    }
    let mut slots = vec![0.0; SLOTS];
    let mut day = 0;
    for (month, length) in MONTH_DAYS.iter().enumerate() {
        slots[FIRST_SLOT[month]..FIRST_SLOT[month] + length].copy_from_slice(&days[day..day + length]);
        day += length;
    }
    YearOfDays::new(slots, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::civil::{MonthDay, date_of_epoch_day, epoch_day};

    /// Normals of Yellowknife, °C: ASHRAE 2017 monthly averages in the CWEC 2016 statistics file of station 719360.
    const YELLOWKNIFE: [f64; 12] =
        [-25.5, -22.3, -16.6, -5.4, 4.9, 13.7, 17.1, 14.2, 7.7, -1.1, -12.9, -21.9];

    #[test]
    fn a_leap_year_fills_every_slot_once_in_order() {
        let july = epoch_day(Date::constant(2023, 7, 1));
        for nth in 0..SLOTS {
            assert_eq!(slot(date_of_epoch_day(july + nth as i64)), nth);
        }
        assert_eq!(slot(Date::constant(2024, 2, 29)), LEAP_SLOT);
    }

    #[test]
    fn a_common_year_has_a_29th_of_february_between_its_neighbours() {
        let mut slots: Vec<f64> = (0..SLOTS).map(|nth| nth as f64).collect();
        slots[LEAP_SLOT] = 1_000.0;
        assert_eq!(YearOfDays::new(slots.clone(), false).at(Date::constant(2024, 2, 29)), 243.0);
        assert_eq!(YearOfDays::new(slots, true).at(Date::constant(2024, 2, 29)), 1_000.0);
    }

    #[test]
    fn daily_normals_keep_every_monthly_mean() {
        let means = daily_normals(&YELLOWKNIFE).month_means();
        for (kept, given) in means.iter().zip(YELLOWKNIFE) {
            assert!((kept - given).abs() < 1e-9, "{kept} {given}");
        }
    }

    #[test]
    fn daily_normals_have_no_steps_between_months() {
        let normals = daily_normals(&YELLOWKNIFE);
        let mut steepest = 0.0_f64;
        for day in 0..365 {
            let first = epoch_day(Date::constant(2022, 7, 1)) + day;
            let (one, next) = (date_of_epoch_day(first), date_of_epoch_day(first + 1));
            steepest = steepest.max((normals.at(next) - normals.at(one)).abs());
        }
        // The steepest pair of months is 11.8 °C and 30.5 days apart, 0.39 °C a day; a step would be 11.8.
        assert!(steepest < 0.6, "{steepest}");
    }

    #[test]
    fn equal_months_give_equal_days() {
        let normals = daily_normals(&[-7.0; 12]);
        let date = MonthDay { month: 10, day: 31 }.in_year(2020);
        assert!((normals.at(date) + 7.0).abs() < 1e-12);
    }
}
