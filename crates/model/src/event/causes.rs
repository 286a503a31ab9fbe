//! Kinds that point at a row: what a job is for, who asks for goods, what an order is for, why a line was late.
use super::Field;
use crate::ids::*;

/// Declares an enum whose variants are numbered, named by the variant in snake case, and may point at something.
macro_rules! pointing {
    ($(#[$about:meta])* $Name:ident {
        $($(#[$means:meta])* $number:literal $Variant:ident $(($to:ident: $To:ty))?),+ $(,)?
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[derive(serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum $Name { $($(#[$means])* $Variant $(($To))?),+ }

        impl $Name {
            /// The name in tables.
            pub fn name(self) -> &'static str {
                self.into()
            }

            /// Its number.
            pub const fn number(self) -> u8 {
                match self { $(Self::$Variant { .. } => $number),+ }
            }

            /// What it points at.
            pub fn points_at(self) -> Option<Field> {
                match self { $(Self::$Variant $(($to))? => pointing!(@field $($to)?)),+ }
            }
        }
    };
    (@field) => { None };
    (@field $to:ident) => { Some(Field::from($to)) };
}

/// Numbers of what comes about in a replication, each counted from 0 in order of opening.
macro_rules! serial {
    ($($(#[$means:meta])* $Name:ident)+) => {$(
        $(#[$means])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub struct $Name(pub u32);
    )+};
}

serial! {
    /// Number of a job within one replication.
    JobNo
    /// Number of a demand on a store within one replication.
    DemandNo
    /// Number of an order within one replication.
    OrderNo
    /// Number of a shipment within one replication.
    ShipmentNo
    /// Number within one replication of a unit that came out of a machine for repair; what was in repair shops at the start comes first.
    CoreNo
}

pointing! {
    /// Why a job was opened.
    JobKind {
        /// A failure.
        0 Repair(subsystem: SubsystemId),
        /// Planned maintenance.
        1 Service(service: ServiceId),
    }
}

pointing! {
    /// Who asks a store for goods.
    Claimant {
        /// A job of a workshop.
        0 Job(job: JobNo),
        /// A machine at the fuel point.
        1 Fuel(machine: MachineId),
        /// A settlement.
        2 Settlement(settlement: SettlementId),
        /// A task of a project.
        3 Task(task: TaskId),
        /// The store below.
        4 Store(store: StoreId),
        /// A mine, for what it uses beside its machines' parts and fuel.
        5 Mine(mine: MineId),
    }
}

pointing! {
    /// What an order is for.
    Purpose {
        /// To fill a store.
        0 Replenish,
        /// To fill one waiting demand by the fastest way.
        1 Emergency(demand: DemandNo),
        /// A line of an agreement.
        #[strum(serialize = "agreement")]
        2 Line(line: LineId),
        /// Was on the way at the start.
        3 Inbound(inbound: InboundId),
        /// Comes back repaired.
        4 Repaired(rotable: RotableId),
        /// Goes to its repair shop.
        5 Core(rotable: RotableId),
    }
}

pointing! {
    /// Why a line was late, or how its time went.
    DelayCause {
        /// The seller's lead time.
        0 Lead,
        /// A licence under a rule.
        1 Licence(rule: RestrictionId),
        /// A closed season.
        2 Season(season: SeasonId),
        /// Others went before and took the trips there were on a leg.
        3 Capacity(leg: LegId),
        /// Time under way.
        4 Transit,
        /// No permitted offer: the rule that refused it.
        5 Refused(rule: RestrictionId),
        /// No road leads there.
        6 NoRoute,
        /// The workshop or mine did too little.
        7 Work,
        /// Open, but the ice is too thin for the piece, or for a load that is worth a trip.
        8 TooThin(leg: LegId),
        /// No vehicle that takes it, or none back yet, or a load that is worth a trip waited for.
        9 Vehicle(leg: LegId),
    }
}
