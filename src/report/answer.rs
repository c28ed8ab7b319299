//! The answer in three sentences: what will happen, who should work when, what to ask for. Every number in it stands in
//! the study; where the answer is no, not known or was not asked for, the sentence says so.

use super::business_case::period;
use super::format::{self, listed, money};
use super::initiatives::Initiatives;
use super::promise;
use super::words::{self as english, answer as words};
use crate::calendar::clock;
use crate::planning::business_case::sum;
use crate::planning::{CostKind, PlanComparison, WorkforcePlan};
use crate::scenario::Scenario;
use crate::scheduling::seats::site_use;
use crate::scheduling::shortfall::{hours_beyond_the_staff, hours_for_want_of_seats};
use crate::simulation::{Performance, Verdict, judge};
use crate::staffing::agent_hours;
use crate::study::{CertifiedRoster, CertifiedSchedule, Study};
use crate::units::{Hours, Money};

/// What will happen with today's staffing; which schedule mends it at which cost; what to ask for.
pub fn three_sentences(study: &Study) -> [String; 3] {
    [today(study), schedule(study), plan(study)]
}

fn today(study: &Study) -> String {
    let scenario = &study.scenario;
    let cost = format::mean(study.today.total.cost, |cost| money(Money(cost), &scenario.currency));
    words::with_today(&cost, &words::days(scenario.calendar.days.len()), &outcome(scenario, &study.today))
}

fn schedule(study: &Study) -> String {
    let scenario = &study.scenario;
    match &study.scheduled {
        None => {
            let needed: Hours = (0..scenario.groups.len())
                .map(|group| agent_hours(scenario, study.requirement.needed.agents.row(group)))
                .sum();
            words::needed_without_shifts(&format::hours(needed), &words::days(scenario.calendar.days.len()))
        }
        Some(certified) if !certified.findings.is_empty() => {
            words::must_not_be_used(certified.findings.len(), &certified.findings[0].what)
        }
        Some(certified) => scheduled(study, certified),
    }
}

fn scheduled(study: &Study, certified: &CertifiedSchedule) -> String {
    let scenario = &study.scenario;
    let cost = &certified.schedule.cost;
    let premiums = cost.premiums + cost.overtime;
    let on_top =
        if premiums == Money::ZERO { String::new() } else { words::and_premiums(&money(premiums, &scenario.currency)) };
    let rostered = study.rostered.as_ref().map_or_else(String::new, |rostered| with_the_roster(scenario, rostered));
    words::with_schedule(
        &money(cost.wages, &scenario.currency),
        &on_top,
        &format::hours(cost.paid_hours),
        &outcome(scenario, &certified.performance),
        &(uncovered(scenario, certified) + &rostered),
    )
}

/// What happens with those who take the shifts.
fn with_the_roster(scenario: &Scenario, certified: &CertifiedRoster) -> String {
    if !certified.findings.is_empty() {
        return words::ROSTER_MUST_NOT_BE_USED.to_owned();
    }
    let wanted = super::roster::shifts_wanted(certified);
    let missing = super::roster::shifts_missing(certified);
    let people = certified.roster.lines.len();
    let open = match missing {
        0 => words::SOMEBODY_FOR_EACH.to_owned(),
        missing => words::nobody_for(&format::count(missing.into()), &format::count(wanted.into())),
    };
    words::given_to(people, &open, &outcome(scenario, &certified.performance))
}

/// What the schedule leaves uncovered, and whether that is for want of people.
fn uncovered(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let uncovered = certified.schedule.cost.under_cover_hours;
    if uncovered.0 < 0.05 {
        return String::new();
    }
    let beyond = hours_beyond_the_staff(scenario, &certified.needed, &certified.schedule);
    let shown = format::hours(uncovered);
    let why = match beyond.0 / uncovered.0 {
        0.999.. => words::for_want_of_people(&takes(scenario, certified)),
        0.05.. => words::partly_for_want_of_people(&format::hours(beyond), &takes(scenario, certified)),
        _ => String::new(),
    };
    let seats = want_of_seats(scenario, certified).map_or_else(String::new, |seats| format!("; {seats}"));
    words::stay_uncovered(&shown, &(why + &seats))
}

