package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// One part of the gateway's health.
///
/// @param detail a plain sentence; absent if all is well
public record Check(String name, HealthStatus status, @Nullable String detail) {

    public Check {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
    }
}
