//! The report in Markdown. Nothing in it changes from run to run: no date, no machine, no time taken.

use crate::harness::{Check, LEVEL, Outcome, SEED, Size, Verdict};
use std::fmt::Write;

/// What stands in the report's last part.
const NOT_COVERED: &str = include_str!("not_covered.md");

/// The whole report; `sections` are told as they are.
pub fn write(size: Size, outcomes: &[Outcome], checks: &[Check], sections: &[String]) -> String {
    let mut text = head(size, outcomes, checks);
    for part in parts(outcomes.iter().map(|outcome| outcome.part)) {
        let _ = writeln!(text, "\n## {part}\n");
        text += "| case | source | measure | theory | simulated, 99.9 % | n | verdict |\n";
        text += "|---|---|---|---:|---:|---:|---|\n";
        for outcome in outcomes.iter().filter(|outcome| outcome.part == part) {
            rows(&mut text, outcome);
        }
    }
    for part in parts(checks.iter().map(|check| check.part)) {
        let _ = writeln!(text, "\n## {part}\n");
        text += "| check | source | expected | got | verdict |\n|---|---|---:|---:|---|\n";
        for check in checks.iter().filter(|check| check.part == part) {
            let Check { name, source, expected, got, passes, .. } = check;
            let _ = writeln!(text, "| {name} | {source} | {expected} | {got} | {} |", word(*passes));
        }
    }
    for section in sections {
        let _ = write!(text, "\n{section}");
    }
    let _ = write!(text, "\n{NOT_COVERED}");
    text
}

fn head(size: Size, outcomes: &[Outcome], checks: &[Check]) -> String {
    let verdicts: Vec<&Verdict> =
        outcomes.iter().filter_map(|outcome| outcome.verdicts.as_ref().ok()).flatten().collect();
    let good = verdicts.iter().filter(|verdict| verdict.passes()).count();
    let broken = outcomes.iter().filter(|outcome| outcome.verdicts.is_err()).count();
    let right = checks.iter().filter(|check| check.passes).count();
    let flag = if size == Size::Full { "--full" } else { "--small" };
    let mut text = String::from("# Validation\n\n");
    text += &grounds(outcomes);
    let _ = writeln!(
        text,
        "The simulation held against theory and published figures. Made by\n\n\
         ```text\ncargo run --release -p iceroad-validation -- {flag} --write proof/validation/REPORT.md\n```\n\n\
         **{good} of {} measures** in {} cases pass, **{right} of {} checks** come out as expected.{}\n",
        verdicts.len(),
        outcomes.len(),
        checks.len(),
        if broken > 0 { format!(" {broken} cases could not be run.") } else { String::new() },
    );
    let _ = writeln!(
        text,
        "A measure passes if theory lies inside the {:.1} % Student interval of the mean over independent replications \
         and the interval's half-width is below {} % of theory. Replications are added until it is (n in the tables); only \
         then is it judged. What is steady is measured after a warm-up, in queues and networks a tenth of the run. Streams are salted by the case's name (seed {SEED}). Of \
         {} sound measures {:.2} are expected outside their intervals by luck alone.\n",
        100.0 * LEVEL,
        100.0 * size.widest(),
        verdicts.len(),
        verdicts.len() as f64 * (1.0 - LEVEL),
    );
    spread(&mut text, &verdicts);
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.passes()).map(|outcome| outcome.name.as_str()).collect();
    if !failed.is_empty() {
        let _ = writeln!(text, "\n**Fails:** {}.", failed.join("; "));
    }
    text
}

