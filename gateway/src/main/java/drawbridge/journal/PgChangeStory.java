package drawbridge.journal;

import drawbridge.journal.PushReads.Part;
import drawbridge.journal.PushReads.Story;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads what became of one change: its outcomes, and why the rest waits. A status is derived from
/// the lane, never stored.
final class PgChangeStory {

    private static final String READ =
            """
            select c.flow, c.source, c.resource, c.record_id, c.accepted_at,
                o.kind, o.reason, o.sentence, o.newer, o.settled_at,
                case c.side when 'app' then k.acme_id else k.app_id end as other_id,
                l.session is not null as working, l.since,
                case c.side when 'app' then l.to_acme_due else l.to_app_due end as due,
                case c.side when 'app' then l.to_acme_waits_on else l.to_app_waits_on end
                    is not null as parent,
                case c.side when 'app' then r.to_acme_why else r.to_app_why end as why,
                exists (
                    select from (
                        select a.ended_at from attempt a
                        where a.tenant = c.tenant and a.lane = c.lane
                        order by a.started_at desc, a.id desc limit 1) a
                    where a.ended_at is null) as attempted,
                p.id as parked, p.field
            from change c
            left join lateral (
                select * from outcome o
                where o.tenant = c.tenant and o.change = c.id and o.flow = c.flow
                order by n desc limit 1) o on true
            left join lane l on l.tenant = c.tenant and l.lane = c.lane
            left join lane_record r on r.tenant = c.tenant and r.lane = c.lane
            left join link k on k.tenant = c.tenant and k.flow = c.flow and k.id = c.lane
            left join lateral (
                select id, field from parked p
                where p.tenant = c.tenant and p.lane = c.lane and p.state = 'open'
                    and p.flow = c.flow and c.id = any(p.changes)
                order by p.parked_at limit 1) p on true
            where c.tenant = $1 and c.id = $2
            order by c.flow
            """;

    private PgChangeStory() {}

    static Future<Optional<Story>> read(Statements statements, TenantId tenant, UUID change) {
        return statements
                .run(READ, Tuple.of(tenant.value(), change))
                .map(rows -> PgColumns.list(rows, row -> row))
                .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(story(rows)));
    }

    private static Story story(List<Row> rows) {
        Row first = rows.getFirst();
        return new Story(
                first.getString("source"),
                PgColumns.text(first, "resource").map(resource -> record(first, resource)),
                PgColumns.mustTime(first, "accepted_at"),
                rows.stream().map(PgChangeStory::part).toList());
    }

    private static RecordRef record(Row row, String resource) {
        int dot = resource.indexOf('.');
        return new RecordRef(
                new ResourceName(resource.substring(0, dot), resource.substring(dot + 1)),
                PgColumns.text(row, "record_id").orElse(""));
    }

    private static Part part(Row row) {
        return new Part(
                PgColumns.text(row, "flow").filter(flow -> !flow.isEmpty()),
                row.getString("kind") == null ? pending(row) : ended(row),
                PgColumns.text(row, "other_id"),
                Optional.ofNullable(row.getUUID("parked"))
                        .map(item -> new Part.Parked(item, PgColumns.text(row, "field"))));
    }

    private static Part.Ended ended(Row row) {
        return new Part.Ended(
                row.getString("kind"),
                row.getString("reason"),
                row.getString("sentence"),
                Optional.ofNullable(row.getUUID("newer")),
                PgColumns.mustTime(row, "settled_at"));
    }

    private static Part.Pending pending(Row row) {
        String why = PgColumns.text(row, "why").orElse("");
        Part.Status status = status(row, why);
        return new Part.Pending(
                status,
                why.isEmpty() || status == Part.Status.WRITING ? status.sentence() : why,
                PgColumns.time(row, "since"),
                status == Part.Status.WRITING ? Optional.empty() : PgColumns.time(row, "due"));
    }

    private static Part.Status status(Row row, String why) {
        if (row.getBoolean("working")) {
            return Part.Status.WRITING;
        }
        if (row.getBoolean("attempted")) {
            return Part.Status.IN_DOUBT;
        }
        if (why.startsWith("suspended")) {
            return Part.Status.SUSPENDED;
        }
        return row.getBoolean("parent") ? Part.Status.WAITING : Part.Status.DIRTY;
    }
}
