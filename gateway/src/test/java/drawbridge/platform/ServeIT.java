package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.journal.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `drawbridge serve` as people start it: a process of its own, its own database, its words on
/// standard error.
class ServeIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
    private static final Path LAUNCHER = Path.of(System.getenv("DRAWBRIDGE_LAUNCHER"));

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void comesUpAndGoesOnAfterKillMinusNine() throws Exception {
        Process first = serve(Map.of(), "--data", data(), "--ready", ready("one"));
        JsonNode up = awaitReady(first, "one");
        assertThat(webhook(up, "con_1", 1)).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> applied(up) == 1);

        ProcessHandle java = ProcessHandle.of(up.path("pid").asLong()).orElseThrow();
        assertThat(java.destroyForcibly()).isTrue();
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Process second = serve(Map.of(), "--data", data(), "--ready", ready("two"));
        JsonNode again = awaitReady(second, "two");

        await().atMost(PATIENCE).until(() -> applied(again) == 1);
        assertThat(webhook(again, "con_1", 1)).as("seen before the kill").isEqualTo(202);
        assertThat(webhook(again, "con_2", 1)).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> applied(again) == 2);
        assertThat(overview(again).at("/counts/duplicates").asLong()).isEqualTo(1);
    }

    @Test
    void saysWhatKeepsItFromStarting() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "public:\n  port: [80\n");
        Path list = Files.writeString(folder.resolve("list.yaml"), "- public.port\n");
        Path mappings = Files.createDirectories(folder.resolve("mappings/tenants"));
        Files.writeString(mappings.resolve("east.yaml"), "tenant: east\nflws: {}\n");

        assertThat(refusal(Map.of(), "--data", file.toString()))
                .startsWith("The data folder " + file + " cannot be made: ");
        assertThat(refusalHere("--data", "/proc/here"))
                .isEqualTo(
                        "The data folder /proc/here cannot be written to. Mend its rights, or name"
                                + " another with --data.");
        assertThat(refusalHere("--data", data(), "--colour", "red"))
                .startsWith("Unknown options: '--colour', 'red'")
                .endsWith("./drawbridge serve --help tells the options.");
        assertThat(refusalHere("--data", data(), "--ops-port", "99999"))
                .isEqualTo("ops.port is \"99999\"; a port is a number from 0 (any) to 65535.");
        assertThat(refusalHere("--data", data(), "--config", broken.toString()))
                .startsWith(broken + ":3:1: this is not YAML: ");
        assertThat(refusalHere("--data", data(), "--config", list.toString()))
                .contains("does not hold keys and values");
        assertThat(refusalHere("--data", data(), "--ready", "/proc/here/ready"))
                .startsWith("The file /proc/here/ready of --ready cannot be written");
        assertThat(refusalHere("--data", data(), "--mappings", folder + "/mappings"))
                .containsPattern("tenants/east\\.yaml:\\d+:\\d+: ")
                .endsWith("Mend these in the mappings and start again.");
        assertThat(refusal(Map.of("DRAWBRIDGE_MASTER_KEY", "c2hvcnQ="), "--data", data()))
                .startsWith("The master key is neither ")
                .endsWith("It comes from DRAWBRIDGE_MASTER_KEY.")
                .doesNotContain("c2hvcnQ");
    }

    @Test
    void saysWhyTheDatabaseCannotBeUsed() throws Exception {
        DatabaseAccess there = TestDatabase.access();
        assertThat(refusal(database("postgresql://127.0.0.1:1/none"), "--data", data()))
                .isEqualTo(
                        "The database at postgresql://127.0.0.1:1/none cannot be used: nothing"
                                + " answers there. Start it, or mend database.url.");
        assertThat(refusal(database("mysql://127.0.0.1/none"), "--data", data()))
                .contains("postgresql://host:port/name");
        assertThat(refusal(database(there.url()), "--data", data()))
                .isEqualTo(
                        "The database at "
                                + there.url()
                                + " cannot be used: it refuses the user or the password. Mend"
                                + " database.gateway.user and .password.");

        Map<String, String> powerless = new HashMap<>(database(there.url()));
        powerless.put("DRAWBRIDGE_DATABASE_GATEWAY_USER", there.gateway().user());
        powerless.put("DRAWBRIDGE_DATABASE_GATEWAY_PASSWORD", there.gateway().password());
        powerless.put("DRAWBRIDGE_DATABASE_MIGRATION_USER", there.gateway().user());
        powerless.put("DRAWBRIDGE_DATABASE_MIGRATION_PASSWORD", there.gateway().password());
        assertThat(refusal(powerless, "--data", data()))
                .startsWith("The tables of the database at " + there.url())
                .contains("permission denied");
    }

    @Test
    void doesNotStartOnTheFilesOfAnotherPostgreSQL() throws Exception {
        Path database = Files.createDirectories(folder.resolve("data/postgres/data"));
        Files.writeString(database.resolve("PG_VERSION"), "12\n");
        Files.writeString(database.resolveSibling("set-up"), "");

        assertThat(refusal(Map.of(), "--data", data()))
                .startsWith(
                        "The database in " + database.getParent() + " was made by PostgreSQL 12,")
                .endsWith("Nothing was changed.");
    }

    @Test
    void refusesAPlaceholderForASecretByTheNameOfItsVariable() throws Exception {
        assertThat(refusal(Map.of("DRAWBRIDGE_NORTH_APP_PUSH", "changeme"), "--data", data()))
                .isEqualTo(
                        "The push secret of north for app cannot be used: the environment variable"
                                + " DRAWBRIDGE_NORTH_APP_PUSH holds a placeholder and no secret.");
    }

    @Test
    void saysThatAPortIsTakenAndNothingElse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            for (String name : List.of("public", "ops")) {
                assertThat(refusal(Map.of(), "--data", data(), "--" + name + "-port", port))
                        .isEqualTo(
                                "The %s port %s is taken by another program. End that, or name another port with --%s-port (0 takes a free one)."
                                        .formatted(name, port, name));
            }
            assertThat(folder.resolve("serve.log")).content().doesNotContain("ERROR");
            assertThat(folder.resolve("data/postgres")).as("nothing was begun").doesNotExist();
        }
    }

    private static Map<String, String> database(String url) {
        return Map.of(
                "DRAWBRIDGE_DATABASE_URL", url,
                "DRAWBRIDGE_DATABASE_MIGRATION_USER", "a",
                "DRAWBRIDGE_DATABASE_MIGRATION_PASSWORD", "b",
                "DRAWBRIDGE_DATABASE_GATEWAY_USER", "a",
                "DRAWBRIDGE_DATABASE_GATEWAY_PASSWORD", "b");
    }

    /// The words on standard error of a start that ends by itself with exit code 2.
    private String refusal(Map<String, String> environment, String... flags) throws Exception {
        Process process = serve(environment, flags);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String told = Files.readString(errors(process));
        assertThat(process.exitValue()).as(told).isEqualTo(2);
        return plain(told);
    }

    /// The same of the command alone, which ends with what it answers here: a process for each of
    /// many would take as long as all the others together.
    private String refusalHere(String... flags) {
        StringWriter errors = new StringWriter();
        List<String> line = new ArrayList<>(List.of("--public-port=0", "--ops-port=0"));
        line.removeIf(flag -> List.of(flags).contains(flag.substring(0, flag.indexOf('='))));
        line.addAll(List.of(flags));
        int code =
                PlainCommand.of(new Serve())
                        .setErr(new PrintWriter(errors, true))
                        .execute(line.toArray(String[]::new));
        String told = errors.toString();
        assertThat(code).as(told).isEqualTo(2);
        return plain(told);
    }

    private static String plain(String told) {
        assertThat(told).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(told.lines()).as(told).hasSizeLessThanOrEqualTo(9);
        return told.strip();
    }

    private Process serve(Map<String, String> environment, String... flags) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                LAUNCHER.toString(),
                                "serve",
                                "--mappings",
                                LAUNCHER.resolveSibling("mappings").toString(),
                                "--public-port",
                                "0",
                                "--ops-port",
                                "0"));
        for (int i = 0; i < flags.length; i++) {
            int at = command.indexOf(flags[i]);
            if (at >= 0) {
                command.set(at + 1, flags[++i]);
            } else {
                command.add(flags[i]);
            }
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        for (String tenant : List.of("NORTH", "SOUTH")) {
            for (String name : List.of("ACME_URL", "APP_URL")) {
                builder.environment()
                        .put("DRAWBRIDGE_" + tenant + "_" + name, "http://127.0.0.1:1");
            }
            for (String name : List.of("ACME_KEY", "APP_TOKEN", "APP_PUSH")) {
                builder.environment()
                        .put("DRAWBRIDGE_" + tenant + "_" + name, "not-a-real-one-at-all");
            }
            builder.environment().put("DRAWBRIDGE_" + tenant + "_ACME_WEBHOOK", "whsec_" + KEY);
        }
        builder.environment().put("DRAWBRIDGE_PARENT_PID", "" + ProcessHandle.current().pid());
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile(folder, "serve", ".err");
        Process process =
                builder.redirectError(errors.toFile())
                        .redirectOutput(folder.resolve("serve.log").toFile())
                        .start();
        started.add(process);
        Files.move(errors, errors(process));
        return process;
    }

    private Path errors(Process process) {
        return folder.resolve("serve-" + process.pid() + ".err");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String ready(String name) {
        return folder.resolve(name + ".json").toString();
    }

    private JsonNode awaitReady(Process process, String name) throws IOException {
        Path file = Path.of(ready(name));
        await().atMost(PATIENCE).until(() -> Files.exists(file) || !process.isAlive());
        assertThat(file).as(Files.readString(errors(process))).exists();
        return json.readTree(file.toFile());
    }

    private int webhook(JsonNode up, String contact, int revision) throws Exception {
        String id = "msg_" + contact + revision;
        String stamp = String.valueOf(java.time.Clock.systemUTC().instant().getEpochSecond());
        String body =
                """
                {"type":"contact.updated","timestamp":"2026-03-01T09:00:00Z","data":{"id":"%s",\
                "first_name":"Contact","last_name":"17","phone":null,"email":null,\
                "created_at":"2026-03-01T09:00:00.000Z","updated_at":"2026-03-01T09:00:00.000Z",\
                "revision":%d}}"""
                        .formatted(contact, revision);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        up.path("public").asText()
                                                + "/v1/tenants/north/hooks/acme"))
                        .header("webhook-id", id)
                        .header("webhook-timestamp", stamp)
                        .header("webhook-signature", "v1," + sign(id + "." + stamp + "." + body))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static String sign(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private long applied(JsonNode up) throws Exception {
        return overview(up).at("/counts/applied").asLong();
    }

    private JsonNode overview(JsonNode up) throws Exception {
        String line = Files.readString(Path.of(data()).resolve("ops-token")).strip();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(up.path("ops").asText() + "/ops/v1/overview"))
                        .header(
                                "Authorization",
                                "Bearer " + line.substring(line.lastIndexOf(' ') + 1))
                        .build();
        return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
