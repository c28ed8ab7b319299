//! What the initiatives and partners cost that a plan begins, each alone.

use super::{cents, of_cents, sum};
use crate::planning::costs::{Ledger, cost_of_initiative};
use crate::planning::partners::contracts;
use crate::planning::periods::periods;
use crate::planning::workforce_plan::{CostKind, PlannedPeriod, WorkforcePlan};
use crate::scenario::{Effect, PlanAssumptions};
use crate::units::Money;

/// Whom or what the money goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitmentKind {
    /// Self-service.
    SelfService,
    /// Coaching.
    Coaching,
    /// A partner.
    Partner,
}

/// Something that the plan begins, and what it costs. Together they cost what the plan does of their kinds, to the cent.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// What it is.
    pub kind: CommitmentKind,
    /// Its name.
    pub name: String,
    /// The period in which the project or the contract begins.
    pub start: u32,
    /// The period in which it is live, or the partner works; `None`: not within the plan.
    pub live: Option<u32>,
    /// The first period after the contract; `None`: it does not end within the plan.
    pub end: Option<u32>,
    /// What is paid for it, by period: set-up, what runs on, sessions, contacts and hours. What it saves is not taken off.
    pub cost: Vec<Money>,
}

impl Commitment {
    /// What it costs over the plan.
    pub fn total(&self) -> Money {
        sum(self.cost.iter().copied())
    }
}

/// The kinds of cost that initiatives and partners make.
const OF_COMMITMENTS: [CostKind; 4] =
    [CostKind::Outsourcing, CostKind::SelfServiceSetUp, CostKind::SelfServiceRunning, CostKind::Coaching];

/// What a plan begins, with its cost.
pub(super) fn commitments(assumptions: &PlanAssumptions, plan: &WorkforcePlan) -> Vec<Commitment> {
    // Each with its place among the initiatives or the partners.
    let mut taken: Vec<(usize, Commitment)> = Vec::new();
    for (place, (decision, initiative)) in plan.initiatives.iter().zip(&assumptions.initiatives).enumerate() {
        let Some(start) = decision.start else { continue };
        let kind = match initiative.effect {
            Effect::SelfService(_) => CommitmentKind::SelfService,
            Effect::Coaching(_) => CommitmentKind::Coaching,
        };
        let (name, live) = (decision.name.clone(), decision.live);
        taken.push((place, Commitment { kind, name, start, live, end: None, cost: Vec::new() }));
    }
    for (place, decision) in plan.partners.iter().enumerate() {
        let Some(start) = decision.start else { continue };
        let (kind, name, end) = (CommitmentKind::Partner, decision.name.clone(), decision.end);
        taken.push((place, Commitment { kind, name, start, live: Some(start), end, cost: Vec::new() }));
    }
    let starts: Vec<Option<u32>> = plan.partners.iter().map(|partner| partner.start).collect();
    let contracts = contracts(assumptions, &starts);
    for (period, (planned, when)) in plan.periods.iter().zip(periods(assumptions)).enumerate() {
        let mut ledgers: Vec<Ledger> = Vec::new();
        for (place, commitment) in &taken {
            let mut ledger = Ledger::new();
            if commitment.kind == CommitmentKind::Partner {
                if let Some(contract) = contracts[*place].filter(|contract| contract.runs(period)) {
                    ledger.add(CostKind::Outsourcing, contract.payment(planned.outsourced[*place]));
                    if contract.start == period {
                        ledger.add(CostKind::Outsourcing, assumptions.partners[*place].set_up);
                    }
                }
            } else {
                cost_of_initiative(assumptions, *place, commitment.start, (&when, period), &mut ledger);
                if let Effect::SelfService(option) = &assumptions.initiatives[*place].effect {
                    ledger.add(CostKind::SelfServiceRunning, option.per_session * planned.sessions[*place]);
                }
            }
            ledgers.push(ledger);
        }
        let shares = to_the_cent(&ledgers, planned);
        taken.iter_mut().zip(shares).for_each(|((_, commitment), cost)| commitment.cost.push(cost));
    }
    taken.into_iter().map(|(_, commitment)| commitment).collect()
}

/// What each ledger comes to in whole cents, so that they add up to what the period costs of each kind: sums from the first on are
/// rounded, and the last ledger has the rest.
fn to_the_cent(ledgers: &[Ledger], planned: &PlannedPeriod) -> Vec<Money> {
    let mut shares = vec![0; ledgers.len()];
    for kind in OF_COMMITMENTS {
        let amount = |ledger: &Ledger| ledger.amounts().find(|&(of, _)| of == kind).map_or(0.0, |(_, amount)| amount);
        let Some(last) = ledgers.iter().rposition(|ledger| amount(ledger) != 0.0) else { continue };
        let (mut exact, mut given) = (0.0, 0);
        for (place, ledger) in ledgers.iter().enumerate().take(last + 1) {
            exact += amount(ledger);
            let until = if place == last { planned.cost[kind as usize] } else { Money(exact) };
            shares[place] += cents(until) - given;
            given = cents(until);
        }
    }
    shares.into_iter().map(of_cents).collect()
}
