package drawbridge.mapping.file;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.cel.RecordType;
import drawbridge.mapping.file.Yaml.Place;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads a mappings folder: systems, flows, counts and tenants, in that order.
///
/// ```
/// files → YAML with places → JSON Schema → names and rules → Mappings
/// ```
///
/// A mistake ends the part it stands in and no other, so that one run tells them all.
public final class MappingLoader {

    private static final String WORKED = ".examples.yaml";
    private static final String TENANTS = "tenants";
    private static final String EXAMPLES = "examples";

    private final Path folder;
    private final Variables variables;
    private final Problems problems;
    private final Schemas schemas = Schemas.carried();
    private final TreeMap<String, String> texts = new TreeMap<>();
    private boolean isMissing;

    private MappingLoader(Path folder, Variables variables, Problems problems) {
        this.folder = folder;
        this.variables = variables;
        this.problems = problems;
    }

    /// @param environment where `${NAME}` and `env: NAME` are looked up; secrets are only checked
    ///   to be there, not kept
    /// @throws Mappings.Refused with all mistakes of the folder
    public static Mappings load(Path folder, Map<String, String> environment)
            throws Mappings.Refused {
        return new MappingLoader(folder, Variables.of(environment), new Problems()).load();
    }

    /// Reads a folder for whoever looks closer at it than the gateway does, on a machine that needs
    /// no environment for it: the examples of tenants as well, and parts that are still missing are
    /// no mistake.
    public static Inspected inspect(Path folder, Problems problems) {
        return new MappingLoader(folder, Variables.elsewhere(), problems).inspect();
    }

    /// The same for whoever calls the systems from such a machine: what the environment says of
    /// tenants' connections is there, and what it does not say is no mistake.
    public static Inspected inspect(
            Path folder, Map<String, String> environment, Problems problems) {
        return new MappingLoader(folder, Variables.asFarAsSet(environment), problems).inspect();
    }

    private Mappings load() throws Mappings.Refused {
        Systems systems = systems(kind("system"));
        FlowFiles flows = new FlowFiles(named("flow"), named("count"));
        var _ = flows.check(systems, problems);
        Map<String, TenantSpec> tenants = new LinkedHashMap<>();
        tenants(kind("tenant"), systems, flows)
                .forEach((name, made) -> tenants.put(name, made.spec()));
        if (!problems.none()) {
            throw new Mappings.Refused(problems.all());
        }
        return new Mappings(Digest.of(texts.toString()), systems.known(), tenants);
    }

    private Inspected inspect() {
        Kind files = kind("system");
        Systems systems = systems(files);
        FlowFiles flows = new FlowFiles(named("flow"), named("count"));
        List<Inspected.Run> runs = new ArrayList<>();
        runs.add(run(Optional.empty(), Optional.empty(), false, flows.check(systems, problems)));
        for (String part : List.of(TENANTS, EXAMPLES)) {
            Kind tenants = kind("tenant", part);
            tenants(tenants, systems, flows)
                    .forEach(
                            (name, made) ->
                                    runs.add(
                                            run(
                                                    Optional.ofNullable(tenants.files.get(name))
                                                            .map(Section::new),
                                                    Optional.of(made.spec()),
                                                    part.equals(TENANTS),
                                                    made.parts())));
        }
        Map<String, Inspected.Laid<SystemSpec>> read = new LinkedHashMap<>();
        systems.known()
                .forEach(
                        (name, spec) ->
                                Optional.ofNullable(files.files.get(name))
                                        .map(Section::new)
                                        .ifPresent(
                                                yaml ->
                                                        read.put(
                                                                name,
                                                                new Inspected.Laid<>(yaml, spec))));
        return new Inspected(read, runs, examples());
    }

    private static Inspected.Run run(
            Optional<Section> tenant,
            Optional<TenantSpec> spec,
            boolean active,
            FlowFiles.Compiled parts) {
        return new Inspected.Run(
                tenant,
                spec,
                active,
                List.copyOf(parts.flows().values()),
                List.copyOf(parts.counts().values()));
    }

    private Systems systems(Kind files) {
        Map<String, SystemSpec> specs = new LinkedHashMap<>();
        files.files.forEach(
                (name, yaml) ->
                        SystemCompiler.compile(yaml, problems)
                                .ifPresent(spec -> specs.put(name, spec)));
        return new Systems(specs, files.without(specs.keySet()), declared(files));
    }

    private Map<ResourceName, RecordType> declared(Kind files) {
        Map<ResourceName, RecordType> declared = new LinkedHashMap<>();
        files.files.forEach(
                (system, yaml) ->
                        problems.run(
                                () ->
                                        new Section(yaml)
                                                .members("resources")
                                                .forEach(
                                                        (name, at) -> {
                                                            Section resource = Section.of(at);
                                                            if (resource.has("fields")) {
                                                                declared.put(
                                                                        new ResourceName(
                                                                                system, name),
                                                                        DeclaredTypes.of(
                                                                                resource.section(
                                                                                        "fields")));
                                                            }
                                                        })));
        return declared;
    }

