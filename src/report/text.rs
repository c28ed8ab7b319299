//! Results as tables for a terminal of a given width; no colour, so that they read the same in a file.

mod comparison;
mod plan;
pub(super) mod table;

pub use comparison::what_if_text;
use plan::compared;
pub use plan::plan_text;

use super::answer;
use super::format::{self, hours, money};
use super::{Provenance, details, promise, three_sentences};
use crate::calendar::clock;
use crate::requirement::{self, Requirement};
use crate::scenario::Scenario;
use crate::scheduling::ScheduledShift;
use crate::scheduling::tours::contract_work;
use crate::simulation::{Performance, Verdict, judge};
use crate::staffing::agent_hours;
use crate::study::{CertifiedSchedule, Study};
use crate::units::{Hours, Money};
use comfy_table::CellAlignment;
use std::collections::BTreeMap;
use table::{Table, table, wrapped};

/// How many rows a table has at most where there may be hundreds.
const MOST_ROWS: usize = 24;

/// Queues, groups and the total over the horizon, each measure with its 95 % interval; and bots, reasons, callbacks, backlogs
/// and people, where the scenario has them.
pub fn performance_text(scenario: &Scenario, performance: &Performance, width: u16) -> String {
    let mut queues =
        table(width, &["queue", "offered", "hang up", "service level", "average wait", "90 % wait at most", "promise"]);
    for (queue, result) in scenario.queues.iter().zip(&performance.queues) {
        let total = &result.total;
        queues.add_row(vec![
            format::name(&queue.name),
            format::estimated_count(total.offered),
            format::estimated_percent(total.abandonment),
            format!("{} in {}", format::estimated_percent(total.service_level), format::duration(result.within.0)),
            format::estimated_duration(total.asa_s),
            format::estimated_duration(total.wait_p90_s),
            promise::verdict(judge(&result.target, total)).to_owned(),
        ]);
    }
    let mut groups = table(width, &["group", "busy", "answered", "paid hours", "overtime hours", "cost"]);
    for (group, result) in scenario.groups.iter().zip(&performance.groups) {
        let total = &result.total;
        groups.add_row(vec![
            format::name(&group.name),
            format::estimated_percent(total.occupancy),
            format::estimated_count(total.answered),
            format::estimated_count(total.paid_hours),
            format::mean(total.overtime_hours, |hours| format::short(hours, 1)),
            format!("{} {}", format::estimated_count(total.cost), scenario.currency),
        ]);
    }
    let mut parts = vec![queues.text(), String::new(), groups.text(), String::new()];
    let mut more = details::journeys(scenario, performance);
    more.extend(details::backlogs(scenario, performance));
    more.extend(details::people(scenario, performance));
    for details in more {
        let mut rows = table(width, &details.head);
        details.rows.into_iter().for_each(|row| rows.add_row(row));
        parts.extend([rows.text(), String::new()]);
    }
    let total = &performance.total;
    let summary = format!(
        "Together: {} contacts, {} answered in time, agents busy {}, {} {} in all, {} per contact.",
        format::estimated_count(total.offered),
        format::estimated_percent(total.service_level),
        format::estimated_percent(total.occupancy),
        format::estimated_count(total.cost),
        scenario.currency,
        format::mean(total.cost_per_contact, |cost| format!("{} {}", format::decimal(cost, 2), scenario.currency)),
    );
    let source = format!(
        "{} replications, seed {}; ± is half the width of a 95 % interval. Service level: {}.",
        performance.replications,
        performance.seed,
        definitions(performance)
    );
    parts.push(wrapped(&summary, width));
    let more = details::outcome(scenario, performance).into_iter().chain(details::may_come(scenario, performance));
    parts.extend(more.map(|sentence| wrapped(&sentence, width)));
    parts.push(wrapped(&source, width));
    parts.join("\n") + "\n"
}

