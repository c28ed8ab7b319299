//! One person's rules in the form in which the search steps through days: an automaton for what depends on the days just
//! before, counters for what adds up, and a price for each choice of a day.
//!
//! A rule that has been given up for this person (see `unmet`) does not forbid here but costs [`Possible::breach`] each time, so
//! that it is broken as seldom as can be.

use super::problem::{DAY, KindId, Person, Problem, Share};
use super::rules::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// A choice of a day: 0 is off, `1 + i` is `kinds[i]`.
pub(super) type Choice = u16;

/// Where a step leads that no rule allows.
pub(super) const NOWHERE: u16 = u16::MAX;

/// The days just before, as far as any rule asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Recent {
    /// The last shift, while a rule may still ask for it.
    last: Choice,
    /// Days worked in a row until yesterday; 0 after a day off. Not counted further than any rule asks.
    worked: u16,
    /// Days off in a row until yesterday, likewise. Both are 0 where nothing is known.
    off: u16,
    /// The stretch began before what is known, so its minimum is not asked for.
    open: bool,
}

/// Where a choice leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) to: u16,
    /// Rules given up that it breaks.
    pub(super) breaches: u16,
}

/// What a counter adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Kind(Choice),
    Night,
    Weekend,
    Refused,
}

/// Something that adds up over the period, of which less is better. It has its bits in one of a few words, with a guard bit
/// above them, so that all counters are compared at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counter {
    pub(super) counted: Counted,
    pub(super) word: usize,
    pub(super) shift: u32,
    pub(super) width: u32,
    pub(super) limit: u64,
    /// Price of each above the limit; infinite where none may be.
    pub(super) price: f64,
}

/// What a week adds up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WeekRules {
    /// Least and most, in units; `None` without rule.
    pub(super) minutes: Option<(u32, u32)>,
    pub(super) days: Option<(u32, u32)>,
    pub(super) rest: bool,
}

/// What a week has had so far; what no rule asks for stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct WeekSoFar {
    pub(super) minutes: u32,
    pub(super) days: u32,
    /// Its rest is had, or not asked for.
    pub(super) rested: bool,
}

/// The facts of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayFacts {
    pub(super) weekday: usize,
    /// The week ends with this day, and all of it is known: its minima hold.
    pub(super) judged: bool,
    /// Yesterday is known.
    pub(super) after_known: bool,
}

/// One person's rules, compiled.
#[derive(Debug, Clone)]
pub(super) struct Possible {
    pub(super) kinds: Vec<KindId>,
    pub(super) choices: usize,
    pub(super) days: Vec<DayFacts>,
    /// Price by day and choice apart from cover; infinite where it is forbidden.
    pub(super) own: Vec<f64>,
    /// Wishes refused, by day and choice.
    pub(super) refused: Vec<u32>,
    pub(super) steps: Vec<Step>,
    pub(super) states: usize,
    pub(super) start: u16,
    /// By state: whether yesterday was worked.
    pub(super) worked: Vec<bool>,
    /// By weekday, state and choice: whether the week's rest lies before the shift, or (Sunday) before or after it.
    pub(super) rested: Vec<bool>,
    /// Paid time by choice, in units of so many minutes.
    pub(super) minutes: Vec<u32>,
    pub(super) unit: u32,
    /// By choice: whether it counts as a night.
    pub(super) nights: Vec<bool>,
    pub(super) period: Option<(u32, u32)>,
    pub(super) week: WeekRules,
    /// What the week of day 0 has before it.
    pub(super) week_before: WeekSoFar,
    pub(super) counters: Vec<Counter>,
    pub(super) words: usize,
    pub(super) complete_weekends: Option<u16>,
    pub(super) given_up: BTreeSet<Rule>,
    /// Price of breaking a rule that is given up.
    pub(super) breach: f64,
}

