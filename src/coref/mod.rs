//! Who is who within one article. To come.
