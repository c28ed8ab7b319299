//! The words of workbooks of schedules and whole studies, in English: a translation is another file like this one.
//!
//! Names of sheets have at most 31 characters, none of which is one of `[ ] : * ? / \`, and are all different.

use crate::calendar::{OpeningHours, clock};
use crate::report::Provenance;
use crate::report::format;

/// Names of sheets.
pub(super) const SUMMARY: &str = "Summary";
pub(super) const DAYS: &str = "Days";
pub(super) const INPUTS: &str = "Inputs";
pub(super) const VOLUMES: &str = "Volumes";
pub(super) const REQUIREMENT: &str = "Requirement";
pub(super) const COVERAGE: &str = "Coverage";
pub(super) const CHARTS: &str = "Charts";
pub(super) const SERVICE: &str = "Service";
pub(super) const SHIFTS: &str = "Shifts";
pub(super) const WEEK: &str = "Week";
pub(super) const PEOPLE: &str = "People";
pub(super) const COST: &str = "Cost";
pub(super) const ROSTER_SHEET: &str = "Roster";
pub(super) const SHARES: &str = "Hours and shares";
pub(super) const NOT_MET: &str = "Not met";
pub(super) const ROSTER_COST: &str = "Roster cost";
pub(super) const PLAN: &str = "Plan";
pub(super) const BUSINESS_CASE: &str = "Business case";
pub(super) const PLAN_PEOPLE: &str = "Plan people";
pub(super) const PLAN_INPUTS: &str = "Plan inputs";
pub(super) const ASSUMPTIONS: &str = "Assumptions";

/// What each sheet holds, for the list of contents.
pub(super) fn holds(sheet: &str) -> &'static str {
    match sheet {
        DAYS => "contacts, agent-hours and promises day by day",
        INPUTS => "people, queues, shift rules and costs, as they were given",
        VOLUMES => "contacts expected, by queue and interval",
        REQUIREMENT => "agents needed on duty, by group and interval, and what they cost",
        COVERAGE => "agents needed, on duty and missing, by group and interval",
        CHARTS => "contacts and agents as pictures",
        SERVICE => "how contacts fare, by queue and day",
        SHIFTS => "the shifts, with breaks and paid hours",
        WEEK => "how many people work which hours, by day",
        PEOPLE => "who works when: people of each contract, by number",
        COST => "paid hours, wages and premiums, by group",
        ROSTER_SHEET => "who works when: people by name",
        SHARES => "hours, nights and weekends of each person",
        NOT_MET => "wishes, rules and shifts that the roster could not meet, and why",
        ROSTER_COST => "what the roster costs",
        PLAN => "contacts, people and money, period by period",
        BUSINESS_CASE => "what is asked for, what it costs and saves",
        PLAN_INPUTS => "rates and prices that the business case follows",
        ASSUMPTIONS => "every value in force, and where it comes from",
        case::CASH_FLOW => "what the plan spends and saves against doing nothing, period by period",
        case::COST_OF_THE_PLAN => "costs of the plan, by kind and period",
        case::COST_OF_DOING_NOTHING => "costs if leavers are replaced and nothing else is done",
        case::COST_WITHOUT_PROJECTS => "costs of the best plan without self-service and coaching",
        case::ALTERNATIVES => "other plans beside this one",
        case::PROJECTS_AND_PARTNERS => "what each of them costs, period by period",
        PLAN_PEOPLE => "people and hours of each group, period by period",
        case::JOBS => "who comes and who leaves, period by period",
        case::CONTACTS => "contacts that are resolved and lost, period by period",
        _ => "",
    }
}

/// Staffings.
pub(super) const TODAY: &str = "today";
pub(super) const SCHEDULE: &str = "schedule";
pub(super) const ROSTER: &str = "roster";

