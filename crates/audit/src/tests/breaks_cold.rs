//! What breaks the rules of cold, lives and uses, most of them in a run that replays the record.
use super::{Break, Story};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, MeterHours};
use iceroad_model::climate::ClimateMode;
use iceroad_worlds::example::*;

/// Warmer than any July.
const LIMIT: Celsius = Celsius::clamped(40.0);

pub(super) const BREAKS: &[Break] = &[
    ("an ice road allows what its ice and its steps do", replay),
    ("no tow sets out in too much cold", |s| {
        replay(s);
        s.tables.workshops[WORKSHOP].stops_below = Some(LIMIT);
    }),
    ("nobody begins to work outdoors in too much cold", |s| {
        replay(s);
        s.tables.calendars[TWO_SHIFTS].stops_below = Some(LIMIT);
    }),
    ("nothing is loaded where it is too cold to work", |s| {
        replay(s);
        s.tables.mines[MINE].stops_below = Some(LIMIT);
    }),
    ("a crew does not work in too much cold", |s| {
        replay(s);
        s.tables.crews[CREW].stops_below = Some(LIMIT);
    }),
    ("a repair takes the hands-on hours of its law, more of them in the cold", |s| {
        let row = &mut s.tables.subsystems[ALDER_SUSPENSION];
        (row.repair, row.repair_factor) = (Law::Constant { value: 1.0 }, None);
    }),
    ("a subsystem fails once its life is over", |s| {
        s.tables.subsystems[ALDER_SUSPENSION].life = Law::Constant { value: 0.5 };
    }),
    ("a settlement asks for no more than it uses", |s| {
        for row in s.tables.consumption.iter_mut() {
            (row.per_day, row.per_heating_degree_day) = (0.001, 0.0);
        }
    }),
    ("a service soon due is done with a repair", |s| {
        s.tables.machines[TRUCK_BIRCH].meter = MeterHours::clamped(3_460.0);
    }),
];

fn replay(s: &mut Story) {
    s.tables.heading.climate = ClimateMode::Recorded { first_year: 2020 };
}
