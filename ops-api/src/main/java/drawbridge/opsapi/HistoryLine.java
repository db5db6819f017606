package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// One thing that happened to a parked item.
///
/// @param who the gateway itself, or the name of a person's token
/// @param what what was done
/// @param why the reason that was given; absent if none was
public record HistoryLine(Instant at, String who, String what, @Nullable String why) {

    public HistoryLine {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(what, "what");
    }
}
