//! Turnover: goods that changed hands and services done, and how much of it is imported.
//!
//! "Imported" has two answers, and each is named here: **by seller's seat** asks who is paid (a seller abroad), **by origin** where the
//! goods were made, as customs statistics ask. A truck from abroad bought of a dealer at home is domestic by seat and an import by
//! origin. Services are from where who does them is seated. Goods of unknown origin are no import by origin; they are told apart.
use crate::frame::{Frame, in_tonnes, ratio};
use crate::spread::Spread;
use crate::words;
use iceroad_base::quantity::Money;
use iceroad_model::event::Flow;
use iceroad_model::obligations::Promise;
use iceroad_model::record::{RunRecord, TurnoverCell, Ware};
use iceroad_model::{PartyId, Scenario, TerritoryId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Value of the turnover that is taken, minor units.
pub fn minor(record: &RunRecord, takes: impl Fn(&TurnoverCell) -> bool) -> f64 {
    record.turnover.iter().filter(|cell| takes(cell)).map(|cell| cell.amount).sum::<i64>() as f64
}

/// Whether the seller is seated abroad.
pub fn is_import_by_seat(cell: &TurnoverCell) -> bool {
    cell.flow == Flow::Import
}

/// Whether the goods are known to be made, or the services to be done, by somebody outside the home territory.
pub fn is_import_by_origin(scenario: &Scenario, cell: &TurnoverCell) -> bool {
    cell.origin.is_some_and(|origin| origin != scenario.heading.home)
}

/// Whether it is services.
pub fn is_services(cell: &TurnoverCell) -> bool {
    cell.ware == Ware::Services
}

/// Where the seller is seated.
fn seat(scenario: &Scenario, cell: &TurnoverCell) -> Option<TerritoryId> {
    if cell.flow == Flow::Export {
        return Some(scenario.heading.home);
    }
    scenario.parties.get(cell.partner).map(|party| party.territory)
}

/// Whether there can be turnover with a party: it offers goods, or is one side of an agreement on services.
pub fn is_partner(scenario: &Scenario, party: PartyId) -> bool {
    let services = scenario.lines.iter().filter(|line| matches!(line.promise, Promise::Services { .. }));
    let mut of_services = services.filter_map(|line| scenario.agreements.get(line.agreement));
    let home = |party: PartyId| {
        scenario.parties.get(party).is_some_and(|party| party.territory == scenario.heading.home)
    };
    let exported = |seller, buyer| home(seller) && !home(buyer);
    scenario.offers.iter().any(|offer| offer.seller == party)
        || of_services.any(|deal| {
            let partner = if exported(deal.seller, deal.buyer) { deal.buyer } else { deal.seller };
            partner == party
        })
}

/// Turnover with one partner, mean of each month, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PartnerForecast {
    /// The partner's title.
    pub partner: String,
    /// Mean of each month.
    pub months: Vec<f64>,
}

/// Turnover of one territory, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TerritoryForecast {
    /// Its code; none: goods of unknown origin.
    pub territory: Option<String>,
    /// Sold by who is seated there, mean.
    pub by_seat: f64,
    /// From there, mean.
    pub by_origin: f64,
}

/// Turnover with one partner in one ware, origin and direction.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TurnoverRow {
    /// The partner's title.
    pub partner: String,
    /// The partner's territory.
    pub seat: String,
    /// The direction by the seats of the parties.
    pub flow: Flow,
    /// Territory of origin; none where unknown.
    pub origin: Option<String>,
    /// HS chapter or services, in words.
    pub ware: String,
    /// Value, major units.
    pub value: Spread,
    /// Net mass, t; 0 of services.
    pub mass_t: Spread,
}

/// Goods that change hands and services, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TurnoverForecast {
    /// Everything; none where there are no replications.
    pub total: Option<Spread>,
    /// Share of sellers seated abroad in the mean total; not-a-number where there is none.
    pub import_by_seat: f64,
    /// Share of origins abroad.
    pub import_by_origin: f64,
    /// Share of goods of unknown origin.
    pub unknown_origin: f64,
    /// Share of services.
    pub services: f64,
    /// By partner and month, in the order of parties.
    pub partners: Vec<PartnerForecast>,
    /// By territory, in their order, unknown origin first.
    pub territories: Vec<TerritoryForecast>,
    /// By partner, origin, ware and direction.
    pub rows: Vec<TurnoverRow>,
}

