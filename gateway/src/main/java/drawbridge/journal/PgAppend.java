package drawbridge.journal;

import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.CursorMove;
import drawbridge.crossing.engine.Journal.Delivery;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Receipt;
import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.AppendBatch.Pair;
import drawbridge.journal.AppendBatch.Sorted;
import drawbridge.mapping.Side;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

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
/// Locks are taken in one order by all: hashes, lanes, counts, each sorted.
final class PgAppend {

    private static final String SEE =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[])
                    as g(no, tenant, kind, hash, change)
            ), made as (
                insert into seen_id (tenant, kind, hash, week)
                select distinct g.tenant, g.kind::"char", g.hash,
                    floor(extract(epoch from now()) / 604800)::integer
                from given g
                where not exists (
                    select from seen_id s
                    where s.tenant = g.tenant and s.kind = g.kind::"char" and s.hash = g.hash
                        and s.week = floor(extract(epoch from now()) / 604800)::integer - 1)
                order by 1, 2, 3
                on conflict do nothing
                returning tenant, kind, hash
            )
            select g.no, m.hash is not null as is_new,
                m.hash is null and g.change is not null and exists (
                    select from change c
                    where c.tenant = g.tenant and c.id = g.change
                        and c.accepted_at > now() - interval '1 day') as repeated
            from given g
            left join made m
                on m.tenant = g.tenant and m.kind = g.kind::"char" and m.hash = g.hash
            order by g.no
            """;

    private static final String FIND_LINKS =
            """
            with given as (
                select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
                    as g(own, tenant, flow, side, record_id)
            )
            select g.own, l.id from given g join link l
                on l.tenant = g.tenant and l.flow = g.flow and l.acme_id = g.record_id
            where g.side = 'acme' and l.id <> g.own
            union all
            select g.own, l.id from given g join link l
                on l.tenant = g.tenant and l.flow = g.flow and l.app_id = g.record_id
            where g.side = 'app' and l.id <> g.own
            """;

    /// A lane at rest is due at once, or half a second after it was last settled, so that what
    /// follows quickly folds into one. A put-back lane keeps its time, unless it only waits for
    /// another lane. A lane that is free and due now may be leased on the spot.
    private static final String STORE =
            """
            with asked as materialized (
                select a.*, nextval('lane_epoch') as fresh
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[],
                    $6::uuid[]) as a(tenant, lane, acme_n, app_n, priority, session)
            ), lanes as (
                insert into lane as l (tenant, lane, acme_seq, app_seq, to_app_due, to_acme_due,
                    priority, since, session, epoch)
                select tenant, lane, acme_n, app_n, case when acme_n > 0 then now() end,
                    case when app_n > 0 then now() end, priority::smallint, now(), session,
                    case when session is null then 0 else fresh end
                from asked order by tenant, lane
                on conflict (tenant, lane) do update set
                    acme_seq = l.acme_seq + excluded.acme_seq,
                    app_seq = l.app_seq + excluded.app_seq,
                    to_app_due = case
                        when excluded.acme_seq = 0 then l.to_app_due
                        when l.to_app_due is null or l.to_app_waits_on is not null
                            then greatest(now(), l.settled_at + interval '500 ms')
                        else l.to_app_due end,
                    to_acme_due = case
                        when excluded.app_seq = 0 then l.to_acme_due
                        when l.to_acme_due is null or l.to_acme_waits_on is not null
                            then greatest(now(), l.settled_at + interval '500 ms')
                        else l.to_acme_due end,
                    to_app_waits_on =
                        case when excluded.acme_seq = 0 then l.to_app_waits_on end,
                    to_acme_waits_on =
                        case when excluded.app_seq = 0 then l.to_acme_waits_on end,
                    priority = case when l.since is null then excluded.priority
                        else least(l.priority, excluded.priority) end,
                    since = coalesce(l.since, now()),
                    session = case
                        when l.session is null and l.since is null
                            and coalesce(l.settled_at + interval '500 ms' <= now(), true)
                        then excluded.session else l.session end,
                    epoch = case
                        when excluded.session is not null and l.session is null
                            and l.since is null
                            and coalesce(l.settled_at + interval '500 ms' <= now(), true)
                        then excluded.epoch else l.epoch end
                returning l.tenant, l.lane, l.acme_seq, l.app_seq, l.to_app_due, l.to_acme_due,
                    l.epoch
            ), pairs as (
                select * from unnest($7::uuid[], $8::uuid[], $9::text[], $10::uuid[], $11::text[],
                    $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[], $17::bool[],
                    $18::bool[], $19::uuid[], $20::bytea[], $21::text[], $22::text[])
                    as p(tenant, id, flow, lane, side, behind, source, resource, record_id, version,
                        tombstone, whole, content, body, trace_parent, mapping_version)
            ), stored as (
                insert into change (tenant, id, flow, lane, side, lane_seq, source, resource,
                    record_id, version, tombstone, whole, content, body, trace_parent,
                    mapping_version)
                select p.tenant, p.id, p.flow, p.lane, p.side,
                    coalesce(
                        case p.side when 'acme' then l.acme_seq else l.app_seq end - p.behind, 0),
                    p.source, p.resource, p.record_id, p.version, p.tombstone, p.whole, p.content,
                    p.body, p.trace_parent, p.mapping_version
                from pairs p left join lanes l on l.tenant = p.tenant and l.lane = p.lane
            )
            select l.tenant, l.lane, l.epoch, l.epoch = a.fresh as leased, l.to_app_due,
                l.to_acme_due, now() as now
            from lanes l join asked a on a.tenant = l.tenant and a.lane = l.lane
            """;

    private static final String NAME_LANES =
            """
            insert into lane_record (tenant, lane, flow, side, resource, record_id)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[],
                $6::text[]) as g(tenant, lane, flow, side, resource, record_id)
            order by 1, 2
            on conflict do nothing
            """;

    private static final String SETTLE_AT_ONCE =
            """
            insert into outcome (tenant, change, flow, n, kind, reason, sentence, side, lane, epoch)
            select tenant, change, flow, 1, kind, reason, sentence, side, lane, 0
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::uuid[])
                as g(tenant, change, flow, kind, reason, sentence, side, lane)
            """;

    private static final String PARK =
            """
            insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes,
                resource, acme_id, app_id, payload, request, response, mapping_version)
            select tenant, id, flow, lane, side, 'dead', 'unreadable', sentence, array[change],
                resource, case when side = 'acme' then record_id end,
                case when side = 'app' then record_id end, payload, $12, $12, mapping_version
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[],
                $7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::text[])
                as g(tenant, id, flow, lane, side, sentence, change, resource, record_id, payload,
                    mapping_version)
            """;

    private static final String MOVE_CURSORS =
            """
            insert into cursor (tenant, system, resource, position)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
                as g(tenant, system, resource, position)
            order by 1, 2, 3
            on conflict (tenant, system, resource)
            do update set position = excluded.position, moved_at = now()
            """;

    private final PgScope scope;
    private final Ends ends;
    private final Handover handover;
    private final int shardBase;

    PgAppend(PgScope scope, Ends ends, Handover handover, int shardBase) {
        this.scope = scope;
        this.ends = ends;
        this.handover = handover;
        this.shardBase = shardBase;
    }

    Future<List<Future<List<Receipt>>>> run(List<Delivery> deliveries, int slot) {
        AppendBatch batch = new AppendBatch(ends, deliveries);
        Map<LaneKey, LaneGrowth> lanes = new LinkedHashMap<>();
        return scope.within(
                        batch.tenants(),
                        statements -> look(statements, batch),
                        (statements, sorted) ->
                                store(statements, deliveries, sorted, lanes, slot)
                                        .map(moved -> new Stored(sorted, moved)))
                .onComplete(
                        done -> {
                            if (done.succeeded()) {
                                handOver(done.result().moved, lanes);
                            } else {
                                lanes.values().forEach(lane -> withdraw(lane));
                            }
                        })
                .map(
                        stored ->
                                stored.sorted.receipts.stream()
                                        .map(Future::succeededFuture)
                                        .toList());
    }

    private record Stored(Sorted sorted, List<Row> moved) {}

    private static Future<Sorted> look(Statements statements, AppendBatch batch) {
        Future<List<Row>> seen =
                statements
                        .run(
                                SEE,
                                PgColumns.of(batch.sights())
                                        .number()
                                        .tenant(AppendBatch.Sight::tenant)
                                        .text(AppendBatch.Sight::kind)
                                        .uuid(sight -> sight.hash().asUuid())
                                        .uuid(AppendBatch.Sight::change)
                                        .tuple())
                        .map(rows -> PgColumns.list(rows, row -> row));
        List<Pair> linkable = batch.possiblePairs().stream().filter(batch::mayBeLinked).toList();
        Future<Map<LaneId, LaneId>> linked =
                linkable.isEmpty()
                        ? Future.succeededFuture(Map.of())
                        : statements
                                .run(
                                        FIND_LINKS,
                                        PgColumns.of(linkable)
                                                .uuid(PgAppend::lane)
                                                .tenant(Pair::tenant)
                                                .text(pair -> pair.flow().value())
                                                .text(pair -> pair.side().word())
                                                .text(PgAppend::recordId)
                                                .tuple())
                                .map(PgAppend::lanesByOwn);
        return seen.compose(
                rows ->
                        linked.map(
                                lanes ->
                                        batch.sort(
                                                rows.stream()
                                                        .map(row -> row.getBoolean("is_new"))
                                                        .toList(),
                                                rows.stream()
                                                        .map(row -> row.getBoolean("repeated"))
                                                        .toList(),
                                                lanes)));
    }

    private static Map<LaneId, LaneId> lanesByOwn(Iterable<Row> rows) {
        Map<LaneId, LaneId> lanes = new HashMap<>();
        rows.forEach(
                row -> lanes.put(new LaneId(row.getUUID("own")), new LaneId(row.getUUID("id"))));
        return lanes;
    }

    private Future<List<Row>> store(
            Statements statements,
            List<Delivery> deliveries,
            Sorted sorted,
            Map<LaneKey, LaneGrowth> lanes,
            int slot) {
        Future<List<Row>> moved = storePairs(statements, sorted.pairs, lanes);
        moveCursors(statements, deliveries);
        var unused = PgTally.add(statements, sorted.tally, shardBase + slot);
        return moved;
    }

    private Future<List<Row>> storePairs(
            Statements statements, List<Pair> pairs, Map<LaneKey, LaneGrowth> lanes) {
        if (pairs.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Map<Pair, Long> places = new IdentityHashMap<>();
        Map<LaneKey, Pair> firsts = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            if (pair.pends()) {
                LaneGrowth lane =
                        lanes.computeIfAbsent(key(pair), _ -> new LaneGrowth(pair, offer(pair)));
                places.put(pair, lane.add(pair));
                firsts.putIfAbsent(key(pair), pair);
            }
        }
        Future<List<Row>> moved =
                statements
                        .run(STORE, parameters(List.copyOf(lanes.entrySet()), pairs, places, lanes))
                        .map(rows -> PgColumns.list(rows, row -> row));
        // A linked lane has its name from the record that it was made from.
        nameLanes(statements, List.copyOf(firsts.values()));
        settleAtOnce(statements, pairs.stream().filter(pair -> !pair.pends()).toList());
        park(statements, pairs.stream().filter(pair -> pair.dead().isPresent()).toList());
        return moved;
    }

    private Optional<Handover.Offer> offer(Pair pair) {
        return Optional.ofNullable(handover.offer(pair.side().outbound()));
    }

    private void withdraw(LaneGrowth lane) {
        lane.offer().ifPresent(handover::withdraw);
    }

    private static Tuple parameters(
            List<Map.Entry<LaneKey, LaneGrowth>> grown,
            List<Pair> pairs,
            Map<Pair, Long> places,
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
            var unused =
                    statements.run(
                            NAME_LANES,
                            PgColumns.of(firsts)
                                    .tenant(Pair::tenant)
                                    .uuid(PgAppend::lane)
                                    .text(pair -> pair.flow().value())
                                    .text(pair -> pair.side().word())
                                    .text(PgAppend::resource)
                                    .text(PgAppend::recordId)
                                    .tuple());
        }
    }

    private static void settleAtOnce(Statements statements, List<Pair> pairs) {
        if (!pairs.isEmpty()) {
            var unused =
                    statements.run(
                            SETTLE_AT_ONCE,
                            PgColumns.of(pairs)
                                    .tenant(Pair::tenant)
                                    .uuid(pair -> pair.change().id())
                                    .text(pair -> pair.flow().value())
                                    .text(pair -> pair.dead().isPresent() ? "dead" : "unchanged")
                                    .text(
                                            pair ->
                                                    pair.dead().isPresent()
                                                            ? "unreadable"
                                                            : "no-flow")
                                    .text(PgAppend::sentence)
                                    .text(pair -> pair.side().word())
                                    .uuid(pair -> pair.lane().map(LaneId::value).orElse(null))
                                    .tuple());
        }
    }

    private static String sentence(Pair pair) {
        return pair.dead()
                .map(why -> StoredText.sentence("It cannot be read: " + why + "."))
                .orElse("No flow wants it.");
    }

    private static void park(Statements statements, List<Pair> pairs) {
        if (!pairs.isEmpty()) {
            var unused =
                    statements.run(
                            PARK,
                            PgColumns.of(pairs)
                                    .tenant(Pair::tenant)
                                    .uuid(PgAppend::parkedId)
                                    .text(pair -> pair.flow().value())
                                    .uuid(pair -> pair.lane().map(LaneId::value).orElse(null))
                                    .text(pair -> pair.side().word())
                                    .text(PgAppend::sentence)
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
            var unused =
                    statements.run(
                            MOVE_CURSORS,
                            PgColumns.of(List.copyOf(newest.values()))
                                    .tenant(Map.Entry::getKey)
                                    .text(move -> move.getValue().system())
                                    .text(move -> move.getValue().resource())
                                    .text(move -> move.getValue().position())
                                    .tuple());
        }
    }

    /// After the commit: leases go to whom they were taken for, the rest is hinted at.
    private void handOver(List<Row> moved, Map<LaneKey, LaneGrowth> lanes) {
        Map<Lease, Handover.Offer> leases = new LinkedHashMap<>();
        for (Row row : moved) {
            LaneKey key = LaneKey.of(row.getUUID("tenant"), row.getUUID("lane"));
            LaneGrowth lane = lanes.get(key);
            if (lane == null) {
                continue;
            }
            boolean leased = row.getBoolean("leased") && lane.offer().isPresent();
            if (leased) {
                leases.put(
                        new Lease(key.tenant(), key.lane(), row.getLong("epoch"), lane.direction()),
                        lane.offer().orElseThrow());
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
