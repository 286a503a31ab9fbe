//! Writes the page of made-up records where a browser can look at it: `ICEROAD_PAGE=page.html cargo test -p
//! iceroad-report --test look`. Without the variable it only checks that the page is made.
#[path = "../../../measures/tests/common/mod.rs"]
mod common;

#[test]
fn a_page_is_made() {
    let scenario = common::scenario();
    let records = common::records(&scenario, 50);
    let parts = (common::outlook(&scenario), common::manifest(50));
    let results = common::results(&scenario, &records, &parts);
    let page = iceroad_report::html::page(&results);
    assert!(page.ends_with("</html>\n"));
    #[expect(clippy::disallowed_methods, reason = "a test may be told where to write")]
    if let Ok(path) = std::env::var("ICEROAD_PAGE") {
        std::fs::write(path, page).unwrap();
        print!("{}", iceroad_report::summary::console(&results, None, 100, true));
    }
}
