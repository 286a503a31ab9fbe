//! A loader goes on to the next face of its dig sequence once its own is dug out.
//!
//! It leaves when it falls idle at a face with nothing left, passes over faces with nothing left, and walks the
//! shortest way at its own speed. Trucks in its line go elsewhere at once; those on their way turn at the face they
//! were sent to. What a load cut short gives back to a face that its loaders have left stays there. At the end of a
//! sequence the loader is out of work.
//!
//! A truck under fixed dispatch follows the loaders of its face when the last of them has left it.

use crate::Haulage;
use crate::error::HaulageError;
use crate::notice::{Ctx, Done};
use crate::rows::LoaderIdx;
use crate::yard::{LoaderPhase, TruckPhase};
use iceroad_model::FaceId;
use iceroad_model::event::{Event, Recorder};

impl Haulage {
    /// Sends the loader to the next face of its sequence that has something to dig; false where there is none.
    pub(crate) fn moves_on<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let Some((step, face)) = self.next_face(loader_idx) else {
            return Ok(false);
        };
        // From here on it takes no trucks, so that none of its line is sent to it again.
        self.loaders[loader_idx].phase = LoaderPhase::ToFace;
        self.dissolve_line(loader_idx, ctx)?;
        let left = self.loaders[loader_idx].face;
        self.stand_before(loader_idx, step, face);
        if let Some(left) = left {
            self.follow(left, face);
        }
        let ms = self.walk_to_face_ms(loader_idx);
        self.walk(loader_idx, LoaderPhase::ToFace, ms, ctx)?;
        Ok(true)
    }

    fn next_face(&self, loader_idx: LoaderIdx) -> Option<(usize, FaceId)> {
        let faces = self.layout.loaders[loader_idx].faces.iter().copied().enumerate();
        faces.skip(self.loaders[loader_idx].step + 1).find(|&(_, face)| self.left_kg[face] > 0)
    }

    /// Makes another face the loader's own. Trucks on their way to it count with the times of the new one.
    fn stand_before(&mut self, loader_idx: LoaderIdx, step: usize, face: FaceId) {
        let place = self.layout.faces[face].place;
        let fills_at = self.layout.loaders[loader_idx].fills_at;
        let loader = &mut self.loaders[loader_idx];
        loader.walk_from = loader.place;
        loader.place = place;
        loader.face = Some(face);
        loader.step = step;
        loader.fill_row = fills_at.after(step);
        let mut backlog_ms = 0;
        for &truck_idx in &self.layout.mines[loader.mine].trucks {
            let truck = &self.trucks[truck_idx];
            if truck.phase == TruckPhase::ToFace && truck.loader == loader_idx {
                backlog_ms += self.expected_ms(loader_idx, truck_idx);
            }
        }
        self.loaders[loader_idx].backlog_ms = backlog_ms;
        self.find_neighbours();
    }

    /// Trucks under fixed dispatch go where the last loader of their face has gone.
    fn follow(&mut self, left: FaceId, face: FaceId) {
        if self.loaders.iter().any(|loader| loader.face == Some(left)) {
            return;
        }
        for goal in self.moved_to.iter_mut().filter(|goal| **goal == left) {
            *goal = face;
        }
    }

    /// Which loaders are at which face, and who shares one.
    pub(crate) fn find_neighbours(&mut self) {
        self.at_face.iter_mut().for_each(Vec::clear);
        for (loader_idx, loader) in self.loaders.entries() {
            if let Some(face) = loader.face {
                self.at_face[face].push(loader_idx);
            }
        }
        for (loader_idx, loader) in self.loaders.entries() {
            let others = &mut self.beside[loader_idx];
            others.clear();
            if let Some(face) = loader.face {
                others.extend(self.at_face[face].iter().copied().filter(|&other| other != loader_idx));
            }
        }
    }

    /// The whole of a loader's way to its face, ms.
    pub(crate) fn walk_to_face_ms(&self, loader_idx: LoaderIdx) -> i64 {
        let loader = &self.loaders[loader_idx];
        let row = &self.layout.mines[loader.mine];
        if loader.walk_from == row.gate {
            return self.walk_ms(loader_idx);
        }
        let metres = row.routes.metres(loader.walk_from, loader.place);
        (metres / self.layout.loaders[loader_idx].walk_m_per_ms).round() as i64
    }

    /// The loader has come to its face.
    pub(crate) fn at_its_face<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.loaders[loader_idx];
        if let Some(face) = loader.face.filter(|_| loader.stood_at != loader.face) {
            loader.stood_at = loader.face;
            ctx.log.record(ctx.now, Event::LoaderMoved { loader: loader.status.machine, face });
        }
        self.open(loader_idx, ctx)
    }
}
