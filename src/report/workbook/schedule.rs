//! The workbook of a schedule: summary, shifts, the week at a glance, coverage with charts, cost.

use super::coverage::Coverage;
use super::formats::serial;
use super::sheet::{Cell, Look, Looks, Sheet, letters};
use super::{WorkbookError, words};
use crate::calendar::clock;
use crate::demand::Demand;
use crate::report::csv::sessions_of;
use crate::report::{VERSION, format, promise};
use crate::scenario::{GroupId, Scenario, ShiftTypeId};
use crate::scheduling::premium::Premiums;
use crate::scheduling::schedule::{overtime_premium, premium};
use crate::scheduling::seats::site_use;
use crate::scheduling::{ScheduleCost, ScheduledShift, people_on_break};
use crate::study::CertifiedSchedule;
use crate::units::Money;
use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, DocProperties, Workbook};
use std::collections::BTreeMap;

/// Columns of the shifts that others refer to.
const GROUP: usize = 0;
const PAID_HOURS: usize = 8;
/// Column of the cost.
const WAGES: usize = 3;

/// A kind of pay on top of the wages: its name, and what one person on a shift gets of it.
type OnTop<'a> = (&'static str, Box<dyn Fn(&ScheduledShift) -> f64 + 'a>);

/// Those that the scenario has. On the sheet of shifts each has two columns behind [`PAID_HOURS`], of one person and of all; on
/// the sheet of cost, one behind [`WAGES`].
fn on_top(scenario: &Scenario) -> Vec<OnTop<'_>> {
    let mut kinds: Vec<OnTop<'_>> = Vec::new();
    if !scenario.scheduling.premiums.is_empty() {
        let premiums = Premiums::of(scenario);
        kinds.push((words::PREMIUMS, Box::new(move |shift| premium(scenario, &premiums, shift).0)));
    }
    if scenario.shift_types.iter().any(|shift_type| shift_type.overtime.is_some()) {
        kinds.push((words::OVERTIME_PREMIUM, Box::new(|shift| overtime_premium(scenario, shift).0)));
    }
    kinds
}

