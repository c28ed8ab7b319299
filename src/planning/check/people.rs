//! Checks who is there, what they give, and what is made up for.

use super::{Findings, Rules};
use crate::planning::workforce_plan::WorkforcePlan;
use crate::scenario::{Charge, Learning};
use crate::units::Share;

/// People who began in the same way and period.
struct Class {
    people: f64,
    /// Months since the first day at the begin of the period; `None` for the experienced people of today, and for those taken off them.
    months: Option<f64>,
    /// The hiring channel; `None` where a group's own terms hold.
    channel: Option<usize>,
    learning: Learning,
    /// Periods until the contract ends.
    ends_in: Option<usize>,
}

/// The mean of a stepped course over a stretch of months; `then` after its last step.
fn mean(course: &[(f64, f64)], then: f64, from: f64, until: f64) -> f64 {
    let (mut sum, mut begin) = (0.0, 0.0);
    for &(length, value) in course {
        let end = begin + length;
        if end > from && begin < until {
            sum += (end.min(until) - begin.max(from)) * value;
        }
        begin = end;
    }
    if until > begin {
        sum += (until - begin.max(from)) * then;
    }
    sum / (until - from)
}

impl Class {
    fn productivity(&self, length: f64) -> f64 {
        let Some(from) = self.months else { return 1.0 };
        let Learning { training_months, nesting_months, nesting_productivity, ramp } = &self.learning;
        let mut course = vec![(*training_months, 0.0), (*nesting_months, nesting_productivity.0)];
        course.extend(ramp.iter().map(|share| (1.0, share.0)));
        mean(&course, 1.0, from, from + length)
    }

    fn in_class(&self, length: f64) -> f64 {
        let Some(from) = self.months else { return 0.0 };
        let class = self.learning.training_months + self.learning.nesting_months;
        mean(&[(class, 1.0)], 0.0, from, from + length)
    }

    /// Permanent, and the ramp is over.
    fn is_experienced(&self) -> bool {
        let Learning { training_months, nesting_months, ramp, .. } = &self.learning;
        let learns = training_months + nesting_months + ramp.len() as f64;
        self.ends_in.is_none() && self.months.is_none_or(|months| months >= learns - 1e-9)
    }

    /// Share of them who stay until the end of a period.
    fn staying(&self, rules: Rules, group: usize, length: f64) -> f64 {
        let channel = &rules.plan.hiring[self.channel.unwrap_or(group)];
        let log = |share: &Share| (1.0 - share.0).ln();
        let general = log(&channel.attrition_per_month);
        let (Some(from), Some(_)) = (self.months, self.channel) else { return (general * length).exp() };
        let course: Vec<(f64, f64)> = channel.attrition_by_tenure.iter().map(|share| (1.0, log(share))).collect();
        (mean(&course, general, from, from + length) * length).exp()
    }

    fn wage_and_hours(&self, rules: Rules, group: usize) -> (f64, f64) {
        let people = &rules.scenario.groups[group];
        let channel = self.channel.map(|channel| &rules.plan.hiring[channel]);
        let wage = channel.and_then(|channel| channel.wage).unwrap_or(people.wage);
        let hours = channel.and_then(|channel| channel.weekly_hours).unwrap_or(people.weekly_hours);
        (wage.0, hours.0)
    }
}

fn shrinkage(rules: Rules, group: usize, period: usize) -> f64 {
    let by_month = &rules.plan.groups[group].shrinkage_by_month;
    by_month.as_ref().map_or(rules.scenario.groups[group].shrinkage.0, |list| list[rules.calendar_month(period)].0)
}

fn of_today(rules: Rules, group: usize) -> Vec<Class> {
    let mut classes = Vec::new();
    let mut left = rules.scenario.groups[group].headcount;
    let learning = &rules.plan.hiring[group].learning;
    for (month, &new) in rules.plan.groups[group].people_by_tenure.iter().enumerate() {
        let people = new.min(left);
        left -= people;
        // Their service is counted in whole periods.
        let months = (month as f64 / rules.months()).round() * rules.months();
        let (channel, learning) = (Some(group), learning.clone());
        classes.push(Class { people: f64::from(people), months: Some(months), channel, learning, ends_in: None });
    }
    let learning = Learning::default();
    classes.push(Class { people: f64::from(left), months: None, channel: None, learning, ends_in: None });
    classes
}

/// Paid in wages, by group and period, before time off.
pub(super) type Wages = Vec<Vec<f64>>;

