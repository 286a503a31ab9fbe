//! Bounds that can be reckoned by hand.

use crate::layout;
use iceroad_base::quantity::Mass;
use iceroad_haulage::Layout;
use iceroad_model::bound::{OffBlend, Resource};
use iceroad_model::pit::Blend;
use iceroad_model::{DumpId, FaceId, MachineId, MineId, ModelId};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};
use std::error::Error;

/// One face at 1 km and one dump at 2 km: a cycle of 880 s, 180 s of it under the loader and 60 s at the dump.
fn pit(trucks: usize) -> Pit {
    Pit { trucks, ..Pit::default() }
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6 * (1.0 + wanted.abs()), "{found} instead of {wanted}");
}

#[test]
fn few_trucks_bind_and_each_is_worth_its_loads() -> Result<(), Box<dyn Error>> {
    let bound = layout(&pit(3))?.bound(MineId(0), |_| 1.0)?;
    let binding = bound.binding().ok_or("nothing binds")?;
    assert_eq!(binding.resource, Resource::Trucks(ModelId(0)));
    near(binding.there, 3.0);
    near(bound.t_per_h, 3.0 * binding.worth);
    // 100 t in 860 to 900 s: 300 s each way at the limit, and a little for starting and braking.
    assert!((400.0..=420.0).contains(&binding.worth), "{}", binding.worth);
    Ok(())
}

#[test]
fn many_trucks_leave_the_loader_to_bind() -> Result<(), Box<dyn Error>> {
    let layout = layout(&pit(9))?;
    let bound = layout.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 2_000.0);
    assert_eq!(bound.binding().map(|priced| priced.resource), Some(Resource::Loader(MachineId(9))));
    // At work half of the time, it loads half as much, however many trucks there are.
    let halved = layout.bound(MineId(0), |machine| if machine == MachineId(9) { 0.5 } else { 1.0 })?;
    near(halved.t_per_h, 1_000.0);
    near(layout.bound_t_per_h(MineId(0), |_| 0.0)?, 0.0);
    Ok(())
}

#[test]
fn a_crusher_binds_where_it_is_slower_than_the_loader() -> Result<(), Box<dyn Error>> {
    let crusher = Some((700.0, 300.0));
    let dumps = vec![PitDump { metres: 2_000.0, places: 2, seconds: 60.0, crusher }];
    let bound = layout(&Pit { dumps, ..pit(9) })?.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 700.0);
    let binding = bound.binding().ok_or("nothing binds")?;
    assert_eq!(
        (binding.resource, binding.resource.unit()),
        (Resource::Crusher(DumpId(0)), "t/h per t/h of the crusher")
    );
    near(binding.worth, 1.0);
    Ok(())
}

#[test]
fn a_dump_of_one_slow_place_binds() -> Result<(), Box<dyn Error>> {
    let dumps = vec![PitDump { metres: 2_000.0, places: 1, seconds: 360.0, crusher: None }];
    let bound = layout(&Pit { dumps, ..pit(20) })?.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 1_000.0);
    assert_eq!(bound.binding().map(|priced| priced.resource), Some(Resource::Places(DumpId(0))));
    Ok(())
}

#[test]
fn a_two_sided_loader_spots_for_nothing() -> Result<(), Box<dyn Error>> {
    let mut pit = pit(20);
    pit.dumps[0].places = 4;
    pit.loader.two_sided = true;
    // 150 s of digging a load: 24 loads an hour in place of 20.
    near(layout(&pit)?.bound_t_per_h(MineId(0), |_| 1.0)?, 2_400.0);
    Ok(())
}

#[test]
fn shifts_are_the_scheduled_share_of_the_time() -> Result<(), Box<dyn Error>> {
    let pit = Pit { shifts: vec![(8, 20)], days: 4, ..pit(3) };
    near(layout(&pit)?.scheduled(MineId(0)), 0.5);
    Ok(())
}

