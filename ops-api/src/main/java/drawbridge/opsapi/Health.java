package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// The answer of `/live` and `/ready`.
public record Health(HealthStatus status, List<Check> checks) {

    public Health {
        Objects.requireNonNull(status, "status");
        checks = List.copyOf(checks);
    }
}
