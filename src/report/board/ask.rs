//! What is asked for, what it costs, and what may go wrong: the three boxes below the answer.

use super::subject::{Subject, paid, period, saved};
use crate::planning::business_case::{BusinessCase, CommitmentKind};
use crate::planning::{CostKind, PlanComparison, PlannedPeriod};
use crate::report::format;
use crate::report::words;
use crate::simulation::Verdict;
use crate::units::{Hours, Money};

/// A heading with a few short lines.
pub(super) struct Box {
    pub title: &'static str,
    pub lines: Vec<String>,
}

/// Most lines of a box on one page.
const MOST_LINES: usize = 5;

/// The three boxes; of long lists the first lines and how many others there are, unless `all` are wanted.
pub(super) fn boxes(subject: &Subject<'_>, all: bool) -> [Box; 3] {
    let shown = |lines: Vec<String>| {
        let mut lines: Vec<String> = lines.iter().map(|line| format::firm(line)).collect();
        if !all && lines.len() > MOST_LINES {
            let more = lines.len() - (MOST_LINES - 1);
            lines.truncate(MOST_LINES - 1);
            lines.push(words::and_more(more));
        }
        lines
    };
    [
        Box { title: words::ASKED_FOR, lines: shown(asked(subject)) },
        Box { title: words::COSTS, lines: shown(costs(subject)) },
        Box { title: words::MAIN_RISK, lines: shown(risk(subject)) },
    ]
}

fn asked(subject: &Subject<'_>) -> Vec<String> {
    if let Some((planned, case)) = &subject.planned {
        return asked_by_plan(subject, planned, case);
    }
    if let Some(certified) = subject.scheduled {
        let days = subject.scenario.calendar.days.len();
        let mut lines =
            vec![words::release(&format::hours(subject.cost().map_or(Hours::ZERO, |cost| cost.paid_hours)), days)];
        if let Some(takes) = &certified.takes {
            let groups = takes.people.iter().zip(&subject.scenario.groups).filter(|&(&people, _)| people > 0);
            lines.extend(groups.map(|(&people, group)| words::more_people(people, &format::name(&group.name))));
        }
        return lines;
    }
    let most = |agents, group| format::count(f64::from(subject.most(agents, group)));
    let group = |(index, group): (usize, &crate::scenario::Group)| {
        let (needed, today) = (most(&subject.study.needed().agents, index), most(&subject.today.agents, index));
        words::agents_for(&format::name(&group.name), &needed, &today)
    };
    subject.scenario.groups.iter().enumerate().map(group).collect()
}

fn asked_by_plan(subject: &Subject<'_>, planned: &PlanComparison, case: &BusinessCase) -> Vec<String> {
    let plan = &planned.plan;
    let mut lines = Vec::new();
    let channels = subject.scenario.plan.as_ref().map_or(&[][..], |assumptions| &assumptions.hiring);
    let hires = |place: usize| plan.periods.iter().map(move |period| period.hires.get(place).copied().unwrap_or(0));
    if plan.hires() > 0 {
        let seasonal = channels.iter().enumerate().filter(|(_, channel)| channel.contract_months.is_some());
        let seasonal = seasonal.map(|(place, _)| hires(place).sum::<u32>()).sum();
        lines.push(words::new_people(plan.hires(), seasonal));
        for (place, channel) in channels.iter().enumerate() {
            let Some(first) = hires(place).position(|people| people > 0) else { continue };
            let classes = hires(place).filter(|&people| people > 0).count();
            let people = hires(place).sum();
            lines.push(words::hired(&format::name(&channel.name), people, &period(plan, first as u32), classes));
        }
    }
    let moved: u32 = plan.periods.iter().flat_map(|period| &period.moves).sum();
    if moved > 0 {
        lines.push(words::moved(moved));
    }
    for commitment in &case.commitments {
        let is_partner = commitment.kind == CommitmentKind::Partner;
        let until = commitment.end.filter(|_| is_partner).map(|end| period(plan, end.saturating_sub(1)));
        let cost = subject.money(commitment.total());
        lines.push(words::begins(
            &format::name(&commitment.name),
            &period(plan, commitment.start),
            until.as_deref(),
            &cost,
        ));
    }
    let overtime = plan.cost_of(CostKind::Overtime);
    if overtime.0 >= 0.5 {
        lines.push(words::overtime(&subject.money(overtime)));
    }
    if lines.is_empty() {
        lines.push(words::NOTHING_NEW.to_owned());
    }
    lines
}

