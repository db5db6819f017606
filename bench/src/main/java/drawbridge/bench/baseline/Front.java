package drawbridge.bench.baseline;

import drawbridge.bench.load.Signature;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/// What every baseline does with a webhook before anything is stored: reads it, verifies its
/// signature, parses it and makes the key by which a second delivery is known. 202 is answered when
/// the store has committed, never before.
///
/// Used on one event loop only.
final class Front {

    /// A genuine webhook.
    ///
    /// @param key the same for the same delivery
    record Hook(UUID key, String record, JsonObject data, Buffer body) {}

    private final Signature signature;
    private final Function<Hook, Future<Void>> store;

    private Front(String secret, Function<Hook, Future<Void>> store) {
        this.signature = new Signature(secret);
        this.store = store;
    }

    /// Any free port, the same one for all event loops of a process.
    private static final int SHARED = -1;

    /// Listens on a port that all event loops of this process share.
    static Future<HttpServer> listen(
            Vertx vertx, String secret, Function<Hook, Future<Void>> store) {
        Front front = new Front(secret, store);
        return vertx.createHttpServer(
                        new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024))
                .requestHandler(front::asked)
                .listen(SHARED, "127.0.0.1");
    }

    private void asked(HttpServerRequest request) {
        request.body()
                .compose(body -> taken(request, body))
                .onSuccess(
                        _ ->
                                request.response()
                                        .setStatusCode(202)
                                        .putHeader("Content-Type", "application/json")
                                        .end("{\"status\":\"accepted\"}"))
                .onFailure(_ -> request.response().setStatusCode(503).end());
    }

    private Future<Void> taken(HttpServerRequest request, Buffer buffer) {
        byte[] body = buffer.getBytes();
        String id = request.getHeader("webhook-id");
        String stamp = request.getHeader("webhook-timestamp");
        String shown = request.getHeader("webhook-signature");
        if (id == null || stamp == null || shown == null || !shown.startsWith("v1,")) {
            return Future.failedFuture("unsigned");
        }
        byte[] made = signature.of(id, stamp, body);
        if (!MessageDigest.isEqual(made, Base64.getDecoder().decode(shown.substring(3)))) {
            return Future.failedFuture("not genuine");
        }
        JsonObject data = buffer.toJsonObject().getJsonObject("data");
        UUID key = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        return store.apply(new Hook(key, data.getString("id"), data, buffer));
    }
}
