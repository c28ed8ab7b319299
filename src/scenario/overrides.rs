//! Overrides: `--set queue.orders.handling.mean=5m` is laid over the tree of the file before anything is checked.

use super::keys::{ALTERNATIVES, path_matches};
use super::problem::Problem;
use super::tree::{Node, Sources, Table, Value, Written, override_value};

/// Lays an override over the tree. One that is not a path and a value, or that would go into a value that is no table,
/// is a problem; whether its path is known is checked with the rest of the tree.
pub(super) fn apply(root: &mut Table, sources: &Sources, index: usize) -> Option<Problem> {
    let text = &sources.overrides[index];
    let problem = |rule, found: String, remedy: &str| Problem {
        rule,
        about: "--set".to_owned(),
        place: sources.place(&Written::Override(index)),
        found,
        allowed: "path=value, such as queue.orders.handling.mean=5m".to_owned(),
        remedy: remedy.to_owned(),
    };
    let Some((path, value)) = split(text) else {
        return Some(problem(
            "override-form",
            format!("\"{}\"", text.escape_debug()),
            "write the path of the key, =, and the value; quote names that hold a dot: queue.\"a.b\".priority=1",
        ));
    };
    let node = override_value(value, index);
    make_room(root, &path, &node);
    match insert(root, &path, node, index) {
        Ok(()) => None,
        Err(at) => Some(problem(
            "override-path",
            format!("\"{at}\", which is not a table"),
            "name a key that stands in the file or could stand there; `callboard schema` lists all",
        )),
    }
}

/// The segments of the path and the text of the value; `None` if there is no `=`, or the path is malformed.
pub(super) fn split(text: &str) -> Option<(Vec<String>, &str)> {
    let mut segments = Vec::new();
    let mut segment = String::new();
    let mut quote = None;
    let mut was_quoted = false;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                was_quoted = true;
            }
            (None, '.' | '=') => {
                let name = if was_quoted { segment.clone() } else { segment.trim().to_owned() };
                if name.is_empty() {
                    return None;
                }
                segments.push(name);
                segment.clear();
                was_quoted = false;
                if character == '=' {
                    // Deeper than any key is, and deep recursion is not to be had from input.
                    return (segments.len() <= 16).then_some((segments, &text[at + 1..]));
                }
            }
            _ => segment.push(character),
        }
    }
    None
}

/// Takes the other alternatives out of the table that the path leads into, as far as the file gave them.
fn make_room(root: &mut Table, path: &[String], new: &Node) {
    for (pattern, alternatives) in ALTERNATIVES {
        for length in 1..path.len() {
            if !path_matches(pattern, &path[..length]) {
                continue;
            }
            let key = path[length].as_str();
            if !alternatives.iter().any(|alternative| alternative.contains(&key)) {
                continue;
            }
            let (own, others): (Vec<&[&str]>, Vec<&[&str]>) =
                alternatives.iter().copied().partition(|alternative| alternative.contains(&key));
            let goes_with = |other: &str| own.iter().any(|alternative| alternative.contains(&other));
            if let Some(table) = table_at(root, &path[..length]) {
                for other in others.into_iter().flatten().filter(|other| !goes_with(other)) {
                    if table.get(*other).is_some_and(|(_, node)| matches!(node.written, Written::File(_))) {
                        table.shift_remove(*other);
                    }
                }
            }
        }
    }
    // The parameters that the file gives for the old law go with it, where the new one has none of them.
    if let [head @ .., last] = path
        && last == "distribution"
        && let Some(table) = table_at(root, head)
    {
        let parameters: &[&str] = match &new.value {
            Value::Text(law) if law == "endless" => &["cv", "mean", "values"],
            Value::Text(law) if law == "empirical" => &["cv", "mean"],
            _ => &["cv", "values"],
        };
        for parameter in parameters {
            if table.get(*parameter).is_some_and(|(_, node)| matches!(node.written, Written::File(_))) {
                table.shift_remove(*parameter);
            }
        }
    }
}

fn table_at<'a>(root: &'a mut Table, path: &[String]) -> Option<&'a mut Table> {
    let mut table = root;
    for segment in path {
        match table.get_mut(segment).map(|(_, node)| &mut node.value) {
            Some(Value::Table(inner)) => table = inner,
            _ => return None,
        }
    }
    Some(table)
}

fn insert(root: &mut Table, path: &[String], new: Node, index: usize) -> Result<(), String> {
    let written = Written::Override(index);
    let Some((key, rest)) = path.split_first() else { return Ok(()) };
    if rest.is_empty() {
        root.insert(key.clone(), (written, new));
        return Ok(());
    }
    let (_, node) = root
        .entry(key.clone())
        .or_insert_with(|| (written.clone(), Node { written: written.clone(), value: Value::Table(Table::new()) }));
    match &mut node.value {
        Value::Table(table) => insert(table, rest, new, index),
        Value::List(list) => {
            let element = rest[0].parse::<usize>().ok().and_then(|place| list.get_mut(place));
            match (element, rest.len()) {
                (Some(element), 1) => *element = new,
                (Some(Node { value: Value::Table(table), .. }), _) => return insert(table, &rest[1..], new, index),
                _ => return Err(format!("{key}.{}", rest[0])),
            }
            Ok(())
        }
        _ => Err(key.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_split_at_dots_outside_quotes() {
        let (path, value) = split("queue.\"a.b=c\".handling.mean=5m").unwrap();
        assert_eq!(path, ["queue", "a.b=c", "handling", "mean"]);
        assert_eq!(value, "5m");
        assert_eq!(split("name=a=b").unwrap().1, "a=b");
        for text in ["", "=", "a", "a.=1", ".a=1", "\"a=1"] {
            assert!(split(text).is_none(), "{text}");
        }
    }
}