/// A workbook of a schedule against what it had to cover: the bytes of an XLSX file.
pub fn schedule_workbook(scenario: &Scenario, certified: &CertifiedSchedule) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let created = super::first_day(scenario)?;
    workbook.set_properties(&DocProperties::new().set_title(&scenario.name).set_creation_datetime(&created));
    let looks = Looks::new();
    summary(&mut workbook, &looks, scenario, certified)?;
    shifts(&mut workbook, &looks, scenario, certified)?;
    week(&mut workbook, &looks, scenario, certified)?;
    if let Some(people) = crate::report::grid::tours::of(scenario, certified) {
        super::grid::sheet(&mut workbook, &looks, words::PEOPLE, &people)?;
    }
    let resting = people_on_break(scenario, &certified.schedule.shifts);
    let on_duty = vec![(words::ON_DUTY, certified.levels.agents.clone())];
    let coverage = Coverage::of(scenario, &certified.needed.agents, on_duty, Some(resting));
    coverage.sheet(&mut workbook, &looks)?;
    let peak = Demand::of(scenario).peak_day(&scenario.calendar);
    let day = scenario.calendar.days.get(peak).map_or_else(String::new, |day| format::day(day.date));
    coverage.charts(&mut Sheet::new(&mut workbook, words::CHARTS, &looks)?, 0, (peak, &day))?;
    cost(&mut workbook, &looks, scenario, certified)?;
    Ok(workbook.save_to_buffer()?)
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn summary(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    certified: &CertifiedSchedule,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::SUMMARY, looks)?;
    let schedule = &certified.schedule;
    sheet.widths(&[46.0, 28.0, 18.0, 18.0, 14.0])?;
    sheet.title(&scenario.name)?;
    sheet.line(&[Cell::Text(&scenario.question)])?;
    sheet.row += 1;
    let (all_hours, paid) = all_paid_hours(certified);
    let wages = format!("=SUM(Cost!D2:D{})", scenario.groups.len() + 1);
    sheet.line(&[Cell::Text(words::SUM_PAID_HOURS), Cell::Total(all_hours, paid)])?;
    let label = words::in_currency(words::SUM_WAGES, &scenario.currency);
    sheet.line(&[Cell::Text(&label), Cell::Total(wages, schedule.cost.wages.0)])?;
    for (place, (what, each)) in on_top(scenario).iter().enumerate() {
        let sum = format!("=SUM(Cost!{0}2:{0}{1})", letters(WAGES + 1 + place), scenario.groups.len() + 1);
        let label = words::in_currency(&format::capital(what), &scenario.currency);
        sheet.line(&[Cell::Text(&label), Cell::Total(sum, of_all(&schedule.shifts, each))])?;
    }
    if !scenario.scheduling.sessions.is_empty() {
        let missed = Cell::Number(schedule.cost.missed_attendances.into());
        sheet.line(&[Cell::Text(words::MISSED_SESSIONS), missed])?;
    }
    sheet.line(&[Cell::Text(words::SUM_MISSING), Cell::Number(schedule.cost.under_cover_hours.0)])?;
    sheet.line(&[Cell::Text(words::SUM_SURPLUS), Cell::Number(schedule.cost.over_cover_hours.0)])?;
    for used in site_use(scenario, &schedule.shifts) {
        let label = words::seats_taken(used.seats, &scenario.sites[used.site.0].name);
        sheet.line(&[
            Cell::Text(&label),
            Cell::Number(used.peak.into()),
            Cell::Text(&scenario.calendar.label(used.when)),
        ])?;
    }
    sheet.line(&[Cell::Text(words::FROM_THE_CHEAPEST), Cell::Share(schedule.gap())])?;
    let checked = if certified.findings.is_empty() { words::ALL_RULES_KEPT } else { words::CHECKER_OBJECTS };
    sheet.line(&[Cell::Text(words::CHECKED), Cell::Text(checked)])?;
    for finding in &certified.findings {
        sheet.line(&[Cell::Empty, Cell::Text(finding.rule), Cell::Text(&finding.what)])?;
    }
    sheet.row += 1;
    sheet.head(&strings(&words::PROMISE_HEADS))?;
    for (queue, result) in scenario.queues.iter().zip(&certified.performance.queues) {
        let promised = promise::words(&result.target).join(", ");
        let level = result.total.service_level;
        let share = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Share);
        sheet.line(&[
            Cell::Text(&format::name(&queue.name)),
            Cell::Text(&promised),
            share(level.mean),
            share(level.half_width),
            Cell::Text(promise::verdict(result.verdict(&result.total))),
        ])?;
    }
    sheet.row += 1;
    let replications = certified.performance.replications;
    let provenance = words::origin_of_schedule(VERSION, scenario.seed, &scenario.digest, replications);
    sheet.line(&[Cell::Text(&provenance)])
}

/// The paid hours of all shifts, by their sheet, and what they are.
pub(super) fn all_paid_hours(certified: &CertifiedSchedule) -> (String, f64) {
    let shifts = &certified.schedule.shifts;
    let paid = f64::from(shifts.iter().map(|shift| shift.people * shift.paid_minutes()).sum::<u32>()) / 60.0;
    (format!("=SUM(Shifts!{0}2:{0}{1})", letters(PAID_HOURS), shifts.len() + 1), paid)
}

/// Wages and what is paid on top of them, by the sheet of the cost, and what they come to.
pub(super) fn all_costs(scenario: &Scenario, cost: &ScheduleCost) -> (String, Money) {
    let (first, last) = (letters(WAGES), letters(WAGES + on_top(scenario).len()));
    let formula = format!("=SUM(Cost!{first}2:{last}{})", scenario.groups.len() + 1);
    (formula, cost.wages + cost.premiums + cost.overtime)
}

