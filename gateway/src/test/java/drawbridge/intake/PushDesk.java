package drawbridge.intake;

import static drawbridge.journal.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.SecureDice;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.journal.PgJournal;
import drawbridge.journal.PgPushReads;
import drawbridge.journal.PgSweepHints;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.platform.DatabasePool;
import drawbridge.system.Consents;
import drawbridge.system.HeldClock;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// The public port over a real PostgreSQL, and the app of North that pushes to it.
final class PushDesk implements AutoCloseable {

    static final String EVENT =
            """
            {"id":17,"memberId":3,"title":"Call","allDay":false,"start":"2026-03-01T09:00:00Z",
            "end":"2026-03-01T09:30:00Z","zone":"Europe/Berlin","state":"open","place":null,
            "customer":{"name":null,"phone":null,"mail":null},"externalRef":null,
            "createdAt":1772352000000,"changedAt":1772352000000}\
            """;

    static final Mappings MAPPINGS = Customers.mappings("http://127.0.0.1:9");

    /// An answer, read.
    record Told(int status, HttpResponse<String> answer, JsonNode body) {

        String header(String name) {
            return answer.headers().firstValue(name).orElse("");
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PgScope scope;
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    final HeldClock clock = new HeldClock();
    final PgSweepHints hints;
    final PgJournal journal;
    private final int port;

    PushDesk() {
        this(() -> true, PublicServer.BODY_TIME);
    }

    /// @param started whether the gateway takes anything
    /// @param bodyTime how long a body may take to arrive
    PushDesk(BooleanSupplier started, Duration bodyTime) {
        this(MAPPINGS, Customers.secrets(), started, bodyTime);
    }

    /// @param mappings with a customer called north
    PushDesk(Mappings mappings, Secrets secrets, BooleanSupplier started, Duration bodyTime) {
        scope = new PgScope(pool);
        hints = new PgSweepHints(scope);
        journal =
                new PgJournal(
                        vertx,
                        pool,
                        (tenant, flow, side) ->
                                mappings.tenants().values().stream()
                                        .filter(spec -> TenantId.named(spec.name()).equals(tenant))
                                        .findFirst()
                                        .map(spec -> spec.flows().get(flow))
                                        .map(found -> found.end(side).resource()),
                        () -> Set.of(Customers.NORTH, TenantId.named("south")));
        port =
                settled(
                                vertx.createHttpServer(PublicServer.options())
                                        .requestHandler(
                                                Intake.router(
                                                        vertx,
                                                        new Intake.Ports(
                                                                () -> mappings,
                                                                secrets,
                                                                journal,
                                                                new WebhookFront(
                                                                        clock::monotonicNanos),
                                                                hints,
                                                                new PgPushReads(scope),
                                                                PushDesk::consent,
                                                                clock,
                                                                new SecureDice(
                                                                        () ->
                                                                                clock.now()
                                                                                        .toEpochMilli()),
                                                                meters,
                                                                started),
                                                        bodyTime))
                                        .listen(0, "127.0.0.1"))
                        .actualPort();
    }

    // ---- What the app does

    static String event(String id, String changedAt) {
        return EVENT.replace("\"id\":17", "\"id\":" + id)
                .replace("\"changedAt\":1772352000000", "\"changedAt\":" + changedAt);
    }

    @CanIgnoreReturnValue
    Told put(String id, String body, String... headers) {
        return north("PUT", "/event/" + id, body, headers);
    }

    @CanIgnoreReturnValue
    Told north(String method, String path, String body, String... headers) {
        return as("north", Customers.NORTH_TOKEN, method, path, body, headers);
    }

    @CanIgnoreReturnValue
    Told as(
            String tenant,
            String token,
            String method,
            String path,
            String body,
            String... headers) {
        return send(request(tenant, token, method, path, body, headers));
    }

    CompletableFuture<Told> later(String method, String path, String body, String... headers) {
        HttpRequest request = request("north", Customers.NORTH_TOKEN, method, path, body, headers);
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::told);
    }

    Told get(String path, String... headers) {
        return plain("GET", path, "", headers);
    }

    /// A request with these headers and no others.
    Told plain(String method, String path, String body, String... headers) {
        return send(request(method, path, body, headers));
    }

    /// The same with any bytes.
    @CanIgnoreReturnValue
    Told plain(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    /// A webhook of North's Acme, signed by `key`.
    Told hook(String body, String key) {
        String stamp = Long.toString(clock.now().getEpochSecond());
        return plain(
                "POST",
                "/v1/tenants/north/hooks/acme",
                body,
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                stamp,
                "webhook-signature",
                Customers.signature(key, "msg_1", stamp, body));
    }

    int port() {
        return port;
    }

    /// The status that a body gets which never arrives as a whole.
    int half(String method, String path) {
        String head =
                String.join(
                        "\r\n",
                        method + " " + path + " HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + Customers.NORTH_TOKEN,
                        "Content-Length: 10",
                        "",
                        "{");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            String line =
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            return Integer.parseInt(line.substring(9));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(Delivery delivery) {
        var _ = settled(journal.append(delivery));
    }

    private HttpRequest request(
            String tenant,
            String token,
            String method,
            String path,
            String body,
            String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return request(method, "/v1/tenants/" + tenant + path, body, all);
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Told send(HttpRequest request) {
        try {
            return told(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Told told(HttpResponse<String> answer) {
        try {
            boolean isJson =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Told(
                    answer.statusCode(),
                    answer,
                    isJson ? json.readTree(answer.body()) : json.missingNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- What the database says

    @CanIgnoreReturnValue
    RowSet<Row> ask(String sql, Object... parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter);
        }
        return settled(
                scope.within(
                        Set.of(Customers.NORTH, TenantId.named("south")),
                        statements -> statements.run(sql, tuple)));
    }

    long count(String sql) {
        return ask(sql).iterator().next().getLong(0);
    }

    long changes() {
        return count("select count(distinct id) from change");
    }

    private static <T> T settled(io.vertx.core.Future<T> future) {
        try {
            return await(future);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        settled(pool.close());
        settled(vertx.close());
    }

    /// What a browser brought back, by what the test has it bring.
    private static Future<Consents.Told> consent(Map<String, String> query) {
        int status = query.containsKey("code") ? 200 : query.containsKey("error") ? 400 : 503;
        return Future.succeededFuture(
                new Consents.Told(status, "Title <b>", "What came of " + query.keySet()));
    }
}
