//! Tonnes against plan, by month and added up.
use crate::bound;
use crate::frame::ratio;
use crate::html::chart::{Scale, Table, WIDE, figure, legend, nice, x_months, y_axis};
use crate::html::svg::{Anchor, Svg};
use crate::html::{Page, opening};
use crate::numbers::{fixed, percent, percent_range, whole};
use crate::spread::Spread;
use iceroad_model::MaterialId;
use iceroad_model::record::{DumpCell, RunRecord};
use maud::{Markup, html};

const HOUR_MS: f64 = 3_600_000.0;
/// At most so many materials are drawn; the rest is in the tables.
const MOST: usize = 4;

/// One material by month.
struct Series {
    /// Spread of each month's tonnes.
    monthly: Vec<Spread>,
    /// Spread of the tonnes up to each month's end.
    summed: Vec<Spread>,
    /// Planned tonnes of each month.
    plan: Vec<f64>,
}

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let title = "Tonnes against plan";
    let shown: Vec<_> =
        scenario.materials.ids().take(MOST).filter_map(|id| Some((id, series(page, id)?))).collect();
    if shown.is_empty() {
        return opening(title, "Nothing was moved and nothing was planned.");
    }
    let leads: Vec<String> = shown.iter().filter_map(|(id, series)| lead(page, *id, series)).collect();
    html! {
        (opening(title, &leads.join(" ")))
        (legend(&[
            ("kbar", "month, median"),
            ("kband", "P10–P90 of the sum"),
            ("kline", "sum, median"),
            ("kplan", "plan"),
        ]))
        @for (id, series) in &shown {
            @let name = &scenario.materials[*id].name;
            h3 { (capital(name)) }
            (chart(page, name, series))
            (table(page, series).behind(&format!("Table: {name} by month, tonnes")))
        }
        (bounds(page))
        (dumps(page))
        @if scenario.materials.len() > MOST {
            p.note { "Other materials are in tables/tonnes_by_month.csv." }
        }
    }
}

/// Grades and stops of the dumps that tell of them; nothing where none does.
fn dumps(page: &Page<'_, '_>) -> Markup {
    let mut table = Table::new(
        &["Dump", "Mean grade (P10–P90)", "Off blend", "Crusher failed, times", "Crusher stood, h"],
        &[false, true, true, true, true],
    );
    let mut said = Vec::new();
    for (id, dump) in page.frame.scenario.dumps.entries() {
        if dump.blend.is_none() && dump.breaks.is_none() {
            continue;
        }
        let over = |of: fn(&DumpCell) -> i64| {
            move |record: &RunRecord| {
                record.dump_months.iter().filter(|cell| cell.dump == id).map(of).sum::<i64>() as f64
            }
        };
        let spread = |value: &dyn Fn(&RunRecord) -> f64| Spread::over(page.frame.records, value);
        let (kg, content) = (over(|cell| cell.graded_kg), over(|cell| cell.content));
        let off = over(|cell| cell.off_blend_kg);
        let grade = spread(&|record| ratio(content(record) / 1_000.0, kg(record)));
        let off = spread(&|record| ratio(off(record), kg(record)));
        let stops = spread(&over(|cell| i64::from(cell.stops)));
        let stood = spread(&|record| over(|cell| cell.stopped_ms)(record) / HOUR_MS);
        let none = || crate::numbers::NONE.to_string();
        let told = |is_told: bool, spread: Option<Spread>, show: &dyn Fn(Spread) -> String| {
            spread.filter(|_| is_told).map_or_else(none, show)
        };
        let (blend, breaks) = (dump.blend.is_some(), dump.breaks.is_some());
        table.row(vec![
            dump.name.clone(),
            told(blend, grade, &|s| format!("{} ({}–{})", fixed(s.p50, 2), fixed(s.p10, 2), fixed(s.p90, 2))),
            told(blend, off, &|s| percent(s.p50)),
            told(breaks, stops, &|s| fixed(s.p50, 0)),
            told(breaks, stood, &|s| fixed(s.p50, 1)),
        ]);
        said.push(dump_says(&dump.name, off.filter(|_| blend), stops.filter(|_| breaks), stood));
    }
    html! {
        @if !said.is_empty() {
            h3 { "Blend and crushers" }
            p { (said.join(" ")) }
            (table.behind("Table: grades fed and crusher stops"))
        }
    }
}

