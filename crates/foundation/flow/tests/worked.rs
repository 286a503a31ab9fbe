//! Plans whose answer is known from elsewhere, or can be reckoned by hand.

use iceroad_flow::program::{Program, Relation, Row, Variable};
use iceroad_flow::solver::{Simplex, Solver};
use iceroad_flow::{
    Blend, Dump, FlowError, Grade, Haul, Limit, Loader, Minimum, Network, Return, TruckClass, plan, plan_with,
};

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6 * (1.0 + wanted.abs()), "{found} instead of {wanted}");
}

/// One truck class, loads of 1 t so that tonnes are loads; cycle times in all, loader times and a crusher's rate.
fn one_class(trucks: f64, cycles_h: &[f64], loader_h: f64, crusher: Option<f64>) -> Network {
    let hauls = cycles_h.iter().enumerate().map(|(loader, &cycle_h)| Haul {
        loader,
        face: loader,
        tonnes: 1.0,
        load_h: loader_h,
        loader_h,
        travel_h: cycle_h / 2.0 - loader_h,
        ..Haul::default()
    });
    let returns = cycles_h.iter().enumerate();
    Network {
        classes: vec![TruckClass { trucks, ..TruckClass::default() }],
        loaders: vec![Loader { at_work: 1.0 }; cycles_h.len()],
        faces: cycles_h.len(),
        dumps: vec![Dump { places: 1.0, most_t_per_h: crusher, blend: None }],
        hauls: hauls.collect(),
        returns: returns
            .map(|(face, &cycle_h)| Return { face, travel_h: cycle_h / 2.0, ..Return::default() })
            .collect(),
        minima: Vec::new(),
        planned: Vec::new(),
    }
}

#[test]
fn twelve_trucks_at_two_loaders_are_bound_by_the_fleet() {
    // Cycles of 0.5 and 0.8 h, loaders of 12 loads/h, a crusher of 20: 12 + 6/0.8 = 19.5; a truck is worth 1/0.8.
    let plan = plan(&one_class(12.0, &[0.5, 0.8], 1.0 / 12.0, Some(20.0))).unwrap();
    near(plan.t_per_h, 19.5);
    near(plan.hauls[0], 12.0);
    near(plan.hauls[1], 7.5);
    near(plan.worth(Limit::Trucks(0)), 1.25);
    near(plan.worth(Limit::Loader(0)), 4.5);
    near(plan.worth(Limit::Loader(1)), 0.0);
    near(plan.worth(Limit::Crusher(0)), 0.0);
    let binding = plan.binding().unwrap();
    assert_eq!(binding.limit, Limit::Trucks(0));
    assert_eq!(binding.limit.unit(), "t/h per truck");
    near(binding.part(), 15.0);
}

#[test]
fn fourteen_trucks_are_bound_by_the_crusher() {
    let plan = plan(&one_class(14.0, &[0.5, 0.8], 1.0 / 12.0, Some(20.0))).unwrap();
    near(plan.t_per_h, 20.0);
    near(plan.worth(Limit::Crusher(0)), 1.0);
    near(plan.worth(Limit::Trucks(0)), 0.0);
    assert_eq!(plan.binding().unwrap().limit, Limit::Crusher(0));
}

/// The north pit mine of OpenMines 0.2.0 (mine `north_pit_mine.json`), reduced to what its flow plan needs.
mod north_pit {
    use super::*;

    /// Trucks of each class and their capacity, t.
    const TRUCKS: [(f64, f64); 3] = [(9.0, 77.0), (29.0, 35.0), (33.0, 55.0)];
    /// At each load site, shovels of 2.25 t a minute and of 20.32 t in 1.5 minutes.
    const SHOVELS: [[f64; 2]; 5] = [[5.0, 0.0], [4.0, 1.0], [2.0, 1.0], [4.0, 1.0], [0.0, 2.0]];
    const T_PER_MIN: [f64; 2] = [2.25, 20.32 / 1.5];
    /// Places at each dump site, a minute a truck.
    const PLACES: [f64; 5] = [5.0, 8.0, 8.0, 8.0, 8.0];
    /// Kilometres loaded, `[load][dump]`.
    const LOADED: [[f64; 5]; 5] = [
        [5.238, 34.51, 12.74, 4.75, 3.26],
        [5.32, 18.4, 7.41, 13.77, 3.18],
        [2.98, 3.41, 2.49, 3.57, 1.86],
        [3.41, 1.17, 3.73, 2.6, 5.34],
        [5.15, 5.59, 5.62, 26.12, 20.58],
    ];
    /// Kilometres empty, `[load][dump]` too.
    const EMPTY: [[f64; 5]; 5] = [
        [5.238, 34.51, 12.74, 4.75, 34.26],
        [5.32, 18.4, 7.41, 13.77, 31.18],
        [2.98, 3.41, 2.49, 3.57, 18.1],
        [3.41, 22.0, 3.73, 2.6, 5.34],
        [19.6, 5.59, 5.62, 26.12, 20.58],
    ];
    const KM_PER_H: f64 = 25.0;

