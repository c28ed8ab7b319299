//! The plot area of a chart: where a category and a value lie in pixels, and how axes and layers are drawn there.

use super::{Colour, Layer, Segment, SignRow, Stroke, embedded, palette, round_numbers};
use crate::report::format;
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor, ShapeStyle, TextStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle};
use std::fmt::Display;

/// A chart could not be drawn; it is drawn in memory, so this is a fault of the drawing itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a chart could not be drawn: {0}")]
pub struct DrawingError(String);

pub(super) fn fault(error: impl Display) -> DrawingError {
    DrawingError(error.to_string())
}

pub(super) type Drawn = Result<(), DrawingError>;

const LETTER: f64 = 12.0;
const SIGN: f64 = 15.0;
const SIGN_ROW: i32 = 22;

pub(super) struct Frame<'a> {
    pub(super) area: DrawingArea<SVGBackend<'a>, Shift>,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
    categories: usize,
    low: f64,
    high: f64,
}

/// A chart of one category that draws all of itself, as markup; the range is that of its vertical axis.
pub(super) fn drawing(
    size: (u32, u32),
    range: (f64, f64),
    description: &str,
    draw: impl FnOnce(Frame) -> Drawn,
) -> Result<String, DrawingError> {
    let mut drawn = String::new();
    draw(Frame::new(&mut drawn, size, 1, range, &[]))?;
    Ok(embedded(&drawn, size, description))
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        drawn: &'a mut String,
        (width, height): (u32, u32),
        categories: usize,
        (low, high): (f64, f64),
        signs: &[SignRow],
    ) -> Self {
        let below = if signs.is_empty() { 26 } else { 32 + signs_height(signs.len()) };
        let left = if signs.is_empty() { 52 } else { 76 };
        let (right, bottom) = (width.cast_signed() - 14, height.cast_signed() - below);
        let area = SVGBackend::with_string(drawn, (width, height)).into_drawing_area();
        Self { area, left, right, top: 24, bottom, categories: categories.max(1), low, high }
    }

    pub(super) fn finish(&self) -> Drawn {
        self.area.present().map_err(fault)
    }

    /// Where a category begins; halves are middles.
    fn x(&self, category: f64) -> i32 {
        let width = f64::from(self.right - self.left);
        self.left + (width * category / self.categories as f64).round() as i32
    }

    pub(super) fn y(&self, value: f64) -> i32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.bottom - (f64::from(self.bottom - self.top) * share).round() as i32
    }

    pub(super) fn text(&self, text: &str, at: (i32, i32), colour: Colour, anchor: (HPos, VPos), bold: bool) -> Drawn {
        self.text_of(LETTER, text, at, colour, anchor, bold)
    }

    fn text_of(
        &self,
        size: f64,
        text: &str,
        at: (i32, i32),
        colour: Colour,
        anchor: (HPos, VPos),
        bold: bool,
    ) -> Drawn {
        let weight = if bold { FontStyle::Bold } else { FontStyle::Normal };
        // The SVG backend divides by 1.24, as if the size were that of the line.
        let font = FontDesc::new(FontFamily::SansSerif, size * 1.24, weight);
        let style: TextStyle = font.color(&rgb(colour)).pos(Pos::new(anchor.0, anchor.1));
        self.area.draw(&Text::new(text.to_owned(), at, style)).map_err(fault)
    }

    pub(super) fn path(&self, points: Vec<(i32, i32)>, colour: Colour, width: u32, stroke: Stroke) -> Drawn {
        let style = rgb(colour).stroke_width(width);
        match stroke {
            Stroke::Solid => self.area.draw(&PathElement::new(points, style)),
            Stroke::Dashed => self.area.draw(&DashedPathElement::new(points, 7, 4, style)),
            Stroke::Dotted => self.area.draw(&DashedPathElement::new(points, 2, 3, style)),
        }
        .map_err(fault)
    }

    fn polygon(&self, points: Vec<(i32, i32)>, style: impl Into<ShapeStyle>) -> Drawn {
        self.area.draw(&Polygon::new(points, style)).map_err(fault)
    }

    pub(super) fn vertical_axis(&self, unit: &str, percent: bool) -> Drawn {
        self.text(unit, (0, 10), palette::DIM, (HPos::Left, VPos::Center), false)?;
        let most = 1 + i64::from(self.bottom - self.top) / 30;
        let (low, high) = if percent { (100.0 * self.low, 100.0 * self.high) } else { (self.low, self.high) };
        for number in round_numbers(low, high, most) {
            let y = self.y(if percent { number / 100.0 } else { number });
            self.path(vec![(self.left, y), (self.right, y)], palette::PALE, 1, Stroke::Solid)?;
            let label = if percent { format::short_percent(number / 100.0) } else { format::short(number, 3) };
            self.text(&label, (self.left - 7, y), palette::DIM, (HPos::Right, VPos::Center), false)?;
        }
        Ok(())
    }

    pub(super) fn horizontal_axis(&self, ticks: &[(usize, String)], at_begin: bool) -> Drawn {
        let zero = self.y(0.0_f64.clamp(self.low, self.high));
        self.path(vec![(self.left, zero), (self.right, zero)], palette::DIM, 1, Stroke::Solid)?;
        for (category, label) in ticks {
            let x = self.x(*category as f64 + if at_begin { 0.0 } else { 0.5 });
            if at_begin {
                self.path(vec![(x, self.bottom), (x, self.bottom + 4)], palette::DIM, 1, Stroke::Solid)?;
            }
            self.text(label, (x, self.bottom + 7), palette::DIM, (HPos::Center, VPos::Top), false)?;
        }
        Ok(())
    }

    pub(super) fn reference(&self, value: f64) -> Drawn {
        let y = self.y(value);
        self.path(vec![(self.left, y), (self.right, y)], palette::INK, 2, Stroke::Dotted)
    }

    pub(super) fn marker(&self, category: usize, at_begin: bool, label: &str) -> Drawn {
        let x = self.x(category as f64 + if at_begin { 0.0 } else { 0.5 });
        self.path(vec![(x, self.top), (x, self.bottom)], palette::INK, 1, Stroke::Dashed)?;
        let (at, anchor) = if x < self.left.midpoint(self.right) { (x + 6, HPos::Left) } else { (x - 6, HPos::Right) };
        self.text(label, (at, self.top + 6), palette::INK, (anchor, VPos::Center), true)
    }

    pub(super) fn signs(&self, index: usize, row: &SignRow) -> Drawn {
        let y = self.bottom + 38 + signs_height(index);
        self.text(&row.label, (0, y), palette::INK, (HPos::Left, VPos::Center), false)?;
        for (category, (sign, colour)) in row.signs.iter().enumerate() {
            let x = self.x(category as f64 + 0.5);
            self.text_of(SIGN, sign, (x, y), *colour, (HPos::Center, VPos::Center), true)?;
        }
        Ok(())
    }

    pub(super) fn layer(&self, layer: &Layer) -> Drawn {
        match layer {
            Layer::Area(values, colour) => {
                for run in runs(values) {
                    let mut outline = self.stairs(&run);
                    let base = self.y(0.0_f64.clamp(self.low, self.high));
                    if let (Some(&(first, _)), Some(&(last, _))) = (outline.first(), outline.last()) {
                        outline.extend([(last, base), (first, base)]);
                    }
                    self.polygon(outline, rgb(*colour).filled())?;
                }
            }
            Layer::Band(values, colour) => {
                for run in runs(values) {
                    let low: Vec<(usize, f64)> = run.iter().map(|&(category, (low, _))| (category, low)).collect();
                    let high: Vec<(usize, f64)> = run.iter().map(|&(category, (_, high))| (category, high)).collect();
                    let mut outline = self.stairs(&high);
                    outline.extend(self.stairs(&low).into_iter().rev());
                    self.polygon(outline, rgb(*colour).mix(0.22).filled())?;
                }
            }
            Layer::Steps(values, colour, stroke) => {
                for run in runs(values) {
                    self.path(self.stairs(&run), *colour, 2, *stroke)?;
                }
            }
            Layer::Line(values, colour, stroke) => {
                for run in runs(values) {
                    let points: Vec<(i32, i32)> =
                        run.iter().map(|&(category, value)| (self.x(category as f64 + 0.5), self.y(value))).collect();
                    for &point in &points {
                        self.area.draw(&Circle::new(point, 3, rgb(*colour).filled())).map_err(fault)?;
                    }
                    self.path(points, *colour, 2, *stroke)?;
                }
            }
            Layer::Bars(bars) => {
                for (category, bar) in bars.iter().enumerate() {
                    self.bar(category, bar)?;
                }
            }
        }
        Ok(())
    }

    fn bar(&self, category: usize, bar: &[Segment]) -> Drawn {
        let gap = if (self.right - self.left) as usize / self.categories >= 12 { 0.12 } else { 0.0 };
        let (left, right) = (self.x(category as f64 + gap), self.x((category + 1) as f64 - gap));
        let (mut above, mut below) = (0.0, 0.0);
        for part in bar.iter().filter(|part| part.value != 0.0) {
            let base = if part.value > 0.0 { &mut above } else { &mut below };
            let (from, to) = (self.y(*base), self.y(*base + part.value));
            *base += part.value;
            let (top, bottom) = (from.min(to), from.max(to));
            self.area
                .draw(&Rectangle::new([(left, top), (right, bottom)], rgb(part.colour).filled()))
                .map_err(fault)?;
            if bottom - top > 1 && right - left > 6 {
                self.path(vec![(left, top), (right, top)], (255, 255, 255), 1, Stroke::Solid)?;
            }
            if !part.letter.is_empty() && bottom - top >= 15 && right - left >= 12 {
                let colour = if is_dark(part.colour) { (255, 255, 255) } else { palette::INK };
                let middle = (left.midpoint(right), top.midpoint(bottom));
                self.text(part.letter, middle, colour, (HPos::Center, VPos::Center), false)?;
            }
        }
        Ok(())
    }

    /// The corners of a line in steps.
    fn stairs(&self, run: &[(usize, f64)]) -> Vec<(i32, i32)> {
        run.iter()
            .flat_map(|&(category, value)| {
                let y = self.y(value);
                [(self.x(category as f64), y), (self.x(category as f64 + 1.0), y)]
            })
            .collect()
    }
}

/// The height of so many rows of signs.
fn signs_height(rows: usize) -> i32 {
    SIGN_ROW * i32::try_from(rows).unwrap_or(0)
}

/// The stretches between gaps, each value with its category.
fn runs<T: Copy>(values: &[Option<T>]) -> Vec<Vec<(usize, T)>> {
    let mut runs: Vec<Vec<(usize, T)>> = Vec::new();
    let mut open = false;
    for (category, value) in values.iter().enumerate() {
        let Some(value) = value else {
            open = false;
            continue;
        };
        match runs.last_mut() {
            Some(run) if open => run.push((category, *value)),
            _ => runs.push(vec![(category, *value)]),
        }
        open = true;
    }
    runs
}

pub(super) fn rgb((red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

/// Whether white letters read better on it than dark ones.
fn is_dark((red, green, blue): Colour) -> bool {
    0.3 * f64::from(red) + 0.59 * f64::from(green) + 0.11 * f64::from(blue) < 128.0
}
