//! The planner: people, training, partners, self-service and coaching over months, against the budget.
//!
//! [`plan`] asks what each period needs ([`workload`]), finds the cheapest decisions ([`model`]), lets every plan go through
//! the same arithmetic ([`mod@carry_out`]), beside what happens when nothing is decided ([`carry_on`]), and has all of them
//! checked by [`check`], which knows nothing of the model. Its hardest periods are simulated and scheduled ([`proof`]). A plan for
//! changed values begins from one that is known ([`mod@replan`]), and so the value at which the answer changes can be sought
//! ([`seek`]). [`first_look`] leaves out all but the plan and carrying on.

pub mod basis;
pub mod budgets;
pub mod business_case;
pub mod carry_on;
pub mod carry_out;
pub mod check;
pub mod commitments;
mod costs;
pub mod frontier;
pub mod missing;
pub mod model;
pub mod partners;
pub mod people;
pub mod periods;
pub mod proof;
pub mod replan;
pub mod risk;
mod search;
pub mod seek;
pub mod stage;
pub mod workforce_plan;
pub mod workload;

pub use business_case::{BusinessCase, business_case};
pub use carry_out::{Decisions, Given, GivenHours, HoursDecided, carry_out};
pub use replan::{Replanned, replan};
pub use search::missing_beyond;
pub use workforce_plan::{
    CostKind, Costs, GroupPeriod, InitiativeDecision, PartnerDecision, PlanComparison, PlanOfAlternative,
    PlannedPeriod, WorkforcePlan,
};
pub use workload::{Need, Required, Served, Service, Workload};

use crate::demand::Demand;
use crate::milp::{Limits, SolveError};
use crate::scenario::{PlanAssumptions, Scenario};
use crate::scheduling::ScheduleError;
use crate::units::Money;
use crate::watch::{Interrupted, Watch};
use basis::Asked;
use missing::PriceOfMissing;
use risk::{Held, Margins};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// Nothing was given to plan with.
    #[error("the scenario has no assumptions for a plan: add a [plan] table, as in `callboard new peak_season`")]
    NoAssumptions,
    /// The solver found none.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// Its proof could not be scheduled.
    #[error("a week of the plan cannot be scheduled: {0}")]
    Schedule(#[from] ScheduleError),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// A fault of ours: the checker found that a plan does not keep the rules.
    #[error("the {plan} does not pass its check: {}", findings.join("; "))]
    Unsound {
        /// Which plan.
        plan: &'static str,
        /// What was found.
        findings: Vec<String>,
    },
}

/// What a plan is to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The least cost, where service that is missed has its price.
    Cost,
    /// As few agent-hours missing as the budgets allow, and then the least cost.
    Service,
    /// No more than a share of the hours missing in each group and period, as far as the budgets allow, and then the least cost.
    Both {
        /// The share that may be missing: 0.02.
        missing: f64,
    },
}

impl Goal {
    /// The share of hours that may be missing; `None` where only their price counts.
    pub fn allowed(self) -> Option<f64> {
        match self {
            Self::Cost => None,
            Self::Service => Some(0.0),
            Self::Both { missing } => Some(missing),
        }
    }
}

/// How a plan is sought.
#[derive(Clone, Copy)]
pub struct Quest<'a> {
    /// What each group needs for a demand of contacts that reach agents, over the scenario's horizon.
    pub required: &'a Required<'a>,
    /// What each queue's customers get at a level of staffing.
    pub service: &'a Service<'a>,
    /// What the plan is to reach.
    pub goal: Goal,
    /// For each programme that is solved.
    pub limits: &'a Limits,
}

/// The best plan, beside carrying on as now and the best plan without initiatives; it is no worse than decisions of `others` that
/// its rules allow.
pub fn plan(
    scenario: &Scenario,
    demand: &Demand,
    quest: &Quest,
    others: &[Decisions],
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let steps = if assumptions.initiatives.is_empty() { 1 } else { 2 };
    let stand = |assumptions: &PlanAssumptions| commitments::with_news(scenario, assumptions, demand, quest, watch);
    let (without, known) = if assumptions.initiatives.is_empty() {
        (None, None)
    } else {
        let (bare, _) = stand(&PlanAssumptions { initiatives: Vec::new(), ..assumptions.clone() })?;
        let ground = Ground::of(scenario, &bare, demand, quest, watch)?;
        let found = ground.seek(&bare, quest, &[], watch)?;
        watch.progress("plan", 1, steps);
        (Some(found.plan), Some(found.decisions))
    };
    let (assumptions, before) = stand(assumptions)?;
    let assumptions = &assumptions;
    let ground = Ground::of(scenario, assumptions, demand, quest, watch)?;
    let carry_on = ground.carry_on(assumptions, quest)?;
    let given = ground.given(assumptions);
    let known: Vec<Decisions> =
        known.into_iter().chain(others.iter().filter_map(|other| replan::fitted(other, &given))).collect();
    let found = ground.seek(assumptions, quest, &known, watch)?;
    let held = ground.held(assumptions, quest, &found, watch)?;
    let Found { plan, decisions } = match &held {
        Some(held) => Found { plan: held.plan.clone(), decisions: held.decisions.clone() },
        None => found,
    };
    let uncertainty = &assumptions.uncertainty;
    let risk = if uncertainty.deviation.iter().all(|&deviation| deviation == 0.0) {
        None
    } else {
        Some(risk::risk(&given, &decisions, uncertainty, scenario.seed, watch)?)
    };
    watch.progress("plan", steps, steps);
    let payback = without.as_ref().and_then(|without| payback(&plan, without));
    Ok(PlanComparison {
        plan,
        carry_on,
        without_initiatives: without,
        alternatives: Vec::new(),
        risk,
        held,
        payback,
        before,
        proof: None,
    })
}

