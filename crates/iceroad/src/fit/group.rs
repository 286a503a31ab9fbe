//! What was seen of one model × subsystem, before any law.
use super::choose::Fitted;
use super::{GroupTold, McfPoint, Parameter, SeasonsTold, TestTold, TrendTold};
use iceroad_base::estimate::clopper_pearson;
use iceroad_base::law::normal_cdf;
use iceroad_lifedata::log::{Group, Log};
use iceroad_lifedata::recurrent::exposure;
use iceroad_lifedata::recurrent::mcf::mean_cumulative;
use iceroad_lifedata::recurrent::trend::{Direction, Test, Tested, Together, Trend, Verdict};

/// Points of a curve that are told.
const MOST_POINTS: usize = 200;
/// The level of significance of the tests for trend.
pub(super) const SIGNIFICANCE: f64 = 0.05;
/// Failures below which months are not compared.
const LEAST_FOR_SEASONS: f64 = 10.0;
/// November to March, January 0.
const COLD: [usize; 5] = [10, 11, 0, 1, 2];

/// What is to be said of months and temperatures.
fn covariates(group: &Group, seasons: Option<&SeasonsTold>, is_weather_known: bool) -> Vec<String> {
    let mut says = Vec::new();
    let share = |months: &[usize]| {
        let all: f64 = group.hours_by_month.iter().sum();
        months.iter().map(|month| group.hours_by_month[*month]).sum::<f64>() / all
    };
    match seasons {
        Some(seasons) => says.push(seasons_say(seasons)),
        None if share(&COLD) == 1.0 => {
            says.push(
                "All hours were run from November to March: what frost does cannot be told.".to_owned(),
            );
        }
        None if share(&COLD) == 0.0 => {
            says.push("No hours were run from November to March: what frost does cannot be told.".to_owned());
        }
        None => {}
    }
    if is_weather_known {
        return says;
    }
    let temperatures: Vec<f64> = group.lives.iter().filter_map(|life| life.temperature_c).collect();
    let least = temperatures.iter().copied().fold(f64::INFINITY, f64::min);
    let most = temperatures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if temperatures.len() > 1 && least == most {
        says.push(format!("The temperature is {least} °C at every failure: what temperature does cannot be told from one value."));
    } else if least < most {
        says.push(format!(
            "Failures were at {least} to {most} °C; how many hours were run at each temperature the log does not say: name weather files \
             (--weather) to have it asked."
        ));
    }
    says
}

/// What was seen.
pub(super) fn told(log: &Log, group: &Group, level: f64) -> GroupTold {
    let name = |names: &iceroad_lifedata::log::Names, id: Option<u32>| {
        id.map_or(String::new(), |id| names.name(id).to_owned())
    };
    let seen = exposure(&group.histories);
    GroupTold {
        model: name(&log.models, group.model),
        subsystem: name(&log.subsystems, group.subsystem),
        cause: name(&log.causes, group.cause),
        units: seen.units,
        hours: seen.hours,
        failures: seen.failures,
        oldest_h: seen.oldest_h,
        unknown_age: group.unknown_age,
        mcf: mcf(group, level),
        trend: Trend::of(&group.histories, SIGNIFICANCE).ok().map(|trend| trend_told(&trend)),
        chosen: None,
        says: Vec::new(),
        seasons: seasons(group, level),
        plot: Vec::new(),
        law: None,
        expected: Vec::new(),
        temperature: None,
    }
}

/// The same with what was chosen.
pub(super) fn with_choice(
    mut told: GroupTold,
    group: &Group,
    fitted: &Fitted,
    is_weather_known: bool,
    level: f64,
) -> GroupTold {
    if fitted.temperature.curve.is_some() {
        told.mcf = mcf(group, level);
        told.oldest_h = exposure(&group.histories).oldest_h;
    }
    told.temperature.clone_from(&fitted.temperature.told);
    told.chosen = fitted.chosen().map(|tried| tried.told.distribution.clone());
    told.law = fitted.chosen().and_then(|tried| tried.law);
    told.expected = thinned(&fitted.expected);
    told.plot = thinned(&fitted.plot);
    told.says.clone_from(&fitted.says);
    told.says.extend(covariates(group, told.seasons.as_ref(), is_weather_known));
    told
}

/// Every so manieth of many, the last always.
fn thinned<T: Copy>(all: &[T]) -> Vec<T> {
    let every = all.len().div_ceil(MOST_POINTS).max(1);
    let last = all.len().saturating_sub(1);
    let kept = all.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last);
    kept.map(|(_, one)| *one).collect()
}

