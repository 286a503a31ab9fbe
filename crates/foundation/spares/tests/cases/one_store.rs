//! One item in one store, its crews, its neighbours and the dates it is filled.

use iceroad_spares::count::Count;
use iceroad_spares::fleet::enough_up;
use iceroad_spares::indenture::{Sru, nested};
use iceroad_spares::lateral::{BothEmpty, Pair, pair};
use iceroad_spares::once::{order_once, order_once_normal};
use iceroad_spares::periodic::{cycle, uneven};
use iceroad_spares::queue::Repairmen;

use crate::{near, rows};

#[test]
fn palm() {
    for row in rows(include_str!("../data/palm.csv")) {
        let pipeline = Count::poisson(row[0]).unwrap().table();
        near(pipeline.short(row[1] as usize), row[2], 1e-12);
    }
}

#[test]
fn poisson_losses() {
    for row in rows(include_str!("../data/poisson_loss.csv")) {
        let (demand, s) = (Count::poisson(row[0]).unwrap().table(), row[1] as usize);
        near(demand.short(s), row[2], 1e-9);
        near(demand.left(s), row[3], 1e-9);
        near(demand.second(s), row[4], 1e-9 * row[4].max(1.0));
    }
}

#[test]
fn parts_within_parts() {
    let sru = |share, time, stock| Sru { share, time, stock };
    let found = nested(2.0, 0.1, &[sru(0.5, 0.8, 0), sru(0.3, 1.0, 1), sru(0.2, 2.0, 1)]).unwrap();
    let (metric, vari) = (found.mod_metric(), found.vari_metric());
    for row in rows(include_str!("../data/indenture.csv")) {
        let stock = row[0] as usize;
        near(found.mean, row[1], 1e-9);
        near(found.variance, row[2], 1e-9);
        near(metric.short(stock), row[3], 1e-9);
        near(vari.short(stock), row[4], 1e-9);
        for (owed, wanted) in found.owed.iter().zip(row[5..].chunks(3)) {
            near(owed.0, wanted[1], 1e-9);
            near(owed.1, wanted[2], 1e-9);
        }
    }
}

#[test]
fn two_stores_that_help_each_other() {
    for row in rows(include_str!("../data/lateral.csv")) {
        let both_empty = if row[5] == 0.0 { BothEmpty::Waits } else { BothEmpty::FromOutside };
        let stores = Pair {
            rates: [row[0], row[1]],
            mean_time: row[2],
            stocks: [row[3] as usize, row[4] as usize],
            both_empty,
        };
        let [one, two] = pair(&stores).unwrap();
        let found = [one.own, one.lateral, one.neither, two.own, two.lateral, two.neither];
        let means = [one.backorders, two.backorders, one.on_hand, two.on_hand];
        for (found, wanted) in found.iter().chain(&means).zip(&row[6..]) {
            near(*found, *wanted, 1e-8);
        }
    }
}

#[test]
fn crews_of_a_fleet() {
    for row in rows(include_str!("../data/repairman.csv")) {
        let fleet = Repairmen {
            machines: row[0] as usize,
            crews: row[1] as usize,
            mtbf: row[2],
            mttr: row[3],
            spares: row[4] as usize,
        };
        let found = fleet.solve().unwrap();
        let found = [
            found.failed.chance(0),
            found.mean_failed,
            found.mean_queue,
            found.mean_operating,
            found.availability,
            found.crew_utilisation,
            found.throughput,
            found.mean_down_time,
            found.mean_wait,
            found.all_up,
        ];
        for (found, wanted) in found.iter().zip(&row[5..]) {
            near(*found, *wanted, 1e-10);
        }
    }
}

#[test]
fn dates_of_a_convoy() {
    for row in rows(include_str!("../data/periodic.csv")) {
        let found = cycle(row[0], row[1], row[2] as usize).unwrap();
        near(found.backorders, row[3], 1e-10);
        near(found.backorders_at_end, row[4], 1e-10);
        near(found.never_short, row[5], 1e-10);
    }
    for row in rows(include_str!("../data/uneven.csv")) {
        let dates = [row[1] / 365.0, row[2] / 365.0];
        near(uneven(row[0], 1.0, &dates, &[row[3] as usize, row[4] as usize]).unwrap(), row[5], 1e-10);
    }
}

#[test]
fn one_order_for_all_time() {
    for row in rows(include_str!("../data/last_buy.csv")) {
        let found = order_once(&Count::poisson(row[0]).unwrap().table(), row[1], row[2]).unwrap();
        near(found.critical_ratio, row[3], 1e-12);
        assert_eq!(found.order, row[4] as usize);
        near(found.cost, row[5], 1e-9);
    }
    // Snyder & Shen, Fundamentals of Supply Chain Theory (2019), problems 4.1 and 4.8a, example 4.2.
    let bulk = order_once_normal(900.0, 60.0, 79.0, 43.0).unwrap();
    near(bulk.order, 922.721_403_823_475_5, 1e-6);
    near(bulk.cost, 2_718.196_781_782_411, 1e-6);
    let whole = order_once(&Count::poisson(18.0).unwrap().table(), 270.0, 200.0).unwrap();
    assert_eq!(whole.order, 19);
    near(whole.cost, 786.088_440_935_107_9, 1e-9);
    let explicit = order_once_normal(50.0, 8.0, 1.0 - 0.3, 0.3 - 0.12).unwrap();
    near(explicit.order, 56.603_955_927_433_89, 1e-8);
    near(50.0 * (1.0 - 0.3) - explicit.cost, 33.002_394_806_823_354, 1e-8);
}

#[test]
fn enough_of_a_fleet() {
    for row in rows(include_str!("../data/k_of_n.csv")) {
        near(enough_up(row[1] as u32, row[0] as u32, row[2]).unwrap(), row[3], 1e-12);
    }
}
