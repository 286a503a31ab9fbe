//! Folders and files that no text can show: missing, too large, linked in circles, not files at all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_format::{MOST_FILE, Report, digest, digest_of, init, read, write};
use iceroad_model::Code;
use std::fs::{self, File};
use std::path::Path;

fn starter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path()).unwrap();
    folder
}

fn codes(folder: &Path) -> Vec<Code> {
    let report: Report = read(folder).unwrap_err();
    report.diagnostics.iter().map(|told| told.code).collect()
}

#[test]
fn a_folder_that_is_missing_or_a_file_is_told() {
    let folder = starter();
    assert_eq!(codes(&folder.path().join("nowhere")), [Code::FolderMissing]);
    assert_eq!(codes(&folder.path().join("sites.csv")), [Code::FolderIsFile]);
}

#[test]
fn a_line_of_two_gigabytes_is_refused_without_being_read() {
    let folder = starter();
    // Sparse: it takes no room on disk, and reads as two gigabytes without a line break.
    File::create(folder.path().join("holidays.csv")).unwrap().set_len(2 << 30).unwrap();
    assert_eq!(codes(folder.path()), [Code::LineTooLong]);
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let folder = starter();
    let path = folder.path().join("holidays.csv");
    fs::write(&path, "calendar,date\n".repeat(100_000)).unwrap();
    File::options().write(true).open(&path).unwrap().set_len(MOST_FILE + 1).unwrap();
    assert_eq!(codes(folder.path()), [Code::FileTooLarge]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_links_to_nowhere_and_devices_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = starter();
    symlink("owners.csv", folder.path().join("holidays.csv")).unwrap();
    symlink("holidays.csv", folder.path().join("owners.csv")).unwrap();
    symlink("/dev/zero", folder.path().join("rimpull.csv")).unwrap();
    symlink("gone.csv", folder.path().join("projects.csv")).unwrap();
    let mut found = codes(folder.path());
    found.sort();
    assert_eq!(found, [Code::FileUnreadable, Code::FileSpecial, Code::LinkLoop, Code::LinkLoop]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_table_elsewhere_is_followed() {
    let folder = starter();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("shared-sites.csv");
    fs::rename(folder.path().join("sites.csv"), &target).unwrap();
    std::os::unix::fs::symlink(target, folder.path().join("sites.csv")).unwrap();
    assert!(read(folder.path()).is_ok());
}

#[cfg(unix)]
#[test]
fn files_and_folders_without_permission_are_told_where_the_system_keeps_them_back() {
    use std::os::unix::fs::PermissionsExt;
    let folder = starter();
    let shut = fs::Permissions::from_mode(0o000);
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path().join("sites.csv"), shut.clone()).unwrap();
    // The superuser reads all the same; then there is nothing to tell.
    if fs::read(folder.path().join("sites.csv")).is_err() {
        assert_eq!(codes(folder.path()), [Code::FileUnreadable]);
        fs::set_permissions(folder.path(), shut).unwrap();
        assert_eq!(codes(folder.path())[0], Code::FolderUnreadable);
        fs::set_permissions(folder.path(), open).unwrap();
    }
}

#[test]
fn the_starter_is_made_once_and_overwrites_nothing() {
    let folder = starter();
    let scenario = read(folder.path()).unwrap();
    assert_eq!(scenario.machines.len(), 6);
    let before = digest(folder.path()).unwrap();
    let report = init(folder.path()).unwrap_err();
    assert_eq!(report.diagnostics[0].code, Code::FolderTaken);
    assert_eq!(digest(folder.path()).unwrap(), before);
    let report = init(&folder.path().join("sites.csv")).unwrap_err();
    assert_eq!(report.diagnostics[0].code, Code::FolderIsFile);
    let report = init(&folder.path().join("sites.csv/below")).unwrap_err();
    assert_eq!(report.diagnostics.len(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let folder = starter();
    let files = [("sites.csv/x.csv".to_owned(), String::new())];
    let told = iceroad_format::save(folder.path(), &files).unwrap_err();
    assert_eq!(told.diagnostics[0].code, Code::FileUnwritable);
}

#[test]
fn a_digest_sees_every_letter_but_not_the_systems_line_ends() {
    let folder = starter();
    let path = folder.path().join("sites.csv");
    let text = fs::read_to_string(&path).unwrap();
    let first = digest(folder.path()).unwrap();
    assert_eq!(first.to_string().len(), 32);
    fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    fs::write(folder.path().join("notes.txt"), "not a table").unwrap();
    assert_eq!(digest(folder.path()).unwrap(), first);
    fs::write(&path, text.replace("62.5", "62.6")).unwrap();
    assert_ne!(digest(folder.path()).unwrap(), first);
    assert!(digest(&folder.path().join("nowhere")).is_err());
}

#[test]
fn a_scenario_has_the_digest_of_the_folder_it_is_written_as() {
    let files = write(&read(starter().path()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    iceroad_format::save(folder.path(), &files).unwrap();
    assert_eq!(digest_of(&files), digest(folder.path()).unwrap());
}

#[test]
fn more_than_fifty_faults_of_one_kind_are_counted_and_not_told() {
    let folder = starter();
    let mut text = String::from("calendar,date\n");
    text.push_str(&"nobody,2027-13-01\n".repeat(200));
    fs::write(folder.path().join("holidays.csv"), text).unwrap();
    let report = read(folder.path()).unwrap_err();
    assert_eq!(report.diagnostics.len(), 100);
    assert_eq!(report.errors(), 400);
    assert!(report.to_string().ends_with("400 errors, 0 warnings (300 more like those shown are not shown)"));
}
