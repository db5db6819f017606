package drawbridge.simulator;

import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Once;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The senders' keys of the model journal.
@NullUnmarked
final class ModelKeys {

    record Known(Hash request, Optional<UUID> change, Instant at) {}

    private final Map<List<Object>, Known> known = new HashMap<>();

    /// Takes a key that names nothing; answers what it names otherwise.
    Optional<Known> take(TenantId tenant, Once once, Optional<UUID> change, Instant now) {
        List<Object> key = List.of(tenant, once.key());
        Known before = known.get(key);
        if (before != null && before.at().plus(Once.KEPT).isAfter(now)) {
            return Optional.of(before);
        }
        known.put(key, new Known(once.request(), change, now));
        return Optional.empty();
    }
}
