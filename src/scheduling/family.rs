//! Families: shifts of a day that take the same breaks at the same distance from their begin, whatever they begin with and
//! however long they last. The breaks of a whole family are counted together (after Bechtold & Jacobs 1990, "Implicit modeling
//! of flexible break assignments in optimal shift scheduling", Management Science 36(11)).

use super::part::Part;
use super::shift::{BreakPlaces, PossibleShift};
use crate::calendar::Calendar;
use std::collections::BTreeMap;
use std::ops::Range;

/// Shifts of a day whose breaks lie alike. All that can be known about who of them takes which break follows from how many have
/// begun each break by each moment: those who begin work first take each break first.
#[derive(Debug, Clone)]
pub struct Family {
    /// The day on which its shifts begin.
    pub day: usize,
    /// Its shifts by begin, in minutes after the horizon's begin, as indices into [`Part::shifts`].
    pub shifts: BTreeMap<u32, Vec<usize>>,
    /// Its breaks; their places are counted from the begin of each shift.
    pub breaks: Vec<BreakPlaces>,
}

/// Minutes from the horizon's begin to that of a shift.
pub fn begin_of(calendar: &Calendar, shift: &PossibleShift) -> u32 {
    (calendar.intervals[shift.first_interval].start.0 / 60.0).round() as u32
}

/// The families of a part, by day and in the order of their breaks, and the family of each shift; shifts without breaks have none.
///
/// Windows of shifts that begin at different times are ordered alike at both ends. On a common grid, prefix sums then say all
/// about who can take which place; so shifts whose windows lie on different grids are of different families.
pub fn families(calendar: &Calendar, part: &Part) -> (Vec<Family>, Vec<Option<usize>>) {
    let mut known: BTreeMap<(usize, &[BreakPlaces], Vec<u32>), usize> = BTreeMap::new();
    let mut families: Vec<Family> = Vec::new();
    let mut of_shift = Vec::new();
    for (index, shift) in part.shifts.iter().enumerate() {
        if shift.breaks.is_empty() {
            of_shift.push(None);
            continue;
        }
        let begin = begin_of(calendar, shift);
        let grids = shift.breaks.iter().map(|rest| match rest.begins[..] {
            [first, second, ..] => begin % (second - first),
            _ => 0,
        });
        let family = *known.entry((shift.day, &shift.breaks, grids.collect())).or_insert_with(|| {
            families.push(Family { day: shift.day, shifts: BTreeMap::new(), breaks: shift.breaks.clone() });
            families.len() - 1
        });
        families[family].shifts.entry(begin).or_default().push(index);
        of_shift.push(Some(family));
    }
    (families, of_shift)
}

impl Family {
    /// Moments at which a break may begin, ascending, in minutes after the horizon's begin, each with the intervals that the
    /// break then covers.
    pub fn moments(&self, calendar: &Calendar, part: &Part, rest: usize) -> BTreeMap<u32, Range<usize>> {
        let places = &self.breaks[rest];
        let mut moments = BTreeMap::new();
        for (&begin, shifts) in &self.shifts {
            for &after in &places.begins {
                moments
                    .entry(begin + after)
                    .or_insert_with(|| part.shifts[shifts[0]].break_span(calendar, places, after));
            }
        }
        moments
    }

    /// Pairs of breaks that keep an order: the first, the second, and by how many minutes the second begins later at least. Each
    /// follows the one before it; and the one before a session, whose gap the session is part of.
    pub fn in_order(&self) -> Vec<(usize, usize, u32)> {
        let mut pairs = Vec::new();
        for rest in 1..self.breaks.len() {
            let (before, gap) = (&self.breaks[rest - 1], self.breaks[rest].gap);
            if before.session.is_none() {
                pairs.push((rest - 1, rest, before.length + gap));
                continue;
            }
            pairs.push((rest - 1, rest, before.length));
            if let Some(earlier) = rest.checked_sub(2).filter(|_| gap > 0) {
                pairs.push((earlier, rest, self.breaks[earlier].length + gap));
            }
        }
        pairs
    }

    /// Earliest and latest begin of a break, in minutes after the begin of a shift.
    pub fn window(&self, rest: usize) -> (u32, u32) {
        let begins = &self.breaks[rest].begins;
        (begins.first().copied().unwrap_or(0), begins.last().copied().unwrap_or(0))
    }
}
