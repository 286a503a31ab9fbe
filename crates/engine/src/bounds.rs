//! Holds what replications moved against the bounds of their mines' flow plans.
//!
//! Two bounds for each replication. *All machines*: every machine, once it has arrived, in all hours of the mine's calendar.
//! *At work*: the hours that machines were seen hauling or in line, loading or waiting for trucks; since a flow plan's value
//! is concave in what there is of every resource, one plan with the averages bounds the plan followed minute by minute.
//!
//! Blends are kept in a bound as well as the replication kept them: its feed of each dump may be off the limits by as much
//! as was dumped. So the bound holds whatever was dumped, and where the mean grade was within the limits it keeps them.
use crate::error::EngineError;
use crate::prepared::Prepared;
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Table, Time};
use iceroad_model::bound::{Bound, MineBound, OffBlend, Reached};
use iceroad_model::event::MachineState;
use iceroad_model::mine::Dump;
use iceroad_model::record::RunRecord;
use iceroad_model::{DumpId, MachineId, MineId};

/// Share of the horizon that each machine is there for.
type Shares = Table<MachineId, f64>;

impl Prepared {
    /// The bounds of every mine that has both trucks and loaders, with every replication against them.
    ///
    /// # Errors
    /// [`EngineError::Prepare`] where a flow plan could not be solved, a bug.
    pub fn bounds(&self, records: &[RunRecord]) -> Result<Vec<MineBound>, EngineError> {
        let all: Vec<Shares> =
            records.iter().map(|record| self.shares(|machine| self.present(record, machine))).collect();
        let at_work: Vec<Shares> =
            records.iter().map(|record| self.shares(|machine| self.worked(record, machine))).collect();
        let (mean_all, mean_at_work) = (self.mean(&all), self.mean(&at_work));
        let mut bounds = Vec::new();
        for mine in self.scenario().mines.ids().filter(|&mine| self.hauls(mine)) {
            let off: Vec<Table<DumpId, OffBlend>> =
                records.iter().map(|record| self.off_blend(record)).collect();
            let mean_off = mean_off_blend(&off, self.scenario().dumps.len());
            let mut replications = Vec::new();
            for ((record, off), (all, at_work)) in records.iter().zip(&off).zip(all.iter().zip(&at_work)) {
                replications.push(Reached {
                    dumped_t: self.dumped(mine, record),
                    all_t: self.bound_t(mine, all, off)?,
                    at_work_t: self.bound_t(mine, at_work, off)?,
                });
            }
            bounds.push(MineBound {
                mine,
                all: self.bound(mine, &mean_all, &mean_off)?,
                at_work: self.bound(mine, &mean_at_work, &mean_off)?,
                replications,
            });
        }
        Ok(bounds)
    }

    fn bound(
        &self,
        mine: MineId,
        shares: &Shares,
        off: &Table<DumpId, OffBlend>,
    ) -> Result<Bound, EngineError> {
        let bound = self.layout().bound_allowing(mine, |machine| shares[machine], |dump| off[dump]);
        bound.map_err(|error| EngineError::prepare("bound", error))
    }

    fn bound_t(
        &self,
        mine: MineId,
        shares: &Shares,
        off: &Table<DumpId, OffBlend>,
    ) -> Result<f64, EngineError> {
        let bound = self.layout().bound_t_per_h_allowing(mine, |machine| shares[machine], |dump| off[dump]);
        Ok(bound.map_err(|error| EngineError::prepare("bound", error))? * self.horizon_h())
    }

    /// What the feed of each dump was off its blend.
    fn off_blend(&self, record: &RunRecord) -> Table<DumpId, OffBlend> {
        let hours = self.horizon_h().max(1e-9);
        let off = |(id, dump): (DumpId, &Dump)| {
            let Some(blend) = dump.blend else { return OffBlend::default() };
            let (mut kg, mut content) = (0, 0);
            for cell in record.dump_months.iter().filter(|cell| cell.dump == id) {
                kg += cell.graded_kg;
                content += cell.content;
            }
            // Kilograms times thousandths of the unit.
            let (tonnes, content) = (Mass(kg).tonnes(), content as f64 / 1e6);
            OffBlend {
                below: blend.least.map_or(0.0, |least| (least * tonnes - content).max(0.0) / hours),
                above: blend.most.map_or(0.0, |most| (content - most * tonnes).max(0.0) / hours),
            }
        };
        self.scenario().dumps.entries().map(off).collect()
    }

    fn horizon_h(&self) -> f64 {
        (self.scenario().horizon().end() - Time::START).hours()
    }

    fn shares(&self, of: impl Fn(MachineId) -> f64) -> Shares {
        self.scenario().machines.ids().map(of).collect()
    }

    fn mean(&self, all: &[Shares]) -> Shares {
        self.shares(|machine| all.iter().map(|shares| shares[machine]).sum::<f64>() / all.len().max(1) as f64)
    }

    /// Whether a mine has machines of both kinds.
    fn hauls(&self, mine: MineId) -> bool {
        let scenario = self.scenario();
        let models = || {
            let here = scenario.machines.iter().filter(move |machine| machine.mine == mine);
            here.map(|machine| &scenario.models[machine.model])
        };
        models().any(|model| model.truck().is_some()) && models().any(|model| model.loader().is_some())
    }

    /// Share of the horizon in which the machine has arrived and the calendar lets its mine work.
    fn present(&self, record: &RunRecord, machine: MachineId) -> f64 {
        let scheduled = self.layout().scheduled(self.scenario().machines[machine].mine);
        scheduled * (1.0 - self.in_states(record, machine, &[MachineState::Absent]))
    }

    /// Share of the horizon that the machine hauls or stands in line, or loads or waits for trucks.
    fn worked(&self, record: &RunRecord, machine: MachineId) -> f64 {
        use MachineState::*;
        if self.scenario().models[self.scenario().machines[machine].model].truck().is_some() {
            let states = [TravelEmpty, QueueLoad, Loading, TravelLoaded, QueueDump, Dumping, HeldOnRoad];
            return self.in_states(record, machine, &states);
        }
        self.in_states(record, machine, &[Loading, WaitTruck])
    }

    fn in_states(&self, record: &RunRecord, machine: MachineId, states: &[MachineState]) -> f64 {
        let months = record.machines.get(machine).unwrap_or_default().state_ms;
        let ms: i64 = months.iter().flat_map(|month| states.iter().map(|&state| month[state as usize])).sum();
        iceroad_base::Span::from_millis(ms).hours() / self.horizon_h().max(1e-9)
    }

    fn dumped(&self, mine: MineId, record: &RunRecord) -> f64 {
        let scenario = self.scenario();
        let is_here = |dump: DumpId| scenario.nodes[scenario.dumps[dump].node].mine == mine;
        let here = record.tonnes.iter().filter(|cell| is_here(cell.dump));
        Mass(here.map(|cell| cell.mass_kg).sum()).tonnes()
    }
}

/// On average over replications.
fn mean_off_blend(all: &[Table<DumpId, OffBlend>], dumps: usize) -> Table<DumpId, OffBlend> {
    let n = all.len().max(1) as f64;
    let mean = |dump: DumpId| OffBlend {
        below: all.iter().map(|off| off[dump].below).sum::<f64>() / n,
        above: all.iter().map(|off| off[dump].above).sum::<f64>() / n,
    };
    (0..dumps).map(DumpId::from_index).map(mean).collect()
}
