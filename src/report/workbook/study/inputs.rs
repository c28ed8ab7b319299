//! What is given, in the words of the trade: people, queues, shift rules, bots, sites, costs. Other sheets follow the shrinkage and the
//! wages that stand here.

use super::{Book, volumes};
use crate::distribution::Distribution;
use crate::report::format::{self, listed};
use crate::report::promise;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::formats::{days, time};
use crate::report::workbook::intervals::FIRST;
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters, on};
use crate::report::workbook::{business_case, words};
use crate::scenario::{Group, GroupId, QueueId, Scenario, ShiftType};
use rust_xlsxwriter::Workbook;

/// Widths of the columns: a name, six numbers, three texts.
const WIDTHS: [f64; 10] = [36.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 40.0, 40.0, 30.0];

/// Columns of a group.
pub(super) const WAGE: usize = 2;
pub(super) const SHRINKAGE: usize = 3;

/// The cell of a group, by its place: the groups stand first, below a heading and a head.
pub(super) fn cell_of_group(group: usize, column: usize) -> String {
    format!("{}${}${}", on(words::INPUTS), letters(column), group + 3)
}

/// The sheet with every value in force.
pub(super) fn assumptions(workbook: &mut Workbook, looks: &Looks, scenario: &Scenario) -> Result<(), WorkbookError> {
    if scenario.assumptions.is_empty() {
        return Ok(());
    }
    business_case::assumed(workbook, looks, scenario)
}

pub(super) fn sheet(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::INPUTS, looks)?;
    let scenario = &book.study.scenario;
    sheet.widths(&WIDTHS)?;
    sheet.inner.set_freeze_panes(0, 1)?;
    groups(&mut sheet, scenario)?;
    queues(&mut sheet, book)?;
    named_people(&mut sheet, scenario)?;
    shift_rules(&mut sheet, scenario)?;
    bots(&mut sheet, scenario)?;
    sites(&mut sheet, scenario)?;
    costs(&mut sheet, scenario)?;
    let last = sheet.row - 1;
    sheet.inner.set_print_area(0, 0, last, (WIDTHS.len() - 1) as u16)?;
    Ok(())
}

/// A heading with the head of its table; texts of numbers stand over them.
fn head(sheet: &mut Sheet<'_>, heading: &str, names: &[&str]) -> Result<(), WorkbookError> {
    sheet.heading(heading)?;
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    sheet.make_room(&names, &WIDTHS)?;
    sheet.head(&names)?;
    let numbers = names.len().min(7);
    sheet.over_numbers(&names[..numbers], 1)?;
    sheet.over_texts(&names, 7)
}

/// A row: a name, numbers, and texts that take as many lines as they need.
fn row(sheet: &mut Sheet<'_>, name: &str, numbers: [Cell<'_>; 6], texts: [&str; 3]) -> Result<(), WorkbookError> {
    let all: Vec<String> = [name].into_iter().chain(texts).map(str::to_owned).collect();
    sheet.make_room(&all, &[WIDTHS[0], WIDTHS[7], WIDTHS[8], WIDTHS[9]])?;
    let mut cells = vec![Cell::Wrapped(name)];
    cells.extend(numbers);
    cells.extend(texts.map(Cell::Told));
    sheet.line(&cells)
}

fn groups(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    head(sheet, words::GROUPS, &words::GROUP_HEADS)?;
    for group in &scenario.groups {
        let skill = |(queue, proficiency): (&QueueId, &f64)| words::skill(&scenario.queue(*queue).name, *proficiency);
        let skills: Vec<String> = group.skills.iter().zip(&group.proficiency).map(skill).collect();
        let numbers = [
            Cell::Count(group.headcount),
            Cell::Given(group.wage.0, Look::Amount),
            Cell::Share(group.shrinkage.0),
            Cell::Given(group.weekly_hours.0, Look::People),
            Cell::Count(group.days_per_week),
            Cell::Count(group.on_duty.iter().copied().max().unwrap_or(0)),
        ];
        let site = group.site.map_or_else(String::new, |site| format::name(&scenario.sites[site.0].name));
        row(sheet, &format::name(&group.name), numbers, [&skills.join(", "), &contracts(group), &site])?;
    }
    Ok(())
}

