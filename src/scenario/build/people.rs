//! Groups of agents and who is on duty as things are.

use super::queues::distribution;
use super::tables::Tables;
use super::{contracts, persons};
use crate::calendar::{Calendar, OpeningHours};
use crate::distribution::Law;
use crate::scenario::form::{Form, join};
use crate::scenario::keys::MOST_PEOPLE;
use crate::scenario::keys::people::SPEEDS;
use crate::scenario::table::Expected;
use crate::scenario::{
    Attendance, Group, GroupContract, GroupId, Origin, Queue, QueueId, ShiftType, Site, SiteId, TenureClass,
};
use crate::units::{Hours, MoneyPerHour, Seconds, Share};
use jiff::tz::TimeZone;

/// Spells away over the horizon that are taken: begins and ends of 5 million are 240 MB.
const MOST_SPELLS: f64 = 5e6;
/// The simulator lets no mean be shorter, in seconds.
const SHORTEST_SPELL: f64 = 1.0;

/// What groups are built from.
pub(super) struct Given<'a> {
    pub calendar: Option<&'a Calendar>,
    pub queues: &'a [Queue],
    pub sites: &'a [Site],
    pub names: &'a [String],
    pub shift_types: &'a [ShiftType],
}

pub(super) fn build(form: &mut Form, given: &Given<'_>, tables: &mut Tables) -> Vec<Group> {
    let queue_names: Vec<String> = given.queues.iter().map(|queue| queue.name.clone()).collect();
    let site_names: Vec<String> = given.sites.iter().map(|site| site.name.clone()).collect();
    let persons = persons::by_group(form, given.names);
    let mut groups = Vec::new();
    for (index, (name, persons)) in given.names.iter().zip(&persons).enumerate() {
        let path = join("group", name);
        let at = |key: &str| join(&path, key);
        let skills: Vec<QueueId> =
            form.resolve(&at("skills"), "queue", &queue_names).into_iter().map(QueueId).collect();
        let skill_names: Vec<String> = skills.iter().map(|skill| queue_names[skill.0].clone()).collect();
        let ramp = ramp(form, &at("ramp"));
        let proficiency = proficiency(form, &path, &skill_names).into_iter().map(|own| own.unwrap_or(1.0)).collect();
        let weekly_hours = Hours(form.number(&at("weekly_hours")).unwrap_or(40.0));
        let days_per_week = form.count(&at("days_per_week")).unwrap_or(5) as u32;
        let usual = (weekly_hours, days_per_week);
        let own = contracts::build(form, &at("contract"), GroupId(index), given.shift_types, usual);
        let mut group = Group {
            headcount: headcount(form, &path, persons),
            wage: MoneyPerHour(form.number(&at("wage")).unwrap_or_default()),
            shrinkage: Share(form.number(&at("shrinkage")).unwrap_or_default()),
            weekly_hours: mean_hours(&own).unwrap_or(weekly_hours),
            days_per_week,
            contracts: own,
            overtime_per_week: form.number(&at("overtime_per_week")).map(Hours),
            site: form.resolve_one(&at("site"), "site", &site_names).map(SiteId),
            proficiency,
            tenure: tenure(form, &path, &ramp, !persons.is_empty()),
            attendance: attendance(form, &at("attendance")),
            reserve: form.count(&at("reserve")).unwrap_or_default() as u32,
            occupancy_limit: Share(form.number(&at("occupancy_limit")).unwrap_or(0.85)),
            ..Group::plain(name, skills, Vec::new())
        };
        if let Some(calendar) = given.calendar {
            let site = group.site.and_then(|site| given.sites.get(site.0));
            let open = site.map_or_else(|| vec![true; calendar.intervals.len()], |site| site.open.clone());
            if persons.is_empty() {
                let works_shifts = given.shift_types.iter().any(|shift| shift.groups.contains(&GroupId(index)));
                group.on_duty = on_duty(form, &group, given, &open, works_shifts, tables).unwrap_or_default();
            } else {
                let zone = site.map_or(&calendar.time_zone, |site| &site.time_zone);
                let clocks = calendar.clocks_in(&TimeZone::get(zone).unwrap_or(TimeZone::UTC));
                let shared = persons::Shared {
                    skills: &skill_names,
                    proficiency: &group.proficiency,
                    ramp: &ramp,
                    clocks: &clocks,
                    open: &open,
                };
                group.persons = persons::build(form, persons, &shared);
                group.on_duty = persons::on_duty(&group.persons, calendar);
            }
        }
        groups.push(group);
    }
    if let Some(calendar) = given.calendar {
        check_spells(form, &groups, calendar);
    }
    groups
}

