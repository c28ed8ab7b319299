//! The hard rules, each as it is spoken: one function that looks at one person's days and tells where they break it.
//!
//! These functions are what the checker goes by. The search knows the same rules in another form (`possible`), made apart from
//! these, so that each is a test of the other.

use super::problem::{DAY, KindId, Person, Problem};
use std::fmt;

/// A hard rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// [`Person::minutes_in_period`], at least.
    LeastMinutesInPeriod,
    /// [`Person::minutes_per_week`], at least.
    LeastMinutesPerWeek,
    /// [`Person::days_per_week`], at least.
    LeastDaysPerWeek,
    /// [`Person::complete_weekends`].
    CompleteWeekends,
    /// [`Person::start_difference`].
    StartDifference,
    /// [`Person::days_in_a_row`], at least.
    LeastDaysInARow,
    /// [`Person::days_off_in_a_row`].
    DaysOffInARow,
    /// [`Person::weekends`].
    Weekends,
    /// [`Person::rotation`].
    Rotation,
    /// [`Person::days_per_week`], at most.
    MostDaysPerWeek,
    /// [`Person::minutes_per_day`].
    MinutesPerDay,
    /// [`Person::minutes_per_week`], at most.
    MostMinutesPerWeek,
    /// [`Person::minutes_in_period`], at most.
    MostMinutesInPeriod,
    /// [`Person::days_in_a_row`], at most.
    MostDaysInARow,
    /// [`Person::forbidden_successions`] and [`super::problem::ShiftKind::not_before`].
    Succession,
    /// [`Person::weekly_rest`].
    WeeklyRest,
    /// [`Person::rest`].
    Rest,
    /// [`Person::unavailable`].
    Availability,
    /// [`Person::days_off`].
    TimeOff,
    /// [`Person::most_of_kind`].
    MostOfKind,
    /// [`Person::locked`].
    Locked,
}

impl Rule {
    /// All of them. Where they contradict each other for somebody, an earlier one gives way to a later one; what is locked never
    /// gives way.
    pub const ALL: [Self; 21] = [
        Self::LeastMinutesInPeriod,
        Self::LeastMinutesPerWeek,
        Self::LeastDaysPerWeek,
        Self::CompleteWeekends,
        Self::StartDifference,
        Self::LeastDaysInARow,
        Self::DaysOffInARow,
        Self::Weekends,
        Self::Rotation,
        Self::MostDaysPerWeek,
        Self::MinutesPerDay,
        Self::MostMinutesPerWeek,
        Self::MostMinutesInPeriod,
        Self::MostDaysInARow,
        Self::Succession,
        Self::WeeklyRest,
        Self::Rest,
        Self::Availability,
        Self::TimeOff,
        Self::MostOfKind,
        Self::Locked,
    ];

