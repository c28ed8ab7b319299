//! What is given when named people are rostered: days, kinds of shift, people with their rules and wishes, and the cover that
//! is wanted. It knows neither scenario nor file, so that one engine serves both.
//!
//! Days count from 0, the first of the period; weeks run from Monday to Sunday and may be cut by the ends of the period. A shift
//! belongs to the day on which it begins. Minutes are those of the clock on the wall; a shift that passes a change of the clock is
//! taken at its usual length.

use std::collections::{BTreeMap, BTreeSet};

/// A kind of shift, by its place in [`Problem::kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub usize);

/// A person, by their place in [`Problem::people`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub usize);

/// One person's days, in order: the shift that begins on each, or none.
pub type Line = Vec<Option<KindId>>;

/// Minutes of a day.
pub const DAY: u32 = 24 * 60;

/// All that is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Days of the period, at least 1.
    pub days: usize,
    /// Weekday of day 0: Monday is 0, Sunday 6.
    pub first_weekday: usize,
    /// Kinds of shift. Where groups or skills differ in cover, each has its own kinds.
    pub kinds: Vec<ShiftKind>,
    /// Those who are rostered.
    pub people: Vec<Person>,
    /// What is wanted, by day and kind: `cover[day][kind]`.
    pub cover: Vec<Vec<Cover>>,
    /// What unfairness costs.
    pub unfairness: Unfairness,
}

/// A kind of shift.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftKind {
    /// Its name.
    pub name: String,
    /// Begin, in minutes after midnight: 0 to 1439.
    pub start: u32,
    /// From begin to end, breaks included, in minutes, at most 1440. It may end on the next day.
    pub length: u32,
    /// Paid minutes, which the rules on working time count.
    pub paid: u32,
    /// Whether it counts as a night in fairness.
    pub night: bool,
    /// Kinds that nobody may work on the day after this one.
    pub not_before: BTreeSet<KindId>,
}

/// How many are wanted on a day in a kind of shift, and what it costs to have fewer or more.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cover {
    /// People wanted.
    pub wanted: u32,
    /// Price of each who is missing; not negative.
    pub price_under: f64,
    /// Price of each who is too many; not negative.
    pub price_over: f64,
}

/// Prices of each piece above somebody's fair share ([`Share::fair`]); not negative.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Unfairness {
    /// For each night above the share.
    pub night: f64,
    /// For each worked weekend above the share.
    pub weekend: f64,
    /// For each refused wish above the share.
    pub refused: f64,
}

/// From `least` to `most`, both allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Fewer are against the rule.
    pub least: u32,
    /// More are against the rule; `u32::MAX` where there is no limit.
    pub most: u32,
}

impl Range {
    /// No rule.
    pub const ANY: Self = Self { least: 0, most: u32::MAX };

    /// Whether it lies in the range.
    pub fn contains(self, number: u32) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

impl Default for Range {
    fn default() -> Self {
        Self::ANY
    }
}

/// Somebody, and the rules and wishes that are theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// How many shifts of each kind they may work in the period, by kind: 0 where skill, contract or age forbids it,
    /// `u32::MAX` without limit.
    pub most_of_kind: Vec<u32>,
    /// Price of giving them a shift, by kind (wages above the usual, premiums); may be negative. Empty for none.
    pub price_of_kind: Vec<f64>,
    /// Days on which they are away (leave, training); no shift may begin on them.
    pub days_off: BTreeSet<usize>,
    /// Single kinds that they cannot work on a day (availability).
    pub unavailable: BTreeSet<(usize, KindId)>,
    /// Paid minutes of a day on which they work.
    pub minutes_per_day: Range,
    /// Paid minutes of a week. The part of a cut week that lies before the period counts if the history covers it, else only the
    /// maximum holds; a week that goes on after the period is held to the maximum only.
    pub minutes_per_week: Range,
    /// Paid minutes of the period.
    pub minutes_in_period: Range,
    /// Days worked in a week; cut weeks as with [`Self::minutes_per_week`].
    pub days_per_week: Range,
    /// Least minutes from the end of a shift to the begin of the next.
    pub rest: u32,
    /// In each week from Monday 00:00 to Sunday 24:00, at least one stretch without work of so many minutes; 0 for no rule. Only the
    /// part within the week counts. A week that is not wholly known (before the history, after the period) is not held to it.
    pub weekly_rest: u32,
    /// Working days in a row. A stretch that begins before what is known, or touches the end of the period, is not held to the
    /// minimum, for it may go on there.
    pub days_in_a_row: Range,
    /// Least days off in a row, with the same exception.
    pub days_off_in_a_row: u32,
    /// Most minutes by which the begins of shifts on two days in a row may differ; `u32::MAX` for no rule.
    pub start_difference: u32,
    /// Successions that are forbidden to them beside those of [`ShiftKind::not_before`]: the second on the day after the first.
    pub forbidden_successions: BTreeSet<(KindId, KindId)>,
    /// Most weekends of the period on which they work (Saturday, Sunday or both); `u32::MAX` for no rule. A weekend that is cut
    /// by the begin of the period counts if a day of it within the period is worked.
    pub weekends: u32,
    /// Whether both days of a weekend are worked or none. A weekend cut by the end of the period is not held to it, nor one cut
    /// by the begin without history.
    pub complete_weekends: bool,
    /// Kinds allowed by week of a pattern that repeats; none for no rule.
    pub rotation: Option<Rotation>,
    /// What is fixed (published, agreed) by day: a kind, or a day off.
    pub locked: BTreeMap<usize, Option<KindId>>,
    /// The days before the period, the oldest first, the last one just before day 0. Empty if unknown.
    pub history: Line,
    /// What they wish.
    pub wishes: Vec<Wish>,
    /// Their wishes weigh so much: the price of each is multiplied by it. 1 for everyone alike; not negative.
    pub seniority: f64,
    /// Nights they had before, and their fair number with those of the period.
    pub nights: Share,
    /// Worked weekends likewise.
    pub worked_weekends: Share,
    /// Refused wishes likewise.
    pub refused_wishes: Share,
}

