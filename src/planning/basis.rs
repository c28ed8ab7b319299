//! What the answers under a plan depend on, and so when they need not be asked again.
//!
//! What a plan costs most is to ask what its work needs: the requirement by simulation once, and the hours of every period and
//! stage ([`super::workload`]). Of neither does a budget, a price, a wage growth or a rule of hiring change anything. So a plan for
//! changed values begins with what was asked for others, as far as what it depends on is the same, compared value by value; nothing is
//! concluded from the name of the key that was changed.

use super::missing::PriceOfMissing;
use super::stage::Starts;
use super::workload::Answers;
use crate::demand::Demand;
use crate::scenario::{
    Budget, Charge, Effect, Group, Initiative, IntradaySettings, Partner, PlanAssumptions, Prices, RunningCosts,
    Scenario, Uncertainty,
};
use crate::units::{Money, MoneyPerHour};

/// A scenario less everything that changes nothing about its centre as it is simulated and staffed: titles, the plan, named people,
/// what may be done on the day itself, and what a missing agent costs the schedule. Two scenarios with the same centre and the same
/// demand need the same agents.
///
/// Bots that initiatives name do not work yet and are no part of it. Wages are a part of it only where two groups answer the same
/// queue, for all that they decide is which of them is the cheaper.
pub fn centre(scenario: &Scenario) -> Scenario {
    let mut centre = Scenario {
        name: String::new(),
        question: String::new(),
        currency: String::new(),
        digest: String::new(),
        intraday: IntradaySettings::default(),
        plan: None,
        roster: None,
        assumptions: Vec::new(),
        ..scenario.clone()
    };
    centre.scheduling.under_cover_per_hour = MoneyPerHour::ZERO;
    centre.scheduling.over_cover_per_hour = MoneyPerHour::ZERO;
    centre.queues.iter_mut().for_each(|queue| queue.under_cover_per_hour = None);
    if !share_a_queue(&centre.groups) {
        centre.groups.iter_mut().for_each(|group| group.wage = MoneyPerHour::ZERO);
    }
    centre
}

/// Whether two scenarios with their demands have the same [`centre`].
pub fn is_same_centre(one: (&Scenario, &Demand), other: (&Scenario, &Demand)) -> bool {
    one.1 == other.1 && centre(one.0) == centre(other.0)
}

fn share_a_queue(groups: &[Group]) -> bool {
    let mut skills: Vec<usize> = groups.iter().flat_map(|group| &group.skills).map(|queue| queue.0).collect();
    skills.sort_unstable();
    skills.windows(2).any(|pair| pair[0] == pair[1])
}

/// All that decides what a period needs at a stage.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    centre: Scenario,
    demand: Demand,
    /// With everything in it as if it were nothing that does not change the work.
    plan: PlanAssumptions,
}

impl Basis {
    fn of(scenario: &Scenario, plan: &PlanAssumptions, demand: &Demand) -> Self {
        let plan = PlanAssumptions {
            groups: Vec::new(),
            hiring: Vec::new(),
            moves: Vec::new(),
            places: Vec::new(),
            alternatives: Vec::new(),
            budget: Budget::default(),
            running: RunningCosts::default(),
            prices: Prices::default(),
            wage_growth_per_year: 0.0,
            attrition_per_point: 0.0,
            discount_per_year: 0.0,
            news: None,
            committed: None,
            uncertainty: Uncertainty::none(),
            initiatives: plan.initiatives.iter().map(work_of_initiative).collect(),
            partners: plan.partners.iter().map(work_of_partner).collect(),
            ..plan.clone()
        };
        Self { centre: centre(scenario), demand: demand.clone(), plan }
    }
}

/// An initiative less its money and its dates: at which stage it is when, is asked of each stage anyway.
fn work_of_initiative(initiative: &Initiative) -> Initiative {
    let mut effect = initiative.effect.clone();
    if let Effect::SelfService(option) = &mut effect {
        option.per_session = Money::ZERO;
        option.satisfaction = 0.0;
        option.bots.iter_mut().for_each(|bot| bot.per_session = Money::ZERO);
    }
    Initiative {
        name: initiative.name.clone(),
        set_up: Money::ZERO,
        per_month: Money::ZERO,
        months_to_live: 0,
        adoption: initiative.adoption.clone(),
        fixed_start: None,
        excludes: Vec::new(),
        requires: Vec::new(),
        effect,
    }
}

/// A partner less its money and its dates; of one by the hour, nothing that changes contacts is left.
fn work_of_partner(partner: &Partner) -> Partner {
    let charge = match &partner.charge {
        Charge::PerHour { group, .. } => {
            Charge::PerHour { group: *group, price: MoneyPerHour::ZERO, most_per_month: 0.0 }
        }
        Charge::PerContact { queue, shares, .. } => {
            Charge::PerContact { queue: *queue, price: Money::ZERO, shares: shares.clone() }
        }
    };
    Partner {
        name: partner.name.clone(),
        charge,
        minimum_per_month: 0.0,
        set_up: Money::ZERO,
        lead_months: 0.0,
        contract_months: None,
        fixed_start: None,
    }
}

/// What was asked for a plan, kept for the next that stands on the same.
#[derive(Clone)]
pub struct Asked {
    basis: Basis,
    answers: Answers,
    missing: PriceOfMissing,
    /// What the price of missing hours depends on beside the basis.
    prices: (Prices, Starts),
}

