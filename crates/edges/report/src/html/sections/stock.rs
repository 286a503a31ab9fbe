//! Stock through the year for the lines that matter most, with the seasons of the roads to them shaded.
use super::roads;
use crate::frame::{days, ratio};
use crate::html::chart::{Scale, Table, figure, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use crate::numbers::{NONE, fixed, percent};
use crate::spread::Spread;
use iceroad_model::goods::Unit;
use iceroad_model::record::StockRecord;
use iceroad_model::{OfferId, RestrictionId, StockId};
use maud::{Markup, html};

/// At most so many lines are drawn.
const MOST: usize = 8;
/// At most so many rows in the table here; the rest is in the files.
const MOST_ROWS: usize = 60;

/// A stock line with how much it was missed.
struct Line {
    id: StockId,
    demands: f64,
    fill: f64,
    wait_days: f64,
    unmet: f64,
    substituted: f64,
    emergencies: f64,
    empty_share: f64,
    weekly: Vec<Spread>,
}

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "Stock through the year";
    let mut lines = lines(page);
    if lines.is_empty() {
        return opening(title, "There is no stock to show.");
    }
    let missed = |line: &Line| line.wait_days + 5.0 * line.unmet + 3.0 * line.emergencies + line.empty_share;
    lines.sort_by(|a, b| missed(b).total_cmp(&missed(a)).then(a.id.cmp(&b.id)));
    html! {
        (opening(title, &lead(page, &lines)))
        (legend(&[
            ("kline", "on the shelf, median"),
            ("kband", "P10–P90"),
            ("kseason", "a seasonal road to it is open (median)"),
        ]))
        div.grid2 {
            @for line in lines.iter().filter(|line| !line.weekly.is_empty()).take(MOST) { (chart(page, line)) }
        }
        p.note { "Shown are the lines most waited for; every line is in tables/stock.csv and tables/stock_weekly.csv." }
        (table(page, &lines).behind("Table: stock lines, mean of replications, most missed first"))
        (refusals(page))
    }
}

fn name(page: &Page<'_, '_>, id: StockId) -> String {
    let scenario = page.results.scenario;
    let line = &scenario.stock[id];
    format!("{} in {}", scenario.items[line.item].title, scenario.stores[line.store].name)
}

fn lead(page: &Page<'_, '_>, lines: &[Line]) -> String {
    let Some(first) = lines.iter().find(|line| line.wait_days > 0.0) else {
        return "Every demand is met from the shelf at once.".into();
    };
    format!(
        "Most missed is {}: {} of its demands are met at once, and they wait {} in all.",
        name(page, first.id),
        percent(first.fill),
        crate::numbers::days(first.wait_days)
    )
}

fn lines(page: &Page<'_, '_>) -> Vec<Line> {
    let records = page.frame.records;
    let mut all = Vec::new();
    for id in page.results.scenario.stock.ids() {
        let rows: Vec<&StockRecord> = records.iter().filter_map(|record| record.stock.get(id)).collect();
        if rows.is_empty() {
            continue;
        }
        let mean = |of: &dyn Fn(&StockRecord) -> f64| {
            rows.iter().map(|row| of(row)).sum::<f64>() / rows.len() as f64
        };
        let demands = mean(&|row| f64::from(row.demands));
        let weeks = rows.iter().map(|row| row.weekly.len()).max().unwrap_or(0);
        let week = |at: usize| {
            let units: Vec<f64> =
                rows.iter().filter_map(|row| row.weekly.get(at)).map(|&units| units as f64).collect();
            Spread::of(&units)
        };
        let empty = mean(&|row| {
            let empty = row.weekly.iter().filter(|&&units| units <= 0).count();
            if row.weekly.is_empty() { 0.0 } else { empty as f64 / row.weekly.len() as f64 }
        });
        all.push(Line {
            id,
            demands,
            fill: ratio(mean(&|row| f64::from(row.at_once)), demands),
            wait_days: mean(&|row| days(row.wait_ms)),
            unmet: mean(&|row| f64::from(row.unmet)),
            substituted: ratio(mean(&|row| f64::from(row.substituted)), demands),
            emergencies: mean(&|row| f64::from(row.emergencies)),
            empty_share: if demands > 0.0 { empty } else { 0.0 },
            weekly: (0..weeks).filter_map(week).collect(),
        });
    }
    all
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Piece => "pieces",
        Unit::Kilogram => "kg",
        Unit::Litre => "L",
    }
}

