//! What a roster does not give, in words: who, what, why, and at what price.

use super::format;
use super::words::not_met as words;
use crate::rostering::not_met::{What, Why};
use crate::rostering::problem::{KindId, PersonId};
use crate::rostering::{Cause, NotMet};
use crate::scenario::{RosterSettings, Scenario, Wished};
use crate::study::CertifiedRoster;
use crate::units::Money;

/// A piece in words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// What kind of thing it is: `rule`, `shift`, `surplus`, `wish` or `share`.
    pub kind: &'static str,
    /// A person or a group.
    pub who: String,
    /// Day of the horizon.
    pub day: Option<usize>,
    /// What is not given.
    pub what: String,
    /// Why.
    pub why: String,
    /// What it adds to the price of the roster.
    pub price: Option<Money>,
}

/// Everything that a roster does not give.
pub(super) fn told(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster) -> Vec<Told> {
    certified.not_met.iter().map(|piece| one(scenario, settings, certified, piece)).collect()
}

fn one(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster, piece: &NotMet) -> Told {
    let person = || piece.person.map_or_else(String::new, |person| settings.employees[person.0].name.clone());
    let (kind, who, what) = match piece.what {
        What::Rule(rule) => ("rule", person(), rule.to_string()),
        What::Missing { kind, people, wanted } => {
            let (group, shift) = shift(scenario, certified, kind);
            ("shift", group, words::nobody_for(people, wanted, &shift))
        }
        What::Surplus { kind, people, wanted } => {
            let (group, shift) = shift(scenario, certified, kind);
            let what = match wanted {
                0 => words::where_nobody_is_wanted(people, &shift),
                wanted => words::more_than_wanted(people, wanted, &shift),
            };
            ("surplus", group, what)
        }
        What::Wish(_) => ("wish", person(), words::wish(&wish(scenario, settings, certified, piece))),
        What::Share { of, above, fair } => {
            ("share", person(), words::above_the_fair_share(&words::shared(of, above), fair))
        }
    };
    Told { kind, who, day: piece.day, what, why: why(piece), price: piece.price.map(Money) }
}

/// The group and the shift of a kind: `early, 08:00–16:30`.
fn shift(scenario: &Scenario, certified: &CertifiedRoster, kind: KindId) -> (String, String) {
    let hours = certified.of.problem.kinds[kind.0].name.replace('-', "–");
    match certified.of.origins[kind.0] {
        Some(origin) => {
            let name = format::name(&scenario.shift_types[origin.shift_type.0].name);
            (format::name(&scenario.group(origin.group).name), format!("{name}, {hours}"))
        }
        None => (String::new(), hours),
    }
}

/// The wish of that person and day which is refused, as the table of wishes says it.
fn wish(scenario: &Scenario, settings: &RosterSettings, certified: &CertifiedRoster, piece: &NotMet) -> String {
    let (Some(PersonId(person)), Some(day)) = (piece.person, piece.day) else { return String::new() };
    let given = certified.roster.lines[person][day];
    let shift_type = given.and_then(|kind| certified.of.origins[kind.0]).map(|origin| origin.shift_type);
    let is_refused = |what: Wished| match what {
        Wished::Off => given.is_some(),
        Wished::Work => given.is_none(),
        Wished::Shift(wanted) => shift_type != Some(wanted),
        Wished::NotShift(unwanted) => shift_type == Some(unwanted),
    };
    let name = |shift_type: crate::scenario::ShiftTypeId| format::name(&scenario.shift_types[shift_type.0].name);
    let wishes = settings.employees[person].wishes.iter().filter(|wish| wish.day == day && is_refused(wish.what));
    let words: Vec<String> = wishes
        .map(|wish| match wish.what {
            Wished::Off => words::TO_BE_OFF.to_owned(),
            Wished::Work => words::TO_WORK.to_owned(),
            Wished::Shift(wanted) => words::to_work(&name(wanted)),
            Wished::NotShift(unwanted) => words::not_to_work(&name(unwanted)),
        })
        .collect();
    format::listed(&words)
}

fn why(piece: &NotMet) -> String {
    match (&piece.why, piece.what) {
        (Why::Cause(Cause::Contradiction), _) => words::CONTRADICTION.to_owned(),
        (Why::Cause(cause), _) => cause.to_string(),
        (Why::Nobody(hindrances), _) if hindrances.is_empty() => words::NOBODY_MAY.to_owned(),
        (Why::Nobody(hindrances), _) => {
            let all: u32 = hindrances.iter().map(|&(_, people)| people).sum();
            let parts: Vec<String> = hindrances.iter().map(|&(what, people)| words::hindrance(what, people)).collect();
            words::of_others(all, &format::listed(&parts))
        }
        (Why::Price, What::Surplus { .. }) => words::SURPLUS_IS_CHEAPER.to_owned(),
        (Why::Price, What::Share { .. }) => words::FAIRER_IS_DEARER.to_owned(),
        (Why::Price, _) => words::WITH_IT_IS_DEARER.to_owned(),
    }
}

impl Told {
    /// `Mon 1 Mar`; nothing where it concerns the whole period.
    pub fn date(&self, scenario: &Scenario) -> String {
        self.day.map_or_else(String::new, |day| format::day(scenario.calendar.days[day].date))
    }

    /// `125 EUR`; a dash for a rule.
    pub fn price(&self, scenario: &Scenario) -> String {
        self.price.map_or_else(|| format::NONE.to_owned(), |price| format::money(price, &scenario.currency))
    }

    /// `front desk, Mon 1 Mar: nobody for 1 of 5 shifts early, 08:00–16:30 (125 EUR; of 3 others who may work it, 3 are on leave).`
    pub fn sentence(&self, scenario: &Scenario) -> String {
        let date = if self.day.is_some() { format!(", {}", self.date(scenario)) } else { String::new() };
        let price = if self.price.is_some() { format!("{}; ", self.price(scenario)) } else { String::new() };
        format!("{}{date}: {} ({price}{}).", self.who, self.what, self.why)
    }
}
