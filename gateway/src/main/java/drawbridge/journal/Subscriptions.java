package drawbridge.journal;

import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.Optional;

/// What is known of the subscriptions that systems were asked for.
public interface Subscriptions {

    /// @param name of the subscription, as the descriptor has it
    record Key(TenantId tenant, String system, String name) {}

    /// @param active whether it was made; false: it was asked for, and nobody knows what came of it
    /// @param id at the system; what we made up, while it is not active
    /// @param endsAt empty: never, as far as we know
    /// @param dueAt when it is looked at next
    /// @param failures in a row
    record Known(
            Key key,
            boolean active,
            String id,
            Optional<Instant> endsAt,
            Instant dueAt,
            int failures) {}

    Future<Optional<Known>> read(Key key);

    /// Succeeds when it is written down.
    Future<Void> put(Known known);
}