    /// Where somebody's days break it. `line` has a kind that exists, or none, for each day of the period.
    pub fn breaches(self, problem: &Problem, person: &Person, line: &[Option<KindId>]) -> Vec<Breach> {
        let days = Days { problem, person, line };
        match self {
            Self::LeastMinutesInPeriod => least_minutes_in_period(&days),
            Self::LeastMinutesPerWeek => least_minutes_per_week(&days),
            Self::LeastDaysPerWeek => least_days_per_week(&days),
            Self::CompleteWeekends => complete_weekends(&days),
            Self::StartDifference => start_difference(&days),
            Self::LeastDaysInARow => least_days_in_a_row(&days),
            Self::DaysOffInARow => days_off_in_a_row(&days),
            Self::Weekends => weekends(&days),
            Self::Rotation => rotation(&days),
            Self::MostDaysPerWeek => most_days_per_week(&days),
            Self::MinutesPerDay => minutes_per_day(&days),
            Self::MostMinutesPerWeek => most_minutes_per_week(&days),
            Self::MostMinutesInPeriod => most_minutes_in_period(&days),
            Self::MostDaysInARow => most_days_in_a_row(&days),
            Self::Succession => succession(&days),
            Self::WeeklyRest => weekly_rest(&days),
            Self::Rest => rest(&days),
            Self::Availability => availability(&days),
            Self::TimeOff => time_off(&days),
            Self::MostOfKind => most_of_kind(&days),
            Self::Locked => locked(&days),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeastMinutesInPeriod => "least working time in the period",
            Self::LeastMinutesPerWeek => "least working time per week",
            Self::LeastDaysPerWeek => "least days per week",
            Self::CompleteWeekends => "complete weekends",
            Self::StartDifference => "difference of starts",
            Self::LeastDaysInARow => "least working days in a row",
            Self::DaysOffInARow => "least days off in a row",
            Self::Weekends => "worked weekends",
            Self::Rotation => "rotation",
            Self::MostDaysPerWeek => "most days per week",
            Self::MinutesPerDay => "working time per day",
            Self::MostMinutesPerWeek => "most working time per week",
            Self::MostMinutesInPeriod => "most working time in the period",
            Self::MostDaysInARow => "most working days in a row",
            Self::Succession => "succession of shifts",
            Self::WeeklyRest => "weekly rest",
            Self::Rest => "rest between shifts",
            Self::Availability => "availability",
            Self::TimeOff => "time off",
            Self::MostOfKind => "most shifts of a kind",
            Self::Locked => "locked",
        })
    }
}

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The day on which it shows: the second of two shifts, the first of a week or stretch, day 0 for the whole period.
    pub day: usize,
    /// What is, and what would be allowed.
    pub detail: String,
}

/// Somebody's days with what they are judged by.
struct Days<'a> {
    problem: &'a Problem,
    person: &'a Person,
    line: &'a [Option<KindId>],
}

impl Days<'_> {
    /// Days known before the period.
    fn before(&self) -> usize {
        self.person.history.len()
    }

    /// What is worked on a day, with 0 the first known day of the history.
    fn known(&self, at: usize) -> Option<KindId> {
        if at < self.before() { self.person.history[at] } else { self.line[at - self.before()] }
    }

    /// Known days, history and period.
    fn length(&self) -> usize {
        self.before() + self.line.len()
    }

    fn paid(&self, kind: KindId) -> u32 {
        self.problem.kinds[kind.0].paid
    }

    /// Each shift of the period.
    fn shifts(&self) -> impl Iterator<Item = (usize, KindId)> + '_ {
        self.line.iter().enumerate().filter_map(|(day, kind)| kind.map(|kind| (day, kind)))
    }

    /// Breaches on days of the period that a rule forbids for themselves.
    fn each(&self, wrong: impl Fn(usize, KindId) -> Option<String>) -> Vec<Breach> {
        self.shifts().filter_map(|(day, kind)| wrong(day, kind).map(|detail| Breach { day, detail })).collect()
    }

    /// Shifts on days in a row, with the day of the period of the second.
    fn pairs(&self) -> impl Iterator<Item = (usize, KindId, KindId)> + '_ {
        let first = self.before().max(1);
        (first..self.length()).filter_map(|at| Some((at - self.before(), self.known(at - 1)?, self.known(at)?)))
    }

    /// Each week that the period touches: the day of the period on which it begins or 0, what is known of it from Monday on, and
    /// whether that is all of it.
    fn weeks(&self) -> Vec<Week> {
        let mut weeks = Vec::new();
        for week in 0..self.problem.weeks() {
            let (begin, end) = (week * 7, week * 7 + 7);
            // In days since the Monday of the week of day 0.
            let known_from = self.problem.first_weekday.saturating_sub(self.before());
            let period_end = self.problem.first_weekday + self.line.len();
            let days = (begin.max(known_from)..end.min(period_end))
                .map(|at| (at - begin, self.known(at + self.before() - self.problem.first_weekday)))
                .collect();
            let mut within = begin.max(self.problem.first_weekday)..end.min(period_end);
            let adds = within.any(|at| self.line[at - self.problem.first_weekday].is_some());
            weeks.push(Week {
                adds,
                day: begin.saturating_sub(self.problem.first_weekday),
                days,
                complete: begin >= known_from && end <= period_end,
                goes_on: end > period_end,
            });
        }
        weeks
    }

    /// Stretches of days worked (or off) that reach into the period: first and last day, with 0 the first known day.
    fn stretches(&self, worked: bool) -> Vec<(usize, usize)> {
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        for at in (0..self.length()).filter(|&at| self.known(at).is_some() == worked) {
            match stretches.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => stretches.push((at, at)),
            }
        }
        stretches.retain(|&(_, last)| last + 1 >= self.before().max(1) && self.length() > self.before());
        stretches
    }

    /// Stretches that begin and end within what is known, and are too short.
    fn too_short(&self, worked: bool, least: u32, what: &str) -> Vec<Breach> {
        let within = |&&(first, last): &&(usize, usize)| first > 0 && last + 1 < self.length();
        self.stretches(worked)
            .iter()
            .filter(within)
            .filter(|&&(first, last)| ((last + 1 - first) as u32) < least)
            .map(|&(first, last)| Breach {
                day: first.saturating_sub(self.before()),
                detail: format!("{} {what}, at least {least}", last + 1 - first),
            })
            .collect()
    }
}

