//! One row, its cells understood: what the tables of the model are made from.
//!
//! Every getter gives nothing where the cell is empty or wrong; what is wrong has been told when the row was read. A
//! builder therefore says `row.mass("payload_t")?` for a column that must hold something and leaves the `?` out for one
//! that need not.

use crate::book::Book;
use crate::cell::{self, Value};
use crate::format::{ColumnSpec, Kind, LAWS, Need};
use crate::names::{At, within};
use crate::sheet::Sheet;
use crate::source::Said;
use iceroad_base::Id;
use iceroad_base::civil::{Date, MonthDay, TimeOfDay, Zone};
use iceroad_base::law::{BadLaw, Law};
use iceroad_base::quantity::{Mass, Money, Quantity, Ranged, Volume};
use iceroad_model::Code;

/// One row.
pub(crate) struct Row<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    at: At,
    values: Vec<Option<Value>>,
}

impl<'a> Row<'a> {
    /// Reads every cell of a row, telling what is wrong.
    pub(crate) fn read(book: &'a Book, sheet: &'a Sheet, row: usize) -> Row<'a> {
        let at = At { file: sheet.spec.file, row };
        let mut read = Row { book, sheet, at, values: Vec::new() };
        for (place, column) in sheet.spec.columns.iter().enumerate() {
            let value = read.cell(place, column);
            read.values.push(value);
        }
        read
    }

    fn cell(&self, place: usize, column: &ColumnSpec) -> Option<Value> {
        let text = self.sheet.cell(self.at.row, place);
        let text = match (text.is_empty(), column.need) {
            (false, _) => text.as_ref(),
            (true, Need::Optional) => return None,
            (true, Need::Default(default)) => default,
            (true, Need::Required) => {
                if self.sheet.has_column(place) {
                    let advice = format!("fill the cell: {}", column.doc);
                    let said = Said::new(Code::ValueMissing, "", cell::expected(column.kind), advice);
                    self.tell(&column.name, said);
                }
                return None;
            }
        };
        match cell::read(column.kind, text) {
            Ok(value) => self.resolved(column, value),
            Err(wrong) => {
                self.tell(&column.name, wrong.said);
                wrong.instead.and_then(|value| self.resolved(column, value))
            }
        }
    }

    /// Puts ids in the place of names.
    fn resolved(&self, column: &ColumnSpec, value: Value) -> Option<Value> {
        match (column.kind, value) {
            (Kind::Ref(_), Value::Text(name)) => self.refer(column, &name).map(Value::Row),
            (Kind::RefList(_), Value::Texts(names)) => {
                Some(Value::Rows(names.iter().filter_map(|name| self.refer(column, name)).collect()))
            }
            (Kind::Coined(coined), Value::Text(name)) => {
                Some(Value::Row(self.book.coin(coined, &name, Some((self.at, &column.name)))))
            }
            (Kind::CoinedList(coined), Value::Texts(names)) => {
                let place = Some((self.at, column.name.as_str()));
                Some(Value::Rows(names.iter().map(|name| self.book.coin(coined, name, place)).collect()))
            }
            (_, value) => Some(value),
        }
    }

    fn refer(&self, column: &ColumnSpec, name: &str) -> Option<u32> {
        let (Kind::Ref(target) | Kind::RefList(target)) = column.kind else { return None };
        let model = self.sheet.cell_named(self.at.row, "model");
        let key = if target.within_model() { within(&model, name) } else { name.to_owned() };
        if let Some(id) = self.book.names.find(target, &key) {
            return Some(id);
        }
        if self.book.names.is_torn(target) || self.book.is_full(self.at.file, &column.name, Code::UnknownId) {
            self.book.spoil(self.at);
            return None;
        }
        let model_unknown =
            target.within_model() && self.book.names.find(crate::format::Target::Model, &model).is_none();
        if model_unknown && !model.is_empty() {
            // The model itself is told; nothing more can be said of its parts.
            self.book.spoil(self.at);
            return None;
        }
        self.tell(&column.name, self.book.names.unknown(target, &model, name));
        None
    }

    /// Tells a fault of a cell, or of the row where the column is empty.
    pub(crate) fn tell(&self, column: &str, said: Said) {
        self.book.spoil(self.at);
        self.book.push(self.sheet.diagnostic(self.at.row, column, said));
    }

    /// Where the row stands.
    pub(crate) fn at(&self) -> At {
        self.at
    }

    fn place(&self, column: &str) -> Option<usize> {
        let place = self.sheet.spec.columns.iter().position(|known| known.name == column);
        debug_assert!(place.is_some(), "{} has no column {column}", self.sheet.spec.file);
        place
    }

    fn value(&self, column: &str) -> Option<&Value> {
        self.values.get(self.place(column)?)?.as_ref()
    }

    /// What is written in a cell, whether right or wrong; empty where nothing is.
    pub(crate) fn written(&self, column: &str) -> String {
        self.place(column).map(|place| self.sheet.cell(self.at.row, place).into_owned()).unwrap_or_default()
    }

    /// Whether a cell has anything written in it, right or wrong.
    pub(crate) fn has(&self, column: &str) -> bool {
        !self.written(column).is_empty()
    }

    pub(crate) fn text(&self, column: &str) -> Option<String> {
        match self.value(column)? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The row's name.
    pub(crate) fn name(&self) -> Option<String> {
        self.text("name")
    }

    /// The row's title, which is its name where none is written.
    pub(crate) fn title(&self) -> Option<String> {
        self.text("title").or_else(|| self.name())
    }

    pub(crate) fn texts(&self, column: &str) -> Vec<String> {
        match self.value(column) {
            Some(Value::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn float(&self, column: &str) -> Option<f64> {
        match self.value(column)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn ranged<Q: Ranged>(&self, column: &str) -> Option<Q> {
        Q::new(self.float(column)?).ok()
    }

    pub(crate) fn whole(&self, column: &str) -> Option<i64> {
        match self.value(column)? {
            Value::Whole(whole) => Some(*whole),
            _ => None,
        }
    }

    /// A count, where the spec's range fits the type.
    pub(crate) fn count<N: TryFrom<i64>>(&self, column: &str) -> Option<N> {
        N::try_from(self.whole(column)?).ok()
    }

    pub(crate) fn mass(&self, column: &str) -> Option<Mass> {
        self.whole(column).map(Mass)
    }

    pub(crate) fn volume(&self, column: &str) -> Option<Volume> {
        self.whole(column).map(Volume)
    }

    pub(crate) fn money(&self, column: &str) -> Option<Money> {
        self.whole(column).map(Money)
    }

    pub(crate) fn quantity(&self, column: &str) -> Option<Quantity> {
        self.whole(column).map(Quantity)
    }

    pub(crate) fn date(&self, column: &str) -> Option<Date> {
        match self.value(column)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub(crate) fn month_day(&self, column: &str) -> Option<MonthDay> {
        match self.value(column)? {
            Value::MonthDay(day) => Some(*day),
            _ => None,
        }
    }

    pub(crate) fn month(&self, column: &str) -> Option<(i16, i8)> {
        match self.value(column)? {
            Value::Month(year, month) => Some((*year, *month)),
            _ => None,
        }
    }

    pub(crate) fn time(&self, column: &str) -> Option<TimeOfDay> {
        match self.value(column)? {
            Value::Time(time) => Some(*time),
            _ => None,
        }
    }

    pub(crate) fn yes(&self, column: &str) -> Option<bool> {
        match self.value(column)? {
            Value::YesNo(yes) => Some(*yes),
            _ => None,
        }
    }

    pub(crate) fn zone(&self, column: &str) -> Option<Zone> {
        match self.value(column)? {
            Value::Zone(zone) => Some(zone.clone()),
            _ => None,
        }
    }

    pub(crate) fn weekdays(&self, column: &str) -> Option<[bool; 7]> {
        match self.value(column)? {
            Value::Weekdays(days) => Some(*days),
            _ => None,
        }
    }

    /// The member of `all` that stands where the word stands among the column's words.
    pub(crate) fn choice<T: Copy>(&self, column: &str, all: &[T]) -> Option<T> {
        match self.value(column)? {
            Value::Choice(at) => all.get(*at).copied(),
            _ => None,
        }
    }

    pub(crate) fn id<I: Id>(&self, column: &str) -> Option<I> {
        match self.value(column)? {
            Value::Row(row) => Some(I::from_index(*row as usize)),
            _ => None,
        }
    }

    pub(crate) fn ids<I: Id>(&self, column: &str) -> Vec<I> {
        match self.value(column) {
            Some(Value::Rows(rows)) => rows.iter().map(|row| I::from_index(*row as usize)).collect(),
            _ => Vec::new(),
        }
    }

    /// Tells where a cell is empty that `because` asks for; true where it is filled.
    pub(crate) fn needs(&self, column: &str, because: &str) -> bool {
        if self.has(column) {
            return true;
        }
        let there = self.place(column).is_some_and(|place| self.sheet.has_column(place));
        if self.sheet.veiled && !there {
            // A column that is not known has been told; it is likely this one.
            self.book.spoil(self.at);
            return false;
        }
        let said = Said::new(Code::ValueAlone, "", format!("a value, {because}"), format!("fill `{column}`"));
        self.tell(column, said);
        false
    }

    /// Tells where a cell is filled that has no meaning, `because`.
    pub(crate) fn refuses(&self, columns: &[&str], because: &str) {
        for column in columns {
            if self.has(column) {
                let said = Said::new(
                    Code::ValueSurplus,
                    &self.written(column),
                    format!("an empty cell, {because}"),
                    format!("empty `{column}`, or change the other"),
                );
                self.tell(column, said);
            }
        }
    }

    /// Two cells of which both or none must be filled.
    pub(crate) fn together(&self, a: &str, b: &str) {
        if self.has(a) && !self.has(b) {
            self.needs(b, &format!("as `{a}` is filled"));
        }
        if self.has(b) && !self.has(a) {
            self.needs(a, &format!("as `{b}` is filled"));
        }
    }

    /// Whether any column of the law called `stem` is filled, right or wrong.
    pub(crate) fn tells_law(&self, stem: &str, unit: &str) -> bool {
        let cells = LawCells { row: self, stem, unit };
        ["mean", "law", "cv", "shape", "scale", "low", "high"].iter().any(|parameter| cells.filled(parameter))
    }

    /// A law of probability spread over the columns of `stem`.
    pub(crate) fn law(&self, stem: &str, unit: &str) -> Option<Law> {
        LawCells { row: self, stem, unit }.read()
    }
}

fn with_article(law: &str) -> String {
    let article = if law.starts_with(['a', 'e', 'u']) && law != "uniform" { "an" } else { "a" };
    format!("{article} `{law}`")
}

/// The columns of one law in one row.
struct LawCells<'a> {
    row: &'a Row<'a>,
    stem: &'a str,
    unit: &'a str,
}

impl LawCells<'_> {
    fn column(&self, parameter: &str) -> String {
        let Self { stem, unit, .. } = self;
        match parameter {
            "mean" => format!("{stem}_{unit}"),
            "law" | "cv" | "shape" => format!("{stem}_{parameter}"),
            _ => format!("{stem}_{parameter}_{unit}"),
        }
    }

    fn read(&self) -> Option<Law> {
        let law = self.which()?;
        let (needed, allowed): (&[&str], &[&str]) = match law {
            "constant" | "exponential" => (&["mean"], &["mean"]),
            "lognormal" => (&["mean", "cv"], &["mean", "cv"]),
            "erlang" => (&["mean", "shape"], &["mean", "shape"]),
            "weibull" if self.filled("scale") => (&["shape", "scale"], &["shape", "scale"]),
            "weibull" => (&["mean", "shape"], &["mean", "shape"]),
            "uniform" => (&["low", "high"], &["low", "high"]),
            _ => (&["low", "mean", "high"], &["low", "mean", "high"]),
        };
        for parameter in ["mean", "cv", "shape", "scale", "low", "high"] {
            if !allowed.contains(&parameter) {
                self.check_unused(law, parameter);
            }
        }
        let missing: Vec<_> = needed.iter().filter(|parameter| !self.filled(parameter)).collect();
        for parameter in &missing {
            let column = self.column(parameter);
            let expected = format!("a number, as {} law needs it", with_article(law));
            self.row.tell(&column, Said::new(Code::LawIncomplete, "", expected, format!("fill `{column}`")));
        }
        if !missing.is_empty() {
            return None;
        }
        self.make(law)
    }

    fn filled(&self, parameter: &str) -> bool {
        self.row.has(&self.column(parameter))
    }

    fn get(&self, parameter: &str) -> Option<f64> {
        self.row.float(&self.column(parameter))
    }

    fn which(&self) -> Option<&'static str> {
        let column = self.column("law");
        if self.row.has(&column) {
            return self.row.choice(&column, LAWS);
        }
        if self.get("cv").is_some_and(|cv| cv > 0.0) {
            return Some("lognormal");
        }
        let shaped = ["shape", "scale", "low", "high"].iter().find(|parameter| self.filled(parameter));
        let Some(shaped) = shaped else { return Some("constant") };
        let expected = format!("a law, as `{}` is filled", self.column(shaped));
        let advice = format!("write in `{column}` one of {}", cell::one_of(LAWS));
        self.row.tell(&column, Said::new(Code::LawIncomplete, "", expected, advice));
        None
    }

    fn check_unused(&self, law: &str, parameter: &str) {
        let harmless = parameter == "cv" && self.get("cv") == Some(0.0);
        if !self.filled(parameter) || harmless {
            return;
        }
        let column = self.column(parameter);
        let expected = format!("an empty cell, as {} law has no such parameter", with_article(law));
        let advice = format!("empty `{column}`, or write another law in `{}`", self.column("law"));
        self.row.tell(&column, Said::new(Code::LawSurplus, &self.row.written(&column), expected, advice));
    }

    fn make(&self, law: &'static str) -> Option<Law> {
        let made = match law {
            "constant" => Law::constant(self.get("mean")?),
            "exponential" => Law::exponential(self.get("mean")?),
            "lognormal" => Law::log_normal(self.get("mean")?, self.get("cv")?),
            "erlang" => self.erlang()?,
            "weibull" => self.weibull()?,
            "uniform" => Law::uniform(self.get("low")?, self.get("high")?),
            _ => Law::triangular(self.get("low")?, self.get("mean")?, self.get("high")?),
        };
        match made {
            Ok(law) => Some(law),
            Err(bad) => {
                self.tell_bad(&bad);
                None
            }
        }
    }

    fn erlang(&self) -> Option<Result<Law, BadLaw>> {
        let stages = self.get("shape")?;
        if stages.fract() != 0.0 {
            let bad = BadLaw { law: "erlang", parameter: "k", value: stages, expected: "a whole number" };
            return Some(Err(bad));
        }
        Some(Law::erlang(stages as u32, self.get("mean")?))
    }

    fn weibull(&self) -> Option<Result<Law, BadLaw>> {
        let shape = self.get("shape")?;
        if self.filled("scale") {
            return Some(Law::weibull(shape, self.get("scale")?));
        }
        let mean = self.get("mean")?;
        // The mean of a Weibull law is scale·Γ(1 + 1/shape).
        Some(
            Law::weibull(shape, 1.0)
                .and_then(|_| Law::weibull(shape, mean / libm::tgamma(1.0 + 1.0 / shape))),
        )
    }

    fn tell_bad(&self, bad: &BadLaw) {
        let parameter = match bad.parameter {
            "value" | "mode" => "mean",
            "k" => "shape",
            "scale" if !self.filled("scale") => "mean",
            other => other,
        };
        let column = self.column(parameter);
        let advice = format!("change `{column}`, or write another law in `{}`", self.column("law"));
        let expected = match bad.expected.strip_prefix("between") {
            Some(range) => format!("a number between{range}"),
            None => bad.expected.to_owned(),
        };
        self.row.tell(&column, Said::new(Code::LawBad, &self.row.written(&column), expected, advice));
    }
}