/// What the measures run on: how many on the product's own crates, and how many on models that only the proof has.
fn grounds(outcomes: &[Outcome]) -> String {
    let measures = |on: &dyn Fn(&Outcome) -> bool| -> usize {
        let verdicts = outcomes
            .iter()
            .filter(|outcome| on(outcome))
            .filter_map(|outcome| outcome.verdicts.as_ref().ok());
        verdicts.map(Vec::len).sum()
    };
    let crates: Vec<String> = parts(outcomes.iter().filter_map(|outcome| outcome.product))
        .into_iter()
        .map(|name| format!("{} on `{name}`", measures(&|outcome| outcome.product == Some(name))))
        .collect();
    let (all, own) = (measures(&|_| true), measures(&|outcome| outcome.product.is_none()));
    format!(
        "**{} of {all} measures run on the product's own crates** ({}); {own} run on models of the proof's own.\n\n",
        all - own,
        crates.join(", "),
    )
}

/// How the means lie about theory: honest intervals of 50 % hold one half of it, and neither side is preferred.
fn spread(text: &mut String, verdicts: &[&Verdict]) {
    let spread: Vec<(bool, bool)> =
        verdicts.iter().filter_map(|verdict| Some((verdict.above()?, verdict.inside_half))).collect();
    let above = spread.iter().filter(|(above, _)| *above).count();
    let inside = spread.iter().filter(|(_, inside)| *inside).count();
    let _ = writeln!(
        text,
        "Of {} means with spread {above} lie above theory and {} below, and {inside} of their 50 % intervals hold it. Measures \
         of one case are not independent.",
        spread.len(),
        spread.len() - above,
    );
}

fn rows(text: &mut String, outcome: &Outcome) {
    let Outcome { name, source, verdicts, .. } = outcome;
    match verdicts {
        Err(trouble) => {
            let _ = writeln!(text, "| {name} | {source} | {trouble} | | | | **could not be run** |");
        }
        Ok(verdicts) => {
            for (index, verdict) in verdicts.iter().enumerate() {
                let (name, source) = if index == 0 { (name.as_str(), *source) } else { ("", "") };
                let _ = writeln!(
                    text,
                    "| {name} | {source} | {} | {} | {} ± {} | {} | {} |",
                    verdict.measure,
                    number(verdict.theory),
                    number(verdict.interval.mean),
                    width(verdict.interval.half_width, verdict.interval.mean),
                    verdict.interval.n,
                    word(verdict.passes()),
                );
            }
        }
    }
}

fn word(passes: bool) -> &'static str {
    if passes { "pass" } else { "**fail**" }
}

/// Six figures.
fn number(x: f64) -> String {
    format!("{x:.*}", decimals(x))
}

/// As many decimals as the number it goes with; a platform's last bit does not show.
fn width(half_width: f64, mean: f64) -> String {
    format!("{half_width:.*}", decimals(mean))
}

fn decimals(x: f64) -> usize {
    let mut decimals = 5;
    let mut size = x.abs();
    while size >= 10.0 && decimals > 0 {
        size /= 10.0;
        decimals -= 1;
    }
    while size > 0.0 && size < 1.0 && decimals < 12 {
        size *= 10.0;
        decimals += 1;
    }
    decimals
}

fn parts(all: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut parts = Vec::new();
    for part in all {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{grounds, number};
    use crate::harness::{Case, Size, run_all};

    #[test]
    fn measures_are_counted_by_what_they_run_on() {
        let case = |name: &str| {
            Case::new("part", name, "by hand", &[("x", 1.0, |x: &f64| *x), ("x again", 1.0, |x| *x)], |_| {
                Ok(1.0)
            })
        };
        let outcomes = run_all(&[case("a").on("supply"), case("b"), case("c").on("supply")], Size::Small);
        let line = grounds(&outcomes);
        assert!(line.starts_with("**4 of 6 measures"), "{line}");
        assert!(line.contains("(4 on `supply`); 2 run on models"), "{line}");
    }

    #[test]
    fn numbers_show_six_figures() {
        assert_eq!(
            [number(4.0), number(0.294304), number(1234.5678), number(0.0)],
            ["4.00000", "0.294304", "1234.57", "0.00000"]
        );
    }
}
