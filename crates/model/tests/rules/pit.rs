//! Rules of loading and dumping: each case breaks one thing and expects one code.
use crate::fleet::second_mine;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::example::*;
use iceroad_model::fleet::*;
use iceroad_model::pit::{Breaks, DigStep, Dozer, LoadingRule};
use iceroad_model::*;

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
        t.dumps[SPOIL].ways.breaks = Some(breaks(100.0));
    };
    a_crusher_crushes_between_failures: CrusherFailsAtOnce at "dumps" "crusher_mtbf_h", |t| {
        t.dumps[CRUSHER].ways.breaks = Some(breaks(0.0));
    };
    a_dozer_comes_after_some_load: DozerIdle at "dumps" "dozer_every", |t| {
        t.dumps[SPOIL].ways.dozer = Some(Dozer { every: 0, takes: Seconds::clamped(60.0) });
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
        loader.manner.rule = LoadingRule::FullBucket;
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
