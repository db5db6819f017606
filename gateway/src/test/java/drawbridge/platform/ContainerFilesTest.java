package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of `docker/` name ports, variables, users and secrets that stand elsewhere too: they
/// agree.
class ContainerFilesTest {

    private static final Path DOCKER = Path.of("..", "docker");
    private static final Path TENANTS = Path.of("..", "mappings", "tenants");
    private static final Pattern VARIABLE = Pattern.compile("\\bDRAWBRIDGE_[A-Z_]+");
    private static final String SECRETS = "/run/secrets/";

    @TempDir private Path temp;

    private final String dockerfile = text("Dockerfile");
    private final Map<String, Object> compose = yaml("compose.yaml");
    private final Map<String, String> gatewayEnv = pairs(text("gateway.env"));

    @Test
    void everyVariableThatTheTenantsNameIsSetForTheGateway() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> tenants = Files.list(TENANTS)) {
            for (Path tenant : tenants.toList()) {
                VARIABLE.matcher(Files.readString(tenant))
                        .results()
                        .forEach(found -> named.add(found.group()));
            }
        }

        assertThat(named).isNotEmpty();
        assertThat(set(gatewayEnv)).containsAll(named);
    }

    @Test
    void theGatewayReadsEveryVariableThatItIsTold() throws IOException {
        Set<String> read = new TreeSet<>(Settings.variables());
        read.add("DRAWBRIDGE_JAVA_OPTS");
        try (Stream<Path> tenants = Files.list(TENANTS)) {
            for (Path tenant : tenants.toList()) {
                VARIABLE.matcher(Files.readString(tenant))
                        .results()
                        .forEach(found -> read.add(found.group()));
            }
        }

        assertThat(read).containsAll(set(gatewayEnv)).containsAll(set(imageEnv()));
    }

    @Test
    void imageAndComposeGiveAConfigurationThatTheGatewayTakes() throws Exception {
        Map<String, String> all = new TreeMap<>(imageEnv());
        all.putAll(gatewayEnv);
        for (String name : strings(service("gateway"), "secrets")) {
            Files.writeString(temp.resolve(name), "secret-" + name);
        }
        all.replaceAll((_, value) -> value.replace(SECRETS, temp + "/"));
        Vertx vertx = Vertx.vertx();
        try {
            Config config =
                    Settings.read(
                            vertx,
                            Optional.empty(),
                            Environment.read(all, Settings.variables()),
                            Map.of());

            assertThat(exposed()).containsExactlyInAnyOrder(config.publicPort(), config.opsPort());
            assertThat(dockerfile).contains("VOLUME " + config.data() + "\n");
            DatabaseAccess database = config.database().orElseThrow();
            assertThat(compose("services")).containsKey(database.host());
            assertThat(database.gateway().password()).isEqualTo("secret-gateway_password");
            assertThat(database.migration().user()).isNotEqualTo(database.gateway().user());
            assertThat(config.masterKey().map(Config.MasterKey::base64))
                    .contains("secret-master_key");
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void everySecretIsMadeAndGivenToWhoNamesItAndToNobodyElse() throws Exception {
        Map<String, Object> known = compose("secrets");
        String maker = text("new-secrets");
        for (Object name : known.keySet()) {
            String kept = String.valueOf(name).replaceFirst("^(north|south)_", "\\${tenant}_");
            String password = kept.replaceFirst("^[a-z]+_password$", "\\${each}_password");
            assertThat(maker)
                    .as("new-secrets makes " + name)
                    .contains("keep ")
                    .containsAnyOf(
                            "keep " + kept + " ",
                            "keep \"" + kept + "\"",
                            "keep \"" + password + "\"");
        }
        for (Map.Entry<String, Object> each : compose("services").entrySet()) {
            Map<String, Object> service = map(each.getValue());
            String words = service + (each.getKey().equals("gateway") ? text("gateway.env") : "");
            if (each.getKey().equals("postgres")) {
                words += text("postgres/roles.sql");
            }
            Set<String> named = new TreeSet<>();
            Matcher found = Pattern.compile(SECRETS + "(\\w+)").matcher(words);
            while (found.find()) {
                named.add(found.group(1));
            }
            assertThat(strings(service, "secrets"))
                    .as("secrets of " + each.getKey())
                    .containsExactlyInAnyOrderElementsOf(named);
            assertThat(known.keySet().stream().map(String::valueOf)).containsAll(named);
        }
    }

    @Test
    void nobodyBeyondThisMachineGetsIn() {
        for (Map.Entry<String, Object> each : compose("services").entrySet()) {
            assertThat(strings(map(each.getValue()), "ports"))
                    .as("ports of " + each.getKey())
                    .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\$\\{\\w+:-\\d+}:\\d+"));
        }
        assertThat(strings(service("postgres"), "ports")).isEmpty();
        assertThat(strings(service("postgres"), "networks")).containsExactly("store");
        assertThat(map(compose("networks").get("store"))).hasToString("{internal=true}");
    }

    @Test
    void whatIsOursRunsAsNobodySpecialOnARootThatCannotBeWrittenTo() {
        assertThat(dockerfile).contains("USER 10001:10001\n").contains("--uid 10001 ");
        for (String name : List.of("gateway", "acme", "app")) {
            Map<String, Object> service = service(name);
            assertThat(service.get("read_only")).as(name).isEqualTo(true);
            assertThat(strings(service, "cap_drop")).as(name).containsExactly("ALL");
            assertThat(strings(service, "security_opt"))
                    .as(name)
                    .containsExactly("no-new-privileges:true");
            assertThat(strings(service, "tmpfs")).as(name).contains("/tmp:mode=1777");
            assertThat(service.containsKey("user")).as(name).isFalse();
        }
        assertThat(strings(service("acme"), "tmpfs")).anyMatch(each -> each.contains("uid=10001"));
    }

    @Test
    void signalsReachTheProgramAndTheHealthCheckAsksIt() {
        assertThat(dockerfile)
                .contains("ENTRYPOINT [\"/opt/drawbridge/drawbridge\"]\n")
                .contains("CMD [\"serve\"]\n")
                .contains("CMD [\"/opt/drawbridge/drawbridge\", \"health\"]\n");
        Map<String, Object> needs = map(service("gateway").get("depends_on"));
        needs.keySet().forEach(name -> assertThat(compose("services")).containsKey(name));
        assertThat(needs.get("postgres")).hasToString("{condition=service_healthy}");
        assertThat(service("postgres")).containsKey("healthcheck");
    }

    @Test
    void theExampleOfSettingsNamesWhatComposeTakesAndNothingElse() {
        Map<String, String> taken = new TreeMap<>();
        Matcher found = Pattern.compile("\\$\\{(\\w+):-([^}]*)}").matcher(text("compose.yaml"));
        while (found.find()) {
            taken.put(found.group(1), found.group(2));
        }

        assertThat(pairs(text(".env.example").replaceAll("(?m)^#(?=[A-Z_]+=)", "")))
                .isEqualTo(taken);
    }

    /// The names without `_FILE`, where that is our way to say that the value lies in a file.
    private static Set<String> set(Map<String, String> variables) {
        Set<String> names = new TreeSet<>();
        for (String name : variables.keySet()) {
            boolean plain = Settings.variables().contains(name);
            names.add(plain ? name : name.replaceFirst("_FILE$", ""));
        }
        return names;
    }

    /// The variables that the image sets.
    private Map<String, String> imageEnv() {
        Map<String, String> variables = new TreeMap<>();
        Matcher found = Pattern.compile("(DRAWBRIDGE_\\w+)=(\"[^\"]*\"|\\S+)").matcher(dockerfile);
        while (found.find()) {
            variables.put(found.group(1), found.group(2).replace("\"", ""));
        }
        return variables;
    }

    private List<Integer> exposed() {
        Matcher found = Pattern.compile("(?m)^EXPOSE (.*)$").matcher(dockerfile);
        assertThat(found.find()).isTrue();
        return Stream.of(found.group(1).split(" ")).map(Integer::valueOf).toList();
    }

    private Map<String, Object> service(String name) {
        return map(Optional.ofNullable(compose("services").get(name)).orElseThrow());
    }

    private Map<String, Object> compose(String part) {
        return map(Optional.ofNullable(compose.get(part)).orElseThrow());
    }

    private static Map<String, Object> map(@Nullable Object yaml) {
        Map<String, Object> map = new TreeMap<>();
        if (yaml instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private static List<String> strings(Map<String, Object> service, String key) {
        List<String> found = new ArrayList<>();
        if (service.get(key) instanceof List<?> list) {
            list.forEach(each -> found.add(String.valueOf(each)));
        }
        return found;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(
                        line -> {
                            int is = line.indexOf('=');
                            pairs.put(line.substring(0, is), line.substring(is + 1));
                        });
        return pairs;
    }

    private static Map<String, Object> yaml(String file) {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file)));
    }

    private static String text(String file) {
        try {
            return Files.readString(DOCKER.resolve(file));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }
}
