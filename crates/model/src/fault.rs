//! Faults of a scenario: one registry of codes, one shape of fault.
//!
//! A fault says what is wrong, where, what the value was, what was expected and what to do. `model` knows the
//! table, the row and the column; the `scenario` crate turns these into file, line and column of text.
//! Codes are grouped by subject in blocks of a hundred and never change their meaning.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $title:literal;)*) => {
        /// The registry of every fault a scenario can have.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        pub enum Code {
            $(#[doc = $title] $(#[$doc])* $name = $number,)*
        }
        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];
            /// What the code means, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    // 100: the folder and its files
    FolderMissing = 101, "the scenario does not exist";
    FolderIsFile = 102, "the scenario folder is a file";
    FolderUnreadable = 103, "the scenario folder cannot be read";
    HeadingMissing = 104, "the folder has no scenario.toml";
    TableMissing = 105, "a table that every scenario needs is missing";
    UnknownFile = 106, "the folder holds a table that is not known";
    FileUnreadable = 107, "a file cannot be read";
    FileIsFolder = 108, "a folder stands where a file is expected";
    FileSpecial = 109, "a device or pipe stands where a file is expected";
    FileTooLarge = 110, "a file is too large";
    LineTooLong = 111, "a line is too long";
    NotUtf8 = 112, "a file is not UTF-8 text";
    NotText = 113, "a file is not plain text";
    EmptyFile = 114, "a file is empty";
    LinkLoop = 115, "a link leads back to itself";
    RecordMissing = 116, "a measured station has no daily record";
    RecordUnused = 117, "a daily record is of no station";
    FolderTaken = 118, "the folder for a new scenario is not empty";
    FileUnwritable = 119, "a file cannot be written";
    TableUnread = 120, "a file looks like a table and is not read";
    WorkbookUnreadable = 121, "a workbook cannot be read";
    UnknownSheet = 122, "a workbook has a table that is not known";
    SheetUnread = 123, "a sheet is no table and is not read";
    SheetTwice = 124, "two sheets of a workbook are one table";
    // 150: scenario.toml
    TomlSyntax = 150, "scenario.toml is not valid TOML";
    UnknownKey = 151, "scenario.toml has a key that is not known";
    MissingKey = 152, "scenario.toml lacks a key";
    WrongType = 153, "a key of scenario.toml has the wrong type";
    FormatUnknown = 154, "the scenario format is of another version";
    CurrencyBad = 155, "a currency is not a three-letter code";
    // 160: a file to import
    JsonSyntax = 160, "a file is not valid JSON";
    JsonKeyMissing = 161, "an object of a file lacks a key";
    JsonWrongType = 162, "a value of a file has the wrong type";
    JsonKeyTwice = 163, "an object of a file has a key twice";
    ListLengthWrong = 164, "a list has another length than it should";
    EquipmentUnknown = 165, "a machine is not in the catalogue of its format";
    NotImportable = 166, "a file says what a scenario cannot";
    FileMissing = 167, "the file to import does not exist";
    GeometryBad = 168, "a geometry of a map is not what it says";
    MapWithoutRoads = 169, "a map holds no road";
    NotDegrees = 170, "coordinates of a map are not degrees";
    MapTooWide = 171, "a map is wider than a mine";
    PlaceAstray = 172, "a named point of a map lies on no road";
    PlacesMeet = 173, "two named points of a map lie on one place";
    RoadIsDot = 174, "a road of a map is shorter than the tolerance";
    RoadApart = 175, "a road of a map joins no other";
    CrsUnknown = 176, "a map is in coordinates that are not known";
    RoadDoublesBack = 177, "a road of a map goes back over itself";
    WeatherUnknown = 178, "a weather file is of no kind that is known";
    StationUnclear = 179, "weather files do not tell which station is meant";
    ReadingsDiffer = 180, "a day's temperature stands twice and differs";
    MinAboveMax = 181, "days are colder at their highest than at their lowest";
    NoTemperatures = 182, "weather files hold no day's temperature";
    LogUnknown = 183, "a file is no failure log that is known";
    MapSyntax = 184, "a mapping file is not valid TOML";
    MapUnknown = 185, "a mapping file says what is not known";
    // 200: the text of a table
    UnknownColumn = 201, "a table has a column that is not known";
    MissingColumn = 202, "a table lacks a column";
    DuplicateColumn = 203, "a table has a column twice";
    UnnamedColumn = 204, "a column has no name";
    WrongUnit = 205, "a column has another unit than the format's";
    TooFewFields = 206, "a row has fewer fields than the header";
    TooManyFields = 207, "a row has more fields than the header";
    UnclosedQuote = 208, "a quoted field is never closed";
    StrayQuote = 209, "a quote stands where none may be";
    WrongSeparator = 210, "a table has another separator than it should";
    NoRows = 211, "a table that is needed has no rows";
    ControlCharacter = 212, "a cell holds a character that cannot be printed";
    ForeignParameter = 213, "a column gives a law by a parameter that the format has not";
    MergedCells = 214, "cells of a table are merged";
    // 300: values
    OutOfRange = 301, "a number is outside its range";
    ValueMissing = 302, "a value is missing";
    NotANumber = 303, "a cell is not a number";
    NaN = 304, "a number is not-a-number";
    Infinite = 305, "a number is infinite";
    NumberTooLarge = 306, "a number is too large to be held";
    DecimalComma = 307, "a number is written with a decimal comma";
    ThousandsSeparator = 308, "a number is written with thousands separators";
    UnitInCell = 309, "a number carries its unit";
    Negative = 310, "a number is negative";
    TooManyDecimals = 311, "a number is finer than the format keeps";
    NotWhole = 312, "a number is not whole";
    PercentSign = 313, "a share is written in percent";
    WrongMinus = 314, "a number has a sign that is not a plain minus";
    SpreadsheetError = 315, "a cell holds a spreadsheet's error";
    Formula = 316, "a cell holds a formula";
    Placeholder = 317, "a cell holds a placeholder";
    NotADate = 318, "a cell is not a date";
    NoSuchDay = 319, "a date names a day that does not exist";
    NotADayOfYear = 320, "a cell is not a day of the year";
    NotAMonth = 321, "a cell is not a month";
    NotATime = 322, "a cell is not a time of day";
    NotYesNo = 323, "a cell is neither yes nor no";
    UnknownChoice = 324, "a word is none of those allowed";
    UnknownZone = 325, "a time zone is not known";
    HsCodeBad = 326, "a Harmonised System code is malformed";
    WeekdaysBad = 327, "weekdays are malformed";
    NameBad = 328, "a name holds what no name may hold";
    NameTwice = 329, "two rows have one name";
    ListEmptyMember = 330, "a list has an empty member";
    ListTwice = 331, "a list names one thing twice";
    LawIncomplete = 332, "a law lacks a parameter";
    LawSurplus = 333, "a law has a parameter it does not use";
    LawBad = 334, "a law has a parameter that is not legal";
    ValueAlone = 335, "a value needs another beside it";
    ValueSurplus = 336, "a value has no meaning beside another";
    RowTwice = 337, "two rows say the same thing";
    RowsDisagree = 338, "rows of one thing disagree";
    MonthOutside = 339, "a month is before the horizon";
    NormalsIncomplete = 340, "a synthetic station lacks monthly normals";
    NearNames = 341, "two names differ by so little that one may be a slip";
    LookAlike = 342, "two names of one table look alike";
    TwoReadings = 343, "a cell can be read in two ways";
    Rewritten = 344, "a spreadsheet rewrote a cell";
    UnknownEncoding = 345, "an encoding is not known";
    // 400: references between rows
    UnknownId = 401, "a reference names nothing";
    IdOutsideTable = 402, "an id names no row of its table";
    // 500: time and climate
    HorizonBad = 501, "the horizon is empty or too long";
    NoReplications = 502, "no replication is asked for";
    RecordedYearMissing = 503, "the record does not cover the years to be replayed";
    SyntheticOfSynthetic = 504, "a synthetic station takes its anomalies from a synthetic station";
    RecordEmpty = 505, "a measured station has no day on record";
    RecordOutOfOrder = 506, "a record's days are out of order";
    NoWholeYear = 507, "the measured stations share no whole year";
    IceWithoutStation = 508, "an ice season has no station";
    StepsNotRising = 509, "load steps do not rise";
    MeltBad = 510, "a melting rate is negative or not a number";
    SeasonEmpty = 511, "a season opens and closes on one day";
    ClosesInFreezeUp = 512, "an ice road must close before it can be built";
    MeasuredDisorder = 513, "measured seasons are out of order";
    CalendarWithoutShift = 514, "a calendar has no shift";
    ShiftWithoutWeekday = 515, "a shift starts on no weekday";
    RosterNeverOn = 516, "a roster has no day on";
    SiteWithoutStation = 517, "a site where weather matters has no station";
    IceFigureBad = 518, "a figure of a road on ice is not possible";
    IceNeedsSteps = 519, "a rule of a road on ice needs load steps that are not there";
    StepNotBorne = 520, "ice of a step's thickness does not bear its mass";
    StepNeverReached = 521, "no winter on record makes the ice that a step asks";
    // 600: mines and fleet
    PlaceOfOtherMine = 601, "a mine's place lies on another mine's roads";
    SegmentBetweenMines = 602, "a segment joins two mines";
    SegmentToItself = 603, "a segment leads to where it starts";
    SegmentNoLength = 604, "a segment has no length";
    NoRoadTo = 605, "a place cannot be reached";
    NoRoadBack = 606, "a place cannot be left";
    ClimbTooSteep = 607, "a loaded truck cannot climb a segment";
    NoTraction = 608, "a truck has no traction";
    TruckModelEmpty = 609, "a truck model carries, weighs or holds nothing";
    ForceCurveBad = 610, "a force curve is not a curve";
    BucketTooLarge = 611, "a bucket is larger than every truck";
    LoaderModelEmpty = 612, "a loader model lifts nothing or takes no time";
    FaceWithoutDump = 613, "no dump takes what a face gives";
    LoaderWithoutFace = 614, "a loader has no face";
    FaceOfOtherMine = 615, "a machine's face is in another mine";
    DumpOfOtherMine = 616, "a machine's dump is in another mine";
    DumpRefusesMaterial = 617, "a truck's dump does not take its face's material";
    TruckWithoutFace = 618, "a truck under fixed dispatch has no face";
    TruckWithoutLoader = 619, "a truck has nobody to load it";
    FuelIncomplete = 620, "a mine's fuel is told by halves";
    PumpStandsStill = 621, "a pump gives nothing";
    FuelNotInLitres = 622, "fuel is not counted in litres";
    TankEmpty = 623, "a machine that burns a mine's fuel has no tank";
    DumpWithoutPlace = 624, "no truck may dump at a dump";
    DumpTakesNothing = 625, "a dump takes no material";
    CrusherTooSmall = 626, "a crusher's hopper is smaller than a truck's load";
    PlanAfterHorizon = 627, "a mine's plan is wholly after the horizon";
    PieceNotPromised = 628, "a machine comes with a piece that its line does not promise";
    LineWithoutMachines = 629, "a machine comes with a line that promises no machines";
    PieceTwice = 630, "two machines come with one piece";
    LineOfOtherBrand = 631, "a machine comes with a line of another brand";
    MineWithoutTrucks = 632, "a mine with a plan has no truck";
    // 640: roads with rules
    RoadRuleUnused = 640, "a rule of the road in a mine where trucks do not hinder each other";
    ZoneWithoutSegment = 641, "a single-lane zone has no segment";
    ZoneOfOtherMine = 642, "a segment's zone is another mine's";
    BayBetweenNothing = 643, "a passing bay lies between no two zones";
    ClosureOfOtherMine = 644, "a closure names a place of another mine";
    ClosureWithoutRoad = 645, "a closure closes a road that is not there";
    ClosureForEver = 646, "a closure cuts a place off for ever";
    RoadWeatherIdle = 647, "weather on the road changes nothing";
    ZoneNotOneRoad = 648, "a single-lane zone is not one unbranched road";
    BaySmall = 649, "a passing bay is smaller than what may come out of a zone at once";
    TrayHalfEmpty = 650, "a loader leaves a truck half empty";
    SequenceOfNoLoader = 651, "a dig sequence is of a machine that is no loader";
    FaceTwiceInSequence = 652, "a dig sequence names a face twice";
    SequenceStuck = 653, "a dig sequence never comes to a face";
    BreaksWithoutCrusher = 654, "a dump without a crusher has a crusher that fails";
    CrusherFailsAtOnce = 655, "a crusher fails at every moment";
    DozerIdle = 656, "a dozer comes after no load";
    StockpileOfOtherMine = 657, "a face digs a stockpile of another mine";
    StockpileUnfit = 658, "a dump is no stockpile that can be dug";
    StockpileTwice = 659, "two faces dig one stockpile";
    // 660: traction
    BatteryWithoutCharger = 660, "a battery truck has nowhere to charge";
    TruckTooHeavy = 661, "a truck is too heavy for the only road";
    RetarderTooWeak = 662, "a retarder does not hold a loaded truck";
    CornerTooTight = 663, "no truck takes a corner";
    CurveEnds = 664, "a truck is held by the end of its force curve";
    BatterySmall = 665, "a battery is too small for a round of its mine";
    TyresTooHot = 666, "a route asks more of a tyre than it may do";
    HaulageRefused = 667, "haulage cannot be made ready";
    ElectricityFree = 668, "machines draw electricity that costs nothing";
    TankSmall = 669, "a tank is too small for its machine's work";
    // 670: blends
    GradeMissing = 670, "a blend is asked of ore without a grade";
    BlendReversed = 671, "a blend's least grade is above its greatest";
    BlendImpossible = 672, "no mix of faces meets a blend";
    BlendUndug = 673, "no mix of the faces that are dug meets a blend";
    BreakOutsideShift = 681, "a break lies in no shift";
    BreakOutlastsShift = 682, "a break outlasts its shift";
    OperatorsOfAbsentModel = 683, "operators are named for a model that the mine has not";
    NobodyOperates = 684, "nobody may operate a machine";
    // 700: maintenance
    CurveWithoutPoint = 701, "a curve has no point";
    CurveNotRising = 702, "a curve's temperatures or hours do not rise";
    LifeZero = 703, "a life law has no life";
    NobodyNeeded = 704, "a job needs no technician";
    PartQuantityZero = 705, "a job needs no piece of a part";
    NeverToBeHad = 706, "a good can never be had";
    TradeMissing = 707, "a workshop has nobody of a trade";
    CertificateMissing = 708, "a workshop has nobody certified for a brand";
    FieldCrewMissing = 709, "a workshop has nobody who goes out";
    TooFewTechnicians = 710, "a job needs more technicians than a shift has";
    BayTooSmall = 711, "no bay takes a machine";
    CraneMissing = 712, "no bay that takes a machine has a crane";
    NoRecovery = 713, "a workshop cannot tow";
    WayToGateBad = 714, "a workshop's way to the gate is not a length";
    IntervalZero = 715, "a service is due at every moment";
    EarlyTooLong = 716, "a service may come a whole interval early";
    RenewsOtherModel = 717, "a service renews a subsystem of another model";
    NeverFails = 718, "no machine of a model that wears ever fails";
    NothingFails = 719, "no machine of the scenario can fail or is serviced";
    LooksAtOtherModel = 720, "a service inspects, or a failure damages, a subsystem of another model";
    DamagesItself = 721, "a subsystem damages itself";
    FindsNothing = 722, "an inspection looks at what never shows";
    ShowsUnseen = 723, "a warning is given that no inspection looks at";
    // 800: goods, trade and transport
    InterchangeToItself = 801, "an item stands in for itself";
    RatioZero = 802, "an interchange ratio has a zero";
    RatiosDisagree = 803, "two statements give one interchange two ratios";
    InterchangeLoop = 804, "a chain of supersessions comes back to its start";
    LifeFactorBad = 805, "a substitute's life factor is not above zero";
    DatesReversed = 806, "a last day is before its first";
    WindDownBeforeStart = 807, "a wind-down ends before its rule begins";
    RestrictsEverything = 808, "a restriction matches everything";
    HsPrefixBad = 809, "a prefix of HS codes is malformed";
    OwnersOverAll = 810, "a party's owners hold more than all of it";
    OwnershipLoop = 811, "parties own each other in a circle";
    BatchZero = 812, "an offer sells nothing at a time";
    OfferLeadsNowhere = 813, "no legs lead from an offer to any store";
    LegToItself = 814, "a leg leads to where it starts";
    LegCarriesNothing = 815, "a leg can never carry anything";
    TareTooHeavy = 816, "an empty vehicle is too heavy for its road";
    StoreLoop = 817, "stores replenish each other in a circle";
    StoreCutOff = 818, "no legs lead from a store's parent to it";
    ReorderAboveUpTo = 819, "a reorder point is above its order-up-to level";
    StoreOverfull = 820, "a store starts fuller than it can be";
    ReplenishedFromNothing = 821, "a stock line is ordered but nobody has the item";
    InboundAfterHorizon = 822, "goods on the way are ready after the horizon";
    InboundNothing = 823, "an inbound order brings nothing";
    InboundCutOff = 824, "no legs lead from goods on the way to their store";
    ShelfLifeZero = 825, "an item spoils at once";
    RoadIdle = 826, "a road never bears a load worth a trip";
    ShopWithoutBench = 827, "a repair shop has no bench";
    NeverReplaced = 828, "no job replaces what a rotable is about";
    RepairShopCutOff = 829, "no legs lead to a repair shop and back";
    // 900: agreements, settlements, projects
    DealWithItself = 901, "a party makes an agreement with itself";
    DueBeforeHorizon = 902, "a line is due before the horizon";
    OrderedAfterDue = 903, "a line is called off after it is due";
    OrderedOutsideOffer = 904, "a line is called off when its offer is not valid";
    NothingLeftToDeliver = 905, "a line has nothing left to deliver";
    OfferOfOtherItem = 906, "a line's offer sells another item";
    OfferOfOtherSeller = 907, "a line's offer is another seller's";
    CapBelowOneDay = 908, "a penalty's cap is below one day of it";
    SignedAfterDue = 909, "an agreement is signed after a line is due";
    LineCutOff = 910, "no legs lead from a line's offer to its store";
    ServiceNeverDone = 911, "a line promises jobs that are never done";
    DumpNeverFed = 912, "a line promises tonnes that never come";
    NobodyLives = 913, "a settlement has no people";
    ConsumptionUnstocked = 914, "a settlement or mine uses what its store does not keep";
    TaskLoop = 915, "tasks wait for each other in a circle";
    TaskSeasonEmpty = 916, "a task's season is empty";
    CrewOfOtherProject = 917, "a task's crew is another project's";
    MaterialUnstocked = 918, "a task needs what its store does not keep";
    MaterialNone = 919, "a task needs no piece of a material";
    CrewWithoutTeams = 920, "a crew has no team";
    TaskDueTooEarly = 921, "a task is due before it may start";
    UseOfOtherMine = 930, "a mine's use goes with tonnes at another mine's dump";
    UseWithoutTonnes = 931, "a mine's use names tonnes and takes nothing per tonne";
    YearNotCovered = 932, "a yearly order does not last a year";
}

