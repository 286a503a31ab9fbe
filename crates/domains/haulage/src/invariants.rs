//! What must hold between any two events. For tests: it walks everything.

use crate::Haulage;
use crate::dispatch::{Pit, View};
use crate::fleet::{LoaderPhase, Truck, TruckPhase};
use crate::rows::{LoaderIdx, TruckIdx};
use crate::traffic::RoadCheck;
use iceroad_base::Time;
use iceroad_base::quantity::Mass;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{DumpId, MineId};

impl Haulage {
    /// Everything that does not add up now, in words; empty where all is well.
    pub fn contradictions(&self, now: Time) -> Vec<String> {
        let mut found = Vec::new();
        for loader_idx in self.fleet.loaders.ids() {
            self.check_loader(loader_idx, &mut found);
        }
        for dump_id in self.dumps.each.ids() {
            self.check_dump(dump_id, &mut found);
        }
        for mine_id in self.days.ids() {
            self.check_chargers(mine_id, &mut found);
        }
        for truck_idx in self.fleet.trucks.ids() {
            self.check_truck(truck_idx, now, &mut found);
        }
        for mine_id in self.days.ids() {
            self.check_shift(mine_id, &mut found);
        }
        for (mine_id, roads) in self.traffic.roads.entries() {
            if let (Some(rules), Some(roads)) = (&self.layout.roads[mine_id], roads) {
                let mine = &self.layout.ground.mines[mine_id];
                let (trips, trucks) = (&self.traffic.trips, &self.fleet.trucks);
                RoadCheck { mine, rules, roads, trips, trucks }.check(&mut found);
            }
        }
        found
    }