/// A price above all that could be gained by breaking a rule, for anybody, on any day.
pub(super) fn breach_price(problem: &Problem) -> f64 {
    let covers = problem.cover.iter().flatten().map(|cover| cover.price_under.max(cover.price_over));
    let people = problem.people.iter().flat_map(|person| {
        let wishes = person.wishes.iter().map(|wish| wish.price * person.seniority);
        wishes.chain(person.price_of_kind.iter().map(|price| price.abs()))
    });
    let unfair = [problem.unfairness.night, problem.unfairness.weekend, problem.unfairness.refused];
    let dearest = covers.chain(people).chain(unfair).fold(1.0, f64::max);
    1000.0 * dearest
}

impl Possible {
    /// Compiles somebody's rules, some of which are given up.
    pub(super) fn of(problem: &Problem, person: &Person, given_up: &BTreeSet<Rule>) -> Self {
        let kinds = useful_kinds(problem, person, given_up);
        let mut possible = Self {
            choices: kinds.len() + 1,
            days: day_facts(problem, person),
            own: Vec::new(),
            refused: Vec::new(),
            steps: Vec::new(),
            states: 0,
            start: 0,
            worked: Vec::new(),
            rested: Vec::new(),
            minutes: Vec::new(),
            unit: 1,
            nights: Vec::new(),
            period: None,
            week: WeekRules::default(),
            week_before: WeekSoFar::default(),
            counters: Vec::new(),
            words: 1,
            complete_weekends: None,
            given_up: given_up.clone(),
            breach: breach_price(problem),
            kinds,
        };
        possible.price_days(problem, person);
        possible.add_up_minutes(problem, person);
        possible.automaton(problem, person);
        possible.count(problem, person);
        if person.complete_weekends {
            let gives_way = given_up.contains(&Rule::CompleteWeekends);
            possible.complete_weekends = Some(if gives_way { 1 } else { NOWHERE });
        }
        possible
    }

    pub(super) fn at(&self, day: usize, choice: Choice) -> usize {
        day * self.choices + usize::from(choice)
    }

    pub(super) fn choice_of(&self, kind: Option<KindId>) -> Option<Choice> {
        match kind {
            None => Some(0),
            Some(kind) => self.kinds.iter().position(|&is| is == kind).map(|at| at as Choice + 1),
        }
    }

    pub(super) fn kind_of(&self, choice: Choice) -> Option<KindId> {
        usize::from(choice).checked_sub(1).map(|at| self.kinds[at])
    }

    /// The weight of a rule: nothing if it may not be broken, else 1.
    fn weight(&self, rule: Rule) -> u16 {
        if self.given_up.contains(&rule) { 1 } else { NOWHERE }
    }

    /// The week after one more day, and the rules given up that this breaks; `None` if it breaks any other.
    fn week_after(&self, day: usize, state: u16, week: WeekSoFar, choice: Choice) -> Option<(WeekSoFar, u32)> {
        let facts = self.days[day];
        let mut week = week;
        let mut breaches = 0;
        let mut broken = |rule: Rule| match self.weight(rule) {
            NOWHERE => None,
            weight => {
                breaches += u32::from(weight);
                Some(())
            }
        };
        let is_worked = choice > 0;
        if let Some((least, most)) = self.week.minutes {
            week.minutes += self.minutes[usize::from(choice)];
            if is_worked && week.minutes > most {
                broken(Rule::MostMinutesPerWeek)?;
            }
            if facts.judged && week.minutes < least {
                broken(Rule::LeastMinutesPerWeek)?;
            }
        }
        if let Some((least, most)) = self.week.days {
            week.days += u32::from(is_worked);
            if is_worked && week.days > most {
                broken(Rule::MostDaysPerWeek)?;
            }
            if facts.judged && week.days < least {
                broken(Rule::LeastDaysPerWeek)?;
            }
        }
        if self.week.rest {
            week.rested |=
                self.rested[(facts.weekday * self.states + usize::from(state)) * self.choices + usize::from(choice)];
            if facts.judged && !week.rested {
                broken(Rule::WeeklyRest)?;
            }
        }
        if facts.weekday == 6 {
            week = WeekSoFar { minutes: 0, days: 0, rested: !self.week.rest };
        }
        Some((week, breaches))
    }

