//! The sections of the page, one file each.
pub(super) mod hauls;
pub(super) mod head;
pub(super) mod machines;
pub(super) mod map;
pub(super) mod method;
pub(super) mod money;
pub(super) mod next;
pub(super) mod production;
pub(super) mod promises;
pub(super) mod roads;
pub(super) mod stock;
pub(super) mod usage;
pub(super) mod workshop;
