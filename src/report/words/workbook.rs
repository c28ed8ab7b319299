//! The words of workbooks of schedules, plans and whole studies.
//!
//! Names of sheets have at most 31 characters, none of which is one of `[ ] : * ? / \`, and are all different.

use crate::calendar::{OpeningHours, clock};
use crate::report::Provenance;
use crate::report::format;

/// Names of sheets.
pub(in crate::report) const SUMMARY: &str = "Summary";
pub(in crate::report) const DAYS: &str = "Days";
pub(in crate::report) const INPUTS: &str = "Inputs";
pub(in crate::report) const VOLUMES: &str = "Volumes";
pub(in crate::report) const REQUIREMENT: &str = "Requirement";
pub(in crate::report) const COVERAGE: &str = "Coverage";
pub(in crate::report) const CHARTS: &str = "Charts";
pub(in crate::report) const SERVICE: &str = "Service";
pub(in crate::report) const SHIFTS: &str = "Shifts";
pub(in crate::report) const WEEK: &str = "Week";
pub(in crate::report) const PEOPLE: &str = "People";
pub(in crate::report) const COST: &str = "Cost";
pub(in crate::report) const ROSTER_SHEET: &str = "Roster";
pub(in crate::report) const SHARES: &str = "Hours and shares";
pub(in crate::report) const NOT_MET: &str = "Not met";
pub(in crate::report) const ROSTER_COST: &str = "Roster cost";
pub(in crate::report) const PLAN: &str = "Plan";
pub(in crate::report) const BUSINESS_CASE: &str = "Business case";
pub(in crate::report) const PLAN_PEOPLE: &str = "Plan people";
pub(in crate::report) const PLAN_INPUTS: &str = "Plan inputs";
pub(in crate::report) const ASSUMPTIONS: &str = "Assumptions";

/// What each sheet holds, for the list of contents.
pub(in crate::report) fn holds(sheet: &str) -> &'static str {
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
pub(in crate::report) const TODAY: &str = "today";
pub(in crate::report) const SCHEDULE: &str = "schedule";
pub(in crate::report) const ROSTER: &str = "roster";

/// What is told of intervals and days.
pub(in crate::report) const DAY: &str = "day";
pub(in crate::report) const TIME: &str = "time";
pub(in crate::report) const HOURS: &str = "hours";
pub(in crate::report) const CONTACTS: &str = "contacts";
pub(in crate::report) const AGENTS: &str = "agents";
pub(in crate::report) const AGENT_HOURS: &str = "agent-hours";
pub(in crate::report) const PAID_HOURS: &str = "paid hours";
pub(in crate::report) const COST_OF_THESE: &str = "cost of these";
pub(in crate::report) const NEEDED: &str = "needed";
pub(in crate::report) const ON_DUTY: &str = "on duty";
pub(in crate::report) const ON_BREAK: &str = "on break";
pub(in crate::report) const MISSING: &str = "missing";
pub(in crate::report) const ALL_QUEUES: &str = "all queues";
pub(in crate::report) const ALL_GROUPS: &str = "all groups";
pub(in crate::report) const ALL_DAYS: &str = "all days";
pub(in crate::report) const TOGETHER: &str = "together";
pub(in crate::report) const NEEDED_HOURS: &str = "agent-hours needed";
pub(in crate::report) const MISSING_HOURS: &str = "agent-hours missing";
pub(in crate::report) const CONTACTS_BY_DAY: &str = "Contacts expected by day";
pub(in crate::report) const HOURS_BY_DAY: &str = "Agent-hours by day";

pub(in crate::report) fn hours_on_duty(staffing: &str) -> String {
    format!("agent-hours on duty, {staffing}")
}

pub(in crate::report) fn kept_with(staffing: &str) -> String {
    format!("promises kept, {staffing}?")
}

pub(in crate::report) fn coverage_of(group: &str) -> String {
    format!("Agents of {}", format::name(group))
}

/// The same on the busiest day.
pub(in crate::report) fn coverage_on(group: &str, day: &str) -> String {
    format!("{}, {day}", format::name(group))
}

pub(in crate::report) fn more_groups(shown: usize, all: usize) -> String {
    format!("The first {shown} of {all} groups are drawn.")
}

