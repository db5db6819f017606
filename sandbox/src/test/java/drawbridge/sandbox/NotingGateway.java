package drawbridge.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes whatever is delivered, or refuses it while told to.
final class NotingGateway implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    volatile int status = 202;

    record Delivery(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    NotingGateway() {
        server = vertx.createHttpServer().requestHandler(this::note).listen(0, "127.0.0.1").await();
    }

    private void note(HttpServerRequest request) {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach(
                        (name, value) ->
                                headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        request.body()
                .onSuccess(
                        body -> {
                            deliveries.add(
                                    new Delivery(
                                            request.method().name(),
                                            request.path(),
                                            headers,
                                            body.toString()));
                            var _ = request.response().setStatusCode(status).end();
                        });
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        var _ = vertx.close().await();
    }
}
