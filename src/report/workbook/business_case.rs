//! The workbook of a business case, from which finance can recompute it: what was given and what was planned are numbers, everything
//! that follows from them is a formula with its value now.

mod alternatives;
mod money;
pub(super) mod overview;
mod people;

use super::sheet::{Cell, Look, Looks, Sheet, letters, on};
use super::words::case;
use super::{WorkbookError, words};
use crate::planning::business_case::{Alternative, BusinessCase, Commitment, CommitmentKind, Gain, Outcome};
use crate::planning::{CostKind, PlanComparison, WorkforcePlan};
use crate::report::business_case::{case_of, period, the_ask};
use crate::report::{VERSION, format};
use crate::scenario::{Origin, PlanAssumptions, Scenario};
use crate::units::Money;
use rust_xlsxwriter::{DocProperties, Workbook};

/// Rows of inputs that formulas refer to.
const DISCOUNT: usize = 2;
const MONTHS_OF_A_PERIOD: usize = 3;
const WAGE_GROWTH: usize = 4;
const LOST_CONTACT: usize = 5;

/// Names of sheets that differ between a workbook of its own and that of a whole study.
pub(super) struct Names {
    pub summary: &'static str,
    pub people: &'static str,
    pub inputs: &'static str,
    /// Whether there is a sheet with the plan at a glance.
    pub overview: bool,
}

/// In a workbook of its own.
const OF_ITS_OWN: Names =
    Names { summary: words::SUMMARY, people: words::PEOPLE, inputs: words::INPUTS, overview: false };

/// In the workbook of a study, which has a summary, people and inputs beside.
pub(super) const OF_A_STUDY: Names =
    Names { summary: words::BUSINESS_CASE, people: words::PLAN_PEOPLE, inputs: words::PLAN_INPUTS, overview: true };

/// What all sheets are made from.
struct Book<'a> {
    scenario: &'a Scenario,
    assumptions: &'a PlanAssumptions,
    comparison: &'a PlanComparison,
    case: &'a BusinessCase,
    /// The kinds that cost something in any of the plans: first those of cash, then the others.
    kinds: Vec<CostKind>,
    names: &'static Names,
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
            Self::Plan => case::COST_OF_THE_PLAN,
            Self::Nothing => case::COST_OF_DOING_NOTHING,
            Self::Without => case::COST_WITHOUT_PROJECTS,
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

    /// The cell of an input, by its row.
    fn input(&self, row: usize) -> String {
        format!("{}$B${row}", on(self.names.inputs))
    }

    /// Cells of a column of the people: `'People'!$A$2:$A$25`.
    fn people(&self, column: usize) -> String {
        let (sheet, column) = (on(self.names.people), letters(column));
        format!("{sheet}${column}$2:${column}${}", people::last_row(self))
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
    let mut workbook = Workbook::new();
    let created = super::first_day(scenario)?;
    workbook.set_properties(&DocProperties::new().set_title(&scenario.name).set_creation_datetime(&created));
    let looks = Looks::new();
    let has_sheets = sheets(&mut workbook, &looks, (scenario, comparison), &OF_ITS_OWN)?;
    if !has_sheets {
        return Ok(None);
    }
    assumed(&mut workbook, &looks, scenario)?;
    Ok(Some(workbook.save_to_buffer()?))
}

