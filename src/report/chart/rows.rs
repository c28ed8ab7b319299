//! Charts of rows below each other, on an axis from left to right: their height, the axis, and where a row and a value lie.

use super::frame::{Drawn, Frame, drawing};
use super::{DrawingError, Stroke, palette, round_numbers};
use plotters::style::text_anchor::{HPos, VPos};

/// How rows stand in a chart, in pixels.
pub(super) struct Rows {
    /// Height of a row.
    pub height: i32,
    /// Room above the rows, for the unit.
    pub above: i32,
    /// Room below them, for the numbers of the axis.
    pub below: i32,
}

impl Rows {
    /// A chart with so many rows, as markup. `draw` gets the frame with its top and bottom, and sets its sides.
    pub fn drawing(
        &self,
        (width, count): (u32, usize),
        description: &str,
        draw: impl FnOnce(Frame) -> Drawn,
    ) -> Result<String, DrawingError> {
        let bottom = self.begin(count);
        let size = (width, (bottom + self.below).cast_unsigned());
        drawing(size, (0.0, 1.0), description, |mut frame| {
            (frame.top, frame.bottom) = (self.above, bottom);
            draw(frame)
        })
    }

    fn begin(&self, row: usize) -> i32 {
        self.above + self.height * i32::try_from(row).unwrap_or(0)
    }

    /// The middle of a row.
    pub fn middle(&self, row: usize) -> i32 {
        self.begin(row) + self.height / 2
    }
}

/// From values to places between the sides of a frame.
pub(super) struct Across {
    left: f64,
    span: f64,
    low: f64,
    high: f64,
}

impl Across {
    /// The lowest value at the left side, the highest at the right.
    pub fn of(frame: &Frame, (low, high): (f64, f64)) -> Self {
        Self { left: f64::from(frame.left), span: f64::from(frame.right - frame.left), low, high }
    }

    /// Where a value lies.
    pub fn x(&self, value: f64) -> i32 {
        (self.left + self.span * (value - self.low) / (self.high - self.low)).round() as i32
    }

    /// Lines through the rows with their numbers below, about so many pixels from each other.
    pub fn axis(&self, frame: &Frame, apart: i64, label: impl Fn(f64) -> String) -> Drawn {
        for number in round_numbers(self.low, self.high, i64::from(frame.right - frame.left) / apart) {
            let at = self.x(number);
            frame.path(vec![(at, frame.top), (at, frame.bottom)], palette::PALE, 1, Stroke::Solid)?;
            frame.text(&label(number), (at, frame.bottom + 6), palette::DIM, (HPos::Center, VPos::Top), false)?;
        }
        Ok(())
    }
}
