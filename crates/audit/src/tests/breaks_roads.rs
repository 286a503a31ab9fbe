//! What breaks the rules of roads.
use super::{Break, Story};
use iceroad_base::civil::MonthDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Mass, Money, Quantity};
use iceroad_model::climate::{IceSeason, SeasonKind};
use iceroad_model::event::*;
use iceroad_model::mine_use::MineUse;
use iceroad_model::transport::{Runs, Spacing};
use iceroad_model::{LegId, VehicleId};
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("shipments are numbered in order", |s| shipped(s, 9, 1)),
    ("a shipment is of something", |s| shipped(s, 5, 0)),
    ("goods start where they were issued", |s| {
        s.change("send.shipped", |event| {
            if let Event::Shipped { at, .. } = event {
                *at = VILLAGE;
            }
        })
    }),
    ("goods set off only on an open leg", |s| {
        s.set("ice", Event::SeasonLimit { season: ICE, gross: Mass::ZERO })
    }),
    ("a class makes no more trips than it has", |s| {
        departed(s, "in.departed", |_, _, trips| *trips = 13);
        began(s, "in.began", |_, trips, _| *trips = 13);
    }),
    ("a class makes no more trips than it has", |s| {
        s.tables.runs_on(WINTER_ROAD).runs = Runs::Vehicles(1);
        departed(s, "in.departed", |_, _, trips| *trips = 2);
        began(s, "in.began", |_, trips, _| *trips = 2);
    }),
    ("vehicles keep their spacing", |s| {
        s.tables.legs[WINTER_ROAD].spacing = Some(Spacing { every_min: 1_000, convoy: 1 });
        departed(s, "in.departed", |_, _, trips| *trips = 2);
        began(s, "in.began", |_, trips, _| *trips = 2);
    }),
    ("what sets off is aboard a trip of its leg", |s| s.cut("in.began")),
    ("what sets off is aboard a trip of its leg", |s| began(s, "in.began", |_, _, mass| *mass = Mass(51))),
    ("what sets off is aboard a trip of its leg", |s| {
        began(s, "in.began", |vehicle, _, _| *vehicle = VehicleId(RAIL.0));
    }),
    ("a trip is worth it", |s| s.tables.runs_on(WINTER_ROAD).least_load = Some(Mass(1_000))),
    ("a trip is worth it", |s| {
        // The vehicle of 16 t under a limit of 26 t has 10 t left of 32 t.
        s.set("ice", Event::SeasonLimit { season: ICE, gross: Mass(26_000) });
    }),
    ("who is first in need boards first", |s| {
        // Filters that go before all wait for the road, the only way to the mine, when the truck sets off.
        s.tables.legs[FLIGHT].to = VILLAGE;
        s.tables.items[FILTER].freight_priority = Some(1);
        s.add("first", 200.0, Event::Queued { shipment: ShipmentNo(0), leg: WINTER_ROAD });
    }),
    ("goods with less cover board first", |s| {
        // Modules, of which the mine uses one a day and has none, wait for the road when filters set off; of these it has plenty.
        s.tables.legs[FLIGHT].to = VILLAGE;
        s.tables.items[FILTER].unit_grams = 400_000;
        let (mine, store, item) = (MINE, MINE_STORE, MODULE);
        let (per_heating_degree_day, per_tonne, material, dump) = (0.0, 0.0, None, None);
        let per_day = 1.0;
        s.tables.mine_uses.push(MineUse {
            mine,
            store,
            item,
            per_day,
            per_heating_degree_day,
            per_tonne,
            material,
            dump,
        });
        s.change("in.order", |event| {
            if let Event::Transferred { item, .. } = event {
                *item = MODULE;
            }
        });
        s.change("in.shipped", |event| {
            if let Event::Shipped { item, .. } = event {
                *item = MODULE;
            }
        });
        s.add("first", 90.0, Event::Queued { shipment: ShipmentNo(0), leg: WINTER_ROAD });
    }),
    ("freight is paid part by part when trips begin", |s| s.cut("in.freight")),
    ("trips carry no more than the day allows", |s| {
        // The vehicle of 16 t under a limit of 16.04 t.
        s.set("ice", Event::SeasonLimit { season: ICE, gross: Mass(16_040) });
    }),
    ("only what was shipped sets off", |s| {
        s.add(
            "ghost",
            600.0,
            Event::Departed { shipment: ShipmentNo(44), leg: RAIL, mass: Mass(1), trips: 1 },
        );
    }),
    ("goods set off from where they are", |s| departed(s, "in.departed", |leg, _, _| *leg = RAIL)),
    ("a shipment goes to one site at a time", |s| {
        s.add("also", 30.0, Event::Departed { shipment: ShipmentNo(0), leg: BARGE, mass: Mass(1), trips: 1 });
    }),
    ("what sets off has mass", |s| departed(s, "in.departed", |_, mass, _| *mass = Mass(-1))),
    ("no more sets off than was shipped", |s| departed(s, "in.departed", |_, mass, _| *mass = Mass(51))),
    ("one piece is never cut over trips", |s| s.tables.runs_on(RAIL).payload = Mass::from_tonnes(29.0)),
    ("emergency legs carry urgent orders", |s| departed(s, "send.departed", |leg, _, _| *leg = FLIGHT)),
    ("only what was shipped arrives", |s| {
        s.add("ghost", 600.0, Event::Arrived { shipment: ShipmentNo(44), site: PIT });
    }),
    ("goods arrive after they have set off", |s| s.cut("in.departed")),
    ("goods arrive where their leg leads", |s| {
        s.set("in.arrived", Event::Arrived { shipment: ShipmentNo(0), site: VILLAGE });
    }),
    ("a shipment arrives whole", |s| departed(s, "in.departed", |_, mass, _| *mass = Mass(49))),
    ("goods are under way as long as the leg takes", |s| {
        s.tables.legs[WINTER_ROAD].transit_days = Law::Constant { value: 1.1 };
    }),
    ("goods arrive when the leg's time is over", |s| {
        s.tables.legs[WINTER_ROAD].transit_days = Law::Constant { value: 0.9 };
    }),
    ("freight is paid for what has set off", |s| s.shift("in.freight", 30.0)),
    ("freight is paid to the carrier by its kind", |s| freight(s, CostCause::EmergencyFreight, 150_100)),
    ("freight is what trips and tonnes cost", |s| freight(s, CostCause::Freight, 150_099)),
    ("a limit is not negative", |s| {
        s.add("limit", 24.0 * 28.0, Event::SeasonLimit { season: RIVER, gross: Mass(-1) });
    }),
    ("a season's limit changes when a day begins", |s| {
        s.add("limit", 24.0 * 28.0 + 1.0, Event::SeasonLimit { season: RIVER, gross: Mass::ZERO });
    }),
    ("a season's limit is told at the start", |s| s.cut("river")),
    ("an ice road is open only from the builders' earliest day to the operators' last", |s| {
        ice(s).freeze_from = MonthDay { month: 10, day: 1 };
    }),
    ("an ice road allows no more than its last step", |s| {
        s.set("ice", Event::SeasonLimit { season: ICE, gross: Mass(48_001) });
    }),
    ("a load step is taken back before the road closes", |s| {
        ice(s).steps[2].ends_before = Days::clamped(360.0);
    }),
];

