//! The workbook of a business case, from which finance can recompute it: what was given and what was planned are numbers, everything
//! that follows from them is a formula with its value now.

mod alternatives;
mod money;
mod people;

use super::WorkbookError;
use super::sheet::{Cell, Look, Looks, Sheet, letters};
use crate::planning::business_case::{Alternative, BusinessCase, Commitment, CommitmentKind, Gain, Outcome};
use crate::planning::{CostKind, PlanComparison, WorkforcePlan};
use crate::report::business_case::{case_of, period, the_ask};
use crate::report::{VERSION, format};
use crate::scenario::{Origin, PlanAssumptions, Scenario};
use crate::units::Money;
use rust_xlsxwriter::{DocProperties, Workbook};

/// Where inputs stand that formulas refer to.
const DISCOUNT: &str = "Inputs!$B$2";
const MONTHS_OF_A_PERIOD: &str = "Inputs!$B$3";
const WAGE_GROWTH: &str = "Inputs!$B$4";
const LOST_CONTACT: &str = "Inputs!$B$5";

/// What all sheets are made from.
struct Book<'a> {
    scenario: &'a Scenario,
    assumptions: &'a PlanAssumptions,
    comparison: &'a PlanComparison,
    case: &'a BusinessCase,
    /// The kinds that cost something in any of the plans: first those of cash, then the others.
    kinds: Vec<CostKind>,
}

/// A plan with a sheet of what it costs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Plan,
    Nothing,
    Without,
}

impl Which {
    /// The name of its sheet of costs.
    fn sheet(self) -> &'static str {
        match self {
            Self::Plan => "Cost of the plan",
            Self::Nothing => "Cost of doing nothing",
            Self::Without => "Cost without projects",
        }
    }
}

impl<'a> Book<'a> {
    fn plans(&self) -> Vec<(Which, &'a WorkforcePlan)> {
        let mut plans = vec![(Which::Plan, &self.comparison.plan), (Which::Nothing, &self.comparison.carry_on)];
        if let (Some(without), true) = (&self.comparison.without_initiatives, self.case.without_initiatives.is_some()) {
            plans.push((Which::Without, without));
        }
        plans
    }

    fn periods(&self) -> usize {
        self.comparison.plan.periods.len()
    }

    /// The row of the first and of the last period on every sheet with a row for each; that of the total comes next.
    fn rows(&self) -> (usize, usize) {
        (2, self.periods() + 1)
    }

    fn total_row(&self) -> usize {
        self.periods() + 2
    }

    fn label(&self, place: usize) -> String {
        period(&self.comparison.plan, place as u32)
    }

    /// How many kinds are cash.
    fn cash_kinds(&self) -> usize {
        self.kinds.iter().filter(|kind| kind.is_cash()).count()
    }

    /// The column of a kind on a sheet of costs, if it has one.
    fn column_of(&self, kind: CostKind) -> Option<usize> {
        self.kinds.iter().position(|&known| known == kind).map(|place| money::FIRST_KIND + place)
    }

    /// The column of the cash on a sheet of costs; that of what is not cash and that of both come next.
    fn column_of_cash(&self) -> usize {
        money::FIRST_KIND + self.kinds.len()
    }

    /// A sum down a column of a sheet with a row for each period.
    fn sum_down(&self, column: usize) -> String {
        let (first, last) = self.rows();
        let column = letters(column);
        format!("=SUM({column}{first}:{column}{last})")
    }

    /// The same cells seen from another sheet: `'Cash flow'!$E$2:$E$19`.
    fn range(&self, sheet: &str, column: usize) -> String {
        let (first, last) = self.rows();
        let column = letters(column);
        format!("'{sheet}'!${column}${first}:${column}${last}")
    }
}

