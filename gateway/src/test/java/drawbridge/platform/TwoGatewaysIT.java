package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.journal.TestDatabase;
import drawbridge.mapping.file.Shipped;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Two replicas as processes of their own on one PostgreSQL, and systems that remember which of
/// them asked for which list.
class TwoGatewaysIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path LAUNCHER = Path.of(System.getenv("DRAWBRIDGE_LAUNCHER"));

    @TempDir private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Process> started = new ArrayList<>();
    private volatile boolean hasContact;

    /// Tenant and path of each list, to the replicas that read it since this was cleared.
    private final Map<String, Set<String>> readers = new ConcurrentHashMap<>();

    /// The mappings that are shipped, whose lists are read more often than they say.
    @BeforeEach
    void prepare() throws IOException {
        TestDatabase.empty();
        Shipped.copy(folder.resolve("mappings"));
        for (String tenant : List.of("tenants/north.yaml", "tenants/south.yaml")) {
            Path file = folder.resolve("mappings").resolve(tenant);
            Files.writeString(file, Files.readString(file).replace("sweep: 5s", "sweep: 1s"));
        }
    }

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        vertx.close().await();
    }

    @Test
    void readEachListOnceAndTakeOverTheListsOfOneThatWasKilled() throws Exception {
        Process first = serve("one");
        Process second = serve("other");
        JsonNode one = awaitReady("one", first);
        JsonNode other = awaitReady("other", second);
        await().atMost(PATIENCE).until(() -> isShared(Set.of("one", "other")));
        Set<String> lists = new TreeSet<>(readers.keySet());
        readers.clear();
        await().atMost(PATIENCE).until(() -> readers.keySet().containsAll(lists));
        assertThat(readers).allSatisfy((list, by) -> assertThat(by).as(list).hasSize(1));
        String owner = Objects.requireNonNull(readers.get("north/acme/contacts")).iterator().next();

        hasContact = true;
        kill(owner.equals("one") ? one : other);
        readers.clear();

        String heir = owner.equals("one") ? "other" : "one";
        await().atMost(PATIENCE)
                .until(
                        () ->
                                readers.keySet().containsAll(lists)
                                        && readers.values().stream()
                                                .allMatch(Set.of(heir)::equals));
        await().atMost(PATIENCE).until(() -> changes("con_1") > 0);
        assertThat(changes("con_1")).as("once").isEqualTo(1);
    }

    private boolean isShared(Set<String> replicas) {
        Set<String> all = new TreeSet<>();
        readers.values().forEach(all::addAll);
        boolean single = readers.values().stream().allMatch(by -> by.size() == 1);
        if (!single) {
            readers.clear();
        }
        return single && all.equals(replicas) && readers.size() >= 12;
    }

    private long changes(String contact) throws Exception {
        try (var connection = TestDatabase.connect(TestDatabase.access().judge().orElseThrow());
                var asked =
                        connection.prepareStatement(
                                "select count(*) from change where record_id = ?")) {
            asked.setString(1, contact);
            try (var answer = asked.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    private void kill(JsonNode up) throws InterruptedException {
        ProcessHandle java = ProcessHandle.of(up.path("pid").asLong()).orElseThrow();
        assertThat(java.destroyForcibly()).isTrue();
    }

    // ---- The systems

    private String system(String replica, String tenant, String system) {
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(request -> answer(replica, tenant, system, request))
                        .listen(0, "127.0.0.1")
                        .await();
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(String replica, String tenant, String system, HttpServerRequest request) {
        String path = request.path().substring(request.path().lastIndexOf('/') + 1);
        String list = tenant + "/" + system + "/" + path;
        readers.computeIfAbsent(list, _ -> ConcurrentHashMap.newKeySet()).add(replica);
        String rows = list.equals("north/acme/contacts") && hasContact ? CONTACT : "";
        request.response()
                .putHeader("content-type", "application/json")
                .end(
                        system.equals("acme")
                                ? "{\"data\":[" + rows + "],\"next_cursor\":null}"
                                : "{\"items\":[" + rows + "],\"after\":null}");
    }

    private static final String CONTACT =
            """
            {"id":"con_1","first_name":"Contact","last_name":"17","phone":null,"email":null,\
            "created_at":"2026-03-01T09:00:00.000Z","updated_at":"2026-03-01T09:00:00.000Z",\
            "revision":1}""";

    // ---- The replicas

    private Path ready(String replica) {
        return folder.resolve(replica + ".json");
    }

    private Path errors(String replica) {
        return folder.resolve(replica + ".err");
    }

    private JsonNode awaitReady(String replica, Process process) throws IOException {
        Path ready = ready(replica);
        await().atMost(PATIENCE).until(() -> Files.exists(ready) || !process.isAlive());
        assertThat(ready).as(Files.readString(errors(replica))).exists();
        return json.readTree(ready.toFile());
    }

    private Process serve(String replica) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        LAUNCHER.toString(),
                        "serve",
                        "--mappings",
                        folder.resolve("mappings").toString(),
                        "--public-port",
                        "0",
                        "--ops-port",
                        "0",
                        "--data",
                        folder.resolve(replica).toString(),
                        "--ready",
                        ready(replica).toString());
        Map<String, String> environment = builder.environment();
        for (String tenant : List.of("north", "south")) {
            String prefix = "DRAWBRIDGE_" + tenant.toUpperCase(java.util.Locale.ROOT) + "_";
            for (String system : List.of("acme", "app")) {
                environment.put(
                        prefix + system.toUpperCase(java.util.Locale.ROOT) + "_URL",
                        system(replica, tenant, system));
            }
            for (String name : List.of("ACME_KEY", "APP_TOKEN", "APP_PUSH")) {
                environment.put(prefix + name, "not-a-real-one-at-all");
            }
            environment.put(
                    prefix + "ACME_WEBHOOK", "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=");
        }
        DatabaseAccess access = TestDatabase.access();
        environment.put("DRAWBRIDGE_DATABASE_URL", access.url());
        environment.put("DRAWBRIDGE_DATABASE_MIGRATION_USER", access.migration().user());
        environment.put("DRAWBRIDGE_DATABASE_MIGRATION_PASSWORD", access.migration().password());
        environment.put("DRAWBRIDGE_DATABASE_GATEWAY_USER", access.gateway().user());
        environment.put("DRAWBRIDGE_DATABASE_GATEWAY_PASSWORD", access.gateway().password());
        environment.put("DRAWBRIDGE_MASTER_KEY", "Kouaws9YJMNmzH7NxGD3LQHgvsFbd95Yz1GOp4lT5hk=");
        environment.put("DRAWBRIDGE_PARENT_PID", "" + ProcessHandle.current().pid());
        Process process =
                builder.redirectError(errors(replica).toFile())
                        .redirectOutput(folder.resolve(replica + ".log").toFile())
                        .start();
        started.add(process);
        return process;
    }
}
