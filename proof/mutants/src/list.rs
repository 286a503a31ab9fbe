//! The faults that are seeded: one wrong decision each, of the kind that reads right and passes a compiler.
//!
//! `at` is a piece of the file with the expression between « and »; white space does not count, and the piece is in the
//! file once (a test holds that). `becomes` is the fault.

/// A fault.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// What it does, in the words of a planner.
    pub what: &'static str,
    /// The file, from the root of the project.
    pub file: &'static str,
    /// Where.
    pub at: &'static str,
    /// The expression instead.
    pub becomes: &'static str,
}

const fn mutant(file: &'static str, what: &'static str, at: &'static str, becomes: &'static str) -> Mutant {
    Mutant { what, file, at, becomes }
}

/// Every fault, room by room.
pub const ALL: &[&[Mutant]] = &[MAINTENANCE, SUPPLY, HAULAGE, CLIMATE, ENGINE];

const CLOCKS: &str = "crates/domains/maintenance/src/clocks.rs";
const WEAR: &str = "crates/domains/maintenance/src/clocks/wear.rs";
const LOOKS: &str = "crates/domains/maintenance/src/clocks/looks.rs";
const STANDING: &str = "crates/domains/maintenance/src/clocks/standing.rs";
const BREAKDOWN: &str = "crates/domains/maintenance/src/breakdown.rs";
const PLANNED: &str = "crates/domains/maintenance/src/planned.rs";
const WORK: &str = "crates/domains/maintenance/src/work.rs";
const JOB: &str = "crates/domains/maintenance/src/job.rs";
const CAPACITY: &str = "crates/domains/maintenance/src/capacity.rs";
const SHOP: &str = "crates/domains/maintenance/src/prepared.rs";
const COLD: &str = "crates/domains/maintenance/src/temperature.rs";

