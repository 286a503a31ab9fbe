//! What must hold of the flow plan of any mine.

use iceroad_flow::{Dump, Haul, Loader, Network, Price, Return, TruckClass, plan};
use proptest::prelude::*;

prop_compose! {
    /// A mine of up to three classes, five loaders and four dumps, every way open, some dumps with a crusher.
    fn mine()(n_classes in 1..4_usize, n_loaders in 1..6_usize, n_dumps in 1..5_usize)(
        trucks in prop::collection::vec(0.0..20.0, n_classes),
        payloads in prop::collection::vec(30.0..300.0, n_classes),
        paces in prop::collection::vec(0.7..1.4, n_classes),
        rates in prop::collection::vec(400.0..4_000.0, n_loaders),
        places in prop::collection::vec(1..4_u8, n_dumps),
        crushers in prop::collection::vec(prop::option::of(200.0..3_000.0), n_dumps),
        loaded in prop::collection::vec(0.02..1.0, n_loaders * n_dumps),
        empty in prop::collection::vec(0.02..1.0, n_loaders * n_dumps),
    ) -> Network {
        let mut network = Network {
            classes: trucks.iter().map(|&trucks| TruckClass { trucks, ..TruckClass::default() }).collect(),
            loaders: vec![Loader { at_work: 1.0 }; rates.len()],
            faces: rates.len(),
            dumps: places.iter().zip(&crushers).map(|(&places, &most_t_per_h)| {
                Dump { places: f64::from(places), most_t_per_h, blend: None }
            }).collect(),
            ..Network::default()
        };
        for class in 0..trucks.len() {
            for (loader, rate) in rates.iter().enumerate() {
                for dump in 0..places.len() {
                    let (tonnes, way) = (payloads[class], loader * places.len() + dump);
                    let load_h = tonnes / rate;
                    let (travel_h, dump_h) = (loaded[way] * paces[class], 0.02);
                    network.hauls.push(Haul {
                        class, loader, face: loader, dump, tonnes, load_h, loader_h: load_h, travel_h, dump_h, ..Haul::default()
                    });
                    network.returns.push(Return { class, dump, face: loader, travel_h: empty[way] * paces[class] });
                }
            }
        }
        network
    }
}

/// The bound; not a number, which fulfils no law, where there is none.
fn bound(network: &Network) -> f64 {
    plan(network).map_or(f64::NAN, |plan| plan.t_per_h)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

/// A year on the way, h.
const FAR_H: f64 = 8_766.0;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_slower_clock_scales_the_bound(network in mine(), k in 0.2..5.0) {
        let mut slow = network.clone();
        for haul in &mut slow.hauls {
            haul.load_h *= k;
            haul.loader_h *= k;
            haul.travel_h *= k;
            haul.dump_h *= k;
        }
        for back in &mut slow.returns {
            back.travel_h *= k;
        }
        for dump in &mut slow.dumps {
            dump.most_t_per_h = dump.most_t_per_h.map(|rate| rate / k);
        }
        prop_assert!(close(bound(&network), bound(&slow) * k));
    }

    #[test]
    fn names_change_nothing(network in mine(), shift in 1..7_usize) {
        let mut other = network.clone();
        let (classes, loaders, dumps) = (other.classes.len(), other.loaders.len(), other.dumps.len());
        let turned = |at: usize, n: usize| (at + shift) % n;
        for (at, class) in network.classes.iter().enumerate() {
            other.classes[turned(at, classes)] = *class;
        }
        for (at, dump) in network.dumps.iter().enumerate() {
            other.dumps[turned(at, dumps)] = *dump;
        }
        for haul in &mut other.hauls {
            haul.class = turned(haul.class, classes);
            haul.loader = turned(haul.loader, loaders);
            haul.face = haul.loader;
            haul.dump = turned(haul.dump, dumps);
        }
        for back in &mut other.returns {
            back.class = turned(back.class, classes);
            back.face = turned(back.face, loaders);
            back.dump = turned(back.dump, dumps);
        }
        other.hauls.reverse();
        other.returns.rotate_left(1);
        prop_assert!(close(bound(&network), bound(&other)));
    }

    #[test]
    fn more_of_anything_gives_no_less_and_no_more_than_its_price(network in mine(), more in 0.1..5.0) {
        let plan = plan(&network).unwrap();
        for price in &plan.prices {
            let mut richer = network.clone();
            match price.limit {
                iceroad_flow::Limit::Trucks(at) => richer.classes[at].trucks += more,
                iceroad_flow::Limit::Loader(at) => richer.loaders[at].at_work += more,
                iceroad_flow::Limit::Places(at) => richer.dumps[at].places += more,
                iceroad_flow::Limit::Crusher(at) => {
                    richer.dumps[at].most_t_per_h = richer.dumps[at].most_t_per_h.map(|rate| rate + more);
                }
                _ => continue,
            }
            let gain = bound(&richer) - plan.t_per_h;
            let slip = 1e-6 * (1.0 + plan.t_per_h);
            prop_assert!(gain >= -slip, "{:?}: {gain}", price.limit);
            prop_assert!(gain <= price.worth * more + slip, "{:?}: {gain} for {}", price.limit, price.worth);
        }
    }

    #[test]
    fn what_is_not_used_up_is_worth_nothing_and_the_parts_make_the_whole(network in mine()) {
        let plan = plan(&network).unwrap();
        for price in &plan.prices {
            prop_assert!(price.worth >= 0.0);
            let slack = (price.there - price.used) / (1.0 + price.there);
            prop_assert!(slack >= -1e-6, "{price:?}");
            prop_assert!(slack * price.worth <= 1e-6 * (1.0 + plan.objective), "{price:?}");
        }
        prop_assert!(close(plan.prices.iter().map(Price::part).sum(), plan.objective));
    }

    #[test]
    fn a_loader_at_the_end_of_the_world_changes_nothing(network in mine()) {
        let mut wider = network.clone();
        let loader = wider.loaders.len();
        wider.loaders.push(Loader { at_work: 1.0 });
        wider.faces += 1;
        for class in 0..wider.classes.len() {
            wider.hauls.push(Haul {
                class, loader, face: loader, tonnes: 100.0, load_h: 0.1, loader_h: 0.1, travel_h: FAR_H, ..Haul::default()
            });
            wider.returns.push(Return { class, face: loader, dump: 0, travel_h: FAR_H });
        }
        // All trucks sent there bring a hundred tonnes each in twice that time.
        let trucks: f64 = network.classes.iter().map(|class| class.trucks).sum();
        let (near, far) = (bound(&network), bound(&wider));
        prop_assert!(far >= near * (1.0 - 1e-6) && far <= near + trucks * 100.0 / (2.0 * FAR_H) + 1e-6 * near);
    }
}