/// The same queue by queue and interval by interval, without the intervals in which nobody came.
pub fn intervals_text(scenario: &Scenario, performance: &Performance, width: u16) -> String {
    let mut parts = Vec::new();
    for (queue, result) in scenario.queues.iter().zip(&performance.queues) {
        let mut rows = table(width, &["from", "offered", "hang up", "service level", "average wait", "promise"]);
        for (interval, measures) in result.intervals.iter().enumerate() {
            if measures.offered.mean.is_some_and(|offered| offered > 0.0) {
                rows.add_row(vec![
                    moment(scenario, interval),
                    format::estimated_count(measures.offered),
                    format::estimated_percent(measures.abandonment),
                    format::estimated_percent(measures.service_level),
                    format::estimated_duration(measures.asa_s),
                    promise::verdict(judge(&result.target, measures)).to_owned(),
                ]);
            }
        }
        parts.push(format!("{}\n{}", format::name(&queue.name), rows.text()));
    }
    parts.join("\n\n") + "\n"
}

fn definitions(performance: &Performance) -> String {
    let mut names: Vec<String> = Vec::new();
    for queue in &performance.queues {
        let name = format!("{} ({})", queue.definition.name(), promise::definition(queue.definition));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Agent-hours and the highest number of agents that each group needs, and whether the promises hold with them.
pub fn requirement_text(scenario: &Scenario, requirement: &Requirement, width: u16) -> String {
    let mut groups =
        table(width, &["group", "agent-hours by formula", "agent-hours needed", "most agents", "first at"]);
    for (index, group) in scenario.groups.iter().enumerate() {
        let needed = requirement.needed.agents.row(index);
        let most = needed.iter().copied().max().unwrap_or(0);
        let at = needed.iter().position(|&agents| agents == most).filter(|_| most > 0);
        groups.add_row(vec![
            format::name(&group.name),
            hours(agent_hours(scenario, requirement.formula.agents.row(index))),
            hours(agent_hours(scenario, needed)),
            most.to_string(),
            at.map_or_else(|| format::NONE.to_owned(), |at| moment(scenario, at)),
        ]);
    }
    let source = format!(
        "Formula first, then corrected by simulation in {} rounds; {} replications, seed {}.",
        requirement.rounds, requirement.performance.replications, requirement.performance.seed
    );
    let promises = promises(scenario, &[("with the agents needed", &requirement.performance)], width);
    let judged = wrapped(&format!("{}{}", judged(requirement), missing(scenario, requirement)), width);
    lines(&[&groups.text(), "", &promises.text(), "", &judged, &wrapped(&source, width)])
}

/// Over how many of the stretches of time the promises are shown to hold.
fn judged(requirement: &Requirement) -> String {
    let count = |verdict| requirement.judged.iter().filter(|judged| judged.verdict == verdict).count();
    let (kept, missed, unclear) = (count(Verdict::Kept), count(Verdict::Missed), count(Verdict::Unclear));
    format!(
        "Of {} promises by interval, day or horizon {kept} are kept, {missed} missed, {unclear} not clear (one by one: --format json).",
        kept + missed + unclear
    )
}

/// Who is needed beyond those whom the groups have.
fn missing(scenario: &Scenario, requirement: &Requirement) -> String {
    let (mut lacking, people) = (Vec::new(), requirement::people(scenario));
    for (index, group) in scenario.groups.iter().enumerate() {
        let people = people.row(index);
        let needed = requirement.needed.agents.row(index);
        let beyond: Vec<u32> =
            needed.iter().zip(people).map(|(agents, people)| agents.saturating_sub(*people)).collect();
        if let Some(most) = beyond.iter().copied().max().filter(|&most| most > 0) {
            lacking.push(format!(
                " {} lacks up to {most} people on duty, {} agent-hours in all.",
                format::name(&group.name),
                hours(agent_hours(scenario, &beyond))
            ));
        }
    }
    lacking.concat()
}

/// Shifts of the first week, what they cost, and whether the promises hold under them.
pub fn schedule_text(scenario: &Scenario, certified: &CertifiedSchedule, width: u16) -> String {
    let schedule = &certified.schedule;
    let days: Vec<usize> = (0..scenario.calendar.days.len().min(7)).collect();
    let mut head = vec!["group".to_owned(), "shift".to_owned(), "hours".to_owned()];
    head.extend(days.iter().map(|&day| scenario.calendar.days[day].date.strftime("%a %-d").to_string()));
    let mut shifts = table(width, &head.iter().map(String::as_str).collect::<Vec<_>>());
    let mut people: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for shift in schedule.shifts.iter().filter(|shift| shift.day < days.len()) {
        let ScheduledShift { group, shift_type, start, length, .. } = *shift;
        people.entry((group, start, length, shift_type)).or_insert_with(|| vec![0; days.len()])[shift.day] +=
            shift.people;
    }
    for ((group, start, length, shift_type), counts) in people.iter().take(MOST_ROWS) {
        let mut row = vec![
            format::name(&scenario.group(*group).name),
            format::name(&scenario.shift_types[shift_type.0].name),
            format!("{}–{}", clock(start % 1440), clock((start + length) % 1440)),
        ];
        row.extend(counts.iter().map(|&people| if people == 0 { format::NONE.to_owned() } else { people.to_string() }));
        shifts.add_row(row);
    }
    let more = match people.len().saturating_sub(MOST_ROWS) {
        0 if days.len() < scenario.calendar.days.len() => "The first week; all days: --format csv.\n".to_owned(),
        0 => String::new(),
        more => format!("… and {more} more kinds of shift in the first week; all of them: --format csv.\n"),
    };
    let cost = &schedule.cost;
    let mut on_top: Vec<String> = Vec::new();
    if cost.premiums > Money::ZERO {
        on_top.push(format!(", premiums {}", money(cost.premiums, &scenario.currency)));
    }
    if cost.overtime_hours > Hours::ZERO {
        let premium = money(cost.overtime, &scenario.currency);
        on_top.push(format!(", premium of {} hours of overtime {premium}", hours(cost.overtime_hours)));
    }
    if cost.missed_attendances > 0 {
        let price = money(cost.missed_sessions, &scenario.currency);
        on_top.push(format!(", {} attendances of sessions missed at {price}", cost.missed_attendances));
    }
    let on_top = on_top.concat();
    let summary = format!(
        "{} paid hours, wages {}{}; {} agent-hours needed and not covered, {} covered and not needed{}. Cost with their prices {}: \
         no schedule can cost less than {} (gap {}). Checker: {}.{}",
        hours(cost.paid_hours),
        money(cost.wages, &scenario.currency),
        on_top,
        hours(cost.under_cover_hours),
        hours(cost.over_cover_hours),
        answer::prices_of_missing(scenario).map_or_else(String::new, |prices| format!("; {prices}")),
        money(cost.objective(), &scenario.currency),
        money(schedule.bound(), &scenario.currency),
        format::percent(schedule.gap()),
        findings(certified),
        match &certified.takes {
            Some(_) => format!(" Contract hours do not suffice: {}.", answer::takes(scenario, certified)),
            None => String::new(),
        },
    ) + &seats(scenario, certified);
    let promises = promises(scenario, &[("with this schedule", &certified.performance)], width);
    let contracts = contracts(scenario, certified, width);
    lines(&[&format!("{}\n{more}{contracts}", shifts.text()), &promises.text(), "", &wrapped(&summary, width)])
}

/// What is to be said of seats; nothing where they are not counted.
fn seats(scenario: &Scenario, certified: &CertifiedSchedule) -> String {
    let used = answer::seats_used(scenario, certified);
    let used = used.into_iter().map(|used| format!(" {}.", format::capital(&used)));
    let lacking = answer::want_of_seats(scenario, certified);
    let lacking = lacking.map(|lacking| format!(" Of the agent-hours not covered, {lacking}."));
    used.chain(lacking).collect()
}

/// How many people of each contract work, and how much; nothing where there are no contracts.
fn contracts(scenario: &Scenario, certified: &CertifiedSchedule, width: u16) -> String {
    let work = contract_work(scenario, &certified.schedule);
    if work.is_empty() {
        return String::new();
    }
    let mut rows = table(width, &["group", "contract", "people", "at work", "shifts", "paid hours", "contract hours"]);
    for of_contract in &work {
        let group = scenario.group(of_contract.group);
        rows.add_row(vec![
            format::name(&group.name),
            format::name(&group.contracts[of_contract.contract.0].name),
            of_contract.people.to_string(),
            of_contract.at_work.to_string(),
            of_contract.shifts.to_string(),
            hours(of_contract.paid_hours),
            hours(of_contract.contract_hours),
        ]);
    }
    format!("\n{}\nWho works what, person by person: --tours FILE.csv.\n", rows.text())
}

/// What the checker found, in words.
pub(super) fn findings(certified: &CertifiedSchedule) -> String {
    match certified.findings.as_slice() {
        [] => "no rule is broken".to_owned(),
        findings => {
            let all: Vec<String> =
                findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.what)).collect();
            all.join("; ")
        }
    }
}

