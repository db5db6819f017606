package drawbridge.system;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// An authorization server that is strict: a code and a refresh token serve once, a refresh token
/// that is shown twice ends its whole family (RFC 9700, 4.14.2), a code needs its verifier (RFC
/// 7636), and tokens live for twenty seconds.
public final class TokenServer {

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
    public final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

    /// Takes the next refresh and gives no answer.
    boolean mute;

    /// Whether tokens open until their end, and not only until the next one.
    public boolean keeps;

    /// Whether it gives tokens, and keeps back the answers that tell them.
    boolean holds;

    private final List<Runnable> held = new ArrayList<>();

    /// Answers each call after this time.
    int millis = 1;

    Optional<String> instance = Optional.empty();

    public TokenServer(Vertx vertx) {
        this.vertx = vertx;
        this.port =
                Outcomes.of(
                                vertx.createHttpServer()
                                        .requestHandler(this::take)
                                        .listen(0, "127.0.0.1"))
                        .actualPort();
    }

    public String address() {
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

    public synchronized boolean opens(String authorization) {
        return authorization.equals("Crm-token token-" + issued)
                || (keeps && authorization.startsWith("Crm-token token-"));
    }

    synchronized void revoke() {
        refresh = Optional.empty();
        issued++;
    }

    public synchronized int issued() {
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
        if (request.path().equals("/authorize")) {
            back(request);
            return;
        }
        request.body()
                .onSuccess(
                        body -> {
                            begin();
                            vertx.setTimer(millis, _ -> answer(request, form(body.toString())));
                        });
    }

    /// The page of a person who says yes at once.
    private void back(HttpServerRequest request) {
        String address = String.valueOf(request.absoluteURI());
        String query =
                grant(address).entrySet().stream()
                        .map(
                                each ->
                                        each.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
        String to = form(URI.create(address).getRawQuery()).getOrDefault("redirect_uri", "");
        request.response().setStatusCode(302).putHeader("Location", to + query).end();
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
        Runnable answer =
                () ->
                        request.response()
                                .putHeader("Content-Type", "application/json")
                                .end(told.encode());
        if (holds) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    /// How many answers are kept back.
    synchronized int held() {
        return held.size();
    }

    /// From now on nothing is kept back.
    synchronized void release() {
        holds = false;
        held.forEach(Runnable::run);
        held.clear();
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
