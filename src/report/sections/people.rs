//! A grid of people and days as a figure of the page.

use super::{Figure, Table};
use crate::report::grid::{Grid, Line};
use crate::report::html::HtmlError;
use askama::Template;

/// A page stays a page: of more people it shows the first, and the files have the others.
pub(super) const MOST_LINES: usize = 400;

/// Up to so many days there is room for the begins of shifts.
const MOST_STARTS: usize = 14;

/// More lines than a screen has are scrolled below a head that stays.
const TALL: usize = 30;

struct Key {
    class: &'static str,
    letter: &'static str,
    text: String,
}

struct Shown<'a> {
    title: String,
    lines: &'a [Line],
}

#[derive(Template)]
#[template(path = "people_grid.html", config = "src/report/askama.toml")]
struct Drawing<'a> {
    grid: &'a Grid,
    key: Vec<Key>,
    weeks: Vec<(String, usize)>,
    blocks: Vec<Shown<'a>>,
    /// Columns in all.
    width: usize,
    starts: bool,
    tall: bool,
}

/// The grid, with its legend, under a message.
pub(super) fn figure(title: String, grid: &Grid) -> Result<Figure, HtmlError> {
    let looks = grid.looks().into_iter();
    let mut key: Vec<Key> =
        looks.map(|(look, text)| Key { class: look.class(), letter: look.letter(), text }).collect();
    if grid.has_locked() {
        key.push(Key { class: "f", letter: "", text: "fixed beforehand".to_owned() });
    }
    if grid.has_refused() {
        key.push(Key { class: "o r", letter: "!", text: "a wish is refused".to_owned() });
    }
    let mut weeks: Vec<(String, usize)> = Vec::new();
    for day in &grid.days {
        match weeks.last_mut().filter(|_| !day.is_first) {
            Some((_, days)) => *days += 1,
            None => weeks.push((day.date.clone(), 1)),
        }
    }
    // A name over one or two days would push them apart.
    weeks.iter_mut().filter(|(_, days)| *days < 3).for_each(|(name, _)| name.clear());
    let mut left = MOST_LINES;
    let mut blocks = Vec::new();
    for block in &grid.blocks {
        let lines = &block.lines[..block.lines.len().min(left)];
        left -= lines.len();
        if !lines.is_empty() {
            blocks.push(Shown { title: block.title(), lines });
        }
    }
    let drawing = Drawing {
        grid,
        key,
        weeks,
        blocks,
        width: 1 + grid.days.len() + grid.columns.len(),
        starts: grid.days.len() <= MOST_STARTS,
        tall: grid.people() > TALL,
    };
    let none = Table { caption: String::new(), over: Vec::new(), head: Vec::new(), rows: Vec::new(), words: false };
    Ok(Figure { title, drawing: drawing.render()?, legend: Vec::new(), table: none, wide: true, is_people: true })
}

/// What to say where not everybody is shown.
pub(super) fn others(grid: &Grid, file: &str) -> Option<String> {
    let others = grid.people().saturating_sub(MOST_LINES);
    (others > 0).then(|| format!("The first {MOST_LINES} people are shown; {others} more are in {file}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::grid::{Block, Cell, Head, Look, Number};

    /// People who all work early, on four weeks from a Monday on.
    fn grid(people: usize) -> Grid {
        let day = |day: usize| Head {
            weekday: "Mo".into(),
            number: (day + 1).to_string(),
            at: jiff::civil::date(2027, 3, 1),
            date: format!("{} Mar", day + 1),
            is_weekend: day % 7 >= 5,
            is_first: day > 0 && day.is_multiple_of(7),
        };
        let cell = Cell {
            look: Look::Early,
            start: "08:00".into(),
            hours: "08:00–16:30".into(),
            words: "Mon 1 Mar, 08:00–16:30, early".into(),
            locked: false,
            refused: false,
        };
        let line = |person| Line {
            name: format!("Person {person}"),
            cells: vec![cell.clone(); 28],
            numbers: vec![Number::Hours(160.0), Number::Count(4)],
        };
        Grid {
            caption: "Everybody".into(),
            away: "time off",
            days: (0..28).map(day).collect(),
            blocks: vec![Block {
                group: "desk".into(),
                contract: "full".into(),
                lines: (0..people).map(line).collect(),
            }],
            columns: vec!["Hours", "Weekends"],
            sums: Vec::new(),
        }
    }

    #[test]
    fn two_hundred_people_on_four_weeks_are_scrolled_and_stay_below_a_megabyte() {
        let figure = figure("All".into(), &grid(200)).unwrap();
        assert_eq!(figure.drawing.matches("<td class=\"e").count(), 200 * 28);
        assert!(figure.drawing.contains("class=\"scroll tall\"") && !figure.drawing.contains("<small>"));
        assert!(figure.drawing.len() < 1_000_000, "{} bytes", figure.drawing.len());
        assert_eq!(figure.drawing.matches("scope=\"colgroup\" colspan=\"7\"").count(), 4);
        assert_eq!(others(&grid(200), "roster.csv"), None);
    }

    #[test]
    fn of_more_people_than_a_page_holds_the_first_are_shown() {
        let many = grid(MOST_LINES + 7);
        let figure = figure("All".into(), &many).unwrap();
        assert_eq!(figure.drawing.matches("<tr><th scope=\"row\">").count(), MOST_LINES);
        assert!(others(&many, "roster.csv").unwrap().contains("7 more"));
    }
}
