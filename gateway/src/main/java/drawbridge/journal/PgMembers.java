package drawbridge.journal;

import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.AppendBatch.Pair;
import drawbridge.journal.Moves.Member;
import drawbridge.journal.Moves.Was;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The rows of counted records and of the numbers of their buckets.
final class PgMembers {

    /// Locks the rows, making those that are missing, so that two that count one record at the same
    /// time count it one after the other.
    private static final String LOCK =
            """
            insert into member as m (tenant, flow, record_id, version)
            select tenant, flow, record_id, -1
            from unnest($1::uuid[], $2::text[], $3::text[]) as g(tenant, flow, record_id)
            order by tenant, flow, record_id
            on conflict (tenant, flow, record_id) do update set version = m.version
            returning tenant, flow, record_id, version, lane, change, happened_at
            """;

    private static final String MOVE =
            """
            update member m set version = g.version, lane = g.lane, change = g.change,
                happened_at = g.happened_at
            from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::uuid[],
                $7::timestamptz[])
                as g(tenant, flow, record_id, version, lane, change, happened_at)
            where m.tenant = g.tenant and m.flow = g.flow and m.record_id = g.record_id
            """;

    private static final String COUNT =
            """
            insert into bucket as b (tenant, lane, n)
            select tenant, lane, n from unnest($1::uuid[], $2::uuid[], $3::bigint[])
                as g(tenant, lane, n)
            order by tenant, lane
            on conflict (tenant, lane) do update set n = b.n + excluded.n
            """;

    private PgMembers() {}

    /// Where the counted records of these pairs belonged until now.
    static Future<Map<Member, Was>> lock(Statements statements, List<Pair> pairs) {
        List<Member> members =
                pairs.stream()
                        .filter(pair -> pair.counted().isPresent() && pair.pends())
                        .map(Member::of)
                        .distinct()
                        .sorted()
                        .toList();
        if (members.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return statements
                .run(
                        LOCK,
                        PgColumns.of(members)
                                .tenant(Member::tenant)
                                .text(member -> member.flow().value())
                                .text(Member::record)
                                .tuple())
                .map(
                        rows -> {
                            Map<Member, Was> before = new HashMap<>();
                            rows.forEach(row -> before.put(member(row), was(row)));
                            return before;
                        });
    }

    static void move(Statements statements, Moves moves) {
        if (moves.now.isEmpty()) {
            return;
        }
        statements.run(
                MOVE,
                PgColumns.of(List.copyOf(moves.now.entrySet()))
                        .tenant(row -> row.getKey().tenant())
                        .text(row -> row.getKey().flow().value())
                        .text(row -> row.getKey().record())
                        .number(row -> row.getValue().order())
                        .uuid(row -> value(row.getValue().lane()))
                        .uuid(row -> row.getValue().change())
                        .time(row -> row.getValue().happened())
                        .tuple());
        List<Map.Entry<LaneKey, Long>> numbers =
                moves.numbers.entrySet().stream()
                        .sorted(
                                Map.Entry.comparingByKey(
                                        Comparator.comparing(LaneKey::tenant)
                                                .thenComparing(LaneKey::lane)))
                        .toList();
        if (!numbers.isEmpty()) {
            statements.run(
                    COUNT,
                    PgColumns.of(numbers)
                            .tenant(row -> row.getKey().tenant())
                            .uuid(row -> row.getKey().lane().value())
                            .number(Map.Entry::getValue)
                            .tuple());
        }
    }

    private static Member member(Row row) {
        return new Member(
                new TenantId(row.getUUID("tenant")),
                new FlowName(row.getString("flow")),
                row.getString("record_id"));
    }

    private static Was was(Row row) {
        return new Was(
                row.getLong("version"),
                Optional.ofNullable(row.getUUID("lane")).map(LaneId::new).orElse(null),
                row.getUUID("change"),
                PgColumns.time(row, "happened_at"));
    }

    private static @Nullable UUID value(@Nullable LaneId lane) {
        return lane == null ? null : lane.value();
    }
}
