package drawbridge.journal;

import drawbridge.tenant.PgScope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/// Keeps subscriptions in PostgreSQL.
public final class PgSubscriptions implements Subscriptions {

    private static final String READ =
            """
            select active, remote_id, ends_at, due_at, failures from subscription
            where tenant = $1 and system = $2 and name = $3
            """;

    private static final String PUT =
            """
            insert into subscription
                (tenant, system, name, active, remote_id, ends_at, due_at, failures)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (tenant, system, name) do update
                set active = excluded.active, remote_id = excluded.remote_id,
                    ends_at = excluded.ends_at, due_at = excluded.due_at,
                    failures = excluded.failures, moved_at = now()
            """;

    private final PgScope scope;

    public PgSubscriptions(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Optional<Known>> read(Key key) {
        return scope.within(
                Set.of(key.tenant()),
                statements ->
                        statements
                                .run(READ, Tuple.of(key.tenant().value(), key.system(), key.name()))
                                .map(
                                        rows ->
                                                PgColumns.list(
                                                                rows,
                                                                row ->
                                                                        new Known(
                                                                                key,
                                                                                row.getBoolean(0),
                                                                                row.getString(1),
                                                                                Optional.ofNullable(
                                                                                                row
                                                                                                        .getOffsetDateTime(
                                                                                                                2))
                                                                                        .map(
                                                                                                OffsetDateTime
                                                                                                        ::toInstant),
                                                                                PgColumns.mustTime(
                                                                                        row,
                                                                                        "due_at"),
                                                                                row.getInteger(4)))
                                                        .stream()
                                                        .findFirst()));
    }

    @Override
    public Future<Void> put(Known known) {
        Tuple row =
                Tuple.of(
                        known.key().tenant().value(),
                        known.key().system(),
                        known.key().name(),
                        known.active(),
                        known.id());
        row.addOffsetDateTime(known.endsAt().map(PgSubscriptions::time).orElse(null));
        row.addOffsetDateTime(time(known.dueAt()));
        row.addInteger(known.failures());
        return scope.within(Set.of(known.key().tenant()), statements -> statements.run(PUT, row))
                .mapEmpty();
    }

    private static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
