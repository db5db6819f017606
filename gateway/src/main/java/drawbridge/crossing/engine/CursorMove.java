package drawbridge.crossing.engine;

/// How far a list has been read now.
///
/// @param position opaque to the journal
public record CursorMove(String system, String resource, String position) {}
