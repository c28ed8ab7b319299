//! Checks what is paid, what else it costs, and the budgets.

use super::people::{Wages, payroll_of_today};
use super::work::{Needed, centre, runs};
use super::{Findings, Rules};
use crate::demand::offered;
use crate::planning::Quest;
use crate::planning::workforce_plan::{CostKind, WorkforcePlan};
use crate::scenario::{Charge, Effect};

pub(super) fn check_costs(
    rules: Rules,
    quest: &Quest,
    found: &WorkforcePlan,
    wages: &Wages,
    needed: &[Vec<Needed>],
    findings: &mut Findings,
) {
    let plan = rules.plan;
    let (mut worth, mut spent_in_month) = (0.0, 0.0);
    for (index, period) in found.periods.iter().enumerate() {
        let mut cost = fixed_and_begun(rules, found, index, &period.sessions);
        let mut add = |kind: CostKind, amount: f64| cost[kind as usize] += amount;
        for (group, given) in period.groups.iter().enumerate() {
            let people = &rules.scenario.groups[group];
            let terms = &plan.groups[group];
            let wage = people.wage.0 * rules.wage_factor(index);
            let by_month = terms.shrinkage_by_month.as_ref().map(|list| list[rules.calendar_month(index)]);
            let present = 1.0 - by_month.unwrap_or(people.shrinkage).0;
            let paid = |hours: f64| if hours > 0.0 { hours / present } else { 0.0 };
            add(CostKind::Wages, wages[group][index]);
            add(CostKind::Wages, -paid(given.time_off_hours.0) * wage * (1.0 - terms.time_off_pay.0));
            add(CostKind::Overtime, paid(given.overtime_hours.0) * wage * (1.0 + terms.overtime_premium.0));
            add(CostKind::Licences, given.headcount * plan.running.licences_per_person.0 * rules.months());
            add(CostKind::Shortage, given.shortage_hours.0 * plan.prices.shortage_per_hour.0);
        }
        for (channel, &hires) in plan.hiring.iter().zip(&period.hires) {
            add(CostKind::Hiring, channel.cost_per_hire.0 * f64::from(hires));
            add(CostKind::Training, channel.training_cost.0 * f64::from(hires));
        }
        for (way, &moves) in plan.moves.iter().zip(&period.moves) {
            let kind = if way.to.is_none() { CostKind::Severance } else { CostKind::Training };
            add(kind, way.cost_per_person.0 * f64::from(moves));
        }
        for (partner, &used) in period.outsourced.iter().enumerate() {
            add(CostKind::Outsourcing, payment(rules, found, partner, index, used));
        }
        let contacts: f64 = period.contacts_to_agents.iter().sum();
        add(CostKind::Telephony, plan.running.telephony_per_contact.0 * contacts);
        for (place, initiative) in plan.initiatives.iter().enumerate() {
            if let Effect::SelfService(option) = &initiative.effect {
                add(CostKind::Churn, plan.prices.unresolved_session.0 * period.unresolved[place]);
                let points = option.satisfaction * period.sessions[place];
                add(CostKind::Churn, -plan.prices.satisfaction_point.0 * points);
            }
        }
        check_lost(rules, quest, found, index, &needed[index], findings);
        cost[CostKind::LostContacts as usize] = period.cost[CostKind::LostContacts as usize].0;
        for kind in CostKind::ALL {
            let place = format!("period {}, {}", index + 1, kind.name());
            findings.same_amount("cost", &place, period.cost[kind as usize].0, cost[kind as usize]);
            let cents = period.cost[kind as usize].0 * 100.0;
            // A number of cents is known to a 2⁻⁵² of itself.
            let whole = (cents - cents.round()).abs() <= 1e-9 * cents.abs().max(1.0);
            findings.unless(whole, "whole cents", || format!("{place}: {}", period.cost[kind as usize].0));
        }
        worth += period.cost.iter().map(|cost| cost.0).sum::<f64>() * rules.discount(index);
        let cash = cash_of(found, index, None);
        spent_in_month += cash;
        let is_last = index + 1 == found.periods.len() || rules.month_of(index + 1) != rules.month_of(index);
        let over = match plan.budget.per_month {
            Some(budget) if is_last => (spent_in_month - budget.0).max(0.0),
            _ => 0.0,
        };
        // An excess is a small difference of large amounts: it is as exact as these.
        let exact = (period.over_budget.0 - over).abs() <= 1e-9 * spent_in_month.max(1.0);
        findings.unless(exact, "over budget", || {
            format!("period {}: {}, should be {over}", index + 1, period.over_budget.0)
        });
        if is_last {
            spent_in_month = 0.0;
        }
    }
    findings.same("objective", "present value of all costs", found.objective.0, worth);
    findings.at_most("bound", "bound", found.bound.0, found.objective.0);
}

