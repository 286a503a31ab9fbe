//! A plan of stock: what to keep more or less of, what that brought when it was tried, the curve it was chosen from.
use crate::values::align;
use iceroad::{Estimate, StockAnswer, StockGoal, StockLinePlanned, StockTrial, StockVerdict};
use iceroad_measures::numbers::{percent_fine, scaled, whole};
use std::fmt::Write as _;

/// Lines of the list at most; the rest is counted.
const MOST_LINES: usize = 30;

/// All of it, as far as a console has room.
pub fn console(answer: &StockAnswer) -> String {
    let mut text = format!("{}\n{}\n", answer.title, asked(answer));
    let _ = writeln!(text, "\n{}", verdict(answer));
    let is_advice = answer.verdict == StockVerdict::Helps;
    if is_advice {
        text += &listed(answer);
    }
    if let Some(trial) = &answer.trial {
        text += &tried_on(answer, trial);
    }
    text += &curve(answer);
    if let Some(missing) = missing(answer) {
        let _ = writeln!(text, "\n{missing}");
    }
    if let Some(late) = late(answer) {
        let _ = writeln!(text, "\n{late}");
    }
    if is_advice {
        text += "\nTo have it written into a copy: the same command with --apply COPY.\n";
    }
    let _ = write!(text, "\n{}\n", terms(answer));
    text
}

/// What words mean, and how much was run.
pub(crate) fn terms(answer: &StockAnswer) -> String {
    format!(
        "Truck-hours: hours that machines wait for parts in {} days; a loader's count as those of the trucks it feeds. Worth: what goods \
         cost where they lie.\nSimulated: {} times.",
        answer.days, answer.replications
    )
}

/// What was asked, in words.
pub(crate) fn asked(answer: &StockAnswer) -> String {
    let spec = &answer.spec;
    let goal = match spec.goal {
        StockGoal::Margin => "for the best margin".into(),
        StockGoal::Budget(most) => format!("for {} {} more on the shelves", money(most), answer.currency),
        StockGoal::Availability(wanted) => format!("for {} of trucks available", percent_fine(wanted)),
    };
    let what = if spec.orders_only {
        "what is ordered changes, what lies there at the start does not"
    } else {
        "as if it had been in force before the start"
    };
    format!(
        "Stock of parts {goal}; {what}. Keeping costs {} a year. Seed {}, intervals at {}",
        percent_fine(spec.keeping),
        answer.seed,
        percent_fine(spec.confidence)
    )
}

/// The sentence that people act on.
pub(crate) fn verdict(answer: &StockAnswer) -> String {
    let money_name = &answer.currency;
    let gain = answer.trial.as_ref().and_then(|trial| trial.gain);
    match answer.verdict {
        StockVerdict::NobodyWaits => "Leave stock as it is: no machine waited for a part it can hold.".into(),
        StockVerdict::NoBetter => "Leave stock as it is: of all plans that were run none is better.".into(),
        StockVerdict::Unclear => {
            let gained = gain.map_or(String::new(), |gain| {
                format!(
                    ", a gain of {} ± {} {money_name} a year of this kind",
                    money(gain.mean),
                    money(gain.half_width)
                )
            });
            format!(
                "Leave stock as it is: the best plan found is not told from it on fresh simulations{gained}."
            )
        }
        StockVerdict::OutOfReach => {
            let reached = answer.trial.as_ref().map_or(f64::NAN, |trial| trial.availability[1].mean);
            format!(
                "Out of reach: stock alone brings the availability of trucks to {}.",
                percent_fine(reached)
            )
        }
        StockVerdict::Helps => {
            let chosen = &answer.tried[answer.chosen];
            let binds = match chosen.capital {
                more if more >= 0.0 => format!("It binds {} {money_name} more on the shelves", money(more)),
                less => format!("It frees {} {money_name} from the shelves", money(-less)),
            };
            let brings = gain.map_or(String::new(), |gain| {
                format!(
                    " and brings {} ± {} {money_name} more margin, keeping paid",
                    money(gain.mean),
                    money(gain.half_width)
                )
            });
            format!("Change {} of the stock lines as below. {binds}{brings}.", answer.lines.len())
        }
    }
}

