//! Who works when, as a grid of people and days, for a page and for a sheet alike: what stands in each cell and how it looks.

pub(super) mod roster;
pub(super) mod tours;

use super::format;
use crate::calendar::clock;
use crate::rostering::of_scenario::is_night;
use crate::scenario::Scenario;
use crate::scheduling::ScheduledShift;
use jiff::civil::Date;

/// How a day of somebody looks. A letter tells it as well as the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Early,
    Day,
    Late,
    Night,
    Off,
    Away,
}

/// A shift that begins before this, in minutes after midnight, is early.
const EARLY: u32 = 9 * 60;
/// A shift that begins later and ends at this or later is late.
const LATE: u32 = 19 * 60;
/// When the night is where no roster says it.
const NIGHT: (u32, u32) = (23 * 60, 6 * 60);

impl Look {
    pub const ALL: [Self; 6] = [Self::Early, Self::Day, Self::Late, Self::Night, Self::Off, Self::Away];

    fn of(scenario: &Scenario, start: u32, length: u32) -> Self {
        let night = scenario.roster.as_ref().map_or(NIGHT, |settings| settings.night);
        match start % 1440 {
            start if is_night(start, length, night) => Self::Night,
            ..EARLY => Self::Early,
            start if start + length >= LATE => Self::Late,
            _ => Self::Day,
        }
    }

    /// What stands in a cell.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Early => "E",
            Self::Day => "D",
            Self::Late => "L",
            Self::Night => "N",
            Self::Off => "",
            Self::Away => "×",
        }
    }

    /// Its class on a page.
    pub fn class(self) -> &'static str {
        match self {
            Self::Early => "e",
            Self::Day => "d",
            Self::Late => "l",
            Self::Night => "n",
            Self::Off => "o",
            Self::Away => "a",
        }
    }

    /// What it means, for a legend.
    fn meaning(self) -> String {
        match self {
            Self::Early => format!("early: begins before {}", clock(EARLY)),
            Self::Day => "day".to_owned(),
            Self::Late => format!("late: ends at {} or later", clock(LATE)),
            Self::Night => "night".to_owned(),
            Self::Off => "off".to_owned(),
            Self::Away => "away".to_owned(),
        }
    }

    /// Its colour on a sheet, the same as on a page: red, green and blue in one number. None for a day off.
    pub fn colour(self) -> Option<u32> {
        match self {
            Self::Early => Some(0x00FF_E08A),
            Self::Day => Some(0x00A9_D3EE),
            Self::Late => Some(0x00E9_A36F),
            Self::Night => Some(0x002F_4A7D),
            Self::Away => Some(0x00D5_DADF),
            Self::Off => None,
        }
    }
}

/// Somebody's day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub look: Look,
    /// `08:00`, where there is a shift.
    pub start: String,
    /// `08:00–16:30`, where there is a shift.
    pub hours: String,
    /// All there is to say, in words; nothing for a day off like any other.
    pub words: String,
    /// Whether it was fixed beforehand.
    pub locked: bool,
    /// Whether a wish for it is refused.
    pub refused: bool,
}

impl Cell {
    fn off(look: Look, words: String) -> Self {
        Self { look, start: String::new(), hours: String::new(), words, locked: false, refused: false }
    }

    /// A day with a shift; `group` is said where it is not the person's own.
    fn shift(scenario: &Scenario, shift: &ScheduledShift, group: Option<&str>) -> Self {
        let (start, end) = (clock(shift.start % 1440), clock((shift.start + shift.length) % 1440));
        let hours = format!("{start}–{end}");
        let name = format::name(&scenario.shift_types[shift.shift_type.0].name);
        let mut words = format!("{}, {hours}, {name}", format::day(scenario.calendar.days[shift.day].date));
        if let Some(group) = group {
            words = format!("{words} in {}", format::name(group));
        }
        let look = Look::of(scenario, shift.start, shift.length);
        Self { look, start, hours, words, locked: false, refused: false }
    }
}

impl Cell {
    /// Its classes on a page.
    pub fn class(&self, day: &Head) -> String {
        let shown = if self.look == Look::Off && day.is_weekend { "w" } else { self.look.class() };
        format!("{shown}{}{}", if day.is_first { " k" } else { "" }, if self.locked { " f" } else { "" })
    }
}