    /// The state and the week after one more day, and how many of the rules given up that breaks; `None` if it breaks any other.
    /// What adds up over the period is not looked at.
    pub(super) fn after(
        &self,
        day: usize,
        state: u16,
        week: WeekSoFar,
        choice: Choice,
    ) -> Option<(u16, WeekSoFar, u32)> {
        let step = self.steps[usize::from(state) * self.choices + usize::from(choice)];
        if step.to == NOWHERE {
            return None;
        }
        let halved = self.half_weekend(day, state, choice)?;
        let (week, broken) = self.week_after(day, state, week, choice)?;
        Some((step.to, week, u32::from(step.breaches) + halved + broken))
    }

    /// Whether a Sunday makes half a weekend: 1 if that breaks a rule given up, `None` if it may not be.
    fn half_weekend(&self, day: usize, state: u16, choice: Choice) -> Option<u32> {
        let facts = self.days[day];
        match self.complete_weekends {
            Some(weight)
                if facts.weekday == 6 && facts.after_known && self.worked[usize::from(state)] != (choice > 0) =>
            {
                (weight != NOWHERE).then_some(u32::from(weight))
            }
            _ => Some(0),
        }
    }

    /// Whether that choice makes one more worked weekend of the period.
    pub(super) fn begins_weekend(&self, day: usize, state: u16, choice: Choice) -> bool {
        let weekday = self.days[day].weekday;
        choice > 0 && (weekday == 5 || (weekday == 6 && !(day > 0 && self.worked[usize::from(state)])))
    }

    fn price_days(&mut self, problem: &Problem, person: &Person) {
        let days = problem.days;
        self.own = vec![0.0; days * self.choices];
        self.refused = vec![0; days * self.choices];
        for day in 0..days {
            for choice in 0..self.choices as Choice {
                let at = self.at(day, choice);
                let given = self.kind_of(choice);
                let mut price = given.map_or(0.0, |kind| person.price_of(kind));
                for wish in person.wishes.iter().filter(|wish| wish.day == day && wish.wanted.is_refused_by(given)) {
                    price += wish.price * person.seniority;
                    self.refused[at] += 1;
                }
                for rule in forbidding(problem, person, day, given) {
                    price += if self.given_up.contains(&rule) { self.breach } else { f64::INFINITY };
                }
                self.own[at] = price;
            }
        }
    }

    fn add_up_minutes(&mut self, problem: &Problem, person: &Person) {
        let paid: Vec<u32> = self.kinds.iter().map(|kind| problem.kinds[kind.0].paid).collect();
        let before = minutes_before(problem, person);
        self.unit = paid.iter().fold(0, |unit, &minutes| gcd(unit, minutes)).max(1);
        self.nights = std::iter::once(false).chain(self.kinds.iter().map(|kind| problem.kinds[kind.0].night)).collect();
        self.minutes = std::iter::once(0).chain(paid.iter().map(|minutes| minutes / self.unit)).collect();
        let longest = self.minutes.iter().copied().max().unwrap_or(0);
        let period = person.minutes_in_period;
        let least = if self.given_up.contains(&Rule::LeastMinutesInPeriod) { 0 } else { period.least };
        let most = if self.given_up.contains(&Rule::MostMinutesInPeriod) { u32::MAX } else { period.most };
        let longest = longest * problem.days as u32;
        let (least, most) = (least.div_ceil(self.unit), (most / self.unit).min(longest));
        self.period = (least > 0 || most < longest).then_some((least, most));
        let (week, days) = (person.minutes_per_week, person.days_per_week);
        // Paid minutes before the period are in the same units only by chance. Where they are not, they are rounded up, which is
        // on the safe side for the maximum, and a minimum is judged in minutes of the smallest unit.
        if !before.0.is_multiple_of(self.unit) && (week.least > 0 || week.most < u32::MAX) {
            let unit = gcd(self.unit, before.0);
            self.minutes.iter_mut().for_each(|minutes| *minutes *= self.unit / unit);
            self.period = self.period.map(|(least, most)| (least * (self.unit / unit), most * (self.unit / unit)));
            self.unit = unit;
        }
        let longest = self.minutes.iter().copied().max().unwrap_or(0) * 7 + before.0 / self.unit;
        let (least, most) = (week.least.div_ceil(self.unit), (week.most / self.unit).min(longest));
        self.week.minutes = (least > 0 || most < longest).then_some((least, most));
        self.week.days = (days.least > 0 || days.most < 7).then_some((days.least, days.most.min(7)));
        self.week_before = WeekSoFar {
            minutes: if self.week.minutes.is_some() { before.0 / self.unit } else { 0 },
            days: if self.week.days.is_some() { before.1 } else { 0 },
            rested: true,
        };
    }

