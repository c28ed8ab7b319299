//! Who is really there: absence, late starts, spells away, and sites that cannot be worked at.
//!
//! The planned level of a crew (agents who are alike) in each segment is read as a stack of slots: with a level of 5, slots 1 to
//! 5 are on duty. A slot's *stretch* is the time from a rise of the level above it to the next fall, and while it is on duty its
//! agent may be missing:
//!
//! - **Absence.** On each day each slot is absent with the probability `absence`, independently, for all of the day. So the
//!   number absent in a segment with level L is the number of absent slots among the first L.
//! - **Lateness.** Who begins a stretch, a return from a break included, is late with the probability `late`, by a draw of
//!   `lateness`, at most to the end of the stretch. Who is absent that day is not late; and who is on duty when the simulated
//!   clock begins has begun before.
//! - **Adherence.** An agent at work steps away at the rate (1 − adherence) / (adherence · spell), for an exponential time
//!   with the mean `spell`. When a stretch begins, and when its agent comes in late or after a day of absence, the agent is
//!   away with the probability 1 − adherence: so the share away is the same at every moment, not only in the long run.
//! - **Outages.** In an outage everybody is missing.
//!
//! What ends a stretch ends every reason to be missing, and so does the end of the horizon: after it, whoever was planned for
//! the last segment is there to finish what is left. What happens to a slot on a day or in a stretch is drawn from a stream
//! of its own, so another agent, or another stretch, changes nobody else's; nor does more absence change who is late.

use super::centre::Centre;
use crate::distribution::Sampler;
use crate::random::{Purpose, Stream, name_key, stream};
use crate::scenario::{Attendance as Habits, Scenario, Window};
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::Exp1;

/// The shortest mean of a spell away, in seconds: shorter ones would only cost time.
const SHORTEST_SPELL: f64 = 1.0;

/// From `time` on, so many agents of the crew more are planned but not at work; fewer if below 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// When, on the simulated clock in seconds. A change at the begin of a segment goes with that segment's level.
    pub time: f64,
    /// Index of the crew.
    pub crew: usize,
    /// How many more are missing; never 0.
    pub missing: i32,
}

/// Agents who are alike, and how they keep to their plan.
#[derive(Debug, Clone, PartialEq)]
pub struct CrewPlan {
    /// Planned agents, by segment.
    pub levels: Vec<u32>,
    /// How they keep to their shifts.
    pub attendance: Habits,
    /// When nobody can work at their site, since the horizon's begin.
    pub outages: Vec<Window>,
    /// Tells the crew's random numbers from the others'.
    pub key: u64,
}

/// What is known about attendance before any replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// Only crews that may be missing.
    crews: Vec<Crew>,
    segments: Vec<(f64, f64, usize)>,
    /// Begin and end of each day.
    days: Vec<(f64, f64)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Crew {
    index: usize,
    key: u64,
    levels: Vec<u32>,
    absence: f64,
    late: f64,
    lateness: Option<Sampler>,
    /// Share of the time away.
    away: f64,
    /// Mean time at work between spells and mean length of a spell.
    between: f64,
    spell: f64,
    /// On the simulated clock, each with a length, in order.
    outages: Vec<(f64, f64)>,
}

/// What is drawn in one replication for one crew: where its streams begin.
#[derive(Debug, Clone, Copy)]
struct Draws {
    absence: u64,
    lateness: u64,
    spells: u64,
}

impl Draws {
    /// The stream of something that belongs to a slot and to a day or segment.
    fn of(base: u64, slot: usize, when: usize) -> Stream {
        Stream::seed_from_u64(base.wrapping_add((when as u64) << 32).wrapping_add(slot as u64))
    }
}

