//! What kinds of thing there are.

use serde::{Deserialize, Serialize};

/// The kind of an entity: one label of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, ministry, party, team, agency.
    Organization,
    /// A country (also as an actor), city, region, building, river.
    Place,
    /// Something that happens: a visit, war, match, election.
    Event,
    /// A book, film, song, report, website.
    Work,
    /// A thing that is made: a device, weapon, program.
    Product,
    /// A date or stretch of time.
    Time,
    /// A number, amount of money, share.
    Quantity,
    /// A people, profession, unnamed group of people.
    Group,
    /// Anything else.
    Concept,
}

impl EntityType {
    /// All types, in the order in which they are documented.
    pub const ALL: [EntityType; 10] = [
        EntityType::Person,
        EntityType::Organization,
        EntityType::Place,
        EntityType::Event,
        EntityType::Work,
        EntityType::Product,
        EntityType::Time,
        EntityType::Quantity,
        EntityType::Group,
        EntityType::Concept,
    ];

    /// The label as the graph writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "Person",
            EntityType::Organization => "Organization",
            EntityType::Place => "Place",
            EntityType::Event => "Event",
            EntityType::Work => "Work",
            EntityType::Product => "Product",
            EntityType::Time => "Time",
            EntityType::Quantity => "Quantity",
            EntityType::Group => "Group",
            EntityType::Concept => "Concept",
        }
    }

    /// The type with this label, if there is one.
    pub fn parse(label: &str) -> Option<EntityType> {
        EntityType::ALL.into_iter().find(|t| t.as_str() == label)
    }
}

impl std::fmt::Display for EntityType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
