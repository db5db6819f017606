package drawbridge.journal;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.AppendBatch.AtOnce;
import drawbridge.journal.AppendBatch.Pair;
import drawbridge.journal.AppendBatch.Sorted;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Stores what came in: in two round trips, whatever the number of deliveries. The first tells what
/// was seen before and which records are linked, the second stores the rest and moves the lanes.
///
/// Locks are taken in one order by all: keys, hashes, members, lanes, buckets, counts, each sorted.
final class PgAppend {

    private final PgScope scope;
    private final Ends ends;
    private final Handover handover;
    private final PgUpkeep upkeep;
    private final PgOpen opening;
    private final Ready ready;
    private final int shardBase;

    PgAppend(
            PgScope scope,
            Ends ends,
            Handover handover,
            PgUpkeep upkeep,
            PgOpen opening,
            Ready ready,
            int shardBase) {
        this.scope = scope;
        this.opening = opening;
        this.ready = ready;
        this.ends = ends;
        this.handover = handover;
        this.upkeep = upkeep;
        this.shardBase = shardBase;
    }

    Future<List<Future<List<Receipt>>>> run(List<Delivery> deliveries, int slot) {
        return tried(deliveries, slot)
                .recover(
                        failure ->
                                PgFailures.noPartition(failure)
                                        ? upkeep.make().compose(_ -> tried(deliveries, slot))
                                        : Future.failedFuture(failure));
    }

    private Future<List<Future<List<Receipt>>>> tried(List<Delivery> deliveries, int slot) {
        AppendBatch batch = new AppendBatch(ends, deliveries);
        Map<LaneKey, LaneGrowth> lanes = new LinkedHashMap<>();
        return scope.within(
                        batch.tenants(),
                        statements -> look(statements, batch),
                        (statements, sorted) -> store(statements, deliveries, sorted, lanes, slot))
                .onComplete(
                        done -> {
                            if (done.succeeded()) {
                                handOver(done.result(), lanes);
                            } else {
                                withdraw(lanes.values(), done.cause());
                            }
                        })
                .map(stored -> stored.sorted.receipts);
    }

    /// @param moved how each lane stands
    /// @param offered the lanes that may be leased, in the order in which they were read
    private record Stored(
            Sorted sorted, List<Row> moved, List<PgOpen.Offered> offered, PgOpen.Found found) {}

    private static Future<Sorted> look(Statements statements, AppendBatch batch) {
        Future<Map<Integer, PgOnce.Key>> keys = PgOnce.take(statements, batch.deliveries());
        Future<List<Row>> seen =
                statements
                        .run(
                                AppendSql.SEE,
                                PgColumns.of(batch.sights())
                                        .number()
                                        .tenant(AppendBatch.Sight::tenant)
                                        .text(AppendBatch.Sight::kind)
                                        .uuid(sight -> sight.hash().asUuid())
                                        .uuid(AppendBatch.Sight::change)
                                        .uuid(AppendBatch.Sight::key)
                                        .uuid(AppendBatch.Sight::under)
                                        .flag(AppendBatch.Sight::again)
                                        .tuple())
                        .map(rows -> PgColumns.list(rows, row -> row));
        List<Pair> possible = batch.possiblePairs();
        List<Pair> linkable = possible.stream().filter(batch::mayBeLinked).toList();
        Future<Map<LaneId, LaneId>> linked =
                linkable.isEmpty()
                        ? Future.succeededFuture(Map.of())
                        : statements
                                .run(
                                        AppendSql.FIND_LINKS,
                                        PgColumns.of(linkable)
                                                .uuid(PgAppend::lane)
                                                .tenant(Pair::tenant)
                                                .text(pair -> pair.flow().value())
                                                .text(pair -> pair.side().word())
                                                .text(PgAppend::recordId)
                                                .tuple())
                                .map(PgAppend::lanesByOwn);
        Future<Map<Moves.Member, Moves.Was>> members = PgMembers.lock(statements, possible);
        return Future.all(keys, seen, linked, members)
                .map(
                        _ ->
                                batch.sort(
                                        seen.result().stream()
                                                .map(row -> row.getBoolean("is_new"))
                                                .toList(),
                                        seen.result().stream()
                                                .map(row -> row.getBoolean("repeated"))
                                                .toList(),
                                        linked.result(),
                                        members.result(),
                                        keys.result()));
    }

