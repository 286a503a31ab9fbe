//! Every id must name a row of its table, and every law must be one.
//!
//! A reader of files resolves names and cannot break the first of these; a program that fills tables can.
use super::world::{model_place, season_place};
use super::{Faults, Place};
use crate::climate::StationRecord;
use crate::fault::Code;
use crate::fleet::Arrival;
use crate::maintenance::Opening;
use crate::obligations::Promise;
use crate::tables::Tables;
use iceroad_base::law::{BadLaw, Law};
use iceroad_base::{Id, Table};

struct References<'a> {
    faults: &'a mut Faults,
    table: &'static str,
    row: usize,
}

impl References<'_> {
    fn known<I: Id, T>(&mut self, of: &Table<I, T>, column: &'static str, id: I) {
        if of.get(id).is_some() {
            return;
        }
        let place = (self.table, self.row, column);
        let expected = format!("a {} from 0 to {}", I::WHAT, of.len().saturating_sub(1));
        let expected = if of.is_empty() { format!("no {}: that table is empty", I::WHAT) } else { expected };
        self.faults.add(
            Code::IdOutsideTable,
            place,
            format!("{id:?}"),
            expected,
            "use ids that the table gave when the row was added",
        );
    }

    fn all<'i, I: Id + 'i, T>(
        &mut self,
        of: &Table<I, T>,
        column: &'static str,
        ids: impl IntoIterator<Item = &'i I>,
    ) {
        for &id in ids {
            self.known(of, column, id);
        }
    }

    fn law(&mut self, column: &'static str, law: &Law) {
        if let Err(error) = remade(law) {
            law_fault(self.faults, (self.table, self.row, column), error);
        }
    }
}

fn law_fault(faults: &mut Faults, place: Place, error: BadLaw) {
    faults.add(
        Code::LawBad,
        place,
        format!("{} = {}", error.parameter, error.value),
        error.expected,
        format!("change the {} law: {error}", error.law),
    );
}

/// The law made anew by its checked constructor.
fn remade(law: &Law) -> Result<Law, BadLaw> {
    match *law {
        Law::Constant { value } => Law::constant(value),
        Law::Exponential { mean } => Law::exponential(mean),
        Law::Weibull { shape, scale } => Law::weibull(shape, scale),
        // Its fields are private, so it came from the constructor.
        Law::LogNormal(_) => Ok(*law),
        Law::Uniform { low, high } => Law::uniform(low, high),
        Law::Triangular { low, mode, high } => Law::triangular(low, mode, high),
        Law::Erlang { k, mean } => Law::erlang(k, mean),
    }
}

/// All references of all tables.
pub(super) fn check(tables: &Tables, faults: &mut Faults) {
    if tables.territories.get(tables.heading.home).is_none() {
        faults.heading(
            Code::IdOutsideTable,
            "home",
            format!("{:?}", tables.heading.home),
            "a territory that the scenario has",
            "name the home territory before the tables refer to it",
        );
    }
    region(tables, faults);
    mine(tables, faults);
    fleet(tables, faults);
    dig_sequence(tables, faults);
    shift(tables, faults);
    maintenance(tables, faults);
    goods(tables, faults);
    trade(tables, faults);
    stores(tables, faults);
    agreements(tables, faults);
    projects(tables, faults);
}

/// Goes through the rows of one table.
fn rows<'t, I: Id + 't, T: 't>(
    faults: &mut Faults,
    table: &'static str,
    rows: &'t Table<I, T>,
    mut each: impl FnMut(&mut References<'_>, &'t T),
) {
    for (row, one) in rows.iter().enumerate() {
        each(&mut References { faults, table, row }, one);
    }
}

