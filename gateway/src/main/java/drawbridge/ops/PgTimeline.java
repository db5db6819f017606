package drawbridge.ops;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.LinkStatus;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Standing;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// Reads all that happened to a record. The lanes are computed from its name, and from the link
/// that it belongs to; everything else is found by the lane.
final class PgTimeline {

    private static final int MOST = 500;

    private static final String LINKED =
            """
            with asked as (select * from unnest($2::text[], $3::text[]) as g(flow, side))
            select k.flow, k.id, k.life, k.acme_id, k.app_id, k.made_at, k.changed_at
            from asked g
            cross join lateral (
                select o.id from link o
                where g.side = 'acme' and o.tenant = $1 and o.flow = g.flow and o.acme_id = $4
                union
                select o.id from link o
                where g.side = 'app' and o.tenant = $1 and o.flow = g.flow and o.app_id = $4
                union
                select f.link from alias f
                where f.tenant = $1 and f.flow = g.flow and f.side = g.side and f.record_id = $4
            ) found
            join link k on k.tenant = $1 and k.flow = g.flow and k.id = found.id
            """;
    private static final String COUNTED =
            "select m.flow, m.lane, r.resource, r.record_id from member m join lane_record r on"
                    + " r.tenant = m.tenant and r.lane = m.lane where m.tenant = $1 and m.flow ="
                    + " any($2) and m.record_id = $3";
    private static final String LANES =
            "select r.flow, r.lane, r.side, r.resource, r.record_id, r.to_app_why, r.to_acme_why,"
                    + " l.since, l.session, l.to_app_due, l.to_acme_due, l.to_app_waits_on is not null"
                    + " or l.to_acme_waits_on is not null parent, (select p.by_name from pause p where"
                    + " p.tenant = r.tenant and p.flow in ('', r.flow) and (p.direction = 'BOTH' or"
                    + " (p.direction = 'TO_APP' and l.to_app_due is not null) or (p.direction ="
                    + " 'TO_ACME' and l.to_acme_due is not null)) order by p.since limit 1) paused_by,"
                    + " (select count(*) from attempt a where a.tenant = r.tenant and a.lane = r.lane"
                    + " and a.ended_at is null) open_attempts from lane_record r join lane l on"
                    + " l.tenant = r.tenant and l.lane = r.lane where r.tenant = $1 and r.lane ="
                    + " any($2)";
    private static final String CHANGES =
            "select flow, id, side, source, resource, record_id, version, tombstone, accepted_at"
                    + " from change where tenant = $1 and lane = any($2) and (lane <> all($3) or record_id = $4) order by accepted_at desc, lane_seq desc"
                    + " limit "
                    + MOST;
    private static final String OUTCOMES =
            "select o.flow, o.change, o.side, o.kind, o.reason, o.sentence, o.newer, o.losing,"
                    + " o.settled_at from unnest($2::uuid[], $3::text[]) as g(change, flow) join"
                    + " outcome o on o.tenant = $1 and o.change = g.change and o.flow = g.flow order by"
                    + " o.settled_at, o.n";
    private static final String ATTEMPTS =
            "select a.flow, a.id, a.target, a.operation, a.record_id, a.started_at, a.deadline,"
                    + " a.ended_at, a.how from attempt a where a.tenant = $1 and a.lane = any($2) order"
                    + " by a.started_at desc limit "
                    + MOST;
    private static final String PARKED =
            "select id, flow, side, kind, reason, sentence, grp, field, state, parked_at, closed_at,"
                    + " closed_by, closed_why from parked where tenant = $1 and (lane = any($2) or"
                    + " (lane is null and (acme_id = $3 or app_id = $3) and resource = $4)) order by"
                    + " parked_at desc limit "
                    + MOST;
    private static final String ACTS =
            "select a.parked, a.verb, a.by_name, a.reason, a.answer, a.target, a.done_at from"
                    + " operator_action a where a.tenant = $1 and (a.parked = any($2) or (a.verb in"
                    + " ('pause', 'resume') and a.done_at >= $3 and (a.target like 'all flows%' or"
                    + " split_part(a.target, ',', 1) = any($4)))) order by a.done_at";
    private static final String CHANGE_NAMED =
            "select tenant, flow, resource, record_id from change where tenant = any($1) and id = $2"
                    + " and resource is not null";
    private static final String NAMED =
            "select g.no from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[],"
                    + " $6::text[]) as g(no, tenant, lane, flow, side, id) where exists (select from"
                    + " lane_record r where r.tenant = g.tenant and r.lane = g.lane) or exists (select"
                    + " from link k where k.tenant = g.tenant and k.flow = g.flow and g.side = 'acme'"
                    + " and k.acme_id = g.id) or exists (select from link k where k.tenant = g.tenant"
                    + " and k.flow = g.flow and g.side = 'app' and k.app_id = g.id) or exists (select"
                    + " from alias f where f.tenant = g.tenant and f.flow = g.flow and f.side ="
                    + " g.side and f.record_id = g.id) or exists (select"
                    + " from member m where m.tenant = g.tenant and m.flow = g.flow and m.record_id ="
                    + " g.id and g.side = 'acme') order by g.no";

