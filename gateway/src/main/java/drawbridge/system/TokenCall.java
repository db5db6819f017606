package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec.Auth.ClientBy;
import drawbridge.mapping.SystemSpec.Auth.OAuth2;
import drawbridge.mapping.Value;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Exchange.Answer;
import drawbridge.system.Exchange.Unanswered;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.Token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One call to a token endpoint (RFC 6749, 4.4, 5 and 6), within the system's limits.
///
/// | answer | means |
/// | --- | --- |
/// | 200 with a bearer token | that token |
/// | 400, 401 with `error` of RFC 6749, 5.2 | credential: a person must mend it |
/// | none, 5xx, 429, a redirect, a page for people | transient |
/// | 200 with JSON, and no token in it | transient; the third in a row a credential ([TokenKeeper]) |
///
/// What a token endpoint answers is never kept: it may hold a token.
final class TokenCall {

    private static final long LONGEST_SECONDS = 30L * 24 * 3600;
    private static final String NO_TOKEN = "JSON without a bearer token";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,8192}");
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");

    /// @param refresh the refresh token of a user's grant; empty for the client's own token
    record Client(String id, String secret, Optional<String> refresh) {

        Client showing(String token) {
            return new Client(id, secret, Optional.of(token));
        }
    }

    private final Vertx vertx;
    private final Clock clock;
    private final CallMeters meters;

    TokenCall(Vertx vertx, Clock clock, CallMeters meters) {
        this.vertx = vertx;
        this.clock = clock;
        this.meters = meters;
    }

    /// Fails with [CrossingFailure.Credential] or [CrossingFailure.Transient] alone. While the
    /// system wants to be left alone no token is asked of it either: whoever wants one may have
    /// been admitted before that, and waited for the turn of its grant since.
    Future<Token> send(Line line, OAuth2 oauth2, Client client) {
        Optional<CrossingFailure> held = line.kept().restraint().holds();
        if (held.isPresent()) {
            return Future.failedFuture(held.get());
        }
        URI address = address(line, oauth2);
        Asked asked =
                new Asked(
                        Doing.TOKEN,
                        line.system(),
                        "POST " + address,
                        Optional.of(client.secret()));
        Instant sent = clock.now();
        long begun = clock.monotonicNanos();
        return Exchange.run(
                        vertx,
                        request(line, oauth2, address, client),
                        Optional.of(Buffer.buffer(form(oauth2, client))),
                        line.system().limits().timeout(),
                        line.system().limits().maxBodyBytes())
                .transform(
                        ended ->
                                ended.succeeded()
                                        ? token(asked, client, ended.result(), sent)
                                        : Future.failedFuture(
                                                unanswered(asked, address, ended.cause())))
                .onComplete(ended -> meters.called(asked, ended, clock.monotonicNanos() - begun));
    }

    private static URI address(Line line, OAuth2 oauth2) {
        if (!oauth2.token().startsWith("/")) {
            return URI.create(oauth2.token());
        }
        String endpoint = line.connection().endpoint();
        return URI.create(
                (endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint)
                        + oauth2.token());
    }

    private static HttpRequest<Buffer> request(
            Line line, OAuth2 oauth2, URI address, Client client) {
        HttpRequest<Buffer> request =
                line.kept()
                        .client()
                        .requestAbs(HttpMethod.POST, address.toString())
                        .putHeader("Accept", "application/json")
                        .putHeader("Content-Type", "application/x-www-form-urlencoded");
        return oauth2.client() == ClientBy.BASIC
                ? request.putHeader("Authorization", "Basic " + basic(client))
                : request;
    }

    /// Name and secret are in the form's encoding within the header (RFC 6749, 2.3.1).
    private static String basic(Client client) {
        String pair = encoded(client.id()) + ":" + encoded(client.secret());
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(OAuth2 oauth2, Client client) {
        List<String> form = new ArrayList<>();
        form.add(
                client.refresh()
                        .map(token -> "grant_type=refresh_token&refresh_token=" + encoded(token))
                        .orElse("grant_type=client_credentials"));
        oauth2.scope().ifPresent(scope -> form.add("scope=" + encoded(scope)));
        if (oauth2.client() == ClientBy.FORM) {
            form.add("client_id=" + encoded(client.id()));
            form.add("client_secret=" + encoded(client.secret()));
        }
        return String.join("&", form);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Future<Token> token(Asked asked, Client client, Answer answer, Instant sent) {
        Optional<Value.Obj> told = object(answer);
        if (answer.status() == 200) {
            return told.flatMap(body -> token(body, client, sent))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(nonsense(asked, answer, told)));
        }
        Optional<String> error =
                told.flatMap(body -> text(body, "error"))
                        .filter(code -> ERROR.matcher(code).matches());
        if (error.isPresent() && (answer.status() == 400 || answer.status() == 401)) {
            return Future.failedFuture(
                    new CrossingFailure.Credential(
                            facts(
                                    asked,
                                    answer.status(),
                                    "answered "
                                            + error.get()
                                            + ": it gives no token for "
                                            + (client.refresh().isPresent()
                                                    ? "this user's grant"
                                                    : "this client"))));
        }
        return Future.failedFuture(
                new CrossingFailure.Transient(
                        facts(asked, answer.status(), "answered " + answer.status()),
                        retryAfter(answer),
                        answer.status() == 429));
    }

    private static Optional<Token> token(Value.Obj body, Client client, Instant sent) {
        boolean bearer =
                text(body, "token_type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).equals("bearer"))
                        .isPresent();
        return text(body, "access_token")
                .filter(access -> bearer && VISIBLE.matcher(access).matches())
                .map(
                        access ->
                                new Token(
                                        access,
                                        // Where none is given, the one that was shown stays good.
                                        text(body, "refresh_token")
                                                .filter(next -> VISIBLE.matcher(next).matches())
                                                .or(client::refresh),
                                        sent,
                                        sent.plus(life(body))));
    }

    private static Duration life(Value.Obj body) {
        return switch (body.members().get("expires_in")) {
            case Value.Num(BigDecimal seconds) ->
                    Duration.ofSeconds(
                            seconds.min(BigDecimal.valueOf(LONGEST_SECONDS))
                                    .max(BigDecimal.ONE)
                                    .longValue());
            // It serves until it is refused.
            case null, default -> Duration.ofSeconds(LONGEST_SECONDS);
        };
    }

    private static Optional<Value.Obj> object(Answer answer) {
        try {
            return !answer.cut() && JsonText.parse(answer.body().getBytes()) instanceof Value.Obj is
                    ? Optional.of(is)
                    : Optional.empty();
        } catch (JsonText.Malformed page) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Value.Obj body, String member) {
        return body.members().get(member) instanceof Value.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private CrossingFailure nonsense(Asked asked, Answer answer, Optional<Value.Obj> told) {
        String type = answer.headers().get("Content-Type");
        String what =
                told.isPresent()
                        ? NO_TOKEN
                        : type == null ? "no JSON" : "a page (" + type + ") in place of a token";
        return new CrossingFailure.Transient(
                facts(asked, answer.status(), "answered 200 with " + what),
                retryAfter(answer),
                false);
    }

    /// Whether the endpoint answered as one does that gives a token, and gave none.
    static boolean gaveNone(CrossingFailure failure) {
        Facts facts = failure.facts();
        return facts.status() == 200 && facts.sentence().endsWith(NO_TOKEN);
    }

    private static CrossingFailure unanswered(Asked asked, URI address, Throwable failure) {
        String what =
                failure instanceof Unanswered unanswered
                        ? unanswered.sentence()
                        : "not sent to " + address;
        return new CrossingFailure.Transient(facts(asked, 0, what), Optional.empty(), false);
    }

    private static Facts facts(Asked asked, int status, String what) {
        String sentence = "the token server of " + asked.system().name() + ": " + what;
        return new Facts(asked.masked(sentence), status, asked.request(), "");
    }

    private Optional<Duration> retryAfter(Answer answer) {
        return Optional.ofNullable(answer.headers().get("Retry-After"))
                .flatMap(
                        header ->
                                RetryAfter.read(
                                        header,
                                        Optional.ofNullable(answer.headers().get("Date")),
                                        clock.now()));
    }
}
