package drawbridge.ops;

import drawbridge.opsapi.Role;

import java.util.Set;

/// Who a token speaks for.
///
/// @param tenants the tenants that it may see; empty = all
record Operator(String name, Role role, Set<String> tenants) {

    Operator {
        tenants = Set.copyOf(tenants);
    }

    boolean sees(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }
}