/// Goods that change hands and services, by partner, origin, ware, direction and month.
pub fn turnover(frame: &Frame<'_>) -> TurnoverForecast {
    let total = mean(frame, |_| true);
    let share = |part: f64| ratio(part, total);
    TurnoverForecast {
        total: Spread::over(frame.records, |record| minor(record, |_| true) / 100.0),
        import_by_seat: share(mean(frame, is_import_by_seat)),
        import_by_origin: share(mean(frame, |cell| is_import_by_origin(frame.scenario, cell))),
        unknown_origin: share(mean(frame, |cell| cell.origin.is_none())),
        services: share(mean(frame, is_services)),
        partners: partners(frame),
        territories: territories(frame),
        rows: rows(frame),
    }
}

/// Mean of the turnover that is taken, major units.
fn mean(frame: &Frame<'_>, takes: impl Fn(&TurnoverCell) -> bool) -> f64 {
    let sum: f64 = frame.records.iter().map(|record| minor(record, &takes) / 100.0).sum();
    sum / frame.records.len().max(1) as f64
}

fn partners(frame: &Frame<'_>) -> Vec<PartnerForecast> {
    let n = frame.records.len().max(1) as f64;
    let mut partners: BTreeMap<PartyId, Vec<f64>> = BTreeMap::new();
    for cell in frame.records.iter().flat_map(|record| &record.turnover) {
        let months = partners.entry(cell.partner).or_insert_with(|| vec![0.0; frame.months.len()]);
        if let Some(month) = months.get_mut(usize::from(cell.month)) {
            *month += Money(cell.amount).major() / n;
        }
    }
    let title = |id: PartyId| frame.scenario.parties.get(id).map_or("?".into(), |party| party.title.clone());
    partners.into_iter().map(|(id, months)| PartnerForecast { partner: title(id), months }).collect()
}

fn territories(frame: &Frame<'_>) -> Vec<TerritoryForecast> {
    let scenario = frame.scenario;
    let one = |territory: Option<TerritoryId>| TerritoryForecast {
        territory: territory.and_then(|id| scenario.territories.get(id)).cloned(),
        by_seat: mean(frame, |cell| seat(scenario, cell) == territory),
        by_origin: mean(frame, |cell| cell.origin == territory),
    };
    let all = std::iter::once(None).chain(scenario.territories.ids().map(Some));
    all.map(one).filter(|row| row.by_seat != 0.0 || row.by_origin != 0.0).collect()
}

fn rows(frame: &Frame<'_>) -> Vec<TurnoverRow> {
    let scenario = frame.scenario;
    let key = |cell: TurnoverCell| (cell.partner, cell.ware, cell.origin, cell.flow);
    let mut keys: Vec<_> = frame.records.iter().flat_map(|record| &record.turnover).map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    let one = |of: (PartyId, Ware, Option<TerritoryId>, Flow)| {
        let (partner, ware, origin, flow) = of;
        let is = |cell: &TurnoverCell| key(*cell) == of;
        let kg = |record: &RunRecord| {
            record.turnover.iter().filter(|cell| is(cell)).map(|cell| cell.mass_kg).sum::<i64>()
        };
        let party = scenario.parties.get(partner);
        let seat = party.and_then(|party| scenario.territories.get(party.territory));
        Some(TurnoverRow {
            partner: party.map_or(String::new(), |party| party.title.clone()),
            seat: seat.cloned().unwrap_or_default(),
            flow,
            origin: origin.and_then(|id| scenario.territories.get(id)).cloned(),
            ware: words::ware(ware),
            value: Spread::over(frame.records, |record| minor(record, is) / 100.0)?,
            mass_t: Spread::over(frame.records, |record| in_tonnes(kg(record)))?,
        })
    };
    keys.into_iter().filter_map(one).collect()
}
