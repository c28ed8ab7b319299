//! The first sheet: what was asked, the answer, the figures that matter, the promises, where all this comes from, and what else is here.

use super::{Book, requirement, service, volumes};
use crate::planning::PlanComparison;
use crate::report::workbook::business_case::overview;
use crate::report::workbook::formats::{days, serial};
use crate::report::workbook::sheet::{Cell, Look, Sheet, letters, on};
use crate::report::workbook::{WorkbookError, coverage, schedule, words};
use crate::report::{Solution, format, promise, three_sentences};
use crate::simulation::{Performance, TotalMeasures};
use crate::statistics::Estimate;
use rust_xlsxwriter::Url;

/// Widths of the columns: a name, what it is, and for each staffing its value and what is beside it.
const WIDTHS: [f64; 8] = [44.0, 36.0, 17.0, 16.0, 17.0, 16.0, 17.0, 16.0];

/// The column of the first staffing; each has two.
const VALUES: usize = 2;

/// The sheet, with the names of all sheets.
pub(super) fn fill(sheet: &mut Sheet<'_>, book: &Book, sheets: &[String]) -> Result<(), WorkbookError> {
    let scenario = &book.study.scenario;
    let columns = VALUES + 2 * book.simulations.len();
    // Letters of sentences are narrower than the figures that widths are counted in.
    let width: f64 = 1.15 * WIDTHS[..columns].iter().sum::<f64>();
    sheet.inner.set_screen_gridlines(false);
    sheet.inner.set_portrait().set_print_fit_to_pages(1, 1);
    sheet.widths(&WIDTHS[..columns])?;
    sheet.title(&format::name(&scenario.name))?;
    if !scenario.question.is_empty() {
        sheet.paragraph(&scenario.question, columns as u16, width)?;
    }
    sheet.heading(words::ANSWER)?;
    for sentence in three_sentences(book.study) {
        sheet.paragraph(&sentence, columns as u16, width)?;
    }
    figures(sheet, book)?;
    promises(sheet, book)?;
    if let Some(planned) = book.study.planned.as_ref().filter(|_| sheets.iter().any(|name| name == words::PLAN)) {
        plan(sheet, planned)?;
    }
    origin(sheet, book)?;
    contents(sheet, sheets, columns as u16, width)?;
    sheet.inner.set_print_area(0, 0, sheet.row - 1, (columns - 1) as u16)?;
    Ok(())
}

/// A head with a pair of columns for each staffing.
fn head(sheet: &mut Sheet<'_>, book: &Book, first: [&str; 2], beside: &str) -> Result<(), WorkbookError> {
    let mut names = first.map(str::to_owned).to_vec();
    names.extend(book.simulations.iter().flat_map(|&(name, _)| [name.to_owned(), beside.to_owned()]));
    sheet.head(&names)?;
    sheet.over_numbers(&names, VALUES)
}

/// A figure of each staffing.
type Of = fn(&TotalMeasures) -> Estimate;

