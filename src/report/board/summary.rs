//! The answer in a few sentences, the numbers that matter, and each promise.

use super::subject::{Subject, paid, period, saved};
use crate::report::sections::{Table, strings};
use crate::report::words;
use crate::report::{format, promise};
use crate::simulation::{Performance, Verdict, judge};
use crate::staffing::agent_hours;
use crate::units::{Hours, Money};

/// A number that matters.
pub(super) struct Tile {
    pub name: String,
    pub value: String,
    pub note: String,
}

/// What happens today, what is proposed, and what is asked for: a sentence each.
pub(super) fn sentences(subject: &Subject<'_>) -> Vec<String> {
    let (study, scenario) = (subject.study, subject.scenario);
    let days = scenario.calendar.days.len();
    let missed_on = promise::by_day(&study.today).into_iter().filter(|&day| day == Verdict::Missed).count();
    let cost = format::mean(study.today.total.cost, |cost| subject.money(Money(cost)));
    let mut sentences = vec![words::today(subject.verdicts(&study.today).as_deref(), &cost, days, missed_on)];
    sentences.push(match (&study.scheduled, subject.cost()) {
        (Some(_), None) => words::REFUSED.to_owned(),
        (_, Some(cost)) => {
            let open = cost.under_cover_hours;
            let uncovered = (open.0 >= 0.05).then(|| format::hours(open));
            let verdicts = subject.proposed().and_then(|performance| subject.verdicts(performance));
            let is_roster = study.rostered.as_ref().is_some_and(|rostered| rostered.findings.is_empty());
            let amounts = (subject.money(paid(cost)), format::hours(cost.paid_hours));
            words::proposed(is_roster, verdicts.as_deref(), (&amounts.0, &amounts.1), uncovered.as_deref())
        }
        (None, None) => {
            let needed = &study.requirement.needed.agents;
            let hours: Hours = (0..needed.rows()).map(|group| agent_hours(scenario, needed.row(group))).sum();
            let most: u32 = (0..needed.rows()).map(|group| subject.most(needed, group)).sum();
            words::needed_hours(&format::hours(hours), &format::count(f64::from(most)), days)
        }
    });
    sentences.push(match &subject.planned {
        None => words::NO_PLAN.to_owned(),
        Some((planned, case)) => {
            let (mine, now) = (case.plan.outcome.shortage_hours, case.carry_on.shortage_hours);
            let hours = (mine.0 >= 0.5 || now.0 >= 0.5).then(|| (format::hours(mine), format::hours(now)));
            words::planned(
                &words::periods(planned.plan.step, planned.plan.periods.len()),
                &period(&planned.plan, 0),
                &subject.money(case.plan.outcome.cash),
                &saved(case.plan.cash.saved(), subject.currency()),
                hours.as_ref().map(|(mine, now)| (mine.as_str(), now.as_str())),
            )
        }
    });
    sentences.iter().map(|sentence| format::firm(sentence)).collect()
}

