//! Queues of the files: what they are called there, and their names in a scenario.

use super::mapping::Mapping;
use crate::scenario::Channel;
use std::collections::{BTreeMap, HashMap};

/// Most queues: more of them are a column that was mistaken.
pub const MOST_QUEUES: usize = 500;
/// What the queue is called where no column says it.
pub const ONLY: &str = "contacts";

/// A queue as the files call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its name there; with the medium behind, where a column says it and it is no call.
    pub label: String,
    /// Its name in a scenario; empty where it is left out.
    pub name: String,
    /// The medium.
    pub channel: Channel,
}

/// The queues that were met so far.
#[derive(Debug, Default)]
pub struct Queues {
    /// They, in the order in which they were met.
    pub known: Vec<Known>,
    by_cells: HashMap<Vec<u8>, usize>,
    last: Option<(Vec<u8>, usize)>,
    key: Vec<u8>,
    /// Media of which nothing is known, taken for calls.
    pub unknown_media: BTreeMap<String, u64>,
}

impl Queues {
    /// The queue of a row, by its cells of queue and medium; `None` if there are too many or the name is no text.
    pub fn find(&mut self, queue: &[u8], medium: &[u8], mapping: &Mapping) -> Option<usize> {
        self.key.clear();
        self.key.extend_from_slice(queue);
        self.key.push(0x1f);
        self.key.extend_from_slice(medium);
        if let Some((_, index)) = self.last.as_ref().filter(|(key, _)| *key == self.key) {
            return Some(*index);
        }
        let index = match self.by_cells.get(&self.key) {
            Some(&index) => index,
            None => self.add(queue, medium, mapping)?,
        };
        match &mut self.last {
            // The memory is used again: queues take turns in most files.
            Some((key, last)) => {
                key.clone_from(&self.key);
                *last = index;
            }
            None => self.last = Some((self.key.clone(), index)),
        }
        Some(index)
    }

    fn add(&mut self, queue: &[u8], medium: &[u8], mapping: &Mapping) -> Option<usize> {
        let (queue, medium) = (std::str::from_utf8(queue).ok()?, std::str::from_utf8(medium).ok()?);
        if self.known.len() == MOST_QUEUES || queue.contains('\u{fffd}') {
            return None;
        }
        let channel = channel_of(medium).unwrap_or_else(|| {
            *self.unknown_media.entry(medium.to_owned()).or_default() += 1;
            Channel::Voice
        });
        let label = match channel {
            Channel::Voice => queue.to_owned(),
            other if queue.to_lowercase().ends_with(other.name()) => queue.to_owned(),
            other => format!("{queue} ({})", other.name()),
        };
        let name = match mapping.queues.get(&label).or_else(|| mapping.queues.get(queue)) {
            Some(name) => name.clone(),
            None => self.free_name(&slug(&label), &label),
        };
        let index = self.known.iter().position(|known| known.label == label).unwrap_or_else(|| {
            self.known.push(Known { label, name, channel });
            self.known.len() - 1
        });
        self.by_cells.insert(self.key.clone(), index);
        Some(index)
    }

    /// A name that no other queue has.
    fn free_name(&self, name: &str, label: &str) -> String {
        let is_free = |name: &str| self.known.iter().all(|known| known.name != name || known.label == label);
        let mut names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}_{number}")));
        names.find(|name| is_free(name)).unwrap_or_default()
    }
}

/// A label as a name that needs no quotes in a scenario or on a command line: `Sales (EN)` is `sales_en`.
pub fn slug(label: &str) -> String {
    let mut name = String::new();
    for letter in label.to_lowercase().chars() {
        let plain = match letter {
            'ä' => "ae",
            'ö' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ã' | 'å' => "a",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
            'ù' | 'ú' | 'û' => "u",
            'ç' => "c",
            'ñ' => "n",
            letter if letter.is_ascii_alphanumeric() => {
                name.push(letter);
                continue;
            }
            letter if letter.is_alphabetic() => {
                name.push(letter);
                continue;
            }
            _ => "_",
        };
        name.push_str(plain);
    }
    let name: String =
        name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_").chars().take(40).collect();
    match name.as_str() {
        "" => "queue".to_owned(),
        // Columns of these names have another meaning in tables of volumes.
        "date" | "start" => format!("{name}_queue"),
        _ => name,
    }
}

/// The channel that a medium's name means; calls where nothing is said.
fn channel_of(medium: &str) -> Option<Channel> {
    let medium: String = medium.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    Some(match medium.as_str() {
        "" | "voice" | "call" | "calls" | "phone" | "telephony" | "callback" | "inbound" | "telefon" => Channel::Voice,
        "chat" | "webchat" | "livechat" => Channel::Chat,
        "message" | "messaging" | "sms" | "whatsapp" | "webmessaging" | "asyncchat" | "asynchronouschat" => {
            Channel::Messaging
        }
        "email" | "mail" => Channel::Email,
        "social" | "facebook" | "twitter" | "x" => Channel::Social,
        "task" | "tasks" | "case" | "cases" | "workitem" | "backoffice" => Channel::Cases,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_need_no_quotes_and_are_told_apart() {
        let mut queues = Queues::default();
        let mapping = Mapping::default();
        for (queue, medium) in [
            ("Sales EN", "voice"),
            ("Sales-EN", ""),
            ("Sales EN", "Chat"),
            ("Kündigung", ""),
            ("+++", ""),
            ("Sales EN", "call"),
        ] {
            queues.find(queue.as_bytes(), medium.as_bytes(), &mapping).unwrap();
        }
        let names: Vec<&str> = queues.known.iter().map(|known| known.name.as_str()).collect();
        assert_eq!(names, ["sales_en", "sales_en_2", "sales_en_chat", "kuendigung", "queue"]);
    }

    #[test]
    fn the_mapping_names_queues() {
        let mapping = Mapping {
            queues: [("A".to_owned(), "both".to_owned()), ("B".to_owned(), "both".to_owned())].into(),
            ..Mapping::default()
        };
        let mut queues = Queues::default();
        queues.find(b"A", b"", &mapping).unwrap();
        queues.find(b"B", b"", &mapping).unwrap();
        assert!(queues.known.iter().all(|known| known.name == "both"));
    }
}