/// Where seats are what is lacking: `for 6 of them no seat is free at hall (10 seats)`.
pub(super) fn want_of_seats(scenario: &Scenario, certified: &CertifiedSchedule) -> Option<String> {
    let lacking = hours_for_want_of_seats(scenario, &certified.needed, &certified.schedule);
    let lacking = lacking.into_iter().filter(|(_, lacking)| lacking.0 >= 0.05);
    let of_site = |(site, lacking): (crate::scenario::SiteId, Hours)| {
        let site = &scenario.sites[site.0];
        let seats = site.seats.map_or_else(String::new, words::with_seats);
        words::no_seat_at(&format::hours(lacking), &(format::name(&site.name) + &seats))
    };
    let all: Vec<String> = lacking.map(of_site).collect();
    (!all.is_empty()).then(|| listed(&all))
}

/// Most seats that are taken at each site which counts them: `at most 8 of 10 seats of hall are taken, first on Mon 5 Jan 10:00`.
pub(super) fn seats_used(scenario: &Scenario, certified: &CertifiedSchedule) -> Vec<String> {
    let of_site = |used: crate::scheduling::seats::SiteUse| {
        let site = format::name(&scenario.sites[used.site.0].name);
        let at = &scenario.calendar.intervals[used.when];
        let when = format!("{} {}", format::day(scenario.calendar.days[at.day].date), clock(at.clock_minute));
        let first = if used.peak > 0 { words::first_at(&when) } else { String::new() };
        words::seats_taken(used.peak, used.seats, &site) + &first
    };
    site_use(scenario, &certified.schedule.shifts).into_iter().map(of_site).collect()
}

/// What an agent-hour costs that is missing, where queues differ in that: `a missing agent-hour costs 300 EUR for orders and 69 EUR
/// for returns`.
pub(super) fn prices_of_missing(scenario: &Scenario) -> Option<String> {
    if !scenario.has_prices_by_queue() {
        return None;
    }
    let price = |queue| {
        let (price, queue) = (scenario.price_of_missing(queue).0, format::name(&scenario.queue(queue).name));
        words::price_for(&format!("{} {}", format::short(price, 2), scenario.currency), &queue)
    };
    Some(words::missing_hour_costs(&listed(&scenario.queue_ids().map(price).collect::<Vec<_>>())))
}

/// What it would take to cover all that is needed: `5 more people for orders and 2 for returns would cover them`.
pub(super) fn takes(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let Some(takes) = &certified.takes else { return words::ONLY_MORE_PEOPLE.into() };
    let groups = takes.people.iter().zip(&scenario.groups).filter(|&(&people, _)| people > 0);
    let groups: Vec<String> =
        groups.map(|(&people, group)| words::more_people_in(people, &format::name(&group.name))).collect();
    let keeps = if takes.keeps { words::AND_NONE_MISSED } else { "" };
    words::would_cover(&listed(&groups), &format::hours(takes.covered)) + keeps
}

/// `the promise is missed for orders (62.0 % answered within 20 s, promised 80 %), kept for returns (…); day by day, …`.
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
                    words::with_measure(&format::name(&queue.name), &promise::in_sentence(result, &result.total))
                } else {
                    format::name(&queue.name)
                }
            })
            .collect();
        if names.is_empty() {
            continue;
        }
        let who = if all_kept && names.len() > 1 && !detailed { words::ALL_QUEUES.to_owned() } else { listed(&names) };
        clauses.push(words::judged(verdict, &who));
    }
    if clauses.is_empty() {
        let levels: Vec<String> = queues()
            .map(|(queue, result)| {
                words::with_measure(&format::name(&queue.name), &promise::in_sentence(result, &result.total))
            })
            .collect();
        return words::NOTHING_PROMISED.to_owned() + &listed(&levels);
    }
    let missed = promise::by_day(performance).into_iter().filter(|&verdict| verdict == Verdict::Missed).count();
    let days = words::days(scenario.calendar.days.len());
    let by_day = match missed {
        0 => words::missed_on_none(&days),
        _ if scenario.queues.len() == 1 => words::missed_on(missed, &days),
        _ => words::one_missed_on(missed, &days),
    };
    words::the_promise_is(&clauses.join(", "), &by_day)
}

