//! The business case in words: the ask in three sentences, for somebody who reads nothing else.

use super::format::{self, counted, listed, money};
use crate::planning::business_case::{BusinessCase, Commitment, CommitmentKind};
use crate::planning::{CostKind, PlanComparison, PlannedPeriod, WorkforcePlan};
use crate::scenario::{PlanAssumptions, Scenario, Step};
use crate::units::Money;

/// Amounts below this are shown as 0, and so are none.
const SHOWN: f64 = 0.5;

/// Most hiring channels, and most classes of one, that a sentence names one by one.
const MOST_NAMED: usize = 4;

/// What we ask for; what it costs and saves; what happens if nothing is done.
pub fn the_ask(scenario: &Scenario, comparison: &PlanComparison, case: &BusinessCase) -> [String; 3] {
    let assumptions = scenario.plan.as_ref();
    [
        wishes(scenario, assumptions, &comparison.plan, case),
        worth(scenario, assumptions, comparison, case),
        nothing(scenario, comparison, case),
    ]
}

/// A period by its place: `Mar 2027`.
pub(super) fn period(plan: &WorkforcePlan, place: u32) -> String {
    let at = plan.periods.get(place as usize);
    at.map_or_else(|| format::NONE.to_owned(), |period| format::period(plan.step, period.first_day))
}

/// When something begins in a period: `in Mar 2027`, `on 3 Sep 2027`.
fn when(plan: &WorkforcePlan, place: u32) -> String {
    let preposition = match plan.step {
        Step::Month => "in",
        Step::Week => "on",
    };
    format!("{preposition} {}", period(plan, place))
}

/// When something lasts through a period: `in Mar 2027`, `in the week of 3 Sep 2027`.
pub(super) fn during(plan: &WorkforcePlan, place: u32) -> String {
    let preposition = match plan.step {
        Step::Month => "in",
        Step::Week => "in the week of",
    };
    format!("{preposition} {}", period(plan, place))
}

/// `18 months`.
fn length(plan: &WorkforcePlan) -> String {
    counted(plan.periods.len(), plan.step.name())
}

/// `What should we ask for in the 18 months from Jan 2027?`
pub(super) fn question(plan: &WorkforcePlan) -> String {
    format!("What should we ask for in the {} from {}?", length(plan), period(plan, 0))
}

fn wishes(
    scenario: &Scenario,
    assumptions: Option<&PlanAssumptions>,
    plan: &WorkforcePlan,
    case: &BusinessCase,
) -> String {
    let mut wishes = Vec::new();
    match plan.hires() {
        0 => {}
        hires => {
            let people = if hires == 1 { "1 new person".to_owned() } else { format!("{hires} new people") };
            wishes.push(format!("{people} ({})", classes(assumptions, plan)));
        }
    }
    wishes.extend(moved(scenario, assumptions, plan));
    let (partners, initiatives): (Vec<&Commitment>, Vec<&Commitment>) =
        case.commitments.iter().partition(|commitment| commitment.kind == CommitmentKind::Partner);
    for commitment in initiatives.into_iter().chain(partners) {
        wishes.push(begun(plan, commitment, &scenario.currency));
    }
    let overtime = plan.cost_of(CostKind::Overtime);
    if overtime.0 >= SHOWN {
        wishes.push(format!("{} for overtime", money(overtime, &scenario.currency)));
    }
    if wishes.is_empty() {
        return format!(
            "We ask for nothing new in the {} from {}: no new people, no project and no partner.",
            length(plan),
            period(plan, 0)
        );
    }
    let (begin, end) = (case.plan.outcome.headcount_at_begin, case.plan.outcome.headcount_at_end);
    format!(
        "For the {} from {} we ask for {}; the number of people employed goes from {} to {} (if we do nothing: {}).",
        length(plan),
        period(plan, 0),
        listed(&wishes),
        format::count(begin),
        format::count(end),
        format::count(case.carry_on.headcount_at_end)
    )
}

