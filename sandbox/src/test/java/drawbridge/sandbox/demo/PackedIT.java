package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;
import drawbridge.sandbox.world.Account;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// The folder that the image is made of, run without an image: packed from this build, its programs
/// are started as the containers start them, on what `gateway.env` says and with secrets made for
/// the occasion.
class PackedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INSIDE = "http://gateway:8080";
    private static final Path HOME = new Launcher(System.getenv()).home();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private record Said(int code, String text) {}

    @Test
    void theSameCommandsRunFromTheLayoutAndAnAppointmentCrossesBothWays() throws Exception {
        pack();
        assertThat(run(Map.of(), packed("drawbridge"), "--version"))
                .isEqualTo(run(Map.of(), HOME.resolve("drawbridge").toString(), "--version"));
        var launcher = new Launcher(Map.of("DRAWBRIDGE_LAUNCHER", packed("drawbridge")));
        var environment = new TreeMap<String, String>();
        try (var http = new Http();
                var database = start(launcher, "postgres", "postgres", "--data", at("postgres"));
                var acmePart = sandbox(launcher, "acme");
                var appPart = sandbox(launcher, "app")) {
            var world = Map.of("acme", url(acmePart), "app", url(appPart));
            environment.putAll(environment(world, ready(database)));
            assertThat(health(environment).code()).as("before it starts").isEqualTo(1);
            try (var gateway =
                    launcher.start(
                            "gateway",
                            List.of("serve", "--ready", at("gateway.json")),
                            environment,
                            temp.resolve("gateway.log"))) {
                var up = ready(gateway);
                assertThat(up.path("version").asText()).isNotEqualTo("unreleased");
                environment.put("DRAWBRIDGE_OPS_PORT", port(up.path("ops").asText()));
                assertThat(health(environment)).matches(said -> said.code() == 0);
                assertThat(health(environment).text()).contains("\"database\"", "\"up\"");

                crossesBothWays(http, world, up.path("public").asText());
            }
            assertThat(Files.readString(temp.resolve("gateway.log"))).contains("\"Stopped\"");
            assertThat(health(environment).text()).contains("nothing answers at 127.0.0.1:");
            assertThat(health(Map.of(), url(acmePart) + "/openapi.json").code()).isZero();
            assertThat(health(Map.of(), url(acmePart) + "/nothing").text())
                    .contains("answered 404");
        }
    }

    /// Known bugs are planted to see whether the simulator finds them: they stay with it. The bench
    /// and its baselines are for a machine that has the sources.
    @Test
    void neitherTheSimulatorNorItsBugsNorTheBenchAreInIt() throws Exception {
        pack();

        var ours = new ArrayList<String>();
        try (var files = Files.list(Path.of(packed("lib")))) {
            for (var file : files.filter(each -> each.toString().endsWith(".jar")).toList()) {
                try (var jar = new JarFile(file.toFile())) {
                    jar.stream().map(JarEntry::getName).forEach(ours::add);
                }
            }
        }
        assertThat(ours)
                .contains("drawbridge/crossing/engine/Engine.class")
                .noneMatch(name -> name.startsWith("drawbridge/simulator"))
                .noneMatch(name -> name.startsWith("drawbridge/bench"));
    }

    @Test
    void aGatewayThatIsNotReadyIsNotHealthyAndSaysWhy() throws Exception {
        var tokens = temp.resolve("tokens");
        var asked = new ArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    var why = "{\"status\":\"down\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(503, why.length);
                    exchange.getResponseBody().write(why);
                    exchange.close();
                });
        server.start();
        var environment =
                Map.of(
                        "DRAWBRIDGE_OPS_HOST", "0.0.0.0",
                        "DRAWBRIDGE_OPS_PORT", Integer.toString(server.getAddress().getPort()),
                        "DRAWBRIDGE_OPS_TOKENS", tokens.toString());
        try {
            assertThat(health(environment).text()).contains("tokens cannot be read");
            var _ =
                    Files.writeString(
                            tokens,
                            "# name role token\n\nuser1 admin secret-1\nprobe viewer secret-2");

            var said = health(environment);

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text()).contains("{\"status\":\"down\"}", "answered 503");
            assertThat(asked).containsExactly("/ops/v1/ready Bearer secret-2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRuntimeWithoutACompilerIsEnough() throws Exception {
        pack();
        var java = Path.of(run(Map.of(), packed("drawbridge"), "--jdk").text().strip());
        var runtime = temp.resolve("runtime");
        Files.createDirectories(runtime.resolve("bin"));
        var starter =
                Files.writeString(
                        runtime.resolve("bin/java"),
                        "#!/bin/sh\nexec '" + java.resolve("bin/java") + "' \"$@\"\n");
        assertThat(starter.toFile().setExecutable(true)).isTrue();
        var _ = Files.copy(java.resolve("release"), runtime.resolve("release"));
        var bare = Map.of("JAVA_HOME", runtime.toString());

        assertThat(run(bare, packed("drawbridge"), "--jdk").text().strip())
                .isEqualTo(runtime.toString());
        for (var command : List.of("verdict", "why", "import")) {
            assertThat(run(bare, packed("drawbridge"), command, "--help").code())
                    .as(command)
                    .isZero();
        }
        assertThat(run(bare, packed("drawbridge"), "console").text())
                .contains("'console' is not part of this packed layout");
        assertThat(run(bare, packed("drawbridge"), "--build").text())
                .contains("there is nothing to build");
    }

    @Test
    void nothingThatWasNotPackedIsWrittenOver() throws Exception {
        var mine = Files.createDirectories(temp.resolve("mine"));
        var _ = Files.writeString(mine.resolve("letter.txt"), "Dear User 3");

        var refused = run(Map.of(), script("pack"), "--built", built(), "--to", mine.toString());

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.text()).contains("holds something that was not packed by this");
        assertThat(mine.resolve("letter.txt")).exists();
    }

    @Test
    void secretsThatAreThereAreKept() throws Exception {
        var folder = temp.resolve("secrets");
        secrets();
        var before = Files.readString(folder.resolve("gateway_password"));
        Files.delete(folder.resolve("judge_password"));

        secrets();

        assertThat(folder.resolve("judge_password")).exists();
        assertThat(folder.resolve("gateway_password")).hasContent(before);
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }

    private void crossesBothWays(Http http, Map<String, String> world, String gateway)
            throws IOException {
        var acme = control(http, world, "acme", gateway);
        var app = control(http, world, "app", gateway);
        var user = acme.as("north", "POST", "/api/v2/users", person("full_name", "email"));
        var _ = app.as("north", "POST", "/v1/members", person("name", "mail"));
        var visit = json().put("owner_id", user.path("id").asText()).put("subject", "Visit");
        visit.put("starts_at", "2026-03-02T10:00:00").put("duration_minutes", 30);
        visit.put("time_zone", "Europe/Berlin");

        var made = acme.as("north", "POST", "/api/v2/appointments", visit).path("id").asText();

        await().atMost(PATIENCE).until(() -> event(app).path("title").asText().equals("Visit"));
        var id = event(app).path("id").asText();
        var _ = app.as("north", "PATCH", "/v1/events/" + id, json().put("title", "Call"));
        await().atMost(PATIENCE)
                .until(
                        () ->
                                acme.as("north", "GET", "/api/v2/appointments/" + made, json())
                                        .path("subject")
                                        .asText()
                                        .equals("Call"));
    }

    private static JsonNode event(SandboxControl app) throws IOException {
        return app.as("north", "GET", "/v1/events", json()).path("items").path(0);
    }

    /// Told where the gateway is here; its accounts say where it is between containers.
    private SandboxControl control(
            Http http, Map<String, String> world, String name, String gateway) throws IOException {
        var accounts = Http.JSON.readTree(secret(name + "_accounts").replace(INSIDE, gateway));
        var control =
                new SandboxControl(
                        http, world.getOrDefault(name, ""), accounts.path("control").asText());
        for (var each : accounts.path("accounts")) {
            control.target(Http.JSON.treeToValue(each, Account.class));
        }
        return control;
    }

    /// What the container would be told, with the places of this machine in it.
    private Map<String, String> environment(Map<String, String> world, JsonNode database)
            throws IOException {
        for (var role : List.of("migration", "gateway")) {
            var file = role.equals("migration") ? "owner_password" : "gateway_password";
            Files.delete(temp.resolve("secrets").resolve(file));
            var _ =
                    Files.writeString(
                            temp.resolve("secrets").resolve(file),
                            database.path(role).path("password").asText());
        }
        var environment = new TreeMap<String, String>();
        for (var line : Files.readAllLines(HOME.resolve("docker/gateway.env"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int is = line.indexOf('=');
                var value =
                        line.substring(is + 1)
                                .replace("/run/secrets", at("secrets"))
                                .replace("http://acme:9001", world.getOrDefault("acme", ""))
                                .replace("http://app:9002", world.getOrDefault("app", ""))
                                .replace(
                                        "postgresql://postgres:5432/drawbridge",
                                        database.path("url").asText());
                environment.put(line.substring(0, is), value);
            }
        }
        environment.put("DRAWBRIDGE_DATA", at("gateway"));
        environment.put("DRAWBRIDGE_MAPPINGS", packed("mappings"));
        environment.put("DRAWBRIDGE_PUBLIC_PORT", "0");
        environment.put("DRAWBRIDGE_OPS_PORT", "0");
        return environment;
    }

    private Part sandbox(Launcher launcher, String name) throws IOException {
        return start(
                launcher,
                name,
                "sandbox",
                name,
                "--host",
                "127.0.0.1",
                "--data",
                at(name),
                "--accounts",
                at("secrets/" + name + "_accounts"));
    }

    private Part start(Launcher launcher, String name, String... command) throws IOException {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--ready", at(name + ".json")));
        return launcher.start(name, line, Map.of(), temp.resolve(name + ".log"));
    }

    private JsonNode ready(Part part) throws IOException {
        return part.ready(temp.resolve(part.name() + ".json"), PATIENCE);
    }

    private String url(Part part) throws IOException {
        return ready(part).path("url").asText();
    }

    private void pack() throws Exception {
        var packing = run(Map.of(), script("pack"), "--built", built(), "--to", at("packed"));
        assertThat(packing.code()).as(packing.text()).isZero();
        secrets();
    }

    private void secrets() throws Exception {
        var making = run(Map.of(), script("new-secrets"), "--to", at("secrets"));
        assertThat(making.code()).as(making.text()).isZero();
    }

    private Said health(Map<String, String> environment, String... url) throws Exception {
        var line = new ArrayList<>(List.of(HOME.resolve("drawbridge").toString(), "health"));
        line.addAll(List.of(url));
        return run(environment, line.toArray(String[]::new));
    }

    private Said run(Map<String, String> environment, String... command) throws Exception {
        var said = Files.createTempFile(temp, "said", ".txt");
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(said));
    }

    private String secret(String name) throws IOException {
        return Files.readString(temp.resolve("secrets").resolve(name));
    }

    private static ObjectNode person(String name, String mail) {
        return json().put(name, "User 1").put(mail, "user1@example.com");
    }

    private static ObjectNode json() {
        return Http.JSON.createObjectNode();
    }

    private static String port(String url) {
        return Integer.toString(URI.create(url).getPort());
    }

    private static String built() {
        return System.getenv().getOrDefault("DRAWBRIDGE_BUILT", "target/quick");
    }

    private static String script(String name) {
        return HOME.resolve("docker").resolve(name).toString();
    }

    private String packed(String name) {
        return at("packed/" + name);
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }
}
