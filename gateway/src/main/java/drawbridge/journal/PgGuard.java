package drawbridge.journal;

import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Counts deletes and stops them when they are too many. The row of the flow in `delete_guard` is
/// locked meanwhile, so that replicas count one after the other.
final class PgGuard {

    private static final Logger LOG = LoggerFactory.getLogger(PgGuard.class);

    /// What the item says, from the number in `d.waiting` and the flow in `d.flow`.
    static final String SENTENCE =
            """
            d.waiting || case when d.waiting = 1 then ' delete' else ' deletes' end
                || ' of the flow ' || d.flow
                || case when d.waiting = 1 then ' waits' else ' wait' end
                || ': approve carries out those that wait, reject keeps the records that are left.'
            """;

    private static final String HELD =
            """
            select from lane where tenant = $1 and lane = $2 and epoch = $3 and session is not null
            """;
    private static final String BEGIN =
            "insert into delete_guard (tenant, flow) values ($1, $2) on conflict do nothing";
    private static final String LOCK =
            "select from delete_guard where tenant = $1 and flow = $2 for update";
    private static final String FORGET =
            """
            delete from asked_delete
            where tenant = $1 and flow = $2 and item is null
                and asked_at < now() - $3::bigint * interval '1 ms'
            """;

    /// What a person said about an earlier delete of this link was carried out long ago, or never
    /// had to be: an item that is no longer the flow's says nothing without a verdict.
    private static final String ASK =
            """
            insert into asked_delete (tenant, flow, lane, gone, counted_as)
            values ($1, $2, $3, $4, $5)
            on conflict (tenant, lane) do update set item = null
            where asked_delete.item is not null and asked_delete.verdict is null
                and not exists (select from delete_guard d where d.tenant = $1 and d.flow = $2
                    and d.item = asked_delete.item)
            """;

    /// What is counted as the same is one. `living` is counted only as far as it matters. While an
    /// incident is open, or a person has spoken, nothing is counted: however many wait, whoever
    /// comes later holds the lock for no longer.
    static final String LOOK =
            """
            select a.verdict, a.item, a.asked_at, now() as now, d.item as incident,
                asked.acts, asked.n as asked,
                case when asked.acts > $4 then (
                    select count(*) from (
                        select from link k
                        where k.tenant = $1 and k.flow = $2 and k.life = 'linked'
                        limit asked.n * 100 / greatest($5::integer, 1) + 1) counted)
                    else 0 end as living,
                case when asked.acts >= $6 then not exists (
                    select from link k
                    where k.tenant = $1 and k.flow = $2 and k.life = 'linked' and not exists (
                        select from asked_delete b
                        where b.tenant = k.tenant and b.lane = k.id))
                    else false end as emptied
            from asked_delete a
            join delete_guard d on d.tenant = a.tenant and d.flow = a.flow
            cross join lateral (
                select count(distinct coalesce(b.counted_as, b.lane)) as acts, count(*) as n
                from asked_delete b
                where a.verdict is null and d.item is null
                    and b.tenant = $1 and b.flow = $2 and b.verdict is null) asked
            where a.tenant = $1 and a.flow = $2 and a.lane = $3
            """;

    private static final String OPEN_ITEM =
            """
            insert into parked (tenant, id, flow, side, kind, reason, sentence, changes, payload,
                request, response, mapping_version)
            values ($1, $2, $3, $4, 'conflict', 'mass-delete', '', '{}', $5, $5, $5, $6)
            """;
    private static final String JOIN =
            "update asked_delete set item = $3 where tenant = $1 and lane = $2";
    private static final String COUNT =
            """
            with d as (
                update delete_guard set waiting = case when item = $3 then waiting else 0 end + 1,
                    item = $3
                where tenant = $1 and flow = $2
                returning flow, waiting
            )
            update parked p set version = p.version + 1, moved_at = now(), sentence =
            """
                    + SENTENCE
                    + "from d where p.tenant = $1 and p.id = $3";

