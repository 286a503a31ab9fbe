//! The one mine of a scenario, as the peers see it: trucks and loaders in the order of `machines.csv`, one shift.

use crate::outcome::Unfit;
use iceroad_base::Id;
use iceroad_base::civil::TimeOfDay;
use iceroad_model::fleet::{LoaderModel, TruckModel};
use iceroad_model::{FaceId, MachineId, MineId, Tables};

/// A truck of the mine.
#[derive(Clone, Copy, Debug)]
pub struct Truck<'a> {
    /// Its row.
    pub id: MachineId,
    /// Its name.
    pub name: &'a str,
    /// The name of its model.
    pub model_name: &'a str,
    /// Its model.
    pub model: &'a TruckModel,
    /// The face written for it.
    pub face: Option<FaceId>,
}

/// A loader of the mine that has a face.
#[derive(Clone, Copy, Debug)]
pub struct Loader<'a> {
    /// Its row.
    pub id: MachineId,
    /// Its name.
    pub name: &'a str,
    /// Its model.
    pub model: &'a LoaderModel,
    /// The face it digs.
    pub face: FaceId,
}

/// The mine.
#[derive(Clone, Debug)]
pub struct Pit<'a> {
    /// The scenario.
    pub tables: &'a Tables,
    /// The mine's row.
    pub mine: MineId,
    /// Its trucks.
    pub trucks: Vec<Truck<'a>>,
    /// Its loaders.
    pub loaders: Vec<Loader<'a>>,
}

impl<'a> Pit<'a> {
    /// The mine of a scenario that has one.
    ///
    /// # Errors
    /// [`Unfit`] where there is not exactly one mine, or it lacks trucks, loaders or dumps.
    pub fn of(tables: &'a Tables) -> Result<Pit<'a>, Unfit> {
        if tables.mines.len() != 1 {
            return Err(Unfit::Mines { n: tables.mines.len() });
        }
        let mut pit = Pit { tables, mine: MineId::from_index(0), trucks: Vec::new(), loaders: Vec::new() };
        for (id, machine) in tables.machines.entries() {
            let model = &tables.models[machine.model];
            if let Some(truck) = model.truck() {
                let (name, model_name) = (machine.name.as_str(), model.name.as_str());
                pit.trucks.push(Truck { id, name, model_name, model: truck, face: machine.face });
            }
            if let (Some(loader), Some(face)) = (model.loader(), machine.face) {
                pit.loaders.push(Loader { id, name: &machine.name, model: loader, face });
            }
        }
        let lacks = [
            (pit.trucks.is_empty(), "truck"),
            (pit.loaders.is_empty(), "loader with a face"),
            (tables.dumps.is_empty(), "dump"),
        ];
        match lacks.iter().find(|(lacks, _)| *lacks) {
            Some((_, what)) => Err(Unfit::Without { what: (*what).to_owned() }),
            None => Ok(pit),
        }
    }

    /// The length of the mine's first shift, s. One that goes round the clock lasts as long as the horizon.
    ///
    /// # Errors
    /// [`Unfit::Without`] where the calendar has no shift.
    pub fn shift_s(&self) -> Result<f64, Unfit> {
        let calendar = &self.tables.calendars[self.tables.mines[self.mine].calendar];
        let Some(shift) = calendar.shifts.first() else {
            return Err(Unfit::Without { what: "shift".to_owned() });
        };
        let (start, end) = (seconds(shift.start), seconds(shift.end));
        let day = 86_400;
        Ok(match end - start {
            0 => f64::from(self.tables.heading.days) * f64::from(day),
            length if length < 0 => f64::from(length + day),
            length => f64::from(length),
        })
    }
}

fn seconds(time: TimeOfDay) -> i32 {
    (i32::from(time.hour()) * 60 + i32::from(time.minute())) * 60 + i32::from(time.second())
}
