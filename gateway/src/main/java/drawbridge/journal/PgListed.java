package drawbridge.journal;

import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Remembers in PostgreSQL what lists said. An id that no column holds is not remembered: its row
/// counts as changed each time, and the journal knows it by its content.
public final class PgListed implements Listed {

    private static final String LAST =
            """
            select record_id, content, turn, missing from listed
            where tenant = $1 and system = $2 and resource = $3 and record_id = any($4)
            """;

    private static final String REMEMBER =
            """
            insert into listed (tenant, system, resource, record_id, content, turn, missing, read_at)
            select $1, $2, $3, g.record_id, g.content, g.turn, g.missing, $4
            from unnest($5::text[], $6::uuid[], $7::bigint[], $8::bool[])
                as g(record_id, content, turn, missing)
            order by g.record_id
            on conflict (tenant, system, resource, record_id) do update set
                content = excluded.content, turn = excluded.turn, missing = excluded.missing,
                read_at = excluded.read_at
            """;

    private static final String UNSEEN =
            """
            select record_id from listed
            where tenant = $1 and system = $2 and resource = $3 and read_at < $4 and not missing
            order by record_id limit $5
            """;

    private static final String MISSING =
            """
            update listed set missing = true
            where tenant = $1 and system = $2 and resource = $3 and record_id = any($4)
            """;

    private final PgScope scope;

    public PgListed(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Map<String, Said>> last(
            TenantId tenant, ResourceName list, Collection<String> ids) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(LAST, key(tenant, list).addArrayOfString(kept(ids)))
                                .map(
                                        rows -> {
                                            Map<String, Said> said = new HashMap<>();
                                            rows.forEach(
                                                    row ->
                                                            said.put(
                                                                    row.getString(0),
                                                                    new Said(
                                                                            hash(row.getUUID(1)),
                                                                            row.getLong(2),
                                                                            row.getBoolean(3))));
                                            return said;
                                        }));
    }

    @Override
    public Future<Void> remember(
            TenantId tenant, ResourceName list, Map<String, Said> rows, long reading) {
        List<Map.Entry<String, Said>> kept =
                rows.entrySet().stream().filter(row -> StoredText.keeps(row.getKey())).toList();
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(
                                        REMEMBER,
                                        PgColumns.of(kept, key(tenant, list).addLong(reading))
                                                .text(Map.Entry::getKey)
                                                .uuid(row -> row.getValue().content().asUuid())
                                                .number(row -> row.getValue().turn())
                                                .flag(row -> row.getValue().missing())
                                                .tuple())
                                .mapEmpty());
    }

    @Override
    public Future<List<String>> unseen(TenantId tenant, ResourceName list, long reading, int most) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(UNSEEN, key(tenant, list).addLong(reading).addInteger(most))
                                .map(rows -> PgColumns.list(rows, row -> row.getString(0))));
    }

    @Override
    public Future<Void> missing(TenantId tenant, ResourceName list, Collection<String> ids) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(MISSING, key(tenant, list).addArrayOfString(kept(ids)))
                                .mapEmpty());
    }

    private static Tuple key(TenantId tenant, ResourceName list) {
        return Tuple.of(tenant.value(), list.system(), list.resource());
    }

    private static String[] kept(Collection<String> ids) {
        return ids.stream().filter(StoredText::keeps).distinct().toArray(String[]::new);
    }

    private static Hash hash(UUID value) {
        return new Hash(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }
}