/// A week of the period.
struct Week {
    day: usize,
    days: Vec<(usize, Option<KindId>)>,
    complete: bool,
    goes_on: bool,
    /// A day of it within the period is worked: what was too much before is not the roster's doing.
    adds: bool,
}

impl Week {
    fn minutes(&self, days: &Days) -> u32 {
        self.days.iter().filter_map(|&(_, kind)| kind).map(|kind| days.paid(kind)).sum()
    }

    fn worked(&self) -> u32 {
        self.days.iter().filter(|(_, kind)| kind.is_some()).count() as u32
    }
}

fn minutes(days: &Days) -> u32 {
    days.shifts().map(|(_, kind)| days.paid(kind)).sum()
}

/// Minutes as hours: `7.5 h`.
fn hours(minutes: u32) -> String {
    format!("{} h", (f64::from(minutes) / 0.6).round() / 100.0)
}

fn least_minutes_in_period(days: &Days) -> Vec<Breach> {
    let (is, least) = (minutes(days), days.person.minutes_in_period.least);
    let breach = (is < least)
        .then(|| Breach { day: 0, detail: format!("{} in the period, at least {}", hours(is), hours(least)) });
    breach.into_iter().collect()
}

fn most_minutes_in_period(days: &Days) -> Vec<Breach> {
    let (is, most) = (minutes(days), days.person.minutes_in_period.most);
    let breach =
        (is > most).then(|| Breach { day: 0, detail: format!("{} in the period, at most {}", hours(is), hours(most)) });
    breach.into_iter().collect()
}

/// Breaches of a rule that each week is judged by.
fn each_week(days: &Days, wrong: impl Fn(&Week) -> Option<String>) -> Vec<Breach> {
    days.weeks().iter().filter_map(|week| wrong(week).map(|detail| Breach { day: week.day, detail })).collect()
}

fn least_minutes_per_week(days: &Days) -> Vec<Breach> {
    let least = days.person.minutes_per_week.least;
    each_week(days, |week| {
        let is = week.minutes(days);
        (week.complete && is < least).then(|| format!("{} in the week, at least {}", hours(is), hours(least)))
    })
}

fn most_minutes_per_week(days: &Days) -> Vec<Breach> {
    let most = days.person.minutes_per_week.most;
    each_week(days, |week| {
        let is = week.minutes(days);
        (is > most && week.adds).then(|| format!("{} in the week, at most {}", hours(is), hours(most)))
    })
}

fn least_days_per_week(days: &Days) -> Vec<Breach> {
    let least = days.person.days_per_week.least;
    each_week(days, |week| {
        let is = week.worked();
        (week.complete && is < least).then(|| format!("{is} days in the week, at least {least}"))
    })
}

