//! What a failure log says, as a page: of each model × subsystem the sentences, lives on probability paper beside the law that was chosen, and
//! failures by age beside what the model expects.
//!
//! Terms: on **probability paper** a Weibull law is a straight line: ages stand by their logarithm, shares failed by ln(−ln(1 − share)). Points
//! stand where lives with censoring put them (the midpoints of the Kaplan–Meier steps).
use super::chart::{Scale, both_widths, legend, nice, y_axis};
use super::document;
use super::svg::{Anchor, Svg};
use crate::fit::tried;
use iceroad::{BandTold, FitAnswer, GroupTold, TemperatureTold};
use maud::{Markup, html};

/// Height of a drawing, and what is kept free at its left, above and below.
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 58.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 264.0;
/// Shares failed that have a line on probability paper.
const SHARES: [f64; 11] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.4, 0.632, 0.8, 0.95, 0.99];
/// Points of a line.
const STEPS: u32 = 80;

/// The page; `command` made it.
pub fn page(answer: &FitAnswer, command: &str) -> String {
    let rows = &answer.rows;
    let title = format!("What {} says", answer.file);
    let body = html! {
        header {
            h1 { (title) }
            p.meta {
                (rows.all) " rows: " (rows.used) " used as they are, " (rows.repaired) " put right, " (rows.aside) " set aside. "
                (answer.machines) " machines watched for " (format!("{:.0}", answer.machine_hours)) " h by " (answer.hours_of) "."
            }
            @for remark in &answer.remarks { p.note { "Note: " (remark) "." } }
        }
        main {
            @for group in &answer.groups { section { (of_group(answer, group)) } }
        }
        footer { p { "Made by " code { (command) } } }
    };
    document(&title, None, &body)
}

fn of_group(answer: &FitAnswer, group: &GroupTold) -> Markup {
    let tried = tried(answer, group, "");
    let mut keys = vec![("kbar", "mean, with its interval")];
    keys.extend((!group.expected.is_empty()).then_some(("kplan", "as the chosen model has it")));
    html! {
        h2 { (group.title()) }
        ul.details-list { @for says in &group.says { li { (says) } } }
        @if group.plot.iter().any(|point| transformed(*point).is_some()) {
            h3 { "Lives on probability paper" }
            p.note { "Points are failures, the line is the law that was chosen. Points that bend away from it speak against it." }
            (both_widths(|width| paper(group, width)))
        }
        @if !group.mcf.is_empty() {
            h3 { "Failures of one unit by age" }
            (legend(&keys))
            (both_widths(|width| by_age(group, width)))
        }
        @if let Some(temperature) = &group.temperature {
            h3 { "Hazard by temperature" }
            p.note { "How many times as fast life goes by at the mean temperature of the day, with the interval; 1 is the band of reference." }
            (both_widths(|width| by_temperature(temperature, width)))
        }
        @if !tried.is_empty() {
            details { summary { "Every model that was tried" } div.scroll { pre { (tried) } } }
        }
    }
}

/// Age and share on probability paper; none where the paper has no place for it.
fn transformed((age, share): (f64, f64)) -> Option<(f64, f64)> {
    let point = (libm::log(age), libm::log(-libm::log1p(-share)));
    (age > 0.0 && point.0.is_finite() && point.1.is_finite()).then_some(point)
}

fn paper(group: &GroupTold, width: f64) -> Svg {
    let points: Vec<((f64, f64), (f64, f64))> =
        group.plot.iter().filter_map(|point| Some((*point, transformed(*point)?))).collect();
    let span = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let ends = points.iter().map(|(_, point)| of(point));
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((youngest, oldest), (rarest, commonest)) = (span(&|point| point.0), span(&|point| point.1));
    let x = Scale::new((youngest - 0.3, oldest + 0.3), (LEFT, width - 10.0));
    let y = Scale::new((rarest - 0.5, commonest + 0.5), (BOTTOM, TOP));
    let mut svg = Svg::new(width, HEIGHT, "Share failed by age on Weibull probability paper");
    for share in SHARES {
        let at = libm::log(-libm::log1p(-share));
        if at > rarest - 0.5 && at < commonest + 0.5 {
            svg.line((LEFT, y.at(at)), (width - 10.0, y.at(at)), "grid");
            svg.text(
                (LEFT - 7.0, y.at(at) + 4.0),
                Anchor::End,
                "soft num",
                &format!("{} %", (share * 1e3).round() / 10.0),
            );
        }
    }
    for age in round_ages(youngest - 0.3, oldest + 0.3) {
        let at = x.at(libm::log(age));
        svg.line((at, TOP), (at, BOTTOM), "grid");
        svg.text((at, BOTTOM + 17.0), Anchor::Middle, "soft small", &format!("{age} h"));
    }
    svg.line((LEFT, BOTTOM), (width - 10.0, BOTTOM), "axis");
    if let Some(law) = &group.law {
        let along = |step: u32| {
            let at = youngest - 0.3 + (oldest - youngest + 0.6) * f64::from(step) / f64::from(STEPS);
            let (_, share) = transformed((libm::exp(at), law.cdf(libm::exp(at))))?;
            (share > rarest - 0.5 && share < commonest + 0.5).then(|| (x.at(at), y.at(share)))
        };
        let line: Vec<(f64, f64)> = (0..=STEPS).filter_map(along).collect();
        svg.path(&line, "mid", group.chosen.as_deref().unwrap_or_default());
    }
    for ((age, share), point) in &points {
        let told = format!("{age:.0} h: {:.1} % failed", 100.0 * share);
        svg.circle((x.at(point.0), y.at(point.1)), 3.5, "site", &told);
    }
    svg
}

