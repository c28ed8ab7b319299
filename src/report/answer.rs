//! The answer in three sentences: what will happen, who should work when, what to ask for. Every number in it stands in
//! the study; where the answer is no, not known or was not asked for, the sentence says so.

use super::format::{self, counted, listed, money};
use super::promise;
use crate::planning::{CostKind, PlanComparison, WorkforcePlan};
use crate::scenario::Scenario;
use crate::simulation::{Performance, Verdict, judge};
use crate::staffing::agent_hours;
use crate::study::{CertifiedSchedule, Study};
use crate::units::{Hours, Money};

/// What will happen with today's staffing; which schedule mends it at which cost; what to ask for.
pub fn three_sentences(study: &Study) -> [String; 3] {
    [today(study), schedule(study), plan(study)]
}

fn today(study: &Study) -> String {
    let scenario = &study.scenario;
    let cost = format::mean(study.today.total.cost, |cost| money(Money(cost), &scenario.currency));
    format!(
        "With today’s staffing, which costs {cost} for these {}, {}.",
        counted(scenario.calendar.days.len(), "day"),
        outcome(scenario, &study.today),
    )
}

fn schedule(study: &Study) -> String {
    let scenario = &study.scenario;
    match &study.scheduled {
        None => {
            let needed: Hours = (0..scenario.groups.len())
                .map(|group| agent_hours(scenario, study.requirement.needed.agents.row(group)))
                .sum();
            format!(
                "To keep the promises, {} agent-hours on duty are needed over these {}; no shifts were planned, because the \
                 scenario has no shift rules.",
                format::hours(needed),
                counted(scenario.calendar.days.len(), "day"),
            )
        }
        Some(certified) if !certified.findings.is_empty() => format!(
            "The schedule that was found breaks {} and must not be used: {}.",
            counted(certified.findings.len(), "rule"),
            certified.findings[0].what
        ),
        Some(certified) => scheduled(scenario, certified),
    }
}

fn scheduled(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let cost = &certified.schedule.cost;
    let uncovered = match cost.under_cover_hours {
        hours if hours.0 > 0.0 => format!("; {} agent-hours of those needed stay uncovered", format::hours(hours)),
        _ => String::new(),
    };
    format!(
        "With the proposed schedule, which costs {2} in wages for {1} paid hours, {0}{uncovered}.",
        outcome(scenario, &certified.performance),
        format::hours(cost.paid_hours),
        money(cost.wages, &scenario.currency),
    )
}

/// `the promise is kept for Orders (84.1 % ± 0.4 within 20 s, promised 80 % …), but missed …`.
fn outcome(scenario: &Scenario, performance: &Performance) -> String {
    let queues = || scenario.queues.iter().zip(&performance.queues);
    let all_kept = queues().all(|(_, result)| judge(&result.target, &result.total) == Verdict::Kept);
    let detailed = scenario.queues.len() <= 3;
    let mut clauses: Vec<String> = Vec::new();
    for verdict in [Verdict::Missed, Verdict::Unclear, Verdict::Kept] {
        let names: Vec<String> = queues()
            .filter(|(_, result)| judge(&result.target, &result.total) == verdict)
            .map(|(queue, result)| {
                if detailed || verdict != Verdict::Kept {
                    format!("{} ({})", queue.name, promise::in_sentence(result, &result.total))
                } else {
                    queue.name.clone()
                }
            })
            .collect();
        if names.is_empty() {
            continue;
        }
        let verb = match verdict {
            Verdict::Missed => "missed",
            Verdict::Kept => "kept",
            _ => "neither shown to be kept nor to be missed",
        };
        let who = if all_kept && names.len() > 1 && !detailed { "all queues".to_owned() } else { listed(&names) };
        clauses.push(format!("{verb} for {who}"));
    }
    if clauses.is_empty() {
        let levels: Vec<String> = queues()
            .map(|(queue, result)| format!("{} ({})", queue.name, promise::in_sentence(result, &result.total)))
            .collect();
        return format!("nothing is promised, and this is reached: {}", listed(&levels));
    }
    let missed = promise::by_day(performance).into_iter().filter(|&verdict| verdict == Verdict::Missed).count();
    let days = counted(scenario.calendar.days.len(), "day");
    let by_day = match missed {
        0 => format!("day by day, it is shown to be missed on none of the {days}"),
        _ => format!("day by day, it is missed on {missed} of {days}"),
    };
    format!("the promise is {}; {by_day}", listed(&clauses))
}

fn plan(study: &Study) -> String {
    let Some(planned) = &study.planned else {
        return "What to ask for over the months was not planned, because the scenario has no assumptions for a plan."
            .to_owned();
    };
    let currency = &study.scenario.currency;
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let mut wishes = vec![match plan.hires() {
        0 => "no new people".to_owned(),
        hires => counted(hires as usize, "hire"),
    }];
    wishes.extend(options(plan));
    let overtime = plan.cost_of(CostKind::Overtime);
    if overtime.0 >= 0.5 {
        wishes.push(format!("{} for overtime", money(overtime, currency)));
    }
    let over = |amount: Money, which: &str| match amount {
        amount if amount.0 >= 0.5 => format!("; the plan goes {} over the {which} budget", money(amount, currency)),
        _ => String::new(),
    };
    let over_budget = over(plan.over_budget(), "monthly") + &over(over_year(&study.scenario, plan), "yearly");
    format!(
        "Over the {} from {}, ask for {}: {} in cash{}, against {} if you carry on as now{}{over_budget}{}.",
        counted(plan.months.len(), "month"),
        plan.months.first().map_or_else(String::new, |month| format::month(month.first_day)),
        listed(&wishes),
        money(plan.cash(), currency),
        short_of(plan, currency),
        money(carry_on.cash(), currency),
        short_of(carry_on, currency),
        payback(planned),
    )
}

