//! The shift as it is lived: crib breaks, changes of shift, operators, pumps, and engines in the cold.
//!
//! Everything here hangs on [`ShiftRow::lived`](plan::ShiftRow): where a mine's scenario asks for nothing of the
//! kind, no line of this module runs but that one question, and its log is what it was.
//!
//! Terms. A **moment** is an instant that the calendar alone decides: a shift starts, a break falls due. A machine
//! then **owes** a rest, and takes it when it next has nothing on hand: a truck after dumping, or where its loader
//! has stopped taking trucks; a loader after the truck it is at. What is owed and not begun **lapses** at the next
//! shift's start, when the mine stops working, when the machine goes to the workshop, or when the next rest falls
//! due. A machine is **manned** when somebody present may operate it.
//!
//! | file | is about |
//! |---|---|
//! | `plan` | what is worked out once |
//! | `duty` | what a machine owes, who operates it, whether its engine runs |
//! | `clear` | faces and mines cleared for a blast |
//! | `live` | moments, and what comes before a machine's work |
//! | `crew` | who is present, and who operates what |
//! | `engine` | warm-up, and idling through the cold |
//! | `pump` | the line at the fuel point, and refuelling ahead |

mod clear;
pub(crate) mod crew;
pub(crate) mod duty;
mod engine;
mod live;
pub(crate) mod plan;
mod pump;

use crate::yard::Line;
use iceroad_base::random::Stream;

/// What changes of a mine's shift in a replication.
#[derive(Clone, Debug)]
pub(crate) struct ShiftState {
    /// The moment that comes next.
    pub(crate) next: usize,
    /// The day's mean temperature, °C; above all limits until it is known.
    pub(crate) mean_c: f64,
    /// Trucks that refuel, where pumps are counted.
    pub(crate) pumps_busy: u32,
    pub(crate) pump_line: Line,
    pub(crate) crew: crew::Crew,
    /// How many days' closures of each row are on.
    pub(crate) closed: Vec<u16>,
}

impl ShiftState {
    pub(crate) fn new(row: &plan::ShiftRow, stream: impl Fn(&str) -> Stream) -> ShiftState {
        ShiftState {
            next: 0,
            mean_c: f64::INFINITY,
            pumps_busy: 0,
            pump_line: Line::EMPTY,
            crew: crew::Crew::new(row, stream),
            closed: vec![0; row.closures.len()],
        }
    }
}
