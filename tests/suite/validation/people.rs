//! People, sites, persons, and what drives the volume: what is read, and what is refused.

use super::given::{load_text, problems_of};
use super::rules::{Example, examples, refuses};
use callboard::demand::Demand;
use callboard::requirement::Formula;
use callboard::scenario::file::{Problems, load};
use callboard::scenario::{QueueId, Scenario, SiteId, Volume};
use callboard::study;
use callboard::units::MoneyPerHour;
use callboard::watch::Unwatched;
use std::fmt::Write;

/// Calls in Berlin; a group in Manila, and a back office of two persons.
const PEOPLE: &str = r#"[horizon]
start = 2026-11-16
days = 2
interval = "1h"
time_zone = "Europe/Berlin"

[queue.calls]
volume = { per_day = 240, day_factor_cv = 0.1, day_factor_correlation = -0.5, busyness = { cv = 0.2, memory = "1h" } }
handling = { mean = "6m" }
patience = { mean = "3m" }

[queue.calls.event.recall]
first = 2026-11-16
last = 2026-11-17
first_time = "10:00"
last_time = "24:00"
factor = 3
half_life = "2d"

[queue.mail]
volume = { per_hour = 30 }
handling = { mean = "4m" }
patience = { distribution = "endless" }

[site.manila]
time_zone = "Asia/Manila"
opening_hours = { default = "09:00-17:00" }
outages = [{ from = 2026-11-17T03:00:00, until = 2026-11-17T04:30:00 }]

[group.phones]
skills = ["calls", "mail"]
headcount = 20
wage = 12
shrinkage = 0
site = "manila"
proficiency = { mail = 0.8 }
ramp = [0.5, 0.75]
tenure = [{ share = 0.2, weeks = 1 }, { share = "10%", factor = 0.4 }]
reserve = 2
occupancy_limit = "80%"
on_duty = { level = 7 }

[group.phones.attendance]
absence = 0.05
late = 0.1
lateness = { mean = "8m", distribution = "gamma", cv = 0.5 }
adherence = 0.9
spell = "5m"

[group.office]
skills = ["mail", "calls"]
wage = 20
proficiency = { mail = 1.2 }
ramp = [0.5, 0.9]

[person.ada]
group = "office"
proficiency = { calls = 1.5 }
duty = { mon = "08:00-12:00", tue = "10:00-11:00" }

[person.bob]
group = "office"
tenure_weeks = 1
duty = { default = ["08:00-10:00", "11:00-13:00"] }
absent_dates = [2026-11-17]
"#;

