//! The shipped scenarios, as something to begin with.

use std::io::{self, Write};
use std::path::Path;

/// A shipped scenario: its files, embedded.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its files: name and content, the scenario first.
    pub files: &'static [(&'static str, &'static str)],
}

/// All of them, the simplest first.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "one_queue",
        files: &[("scenario.toml", include_str!("../../scenarios/one_queue/scenario.toml"))],
    },
    Template {
        name: "two_skills",
        files: &[("scenario.toml", include_str!("../../scenarios/two_skills/scenario.toml"))],
    },
    Template {
        name: "add_chatbot",
        files: &[("scenario.toml", include_str!("../../scenarios/add_chatbot/scenario.toml"))],
    },
    Template { name: "chatbot", files: &[("scenario.toml", include_str!("../../scenarios/chatbot/scenario.toml"))] },
    Template {
        name: "budget_cut",
        files: &[("scenario.toml", include_str!("../../scenarios/budget_cut/scenario.toml"))],
    },
    Template { name: "recall", files: &[("scenario.toml", include_str!("../../scenarios/recall/scenario.toml"))] },
    Template {
        name: "two_sites",
        files: &[("scenario.toml", include_str!("../../scenarios/two_sites/scenario.toml"))],
    },
    Template {
        name: "all_channels",
        files: &[("scenario.toml", include_str!("../../scenarios/all_channels/scenario.toml"))],
    },
    Template {
        name: "part_time_desk",
        files: &[("scenario.toml", include_str!("../../scenarios/part_time_desk/scenario.toml"))],
    },
    Template {
        name: "named_team",
        files: &[
            ("scenario.toml", include_str!("../../scenarios/named_team/scenario.toml")),
            ("employees.csv", include_str!("../../scenarios/named_team/employees.csv")),
            ("time_off.csv", include_str!("../../scenarios/named_team/time_off.csv")),
            ("availability.csv", include_str!("../../scenarios/named_team/availability.csv")),
            ("wishes.csv", include_str!("../../scenarios/named_team/wishes.csv")),
            ("history.csv", include_str!("../../scenarios/named_team/history.csv")),
            ("locked.csv", include_str!("../../scenarios/named_team/locked.csv")),
        ],
    },
    Template {
        name: "peak_season",
        files: &[
            ("scenario.toml", include_str!("../../scenarios/peak_season/scenario.toml")),
            ("volume.csv", include_str!("../../scenarios/peak_season/volume.csv")),
            ("on_duty.csv", include_str!("../../scenarios/peak_season/on_duty.csv")),
        ],
    },
];

/// The template of that name.
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

impl Template {
    /// Writes its files aside and renames the folder, so that it is there whole or not at all. The folder must not be there yet.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let aside = tempfile::Builder::new().prefix(".callboard-").tempdir_in(parent)?;
        // Inside, so that the folder has the permissions that folders have here, not those of a temporary one.
        let inside = aside.path().join("scenario");
        std::fs::create_dir(&inside)?;
        for (name, text) in self.files {
            let mut file = std::fs::File::create(inside.join(name))?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
        }
        std::fs::rename(&inside, folder)
    }

    /// The question that it asks: the first sentence of its file.
    pub fn question(&self) -> String {
        let lines = self.files.first().map_or("", |(_, text)| text).lines();
        let comment = lines.map_while(|line| line.strip_prefix('#')).map(str::trim).take_while(|line| !line.is_empty());
        let paragraph = comment.collect::<Vec<_>>().join(" ");
        paragraph.strip_prefix("Question:").unwrap_or(&paragraph).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_opens_with_its_question() {
        for template in TEMPLATES {
            assert!(template.files[0].1.starts_with("# Question: "), "{}", template.name);
            assert!(template.question().ends_with('?'), "{}", template.question());
        }
    }
}
