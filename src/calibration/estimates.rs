//! All that a history tells of its queues and its people, estimated, as settings of a scenario.

use super::coming_back::{After, ComingBack, coming_back};
use super::differences::{Differences, Drift, differences, drift};
use super::learning::{LearningCurve, Practice, learning_curve};
use super::lines::{
    Line, absence_lines, arrival_lines, attrition_lines, coming_back_lines, handling_lines, learning_lines,
    patience_lines, queue_key, remarks, shrinkage_lines,
};
use super::observed::{Observed, OfQueue};
use super::staff::{Attrition, Employment, MissingTime, TimeSheet, attrition, missing_time};
use super::{
    ArrivalVariation, DayCounts, Handling, HandlingOptions, Patience, QueueTogether, Wait, arrivals, handling,
    patience, together,
};
use crate::history::dates::{DAY_S, date_of};
use crate::history::days::Days;
use crate::history::findings::{Findings, Kind};
use crate::history::folder::{Estimated, Setting};
use crate::history::people::{PaidDay, People};
use crate::history::{IntervalHistory, QueueHistory};
use crate::units::{Hours, Seconds};
use std::collections::BTreeMap;

/// Who hangs up within so many seconds did not wait: that is balking, not patience.
const AT_ONCE: Seconds = Seconds(1.0);
/// Who gave up and comes again within a day redials.
const REDIAL: Seconds = Seconds(86_400.0);
/// Who was answered and comes again within a week was not helped: the usual window of first-contact resolution.
const REPEAT: Seconds = Seconds(7.0 * 86_400.0);
/// Months of service at which bands of attrition end.
const BANDS: [f64; 3] = [3.0, 12.0, 24.0];
/// Fewest agents between whom differences are told.
const FEWEST_AGENTS: usize = 3;
const WEEK_S: f64 = 7.0 * DAY_S as f64;

/// All estimates of a history.
pub struct Estimates {
    /// By queue, in the order of the history.
    pub queues: Vec<QueueEstimates>,
    /// Of the people.
    pub people: PeopleEstimates,
}

/// What was estimated of a queue; `None` where too little was observed.
pub struct QueueEstimates {
    /// Its name in a scenario.
    pub name: String,
    /// Handling time.
    pub handling: Option<Handling>,
    /// What is to be said of the sample of handling times, if it is not all of them.
    pub handling_sample: String,
    /// Patience.
    pub patience: Option<Patience>,
    /// What is to be said of the sample of waits, if it is not all of them.
    pub patience_sample: String,
    /// Who comes back after giving up, within a day.
    pub redial: Option<ComingBack>,
    /// Who comes back after being answered, within a week.
    pub repeat: Option<ComingBack>,
    /// Share of the contacts that came because of an earlier one, where that is surely more than nothing.
    pub returns: Option<f64>,
    /// How volume varies beyond chance.
    pub arrivals: Option<ArrivalVariation>,
    /// How its days go together with those of the other queues.
    pub together: Option<QueueTogether>,
    /// How agents differ in their mean handling time.
    pub agents: Option<Differences>,
    /// How hours of the day differ in their mean handling time; the groups are the hours.
    pub hours: Option<Differences>,
    /// How handling time changes from week to week, in seconds a week.
    pub drift: Option<Drift>,
}

/// What was estimated of the people.
#[derive(Default)]
pub struct PeopleEstimates {
    /// How they learn.
    pub learning: Option<LearningCurve>,
    /// Who leaves, by months of service.
    pub attrition: Option<Attrition>,
    /// Since when leaving was watched, as a date.
    pub watched_since: Option<String>,
    /// Shrinkage, from time sheets.
    pub shrinkage: Option<MissingTime>,
    /// Absence without notice, from time sheets.
    pub absence: Option<MissingTime>,
}

impl Estimates {
    /// Estimates all that can be estimated.
    pub fn of(history: &IntervalHistory, findings: &Findings, observed: &Observed, people: &People) -> Self {
        let days: Vec<Vec<DayCounts>> =
            (0..history.queues.len()).map(|queue| plain_days(history, findings, queue)).collect();
        let mut queues: Vec<QueueEstimates> =
            history.queues.iter().zip(&days).map(|(queue, days)| of_queue(queue, days, observed)).collect();
        for (queue, of) in queues.iter_mut().zip(go_together(history, findings)) {
            queue.together = of;
        }
        Self { queues, people: of_people(history, observed, people) }
    }