    fn automaton(&mut self, problem: &Problem, person: &Person) {
        self.week.rest = person.weekly_rest > 0;
        let unknown = Recent { last: 0, worked: 0, off: 0, open: true };
        let mut start = unknown;
        let maker = Maker { possible: self, problem, person };
        let mut rested_before = false;
        for (at, &given) in person.history.iter().enumerate() {
            // A kind that this person cannot be given any more still counts for rest: `useful_kinds` has kept it.
            let choice = maker.possible.choice_of(given).unwrap_or(0);
            let back = person.history.len() - at;
            if back <= problem.first_weekday {
                rested_before |= maker.rests(start, choice, problem.first_weekday - back);
            }
            start = maker.step(start, choice, true).0;
        }
        let mut numbers: BTreeMap<Recent, u16> = BTreeMap::from([(start, 0)]);
        let mut recents = vec![start];
        let mut steps = Vec::new();
        let mut next = 0;
        while next < recents.len() {
            let recent = recents[next];
            for choice in 0..self.choices as Choice {
                let maker = Maker { possible: self, problem, person };
                let (to, breaches) = maker.step(recent, choice, false);
                if breaches == NOWHERE {
                    steps.push(Step { to: NOWHERE, breaches: 0 });
                    continue;
                }
                let number = *numbers.entry(to).or_insert_with(|| {
                    recents.push(to);
                    recents.len() as u16 - 1
                });
                steps.push(Step { to: number, breaches });
            }
            next += 1;
        }
        let mut rested = Vec::new();
        if self.week.rest {
            let maker = Maker { possible: self, problem, person };
            for weekday in 0..7 {
                for recent in &recents {
                    rested.extend((0..self.choices as Choice).map(|choice| maker.rests(*recent, choice, weekday)));
                }
            }
        }
        self.worked = recents.iter().map(|recent| recent.worked > 0).collect();
        self.states = recents.len();
        self.steps = steps;
        self.rested = rested;
        let known = problem.first_weekday <= person.history.len();
        self.week_before.rested = !self.week.rest || !known || rested_before;
    }

    fn count(&mut self, problem: &Problem, person: &Person) {
        let hard = |rule| if self.given_up.contains(&rule) { self.breach } else { f64::INFINITY };
        let mut wanted: Vec<(Counted, u64, f64, u64)> = Vec::new();
        let weekends = problem.weeks() as u64;
        if u64::from(person.weekends) < weekends {
            wanted.push((Counted::Weekend, u64::from(person.weekends), hard(Rule::Weekends), weekends));
        }
        let unfair = problem.unfairness;
        let mut share = |counted, share: Share, price: f64, possible: u64| {
            let left = u64::from(share.fair.saturating_sub(share.carried));
            if price > 0.0 && left < possible {
                wanted.push((counted, left, price, possible));
            }
        };
        let days = problem.days as u64;
        let most_refused = |day: usize| (0..self.choices as Choice).map(move |choice| (day, choice));
        let refused = (0..problem.days)
            .map(|day| most_refused(day).map(|(day, choice)| self.refused[self.at(day, choice)]).max().unwrap_or(0));
        let refused = refused.map(u64::from).sum();
        share(Counted::Weekend, person.worked_weekends, unfair.weekend, weekends);
        share(Counted::Refused, person.refused_wishes, unfair.refused, refused);
        if self.kinds.iter().any(|kind| problem.kinds[kind.0].night) {
            share(Counted::Night, person.nights, unfair.night, days);
        }
        for (at, kind) in self.kinds.iter().enumerate() {
            let choice = at as Choice + 1;
            let most = u64::from(person.most_of_kind[kind.0]);
            let allowed = (0..problem.days).filter(|&day| self.own[self.at(day, choice)].is_finite()).count() as u64;
            let paid = self.minutes[usize::from(choice)];
            let by_minutes = self.period.filter(|_| paid > 0).map_or(u64::MAX, |(_, most)| u64::from(most / paid));
            if most < allowed.min(by_minutes) && most > 0 {
                wanted.push((Counted::Kind(choice), most, hard(Rule::MostOfKind), allowed));
            }
        }
        let (mut word, mut free) = (0, 0);
        for (counted, limit, price, possible) in wanted {
            // Above its limit a counter stands still; a day adds no more than this.
            let step = if counted == Counted::Refused { possible } else { 1 };
            let width = (limit + step + 1).ilog2() + 1;
            if free + width + 1 > 64 {
                (word, free) = (word + 1, 0);
            }
            self.counters.push(Counter { counted, word, shift: free, width, limit, price });
            free += width + 1;
        }
        self.words = word + 1;
    }
}