/// Lost contacts cost nothing where nobody is missing or they have no value, and at most all contacts at their value.
fn check_lost(
    rules: Rules,
    quest: &Quest,
    found: &WorkforcePlan,
    index: usize,
    needed: &[Needed],
    findings: &mut Findings,
) {
    let period = &found.periods[index];
    let lost = period.cost[CostKind::LostContacts as usize].0;
    let value = rules.plan.prices.lost_contact.0;
    let missing = period.groups.iter().any(|group| group.shortage_hours.0 > 0.0);
    let place = format!("period {}", index + 1);
    if value == 0.0 || !missing {
        findings.same_amount("lost contacts", &place, lost, 0.0);
        return;
    }
    // With one group short, by formula: what is lost at its level of staffing lies on or below the chords of the bands, which cannot
    // be above those of nobody at all.
    let lives: Vec<Option<u32>> = vec![None; found.initiatives.len()];
    let (centre, work, _) = centre(rules, &lives, index);
    let reaching = offered(&centre, &work).to_agents;
    let nobody = vec![0.0; needed.len()];
    let served = (quest.service)(&reaching, &nobody);
    let days = rules.scenario.calendar.end().0 / 86_400.0;
    let all = served.iter().enumerate().map(|(queue, served)| served.abandonment * reaching.total(queue)).sum::<f64>();
    let groups = period.groups.len() as f64;
    findings.at_most("lost contacts", &place, lost, all * rules.days(index) / days * value * groups.max(1.0) + 0.01);
}

fn cash_of(found: &WorkforcePlan, period: usize, kind: Option<CostKind>) -> f64 {
    let cash = CostKind::ALL.into_iter().filter(|of| of.is_cash() && kind.is_none_or(|kind| kind == *of));
    cash.map(|kind| found.periods[period].cost[kind as usize].0).sum()
}

fn payment(rules: Rules, found: &WorkforcePlan, partner: usize, period: usize, used: f64) -> f64 {
    if !runs(found, partner, period) {
        return 0.0;
    }
    let rule = &rules.plan.partners[partner];
    let price = match &rule.charge {
        Charge::PerHour { price, .. } => price.0,
        Charge::PerContact { price, .. } => price.0,
    };
    let set_up = if found.partners[partner].start == Some(period as u32) { rule.set_up.0 } else { 0.0 };
    set_up + price * used.max(rule.minimum_per_month * rules.months())
}

/// Technology, and initiatives with their sessions.
fn fixed_and_begun(rules: Rules, found: &WorkforcePlan, period: usize, sessions: &[f64]) -> [f64; 15] {
    let begun: Vec<_> = found.initiatives.iter().map(|decided| (decided.start, decided.live)).collect();
    let mut cost = [0.0; 15];
    add_running(rules, &begun, period, sessions, &mut cost);
    cost
}

/// Adds technology, and initiatives that begin and are live in these periods.
fn add_running(
    rules: Rules,
    begun: &[(Option<u32>, Option<u32>)],
    period: usize,
    sessions: &[f64],
    cost: &mut [f64; 15],
) {
    cost[CostKind::Technology as usize] += rules.plan.running.technology_per_month.0 * rules.months();
    for (place, (initiative, (start, live))) in rules.plan.initiatives.iter().zip(begun).enumerate() {
        let (set_up, running, per_session) = match &initiative.effect {
            Effect::SelfService(option) => {
                (CostKind::SelfServiceSetUp, CostKind::SelfServiceRunning, option.per_session.0)
            }
            Effect::Coaching(_) => (CostKind::Coaching, CostKind::Coaching, 0.0),
        };
        if *start == Some(period as u32) {
            cost[set_up as usize] += initiative.set_up.0;
        }
        if live.is_some_and(|live| live as usize <= period) {
            cost[running as usize] += initiative.per_month.0 * rules.months() + per_session * sessions[place];
        }
    }
}

