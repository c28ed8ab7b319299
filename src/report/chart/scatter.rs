//! Dots on two axes that count the same, with the line on which both are equal.

use super::frame::{Drawn, Frame, drawing, fault, rgb};
use super::{Colour, DrawingError, Stroke, palette, round_numbers};
use crate::report::format;
use plotters::element::Circle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Room below the plot, for the numbers of the axis and what it counts.
const BELOW: i32 = 46;

/// A chart of dots.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What the horizontal axis counts.
    pub along: String,
    /// What the vertical axis counts.
    pub up: String,
    /// Whether both count shares of 1, shown as percentages.
    pub percent: bool,
    /// Dots, and whether each is filled.
    pub dots: Vec<((f64, f64), bool)>,
    /// Their colour.
    pub colour: Colour,
}

impl Scatter {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        let values = self.dots.iter().flat_map(|((x, y), _)| [*x, *y]);
        let (low, high) =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
        let room = if high > low { 0.06 * (high - low) } else { 0.05 };
        let top = if self.percent { (high + room).min(1.0).max(high) } else { high + room };
        let range = ((low - room).max(0.0).min(low), top);
        drawing(self.size, range, &self.description, |frame| self.draw(frame, range))
    }

    fn draw(&self, mut frame: Frame, (low, high): (f64, f64)) -> Drawn {
        frame.bottom = self.size.1.cast_signed() - BELOW;
        let (left, span) = (f64::from(frame.left), f64::from(frame.right - frame.left));
        let x = |value: f64| (left + span * (value - low) / (high - low)).round() as i32;
        frame.vertical_axis(&self.up, self.percent)?;
        let factor = if self.percent { 100.0 } else { 1.0 };
        for number in round_numbers(factor * low, factor * high, i64::from(frame.right - frame.left) / 80) {
            let at = x(number / factor);
            frame.path(vec![(at, frame.bottom), (at, frame.bottom + 4)], palette::DIM, 1, Stroke::Solid)?;
            let label = if self.percent { format::short_percent(number / 100.0) } else { format::short(number, 3) };
            // The last label would be cut off by the edge.
            let anchor = if at > frame.right - 14 { HPos::Right } else { HPos::Center };
            frame.text(&label, (at, frame.bottom + 8), palette::DIM, (anchor, VPos::Top), false)?;
        }
        let middle = (frame.left.midpoint(frame.right), frame.bottom + 26);
        frame.text(&self.along, middle, palette::DIM, (HPos::Center, VPos::Top), false)?;
        frame.path(vec![(frame.left, frame.bottom), (frame.right, frame.bottom)], palette::DIM, 1, Stroke::Solid)?;
        frame.path(vec![(x(low), frame.y(low)), (x(high), frame.y(high))], palette::INK, 1, Stroke::Dashed)?;
        for &((along, up), filled) in &self.dots {
            let at = (x(along), frame.y(up));
            frame.area.draw(&Circle::new(at, 4, rgb(self.colour).filled())).map_err(fault)?;
            if !filled {
                frame.area.draw(&Circle::new(at, 2, rgb((255, 255, 255)).filled())).map_err(fault)?;
            }
        }
        frame.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::apart_and_inside;
    use super::*;

    fn scatter(dots: &[(f64, f64)]) -> Scatter {
        Scatter {
            description: "<x>".into(),
            size: (470, 300),
            along: "recorded service level".into(),
            up: "simulated service level".into(),
            percent: true,
            dots: dots.iter().map(|&dot| (dot, dot.0 > 0.5)).collect(),
            colour: palette::BLUE,
        }
    }

    #[test]
    fn words_stand_inside_and_apart_and_every_dot_is_drawn() {
        let svg = scatter(&[(0.2, 0.4), (0.9, 1.0), (0.55, 0.5)]).svg().unwrap();
        let words = apart_and_inside(&svg);
        assert!(words.contains(&"recorded service level".to_owned()), "{words:?}");
        assert_eq!(svg.matches("<circle").count(), 4, "three dots, one of them a ring");
    }

    #[test]
    fn no_dot_or_one_is_no_fault() {
        for dots in [&[][..], &[(0.7, 0.7)], &[(0.0, 0.0)], &[(1.0, 1.0)]] {
            let svg = scatter(dots).svg().unwrap();
            assert!(svg.contains("&lt;x&gt;") && !svg.contains("NaN") && !svg.contains("inf"));
            apart_and_inside(&svg);
        }
    }
}
