package drawbridge.journal;

import drawbridge.crossing.engine.Bodies;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/// Reads all that is known about leased lanes, in one round trip for many.
///
/// Bounds on the time of acceptance keep it to the days that count: since the lane's oldest open
/// work and not beyond today, with room at both ends for how long a transaction may take.
///
/// Statements see the commits before each of them, so the lane is read first: what came in after
/// that is left out and met next time.
final class PgOpen {

    /// Of one side at a time; what is more is met when these are settled.
    private static final int PENDING = 500;

    private static final String HELD =
            """
            with held as (
                select g.no, l.* from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[])
                    as g(no, tenant, lane, epoch)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
            )
            """;

    /// The same for who only looks.
    private static final String SEEN =
            """
            with held as (
                select g.no, l.* from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[])
                    as g(no, tenant, lane, epoch)
                join lane l on l.tenant = g.tenant and l.lane = g.lane
            )
            """;

    /// The same for an append, of the lanes that it may just have leased: it does not know under
    /// which epoch. Their work began with its transaction; that of a lane which the session has at
    /// hand began before. No index of sessions is to be looked at, as the key is known.
    private static final String OFFERED =
            """
            with held as (
                select g.no, l.* from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[])
                    as g(no, tenant, lane, session)
                join lane l on l.tenant = g.tenant and l.lane = g.lane
                    and (l.session = g.session) is true and (l.since = now()) is true
            )
            """;

    /// All of which a lane has one at most. The link of its record that has another lane counts
    /// where it has none of its own; of its attempts the last one may be open.
    private static final String STATES =
            HELD
                    + """
                    select h.no, h.acme_seq, h.app_seq, h.acme_done, h.app_done, h.touch_seq,
                        h.touch_done, h.tries, h.since, r.flow, r.side, r.resource, r.record_id,
                        now() as now, e.id as elsewhere, b.n as members, a.id as attempt,
                        a.target, a.operation, a.record_id as attempted, a.started_at, a.deadline, a.sent,
                        exists (select from pause p where p.tenant = h.tenant
                            and p.flow in ('', r.flow) and p.direction in ('BOTH', 'TO_APP'))
                            as to_app_stopped,
                        exists (select from pause p where p.tenant = h.tenant
                            and p.flow in ('', r.flow) and p.direction in ('BOTH', 'TO_ACME'))
                            as to_acme_stopped,
                        exists (select from asked_delete d where d.tenant = h.tenant
                            and d.lane = h.lane) as asked,
                    """
                    + PgLinks.COLUMNS
                    + """
                    from held h
                    join lane_record r on r.tenant = h.tenant and r.lane = h.lane
                    left join link k on k.tenant = h.tenant and k.id = h.lane
                    left join lateral (
                        select o.id from link o
                        where r.side = 'acme' and o.tenant = r.tenant and o.flow = r.flow
                            and o.acme_id = r.record_id
                        union all
                        select o.id from link o
                        where r.side = 'app' and o.tenant = r.tenant and o.flow = r.flow
                            and o.app_id = r.record_id
                    ) e on k.id is null
                    left join lateral (
                        select t.id, t.target, t.operation, t.record_id, t.started_at, t.deadline,
                            t.sent, t.ended_at
                        from attempt t
                        where t.tenant = h.tenant and t.lane = h.lane
                        order by t.started_at desc, t.id desc limit 1
                    ) a on a.ended_at is null
                    left join bucket b on b.tenant = h.tenant and b.lane = h.lane
                    """;