    private static Map<LaneId, LaneId> lanesByOwn(Iterable<Row> rows) {
        Map<LaneId, LaneId> lanes = new HashMap<>();
        rows.forEach(
                row -> lanes.put(new LaneId(row.getUUID("own")), new LaneId(row.getUUID("id"))));
        return lanes;
    }

    private Future<Stored> store(
            Statements statements,
            List<Delivery> deliveries,
            Sorted sorted,
            Map<LaneKey, LaneGrowth> lanes,
            int slot) {
        Future<List<Row>> moved = storePairs(statements, sorted, lanes);
        PgMembers.move(statements, sorted.moves);
        moveCursors(statements, deliveries);
        PgTally.add(statements, sorted.tally, shardBase + slot);
        List<PgOpen.Offered> offered = offered(lanes);
        Future<PgOpen.Found> found =
                offered.isEmpty()
                        ? Future.succeededFuture(PgOpen.Found.NOTHING)
                        : PgOpen.read(statements, offered);
        return moved.compose(rows -> found.map(read -> new Stored(sorted, rows, offered, read)));
    }

    private static List<PgOpen.Offered> offered(Map<LaneKey, LaneGrowth> lanes) {
        List<PgOpen.Offered> offered = new ArrayList<>();
        lanes.forEach(
                (key, lane) ->
                        lane.offer()
                                .ifPresent(
                                        offer ->
                                                offered.add(
                                                        new PgOpen.Offered(key, offer.session()))));
        return offered;
    }

    private Future<List<Row>> storePairs(
            Statements statements, Sorted sorted, Map<LaneKey, LaneGrowth> lanes) {
        List<Pair> pairs = sorted.pairs;
        if (pairs.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        IdentityHashMap<Pair, Long> places = new IdentityHashMap<>();
        Map<LaneKey, Pair> firsts = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            if (pair.pends()) {
                LaneGrowth lane =
                        lanes.computeIfAbsent(
                                key(pair),
                                _ ->
                                        pair.counted().isPresent()
                                                ? LaneGrowth.ofBucket(pair.side())
                                                : LaneGrowth.of(pair, offer(pair)));
                places.put(pair, lane.add(pair));
                firsts.putIfAbsent(key(pair), pair);
            }
        }
        sorted.moves.left.forEach(
                (lane, side) ->
                        lanes.computeIfAbsent(lane, _ -> LaneGrowth.ofBucket(side)).leave(side));
        Future<List<Row>> moved =
                statements
                        .run(
                                AppendSql.STORE,
                                parameters(List.copyOf(lanes.entrySet()), pairs, places, lanes))
                        .map(rows -> PgColumns.list(rows, row -> row));
        // A linked lane has its name from the record that it was made from.
        nameLanes(statements, List.copyOf(firsts.values()));
        settleAtOnce(statements, pairs.stream().filter(pair -> !pair.pends()).toList());
        park(statements, pairs.stream().filter(Pair::isDead).toList());
        return moved;
    }

    private Optional<Handover.Offer> offer(Pair pair) {
        // A file's rows, a backfill's, and what an audit found, wait for their turn by priority.
        return switch (pair.trigger()) {
            case IMPORT, BACKFILL, AUDIT -> Optional.empty();
            case WEBHOOK, PUSH, POLL, STREAM, OPERATOR, SERIES ->
                    Optional.ofNullable(handover.offer(pair.side().outbound()));
        };
    }

    private void withdraw(LaneGrowth lane) {
        lane.offer().ifPresent(handover::withdraw);
    }

