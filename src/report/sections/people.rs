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
        key.push(Key { class: "o", letter: "!", text: "a wish is refused".to_owned() });
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
