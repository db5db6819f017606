package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.mapping.Direction;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Tells those who work on lanes what is due, and passes them leases that an append took for them.
///
/// Hints are folded: a direction is named at most every 20 ms. Leases are handed to a session only
/// in a direction that it claims in, and no more than it can soon work on. Used on the journal's
/// event loop only; whoever listens is told on the context from which it began to listen.
final class Handover {

    private static final int HANDED = 32;
    private static final long FOLD_MILLIS = 20;
    private static final int TIMES_KEPT = 1_000;

    private record Listener(Session session, Hints hints, Context context) {}

    /// A promise to lease a lane for a session, if the lane turns out to be free.
    record Offer(UUID session, Direction direction) {}

    private final Vertx vertx;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Offer, Integer> given = new java.util.HashMap<>();
    private final Map<Long, Offer> byEpoch = new java.util.HashMap<>();
    private final Set<Offer> claiming = new HashSet<>();
    private final Map<Direction, Long> toldAt = new EnumMap<>(Direction.class);
    private final Set<Direction> told = java.util.EnumSet.noneOf(Direction.class);
    private final Map<Direction, TreeSet<Long>> times = new EnumMap<>(Direction.class);
    private int turn;

    Handover(Vertx vertx) {
        this.vertx = vertx;
        for (Direction direction : Direction.values()) {
            times.put(direction, new TreeSet<>());
        }
    }

    void listen(Session session, Hints hints, Context context) {
        listeners.add(new Listener(session, hints, context));
    }

    void forget(UUID session) {
        listeners.removeIf(listener -> listener.session.id().equals(session));
        claiming.removeIf(offer -> offer.session.equals(session));
        given.keySet().removeIf(offer -> offer.session.equals(session));
        byEpoch.values().removeIf(offer -> offer.session.equals(session));
    }

    /// Learns that the session works in this direction.
    void claims(UUID session, Direction direction) {
        claiming.add(new Offer(session, direction));
    }

    @Nullable Offer offer(Direction direction) {
        for (int i = 0; i < listeners.size(); i++) {
            Listener listener = listeners.get((turn + i) % listeners.size());
            Offer offer = new Offer(listener.session.id(), direction);
            if (claiming.contains(offer) && given.getOrDefault(offer, 0) < HANDED) {
                turn = (turn + i + 1) % listeners.size();
                given.merge(offer, 1, Integer::sum);
                return offer;
            }
        }
        return null;
    }

    void withdraw(Offer offer) {
        given.computeIfPresent(offer, (_, n) -> n > 1 ? n - 1 : null);
    }

    /// Offers of an append of which nobody knows whether it was committed: their lanes may be
    /// leased.
    void withdrawInDoubt(Collection<Offer> offers) {
        offers.forEach(this::withdraw);
        for (Listener listener : listeners) {
            if (offers.stream().anyMatch(it -> it.session.equals(listener.session.id()))) {
                listener.context.runOnContext(_ -> listener.hints.inDoubt());
            }
        }
    }

    /// The leases that were taken by offers of one append.
    void handOver(Map<Lease, Offer> leases) {
        leases.forEach((lease, offer) -> byEpoch.put(lease.epoch(), offer));
        for (Listener listener : listeners) {
            List<Lease> own =
                    leases.entrySet().stream()
                            .filter(lease -> lease.getValue().session.equals(listener.session.id()))
                            .map(Map.Entry::getKey)
                            .toList();
            if (!own.isEmpty()) {
                listener.context.runOnContext(_ -> listener.hints.handedOver(own));
            }
        }
    }

    /// The work under a lease has ended.
    void ended(Lease lease) {
        Offer offer = byEpoch.remove(lease.epoch());
        if (offer != null) {
            withdraw(offer);
        }
    }

    void due(Direction direction) {
        if (told.contains(direction)) {
            return;
        }
        long now = System.nanoTime() / 1_000_000;
        Long last = toldAt.get(direction);
        long wait = last == null ? 0 : last + FOLD_MILLIS - now;
        if (wait <= 0) {
            tell(direction);
        } else {
            told.add(direction);
            vertx.setTimer(wait, _ -> tell(direction));
        }
    }

    /// A lane will be due in this direction after a while. Times far away are left to claims.
    void dueIn(Direction direction, Duration wait) {
        long millis = wait.toMillis();
        if (millis <= 0) {
            due(direction);
            return;
        }
        TreeSet<Long> known = times.get(direction);
        long at = (System.nanoTime() / 1_000_000 + millis) / FOLD_MILLIS + 1;
        if (known != null && millis < 60_000 && known.size() < TIMES_KEPT && known.add(at)) {
            vertx.setTimer(
                    millis + FOLD_MILLIS,
                    _ -> {
                        known.remove(at);
                        due(direction);
                    });
        }
    }

    private void tell(Direction direction) {
        told.remove(direction);
        toldAt.put(direction, System.nanoTime() / 1_000_000);
        for (Listener listener : listeners) {
            if (claiming.contains(new Offer(listener.session.id(), direction))) {
                listener.context.runOnContext(_ -> listener.hints.due(direction));
            }
        }
    }
}
