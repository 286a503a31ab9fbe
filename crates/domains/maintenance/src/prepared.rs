//! What a run needs of the scenario, looked up once: rows, and lists by model.
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Table, Time};
use iceroad_model::maintenance::{BayGroup, Opening, Service, Subsystem, TechnicianGroup, Workshop};
use iceroad_model::{
    BayId, BrandId, GroupId, MachineId, ModelId, ServiceId, SiteId, SubsystemId, Tables, WorkshopId,
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

/// Rows that do not change in a run.
pub(crate) struct Prepared {
    pub(crate) seed: u64,
    pub(crate) replication: u32,
    pub(crate) machines: Table<MachineId, MachineRow>,
    pub(crate) subsystems: Table<SubsystemId, Subsystem>,
    pub(crate) services: Table<ServiceId, Service>,
    pub(crate) workshops: Table<WorkshopId, Workshop>,
    pub(crate) bays: Table<BayId, BayGroup>,
    pub(crate) groups: Table<GroupId, TechnicianGroup>,
    pub(crate) subsystems_of: Table<ModelId, Vec<SubsystemId>>,
    pub(crate) services_of: Table<ModelId, Vec<ServiceId>>,
}

impl Prepared {
    pub(crate) fn new(tables: &Tables, seed: u64, replication: u32) -> Self {
        let mut subsystems_of = Table::filled(tables.models.len(), Vec::new());
        for (id, row) in tables.subsystems.entries() {
            subsystems_of[row.model].push(id);
        }
        let mut services_of = Table::filled(tables.models.len(), Vec::new());
        for (id, row) in tables.services.entries() {
            services_of[row.model].push(id);
        }
        let machine = |row: &iceroad_model::fleet::Machine| {
            let model = &tables.models[row.model];
            MachineRow {
                name: row.name.clone(),
                workshop: row.workshop,
                site: tables.mines[row.mine].site,
                brand: model.brand,
                bay_class: model.bay_class,
                priority: model.priority,
            }
        };
        Self {
            seed,
            replication,
            machines: tables.machines.iter().map(machine).collect(),
            subsystems: tables.subsystems.clone(),
            services: tables.services.clone(),
            workshops: tables.workshops.clone(),
            bays: tables.bays.clone(),
            groups: tables.technicians.clone(),
            subsystems_of,
            services_of,
        }
    }

    /// How long a way of so many metres takes at the workshop's tow speed.
    pub(crate) fn drive(&self, workshop: WorkshopId, metres: f64) -> iceroad_base::Span {
        let metres_per_second = self.workshops[workshop].tow_speed.get() / 3.6;
        iceroad_base::Span::from_seconds(metres / metres_per_second)
    }
}

/// Since when a thing is there at the start, if it is.
pub(crate) fn there_from(opening: Opening) -> Option<Time> {
    (opening == Opening::AtStart).then_some(Time::START)
}