    private final PgScope scope;
    private final Reads reads;

    PgGuard(PgScope scope, Reads reads) {
        this.scope = scope;
        this.reads = reads;
    }

    Future<Clearance> clear(ConfirmedDelete delete) {
        reads.leaves(delete.lease(), Reads.Left.DELETE);
        return scope.within(
                Set.of(delete.lease().tenant()),
                statements -> look(statements, delete),
                (statements, found) -> answer(statements, delete, found));
    }

    /// Empty when the lease has ended.
    private static Future<Optional<Row>> look(Statements statements, ConfirmedDelete delete) {
        UUID tenant = delete.lease().tenant().value();
        UUID lane = delete.lease().lane().value();
        String flow = delete.flow().value();
        MassDelete limits = delete.limits();
        Future<RowSet<Row>> held =
                statements.run(HELD, Tuple.of(tenant, lane, delete.lease().epoch()));
        statements.run(BEGIN, Tuple.of(tenant, flow));
        statements.run(LOCK, Tuple.of(tenant, flow));
        statements.run(FORGET, Tuple.of(tenant, flow, limits.within().toMillis()));
        statements.run(
                ASK,
                Tuple.of(tenant, flow, lane, delete.gone().word(), delete.countedAs().value()));
        Future<RowSet<Row>> looked =
                statements.run(
                        LOOK,
                        Tuple.of(tenant, flow, lane)
                                .addLong((long) limits.count())
                                .addInteger(limits.percent())
                                .addLong((long) MassDelete.EMPTY_FROM));
        return held.compose(
                lease ->
                        looked.map(
                                rows ->
                                        lease.size() == 0
                                                ? Optional.empty()
                                                : Optional.of(rows.iterator().next())));
    }

    private static Future<Clearance> answer(
            Statements statements, ConfirmedDelete delete, Optional<Row> found) {
        if (found.isEmpty()) {
            return LaneKey.fenced(delete.lease());
        }
        Row row = found.get();
        Optional<String> verdict = PgColumns.text(row, "verdict");
        if (verdict.isPresent()) {
            return Future.succeededFuture(
                    verdict.get().equals("approve") ? new Clearance.Go() : new Clearance.Spare());
        }
        Optional<UUID> incident = Optional.ofNullable(row.getUUID("incident"));
        boolean tooMany =
                row.getBoolean("emptied")
                        || delete.limits()
                                .isExceededBy(
                                        row.getLong("acts"),
                                        row.getLong("asked"),
                                        row.getLong("living"));
        if (incident.isPresent() || tooMany) {
            return Future.succeededFuture(stop(statements, delete, row, incident));
        }
        Duration gather = delete.limits().gather();
        Instant until = PgColumns.mustTime(row, "asked_at").plus(gather);
        return Future.succeededFuture(
                until.isAfter(PgColumns.mustTime(row, "now"))
                        ? new Clearance.Wait(until)
                        : new Clearance.Go());
    }

    private static Clearance stop(
            Statements statements, ConfirmedDelete delete, Row row, Optional<UUID> incident) {
        UUID tenant = delete.lease().tenant().value();
        UUID item = incident.orElse(delete.incident());
        if (incident.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tenant", delete.lease().tenant().toString())
                    .addKeyValue("flow", delete.flow().value())
                    .log("Deletes are stopped until a person approves them");
            statements.run(
                    OPEN_ITEM,
                    Tuple.of(
                            tenant,
                            item,
                            delete.flow().value(),
                            delete.gone().word(),
                            io.vertx.core.buffer.Buffer.buffer(Payloads.seal("")),
                            delete.mappingVersion()));
        }
        if (!item.equals(row.getUUID("item"))) {
            statements.run(JOIN, Tuple.of(tenant, delete.lease().lane().value(), item));
            statements.run(COUNT, Tuple.of(tenant, delete.flow().value(), item));
        }
        return new Clearance.Stop(item);
    }
}
