package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.platform.DatabasePool;
import drawbridge.platform.StartFailure;
import drawbridge.tenant.Secrets.Purpose;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

class PgTenantsIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final String MASTER_KEY = Vault.newKey();
    private static final String WEBHOOK_KEY = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0";

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access(), 2);
    private static final PgScope SCOPE = new PgScope(POOL);

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void storesTenantsConnectionsAndVersionsOfFlows() throws Exception {
        load(MASTER_KEY, environment());

        assertThat(texts("select name from tenant")).containsExactlyInAnyOrder("north", "south");
        assertThat(texts("select endpoint from connection where system = 'acme'"))
                .containsExactlyInAnyOrder("http://127.0.0.1:1/north", "http://127.0.0.1:1/south");
        assertThat(texts("select flow from mapping_version where version <> ''")).hasSize(4);
    }

    @Test
    void opensWhatItSealed() throws Exception {
        Secrets secrets = load(MASTER_KEY, environment());

        assertThat(secrets.value(NORTH, "acme", Purpose.CREDENTIAL))
                .contains("DRAWBRIDGE_NORTH_ACME_KEY-is-this");
        assertThat(secrets.value(SOUTH, "app", Purpose.PUSH))
                .contains("DRAWBRIDGE_SOUTH_APP_PUSH-is-this");
        assertThat(secrets.value(NORTH, "app", Purpose.WEBHOOK)).isEmpty();
    }

    @Test
    void keepsNoSecretInTheDatabaseInPlain() throws Exception {
        load(MASTER_KEY, environment());

        List<Row> rows = new ArrayList<>();
        TestDatabase.await(
                        SCOPE.within(
                                Set.of(NORTH, SOUTH),
                                statements -> statements.run("select sealed from secret")))
                .forEach(rows::add);
        assertThat(rows).hasSize(8);
        assertThat(rows)
                .noneMatch(
                        row ->
                                row.getBuffer(0)
                                        .toString(StandardCharsets.ISO_8859_1)
                                        .contains("is-this"));
    }

    @Test
    void takesTheStoredSecretWhenTheEnvironmentGivesNone() throws Exception {
        load(MASTER_KEY, environment());
        Map<String, String> later = environment();
        later.remove("DRAWBRIDGE_NORTH_ACME_KEY");

        Secrets secrets = load(MASTER_KEY, later);

        assertThat(secrets.value(NORTH, "acme", Purpose.CREDENTIAL))
                .contains("DRAWBRIDGE_NORTH_ACME_KEY-is-this");
    }

    @Test
    void takesTheNewSecretWhenTheEnvironmentGivesAnother() throws Exception {
        load(MASTER_KEY, environment());
        Map<String, String> later = environment();
        later.put("DRAWBRIDGE_NORTH_ACME_KEY", "another-key");
        load(MASTER_KEY, later);
        later.remove("DRAWBRIDGE_NORTH_ACME_KEY");

        assertThat(load(MASTER_KEY, later).value(NORTH, "acme", Purpose.CREDENTIAL))
                .contains("another-key");
    }

    @Test
    void namesEverySecretThatIsMissingAndWhereItWasLookedFor() {
        Map<String, String> poor = environment();
        poor.remove("DRAWBRIDGE_NORTH_ACME_KEY");
        poor.remove("DRAWBRIDGE_SOUTH_APP_TOKEN");

        assertThatThrownBy(() -> load(MASTER_KEY, poor))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("DRAWBRIDGE_NORTH_ACME_KEY")
                .hasMessageContaining("DRAWBRIDGE_SOUTH_APP_TOKEN");
    }

    @Test
    void refusesSecretsThatAnybodyCouldGuessAndSaysWhereTheyStand() {
        Map<String, String> guessable = environment();
        guessable.put("DRAWBRIDGE_NORTH_ACME_KEY", "changeme");
        guessable.put("DRAWBRIDGE_NORTH_ACME_WEBHOOK", "whsec_c2hvcnQ=");
        guessable.put("DRAWBRIDGE_SOUTH_APP_PUSH", "Xk3vQ9");

        assertThatThrownBy(() -> load(MASTER_KEY, guessable))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "The credential secret of north for acme cannot be used: the environment"
                                + " variable DRAWBRIDGE_NORTH_ACME_KEY holds a placeholder")
                .hasMessageContaining("DRAWBRIDGE_NORTH_ACME_WEBHOOK holds a key of 5 bytes")
                .hasMessageContaining("DRAWBRIDGE_SOUTH_APP_PUSH holds 6 characters")
                .hasMessageNotContaining("Xk3vQ9");
    }

    @Test
    void doesNotOpenABlobThatWasMovedToAnotherRow() throws Exception {
        load(MASTER_KEY, environment());
        TestDatabase.await(
                SCOPE.within(
                        Set.of(NORTH, SOUTH),
                        statements ->
                                statements.run(
                                        "update secret s set sealed = o.sealed from secret o where"
                                                + " s.system = 'acme' and s.purpose = 'credential' and"
                                                + " o.system = 'acme' and o.purpose = 'credential' and"
                                                + " o.tenant <> s.tenant")));
        Map<String, String> poor = environment();
        poor.remove("DRAWBRIDGE_NORTH_ACME_KEY");

        assertThatThrownBy(() -> load(MASTER_KEY, poor))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("north");
    }

    /// The mappings are read with everything there; the secrets with what `environment` holds.
    @CanIgnoreReturnValue
    private static Secrets load(String masterKey, Map<String, String> environment)
            throws Exception {
        Mappings mappings = MappingLoader.load(Path.of("..", "mappings"), environment());
        return TestDatabase.await(
                new PgTenants(SCOPE, Vault.under(masterKey), new SecretSource(environment))
                        .load(mappings));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String tenant : List.of("north", "south")) {
            String prefix = "DRAWBRIDGE_" + tenant.toUpperCase(java.util.Locale.ROOT);
            environment.put(prefix + "_ACME_URL", "http://127.0.0.1:1/" + tenant);
            environment.put(prefix + "_APP_URL", "http://127.0.0.1:2/" + tenant);
            environment.put(prefix + "_ACME_WEBHOOK", WEBHOOK_KEY);
            for (String name : List.of("ACME_KEY", "APP_TOKEN", "APP_PUSH")) {
                environment.put(prefix + "_" + name, prefix + "_" + name + "-is-this");
            }
        }
        return environment;
    }

    private static List<String> texts(String sql) throws Exception {
        List<String> texts = new ArrayList<>();
        TestDatabase.await(SCOPE.within(Set.of(NORTH, SOUTH), statements -> statements.run(sql)))
                .forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