fn most_days_per_week(days: &Days) -> Vec<Breach> {
    let most = days.person.days_per_week.most;
    each_week(days, |week| {
        let is = week.worked();
        (is > most && week.adds).then(|| format!("{is} days in the week, at most {most}"))
    })
}

fn minutes_per_day(days: &Days) -> Vec<Breach> {
    let range = days.person.minutes_per_day;
    days.each(|_, kind| (!range.contains(days.paid(kind))).then(|| format!("{} in the day", hours(days.paid(kind)))))
}

/// Every two shifts that follow each other, however many days off lie between, with the minutes between them.
fn rest(days: &Days) -> Vec<Breach> {
    let least = i64::from(days.person.rest);
    let mut breaches = Vec::new();
    let mut free_from: Option<i64> = None;
    for at in 0..days.length() {
        let Some(kind) = days.known(at) else { continue };
        let kind = &days.problem.kinds[kind.0];
        let midnight = i64::from(at as u32 * DAY);
        let gap = free_from.map(|end| midnight + i64::from(kind.start) - end);
        if let Some(gap) = gap.filter(|&gap| gap < least && at >= days.before()) {
            breaches.push(Breach { day: at - days.before(), detail: format!("{gap} min of rest, at least {least}") });
        }
        free_from = Some(midnight + i64::from(kind.end()));
    }
    breaches
}

fn weekly_rest(days: &Days) -> Vec<Breach> {
    let least = i64::from(days.person.weekly_rest);
    let day = i64::from(DAY);
    let mut breaches = Vec::new();
    for (number, week) in days.weeks().iter().enumerate() {
        if !week.complete || week.goes_on || least == 0 {
            continue;
        }
        // A shift of the Sunday before may reach into the week.
        let mut free_from = 0;
        let mut longest = 0;
        if let Some(sunday) = (number * 7 + days.before()).checked_sub(days.problem.first_weekday + 1)
            && let Some(kind) = days.known(sunday)
        {
            free_from = (i64::from(days.problem.kinds[kind.0].end()) - day).max(0);
        }
        for &(weekday, kind) in &week.days {
            let Some(kind) = kind else { continue };
            let kind = &days.problem.kinds[kind.0];
            let midnight = i64::from(weekday as u32 * DAY);
            longest = longest.max(midnight + i64::from(kind.start) - free_from);
            free_from = midnight + i64::from(kind.end());
        }
        longest = longest.max(7 * day - free_from);
        if longest < least {
            let detail = format!("longest rest of the week {longest} min, at least {least}");
            breaches.push(Breach { day: week.day, detail });
        }
    }
    breaches
}

fn most_days_in_a_row(days: &Days) -> Vec<Breach> {
    let most = days.person.days_in_a_row.most;
    let long = |&(first, last): &(usize, usize)| last >= days.before() && (last + 1 - first) as u64 > u64::from(most);
    days.stretches(true)
        .into_iter()
        .filter(long)
        .map(|(first, last)| Breach {
            day: first.saturating_sub(days.before()),
            detail: format!("{} working days in a row, at most {most}", last + 1 - first),
        })
        .collect()
}

fn least_days_in_a_row(days: &Days) -> Vec<Breach> {
    days.too_short(true, days.person.days_in_a_row.least, "working days in a row")
}

fn days_off_in_a_row(days: &Days) -> Vec<Breach> {
    days.too_short(false, days.person.days_off_in_a_row, "days off in a row")
}

fn start_difference(days: &Days) -> Vec<Breach> {
    let most = days.person.start_difference;
    days.pairs()
        .filter_map(|(day, first, second)| {
            let is = days.problem.kinds[first.0].start.abs_diff(days.problem.kinds[second.0].start);
            (is > most).then(|| Breach { day, detail: format!("begins {is} min apart, at most {most}") })
        })
        .collect()
}

