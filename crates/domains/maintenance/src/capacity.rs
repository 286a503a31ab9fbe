//! Bays and technicians: what is there, what is free, and which of it suits a job.
use crate::job::Need;
use crate::prepared::Prepared;
use crate::shifts::Shifts;
use crate::temperature::Temperatures;
use iceroad_base::{Table, Time};
use iceroad_model::maintenance::{BayGroup, Opening, Sharing, TechnicianGroup};
use iceroad_model::{BayId, BrandId, GroupId, TaskId};

/// Something that there is so much of, from some time on.
#[derive(Clone, Copy, Debug)]
struct Pool {
    count: u16,
    used: u16,
    /// Kept for jobs that come first, while those after them are looked at.
    kept: u16,
    there_from: Option<Time>,
}

impl Pool {
    fn new(count: u16, opening: Opening) -> Self {
        Self { count, used: 0, kept: 0, there_from: (opening == Opening::AtStart).then_some(Time::START) }
    }

    fn free(&self) -> u16 {
        if self.there_from.is_some() {
            self.count.saturating_sub(self.used.saturating_add(self.kept))
        } else {
            0
        }
    }
}

/// The bays and technicians of every workshop.
pub(crate) struct Capacity {
    bays: Table<BayId, Pool>,
    groups: Table<GroupId, Pool>,
}

impl Capacity {
    /// Everything free; what opens later is not there yet.
    pub(crate) fn new(prepared: &Prepared) -> Self {
        Self {
            bays: prepared.bays.iter().map(|row| Pool::new(row.count, row.opening)).collect(),
            groups: prepared.groups.iter().map(|row| Pool::new(row.count, row.opening)).collect(),
        }
    }

    /// What was to come with a task is there from now on.
    pub(crate) fn open(&mut self, task: TaskId, prepared: &Prepared, now: Time) {
        for (id, row) in prepared.bays.entries() {
            if row.opening == Opening::With(task) {
                self.bays[id].there_from.get_or_insert(now);
            }
        }
        for (id, row) in prepared.groups.entries() {
            if row.opening == Opening::With(task) {
                self.groups[id].there_from.get_or_insert(now);
            }
        }
    }

    /// Since when a group is there.
    pub(crate) fn there_from(&self, group: GroupId) -> Option<Time> {
        self.groups.get(group)?.there_from
    }

    /// A free bay that fits: the preferred one if it does.
    pub(crate) fn free_bay(
        &self,
        prepared: &Prepared,
        need: &Need,
        preferred: Option<BayId>,
    ) -> Option<BayId> {
        let fits = |&id: &BayId| self.bays[id].free() > 0 && bay_fits(prepared, &prepared.bays[id], need);
        let others = prepared.bays_of[need.workshop].iter().copied();
        preferred.into_iter().chain(others).find(fits)
    }

    /// Takes a bay of the group.
    pub(crate) fn take_bay(&mut self, bay: BayId) {
        self.bays[bay].used += 1;
    }

    /// Gives a bay back.
    pub(crate) fn free_up_bay(&mut self, bay: BayId) {
        self.bays[bay].used = self.bays[bay].used.saturating_sub(1);
    }

    /// A group on shift that has enough free for the job, whatever the weather.
    pub(crate) fn free_group(&self, prepared: &Prepared, shifts: &Shifts, need: &Need) -> Option<GroupId> {
        prepared.groups_of[need.workshop]
            .iter()
            .copied()
            .find(|&id| self.can_work(prepared, shifts, need, id))
    }

    /// The same for work outdoors, among groups that may work in today's weather.
    pub(crate) fn free_crew(
        &self,
        prepared: &Prepared,
        shifts: &Shifts,
        need: &Need,
        temperatures: &Temperatures,
    ) -> Option<GroupId> {
        if temperatures.stops(need.site, prepared.workshops[need.workshop].stops_below) {
            return None;
        }
        prepared.groups_of[need.workshop].iter().copied().find(|&id| {
            let limit = prepared.calendars.stops_below(prepared.groups[id].calendar);
            self.can_work(prepared, shifts, need, id) && !temperatures.stops(need.site, limit)
        })
    }

