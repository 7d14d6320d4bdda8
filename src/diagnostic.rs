//! A message with a place in its source text, drawn with a caret under the place.
