//! What a dispatcher sees when a loaded truck asks where to dump.

use crate::dumps::Dumps;
use crate::fleet::Fleet;
use crate::ground::Ground;
use crate::routes::Leg;
use crate::rows::{TruckIdx, TruckKind};
use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_model::ore::OreLedger;
use iceroad_model::{DumpId, FaceId, MachineId, MaterialId};

/// A dump that takes the truck's material, with what is expected of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DumpCandidate {
    /// The dump.
    pub dump: DumpId,
    /// Driving time from the face.
    pub travel: Span,
    /// Trucks in line, dumping, or on the way.
    pub before: u32,
    /// Expected time until all these are served, from now on.
    pub busy: Span,
    /// Whether its crusher stands, broken down.
    pub stopped: bool,
    /// How it suits the load.
    pub fitness: Fitness,
}

/// How a dump suits a load, the fittest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fitness {
    /// It works and welcomes the load.
    Welcome,
    /// A stockpile, to be dug again.
    Stockpile,
    /// Its crusher stands.
    Stands,
    /// The load would put the mean grade it is promised outside its limits, or farther outside.
    OffBlend,
}

/// What a dispatcher sees when a truck has been loaded.
pub struct DumpView<'a> {
    pub(crate) now: Time,
    pub(crate) truck: TruckIdx,
    pub(crate) face: FaceId,
    /// Loaded legs of the truck's model from where it stands, by place.
    pub(crate) legs: &'a [Leg],
    pub(crate) ground: &'a Ground,
    pub(crate) fleet: &'a Fleet,
    pub(crate) dumps: &'a Dumps,
    /// The dumps that take the material, by name.
    pub(crate) allowed: &'a [DumpId],
}

impl DumpView<'_> {
    /// Now.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The truck that asks.
    pub fn truck(&self) -> MachineId {
        self.ground.trucks[self.truck].machine.id
    }

    /// What it has aboard.
    pub fn load(&self) -> Mass {
        Mass(self.fleet.trucks[self.truck].load_kg)
    }

    /// The face its load is of.
    pub fn face(&self) -> FaceId {
        self.face
    }

    pub(crate) fn kind(&self) -> TruckKind {
        self.fleet.trucks[self.truck].kind
    }

    /// The material aboard.
    pub fn material(&self) -> MaterialId {
        self.ground.faces[self.face()].material
    }

    /// The dump written for the truck in `machines.csv`, if it takes the material.
    pub fn written(&self) -> Option<DumpCandidate> {
        let written = self.ground.trucks[self.truck].dump?;
        self.allowed.contains(&written).then(|| self.candidate(written))
    }

    /// The dumps of the mine that take the material, by name.
    pub fn candidates(&self) -> impl Iterator<Item = DumpCandidate> + '_ {
        self.allowed.iter().map(|&dump_id| self.candidate(dump_id))
    }

    /// The dump with the least key; of equals the one first by name. Without a key it is passed over.
    #[inline]
    pub fn least<K: Ord>(&self, key: impl Fn(&DumpCandidate) -> Option<K>) -> Option<DumpCandidate> {
        // Only the key is kept of each, so that no more of a candidate is worked out than the key asks for.
        let mut best: Option<(K, DumpId)> = None;
        for &dump_id in self.allowed {
            let Some(key) = key(&self.candidate(dump_id)) else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| key < *least) {
                best = Some((key, dump_id));
            }
        }
        best.map(|(_, dump_id)| self.candidate(dump_id))
    }

    /// Where trucks go unless a policy says otherwise: the dump written for the truck, else among the fittest the one
    /// with the least expected time to get there and to serve those before.
    pub fn usual(&self) -> Option<DumpCandidate> {
        self.written().or_else(|| self.quickest(|_| true))
    }

    /// Of the dumps that are let through, among the fittest the one with the least expected time to get there and to
    /// serve those before.
    pub fn quickest(&self, let_through: impl Fn(&DumpCandidate) -> bool) -> Option<DumpCandidate> {
        self.least(|dump| let_through(dump).then(|| (dump.fitness, dump.travel + dump.busy, dump.travel)))
    }

    #[inline(always)]
    fn candidate(&self, dump_id: DumpId) -> DumpCandidate {
        let (there, dump) = (&self.ground.dumps[dump_id], &self.dumps.each[dump_id]);
        let leg = self.legs[there.place.index()];
        let before = dump.line.len() + dump.busy + dump.coming;
        // A crusher passes on a load no faster than it crushes one.
        let load_kg = self.fleet.trucks[self.truck].load_kg;
        let crushed = there.crusher.map_or(0, |crusher| load_kg * 3_600_000 / crusher.kg_per_h.max(1));
        DumpCandidate {
            dump: dump_id,
            travel: Span::from_millis(i64::from(leg.ms)),
            before,
            stopped: dump.is_stopped(),
            fitness: self.fitness(dump_id),
            busy: Span::from_millis(i64::from(before) * there.each_ms.max(crushed)),
        }
    }

    fn fitness(&self, dump_id: DumpId) -> Fitness {
        if self.dumps.each[dump_id].is_stopped() {
            return Fitness::Stands;
        }
        match &self.dumps.ore {
            Some(_) if self.ground.dumps[dump_id].pile.is_some() => Fitness::Stockpile,
            Some(ore) if !self.welcomes(dump_id, ore) => Fitness::OffBlend,
            _ => Fitness::Welcome,
        }
    }

    fn welcomes(&self, dump_id: DumpId, ore: &OreLedger) -> bool {
        match (self.ground.dumps[dump_id].blend, ore.aboard(self.truck())) {
            (Some(blend), Some(grade)) => {
                blend.welcomes(self.dumps.each[dump_id].promised_grade, grade, self.load())
            }
            _ => true,
        }
    }
}
