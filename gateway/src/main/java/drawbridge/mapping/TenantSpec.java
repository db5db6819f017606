package drawbridge.mapping;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// One customer, compiled from its file under `mappings/tenants/` with its overrides applied.
///
/// Secrets are named, never held: a [Secret] says where the value comes from.
///
/// @param name as in the file and in paths (`north`)
/// @param title for people
/// @param zone of the tenant's days
/// @param connections by system
/// @param flows by name, each compiled with this tenant's overrides
/// @param counts by name, likewise
public record TenantSpec(
        String name,
        String title,
        ZoneId zone,
        Map<String, Connection> connections,
        Map<FlowName, Flow> flows,
        Map<FlowName, Count> counts) {

    public TenantSpec {
        connections = Map.copyOf(connections);
        flows = Map.copyOf(flows);
        counts = Map.copyOf(counts);
    }

    /// @param endpoint the address of the system for this tenant, without the system's base path;
    ///   `${NAME}` has been replaced from the environment
    /// @param credential what the gateway shows to the system
    /// @param webhook the key that signs the system's webhooks to us, where it sends any
    /// @param push what the system shows to us when it pushes, where it pushes
    /// @param sweep how often each resource is read incrementally; empty: never
    public record Connection(
            SystemSpec system,
            String endpoint,
            Secret credential,
            Optional<Secret> webhook,
            Optional<Secret> push,
            Optional<Duration> sweep) {}

    /// Where a secret comes from: an environment variable or a file outside the mappings.
    public sealed interface Secret {

        record Environment(String variable) implements Secret {}

        record File(String path) implements Secret {}
    }
}
