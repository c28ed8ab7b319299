//! A waterfall: from one value to another, with what lies between as bars that begin where the last one ended; from top to bottom.

use super::frame::{Drawn, Frame, fault, rgb};
use super::rows::{Across, Rows};
use super::{Colour, DrawingError, Stroke, palette};
use crate::report::format;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

const ROWS: Rows = Rows { height: 24, above: 26, below: 28 };
/// Height of the bar in a row.
const BAR: i32 = 14;
/// Width of a letter, on average and rather more than less.
const LETTER: f64 = 6.8;

/// A chart of the way from one value to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width in pixels; the height follows from the steps.
    pub width: u32,
    /// What the axis counts.
    pub unit: String,
    /// From top to bottom.
    pub steps: Vec<Step>,
}

/// A row of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What stands to its left.
    pub label: String,
    /// What stands to its right.
    pub text: String,
    /// What is drawn.
    pub shape: Shape,
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A value: where the way begins, rests or ends.
    Value(f64, Colour),
    /// A part of the way, from where the last one ended: how long it is, and half the width of its interval.
    Part(f64, Option<f64>, Colour),
}

impl Waterfall {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        ROWS.drawing((self.width, self.steps.len()), &self.description, |frame| self.draw(frame))
    }

    fn draw(&self, mut frame: Frame) -> Drawn {
        let room = |texts: &mut dyn Iterator<Item = &String>| {
            (LETTER * texts.map(|text| text.chars().count()).max().unwrap_or(0) as f64) as i32 + 14
        };
        let right = self.width.cast_signed();
        frame.left = room(&mut self.steps.iter().map(|step| &step.label));
        frame.right = right - room(&mut self.steps.iter().map(|step| &step.text));
        let across = Across::of(&frame, self.extent());
        let x = |value: f64| across.x(value);
        frame.text(&self.unit, (0, 10), palette::DIM, (HPos::Left, VPos::Center), false)?;
        across.axis(&frame, 70, |number| format::short(number, 4))?;
        let mut at = 0.0;
        for (index, step) in self.steps.iter().enumerate() {
            let y = ROWS.middle(index);
            let is_value = matches!(step.shape, Shape::Value(..));
            frame.text(&step.label, (0, y), palette::INK, (HPos::Left, VPos::Center), is_value)?;
            frame.text(&step.text, (right, y), palette::INK, (HPos::Right, VPos::Center), is_value)?;
            let (from, to, colour) = match step.shape {
                Shape::Value(value, colour) => (value, value, colour),
                Shape::Part(part, _, colour) => (at, at + part, colour),
            };
            let (begin, end) = (x(from.min(to)), x(from.max(to)));
            // A value is a bold mark; a part of nothing a thin one.
            let wider = if is_value { 3 } else { i32::from(begin == end) };
            let bar = [(begin - wider, y - BAR / 2), (end + wider, y + BAR / 2)];
            frame.area.draw(&Rectangle::new(bar, rgb(colour).filled())).map_err(fault)?;
            if let Shape::Part(_, Some(half), _) = step.shape
                && half > 0.0
            {
                let (lower, upper) = (x(to - half), x(to + half));
                frame.path(vec![(lower, y), (upper, y)], palette::INK, 1, Stroke::Solid)?;
                for end in [lower, upper] {
                    frame.path(vec![(end, y - 3), (end, y + 3)], palette::INK, 1, Stroke::Solid)?;
                }
            }
            at = to;
            if index + 1 < self.steps.len() {
                let link = vec![(x(to), y + BAR / 2), (x(to), y + ROWS.height - BAR / 2)];
                frame.path(link, palette::DIM, 1, Stroke::Solid)?;
            }
        }
        frame.finish()
    }

    /// From the least to the greatest value on the way, with some room on both sides.
    fn extent(&self) -> (f64, f64) {
        let (mut at, mut low, mut high) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
        for step in &self.steps {
            let half = match step.shape {
                Shape::Value(value, _) => {
                    at = value;
                    0.0
                }
                Shape::Part(part, half, _) => {
                    at += part;
                    half.unwrap_or(0.0)
                }
            };
            (low, high) = (low.min(at - half), high.max(at + half));
        }
        if !(low.is_finite() && high.is_finite()) {
            return (0.0, 1.0);
        }
        let room = if high > low { 0.06 * (high - low) } else { 0.05 * high.abs().max(1.0) };
        (low - room, high + room)
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::apart_and_inside;
    use super::*;

    fn waterfall(steps: &[(&str, Shape)]) -> Waterfall {
        let step = |(label, shape): &(&str, Shape)| Step {
            label: (*label).to_owned(),
            text: "−12.3 ± 0.4".to_owned(),
            shape: *shape,
        };
        Waterfall {
            description: "<x>".into(),
            width: 470,
            unit: "percentage points".into(),
            steps: steps.iter().map(step).collect(),
        }
    }

    #[test]
    fn words_stand_inside_and_apart_and_parts_follow_each_other() {
        let steps = [
            ("planned", Shape::Value(82.0, palette::DIM)),
            ("handling time", Shape::Part(-7.0, Some(0.4), palette::ORANGE)),
            ("routing and the rest", Shape::Part(2.0, None, palette::BLUE)),
            ("recorded", Shape::Value(77.0, palette::INK)),
        ];
        let svg = waterfall(&steps).svg().unwrap();
        let found = apart_and_inside(&svg);
        for text in ["planned", "routing and the rest", "percentage points"] {
            assert!(found.contains(&text.to_owned()), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_way_of_nothing_is_still_a_chart() {
        for steps in [&[][..], &[("planned", Shape::Value(0.0, palette::DIM))]] {
            let svg = waterfall(steps).svg().unwrap();
            assert!(svg.contains("&lt;x&gt;") && !svg.contains("NaN"));
        }
    }
}
