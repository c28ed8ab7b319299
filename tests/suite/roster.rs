//! The employees of a scenario: what is read from the tables beside it, what is refused, and the roster of the shipped team.

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use callboard::demand::Demand;
use callboard::report::{icalendar, roster as report, workbook};
use callboard::requirement::Formula;
use callboard::rostering::Limits;
use callboard::rostering::of_scenario::{NamedShift, TwoOnOneDay, named};
use callboard::rostering::rules::Rule;
use callboard::scenario::Scenario;
use callboard::scenario::file::{Problems, load};
use callboard::scenario::today::read_shifts;
use callboard::staffing::StaffingRequirement;
use callboard::study::{self, CertifiedRoster, Effort, GivenRosterError};
use callboard::watch::Unwatched;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

const TEAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/named_team");

/// A copy of the shipped team in which one file says something else.
fn team_with(file: &str, change: impl Fn(String) -> String) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(TEAM).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let path = folder.path().join(file);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

fn load_team(path: &Path) -> Scenario {
    load(path, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn refused(file: &str, from: &str, to: &str) -> String {
    let (_folder, path) = team_with(file, |text| {
        assert!(text.contains(from), "{file} has no {from:?}");
        text.replacen(from, to, 1)
    });
    let problems: Problems = load(&path, &[]).expect_err("the table is wrong");
    problems.to_string()
}

#[test]
fn each_fault_of_the_tables_of_people_is_refused_at_its_line() {
    let examples = [
        (
            "employees.csv",
            "Bo Lindqvist,front_desk",
            "Bo Lindqvist,frontdesk",
            "employees.csv:3",
            "did you mean \"front_desk\"?",
        ),
        (
            "employees.csv",
            "Kim Park,front_desk,part_time",
            "Kim Park,front_desk,half",
            "employees.csv:12",
            "full_time, part_time",
        ),
        ("employees.csv", "Bo Lindqvist", "Ada Brandt", "employees.csv:3", "each name once"),
        ("employees.csv", "name,group", "nam,group", "employees.csv:1", "did you mean \"name\"?"),
        ("employees.csv", ",,1.5,2,0", ",,many,2,0", "employees.csv:2", "a number from 0 to 1000"),
        ("time_off.csv", "Cem Aydin", "Cem Aydın", "time_off.csv:2", "did you mean \"Cem Aydin\"?"),
        ("time_off.csv", "2027-03-05", "2027-02-05", "time_off.csv:2", "exchange `from` and `to`"),
        ("time_off.csv", "2027-03-11", "11th", "time_off.csv:3", "2026-11-27"),
        ("availability.csv", "Duarte,mon", "Duarte,monday?", "availability.csv:2", "a weekday"),
        ("availability.csv", "08:00", "8", "availability.csv:2", "08:30"),
        ("wishes.csv", "not late", "not lat", "wishes.csv:3", "late"),
        ("history.csv", "08:00,16:30", "25:00,16:30", "history.csv:2", "a clock time"),
        ("locked.csv", "2027-03-01,08:00", "2027-03-01,eight", "locked.csv:2", "a clock time"),
        ("scenario.toml", "employees = \"employees.csv\"", "employees = \"people.csv\"", "people.csv", "no such file"),
        (
            "scenario.toml",
            "least_hours = \"64h\"",
            "least_hours = \"90h\"",
            "scenario.toml",
            "at least as much as least_hours",
        ),
        (
            "scenario.toml",
            "late = [\"early\", \"short\"]",
            "lat = [\"early\"]",
            "scenario.toml",
            "did you mean \"late\"?",
        ),
    ];
    for (file, from, to, place, words) in examples {
        let message = refused(file, from, to);
        assert!(message.contains(place) && message.contains(words), "{file}, {to}:\n{message}");
    }
}

#[test]
fn a_workbook_of_employees_says_the_same_as_the_table() {
    let table = fs::read_to_string(Path::new(TEAM).join("time_off.csv")).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, line) in (0..).zip(table.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match ExcelDateTime::parse_from_str(cell) {
                Ok(day) if row > 0 && column > 0 => sheet.write_datetime_with_format(row, column, &day, &date).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let (_folder, path) = team_with("scenario.toml", |text| text.replace("time_off.csv", "time_off.xlsx"));
    fs::write(path.join("time_off.xlsx"), bytes).unwrap();
    let (ours, theirs) = (load_team(Path::new(TEAM)), load_team(&path));
    assert_eq!(ours.roster, theirs.roster);
    assert!(ours.roster.unwrap().employees.iter().any(|employee| employee.days_off.len() == 5));
}

/// The shipped team, needed by formula, with a short search.
fn rostered() -> (Scenario, CertifiedRoster) {
    let mut scenario = load_team(Path::new(TEAM));
    scenario.simulation.replications = callboard::scenario::Replications::Fixed(4);
    let demand = Demand::of(&scenario);
    let needed = StaffingRequirement::at_one_price(Formula::new(&scenario).agents_by_group(&demand));
    let effort = Effort::of(&scenario);
    let schedule = callboard::scheduling::schedule(&scenario, &needed, &effort.schedule, &Unwatched).unwrap();
    let settings = scenario.roster.clone().unwrap();
    let limits = Limits { work: 20_000_000, ..Limits::default() };
    let certified = study::roster(&scenario, &settings, &demand, (&schedule, &needed), limits, &Unwatched).unwrap();
    (scenario, certified)
}

#[test]
fn the_shipped_team_is_rostered_with_every_rule_kept() {
    let (scenario, certified) = rostered();
    let settings = scenario.roster.as_ref().unwrap();
    assert_eq!(certified.findings, [], "the checker is content");
    assert_eq!(certified.roster.unmet, [], "nothing contradicts itself");
    let place = |name: &str| settings.employees.iter().position(|employee| employee.name == name).unwrap();
    let shift_on = |name: &str, day: usize| {
        let place = place(name);
        certified
            .shifts
            .iter()
            .find(|named| named.employee == place && named.shift.day == day)
            .map(|named| &named.shift)
    };
    // Leave, what is published, and a minor's hours.
    assert!((0..5).all(|day| shift_on("Cem Aydin", day).is_none()));
    assert_eq!(shift_on("Ada Brandt", 0).map(|shift| (shift.start, shift.length)), Some((480, 510)));
    assert!(shift_on("Vera Horvath", 12).is_none());
    let apprentice = place("Olga Petrova");
    let theirs = certified.shifts.iter().filter(|named| named.employee == apprentice);
    assert!(theirs.clone().count() >= 7, "56 hours are owed");
    assert!(
        theirs.clone().all(|named| named.shift.start + named.shift.length <= 1200 && named.shift.paid_minutes() <= 480)
    );
    // The night is from 23:00 to 6:00 where the file says nothing.
    assert_eq!(settings.night, (1380, 360));
    assert!(certified.of.problem.kinds.iter().all(|kind| !kind.night));
    // Nobody works on a Sunday, when nothing is open.
    assert!(certified.shifts.iter().all(|named| named.shift.day % 7 != 6));
}

#[test]
fn a_roster_is_given_out_in_every_form_with_the_same_shifts() {
    let (scenario, certified) = rostered();
    let settings = scenario.roster.as_ref().unwrap();
    let shifts = certified.shifts.len();
    assert_eq!(report::roster_csv(&scenario, settings, &certified).lines().count(), shifts + 1);
    let json = report::roster_json(&scenario, settings, &certified);
    let people = json["people"].as_array().unwrap();
    assert_eq!(people.iter().map(|person| person["shifts"].as_array().unwrap().len()).sum::<usize>(), shifts);
    let calendars = icalendar::calendars(&scenario, settings, &certified);
    assert_eq!(calendars.len(), settings.employees.len());
    assert_eq!(calendars.iter().map(|(_, text)| text.matches("BEGIN:VEVENT").count()).sum::<usize>(), shifts);
    // Berlin is an hour ahead of UTC in March: 8:00 is 7:00, and 16:30 is 15:30.
    assert!(calendars[0].1.contains("DTSTART:20270301T070000Z") && calendars[0].1.contains("DTEND:20270301T153000Z"));
    assert_eq!(calendars, icalendar::calendars(&scenario, settings, &certified));
    let bytes = workbook::roster_workbook(&scenario, settings, &certified).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let grid = workbook.worksheet_range("Roster").unwrap();
    let cells = grid.rows().skip(1).flat_map(|row| &row[2..]).filter(|cell| cell.to_string().contains('–'));
    assert_eq!(cells.count(), shifts);
    let text = report::roster_text(&scenario, settings, &certified, 100);
    assert!(settings.employees.iter().all(|employee| text.contains(employee.name.split(' ').next().unwrap())));
}

#[test]
fn a_roster_that_is_given_is_looked_at_as_one_that_was_found() {
    let (scenario, found) = rostered();
    let settings = scenario.roster.as_ref().unwrap();
    let demand = Demand::of(&scenario);
    let looked = |shifts: Vec<NamedShift>| study::given_roster(&scenario, settings, &demand, shifts, &Unwatched);
    // Written, and read back.
    let file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    fs::write(file.path(), report::roster_csv(&scenario, settings, &found)).unwrap();
    let shifts = named(&scenario, settings, &read_shifts(file.path(), &scenario).unwrap()).unwrap();
    let same = looked(shifts.clone()).unwrap();
    assert_eq!(same.findings, [], "what was found keeps every rule");
    assert_eq!((&same.performance, &same.levels), (&found.performance, &found.levels));
    assert_eq!(same.cost.wages, found.cost.wages);
    // Ada's first day is published; Cem is on leave in the first week.
    let place = |name: &str| settings.employees.iter().position(|employee| employee.name == name).unwrap();
    let mut changed = shifts.clone();
    let first = changed.iter_mut().find(|named| named.employee == place("Ada Brandt") && named.shift.day == 0).unwrap();
    first.employee = place("Cem Aydin");
    let broken = looked(changed).unwrap().findings;
    let rules = |name: &str| -> Vec<Rule> {
        let theirs = broken.iter().filter(|finding| finding.person.as_ref().is_some_and(|(_, who)| who == name));
        theirs.filter_map(|finding| finding.rule).collect()
    };
    assert!(rules("Ada Brandt").contains(&Rule::Locked), "{broken:?}");
    assert!(rules("Cem Aydin").contains(&Rule::TimeOff), "{broken:?}");
    // Nobody can be at two places.
    let twice = looked(vec![shifts[0].clone(), shifts[0].clone()]).unwrap_err();
    assert_eq!(
        twice,
        GivenRosterError::TwoOnOneDay(TwoOnOneDay { employee: shifts[0].employee, day: shifts[0].shift.day })
    );
}

#[test]
fn a_roster_that_is_given_on_the_command_line_is_refused_where_it_names_strangers() {
    let table = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    let check = || {
        let mut program = assert_cmd::Command::new(env!("CARGO_BIN_EXE_callboard"));
        program
            .args(["roster", TEAM, "--quiet", "--replications", "5", "--format", "json", "--check"])
            .arg(table.path())
            .output()
            .unwrap()
    };
    let head = "name,date,start,end,group,shift,breaks\n";
    fs::write(table.path(), format!("{head}Nobody Known,2027-03-01,08:00,16:30,front_desk,early,\n")).unwrap();
    let output = check();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("\"Nobody Known\" is nobody of the scenario"));
    fs::write(table.path(), format!("{head}Cem Aydin,2027-03-01,08:00,16:30,front_desk,early,12:00-12:30 unpaid\n"))
        .unwrap();
    let output = check();
    assert_eq!(output.status.code(), Some(1), "rules are broken");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let breaches = document["breaches"].as_array().unwrap();
    let away = breaches.iter().find(|one| one["name"] == "Cem Aydin" && one["rule"] == "time off").unwrap();
    assert_eq!(away["date"], "2027-03-01");
}

const TINY: &str = r#"
name = "tiny"
currency = "EUR"
[horizon]
start = 2027-03-01
days = 2
interval = "1h"
[opening_hours]
default = "08:00-16:00"
[queue.calls]
volume = { per_day = 60 }
handling = { mean = "4m" }
patience = { mean = "3m" }
target = { service_level = "80%", within = "30s" }
[group.desk]
skills = ["calls"]
headcount = 4
wage = 20
[shift.day]
length = "8h"
start = ["08:00"]
[simulation]
replications = 5
[contract.any]
most_hours = "8h"
[roster]
employees = "employees.csv"
"#;

#[test]
fn a_run_writes_the_roster_that_the_command_for_rosters_gives() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("scenario.toml"), TINY).unwrap();
    fs::write(path("employees.csv"), "name,group,contract\nAda <b>,desk,any\nBo,desk,any\n=Cem,desk,any\n").unwrap();
    let scenario = path("scenario.toml").display().to_string();
    let out = path("out").display().to_string();
    let printed = super::cli::callboard(&["run", &scenario, "-q", "-o", &out]).success();
    let printed = String::from_utf8_lossy(&printed.get_output().stdout).into_owned();
    assert!(printed.contains("3 people take") && printed.contains("with the roster"), "{printed}");
    let csv = super::cli::callboard(&["roster", &scenario, "-q", "--format", "csv"]).success();
    let roster = fs::read_to_string(path("out/roster.csv")).unwrap();
    assert_eq!(roster, String::from_utf8_lossy(&csv.get_output().stdout));
    assert!(roster.lines().count() > 2 && roster.contains("Ada <b>"), "{roster}");
    let report = fs::read_to_string(path("out/report.html")).unwrap();
    assert!(report.contains("Ada &#60;b&#62;") && !report.contains("Ada <b>"));
    let results: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path("out/results.json")).unwrap()).unwrap();
    let people = results["roster"]["people"].as_array().unwrap();
    let shifts: usize = people.iter().map(|person| person["shifts"].as_array().unwrap().len()).sum();
    assert_eq!(shifts, roster.lines().count() - 1);
    assert!(fs::metadata(path("out/roster.xlsx")).unwrap().len() > 1_000);
    assert_eq!(fs::read_dir(path("out/calendars")).unwrap().count(), 3);
    // Somebody who has a shift on one day has none on the other: eight hours are all that a contract allows.
    assert_eq!(results["roster"]["findings"], serde_json::json!([]));
}
