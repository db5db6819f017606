package drawbridge.simulator;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What users changed, in the order of time.
final class SimEdits {

    private final Map<TenantId, List<Edit>> all = new HashMap<>();

    /// @param after the whole record
    record Edit(Instant at, Side side, RecordRef record, String group, Value.Obj after) {}

    void add(TenantId tenant, Edit edit) {
        all.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(edit);
    }

    Stream<Edit> of(TenantId tenant) {
        return all.getOrDefault(tenant, List.of()).stream();
    }

    Optional<Edit> last(TenantId tenant, String group, Predicate<Edit> which) {
        return of(tenant)
                .filter(edit -> edit.group().equals(group) && which.test(edit))
                .reduce((_, later) -> later);
    }
}
