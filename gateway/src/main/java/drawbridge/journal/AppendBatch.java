package drawbridge.journal;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Membership;
import drawbridge.crossing.engine.Once;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// What one group of deliveries asks of the store; everything that can be worked out without it.
final class AppendBatch {

    /// A hash that is looked for and remembered. The database tells whether it is new.
    ///
    /// @param kind `d` for the identity of a delivery, `c` for the content of a change
    /// @param key the sender's own, under which it came
    /// @param under of a content, the identity of its delivery: of one that was seen before nothing
    ///   is stored, and so nothing of it counts as seen
    /// @param again whether that identity stands earlier in the batch
    record Sight(
            TenantId tenant,
            String kind,
            Hash hash,
            @Nullable UUID change,
            @Nullable UUID key,
            @Nullable UUID under,
            boolean again) {

        static Sight of(TenantId tenant, String kind, Hash hash) {
            return new Sight(tenant, kind, hash, null, null, null, false);
        }
    }

    /// An outcome that is clear when the change comes in.
    ///
    /// @param newer for superseded: the change that took its place
    record AtOnce(OutcomeKind kind, String reason, String sentence, Optional<UUID> newer) {

        static AtOnce dead(String why) {
            return new AtOnce(
                    OutcomeKind.DEAD,
                    "unreadable",
                    StoredText.sentence("It cannot be read: " + why + "."),
                    Optional.empty());
        }

        static AtOnce unchanged(String reason, String sentence) {
            return new AtOnce(OutcomeKind.UNCHANGED, reason, sentence, Optional.empty());
        }
    }

    /// One (change, flow).
    ///
    /// @param named what its lane is about; the change's record, or the figure that it moves
    /// @param counted for a flow that counts
    /// @param settled the outcome, where it is clear by now; the others wait in their lane
    record Pair(
            TenantId tenant,
            Trigger trigger,
            Incoming change,
            FlowName flow,
            Side side,
            Optional<RecordRef> named,
            Optional<LaneId> lane,
            Optional<Membership> counted,
            Optional<AtOnce> settled) {

        /// Waits in its lane for an outcome.
        boolean pends() {
            return settled.isEmpty();
        }

        boolean isDead() {
            return settled.filter(end -> end.kind() == OutcomeKind.DEAD).isPresent();
        }

        Pair settled(AtOnce end) {
            return new Pair(
                    tenant, trigger, change, flow, side, named, lane, counted, Optional.of(end));
        }

        /// In the lane of a figure.
        Pair in(RecordRef figure, LaneId its) {
            return new Pair(
                    tenant,
                    trigger,
                    change,
                    flow,
                    side,
                    Optional.of(figure),
                    Optional.of(its),
                    counted,
                    settled);
        }
    }

    private static final FlowName NO_FLOW = new FlowName("");
    private final Ends ends;
    private final List<Delivery> deliveries;
    private final List<Sight> sights = new ArrayList<>();

    AppendBatch(Ends ends, List<Delivery> deliveries) {
        this.ends = ends;
        this.deliveries = deliveries;
        Set<Sight> identities = new HashSet<>();
        for (Delivery delivery : deliveries) {
            Optional<Sight> identity =
                    delivery.identity().map(id -> Sight.of(delivery.tenant(), "d", id));
            identity.ifPresent(sights::add);
            boolean again = identity.filter(one -> !identities.add(one)).isPresent();
            UUID under = identity.map(one -> one.hash().asUuid()).orElse(null);
            UUID key = delivery.once().map(once -> once.key().asUuid()).orElse(null);
            for (Incoming change : delivery.changes()) {
                sights.add(
                        new Sight(
                                delivery.tenant(),
                                "c",
                                change.content(),
                                change.id(),
                                key,
                                under,
                                again));
            }
        }
    }

