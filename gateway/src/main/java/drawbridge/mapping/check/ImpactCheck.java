package drawbridge.mapping.check;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Mappings.Problem;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.check.Finding.Severity;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a new document of an API touches in a folder of mappings: all that a check finds with it
/// and not without it, and what changed at places that a mapping names.
public final class ImpactCheck {

    /// @param flows that it stops or changes
    /// @param tenants that run them, or are connected to the system
    public record Touch(Finding finding, Set<String> flows, Set<String> tenants) {

        public Touch {
            flows = java.util.Collections.unmodifiableSet(new TreeSet<>(flows));
            tenants = java.util.Collections.unmodifiableSet(new TreeSet<>(tenants));
        }
    }

    private final String system;
    private final Inspected folder;
    private final Map<String, Api> before;
    private final Map<String, Api> after;
    private final Findings more = new Findings();

    private ImpactCheck(Path path, String system, Path oldDocument, Path newDocument) {
        this.system = system;
        this.folder = MappingLoader.inspect(path, new Problems());
        this.before = apis(path, oldDocument);
        this.after = apis(path, newDocument);
    }

    private Map<String, Api> apis(Path path, Path document) {
        return new Apis(path, new Findings(), Map.of(system, document)).of(folder.systems());
    }

    /// @param system whose documents they are
    /// @return in the order of files and lines
    public static List<Touch> of(Path folder, String system, Path oldDocument, Path newDocument) {
        Set<Finding> known =
                new LinkedHashSet<>(
                        MappingCheck.of(folder, Map.of(system, oldDocument)).findings());
        List<Finding> found = new ArrayList<>();
        for (Finding finding : MappingCheck.of(folder, Map.of(system, newDocument)).findings()) {
            if (!known.contains(finding)) {
                found.add(finding);
            }
        }
        ImpactCheck check = new ImpactCheck(folder, system, oldDocument, newDocument);
        return check.touches(found);
    }

    private List<Touch> touches(List<Finding> found) {
        for (Inspected.Run run : folder.runs()) {
            run.flows().forEach(flow -> more.problems().run(() -> fields(flow)));
        }
        // Where a check finds something broken, nothing is added to it.
        Map<String, Finding> at = new TreeMap<>();
        found.forEach(finding -> at.put(key(finding.problem()), finding));
        more.all().forEach(finding -> at.putIfAbsent(key(finding.problem()), finding));
        return at.values().stream()
                .sorted(java.util.Comparator.comparing(Finding::problem))
                .map(this::touch)
                .toList();
    }

    private static String key(Problem problem) {
        return "%s:%d:%d".formatted(problem.file(), problem.line(), problem.column());
    }

    // ---- Places that flows name

    private void fields(Laid<Flow> flow) {
        Section groups = flow.yaml().section("groups");
        groups.members()
                .forEach(
                        (_, group) ->
                                Section.of(group)
                                        .section("fields")
                                        .members()
                                        .forEach(
                                                (_, field) -> {
                                                    for (Side side : Side.values()) {
                                                        field(flow, Section.of(field), side);
                                                    }
                                                }));
    }

    private void field(Laid<Flow> flow, Section field, Side side) {
        ResourceName resource = resource(flow.made(), field, side);
        if (!resource.system().equals(system)) {
            return;
        }
        Optional<Shape> was = Apis.record(before, resource);
        Optional<Shape> is = Apis.record(after, resource);
        if (was.isEmpty() || is.isEmpty()) {
            return;
        }
        for (FieldPlaces.Use use : new FieldPlaces(field, side).uses()) {
            Pointer at = use.pointer();
            Optional<Shape> then = within(was.get(), use).at(at);
            Optional<Shape> now = within(is.get(), use).at(at);
            if (then.isPresent() && now.isPresent()) {
                changes(resource + " " + at, then.get().facts(), now.get().facts(), use);
            }
        }
    }

    private static Shape within(Shape record, FieldPlaces.Use use) {
        return use.list().flatMap(record::at).map(Shape::item).orElse(record);
    }

    private static ResourceName resource(Flow flow, Section field, Side side) {
        Yaml yaml = field.need(side.word());
        Optional<String> in =
                yaml instanceof Yaml.Entries entries
                        ? new Section(entries).maybe("in", Section::text)
                        : Optional.empty();
        return in.flatMap(
                        name ->
                                flow.enrichments().stream()
                                        .filter(one -> one.name().equals(name))
                                        .map(Flow.Enrichment::resource)
                                        .findFirst())
                .orElse(flow.end(side).resource());
    }