/// A workbook of a plan against doing nothing: the bytes of an XLSX file. `None` where the scenario has no assumptions for a plan.
pub fn plan_workbook(scenario: &Scenario, comparison: &PlanComparison) -> Result<Option<Vec<u8>>, WorkbookError> {
    let (Some(assumptions), Some(case)) = (&scenario.plan, case_of(scenario, comparison)) else { return Ok(None) };
    let mut book = Book { scenario, assumptions, comparison, case: &case, kinds: Vec::new() };
    let plans = book.plans();
    let costs = |kind: CostKind| {
        plans.iter().any(|(_, plan)| plan.periods.iter().any(|period| period.cost[kind as usize] != Money::ZERO))
    };
    book.kinds = [true, false]
        .into_iter()
        .flat_map(|cash| CostKind::ALL.into_iter().filter(move |kind| kind.is_cash() == cash))
        .filter(|&kind| costs(kind) || kind == CostKind::Wages)
        .collect();
    let mut workbook = Workbook::new();
    let created = super::first_day(scenario)?;
    workbook.set_properties(&DocProperties::new().set_title(&scenario.name).set_creation_datetime(&created));
    let looks = Looks::new();
    summary(&mut workbook, &looks, &book)?;
    money::cash_flow(&mut workbook, &looks, &book)?;
    for (which, plan) in book.plans() {
        money::cost(&mut workbook, &looks, &book, which, plan)?;
    }
    alternatives::alternatives(&mut workbook, &looks, &book)?;
    money::commitments(&mut workbook, &looks, &book)?;
    people::people(&mut workbook, &looks, &book)?;
    people::jobs(&mut workbook, &looks, &book)?;
    people::contacts(&mut workbook, &looks, &book)?;
    inputs(&mut workbook, &looks, &book)?;
    assumed(&mut workbook, &looks, scenario)?;
    Ok(Some(workbook.save_to_buffer()?))
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Widths of the columns of the summary, in characters.
const WIDTHS: [f64; 5] = [62.0, 20.0, 20.0, 20.0, 20.0];

fn summary(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let (scenario, case, currency) = (book.scenario, book.case, &book.scenario.currency);
    let mut sheet = Sheet::new(workbook, "Summary", looks)?;
    sheet.inner.set_paper_size(9);
    sheet.widths(&WIDTHS)?;
    sheet.title(&scenario.name)?;
    sheet.line(&[Cell::Text(&scenario.question)])?;
    sheet.row += 1;
    for sentence in the_ask(scenario, book.comparison, case) {
        sheet.paragraph(&sentence, 5, WIDTHS.iter().sum())?;
    }
    sheet.row += 1;
    let mut head = strings(&["", "Plan", "Do nothing"]);
    head.extend(case.without_initiatives.as_ref().map(|_| "Plan without projects".to_owned()));
    sheet.head(&head)?;
    sheet.over_numbers(&head, 1)?;
    let with_unit = |what: &str| format!("{what}, {currency}");
    let (cash, total) = (book.column_of_cash(), book.total_row());
    for (offset, what, amount) in [
        (0, "Cash", (|of| of.cash) as fn(&Outcome) -> Money),
        (1, "Missing hours, lost contacts and customers at their price", Outcome::not_cash),
        (2, "All costs", |of| of.all_costs),
    ] {
        let column = letters(cash + offset);
        let cell = |which: Which, of: &Outcome| {
            Cell::Worked(format!("='{}'!{column}{total}", which.sheet()), amount(of).0, Look::Money)
        };
        outcomes(&mut sheet, book, &with_unit(what), cell)?;
    }
    for (offset, of_cash) in [(0, "cash"), (2, "all costs")] {
        let gain = |of: &Alternative| if offset == 0 { of.cash.clone() } else { of.all.clone() };
        let column = cash + offset;
        let label = with_unit(&format!("Saved against doing nothing, {of_cash}"));
        alternatives(&mut sheet, book, &label, |which, of| {
            let of_plan = |which: Which| format!("'{}'!{}{total}", which.sheet(), letters(column));
            Cell::Worked(format!("={}-{}", of_plan(Which::Nothing), of_plan(which)), gain(of).saved().0, Look::Money)
        })?;
        let label = with_unit(&format!("Net present value of that, {of_cash}"));
        alternatives(&mut sheet, book, &label, |which, of| {
            let of_plan = |which: Which| book.range(which.sheet(), column);
            let factor = book.range("Cash flow", money::FACTOR);
            let formula = format!("=SUMPRODUCT(({}-{})*{factor})", of_plan(Which::Nothing), of_plan(which));
            Cell::Worked(formula, gain(of).net_present_value.0, Look::Money)
        })?;
    }
    worth(&mut sheet, book)?;
    units(&mut sheet, book)?;
    sheet.row += 1;
    let provenance = format!(
        "callboard {VERSION}, seed {}, inputs {}; the plan: {}. Amounts in {currency}. Cells with formulas follow the sheet Inputs and \
         the numbers of the other sheets.",
        scenario.seed, scenario.digest, book.comparison.plan.status
    );
    sheet.paragraph(&provenance, 5, WIDTHS.iter().sum())
}

/// A row with a cell for each plan.
fn outcomes<'c>(
    sheet: &mut Sheet,
    book: &Book,
    label: &'c str,
    cell: impl Fn(Which, &Outcome) -> Cell<'c>,
) -> Result<(), WorkbookError> {
    let case = book.case;
    let mut cells =
        vec![Cell::Text(label), cell(Which::Plan, &case.plan.outcome), cell(Which::Nothing, &case.carry_on)];
    cells.extend(case.without_initiatives.as_ref().map(|without| cell(Which::Without, &without.outcome)));
    sheet.line(&cells)
}

