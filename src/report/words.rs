//! The English words of the board pack, and the terms of the trade that it shares with other reports. Numbers and dates come ready from
//! [`format`]; a translation of the pack is another file in the place of this one.

use super::format;
use crate::planning::CostKind;
use crate::scenario::{Step, Uncertain};
use crate::simulation::Verdict;
use crate::target::{ServiceLevelDefinition, Target};
use crate::units::Seconds;

/// A kind of cost in words, and its letter in charts.
pub(super) fn kind_words(kind: CostKind) -> (&'static str, &'static str) {
    match kind {
        CostKind::Wages => ("wages", "W"),
        CostKind::Overtime => ("overtime", "O"),
        CostKind::Hiring => ("hiring", "H"),
        CostKind::Training => ("training", "T"),
        CostKind::Severance => ("severance", "V"),
        CostKind::Licences => ("licences", "L"),
        CostKind::Technology => ("technology", "Y"),
        CostKind::Telephony => ("telephony", "P"),
        CostKind::Outsourcing => ("outsourcing", "U"),
        CostKind::SelfServiceSetUp => ("self-service set-up", "S"),
        CostKind::SelfServiceRunning => ("self-service running", "R"),
        CostKind::Coaching => ("coaching", "C"),
        CostKind::Shortage => ("missing hours (not cash)", "M"),
        CostKind::LostContacts => ("lost contacts (not cash)", "X"),
        CostKind::Churn => ("churn and satisfaction (not cash)", "Z"),
    }
}

/// An input as the trade calls it.
pub(super) fn input_words(input: Uncertain) -> &'static str {
    match input {
        Uncertain::Volume => "volume",
        Uncertain::GrowthPerYear => "growth a year",
        Uncertain::Attrition => "attrition",
        Uncertain::TimeToFill => "time to fill",
        Uncertain::Ramp => "ramp",
        Uncertain::Containment => "containment",
        Uncertain::Handling => "handling time",
        Uncertain::Wages => "wages",
    }
}

/// What is promised, each promise in words: `80 % answered within 20 s`.
pub fn promises(target: &Target) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(promise) = target.service_level {
        let share = format::short_percent(promise.share.0);
        words.push(format!("{share} {}", answered_within(promise.within)));
    }
    if let Some(wait) = target.max_asa {
        words.push(format!("average wait at most {}", format::duration(wait.0)));
    }
    if let Some(share) = target.max_abandonment {
        words.push(format!("at most {} hang up", format::short_percent(share.0)));
    }
    if let Some(share) = target.max_p_wait {
        words.push(format!("at most {} have to wait", format::short_percent(share.0)));
    }
    if let Some(share) = target.max_occupancy {
        words.push(format!("agents busy at most {} of their time", format::short_percent(share.0)));
    }
    words
}

/// A verdict in a word or two.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Missed => "missed",
        Verdict::Unclear => "not clear",
        Verdict::NoPromise => "no promise",
    }
}

/// How a definition of the service level counts those who hang up, in words.
pub fn definition_words(definition: ServiceLevelDefinition) -> &'static str {
    match definition {
        ServiceLevelDefinition::ExcludingEarlyAbandons => "who hangs up within that time is left out",
        ServiceLevelDefinition::AnsweredOfOffered => "everyone who hangs up counts as not answered in time",
        ServiceLevelDefinition::AnsweredOnly => "only answered contacts count",
        ServiceLevelDefinition::WithEarlyAbandons => "who hangs up within that time counts as served in time",
    }
}

/// `answered within 20 s`.
pub(super) fn answered_within(within: Seconds) -> String {
    format!("answered within {}", format::duration(within.0))
}

/// `at most 5 %`.
pub(super) fn at_most(limit: &str) -> String {
    format!("at most {limit}")
}

pub(super) const AVERAGE_WAIT: &str = "average wait";
pub(super) const HANG_UP: &str = "hang up";
pub(super) const HAVE_TO_WAIT: &str = "have to wait";
pub(super) const AGENTS_ARE_BUSY: &str = "of their time agents are busy";