pub(super) const EXAMPLES: &[Example] = examples! {
    // ---- sites
    "unknown-name": "time_zone = \"Asia/Manila\"" => "time_zone = \"Asia/Manilla\"", at "\"Asia/Manilla\"": "Manilla" | "IANA" | "Asia/Manila";
    "unknown-name": "site = \"manila\"" => "site = \"manilla\"", at "\"manilla\"": "the site \"manilla\"" | "manila" | "\"manila\"";
    "never-open": "default = \"09:00-17:00\"" => "default = \"closed\"", at "opening_hours": "no open minute" | "at least one weekday" | "add mon";
    "missing": "{ from = 2026-11-17T03:00:00, until" => "{ until", at "{ until": "nothing" | "local date" | "from = ";
    "order": "until = 2026-11-17T04:30:00" => "until = 2026-11-17T02:30:00", at "2026-11-17T02:30:00": "not after" | "after `from`" | "exchange";
    "type": "until = 2026-11-17T04:30:00" => "until = 2026-11-17", at "2026-11-17 }]": "2026-11-17" | "clock time" | "2026-11-27T10:00:00";
    "range": "time_zone = \"Asia/Manila\"" => "time_zone = \"Asia/Manila\"\nseats = 0", at "0\nopening_hours": "0" | "from 1" | "raise";
    "unused": "[site.manila]" => "[site.empty]\nseats = 5\n\n[site.manila]", at "5\n\n[site.manila]": "no group works" | "a site with a group" | "add site = \"empty\"";
    // ---- groups
    "missing": "headcount = 20\n" => "", at "phones]\nskills": "nothing" | "whole number" | "[person.NAME]";
    "unknown-name": "proficiency = { mail = 0.8 }" => "proficiency = { mails = 0.8 }", at "0.8": "the skill \"mails\"" | "calls, mail" | "\"mail\"";
    "range": "proficiency = { mail = 0.8 }" => "proficiency = { mail = 80 }", at "80 }": "80" | "0.1 to 5" | "lower";
    "range": "ramp = [0.5, 0.75]" => "ramp = [0.5, 75]", at "[0.5, 75]": "75" | "0.1 to 5" | "each week";
    "length": "ramp = [0.5, 0.75]" => "ramp = []", at "[]": "0 numbers" | "1 to 260" | "add";
    "one-of": "share = 0.2, weeks = 1" => "share = 0.2, weeks = 1, factor = 0.5", at "1, factor": "`factor` and `weeks`" | "one of them" | "take one";
    "one-of": "share = 0.2, weeks = 1" => "share = 0.2", at "{ share = 0.2": "neither" | "one of them" | "weeks = 3";
    "missing": "ramp = [0.5, 0.75]\n" => "", at "1 }, {": "without a ramp" | "`ramp`" | "`factor` instead";
    "range": "share = 0.2" => "share = 0.95", at "tenure = [{ share": "1.05" | "at most 1" | "lower";
    "range": "adherence = 0.9" => "adherence = 0", at "0\nspell": "0" | "above 0" | "limits";
    "too-many": "on_duty = { level = 7 }\n\n[group.phones.attendance]\nabsence = 0.05\nlate = 0.1\nlateness = { mean = \"8m\", distribution = \"gamma\", cv = 0.5 }\nadherence = 0.9\nspell = \"5m\"" => "on_duty = { level = 100000 }\n\n[group.phones.attendance]\nadherence = 0.9\nspell = \"1s\"", at "attendance]": "spells away over the horizon" | "at most 5e6" | "lengthen";
    "range": "late = 0.1" => "late = 10", at "10\nlateness": "10" | "0 to 1" | "10%";
    "range": "distribution = \"gamma\", cv = 0.5" => "distribution = \"hyperexponential\", cv = 0.5", at "0.5 }\nadherence": "0.5" | "hyperexponential" | "another distribution";
    "range": "occupancy_limit = \"80%\"" => "occupancy_limit = 0", at "0\non_duty": "0" | "above 0" | "limits";
    "range": "reserve = 2" => "reserve = -2", at "-2": "-2" | "from 0" | "raise";
    // ---- persons
    "missing": "group = \"office\"\nproficiency" => "proficiency", at "ada]": "nothing" | "a text" | "group";
    "unknown-name": "group = \"office\"\nproficiency" => "group = \"offices\"\nproficiency", at "\"offices\"": "the group \"offices\"" | "phones, office" | "\"office\"";
    "unknown-name": "{ calls = 1.5 }" => "{ call = 1.5 }", at "1.5": "the skill \"call\"" | "mail, calls" | "\"calls\"";
    "missing": "duty = { mon = \"08:00-12:00\", tue = \"10:00-11:00\" }\n" => "", at "ada]": "nothing" | "a table" | "duty";
    "never-open": "{ mon = \"08:00-12:00\", tue = \"10:00-11:00\" }" => "{ mon = \"closed\" }", at "duty = { mon = \"closed\"": "no open minute" | "at least one weekday" | "add mon";
    "contradiction": "wage = 20\n" => "wage = 20\nheadcount = 2\n", at "2\nproficiency": "`headcount`" | "persons" | "take it out";
    "contradiction": "wage = 20\n" => "wage = 20\non_duty = { level = 2 }\n", at "on_duty = { level = 2": "`on_duty`" | "persons" | "take it out";
    "contradiction": "wage = 20\n" => "wage = 20\ntenure = [{ share = 0.5, weeks = 1 }]\n", at "tenure = [{ share = 0.5": "`tenure`" | "persons" | "take it out";
    "range": "tenure_weeks = 1" => "tenure_weeks = -1", at "-1\nduty": "-1" | "from 0" | "raise";
    "type": "absent_dates = [2026-11-17]" => "absent_dates = [\"monday\"]", at "\"monday\"": "monday" | "dates" | "2026-11-27";
    // ---- volume
    "type": "first_time = \"10:00\"" => "first_time = \"ten\"", at "\"ten\"": "ten" | "\"24:00\"" | "08:00";
    "order": "last = 2026-11-17\nfirst_time = \"10:00\"\nlast_time = \"24:00\"" => "last = 2026-11-16\nfirst_time = \"10:00\"\nlast_time = \"09:00\"", at "\"09:00\"\nfactor": "09:00, not after the begin 10:00" | "after the begin" | "exchange";
    "unit": "half_life = \"2d\"" => "half_life = 2", at "2\n\n[queue.mail]": "2" | "a duration above 0" | "unit";
    "range": "half_life = \"2d\"" => "half_life = \"0s\"", at "\"0s\"": "0s" | "above 0" | "lengthen";
    "contradiction": "day_factor_cv = 0.1," => "day_factor_cv = 0.1, forecast_error = { cv = [\"5%\"] },", at "0.1, forecast": "beside `forecast_error`" | "one of the two" | "day_factor_cv = 0";
    "length": "day_factor_cv = 0.1," => "forecast_error = { cv = [] },", at "[] }": "an empty list" | "one or more" | "for each week";
    "order": "day_factor_cv = 0.1," => "forecast_error = { cv = [\"5%\"], lasting = 0.4, next_day = 0.3 },", at "0.3 }": "below `lasting`" | "at least" | "raise next_day";
    "missing": "{ cv = 0.2, memory = \"1h\" }" => "{ cv = 0.2 }", at "busyness": "nothing" | "a duration" | "memory";
    "range": "day_factor_correlation = -0.5" => "day_factor_correlation = -1.5", at "-1.5": "-1.5" | "-1 to 1" | "raise";
    "missing": "per_hour = 30" => "driver = { sales = { file = \"x.csv\", column = \"a\" } }", at "sales": "nothing" | "a number" | "per_unit";
    "range": "per_hour = 30" => "driver = { sales = { file = \"x.csv\", column = \"a\", per_unit = 0.1, lag_days = 61 } }", at "61": "61" | "0 to 60" | "lower";
    "one-of": "per_hour = 30" => "per_hour = 30, driver = { sales = { file = \"x.csv\", column = \"a\", per_unit = 0.1 } }", at "driver = { sales": "`per_hour` and `driver`" | "one of them" | "take one";
    "one-of": "per_hour = 30" => "weekday = { mon = 2 }, driver = { sales = { file = \"x.csv\", column = \"a\", per_unit = 0.1 } }", at "{ mon = 2": "`driver` and `weekday`" | "`per_day` only" | "take the profile out";
    "one-of": "per_hour = 30" => "per_hour = 30, intraday = { \"08:00\" = 1 }", at "{ \"08:00\"": "`per_hour` and `intraday`" | "`driver`" | "take the profile out";
    "file": "per_hour = 30" => "driver = { sales = { file = \"sales.csv\", column = \"orders\", per_unit = 0.1 } }", at "": "no such file" | "CSV" | "folder of the scenario";
    // ---- horizon
    "range": "days = 2\n" => "length = \"100ms\"\n", at "\"100ms\"": "100ms" | "above 500ms" | "lengthen";
};