    private Map<String, TenantCompiler.Made> tenants(Kind files, Systems systems, FlowFiles flows) {
        Map<String, TenantCompiler.Made> tenants = new LinkedHashMap<>();
        StreamGroups groups = new StreamGroups(problems);
        files.files.forEach(
                (name, yaml) ->
                        problems.attempt(
                                        () ->
                                                new TenantCompiler(
                                                                new Section(yaml),
                                                                systems,
                                                                flows,
                                                                groups,
                                                                variables,
                                                                problems)
                                                        .compile())
                                .ifPresent(tenant -> tenants.put(name, tenant)));
        return tenants;
    }

    /// The files of worked examples, held to their schema.
    private List<Section> examples() {
        List<Section> read = new ArrayList<>();
        for (Path path : paths(folder.resolve("flows"))) {
            if (path.toString().endsWith(WORKED)) {
                read("examples", path, "flows/" + path.getFileName()).ifPresent(read::add);
            }
        }
        return read;
    }

    private NamedFiles named(String kind) {
        Kind files = kind(kind);
        return new NamedFiles(kind, files.files, files.without(files.files.keySet()), schemas);
    }

    /// The files of one kind by name.
    ///
    /// @param all the names of all files, also of those that are no YAML
    private record Kind(Map<String, Yaml.Entries> files, Set<String> all) {

        Set<String> without(Set<String> good) {
            Set<String> rest = new LinkedHashSet<>(all);
            rest.removeAll(good);
            return rest;
        }
    }

    private Kind kind(String kind) {
        return kind(kind, kind + "s");
    }

    private Kind kind(String kind, String part) {
        Kind found = new Kind(new LinkedHashMap<>(), new LinkedHashSet<>());
        for (Path path : list(folder.resolve(part))) {
            String file = part + "/" + path.getFileName();
            String name = nameOf(file);
            found.all.add(name);
            read(kind, path, file)
                    .ifPresent(
                            section -> {
                                named(kind, name, section);
                                found.files.put(name, section.yaml());
                            });
        }
        return found;
    }

    private Optional<Section> read(String kind, Path path, String file) {
        Optional<Section> read =
                text(path, file)
                        .flatMap(text -> YamlReader.read(file, text, problems))
                        .flatMap(yaml -> problems.attempt(() -> Section.of(yaml)));
        read.ifPresent(section -> schemas.check(kind, section.yaml(), problems));
        return read;
    }

    private static String nameOf(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
    }

    /// A file is found by its name, so its content must not claim another.
    private void named(String kind, String name, Section section) {
        if (section.has(kind)
                && section.need(kind).value() instanceof Value.Text(String claimed)
                && !claimed.equals(name)) {
            problems.add(
                    section.at(kind),
                    "the file is called '%s', so this must be '%s'"
                            .formatted(name + ".yaml", name));
        }
    }

    private List<Path> list(Path part) {
        // Who counts nothing needs no folder for it.
        if (part.endsWith("counts") && Files.notExists(part)) {
            return List.of();
        }
        if (Files.notExists(folder)) {
            if (!isMissing) {
                isMissing = true;
                problems.add(
                        new Place(String.valueOf(folder.getFileName()), 1, 1),
                        "the folder '"
                                + folder
                                + "' does not exist; it is to hold the folders systems, flows and"
                                + " tenants");
            }
            return List.of();
        }
        return paths(part).stream().filter(this::isMapping).toList();
    }

    private List<Path> paths(Path part) {
        if (Files.notExists(part) && !variables.mustBeThere()) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(part)) {
            return paths.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            problems.add(
                    new Place(part.getFileName().toString(), 1, 1),
                    "the folder '" + part + "' cannot be read");
            return List.of();
        }
    }

    private boolean isMapping(Path path) {
        String name = path.getFileName().toString();
        if (name.endsWith(WORKED)) {
            return false;
        }
        // Beside the systems lie the documents of their APIs.
        if (Files.isDirectory(path) && path.startsWith(folder.resolve("systems"))) {
            return false;
        }
        if (!name.endsWith(".yaml")) {
            problems.add(
                    new Place(folder.relativize(path).toString(), 1, 1),
                    "only files that end in .yaml are read here; rename this one or take it away");
            return false;
        }
        return true;
    }

    private Optional<String> text(Path path, String file) {
        try {
            String text = Files.readString(path);
            texts.put(file, text);
            return Optional.of(text);
        } catch (CharacterCodingException noText) {
            problems.add(new Place(file, 1, 1), "the file is not encoded in UTF-8");
        } catch (IOException unreadable) {
            problems.add(new Place(file, 1, 1), "the file cannot be read");
        }
        return Optional.empty();
    }
}
