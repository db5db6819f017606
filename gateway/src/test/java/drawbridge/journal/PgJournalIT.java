package drawbridge.journal;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.JournalContract;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.junit.jupiter.api.AfterAll;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/// The contract of every journal, on a real PostgreSQL.
class PgJournalIT extends JournalContract {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());
    private static final PgScope SCOPE = new PgScope(POOL);

    @AfterAll
    static void close() {
        await(POOL.close());
        await(VERTX.close());
    }

    @Override
    protected Journal emptyJournal() {
        TestDatabase.empty();
        return new PgJournal(
                VERTX, POOL, PgJournalIT::end, () -> Set.of(tenant("north"), tenant("south")));
    }

    private static Optional<ResourceName> end(TenantId tenant, FlowName flow, Side side) {
        return flow.equals(FLOW)
                ? Optional.of(side == Side.ACME ? APPOINTMENT : EVENT)
                : Optional.empty();
    }

    @Override
    protected TenantId tenant(String name) {
        return TenantId.named(name);
    }

    @Override
    protected Instant now() {
        return await(POOL.query("select now()").execute())
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
    }

    @Override
    protected void advance(Duration time) {
        String back = "interval '" + time.toMillis() + " ms'";
        TestDatabase.asOwner(
                "update session set beat_at = beat_at - " + back,
                "update lane set to_app_due = to_app_due - "
                        + back
                        + ", to_acme_due = to_acme_due - "
                        + back
                        + ", since = since - "
                        + back
                        + ", settled_at = settled_at - "
                        + back,
                "select set_config('drawbridge.tenants', '"
                        + tenant("north")
                        + ","
                        + tenant("south")
                        + "', false)",
                "update push_key set kept_at = kept_at - " + back,
                "update parked set parked_at = parked_at - " + back + " where gather is not null",
                "update asked_delete set asked_at = asked_at - " + back);
    }

    @Override
    protected void turnAcceptedTimesRound() {
        // The walls hold for the owner too.
        TestDatabase.asOwner(
                "select set_config('drawbridge.tenants', '" + tenant("north") + "', false)",
                "do $$ begin update change set accepted_at = accepted_at - lane_seq * interval"
                        + " '10 s'; if not found then raise 'nothing to turn round'; end if; end"
                        + " $$");
    }

    @Override
    protected boolean timeStandsStill() {
        return false;
    }

    @Override
    protected Map<String, Long> tally(TenantId tenant) {
        Map<String, Long> counts = new HashMap<>();
        long pending = 0;
        for (Row row :
                ask(
                        tenant,
                        "select kind, sum(n)::bigint as n from tally where tenant = $1 group by 1")) {
            String kind = row.getString("kind");
            long n = row.getLong("n");
            switch (kind) {
                case "acknowledged" -> pending += n;
                case "duplicates", "missed" -> counts.put(kind, n);
                default -> {
                    counts.put(kind, n);
                    pending -= n;
                }
            }
        }
        counts.put("pending", pending);
        return counts;
    }

    @Override
    protected Optional<OutcomeKind> outcome(TenantId tenant, FlowName flow, UUID change) {
        return StreamSupport.stream(
                        ask(
                                        tenant,
                                        "select kind from outcome where tenant = $1 and flow = $2"
                                                + " and change = $3 order by n desc limit 1",
                                        flow.value(),
                                        change)
                                .spliterator(),
                        false)
                .map(row -> OutcomeKind.valueOf(row.getString(0).toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    @Override
    protected Optional<String> cursor(TenantId tenant, String system, String resource) {
        return StreamSupport.stream(
                        ask(
                                        tenant,
                                        "select position from cursor where tenant = $1 and system ="
                                                + " $2 and resource = $3",
                                        system,
                                        resource)
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .findFirst();
    }

    @Override
    protected Optional<Long> openVersion(TenantId tenant, UUID parked) {
        return StreamSupport.stream(
                        ask(
                                        tenant,
                                        "select version from parked where tenant = $1 and id = $2"
                                                + " and state = 'open'",
                                        parked)
                                .spliterator(),
                        false)
                .map(row -> row.getLong(0))
                .findFirst();
    }

    @Override
    protected long closedVersion(TenantId tenant, UUID parked) {
        return ask(tenant, "select version from parked where tenant = $1 and id = $2", parked)
                .iterator()
                .next()
                .getLong(0);
    }

    private static RowSet<Row> ask(TenantId tenant, String sql, Object... parameters) {
        Tuple tuple = Tuple.of(tenant.value());
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return await(SCOPE.within(Set.of(tenant), statements -> statements.run(sql, tuple)));
    }
}
