package drawbridge.ops;

import drawbridge.audit.AuditBook;
import drawbridge.audit.PlannedRepair;
import drawbridge.journal.Payloads;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.Proof;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Audits in PostgreSQL as operators see them, within the wall of the tenants that they belong to.
public final class PgAudits implements Audits {

    private static final String NOTE =
            """
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            values ($1, $2, $3, 0, $4, $5, 'accepted', $6) on conflict do nothing
            """;

    private static final String AUDITS =
            """
            select * from drift_audit where tenant = any($1) and ($2::uuid is null or id = $2)
            order by asked_at desc, id limit 50
            """;

    private static final String FLOWS =
            """
            select * from drift_audit_flow
            where tenant = any($1) and audit = any($2) order by tenant, audit, flow
            """;

    private static final String FINDINGS =
            """
            select told from drift_finding
            where tenant = $1 and audit = $2 and (flow, n) > ($3, $4)
            order by flow, n limit $5
            """;

    private static final String CANCEL =
            """
            with ended as (
                update drift_audit set state = 'cancelled', ended_at = now()
                where tenant = $1 and id = $2 and state in ('waiting', 'running')
                returning tenant
            )
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            select tenant, $3, 'cancel-audit', 0, $4, '', 'done', $2::text from ended
            on conflict do nothing
            """;

    private static final String REPAIRED =
            """
            update drift_audit_flow f set repaired =
                (select count(*) from unnest($3::text[]) one where one = f.flow)
            where tenant = $1 and audit = $2
            """;

    private static final String RETOLD =
            "update drift_finding set told = $5"
                    + " where tenant = $1 and audit = $2 and flow = $3 and n = $4";

    private final PgOpsReads.Scoped scope;
    private final Supplier<Map<TenantId, String>> names;
    private final Function<TenantId, Set<String>> flows;
    private final PlannedRepair repair;

    /// @param flows the names of a tenant's flows
    public PgAudits(
            PgOpsReads.Scoped scope,
            Supplier<Map<TenantId, String>> names,
            Function<TenantId, Set<String>> flows,
            PlannedRepair repair) {
        this.scope = scope;
        this.names = names;
        this.flows = flows;
        this.repair = repair;
    }

    @Override
    public Future<Audit> start(String tenant, AuditWish wish, String by, UUID key) {
        TenantId id = TenantId.named(tenant);
        Optional<FlowName> flow = Optional.ofNullable(wish.flow()).map(FlowName::new);
        flow.map(FlowName::value)
                .filter(name -> !flows.apply(id).contains(name))
                .ifPresent(name -> refuse(tenant, id, name));
        AuditBook.Run run = new AuditBook.Run(id, key, flow, wish.repair(), by, 0);
        String what = flow.map(name -> "the flow " + name).orElse("every flow");
        Tuple note =
                Tuple.of(
                        id.value(),
                        key,
                        wish.repair() ? "audit-repair" : "audit",
                        by,
                        Optional.ofNullable(wish.reason()).orElse(""),
                        what);
        return scope.within(
                Set.of(id),
                connection ->
                        PgAuditBook.ask(connection, run)
                                .compose(_ -> query(connection, NOTE, note))
                                .compose(_ -> audits(connection, Set.of(id), key))
                                .map(List::getFirst));
    }

    private void refuse(String tenant, TenantId id, String flow) {
        throw Refusal.badInput(
                "flow",
                tenant
                        + " has no flow "
                        + flow
                        + " that could be audited; it has "
                        + String.join(", ", new TreeSet<>(flows.apply(id)))
                        + ".");
    }

    @Override
    public Future<List<Audit>> list(Set<String> tenants) {
        Set<TenantId> asked = ids(tenants);
        return scope.within(asked, connection -> audits(connection, asked, null));
    }

