package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account.OAuth;
import drawbridge.sandbox.world.FaultGate.Fate;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The token endpoint of OAuth 2.0 (RFC 6749, 4.4, 5 and 6): a client gets tokens for its whole
/// account, and exchanges refresh tokens of single people. Each call is in the ledger; no token or
/// secret is, only the beginning of its hash.
final class TokenDesk {

    private static final String HTML =
            "<!doctype html><title>Maintenance</title><h1>We will be right back</h1>";

    private final Vertx vertx;
    private final World world;
    private final Tokens tokens;

    TokenDesk(Vertx vertx, World world, Tokens tokens) {
        this.vertx = vertx;
        this.world = world;
        this.tokens = tokens;
    }

    void open(Router router) {
        router.post("/oauth/token").handler(this::come);
    }

    private record Client(Account account, OAuth oauth) {}

    /// A call while it is answered.
    private record Asked(RoutingContext ctx, MultiMap form, ObjectNode entry) {}

    private void come(RoutingContext ctx) {
        var form = form(ctx);
        var entry = JsonNodeFactory.instance.objectNode();
        entry.putNull("account");
        entry.put("actor", "gateway")
                .put("kind", "token")
                .put("port", ctx.request().connection().remoteAddress().port())
                .put("method", "POST");
        entry.put("path", "/oauth/token");
        entry.put("grant", form.get("grant_type"));
        var asked = new Asked(ctx, form, entry);
        var fate = world.gate().nextToken();
        long slow = world.gate().faults().slowMillis();
        if (slow > 0 && !(fate instanceof Fate.Down)) {
            vertx.setTimer(slow, _ -> meet(asked, fate));
        } else {
            meet(asked, fate);
        }
    }

    private void meet(Asked asked, Fate fate) {
        var client = client(asked.ctx(), asked.form());
        client.ifPresent(known -> asked.entry().put("account", known.account().account()));
        asked.entry().put("client", client.map(c -> c.oauth().clientId()).orElse(null));
        switch (fate) {
            case Fate.Down(boolean reset) when reset -> {
                enter(asked, Optional.empty(), "down");
                asked.ctx().request().connection().close();
            }
            case Fate.Down _ -> fail(asked, 503, "down", "temporarily_unavailable");
            case Fate.Failed _ -> fail(asked, 500, "error", "server_error");
            case Fate.Nonsense _ -> {
                enter(asked, Optional.of(200), "html");
                asked.ctx().response().putHeader("Content-Type", "text/html").end(HTML);
            }
            case Fate.Throttled _, Fate.Unauthorized _, Fate.Through _ ->
                    client.ifPresentOrElse(known -> serve(asked, known), () -> unknown(asked));
        }
    }

    private void unknown(Asked asked) {
        asked.ctx().response().putHeader("WWW-Authenticate", "Basic realm=\"oauth\"");
        fail(asked, 401, null, "invalid_client");
    }

    private void serve(Asked asked, Client client) {
        switch (String.valueOf(asked.form().get("grant_type"))) {
            case "client_credentials" ->
                    give(
                            asked,
                            client,
                            tokens.issue(client.account(), client.oauth().tokenSeconds()));
            case "refresh_token" -> refresh(asked, client);
            case "null" -> fail(asked, 400, null, "invalid_request");
            default -> fail(asked, 400, null, "unsupported_grant_type");
        }
    }

    private void refresh(Asked asked, Client client) {
        var shown = asked.form().get("refresh_token");
        if (shown == null) {
            fail(asked, 400, null, "invalid_request");
            return;
        }
        asked.entry().put("presented", Secrets.fingerprint(shown));
        var done = tokens.refresh(client.account(), client.oauth().tokenSeconds(), shown);
        done.ifPresent(refreshed -> asked.entry().put("user", refreshed.user()));
        done.ifPresentOrElse(
                refreshed -> give(asked, client, refreshed.issued()),
                () -> fail(asked, 400, null, "invalid_grant"));
    }

    private void give(Asked asked, Client client, Tokens.Issued issued) {
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("access_token", issued.access())
                        .put("token_type", "Bearer")
                        .put("expires_in", client.oauth().tokenSeconds());
        issued.refresh().ifPresent(token -> body.put("refresh_token", token));
        asked.entry().put("issued", Secrets.fingerprint(issued.access()));
        asked.entry().put("expiresIn", client.oauth().tokenSeconds());
        answer(asked, 200, null, body);
    }

    private void fail(Asked asked, int status, @Nullable String fault, String error) {
        asked.entry().put("error", error);
        answer(asked, status, fault, JsonNodeFactory.instance.objectNode().put("error", error));
    }

    private void answer(Asked asked, int status, @Nullable String fault, ObjectNode body) {
        enter(asked, Optional.of(status), fault);
        asked.ctx()
                .response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }

    private void enter(Asked asked, Optional<Integer> status, @Nullable String fault) {
        asked.entry().put("status", status.orElse(null)).put("fault", fault);
        asked.entry().set("effect", NullNode.getInstance());
        world.ledger().append(asked.entry());
    }

    private Optional<Client> client(RoutingContext ctx, MultiMap form) {
        var basic = basic(ctx.request().getHeader("Authorization"));
        var id = basic.map(pair -> pair[0]).orElse(form.get("client_id"));
        var secret = basic.map(pair -> pair[1]).orElse(form.get("client_secret"));
        if (id == null || secret == null) {
            return Optional.empty();
        }
        for (var account : world.accounts().all()) {
            var oauth = account.oauth();
            if (oauth != null
                    && oauth.clientId().equals(id)
                    && Secrets.same(oauth.clientSecret(), secret)) {
                return Optional.of(new Client(account, oauth));
            }
        }
        return Optional.empty();
    }

    /// The name and the secret, each in the form's encoding (RFC 6749, 2.3.1).
    private static Optional<String[]> basic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
            var pair = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
            return pair.length < 2
                    ? Optional.empty()
                    : Optional.of(new String[] {decoded(pair[0]), decoded(pair[1])});
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static MultiMap form(RoutingContext ctx) {
        var form = MultiMap.caseInsensitiveMultiMap();
        form.addAll(ctx.request().formAttributes());
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
