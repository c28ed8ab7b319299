//! The English words of the answer, the board pack and the workbooks, and the terms of the trade that they share with other reports. Numbers
//! and dates come ready from [`format`]; a translation is another folder in the place of this one.

use super::format;
use crate::planning::CostKind;
use crate::scenario::{Step, Uncertain};
use crate::simulation::Verdict;
use crate::target::{ServiceLevelDefinition, Target};
use crate::units::{Seconds, Share};

/// Words that are the same for all, as `NAME "text";`, and phrases around what is told, as `name(what, …) "text with {what}";`. What is told
/// is text, unless its type is named; after a semicolon stands how it is told.
macro_rules! phrases {
    (@one $name:ident ($($part:ident: $type:ty),+ $(; $shown:ident = $with:expr)*) $text:literal) => {
        pub(in crate::report) fn $name($($part: $type),+) -> String {
            $(let $shown = $with;)*
            format!($text)
        }
    };
    (@one $name:ident ($($part:ident),+) $text:literal) => {
        phrases!(@one $name ($($part: &str),+) $text);
    };
    (@one $name:ident () $text:literal) => {
        pub(in crate::report) const $name: &str = $text;
    };
    ($($name:ident $(($($told:tt)+))? $text:literal;)+) => {
        $(phrases!(@one $name ($($($told)+)?) $text);)+
    };
}

pub(in crate::report) mod answer;
pub(in crate::report) mod not_met;
pub(in crate::report) mod workbook;

