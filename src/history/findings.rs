//! What is odd in a history: days and hours that a forecast should not learn from, and gaps.
//!
//! Days are compared with days of the same weekday near them: up to six before and six after. A day is odd if its modified z-score,
//! (x − median) / scale, is beyond 3.5 (Iglewicz & Hoaglin 1993); the scale is 1.4826 times the median absolute deviation, and at
//! least that of chance alone, the root of the median (a Poisson count). Within a day that is not odd, an interval is compared with its
//! usual share of the day's contacts, likewise; there are many, so the threshold is the normal quantile at which one false
//! finding is expected in twenty histories of that size (Bonferroni), and at least 3.5. An odd day that would not be odd without
//! a few hours of it is reported by those hours.

use super::days::{Days, median};
use super::hours::{Hours, SURELY_SOME};
use super::{IntervalHistory, zone::Zone};
use crate::statistics::normal_quantile;
use jiff::civil::Date;

/// Modified z-score beyond which a day is odd.
const ODD: f64 = 3.5;
/// Days of a weekday below which nothing is called odd.
const FEWEST: usize = 5;
/// Days before and after that a day is compared with.
const NEAR: usize = 6;
/// Normal scale of a median absolute deviation: 1 / Φ⁻¹(3/4).
const TO_DEVIATION: f64 = 1.4826;

/// Kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A day of an open weekday on which nothing came: a holiday, or missing.
    ClosedDay,
    /// A week or longer without anything: missing.
    MissingDays,
    /// Open intervals without a row.
    MissingIntervals,
    /// A day with far less than usual: strike, outage, half holiday, or a file that begins or ends within it.
    LowDay,
    /// A day with far more than usual: recall, campaign.
    HighDay,
    /// Hours with far less than usual: outage.
    LowHours,
    /// Hours with far more than usual.
    HighHours,
    /// A day of 23 or 25 hours.
    DaylightSaving,
    /// Contacts outside the opening hours that were found.
    OutsideHours,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ClosedDay,
        Self::MissingDays,
        Self::MissingIntervals,
        Self::LowDay,
        Self::HighDay,
        Self::LowHours,
        Self::HighHours,
        Self::DaylightSaving,
        Self::OutsideHours,
    ];

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedDay => "closed-day",
            Self::MissingDays => "missing-days",
            Self::MissingIntervals => "missing-intervals",
            Self::LowDay => "low-day",
            Self::HighDay => "high-day",
            Self::LowHours => "low-hours",
            Self::HighHours => "high-hours",
            Self::DaylightSaving => "daylight-saving",
            Self::OutsideHours => "outside-hours",
        }
    }

    /// Whether a forecast should not learn from what it marks.
    pub fn is_odd(self) -> bool {
        matches!(
            self,
            Self::ClosedDay
                | Self::MissingDays
                | Self::MissingIntervals
                | Self::LowDay
                | Self::HighDay
                | Self::LowHours
                | Self::HighHours
        )
    }
}

/// Something that is odd.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// Index of the queue; `None` where all are meant.
    pub queue: Option<usize>,
    /// First day.
    pub first: Date,
    /// Last day, included.
    pub last: Date,
    /// Clock minutes of the day that are meant; the whole day if none are.
    pub minutes: Option<(u32, u32)>,
    /// Contacts found; hours of the day, of daylight saving.
    pub found: f64,
    /// Contacts that are usual, where that is known.
    pub usual: Option<f64>,
}

/// What was found, and the hours that it was found by.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// By queue and time.
    pub list: Vec<Finding>,
    /// Hours by queue.
    pub hours: Vec<Hours>,
    /// Usual contacts by queue, weekday and interval of the clock: the median of days that are not odd.
    pub usual: Vec<[Vec<f64>; 7]>,
}

