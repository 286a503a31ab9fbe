//! `iceroad catalogue`: what need not be written.
use crate::args::CatalogueArgs;
use crate::failure::Failure;
use crate::text;
use iceroad::catalogue::shelves;

pub(crate) fn command(CatalogueArgs { what, name, csv }: &CatalogueArgs) -> Result<(), Failure> {
    let Some(shelf) = shelves().iter().find(|shelf| Some(shelf.what) == what.as_deref()) else {
        return text::print(&iceroad_report::catalogue::all(shelves()));
    };
    match name {
        Some(name) => match shelf.entry(name) {
            Some(entry) => text::print(&iceroad_report::catalogue::entry(shelf, entry)),
            None => Err(Failure::Input(shelf.unknown(name))),
        },
        None if *csv => text::print(shelf.text),
        None => text::print(&iceroad_report::catalogue::shelf(shelf)),
    }
}
