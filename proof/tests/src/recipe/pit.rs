//! The pit: who works there and when, how trucks are sent, and the calendars it may work by.
use super::Recipe;
use iceroad_base::civil::Zone;
use iceroad_base::quantity::{Celsius, Mass, Volume};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::fleet::{Machine, Work};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{CalendarId, Tables};
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Pit {
    /// Model, and the day on which it joins (0: from the start).
    trucks: Vec<(bool, u16)>,
    /// Face in ore or waste, and the day on which it joins.
    loaders: Vec<(bool, u16)>,
    dispatch: u8,
    calendar: u8,
    fuel: u8,
    /// Tanks too small for the work, in some.
    tanks: u8,
    crusher: bool,
    little_ore: bool,
    pub(super) stops_below: bool,
    /// Whether loaders dig in sequence, how they work, and how dumps stand.
    pub(super) beyond: u8,
}

pub(super) fn pits() -> impl Strategy<Value = Pit> {
    let trucks =
        proptest::collection::vec((any::<bool>(), prop_oneof![3 => Just(0_u16), 1 => 1_u16..60]), 0..=7);
    let loaders =
        proptest::collection::vec((any::<bool>(), prop_oneof![4 => Just(0_u16), 1 => 1_u16..60]), 0..=3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let fuel = (0_u8..4, 0_u8..12);
    (trucks, loaders, 0_u8..9, 0_u8..5, fuel, flags, any::<u8>()).prop_map(
        |(trucks, loaders, dispatch, calendar, (fuel, tanks), flags, beyond)| {
            let (crusher, little_ore, stops_below) = flags;
            Pit { trucks, loaders, dispatch, calendar, fuel, tanks, crusher, little_ore, stops_below, beyond }
        },
    )
}

impl Recipe {
    pub(super) fn pit(&self, tables: &mut Tables) {
        let pit = &self.pit;
        let any = tables.machines[TRUCK_ALDER].clone();
        let by_line = tables.machines[TRUCK_NEW].clone();
        let mut machines: Vec<Machine> = Vec::new();
        let has = |ore: bool| pit.loaders.iter().any(|&(in_ore, _)| in_ore == ore);
        for (index, &(alder, day)) in pit.trucks.iter().enumerate() {
            let ore = if index % 2 == 0 { has(true) } else { !has(false) };
            machines.push(Machine {
                name: format!("truck-{index}"),
                model: if alder { ALDER_28 } else { BIRCH_37 },
                arrival: self.arrival(tables, day),
                face: Some(if ore { FACE_ORE } else { FACE_WASTE }),
                ..any.clone()
            });
        }
        for (index, &(ore, day)) in pit.loaders.iter().enumerate() {
            machines.push(Machine {
                name: format!("loader-{index}"),
                model: BIRCH_LOADER,
                arrival: self.arrival(tables, day),
                face: Some(if ore { FACE_ORE } else { FACE_WASTE }),
                ..any.clone()
            });
        }
        if self.promises.truck {
            let face = Some(if has(true) { FACE_ORE } else { FACE_WASTE });
            machines.push(Machine { name: "truck-new".into(), face, ..by_line });
        }
        if machines.iter().all(|machine| machine.model != BIRCH_LOADER) {
            // Trucks that nobody loads are refused; a mine without machines is not.
            machines.clear();
        }
        tables.machines = machines.into_iter().collect();
        calendars(tables);
        let mine = &mut tables.mines[MINE];
        mine.dispatch = DispatchPolicy::ALL[usize::from(pit.dispatch)];
        mine.calendar = calendar(pit.calendar);
        if pit.fuel == 0 {
            (mine.fuel_point, mine.fuel_item, mine.fuel_store) = (None, None, None);
        }
        if let Some(&litres) = [900, 60, 1].get(usize::from(pit.tanks % 4)).filter(|_| pit.tanks < 8) {
            small_tanks(tables, pit.tanks < 4, litres);
        }
        let mine = &mut tables.mines[MINE];
        mine.stops_below = pit.stops_below.then(|| Celsius::clamped(-28.0));
        if !pit.crusher {
            tables.dumps[CRUSHER].crusher = None;
        }
        if pit.little_ore {
            tables.faces[FACE_ORE].available = Some(Mass::from_tonnes(9_000.0));
        }
        self.beyond(tables);
    }
}

/// Tanks of so many litres, of trucks or of all machines.
fn small_tanks(tables: &mut Tables, trucks_only: bool, litres: i64) {
    for model in tables.models.iter_mut() {
        match &mut model.work {
            Work::Truck(truck) => truck.tank = Volume(litres),
            Work::Loader(loader) if !trucks_only => loader.tank = Volume(litres),
            Work::Loader(_) => {}
        }
    }
}

/// Three more calendars: shifts that touch, weekdays only, and one that ends at midnight.
fn calendars(tables: &mut Tables) {
    let two = tables.calendars[TWO_SHIFTS].clone();
    let zone = |name| Zone::named(name).unwrap_or_else(|_| Zone::utc());
    let time = |hour| iceroad_base::civil::TimeOfDay::constant(hour, 0, 0, 0);
    let shift = |name: &str, start, end| Shift {
        name: name.into(),
        start: time(start),
        end: time(end),
        ..two.shifts[0].clone()
    };
    let always = WorkCalendar {
        name: "always".into(),
        shifts: vec![shift("a", 8, 20), shift("b", 20, 8)],
        ..two.clone()
    };
    let mut weekdays = WorkCalendar {
        name: "weekdays".into(),
        zone: zone("Asia/Vladivostok"),
        shifts: vec![shift("a", 7, 15)],
        ..two.clone()
    };
    weekdays.shifts[0].weekdays = [true, true, true, true, true, false, false];
    let evening =
        WorkCalendar { name: "evening".into(), shifts: vec![shift("a", 12, 0)], holidays: vec![], ..two };
    for one in [always, weekdays, evening] {
        tables.calendars.push(one);
    }
}

pub(super) fn calendar(which: u8) -> CalendarId {
    CalendarId(u32::from(which))
}
