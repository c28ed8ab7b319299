//! Dots with whiskers: estimates with their intervals below each other, on an axis from left to right.

use super::frame::{Drawn, Frame, fault, rgb};
use super::rows::{Across, Rows};
use super::{Colour, DrawingError, Stroke, palette};
use crate::report::format;
use crate::statistics::Estimate;
use plotters::element::Circle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

const ROWS: Rows = Rows { height: 24, above: 26, below: 28 };
/// Width of a letter, on average and rather more than less.
const LETTER: f64 = 6.6;
/// Most letters of a label, by the part of the width that it may take.
const LABELS: f64 = 0.38;

/// A chart of estimates with their intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Whiskers {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width in pixels; the height follows from the rows.
    pub width: u32,
    /// What the axis counts.
    pub unit: String,
    /// From top to bottom.
    pub rows: Vec<WhiskerRow>,
}

/// A row of such a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct WhiskerRow {
    /// What stands to its left; cut where it is too long.
    pub label: String,
    /// What is drawn; `None` for a heading.
    pub mark: Option<Mark>,
}

/// An estimate as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Where the dot and the ends of its whisker are.
    pub estimate: Estimate,
    /// What stands to the right.
    pub text: String,
    /// Its colour.
    pub colour: Colour,
    /// Whether the dot is filled, and not a ring.
    pub filled: bool,
}

impl Whiskers {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        ROWS.drawing((self.width, self.rows.len()), &self.description, |frame| self.draw(frame))
    }

    fn draw(&self, mut frame: Frame) -> Drawn {
        let width = f64::from(self.width);
        let most = (width * LABELS / LETTER) as usize;
        let labels: Vec<String> = self.rows.iter().map(|row| cut(&row.label, most)).collect();
        let room = |texts: &mut dyn Iterator<Item = usize>| (LETTER * texts.max().unwrap_or(0) as f64) as i32 + 12;
        frame.left = room(&mut labels.iter().map(|label| label.chars().count()));
        let marks = || self.rows.iter().filter_map(|row| row.mark.as_ref());
        let right_text = self.width.cast_signed();
        frame.right = right_text - room(&mut marks().map(|mark| mark.text.chars().count()));
        let across = Across::of(&frame, extent(marks().map(|mark| mark.estimate)));
        let x = |value: f64| across.x(value);
        frame.text(&self.unit, (0, 10), palette::DIM, (HPos::Left, VPos::Center), false)?;
        let sign = |number: f64| if number > 0.0 { "+" } else { "" };
        across.axis(&frame, 70, |number| format!("{}{}", sign(number), format::short(number, 4)))?;
        frame.path(vec![(x(0.0), frame.top - 4), (x(0.0), frame.bottom + 3)], palette::INK, 1, Stroke::Solid)?;
        for (index, (row, label)) in self.rows.iter().zip(&labels).enumerate() {
            let y = ROWS.middle(index);
            frame.text(label, (0, y), palette::INK, (HPos::Left, VPos::Center), row.mark.is_none())?;
            let Some(mark) = &row.mark else { continue };
            frame.text(&mark.text, (right_text, y), palette::INK, (HPos::Right, VPos::Center), false)?;
            let Some(mean) = mark.estimate.mean else { continue };
            if let (Some(lower), Some(upper)) = (mark.estimate.lower(), mark.estimate.upper()) {
                let (from, to) = (x(lower), x(upper));
                frame.path(vec![(from, y), (to, y)], mark.colour, 2, Stroke::Solid)?;
                for end in [from, to] {
                    frame.path(vec![(end, y - 4), (end, y + 4)], mark.colour, 2, Stroke::Solid)?;
                }
            }
            let at = (x(mean), y);
            let inside = if mark.filled { mark.colour } else { (255, 255, 255) };
            frame.area.draw(&Circle::new(at, 5, rgb(mark.colour).filled())).map_err(fault)?;
            frame.area.draw(&Circle::new(at, 3, rgb(inside).filled())).map_err(fault)?;
        }
        frame.finish()
    }
}

/// From the least to the greatest end of an interval, 0 included, with some room on both sides.
fn extent(estimates: impl Iterator<Item = Estimate>) -> (f64, f64) {
    let ends = estimates.flat_map(|estimate| [estimate.mean, estimate.lower(), estimate.upper()]).flatten();
    let (low, high) = ends.fold((0.0, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
    let room = if high > low { 0.08 * (high - low) } else { 1.0 };
    (low - room, high + room)
}

/// At most so many letters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, estimate: Estimate) -> WhiskerRow {
        let mark = Mark { estimate, text: "+1 ± 2".into(), colour: palette::BLUE, filled: true };
        WhiskerRow { label: label.into(), mark: Some(mark) }
    }

    #[test]
    fn a_dot_without_interval_or_without_value_is_no_fault() {
        let rows = vec![
            WhiskerRow { label: "a heading".into(), mark: None },
            row("none", Estimate::none()),
            row("exact", Estimate::exact(0.0)),
            row("once", Estimate { mean: Some(-3.0), half_width: None }),
        ];
        let svg = Whiskers { description: "<x>".into(), width: 470, unit: "s".into(), rows }.svg().unwrap();
        assert!(svg.contains("&lt;x&gt;") && !svg.contains("NaN"));
        assert_eq!(svg.matches("<circle").count(), 4, "two dots, each with its inside");
    }

    #[test]
    fn the_axis_has_zero_on_it() {
        assert_eq!(extent([Estimate::new(5.0, 1.0)].into_iter()), (-0.48, 6.48));
        assert_eq!(extent([Estimate::none()].into_iter()), (-1.0, 1.0));
    }

    #[test]
    fn long_labels_are_cut() {
        assert_eq!(cut("delivery and returns", 9), "delivery…");
        assert_eq!(cut("calls", 9), "calls");
    }
}