fn scenario(overrides: &[&str]) -> Scenario {
    load_text(PEOPLE, overrides).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_broken_example_about_people_and_volume_is_refused_where_it_is_broken() {
    refuses(PEOPLE, EXAMPLES);
}

#[test]
fn a_group_is_read_with_its_site_its_proficiency_and_its_attendance() {
    let scenario = scenario(&[]);
    let group = &scenario.groups[0];
    assert_eq!(group.site, Some(SiteId(0)));
    assert_eq!(group.proficiency, [1.0, 0.8]);
    let classes: Vec<(f64, f64)> = group.tenure.iter().map(|class| (class.share.0, class.factor)).collect();
    assert_eq!(classes, [(0.2, 0.75), (0.1, 0.4)], "one week of tenure is the second of the ramp");
    assert_eq!((group.reserve, group.occupancy_limit.0), (2, 0.8));
    let attendance = &group.attendance;
    assert_eq!((attendance.absence.0, attendance.late.0, attendance.adherence.0), (0.05, 0.1, 0.9));
    assert_eq!((attendance.lateness.mean().0, attendance.lateness.cv(), attendance.spell.0), (480.0, 0.5, 300.0));
    // 0.95 are there, 0.9 of the time at work, and the new ones lack 0.2 × 0.25 + 0.1 × 0.6 of their speed.
    let expected = 0.95 * 0.9 * 0.8 * (1.0 - 0.11);
    assert!((group.effectiveness(1) - expected).abs() < 1e-12);
}

#[test]
fn what_is_not_said_about_people_is_that_nothing_is_special() {
    let scenario = scenario(&[]);
    let office = &scenario.groups[1];
    assert_eq!(office.attendance, callboard::scenario::Attendance::default());
    assert_eq!((office.site, office.reserve, office.occupancy_limit.0), (None, 0, 0.85));
}

#[test]
fn seats_and_the_price_of_a_missing_agent_are_read_where_they_are_written() {
    let plain = scenario(&[]);
    assert_eq!((plain.sites[0].seats, plain.queues[0].under_cover_per_hour), (None, None));
    let scenario = scenario(&["site.manila.seats=120", "queue.calls.under_cover_per_hour=300"]);
    assert_eq!(scenario.sites[0].seats, Some(120));
    assert_eq!(scenario.price_of_missing(QueueId(0)), MoneyPerHour(300.0));
    // Three times the highest wage.
    assert_eq!(scenario.price_of_missing(QueueId(1)), MoneyPerHour(60.0));
}

#[test]
fn nobody_is_on_duty_while_the_site_is_closed() {
    let scenario = scenario(&[]);
    // 9:00 to 17:00 in Manila is 2:00 to 10:00 in Berlin in winter.
    let on_duty: Vec<usize> = (0..48).filter(|&hour| scenario.groups[0].on_duty[hour] == 7).collect();
    assert_eq!(on_duty, (2..10).chain(26..34).collect::<Vec<_>>());
    assert!((0..48).all(|hour| scenario.sites[0].open[hour] == (scenario.groups[0].on_duty[hour] > 0)));
    let outage = scenario.sites[0].outages[0];
    assert_eq!((outage.from.0, outage.until.0), (27.0 * 3600.0, 28.5 * 3600.0), "by the clock of the horizon");
}

#[test]
fn a_site_without_a_time_zone_has_that_of_the_horizon_and_without_hours_is_always_open() {
    let text = PEOPLE.replace("time_zone = \"Asia/Manila\"\nopening_hours = { default = \"09:00-17:00\" }\n", "");
    let scenario = load_text(&text, &[]).unwrap();
    assert_eq!(scenario.sites[0].time_zone, "Europe/Berlin");
    assert!(scenario.sites[0].open.iter().all(|&is_open| is_open));
}

#[test]
fn persons_are_all_of_their_group_and_are_counted_when_on_duty() {
    let scenario = scenario(&[]);
    let office = &scenario.groups[1];
    assert_eq!(office.headcount, 2);
    let names: Vec<&str> = office.persons.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["ada", "bob"]);
    // Ada: Monday 8–12 and Tuesday 10–11; Bob: Monday 8–10 and 11–13, and he is away on Tuesday.
    let counts: Vec<(usize, u32)> =
        office.on_duty.iter().copied().enumerate().filter(|&(_, count)| count > 0).collect();
    assert_eq!(counts, [(8, 2), (9, 2), (10, 1), (11, 2), (12, 1), (34, 1)]);
}

