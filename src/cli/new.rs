//! `callboard new`: a commented scenario to begin with.

use super::{Failure, parent_of, print_out};
use crate::scenario::kind::nearest;
use crate::scenario::template::{TEMPLATES, Template, find};
use anyhow::Context;
use clap::Args;
use std::path::{Path, PathBuf};

/// Words of `callboard new`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard new one_queue my_scenario
  callboard new peak_season christmas")]
pub struct NewArguments {
    /// The shipped scenario to begin with; a name that is not one lists them
    pub template: String,
    /// The folder to write; it must not exist yet, or be empty
    pub folder: PathBuf,
}

/// Writes a template into a new folder.
pub fn new(arguments: &NewArguments) -> Result<(), Failure> {
    let NewArguments { template: name, folder } = arguments;
    let template = find(name).ok_or_else(|| Failure::Usage(unknown(name)))?;
    write(template, folder)?;
    let shown = folder.display();
    print_out(&format!(
        "{shown}: {}\n\n{}\n\nnext: change its numbers, then\n  callboard check {shown}\n  callboard simulate {shown}\n",
        template.files.iter().map(|(file, _)| *file).collect::<Vec<_>>().join(", "),
        template.question(),
    ))
}

fn unknown(name: &str) -> String {
    let mut message = format!("there is no template \"{}\"", name.escape_debug());
    if let Some(near) = nearest(name, TEMPLATES.iter().map(|template| template.name)) {
        message = format!("{message}; did you mean {near}?");
    }
    let known = TEMPLATES.iter().map(|template| format!("  {:14} {}", template.name, template.question()));
    [message].into_iter().chain(known).collect::<Vec<_>>().join(
        "
",
    )
}

/// Writes a template into a folder that is not there yet, or is empty. Nothing is overwritten.
pub fn write(template: &Template, folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.symlink_metadata().is_ok() && !is_empty {
        return Err(Failure::Usage(format!("{shown} is there already: choose another folder, nothing is overwritten")));
    }
    let parent = parent_of(folder);
    if !parent.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder: make it first", parent.display())));
    }
    if is_empty {
        std::fs::remove_dir(folder).with_context(|| format!("{shown} cannot be replaced"))?;
    }
    template.write(folder).with_context(|| format!("{shown} cannot be written"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_scenario_is_valid_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        for template in TEMPLATES {
            let path = folder.path().join(template.name);
            write(template, &path).unwrap();
            crate::scenario::file::load(&path, &[]).unwrap();
            assert!(matches!(write(template, &path), Err(Failure::Usage(_))));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), TEMPLATES.len(), "nothing is left over");
    }

    #[test]
    fn an_empty_folder_is_filled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine");
        std::fs::create_dir(&path).unwrap();
        write(&TEMPLATES[0], &path).unwrap();
        assert!(path.join("scenario.toml").is_file());
    }

    #[test]
    fn an_unknown_template_lists_the_known_ones() {
        let message = unknown("peak_saeson");
        assert!(message.contains("did you mean peak_season?"), "{message}");
        assert!(TEMPLATES.iter().all(|template| message.contains(template.name)));
    }
}
