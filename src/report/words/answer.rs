//! The words of the [answer](crate::report::answer) in three sentences.

use crate::report::format::counted;
use crate::simulation::Verdict;

// What will happen.

phrases! {
    with_today(cost, days, outcome) "With today’s staffing ({cost} for {days}), {outcome}.";
    NOTHING_PROMISED "nothing is promised, and this is reached: ";
    judged(verdict: Verdict, who: &str; verdict = verdict_on(verdict)) "{verdict} for {who}";
    ALL_QUEUES "all queues";
    the_promise_is(clauses, by_day) "the promise is {clauses}; {by_day}";
    missed_on_none(days) "on none of the {days} is it shown to be missed";
    missed_on(missed: usize, days: &str) "day by day, it is missed on {missed} of {days}";
    one_missed_on(missed: usize, days: &str) "day by day, at least one queue misses it on {missed} of {days}";
    with_measure(name, measure) "{name} ({measure})";
}

fn verdict_on(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Missed => "missed",
        Verdict::Kept => "kept",
        Verdict::Unclear | Verdict::NoPromise => "too close to call",
    }
}

/// `7 days`.
pub(in crate::report) fn days(number: usize) -> String {
    counted(number, "day")
}

// Who should work when.

phrases! {
    needed_without_shifts(hours, days) "To keep the promises, {hours} agent-hours on duty are needed over these {days}; no shifts were planned, because the scenario has no shift rules.";
    must_not_be_used(broken: usize, first: &str; broken = counted(broken, "rule")) "The schedule that was found breaks {broken} and must not be used: {first}.";
    with_schedule(wages, premiums, hours, outcome, rest) "With the proposed schedule ({wages} in wages{premiums} for {hours} paid hours), {outcome}{rest}.";
    and_premiums(premiums) " and {premiums} in premiums";
    ROSTER_MUST_NOT_BE_USED "; the roster that was found breaks rules and must not be used";
    SOMEBODY_FOR_EACH "with somebody by name for each shift";
    nobody_for(missing, wanted) "with nobody for {missing} of the {wanted} shifts";
    given_to(people: usize, open: &str, outcome: &str; people = named_people(people)) "; given to {people}, {open}, {outcome}";
    for_want_of_people(takes) ", because all contract hours in those weeks are used: {takes}";
    partly_for_want_of_people(hours, takes) ", {hours} of them because all contract hours in those weeks are used: {takes}";
    stay_uncovered(hours, why) "; {hours} agent-hours that are needed stay uncovered{why}";
    no_seat_at(hours, site) "for {hours} of them no seat is free at {site}";
    with_seats(seats: u32; seats = counted(seats as usize, "seat")) " ({seats})";
    seats_taken(peak: u32, seats: u32, site: &str; seats = counted(seats as usize, "seat")) "at most {peak} of {seats} of {site} are taken";
    first_at(when) ", first at {when}";
    missing_hour_costs(prices) "a missing agent-hour costs {prices}";
    price_for(price, queue) "{price} for {queue}";
    ONLY_MORE_PEOPLE "only more people or overtime can cover them";
    more_people_in(people: u32, group: &str; people = more_people(people)) "{people} in {group}";
    would_cover(groups, hours) "{groups} would cover {hours} of these hours";
    AND_NONE_MISSED ", and then no promise is shown to be missed";
}

fn named_people(number: usize) -> String {
    if number == 1 { "one named person".to_owned() } else { format!("{number} named people") }
}

fn more_people(number: u32) -> String {
    if number == 1 { "1 more person".to_owned() } else { format!("{number} more people") }
}

// What to ask for.

phrases! {
    NOT_PLANNED "What to ask for over the months was not planned, because the scenario has no assumptions for a plan.";
    FIRST_LOOK "A first look: hours are needed by formula, and nothing was simulated, compared with alternatives or proved.";
    NO_NEW_PEOPLE "no new people";
    some_for_a_season(people: u32) " ({people} of them for a season)";
    for_overtime(amount) "{amount} for overtime";
    above_budget(amount: &str, is_yearly: bool; of = if is_yearly { "yearly" } else { "monthly" }) "; the plan goes {amount} over the {of} budget";
    ask_for(periods, first, wishes, cash, rest) "For the {periods} from {first}, ask for {wishes}: that takes {cash} in cash, {rest}.";
    SAME_CASH "as much as carrying on as now";
    less_cash(amount) "{amount} less than carrying on as now";
    more_cash(amount) "{amount} more than carrying on as now";
    nobody_missing(cash) "{cash}, with nobody missing either way";
    nobody_missing_now(agrees: bool, hours: &str; joint = joint(agrees)) "{joint} nobody is missing, instead of {hours} agent-hours";
    hours_missing(agrees: bool, hours: &str, before: &str; joint = joint(agrees)) "{joint} {hours} agent-hours are missing instead of {before}";
    saves_in_all(amount) "saves {amount} in all";
    costs_more_in_all(amount) "costs {amount} more in all";
    in_all(cash, hours, saves) "{cash}, {hours}; with each missing hour at its price, it {saves}";
    option(name, start, live) "{name} (begin in {start}{live})";
    live_in(period) ", live in {period}";
    partner(name, start, to) "{name} (from {start}{to})";
    ON " on";
    to_period(period) " to {period}";
    paid_by(who, period) "; {who} by {period}";
    not_within_these(who) "; {who} within these months";
    not_worth_it(who) "; {who}";
}

/// `3 hires`.
pub(in crate::report) fn hires(number: u32) -> String {
    counted(number as usize, "hire")
}

/// Whether the second thing that is said is as good or bad as the first.
fn joint(agrees: bool) -> &'static str {
    if agrees { "and" } else { "but" }
}