#[test]
fn a_face_without_a_loader_adds_nothing() -> Result<(), Box<dyn Error>> {
    let one = super::bound(&pit(5))?;
    let mut two = pit(5);
    two.faces.push(PitFace { metres: 10.0, loaders: 0, tonnes: None });
    near(super::bound(&two)?, one);
    Ok(())
}

#[test]
fn a_blend_holds_the_rich_face_back_and_its_limit_has_a_price() -> Result<(), Box<dyn Error>> {
    // Faces of grade 2 and 6, trucks and places enough: 2,000 t/h each. At most 3 in the mean: of the rich ore a third of
    // the poor, by R = P·(m − 2)/(6 − m); with m one unit up R grows by P·4/(6 − m)².
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let dumps = vec![PitDump { metres: 2_000.0, places: 9, seconds: 60.0, crusher: None }];
    let pit = Pit { faces: vec![face; 2], dumps, ..pit(20) };
    let mut tables = pit.tables();
    tables.faces[FaceId(0)].grade = Some(2.0);
    tables.faces[FaceId(1)].grade = Some(6.0);
    let over = Mass::from_tonnes(2_000.0);
    let blend = |least, most| Some(Blend { least, most, over });
    tables.dumps[DumpId(0)].blend = blend(None, Some(3.0));
    let layout = Layout::of_tables(&tables, &pit.horizon())?;
    let bound = layout.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 2_000.0 + 2_000.0 / 3.0);
    let [priced] = bound.blends[..] else { return Err("one limit binds".into()) };
    assert!(priced.is_most && priced.dump == DumpId(0));
    near(priced.worth, 2_000.0 * 4.0 / 9.0);
    let parts: f64 = bound.resources.iter().map(|priced| priced.part()).sum();
    near(parts, bound.t_per_h);
    // A replication that fed it 300 (grade times t/h) above the limit may have dug 100 t/h more of the rich ore.
    let off = |_| OffBlend { above: 300.0, below: 0.0 };
    near(layout.bound_t_per_h_allowing(MineId(0), |_| 1.0, off)?, 2_000.0 + 2_000.0 / 3.0 + 100.0);
    // At least 5 in the mean turns the two about.
    tables.dumps[DumpId(0)].blend = blend(Some(5.0), None);
    let bound = Layout::of_tables(&tables, &pit.horizon())?.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 2_000.0 + 2_000.0 / 3.0);
    assert!(!bound.blends[0].is_most);
    // Within limits that both faces together meet, it costs nothing.
    tables.dumps[DumpId(0)].blend = blend(Some(3.5), Some(4.5));
    let bound = Layout::of_tables(&tables, &pit.horizon())?.bound(MineId(0), |_| 1.0)?;
    near(bound.t_per_h, 4_000.0);
    assert!(bound.blends.is_empty());
    Ok(())
}

#[test]
fn a_heap_takes_what_a_blend_does_not_let_in() -> Result<(), Box<dyn Error>> {
    // As above, with a heap beside the crusher: the rich ore that must not go in is moved there.
    let face = PitFace { metres: 1_000.0, loaders: 1, tonnes: None };
    let dump = PitDump { metres: 2_000.0, places: 9, seconds: 60.0, crusher: None };
    let heap = PitFace { loaders: 0, ..face };
    let pit = Pit { faces: vec![face, face, heap], dumps: vec![dump; 2], ..pit(20) };
    let mut tables = pit.tables();
    tables.faces[FaceId(0)].grade = Some(2.0);
    tables.faces[FaceId(1)].grade = Some(6.0);
    tables.faces[FaceId(2)].stockpile = Some(DumpId(1));
    let over = Mass::from_tonnes(2_000.0);
    tables.dumps[DumpId(0)].blend = Some(Blend { least: None, most: Some(3.0), over });
    let layout = Layout::of_tables(&tables, &pit.horizon())?;
    near(layout.bound_t_per_h(MineId(0), |_| 1.0)?, 4_000.0);
    Ok(())
}