fn figures(sheet: &mut Sheet<'_>, book: &Book) -> Result<(), WorkbookError> {
    sheet.heading(words::KEY_FIGURES)?;
    head(sheet, book, ["", ""], words::MARGIN)?;
    let (study, coverage) = (book.study, &book.coverage);
    let scenario = &study.scenario;
    let staffings = book.simulations.len();
    let row = |name: [&'static str; 2]| vec![Cell::Text(name[0]), Cell::Text(name[1])];
    let above = |sheet: &str, column: usize, line: usize| format!("={}{}{line}", on(sheet), letters(column));

    let mut cells = row(words::KEY_CONTACTS);
    let column = book.volumes.together(1);
    let formula = above(words::VOLUMES, column, book.volumes.line_of_sums(volumes::SUMS - 1));
    cells.push(Cell::Worked(formula, volumes::total(book), Look::People));
    sheet.line(&cells)?;

    let mut cells = row(words::KEY_NEEDED);
    let formula = above(words::REQUIREMENT, book.requirement.together(1), book.requirement.line_of_sums(0));
    cells.push(Cell::Worked(formula, requirement::agent_hours_needed(book), Look::People));
    sheet.line(&cells)?;

    let line = coverage.rows.line_of_sums(coverage::SUMS - 1);
    let mut cells = row(words::KEY_ON_DUTY);
    for (place, hours) in coverage.hours_on_duty().into_iter().enumerate() {
        let formula = above(words::COVERAGE, coverage.on_duty_together(place), line);
        cells.extend([Cell::Worked(formula, hours, Look::People), Cell::Empty]);
    }
    sheet.line(&cells)?;

    let mut cells = row(words::KEY_MISSING);
    cells.extend((1..staffings).flat_map(|_| [Cell::Empty, Cell::Empty]));
    let formula = above(words::COVERAGE, coverage.missing_together(), line);
    cells.push(Cell::Worked(formula, coverage.hours_missing(), Look::People));
    sheet.line(&cells)?;

    let today = &study.today.total;
    let (mut paid, mut cost) = (row(words::KEY_PAID), row(words::KEY_COST));
    let margin = |of: Estimate, look: Look| of.half_width.map_or(Cell::Empty, |half| Cell::Given(half, look));
    paid.extend([service::mean(today.paid_hours, Look::People), margin(today.paid_hours, Look::People)]);
    cost.extend([service::mean(today.cost, Look::RoundAmount), margin(today.cost, Look::RoundAmount)]);
    if let Some(certified) = &study.scheduled {
        let of = &certified.schedule.cost;
        let hours = schedule::all_paid_hours(certified);
        paid.extend([Cell::Worked(hours.0, hours.1, Look::People), Cell::Empty]);
        let (formula, money) = schedule::all_costs(scenario, of);
        cost.extend([Cell::Worked(formula, money.0, Look::RoundAmount), Cell::Empty]);
    }
    if let Some(certified) = &study.rostered {
        let of = &certified.cost;
        paid.extend([Cell::Given(of.paid_hours.0, Look::People), Cell::Empty]);
        cost.extend([Cell::Given((of.wages + of.premiums + of.overtime).0, Look::RoundAmount), Cell::Empty]);
    }
    sheet.line(&paid)?;
    sheet.line(&cost)?;

    let shares: [([&'static str; 2], Of, Look); 4] = [
        (words::KEY_LEVEL, |of| of.service_level, Look::Share),
        (words::KEY_WAIT, |of| seconds(of.asa_s), Look::Duration),
        (words::KEY_HANG_UP, |of| of.abandonment, Look::Share),
        (words::KEY_BUSY, |of| of.occupancy, Look::Share),
    ];
    for (name, of, look) in shares {
        let mut cells = row(name);
        cells.extend(book.simulations.iter().flat_map(|(_, performance)| {
            let estimate = of(&performance.total);
            [service::mean(estimate, look), margin(estimate, look)]
        }));
        sheet.line(&cells)?;
    }
    Ok(())
}

/// An estimate of seconds in days, as a workbook counts.
fn seconds(of: Estimate) -> Estimate {
    Estimate { mean: of.mean.map(days), half_width: of.half_width.map(days) }
}

fn promises(sheet: &mut Sheet<'_>, book: &Book) -> Result<(), WorkbookError> {
    sheet.heading(words::PROMISES)?;
    head(sheet, book, [words::QUEUE, words::PROMISE], words::KEPT)?;
    for (place, queue) in book.study.scenario.queues.iter().enumerate() {
        let promised = match promise::words(&queue.target) {
            nothing if nothing.is_empty() => words::NO_PROMISE.to_owned(),
            promised => promised.join(", "),
        };
        let name = format::name(&queue.name);
        let of = |performance: &Performance| {
            let result = &performance.queues[place];
            (promise::deciding(result, &result.total), promise::verdict(result.verdict(&result.total)))
        };
        let results: Vec<_> = book.simulations.iter().map(|(_, performance)| of(performance)).collect();
        let mut cells = vec![Cell::Wrapped(&name), Cell::Wrapped(&promised)];
        cells.extend(results.iter().flat_map(|(value, verdict)| [Cell::Right(value), Cell::Right(verdict)]));
        let mut texts = vec![name.clone(), promised.clone()];
        texts.extend(results.iter().flat_map(|(value, verdict)| [value.clone(), (*verdict).to_owned()]));
        sheet.make_room(&texts, &WIDTHS)?;
        sheet.line(&cells)?;
    }
    Ok(())
}

/// What the plan asks for, as its sheet has it.
fn plan(sheet: &mut Sheet<'_>, planned: &PlanComparison) -> Result<(), WorkbookError> {
    sheet.heading(words::KEY_PLAN)?;
    let names = ["", "", words::KEY_THE_PLAN, words::KEY_DO_NOTHING].map(str::to_owned);
    sheet.head(&names)?;
    sheet.over_numbers(&names, VALUES)?;
    let at = |column: usize| format!("={}{}{}", on(words::PLAN), letters(column), overview::SUMS);
    let (plan, nothing) = (&planned.plan, &planned.carry_on);
    let row = |name: [&'static str; 2], cells: Vec<Cell<'static>>| {
        [Cell::Text(name[0]), Cell::Text(name[1])].into_iter().chain(cells).collect::<Vec<_>>()
    };
    let hires = Cell::Worked(at(overview::HIRED), plan.hires().into(), Look::Whole);
    sheet.line(&row(words::KEY_HIRES, vec![hires, Cell::Count(nothing.hires())]))?;
    let missing = Cell::Worked(at(overview::MISSING), plan.shortage_hours().0, Look::People);
    let cells = vec![missing, Cell::Given(nothing.shortage_hours().0, Look::People)];
    sheet.line(&row(words::KEY_PLAN_MISSING, cells))?;
    let cash = [(overview::CASH, plan), (overview::CASH + 1, nothing)];
    let cells = cash.map(|(column, of)| Cell::Worked(at(column), of.cash().0, Look::RoundAmount));
    sheet.line(&row(words::KEY_CASH, cells.into()))
}

/// Version, seed, fingerprint, how often it was simulated, and how the solver fared.
fn origin(sheet: &mut Sheet<'_>, book: &Book) -> Result<(), WorkbookError> {
    sheet.heading(words::PROVENANCE)?;
    let (scenario, of) = (&book.study.scenario, &book.provenance);
    let calendar = &scenario.calendar;
    let date =
        |day: Option<&crate::calendar::Day>| day.map_or(Cell::Empty, |day| Cell::Given(serial(day.date), Look::Day));
    let program = format!("callboard {}", of.version);
    let (name, seed) = (format::name(&scenario.name), of.seed.to_string());
    let [what, of_scenario, from, to, zone, digest, of_seed, today, fresh, solver, status, gap] = words::ORIGIN;
    let mut rows = vec![
        (what.to_owned(), Cell::Text(&program)),
        (of_scenario.to_owned(), Cell::Text(&name)),
        (from.to_owned(), date(calendar.days.first())),
        (to.to_owned(), date(calendar.days.last())),
        (zone.to_owned(), Cell::Text(&calendar.time_zone)),
        (digest.to_owned(), Cell::Text(&of.digest)),
        (of_seed.to_owned(), Cell::Text(&seed)),
        (today.to_owned(), Cell::Given(of.replications.into(), Look::First)),
    ];
    rows.extend(of.schedule_replications.map(|count| (fresh.to_owned(), Cell::Given(count.into(), Look::First))));
    rows.push((solver.to_owned(), Cell::Text(&of.solver)));
    let solutions = [&of.schedule_solution, &of.roster_solution, &of.plan_solution];
    let solved: Vec<(&str, &Solution, String)> = words::SOLVED
        .into_iter()
        .zip(solutions)
        .filter_map(|(name, solution)| solution.as_ref().map(|solution| (name, solution, solution.status.join(", "))))
        .collect();
    for (name, solution, reasons) in &solved {
        rows.push((words::with(status, name), Cell::Text(reasons)));
        rows.push((words::with(gap, name), Cell::Given(solution.gap, Look::FirstShare)));
    }
    for (name, cell) in rows {
        sheet.line(&[Cell::Text(&name), cell])?;
    }
    Ok(())
}

/// All other sheets, to go to with a click.
fn contents(sheet: &mut Sheet<'_>, sheets: &[String], columns: u16, width: f64) -> Result<(), WorkbookError> {
    sheet.heading(words::CONTENTS)?;
    for name in sheets.iter().filter(|name| *name != words::SUMMARY) {
        let link = Url::new(format!("internal:{}A1", on(name))).set_text(name);
        sheet.inner.write_url_with_format(sheet.row, 0, link, &sheet.looks.link)?;
        sheet.line(&[Cell::Empty, Cell::Text(words::holds(name))])?;
    }
    sheet.row += 1;
    sheet.paragraph(words::LIVE, columns, width)
}
