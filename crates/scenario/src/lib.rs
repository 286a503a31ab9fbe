//! (being written)
mod chapter;
pub mod format;
pub use chapter::chapter;
