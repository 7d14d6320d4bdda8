//! What a fact is worth to a reader who sees it alone: whether its ends say what they name, and how it is put forward.

use super::confidence::Features;
use crate::clause::Status;
use crate::coref::Chain;
use crate::lexicon::{self, EntityType};

/// How well a name alone says what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    /// It says nothing: `the company`, where the article does not say which.
    Lost,
    /// A noun alone: `officials`, `court`.
    Bare,
    /// A phrase.
    Phrase,
    /// A proper name.
    Name,
}

/// How well the name of a chain says what it names.
pub(super) fn anchor(chain: &Chain) -> Anchor {
    let words = chain.name.split(' ').count();
    let owned = lexicon::is("kin-noun", &chain.name.to_lowercase());
    if chain.proper {
        Anchor::Name
    } else if chain.unresolved || owned && chain.mentions < 2 {
        Anchor::Lost
    } else if words == 1 && chain.kind != EntityType::Time {
        Anchor::Bare
    } else {
        Anchor::Phrase
    }
}

/// What the two ends of a fact show.
pub(super) fn ends(features: &mut Features, subject: &Chain, object: &Chain) {
    let anchors = [anchor(subject), anchor(object)];
    features.flag("subject-proper", subject.proper);
    features.flag("object-proper", object.proper);
    features.flag("subject-concept", subject.kind == EntityType::Concept);
    features.flag("object-concept", object.kind == EntityType::Concept);
    features.flag("subject-group", subject.kind == EntityType::Group);
    features.flag("object-quantity", object.kind == EntityType::Quantity);
    features.flag("object-event", object.kind == EntityType::Event);
    features.flag("subject-bare", anchors[0] == Anchor::Bare);
    features.flag("object-bare", anchors[1] == Anchor::Bare);
    features.flag("both-bare", anchors == [Anchor::Bare, Anchor::Bare]);
    features.flag("both-names", anchors == [Anchor::Name, Anchor::Name]);
    features.add("subject-words", subject.name.split(' ').count().min(9) as f64);
    features.add("object-words", object.name.split(' ').count().min(9) as f64);
}

/// The feature of a status.
pub(super) fn put_forward(status: Status) -> Option<&'static str> {
    match status {
        Status::Planned => Some("status-planned"),
        Status::Possible => Some("status-possible"),
        Status::Denied => Some("status-denied"),
        Status::Desired => Some("status-desired"),
        Status::Asserted | Status::Reported => None,
    }
}