    /// The estimates as settings of a scenario.
    pub fn settings(&self, interval_s: f64) -> Estimated {
        Estimated {
            queues: self.queues.iter().map(|queue| queue.settings(interval_s)).collect(),
            groups: self.people.settings(),
            shrinkage: self.people.shrinkage.as_ref().map(|of| of.share.value.min(0.95)),
        }
    }
}

fn of_queue(queue: &QueueHistory, days: &[DayCounts], observed: &Observed) -> QueueEstimates {
    let of = observed.of(&queue.name);
    let seconds = |of: &OfQueue| of.handled.kept.iter().map(|handled| handled.seconds).collect::<Vec<_>>();
    let waits = |of: &OfQueue| -> Vec<Wait> { of.waits.kept.clone() };
    let (contacts, end_s) = observed.contacts_of(&queue.name);
    let back = |after: After, within: Seconds| {
        (!contacts.is_empty()).then(|| coming_back(&contacts, after, within, end_s).ok()).flatten()
    };
    let by = |group: fn(&super::observed::Handled) -> Option<usize>, fewest: usize| {
        let of = of?;
        let values: Vec<(usize, f64)> =
            of.handled.kept.iter().filter_map(|handled| Some((group(handled)?, handled.seconds))).collect();
        differences(&values).ok().filter(|found| found.groups.len() >= fewest)
    };
    let week = |local_s: i64| local_s as f64 / WEEK_S;
    let weekly = |of: &OfQueue| {
        let first = of.handled.kept.iter().map(|handled| handled.local_s).min().unwrap_or(0);
        let place = |local_s: i64| (local_s.div_euclid(DAY_S) as usize, week(local_s - first));
        let values: Vec<(usize, f64, f64)> = of
            .handled
            .kept
            .iter()
            .map(|handled| {
                let (day, week) = place(handled.local_s);
                (day, week, handled.seconds)
            })
            .collect();
        let is_long = values.iter().any(|(_, week, _)| *week >= 3.0);
        is_long.then(|| drift(&values).ok()).flatten()
    };
    let (redial, repeat) = (back(After::GivingUp, REDIAL), back(After::BeingAnswered, REPEAT));
    let returns = returns(queue, redial.as_ref(), repeat.as_ref());
    QueueEstimates {
        name: queue.name.clone(),
        handling: of.and_then(|of| handling(&seconds(of), &HandlingOptions::default()).ok()),
        handling_sample: of.map_or(String::new(), |of| of.handled.said()),
        patience: of.and_then(|of| patience(&waits(of), AT_ONCE).ok()),
        patience_sample: of.map_or(String::new(), |of| of.waits.said()),
        redial,
        repeat,
        returns,
        arrivals: arrivals(days).ok(),
        together: None,
        agents: by(|handled| handled.agent.map(|agent| agent as usize), FEWEST_AGENTS),
        hours: by(|handled| Some((handled.local_s.rem_euclid(DAY_S) / 3600) as usize), FEWEST_AGENTS),
        drift: of.and_then(weekly),
    }
}

/// The share that comes because of an earlier contact, if it is surely above 0.
fn surely(back: Option<&ComingBack>) -> Option<f64> {
    let because = back?.because?;
    because.lower.filter(|lower| *lower > 0.0).map(|_| because.value)
}

/// Share of a queue's contacts that are redials and repeats: what comes back, of those who gave up and of those who were answered.
fn returns(queue: &QueueHistory, redial: Option<&ComingBack>, repeat: Option<&ComingBack>) -> Option<f64> {
    let sum = |of: fn(&crate::history::IntervalRow) -> Option<f64>| queue.rows.iter().filter_map(of).sum::<f64>();
    let (answered, abandoned) = (sum(|row| row.answered), sum(|row| row.abandoned));
    let (redial, repeat) = (surely(redial), surely(repeat));
    redial.or(repeat)?;
    let back = redial.unwrap_or(0.0) * abandoned + repeat.unwrap_or(0.0) * answered;
    let share = back / (answered + abandoned).max(1.0);
    (share > 0.0 && share < 0.9).then_some(share)
}