/// A number at the end of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Number {
    Hours(f64),
    Count(u32),
    /// So many of so many.
    Of(u32, u32),
}

impl Number {
    pub fn text(&self) -> String {
        match self {
            Self::Hours(hours) => format::short(*hours, 1),
            Self::Count(count) => count.to_string(),
            Self::Of(_, 0) => format::NONE.to_owned(),
            Self::Of(part, all) => format!("{part} of {all}"),
        }
    }
}

/// Somebody's line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub name: String,
    pub cells: Vec<Cell>,
    pub numbers: Vec<Number>,
}

/// People of one group and contract.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub group: String,
    pub contract: String,
    pub lines: Vec<Line>,
}

impl Block {
    /// `front desk: full time (8 people)`.
    pub fn title(&self) -> String {
        let people = if self.lines.len() == 1 { "1 person".to_owned() } else { format!("{} people", self.lines.len()) };
        format!("{}: {} ({people})", format::name(&self.group), format::name(&self.contract))
    }
}

/// A line of sums below the people.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    pub name: String,
    pub by_day: Vec<u32>,
    /// Whether numbers above 0 are bad news.
    pub is_lack: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the template of the page hands numbers so")]
impl Sums {
    /// What stands in a cell: nothing for nobody missing.
    pub fn text(&self, people: &u32) -> String {
        if self.is_lack && *people == 0 { String::new() } else { people.to_string() }
    }

    /// The classes of a cell on a page.
    pub fn class(&self, people: &u32, day: &Head) -> String {
        let lack = if self.is_lack && *people > 0 { "lack" } else { "" };
        format!("{lack}{}", if day.is_first { " k" } else { "" })
    }

    pub fn total(&self) -> u32 {
        self.by_day.iter().sum()
    }
}

/// A day at the head of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    pub at: Date,
    /// `Mo`.
    pub weekday: String,
    /// `1`.
    pub number: String,
    /// `1 Mar`.
    pub date: String,
    pub is_weekend: bool,
    /// Whether a week, from Monday on, begins with it.
    pub is_first: bool,
}

impl Head {
    /// Its classes on a page.
    pub fn class(&self) -> String {
        format!("{}{}", if self.is_weekend { "w" } else { "" }, if self.is_first { " k" } else { "" })
    }
}

/// People, days, and who works what on each.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// What it shows, in words.
    pub caption: String,
    /// What [`Look::Away`] means here.
    pub away: &'static str,
    pub days: Vec<Head>,
    pub blocks: Vec<Block>,
    /// Names of the numbers at the end of each line.
    pub columns: Vec<&'static str>,
    pub sums: Vec<Sums>,
}

impl Grid {
    fn new(scenario: &Scenario, caption: String, away: &'static str, columns: Vec<&'static str>) -> Self {
        let days = scenario.calendar.days.iter().enumerate().map(|(index, day)| {
            let weekday = day.weekday().to_monday_zero_offset();
            Head {
                at: day.date,
                weekday: day.date.strftime("%a").to_string().chars().take(2).collect(),
                number: day.date.day().to_string(),
                date: day.date.strftime("%-d %b").to_string(),
                is_weekend: weekday >= 5,
                is_first: index > 0 && weekday == 0,
            }
        });
        Self { caption, away, days: days.collect(), blocks: Vec::new(), columns, sums: Vec::new() }
    }

    /// The line is put to those of its group and contract.
    fn push(&mut self, group: &str, contract: &str, line: Line) {
        match self.blocks.iter_mut().find(|block| block.group == group && block.contract == contract) {
            Some(block) => block.lines.push(line),
            None => {
                self.blocks.push(Block { group: group.to_owned(), contract: contract.to_owned(), lines: vec![line] });
            }
        }
    }

    pub fn people(&self) -> usize {
        self.blocks.iter().map(|block| block.lines.len()).sum()
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.cells)
    }

    /// The looks that occur, each with what it means.
    pub fn looks(&self) -> Vec<(Look, String)> {
        let used = Look::ALL.into_iter().filter(|&look| self.cells().any(|cell| cell.look == look));
        used.map(|look| (look, if look == Look::Away { self.away.to_owned() } else { look.meaning() })).collect()
    }

    pub fn has_locked(&self) -> bool {
        self.cells().any(|cell| cell.locked)
    }

    pub fn has_refused(&self) -> bool {
        self.cells().any(|cell| cell.refused)
    }
}
