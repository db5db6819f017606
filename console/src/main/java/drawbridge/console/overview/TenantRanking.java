package drawbridge.console.overview;

import drawbridge.opsapi.TenantSummary;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts the worst tenant first, but anew only every ten seconds, so that a line does not jump away
/// from under the pointer.
final class TenantRanking {

    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Map<String, Integer> places = new HashMap<>();
    private Instant rankedAt = Instant.EPOCH;

    List<TenantRow> rank(List<TenantSummary> tenants, Instant now) {
        List<TenantRow> rows = tenants.stream().map(TenantRow::new).toList();
        boolean anyNew = tenants.stream().anyMatch(t -> !places.containsKey(t.tenant()));
        if (anyNew || Duration.between(rankedAt, now).compareTo(KEPT) >= 0) {
            rankedAt = now;
            places.clear();
            rows.stream()
                    .sorted(
                            Comparator.comparingLong(TenantRow::need)
                                    .reversed()
                                    .thenComparing(row -> row.summary().name()))
                    .forEach(row -> places.put(row.summary().tenant(), places.size()));
        }
        return rows.stream()
                .sorted(Comparator.comparing(row -> places.getOrDefault(row.summary().tenant(), 0)))
                .toList();
    }
}
