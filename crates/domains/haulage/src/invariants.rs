//! What must hold between any two events. For tests: it walks everything.

use crate::Haulage;
use crate::dispatch::View;
use crate::yard::{LoaderPhase, NONE, Truck, TruckPhase};
use iceroad_base::Time;
use iceroad_model::mine::DispatchPolicy;

impl Haulage {
    /// Everything that does not add up now, in words; empty where all is well.
    pub fn contradictions(&self, now: Time) -> Vec<String> {
        let mut found = Vec::new();
        for l in 0..self.loaders.len() {
            self.check_loader(l, &mut found);
        }
        for d in 0..self.dumps.len() {
            self.check_dump(d, &mut found);
        }
        for m in 0..self.mines.len() {
            self.check_chargers(m, &mut found);
        }
        for t in 0..self.trucks.len() {
            self.check_truck(t, now, &mut found);
        }
        for m in 0..self.mines.len() {
            self.check_shift(m, &mut found);
        }
        self.check_roads(&mut found);
        found
    }

    fn check_loader(&self, l: usize, found: &mut Vec<String>) {
        let loader = &self.loaders[l];
        let mut complain = |what: String| found.push(format!("loader {l} ({:?}): {what}", loader.phase));
        let of = |phase| {
            let trucks = self.trucks.iter().enumerate();
            trucks.filter(move |(_, truck)| truck.phase == phase && truck.target as usize == l)
        };
        let (coming, lined) = (of(TruckPhase::ToFace).count(), of(TruckPhase::LoadLine).count());
        if coming != loader.coming as usize || lined != loader.line.len() as usize {
            complain(format!(
                "{coming} come and {lined} wait, {} and {} noted",
                loader.coming,
                loader.line.len()
            ));
        }
        let expected = |(t, _): (usize, _)| self.expected_ms(l, t);
        let backlog: i64 = of(TruckPhase::ToFace).chain(of(TruckPhase::LoadLine)).map(expected).sum();
        if backlog != loader.backlog_ms {
            complain(format!("backlog of {backlog} ms, {} noted", loader.backlog_ms));
        }
        let loading: Vec<usize> = of(TruckPhase::Loading).map(|(t, _)| t).collect();
        let serving = (loader.serving != NONE).then_some(loader.serving as usize);
        if loading != serving.into_iter().collect::<Vec<_>>()
            || serving.is_some() != (loader.phase == LoaderPhase::Loading)
        {
            complain(format!("trucks {loading:?} under it, {serving:?} noted"));
        }
        let lined_beside = self.beside[l].iter().any(|&b| self.loaders[b].line.len() > 0);
        if loader.phase == LoaderPhase::Waiting && (loader.line.len() > 0 || lined_beside) {
            complain("waits for trucks while trucks wait".into());
        }
        if !loader.takes_trucks() && loader.line.len() > 0 {
            complain("has a line that it will not serve".into());
        }
    }

    fn check_dump(&self, d: usize, found: &mut Vec<String>) {
        let dump = &self.dumps[d];
        let count = |phase| {
            self.trucks.iter().filter(|truck| truck.phase == phase && truck.target as usize == d).count()
                as u32
        };
        let counted = [count(TruckPhase::ToDump), count(TruckPhase::DumpLine), count(TruckPhase::Dumping)];
        let noted = [dump.coming, dump.line.len(), dump.busy];
        if counted != noted {
            found.push(format!("dump {d}: {counted:?} come, wait and dump, {noted:?} noted"));
        }
        let taken = dump.busy + dump.closed();
        if taken > self.layout.dumps[d].places {
            found.push(format!("dump {d}: {} dump at once, {} closed", dump.busy, dump.closed()));
        }
        if let (Some(face), Some(ore)) = (self.layout.dumps[d].pile, &self.ore) {
            let filling = self
                .trucks
                .iter()
                .filter(|truck| truck.phase == TruckPhase::Loading && truck.face as usize == face);
            let there = self.left_kg[face] + filling.map(|truck| truck.filling.mass.get()).sum::<i64>();
            let pile = ore.pile(self.layout.dumps[d].id).map(iceroad_base::quantity::Mass::get);
            if pile != Some(there) {
                found.push(format!("dump {d}: {there} kg to dig, {pile:?} on the pile"));
            }
        }
        if dump.hopper.is_none() && dump.line.len() > 0 && taken < self.layout.dumps[d].places {
            found.push(format!("dump {d}: a place is free while trucks wait"));
        }
    }

