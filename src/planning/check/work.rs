//! Checks when things begin, what that does to contacts, and what the contacts need.

use super::{Findings, Rules};
use crate::demand::{Demand, offered};
use crate::planning::Quest;
use crate::planning::workforce_plan::WorkforcePlan;
use crate::scenario::{Charge, Effect, Scenario};
use crate::units::Share;
use rayon::prelude::*;

/// What a group needs in a period, in agent-hours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed {
    pub(super) hours: f64,
    pub(super) busy: f64,
}

pub(super) fn check_starts(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) {
    let (plan, periods) = (rules.plan, found.periods.len() as u32);
    for (place, (initiative, decided)) in plan.initiatives.iter().zip(&found.initiatives).enumerate() {
        let name = &initiative.name;
        let fixed = initiative.fixed_start.is_none() || decided.start == initiative.fixed_start;
        findings.unless(fixed, "fixed start", || format!("{name} begins in {:?}, not as fixed", decided.start));
        let takes = rules.periods_in(f64::from(initiative.months_to_live));
        let live = decided
            .start
            .map(|start| start.saturating_add(u32::try_from(takes).unwrap_or(u32::MAX)))
            .filter(|&live| live < periods);
        findings.unless(decided.live == live, "months to live", || format!("{name} is live in {:?}", decided.live));
        for &other in &initiative.excludes {
            let both = decided.start.is_some() && found.initiatives[other].start.is_some();
            findings.unless(!both, "excludes", || format!("{name} and {}", plan.initiatives[other].name));
        }
        for &other in &initiative.requires {
            let before = |live: u32| found.initiatives[other].live.is_some_and(|needed| needed <= live);
            findings.unless(found.initiatives[place].live.is_none_or(before), "requires", || {
                format!("{name} is live without {}", plan.initiatives[other].name)
            });
        }
    }
    for (partner, decided) in plan.partners.iter().zip(&found.partners) {
        let name = &partner.name;
        let fixed = partner.fixed_start.is_none() || decided.start == partner.fixed_start;
        findings.unless(fixed, "fixed start", || format!("{name} begins in {:?}, not as fixed", decided.start));
        let lead = u32::try_from(rules.periods_in(partner.lead_months)).unwrap_or(u32::MAX);
        let in_time = partner.fixed_start.is_some() || decided.start.is_none_or(|start| start >= lead);
        findings.unless(in_time, "lead time", || format!("{name} begins in {:?}", decided.start));
        let length = partner.contract_months.map(|months| rules.periods_in(f64::from(months)) as u32);
        let end = decided.start.zip(length).map(|(start, length)| start + length).filter(|&end| end < periods);
        findings.unless(decided.end == end, "contract", || format!("{name} ends in {:?}", decided.end));
    }
}

/// Whether the contract of a partner runs in a period.
pub(super) fn runs(found: &WorkforcePlan, partner: usize, period: usize) -> bool {
    let decided = &found.partners[partner];
    decided.start.is_some_and(|start| start as usize <= period) && decided.end.is_none_or(|end| period < end as usize)
}

/// The centre of a period, what comes to it over its horizon, and of which initiative each planned bot is.
pub(super) fn centre(rules: Rules, lives: &[Option<u32>], period: usize) -> (Scenario, Demand, Vec<usize>) {
    let (mut centre, mut work) = (rules.scenario.clone(), rules.demand.clone());
    let days = centre.calendar.end().0 / 86_400.0;
    for queue in 0..centre.queues.len() {
        let level = rules.plan.volume[queue][period] * days / rules.days(period);
        let total: f64 = rules.demand.expected.row(queue).iter().sum();
        let open = centre.queues[queue].opening_hours.open_intervals(&centre.calendar);
        let is_open = |i: usize| open[i] || !open.contains(&true);
        let hours = |i: usize| centre.calendar.intervals[i].length().hours().0;
        let open_hours: f64 = (0..open.len()).filter(|&i| is_open(i)).map(hours).sum();
        for (i, value) in work.expected.row_mut(queue).iter_mut().enumerate() {
            *value = match total {
                0.0 if is_open(i) => level * hours(i) / open_hours,
                0.0 => 0.0,
                total => *value / total * level,
            };
        }
        work.handling_factor[queue] *= rules.plan.handling[queue][period];
    }
    let mut whose = Vec::new();
    for (place, initiative) in rules.plan.initiatives.iter().enumerate() {
        let Some(since) = lives[place].and_then(|live| (period as u32).checked_sub(live)) else { continue };
        let month = (f64::from(since) * rules.months() + 1e-9).floor() as usize;
        let adopted = initiative.adoption.get(month).map_or(1.0, |share| share.0);
        match &initiative.effect {
            Effect::SelfService(option) => {
                let mut touched = vec![false; centre.queues.len()];
                for bot in &option.bots {
                    whose.push(place);
                    let mut bot = bot.clone();
                    bot.outcome.entry = Share(bot.outcome.entry.0 * adopted);
                    bot.queues.iter().for_each(|queue| touched[queue.0] = true);
                    centre.bots.push(bot);
                    let reasons = centre.queues.iter_mut().flat_map(|queue| &mut queue.reasons);
                    reasons.for_each(|reason| reason.with_bot.push(None));
                    for &(queue, reason, mut outcome) in &option.by_reason {
                        outcome.entry = Share(outcome.entry.0 * adopted);
                        let reason = &mut centre.queues[queue.0].reasons[reason];
                        *reason.with_bot.last_mut().expect("one was added") = Some(outcome);
                    }
                }
                for queue in (0..touched.len()).filter(|&queue| touched[queue]) {
                    work.handling_factor[queue] *= 1.0 - adopted + adopted * option.handling_factor;
                }
            }
            Effect::Coaching(coaching) => {
                for queue in &coaching.queues {
                    work.handling_factor[queue.0] *= 1.0 - adopted + adopted * coaching.handling_factor;
                    for reason in &mut centre.queues[queue.0].reasons {
                        let gain = (1.0 - reason.resolution.0) * coaching.resolution_gain.0 * adopted;
                        reason.resolution = Share(reason.resolution.0 + gain);
                    }
                }
            }
        }
    }
    (centre, work, whose)
}

