package drawbridge.trial;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.platform.StartFailure;
import drawbridge.tenant.SecretSource;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The system that is tried, and the connection over which.
///
/// @param folder the mappings
/// @param active whether the tenant is one that a gateway serves, and no example of one
public record Chosen(
        Path folder, Laid<SystemSpec> system, TenantSpec tenant, boolean active, Path file) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    SystemSpec spec() {
        return system.made();
    }

    /// Where the system is described, within the folder.
    String systemFile() {
        return "systems/" + spec().name() + ".yaml";
    }

    Connection connection() {
        return java.util.Objects.requireNonNull(tenant.connections().get(spec().name()));
    }

    /// The mappings as the gateway's way to the system needs them.
    Mappings mappings() {
        return new Mappings("tried", Map.of(spec().name(), spec()), Map.of(tenant.name(), tenant));
    }

    /// @throws StartFailure with the resources that there are
    ResourceSpec resource(String name) throws StartFailure {
        Optional<ResourceSpec> found = spec().resource(name);
        if (found.isEmpty()) {
            throw new StartFailure(
                    "%s has no resource '%s'%s There are: %s."
                            .formatted(
                                    spec().name(),
                                    name,
                                    end(Nearest.hint(name, spec().resourceNames())),
                                    String.join(", ", spec().resourceNames())));
        }
        return found.get();
    }

    /// The end of a sentence, which a question is by itself.
    static String end(String hint) {
        return hint.endsWith("?") ? hint : ".";
    }

    // ---- Which

    /// A tenant whose connections can all be used.
    ///
    /// @param active whether it is one that a gateway serves, and no example of one
    public record Tenant(TenantSpec spec, boolean active, Path file) {}

    /// @throws StartFailure with what is to be mended or said: of what rests on mistakes nothing is
    ///   foreseen
    public static Tenant tenant(Path folder, Map<String, String> environment, String name)
            throws StartFailure {
        Problems problems = new Problems();
        Inspected read = MappingLoader.inspect(folder, environment, problems);
        if (!problems.none()) {
            throw new StartFailure(
                    "The mappings have mistakes, beginning with %s%nMend them first: drawbridge check"
                            .formatted(problems.all().stream().sorted().findFirst().orElseThrow()));
        }
        Inspected.Run run = named(read, name, folder);
        TenantSpec spec = run.spec().orElseThrow();
        for (String system : spec.connections().keySet()) {
            var _ = of(folder, environment, system, Optional.of(name));
        }
        return new Tenant(
                spec, run.active(), folder.resolve(run.tenant().orElseThrow().at().file()));
    }

    private static Inspected.Run named(Inspected read, String name, Path folder)
            throws StartFailure {
        List<String> names = read.tenants().stream().map(Chosen::name).sorted().toList();
        return read.tenants().stream()
                .filter(run -> name(run).equals(name))
                .min(Comparator.comparing(run -> !run.active()))
                .orElseThrow(() -> missing("tenant", name, names, folder));
    }

    /// The system by itself, for who makes no call.
    ///
    /// @throws StartFailure when there is none of that name, or its file has mistakes
    static Laid<SystemSpec> system(Inspected read, Problems problems, String name, Path folder)
            throws StartFailure {
        Laid<SystemSpec> system = read.systems().get(name);
        mend(problems, "systems/" + name + ".yaml");
        if (system == null) {
            List<String> known = read.systems().keySet().stream().sorted().toList();
            throw missing("system", name, known, folder);
        }
        return system;
    }

    /// @param tenant the one that is meant; empty for the only one that there is
    /// @throws StartFailure with what is to be mended or said
    static Chosen of(
            Path folder, Map<String, String> environment, String system, Optional<String> tenant)
            throws StartFailure {
        Problems problems = new Problems();
        Inspected read = MappingLoader.inspect(folder, environment, problems);
        Laid<SystemSpec> laid = system(read, problems, system, folder);
        Inspected.Run run = run(read, problems, system, tenant, folder);
        Chosen chosen =
                new Chosen(
                        folder,
                        laid,
                        run.spec().orElseThrow(),
                        run.active(),
                        folder.resolve(run.tenant().orElseThrow().at().file()));
        chosen.mustBeSet(run.tenant().orElseThrow(), environment);
        return chosen;
    }

    private static Inspected.Run run(
            Inspected read, Problems problems, String system, Optional<String> tenant, Path folder)
            throws StartFailure {
        // Those that are served come before their examples, should both have a name.
        List<Inspected.Run> all =
                read.tenants().stream()
                        .filter(run -> run.spec().isPresent())
                        .sorted(Comparator.comparing(run -> !run.active()))
                        .toList();
        List<Inspected.Run> fit =
                all.stream()
                        .filter(
                                run ->
                                        tenant.map(name(run)::equals)
                                                .orElse(
                                                        run.active()
                                                                && run.spec()
                                                                        .get()
                                                                        .connections()
                                                                        .containsKey(system)))
                        .toList();
        List<String> names = all.stream().map(Chosen::name).sorted().toList();
        if (tenant.isPresent() && fit.isEmpty()) {
            for (String part : List.of("tenants", "examples")) {
                mend(problems, part + "/" + tenant.get() + ".yaml");
            }
            throw missing("tenant", tenant.get(), names, folder);
        }
        if (tenant.isEmpty() && fit.size() != 1) {
            throw new StartFailure(
                    fit.isEmpty()
                            ? "No tenant has a connection to %s. Write one under tenants/ or examples/."
                                    .formatted(system)
                            : "Over whose connection? Name one with --tenant: %s."
                                    .formatted(
                                            String.join(
                                                    ", ",
                                                    fit.stream().map(Chosen::name).toList())));
        }
        Inspected.Run run = fit.getFirst();
        if (!run.spec().get().connections().containsKey(system)) {
            mend(problems, run.tenant().orElseThrow().at().file());
            throw new StartFailure(
                    "%s has no connection to %s. It has: %s."
                            .formatted(
                                    name(run),
                                    system,
                                    String.join(
                                            ", ",
                                            run.spec().get().connections().keySet().stream()
                                                    .sorted()
                                                    .toList())));
        }
        return run;
    }

    /// Says where it was looked for, too: it may lie in another folder.
    private static StartFailure missing(String what, String name, List<String> known, Path folder) {
        return new StartFailure(
                "There is no %s '%s'%s %s Looked for in %s; --mappings names another folder."
                        .formatted(
                                what,
                                name,
                                end(Nearest.hint(name, known).replaceAll("^; there is .*", "")),
                                known.isEmpty()
                                        ? "There is none."
                                        : "There are: " + String.join(", ", known) + ".",
                                folder));
    }

    private static String name(Inspected.Run run) {
        return run.spec().orElseThrow().name();
    }

    /// What rests on a file with mistakes is not tried.
    private static void mend(Problems problems, String file) throws StartFailure {
        List<Mappings.Problem> here =
                problems.all().stream()
                        .filter(problem -> problem.file().equals(file))
                        .sorted()
                        .toList();
        if (!here.isEmpty()) {
            throw new StartFailure(
                    String.join(
                            System.lineSeparator(),
                            here.stream().map(Mappings.Problem::toString).toList()));
        }
    }

    private void mustBeSet(Section yaml, Map<String, String> environment) throws StartFailure {
        Section connection = yaml.section("connections").section(spec().name());
        String place =
                "%s:%d"
                        .formatted(
                                connection.at("endpoint").file(), connection.at("endpoint").line());
        List<String> unset =
                VARIABLE.matcher(connection.text("endpoint"))
                        .results()
                        .map(variable -> variable.group(1))
                        .filter(name -> environment.getOrDefault(name, "").isBlank())
                        .toList();
        if (!unset.isEmpty()) {
            throw new StartFailure(
                    "%s: the environment variable %s is not set, and the address of %s is in it."
                            .formatted(place, unset.getFirst(), spec().name()));
        }
        if (!isAddress(connection().endpoint())) {
            throw new StartFailure(
                    "%s: '%s' is no address such as https://crm.example.com."
                            .formatted(place, connection().endpoint()));
        }
        SecretSource source = new SecretSource(environment);
        for (Secret secret : shown()) {
            if (source.read(secret).isEmpty()) {
                throw new StartFailure(
                        "%s: the credential of %s is to come from %s, and nothing is there."
                                .formatted(place, spec().name(), SecretSource.place(secret)));
            }
        }
    }

    /// What the connection shows, the secrets of single users left aside.
    private List<Secret> shown() {
        Access access = connection().access();
        return access.secrets();
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }
}
