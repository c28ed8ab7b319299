//! A tornado: how far each input moves an amount by itself, as bars to both sides of a middle, with what they stand for in columns
//! beside them.

use super::frame::{Drawn, Frame, fault, rgb};
use super::rows::{Across, Rows};
use super::{DrawingError, Stroke, palette};
use crate::report::format;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Above the rows are the heads of the columns too.
const ROWS: Rows = Rows { height: 26, above: 30, below: 28 };
/// Height of the bar in a row.
const BAR: i32 = 16;
/// Width of a letter, on average and rather more than less.
const LETTER: f64 = 6.8;
/// Room between columns.
const GAP: i32 = 18;

/// How many columns of words stand beside the bars.
pub const COLUMNS: usize = 3;

/// A chart of what moves an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width in pixels; the height follows from the rows.
    pub width: u32,
    /// What the axis counts.
    pub unit: String,
    /// The amount with every input in its middle: where the bars begin.
    pub middle: f64,
    /// Heads of the columns to the right of the bars.
    pub heads: [String; COLUMNS],
    /// From top to bottom.
    pub rows: Vec<TornadoRow>,
}

/// An input.
#[derive(Debug, Clone, PartialEq)]
pub struct TornadoRow {
    /// What stands to its left.
    pub label: String,
    /// The amount with the input at its low end.
    pub low: f64,
    /// The amount with the input at its high end.
    pub high: f64,
    /// What stands to its right, below the heads.
    pub cells: [String; COLUMNS],
}

impl Tornado {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        ROWS.drawing((self.width, self.rows.len()), &self.description, |frame| self.draw(frame))
    }

    fn draw(&self, mut frame: Frame) -> Drawn {
        let room = |texts: &mut dyn Iterator<Item = &String>| {
            (LETTER * texts.map(|text| text.chars().count()).max().unwrap_or(0) as f64) as i32 + GAP
        };
        frame.left = room(&mut self.rows.iter().map(|row| &row.label));
        let mut ends = [self.width.cast_signed(); COLUMNS];
        frame.right = self.width.cast_signed();
        for column in (0..COLUMNS).rev() {
            ends[column] = frame.right;
            let cells = self.rows.iter().map(|row| &row.cells[column]);
            frame.right -= room(&mut cells.chain([&self.heads[column]]));
        }

        let across = Across::of(&frame, self.extent());
        let x = |value: f64| across.x(value);
        frame.text(&self.unit, (frame.left, 10), palette::DIM, (HPos::Left, VPos::Center), false)?;
        for (head, &end) in self.heads.iter().zip(&ends) {
            frame.text(head, (end, 10), palette::DIM, (HPos::Right, VPos::Center), false)?;
        }
        across.axis(&frame, 55, |number| format::short(number, 3))?;
        for (index, row) in self.rows.iter().enumerate() {
            let y = ROWS.middle(index);
            frame.text(&row.label, (0, y), palette::INK, (HPos::Left, VPos::Center), false)?;
            for (cell, &end) in row.cells.iter().zip(&ends) {
                frame.text(cell, (end, y), palette::INK, (HPos::Right, VPos::Center), false)?;
            }
            // Ends on the same side of the middle would hide one another: each has half the height then.
            let (above, below) = (y - BAR / 2, y + BAR / 2);
            let same_side = (row.low - self.middle) * (row.high - self.middle) > 0.0;
            let halves = if same_side { [(above, y), (y, below)] } else { [(above, below); 2] };
            for ((end, colour), (top, bottom)) in [(row.low, LOW), (row.high, HIGH)].into_iter().zip(halves) {
                let (from, to) = (x(self.middle).min(x(end)), x(self.middle).max(x(end)));
                if from < to {
                    let bar = Rectangle::new([(from, top), (to, bottom)], rgb(colour).filled());
                    frame.area.draw(&bar).map_err(fault)?;
                }
            }
        }
        let middle = x(self.middle);
        frame.path(vec![(middle, frame.top - 4), (middle, frame.bottom + 3)], palette::INK, 1, Stroke::Solid)?;
        frame.finish()
    }

    /// From the least to the greatest amount, with some room on both sides.
    fn extent(&self) -> (f64, f64) {
        let ends = self.rows.iter().flat_map(|row| [row.low, row.high]);
        let (low, high) = ends.fold((self.middle, self.middle), |(low, high), end| (low.min(end), high.max(end)));
        let room = if high > low { 0.05 * (high - low) } else { 1.0 };
        (low - room, high + room)
    }
}

/// The colour of an input at its low end: paler than that of its high end, so that they differ without colour too.
pub const LOW: super::Colour = palette::SKY;
/// The colour of an input at its high end.
pub const HIGH: super::Colour = palette::BLUE;

#[cfg(test)]
mod tests {
    use super::super::texts::apart_and_inside;
    use super::*;

    fn tornado(rows: &[(&str, f64, f64)]) -> Tornado {
        let row = |&(label, low, high): &(&str, f64, f64)| TornadoRow {
            label: label.into(),
            low,
            high,
            cells: ["−12.5 %: 13,150,000".into(), "0.6 months late: 13,310,000".into(), "100.0 %".into()],
        };
        Tornado {
            description: "<x>".into(),
            width: 960,
            unit: "million EUR".into(),
            middle: 3.2,
            heads: ["low (1 in 10)".into(), "high (1 in 10)".into(), "of what varies".into()],
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn words_stand_inside_the_chart_and_apart_from_each_other() {
        let svg = tornado(&[("time to fill a place", 3.2, 3.25), ("contacts", 2.9, 3.6), ("attrition", 3.4, 3.3)]);
        let found = apart_and_inside(&svg.svg().unwrap());
        for text in ["time to fill a place", "0.6 months late: 13,310,000", "of what varies", "million EUR"] {
            assert!(found.contains(&text.to_owned()), "{text}: {found:?}");
        }
    }

    #[test]
    fn an_end_that_changes_nothing_has_no_bar_and_ends_on_one_side_share_the_height() {
        let heights = |low: f64, high: f64| -> Vec<String> {
            let svg = tornado(&[("contacts", low, high)]).svg().unwrap();
            let bars = svg.split("<rect ").skip(1).filter(|bar| bar.contains("#005F9E") || bar.contains("#80B8DE"));
            bars.filter_map(|bar| Some(bar.split("height=\"").nth(1)?.split('"').next()?.to_owned())).collect()
        };
        assert_eq!(heights(3.2, 3.4), ["16"]);
        assert_eq!(heights(3.0, 3.4), ["16", "16"]);
        assert_eq!(heights(3.3, 3.4), ["8", "8"]);
        assert!(heights(3.2, 3.2).is_empty());
    }

    #[test]
    fn a_chart_without_inputs_is_still_a_chart() {
        let svg = tornado(&[]).svg().unwrap();
        assert!(svg.contains("&lt;x&gt;") && !svg.contains("NaN"));
    }
}