/// A kind of cost in words, and its letter in charts.
pub(in crate::report) fn kind_words(kind: CostKind) -> (&'static str, &'static str) {
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
pub(in crate::report) fn input_words(input: Uncertain) -> &'static str {
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

/// A probability as it is drawn: `83 of 100 worlds`. What is rare is not called never, and what is not sure is not called always.
pub(in crate::report) fn worlds(share: Share) -> String {
    match share.0 {
        ..=0.0 => "no world".to_owned(),
        0.0..0.005 => "fewer than 1 of 100 worlds".to_owned(),
        1.0.. => "all worlds".to_owned(),
        0.995..1.0 => "more than 99 of 100 worlds".to_owned(),
        share => format!("{} of 100 worlds", format::count((100.0 * share).round())),
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

phrases! {
    answered_within(within: Seconds; within = format::duration(within.0)) "answered within {within}";
}

/// `at most 5 %`.
pub(in crate::report) fn at_most(limit: &str) -> String {
    format!("at most {limit}")
}

phrases! {
    against_promise(measured, promised) "{measured}, promised {promised}";
    AVERAGE_WAIT "average wait";
    HANG_UP "hang up";
    HAVE_TO_WAIT "have to wait";
    AGENTS_ARE_BUSY "of their time agents are busy";
}

// The pack.

phrases! {
    PACK "Board pack";
    ON_ONE_PAGE "Decision on one page";
    CONTENTS "Contents";
    THE_ANSWER "The answer";
    NUMBERS_BEHIND "The numbers behind it";
    ASKED_FOR "What we ask for";
    COSTS "What it costs";
    MAIN_RISK "The main risk";
    PROVENANCE "Provenance";
    PAGE "page";
    PAGE_OF "of";
    TODAY "Today";
    SCHEDULE "Schedule";
    ROSTER "Roster";
    PLAN "Plan";
    CARRY_ON "Carry on as now";
    ALL "All";
    DAY "Day";
    BEGIN "Begin";
    QUEUE "Queue";
    GROUP "Group";
    PROMISED "Promised";
    CASH "Cash";
    NOTHING "nothing";
    REFUSED "The schedule that was found breaks a rule and must not be used; the checker names it in the report.";
    NO_PLAN "What to ask for over the months was not planned: the scenario has no assumptions for a plan.";
}

/// `a`, `a and b`, `a, b and c`; of more than three the first two and how many others there are.
pub(in crate::report) fn some_of(names: &[String]) -> String {
    match names {
        [one, two, rest @ ..] if rest.len() > 1 => format!("{one}, {two} and {} others", rest.len()),
        names => format::listed(names),
    }
}

/// `1 person`, `4 more people`.
fn people(number: u32, which: &str) -> String {
    if number == 1 { format!("1 {which}person") } else { format!("{number} {which}people") }
}

/// `28 days`, `1 queue`.
fn many(number: usize, one: &str) -> String {
    format::counted(number, one)
}

/// `18 months`.
pub(in crate::report) fn periods(step: Step, number: usize) -> String {
    many(number, step.name())
}

/// `month`, as the head of a column.
pub(in crate::report) fn period_head(step: Step) -> String {
    format::capital(step.name())
}

/// `Mon 5 Jan to Sun 1 Feb 2026`.
pub(in crate::report) fn span(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} to {last}") }
}

/// `missed for returns, too close to call for orders, kept for 3 queues`; `None` where nothing is promised.
pub(in crate::report) fn verdicts(missed: &[String], unclear: &[String], kept: &[String]) -> Option<String> {
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
pub(in crate::report) fn today(verdicts: Option<&str>, cost: &str, days: usize, missed_on: usize) -> String {
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
pub(in crate::report) fn proposed(
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

phrases! {
    needed_hours(hours: &str, most: &str, days: usize; days = many(days, "day")) "To keep the promises, {hours} agent-hours on duty are needed over {days}, {most} agents at the peak of the busiest day.";
}

/// What the plan comes to.
pub(in crate::report) fn planned(
    length: &str,
    from: &str,
    cash: &str,
    saved: &Saved,
    hours: Option<(&str, &str)>,
) -> String {
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
pub(in crate::report) enum Saved {
    /// The same to what is shown.
    Nothing,
    /// It costs so much less.
    Less(String),
    /// It costs so much more.
    More(String),
}

// Key figures.

phrases! {
    PROMISES_KEPT "Promises kept";
    measure_of(queue, measure) "{queue}: {measure}";
    today_is(value) "today {value}";
    HOURS_NEEDED "Agent-hours needed";
    on_duty_today(hours) "on duty today {hours}";
    cash_for(length) "Cash for {length}";
    carrying_on(amount) "carrying on as now {amount}";
    SAVED_IN_ALL "Saved in all, today’s money";
    LOST_IN_ALL "More in all, today’s money";
    AT_THEIR_PRICE "missing hours and customers at their price";
    of_queues(kept: usize, all: usize; all = many(all, "queue")) "{kept} of {all}";
}

/// `today 74.5 % ± 0.4, promised 80 %`.
pub(in crate::report) fn today_and_promised(today: Option<&str>, promised: &str) -> String {
    let promised = if promised.is_empty() { String::new() } else { format!("promised {promised}") };
    [today.map(|today| format!("today {today}")), Some(promised)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

phrases! {
    cost_of_days(days: usize; days = many(days, "day")) "Cost of {days}";
}

// What is asked for, what it costs, what may go wrong.

phrases! {
    overtime(amount) "{amount} for overtime";
    NOTHING_NEW "Nothing new: no people, no project, no partner.";
    agents_for(group, most, today) "{group}: {most} agents at the peak of the busiest day (today {today})";
    in_cash(amount) "{amount} in cash";
    NEVER_BEHIND "at no time more cash spent than by carrying on";
    over_budget(amount) "{amount} over the budget";
    WITHIN_BUDGET "within the budget";
    in_wages(amount) "{amount} in wages";
    in_premiums(amount) "{amount} in premiums for overtime and unsocial hours";
    same_days(amount) "the same days cost {amount} with today’s staffing";
    staffing_costs(amount) "{amount} with today’s staffing";
    hours_beside(needed, today) "{needed} agent-hours on duty are needed, {today} are there today";
    priced(amount) "missing hours, lost contacts and customers at their price: {amount}";
    worlds_keep(worlds, length, worst, in_worst) "The promise is kept all through the {length} in {worlds}; {worst} is the least certain ({in_worst}).";
    budget_kept(share) "The budget is kept in {share} of the worlds.";
    VOLUME_AS_GIVEN "The volumes are taken as they are given: the scenario says nothing of how wrong they may be. If more customers come, the promise may be missed.";
}

/// `10 new people, 4 of them for a season`.
pub(in crate::report) fn new_people(people: u32, seasonal: u32) -> String {
    let who = if people == 1 { "1 new person".to_owned() } else { format!("{people} new people") };
    match seasonal {
        0 => who,
        all if all == people => format!("{who}, for a season"),
        some => format!("{who}, {some} of them for a season"),
    }
}

/// `order desk: 6 from Mar 2027`.
pub(in crate::report) fn hired(channel: &str, people: u32, first: &str, classes: usize) -> String {
    if classes > 1 {
        format!("{channel}: {people} in {classes} classes from {first}")
    } else {
        format!("{channel}: {people} in {first}")
    }
}

/// `parcel bot from Feb 2027: 77,000 EUR`.
pub(in crate::report) fn begins(name: &str, from: &str, until: Option<&str>, cost: &str) -> String {
    match until {
        Some(until) => format!("{name}, {from} to {until}: {cost}"),
        None => format!("{name}, from {from}: {cost}"),
    }
}

phrases! {
    moved(number: u32; people = people(number, "")) "{people} to move between groups or to leave";
}

/// `and 3 more, in the chapter on the plan`.
pub(in crate::report) fn and_more(number: usize) -> String {
    format!("and {number} more")
}

phrases! {
    release(paid: &str, days: usize; days = many(days, "day")) "To work by the proposed schedule: {paid} paid hours over {days}.";
    more_people(number: u32, group: &str; people = people(number, "more ")) "{people} in {group}";
}

/// Against carrying on.
pub(in crate::report) fn against_nothing(saved: &Saved) -> String {
    match saved {
        Saved::Nothing => "as much as carrying on as now".to_owned(),
        Saved::Less(amount) => format!("{amount} less than carrying on as now"),
        Saved::More(amount) => format!("{amount} more than carrying on as now"),
    }
}

/// Money that has to be put up.
pub(in crate::report) fn put_up(amount: &str, when: &str, back: Option<&str>) -> String {
    match back {
        Some(back) => format!("at most {amount} put up, in {when}; back by {back}"),
        None => format!("at most {amount} put up, in {when}; not back in this time"),
    }
}

phrases! {
    moves_most(input: Uncertain, low: &str, high: &str; input = input_words(input)) "What moves the cost most is {input}: all costs are {low} at its low end and {high} at its high end.";
}

/// Hours that stay uncovered.
pub(in crate::report) fn stays_uncovered(hours: &str, groups: &[String]) -> String {
    let most = if groups.is_empty() { String::new() } else { format!(", most of them in {}", some_of(groups)) };
    format!("{hours} agent-hours that are needed stay uncovered{most}.")
}

phrases! {
    not_clear(queues: &[String]; queues = some_of(queues)) "Whether the promise holds is too close to call for {queues}.";
    is_missed(queues: &[String]; queues = some_of(queues)) "The promise is missed for {queues}.";
}

/// The forecasts may be wrong.
pub(in crate::report) fn forecast_may_be_wrong(queue: &str, contacts: (&str, &str)) -> String {
    format!(
        "Forecasts may be wrong: in eight of ten replications {queue} gets {} to {} contacts.",
        contacts.0, contacts.1
    )
}

// Chapters.

phrases! {
    SUMMARY "Summary";
    DEMAND "Demand";
    DEMAND_LEAD "The contacts that are expected, as customers bring them; the signs below the days say whether every promise of the day is kept ✓, missed ✗ or too close to call ?.";
    STAFFING "Staffing and coverage";
    STAFFING_LEAD "Agents needed are agents on duty: signed in, neither on a break nor absent. They are counted interval by interval, so that a day may have hours enough and still lack people at noon.";
    SERVICE "Service";
    SERVICE_LEAD "Each day was simulated many times. ± is half the width of a 95 % interval; the pale band around a line is that interval.";
    PLAN_CHAPTER "The plan over time";
    PLAN_LEAD "Headcounts are expected values, since people leave at random. Hours on duty are what remains of contract hours after absence, training and learning, and overtime.";
    CASE "The business case";
    CASE_LEAD "Carrying on as now means to replace those who leave and to change nothing else. Hours in which people are missing are not free: each has a price, so that a plan cannot look cheap because customers wait.";
    ALTERNATIVES "Alternatives";
    ALTERNATIVES_LEAD "Each is the same scenario with other values, for which the best plan was sought anew.";
    RISKS "Risks and assumptions";
    ASSUMED_LEAD "The answer is as good as its values. Those that were not given are defaults, and deserve a look; a * stands for every one of its kind.";
    METHOD "Method and provenance";
    EACH_PROMISE "Each promise";
    CONTACTS "Contacts";
    CONTACTS_PER_DAY "contacts per day";
    contacts_on(contacts, day, around) "{contacts} contacts on {day}, the busiest day, most of them around {around}";
    BY_QUEUE "By queue";
    BUSIEST_DAY "Busiest day";
    PER_DAY "Per day";
    HANDLING "Handling time";
    AGENTS "agents on duty";
    AGENT_HOURS_PER_DAY "agent-hours per day";
    NEEDED "Needed";
    ON_DUTY "On duty";
    MISSING "Missing";
    agents_on(group, day, most) "{group}: {most} agents are needed at the peak of {day}";
    HOURS_BY_GROUP "Agent-hours by group";
    MISSING_TODAY "Missing today";
    MISSING_SCHEDULE "Missing with the schedule";
    COST_OF_SCHEDULE "What the schedule costs";
    PAID_HOURS "Paid hours";
    WAGES "Wages";
    PREMIUMS "Premiums";
    OVERTIME_PREMIUM "Overtime premium";
    PRICE_OF_MISSING "Price of missing agents";
    PRICE_OF_SURPLUS "Price of surplus agents";
    TOGETHER "Together";
    service_without_promise(queue, measure) "{queue}, {measure}";
    promised(share) "promised: {share}";
    WHAT_CUSTOMERS_MEET "What customers meet";
    IN_TIME "Answered in time";
    ABANDONED "Hung up";
    MEAN_WAIT "Average wait";
    BUSY "Agents busy";
    BOTS "What bots do (containment is not resolution)";
    BOT "Bot";
    SESSIONS "Sessions";
    RESOLVED "Resolved";
    ESCALATED "Escalated";
    UNRESOLVED "Contained, not resolved";
    PEOPLE "people employed";
    hours_missing(plan, carry_on) "{plan} agent-hours missing with the plan, {carry_on} when carrying on as now";
    NEEDED_UNDER_PLAN "needed under the plan";
    ON_DUTY_PLAN "on duty, plan";
    ON_DUTY_CARRY_ON "on duty, carrying on as now";
    EMPLOYED "Employed";
    HIRED "Hired";
    OVER_BUDGET "Over budget";
    CASH_SO_FAR "cash saved from the beginning";
    ALL_SO_FAR "the same with missing hours and customers at their price";
    CASH_IS_BACK "cash is back";
    millions(currency) "million {currency}";
    thousands(currency) "thousand {currency}";
    side_by_side(length, from) "The {length} from {from}";
    WITHOUT_PROJECTS "Plan without projects";
    NOT_CASH "Missing hours, lost contacts and customers, at their price";
    BOTH "Both together";
    WORTH "Saved against carrying on, in today’s money";
    AHEAD_FROM "Ahead for good in cash from";
    NEVER_BEHIND_SHORT "never behind";
    NOT_IN_TIME "not in this time";
    NEW_PEOPLE "New people";
    EMPLOYED_AT_END "People employed at the end";
    HOURS_MISSING "Agent-hours missing";
    PER_CONTACT "Cash per contact that customers bring";
    RETURN "Return on the cash that is spent more, with all costs";
    ALL_COSTS "All costs";
    BEGINS "Begins";
    cost_by_kind(currency) "Cost by kind, in {currency}";
    PLAN_LESS_CARRY_ON "Plan less carrying on";
    NO_UNCERTAINTY "The scenario says nothing of how uncertain its values are, so the plan is told for what is expected.";
    WORLDS_THAT_KEEP "worlds that keep the promise";
    EIGHT_OF_TEN "8 of 10 worlds";
    AS_PLANNED "as planned, if all turns out as expected";
    MIDDLE "the middle of all worlds";
    cost_between(low, high) "All costs lie between {low} and {high} in eight of ten worlds";
    WHAT_MOVES_COST "What moves all costs";
    INPUT "Input";
    LOW_END "At its low end";
    HIGH_END "At its high end";
    OF_VARIANCE "Share of the variance";
    DEFAULTS "Defaults in force";
    GIVEN "Values set for this run";
    VALUE_OF "Value of";
    IS "Is";
    BECAUSE "Because";
    simulated(times) "Today’s staffing was simulated {times} times over the whole period.";
    solved(what, objective, bound, gap, status) "{what}: it costs {objective} with what is missing at its price; none can cost less than {bound}, so it is within {gap} of the best ({status}).";
    SAME_AGAIN "The same version with the same inputs and seed gives exactly these numbers again.";
    SCENARIO "Scenario";
    PERIOD "Period";
    PROGRAM "Program";
    SEED "Seed of the random numbers";
    FINGERPRINT "Fingerprint of all inputs";
    REPLICATIONS "Replications";
    SOLVER "Solver";
    TIME_ZONE "Time zone";
}

/// `contacts per 15 min`.
pub(in crate::report) fn contacts_per(minutes: u32) -> String {
    format!("contacts per {minutes} min")
}

phrases! {
    contacts_expected(contacts: &str, days: usize, busiest: &str; days = many(days, "day")) "{contacts} contacts are expected on {days}, most of them on {busiest}";
}

/// Coverage over the days.
pub(in crate::report) fn coverage(group: &str, missing: Option<&str>) -> String {
    match missing {
        None => format!("{group}: the schedule covers every interval"),
        Some(hours) => format!("{group}: {hours} agent-hours stay uncovered by the schedule"),
    }
}

phrases! {
    takes(groups: &[String], hours: &str; groups = some_of(groups)) "What it would take: {groups} would cover {hours} of the missing hours.";
    service_by_day(queue: &str, measure: &str, kept_on: usize, days: usize; days = many(days, "day")) "{queue}, {measure}: the promise is kept on {kept_on} of {days}";
    hours_per(step: Step; step = step.name()) "agent-hours per {step}";
    headcount(begin: &str, end: &str, hires: u32; hires = many(hires as usize, "hire")) "{begin} people at the beginning, {end} at the end, {hires}";
    plan_by_period(step: Step, currency: &str; step = step.name()) "The plan by {step}, money in {currency}";
}

/// Cash saved.
pub(in crate::report) fn cash_saved(amount: &str, saves: bool) -> String {
    if saves {
        format!("The plan saves {amount} of cash over the whole time")
    } else {
        format!("The plan spends {amount} more cash over the whole time")
    }
}

phrases! {
    cash_in(step: Step; step = step.name()) "cash saved in the {step}; below zero: spent more";
    changes(name: &str, changes: &[String]; changes = changes.join(", ")) "{name}: {changes}";
    worlds_drawn(draws: &str, step: Step, tolerance: &str; step = step.name()) "{draws} worlds were drawn as things may turn out, and the plan was carried out in each. A {step} keeps its promise in a world if no group lacks more than {tolerance} of the hours that it needs.";
    kept_throughout(worlds: &str, step: Step; step = step.name()) "The promise is kept in every {step} in {worlds}";
    per(unit: &str, step: Step; step = step.name()) "{unit} per {step}";
    more_defaults(number: usize; number = many(number, "default")) "{number} more are in the report of callboard run.";
    required(rounds: usize; rounds = many(rounds, "round")) "The number of people needed was found by formula and then corrected by simulation, in {rounds}.";
}

/// How the schedule was judged.
pub(in crate::report) fn judged(what: &str, times: &str, objections: usize) -> String {
    let checker = if objections == 0 {
        "and it objects to nothing".to_owned()
    } else {
        format!("and it objects to {}", many(objections, "thing"))
    };
    format!(
        "{what}: judged by {times} simulations with random numbers that no earlier step had seen; an independent checker went through all of it, {checker}."
    )
}

phrases! {
    counted_as(queues: &[String], within: &str, definition: ServiceLevelDefinition; queues = format::listed(queues); definition = definition_words(definition)) "Answered in time, {queues} within {within}: {definition}.";
}

/// `callboard 0.1.0 · seed 7 · inputs bffa8c24`, at the foot of each page.
pub(in crate::report) fn provenance(scenario: &str, version: &str, seed: u64, digest: &str) -> String {
    format!("{scenario} · callboard {version} · seed {seed} · inputs {digest}")
}