// The pack.

/// `a`, `a and b`, `a, b and c`; of more than three the first two and how many others there are.
pub(super) fn some_of(names: &[String]) -> String {
    match names {
        [one, two, rest @ ..] if rest.len() > 1 => format!("{one}, {two} and {} others", rest.len()),
        names => format::listed(names),
    }
}

/// `28 days`, `1 queue`.
fn many(number: usize, one: &str) -> String {
    format::counted(number, one)
}

/// `18 months`.
pub(super) fn periods(step: Step, number: usize) -> String {
    many(number, step.name())
}

/// `month`, as the head of a column.
pub(super) fn period_head(step: Step) -> String {
    format::capital(step.name())
}

/// `Mon 5 Jan to Sun 1 Feb 2026`.
pub(super) fn span(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} to {last}") }
}

pub(super) const PACK: &str = "Board pack";
pub(super) const ON_ONE_PAGE: &str = "Decision on one page";
pub(super) const CONTENTS: &str = "Contents";
pub(super) const THE_ANSWER: &str = "The answer";
pub(super) const NUMBERS_BEHIND: &str = "The numbers behind it";
pub(super) const ASKED_FOR: &str = "What we ask for";
pub(super) const COSTS: &str = "What it costs";
pub(super) const MAIN_RISK: &str = "The main risk";
pub(super) const PROVENANCE: &str = "Provenance";
pub(super) const PAGE: &str = "page";
pub(super) const PAGE_OF: &str = "of";

pub(super) const TODAY: &str = "Today";
pub(super) const SCHEDULE: &str = "Schedule";
pub(super) const ROSTER: &str = "Roster";
pub(super) const PLAN: &str = "Plan";
pub(super) const CARRY_ON: &str = "Carry on as now";
pub(super) const ALL: &str = "All";
pub(super) const DAY: &str = "Day";
pub(super) const BEGIN: &str = "Begin";
pub(super) const QUEUE: &str = "Queue";
pub(super) const GROUP: &str = "Group";
pub(super) const PROMISED: &str = "Promised";
pub(super) const CASH: &str = "Cash";
pub(super) const NOTHING: &str = "nothing";

/// `missed for returns, too close to call for orders, kept for 3 queues`; `None` where nothing is promised.
pub(super) fn verdicts(missed: &[String], unclear: &[String], kept: &[String]) -> Option<String> {
    let clauses = [("missed for", missed), ("too close to call for", unclear), ("kept for", kept)];
    let all = missed.len() + unclear.len() + kept.len();
    let clause = |(verb, names): (&str, &[String])| {
        (!names.is_empty()).then(|| match names.len() {
            number if number == all && all > 2 => format!("{verb} all {all} queues"),
            _ => format!("{verb} {}", some_of(names)),
        })
    };
    let clauses: Vec<String> = clauses.into_iter().filter_map(clause).collect();
    (!clauses.is_empty()).then(|| clauses.join(", "))
}

/// What happens with today's staffing.
pub(super) fn today(verdicts: Option<&str>, cost: &str, days: usize, missed_on: usize) -> String {
    let cost = format!("With today’s staffing ({cost} for {})", many(days, "day"));
    match verdicts {
        None => format!("{cost}, nothing is promised to customers."),
        Some(verdicts) if days > 1 && missed_on > 0 => {
            format!("{cost}, the promise is {verdicts}; a promise is missed on {missed_on} of {}.", many(days, "day"))
        }
        Some(verdicts) => format!("{cost}, the promise is {verdicts}."),
    }
}

/// What happens with the proposed schedule or roster.
pub(super) fn proposed(
    is_roster: bool,
    verdicts: Option<&str>,
    (cost, paid): (&str, &str),
    uncovered: Option<&str>,
) -> String {
    let what =
        if is_roster { "With the proposed schedule, given to people by name" } else { "With the proposed schedule" };
    let then =
        verdicts.map_or_else(|| "nothing is promised".to_owned(), |verdicts| format!("the promise is {verdicts}"));
    let open =
        uncovered.map_or_else(String::new, |hours| format!("; {hours} agent-hours that are needed stay uncovered"));
    format!("{what} ({cost} for {paid} paid hours), {then}{open}.")
}

