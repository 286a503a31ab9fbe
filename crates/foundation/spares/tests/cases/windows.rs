//! Orders that can be placed in some periods only, one item.

use iceroad_spares::count::{Count, Table};
use iceroad_spares::season::windows::{Short, Windows};
use iceroad_spares::season::{Effort, Item, Leg, Season};

use crate::{close, near, rows};

#[test]
fn months_in_which_the_road_is_open() {
    for row in rows(include_str!("../data/windows.csv")) {
        let windows = [(row[6], row[7]), (row[8], row[9])];
        let demand: Vec<Table> =
            row[10..].iter().map(|mean| Count::poisson(*mean).unwrap().table()).collect();
        let is_open = |month: usize| windows.iter().any(|(open, _)| *open == month as f64);
        let year = Windows {
            price: (0..demand.len()).map(|month| is_open(month).then_some(row[2])).collect(),
            demand,
            order_cost: 0.0,
            held: row[0],
            short: Short::FlownIn(row[1]),
            worth_at_end: row[3],
            discount: 1.0,
        };
        let policy = year.solve(5).unwrap();
        near(policy.cost(0).unwrap(), row[4], 1e-9);
        near(policy.cost(5).unwrap(), row[5], 1e-9);
        for (month, fill_to) in windows {
            assert_eq!(policy.fill_to(month as usize, 0), Some(fill_to as i64));
        }
        assert_eq!(policy.fill_to(11, 0), None);
    }
}

/// What is ordered when, where demand is sure: Wagner and Whitin (1958), Management Science 5. Inputs and results of Snyder & Shen, Fundamentals of
/// Supply Chain Theory (2019), example 3.9 and problem 3.29, and of a homework of its library stockpyl 1.0.2 (MIT); tolerance 1e-9.
#[test]
fn sure_demand_and_orders_that_cost_something() {
    type Case<'a> = (&'a [u32], &'a [f64], f64, f64, &'a [i64], f64);
    let cases: [Case<'_>; 3] = [
        (&[90, 120, 80, 70], &[0.0; 4], 2.0, 500.0, &[210, 0, 150, 0], 1_380.0),
        (&[730, 580, 445, 650, 880], &[0.0; 5], 0.1, 100.0, &[1_310, 0, 1_095, 0, 880], 423.0),
        (
            &[400, 500, 500, 1_100, 900],
            &[3.0, 1.0, 4.0, 6.0, 6.0],
            0.1,
            100.0,
            &[400, 3_000, 0, 0, 0],
            4_940.0,
        ),
    ];
    for (demand, price, held, order_cost, orders, cost) in cases {
        let sure = |pieces: &u32| Count::binomial(*pieces, 1.0).unwrap();
        let windows = Windows {
            demand: demand.iter().map(|pieces| sure(pieces).table()).collect(),
            price: price.iter().map(|price| Some(*price)).collect(),
            order_cost,
            held,
            short: Short::FlownIn(1e6),
            worth_at_end: 0.0,
            discount: 1.0,
        };
        let policy = windows.solve(0).unwrap();
        near(policy.cost(0).unwrap(), cost, 1e-9);
        let mut stock = 0;
        for (period, (pieces, ordered)) in demand.iter().zip(orders).enumerate() {
            let filled = policy.fill_to(period, stock).unwrap();
            assert_eq!(filled - stock, *ordered);
            stock = filled - i64::from(*pieces);
        }

        // The season's plan: a piece of a kilogram and of no price to speak of, with the price as freight.
        let mut sum = 0;
        let to_date = demand.iter().map(|pieces| {
            sum += pieces;
            sure(&sum)
        });
        let item = Item { order_cost, ..Item::plain(1e-9, 1.0, to_date.collect(), 1e6, held) };
        let leg = Leg { lead: 0, freight: price.to_vec(), capacity: vec![f64::INFINITY; demand.len()] };
        let plan =
            Season::new(demand.len(), vec![leg], vec![item]).unwrap().solve(&Effort::default()).unwrap();
        near(plan.cost, cost + 1e-9 * f64::from(sum), 1e-9);
        let mut found = vec![0; demand.len()];
        for order in &plan.orders {
            found[order.period] += i64::from(order.pieces);
        }
        assert_eq!(found, orders);
    }
}

/// Ten periods of normal demand in whole pieces, owed where short: Snyder & Shen (2019), problem 4.29. The levels are those of stockpyl 1.0.2 (MIT).
/// Its cost, 234.796, is not held to the digit: it counts what lies there in a period by the normal law itself, and goes on to the next period by
/// whole pieces within four deviations, which costs 0.13 % more than whole pieces throughout.
#[test]
fn ten_periods_with_the_stock_in_sight() {
    let below = |pieces: f64| 0.5 * libm::erfc((18.0 - pieces) / 3.0 / std::f64::consts::SQRT_2);
    let chances = (0..=60).map(|pieces| below(f64::from(pieces) + 0.5) - below(f64::from(pieces) - 0.5));
    let windows = Windows {
        demand: vec![Table::new(chances.collect()).unwrap(); 10],
        price: vec![Some(1.0); 10],
        order_cost: 0.0,
        held: 1.0,
        short: Short::Owed { each: 25.0, at_end: 25.0 },
        worth_at_end: -1.0,
        discount: 0.98,
    };
    let policy = windows.solve(0).unwrap();
    for period in 0..10 {
        assert_eq!(policy.fill_to(period, 0), Some(23));
        // The library calls the highest stock from which it goes to 23 the reorder point: 23 itself.
        assert_eq!(policy.reorder_point(period), Some(22));
    }
    close(policy.cost(0).unwrap(), 234.796_225_675_913_15, 2e-3);
}

#[test]
fn what_cannot_be_is_said() {
    let good = || Windows {
        demand: vec![Count::poisson(1.0).unwrap().table(); 2],
        price: vec![Some(2.0), None],
        order_cost: 0.0,
        held: 0.1,
        short: Short::FlownIn(9.0),
        worth_at_end: 1.0,
        discount: 1.0,
    };
    assert!(good().solve(3).is_ok_and(|policy| policy.cost(3).is_some()));
    let wrong = [
        (Windows { demand: Vec::new(), ..good() }, "there are no periods to choose from"),
        (Windows { price: vec![None], ..good() }, "price by period: 1 values where 2 are needed"),
        (
            Windows { held: -0.1, ..good() },
            "cost of a piece held of -0.1 is not a finite number of 0 or more",
        ),
        (
            Windows { short: Short::FlownIn(f64::NAN), ..good() },
            "price of a piece flown in of NaN is not a finite number of 0 or more",
        ),
        (
            Windows { worth_at_end: 3.0, ..good() },
            "worth of a piece at the end of 3 is not at most its price",
        ),
        (Windows { discount: 0.0, ..good() }, "discount of a period of 0 is not above 0 and at most 1"),
    ];
    for (windows, words) in wrong {
        assert_eq!(windows.solve(0).unwrap_err().to_string(), words);
    }
}
