package drawbridge.ops;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.ChangeStatus;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.OutcomeLine;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.Waiting;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/// The ops API's questions, asked of PostgreSQL within the wall of the tenants that are asked
/// about.
public final class PgOpsReads implements OpsReads {

    /// Runs statements that see these tenants and no others.
    public interface Scoped {

        <T> Future<T> within(Set<TenantId> tenants, Function<SqlConnection, Future<T>> work);
    }

    /// What stands at a side of a flow, written `system.resource`.
    public interface Resources {

        Optional<String> of(TenantId tenant, String flow, Side side);

        /// The names of the flows and counts of a tenant.
        Set<String> flows(TenantId tenant);
    }

    private static final String TALLY =
            "select tenant, direction, kind, sum(n)::bigint n, max(last_at) last_at from tally"
                    + " group by tenant, direction, kind";
    private static final String OPEN =
            "select tenant, kind, count(*) n from parked where state = 'open' and part_of is null group by tenant,"
                    + " kind";
    private static final String BUSY =
            "select tenant, count(*) n, greatest(0, extract(epoch from now() - min(since)))::bigint"
                    + " oldest from lane where tenant = any($1) and since is not null group by tenant";

    /// To count a million lanes takes half a second of all cores: they are counted anew once so
    /// many times of that have passed, and until then the last count is told.
    private static final int PAUSES_PER_COUNT = 10;

    private static final String BREAKERS =
            "select tenant, system, state, failures, calls, why, opened_at, next_probe from breaker"
                    + " order by tenant, system";
    private static final String WAITING =
            "select l.tenant, r.flow, r.side, r.resource, r.record_id, l.since, l.session is not"
                    + " null working, l.to_app_due, l.to_acme_due, l.to_app_waits_on is not null or"
                    + " l.to_acme_waits_on is not null parent, coalesce(r.to_app_why, r.to_acme_why,"
                    + " '') why, a.target, coalesce(l.to_app_due, 'infinity') <="
                    + " coalesce(l.to_acme_due, 'infinity') to_app, p.by_name paused_by, p.reason"
                    + " paused_why, p.since paused_at from lane l join lane_record r using (tenant,"
                    + " lane) left join lateral (select target, ended_at from attempt a where"
                    + " a.tenant = l.tenant and a.lane = l.lane order by a.started_at desc, a.id"
                    + " desc limit 1) a on a.ended_at is null left join lateral (select by_name, reason, since from pause p where p.tenant ="
                    + " l.tenant and p.flow in ('', r.flow) and p.direction in ('BOTH', case when"
                    + " coalesce(l.to_app_due, 'infinity') <= coalesce(l.to_acme_due, 'infinity') then"
                    + " 'TO_APP' else 'TO_ACME' end) order by p.since limit 1) p on true where"
                    + " l.tenant = any($1) and l.since is not null order by l.since limit $2";
    private static final String PAUSES =
            "select p.tenant, p.flow, p.direction, p.by_name, p.reason, p.since, (select count(*)"
                    + " from lane l join lane_record r using (tenant, lane) where l.tenant = p.tenant"
                    + " and l.since is not null and p.flow in ('', r.flow) and (p.direction = 'BOTH' or"
                    + " case p.direction when 'TO_APP' then l.to_app_due else l.to_acme_due end is not"
                    + " null)) waiting from pause p where p.tenant = any($1) order by p.since,"
                    + " p.flow, p.direction";
    private static final String CHANGE =
            "select c.flow, c.source, c.resource, c.record_id, c.accepted_at, o.kind, o.reason,"
                    + " o.sentence, o.settled_at from change c left join lateral (select kind, reason,"
                    + " sentence, settled_at from outcome o where o.tenant = c.tenant and o.change ="
                    + " c.id and o.flow = c.flow order by n desc limit 1) o on true where c.tenant = $1"
                    + " and c.id = $2 order by c.flow";

    private final Scoped scope;
    private final Supplier<Map<TenantId, String>> titles;
    private final Resources resources;
    private final PgParkedRows rows;
    private final PgTimeline timelines;
    private volatile Counted counted = new Counted(List.of(), System.nanoTime(), 0);

    /// How many lanes of a tenant wait, and for how many seconds the oldest has.
    private record Busy(UUID tenant, long lanes, long oldest) {}

    /// @param at when they had been counted, by the monotonic clock
    /// @param took in nanoseconds
    private record Counted(List<Busy> busy, long at, long took) {

        boolean isFresh() {
            return System.nanoTime() - at < PAUSES_PER_COUNT * took;
        }

