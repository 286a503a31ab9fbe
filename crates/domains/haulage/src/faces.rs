//! The faces in a replication: what is left at each, what was dug of it, and which loaders are there.

use crate::fleet::Loader;
use crate::ground::Ground;
use crate::rows::LoaderIdx;
use iceroad_base::Table;
use iceroad_base::quantity::Mass;
use iceroad_model::FaceId;

/// The faces of all mines.
#[derive(Clone, Debug)]
pub(crate) struct Faces {
    /// What is left; none where it is not counted.
    left: Table<FaceId, Option<Mass>>,
    /// What was hauled off of each material of each mine so far, less what was dumped on a face of it, kg; see
    /// [`crate::ground::FaceRow::stream`].
    hauled_kg: Vec<i64>,
    /// The place of each face in it.
    stream_of: Table<FaceId, usize>,
    /// The loaders at each face or on the way to it, in order.
    loaders_at: Table<FaceId, Vec<LoaderIdx>>,
    /// Other loaders at each loader's face.
    beside: Table<LoaderIdx, Vec<LoaderIdx>>,
    /// Where the loaders of each face have gone, which is the face itself until all have left it.
    moved_to: Table<FaceId, FaceId>,
}

impl Faces {
    pub(crate) fn new(ground: &Ground, loaders: &Table<LoaderIdx, Loader>) -> Faces {
        let mut faces = Faces {
            left: ground.faces.iter().map(|row| row.available).collect(),
            hauled_kg: vec![0; ground.faces.iter().map(|row| row.stream + 1).max().unwrap_or(0)],
            stream_of: ground.faces.iter().map(|row| row.stream).collect(),
            loaders_at: Table::filled(ground.faces.len(), Vec::new()),
            beside: Table::filled(loaders.len(), Vec::new()),
            moved_to: ground.faces.ids().collect(),
        };
        faces.regroup(loaders);
        faces
    }

    /// Whether there is something to dig.
    #[inline]
    pub(crate) fn has_work(&self, face: FaceId) -> bool {
        self.left[face] != Some(Mass::ZERO)
    }

    /// What is left; none where it is not counted.
    pub(crate) fn left(&self, face: FaceId) -> Option<Mass> {
        self.left[face]
    }

    /// What was hauled off so far of a mine's material, less what was dumped on a face of it: what went to its last
    /// place, or is on its way there, kg. Asked by [`crate::ground::FaceRow::stream`].
    #[inline]
    pub(crate) fn hauled_kg(&self, stream: usize) -> i64 {
        self.hauled_kg[stream]
    }

    /// Takes a load; no more than there is.
    #[inline]
    pub(crate) fn dig(&mut self, face: FaceId, load: Mass) -> Mass {
        let dug = self.left[face].map_or(load, |left| load.min(left));
        if let Some(left) = &mut self.left[face] {
            *left -= dug;
        }
        dug
    }

    /// A load leaves it.
    #[inline]
    pub(crate) fn haul_off(&mut self, face: FaceId, mass: Mass) {
        self.hauled_kg[self.stream_of[face]] += mass.get();
    }

    /// A load is dumped on it, to be dug again.
    pub(crate) fn heap_up(&mut self, face: FaceId, mass: Mass) {
        self.hauled_kg[self.stream_of[face]] -= mass.get();
        self.put_back(face, mass);
    }

    /// What was not dug after all is there again.
    pub(crate) fn put_back(&mut self, face: FaceId, mass: Mass) {
        if let Some(left) = &mut self.left[face] {
            *left += mass;
        }
    }

    /// The loaders at a face or on the way to it, in order.
    #[inline]
    pub(crate) fn loaders_at(&self, face: FaceId) -> &[LoaderIdx] {
        self.loaders_at.get(face).map_or(&[], Vec::as_slice)
    }

    /// The other loaders at a loader's face, in order.
    #[inline]
    pub(crate) fn beside(&self, loader_idx: LoaderIdx) -> &[LoaderIdx] {
        &self.beside[loader_idx]
    }

    /// Where the loaders of a face have gone.
    pub(crate) fn followed_from(&self, face: FaceId) -> FaceId {
        self.moved_to[face]
    }

    /// The next face of a dig sequence, beyond this step, with something to dig.
    pub(crate) fn next_of(&self, sequence: &[FaceId], step: usize) -> Option<(usize, FaceId)> {
        let faces = sequence.iter().copied().enumerate();
        faces.skip(step + 1).find(|&(_, face)| self.has_work(face))
    }

    /// A loader has gone from one face to another: works out anew who is where. Trucks under fixed dispatch go where the
    /// last loader of their face has gone.
    pub(crate) fn loader_moved(&mut self, from: FaceId, to: FaceId, loaders: &Table<LoaderIdx, Loader>) {
        self.regroup(loaders);
        if !self.loaders_at[from].is_empty() {
            return;
        }
        for goal in self.moved_to.iter_mut().filter(|goal| **goal == from) {
            *goal = to;
        }
    }

    fn regroup(&mut self, loaders: &Table<LoaderIdx, Loader>) {
        self.loaders_at.iter_mut().for_each(Vec::clear);
        for (loader_idx, loader) in loaders.entries() {
            if let Some(face) = loader.face {
                self.loaders_at[face].push(loader_idx);
            }
        }
        for (loader_idx, loader) in loaders.entries() {
            let others = &mut self.beside[loader_idx];
            others.clear();
            if let Some(face) = loader.face {
                others.extend(self.loaders_at[face].iter().copied().filter(|&other| other != loader_idx));
            }
        }
    }
}