impl Findings {
    /// What is odd in a history.
    pub fn of(history: &IntervalHistory) -> Self {
        let mut findings = Self { list: daylight_saving(history), hours: Vec::new(), usual: Vec::new() };
        for (index, queue) in history.queues.iter().enumerate() {
            let days = Days::of(history, queue);
            let hours = Hours::of(&days);
            let mut found = closures(&days, &hours);
            let odd = odd_days(&days, &hours);
            let is_odd: Vec<bool> = (0..days.offered.len()).map(|day| odd.iter().any(|odd| odd.day == day)).collect();
            let usual = usual(&days, &is_odd);
            let threshold = threshold(&days, &hours);
            for day in odd {
                let by_hours = odd_by_hours(&days, &hours, &usual, &day, threshold);
                if by_hours.is_empty() {
                    found.push(day.finding);
                } else {
                    found.extend(by_hours);
                }
            }
            found.extend(missing_intervals(&days, &hours, &usual));
            found.extend(odd_hours(&days, &hours, &is_odd, threshold));
            found.sort_by_key(|finding| (finding.first, finding.minutes, finding.kind));
            findings.list.extend(found.into_iter().map(|finding| Finding { queue: Some(index), ..finding }));
            findings.hours.push(hours);
            findings.usual.push(usual);
        }
        findings
    }

    /// The kind of finding that marks an interval of a queue, if one does; the gravest first.
    pub fn mark(&self, queue: usize, date: Date, minute: u32) -> Option<Kind> {
        // The list is in the order of the queues.
        let begin = self.list.partition_point(|finding| finding.queue < Some(queue));
        let end = self.list.partition_point(|finding| finding.queue <= Some(queue));
        let is_it = |finding: &&Finding| {
            finding.kind.is_odd()
                && (finding.first..=finding.last).contains(&date)
                && finding.minutes.is_none_or(|(from, to)| (from..to).contains(&minute))
        };
        self.list[begin..end].iter().filter(is_it).map(|finding| finding.kind).min()
    }
}

fn of_day(kind: Kind, days: &Days, day: usize, found: f64, usual: Option<f64>) -> Finding {
    Finding { kind, queue: None, first: days.date(day), last: days.date(day), minutes: None, found, usual }
}

fn closures(days: &Days, hours: &Hours) -> Vec<Finding> {
    let missing = hours.missing.iter().map(|&(first, last)| Finding {
        kind: Kind::MissingDays,
        queue: None,
        first,
        last,
        minutes: None,
        found: 0.0,
        usual: None,
    });
    let is_missing = |date: &Date| hours.missing.iter().any(|(first, last)| (first..=last).contains(&date));
    let mut found: Vec<Finding> = missing.collect();
    for day in
        (0..days.offered.len()).filter(|&day| hours.closed.contains(&days.date(day)) && !is_missing(&days.date(day)))
    {
        found.push(of_day(Kind::ClosedDay, days, day, 0.0, None));
    }
    if hours.outside > 0.0 {
        let (first, last) = (days.date(0), days.date(days.offered.len() - 1));
        found.push(Finding {
            kind: Kind::OutsideHours,
            queue: None,
            first,
            last,
            minutes: None,
            found: hours.outside,
            usual: None,
        });
    }
    found
}

/// How far a value is from the middle of others, in deviations; that middle and that deviation. `None` if there are too few of them.
fn score(value: f64, others: &mut [f64]) -> Option<(f64, f64, f64)> {
    if others.len() < FEWEST {
        return None;
    }
    let middle = median(others);
    for other in others.iter_mut() {
        *other = (*other - middle).abs();
    }
    let scale = (TO_DEVIATION * median(others)).max(middle.max(1.0).sqrt());
    Some(((value - middle) / scale, middle, scale))
}

/// A day that is odd.
struct OddDay {
    day: usize,
    finding: Finding,
    /// What is usual, and the deviation from it.
    middle: f64,
    scale: f64,
}

fn odd_days(days: &Days, hours: &Hours) -> Vec<OddDay> {
    let mut found = Vec::new();
    for weekday in (0..7).filter(|&weekday| !hours.week[weekday].is_empty()) {
        let active: Vec<usize> = days.of_weekday(weekday).filter(|&day| days.total(day) > 0.0).collect();
        for (at, &day) in active.iter().enumerate() {
            let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(active.len());
            let mut totals: Vec<f64> = active[near].iter().map(|&day| days.total(day)).collect();
            let total = days.total(day);
            let Some((score, middle, scale)) = score(total, &mut totals).filter(|(score, ..)| score.abs() > ODD) else {
                continue;
            };
            let kind = if score < 0.0 { Kind::LowDay } else { Kind::HighDay };
            found.push(OddDay { day, finding: of_day(kind, days, day, total, Some(middle)), middle, scale });
        }
    }
    found
}

