package drawbridge.journal;

import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The marks of pauses on lanes, by which claims pass them by. The rows of `pause` decide, and
/// every lane is checked against them when it is opened: a lane that lacks its mark costs one look,
/// a mark that stays behind stops a lane for nothing.
///
/// A customer who is paused may have a million lanes waiting: they are marked and cleared in
/// stretches, each a transaction of its own, in the order of their ids. What a resume has not
/// cleared yet stands in `resumed`, and is cleared by whoever comes by.
final class PgMarks {

    /// How many lanes one transaction marks or clears.
    static final int LANES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(PgMarks.class);

    /// Marks nothing once the pause is lifted: whoever lifts it waits for the row that is held
    /// here. Lanes that somebody is just writing to are left to the next one who opens them. The
    /// number stands in the text: what the planner does not know it takes for a tenth of the table,
    /// and reads all of it to change a thousand.
    static final String MARK =
            """
            with paused as materialized (
                select from pause where tenant = $1 and flow = $2 and direction = $3 for share
            ),
            busy as materialized (
                select l.tenant, l.lane from lane l
                join lane_record r on r.tenant = l.tenant and r.lane = l.lane
                where l.tenant = $1 and l.lane > $4 and ($2 = '' or r.flow = $2)
                    and l.since is not null and exists (select from paused)
                order by l.lane limit %d for update of l skip locked
            ),
            marked as (
                update lane l set
                    to_app_paused = case when $3 in ('BOTH', 'TO_APP') then 1
                        else l.to_app_paused end,
                    to_acme_paused = case when $3 in ('BOTH', 'TO_ACME') then 1
                        else l.to_acme_paused end
                from busy b where l.tenant = b.tenant and l.lane = b.lane
            )
            select count(*)::int lanes, (array_agg(lane order by lane desc))[1] last from busy
            """
                    .formatted(LANES);

    static final String CLEAR =
            """
            with marked as materialized (
                select l.tenant, l.lane, r.flow from lane l
                join lane_record r on r.tenant = l.tenant and r.lane = l.lane
                where l.tenant = $1 and l.lane > $3 and ($2 = '' or r.flow = $2)
                    and (l.to_app_paused > 0 or l.to_acme_paused > 0)
                order by l.lane limit %d for update of l
            ),
            cleared as (
                update lane l set
                    to_app_paused = (exists (select from pause p where p.tenant = m.tenant
                        and p.flow in ('', m.flow) and p.direction in ('BOTH', 'TO_APP')))::int,
                    to_acme_paused = (exists (select from pause p where p.tenant = m.tenant
                        and p.flow in ('', m.flow) and p.direction in ('BOTH', 'TO_ACME')))::int
                from marked m where l.tenant = m.tenant and l.lane = m.lane
            )
            select count(*)::int lanes, (array_agg(lane order by lane desc))[1] last from marked
            """
                    .formatted(LANES);

    private static final String LEFT =
            "select tenant, flow, at from resumed where tenant = any($1)";

    /// Only what was resumed by the time the clearing began: a later resume has marks of its own.
    private static final String DONE =
            "delete from resumed where tenant = $1 and flow = $2 and at = $3";

    private final PgScope scope;
    private final Consumer<TenantId> due;

    /// What this process is clearing now: twice at once they would wait for each other's lanes.
    private final Set<Left> clearing = ConcurrentHashMap.newKeySet();

    /// @param due told of a tenant with lanes that may be claimed now
    PgMarks(PgScope scope, Consumer<TenantId> due) {
        this.scope = scope;
        this.due = due;
    }

    private record Left(TenantId tenant, String flow, OffsetDateTime at) {}

    /// Marks the first stretch of the lanes that wait, and the others after it has answered.
    Future<Void> mark(Stop stop) {
        return mark(stop, PgLanes.FIRST)
                .map(
                        first -> {
                            if (isFull(first)) {
                                told(markFrom(stop, first.last()), stop.tenant());
                            }
                            return null;
                        });
    }

    private Future<Void> markFrom(Stop stop, UUID after) {
        return mark(stop, after)
                .compose(
                        stretch ->
                                isFull(stretch)
                                        ? markFrom(stop, stretch.last())
                                        : Future.succeededFuture());
    }

