package drawbridge.tenant;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// The tokens in PostgreSQL, sealed. Times that decide who may get the next one are the database's.
public final class PgTokens implements Tokens {

    private static final String MAKE =
            """
            insert into token (tenant, system, person) values ($1, $2, $3)
            on conflict (tenant, system, person) do nothing
            """;

    /// Whoever held it before, and gave it back to nobody, may have shown the refresh token.
    private static final String LEASE =
            """
            update token set holder = $5, held_until = clock_timestamp() + $6 * interval '1 ms',
                unanswered_since = coalesce(unanswered_since, held_until)
            where tenant = $1 and system = $2 and person = $3 and generation = $4
                and (held_until is null or held_until <= clock_timestamp())
            """;

    private static final String READ =
            """
            select generation, sealed, issued_at, expires_at, unanswered_since,
                case when held_until > clock_timestamp() then holder end holder
            from token where tenant = $1 and system = $2 and person = $3
            """;

    /// The right alone counts: who changes what was stored meanwhile, and wants nothing of this,
    /// ends it.
    private static final String STORE =
            """
            update token set generation = generation + 1, sealed = $5, issued_at = $6,
                expires_at = $7, holder = null, held_until = null, unanswered_since = null
            where tenant = $1 and system = $2 and person = $3 and holder = $4
            returning generation
            """;

    private static final String RELEASE =
            """
            update token set holder = null, held_until = null,
                unanswered_since = case when $5 then unanswered_since
                    else coalesce(unanswered_since, clock_timestamp()) end
            where tenant = $1 and system = $2 and person = $3 and holder = $4
            """;

    private final PgScope scope;
    private final Vault vault;

    public PgTokens(PgScope scope, Vault vault) {
        this.scope = scope;
        this.vault = vault;
    }

    @Override
    public Future<Stored> read(GrantId grant) {
        return scope.within(
                List.of(grant.tenant()),
                statements -> statements.run(READ, key(grant)).map(rows -> stored(grant, rows)));
    }

    @Override
    public Future<Stored> lease(GrantId grant, long generation, UUID holder, Duration length) {
        return scope.within(
                List.of(grant.tenant()),
                statements -> {
                    statements.run(MAKE, key(grant));
                    statements.run(
                            LEASE,
                            key(grant)
                                    .addLong(generation)
                                    .addUUID(holder)
                                    .addLong(length.toMillis()));
                    return statements.run(READ, key(grant)).map(rows -> stored(grant, rows));
                });
    }

    @Override
    public Future<OptionalLong> store(GrantId grant, UUID holder, Token token) {
        Tuple row =
                key(grant)
                        .addUUID(holder)
                        .addBuffer(Buffer.buffer(vault.seal(grant, text(token))))
                        .addOffsetDateTime(token.issuedAt().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(token.expiresAt().atOffset(ZoneOffset.UTC));
        return scope.within(
                List.of(grant.tenant()),
                statements ->
                        statements
                                .run(STORE, row)
                                .map(
                                        stored ->
                                                stored.size() == 0
                                                        ? OptionalLong.empty()
                                                        : OptionalLong.of(
                                                                stored.iterator()
                                                                        .next()
                                                                        .getLong("generation"))));
    }

    @Override
    public Future<Void> release(GrantId grant, UUID holder, boolean answered) {
        return scope.within(
                List.of(grant.tenant()),
                statements ->
                        statements
                                .run(RELEASE, key(grant).addUUID(holder).addBoolean(answered))
                                .mapEmpty());
    }

    private static Tuple key(GrantId grant) {
        return Tuple.of(grant.tenant().value(), grant.system(), grant.person().orElse(""));
    }

    private Stored stored(GrantId grant, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Stored.NONE;
        }
        Row row = rows.iterator().next();
        return new Stored(
                row.getLong("generation"),
                Optional.ofNullable(row.getBuffer("sealed"))
                        .flatMap(closed -> vault.open(grant, closed.getBytes()))
                        .map(text -> token(text, at(row, "issued_at"), at(row, "expires_at"))),
                Optional.ofNullable(row.getUUID("holder")),
                Optional.ofNullable(row.getOffsetDateTime("unanswered_since"))
                        .map(OffsetDateTime::toInstant));
    }

    private static Instant at(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    /// A token holds visible characters alone, so that a line break ends it.
    private static String text(Token token) {
        return token.access() + "\n" + token.refresh().orElse("") + "\n" + token.base().orElse("");
    }

    private static Token token(String text, Instant issuedAt, Instant expiresAt) {
        List<String> lines = text.lines().toList();
        return new Token(lines.getFirst(), line(lines, 1), line(lines, 2), issuedAt, expiresAt);
    }

    private static Optional<String> line(List<String> lines, int number) {
        return number < lines.size()
                ? Optional.of(lines.get(number)).filter(line -> !line.isEmpty())
                : Optional.empty();
    }
}
