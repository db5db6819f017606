package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// Who the token speaks for.
///
/// @param tenants the tenants that the token may see
public record Me(String name, Role role, List<String> tenants, Gateway gateway) {

    public Me {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(gateway, "gateway");
        tenants = List.copyOf(tenants);
    }
}
