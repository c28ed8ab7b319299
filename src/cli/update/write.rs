//! Files that replace others together: all are written aside first, and only when that has worked are they put in their places.

use crate::cli::{Failure, parent_of};
use crate::report::file::begin_aside;
use anyhow::Context;
use std::io::Write;
use std::path::PathBuf;

/// Writes all files, or none as far as the file system allows: until every one of them is on the disk aside, nothing is replaced.
pub fn all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let mut aside = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let cannot = || format!("{} cannot be written; nothing was changed", path.display());
        let target = path.canonicalize().unwrap_or_else(|_| path.clone());
        if target.is_dir() {
            return Err(Failure::Fault(anyhow::anyhow!("is a folder").context(cannot())));
        }
        let mut file = begin_aside(&parent_of(&target)).with_context(cannot)?;
        file.write_all(bytes).with_context(cannot)?;
        file.as_file().sync_all().with_context(cannot)?;
        aside.push((file, target));
    }
    for (file, target) in aside {
        let cannot = || format!("{} cannot be put in its place", target.display());
        file.persist(&target).map_err(|error| error.error).with_context(cannot)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn where_one_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one.csv"), folder.path().join("missing/other.csv"));
        fs::write(&one, "old").unwrap();
        assert!(all(&[(one.clone(), b"new".to_vec()), (other, b"new".to_vec())]).is_err());
        assert_eq!(fs::read(&one).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left aside");
        all(&[(one.clone(), b"new".to_vec())]).unwrap();
        assert_eq!(fs::read(&one).unwrap(), b"new");
    }
}
