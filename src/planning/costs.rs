//! What a period costs, kind by kind, and what of it is above the budget.

use super::carry_out::{Decisions, Given, Room};
use super::partners::Contract;
use super::people::People;
use super::periods::PlanPeriod;
use super::stage::live_period;
use super::workforce_plan::{CostKind, Costs, GroupPeriod, PlannedPeriod};
use super::workload::Work;
use crate::scenario::{Effect, Move, PlanAssumptions};
use crate::units::{Hours, Money};

/// What is paid for a move: training for another group, or severance.
pub(super) fn kind_of(way: &Move) -> CostKind {
    if way.to.is_some() { CostKind::Training } else { CostKind::Severance }
}

/// To the cent: what tables show adds up, and every report shows the same.
fn to_the_cent(amount: f64) -> Money {
    let cents = (amount * 100.0).round();
    // Not −0.
    Money(if cents == 0.0 { 0.0 } else { cents / 100.0 })
}

/// Amounts by kind that are being added up.
pub(super) struct Ledger([f64; 15]);

impl Ledger {
    pub(super) fn new() -> Self {
        Self([0.0; 15])
    }

    pub(super) fn add(&mut self, kind: CostKind, amount: Money) {
        self.0[kind as usize] += amount.0;
    }

    pub(super) fn amounts(&self) -> impl Iterator<Item = (CostKind, f64)> + '_ {
        CostKind::ALL.into_iter().zip(self.0).filter(|&(_, amount)| amount != 0.0)
    }
}

/// The cost of a period.
#[expect(clippy::too_many_arguments, reason = "everything about a period that costs something")]
pub(super) fn costs(
    given: &Given,
    people: &[People],
    rooms: &[Room],
    decisions: &Decisions,
    contracts: &[Option<Contract>],
    work: &Work,
    groups: &[GroupPeriod],
    partner_hours: &[Hours],
    period: usize,
) -> Costs {
    let (plan, when) = (given.plan(), &given.workload.periods[period]);
    let mut ledger = Ledger::new();
    for (index, ((people, room), group)) in people.iter().zip(rooms).zip(groups).enumerate() {
        for cohort in &room.cohorts {
            ledger.add(CostKind::Wages, people.wages(cohort.career, when) * cohort.people);
        }
        ledger.add(CostKind::Wages, Money(-(people.time_off_saving(when) * group.time_off_hours).0));
        ledger.add(CostKind::Overtime, people.overtime_price(when) * group.overtime_hours);
        ledger.add(CostKind::Licences, plan.running.licences_per_person * (group.headcount * when.months));
        let missing = group.shortage_hours;
        ledger.add(CostKind::Shortage, Money(given.missing.per_hour * missing.0));
        let lost = given.missing.lost(index, period, missing, group.required_hours);
        ledger.add(CostKind::LostContacts, Money(lost));
    }
    for (channel, hires) in plan.hiring.iter().zip(&decisions.hires) {
        ledger.add(CostKind::Hiring, channel.cost_per_hire * f64::from(hires[period]));
        ledger.add(CostKind::Training, channel.training_cost * f64::from(hires[period]));
    }
    for (way, moves) in plan.moves.iter().zip(&decisions.moves) {
        ledger.add(kind_of(way), way.cost_per_person * f64::from(moves[period]));
    }
    for (place, contract) in contracts.iter().enumerate() {
        let Some(contract) = contract.filter(|contract| contract.runs(period)) else { continue };
        let used = work.outsourced[place] + partner_hours[place].0;
        ledger.add(CostKind::Outsourcing, contract.payment(used));
        if contract.start == period {
            ledger.add(CostKind::Outsourcing, plan.partners[place].set_up);
        }
    }
    ledger.add(CostKind::Technology, plan.running.technology_per_month * when.months);
    cost_of_work(plan, work, &mut ledger);
    for (place, start) in decisions.starts.iter().enumerate() {
        if let Some(start) = *start {
            cost_of_initiative(plan, place, start, (when, period), &mut ledger);
        }
    }
    CostKind::ALL.map(|kind| to_the_cent(ledger.0[kind as usize]))
}

/// What contacts and sessions cost, whoever decided what.
pub(super) fn cost_of_work(plan: &PlanAssumptions, work: &Work, ledger: &mut Ledger) {
    let contacts: f64 = work.to_agents.iter().sum();
    ledger.add(CostKind::Telephony, plan.running.telephony_per_contact * contacts);
    for (place, initiative) in plan.initiatives.iter().enumerate() {
        let Effect::SelfService(option) = &initiative.effect else { continue };
        let sessions = work.sessions[place];
        ledger.add(CostKind::SelfServiceRunning, option.per_session * sessions);
        ledger.add(CostKind::Churn, plan.prices.unresolved_session * work.unresolved[place]);
        ledger.add(CostKind::Churn, plan.prices.satisfaction_point * (-option.satisfaction * sessions));
    }
}

/// What an initiative costs in a period, whatever its sessions, that begins in `start`.
pub(super) fn cost_of_initiative(
    plan: &PlanAssumptions,
    place: usize,
    start: u32,
    (when, period): (&PlanPeriod, usize),
    ledger: &mut Ledger,
) {
    let initiative = &plan.initiatives[place];
    let (set_up, running) = match initiative.effect {
        Effect::SelfService(_) => (CostKind::SelfServiceSetUp, CostKind::SelfServiceRunning),
        Effect::Coaching(_) => (CostKind::Coaching, CostKind::Coaching),
    };
    if start as usize == period {
        ledger.add(set_up, initiative.set_up);
    }
    if live_period(plan, initiative, start) as usize <= period {
        ledger.add(running, initiative.per_month * when.months);
    }
}

/// What is spent above the budget of each month; it stands at the month's last period.
pub(super) fn month_excess(given: &Given, periods: &mut [PlannedPeriod]) {
    let Some(budget) = given.plan().budget.per_month else { return };
    let mut spent = Money::ZERO;
    let calendar = &given.workload.periods;
    for (place, period) in periods.iter_mut().enumerate() {
        spent += period.cash();
        if calendar.get(place + 1).is_none_or(|next| next.month != calendar[place].month) {
            period.over_budget = (spent - budget).max(Money::ZERO);
            spent = Money::ZERO;
        }
    }
}
