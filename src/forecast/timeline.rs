//! All days from the first of the past to the last to come, one after the other, with what the models want to know of each.

use super::series::{Day, Series};
use jiff::civil::{Date, date};

/// Days without a gap.
pub(super) struct Timeline<'a> {
    pub days: Vec<Facts<'a>>,
    /// Of the last day of the past.
    pub last_known: usize,
    /// Per weekday from Monday, which intervals are open on at least half of those of its days that are open at all.
    pub usual: [Vec<bool>; 7],
    /// Per weekday, whether at least half of its days are open.
    usually: [bool; 7],
}

/// What is known of a date.
pub(super) struct Facts<'a> {
    pub date: Date,
    /// From Monday, 0.
    pub weekday: usize,
    /// The day as it was given; `None` for a date that was left out.
    pub day: Option<&'a Day>,
    /// Its counts, if it is past.
    pub counts: Option<&'a [Option<f64>]>,
    /// Whether contacts can come on it: it is open, or left out but of a weekday that is usually open.
    pub works: bool,
    /// Closed, though its weekday is usually open.
    pub closed_unusually: bool,
}

/// Days since the beginning of 1970.
pub(super) fn number(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

impl<'a> Timeline<'a> {
    /// That of a series without problems and the days to come.
    pub fn new(series: &'a Series, future: &'a [Day]) -> Self {
        let (usual, usually) = usual_hours(series, future);
        let given = || series.days.iter().map(|observed| &observed.day).chain(future);
        let first = given().next().map_or(0, |day| number(day.date));
        let mut days: Vec<Facts<'a>> = Vec::new();
        let mut last_known = 0;
        for (n, day) in given().enumerate() {
            let index = (number(day.date) - first) as usize;
            while days.len() < index {
                let date = days[days.len() - 1].date.saturating_add(jiff::Span::new().days(1));
                let weekday = date.weekday().to_monday_zero_offset() as usize;
                let works = usually[weekday];
                days.push(Facts { date, weekday, day: None, counts: None, works, closed_unusually: false });
            }
            let weekday = day.date.weekday().to_monday_zero_offset() as usize;
            let works = day.is_open();
            let closed_unusually = !works && usually[weekday];
            let counts = series.days.get(n).map(|observed| observed.counts.as_slice());
            if counts.is_some() {
                last_known = index;
            }
            days.push(Facts { date: day.date, weekday, day: Some(day), counts, works, closed_unusually });
        }
        Self { days, last_known, usual, usually }
    }

    /// The index of a date, if it is in it.
    pub fn index_of(&self, day: Date) -> Option<usize> {
        let index = usize::try_from(number(day) - number(self.days.first()?.date)).ok()?;
        (index < self.days.len()).then_some(index)
    }

    /// Whether contacts can come on a date; outside of the timeline, whether they usually can on its weekday.
    fn works(&self, day: Date) -> bool {
        let usually = || self.usually[day.weekday().to_monday_zero_offset() as usize];
        self.index_of(day).map_or_else(usually, |index| self.days[index].works)
    }

    /// How many working days of its month come before a date, and how many after it.
    pub fn place_in_month(&self, day: Date) -> (usize, usize) {
        let count = |days: std::ops::Range<i8>| days.filter(|&n| self.works(date(day.year(), day.month(), n))).count();
        (count(1..day.day()), count(day.day() + 1..day.days_in_month() + 1))
    }
}

/// Per weekday, which intervals are usually open, and whether any are.
fn usual_hours(series: &Series, future: &[Day]) -> ([Vec<bool>; 7], [bool; 7]) {
    let mut days = [0_usize; 7];
    let mut open_days = [0_usize; 7];
    let mut open: [Vec<usize>; 7] = std::array::from_fn(|_| vec![0; series.per_day()]);
    let weekday = |day: &Day| day.date.weekday().to_monday_zero_offset() as usize;
    let past = series.days.iter().map(|observed| &observed.day);
    // Days to come tell of a weekday only where the past has none of it.
    let mut seen = [false; 7];
    past.clone().for_each(|day| seen[weekday(day)] = true);
    for day in past.chain(future.iter().filter(|day| !seen[weekday(day)])) {
        let weekday = weekday(day);
        days[weekday] += 1;
        open_days[weekday] += usize::from(day.is_open());
        for (count, &is_open) in open[weekday].iter_mut().zip(&day.open) {
            *count += usize::from(is_open);
        }
    }
    let usual = std::array::from_fn(|weekday| {
        open[weekday].iter().map(|&count| count > 0 && 2 * count >= open_days[weekday]).collect()
    });
    (usual, std::array::from_fn(|weekday| open_days[weekday] > 0 && 2 * open_days[weekday] >= days[weekday]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::series::ObservedDay;

    /// A week of one interval a day, closed at the weekend and on the Wednesday.
    fn week() -> Series {
        let day = |n: i8| ObservedDay {
            day: Day {
                date: date(2026, 3, n),
                open: vec![n % 7 < 5 && n != 11],
                marks: Vec::new(),
                drivers: Vec::new(),
            },
            counts: vec![Some(1.0)],
        };
        // The second of March 2026 is a Monday; Thursday the fifth is left out.
        let days = (2..16).filter(|&n| n != 5).map(|n| {
            let mut observed = day(n);
            observed.day.open = vec![!matches!(n, 7 | 8 | 14 | 15 | 11)];
            observed
        });
        Series { interval_minutes: 1440, drivers: Vec::new(), days: days.collect() }
    }

    #[test]
    fn a_date_that_is_left_out_is_unknown_and_a_closed_one_is_closed() {
        let series = week();
        let timeline = Timeline::new(&series, &[]);
        assert_eq!(timeline.days.len(), 14);
        assert_eq!(timeline.last_known, 13);
        let left_out = &timeline.days[3];
        assert!(left_out.works && left_out.counts.is_none() && !left_out.closed_unusually);
        let closed: Vec<usize> = (0..14).filter(|&i| timeline.days[i].closed_unusually).collect();
        assert_eq!(closed, [9]);
    }

    #[test]
    fn the_place_in_the_month_counts_working_days() {
        let series = week();
        let timeline = Timeline::new(&series, &[]);
        // Before Friday the sixth: Monday to Thursday. March 2026 has 22 weekdays, and the eleventh is closed.
        assert_eq!(timeline.place_in_month(date(2026, 3, 6)), (4, 16));
    }
}