const MAINTENANCE: &[Mutant] = &[
    mutant(
        SHOP,
        "jobs are served in the reverse of priority",
        "priority: «model.priority»,",
        "u8::MAX - model.priority",
    ),
    mutant(
        CLOCKS,
        "services fall due half as often",
        "interval: «Span::from_hours(interval_h)»,",
        "Span::from_hours(2.0 * interval_h)",
    ),
    mutant(
        CLOCKS,
        "no service is done early with a repair",
        "let early = due.interval > Span::ZERO && «reading + due.early >= due.at»;",
        "reading >= due.at",
    ),
    mutant(
        WEAR,
        "cold does not age",
        "at_work: «temperatures.factor(site, self.by_temperature)» * by_meter,",
        "1.0",
    ),
    mutant(
        WEAR,
        "an equivalent lives as long as the original",
        "self.life_factor = «life_factor.unwrap_or(self.life_factor)»;",
        "life_factor.map_or(self.life_factor, |_| 1.0)",
    ),
    mutant(WEAR, "every repair is as good as new", "self.renew(«self.renewal», life_factor);", "1.0"),
    mutant(
        WEAR,
        "a poor repair lasts longer than a good one",
        "self.remaining = «self.remaining.min(short)».max(least);",
        "self.remaining.max(short)",
    ),
    mutant(
        WEAR,
        "an old machine wears as a new one",
        "let by_meter = «self.by_meter.map_or(1.0, |curve| prepared.factor_by_meter(curve, meter))»;",
        "self.by_meter.map_or(1.0, |curve| prepared.factor_by_meter(curve, Span::ZERO))",
    ),
    mutant(
        WEAR,
        "a machine that stands in the frost does not age",
        "self.live(«hours * self.rates.standing» / self.life_factor);",
        "0.0 * hours",
    ),
    mutant(
        STANDING,
        "starts are safe however long a machine has stood",
        "«stood > Span::from_hours(start.after.get())» && luck",
        "stood > Span::from_hours(1e6 * (1.0 + start.after.get()))",
    ),
    mutant(
        CLOCKS,
        "time in the workshop counts as standing",
        "(clock.halted, clock.standing) = (true, «None»);",
        "clock.standing",
    ),
    mutant(
        LOOKS,
        "inspections see what does not show yet",
        "«wear.remaining <= wear.warning»",
        "wear.remaining <= 4.0 * wear.warning",
    ),
    mutant(
        PLANNED,
        "inspections overlook half of what shows",
        "found.retain(|_| «luck.chance(row.finds.get())»);",
        "luck.chance(0.5 * row.finds.get())",
    ),
    mutant(
        PLANNED,
        "what was found is left as the machine is mended",
        "let is_ready = «row.parts_missing == 0»;",
        "row.parts_missing == u32::MAX",
    ),
    mutant(
        BREAKDOWN,
        "a failure breaks less than it is sure to",
        "broken.retain(|_| «luck.chance(hazards.damage_chance.get())»);",
        "luck.chance(0.5 * hazards.damage_chance.get())",
    ),
    mutant(
        CLOCKS,
        "a service renews nothing",
        "if «prepared.services[service].renews.contains(&wear.subsystem)»",
        "prepared.services[service].renews.is_empty()",
    ),
    mutant(
        CAPACITY,
        "people without the certificate work",
        "let certified = «row.certificates.is_empty() || row.certificates.contains(&need.brand)»;",
        "row.certificates.len() < usize::MAX",
    ),
    mutant(
        CAPACITY,
        "a bay without a crane takes what needs one",
        "row.takes >= need.size && «(row.crane || !need.crane)»",
        "(row.crane || need.size.get() >= 0)",
    ),
    mutant(
        CAPACITY,
        "a bay takes machines too large for it",
        "«row.takes >= need.size» && (row.crane",
        "row.takes.get() >= 0",
    ),
    mutant(
        CAPACITY,
        "another brand's people and bays are used",
        "Sharing::ByBrand => «home.is_none_or(|home| home == need.brand)»,",
        "home.is_none_or(|home| home == need.brand || prepared.n_sites < usize::MAX)",
    ),
    mutant(
        CAPACITY,
        "one technician does a job for several",
        "let free = pool.there_from.is_some() && «pool.free() >= need.technicians» && shifts",
        "pool.free() >= 1",
    ),
    mutant(
        CAPACITY,
        "work begins off shift",
        "pool.free() >= need.technicians && «shifts.is_on(row.calendar)»; free &&",
        "row.count > 0",
    ),
    mutant(
        CAPACITY,
        "those later in line take people kept for the first",
        "group.kept = «group.kept.saturating_add(need.technicians)»;",
        "group.kept",
    ),
    mutant(
        WORK,
        "tows are not counted",
        "if «self.towing[need.workshop] >= vehicles» || self",
        "self.towing[need.workshop] == u16::MAX - vehicles",
    ),
    mutant(
        WORK,
        "a tow sets out in any cold",
        ">= vehicles || «self.temperatures.stops(need.site, shop.stops_below)»",
        "self.temperatures.stops(need.site, None)",
    ),
    mutant(
        WORK,
        "a part that is always needed is often forgotten",
        "if «stream.chance(part.chance.get())» && part.quantity",
        "stream.chance(part.chance.get() * 0.5)",
    ),
    mutant(
        COLD,
        "the night is as warm as the day",
        "self.night[site] = Some(«Celsius::clamped(felt.get() - prepared.night_drop_c[site])»);",
        "felt",
    ),
    mutant(
        WORK,
        "what a job replaces stays in its machine",
        "row.asked && «row.stage == Stage::Waits»",
        "row.stage == Stage::Works && row.parts_missing > 0",
    ),
    mutant(
        JOB,
        "cold does not slow a repair",
        "self.ends = now + Span::from_hours(«self.hours_left * factor»);",
        "self.hours_left",
    ),
    mutant(
        JOB,
        "work done before a shift's end is done again",
        "self.hours_left = «(self.hours_left - done).max(0.0)»;",
        "self.hours_left.max(done * 0.0)",
    ),
    mutant(
        SHOP,
        "a tow takes no time",
        "Span::from_seconds(«metres / metres_per_second»)",
        "0.0 * metres_per_second",
    ),
];

const STORES: &str = "crates/domains/supply/src/stores.rs";
const ORDERS: &str = "crates/domains/supply/src/orders.rs";
const SOURCING: &str = "crates/domains/supply/src/sourcing.rs";
const RESTRICTIONS: &str = "crates/domains/supply/src/restrictions.rs";
const INTERCHANGE: &str = "crates/domains/supply/src/interchange.rs";
const SHELF: &str = "crates/domains/supply/src/shelf.rs";
const AGREEMENTS: &str = "crates/domains/supply/src/agreements.rs";
const LOADING: &str = "crates/domains/supply/src/loading.rs";
const LEGS: &str = "crates/domains/supply/src/legs.rs";
const BOARDING: &str = "crates/domains/supply/src/boarding.rs";
const QUEUES: &str = "crates/domains/supply/src/queues.rs";
const PROJECTS: &str = "crates/domains/supply/src/projects.rs";
const CONSUMPTION: &str = "crates/domains/supply/src/consumption.rs";
const URGENT: &str = "crates/domains/supply/src/urgent.rs";
const ROTABLES: &str = "crates/domains/supply/src/rotables.rs";