    /// Of the bodies what [Bodies] names, if it is light: a backlog does not fill the memory. It is
    /// asked once more which those are, of what was there when the lane was read.
    ///
    /// By time, but each side's by its sequence: of two that are stored at once the one that began
    /// first may get the higher number, and the last one is that up to which a side is done.
    private static final String PENDING_CHANGES =
            HELD
                    + """
                    select h.no, c.id, c.side, c.lane_seq, c.resource, c.record_id, c.version,
                        c.tombstone, c.whole, c.accepted_at, c.source, c.bytes,
                        case when c.wanted and sum(c.bytes) filter (where c.wanted)
                            over (partition by h.no) <=
                    """
                    + Bodies.LIGHT
                    + """
                         then c.body end as body
                    from held h
                    cross join (values ('acme'), ('app')) as s(side)
                    cross join lateral (
                        select n.*, octet_length(n.body) - 1 as bytes,
                            row_number() over (partition by n.resource, n.record_id
                                order by n.lane_seq desc) = 1
                            or (n.version ~ '^[0-9]{1,18}$'
                                and row_number() over (partition by n.resource, n.record_id
                                    order by case when n.version ~ '^[0-9]{1,18}$'
                                        then n.version::bigint end desc nulls last,
                                        n.lane_seq) = 1)
                            or (n.whole and not n.tombstone
                                and row_number() over (partition by n.resource, n.record_id,
                                    n.whole and not n.tombstone order by n.lane_seq desc) = 1)
                            as wanted
                        from (select id, side, lane_seq, resource, record_id, version, tombstone, whole,
                            body, accepted_at, source
                        from change
                        where tenant = h.tenant and lane = h.lane and side = s.side
                            and lane_seq > case s.side when 'acme' then h.acme_done
                                else h.app_done end
                            and accepted_at >= coalesce(h.since, now()) - interval '1 hour'
                            and accepted_at <= now() + interval '1 minute'
                        order by lane_seq limit
                    """
                    + PENDING
                    + """
                        ) n
                    ) c
                    order by h.no,
                        max(c.accepted_at) over (partition by h.no, c.side order by c.lane_seq),
                        c.side, c.lane_seq
                    """;

    private static final String BODIES =
            """
            select c.id, c.body
            from unnest($2::uuid[], $3::timestamptz[]) as g(id, accepted_at)
            join change c on c.tenant = $1 and c.id = g.id and c.accepted_at = g.accepted_at
            """;

    private static final String PARKED =
            HELD
                    + """
                    select h.no, p.id, p.kind, p.reason, p.grp, p.changes, p.resolution,
                        p.edited
                    from held h
                    join parked p on p.tenant = h.tenant and p.lane = h.lane and p.state = 'open'
                    order by h.no, p.parked_at, p.id
                    """;

    private final PgScope scope;
    private final Ends ends;
    private final PgRehome rehome;
    private final PgPauses pauses;
    private final Reads reads;
    private final Ready ready;

    PgOpen(PgScope scope, Ends ends, PgRehome rehome, PgPauses pauses, Reads reads, Ready ready) {
        this.scope = scope;
        this.ends = ends;
        this.rehome = rehome;
        this.pauses = pauses;
        this.reads = reads;
        this.ready = ready;
    }

    Future<List<Future<Optional<Opened>>>> run(List<Lease> leases, int slot) {
        return scope.within(
                        leases.stream().map(Lease::tenant).distinct().toList(),
                        statements -> read(statements, leases, HELD))
                .map(
                        found ->
                                IntStream.range(0, leases.size())
                                        .mapToObj(no -> opened(leases.get(no), no, found))
                                        .toList());
    }