/// Which rules forbid a choice for itself.
fn forbidding(problem: &Problem, person: &Person, day: usize, given: Option<KindId>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut rule = |rule: Rule, broken: bool| rules.extend(broken.then_some(rule));
    rule(Rule::Locked, person.locked.get(&day).is_some_and(|&locked| locked != given));
    if let Some(kind) = given {
        rule(Rule::MostOfKind, person.most_of_kind[kind.0] == 0);
        rule(Rule::TimeOff, person.days_off.contains(&day));
        rule(Rule::Availability, person.unavailable.contains(&(day, kind)));
        rule(Rule::MinutesPerDay, !person.minutes_per_day.contains(problem.kinds[kind.0].paid));
        rule(
            Rule::Rotation,
            person.rotation.as_ref().filter(|rotation| !rotation.weeks.is_empty()).is_some_and(|rotation| {
                let week = (rotation.first + problem.week(day)) % rotation.weeks.len();
                !rotation.weeks[week].contains(&kind)
            }),
        );
    }
    rules
}

/// Kinds that somebody may be given on some day, or had before.
fn useful_kinds(problem: &Problem, person: &Person, given_up: &BTreeSet<Rule>) -> Vec<KindId> {
    let locked: BTreeSet<KindId> = person.locked.values().chain(&person.history).copied().flatten().collect();
    let allowed = |kind: KindId| {
        (0..problem.days)
            .any(|day| forbidding(problem, person, day, Some(kind)).iter().all(|rule| given_up.contains(rule)))
    };
    // A rule that is given up for the sake of what is locked gives nobody other kinds: who lacks a skill still lacks it.
    (0..problem.kinds.len())
        .map(KindId)
        .filter(|&kind| locked.contains(&kind) || (person.most_of_kind[kind.0] > 0 && allowed(kind)))
        .collect()
}

fn day_facts(problem: &Problem, person: &Person) -> Vec<DayFacts> {
    let known = person.history.len();
    (0..problem.days)
        .map(|day| {
            let weekday = problem.weekday(day);

            DayFacts { weekday, judged: weekday == 6 && day + known >= weekday, after_known: day > 0 || known > 0 }
        })
        .collect()
}

/// Paid minutes and working days of the week of day 0 before it, as far as known.
fn minutes_before(problem: &Problem, person: &Person) -> (u32, u32) {
    let days = person.history.len().min(problem.first_weekday);
    let worked: Vec<KindId> = person.history[person.history.len() - days..].iter().copied().flatten().collect();
    (worked.iter().map(|kind| problem.kinds[kind.0].paid).sum(), worked.len() as u32)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Makes the automaton.
struct Maker<'a> {
    possible: &'a Possible,
    problem: &'a Problem,
    person: &'a Person,
}