/// The whole answer on one screen: the question, three sentences, and the tables behind them.
pub fn study_text(study: &Study, width: u16) -> String {
    let scenario = &study.scenario;
    let provenance = Provenance::of(study);
    let mut parts = vec![wrapped(&scenario.question, width), String::new()];
    for sentence in three_sentences(study) {
        parts.push(wrapped(&sentence, width));
    }
    parts.push(String::new());
    let mut columns = vec![("today", &study.today)];
    if let Some(certified) = &study.scheduled {
        columns.push(("with the schedule", &certified.performance));
    }
    if let Some(certified) = &study.rostered {
        columns.push(("with the roster", &certified.performance));
    }
    parts.push(promises(scenario, &columns, width).text());
    if let (Some(settings), Some(certified)) = (&scenario.roster, &study.rostered) {
        parts.push(String::new());
        parts.push(wrapped(&super::roster::summary(scenario, settings, certified), width));
    }
    if let Some(planned) = &study.planned {
        parts.push(String::new());
        parts.push(compared(scenario, planned, width).text());
    }
    if let Some(found) = &study.validation {
        parts.push(String::new());
        parts.extend(super::validation::words::sentences(found).iter().map(|sentence| wrapped(sentence, width)));
    }
    parts.push(String::new());
    parts.push(wrapped(
        &format!(
            "callboard {}, seed {}, {} replications, inputs {}.",
            provenance.version, provenance.seed, provenance.replications, provenance.digest
        ),
        width,
    ));
    parts.join("\n") + "\n"
}

