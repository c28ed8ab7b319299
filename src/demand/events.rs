//! How events raise and lower the volume of a queue.

use crate::calendar::{Calendar, Interval};
use crate::scenario::Event;
use jiff::civil::Date;

/// What multiplies the volume in each interval of a calendar: the product over the events.
///
/// With a half-life the effect (factor − 1) at time t is that at the begin × 0.5^((t − begin) / half-life), taken in the
/// middle of the interval. An event that begins or ends within an interval counts by the part of it that it covers.
pub(super) fn factors(calendar: &Calendar, events: &[Event]) -> Vec<f64> {
    let mut factors = vec![1.0; calendar.intervals.len()];
    for event in events {
        let begin = moment(calendar, event.first, event.from_minute);
        let end = moment(calendar, event.last, event.until_minute);
        for (factor, interval) in factors.iter_mut().zip(&calendar.intervals) {
            *factor *= in_interval(event, begin, end, interval);
        }
    }
    factors
}

fn in_interval(event: &Event, begin: f64, end: f64, interval: &Interval) -> f64 {
    let (from, until) = (interval.start.0.max(begin), interval.end.0.min(end));
    if until <= from {
        return 1.0;
    }
    let factor = event.factor;
    let factor = event.half_life.map_or(factor, |half_life| {
        1.0 + (factor - 1.0) * 0.5_f64.powf((f64::midpoint(from, until) - begin) / half_life.0)
    });
    if from <= interval.start.0 && until >= interval.end.0 {
        factor
    } else {
        1.0 + (factor - 1.0) * (until - from) / interval.length().0
    }
}

/// Seconds from the horizon's begin to a clock minute (to 1,440) of a date; below 0 before it. A clock time that daylight
/// saving skips is the moment of the change, and of one that comes twice it is the first. Days outside the horizon have
/// 24 hours.
fn moment(calendar: &Calendar, date: Date, minute: u32) -> f64 {
    if minute >= 1440 {
        return moment(calendar, date.tomorrow().unwrap_or(date), minute - 1440);
    }
    let seconds_in_days = |from: Date, to: Date| f64::from((to - from).get_days()) * 86_400.0;
    let seconds = f64::from(minute) * 60.0;
    let (Some(first), Some(last)) = (calendar.days.first(), calendar.days.last()) else { return seconds };
    if date < first.date {
        return seconds - seconds_in_days(date, first.date);
    }
    let Ok(day) = calendar.days.binary_search_by_key(&date, |day| day.date) else {
        let midnight = calendar.end().0.max(last_midnight(calendar));
        let tomorrow = last.date.tomorrow().unwrap_or(last.date);
        return midnight + seconds_in_days(tomorrow, date) + seconds;
    };
    let intervals = &calendar.intervals[calendar.days[day].intervals.clone()];
    let since = |interval: &Interval| seconds - f64::from(interval.clock_minute) * 60.0;
    let within = intervals.iter().find(|interval| (0.0..interval.length().0).contains(&since(interval)));
    if let Some(interval) = within {
        return interval.start.0 + since(interval);
    }
    let later = intervals.iter().find(|interval| interval.clock_minute > minute);
    later.map_or_else(
        // The horizon ends on this day before the clock time.
        || intervals.last().map_or(0.0, |interval| interval.start.0 + since(interval)),
        |interval| interval.start.0,
    )
}

/// Midnight at the end of the last day, also where the horizon ends before it.
fn last_midnight(calendar: &Calendar) -> f64 {
    calendar.intervals.last().map_or(0.0, |last| last.start.0 + f64::from(1440 - last.clock_minute.min(1440)) * 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Seconds;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn event(first: i8, from_minute: u32, last: i8, until_minute: u32, factor: f64) -> Event {
        Event {
            name: "sale".to_owned(),
            first: date(2026, 11, first),
            last: date(2026, 11, last),
            from_minute,
            until_minute,
            factor,
            half_life: None,
        }
    }

    fn two_days() -> Calendar {
        Calendar::of_days(date(2026, 11, 16), 2, 60, &TimeZone::UTC)
    }

    #[test]
    fn an_event_of_whole_days_multiplies_all_their_intervals() {
        let factors = factors(&two_days(), &[event(17, 0, 17, 1440, 1.7)]);
        assert_eq!(factors[..24], [1.0; 24]);
        assert_eq!(factors[24..], [1.7; 24]);
    }

    #[test]
    fn an_event_that_begins_within_an_interval_counts_by_what_it_covers() {
        // From 10:15 to 12:30 at twice the volume: three quarters of the first hour, all of the second, half of the third.
        let factors = factors(&two_days(), &[event(16, 615, 16, 750, 2.0)]);
        assert_eq!(factors[9..14], [1.0, 1.75, 2.0, 1.5, 1.0]);
    }

    #[test]
    fn several_events_multiply() {
        let factors = factors(&two_days(), &[event(16, 0, 16, 1440, 2.0), event(16, 600, 16, 660, 1.5)]);
        assert_eq!(factors[9..12], [2.0, 3.0, 2.0]);
    }

    #[test]
    fn half_of_the_effect_is_left_after_the_half_life() {
        let mut recall = event(16, 30, 17, 1440, 3.0);
        recall.half_life = Some(Seconds(3600.0));
        let factors = factors(&two_days(), &[recall]);
        // It begins at 0:30: the middle of the second hour is one half-life later, that of the third two.
        assert_eq!(factors[1..3], [2.0, 1.5]);
        // Of the first hour half is covered, and the middle of that half is a quarter of a half-life after the begin.
        let first = 1.0 + 0.5 * 2.0 * 0.5_f64.powf(0.25);
        assert!((factors[0] - first).abs() < 1e-15, "{} is not {first}", factors[0]);
    }

    #[test]
    fn an_event_that_began_before_the_horizon_has_faded_already() {
        let mut recall = event(14, 0, 17, 1440, 3.0);
        recall.half_life = Some(Seconds(2.0 * 86_400.0));
        let factors = factors(&two_days(), &[recall]);
        let expected = 1.0 + 2.0 * 0.5 * 0.5_f64.powf(0.5 / 48.0);
        assert!((factors[0] - expected).abs() < 1e-15, "{} is not {expected}", factors[0]);
    }

    #[test]
    fn clock_times_are_local_on_the_day_that_daylight_saving_ends() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let calendar = Calendar::of_days(date(2026, 10, 25), 1, 60, &berlin);
        let event = Event { first: date(2026, 10, 25), last: date(2026, 10, 25), ..event(1, 540, 1, 600, 2.0) };
        let factors = factors(&calendar, &[event]);
        let raised: Vec<usize> = (0..25).filter(|&interval| factors[interval] > 1.0).collect();
        assert_eq!(raised, [10], "the eleventh hour of that day is the one from 9 to 10");
    }
}