    fn check_shift(&self, m: usize, found: &mut Vec<String>) {
        let mut complain = |what: String| found.push(format!("mine {m}: {what}"));
        let (row, state) = (&self.layout.mines[m], &self.shifts[m]);
        let trucks = || row.trucks.iter().map(|&t| &self.trucks[t]);
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
        let works = self.mines[m].works();
        for &l in &row.loaders {
            let loader = &self.loaders[l];
            let stands = loader.phase == LoaderPhase::Standing && works;
            if stands && loader.duty.manned && self.face_cleared(l).is_none() {
                complain(format!("loader {l} stands while the mine works"));
            }
        }
    }

    fn check_chargers(&self, m: usize, found: &mut Vec<String>) {
        let mine = &self.mines[m];
        let count = |phase| {
            let here = |truck: &&Truck| truck.phase == phase && truck.mine as usize == m;
            self.trucks.iter().filter(here).filter(|truck| truck.tank.is_battery()).count() as u32
        };
        let (charging, lined) = (count(TruckPhase::Refuelling), count(TruckPhase::ChargeLine));
        if (charging, lined) != (mine.charging, mine.charge_line.len()) {
            found.push(format!("mine {m}: {charging} charge and {lined} wait, {mine:?}"));
        }
        if charging > self.layout.mines[m].chargers || lined > 0 && charging < self.layout.mines[m].chargers {
            found.push(format!("mine {m}: {charging} charge while {lined} wait"));
        }
    }

    fn check_truck(&self, t: usize, now: Time, found: &mut Vec<String>) {
        let truck = &self.trucks[t];
        let mine = truck.mine as usize;
        let empty = !matches!(
            truck.phase,
            TruckPhase::ToDump | TruckPhase::DumpLine | TruckPhase::Dumping | TruckPhase::Away
        );
        if empty && truck.load_kg != 0 {
            found.push(format!("truck {t} ({:?}): {} kg aboard", truck.phase, truck.load_kg));
        }
        if truck.tank.is_overfull() {
            found.push(format!("truck {t}: {:?}", truck.tank));
        }
        let works = self.mines[mine].works();
        if truck.phase == TruckPhase::Parked && works && truck.duty.manned {
            found.push(format!("truck {t} is parked while the mine works"));
        }
        let row = &self.layout.mines[mine];
        let view = View {
            now,
            truck: t,
            kind: truck.kind,
            legs: row.routes_in(self.mines[mine].roads).legs_from(
                truck.kind,
                false,
                self.mines[mine].surface,
                truck.place,
            ),
            layout: &self.layout,
            trucks: &self.trucks,
            loaders: &self.loaders,
            rows: &row.loaders,
            at_face: &self.at_face,
            left_kg: &self.left_kg,
            moved_to: &self.moved_to,
            surface: self.mines[mine].surface,
            roads: self.mines[mine].roads,
            comings_and_goings: self.comings_and_goings,
        };
        // The policy is not asked, for it may remember that it was. All but one send a truck wherever there is work.
        let fixed = row.policy == DispatchPolicy::Fixed;
        let has_work = view.candidates().any(|loader| !fixed || view.assigned_face() == Some(loader.face));
        if truck.phase == TruckPhase::NoWork && (!works || has_work) {
            found.push(format!("truck {t} stands without work that there is"));
        }
    }
}