    private Future<PgLanes> mark(Stop stop, UUID after) {
        return stretch(stop.tenant(), MARK, PgPauses.key(stop).addUUID(after));
    }

    /// Clears the first stretch of what a resume left, and the others after it has answered.
    Future<Void> clear(Stop stop) {
        return left(Set.of(stop.tenant()))
                .compose(
                        all -> {
                            Future<Void> answered = Future.succeededFuture();
                            for (Left one : all) {
                                if (one.flow().equals(flow(stop))) {
                                    answered = begin(one);
                                }
                            }
                            return answered;
                        });
    }

    private Future<Void> begin(Left left) {
        if (!clearing.add(left)) {
            return Future.succeededFuture();
        }
        return clear(left, PgLanes.FIRST)
                .onFailure(_ -> clearing.remove(left))
                .compose(
                        first -> {
                            Future<Void> rest =
                                    isFull(first) ? clearFrom(left, first.last()) : done(left);
                            rest.onComplete(_ -> clearing.remove(left));
                            if (!isFull(first)) {
                                return rest;
                            }
                            told(rest, left.tenant());
                            return Future.succeededFuture();
                        });
    }

    /// Clears whatever resumes of these tenants have left, to the end, but for what this process is
    /// just clearing.
    Future<Void> finish(Set<TenantId> tenants) {
        return left(tenants)
                .compose(
                        all -> {
                            Future<Void> before = Future.succeededFuture();
                            for (Left one : all) {
                                before = before.compose(_ -> finish(one));
                            }
                            return before;
                        });
    }

    private Future<Void> finish(Left left) {
        return clearing.add(left)
                ? clearFrom(left, PgLanes.FIRST).onComplete(_ -> clearing.remove(left))
                : Future.succeededFuture();
    }

    private Future<Void> clearFrom(Left left, UUID after) {
        return clear(left, after)
                .compose(stretch -> isFull(stretch) ? clearFrom(left, stretch.last()) : done(left));
    }

    private Future<PgLanes> clear(Left left, UUID after) {
        return stretch(
                        left.tenant(),
                        CLEAR,
                        Tuple.of(left.tenant().value(), left.flow()).addUUID(after))
                .onSuccess(_ -> due.accept(left.tenant()));
    }

    private Future<Void> done(Left left) {
        return scope.within(
                Set.of(left.tenant()),
                statements ->
                        statements
                                .run(DONE, Tuple.of(left.tenant().value(), left.flow(), left.at()))
                                .mapEmpty());
    }

    private Future<List<Left>> left(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                statements ->
                        statements
                                .run(
                                        LEFT,
                                        Tuple.tuple()
                                                .addArrayOfUUID(
                                                        tenants.stream()
                                                                .map(TenantId::value)
                                                                .toArray(UUID[]::new)))
                                .map(
                                        rows -> {
                                            List<Left> all = new ArrayList<>();
                                            for (Row row : rows) {
                                                all.add(
                                                        new Left(
                                                                new TenantId(row.getUUID("tenant")),
                                                                row.getString("flow"),
                                                                row.getOffsetDateTime("at")));
                                            }
                                            return all;
                                        }));
    }

    private Future<PgLanes> stretch(TenantId tenant, String sql, Tuple parameters) {
        return scope.within(
                Set.of(tenant), statements -> statements.run(sql, parameters).map(PgLanes::of));
    }

    private static boolean isFull(PgLanes stretch) {
        return stretch.lanes() == LANES;
    }

    /// What breaks off is no harm: a lane without a mark is looked at once when it is opened, and
    /// what is left to clear is cleared by [#finish].
    private static void told(Future<Void> rest, TenantId tenant) {
        rest.onFailure(
                failure ->
                        LOG.atWarn()
                                .addKeyValue("tenant", tenant.toString())
                                .setCause(failure)
                                .log("The marks of a pause are not all set or cleared yet"));
    }

    private static String flow(Stop stop) {
        return stop.flow().map(FlowName::value).orElse("");
    }
}
