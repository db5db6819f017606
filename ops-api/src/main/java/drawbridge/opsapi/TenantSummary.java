package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// How one tenant fares.
///
/// @param name what people call the tenant
public record TenantSummary(
        String tenant,
        String name,
        long waiting,
        long oldestWaitingSeconds,
        long conflicts,
        long deadLetters,
        Counts counts,
        List<Breaker> breakers) {

    public TenantSummary {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(counts, "counts");
        breakers = List.copyOf(breakers);
    }
}
