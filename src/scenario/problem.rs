//! What is wrong with a scenario: every problem at once, each with its place, what was found, what is allowed and a remedy.

use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken, in short: `unknown-key`. Stable, for tests and tools.
    pub rule: &'static str,
    /// The key or table that it is about: `queue.orders.handling.mean`.
    pub about: String,
    /// Where it stands.
    pub place: Place,
    /// What was found.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
    /// What to do.
    pub remedy: String,
}

/// A place in a file or in an override, with the line that stands there, so that a message can show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user would name it, or `--set`.
    pub origin: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Column, in characters from 1; 0 where the whole line or file is meant.
    pub column: usize,
    /// The line, shortened where it is very long.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub marked: Range<usize>,
}

/// Most problems that are shown at once.
const MOST_SHOWN: usize = 100;

/// Longest line that is shown whole, in characters.
const LONGEST_LINE: usize = 160;

impl Place {
    /// A file as a whole.
    pub fn whole(origin: &str) -> Self {
        Self { origin: origin.to_owned(), line: 0, column: 0, text: String::new(), marked: 0..0 }
    }

    /// A span of bytes in a text of several lines, of which the begins are given. A span that is too long is cut at the
    /// end of its first line; one that lies outside the text is moved to its end.
    pub fn in_text(origin: &str, source: &str, line_starts: &[usize], span: Range<usize>) -> Self {
        let start = floor_char_boundary(source, span.start);
        let end = floor_char_boundary(source, span.end).max(start);
        let line = line_starts.partition_point(|&begin| begin <= start).max(1);
        let line_start = line_starts.get(line - 1).copied().unwrap_or(0);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let text = source[line_start..line_end].trim_end_matches('\r');
        let marked = (start - line_start).min(text.len())..(end - line_start).min(text.len());
        Self::in_line(origin, line, text, marked)
    }

    /// Bytes of a single line.
    pub fn in_line(origin: &str, line: usize, text: &str, marked: Range<usize>) -> Self {
        let start = floor_char_boundary(text, marked.start);
        let end = floor_char_boundary(text, marked.end).max(start);
        let column = text[..start].chars().count() + 1;
        // Control characters would garble the terminal, and a tab has no width that can be underlined.
        let plain = |part: &str| -> String { part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect() };
        let (mut head, mut middle, mut tail) = (plain(&text[..start]), plain(&text[start..end]), plain(&text[end..]));
        if text.chars().count() > LONGEST_LINE {
            head = last_chars(&head, 40);
            middle = first_chars(&middle, 80);
            tail = first_chars(&tail, 40);
        }
        let marked = head.len()..head.len() + middle.len();
        Self { origin: origin.to_owned(), line, column, text: head + &middle + &tail, marked }
    }
}

/// Where each line of a text begins.
pub(super) fn line_starts(source: &str) -> Vec<usize> {
    std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn first_chars(text: &str, count: usize) -> String {
    if text.chars().count() <= count { text.to_owned() } else { text.chars().take(count).chain(['…']).collect() }
}

fn last_chars(text: &str, count: usize) -> String {
    let length = text.chars().count();
    if length <= count {
        text.to_owned()
    } else {
        std::iter::once('…').chain(text.chars().skip(length - count)).collect()
    }
}

impl Problem {
    /// The problem in one line: `queue.orders.handling.mean: found "6", allowed a duration above 0 and at most 24h`.
    pub fn title(&self) -> String {
        let about = if self.about.is_empty() { String::new() } else { format!("{}: ", self.about) };
        format!("{about}found {}, allowed {}", self.found, self.allowed)
    }
}

/// All that is wrong with a scenario, in the order in which it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The problems; never empty.
    pub problems: Vec<Problem>,
}

impl Problems {
    /// The problems as text for a terminal of so many columns, each with its line underlined and a remedy.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(width.max(40));
        let mut text = String::new();
        for problem in self.problems.iter().take(MOST_SHOWN) {
            let title = problem.title();
            let help: Element = Level::HELP.message(problem.remedy.as_str()).into();
            let place = &problem.place;
            let mut group = Level::ERROR.primary_title(title.as_str()).elements(std::iter::empty::<Element>());
            if place.line > 0 {
                let snippet = Snippet::source(place.text.as_str())
                    .path(place.origin.as_str())
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(place.marked.clone()));
                group = group.element(snippet);
            } else {
                group = group.element(annotate_snippets::Origin::path(place.origin.as_str()));
            }
            text.push_str(&renderer.render(&[group.element(help)]));
            text.push_str("\n\n");
        }
        let count = self.problems.len();
        let more = if count > MOST_SHOWN { format!("and {} more\n\n", count - MOST_SHOWN) } else { String::new() };
        let plural = if count == 1 { "" } else { "s" };
        text + &more + &format!("{count} problem{plural}: nothing was done.\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(120, false))
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let source = "a = 1\r\ngröße = 2\r\n";
        let place = Place::in_text(
            "x.toml",
            source,
            &line_starts(source),
            source.find('2').unwrap()..source.find('2').unwrap() + 1,
        );
        assert_eq!((place.line, place.column, place.text.as_str()), (2, 9, "größe = 2"));
        assert_eq!(&place.text[place.marked], "2");
    }

    #[test]
    fn a_span_beyond_the_text_is_moved_to_its_end() {
        let place = Place::in_text("x.toml", "ü", &[0], 7..9);
        assert_eq!((place.line, place.column), (1, 2));
    }

    #[test]
    fn a_very_long_line_is_shown_around_the_mark() {
        let source = format!("a = \"{}\"", "ä".repeat(5000));
        let place = Place::in_text("x.toml", &source, &[0], 4..source.len());
        assert!(place.text.chars().count() < 200, "{}", place.text.chars().count());
        assert!(place.text[place.marked].starts_with("\"ä"));
    }
}