/// A row with a cell for each plan that is compared with doing nothing.
fn alternatives<'c>(
    sheet: &mut Sheet,
    book: &Book,
    label: &'c str,
    cell: impl Fn(Which, &Alternative) -> Cell<'c>,
) -> Result<(), WorkbookError> {
    let case = book.case;
    let mut cells = vec![Cell::Text(label), cell(Which::Plan, &case.plan), Cell::Empty];
    cells.extend(case.without_initiatives.as_ref().map(|without| cell(Which::Without, without)));
    sheet.line(&cells)
}

/// Payback, money put up, and return, of the plan.
fn worth(sheet: &mut Sheet, book: &Book) -> Result<(), WorkbookError> {
    let (plan, currency) = (&book.case.plan, &book.scenario.currency);
    let periods = book.range("Cash flow", money::PERIOD);
    for (what, gain, ahead) in [("cash", &plan.cash, money::CASH_AHEAD), ("all costs", &plan.all, money::ALL_AHEAD)] {
        let flags = book.range("Cash flow", ahead);
        let formula = format!("=IF(SUM({flags})=0,\"not in this time\",INDEX({periods},MATCH(1,{flags},0)))");
        let label = format!("Ahead of doing nothing for good from, {what}");
        sheet.line(&[Cell::Text(&label), Cell::Words(formula, back(book, gain))])?;
    }
    let cumulated = book.range("Cash flow", money::CASH_SAVED + 1);
    let label = format!("Most cash put up before it is back, {currency}");
    let most = Cell::Worked(format!("=MAX(0,-MIN({cumulated}))"), plan.cash.most_ahead.0, Look::Money);
    sheet.line(&[Cell::Text(&label), most])?;
    let (saved, factor) = (book.range("Cash flow", money::CASH_SAVED), book.range("Cash flow", money::FACTOR));
    let label = format!("Cash spent more than doing nothing, in today’s money, {currency}");
    let spent = format!("=SUMPRODUCT(({saved}<0)*-{saved}*{factor})");
    sheet.line(&[Cell::Text(&label), Cell::Worked(spent, plan.spent_more.0, Look::Money)])?;
    let spent = format!("B{}", sheet.row);
    let total = book.total_row();
    for (what, share, column) in [
        ("cash", plan.return_in_cash(), money::CASH_SAVED + 3),
        ("all costs", plan.return_in_all(), money::ALL_SAVED + 2),
    ] {
        let label = format!("Return: net present value above each unit of that, {what}");
        let formula = format!("=IF({spent}=0,\"none spent\",'Cash flow'!{}{total}/{spent})", letters(column));
        let cell = match share {
            Some(share) => Cell::Worked(formula, share, Look::Share),
            None => Cell::Words(formula, "none spent".to_owned()),
        };
        sheet.line(&[Cell::Text(&label), cell])?;
    }
    Ok(())
}

/// The period of payback as the formula gives it.
fn back(book: &Book, gain: &Gain) -> String {
    gain.payback.map_or_else(|| "not in this time".to_owned(), |place| period(&book.comparison.plan, place))
}

