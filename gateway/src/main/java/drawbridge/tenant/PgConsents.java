package drawbridge.tenant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What people were asked to grant, in PostgreSQL, so that the answer may come to any replica. Each
/// serves once and for a short time, both by the database's.
public final class PgConsents {

    private static final String USE = "consent verifier ";

    /// Those of yesterday are of no use to anybody.
    private static final String SWEEP =
            "delete from consent where tenant = $1 and asked_at < clock_timestamp() - interval '1 day'";

    private static final String BEGIN =
            """
            insert into consent (tenant, nonce, system, person, sealed, redirect, asked_by, ends_at)
            values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8 * interval '1 ms')
            returning ends_at
            """;
    private static final String TAKE =
            """
            update consent set used_at = clock_timestamp()
            where tenant = $1 and nonce = $2 and used_at is null and ends_at > clock_timestamp()
            returning system, person, sealed, redirect, asked_by
            """;
    private static final String END =
            "update consent set outcome = $3 where tenant = $1 and nonce = $2";

    /// @param verifier of the code (RFC 7636)
    /// @param redirect the address to which the browser is sent back, as the page was told
    /// @param by who asked
    public record Consent(GrantId grant, String verifier, String redirect, String by) {}

    private final PgScope scope;
    private final Vault vault;

    public PgConsents(PgScope scope, Vault vault) {
        this.scope = scope;
        this.vault = vault;
    }

    /// @return until when it may come back
    public Future<Instant> begin(UUID nonce, Consent asked, Duration within) {
        TenantId tenant = asked.grant().tenant();
        Tuple row =
                Tuple.of(
                        tenant.value(),
                        nonce,
                        asked.grant().system(),
                        asked.grant().person().orElse(""));
        row.addBuffer(Buffer.buffer(vault.sealNote(USE + nonce, asked.verifier())))
                .addString(asked.redirect())
                .addString(asked.by())
                .addLong(within.toMillis());
        return scope.within(
                List.of(tenant),
                statements -> {
                    statements.run(SWEEP, Tuple.of(tenant.value()));
                    return statements
                            .run(BEGIN, row)
                            .map(
                                    rows ->
                                            rows.iterator()
                                                    .next()
                                                    .getOffsetDateTime("ends_at")
                                                    .toInstant());
                });
    }

    /// Takes it, for good; empty where it is none, was taken before, or is too old.
    public Future<Optional<Consent>> take(TenantId tenant, UUID nonce) {
        return scope.within(
                List.of(tenant),
                statements ->
                        statements
                                .run(TAKE, Tuple.of(tenant.value(), nonce))
                                .map(
                                        rows ->
                                                rows.size() == 0
                                                        ? Optional.empty()
                                                        : consent(
                                                                tenant,
                                                                nonce,
                                                                rows.iterator().next())));
    }

    private Optional<Consent> consent(TenantId tenant, UUID nonce, Row row) {
        String person = row.getString("person");
        return vault.openNote(USE + nonce, row.getBuffer("sealed").getBytes())
                .map(
                        verifier ->
                                new Consent(
                                        new GrantId(
                                                tenant,
                                                row.getString("system"),
                                                Optional.of(person)
                                                        .filter(name -> !name.isEmpty())),
                                        verifier,
                                        row.getString("redirect"),
                                        row.getString("asked_by")));
    }

    /// What came of it, for people.
    public Future<Void> ended(TenantId tenant, UUID nonce, String outcome) {
        return scope.within(
                List.of(tenant),
                statements ->
                        statements.run(END, Tuple.of(tenant.value(), nonce, outcome)).mapEmpty());
    }
}
