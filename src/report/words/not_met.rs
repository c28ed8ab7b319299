//! The words of what a roster does not give.

use crate::report::format::counted;
use crate::rostering::not_met::{Hindrance, Shared};

phrases! {
    nobody_for(people: u32, wanted: u32, shift: &str) "nobody for {people} of {wanted} shifts {shift}";
    where_nobody_is_wanted(people: u32, shift: &str) "{people} on {shift}, where nobody is wanted";
    more_than_wanted(people: u32, wanted: u32, shift: &str) "{people} more than the {wanted} wanted on {shift}";
    wish(what) "wish {what}";
    TO_BE_OFF "to be off";
    TO_WORK "to work";
    to_work(shift) "to work {shift}";
    not_to_work(shift) "not to work {shift}";
    above_the_fair_share(pieces: &str, fair: u32) "{pieces} above the fair share of {fair}";
    CONTRADICTION "the rules contradict each other";
    NOBODY_MAY "nobody may work it";
    of_others(all: u32, parts: &str; others = if all == 1 { "other" } else { "others" }) "of {all} {others} who may work it, {parts}";
    SURPLUS_IS_CHEAPER "contracts ask for the hours, or a roster without would cost more";
    FAIRER_IS_DEARER "a fairer roster would cost more";
    WITH_IT_IS_DEARER "the roster with it would cost more";
}

/// `2 worked weekends`.
pub(in crate::report) fn shared(of: Shared, number: u32) -> String {
    match of {
        Shared::Nights => counted(number as usize, "night"),
        Shared::Weekends => counted(number as usize, "worked weekend"),
        Shared::RefusedWishes if number == 1 => "1 refused wish".to_owned(),
        Shared::RefusedWishes => format!("{number} refused wishes"),
    }
}

/// `3 are on leave`.
pub(in crate::report) fn hindrance(what: Hindrance, people: u32) -> String {
    let verb = |one: &str, several: &str| format!("{people} {}", if people == 1 { one } else { several });
    match what {
        Hindrance::AtWork => verb("works another shift", "work another shift"),
        Hindrance::TimeOff => verb("is on leave", "are on leave"),
        Hindrance::Availability => verb("is not available", "are not available"),
        Hindrance::Locked => verb("is fixed to be off", "are fixed to be off"),
        Hindrance::Rule(rule) => format!("{people} would break the rule on {rule}"),
        Hindrance::Price => verb("costs more there than it is worth", "cost more there than they are worth"),
    }
}