/// Goes through rows that belong to things, counted through all of them.
fn parts<'t, T: 't>(
    faults: &mut Faults,
    table: &'static str,
    parts: impl Iterator<Item = T>,
    mut each: impl FnMut(&mut References<'_>, T),
) {
    for (row, one) in parts.enumerate() {
        each(&mut References { faults, table, row }, one);
    }
}

fn region(t: &Tables, faults: &mut Faults) {
    rows(faults, "sites", &t.sites, |check, site| {
        check.all(&t.stations, "station", &site.station);
        check.known(&t.territories, "territory", site.territory);
    });
    rows(faults, "stations", &t.stations, |check, station| {
        if let StationRecord::Synthetic { anomalies_from, .. } = station.record {
            check.known(&t.stations, "anomalies_from", anomalies_from);
        }
    });
    for (id, season) in t.seasons.entries() {
        let (table, row, _) = season_place(t, id, "station");
        References { faults, table, row }.all(&t.stations, "station", &season.station);
    }
    rows(faults, "legs", &t.legs, |check, leg| {
        check.known(&t.sites, "from", leg.from);
        check.known(&t.sites, "to", leg.to);
        check.all(&t.seasons, "season", &leg.season);
        check.all(&t.parties, "carrier", &leg.carrier);
        check.all(&t.territories, "transits", &leg.transits);
        check.law("transit_law", &leg.transit_days);
    });
    rows(faults, "vehicles", &t.vehicles, |check, vehicle| {
        check.known(&t.legs, "leg", vehicle.leg);
        check.all(&t.parties, "carrier", &vehicle.carrier);
    });
}

fn mine(t: &Tables, faults: &mut Faults) {
    rows(faults, "mines", &t.mines, |check, mine| {
        check.known(&t.sites, "site", mine.site);
        check.known(&t.calendars, "calendar", mine.calendar);
        check.known(&t.nodes, "park", mine.park);
        check.known(&t.nodes, "gate", mine.gate);
        check.all(&t.nodes, "fuel_point", &mine.fuel_point);
        check.all(&t.items, "fuel_item", &mine.fuel_item);
        check.all(&t.stores, "fuel_store", &mine.fuel_store);
        check.all(&t.nodes, "charge_point", &mine.electricity.charge_point);
    });
    rows(faults, "haul_nodes", &t.nodes, |check, node| check.known(&t.mines, "mine", node.mine));
    rows(faults, "haul_segments", &t.segments, |check, segment| {
        check.known(&t.nodes, "from", segment.from);
        check.known(&t.nodes, "to", segment.to);
        check.all(&t.zones, "zone", &segment.rules.zone);
    });
    rows(faults, "haul_zones", &t.zones, |check, zone| check.known(&t.mines, "mine", zone.mine));
    rows(faults, "haul_closures", &t.closures, |check, closure| {
        check.known(&t.mines, "mine", closure.mine);
        check.all(&t.nodes, "from", &closure.segment.map(|(from, _)| from));
        check.all(&t.nodes, "to", &closure.segment.map(|(_, to)| to));
        check.all(&t.faces, "face", &closure.face);
    });
    rows(faults, "haul_weather", &t.road_weather, |check, weather| {
        check.known(&t.mines, "mine", weather.mine);
        check.law("duration_law", &weather.duration_h);
    });
    rows(faults, "faces", &t.faces, |check, face| {
        check.known(&t.nodes, "node", face.node);
        check.known(&t.materials, "material", face.material);
        check.all(&t.dumps, "stockpile", &face.stockpile);
    });
    rows(faults, "dumps", &t.dumps, |check, dump| {
        check.known(&t.nodes, "node", dump.node);
        check.all(&t.materials, "materials", &dump.materials);
        if let Some(breaks) = &dump.breaks {
            check.law("crusher_mtbf_law", &breaks.life);
            check.law("crusher_mttr_law", &breaks.repair);
        }
    });
    parts(faults, "production_plan", t.plan.iter(), |check, plan| {
        check.known(&t.mines, "mine", plan.mine);
        check.known(&t.materials, "material", plan.material);
    });
}

fn fleet(t: &Tables, faults: &mut Faults) {
    for (id, model) in t.models.entries() {
        let (table, row, _) = model_place(t, id, "brand");
        References { faults, table, row }.known(&t.brands, "brand", model.brand);
    }
    rows(faults, "machines", &t.machines, |check, machine| {
        check.known(&t.models, "model", machine.model);
        check.known(&t.mines, "mine", machine.mine);
        check.all(&t.workshops, "workshop", &machine.workshop);
        check.all(&t.faces, "face", &machine.face);
        check.all(&t.dumps, "dump", &machine.dump);
        if let Arrival::ByLine { line, .. } = machine.arrival {
            check.known(&t.lines, "arrives_line", line);
        }
    });
}

fn dig_sequence(t: &Tables, faults: &mut Faults) {
    parts(faults, "dig_sequence", t.dig_sequence.iter(), |check, step| {
        check.known(&t.machines, "loader", step.loader);
        check.known(&t.faces, "face", step.face);
    });
}

fn shift(t: &Tables, faults: &mut Faults) {
    parts(faults, "breaks", t.breaks.iter(), |check, one| check.known(&t.mines, "mine", one.mine));
    parts(faults, "operators", t.operators.iter(), |check, people| {
        check.known(&t.mines, "mine", people.mine);
        check.all(&t.models, "models", &people.models);
    });
}

fn maintenance(t: &Tables, faults: &mut Faults) {
    rows(faults, "subsystems", &t.subsystems, |check, subsystem| {
        check.known(&t.models, "model", subsystem.model);
        check.all(&t.curves, "ageing_curve", &subsystem.ageing);
        check.all(&t.curves, "repair_curve", &subsystem.repair_factor);
        check.all(&t.subsystems, "damages", &subsystem.hazards.damages);
        check.all(&t.curves, "parked_curve", &subsystem.hazards.parked);
        check.all(&t.curves, "start_curve", &subsystem.hazards.start.curve);
        check.all(&t.meter_curves, "meter_curve", &subsystem.hazards.by_meter);
        check.known(&t.trades, "trade", subsystem.trade);
        check.law("life_law", &subsystem.life);
        check.law("repair_law", &subsystem.repair);
    });
    let used = t.subsystems.iter().flat_map(|subsystem| &subsystem.parts);
    parts(faults, "subsystem_parts", used, |check, part| check.known(&t.items, "item", part.item));
    rows(faults, "services", &t.services, |check, service| {
        check.known(&t.models, "model", service.model);
        check.known(&t.trades, "trade", service.trade);
        check.all(&t.subsystems, "renews", &service.renews);
        check.all(&t.subsystems, "inspects", &service.inspects);
    });
    let kits = t.services.iter().flat_map(|service| &service.kit);
    parts(faults, "service_parts", kits, |check, part| check.known(&t.items, "item", part.item));
    rows(faults, "workshops", &t.workshops, |check, workshop| {
        check.known(&t.sites, "site", workshop.site);
        check.known(&t.stores, "store", workshop.store);
    });
    rows(faults, "bays", &t.bays, |check, bay| {
        check.known(&t.workshops, "workshop", bay.workshop);
        check.all(&t.brands, "brand", &bay.brand);
        opening(check, t, bay.opening);
    });
    rows(faults, "technicians", &t.technicians, |check, group| {
        check.known(&t.workshops, "workshop", group.workshop);
        check.known(&t.trades, "trade", group.trade);
        check.all(&t.brands, "certificates", &group.certificates);
        check.all(&t.brands, "home_brand", &group.home);
        check.known(&t.calendars, "calendar", group.calendar);
        opening(check, t, group.opening);
    });
}

fn opening(check: &mut References<'_>, t: &Tables, opening: Opening) {
    if let Opening::With(task) = opening {
        check.known(&t.tasks, "opens_with", task);
    }
}

fn goods(t: &Tables, faults: &mut Faults) {
    rows(faults, "items", &t.items, |check, item| {
        check.all(&t.brands, "brand", &item.brand);
        check.all(&t.parties, "maker", &item.maker);
        check.all(&t.territories, "origin", &item.origin);
    });
    rows(faults, "interchange", &t.interchange, |check, one| {
        check.known(&t.items, "need", one.need);
        check.known(&t.items, "substitute", one.substitute);
        check.all(&t.models, "models", &one.models);
    });
}

fn trade(t: &Tables, faults: &mut Faults) {
    rows(faults, "parties", &t.parties, |check, party| {
        check.known(&t.territories, "territory", party.territory);
    });
    let owners = t.parties.iter().flat_map(|party| &party.owners);
    parts(faults, "owners", owners, |check, (owner, _)| check.known(&t.parties, "owner", *owner));
    rows(faults, "restrictions", &t.restrictions, |check, rule| {
        check.all(&t.territories, "origins", &rule.scope.origins);
        check.all(&t.parties, "makers", &rule.scope.makers);
        check.all(&t.parties, "sellers", &rule.scope.sellers);
        check.all(&t.parties, "carriers", &rule.scope.carriers);
        check.all(&t.territories, "transits", &rule.scope.transits);
        check.all(&t.territories, "destinations", &rule.scope.destinations);
        check.all(&t.items, "exempt", &rule.exempt);
    });
    rows(faults, "offers", &t.offers, |check, offer| {
        check.known(&t.parties, "seller", offer.seller);
        check.known(&t.items, "item", offer.item);
        check.known(&t.sites, "site", offer.site);
        check.law("lead_law", &offer.lead_days);
    });
}

fn stores(t: &Tables, faults: &mut Faults) {
    rows(faults, "stores", &t.stores, |check, store| {
        check.known(&t.sites, "site", store.site);
        check.all(&t.stores, "parent", &store.parent);
    });
    rows(faults, "stock", &t.stock, |check, line| {
        check.known(&t.stores, "store", line.store);
        check.known(&t.items, "item", line.item);
    });
    rows(faults, "inbound", &t.inbound, |check, one| {
        check.known(&t.items, "item", one.item);
        check.known(&t.stores, "store", one.store);
        check.all(&t.parties, "seller", &one.seller);
        check.known(&t.sites, "at", one.at);
    });
    rows(faults, "repair_shops", &t.repair_shops, |check, shop| {
        check.all(&t.sites, "site", &shop.site);
        check.all(&t.parties, "party", &shop.party);
    });
    rows(faults, "rotables", &t.rotables, |check, rotable| {
        check.known(&t.items, "item", rotable.item);
        check.known(&t.stores, "store", rotable.store);
        check.known(&t.repair_shops, "shop", rotable.shop);
        check.law("turn_round_law", &rotable.turn_round);
    });
}

fn agreements(t: &Tables, faults: &mut Faults) {
    rows(faults, "agreements", &t.agreements, |check, agreement| {
        check.known(&t.parties, "seller", agreement.seller);
        check.known(&t.parties, "buyer", agreement.buyer);
    });
    rows(faults, "agreement_lines", &t.lines, |check, line| {
        check.known(&t.agreements, "agreement", line.agreement);
        match line.promise {
            Promise::Goods { item, offer, store } => {
                check.known(&t.items, "item", item);
                check.known(&t.offers, "offer", offer);
                check.known(&t.stores, "store", store);
            }
            Promise::Services { workshop, service } => {
                check.known(&t.workshops, "workshop", workshop);
                check.all(&t.services, "service", &service);
            }
            Promise::Tonnes { dump } => check.known(&t.dumps, "dump", dump),
        }
    });
    rows(faults, "settlements", &t.settlements, |check, settlement| {
        check.known(&t.sites, "site", settlement.site);
        check.known(&t.stores, "store", settlement.store);
    });
    rows(faults, "consumption", &t.consumption, |check, one| {
        check.known(&t.settlements, "settlement", one.settlement);
        check.known(&t.items, "item", one.item);
    });
    rows(faults, "mine_consumption", &t.mine_uses, |check, one| {
        check.known(&t.mines, "mine", one.mine);
        check.known(&t.stores, "store", one.store);
        check.known(&t.items, "item", one.item);
        check.all(&t.materials, "material", &one.material);
        check.all(&t.dumps, "dump", &one.dump);
    });
}

fn projects(t: &Tables, faults: &mut Faults) {
    rows(faults, "projects", &t.projects, |check, project| {
        check.known(&t.sites, "site", project.site);
        check.known(&t.stores, "store", project.store);
    });
    rows(faults, "crews", &t.crews, |check, crew| check.known(&t.projects, "project", crew.project));
    rows(faults, "tasks", &t.tasks, |check, task| {
        check.known(&t.projects, "project", task.project);
        check.all(&t.tasks, "after", &task.after);
        check.all(&t.crews, "crew", &task.crew);
        check.law("duration_law", &task.duration_days);
    });
    let materials = t.tasks.iter().flat_map(|task| &task.materials);
    parts(faults, "task_materials", materials, |check, (item, _)| check.known(&t.items, "item", *item));
}
