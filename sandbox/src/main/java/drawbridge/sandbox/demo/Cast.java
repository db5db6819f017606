package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Secrets;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The processes of the demo: started here, ended here, whatever happens.
final class Cast implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String MAPPINGS = "mappings";
    private static final String LIGHT =
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+IgnoreUnrecognizedVMOptions";

    private final Launcher launcher;
    private final RunFolder folder;
    private final RunRecord record;
    private final long seed;
    private final List<Tenant> tenants;
    private final boolean loads;
    private final String control = Secrets.token();
    private final String opsToken = Secrets.token();
    private final List<Part> running = new CopyOnWriteArrayList<>();
    private int lives;
    private String acmeUrl = "";
    private String appUrl = "";
    private String publicUrl = "";
    private String opsUrl = "";

    /// @param loads whether real input is loaded
    Cast(
            Launcher launcher,
            RunFolder folder,
            RunRecord record,
            long seed,
            List<Tenant> tenants,
            boolean loads) {
        this.loads = loads;
        this.launcher = launcher;
        this.folder = folder;
        this.record = record;
        this.seed = seed;
        this.tenants = List.copyOf(tenants);
    }

    /// Starts the database and both systems, at once.
    void startWorld() throws IOException {
        var _ = folder.secret("control-token", control + "\n");
        var _ = folder.secret("ops-token", opsToken + "\n");
        var _ = folder.secret("ops-tokens", "demo admin " + opsToken + "\n");
        var _ = folder.copy(MAPPINGS, launcher.home().resolve(MAPPINGS));
        var _ = folder.secret("secrets.json", secrets().toPrettyString() + "\n");
        var database = start("postgres", List.of("postgres", "--data", at("postgres")), "postgres");
        var acme = sandbox("acme", Tenant::acmeAccount);
        var app = sandbox("app", Tenant::appAccount);
        var _ = ready(database, "postgres.json");
        acmeUrl = ready(acme, "acme.json").path("url").asText();
        appUrl = ready(app, "app.json").path("url").asText();
        record.part("acme", acme.pid(), acmeUrl);
        record.part("app", app.pid(), appUrl);
        record.part("postgres", database.pid(), "");
    }

    /// What the judge looks for in logs and in the journal.
    private ObjectNode secrets() {
        var secrets = Http.JSON.createObjectNode().put("the operator's token", opsToken);
        tenants.forEach(tenant -> tenant.secrets().forEach(secrets::put));
        return secrets;
    }

    private Part sandbox(String name, Function<Tenant, ObjectNode> account) throws IOException {
        var accounts = Http.JSON.createObjectNode().put("control", control);
        var list = accounts.putArray("accounts");
        tenants.forEach(tenant -> list.add(account.apply(tenant)));
        var file = folder.secret(name + "-accounts.json", accounts.toString());
        return start(
                name,
                List.of(
                        "sandbox", name,
                        "--port", "0",
                        "--data", at(name),
                        "--accounts", file.toString(),
                        "--seed", Long.toString(seed)),
                name);
    }

    /// Starts the gateway; the second time on the ports of the first.
    void startGateway() throws IOException {
        lives++;
        var ready = "gateway" + (lives > 1 ? "-" + lives : "") + ".json";
        var environment = new HashMap<String, String>();
        environment.put("DRAWBRIDGE_DATA", at("gateway"));
        environment.put("DRAWBRIDGE_MAPPINGS", at(MAPPINGS));
        environment.put("DRAWBRIDGE_DATABASE_READY", at("postgres.json"));
        environment.put("DRAWBRIDGE_OPS_TOKENS", at("ops-tokens"));
        environment.put("DRAWBRIDGE_DELETE_GAP", "PT2S");
        environment.put("DRAWBRIDGE_PUBLIC_PORT", port(publicUrl));
        environment.put("DRAWBRIDGE_OPS_PORT", port(opsUrl));
        tenants.forEach(tenant -> environment.putAll(tenant.environment(acmeUrl, appUrl)));
        var log = ready.replace(".json", ".log");
        var gateway =
                launcher.start(
                        "gateway",
                        List.of("serve", "--ready", at(ready)),
                        environment,
                        folder.file(log));
        running.add(gateway);
        var told = gateway.ready(folder.file(ready), PATIENCE);
        publicUrl = told.path("public").asText();
        opsUrl = told.path("ops").asText();
        record.part("gateway", gateway.pid(), publicUrl);
    }

    /// A customer comes to the gateway that runs, by the one file that the examples have of it.
    void admit(String tenant) throws IOException {
        var mappings = folder.file(MAPPINGS);
        var file = Path.of(tenant + ".yaml");
        Files.copy(
                mappings.resolve("examples").resolve(file),
                mappings.resolve("tenants").resolve(file));
    }

    private static String port(String url) {
        return url.isEmpty() ? "0" : Integer.toString(URI.create(url).getPort());
    }

    /// Kills the gateway as a power cut would.
    long killGateway() {
        var gateway = part("gateway");
        gateway.kill();
        running.remove(gateway);
        return gateway.pid();
    }

    /// The gateway's process, if it ended by itself or by somebody else's hand.
    ///
    /// @return its id; told once
    Optional<Long> deadGateway() {
        var gateway = part("gateway");
        if (gateway.alive()) {
            return Optional.empty();
        }
        running.remove(gateway);
        return Optional.of(gateway.pid());
    }

    /// Ends all but the database, which the judge still needs.
    void endAllButDatabase() {
        var ending = running.stream().filter(part -> !part.name().equals("postgres")).toList();
        ending.stream().filter(part -> part.name().equals("gateway")).forEach(Part::close);
        ending.forEach(Part::ask);
        ending.forEach(Part::close);
        running.removeAll(ending);
    }

    private Part start(String name, List<String> command, String log) throws IOException {
        var line = new ArrayList<>(command);
        line.addAll(List.of("--ready", at(name + ".json")));
        var options = System.getenv().getOrDefault("DRAWBRIDGE_JAVA_OPTS", "");
        var part =
                launcher.start(
                        name,
                        line,
                        Map.of("DRAWBRIDGE_JAVA_OPTS", (LIGHT + heap() + options).strip()),
                        folder.file(log + ".log"));
        running.add(part);
        return part;
    }

    /// Real input lies in the memory of the systems.
    private String heap() {
        return loads ? " -Xmx640m " : " -Xmx256m ";
    }

    private JsonNode ready(Part part, String file) throws IOException {
        return part.ready(folder.file(file), PATIENCE);
    }

    private Part part(String name) {
        return running.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not running"));
    }

    /// The first process that ended though nobody asked it to.
    Optional<String> fallen() {
        return running.stream().filter(part -> !part.alive()).map(Part::name).findFirst();
    }

    private String at(String name) {
        return folder.file(name).toString();
    }

    String control() {
        return control;
    }

    String opsToken() {
        return opsToken;
    }

    String acmeUrl() {
        return acmeUrl;
    }

    String appUrl() {
        return appUrl;
    }

    String opsUrl() {
        return opsUrl;
    }

    /// Tells both systems where the gateway listens.
    void introduce(SandboxControl acme, SandboxControl app) throws IOException {
        for (var tenant : tenants) {
            acme.target(tenant.acmeTarget(publicUrl));
            app.target(tenant.appTarget(publicUrl));
        }
    }

    /// The accounts of Acme, for those who send to the gateway in its name.
    List<Account> senders() {
        return tenants.stream().map(tenant -> tenant.acmeTarget(publicUrl)).toList();
    }

    @Override
    public void close() {
        endAllButDatabase();
        running.forEach(Part::close);
        running.clear();
    }
}
