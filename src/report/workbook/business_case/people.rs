//! People and contacts by period: headcount from before to after, who comes and goes, what is resolved.

use super::{Book, LOST_CONTACT, Which, strings};
use crate::planning::business_case::lost_contacts;
use crate::planning::{CostKind, GroupPeriod, PlannedPeriod, WorkforcePlan};
use crate::report::format;
use crate::report::workbook::WorkbookError;
use crate::report::workbook::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::report::workbook::words::{self, case};
use rust_xlsxwriter::Workbook;

/// Columns of the people.
pub(super) const NUMBER: usize = 0;
const BEFORE: usize = 3;
pub(super) const LEAVERS: usize = 4;
const ENDED: usize = 5;
const MOVED_OUT: usize = 6;
const MOVED_IN: usize = 7;
pub(super) const HIRES: usize = 8;
pub(super) const HEADCOUNT: usize = 9;
pub(super) const NEEDED: usize = 11;
pub(super) const ON_DUTY: usize = 12;
pub(super) const MISSING: usize = 13;
pub(super) const HEADCOUNT_OF_NOTHING: usize = 14;

/// The sheet of contacts.
pub(super) const CONTACTS: &str = case::CONTACTS;

/// Columns of the contacts: offered, and for the plan, doing nothing and the plan without projects left without help, lost, resolved.
pub(super) const OFFERED: usize = 2;
pub(super) const RESOLVED: [usize; 3] = [5, 8, 11];

/// What is added up over groups.
pub(super) type Of = fn(&GroupPeriod) -> f64;

/// The last row of the people.
pub(super) fn last_row(book: &Book) -> usize {
    1 + book.periods() * book.scenario.groups.len()
}

/// A row for each group and period: before − leavers − contracts ended − moved out + moved in + hires = employed.
pub(super) fn people(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, book.names.people, looks)?;
    let widths = [6.0, 13.0, 22.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 11.0, 11.0, 13.0, 13.0, 13.0, 14.0];
    let plan = &book.comparison.plan;
    let mut head = strings(&[
        case::NUMBER,
        plan.step.name(),
        case::GROUP,
        case::BEFORE,
        case::LEAVERS,
        case::CONTRACTS_ENDED,
        case::MOVED_OUT,
        case::MOVED_IN,
    ]);
    head.extend(strings(&[
        case::HIRES,
        case::EMPLOYED,
        case::OF_THESE_IN_TRAINING,
        case::AGENT_HOURS_NEEDED,
        case::AGENT_HOURS_ON_DUTY,
    ]));
    head.extend(strings(&[case::HOURS_MISSING, case::EMPLOYED_WHEN_DOING_NOTHING]));
    sheet.head_over(&widths, &head, 3)?;
    for (group, of_group) in book.scenario.groups.iter().enumerate() {
        let name = format::name(&of_group.name);
        for (place, (period, carried)) in plan.periods.iter().zip(&book.comparison.carry_on.periods).enumerate() {
            let (row, label) = (sheet.row as usize + 1, book.label(place));
            let now = &period.groups[group];
            let mut cells = vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label), Cell::Text(&name)];
            cells.push(match place.checked_sub(1) {
                None => Cell::Given(before(now), Look::People),
                Some(last) => {
                    let formula = format!("={}{}", letters(HEADCOUNT), row - 1);
                    Cell::Worked(formula, plan.periods[last].groups[group].headcount, Look::People)
                }
            });
            cells.extend([now.leavers, now.contracts_ended].map(|people| Cell::Given(people, Look::People)));
            cells.extend([now.moved_out, now.moved_in, now.hires].map(Cell::Count));
            let at = |column: usize| format!("{}{row}", letters(column));
            let formula = format!(
                "={}-{}-{}-{}+{}+{}",
                at(BEFORE),
                at(LEAVERS),
                at(ENDED),
                at(MOVED_OUT),
                at(MOVED_IN),
                at(HIRES)
            );
            cells.push(Cell::Worked(formula, now.headcount, Look::People));
            cells.push(Cell::Given(now.in_training, Look::People));
            let hours = [now.required_hours, now.on_duty(), now.shortage_hours];
            cells.extend(hours.map(|hours| Cell::Given(hours.0, Look::People)));
            cells.push(Cell::Given(carried.groups[group].headcount, Look::People));
            sheet.line(&cells)?;
        }
    }
    let last = sheet.row.saturating_sub(1);
    sheet.inner.autofilter(0, 0, last, HEADCOUNT_OF_NOTHING as u16)?;
    Ok(())
}