const SUPPLY: &[Mutant] = &[
    mutant(
        STORES,
        "those who wait are served in the reverse of priority",
        "«class << 8 | u16::from(machine)»",
        "(4 - class) << 8 | u16::from(machine)",
    ),
    mutant(
        STORES,
        "a later demand passes those in line",
        "«self.waiting[store].of(item).next().is_some_and(|first| first < (rank, no))»",
        "self.waiting[store].of(item).next().is_some_and(|first| first < (rank, no) && rank < first.0)",
    ),
    mutant(
        STORES,
        "a full store takes in more",
        "let units = «goods.units.min(fit.max(self.wanted_now(store, goods.item)))»;",
        "goods.units.max(fit.min(0))",
    ),
    mutant(
        ORDERS,
        "an order is placed below the level, not at it",
        "if «self.position(shelf, out.now) > reorder» { return; }",
        "self.position(shelf, out.now) >= reorder && reorder != ALWAYS && reorder > 0",
    ),
    mutant(
        ORDERS,
        "one unit too many is ordered",
        "let wanted = «most.map_or(up_to, |most| up_to.min(most)) - position»;",
        "most.map_or(up_to, |most| up_to.min(most)) - position + 1",
    ),
    mutant(
        ORDERS,
        "the licence is not waited for",
        "let licensed = out.now + «source.licence.map_or(Span::ZERO, |(_, days)| Span::from_days(days.get()))»;",
        "source.licence.map_or(Span::ZERO, |(_, days)| Span::from_days(days.get() * 0.0))",
    ),
    mutant(
        ORDERS,
        "imports are told as trade at home",
        "let flow = if «abroad» {",
        "abroad && prepared.seat.is_empty()",
    ),
    mutant(
        ORDERS,
        "goods come before their lead time",
        "let hand_over = licensed + Span::from_days(«offer.lead_days.draw(&mut lead)»);",
        "0.5 * offer.lead_days.draw(&mut lead)",
    ),
    mutant(
        SOURCING,
        "an offer's minimum is ignored",
        "let least = «units.max(minimum).max(1)»;",
        "units.max(1).max(minimum.min(0))",
    ),
    mutant(SOURCING, "orders are not in whole batches", "let batch = «batch.max(1)»;", "batch.min(1).max(1)"),
    mutant(
        SOURCING,
        "the dearest in time is bought from",
        "stands_in(a).cmp(&stands_in(b)).then(«a.cost.total_cmp(&b.cost)»)",
        "b.cost.total_cmp(&a.cost)",
    ),
    mutant(
        RESTRICTIONS,
        "a party half owned is not listed",
        "if «owned >= CONTROL - HAIR»",
        "owned > CONTROL + HAIR",
    ),
    mutant(
        RESTRICTIONS,
        "exemptions are ignored",
        "if «row.exempt.contains(&deal.item)»",
        "row.exempt.contains(&deal.item) && row.exempt.is_empty()",
    ),
    mutant(
        RESTRICTIONS,
        "old agreements are not wound down",
        "let winding_down = «row.wind_down_until.is_some_and(|until| deal.ordered <= until)»;",
        "row.wind_down_until.is_some_and(|until| deal.ordered < until && deal.ordered > until)",
    ),
    mutant(
        RESTRICTIONS,
        "a rule does not hold on its first day",
        "if row.from.is_some_and(|from| «deal.ordered < from»)",
        "deal.ordered <= from",
    ),
    mutant(
        INTERCHANGE,
        "a substitute is used colder than it is rated",
        "is_none_or(|rated| «rated.get() <= lowest.get()»)",
        "rated.get() <= lowest.get() + 300.0",
    ),
    mutant(
        INTERCHANGE,
        "a forbidden substitute is used",
        "let barred = |item| item == need || «self.is_forbidden(need, item, asked)»;",
        "self.is_forbidden(item, need, asked)",
    ),
    mutant(
        INTERCHANGE,
        "chains go over steps that are not transitive",
        "if «!transitive» || barred",
        "transitive && false",
    ),
    mutant(
        INTERCHANGE,
        "a substitute of other models is used",
        "let model = «row.models.is_empty() || asked.model.is_some_and(|model| row.models.contains(&model))»;",
        "row.models.is_empty() || asked.model.is_some()",
    ),
    mutant(
        STORES,
        "a substitute is issued one for one",
        "let units = «ratio.units_for(covers).min(on_hand)»;",
        "covers.min(on_hand)",
    ),
    mutant(
        SHELF,
        "goods keep twice as long",
        "self.batches.push_back((«now + life», units));",
        "now + life + life",
    ),
    mutant(
        AGREEMENTS,
        "a service counts for the line due last",
        "«open.min_by_key(|(id, line)| (line.due, *id))»",
        "open.max_by_key(|(id, line)| (line.due, *id))",
    ),
    mutant(AGREEMENTS, "a tonne is credited to two lines", "new -= «part»;", "part * 0"),
    mutant(
        AGREEMENTS,
        "a day of grace is forgotten",
        "let counted = («days_late as f64 - grace.get()»).max(0.0);",
        "days_late as f64",
    ),
    mutant(
        AGREEMENTS,
        "penalties have no cap",
        "price.scaled(«(counted * per_day.get()).min(cap.get())»)",
        "counted * per_day.get()",
    ),
    mutant(
        AGREEMENTS,
        "a line is called off a week late",
        "let called = line.order_on.is_none_or(|on| «on <= today»);",
        "prepared.clock.day_of_date(on) + 7 <= day",
    ),
    mutant(
        LOADING,
        "trips set off that are not worth it",
        "let poor = |trips: &Trips| «!trips.begun && trips.kg < least && !trips.stood_long»;",
        "!trips.begun && trips.kg < least.min(0) && !trips.stood_long",
    ),
    mutant(
        ROTABLES,
        "a repair shop has a bench more than it has",
        "map_or(usize::MAX, «usize::from»)",
        "|benches| usize::from(benches) + 1",
    ),
    mutant(
        ROTABLES,
        "who comes last is repaired first",
        "let Some(core) = «self.loops.shops[shop].line.pop_front()»",
        "self.loops.shops[shop].line.pop_back()",
    ),
    mutant(
        ROTABLES,
        "what will come back is not counted on",
        "self.counts_on(rotable, «units»); self.loops.in_machines",
        "units.min(0)",
    ),
    mutant(
        ROTABLES,
        "what is condemned is still counted on",
        "self.totals[item].condemned += 1; self.counts_on(rotable, «-1»);",
        "0",
    ),
    mutant(
        ROTABLES,
        "nothing is ever condemned",
        "let condemned = «luck.chance(row.scrap_share.get())»;",
        "luck.chance(row.scrap_share.get()) && rotable.0 == u32::MAX",
    ),
    mutant(
        ROTABLES,
        "a core is in town as it comes out at the mine",
        "match «self.prepared.shop_site(rotable)» {",
        "self.prepared.shop_site(rotable).filter(|_| rotable.0 == u32::MAX)",
    ),
    mutant(ROTABLES, "a set gives one unit back", "for _ in 0..«units» {", "units.min(1)"),
    mutant(ROTABLES, "repairs cost nothing", "let amount = «row.cost»;", "row.cost * 0"),
    mutant(
        ROTABLES,
        "a repair takes a day more",
        "Span::from_days(«row.turn_round.draw(&mut luck)»)",
        "row.turn_round.draw(&mut luck) + 1.0",
    ),
    mutant(
        LEGS,
        "convoys do not keep their spacing",
        "self.departures = «leg.spacing.map_or(u32::MAX, |spacing| spacing.most_a_day())»;",
        "u32::MAX",
    ),
    mutant(
        LEGS,
        "ice is loaded beyond its limit",
        "let (payload, volume) = («room.min(low_water)», vehicle.volume);",
        "low_water.max(room)",
    ),
    mutant(LEGS, "vehicles are back the next day", "self.away.push_back((«back», trips));", "back.min(0)"),
    mutant(
        BOARDING,
        "goods board by number, not by cover",
        ".then(«self.cover.total_cmp(&other.cover)»)",
        "self.cover.total_cmp(&self.cover)",
    ),
    mutant(
        BOARDING,
        "emergencies wait like others",
        "ordinary: «!matches!(order.purpose, Purpose::Emergency(_))»,",
        "order.units > 0",
    ),
    mutant(
        BOARDING,
        "agreements board in any order",
        ".then(«due(self).cmp(&due(other))»)",
        "due(other).cmp(&due(self))",
    ),
    mutant(
        QUEUES,
        "a trip is paid for by the first aboard alone",
        "let by_trip = share(vehicle.cost_per_trip * i64::from(trips), «kg», whole);",
        "if kg > 0 { whole } else { 0 }",
    ),
    mutant(
        QUEUES,
        "goods come in half the time of their leg",
        "let days = «transit.draw(&mut self.orders[order.0 as usize].transit)»;",
        "0.5 * transit.draw(&mut self.orders[order.0 as usize].transit)",
    ),
    mutant(
        PROJECTS,
        "tasks are worked on out of season",
        "if «!in_season(task, date)» ||",
        "task.season_from != task.season_from",
    ),
    mutant(PROJECTS, "crews work in any cold", "teams[crew] > 0 && «!too_cold»", "(too_cold || !too_cold)"),
    mutant(
        PROJECTS,
        "a task does not wait for those before it",
        "if self.tasks[id].asked || «!task.after.iter().all(|&before| self.tasks[before].done)»",
        "task.after.len() == usize::MAX",
    ),
    mutant(CONSUMPTION, "settlements use a tenth more", "state.carried += «used»;", "used * 1.1"),
    mutant(
        CONSUMPTION,
        "settlements do not heat",
        "self.per_day + «self.per_heating_degree_day * (HEATED_BELOW - mean.get()).max(0.0)»",
        "self.per_heating_degree_day * (HEATED_BELOW - mean.get()).min(0.0)",
    ),
    mutant(
        URGENT,
        "an emergency is ordered though goods come anyway",
        "«coming >= first + want.units»",
        "coming >= first + want.units + 1_000_000_000",
    ),
];