    fn check_loader(&self, loader_idx: LoaderIdx, found: &mut Vec<String>) {
        let loader = &self.fleet.loaders[loader_idx];
        let mut complain = |what: String| found.push(format!("{loader_idx:?} ({:?}): {what}", loader.phase));
        let of = |phase| {
            let trucks = self.fleet.trucks.entries();
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
        let expected = |(truck_idx, _): (TruckIdx, _)| {
            self.fleet.expected_ms(&self.layout.ground, loader_idx, truck_idx)
        };
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
        let lined_beside =
            self.faces.beside(loader_idx).iter().any(|&b| self.fleet.loaders[b].line.len() > 0);
        if loader.phase == LoaderPhase::Waiting && (loader.line.len() > 0 || lined_beside) {
            complain("waits for trucks while trucks wait".into());
        }
        if !loader.takes_trucks() && loader.line.len() > 0 {
            complain("has a line that it will not serve".into());
        }
    }

    fn check_dump(&self, dump_id: DumpId, found: &mut Vec<String>) {
        let dump = &self.dumps.each[dump_id];
        let count = |phase| {
            self.fleet.trucks.iter().filter(|truck| truck.phase == phase && truck.dump == dump_id).count()
                as u32
        };
        let counted = [count(TruckPhase::ToDump), count(TruckPhase::DumpLine), count(TruckPhase::Dumping)];
        let noted = [dump.coming, dump.line.len(), dump.busy];
        if counted != noted {
            found.push(format!("{dump_id:?}: {counted:?} come, wait and dump, {noted:?} noted"));
        }
        let bound = |truck: &&Truck| {
            let phases = [TruckPhase::ToDump, TruckPhase::DumpLine, TruckPhase::Dumping];
            phases.contains(&truck.phase) && truck.dump == dump_id
        };
        let bound_kg: i64 = self.fleet.trucks.iter().filter(bound).map(|truck| truck.load_kg).sum();
        if bound_kg != dump.bound_kg {
            found.push(format!("{dump_id:?}: {bound_kg} kg are bound for it, {} noted", dump.bound_kg));
        }
        let taken = dump.busy + dump.closed();
        if taken > self.layout.ground.dumps[dump_id].places {
            found.push(format!("{dump_id:?}: {} dump at once, {} closed", dump.busy, dump.closed()));
        }
        if let (Some(face), Some(ore)) = (self.layout.ground.dumps[dump_id].pile, &self.dumps.ore) {
            let filling = self
                .fleet
                .trucks
                .iter()
                .filter(|truck| truck.phase == TruckPhase::Loading && truck.face == Some(face));
            let left = self.faces.left(face).unwrap_or(Mass::ZERO);
            let there = left + filling.map(|truck| truck.filling.mass).sum();
            let pile = ore.pile(dump_id);
            if pile != Some(there) {
                found.push(format!("{dump_id:?}: {there:?} to dig, {pile:?} on the pile"));
            }
        }
        if dump.hopper.is_none() && dump.line.len() > 0 && taken < self.layout.ground.dumps[dump_id].places {
            found.push(format!("{dump_id:?}: a place is free while trucks wait"));
        }
    }

    fn check_shift(&self, mine_id: MineId, found: &mut Vec<String>) {
        let mut complain = |what: String| found.push(format!("{mine_id:?}: {what}"));
        let (row, points) = (&self.layout.ground.mines[mine_id], &self.at_points[mine_id]);
        let trucks = || row.trucks.iter().map(|&truck_idx| &self.fleet.trucks[truck_idx]);
        let at_pump = trucks().filter(|truck| truck.at_pump).count();
        let lined = trucks().filter(|truck| truck.phase == TruckPhase::FuelLine || truck.fuel_issued).count();
        if at_pump != points.pumps_busy as usize || lined != points.pump_line.len() as usize {
            complain(format!(
                "{at_pump} refuel and {lined} wait, {} and {} noted",
                points.pumps_busy,
                points.pump_line.len()
            ));
        }
        let pumps = self.layout.energy.mines[mine_id].fuel.and_then(|point| point.pumps);
        if pumps.is_some_and(|pumps| points.pumps_busy > pumps || (lined > 0 && points.pumps_busy < pumps)) {
            complain(format!("{} pumps are taken while {lined} trucks wait", points.pumps_busy));
        }
        for truck in trucks() {
            let fuels = matches!(truck.phase, TruckPhase::AskFuel | TruckPhase::Refuelling);
            if truck.at_pump && !fuels {
                complain(format!("a truck holds a pump and is {:?}", truck.phase));
            }
        }
        if self.shifts[mine_id].as_ref().is_some_and(|shift| shift.crew.contradicts()) {
            complain("more people operate machines than are present".into());
        }
        let works = self.days[mine_id].works();
        for &loader_idx in &row.loaders {
            let loader = &self.fleet.loaders[loader_idx];
            let stands = loader.phase == LoaderPhase::Standing && works;
            if stands && loader.duty.manned && self.face_cleared(loader_idx).is_none() {
                complain(format!("{loader_idx:?} stands while the mine works"));
            }
        }
    }

    fn check_chargers(&self, mine_id: MineId, found: &mut Vec<String>) {
        let points = &self.at_points[mine_id];
        let count = |phase| {
            let here = |truck: &&Truck| truck.phase == phase && truck.mine == mine_id;
            self.fleet.trucks.iter().filter(here).count() as u32
        };
        let (charging, lined) = (count(TruckPhase::Charging), count(TruckPhase::ChargeLine));
        if (charging, lined) != (points.charging, points.charge_line.len()) {
            found.push(format!("{mine_id:?}: {charging} charge and {lined} wait, {points:?}"));
        }
        let chargers = self.layout.energy.mines[mine_id].charge.map_or(0, |point| point.chargers);
        if charging > chargers || lined > 0 && charging < chargers {
            found.push(format!("{mine_id:?}: {charging} charge while {lined} wait"));
        }
    }

    fn check_truck(&self, truck_idx: TruckIdx, now: Time, found: &mut Vec<String>) {
        let truck = &self.fleet.trucks[truck_idx];
        let mine_id = truck.mine;
        let empty = !matches!(
            truck.phase,
            TruckPhase::ToDump | TruckPhase::DumpLine | TruckPhase::Dumping | TruckPhase::Away
        );
        if empty && truck.halted.is_none() && truck.load_kg != 0 {
            found.push(format!("{truck_idx:?} ({:?}): {} kg aboard", truck.phase, truck.load_kg));
        }
        if truck.tank.is_beyond() {
            found.push(format!("{truck_idx:?}: {:?}", truck.tank));
        }
        let works = self.days[mine_id].works();
        if truck.phase == TruckPhase::Parked && works && truck.duty.manned {
            found.push(format!("{truck_idx:?} is parked while the mine works"));
        }
        let day = &self.days[mine_id];
        let pit = Pit {
            ground: &self.layout.ground,
            fleet: &self.fleet,
            faces: &self.faces,
            dumps: &self.dumps,
            day,
        };
        let view = View::from_place(now, truck_idx, pit);
        // The policy is not asked, for it may remember that it was. All but one send a truck wherever there is work.
        let fixed = self.layout.dispatch[mine_id].policy == DispatchPolicy::Fixed;
        let has_work = view.candidates().any(|loader| !fixed || view.assigned_face() == Some(loader.face));
        if truck.phase == TruckPhase::NoWork && (!works || has_work) {
            found.push(format!("{truck_idx:?} stands without work that there is"));
        }
    }
}