/// A row per queue: what is promised, and what is measured in each simulation.
fn promises(scenario: &Scenario, simulations: &[(&str, &Performance)], width: u16) -> Table {
    const MOST: usize = 10;
    let mut head = vec!["queue", "promised"];
    head.extend(simulations.iter().map(|(name, _)| *name));
    let mut promises = table(width, &head);
    for (index, queue) in scenario.queues.iter().enumerate().take(MOST) {
        let words = promise::words(&queue.target);
        let mut row =
            vec![format::name(&queue.name), if words.is_empty() { format::NONE.to_owned() } else { words.join(", ") }];
        row.extend(simulations.iter().map(|(_, performance)| {
            let result = &performance.queues[index];
            let verdict = judge(&result.target, &result.total);
            let word =
                if verdict == Verdict::NoPromise { String::new() } else { format!(": {}", promise::verdict(verdict)) };
            format!("{}{word}", promise::deciding(result, &result.total))
        }));
        promises.add_row(row);
    }
    if scenario.queues.len() > MOST {
        promises.add_row(vec![format!("… and {} more", scenario.queues.len() - MOST)]);
    }
    promises.alignment = CellAlignment::Left;
    promises
}

/// `Fri 27 Nov 09:30`.
fn moment(scenario: &Scenario, interval: usize) -> String {
    let at = &scenario.calendar.intervals[interval];
    format!("{} {}", format::day(scenario.calendar.days[at.day].date), clock(at.clock_minute))
}

