//! Promises: what is delivered under a line was really delivered, and penalties are what the agreement says.
//!
//! Goods count when they are handed over or when they have come to the store's site, as the Incoterm says; services
//! when a job closes, one job for one line; tonnes when they are dumped, in whole tonnes of the dump's total.
//!
//! A penalty counts days started since the end of the due day, that midnight included, less the days of grace, each at the daily share of the
//! line's price, up to the cap. It falls due when the line is complete, or at the horizon's end, and once.
use crate::book::Book;
use crate::{Findings, Rules};
use iceroad_base::quantity::{Money, Ranged};
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{CostCause, Entry, Event, JobKind, Purpose};
use iceroad_model::obligations::Promise;
use iceroad_model::{DumpId, LineId, PartyId, Scenario, WorkshopId};

#[derive(Clone, Copy, Default)]
struct Line {
    /// Before the horizon included.
    delivered: i64,
    /// Units handed over, and units that have come to the store's site.
    handed_over: i64,
    come: i64,
    penalty: i64,
    penalised: bool,
    told: Span,
    complete: Option<Time>,
}

pub(crate) struct Promises<'s> {
    scenario: &'s Scenario,
    book: Book,
    lines: Table<LineId, Line>,
    jobs: Vec<(WorkshopId, JobKind)>,
    /// Jobs closed at this instant that no line has been credited with.
    closed: Vec<(WorkshopId, JobKind)>,
    dumped: Table<DumpId, i64>,
    /// Whole tonnes credited to lines within the horizon.
    credited: Table<DumpId, i64>,
    /// Penalty money by party: what the lines say, and what was paid.
    due: Table<PartyId, i64>,
    paid: Table<PartyId, i64>,
    finished: Vec<LineId>,
}

impl<'s> Promises<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let line = |before: i64, wanted: i64| Line {
            delivered: before,
            complete: (before >= wanted).then_some(Time::START),
            ..Line::default()
        };
        let lines = scenario.lines.iter().map(|row| line(row.delivered.get(), row.quantity.get()));
        Self {
            scenario,
            book: Book::default(),
            lines: lines.collect(),
            jobs: Vec::new(),
            closed: Vec::new(),
            dumped: Table::filled(scenario.dumps.len(), 0),
            credited: Table::filled(scenario.dumps.len(), 0),
            due: Table::filled(scenario.parties.len(), 0),
            paid: Table::filled(scenario.parties.len(), 0),
            finished: Vec::new(),
        }
    }

    fn delivered(&mut self, at: Time, line: LineId, units: i64, findings: &mut Findings) {
        let row = &self.scenario.lines[line];
        findings.check(units > 0, "what is delivered is something", || format!("{}: {units}", row.name));
        self.lines[line].delivered += units;
        let Line { delivered, handed_over, come, complete, .. } = self.lines[line];
        let wanted = row.quantity.get();
        findings.check(delivered <= wanted, "no more is delivered than promised", || {
            format!("{}: {delivered} of {wanted}", row.name)
        });
        let within = delivered - row.delivered.get();
        let done = match row.promise {
            Promise::Goods { .. } => {
                let origin = self.scenario.agreements[row.agreement].incoterm.delivers_at_origin();
                if origin { handed_over } else { come }
            }
            Promise::Services { workshop, .. } => {
                let found =
                    self.closed.iter().position(|&(by, kind)| by == workshop && self.counts(line, by, kind));
                if let Some(job) = found {
                    let kind = self.closed.remove(job).1;
                    self.judge_turn(line, workshop, kind, findings);
                }
                if found.is_some() && units == 1 { within } else { within - 1 }
            }
            Promise::Tonnes { dump } => {
                self.credited[dump] += units;
                let whole = self.dumped[dump].div_euclid(1_000);
                within - (self.credited[dump] - whole).max(0)
            }
        };
        findings.check(within <= done, "only what was done is delivered", || {
            format!("{}: {within} delivered, {done} done", row.name)
        });
        if delivered >= wanted && complete.is_none() {
            self.lines[line].complete = Some(at);
            self.finished.push(line);
        }
    }

    fn counts(&self, line: LineId, workshop: WorkshopId, kind: JobKind) -> bool {
        match self.scenario.lines[line].promise {
            Promise::Services { workshop: by, service } => {
                by == workshop && service.is_none_or(|service| kind == JobKind::Service(service))
            }
            Promise::Goods { .. } | Promise::Tonnes { .. } => false,
        }
    }

    /// Of several lines that a job could count for it counts for the one due first.
    fn judge_turn(&self, line: LineId, workshop: WorkshopId, kind: JobKind, findings: &mut Findings) {
        let turn = |line: LineId| (self.scenario.lines[line].due, line);
        let is_open = |line: LineId| self.lines[line].delivered < self.scenario.lines[line].quantity.get();
        let open = self.lines.ids().filter(|&other| self.counts(other, workshop, kind) && is_open(other));
        let passed = open.into_iter().find(|&other| turn(other) < turn(line));
        findings.check(passed.is_none(), "a job counts for the line due first", || {
            self.scenario.lines[line].name.clone()
        });
    }

    /// The penalty for a line told at a time.
    fn penalty(&self, line: LineId, at: Time) -> i64 {
        let row = &self.scenario.lines[line];
        let agreement = &self.scenario.agreements[row.agreement];
        let late = (at - self.scenario.due(line)).millis();
        if late < 0 {
            return 0;
        }
        // The midnight that ends the due day begins the first day of lateness.
        let started = late.div_euclid(Span::DAY.millis()) + 1;
        let share = (started as f64 - agreement.grace.get()).max(0.0) * agreement.penalty_per_day.get();
        row.price.scaled(share.min(agreement.penalty_cap.get())).get()
    }

    fn penalised(&mut self, line: LineId, amount: Money, findings: &mut Findings) {
        let row = &self.scenario.lines[line];
        let state = &mut self.lines[line];
        findings.check(!state.penalised, "a line is penalised once", || row.name.clone());
        state.penalised = true;
        state.penalty += amount.get();
        let agreement = &self.scenario.agreements[row.agreement];
        let cap = row.price.scaled(agreement.penalty_cap.get());
        findings
            .check(amount <= cap, "a penalty stays under its cap", || format!("{}: {amount:?}", row.name));
        if matches!(row.promise, Promise::Goods { .. }) {
            self.due[agreement.seller] -= amount.get();
        } else {
            self.due[agreement.buyer] += amount.get();
        }
    }

    /// A line is told for: its penalty is what the agreement says.
    fn judge_penalty(&self, line: LineId, at: Time, findings: &mut Findings) {
        let (is, should) = (self.lines[line].penalty, self.penalty(line, at));
        let row = &self.scenario.lines[line];
        findings.check(is == should, "a penalty is what the agreement says", || {
            format!("{}: {is} for {should}", row.name)
        });
        let told = self.lines[line].told;
        findings.check(told <= at - Time::START + Span::from_millis(2), "a line's time is told once", || {
            format!("{}: {told:?}", row.name)
        });
    }
}