/// People before the period: those of today, in the first.
fn before(now: &GroupPeriod) -> f64 {
    let came = f64::from(now.hires) + f64::from(now.moved_in) - f64::from(now.moved_out);
    now.headcount - came + now.leavers + now.contracts_ended
}

/// A row for each period: who begins by way of hiring, who leaves, who is employed, what is missing.
pub(super) fn jobs(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, case::JOBS, looks)?;
    let plan = &book.comparison.plan;
    let hired =
        |channel: usize| plan.periods.iter().any(|period| period.hires.get(channel).is_some_and(|&hires| hires > 0));
    let channels =
        book.assumptions.hiring.iter().enumerate().filter(|(place, channel)| channel.may_hire || hired(*place));
    let channels: Vec<(usize, String)> = channels.map(|(place, channel)| (place, case::hired(&channel.name))).collect();
    let mut widths = vec![14.0; channels.len() + 11];
    widths[0] = 6.0;
    let mut head = strings(&[case::NUMBER, plan.step.name()]);
    head.extend(channels.iter().map(|(_, name)| name.clone()));
    let others = [
        case::HIRES,
        case::LEAVERS,
        case::CONTRACTS_ENDED,
        case::MOVED_OUT_OR_DISMISSED,
        case::MOVED_IN,
        case::EMPLOYED,
    ];
    head.extend(strings(&others));
    head.extend(strings(&[case::EMPLOYED_WHEN_DOING_NOTHING, case::AGENT_HOURS_NEEDED, case::HOURS_MISSING]));
    sheet.head_over(&widths, &head, 2)?;
    let all = 2 + channels.len();
    let of_people =
        |column: usize, row: usize| format!("=SUMIF({},A{row},{})", book.people(NUMBER), book.people(column));
    let columns: [(usize, Of); 7] = [
        (LEAVERS, |group| group.leavers),
        (ENDED, |group| group.contracts_ended),
        (MOVED_OUT, |group| f64::from(group.moved_out)),
        (MOVED_IN, |group| f64::from(group.moved_in)),
        (HEADCOUNT, |group| group.headcount),
        (NEEDED, |group| group.required_hours.0),
        (MISSING, |group| group.shortage_hours.0),
    ];
    let over = |period: &PlannedPeriod, of: Of| period.groups.iter().map(of).sum::<f64>();
    for (place, (period, carried)) in plan.periods.iter().zip(&book.comparison.carry_on.periods).enumerate() {
        let (row, label) = (place + 2, book.label(place));
        let mut cells = vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label)];
        let hires = |channel: usize| period.hires.get(channel).copied().unwrap_or(0);
        cells.extend(channels.iter().map(|&(channel, _)| Cell::Count(hires(channel))));
        let together: u32 = channels.iter().map(|&(channel, _)| hires(channel)).sum();
        cells.push(if channels.is_empty() {
            Cell::Count(0)
        } else {
            Cell::Worked(format!("=SUM(C{row}:{}{row})", letters(all - 1)), f64::from(together), Look::Whole)
        });
        for (column, of) in columns {
            cells.push(Cell::Worked(of_people(column, row), over(period, of), Look::People));
            if column == HEADCOUNT {
                let nothing = over(carried, |group| group.headcount);
                cells.push(Cell::Worked(of_people(HEADCOUNT_OF_NOTHING, row), nothing, Look::People));
            }
        }
        sheet.line(&cells)?;
    }
    let mut cells = vec![Cell::Empty, Cell::Text(words::TOGETHER)];
    let down = |column: usize, value: f64| Cell::Worked(book.sum_down(column), value, Look::TotalPeople);
    let of_channel = |channel: usize| -> f64 {
        plan.periods.iter().filter_map(|period| period.hires.get(channel)).map(|&hires| f64::from(hires)).sum()
    };
    cells.extend(channels.iter().enumerate().map(|(place, &(channel, _))| down(2 + place, of_channel(channel))));
    cells.push(down(all, channels.iter().map(|&(channel, _)| of_channel(channel)).sum()));
    for (place, (column, of)) in columns.into_iter().enumerate() {
        if column == HEADCOUNT {
            cells.extend([Cell::Empty, Cell::Empty]);
        } else {
            let shift = usize::from(column > HEADCOUNT);
            cells.push(down(all + 1 + place + shift, plan.periods.iter().map(|period| over(period, of)).sum()));
        }
    }
    sheet.line(&cells)
}

