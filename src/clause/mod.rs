//! Trees → propositions: predicate, subject, objects, complements, adjuncts. To come.
