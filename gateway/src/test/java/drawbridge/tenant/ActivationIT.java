package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.Secrets.Purpose;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Mappings that change while the gateway runs.
class ActivationIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final GrantId ACME = GrantId.connection(NORTH, "acme");
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @TempDir Path temp;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access(), 2);
    private final PgScope scope = new PgScope(pool);
    private final List<Set<TenantId>> changed = new CopyOnWriteArrayList<>();
    private Path folder;
    private Path key;
    private Vault vault;
    private Activation activation;

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        folder = temp.resolve("mappings");
        copy(Path.of("..", "mappings"), folder);
        key = Files.writeString(temp.resolve("key"), "first key\n");
        replace(
                "tenants/north.yaml",
                "{ env: DRAWBRIDGE_NORTH_ACME_KEY }",
                "{ file: " + key + " }");
        vault = Vault.under(Vault.newKey());
        Mappings mappings = MappingLoader.load(folder, environment());
        activation =
                TestDatabase.await(
                        Activation.start(
                                vertx,
                                new Activation.Parts(
                                        folder,
                                        environment(),
                                        new PgTenants(
                                                scope, vault, new SecretSource(environment())),
                                        () -> NOW,
                                        changed::add),
                                mappings));
    }

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void aThirdCustomerIsAddedByOneFile() throws Exception {
        Files.copy(folder.resolve("examples/west.yaml"), folder.resolve("tenants/west.yaml"));

        TestDatabase.await(activation.reload("a test"));

        TenantId west = TenantId.named("west");
        assertThat(activation.active().tenants()).containsKey(west);
        assertThat(activation.secrets().value(west, "acme", Purpose.CLIENT_SECRET))
                .contains("DRAWBRIDGE_WEST_ACME_SECRET-is-this");
        assertThat(changed).singleElement().satisfies(all -> assertThat(all).contains(west));
    }

    @Test
    void aBadSetIsRefusedWithEveryMistakeAndTheOldOneStays() throws Exception {
        Activation.Active before = activation.active();
        replace("tenants/south.yaml", "title: { policy: acme }", "titel: { policy: acme }");
        replace("flows/users.yaml", "strong: true", "strong: yes");

        TestDatabase.await(activation.reload("a test"));

        assertThat(activation.active()).isSameAs(before);
        assertThat(activation.refused().orElseThrow().problems())
                .extracting(Mappings.Problem::toString)
                .containsExactly(
                        "flows/users.yaml:15:11: true or false is expected here",
                        "tenants/south.yaml:29:7: there is no group 'titel'; did you mean"
                                + " 'title'?");

        replace("tenants/south.yaml", "titel:", "title:");
        replace("flows/users.yaml", "strong: yes", "strong: true");
        TestDatabase.await(activation.reload("a test"));

        assertThat(activation.refused()).isEmpty();
    }

    @Test
    void aFolderThatChangesIsTakenUpByItself() throws Exception {
        activation.watch();

        Files.delete(folder.resolve("tenants/south.yaml"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> activation.active().tenants().keySet().equals(Set.of(NORTH)));
    }

    @Test
    void aNewKeyInItsFileResumesTheConnectionAndTakesItsTokensAway() throws Exception {
        PgSuspensions suspensions = new PgSuspensions(scope);
        PgTokens tokens = new PgTokens(scope, vault);
        TestDatabase.await(
                suspensions.begin(
                        new Suspension(ACME, NOW, "acme answered 401", "Give it a new key.")));
        UUID holder = UUID.randomUUID();
        TestDatabase.await(tokens.lease(ACME, 0, holder, Duration.ofMinutes(1)));
        Token token = new Token("old", java.util.Optional.empty(), NOW, NOW.plusSeconds(30));
        assertThat(TestDatabase.await(tokens.store(ACME, holder, token))).hasValue(1);
        activation.watch();

        Files.writeString(key, "second key\n");

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                activation
                                        .secrets()
                                        .value(NORTH, "acme", Purpose.CREDENTIAL)
                                        .filter("second key"::equals)
                                        .isPresent());
        assertThat(TestDatabase.await(suspensions.open(Set.of(NORTH)))).isEmpty();
        Tokens.Stored stored = TestDatabase.await(tokens.read(ACME));
        assertThat(stored.token()).isEmpty();
        assertThat(stored.generation()).isEqualTo(2);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String tenant : List.of("NORTH", "SOUTH", "WEST")) {
            String prefix = "DRAWBRIDGE_" + tenant + "_";
            environment.put(prefix + "ACME_URL", "http://127.0.0.1:1");
            environment.put(prefix + "APP_URL", "http://127.0.0.1:2");
            for (String name :
                    List.of(
                            "ACME_KEY",
                            "ACME_CLIENT",
                            "ACME_SECRET",
                            "ACME_WEBHOOK",
                            "APP_TOKEN",
                            "APP_PUSH")) {
                environment.put(
                        prefix + name,
                        name.equals("ACME_WEBHOOK")
                                ? "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"
                                : prefix + name + "-is-this");
            }
        }
        return environment;
    }

    private void replace(String file, String old, String now) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(file), text.replace(old, now));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