/// The sheets of a business case, by these names. Whether there are any: not where the scenario has no assumptions for a plan.
pub(super) fn sheets(
    workbook: &mut Workbook,
    looks: &Looks,
    (scenario, comparison): (&Scenario, &PlanComparison),
    names: &'static Names,
) -> Result<bool, WorkbookError> {
    let (Some(assumptions), Some(case)) = (&scenario.plan, case_of(scenario, comparison)) else { return Ok(false) };
    let mut book = Book { scenario, assumptions, comparison, case: &case, kinds: Vec::new(), names };
    let plans = book.plans();
    let costs = |kind: CostKind| {
        plans.iter().any(|(_, plan)| plan.periods.iter().any(|period| period.cost[kind as usize] != Money::ZERO))
    };
    book.kinds = [true, false]
        .into_iter()
        .flat_map(|cash| CostKind::ALL.into_iter().filter(move |kind| kind.is_cash() == cash))
        .filter(|&kind| costs(kind) || kind == CostKind::Wages)
        .collect();
    if names.overview {
        overview::overview(workbook, looks, &book)?;
    }
    summary(workbook, looks, &book)?;
    money::cash_flow(workbook, looks, &book)?;
    for (which, plan) in book.plans() {
        money::cost(workbook, looks, &book, which, plan)?;
    }
    alternatives::alternatives(workbook, looks, &book)?;
    money::commitments(workbook, looks, &book)?;
    people::people(workbook, looks, &book)?;
    people::jobs(workbook, looks, &book)?;
    people::contacts(workbook, looks, &book)?;
    inputs(workbook, looks, &book)?;
    Ok(true)
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Widths of the columns of the summary, in characters.
const WIDTHS: [f64; 5] = [62.0, 20.0, 20.0, 20.0, 20.0];

fn summary(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let (scenario, case, currency) = (book.scenario, book.case, &book.scenario.currency);
    let mut sheet = Sheet::new(workbook, book.names.summary, looks)?;
    sheet.inner.set_paper_size(9);
    sheet.widths(&WIDTHS)?;
    sheet.title(&scenario.name)?;
    sheet.line(&[Cell::Text(&scenario.question)])?;
    sheet.row += 1;
    for sentence in the_ask(scenario, book.comparison, case) {
        sheet.paragraph(&sentence, 5, WIDTHS.iter().sum())?;
    }
    sheet.row += 1;
    let mut head = strings(&["", case::PLAN, case::DO_NOTHING]);
    head.extend(case.without_initiatives.as_ref().map(|_| case::PLAN_WITHOUT_PROJECTS.to_owned()));
    sheet.head(&head)?;
    sheet.over_numbers(&head, 1)?;
    let with_unit = |what: &str| words::in_currency(what, currency);
    let (cash, total) = (book.column_of_cash(), book.total_row());
    for (offset, what, amount) in [
        (0, case::CASH, (|of| of.cash) as fn(&Outcome) -> Money),
        (1, case::NOT_CASH, Outcome::not_cash),
        (2, case::ALL_COSTS, |of| of.all_costs),
    ] {
        let column = letters(cash + offset);
        let cell = |which: Which, of: &Outcome| {
            Cell::Worked(format!("='{}'!{column}{total}", which.sheet()), amount(of).0, Look::Money)
        };
        outcomes(&mut sheet, book, &with_unit(what), cell)?;
    }
    for (offset, of_cash) in [(0, case::IN_CASH), (2, case::IN_ALL_COSTS)] {
        let gain = |of: &Alternative| if offset == 0 { of.cash.clone() } else { of.all.clone() };
        let column = cash + offset;
        let label = with_unit(&case::of_which(case::SAVED_AGAINST_DOING_NOTHING, of_cash));
        alternatives(&mut sheet, book, &label, |which, of| {
            let of_plan = |which: Which| format!("'{}'!{}{total}", which.sheet(), letters(column));
            Cell::Worked(format!("={}-{}", of_plan(Which::Nothing), of_plan(which)), gain(of).saved().0, Look::Money)
        })?;
        let label = with_unit(&case::of_which(case::NET_PRESENT_VALUE_OF_THAT, of_cash));
        alternatives(&mut sheet, book, &label, |which, of| {
            let of_plan = |which: Which| book.range(which.sheet(), column);
            let factor = book.range(money::CASH_FLOW, money::FACTOR);
            let formula = format!("=SUMPRODUCT(({}-{})*{factor})", of_plan(Which::Nothing), of_plan(which));
            Cell::Worked(formula, gain(of).net_present_value.0, Look::Money)
        })?;
    }
    worth(&mut sheet, book)?;
    units(&mut sheet, book)?;
    sheet.row += 1;
    let status = &book.comparison.plan.status;
    let provenance = case::origin((VERSION, scenario.seed, &scenario.digest), status, (currency, book.names.inputs));
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
    let periods = book.range(money::CASH_FLOW, money::PERIOD);
    for (what, gain, ahead) in
        [(case::IN_CASH, &plan.cash, money::CASH_AHEAD), (case::IN_ALL_COSTS, &plan.all, money::ALL_AHEAD)]
    {
        let flags = book.range(money::CASH_FLOW, ahead);
        let formula = format!("=IF(SUM({flags})=0,\"{}\",INDEX({periods},MATCH(1,{flags},0)))", case::NOT_IN_THIS_TIME);
        let label = case::of_which(case::AHEAD_OF_DOING_NOTHING_FOR_GOOD_FROM, what);
        sheet.line(&[Cell::Text(&label), Cell::Words(formula, back(book, gain))])?;
    }
    let cumulated = book.range(money::CASH_FLOW, money::CASH_SAVED + 1);
    let label = words::in_currency(case::MOST_PUT_UP, currency);
    let most = Cell::Worked(format!("=MAX(0,-MIN({cumulated}))"), plan.cash.most_ahead.0, Look::Money);
    sheet.line(&[Cell::Text(&label), most])?;
    let (saved, factor) =
        (book.range(money::CASH_FLOW, money::CASH_SAVED), book.range(money::CASH_FLOW, money::FACTOR));
    let label = words::in_currency(case::SPENT_MORE, currency);
    let spent = format!("=SUMPRODUCT(({saved}<0)*-{saved}*{factor})");
    sheet.line(&[Cell::Text(&label), Cell::Worked(spent, plan.spent_more.0, Look::Money)])?;
    let spent = format!("B{}", sheet.row);
    let total = book.total_row();
    for (what, share, column) in [
        (case::IN_CASH, plan.return_in_cash(), money::CASH_SAVED + 3),
        (case::IN_ALL_COSTS, plan.return_in_all(), money::ALL_SAVED + 2),
    ] {
        let label = case::of_which(case::RETURN, what);
        let formula = format!(
            "=IF({spent}=0,\"{}\",{}{}{total}/{spent})",
            case::NONE_SPENT,
            on(case::CASH_FLOW),
            letters(column)
        );
        let cell = match share {
            Some(share) => Cell::Worked(formula, share, Look::Share),
            None => Cell::Words(formula, case::NONE_SPENT.to_owned()),
        };
        sheet.line(&[Cell::Text(&label), cell])?;
    }
    Ok(())
}

/// The period of payback as the formula gives it.
fn back(book: &Book, gain: &Gain) -> String {
    gain.payback.map_or_else(|| case::NOT_IN_THIS_TIME.to_owned(), |place| period(&book.comparison.plan, place))
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
            outcomes(sheet, book, &words::in_currency(label, currency), |which, of| {
                let contacts = format!("{}{}{total}", on(case::CONTACTS), letters(column(which)));
                let formula = format!("=IF({contacts}>0,'{}'!{cash}{total}/{contacts},0)", which.sheet());
                Cell::Worked(formula, amount(of).map_or(0.0, |amount| amount.0), Look::Money)
            })
        };
    per(case::CASH_PER_CONTACT_THAT_CUSTOMERS_BRING, sheet, &|_| people::OFFERED, Outcome::cash_per_contact)?;
    per(case::CASH_PER_CONTACT_THAT_IS_RESOLVED, sheet, &resolved, Outcome::cash_per_resolved)?;
    let numbers = book.people(people::NUMBER);
    let column = |which: Which| match which {
        Which::Plan => Some(book.people(people::HEADCOUNT)),
        Which::Nothing => Some(book.people(people::HEADCOUNT_OF_NOTHING)),
        Which::Without => None,
    };
    let periods = book.periods();
    for (label, number, amount) in [
        (case::PEOPLE_EMPLOYED_IN_THE_FIRST_PERIOD, Some(1), (|of| of.headcount_at_begin) as fn(&Outcome) -> f64),
        (case::PEOPLE_EMPLOYED_IN_THE_LAST_PERIOD, Some(periods), |of| of.headcount_at_end),
        (case::PEOPLE_EMPLOYED_ON_AVERAGE, None, |of| of.headcount_on_average),
    ] {
        outcomes(sheet, book, label, |which, of| match (column(which), number) {
            (Some(column), Some(number)) => {
                Cell::Worked(format!("=SUMIF({numbers},{number},{column})"), amount(of), Look::People)
            }
            (Some(column), None) => Cell::Worked(format!("=SUM({column})/{periods}"), amount(of), Look::People),
            (None, _) => Cell::Given(amount(of), Look::People),
        })?;
    }
    outcomes(sheet, book, case::PEOPLE_HIRED, |which, of| match which {
        Which::Plan => {
            let formula = format!("=SUM({})", book.people(people::HIRES));
            Cell::Worked(formula, f64::from(of.hires), Look::Whole)
        }
        _ => Cell::Count(of.hires),
    })?;
    outcomes(sheet, book, case::MISSING_HOURS, |which, of| match which {
        Which::Plan => {
            let formula = format!("=SUM({})", book.people(people::MISSING));
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
    let cost = words::in_currency(case::COST, &book.scenario.currency);
    let head = strings(&[case::PROJECTS_AND_PARTNERS, case::BEGINS, case::AT_WORK_FROM, case::TO, &cost]);
    sheet.head(&head)?;
    sheet.over_numbers(&head, 4)?;
    let at =
        |place: Option<u32>, never: &str| place.map_or_else(|| never.to_owned(), |place| book.label(place as usize));
    for (place, commitment) in book.case.commitments.iter().enumerate() {
        let (begins, live) = (at(Some(commitment.start), ""), at(commitment.live, case::LATER));
        let until = at(commitment.end.map(|end| end.saturating_sub(1)), case::RUNS_ON);
        let formula = format!("={}{}{}", on(case::PROJECTS_AND_PARTNERS), letters(2 + place), book.total_row());
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
        CommitmentKind::SelfService => case::SELF_SERVICE,
        CommitmentKind::Coaching => case::COACHING,
        CommitmentKind::Partner => case::PARTNER,
    };
    format!("{} ({kind})", format::name(&commitment.name))
}

fn inputs(workbook: &mut Workbook, looks: &Looks, book: &Book) -> Result<(), WorkbookError> {
    let (assumptions, currency) = (book.assumptions, &book.scenario.currency);
    let mut sheet = Sheet::new(workbook, book.names.inputs, looks)?;
    let head = strings(&[case::INPUT, case::VALUE, case::UNIT, case::WHAT_IT_DOES_HERE]);
    sheet.head_over(&[52.0, 16.0, 22.0, 60.0], &head, 0)?;
    sheet.over_numbers(&head[..2], 1)?;
    sheet.over_texts(&head[..3], 2)?;
    let (prices, running, budget) = (&assumptions.prices, &assumptions.running, &assumptions.budget);
    let per = |what: &str| format!("{currency} {what}");
    let mut rows = vec![
        (
            case::DISCOUNT_RATE,
            assumptions.discount_per_year,
            Look::Share,
            case::A_YEAR.to_owned(),
            case::FOR_DISCOUNT.to_owned(),
        ),
        (
            case::LENGTH_OF_A_PERIOD,
            assumptions.step.months(),
            Look::Factor,
            case::MONTHS.to_owned(),
            case::FOR_DISCOUNT.to_owned(),
        ),
        (
            case::WAGE_GROWTH,
            assumptions.wage_growth_per_year,
            Look::Share,
            case::A_YEAR.to_owned(),
            case::FOR_WAGES.to_owned(),
        ),
        (
            case::VALUE_OF_A_LOST_CONTACT,
            prices.lost_contact.0,
            Look::Money,
            per(case::EACH),
            case::FOR_LOST_CONTACTS.to_owned(),
        ),
    ];
    let planned = case::GIVEN_TO_THE_PLANNER;
    for (name, value, unit) in [
        (case::PRICE_OF_A_MISSING_AGENT_HOUR, prices.shortage_per_hour.0, per(case::AN_HOUR)),
        (case::CUSTOMER_LEFT_WITHOUT_HELP, prices.unresolved_session.0, per(case::EACH)),
        (case::VALUE_OF_A_POINT_OF_SATISFACTION, prices.satisfaction_point.0, per(case::A_CONTACT)),
        (case::LICENCES_OF_A_PERSON_EMPLOYED, running.licences_per_person.0, per(case::A_MONTH)),
        (case::SYSTEMS, running.technology_per_month.0, per(case::A_MONTH)),
        (case::LINES_AND_MINUTES, running.telephony_per_contact.0, per(case::EACH)),
    ] {
        rows.push((name, value, Look::Money, unit, planned.to_owned()));
    }
    for (name, budget, unit) in
        [(case::BUDGET_OF_CASH, budget.per_year, case::A_YEAR), (case::BUDGET_OF_CASH, budget.per_month, case::A_MONTH)]
    {
        rows.extend(budget.map(|budget| (name, budget.0, Look::Money, per(unit), planned.to_owned())));
    }
    for (name, value, look, unit, what) in &rows {
        sheet.line(&[Cell::Text(name), Cell::Given(*value, *look), Cell::Told(unit), Cell::Text(what)])?;
    }
    for (kind, budget) in &budget.per_year_by_kind {
        let name = case::budget_of(kind);
        sheet.line(&[
            Cell::Text(&name),
            Cell::Number(budget.0),
            Cell::Told(&per(case::A_YEAR)),
            Cell::Text(planned),
        ])?;
    }
    Ok(())
}

pub(super) fn assumed(workbook: &mut Workbook, looks: &Looks, scenario: &Scenario) -> Result<(), WorkbookError> {
    let mut sheet = Sheet::new(workbook, words::ASSUMPTIONS, looks)?;
    let widths = [52.0, 30.0, 90.0];
    sheet.head_over(&widths, &strings(&[case::VALUE_OF, case::IS, case::SOURCE]), 0)?;
    for assumption in &scenario.assumptions {
        let source = match &assumption.origin {
            Origin::File => case::SCENARIO_FILE.to_owned(),
            Origin::Override => case::SET_FOR_THIS_RUN.to_owned(),
            Origin::Default(why) => case::default_because(why),
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
    use crate::report::workbook::spreadsheet::{finds_the_same, formulas, number, sheets};
    use crate::scenario::Step;
    use calamine::Data;

    fn bytes() -> Vec<u8> {
        let study = study();
        plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap()
    }

    #[test]
    fn the_sheets_add_up_to_the_case() {
        let study = study();
        let case = case_of(&study.scenario, study.planned.as_ref().unwrap()).unwrap();
        let sheets = sheets(&bytes());
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
        let all = formulas(&bytes());
        assert!(all.len() > 300);
        assert!(all.iter().all(|(.., formula)| !formula.contains("Service team")));
        let jobs = &sheets(&bytes())["Jobs"];
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

    #[test]
    fn a_spreadsheet_program_that_recomputes_finds_the_same() {
        let of_step = |step| {
            let mut study = study();
            study.scenario.plan.as_mut().unwrap().step = step;
            study.planned.as_mut().unwrap().plan.step = step;
            plan_workbook(&study.scenario, study.planned.as_ref().unwrap()).unwrap().unwrap()
        };
        finds_the_same(&Step::ALL.map(of_step));
    }
}