/// Ages of one, two or five and noughts between two logarithms.
fn round_ages(from: f64, to: f64) -> Vec<f64> {
    let decades =
        (-1..=9).flat_map(|power| [1.0, 2.0, 5.0].map(|unit| unit * libm::pow(10.0, f64::from(power))));
    decades.filter(|age| (from..=to).contains(&libm::log(*age))).collect()
}

fn by_age(group: &GroupTold, width: f64) -> Svg {
    let most = group
        .mcf
        .iter()
        .map(|point| point.high)
        .chain(group.expected.iter().map(|point| point.1))
        .fold(0.0, f64::max);
    let (top, step) = nice(most);
    let (far, every) = nice(group.oldest_h);
    let x = Scale::new((0.0, far), (LEFT, width - 30.0));
    let y = Scale::new((0.0, top), (BOTTOM, TOP));
    let mut svg = Svg::new(width, HEIGHT, "Failures of one unit by age, on average");
    y_axis(&mut svg, &y, top, step, (LEFT, width - 30.0), "");
    let ticks = (far / every).round().clamp(0.0, 12.0) as u32;
    for tick in 0..=ticks {
        let age = every * f64::from(tick);
        svg.line((x.at(age), BOTTOM), (x.at(age), BOTTOM + 4.0), "axis");
        svg.text((x.at(age), BOTTOM + 17.0), Anchor::Middle, "soft small", &format!("{age:.0} h"));
    }
    let line = |of: &dyn Fn(&iceroad::McfPoint) -> f64| -> Vec<(f64, f64)> {
        group.mcf.iter().map(|point| (x.at(point.age), y.at(of(point)))).collect()
    };
    svg.band(&line(&|point| point.low), &line(&|point| point.high), "band", "interval of the mean");
    svg.path(&line(&|point| point.mean), "mid", "mean");
    let expected: Vec<(f64, f64)> =
        group.expected.iter().map(|(age, mean)| (x.at(*age), y.at(*mean))).collect();
    svg.path(&expected, "plan", "as the chosen model has it");
    svg
}

/// Factors at the mean temperatures of their bands, with intervals, and the curve that comes of them.
fn by_temperature(told: &TemperatureTold, width: f64) -> Svg {
    let bands = &told.bands;
    let ends = |of: fn(f64, f64) -> f64, from: f64| bands.iter().map(|band| band.mean_c).fold(from, of);
    let (coldest, warmest) = (ends(f64::min, f64::INFINITY) - 5.0, ends(f64::max, f64::NEG_INFINITY) + 5.0);
    // An end that is open, or far off, is drawn to the edge.
    let far = 3.0 * bands.iter().map(|band| band.factor.estimate).fold(1.0, f64::max);
    let high = |band: &BandTold| band.factor.high.unwrap_or(far).min(far);
    let (top, step) = nice(bands.iter().map(high).fold(1.0, f64::max));
    let x = Scale::new((coldest, warmest), (LEFT, width - 30.0));
    let y = Scale::new((0.0, top), (BOTTOM, TOP));
    let mut svg =
        Svg::new(width, HEIGHT, "Hazard by temperature of the day, over that of the band of reference");
    y_axis(&mut svg, &y, top, step, (LEFT, width - 30.0), "");
    for tenth in (-8..=6).map(|tenth| f64::from(tenth) * 10.0).filter(|at| (coldest..=warmest).contains(at)) {
        svg.line((x.at(tenth), BOTTOM), (x.at(tenth), BOTTOM + 4.0), "axis");
        svg.text((x.at(tenth), BOTTOM + 17.0), Anchor::Middle, "soft small", &format!("{tenth} °C"));
    }
    svg.line((LEFT, y.at(1.0)), (width - 30.0, y.at(1.0)), "axis");
    if let (Some(first), Some(last)) = (told.curve.first(), told.curve.last()) {
        // Level outside its points.
        let ends = [(coldest, first.1), (warmest, last.1)];
        let points = ends[..1].iter().chain(&told.curve).chain(&ends[1..]);
        let line: Vec<(f64, f64)> = points.map(|(at, factor)| (x.at(*at), y.at(*factor))).collect();
        svg.path(&line, "plan", "the ageing curve");
    }
    for band in bands {
        let (at, low) = (x.at(band.mean_c), band.factor.low.unwrap_or(0.0));
        let words = format!(
            "{}: {:.2} times, {} failures in {:.0} h",
            band.title(),
            band.factor.estimate,
            band.failures,
            band.hours
        );
        svg.line((at, y.at(low.min(top))), (at, y.at(high(band).min(top))), "mid");
        svg.circle((at, y.at(band.factor.estimate.min(top))), 3.5, "site", &words);
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weibull_law_is_a_straight_line_on_its_paper() {
        let share = |age: f64| -libm::expm1(-libm::pow(age / 900.0, 2.0));
        let at = |age: f64| transformed((age, share(age))).unwrap_or_default();
        let slope = (at(1_800.0).1 - at(300.0).1) / (at(1_800.0).0 - at(300.0).0);
        assert!((slope - 2.0).abs() < 1e-9, "{slope}");
        assert_eq!(transformed((100.0, 1.0)), None);
        assert_eq!(round_ages(libm::log(90.0), libm::log(1_100.0)), [100.0, 200.0, 500.0, 1_000.0]);
    }
}