fn check_spells(form: &mut Form, groups: &[Group], calendar: &Calendar) {
    let mut spells = 0.0;
    for group in groups {
        let lengths = calendar.intervals.iter().map(|interval| interval.length().0);
        let on_duty: f64 = group.on_duty.iter().zip(lengths).map(|(&agents, length)| f64::from(agents) * length).sum();
        let Attendance { adherence, spell, .. } = &group.attendance;
        let of_group = on_duty * adherence.complement().0 / spell.0.max(SHORTEST_SPELL);
        if of_group > 0.0 && spells + of_group > MOST_SPELLS {
            form.refuse(
                "too-many",
                &join(&join("group", &group.name), "attendance"),
                format!("{:.3e} spells away over the horizon", spells + of_group),
                format!("at most {MOST_SPELLS:e}"),
                "lengthen `spell`, raise `adherence` or shorten the horizon",
            );
            return;
        }
        spells += of_group;
    }
}

/// Weekly hours of all contracts, on average over their people; `None` if they have none.
fn mean_hours(contracts: &[GroupContract]) -> Option<Hours> {
    let people: u32 = contracts.iter().map(|contract| contract.people).sum();
    let hours: f64 = contracts.iter().map(|contract| contract.weekly_hours.0 * f64::from(contract.people)).sum();
    (people > 0).then(|| Hours(hours / f64::from(people)))
}

/// People employed: as written, as many as have a name, or as many as have a contract.
fn headcount(form: &mut Form, path: &str, persons: &[String]) -> u32 {
    let at = join(path, "headcount");
    let contracts = join(path, "contract");
    let under_contract = contracts::people(form, &contracts);
    if persons.is_empty() {
        if !form.names(&contracts).is_empty() {
            if !form.is_written(&at) {
                let source = "the people of its contracts".to_owned();
                form.assume(&at, &under_contract.to_string(), Origin::Default(source));
            }
            let headcount = form.count(&at).unwrap_or(under_contract).min(MOST_PEOPLE) as u32;
            contracts::check_headcount(form, path, under_contract, headcount, false);
            return headcount;
        }
        if form.is_written(path) && !form.is_written(&at) {
            let allowed = format!("a whole number from 0 to {MOST_PEOPLE}");
            let remedy = "add headcount = 10, or name the people of the group: [person.NAME], or say what contracts they have: [[group.NAME.contract]]";
            form.refuse("missing", &at, "nothing".to_owned(), allowed, remedy);
        }
        return form.count(&at).unwrap_or_default() as u32;
    }
    for key in ["headcount", "on_duty", "tenure"] {
        if form.is_written(&join(path, key)) {
            form.refuse(
                "contradiction",
                &join(path, key),
                format!("`{key}` of a group with persons, of whom \"{}\" is one", persons[0]),
                "what its persons say".to_owned(),
                "take it out, or take the persons out: if a group has any, they are all of it",
            );
        }
    }
    form.assume(&at, &persons.len().to_string(), Origin::Default("as many as have a name".to_owned()));
    if !form.names(&contracts).is_empty() {
        contracts::check_headcount(form, path, under_contract, persons.len() as u32, true);
    }
    persons.len() as u32
}