    private void withdraw(Collection<LaneGrowth> lanes, Throwable failure) {
        if (PgFailures.rolledBack(failure)) {
            lanes.forEach(this::withdraw);
        } else {
            handover.withdrawInDoubt(
                    lanes.stream().flatMap(lane -> lane.offer().stream()).toList());
        }
    }

    private static Tuple parameters(
            List<Map.Entry<LaneKey, LaneGrowth>> grown,
            List<Pair> pairs,
            IdentityHashMap<Pair, Long> places,
            Map<LaneKey, LaneGrowth> lanes) {
        Tuple parameters =
                PgColumns.of(grown)
                        .tenant(lane -> lane.getKey().tenant())
                        .uuid(lane -> lane.getKey().lane().value())
                        .number(lane -> lane.getValue().added(Side.ACME))
                        .number(lane -> lane.getValue().added(Side.APP))
                        .number(lane -> lane.getValue().priority())
                        .uuid(
                                lane ->
                                        lane.getValue()
                                                .offer()
                                                .map(Handover.Offer::session)
                                                .orElse(null))
                        .number(lane -> lane.getValue().left(Side.ACME))
                        .number(lane -> lane.getValue().left(Side.APP))
                        .number(lane -> lane.getValue().delayMillis())
                        .tuple();
        return PgColumns.of(pairs, parameters)
                .tenant(Pair::tenant)
                .uuid(pair -> pair.change().id())
                .text(pair -> pair.flow().value())
                .uuid(pair -> pair.lane().map(LaneId::value).orElse(null))
                .text(pair -> pair.side().word())
                .number(
                        pair -> {
                            LaneGrowth lane = pair.pends() ? lanes.get(key(pair)) : null;
                            Long place = places.get(pair);
                            return lane == null || place == null
                                    ? null
                                    : lane.added(pair.side()) - place;
                        })
                .text(pair -> pair.trigger().name().toLowerCase(Locale.ROOT))
                .text(PgAppend::resource)
                .text(PgAppend::recordId)
                .text(pair -> pair.change().version().map(StoredText::sentence).orElse(null))
                .flag(pair -> pair.change().tombstone())
                .flag(pair -> pair.change().full())
                .uuid(pair -> pair.change().content().asUuid())
                .bytes(pair -> Payloads.seal(pair.change().body()))
                .text(pair -> pair.change().traceParent().map(StoredText::sentence).orElse(null))
                .text(pair -> pair.change().mappingVersion())
                .tuple();
    }

    private static void nameLanes(Statements statements, List<Pair> firsts) {
        if (!firsts.isEmpty()) {
            statements.run(
                    AppendSql.NAME_LANES,
                    PgColumns.of(firsts)
                            .tenant(Pair::tenant)
                            .uuid(PgAppend::lane)
                            .text(pair -> pair.flow().value())
                            .text(pair -> pair.side().word())
                            .text(pair -> named(pair).resource().toString())
                            .text(pair -> StoredText.id(named(pair).id()))
                            .tuple());
        }
    }

    private static RecordRef named(Pair pair) {
        return pair.named().orElseThrow();
    }

    private static void settleAtOnce(Statements statements, List<Pair> pairs) {
        if (!pairs.isEmpty()) {
            statements.run(
                    AppendSql.SETTLE_AT_ONCE,
                    PgColumns.of(pairs)
                            .tenant(Pair::tenant)
                            .uuid(pair -> pair.change().id())
                            .text(pair -> pair.flow().value())
                            .text(pair -> end(pair).kind().name().toLowerCase(Locale.ROOT))
                            .text(pair -> end(pair).reason())
                            .text(pair -> end(pair).sentence())
                            .uuid(pair -> end(pair).newer().orElse(null))
                            .text(pair -> pair.side().word())
                            .uuid(pair -> pair.lane().map(LaneId::value).orElse(null))
                            .tuple());
        }
    }