const CYCLE: &str = "crates/domains/haulage/src/cycle/mod.rs";
const FLEET: &str = "crates/domains/haulage/src/fleet/mod.rs";
const TANK: &str = "crates/domains/haulage/src/fleet/tank.rs";
const ENERGY: &str = "crates/domains/haulage/src/energy.rs";
const FILL: &str = "crates/domains/haulage/src/loading.rs";
const DUMPS: &str = "crates/domains/haulage/src/dumps/mod.rs";
const HOPPER: &str = "crates/domains/haulage/src/dumps/hopper.rs";
const TRAFFIC: &str = "crates/domains/haulage/src/traffic/drive.rs";
const SHIFT: &str = "crates/domains/haulage/src/shift/row.rs";
const CREW: &str = "crates/domains/haulage/src/shift/crew.rs";
const SERVICE: &str = "crates/domains/haulage/src/service.rs";
const DRIVE: &str = "crates/domains/haulage/src/traction/drive.rs";

const HAULAGE: &[Mutant] = &[
    mutant(
        FLEET,
        "driving burns nothing",
        "let used = std::mem::take(&mut self.leg_used); self.tank.burn(«used»);",
        "used * 0",
    ),
    mutant(FLEET, "idling burns nothing", "self.tank.burn_flow(«self.idle_flow», ms);", "self.idle_flow * 0"),
    mutant(
        FLEET,
        "digging burns what idling does",
        "| LoaderPhase::ToFace => «self.work_flow»,",
        "self.idle_flow",
    ),
    mutant(
        TANK,
        "a tank holds twice what it holds",
        "let level = Level { size: «size_ml», low: low_ml, now, rest: 0 };",
        "2 * size_ml",
    ),
    mutant(
        ENERGY,
        "pumps serve any number of trucks",
        "if «self.pumps_busy < pumps» {",
        "self.pumps_busy < pumps.max(u32::MAX)",
    ),
    mutant(
        ENERGY,
        "chargers serve any number of trucks",
        "is_some_and(|point| «self.charging < point.chargers»)",
        "self.charging < point.chargers.max(u32::MAX)",
    ),
    mutant(
        FILL,
        "loads go over a fifth above payload",
        "Load { mass: «mass.min(self.most).max(Mass(1))», dig_ms",
        "mass.max(Mass(1))",
    ),
    mutant(
        FILL,
        "a pass more is made than fits",
        "let passes = «(hold_kg / pass_kg + part_of_last).floor().max(1.0)»;",
        "(hold_kg / pass_kg + part_of_last).floor().max(1.0) + 1.0",
    ),
    mutant(
        CYCLE,
        "trucks work off shift",
        "return self.go(truck_idx, row.gate, TruckPhase::ToGate, ctx); } if «!self.days[mine_id].works()» {",
        "!self.days[mine_id].works() && truck.load_kg < 0",
    ),
    mutant(
        CYCLE,
        "a full load is logged where loading was cut short",
        "let (truck, mass) = (truck_id, «Mass(kg)»);",
        "Mass(kg + 1_000)",
    ),
    mutant(
        SERVICE,
        "what was not dug is lost to the face",
        "self.faces.put_back(face, «load.mass - mass»);",
        "(load.mass - mass).scaled(0.0)",
    ),
    mutant(
        SERVICE,
        "mines work in any cold",
        "self.days[mine_id].too_cold = «row.stops_below.is_some_and(|least| mean.get() < least.get())»;",
        "row.stops_below.is_some_and(|least| mean.get() < least.get() - 300.0)",
    ),
    mutant(
        DUMPS,
        "a dump has any number of places",
        "if «self.busy + self.closed() >= row.places» {",
        "self.busy + self.closed() >= row.places.max(u32::MAX)",
    ),
    mutant(
        DUMPS,
        "no dozer ever levels",
        "if self.closed() == 0 && «self.since_dozer >= dozer.every» &&",
        "self.since_dozer >= dozer.every.max(u32::MAX)",
    ),
    mutant(
        DUMPS,
        "a crusher is mended in half its time",
        "let hours = «outage.breaks.repair.draw(&mut outage.repair)»;",
        "0.5 * outage.breaks.repair.draw(&mut outage.repair)",
    ),
    mutant(
        HOPPER,
        "a hopper takes more than it holds",
        "«(self.size - load_kg * MS_PER_H).max(0)»",
        "self.size",
    ),
    mutant(
        HOPPER,
        "a crusher crushes while it stands",
        "if «!self.is_stopped» { let out",
        "self.kg_per_h >= 0",
    ),
    mutant(
        TRAFFIC,
        "a lane is driven in both directions at once",
        "if «driven != direction || state.inside >= row.most» {",
        "state.inside >= row.most",
    ),
    mutant(TRAFFIC, "a crossing lets all over at once", "at = «at.max(*free)»;", "at.min(at.max(*free))"),
    mutant(
        TRAFFIC,
        "trucks follow each other without a gap",
        "let gap = «Span::from_millis(map.gap_ms)»;",
        "Span::from_millis(map.gap_ms * 0)",
    ),
    mutant(
        SHIFT,
        "breaks are half as long",
        "ms: «i64::from(one.minutes) * MS_PER_MIN», groups",
        "i64::from(one.minutes) * MS_PER_MIN / 2",
    ),
    mutant(
        SHIFT,
        "people operate what they may not",
        "filter(|(_, people)| «people.models.contains(&model)»);",
        "people.models.len() < usize::MAX",
    ),
    mutant(SHIFT, "blasts clear nothing", "if «!one.begins_on(date)» {", "date.month() > 0"),
    mutant(
        CREW,
        "those who are absent work",
        "self.present[index] = «crew.per_shift - absent»;",
        "crew.per_shift - absent * 0",
    ),
    mutant(
        DRIVE,
        "loaded trucks run downhill faster than they can hold",
        "let cap = «stretch.limit_m_s.min(vehicle.retarded_speed(stretch.total)?)»;",
        "stretch.limit_m_s",
    ),
];