/// A row for each period: resolved = offered − left without help by self-service − lost.
pub(super) fn contacts(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, CONTACTS, looks)?;
    let plans = book.plans();
    let mut widths = vec![15.0; OFFERED + 1 + 3 * plans.len()];
    widths[0] = 6.0;
    let mut head = strings(&[case::NUMBER, book.comparison.plan.step.name(), case::CONTACTS_THAT_CUSTOMERS_BRING]);
    for (which, _) in &plans {
        let name = match which {
            Which::Plan => case::THE_PLAN,
            Which::Nothing => case::DOING_NOTHING,
            Which::Without => case::WITHOUT_PROJECTS,
        };
        let what = [case::LEFT_WITHOUT_HELP_BY_SELF_SERVICE, case::LOST_BECAUSE_AGENTS_ARE_MISSING, case::RESOLVED];
        head.extend(what.map(|what| words::with(what, name)));
    }
    sheet.head_over(&widths, &head, 2)?;
    let of_period = |plan: &WorkforcePlan, place: usize| {
        let period = &plan.periods[place];
        let unresolved: f64 = period.unresolved.iter().sum();
        let lost = lost_contacts(book.assumptions, period);
        let offered: f64 = period.contacts.iter().sum();
        [offered, unresolved, lost, offered - unresolved - lost]
    };
    let mut sums = vec![0.0; 1 + 3 * plans.len()];
    for place in 0..book.periods() {
        let (row, label) = (place + 2, book.label(place));
        let offered = of_period(plans[0].1, place)[0];
        sums[0] += offered;
        let mut cells =
            vec![Cell::Given((place + 1) as f64, Look::Place), Cell::Text(&label), Cell::Given(offered, Look::People)];
        for (index, (which, plan)) in plans.iter().enumerate() {
            let [_, unresolved, lost, resolved] = of_period(plan, place);
            let first = OFFERED + 1 + 3 * index;
            cells.push(Cell::Given(unresolved, Look::People));
            cells.push(match book.column_of(CostKind::LostContacts) {
                Some(column) => {
                    let cost = format!("'{}'!{}{row}", which.sheet(), letters(column));
                    let value = book.input(LOST_CONTACT);
                    Cell::Worked(format!("=IF({value}>0,{cost}/{value},0)"), lost, Look::People)
                }
                None => Cell::Given(lost, Look::People),
            });
            let at = |column: usize| format!("{}{row}", letters(column));
            let formula = format!("={}-{}-{}", at(OFFERED), at(first), at(first + 1));
            cells.push(Cell::Worked(formula, resolved, Look::People));
            let so_far = &mut sums[1 + 3 * index..];
            [unresolved, lost, resolved].into_iter().zip(so_far).for_each(|(more, sum)| *sum += more);
        }
        sheet.line(&cells)?;
    }
    let mut cells = vec![Cell::Empty, Cell::Text(words::TOGETHER)];
    let total = |(place, &sum): (usize, &f64)| Cell::Worked(book.sum_down(OFFERED + place), sum, Look::TotalPeople);
    cells.extend(sums.iter().enumerate().map(total));
    sheet.line(&cells)
}
