package drawbridge.tenant;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The suspensions in PostgreSQL, shared by all replicas.
public final class PgSuspensions {

    private static final String OPEN =
            """
            select tenant, system, person, since, reason, mend, until from suspension
            where ended_at is null order by tenant, system, person
            """;
    private static final String BEGIN =
            """
            insert into suspension (tenant, system, person, reason, mend, until)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant, system, person) where ended_at is null do nothing
            """;

    /// By the database's time, as all that decides.
    private static final String END_OVER =
            """
            update suspension set ended_at = clock_timestamp(), ended_by = 'the gateway',
                ended_why = 'The time that the system had asked for is over.'
            where ended_at is null and until <= clock_timestamp()
            """;

    /// Also used by who stores new secrets, in the transaction that does.
    static final String END =
            """
            update suspension set ended_at = clock_timestamp(), ended_by = $4, ended_why = $5
            where tenant = $1 and system = $2 and person = $3 and ended_at is null
            """;

    private final PgScope scope;

    public PgSuspensions(PgScope scope) {
        this.scope = scope;
    }

    /// What has been over since then ends with it.
    Future<List<Suspension>> open(Collection<TenantId> tenants) {
        return scope.within(
                tenants,
                statements -> {
                    statements.run(END_OVER);
                    return statements
                            .run(OPEN)
                            .map(
                                    rows -> {
                                        List<Suspension> open = new ArrayList<>();
                                        rows.forEach(row -> open.add(suspension(row)));
                                        return open;
                                    });
                });
    }

    Future<Void> begin(Suspension begun) {
        return scope.within(
                List.of(begun.grant().tenant()),
                statements ->
                        statements
                                .run(
                                        BEGIN,
                                        row(begun.grant(), begun.reason(), begun.mend())
                                                .addValue(
                                                        begun.until()
                                                                .map(
                                                                        at ->
                                                                                at.atOffset(
                                                                                        ZoneOffset
                                                                                                .UTC))
                                                                .orElse(null)))
                                .mapEmpty());
    }

    /// @return whether there was one
    Future<Boolean> end(GrantId grant, String by, String why) {
        return scope.within(
                List.of(grant.tenant()),
                statements ->
                        statements.run(END, row(grant, by, why)).map(done -> done.rowCount() > 0));
    }

    static Tuple row(GrantId grant, String one, String other) {
        return Tuple.of(
                grant.tenant().value(), grant.system(), grant.person().orElse(""), one, other);
    }

    private static Suspension suspension(Row row) {
        String person = row.getString("person");
        return new Suspension(
                new GrantId(
                        new TenantId(row.getUUID("tenant")),
                        row.getString("system"),
                        person.isEmpty() ? Optional.empty() : Optional.of(person)),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("reason"),
                row.getString("mend"),
                Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant));
    }
}
