//! Shift rules: what a file says of them.

use super::given::load_text;
use callboard::calendar::Grid;
use callboard::scenario::{GroupId, Origin, OvertimeRule, Scenario, SplitRule};
use callboard::scheduling::{check, limits, schedule};
use callboard::staffing::StaffingRequirement;
use callboard::units::{Hours, Money, Share};
use callboard::watch::Unwatched;
use jiff::civil::date;

/// Every rule of shifts, premiums and sessions, and valid.
pub const SHIFTS: &str = r#"[horizon]
start = 2026-01-05
days = 7
interval = "30m"

[queue.calls]
volume = { per_hour = 30 }
handling = { mean = "4m" }
patience = { mean = "3m" }

[group.desk]
skills = ["calls"]
headcount = 20
wage = 20
overtime_per_week = 3.5

[shift.day]
length = ["6h", "8h"]
start = ["08:00", "09:30"]
break = [{ length = "30m", after = "1h", before = "2h" }, { length = "30m", after = "3h30m", before = "4h30m" }]
gap_between_breaks = "1h30m"
work_after_break = "1h"
overtime = { before = "1h", after = "2h", every = "1h", premium = "50%" }

[shift.split]
length = { from = "6h", to = "8h", every = "1h" }
start = { from = "08:00", to = "10:00", every = "30m" }
split = { length = { from = "2h", to = "4h", every = "1h" }, after = "3h", before = "4h" }
overtime = { after = "1h" }

[[scheduling.premium]]
name = "night"
from = "20:00"
until = "06:00"
share = "25%"

[[scheduling.premium]]
name = "weekend"
days = ["sat", "sun"]
dates = [2026-01-06]
share = 0.5

[[scheduling.session]]
name = "coaching"
groups = ["desk"]
length = "1h"
share = "33%"
earliest = "09:00"
latest = "17:00"
every = "1h"
days = "mon-fri"
at_once = 4
missed = 150

[[scheduling.session]]
name = "meeting"
length = "30m"
people = 20
"#;

fn shifts() -> Scenario {
    load_text(SHIFTS, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn work_between_breaks_overtime_and_splits_are_read() {
    let scenario = shifts();
    let [day, split] = &scenario.shift_types[..] else { panic!("two types") };
    assert_eq!((day.gap_between_breaks, day.work_after_break), (90, 60));
    assert_eq!(day.overtime, Some(OvertimeRule { before: 60, after: 120, step: 60, premium: Share(0.5) }));
    assert_eq!(split.overtime, Some(OvertimeRule { before: 0, after: 60, step: 30, premium: Share(0.25) }));
    assert_eq!((split.gap_between_breaks, day.split.clone()), (0, None));
    let rule = SplitRule { lengths: vec![120, 180, 240], earliest: 180, latest: 240, step: 30 };
    assert_eq!(split.split, Some(rule));
    assert_eq!(scenario.groups[0].overtime_per_week, Some(Hours(3.5)));
}

#[test]
fn premiums_hold_on_their_days_dates_and_hours() {
    let premiums = shifts().scheduling.premiums;
    let (monday, tuesday, saturday) = (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 10));
    let paid = |day, hour: u32| -> Vec<bool> { premiums.iter().map(|one| one.is_paid(day, 60 * hour)).collect() };
    assert_eq!(paid(monday, 5), [true, false]);
    assert_eq!(paid(monday, 6), [false, false]);
    assert_eq!(paid(tuesday, 12), [false, true]);
    assert_eq!(paid(saturday, 20), [true, true]);
}

#[test]
fn sessions_are_for_a_number_or_a_share_of_the_people() {
    let scenario = shifts();
    let [coaching, meeting] = &scenario.scheduling.sessions[..] else { panic!("two sessions") };
    assert_eq!(coaching.attendances, [(GroupId(0), 7)]);
    assert_eq!((coaching.earliest, coaching.latest, coaching.step, coaching.length), (540, 1020, 60, 60));
    assert_eq!((coaching.at_once, coaching.missed), (Some(4), Money(150.0)));
    assert_eq!(coaching.weekdays, [true, true, true, true, true, false, false]);
    assert_eq!((meeting.attendances.as_slice(), meeting.step), (&[(GroupId(0), 20)][..], 30));
    // Twice half an hour of a missing agent, at three times the wage.
    assert_eq!(meeting.missed, Money(60.0));
    let missed = scenario.assumptions.iter().find(|known| known.path == "scheduling.session.1.missed").unwrap();
    assert!(matches!(&missed.origin, Origin::Default(source) if source.contains("assumption")));
}

#[test]
fn a_file_without_these_rules_has_none_of_them_among_its_assumptions() {
    let scenario = load_text(super::given::WHOLE, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    for word in ["gap_between", "work_after", "overtime", "split", "premium", "session"] {
        let is_near = |path: &str| ["shift.", "scheduling.", "group."].iter().any(|table| path.starts_with(table));
        let of_shifts = |path: &str| is_near(path) && path.contains(word);
        assert!(scenario.assumptions.iter().all(|known| !of_shifts(&known.path)), "{word}");
    }
}

#[test]
fn all_rules_together_make_a_schedule_that_the_checker_accepts() {
    let scenario = shifts();
    let mut agents = Grid::filled(1, scenario.calendar.intervals.len(), 0);
    for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
        if (480..1200).contains(&interval.clock_minute) {
            agents[(0, index)] = 4 + (interval.clock_minute / 60) % 3;
        }
    }
    let requirement = StaffingRequirement::at_one_price(agents);
    let schedule = schedule(&scenario, &requirement, &limits(&scenario), &Unwatched).unwrap();
    assert_eq!(check(&scenario, &requirement, &schedule), []);
}
