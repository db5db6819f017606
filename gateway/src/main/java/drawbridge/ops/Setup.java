package drawbridge.ops;

import drawbridge.opsapi.Authorization;
import drawbridge.opsapi.ConnectionStatus;
import drawbridge.opsapi.MappingsStatus;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What operators see and do about what the gateway was set up with: connections and mappings.
public interface Setup {

    /// Every connection of these tenants, by name.
    List<ConnectionStatus> connections(Set<String> tenants);

    /// Lets a suspended connection, or a user's grant, go on; one that is open stays so. Empty when
    /// there is none of this name.
    Future<Optional<ConnectionStatus>> resume(
            String tenant, String system, Optional<String> user, String by, String why);

    /// Begins to ask a person for access; the answer names the address to open. Empty where no such
    /// connection gets its access from people.
    Future<Optional<Authorization>> authorize(
            String tenant, String system, Optional<String> user, String by);

    /// @param tenants whose files the answer may speak of
    MappingsStatus mappings(Set<String> tenants);

    /// Reads the mappings folder now. Succeeds also when it is refused.
    Future<Void> reload(String by);
}
