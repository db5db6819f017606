package drawbridge.ops;

import drawbridge.audit.AuditBook;
import drawbridge.audit.Counts;
import drawbridge.audit.Finding;
import drawbridge.audit.Kind;
import drawbridge.journal.Payloads;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.opsapi.AuditAct;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.RecordId;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The book of audits in PostgreSQL, within the wall of the tenants that they belong to. Whoever
/// carries one out writes under the epoch of its beginning; under another one nothing is written.
public final class PgAuditBook implements AuditBook {

    private static final String ASK =
            "insert into drift_audit (tenant, id, flow, repair, by_name)"
                    + " values ($1, $2, $3, $4, $5) on conflict do nothing";

    private static final String OPEN =
            """
            select tenant, id, flow, repair, by_name, begun from drift_audit
            where tenant = any($1) and state in ('waiting', 'running')
            order by by_name = 'gateway', asked_at limit 100
            """;

    private static final String ASKED =
            "select tenant, max(asked_at) as last from drift_audit"
                    + " where tenant = any($1) and flow = '' group by tenant";

    private static final String BEGIN =
            """
            update drift_audit
            set state = 'running', epoch = $3, begun = begun + 1, began_at = now()
            where tenant = $1 and id = $2 and state in ('waiting', 'running') and epoch <= $3
            """;

    private static final String CLEAR_FLOWS =
            "delete from drift_audit_flow where tenant = $1 and audit = $2";
    private static final String CLEAR_FINDINGS =
            "delete from drift_finding where tenant = $1 and audit = $2";

    private static final String BEGIN_FLOWS =
            "insert into drift_audit_flow (tenant, audit, flow, began_at)"
                    + " select $1, $2, unnest($3::text[]), now()";

    /// Old audits go; what is proven stays.
    private static final List<String> FORGET =
            List.of(
                    "delete from drift_finding f using drift_audit a where a.tenant = $1 and"
                            + " f.tenant = a.tenant and f.audit = a.id and a.ended_at < now() -"
                            + " interval '30 days'",
                    "delete from drift_audit_flow f using drift_audit a where a.tenant = $1 and"
                            + " f.tenant = a.tenant and f.audit = a.id and a.ended_at < now() -"
                            + " interval '30 days'",
                    "delete from drift_audit where tenant = $1 and ended_at < now() - interval '30"
                            + " days'");

    private static final String HELD =
            """
            with held as (
                select tenant, id from drift_audit
                where tenant = $1 and id = $2 and state = 'running' and epoch = $3
            )
            """;

    private static final String AT =
            HELD
                    + """
                    update drift_audit_flow f set read = $5, equal = $6, rewritten = $7,
                        drifted = $8, missing_at_acme = $9, missing_at_app = $10, unreadable = $11,
                        in_motion = $12, held = $13, apart = $14, repaired = $15
                    from held h where f.tenant = h.tenant and f.audit = h.id and f.flow = $4
                    """;

    private static final String FOUND =
            HELD
                    + """
                    insert into drift_finding (tenant, audit, flow, n, kind, told)
                    select h.tenant, h.id, $4, $5, $6, $7 from held h on conflict do nothing
                    """;

    private static final String ENDED =
            HELD
                    + """
                    , ended as (
                        update drift_audit_flow f set result = $5, why = $6, ended_at = now()
                        from held h where f.tenant = h.tenant and f.audit = h.id and f.flow = $4
                        returning f.tenant, f.audit, f.flow, f.result
                    )
                    insert into proven as p (tenant, flow, in_sync_at, audit)
                    select e.tenant, e.flow, $7, e.audit from ended e where e.result = 'in-sync'
                    on conflict (tenant, flow) do update
                        set in_sync_at = excluded.in_sync_at, audit = excluded.audit
                        where p.in_sync_at < excluded.in_sync_at
                    """;

    private static final String DONE =
            "update drift_audit set state = 'done', ended_at = now()"
                    + " where tenant = $1 and id = $2 and state = 'running' and epoch = $3";