        long oldest(Busy one) {
            return one.oldest() + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - at);
        }
    }

    /// @param titles the title of each tenant, by id
    /// @param names the name of each tenant, by id
    /// @param open undoes what the journal's codec did to a column of bytes
    public PgOpsReads(
            Scoped scope,
            Supplier<Map<TenantId, String>> names,
            Supplier<Map<TenantId, String>> titles,
            Resources resources,
            Function<byte[], byte[]> open) {
        this.scope = scope;
        this.titles = titles;
        this.resources = resources;
        this.rows = new PgParkedRows(names, resources, open);
        this.timelines = new PgTimeline(rows, resources);
    }

    @Override
    public Future<List<Figures>> figures() {
        Set<TenantId> all = rows.tenants();
        return scope.within(
                all,
                connection ->
                        Future.all(
                                        query(connection, TALLY),
                                        query(connection, OPEN),
                                        counted(connection, all),
                                        query(connection, BREAKERS))
                                .map(
                                        answers ->
                                                figures(
                                                        answers.resultAt(0),
                                                        answers.resultAt(1),
                                                        answers.resultAt(2),
                                                        answers.resultAt(3))));
    }

    private Future<Counted> counted(SqlConnection connection, Set<TenantId> all) {
        Counted before = counted;
        if (before.isFresh()) {
            return Future.succeededFuture(before);
        }
        long began = System.nanoTime();
        return connection
                .preparedQuery(BUSY)
                .execute(ids(all))
                .map(
                        rows -> {
                            List<Busy> busy = new ArrayList<>();
                            for (Row row : rows) {
                                busy.add(
                                        new Busy(
                                                row.getUUID("tenant"),
                                                row.getLong("n"),
                                                row.getLong("oldest")));
                            }
                            long now = System.nanoTime();
                            counted = new Counted(busy, now, now - began);
                            return counted;
                        });
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql) {
        return connection.preparedQuery(sql).execute();
    }

    private List<Figures> figures(
            RowSet<Row> tally, RowSet<Row> open, Counted waiting, RowSet<Row> breakers) {
        Map<UUID, Gathered> gathered = new HashMap<>();
        Function<UUID, Gathered> by = id -> gathered.computeIfAbsent(id, _ -> new Gathered());
        Function<Row, Gathered> of = row -> by.apply(row.getUUID("tenant"));
        tally.forEach(row -> of.apply(row).count(row));
        open.forEach(row -> of.apply(row).open.put(row.getString("kind"), row.getLong("n")));
        for (Busy one : waiting.busy()) {
            by.apply(one.tenant()).waiting = one.lanes();
            by.apply(one.tenant()).oldest = waiting.oldest(one);
        }
        breakers.forEach(row -> of.apply(row).breakers.add(breaker(row)));
        Map<String, Figures> byName = new TreeMap<>();
        rows.names()
                .forEach(
                        (tenant, name) ->
                                byName.put(
                                        name,
                                        gathered.getOrDefault(tenant.value(), new Gathered())
                                                .figures(
                                                        name,
                                                        titles.get().getOrDefault(tenant, name))));
        return List.copyOf(byName.values());
    }

    private Breaker breaker(Row row) {
        BreakerState state = rows.word(BreakerState.values(), BreakerState::word, row, "state");
        return new Breaker(
                rows.name(row.getUUID("tenant")),
                row.getString("system"),
                state,
                row.getInteger("failures"),
                row.getInteger("calls"),
                state == BreakerState.CLOSED ? null : row.getString("why"),
                state == BreakerState.CLOSED ? null : PgParkedRows.instant(row, "opened_at"),
                state == BreakerState.CLOSED ? null : PgParkedRows.instant(row, "next_probe"));
    }

    @Override
    public Future<Page<Parked>> parked(ParkedQuery query) {
        return scope.within(rows.ids(query.tenants()), connection -> rows.page(connection, query));
    }

    @Override
    public Future<Optional<ParkedDetail>> parkedItem(String tenant, String id) {
        UUID item;
        try {
            item = UUID.fromString(id);
        } catch (IllegalArgumentException notOne) {
            return Future.succeededFuture(Optional.empty());
        }
        return scope.within(
                rows.ids(Set.of(tenant)), connection -> rows.detail(connection, tenant, item));
    }

    @Override
    public Future<List<Moved>> parkedSince(Instant after) {
        return scope.within(rows.tenants(), connection -> rows.since(connection, after));
    }

    @Override
    public Future<List<Waiting>> waiting(Set<String> tenants, int limit) {
        Set<TenantId> asked = rows.ids(tenants);
        return scope.within(
                asked,
                connection ->
                        connection
                                .preparedQuery(WAITING)
                                .execute(ids(asked).addInteger(limit))
                                .map(found -> list(found, row -> PgWaiting.row(rows, row))));
    }

    @Override
    public Future<Optional<ChangeStatus>> change(String tenant, String change) {
        UUID id;
        try {
            id = UUID.fromString(change);
        } catch (IllegalArgumentException notOne) {
            return Future.succeededFuture(Optional.empty());
        }
        Set<TenantId> asked = rows.ids(Set.of(tenant));
        return scope.within(
                asked,
                connection ->
                        connection
                                .preparedQuery(CHANGE)
                                .execute(Tuple.of(TenantId.named(tenant).value(), id))
                                .map(found -> status(tenant, change, found)));
    }

    @Override
    public Set<String> flows(String tenant) {
        return resources.flows(TenantId.named(tenant));
    }

    @Override
    public Future<List<Pause>> pauses(Set<String> tenants) {
        Set<TenantId> asked = rows.ids(tenants);
        return scope.within(
                asked,
                connection ->
                        connection
                                .preparedQuery(PAUSES)
                                .execute(ids(asked))
                                .map(found -> list(found, this::pause)));
    }

    @Override
    public Future<List<Found>> find(Set<String> tenants, String id) {
        Set<TenantId> asked = rows.ids(tenants);
        return scope.within(asked, connection -> timelines.named(connection, asked, id));
    }

    @Override
    public Future<Optional<Place>> place(String tenant, UUID item) {
        return scope.within(
                rows.ids(Set.of(tenant)), connection -> rows.place(connection, tenant, item));
    }

    @Override
    public Future<Timeline> timeline(String tenant, RecordRef record) {
        TenantId asked = TenantId.named(tenant);
        return scope.within(Set.of(asked), connection -> timelines.of(connection, asked, record));
    }

    private Pause pause(Row row) {
        String flow = row.getString("flow");
        String direction = row.getString("direction");
        String reason = row.getString("reason");
        return new Pause(
                rows.name(row.getUUID("tenant")),
                flow.isEmpty() ? null : flow,
                direction.equals("BOTH") ? null : Direction.valueOf(direction),
                row.getString("by_name"),
                reason.isEmpty() ? null : reason,
                row.getOffsetDateTime("since").toInstant(),
                row.getLong("waiting"));
    }

    private Optional<ChangeStatus> status(String tenant, String change, RowSet<Row> found) {
        if (found.size() == 0) {
            return Optional.empty();
        }
        Row first = found.iterator().next();
        String resource = first.getString("resource");
        List<OutcomeLine> outcomes =
                list(found, row -> row).stream()
                        .filter(row -> row.getString("kind") != null)
                        .map(rows::outcome)
                        .toList();
        return Optional.of(
                new ChangeStatus(
                        change,
                        tenant,
                        first.getString("source"),
                        new RecordId(
                                resource == null ? "unreadable" : resource,
                                resource == null ? change : first.getString("record_id")),
                        first.getOffsetDateTime("accepted_at").toInstant(),
                        outcomes));
    }

    static <T> List<T> list(RowSet<Row> found, Function<Row, T> read) {
        return StreamSupport.stream(found.spliterator(), false).map(read).toList();
    }

    static Tuple ids(Collection<TenantId> tenants) {
        return Tuple.of(tenants.stream().map(TenantId::value).toArray(UUID[]::new));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static final class Gathered {
        private final Map<Direction, Map<String, Long>> counts = new EnumMap<>(Direction.class);
        private final Map<String, Long> open = new HashMap<>();
        private final List<Breaker> breakers = new ArrayList<>();
        private long waiting;
        private long oldest;
        private Optional<Instant> settled = Optional.empty();

        private void count(Row row) {
            String kind = row.getString("kind");
            counts.computeIfAbsent(
                            Direction.valueOf(row.getString("direction")), _ -> new HashMap<>())
                    .put(kind, row.getLong("n"));
            if (!Set.of("acknowledged", "duplicates", "missed").contains(kind)) {
                Instant at = row.getOffsetDateTime("last_at").toInstant();
                settled = Optional.of(settled.filter(at::isBefore).orElse(at));
            }
        }

        private Figures figures(String name, String title) {
            Map<Direction, Counts> directions = new EnumMap<>(Direction.class);
            counts.forEach((way, kinds) -> directions.put(way, counts(kinds)));
            return new Figures(
                    name,
                    title,
                    waiting,
                    oldest,
                    open.getOrDefault("conflict", 0L),
                    open.getOrDefault("dead", 0L),
                    settled,
                    directions,
                    breakers);
        }

        private static Counts counts(Map<String, Long> kinds) {
            Function<String, Long> of = kind -> kinds.getOrDefault(kind, 0L);
            Counts settled =
                    new Counts(
                            of.apply("acknowledged"),
                            of.apply("applied"),
                            of.apply("unchanged"),
                            of.apply("superseded"),
                            of.apply("conflict"),
                            of.apply("dead"),
                            0,
                            of.apply("duplicates"));
            return settled.plus(
                    new Counts(0, 0, 0, 0, 0, 0, settled.acknowledged() - settled.settled(), 0));
        }
    }
}
