package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Pausing.PauseAnswer;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.PgScope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.Set;

/// Pauses, and the marks on lanes by which claims pass them by.
///
/// The rows of `pause` decide; every lane is checked against them when it is opened. The marks
/// ([PgMarks]) only spare the claim what it would have to put back: a pause marks the lanes that
/// are busy, and who opens a paused lane marks it. Whoever marks holds the pause's row meanwhile,
/// so that a resume, which deletes the row and then clears the marks, misses none.
final class PgPauses {

    private static final String BOTH = "BOTH";

    private static final String REPEATED =
            "select from operator_action where tenant = $1 and key = $2";

    private static final String NOTE =
            """
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            values ($1, $2, $3, 0, $4, $5, $6, $7)
            """;

    private static final String PAUSE =
            """
            insert into pause (tenant, flow, direction, by_name, reason) values ($1, $2, $3, $4, $5)
            on conflict do nothing returning flow
            """;

    private static final String RESUME =
            """
            delete from pause where tenant = $1 and flow = $2 and direction = $3 returning flow
            """;

    private static final String LEAVE_MARKS =
            """
            insert into resumed (tenant, flow) values ($1, $2)
            on conflict (tenant, flow) do update set at = clock_timestamp()
            """;

    private static final String HOLD_PAUSE =
            "select from pause where tenant = $1 and flow in ('', $2) for share";

    private static final String SET_ASIDE =
            """
            update lane l set session = null,
                to_app_paused = (exists (select from pause p where p.tenant = l.tenant
                    and p.flow in ('', $4) and p.direction in ('BOTH', 'TO_APP')))::int,
                to_acme_paused = (exists (select from pause p where p.tenant = l.tenant
                    and p.flow in ('', $4) and p.direction in ('BOTH', 'TO_ACME')))::int
            where l.tenant = $1 and l.lane = $2 and l.epoch = $3 and l.session is not null
            """;

    private final PgScope scope;
    private final Handover handover;
    private final PgMarks marks;

    PgPauses(PgScope scope, Handover handover, PgMarks marks) {
        this.scope = scope;
        this.handover = handover;
        this.marks = marks;
    }

    Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return scope.stepwise(
                        Set.of(stop.tenant()),
                        connection ->
                                unlessRepeated(
                                        connection,
                                        stop,
                                        signed,
                                        "pause",
                                        () ->
                                                query(
                                                                connection,
                                                                PAUSE,
                                                                key(stop)
                                                                        .addString(
                                                                                StoredText.sentence(
                                                                                        signed
                                                                                                .by()))
                                                                        .addString(
                                                                                StoredText.sentence(
                                                                                        signed
                                                                                                .reason())))
                                                        .map(made -> made.size() > 0)))
                .compose(answer -> marks.mark(stop).map(answer));
    }

    Future<PauseAnswer> resume(Stop stop, Signed signed) {
        return scope.stepwise(
                        Set.of(stop.tenant()),
                        connection ->
                                unlessRepeated(
                                        connection,
                                        stop,
                                        signed,
                                        "resume",
                                        () ->
                                                query(connection, RESUME, key(stop))
                                                        .map(gone -> gone.size() > 0)
                                                        .compose(
                                                                lifted ->
                                                                        lifted
                                                                                ? leaveMarks(
                                                                                        connection,
                                                                                        stop)
                                                                                : Future
                                                                                        .succeededFuture(
                                                                                                false))))
                .compose(answer -> marks.clear(stop).map(answer));
    }

    private static Future<Boolean> leaveMarks(SqlConnection connection, Stop stop) {
        return query(connection, LEAVE_MARKS, Tuple.of(stop.tenant().value(), flow(stop)))
                .map(true);
    }

    /// Gives the lane of a lease back. It stays due; if its pause was lifted meanwhile, it is
    /// claimed anew at once.
    Future<Void> setAside(Lease lease, FlowName flow) {
        return scope.within(
                        Set.of(lease.tenant()),
                        statements -> {
                            statements.run(
                                    HOLD_PAUSE, Tuple.of(lease.tenant().value(), flow.value()));
                            return statements.run(
                                    SET_ASIDE,
                                    Tuple.of(
                                            lease.tenant().value(),
                                            lease.lane().value(),
                                            lease.epoch(),
                                            flow.value()));
                        })
                .onComplete(_ -> handover.ended(lease))
                .mapEmpty();
    }

    private static Future<PauseAnswer> unlessRepeated(
            SqlConnection connection,
            Stop stop,
            Signed signed,
            String verb,
            java.util.function.Supplier<Future<Boolean>> work) {
        return query(connection, REPEATED, Tuple.of(stop.tenant().value(), signed.key()))
                .compose(
                        repeated ->
                                repeated.size() > 0
                                        ? Future.succeededFuture(PauseAnswer.ALREADY)
                                        : work.get()
                                                .compose(
                                                        moved ->
                                                                noted(
                                                                        connection,
                                                                        stop,
                                                                        signed,
                                                                        verb,
                                                                        moved)));
    }

    private static Future<PauseAnswer> noted(
            SqlConnection connection, Stop stop, Signed signed, String verb, boolean moved) {
        return query(
                        connection,
                        NOTE,
                        Tuple.of(
                                stop.tenant().value(),
                                signed.key(),
                                verb,
                                StoredText.sentence(signed.by()),
                                StoredText.sentence(signed.reason()),
                                moved ? "done" : "nothing to do",
                                words(stop)))
                .map(moved ? PauseAnswer.DONE : PauseAnswer.ALREADY);
    }

    private static String words(Stop stop) {
        return stop.flow().map(flow -> "flow " + flow.value()).orElse("all flows")
                + stop.direction()
                        .map(way -> way == Direction.TO_APP ? ", to the app" : ", to Acme")
                        .orElse(", both ways");
    }

    static Tuple key(Stop stop) {
        return Tuple.of(
                stop.tenant().value(), flow(stop), stop.direction().map(Enum::name).orElse(BOTH));
    }

    private static String flow(Stop stop) {
        return stop.flow().map(FlowName::value).orElse("");
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
