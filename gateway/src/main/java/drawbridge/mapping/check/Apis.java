package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.DocumentReader;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out what is known about the API of each system.
///
/// @param folder the mappings
/// @param instead the documents of systems by their names, in place of those that their files name
record Apis(Path folder, Findings findings, Map<String, Path> instead) {

    Apis(Path folder, Findings findings) {
        this(folder, findings, Map.of());
    }

    Map<String, Api> of(Map<String, Laid<SystemSpec>> systems) {
        Map<String, Api> apis = new LinkedHashMap<>();
        systems.forEach(
                (name, system) ->
                        findings.problems()
                                .attempt(() -> api(system))
                                .ifPresent(api -> apis.put(name, api)));
        return apis;
    }

    static Optional<Shape> record(Map<String, Api> apis, ResourceName resource) {
        return Optional.ofNullable(apis.get(resource.system()))
                .flatMap(api -> api.record(resource.resource()));
    }

    private Api api(Laid<SystemSpec> system) {
        Section yaml = system.yaml();
        Optional<ApiDocument> document = document(system);
        Map<String, Shape> declared = new LinkedHashMap<>();
        yaml.members("resources")
                .forEach(
                        (name, at) -> {
                            Section resource = Section.of(at);
                            if (resource.has("fields")) {
                                declared.put(name, declared(resource.section("fields")));
                            }
                        });
        Api api = new Api(yaml, system.made(), document, declared);
        blind(api);
        return api;
    }

    /// Says of what nothing is known, so that nobody believes it to be checked.
    private void blind(Api api) {
        if (api.yaml().has("openapi")) {
            return;
        }
        if (api.declared().isEmpty()) {
            findings.notes()
                    .add(
                            api.yaml().at("system"),
                            "no place in the records of %s is checked: name the document of its API with 'openapi', or the fields of its resources with 'fields'"
                                    .formatted(api.spec().name()));
            return;
        }
        Section resources = api.yaml().section("resources");
        api.spec()
                .resourceNames()
                .forEach(
                        name -> {
                            if (!api.declared().containsKey(name)) {
                                findings.notes()
                                        .add(
                                                resources.key(name),
                                                "no place in a record of %s is checked: name its fields with 'fields'"
                                                        .formatted(api.name(name)));
                            }
                        });
    }

    // ---- Documents

    Optional<ApiDocument> document(Laid<SystemSpec> system) {
        Optional<Path> other = Optional.ofNullable(instead.get(system.made().name()));
        return system.yaml()
                .maybe("openapi", at -> at)
                .flatMap(at -> document(at, other.or(() -> lies(at, Section.text(at)))));
    }

    private Optional<ApiDocument> document(Yaml at, Optional<Path> file) {
        String name = Section.text(at);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file.get())) {
            findings.problems()
                    .add(
                            at.at(),
                            "there is no file 'systems/%s'%s"
                                    .formatted(name, Nearest.hint(name, documents())));
            return Optional.empty();
        }
        try {
            return Optional.of(DocumentReader.read(file.get()));
        } catch (DocumentReader.Unreadable wrong) {
            if (wrong.isPlaced() && file.get().startsWith(folder.normalize())) {
                String document = folder.normalize().relativize(file.get()).toString();
                findings.problems()
                        .add(
                                new Yaml.Place(document, wrong.line(), wrong.column()),
                                "this " + wrong.sentence());
            } else {
                findings.problems().add(at.at(), "'" + name + "' " + wrong.placed());
            }
            return Optional.empty();
        }
    }

    private Optional<Path> lies(Yaml at, String name) {
        try {
            Path systems = folder.resolve("systems");
            Path file = systems.resolve(name).normalize();
            if (!Path.of(name).isAbsolute() && file.startsWith(folder.normalize())) {
                return Optional.of(file);
            }
        } catch (InvalidPathException wrong) {
            // No path at all lies nowhere, too.
        }
        findings.problems()
                .add(
                        at.at(),
                        "'"
                                + name
                                + "' does not lie in this folder; copy the document into"
                                + " systems/openapi");
        return Optional.empty();
    }

    /// The documents that are there, as a system's file names them.
    private List<String> documents() {
        Path systems = folder.resolve("systems");
        try (Stream<Path> files = Files.walk(systems, 3)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> systems.relativize(file).toString())
                    .filter(name -> name.contains("/"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    // ---- Declared fields

    private Shape declared(Section fields) {
        Shape.Builder builder = new Shape.Builder();
        fields.yaml()
                .entries()
                .forEach(
                        (name, entry) -> {
                            if (!name.startsWith("/")) {
                                findings.problems()
                                        .add(
                                                entry.key(),
                                                "'%s' is no JSON pointer; did you mean /%s?"
                                                        .formatted(name, name));
                                return;
                            }
                            Pointer at = Pointer.parse(name);
                            if (entry.value() instanceof Yaml.Entries options) {
                                Section field = new Section(options);
                                builder.field(
                                        at,
                                        field.text("type"),
                                        field.maybe("format", Section::text),
                                        field.maybe("enum", Section::words).orElse(List.of()),
                                        field.maybe("max", Section::whole));
                            } else {
                                builder.field(
                                        at,
                                        Section.text(entry.value()),
                                        Optional.empty(),
                                        List.of(),
                                        Optional.empty());
                            }
                        });
        return builder.shape();
    }
}
