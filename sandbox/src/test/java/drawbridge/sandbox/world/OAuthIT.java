package drawbridge.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.sandbox.acme.Acme;
import drawbridge.sandbox.world.Account.Grant;
import drawbridge.sandbox.world.Account.OAuth;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Tokens on a server whose clock goes as fast as the test wants.
class OAuthIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private SandboxServer acme;
    private Path folder;

    private record Told(int status, JsonNode body, HttpResponse<String> raw) {}

    @BeforeEach
    void start(@TempDir Path folder) {
        this.folder = folder;
        var grants =
                List.of(
                        new Grant("user1@example.com", "key-of-1", null),
                        new Grant("user2@example.com", null, "refresh-of-2"));
        var oauth = new OAuth("drawbridge", "secret: and more", 30);
        var accounts =
                new Accounts(
                        "control",
                        List.of(
                                new Account("north", "", null, null, oauth, grants),
                                new Account("south", "key-south", null, null)));
        acme =
                new SandboxServer(
                        new Acme(1, now::get), accounts, folder, "127.0.0.1", 0, 1, now::get);
        var _ = vertx.deployVerticle(acme).await();
    }

    @AfterEach
    void stop() {
        var _ = vertx.close().await();
        client.close();
    }

    @Test
    void aTokenOpensTheAccountUntilItsTimeIsOver() throws Exception {
        var told = token("grant_type=client_credentials");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(told.body().get("expires_in").asInt()).isEqualTo(30);
        assertThat(told.raw().headers().firstValue("Cache-Control")).contains("no-store");
        var bearer = access(told);
        assertThat(get("/api/v2/users", bearer).status()).isEqualTo(200);
        pass(Duration.ofSeconds(29));
        assertThat(get("/api/v2/users", bearer).status()).isEqualTo(200);
        pass(Duration.ofSeconds(1));
        assertThat(get("/api/v2/users", bearer).status()).isEqualTo(401);
        assertThat(get("/api/v2/users", access(token("grant_type=client_credentials"))).status())
                .isEqualTo(200);
    }

    @Test
    void theClientMayBeToldInTheForm() throws Exception {
        var form =
                "grant_type=client_credentials&client_id=drawbridge&client_secret=secret%3A+and+more";

        assertThat(post("/oauth/token", form, "Content-Type", FORM).status()).isEqualTo(200);
    }

    @Test
    void errorsAreThoseOfTheStandard() throws Exception {
        var wrong = post("/oauth/token", "grant_type=client_credentials", "Content-Type", FORM);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body().get("error").asText()).isEqualTo("invalid_client");
        assertThat(wrong.raw().headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(error(token("grant_type=password"))).isEqualTo("400 unsupported_grant_type");
        assertThat(error(token("foo=bar"))).isEqualTo("400 invalid_request");
        assertThat(error(token("grant_type=refresh_token"))).isEqualTo("400 invalid_request");
        assertThat(error(refresh("unknown"))).isEqualTo("400 invalid_grant");
    }

    @Test
    void anEmptyKeyOpensNothing() throws Exception {
        assertThat(get("/api/v2/users", "X-Acme-Key", "").status()).isEqualTo(401);
    }

    @Test
    void aRefreshTokenServesOnceAndItsReuseEndsTheFamily() throws Exception {
        var _ = user(2);
        var first = refresh("refresh-of-2");
        var second = refresh(first.body().get("refresh_token").asText());
        assertThat(get("/api/v2/users", access(second)).status()).isEqualTo(200);

        var reused = refresh("refresh-of-2");

        assertThat(error(reused)).isEqualTo("400 invalid_grant");
        assertThat(get("/api/v2/users", access(second)).status()).isEqualTo(401);
        assertThat(error(refresh(second.body().get("refresh_token").asText())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void theGrantOfOneUserReachesWhatIsTheirsAlone() throws Exception {
        var all = access(token("grant_type=client_credentials"));
        var one = user(1);
        var two = user(2);
        var mine = made(all, "/api/v2/appointments", appointment(one));
        var theirs = made(all, "/api/v2/appointments", appointment(two));
        String[] key = {"X-Acme-Key", "key-of-1"};

        assertThat(get("/api/v2/appointments", key).body().get("data").findValuesAsText("id"))
                .containsExactly(mine);
        assertThat(get("/api/v2/appointments/" + theirs, key).status()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v2/appointments/" + theirs, "", key).status())
                .isEqualTo(404);
        assertThat(send("PATCH", "/api/v2/appointments/" + mine, "{\"room\":\"4\"}", key).status())
                .isEqualTo(200);
        assertThat(post("/api/v2/appointments", appointment(two), key).status()).isEqualTo(403);
        assertThat(post("/api/v2/appointments", appointment(one), key).status()).isEqualTo(201);
        assertThat(get("/api/v2/users", key).body().get("data")).hasSize(2);
        assertThat(send("PATCH", "/api/v2/users/" + two, "{\"full_name\":\"X\"}", key).status())
                .isEqualTo(403);
    }

    @Test
    void aRevokedGrantOpensNothingWhileTheOthersStay() throws Exception {
        var _ = user(1);
        var _ = user(2);
        var second = refresh("refresh-of-2");

        var one = revoke("user1@example.com");
        var two = revoke("user2@example.com");

        assertThat(one.status()).isEqualTo(204);
        assertThat(two.status()).isEqualTo(204);
        assertThat(get("/api/v2/users", "X-Acme-Key", "key-of-1").status()).isEqualTo(401);
        assertThat(get("/api/v2/users", access(second)).status()).isEqualTo(401);
        assertThat(error(refresh(second.body().get("refresh_token").asText())))
                .isEqualTo("400 invalid_grant");
        assertThat(get("/api/v2/users", access(token("grant_type=client_credentials"))).status())
                .isEqualTo(200);
        assertThat(revoke("user3@example.com").status()).isEqualTo(404);
    }

    @Test
    void theLedgerTellsTokensApartAndGivesNoneAway() throws Exception {
        var _ = user(2);
        var told = refresh("refresh-of-2");
        var _ = get("/api/v2/users", access(told));

        var ledger = get("/control/ledger", "Authorization", "Bearer control").body();
        var file = Files.readString(folder.resolve("ledger.jsonl"));

        var call = ledger.get(ledger.size() - 1);
        var token = ledger.get(ledger.size() - 2);
        assertThat(token.get("kind").asText()).isEqualTo("token");
        assertThat(token.get("account").asText()).isEqualTo("north");
        assertThat(token.get("client").asText()).isEqualTo("drawbridge");
        assertThat(token.get("grant").asText()).isEqualTo("refresh_token");
        assertThat(token.get("user").asText()).isEqualTo("user2@example.com");
        assertThat(call.get("credential")).isEqualTo(token.get("issued"));
        assertThat(call.get("user")).isEqualTo(token.get("user"));
        assertThat(file)
                .doesNotContain(told.body().get("access_token").asText())
                .doesNotContain(told.body().get("refresh_token").asText())
                .doesNotContain("refresh-of-2")
                .doesNotContain("secret: and more");
    }

    @Test
    void faultsReachTheTokenEndpointAndGoodCredentials() throws Exception {
        faults("{\"htmlTokens\":true}");
        var html = token("grant_type=client_credentials");
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.raw().body()).startsWith("<!doctype html>");

        faults("{\"unauthorizedRate\":1}");
        assertThat(get("/api/v2/users", "X-Acme-Key", "key-south").status()).isEqualTo(401);

        faults("{}");
        assertThat(get("/api/v2/users", "X-Acme-Key", "key-south").status()).isEqualTo(200);
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private void pass(Duration time) {
        var _ = now.updateAndGet(then -> then.plus(time));
    }

    private Told token(String form) throws Exception {
        var pair = "drawbridge:secret%3A+and+more".getBytes(StandardCharsets.UTF_8);
        var basic = "Basic " + Base64.getEncoder().encodeToString(pair);
        return post("/oauth/token", form, "Content-Type", FORM, "Authorization", basic);
    }

    private Told refresh(String token) throws Exception {
        return token("grant_type=refresh_token&refresh_token=" + token);
    }

    private static String[] access(Told told) {
        return new String[] {"Authorization", "Bearer " + told.body().get("access_token").asText()};
    }

    private static String error(Told told) {
        return told.status() + " " + told.body().get("error").asText();
    }

    private Told revoke(String user) throws Exception {
        var body = "{\"account\":\"north\",\"user\":\"" + user + "\"}";
        return post("/control/grants/revoke", body, "Authorization", "Bearer control");
    }

    private void faults(String faults) throws Exception {
        var told = send("PUT", "/control/faults", faults, "Authorization", "Bearer control");
        assertThat(told.status()).isEqualTo(200);
    }

    private String user(int number) throws Exception {
        var body =
                "{\"email\":\"user%d@example.com\",\"full_name\":\"User %d\"}"
                        .formatted(number, number);
        return made(access(token("grant_type=client_credentials")), "/api/v2/users", body);
    }

    private String made(String[] credential, String path, String body) throws Exception {
        return post(path, body, credential).body().get("id").asText();
    }

    private static String appointment(String owner) {
        return "{\"owner_id\":\"%s\",\"subject\":\"Day\",\"all_day_on\":\"2026-03-02\"}"
                .formatted(owner);
    }

    private Told get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    private Told post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private Told send(String method, String path, String body, String... headers) throws Exception {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request =
                HttpRequest.newBuilder(URI.create(acme.url() + path))
                        .headers(headers)
                        .method(method, publisher)
                        .build();
        var raw = client.send(request, BodyHandlers.ofString());
        boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Told(raw.statusCode(), JSON.readTree(json ? raw.body() : "{}"), raw);
    }
}
