//! Orders that cost something: Snyder & Shen, Fundamentals of Supply Chain Theory (2019), as its library stockpyl 1.0.2 (MIT) has them, each by its
//! example or problem; the table of Zheng & Federgruen (1991), Operations Research 39, 654-665.

use iceroad_spares::count::Count;
use iceroad_spares::review::{
    Costs, power_rule, r_and_order, r_and_order_cost, s_and_level, square_root, through_closures,
    while_closed,
};

use crate::{close, near, rows};

#[test]
fn sure_demand() {
    // Example 3.1, problems 3.1 and 3.22; tolerance 1e-9.
    for (rate, order_cost, held, makes, quantity, cost) in [
        (1_300.0, 8.0, 0.225, None, 304.046_780_026_436_8, 68.410_525_505_948_29),
        (182_500.0, 2_250.0, 275.0, None, 1_728.109_844_993_551_4, 475_230.207_373_226_64),
        (80.0, 4.0, 0.08, Some(110.0), 171.269_767_715_535_07, 3.736_794_931_975_310_4),
    ] {
        let found = square_root(rate, order_cost, held, makes).unwrap();
        near(found.quantity, quantity, 1e-9);
        near(found.cost, cost, 1e-9);
    }
}

#[test]
fn levels_of_zheng_and_federgruen() {
    for row in rows(include_str!("../data/s_and_level.csv")) {
        let demand = Count::poisson(row[0]).unwrap().table();
        let costs = Costs { held: row[1], owed: row[2], order: row[3] };
        let found = s_and_level(&demand, &demand, costs).unwrap();
        assert_eq!((found.point, found.to), (row[4] as i64, row[5] as i64));
        near(found.cost, row[6], 1e-9);
    }
}

#[test]
fn the_short_rule() {
    // Example 4.8 and problem 4.32; tolerance 1e-9.
    for (demand, costs, point, level) in [
        (
            (50.0, 8.0),
            Costs { held: 0.18, owed: 0.7, order: 2.5 },
            40.194_616_956_474_07,
            74.290_170_109_805_79,
        ),
        (
            (190.0, 48.0),
            Costs { held: 2.0, owed: 36.0, order: 60.0 },
            226.613_792_822_283_87,
            324.379_786_813_397_4,
        ),
    ] {
        let found = power_rule(demand, 0.0, costs).unwrap();
        near(found.0, point, 1e-9);
        near(found.1, level, 1e-9);
    }
}

#[test]
fn orders_of_the_same_size() {
    // Problem 5.2; tolerance 1e-9.
    let over = Count::poisson(6.0).unwrap().table();
    let costs = Costs { held: 4.0, owed: 28.0, order: 4.0 };
    let found = r_and_order(12.0, &over, costs).unwrap();
    assert_eq!((found.point, found.to), (6, 7));
    near(found.cost, 28.241_312_842_169_155, 1e-9);
    for (point, order, cost) in [
        (6, 7, 28.241_312_842_169_155),
        (5, 7, 28.620_487_017_181_21),
        (6, 8, 28.719_812_747_959_09),
        (0, 1, 188.079_320_069_653_33),
        (9, 9, 37.816_035_252_974_55),
    ] {
        near(r_and_order_cost(12.0, &over, costs, (point, order)).unwrap(), cost, 1e-9);
    }
}

#[test]
fn no_order_of_the_same_size_is_better() {
    for (mean, held, owed, order_cost) in
        [(0.3, 1.0, 20.0, 2.0), (2.5, 3.0, 5.0, 0.0), (9.0, 0.5, 90.0, 12.0)]
    {
        let over = Count::two_moments(mean, 1.6 * mean).unwrap().table();
        let costs = Costs { held, owed, order: order_cost };
        let best = r_and_order(4.0, &over, costs).unwrap();
        let mut least = f64::INFINITY;
        for point in -10..40 {
            for order in 1..60 {
                least = least.min(r_and_order_cost(4.0, &over, costs, (point, order)).unwrap());
            }
        }
        near(best.cost, least, 1e-9);
        near(r_and_order_cost(4.0, &over, costs, (best.point, best.to)).unwrap(), least, 1e-9);
    }
}

#[test]
fn a_way_that_closes_at_random() {
    // Example 9.1; tolerance 1e-4, relative.
    let costs = Costs { held: 0.225, owed: 5.0, order: 8.0 };
    let found = while_closed(1_300.0, costs, 1.5, 14.0).unwrap();
    close(found.quantity, 772.811_073_998_310_6, 1e-4);
    close(found.cost, 173.950_002_573_197_08, 1e-4);
    // Example 9.3; tolerance 1e-6, relative: the library sums the first chances only.
    let found = through_closures(2_000.0, 0.25, 3.0, 0.04, 0.25).unwrap();
    assert_eq!(found.quantity, 8_000.0);
    close(found.cost, 2_737.068_930_247_035_5, 1e-6);
}

#[test]
fn what_cannot_be_is_said() {
    let demand = Count::poisson(3.0).unwrap().table();
    let costs = Costs { held: 1.0, owed: 9.0, order: 5.0 };
    let nothing = Count::poisson(0.0).unwrap().table();
    assert!(s_and_level(&nothing, &nothing, costs).unwrap_err().to_string().contains("mean demand"));
    assert!(s_and_level(&demand, &demand, Costs { owed: 0.0, ..costs }).is_err());
    assert!(r_and_order(f64::NAN, &demand, costs).unwrap_err().to_string().contains("demand rate of NaN"));
    assert!(r_and_order_cost(1.0, &demand, costs, (3, 0)).is_err());
    assert!(
        square_root(10.0, 1.0, 1.0, Some(10.0)).unwrap_err().to_string().contains("above the demand rate")
    );
    assert!(power_rule((1.0, 0.0), 0.0, costs).is_err() && power_rule((1.0, 1.0), -1.0, costs).is_err());
    assert!(while_closed(1.0, costs, 0.0, 1.0).is_err());
    assert!(
        through_closures(1.0, 1.0, 1.0, 0.5, 0.0)
            .unwrap_err()
            .to_string()
            .contains("chance that the way opens")
    );
}
