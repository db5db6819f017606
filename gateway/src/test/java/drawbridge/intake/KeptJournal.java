package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bounding;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Once;
import drawbridge.journal.PushReads;
import drawbridge.mapping.RecordRef;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The side of a journal that the ways in see: keeps what is appended, knows it again, and fails
/// when it is told to.
final class KeptJournal {

    private record Seen(TenantId tenant, Hash hash) {}

    private record Kept(Hash request, List<UUID> changes) {}

    private record Bound(TenantId tenant, List<Bounding.Lost> creates) {}

    private record Cursor(TenantId tenant, String system, String resource) {}

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Incoming> changes = new ArrayList<>();
    private final Map<Seen, Kept> keys = new HashMap<>();
    private final Set<Seen> seen = new HashSet<>();
    private final Map<Cursor, String> cursors = new HashMap<>();
    private boolean failing;

    /// Appointments whose creates nobody answered.
    final List<Bounding.Lost> lost = new CopyOnWriteArrayList<>();

    private final List<Bound> bounded = new CopyOnWriteArrayList<>();
    private int asked;

    /// Those of north that somebody bounded.
    List<Bounding.Lost> bounded() {
        return bounded.stream()
                .filter(bound -> bound.tenant().equals(Customers.NORTH))
                .flatMap(bound -> bound.creates().stream())
                .toList();
    }

    /// The port; what the ways in must not ask for fails.
    @SuppressWarnings("unchecked")
    Journal port() {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("append")) {
                                return append((Delivery) arguments[0]);
                            }
                            if (method.getName().equals("lost")) {
                                return Future.succeededFuture(
                                        arguments[1].toString().equals("appointments")
                                                ? List.copyOf(lost)
                                                : List.of());
                            }
                            if (method.getName().equals("bound")) {
                                bounded.add(
                                        new Bound(
                                                (TenantId) arguments[0],
                                                (List<Bounding.Lost>) arguments[1]));
                                return Future.succeededFuture();
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /// What somebody who pushes may ask; nothing is held.
    PushReads reads() {
        return new PushReads() {
            @Override
            public Future<Known> held(
                    TenantId tenant, RecordRef record, List<Wanted> wants, Optional<Once> once) {
                return Future.succeededFuture(new Known(false, Optional.empty()));
            }

            @Override
            public Future<Optional<Story>> story(TenantId tenant, UUID change) {
                return Future.succeededFuture(Optional.empty());
            }
        };
    }

    synchronized void fail(boolean now) {
        failing = now;
    }

    private synchronized Future<List<Receipt>> append(Delivery delivery) {
        asked++;
        if (failing) {
            return Future.failedFuture(new IllegalStateException("the database is gone"));
        }
        TenantId tenant = delivery.tenant();
        if (delivery.once().isPresent()) {
            Once once = delivery.once().get();
            Kept known = keys.get(new Seen(tenant, once.key()));
            if (known != null) {
                return known.request().equals(once.request())
                        ? Future.succeededFuture(
                                known.changes().stream().map(id -> new Receipt(id, true)).toList())
                        : Future.failedFuture(new Once.Used());
            }
            keys.put(
                    new Seen(tenant, once.key()),
                    new Kept(
                            once.request(),
                            delivery.changes().stream().map(Incoming::id).toList()));
        }
        boolean again =
                delivery.identity().isPresent()
                        && !seen.add(new Seen(tenant, delivery.identity().get()));
        if (again) {
            return Future.succeededFuture(
                    delivery.changes().stream()
                            .map(change -> new Receipt(change.id(), true))
                            .toList());
        }
        deliveries.add(delivery);
        delivery.cursor().ifPresent(move -> move(tenant, move));
        return Future.succeededFuture(
                delivery.changes().stream().map(change -> store(delivery, change)).toList());
    }

    private Receipt store(Delivery delivery, Incoming change) {
        boolean first = seen.add(new Seen(delivery.tenant(), change.content()));
        boolean duplicate = delivery.trigger() == Trigger.POLL && !first;
        if (!duplicate) {
            changes.add(change);
        }
        return new Receipt(change.id(), duplicate);
    }

    private void move(TenantId tenant, CursorMove move) {
        cursors.put(new Cursor(tenant, move.system(), move.resource()), move.position());
    }

    synchronized Future<Optional<String>> position(
            TenantId tenant, String system, String resource) {
        return Future.succeededFuture(
                Optional.ofNullable(cursors.get(new Cursor(tenant, system, resource))));
    }

    synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /// Those that are no duplicates.
    synchronized List<Incoming> changes() {
        return List.copyOf(changes);
    }

    synchronized int asked() {
        return asked;
    }
}