/// `order desk: 12 in Mar 2027 and 6 in Sep 2027, delivery desk: …`.
fn classes(assumptions: Option<&PlanAssumptions>, plan: &WorkforcePlan) -> String {
    let channels = plan.periods.first().map_or(0, |period| period.hires.len());
    let of_channel = |channel: usize| -> Option<String> {
        let begin = |(place, period): (u32, &PlannedPeriod)| {
            Some((place, period.hires[channel])).filter(|&(_, hires)| hires > 0)
        };
        let classes: Vec<(u32, u32)> = (0..).zip(&plan.periods).filter_map(begin).collect();
        let (first, last) = (classes.first()?.0, classes.last()?.0);
        let name = match assumptions.and_then(|assumptions| assumptions.hiring.get(channel)) {
            Some(channel) => format!("{}: ", format::name(&channel.name)),
            None => String::new(),
        };
        let when = if classes.len() <= MOST_NAMED {
            let each = |&(place, people): &(u32, u32)| format!("{people} {}", when(plan, place));
            listed(&classes.iter().map(each).collect::<Vec<_>>())
        } else {
            let people: u32 = classes.iter().map(|(_, people)| people).sum();
            format!("{people} in {} classes from {} to {}", classes.len(), period(plan, first), period(plan, last))
        };
        Some(name + &when)
    };
    let named: Vec<String> = (0..channels).filter_map(of_channel).collect();
    if named.len() <= MOST_NAMED {
        return named.join("; ");
    }
    let places: Vec<u32> =
        (0..).zip(&plan.periods).filter(|(_, period)| period.hires() > 0).map(|(at, _)| at).collect();
    let (first, last) = (places.first().copied().unwrap_or(0), places.last().copied().unwrap_or(0));
    format!("in {} groups, from {} to {}", named.len(), period(plan, first), period(plan, last))
}

/// `2 people who are trained for advisers`, `5 people who are dismissed`.
fn moved(scenario: &Scenario, assumptions: Option<&PlanAssumptions>, plan: &WorkforcePlan) -> Vec<String> {
    let Some(assumptions) = assumptions else { return Vec::new() };
    let way = |(place, way): (usize, &crate::scenario::Move)| {
        let people: u32 = plan.periods.iter().filter_map(|period| period.moves.get(place)).sum();
        let who = match people {
            0 => return None,
            1 => "1 person".to_owned(),
            people => format!("{people} people"),
        };
        let from = format::name(&scenario.group(way.from).name);
        Some(match way.to {
            Some(to) => format!("{who} to go from {from} to {}", format::name(&scenario.group(to).name)),
            None => format!("{who} of {from} to be dismissed"),
        })
    };
    assumptions.moves.iter().enumerate().filter_map(way).collect()
}

/// `parcel bot (begin in Jan 2027, live in May 2027; it costs 103,000 EUR)`.
fn begun(plan: &WorkforcePlan, commitment: &Commitment, currency: &str) -> String {
    let name = format::name(&commitment.name);
    let begin = period(plan, commitment.start);
    let cost = money(commitment.total(), currency);
    if commitment.kind == CommitmentKind::Partner {
        let until = match commitment.end {
            Some(end) => format!("to {}", period(plan, end.saturating_sub(1))),
            None => "on".to_owned(),
        };
        return format!("the partner {name} (from {begin} {until}, {cost})");
    }
    let live = match commitment.live {
        Some(live) if live == commitment.start => String::new(),
        Some(live) => format!(", at work from {}", period(plan, live)),
        None => ", at work only later".to_owned(),
    };
    format!("{name} (begin {}{live}, {cost})", when(plan, commitment.start))
}

/// `missing hours, lost contacts and churn`: those that cost something in either plan.
fn not_cash(comparison: &PlanComparison) -> Option<String> {
    let kinds = [
        (CostKind::Shortage, "missing hours"),
        (CostKind::LostContacts, "lost contacts"),
        (CostKind::Churn, "customers left without help"),
    ];
    let costs = |kind: CostKind| {
        [&comparison.plan, &comparison.carry_on]
            .iter()
            .any(|plan| plan.periods.iter().any(|period| period.cost[kind as usize].0 != 0.0))
    };
    let words: Vec<String> =
        kinds.into_iter().filter(|&(kind, _)| costs(kind)).map(|(_, words)| words.to_owned()).collect();
    (!words.is_empty()).then(|| listed(&words))
}

