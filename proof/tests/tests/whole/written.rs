//! A random scenario comes back from its folder, and a folder can become any other scenario.
use iceroad_format::{edit, read, save, write};
use iceroad_tests::recipe::recipes;
use proptest::prelude::*;
use proptest::test_runner::Config;

proptest! {
    #![proptest_config(Config { cases: Config::default().cases.min(64), max_global_rejects: 1_000_000, ..Config::default() })]

    #[test]
    fn a_folder_changed_into_another_scenario_says_just_that(one in recipes(), other in recipes()) {
        let (Ok(one), Ok(other)) = (one.scenario(), other.scenario()) else {
            return Err(TestCaseError::reject("numbers that do not go together"));
        };
        let folder = tempfile::tempdir()?;
        let told = |report: iceroad_format::Report| TestCaseError::fail(report.to_string());
        save(folder.path(), &write(&one)).map_err(told)?;
        prop_assert_eq!(write(&read(folder.path()).map_err(told)?), write(&one));
        let mut changed = edit(folder.path()).map_err(told)?;
        changed.replace(&other).map_err(told)?;
        changed.save().map_err(told)?;
        prop_assert_eq!(write(&read(folder.path()).map_err(told)?), write(&other));
        let mut back = edit(folder.path()).map_err(told)?;
        back.replace(&one).map_err(told)?;
        back.save().map_err(told)?;
        prop_assert_eq!(write(&read(folder.path()).map_err(told)?), write(&one));
    }
}
