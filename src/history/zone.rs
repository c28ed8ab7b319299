//! From what calendar and clock show to the moment that is meant, and back.

use super::dates::{DAY_S, Moment};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A moment in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instant {
    /// Seconds since 1970 in UTC.
    Once(i64),
    /// In the hour that daylight saving repeats: the first and the second time.
    Twice(i64, i64),
    /// In the hour that daylight saving skips: there is no such time.
    Never,
}

/// A time zone that remembers the day it was asked for last: rows of a day mostly stand together.
#[derive(Debug, Clone)]
pub struct Zone {
    /// The zone.
    pub zone: TimeZone,
    /// A local day, and the offset that holds all through it and an hour around it.
    local: Option<(i64, i64)>,
    /// A day of UTC, and the offset that holds all through it.
    utc: Option<(i64, i64)>,
}

impl Zone {
    /// A zone.
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, local: None, utc: None }
    }

    /// The zone of that name in the IANA database.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self::new)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The moment that is meant by what is written.
    pub fn instant(&mut self, moment: Moment) -> Instant {
        if let Some(offset) = moment.offset_s {
            return Instant::Once(moment.local_s - i64::from(offset));
        }
        let day = moment.local_s.div_euclid(DAY_S);
        match self.local {
            Some((known, offset)) if known == day => Instant::Once(moment.local_s - offset),
            _ => self.look_up(moment.local_s, day),
        }
    }

    fn look_up(&mut self, local_s: i64, day: i64) -> Instant {
        // Two days around it in UTC: if nothing changes from one end to the other, nothing does within the local day.
        let (before, after) = (self.offset_of((day - 1) * DAY_S), self.offset_of((day + 2) * DAY_S));
        if before == after && self.is_plain(day) {
            self.local = Some((day, before));
            return Instant::Once(local_s - before);
        }
        match self.zone.to_ambiguous_timestamp(civil(local_s)).offset() {
            AmbiguousOffset::Unambiguous { offset } => Instant::Once(local_s - i64::from(offset.seconds())),
            AmbiguousOffset::Fold { before, after } => {
                Instant::Twice(local_s - i64::from(before.seconds()), local_s - i64::from(after.seconds()))
            }
            AmbiguousOffset::Gap { .. } => Instant::Never,
        }
    }

    /// Whether no change falls on a local day: offsets may change and change back, so its own ends are asked as well.
    fn is_plain(&self, day: i64) -> bool {
        let at = |local_s: i64| self.zone.to_ambiguous_timestamp(civil(local_s));
        let is_same = |offset: AmbiguousOffset| matches!(offset, AmbiguousOffset::Unambiguous { .. });
        (0..=24).all(|hour| is_same(at(day * DAY_S + hour * 3600).offset()))
    }

    /// Seconds by which clocks are ahead of UTC at a moment.
    fn offset_of(&self, unix_s: i64) -> i64 {
        Timestamp::from_second(unix_s).map_or(0, |moment| i64::from(self.zone.to_offset(moment).seconds()))
    }

    /// What calendar and clock show at a moment, in seconds since 1970-01-01 00:00.
    pub fn local_s(&mut self, unix_s: i64) -> i64 {
        let day = unix_s.div_euclid(DAY_S);
        match self.utc {
            Some((known, offset)) if known == day => unix_s + offset,
            _ => {
                let offset = self.offset_of(unix_s);
                let (first, last) = (self.offset_of(day * DAY_S), self.offset_of((day + 1) * DAY_S));
                if first == last && first == offset {
                    self.utc = Some((day, offset));
                }
                unix_s + offset
            }
        }
    }
}

fn civil(local_s: i64) -> DateTime {
    let moment = Timestamp::from_second(local_s).unwrap_or_default();
    TimeZone::UTC.to_datetime(moment)
}

#[cfg(test)]
mod tests {
    use super::super::dates::moment;
    use super::*;

    #[test]
    fn the_hour_that_daylight_saving_repeats_is_told_from_the_one_that_it_skips() {
        let mut berlin = Zone::named("Europe/Berlin").unwrap();
        let mut of = |text: &str| berlin.instant(moment(text.as_bytes(), None).unwrap());
        let utc = |text: &str| moment(text.as_bytes(), None).unwrap().local_s;
        assert_eq!(of("2026-11-27 08:30"), Instant::Once(utc("2026-11-27 07:30")));
        assert_eq!(of("2026-10-25 01:30"), Instant::Once(utc("2026-10-24 23:30")));
        assert_eq!(of("2026-10-25 02:30"), Instant::Twice(utc("2026-10-25 00:30"), utc("2026-10-25 01:30")));
        assert_eq!(of("2026-10-25 03:30"), Instant::Once(utc("2026-10-25 02:30")));
        assert_eq!(of("2026-03-29 02:30"), Instant::Never);
        assert_eq!(of("2026-03-29 03:30"), Instant::Once(utc("2026-03-29 01:30")));
        assert_eq!(of("2026-03-29 02:30+02:00"), Instant::Once(utc("2026-03-29 00:30")));
    }

    #[test]
    fn there_and_back_is_where_one_was() {
        for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
        {
            let mut zone = Zone::named(name).unwrap();
            for hour in 0..26_000 {
                let unix_s = 1_300_000_000 + hour * 3600;
                let local_s = zone.local_s(unix_s);
                let back = zone.instant(Moment { local_s, offset_s: None });
                let is_right = match back {
                    Instant::Once(only) => only == unix_s,
                    Instant::Twice(first, second) => first == unix_s || second == unix_s,
                    Instant::Never => false,
                };
                assert!(is_right, "{name} {unix_s}: {back:?}");
            }
        }
    }
}