    /// The mine; shovels that are alike at one site are one loader of so many at work.
    pub(super) fn network() -> Network {
        let mut network = Network {
            classes: TRUCKS
                .iter()
                .map(|&(trucks, _)| TruckClass { trucks, ..TruckClass::default() })
                .collect(),
            dumps: PLACES.iter().map(|&places| Dump { places, ..Dump::default() }).collect(),
            ..Network::default()
        };
        for (site, kind) in (0..5).flat_map(|site| [(site, 0), (site, 1)]) {
            if SHOVELS[site][kind] == 0.0 {
                continue;
            }
            let loader = network.loaders.len();
            network.loaders.push(Loader { at_work: SHOVELS[site][kind] });
            network.faces = 5;
            for (class, dump) in (0..3).flat_map(|class| (0..5).map(move |dump| (class, dump))) {
                let tonnes = TRUCKS[class].1;
                let load_h = tonnes / T_PER_MIN[kind] / 60.0;
                let (travel_h, dump_h) = (LOADED[site][dump] / KM_PER_H, 1.0 / 60.0);
                network.hauls.push(Haul {
                    class,
                    loader,
                    face: site,
                    dump,
                    tonnes,
                    load_h,
                    loader_h: load_h,
                    travel_h,
                    dump_h,
                    ..Haul::default()
                });
                let travel_h = EMPTY[site][dump] / KM_PER_H;
                // Both kinds of shovel of a site are at one face: one way back serves them.
                if !network
                    .returns
                    .iter()
                    .any(|back| (back.class, back.dump, back.face) == (class, dump, site))
                {
                    network.returns.push(Return { class, dump, face: site, travel_h });
                }
            }
        }
        network
    }
}

#[test]
fn the_north_pit_mine_is_bound_by_its_shovels_at_the_published_rate() {
    let plan = plan(&north_pit::network()).unwrap();
    // 101.4833 t/min is 15 shovels of 2.25 and 5 of 13.5467: the 71 trucks keep every one of them busy.
    near(plan.t_per_h / 60.0, 15.0 * 2.25 + 5.0 * 20.32 / 1.5);
    assert!((plan.t_per_h / 60.0 - 101.4833).abs() < 5e-5);
    assert!(matches!(plan.binding().unwrap().limit, Limit::Loader(_)));
}

#[test]
fn half_of_the_north_pits_trucks_are_bound_by_the_fleet() {
    let mut network = north_pit::network();
    for class in &mut network.classes {
        class.trucks /= 2.0;
    }
    let plan = plan(&network).unwrap();
    assert!(plan.t_per_h / 60.0 < 101.4);
    assert!((0..3).any(|class| plan.worth(Limit::Trucks(class)) > 0.0));
}

#[test]
fn trucks_may_go_back_to_another_loader() {
    // Loader 0 beside dump 1 and loader 1 beside dump 0, a kilometre apart; each dump takes one loader's stuff only.
    // To and fro: 0.2 h loaded and 0.2 h back. Round: no empty way at all.
    let haul = |loader: usize, dump: usize| Haul {
        loader,
        face: loader,
        dump,
        tonnes: 100.0,
        load_h: 0.1,
        loader_h: 0.1,
        travel_h: 0.2,
        ..Haul::default()
    };
    let mut network = Network {
        classes: vec![TruckClass { trucks: 3.0, ..TruckClass::default() }],
        loaders: vec![Loader { at_work: 1.0 }; 2],
        faces: 2,
        dumps: vec![Dump { places: 1.0, ..Dump::default() }; 2],
        hauls: vec![haul(0, 0), haul(1, 1)],
        returns: vec![
            Return { dump: 0, face: 0, travel_h: 0.2, ..Return::default() },
            Return { dump: 1, face: 1, travel_h: 0.2, ..Return::default() },
        ],
        minima: Vec::new(),
        planned: Vec::new(),
    };
    near(plan(&network).unwrap().t_per_h, 100.0 * 3.0 / 0.5);
    network.returns.push(Return { dump: 0, face: 1, ..Return::default() });
    network.returns.push(Return { dump: 1, face: 0, ..Return::default() });
    near(plan(&network).unwrap().t_per_h, 100.0 * 3.0 / 0.3);
}

#[test]
fn a_loader_of_two_faces_has_one_times_time() {
    // 12 loads/h in all, from faces whose cycles are 0.5 and 0.8 h: enough trucks for the first alone.
    let mut network = one_class(100.0, &[0.5, 0.8], 1.0 / 12.0, None);
    near(plan(&network).unwrap().t_per_h, 24.0);
    network.hauls[1].loader = 0;
    near(plan(&network).unwrap().t_per_h, 12.0);
}

