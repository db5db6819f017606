package drawbridge.ops;

import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillList;
import drawbridge.opsapi.BackfillPhase;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.BackfillWish;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Backfills in PostgreSQL as operators see them, within the wall of the tenants that they belong
/// to.
public final class PgBackfills implements Backfills {

    private static final int USUAL_RATE = 20;
    private static final int HIGHEST_RATE = 1_000;

    private static final String START =
            """
            with made as (
                insert into backfill (tenant, id, flow, side, per_second, by_name, reason)
                values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning tenant, id
            )
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            select tenant, id, 'backfill', 0, $6, $7, 'accepted', $8 from made
            on conflict do nothing
            """;

    private static final String BACKFILLS =
            """
            select * from backfill where tenant = any($1) and ($2::uuid is null or id = $2)
            order by asked_at desc, id limit 50
            """;

    private static final String LISTS =
            """
            select * from backfill_list
            where tenant = any($1) and backfill = any($2) order by tenant, backfill, n
            """;

    /// `to` and `from` are words of our own.
    private static final String ACT =
            """
            with acted as (
                update backfill set state = '{to}', held_back = null,
                    ended_at = case when '{to}' = 'cancelled' then now() end
                where tenant = $1 and id = $2 and state in ({from})
                returning tenant
            )
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            select tenant, $3, '{verb}-backfill', 0, $4, '', 'done', $2::text from acted
            on conflict do nothing
            """;

    /// Of one that has ended nothing is sent any more.
    private static final String FORGET =
            """
            delete from backfill_mark m using backfill b
            where b.tenant = $1 and b.id = $2 and b.ended_at is not null
                and m.tenant = b.tenant and m.backfill = b.id
            """;

    private final PgOpsReads.Scoped scope;
    private final Supplier<Map<TenantId, String>> names;
    private final Function<TenantId, Set<String>> flows;

    /// @param flows the names of a tenant's flows
    public PgBackfills(
            PgOpsReads.Scoped scope,
            Supplier<Map<TenantId, String>> names,
            Function<TenantId, Set<String>> flows) {
        this.scope = scope;
        this.names = names;
        this.flows = flows;
    }

    @Override
    public Future<Backfill> start(String tenant, BackfillWish wish, String by, UUID key) {
        TenantId id = TenantId.named(tenant);
        String flow = flow(tenant, wish);
        String side = side(wish);
        String what =
                (flow.isEmpty() ? "every flow" : "the flow " + flow)
                        + (side.isEmpty() ? "" : ", from " + side + " alone");
        Tuple wanted =
                Tuple.of(id.value(), key, flow, side, rate(wish), by)
                        .addString(Optional.ofNullable(wish.reason()).orElse(""))
                        .addString(what);
        return scope.within(
                Set.of(id),
                connection ->
                        query(connection, START, wanted)
                                .compose(_ -> backfills(connection, Set.of(id), key))
                                .map(List::getFirst));
    }

    private String flow(String tenant, BackfillWish wish) {
        String flow = Optional.ofNullable(wish.flow()).orElse("");
        Set<String> known = flows.apply(TenantId.named(tenant));
        if (!flow.isEmpty() && !known.contains(flow)) {
            throw Refusal.badInput(
                    "flow",
                    tenant
                            + " has no flow "
                            + flow
                            + " that could be filled in; it has "
                            + String.join(", ", new TreeSet<>(known))
                            + ".");
        }
        return flow;
    }

    private static String side(BackfillWish wish) {
        String side = Optional.ofNullable(wish.side()).orElse("");
        if (!Set.of("", "acme", "app").contains(side)) {
            throw Refusal.badInput("side", "A side is acme or app, and not " + side + ".");
        }
        return side;
    }

    private static int rate(BackfillWish wish) {
        int rate = Optional.ofNullable(wish.perSecond()).orElse(USUAL_RATE);
        if (rate < 1 || rate > HIGHEST_RATE) {
            throw Refusal.badInput(
                    "perSecond",
                    "From 1 to %,d records a second can be sent, and not %,d."
                            .formatted(HIGHEST_RATE, rate));
        }
        return rate;
    }

