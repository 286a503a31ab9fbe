//! Turnover, in the column names of UN Comtrade.
//!
//! Comtrade's partner of imports is the territory of origin; here the partner is who is paid, and the origin has its own columns.
use super::sheet::Cell::{None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use iceroad_measures::frame::Frame;
use iceroad_measures::{numbers, turnover, words};
use iceroad_model::event::Flow;
use iceroad_model::record::Ware;

pub(super) fn rows(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    let home = scenario.territories.get(scenario.heading.home).map_or("", String::as_str);
    for record in frame.records {
        for cell in &record.turnover {
            let (year, number) = frame.months.get(usize::from(cell.month)).copied().unwrap_or((0, 0));
            let partner = scenario.parties.get(cell.partner);
            let seat = partner.and_then(|party| scenario.territories.get(party.territory));
            let origin = cell.origin.and_then(|origin| scenario.territories.get(origin));
            let by_origin = match (cell.flow, turnover::is_import_by_origin(scenario, &cell)) {
                (Flow::Export, _) => "X",
                (_, true) => "M",
                (_, false) => "D",
            };
            let ware = ware(cell.ware);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(ware.kind),
                Text("M"),
                Whole(year.into()),
                Whole(number.into()),
                Text(&format!("{year:04}{number:02}")),
                Text(home),
                Text(flow_code(cell.flow)),
                Text(cell.flow.words()),
                Text(seat.map_or("", String::as_str)),
                Text(partner.map_or("", |party| &party.title)),
                origin.map_or(Empty, |origin| Text(origin)),
                origin.map_or(Empty, |_| Text(by_origin)),
                Text(ware.classification),
                Text(&ware.code),
                Text(&ware.words),
                if ware.kind == "C" { Whole(2) } else { Empty },
                if ware.kind == "C" { Whole(cell.mass_kg) } else { Empty },
                Real(numbers::major(cell.amount)),
                Text(frame.currency()),
            ]);
        }
    }
}

fn flow_code(flow: Flow) -> &'static str {
    match flow {
        Flow::Domestic => "D",
        Flow::Import => "M",
        Flow::Export => "X",
    }
}

/// Comtrade's words for what is traded.
struct Commodity {
    kind: &'static str,
    classification: &'static str,
    code: String,
    words: String,
}

/// Services are EBOPS 2010's "maintenance and repair services n.i.e.", SB (recalled).
fn ware(ware: Ware) -> Commodity {
    match ware {
        Ware::Goods { chapter } => Commodity {
            kind: "C",
            classification: "HS",
            code: format!("{chapter:02}"),
            words: words::chapter(chapter),
        },
        Ware::Services => Commodity {
            kind: "S",
            classification: "EB10",
            code: "SB".into(),
            words: "maintenance and repair services".into(),
        },
    }
}