fn costs(subject: &Subject<'_>) -> Vec<String> {
    if let Some((planned, case)) = &subject.planned {
        let plan = &planned.plan;
        let mut lines = vec![
            words::in_cash(&subject.money(case.plan.outcome.cash)),
            words::against_nothing(&saved(case.plan.cash.saved(), subject.currency())),
        ];
        lines.push(match case.plan.cash.most_ahead_in {
            None => words::NEVER_BEHIND.to_owned(),
            Some(when) => {
                let back = case.plan.cash.payback.map(|back| period(plan, back));
                words::put_up(&subject.money(case.plan.cash.most_ahead), &period(plan, when), back.as_deref())
            }
        });
        let over = plan.over_budget() + plan.over_yearly_budget;
        lines.push(if over.0 >= 0.5 {
            words::over_budget(&subject.money(over))
        } else {
            words::WITHIN_BUDGET.to_owned()
        });
        let priced = case.plan.outcome.not_cash();
        if priced.0.abs() >= 0.5 {
            lines.push(words::priced(&subject.money(priced)));
        }
        return lines;
    }
    let today = format::mean(subject.study.today.total.cost, |cost| subject.money(Money(cost)));
    let Some(cost) = subject.cost() else {
        let hours = (0..subject.scenario.groups.len()).map(|group| subject.hours(group));
        let (needed, today_on_duty) =
            hours.fold((Hours::ZERO, Hours::ZERO), |(needed, today), of| (needed + of.needed, today + of.today));
        return vec![
            words::staffing_costs(&today),
            words::hours_beside(&format::hours(needed), &format::hours(today_on_duty)),
        ];
    };
    let mut lines = vec![words::in_wages(&subject.money(cost.wages))];
    let premiums = paid(cost) - cost.wages;
    if premiums.0 >= 0.5 {
        lines.push(words::in_premiums(&subject.money(premiums)));
    }
    lines.push(words::same_days(&today));
    if cost.under_cover.0 >= 0.5 {
        lines.push(words::priced(&subject.money(cost.under_cover)));
    }
    lines
}

fn risk(subject: &Subject<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((planned, _)) = &subject.planned
        && let Some(risk) = &planned.risk
    {
        let plan = &planned.plan;
        let pairs = risk.periods.iter().zip(&plan.periods);
        if let Some((worst, at)) = pairs.min_by(|one, other| one.0.keeps.0.total_cmp(&other.0.keeps.0)) {
            lines.push(words::worlds_keep(
                &words::worlds(risk.keeps_all),
                &words::periods(plan.step, plan.periods.len()),
                &name_of(planned, at),
                &words::worlds(worst.keeps),
            ));
        }
        let wide = |driver: &&crate::planning::risk::Driver| (driver.high - driver.low).0.abs();
        let widest = risk.drivers.inputs.iter().max_by(|one, other| wide(one).total_cmp(&wide(other)));
        lines.extend(
            widest
                .filter(|driver| wide(driver) >= 0.5)
                .map(|driver| words::moves_most(driver.input, &subject.money(driver.low), &subject.money(driver.high))),
        );
        lines.extend(risk.keeps_budget.map(|kept| words::budget_kept(&format::percent(kept.0))));
        return lines;
    }
    let shown = subject.proposed().unwrap_or(&subject.study.today);
    let missed = subject.with_verdict(shown, Verdict::Missed);
    if !missed.is_empty() {
        lines.push(words::is_missed(&missed));
    }
    let unclear = subject.with_verdict(shown, Verdict::Unclear);
    if !unclear.is_empty() {
        lines.push(words::not_clear(&unclear));
    }
    if let Some(cost) = subject.cost()
        && cost.under_cover_hours.0 >= 0.05
    {
        let mut groups: Vec<(f64, String)> = (subject.scenario.groups.iter().enumerate())
            .map(|(group, named)| {
                (subject.hours(group).missing.map_or(0.0, |hours| hours.0), format::name(&named.name))
            })
            .filter(|(hours, _)| *hours >= 0.05)
            .collect();
        groups.sort_by(|one, other| other.0.total_cmp(&one.0));
        let names: Vec<String> = groups.into_iter().take(2).map(|(_, name)| name).collect();
        lines.push(words::stays_uncovered(&format::hours(cost.under_cover_hours), &names));
    }
    if subject.scenario.queues.iter().all(|queue| queue.forecast_error.is_none()) {
        lines.push(words::VOLUME_AS_GIVEN.to_owned());
    } else {
        lines.extend(may_come(subject));
    }
    lines
}

/// The queue with the most contacts whose forecast may be wrong, and what may come of it.
fn may_come(subject: &Subject<'_>) -> Option<String> {
    let queues =
        (0..subject.scenario.queues.len()).filter(|&queue| subject.scenario.queues[queue].forecast_error.is_some());
    let queue =
        queues.max_by(|&one, &other| subject.study.demand.total(one).total_cmp(&subject.study.demand.total(other)))?;
    let (low, high) =
        crate::report::details::contacts_that_may_come(subject.proposed().unwrap_or(&subject.study.today), queue)?;
    Some(words::forecast_may_be_wrong(
        &format::name(&subject.scenario.queues[queue].name),
        (&format::count(low), &format::count(high)),
    ))
}

fn name_of(planned: &PlanComparison, at: &PlannedPeriod) -> String {
    format::period(planned.plan.step, at.first_day)
}