fn prices(plan: &PlanAssumptions) -> (Prices, Starts) {
    (plan.prices.clone(), plan.initiatives.iter().map(|initiative| initiative.fixed_start).collect())
}

impl Asked {
    pub(super) fn of(
        (scenario, plan, demand): (&Scenario, &PlanAssumptions, &Demand),
        answers: Answers,
        missing: PriceOfMissing,
    ) -> Self {
        Self { basis: Basis::of(scenario, plan, demand), answers, missing, prices: prices(plan) }
    }

    /// What is known for another plan: nothing unless it stands on the same; and the price of missing hours where that is the same too.
    pub(super) fn known_for(
        &self,
        scenario: &Scenario,
        plan: &PlanAssumptions,
        demand: &Demand,
    ) -> Option<(Answers, Option<PriceOfMissing>)> {
        let is_same = self.basis == Basis::of(scenario, plan, demand);
        let missing = || (self.prices == prices(plan)).then(|| self.missing.clone());
        is_same.then(|| (self.answers.clone(), missing()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file::{Source, parse};
    use std::path::PathBuf;

    const SCENARIO: &str = r#"[horizon]
start = 2026-11-16
days = 1

[queue.calls]
volume = { per_day = 100 }
patience = { mean = "3m" }
handling = { mean = "5m" }

[queue.mail]
volume = { per_day = 10 }
patience = { mean = "3m" }
handling = { mean = "5m" }

[group.desk]
skills = ["calls"]
headcount = 10
wage = 20

[group.writers]
skills = ["mail"]
headcount = 2
wage = 20

[bot.assistant]
queues = ["calls"]
entry = 0.5
resolved = 0.3
unresolved = 0.0
session = "2m"
per_session = 0.1

[self_service.assistant]
bot = "assistant"
set_up = 1000
per_month = 100
months_to_live = 2

[plan]
start = 2027-01-01
[plan.volume]
calls = { per_month = 3000 }
mail = { per_month = 300 }
[plan.outsourcing.helpers]
queue = "calls"
per_contact = 4
shares = [0.1]
"#;

    /// Whether the change leaves the centre as it is, and what was asked of the work of each period.
    fn leaves(change: &str, others: &[&str]) -> (bool, bool) {
        let load = |changes: &[&str]| {
            let (path, folder) = (PathBuf::from("plan.toml"), PathBuf::from("."));
            let source = Source { path, folder, name: "plan".to_owned(), text: SCENARIO.to_owned() };
            let changes: Vec<String> = changes.iter().map(|&change| change.to_owned()).collect();
            let scenario = parse(&source, &changes).unwrap_or_else(|problems| panic!("{problems}"));
            let demand = Demand::of(&scenario);
            (scenario, demand)
        };
        let (one, other) = (load(others), load(&[others, &[change]].concat()));
        assert_ne!(one.0.digest, other.0.digest, "{change} changes something");
        let basis =
            |(scenario, demand): &(Scenario, Demand)| Basis::of(scenario, scenario.plan.as_ref().unwrap(), demand);
        (is_same_centre((&one.0, &one.1), (&other.0, &other.1)), basis(&one) == basis(&other))
    }

    #[test]
    fn money_dates_and_people_of_a_plan_change_nothing_that_was_asked() {
        for change in [
            "budget.per_year=1000",
            "plan.wage_growth_per_year=0.1",
            "plan.discount_per_year=0.1",
            "plan.shortage_per_hour=10",
            "plan.value.lost_contact=10",
            "plan.running.licences_per_person=10",
            "plan.group.desk.attrition_per_month=0.1",
            "plan.uncertainty.volume=0.2",
            "plan.outsourcing.helpers.per_contact=5",
            "plan.outsourcing.helpers.minimum_per_month=5",
            "self_service.assistant.set_up=10",
            "self_service.assistant.months_to_live=3",
            "self_service.assistant.start=4",
            "self_service.assistant.per_session=3",
            "bot.assistant.per_session=3",
        ] {
            assert_eq!(leaves(change, &[]), (true, true), "{change}");
        }
    }

    #[test]
    fn volumes_of_the_plan_and_effects_of_what_begins_change_the_work_and_not_the_centre() {
        for change in [
            "plan.volume.calls.per_month=4000",
            "plan.months=24",
            "plan.schedule_efficiency=0.8",
            "plan.outsourcing.helpers.shares=[0.1,0.2]",
            "bot.assistant.resolved=0.4",
            "self_service.assistant.adoption=[0.5]",
            "self_service.assistant.start=never",
        ] {
            assert_eq!(leaves(change, &[]), (true, false), "{change}");
        }
    }

    #[test]
    fn queues_groups_and_how_they_meet_are_the_centre() {
        for change in [
            "queue.calls.handling.mean=6m",
            "queue.calls.volume.per_day=200",
            "group.desk.headcount=11",
            "group.desk.shrinkage=0.2",
            "routing.agent_takes=priority",
            "seed=7",
        ] {
            assert_eq!(leaves(change, &[]), (false, false), "{change}");
        }
    }

    #[test]
    fn a_wage_matters_to_the_centre_only_where_another_group_could_do_the_same_work() {
        assert_eq!(leaves("group.desk.wage=30", &[]), (true, true));
        let shared = ["group.writers.skills=[\"mail\", \"calls\"]"];
        assert_eq!(leaves("group.desk.wage=30", &shared), (false, false));
    }
}
