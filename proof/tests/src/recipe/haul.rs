//! The pit beyond trucks, loaders and dumps: the shift as it is lived, rules of the road, and what drives the trucks.
//!
//! Each part is as good as absent in half of all recipes, so that a fault found in one is not hidden by the others.
use super::Recipe;
use iceroad_base::civil::TimeOfDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::{
    Celsius, Factor, Hours, Metres, Money, Ranged, Seconds, Share, Speed, TyreRating,
};
use iceroad_model::fleet::{Drive, ForcePoint, Tyres, Work};
use iceroad_model::roads::{
    Closure, ClosureReason, Crossing, LaneZone, RoadWeather, RoadWeatherKind, TrafficRule, ZonePolicy,
};
use iceroad_model::shift::{Break, BreakFor, BreakPlace, Operators, RefuelRule, ShiftChange, WarmUp};
use iceroad_model::{SegmentId, Tables};
use iceroad_worlds::example::*;
use proptest::prelude::*;

/// What a recipe asks of the pit.
#[derive(Clone, Debug)]
pub(super) struct Haul {
    shift: Option<Shift>,
    roads: Option<Roads>,
    power: Option<Power>,
}

#[derive(Clone, Debug)]
struct Shift {
    change: u8,
    change_minutes: u16,
    refuel_ahead: bool,
    pumps: Option<u16>,
    idle_below: bool,
    /// Start hour, minutes, groups, whose, at the park.
    breaks: Vec<(u8, u16, u16, u8, bool)>,
    /// Operators of any machine, of Birches only, and who is absent.
    operators: Option<(u16, u16, u8)>,
    warm_up: Option<(u16, bool)>,
}

#[derive(Clone, Debug)]
struct Roads {
    meeting: bool,
    headway: u8,
    gap: u8,
    /// Segments, loaded first, most trucks, batch, longest hold.
    zone: Option<(u8, bool, u16, u16, u8)>,
    crossing: Option<(u16, u8)>,
    closures: Vec<(u8, u8, u8, u8, u8)>,
    weather: Vec<(u8, u8, u8, u8, bool, bool)>,
}

#[derive(Clone, Debug)]
struct Power {
    corners: bool,
    trolley: bool,
    curve: u8,
    tyres: bool,
}

/// Any of these.
pub(super) fn hauls() -> impl Strategy<Value = Haul> {
    use proptest::option::of;
    (of(shift()), of(roads()), of(power())).prop_map(|(shift, roads, power)| Haul { shift, roads, power })
}

fn shift() -> impl Strategy<Value = Shift> {
    let change = (0_u8..3, 1_u16..40, any::<bool>(), proptest::option::of(1_u16..=3), any::<bool>());
    let one_break = (0_u8..24, 5_u16..70, 1_u16..=3, 0_u8..3, any::<bool>());
    let breaks = proptest::collection::vec(one_break, 0..=2);
    let operators = proptest::option::of((1_u16..8, 0_u16..4, 0_u8..3));
    let warm_up = proptest::option::of((1_u16..40, any::<bool>()));
    (change, breaks, operators, warm_up).prop_map(|(change, breaks, operators, warm_up)| {
        let (change, change_minutes, refuel_ahead, pumps, idle_below) = change;
        Shift { change, change_minutes, refuel_ahead, pumps, idle_below, breaks, operators, warm_up }
    })
}

fn roads() -> impl Strategy<Value = Roads> {
    let zone = proptest::option::of((1_u8..=3, any::<bool>(), 0_u16..4, 0_u16..4, 0_u8..3));
    let crossing = proptest::option::of((1_u16..=3, 0_u8..3));
    let closure = (0_u8..6, 0_u8..24, 1_u8..6, 0_u8..3, 1_u8..=127);
    let weather = (0_u8..3, 0_u8..3, 0_u8..3, 0_u8..3, any::<bool>(), any::<bool>());
    let many = (proptest::collection::vec(closure, 0..=2), proptest::collection::vec(weather, 0..=2));
    (any::<bool>(), 0_u8..3, 0_u8..3, zone, crossing, many).prop_map(
        |(meeting, headway, gap, zone, crossing, (closures, weather))| Roads {
            meeting,
            headway,
            gap,
            zone,
            crossing,
            closures,
            weather,
        },
    )
}

