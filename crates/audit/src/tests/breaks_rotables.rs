//! What breaks the rules of rotables.
use super::{Break, Story};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Quantity, Share};
use iceroad_model::event::{CoreNo, Event, JobNo, OrderNo, Purpose, ShipmentNo};
use iceroad_model::rotables::Rotable;
use iceroad_model::{RepairShopId, RotableId};
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("cores are numbered in order", |s| s.set("core0.out", out(7, 1))),
    ("what comes out of a machine was to be replaced", |s| s.set("core1.out", out(1, 0))),
    ("a core comes out of a machine that stands where it is mended", |s| s.shift("core1.out", 17.0)),
    ("what a job replaces is out once its machine stands", |s| s.cut("core2.out")),
    ("a core is sent to its shop elsewhere", |s| elsewhere(s)),
    ("what goes to a repair shop came out of a machine", |s| s.add("sent", 14.0, sent(1))),
    ("a core comes to its shop by its way", |s| {
        s.add("came", 15.0, Event::CoreCame { core: CoreNo(0), rotable: RotableId(0) });
    }),
    ("a core that has come to its shop is told of", |s| {
        elsewhere(s);
        s.after("core0.out", "sent", sent(1));
        let (shipment, order, quantity) = (ShipmentNo(0), OrderNo(1), Quantity(1));
        s.after("sent", "shipped", Event::Shipped { shipment, order, item: FILTER, quantity, at: PIT });
        s.add("there", 16.5, Event::Arrived { shipment, site: RAILHEAD });
    }),
    ("only a core of its row is repaired", |s| s.set("core1.began", began(9))),
    ("a repair shop takes cores up as they came", |s| s.set("core1.began", began(2))),
    ("a repair shop works on no more than it has benches", |s| s.shift("core1.began", 100.0)),
    ("no bench is idle while a core waits", |s| s.shift("core1.began", 500.0)),
    ("what leaves a bench was on it", |s| s.cut("core0.began")),
    ("a repair takes the time that its law allows", |s| row(s).turn_round = Law::Constant { value: 18.0 }),
    ("the share that is condemned is the row's", |s| row(s).scrap_share = Share::clamped(0.0)),
    ("each repair is paid for once", |s| s.cut("repair.paid")),
    ("what goes back to a store was repaired for it", |s| s.cut("core0.done")),
    ("what is repaired goes back to its store", |s| s.cut("back.order")),
    ("what came is used, on a shelf, under repair, on the way, spoiled or condemned", |s| {
        s.change("back.shipped", |event| {
            if let Event::Shipped { quantity, .. } = event {
                *quantity = Quantity(2);
            }
        });
    }),
];

/// The shop is at the rail head, and a road leads there.
fn elsewhere(s: &mut Story) {
    s.tables.leg("way-back", PIT, RAILHEAD, 1.0);
    s.tables.repair_shops[RepairShopId(0)].site = Some(RAILHEAD);
}

fn sent(order: u32) -> Event {
    let (order, quantity) = (OrderNo(order), Quantity(1));
    Event::Transferred {
        order,
        item: FILTER,
        store: MINE_STORE,
        quantity,
        purpose: Purpose::Core(RotableId(0)),
    }
}

fn row(s: &mut Story) -> &mut Rotable {
    &mut s.tables.rotables[RotableId(0)]
}

fn out(core: u32, job: u32) -> Event {
    Event::CoreOut { core: CoreNo(core), rotable: RotableId(0), job: JobNo(job) }
}

fn began(core: u32) -> Event {
    Event::RepairBegan { core: CoreNo(core), rotable: RotableId(0) }
}