const ICE: &str = "crates/domains/climate/src/ice.rs";
const SEASONS: &str = "crates/domains/climate/src/seasons.rs";
const YEARS: &str = "crates/domains/climate/src/years.rs";

const CLIMATE: &[Mutant] = &[
    mutant(ICE, "ice bears twice its load", "Mass((«a» * thickness_cm * thickness_cm) as i64)", "(2.0 * a)"),
    mutant(
        ICE,
        "a road opens without being built",
        "let takes = «(season.construction.get().ceil() as i64 + luck.construction).max(0) as usize»;",
        "luck.construction.min(0).max(0) as usize",
    ),
    mutant(
        ICE,
        "heavy steps are not taken back in spring",
        "step.thickness.get() <= thickness_cm && «step.ends_before.get() <= days_left as f64»",
        "step.ends_before.get() >= 0.0",
    ),
    mutant(
        ICE,
        "storms close no road",
        "if open && «!luck.storms.get(day).is_some_and(|storm| *storm)» {",
        "luck.storms.len() < usize::MAX",
    ),
    mutant(
        ICE,
        "no thaw closes a road",
        "if thaw > 0.0 && «thaw >= season.closes_after_thaw.get()» {",
        "thaw >= f64::INFINITY",
    ),
    mutant(
        ICE,
        "snow is never cleared",
        "next_thickness(cm, mean_c, «season.work.cleared_alpha.unwrap_or(season.alpha).get()», melt)",
        "season.alpha.get()",
    ),
    mutant(ICE, "a road opens and closes with each night", "opens_at = «least + REOPEN_MARGIN_CM»;", "least"),
    mutant(
        ICE,
        "thaw takes no ice",
        "«(thickness_cm - melt * mean_c).max(0.0)»",
        "thickness_cm.max(melt * 0.0)",
    ),
    mutant(
        SEASONS,
        "low water takes nothing from a load",
        "DayLimit { payload: «river.low_water_payload», ..limit }",
        "limit.payload",
    ),
    mutant(
        SEASONS,
        "rivers and calendars open on the mean day each year",
        "stream.as_mut().map_or(0, |stream| «deviation(stream, sd)»)",
        "deviation(stream, sd) * 0",
    ),
    mutant(
        YEARS,
        "a station without a record has no weather of its own",
        "own.at(*date) + «anomaly»",
        "anomaly * 0.0",
    ),
];

