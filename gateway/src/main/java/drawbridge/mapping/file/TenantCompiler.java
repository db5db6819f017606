package drawbridge.mapping.file;

import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.Auth.OAuth2;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Sasl;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.mapping.TenantSpec.StreamAccess;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.lens.CompiledFlow;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [TenantSpec] of a file under `tenants/`: its connections, and its flows with what it
/// overrides.
final class TenantCompiler {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern BROKERS =
            Pattern.compile("[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(" + NAME + ")}");

    private final Section root;
    private final Systems systems;
    private final FlowFiles flows;
    private final StreamGroups groups;
    private final Variables variables;
    private final Problems problems;

    TenantCompiler(
            Section root,
            Systems systems,
            FlowFiles flows,
            StreamGroups groups,
            Variables variables,
            Problems problems) {
        this.root = root;
        this.groups = groups;
        this.systems = systems;
        this.flows = flows;
        this.variables = variables;
        this.problems = problems;
    }

    /// @param parts its flows and counts, with their places
    record Made(TenantSpec spec, FlowFiles.Compiled parts) {}

    Made compile() {
        ZoneId zone = LensCompiler.zone(root.need("zone"), problems);
        Map<String, Connection> connections = new LinkedHashMap<>();
        root.section("connections")
                .yaml()
                .entries()
                .forEach(
                        (name, entry) ->
                                systems.system(entry.key(), name, problems)
                                        .flatMap(
                                                system ->
                                                        problems.attempt(
                                                                () ->
                                                                        connection(
                                                                                system,
                                                                                Section.of(
                                                                                        entry
                                                                                                .value()))))
                                        .ifPresent(made -> connections.put(name, made)));
        FlowFiles.Compiled compiled = flows.compile(root, systems, zone, problems);
        compiled.flows().values().forEach(flow -> reachable(flow.made()));
        compiled.counts().values().forEach(count -> reachable(count.made()));
        TenantSpec spec =
                new TenantSpec(
                        root.text("tenant"),
                        root.text("title"),
                        zone,
                        connections,
                        FlowFiles.made(compiled.flows()),
                        FlowFiles.made(compiled.counts()));
        return new Made(spec, compiled);
    }

    private Connection connection(SystemSpec described, Section yaml) {
        SystemSpec system =
                yaml.maybe("oauth2", at -> located(described, Section.of(at))).orElse(described);
        return new Connection(
                system,
                endpoint(yaml.need("endpoint")),
                access(system, yaml),
                yaml.maybe("webhook", this::secret),
                yaml.maybe("push", this::secret),
                sweep(system, yaml),
                perUser(system, yaml),
                grants(system, yaml),
                callback(system, yaml),
                stream(system, yaml));
    }

    private Optional<StreamAccess> stream(SystemSpec system, Section yaml) {
        if (yaml.has("kafka") && system.stream().isEmpty()) {
            problems.add(
                    yaml.at("kafka"),
                    "systems/" + system.name() + ".yaml names no topic under 'kafka'");
        }
        Optional<StreamAccess> access = yaml.maybe("kafka", at -> stream(Section.of(at)));
        if (access.isPresent() && system.stream().isPresent()) {
            groups.add(
                    new StreamGroups.Reader(root.text("tenant"), system.name()),
                    system.stream().get(),
                    access.get(),
                    yaml.section("kafka"));
        }
        return access;
    }

    private StreamAccess stream(Section yaml) {
        Sasl sasl = yaml.maybe("sasl", at -> Section.word(at, Sasl.class)).orElse(Sasl.NONE);
        Optional<Secret> login = yaml.maybe("login", this::secret);
        if ((sasl != Sasl.NONE) != login.isPresent()) {
            problems.add(
                    yaml.at(login.isPresent() ? "login" : "sasl"),
                    "'sasl' says how name and password are shown, and 'login' which they are: name"
                            + " both or neither");
        }
        return new StreamAccess(
                brokers(yaml.need("brokers")),
                yaml.maybe("tls", Section::flag).orElse(false),
                sasl,
                login,
                yaml.maybe("topic", Section::text),
                yaml.maybe("group", Section::text));
    }

    private String brokers(Yaml yaml) {
        Filled brokers = filled(yaml);
        if (brokers.complete() && !BROKERS.matcher(brokers.text()).matches()) {
            problems.add(
                    yaml.at(),
                    "'" + brokers.text() + "' names no brokers such as kafka.example.com:9092");
        }
        return brokers.text();
    }