#[test]
fn a_blend_holds_the_rich_loader_back_to_the_poor_ones_rate() {
    // Equal cycles; grades 2 and 6, wanted at most 3: one load of the rich for three of the poor.
    let mut network = one_class(100.0, &[0.5, 0.5], 0.1, None);
    network.hauls[0].grade = Some(Grade::known(2.0));
    network.hauls[1].grade = Some(Grade::known(6.0));
    network.dumps[0].blend = Some(Blend { most: Some(3.0), ..Blend::default() });
    let bound = plan(&network).unwrap();
    near(bound.hauls[0], 10.0);
    near(bound.hauls[1], 10.0 / 3.0);
    // One more loader of poor stuff lets a third of one of rich stuff work.
    near(bound.worth(Limit::Loader(0)), 10.0 * 4.0 / 3.0);
    assert!(bound.worth(Limit::BlendMost(0)) > 0.0);
    network.dumps[0].blend = Some(Blend { least: Some(5.0), ..Blend::default() });
    near(plan(&network).unwrap().hauls[0], 10.0 / 3.0);
}

#[test]
fn what_a_blend_may_exceed_and_a_grade_nobody_knows_leave_room() {
    // As above; an excess of 15 (grade times t/h, 1 t a load) lets 15 / (6 − 3) = 5 more loads of the rich come.
    let mut network = one_class(100.0, &[0.5, 0.5], 0.1, None);
    network.hauls[0].grade = Some(Grade::known(2.0));
    network.hauls[1].grade = Some(Grade::known(6.0));
    network.dumps[0].blend = Some(Blend { most: Some(3.0), above: 15.0, ..Blend::default() });
    near(plan(&network).unwrap().hauls[1], 10.0 / 3.0 + 5.0);
    // A heap whose grade is from 2 to 6 may be as poor as is wanted, or as rich; without a grade it counts for nothing.
    network.dumps[0].blend = Some(Blend { least: Some(3.0), most: Some(4.0), ..Blend::default() });
    network.hauls[1].grade = Some(Grade { least: 2.0, most: 6.0 });
    near(plan(&network).unwrap().hauls[1], 10.0);
    network.hauls[1].grade = None;
    let bound = plan(&network).unwrap();
    near(bound.hauls[0], 0.0);
    near(bound.hauls[1], 10.0);
}

#[test]
fn a_minimum_is_kept_and_its_price_is_what_it_costs() {
    // Two trucks: all at the near loader moves 4 loads/h. At least 1 load/h of the far one costs 0.8/0.5 of a near one.
    let mut network = one_class(2.0, &[0.5, 0.8], 1.0 / 12.0, None);
    network.minima.push(Minimum { hauls: vec![1], t_per_h: 1.0 });
    let bound = plan(&network).unwrap();
    near(bound.hauls[1], 1.0);
    near(bound.t_per_h, 1.0 + 1.2 / 0.5);
    near(bound.worth(Limit::Minimum(0)), 1.0 - 1.6);
    near(bound.prices.iter().map(iceroad_flow::Price::part).sum::<f64>(), bound.objective);
    network.minima[0].t_per_h = 3.0;
    assert_eq!(plan(&network), Err(FlowError::Infeasible));
}

#[test]
fn a_production_plan_is_kept_in_one_proportion_as_far_as_it_can_be() {
    // Two trucks: 0.5 h a cycle near, 0.8 h far. One load/h of each takes 1.3 truck hours.
    let mut network = one_class(2.0, &[0.5, 0.8], 1.0 / 12.0, None);
    let line = |haul: usize, t_per_h: f64| Minimum { hauls: vec![haul], t_per_h };
    network.planned = vec![line(0, 1.0), line(1, 1.0)];
    let more = plan(&network).unwrap();
    near(more.share, 2.0 / 1.3);
    near(more.hauls[1], 2.0 / 1.3);
    // Two of near and three of far take 3.4: of each the same 2 / 3.4.
    network.planned = vec![line(0, 2.0), line(1, 3.0)];
    let part = plan(&network).unwrap();
    near(part.share, 2.0 / 3.4);
    near(part.hauls[0], 2.0 * part.share);
    near(part.hauls[1], 3.0 * part.share);
    // Where the far loader gives out at 12 loads/h, the trucks that are left move what they can nearby.
    network.classes[0].trucks = 12.0;
    network.planned = vec![line(1, 1.0)];
    let rest = plan(&network).unwrap();
    near(rest.share, 12.0);
    near(rest.hauls[0], (12.0 - 12.0 * 0.8) / 0.5);
    // Of what cannot be hauled at all nothing can be kept, and the rest is for tonnes.
    network.classes[0].trucks = 2.0;
    network.planned.push(Minimum { hauls: Vec::new(), t_per_h: 1.0 });
    let none = plan(&network).unwrap();
    near(none.share, 0.0);
    near(none.t_per_h, 4.0);
}