/// Three to five numbers with their margins.
pub(super) fn tiles(subject: &Subject<'_>) -> Vec<Tile> {
    let (study, scenario) = (subject.study, subject.scenario);
    let mut tiles = Vec::new();
    let proposed = subject.proposed();
    let promising = study.today.queues.iter().filter(|result| !result.target.is_empty()).count();
    let kept = |performance: &Performance| subject.with_verdict(performance, Verdict::Kept).len();
    if promising > 1 {
        tiles.push(Tile {
            name: words::PROMISES_KEPT.to_owned(),
            value: words::of_queues(kept(proposed.unwrap_or(&study.today)), promising),
            note: if proposed.is_some() {
                words::today_is(&words::of_queues(kept(&study.today), promising))
            } else {
                String::new()
            },
        });
    }
    tiles.extend(subject.hardest().and_then(|queue| hardest(subject, queue)));
    if let Some(proposed) = subject.cost() {
        let cost = study.today.total.cost;
        tiles.push(Tile {
            name: words::cost_of_days(scenario.calendar.days.len()),
            value: subject.money(paid(proposed)),
            note: words::today_is(&with_margin(subject, cost)),
        });
    } else {
        let groups = (0..scenario.groups.len()).map(|group| subject.hours(group));
        let (needed, today) =
            groups.fold((Hours::ZERO, Hours::ZERO), |(needed, today), of| (needed + of.needed, today + of.today));
        tiles.extend(subject.planned.is_none().then(|| Tile {
            name: words::HOURS_NEEDED.to_owned(),
            value: format::hours(needed),
            note: words::on_duty_today(&format::hours(today)),
        }));
        tiles.push(Tile {
            name: words::cost_of_days(scenario.calendar.days.len()),
            value: with_margin(subject, study.today.total.cost),
            note: words::TODAY.to_lowercase(),
        });
    }
    if let Some((planned, case)) = &subject.planned {
        let length = words::periods(planned.plan.step, planned.plan.periods.len());
        tiles.push(Tile {
            name: words::cash_for(&length),
            value: subject.money(case.plan.outcome.cash),
            note: words::carrying_on(&subject.money(case.carry_on.cash)),
        });
        let worth = case.plan.all.net_present_value;
        tiles.push(Tile {
            name: if worth.0 < 0.0 { words::LOST_IN_ALL } else { words::SAVED_IN_ALL }.to_owned(),
            value: subject.money(Money(worth.0.abs())),
            note: words::AT_THEIR_PRICE.to_owned(),
        });
    }
    tiles.truncate(5);
    for tile in &mut tiles {
        // A narrow tile may put the margin on a line of its own.
        tile.value = format::firm(&tile.value).replace("\u{a0}±", " ±");
        tile.note = format::firm(&tile.note);
    }
    tiles
}

fn with_margin(subject: &Subject<'_>, cost: crate::statistics::Estimate) -> String {
    let mean = format::mean(cost, |cost| subject.money(Money(cost)));
    match cost.half_width {
        Some(half) if half >= 0.5 => format!("{mean} ± {}", format::count(half)),
        _ => mean,
    }
}

/// The measure that decides whether the hardest promise is kept.
fn hardest(subject: &Subject<'_>, queue: usize) -> Option<Tile> {
    let today = &subject.study.today.queues[queue];
    let shown = subject.proposed().map_or(today, |performance| &performance.queues[queue]);
    let item = promise::deciding_item(today, &today.total)?;
    let items = promise::items(shown, &shown.total);
    let now = items.into_iter().find(|other| other.target == item.target)?;
    let before = subject.proposed().is_some().then(|| item.estimated());
    Some(Tile {
        name: words::measure_of(&format::name(&subject.scenario.queues[queue].name), &item.name),
        value: now.estimated(),
        note: words::today_and_promised(before.as_deref(), &item.promised),
    })
}

/// Each promise with its verdict and the measure that decides it.
pub(super) fn each_promise(subject: &Subject<'_>) -> Table {
    let simulations = subject.simulations();
    let mut head = strings(&[words::QUEUE, words::PROMISED]);
    head.extend(simulations.iter().map(|(name, _)| (*name).to_owned()));
    let row = |(index, queue): (usize, &crate::scenario::Queue)| {
        let promised = promise::words(&queue.target);
        let promised = if promised.is_empty() { words::NOTHING.to_owned() } else { promised.join(", ") };
        let mut row = vec![format::name(&queue.name), promised];
        row.extend(simulations.iter().map(|(_, performance)| {
            let result = &performance.queues[index];
            let sign = promise::sign(judge(&result.target, &result.total));
            format::firm(&format!("{sign} {}", promise::deciding(result, &result.total)))
        }));
        row
    };
    let rows = subject.scenario.queues.iter().enumerate().map(row).collect();
    Table { caption: words::EACH_PROMISE.to_owned(), over: Vec::new(), head, rows, words: true }
}