/// The proficiency that a table gives for some skills; `None` for one that it does not name.
pub(super) fn proficiency(form: &mut Form, path: &str, skills: &[String]) -> Vec<Option<f64>> {
    let path = join(path, "proficiency");
    for name in form.names(&path) {
        // Without skills there is a problem already, and this one would only follow from it.
        if !skills.is_empty() && !skills.contains(&name) {
            form.unknown_name(&join(&path, &name), "skill", &name, skills);
        }
    }
    skills.iter().map(|skill| form.number(&join(&path, skill))).collect()
}

fn ramp(form: &mut Form, path: &str) -> Vec<f64> {
    let ramp = form.numbers(path).unwrap_or_default();
    if let Some(factor) = ramp.iter().find(|factor| !SPEEDS.contains(factor)) {
        let allowed = format!("factors from {} to {}", SPEEDS.start(), SPEEDS.end());
        form.refuse("range", path, factor.to_string(), allowed, "write a factor for each week: [0.5, 0.7, 0.9]");
    }
    ramp
}

/// The factor on the proficiency of who has so many weeks of tenure behind them.
pub(super) fn ramp_factor(ramp: &[f64], weeks: i64) -> f64 {
    usize::try_from(weeks).ok().and_then(|week| ramp.get(week)).copied().unwrap_or(1.0)
}

fn tenure(form: &mut Form, path: &str, ramp: &[f64], has_persons: bool) -> Vec<TenureClass> {
    let at = join(path, "tenure");
    let mut classes = Vec::new();
    for index in form.names(&at) {
        let class = join(&at, &index);
        let (factor, weeks) = (join(&class, "factor"), join(&class, "weeks"));
        match (form.is_written(&factor), form.is_written(&weeks)) {
            (true, true) => {
                let found = "`factor` and `weeks`".to_owned();
                form.refuse("one-of", &weeks, found, "one of them".to_owned(), "take one of them out");
            }
            (false, false) => {
                let found = "neither `factor` nor `weeks`".to_owned();
                form.refuse("one-of", &class, found, "one of them".to_owned(), "add factor = 0.7, or weeks = 3");
            }
            (false, true) if ramp.is_empty() && !form.is_written(&join(path, "ramp")) => form.refuse(
                "missing",
                &weeks,
                "weeks of tenure without a ramp".to_owned(),
                "`ramp` in the group, a list of factors by week".to_owned(),
                "add ramp = [0.5, 0.7, 0.9] to the group, or write `factor` instead",
            ),
            _ => {}
        }
        let by_ramp = form.count(&weeks).map(|weeks| ramp_factor(ramp, weeks));
        classes.push(TenureClass {
            share: Share(form.number(&join(&class, "share")).unwrap_or_default()),
            factor: form.number(&factor).or(by_ramp).unwrap_or(1.0),
        });
    }
    let together: f64 = classes.iter().map(|class| class.share.0).sum();
    // Shares such as 0.1 have no exact binary form, so their sum may miss 1 by some last digits.
    if together > 1.0 + 1e-9 {
        let found = format!("shares that add up to {}", (together * 1e6).round() / 1e6);
        form.refuse(
            "range",
            &at,
            found,
            "at most 1 together".to_owned(),
            "lower the shares; who is left is proficient",
        );
    }
    // Persons have a tenure of their own; that both are written is noted with the headcount.
    if has_persons { Vec::new() } else { classes }
}

fn attendance(form: &mut Form, path: &str) -> Attendance {
    let at = |key: &str| join(path, key);
    let share = |key: &str, otherwise| Share(form.number(&at(key)).unwrap_or(otherwise));
    let (absence, late, adherence) = (share("absence", 0.0), share("late", 0.0), share("adherence", 1.0));
    let usual = Attendance::default();
    let is_late = late.0 > 0.0 || form.is_written(&at("lateness"));
    let lateness = if is_late { lateness(form, &at("lateness")) } else { usual.lateness };
    if adherence.0 < 1.0 && !form.is_written(&at("spell")) {
        form.assume(&at("spell"), "10m", Origin::Default("assumption".to_owned()));
    }
    Attendance { absence, late, lateness, adherence, spell: form.number(&at("spell")).map_or(usual.spell, Seconds) }
}