/// The score beyond which an interval is odd: one false finding in twenty histories of that size.
fn threshold(days: &Days, hours: &Hours) -> f64 {
    let open = |day: usize| (0..days.slots()).filter(|slot| is_open(days, hours, day, *slot)).count();
    let compared: usize = (0..days.offered.len()).filter(|&day| days.total(day) > 0.0).map(open).sum();
    ODD.max(-normal_quantile(0.05 / (2.0 * compared.max(1) as f64)))
}

fn is_open(days: &Days, hours: &Hours, day: usize, slot: usize) -> bool {
    hours.is_open(days.weekday(day), slot as u32 * days.interval_minutes)
}

/// The hours by which a day is odd, if it would not be without them and they are less than half of it.
fn odd_by_hours(days: &Days, hours: &Hours, usual: &[Vec<f64>; 7], odd: &OddDay, threshold: f64) -> Vec<Finding> {
    let (day, usual) = (odd.day, &usual[days.weekday(odd.day)]);
    let is_low = odd.finding.kind == Kind::LowDay;
    let open: Vec<usize> = (0..days.slots()).filter(|&slot| is_open(days, hours, day, slot)).collect();
    let value = |slot: usize| days.offered[day][slot].unwrap_or(0.0);
    let is_odd = |slot: usize| {
        let score = (value(slot) - usual[slot]) / usual[slot].max(1.0).sqrt();
        if is_low { score < -threshold } else { score > threshold }
    };
    let rest = || open.iter().copied().filter(|&slot| !is_odd(slot));
    let all: f64 = open.iter().map(|&slot| usual[slot]).sum();
    let kept: f64 = rest().map(|slot| usual[slot]).sum();
    if rest().count() * 2 <= open.len() || kept <= 0.0 {
        return Vec::new();
    }
    let total = rest().map(value).sum::<f64>() / kept * all;
    if (total - odd.middle).abs() > ODD * odd.scale {
        return Vec::new();
    }
    let kind = if is_low { Kind::LowHours } else { Kind::HighHours };
    let is_shown = |slot: usize| {
        (open.contains(&slot) && is_odd(slot) && (days.offered[day][slot].is_some() || !days.has_zeros)).then_some(true)
    };
    let runs = runs(days.slots(), is_shown).into_iter();
    runs.map(|(from, to)| {
        of_hours(kind, days, day, (from, to), (from..to).map(value).sum(), usual[from..to].iter().sum())
    })
    .collect()
}

/// Usual contacts by weekday and interval of the clock.
fn usual(days: &Days, is_odd: &[bool]) -> [Vec<f64>; 7] {
    std::array::from_fn(|weekday| {
        let plain: Vec<usize> = days.of_weekday(weekday).filter(|&day| days.total(day) > 0.0 && !is_odd[day]).collect();
        let of_slot = |slot: usize| {
            let mut values: Vec<f64> = plain.iter().filter_map(|&day| days.offered[day][slot]).collect();
            median(&mut values)
        };
        (0..days.slots()).map(of_slot).collect()
    })
}

/// Intervals in which it was open, that have no row, and that cannot be taken for empty.
fn missing_intervals(days: &Days, hours: &Hours, usual: &[Vec<f64>; 7]) -> Vec<Finding> {
    let mut found = Vec::new();
    for day in (0..days.offered.len()).filter(|&day| days.total(day) > 0.0) {
        let weekday = days.weekday(day);
        let is_missing = |slot: usize| {
            let is_open = hours.is_open(weekday, slot as u32 * days.interval_minutes);
            let is_there = days.absent.binary_search(&(day, slot)).is_err();
            days.offered[day][slot].is_none()
                && is_open
                && is_there
                && (days.has_zeros || usual[weekday][slot] >= SURELY_SOME)
        };
        for run in runs(days.slots(), |slot| is_missing(slot).then_some(true)) {
            let expected: f64 = usual[weekday][run.0..run.1].iter().sum();
            found.push(of_hours(Kind::MissingIntervals, days, day, run, 0.0, expected));
        }
    }
    found
}

