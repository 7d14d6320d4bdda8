//! Which files a command may name.

use std::path::{Component, Path, PathBuf};

/// Where the files lie that commands may read and write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Files {
    /// Anywhere: a person at the prompt knows what they type.
    #[default]
    Anywhere,
    /// In these folders and below: scripts may come from others.
    Below(Vec<PathBuf>),
}

impl Files {
    /// The path, if it may be read or written.
    ///
    /// # Errors
    ///
    /// A message that says where files may lie.
    pub fn allow(&self, path: &str) -> Result<PathBuf, String> {
        let wanted = PathBuf::from(path);
        let Files::Below(folders) = self else { return Ok(wanted) };
        let real = real(&wanted);
        if folders.iter().any(|folder| real.starts_with(self::real(folder))) {
            return Ok(wanted);
        }
        Err(format!(
            "a script may not name `{path}`: it lies outside the folder that it runs in; `--allow FOLDER` allows another"
        ))
    }
}

/// The path without `..` and links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let whole = std::env::current_dir().unwrap_or_default().join(path);
    let mut there = whole.as_path();
    let mut missing = Vec::new();
    loop {
        if let Ok(found) = there.canonicalize() {
            return missing.into_iter().rev().fold(found, |mut path, part| {
                match part {
                    Component::ParentDir => drop(path.pop()),
                    part => path.push(part),
                }
                path
            });
        }
        match (there.components().next_back(), there.parent()) {
            (Some(part), Some(parent)) => {
                missing.push(part);
                there = parent;
            }
            _ => return whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        std::fs::create_dir(at.join("in")).unwrap();
        std::fs::write(at.join("secret"), "").unwrap();
        let files = Files::Below(vec![at.join("in")]);
        let allowed = |path: &str| files.allow(at.join(path).to_str().unwrap()).is_ok();
        assert!(allowed("in/a") && allowed("in/new/b") && allowed("in/../in/a") && allowed("in"));
        assert!(!allowed("secret") && !allowed("in/../secret") && !allowed("in/new/../../secret"));
        assert!(!allowed("inside") && files.allow("/etc/passwd").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at.join("secret"), at.join("in/link")).unwrap();
            assert!(!allowed("in/link"));
        }
        assert!(Files::Anywhere.allow("/etc/passwd").is_ok());
    }
}