/// A pattern of weeks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rotation {
    /// The kinds allowed in each week of the pattern; an empty set is a week off. Not empty.
    pub weeks: Vec<BTreeSet<KindId>>,
    /// Which week of the pattern the week of day 0 is.
    pub first: usize,
}

/// Somebody's share of what nobody likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many they had in the time before that is looked back on.
    pub carried: u32,
    /// How many with those of the period are their fair part; each above it has the price in [`Unfairness`].
    pub fair: u32,
}

impl Share {
    /// Nobody counts.
    pub const ANY: Self = Self { carried: 0, fair: u32::MAX };
}

impl Default for Share {
    fn default() -> Self {
        Self::ANY
    }
}

/// Something wished for a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// The day.
    pub day: usize,
    /// What is wished.
    pub wanted: Wanted,
    /// Price of refusing it, before [`Person::seniority`]; not negative.
    pub price: f64,
}

/// What is wished for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To work, whichever shift.
    Work,
    /// To work this kind.
    Kind(KindId),
    /// To be off.
    Off,
    /// Not to work this kind.
    NotKind(KindId),
}

impl Wanted {
    /// Whether a day with that shift, or none, is not what was wished.
    pub fn is_refused_by(self, given: Option<KindId>) -> bool {
        match self {
            Self::Work => given.is_none(),
            Self::Kind(kind) => given != Some(kind),
            Self::Off => given.is_some(),
            Self::NotKind(kind) => given == Some(kind),
        }
    }
}

impl ShiftKind {
    /// A kind of shift that is all paid, is no night, and may be followed by any.
    pub fn plain(name: &str, start: u32, length: u32) -> Self {
        Self { name: name.to_owned(), start, length, paid: length, night: false, not_before: BTreeSet::new() }
    }

    /// Its end, in minutes after the midnight before its begin; above 1440 on the next day.
    pub fn end(&self) -> u32 {
        self.start + self.length
    }
}

impl Person {
    /// Somebody who may work every kind of `kinds` kinds, without any rule or wish.
    pub fn plain(name: &str, kinds: usize) -> Self {
        Self {
            name: name.to_owned(),
            most_of_kind: vec![u32::MAX; kinds],
            price_of_kind: Vec::new(),
            days_off: BTreeSet::new(),
            unavailable: BTreeSet::new(),
            minutes_per_day: Range::ANY,
            minutes_per_week: Range::ANY,
            minutes_in_period: Range::ANY,
            days_per_week: Range::ANY,
            rest: 0,
            weekly_rest: 0,
            days_in_a_row: Range::ANY,
            days_off_in_a_row: 0,
            start_difference: u32::MAX,
            forbidden_successions: BTreeSet::new(),
            weekends: u32::MAX,
            complete_weekends: false,
            rotation: None,
            locked: BTreeMap::new(),
            history: Vec::new(),
            wishes: Vec::new(),
            seniority: 1.0,
            nights: Share::ANY,
            worked_weekends: Share::ANY,
            refused_wishes: Share::ANY,
        }
    }