fn ice(s: &mut Story) -> &mut IceSeason {
    match &mut s.tables.seasons[ICE].kind {
        SeasonKind::Ice(ice) => ice,
        SeasonKind::River(_) | SeasonKind::Calendar(_) => unreachable!(),
    }
}

fn shipped(s: &mut Story, shipment: u32, units: i64) {
    let (shipment, order, quantity) = (ShipmentNo(shipment), OrderNo(0), Quantity(units));
    s.add("shipped", 600.0, Event::Shipped { shipment, order, item: FILTER, quantity, at: RAILHEAD });
}

fn departed(s: &mut Story, label: &str, change: fn(&mut LegId, &mut Mass, &mut u32)) {
    s.change(label, |event| {
        if let Event::Departed { leg, mass, trips, .. } = event {
            change(leg, mass, trips);
        }
    });
}

fn began(s: &mut Story, label: &str, change: fn(&mut VehicleId, &mut u32, &mut Mass)) {
    s.change(label, |event| {
        if let Event::TripsBegan { vehicle, trips, mass } = event {
            change(vehicle, trips, mass);
        }
    });
}

fn freight(s: &mut Story, cause: CostCause, amount: i64) {
    s.set("in.freight", Event::Paid { cause, to: Some(CARRIER), amount: Money(amount) });
}
