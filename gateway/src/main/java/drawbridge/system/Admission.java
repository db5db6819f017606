package drawbridge.system;

import drawbridge.crossing.engine.Clock;
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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// How a call gets in: what it shows, what becomes of a refusal, and which connections stand still.
final class Admission {

    /// What a call shows.
    ///
    /// @param headers for a request as it is sent: its method, address and body may be signed
    /// @param secret what must never be seen in anything that is kept
    /// @param generation of a token; -1 for a key
    /// @param base where the API is, if a token said so
    record Shown(Headers headers, String secret, long generation, Optional<String> base) {}

    /// What a request bears to be let in.
    interface Headers {

        Map<String, String> of(Signing.Request request);
    }

    private final Secrets secrets;
    private final TokenKeeper keeper;
    private final TokenCall tokens;
    private final Standing standing;
    private final Clock clock;

    Admission(
            Secrets secrets, TokenKeeper keeper, TokenCall tokens, Standing standing, Clock clock) {
        this.clock = clock;
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
            case Access.Client _, Access.Refresh _, Access.Consent _ ->
                    client(line, grant, access.get())
                            .map(
                                    source ->
                                            keeper.token(line, grant, refused, within, source)
                                                    .map(held -> token(line, held)))
                            .orElseGet(() -> Future.failedFuture(without(grant)));
        };
    }

    /// Gets the tokens of what a person granted, by the code that a browser brought back.
    ///
    /// @return fails with [CrossingFailure.Credential] or [CrossingFailure.Transient] alone
    Future<Void> granted(Line line, GrantId grant, TokenCall.Shows.Code code) {
        Optional<Auth.OAuth2> oauth2 = line.system().auth().oauth2();
        Optional<TokenCall.Client> client =
                client(GrantId.connection(grant.tenant(), grant.system()));
        if (oauth2.isEmpty() || client.isEmpty()) {
            return Future.failedFuture(without(grant));
        }
        return keeper.renew(
                        line,
                        grant,
                        _ -> tokens.send(line, oauth2.get(), client.get().showing(code)))
                .mapEmpty();
    }

    /// Whether another token is stored by now than the one of `generation`. Never fails.
    Future<Boolean> isReplaced(GrantId grant, long generation) {
        return keeper.isReplaced(grant, generation);
    }

    private static Optional<Access> access(Line line, GrantId grant) {
        return grant.person().isEmpty()
                ? Optional.of(line.connection().access())
                : Optional.ofNullable(line.connection().grants().get(grant.person().get()));
    }

    /// Where the next token of a grant comes from; empty where a secret is missing. A user's comes
    /// by the refresh token of the last one, the first by the one that the user gave, or by what
    /// the user granted in a browser.
    private Optional<TokenKeeper.Source> client(Line line, GrantId grant, Access access) {
        Optional<Auth.OAuth2> oauth2 = line.system().auth().oauth2();
        Optional<TokenCall.Client> client =
                client(GrantId.connection(grant.tenant(), grant.system()));
        if (oauth2.isEmpty() || client.isEmpty()) {
            return Optional.empty();
        }
        if (access instanceof Access.Consent) {
            return Optional.of(
                    last ->
                            last.flatMap(Token::refresh)
                                    .map(
                                            token ->
                                                    tokens.send(
                                                            line,
                                                            oauth2.get(),
                                                            client.get()
                                                                    .showing(
                                                                            new TokenCall.Shows
                                                                                    .Refresh(
                                                                                    token))))
                                    .orElseGet(() -> Future.failedFuture(ungranted(grant, last))));
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
                                                                new TokenCall.Shows.Refresh(
                                                                        last.flatMap(Token::refresh)
                                                                                .orElse(first)))));
    }

    private Optional<Shown> key(GrantId grant, Auth.Key how) {
        return value(grant, Purpose.CREDENTIAL)
                .map(
                        key ->
                                switch (how) {
                                    case Auth.Header(String name, String prefix) ->
                                            plain(name, prefix + key, key);
                                    case Auth.Basic() -> basic(base64(key));
                                    case Auth.Signature signature ->
                                            new Shown(
                                                    request ->
                                                            Signing.headers(
                                                                    signature,
                                                                    key,
                                                                    request,
                                                                    clock.now()),
                                                    Signing.secret(signature, key),
                                                    -1,
                                                    Optional.empty());
                                });
    }

    private static Shown plain(String header, String value, String secret) {
        return new Shown(_ -> Map.of(header, value), secret, -1, Optional.empty());
    }

    /// What a system would repeat is what it was shown.
    private static Shown basic(String pair) {
        return plain("Authorization", "Basic " + pair, pair);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<TokenCall.Client> client(GrantId grant) {
        return value(grant, Purpose.CLIENT_ID)
                .flatMap(
                        id ->
                                value(grant, Purpose.CLIENT_SECRET)
                                        .map(
                                                secret ->
                                                        new TokenCall.Client(
                                                                id,
                                                                secret,
                                                                new TokenCall.Shows.Nothing())));
    }

    private static Shown token(Line line, TokenKeeper.Held held) {
        String access = held.token().access();
        String prefix = line.system().auth().oauth2().map(Auth.OAuth2::prefix).orElse("Bearer ");
        return new Shown(
                _ -> Map.of("Authorization", prefix + access),
                access,
                held.generation(),
                held.token().base());
    }

    private Optional<String> value(GrantId grant, Purpose purpose) {
        return secrets.value(grant, purpose).filter(value -> !value.isBlank());
    }

    /// Nobody has been asked, or the system gave no refresh token.
    private static CrossingFailure ungranted(GrantId grant, Optional<Token> last) {
        return new CrossingFailure.Credential(
                Facts.of(
                        grant.words()
                                + (last.isEmpty()
                                        ? ": nobody has granted access yet"
                                        : ": its token has ended, and the system gave none to"
                                                + " refresh it with")));
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
        if (access(line, grant).filter(Access.Consent.class::isInstance).isPresent()) {
            standing.suspend(
                    grant,
                    why.facts().sentence(),
                    "Let "
                            + grant.person().orElse("somebody who may")
                            + " grant access: POST /ops/v1/connections/{tenant}/"
                            + grant.system()
                            + "/authorizations answers the address to open. It goes on by itself"
                            + " after that.");
            return;
        }
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