/// Cash above the yearly budget, by the scenario's assumptions.
pub(super) fn over_year(scenario: &Scenario, plan: &WorkforcePlan) -> Money {
    scenario.plan.as_ref().map_or(Money::ZERO, |assumptions| plan.over_yearly_budget(assumptions))
}

fn options(plan: &WorkforcePlan) -> Vec<String> {
    let month = |index: u32| plan.months.get(index as usize).map(|month| format::month(month.first_day));
    plan.options
        .iter()
        .filter_map(|option| {
            let start = month(option.start?)?;
            let live = option.live.and_then(month).map_or_else(String::new, |live| format!(", live in {live}"));
            Some(format!("{} (begin in {start}{live})", option.name))
        })
        .collect()
}

fn short_of(plan: &WorkforcePlan, currency: &str) -> String {
    let hours = plan.shortage_hours();
    if hours.0 < 0.5 {
        return " with nobody missing".to_owned();
    }
    format!(
        " with {} agent-hours missing, priced at {}",
        format::hours(hours),
        money(plan.cost_of(CostKind::Shortage), currency)
    )
}

fn payback(planned: &PlanComparison) -> String {
    if planned.plan.options.is_empty() {
        return String::new();
    }
    if planned.plan.options.iter().all(|option| option.start.is_none()) {
        return "; self-service is not worth its cost".to_owned();
    }
    match planned.payback_month.and_then(|month| planned.plan.months.get(month as usize)) {
        Some(month) => format!("; self-service has paid for itself by {}", format::month(month.first_day)),
        None => "; self-service does not pay for itself within these months".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::statistics::Estimate;

    #[test]
    fn every_number_of_the_first_sentence_is_the_studys() {
        let study = example::study();
        let [first, ..] = three_sentences(&study);
        assert_eq!(
            first,
            "With today’s staffing, which costs 60,000 EUR for these 7 days, the promise is missed for Orders (62.0 % \
             answered within 20 s, promised 80 %) and kept for Service & <Returns> (86.0 % answered within 30 s, promised \
             80 %; 1.8 % hang up, promised at most 5 %); day by day, it is missed on 6 of 7 days."
        );
    }

    #[test]
    fn the_second_sentence_names_hours_and_wages_of_the_schedule() {
        let study = example::study();
        let [_, second, _] = three_sentences(&study);
        let cost = &study.scheduled.as_ref().unwrap().schedule.cost;
        assert!(second.contains(&format!("{} paid hours", format::hours(cost.paid_hours))), "{second}");
        assert!(second.contains(&format!("costs {} in wages", money(cost.wages, "EUR"))), "{second}");
        assert!(
            second.contains("the promise is kept for Orders (84.0 % answered within 20 s, promised 80 %)"),
            "{second}"
        );
    }

    #[test]
    fn the_third_sentence_weighs_the_plan_against_carrying_on() {
        let study = example::study();
        let planned = study.planned.as_ref().unwrap();
        let [.., third] = three_sentences(&study);
        for expected in [
            format!("{} hires", planned.plan.hires()),
            money(planned.plan.cash(), "EUR"),
            money(planned.carry_on.cash(), "EUR"),
            format!("{} agent-hours missing", format::hours(planned.carry_on.shortage_hours())),
            "Chatbot (begin in Feb 2027, live in May 2027)".to_owned(),
            "paid for itself by Oct 2027".to_owned(),
        ] {
            assert!(third.contains(&expected), "{expected}: {third}");
        }
    }

    #[test]
    fn what_was_not_asked_is_not_answered() {
        let mut study = example::study();
        study.scheduled = None;
        study.planned = None;
        let [_, second, third] = three_sentences(&study);
        assert!(second.contains("no shifts were planned"));
        assert!(third.contains("was not planned"));
    }

    #[test]
    fn an_interval_around_the_promised_value_is_not_called_kept() {
        let mut study = example::study();
        study.scheduled.as_mut().unwrap().performance.queues[0].total.service_level = Estimate::new(0.81, 0.02);
        let [_, second, _] = three_sentences(&study);
        let orders =
            "neither shown to be kept nor to be missed for Orders (81.0 % answered within 20 s, promised 80 %)";
        assert!(second.contains(orders), "{second}");
    }

    #[test]
    fn a_schedule_with_findings_must_not_be_used() {
        let mut study = example::study();
        let certified = study.scheduled.as_mut().unwrap();
        certified.findings.push(crate::scheduling::Finding { rule: "breaks", what: "no break on Monday".into() });
        assert!(three_sentences(&study)[1].contains("must not be used: no break on Monday"));
    }

    #[test]
    fn a_plan_over_its_budget_says_so() {
        let mut study = example::study();
        let year = study.planned.as_ref().unwrap().plan.cash();
        study.scenario.plan = Some(example::assumptions(year - Money(1234.0)));
        study.planned.as_mut().unwrap().plan.months[3].over_budget = Money(99.0);
        let [.., third] = three_sentences(&study);
        assert!(third.contains("99 EUR over the monthly budget"), "{third}");
        assert!(third.contains("1,234 EUR over the yearly budget"), "{third}");
    }

    #[test]
    fn an_option_that_does_not_pay_is_said_not_to() {
        let mut study = example::study();
        study.planned.as_mut().unwrap().payback_month = None;
        assert!(three_sentences(&study)[2].contains("does not pay for itself within these months"));
    }
}