/// Which columns of the list are flush right.
pub(crate) const LIST_RIGHT: [bool; 11] =
    [false, false, true, true, true, true, true, true, false, false, false];

/// What is to be kept more of, and of what less would do, under their headings: a head and a row for each line.
pub(crate) fn lists(answer: &StockAnswer) -> Vec<(&'static str, Vec<[String; 11]>)> {
    let (more, less): (Vec<&StockLinePlanned>, Vec<_>) = answer.lines.iter().partition(|line| line.more > 0);
    let kinds = [("Keep more", more), ("Less would do", less)];
    let of = |(head, lines): (&'static str, Vec<&StockLinePlanned>)| {
        (!lines.is_empty()).then(|| (head, rows(answer, &lines)))
    };
    kinds.into_iter().filter_map(of).collect()
}

fn rows(answer: &StockAnswer, lines: &[&StockLinePlanned]) -> Vec<[String; 11]> {
    let head = [
        "item".to_string(),
        "in".into(),
        "at the start".into(),
        "order up to".into(),
        "more".into(),
        format!("worth {}", answer.currency),
        "saves truck-h".into(),
        "brings t".into(),
        "from".into(),
        "order on".into(),
        "comes by".into(),
    ];
    let from_to = |[now, then]: [i64; 2]| {
        if now == then { whole(now) } else { format!("{} → {}", whole(now), whole(then)) }
    };
    let row = |line: &&StockLinePlanned| {
        let by = [line.road.as_deref(), line.comes.as_deref()];
        [
            line.item.clone(),
            line.store.clone(),
            from_to(line.on_hand),
            line.up_to.map_or(String::new(), from_to),
            format!("{}{}", if line.more > 0 { "+" } else { "" }, whole(line.more)),
            money(line.worth),
            whole(line.saves_truck_hours.round() as i64),
            line.brings_tonnes.map_or(String::new(), |tonnes| whole(tonnes.round() as i64)),
            line.seller.clone().unwrap_or_default(),
            line.order_by.clone().unwrap_or_default(),
            by.into_iter().flatten().collect::<Vec<_>>().join(", "),
        ]
    };
    std::iter::once(head).chain(lines.iter().map(row)).collect()
}

/// The lists as far as a console has room.
fn listed(answer: &StockAnswer) -> String {
    let mut text = String::new();
    for (head, rows) in lists(answer) {
        let shown = &rows[..rows.len().min(MOST_LINES + 1)];
        let _ = write!(text, "\n{head}:\n{}", align(shown, &LIST_RIGHT, "  "));
        if rows.len() > shown.len() {
            let _ = writeln!(
                text,
                "  … and {} lines more; --report and --json have all.",
                rows.len() - shown.len()
            );
        }
    }
    text
}

/// What came of it on fresh replications: a head, and a row for each measure.
pub(crate) fn proved(answer: &StockAnswer, trial: &StockTrial) -> Vec<[String; 4]> {
    let mut rows = vec![["".to_string(), "as it is".into(), "with the plan".into(), "foretold".into()]];
    let chosen = &answer.tried[answer.chosen];
    let hours = |of: &Estimate| {
        format!("{} ± {}", whole(of.mean.round() as i64), whole(of.half_width.round() as i64))
    };
    let share = |of: &Estimate| format!("{} ± {}", percent_fine(of.mean), percent_fine(of.half_width));
    let [now, then] = &trial.truck_hours;
    let foretold = whole(chosen.truck_hours_foretold.round() as i64);
    rows.push(["truck-hours waited".into(), hours(now), hours(then), foretold]);
    let [now, then] = &trial.fill_rate;
    let foretold = percent_fine(answer.foretold_fill_rate);
    rows.push(["demands met at once".into(), share(now), share(then), foretold]);
    let [now, then] = &trial.availability;
    if now.mean.is_finite() {
        rows.push(["availability of trucks".into(), share(now), share(then), String::new()]);
    }
    rows
}