/// Days of a queue on which nothing is odd, by weekday; whole days only.
fn plain_days(history: &IntervalHistory, findings: &Findings, queue: usize) -> Vec<DayCounts> {
    dated_days(history, findings, queue).into_values().collect()
}

fn dated_days(history: &IntervalHistory, findings: &Findings, queue: usize) -> BTreeMap<i32, DayCounts> {
    let days = Days::of(history, &history.queues[queue]);
    let hours = &findings.hours[queue];
    let is_whole = |day: usize| days.absent.iter().all(|(absent, _)| *absent != day);
    let of_day = |(day, offered): (usize, &Vec<Option<f64>>)| {
        let number = days.day_number(day);
        let date = date_of(number);
        let class = date.weekday().to_monday_zero_offset() as usize;
        let minute = |slot: usize| slot as u32 * history.interval_minutes;
        let open: Vec<usize> = (0..offered.len()).filter(|&slot| hours.is_open(class, minute(slot))).collect();
        let is_odd = |slot: &usize| findings.mark(queue, date, minute(*slot)).is_some_and(Kind::is_odd);
        if open.is_empty() || !is_whole(day) || open.iter().any(is_odd) {
            return None;
        }
        let counts = open.iter().map(|&slot| offered[slot].unwrap_or(0.0)).collect();
        Some((number, DayCounts { class, counts }))
    };
    days.offered.iter().enumerate().filter_map(of_day).collect()
}

/// How queues go together, on the days on which nothing is odd in any of them.
fn go_together(history: &IntervalHistory, findings: &Findings) -> Vec<Option<QueueTogether>> {
    let queues = history.queues.len();
    let none = vec![None; queues];
    if queues < 2 {
        return none;
    }
    let dated: Vec<BTreeMap<i32, DayCounts>> = (0..queues).map(|queue| dated_days(history, findings, queue)).collect();
    let common: Vec<i32> = dated[0].keys().filter(|day| dated.iter().all(|of| of.contains_key(day))).copied().collect();
    // Queues may be open at different hours, so days are compared by their totals.
    let total = |of: &DayCounts| DayCounts { class: of.class, counts: vec![of.counts.iter().sum()] };
    let lists: Vec<Vec<DayCounts>> =
        dated.iter().map(|of| common.iter().map(|day| total(&of[day])).collect()).collect();
    together(&lists).map_or(none, |found| found.queues.into_iter().map(Some).collect())
}

impl QueueEstimates {
    /// As settings of the queue. What describes what came, and would be counted twice with it, is written as a remark.
    pub fn settings(&self, interval_s: f64) -> Vec<Setting> {
        let mut settings = Vec::new();
        let name = &self.name;
        let mut add = |lines: Vec<Line>, sample: &str, is_active: bool| {
            for (place, Line { key, value, comment }) in lines.into_iter().enumerate() {
                let key = key.strip_prefix(&queue_key(name)).unwrap_or(&key).to_owned();
                let sample = if place == 0 { sample } else { "" };
                settings.push(Setting { key, value, comment: format!("{sample}{comment}"), is_active });
            }
        };
        add(self.handling.as_ref().map_or(Vec::new(), |of| handling_lines(name, of)), &self.handling_sample, true);
        add(self.patience.as_ref().map_or(Vec::new(), |of| patience_lines(name, of)), &self.patience_sample, true);
        for back in [&self.redial, &self.repeat] {
            let lines = back.as_ref().map_or(Vec::new(), |of| coming_back_lines(name, of));
            add(lines, "", surely(back.as_ref()).is_some());
        }
        if let Some(returns) = self.returns {
            add(vec![remarks::first_attempts(name, returns)], "", true);
        }
        add(self.arrivals.as_ref().map_or(Vec::new(), |of| arrival_lines(name, of, interval_s)), "", false);
        add(self.together.as_ref().map_or(Vec::new(), |of| remarks::of_queue_together(name, of)), "", false);
        add(remarks::differences(self), "", false);
        settings
    }
}