fn lateness(form: &mut Form, path: &str) -> crate::distribution::Distribution {
    for (key, value, source) in
        [("mean", "10m", "assumption"), ("distribution", "exponential", "assumption: mostly short, sometimes long")]
    {
        if !form.is_written(&join(path, key)) {
            form.assume(&join(path, key), value, Origin::Default(source.to_owned()));
        }
    }
    let mean = form.number(&join(path, "mean")).unwrap_or(Attendance::default().lateness.mean().0);
    let law = form.text(&join(path, "distribution")).and_then(Law::from_name).unwrap_or(Law::Exponential);
    distribution(form, path, law, mean).unwrap_or_else(|| Attendance::default().lateness)
}

/// Agents on duty in each interval, for a group without persons: those that are given, and `more` or fewer wherever there are any.
fn on_duty(
    form: &mut Form,
    group: &Group,
    given: &Given<'_>,
    site_open: &[bool],
    works_shifts: bool,
    tables: &mut Tables,
) -> Option<Vec<u32>> {
    let calendar = given.calendar?;
    let path = join(&join("group", &group.name), "on_duty");
    let more = form.count(&join(&path, "more")).unwrap_or(0);
    let with_more = |agents: u32| if agents == 0 { 0 } else { (i64::from(agents) + more).clamp(0, MOST_PEOPLE) as u32 };
    let (level, file) = (join(&path, "level"), join(&path, "file"));
    if form.is_written(&level) && form.is_written(&file) {
        form.refuse("one-of", &file, "`level` and `file`".to_owned(), "one of them".to_owned(), "take one of them out");
        return None;
    }
    let hours: Vec<&OpeningHours> =
        group.skills.iter().filter_map(|skill| given.queues.get(skill.0)).map(|queue| &queue.opening_hours).collect();
    let mut open = vec![false; calendar.intervals.len()];
    for hours in &hours {
        for (is_open, too) in open.iter_mut().zip(hours.open_intervals(calendar)) {
            *is_open |= too;
        }
    }
    for (is_open, too) in open.iter_mut().zip(site_open) {
        *is_open &= too;
    }
    if form.is_written(&file) {
        let expected = Expected { names: given.names, most: MOST_PEOPLE as f64, levels: true };
        let values = tables.column(form, &file, &group.name, expected, calendar, &open)?;
        return Some(values.into_iter().map(|value| with_more(value as u32)).collect());
    }
    let level = form.count(&level).map_or_else(
        || {
            let available = f64::from(group.headcount) * group.shrinkage.complement().0;
            let share = if works_shifts { (group.weekly_hours.0 / open_hours_per_week(&hours)).min(1.0) } else { 1.0 };
            let level = (available * share).round();
            let source = if works_shifts {
                "headcount × (1 − shrinkage) × weekly_hours / open hours of a week: spread evenly"
            } else {
                "headcount × (1 − shrinkage)"
            };
            if !form.is_written(&path) || more != 0 {
                form.assume(&path, &level.to_string(), Origin::Default(source.to_owned()));
            }
            level as u32
        },
        |level| level as u32,
    );
    let level = with_more(level);
    Some(open.into_iter().map(|is_open| if is_open { level } else { 0 }).collect())
}

/// Hours of a week in which at least one of some opening hours is open; at least a minute.
fn open_hours_per_week(hours: &[&OpeningHours]) -> f64 {
    let minutes = (0..7)
        .map(|day| {
            (0..1440)
                .filter(|minute| hours.iter().any(|one| one.week[day].iter().any(|span| span.contains(minute))))
                .count()
        })
        .sum::<usize>();
    minutes.max(1) as f64 / 60.0
}