fn contracts(group: &Group) -> String {
    let contract =
        |of: &crate::scenario::GroupContract| words::contract(&of.name, of.people, of.weekly_hours.0, of.days_per_week);
    group.contracts.iter().map(contract).collect::<Vec<_>>().join("; ")
}

fn queues(sheet: &mut Sheet<'_>, book: &Book) -> Result<(), WorkbookError> {
    head(sheet, words::QUEUES, &words::QUEUE_HEADS)?;
    let scenario = &book.study.scenario;
    let lasts = |law: Option<&Distribution>| law.map_or(Cell::Empty, |law| lasting(law.mean().0));
    for (place, queue) in scenario.queues.iter().enumerate() {
        let contacts = book.study.demand.total(place);
        let contacts = if place < book.volumes.names {
            let line = book.volumes.line_of_sums(volumes::SUMS - 1);
            let formula = format!("={}{}{line}", on(words::VOLUMES), letters(FIRST + place));
            Cell::Worked(formula, contacts, Look::People)
        } else {
            Cell::Given(contacts, Look::People)
        };
        let turns = queue.pauses.as_ref().map_or(1.0, |pauses| pauses.turns);
        let numbers = [
            Cell::Right(queue.channel.name()),
            contacts,
            lasting(queue.handling.mean().0 * turns),
            lasts(queue.after_call_work.as_ref()),
            lasts(queue.patience.as_ref()),
            Cell::Count(queue.priority),
        ];
        let promise = match promise::words(&queue.target) {
            nothing if nothing.is_empty() => words::NO_PROMISE.to_owned(),
            promised => promised.join(", "),
        };
        let candidates = scenario.groups_for(QueueId(place));
        let by: Vec<String> = candidates.iter().map(|of| format::name(&scenario.group(of.group).name)).collect();
        let open = words::opening_hours(&queue.opening_hours);
        row(sheet, &format::name(&queue.name), numbers, [&promise, &open, &by.join(", ")])?;
    }
    Ok(())
}

/// A duration in seconds.
fn lasting(seconds: f64) -> Cell<'static> {
    Cell::Given(days(seconds), Look::Duration)
}

fn named_people(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    let Some(settings) = &scenario.roster else { return Ok(()) };
    head(sheet, words::NAMED_PEOPLE, &words::NAMED_HEADS)?;
    let first = sheet.row + 1;
    for (place, contract) in settings.contracts.iter().enumerate() {
        let people = settings.employees.iter().filter(|employee| employee.contract == place).count();
        sheet.line(&[Cell::Text(&format::name(&contract.name)), Cell::Count(people as u32)])?;
    }
    let sum = format!("=SUM(B{first}:B{})", sheet.row);
    sheet.line(&[Cell::Label(words::TOGETHER), Cell::Worked(sum, settings.employees.len() as f64, Look::TotalWhole)])
}

fn shift_rules(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    if scenario.shift_types.is_empty() {
        return Ok(());
    }
    head(sheet, words::SHIFT_RULES, &words::SHIFT_HEADS)?;
    let clock =
        |minute: Option<&u32>| minute.map_or(Cell::Empty, |&minute| Cell::Given(time(minute % 1440), Look::Clock));
    let long = |minutes: u32| lasting(f64::from(60 * minutes));
    for shift in &scenario.shift_types {
        let (overtime, premium) = match &shift.overtime {
            Some(rule) => (long(rule.before + rule.after), Cell::Share(rule.premium.0)),
            None => (Cell::Empty, Cell::Empty),
        };
        let length = |minutes: Option<&u32>| minutes.map_or(Cell::Empty, |&minutes| long(minutes));
        let numbers = [
            clock(shift.starts.first()),
            clock(shift.starts.last()),
            length(shift.lengths.first()),
            length(shift.lengths.last()),
            overtime,
            premium,
        ];
        let groups: Vec<String> =
            shift.groups.iter().map(|&GroupId(of)| format::name(&scenario.groups[of].name)).collect();
        let texts = [groups.join(", "), words::weekdays(shift.weekdays), breaks(shift)];
        row(sheet, &format::name(&shift.name), numbers, [&texts[0], &texts[1], &texts[2]])?;
    }
    Ok(())
}

