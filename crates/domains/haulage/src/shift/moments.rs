//! Moments as they come: a shift starts, a break falls due, a closure begins or ends.

use super::OnShift;
use super::row::What;
use crate::fleet::{LoaderPhase, Owed, TruckPhase};
use iceroad_base::Time;
use iceroad_model::shift::ShiftChange;

impl OnShift<'_> {
    /// When the calendar next brings something about.
    pub(crate) fn next_moment(&self) -> Time {
        self.row.moments.get(self.state.next).map_or(Time::NEVER, |moment| moment.at)
    }

    /// Takes note of every moment that has come; whether there was one. Machines that stand have to look again then.
    pub(crate) fn moments_come(&mut self, now: Time) -> bool {
        let mut any = false;
        while let Some(&moment) = self.row.moments.get(self.state.next)
            && moment.at <= now
        {
            self.state.next += 1;
            any = true;
            match moment.what {
                What::ShiftStarts { hands_over } => self.shift_starts(hands_over, now),
                What::ShiftEnds => {}
                What::Closes { row } => self.closes(row, 1),
                What::Opens { row } => self.closes(row, -1),
                What::Break { row, group } => self.break_falls_due(row, group),
            }
        }
        any
    }

    /// People come, and where one shift hands over to the next every machine at work owes a change.
    fn shift_starts(&mut self, hands_over: bool, now: Time) {
        self.state.crew.draw(self.row);
        let change = self.row.change;
        let changes = hands_over && change != ShiftChange::None && self.day.works();
        for &truck_idx in &self.mine().trucks {
            let truck = &mut self.fleet.trucks[truck_idx];
            // Who stands without work changes as it stands.
            let owes = changes && truck_may_owe(truck.phase) && truck.phase != TruckPhase::NoWork;
            truck.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        for &loader_idx in &self.mine().loaders {
            let loader = &mut self.fleet.loaders[loader_idx];
            let owes = changes && loader_may_owe(loader.phase) && loader.phase != LoaderPhase::NoWork;
            loader.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        self.man(None, now);
    }

    fn break_falls_due(&mut self, index: u16, group: u16) {
        if !self.day.works() {
            return;
        }
        let row = self.row;
        for (nth, &truck_idx) in self.mine().trucks.iter().enumerate() {
            let truck = &mut self.fleet.trucks[truck_idx];
            if row.is_break_of_truck(index, group, nth) {
                // Who stands by anyway owes nothing, not even the rest before.
                let owes = if truck_may_owe(truck.phase) { Owed::Break(index) } else { Owed::Nothing };
                truck.duty.owe(owes, row.change);
            }
        }
        for (nth, &loader_idx) in self.mine().loaders.iter().enumerate() {
            let loader = &mut self.fleet.loaders[loader_idx];
            if row.is_break_of_loader(index, group, nth) {
                let owes = if loader_may_owe(loader.phase) { Owed::Break(index) } else { Owed::Nothing };
                loader.duty.owe(owes, row.change);
            }
        }
    }
}

/// Whether a truck's crew has a rest to take: not one that stands by anyway, or is on its way to the workshop.
fn truck_may_owe(phase: TruckPhase) -> bool {
    use TruckPhase::{Absent, AskFuel, Away, Dry, NoFuel, Parked, ToGate};
    !matches!(phase, Absent | Away | Parked | AskFuel | NoFuel | Dry | ToGate)
}

fn loader_may_owe(phase: LoaderPhase) -> bool {
    use LoaderPhase::{Absent, AskFuel, Away, Dry, NoFuel, Standing, ToFace, ToGate};
    !matches!(phase, Absent | Away | Standing | AskFuel | NoFuel | Dry | ToFace | ToGate)
}