/// Contacts and sessions of each period; gives what the groups need for them.
pub(super) fn check_work(
    rules: Rules,
    quest: &Quest,
    found: &WorkforcePlan,
    findings: &mut Findings,
) -> Vec<Vec<Needed>> {
    let lives: Vec<Option<u32>> = found.initiatives.iter().map(|initiative| initiative.live).collect();
    let days = rules.scenario.calendar.end().0 / 86_400.0;
    let mut reaching = Vec::new();
    for (index, period) in found.periods.iter().enumerate() {
        let place = format!("period {}", index + 1);
        findings.unless(period.first_day == rules.first_day(index), "first day", || {
            format!("{place} begins on {}", period.first_day)
        });
        let (centre, work, whose) = centre(rules, &lives, index);
        let offered = offered(&centre, &work);
        let mut to_agents = offered.to_agents;
        let scale = rules.days(index) / days;
        for (partner, rule) in rules.plan.partners.iter().enumerate() {
            let Charge::PerContact { queue, shares, .. } = &rule.charge else { continue };
            let all = to_agents.total(queue.0) * scale;
            let taken = period.outsourced[partner];
            let allowed = std::iter::once(0.0).chain(shares.iter().map(|share| share.0));
            let share =
                allowed.min_by(|a, b| (a * all - taken).abs().total_cmp(&(b * all - taken).abs())).unwrap_or(0.0);
            findings.same("contacts given away", &format!("{place}, {}", rule.name), taken, share * all);
            to_agents.expected.row_mut(queue.0).iter_mut().for_each(|value| *value -= *value * share);
        }
        for queue in 0..rules.scenario.queues.len() {
            let place = format!("{place}, {}", rules.scenario.queues[queue].name);
            findings.same("contacts", &place, period.contacts[queue], rules.plan.volume[queue][index]);
            let expected = to_agents.total(queue) * scale;
            findings.same("contacts to agents", &place, period.contacts_to_agents[queue], expected);
        }
        let mut flows = vec![[0.0; 3]; lives.len()];
        for (flow, place) in offered.bots.iter().skip(rules.scenario.bots.len()).zip(whose) {
            let parts = [flow.sessions, flow.resolved, flow.unresolved];
            flows[place].iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * scale);
        }
        for (initiative, [sessions, resolved, unresolved]) in flows.into_iter().enumerate() {
            let place = format!("{place}, {}", rules.plan.initiatives[initiative].name);
            findings.same("sessions", &place, period.sessions[initiative], sessions);
            findings.same("sessions resolved", &place, period.resolved[initiative], resolved);
            findings.same("sessions unresolved", &place, period.unresolved[initiative], unresolved);
        }
        for (partner, rule) in rules.plan.partners.iter().enumerate() {
            let place = format!("{place}, {}", rule.name);
            let taken = period.outsourced[partner];
            let most = match &rule.charge {
                _ if !runs(found, partner, index) => 0.0,
                Charge::PerHour { most_per_month, .. } => most_per_month * rules.months(),
                Charge::PerContact { .. } => f64::INFINITY,
            };
            findings.at_most("partner", &place, taken, most);
        }
        reaching.push(to_agents);
    }
    let needs: Vec<_> = reaching.par_iter().map(quest.required).collect();
    let scaled = |(index, needs): (usize, Vec<crate::planning::Need>)| {
        let scale = rules.days(index) / days;
        needs.iter().map(|need| Needed { hours: need.hours.0 * scale, busy: need.busy.0 * scale }).collect()
    };
    needs.into_iter().enumerate().map(scaled).collect()
}