fn plan(study: &Study) -> String {
    let Some(planned) = &study.planned else {
        return words::NOT_PLANNED.to_owned();
    };
    let currency = &study.scenario.currency;
    let plan = &planned.plan;
    let mut wishes = vec![match plan.hires() {
        0 => words::NO_NEW_PEOPLE.to_owned(),
        hires => words::hires(hires) + &for_a_time(&study.scenario, plan),
    }];
    wishes.extend(options(plan));
    wishes.extend(partners(plan));
    let overtime = plan.cost_of(CostKind::Overtime);
    if overtime.0 >= 0.5 {
        wishes.push(words::for_overtime(&money(overtime, currency)));
    }
    let over = |amount: Money, is_yearly: bool| match amount {
        amount if amount.0 >= 0.5 => words::above_budget(&money(amount, currency), is_yearly),
        _ => String::new(),
    };
    let over_budget = over(plan.over_budget(), false) + &over(plan.over_yearly_budget, true);
    words::ask_for(
        &english::periods(plan.step, plan.periods.len()),
        &plan.periods.first().map_or_else(String::new, |period| format::period(plan.step, period.first_day)),
        &listed(&wishes),
        &money(plan.cash(), currency),
        &(against(planned, currency) + &over_budget + &payback(&study.scenario, planned)),
    )
}

/// Cash, missing hours, and both together, against carrying on as now: the better and the worse side of the plan.
fn against(planned: &PlanComparison, currency: &str) -> String {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    // The difference to the cent, and rounded once when it is shown, as in the business case.
    let cash = sum([plan.cash(), -carry_on.cash()]);
    let cheaper = cash.0 < 0.0;
    let cash = match cash {
        same if same.0.abs() < 0.5 => words::SAME_CASH.to_owned(),
        less if less.0 < 0.0 => words::less_cash(&money(-less, currency)),
        more => words::more_cash(&money(more, currency)),
    };
    let (missing, missing_now) = (plan.shortage_hours(), carry_on.shortage_hours());
    let hours = match (missing.0 < 0.5, missing_now.0 < 0.5) {
        (true, true) => return words::nobody_missing(&cash),
        (true, false) => words::nobody_missing_now(cheaper, &format::hours(missing_now)),
        (false, _) => {
            let agrees = cheaper == (missing.0 < missing_now.0);
            words::hours_missing(agrees, &format::hours(missing), &format::hours(missing_now))
        }
    };
    let saved = plan.saved_against(carry_on).last().copied().unwrap_or(Money::ZERO);
    let in_all = if saved.0 >= 0.0 {
        words::saves_in_all(&money(saved, currency))
    } else {
        words::costs_more_in_all(&money(-saved, currency))
    };
    words::in_all(&cash, &hours, &in_all)
}

fn options(plan: &WorkforcePlan) -> Vec<String> {
    let begun = plan.initiatives.iter().filter_map(|option| {
        let start = period(plan, option.start?);
        let live = option.live.map_or_else(String::new, |live| words::live_in(&period(plan, live)));
        Some(words::option(&format::name(&option.name), &start, &live))
    });
    begun.collect()
}

/// How many of those who are hired have a seasonal contract; nothing where none has.
fn for_a_time(scenario: &Scenario, plan: &WorkforcePlan) -> String {
    let channels = scenario.plan.iter().flat_map(|plan| plan.hiring.iter().enumerate());
    let seasonal = channels.filter(|(_, channel)| channel.contract_months.is_some());
    let hired = |place: usize| plan.periods.iter().map(|period| period.hires[place]).sum::<u32>();
    match seasonal.map(|(place, _)| hired(place)).sum::<u32>() {
        0 => String::new(),
        people => words::some_for_a_season(people),
    }
}

/// The partners whose contracts begin: `parcel partner (from Nov 2027 to Feb 2028)`.
fn partners(plan: &WorkforcePlan) -> Vec<String> {
    let begun = plan.partners.iter().filter_map(|partner| {
        let start = period(plan, partner.start?);
        let last = partner.end.and_then(|end| end.checked_sub(1));
        let to = last.map_or_else(|| words::ON.to_owned(), |last| words::to_period(&period(plan, last)));
        Some(words::partner(&format::name(&partner.name), &start, &to))
    });
    begun.collect()
}

