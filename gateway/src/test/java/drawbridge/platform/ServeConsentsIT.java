package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.journal.TestDatabase;
import drawbridge.opsapi.OpsPaths;
import drawbridge.system.Consents;
import drawbridge.system.TokenServer;
import drawbridge.tenant.Vault;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The whole way of a consent: an operator asks at the ops port, a browser goes from the vendor's
/// page through a load balancer to the public port, and the lists are read from then on. Two
/// replicas, each with all that `serve` starts, on one PostgreSQL.
class ServeConsentsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String MASTER_KEY = Vault.newKey();
    private static final String OPERATOR = "a-token-of-the-operator-0815";

    private static final String SYSTEM =
            """
            system: crm
            auth:
              oauth2: { token: TOKENS/token, client: form, authorize: TOKENS/authorize, prefix: "Crm-token " }
            limits: { timeout: 5s, concurrent: 8, body: 1MiB }

            resources:
              meeting:
                id: /id
                updated-at: { at: /updated, format: iso-instant }
                read: GET /meetings/{id}
                list:
                  path: /meetings
                  query: {}
                  since: { parameter: since, format: iso-instant }
                  pages: { parameter: cursor, next: /next }
                  items: /items
            """;

    private static final String TENANT =
            """
            tenant: north
            title: North
            zone: Europe/Berlin

            connections:
              crm:
                endpoint: API
                oauth2: { client-id: { file: SECRET }, client-secret: { file: SECRET }, by: consent }
                callback: FRONT
                sweep: 1s
              app:
                endpoint: http://127.0.0.1:9
                credential: { file: SECRET }
                push: { file: SECRET }

            flows:
              meetings: {}
            """;

    @TempDir private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TokenServer tokens = new TokenServer(vertx);
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    private final List<Replica> replicas = new ArrayList<>();

    /// The replica to which the load balancer sends who comes next.
    private volatile int next;

    private record Replica(ServeProcess process, String publicUrl, String opsUrl) {}

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        tokens.keeps = true;
        Path secret = Files.writeString(folder.resolve("secret"), "not-a-real-one-at-all\n");
        put("systems/crm.yaml", SYSTEM.replace("TOKENS", tokens.address()));
        put("systems/app.yaml", Files.readString(Path.of("..", "mappings", "systems", "app.yaml")));
        put("flows/meetings.yaml", resource("/hooks/meetings.yaml").replace("${system}", "crm"));
        put(
                "tenants/north.yaml",
                TENANT.replace("API", listening(this::answer))
                        .replace("FRONT", listening(this::pass))
                        .replace("SECRET", secret.toString()));
        replicas.add(replica("one"));
        replicas.add(replica("other"));
    }

    private String listening(io.vertx.core.Handler<HttpServerRequest> handler) {
        HttpServer server =
                vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1").await();
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        shown.add(authorization);
        request.response()
                .setStatusCode(tokens.opens(authorization) ? 200 : 401)
                .putHeader("Content-Type", "application/json")
                .end("{\"items\":[],\"next\":null}");
    }

    private void pass(HttpServerRequest request) {
        request.response()
                .setStatusCode(307)
                .putHeader("Location", replicas.get(next).publicUrl() + request.uri())
                .end();
    }

    private void put(String file, String text) throws Exception {
        Path path = folder.resolve("mappings").resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static String resource(String name) throws Exception {
        try (var in = Objects.requireNonNull(ServeConsentsIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Replica replica(String name) throws Exception {
        DatabaseAccess access = TestDatabase.access();
        Map<String, String> settings = new HashMap<>();
        settings.put("public.port", "0");
        settings.put("ops.port", "0");
        settings.put(
                "ops.tokens",
                Files.writeString(folder.resolve("tokens"), "user2 admin " + OPERATOR + "\n")
                        .toString());
        settings.put("data", folder.resolve(name).toString());
        settings.put("mappings", folder.resolve("mappings").toString());
        settings.put("master.key", MASTER_KEY);
        settings.put("database.url", access.url());
        settings.put("database.migration.user", access.migration().user());
        settings.put("database.migration.password", access.migration().password());
        settings.put("database.gateway.user", access.gateway().user());
        settings.put("database.gateway.password", access.gateway().password());
        Path ready = folder.resolve(name + ".json");
        ServeProcess process =
                ServeProcess.start(
                        java.util.Optional.empty(), settings, java.util.Optional.empty());
        process.writeReady(ready);
        JsonNode up = json.readTree(ready.toFile());
        return new Replica(process, up.path("public").asText(), up.path("ops").asText());
    }

    @AfterEach
    void stop() {
        replicas.forEach(each -> each.process().close());
        vertx.close().await();
    }

    @Test
    void aPersonGrantsAccessAtOneReplicaForBothAndLaterGrantsThatOfAnotherAccount()
            throws Exception {
        for (Replica each : replicas) {
            await().atMost(PATIENCE).until(() -> standing(each).equals("suspended"));
        }

        for (int account = 1; account <= 3; account++) {
            // One of the two reads the list, and each of them sees a grant of the other.
            Replica asked = replicas.get(account % 2);
            next = (account + 1) % 2;
            HttpResponse<String> page = browse(begin(asked));

            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains("<h1>Access was granted</h1>");
            assertThat(page.uri().toString())
                    .startsWith(replicas.get(next).publicUrl() + Consents.PATH + "?");
            for (Replica each : replicas) {
                await().atMost(PATIENCE).until(() -> standing(each).equals("open"));
            }
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    !shown.isEmpty()
                                            && shown.getLast()
                                                    .equals("Crm-token token-" + tokens.issued()));
        }

        assertThat(tokens.asked)
                .filteredOn(form -> form.containsKey("code"))
                .as("each code is shown once")
                .hasSize(3);
        assertThat(shown).as("no token is shown that was not granted").allMatch(tokens::opens);
    }

    private String begin(Replica at) throws Exception {
        HttpResponse<String> begun =
                http.send(
                        asking(at, OpsPaths.CONNECTIONS + "/north/crm/authorizations")
                                .header(OpsPaths.IDEMPOTENCY_KEY, UUID.randomUUID().toString())
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(begun.statusCode()).as(begun.body()).isBetween(200, 299);
        return json.readTree(begun.body()).path("address").asText();
    }

    /// What a browser does whose person says yes at once.
    private HttpResponse<String> browse(String address) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private String standing(Replica at) throws Exception {
        JsonNode all =
                json.readTree(
                        http.send(asking(at, OpsPaths.CONNECTIONS).build(), BodyHandlers.ofString())
                                .body());
        for (JsonNode each : all) {
            if (each.path("system").asText().equals("crm")) {
                return each.path("state").asText();
            }
        }
        return all.toString();
    }

    private static HttpRequest.Builder asking(Replica at, String path) {
        return HttpRequest.newBuilder(URI.create(at.opsUrl() + path))
                .header("Authorization", "Bearer " + OPERATOR)
                .header("Content-Type", "application/json");
    }
}
