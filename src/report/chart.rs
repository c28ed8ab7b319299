//! Charts as SVG text for an HTML page: no fonts are measured, nothing is fetched, titles and legends stand in the page.
//!
//! A chart has categories from left to right (intervals, days, months) and layers that are drawn in order. What it
//! says is told apart by form as well as by colour: areas, bands, solid, dashed and dotted lines, letters in bars.

mod curves;
mod frame;
mod rows;
mod scatter;
pub mod tornado;
pub mod waterfall;
mod whiskers;

pub use curves::{Curve, Curves};
pub use frame::DrawingError;
use frame::Frame;
pub use scatter::Scatter;
pub use tornado::{Tornado, TornadoRow};
pub use waterfall::Waterfall;
pub use whiskers::{Mark, WhiskerRow, Whiskers};

/// A colour as red, green and blue.
pub type Colour = (u8, u8, u8);

/// Colours that people with any colour vision tell apart; lines among them have a contrast of 3 : 1 on white at least.
pub mod palette {
    use super::Colour;

    /// The proposal: a schedule, a plan.
    pub const BLUE: Colour = (0, 95, 158);
    /// As things are today.
    pub const ORANGE: Colour = (196, 78, 0);
    /// A third thing beside them.
    pub const GREEN: Colour = (0, 122, 92);
    /// What is needed: an area.
    pub const GREY: Colour = (205, 211, 218);
    /// Promises, axes and words.
    pub const INK: Colour = (38, 44, 51);
    /// Lines of the grid.
    pub const PALE: Colour = (228, 232, 236);
    /// Contacts: bars.
    pub const SKY: Colour = (128, 184, 222);
    /// Words on axes: 7 : 1 on white.
    pub const DIM: Colour = (75, 83, 92);
    /// Lines beside [`BLUE`] that are no alternative to it: groups, portfolios.
    pub const LINES: [Colour; 5] = [ORANGE, GREEN, (150, 40, 50), (150, 95, 210), (140, 104, 66)];
    /// Kinds of cost, in the order of reports; what is not cash is grey. Fifteen are too many for any colour vision: letters tell them
    /// apart too.
    pub const KINDS: [Colour; 15] = [
        (128, 184, 222),
        (226, 150, 20),
        (0, 122, 92),
        (222, 150, 200),
        (150, 40, 50),
        (252, 234, 170),
        (140, 104, 66),
        (198, 222, 110),
        (230, 110, 60),
        (0, 70, 140),
        (100, 210, 180),
        (150, 95, 210),
        (104, 110, 118),
        (34, 37, 42),
        (190, 188, 196),
    ];
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Without gaps.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// How high it is; parts below zero hang from the axis.
    pub value: f64,
    /// Its colour.
    pub colour: Colour,
    /// A letter that stands in it where there is room.
    pub letter: &'static str,
}

/// Something drawn, with a value per category; `None` leaves a gap.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A filled area in steps: what holds all through an interval.
    Area(Vec<Option<f64>>, Colour),
    /// A line in steps.
    Steps(Vec<Option<f64>>, Colour, Stroke),
    /// A pale band in steps from a lower to an upper value.
    Band(Vec<Option<(f64, f64)>>, Colour),
    /// A line from category to category with a dot on each.
    Line(Vec<Option<f64>>, Colour, Stroke),
    /// Bars of stacked parts.
    Bars(Vec<Vec<Segment>>),
}

