//! Rules of loading and dumping: each case breaks one thing and expects one code.
use crate::fleet::second_mine;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::fleet::*;
use iceroad_model::pit::{Blend, Breaks, DigStep, Dozer, LoadingRule};
use iceroad_model::*;
use iceroad_worlds::example::*;

fn loader(t: &mut Tables) -> &mut LoaderModel {
    match &mut t.models[BIRCH_LOADER].work {
        Work::Loader(loader) => loader,
        Work::Truck(_) => unreachable!(),
    }
}

/// The ore face runs out, and its loader goes on to these faces.
fn sequence(t: &mut Tables, faces: &[FaceId]) {
    t.faces[FACE_ORE].available = Some(Mass::from_tonnes(1_000.0));
    for (nth, &face) in faces.iter().enumerate() {
        t.dig_sequence.push(DigStep { loader: LOADER_ORE, order: nth as u32 + 1, face });
    }
}

fn breaks(life_h: f64) -> Breaks {
    Breaks { life: Law::Constant { value: life_h }, repair: Law::Constant { value: 2.0 } }
}

const HEAP: DumpId = DumpId(2);
const HEAP_FACE: FaceId = FaceId(2);

/// A heap of ore beside the spoil, with a face that digs it.
fn heap(t: &mut Tables) {
    let heap = mine::Dump { name: "heap".into(), materials: vec![ORE], ..t.dumps[SPOIL].clone() };
    assert_eq!(t.dumps.push(heap), HEAP);
    let face = mine::Face { name: "heap-face".into(), node: t.dumps[HEAP].node, ..t.faces[FACE_ORE].clone() };
    assert_eq!(t.faces.push(face), HEAP_FACE);
    t.faces[HEAP_FACE].stockpile = Some(HEAP);
}

fn blend(least: Option<f64>, most: Option<f64>) -> Blend {
    Blend { least, most, over: Mass::from_tonnes(1_000.0) }
}

#[test]
fn a_heap_and_a_blend_that_faces_can_meet_are_legal() {
    let mut t = small();
    heap(&mut t);
    t.faces[FACE_ORE].grade = Some(2.5);
    t.dumps[CRUSHER].blend = Some(blend(Some(2.0), Some(3.0)));
    let faults = Scenario::new(t).err().unwrap_or_default();
    assert!(faults.is_empty(), "{}", faults[0]);
}