/// What the people of today are paid in a period if nobody comes, goes but of their own will, and works more or less: wages, and how
/// many they are, all groups together.
pub(super) fn payroll_of_today(rules: Rules, period: usize) -> (f64, f64) {
    let (mut wages, mut headcount) = (0.0, 0.0);
    for group in 0..rules.scenario.groups.len() {
        let mut classes = of_today(rules, group);
        for _ in 0..period {
            pass(rules, group, &mut classes, 0.0);
        }
        for class in &classes {
            let (wage, hours) = class.wage_and_hours(rules, group);
            wages += class.people * wage * rules.wage_factor(period) * hours * rules.days(period) / 7.0;
            headcount += class.people;
        }
    }
    (wages, headcount)
}

/// Lets a period pass; gives who left, and whose contract ended.
fn pass(rules: Rules, group: usize, classes: &mut Vec<Class>, tired: f64) -> (f64, f64) {
    let (mut left, mut ended) = (0.0, 0.0);
    for class in &mut *classes {
        let stay = class.people * class.staying(rules, group, rules.months()) * (1.0 - tired);
        left += class.people - stay;
        class.people = stay;
        class.months = class.months.map(|months| months + rules.months());
        class.ends_in = class.ends_in.map(|periods| periods - 1);
        if class.ends_in == Some(0) {
            ended += class.people;
            class.people = 0.0;
        }
    }
    classes.retain(|class| class.ends_in != Some(0));
    (left, ended)
}

pub(super) fn check_people(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) -> Wages {
    let plan = rules.plan;
    let length = rules.months();
    let mut wages = vec![vec![0.0; found.periods.len()]; rules.scenario.groups.len()];
    for (group, people) in rules.scenario.groups.iter().enumerate() {
        let mut classes = of_today(rules, group);
        for (index, period) in found.periods.iter().enumerate() {
            let given = &period.groups[group];
            let place = format!("period {}, {}", index + 1, people.name);
            let (mut left, mut ended) = (0.0, 0.0);
            if index > 0 {
                let before = &found.periods[index - 1].groups[group];
                let duty = before.available_hours.0 + before.overtime_hours.0 + before.partner_hours.0
                    - before.time_off_hours.0;
                let occupancy = if duty > 0.0 { (before.busy_hours.0 / duty).min(1.0) } else { 0.0 };
                let points = (occupancy - people.occupancy_limit.0).max(0.0) * 100.0;
                let tired = 1.0 - (1.0 - (plan.attrition_per_point * points).min(1.0)).powf(length);
                (left, ended) = pass(rules, group, &mut classes, tired);
            }
            let (mut hires, mut moved_in, mut moved_out) = (0, 0, 0);
            for (place, channel) in plan.hiring.iter().enumerate().filter(|(_, channel)| channel.group.0 == group) {
                let number = period.hires[place];
                hires += number;
                let ends_in = channel.contract_months.map(|months| rules.periods_in(f64::from(months)));
                let learning = channel.learning.clone();
                let (people, channel) = (f64::from(number), Some(place));
                classes.push(Class { people, months: Some(0.0), channel, learning, ends_in });
            }
            for (place, way) in plan.moves.iter().enumerate() {
                let number = period.moves[place];
                if way.from.0 == group {
                    moved_out += number;
                    let learning = Learning::default();
                    let people = -f64::from(number);
                    classes.push(Class { people, months: None, channel: None, learning, ends_in: None });
                }
                if way.to.is_some_and(|to| to.0 == group) {
                    moved_in += number;
                    let learning = way.learning.clone();
                    let people = f64::from(number);
                    classes.push(Class { people, months: Some(0.0), channel: None, learning, ends_in: None });
                }
            }
            findings.unless(
                (given.hires, given.moved_in, given.moved_out) == (hires, moved_in, moved_out),
                "moves",
                || format!("{place}: {} hires, {} in, {} out", given.hires, given.moved_in, given.moved_out),
            );
            let (mut headcount, mut in_training, mut experienced, mut duty) = (0.0, 0.0, 0.0, 0.0);
            for class in &classes {
                let (wage, hours) = class.wage_and_hours(rules, group);
                let paid = class.people * hours / 7.0 * rules.days(index);
                headcount += class.people;
                in_training += class.people * class.in_class(length);
                experienced += if class.is_experienced() { class.people } else { 0.0 };
                duty += paid * (1.0 - shrinkage(rules, group, index)) * class.productivity(length);
                wages[group][index] += paid * wage * rules.wage_factor(index);
            }
            findings.same("headcount", &place, given.headcount, headcount);
            findings.same("in training", &place, given.in_training, in_training);
            findings.same("leavers", &place, given.leavers, left);
            findings.same("contracts ended", &place, given.contracts_ended, ended);
            findings.same("available hours", &place, given.available_hours.0, duty);
            if moved_out > 0 {
                findings.at_most("experienced people", &place, -experienced, 0.0);
            }
            if index > 0 {
                let before = found.periods[index - 1].groups[group].headcount;
                let now =
                    before - given.leavers - given.contracts_ended + f64::from(given.hires) + f64::from(given.moved_in)
                        - f64::from(given.moved_out);
                findings.same("conservation of people", &place, given.headcount, now);
            }
        }
    }
    check_hiring(rules, found, findings);
    wages
}

