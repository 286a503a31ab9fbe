//! What must hold between any two events. For tests: it walks everything.

use crate::Haulage;
use crate::dispatch::View;
use crate::rows::{LoaderIdx, TruckIdx};
use crate::yard::{LoaderPhase, Truck, TruckPhase};
use iceroad_base::Time;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{DumpId, MineId};

impl Haulage {
    /// Everything that does not add up now, in words; empty where all is well.
    pub fn contradictions(&self, now: Time) -> Vec<String> {
        let mut found = Vec::new();
        for loader_idx in self.loaders.ids() {
            self.check_loader(loader_idx, &mut found);
        }
        for dump_id in self.dumps.ids() {
            self.check_dump(dump_id, &mut found);
        }
        for mine_id in self.mines.ids() {
            self.check_chargers(mine_id, &mut found);
        }
        for truck_idx in self.trucks.ids() {
            self.check_truck(truck_idx, now, &mut found);
        }
        for mine_id in self.mines.ids() {
            self.check_shift(mine_id, &mut found);
        }
        self.check_roads(&mut found);
        found
    }

    fn check_loader(&self, loader_idx: LoaderIdx, found: &mut Vec<String>) {
        let loader = &self.loaders[loader_idx];
        let mut complain = |what: String| found.push(format!("{loader_idx:?} ({:?}): {what}", loader.phase));
        let of = |phase| {
            let trucks = self.trucks.entries();
            trucks.filter(move |(_, truck)| truck.phase == phase && truck.loader == loader_idx)
        };
        let (coming, lined) = (of(TruckPhase::ToFace).count(), of(TruckPhase::LoadLine).count());
        if coming != loader.coming as usize || lined != loader.line.len() as usize {
            complain(format!(
                "{coming} come and {lined} wait, {} and {} noted",
                loader.coming,
                loader.line.len()
            ));
        }
        let expected = |(truck_idx, _): (TruckIdx, _)| self.expected_ms(loader_idx, truck_idx);
        let backlog: i64 = of(TruckPhase::ToFace).chain(of(TruckPhase::LoadLine)).map(expected).sum();
        if backlog != loader.backlog_ms {
            complain(format!("backlog of {backlog} ms, {} noted", loader.backlog_ms));
        }
        let loading: Vec<TruckIdx> = of(TruckPhase::Loading).map(|(truck_idx, _)| truck_idx).collect();
        let serving = loader.serving;
        if loading != serving.into_iter().collect::<Vec<_>>()
            || serving.is_some() != (loader.phase == LoaderPhase::Loading)
        {
            complain(format!("trucks {loading:?} under it, {serving:?} noted"));
        }
        let lined_beside = self.beside[loader_idx].iter().any(|&b| self.loaders[b].line.len() > 0);
        if loader.phase == LoaderPhase::Waiting && (loader.line.len() > 0 || lined_beside) {
            complain("waits for trucks while trucks wait".into());
        }
        if !loader.takes_trucks() && loader.line.len() > 0 {
            complain("has a line that it will not serve".into());
        }
    }

    fn check_dump(&self, dump_id: DumpId, found: &mut Vec<String>) {
        let dump = &self.dumps[dump_id];
        let count = |phase| {
            self.trucks.iter().filter(|truck| truck.phase == phase && truck.dump == dump_id).count() as u32
        };
        let counted = [count(TruckPhase::ToDump), count(TruckPhase::DumpLine), count(TruckPhase::Dumping)];
        let noted = [dump.coming, dump.line.len(), dump.busy];
        if counted != noted {
            found.push(format!("{dump_id:?}: {counted:?} come, wait and dump, {noted:?} noted"));
        }
        let taken = dump.busy + dump.closed();
        if taken > self.layout.dumps[dump_id].places {
            found.push(format!("{dump_id:?}: {} dump at once, {} closed", dump.busy, dump.closed()));
        }
        if let (Some(face), Some(ore)) = (self.layout.dumps[dump_id].pile, &self.ore) {
            let filling = self
                .trucks
                .iter()
                .filter(|truck| truck.phase == TruckPhase::Loading && truck.face == Some(face));
            let there = self.left_kg[face] + filling.map(|truck| truck.filling.mass.get()).sum::<i64>();
            let pile = ore.pile(self.layout.dumps[dump_id].id).map(iceroad_base::quantity::Mass::get);
            if pile != Some(there) {
                found.push(format!("{dump_id:?}: {there} kg to dig, {pile:?} on the pile"));
            }
        }
        if dump.hopper.is_none() && dump.line.len() > 0 && taken < self.layout.dumps[dump_id].places {
            found.push(format!("{dump_id:?}: a place is free while trucks wait"));
        }
    }