cases! {
    a_truck_has_no_dig_sequence: SequenceOfNoLoader at "dig_sequence" "loader", |t| {
        t.dig_sequence.push(DigStep { loader: TRUCK_ALDER, order: 1, face: FACE_WASTE });
    };
    a_loader_digs_a_face_once: FaceTwiceInSequence at "dig_sequence" "face", |t| {
        sequence(t, &[FACE_WASTE, FACE_ORE]);
        t.faces[FACE_WASTE].available = Some(Mass::from_tonnes(1_000.0));
    };
    a_sequence_has_an_order: RowTwice at "dig_sequence" "order", |t| {
        sequence(t, &[FACE_WASTE]);
        t.faces[FACE_WASTE].available = Some(Mass::from_tonnes(1_000.0));
        let other = mine::Face { name: "other".into(), ..t.faces[FACE_ORE].clone() };
        let other = t.faces.push(other);
        t.dig_sequence.push(DigStep { loader: LOADER_ORE, order: 1, face: other });
    };
    what_breaks_is_there: BreaksWithoutCrusher at "dumps" "crusher_mtbf_h", |t| {
        t.dumps[SPOIL].breaks = Some(breaks(100.0));
    };
    a_crusher_crushes_between_failures: CrusherFailsAtOnce at "dumps" "crusher_mtbf_h", |t| {
        t.dumps[CRUSHER].breaks = Some(breaks(0.0));
    };
    a_dozer_comes_after_some_load: DozerIdle at "dumps" "dozer_every", |t| {
        t.dumps[SPOIL].dozer = Some(Dozer { every: 0, takes: Seconds::clamped(60.0) });
    };
    a_stockpile_is_in_the_faces_mine: StockpileOfOtherMine at "faces" "stockpile", |t| {
        let (_, dump) = second_mine(t);
        t.faces[FACE_WASTE].stockpile = Some(dump);
    };
    a_stockpile_has_no_crusher: StockpileUnfit at "faces" "stockpile", |t| {
        heap(t);
        t.dumps[HEAP].crusher = t.dumps[CRUSHER].crusher;
    };
    a_stockpile_holds_one_material: StockpileUnfit at "faces" "stockpile", |t| {
        heap(t);
        t.dumps[HEAP].materials = vec![WASTE, ORE];
    };
    a_stockpile_has_no_blend: StockpileUnfit at "faces" "stockpile", |t| {
        heap(t);
        t.dumps[HEAP].blend = Some(blend(None, Some(9.0)));
        t.faces[FACE_ORE].grade = Some(1.0);
    };
    a_stockpile_is_dug_by_one_face: StockpileTwice at "faces" "stockpile", |t| {
        heap(t);
        let again = mine::Face { name: "heap-face-2".into(), ..t.faces[HEAP_FACE].clone() };
        t.faces.push(again);
    };
    a_heap_is_no_dump_for_its_own_ore: FaceWithoutDump at "faces" "material", |t| {
        // The crusher takes the ore of the face no more, but the heap does; the heap's own ore finds no dump.
        heap(t);
        t.dumps[CRUSHER].materials = vec![WASTE];
        t.lines[LINE_ORE].promise = obligations::Promise::Tonnes { dump: HEAP };
    };
    a_blend_is_not_reversed: BlendReversed at "dumps" "blend_min", |t| {
        t.dumps[CRUSHER].blend = Some(blend(Some(3.0), Some(2.0)));
        t.faces[FACE_ORE].grade = Some(2.5);
    };
    blended_ore_has_a_grade: GradeMissing at "faces" "grade", |t| {
        t.dumps[CRUSHER].blend = Some(blend(Some(1.0), Some(2.0)));
    };
    rich_ore_alone_meets_no_low_blend: BlendImpossible at "dumps" "blend_max", |t| {
        t.dumps[CRUSHER].blend = Some(blend(Some(1.0), Some(2.0)));
        t.faces[FACE_ORE].grade = Some(2.5);
    };
    poor_ore_alone_meets_no_high_blend: BlendImpossible at "dumps" "blend_min", |t| {
        t.dumps[CRUSHER].blend = Some(blend(Some(3.0), None));
        t.faces[FACE_ORE].grade = Some(2.5);
    };
    what_mends_a_blend_is_dug: BlendUndug at "dumps" "blend_min", |t| {
        t.dumps[CRUSHER].blend = Some(blend(Some(3.0), None));
        t.faces[FACE_ORE].grade = Some(2.5);
        let rich = mine::Face { name: "rich".into(), ..t.faces[FACE_ORE].clone() };
        let rich = t.faces.push(rich);
        t.faces[rich].grade = Some(4.0);
    };
    a_sequence_goes_on: SequenceStuck at "dig_sequence" "face", |t| {
        sequence(t, &[FACE_WASTE]);
        t.faces[FACE_ORE].available = None;
    };
    a_loader_does_not_walk_between_mines: FaceOfOtherMine at "dig_sequence" "face", |t| {
        let (face, _) = second_mine(t);
        sequence(t, &[face]);
    };
    whole_buckets_fill_a_truck: TrayHalfEmpty at "loader_models" "loading_rule", |t| {
        // 15 t a pass: one into the 28 t truck (54 %), two into the 37 t one (81 %).
        let loader = loader(t);
        loader.loading_rule = LoadingRule::FullBucket;
        loader.bucket_mass = Mass::from_tonnes(15.0);
        loader.bucket = Volume::from_cubic_metres(16.0);
    };
}

#[test]
fn a_last_bucket_in_part_fills_any_truck() {
    let mut t = small();
    loader(&mut t).bucket_mass = Mass::from_tonnes(15.0);
    loader(&mut t).bucket = Volume::from_cubic_metres(16.0);
    assert!(Scenario::new(t).is_ok());
}
