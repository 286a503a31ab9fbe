//! Stores on two echelons, their stock lines, and what is already on the way.
use crate::ids::{ItemId, PartyId, SiteId, StoreId};
use crate::worth::Payer;
use iceroad_base::civil::{Date, MonthDay};
use iceroad_base::quantity::{Days, Mass, Quantity, Share, Volume};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray, VariantNames};

/// A store, a row of `stores.csv`.
#[derive(Clone, Debug)]
pub struct Store {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where.
    pub site: SiteId,
    /// The store it is replenished from; none: from suppliers.
    pub parent: Option<StoreId>,
    /// Greatest mass it holds; none: enough.
    pub capacity: Option<Mass>,
    /// Greatest volume it holds; none: enough.
    pub room: Option<Volume>,
    /// An unfilled demand that has waited so long is ordered by emergency leg; none: never.
    pub emergency_after: Option<Days>,
    /// Who bears what spoils here and the interest; none: whoever lives from it ([`crate::worth::payer_of`]).
    pub payer: Option<Payer>,
    /// Interest of a year on the worth of what lies here.
    pub interest: Share,
    /// Who boards first where goods wait for a way: lower first; none: 5.
    pub freight_priority: Option<u8>,
}

/// How a stock line is replenished. `on hand + on order − backorders` is the inventory position.
#[derive(Clone, Copy, PartialEq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(ReviewPolicyKind),
    doc = "Which [`ReviewPolicy`] it is.",
    derive(IntoStaticStr, VariantArray, VariantNames),
    strum(serialize_all = "snake_case")
)]
pub enum ReviewPolicy {
    /// Never.
    None,
    /// (s,S): at a review with position ≤ `reorder`, order up to `up_to`. Review every `review_days`; 0 days means
    /// at every demand (continuous review).
    ReorderUpTo {
        /// s.
        reorder: Quantity,
        /// S.
        up_to: Quantity,
        /// Days between reviews; 0: continuous.
        review_days: Days,
    },
    /// Order up to `up_to` once a year on `order_by`, in time to arrive before the road closes; between, order
    /// up to `reorder_up_to` when the position falls to `reorder` (0 and 0: nothing between).
    BeforeClosure {
        /// S on the day.
        up_to: Quantity,
        /// The local day.
        order_by: MonthDay,
        /// s between.
        reorder: Quantity,
        /// S between.
        reorder_up_to: Quantity,
    },
}

/// A stock line, a row of `stock.csv`: one item in one store.
#[derive(Clone, Debug)]
pub struct StockLine {
    /// The store.
    pub store: StoreId,
    /// The item.
    pub item: ItemId,
    /// On the shelf at the start.
    pub on_hand: Quantity,
    /// How it is replenished.
    pub policy: ReviewPolicy,
}

/// Goods on the way at the start, a row of `inbound.csv`.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// Short name, unique.
    pub name: String,
    /// What.
    pub item: ItemId,
    /// How many.
    pub quantity: Quantity,
    /// Where for.
    pub store: StoreId,
    /// From whom.
    pub seller: Option<PartyId>,
    /// Ready to move on at this site …
    pub at: SiteId,
    /// … from this day.
    pub ready: Date,
}
