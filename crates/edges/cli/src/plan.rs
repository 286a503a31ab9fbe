//! `iceroad plan`: searches whose answer is a plan to act on.
use crate::args::{PlanStockArgs, PlanWhat, threads};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::text;
use iceroad::{Session, StockGoal, StockSpec, StockVerdict, may_write_file, write_file};

pub(crate) fn command(what: &PlanWhat) -> Result<(), Failure> {
    match what {
        PlanWhat::Stock(args) => stock(args),
    }
}

fn stock(args: &PlanStockArgs) -> Result<(), Failure> {
    let session = Session::open(&args.folder)?;
    let goal = match (args.budget, args.availability) {
        (Some(most), _) => StockGoal::Budget(most),
        (None, Some(wanted)) => StockGoal::Availability(wanted.0),
        (None, None) => StockGoal::Margin,
    };
    let spec = StockSpec {
        goal,
        seed: args.luck.seed,
        threads: threads(args.luck.threads),
        look: args.look,
        trial: args.trial,
        confidence: args.confidence.0,
        keeping: args.keeping.0,
        orders_only: args.orders_only,
        late_days: f64::from(args.late),
    };
    if let Some(copy) = &args.apply {
        iceroad::may_put(copy, false)?;
    }
    if let Some(page) = &args.report {
        may_write_file(page)?;
    }
    let answer = session.stock(&spec, &Progress::new())?;
    if args.json {
        text::print_answer(&answer)?;
    } else {
        text::print(&iceroad_report::stock::console(&answer))?;
    }
    if let Some(page) = &args.report {
        let text = iceroad_report::html::stock_plan::page(&answer, &as_typed(args, &spec));
        write_file(page, |to| to.write_all(text.as_bytes()))?;
    }
    let Some(copy) = &args.apply else { return Ok(()) };
    if answer.verdict != StockVerdict::Helps {
        let what = "nothing is written: the plan is to leave stock as it is";
        return Err(Failure::Input(what.into()));
    }
    session.write_changed(&answer.change, copy)?;
    text::say(&format!("The scenario with this plan is in {}.", copy.display()));
    Ok(())
}

/// The command that makes the page again, with all that is not as it is unless told otherwise.
fn as_typed(args: &PlanStockArgs, spec: &StockSpec) -> String {
    let usual = StockSpec::default();
    let mut words = vec![format!("iceroad plan stock {}", args.folder.display())];
    match spec.goal {
        StockGoal::Margin => {}
        StockGoal::Budget(most) => words.push(format!("--budget {most}")),
        StockGoal::Availability(wanted) => words.push(format!("--availability {wanted}")),
    }
    let mut unusual = |is: bool, word: String| words.extend(is.then_some(word));
    unusual(spec.orders_only, "--orders-only".into());
    unusual(spec.keeping != usual.keeping, format!("--keeping {}", spec.keeping));
    unusual(spec.confidence != usual.confidence, format!("--confidence {}", spec.confidence));
    unusual(spec.look != usual.look, format!("--look {}", spec.look));
    unusual(spec.trial != usual.trial, format!("--trial {}", spec.trial));
    unusual(spec.late_days != usual.late_days, format!("--late {}", spec.late_days));
    unusual(spec.seed.is_some(), format!("--seed {}", spec.seed.unwrap_or_default()));
    words.join(" ")
}