    /// Some vendors give each customer's tokens at an address, or for a scope, of its own.
    private SystemSpec located(SystemSpec system, Section client) {
        Optional<OAuth2> oauth2 = system.auth().oauth2();
        if (oauth2.isEmpty()) {
            return system;
        }
        OAuth2 usual = oauth2.get();
        Optional<String> authorize = client.maybe("authorize", this::endpoint);
        return system.with(
                new OAuth2(
                        client.maybe("token", this::endpoint).orElse(usual.token()),
                        usual.client(),
                        client.maybe("scope", Section::text).or(usual::scope),
                        usual.consent()
                                .map(
                                        page ->
                                                new SystemSpec.Auth.Consent(
                                                        authorize.orElse(page.address()),
                                                        page.query())),
                        usual.prefix(),
                        usual.base()));
    }

    /// A webhook that names no record sends us to a list, which somebody must read.
    private Optional<Duration> sweep(SystemSpec system, Section yaml) {
        Optional<Duration> sweep = yaml.maybe("sweep", Section::duration);
        boolean lists =
                system.webhook().stream()
                        .flatMap(webhook -> webhook.types().values().stream())
                        .anyMatch(type -> type.as() == WebhookSpec.As.LIST);
        if (lists && yaml.has("webhook") && sweep.isEmpty()) {
            problems.add(
                    yaml.at("webhook"),
                    "webhooks of "
                            + system.name()
                            + " name no record and need the key 'sweep': how often its lists are"
                            + " read where none comes");
        }
        return sweep;
    }

    /// Whoever signs the address signs the one that it knows, which a proxy may hide from us.
    private Optional<String> callback(SystemSpec system, Section yaml) {
        Optional<String> callback =
                yaml.maybe("callback", this::endpoint)
                        .map(address -> address.replaceAll("/+$", ""));
        boolean signed = system.webhook().filter(WebhookSpec::signsTheAddress).isPresent();
        if (signed && yaml.has("webhook") && callback.isEmpty()) {
            problems.add(
                    yaml.at("webhook"),
                    system.name()
                            + " signs the address that it sends to: name it under 'callback', such"
                            + " as https://hooks.example.com");
        }
        boolean asked =
                system.webhook().filter(webhook -> !webhook.subscriptions().isEmpty()).isPresent();
        if (asked && yaml.has("webhook") && callback.isEmpty()) {
            problems.add(
                    yaml.at("webhook"),
                    system.name()
                            + " is asked to send to us: say where under 'callback', such as"
                            + " https://hooks.example.com");
        }
        return callback;
    }

    private boolean perUser(SystemSpec system, Section yaml) {
        boolean perUser = yaml.has("per") && yaml.text("per").equals("user");
        if (perUser && system.people().isEmpty()) {
            problems.add(
                    yaml.at("per"),
                    "systems/" + system.name() + ".yaml does not say under 'people' what is whose");
        }
        if (!perUser && yaml.has("grants")) {
            problems.add(yaml.at("grants"), "grants of users need 'per: user'");
        }
        return perUser;
    }

    private Map<String, Access> grants(SystemSpec system, Section yaml) {
        Map<String, Access> grants = new LinkedHashMap<>();
        yaml.members("grants")
                .forEach(
                        (name, grant) ->
                                problems.attempt(() -> grant(system, yaml, Section.of(grant)))
                                        .ifPresent(
                                                access ->
                                                        grants.put(
                                                                name.toLowerCase(Locale.ROOT),
                                                                access)));
        return grants;
    }

    private Access grant(SystemSpec system, Section connection, Section yaml) {
        if (yaml.has("refresh-token")) {
            if (!connection.has("oauth2")) {
                problems.add(
                        yaml.at("refresh-token"),
                        "a refresh token is shown by the client of oauth2, which this connection"
                                + " does not name");
            }
            return new Access.Refresh(secret(yaml.need("refresh-token")));
        }
        if (yaml.has("by")) {
            if (!connection.has("oauth2")) {
                problems.add(
                        yaml.at("by"),
                        "what a user grants is shown by the client of oauth2, which this"
                                + " connection does not name");
            }
            consents(system, connection, yaml.at("by"));
            return new Access.Consent(Optional.empty());
        }
        if (system.auth().key().isEmpty()) {
            problems.add(yaml.at("key"), system.name() + " takes no key");
        }
        return new Access.Key(secret(yaml.need("key")));
    }

    private Access access(SystemSpec system, Section yaml) {
        if (yaml.has("credential") == yaml.has("oauth2")) {
            problems.add(
                    yaml.at(yaml.has("oauth2") ? "oauth2" : "endpoint"),
                    yaml.has("oauth2")
                            ? "a connection shows either a credential or a client of oauth2; take"
                                    + " one of them away"
                            : "this connection shows nothing; name " + ways(system));
        }
        if (yaml.has("oauth2")) {
            Section client = yaml.section("oauth2");
            if (system.auth().oauth2().isEmpty()) {
                problems.add(
                        yaml.at("oauth2"),
                        "systems/" + system.name() + ".yaml does not say how tokens are got");
            }
            Access.Client shows =
                    new Access.Client(
                            secret(client.need("client-id")), secret(client.need("client-secret")));
            if (client.has("by") && client.text("by").equals("consent")) {
                consents(system, yaml, client.at("by"));
                return new Access.Consent(Optional.of(shows));
            }
            return shows;
        }
        if (system.auth().key().isEmpty()) {
            problems.add(
                    yaml.at("credential"),
                    system.name() + " takes no key; name a client of oauth2 in its place");
        }
        return new Access.Key(secret(yaml.need("credential")));
    }