/// What stands in the place of a schedule that the checker refused.
pub(super) const REFUSED: &str =
    "The schedule that was found breaks a rule and must not be used; the checker names it in the report.";

/// Where no shifts were planned.
pub(super) fn needed_hours(hours: &str, most: &str, days: usize) -> String {
    format!(
        "To keep the promises, {hours} agent-hours on duty are needed over {}, {most} agents at the peak.",
        many(days, "day")
    )
}

/// What the plan comes to.
pub(super) fn planned(length: &str, from: &str, cash: &str, saved: &Saved, hours: Option<(&str, &str)>) -> String {
    let than = match saved {
        Saved::Nothing => "as much as carrying on as now".to_owned(),
        Saved::Less(amount) => format!("{amount} less than carrying on as now"),
        Saved::More(amount) => format!("{amount} more than carrying on as now"),
    };
    let missing = match hours {
        None => ", and nobody is missing either way".to_owned(),
        Some((plan, now)) => format!(", and {plan} agent-hours are missing instead of {now}"),
    };
    format!("For the {length} from {from} the plan takes {cash} in cash, {than}{missing}.")
}

/// What a plan saves against another, in words.
pub(super) enum Saved {
    /// The same to what is shown.
    Nothing,
    /// It costs so much less.
    Less(String),
    /// It costs so much more.
    More(String),
}

/// Where nothing was planned over months.
pub(super) const NO_PLAN: &str =
    "What to ask for over the months was not planned: the scenario has no assumptions for a plan.";

// Key figures.

pub(super) const PROMISES_KEPT: &str = "Promises kept";

/// `3 of 3 queues`.
pub(super) fn of_queues(kept: usize, all: usize) -> String {
    format!("{kept} of {}", many(all, "queue"))
}

/// `returns, answered within 30 s`.
pub(super) fn measure_of(queue: &str, measure: &str) -> String {
    format!("{queue}: {measure}")
}