#[test]
fn a_person_works_as_fast_as_the_group_unless_the_person_says_otherwise_and_slower_when_new() {
    let scenario = scenario(&[]);
    let proficiency = |person: usize| scenario.groups[1].persons[person].proficiency.clone();
    assert_eq!(proficiency(0), [1.2, 1.5], "no tenure is given: fully proficient");
    assert_eq!(proficiency(1), [1.2 * 0.9, 0.9], "the second week");
}

#[test]
fn persons_at_a_site_follow_its_clock_and_its_hours() {
    let text = PEOPLE.replace("skills = [\"mail\", \"calls\"]", "skills = [\"mail\", \"calls\"]\nsite = \"manila\"");
    let scenario = load_text(&text, &[]).unwrap();
    // Eight in Manila is one at night in Berlin, but the site opens at nine there.
    let counts: Vec<(usize, u32)> =
        scenario.groups[1].on_duty.iter().copied().enumerate().filter(|&(_, count)| count > 0).collect();
    assert_eq!(counts, [(2, 2), (3, 1), (4, 2), (5, 1), (27, 1)]);
}

#[test]
fn a_skill_may_be_named_by_an_override_though_the_file_does_not() {
    let scenario = scenario(&["group.phones.proficiency.calls=1.1", "person.bob.proficiency.mail=2"]);
    assert_eq!(scenario.groups[0].proficiency, [1.1, 0.8]);
    assert_eq!(scenario.groups[1].persons[1].proficiency, [1.8, 0.9]);
    let problems = problems_of(PEOPLE, &["group.phones.proficiency.cals=1.1"]);
    assert_eq!((problems[0].rule, problems[0].place.origin.as_str()), ("unknown-name", "--set"));
}

