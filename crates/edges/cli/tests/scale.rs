//! A mine with ten thousand stock lines is a mine, and not a night's work.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Items, and stores that have each of them.
const ITEMS: usize = 1_000;
const STORES: usize = 10;
/// It takes about five, built as tests are; with a look at all for each it took minutes.
const SECONDS: u64 = 60;

#[test]
fn a_year_of_ten_thousand_stock_lines_takes_seconds() {
    let place = tempfile::tempdir().unwrap();
    let mine = place.path().join("mine");
    let iceroad = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iceroad"));
        command.args(words.split_whitespace()).current_dir(place.path());
        command
    };
    assert!(iceroad("init mine").status().unwrap().success());
    let (mut items, mut offers, mut stores) = (String::new(), String::new(), String::new());
    let (mut stock, mut uses) = (String::new(), String::from("mine,store,item,per_day\n"));
    for item in 0..ITEMS {
        writeln!(items, "part_{item},Part {item},part,,8409,piece,{},1,100,,", 1 + item % 50).unwrap();
        writeln!(offers, "part_{item},dealer,part_{item},railhead,100,1,1,{},0.3,", 5 + item % 40).unwrap();
        for store in 0..STORES {
            writeln!(stock, "store_{store},part_{item},1,reorder_up_to,2,8,{},,,", store % 2 * 7).unwrap();
            writeln!(uses, "pit,store_{store},part_{item},0.02").unwrap();
        }
    }
    (0..STORES).for_each(|store| writeln!(stores, "store_{store},mine,,,").unwrap());
    for (file, rows) in
        [("items.csv", items), ("offers.csv", offers), ("stores.csv", stores), ("stock.csv", stock)]
    {
        add(&mine.join(file), &rows);
    }
    fs::write(mine.join("mine_consumption.csv"), uses).unwrap();

    let mut run = iceroad("run mine -n 1 --out out").stdout(Stdio::null()).spawn().unwrap();
    for _ in 0..SECONDS * 10 {
        if let Some(done) = run.try_wait().unwrap() {
            assert!(done.success());
            return;
        }
        sleep(Duration::from_millis(100));
    }
    run.kill().unwrap();
    run.wait().unwrap();
    unreachable!("{SECONDS} seconds have gone by");
}

fn add(file: &Path, rows: &str) {
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text + rows).unwrap();
}