/// What all people on some shifts get.
fn of_all<'a>(shifts: impl IntoIterator<Item = &'a ScheduledShift>, each: &dyn Fn(&ScheduledShift) -> f64) -> f64 {
    shifts.into_iter().map(|shift| f64::from(shift.people) * each(shift)).sum()
}

/// `08:00–16:30`.
fn hours_of(shift: &ScheduledShift) -> String {
    format!("{}–{}", clock(shift.start % 1440), clock((shift.start + shift.length) % 1440))
}

pub(super) fn shifts(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    certified: &CertifiedSchedule,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::SHIFTS, looks)?;
    let mut head = strings(&words::SHIFT_LIST_HEADS);
    let on_top = on_top(scenario);
    for (what, _) in &on_top {
        head.extend([&words::each(what), *what].map(|what| words::in_currency(what, &scenario.currency)));
    }
    let sessions = !scenario.scheduling.sessions.is_empty();
    if sessions {
        head.push(words::SESSIONS.to_owned());
    }
    let mut widths = vec![20.0, 18.0, 17.0, 8.0, 8.0, 28.0, 9.0];
    widths.resize(PAID_HOURS + 1 + 2 * on_top.len(), 12.0);
    widths.extend(sessions.then_some(30.0));
    sheet.head_over(&widths, &head, 0)?;
    sheet.over_numbers(&head[..=PAID_HOURS + 2 * on_top.len()], 6)?;
    for shift in &certified.schedule.shifts {
        let breaks: Vec<String> = shift
            .breaks
            .iter()
            .map(|rest| {
                let begin = shift.start + rest.begin;
                let unpaid = if rest.paid { String::new() } else { format!(" {}", words::UNPAID) };
                format!("{}–{}{unpaid}", clock(begin % 1440), clock((begin + rest.length) % 1440))
            })
            .collect();
        let row = sheet.row + 1;
        let date = serial(scenario.calendar.days[shift.day].date);
        let (start, end) = (clock(shift.start % 1440), clock((shift.start + shift.length) % 1440));
        let breaks = breaks.join(", ");
        let (group, kind) = (&scenario.group(shift.group).name, &scenario.shift_types[shift.shift_type.0].name);
        let (group, kind) = (format::name(group), format::name(kind));
        let attended = sessions_of(scenario, shift);
        let mut cells = vec![
            Cell::Text(&group),
            Cell::Text(&kind),
            Cell::Given(date, Look::Day),
            Cell::Text(&start),
            Cell::Text(&end),
            Cell::Text(&breaks),
            Cell::Count(shift.people),
            Cell::Number(f64::from(shift.paid_minutes()) / 60.0),
            Cell::Formula(format!("=G{row}*H{row}"), shift.paid_hours().0),
        ];
        for (place, (_, each)) in on_top.iter().enumerate() {
            let column = letters(PAID_HOURS + 1 + 2 * place);
            let all = f64::from(shift.people) * each(shift);
            cells.extend([Cell::Number(each(shift)), Cell::Formula(format!("=G{row}*{column}{row}"), all)]);
        }
        if sessions {
            cells.push(Cell::Text(&attended));
        }
        sheet.line(&cells)?;
    }
    let last = sheet.row.saturating_sub(1);
    sheet.inner.autofilter(0, 0, last, (PAID_HOURS + 2 * on_top.len() + usize::from(sessions)) as u16)?;
    Ok(())
}

/// The rows of the week: who works which hours. The columns: how many, by day.
type Lines = BTreeMap<(GroupId, u32, u32, ShiftTypeId), BTreeMap<usize, u32>>;

