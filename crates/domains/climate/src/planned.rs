//! What planners and policies may know beforehand: the medians over the measured years.
//!
//! Each year of the pool is laid over the whole run in turn and the ice physics asked for its windows. A window is planned
//! where at least half of the years have it, and a full-load day where at least half of the years reach it; each day
//! is the median over the years that have it, rounded down. Measured dates of earlier seasons do not enter, for a replication
//! is made by the physics and must not be planned by something else. Rivers and calendar seasons are planned on their mean
//! days, full load on the first; low water is not planned for.
//!
//! Windows that are over before the horizon begins are left out; those of the 400 days after it are in, for what is
//! ordered late in the horizon is planned on them.
use crate::seasons::{SeasonStreams, SeasonTrack, Seasons, Window};
use crate::years::{Weather, Years};
use iceroad_base::Table;
use iceroad_model::SeasonId;
use iceroad_model::climate::PlannedWindow;

/// Planned windows of every season, in order of time.
pub(crate) fn planned(years: &Years, seasons: &Seasons) -> Table<SeasonId, Vec<PlannedWindow>> {
    let mut tracks: Table<SeasonId, Vec<SeasonTrack>> = Table::filled(seasons.rows.len(), Vec::new());
    let mut add = |weather: &Weather| {
        for season in seasons.rows.ids() {
            tracks[season].push(seasons.whole_track(season, weather, SeasonStreams::default(), None));
        }
    };
    if years.pool.is_empty() {
        add(&years.normal());
    }
    for pick in 0..years.pool.len() {
        add(&years.always(pick));
    }
    tracks.iter().map(|tracks| medians(tracks)).collect()
}

fn medians(tracks: &[SeasonTrack]) -> Vec<PlannedWindow> {
    let mut years: Vec<i16> =
        tracks.iter().flat_map(|track| track.windows().iter().map(|window| window.year)).collect();
    years.sort_unstable();
    years.dedup();
    let window = |year: i16| {
        let windows: Vec<Window> = tracks
            .iter()
            .filter_map(|track| track.windows().iter().find(|window| window.year == year))
            .copied()
            .collect();
        if windows.len() * 2 < tracks.len() {
            return None;
        }
        let full_load: Vec<i32> = windows.iter().filter_map(|window| window.full_load).collect();
        let often = full_load.len() * 2 >= tracks.len();
        Some(PlannedWindow {
            opens: median(windows.iter().map(|window| window.opened).collect())?,
            full_load: median(full_load).filter(|_| often),
            closes: median(windows.iter().map(|window| window.closed).collect())?,
        })
    };
    years.into_iter().filter_map(window).filter(|window| window.closes >= 0).collect()
}

/// The middle value; of an even number the mean of the middle two, rounded down.
fn median(mut days: Vec<i32>) -> Option<i32> {
    days.sort_unstable();
    let upper = *days.get(days.len() / 2)?;
    if days.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *days.get(days.len() / 2 - 1)?;
    Some((lower + upper).div_euclid(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_of_an_even_number_is_rounded_down_also_below_zero() {
        assert_eq!(median(vec![4, 1, 9]), Some(4));
        assert_eq!(median(vec![4, 1]), Some(2));
        assert_eq!(median(vec![-4, -1]), Some(-3));
        assert_eq!(median(vec![]), None);
    }
}