fn succession(days: &Days) -> Vec<Breach> {
    let kinds = &days.problem.kinds;
    days.pairs()
        .filter(|&(_, first, second)| {
            kinds[first.0].not_before.contains(&second) || days.person.forbidden_successions.contains(&(first, second))
        })
        .map(|(day, first, second)| Breach {
            day,
            detail: format!("{} follows {}", kinds[second.0].name, kinds[first.0].name),
        })
        .collect()
}

/// Saturday and Sunday of each weekend that the period touches, as days of the period.
fn weekends_of(problem: &Problem) -> impl Iterator<Item = (Option<usize>, Option<usize>)> + '_ {
    (0..problem.weeks()).filter_map(|week| {
        let day =
            |weekday: usize| (week * 7 + weekday).checked_sub(problem.first_weekday).filter(|&day| day < problem.days);
        let weekend = (day(5), day(6));
        (weekend != (None, None)).then_some(weekend)
    })
}

/// On how many weekends of the period somebody works.
pub fn worked_weekends(problem: &Problem, line: &[Option<KindId>]) -> u32 {
    let works = |day: Option<usize>| day.is_some_and(|day| line[day].is_some());
    weekends_of(problem).filter(|&(saturday, sunday)| works(saturday) || works(sunday)).count() as u32
}

fn weekends(days: &Days) -> Vec<Breach> {
    let (is, most) = (worked_weekends(days.problem, days.line), days.person.weekends);
    let breach = (is > most).then(|| Breach { day: 0, detail: format!("{is} worked weekends, at most {most}") });
    breach.into_iter().collect()
}

fn complete_weekends(days: &Days) -> Vec<Breach> {
    if !days.person.complete_weekends {
        return Vec::new();
    }
    let half = |&(saturday, sunday): &(Option<usize>, Option<usize>)| {
        let Some(sunday) = sunday else { return false };
        let saturday = match saturday {
            Some(saturday) => days.line[saturday],
            None if days.before() > 0 => days.known(days.before() - 1),
            None => return false,
        };
        saturday.is_some() != days.line[sunday].is_some()
    };
    weekends_of(days.problem)
        .filter(half)
        .map(|(saturday, sunday)| Breach {
            day: saturday.or(sunday).unwrap_or(0),
            detail: "only one day of the weekend is worked".to_owned(),
        })
        .collect()
}

fn rotation(days: &Days) -> Vec<Breach> {
    let Some(rotation) = days.person.rotation.as_ref().filter(|rotation| !rotation.weeks.is_empty()) else {
        return Vec::new();
    };
    days.each(|day, kind| {
        let week = (rotation.first + days.problem.week(day)) % rotation.weeks.len();
        let name = &days.problem.kinds[kind.0].name;
        (!rotation.weeks[week].contains(&kind)).then(|| format!("{name} in week {} of the rotation", week + 1))
    })
}

fn availability(days: &Days) -> Vec<Breach> {
    days.each(|day, kind| {
        let name = &days.problem.kinds[kind.0].name;
        days.person.unavailable.contains(&(day, kind)).then(|| format!("not available for {name}"))
    })
}

fn time_off(days: &Days) -> Vec<Breach> {
    days.each(|day, _| days.person.days_off.contains(&day).then(|| "works on a day off".to_owned()))
}

fn most_of_kind(days: &Days) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (kind, &most) in days.person.most_of_kind.iter().enumerate() {
        let worked: Vec<usize> = days.shifts().filter(|&(_, is)| is == KindId(kind)).map(|(day, _)| day).collect();
        let is = worked.len() as u64;
        if is > u64::from(most) {
            let name = &days.problem.kinds[kind].name;
            let detail = format!("{is} shifts of {name}, at most {most}");
            breaches.push(Breach { day: worked[most as usize], detail });
        }
    }
    breaches
}

fn locked(days: &Days) -> Vec<Breach> {
    let other = days.person.locked.iter().filter(|&(&day, &kind)| days.line[day] != kind);
    other.map(|(&day, _)| Breach { day, detail: "not what is locked".to_owned() }).collect()
}
