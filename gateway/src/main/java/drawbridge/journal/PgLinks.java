package drawbridge.journal;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Newcomer;
import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Links, as rows and back.
final class PgLinks {

    static final String COLUMNS =
            """
            k.id, k.flow, k.life, k.acme_id, k.app_id, k.acme_base, k.app_base, k.acme_version,
            k.app_version, k.acme_missing_since, k.app_missing_since, k.mapping_version, k.trail
            """;

    private static final String BY_ID =
            "select " + COLUMNS + " from link k where k.tenant = $1 and k.flow = $2 and k.id = $3";

    private static final String PAIRS =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[])
                    as g(no, tenant, flow, side, record_id)
            )
            select g.no, g.side, g.record_id, k.id, k.acme_id, k.app_id from given g join link k
                on k.tenant = g.tenant and k.flow = g.flow and k.acme_id = g.record_id
            where g.side = 'acme' and k.life <> 'unlinked' and k.app_id is not null
            union all
            select g.no, g.side, g.record_id, k.id, k.acme_id, k.app_id from given g join link k
                on k.tenant = g.tenant and k.flow = g.flow and k.app_id = g.record_id
            where g.side = 'app' and k.life <> 'unlinked' and k.acme_id is not null
            """;

    static final String CREATING =
            """
            with told as materialized (
                select coalesce((
                    select accepted_at from change
                    where tenant = $1 and lane = $4 and side = $3
                    order by lane_seq limit 1), now()) as first
                where exists (
                    select from creating where tenant = $1 and flow = $2 and target = $3)
            )
            select c.lane from creating c cross join told t
            join lane l on l.tenant = c.tenant and l.lane = c.lane
            where c.tenant = $1 and c.flow = $2 and c.target = $3 and c.started_at <= t.first
                and (c.bounded_at is null or t.first <= c.bounded_at)
                and (l.since is not null or exists (
                    select from parked p
                    where p.tenant = c.tenant and p.lane = c.lane and p.state = 'open'))
            order by c.started_at, c.lane limit
            """
                    + Journal.MANY;

    /// Each side by itself: no index serves a place that depends on the row.
    static final String NEWCOMERS =
            """
            select l.lane, l.since from creating c
            join lane l on l.tenant = c.tenant and l.since >= c.started_at
                and (c.bounded_at is null or l.since <= c.bounded_at)
                and ($3::timestamptz is null or (l.since, l.lane) > ($3, $4::uuid))
            join lane_record r on r.tenant = l.tenant and r.lane = l.lane
                and r.flow = c.flow and r.side = c.target
            where c.tenant = $1 and c.lane = $2
                and not exists (select from link k where k.tenant = l.tenant and k.id = l.lane)
                and not (r.side = 'acme' and exists (
                    select from link k
                    where k.tenant = r.tenant and k.flow = r.flow and k.acme_id = r.record_id))
                and not (r.side = 'app' and exists (
                    select from link k
                    where k.tenant = r.tenant and k.flow = r.flow and k.app_id = r.record_id))
            order by l.since, l.lane limit
            """
                    + Journal.MANY;

    /// Which links are asked for together.
    record Asked(TenantId tenant, FlowName flow, Set<RecordRef> records) {}

    private record One(long no, TenantId tenant, FlowName flow, Side side, RecordRef record) {}

    private final PgScope scope;
    private final Ends ends;

    PgLinks(PgScope scope, Ends ends) {
        this.scope = scope;
        this.ends = ends;
    }

    Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(BY_ID, Tuple.of(tenant.value(), flow.value(), id))
                                .map(
                                        rows ->
                                                PgColumns.list(rows, PgLinks::link).stream()
                                                        .findFirst()));
    }

    Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane) {
        return lanes(
                tenant,
                CREATING,
                Tuple.of(tenant.value(), flow.value(), target.word(), lane.value()),
                row -> new LaneId(row.getUUID("lane")));
    }

    Future<List<Newcomer>> newcomers(TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        return lanes(
                tenant,
                NEWCOMERS,
                Tuple.of(
                        tenant.value(),
                        creating.value(),
                        after.map(last -> PgColumns.time(last.since())).orElse(null),
                        after.map(last -> last.lane().value()).orElse(null)),
                row ->
                        new Newcomer(
                                new LaneId(row.getUUID("lane")), PgColumns.mustTime(row, "since")));
    }

    private <T> Future<List<T>> lanes(
            TenantId tenant, String sql, Tuple parameters, Function<Row, T> read) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements.run(sql, parameters).map(rows -> PgColumns.list(rows, read)));
    }

    Future<List<Future<Map<RecordRef, Refs.Pair>>>> pairs(List<Asked> asked, int slot) {
        List<One> ones = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Asked each = asked.get(i);
            for (RecordRef record : each.records()) {
                Optional<Side> side = ends.side(each.tenant(), each.flow(), record);
                if (side.isPresent() && StoredText.keeps(record.id())) {
                    ones.add(new One(i, each.tenant(), each.flow(), side.get(), record));
                }
            }
        }
        return scope.within(
                asked.stream().map(Asked::tenant).distinct().toList(),
                statements ->
                        statements
                                .run(
                                        PAIRS,
                                        PgColumns.of(ones)
                                                .number(One::no)
                                                .tenant(One::tenant)
                                                .text(one -> one.flow.value())
                                                .text(one -> one.side.word())
                                                .text(one -> one.record.id())
                                                .tuple())
                                .map(rows -> pairs(asked, ones, PgColumns.list(rows, row -> row))));
    }

    private static List<Future<Map<RecordRef, Refs.Pair>>> pairs(
            List<Asked> asked, List<One> ones, List<Row> rows) {
        List<Map<RecordRef, Refs.Pair>> answers = new ArrayList<>();
        asked.forEach(_ -> answers.add(new HashMap<>()));
        for (Row row : rows) {
            Refs.Pair pair =
                    new Refs.Pair(
                            row.getUUID("id"), row.getString("acme_id"), row.getString("app_id"));
            for (One one : ones) {
                if (one.no == row.getLong("no")
                        && one.side.word().equals(row.getString("side"))
                        && one.record.id().equals(row.getString("record_id"))) {
                    answers.get((int) one.no).put(one.record, pair);
                }
            }
        }
        return answers.stream().map(Future::succeededFuture).toList();
    }

    static Link link(Row row) {
        return new Link(
                row.getUUID("id"),
                new FlowName(row.getString("flow")),
                Link.Life.valueOf(row.getString("life").toUpperCase(Locale.ROOT)),
                end(row, "acme"),
                end(row, "app"),
                row.getString("mapping_version"),
                TrailText.read(row.getString("trail")));
    }

    private static Link.End end(Row row, String side) {
        return new Link.End(
                PgColumns.text(row, side + "_id"),
                base(row.getBuffer(side + "_base")),
                PgColumns.text(row, side + "_version"),
                PgColumns.time(row, side + "_missing_since"));
    }

    private static Optional<Base> base(@org.jspecify.annotations.Nullable Buffer stored) {
        return Optional.ofNullable(stored)
                .map(bytes -> BaseText.read(Payloads.open(bytes.getBytes())));
    }

    static String word(Link.Life life) {
        return life.name().toLowerCase(Locale.ROOT);
    }

    /// The columns of links as parameters, in the order of [#COLUMNS].
    static <T> PgColumns<T> columns(PgColumns<T> columns, Function<T, Link> link) {
        PgColumns<T> filled =
                columns.uuid(row -> link.apply(row).id())
                        .text(row -> link.apply(row).flow().value())
                        .text(row -> word(link.apply(row).life()));
        for (Side side : Side.values()) {
            filled = filled.text(row -> link.apply(row).end(side).record().orElse(null));
        }
        for (Side side : Side.values()) {
            filled =
                    filled.bytes(
                            row ->
                                    link.apply(row)
                                            .end(side)
                                            .base()
                                            .map(base -> Payloads.seal(BaseText.write(base)))
                                            .orElse(null));
        }
        for (Side side : Side.values()) {
            filled = filled.text(row -> link.apply(row).end(side).lastVersion().orElse(null));
        }
        for (Side side : Side.values()) {
            filled = filled.time(row -> link.apply(row).end(side).missingSince());
        }
        return filled.text(row -> link.apply(row).mappingVersion())
                .text(row -> TrailText.write(link.apply(row).trail()));
    }
}