fn power() -> impl Strategy<Value = Power> {
    (any::<bool>(), any::<bool>(), 0_u8..3, any::<bool>())
        .prop_map(|(corners, trolley, curve, tyres)| Power { corners, trolley, curve, tyres })
}

impl Haul {
    /// Writes all of it into the tables, whose machines are there.
    pub(super) fn fill(&self, recipe: &Recipe, tables: &mut Tables) {
        if let Some(shift) = &self.shift {
            shift.fill(tables);
        }
        if let Some(roads) = &self.roads {
            roads.fill(recipe, tables);
        }
        if let Some(power) = &self.power {
            power.fill(tables);
        }
    }
}

fn hour(hour: u8) -> TimeOfDay {
    TimeOfDay::constant((hour % 24) as i8, 0, 0, 0)
}

impl Shift {
    fn fill(&self, tables: &mut Tables) {
        let has_fuel = tables.mines[MINE].fuel_point.is_some();
        let rules = &mut tables.mines[MINE].shift;
        rules.change =
            [ShiftChange::None, ShiftChange::WalkOut, ShiftChange::HotSeat][usize::from(self.change)];
        rules.change_minutes = (self.change > 0).then_some(self.change_minutes);
        if has_fuel {
            rules.refuel = if self.refuel_ahead { RefuelRule::BeforeChange } else { RefuelRule::WhenLow };
            rules.fuel_places = self.pumps;
        }
        rules.idle_below = self.idle_below.then(|| Celsius::clamped(-20.0));
        for &(start, minutes, groups, who, park) in &self.breaks {
            tables.breaks.push(Break {
                mine: MINE,
                start: hour(start),
                minutes,
                groups,
                who: [BreakFor::Trucks, BreakFor::Loaders, BreakFor::All][usize::from(who)],
                place: if park { BreakPlace::Park } else { BreakPlace::InCab },
            });
        }
        if let Some((any, birch, absent)) = self.operators {
            let absence = Share::clamped([0.0, 0.1, 0.5][usize::from(absent)]);
            let row = |name: &str, models, per_shift| Operators {
                name: name.into(),
                mine: MINE,
                models,
                per_shift,
                absence,
            };
            tables.operators.push(row("all-round", vec![ALDER_28, BIRCH_37, BIRCH_LOADER], any));
            if birch > 0 && tables.machines.iter().any(|machine| machine.model == BIRCH_37) {
                tables.operators.push(row("birch", vec![BIRCH_37], birch));
            }
            let fleet: Vec<_> = tables.machines.iter().map(|machine| machine.model).collect();
            tables.operators.iter_mut().for_each(|row| row.models.retain(|model| fleet.contains(model)));
            tables.operators.retain(|row| !row.models.is_empty());
        }
        if let Some((minutes, at_once)) = self.warm_up {
            let after = Hours::clamped(if at_once { 0.0 } else { 3.0 });
            let below = Some(Celsius::clamped(-15.0));
            tables.models.iter_mut().for_each(|model| model.warm_up = WarmUp { minutes, below, after });
        }
    }
}

impl Roads {
    fn fill(&self, recipe: &Recipe, tables: &mut Tables) {
        if self.meeting {
            self.meet(tables);
        }
        self.close(recipe, tables);
        for &(kind, often, long, slow, closes, cold) in &self.weather {
            tables.road_weather.push(RoadWeather {
                mine: MINE,
                kind: [RoadWeatherKind::Snow, RoadWeatherKind::Storm, RoadWeatherKind::Fog]
                    [usize::from(kind)],
                first_month: 10,
                last_month: 5,
                per_month: [1.0, 6.0, 0.2][usize::from(often)],
                duration_h: [
                    Law::Constant { value: 2.0 },
                    Law::Exponential { mean: 9.0 },
                    Law::Uniform { low: 0.0, high: 40.0 },
                ][usize::from(long)],
                rolling: Factor::clamped(1.3),
                speed: [1.0, 0.6, 0.3][usize::from(slow)],
                closes,
                only_below: cold.then(|| Celsius::clamped(-10.0)),
                plough: Hours::clamped(if kind == 0 { 4.0 } else { 0.0 }),
            });
        }
    }