fn of_hours(kind: Kind, days: &Days, day: usize, (from, to): (usize, usize), found: f64, usual: f64) -> Finding {
    let minute = |slot: usize| slot as u32 * days.interval_minutes;
    Finding { minutes: Some((minute(from), minute(to))), ..of_day(kind, days, day, found, Some(usual)) }
}

/// Stretches of slots of which the same is said.
fn runs(slots: usize, said: impl Fn(usize) -> Option<bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for slot in (0..slots).filter(|&slot| said(slot).is_some()) {
        match runs.last_mut() {
            Some(last) if last.1 == slot && said(slot - 1) == said(slot) => last.1 = slot + 1,
            _ => runs.push((slot, slot + 1)),
        }
    }
    runs
}

/// Intervals that have far more or less than their usual share of the day.
fn odd_hours(days: &Days, hours: &Hours, is_odd: &[bool], threshold: f64) -> Vec<Finding> {
    let plain: Vec<usize> = (0..days.offered.len()).filter(|&day| days.total(day) > 0.0 && !is_odd[day]).collect();
    let mut found = Vec::new();
    for weekday in 0..7 {
        let of_weekday: Vec<usize> = plain.iter().copied().filter(|&day| days.weekday(day) == weekday).collect();
        if of_weekday.len() < FEWEST {
            continue;
        }
        // Deviation of each day and slot from its share, and the scale of each slot.
        let mut signs = vec![vec![None; days.slots()]; of_weekday.len()];
        let mut expected = vec![vec![0.0; days.slots()]; of_weekday.len()];
        for slot in (0..days.slots()).filter(|&slot| hours.is_open(weekday, slot as u32 * days.interval_minutes)) {
            let value = |day: usize| days.offered[day][slot].unwrap_or(0.0);
            let mut shares: Vec<f64> = of_weekday.iter().map(|&day| value(day) / days.total(day)).collect();
            let share = median(&mut shares);
            let mut distances: Vec<f64> =
                of_weekday.iter().map(|&day| (value(day) - share * days.total(day)).abs()).collect();
            let spread = TO_DEVIATION * median(&mut distances);
            for (at, &day) in of_weekday.iter().enumerate() {
                let usual = share * days.total(day);
                let score = (value(day) - usual) / spread.max(usual.max(1.0).sqrt());
                expected[at][slot] = usual;
                if score.abs() > threshold && (days.offered[day][slot].is_some() || !days.has_zeros) {
                    signs[at][slot] = Some(score > 0.0);
                }
            }
        }
        for (at, &day) in of_weekday.iter().enumerate() {
            for (from, to) in runs(days.slots(), |slot| signs[at][slot]) {
                let kind = if signs[at][from] == Some(true) { Kind::HighHours } else { Kind::LowHours };
                let came: f64 = days.offered[day][from..to].iter().flatten().sum();
                // What has no row at all is missing, and said to be.
                if days.offered[day][from..to].iter().any(Option::is_some) {
                    found.push(of_hours(kind, days, day, (from, to), came, expected[at][from..to].iter().sum()));
                }
            }
        }
    }
    found
}