    List<TenantId> tenants() {
        return deliveries.stream().map(Delivery::tenant).distinct().toList();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Sight> sights() {
        return sights;
    }

    /// All pairs, as if nothing of the batch had been seen before.
    List<Pair> possiblePairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            delivery.changes().forEach(change -> pairs.addAll(pairs(delivery, change, Map.of())));
        }
        return pairs;
    }

    /// Those whose record may belong to a link by now.
    boolean mayBeLinked(Pair pair) {
        return pair.lane().isPresent()
                && pair.counted().isEmpty()
                && ends.isEnd(
                        pair.tenant(),
                        pair.flow(),
                        pair.side(),
                        pair.change().record().orElseThrow());
    }

    /// @param isNew for each sight, whether it was new
    /// @param repeated for each sight, whether its very change is stored already
    /// @param linked the lanes of the links of records
    /// @param members where counted records belonged until now
    /// @param keys what the senders' keys are, by the number of the delivery
    Sorted sort(
            List<Boolean> isNew,
            List<Boolean> repeated,
            Map<LaneId, LaneId> linked,
            Map<Moves.Member, Moves.Was> members,
            Map<Integer, PgOnce.Key> keys) {
        Set<Sight> polledOrSeen = new HashSet<>();
        Map<Sight, Boolean> fresh = new HashMap<>();
        for (int i = 0; i < sights.size(); i++) {
            fresh.merge(nameless(sights.get(i)), isNew.get(i), Boolean::logicalOr);
        }
        Set<Integer> repeats = repeats(fresh);
        // Within the batch, what webhooks and pushes bring counts as seen by polls.
        for (int no = 0; no < deliveries.size(); no++) {
            Delivery delivery = deliveries.get(no);
            boolean refused = keys.get(no) instanceof PgOnce.Key.Other;
            if (delivery.trigger() != Trigger.POLL && !refused && !repeats.contains(no)) {
                delivery.changes().forEach(change -> polledOrSeen.add(content(delivery, change)));
            }
        }
        Sorted sorted = new Sorted();
        Set<Map.Entry<TenantId, UUID>> ids = new HashSet<>();
        int sight = 0;
        for (int no = 0; no < deliveries.size(); no++) {
            Delivery delivery = deliveries.get(no);
            Optional<PgOnce.Key> key = Optional.ofNullable(keys.get(no));
            if (key.filter(PgOnce.Key.Other.class::isInstance).isPresent()) {
                sight += delivery.changes().size();
                sorted.receipts.add(Future.failedFuture(new Once.Used()));
                continue;
            }
            boolean seen = key.filter(PgOnce.Key.Again.class::isInstance).isPresent();
            if (delivery.identity().isPresent()) {
                sight++;
                seen = repeats.contains(no);
            }
            List<Receipt> receipts = new ArrayList<>();
            for (Incoming change : delivery.changes()) {
                boolean stored =
                        repeated.get(sight++)
                                || !ids.add(Map.entry(delivery.tenant(), change.id()));
                boolean poll = delivery.trigger() == Trigger.POLL;
                boolean known =
                        poll
                                && (!fresh.getOrDefault(content(delivery, change), false)
                                        || !polledOrSeen.add(content(delivery, change)));
                receipts.add(new Receipt(named(key, change), seen || known));
                List<Pair> pairs = pairs(delivery, change, linked);
                if (seen) {
                    pairs.forEach(pair -> sorted.count(pair, "duplicates"));
                } else if (!stored && !known) {
                    pairs.forEach(sorted::add);
                    if (delivery.missed()) {
                        sorted.count(pairs.getFirst(), "missed");
                    }
                }
            }
            sorted.receipts.add(Future.succeededFuture(receipts));
        }
        sorted.pairs = sorted.moves.of(sorted.pairs, members);
        sorted.countSettled();
        return sorted;
    }

    /// The numbers of the deliveries whose identity was seen before, or stands earlier in the
    /// batch.
    private Set<Integer> repeats(Map<Sight, Boolean> fresh) {
        Set<Integer> repeats = new HashSet<>();
        Set<Sight> identities = new HashSet<>();
        for (int no = 0; no < deliveries.size(); no++) {
            Delivery delivery = deliveries.get(no);
            Optional<Sight> identity =
                    delivery.identity().map(id -> Sight.of(delivery.tenant(), "d", id));
            boolean known =
                    identity.filter(one -> !fresh.getOrDefault(one, false) || !identities.add(one))
                            .isPresent();
            if (known) {
                repeats.add(no);
            }
        }
        return repeats;
    }

    /// The change that a receipt names: under a key that is known, the one that was stored first.
    private static UUID named(Optional<PgOnce.Key> key, Incoming change) {
        return key.filter(PgOnce.Key.Again.class::isInstance)
                .map(PgOnce.Key.Again.class::cast)
                .flatMap(PgOnce.Key.Again::change)
                .orElse(change.id());
    }

    private static Sight nameless(Sight sight) {
        return Sight.of(sight.tenant(), sight.kind(), sight.hash());
    }

    private static Sight content(Delivery delivery, Incoming change) {
        return Sight.of(delivery.tenant(), "c", change.content());
    }

    private List<Pair> pairs(Delivery delivery, Incoming change, Map<LaneId, LaneId> linked) {
        Optional<String> dead = change.unreadable().or(() -> unstorable(change));
        List<Pair> pairs = new ArrayList<>();
        for (Wanted wanted : change.wants()) {
            Optional<LaneId> lane =
                    change.record()
                            .filter(record -> StoredText.keeps(record.id()))
                            .map(record -> LaneId.of(delivery.tenant(), wanted.flow(), record));
            Optional<String> why =
                    lane.isEmpty() && dead.isEmpty()
                            ? Optional.of("the change names no record")
                            : dead.or(wanted::bad).or(() -> unstorable(wanted));
            pairs.add(
                    new Pair(
                            delivery.tenant(),
                            delivery.trigger(),
                            change,
                            wanted.flow(),
                            wanted.side(),
                            change.record(),
                            lane.map(own -> linked.getOrDefault(own, own)),
                            why.isPresent() ? Optional.empty() : wanted.counted(),
                            why.map(AtOnce::dead)));
        }
        if (pairs.isEmpty()) {
            pairs.add(
                    new Pair(
                            delivery.tenant(),
                            delivery.trigger(),
                            change,
                            NO_FLOW,
                            sideOf(change.record()),
                            change.record(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(
                                    dead.map(AtOnce::dead)
                                            .orElseGet(
                                                    () ->
                                                            AtOnce.unchanged(
                                                                    "no-flow",
                                                                    "No flow wants it.")))));
        }
        return pairs;
    }

    /// Whose owner's id no store keeps, its figure cannot be named.
    private static Optional<String> unstorable(Wanted wanted) {
        return wanted.counted()
                .flatMap(Membership::figure)
                .map(RecordRef::id)
                .filter(id -> !StoredText.keeps(id))
                .map(_ -> "the id of its owner cannot be stored");
    }

    /// Content never fails a batch: an id that no store keeps makes its change a dead letter.
    private static Optional<String> unstorable(Incoming change) {
        return change.record()
                .map(RecordRef::id)
                .filter(id -> !StoredText.keeps(id))
                .map(
                        _ ->
                                "the record's id is longer than "
                                        + StoredText.ID
                                        + " signs or holds one that cannot be stored");
    }

    /// A change that no flow wants stands on no side; it is counted with the side that its system
    /// is called by, if any.
    private static Side sideOf(Optional<RecordRef> record) {
        return record.filter(each -> each.resource().system().equals(Side.APP.word()))
                .map(_ -> Side.APP)
                .orElse(Side.ACME);
    }

    /// What is to be stored, and the answers.
    static final class Sorted {

        final List<Future<List<Receipt>>> receipts = new ArrayList<>();
        final Moves moves = new Moves();
        List<Pair> pairs = new ArrayList<>();
        final Map<Tally, Long> tally = new TreeMap<>();

        private void add(Pair pair) {
            pairs.add(pair);
            count(pair, "acknowledged");
        }

        /// Counts what is settled from the start, once that is known of every pair.
        private void countSettled() {
            for (Pair pair : pairs) {
                pair.settled()
                        .ifPresent(end -> count(pair, end.kind().name().toLowerCase(Locale.ROOT)));
            }
        }

        private void count(Pair pair, String kind) {
            tally.merge(
                    new Tally(pair.tenant(), pair.flow(), pair.side().outbound(), kind),
                    1L,
                    Long::sum);
        }
    }
}
