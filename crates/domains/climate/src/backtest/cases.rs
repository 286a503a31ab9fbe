//! Roads whose seasons are on record, with what is known of their rules.
//!
//! What a source does not say is marked `assumed`; the sources are copies and press reports, not the operators' own
//! tables, and a date may be off by a day or two.
use super::typical_seasons;
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::{Bearing, Celsius, Days, DegreeDays, IceGrowth, IceThickness, Mass};
use iceroad_model::climate::{IceSeason, IceStep, MonthNormal, SeasonDates};

/// A road with its rules and its seasons.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// Its rules as the physics needs them.
    pub season: IceSeason,
    /// Its seasons.
    pub measured: Vec<SeasonDates>,
    /// What a reader of the errors must know.
    pub notes: &'static [&'static str],
}

const fn normal(mean: f64) -> MonthNormal {
    MonthNormal { mean: Celsius::clamped(mean) }
}

/// Normals of Yellowknife, January first: ASHRAE 2017 monthly averages as given in the statistics file of the typical year
/// CWEC 2016, station 719360. The road runs north-east from there into colder country.
pub const YELLOWKNIFE_NORMALS: [MonthNormal; 12] = [
    normal(-25.5),
    normal(-22.3),
    normal(-16.6),
    normal(-5.4),
    normal(4.9),
    normal(13.7),
    normal(17.1),
    normal(14.2),
    normal(7.7),
    normal(-1.1),
    normal(-12.9),
    normal(-21.9),
];

/// A month and a day of it.
type DayOfYear = [i8; 2];

/// Opening, full load where it is given to the day, and closing; from the history table of the
/// Wikipedia article on the road, read in the copy at liquisearch.com. The full load of 2001 is given as about 3 March
/// and that of 2006 was not reached: both are left out.
const TIBBITT: [(i16, DayOfYear, Option<DayOfYear>, DayOfYear); 10] = [
    (2000, [1, 29], None, [4, 3]),
    (2001, [2, 1], None, [4, 13]),
    (2002, [1, 26], Some([2, 22]), [4, 16]),
    (2003, [2, 1], Some([2, 21]), [4, 2]),
    (2004, [1, 28], Some([2, 23]), [3, 31]),
    (2005, [1, 26], Some([2, 20]), [4, 5]),
    (2006, [2, 4], None, [3, 26]),
    (2007, [1, 27], Some([2, 26]), [4, 9]),
    (2008, [1, 29], Some([2, 15]), [4, 7]),
    (2009, [2, 1], Some([2, 15]), [3, 25]),
];

fn step(cm: f64, tonnes: f64) -> IceStep {
    IceStep { thickness: IceThickness::clamped(cm), gross: Mass::from_tonnes(tonnes) }
}

const fn month_day(month: i8, day: i8) -> MonthDay {
    MonthDay { month, day }
}

/// The Tibbitt–Contwoyto winter road, Northwest Territories, seasons 2000 to 2009, where **ice alone decides**: work is made
/// too quick to matter, and the coefficient fits the opening limit.
pub fn tibbitt_contwoyto() -> Case {
    Case {
        name: "Tibbitt–Contwoyto winter road, 2000–2009, ice decides; monthly normals of Yellowknife",
        season: IceSeason {
            // 77 cm on 31 January out of these normals (own fit).
            alpha: IceGrowth::clamped(1.78),
            // Assumed.
            construction_from: IceThickness::clamped(40.0),
            construction: Days::clamped(35.0),
            ..tibbitt_rules()
        },
        measured: tibbitt_seasons(),
        notes: &[
            SAME_NORMALS,
            "The coefficient that fits the opening brings full load five to six weeks late: no single coefficient fits both thicknesses, because the road is flooded and ploughed from the day work begins.",
            CLOSES_BY_FREIGHT,
        ],
    }
}

/// The same road where **work decides on the opening**: construction takes the sourced 10 December to 30 January, and the
/// coefficient fits the full-load days.
pub fn tibbitt_contwoyto_built() -> Case {
    Case {
        name: "Tibbitt–Contwoyto winter road, 2000–2009, work decides; monthly normals of Yellowknife",
        season: IceSeason {
            // Own fit to the seven full-load days below.
            alpha: IceGrowth::clamped(2.05),
            // What that coefficient makes by 10 December out of these normals, the day on which work begins; 51 days on
            // is 30 January (nilteams.com, article 7922579).
            construction_from: IceThickness::clamped(51.0),
            construction: Days::clamped(51.0),
            ..tibbitt_rules()
        },
        measured: tibbitt_seasons(),
        notes: &[
            SAME_NORMALS,
            "Two figures, the days of work and the coefficient, were fitted to the mean of these very seasons: errors near zero in the mean are no evidence, those left out by season are.",
            CLOSES_BY_FREIGHT,
        ],
    }
}

