//! What is known of English words and of the world before an article is read: derivations, noun classes, verb
//! classes, countries and their adjectives. Data files under `seeds/`, looked up, never changed.

mod entity_type;

pub use entity_type::EntityType;