impl Maker<'_> {
    fn start_of(&self, choice: Choice) -> i64 {
        self.possible.kind_of(choice).map_or(0, |kind| i64::from(self.problem.kinds[kind.0].start))
    }

    fn end_of(&self, choice: Choice) -> i64 {
        self.possible.kind_of(choice).map_or(0, |kind| i64::from(self.problem.kinds[kind.0].end()))
    }

    /// What follows on a choice, and the rules given up that it breaks ([`NOWHERE`] if it breaks any other). What is history has
    /// happened, whatever it breaks.
    fn step(&self, recent: Recent, choice: Choice, is_history: bool) -> (Recent, u16) {
        let person = self.person;
        let row = person.days_in_a_row;
        let mut breaches = 0_u16;
        let mut broken = |rule: Rule| {
            if !is_history {
                breaches = breaches.saturating_add(self.possible.weight(rule));
            }
        };
        if recent.last > 0 && choice > 0 {
            let gap = (i64::from(recent.off) + 1) * i64::from(DAY) + self.start_of(choice) - self.end_of(recent.last);
            if gap < i64::from(person.rest) {
                broken(Rule::Rest);
            }
        }
        let next = if choice == 0 {
            if recent.worked > 0 && !recent.open && u32::from(recent.worked) < row.least {
                broken(Rule::LeastDaysInARow);
            }
            self.rested_longer(recent)
        } else {
            if recent.worked > 0
                && let (Some(first), Some(second)) = (self.possible.kind_of(recent.last), self.possible.kind_of(choice))
            {
                let kinds = &self.problem.kinds;
                if kinds[first.0].not_before.contains(&second)
                    || person.forbidden_successions.contains(&(first, second))
                {
                    broken(Rule::Succession);
                }
                if kinds[first.0].start.abs_diff(kinds[second.0].start) > person.start_difference {
                    broken(Rule::StartDifference);
                }
            }
            if recent.off > 0 && !recent.open && u32::from(recent.off) < person.days_off_in_a_row {
                broken(Rule::DaysOffInARow);
            }
            if u32::from(recent.worked) >= row.most {
                broken(Rule::MostDaysInARow);
            }
            let counted = if row.most == u32::MAX { row.least } else { row.most.max(row.least) }.max(1);
            let worked = (u32::from(recent.worked) + 1).min(counted).min(1000) as u16;
            let began_before = if recent.worked > 0 { recent.open } else { recent.off == 0 };
            Recent { last: choice, worked, off: 0, open: began_before && u32::from(worked) < row.least }
        };
        (next, breaches)
    }

    /// What follows on a day off.
    fn rested_longer(&self, recent: Recent) -> Recent {
        let off = recent.off + 1;
        let began_before = if recent.off > 0 { recent.open } else { recent.worked == 0 };
        let needs = i64::from(self.person.rest);
        let earliest = (1..self.possible.choices as Choice).map(|choice| self.start_of(choice)).min().unwrap_or(0);
        let gap = (i64::from(off) + 1) * i64::from(DAY) + earliest - self.end_of(recent.last);
        let for_the_week = self.person.weekly_rest > 0 && off < 8;
        let is_asked_for = recent.last > 0 && (gap < needs || for_the_week);
        let counted = self.person.days_off_in_a_row.clamp(1, 1000) as u16;
        // Shifts that end at the same time are the same from now on.
        let last = if is_asked_for {
            (1..=recent.last).find(|&other| self.end_of(other) == self.end_of(recent.last)).unwrap_or(recent.last)
        } else {
            0
        };
        let off = if last > 0 { off } else { off.min(counted) };
        Recent { last, worked: 0, off, open: began_before && u32::from(off) < self.person.days_off_in_a_row }
    }

    /// Whether a stretch of the week without work that ends with that choice on that weekday is long enough.
    fn rests(&self, recent: Recent, choice: Choice, weekday: usize) -> bool {
        let day = i64::from(DAY);
        let needed = i64::from(self.person.weekly_rest);
        let today = weekday as u32 * DAY;
        let today = i64::from(today);
        // Without a last shift, it lies more than a week back or before what is known.
        let free_from = if recent.last > 0 {
            (today - (i64::from(recent.off) + 1) * day + self.end_of(recent.last)).max(0)
        } else {
            0
        };
        if choice > 0 && today + self.start_of(choice) - free_from >= needed {
            return true;
        }
        let free_from = if choice > 0 { today + self.end_of(choice) } else { free_from };
        weekday == 6 && 7 * day - free_from >= needed
    }
}