/// What is spent in a period if nothing is added to the people of today and what is fixed, by kind.
fn least(rules: Rules, period: usize) -> [f64; 15] {
    let plan = rules.plan;
    let periods = plan.periods() as u32;
    let lives: Vec<Option<u32>> = plan
        .initiatives
        .iter()
        .map(|initiative| {
            let takes = rules.periods_in(f64::from(initiative.months_to_live)) as u32;
            initiative.fixed_start.map(|start| start + takes).filter(|&live| live < periods)
        })
        .collect();
    let (centre, work, whose) = centre(rules, &lives, period);
    let offered = offered(&centre, &work);
    let scale = rules.days(period) / (rules.scenario.calendar.end().0 / 86_400.0);
    let mut cost = [0.0; 15];
    let (wages, headcount) = payroll_of_today(rules, period);
    cost[CostKind::Wages as usize] = wages;
    cost[CostKind::Licences as usize] = headcount * plan.running.licences_per_person.0 * rules.months();
    let contacts: f64 = (0..rules.scenario.queues.len()).map(|queue| offered.to_agents.total(queue) * scale).sum();
    cost[CostKind::Telephony as usize] = contacts * plan.running.telephony_per_contact.0;
    let mut sessions = vec![0.0; lives.len()];
    for (flow, place) in offered.bots.iter().skip(rules.scenario.bots.len()).zip(whose) {
        sessions[place] += flow.sessions * scale;
    }
    let begun: Vec<_> =
        plan.initiatives.iter().zip(&lives).map(|(initiative, &live)| (initiative.fixed_start, live)).collect();
    add_running(rules, &begun, period, &sessions, &mut cost);
    for partner in &plan.partners {
        let Some(start) = partner.fixed_start.map(|start| start as usize) else { continue };
        let length = partner.contract_months.map(|months| rules.periods_in(f64::from(months)));
        if start <= period && length.is_none_or(|length| period < start + length) {
            let price = match &partner.charge {
                Charge::PerHour { price, .. } => price.0,
                Charge::PerContact { price, .. } => price.0,
            };
            let set_up = if start == period { partner.set_up.0 } else { 0.0 };
            cost[CostKind::Outsourcing as usize] += set_up + price * partner.minimum_per_month * rules.months();
        }
    }
    cost
}

/// What is spent above the budgets, all of them added up, is no more than if nothing is added to what is fixed or committed to.
pub(super) fn check_budgets(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) {
    let budget = &rules.plan.budget;
    if budget.per_month.is_none() && budget.per_year.is_none() && budget.per_year_by_kind.is_empty() {
        return;
    }
    let least: Vec<[f64; 15]> = (0..found.periods.len()).map(|period| least(rules, period)).collect();
    let periods = |holds: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..found.periods.len()).filter(|&period| holds(rules.month_of(period))).collect()
    };
    // Of the plan, if nothing is added to what is fixed, and with what is committed to; and what rounding can do to any of these.
    let (mut above, mut anyway_above, mut committed_above, mut rounded) = (0.0, 0.0, 0.0, 0.0);
    let mut add = |periods: &[usize], kind: Option<CostKind>, limit: f64| {
        let is_of = |of: &CostKind| of.is_cash() && kind.is_none_or(|kind| kind == *of);
        let of_period = |&period: &usize| {
            CostKind::ALL.into_iter().filter(is_of).map(|kind| least[period][kind as usize]).sum::<f64>()
        };
        let anyway: f64 = periods.iter().map(of_period).sum();
        let committed = rules.plan.committed.as_ref().map_or(0.0, |committed| {
            let of_kinds = CostKind::ALL.into_iter().filter(is_of);
            of_kinds.flat_map(|kind| periods.iter().map(move |&at| committed.spent[at][kind as usize].0)).sum()
        });
        let spent: f64 = periods.iter().map(|&period| cash_of(found, period, kind)).sum();
        above += (spent - limit).max(0.0);
        anyway_above += (anyway - limit).max(0.0);
        committed_above += (committed - limit).max(0.0);
        rounded += 0.005 * 15.0 * periods.len() as f64;
    };
    let months = rules.plan.months as usize;
    if let Some(limit) = budget.per_month {
        for month in 0..months {
            add(&periods(&|of| of == month), None, limit.0);
        }
    }
    let yearly = budget.per_year.iter().map(|limit| (None, limit.0));
    let by_kind = CostKind::ALL
        .into_iter()
        .filter_map(|kind| budget.per_year_by_kind.get(kind.name()).map(|limit| (Some(kind), limit.0)));
    for (kind, limit) in yearly.chain(by_kind) {
        for year in 0..months.div_ceil(12) {
            let part = (months - 12 * year).min(12) as f64 / 12.0;
            add(&periods(&|of| of / 12 == year), kind, limit * part);
        }
    }
    findings.at_most("budget", "all budgets", above, anyway_above.max(committed_above) + rounded);
}
