//! Costs in cash and by use, the margin.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::ratio;
use crate::money::by_use::{ByUse, Line, has_worth};
use crate::money::{all_paid_minor, paid_minor};
use crate::production::tonnes;
use iceroad_model::event::CostCause;
use iceroad_model::record::RunRecord;
use iceroad_model::worth::Payer;
use iceroad_words::say;
use std::sync::Arc;

pub(super) fn fill(book: &mut Book<'_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    book.add_money(head("cost.total".into(), say!("kpi-paid"), "", COST, None), all_paid_minor);
    let without_repairs = book.scenario().rotables.is_empty();
    for cause in CostCause::ALL {
        if cause == CostCause::Repairs && without_repairs {
            continue;
        }
        let key = format!("cost.{}", cause.name());
        // What is paid for goods says nothing of what is used: stock may have been bought for later.
        let goods = matches!(cause, CostCause::Purchase | CostCause::Freight);
        let head = head(
            key,
            say!("kpi-paid-cause", what = say!(&format!("cost-{}", cause.name()))),
            "",
            COST,
            if goods { None } else { LESS },
        );
        book.add_money(head, move |record| paid_minor(record, cause));
    }
    let title = say!("kpi-paid-tonne");
    book.add_money(head("cost.per_tonne".into(), title, "/t", COST_PER_TONNE, None), |record| {
        ratio(all_paid_minor(record), tonnes(record, None))
    });
    by_use(book);
}

fn by_use(book: &mut Book<'_>) {
    let used = Arc::new(ByUse::new(book.frame));
    let mut add =
        |key: &str, title: &str, unit, definition, better, of: fn(&ByUse<'_>, &RunRecord) -> f64| {
            let head = Head { key: key.into(), title: say!(title), unit, definition, better };
            let used = Arc::clone(&used);
            book.add_money(head, move |record| of(&used, record));
        };
    add("use.total", "kpi-used", "", USE, LESS, |used, record| used.total(record));
    add("use.per_tonne", "kpi-used-tonne", "/t", USE_PER_TONNE, LESS, |used, record| used.per_tonne(record));
    add("goods.opening", "kpi-opening", "", GOODS_WORTH, None, |used, record| used.opening(record));
    add("goods.closing", "kpi-closing", "", GOODS_WORTH, None, |used, record| used.closing(record));
    add("capital.paid", "kpi-capital", "", CAPITAL_PAID, None, |used, record| used.capital_paid(record));
    add("use.mine", "kpi-used-mine", "", USE_OF_PAYER, LESS, |used, record| {
        used.of_payer(record, Payer::Mine)
    });
    if has_worth(book.scenario()) {
        let value = |of: Option<f64>| of.unwrap_or(f64::NAN);
        let used = Arc::clone(&used);
        let head = |key: &str, title: &str, definition| Head {
            key: key.into(),
            title: say!(title),
            unit: "",
            definition,
            better: MORE,
        };
        let worth = head("margin.worth", "kpi-worth", MARGIN_WORTH);
        let other = Arc::clone(&used);
        book.add_money(worth, move |record| value(other.worth(record)));
        book.add_money(head("margin.total", "kpi-margin", MARGIN), move |record| value(used.margin(record)));
    }
    for line in Line::ALL {
        let used = Arc::clone(&used);
        let head = Head {
            key: format!("use_of_mine.{}", line.key()),
            title: say!("kpi-used-line", what = say!(&format!("line-{}", line.key()))),
            unit: "",
            definition: USE_OF_PAYER,
            better: LESS,
        };
        book.add_money(head, move |record| used.line(record, Payer::Mine, line));
    }
    for &payer in Payer::ALL.iter().filter(|&&payer| payer != Payer::Mine) {
        let used = Arc::clone(&used);
        let head = Head {
            key: format!("use.{}", payer.name()),
            title: say!("kpi-used-by", who = say!(&format!("payer-{}", payer.name()))),
            unit: "",
            definition: USE_OF_PAYER,
            better: LESS,
        };
        book.add_money(head, move |record| used.of_payer(record, payer));
    }
}
