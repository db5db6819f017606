package drawbridge.platform;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the configuration: a flag wins over the environment, the environment over the file, the
/// file over the default. `public.port` of the file is `DRAWBRIDGE_PUBLIC_PORT` in the environment;
/// `DRAWBRIDGE_PUBLIC_PORT_FILE` would name a file that holds it, which is meant for secrets.
///
/// | key | default | what |
/// | --- | --- | --- |
/// | `public.host`, `public.port` | 127.0.0.1, 8080 | where systems send to us |
/// | `ops.host`, `ops.port` | 127.0.0.1, 8081 | where operators look and act |
/// | `ops.tokens` | made in the data folder | file of tokens: `name role token [tenants]` |
/// | `data` | `.drawbridge/data` | the folder that is ours |
/// | `mappings` | `mappings` | systems, flows and tenants |
/// | `database.ready` | – | a file that `drawbridge postgres --ready` wrote |
/// | `database.url` | our own server | `postgresql://host:port/name` |
/// | `database.migration.user`, `.password` | – | the role that owns the tables |
/// | `database.gateway.user`, `.password` | – | the role that the service works with |
/// | `master.key`, `master.key.file` | made in the data folder | encrypts secrets |
/// | `delete.gap` | `PT1M` | between two "not found" that prove a delete |
/// | `retention.work` | `P30D` | how long changes, outcomes and ended attempts are kept |
/// | `retention.tombstones` | `P90D` | how long a buried link is remembered |
/// | `audit.every` | `P1D` | how often both systems of each tenant are compared, or `never` |
public final class Settings {