fn payback(scenario: &Scenario, planned: &PlanComparison) -> String {
    let initiatives = Initiatives::of(scenario);
    if planned.plan.initiatives.is_empty() {
        return String::new();
    }
    if !planned.plan.takes_initiative() {
        return words::not_worth_it(&initiatives.are_not_worth_it());
    }
    match planned.payback.and_then(|period| planned.plan.periods.get(period as usize)) {
        Some(period) => {
            let when = format::period(planned.plan.step, period.first_day);
            words::paid_by(&initiatives.have_paid(), &when)
        }
        None => words::not_within_these(&initiatives.do_not_pay()),
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
            "With today’s staffing (60,000 EUR for 7 days), the promise is missed for Orders (62.0 % answered within 20 s, \
             promised 80 %), kept for Service & <Returns> (86.0 % answered within 30 s, promised 80 %; 1.8 % hang up, \
             promised at most 5 %); day by day, at least one queue misses it on 6 of 7 days."
        );
    }

    #[test]
    fn the_second_sentence_names_hours_and_wages_of_the_schedule() {
        let study = example::study();
        let [_, second, _] = three_sentences(&study);
        let cost = &study.scheduled.as_ref().unwrap().schedule.cost;
        assert!(second.contains(&format!("{} paid hours", format::hours(cost.paid_hours))), "{second}");
        assert!(second.contains(&format!("({} in wages", money(cost.wages, "EUR"))), "{second}");
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
            format!("instead of {}", format::hours(planned.carry_on.shortage_hours())),
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
        let orders = "too close to call for Orders (81.0 % ± 2.0 answered within 20 s, promised 80 %)";
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
    fn a_plan_that_spends_less_and_leaves_more_missing_says_but() {
        let mut study = example::study();
        let planned = study.planned.as_mut().unwrap();
        for month in &mut planned.carry_on.periods {
            for group in &mut month.groups {
                group.shortage_hours = Hours(1.0);
            }
            month.cost[CostKind::Wages as usize] = Money(900_000.0);
        }
        planned.plan.periods[0].groups[0].shortage_hours = Hours(500.0);
        let less = money(planned.carry_on.cash() - planned.plan.cash(), "EUR");
        let missing = format::hours(planned.plan.shortage_hours());
        let [.., third] = three_sentences(&study);
        let expected = format!(
            "{less} less than carrying on as now, but {missing} agent-hours are missing instead of 24; with each"
        );
        assert!(third.contains(&expected), "{expected}: {third}");
    }

    #[test]
    fn hours_that_nobody_is_left_to_cover_are_said_to_want_people() {
        let mut study = example::study();
        // Too few to work what the shifts ask for, so that nothing is left of their hours.
        for group in &mut study.scenario.groups {
            group.headcount = 1;
        }
        let uncovered = study.scheduled.as_ref().unwrap().schedule.cost.under_cover_hours;
        let [_, second, _] = three_sentences(&study);
        let expected = format!("{} agent-hours that are needed stay uncovered, because all", format::hours(uncovered));
        assert!(second.contains(&expected), "{second}");
    }

    #[test]
    fn hours_that_could_be_covered_are_not_said_to_want_people() {
        let mut study = example::study();
        for group in &mut study.scenario.groups {
            group.headcount = 1000;
        }
        let [_, second, _] = three_sentences(&study);
        assert!(second.ends_with("agent-hours that are needed stay uncovered."), "{second}");
    }

    #[test]
    fn a_plan_over_its_budget_says_so() {
        let mut study = example::study();
        let plan = &mut study.planned.as_mut().unwrap().plan;
        plan.over_yearly_budget = Money(1234.0);
        plan.periods[3].over_budget = Money(99.0);
        let [.., third] = three_sentences(&study);
        assert!(third.contains("99 EUR over the monthly budget"), "{third}");
        assert!(third.contains("1,234 EUR over the yearly budget"), "{third}");
    }

    #[test]
    fn an_option_that_does_not_pay_is_said_not_to() {
        let mut study = example::study();
        study.planned.as_mut().unwrap().payback = None;
        assert!(three_sentences(&study)[2].contains("does not pay for itself within these months"));
    }
}