impl Rules for Promises<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        self.book.take(self.scenario, entry);
        match entry.event {
            Event::JobOpened { workshop, kind, .. } => self.jobs.push((workshop, kind)),
            Event::JobClosed { job } => self.closed.extend(self.jobs.get(job.0 as usize)),
            Event::Dumped { dump, mass, .. } | Event::Hauled { dump, mass, .. } => {
                self.dumped[dump] += mass.get()
            }
            Event::Shipped { order, quantity, .. } => {
                if let Some(Purpose::Line(line)) = self.book.order(order).map(|order| order.purpose) {
                    self.lines[line].handed_over += quantity.get();
                }
            }
            Event::Arrived { shipment, site } => {
                if let (Some(order), Some(shipment)) =
                    (self.book.order_of(shipment), self.book.shipment(shipment))
                    && let Purpose::Line(line) = order.purpose
                    && self.scenario.stores[order.store].site == site
                {
                    self.lines[line].come += shipment.quantity;
                }
            }
            Event::Commissioned { machine } => {
                let row = &self.scenario.machines[machine];
                if let iceroad_model::fleet::Arrival::ByLine { line, nth } = row.arrival {
                    let come = self.lines[line].come + self.scenario.lines[line].delivered.get();
                    let there = come >= i64::from(nth);
                    findings.check(there, "a machine joins when its piece has come", || row.name.clone());
                }
            }
            Event::Delivered { line, quantity } => self.delivered(entry.at, line, quantity.get(), findings),
            Event::Delayed { line, span, .. } => {
                let name = &self.scenario.lines[line].name;
                findings.check(span.millis() >= 0, "a delay is not negative", || format!("{name}: {span:?}"));
                self.lines[line].told += span;
            }
            Event::Penalised { line, amount } => self.penalised(line, amount, findings),
            Event::Paid { cause: CostCause::Penalty, to, amount } => match to {
                Some(party) => self.paid[party] += amount.get(),
                None => findings.add("a penalty is somebody's", format!("{amount:?}")),
            },
            _ => {}
        }
    }

    fn instant_over(&mut self, at: Time, findings: &mut Findings) {
        for (workshop, kind) in std::mem::take(&mut self.closed) {
            let open = self.lines.entries().find(|&(line, state)| {
                self.counts(line, workshop, kind)
                    && state.delivered < self.scenario.lines[line].quantity.get()
            });
            findings.check(open.is_none(), "a job that is done counts for an open line", || {
                format!("{kind:?} in {}", self.scenario.workshops[workshop].name)
            });
        }
        for line in std::mem::take(&mut self.finished) {
            self.judge_penalty(line, at, findings);
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for (line, state) in self.lines.entries() {
            if state.complete.is_none() {
                self.judge_penalty(line, end, findings);
            }
        }
        for (party, row) in self.scenario.parties.entries() {
            let (due, paid) = (self.due[party], self.paid[party]);
            findings.check(due == paid, "penalties are paid as they fall due", || {
                format!("{}: {paid} paid, {due} due", row.name)
            });
        }
        for (dump, row) in self.scenario.dumps.entries() {
            let of_dump = self.scenario.lines.iter().filter(|line| line.promise == Promise::Tonnes { dump });
            let wanted: i64 = of_dump.map(|line| (line.quantity - line.delivered).get().max(0)).sum();
            let should = wanted.min(self.dumped[dump].div_euclid(1_000));
            let credited = self.credited[dump];
            findings.check(credited == should, "tonnes dumped count for their lines", || {
                format!("{} (row {}): {credited} of {should}", row.name, dump.index())
            });
        }
    }
}
