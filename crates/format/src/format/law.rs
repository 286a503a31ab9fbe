//! Laws of probability: the format's one convention for a value that varies, in up to seven columns of one stem.

use super::columns::Columns;
use super::spec::{ColumnSpec, Kind, Need};
use crate::cell::one_of;
use crate::out::Line;
use crate::row::Row;
use crate::source::Said;
use iceroad_base::law::{BadLaw, Law};
use iceroad_model::Code;

/// A law of probability called `stem`, in `unit`.
#[derive(Clone, Copy)]
pub(crate) struct LawColumns {
    stem: &'static str,
    unit: &'static str,
    doc: &'static str,
}

/// A law of probability called `stem`, in `unit`.
pub(super) fn law(stem: &'static str, unit: &'static str, doc: &'static str) -> LawColumns {
    LawColumns { stem, unit, doc }
}

/// The laws by name.
const LAWS: &[&str] = &["constant", "exponential", "weibull", "lognormal", "uniform", "triangular", "erlang"];

/// The parameters, each in a column, in the order of the columns; the law itself is the second column.
const PARAMETERS: [&str; 6] = ["mean", "cv", "shape", "scale", "low", "high"];

impl Columns for LawColumns {
    type Value = Law;

    fn specs(&self) -> Vec<ColumnSpec> {
        let optional = |parameter, kind, doc: String| ColumnSpec {
            name: self.column(parameter),
            kind,
            need: Need::Optional,
            doc,
            basis: "",
        };
        let amount = |parameter, doc| {
            optional(parameter, Kind::Number { what: "amount", unit: self.unit, min: 0.0, max: 1e9 }, doc)
        };
        let pure = |parameter, what, max, doc: &str| {
            optional(parameter, Kind::Number { what, unit: "", min: 0.0, max }, doc.to_owned())
        };
        let mean = "the mean (for `triangular` the likeliest value; empty for `uniform` and where the scale is given)";
        let which = "its law; empty: `constant`, or `lognormal` where `_cv` is above 0";
        let cv = "coefficient of variation, for `lognormal`";
        let shape = "shape of `weibull`, 0.05 to 100; number of stages of `erlang`, 1 to 100";
        vec![
            amount("mean", format!("{}: {mean}", self.doc)),
            optional("law", Kind::Choice(LAWS), which.to_owned()),
            pure("cv", "coefficient of variation", 10.0, cv),
            pure("shape", "shape", 100.0, shape),
            amount("scale", "scale (63.2 % point) of `weibull`, in place of the mean".to_owned()),
            amount("low", "least value of `uniform` and `triangular`".to_owned()),
            amount("high", "greatest value of `uniform` and `triangular`".to_owned()),
        ]
    }

    fn read(&self, row: &Row<'_>) -> Option<Law> {
        LawCells { row, columns: *self }.read()
    }

    fn write(&self, law: &Law, line: &mut Line<'_>) {
        let name = match law {
            Law::Constant { .. } => "",
            Law::Exponential { .. } => "exponential",
            Law::Weibull { .. } => "weibull",
            Law::LogNormal(_) => "lognormal",
            Law::Uniform { .. } => "uniform",
            Law::Triangular { .. } => "triangular",
            Law::Erlang { .. } => "erlang",
        };
        line.cell(&self.column("law"), name);
        let mut put = |parameter, value: f64| line.cell(&self.column(parameter), value);
        match *law {
            Law::Constant { value: mean } | Law::Exponential { mean } => put("mean", mean),
            Law::Weibull { shape, scale } => {
                put("shape", shape);
                put("scale", scale);
            }
            Law::LogNormal(law) => {
                put("mean", law.mean());
                put("cv", law.cv());
            }
            Law::Uniform { low, high } => {
                put("low", low);
                put("high", high);
            }
            Law::Triangular { low, mode, high } => {
                put("low", low);
                put("mean", mode);
                put("high", high);
            }
            Law::Erlang { k, mean } => {
                put("mean", mean);
                put("shape", f64::from(k));
            }
        }
    }
}

impl LawColumns {
    fn column(&self, parameter: &str) -> String {
        let Self { stem, unit, .. } = self;
        match parameter {
            "mean" => format!("{stem}_{unit}"),
            "law" | "cv" | "shape" => format!("{stem}_{parameter}"),
            _ => format!("{stem}_{parameter}_{unit}"),
        }
    }

    /// Whether any of the columns is filled, right or wrong.
    pub(super) fn is_told(&self, row: &Row<'_>) -> bool {
        self.specs().iter().any(|spec| row.has(&spec.name))
    }
}

fn with_article(law: &str) -> String {
    let article = if law.starts_with(['a', 'e', 'u']) && law != "uniform" { "an" } else { "a" };
    format!("{article} `{law}`")
}

/// The columns of one law in one row.
struct LawCells<'a> {
    row: &'a Row<'a>,
    columns: LawColumns,
}

impl LawCells<'_> {
    fn column(&self, parameter: &str) -> String {
        self.columns.column(parameter)
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
        for parameter in PARAMETERS {
            if !allowed.contains(&parameter) {
                self.check_unused(law, parameter);
            }
        }
        let missing: Vec<_> = needed.iter().filter(|parameter| !self.filled(parameter)).collect();
        for parameter in &missing {
            let column = self.column(parameter);
            if self.row.is_veiled(&column) {
                self.row.spoil();
                continue;
            }
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
        self.row.get(&self.column(parameter))
    }

    fn which(&self) -> Option<&'static str> {
        let column = self.column("law");
        if self.row.has(&column) {
            return self.row.word(&column);
        }
        // One that could not be read was told; that it is there says which law is meant.
        if self.filled("cv") && self.get("cv") != Some(0.0) {
            return Some("lognormal");
        }
        let shaped = ["shape", "scale", "low", "high"].iter().find(|parameter| self.filled(parameter));
        let Some(shaped) = shaped else { return Some("constant") };
        let expected = format!("a law, as `{}` is filled", self.column(shaped));
        let advice = format!("write in `{column}` one of {}", one_of(LAWS));
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
