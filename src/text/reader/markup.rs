//! What the readers of XML share.

/// The character of an entity.
pub(super) fn reference(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    // What XML does not know itself is mostly a space of some width.
    quick_xml::escape::resolve_xml_entity(reference).unwrap_or(" ").to_owned()
}