    fn check_shift(&self, mine_id: MineId, found: &mut Vec<String>) {
        let mut complain = |what: String| found.push(format!("{mine_id:?}: {what}"));
        let (row, state) = (&self.layout.mines[mine_id], &self.shifts[mine_id]);
        let trucks = || row.trucks.iter().map(|&truck_idx| &self.trucks[truck_idx]);
        let at_pump = trucks().filter(|truck| truck.duty.at_pump).count();
        let lined =
            trucks().filter(|truck| truck.phase == TruckPhase::FuelLine || truck.duty.fuel_issued).count();
        if at_pump != state.pumps_busy as usize || lined != state.pump_line.len() as usize {
            complain(format!(
                "{at_pump} refuel and {lined} wait, {} and {} noted",
                state.pumps_busy,
                state.pump_line.len()
            ));
        }
        if row
            .shift
            .fuel_places
            .is_some_and(|places| state.pumps_busy > places || (lined > 0 && state.pumps_busy < places))
        {
            complain(format!("{} pumps are taken while {lined} trucks wait", state.pumps_busy));
        }
        for truck in trucks() {
            let fuels = matches!(truck.phase, TruckPhase::AskFuel | TruckPhase::Refuelling);
            if truck.duty.at_pump && !fuels {
                complain(format!("a truck holds a pump and is {:?}", truck.phase));
            }
        }
        if !row.shift.crews.is_empty() && state.crew.contradicts() {
            complain("more people operate machines than are present".into());
        }
        let works = self.mines[mine_id].works();
        for &loader_idx in &row.loaders {
            let loader = &self.loaders[loader_idx];
            let stands = loader.phase == LoaderPhase::Standing && works;
            if stands && loader.duty.manned && self.face_cleared(loader_idx).is_none() {
                complain(format!("{loader_idx:?} stands while the mine works"));
            }
        }
    }

    fn check_chargers(&self, mine_id: MineId, found: &mut Vec<String>) {
        let mine = &self.mines[mine_id];
        let count = |phase| {
            let here = |truck: &&Truck| truck.phase == phase && truck.mine == mine_id;
            self.trucks.iter().filter(here).filter(|truck| truck.tank.is_battery()).count() as u32
        };
        let (charging, lined) = (count(TruckPhase::Refuelling), count(TruckPhase::ChargeLine));
        if (charging, lined) != (mine.charging, mine.charge_line.len()) {
            found.push(format!("{mine_id:?}: {charging} charge and {lined} wait, {mine:?}"));
        }
        if charging > self.layout.mines[mine_id].chargers
            || lined > 0 && charging < self.layout.mines[mine_id].chargers
        {
            found.push(format!("{mine_id:?}: {charging} charge while {lined} wait"));
        }
    }

    fn check_truck(&self, truck_idx: TruckIdx, now: Time, found: &mut Vec<String>) {
        let truck = &self.trucks[truck_idx];
        let mine_id = truck.mine;
        let empty = !matches!(
            truck.phase,
            TruckPhase::ToDump | TruckPhase::DumpLine | TruckPhase::Dumping | TruckPhase::Away
        );
        if empty && truck.load_kg != 0 {
            found.push(format!("{truck_idx:?} ({:?}): {} kg aboard", truck.phase, truck.load_kg));
        }
        if truck.tank.is_overfull() {
            found.push(format!("{truck_idx:?}: {:?}", truck.tank));
        }
        let works = self.mines[mine_id].works();
        if truck.phase == TruckPhase::Parked && works && truck.duty.manned {
            found.push(format!("{truck_idx:?} is parked while the mine works"));
        }
        let row = &self.layout.mines[mine_id];
        let view = View {
            now,
            truck: truck_idx,
            kind: truck.kind,
            legs: row.routes_in(self.mines[mine_id].roads).legs_from(
                truck.kind,
                false,
                self.mines[mine_id].surface,
                truck.place,
            ),
            layout: &self.layout,
            trucks: &self.trucks,
            loaders: &self.loaders,
            rows: &row.loaders,
            at_face: &self.at_face,
            left_kg: &self.left_kg,
            moved_to: &self.moved_to,
            surface: self.mines[mine_id].surface,
            roads: self.mines[mine_id].roads,
            comings_and_goings: self.comings_and_goings,
        };
        // The policy is not asked, for it may remember that it was. All but one send a truck wherever there is work.
        let fixed = row.policy == DispatchPolicy::Fixed;
        let has_work = view.candidates().any(|loader| !fixed || view.assigned_face() == Some(loader.face));
        if truck.phase == TruckPhase::NoWork && (!works || has_work) {
            found.push(format!("{truck_idx:?} stands without work that there is"));
        }
    }
}