fn lines(parts: &[&str]) -> String {
    parts.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn widest(text: &str) -> usize {
        text.lines().map(|line| line.chars().count()).max().unwrap()
    }

    #[test]
    fn the_summary_fits_one_screen() {
        let text = study_text(&example::study(), 100);
        assert!(text.lines().count() <= 40 && widest(&text) <= 100, "{text}");
        assert!(text.starts_with("Can we keep our promises"));
    }

    #[test]
    fn prices_by_queue_and_seats_are_said_where_they_are_written() {
        let mut study = example::study();
        let told = |study: &Study| schedule_text(&study.scenario, study.scheduled.as_ref().unwrap(), 1000);
        assert!(!told(&study).contains("agent-hour costs") && !told(&study).contains("seat"));
        study.scenario.queues[0].under_cover_per_hour = Some(crate::units::MoneyPerHour(72.5));
        study.scenario.sites = vec![example::hall(500)];
        study.scenario.groups[0].site = Some(crate::scenario::SiteId(0));
        let text = told(&study);
        let prices = "covered and not needed; a missing agent-hour costs 72.5 EUR for Orders and 50 EUR for Service & <Returns>.";
        assert!(text.contains(prices), "{text}");
        assert!(text.contains("of 500 seats of hall <A> are taken, first at "), "{text}");
    }

    #[test]
    fn long_names_wrap_and_numbers_do_not() {
        let mut study = example::study();
        study.scenario.queues[0].name = "delivery_and_returns_of_parcels_and_letters".into();
        study.scenario.queues[1].name = "product_advice".into();
        for text in [study_text(&study, 100), performance_text(&study.scenario, &study.today, 100)] {
            assert!(text.contains(" product") && text.contains(" delivery"), "{text}");
            assert!(!text.contains('_') && !text.contains(format::FIRM), "{text}");
            let first_words: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
            assert!(!first_words.iter().any(|word| matches!(*word, "%" | "±" | "s" | "EUR")), "{text}");
            assert!(!text.contains("±\n") && widest(&text) <= 100, "{text}");
        }
        let text = performance_text(&study.scenario, &study.today, 100);
        assert!(text.contains("62.0 % ± 1.0") && text.contains("34 s ± 2 s"), "{text}");
    }

    #[test]
    fn tables_keep_the_width_they_are_given() {
        let study = example::study();
        let scenario = &study.scenario;
        for width in [80, 100, 140] {
            for text in [
                performance_text(scenario, &study.today, width),
                requirement_text(scenario, &study.requirement, width),
                schedule_text(scenario, study.scheduled.as_ref().unwrap(), width),
                plan_text(scenario, study.planned.as_ref().unwrap(), width),
            ] {
                assert!(widest(&text) <= usize::from(width), "{text}");
                assert!(!text.contains("NaN") && !text.contains('\u{1b}'));
            }
        }
    }

    #[test]
    fn bots_reasons_backlogs_and_people_have_tables_where_there_are_any() {
        let study = example::journeys();
        for width in [80, 100, 140] {
            let text = performance_text(&study.scenario, &study.today, width);
            assert!(widest(&text) <= usize::from(width), "{text}");
        }
        // Where there is room for them, names stay on a line.
        let text = performance_text(&study.scenario, &study.today, 140);
        for word in ["parcel bot", "where is it", "Ada <b>", "main <line>", "overdue", "lost for good"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        let plain = example::study();
        let text = performance_text(&plain.scenario, &plain.today, 100);
        assert!(!text.contains("bot") && !text.contains("lost for good"), "{text}");
    }

    #[test]
    fn the_tables_show_the_numbers_of_the_study() {
        let study = example::study();
        let text = performance_text(&study.scenario, &study.today, 140);
        for number in ["62.0 % ± 1.0 in 20 s", "60,000 ± 120 EUR", "default (who hangs up", "missed"] {
            assert!(text.contains(number), "{number}: {text}");
        }
    }
}