/// Days of 23 or 25 hours.
fn daylight_saving(history: &IntervalHistory) -> Vec<Finding> {
    let (Some((first, last)), Some(zone)) = (history.days(), Zone::named(&history.time_zone)) else {
        return Vec::new();
    };
    let length = |day: i32| {
        let date = super::dates::date_of(day);
        let begin = date.to_zoned(zone.zone.clone()).ok()?;
        let end = date.tomorrow().ok()?.to_zoned(zone.zone.clone()).ok()?;
        Some(begin.timestamp().duration_until(end.timestamp()).as_secs_f64() / 3600.0)
    };
    (first..=last)
        .filter_map(|day| length(day).filter(|hours| *hours != 24.0).map(|hours| (super::dates::date_of(day), hours)))
        .map(|(date, found)| Finding {
            kind: Kind::DaylightSaving,
            queue: None,
            first: date,
            last: date,
            minutes: None,
            found,
            usual: Some(24.0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{IntervalRow, QueueHistory};
    use crate::scenario::Channel;

    /// Twelve weeks from Monday 2026-01-05 in UTC, 8:00 to 18:00 by the hour; `offered` may leave a row out.
    fn history(offered: impl Fn(i64, i64) -> Option<f64>) -> IntervalHistory {
        let monday = i64::from(super::super::dates::days_to(jiff::civil::date(2026, 1, 5)));
        let mut rows = Vec::new();
        for day in 0..84 {
            for hour in 8..18 {
                let start_s = (monday + day) * 86_400 + hour * 3600;
                if let Some(offered) = offered(day, hour) {
                    let row = IntervalRow { start_s, local_s: start_s, offered, ..IntervalRow::default() };
                    rows.push(row);
                }
            }
        }
        let queue = QueueHistory { name: "a".to_owned(), labels: Vec::new(), channel: Channel::Voice, rows };
        IntervalHistory { interval_minutes: 60, time_zone: "UTC".to_owned(), within_s: 20.0, queues: vec![queue] }
    }

    /// Counts that vary by chance: Poisson by inversion from a fixed sequence.
    fn chance(mean: f64, day: i64, hour: i64) -> f64 {
        let hash = super::super::calls::hash_of(&(day * 100 + hour).to_le_bytes(), 7);
        let uniform = (hash >> 11) as f64 / (1_u64 << 53) as f64;
        (mean + mean.sqrt() * normal_quantile(uniform.clamp(1e-9, 1.0 - 1e-9))).round().max(0.0)
    }

    type Found = (Kind, String, Option<(u32, u32)>);

    fn found(history: &IntervalHistory) -> Vec<Found> {
        let list = Findings::of(history).list;
        list.iter().map(|finding| (finding.kind, finding.first.to_string(), finding.minutes)).collect()
    }

    #[test]
    fn a_history_that_varies_by_chance_has_nothing_odd() {
        // One false hour in twenty histories, and 84 days beyond 3.5 deviations with probability 0.04: this sequence has none.
        assert_eq!(found(&history(|day, hour| Some(chance(40.0, day, hour)))), []);
    }

    #[test]
    fn strikes_outages_holidays_and_gaps_are_found_and_marked() {
        let history = history(|day, hour| match (day, hour) {
            (37, _) => Some(0.0),
            (40, hour) => Some(chance(12.0, 40, hour)),
            (50, 11 | 12) => Some(1.0),
            (55, 14) => None,
            (61, hour) => Some(chance(90.0, 61, hour)),
            (day, hour) => Some(chance(40.0, day, hour)),
        });
        let expected = [
            (Kind::ClosedDay, "2026-02-11", None),
            (Kind::LowDay, "2026-02-14", None),
            (Kind::LowHours, "2026-02-24", Some((660, 780))),
            (Kind::MissingIntervals, "2026-03-01", Some((840, 900))),
            (Kind::HighDay, "2026-03-07", None),
        ];
        assert_eq!(found(&history), expected.map(|(kind, date, minutes)| (kind, date.to_owned(), minutes)));
        let findings = Findings::of(&history);
        assert_eq!(findings.mark(0, jiff::civil::date(2026, 2, 24), 700), Some(Kind::LowHours));
        assert_eq!(findings.mark(0, jiff::civil::date(2026, 2, 24), 600), None);
    }

    #[test]
    fn days_of_daylight_saving_are_named() {
        let mut history = history(|_, _| Some(40.0));
        history.time_zone = "America/New_York".to_owned();
        assert_eq!(found(&history)[0], (Kind::DaylightSaving, "2026-03-08".to_owned(), None));
    }

    #[test]
    fn an_hour_that_daylight_saving_skips_is_not_missing() {
        let mut zone = Zone::named("America/New_York").unwrap();
        let mut history = history(|_, _| Some(40.0));
        history.time_zone = "America/New_York".to_owned();
        let monday = i64::from(super::super::dates::days_to(jiff::civil::date(2026, 1, 5)));
        let row = history.queues[0].rows[0];
        let hours = (5..84 * 24).map(|hour| monday * 86_400 + hour * 3600);
        history.queues[0].rows =
            hours.map(|start_s| IntervalRow { start_s, local_s: zone.local_s(start_s), ..row }).collect();
        // The first and the last hour of New York's day that these hours of UTC have are not those of the day.
        let list = Findings::of(&history).list;
        assert!(list.iter().all(|finding| finding.kind != Kind::MissingIntervals), "{list:?}");
    }
}
