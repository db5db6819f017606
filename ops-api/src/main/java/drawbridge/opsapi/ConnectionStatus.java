package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// How one connection of a tenant to a system stands, or the grant of one of its users. What would
/// cross a suspended one waits; nothing is lost, and other connections do not notice.
///
/// @param user whose grant it is; absent for the whole connection
/// @param why what happened, in a plain sentence; absent while open
/// @param since absent while open
/// @param mend what to do about it; absent while open
public record ConnectionStatus(
        String tenant,
        String system,
        @Nullable String user,
        ConnectionState state,
        @Nullable String why,
        @Nullable Instant since,
        @Nullable String mend) {

    public ConnectionStatus {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(state, "state");
    }
}
