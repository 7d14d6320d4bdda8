//! Files, folders, globs, standard input → documents.
