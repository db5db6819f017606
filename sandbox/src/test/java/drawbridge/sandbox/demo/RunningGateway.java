package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;
import drawbridge.sandbox.world.Account;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// PostgreSQL, both sandboxes and a gateway, each a process of its own, with a mappings folder that
/// a test may change while they run. The customer `west` has accounts from the start and no file
/// yet.
final class RunningGateway implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String WEST = "west";
    static final String NORTH = "north";
    private static final String CONTROL = "control-of-the-test";
    private static final String OPS = "token-of-the-operator-0123456789";
    private static final String KEY = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

    final Http http = new Http();
    final SandboxControl acme;
    final SandboxControl app;
    private final Path temp;
    private final Path mappings;
    private final List<Part> parts = new ArrayList<>();
    private final String publicUrl;
    private final String opsUrl;

    /// What a test makes of the mappings before anything is started.
    interface Mapping {

        void change(Path mappings) throws IOException;
    }

    private RunningGateway(Path temp, Account west, Mapping mapping) throws IOException {
        this.temp = temp;
        this.mappings = temp.resolve("mappings");
        var launcher = new Launcher(System.getenv());
        copy(launcher.home().resolve("mappings"), mappings);
        mapping.change(mappings);
        var database =
                start(launcher, "postgres", Map.of(), "postgres", "--data", at("postgres-data"));
        var acmeUrl = sandbox(launcher, "acme", west);
        var appUrl = sandbox(launcher, "app", west);
        acme = new SandboxControl(http, acmeUrl, CONTROL);
        app = new SandboxControl(http, appUrl, CONTROL);
        var _ = database.ready(temp.resolve("postgres.json"), PATIENCE);
        Files.writeString(temp.resolve("ops-tokens"), "user1 admin " + OPS + "\n");
        var gateway = start(launcher, "gateway", environment(acmeUrl, appUrl), "serve");
        var told = gateway.ready(temp.resolve("gateway.json"), PATIENCE);
        publicUrl = told.path("public").asText();
        opsUrl = told.path("ops").asText();
        for (var tenant : List.of(NORTH, "south", WEST)) {
            acme.target(
                    new Account(
                            tenant,
                            tenant.equals(WEST) ? "" : "acme-key-of-" + upper(tenant),
                            hook(tenant),
                            null));
            app.target(
                    new Account(
                            tenant,
                            "app-token-of-" + upper(tenant),
                            null,
                            new Account.Push(base(tenant), "push-token-of-" + upper(tenant))));
        }
    }

    /// @param west the customer's account at Acme
    static RunningGateway start(Path temp, Account west) throws IOException {
        return new RunningGateway(temp, west, _ -> {});
    }

    static RunningGateway start(Path temp, Mapping mapping) throws IOException {
        return new RunningGateway(temp, new Account(WEST, "", null, null), mapping);
    }

    private Map<String, String> environment(String acmeUrl, String appUrl) {
        var environment = new HashMap<String, String>();
        environment.put("DRAWBRIDGE_DATA", at("gateway-data"));
        environment.put("DRAWBRIDGE_MAPPINGS", mappings.toString());
        environment.put("DRAWBRIDGE_DATABASE_READY", at("postgres.json"));
        environment.put("DRAWBRIDGE_OPS_TOKENS", at("ops-tokens"));
        environment.put("DRAWBRIDGE_PUBLIC_PORT", "0");
        environment.put("DRAWBRIDGE_OPS_PORT", "0");
        for (var tenant : List.of("NORTH", "SOUTH", "WEST")) {
            var prefix = "DRAWBRIDGE_" + tenant + "_";
            environment.put(prefix + "ACME_URL", acmeUrl);
            environment.put(prefix + "ACME_KEY", "acme-key-of-" + tenant);
            environment.put(prefix + "ACME_CLIENT", "drawbridge");
            environment.put(prefix + "ACME_SECRET", "secret-of-the-client");
            environment.put(prefix + "ACME_WEBHOOK", KEY);
            environment.put(prefix + "APP_URL", appUrl);
            environment.put(prefix + "APP_TOKEN", "app-token-of-" + tenant);
            environment.put(prefix + "APP_PUSH", "push-token-of-" + tenant);
        }
        return environment;
    }

    private String sandbox(Launcher launcher, String name, Account west) throws IOException {
        var accounts = Http.JSON.createObjectNode().put("control", CONTROL);
        var list = accounts.putArray("accounts");
        for (var tenant : List.of(NORTH, "south", WEST)) {
            var key = name + (name.equals("acme") ? "-key-of-" : "-token-of-") + upper(tenant);
            var account =
                    name.equals("acme") && tenant.equals(WEST)
                            ? west
                            : new Account(tenant, key, null, null);
            list.add(Http.JSON.<JsonNode>valueToTree(account));
        }
        var file = Files.writeString(temp.resolve(name + "-accounts.json"), accounts.toString());
        var part =
                start(
                        launcher,
                        name,
                        Map.of(),
                        "sandbox",
                        name,
                        "--port",
                        "0",
                        "--data",
                        at(name + "-data"),
                        "--accounts",
                        file.toString());
        return part.ready(temp.resolve(name + ".json"), PATIENCE).path("url").asText();
    }

    private Part start(
            Launcher launcher, String name, Map<String, String> environment, String... command)
            throws IOException {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--ready", at(name + ".json")));
        var part = launcher.start(name, line, environment, temp.resolve(name + ".log"));
        parts.add(part);
        return part;
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }

    private static String upper(String tenant) {
        return tenant.toUpperCase(Locale.ROOT);
    }

    private String base(String tenant) {
        return publicUrl + "/v1/tenants/" + tenant;
    }

    /// Where Acme sends the customer's webhooks.
    Account.Webhook hook(String tenant) {
        return new Account.Webhook(base(tenant) + "/hooks/acme", KEY);
    }

    Path mappings() {
        return mappings;
    }

    /// The customer's file, as the examples have it.
    String example() throws IOException {
        return Files.readString(mappings.resolve("examples/west.yaml"));
    }

    /// The customer comes, or comes otherwise.
    void west(String yaml) throws IOException {
        Files.writeString(mappings.resolve("tenants/west.yaml"), yaml);
    }

    JsonNode ops(String method, String path, String body) throws IOException {
        var headers =
                Map.of(
                        "Authorization",
                        "Bearer " + OPS,
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
        return http.call(method, opsUrl + "/ops/v1" + path, headers, body);
    }

    /// What `./drawbridge audit` needs to reach the gateway.
    List<String> reach() throws IOException {
        var token = Files.writeString(temp.resolve("token"), OPS + "\n");
        return List.of("--gateway", opsUrl, "--token-file", token.toString());
    }

    /// How the customer's connection to Acme stands.
    ///
    /// @param user whose grant is meant; absent: the connection
    JsonNode connection(@Nullable String user) throws IOException {
        for (var one : ops("GET", "/connections?tenant=west", "")) {
            if (one.path("system").asText().equals("acme")
                    && one.path("user").asText("").equals(user == null ? "" : user)) {
                return one;
            }
        }
        return object();
    }

    /// Whether something of the customer's waits for that.
    boolean waits(String status) throws IOException {
        for (var one : ops("GET", "/waiting?tenant=west", "")) {
            if (one.path("status").asText().equals(status)) {
                return true;
            }
        }
        return false;
    }

    /// All that Acme was asked.
    List<JsonNode> ledger() throws IOException {
        return ledger(acme);
    }

    /// All that the system was asked.
    List<JsonNode> ledger(SandboxControl system) throws IOException {
        var all = new ArrayList<JsonNode>();
        JsonNode page;
        do {
            long after = all.isEmpty() ? 0 : all.getLast().path("n").asLong();
            page =
                    http.call(
                            "GET",
                            system.url() + "/control/ledger?after=" + after,
                            Map.of("Authorization", "Bearer " + CONTROL),
                            "");
            page.forEach(all::add);
        } while (!page.isEmpty());
        return all;
    }

    /// Takes away what the user let the gateway do.
    void revoke(String user) throws IOException {
        var _ =
                http.call(
                        "POST",
                        acme.url() + "/control/grants/revoke",
                        Map.of("Authorization", "Bearer " + CONTROL),
                        object().put("account", WEST).put("user", user).toString());
    }

    static ObjectNode object() {
        return Http.JSON.createObjectNode();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Override
    public void close() {
        parts.reversed().forEach(Part::close);
        http.close();
    }
}