/// Cost per contact, people, hours.
fn units(sheet: &mut Sheet, book: &Book) -> Result<(), WorkbookError> {
    let currency = &book.scenario.currency;
    let (cash, total) = (letters(book.column_of_cash()), book.total_row());
    let resolved = |which: Which| match which {
        Which::Plan => people::RESOLVED[0],
        Which::Nothing => people::RESOLVED[1],
        Which::Without => people::RESOLVED[2],
    };
    let per =
        |label: &str, sheet: &mut Sheet, column: &dyn Fn(Which) -> usize, amount: fn(&Outcome) -> Option<Money>| {
            outcomes(sheet, book, &format!("{label}, {currency}"), |which, of| {
                let contacts = format!("Contacts!{}{total}", letters(column(which)));
                let formula = format!("=IF({contacts}>0,'{}'!{cash}{total}/{contacts},0)", which.sheet());
                Cell::Worked(formula, amount(of).map_or(0.0, |amount| amount.0), Look::Money)
            })
        };
    per("Cash per contact that customers bring", sheet, &|_| people::OFFERED, Outcome::cash_per_contact)?;
    per("Cash per contact that is resolved", sheet, &resolved, Outcome::cash_per_resolved)?;
    let last = people::last_row(book);
    let numbers = format!("People!$A$2:$A${last}");
    let column = |which: Which| match which {
        Which::Plan => Some(format!("People!${0}$2:${0}${last}", letters(people::HEADCOUNT))),
        Which::Nothing => Some(format!("People!${0}$2:${0}${last}", letters(people::HEADCOUNT_OF_NOTHING))),
        Which::Without => None,
    };
    let periods = book.periods();
    for (label, number, amount) in [
        ("People employed in the first period", Some(1), (|of| of.headcount_at_begin) as fn(&Outcome) -> f64),
        ("People employed in the last period", Some(periods), |of| of.headcount_at_end),
        ("People employed on average", None, |of| of.headcount_on_average),
    ] {
        outcomes(sheet, book, label, |which, of| match (column(which), number) {
            (Some(column), Some(number)) => {
                Cell::Worked(format!("=SUMIF({numbers},{number},{column})"), amount(of), Look::People)
            }
            (Some(column), None) => Cell::Worked(format!("=SUM({column})/{periods}"), amount(of), Look::People),
            (None, _) => Cell::Given(amount(of), Look::People),
        })?;
    }
    outcomes(sheet, book, "People hired", |which, of| match which {
        Which::Plan => {
            let formula = format!("=SUM(People!${0}$2:${0}${last})", letters(people::HIRES));
            Cell::Worked(formula, f64::from(of.hires), Look::Whole)
        }
        _ => Cell::Count(of.hires),
    })?;
    outcomes(sheet, book, "Agent-hours missing", |which, of| match which {
        Which::Plan => {
            let formula = format!("=SUM(People!${0}$2:${0}${last})", letters(people::MISSING));
            Cell::Worked(formula, of.shortage_hours.0, Look::People)
        }
        _ => Cell::Given(of.shortage_hours.0, Look::People),
    })?;
    begun(sheet, book)
}

/// What is begun, and what it costs.
fn begun(sheet: &mut Sheet, book: &Book) -> Result<(), WorkbookError> {
    if book.case.commitments.is_empty() {
        return Ok(());
    }
    sheet.row += 1;
    let cost = format!("Cost, {}", book.scenario.currency);
    let head = strings(&["Projects and partners", "Begins", "At work from", "To", &cost]);
    sheet.head(&head)?;
    sheet.over_numbers(&head, 4)?;
    let at =
        |place: Option<u32>, never: &str| place.map_or_else(|| never.to_owned(), |place| book.label(place as usize));
    for (place, commitment) in book.case.commitments.iter().enumerate() {
        let (begins, live) = (at(Some(commitment.start), ""), at(commitment.live, "later"));
        let until = at(commitment.end.map(|end| end.saturating_sub(1)), "runs on");
        let formula = format!("='Projects and partners'!{}{}", letters(2 + place), book.total_row());
        sheet.line(&[
            Cell::Text(&name_of(commitment)),
            Cell::Text(&begins),
            Cell::Text(&live),
            Cell::Text(&until),
            Cell::Worked(formula, commitment.total().0, Look::Money),
        ])?;
    }
    Ok(())
}

fn name_of(commitment: &Commitment) -> String {
    let kind = match commitment.kind {
        CommitmentKind::SelfService => "self-service",
        CommitmentKind::Coaching => "coaching",
        CommitmentKind::Partner => "partner",
    };
    format!("{} ({kind})", format::name(&commitment.name))
}

