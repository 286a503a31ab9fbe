//! Interchange against authored vectors (on made-up items): the queries of the collection's `interchange.json` that
//! our statements can say. Serial ranges and sets of items are not in the model; the serial range of `e4` is left out.
use crate::world::{Build, date, supply};
use iceroad_base::Table;
use iceroad_base::quantity::Celsius;
use iceroad_model::goods::{Approval, Interchange, Item, Ratio};
use iceroad_model::{InterchangeId, ItemId, ModelId};
use iceroad_supply::interchange::{Asked, InterchangeGraph, Proportion};

const NAMES: [&str; 7] = ["A", "B", "C", "D", "X", "Y", "Z"];
const M1: ModelId = ModelId(1);
const M2: ModelId = ModelId(2);

fn id(name: char) -> ItemId {
    ItemId(NAMES.iter().position(|known| known.starts_with(name)).unwrap() as u32)
}

fn edge(name: &str, need: char, substitute: char) -> Interchange {
    Interchange {
        name: name.into(),
        need: id(need),
        substitute: id(substitute),
        ratio: Ratio { of_use: 1, for_need: 1 },
        two_way: false,
        transitive: true,
        models: vec![],
        from: None,
        to: None,
        approval: Approval::Approved,
        life_factor: 1.0,
    }
}

fn items() -> Table<ItemId, Item> {
    let mut tables = supply();
    for name in NAMES {
        tables.item(name, 1);
    }
    let mut items = tables.items;
    items[id('Z')].rated_to = Some(Celsius::clamped(-40.0));
    items
}

/// Edges e1 to e6 and e8 of the vectors.
fn authored() -> Vec<Interchange> {
    vec![
        edge("e1", 'A', 'B'),
        edge("e2", 'B', 'C'),
        Interchange { two_way: true, ..edge("e3", 'C', 'D') },
        Interchange { transitive: false, models: vec![M1], ..edge("e4", 'A', 'X') },
        Interchange { approval: Approval::Proposed, ..edge("e5", 'X', 'Y') },
        Interchange {
            ratio: Ratio { of_use: 2, for_need: 1 },
            from: Some(date(2025, 6, 1)),
            to: Some(date(2026, 5, 31)),
            ..edge("e6", 'B', 'Z')
        },
        edge("e8", 'D', 'A'),
    ]
}

fn graph(edges: Vec<Interchange>) -> InterchangeGraph {
    InterchangeGraph::new(&items(), &edges.into_iter().collect())
}

fn asked(model: ModelId, on: (i16, i8, i8), lowest: f64) -> Asked {
    Asked { model: Some(model), date: date(on.0, on.1, on.2), lowest: Celsius::clamped(lowest) }
}

