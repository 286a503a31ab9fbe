//! Stock through the year for the lines that matter most, with the seasons of the roads to them shaded.
use crate::html::chart::{Scale, Table, figure, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use crate::values;
use iceroad_measures::cover::CoverForecast;
use iceroad_measures::numbers::{self, NONE, day, fixed, percent};
use iceroad_measures::seasons::open_to;
use iceroad_measures::stock::{StockForecast, Week};
use iceroad_model::goods::Unit;
use iceroad_words::say;
use maud::{Markup, html};

/// At most so many lines are drawn.
const MOST: usize = 8;
/// At most so many rows in the table here; the rest is in the files.
const MOST_ROWS: usize = 60;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "stock-title";
    let mut lines: Vec<&StockForecast> = page.found.stock.iter().collect();
    if lines.is_empty() {
        return opening(title, &say!("stock-none"));
    }
    lines.sort_by(|a, b| b.missed().total_cmp(&a.missed()).then(a.line.cmp(&b.line)));
    html! {
        (opening(title, &lead(&lines)))
        (legend(&[
            ("kline", "stock-line"),
            ("kband", "p10-p90-key"),
            ("kseason", "stock-season"),
        ]))
        div.grid2 {
            @for line in lines.iter().filter(|line| !line.weekly.is_empty()).take(MOST) { (chart(page, line)) }
        }
        p.note { (say!("stock-shown")) }
        (table(&lines).behind("stock-table"))
        (cover(page))
        (lacked(page))
        (refusals(page))
        (equivalents(page))
    }
}

fn lead(lines: &[&StockForecast]) -> String {
    let Some(first) = lines.iter().find(|line| line.wait_days > 0.0) else {
        return say!("stock-all-met");
    };
    say!(
        "stock-lead",
        name = first.name,
        met = percent(first.fill_rate),
        wait = numbers::days(first.wait_days),
    )
}

fn unit(unit: Unit) -> String {
    match unit {
        Unit::Piece => say!("pieces"),
        Unit::Kilogram => numbers::unit("kg"),
        Unit::Litre => numbers::unit("L"),
    }
}

/// How demands on a line were met, in few words.
fn served(line: &StockForecast) -> String {
    if line.demands == 0.0 {
        return say!("stock-never");
    }
    let mut text = say!("stock-met", a = percent(line.fill_rate));
    if line.substituted >= 0.005 {
        text += &say!("stock-by", a = percent(line.substituted));
    }
    if line.unmet >= 0.5 {
        text += &say!("stock-unmet", a = fixed(line.unmet, 0));
    }
    if line.wait_days >= 0.05 {
        text += &say!("stock-waits", a = numbers::days(line.wait_days));
    }
    text
}

fn chart(page: &Page<'_, '_>, line: &StockForecast) -> Markup {
    let (width, height, left) = (472.0, 178.0, 56.0);
    let (top, bottom) = (40.0, height - 36.0);
    let scenario = page.results.scenario;
    let stock = &scenario.stock[line.line];
    let item = &scenario.items[stock.item];
    let most = line.weekly.iter().map(|week| week.units.p90).fold(stock.on_hand.get() as f64, f64::max);
    let (high, step) = match nice(most) {
        // Pieces are whole.
        (_, step) if step < 1.0 => (most.max(1.0).ceil(), 1.0),
        found => found,
    };
    let title = &line.name;
    let mut svg = Svg::new(width, height, &say!("stock-draw", a = title));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, width - 6.0));
    let y = Scale::new((0.0, high), (bottom, top));
    svg.text((0.0, 13.0), Anchor::Start, "strong", &shorten(title, 50));
    let served = served(line);
    let served = format!("{} · {served}", unit(item.unit));
    svg.text((0.0, 29.0), Anchor::Start, "soft small", &served);
    for (from, to) in open_to(page.frame, &page.found.seasons, scenario.stores[stock.store].site) {
        let (from, to) = (x.inside(from), x.inside(to));
        svg.rect((from, top), (to - from, bottom - top), "season", &say!("stock-season"));
    }
    y_axis(&mut svg, &y, high, step, (left, width - 6.0), "");
    x_months(&mut svg, page.frame, &x, (bottom, bottom), width - left);
    let start = (x.at(0.0), y.at(stock.on_hand.get() as f64));
    let (mut low, mut mid, mut up) = (vec![start], vec![start], vec![start]);
    for (week, Week { units: spread, .. }) in line.weekly.iter().enumerate() {
        let at = x.at(((week as f64 + 1.0) * 7.0).min(page.frame.days() as f64));
        low.push((at, y.at(spread.p10)));
        mid.push((at, y.at(spread.p50)));
        up.push((at, y.at(spread.p90)));
    }
    svg.band(&low, &up, "band", "P10–P90");
    svg.path(&mid, "mid", "");
    figure(&svg)
}

