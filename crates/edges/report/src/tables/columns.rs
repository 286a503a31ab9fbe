//! The registry of tables and columns: names, kinds and meanings, declared once.

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text; dates too.
    Text,
    /// A whole number.
    Whole,
    /// A finite number.
    Real,
}

impl Kind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Whole => "whole number",
            Kind::Real => "number",
        }
    }
}

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ColumnSpec {
    /// Its name, with its unit where it has one.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub about: &'static str,
}

/// A table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableSpec {
    /// Its name, and its file's without the ending.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [ColumnSpec],
}

const fn text(name: &'static str, about: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Text, about }
}

const fn whole(name: &'static str, about: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Whole, about }
}

const fn real(name: &'static str, about: &'static str) -> ColumnSpec {
    ColumnSpec { name, kind: Kind::Real, about }
}

const REPLICATION: ColumnSpec = whole("replication", "Replication, from 0");
const MONTH: ColumnSpec = text("month", "Month, `2027-02`");

/// Every table, in the order they are written.
pub const TABLES: &[TableSpec] = &[
    TableSpec {
        name: "replications",
        about: "One row per replication: what tells it from the others.",
        columns: &[
            REPLICATION,
            text("digest", "Digest of its whole event log, hexadecimal"),
            whole("entries", "Entries in its log"),
            whole("fired", "Events its calendar fired"),
            real("mass_t", "Mass dumped, t"),
            real("cost", "Money paid, in the scenario's currency"),
        ],
    },
    TableSpec {
        name: "measures",
        about: "Every measure with its definition and its spread over the replications.",
        columns: &[
            text("key", "Key of the measure"),
            text("title", "What it is"),
            text("unit", "Unit; `share` is 0 to 1, `day` counts from the horizon's first day, 0"),
            text("higher_is_better", "`yes`, `no`, or empty where neither"),
            whole("n", "Replications with a value"),
            real("mean", "Mean"),
            real("half_width_95", "Half-width of Student's 95 % interval for the mean"),
            real(
                "low_95",
                "Lower end of the 95 % interval of the mean; of a chance that of Clopper and Pearson",
            ),
            real("high_95", "Upper end of it"),
            real("p10", "One replication in ten is below"),
            real("p50", "Median"),
            real("p90", "One replication in ten is above"),
            text(
                "at_least",
                "Which of `mean`, `p10`, `p50`, `p90` are lower bounds, as something was not there when the horizon ended",
            ),
            text("definition", "How it is worked out, with its source"),
        ],
    },
    TableSpec {
        name: "measure_values",
        about: "Every measure in every replication.",
        columns: &[
            REPLICATION,
            text("key", "Key of the measure"),
            real("value", "Its value"),
            text("at_least", "`yes` where it is a lower bound"),
        ],
    },
    TableSpec {
        name: "tonnes_by_month",
        about: "What was dumped where; months with nothing have no row.",
        columns: &[
            REPLICATION,
            MONTH,
            text("mine", "Mine"),
            text("dump", "Dump"),
            text("material", "Material"),
            real("mass_t", "Mass dumped, t"),
            whole("loads", "Truck loads"),
        ],
    },
    TableSpec {
        name: "dumps_by_month",
        about: "Grades fed to dumps and stops of crushers; months with neither have no row.",
        columns: &[
            REPLICATION,
            MONTH,
            text("mine", "Mine"),
            text("dump", "Dump"),
            real("graded_t", "Mass dumped that has a grade, t"),
            real("grade", "Its mean grade by mass, in the scenario's unit"),
            real("off_blend_t", "Mass of loads that left the running mean outside the limits, t"),
            whole("stops", "Failures of the crusher"),
            real("stopped_h", "Hours the crusher stood"),
        ],
    },
    TableSpec {
        name: "plan",
        about: "What was planned.",
        columns: &[
            MONTH,
            text("mine", "Mine"),
            text("material", "Material"),
            real("plan_t", "Planned mass, t"),
        ],
    },
    TableSpec {
        name: "machine_hours",
        about: "Hours of each machine in each state, by month; a row's states fill its month.",
        columns: &[
            REPLICATION,
            MONTH,
            text("machine", "Machine"),
            text("model", "Model"),
            text("brand", "Brand"),
            real("absent_h", "Hours in state `absent`"),
            real("travel_empty_h", "Hours in state `travel_empty`"),
            real("queue_load_h", "Hours in state `queue_load`"),
            real("loading_h", "Hours in state `loading`"),
            real("travel_loaded_h", "Hours in state `travel_loaded`"),
            real("queue_dump_h", "Hours in state `queue_dump`"),
            real("dumping_h", "Hours in state `dumping`"),
            real("refuelling_h", "Hours in state `refuelling`"),
            real("wait_truck_h", "Hours in state `wait_truck`"),
            real("off_shift_h", "Hours in state `off_shift`"),
            real("weather_stop_h", "Hours in state `weather_stop`"),
            real("no_work_h", "Hours in state `no_work`"),
            real("no_fuel_h", "Hours in state `no_fuel`"),
            real("wait_tow_h", "Hours in state `wait_tow`"),
            real("tow_h", "Hours in state `tow`"),
            real("wait_bay_h", "Hours in state `wait_bay`"),
            real("wait_technician_h", "Hours in state `wait_technician`"),
            real("wait_part_h", "Hours in state `wait_part`"),
            real("wait_weather_h", "Hours in state `wait_weather`"),
            real("repair_h", "Hours in state `repair`"),
            real("service_h", "Hours in state `service`"),
            real("held_on_road_h", "Hours in state `held_on_road`"),
            real("shift_change_h", "Hours in state `shift_change`"),
            real("warm_up_h", "Hours in state `warm_up`"),
            real("break_h", "Hours in state `break`"),
            real("no_operator_h", "Hours in state `no_operator`"),
            real("blast_stand_down_h", "Hours in state `blast_stand_down`"),
            whole("cycles", "Loads hauled (trucks) or trucks loaded (loaders)"),
            real("mass_t", "Mass dumped (trucks) or loaded (loaders), t"),
            whole("fuel_l", "Fuel burnt, L"),
            whole("energy_kwh", "Electric energy from chargers and trolley lines, kWh"),
        ],
    },
    TableSpec {
        name: "machines",
        about: "Totals of each machine over the horizon, in classes of the time-usage model (GMG 2020).",
        columns: &[
            REPLICATION,
            text("machine", "Machine"),
            text("model", "Model"),
            text("brand", "Brand"),
            text("mine", "Mine"),
            real("calendar_h", "Hours in the fleet"),
            real("working_h", "Hours working"),
            real("delay_h", "Hours delayed (queues, fuel)"),
            real("standby_h", "Hours fit for work but not asked to"),
            real("down_h", "Hours not fit for work"),
            real("availability", "(calendar − down) over calendar"),
            real("utilisation", "(working + delay) over (calendar − down)"),
            whole("cycles", "Loads"),
            real("mass_t", "Mass, t"),
            whole("fuel_l", "Fuel burnt, L"),
            whole("energy_kwh", "Electric energy from chargers and trolley lines, kWh"),
            real("co2_t", "Carbon dioxide of fuel and electricity, t"),
            whole("failures", "Failures"),
            whole("services", "Planned services"),
        ],
    },
    TableSpec {
        name: "subsystems",
        about: "What failed and how the time after it went, over all machines of a model.",
        columns: &[
            REPLICATION,
            text("model", "Model"),
            text("subsystem", "Subsystem"),
            whole("failures", "Failures, by damage too"),
            whole("planned_repairs", "Repairs of what an inspection had found, done before it failed"),
            real("wait_tow_h", "Machine-hours waiting for tow or field crew"),
            real("tow_h", "Machine-hours under tow"),
            real("wait_bay_h", "Machine-hours waiting for a bay"),
            real("wait_technician_h", "Machine-hours waiting for a technician"),
            real("wait_part_h", "Machine-hours waiting for a part"),
            real("wait_weather_h", "Machine-hours waiting for weather"),
            real("repair_h", "Machine-hours of hands-on repair"),
            real("down_h", "All machine-hours down after its failures"),
        ],
    },
    TableSpec {
        name: "workshop",
        about: "Use of bays and technicians.",
        columns: &[
            REPLICATION,
            text("workshop", "Workshop"),
            text("kind", "`bays` or `technicians`"),
            text("name", "Group"),
            real("used_h", "Bay-hours taken, or technician-hours of hands-on work"),
            real("there_h", "Bay-hours open, or technician-hours on shift"),
            real("use", "Used over there"),
            whole("jobs", "Jobs that used it (bays)"),
        ],
    },
    TableSpec {
        name: "stock",
        about: "What each stock line was asked for and gave.",
        columns: &[
            REPLICATION,
            text("store", "Store"),
            text("item", "Item"),
            whole("demands", "Demands"),
            whole("at_once", "Met in full from the shelf at once"),
            whole("substituted", "Met by a permitted equivalent, in part or whole"),
            whole("unmet", "Not met when the horizon ended, or given up"),
            real("wait_days", "Total waiting of demands, days"),
            whole("issued", "Units issued"),
            whole("received", "Units received"),
            whole("spoiled", "Units spoiled"),
            whole("emergencies", "Emergency orders"),
            whole("at_end", "Units on the shelf at the end"),
        ],
    },
    TableSpec {
        name: "stock_weekly",
        about: "Units on the shelf at the end of each week, over the replications.",
        columns: &[
            text("store", "Store"),
            text("item", "Item"),
            whole("week", "Week, from 0; the last is the horizon's end"),
            text("date", "Its last day"),
            real("mean", "Mean"),
            real("p10", "One replication in ten has less"),
            real("p50", "Median"),
            real("p90", "One replication in ten has more"),
            real("share_empty", "Share of replications with nothing on the shelf"),
        ],
    },
    TableSpec {
        name: "seasons",
        about: "Windows in which seasons were open in each replication, those that touch the horizon.",
        columns: &[
            REPLICATION,
            text("season", "Season"),
            text("window", "Winter or year"),
            whole("opened_day", "First open day, from the horizon's first day"),
            text("opened", "First open day"),
            whole("full_load_day", "First day at full load"),
            text("full_load", "First day at full load"),
            whole("closed_day", "Last open day"),
            text("closed", "Last open day"),
        ],
    },
    TableSpec {
        name: "season_outlook",
        about: "When seasons may be expected to be open, over drawn weather years.",
        columns: &[
            text("season", "Season"),
            text("kind", "`ice`, `river` or `calendar`"),
            text("station", "Whose temperatures"),
            text("window", "Winter or year"),
            real("chance", "Share of draws in which it opens"),
            real("full_load_chance", "Share of draws that reach full load"),
            text("opened_p10", "First open day, one year in ten is earlier"),
            text("opened_p50", "First open day, median"),
            text("opened_p90", "First open day, one year in ten is later"),
            text("full_load_p10", "First day at full load, one year in ten is earlier"),
            text("full_load_p50", "First day at full load, median"),
            text("full_load_p90", "First day at full load, one year in ten is later"),
            text("closed_p10", "Last open day, one year in ten is earlier"),
            text("closed_p50", "Last open day, median"),
            text("closed_p90", "Last open day, one year in ten is later"),
            text("planned_opens", "First open day that policies expect"),
            text("planned_full_load", "First day at full load that policies expect"),
            text("planned_closes", "Last open day that policies expect"),
        ],
    },
    TableSpec {
        name: "season_limits",
        about: "Allowed gross vehicle mass on each day of the horizon, over drawn weather years; empty means without limit.",
        columns: &[
            text("season", "Season"),
            text("date", "Day"),
            real("p10_t", "One draw in ten allows less, t"),
            real("p50_t", "Median, t"),
            real("p90_t", "One draw in ten allows more, t"),
        ],
    },
    TableSpec {
        name: "legs",
        about: "What legs carried.",
        columns: &[
            REPLICATION,
            text("leg", "Leg"),
            text("from", "From site"),
            text("to", "To site"),
            text("mode", "Mode"),
            real("mass_t", "Mass that set off, t"),
            whole("trips", "Trips"),
        ],
    },
    TableSpec {
        name: "legs_waiting",
        about: "What waited for legs at the end of each week from the start, then at the end; only where something did.",
        columns: &[
            REPLICATION,
            text("leg", "Leg"),
            whole("week", "Week from the start, from 1"),
            real("mass_t", "Mass that waited, t"),
        ],
    },
    TableSpec {
        name: "vehicles",
        about: "What vehicles carried, and the days on which their season let them.",
        columns: &[
            REPLICATION,
            text("vehicle", "Class of vehicles"),
            text("leg", "Leg"),
            whole("trips", "Trips"),
            real("mass_t", "Mass carried, t"),
            whole("days", "Days on which the season bore a load worth a trip"),
            real("room_t", "Mean of what one trip might carry on those days, t"),
        ],
    },
    TableSpec {
        name: "queues",
        about: "How goods stood in line for legs.",
        columns: &[
            REPLICATION,
            text("leg", "Leg"),
            text("item", "Item"),
            whole("shipments", "Shipments that stood"),
            real("mass_t", "Their mass, t"),
            real("stood_days", "Mean time until the last part had set off, d"),
            real("shut_days", "Of that, while the leg was closed or too thin for them, d"),
            real("longest_days", "The longest that one stood while it was not, d"),
            text("behind", "The other item of which most set off meanwhile"),
        ],
    },
    TableSpec {
        name: "leg_outlook",
        about: "What legs can carry in a window, over drawn weather years.",
        columns: &[
            text("leg", "Leg"),
            text("window", "Winter or year"),
            real("p10_t", "One draw in ten carries less, t"),
            real("p50_t", "Median, t"),
            real("p90_t", "One draw in ten carries more, t"),
        ],
    },
    TableSpec {
        name: "refusals",
        about: "Offers that a restriction refused.",
        columns: &[
            REPLICATION,
            text("offer", "Offer"),
            text("seller", "Seller"),
            text("item", "Item"),
            text("rule", "Restriction"),
            text("rule_title", "Its title"),
            whole("times", "How often"),
        ],
    },
    TableSpec {
        name: "agreement_lines",
        about: "How each line of an agreement came out.",
        columns: &[
            REPLICATION,
            text("agreement", "Agreement"),
            text("line", "Line"),
            text("promise", "What is promised"),
            whole("quantity", "Units promised"),
            text("due", "Due by the end of this day, local to the place of delivery"),
            text("outcome", "`on_time`, `late`, `missing` (overdue at the end) or `not_yet_due`"),
            text("complete", "Day of the last unit"),
            real("lateness_days", "Days late; a lower bound where missing"),
            whole("by_due", "Units delivered by the due time"),
            whole("delivered", "Units delivered"),
            real("penalty", "Penalty, in the scenario's currency"),
            text(
                "main_cause",
                "Cause that took the most time: `lead`, `licence`, `season`, `capacity`, `transit`, `refused`, `no_route`, `work`",
            ),
            text("main_cause_words", "The same in words"),
            real("main_cause_days", "Its days"),
        ],
    },
    TableSpec {
        name: "shortages",
        about: "Days on which a settlement had too little; months without have no row.",
        columns: &[
            REPLICATION,
            MONTH,
            text("settlement", "Settlement"),
            whole("people", "Its people"),
            text("item", "Item"),
            whole("days", "Days with too little"),
            whole("quantity", "Units lacking"),
        ],
    },
    TableSpec {
        name: "mine_shortages",
        about: "Days on which a mine had too little of what it uses beside parts and fuel; months without have no row.",
        columns: &[
            REPLICATION,
            MONTH,
            text("mine", "Mine"),
            text("store", "Store"),
            text("item", "Item"),
            whole("days", "Days with too little"),
            whole("quantity", "Units lacking"),
        ],
    },
    TableSpec {
        name: "tasks",
        about: "Tasks of projects.",
        columns: &[
            REPLICATION,
            text("project", "Project"),
            text("task", "Task"),
            text("started", "Day it began"),
            text("done", "Day it was done"),
            text("due", "Day it is wanted by"),
        ],
    },
    TableSpec {
        name: "turnover",
        about: "Turnover, with the column names of UN Comtrade, so that it can be held against published trade data.",
        columns: &[
            REPLICATION,
            text("typeCode", "`C`: commodities; `S`: services"),
            text("freqCode", "`M`: monthly"),
            whole("refYear", "Year"),
            whole("refMonth", "Month, 1 to 12"),
            text("period", "`202702`"),
            text("reporterISO", "Home territory"),
            text(
                "flowCode",
                "By the seats of the parties: `M`: the seller is abroad; `X`: the buyer is; `D`: within the home territory, which customs statistics do not have",
            ),
            text("flowDesc", "That flow in words"),
            text("partnerISO", "Territory where the partner is seated"),
            text("partnerDesc", "The partner: the seller; of exports, the buyer"),
            text(
                "originISO",
                "Territory of origin, which is Comtrade's partner of imports; of services, where who does them is seated; empty where unknown",
            ),
            text("originFlowCode", "By origin: `M`, `X`, `D` as above; empty where the origin is unknown"),
            text("classificationCode", "`HS`; of services `EB10`, EBOPS 2010"),
            text("cmdCode", "HS chapter, two digits; `00` where the item has no code; of services `SB`"),
            text("cmdDesc", "The chapter or the services, shortened"),
            whole("aggrLevel", "2: chapters; empty of services"),
            whole("netWgt", "Net mass, kg; empty of services"),
            real("primaryValue", "Value, in `currency` (Comtrade gives US dollars)"),
            text("currency", "ISO 4217 code"),
        ],
    },
    TableSpec {
        name: "costs",
        about: "Money paid, by month and cause; cells with nothing have no row.",
        columns: &[
            REPLICATION,
            MONTH,
            text("cause", "Cause"),
            real("amount", "Amount, in the scenario's currency"),
        ],
    },
    TableSpec {
        name: "costs_by_use",
        about: "What was used, by who pays and what for; lines with nothing have no row.",
        columns: &[
            REPLICATION,
            text("payer", "Who pays"),
            text("line", "What for"),
            real("amount", "Amount, in the scenario's currency"),
        ],
    },
];

/// The event log's table, which is written for one replication on request.
pub const LOG: TableSpec = TableSpec {
    name: "events",
    about: "The event log of one replication, entry by entry, in order. One row per field, so that every kind of \
            entry fits: the rows of one entry share its number.",
    columns: &[
        whole("entry", "Number of the entry, from 0"),
        whole("at_ms", "Milliseconds since the horizon's start in UTC"),
        text("at_local", "Local time of the scenario's zone"),
        text("kind", "Kind of entry"),
        text("field", "Name of the field"),
        whole("value", "Its value: a row's number, kilograms, units, minor units of money or milliseconds"),
        text("name", "The name behind the value, where it is a row's number or a state"),
    ],
};