/// What a table does not hold: days and names that are told, of all.
pub(in crate::report) fn left_out((days, of_days): (usize, usize), (names, of_names): (usize, usize)) -> String {
    let mut told = Vec::new();
    if days < of_days {
        told.push(format!("the first {days} of {of_days} days"));
    }
    if names < of_names {
        told.push(format!("the first {names} of {of_names} columns"));
    }
    format!("Too long for a sheet: {} are told. The sums are of everything.", told.join(" and "))
}

pub(in crate::report) fn too_many_people(people: usize, days: usize) -> String {
    format!("{people} people on {days} days are too many for a sheet: see the CSV files of the same study.")
}

/// The service of a queue.
pub(in crate::report) const QUEUE: &str = "queue";
pub(in crate::report) const SERVICE_HEADS: [&str; 6] =
    ["contacts", "answered in time", "± (95 %)", "average wait", "hang up", "promise kept?"];

pub(in crate::report) fn with(what: &str, staffing: &str) -> String {
    format!("{staffing}: {what}")
}

pub(in crate::report) fn too_many_days(days: usize) -> String {
    format!("Too long for a sheet: the {days} days together are told.")
}

/// The summary.
pub(in crate::report) const ANSWER: &str = "The answer";
pub(in crate::report) const KEY_FIGURES: &str = "Key figures";
pub(in crate::report) const MARGIN: &str = "± (95 %)";
pub(in crate::report) const KEY_CONTACTS: [&str; 2] = ["Contacts expected", "all queues, over all days"];
pub(in crate::report) const KEY_NEEDED: [&str; 2] = ["Agent-hours needed", "on duty, to keep the promises"];
pub(in crate::report) const KEY_ON_DUTY: [&str; 2] = ["Agent-hours on duty", "neither on break nor absent"];
pub(in crate::report) const KEY_MISSING: [&str; 2] = ["Agent-hours missing", "needed and not on duty"];
pub(in crate::report) const KEY_PAID: [&str; 2] = ["Paid hours", "with breaks and shrinkage"];
pub(in crate::report) const KEY_COST: [&str; 2] = ["Cost", "wages, premiums and overtime"];
pub(in crate::report) const KEY_LEVEL: [&str; 2] = ["Answered in time", "all queues, each within its own time"];
pub(in crate::report) const KEY_WAIT: [&str; 2] = ["Average wait", "of those who are answered"];
pub(in crate::report) const KEY_HANG_UP: [&str; 2] = ["Hang up", "share of those who come"];
pub(in crate::report) const KEY_BUSY: [&str; 2] = ["Busy", "share of the time on duty"];
pub(in crate::report) const KEY_PLAN: &str = "The plan";
pub(in crate::report) const KEY_DO_NOTHING: &str = "do nothing";
pub(in crate::report) const KEY_THE_PLAN: &str = "plan";
pub(in crate::report) const KEY_HIRES: [&str; 2] = ["People hired", "from outside"];
pub(in crate::report) const KEY_PLAN_MISSING: [&str; 2] = ["Agent-hours missing", "over the whole plan"];
pub(in crate::report) const KEY_CASH: [&str; 2] = ["Cash", "over the whole plan"];
pub(in crate::report) const PROMISES: &str = "Promises";
pub(in crate::report) const PROMISE: &str = "promise";
pub(in crate::report) const KEPT: &str = "kept?";
pub(in crate::report) const NO_PROMISE: &str = "nothing is promised";
pub(in crate::report) const PROVENANCE: &str = "Where it comes from";
pub(in crate::report) const CONTENTS: &str = "What is in this workbook";
pub(in crate::report) const ORIGIN: [&str; 12] = [
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
pub(in crate::report) const SOLVED: [&str; 3] = ["Schedule", "Roster", "Plan"];
pub(in crate::report) const LIVE: &str = "Sums, days, paid hours and the business case are formulas: they follow the numbers that you change on the \
     other sheets. What is simulated or solved does not: for that, change the scenario and run it again.";

/// What stands at the foot of each page.
pub(in crate::report) fn origin(of: &Provenance) -> String {
    format!("callboard {}, seed {}, inputs {}, {} simulations", of.version, of.seed, of.digest, of.replications)
}

/// The inputs.
pub(in crate::report) const GROUPS: &str = "People";
pub(in crate::report) const GROUP_HEADS: [&str; 10] = [
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
pub(in crate::report) const QUEUES: &str = "Queues";
pub(in crate::report) const QUEUE_HEADS: [&str; 10] = [
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
pub(in crate::report) const SHIFT_RULES: &str = "Shift rules";
pub(in crate::report) const SHIFT_HEADS: [&str; 10] = [
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
pub(in crate::report) const BOTS: &str = "Bots";
pub(in crate::report) const BOT_HEADS: [&str; 8] = [
    "bot",
    "enter",
    "resolved",
    "left without help",
    "session",
    "cost of a session",
    "most at once",
    "before the queues",
];
pub(in crate::report) const SITES: &str = "Sites and lines";
pub(in crate::report) const SITE_HEADS: [&str; 3] = ["name", "seats", "lines"];
pub(in crate::report) const COSTS: &str = "Costs";
pub(in crate::report) const COST_HEADS: [&str; 2] = ["what", "costs"];
pub(in crate::report) const MISSING_HOUR: &str = "an agent-hour that is missing";
pub(in crate::report) const SURPLUS_HOUR: &str = "an agent-hour too many, beside the wage";
pub(in crate::report) const NAMED_PEOPLE: &str = "Named people";
pub(in crate::report) const NAMED_HEADS: [&str; 2] = ["contract", "people"];
pub(in crate::report) const SPECIAL: &str = "–";

pub(in crate::report) fn missing_hour_for(queue: &str) -> String {
    format!("{MISSING_HOUR} for {}", format::name(queue))
}

pub(in crate::report) fn missed_session(name: &str) -> String {
    format!("an attendance of {} that is missed", format::name(name))
}

/// A premium with its hours and days.
pub(in crate::report) fn premium(name: &str, from: u32, until: u32, days: [bool; 7], dates: usize) -> String {
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
pub(in crate::report) fn contract(name: &str, people: u32, hours: f64, days: u32) -> String {
    format!("{}: {} of {} h on {days} days", format::name(name), people_of(people), format::short(hours, 1))
}

fn people_of(people: u32) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// A break that shifts of a type have.
pub(in crate::report) fn rest(minutes: u32, paid: bool, (earliest, latest): (u32, u32)) -> String {
    let paid = if paid { "paid" } else { "unpaid" };
    format!("{minutes} min {paid}, {} to {} after the begin", clock(earliest), clock(latest))
}

pub(in crate::report) fn split(shortest: u32, longest: u32) -> String {
    format!("a pause of {} to {} h in between", clock(shortest), clock(longest))
}

/// A skill with how proficient people are in it.
pub(in crate::report) fn skill(queue: &str, proficiency: f64) -> String {
    let name = format::name(queue);
    if proficiency == 1.0 { name } else { format!("{name} ({})", format::short_percent(proficiency)) }
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Mon–Fri`, `Sat, Sun`, `every day`.
pub(in crate::report) fn weekdays(days: [bool; 7]) -> String {
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
pub(in crate::report) fn opening_hours(hours: &OpeningHours) -> String {
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
pub(in crate::report) const PREMIUMS: &str = "premiums";
pub(in crate::report) const OVERTIME_PREMIUM: &str = "overtime premium";
pub(in crate::report) const SUM_PAID_HOURS: &str = "Paid hours";
pub(in crate::report) const SUM_WAGES: &str = "Wages";
pub(in crate::report) const MISSED_SESSIONS: &str = "Missed attendances of sessions";
pub(in crate::report) const SUM_MISSING: &str = "Missing agent-hours";
pub(in crate::report) const SUM_SURPLUS: &str = "Surplus agent-hours";
pub(in crate::report) const FROM_THE_CHEAPEST: &str = "Proved to be at most so far from the cheapest";
pub(in crate::report) const CHECKED: &str = "Independent check";
pub(in crate::report) const ALL_RULES_KEPT: &str = "all rules kept";
pub(in crate::report) const CHECKER_OBJECTS: &str = "the checker objects";
pub(in crate::report) const PROMISE_HEADS: [&str; 5] = ["Queue", "Promise", "Service level", "± (95 %)", "Kept?"];
pub(in crate::report) const SHIFT_LIST_HEADS: [&str; 9] =
    ["group", "shift", "date", "start", "end", "breaks", "people", "paid hours each", "paid hours"];
pub(in crate::report) const SESSIONS: &str = "sessions";
pub(in crate::report) const UNPAID: &str = "unpaid";
pub(in crate::report) const WEEK_HEADS: [&str; 3] = ["group", "shift", "hours"];
pub(in crate::report) const PEOPLE_IN_ALL: &str = "people in all";
pub(in crate::report) const COST_OF_GROUP_HEADS: [&str; 3] = ["group", "paid hours", "wage per hour"];
pub(in crate::report) const WAGES: &str = "wages";

/// What one person on a shift gets.
pub(in crate::report) fn each(what: &str) -> String {
    format!("{what} each")
}

/// An amount with its currency, for a head or a label.
pub(in crate::report) fn in_currency(what: &str, currency: &str) -> String {
    format!("{what}, {currency}")
}

pub(in crate::report) fn seats_taken(seats: u32, site: &str) -> String {
    format!("Most of the {seats} seats of {} taken at once", format::name(site))
}

/// Where the numbers of a schedule come from.
pub(in crate::report) fn origin_of_schedule(version: &str, seed: u64, digest: &str, replications: u32) -> String {
    format!(
        "callboard {version}, seed {seed}, inputs {digest}; simulated {replications} times with fresh random numbers"
    )
}

/// Who works when.
pub(in crate::report) const GRID_HEADS: [&str; 3] = ["name", "group", "contract"];
pub(in crate::report) const AWAY: &str = "away";
pub(in crate::report) const FIXED_BEFOREHAND: &str = "framed: fixed beforehand";
pub(in crate::report) const WISH_REFUSED: &str = "bold, red, slanted: a wish is refused";

/// The workbook of a roster.
pub(in crate::report) const SHARES_HEADS: [&str; 6] =
    ["name", "contract", "paid hours", "shifts", "nights", "worked weekends"];
pub(in crate::report) const NOT_MET_HEADS: [&str; 4] = ["who", "when", "what", "why"];
pub(in crate::report) const PRICE: &str = "price";
pub(in crate::report) const SHIFTS_COST: &str = "what the shifts cost";
pub(in crate::report) const SEARCH_WEIGHED: &str = "what the search weighed";

/// The plan, period by period.
pub(in crate::report) fn plan_heads(step: &str) -> Vec<String> {
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
pub(in crate::report) const HOURS_OF_THE_PLAN: &str = "Agent-hours by period";
pub(in crate::report) const CASH_OF_THE_PLAN: &str = "Cash by period";
pub(in crate::report) const THE_PLAN: &str = "plan";
pub(in crate::report) const DOING_NOTHING: &str = "doing nothing";

/// The business case.
pub(in crate::report) mod case {
    use crate::report::format;

    pub(in crate::report) const COST_OF_THE_PLAN: &str = "Cost of the plan";
    pub(in crate::report) const COST_OF_DOING_NOTHING: &str = "Cost of doing nothing";
    pub(in crate::report) const COST_WITHOUT_PROJECTS: &str = "Cost without projects";
    pub(in crate::report) const PLAN: &str = "Plan";
    pub(in crate::report) const DO_NOTHING: &str = "Do nothing";
    pub(in crate::report) const PLAN_WITHOUT_PROJECTS: &str = "Plan without projects";
    pub(in crate::report) const CASH: &str = "Cash";
    pub(in crate::report) const NOT_CASH: &str = "Missing hours, lost contacts and customers at their price";
    pub(in crate::report) const ALL_COSTS: &str = "All costs";
    pub(in crate::report) const IN_CASH: &str = "cash";
    pub(in crate::report) const IN_ALL_COSTS: &str = "all costs";
    pub(in crate::report) const SAVED_AGAINST_DOING_NOTHING: &str = "Saved against doing nothing";
    pub(in crate::report) const NET_PRESENT_VALUE_OF_THAT: &str = "Net present value of that";
    pub(in crate::report) const NOT_IN_THIS_TIME: &str = "not in this time";
    pub(in crate::report) const AHEAD_OF_DOING_NOTHING_FOR_GOOD_FROM: &str = "Ahead of doing nothing for good from";
    pub(in crate::report) const MOST_PUT_UP: &str = "Most cash put up before it is back";
    pub(in crate::report) const SPENT_MORE: &str = "Cash spent more than doing nothing, in today’s money";
    pub(in crate::report) const RETURN: &str = "Return: net present value above each unit of that";
    pub(in crate::report) const NONE_SPENT: &str = "none spent";
    pub(in crate::report) const CASH_FLOW: &str = "Cash flow";
    pub(in crate::report) const CONTACTS: &str = "Contacts";
    pub(in crate::report) const CASH_PER_CONTACT_THAT_CUSTOMERS_BRING: &str = "Cash per contact that customers bring";
    pub(in crate::report) const CASH_PER_CONTACT_THAT_IS_RESOLVED: &str = "Cash per contact that is resolved";
    pub(in crate::report) const PEOPLE_EMPLOYED_IN_THE_FIRST_PERIOD: &str = "People employed in the first period";
    pub(in crate::report) const PEOPLE_EMPLOYED_IN_THE_LAST_PERIOD: &str = "People employed in the last period";
    pub(in crate::report) const PEOPLE_EMPLOYED_ON_AVERAGE: &str = "People employed on average";
    pub(in crate::report) const PEOPLE_HIRED: &str = "People hired";
    pub(in crate::report) const MISSING_HOURS: &str = "Agent-hours missing";
    pub(in crate::report) const COST: &str = "Cost";
    pub(in crate::report) const PROJECTS_AND_PARTNERS: &str = "Projects and partners";
    pub(in crate::report) const BEGINS: &str = "Begins";
    pub(in crate::report) const AT_WORK_FROM: &str = "At work from";
    pub(in crate::report) const TO: &str = "To";
    pub(in crate::report) const LATER: &str = "later";
    pub(in crate::report) const RUNS_ON: &str = "runs on";
    pub(in crate::report) const SELF_SERVICE: &str = "self-service";
    pub(in crate::report) const COACHING: &str = "coaching";
    pub(in crate::report) const PARTNER: &str = "partner";
    pub(in crate::report) const INPUT: &str = "Input";
    pub(in crate::report) const VALUE: &str = "Value";
    pub(in crate::report) const UNIT: &str = "Unit";
    pub(in crate::report) const WHAT_IT_DOES_HERE: &str = "What it does here";
    pub(in crate::report) const DISCOUNT_RATE: &str = "Discount rate";
    pub(in crate::report) const A_YEAR: &str = "a year";
    pub(in crate::report) const FOR_DISCOUNT: &str = "Cash flow: discount factor";
    pub(in crate::report) const LENGTH_OF_A_PERIOD: &str = "Length of a period";
    pub(in crate::report) const MONTHS: &str = "months";
    pub(in crate::report) const WAGE_GROWTH: &str = "Wage growth";
    pub(in crate::report) const FOR_WAGES: &str = "Cost sheets: wages at the pay of the first year";
    pub(in crate::report) const VALUE_OF_A_LOST_CONTACT: &str = "Value of a lost contact";
    pub(in crate::report) const EACH: &str = "each";
    pub(in crate::report) const FOR_LOST_CONTACTS: &str = "Contacts: how many are lost";
    pub(in crate::report) const GIVEN_TO_THE_PLANNER: &str = "given to the planner; the costs were worked out with it";
    pub(in crate::report) const PRICE_OF_A_MISSING_AGENT_HOUR: &str = "Price of a missing agent-hour";
    pub(in crate::report) const AN_HOUR: &str = "an hour";
    pub(in crate::report) const CUSTOMER_LEFT_WITHOUT_HELP: &str =
        "Value of a customer left without help by self-service";
    pub(in crate::report) const VALUE_OF_A_POINT_OF_SATISFACTION: &str = "Value of a point of satisfaction";
    pub(in crate::report) const A_CONTACT: &str = "a contact";
    pub(in crate::report) const LICENCES_OF_A_PERSON_EMPLOYED: &str = "Licences of a person employed";
    pub(in crate::report) const A_MONTH: &str = "a month";
    pub(in crate::report) const SYSTEMS: &str = "Systems";
    pub(in crate::report) const LINES_AND_MINUTES: &str = "Lines and minutes of a contact that reaches agents";
    pub(in crate::report) const BUDGET_OF_CASH: &str = "Budget of cash";
    pub(in crate::report) const VALUE_OF: &str = "Value of";
    pub(in crate::report) const IS: &str = "Is";
    pub(in crate::report) const SOURCE: &str = "Source";
    pub(in crate::report) const SCENARIO_FILE: &str = "scenario file";
    pub(in crate::report) const SET_FOR_THIS_RUN: &str = "set for this run";
    pub(in crate::report) const NUMBER: &str = "no.";
    pub(in crate::report) const THE_PLAN: &str = "plan";
    pub(in crate::report) const DOING_NOTHING: &str = "do nothing";
    pub(in crate::report) const SAVED: &str = "saved";
    pub(in crate::report) const SAVED_FROM_THE_BEGINNING: &str = "saved from the beginning";
    pub(in crate::report) const DISCOUNT_FACTOR: &str = "discount factor";
    pub(in crate::report) const SAVED_PRESENT_VALUE: &str = "saved, present value";
    pub(in crate::report) const AHEAD_FOR_GOOD: &str = "ahead for good";
    pub(in crate::report) const SAVED_FROM_THE_BEGINNING_CHART: &str =
        "Saved against doing nothing, from the beginning";
    pub(in crate::report) const IN_NOT_CASH: &str = "not cash";
    pub(in crate::report) const WAGE_LEVEL: &str = "wage level";
    pub(in crate::report) const WAGES_AT_THE_PAY_OF_THE_FIRST_YEAR: &str = "wages at the pay of the first year";
    pub(in crate::report) const GROUP: &str = "group";
    pub(in crate::report) const BEFORE: &str = "before";
    pub(in crate::report) const LEAVERS: &str = "leavers";
    pub(in crate::report) const CONTRACTS_ENDED: &str = "contracts ended";
    pub(in crate::report) const MOVED_OUT: &str = "moved out";
    pub(in crate::report) const MOVED_IN: &str = "moved in";
    pub(in crate::report) const HIRES: &str = "hires";
    pub(in crate::report) const EMPLOYED: &str = "employed";
    pub(in crate::report) const OF_THESE_IN_TRAINING: &str = "of these in training";
    pub(in crate::report) const AGENT_HOURS_NEEDED: &str = "agent-hours needed";
    pub(in crate::report) const AGENT_HOURS_ON_DUTY: &str = "agent-hours on duty";
    pub(in crate::report) const HOURS_MISSING: &str = "agent-hours missing";
    pub(in crate::report) const EMPLOYED_WHEN_DOING_NOTHING: &str = "employed when doing nothing";
    pub(in crate::report) const JOBS: &str = "Jobs";
    pub(in crate::report) const MOVED_OUT_OR_DISMISSED: &str = "moved out or dismissed";
    pub(in crate::report) const CONTACTS_THAT_CUSTOMERS_BRING: &str = "contacts that customers bring";
    pub(in crate::report) const WITHOUT_PROJECTS: &str = "without projects";
    pub(in crate::report) const LEFT_WITHOUT_HELP_BY_SELF_SERVICE: &str = "left without help by self-service";
    pub(in crate::report) const LOST_BECAUSE_AGENTS_ARE_MISSING: &str = "lost because agents are missing";
    pub(in crate::report) const RESOLVED: &str = "resolved";
    pub(in crate::report) const ALTERNATIVES: &str = "Alternatives";
    pub(in crate::report) const SAVED_AGAINST_THE_PLAN: &str = "Saved against the plan";
    pub(in crate::report) const NEW_PEOPLE: &str = "New people";
    pub(in crate::report) const PROJECTS_AND_PARTNERS_THAT_BEGIN: &str = "Projects and partners that begin";

    /// Something of the cash, or of all costs.
    pub(in crate::report) fn of_which(what: &str, which: &str) -> String {
        format!("{what}, {which}")
    }

    pub(in crate::report) fn budget_of(kind: &str) -> String {
        format!("Budget of {}", format::name(kind))
    }

    pub(in crate::report) fn default_because(why: &str) -> String {
        format!("default: {why}")
    }

    pub(in crate::report) fn hired(channel: &str) -> String {
        format!("hired: {}", format::name(channel))
    }

    /// Where a business case comes from: version, seed and fingerprint, how the solver fared, currency and sheet of the inputs.
    pub(in crate::report) fn origin(
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