impl Attendance {
    /// The attendance of the crews of a centre.
    pub fn of(scenario: &Scenario, centre: &Centre) -> Self {
        let plans: Vec<CrewPlan> = centre
            .crews
            .iter()
            .enumerate()
            .map(|(index, crew)| {
                let group = &scenario.groups[crew.group];
                // People of a group who are told apart count from its first crew.
                let first = centre.crews.iter().position(|other| other.group == crew.group).unwrap_or(index);
                CrewPlan {
                    levels: crew.levels.clone(),
                    attendance: group.attendance.clone(),
                    outages: group.site.map_or_else(Vec::new, |site| scenario.sites[site.0].outages.clone()),
                    key: name_key(&group.name).wrapping_add((index - first) as u64),
                }
            })
            .collect();
        let segments: Vec<(f64, f64, usize)> =
            centre.segments.iter().map(|segment| (segment.start, segment.end, segment.day)).collect();
        let shift = if centre.warm_up == 1 { centre.segments[0].end } else { 0.0 };
        Self::new(&plans, &segments, shift)
    }

    /// The attendance of these crews over segments with begin, end and day, which follow each other without gaps. Outages are
    /// given since the horizon's begin, which is `warm_up_shift` seconds after the begin of the simulated clock.
    pub fn new(crews: &[CrewPlan], segments: &[(f64, f64, usize)], warm_up_shift: f64) -> Self {
        let mut days: Vec<(f64, f64)> = Vec::new();
        for &(begin, end, day) in segments {
            days.resize(days.len().max(day + 1), (begin, end));
            days[day].1 = end;
        }
        let crews = crews.iter().enumerate().filter_map(|(index, plan)| Crew::of(index, plan, warm_up_shift));
        Self { crews: crews.collect(), segments: segments.to_vec(), days }
    }

    /// The changes of one replication, in the order of time and then of crews; `changes` is emptied first. For each crew, they
    /// add up to 0, and at no time to less than 0 or more than the planned level.
    pub fn changes(&self, seed: u64, replication: u32, changes: &mut Vec<Change>) {
        changes.clear();
        for crew in &self.crews {
            let mut streams = stream(seed, u64::from(replication), Purpose::Attendance { crew: crew.key });
            let draws = Draws { absence: streams.next_u64(), lateness: streams.next_u64(), spells: streams.next_u64() };
            self.crew_changes(crew, draws, changes);
        }
        changes.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(a.crew.cmp(&b.crew)));
        changes.dedup_by(|next, kept| {
            let is_same = next.time == kept.time && next.crew == kept.crew;
            if is_same {
                kept.missing += next.missing;
            }
            is_same
        });
        changes.retain(|change| change.missing != 0);
    }

    /// Goes through the segments and looks at each stretch when it ends.
    fn crew_changes(&self, crew: &Crew, draws: Draws, changes: &mut Vec<Change>) {
        // The segment in which each slot on duty began.
        let mut on_duty: Vec<usize> = Vec::new();
        let mut missing: Vec<(f64, f64)> = Vec::new();
        for segment in 0..=self.segments.len() {
            let level = crew.levels.get(segment).map_or(0, |&level| level as usize);
            while on_duty.len() > level
                && let Some(first) = on_duty.pop()
            {
                missing.clear();
                self.stretch(crew, draws, on_duty.len(), first..segment, &mut missing);
                emit(crew.index, &mut missing, changes);
            }
            on_duty.resize(level, segment);
        }
    }

    /// When the agent of a slot is missing in a stretch of segments.
    fn stretch(
        &self,
        crew: &Crew,
        draws: Draws,
        slot: usize,
        segments: std::ops::Range<usize>,
        missing: &mut Vec<(f64, f64)>,
    ) {
        let (begin, _, first_day) = self.segments[segments.start];
        let (_, end, last_day) = self.segments[segments.end - 1];
        let mut own = Draws::of(draws.spells, slot, segments.start);
        // Since when the agent is at work or away, and not absent or late.
        let mut since: Option<f64> = None;
        for day in first_day..=last_day {
            let from = self.days[day].0.max(begin);
            if crew.absence > 0.0 && Draws::of(draws.absence, slot, day).random::<f64>() < crew.absence {
                if let Some(since) = since.take() {
                    crew.spells(since, from, &mut own, missing);
                }
                missing.push((from, self.days[day].1.min(end)));
            } else if since.is_none() {
                since = Some(from);
                if from == begin
                    && segments.start > 0
                    && let Some(lateness) = &crew.lateness
                {
                    let mut own = Draws::of(draws.lateness, slot, segments.start);
                    if own.random::<f64>() < crew.late {
                        let comes = (begin + lateness.sample(&mut own)).min(end);
                        missing.push((begin, comes));
                        since = Some(comes);
                    }
                }
            }
        }
        if let Some(since) = since {
            crew.spells(since, end, &mut own, missing);
        }
        for &(from, until) in &crew.outages {
            if from < end && begin < until {
                missing.push((from.max(begin), until.min(end)));
            }
        }
    }
}

