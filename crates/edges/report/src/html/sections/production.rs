//! Tonnes against plan, by month and added up.
use crate::bound;
use crate::html::chart::{Scale, Table, figure, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg};
use crate::html::{Page, opening};
use iceroad_measures::numbers::{NONE, capital, fixed, percent, percent_range, whole};
use iceroad_measures::production::{DumpForecast, MaterialForecast};
use iceroad_measures::spread::Spread;
use iceroad_words::say;
use maud::{Markup, html};

/// At most so many materials are drawn; the rest is in the tables.
const MOST: usize = 4;

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let title = "tonnes-title";
    let shown = &page.found.production[..page.found.production.len().min(MOST)];
    if shown.is_empty() {
        return opening(title, &say!("tonnes-nothing"));
    }
    let leads: Vec<String> = shown.iter().filter_map(|one| lead(page, one)).collect();
    html! {
        (opening(title, &leads.join(" ")))
        (legend(&[
            ("kbar", "tonnes-month"),
            ("kband", "tonnes-band"),
            ("kline", "tonnes-sum"),
            ("kplan", "plan"),
        ]))
        @for one in shown {
            h3 { (capital(&one.name)) }
            (chart(page, one))
            (table(page, one).behind(&say!("tonnes-table", a = one.name)))
        }
        (bounds(page))
        (dumps(page))
        @if scenario.materials.len() > MOST {
            p.note { (say!("tonnes-others")) }
        }
    }
}

/// Grades and stops of the dumps that tell of them; nothing where none does.
fn dumps(page: &Page<'_, '_>) -> Markup {
    let mut table = Table::new(
        &["dump", "dump-grade", "dump-off", "dump-stops", "dump-stood"],
        &[false, true, true, true, true],
    );
    let told = |spread: Option<Spread>, show: &dyn Fn(Spread) -> String| spread.map_or(NONE.into(), show);
    let mut said = Vec::new();
    for dump in &page.found.dumps {
        table.row(vec![
            dump.name.clone(),
            told(dump.grade, &|s| format!("{} ({}–{})", fixed(s.p50, 2), fixed(s.p10, 2), fixed(s.p90, 2))),
            told(dump.off_blend, &|s| percent(s.p50)),
            told(dump.stops, &|s| fixed(s.p50, 0)),
            told(dump.stood_h, &|s| fixed(s.p50, 1)),
        ]);
        said.push(dump_says(dump));
    }
    html! {
        @if !said.is_empty() {
            h3 { (say!("dump-title")) }
            p { (said.join(" ")) }
            (table.behind("dump-table"))
        }
    }
}

/// What a dump's blend and stops come to, in words.
fn dump_says(dump: &DumpForecast) -> String {
    let mut parts = Vec::new();
    if let Some(off) = dump.off_blend {
        parts.push(say!("dump-says-off", a = percent(off.p50)));
    }
    if let (Some(stops), Some(stood)) = (dump.stops, dump.stood_h) {
        parts.push(say!("dump-says-stood", times = fixed(stops.p50, 0), hours = fixed(stood.p50, 0)));
    }
    say!("dump-says", name = capital(&dump.name), parts = parts.join(&say!("dump-and")))
}

/// The bound of each mine by its flow plan.
fn bounds(page: &Page<'_, '_>) -> Markup {
    let said = |mine| Some((mine, bound::sentence(mine)?));
    let bounds: Vec<_> = page.found.bounds.iter().filter_map(said).collect();
    html! {
        @if !bounds.is_empty() {
            h3 { (say!("bound-title")) }
            p.note { (say!("bound-left-out")) }
            @for (mine, sentence) in bounds {
                p { (capital(&sentence)) }
                (bound::table(mine).behind(&say!("bound-table", a = mine.mine)))
            }
        }
    }
}

fn lead(page: &Page<'_, '_>, one: &MaterialForecast) -> Option<String> {
    let last = one.summed_t.last()?;
    let name = capital(&one.name);
    let (Some(share), Some(met)) = (one.share, one.met) else {
        return Some(say!("tonnes-unplanned", name = name, t = whole(last.p50.round() as i64)));
    };
    let worst = one.worst_month().map_or(String::new(), |(at, share)| {
        say!("tonnes-worst", month = page.frame.month_label(at), share = percent(share))
    });
    Some(say!(
        "tonnes-lead",
        name = name,
        share = percent(share.p50),
        range = percent_range(share.p10, share.p90),
        years = met.how_often(page.frame.called()),
        short = one.months_short(),
        of = one.months_planned(),
        worst = worst,
    ))
}

fn chart(page: &Page<'_, '_>, series: &MaterialForecast) -> Markup {
    let (width, height, left) = (472.0, 250.0, 62.0);
    let (top, bottom) = (18.0, height - 38.0);
    let drawing = |words: &str| Svg::new(width, height, &format!("{}: {}", series.name, say!(words)));
    let (mut by_month, mut summed) = (drawing("tonnes-draw-month"), drawing("tonnes-draw-sum"));
    bars(page, &mut by_month, series, (left, width - 10.0), (top, bottom));
    sums(page, &mut summed, series, (left, width - 4.0), (top, bottom));
    html! { div.grid2 { (figure(&by_month)) (figure(&summed)) } }
}