    /// The keys by which a system can be entered.
    private static String ways(SystemSpec system) {
        String key = "a 'credential': { env: NAME }";
        String client = "a client of 'oauth2'";
        return system.auth().key().isEmpty()
                ? client
                : system.auth().oauth2().isEmpty() ? key : key + " or " + client;
    }

    /// Whether a browser can be sent to people, and back to us.
    private void consents(SystemSpec system, Section connection, Yaml.Place at) {
        if (system.auth().oauth2().flatMap(OAuth2::consent).isEmpty()) {
            problems.add(
                    at,
                    "systems/"
                            + system.name()
                            + ".yaml does not say under 'authorize' where people grant access");
        }
        if (!connection.has("callback")) {
            problems.add(
                    at,
                    "a browser comes back to our public port: name its address under 'callback',"
                            + " such as https://hooks.example.com");
        }
    }

    /// @param complete whether each variable is known
    private record Filled(String text, boolean complete) {}

    private Filled filled(Yaml yaml) {
        Matcher variable = VARIABLE.matcher(Section.text(yaml));
        StringBuilder address = new StringBuilder();
        boolean complete = true;
        while (variable.find()) {
            Optional<String> value = variable(yaml, variable.group(1));
            complete &= value.isPresent();
            variable.appendReplacement(address, Matcher.quoteReplacement(value.orElse("")));
        }
        variable.appendTail(address);
        return new Filled(address.toString(), complete);
    }

    private String endpoint(Yaml yaml) {
        Filled address = filled(yaml);
        if (!variables.mustBeThere()) {
            formed(yaml);
        } else if (address.complete() && !isAddress(address.text())) {
            problems.add(
                    yaml.at(),
                    "'" + address.text() + "' is no address such as https://crm.example.com");
        }
        return address.text();
    }

    /// What can be said of an address whose variables are not known.
    private void formed(Yaml yaml) {
        String text = Section.text(yaml);
        String sample = VARIABLE.matcher(text).replaceAll("x");
        if (!VARIABLE.matcher(text).lookingAt() && !isAddress(sample)) {
            problems.add(yaml.at(), "'" + text + "' is no address such as https://crm.example.com");
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private Secret secret(Yaml yaml) {
        Section section = Section.of(yaml);
        if (section.has("env")) {
            String name = section.text("env");
            var _ = variable(section.need("env"), name);
            return new Secret.Environment(name);
        }
        String path = section.text("file");
        if (variables.mustBeThere() && !Files.isReadable(Path.of(path))) {
            problems.add(section.at("file"), "the file '" + path + "' cannot be read");
        }
        return new Secret.File(path);
    }

    private Optional<String> variable(Yaml yaml, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    yaml.at(),
                    "'" + name + "' is no name of an environment variable, such as ACME_KEY");
            return Optional.empty();
        }
        Optional<String> value = variables.value(name);
        if (value.isEmpty() && variables.mustBeThere()) {
            problems.add(yaml.at(), "the environment variable " + name + " is not set");
        }
        return value;
    }

    private void reachable(Flow flow) {
        Set<String> needed = new LinkedHashSet<>();
        for (Side side : Side.values()) {
            needed.add(flow.end(side).resource().system());
        }
        flow.enrichments().forEach(enrichment -> needed.add(enrichment.resource().system()));
        reachable("flow", flow.name(), needed, CompiledFlow.parentFlows(flow));
    }

    private void reachable(Count count) {
        reachable(
                "count",
                count.name(),
                List.of(count.counted().system(), count.figure().system()),
                Set.of(count.people()));
    }

    /// Every system that is named must have a connection, every parent flow must run.
    private void reachable(
            String kind, FlowName name, Iterable<String> needed, Set<FlowName> parents) {
        Section connections = root.section("connections");
        Yaml.Place at = root.section(kind + "s").at(name.value());
        for (String system : needed) {
            if (!connections.has(system)) {
                problems.add(at, "the " + kind + " needs a connection to '" + system + "'");
            }
        }
        for (FlowName parent : parents) {
            if (!root.section("flows").has(parent.value())) {
                problems.add(
                        at,
                        "the "
                                + kind
                                + " needs the flow '"
                                + parent
                                + "', which this tenant does not run");
            }
        }
    }
}