impl Crew {
    /// What may happen to a crew; `None` if nothing can.
    fn of(index: usize, plan: &CrewPlan, warm_up_shift: f64) -> Option<Self> {
        let habits = &plan.attendance;
        let away = 1.0 - habits.adherence.0;
        let mut outages: Vec<(f64, f64)> =
            plan.outages.iter().map(|window| (window.from.0 + warm_up_shift, window.until.0 + warm_up_shift)).collect();
        outages.retain(|(from, until)| from < until);
        let is_perfect = habits.absence.0 <= 0.0 && habits.late.0 <= 0.0 && away <= 0.0 && outages.is_empty();
        if is_perfect || plan.levels.iter().all(|&level| level == 0) {
            return None;
        }
        let spell = habits.spell.0.max(SHORTEST_SPELL);
        Some(Self {
            index,
            key: plan.key,
            levels: plan.levels.clone(),
            absence: habits.absence.0,
            late: habits.late.0,
            lateness: (habits.late.0 > 0.0).then(|| habits.lateness.sampler()),
            away,
            between: if away > 0.0 { spell * habits.adherence.0 / away } else { f64::INFINITY },
            spell,
            outages,
        })
    }

    /// The spells away of an agent who is there from `from` to `until`.
    fn spells(&self, from: f64, until: f64, own: &mut Stream, missing: &mut Vec<(f64, f64)>) {
        if self.away <= 0.0 {
            return;
        }
        let mut now = from;
        let mut is_away = own.random::<f64>() < self.away;
        while now < until {
            let mean = if is_away { self.spell } else { self.between };
            let next = (now + mean * own.sample::<f64, _>(Exp1)).min(until);
            if is_away {
                missing.push((now, next));
            }
            (now, is_away) = (next, !is_away);
        }
    }
}

