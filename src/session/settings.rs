//! `:set`: what can be chosen for a session, each with its name, its value as a text, and a check of it.

use super::{Files, Session};
use std::time::Duration;

/// How a session looks to a person. Scripts and files see none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How many rows of a table are shown at most; all, if none is said.
    pub rows: Option<usize>,
    /// How many columns a table may take; as many as the window has, if none is said.
    pub width: Option<usize>,
    /// What shows a text that is longer than the window: a command, or nothing for none.
    pub pager: Option<String>,
    /// Whether the likely rest of a line is shown behind it.
    pub hints: bool,
    /// Whether there are colours; by the terminal and `NO_COLOR`, if it is not said.
    pub colour: Option<bool>,
}

impl Default for Settings {
    fn default() -> Settings {
        // What less does here: quit if it fits, keep colours, cut long lines, leave the text on the screen.
        Settings { rows: None, width: None, pager: Some("less -FRSX".to_owned()), hints: true, colour: None }
    }
}

/// A setting: its name, what it may be, and what it does.
pub const SETTINGS: [(&str, &str, &str); 9] = [
    ("mode", "FORMAT", "how results are shown: as `:mode`"),
    ("timing", "on|off", "whether the time of a statement is shown"),
    ("rows", "N|all", "rows of a table that are shown at most"),
    ("width", "N|auto", "columns that a table may take"),
    ("pager", "COMMAND|off", "what shows long results"),
    ("hints", "on|off", "the likely rest of a line in grey"),
    ("colour", "on|off|auto", "colours while one types"),
    ("timeout", "SECONDS|off", "ends a statement after so long"),
    ("memory", "MEGABYTES|off", "about what the rows of a statement may take"),
];

/// `:set`, `:set NAME`, `:set NAME VALUE`.
pub(super) fn set(session: &mut Session, rest: &str) -> Result<String, String> {
    let (name, value) = rest.split_once([' ', '=']).unwrap_or((rest, ""));
    let value = value.trim().trim_start_matches('=').trim();
    if name.is_empty() {
        let lines = SETTINGS
            .iter()
            .map(|(name, _, does)| format!("  {name:<8} {:<12} {does}\n", shown(session, name)));
        return Ok(lines.collect());
    }
    let name = if name == "color" { "colour" } else { name };
    let Some((name, may_be, _)) = SETTINGS.iter().find(|(known, ..)| *known == name) else {
        let near = crate::query::error::nearest(name, SETTINGS.map(|(name, ..)| name));
        let hint = near.map_or("`:set` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(format!("there is no setting `{name}`; {hint}"));
    };
    if value.is_empty() {
        return Ok(format!("{}\n", shown(session, name)));
    }
    let wrong = || format!("`:set {name} {value}`: it may be {may_be}");
    let switch = || match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(wrong()),
    };
    let count = |none: &str| match value {
        value if value == none => Ok(None),
        value => value.parse::<usize>().map(Some).map_err(|_| wrong()),
    };
    let settings = &mut session.settings;
    match *name {
        "mode" => session.format = value.parse()?,
        "timing" => session.timing = switch()?,
        "rows" => settings.rows = count("all")?,
        "width" => settings.width = count("auto")?,
        // It names a program to run, and scripts may come from others.
        "pager" if value != "off" && session.named != Files::Anywhere => {
            return Err(
                "a script may not name the program that shows long results; type it at the prompt, or set \
                        PAGER or FACTLOOM_PAGER"
                    .to_owned(),
            );
        }
        "pager" => settings.pager = (value != "off").then(|| value.to_owned()),
        "hints" => settings.hints = switch()?,
        "colour" => settings.colour = if value == "auto" { None } else { Some(switch()?) },
        "timeout" => {
            session.timeout = match value {
                "off" => None,
                _ => {
                    let seconds: f64 = value.parse().map_err(|_| wrong())?;
                    Some(Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?)
                }
            }
        }
        _ => session.memory = count("off")?.map(|megabytes| megabytes.saturating_mul(1 << 20)),
    }
    Ok(String::new())
}

/// What a setting is now.
fn shown(session: &Session, name: &str) -> String {
    let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
    let count = |count: Option<usize>, none: &str| count.map_or(none.to_owned(), |n| n.to_string());
    let settings = &session.settings;
    match name {
        "mode" => session.format.name().to_owned(),
        "timing" => switch(session.timing),
        "rows" => count(settings.rows, "all"),
        "width" => count(settings.width, "auto"),
        "pager" => settings.pager.clone().unwrap_or_else(|| "off".to_owned()),
        "hints" => switch(settings.hints),
        "colour" => settings.colour.map_or("auto".to_owned(), switch),
        "timeout" => session.timeout.map_or("off".to_owned(), |t| t.as_secs_f64().to_string()),
        _ => count(session.memory.map(|bytes| bytes >> 20), "off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_names_no_program_to_run() {
        let mut session = Session { named: Files::Below(Vec::new()), ..Session::default() };
        let before = session.settings.pager.clone();
        assert!(set(&mut session, "pager sh -c evil").unwrap_err().contains("PAGER"));
        assert_eq!(session.settings.pager, before);
        set(&mut session, "pager off").unwrap();
        assert_eq!(session.settings.pager, None);
        session.named = Files::Anywhere;
        set(&mut session, "pager more").unwrap();
        assert_eq!(session.settings.pager.as_deref(), Some("more"));
    }

    #[test]
    fn every_setting_takes_what_it_shows_and_refuses_the_rest() {
        let mut session = Session::default();
        for (name, ..) in SETTINGS {
            let now = set(&mut session, name).unwrap();
            set(&mut session, &format!("{name} {}", now.trim())).unwrap();
            assert_eq!(set(&mut session, name).unwrap(), now, "{name}");
            if name != "pager" {
                assert!(set(&mut session, &format!("{name} nonsense")).is_err(), "{name}");
            }
        }
        for (said, name, shows) in [
            ("rows 40", "rows", "40"),
            ("timeout=1.5", "timeout", "1.5"),
            ("pager off", "pager", "off"),
            ("color on", "colour", "on"),
            ("memory 64", "memory", "64"),
        ] {
            set(&mut session, said).unwrap();
            assert_eq!(set(&mut session, name).unwrap(), format!("{shows}\n"));
        }
        assert_eq!(set(&mut session, "").unwrap().lines().count(), SETTINGS.len());
        assert!(set(&mut session, "row 3").unwrap_err().contains("did you mean `rows`?"));
    }
}