fn breaks(shift: &ShiftType) -> String {
    let rest = |of: &crate::scenario::BreakRule| words::rest(of.length, of.paid, (of.earliest, of.latest));
    let mut breaks: Vec<String> = shift.breaks.iter().map(rest).collect();
    let pause = |lengths: &[u32]| Some(words::split(*lengths.first()?, *lengths.last()?));
    breaks.extend(shift.split.as_ref().and_then(|split| pause(&split.lengths)));
    breaks.join("; ")
}

fn bots(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    if scenario.bots.is_empty() {
        return Ok(());
    }
    head(sheet, words::BOTS, &words::BOT_HEADS)?;
    for bot in &scenario.bots {
        let outcome = &bot.outcome;
        let numbers = [
            Cell::Share(outcome.entry.0),
            Cell::Share(outcome.resolved.0),
            Cell::Share(outcome.unresolved.0),
            lasting(bot.session.mean().0),
            Cell::Given(bot.per_session.0, Look::Amount),
            bot.capacity.map_or(Cell::Right(words::SPECIAL), Cell::Count),
        ];
        let queues = of_queues(scenario, &bot.queues);
        row(sheet, &format::name(&bot.name), numbers, [&queues, "", ""])?;
    }
    Ok(())
}

fn of_queues(scenario: &Scenario, queues: &[QueueId]) -> String {
    listed(&queues.iter().map(|&queue| format::name(&scenario.queue(queue).name)).collect::<Vec<_>>())
}

fn sites(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    if scenario.sites.is_empty() && scenario.trunks.is_empty() {
        return Ok(());
    }
    head(sheet, words::SITES, &words::SITE_HEADS)?;
    for site in &scenario.sites {
        let seats = site.seats.map_or(Cell::Empty, Cell::Count);
        let numbers = [seats, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
        let open = words::opening_hours(&site.opening_hours);
        row(sheet, &format::name(&site.name), numbers, [&site.time_zone, &open, ""])?;
    }
    for trunk in &scenario.trunks {
        let lines = Cell::Count(trunk.lines);
        let numbers = [Cell::Empty, lines, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
        row(sheet, &format::name(&trunk.name), numbers, [&of_queues(scenario, &trunk.queues), "", ""])?;
    }
    Ok(())
}

/// Prices of what is missing or too much, and what is paid on top of wages.
fn costs(sheet: &mut Sheet<'_>, scenario: &Scenario) -> Result<(), WorkbookError> {
    head(sheet, words::COSTS, &words::COST_HEADS)?;
    let settings = &scenario.scheduling;
    let mut amounts = Vec::new();
    if scenario.has_prices_by_queue() {
        let price = |queue| (words::missing_hour_for(&scenario.queue(queue).name), scenario.price_of_missing(queue).0);
        amounts.extend(scenario.queue_ids().map(price));
    } else {
        amounts.push((words::MISSING_HOUR.to_owned(), settings.under_cover_per_hour.0));
    }
    amounts.push((words::SURPLUS_HOUR.to_owned(), settings.over_cover_per_hour.0));
    amounts.extend(settings.sessions.iter().map(|session| (words::missed_session(&session.name), session.missed.0)));
    let mut costs: Vec<(String, Cell)> =
        amounts.into_iter().map(|(name, amount)| (name, Cell::Given(amount, Look::Amount))).collect();
    costs.extend(settings.premiums.iter().map(|premium| {
        let (from, until) = (premium.from, premium.until);
        let name = words::premium(&premium.name, from, until, premium.weekdays, premium.dates.len());
        (name, Cell::Share(premium.share.0))
    }));
    for (name, cost) in costs {
        sheet.make_room(std::slice::from_ref(&name), &WIDTHS)?;
        sheet.line(&[Cell::Wrapped(&name), cost])?;
    }
    Ok(())
}