/// What is told of intervals and days.
pub(super) const DAY: &str = "day";
pub(super) const TIME: &str = "time";
pub(super) const HOURS: &str = "hours";
pub(super) const CONTACTS: &str = "contacts";
pub(super) const AGENTS: &str = "agents";
pub(super) const AGENT_HOURS: &str = "agent-hours";
pub(super) const PAID_HOURS: &str = "paid hours";
pub(super) const COST_OF_THESE: &str = "cost of these";
pub(super) const NEEDED: &str = "needed";
pub(super) const ON_DUTY: &str = "on duty";
pub(super) const ON_BREAK: &str = "on break";
pub(super) const MISSING: &str = "missing";
pub(super) const ALL_QUEUES: &str = "all queues";
pub(super) const ALL_GROUPS: &str = "all groups";
pub(super) const ALL_DAYS: &str = "all days";
pub(super) const TOGETHER: &str = "together";
pub(super) const NEEDED_HOURS: &str = "agent-hours needed";
pub(super) const MISSING_HOURS: &str = "agent-hours missing";
pub(super) const CONTACTS_BY_DAY: &str = "Contacts expected by day";
pub(super) const HOURS_BY_DAY: &str = "Agent-hours by day";

pub(super) fn hours_on_duty(staffing: &str) -> String {
    format!("agent-hours on duty, {staffing}")
}

pub(super) fn kept_with(staffing: &str) -> String {
    format!("promises kept, {staffing}?")
}

pub(super) fn coverage_of(group: &str) -> String {
    format!("Agents of {}", format::name(group))
}

/// The same on the busiest day.
pub(super) fn coverage_on(group: &str, day: &str) -> String {
    format!("{}, {day}", format::name(group))
}

pub(super) fn more_groups(shown: usize, all: usize) -> String {
    format!("The first {shown} of {all} groups are drawn.")
}

/// What a table does not hold: days and names that are told, of all.
pub(super) fn left_out((days, of_days): (usize, usize), (names, of_names): (usize, usize)) -> String {
    let mut told = Vec::new();
    if days < of_days {
        told.push(format!("the first {days} of {of_days} days"));
    }
    if names < of_names {
        told.push(format!("the first {names} of {of_names} columns"));
    }
    format!("Too long for a sheet: {} are told. The sums are of everything.", told.join(" and "))
}

pub(super) fn too_many_people(people: usize, days: usize) -> String {
    format!("{people} people on {days} days are too many for a sheet: see the CSV files of the same study.")
}

/// The service of a queue.
pub(super) const QUEUE: &str = "queue";
pub(super) const SERVICE_HEADS: [&str; 6] =
    ["contacts", "answered in time", "± (95 %)", "average wait", "hang up", "promise kept?"];

pub(super) fn with(what: &str, staffing: &str) -> String {
    format!("{staffing}: {what}")
}

pub(super) fn too_many_days(days: usize) -> String {
    format!("Too long for a sheet: the {days} days together are told.")
}

/// The summary.
pub(super) const ANSWER: &str = "The answer";
pub(super) const KEY_FIGURES: &str = "Key figures";
pub(super) const MARGIN: &str = "± (95 %)";
pub(super) const KEY_CONTACTS: [&str; 2] = ["Contacts expected", "all queues, over all days"];
pub(super) const KEY_NEEDED: [&str; 2] = ["Agent-hours needed", "on duty, to keep the promises"];
pub(super) const KEY_ON_DUTY: [&str; 2] = ["Agent-hours on duty", "neither on break nor absent"];
pub(super) const KEY_MISSING: [&str; 2] = ["Agent-hours missing", "needed and not on duty"];
pub(super) const KEY_PAID: [&str; 2] = ["Paid hours", "with breaks and shrinkage"];
pub(super) const KEY_COST: [&str; 2] = ["Cost", "wages, premiums and overtime"];
pub(super) const KEY_LEVEL: [&str; 2] = ["Answered in time", "all queues, each within its own time"];
pub(super) const KEY_WAIT: [&str; 2] = ["Average wait", "of those who are answered"];
pub(super) const KEY_HANG_UP: [&str; 2] = ["Hang up", "share of those who come"];
pub(super) const KEY_BUSY: [&str; 2] = ["Busy", "share of the time on duty"];
pub(super) const KEY_PLAN: &str = "The plan";
pub(super) const KEY_DO_NOTHING: &str = "do nothing";
pub(super) const KEY_THE_PLAN: &str = "plan";
pub(super) const KEY_HIRES: [&str; 2] = ["People hired", "from outside"];
pub(super) const KEY_PLAN_MISSING: [&str; 2] = ["Agent-hours missing", "over the whole plan"];
pub(super) const KEY_CASH: [&str; 2] = ["Cash", "over the whole plan"];
pub(super) const PROMISES: &str = "Promises";
pub(super) const PROMISE: &str = "promise";
pub(super) const KEPT: &str = "kept?";
pub(super) const NO_PROMISE: &str = "nothing is promised";
pub(super) const PROVENANCE: &str = "Where it comes from";
pub(super) const CONTENTS: &str = "What is in this workbook";
pub(super) const ORIGIN: [&str; 12] = [
    "Program",
    "Scenario",
    "From",
    "To",
    "Time zone",
    "Fingerprint of all inputs",
    "Seed of the random numbers",
    "Simulations of today’s staffing",
    "Fresh simulations of the schedule",
    "Solver",
    "why the solver stopped",
    "at most so far from the cheapest",
];
pub(super) const SOLVED: [&str; 3] = ["Schedule", "Roster", "Plan"];
pub(super) const LIVE: &str = "Sums, days, paid hours and the business case are formulas: they follow the numbers that you change on the \
     other sheets. What is simulated or solved does not: for that, change the scenario and run it again.";

