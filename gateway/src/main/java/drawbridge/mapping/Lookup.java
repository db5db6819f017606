package drawbridge.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A query by which records are found, such as by external reference or e-mail.
///
/// @param call with `{name}` where the argument of that name stands
/// @param empty the statuses by which the system says that it found nothing
public record Lookup(Operation call, Pointer items, Set<Integer> empty) {

    public Lookup {
        empty = Set.copyOf(empty);
    }

    public Lookup(String path, Map<String, String> parameters, Pointer items) {
        this(
                new Operation(
                        "GET", path, parameters, Map.of(), Optional.empty(), Optional.empty()),
                items,
                Set.of());
    }
}