    private static AtOnce end(Pair pair) {
        return pair.settled().orElseThrow();
    }

    private static void park(Statements statements, List<Pair> pairs) {
        if (!pairs.isEmpty()) {
            statements.run(
                    AppendSql.PARK,
                    PgColumns.of(pairs)
                            .tenant(Pair::tenant)
                            .uuid(PgAppend::parkedId)
                            .text(pair -> pair.flow().value())
                            .uuid(pair -> pair.lane().map(LaneId::value).orElse(null))
                            .text(pair -> pair.side().word())
                            .text(pair -> end(pair).sentence())
                            .uuid(pair -> pair.change().id())
                            .text(PgAppend::resource)
                            .text(PgAppend::recordId)
                            .bytes(pair -> Payloads.seal(pair.change().body()))
                            .text(pair -> pair.change().mappingVersion())
                            .with(Buffer.buffer(Payloads.seal("")))
                            .tuple());
        }
    }

    /// One item for each (change, flow), the same one whenever the append is repeated.
    private static UUID parkedId(Pair pair) {
        return Hash.of("unreadable", pair.change().id().toString(), pair.flow().value()).asUuid();
    }

    private static void moveCursors(Statements statements, List<Delivery> deliveries) {
        Map<List<Object>, Map.Entry<TenantId, CursorMove>> newest = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            delivery.cursor()
                    .ifPresent(
                            move ->
                                    newest.put(
                                            List.of(
                                                    delivery.tenant(),
                                                    move.system(),
                                                    move.resource()),
                                            Map.entry(delivery.tenant(), move)));
        }
        if (!newest.isEmpty()) {
            statements.run(
                    AppendSql.MOVE_CURSORS,
                    PgColumns.of(List.copyOf(newest.values()))
                            .tenant(Map.Entry::getKey)
                            .text(move -> move.getValue().system())
                            .text(move -> move.getValue().resource())
                            .text(move -> move.getValue().position())
                            .text(
                                    move ->
                                            move.getValue()
                                                    .owner()
                                                    .map(CursorMove.Owner::job)
                                                    .orElse(null))
                            .number(
                                    move ->
                                            move.getValue()
                                                    .owner()
                                                    .map(CursorMove.Owner::epoch)
                                                    .orElse(null))
                            .tuple());
        }
    }

    /// After the commit: leases go to whom they were taken for, the rest is hinted at.
    private void handOver(Stored stored, Map<LaneKey, LaneGrowth> lanes) {
        Map<LaneKey, Integer> places = new HashMap<>();
        stored.offered.forEach(offered -> places.put(offered.lane(), places.size()));
        Map<Lease, Handover.Offer> leases = new LinkedHashMap<>();
        for (Row row : stored.moved) {
            LaneKey key = LaneKey.of(row.getUUID("tenant"), row.getUUID("lane"));
            ready.forget(key);
            LaneGrowth lane = lanes.get(key);
            if (lane == null) {
                continue;
            }
            boolean leased = row.getBoolean("leased") && lane.offer().isPresent();
            if (leased) {
                Lease lease =
                        new Lease(key.tenant(), key.lane(), row.getLong("epoch"), lane.direction());
                leases.put(lease, lane.offer().orElseThrow());
                opening.keep(lease, places.getOrDefault(key, -1), stored.found);
            } else {
                withdraw(lane);
            }
            PgColumns.due(row).tell(handover, leased ? lane.direction() : null);
        }
        handover.handOver(leases);
    }

    private static LaneKey key(Pair pair) {
        return new LaneKey(pair.tenant(), pair.lane().orElseThrow());
    }

    private static UUID lane(Pair pair) {
        return pair.lane().orElseThrow().value();
    }

    private static @Nullable String resource(Pair pair) {
        return pair.change().record().map(record -> record.resource().toString()).orElse(null);
    }

    private static @Nullable String recordId(Pair pair) {
        return pair.change().record().map(record -> StoredText.id(record.id())).orElse(null);
    }
}
