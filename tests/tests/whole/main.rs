//! Whole scenarios, run and audited.
mod properties;
mod smoke;