/// What it brought in the trial, in words.
pub(crate) fn brought(answer: &StockAnswer, trial: &StockTrial) -> Vec<String> {
    let tonnes =
        format!("tonnes: {} ± {} t more", scaled(trial.tonnes.mean), scaled(trial.tonnes.half_width));
    let margin = trial.gain.map(|gain| {
        let (mean, half) = (money(gain.mean), money(gain.half_width));
        format!("margin, keeping paid: {mean} ± {half} {} more", answer.currency)
    });
    std::iter::once(tonnes).chain(margin).collect()
}

/// Where the trial stands, in words.
pub(crate) fn tried_head(trial: &StockTrial) -> String {
    format!("The best plan found, tried on {} fresh simulations beside things as they are", trial.pairs)
}

fn tried_on(answer: &StockAnswer, trial: &StockTrial) -> String {
    let mut text = format!("\n{}:\n", tried_head(trial));
    text += &align(&proved(answer, trial), &[false, true, true, true], "  ");
    for line in brought(answer, trial) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// The plans that were run and that no other beats with less on the shelves: a head, and a row for each.
pub(crate) fn bought(answer: &StockAnswer) -> Vec<[String; 6]> {
    let has_gain = answer.tried.iter().any(|one| one.gain.is_some());
    let mut rows = vec![[
        format!("{} more", answer.currency),
        "truck-hours".to_string(),
        "foretold".into(),
        "available".into(),
        if has_gain { "margin more".into() } else { String::new() },
        String::new(),
    ]];
    for at in undominated(answer) {
        let one = &answer.tried[at];
        let mark = match at {
            _ if at == answer.as_it_is => "as it is",
            _ if at == answer.chosen => "best",
            _ => "",
        };
        rows.push([
            money(one.capital),
            whole(one.truck_hours.round() as i64),
            whole(one.truck_hours_foretold.round() as i64),
            one.availability.map_or(String::new(), percent_fine),
            one.gain.map_or(String::new(), money),
            mark.into(),
        ]);
    }
    rows
}

fn curve(answer: &StockAnswer) -> String {
    let rows = align(&bought(answer), &[true, true, true, true, true, false], "  ");
    format!("\nWhat stock buys, each plan run {} times:\n{rows}", answer.spec.look)
}

/// Plans with fewer hours than all with less capital, with things as they are and the best.
pub(crate) fn undominated(answer: &StockAnswer) -> Vec<usize> {
    let mut least = f64::INFINITY;
    let mut shown = Vec::new();
    for (at, one) in answer.tried.iter().enumerate() {
        let is_better = one.truck_hours < least;
        if is_better || at == answer.as_it_is || at == answer.chosen {
            shown.push(at);
        }
        least = least.min(one.truck_hours);
    }
    shown
}

/// What no plan can have more of.
pub(crate) fn missing(answer: &StockAnswer) -> Option<String> {
    let named: Vec<String> =
        answer.not_to_be_had.iter().map(|[item, store]| format!("{item} in {store}")).collect();
    let many = format!(
        "Not to be had: machines wait for {}, and nobody may sell more. What may stand in for them is told by interchange.csv.",
        named.join("; ")
    );
    (!named.is_empty()).then_some(many)
}

/// What roads that open late cost.
pub(crate) fn late(answer: &StockAnswer) -> Option<String> {
    let late = answer.late.as_ref()?;
    if late.tonnes.iter().all(|tonnes| tonnes.mean == 0.0 && tonnes.half_width == 0.0) {
        return Some(format!(
            "If every road opens {} days late that costs no tonnes.",
            whole(late.days.round() as i64)
        ));
    }
    let of = |estimate: &Estimate, words: &dyn Fn(f64) -> String| {
        format!("{} ± {}", words(estimate.mean), words(estimate.half_width))
    };
    let days = whole(late.days.round() as i64);
    let [now, then] = &late.tonnes;
    let tonnes = format!("{} t as things are, {} t with the plan", of(now, &scaled), of(then, &scaled));
    let margin = late.margin.as_ref().map_or(String::new(), |[now, then]| {
        let money_name = &answer.currency;
        format!("; in margin {} and {} {money_name}", of(now, &money), of(then, &money))
    });
    Some(format!("If every road opens {days} days late that costs {tonnes}{margin}."))
}

/// An amount of money, large ones with a prefix.
fn money(amount: f64) -> String {
    scaled(amount)
}
