//! `listed!`: the way this crate declares an enum that records are counted by.
//!
//! One line a variant says everything there is to it: what it means (its documentation), the words people read and,
//! where the enum is in classes, its class. Variants are numbered in their order, from 0, and are named in tables by
//! the variant in snake case. Choice words that a planner writes derive `strum` alone, in the module of their table.

/// Declares an enum with `COUNT`, `ALL`, `name` and `words`; with `in Class` also `class`.
///
/// ```text
/// listed! {
///     /// What a machine does.
///     MachineState in StateClass {
///         /// Under way empty.
///         TravelEmpty "driving empty": Working,
///     }
/// }
/// ```
macro_rules! listed {
    ($(#[$about:meta])* $Name:ident { $($(#[$means:meta])* $Variant:ident $words:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[derive(serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
        #[repr(u8)]
        #[strum(serialize_all = "snake_case")]
        pub enum $Name { $($(#[$means])* $Variant),+ }

        impl $Name {
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();
            /// All, in order of their numbers.
            pub const ALL: [Self; [$($words),+].len()] = [$(Self::$Variant),+];

            /// The name in tables and keys.
            pub fn name(self) -> &'static str {
                self.into()
            }

            /// The words people read.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$Variant => $words),+ }
            }
        }
    };
    ($(#[$about:meta])* $Name:ident in $Class:ident {
        $($(#[$means:meta])* $Variant:ident $words:literal: $class:ident),+ $(,)?
    }) => {
        listed! { $(#[$about])* $Name { $($(#[$means])* $Variant $words),+ } }

        impl $Name {
            /// Its class.
            pub const fn class(self) -> $Class {
                match self { $(Self::$Variant => $Class::$class),+ }
            }
        }
    };
}
pub(crate) use listed;
