//! Rules of loading and dumping: each case breaks one thing and expects one code.
use iceroad_base::quantity::*;
use iceroad_model::example::*;
use iceroad_model::fleet::*;
use iceroad_model::pit::LoadingRule;
use iceroad_model::*;

fn loader(t: &mut Tables) -> &mut LoaderModel {
    match &mut t.models[BIRCH_LOADER].work {
        Work::Loader(loader) => loader,
        Work::Truck(_) => unreachable!(),
    }
}

cases! {
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
