//! Opening hours, as the contacts show them.
//!
//! A weekday is open if something came on at least half of its days; its hours run over the intervals in which at least a hundredth
//! as much comes as in the busiest one. An empty stretch between them is a closure if so much would have come, at the rate beside
//! it, that nothing at all is less likely than 1 in 1000 (a Poisson count of mean 6.9); else it is chance.

use super::days::Days;
use jiff::civil::Date;
use std::ops::Range;

/// Share of the busiest interval below which an interval is taken for closed.
const STRAY: f64 = 0.01;
/// Mean of a Poisson count that is 0 with probability 1/1000: ln 1000.
pub const SURELY_SOME: f64 = 6.907_755_278_982_137;
/// Days in a row without contacts that are rather missing than closed.
const LONG_GAP: usize = 7;

/// When a queue was open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hours {
    /// For each weekday, Monday first, spans in minutes after midnight.
    pub week: [Vec<Range<u32>>; 7],
    /// Days of open weekdays on which nothing came.
    pub closed: Vec<Date>,
    /// Stretches of a week or longer in which nothing came: rather missing than closed. First and last day.
    pub missing: Vec<(Date, Date)>,
    /// Contacts that came outside the hours.
    pub outside: f64,
}

impl Hours {
    /// The hours of a queue.
    pub fn of(days: &Days) -> Self {
        let mut week = std::array::from_fn(|weekday| spans(days, weekday, 0.5));
        // A queue to which something comes now and then only was open when it came.
        if week.iter().all(Vec::is_empty) {
            week = std::array::from_fn(|weekday| spans(days, weekday, 0.0));
        }
        let mut hours = Self { week, ..Self::default() };
        hours.find_closed(days);
        for day in 0..days.offered.len() {
            for (slot, offered) in days.offered[day].iter().enumerate() {
                if !hours.is_open(days.weekday(day), slot as u32 * days.interval_minutes) {
                    hours.outside += offered.unwrap_or(0.0);
                }
            }
        }
        hours
    }

    /// Whether a clock minute of a weekday is within the hours.
    pub fn is_open(&self, weekday: usize, minute: u32) -> bool {
        self.week[weekday].iter().any(|span| span.contains(&minute))
    }

    /// Whether it is open round the clock every day.
    pub fn is_always(&self) -> bool {
        self.week.iter().all(|spans| spans.contains(&(0..1440)))
    }

    /// Hours that hold all of both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let join = |weekday: usize| {
            let mut all: Vec<Range<u32>> = self.week[weekday].iter().chain(&other.week[weekday]).cloned().collect();
            all.sort_unstable_by_key(|span| span.start);
            let mut joined: Vec<Range<u32>> = Vec::new();
            for span in all {
                match joined.last_mut() {
                    Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
                    _ => joined.push(span),
                }
            }
            joined
        };
        let closed = self.closed.iter().filter(|date| other.closed.contains(date)).copied().collect();
        Self { week: std::array::from_fn(join), closed, missing: Vec::new(), outside: self.outside + other.outside }
    }

    fn find_closed(&mut self, days: &Days) {
        let is_empty = |day: &usize| days.total(*day) == 0.0;
        let mut day = 0;
        while day < days.offered.len() {
            let length = (day..days.offered.len()).take_while(is_empty).count();
            let open = (day..day + length).filter(|&day| !self.week[days.weekday(day)].is_empty());
            if length >= LONG_GAP {
                self.missing.push((days.date(day), days.date(day + length - 1)));
            }
            self.closed.extend(open.map(|day| days.date(day)));
            day += length.max(1);
        }
    }
}

