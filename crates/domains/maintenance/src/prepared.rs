//! What every replication shares: the rows of a scenario that maintenance reads, and all that follows from them alone.
use crate::capacity::{bay_rank, group_rank};
use crate::clocks::ClocksAtStart;
use crate::error::MaintenanceError;
use crate::shifts::Calendars;
use crate::temperature::{between, factor_at};
use iceroad_base::civil::Horizon;
use iceroad_base::quantity::{Celsius, Mass, MeterHours, Ranged};
use iceroad_base::{Span, Table};
use iceroad_model::fleet::Machine;
use iceroad_model::maintenance::{
    BayGroup, MeterCurve, Service, Subsystem, TechnicianGroup, TemperatureCurve, Workshop,
};
use iceroad_model::{
    BayId, BrandId, CurveId, GroupId, MachineId, MeterCurveId, ServiceId, SiteId, SubsystemId, Tables,
    WorkshopId,
};

/// What the workshop must know of a machine.
#[derive(Clone, Debug)]
pub(crate) struct MachineRow {
    pub(crate) name: String,
    pub(crate) workshop: Option<WorkshopId>,
    /// The mine's site, whose weather it feels.
    pub(crate) site: SiteId,
    pub(crate) brand: BrandId,
    pub(crate) bay_class: Mass,
    pub(crate) priority: u8,
}

/// Machines, workshops and their people, ready for any number of replications.
pub struct Prepared {
    pub(crate) machines: Table<MachineId, MachineRow>,
    pub(crate) subsystems: Table<SubsystemId, Subsystem>,
    pub(crate) services: Table<ServiceId, Service>,
    pub(crate) workshops: Table<WorkshopId, Workshop>,
    pub(crate) bays: Table<BayId, BayGroup>,
    pub(crate) groups: Table<GroupId, TechnicianGroup>,
    pub(crate) curves: Table<CurveId, TemperatureCurve>,
    pub(crate) meter_curves: Table<MeterCurveId, MeterCurve>,
    /// Bays of each workshop, best choice first.
    pub(crate) bays_of: Table<WorkshopId, Vec<BayId>>,
    /// Technicians of each workshop, best choice first.
    pub(crate) groups_of: Table<WorkshopId, Vec<GroupId>>,
    pub(crate) calendars: Calendars,
    pub(crate) clocks: ClocksAtStart,
    /// Sites with a station whose weather acts on something here.
    pub(crate) weather_sites: Vec<SiteId>,
    pub(crate) n_sites: usize,
    /// How far each site's night lies below the day's mean, °C.
    pub(crate) night_drop_c: Table<SiteId, f64>,
}

impl Prepared {
    /// Prepares `tables`, those of a scenario or fewer: a workshop without a mine's roads. Their ids must name rows; nothing
    /// else is asked of them.
    ///
    /// # Errors
    /// [`MaintenanceError::Shifts`] where a technicians' calendar cannot be laid out over the horizon.
    pub fn new(tables: &Tables, horizon: &Horizon) -> Result<Self, MaintenanceError> {
        Ok(Self {
            machines: tables.machines.iter().map(|row| machine_row(tables, row)).collect(),
            subsystems: tables.subsystems.clone(),
            services: tables.services.clone(),
            workshops: tables.workshops.clone(),
            bays: tables.bays.clone(),
            groups: tables.technicians.clone(),
            curves: tables.curves.clone(),
            meter_curves: tables.meter_curves.clone(),
            bays_of: bays_of(tables),
            groups_of: groups_of(tables),
            calendars: Calendars::new(tables, horizon)?,
            clocks: ClocksAtStart::new(tables),
            weather_sites: weather_sites(tables),
            n_sites: tables.sites.len(),
            night_drop_c: tables.sites.ids().map(|site| tables.night_drop_c(site)).collect(),
        })
    }

    /// How many slots of the calendar a replication needs: one per machine and two.
    pub fn slots(&self) -> usize {
        self.machines.len() + 2
    }

    /// How long a way of so many metres takes at the workshop's tow speed.
    pub(crate) fn drive(&self, workshop: WorkshopId, metres: f64) -> Span {
        let metres_per_second = self.workshops[workshop].tow_speed.get() / 3.6;
        Span::from_seconds(metres / metres_per_second)
    }

    /// The factor of a curve at a temperature that is held.
    pub(crate) fn factor_held(&self, held: Celsius, curve: Option<CurveId>) -> f64 {
        curve.map_or(1.0, |curve| factor_at(&self.curves[curve], held).get())
    }

    /// The factor of a curve at a reading of the hour meter.
    pub(crate) fn factor_by_meter(&self, curve: MeterCurveId, reading: Span) -> f64 {
        between(&self.meter_curves[curve].points, MeterHours::clamped(reading.hours())).get()
    }
}

fn machine_row(tables: &Tables, row: &Machine) -> MachineRow {
    let model = &tables.models[row.model];
    MachineRow {
        name: row.name.clone(),
        workshop: row.workshop,
        site: tables.mines[row.mine].site,
        brand: model.brand,
        bay_class: model.bay_class,
        priority: model.priority,
    }
}

fn bays_of(tables: &Tables) -> Table<WorkshopId, Vec<BayId>> {
    let mut bays_of = Table::filled(tables.workshops.len(), Vec::new());
    for (id, row) in tables.bays.entries() {
        bays_of[row.workshop].push(id);
    }
    for list in bays_of.iter_mut() {
        list.sort_by_key(|&id| bay_rank(&tables.bays[id]));
    }
    bays_of
}

fn groups_of(tables: &Tables) -> Table<WorkshopId, Vec<GroupId>> {
    let mut groups_of = Table::filled(tables.workshops.len(), Vec::new());
    for (id, row) in tables.technicians.entries() {
        groups_of[row.workshop].push(id);
    }
    for list in groups_of.iter_mut() {
        list.sort_by_key(|&id| group_rank(&tables.technicians[id]));
    }
    groups_of
}

fn weather_sites(tables: &Tables) -> Vec<SiteId> {
    let mines = tables.mines.iter().map(|mine| mine.site);
    let workshops = tables.workshops.iter().map(|workshop| workshop.site);
    let mut sites: Vec<SiteId> =
        mines.chain(workshops).filter(|&site| tables.sites[site].station.is_some()).collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
