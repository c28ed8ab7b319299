//! The alternatives that the scenario names, beside the plan: what each costs, begins and leaves missing.

use super::business_case::plain;
use super::{Section, Table, strings};
use crate::planning::business_case::sum;
use crate::planning::{PlanComparison, WorkforcePlan};
use crate::report::business_case::period;
use crate::report::format::{self, capital, listed, money};
use crate::scenario::Scenario;
use crate::units::Money;

/// The section; none where no alternative is named.
pub(super) fn section(scenario: &Scenario, planned: &PlanComparison) -> Option<Section> {
    if planned.alternatives.is_empty() && planned.before.is_none() {
        return None;
    }
    let mut section = plain(
        "The alternatives",
        "Each alternative is the same scenario with other values; the best plan was sought for it anew. What it saves is told \
         against the plan above: below zero it costs more.",
    );
    section.tables = vec![compared(planned, &scenario.currency)];
    let before = planned.before.iter().map(|before| {
        let known = period(&planned.plan, before.known_from as u32);
        format!("As planned before: for what was expected until {known}. What was decided by then stays in the plan.")
    });
    let held = planned.held.iter().map(|_| {
        "The alternatives, and the plan without projects, are for what is expected: without the margins that make the plan hold."
            .to_owned()
    });
    section.notes = before.chain(held).chain(changes(scenario)).collect();
    Some(section)
}

fn compared(planned: &PlanComparison, currency: &str) -> Table {
    let plan = &planned.plan;
    let rows = every(planned).into_iter().map(|(name, other)| {
        let saved = |amount: fn(&WorkforcePlan) -> Money| {
            let is_plan = std::ptr::eq(other, plan);
            if is_plan { format::NONE.to_owned() } else { money(sum([amount(plan), -amount(other)]), currency) }
        };
        vec![
            name,
            money(other.cash(), currency),
            saved(WorkforcePlan::cash),
            money(all_costs(other), currency),
            saved(all_costs),
            other.hires().to_string(),
            format::hours(other.shortage_hours()),
            begun(other),
        ]
    });
    let head = strings(&["", "Cash", "Cash saved against the plan", "All costs", "All saved against the plan"]);
    let head = head.into_iter().chain(strings(&["New people", "Agent-hours missing", "Begins"])).collect();
    let months = format::counted(plan.periods.len(), plan.step.name());
    let caption = format!("The {months} from {} in each alternative", period(plan, 0));
    Table { over: Vec::new(), caption, head, rows: rows.collect(), words: false }
}

/// The plan, the one before news came, and the alternatives, by their names.
pub(in crate::report) fn every(planned: &PlanComparison) -> Vec<(String, &WorkforcePlan)> {
    let alternatives = planned.alternatives.iter();
    let named = alternatives.map(|alternative| (capital(&format::name(&alternative.name)), &alternative.plan));
    let before = planned.before.iter().map(|before| ("As planned before".to_owned(), &before.plan));
    std::iter::once(("Plan".to_owned(), &planned.plan)).chain(before).chain(named).collect()
}

fn all_costs(plan: &WorkforcePlan) -> Money {
    plan.cumulative_cost().last().copied().unwrap_or(Money::ZERO)
}

/// `assistant in Feb 2027, night line in Apr 2027`; `nothing`.
pub(in crate::report) fn begun(plan: &WorkforcePlan) -> String {
    let initiatives = plan.initiatives.iter().map(|decided| (&decided.name, decided.start));
    let partners = plan.partners.iter().map(|decided| (&decided.name, decided.start));
    let begun = initiatives
        .chain(partners)
        .filter_map(|(name, start)| start.map(|start| format!("{} in {}", format::name(name), period(plan, start))));
    match begun.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "nothing".to_owned(),
        begun => begun,
    }
}

/// What is otherwise in each: `As promised: bot.assistant.resolved=0.4`.
pub(in crate::report) fn changes(scenario: &Scenario) -> Vec<String> {
    let alternatives = scenario.plan.iter().flat_map(|plan| &plan.alternatives);
    let words = alternatives
        .map(|alternative| format!("{}: {}", capital(&format::name(&alternative.name)), listed(&alternative.changes)));
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::business_case::tests::study;

    #[test]
    fn an_alternative_is_told_against_the_plan() {
        let study = study();
        let planned = study.planned.as_ref().unwrap();
        let section = section(&study.scenario, planned).unwrap();
        let [plan, other] = &section.tables[0].rows[..] else { panic!("two rows") };
        let alternative = &planned.alternatives[0].plan;
        assert_eq!(plan[..3], ["Plan".to_owned(), money(planned.plan.cash(), "EUR"), format::NONE.to_owned()]);
        assert_eq!(plan[7], "Chatbot in Feb 2027, night line in Apr 2027");
        assert_eq!(other[0], "=no bot");
        assert_eq!(other[2], money(planned.plan.cash() - alternative.cash(), "EUR"));
        let saved = planned.plan.saved_against(alternative).last().copied().unwrap();
        assert_eq!(other[4], money(-saved, "EUR"), "what the alternative saves, and not what the plan does");
        assert_eq!((other[5].as_str(), other[7].as_str()), ("14", "nothing"));
        assert_eq!(section.notes, ["=no bot: self_service.Chatbot.start=never"]);
    }

    #[test]
    fn without_alternatives_there_is_no_section() {
        let mut study = study();
        study.planned.as_mut().unwrap().alternatives.clear();
        assert!(section(&study.scenario, study.planned.as_ref().unwrap()).is_none());
    }
}