    static final String LAST =
            """
            with last as (
                select distinct on (tenant, flow) tenant, flow, result, ended_at,
                    drifted + missing_at_acme + missing_at_app as drift
                from drift_audit_flow where tenant = any($1) and ended_at is not null
                order by tenant, flow, ended_at desc
            ), proof as (
                select tenant, flow, in_sync_at from proven where tenant = any($1)
            )
            select tenant, flow, p.in_sync_at, l.result, l.ended_at, coalesce(l.drift, 0) as drift
            from last l full join proof p using (tenant, flow)
            """;

    private final PgOpsReads.Scoped scope;

    public PgAuditBook(PgOpsReads.Scoped scope) {
        this.scope = scope;
    }

    @Override
    public Future<Void> ask(Run run) {
        return scope.within(Set.of(run.tenant()), connection -> ask(connection, run));
    }

    static Future<Void> ask(SqlConnection connection, Run run) {
        return query(
                        connection,
                        ASK,
                        Tuple.of(
                                run.tenant().value(),
                                run.id(),
                                run.flow().map(FlowName::value).orElse(""),
                                run.repair(),
                                run.by()))
                .mapEmpty();
    }

    @Override
    public Future<List<Run>> open(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                connection ->
                        query(connection, OPEN, PgOpsReads.ids(tenants))
                                .map(rows -> PgOpsReads.list(rows, PgAuditBook::run)));
    }

    private static Run run(Row row) {
        return new Run(
                new TenantId(row.getUUID("tenant")),
                row.getUUID("id"),
                Optional.of(row.getString("flow"))
                        .filter(flow -> !flow.isEmpty())
                        .map(FlowName::new),
                row.getBoolean("repair"),
                row.getString("by_name"),
                row.getInteger("begun"));
    }

    @Override
    public Future<Map<TenantId, Instant>> asked(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                connection ->
                        query(connection, ASKED, PgOpsReads.ids(tenants))
                                .map(
                                        rows -> {
                                            Map<TenantId, Instant> last = new HashMap<>();
                                            rows.forEach(
                                                    row ->
                                                            last.put(
                                                                    new TenantId(
                                                                            row.getUUID("tenant")),
                                                                    row.getOffsetDateTime("last")
                                                                            .toInstant()));
                                            return last;
                                        }));
    }

    @Override
    public Future<Boolean> begin(Run run, long epoch, List<FlowName> flows) {
        Tuple audit = Tuple.of(run.tenant().value(), run.id());
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        forget(connection, run)
                                .compose(_ -> query(connection, BEGIN, held(run, epoch)))
                                .compose(
                                        begun ->
                                                begun.rowCount() == 0
                                                        ? Future.succeededFuture(false)
                                                        : query(connection, CLEAR_FLOWS, audit)
                                                                .compose(
                                                                        _ ->
                                                                                query(
                                                                                        connection,
                                                                                        CLEAR_FINDINGS,
                                                                                        audit))
                                                                .compose(
                                                                        _ ->
                                                                                flows(
                                                                                        connection,
                                                                                        run,
                                                                                        flows))
                                                                .map(true)));
    }

    private static Future<Void> forget(SqlConnection connection, Run run) {
        Future<Void> all = Future.succeededFuture();
        for (String sql : FORGET) {
            all =
                    all.compose(
                            _ -> query(connection, sql, Tuple.of(run.tenant().value())).mapEmpty());
        }
        return all;
    }

    private static Future<RowSet<Row>> flows(
            SqlConnection connection, Run run, List<FlowName> flows) {
        return query(
                connection,
                BEGIN_FLOWS,
                Tuple.of(run.tenant().value(), run.id())
                        .addArrayOfString(
                                flows.stream().map(FlowName::value).toArray(String[]::new)));
    }

    @Override
    public Future<Boolean> at(Run run, long epoch, FlowName flow, Counts counts) {
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        query(connection, AT, counted(run, epoch, flow, counts))
                                .map(updated -> updated.rowCount() == 1));
    }

    private static Tuple counted(Run run, long epoch, FlowName flow, Counts counts) {
        Tuple tuple = held(run, epoch).addString(flow.value()).addLong(counts.read());
        for (Kind kind : Kind.values()) {
            tuple.addLong(counts.of(kind));
        }
        return tuple.addLong(counts.repaired());
    }

    @Override
    public Future<Void> found(Run run, long epoch, FlowName flow, int n, Finding finding) {
        Buffer told = sealed(told(flow, n, finding));
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        query(
                                        connection,
                                        FOUND,
                                        held(run, epoch)
                                                .addString(flow.value())
                                                .addInteger(n)
                                                .addString(kind(finding.kind()).word())
                                                .addBuffer(told))
                                .mapEmpty());
    }

    /// As it is stored.
    static Buffer sealed(AuditFinding told) {
        return Buffer.buffer(Payloads.seal(OpsJson.write(told).getBytes(StandardCharsets.UTF_8)));
    }

    private static AuditFinding told(FlowName flow, int n, Finding finding) {
        return new AuditFinding(
                flow.value(),
                n,
                kind(finding.kind()),
                finding.acme().map(PgAuditBook::id).orElse(null),
                finding.app().map(PgAuditBook::id).orElse(null),
                finding.sentence(),
                finding.groups().stream()
                        .map(
                                group ->
                                        new AuditFinding.Group(
                                                group.name(),
                                                group.acmeBase(),
                                                group.acme().orElse(null),
                                                group.appBase(),
                                                group.app().orElse(null)))
                        .toList(),
                finding.repaired(),
                finding.would().map(act -> AuditAct.valueOf(act.name())).orElse(null));
    }

    private static RecordId id(RecordRef record) {
        return new RecordId(record.resource().toString(), record.id());
    }

    private static AuditKind kind(Kind kind) {
        return switch (kind) {
            case DRIFTED -> AuditKind.DRIFTED;
            case MISSING_AT_ACME -> AuditKind.MISSING_AT_ACME;
            case MISSING_AT_APP -> AuditKind.MISSING_AT_APP;
            case UNREADABLE -> AuditKind.UNREADABLE;
            case HELD -> AuditKind.HELD;
            case APART -> AuditKind.APART;
            case EQUAL, REWRITTEN, IN_MOTION ->
                    throw new IllegalArgumentException(kind + " is told by its number alone");
        };
    }

    @Override
    public Future<Void> ended(
            Run run, long epoch, FlowName flow, Counts counts, Result result, Instant began) {
        @Nullable String why = result instanceof Result.NoPass(String sentence) ? sentence : null;
        String word =
                switch (result) {
                    case Result.InSync _ -> "in-sync";
                    case Result.Drifted _ -> "drifted";
                    case Result.NoPass _ -> "no-pass";
                };
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        query(connection, AT, counted(run, epoch, flow, counts))
                                .compose(
                                        _ ->
                                                query(
                                                        connection,
                                                        ENDED,
                                                        held(run, epoch)
                                                                .addString(flow.value())
                                                                .addString(word)
                                                                .addString(why)
                                                                .addOffsetDateTime(
                                                                        PgOpsReads.at(began))))
                                .mapEmpty());
    }

    @Override
    public Future<Void> done(Run run, long epoch) {
        return scope.within(
                Set.of(run.tenant()),
                connection -> query(connection, DONE, held(run, epoch)).mapEmpty());
    }

    @Override
    public Future<List<Proof>> proofs(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                connection ->
                        query(connection, LAST, PgOpsReads.ids(tenants))
                                .map(
                                        rows ->
                                                PgOpsReads.list(
                                                        rows,
                                                        row ->
                                                                new Proof(
                                                                        new TenantId(
                                                                                row.getUUID(
                                                                                        "tenant")),
                                                                        new FlowName(
                                                                                row.getString(
                                                                                        "flow")),
                                                                        Optional.ofNullable(
                                                                                PgParkedRows
                                                                                        .instant(
                                                                                                row,
                                                                                                "in_sync_at")),
                                                                        row.getLong("drift")))));
    }

    private static Tuple held(Run run, long epoch) {
        return Tuple.of(run.tenant().value(), run.id(), epoch);
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