/// How demands on a line were met, in few words.
fn served(line: &Line) -> String {
    if line.demands == 0.0 {
        return "never asked for".into();
    }
    let mut text = format!("{} met at once", percent(line.fill));
    if line.substituted >= 0.005 {
        text += &format!(" · {} by equivalents", percent(line.substituted));
    }
    if line.unmet >= 0.5 {
        text += &format!(" · {} not met", fixed(line.unmet, 0));
    }
    if line.wait_days >= 0.05 {
        text += &format!(" · waits {}", crate::numbers::days(line.wait_days));
    }
    text
}

fn chart(page: &Page<'_, '_>, line: &Line) -> Markup {
    let (width, height, left) = (472.0, 178.0, 56.0);
    let (top, bottom) = (40.0, height - 36.0);
    let scenario = page.results.scenario;
    let stock = &scenario.stock[line.id];
    let item = &scenario.items[stock.item];
    let most = line.weekly.iter().map(|week| week.p90).fold(stock.on_hand.get() as f64, f64::max);
    let (high, step) = match nice(most) {
        // Pieces are whole.
        (_, step) if step < 1.0 => (most.max(1.0).ceil(), 1.0),
        found => found,
    };
    let title = name(page, line.id);
    let mut svg = Svg::new(width, height, &format!("{title}: on the shelf by week"));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, width - 6.0));
    let y = Scale::new((0.0, high), (bottom, top));
    svg.text((0.0, 13.0), Anchor::Start, "strong", &shorten(&title, 50));
    let served = served(line);
    let served = format!("{} · {served}", unit(item.unit));
    svg.text((0.0, 29.0), Anchor::Start, "soft small", &served);
    for (from, to) in roads::open_to(page, scenario.stores[stock.store].site) {
        let (from, to) = (x.inside(from), x.inside(to));
        svg.rect(
            (from, top),
            (to - from, bottom - top),
            "season",
            "A seasonal road to it is open (median year)",
        );
    }
    y_axis(&mut svg, &y, high, step, (left, width - 6.0), "");
    x_months(&mut svg, page.frame, &x, (bottom, bottom), width - left);
    let start = (x.at(0.0), y.at(stock.on_hand.get() as f64));
    let (mut low, mut mid, mut up) = (vec![start], vec![start], vec![start]);
    for (week, spread) in line.weekly.iter().enumerate() {
        let at = x.at(((week as f64 + 1.0) * 7.0).min(page.frame.days() as f64));
        low.push((at, y.at(spread.p10)));
        mid.push((at, y.at(spread.p50)));
        up.push((at, y.at(spread.p90)));
    }
    svg.band(&low, &up, "band", "P10 to P90");
    svg.path(&mid, "mid", "");
    figure(&svg)
}

fn table(page: &Page<'_, '_>, lines: &[Line]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "Item in store",
            "Demands",
            "Met at once",
            "By equivalents",
            "Not met",
            "Waiting, days",
            "Emergency orders",
            "Weeks empty",
            "At end",
        ],
        &[false, true, true, true, true, true, true, true, true],
    );
    for line in lines.iter().take(MOST_ROWS) {
        table.row(vec![
            name(page, line.id),
            fixed(line.demands, 1),
            percent(line.fill),
            percent(line.substituted),
            fixed(line.unmet, 1),
            fixed(line.wait_days, 1),
            fixed(line.emergencies, 1),
            percent(line.empty_share),
            line.weekly.last().map_or(NONE.into(), |week| fixed(week.p50, 0)),
        ]);
    }
    table
}

/// Offers that a restriction refused, with the rule.
fn refusals(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let mut cells: std::collections::BTreeMap<(OfferId, RestrictionId), u64> =
        std::collections::BTreeMap::new();
    for record in page.frame.records {
        for cell in &record.refusals {
            *cells.entry((cell.offer, cell.rule)).or_default() += u64::from(cell.times);
        }
    }
    if cells.is_empty() {
        return html! {};
    }
    let mut table = Table::new(
        &["Offer", "Item", "Seller", "Refused by", "Times a replication"],
        &[false, false, false, false, true],
    );
    let n = page.frame.records.len().max(1) as f64;
    for (&(offer, rule), &times) in &cells {
        let offer = scenario.offers.get(offer);
        let rule = scenario.restrictions.get(rule);
        table.row(vec![
            offer.map_or(String::new(), |offer| offer.name.clone()),
            offer.map_or(String::new(), |offer| scenario.items[offer.item].title.clone()),
            offer.map_or(String::new(), |offer| scenario.parties[offer.seller].title.clone()),
            rule.map_or(String::new(), |rule| rule.title.clone()),
            fixed(times as f64 / n, 1),
        ]);
    }
    html! {
        h3 { "Offers refused by a restriction" }
        p.note { "A refused offer is never bought; permitted equivalents stand in where the scenario names them." }
        (table)
    }
}