#[test]
fn the_error_of_a_forecast_is_read_by_week_and_day() {
    let wrong = "queue.calls.volume.forecast_error";
    let set = |rest: &str| format!("{wrong}.{rest}");
    let changes =
        ["queue.calls.volume.day_factor_cv=0", "horizon.days=16", &set("cv=[\"4 %\", 0.05]"), &set("lasting=0.3")];
    let error = scenario(&changes).queues[0].forecast_error.clone().unwrap();
    assert_eq!(error.cv, [vec![0.04; 7], vec![0.05; 9]].concat());
    assert_eq!((error.lasting, error.next_day, error.correlation), (0.3, 0.3, 0.0));
}

#[test]
fn busyness_and_correlation_are_read() {
    let with = scenario(&[]);
    let calls = &with.queues[0];
    assert_eq!(calls.day_factor_correlation, -0.5);
    let busyness = calls.busyness.unwrap();
    assert_eq!((busyness.cv, busyness.memory.0), (0.2, 3600.0));
    assert_eq!(scenario(&["queue.calls.volume.busyness.cv=0"]).queues[0].busyness, None);
}

#[test]
fn a_recall_begins_at_its_hour_and_fades() {
    let with = Demand::of(&scenario(&[]));
    let without = Demand::of(&scenario(&["queue.calls.event.recall.factor=1"]));
    let factor = |hour: usize| with.expected[(0, hour)] / without.expected[(0, hour)];
    assert_eq!(factor(9), 1.0);
    for (hour, hours_later) in [(10, 0.5), (34, 24.5), (47, 37.5)] {
        let expected = 1.0 + 2.0 * 0.5_f64.powf(hours_later / 48.0);
        // Two products and a quotient of numbers that are each rounded once.
        assert!((factor(hour) - expected).abs() < 4.0 * f64::EPSILON * expected, "{hour}: {}", factor(hour));
    }
}

#[test]
fn the_digest_tells_people_and_persons_apart() {
    let digest = |overrides: &[&str]| scenario(overrides).digest;
    assert_ne!(digest(&[]), digest(&["person.ada.duty.tue=09:00-11:00"]));
    assert_ne!(digest(&[]), digest(&["group.phones.attendance.absence=6%"]));
    let swapped = PEOPLE.split_once("[person.ada]").map(|(head, persons)| {
        let (ada, bob) = persons.split_once("[person.bob]").unwrap();
        format!("{head}[person.bob]{bob}[person.ada]{ada}")
    });
    assert_ne!(digest(&[]), load_text(&swapped.unwrap(), &[]).unwrap().digest, "the order of persons matters");
}

