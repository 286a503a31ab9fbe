//! What only the record can say of an ice road's rules: a load step that no winter on record makes ice for, and a road that
//! stands idle without it.
use crate::Climate;
use crate::years::Weather;
use iceroad_base::quantity::Ranged;
use iceroad_model::climate::{IceStep, Season, SeasonKind};
use iceroad_model::{Code, Fault, SeasonId, Tables, idle_road};

impl Climate {
    /// Steps of ice roads that the coldest winter of the pool does not reach, and legs on which those it does reach leave no
    /// vehicle a load worth a trip; the daily normals stand in for an empty pool.
    pub fn faults(&self, tables: &Tables) -> Vec<Fault> {
        let weathers: Vec<Weather> = match self.years.pool.len() {
            0 => vec![self.years.normal()],
            picks => (0..picks).map(|pick| self.years.always(pick)).collect(),
        };
        let mut faults = Vec::new();
        let mut row = 0;
        for (id, season) in self.seasons.rows.entries() {
            let SeasonKind::Ice(ice) = &season.kind else { continue };
            if let Some(thickest_cm) = self.thickest_cm(id, &weathers) {
                let is_reached = |step: &IceStep| step.thickness.get() <= thickest_cm;
                let too_thick = ice.steps.iter().enumerate().filter(|(_, step)| !is_reached(step));
                faults
                    .extend(too_thick.map(|(nth, step)| never_reached(season, step, row + nth, thickest_cm)));
                let most = |steps: &mut dyn Iterator<Item = &IceStep>| steps.map(|step| step.gross).max();
                let reached = most(&mut ice.steps.iter().filter(|step| is_reached(step)));
                let written = most(&mut ice.steps.iter());
                if let (Some(reached), Some(written)) = (reached, written)
                    && reached < written
                {
                    let of_season = tables.legs.entries().filter(|(_, leg)| leg.season == Some(id));
                    // Where not even the steps that are written are enough, the rules of the model tell.
                    let legs = of_season.filter(|(leg, _)| idle_road(tables, *leg, written).is_none());
                    faults.extend(legs.filter_map(|(leg, _)| idle_road(tables, leg, reached)));
                }
            }
            row += ice.steps.len();
        }
        faults
    }

    fn thickest_cm(&self, id: SeasonId, weathers: &[Weather]) -> Option<f64> {
        let thickest = weathers.iter().filter_map(|weather| self.seasons.thickest(id, weather));
        thickest.map(Ranged::get).reduce(f64::max)
    }
}

fn never_reached(season: &Season, step: &IceStep, row: usize, thickest_cm: f64) -> Fault {
    Fault {
        code: Code::StepNeverReached,
        table: "ice_steps",
        row: Some(row),
        column: "thickness_cm",
        value: format!("{} cm", step.thickness.get()),
        expected: format!("at most the {thickest_cm:.0} cm of the coldest winter on record"),
        advice: format!(
            "say what builders do to the ice of `{}` (`cleared_alpha`, `flooding_cm_per_day`), or take the step out: {} t are never allowed",
            season.name,
            step.gross.tonnes()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::Id;
    use iceroad_base::quantity::{IceThickness, Mass};
    use iceroad_model::Scenario;
    use iceroad_worlds::example;

    fn of(tables: Tables) -> Vec<Fault> {
        let scenario = Scenario::new(tables).expect("the change is legal");
        Climate::prepare(&scenario).unwrap().faults(&scenario)
    }

    fn faults(change: impl FnOnce(&mut iceroad_model::climate::IceSeason)) -> Vec<Fault> {
        let mut tables = example::small();
        if let SeasonKind::Ice(ice) = &mut tables.seasons[example::ICE].kind {
            change(ice);
        }
        of(tables)
    }

    /// 48 t leave 28 t above a tare of 20 t, and no winter makes that ice; the 25 t that it makes leave 5 t of 32 t.
    #[test]
    fn a_road_that_needs_a_step_it_never_reaches_stands_idle() {
        let mut tables = example::small();
        if let SeasonKind::Ice(ice) = &mut tables.seasons[example::ICE].kind {
            ice.steps[2].thickness = IceThickness::clamped(300.0);
        }
        let truck =
            tables.vehicles.ids().find(|&id| tables.vehicles[id].leg == example::WINTER_ROAD).unwrap();
        tables.vehicles[truck].tare = Mass::from_tonnes(20.0);
        let idle = |tables: &Tables| {
            of(tables.clone()).into_iter().filter(|fault| fault.code == Code::RoadIdle).collect::<Vec<_>>()
        };
        let found = idle(&tables);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((fault.table, fault.row), ("vehicles", Some(truck.index())));
        assert_eq!(fault.value, "20 t empty under 25 t");
        tables.vehicles[truck].tare = Mass::from_tonnes(14.0);
        assert_eq!(idle(&tables), []);
    }

    #[test]
    fn a_step_that_no_winter_makes_ice_for_is_told_and_others_are_not() {
        assert_eq!(faults(|_| {}), []);
        let mut found = faults(|ice| ice.steps[2].thickness = IceThickness::clamped(300.0));
        found.retain(|fault| fault.code == Code::StepNeverReached);
        let [fault] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((fault.code, fault.table, fault.row), (Code::StepNeverReached, "ice_steps", Some(2)));
        // Pumps make it: three months of frost at 5 cm a day.
        let flooded = faults(|ice| {
            ice.steps[2].thickness = IceThickness::clamped(300.0);
            ice.work.flooding_cm_per_day = 5.0;
        });
        assert_eq!(flooded, []);
    }
}
