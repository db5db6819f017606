package drawbridge.console.client;

import drawbridge.opsapi.OpsPaths;

/// What the person looks at: every tenant that the token may see, or one.
public sealed interface TenantScope {

    /// Every tenant that the token may see.
    record All() implements TenantScope {}

    /// One tenant alone.
    record One(String tenant) implements TenantScope {}

    /// Does the scope hold this tenant?
    default boolean holds(String tenant) {
        return switch (this) {
            case All() -> true;
            case One(var mine) -> mine.equals(tenant);
        };
    }

    /// The query parameter, with the sign before it; empty for all.
    default String parameter(char sign) {
        return switch (this) {
            case All() -> "";
            case One(var tenant) -> sign + "tenant=" + OpsPaths.encode(tenant);
        };
    }
}