    private static final String NEVER = "never";
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "public.host", "127.0.0.1",
                    "public.port", "8080",
                    "ops.host", "127.0.0.1",
                    "ops.port", "8081",
                    "data", ".drawbridge/data",
                    "mappings", "mappings",
                    "delete.gap", "PT1M",
                    "retention.work", "P30D",
                    "retention.tombstones", "P90D",
                    "audit.every", "P1D");
    private static final List<String> OPTIONAL =
            List.of(
                    "ops.tokens",
                    "database.ready",
                    "database.url",
                    "database.migration.user",
                    "database.migration.password",
                    "database.gateway.user",
                    "database.gateway.password",
                    "master.key",
                    "master.key.file");

    private static final Duration DAY = Duration.ofDays(1);

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /// Every variable of the environment that this reads.
    static Set<String> variables() {
        return allKeys().stream().map(Settings::variable).collect(Collectors.toUnmodifiableSet());
    }

    /// Blocks while the file is read.
    ///
    /// @param environment as [Environment#read] gives it
    /// @param flags values by key, as given on the command line
    /// @throws StartFailure with every problem at once
    static Config read(
            Vertx vertx,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> flags)
            throws StartFailure {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        if (file.isPresent()) {
            values.putAll(file(vertx, file.get()));
        }
        for (String key : allKeys()) {
            String value = environment.getOrDefault(variable(key), "");
            if (!value.isBlank()) {
                values.put(key, value);
            }
        }
        values.putAll(flags);
        return new Settings(values).config();
    }

    private static Map<String, String> file(Vertx vertx, Path file) throws StartFailure {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new StartFailure(
                    "The configuration file "
                            + file
                            + (Files.isDirectory(file) ? " is a folder." : " cannot be read.")
                            + " Name another with --config.");
        }
        Map<String, String> flat = new TreeMap<>();
        try {
            flatten("", retrieve(vertx, yaml(file)), flat);
        } catch (RuntimeException malformed) {
            throw new StartFailure(NotYaml.told(file, malformed));
        }
        List<String> unknown = flat.keySet().stream().filter(key -> !known(key)).toList();
        if (!unknown.isEmpty()) {
            throw new StartFailure(
                    file
                            + " holds unknown keys: "
                            + String.join(", ", unknown)
                            + ". Known are "
                            + String.join(", ", allKeys())
                            + ".");
        }
        return flat;
    }

    private static ConfigStoreOptions yaml(Path file) {
        return new ConfigStoreOptions()
                .setType("file")
                .setFormat("yaml")
                .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString()));
    }

    private static JsonObject retrieve(Vertx vertx, ConfigStoreOptions store) {
        ConfigRetriever retriever =
                ConfigRetriever.create(
                        vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
        try {
            return retriever.getConfig().await();
        } finally {
            retriever.close();
        }
    }

    private static void flatten(String prefix, JsonObject object, Map<String, String> flat) {
        for (Map.Entry<String, Object> entry : object) {
            String key = prefix + entry.getKey().replace('-', '.');
            if (entry.getValue() instanceof JsonObject inner) {
                flatten(key + ".", inner, flat);
            } else {
                flat.put(key, String.valueOf(entry.getValue()));
            }
        }
    }

    private static boolean known(String key) {
        return DEFAULTS.containsKey(key) || OPTIONAL.contains(key);
    }

    private static List<String> allKeys() {
        List<String> keys = new ArrayList<>(DEFAULTS.keySet());
        keys.addAll(OPTIONAL);
        return keys.stream().sorted().toList();
    }

    private Config config() throws StartFailure {
        Path data = path("data", text("data")).toAbsolutePath().normalize();
        Path mappings = path("mappings", text("mappings")).toAbsolutePath().normalize();
        Config config =
                new Config(
                        text("public.host"),
                        port("public.port"),
                        text("ops.host"),
                        port("ops.port"),
                        data,
                        mappings,
                        database(),
                        optional("ops.tokens").map(text -> path("ops.tokens", text)),
                        masterKey(),
                        span("delete.gap", Duration.ofNanos(1), "above 0, such as PT1M"),
                        new Config.Keep(
                                span("retention.work", DAY, "of a day (P1D) or more"),
                                span("retention.tombstones", DAY, "of a day (P1D) or more")),
                        text("audit.every").equals(NEVER)
                                ? Optional.empty()
                                : Optional.of(
                                        span(
                                                "audit.every",
                                                Duration.ofMinutes(1),
                                                "of a minute (PT1M) or more, or never")));
        if (config.publicPort() != 0
                && config.publicPort() == config.opsPort()
                && config.publicHost().equals(config.opsHost())) {
            problems.add(
                    "public.port and ops.port are both "
                            + config.publicPort()
                            + "; give each a port of its own.");
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join(System.lineSeparator(), problems));
        }
        return config;
    }

    private Optional<DatabaseAccess> database() throws StartFailure {
        Optional<String> ready = optional("database.ready");
        if (ready.isPresent()) {
            return Optional.of(DatabaseReady.read(path("database.ready", ready.get())));
        }
        Optional<String> url = optional("database.url");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                DatabaseReady.access(
                        url.get(), role("migration"), role("gateway"), Optional.empty()));
    }

    private DatabaseAccess.Credential role(String role) {
        return new DatabaseAccess.Credential(
                required("database." + role + ".user"), required("database." + role + ".password"));
    }

    private Optional<Config.MasterKey> masterKey() {
        Optional<String> file = optional("master.key.file");
        if (file.isEmpty()) {
            return optional("master.key")
                    .map(key -> new Config.MasterKey(key, variable("master.key")));
        }
        try {
            return Optional.of(
                    new Config.MasterKey(
                            Files.readString(path("master.key.file", file.get())).trim(),
                            file.get()));
        } catch (IOException unreadable) {
            problems.add(
                    "The master key file "
                            + file.get()
                            + " cannot be read: "
                            + FileTrouble.said(unreadable)
                            + ".");
            return Optional.empty();
        }
    }

    private Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException notOne) {
            problems.add(key + " names no file: " + notOne.getReason() + ".");
            return Path.of("");
        }
    }

    private static String variable(String key) {
        return "DRAWBRIDGE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private Duration span(String key, Duration least, String what) {
        String text = text(key);
        try {
            Duration span = Duration.parse(text);
            if (span.compareTo(least) >= 0) {
                return span;
            }
        } catch (DateTimeParseException notOne) {
            // told below
        }
        problems.add(key + " is \"" + text + "\"; write a length of time " + what + ".");
        return least;
    }

    private int port(String key) {
        String text = text(key);
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notOne) {
            // told below
        }
        problems.add(key + " is \"" + text + "\"; a port is a number from 0 (any) to 65535.");
        return 0;
    }

    private String required(String key) {
        Optional<String> value = optional(key);
        if (value.isEmpty()) {
            problems.add(key + " is missing; it is needed beside database.url.");
        }
        return value.orElse("");
    }

    private String text(String key) {
        return values.getOrDefault(key, "");
    }

    private Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }
}
