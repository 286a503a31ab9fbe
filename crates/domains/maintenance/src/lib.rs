//! What breaks and how it is mended: failure clocks, planned services, workshops and their people.
//!
//! ```text
//!  hour meter ──▶ failure clock ──Failed──▶ (haulage stops it) ──stopped──▶ wait for tow ─▶ tow ─┐
//!      │                                                └─ field repair: wait for a crew ─┐      │
//!      └────────▶ service clock ─ServiceDue─▶ (comes to the gate) ─at_gate─▶ drive in ────┼──────┤
//!                                                                                         ▼      ▼
//!                         Ready ◀── JobClosed ◀── hands-on work ◀── parts, bay, technicians, weather
//! ```
//!
//! Terms: a *subsystem* is a renewable part of a machine with a life law on the hour meter; a *job* is one repair or
//! one service of one machine; a machine's *visit* is all its jobs from standing down to ready; a *crew* is
//! technicians of one group who work on one job.
//!
//! Rules, in one place:
//!
//! * **Ageing.** A subsystem ages by its temperature factor at the mine site's daily mean while the meter runs. See
//!   [`Maintenance::set_weather`] and the module of the clocks for the initial age and partial renewal.
//! * **Services** fall due every so many hours of the meter, counted from when the last one was done. A machine that
//!   is in the workshop anyway gets every service that is due, or would be within the service's `early` hours.
//! * **Getting there.** A recovery vehicle tows it over the way to the gate and from the gate to the workshop, at the
//!   tow speed; the vehicle's own way out is not counted. Coming in for service it drives the same way
//!   from the gate at the same speed by itself, and the state is `Tow` too. The way back is not counted.
//! * **Starting.** A job starts when all its parts are there, a fitting bay is free, and one group has enough technicians
//!   on shift, of the trade, certified for the brand. Under [`Sharing::ByBrand`] bays and groups must also have the
//!   machine's brand as home; one without a home brand takes any. A field job needs no bay but a group that goes
//!   out, whose drive to the machine comes first, each time a crew takes it up.
//! * **Order.** Model priority, then the order of opening. Who can start starts, also past one who lacks something;
//!   running work is never pushed aside. A machine keeps its bay from one of its jobs to its next.
//! * **Choice.** Heated bays first, then those without a crane, then the smallest; technicians who stay before those
//!   who go out, then those with the fewest certificates. The rest is the order of the tables.
//! * **Shifts.** At a shift's end work pauses and technicians go home; the bay stays taken and the work done is kept.
//!   Any fitting group on shift takes it up. Calendars whose shifts touch have no pause.
//! * **Weather.** Below the workshop's limit at the mine no tow and no field crew sets out, crews in the field come
//!   home, and tows under way arrive. A group's calendar may set a warmer limit for its work outdoors.
//! * **Waiting** has one cause at a time, the first of: part, bay, technician, weather; for the machine as a whole it
//!   is that of its first open job. It is looked at afresh whenever anything changes in the workshop.
//!
//! Pitfall: a job that needs more technicians than any group has, or a trade nobody has, waits for ever; the
//! machine is then `WaitTechnician` until the horizon ends. That is a finding about the scenario, not an error.
//!
//! [`Sharing::ByBrand`]: iceroad_model::maintenance::Sharing::ByBrand

mod capacity;
mod clocks;
mod domain;
mod error;
mod job;
mod luck;
mod notice;
mod plan;
mod shifts;
mod temperature;
mod work;

pub use domain::{Maintenance, OpenJob};
pub use error::MaintenanceError;
pub use notice::Notice;
pub use temperature::factor_at;
