//! What a shift asks of machines: crib breaks, changes of shift, operators, closures, and engines in the cold.
//!
//! A mine whose scenario asks for nothing of the kind has no [`ShiftRow`], and nothing here runs for it.
//!
//! Terms. A **moment** is an instant that the calendar alone decides: a shift starts, a break falls due. A machine
//! then **owes** a rest, and takes it when it next has nothing on hand: a truck after dumping, or where its loader
//! has stopped taking trucks; a loader after the truck it is at. What is owed and not begun **lapses** at the next
//! shift's start, when the mine stops working, when the machine goes to the workshop, or when the next rest falls
//! due. A machine is **manned** when somebody present may operate it.
//!
//! The state is that of [`Shift`], one for each such mine. What happens is a method of [`OnShift`], which names all that a
//! shift may see of the pit around it. It never drives a truck anywhere: it says where to ([`First`]).
//!
//! | file | is about |
//! |---|---|
//! | `row` | what is worked out once |
//! | `moments` | moments as they come |
//! | `first` | what comes before a machine's work |
//! | `ahead` | refuelling ahead |
//! | `clear` | faces and mines cleared for a blast |
//! | `crew` | who is present, and who operates what |
//! | `engine` | warm-up, and idling through the cold |

mod ahead;
mod clear;
mod crew;
mod engine;
mod first;
mod moments;
mod row;

pub(crate) use first::First;
pub(crate) use row::ShiftRow;

use crate::day::Day;
use crate::energy::EnergyRows;
use crate::faces::Faces;
use crate::fleet::Fleet;
use crate::ground::{Ground, MineRow};
use crate::slots::Slots;
use iceroad_base::random::Stream;
use iceroad_model::MineId;

/// What changes of a mine's shift in a replication.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    /// The moment that comes next.
    next: usize,
    /// The day's mean temperature, °C; above all limits until it is known.
    mean_c: f64,
    pub(crate) crew: crew::Crew,
    /// How many days' closures of each row are on.
    closed: Vec<u16>,
}

impl Shift {
    pub(crate) fn new(row: &ShiftRow, stream: impl Fn(&str) -> Stream) -> Shift {
        Shift {
            next: 0,
            mean_c: f64::INFINITY,
            crew: crew::Crew::new(row, stream),
            closed: vec![0; row.closures.len()],
        }
    }
}

/// The shift of one mine, and all that it may see of the pit around it.
pub(crate) struct OnShift<'a> {
    pub(crate) row: &'a ShiftRow,
    pub(crate) state: &'a mut Shift,
    pub(crate) mine_id: MineId,
    pub(crate) ground: &'a Ground,
    pub(crate) energy: &'a EnergyRows,
    pub(crate) slots: &'a Slots,
    pub(crate) faces: &'a Faces,
    pub(crate) day: &'a mut Day,
    pub(crate) fleet: &'a mut Fleet,
}

impl<'a> OnShift<'a> {
    fn mine(&self) -> &'a MineRow {
        &self.ground.mines[self.mine_id]
    }
}