/// What stands at the foot of each page.
pub(super) fn origin(of: &Provenance) -> String {
    format!("callboard {}, seed {}, inputs {}, {} simulations", of.version, of.seed, of.digest, of.replications)
}

/// The inputs.
pub(super) const GROUPS: &str = "People";
pub(super) const GROUP_HEADS: [&str; 10] = [
    "group",
    "people",
    "cost of a paid hour",
    "shrinkage",
    "hours a week",
    "days a week",
    "most on duty today",
    "answers, the first preferred",
    "contracts",
    "works at",
];
pub(super) const QUEUES: &str = "Queues";
pub(super) const QUEUE_HEADS: [&str; 10] = [
    "queue",
    "channel",
    "contacts",
    "handling time",
    "work after it",
    "patience",
    "priority",
    "promise",
    "open",
    "answered by",
];
pub(super) const SHIFT_RULES: &str = "Shift rules";
pub(super) const SHIFT_HEADS: [&str; 10] = [
    "shift",
    "earliest begin",
    "latest begin",
    "shortest",
    "longest",
    "most overtime",
    "overtime premium",
    "groups",
    "begins on",
    "breaks",
];
pub(super) const BOTS: &str = "Bots";
pub(super) const BOT_HEADS: [&str; 8] = [
    "bot",
    "enter",
    "resolved",
    "left without help",
    "session",
    "cost of a session",
    "most at once",
    "before the queues",
];
pub(super) const SITES: &str = "Sites and lines";
pub(super) const SITE_HEADS: [&str; 3] = ["name", "seats", "lines"];
pub(super) const COSTS: &str = "Costs";
pub(super) const COST_HEADS: [&str; 2] = ["what", "costs"];
pub(super) const MISSING_HOUR: &str = "an agent-hour that is missing";
pub(super) const SURPLUS_HOUR: &str = "an agent-hour too many, beside the wage";
pub(super) const NAMED_PEOPLE: &str = "Named people";
pub(super) const NAMED_HEADS: [&str; 2] = ["contract", "people"];
pub(super) const SPECIAL: &str = "–";

pub(super) fn missing_hour_for(queue: &str) -> String {
    format!("{MISSING_HOUR} for {}", format::name(queue))
}

pub(super) fn missed_session(name: &str) -> String {
    format!("an attendance of {} that is missed", format::name(name))
}

/// A premium with its hours and days.
pub(super) fn premium(name: &str, from: u32, until: u32, days: [bool; 7], dates: usize) -> String {
    let dates = if dates > 0 { format!(" and {}", format::counted(dates, "date")) } else { String::new() };
    format!(
        "{}: share of the wage on top, {}–{}, {}{dates}",
        format::name(name),
        clock(from),
        clock(until),
        weekdays(days)
    )
}

/// A contract with its people.
pub(super) fn contract(name: &str, people: u32, hours: f64, days: u32) -> String {
    format!("{}: {} of {} h on {days} days", format::name(name), people_of(people), format::short(hours, 1))
}

fn people_of(people: u32) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// A break that shifts of a type have.
pub(super) fn rest(minutes: u32, paid: bool, (earliest, latest): (u32, u32)) -> String {
    let paid = if paid { "paid" } else { "unpaid" };
    format!("{minutes} min {paid}, {} to {} after the begin", clock(earliest), clock(latest))
}

pub(super) fn split(shortest: u32, longest: u32) -> String {
    format!("a pause of {} to {} h in between", clock(shortest), clock(longest))
}

