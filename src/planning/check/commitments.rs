//! What a plan is committed to when it is made is in it, and nothing else before decisions are free.

use super::{Findings, Rules};
use crate::planning::workforce_plan::WorkforcePlan;

pub(super) fn check_commitments(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) {
    let Some(committed) = &rules.plan.committed else { return };
    let begun = |start: Option<u32>, until: usize| start.filter(|&start| (start as usize) < until);
    let starts = found.initiatives.iter().zip(&committed.starts);
    for (decided, &before) in starts {
        let same = begun(decided.start, committed.until) == begun(before, committed.until);
        findings.unless(same, "commitment", || format!("{} begins in {:?}", decided.name, decided.start));
    }
    for (place, (decided, &before)) in found.partners.iter().zip(&committed.contracts).enumerate() {
        let until = committed.until + rules.periods_in(rules.plan.partners[place].lead_months);
        let same = begun(decided.start, until) == begun(before, until);
        findings.unless(same, "commitment", || format!("{} begins in {:?}", decided.name, decided.start));
    }
    for (period, planned) in found.periods.iter().enumerate() {
        let is_free = |lead_months: f64| period >= committed.until + rules.periods_in(lead_months);
        for (place, channel) in rules.plan.hiring.iter().enumerate() {
            let same = is_free(channel.lead_months) || planned.hires[place] == committed.hires[place][period];
            let what = || format!("{} of {} begin in period {}", planned.hires[place], channel.name, period + 1);
            findings.unless(same, "commitment", what);
        }
        for (place, way) in rules.plan.moves.iter().enumerate() {
            let same = is_free(way.lead_months) || planned.moves[place] == committed.moves[place][period];
            let what = || format!("{} of {} move in period {}", planned.moves[place], way.name, period + 1);
            findings.unless(same, "commitment", what);
        }
    }
}