/// Two weeks of orders and returns, a row for each day from 2026-11-01.
fn orders() -> String {
    let mut text = "Date,orders,returns,region\n".to_owned();
    for day in 1..=20 {
        writeln!(text, "2026-11-{day:02},{},{},north", 100 * day, day).unwrap();
    }
    text
}

/// Loads a scenario whose mail is driven by orders of the day and by returns a week later.
fn driven(table: &str) -> Result<Scenario, Problems> {
    let folder = tempfile::tempdir().unwrap();
    let drivers = "[queue.mail.volume.driver.orders]\nfile = \"business.csv\"\ncolumn = \"orders\"\nper_unit = 0.1\n\
        [queue.mail.volume.driver.returns]\nfile = \"business.csv\"\ncolumn = \"returns\"\nper_unit = 2\nlag_days = 7\n";
    let text = PEOPLE.replace("volume = { per_hour = 30 }\n", "") + drivers;
    std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
    std::fs::write(folder.path().join("business.csv"), table).unwrap();
    load(folder.path(), &[])
}

fn daily(table: &str) -> Vec<f64> {
    let scenario = driven(table).unwrap_or_else(|problems| panic!("{problems}"));
    match &scenario.queues[1].volume {
        Volume::Daily { contacts, .. } => contacts.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn contacts_follow_from_orders_and_from_returns_a_week_later() {
    // The 16th and 17th: 1,600 and 1,700 orders; of a week before, 9 and 10 returns.
    assert_eq!(daily(&orders()), [160.0 + 18.0, 170.0 + 20.0]);
    let scenario = driven(&orders()).unwrap();
    let demand = Demand::of(&scenario);
    assert!((demand.expected.row(1)[..24].iter().sum::<f64>() - 178.0).abs() < 1e-9);
}

#[test]
fn semicolons_decimal_commas_marks_and_german_dates_change_nothing() {
    let in_german = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let date: Vec<&str> = cells[0].split('-').collect();
        format!("{}.{}.{};{},0;{},00;Nord\r\n", date[2], date[1], date[0], cells[1], cells[2])
    };
    let rows: Vec<String> = orders().lines().skip(1).map(in_german).collect();
    let german = format!("\u{feff}date;orders;returns;Gebiet\r\n{}", rows.concat());
    assert_eq!(daily(&german), daily(&orders()));
}

#[test]
fn an_override_of_the_volume_takes_the_drivers_out() {
    let folder = tempfile::tempdir().unwrap();
    let text = PEOPLE.replace(
        "volume = { per_hour = 30 }",
        "volume = { intraday = { \"08:00\" = 1 }, driver = { o = { file = \"b.csv\", column = \"orders\", per_unit = 1 } } }",
    );
    std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
    std::fs::write(folder.path().join("b.csv"), orders()).unwrap();
    let volume = |given: &str| {
        let scenario = load(folder.path(), &[given.to_owned()]).unwrap_or_else(|problems| panic!("{problems}"));
        scenario.queues[1].volume.clone()
    };
    assert_eq!(volume("queue.mail.volume.per_hour=5"), Volume::PerHour(5.0));
    let Volume::Profile { intraday, .. } = volume("queue.mail.volume.per_day=5") else { panic!("no profile") };
    assert_eq!(intraday, [(0, 0.0), (480, 1.0)], "the profile of the day stays");
    let Volume::Daily { contacts, .. } = volume("queue.mail.volume.driver.o.per_unit=2") else { panic!("not driven") };
    assert_eq!(contacts, [3200.0, 3400.0]);
}

#[test]
fn each_fault_of_a_table_of_drivers_is_refused_with_its_place() {
    // Rule, what is replaced by what, line in the table (0: in the scenario), and words of the message.
    let cases = [
        ("gap", "2026-11-10,1000,10,north\n", "", 0, "2026-11-10"),
        ("gap", "2026-11-16,1600,16,north\n", "", 0, "a row for each day from 2026-11-16 to 2026-11-17"),
        ("missing-column", "Date,", "day,", 1, "no column \"date\""),
        ("missing-column", "returns,", "Returns,", 1, "did you mean \"Returns\"?"),
        ("twice", "returns,region", "returns,returns", 1, "\"returns\" twice"),
        ("twice", "2026-11-15,", "2026-11-16,", 17, "2026-11-16 twice"),
        ("type", "2026-11-16,1600", "2026-11-16,many", 17, "\"many\""),
        ("type", "2026-11-15,", "yesterday,", 16, "2026-11-27"),
        ("range", "2026-11-16,1600", "2026-11-16,-16", 17, "\"-16\""),
        ("not-finite", "2026-11-16,1600", "2026-11-16,inf", 17, "inf"),
        ("row", "2026-11-16,1600,", "2026-11-16,", 17, "3 fields"),
    ];
    for (rule, from, to, line, words) in cases {
        let text = orders().replacen(from, to, 1);
        assert_ne!(text, orders());
        let Err(problems) = driven(&text) else { panic!("{to:?} is taken") };
        let found = problems.problems.iter().any(|problem| {
            let message = format!("{} {} {}", problem.found, problem.allowed, problem.remedy);
            let at_its_place =
                if line == 0 { problem.place.origin != "business.csv" } else { problem.place.line == line };
            problem.rule == rule && at_its_place && message.contains(words)
        });
        assert!(found, "{rule} {to:?}\n{:#?}", problems.problems);
    }
    let Err(problems) = driven("") else { panic!("an empty table is taken") };
    assert!(problems.problems.iter().any(|problem| problem.rule == "empty"));
}

#[test]
fn faults_on_days_that_nobody_asks_for_do_not_matter() {
    assert_eq!(daily(&orders().replace("2026-11-03,300", "2026-11-03,unknown")), daily(&orders()));
}

#[test]
fn the_table_of_drivers_enters_the_digest() {
    let digest = |table: &str| driven(table).unwrap().digest;
    assert_ne!(digest(&orders()), digest(&orders().replace("2026-11-16,1600", "2026-11-16,1601")));
}

#[test]
fn a_horizon_of_a_second_is_one_short_interval() {
    let text = PEOPLE.replace("days = 2\n", "length = \"1s\"\n");
    let scenario = load_text(&text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((scenario.calendar.days.len(), scenario.calendar.intervals.len()), (1, 1));
    assert_eq!(scenario.calendar.end().0, 1.0);
    let demand = Demand::of(&scenario);
    // 240 contacts a day and 30 an hour, both even.
    assert!((demand.total(0) - 240.0 / 86_400.0).abs() < 1e-15);
    assert!((demand.total(1) - 30.0 / 3600.0).abs() < 1e-15);
    assert_eq!(load_text(PEOPLE, &["horizon.length=90m"]).unwrap().calendar.intervals.len(), 2);
}

#[test]
fn a_horizon_of_a_second_is_simulated_and_staffed() {
    // 36,000 contacts an hour are ten in the second; the office is on duty from midnight.
    let text = PEOPLE
        .replace("days = 2\n", "length = \"1s\"\n")
        .replace("per_hour = 30", "per_hour = 36000")
        .replace("default = [\"08:00-10:00\", \"11:00-13:00\"]", "default = \"00:00-24:00\"");
    let scenario = load_text(&text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let demand = Demand::of(&scenario);
    assert!((demand.total(1) - 10.0).abs() < 1e-9);
    let performance = study::simulate_today(&scenario, &demand, &Unwatched).unwrap();
    let mail = &performance.queues[1];
    assert_eq!(mail.intervals.len(), 1);
    let offered = mail.total.offered.mean.unwrap();
    // The mean of a hundred Poisson numbers of mean 10 lies within five standard deviations.
    assert!((offered - 10.0).abs() < 5.0 * (10.0_f64 / 100.0).sqrt(), "{offered}");
    assert_eq!(mail.total.answered.mean, Some(offered), "nobody who waits without end is lost");
    let agents = Formula::new(&scenario).agents_by_queue(&demand);
    assert!(agents[(1, 0)] > 0);
}
