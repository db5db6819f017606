package drawbridge.ops;

import drawbridge.mapping.RecordRef;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.ChangeStatus;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.Waiting;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A store in memory for the tests of the ops API: two tenants, items that a test parks and closes,
/// and an outage when a test wants one.
final class ScriptedReads implements OpsReads {

    static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    final List<Parked> items = new CopyOnWriteArrayList<>();
    final Map<UUID, Place> places = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile long applied = 12;
    volatile BreakerState acmeOfNorth = BreakerState.CLOSED;

    static Parked item(String tenant, String id, long version, ParkedState state) {
        return new Parked(
                id,
                tenant,
                "appointments",
                ParkedKind.CONFLICT,
                "both-changed",
                "The title was changed on both sides, differently: a person decides.",
                "title",
                null,
                new RecordId("acme.appointment", "apt_1"),
                new RecordId("app.event", "17"),
                "Visit",
                "Visit of Contact 17",
                "Visit, moved",
                1,
                START,
                null,
                "v1",
                version,
                state,
                null,
                List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP));
    }

    @Override
    public Future<List<Figures>> figures() {
        return answer(
                List.of(figures("north", acmeOfNorth), figures("south", BreakerState.CLOSED)));
    }

    private Figures figures(String tenant, BreakerState acme) {
        return new Figures(
                tenant,
                tenant.toUpperCase(java.util.Locale.ROOT),
                3,
                5,
                items.stream().filter(each -> each.tenant().equals(tenant)).count(),
                0,
                Optional.of(START),
                Map.of(Direction.TO_APP, new Counts(applied + 3, applied, 0, 0, 0, 0, 3, 1)),
                List.of(new Breaker(tenant, "acme", acme, 0, 10, null, null, null)));
    }

    @Override
    public Future<Page<Parked>> parked(ParkedQuery query) {
        return answer(
                new Page<>(
                        items.stream()
                                .filter(each -> query.tenants().contains(each.tenant()))
                                .filter(each -> query.kind().map(each.kind()::equals).orElse(true))
                                .filter(
                                        each ->
                                                query.state()
                                                        .map(each.state()::equals)
                                                        .orElse(true))
                                .limit(query.limit())
                                .toList(),
                        null));
    }

    @Override
    public Future<Optional<ParkedDetail>> parkedItem(String tenant, String id) {
        return answer(
                items.stream()
                        .filter(each -> each.tenant().equals(tenant) && each.id().equals(id))
                        .map(each -> new ParkedDetail(each, "{}", "e30=", null, null, List.of()))
                        .findFirst());
    }

    @Override
    public Future<List<Moved>> parkedSince(Instant after) {
        List<Moved> moved = new ArrayList<>();
        items.forEach(item -> moved.add(new Moved(item, START.plusSeconds(item.version()))));
        return answer(moved);
    }

    @Override
    public Future<List<Waiting>> waiting(Set<String> tenants, int limit) {
        return answer(List.of());
    }

    @Override
    public Future<Optional<ChangeStatus>> change(String tenant, String change) {
        return answer(Optional.empty());
    }

    @Override
    public Set<String> flows(String tenant) {
        return Set.of("appointments", "users");
    }

    @Override
    public Future<List<Pause>> pauses(Set<String> tenants) {
        return answer(List.of());
    }

    @Override
    public Future<List<Found>> find(Set<String> tenants, String id) {
        return answer(List.of());
    }

    @Override
    public Future<Optional<Place>> place(String tenant, UUID item) {
        return answer(Optional.ofNullable(places.get(item)));
    }

    @Override
    public Future<Timeline> timeline(String tenant, RecordRef record) {
        return answer(
                new Timeline(
                        tenant,
                        new RecordId(record.resource().toString(), record.id()),
                        List.of(),
                        List.of(),
                        false));
    }

    private <T> Future<T> answer(T value) {
        return down
                ? Future.failedFuture(new IllegalStateException("the store is down"))
                : Future.succeededFuture(value);
    }
}