pub(super) fn week(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    certified: &CertifiedSchedule,
) -> Result<(), WorkbookError> {
    let mut lines = Lines::new();
    let mut names: BTreeMap<(u32, u32), String> = BTreeMap::new();
    for shift in &certified.schedule.shifts {
        let key = (shift.group, shift.start, shift.length, shift.shift_type);
        *lines.entry(key).or_default().entry(shift.day).or_default() += shift.people;
        names.entry((shift.start, shift.length)).or_insert_with(|| hours_of(shift));
    }
    let days = &scenario.calendar.days;
    let mut sheet = Sheet::new(workbook, words::WEEK, looks)?;
    let mut widths = vec![20.0, 18.0, 14.0];
    widths.resize(3 + days.len(), 11.0);
    sheet.widths(&widths)?;
    sheet.head_that_stays(&strings(&words::WEEK_HEADS), 3)?;
    sheet.days_at_head(3, days.iter().map(|day| day.date))?;
    for ((group, start, length, shift_type), by_day) in &lines {
        let (of_group, of_type) = (&scenario.group(*group).name, &scenario.shift_types[shift_type.0].name);
        let (of_group, of_type) = (format::name(of_group), format::name(of_type));
        let mut cells = vec![Cell::Text(&of_group), Cell::Text(&of_type), Cell::Text(&names[&(*start, *length)])];
        cells.extend((0..days.len()).map(|day| by_day.get(&day).map_or(Cell::Empty, |&people| Cell::Count(people))));
        sheet.line(&cells)?;
    }
    let mut totals = vec![Cell::Text(words::PEOPLE_IN_ALL), Cell::Empty, Cell::Empty];
    let last = sheet.row;
    for day in 0..days.len() {
        let people: u32 = lines.values().filter_map(|by_day| by_day.get(&day)).sum();
        let column = letters(3 + day);
        let sum = format!("=SUM({column}2:{column}{})", last.max(2));
        totals.push(Cell::Worked(sum, f64::from(people), Look::TotalWhole));
    }
    sheet.line(&totals)?;
    if last > 1 {
        let scale = ConditionalFormat2ColorScale::new()
            .set_minimum_color(Color::RGB(0x00F3_F7FB))
            .set_maximum_color(Color::RGB(0x006B_9BD1));
        sheet.inner.add_conditional_format(1, 3, last - 1, 2 + days.len() as u16, &scale)?;
    }
    Ok(())
}

