package drawbridge.tenant;

import java.util.Optional;

/// What lets a tenant into a system: a whole connection, or the grant of one of its users.
///
/// @param person the user whose grant it is; empty for the connection
public record GrantId(TenantId tenant, String system, Optional<String> person) {

    public static GrantId connection(TenantId tenant, String system) {
        return new GrantId(tenant, system, Optional.empty());
    }

    /// For people.
    public String words() {
        return person.map(user -> "the grant of " + user + " at " + system)
                .orElse("the connection to " + system);
    }
}