    @Override
    public Future<Optional<Audit>> one(String tenant, UUID audit) {
        Set<TenantId> asked = ids(Set.of(tenant));
        return scope.within(asked, connection -> audits(connection, asked, audit))
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Future<List<AuditFinding>> findings(
            String tenant, UUID audit, String flow, int after, int limit) {
        TenantId asked = TenantId.named(tenant);
        return scope.within(
                Set.of(asked),
                connection ->
                        query(
                                        connection,
                                        FINDINGS,
                                        Tuple.of(asked.value(), audit, flow, after, limit))
                                .map(rows -> PgOpsReads.list(rows, PgAudits::finding)));
    }

    private static AuditFinding finding(Row row) {
        return OpsJson.read(
                new String(Payloads.open(row.getBuffer("told").getBytes()), StandardCharsets.UTF_8),
                AuditFinding.class);
    }

    @Override
    public Future<Optional<Audit>> repair(String tenant, UUID audit, String by, UUID key) {
        TenantId asked = TenantId.named(tenant);
        return one(tenant, audit)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? Future.succeededFuture(Optional.empty())
                                        : drift(asked, found.get(), by, key)
                                                .compose(drift -> repair(asked, audit, drift))
                                                .compose(_ -> one(tenant, audit)));
    }

    /// What the audit told of one by one; that it is to be repaired is noted.
    private Future<List<AuditFinding>> drift(TenantId tenant, Audit audit, String by, UUID key) {
        if (audit.state() != AuditState.DONE) {
            throw Refusal.stale(
                    "This audit is "
                            + audit.state().word()
                            + ": what it found can be sent once it is done.");
        }
        UUID id = UUID.fromString(audit.id());
        String what = "what audit " + id + " found";
        Tuple note = Tuple.of(tenant.value(), key, "audit-repair", by, "", what);
        return scope.within(
                Set.of(tenant),
                connection ->
                        query(connection, NOTE, note)
                                .compose(
                                        _ ->
                                                query(
                                                        connection,
                                                        FINDINGS,
                                                        Tuple.of(
                                                                tenant.value(),
                                                                id,
                                                                "",
                                                                0,
                                                                Integer.MAX_VALUE)))
                                .map(rows -> PgOpsReads.list(rows, PgAudits::finding))
                                .map(
                                        all ->
                                                all.stream()
                                                        .filter(one -> one.kind().isDrift())
                                                        .toList()));
    }

    private Future<Void> repair(TenantId tenant, UUID audit, List<AuditFinding> drift) {
        Tuple sent =
                Tuple.of(tenant.value(), audit)
                        .addArrayOfString(
                                drift.stream().map(AuditFinding::flow).toArray(String[]::new));
        List<Tuple> told =
                drift.stream()
                        .map(
                                one ->
                                        Tuple.of(
                                                tenant.value(),
                                                audit,
                                                one.flow(),
                                                one.n(),
                                                PgAuditBook.sealed(one.asRepaired())))
                        .toList();
        if (drift.isEmpty()) {
            return Future.succeededFuture();
        }
        return repair.send(tenant, audit, drift.stream().map(PgAudits::pair).toList())
                .compose(
                        _ ->
                                scope.within(
                                        Set.of(tenant),
                                        connection ->
                                                query(connection, REPAIRED, sent)
                                                        .compose(
                                                                _ ->
                                                                        connection
                                                                                .preparedQuery(
                                                                                        RETOLD)
                                                                                .executeBatch(told))
                                                        .mapEmpty()));
    }

    private static PlannedRepair.Pair pair(AuditFinding finding) {
        Map<Side, String> records = new EnumMap<>(Side.class);
        Optional.ofNullable(finding.acme()).ifPresent(one -> records.put(Side.ACME, one.id()));
        Optional.ofNullable(finding.app()).ifPresent(one -> records.put(Side.APP, one.id()));
        boolean missing = finding.kind() != AuditKind.DRIFTED;
        Set<Side> edited = EnumSet.noneOf(Side.class);
        for (AuditFinding.Group group : finding.groups()) {
            if (!missing && !group.acmeAgreed().equals(group.acme())) {
                edited.add(Side.ACME);
            }
            if (!missing && !group.appAgreed().equals(group.app())) {
                edited.add(Side.APP);
            }
        }
        return new PlannedRepair.Pair(new FlowName(finding.flow()), records, missing, edited);
    }

    @Override
    public Future<Optional<Audit>> cancel(String tenant, UUID audit, String by, UUID key) {
        TenantId asked = TenantId.named(tenant);
        return scope.within(
                Set.of(asked),
                connection ->
                        query(connection, CANCEL, Tuple.of(asked.value(), audit, key, by))
                                .compose(_ -> audits(connection, Set.of(asked), audit))
                                .map(found -> found.stream().findFirst()));
    }

    @Override
    public Future<List<Proof>> proofs(Set<String> tenants) {
        Set<TenantId> asked = ids(tenants);
        return scope.within(
                        asked,
                        connection ->
                                query(connection, PgAuditBook.LAST, PgOpsReads.ids(asked))
                                        .map(rows -> PgOpsReads.list(rows, this::proof)))
                .map(known -> all(asked, known));
    }