const SAME_NORMALS: &str = "No daily temperatures of Yellowknife are at hand: the same monthly normals stand in for every winter, so the prediction is the same every year and cannot have skill beyond that of the mean of all seasons (0.19 for ten, 0.27 for seven). Only the mean error says anything.";
const CLOSES_BY_FREIGHT: &str = "The road closes when the freight is done and the portages soften. The physics, which knows only ice and thaw, keeps it open for weeks longer: set `closes_latest` by the operator's calendar.";

fn tibbitt_seasons() -> Vec<SeasonDates> {
    let seasons = TIBBITT.iter().map(|(year, opened, full_load, closed)| {
        let date = |[month, day]: DayOfYear| Some(month_day(month, day).in_year(*year));
        SeasonDates {
            year: *year,
            opened: date(*opened),
            full_load: full_load.and_then(date),
            closed: date(*closed),
        }
    });
    seasons.collect()
}

fn tibbitt_rules() -> IceSeason {
    IceSeason {
        // Assumed.
        freeze_from: month_day(10, 15),
        alpha: IceGrowth::clamped(1.78),
        // 63.5 t at 99 cm (press, 2014) are 6.48 kg/cm².
        bearing: Bearing::clamped(6.5),
        construction_from: IceThickness::clamped(40.0),
        construction: Days::clamped(35.0),
        // Opening limit and full Super B of 2014: nnsl.com archive, 10 February 2014.
        steps: vec![step(78.0, 32.0), step(99.0, 63.5)],
        // Assumed.
        melt_cm_per_degree_day: 0.5,
        closes_after_thaw: DegreeDays::clamped(25.0),
        // Assumed, and so late that thaw, not the calendar, decides on the closing.
        closes_latest: month_day(6, 15),
    }
}

/// The ice crossing of the Lena at Yakutsk (Yakutsk – Nizhny Bestyakh) in the winters that close in `years`, of which
/// only usual days are known: opened for 10 t on 5 January, closed after 14 April.
pub fn yakutsk_crossing(years: std::ops::RangeInclusive<i16>) -> Case {
    Case {
        name: "Lena ice crossing at Yakutsk, usual days, daily means of Yakutsk",
        season: IceSeason {
            // Assumed: the ferries stop between 20 October and 5 November and the ice forms after.
            freeze_from: month_day(11, 10),
            // Fitted to 50 cm on 5 January over 33 winters (1.04 to 1.22), so not independent of the opening day.
            alpha: IceGrowth::clamped(1.13),
            // Assumed: the cautious value of the Northwest Territories' charts.
            bearing: Bearing::clamped(4.0),
            construction_from: IceThickness::clamped(20.0),
            construction: Days::clamped(5.0),
            // What Gold's rule asks at 4 kg/cm² for the limits that the crossing is posted with: 50, 71 and 87 cm.
            steps: vec![step(50.0, 10.0), step(71.0, 20.0), step(87.0, 30.0)],
            melt_cm_per_degree_day: 0.5,
            closes_after_thaw: DegreeDays::clamped(25.0),
            closes_latest: month_day(6, 1),
        },
        // Opening: yakutia-daily.ru, 2 December 2021, planned for 5 January 2022; getshortnews, 5 January, 10 t.
        // Closing: yakutsk-news.net, 3 April 2024: 30 t from 3 April, 20 t from 10 April, closed on 15 April.
        measured: typical_seasons(years, Some(month_day(1, 5)), None, Some(month_day(4, 14))),
        notes: &[
            "The days are those of single recent winters (opening 2022, closing 2024), taken as usual for all: the spread of the errors is the spread of the physics, not of the crossing.",
            "The growth coefficient was fitted to this opening day: a mean error near zero there is no evidence.",
            "With that coefficient and 4 kg/cm² the ice does not reach the 30 to 40 t that the crossing is posted for in February: 50 cm at the opening, or 4 kg/cm², is too cautious a guess.",
        ],
    }
}

/// The first and last day of the record that [`tibbitt_contwoyto`] needs.
pub const TIBBITT_DAYS: (Date, Date) = (Date::constant(1999, 7, 1), Date::constant(2009, 6, 30));
