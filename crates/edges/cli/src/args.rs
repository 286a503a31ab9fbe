//! The words of the command line, each command with an example.
use crate::text::say;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use iceroad::catalogue;
use iceroad::{Fidelity, Replications, RunSpec, Trial};
use iceroad_peers::compat::Peer;
use iceroad_report::Language;
use std::error::Error;
use std::path::PathBuf;
use std::str::FromStr;
use strum::{EnumMessage, VariantArray};

/// Plans the supply and service of mines on ice roads: one written scenario in, an honest forecast out.
#[derive(Parser, Debug)]
#[command(name = "iceroad", version, max_term_width = 100)]
pub(crate) struct Line {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Read a scenario and print every fault at once
    #[command(after_help = "Example:\n  iceroad check examples/sakha")]
    Check(CheckArgs),
    /// Simulate a scenario many times
    #[command(after_help = "Examples:\n  iceroad run examples/sakha --replications 100 --out out/sakha\n  \
                            iceroad run examples/sakha --json > sakha.json\n  \
                            iceroad run north-pit --compat openmines --policy nearest\n  \
                            iceroad run examples/nwt --fidelity rates -n 1000\n  \
                            iceroad run examples/nwt -n 20 --control-variate 400")]
    Run(RunArgs),
    /// Compare two scenarios under common random numbers
    #[command(after_help = "Example:\n  cp -r examples/sakha more-bays   # then edit more-bays/bays.csv\n  \
                            iceroad compare examples/sakha more-bays --replications 50")]
    Compare(CompareArgs),
    /// Write the scenario of a run as one of its suggestions changes it
    #[command(
        after_help = "Examples:\n  iceroad run examples/nwt --out out/nwt && iceroad apply out/nwt 1 -o nwt-1\n  \
                            iceroad compare examples/nwt nwt-1"
    )]
    Apply(ApplyArgs),
    /// Try fleets of other sizes and mixes: tonnes, cost per tonne, what the next machine adds
    #[command(after_help = "Examples:\n  iceroad fleet examples/nwt --model 830E --from -2 --to +3\n  \
                            iceroad fleet examples/nwt --mix 830E=10..14 --mix EX1900=1..2 --half-width 2%")]
    Fleet(FleetArgs),
    /// Search for a plan: what to stock before the road closes
    #[command(subcommand)]
    Plan(PlanWhat),
    /// Tell when each road opens, carries full loads and closes, and what it can carry
    #[command(after_help = "Example:\n  iceroad roads examples/nwt --backtest")]
    Roads(RoadsArgs),
    /// Fit laws of life and repair to a fleet's failure log, and write them into a scenario
    #[command(after_help = "Examples:\n  iceroad fit failures.csv --report failures.html\n  \
                            iceroad fit work-orders.csv --map work-orders.toml --json > fits.json\n  \
                            iceroad fit failures.csv --into examples/nwt -o nwt-fitted")]
    Fit(FitArgs),
    /// Run one replication and re-derive every rule from its event log alone
    #[command(after_help = "Example:\n  iceroad audit examples/sakha --only 3")]
    Audit(AuditArgs),
    /// Write the event log of one replication in a format of others
    #[command(subcommand)]
    Export(ExportWhat),
    /// Draw what every loader and truck did in a shift of one replication
    #[command(
        after_help = "Examples:\n  iceroad gantt examples/sakha --day 2026-07-03 --shift 'day before meal' -o shift.html\n  \
                            iceroad gantt examples/nwt --day 2026-12-24 --from 06:00 --to 10:00 -o morning.html"
    )]
    Gantt(GanttArgs),
    /// Print the JSON Schema of the scenario format
    #[command(
        after_help = "Examples:\n  iceroad schema > scenario.schema.json\n  iceroad schema --form heading > heading.schema.json"
    )]
    Schema(SchemaArgs),
    /// Write a small working scenario to start from
    #[command(after_help = "Examples:\n  iceroad init my-mine && iceroad run my-mine\n  \
                            iceroad init north-mine --like sakha")]
    Init(InitArgs),
    /// Ask ten questions and write a mine that runs
    #[command(
        after_help = "Example:\n  iceroad new first-mine < /dev/null   # takes every answer in brackets"
    )]
    New(NewArgs),
    /// List machines and kinds of ice whose figures a scenario need not write
    #[command(
        after_help = "Examples:\n  iceroad catalogue trucks\n  iceroad catalogue trucks BELAZ-75131\n  \
                            iceroad catalogue loaders --csv > loader_models.csv"
    )]
    Catalogue(CatalogueArgs),
    /// Say what this machine can do and what is missing for it
    #[command(after_help = "Example:\n  iceroad doctor")]
    Doctor,
    /// Write the manual pages and the completions of shells, for installers
    #[command(after_help = "Example:\n  iceroad manual share   # share/man/man1, share/bash-completion, …")]
    Manual(ManualArgs),
    /// Make a scenario of another program's file
    #[command(after_help = "Examples:\n  iceroad import openmines north_pit_mine.json -o north-pit\n  \
                            iceroad import minehaulsim starter_pit.minespec.json -o starter-pit")]
    Import(ImportArgs),
    /// Write a scenario as a workbook for Excel or LibreOffice, or a workbook as a folder
    #[command(
        after_help = "Examples:\n  iceroad workbook examples/sakha -o sakha.xlsx && iceroad check sakha.xlsx\n  \
                            iceroad workbook sakha.xlsx -o sakha-folder"
    )]
    Workbook(WorkbookArgs),
}

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    /// Print faults as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// List the figures that stand where cells are empty, each with where it comes from
    #[arg(long, conflicts_with = "json")]
    pub(crate) defaults: bool,
    /// The language of what is said of a scenario in order; faults are told in English
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LanguageWord::En)]
    pub(crate) lang: LanguageWord,
}

