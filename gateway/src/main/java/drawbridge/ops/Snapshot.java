package drawbridge.ops;

import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.TenantSummary;
import drawbridge.opsapi.Tick;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// How all tenants stood at one moment; what overview and feed are made from.
record Snapshot(Instant at, List<OpsReads.Figures> tenants) {

    Snapshot {
        tenants = List.copyOf(tenants);
    }

    Snapshot only(Predicate<String> wanted) {
        return new Snapshot(
                at, tenants.stream().filter(each -> wanted.test(each.tenant())).toList());
    }

    Overview overview(String instance, long position) {
        return new Overview(
                instance,
                position,
                at,
                tenants.stream().mapToLong(OpsReads.Figures::waiting).sum(),
                oldest(),
                tenants.stream().mapToLong(OpsReads.Figures::conflicts).sum(),
                tenants.stream().mapToLong(OpsReads.Figures::deadLetters).sum(),
                openBreakers(),
                tenants.stream()
                        .map(OpsReads.Figures::lastSettledAt)
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo)
                        .orElse(null),
                counts(),
                directions(),
                tenants.stream().map(Snapshot::summary).toList());
    }

    Tick tick(Map<Direction, Long> settled) {
        return new Tick(
                tenants.stream().mapToLong(OpsReads.Figures::waiting).sum(),
                oldest(),
                tenants.stream().mapToLong(OpsReads.Figures::conflicts).sum(),
                tenants.stream().mapToLong(OpsReads.Figures::deadLetters).sum(),
                openBreakers(),
                settled,
                counts());
    }

    Map<Direction, Counts> directions() {
        Map<Direction, Counts> sums = new EnumMap<>(Direction.class);
        for (OpsReads.Figures each : tenants) {
            each.directions().forEach((way, counts) -> sums.merge(way, counts, Counts::plus));
        }
        return sums;
    }

    private Counts counts() {
        return directions().values().stream().reduce(Counts.NONE, Counts::plus);
    }

    private long oldest() {
        return tenants.stream().mapToLong(OpsReads.Figures::oldestWaitingSeconds).max().orElse(0);
    }

    private long openBreakers() {
        return tenants.stream()
                .flatMap(each -> each.breakers().stream())
                .filter(breaker -> breaker.state() != BreakerState.CLOSED)
                .count();
    }

    private static TenantSummary summary(OpsReads.Figures figures) {
        return new TenantSummary(
                figures.tenant(),
                figures.title(),
                figures.waiting(),
                figures.oldestWaitingSeconds(),
                figures.conflicts(),
                figures.deadLetters(),
                figures.counts(),
                figures.breakers());
    }
}