    fn meet(&self, tables: &mut Tables) {
        let traffic = &mut tables.mines[MINE].traffic;
        traffic.rule = TrafficRule::NoOvertaking;
        traffic.headway = Metres::clamped([80.0, 30.0, 400.0][usize::from(self.headway)]);
        traffic.gap = Seconds::clamped([8.0, 0.0, 60.0][usize::from(self.gap)]);
        if let Some((which, loaded_first, most, batch, hold)) = self.zone {
            let zone = tables.zones.push(LaneZone {
                name: "ramp".into(),
                mine: MINE,
                policy: if loaded_first { ZonePolicy::LoadedFirst } else { ZonePolicy::FirstCome },
                max_trucks: (most > 0).then_some(most),
                batch: (batch > 0).then_some(batch),
                max_hold: (hold > 0).then(|| Seconds::clamped([0.0, 60.0, 900.0][usize::from(hold)])),
            });
            let ramp: &[u32] = [&[3][..], &[3, 4], &[3, 5]][usize::from(which) - 1];
            for &segment in ramp {
                tables.segments[SegmentId(segment)].rules.zone = Some(zone);
            }
        }
        if let Some((trucks, time)) = self.crossing {
            let time = Seconds::clamped([12.0, 1.0, 90.0][usize::from(time)]);
            tables.nodes[CROSS].rules.crossing = Some(Crossing { trucks, time });
        }
    }

    fn close(&self, recipe: &Recipe, tables: &mut Tables) {
        for &(what, start, hours, from, weekdays) in &self.closures {
            let segments = [3_usize, 4, 5, 6].get(usize::from(what)).map(|&index| {
                let segment = &tables.segments[SegmentId(index as u32)];
                (segment.from, segment.to)
            });
            let mut days = [false; 7];
            days.iter_mut().enumerate().for_each(|(day, on)| *on = weekdays >> day & 1 == 1);
            let first_day = (from > 0).then(|| recipe.day(tables, i64::from(from) * 20));
            tables.closures.push(Closure {
                mine: MINE,
                segment: segments,
                face: (what == 4).then_some(FACE_ORE),
                reason: [ClosureReason::Works, ClosureReason::Blast, ClosureReason::Storm][usize::from(from)],
                first_day,
                last_day: None,
                weekdays: days,
                start: hour(start),
                end: hour(start + hours),
            });
        }
    }
}

impl Power {
    fn fill(&self, tables: &mut Tables) {
        if self.corners {
            for segment in tables.segments.iter_mut() {
                segment.corner_radius = Some(Metres::clamped(25.0));
            }
        }
        if self.trolley {
            tables.segments[SegmentId(3)].trolley = true;
            tables.mines[MINE].electricity.cost_per_kwh = Money(9);
        }
        for model in tables.models.iter_mut() {
            let Work::Truck(truck) = &mut model.work else { continue };
            if self.trolley {
                truck.drive = Drive::DieselElectric;
                truck.trolley = Some(iceroad_base::quantity::Power::clamped(900.0));
            }
            let watts = truck.power.get() * truck.drive_efficiency.get() * 3.6;
            let point = |kmh: f64| ForcePoint { speed: Speed::clamped(kmh), force_kn: watts / kmh };
            if self.curve > 0 {
                truck.rimpull = [3.0, 6.0, 12.0, 25.0, 55.0].map(point).to_vec();
            }
            if self.curve > 1 {
                truck.retarder_curve = [5.0, 15.0, 30.0, 55.0].map(point).to_vec();
            }
            truck.tyres = self.tyres.then(|| Tyres {
                rating: TyreRating::clamped(120.0),
                empty_share: Share::clamped(0.22),
                loaded_share: Share::clamped(0.17),
            });
        }
    }
}