    @Override
    public Future<List<Backfill>> list(Set<String> tenants) {
        Set<TenantId> asked =
                tenants.stream().map(TenantId::named).collect(Collectors.toUnmodifiableSet());
        return scope.within(asked, connection -> backfills(connection, asked, null));
    }

    @Override
    public Future<Optional<Backfill>> one(String tenant, UUID backfill) {
        Set<TenantId> asked = Set.of(TenantId.named(tenant));
        return scope.within(asked, connection -> backfills(connection, asked, backfill))
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Future<Optional<Backfill>> act(
            String tenant, UUID backfill, Verb verb, String by, UUID key) {
        TenantId asked = TenantId.named(tenant);
        return scope.within(
                Set.of(asked),
                connection ->
                        query(connection, sql(verb), Tuple.of(asked.value(), backfill, key, by))
                                .compose(
                                        _ ->
                                                query(
                                                        connection,
                                                        FORGET,
                                                        Tuple.of(asked.value(), backfill)))
                                .compose(_ -> backfills(connection, Set.of(asked), backfill))
                                .map(found -> found.stream().findFirst()));
    }

    private static String sql(Verb verb) {
        return switch (verb) {
            case PAUSE -> sql("paused", "'waiting', 'running'", "pause");
            case RESUME -> sql("waiting", "'paused'", "resume");
            case CANCEL -> sql("cancelled", "'waiting', 'running', 'paused'", "cancel");
        };
    }

    private static String sql(String to, String from, String verb) {
        return ACT.replace("{to}", to).replace("{from}", from).replace("{verb}", verb);
    }

    private Future<List<Backfill>> backfills(
            SqlConnection connection, Set<TenantId> tenants, @Nullable UUID backfill) {
        return query(connection, BACKFILLS, PgOpsReads.ids(tenants).addUUID(backfill))
                .compose(
                        found -> {
                            UUID[] ids =
                                    PgOpsReads.list(found, row -> row.getUUID("id"))
                                            .toArray(UUID[]::new);
                            return query(
                                            connection,
                                            LISTS,
                                            PgOpsReads.ids(tenants).addArrayOfUUID(ids))
                                    .map(lists -> backfills(found, lists));
                        });
    }

    private List<Backfill> backfills(RowSet<Row> found, RowSet<Row> lists) {
        Map<UUID, List<BackfillList>> of = new HashMap<>();
        lists.forEach(
                row ->
                        of.computeIfAbsent(row.getUUID("backfill"), _ -> new ArrayList<>())
                                .add(list(row)));
        return PgOpsReads.list(
                found, row -> backfill(row, of.getOrDefault(row.getUUID("id"), List.of())));
    }

    private static BackfillList list(Row row) {
        return new BackfillList(
                row.getString("system") + "." + row.getString("resource"),
                BackfillPhase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getLong("marked"),
                row.getLong("sent"),
                row.getLong("unreadable"),
                row.getString("why"));
    }

    private Backfill backfill(Row row, List<BackfillList> lists) {
        UUID tenant = row.getUUID("tenant");
        BackfillState state =
                BackfillState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        double speed = state == BackfillState.RUNNING ? row.getFloat("speed") : 0;
        return new Backfill(
                names.get().getOrDefault(new TenantId(tenant), tenant.toString()),
                row.getUUID("id").toString(),
                named(row, "flow"),
                named(row, "side"),
                row.getInteger("per_second"),
                row.getString("by_name"),
                named(row, "reason"),
                state,
                row.getInteger("begun"),
                speed,
                remaining(lists, speed),
                row.getString("held_back"),
                row.getOffsetDateTime("asked_at").toInstant(),
                PgParkedRows.instant(row, "began_at"),
                PgParkedRows.instant(row, "ended_at"),
                lists);
    }

    private static @Nullable String named(Row row, String column) {
        String text = row.getString(column);
        return text.isEmpty() ? null : text;
    }

    /// Known once every list is read and something was sent.
    private static @Nullable Long remaining(List<BackfillList> lists, double speed) {
        boolean marking =
                lists.isEmpty()
                        || lists.stream().anyMatch(list -> list.phase() == BackfillPhase.MARKING);
        long left = lists.stream().mapToLong(list -> list.marked() - list.sent()).sum();
        return marking || speed <= 0 ? null : (long) Math.ceil(left / speed);
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