/// `878,209 EUR less`, `12 EUR more`, `as much`.
fn less_or_more(saved: Money, currency: &str) -> String {
    if saved.0.abs() < SHOWN {
        return "as much".to_owned();
    }
    let amount = money(Money(saved.0.abs()), currency);
    format!("{amount} {}", if saved.0 > 0.0 { "less" } else { "more" })
}

fn worth(
    scenario: &Scenario,
    assumptions: Option<&PlanAssumptions>,
    comparison: &PlanComparison,
    case: &BusinessCase,
) -> String {
    let (plan, currency) = (&comparison.plan, &scenario.currency);
    let mine = &case.plan.outcome;
    let cash = less_or_more(case.plan.cash.saved(), currency);
    let than = if cash == "as much" { "as" } else { "than" };
    let rate = assumptions.map_or(0.0, |assumptions| assumptions.discount_per_year);
    let today = |value: Money| {
        let sign = if value.0 < 0.0 { "a loss of " } else { "" };
        let value = money(Money(value.0.abs()), currency);
        if rate > 0.0 {
            format!("{sign}{value} in today’s money (net present value at {} a year)", format::short_percent(rate))
        } else {
            format!("{sign}{value} (net present value; later money counts in full)")
        }
    };
    let saved = case.plan.all.saved();
    let in_all = match not_cash(comparison) {
        Some(what) => {
            let saves = if saved.0 >= 0.0 {
                format!("saves {}", money(saved, currency))
            } else {
                format!("costs {} more", money(-saved, currency))
            };
            format!("with {what} at their price it {saves} in all: {}", today(case.plan.all.net_present_value))
        }
        None => format!("that is {}", today(case.plan.cash.net_present_value)),
    };
    format!(
        "This costs {} in cash, {cash} {than} doing nothing; {in_all}{}.",
        money(mine.cash, currency),
        back(plan, case, currency)
    )
}

/// When the money is back.
fn back(plan: &WorkforcePlan, case: &BusinessCase, currency: &str) -> String {
    let (cash, all) = (&case.plan.cash, &case.plan.all);
    let at = |place: Option<u32>| place.map(|place| period(plan, place));
    match (cash.most_ahead_in, at(cash.payback), at(all.payback)) {
        (None, ..) => "; at no time has it spent more cash than doing nothing would have".to_owned(),
        (Some(at_most), Some(back), _) => format!(
            "; up to {} of cash has to be put up ({}), and is back by {back}",
            money(cash.most_ahead, currency),
            during(plan, at_most)
        ),
        (Some(_), None, Some(back)) => format!(
            "; up to {} of cash has to be put up, which does not come back as cash in this time, but counting all costs by {back}",
            money(cash.most_ahead, currency)
        ),
        (Some(_), None, None) => format!(
            "; up to {} of cash has to be put up, which does not come back in this time",
            money(cash.most_ahead, currency)
        ),
    }
}

fn nothing(scenario: &Scenario, comparison: &PlanComparison, case: &BusinessCase) -> String {
    let (carry_on, currency) = (&comparison.carry_on, &scenario.currency);
    let now = &case.carry_on;
    let mine = case.plan.outcome.shortage_hours;
    let with_the_plan = if mine.0 < SHOWN { "none".to_owned() } else { format::hours(mine) };
    let hours = if now.shortage_hours.0 < SHOWN {
        format!("no agent is missing at any hour (hours with the plan: {with_the_plan})")
    } else {
        let share = |period: &PlannedPeriod| {
            let needed = period.required_hours();
            if needed.0 > 0.0 { period.shortage_hours() / needed } else { 0.0 }
        };
        let shares: Vec<f64> = carry_on.periods.iter().map(share).collect();
        let worst = shares.iter().copied().fold(0.0, f64::max);
        let at = shares.iter().position(|&share| share == worst).unwrap_or(0);
        format!(
            "agents are missing for {} hours ({} of the hours needed, {} {}; with the plan: {with_the_plan})",
            format::hours(now.shortage_hours),
            format::percent(now.shortage_hours / now.required_hours),
            format::percent(worst),
            during(carry_on, at as u32),
        )
    };
    let beside = match now.not_cash() {
        none if none.0.abs() < SHOWN => String::new(),
        amount => {
            let what = not_cash(comparison).unwrap_or_default();
            format!(", and {} for {what} at their price", money(amount, currency))
        }
    };
    format!(
        "If we do nothing and only replace those who leave, {hours}, and it costs {} in cash{beside}.",
        money(now.cash, currency)
    )
}