const RUN: &str = "crates/engine/src/run/mod.rs";
const DAY: &str = "crates/engine/src/run/day.rs";
const TALLY: &str = "crates/engine/src/tally.rs";
const TALLY_REPAIRS: &str = "crates/engine/src/tally/repairs.rs";

const ENGINE: &[Mutant] = &[
    mutant(
        RUN,
        "substitutes are judged in mild weather",
        "let lowest = «self.prepared.lowest[self.scenario.mines[machine.mine].site]»;",
        "MILD",
    ),
    mutant(
        RUN,
        "a job that is done is not told to agreements",
        "MaintenanceNotice::JobDone { workshop, kind, .. } => { «call!(self.supply.service_done(workshop, kind))» }",
        "{ let _ = (workshop, kind); Ok(()) }",
    ),
    mutant(
        DAY,
        "machines join a day late",
        "if «date == today» || (self.day == 0",
        "self.day > 0 && date == self.prepared.clock.date_of_day(self.day - 1)",
    ),
    mutant(
        DAY,
        "labour is paid for one where several work",
        "let hours = self.maintenance.technician_hours(group, self.month_start, self.now); labour += row.cost_per_hour.get() as f64 * hours * «f64::from(row.count)»;",
        "1.0",
    ),
    mutant(
        DAY,
        "operation is paid for half the hours",
        "operation += self.scenario.models[row.model].cost_per_hour.get() as f64 * «hours»;",
        "(hours * 0.5)",
    ),
    mutant(
        DAY,
        "supply hears of yesterday's cold",
        "self.temperature[site] = «self.weather.mean(station, self.day)»;",
        "self.weather.mean(station, self.day - 1)",
    ),
    mutant(
        TALLY,
        "the midnight after the due day is in time",
        "if «at < self.due[line]» {",
        "at <= self.due[line]",
    ),
    mutant(
        TALLY,
        "every demand is met at once",
        "row.at_once += u32::from(«at == demand.at»);",
        "at >= demand.at",
    ),
    mutant(
        TALLY_REPAIRS,
        "a crew's hours are one man's",
        "let ms = (at - since).millis() * «i64::from(technicians)»;",
        "i64::from(technicians.min(1))",
    ),
    mutant(
        TALLY,
        "months run one into the next",
        "self.month = «month.min(self.months - 1)»;",
        "(month / 2).min(self.months - 1)",
    ),
    mutant(
        TALLY_REPAIRS,
        "a failure is counted twice",
        "self.machines[machine].failures += «1»; self.broken",
        "2",
    ),
];