/// (item, units for `quantity`, rows of the chain), in alphabetical order of items.
fn answer(
    graph: &InterchangeGraph,
    need: char,
    quantity: i64,
    asked: Asked,
) -> Vec<(&'static str, i64, Vec<u32>)> {
    let mut found: Vec<_> = graph
        .substitutes(id(need), asked)
        .into_iter()
        .map(|one| {
            let chain = one.chain.iter().map(|&InterchangeId(row)| row).collect();
            (NAMES[one.item.0 as usize], one.ratio.units_for(quantity), chain)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn authored_queries_have_their_answers() {
    let graph = graph(authored());
    // Out of scope by model, not yet valid, and D → A closes a circle that must not loop.
    assert_eq!(
        answer(&graph, 'A', 3, asked(M2, (2025, 1, 15), -30.0)),
        [("B", 3, vec![0]), ("C", 3, vec![0, 1]), ("D", 3, vec![0, 1, 2])]
    );
    // The ratio multiplies along the chain, 1 × 2; Y is out: only proposed, and e4 is not transitive.
    assert_eq!(
        answer(&graph, 'A', 3, asked(M1, (2025, 7, 1), -30.0)),
        [
            ("B", 3, vec![0]),
            ("C", 3, vec![0, 1]),
            ("D", 3, vec![0, 1, 2]),
            ("X", 3, vec![3]),
            ("Z", 6, vec![0, 5])
        ]
    );
    // Rated to −40 °C, Z fails at −50 °C.
    assert_eq!(
        answer(&graph, 'A', 3, asked(M2, (2025, 7, 1), -50.0)),
        [("B", 3, vec![0]), ("C", 3, vec![0, 1]), ("D", 3, vec![0, 1, 2])]
    );
    // One-way e1 is not reversed, but the explicit e8 leads to A.
    assert_eq!(
        answer(&graph, 'B', 1, asked(M2, (2024, 1, 1), -20.0)),
        [("A", 1, vec![1, 2, 6]), ("C", 1, vec![1]), ("D", 1, vec![1, 2])]
    );
}

#[test]
fn a_statement_for_certain_models_does_not_hold_where_the_model_is_not_known() {
    let unknown = Asked { model: None, ..asked(M1, (2025, 7, 1), -30.0) };
    assert!(answer(&graph(authored()), 'A', 1, unknown).iter().all(|(name, ..)| *name != "X"));
}

#[test]
fn a_two_way_statement_holds_back_at_the_inverse_ratio() {
    let two_for_three =
        Interchange { two_way: true, ratio: Ratio { of_use: 2, for_need: 3 }, ..edge("t", 'A', 'B') };
    let graph = graph(vec![two_for_three]);
    let asked = asked(M1, (2025, 1, 1), 0.0);
    assert_eq!(answer(&graph, 'A', 3, asked), [("B", 2, vec![0])]);
    assert_eq!(answer(&graph, 'A', 4, asked), [("B", 3, vec![0])], "rounded up");
    assert_eq!(answer(&graph, 'B', 2, asked), [("A", 3, vec![0])]);
}

#[test]
fn a_chain_needs_every_step_to_be_transitive_and_in_scope() {
    let last_is_not = vec![edge("1", 'A', 'B'), Interchange { transitive: false, ..edge("2", 'B', 'C') }];
    assert_eq!(answer(&graph(last_is_not), 'A', 1, asked(M1, (2025, 1, 1), 0.0)), [("B", 1, vec![0])]);
    let scopes = vec![
        Interchange { models: vec![M1], ..edge("1", 'A', 'B') },
        Interchange { models: vec![M2], ..edge("2", 'B', 'C') },
    ];
    assert_eq!(answer(&graph(scopes), 'A', 1, asked(M1, (2025, 1, 1), 0.0)), [("B", 1, vec![0])]);
}

#[test]
fn an_item_reached_by_a_step_that_is_not_transitive_may_still_be_passed_by_a_chain_that_is() {
    let edges = vec![
        Interchange { transitive: false, ..edge("1", 'A', 'C') },
        edge("2", 'A', 'B'),
        edge("3", 'B', 'C'),
        edge("4", 'C', 'D'),
    ];
    assert_eq!(
        answer(&graph(edges), 'A', 1, asked(M1, (2025, 1, 1), 0.0)),
        [("B", 1, vec![1]), ("C", 1, vec![0]), ("D", 1, vec![1, 2, 3])]
    );
}

#[test]
fn an_explicit_prohibition_beats_every_other_path() {
    let forbidden = |need, substitute| Interchange {
        approval: Approval::Forbidden,
        ..edge("forbidden", need, substitute)
    };
    let on = asked(M1, (2025, 1, 1), 0.0);
    let chain = || vec![edge("1", 'A', 'B'), edge("2", 'B', 'C'), edge("3", 'C', 'D')];
    let with = |extra| graph(chain().into_iter().chain([extra]).collect());
    // The pair itself: neither used nor passed through.
    assert_eq!(answer(&with(forbidden('A', 'C')), 'A', 1, on), [("B", 1, vec![0])]);
    // A step on the way.
    assert_eq!(answer(&with(forbidden('B', 'C')), 'A', 1, on), [("B", 1, vec![0])]);
    // Forbidden on another model only.
    let elsewhere = Interchange { models: vec![M2], ..forbidden('A', 'C') };
    assert_eq!(answer(&with(elsewhere.clone()), 'A', 1, on).len(), 3);
    // Forbidden on certain models, and the model is not known.
    assert_eq!(answer(&with(elsewhere), 'A', 1, Asked { model: None, ..on }).len(), 1);
}

#[test]
fn fewest_steps_come_first_then_the_earlier_statement() {
    let edges = vec![edge("1", 'A', 'B'), edge("2", 'B', 'D'), edge("3", 'A', 'C'), edge("4", 'C', 'D')];
    let order: Vec<char> = graph(edges)
        .substitutes(id('A'), asked(M1, (2025, 1, 1), 0.0))
        .iter()
        .map(|one| NAMES[one.item.0 as usize].chars().next().unwrap())
        .collect();
    assert_eq!(order, ['B', 'C', 'D']);
}

#[test]
fn a_shelf_for_several_models_takes_only_what_fits_all_of_them() {
    let graph = graph(vec![
        Interchange { models: vec![M1], ..edge("1", 'A', 'B') },
        Interchange { models: vec![M1, M2], ..edge("2", 'A', 'C') },
    ]);
    let on = date(2025, 1, 1);
    let found = graph.substitutes_on_all(id('A'), &[M1, M2], on, Celsius::clamped(0.0));
    assert_eq!(found.iter().map(|one| one.item).collect::<Vec<_>>(), [id('C')]);
}

#[test]
fn ratios_are_exact_in_lowest_terms() {
    let ratio = Proportion::new(6, 4).unwrap();
    assert_eq!((ratio.of_use, ratio.for_need), (3, 2));
    assert_eq!(ratio.units_for(4), 6);
    assert_eq!(ratio.units_for(1), 2, "half a unit more is a whole one");
    assert_eq!(ratio.covered_by(2), 1);
    assert_eq!(Proportion::new(0, 1), None);
    assert_eq!(Proportion::ONE.units_for(i64::MAX), i64::MAX);
}

#[test]
fn life_factors_multiply_along_a_chain_and_turn_round_with_the_statement() {
    let with = |life_factor, name, need, substitute| Interchange {
        life_factor,
        two_way: true,
        ..edge(name, need, substitute)
    };
    let graph = graph(vec![with(0.5, "1", 'A', 'B'), with(0.8, "2", 'B', 'C')]);
    let factor = |need, item| {
        let found = graph.substitutes(id(need), asked(M1, (2025, 1, 1), 0.0));
        found.iter().find(|one| one.item == id(item)).map(|one| one.life_factor)
    };
    assert_eq!(factor('A', 'C'), Some(0.4));
    assert_eq!(factor('C', 'A'), Some(2.5));
}