/// The spans of a weekday, if something came on at least such a share of its days.
fn spans(days: &Days, weekday: usize, share: f64) -> Vec<Range<u32>> {
    let all = days.of_weekday(weekday).count();
    let active: Vec<usize> = days.of_weekday(weekday).filter(|&day| days.total(day) > 0.0).collect();
    if active.is_empty() || (active.len() as f64) < share * all as f64 {
        return Vec::new();
    }
    let sums: Vec<f64> =
        (0..days.slots()).map(|slot| active.iter().map(|&day| days.offered[day][slot].unwrap_or(0.0)).sum()).collect();
    let most = sums.iter().copied().fold(0.0, f64::max);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for slot in (0..sums.len()).filter(|&slot| sums[slot] > 0.0 && sums[slot] >= STRAY * most) {
        match spans.last_mut() {
            Some(last) if last.end == slot || !is_closure(&sums, last.end..slot) => last.end = slot + 1,
            _ => spans.push(slot..slot + 1),
        }
    }
    // What is missing at both ends of a busy night is chance as well.
    if let (Some(first), Some(last)) = (spans.first().map(|span| span.start), spans.last().map(|span| span.end)) {
        let beside = sums[first].min(sums[last - 1]);
        let gap = first + sums.len() - last;
        if gap > 0 && beside * (gap as f64) < SURELY_SOME && gap * 4 < sums.len() {
            if let Some(span) = spans.first_mut() {
                span.start = 0;
            }
            if let Some(span) = spans.last_mut() {
                span.end = sums.len();
            }
        }
    }
    let minutes = |slot: usize| slot as u32 * days.interval_minutes;
    spans.into_iter().map(|span| minutes(span.start)..minutes(span.end)).collect()
}

/// Whether an empty stretch is too empty to be chance, by what comes beside it.
fn is_closure(sums: &[f64], gap: Range<usize>) -> bool {
    let beside = sums[gap.start - 1].min(sums[gap.end]);
    let came: f64 = sums[gap.clone()].iter().sum();
    let expected = beside * gap.len() as f64;
    expected >= SURELY_SOME && came < STRAY * expected
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one span is meant")]
mod tests {
    use super::*;

    /// Days from Monday 2026-01-05 on; a weekday's contacts by hour.
    fn days(weeks: usize, by_hour: impl Fn(usize, usize) -> f64) -> Days {
        let day = |day: usize| (0..24).map(|hour| Some(by_hour(day, hour)).filter(|value| *value > 0.0)).collect();
        let first = super::super::dates::days_to(jiff::civil::date(2026, 1, 5));
        Days {
            first,
            interval_minutes: 60,
            offered: (0..weeks * 7).map(day).collect(),
            has_zeros: false,
            absent: Vec::new(),
        }
    }

    #[test]
    fn hours_and_closed_days_are_found() {
        let days = days(8, |day, hour| match (day % 7, hour) {
            _ if day == 10 => 0.0,
            (0..5, 8..18) => 20.0,
            (5, 10..14) => 5.0,
            _ => 0.0,
        });
        let hours = Hours::of(&days);
        assert_eq!(hours.week[3], [480..1080]);
        assert_eq!(hours.week[5], [600..840]);
        assert!(hours.week[6].is_empty());
        assert_eq!(hours.closed, [jiff::civil::date(2026, 1, 15)]);
        assert!(hours.missing.is_empty() && hours.outside == 0.0);
    }

    #[test]
    fn a_lunch_break_of_a_busy_line_is_a_closure_and_of_a_quiet_one_chance() {
        let with = |much: f64| {
            days(4, move |_, hour| if (9..12).contains(&hour) || (13..17).contains(&hour) { much } else { 0.0 })
        };
        assert_eq!(Hours::of(&with(10.0)).week[0], [540..720, 780..1020]);
        assert_eq!(Hours::of(&with(1.0)).week[0], [540..1020]);
    }

    #[test]
    fn stray_contacts_do_not_open_the_doors() {
        let hours = Hours::of(&days(
            4,
            |day, hour| if (8..18).contains(&hour) { 50.0 } else { f64::from(day == 3 && hour == 3) },
        ));
        assert_eq!((hours.week[3].clone(), hours.outside), (vec![480..1080], 1.0));
    }

    #[test]
    fn a_queue_to_which_little_comes_was_open_when_it_came() {
        let hours = Hours::of(&days(6, |day, hour| f64::from(day == 8 && (10..12).contains(&hour))));
        assert_eq!((hours.week[1].clone(), hours.outside), (vec![600..720], 0.0));
    }

    #[test]
    fn a_week_without_anything_is_missing() {
        let hours = Hours::of(&days(6, |day, _| if (14..23).contains(&day) { 0.0 } else { 3.0 }));
        assert_eq!(hours.missing.len(), 1);
        assert!(hours.is_always());
    }
}
