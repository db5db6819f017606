package drawbridge.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One call as the ledger keeps it. Headers that carry a credential are never kept.
final class Call {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RoutingContext ctx;
    private final Optional<Caller> caller;
    private final Optional<String> fault;
    Optional<Integer> retryAfterSeconds = Optional.empty();

    Call(RoutingContext ctx, Optional<Caller> caller, Optional<String> fault) {
        this.ctx = ctx;
        this.caller = caller;
        this.fault = fault;
    }

    /// @param status empty if the connection was broken off
    ObjectNode entry(Product product, Optional<Integer> status, Optional<Effect> effect) {
        return entry(product, status, effect, asked());
    }

    /// @param asked what was asked for, where that is not the whole body
    ObjectNode entry(
            Product product, Optional<Integer> status, Optional<Effect> effect, JsonNode asked) {
        var request = ctx.request();
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("account", caller.map(c -> c.account().account()).orElse(null));
        entry.put("actor", caller.map(c -> c.actor().word()).orElse(null));
        entry.put("user", caller.flatMap(Caller::confined).orElse(null));
        entry.put("credential", credential(product));
        entry.put("kind", "call");
        entry.put("port", request.connection().remoteAddress().port());
        entry.put("method", request.method().name());
        entry.put("path", request.path());
        entry.put("query", request.query());
        entry.put("attempt", request.getHeader("Drawbridge-Attempt"));
        entry.put("idempotencyKey", request.getHeader("Idempotency-Key"));
        entry.put("ifMatch", request.getHeader("If-Match"));
        entry.put("status", status.orElse(null));
        entry.put("fault", fault.orElse(null));
        entry.put("retryAfterSeconds", retryAfterSeconds.orElse(null));
        entry.set(
                "effect", effect.map(done -> effect(product, done)).orElse(NullNode.getInstance()));
        entry.set("request", asked);
        return entry;
    }

    private static JsonNode effect(Product product, Effect effect) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("op", effect.op().word());
        node.put("resource", effect.kind().name());
        node.put("id", effect.doc().id());
        node.put("revision", effect.doc().revision());
        node.set("record", product.render(effect.kind(), effect.doc()));
        var changed = node.putArray("changed");
        effect.changed().forEach(changed::add);
        return node;
    }

    /// The beginning of the hash of the gateway's credential, good or not.
    private @Nullable String credential(Product product) {
        if (caller.filter(known -> known.actor() != Caller.Actor.GATEWAY).isPresent()) {
            return null;
        }
        var headers = ctx.request().headers();
        return product.credential(headers)
                .or(() -> product.accessToken(headers))
                .map(Secrets::fingerprint)
                .orElse(null);
    }

    private JsonNode asked() {
        var buffer = ctx.request().method().equals(HttpMethod.GET) ? null : ctx.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return NullNode.getInstance();
        }
        try {
            return JSON.readTree(buffer.toString());
        } catch (JsonProcessingException _) {
            return JsonNodeFactory.instance.textNode(buffer.toString());
        }
    }
}
