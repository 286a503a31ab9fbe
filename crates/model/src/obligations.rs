//! What was promised and who depends on it: agreements, settlements, projects.
use crate::ids::{
    AgreementId, CrewId, DumpId, ItemId, OfferId, PartyId, ProjectId, ServiceId, SettlementId, SiteId,
    StoreId, TaskId, WorkshopId,
};
use crate::worth::Payer;
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Days, Money, Quantity, Share};
use iceroad_base::{Span, Time};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray, VariantNames};

/// Incoterms 2020 by their three letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Incoterm {
    /// Ex works.
    Exw,
    /// Free carrier.
    Fca,
    /// Carriage paid to.
    Cpt,
    /// Carriage and insurance paid to.
    Cip,
    /// Delivered at place.
    Dap,
    /// Delivered at place unloaded.
    Dpu,
    /// Delivered duty paid.
    Ddp,
}

impl Incoterm {
    /// Whether delivery happens at hand-over by the seller rather than at the named destination.
    pub fn delivers_at_origin(self) -> bool {
        matches!(self, Incoterm::Exw | Incoterm::Fca | Incoterm::Cpt | Incoterm::Cip)
    }
}

/// An agreement, a row of `agreements.csv`.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Who delivers.
    pub seller: PartyId,
    /// Who receives.
    pub buyer: PartyId,
    /// Day of signature.
    pub signed: Date,
    /// Delivery term.
    pub incoterm: Incoterm,
    /// Penalty per day late as a share of the late line's price.
    pub penalty_per_day: Share,
    /// Days late without penalty.
    pub grace: Days,
    /// Greatest penalty as a share of the line's price.
    pub penalty_cap: Share,
    /// Who boards first where goods wait for a way: lower first; none: 5.
    pub freight_priority: Option<u8>,
}

/// What a line promises.
#[derive(Clone, Copy, PartialEq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(PromiseKind),
    doc = "Which [`Promise`] it is.",
    derive(IntoStaticStr, VariantArray, VariantNames),
    strum(serialize_all = "snake_case")
)]
pub enum Promise {
    /// Goods of an offer, delivered to a store.
    Goods {
        /// The item.
        item: ItemId,
        /// Where it is bought.
        offer: OfferId,
        /// Where it is delivered.
        store: StoreId,
    },
    /// So many jobs done by a workshop: of one planned service, or of any kind.
    Services {
        /// By whom.
        workshop: WorkshopId,
        /// Which; none: any job.
        service: Option<ServiceId>,
    },
    /// So many tonnes brought to a dump.
    Tonnes {
        /// Where.
        dump: DumpId,
    },
}

/// A line of an agreement, a row of `agreement_lines.csv`: one quantity due on one day.
#[derive(Clone, Debug)]
pub struct AgreementLine {
    /// Short name, unique.
    pub name: String,
    /// The agreement.
    pub agreement: AgreementId,
    /// What.
    pub promise: Promise,
    /// How many; tonnes for tonnes.
    pub quantity: Quantity,
    /// Delivered before the horizon's start.
    pub delivered: Quantity,
    /// Called off on this day: the order goes to the seller's offer then.
    pub order_on: Option<Date>,
    /// Due by the end of this day, local to the place of delivery.
    pub due: Date,
    /// Price of the whole line.
    pub price: Money,
}

/// Days late of what is there at `at` and was due by the end of a day, `due`: days begun since. The midnight that ends the due
/// day belongs to the next one, so goods that come then are one day late.
pub fn days_late(due: Time, at: Time) -> i64 {
    if at < due { 0 } else { (at - due).millis() / Span::DAY.millis() + 1 }
}

/// A settlement, a row of `settlements.csv`.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// Short name, unique.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// People.
    pub people: u32,
    /// The store it lives from.
    pub store: StoreId,
    /// Who pays for what it uses.
    pub payer: Payer,
}

/// What a settlement uses, a row of `consumption.csv`.
#[derive(Clone, Debug)]
pub struct Consumption {
    /// Who.
    pub settlement: SettlementId,
    /// What.
    pub item: ItemId,
    /// Units per day at 18 °C and above.
    pub per_day: f64,
    /// Units per day more for each degree of the daily mean below 18 °C (heating degree-days).
    pub per_heating_degree_day: f64,
}

/// A project, a row of `projects.csv`.
#[derive(Clone, Debug)]
pub struct Project {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where.
    pub site: SiteId,
    /// The store its materials come from.
    pub store: StoreId,
    /// Who pays for its crews and materials.
    pub payer: Payer,
}

/// A crew that tasks share, a row of `crews.csv`.
#[derive(Clone, Debug)]
pub struct Crew {
    /// Short name, unique.
    pub name: String,
    /// The project.
    pub project: ProjectId,
    /// Tasks it can do at once.
    pub teams: u16,
    /// Cost of one team for a day of work.
    pub cost_per_day: Money,
    /// Stops on days with a mean below this.
    pub stops_below: Option<Celsius>,
}

/// A task of a project, a row of `tasks.csv` with its rows of `task_materials.csv`.
#[derive(Clone, Debug)]
pub struct Task {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// The project.
    pub project: ProjectId,
    /// Working days.
    pub duration_days: Law,
    /// Tasks that must be done before.
    pub after: Vec<TaskId>,
    /// Who does it; none: no crew is needed.
    pub crew: Option<CrewId>,
    /// May be worked on from this day of a year …
    pub season_from: Option<MonthDay>,
    /// … to this one (frozen ground for piles, warm days for concrete).
    pub season_to: Option<MonthDay>,
    /// Not before this day.
    pub not_before: Option<Date>,
    /// When the planner wants it done.
    pub due: Option<Date>,
    /// Materials taken from the project's store before it starts.
    pub materials: Vec<(ItemId, Quantity)>,
}
