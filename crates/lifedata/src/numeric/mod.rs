//! The numbers under the estimators: second-order jets, linear systems, climbing, roots, and special functions
//! with their derivatives. Nothing here knows of lives.

pub(crate) mod climb;
pub(crate) mod gamma;
pub(crate) mod highest;
pub(crate) mod jet;
pub(crate) mod linear;
pub(crate) mod normal;
pub(crate) mod root;
