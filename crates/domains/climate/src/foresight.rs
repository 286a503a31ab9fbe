//! What only the record can say of an ice road's rules: a load step that no winter on record makes ice for.
use crate::Climate;
use crate::years::Weather;
use iceroad_base::quantity::Ranged;
use iceroad_model::climate::{IceStep, Season, SeasonKind};
use iceroad_model::{Code, Fault, SeasonId};

impl Climate {
    /// Steps of ice roads that the coldest winter of the pool does not reach; the daily normals stand in for an empty pool.
    pub fn faults(&self) -> Vec<Fault> {
        let weathers: Vec<Weather> = match self.years.pool.len() {
            0 => vec![self.years.normal()],
            picks => (0..picks).map(|pick| self.years.always(pick)).collect(),
        };
        let mut faults = Vec::new();
        let mut row = 0;
        for (id, season) in self.seasons.rows.entries() {
            let SeasonKind::Ice(ice) = &season.kind else { continue };
            if let Some(thickest_cm) = self.thickest_cm(id, &weathers) {
                let too_thick =
                    ice.steps.iter().enumerate().filter(|(_, step)| step.thickness.get() > thickest_cm);
                faults
                    .extend(too_thick.map(|(nth, step)| never_reached(season, step, row + nth, thickest_cm)));
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
    use iceroad_base::quantity::IceThickness;
    use iceroad_model::Scenario;
    use iceroad_worlds::example;

    fn faults(change: impl FnOnce(&mut iceroad_model::climate::IceSeason)) -> Vec<Fault> {
        let mut tables = example::small();
        if let SeasonKind::Ice(ice) = &mut tables.seasons[example::ICE].kind {
            change(ice);
        }
        Climate::prepare(&Scenario::new(tables).expect("the change is legal")).unwrap().faults()
    }

    #[test]
    fn a_step_that_no_winter_makes_ice_for_is_told_and_others_are_not() {
        assert_eq!(faults(|_| {}), []);
        let found = faults(|ice| ice.steps[2].thickness = IceThickness::clamped(300.0));
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