/// A row of signs below the axis, one per category: ✓ ✗ ?
#[derive(Debug, Clone, PartialEq)]
pub struct SignRow {
    /// What stands before it.
    pub label: String,
    /// The signs, each with its colour.
    pub signs: Vec<(&'static str, Colour)>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows, in words, for those who cannot see it.
    pub description: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What the vertical axis counts, with its unit.
    pub unit: String,
    /// Number of categories.
    pub categories: usize,
    /// Labels of the horizontal axis: the category and its label.
    pub ticks: Vec<(usize, String)>,
    /// Whether labels stand at the begin of a category (clock times) and not below its middle (days, months).
    pub ticks_at_begin: bool,
    /// The range of the vertical axis; `None`: from 0, or the least value if it is less, to the greatest.
    pub range: Option<(f64, f64)>,
    /// Whether the vertical axis counts shares of 1, shown as percentages.
    pub percent: bool,
    /// What is drawn.
    pub layers: Vec<Layer>,
    /// A promise or limit: a dark dashed line across.
    pub reference: Option<f64>,
    /// A dark dotted line upwards from a category, with its label: a turning point.
    pub marker: Option<(usize, String)>,
    /// Rows of signs below the horizontal axis.
    pub signs: Vec<SignRow>,
}

impl Chart {
    /// Draws it.
    pub fn svg(&self) -> Result<String, DrawingError> {
        let mut drawn = String::new();
        {
            let (low, high) = self.range.unwrap_or_else(|| self.extent());
            let frame = Frame::new(&mut drawn, self.size, self.categories, (low, high), &self.signs);
            frame.vertical_axis(&self.unit, self.percent)?;
            for layer in &self.layers {
                frame.layer(layer)?;
            }
            if let Some(value) = self.reference {
                frame.reference(value)?;
            }
            frame.horizontal_axis(&self.ticks, self.ticks_at_begin)?;
            if let Some((category, label)) = &self.marker {
                frame.marker(*category, self.ticks_at_begin, label)?;
            }
            for (index, row) in self.signs.iter().enumerate() {
                frame.signs(index, row)?;
            }
            frame.finish()?;
        }
        Ok(embedded(&drawn, self.size, &self.description))
    }

    /// From 0, or the least value if it is less, to a bit above the greatest.
    fn extent(&self) -> (f64, f64) {
        let mut values: Vec<f64> = self.reference.into_iter().collect();
        for layer in &self.layers {
            match layer {
                Layer::Area(line, _) | Layer::Steps(line, ..) | Layer::Line(line, ..) => {
                    values.extend(line.iter().flatten());
                }
                Layer::Band(band, _) => values.extend(band.iter().flatten().flat_map(|&(low, high)| [low, high])),
                Layer::Bars(bars) => values.extend(bars.iter().flat_map(|bar| {
                    let sum =
                        |sign: f64| bar.iter().map(|part| part.value * sign).filter(|part| *part > 0.0).sum::<f64>();
                    [sum(1.0), -sum(-1.0)]
                })),
            }
        }
        let high = values.iter().copied().fold(0.0, f64::max);
        let low = values.iter().copied().fold(0.0, f64::min);
        if high - low > 0.0 { (low * 1.06, high * 1.06) } else { (0.0, 1.0) }
    }
}

/// The drawing as an element of a page: it scales with the page, has a description and needs no name space.
fn embedded(drawn: &str, (width, height): (u32, u32), description: &str) -> String {
    let inside = drawn.find('>').map_or(drawn, |end| &drawn[end + 1..]);
    let mut label = String::new();
    for letter in description.chars() {
        match letter {
            '<' => label.push_str("&lt;"),
            '>' => label.push_str("&gt;"),
            '&' => label.push_str("&amp;"),
            '"' => label.push_str("&quot;"),
            other => label.push(other),
        }
    }
    format!(r#"<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{inside}"#)
}

/// Round numbers from `low` to `high`, at most `most` of them (3 at least): multiples of 1, 2 or 5 times a power of ten.
fn round_numbers(low: f64, high: f64, most: i64) -> Vec<f64> {
    let most = most.max(3);
    let width = high - low;
    if !width.is_finite() || width <= 0.0 {
        return vec![low];
    }
    let power = 10f64.powf((width / most as f64).log10().floor() - 1.0);
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].map(|factor| factor * power);
    let multiples = |step: f64| ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    let fits = |step: &f64| {
        let (first, last) = multiples(*step);
        last - first < most
    };
    let step = steps.into_iter().find(fits).unwrap_or(1000.0 * power);
    let (first, last) = multiples(step);
    (first..=last).map(|index| index as f64 * step).collect()
}

/// The words of a drawing, for tests.
#[cfg(test)]
pub(in crate::report) mod texts {
    /// Width of a letter of 12 pixels: rather more than the average, and what figures take.
    const LETTER: f64 = 6.7;

