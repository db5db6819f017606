package drawbridge.opsapi;

import java.time.Instant;
import java.util.Objects;

/// The process that answers.
///
/// @param version the version of the program
/// @param instance the name of this run of it; feed positions hold within one instance
/// @param startedAt when this run began
public record Gateway(String version, String instance, Instant startedAt) {

    public Gateway {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(startedAt, "startedAt");
    }
}
