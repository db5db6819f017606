package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec.Auth.Base;
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

/// One call to a token endpoint (RFC 6749, 4.1.3, 4.4, 5 and 6), within the system's limits.
///
/// | answer | means |
/// | --- | --- |
/// | 200 with a bearer token | that token |
/// | 400, 401 with `error` of RFC 6749, 5.2 | credential: a person must mend it |
/// | none, 5xx, 429, a redirect, a page for people | transient |
/// | 200 with a token for an API elsewhere than it may be | credential |
/// | 200 with JSON, and no token in it | transient; the third in a row a credential ([TokenKeeper]) |
///
/// What a token endpoint answers is never kept: it may hold a token.
final class TokenCall {

    private static final long LONGEST_SECONDS = 30L * 24 * 3600;
    private static final String NO_TOKEN = "JSON without a bearer token";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,8192}");
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");

    /// What opens the token endpoint beside the client itself.
    sealed interface Shows {

        /// Nothing: the token is the client's own.
        record Nothing() implements Shows {}

        record Refresh(String token) implements Shows {}

        /// What a person's browser brought back (RFC 6749, 4.1.3, and RFC 7636, 4.5).
        record Code(String code, String verifier, String redirect) implements Shows {}
    }

    record Client(String id, String secret, Shows shows) {

        Client showing(Shows other) {
            return new Client(id, secret, other);
        }

        private Optional<String> refresh() {
            return shows instanceof Shows.Refresh(String token)
                    ? Optional.of(token)
                    : Optional.empty();
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
        URI address = address(line.connection().endpoint(), oauth2.token());
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
                                        ? token(asked, oauth2, client, ended.result(), sent)
                                        : Future.failedFuture(
                                                unanswered(asked, address, ended.cause())))
                .onComplete(ended -> meters.called(asked, ended, clock.monotonicNanos() - begun));
    }

    /// A path below the connection's endpoint, or a whole address.
    static URI address(String endpoint, String place) {
        if (!place.startsWith("/")) {
            return URI.create(place);
        }
        return URI.create(
                (endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint)
                        + place);
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
                switch (client.shows()) {
                    case Shows.Nothing() -> "grant_type=client_credentials";
                    case Shows.Refresh(String token) ->
                            "grant_type=refresh_token&refresh_token=" + encoded(token);
                    case Shows.Code(String code, String verifier, String redirect) ->
                            "grant_type=authorization_code&code="
                                    + encoded(code)
                                    + "&code_verifier="
                                    + encoded(verifier)
                                    + "&redirect_uri="
                                    + encoded(redirect);
                });
        // A code stands for the scope that its person saw.
        oauth2.scope()
                .filter(_ -> !(client.shows() instanceof Shows.Code))
                .ifPresent(scope -> form.add("scope=" + encoded(scope)));
        if (oauth2.client() == ClientBy.FORM) {
            form.add("client_id=" + encoded(client.id()));
            form.add("client_secret=" + encoded(client.secret()));
        }
        return String.join("&", form);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Future<Token> token(
            Asked asked, OAuth2 oauth2, Client client, Answer answer, Instant sent) {
        Optional<Value.Obj> told = object(answer);
        if (answer.status() == 200) {
            Optional<String> base = told.flatMap(body -> base(oauth2, body));
            if (oauth2.base().isPresent() && told.flatMap(TokenCall::access).isPresent()) {
                Optional<String> wrong = wrong(oauth2.base().get(), base);
                if (wrong.isPresent()) {
                    return Future.failedFuture(
                            new CrossingFailure.Credential(facts(asked, 200, wrong.get())));
                }
            }
            return told.flatMap(body -> token(body, client, base, sent))
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
                                            + switch (client.shows()) {
                                                case Shows.Nothing() -> "this client";
                                                case Shows.Refresh _ -> "this grant";
                                                case Shows.Code _ ->
                                                        "the code that the browser brought";
                                            })));
        }
        return Future.failedFuture(
                new CrossingFailure.Transient(
                        facts(asked, answer.status(), "answered " + answer.status()),
                        retryAfter(answer),
                        answer.status() == 429));
    }

    private static Optional<String> base(OAuth2 oauth2, Value.Obj body) {
        return oauth2.base()
                .flatMap(where -> where.from().reach(body))
                .flatMap(
                        found ->
                                found instanceof Value.Text(String text)
                                        ? Optional.of(text)
                                        : Optional.empty());
    }

    /// A token is shown to the origins alone that the descriptor allows, whatever an answer says.
    private static Optional<String> wrong(Base where, Optional<String> base) {
        if (base.isEmpty()) {
            return Optional.of(
                    "answered a token without the address of the API at '" + where.from() + "'");
        }
        URI address;
        try {
            address = URI.create(base.get());
        } catch (IllegalArgumentException e) {
            return Optional.of("named an API that is no address");
        }
        boolean plain = address.getRawQuery() == null && address.getRawFragment() == null;
        return plain && Fetch.allows(where.hosts(), base.get())
                ? Optional.empty()
                : Optional.of(
                        "named an API at "
                                + address.getScheme()
                                + "://"
                                + address.getRawAuthority()
                                + ", which the descriptor does not allow under base-url-hosts");
    }

    private static Optional<String> access(Value.Obj body) {
        boolean bearer =
                text(body, "token_type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).equals("bearer"))
                        .isPresent();
        return text(body, "access_token")
                .filter(access -> bearer && VISIBLE.matcher(access).matches());
    }

    private static Optional<Token> token(
            Value.Obj body, Client client, Optional<String> base, Instant sent) {
        return access(body)
                .map(
                        access ->
                                new Token(
                                        access,
                                        // Where none is given, the one that was shown stays good.
                                        text(body, "refresh_token")
                                                .filter(next -> VISIBLE.matcher(next).matches())
                                                .or(client::refresh),
                                        base,
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

    /// Whether nobody knows what the endpoint did: a refresh token that serves once may be used.
    static boolean wentUnanswered(Throwable failure) {
        if (!(failure instanceof CrossingFailure known)) {
            return false;
        }
        boolean lost =
                known.facts().status() == 0 && known.facts().sentence().contains(": sent, but ");
        return lost || known.facts().status() >= 500;
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