    /// A word of a drawing, and the box that it takes.
    struct Word {
        text: String,
        x: (f64, f64),
        y: (f64, f64),
    }

    fn words(svg: &str) -> Vec<Word> {
        let word = |element: &str| {
            let of = |name: &str| Some(element.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.to_owned());
            let number = |name: &str| of(name).and_then(|value| value.parse::<f64>().ok());
            let text = element.split('>').nth(1)?.split('<').next()?.trim();
            let (x, size) = (number(" x").or(number("x"))?, number("font-size")?);
            let width = LETTER * size / 12.0 * text.chars().count() as f64;
            let left = match of("text-anchor")?.as_str() {
                "middle" => x - width / 2.0,
                "end" => x - width,
                _ => x,
            };
            // A line from its middle, or from its top.
            let (y, shift) = (number("y")?, of("dy")?);
            let middle = if shift == "0.5ex" { y } else { y + size / 2.0 };
            let half = 0.4 * size;
            Some(Word { text: text.to_owned(), x: (left, left + width), y: (middle - half, middle + half) })
        };
        svg.split("<text").skip(1).map(|element| word(element).expect("a text has a place")).collect()
    }

    /// The words of a drawing; fails where one is cut off by its edge, or lies on another.
    pub fn apart_and_inside(svg: &str) -> Vec<String> {
        let size = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next()).expect("it has a size");
        let size: Vec<f64> = size.split(' ').map(|number| number.parse().expect("a number")).collect();
        let words = words(svg);
        for (index, word) in words.iter().enumerate() {
            let inside = word.x.0 >= -0.5 && word.x.1 <= size[0] + 0.5 && word.y.0 >= 0.0 && word.y.1 <= size[1];
            assert!(inside, "{:?} is cut off: {:?} {:?} of {size:?}", word.text, word.x, word.y);
            for other in &words[..index] {
                let apart = |one: (f64, f64), other: (f64, f64)| one.1 <= other.0 || other.1 <= one.0;
                assert!(
                    apart(word.x, other.x) || apart(word.y, other.y),
                    "{:?} lies on {:?}: {:?} {:?}, {:?} {:?}",
                    word.text,
                    other.text,
                    word.x,
                    word.y,
                    other.x,
                    other.y
                );
            }
        }
        words.into_iter().map(|word| word.text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!(round_numbers(0.0, 43.0, 5), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(round_numbers(0.0, 43.0, 4), [0.0, 20.0, 40.0]);
        assert_eq!(round_numbers(-48.0, 41.0, 5), [-40.0, -20.0, 0.0, 20.0, 40.0]);
        assert_eq!(round_numbers(0.0, 100.0, 6), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(round_numbers(0.0, 0.0, 4), [0.0]);
    }

    #[test]
    fn a_chart_without_values_is_still_a_chart() {
        let chart = Chart {
            description: "<nothing> & \"more\"".into(),
            size: (460, 220),
            unit: "contacts".into(),
            categories: 0,
            ticks: Vec::new(),
            ticks_at_begin: true,
            range: None,
            percent: false,
            layers: vec![Layer::Area(Vec::new(), palette::GREY)],
            reference: None,
            marker: None,
            signs: Vec::new(),
        };
        let svg = chart.svg().unwrap();
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("&lt;nothing&gt; &amp; &quot;more&quot;"));
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn a_gap_in_a_line_stays_a_gap() {
        let values = vec![Some(1.0), Some(2.0), None, Some(1.0), Some(1.0)];
        let chart = Chart {
            description: String::new(),
            size: (460, 220),
            unit: "agents".into(),
            categories: 5,
            ticks: Vec::new(),
            ticks_at_begin: true,
            range: None,
            percent: false,
            layers: vec![Layer::Steps(values, palette::BLUE, Stroke::Solid)],
            reference: None,
            marker: None,
            signs: Vec::new(),
        };
        let blue = "#005F9E";
        assert_eq!(chart.svg().unwrap().matches(blue).count(), 2);
    }
}