fn inputs(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let (assumptions, currency) = (book.assumptions, &book.scenario.currency);
    let mut sheet = Sheet::new(workbook, "Inputs", looks)?;
    sheet.head_over(&[52.0, 16.0, 22.0, 60.0], &strings(&["Input", "Value", "Unit", "What it does here"]), 0)?;
    let (prices, running, budget) = (&assumptions.prices, &assumptions.running, &assumptions.budget);
    let per = |what: &str| format!("{currency} {what}");
    let mut rows = vec![
        (
            "Discount rate",
            assumptions.discount_per_year,
            Look::Share,
            "a year".to_owned(),
            "Cash flow: discount factor".to_owned(),
        ),
        (
            "Length of a period",
            assumptions.step.months(),
            Look::Factor,
            "months".to_owned(),
            "Cash flow: discount factor".to_owned(),
        ),
        (
            "Wage growth",
            assumptions.wage_growth_per_year,
            Look::Share,
            "a year".to_owned(),
            "Cost sheets: wages at the pay of the first year".to_owned(),
        ),
        (
            "Value of a lost contact",
            prices.lost_contact.0,
            Look::Money,
            per("each"),
            "Contacts: how many are lost".to_owned(),
        ),
    ];
    let planned = "given to the planner; the costs were worked out with it";
    for (name, value, unit) in [
        ("Price of a missing agent-hour", prices.shortage_per_hour.0, per("an hour")),
        ("Value of a customer left without help by self-service", prices.unresolved_session.0, per("each")),
        ("Value of a point of satisfaction", prices.satisfaction_point.0, per("a contact")),
        ("Licences of a person employed", running.licences_per_person.0, per("a month")),
        ("Systems", running.technology_per_month.0, per("a month")),
        ("Lines and minutes of a contact that reaches agents", running.telephony_per_contact.0, per("each")),
    ] {
        rows.push((name, value, Look::Money, unit, planned.to_owned()));
    }
    for (name, budget, unit) in
        [("Budget of cash", budget.per_year, "a year"), ("Budget of cash", budget.per_month, "a month")]
    {
        rows.extend(budget.map(|budget| (name, budget.0, Look::Money, per(unit), planned.to_owned())));
    }
    for (name, value, look, unit, what) in &rows {
        sheet.line(&[Cell::Text(name), Cell::Given(*value, *look), Cell::Text(unit), Cell::Text(what)])?;
    }
    for (kind, budget) in &budget.per_year_by_kind {
        let name = format!("Budget of {}", format::name(kind));
        sheet.line(&[Cell::Text(&name), Cell::Number(budget.0), Cell::Text(&per("a year")), Cell::Text(planned)])?;
    }
    Ok(())
}