/// `today 74.5 % ± 0.4, promised 80 %`.
pub(super) fn today_and_promised(today: Option<&str>, promised: &str) -> String {
    let promised = if promised.is_empty() { String::new() } else { format!("promised {promised}") };
    [today.map(|today| format!("today {today}")), Some(promised)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

/// `today 2 of 3`.
pub(super) fn today_is(value: &str) -> String {
    format!("today {value}")
}

/// `Cost of 28 days`.
pub(super) fn cost_of_days(days: usize) -> String {
    format!("Cost of {}", many(days, "day"))
}

pub(super) const HOURS_NEEDED: &str = "Agent-hours needed";

/// `on duty today 432`.
pub(super) fn on_duty_today(hours: &str) -> String {
    format!("on duty today {hours}")
}

/// `Cash for 18 months`.
pub(super) fn cash_for(length: &str) -> String {
    format!("Cash for {length}")
}

/// `carrying on as now 9,449,517 EUR`.
pub(super) fn carrying_on(amount: &str) -> String {
    format!("carrying on as now {amount}")
}

pub(super) const SAVED_IN_ALL: &str = "Saved in all, today’s money";
pub(super) const LOST_IN_ALL: &str = "More in all, today’s money";
pub(super) const AT_THEIR_PRICE: &str = "missing hours and customers at their price";

// What is asked for, what it costs, what may go wrong.

/// `10 new people, 4 of them for a season`.
pub(super) fn new_people(people: u32, seasonal: u32) -> String {
    let who = if people == 1 { "1 new person".to_owned() } else { format!("{people} new people") };
    match seasonal {
        0 => who,
        all if all == people => format!("{who}, for a season"),
        some => format!("{who}, {some} of them for a season"),
    }
}

/// `order desk: 6 from Mar 2027`.
pub(super) fn hired(channel: &str, people: u32, first: &str, classes: usize) -> String {
    if classes > 1 {
        format!("{channel}: {people} in {classes} classes from {first}")
    } else {
        format!("{channel}: {people} in {first}")
    }
}

/// `parcel bot from Feb 2027: 77,000 EUR`.
pub(super) fn begins(name: &str, from: &str, until: Option<&str>, cost: &str) -> String {
    match until {
        Some(until) => format!("{name}, {from} to {until}: {cost}"),
        None => format!("{name}, from {from}: {cost}"),
    }
}

/// `2 people to move from one group to another, or out`.
pub(super) fn moved(people: u32) -> String {
    format!(
        "{} to move between groups or to leave",
        if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
    )
}

/// `81,809 EUR for overtime`.
pub(super) fn overtime(amount: &str) -> String {
    format!("{amount} for overtime")
}

/// `and 3 more, in the chapter on the plan`.
pub(super) fn and_more(number: usize) -> String {
    format!("and {number} more")
}

pub(super) const NOTHING_NEW: &str = "Nothing new: no people, no project, no partner.";

/// To release the schedule.
pub(super) fn release(paid: &str, days: usize) -> String {
    format!("To work by the proposed schedule: {paid} paid hours over {}.", many(days, "day"))
}

/// `4 more people in order desk`.
pub(super) fn more_people(people: u32, group: &str) -> String {
    format!("{} in {group}", if people == 1 { "1 more person".to_owned() } else { format!("{people} more people") })
}

/// Agents at the peak.
pub(super) fn agents_for(group: &str, most: &str, today: &str) -> String {
    format!("{group}: {most} agents at the peak (today at most {today})")
}

/// `9,449,517 EUR in cash`.
pub(super) fn in_cash(amount: &str) -> String {
    format!("{amount} in cash")
}

/// Against carrying on.
pub(super) fn against_nothing(saved: &Saved) -> String {
    match saved {
        Saved::Nothing => "as much as carrying on as now".to_owned(),
        Saved::Less(amount) => format!("{amount} less than carrying on as now"),
        Saved::More(amount) => format!("{amount} more than carrying on as now"),
    }
}

/// Money that has to be put up.
pub(super) fn put_up(amount: &str, when: &str, back: Option<&str>) -> String {
    match back {
        Some(back) => format!("at most {amount} put up, in {when}; back by {back}"),
        None => format!("at most {amount} put up, in {when}; not back in this time"),
    }
}

pub(super) const NEVER_BEHIND: &str = "at no time more cash spent than by carrying on";

/// Over the budget.
pub(super) fn over_budget(amount: &str) -> String {
    format!("{amount} over the budget")
}

pub(super) const WITHIN_BUDGET: &str = "within the budget";

/// `410,868 EUR in wages`.
pub(super) fn in_wages(amount: &str) -> String {
    format!("{amount} in wages")
}

/// `12,000 EUR in premiums and overtime`.
pub(super) fn in_premiums(amount: &str) -> String {
    format!("{amount} in premiums for overtime and unsocial hours")
}

/// `the same days cost 377,185 EUR today`.
pub(super) fn same_days(amount: &str) -> String {
    format!("the same days cost {amount} with today’s staffing")
}

/// What is there today costs.
pub(super) fn staffing_costs(amount: &str) -> String {
    format!("{amount} with today’s staffing")
}

/// Hours needed beside those there are.
pub(super) fn hours_beside(needed: &str, today: &str) -> String {
    format!("{needed} agent-hours on duty are needed, {today} are there today")
}

/// `missing hours at their price: 12,000 EUR`.
pub(super) fn priced(amount: &str) -> String {
    format!("missing hours, lost contacts and customers at their price: {amount}")
}

/// Risk of the plan.
pub(super) fn worlds_keep(worlds: &str, length: &str, worst: &str, in_worst: &str) -> String {
    format!("The promise is kept all through the {length} in {worlds}; {worst} is the least certain ({in_worst}).")
}

/// A probability as it is drawn: `83 of 100 worlds`. What is rare is not called never, and what is not sure is not called always.
pub(super) fn worlds(share: f64) -> String {
    match share {
        ..=0.0 => "no world that was drawn".to_owned(),
        0.0..0.005 => "fewer than 1 of 100 worlds".to_owned(),
        1.0.. => "all worlds that were drawn".to_owned(),
        0.995..1.0 => "more than 99 of 100 worlds".to_owned(),
        share => format!("{} of 100 worlds", format::count((100.0 * share).round())),
    }
}

/// What moves the cost most.
pub(super) fn moves_most(input: Uncertain, low: &str, high: &str) -> String {
    format!(
        "What moves the cost most is {}: all costs are {low} at its low end and {high} at its high end.",
        input_words(input)
    )
}

/// The budget in the worlds.
pub(super) fn budget_kept(share: &str) -> String {
    format!("The budget is kept in {share} of the worlds.")
}

/// Hours that stay uncovered.
pub(super) fn stays_uncovered(hours: &str, groups: &[String]) -> String {
    let most = if groups.is_empty() { String::new() } else { format!(", most of them in {}", some_of(groups)) };
    format!("{hours} agent-hours that are needed stay uncovered{most}.")
}

/// Too close to call.
pub(super) fn not_clear(queues: &[String]) -> String {
    format!("Whether the promise holds is too close to call for {}.", some_of(queues))
}

/// A promise that is missed.
pub(super) fn is_missed(queues: &[String]) -> String {
    format!("The promise is missed for {}.", some_of(queues))
}

pub(super) const VOLUME_AS_GIVEN: &str = "The volumes are taken as they are given: the scenario says nothing of how wrong they may be. If more customers come, the promise may be missed.";

/// The forecasts may be wrong.
pub(super) fn forecast_may_be_wrong(queue: &str, contacts: (&str, &str)) -> String {
    format!(
        "Forecasts may be wrong: in eight of ten replications {queue} gets {} to {} contacts.",
        contacts.0, contacts.1
    )
}

// Chapters.

pub(super) const SUMMARY: &str = "Summary";
pub(super) const DEMAND: &str = "Demand";
pub(super) const DEMAND_LEAD: &str = "The contacts that are expected, as customers bring them; the signs below the days say whether every promise of the day \
     is kept ✓, missed ✗ or too close to call ?.";
pub(super) const STAFFING: &str = "Staffing and coverage";
pub(super) const STAFFING_LEAD: &str = "Agents needed are agents on duty: signed in, neither on a break nor absent. They are counted interval by interval, \
     so that a day may have hours enough and still lack people at noon.";
pub(super) const SERVICE: &str = "Service";
pub(super) const SERVICE_LEAD: &str = "Each day was simulated many times. ± is half the width of a 95 % interval; the pale band around a line is that interval.";
pub(super) const PLAN_CHAPTER: &str = "The plan over time";
pub(super) const PLAN_LEAD: &str = "Headcounts are expected values, since people leave at random. Hours on duty are what remains of contract hours after absence, \
     training and learning, and overtime.";
pub(super) const CASE: &str = "The business case";
pub(super) const CASE_LEAD: &str = "Carrying on as now means to replace those who leave and to change nothing else. Hours in which people are missing are not free: \
     each has a price, so that a plan cannot look cheap because customers wait.";
pub(super) const ALTERNATIVES: &str = "Alternatives";
pub(super) const ALTERNATIVES_LEAD: &str =
    "Each is the same scenario with other values, for which the best plan was sought anew.";
pub(super) const RISKS: &str = "Risks and assumptions";
pub(super) const ASSUMED_LEAD: &str = "The answer is as good as its values. Those that were not given are defaults, and deserve a look; a * stands for every one of \
     its kind.";
pub(super) const METHOD: &str = "Method and provenance";

pub(super) const EACH_PROMISE: &str = "Each promise";
pub(super) const CONTACTS: &str = "Contacts";
pub(super) const CONTACTS_PER_DAY: &str = "contacts per day";

/// `contacts per 15 min`.
pub(super) fn contacts_per(minutes: u32) -> String {
    format!("contacts per {minutes} min")
}

/// Contacts over the days.
pub(super) fn contacts_expected(contacts: &str, days: usize, busiest: &str) -> String {
    format!("{contacts} contacts are expected on {}, most of them on {busiest}", many(days, "day"))
}

/// Contacts within the busiest day.
pub(super) fn contacts_on(contacts: &str, day: &str, around: &str) -> String {
    format!("{contacts} contacts on {day}, the busiest day, most of them around {around}")
}

pub(super) const BY_QUEUE: &str = "By queue";
pub(super) const BUSIEST_DAY: &str = "Busiest day";
pub(super) const PER_DAY: &str = "Per day";
pub(super) const HANDLING: &str = "Handling time";
pub(super) const AGENTS: &str = "agents on duty";
pub(super) const AGENT_HOURS_PER_DAY: &str = "agent-hours per day";
pub(super) const NEEDED: &str = "Needed";
pub(super) const ON_DUTY: &str = "On duty";
pub(super) const MISSING: &str = "Missing";

/// Agents on the busiest day.
pub(super) fn agents_on(group: &str, day: &str, most: &str) -> String {
    format!("{group}: {most} agents are needed at the peak of {day}")
}

/// Coverage over the days.
pub(super) fn coverage(group: &str, missing: Option<&str>) -> String {
    match missing {
        None => format!("{group}: the schedule covers every interval"),
        Some(hours) => format!("{group}: {hours} agent-hours stay uncovered by the schedule"),
    }
}

pub(super) const HOURS_BY_GROUP: &str = "Agent-hours by group";
pub(super) const MISSING_TODAY: &str = "Missing today";
pub(super) const MISSING_SCHEDULE: &str = "Missing with the schedule";
pub(super) const COST_OF_SCHEDULE: &str = "What the schedule costs";
pub(super) const PAID_HOURS: &str = "Paid hours";
pub(super) const WAGES: &str = "Wages";
pub(super) const PREMIUMS: &str = "Premiums";
pub(super) const OVERTIME_PREMIUM: &str = "Overtime premium";
pub(super) const PRICE_OF_MISSING: &str = "Price of missing agents";
pub(super) const PRICE_OF_SURPLUS: &str = "Price of surplus agents";
pub(super) const TOGETHER: &str = "Together";

/// What it would take.
pub(super) fn takes(groups: &[String], hours: &str) -> String {
    format!("What it would take: {} would cover {hours} of the missing hours.", some_of(groups))
}

/// Of a queue, by day.
pub(super) fn service_by_day(queue: &str, measure: &str, kept_on: usize, days: usize) -> String {
    format!("{queue}, {measure}: the promise is kept on {kept_on} of {}", many(days, "day"))
}

/// Where nothing is promised.
pub(super) fn service_without_promise(queue: &str, measure: &str) -> String {
    format!("{queue}, {measure}")
}

/// `promised: 80 %`.
pub(super) fn promised(share: &str) -> String {
    format!("promised: {share}")
}

pub(super) const WHAT_CUSTOMERS_MEET: &str = "What customers meet";
pub(super) const IN_TIME: &str = "Answered in time";
pub(super) const ABANDONED: &str = "Hung up";
pub(super) const MEAN_WAIT: &str = "Average wait";
pub(super) const BUSY: &str = "Agents busy";
pub(super) const BOTS: &str = "What bots do (containment is not resolution)";
pub(super) const BOT: &str = "Bot";
pub(super) const SESSIONS: &str = "Sessions";
pub(super) const RESOLVED: &str = "Resolved";
pub(super) const ESCALATED: &str = "Escalated";
pub(super) const UNRESOLVED: &str = "Contained, not resolved";

pub(super) const PEOPLE: &str = "people employed";

/// `agent-hours per month`.
pub(super) fn hours_per(step: Step) -> String {
    format!("agent-hours per {}", step.name())
}

/// Headcount.
pub(super) fn headcount(begin: &str, end: &str, hires: u32) -> String {
    format!("{begin} people at the beginning, {end} at the end, {}", many(hires as usize, "hire"))
}

/// Hours missing.
pub(super) fn hours_missing(plan: &str, carry_on: &str) -> String {
    format!("{plan} agent-hours missing with the plan, {carry_on} when carrying on as now")
}

pub(super) const NEEDED_UNDER_PLAN: &str = "needed under the plan";
pub(super) const ON_DUTY_PLAN: &str = "on duty, plan";
pub(super) const ON_DUTY_CARRY_ON: &str = "on duty, carrying on as now";
pub(super) const EMPLOYED: &str = "Employed";
pub(super) const HIRED: &str = "Hired";
pub(super) const OVER_BUDGET: &str = "Over budget";

/// The table of the plan.
pub(super) fn plan_by_period(step: Step, currency: &str) -> String {
    format!("The plan by {}, money in {currency}", step.name())
}

/// Cash saved.
pub(super) fn cash_saved(amount: &str, saves: bool) -> String {
    if saves {
        format!("The plan saves {amount} of cash over the whole time")
    } else {
        format!("The plan spends {amount} more cash over the whole time")
    }
}

/// `cash saved in the month`.
pub(super) fn cash_in(step: Step) -> String {
    format!("cash saved in the {}; below zero: spent more", step.name())
}

pub(super) const CASH_SO_FAR: &str = "cash saved from the beginning";
pub(super) const ALL_SO_FAR: &str = "the same with missing hours and customers at their price";
pub(super) const CASH_IS_BACK: &str = "cash is back";

/// `million EUR`.
pub(super) fn millions(currency: &str) -> String {
    format!("million {currency}")
}

/// `thousand EUR`.
pub(super) fn thousands(currency: &str) -> String {
    format!("thousand {currency}")
}

/// The table of the decision.
pub(super) fn side_by_side(length: &str, from: &str) -> String {
    format!("The {length} from {from}")
}

pub(super) const WITHOUT_PROJECTS: &str = "Plan without projects";
pub(super) const NOT_CASH: &str = "Missing hours, lost contacts and customers, at their price";
pub(super) const BOTH: &str = "Both together";
pub(super) const WORTH: &str = "Saved against carrying on, in today’s money";
pub(super) const AHEAD_FROM: &str = "Ahead for good in cash from";
pub(super) const NEVER_BEHIND_SHORT: &str = "never behind";
pub(super) const NOT_IN_TIME: &str = "not in this time";
pub(super) const NEW_PEOPLE: &str = "New people";
pub(super) const EMPLOYED_AT_END: &str = "People employed at the end";
pub(super) const HOURS_MISSING: &str = "Agent-hours missing";
pub(super) const PER_CONTACT: &str = "Cash per contact that customers bring";
pub(super) const RETURN: &str = "Return on the cash that is spent more, with all costs";
pub(super) const ALL_COSTS: &str = "All costs";
pub(super) const BEGINS: &str = "Begins";

/// Cost by kind.
pub(super) fn cost_by_kind(currency: &str) -> String {
    format!("Cost by kind, in {currency}")
}

pub(super) const PLAN_LESS_CARRY_ON: &str = "Plan less carrying on";

/// What an alternative changes.
pub(super) fn changes(name: &str, changes: &[String]) -> String {
    format!("{name}: {}", changes.join(", "))
}

/// How the worlds were drawn.
pub(super) fn worlds_drawn(draws: &str, step: Step, tolerance: &str) -> String {
    format!(
        "{draws} worlds were drawn as things may turn out, and the plan was carried out in each. A {} keeps its promise in a world if no group lacks \
         more than {tolerance} of the hours that it needs.",
        step.name()
    )
}

/// Nothing is said of what is uncertain.
pub(super) const NO_UNCERTAINTY: &str =
    "The scenario says nothing of how uncertain its values are, so the plan is told for what is expected.";
pub(super) const WORLDS_THAT_KEEP: &str = "worlds that keep the promise";

/// `8 of 10 worlds`.
pub(super) const EIGHT_OF_TEN: &str = "8 of 10 worlds";
pub(super) const AS_PLANNED: &str = "as planned, if all turns out as expected";
pub(super) const MIDDLE: &str = "the middle of all worlds";

/// Every group keeps it.
pub(super) fn kept_throughout(worlds: &str, step: Step) -> String {
    format!("The promise is kept in every {} in {worlds}", step.name())
}

/// Where costs lie.
pub(super) fn cost_between(low: &str, high: &str) -> String {
    format!("All costs lie between {low} and {high} in eight of ten worlds")
}

/// `million EUR per month`.
pub(super) fn per(unit: &str, step: Step) -> String {
    format!("{unit} per {}", step.name())
}

pub(super) const WHAT_MOVES_COST: &str = "What moves all costs";
pub(super) const INPUT: &str = "Input";
pub(super) const LOW_END: &str = "At its low end";
pub(super) const HIGH_END: &str = "At its high end";
pub(super) const OF_VARIANCE: &str = "Share of the variance";

pub(super) const DEFAULTS: &str = "Defaults in force";
pub(super) const GIVEN: &str = "Values set for this run";
pub(super) const VALUE_OF: &str = "Value of";
pub(super) const IS: &str = "Is";
pub(super) const BECAUSE: &str = "Because";

/// Which defaults are left out.
pub(super) fn more_defaults(number: usize) -> String {
    format!("{} more are in the report of callboard run.", many(number, "default"))
}

/// How it was simulated.
pub(super) fn simulated(times: &str) -> String {
    format!("Today’s staffing was simulated {times} times over the whole period.")
}

/// How the requirement was found.
pub(super) fn required(rounds: usize) -> String {
    format!(
        "The number of people needed was found by formula and then corrected by simulation, in {}.",
        many(rounds, "round")
    )
}

/// How the schedule was judged.
pub(super) fn judged(what: &str, times: &str, objections: usize) -> String {
    let checker = if objections == 0 {
        "and it objects to nothing".to_owned()
    } else {
        format!("and it objects to {}", many(objections, "thing"))
    };
    format!(
        "{what}: judged by {times} simulations with random numbers that no earlier step had seen; an independent checker went through all of it, {checker}."
    )
}

/// How good the solver's answer is.
pub(super) fn solved(what: &str, objective: &str, bound: &str, gap: &str, status: &str) -> String {
    format!(
        "{what}: it costs {objective} with what is missing at its price; none can cost less than {bound}, so it is within {gap} of the best ({status})."
    )
}

/// How the service level is counted.
pub(super) fn counted_as(queues: &[String], within: &str, definition: ServiceLevelDefinition) -> String {
    format!("Answered in time, {} within {within}: {}.", format::listed(queues), definition_words(definition))
}

pub(super) const SAME_AGAIN: &str = "The same version with the same inputs and seed gives exactly these numbers again.";
pub(super) const SCENARIO: &str = "Scenario";
pub(super) const PERIOD: &str = "Period";
pub(super) const PROGRAM: &str = "Program";
pub(super) const SEED: &str = "Seed of the random numbers";
pub(super) const FINGERPRINT: &str = "Fingerprint of all inputs";
pub(super) const REPLICATIONS: &str = "Replications";
pub(super) const SOLVER: &str = "Solver";
pub(super) const TIME_ZONE: &str = "Time zone";

/// `callboard 0.1.0 · seed 7 · inputs bffa8c24`, at the foot of each page.
pub(super) fn provenance(scenario: &str, version: &str, seed: u64, digest: &str) -> String {
    format!("{scenario} · callboard {version} · seed {seed} · inputs {digest}")
}
