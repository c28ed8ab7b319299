//! The rule of sites: nobody at work without a seat.

use super::{begin_of, finding};
use crate::calendar::Grid;
use crate::scenario::Scenario;
use crate::scheduling::schedule::{Finding, Schedule};

pub(super) fn seats_of_a_site(scenario: &Scenario, schedule: &Schedule) -> Vec<Finding> {
    let mut at_work = Grid::filled(scenario.sites.len(), scenario.calendar.intervals.len(), 0u64);
    for shift in &schedule.shifts {
        let (Some(site), Some(begin)) = (scenario.group(shift.group).site, begin_of(scenario, shift)) else { continue };
        let end = begin + 60.0 * f64::from(shift.length);
        for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
            if begin <= interval.start.0 && interval.start.0 < end {
                at_work[(site.0, index)] += u64::from(shift.people);
            }
        }
    }
    let mut findings = Vec::new();
    for (index, site) in scenario.sites.iter().enumerate() {
        let Some(seats) = site.seats else { continue };
        let without = at_work.row(index).iter().enumerate().filter(|&(_, &people)| people > u64::from(seats));
        // The first of those in which most lack one.
        if let Some((interval, people)) = without.reduce(|a, b| if b.1 > a.1 { b } else { a }) {
            let label = scenario.calendar.label(interval);
            let what = format!("{people} at work in {} at {label}, which has {seats} seats", site.name);
            findings.push(finding("seats of a site", what));
        }
    }
    findings
}
