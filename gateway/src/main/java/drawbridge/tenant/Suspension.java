package drawbridge.tenant;

import java.time.Instant;
import java.util.Optional;

/// A connection, or a user's grant, over which no call is made until a person has mended it. What
/// would cross waits; nothing is lost.
///
/// @param reason what happened, in plain words
/// @param mend what to do about it
/// @param until when it goes on by itself; empty: never
public record Suspension(
        GrantId grant, Instant since, String reason, String mend, Optional<Instant> until) {

    public Suspension(GrantId grant, Instant since, String reason, String mend) {
        this(grant, since, reason, mend, Optional.empty());
    }
}