impl Code {
    /// Whether it only warns: what is written is legal and is taken as it stands, but may not be what was meant.
    pub fn warns(self) -> bool {
        matches!(
            self,
            Code::TableUnread
                | Code::SheetUnread
                | Code::RoadDoublesBack
                | Code::NearNames
                | Code::LookAlike
                | Code::BaySmall
                | Code::NeverFails
                | Code::NothingFails
                | Code::ShowsUnseen
                | Code::MineWithoutTrucks
                | Code::CurveEnds
                | Code::ElectricityFree
                | Code::TyresTooHot
                | Code::TankSmall
                | Code::BlendUndug
                | Code::BreakOutsideShift
                | Code::BreakOutlastsShift
                | Code::NobodyOperates
                | Code::StepNotBorne
                | Code::StepNeverReached
                | Code::RoadIdle
                | Code::NeverReplaced
                | Code::YearNotCovered
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IR{:04}", *self as u16)
    }
}

/// The tables that a fault may name, in the order in which faults are told. `brands`, `trades` and `territories`
/// have no file of their own: their names exist by being used.
pub const TABLES: &[&str] = &[
    "scenario",
    "brands",
    "trades",
    "territories",
    "sites",
    "legs",
    "vehicles",
    "calendars",
    "holidays",
    "stations",
    "station_normals",
    "seasons_ice",
    "ice_steps",
    "seasons_river",
    "seasons_calendar",
    "season_dates",
    "mines",
    "haul_nodes",
    "haul_segments",
    "haul_zones",
    "haul_closures",
    "haul_weather",
    "materials",
    "faces",
    "dumps",
    "production_plan",
    "truck_models",
    "rimpull",
    "retarder",
    "loader_models",
    "machines",
    "dig_sequence",
    "breaks",
    "operators",
    "temperature_curves",
    "meter_curves",
    "subsystems",
    "subsystem_parts",
    "services",
    "service_parts",
    "workshops",
    "bays",
    "technicians",
    "parties",
    "owners",
    "items",
    "interchange",
    "restrictions",
    "offers",
    "stores",
    "stock",
    "inbound",
    "repair_shops",
    "rotables",
    "agreements",
    "agreement_lines",
    "settlements",
    "consumption",
    "mine_consumption",
    "projects",
    "crews",
    "tasks",
    "task_materials",
];

/// One fault, placed by table, row and column.
///
/// The place is told in the words of the scenario folder, whose tables are not quite those of [`crate::Tables`]:
///
/// * `table` is the stem of the file (`"haul_segments"`, `"production_plan"`); a model is placed in
///   `truck_models` or `loader_models`, a season in `seasons_ice`, `seasons_river` or `seasons_calendar`;
/// * `row` is the index of the id in [`crate::Tables`]: a leg counts as a leg, also where a two-way row made two
///   of it; a loader model counts among all models; a calendar or curve is one, however many rows it has;
/// * rows that belong to a thing (`ice_steps`, `season_dates`, `rimpull`, `retarder`, `subsystem_parts`, `service_parts`,
///   `task_materials`; `owners`, `holidays`) have no id: they are counted through all things in the order of
///   their ids, and within a thing in its own order;
/// * `column` is the column's name with its unit (`"payload_t"`).
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    /// Which rule was broken.
    pub code: Code,
    /// The table (`"machines"`), or `"scenario"` for the heading.
    pub table: &'static str,
    /// The row, counted from 0; none where the fault is of the whole table.
    pub row: Option<usize>,
    /// The column or key as written in the header; empty where the fault is of the whole row.
    pub column: &'static str,
    /// The value as the planner would know it.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}", self.code, self.code.title(), self.table)?;
        if let Some(row) = self.row {
            write!(f, ", row {}", row + 1)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, "): {}; expected {}; {}", self.value, self.expected, self.advice)
    }
}

impl std::error::Error for Fault {}