/// Lead times, class sizes, and how many move.
fn check_hiring(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) {
    for (index, period) in found.periods.iter().enumerate() {
        for (channel, &hires) in rules.plan.hiring.iter().zip(&period.hires).filter(|(_, hires)| **hires > 0) {
            let place = format!("period {}, {}", index + 1, channel.name);
            findings.unless(channel.may_hire, "hiring", || format!("{place}: nobody may be hired"));
            findings.unless(index >= rules.periods_in(channel.lead_months), "lead time", || {
                format!("{place}: a first day within {} months of lead time", channel.lead_months)
            });
            let sizes = channel.class_min..=channel.class_max;
            findings.unless(sizes.contains(&hires), "class size", || {
                format!("{place}: {hires} hires, a class has {} to {}", channel.class_min, channel.class_max)
            });
        }
        for (way, &moves) in rules.plan.moves.iter().zip(&period.moves).filter(|(_, moves)| **moves > 0) {
            let place = format!("period {}, {}", index + 1, way.name);
            findings.unless(index >= rules.periods_in(way.lead_months), "lead time", || {
                format!("{place}: within {} months of lead time", way.lead_months)
            });
            let most = (f64::from(way.most_per_month) * rules.months() - 1e-9).ceil();
            findings.at_most("people who move", &place, f64::from(moves), most);
        }
    }
}

/// Overtime, time off, partners, and what is missing.
pub(super) fn check_hours(
    rules: Rules,
    found: &WorkforcePlan,
    needed: &[Vec<super::work::Needed>],
    findings: &mut Findings,
) {
    for (index, period) in found.periods.iter().enumerate() {
        for (group, given) in period.groups.iter().enumerate() {
            let plan = &rules.plan.groups[group];
            let place = format!("period {}, {}", index + 1, rules.scenario.groups[group].name);
            let need = needed[index][group];
            findings.same("required hours", &place, given.required_hours.0, need.hours);
            findings.same("busy hours", &place, given.busy_hours.0, need.busy);
            let available = given.available_hours.0;
            let (overtime, time_off) = (given.overtime_hours.0, given.time_off_hours.0);
            let partners: f64 = rules
                .plan
                .partners
                .iter()
                .zip(&period.outsourced)
                .filter(|(partner, _)| matches!(&partner.charge, Charge::PerHour { group: helped, .. } if helped.0 == group))
                .map(|(_, hours)| hours)
                .sum();
            findings.same("hours of partners", &place, given.partner_hours.0, partners);
            findings.at_most("overtime", &place, overtime, plan.overtime_max.0 * available.max(0.0));
            findings.at_most("time off", &place, time_off, plan.time_off_max.0 * available.max(0.0));
            for hours in [overtime, time_off, partners] {
                findings.at_most("hours below 0", &place, -hours, 0.0);
            }
            let missing = (need.hours - available - overtime - partners + time_off).max(0.0);
            findings.same("shortage", &place, given.shortage_hours.0, missing);
        }
    }
}

/// Trainers, classrooms, desks: kept, unless the people of today are too many for them.
pub(super) fn check_places(rules: Rules, found: &WorkforcePlan, findings: &mut Findings) {
    for place in &rules.plan.places {
        for (index, period) in found.periods.iter().enumerate() {
            let name = format!("period {}, {}", index + 1, place.name);
            let groups = || place.groups.iter().map(|group| (group.0, &period.groups[group.0]));
            let today = |what: fn(&Class, f64) -> f64| -> f64 {
                let of_group = |(group, _): (usize, _)| {
                    let mut classes = of_today(rules, group);
                    for _ in 0..index {
                        pass(rules, group, &mut classes, 0.0);
                    }
                    classes.iter().map(|class| class.people * what(class, rules.months())).sum::<f64>()
                };
                groups().map(of_group).sum()
            };
            if let Some(most) = place.most_in_training {
                let in_training = groups().map(|(_, group)| group.in_training).sum();
                findings.at_most("training", &name, in_training, f64::from(most).max(today(Class::in_class)));
            }
            if let Some(most) = place.most_people {
                let people = groups().map(|(_, group)| group.headcount).sum();
                findings.at_most("desks", &name, people, f64::from(most).max(today(|_, _| 1.0)));
            }
        }
    }
}