/// A skill with how proficient people are in it.
pub(super) fn skill(queue: &str, proficiency: f64) -> String {
    let name = format::name(queue);
    if proficiency == 1.0 { name } else { format!("{name} ({})", format::short_percent(proficiency)) }
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Mon–Fri`, `Sat, Sun`, `every day`.
pub(super) fn weekdays(days: [bool; 7]) -> String {
    if days == [true; 7] {
        return "every day".to_owned();
    }
    let days: Vec<usize> = (0..7).filter(|&day| days[day]).collect();
    runs(&days).join(", ")
}

/// Days in a row as one.
fn runs(days: &[usize]) -> Vec<String> {
    let runs = days.chunk_by(|one, next| one + 1 == *next);
    let run = |run: &[usize]| -> Vec<String> {
        match run {
            [first, .., last] if run.len() > 2 => vec![format!("{}–{}", WEEKDAYS[*first], WEEKDAYS[*last])],
            some => some.iter().map(|&day| WEEKDAYS[day].to_owned()).collect(),
        }
    };
    runs.flat_map(run).collect()
}

/// `Mon–Fri 08:00–20:00; Sat 09:00–14:00`.
pub(super) fn opening_hours(hours: &OpeningHours) -> String {
    let mut kinds: Vec<(&[std::ops::Range<u32>], Vec<usize>)> = Vec::new();
    for (day, spans) in hours.week.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
        match kinds.iter_mut().find(|(known, _)| known == spans) {
            Some((_, days)) => days.push(day),
            None => kinds.push((spans, vec![day])),
        }
    }
    let kind = |(spans, days): (&[std::ops::Range<u32>], Vec<usize>)| {
        let days = if days.len() == 7 { "every day".to_owned() } else { runs(&days).join(", ") };
        if spans.len() == 1 && spans[0] == (0..1440) {
            return format!("{days} round the clock");
        }
        let spans: Vec<String> =
            spans.iter().map(|span| format!("{}–{}", clock(span.start), clock(span.end))).collect();
        format!("{days} {}", spans.join(", "))
    };
    let mut told: Vec<String> = kinds.into_iter().map(kind).collect();
    if !hours.closed.is_empty() {
        told.push(format!("closed on {}", format::counted(hours.closed.len(), "date")));
    }
    if told.is_empty() { "never".to_owned() } else { told.join("; ") }
}

/// The workbook of a schedule.
pub(super) const PREMIUMS: &str = "premiums";
pub(super) const OVERTIME_PREMIUM: &str = "overtime premium";
pub(super) const SUM_PAID_HOURS: &str = "Paid hours";
pub(super) const SUM_WAGES: &str = "Wages";
pub(super) const MISSED_SESSIONS: &str = "Missed attendances of sessions";
pub(super) const SUM_MISSING: &str = "Missing agent-hours";
pub(super) const SUM_SURPLUS: &str = "Surplus agent-hours";
pub(super) const FROM_THE_CHEAPEST: &str = "Proved to be at most so far from the cheapest";
pub(super) const CHECKED: &str = "Independent check";
pub(super) const ALL_RULES_KEPT: &str = "all rules kept";
pub(super) const CHECKER_OBJECTS: &str = "the checker objects";
pub(super) const PROMISE_HEADS: [&str; 5] = ["Queue", "Promise", "Service level", "± (95 %)", "Kept?"];
pub(super) const SHIFT_LIST_HEADS: [&str; 9] =
    ["group", "shift", "date", "start", "end", "breaks", "people", "paid hours each", "paid hours"];
pub(super) const SESSIONS: &str = "sessions";
pub(super) const UNPAID: &str = "unpaid";
pub(super) const WEEK_HEADS: [&str; 3] = ["group", "shift", "hours"];
pub(super) const PEOPLE_IN_ALL: &str = "people in all";
pub(super) const COST_OF_GROUP_HEADS: [&str; 3] = ["group", "paid hours", "wage per hour"];
pub(super) const WAGES: &str = "wages";

/// What one person on a shift gets.
pub(super) fn each(what: &str) -> String {
    format!("{what} each")
}

/// An amount with its currency, for a head or a label.
pub(super) fn in_currency(what: &str, currency: &str) -> String {
    format!("{what}, {currency}")
}

pub(super) fn seats_taken(seats: u32, site: &str) -> String {
    format!("Most of the {seats} seats of {} taken at once", format::name(site))
}

/// Where the numbers of a schedule come from.
pub(super) fn origin_of_schedule(version: &str, seed: u64, digest: &str, replications: u32) -> String {
    format!(
        "callboard {version}, seed {seed}, inputs {digest}; simulated {replications} times with fresh random numbers"
    )
}

/// Who works when.
pub(super) const GRID_HEADS: [&str; 3] = ["name", "group", "contract"];
pub(super) const AWAY: &str = "away";
pub(super) const FIXED_BEFOREHAND: &str = "framed: fixed beforehand";
pub(super) const WISH_REFUSED: &str = "bold, red, slanted: a wish is refused";

/// The workbook of a roster.
pub(super) const SHARES_HEADS: [&str; 6] = ["name", "contract", "paid hours", "shifts", "nights", "worked weekends"];
pub(super) const NOT_MET_HEADS: [&str; 4] = ["who", "when", "what", "why"];
pub(super) const PRICE: &str = "price";
pub(super) const SHIFTS_COST: &str = "what the shifts cost";
pub(super) const SEARCH_WEIGHED: &str = "what the search weighed";

/// The plan, period by period.
pub(super) fn plan_heads(step: &str) -> Vec<String> {
    let heads = [
        "no.",
        step,
        "contacts that customers bring",
        "agent-hours needed",
        "agent-hours on duty",
        "agent-hours missing",
        "people employed",
        "employed when doing nothing",
        "people hired",
        "people who leave",
        "cash of the plan",
        "cash when doing nothing",
        "saved so far",
    ];
    heads.map(str::to_owned).to_vec()
}
pub(super) const HOURS_OF_THE_PLAN: &str = "Agent-hours by period";
pub(super) const CASH_OF_THE_PLAN: &str = "Cash by period";
pub(super) const THE_PLAN: &str = "plan";
pub(super) const DOING_NOTHING: &str = "doing nothing";

/// The business case.
pub(super) mod case {
    use crate::report::format;

    pub(in super::super) const COST_OF_THE_PLAN: &str = "Cost of the plan";
    pub(in super::super) const COST_OF_DOING_NOTHING: &str = "Cost of doing nothing";
    pub(in super::super) const COST_WITHOUT_PROJECTS: &str = "Cost without projects";
    pub(in super::super) const PLAN: &str = "Plan";
    pub(in super::super) const DO_NOTHING: &str = "Do nothing";
    pub(in super::super) const PLAN_WITHOUT_PROJECTS: &str = "Plan without projects";
    pub(in super::super) const CASH: &str = "Cash";
    pub(in super::super) const NOT_CASH: &str = "Missing hours, lost contacts and customers at their price";
    pub(in super::super) const ALL_COSTS: &str = "All costs";
    pub(in super::super) const IN_CASH: &str = "cash";
    pub(in super::super) const IN_ALL_COSTS: &str = "all costs";
    pub(in super::super) const SAVED_AGAINST_DOING_NOTHING: &str = "Saved against doing nothing";
    pub(in super::super) const NET_PRESENT_VALUE_OF_THAT: &str = "Net present value of that";
    pub(in super::super) const NOT_IN_THIS_TIME: &str = "not in this time";
    pub(in super::super) const AHEAD_OF_DOING_NOTHING_FOR_GOOD_FROM: &str = "Ahead of doing nothing for good from";
    pub(in super::super) const MOST_PUT_UP: &str = "Most cash put up before it is back";
    pub(in super::super) const SPENT_MORE: &str = "Cash spent more than doing nothing, in today’s money";
    pub(in super::super) const RETURN: &str = "Return: net present value above each unit of that";
    pub(in super::super) const NONE_SPENT: &str = "none spent";
    pub(in super::super) const CASH_FLOW: &str = "Cash flow";
    pub(in super::super) const CONTACTS: &str = "Contacts";
    pub(in super::super) const CASH_PER_CONTACT_THAT_CUSTOMERS_BRING: &str = "Cash per contact that customers bring";
    pub(in super::super) const CASH_PER_CONTACT_THAT_IS_RESOLVED: &str = "Cash per contact that is resolved";
    pub(in super::super) const PEOPLE_EMPLOYED_IN_THE_FIRST_PERIOD: &str = "People employed in the first period";
    pub(in super::super) const PEOPLE_EMPLOYED_IN_THE_LAST_PERIOD: &str = "People employed in the last period";
    pub(in super::super) const PEOPLE_EMPLOYED_ON_AVERAGE: &str = "People employed on average";
    pub(in super::super) const PEOPLE_HIRED: &str = "People hired";
    pub(in super::super) const MISSING_HOURS: &str = "Agent-hours missing";
    pub(in super::super) const COST: &str = "Cost";
    pub(in super::super) const PROJECTS_AND_PARTNERS: &str = "Projects and partners";
    pub(in super::super) const BEGINS: &str = "Begins";
    pub(in super::super) const AT_WORK_FROM: &str = "At work from";
    pub(in super::super) const TO: &str = "To";
    pub(in super::super) const LATER: &str = "later";
    pub(in super::super) const RUNS_ON: &str = "runs on";
    pub(in super::super) const SELF_SERVICE: &str = "self-service";
    pub(in super::super) const COACHING: &str = "coaching";
    pub(in super::super) const PARTNER: &str = "partner";
    pub(in super::super) const INPUT: &str = "Input";
    pub(in super::super) const VALUE: &str = "Value";
    pub(in super::super) const UNIT: &str = "Unit";
    pub(in super::super) const WHAT_IT_DOES_HERE: &str = "What it does here";
    pub(in super::super) const DISCOUNT_RATE: &str = "Discount rate";
    pub(in super::super) const A_YEAR: &str = "a year";
    pub(in super::super) const FOR_DISCOUNT: &str = "Cash flow: discount factor";
    pub(in super::super) const LENGTH_OF_A_PERIOD: &str = "Length of a period";
    pub(in super::super) const MONTHS: &str = "months";
    pub(in super::super) const WAGE_GROWTH: &str = "Wage growth";
    pub(in super::super) const FOR_WAGES: &str = "Cost sheets: wages at the pay of the first year";
    pub(in super::super) const VALUE_OF_A_LOST_CONTACT: &str = "Value of a lost contact";
    pub(in super::super) const EACH: &str = "each";
    pub(in super::super) const FOR_LOST_CONTACTS: &str = "Contacts: how many are lost";
    pub(in super::super) const GIVEN_TO_THE_PLANNER: &str = "given to the planner; the costs were worked out with it";
    pub(in super::super) const PRICE_OF_A_MISSING_AGENT_HOUR: &str = "Price of a missing agent-hour";
    pub(in super::super) const AN_HOUR: &str = "an hour";
    pub(in super::super) const CUSTOMER_LEFT_WITHOUT_HELP: &str =
        "Value of a customer left without help by self-service";
    pub(in super::super) const VALUE_OF_A_POINT_OF_SATISFACTION: &str = "Value of a point of satisfaction";
    pub(in super::super) const A_CONTACT: &str = "a contact";
    pub(in super::super) const LICENCES_OF_A_PERSON_EMPLOYED: &str = "Licences of a person employed";
    pub(in super::super) const A_MONTH: &str = "a month";
    pub(in super::super) const SYSTEMS: &str = "Systems";
    pub(in super::super) const LINES_AND_MINUTES: &str = "Lines and minutes of a contact that reaches agents";
    pub(in super::super) const BUDGET_OF_CASH: &str = "Budget of cash";
    pub(in super::super) const VALUE_OF: &str = "Value of";
    pub(in super::super) const IS: &str = "Is";
    pub(in super::super) const SOURCE: &str = "Source";
    pub(in super::super) const SCENARIO_FILE: &str = "scenario file";
    pub(in super::super) const SET_FOR_THIS_RUN: &str = "set for this run";
    pub(in super::super) const NUMBER: &str = "no.";
    pub(in super::super) const THE_PLAN: &str = "plan";
    pub(in super::super) const DOING_NOTHING: &str = "do nothing";
    pub(in super::super) const SAVED: &str = "saved";
    pub(in super::super) const SAVED_FROM_THE_BEGINNING: &str = "saved from the beginning";
    pub(in super::super) const DISCOUNT_FACTOR: &str = "discount factor";
    pub(in super::super) const SAVED_PRESENT_VALUE: &str = "saved, present value";
    pub(in super::super) const AHEAD_FOR_GOOD: &str = "ahead for good";
    pub(in super::super) const SAVED_FROM_THE_BEGINNING_CHART: &str = "Saved against doing nothing, from the beginning";
    pub(in super::super) const IN_NOT_CASH: &str = "not cash";
    pub(in super::super) const WAGE_LEVEL: &str = "wage level";
    pub(in super::super) const WAGES_AT_THE_PAY_OF_THE_FIRST_YEAR: &str = "wages at the pay of the first year";
    pub(in super::super) const GROUP: &str = "group";
    pub(in super::super) const BEFORE: &str = "before";
    pub(in super::super) const LEAVERS: &str = "leavers";
    pub(in super::super) const CONTRACTS_ENDED: &str = "contracts ended";
    pub(in super::super) const MOVED_OUT: &str = "moved out";
    pub(in super::super) const MOVED_IN: &str = "moved in";
    pub(in super::super) const HIRES: &str = "hires";
    pub(in super::super) const EMPLOYED: &str = "employed";
    pub(in super::super) const OF_THESE_IN_TRAINING: &str = "of these in training";
    pub(in super::super) const AGENT_HOURS_NEEDED: &str = "agent-hours needed";
    pub(in super::super) const AGENT_HOURS_ON_DUTY: &str = "agent-hours on duty";
    pub(in super::super) const HOURS_MISSING: &str = "agent-hours missing";
    pub(in super::super) const EMPLOYED_WHEN_DOING_NOTHING: &str = "employed when doing nothing";
    pub(in super::super) const JOBS: &str = "Jobs";
    pub(in super::super) const MOVED_OUT_OR_DISMISSED: &str = "moved out or dismissed";
    pub(in super::super) const CONTACTS_THAT_CUSTOMERS_BRING: &str = "contacts that customers bring";
    pub(in super::super) const WITHOUT_PROJECTS: &str = "without projects";
    pub(in super::super) const LEFT_WITHOUT_HELP_BY_SELF_SERVICE: &str = "left without help by self-service";
    pub(in super::super) const LOST_BECAUSE_AGENTS_ARE_MISSING: &str = "lost because agents are missing";
    pub(in super::super) const RESOLVED: &str = "resolved";
    pub(in super::super) const ALTERNATIVES: &str = "Alternatives";
    pub(in super::super) const SAVED_AGAINST_THE_PLAN: &str = "Saved against the plan";
    pub(in super::super) const NEW_PEOPLE: &str = "New people";
    pub(in super::super) const PROJECTS_AND_PARTNERS_THAT_BEGIN: &str = "Projects and partners that begin";

    /// Something of the cash, or of all costs.
    pub(in super::super) fn of_which(what: &str, which: &str) -> String {
        format!("{what}, {which}")
    }

    pub(in super::super) fn budget_of(kind: &str) -> String {
        format!("Budget of {}", format::name(kind))
    }

    pub(in super::super) fn default_because(why: &str) -> String {
        format!("default: {why}")
    }

    pub(in super::super) fn hired(channel: &str) -> String {
        format!("hired: {}", format::name(channel))
    }

    /// Where a business case comes from: version, seed and fingerprint, how the solver fared, currency and sheet of the inputs.
    pub(in super::super) fn origin(
        (version, seed, digest): (&str, u64, &str),
        status: &str,
        (currency, inputs): (&str, &str),
    ) -> String {
        format!(
            "callboard {version}, seed {seed}, inputs {digest}; the plan: {status}. Amounts in {currency}. Cells with formulas follow the \
             sheet {inputs} and the numbers of the other sheets."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_row_are_told_as_one() {
        assert_eq!(weekdays([true, true, true, true, true, false, false]), "Mon–Fri");
        assert_eq!(weekdays([true, false, true, false, false, true, true]), "Mon, Wed, Sat, Sun");
        assert_eq!(weekdays([true; 7]), "every day");
    }

    #[test]
    fn opening_hours_are_told_as_on_a_door() {
        let mut hours = OpeningHours::default();
        assert_eq!(opening_hours(&hours), "never");
        hours.week[..5].fill(vec![480..720, 780..1200]);
        hours.week[5].push(540..840);
        assert_eq!(opening_hours(&hours), "Mon–Fri 08:00–12:00, 13:00–20:00; Sat 09:00–14:00");
        assert_eq!(opening_hours(&OpeningHours::always()), "every day round the clock");
    }
}
