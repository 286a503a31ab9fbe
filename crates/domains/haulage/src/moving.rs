//! A loader goes on to the next face of its dig sequence once its own is dug out.
//!
//! It leaves when it falls idle at a face with nothing left, passes over faces with nothing left, and walks the
//! shortest way at its own speed. Trucks in its line go elsewhere at once; those on their way turn at the face they
//! were sent to. What a load cut short gives back to a face that its loaders have left stays there. At the end of a
//! sequence the loader is out of work.
//!
//! A truck under fixed dispatch follows the loaders of its face when the last of them has left it.

use crate::Haulage;
use crate::Notice;
use crate::cycle::Done;
use crate::error::HaulageError;
use crate::yard::{LoaderPhase, NONE, TruckPhase};
use iceroad_base::Id;
use iceroad_kernel::context::Context;
use iceroad_model::FaceId;
use iceroad_model::event::{Event, Recorder};

impl Haulage {
    /// Sends the loader to the next face of its sequence that has something to dig; false where there is none.
    pub(crate) fn moves_on<L: Recorder>(
        &mut self,
        l: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        let Some((step, face)) = self.next_face(l) else {
            return Ok(false);
        };
        // From here on it takes no trucks, so that none of its line is sent to it again.
        self.loaders[l].phase = LoaderPhase::ToFace;
        self.dissolve_line(l, ctx)?;
        let left = self.loaders[l].face;
        self.stand_before(l, step, face);
        self.follow(left, face as u32);
        let ms = self.walk_to_face_ms(l);
        self.walk(l, LoaderPhase::ToFace, ms, ctx)?;
        Ok(true)
    }

    fn next_face(&self, l: usize) -> Option<(usize, usize)> {
        let faces = self.layout.loaders[l].faces.iter().copied().enumerate();
        faces.skip(self.loaders[l].step as usize + 1).find(|&(_, face)| self.left_kg[face] > 0)
    }

    /// Makes another face the loader's own. Trucks on their way to it count with the times of the new one.
    fn stand_before(&mut self, l: usize, step: usize, face: usize) {
        let place = self.layout.faces[face].place;
        let fills_at = self.layout.loaders[l].fills_at;
        let loader = &mut self.loaders[l];
        loader.walk_from = loader.place;
        loader.place = place;
        loader.face = face as u32;
        loader.step = step as u32;
        loader.fill_row = (fills_at + step) as u32;
        let mut backlog_ms = 0;
        for &t in &self.layout.mines[loader.mine as usize].trucks {
            let truck = &self.trucks[t];
            if truck.phase == TruckPhase::ToFace && truck.target as usize == l {
                backlog_ms += self.expected_ms(l, t);
            }
        }
        self.loaders[l].backlog_ms = backlog_ms;
        self.find_neighbours();
    }

    /// Trucks under fixed dispatch go where the last loader of their face has gone.
    fn follow(&mut self, left: u32, face: u32) {
        if self.loaders.iter().any(|loader| loader.face == left) {
            return;
        }
        for goal in self.moved_to.iter_mut().filter(|goal| **goal == left) {
            *goal = face;
        }
    }

    /// Which loaders are at which face, and who shares one.
    pub(crate) fn find_neighbours(&mut self) {
        self.at_face.iter_mut().for_each(Vec::clear);
        for (l, row) in self.loaders.iter().enumerate() {
            if row.face != NONE {
                self.at_face[row.face as usize].push(l);
            }
        }
        for (l, others) in self.beside.iter_mut().enumerate() {
            others.clear();
            let face = self.loaders[l].face;
            if face != NONE {
                others.extend(self.at_face[face as usize].iter().copied().filter(|&other| other != l));
            }
        }
    }

    /// The whole of a loader's way to its face, ms.
    pub(crate) fn walk_to_face_ms(&self, l: usize) -> i64 {
        let loader = &self.loaders[l];
        let row = &self.layout.mines[loader.mine as usize];
        if loader.walk_from == row.gate {
            return self.walk_ms(l);
        }
        let metres = row.routes.metres(loader.walk_from, loader.place);
        (metres / self.layout.loaders[l].walk_m_per_ms).round() as i64
    }

    /// The loader has come to its face.
    pub(crate) fn at_its_face<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &mut self.loaders[l];
        if loader.stood_at != loader.face {
            loader.stood_at = loader.face;
            let face = FaceId::from_index(loader.face as usize);
            ctx.log.record(ctx.now, Event::LoaderMoved { loader: loader.status.machine, face });
        }
        self.open(l, ctx)
    }
}
