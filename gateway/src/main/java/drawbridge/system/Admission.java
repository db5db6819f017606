package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.SystemSpec.Auth;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Token;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How a call gets in: what it shows, what becomes of a refusal, and which connections stand still.
final class Admission {

    /// What a call shows.
    ///
    /// @param secret what must never be seen in anything that is kept
    /// @param generation of a token; -1 for a key
    record Shown(String header, String value, String secret, long generation) {}

    private final Secrets secrets;
    private final TokenKeeper keeper;
    private final TokenCall tokens;
    private final Standing standing;

    Admission(Secrets secrets, TokenKeeper keeper, TokenCall tokens, Standing standing) {
        this.secrets = secrets;
        this.keeper = keeper;
        this.tokens = tokens;
        this.standing = standing;
    }

    /// Why no call is made now.
    Optional<CrossingFailure> barred(GrantId grant) {
        return standing.of(grant)
                .map(
                        suspension ->
                                new CrossingFailure.Credential(
                                        Facts.of(
                                                grant.words()
                                                        + " is suspended since "
                                                        + suspension.since()
                                                        + ": "
                                                        + suspension.reason())));
    }

    /// @param refused the generation of the token that the system did not take; -1 for none
    /// @param within how long the caller waits for a token
    Future<Shown> show(Line line, GrantId grant, long refused, Duration within) {
        Optional<Access> access = access(line, grant);
        if (access.isEmpty()) {
            return Future.failedFuture(without(grant));
        }
        return switch (access.get()) {
            case Access.Key _ ->
                    line.system()
                            .auth()
                            .key()
                            .flatMap(header -> key(grant, header))
                            .map(Future::succeededFuture)
                            .orElseGet(() -> Future.failedFuture(without(grant)));
            case Access.Client _, Access.Refresh _ ->
                    client(line, grant)
                            .map(
                                    source ->
                                            keeper.token(line, grant, refused, within, source)
                                                    .map(Admission::bearer))
                            .orElseGet(() -> Future.failedFuture(without(grant)));
        };
    }

    private static Optional<Access> access(Line line, GrantId grant) {
        return grant.person().isEmpty()
                ? Optional.of(line.connection().access())
                : Optional.ofNullable(line.connection().grants().get(grant.person().get()));
    }

    /// Where the next token of a grant comes from; empty where a secret is missing. A user's comes
    /// by the refresh token of the last one, the first by the one that the user gave.
    private Optional<TokenKeeper.Source> client(Line line, GrantId grant) {
        Optional<Auth.OAuth2> oauth2 = line.system().auth().oauth2();
        Optional<TokenCall.Client> client =
                client(GrantId.connection(grant.tenant(), grant.system()));
        if (oauth2.isEmpty() || client.isEmpty()) {
            return Optional.empty();
        }
        if (grant.person().isEmpty()) {
            return Optional.of(_ -> tokens.send(line, oauth2.get(), client.get()));
        }
        return value(grant, Purpose.REFRESH)
                .map(
                        first ->
                                last ->
                                        tokens.send(
                                                line,
                                                oauth2.get(),
                                                client.get()
                                                        .showing(
                                                                last.flatMap(Token::refresh)
                                                                        .orElse(first))));
    }

    private Optional<Shown> key(GrantId grant, Auth.Header header) {
        return value(grant, Purpose.CREDENTIAL)
                .map(key -> new Shown(header.name(), header.prefix() + key, key, -1));
    }

    private Optional<TokenCall.Client> client(GrantId grant) {
        return value(grant, Purpose.CLIENT_ID)
                .flatMap(
                        id ->
                                value(grant, Purpose.CLIENT_SECRET)
                                        .map(
                                                secret ->
                                                        new TokenCall.Client(
                                                                id, secret, Optional.empty())));
    }

    private static Shown bearer(TokenKeeper.Held held) {
        String access = held.token().access();
        return new Shown("Authorization", "Bearer " + access, access, held.generation());
    }

    private Optional<String> value(GrantId grant, Purpose purpose) {
        return secrets.value(grant, purpose).filter(value -> !value.isBlank());
    }

    private static CrossingFailure without(GrantId grant) {
        return new CrossingFailure.Credential(Facts.of(grant.words() + " has no credential"));
    }

    /// The system wants to be left alone for longer than anybody waits unasked.
    ///
    /// @param until when it goes on by itself
    CrossingFailure tooLong(GrantId grant, CrossingFailure.Transient asked, Instant until) {
        String reason =
                grant.system()
                        + " asked to be left alone until "
                        + until.truncatedTo(ChronoUnit.MINUTES)
                        + ", which is more than a day";
        standing.suspend(
                grant,
                reason,
                "Ask at "
                        + grant.system()
                        + " why; resume it if that is settled. It goes on by itself at that time.",
                until);
        Facts facts = asked.facts();
        return new CrossingFailure.Credential(
                new Facts(reason, facts.status(), facts.request(), facts.response()));
    }

    /// What was shown was refused for good: nothing more is shown until a person has mended it.
    void refused(Line line, GrantId grant, CrossingFailure.Credential why) {
        String what =
                grant.person()
                        .map(user -> "Let " + user + " grant access anew and give that")
                        .orElseGet(
                                () ->
                                        line.connection().access() instanceof Access.Client
                                                ? "Give it a client that may get tokens"
                                                : "Give it a new credential");
        standing.suspend(
                grant,
                why.facts().sentence(),
                what
                        + ", in the mappings or in the place that they name; or mend it at "
                        + grant.system()
                        + " and resume it.");
    }
}
