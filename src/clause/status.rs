//! How a statement is put forward.

use serde::{Deserialize, Serialize};

/// How a fact is put forward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Said as fact.
    #[default]
    Asserted,
    /// To come: will, is set to, intends.
    Planned,
    /// May, could, has the potential to; also conditions and permissions.
    Possible,
    /// Negated.
    Denied,
    /// Somebody says so.
    Reported,
    /// Hoped for, wanted, called for.
    Desired,
}

impl Status {
    /// All statuses.
    pub const ALL: [Status; 6] = [
        Status::Asserted,
        Status::Planned,
        Status::Possible,
        Status::Denied,
        Status::Reported,
        Status::Desired,
    ];

    /// The status as it is printed and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Asserted => "asserted",
            Status::Planned => "planned",
            Status::Possible => "possible",
            Status::Denied => "denied",
            Status::Reported => "reported",
            Status::Desired => "desired",
        }
    }

    /// The status of this spelling, if there is one.
    pub fn parse(text: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