    private void changes(String what, Facts was, Facts is, FieldPlaces.Use use) {
        Yaml.Place at = use.at();
        List<String> notes = new ArrayList<>();
        List<String> breaks = new ArrayList<>();
        if (!was.types().equals(is.types()) && !is.types().isEmpty()) {
            breaks.add("was %s, and is %s".formatted(named(was), is.named()));
        }
        if (!was.format().equals(is.format())) {
            breaks.add("had %s, and has %s".formatted(format(was.format()), format(is.format())));
        }
        int longest = was.maxLength().orElse(Integer.MAX_VALUE);
        int longer = is.maxLength().orElse(Integer.MAX_VALUE);
        if (longer < longest) {
            notes.add("takes %d characters, and took %s".formatted(longer, said(longest)));
        } else if (longer > longest) {
            notes.add("takes %s, and took %d".formatted(said(longer), longest));
        }
        Set<String> gone = new LinkedHashSet<>(was.words());
        is.words().forEach(gone::remove);
        Set<String> come = new LinkedHashSet<>(is.words());
        was.words().forEach(come::remove);
        if (!is.words().isEmpty() && !gone.isEmpty()) {
            notes.add("is never %s any more".formatted(String.join(", ", gone)));
        }
        // Of a word that an enumeration lacks a check tells.
        if (use.words().isEmpty() && !was.words().isEmpty() && !come.isEmpty()) {
            notes.add("may also be %s".formatted(String.join(", ", come)));
        }
        if (!breaks.isEmpty()) {
            breaks.addAll(notes);
            more.problems().add(at, what + " " + String.join("; it ", breaks));
        } else if (!notes.isEmpty()) {
            more.notes().add(at, what + " " + String.join("; it ", notes));
        }
    }

    private static String named(Facts facts) {
        return facts.types().isEmpty() ? "anything" : facts.named();
    }

    private static String format(Optional<String> format) {
        return format.map(word -> "the format " + word).orElse("no format");
    }

    private static String said(int longest) {
        return longest == Integer.MAX_VALUE ? "any number" : String.valueOf(longest);
    }

    // ---- Whom it touches

    private Touch touch(Finding finding) {
        String file = finding.problem().file();
        Set<String> flows = new LinkedHashSet<>();
        Set<String> tenants = new LinkedHashSet<>();
        Inspected.Run files = folder.runs().getFirst();
        for (Laid<Flow> flow : files.flows()) {
            boolean own = file.startsWith("flows/" + flow.made().name().value() + ".");
            boolean resting =
                    file.equals("systems/" + system + ".yaml")
                            && names(flow.made(), resourceAt(finding.problem().line()));
            if (own || resting) {
                flows.add(flow.made().name().value());
            }
        }
        for (Inspected.Run run : folder.tenants()) {
            String name = run.spec().map(spec -> spec.name()).orElse("");
            boolean own =
                    run.tenant().filter(tenant -> tenant.at().file().equals(file)).isPresent();
            boolean runs =
                    run.flows().stream()
                            .anyMatch(flow -> flows.contains(flow.made().name().value()));
            if (own || runs) {
                tenants.add(name);
            }
            if (own) {
                run.flows().stream()
                        .filter(flow -> names(flow.made(), Optional.empty()))
                        .forEach(flow -> flows.add(flow.made().name().value()));
            }
        }
        return new Touch(finding, flows, tenants);
    }

    /// The resource that is described at a line of the system's file.
    private Optional<String> resourceAt(int line) {
        Api api = after.get(system);
        if (api == null || !api.yaml().has("resources")) {
            return Optional.empty();
        }
        Section resources = api.yaml().section("resources");
        String found = null;
        for (String name : resources.members().keySet()) {
            if (resources.key(name).line() <= line) {
                found = name;
            }
        }
        return Optional.ofNullable(found);
    }

    /// @param resource of the system; empty for any
    private boolean names(Flow flow, Optional<String> resource) {
        List<ResourceName> named = new ArrayList<>();
        for (Side side : Side.values()) {
            named.add(flow.end(side).resource());
        }
        flow.enrichments().forEach(one -> named.add(one.resource()));
        return named.stream()
                .anyMatch(
                        one ->
                                one.system().equals(system)
                                        && resource.map(one.resource()::equals).orElse(true));
    }

    // ---- Which system is meant

    /// The systems whose document this is: the same file, or one that says the same, or one of the
    /// same title.
    public static List<String> systemsOf(Path folder, ApiDocument document, Path file) {
        Inspected read = MappingLoader.inspect(folder, new Problems());
        Map<String, Path> documents = new LinkedHashMap<>();
        read.systems()
                .forEach(
                        (name, laid) ->
                                laid.yaml()
                                        .maybe("openapi", Section::text)
                                        .ifPresent(
                                                said ->
                                                        documents.put(
                                                                name,
                                                                folder.resolve("systems")
                                                                        .resolve(said)
                                                                        .normalize())));
        Path named = file.toAbsolutePath().normalize();
        List<String> same =
                documents.entrySet().stream()
                        .filter(one -> one.getValue().toAbsolutePath().normalize().equals(named))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!same.isEmpty()) {
            return same;
        }
        return documents.entrySet().stream()
                .filter(
                        one ->
                                DocumentTitle.of(one.getValue())
                                        .filter(title -> Objects.equals(title, document.title()))
                                        .isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// Whether anything breaks.
    public static boolean isBroken(List<Touch> touches) {
        return touches.stream().anyMatch(touch -> touch.finding().severity() == Severity.PROBLEM);
    }

    private static final class DocumentTitle {

        private DocumentTitle() {}

        static Optional<String> of(Path file) {
            try {
                return Optional.of(
                        drawbridge.mapping.check.document.DocumentReader.read(file).title());
            } catch (drawbridge.mapping.check.document.DocumentReader.Unreadable none) {
                return Optional.empty();
            }
        }
    }
}
