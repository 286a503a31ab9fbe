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
use std::sync::Arc;

pub(super) fn fill(book: &mut Book<'_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    book.add_money(head("cost.total".into(), "paid in all".into(), "", COST, None), all_paid_minor);
    for cause in CostCause::ALL {
        let key = format!("cost.{}", cause.name());
        // What is paid for goods says nothing of what is used: stock may have been bought for later.
        let goods = matches!(cause, CostCause::Purchase | CostCause::Freight);
        let head = head(key, format!("paid: {}", cause.words()), "", COST, if goods { None } else { LESS });
        book.add_money(head, move |record| paid_minor(record, cause));
    }
    let title = "paid per tonne moved".to_string();
    book.add_money(head("cost.per_tonne".into(), title, "/t", COST_PER_TONNE, None), |record| {
        ratio(all_paid_minor(record), tonnes(record, None))
    });
    by_use(book);
}

fn by_use(book: &mut Book<'_>) {
    let used = Arc::new(ByUse::new(book.frame));
    let mut add =
        |key: &str, title: &str, unit, definition, better, of: fn(&ByUse<'_>, &RunRecord) -> f64| {
            let head = Head { key: key.into(), title: title.into(), unit, definition, better };
            let used = Arc::clone(&used);
            book.add_money(head, move |record| of(&used, record));
        };
    add("use.total", "used in all", "", USE, LESS, |used, record| used.total(record));
    add("use.per_tonne", "used by the mine per tonne moved", "/t", USE_PER_TONNE, LESS, |used, record| {
        used.per_tonne(record)
    });
    add("goods.opening", "worth of stock at the start", "", GOODS_WORTH, None, |used, record| {
        used.opening(record)
    });
    add("goods.closing", "worth of stock at the end", "", GOODS_WORTH, None, |used, record| {
        used.closing(record)
    });
    add("capital.paid", "paid for machines", "", CAPITAL_PAID, None, |used, record| {
        used.capital_paid(record)
    });
    add("use.mine", "used by the mine", "", USE_OF_PAYER, LESS, |used, record| {
        used.of_payer(record, Payer::Mine)
    });
    if has_worth(book.scenario()) {
        let value = |of: Option<f64>| of.unwrap_or(f64::NAN);
        let used = Arc::clone(&used);
        let head = |key: &str, title: &str, definition| Head {
            key: key.into(),
            title: title.into(),
            unit: "",
            definition,
            better: MORE,
        };
        let worth = head("margin.worth", "worth of what was delivered", MARGIN_WORTH);
        let other = Arc::clone(&used);
        book.add_money(worth, move |record| value(other.worth(record)));
        book.add_money(head("margin.total", "margin", MARGIN), move |record| value(used.margin(record)));
    }
    for line in Line::ALL {
        let used = Arc::clone(&used);
        let head = Head {
            key: format!("use_of_mine.{}", line.key()),
            title: format!("used by the mine: {}", line.words()),
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
            title: format!("used by {}", payer.words()),
            unit: "",
            definition: USE_OF_PAYER,
            better: LESS,
        };
        book.add_money(head, move |record| used.of_payer(record, payer));
    }
}