/// What a dump's blend and stops come to, in words.
fn dump_says(name: &str, off: Option<Spread>, stops: Option<Spread>, stood: Option<Spread>) -> String {
    let mut parts = Vec::new();
    if let Some(off) = off {
        parts.push(format!("gets {} of its feed off blend", percent(off.p50)));
    }
    if let (Some(stops), Some(stood)) = (stops, stood) {
        parts.push(format!(
            "fails {} times and stands {} h for it",
            fixed(stops.p50, 0),
            fixed(stood.p50, 0)
        ));
    }
    format!("{} {} in the median.", capital(name), parts.join(", and "))
}

/// The bound of each mine by its flow plan.
fn bounds(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    let said = |mine| Some((mine, bound::sentence(scenario, mine)?));
    let bounds: Vec<_> = page.results.bounds.iter().filter_map(said).collect();
    html! {
        @if !bounds.is_empty() {
            h3 { "The bound" }
            @for (mine, sentence) in bounds {
                @let name = &scenario.mines[mine.mine].name;
                p { (capital(&sentence)) }
                (bound::table(scenario, mine).behind(&format!("Table: what limits the tonnes of {name}")))
            }
            p.note { (iceroad_measures::bound::LEFT_OUT) }
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn series(page: &Page<'_, '_>, material: MaterialId) -> Option<Series> {
    let frame = page.frame;
    let n = frame.months.len();
    let mut plan = vec![0.0; n];
    for row in frame.scenario.plan.iter().filter(|row| row.material == material) {
        if let Some(cell) = plan.get_mut(usize::from(row.month)) {
            *cell += row.mass.tonnes();
        }
    }
    let mut by_month: Vec<Vec<f64>> = vec![Vec::new(); n];
    let mut by_sum: Vec<Vec<f64>> = vec![Vec::new(); n];
    for record in frame.records {
        let mut months = vec![0.0; n];
        for cell in frame.delivered(record).filter(|cell| cell.material == material) {
            if let Some(month) = months.get_mut(usize::from(cell.month)) {
                *month += cell.mass_kg as f64 / 1_000.0;
            }
        }
        let mut sum = 0.0;
        for (at, tonnes) in months.into_iter().enumerate() {
            sum += tonnes;
            by_month[at].push(tonnes);
            by_sum[at].push(sum);
        }
    }
    let spreads = |all: &[Vec<f64>]| all.iter().filter_map(|values| Spread::of(values)).collect::<Vec<_>>();
    let (monthly, summed) = (spreads(&by_month), spreads(&by_sum));
    let is_nothing = plan.iter().sum::<f64>() == 0.0 && summed.last().is_none_or(|spread| spread.p90 == 0.0);
    (!is_nothing && monthly.len() == n).then_some(Series { monthly, summed, plan })
}

fn lead(page: &Page<'_, '_>, id: MaterialId, series: &Series) -> Option<String> {
    let name = &page.results.scenario.materials[id].name;
    let last = series.summed.last()?;
    let planned: f64 = series.plan.iter().sum();
    if planned <= 0.0 {
        return Some(format!("{}: {} t, without a plan.", capital(name), whole(last.p50.round() as i64)));
    }
    let months_short =
        series.monthly.iter().zip(&series.plan).filter(|(month, plan)| month.p50 < **plan).count();
    let met = page
        .frame
        .records
        .iter()
        .filter(|record| {
            let cells = page.frame.delivered(record).filter(|cell| cell.material == id);
            cells.map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0 >= planned
        })
        .count();
    Some(format!(
        "{} reaches {} of plan (P10–P90 {}), the whole plan in {}; {} of {} months fall short of plan in the median{}.",
        capital(name),
        percent(last.p50 / planned),
        percent_range(last.p10 / planned, last.p90 / planned),
        crate::findings::times(met, page.frame.records.len()),
        months_short,
        series.plan.len(),
        worst_month(page, series)
    ))
}

/// The month that reaches least of its plan.
fn worst_month(page: &Page<'_, '_>, series: &Series) -> String {
    let months = series.monthly.iter().zip(&series.plan).enumerate().filter(|(_, (_, plan))| **plan > 0.0);
    let worst = months.map(|(at, (month, plan))| (at, month.p50 / plan)).min_by(|a, b| a.1.total_cmp(&b.1));
    worst.filter(|(_, share)| *share < 1.0).map_or(String::new(), |(at, share)| {
        format!(", {} furthest ({})", page.frame.month_label(at), percent(share))
    })
}

fn chart(page: &Page<'_, '_>, name: &str, series: &Series) -> Markup {
    let (height, gap, left) = (250.0, 62.0, 62.0);
    let half = (WIDE - gap - left) / 2.0;
    let (top, bottom) = (18.0, height - 38.0);
    let mut svg = Svg::new(WIDE, height, &format!("{name} by month and added up, against plan, in tonnes"));
    bars(page, &mut svg, series, (left, left + half - 10.0), (top, bottom));
    sums(page, &mut svg, series, (left + half + gap, WIDE - 4.0), (top, bottom));
    figure(&svg)
}

fn bars(
    page: &Page<'_, '_>,
    svg: &mut Svg,
    series: &Series,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let most = series.monthly.iter().map(|s| s.p90).chain(series.plan.iter().copied()).fold(0.0, f64::max);
    let (high, step) = nice(most);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, right));
    svg.text((left, top - 7.0), Anchor::Start, "soft small", "t a month");
    y_axis(svg, &y, high, step, (left, right), "");
    x_months(svg, page.frame, &x, (bottom, bottom), right - left);
    for (month, spread) in series.monthly.iter().enumerate() {
        let from = x.at(page.frame.month_start(month) as f64);
        let to = x.at(page.frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.16).min(5.0);
        let plan = series.plan[month];
        let hover = format!(
            "{}: {} t (P10–P90 {}–{}), plan {} t",
            page.frame.month_label(month),
            fixed(spread.p50, 0),
            fixed(spread.p10, 0),
            fixed(spread.p90, 0),
            fixed(plan, 0)
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
    series: &Series,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    let planned: f64 = series.plan.iter().sum();
    let most = series.summed.last().map_or(0.0, |spread| spread.p90).max(planned);
    let (high, step) = nice(most);
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, page.frame.days() as f64), (left, right - 54.0));
    svg.text((left, top - 7.0), Anchor::Start, "soft small", "t added up");
    y_axis(svg, &y, high, step, (left, right - 54.0), "");
    x_months(svg, page.frame, &x, (bottom, bottom), right - left - 54.0);
    let start = (x.at(0.0), y.at(0.0));
    let (mut low, mut mid, mut up, mut plan) = (vec![start], vec![start], vec![start], vec![start]);
    let mut so_far = 0.0;
    for (month, spread) in series.summed.iter().enumerate() {
        let at = x.at(page.frame.month_start(month + 1) as f64);
        so_far += series.plan[month];
        low.push((at, y.at(spread.p10)));
        mid.push((at, y.at(spread.p50)));
        up.push((at, y.at(spread.p90)));
        plan.push((at, y.at(so_far)));
    }
    svg.band(&low, &up, "band", "P10 to P90 of the tonnes added up");
    svg.path(&mid, "mid", "");
    if planned > 0.0 {
        svg.path(&plan, "plan", "Plan");
    }
    end_labels(svg, (right - 49.0, &y), series, planned);
}

/// The last values at the right end, moved apart where they would touch.
fn end_labels(svg: &mut Svg, (x, y): (f64, &Scale), series: &Series, planned: f64) {
    let Some(last) = series.summed.last() else { return };
    let (mut at_median, mut at_plan) = (y.at(last.p50), y.at(planned));
    if planned > 0.0 && (at_median - at_plan).abs() < 15.0 {
        let middle = f64::midpoint(at_median, at_plan);
        let up = if at_median <= at_plan { -8.0 } else { 8.0 };
        (at_median, at_plan) = (middle + up, middle - up);
    }
    svg.text((x, at_median + 4.0), Anchor::Start, "strong num", &crate::numbers::scaled(last.p50));
    if planned > 0.0 {
        svg.text((x, at_plan + 4.0), Anchor::Start, "soft small", "plan");
    }
}

fn table(page: &Page<'_, '_>, series: &Series) -> Table<'static> {
    let mut table = Table::new(
        &[
            "Month",
            "Plan, t",
            "P10, t",
            "P50, t",
            "P90, t",
            "P50 of plan",
            "Sum P10, t",
            "Sum P50, t",
            "Sum P90, t",
        ],
        &[false, true, true, true, true, true, true, true, true],
    );
    for (month, spread) in series.monthly.iter().enumerate() {
        let plan = series.plan[month];
        let sum = &series.summed[month];
        table.row(vec![
            page.frame.month_label(month),
            fixed(plan, 0),
            fixed(spread.p10, 0),
            fixed(spread.p50, 0),
            fixed(spread.p90, 0),
            if plan > 0.0 { percent(spread.p50 / plan) } else { crate::numbers::NONE.into() },
            fixed(sum.p10, 0),
            fixed(sum.p50, 0),
            fixed(sum.p90, 0),
        ]);
    }
    table
}