fn assumed(workbook: &mut Workbook, looks: &Looks, scenario: &Scenario) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, "Assumptions", looks)?;
    let widths = [52.0, 30.0, 90.0];
    sheet.head_over(&widths, &strings(&["Value of", "Is", "Source"]), 0)?;
    for assumption in &scenario.assumptions {
        let source = match &assumption.origin {
            Origin::File => "scenario file".to_owned(),
            Origin::Override => "set for this run".to_owned(),
            Origin::Default(why) => format!("default: {why}"),
        };
        sheet.texts(&[&assumption.path, &assumption.value, &source], &widths)?;
    }
    let last = sheet.row.saturating_sub(1);
    sheet.inner.autofilter(0, 0, last, 2)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::business_case::tests::study;
    use crate::scenario::Step;
    use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
    use std::collections::BTreeMap;
    use std::io::Cursor;
    use std::path::Path;
    use std::process::Command;

    fn bytes() -> Vec<u8> {
        let study = study();
        plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap()
    }

    fn sheets(bytes: Vec<u8>) -> BTreeMap<String, Range<Data>> {
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        workbook.worksheets().into_iter().collect()
    }

    /// The cells with formulas: sheet, row, column.
    fn formulas(bytes: Vec<u8>) -> Vec<(String, (u32, u32), String)> {
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let mut found = Vec::new();
        for name in workbook.sheet_names() {
            let formulas = workbook.worksheet_formula(&name).unwrap();
            let (first_row, first_column) = formulas.start().unwrap_or((0, 0));
            for (row, column, formula) in formulas.used_cells() {
                let at = (first_row + row as u32, first_column + column as u32);
                found.push((name.clone(), at, formula.clone()));
            }
        }
        found
    }

    fn number(range: &Range<Data>, row: u32, column: u32) -> f64 {
        match range.get_value((row, column)) {
            Some(Data::Float(number)) => *number,
            Some(Data::Int(number)) => *number as f64,
            other => panic!("{other:?} in row {row}, column {column}"),
        }
    }

    #[test]
    fn the_sheets_add_up_to_the_case() {
        let study = study();
        let case = case_of(&study.scenario, study.planned.as_ref().unwrap()).unwrap();
        let sheets = sheets(bytes());
        let flow = &sheets["Cash flow"];
        let down = |column: usize| (1..=12).map(|row| number(flow, row, column as u32)).sum::<f64>();
        // A float has some sixteen digits, and these sums have nine.
        assert!((down(CASH) - case.plan.outcome.cash.0).abs() < 1e-6);
        assert!((down(money::CASH_SAVED + 3) - case.plan.cash.net_present_value.0).abs() < 1e-6);
        assert!((down(money::ALL_SAVED + 2) - case.plan.all.net_present_value.0).abs() < 1e-6);
        let people = &sheets["People"];
        for row in 1..25 {
            let cell = |column| number(people, row, column);
            let after = cell(3) - cell(4) - cell(5) - cell(6) + cell(7) + cell(8);
            assert!((after - cell(9)).abs() < 1e-9, "row {row}");
        }
    }

    /// The first column of the cash.
    const CASH: usize = 2;

    #[test]
    fn names_that_look_like_formulas_are_text() {
        let all = formulas(bytes());
        assert!(all.len() > 300);
        assert!(all.iter().all(|(.., formula)| !formula.contains("Service team")));
        let jobs = &sheets(bytes())["Jobs"];
        assert!(jobs.rows().next().unwrap().iter().any(|cell| *cell == Data::String("hired: =Service team".into())));
    }

    #[test]
    fn the_same_plan_makes_the_same_bytes() {
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn a_scenario_without_assumptions_has_no_business_case() {
        let mut study = study();
        study.scenario.plan = None;
        assert!(plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().is_none());
    }

    /// The workbook as `soffice` computes it anew, whatever values stand beside the formulas; `None` where there is none.
    fn recomputed(bytes: &[u8], folder: &Path) -> Option<Vec<u8>> {
        // Where it is not told to, it keeps the values that it finds.
        let always = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
        std::fs::create_dir_all(folder.join("profile/user")).unwrap();
        std::fs::write(folder.join("profile/user/registrymodifications.xcu"), always).unwrap();
        std::fs::write(folder.join("case.xlsx"), bytes).unwrap();
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let status = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
            .arg(folder.join("again"))
            .arg(folder.join("case.xlsx"))
            .output();
        if status.is_err() {
            return None;
        }
        std::fs::read(folder.join("again/case.xlsx")).ok()
    }

    #[test]
    fn a_spreadsheet_program_that_recomputes_finds_the_same() {
        // A cell with a wrong value beside its formula, to know that values are computed anew.
        let mut workbook = Workbook::new();
        let wrong = rust_xlsxwriter::Formula::new("=1+1").set_result("7");
        workbook.add_worksheet().write_formula(0, 0, wrong).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let Some(control) = recomputed(&workbook.save_to_buffer().unwrap(), folder.path()) else {
            println!("skipped: no soffice that converts workbooks");
            return;
        };
        assert_eq!(number(&sheets(control)["Sheet1"], 0, 0), 2.0);

        for step in Step::ALL {
            let mut study = study();
            study.scenario.plan.as_mut().unwrap().step = step;
            study.planned.as_mut().unwrap().plan.step = step;
            let told = plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap();
            let found = sheets(recomputed(&told, folder.path()).unwrap());
            agree(&told, &found);
        }
    }

    /// Every cell with a formula has the value to the cent that was told beside it, and none is an error.
    fn agree(told: &[u8], found: &BTreeMap<String, Range<Data>>) {
        let (all, told) = (formulas(told.to_vec()), sheets(told.to_vec()));
        assert!(all.len() > 300);
        for (sheet, (row, column), formula) in all {
            let (was, is) = (told[&sheet].get_value((row, column)), found[&sheet].get_value((row, column)));
            let same = match (was, is) {
                (Some(Data::Float(was)), Some(Data::Float(is))) => (was - is).abs() < 0.005,
                (was, is) => was == is,
            };
            assert!(same, "{sheet}, row {row}, column {column}: {was:?} was told and {is:?} is found, {formula}");
        }
        let mut cells = found.values().flat_map(Range::used_cells);
        assert!(cells.all(|(.., cell)| !matches!(cell, Data::Error(_))));
    }
}
