package drawbridge.crossing.engine;

import java.util.Optional;

/// How far a list has been read now.
///
/// @param position opaque to the journal
/// @param owner as whom it was read; where another one owns the job by now, the cursor stays where
///   it is. Empty where nobody can be another one
public record CursorMove(String system, String resource, String position, Optional<Owner> owner) {

    public CursorMove(String system, String resource, String position) {
        this(system, resource, position, Optional.empty());
    }

    /// @param epoch under which the job is held
    public record Owner(String job, long epoch) {}
}
