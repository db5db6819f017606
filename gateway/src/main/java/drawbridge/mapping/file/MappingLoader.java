package drawbridge.mapping.file;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Place;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Path folder;
    private final Map<String, String> environment;
    private final Problems problems = new Problems();
    private final Schemas schemas = Schemas.carried();
    private final TreeMap<String, String> texts = new TreeMap<>();
    private boolean isMissing;

    private MappingLoader(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /// @param environment where `${NAME}` and `env: NAME` are looked up; secrets are only checked
    ///   to be there, not kept
    /// @throws Mappings.Refused with all mistakes of the folder
    public static Mappings load(Path folder, Map<String, String> environment)
            throws Mappings.Refused {
        return new MappingLoader(folder, environment).load();
    }

    private Mappings load() throws Mappings.Refused {
        Kind systemFiles = kind("system");
        Map<String, SystemSpec> specs = new LinkedHashMap<>();
        systemFiles.files.forEach(
                (name, yaml) ->
                        SystemCompiler.compile(yaml, problems)
                                .ifPresent(spec -> specs.put(name, spec)));
        Systems systems = new Systems(specs, systemFiles.without(specs.keySet()));

        FlowFiles flows = new FlowFiles(named("flow"), named("count"));
        flows.check(systems, problems);

        Kind tenantFiles = kind("tenant");
        Map<String, TenantSpec> tenants = new LinkedHashMap<>();
        tenantFiles.files.forEach(
                (name, yaml) ->
                        problems.attempt(
                                        () ->
                                                new TenantCompiler(
                                                                new Section(yaml),
                                                                systems,
                                                                flows,
                                                                environment,
                                                                problems)
                                                        .compile())
                                .ifPresent(tenant -> tenants.put(name, tenant)));
        if (!problems.none()) {
            throw new Mappings.Refused(problems.all());
        }
        return new Mappings(Digest.of(texts.toString()), specs, tenants);
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
        Kind found = new Kind(new LinkedHashMap<>(), new LinkedHashSet<>());
        for (Path path : list(folder.resolve(kind + "s"))) {
            String file = kind + "s/" + path.getFileName();
            String name = nameOf(file);
            found.all.add(name);
            text(path, file)
                    .flatMap(text -> YamlReader.read(file, text, problems))
                    .flatMap(yaml -> problems.attempt(() -> Section.of(yaml)))
                    .ifPresent(
                            section -> {
                                schemas.check(kind, section.yaml(), problems);
                                named(kind, name, section);
                                found.files.put(name, section.yaml());
                            });
        }
        return found;
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
        try (Stream<Path> paths = Files.list(part)) {
            return paths.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .filter(this::isMapping)
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
        if (name.endsWith(".examples.yaml")) {
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