pub(super) fn cost(
    workbook: &mut Workbook,
    looks: &Looks,
    scenario: &Scenario,
    certified: &CertifiedSchedule,
) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::COST, looks)?;
    let schedule = &certified.schedule;
    let on_top = on_top(scenario);
    let mut head = strings(&words::COST_OF_GROUP_HEADS);
    head.push(words::in_currency(words::WAGES, &scenario.currency));
    head.extend(on_top.iter().map(|(what, _)| words::in_currency(what, &scenario.currency)));
    let mut widths = vec![18.0; head.len()];
    widths[0] = 24.0;
    sheet.head_over(&widths, &head, 1)?;
    let last_shift = schedule.shifts.len() + 1;
    for (index, group) in scenario.groups.iter().enumerate() {
        let row = sheet.row + 1;
        let of_group = || schedule.shifts.iter().filter(|shift| shift.group == GroupId(index));
        let hours: f64 = of_group().map(|shift| shift.paid_hours().0).sum();
        let sum_of = |column: usize| {
            let (names, column) = (letters(GROUP), letters(column));
            format!("=SUMIF(Shifts!{names}2:{names}{last_shift},A{row},Shifts!{column}2:{column}{last_shift})")
        };
        let name = format::name(&group.name);
        let mut cells = vec![
            Cell::Text(&name),
            Cell::Formula(sum_of(PAID_HOURS), hours),
            Cell::Number(group.wage.0),
            Cell::Formula(format!("=B{row}*C{row}"), hours * group.wage.0),
        ];
        for (place, (_, each)) in on_top.iter().enumerate() {
            cells.push(Cell::Formula(sum_of(PAID_HOURS + 2 + 2 * place), of_all(of_group(), each)));
        }
        sheet.line(&cells)?;
    }
    let last = sheet.row;
    let mut cells = vec![
        Cell::Text(words::TOGETHER),
        Cell::Total(format!("=SUM(B2:B{last})"), schedule.cost.paid_hours.0),
        Cell::Empty,
        Cell::Total(format!("=SUM(D2:D{last})"), schedule.cost.wages.0),
    ];
    for (place, (_, each)) in on_top.iter().enumerate() {
        let column = letters(WAGES + 1 + place);
        cells.push(Cell::Total(format!("=SUM({column}2:{column}{last})"), of_all(&schedule.shifts, each)));
    }
    sheet.line(&cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;
    use crate::scenario::Premium;
    use crate::units::Share;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    fn bytes() -> Vec<u8> {
        let study = example::study();
        schedule_workbook(&study.scenario, study.scheduled.as_ref().unwrap()).unwrap()
    }

    #[test]
    fn a_schedule_is_read_back_from_its_workbook() {
        let study = example::study();
        let certified = study.scheduled.as_ref().unwrap();
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes())).unwrap();
        assert_eq!(workbook.sheet_names(), ["Summary", "Shifts", "Week", "Coverage", "Charts", "Cost"]);
        let shifts = workbook.worksheet_range("Shifts").unwrap();
        assert_eq!(shifts.height(), certified.schedule.shifts.len() + 1);
        let people: f64 = shifts
            .rows()
            .skip(1)
            .filter_map(|row| match row[6] {
                Data::Float(people) => Some(people),
                _ => None,
            })
            .sum();
        assert_eq!(people, f64::from(certified.schedule.shifts.iter().map(|shift| shift.people).sum::<u32>()));
        let coverage = workbook.worksheet_range("Coverage").unwrap();
        let needed = &study.scheduled.as_ref().unwrap().needed.agents;
        let is_used =
            |&i: &usize| (0..needed.rows()).any(|group| needed[(group, i)] + certified.levels.agents[(group, i)] > 0);
        let used = (0..needed.intervals()).filter(is_used).count();
        assert!(used > 0 && coverage.height() == used + 2, "{used} intervals in {} rows", coverage.height());
        let formulas = workbook.worksheet_formula("Cost").unwrap();
        assert!(formulas.rows().any(|row| row.iter().any(|cell| cell.starts_with("SUMIF"))));
    }

    #[test]
    fn what_is_paid_on_top_has_columns_of_its_own_that_add_up() {
        let mut study = example::study();
        study.scenario.scheduling.premiums = vec![Premium {
            name: "late".to_owned(),
            from: 960,
            until: 1080,
            weekdays: [true; 7],
            dates: Vec::new(),
            share: Share(0.5),
        }];
        let certified = study.scheduled.as_ref().unwrap();
        let bytes = schedule_workbook(&study.scenario, certified).unwrap();
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let last = |workbook: &mut Xlsx<_>, sheet: &str| -> Vec<Data> {
            workbook.worksheet_range(sheet).unwrap().rows().next_back().unwrap().to_vec()
        };
        // Every shift ends at 16:30: half an hour of it is dear.
        let dear: f64 = certified
            .schedule
            .shifts
            .iter()
            .map(|shift| f64::from(shift.people) * study.scenario.group(shift.group).wage.0 * 0.25)
            .sum();
        let Some(Data::Float(told)) = last(&mut workbook, "Cost").pop() else { panic!("no sum of premiums") };
        assert!((told - dear).abs() < 1e-6, "{told} instead of {dear}");
        assert_eq!(last(&mut workbook, "Shifts").len(), 11);
        let formulas = workbook.worksheet_formula("Cost").unwrap();
        let sums = formulas.rows().flatten().filter(|cell| cell.contains("Shifts!K2:K"));
        assert_eq!(sums.count(), study.scenario.groups.len());
    }

    #[test]
    fn the_same_schedule_makes_the_same_bytes() {
        assert_eq!(bytes(), bytes());
    }
}