/// Turns the times in which an agent is missing, which may overlap or touch, into changes.
fn emit(crew: usize, missing: &mut [(f64, f64)], changes: &mut Vec<Change>) {
    missing.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut times = missing.iter().copied();
    let Some(mut current) = times.next() else { return };
    let mut push = |(from, until): (f64, f64)| {
        if from < until {
            changes.push(Change { time: from, crew, missing: 1 });
            changes.push(Change { time: until, crew, missing: -1 });
        }
    };
    for (from, until) in times {
        if from <= current.1 {
            current.1 = current.1.max(until);
        } else {
            push(current);
            current = (from, until);
        }
    }
    push(current);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};
    use crate::statistics::Tally;
    use crate::units::{Seconds, Share};
    use proptest::prelude::*;

    const HOUR: f64 = 3600.0;

    /// Hours of so many a day, from 0 on.
    fn hours(count: usize, a_day: usize) -> Vec<(f64, f64, usize)> {
        (0..count).map(|hour| (hour as f64 * HOUR, (hour + 1) as f64 * HOUR, hour / a_day)).collect()
    }

    fn crew(levels: &[u32], attendance: Habits) -> CrewPlan {
        CrewPlan { levels: levels.to_vec(), attendance, outages: Vec::new(), key: 0 }
    }

    fn absent(absence: f64) -> Habits {
        Habits { absence: Share(absence), ..Habits::default() }
    }

    fn adherent(adherence: f64) -> Habits {
        Habits { adherence: Share(adherence), ..Habits::default() }
    }

    fn late_by(seconds: f64) -> Habits {
        let lateness = Distribution::new(Law::Constant, Seconds(seconds), None).unwrap();
        Habits { late: Share(1.0), lateness, ..Habits::default() }
    }

    fn changes(crews: &[CrewPlan], segments: &[(f64, f64, usize)], shift: f64, replication: u32) -> Vec<Change> {
        let mut changes = vec![Change { time: 0.0, crew: 9, missing: 9 }];
        Attendance::new(crews, segments, shift).changes(1, replication, &mut changes);
        changes
    }

    fn times(changes: &[Change]) -> Vec<(f64, i32)> {
        changes.iter().map(|change| (change.time, change.missing)).collect()
    }

    /// How many of a crew are missing at a time, changes of that time included.
    fn missing_at(changes: &[Change], crew: usize, time: f64) -> i32 {
        changes.iter().filter(|change| change.crew == crew && change.time <= time).map(|change| change.missing).sum()
    }

    /// Agent-hours at work over those planned.
    fn share_present(levels: &[u32], changes: &[Change]) -> f64 {
        let planned: f64 = levels.iter().map(|&level| f64::from(level)).sum::<f64>() * HOUR;
        // Whoever goes at t and comes back at u is missing for u − t.
        let missing: f64 = changes.iter().map(|change| -change.time * f64::from(change.missing)).sum();
        1.0 - missing / planned
    }

    #[test]
    fn a_crew_with_nothing_special_changes_nothing() {
        let attendance = Attendance::new(&[crew(&[3, 5], Habits::default())], &hours(2, 24), 0.0);
        let mut changes = Vec::new();
        attendance.changes(1, 0, &mut changes);
        assert!(changes.is_empty());
    }

    #[test]
    fn a_crew_that_is_always_absent_is_missing_exactly_when_it_is_planned() {
        let found = changes(&[crew(&[0, 2, 5, 5, 3, 0], absent(1.0))], &hours(6, 2), 0.0, 0);
        assert_eq!(times(&found), [(HOUR, 2), (2.0 * HOUR, 3), (4.0 * HOUR, -2), (5.0 * HOUR, -3)]);
    }

    #[test]
    fn in_an_outage_everybody_is_missing_as_far_as_they_are_planned() {
        let window = |from: f64, until: f64| Window { from: Seconds(from), until: Seconds(until) };
        let mut site = crew(&[4, 4, 6], Habits::default());
        site.outages =
            vec![window(0.5 * HOUR, 1.5 * HOUR), window(1.25 * HOUR, 1.75 * HOUR), window(2.5 * HOUR, 99.0 * HOUR)];
        // The clock begins with half an hour of warm-up.
        let segments = [(0.0, 1800.0, 0), (1800.0, 7200.0, 0), (7200.0, 12_600.0, 0)];
        let found = changes(&[site], &segments, 1800.0, 0);
        assert_eq!(times(&found), [(3600.0, 4), (7200.0, 2), (8100.0, -6), (10_800.0, 6), (12_600.0, -6)]);
    }

    #[test]
    fn those_who_begin_are_late_and_those_who_were_there_are_not() {
        let found = changes(&[crew(&[2, 3, 3, 1, 2], late_by(600.0))], &hours(5, 24), 0.0, 0);
        assert_eq!(times(&found), [(HOUR, 1), (HOUR + 600.0, -1), (4.0 * HOUR, 1), (4.0 * HOUR + 600.0, -1)]);
        // Nobody comes after the end of the stretch.
        let found = changes(&[crew(&[0, 1, 0], late_by(5000.0))], &hours(3, 24), 0.0, 0);
        assert_eq!(times(&found), [(HOUR, 1), (2.0 * HOUR, -1)]);
    }

    #[test]
    fn the_share_present_is_that_of_absence_times_adherence() {
        let levels = [3, 3, 8, 5, 0, 2, 2, 2, 9, 1, 1, 1];
        let habits = Habits { absence: Share(0.1), adherence: Share(0.85), ..Habits::default() };
        let attendance = Attendance::new(&[crew(&levels, habits)], &hours(12, 4), 0.0);
        let mut changes = Vec::new();
        let present: Tally = (0..4000)
            .map(|replication| {
                attendance.changes(5, replication, &mut changes);
                share_present(&levels, &changes)
            })
            .collect();
        let (mean, error) = (present.mean().unwrap(), present.standard_error().unwrap());
        assert!((mean - 0.9 * 0.85).abs() <= 4.9 * error, "{mean} ± {error}");
        // The tolerance is small enough to tell 85 % from 84 %.
        assert!(4.9 * error < 0.009);
    }

    #[test]
    fn spells_away_last_as_long_as_they_should() {
        // With levels that never change and an adherence near 1, nearly all spells are whole.
        let habits = Habits { spell: Seconds(60.0), ..adherent(0.99) };
        let attendance = Attendance::new(&[crew(&[1; 1000], habits)], &hours(1000, 24), 0.0);
        let mut changes = Vec::new();
        attendance.changes(6, 0, &mut changes);
        let spells: Tally = changes.chunks_exact(2).map(|pair| pair[1].time - pair[0].time).collect();
        let (mean, error) = (spells.mean().unwrap(), spells.standard_error().unwrap());
        assert!((mean - 60.0).abs() <= 4.9 * error, "{mean} ± {error}");
        // 3.6 million seconds, one spell in 6000: 600, give or take 4.9 √600.
        assert!((480..720).contains(&spells.count()), "{}", spells.count());
    }

    #[test]
    fn one_more_agent_changes_nothing_for_the_others() {
        let habits = Habits { absence: Share(0.2), late: Share(0.5), ..adherent(0.8) };
        let segments = hours(8, 4);
        let fewer = changes(&[crew(&[0, 4, 4, 2, 4, 4, 4, 0], habits.clone())], &segments, 0.0, 3);
        let more = changes(&[crew(&[0, 5, 5, 2, 4, 5, 4, 0], habits)], &segments, 0.0, 3);
        for time in (0..8 * 60).map(|minute| f64::from(minute) * 60.0) {
            let extra = missing_at(&more, 0, time) - missing_at(&fewer, 0, time);
            assert!((0..=1).contains(&extra), "{extra} at {time}");
        }
    }

    #[test]
    fn changes_repeat_and_differ_by_replication() {
        let crews = [crew(&[5, 5], adherent(0.8)), CrewPlan { key: 1, ..crew(&[5, 5], adherent(0.8)) }];
        let found = changes(&crews, &hours(2, 24), 0.0, 7);
        assert_eq!(found, changes(&crews, &hours(2, 24), 0.0, 7));
        assert_ne!(found, changes(&crews, &hours(2, 24), 0.0, 8));
        assert!(
            (1..100).any(|t| missing_at(&found, 0, f64::from(t) * 60.0) != missing_at(&found, 1, f64::from(t) * 60.0))
        );
    }

    proptest! {
        #[test]
        fn never_are_fewer_than_nobody_or_more_than_planned_missing(
            levels in prop::collection::vec(prop::collection::vec(0_u32..6, 9), 1..4),
            (absence, late, adherence) in (0.0..=1.0_f64, 0.0..=1.0_f64, 0.0..=1.0_f64),
            outages in prop::collection::vec((0.0..10.0_f64, 0.0..4.0_f64), 0..3),
            a_day in 1_usize..5,
            replication in 0_u32..1000,
        ) {
            let window = |&(from, length): &(f64, f64)| {
                Window { from: Seconds(from * HOUR), until: Seconds((from + length) * HOUR) }
            };
            let habits = Habits { absence: Share(absence), late: Share(late), ..adherent(adherence) };
            let crews: Vec<CrewPlan> = levels.iter().enumerate().map(|(key, levels)| CrewPlan {
                key: key as u64,
                outages: outages.iter().map(window).collect(),
                ..crew(levels, habits.clone())
            }).collect();
            let segments = hours(9, a_day);
            let found = changes(&crews, &segments, 0.0, replication);
            prop_assert!(found.windows(2).all(|pair| (pair[0].time, pair[0].crew) < (pair[1].time, pair[1].crew)));
            prop_assert!(found.iter().all(|change| (0.0..=9.0 * HOUR).contains(&change.time)));
            for (index, levels) in levels.iter().enumerate() {
                let begins = segments.iter().map(|segment| segment.0);
                let own = found.iter().filter(|change| change.crew == index).map(|change| change.time);
                for time in begins.chain(own) {
                    let planned = levels.get((time / HOUR) as usize).map_or(0, |&level| level.cast_signed());
                    let missing = missing_at(&found, index, time);
                    prop_assert!((0..=planned).contains(&missing), "{} of {} at {}", missing, planned, time);
                }
            }
        }
    }
}