/// The best plan beside carrying on as now, and nothing else: neither what it is without its initiatives nor what chance may make of it.
pub fn first_look(
    scenario: &Scenario,
    demand: &Demand,
    quest: &Quest,
    watch: &dyn Watch,
) -> Result<PlanComparison, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let (assumptions, before) = commitments::with_news(scenario, assumptions, demand, quest, watch)?;
    let ground = Ground::of(scenario, &assumptions, demand, quest, watch)?;
    let carry_on = ground.carry_on(&assumptions, quest)?;
    let Found { plan, .. } = ground.seek(&assumptions, quest, &[], watch)?;
    Ok(PlanComparison {
        plan,
        carry_on,
        without_initiatives: None,
        alternatives: Vec::new(),
        risk: None,
        held: None,
        payback: None,
        before,
        proof: None,
    })
}

/// The best plan alone.
pub fn best_plan(scenario: &Scenario, demand: &Demand, quest: &Quest, watch: &dyn Watch) -> Result<Found, PlanError> {
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let (assumptions, _) = commitments::with_news(scenario, assumptions, demand, quest, watch)?;
    Ground::of(scenario, &assumptions, demand, quest, watch)?.seek(&assumptions, quest, &[], watch)
}

/// A plan that was found, and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it leads to.
    pub plan: WorkforcePlan,
    /// What it decides.
    pub decisions: Decisions,
}

/// What plans stand on that differ in budgets, people and goals only: the work of every stage is asked for once.
pub struct Ground<'a> {
    workload: Workload<'a>,
    missing: PriceOfMissing,
    service: &'a Service<'a>,
}

impl<'a> Ground<'a> {
    /// Asks what every period needs at every stage of the initiatives and partners.
    pub fn of(
        scenario: &'a Scenario,
        assumptions: &'a PlanAssumptions,
        demand: &'a Demand,
        quest: &Quest<'a>,
        watch: &dyn Watch,
    ) -> Result<Self, PlanError> {
        Self::beside(scenario, assumptions, demand, quest, None, watch)
    }

    /// The same, where what was asked for another plan is known, and what is asked is asked in the same way.
    pub fn beside(
        scenario: &'a Scenario,
        assumptions: &'a PlanAssumptions,
        demand: &'a Demand,
        quest: &Quest<'a>,
        asked: Option<&Asked>,
        watch: &dyn Watch,
    ) -> Result<Self, PlanError> {
        let mut workload = Workload::of(scenario, assumptions, demand, quest.required);
        let mut missing = None;
        if let Some(known) = asked.and_then(|asked| asked.known_for(scenario, assumptions, demand)) {
            workload = workload.knowing(known.0);
            missing = known.1;
        }
        let missing = missing.unwrap_or_else(|| PriceOfMissing::of(&workload, quest.service));
        let ground = Self { workload, missing, service: quest.service };
        let nothing = Decisions::nothing(&ground.given(assumptions));
        ground.workload.ask_all(&model::work::stages_asked(&ground.workload, &nothing), watch)?;
        Ok(ground)
    }

    /// What was asked, for the next plan that stands on the same.
    pub fn asked(&self) -> Asked {
        let Workload { scenario, plan, demand, .. } = self.workload;
        Asked::of((scenario, plan, demand), self.workload.answers(), self.missing.clone())
    }

    /// What is given for a plan with assumptions that may differ from the ground's in people, budgets and money.
    pub fn given<'b>(&'b self, assumptions: &'b PlanAssumptions) -> Given<'b> {
        Given { plan: assumptions, workload: &self.workload, service: self.service, missing: &self.missing }
    }

