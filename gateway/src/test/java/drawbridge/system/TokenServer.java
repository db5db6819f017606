package drawbridge.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An authorization server that is strict: a code and a refresh token serve once, a refresh token
/// that is shown twice ends its whole family (RFC 9700, 4.14.2), a code needs its verifier (RFC
/// 7636), and tokens live for twenty seconds.
final class TokenServer {

    static final int LIFE_SECONDS = 20;

    private record Page(String redirect, String challenge) {}

    private final Vertx vertx;
    private final int port;
    private final Map<String, Page> codes = new HashMap<>();
    private final Set<String> spent = new HashSet<>();
    private Optional<String> refresh = Optional.empty();
    private int issued;
    private int running;

    /// How many calls were under way at once at most.
    int most;

    /// All that tokens were asked with.
    final List<Map<String, String>> asked = new ArrayList<>();

    /// Takes the next refresh and gives no answer.
    boolean mute;

    /// Answers each call after this time.
    int millis = 1;

    Optional<String> instance = Optional.empty();

    TokenServer(Vertx vertx) {
        this.vertx = vertx;
        this.port =
                Outcomes.of(
                                vertx.createHttpServer()
                                        .requestHandler(this::take)
                                        .listen(0, "127.0.0.1"))
                        .actualPort();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /// What a browser does whose person says yes at an address.
    ///
    /// @return the parameters with which it is sent back
    synchronized Map<String, String> grant(String address) {
        Map<String, String> query = form(URI.create(address).getRawQuery());
        String code = "code-" + (codes.size() + 1);
        codes.put(
                code,
                new Page(
                        query.getOrDefault("redirect_uri", ""),
                        query.getOrDefault("code_challenge", "")));
        return Map.of("code", code, "state", query.getOrDefault("state", ""));
    }

    synchronized boolean opens(String authorization) {
        return authorization.equals("Crm-token token-" + issued);
    }

    synchronized void revoke() {
        refresh = Optional.empty();
        issued++;
    }

    synchronized int issued() {
        return issued;
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int sign = pair.indexOf('=');
            form.put(decoded(pair.substring(0, sign)), decoded(pair.substring(sign + 1)));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void take(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            begin();
                            vertx.setTimer(millis, _ -> answer(request, form(body.toString())));
                        });
    }

    private synchronized void begin() {
        running++;
        most = Math.max(most, running);
    }

    private synchronized void answer(HttpServerRequest request, Map<String, String> form) {
        running--;
        asked.add(form);
        boolean good =
                switch (form.getOrDefault("grant_type", "")) {
                    case "authorization_code" -> code(form);
                    case "refresh_token" -> refresh(form.getOrDefault("refresh_token", ""));
                    default -> false;
                };
        if (!good) {
            request.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            return;
        }
        issued++;
        refresh = Optional.of("refresh-" + issued);
        if (mute) {
            mute = false;
            request.connection().close();
            return;
        }
        JsonObject told =
                new JsonObject()
                        .put("access_token", "token-" + issued)
                        .put("token_type", "Bearer")
                        .put("expires_in", LIFE_SECONDS)
                        .put("refresh_token", "refresh-" + issued);
        instance.ifPresent(address -> told.put("instance_url", address));
        request.response().putHeader("Content-Type", "application/json").end(told.encode());
    }

    private boolean code(Map<String, String> form) {
        Page page = codes.remove(form.getOrDefault("code", ""));
        return page != null
                && page.redirect().equals(form.getOrDefault("redirect_uri", ""))
                && page.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
    }

    private boolean refresh(String shown) {
        boolean good = refresh.filter(shown::equals).isPresent();
        if (spent.contains(shown)) {
            refresh = Optional.empty();
        }
        spent.add(shown);
        return good;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
