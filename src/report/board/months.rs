//! The chapters on the months to come: the plan, its business case, alternatives, and what is uncertain.

use super::plot::{Look, Plot, known};
use super::subject::{Subject, period};
use super::week::{chapter, table};
use crate::planning::business_case::{Alternative, BusinessCase, Outcome, sum};
use crate::planning::risk::Risk;
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::report::chart::{DrawingError, Stroke, palette};
use crate::report::format;
use crate::report::sections::months::ticks;
use crate::report::sections::{Figure, HALF, Scale, Section, Table, WHOLE, alternatives};
use crate::report::words;
use crate::units::{Hours, Money};

/// An empty chart over the periods of a plan.
fn over_periods(plan: &WorkforcePlan, size: (u32, u32), title: String, description: &str, unit: &str) -> Plot {
    let names = plan.periods.iter().map(|period| format::period(plan.step, period.first_day)).collect();
    let head = words::period_head(plan.step);
    let mut plot = Plot::new(size, title, description, unit, (&head, names));
    plot.ticks = ticks(plan, size.0);
    plot
}

/// The plan period by period.
pub(super) fn plan(subject: &Subject<'_>, planned: &PlanComparison) -> Result<Section, DrawingError> {
    let plan = &planned.plan;
    let mut chapter = chapter(words::PLAN_CHAPTER, words::PLAN_LEAD);
    chapter.figures = vec![headcount(planned)?, hours(planned, HALF)?];
    let step = words::period_head(plan.step);
    let has_over = plan.over_budget().0 >= 0.5;
    let mut head = vec![
        step.as_str(),
        words::CONTACTS,
        words::EMPLOYED,
        words::HIRED,
        words::NEEDED,
        words::ON_DUTY,
        words::MISSING,
        words::CASH,
    ];
    head.extend(has_over.then_some(words::OVER_BUDGET));
    let row = |of: &PlannedPeriod| {
        let mut row = vec![format::period(plan.step, of.first_day), format::count(of.contacts.iter().sum())];
        row.extend([format::decimal(of.headcount(), 1), format::count(f64::from(of.hires()))]);
        row.extend([of.required_hours(), of.hours_on_duty(), of.shortage_hours()].map(format::hours));
        row.push(format::count(of.cash().0));
        row.extend(has_over.then(|| format::count(of.over_budget.0)));
        row
    };
    let caption = words::plan_by_period(plan.step, subject.currency());
    chapter.tables = vec![table(&caption, &head, plan.periods.iter().map(row).collect())];
    Ok(chapter)
}

/// People employed, by the plan and when carrying on.
pub(super) fn headcount(planned: &PlanComparison) -> Result<Figure, DrawingError> {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let at = |of: Option<&PlannedPeriod>| of.map_or_else(String::new, |of| format::count(of.headcount()));
    let title = words::headcount(&at(plan.periods.first()), &at(plan.periods.last()), plan.hires());
    let people = |plan: &WorkforcePlan| known(plan.periods.iter().map(PlannedPeriod::headcount));
    let mut plot = over_periods(plan, HALF, title, words::PEOPLE, words::PEOPLE)
        .with(words::CARRY_ON, people(carry_on), Look::Line(Stroke::Dashed), palette::ORANGE)
        .with(words::PLAN, people(plan), Look::Line(Stroke::Solid), palette::BLUE);
    plot.decimals = 1;
    plot.figure()
}

/// Hours needed and on duty.
pub(super) fn hours(planned: &PlanComparison, size: (u32, u32)) -> Result<Figure, DrawingError> {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let title = words::hours_missing(&format::hours(plan.shortage_hours()), &format::hours(carry_on.shortage_hours()));
    let of =
        |plan: &WorkforcePlan, of: fn(&PlannedPeriod) -> Hours| known(plan.periods.iter().map(|period| of(period).0));
    let unit = words::hours_per(plan.step);
    over_periods(plan, size, title, &unit, &unit)
        .with(words::NEEDED_UNDER_PLAN, of(plan, PlannedPeriod::required_hours), Look::Area, palette::GREY)
        .with(
            words::ON_DUTY_CARRY_ON,
            of(carry_on, PlannedPeriod::hours_on_duty),
            Look::Line(Stroke::Dashed),
            palette::ORANGE,
        )
        .with(words::ON_DUTY_PLAN, of(plan, PlannedPeriod::hours_on_duty), Look::Line(Stroke::Solid), palette::BLUE)
        .figure()
}

/// The business case: money over time, side by side, and by kind.
pub(super) fn case(
    subject: &Subject<'_>,
    planned: &PlanComparison,
    case: &BusinessCase,
) -> Result<Section, DrawingError> {
    let mut chapter = chapter(words::CASE, words::CASE_LEAD);
    chapter.figures = vec![cash_flow(subject, planned, case)?];
    chapter.tables = vec![decision(subject, planned, case), by_kind(subject, planned)];
    Ok(chapter)
}

