package drawbridge.bench.baseline;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Maps a record by hand, puts it to the sink in one call, and marks it done, many at once. Used on
/// one event loop only.
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final int CONNECTIONS = 32;
    private static final int LARGEST = 512;
    private static final String DONE = "update work set done = true where key = any($1)";

    /// The version of each record as the sink answered last: shared by all event loops.
    private static final Map<String, String> ETAGS = new ConcurrentHashMap<>();

    private final HttpClient client;
    private final Pool pool;
    private final Settings settings;
    private List<UUID> done = new ArrayList<>();
    private boolean marking;

    Delivery(Vertx vertx, Settings settings) {
        this.settings = settings;
        this.pool = settings.pool(vertx, 1, 1);
        HttpClientOptions options = new HttpClientOptions().setPipelining(false);
        options.setTcpNoDelay(true);
        this.client =
                vertx.createHttpClient(
                        options,
                        new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    }

    void deliver(Front.Hook hook) {
        String id = hook.record().replace("vis_", "evt_");
        client.request(
                        HttpMethod.PUT,
                        settings.sinkPort(),
                        "127.0.0.1",
                        settings.sinkPath() + "/" + id)
                .compose(
                        request ->
                                request.putHeader("Content-Type", "application/json")
                                        .putHeader("If-Match", ETAGS.getOrDefault(id, "\"0\""))
                                        .send(mapped(hook.data()))
                                        .compose(answer -> taken(id, answer)))
                .onSuccess(_ -> mark(hook.key()))
                .onFailure(
                        lost ->
                                LOG.atError()
                                        .addKeyValue("record", id)
                                        .setCause(lost)
                                        .log("The sink did not take a change"));
    }

    private static Future<Buffer> taken(String id, HttpClientResponse answer) {
        String etag = answer.getHeader("ETag");
        if (answer.statusCode() != 200 || etag == null) {
            return Future.failedFuture("it answered " + answer.statusCode());
        }
        ETAGS.put(id, etag);
        return answer.body();
    }

    private static Buffer mapped(JsonObject visit) {
        return new JsonObject()
                .put("title", visit.getString("subject"))
                .put("place", visit.getString("location"))
                .put(
                        "customer",
                        new JsonObject()
                                .put("name", visit.getString("customer_name"))
                                .put("mail", visit.getString("email"))
                                .put("phone", visit.getString("phone")))
                .put("state", "open")
                .toBuffer();
    }

    private void mark(UUID key) {
        done.add(key);
        if (!marking) {
            flush();
        }
    }

    private void flush() {
        if (done.isEmpty()) {
            return;
        }
        List<UUID> now = done.subList(0, Math.min(LARGEST, done.size()));
        UUID[] keys = now.toArray(UUID[]::new);
        done = new ArrayList<>(done.subList(keys.length, done.size()));
        marking = true;
        pool.preparedQuery(DONE)
                .execute(Tuple.of(keys))
                .onComplete(
                        _ -> {
                            marking = false;
                            flush();
                        });
    }
}
