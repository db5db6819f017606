package drawbridge.journal;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Answers an audit from PostgreSQL, within the wall of the tenant that is audited.
public final class PgAuditReads implements AuditReads {

    private static final String BUSY =
            """
             exists (select from lane l
                where l.tenant = $1 and l.lane in (g.own, k.id)
                    and (l.since is not null or l.session is not null)) as busy
            """;

    /// The record's own lane, and that of its link.
    private static final String RECORDS =
            "select g.no, "
                    + PgLinks.COLUMNS
                    + ", "
                    + BUSY
                    + """
                     from unnest($3::bigint[], $4::uuid[], $5::text[]) as g(no, own, record_id)
                    left join link k on k.tenant = $1 and k.flow = $2 and k.{side}_id = g.record_id
                    """;

    private static final String ITEMS =
            """
            select g.no, p.grp, p.resolution is not null as decided, p.sentence
            from unnest($3::bigint[], $4::uuid[], $5::text[]) as g(no, own, record_id)
            left join link k on k.tenant = $1 and k.flow = $2 and k.{side}_id = g.record_id
            join parked p on p.tenant = $1 and p.lane in (g.own, k.id) and p.state = 'open'
            order by g.no, p.parked_at, p.id
            """;

    private static final String LINK =
            "select 0::bigint as no, "
                    + PgLinks.COLUMNS
                    + ", "
                    + BUSY
                    + """
                     from (values ($3::uuid)) as g(own)
                    join link k on k.tenant = $1 and k.flow = $2 and k.id = g.own
                    """;

    private static final String LINK_ITEMS =
            """
            select 0::bigint as no, p.grp, p.resolution is not null as decided, p.sentence
            from parked p where p.tenant = $1 and p.flow = $2 and p.lane = $3 and p.state = 'open'
            order by p.parked_at, p.id
            """;

    private static final String LINKS =
            """
            select id from link
            where tenant = $1 and flow = $2 and id > $3 and life = 'linked' and made_at <= $4
            order by id limit $5
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private final PgScope scope;

    public PgAuditReads(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Map<RecordRef, Known>> records(
            TenantId tenant, FlowName flow, Side side, Set<RecordRef> records) {
        List<RecordRef> asked =
                records.stream().filter(record -> StoredText.keeps(record.id())).toList();
        return scope.within(
                Set.of(tenant),
                statements ->
                        known(
                                        statements,
                                        RECORDS.replace("{side}", side.word()),
                                        ITEMS.replace("{side}", side.word()),
                                        PgColumns.of(asked, Tuple.of(tenant.value(), flow.value()))
                                                .number()
                                                .uuid(one -> LaneId.of(tenant, flow, one).value())
                                                .text(RecordRef::id)
                                                .tuple())
                                .map(
                                        found -> {
                                            Map<RecordRef, Known> known = new HashMap<>();
                                            found.forEach(
                                                    (no, one) ->
                                                            known.put(
                                                                    asked.get(Math.toIntExact(no)),
                                                                    one));
                                            return known;
                                        }));
    }

    @Override
    public Future<Optional<Known>> link(TenantId tenant, FlowName flow, UUID link) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        known(
                                        statements,
                                        LINK,
                                        LINK_ITEMS,
                                        Tuple.of(tenant.value(), flow.value(), link))
                                .map(found -> found.values().stream().findFirst()));
    }

    private static Future<Map<Long, Known>> known(
            Statements statements, String links, String items, Tuple parameters) {
        Future<RowSet<Row>> found = statements.run(links, parameters);
        Future<RowSet<Row>> waiting = statements.run(items, parameters);
        return Future.all(found, waiting).map(_ -> known(found.result(), waiting.result()));
    }

    private static Map<Long, Known> known(RowSet<Row> links, RowSet<Row> waiting) {
        Map<Long, List<Item>> items = new HashMap<>();
        waiting.forEach(
                row ->
                        items.computeIfAbsent(row.getLong("no"), _ -> new ArrayList<>())
                                .add(item(row)));
        Map<Long, Known> known = new HashMap<>();
        for (Row row : links) {
            known.put(
                    row.getLong("no"),
                    new Known(
                            Optional.ofNullable(row.getUUID("id")).map(_ -> PgLinks.link(row)),
                            row.getBoolean("busy"),
                            items.getOrDefault(row.getLong("no"), List.of())));
        }
        return known;
    }

    private static Item item(Row row) {
        return new Item(
                PgColumns.text(row, "grp").map(GroupName::new),
                row.getBoolean("decided"),
                row.getString("sentence"));
    }

    @Override
    public Future<List<UUID>> links(
            TenantId tenant, FlowName flow, Instant madeUntil, Optional<UUID> after, int most) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(
                                        LINKS,
                                        Tuple.of(
                                                tenant.value(),
                                                flow.value(),
                                                after.orElse(FIRST),
                                                PgColumns.time(madeUntil),
                                                most))
                                .map(rows -> PgColumns.list(rows, row -> row.getUUID("id"))));
    }
}