    /// Those that were never audited are told as well; those that are no more are not.
    private List<Proof> all(Set<TenantId> tenants, List<Proof> known) {
        Map<String, Map<String, Proof>> found = new TreeMap<>();
        for (TenantId tenant : tenants) {
            String name = name(tenant.value());
            for (String flow : flows.apply(tenant)) {
                found.computeIfAbsent(name, _ -> new TreeMap<>())
                        .put(flow, new Proof(name, flow, null, null, null, 0));
            }
        }
        known.forEach(
                proof ->
                        Optional.ofNullable(found.get(proof.tenant()))
                                .ifPresent(ofTenant -> ofTenant.replace(proof.flow(), proof)));
        return found.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    private Proof proof(Row row) {
        String result = row.getString("result");
        return new Proof(
                name(row.getUUID("tenant")),
                row.getString("flow"),
                PgParkedRows.instant(row, "in_sync_at"),
                result == null ? null : result(result),
                PgParkedRows.instant(row, "ended_at"),
                row.getLong("drift"));
    }

    private Future<List<Audit>> audits(
            SqlConnection connection, Set<TenantId> tenants, @Nullable UUID audit) {
        return query(connection, AUDITS, PgOpsReads.ids(tenants).addUUID(audit))
                .compose(
                        audits -> {
                            UUID[] ids =
                                    PgOpsReads.list(audits, row -> row.getUUID("id"))
                                            .toArray(UUID[]::new);
                            return query(
                                            connection,
                                            FLOWS,
                                            PgOpsReads.ids(tenants).addArrayOfUUID(ids))
                                    .map(parts -> audits(audits, parts));
                        });
    }

    private List<Audit> audits(RowSet<Row> audits, RowSet<Row> parts) {
        Map<UUID, List<AuditFlow>> of = new TreeMap<>();
        parts.forEach(
                row ->
                        of.computeIfAbsent(row.getUUID("audit"), _ -> new ArrayList<>())
                                .add(flow(row)));
        return PgOpsReads.list(
                audits, row -> audit(row, of.getOrDefault(row.getUUID("id"), List.of())));
    }

    private Audit audit(Row row, List<AuditFlow> parts) {
        String flow = row.getString("flow");
        return new Audit(
                name(row.getUUID("tenant")),
                row.getUUID("id").toString(),
                flow.isEmpty() ? null : flow,
                row.getBoolean("repair"),
                row.getString("by_name"),
                word(AuditState.values(), AuditState::word, row.getString("state")),
                row.getInteger("begun"),
                row.getOffsetDateTime("asked_at").toInstant(),
                PgParkedRows.instant(row, "began_at"),
                PgParkedRows.instant(row, "ended_at"),
                parts);
    }

    private static AuditFlow flow(Row row) {
        long equal = row.getLong("equal");
        long rewritten = row.getLong("rewritten");
        long drifted = row.getLong("drifted");
        long atAcme = row.getLong("missing_at_acme");
        long atApp = row.getLong("missing_at_app");
        long unreadable = row.getLong("unreadable");
        long moving = row.getLong("in_motion");
        long held = row.getLong("held");
        long apart = row.getLong("apart");
        return new AuditFlow(
                row.getString("flow"),
                result(row.getString("result")),
                row.getString("why"),
                row.getLong("read"),
                equal + rewritten + drifted + atAcme + atApp + unreadable + moving + held + apart,
                equal,
                rewritten,
                drifted,
                atAcme,
                atApp,
                unreadable,
                moving,
                held,
                apart,
                row.getLong("repaired"),
                row.getOffsetDateTime("began_at").toInstant(),
                PgParkedRows.instant(row, "ended_at"));
    }

    private static AuditResult result(String word) {
        return word(AuditResult.values(), AuditResult::word, word);
    }

    private static <E> E word(E[] all, Function<E, String> name, String word) {
        return Arrays.stream(all)
                .filter(each -> name.apply(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the store holds the word " + word));
    }

    private String name(UUID tenant) {
        return names.get().getOrDefault(new TenantId(tenant), tenant.toString());
    }

    private static Set<TenantId> ids(Set<String> tenants) {
        return tenants.stream().map(TenantId::named).collect(Collectors.toUnmodifiableSet());
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
