//! Fleets of other sizes and mixes: the table, and what it says of plan, cost and the next machine.
use crate::values::align;
use iceroad::{Estimate, FleetAnswer, FleetTried};
use iceroad_measures::chance::Chance;
use std::fmt::Write as _;

/// Which columns of the table are flush right.
const RIGHT: [bool; 15] =
    [false, false, true, true, true, true, true, true, true, true, true, true, true, true, true];

/// The table of fleets, and what is to be read from it.
pub fn console(answer: &FleetAnswer) -> String {
    let money = &answer.currency;
    let mut text = format!(
        "{}\nFleets under common random numbers, seed {}, intervals at {}\n\n",
        answer.title,
        answer.seed,
        percent(answer.confidence, 0)
    );
    let mut rows = vec![
        [
            "fleet",
            "by",
            "n",
            "1,000 t",
            "±",
            "of plan",
            "met",
            "cost/t",
            "±",
            "match",
            "each adds t",
            "±",
            "at cost/t",
            "adds margin",
            "±",
        ]
        .map(String::from),
    ];
    for (at, one) in answer.fleets.iter().enumerate() {
        let mark = if answer.as_it_is == Some(at) { " *" } else { "" };
        let half = |interval: &Estimate| percent(interval.half_width / interval.mean, 1);
        let plan = one.plan_share.map_or(String::new(), |share| percent(share.mean, 1));
        let met = one.plan_share.map_or(String::new(), |_| plan_met(one).words());
        let [adds, adds_half, adds_cost, margin, margin_half] =
            one.each_adds.as_ref().map_or([const { String::new() }; 5], |added| {
                let cost = if added.cost_per_tonne.is_finite() {
                    money_of(added.cost_per_tonne)
                } else {
                    "-".into()
                };
                let [margin, half] = added.margin.map_or([const { String::new() }; 2], |margin| {
                    [thousands(margin.mean), thousands(margin.half_width)]
                });
                [thousands(added.tonnes.mean), thousands(added.tonnes.half_width), cost, margin, half]
            });
        rows.push([
            one.words() + mark,
            one.fidelity.into(),
            one.replications.to_string(),
            thousands(one.tonnes.mean / 1_000.0),
            half(&one.tonnes),
            plan,
            met,
            money_of(one.cost_per_tonne.mean),
            half(&one.cost_per_tonne),
            format!("{:.2}", one.match_factor),
            adds,
            adds_half,
            adds_cost,
            margin,
            margin_half,
        ]);
    }
    text += &align(&rows, &RIGHT, "");
    if answer.as_it_is.is_some() {
        text += "* the fleet as it is\n";
    }
    text += "\n";
    for line in verdicts(answer) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(
        text,
        "\nCost: what the mine uses, in {money}: fuel, electricity, parts, labour, machines by the hour or worn off. Match: rate at \
         which trucks could come over rate at which loaders could load.\nSimulated: {} times by cycles, {} by rates.",
        answer.years_by_cycles, answer.years_by_rates
    );
    text
}

/// In how many of its years a fleet meets the plan.
fn plan_met(one: &FleetTried) -> Chance {
    let n = one.replications as usize;
    Chance::seen((one.plan_met * n as f64).round() as usize, n)
}

fn verdicts(answer: &FleetAnswer) -> Vec<String> {
    let words = |at: usize| answer.fleets[at].words();
    let sure = percent(answer.confidence, 0);
    let mut lines = Vec::new();
    if let Some(why) = &answer.not_screened {
        lines.push(format!("Tried by cycles only: {why}."));
    }
    let planned: Vec<&FleetTried> = answer.fleets.iter().filter(|one| one.plan_share.is_some()).collect();
    lines.push(match answer.meets_the_plan {
        Some(at) => format!("Plan: {} is the smallest fleet that meets it, with a chance of {}.", words(at), plan_met(&answer.fleets[at]).words()),
        None if planned.is_empty() => "Plan: the scenario has none within the horizon.".into(),
        None => {
            let share = |one: &&&FleetTried| one.plan_share.map_or(0.0, |share| share.mean);
            let best = planned.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
            best.map_or(String::new(), |one| {
                format!(
                    "Plan: no fleet tried meets it for sure; nearest is {} with {} of the material that lags most.",
                    one.words(),
                    percent(share(&one), 1)
                )
            })
        }
    });
    if let Some(at) = answer.cheapest {
        let how = if answer.cheapest_is_sure {
            format!(
                "told from the others, or within {} of the best, at {sure}",
                percent(answer.half_width, 1)
            )
        } else {
            format!("not told from all others in {} simulations", answer.most)
        };
        lines.push(format!("Cost: {} is cheapest per tonne ({how}).", words(at)));
    }
    lines.extend(next_machine(answer));
    lines
}

/// Whether the machines added pay, by the margin where there is one.
fn next_machine(answer: &FleetAnswer) -> Option<String> {
    let (money, worth) = (&answer.currency, money_of(answer.worth_of_a_tonne));
    let by_margin = answer.fleets.iter().any(|one| one.margin.is_some());
    let Some(at) = answer.no_longer_pays else {
        let because = if by_margin {
            "adds to the margin".to_string()
        } else if answer.worth_of_a_tonne.is_finite() {
            format!("pays, a tonne being worth {worth} {money}")
        } else {
            return None;
        };
        return Some(format!("Next: every machine added in this table {because}."));
    };
    let fleet = answer.fleets[at].words();
    let added = answer.fleets[at].each_adds.as_ref()?;
    if let Some(margin) = added.margin {
        let sure = if margin.mean + margin.half_width < 0.0 {
            ""
        } else {
            "; that it is less than nothing is not sure"
        };
        return Some(format!(
            "Next: with {fleet} the last machine no longer pays: it adds {} ± {} {money} to the margin{sure}.",
            thousands(margin.mean),
            thousands(margin.half_width)
        ));
    }
    let cost = if added.cost_per_tonne.is_finite() {
        format!("costs {} {money}", money_of(added.cost_per_tonne))
    } else {
        "does not come at all".into()
    };
    Some(format!(
        "Next: with {fleet} the last machine no longer pays: its extra tonne {cost}, and a tonne is worth {worth} {money}."
    ))
}

fn percent(share: f64, decimals: usize) -> String {
    if share.is_finite() { format!("{:.decimals$} %", share * 100.0) } else { "-".into() }
}

/// An amount of money.
fn money_of(amount: f64) -> String {
    if amount.is_finite() { format!("{amount:.2}") } else { "-".into() }
}

/// A whole number in groups of three.
fn thousands(value: f64) -> String {
    if !value.is_finite() {
        return "-".into();
    }
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < -0.5 { format!("-{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(thousands(1_234_567.4), "1,234,567");
        assert_eq!(thousands(-1_000.0), "-1,000");
        assert_eq!(thousands(12.0), "12");
    }
}