fn table(lines: &[&StockForecast]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "item-in-store",
            "demands",
            "met-at-once",
            "by-equivalents",
            "not-met",
            "waiting-days",
            "emergency-orders",
            "weeks-empty",
            "at-end",
        ],
        &[false, true, true, true, true, true, true, true, true],
    );
    for line in lines.iter().take(MOST_ROWS) {
        table.row(vec![
            line.name.clone(),
            fixed(line.demands, 1),
            percent(line.fill_rate),
            percent(line.substituted),
            fixed(line.unmet, 1),
            fixed(line.wait_days, 1),
            fixed(line.emergencies, 1),
            percent(line.empty_share),
            line.weekly.last().map_or(NONE.into(), |week| fixed(week.units.p50, 0)),
        ]);
    }
    table
}

/// What equivalents cost over their life, beside what they stand in for.
fn equivalents(page: &Page<'_, '_>) -> Markup {
    if page.found.equivalents.is_empty() {
        return html! {};
    }
    let mut table = Table::new(
        &["fitted-to", "item", "equivalent", "life-h", "with-it-h", "item-per-h", "equivalent-per-h"],
        &[false, false, false, true, true, true, true],
    );
    let money = |amount: Option<f64>| amount.map_or(NONE.into(), |amount| fixed(amount, 2));
    for one in &page.found.equivalents {
        table.row(vec![
            one.fitted_to.clone(),
            one.item.clone(),
            one.equivalent.clone(),
            fixed(one.life_h, 0),
            fixed(one.life_h * one.life_factor, 0),
            money(one.item_cost_per_h),
            money(one.equivalent_cost_per_h),
        ]);
    }
    html! {
        h3 { (say!("equivalents-title")) }
        p.note {
            (say!("equivalents-note", currency = values::currency(page.frame)))
        }
        (table.behind("equivalents-table"))
    }
}

/// How long stock lasts after the horizon's end: staples and what is at risk.
fn cover(page: &Page<'_, '_>) -> Markup {
    let shown: Vec<_> = page.found.cover.iter().filter(|one| one.is_staple || one.is_risky()).collect();
    if shown.is_empty() {
        return html! {};
    }
    let (first, rest) = shown.split_at(shown.len().min(MOST));
    html! {
        h3 { (say!("cover-title")) }
        p.note {
            (say!("cover-note"))
        }
        (cover_table(page, first))
        (cover_table(page, &rest[..rest.len().min(MOST_ROWS)]).behind("cover-table"))
    }
}

fn cover_table(page: &Page<'_, '_>, rows: &[&CoverForecast]) -> Table<'static> {
    let mut table = Table::new(
        &["item-in-store", "shelf-p50", "way-mean", "lasts-p10", "P50", "P90", "next-supply", "lasts-to-it"],
        &[false, true, true, true, true, true, true, true],
    );
    let end = page.frame.days() as f64;
    for one in rows {
        table.row(vec![
            one.name.clone(),
            fixed(one.on_hand.p50, 0),
            fixed(one.coming, 0),
            fixed(one.days.p10, 0),
            fixed(one.days.p50, 0),
            fixed(one.days.p90, 0),
            one.next_supply.map_or(NONE.into(), |next| day(&page.frame.clock, end + next)),
            one.lasts.map_or(NONE.into(), |lasts| lasts.words()),
        ]);
    }
    table
}

/// What mines lack of what they use by day, cold or tonnes.
fn lacked(page: &Page<'_, '_>) -> Markup {
    if page.found.mine_shortages.is_empty() {
        return html! {};
    }
    let mut table = Table::new(
        &["mine", "item", "store", "years-short", "days-short", "P10", "P90"],
        &[false, false, false, true, true, true, true],
    );
    for short in &page.found.mine_shortages {
        table.row(vec![
            short.mine.clone(),
            short.goods.clone(),
            short.store.clone(),
            short.with.how_often(page.frame.called()),
            fixed(short.days.mean, 1),
            fixed(short.days.p10, 0),
            fixed(short.days.p90, 0),
        ]);
    }
    html! {
        h3 { (say!("lacked-title")) }
        p.note { (say!("lacked-note")) }
        (table)
    }
}

/// Offers that a restriction refused, with the rule.
fn refusals(page: &Page<'_, '_>) -> Markup {
    if page.found.refusals.is_empty() {
        return html! {};
    }
    let mut table = Table::new(
        &["offer", "item", "seller", "refused-by", "times-a-year"],
        &[false, false, false, false, true],
    );
    for refusal in &page.found.refusals {
        table.row(vec![
            refusal.offer.clone(),
            refusal.item.clone(),
            refusal.seller.clone(),
            refusal.rule.clone(),
            fixed(refusal.times, 1),
        ]);
    }
    html! {
        h3 { (say!("refused-title")) }
        p.note { (say!("refused-note")) }
        (table.behind("refused-table"))
    }
}