    /// What who leased the lane would be told, for who only looks.
    Future<Optional<Opened>> peek(Lease lease) {
        return scope.within(
                        List.of(lease.tenant()),
                        statements -> read(statements, List.of(lease), SEEN))
                .map(
                        found ->
                                Optional.ofNullable(found.states.get(0L))
                                        .filter(lane -> lane.getUUID("elsewhere") == null)
                                        .map(_ -> told(lease, 0, found).opened()));
    }

    Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        return scope.within(
                        List.of(tenant),
                        statements ->
                                statements.run(
                                        BODIES,
                                        PgColumns.of(changes, Tuple.of(tenant.value()))
                                                .uuid(Pending::change)
                                                .time(change -> Optional.of(change.at()))
                                                .tuple()))
                .map(
                        rows -> {
                            Map<UUID, Bytes> bodies = new HashMap<>();
                            for (Row row : rows) {
                                bodies.put(row.getUUID("id"), PgColumns.bytes(row, "body"));
                            }
                            return bodies;
                        });
    }

    /// A lane that an append may lease for a session.
    record Offered(LaneKey lane, UUID session) {}

    /// Reads within an append what it would be asked for next: of the lanes that it leases.
    static Future<Found> read(Statements statements, List<Offered> lanes) {
        return read(
                statements,
                PgColumns.of(lanes)
                        .number()
                        .tenant(offered -> offered.lane().tenant())
                        .uuid(offered -> offered.lane().lane().value())
                        .uuid(Offered::session)
                        .tuple(),
                OFFERED);
    }

    /// Keeps what was read for who will open the lane, unless it is to be moved or set aside.
    ///
    /// @param no its place among the lanes that were read
    void keep(Lease lease, long no, Found found) {
        Row lane = found.states.get(no);
        if (lane != null && lane.getUUID("elsewhere") == null && !isStopped(lane, lease)) {
            ready.keep(lease, () -> opened(lease, told(lease, no, found), lane));
        }
    }

    /// What is known of the lane without a question to the database.
    Optional<Opened> ready(Lease lease) {
        return ready.take(lease);
    }

    /// The rows of each lane by its number.
    record Found(Map<Long, Row> states, Map<Long, List<Row>> pending, Map<Long, List<Row>> parked) {

        static final Found NOTHING = new Found(Map.of(), Map.of(), Map.of());
    }

    private static Future<Found> read(Statements statements, List<Lease> leases, String which) {
        return read(
                statements,
                PgColumns.of(leases)
                        .number()
                        .tenant(Lease::tenant)
                        .uuid(lease -> lease.lane().value())
                        .number(Lease::epoch)
                        .tuple(),
                which);
    }

    private static Future<Found> read(Statements statements, Tuple parameters, String which) {
        Future<RowSet<Row>> states = statements.run(STATES.replace(HELD, which), parameters);
        Future<RowSet<Row>> pending =
                statements.run(PENDING_CHANGES.replace(HELD, which), parameters);
        Future<RowSet<Row>> parked = statements.run(PARKED.replace(HELD, which), parameters);
        return Future.all(states, pending, parked)
                .map(
                        _ ->
                                new Found(
                                        one(states.result()),
                                        many(pending.result()),
                                        many(parked.result())));
    }

    private Future<Optional<Opened>> opened(Lease lease, long no, Found found) {
        Row lane = found.states.get(no);
        if (lane == null) {
            return LaneKey.fenced(lease);
        }
        FlowName flow = new FlowName(lane.getString("flow"));
        Side side = side(lane.getString("side"));
        UUID other = lane.getUUID("elsewhere");
        if (other != null && ends.isEnd(lease.tenant(), flow, side, record(lane))) {
            return rehome.move(lease, new LaneId(other))
                    .onSuccess(_ -> ready.forget(new LaneKey(lease.tenant(), new LaneId(other))))
                    .map(_ -> Optional.empty());
        }
        if (isStopped(lane, lease)) {
            return pauses.setAside(lease, flow).map(_ -> Optional.empty());
        }
        return Future.succeededFuture(Optional.of(opened(lease, told(lease, no, found), lane)));
    }

    private static boolean isStopped(Row lane, Lease lease) {
        return lane.getBoolean(
                lease.direction() == Direction.TO_APP ? "to_app_stopped" : "to_acme_stopped");
    }

    private Opened opened(Lease lease, Told told, Row lane) {
        reads.keep(lease, told.read);
        if (told.opened.attempt().isPresent()) {
            reads.leaves(lease, Reads.Left.KEYS);
        }
        if (lane.getBoolean("asked")) {
            reads.leaves(lease, Reads.Left.DELETE);
        }
        return told.opened;
    }

    private record Told(Opened opened, Reads.Read read) {}

    private static Told told(Lease lease, long no, Found found) {
        Row lane = java.util.Objects.requireNonNull(found.states.get(no));
        FlowName flow = new FlowName(lane.getString("flow"));
        long acme = lane.getLong("acme_seq");
        long app = lane.getLong("app_seq");
        List<Pending> pending = new ArrayList<>();
        Map<Side, Integer> counts = new HashMap<>();
        for (Row row : found.pending.getOrDefault(no, List.of())) {
            Pending change = pending(row);
            counts.merge(change.side(), 1, Integer::sum);
            if (change.sequence() <= (change.side() == Side.ACME ? acme : app)) {
                pending.add(change);
            }
        }
        long acmeRead =
                counts.getOrDefault(Side.ACME, 0) < PENDING ? acme : last(pending, Side.ACME);
        long appRead = counts.getOrDefault(Side.APP, 0) < PENDING ? app : last(pending, Side.APP);
        pending = Bodies.opened(pending);
        Map<UUID, Side> sides = new HashMap<>();
        pending.forEach(change -> sides.put(change.change(), change.side()));
        return new Told(
                new Opened(
                        lease,
                        flow,
                        record(lane),
                        side(lane.getString("side")),
                        Optional.ofNullable(lane.getUUID("id")).map(_ -> PgLinks.link(lane)),
                        pending,
                        Optional.ofNullable(lane.getUUID("attempt")).map(id -> attempt(id, lane)),
                        found.parked.getOrDefault(no, List.of()).stream()
                                .map(PgOpen::parked)
                                .toList(),
                        lane.getLong("touch_seq") > lane.getLong("touch_done"),
                        lane.getInteger("tries"),
                        PgColumns.time(lane, "since")
                                .orElseGet(() -> PgColumns.mustTime(lane, "now")),
                        members(lane.getLong("members"))),
                new Reads.Read(
                        flow,
                        acmeRead,
                        appRead,
                        lane.getLong("touch_seq"),
                        PgColumns.mustTime(lane, "now"),
                        sides));
    }

    private static OptionalLong members(@Nullable Long counted) {
        return counted == null ? OptionalLong.empty() : OptionalLong.of(counted);
    }

    private static long last(List<Pending> pending, Side side) {
        return pending.stream()
                .filter(change -> change.side() == side)
                .mapToLong(Pending::sequence)
                .max()
                .orElse(0);
    }

    private static Pending pending(Row row) {
        return new Pending(
                row.getUUID("id"),
                record(row),
                side(row.getString("side")),
                row.getLong("lane_seq"),
                PgColumns.text(row, "version"),
                row.getBoolean("tombstone"),
                row.getBuffer("body") == null
                        ? Bytes.left(row.getInteger("bytes"))
                        : PgColumns.bytes(row, "body"),
                row.getBoolean("whole"),
                PgColumns.mustTime(row, "accepted_at"),
                row.getString("source").equals("operator"));
    }

    private static OpenAttempt attempt(UUID id, Row row) {
        return new OpenAttempt(
                id,
                side(row.getString("target")),
                Operation.valueOf(row.getString("operation").toUpperCase(Locale.ROOT)),
                PgColumns.text(row, "attempted"),
                PgColumns.mustTime(row, "started_at"),
                PgColumns.mustTime(row, "deadline"),
                Optional.ofNullable(row.getBuffer("sent"))
                        .map(kept -> SentText.read(Payloads.open(kept.getBytes()))));
    }

    private static ParkedItem parked(Row row) {
        return new ParkedItem(
                row.getUUID("id"),
                ParkedKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                PgColumns.text(row, "grp"),
                Arrays.asList(row.getArrayOfUUIDs("changes")),
                PgColumns.text(row, "resolution")
                        .map(
                                word ->
                                        Resolution.valueOf(
                                                word.toUpperCase(Locale.ROOT).replace('-', '_'))),
                Optional.ofNullable(row.getBuffer("edited"))
                        .map(stored -> Bytes.copyOf(Payloads.open(stored.getBytes()))));
    }

    static Side side(String word) {
        return word.equals(Side.ACME.word()) ? Side.ACME : Side.APP;
    }

    private static RecordRef record(Row row) {
        String resource = row.getString("resource");
        int dot = resource.indexOf('.');
        return new RecordRef(
                new ResourceName(resource.substring(0, dot), resource.substring(dot + 1)),
                row.getString("record_id"));
    }

    private static Map<Long, Row> one(RowSet<Row> rows) {
        Map<Long, Row> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.putIfAbsent(row.getLong("no"), row));
        return byNumber;
    }

    private static Map<Long, List<Row>> many(RowSet<Row> rows) {
        Map<Long, List<Row>> byNumber = new LinkedHashMap<>();
        rows.forEach(
                row ->
                        byNumber.computeIfAbsent(row.getLong("no"), _ -> new ArrayList<>())
                                .add(row));
        return byNumber;
    }
}
