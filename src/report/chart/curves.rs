//! Lines over a measured axis: what comes of more of something, and at the right what comes of any amount of it.

use super::frame::{Drawn, Frame, drawing, fault, rgb};
use super::{Colour, DrawingError, Stroke, palette, round_numbers};
use crate::report::format;
use plotters::element::Circle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Room below the plot, for the numbers of the axis and what it counts.
const BELOW: i32 = 46;
/// Width of the column at the right, for any amount.
const ANY: i32 = 76;
/// Room between a line and the ends of its axis.
const INSET: f64 = 18.0;

/// A chart of lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What the horizontal axis counts, with its unit.
    pub along: String,
    /// What the column at the right is called.
    pub any: String,
    /// What the vertical axis counts; it begins at 0 and counts shares of 1, shown as percentages.
    pub unit: String,
    /// In the order in which they are drawn.
    pub curves: Vec<Curve>,
}

/// A line, with a dot on each point.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The points, from left to right.
    pub points: Vec<(f64, f64)>,
    /// The value with any amount, if that is known.
    pub any: Option<f64>,
    /// Its colour.
    pub colour: Colour,
    /// How it is drawn.
    pub stroke: Stroke,
}

impl Curves {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        let values = self.curves.iter().flat_map(|curve| curve.points.iter().map(|&(_, value)| value).chain(curve.any));
        let most = values.fold(0.0, f64::max);
        let high = if most > 0.0 { 1.08 * most } else { 0.01 };
        drawing(self.size, (0.0, high), &self.description, |frame| self.draw(frame))
    }

    fn draw(&self, mut frame: Frame) -> Drawn {
        frame.bottom = self.size.1.cast_signed() - BELOW;
        let (has_any, right) = (self.curves.iter().any(|curve| curve.any.is_some()), frame.right);
        let end = if has_any { right - ANY } else { right };
        let middle_of_any = right - ANY / 2;
        let amounts = self.curves.iter().flat_map(|curve| curve.points.iter().map(|&(amount, _)| amount));
        let (low, high) =
            amounts.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), amount| (low.min(amount), high.max(amount)));
        let (from, span) = (f64::from(frame.left) + INSET, f64::from(end - frame.left) - 2.0 * INSET);
        let x = |amount: f64| {
            let part = if high > low { (amount - low) / (high - low) } else { 0.5 };
            (from + span * part).round() as i32
        };
        frame.vertical_axis(&self.unit, true)?;
        if low.is_finite() {
            for number in round_numbers(low, high, i64::from(end - frame.left) / 90) {
                let at = x(number);
                frame.path(vec![(at, frame.bottom), (at, frame.bottom + 4)], palette::DIM, 1, Stroke::Solid)?;
                let label = format::short(number, 3);
                frame.text(&label, (at, frame.bottom + 8), palette::DIM, (HPos::Center, VPos::Top), false)?;
            }
        }
        if has_any {
            frame.path(vec![(end, frame.top), (end, frame.bottom)], palette::PALE, 1, Stroke::Solid)?;
            let at = (middle_of_any, frame.bottom + 8);
            frame.text(&self.any, at, palette::DIM, (HPos::Center, VPos::Top), false)?;
        }
        let at = (frame.left.midpoint(end), frame.bottom + 26);
        frame.text(&self.along, at, palette::DIM, (HPos::Center, VPos::Top), false)?;
        frame.path(vec![(frame.left, frame.bottom), (right, frame.bottom)], palette::DIM, 1, Stroke::Solid)?;
        for (index, curve) in self.curves.iter().enumerate() {
            // Dots that lie on each other become smaller, so that each shows.
            let size = 6 - i32::try_from(index.min(3)).unwrap_or(3);
            let dot = |at: (i32, i32), inside: Colour| -> Drawn {
                frame.area.draw(&Circle::new(at, size, rgb(curve.colour).filled())).map_err(fault)?;
                frame.area.draw(&Circle::new(at, size - 2, rgb(inside).filled())).map_err(fault)
            };
            let points: Vec<(i32, i32)> =
                curve.points.iter().map(|&(amount, value)| (x(amount), frame.y(value))).collect();
            let any = curve.any.map(|value| (middle_of_any, frame.y(value)));
            if let (Some(&last), Some(any)) = (points.last(), any) {
                frame.path(vec![last, any], curve.colour, 1, Stroke::Dotted)?;
            }
            if points.len() > 1 {
                frame.path(points.clone(), curve.colour, 2, curve.stroke)?;
            }
            for at in points {
                dot(at, curve.colour)?;
            }
            if let Some(at) = any {
                dot(at, (255, 255, 255))?;
            }
        }
        frame.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::texts::apart_and_inside;
    use super::*;

    /// Points, and what comes of any amount.
    type Given<'a> = (&'a [(f64, f64)], Option<f64>);

    fn curves(curves: &[Given]) -> Curves {
        let curve = |&(points, any): &Given| Curve {
            points: points.to_vec(),
            any,
            colour: palette::BLUE,
            stroke: Stroke::Solid,
        };
        Curves {
            description: "<x>".into(),
            size: (960, 320),
            along: "budget a year, million EUR".into(),
            any: "any budget".into(),
            unit: "share of the hours needed that are missing".into(),
            curves: curves.iter().map(curve).collect(),
        }
    }

    #[test]
    fn words_stand_inside_the_chart_and_apart_from_each_other() {
        let chart = curves(&[(&[(6.385, 0.12), (6.8, 0.05), (7.513, 0.01)], Some(0.0)), (&[(6.385, 0.2)], Some(0.1))]);
        let found = apart_and_inside(&chart.svg().unwrap());
        for text in ["budget a year, million EUR", "any budget", "10 %", "6.4"] {
            assert!(found.contains(&text.to_owned()), "{text}: {found:?}");
        }
    }

    #[test]
    fn every_point_has_a_dot_and_any_amount_a_ring() {
        let svg = curves(&[(&[(6.0, 0.12), (7.0, 0.05)], Some(0.01))]).svg().unwrap();
        assert_eq!(svg.matches("<circle").count(), 2 * 3, "each dot has its inside");
        assert_eq!(svg.matches("fill=\"#FFFFFF\"").count(), 1);
    }

    #[test]
    fn nothing_missing_one_budget_or_none_at_all_is_no_fault() {
        for chart in [curves(&[(&[(6.0, 0.0), (7.0, 0.0)], Some(0.0))]), curves(&[(&[(6.0, 0.1)], None)]), curves(&[])]
        {
            let svg = chart.svg().unwrap();
            assert!(svg.contains("&lt;x&gt;") && !svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}
