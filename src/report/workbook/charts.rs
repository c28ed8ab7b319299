//! Native charts: they follow the cells that they are drawn from.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartSolidFill, ChartType, Color,
};

/// Height of a chart in points of the screen.
const HEIGHT: u32 = 300;
/// Rows from the begin of a chart to that of the next, at 20 points each.
pub(super) const ROWS: u32 = 16;

/// Most characters of a title.
const LONGEST: usize = 200;

/// How numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Columns,
}

/// A column of a sheet that is drawn.
pub(super) struct Line {
    pub name: &'static str,
    pub column: usize,
    /// The first and the last row, as a writer counts.
    pub rows: (u32, u32),
    pub colour: u32,
    pub dashed: bool,
}

/// A chart of columns of a sheet, over the categories in another column of it.
pub(super) fn chart(kind: Kind, title: &str, unit: &str, sheet: &str, categories: usize, lines: &[Line]) -> Chart {
    let mut chart = Chart::new(match kind {
        Kind::Line => ChartType::Line,
        Kind::Columns => ChartType::Column,
    });
    for line in lines {
        let (first, last) = line.rows;
        let (categories, column) = (categories as u16, line.column as u16);
        let mut look = match kind {
            Kind::Line => {
                let dash = if line.dashed { ChartLineDashType::Dash } else { ChartLineDashType::Solid };
                let drawn =
                    ChartLine::new().set_color(Color::RGB(line.colour)).set_width(1.75).set_dash_type(dash).clone();
                ChartFormat::new().set_line(&drawn).clone()
            }
            Kind::Columns => {
                ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(line.colour))).clone()
            }
        };
        let series = chart.add_series();
        series.set_categories((sheet, first, categories, last, categories));
        series.set_values((sheet, first, column, last, column));
        series.set_name(line.name).set_format(&mut look);
        if kind == Kind::Columns {
            series.set_gap(60);
        }
    }
    chart.title().set_name(&plain(title)).set_font(ChartFont::new().set_size(12));
    let line = ChartLine::new().set_color(Color::RGB(0x00D9_DEE4)).set_width(0.75).clone();
    chart.y_axis().set_major_gridlines_line(&line);
    chart.set_alt_text(plain(title));
    // Numbers below zero do not run into the names of the categories.
    // Each row has its place, also where several are of the same day.
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low).set_text_axis(true);
    chart.y_axis().set_name(&plain(unit)).set_num_format("#,##0");
    if kind == Kind::Columns {
        // The length of a column is what is compared.
        chart.y_axis().set_min(0);
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(760).set_height(HEIGHT - 10);
    chart
}

/// A title that is read as a text. The writer takes whatever looks like `Sheet1!A1` for a reference to a cell, and a chart that refers
/// to what is not there is a fault of the file: exclamation marks of names become those of another script.
pub(super) fn plain(title: &str) -> String {
    let text: String =
        title.chars().take(LONGEST).map(|letter| if letter == '!' { '\u{ff01}' } else { letter }).collect();
    if text.starts_with('=') { format!("\u{2009}{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_title_is_taken_for_a_reference() {
        assert_eq!(plain("Agents of orders"), "Agents of orders");
        let attack = plain("=cmd|' /C calc'!A1");
        assert!(!attack.contains('!') && !attack.starts_with('='));
    }
}
