package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `drawbridge import` as an operator types it, into a gateway that runs.
class ImportIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path LAUNCHER = Path.of(System.getenv("DRAWBRIDGE_LAUNCHER"));
    private static final String SECRET = "c2VjcmV0LW9mLXRoZS1pbXBvcnQtdGVzdC0wMDAwMDE=";

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

    private record Ended(int code, String told) {}

    @Test
    void takesTheGoodRowsTellsTheBadOnesAndDoublesNothing() throws Exception {
        JsonNode up = serve();
        Path file =
                Files.writeString(
                        folder.resolve("contacts.csv"),
                        "\uFEFFid;first_name;last_name;revision\r\ncon_1;Contact;17;1\r\n"
                                + "con_2;\"Con\n tact\";18;1\r\n;Nobody;19;1\r\ncon_4;torn");
        Path rejects = folder.resolve("rejects.csv");

        Ended first = imported(up, file, "--rejects", rejects.toString());
        assertThat(first.code()).as(first.told()).isEqualTo(3);
        await().atMost(PATIENCE).until(() -> applied(up) == 2);
        Ended again = imported(up, file);

        assertThat(first.told())
                .contains("Line 5: id: is empty: it names the record")
                .contains("Line 6: ends after 2 of 4 columns")
                .contains("4 rows, 2 taken, 2 refused.");
        assertThat(Files.readAllLines(rejects)).hasSize(3);
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.told()).contains("was imported before: 4 rows, 2 taken, 2 refused.");
        assertThat(overview(up).at("/counts/acknowledged").asLong()).isEqualTo(2);
    }

    private Ended imported(JsonNode up, Path file, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                LAUNCHER.toString(),
                                "import",
                                file.toString(),
                                "--tenant",
                                "north",
                                "--resource",
                                "acme.contact",
                                "--gateway",
                                up.path("ops").asText(),
                                "--token-file",
                                folder.resolve("data/ops-token").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), told);
    }

    private JsonNode serve() throws IOException {
        Path ready = folder.resolve("ready.json");
        ProcessBuilder builder =
                new ProcessBuilder(
                        LAUNCHER.toString(),
                        "serve",
                        "--mappings",
                        LAUNCHER.resolveSibling("mappings").toString(),
                        "--public-port",
                        "0",
                        "--ops-port",
                        "0",
                        "--data",
                        folder.resolve("data").toString(),
                        "--ready",
                        ready.toString());
        for (String tenant : List.of("NORTH", "SOUTH")) {
            for (String name : List.of("ACME_URL", "APP_URL")) {
                builder.environment()
                        .put("DRAWBRIDGE_" + tenant + "_" + name, "http://127.0.0.1:1");
            }
            for (String name : List.of("ACME_KEY", "APP_TOKEN", "APP_PUSH")) {
                builder.environment()
                        .put("DRAWBRIDGE_" + tenant + "_" + name, SECRET + tenant + name);
            }
            builder.environment().put("DRAWBRIDGE_" + tenant + "_ACME_WEBHOOK", "whsec_" + SECRET);
        }
        builder.environment().put("DRAWBRIDGE_PARENT_PID", "" + ProcessHandle.current().pid());
        Process process =
                builder.redirectError(folder.resolve("serve.err").toFile())
                        .redirectOutput(folder.resolve("serve.log").toFile())
                        .start();
        started.add(process);
        await().atMost(PATIENCE).until(() -> Files.exists(ready) || !process.isAlive());
        assertThat(ready).as(Files.readString(folder.resolve("serve.err"))).exists();
        return json.readTree(ready.toFile());
    }

    private long applied(JsonNode up) throws Exception {
        return overview(up).at("/counts/applied").asLong();
    }

    private JsonNode overview(JsonNode up) throws Exception {
        String line = Files.readString(folder.resolve("data/ops-token")).strip();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(up.path("ops").asText() + "/ops/v1/overview"))
                        .header(
                                "Authorization",
                                "Bearer " + line.substring(line.lastIndexOf(' ') + 1))
                        .build();
        return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