/// Cash saved in each period and from the beginning.
fn cash_flow(subject: &Subject<'_>, planned: &PlanComparison, case: &BusinessCase) -> Result<Figure, DrawingError> {
    let (plan, cash, all) = (&planned.plan, &case.plan.cash, &case.plan.all);
    let amounts = cash.flows.iter().chain(&all.flows).flat_map(|flow| [flow.saved.0.abs(), flow.cumulated.0.abs()]);
    let scale = Scale::of(amounts.fold(0.0, f64::max), subject.currency());
    let total = cash.saved();
    let title = words::cash_saved(&subject.money(Money(total.0.abs())), total.0 >= 0.0);
    let of = |amounts: Vec<Money>| scale.line(&amounts);
    let mut plot = over_periods(plan, (WHOLE.0, 230), title, words::CASH_SO_FAR, &scale.unit)
        .with(
            &words::cash_in(plan.step),
            of(cash.flows.iter().map(|flow| flow.saved).collect()),
            Look::Bars,
            palette::SKY,
        )
        .with(
            words::CASH_SO_FAR,
            of(cash.flows.iter().map(|flow| flow.cumulated).collect()),
            Look::Line(Stroke::Solid),
            palette::BLUE,
        )
        .with(
            words::ALL_SO_FAR,
            of(all.flows.iter().map(|flow| flow.cumulated).collect()),
            Look::Line(Stroke::Dashed),
            palette::GREEN,
        );
    if let (Some(_), Some(back)) = (cash.most_ahead_in, cash.payback) {
        plot.marker = Some((back as usize, words::CASH_IS_BACK.to_owned()));
    }
    plot.decimals = 3;
    plot.figure()
}

fn decision(subject: &Subject<'_>, planned: &PlanComparison, case: &BusinessCase) -> Table {
    let plan = &planned.plan;
    let money = |amount: Money| subject.money(amount);
    let at = |place: Option<u32>| place.map_or_else(|| words::NOT_IN_TIME.to_owned(), |place| period(plan, place));
    let per = |amount: Option<Money>| {
        amount.map_or_else(|| format::NONE.to_owned(), |amount| format::amount(amount, 2, subject.currency()))
    };
    let ahead = |of: &Alternative| {
        if of.cash.most_ahead_in.is_none() { words::NEVER_BEHIND_SHORT.to_owned() } else { at(of.cash.payback) }
    };
    let gain = |of: &Alternative| of.return_in_all().map_or_else(|| format::NONE.to_owned(), format::percent);
    let mut head = vec!["", words::PLAN, words::CARRY_ON];
    head.extend(case.without_initiatives.as_ref().map(|_| words::WITHOUT_PROJECTS));
    let outcome = |name: &str, cell: &dyn Fn(&Outcome) -> String| {
        let mut row = vec![name.to_owned(), cell(&case.plan.outcome), cell(&case.carry_on)];
        row.extend(case.without_initiatives.as_ref().map(|other| cell(&other.outcome)));
        row
    };
    let alternative = |name: &str, cell: &dyn Fn(&Alternative) -> String| {
        let mut row = vec![name.to_owned(), cell(&case.plan), format::NONE.to_owned()];
        row.extend(case.without_initiatives.as_ref().map(cell));
        row
    };
    let rows = vec![
        outcome(words::CASH, &|of| money(of.cash)),
        outcome(words::NOT_CASH, &|of| money(of.not_cash())),
        outcome(words::BOTH, &|of| money(of.all_costs)),
        alternative(words::WORTH, &|of| money(of.all.net_present_value)),
        alternative(words::AHEAD_FROM, &ahead),
        alternative(words::RETURN, &gain),
        outcome(words::PER_CONTACT, &|of| per(of.cash_per_contact())),
        outcome(words::NEW_PEOPLE, &|of| format::count(f64::from(of.hires))),
        outcome(words::EMPLOYED_AT_END, &|of| format::decimal(of.headcount_at_end, 1)),
        outcome(words::HOURS_MISSING, &|of| format::hours(of.shortage_hours)),
    ];
    let caption = words::side_by_side(&words::periods(plan.step, plan.periods.len()), &period(plan, 0));
    table(&caption, &head, rows)
}