    /// Carrying on as now, checked.
    pub fn carry_on(&self, assumptions: &PlanAssumptions, quest: &Quest) -> Result<WorkforcePlan, PlanError> {
        // Who carries on as now is committed to nothing.
        let free = PlanAssumptions { committed: None, ..assumptions.clone() };
        let given = self.given(&free);
        let plan = carry_out(&given, &carry_on::carry_on(&given));
        self.checked("carry-on", &free, quest, &plan, false)?;
        Ok(plan)
    }

    /// The best plan, checked. The search begins with the cheapest that is known and keeps the budget: to add nothing, to carry on, or
    /// the decisions that are handed in, with what is fixed added to them. So the plan never costs more than any of these.
    pub fn seek(
        &self,
        assumptions: &PlanAssumptions,
        quest: &Quest,
        known: &[Decisions],
        watch: &dyn Watch,
    ) -> Result<Found, PlanError> {
        let given = self.given(assumptions);
        let nothing = Decisions::nothing(&given);
        let with_fixed = |known: &Decisions| {
            let free = |place: usize| known.starts.get(place).copied().flatten();
            let initiatives = assumptions.initiatives.iter().enumerate();
            let starts = initiatives.map(|(place, initiative)| initiative.fixed_start.or(free(place))).collect();
            Decisions { starts, ..known.clone() }.keeping_commitments(assumptions)
        };
        let begin = [nothing, carry_on::carry_on(&given).keeping_commitments(assumptions)]
            .into_iter()
            .chain(known.iter().map(with_fixed));
        let found = search::best(&given, begin.collect(), quest, watch)?;
        self.checked("plan", assumptions, quest, &found.plan, true)?;
        Ok(found)
    }

    /// The plan that keeps its promise with a probability, where that is asked: sought with the hours needed raised by margins, and
    /// checked without them.
    fn held(
        &self,
        assumptions: &PlanAssumptions,
        quest: &Quest,
        found: &Found,
        watch: &dyn Watch,
    ) -> Result<Option<Held>, PlanError> {
        let Some(share) = assumptions.uncertainty.hold else { return Ok(None) };
        let workload = &self.workload;
        let seek = |margins: &Margins| -> Result<Decisions, PlanError> {
            let raised = Workload::of(workload.scenario, workload.plan, workload.demand, workload.required);
            let raised = raised.raised(margins.clone());
            raised.ask_all(&model::work::stages_asked(&raised, &found.decisions), watch)?;
            let given = Given { plan: assumptions, workload: &raised, service: self.service, missing: &self.missing };
            let known = vec![Decisions::nothing(&given), found.decisions.clone()];
            Ok(search::best(&given, known, quest, watch)?.decisions)
        };
        let (given, drawn) = (self.given(assumptions), (&assumptions.uncertainty, workload.scenario.seed));
        let mut held = risk::hold(&given, &found.decisions, share, drawn, seek, watch)?;
        self.checked("plan with margins", assumptions, quest, &held.plan, true)?;
        held.plan.bound = found.plan.bound.min(held.plan.objective);
        held.plan.status = format!("{}, then raised by margins", found.plan.status);
        Ok(Some(held))
    }

    fn checked(
        &self,
        name: &'static str,
        assumptions: &PlanAssumptions,
        quest: &Quest,
        found: &WorkforcePlan,
        keeps_budget: bool,
    ) -> Result<(), PlanError> {
        let (scenario, demand) = (self.workload.scenario, self.workload.demand);
        let mut findings = check::findings(scenario, assumptions, demand, quest, found);
        if keeps_budget {
            findings.extend(check::budget_findings(scenario, assumptions, demand, found));
        }
        if findings.is_empty() {
            return Ok(());
        }
        let findings = findings.into_iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
        Err(PlanError::Unsound { plan: name, findings })
    }
}

/// The first period by which initiatives have paid for themselves (see [`PlanComparison::payback`]), not before the first of them
/// begins.
pub fn payback(plan: &WorkforcePlan, without: &WorkforcePlan) -> Option<u32> {
    let begins = plan.initiatives.iter().filter_map(|initiative| initiative.start).min()?;
    let (mut ahead, mut spent) = (Money::ZERO, Money::ZERO);
    let mut paid_back = None;
    for (period, (with, other)) in plan.periods.iter().zip(&without.periods).enumerate() {
        ahead += other.all_costs() - with.all_costs();
        spent += other.all_costs();
        // Equal sums of up to some thousand amounts may differ in the last digits: each addition rounds by 2⁻⁵³.
        if ahead.0 < -1e-12 * spent.0 {
            paid_back = None;
        } else if period as u32 >= begins && paid_back.is_none() {
            paid_back = Some(period as u32);
        }
    }
    paid_back
}