fn of_people(history: &IntervalHistory, observed: &Observed, people: &People) -> PeopleEstimates {
    let mut found = PeopleEstimates { learning: learning(history, observed, people), ..PeopleEstimates::default() };
    // The records of leaving are complete from the day after somebody is first seen to leave: who left before may be missing.
    let first = people.employees.iter().filter_map(|of| of.left).min();
    let last_of_history = history.days().map(|(_, last)| last);
    let last = people.employees.iter().flat_map(|of| [Some(of.began), of.left]).flatten().max().max(last_of_history);
    if let (Some(first), Some(last)) = (first, last) {
        let employments: Vec<Employment> = people
            .employees
            .iter()
            .map(|of| Employment { began: f64::from(of.began), left: of.left.map(f64::from) })
            .collect();
        found.attrition = attrition(&employments, (f64::from(first + 1), f64::from(last + 1)), &BANDS).ok();
        found.watched_since = Some(date_of(first + 1).to_string());
    }
    let missing = |of: fn(&PaidDay) -> Option<f64>| {
        let sheets: Vec<TimeSheet> = people
            .days
            .iter()
            .filter_map(|day| {
                let (paid, missing) = (Hours(day.paid), Hours(of(day)?));
                Some(TimeSheet { cluster: day.day as usize, month: date_of(day.day).month() as u8, paid, missing })
            })
            .collect();
        (!sheets.is_empty()).then(|| missing_time(&sheets).ok()).flatten()
    };
    found.shrinkage = missing(|day| day.missing);
    found.absence = missing(|day| day.absent);
    found
}

/// The learning curve of agents of whom it is known when they began; handling times of a queue are taken relative to its mean.
fn learning(history: &IntervalHistory, observed: &Observed, people: &People) -> Option<LearningCurve> {
    let began: BTreeMap<&str, i32> = people.employees.iter().map(|of| (of.agent.as_str(), of.began)).collect();
    let agents = observed.agents();
    let mean = |of: &OfQueue| of.handled.kept.iter().map(|one| one.seconds).sum::<f64>() / of.handled.kept.len() as f64;
    let of_queues = || history.queues.iter().filter_map(|queue| observed.of(&queue.name));
    let count: usize = of_queues().map(|of| of.handled.kept.len()).sum();
    let overall = of_queues().map(|of| mean(of) * of.handled.kept.len() as f64).sum::<f64>() / count.max(1) as f64;
    let mut practice = Vec::new();
    for of in of_queues() {
        let scale = overall / mean(of);
        for handled in &of.handled.kept {
            let Some(agent) = handled.agent else { continue };
            let Some(began) = agents.get(agent as usize).and_then(|name| began.get(name)) else { continue };
            let tenure_weeks = (handled.local_s as f64 - f64::from(*began) * DAY_S as f64) / WEEK_S;
            if tenure_weeks >= 0.0 {
                let handling_s = handled.seconds * scale;
                practice.push(Practice { agent: agent as usize, tenure_weeks, handling_s });
            }
        }
    }
    learning_curve(&practice).ok().flatten()
}

impl PeopleEstimates {
    /// As settings of a group: the same for all, since they are of all people together.
    fn settings(&self) -> Vec<Setting> {
        const GROUP: &str = "GROUP";
        let mut settings = Vec::new();
        let mut add = |lines: Vec<Line>, is_active: bool| {
            for Line { key, value, comment } in lines {
                let of_group = key.strip_prefix("group.GROUP.").map(str::to_owned);
                let is_active = is_active && of_group.is_some();
                let comment = format!("Of all people together. {comment}");
                settings.push(Setting { key: of_group.unwrap_or(key), value, comment, is_active });
            }
        };
        add(self.shrinkage.as_ref().map_or(Vec::new(), |of| shrinkage_lines(GROUP, of)), true);
        // Who was absent is not among the recorded staff; with a schedule instead of it, absence counts.
        add(self.absence.as_ref().map_or(Vec::new(), |of| absence_lines(GROUP, of)), false);
        add(self.learning.as_ref().map_or(Vec::new(), |of| learning_lines(GROUP, of)), true);
        add(self.attrition.as_ref().map_or(Vec::new(), |of| attrition_lines(GROUP, of)), false);
        settings
    }
}

#[cfg(test)]
mod tests;