fn by_kind(subject: &Subject<'_>, planned: &PlanComparison) -> Table {
    let (plan, carry_on) = (&planned.plan, &planned.carry_on);
    let mut rows = Vec::new();
    let mut row = |name: String, of: &dyn Fn(CostKind) -> bool| {
        let total = |plan: &WorkforcePlan| {
            sum(CostKind::ALL.into_iter().filter(|&kind| of(kind)).map(|kind| plan.cost_of(kind)))
        };
        let (mine, now) = (total(plan), total(carry_on));
        rows.push(vec![name, format::count(mine.0), format::count(now.0), format::count(sum([mine, -now]).0)]);
    };
    let used = |kind: CostKind| plan.cost_of(kind).0 != 0.0 || carry_on.cost_of(kind).0 != 0.0;
    for is_cash in [true, false] {
        for kind in CostKind::ALL.into_iter().filter(|&kind| kind.is_cash() == is_cash && used(kind)) {
            row(format::capital(words::kind_words(kind).0), &|other| other == kind);
        }
        if is_cash {
            row(words::CASH.to_owned(), &CostKind::is_cash);
        }
    }
    row(words::ALL_COSTS.to_owned(), &|_| true);
    table(
        &words::cost_by_kind(subject.currency()),
        &["", words::PLAN, words::CARRY_ON, words::PLAN_LESS_CARRY_ON],
        rows,
    )
}

/// The alternatives that the scenario names; none where it names none.
pub(super) fn others(subject: &Subject<'_>, planned: &PlanComparison) -> Option<Section> {
    if planned.alternatives.is_empty() && planned.before.is_none() {
        return None;
    }
    let mut chapter = chapter(words::ALTERNATIVES, words::ALTERNATIVES_LEAD);
    let all = |plan: &WorkforcePlan| plan.cumulative_cost().last().copied().unwrap_or(Money::ZERO);
    let every = alternatives::every(planned);
    let row = |(name, plan): &(String, &WorkforcePlan)| {
        vec![
            name.clone(),
            subject.money(plan.cash()),
            subject.money(all(plan)),
            format::count(f64::from(plan.hires())),
            format::hours(plan.shortage_hours()),
            alternatives::begun(plan),
        ]
    };
    let head = ["", words::CASH, words::ALL_COSTS, words::NEW_PEOPLE, words::HOURS_MISSING, words::BEGINS];
    let mut table = table(words::ALTERNATIVES, &head, every.iter().map(row).collect());
    table.words = true;
    chapter.tables = vec![table];
    let named = subject.scenario.plan.iter().flat_map(|plan| &plan.alternatives);
    chapter.notes =
        named.map(|other| words::changes(&format::capital(&format::name(&other.name)), &other.changes)).collect();
    Some(chapter)
}

/// How surely the promise is kept, where costs lie, and what moves them.
pub(super) fn uncertain(
    subject: &Subject<'_>,
    planned: &PlanComparison,
    risk: &Risk,
) -> Result<(Vec<Figure>, Vec<Table>, String), DrawingError> {
    let plan = &planned.plan;
    let shares = known(risk.periods.iter().map(|of| of.keeps.0));
    let title = words::kept_throughout(&words::worlds(risk.keeps_all), plan.step);
    let mut kept = over_periods(plan, HALF, title, words::WORLDS_THAT_KEEP, words::WORLDS_THAT_KEEP).with(
        words::WORLDS_THAT_KEEP,
        shares,
        Look::Line(Stroke::Solid),
        palette::BLUE,
    );
    kept.is_share = true;
    let most = risk.periods.iter().map(|of| of.cost.p90.0).fold(0.0, f64::max);
    let scale = Scale::of(most, subject.currency());
    let amounts = |of: &dyn Fn(usize) -> Money| known((0..risk.periods.len()).map(|at| of(at).0 / scale.divisor));
    let band =
        risk.periods.iter().map(|of| Some((of.cost.p10.0 / scale.divisor, of.cost.p90.0 / scale.divisor))).collect();
    let title = words::cost_between(&subject.money(risk.cost.p10), &subject.money(risk.cost.p90));
    let mut cost = over_periods(plan, HALF, title, words::ALL_COSTS, &words::per(&scale.unit, plan.step))
        .with(words::EIGHT_OF_TEN, amounts(&|at| risk.periods[at].cost.p10), Look::Band(band), palette::BLUE)
        .with(words::MIDDLE, amounts(&|at| risk.periods[at].cost.p50), Look::Steps(Stroke::Solid), palette::BLUE)
        .with(
            words::AS_PLANNED,
            amounts(&|at| plan.periods[at].all_costs()),
            Look::Line(Stroke::Dashed),
            palette::ORANGE,
        );
    cost.decimals = 3;
    let rows = risk.drivers.inputs.iter().map(|driver| {
        vec![
            format::capital(words::input_words(driver.input)),
            subject.money(driver.low),
            subject.money(driver.high),
            format::percent(driver.variance_share),
        ]
    });
    let head = [words::INPUT, words::LOW_END, words::HIGH_END, words::OF_VARIANCE];
    let drivers = table(words::WHAT_MOVES_COST, &head, rows.collect());
    let how =
        words::worlds_drawn(&format::count(f64::from(risk.draws)), plan.step, &format::short_percent(risk.tolerance.0));
    Ok((vec![kept.figure()?, cost.figure()?], vec![drivers], how))
}