fn bars(
    page: &Page<'_, '_>,
    svg: &mut Svg,
    series: &MaterialForecast,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let most =
        series.monthly_t.iter().map(|s| s.p90).chain(series.plan_t.iter().copied()).fold(0.0, f64::max);
    let (high, step) = nice(most);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, right));
    svg.text((left, top - 7.0), Anchor::Start, "soft small", &say!("tonnes-axis-month"));
    y_axis(svg, &y, high, step, (left, right), "");
    x_months(svg, page.frame, &x, (bottom, bottom), right - left);
    for (month, spread) in series.monthly_t.iter().enumerate() {
        let from = x.at(page.frame.month_start(month) as f64);
        let to = x.at(page.frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.16).min(5.0);
        let plan = series.plan_t[month];
        let hover = say!(
            "tonnes-hover",
            a = page.frame.month_label(month),
            b = fixed(spread.p50, 0),
            c = fixed(spread.p10, 0),
            d = fixed(spread.p90, 0),
            e = fixed(plan, 0)
        );
        svg.rect(
            (from + pad, y.at(spread.p50)),
            (to - from - 2.0 * pad, bottom - y.at(spread.p50)),
            "bar",
            &hover,
        );
        let middle = f64::midpoint(from, to);
        if spread.n > 1 && spread.p90 > spread.p10 {
            svg.line((middle, y.at(spread.p10)), (middle, y.at(spread.p90)), "whisker");
        }
        if plan > 0.0 {
            svg.line((from + 1.0, y.at(plan)), (to - 1.0, y.at(plan)), "planmark");
        }
    }
}

fn sums(
    page: &Page<'_, '_>,
    svg: &mut Svg,
    series: &MaterialForecast,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let planned = series.planned_t();
    let most = series.summed_t.last().map_or(0.0, |spread| spread.p90).max(planned);
    let (high, step) = nice(most);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, right - 54.0));
    svg.text((left, top - 7.0), Anchor::Start, "soft small", &say!("tonnes-axis-sum"));
    y_axis(svg, &y, high, step, (left, right - 54.0), "");
    x_months(svg, page.frame, &x, (bottom, bottom), right - left - 54.0);
    let start = (x.at(0.0), y.at(0.0));
    let (mut low, mut mid, mut up, mut plan) = (vec![start], vec![start], vec![start], vec![start]);
    let mut so_far = 0.0;
    for (month, spread) in series.summed_t.iter().enumerate() {
        let at = x.at(page.frame.month_start(month + 1) as f64);
        so_far += series.plan_t[month];
        low.push((at, y.at(spread.p10)));
        mid.push((at, y.at(spread.p50)));
        up.push((at, y.at(spread.p90)));
        plan.push((at, y.at(so_far)));
    }
    svg.band(&low, &up, "band", &say!("tonnes-band"));
    svg.path(&mid, "mid", "");
    if planned > 0.0 {
        svg.path(&plan, "plan", &say!("plan"));
    }
    end_labels(svg, (right - 49.0, &y), series, planned);
}

/// The last values at the right end, moved apart where they would touch.
fn end_labels(svg: &mut Svg, (x, y): (f64, &Scale), series: &MaterialForecast, planned: f64) {
    let Some(last) = series.summed_t.last() else { return };
    let (mut at_median, mut at_plan) = (y.at(last.p50), y.at(planned));
    if planned > 0.0 && (at_median - at_plan).abs() < 15.0 {
        let middle = f64::midpoint(at_median, at_plan);
        let up = if at_median <= at_plan { -8.0 } else { 8.0 };
        (at_median, at_plan) = (middle + up, middle - up);
    }
    svg.text((x, at_median + 4.0), Anchor::Start, "strong num", &iceroad_measures::numbers::scaled(last.p50));
    if planned > 0.0 {
        svg.text((x, at_plan + 4.0), Anchor::Start, "soft small", &say!("plan"));
    }
}

fn table(page: &Page<'_, '_>, series: &MaterialForecast) -> Table<'static> {
    let mut table = Table::new(
        &["month", "plan-t", "p10-t", "p50-t", "p90-t", "p50-of-plan", "sum-p10-t", "sum-p50-t", "sum-p90-t"],
        &[false, true, true, true, true, true, true, true, true],
    );
    for (month, spread) in series.monthly_t.iter().enumerate() {
        let plan = series.plan_t[month];
        let sum = &series.summed_t[month];
        table.row(vec![
            page.frame.month_label(month),
            fixed(plan, 0),
            fixed(spread.p10, 0),
            fixed(spread.p50, 0),
            fixed(spread.p90, 0),
            series.monthly_share[month].map_or(NONE.into(), |share| percent(share.p50)),
            fixed(sum.p10, 0),
            fixed(sum.p50, 0),
            fixed(sum.p90, 0),
        ]);
    }
    table
}