/// What a business case needs: the assumptions that the plan was made with, and the plan.
pub(super) fn case_of(scenario: &Scenario, comparison: &PlanComparison) -> Option<BusinessCase> {
    let assumptions = scenario.plan.as_ref()?;
    Some(crate::planning::business_case(assumptions, comparison))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::example;
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::planning::{PartnerDecision, PlanOfAlternative};
    use crate::scenario::{
        Alternative, Bot, BotOutcome, Effect, GroupId, HiringChannel, Initiative, Learning, SelfService,
    };
    use crate::scenario::{Charge, Partner, QueueId};
    use crate::units::{MoneyPerHour, Seconds, Share};

    /// The study made by hand, with what its plan was made from: two hiring channels, a chatbot, 8 % a year.
    pub fn study() -> crate::study::Study {
        let mut study = example::study();
        let channel = |name: &str, group: usize| HiringChannel {
            name: name.into(),
            group: GroupId(group),
            may_hire: true,
            contract_months: None,
            lead_months: 2.0,
            class_min: 1,
            class_max: 12,
            cost_per_hire: Money(900.0),
            training_cost: Money(1600.0),
            learning: Learning::default(),
            attrition_per_month: Share(0.02),
            attrition_by_tenure: Vec::new(),
            wage: None,
            weekly_hours: None,
        };
        let mut assumptions = example::assumptions(Money(4e6));
        assumptions.discount_per_year = 0.08;
        assumptions.wage_growth_per_year = 0.03;
        assumptions.hiring = vec![channel("Generalists", 0), channel("=Service team", 1)];
        let bot = Bot {
            name: "Chatbot".into(),
            queues: vec![QueueId(0)],
            outcome: BotOutcome { entry: Share(0.4), resolved: Share(0.4), unresolved: Share(0.1) },
            session: Distribution::new(Law::Constant, Seconds(60.0), None).unwrap(),
            resolved_handling: 1.0,
            handling_factor: 1.0,
            comes_back: None,
            per_session: Money::ZERO,
            capacity: None,
            outages: Vec::new(),
        };
        let bot = SelfService {
            bots: vec![bot],
            by_reason: Vec::new(),
            handling_factor: 1.0,
            per_session: Money::ZERO,
            satisfaction: 0.0,
        };
        assumptions.initiatives = vec![Initiative {
            name: "Chatbot".into(),
            set_up: Money(45_000.0),
            per_month: Money(4_000.0),
            months_to_live: 3,
            adoption: Vec::new(),
            fixed_start: None,
            excludes: Vec::new(),
            requires: Vec::new(),
            effect: Effect::SelfService(bot),
        }];
        assumptions.prices.lost_contact = Money(20.0);
        assumptions.partners = vec![Partner {
            name: "night_line".into(),
            charge: Charge::PerHour { group: GroupId(0), price: MoneyPerHour(33.33), most_per_month: 100.0 },
            minimum_per_month: 0.0,
            set_up: Money(500.0),
            lead_months: 0.0,
            contract_months: Some(6),
            fixed_start: None,
        }];
        let changes = vec!["self_service.Chatbot.start=never".to_owned()];
        assumptions.alternatives = vec![Alternative { name: "=no_bot".into(), changes }];
        study.scenario.plan = Some(assumptions);
        let planned = study.planned.as_mut().unwrap();
        let plans = [&mut planned.plan, &mut planned.carry_on].into_iter().chain(&mut planned.without_initiatives);
        plans.for_each(conserve);
        let plan = &mut planned.plan;
        plan.partners = vec![PartnerDecision { name: "night_line".into(), start: Some(3), end: Some(9) }];
        for (at, period) in plan.periods.iter_mut().enumerate() {
            let hours = if (3..9).contains(&at) { 7.0 } else { 0.0 };
            period.outsourced = vec![hours];
            let set_up = if at == 3 { 500.0 } else { 0.0 };
            period.cost[CostKind::Outsourcing as usize] = Money(((33.33 * hours + set_up) * 100.0).round() / 100.0);
            period.cost[CostKind::Churn as usize] = Money(-50.0);
        }
        for period in &mut planned.carry_on.periods {
            period.cost[CostKind::LostContacts as usize] = Money(2000.0);
        }
        // An alternative that begins nothing, and costs a kind that no other plan does.
        let mut plan = planned.without_initiatives.clone().unwrap();
        plan.periods[2].cost[CostKind::Severance as usize] = Money(1234.56);
        planned.alternatives = vec![PlanOfAlternative { name: "=no_bot".into(), plan }];
        study
    }

    /// The headcounts of the study made by hand are rough; here they follow from who comes and goes.
    fn conserve(plan: &mut WorkforcePlan) {
        for at in 1..plan.periods.len() {
            for group in 0..plan.periods[at].groups.len() {
                let before = plan.periods[at - 1].groups[group].headcount;
                let now = &mut plan.periods[at].groups[group];
                now.headcount = before - now.leavers + f64::from(now.hires);
            }
        }
    }

    fn sentences(study: &crate::study::Study) -> [String; 3] {
        let planned = study.planned.as_ref().unwrap();
        the_ask(&study.scenario, planned, &case_of(&study.scenario, planned).unwrap())
    }

    #[test]
    fn the_ask_names_people_projects_and_when() {
        let [ask, ..] = sentences(&study());
        assert!(ask.starts_with("For the 12 months from Jan 2027 we ask for 14 new people (Generalists: 6 in Mar 2027 and 8 in Aug 2027)"), "{ask}");
        // 45,000 once and 4,000 in each of eight months.
        assert!(ask.contains("Chatbot (begin in Feb 2027, at work from May 2027, 77,000 EUR)"), "{ask}");
        // 500 once, and 7 hours at 33.33 in each of six months: 1,899.86.
        assert!(ask.contains("the partner night line (from Apr 2027 to Sep 2027, 1,900 EUR)"), "{ask}");
    }

    #[test]
    fn every_number_of_the_second_and_third_sentence_is_the_cases() {
        let study = study();
        let planned = study.planned.as_ref().unwrap();
        let case = case_of(&study.scenario, planned).unwrap();
        let [_, worth, nothing] = sentences(&study);
        let amounts = [case.plan.outcome.cash, case.plan.all.saved(), case.plan.all.net_present_value];
        for amount in amounts {
            assert!(worth.contains(&money(Money(amount.0.abs()), "EUR")), "{amount:?}: {worth}");
        }
        assert!(worth.contains("at 8 % a year"), "{worth}");
        assert!(
            worth.contains("with missing hours, lost contacts and customers left without help at their price"),
            "{worth}"
        );
        assert!(nothing.contains(&money(case.carry_on.cash, "EUR")), "{nothing}");
        assert!(nothing.contains(&format::hours(case.carry_on.shortage_hours)), "{nothing}");
    }

    #[test]
    fn who_asks_for_nothing_says_so() {
        let mut study = study();
        let planned = study.planned.as_mut().unwrap();
        let quiet = WorkforcePlan {
            periods: planned
                .carry_on
                .periods
                .iter()
                .cloned()
                .map(|mut period| {
                    period.cost[CostKind::Overtime as usize] = Money::ZERO;
                    period
                })
                .collect(),
            ..planned.carry_on.clone()
        };
        (planned.plan, planned.carry_on) = (quiet.clone(), quiet);
        let [ask, worth, _] = sentences(&study);
        assert!(ask.starts_with("We ask for nothing new in the 12 months"), "{ask}");
        assert!(worth.contains("as much as doing nothing") && worth.contains("at no time"), "{worth}");
    }
}