fn mcf(group: &Group, level: f64) -> Vec<McfPoint> {
    let points = mean_cumulative(&group.histories, level).unwrap_or_default();
    let one = |point: &iceroad_lifedata::recurrent::mcf::Point| McfPoint {
        age: point.age,
        mean: point.mean.estimate,
        low: point.mean.low,
        high: point.mean.high,
        at_risk: point.at_risk,
    };
    thinned(&points.iter().map(one).collect::<Vec<_>>())
}

/// The tests for trend, where they find none.
pub(super) fn trend_without(group: &Group) -> Option<TrendTold> {
    let trend = Trend::of(&group.histories, SIGNIFICANCE).ok()?;
    (!matches!(trend.verdict, Verdict::Trend(_))).then(|| trend_told(&trend))
}

fn trend_told(trend: &Trend) -> TrendTold {
    TrendTold {
        verdict: match trend.verdict {
            Verdict::CannotTell => "cannot tell",
            Verdict::None => "none",
            Verdict::Renewal => "renewal",
            Verdict::Trend(Some(Direction::Worse)) => "worse",
            Verdict::Trend(Some(Direction::Better)) => "better",
            Verdict::Trend(None) => "other",
        },
        tests: trend.tests.iter().map(test_told).collect(),
    }
}

fn test_told(tested: &Tested) -> TestTold {
    TestTold {
        test: match tested.test {
            Test::Laplace => "Laplace",
            Test::MilHdbk189 => "MIL-HDBK-189",
            Test::AndersonDarling => "Anderson-Darling",
            Test::LewisRobinson => "Lewis-Robinson",
            Test::GeneralisedAndersonDarling => "generalised Anderson-Darling",
        },
        together: match tested.together {
            Together::ByUnit => "by unit",
            Together::TotalTime => "total time",
        },
        statistic: tested.statistic,
        p: tested.p,
    }
}

/// Cold months beside warm ones: given all failures, those in cold months are binomial, with the share of hours as their chance where months
/// do not matter.
fn seasons(group: &Group, level: f64) -> Option<SeasonsTold> {
    let cold = |months: &[f64; 12]| COLD.iter().map(|month| months[*month]).sum::<f64>();
    let (failures, hours) = (group.failures_by_month, group.hours_by_month);
    let (cold_failures, cold_hours) = (cold(&failures), cold(&hours));
    let warm_failures = failures.iter().sum::<f64>() - cold_failures;
    let warm_hours = hours.iter().sum::<f64>() - cold_hours;
    let all = cold_failures + warm_failures;
    if all < LEAST_FOR_SEASONS || cold_hours <= 0.0 || warm_hours <= 0.0 {
        return None;
    }
    let (low, high) = clopper_pearson(cold_failures as usize, all as usize, level);
    let ratio = |share: f64| share / (1.0 - share) * warm_hours / cold_hours;
    let part = |n: f64, hours: f64| {
        if n > 0.0 { n * libm::log(n / (all * hours / (cold_hours + warm_hours))) } else { 0.0 }
    };
    let likelihood_ratio = 2.0 * (part(cold_failures, cold_hours) + part(warm_failures, warm_hours));
    let ratio = Parameter {
        estimate: ratio(cold_failures / all),
        low: Some(ratio(low)),
        high: Some(ratio(high)).filter(|high| high.is_finite()),
    };
    let p = 2.0 * normal_cdf(-likelihood_ratio.max(0.0).sqrt());
    Some(SeasonsTold { cold_failures, cold_hours, warm_failures, warm_hours, ratio, p })
}

fn seasons_say(seasons: &SeasonsTold) -> String {
    let SeasonsTold { cold_failures, warm_failures, ratio, p, .. } = seasons;
    let between = match (ratio.low, ratio.high) {
        (Some(low), Some(high)) => format!(" ({low:.1} to {high:.1})"),
        _ => String::new(),
    };
    if *p < SIGNIFICANCE {
        format!(
            "From November to March it fails {:.1} times as often per hour as in the other months{between}: {cold_failures:.0} \
             failures beside {warm_failures:.0}.",
            ratio.estimate
        )
    } else {
        format!(
            "Cold and warm months do not differ by more than chance: {:.1} times as often{between}.",
            ratio.estimate
        )
    }
}
