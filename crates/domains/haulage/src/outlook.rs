//! What each route comes to before any run: time, length, fuel or energy, and the work of the tyres.
//!
//! See [`iceroad_model::haul_outlook`] for the terms and the sources.

use crate::layout::Layout;
use crate::loading::{Fill, Shapes};
use crate::routes::Routes;
use crate::rows::TruckKind;
use crate::surface::Surface;
use iceroad_base::Table;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::fleet::TruckModel;
use iceroad_model::haul_outlook::{HaulOutlook, RouteOutlook, TruckOutlook};
use iceroad_model::{DumpId, FaceId, MineId, ModelId, Tables};

/// The hottest air at a mine, the highest daily mean on record; none where nobody measures it.
pub type Air<'a> = dyn Fn(MineId) -> Option<Celsius> + 'a;

/// Works out every route of every truck model at its mines.
pub fn outlook(layout: &Layout, tables: &Tables, air: &Air<'_>) -> HaulOutlook {
    let mut found = HaulOutlook::default();
    let kinds = tables.models.entries().filter_map(|(id, model)| Some((id, model.truck()?)));
    for (kind, (model, truck)) in kinds.enumerate() {
        let mut mines: Table<MineId, bool> = Table::filled(tables.mines.len(), false);
        for machine in tables.machines.iter().filter(|machine| machine.model == model) {
            mines[machine.mine] = true;
        }
        if !mines.iter().any(|&is_there| is_there) {
            continue;
        }
        found.trucks.push(TruckOutlook {
            model,
            rimpull_given: !truck.rimpull.is_empty(),
            retarder_given: !truck.retarder_curve.is_empty(),
        });
        for (face, row) in tables.faces.entries().filter(|(_, face)| mines[tables.nodes[face.node].mine]) {
            let mine = tables.nodes[row.node].mine;
            let Some(loading_ms) = quickest_load(tables, face, truck) else { continue };
            for (dump, to) in tables.dumps.entries() {
                if tables.nodes[to.node].mine == mine && to.materials.contains(&row.material) {
                    let standing_s = loading_ms as f64 / 1_000.0 + to.dump.get();
                    let asked = Asked {
                        tables,
                        routes: layout.routes(mine),
                        model,
                        kind: TruckKind(kind as u16),
                        truck,
                        air: air(mine),
                    };
                    found.routes.extend(asked.route(face, dump, standing_s));
                }
            }
        }
    }
    found
}

/// Spotting and loading by the quickest loader at the face; none where nobody digs it.
fn quickest_load(tables: &Tables, face: FaceId, truck: &TruckModel) -> Option<i64> {
    let density = tables.materials[tables.faces[face].material].loose_density;
    let mut shapes = Shapes::default();
    let at_face = tables.machines.iter().filter(|machine| machine.face == Some(face));
    let loaders = at_face.filter_map(|machine| tables.models[machine.model].loader());
    loaders.map(|loader| Fill::new(loader, truck, density, &mut shapes).expected_ms()).min()
}

struct Asked<'a> {
    tables: &'a Tables,
    routes: &'a Routes,
    model: ModelId,
    kind: TruckKind,
    truck: &'a TruckModel,
    air: Option<Celsius>,
}

impl Asked<'_> {
    fn route(&self, face: FaceId, dump: DumpId, standing_s: f64) -> Option<RouteOutlook> {
        let from = self.routes.place(self.tables.faces[face].node)?;
        let to = self.routes.place(self.tables.dumps[dump].node)?;
        let (kind, surface) = (self.kind, Surface::Normal);
        let out = self.routes.leg(kind, true, surface, from, to);
        let back = self.routes.leg(kind, false, surface, to, from);
        let line_wh = self.routes.line_wh(kind, true, surface, from, to)
            + self.routes.line_wh(kind, false, surface, to, from);
        let used = (i64::from(out.used) + i64::from(back.used)) as f64 / 1_000.0;
        let (litres, from_battery) = if self.truck.battery.is_some() { (0.0, used) } else { (used, 0.0) };
        let metres = f64::from(out.metres) + f64::from(back.metres);
        let seconds = (f64::from(out.ms) + f64::from(back.ms)) / 1_000.0 + standing_s;
        let tkph = self.truck.tyres.map(|tyres| {
            let loaded_t = (self.truck.empty + self.truck.payload).tonnes() * tyres.loaded_share.get();
            let empty_t = self.truck.empty.tonnes() * tyres.empty_share.get();
            (empty_t + loaded_t) / 2.0 * metres / seconds.max(1e-9) * 3.6
        });
        Some(RouteOutlook {
            model: self.model,
            face,
            dump,
            metres,
            seconds,
            litres,
            kwh: from_battery + f64::from(line_wh) / 1_000.0,
            tkph,
            rating: self.truck.tyres.map(|tyres| tyres.rating),
            air: self.air,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::{Share, TyreRating};
    use iceroad_model::fleet::Tyres;
    use iceroad_worlds::pit::Pit;

    #[test]
    fn a_tyres_work_is_its_mean_load_times_the_speed_of_the_cycle() {
        // Six tyres alike loaded: 180 / 6 = 30 t; empty 80 · 0.235 = 18.8 t; 24.4 t on average. 3 km there and 3 km
        // back in 880 s (loading 180 s, dumping 60 s, two drives of 320 s): 24.545 km/h, 598.9 t·km/h.
        let mut pit = Pit::default();
        pit.truck.tyres = Some(Tyres {
            rating: TyreRating::clamped(500.0),
            empty_share: Share::clamped(0.235),
            loaded_share: Share::clamped(1.0 / 6.0),
        });
        let outlook =
            outlook(&Layout::of_tables(&pit.tables(), &pit.horizon()).unwrap(), &pit.tables(), &|_| None);
        let [route] = outlook.routes[..] else { panic!("{outlook:?}") };
        assert_eq!(route.metres, 6_000.0);
        assert!((route.seconds - 880.0).abs() < 1.0, "{route:?}");
        assert!((route.tkph.unwrap() - 598.9).abs() < 1.0, "{route:?}");
        assert!((route.tyre_use().unwrap() - 1.198).abs() < 0.003);
        assert!(route.litres > 0.0 && route.kwh == 0.0);
        assert!(!outlook.trucks[0].rimpull_given && !outlook.trucks[0].retarder_given);
    }
}
