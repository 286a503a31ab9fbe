//! Peers' files made into scenarios: one module for each program.
//!
//! An importer reads the file, finds every fault at once, and makes an ordinary scenario folder of it with the
//! [draft](iceroad_format::import::draft) of `format`. What the file does not say and a scenario needs is written where the
//! planner sees and can change it, marked `assumed`, and listed in the folder's README.md.
//!
//! What the peers' programs do with their files is the room `peers`; this one only translates.

mod minehaulsim;
mod openmines;

pub use minehaulsim::import as minehaulsim;
pub use openmines::import as openmines;