    private final PgParkedRows rows;
    private final PgOpsReads.Resources resources;
    private final PgTimelineText text;

    PgTimeline(PgParkedRows rows, PgOpsReads.Resources resources) {
        this.rows = rows;
        this.resources = resources;
        this.text = new PgTimelineText(rows);
    }

    // ---- By the id alone

    Future<List<Found>> named(SqlConnection connection, Set<TenantId> tenants, String id) {
        List<Traces> possible =
                tenants.stream()
                        .sorted()
                        .flatMap(tenant -> Traces.named(resources, tenant, id).stream())
                        .toList();
        return query(connection, NAMED, named(possible))
                .map(
                        found ->
                                PgOpsReads.list(
                                        found,
                                        row -> found(possible.get((int) (long) row.getLong("no")))))
                .compose(
                        found ->
                                change(connection, tenants, id)
                                        .map(
                                                more ->
                                                        Stream.concat(found.stream(), more.stream())
                                                                .distinct()
                                                                .toList()));
    }

    private Future<List<Found>> change(
            SqlConnection connection, Set<TenantId> tenants, String text) {
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            return Future.succeededFuture(List.of());
        }
        return query(connection, CHANGE_NAMED, PgOpsReads.ids(tenants).addUUID(id))
                .map(
                        found ->
                                PgOpsReads.list(
                                        found,
                                        row ->
                                                new Found(
                                                        rows.name(row.getUUID("tenant")),
                                                        row.getString("flow"),
                                                        new RecordId(
                                                                row.getString("resource"),
                                                                row.getString("record_id")))));
    }

    private static Tuple named(List<Traces> possible) {
        Long[] numbers = new Long[possible.size()];
        java.util.Arrays.setAll(numbers, i -> (long) i);
        return Tuple.tuple()
                .addArrayOfLong(numbers)
                .addArrayOfUUID(
                        possible.stream().map(each -> each.tenant().value()).toArray(UUID[]::new))
                .addArrayOfUUID(possible.stream().map(Traces::lane).toArray(UUID[]::new))
                .addArrayOfString(possible.stream().map(Traces::flow).toArray(String[]::new))
                .addArrayOfString(
                        possible.stream()
                                .map(each -> each.side().map(Side::word).orElse(""))
                                .toArray(String[]::new))
                .addArrayOfString(
                        possible.stream().map(each -> each.record().id()).toArray(String[]::new));
    }

    private Found found(Traces trace) {
        return new Found(
                rows.name(trace.tenant().value()),
                trace.flow(),
                new RecordId(trace.record().resource().toString(), trace.record().id()));
    }

    // ---- By the whole name

    /// What was found so far.
    private record Known(
            TenantId tenant,
            RecordRef record,
            List<Row> links,
            List<Row> counted,
            List<UUID> lanes,
            List<UUID> buckets) {}

    Future<Timeline> of(SqlConnection connection, TenantId tenant, RecordRef record) {
        List<Traces> traces = Traces.of(resources, tenant, record);
        List<Traces> ends = traces.stream().filter(each -> each.side().isPresent()).toList();
        Tuple asEnd =
                Tuple.of(tenant.value())
                        .addArrayOfString(ends.stream().map(Traces::flow).toArray(String[]::new))
                        .addArrayOfString(
                                ends.stream()
                                        .map(each -> each.side().orElseThrow().word())
                                        .toArray(String[]::new))
                        .addString(record.id());
        Tuple asCounted =
                Tuple.of(tenant.value())
                        .addArrayOfString(ends.stream().map(Traces::flow).toArray(String[]::new))
                        .addString(record.id());
        return query(connection, LINKED, asEnd)
                .compose(
                        links ->
                                query(connection, COUNTED, asCounted)
                                        .map(
                                                counted ->
                                                        known(
                                                                tenant,
                                                                record,
                                                                traces,
                                                                PgOpsReads.list(links, r -> r),
                                                                PgOpsReads.list(counted, r -> r))))
                .compose(known -> read(connection, known));
    }

    private Known known(
            TenantId tenant,
            RecordRef record,
            List<Traces> traces,
            List<Row> links,
            List<Row> counted) {
        Set<UUID> lanes = new LinkedHashSet<>();
        traces.forEach(trace -> lanes.add(trace.lane()));
        for (Row link : links) {
            lanes.add(link.getUUID("id"));
            for (Side side : Side.values()) {
                partner(tenant, link, side).ifPresent(trace -> lanes.add(trace.lane()));
            }
        }
        List<UUID> buckets =
                counted.stream()
                        .flatMap(row -> Optional.ofNullable(row.getUUID("lane")).stream())
                        .toList();
        lanes.addAll(buckets);
        return new Known(tenant, record, links, counted, List.copyOf(lanes), buckets);
    }

    private Optional<Traces> partner(TenantId tenant, Row link, Side side) {
        String id = link.getString(side.word() + "_id");
        String flow = link.getString("flow");
        return Optional.ofNullable(id)
                .flatMap(_ -> resources.of(tenant, flow, side))
                .flatMap(Traces::resource)
                .map(
                        (ResourceName name) ->
                                new Traces(
                                        tenant, flow, new RecordRef(name, id), Optional.of(side)));
    }

    private Future<Timeline> read(SqlConnection connection, Known known) {
        UUID tenant = known.tenant.value();
        Tuple lanes = Tuple.of(tenant).addArrayOfUUID(array(known.lanes));
        Tuple changes =
                Tuple.of(tenant)
                        .addArrayOfUUID(array(known.lanes))
                        .addArrayOfUUID(array(known.buckets))
                        .addString(known.record.id());
        Tuple parked =
                Tuple.of(tenant)
                        .addArrayOfUUID(array(known.lanes))
                        .addString(known.record.id())
                        .addString(known.record.resource().toString());
        return Future.all(
                        query(connection, LANES, lanes),
                        query(connection, CHANGES, changes),
                        query(connection, ATTEMPTS, lanes),
                        query(connection, PARKED, parked))
                .compose(
                        all ->
                                further(
                                        connection,
                                        known,
                                        PgOpsReads.list(all.<RowSet<Row>>resultAt(0), r -> r),
                                        PgOpsReads.list(all.<RowSet<Row>>resultAt(1), r -> r),
                                        PgOpsReads.list(all.<RowSet<Row>>resultAt(2), r -> r),
                                        PgOpsReads.list(all.<RowSet<Row>>resultAt(3), r -> r)));
    }

    private Future<Timeline> further(
            SqlConnection connection,
            Known known,
            List<Row> lanes,
            List<Row> changes,
            List<Row> attempts,
            List<Row> parked) {
        UUID tenant = known.tenant.value();
        Tuple outcomes =
                Tuple.of(tenant)
                        .addArrayOfUUID(
                                changes.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new))
                        .addArrayOfString(
                                changes.stream()
                                        .map(row -> row.getString("flow"))
                                        .toArray(String[]::new));
        Instant first =
                changes.isEmpty()
                        ? Instant.parse("9999-01-01T00:00:00Z")
                        : changes.getLast().getOffsetDateTime("accepted_at").toInstant();
        Tuple acts =
                Tuple.of(tenant)
                        .addArrayOfUUID(
                                parked.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new))
                        .addValue(PgOpsReads.at(first))
                        .addArrayOfString(
                                lanes.stream()
                                        .map(row -> "flow " + row.getString("flow"))
                                        .distinct()
                                        .toArray(String[]::new));
        return Future.all(query(connection, OUTCOMES, outcomes), query(connection, ACTS, acts))
                .map(
                        all -> {
                            List<TimelineEntry> entries = new ArrayList<>();
                            changes.forEach(row -> entries.add(text.change(row)));
                            all.<RowSet<Row>>resultAt(0)
                                    .forEach(row -> entries.add(text.outcome(row)));
                            boolean counts = !known.buckets.isEmpty();
                            attempts.stream()
                                    .filter(_ -> !counts)
                                    .forEach(row -> entries.add(text.attempt(row)));
                            known.links.forEach(row -> text.link(row).ifPresent(entries::add));
                            parked.forEach(row -> entries.addAll(text.parked(row)));
                            all.<RowSet<Row>>resultAt(1)
                                    .forEach(row -> entries.add(text.act(row, parked)));
                            // What happens at one moment is told in the order of a change's way.
                            entries.sort(
                                    Comparator.comparing(TimelineEntry::at)
                                            .thenComparing(TimelineEntry::kind));
                            return new Timeline(
                                    rows.name(tenant),
                                    new RecordId(
                                            known.record.resource().toString(), known.record.id()),
                                    standings(known, lanes, parked),
                                    PgTimelineText.once(entries),
                                    changes.size() == MOST || attempts.size() == MOST);
                        });
    }

    private List<Standing> standings(Known known, List<Row> lanes, List<Row> parked) {
        Map<String, List<Row>> byFlow = new TreeMap<>();
        lanes.forEach(
                row ->
                        byFlow.computeIfAbsent(row.getString("flow"), _ -> new ArrayList<>())
                                .add(row));
        List<Standing> standings = new ArrayList<>();
        byFlow.forEach((flow, ofFlow) -> standings.add(standing(known, flow, ofFlow, parked)));
        if (standings.isEmpty() && !parked.isEmpty()) {
            Row first = parked.getFirst();
            standings.add(
                    new Standing(
                            rows.name(known.tenant.value()),
                            first.getString("flow"),
                            null,
                            null,
                            LinkStatus.DEAD,
                            PgStanding.sentence(first)));
        }
        return standings;
    }

    private Standing standing(Known known, String flow, List<Row> lanes, List<Row> parked) {
        Optional<Row> link =
                known.links.stream().filter(row -> row.getString("flow").equals(flow)).findFirst();
        Optional<Row> counted =
                known.counted.stream()
                        .filter(row -> row.getString("flow").equals(flow))
                        .findFirst();
        List<Row> open =
                parked.stream()
                        .filter(row -> row.getString("flow").equals(flow))
                        .filter(row -> row.getString("state").equals("open"))
                        .toList();
        PgStanding now = PgStanding.of(lanes, link, counted, open);
        return new Standing(
                rows.name(known.tenant.value()),
                flow,
                end(known, flow, link, Side.ACME),
                end(known, flow, link, Side.APP),
                now.status(),
                now.why());
    }

    private @Nullable RecordId end(Known known, String flow, Optional<Row> link, Side side) {
        String resource = resources.of(known.tenant, flow, side).orElse(side.word());
        Optional<String> linked = link.map(row -> row.getString(side.word() + "_id"));
        Optional<String> own =
                resource.equals(known.record.resource().toString())
                        ? Optional.of(known.record.id())
                        : Optional.empty();
        return linked.or(() -> own).map(id -> new RecordId(resource, id)).orElse(null);
    }

    private static UUID[] array(List<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
