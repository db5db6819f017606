package drawbridge.replay;

/// Something that is written otherwise.
///
/// @param field a place in the record that is written (`app.event /title`), a group of fields
///   (`group title`), or `the record`
/// @param then a value as JSON, or what becomes of it in words, by the mappings in force
/// @param now the same by the mappings that are tried
public record Difference(String field, String then, String now) {}