#[test]
fn a_weight_draws_trucks_to_what_is_wanted() {
    let mut network = one_class(2.0, &[0.5, 0.8], 1.0 / 12.0, None);
    network.hauls[1].extra_weight = 1.0;
    let bound = plan(&network).unwrap();
    near(bound.hauls[1], 2.0 / 0.8);
    near(bound.objective, 2.0 * bound.t_per_h);
}

#[test]
fn of_ways_that_move_the_same_the_shorter_is_planned_where_truck_hours_cost() {
    // A hundred trucks and one loader, whose 12 loads/h may go to either of two dumps, one of them an hour away.
    let mut network = one_class(100.0, &[0.5], 1.0 / 12.0, None);
    network.dumps.push(Dump { places: 1.0, ..Dump::default() });
    network.hauls.push(Haul { dump: 1, travel_h: 1.0, ..network.hauls[0] });
    network.returns.push(Return { dump: 1, travel_h: 1.0, ..network.returns[0] });
    network.hauls.swap(0, 1);
    network.returns.swap(0, 1);
    network.classes[0].hour_cost_t = 0.01;
    let planned = plan(&network).unwrap();
    near(planned.hauls[0], 0.0);
    near(planned.hauls[1], 12.0);
    near(planned.t_per_h, 12.0);
    near(planned.objective, 12.0 - 0.01 * 6.0);
}

#[test]
fn a_mine_without_trucks_or_hauls_moves_nothing() {
    near(plan(&one_class(0.0, &[0.5], 0.1, None)).unwrap().t_per_h, 0.0);
    let nothing = plan(&Network::default()).unwrap();
    assert_eq!(nothing.t_per_h, 0.0);
    assert_eq!(nothing.binding(), None);
}

#[test]
fn senseless_numbers_are_named() {
    let mut network = one_class(f64::NAN, &[0.5], 0.1, None);
    assert!(matches!(plan(&network), Err(FlowError::Input { what: "trucks", row: 0, .. })));
    network = one_class(1.0, &[0.5], 0.0, None);
    assert!(matches!(plan(&network), Err(FlowError::Input { what: "loader's time", .. })));
    network = one_class(1.0, &[0.5], 0.1, None);
    network.returns[0].face = 7;
    let error = plan(&network).unwrap_err();
    assert_eq!(error.to_string(), "flow plan: return of row 0 cannot be 7");
}

/// Answers with the same number for every variable.
struct Guess(f64);

impl Solver for Guess {
    fn solve(&self, program: &Program) -> Result<Vec<f64>, FlowError> {
        Ok(vec![self.0; program.variables.len()])
    }
}

/// Solves rightly, and doubles all prices.
struct Dear;

impl Solver for Dear {
    fn solve(&self, program: &Program) -> Result<Vec<f64>, FlowError> {
        let by = if program.maximise { 1.0 } else { 2.0 };
        Ok(Simplex.solve(program)?.into_iter().map(|x| x * by).collect())
    }
}

#[test]
fn a_solver_that_is_wrong_is_found_out() {
    let network = one_class(12.0, &[0.5, 0.8], 1.0 / 12.0, Some(20.0));
    // Nothing hauled keeps every row, but prices of nothing do not cover what a load is worth.
    assert!(matches!(plan_with(&Guess(0.0), &network), Err(FlowError::Broken { .. })));
    assert!(matches!(plan_with(&Guess(1e3), &network), Err(FlowError::Broken { .. })));
    // Twice the right prices keep every row of their program, and are worth twice the bound.
    assert!(matches!(plan_with(&Dear, &network), Err(FlowError::Gap { .. })));
    assert!(matches!(plan_with(&Guess(f64::NAN), &network), Err(FlowError::Broken { .. })));
}

#[test]
fn the_dual_of_a_textbook_program_has_its_prices() {
    // Dantzig's form: 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Hillier & Lieberman's Wyndor Glass): 36 with prices 0, 3/2, 1.
    let row =
        |terms: &[(usize, f64)], right| Row { terms: terms.to_vec(), relation: Relation::AtMost, right };
    let program = Program {
        maximise: true,
        variables: [3.0, 5.0].map(|worth| Variable { worth, free: false }).to_vec(),
        rows: vec![row(&[(0, 1.0)], 4.0), row(&[(1, 2.0)], 12.0), row(&[(0, 3.0), (1, 2.0)], 18.0)],
    };
    let solver = Simplex;
    let prices = solver.solve(&program.dual()).unwrap();
    for (price, wanted) in prices.iter().zip([0.0, 1.5, 1.0]) {
        near(*price, wanted);
    }
    near(program.value(&solver.solve(&program).unwrap()), 36.0);
}