/// What every command that simulates is told of luck and threads.
#[derive(Args, Debug, Clone)]
pub(crate) struct Luck {
    /// Seed of all random streams [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Threads; 0 takes every core. The result is the same at any number
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub(crate) threads: usize,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct Repeat {
    /// How many replications [default: the scenario's]
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) replications: Option<u32>,
    #[command(flatten)]
    pub(crate) luck: Luck,
}

impl Repeat {
    /// What is to be run.
    pub(crate) fn spec(&self) -> RunSpec {
        let replications = self.replications.map_or(Replications::AsWritten, Replications::First);
        RunSpec {
            seed: self.luck.seed,
            replications,
            threads: threads(self.luck.threads),
            ..RunSpec::default()
        }
    }
}

/// So many threads as are started where so many are asked for; says where they are fewer.
pub(crate) fn threads(asked: usize) -> usize {
    let most = iceroad::most_threads();
    if asked > most {
        say(&format!(
            "warning: {asked} threads are no faster than {most} on this machine; {most} are started"
        ));
    }
    asked.min(most)
}

#[derive(Args, Debug)]
pub(crate) struct RunArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) repeat: Repeat,
    /// Leave run.json, tables and report.html in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace an earlier run in the folder
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Go on where an interrupted run into the same folder stopped
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Show all that is told on a terminal, not only what matters most
    #[arg(long)]
    pub(crate) all: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// With --json: give every replication's value of every measure
    #[arg(long, requires = "json")]
    pub(crate) per_replication: bool,
    /// With --out: also write the whole event log of this replication
    #[arg(long, value_name = "R", requires = "out")]
    pub(crate) log: Option<u32>,
    /// With --out: show in the report what every machine did in a shift of this day (replication 0, or that of --only);
    /// DAY is a date, alone, with a shift as in 2026-07-03/day, or with hours as in 2026-07-03/06:00-10:00
    #[arg(long, value_name = "DAY", requires = "out")]
    pub(crate) gantt: Option<String>,
    /// The language of what is shown on a terminal, and of report.html
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LanguageWord::En)]
    pub(crate) lang: LanguageWord,
    /// Run this replication only
    #[arg(long, value_name = "R", conflicts_with_all = ["resume", "replications"])]
    pub(crate) only: Option<u32>,
    /// Run one shift of haulage by another program's rules, to the last tie and without
    /// randomness
    #[arg(long, value_name = "PEER", value_parser = words::<Peer>(|_| None),
          conflicts_with_all = ["only", "log", "resume", "per_replication", "replications", "seed", "threads"])]
    pub(crate) compat: Option<Peer>,
    /// With --compat: this dispatcher only, by the peer's name for it [default: each in turn]
    #[arg(long, value_name = "NAME", requires = "compat")]
    pub(crate) policy: Option<String>,
    /// Follow every truck cycle, or production rates learned from them: many times faster, and a little off
    #[arg(long, value_enum, default_value_t = FidelityWord::Cycles)]
    pub(crate) fidelity: FidelityWord,
    /// With --fidelity rates: run so many replications by cycles too, to tell how far rates are off
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(crate) pairs: u32,
    /// Beside the replications by cycles, run them and N more by rates, to know the means better
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000),
          conflicts_with_all = ["fidelity", "only", "resume"])]
    pub(crate) control_variate: Option<u32>,
    /// Do not try the changes that the result asks for, which takes about as long as the run
    #[arg(long)]
    pub(crate) no_suggestions: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ApplyArgs {
    /// The folder that `iceroad run --out` left
    pub(crate) run: PathBuf,
    /// The number of the suggestion, from 1
    pub(crate) which: usize,
    /// The folder for the changed scenario, which must not exist or be empty, or a new workbook ending in .xlsx
    #[arg(long, short = 'o', value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Where the scenario is now [default: where the run found it]
    #[arg(long, value_name = "DIR")]
    pub(crate) scenario: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LanguageWord {
    // Not told one by one, as above.
    En,
    Ru,
}

impl From<LanguageWord> for Language {
    fn from(word: LanguageWord) -> Language {
        match word {
            LanguageWord::En => Language::English,
            LanguageWord::Ru => Language::Russian,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FidelityWord {
    // Not told one by one: the help of `run` stays on one page.
    Cycles,
    Rates,
}

impl RunArgs {
    /// What is to be run.
    pub(crate) fn spec(&self) -> RunSpec {
        let fidelity = match (self.fidelity, self.control_variate) {
            (FidelityWord::Rates, _) => Fidelity::Rates { pairs: self.pairs },
            (FidelityWord::Cycles, Some(more)) => Fidelity::ControlVariate { more },
            (FidelityWord::Cycles, None) => Fidelity::Cycles,
        };
        let spec = RunSpec { fidelity, suggestions: !self.no_suggestions, ..self.repeat.spec() };
        match self.only {
            Some(only) => RunSpec { replications: Replications::Only(only), ..spec },
            None => spec,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct FleetArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    /// The model whose number is tried, truck or loader [default: the truck model with most machines]
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The smallest number of it, or how many fewer than there are, such as -2
    #[arg(long, value_name = "A", default_value = "-2", allow_hyphen_values = true)]
    pub(crate) from: String,
    /// The largest number of it, or how many more than there are, such as +3
    #[arg(long, value_name = "B", default_value = "+3", allow_hyphen_values = true)]
    pub(crate) to: String,
    /// Numbers of one more model, such as 830E=10..14; every combination with the others named is tried
    #[arg(long, value_name = "MODEL=A..B", conflicts_with_all = ["model", "from", "to"])]
    pub(crate) mix: Vec<String>,
    /// Confidence of the intervals and of the choice of the cheapest
    #[arg(long, value_name = "SHARE", default_value = "0.95")]
    pub(crate) confidence: Share,
    /// How well tonnes are to be known, and what difference in cost per tonne is not worth knowing
    #[arg(long, value_name = "SHARE", default_value = "1%")]
    pub(crate) half_width: Share,
    /// Replications of each fleet at most
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub(crate) most: u32,
    /// What a tonne moved is worth [default: what one costs with the fleet as it is]
    #[arg(long, value_name = "MONEY")]
    pub(crate) worth: Option<f64>,
    /// Cycles, rates, or rates first and cycles for what the answer rests on [default: cycles for up to 12 fleets, else screen]
    #[arg(long, value_parser = words(Trial::get_documentation))]
    pub(crate) fidelity: Option<Trial>,
    #[command(flatten)]
    pub(crate) luck: Luck,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The words of a choice that is declared below, each with what is told of it, if anything.
fn words<T>(told: fn(&T) -> Option<&'static str>) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + VariantArray + Into<&'static str> + FromStr<Err: Error + Send + Sync>,
{
    let word = |choice: &T| {
        PossibleValue::new((*choice).into()).help(told(choice).map(|text| text.trim_end_matches('.')))
    };
    PossibleValuesParser::new(T::VARIANTS.iter().map(word)).try_map(|word| word.parse())
}

/// A share strictly between 0 and 1, written as one or in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share(pub(crate) f64);

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, scale) = match text.trim().strip_suffix('%') {
            Some(percent) => (percent, 100.0),
            None => (text, 1.0),
        };
        let share =
            number.trim().parse::<f64>().map_err(|_| "write a share such as 0.95 or 1%".to_string())? / scale;
        let fits = share > 0.0 && share < 1.0;
        fits.then_some(Share(share)).ok_or_else(|| "a share lies between 0 and 1, without them".to_string())
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum PlanWhat {
    /// How much of each part to keep: what it costs, what waiting it saves, what to order from whom
    #[command(after_help = "Examples:\n  iceroad plan stock examples/nwt\n  \
                            iceroad plan stock examples/nwt --budget 2000000 --json > stock.json\n  \
                            iceroad plan stock examples/nwt --availability 85% --orders-only")]
    Stock(PlanStockArgs),
}

#[derive(Args, Debug)]
pub(crate) struct PlanStockArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    /// Find the best margin; so it is where nothing else is asked
    #[arg(long, conflicts_with_all = ["budget", "availability"])]
    pub(crate) margin: bool,
    /// Find the best for so much more money on the shelves
    #[arg(long, value_name = "MONEY", allow_negative_numbers = true, conflicts_with = "availability")]
    pub(crate) budget: Option<f64>,
    /// Find the least on the shelves with which trucks are so available, such as 85%
    #[arg(long, value_name = "SHARE")]
    pub(crate) availability: Option<Share>,
    /// Change only what is ordered: what lies there at the start is as it is
    #[arg(long)]
    pub(crate) orders_only: bool,
    /// What keeping stock costs a year, of its worth: interest, insurance, room, ageing
    #[arg(long, value_name = "SHARE", default_value = "20%")]
    pub(crate) keeping: Share,
    /// Days by which every road opens late, to tell what that costs; 0 leaves it out
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(u32).range(0..=120))]
    pub(crate) late: u32,
    /// Replications that plans are found and chosen by
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    pub(crate) look: u32,
    /// Fresh replications that the chosen plan is tried on
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub(crate) trial: u32,
    /// Confidence of the intervals
    #[arg(long, value_name = "SHARE", default_value = "95%")]
    pub(crate) confidence: Share,
    /// Write a page with the list, the trial and the curve of what stock buys
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the scenario with the plan, if it helps, as a new folder, or as a new workbook ending in .xlsx
    #[arg(long, value_name = "COPY")]
    pub(crate) apply: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) luck: Luck,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CompareArgs {
    /// The scenario as it is
    pub(crate) a: PathBuf,
    /// The scenario as it might be
    pub(crate) b: PathBuf,
    #[command(flatten)]
    pub(crate) repeat: Repeat,
    /// Show every measure that differs and every changed input, not only what matters most
    #[arg(long)]
    pub(crate) all: bool,
    /// The language of what is shown
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LanguageWord::En)]
    pub(crate) lang: LanguageWord,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RoadsArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) repeat: Repeat,
    /// Hold the ice physics against the measured seasons of season_dates.csv
    #[arg(long)]
    pub(crate) backtest: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct FitArgs {
    /// The log as a maintenance system exports it: CSV or a workbook, a row for each failure, replacement, end or reading
    pub(crate) file: PathBuf,
    /// A TOML file that says what columns, words and units mean where their names do not
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Files of daily weather where the machines worked, or a scenario with its record: what temperature does is then asked
    /// [default: the record of the scenario named by --into]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) weather: Vec<PathBuf>,
    /// What is kept apart
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',', default_value = "model,subsystem")]
    pub(crate) by: Vec<FitByWord>,
    /// Confidence of the intervals
    #[arg(long, value_name = "SHARE", default_value = "90%")]
    pub(crate) confidence: Share,
    /// Write what was fitted into the rows of this scenario's subsystems.csv; figures of before stay in their column `source`
    #[arg(long, value_name = "SCENARIO")]
    pub(crate) into: Option<PathBuf>,
    /// Write a page with probability plots and failures by age
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// With --into: leave the scenario as it is and write a copy with the rows, a new folder or a new workbook ending in .xlsx
    #[arg(long, short = 'o', value_name = "DIR", requires = "into")]
    pub(crate) out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FitByWord {
    // Not told one by one, as above.
    Model,
    Subsystem,
    Cause,
}

#[derive(Args, Debug)]
pub(crate) struct AuditArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    /// Which replication to run and audit
    #[arg(long, value_name = "R", default_value_t = 0)]
    pub(crate) only: u32,
    /// Seed of all random streams [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ExportWhat {
    /// Truck cycles as cyclelog/v1: a CSV row for each load, haul, dump and return
    #[command(
        after_help = "Example:\n  iceroad export cyclelog examples/sakha --only 3 -o cycles.csv --ids ids.csv"
    )]
    Cyclelog(CyclelogArgs),
    /// Everything that happened as an OCEL 2.0 event log in JSON, for process mining
    #[command(
        after_help = "Example:\n  iceroad export ocel examples/nwt --from 2026-12-01 --to 2026-12-07 -o week.json"
    )]
    Ocel(OcelArgs),
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// The scenario: a folder or a workbook
    pub(crate) folder: PathBuf,
    /// Which replication to run and export
    #[arg(long, value_name = "R", default_value_t = 0)]
    pub(crate) only: u32,
    /// Seed of all random streams [default: the scenario's]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(long, short = 'o', value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct GanttArgs {
    /// The language of the page
    #[arg(long, value_enum, value_name = "LANG", default_value_t = LanguageWord::En)]
    pub(crate) lang: LanguageWord,
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    /// The local day on which it begins, such as 2026-07-03
    #[arg(long, value_name = "DATE")]
    pub(crate) day: String,
    /// A shift of the mine's calendar [default: the whole day]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "to"])]
    pub(crate) shift: Option<String>,
    /// From this local time, such as 06:00
    #[arg(long, value_name = "TIME", requires = "to")]
    pub(crate) from: Option<String>,
    /// To this local time; on the next day where it is not after the first
    #[arg(long, value_name = "TIME", requires = "from")]
    pub(crate) to: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Days {
    /// Leave out what happened before this local day, such as 2026-07-03
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Leave out what happened after this local day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct OcelArgs {
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    #[command(flatten)]
    pub(crate) days: Days,
}

#[derive(Args, Debug)]
pub(crate) struct CyclelogArgs {
    #[command(flatten)]
    pub(crate) export: ExportArgs,
    #[command(flatten)]
    pub(crate) days: Days,
    /// Also write which machine or dump each number stands for, as CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) ids: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// As JSON Schema of all or of scenario.toml alone, or as the Markdown chapter of the book
    #[arg(long, value_enum, default_value_t = SchemaForm::Json)]
    pub(crate) form: SchemaForm,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaForm {
    /// JSON Schema
    Json,
    /// JSON Schema of scenario.toml, for editors
    Heading,
    /// Markdown
    Markdown,
}

#[derive(Args, Debug)]
pub(crate) struct CatalogueArgs {
    /// What is to be listed [default: all that there is]
    #[arg(value_parser = PossibleValuesParser::new(catalogue::shelves().iter().map(|shelf| shelf.what)))]
    pub(crate) what: Option<String>,
    /// All that it says of this one, and where it comes from
    #[arg(requires = "what")]
    pub(crate) name: Option<String>,
    /// Print it as a table of the format
    #[arg(long, requires = "what", conflicts_with = "name")]
    pub(crate) csv: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ManualArgs {
    /// The folder to write into, such as /usr/share; it is made where it is missing
    pub(crate) folder: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The folder to make; it must not exist or be empty
    pub(crate) folder: PathBuf,
    /// Begin as one of the examples
    #[arg(long, value_name = "EXAMPLE", value_parser = PossibleValuesParser::new(iceroad::examples()))]
    pub(crate) like: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct NewArgs {
    /// The folder to make; it must not exist or be empty
    pub(crate) folder: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct WorkbookArgs {
    /// The scenario: a folder or a workbook
    pub(crate) scenario: PathBuf,
    /// A workbook to write, ending in .xlsx, or a folder, which must not exist or be empty
    #[arg(long, short = 'o', value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// With sheets for every table and columns for all that it may hold, empty ones too
    #[arg(long)]
    pub(crate) all: bool,
    /// Replace a workbook that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ImportArgs {
    #[command(subcommand)]
    pub(crate) format: ImportFormat,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ImportFormat {
    /// A mine of OpenMines, with distance matrices
    Openmines(PeerFile),
    /// A mine of minehaulsim (`minehaulsim.minespec/v1`), with a road graph
    Minehaulsim(PeerFile),
    /// Haul roads from a map in GeoJSON, for one mine of a scenario
    #[command(after_help = "Examples:\n  iceroad import network roads.geojson --mine pit -o roads\n  \
                            iceroad import network roads.geojson --mine pit -o my-mine --replace")]
    Network(NetworkFile),
    /// A station's daily record from files of a weather service: GHCN-Daily (.dly, CSV), Environment Canada, or a table
    #[command(
        after_help = "Examples:\n  iceroad import weather RSM00024959.dly --station yakutsk -o yakutsk\n  \
                            iceroad import weather daily-*.csv --station lensk -o my-mine --replace"
    )]
    Weather(WeatherFiles),
}

#[derive(Args, Debug)]
pub(crate) struct WeatherFiles {
    /// The files of one record; their kind is found by what they hold
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The station's name in the scenario
    #[arg(long, value_name = "NAME")]
    pub(crate) station: String,
    /// A new folder for stations.csv and climate/NAME.csv, or a new file ending in .csv for the record alone; with --replace, the
    /// scenario folder
    #[arg(long, short = 'o', value_name = "DIR|FILE")]
    pub(crate) out: PathBuf,
    /// Put the record in place of the one that the station has in the scenario folder, or add the station to it
    #[arg(long)]
    pub(crate) replace: bool,
    /// A station of the files, by the service's own name; of several the first that has a day counts [default: the only one]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Vec<String>,
    /// What temperatures are, where the files do not say
    #[arg(long, value_enum, value_name = "UNIT")]
    pub(crate) unit: Option<UnitWord>,
    /// Leave a day without Tmax or Tmin a gap, even where the service gives a mean of its own
    #[arg(long)]
    pub(crate) no_fill: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitWord {
    // Not told one by one: the help of `import weather` stays on one page.
    Tenths,
    Celsius,
    Fahrenheit,
}

#[derive(Args, Debug)]
pub(crate) struct NetworkFile {
    /// The map: LineString and MultiLineString are roads, named Points name nodes
    pub(crate) file: PathBuf,
    /// The mine the roads are of
    #[arg(long, value_name = "NAME")]
    pub(crate) mine: String,
    /// A new folder for haul_nodes.csv and haul_segments.csv; with --replace, the scenario folder
    #[arg(long, short = 'o', value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Put the roads in place of those the mine has in the scenario folder
    #[arg(long)]
    pub(crate) replace: bool,
    /// Coordinates are metres of the mine's own grid, whatever the file says
    #[arg(long)]
    pub(crate) metres: bool,
    /// Coordinates are of this system of the EPSG register, whatever the file says: EPSG:32652 is UTM 52N
    #[arg(long, value_name = "EPSG:N", conflicts_with = "metres", value_parser = epsg)]
    pub(crate) crs: Option<u32>,
    /// Ends of roads and points closer than this are in one place, m
    #[arg(long, value_name = "M", default_value_t = 5.0, value_parser = positive)]
    pub(crate) tolerance: f64,
    /// Keep bends that are more than this off the straight, m, and humps of more than a tenth of it
    #[arg(long, value_name = "M", default_value_t = 10.0, value_parser = positive)]
    pub(crate) detail: f64,
}

/// A number of the EPSG register, with or without its name before it.
fn epsg(text: &str) -> Result<u32, String> {
    let number = text.rsplit(':').next().unwrap_or(text);
    number.parse().map_err(|_| "expected a number of the EPSG register such as EPSG:32652".into())
}

/// A length above nothing, m.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.01..=10_000.0).contains(&value) => Ok(value),
        _ => Err("expected metres from 0.01 to 10000".into()),
    }
}

#[derive(Args, Debug)]
pub(crate) struct PeerFile {
    /// The file
    pub(crate) file: PathBuf,
    /// The scenario folder to make; it must not exist or be empty
    #[arg(long, short = 'o', value_name = "DIR")]
    pub(crate) out: PathBuf,
}
