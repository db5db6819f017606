package drawbridge.mapping.file;

import drawbridge.mapping.DeletedList;
import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Marker;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordForm;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.Auth;
import drawbridge.mapping.SystemSpec.FigureSpec;
import drawbridge.mapping.SystemSpec.Limits;
import drawbridge.mapping.SystemSpec.People;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.UpdatedAt;
import drawbridge.mapping.SystemSpec.VersionSpec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [SystemSpec] of a file under `systems/`.
final class SystemCompiler {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

    /// The lookup by which a create without an answer is found again.
    static final String BY_REFERENCE = "external-reference";

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})(KiB|MiB)");

    private static final List<String> FIGURE_PLACES = List.of("{owner}", "{day}", "{kind}");

    private final Problems problems;
    private final CallCompiler calls;
    private final String system;

    private SystemCompiler(Problems problems, String system) {
        this.problems = problems;
        this.calls = new CallCompiler(problems);
        this.system = system;
    }

    static Optional<SystemSpec> compile(Yaml yaml, Problems problems) {
        return problems.attempt(
                () -> {
                    Section root = Section.of(yaml);
                    return new SystemCompiler(problems, root.text("system")).system(root);
                });
    }

    private SystemSpec system(Section root) {
        Map<String, ResourceSpec> resources = new LinkedHashMap<>();
        root.members("resources")
                .forEach(
                        (name, yaml) ->
                                problems.attempt(() -> resource(name, Section.of(yaml)))
                                        .ifPresent(spec -> resources.put(name, spec)));
        Section limits = root.section("limits");
        return new SystemSpec(
                system,
                root.maybe("base-path", Section::text).orElse(""),
                auth(root.section("auth")),
                new Limits(
                        Section.duration(limits.need("timeout")),
                        Section.whole(limits.need("concurrent")),
                        size(limits.need("body"))),
                resources,
                root.maybe(
                        "webhook",
                        yaml ->
                                new WebhookCompiler(problems, system, resources, root)
                                        .webhook(Section.of(yaml))),
                root.maybe("errors", yaml -> new ErrorCompiler(problems).errors(Section.of(yaml)))
                        .orElse(ErrorSpec.NONE),
                figures(root),
                root.maybe("people", yaml -> people(Section.of(yaml), root)),
                root.maybe(
                        "kafka",
                        yaml ->
                                new StreamCompiler(
                                                problems,
                                                new WebhookCompiler(
                                                        problems, system, resources, root))
                                        .stream(Section.of(yaml))));
    }

    private People people(Section yaml, Section root) {
        Map<String, Pointer> owns = new LinkedHashMap<>();
        yaml.members("owns")
                .forEach(
                        (name, at) -> {
                            known(at.at(), name, root);
                            owns.put(name, Section.pointer(at));
                        });
        String resource = yaml.text("resource");
        known(yaml.at("resource"), resource, root);
        return new People(resource, Section.pointer(yaml.need("name")), owns);
    }

    private void known(Yaml.Place at, String resource, Section root) {
        if (!root.members("resources").containsKey(resource)) {
            problems.unknown(at, "resource", resource, root.members("resources").sequencedKeySet());
        }
    }

    private Auth auth(Section yaml) {
        Auth auth =
                new Auth(
                        yaml.maybe("header", Section::text)
                                .map(
                                        name ->
                                                new Auth.Header(
                                                        name,
                                                        yaml.maybe("prefix", Section::text)
                                                                .orElse(""))),
                        yaml.maybe("oauth2", at -> oauth2(Section.of(at))));
        if (auth.key().isEmpty() && auth.oauth2().isEmpty()) {
            problems.add(
                    yaml.at(),
                    "say how the gateway shows who it is: the header of a key, oauth2, or both");
        }
        return auth;
    }

    private static Auth.OAuth2 oauth2(Section yaml) {
        return new Auth.OAuth2(
                yaml.text("token"),
                yaml.maybe("client", at -> Section.word(at, Auth.ClientBy.class))
                        .orElse(Auth.ClientBy.BASIC),
                yaml.maybe("scope", Section::text));
    }

    private Map<String, FigureSpec> figures(Section root) {
        Map<String, FigureSpec> figures = new LinkedHashMap<>();
        root.members("figures")
                .forEach(
                        (name, yaml) ->
                                problems.attempt(() -> figure(name, Section.of(yaml)))
                                        .ifPresent(spec -> figures.put(name, spec)));
        return figures;
    }

    private FigureSpec figure(String name, Section yaml) {
        Operation put = calls.call(yaml.need("put"), List.of("owner", "day", "kind"));
        for (String place : FIGURE_PLACES) {
            if (!put.path().contains(place)) {
                problems.add(yaml.at("put"), "the path of a figure must name its " + place);
            }
        }
        return new FigureSpec(
                new ResourceName(system, name), put, Section.pointer(yaml.need("number")));
    }

    private ResourceSpec resource(String name, Section yaml) {
        Optional<VersionSpec> version = yaml.maybe("version", at -> version(Section.of(at)));
        Map<String, Lookup> lookups = new LinkedHashMap<>();
        yaml.members("lookups").forEach((key, at) -> lookups.put(key, lookup(Section.of(at))));
        Optional<Pointer> reference = yaml.maybe("external-reference", Section::pointer);
        if (reference.isPresent() && !lookups.containsKey(BY_REFERENCE)) {
            problems.add(
                    yaml.at("external-reference"),
                    "a record that carries a reference needs the lookup '"
                            + BY_REFERENCE
                            + "', by which a create without an answer is found again");
        }
        return new ResourceSpec(
                new ResourceName(system, name),
                Section.pointer(yaml.need("id")),
                version,
                yaml.maybe("updated-at", at -> updatedAt(Section.of(at))),
                marker(yaml),
                reference,
                version.flatMap(VersionSpec::precondition).isPresent(),
                yaml.maybe("consistency", Section::duration).orElse(Duration.ZERO),
                yaml.maybe("create-in-doubt", at -> Section.word(at, Flow.InDoubt.class))
                        .orElse(Flow.InDoubt.HOLD),
                yaml.maybe("pushed", Section::flag).orElse(true),
                yaml.maybe("read", calls::onOne),
                yaml.maybe("list", at -> new ListCompiler(problems, calls).list(Section.of(at))),
                yaml.maybe("deleted", at -> deleted(Section.of(at))),
                yaml.maybe("create", at -> calls.call(at, List.of())),
                yaml.maybe("update", calls::onOne),
                yaml.maybe("delete", calls::onOne),
                lookups,
                form(yaml));
    }

    private UpdatedAt updatedAt(Section yaml) {
        return new UpdatedAt(
                Section.pointer(yaml.need("at")),
                StampCompiler.stamp(yaml.need("format"), problems),
                yaml.maybe("skew", Section::duration).orElse(CLOCK_SKEW));
    }

    private DeletedList deleted(Section yaml) {
        return new DeletedList(
                new ListCompiler(problems, calls).list(yaml),
                Section.pointer(yaml.need("id")),
                yaml.maybe("deleted-at", at -> updatedAt(Section.of(at))),
                yaml.maybe("certain", Section::flag).orElse(false));
    }

    private Optional<Marker> marker(Section yaml) {
        if (yaml.has("deleted-marker") && yaml.has("deleted-when")) {
            problems.add(
                    yaml.at("deleted-when"),
                    "'deleted-marker' says already how a deleted record is known");
        }
        return yaml.maybe("deleted-marker", Section::pointer)
                .map(Marker::flag)
                .or(() -> yaml.maybe("deleted-when", at -> ErrorCompiler.marker(Section.of(at))));
    }

    private RecordForm form(Section yaml) {
        boolean readBack = yaml.maybe("read-back", Section::flag).orElse(false);
        if (readBack && !yaml.has("read")) {
            problems.add(
                    yaml.at("read-back"), "a record is read back by its call 'read', and has none");
        }
        return new RecordForm(
                yaml.maybe("record", Section::pointer),
                yaml.maybe("created-id", Section::pointer),
                readBack);
    }

    private static VersionSpec version(Section yaml) {
        return new VersionSpec(
                Section.pointer(yaml.need("at")),
                yaml.maybe("ordered", Section::flag).orElse(false),
                yaml.maybe("precondition", Section::text));
    }

    private Lookup lookup(Section yaml) {
        Operation call = calls.listed(yaml, List.of("*"));
        return new Lookup(
                call,
                Section.pointer(yaml.need("items")),
                yaml.maybe("empty", ListCompiler::statuses).orElse(Set.of()));
    }

    private static long size(Yaml yaml) {
        Matcher size = SIZE.matcher(Section.text(yaml));
        if (!size.matches()) {
            throw new Problems.Malformed(
                    yaml.at(), "a size such as 64KiB or 1MiB is expected here");
        }
        return Long.parseLong(size.group(1)) << (size.group(2).equals("KiB") ? 10 : 20);
    }
}
