//! A chart of the pack from its series: what is drawn, its legend and the table behind it say the same.

use crate::report::chart::{Colour, DrawingError, Layer, Segment, SignRow, Stroke};
use crate::report::format;
use crate::report::sections::{self, Figure, Form, Legend, Table, empty, legend, line};

/// A chart with categories from left to right.
pub(super) struct Plot {
    /// What it says, as a heading.
    pub title: String,
    /// What it shows, for those who cannot see it, and over its table.
    pub description: String,
    pub size: (u32, u32),
    pub unit: String,
    /// What the categories are, over the first column of the table.
    pub of: String,
    pub categories: Vec<String>,
    /// Labels of the axis.
    pub ticks: Vec<(usize, String)>,
    /// Whether categories are clock times, which label the begin of an interval.
    pub is_clock: bool,
    /// Whether values are shares of 1, drawn from 0 to 1.
    pub is_share: bool,
    /// Decimals of the numbers in the table.
    pub decimals: usize,
    pub series: Vec<Series>,
    /// A promise or limit, with its words.
    pub reference: Option<(f64, String)>,
    pub marker: Option<(usize, String)>,
    pub signs: Vec<SignRow>,
}

/// Values of all categories.
pub(super) struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
    pub look: Look,
    pub colour: Colour,
}

/// How a series is drawn.
pub(super) enum Look {
    Area,
    Bars,
    Steps(Stroke),
    Line(Stroke),
    /// A line with its 95 % band.
    Banded(Stroke, Vec<Option<(f64, f64)>>),
    /// A band alone; the values of the series are its lower ends.
    Band(Vec<Option<(f64, f64)>>),
}

impl Plot {
    /// One without series yet.
    pub fn new(
        size: (u32, u32),
        title: String,
        description: &str,
        unit: &str,
        (of, categories): (&str, Vec<String>),
    ) -> Self {
        Self {
            title,
            description: description.to_owned(),
            size,
            unit: unit.to_owned(),
            of: of.to_owned(),
            categories,
            ticks: Vec::new(),
            is_clock: false,
            is_share: false,
            decimals: 0,
            series: Vec::new(),
            reference: None,
            marker: None,
            signs: Vec::new(),
        }
    }

    /// With one more series.
    pub fn with(mut self, name: &str, values: Vec<Option<f64>>, look: Look, colour: Colour) -> Self {
        self.series.push(Series { name: name.to_owned(), values, look, colour });
        self
    }

    /// Draws it.
    pub fn figure(self) -> Result<Figure, DrawingError> {
        let table = self.table();
        let mut chart = empty(self.size, &self.description, &self.unit, self.categories.len());
        chart.size.1 += 24 * self.signs.len() as u32;
        (chart.percent, chart.range) = (self.is_share, self.is_share.then_some((0.0, 1.0)));
        (chart.ticks, chart.ticks_at_begin) = (self.ticks, self.is_clock);
        (chart.marker, chart.signs) = (self.marker, self.signs);
        let mut key: Vec<Legend> = Vec::new();
        let mut bars: Vec<Vec<Segment>> = vec![Vec::new(); self.categories.len()];
        for Series { name, values, look, colour } in self.series {
            let form = match &look {
                Look::Area => Form::Area,
                Look::Band(_) => Form::Band,
                Look::Bars => Form::Bar,
                Look::Steps(stroke) | Look::Line(stroke) | Look::Banded(stroke, _) => of_stroke(*stroke),
            };
            key.push(legend(form, colour, name));
            match look {
                Look::Area => chart.layers.push(Layer::Area(values, colour)),
                Look::Steps(stroke) => chart.layers.push(Layer::Steps(values, colour, stroke)),
                Look::Line(stroke) => chart.layers.push(Layer::Line(values, colour, stroke)),
                Look::Band(ends) => chart.layers.push(Layer::Band(ends, colour)),
                Look::Banded(stroke, ends) => {
                    chart.layers.push(Layer::Band(ends, colour));
                    // What holds through an interval is drawn in steps.
                    let line = if self.is_clock { Layer::Steps } else { Layer::Line };
                    chart.layers.push(line(values, colour, stroke));
                }
                Look::Bars => {
                    for (bar, value) in bars.iter_mut().zip(values) {
                        bar.extend(value.map(|value| Segment { value, colour, letter: "" }));
                    }
                }
            }
        }
        if bars.iter().any(|bar| !bar.is_empty()) {
            chart.layers.insert(0, Layer::Bars(bars));
        }
        if let Some((value, words)) = self.reference {
            chart.reference = Some(value);
            key.push(line(Stroke::Dotted, crate::report::chart::palette::INK, words));
        }
        sections::figure(self.title, &chart, key, table)
    }

    fn table(&self) -> Table {
        let cell = |value: &Option<f64>| match value {
            None => format::NONE.to_owned(),
            Some(value) if self.is_share => format::percent(*value),
            Some(value) => format::decimal(*value, self.decimals),
        };
        let row = |(at, name): (usize, &String)| {
            let mut row = vec![name.clone()];
            row.extend(self.series.iter().map(|series| match &series.look {
                Look::Band(ends) => match ends.get(at).copied().flatten() {
                    Some((low, high)) => format!("{} … {}", cell(&Some(low)), cell(&Some(high))),
                    None => format::NONE.to_owned(),
                },
                Look::Banded(_, ends) => match (series.values[at], ends.get(at).copied().flatten()) {
                    (Some(value), Some((low, high))) => {
                        format!("{} ({} … {})", cell(&Some(value)), cell(&Some(low)), cell(&Some(high)))
                    }
                    (value, _) => cell(&value),
                },
                _ => cell(&series.values[at]),
            }));
            row.extend(
                self.signs.iter().map(|row| row.signs.get(at).map_or_else(String::new, |(sign, _)| (*sign).to_owned())),
            );
            row
        };
        let mut head = vec![self.of.clone()];
        head.extend(self.series.iter().map(|series| format::capital(&series.name)));
        head.extend(self.signs.iter().map(|row| row.label.clone()));
        let rows = self.categories.iter().enumerate().map(row).collect();
        Table { caption: format!("{} ({})", self.description, self.unit), over: Vec::new(), head, rows, words: false }
    }
}

fn of_stroke(stroke: Stroke) -> Form {
    match stroke {
        Stroke::Solid => Form::Solid,
        Stroke::Dashed => Form::Dashed,
        Stroke::Dotted => Form::Dotted,
    }
}

/// Values that are all known.
pub(super) fn known(values: impl IntoIterator<Item = f64>) -> Vec<Option<f64>> {
    values.into_iter().map(Some).collect()
}

/// Labels at about `most` of the categories.
pub(super) fn some_ticks(count: usize, most: usize, label: impl Fn(usize) -> String) -> Vec<(usize, String)> {
    (0..count).step_by(count.div_ceil(most).max(1)).map(|at| (at, label(at))).collect()
}