    fn can_work(&self, prepared: &Prepared, shifts: &Shifts, need: &Need, id: GroupId) -> bool {
        let row = &prepared.groups[id];
        let pool = &self.groups[id];
        let free = pool.there_from.is_some() && pool.free() >= need.technicians && shifts.is_on(row.calendar);
        free && group_fits(prepared, row, need)
    }

    /// The group that a job waits for: of those on shift that have people enough for it the one with most of them
    /// free.
    fn group_to_wait_for(&self, prepared: &Prepared, shifts: &Shifts, need: &Need) -> Option<GroupId> {
        let mut best: Option<(u16, GroupId)> = None;
        for &id in &prepared.groups_of[need.workshop] {
            let (row, pool) = (&prepared.groups[id], &self.groups[id]);
            let can =
                pool.there_from.is_some() && pool.count >= need.technicians && shifts.is_on(row.calendar);
            let better = best.is_none_or(|(free, _)| pool.free() > free);
            if can && better && group_fits(prepared, row, need) {
                best = Some((pool.free(), id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// Keeps people, and the bay if one is named, for a job that waits for people alone, until [`Capacity::let_go`].
    pub(crate) fn keep(&mut self, prepared: &Prepared, shifts: &Shifts, need: &Need, bay: Option<BayId>) {
        let Some(group) = self.group_to_wait_for(prepared, shifts, need) else { return };
        let group = &mut self.groups[group];
        group.kept = group.kept.saturating_add(need.technicians);
        if let Some(bay) = bay {
            self.bays[bay].kept = self.bays[bay].kept.saturating_add(1);
        }
    }

    /// Nothing is kept for anybody any more.
    pub(crate) fn let_go(&mut self) {
        self.groups.iter_mut().for_each(|pool| pool.kept = 0);
        self.bays.iter_mut().for_each(|pool| pool.kept = 0);
    }

    /// Takes technicians of the group.
    pub(crate) fn take_technicians(&mut self, group: GroupId, technicians: u16) {
        self.groups[group].used += technicians;
    }

    /// Gives technicians back.
    pub(crate) fn free_up_technicians(&mut self, group: GroupId, technicians: u16) {
        self.groups[group].used = self.groups[group].used.saturating_sub(technicians);
    }
}

/// Heated bays first, then those without a crane, then the smallest.
pub(crate) fn bay_rank(row: &BayGroup) -> (bool, bool, i64) {
    (!row.heated, row.crane, row.takes.get())
}

/// Those who stay in the shop first, then those with the fewest certificates (none at all means any brand).
pub(crate) fn group_rank(row: &TechnicianGroup) -> (bool, usize) {
    let brands = if row.certificates.is_empty() { usize::MAX } else { row.certificates.len() };
    (row.field, brands)
}

fn bay_fits(prepared: &Prepared, row: &BayGroup, need: &Need) -> bool {
    row.takes >= need.size && (row.crane || !need.crane) && at_home(prepared, row.brand, need)
}

fn group_fits(prepared: &Prepared, row: &TechnicianGroup, need: &Need) -> bool {
    let certified = row.certificates.is_empty() || row.certificates.contains(&need.brand);
    row.trade == need.trade && certified && (row.field || !need.field) && at_home(prepared, row.home, need)
}

/// Whether the workshop's sharing lets a home brand serve this machine. Without a home brand: any.
fn at_home(prepared: &Prepared, home: Option<BrandId>, need: &Need) -> bool {
    match prepared.workshops[need.workshop].sharing {
        Sharing::Shared => true,
        Sharing::ByBrand => home.is_none_or(|home| home == need.brand),
    }
}
