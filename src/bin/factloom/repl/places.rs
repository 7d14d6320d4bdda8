//! Where the program keeps what belongs to a person: the platform's places for settings and for what is remembered.

use std::path::PathBuf;

fn var(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The commands that are run when a session at a terminal begins.
pub(super) fn init() -> Option<PathBuf> {
    let base = if cfg!(windows) { var("APPDATA")? } else { xdg("XDG_CONFIG_HOME", ".config")? };
    Some(base.join("factloom").join("init"))
}

/// What was typed in earlier sessions.
pub(super) fn history() -> Option<PathBuf> {
    let base = if cfg!(windows) { var("LOCALAPPDATA")? } else { xdg("XDG_STATE_HOME", ".local/state")? };
    Some(base.join("factloom").join("history"))
}

fn xdg(name: &str, otherwise: &str) -> Option<PathBuf> {
    // A relative path is to be ignored, says the XDG base directory specification.
    var(name).filter(|path| path.is_absolute()).or_else(|| Some(var("HOME")?.join(otherwise)))
}