    /// The price of giving them a shift of that kind.
    pub fn price_of(&self, kind: KindId) -> f64 {
        self.price_of_kind.get(kind.0).copied().unwrap_or(0.0)
    }
}

impl Problem {
    /// A period of days with nothing wanted and nothing unfair.
    pub fn plain(days: usize, first_weekday: usize, kinds: Vec<ShiftKind>, people: Vec<Person>) -> Self {
        let cover = vec![vec![Cover::default(); kinds.len()]; days];
        Self { days, first_weekday, kinds, people, cover, unfairness: Unfairness::default() }
    }

    /// The weekday of a day of the period: Monday is 0.
    pub fn weekday(&self, day: usize) -> usize {
        (self.first_weekday + day) % 7
    }

    /// The week in which a day lies; the one of day 0 is 0.
    pub fn week(&self, day: usize) -> usize {
        (self.first_weekday + day) / 7
    }

    /// Weeks that the period touches.
    pub fn weeks(&self) -> usize {
        (self.first_weekday + self.days).div_ceil(7)
    }

    /// What makes no sense in it, in words: tables of the wrong size, days and kinds that do not exist, prices that are no
    /// numbers. Empty for a problem that can be solved and checked.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut say = |wrong: bool, text: &dyn Fn() -> String| {
            if wrong {
                faults.push(text());
            }
        };
        let kinds = self.kinds.len();
        let exists = |kind: KindId| kind.0 < kinds;
        let price = |price: f64| price.is_finite() && price >= 0.0;
        say(self.days == 0, &|| "the period has no days".to_owned());
        say(self.first_weekday > 6, &|| format!("weekday {} does not exist", self.first_weekday));
        say(self.cover.len() != self.days, &|| {
            format!("cover is given for {} of {} days", self.cover.len(), self.days)
        });
        for (day, row) in self.cover.iter().enumerate() {
            say(row.len() != kinds, &|| format!("cover of day {day} is given for {} of {kinds} kinds", row.len()));
            let wrong = row.iter().any(|cover| !price(cover.price_under) || !price(cover.price_over));
            say(wrong, &|| format!("a price of cover on day {day} is no price"));
        }
        for kind in &self.kinds {
            let wrong = kind.start >= DAY || kind.length > DAY || kind.paid > DAY;
            say(wrong, &|| format!("the shift {} does not begin within a day or is longer than one", kind.name));
            say(!kind.not_before.iter().all(|&other| exists(other)), &|| {
                format!("the shift {} may not be before one that does not exist", kind.name)
            });
        }
        let unfair = [self.unfairness.night, self.unfairness.weekend, self.unfairness.refused];
        say(!unfair.into_iter().all(price), &|| "a price of unfairness is no price".to_owned());
        for person in &self.people {
            let name = &person.name;
            say(person.most_of_kind.len() != kinds, &|| format!("{name}: most_of_kind is not by kind"));
            let by_kind = person.price_of_kind.is_empty() || person.price_of_kind.len() == kinds;
            say(!by_kind, &|| format!("{name}: price_of_kind is not by kind"));
            say(!person.price_of_kind.iter().all(|price| price.is_finite()), &|| {
                format!("{name}: a price is no number")
            });
            let mut named: Vec<KindId> = person.unavailable.iter().map(|&(_, kind)| kind).collect();
            named.extend(person.forbidden_successions.iter().flat_map(|&(first, second)| [first, second]));
            named.extend(person.locked.values().chain(&person.history).copied().flatten());
            named.extend(person.rotation.iter().flat_map(|rotation| rotation.weeks.iter().flatten().copied()));
            named.extend(person.wishes.iter().filter_map(|wish| match wish.wanted {
                Wanted::Kind(kind) | Wanted::NotKind(kind) => Some(kind),
                Wanted::Work | Wanted::Off => None,
            }));
            say(!named.into_iter().all(exists), &|| format!("{name}: a kind of shift that does not exist"));
            let mut days: Vec<usize> = person.days_off.iter().copied().collect();
            days.extend(person.unavailable.iter().map(|&(day, _)| day));
            days.extend(person.locked.keys().copied());
            days.extend(person.wishes.iter().map(|wish| wish.day));
            say(days.into_iter().any(|day| day >= self.days), &|| format!("{name}: a day after the period"));
            say(person.rotation.as_ref().is_some_and(|rotation| rotation.weeks.is_empty()), &|| {
                format!("{name}: a rotation without weeks")
            });
            let wrong = !price(person.seniority) || !person.wishes.iter().all(|wish| price(wish.price));
            say(wrong, &|| format!("{name}: a price of a wish is no price"));
        }
        faults
    }
}
