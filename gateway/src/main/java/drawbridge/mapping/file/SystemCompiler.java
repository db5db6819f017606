package drawbridge.mapping.file;

import drawbridge.mapping.DeletedList;
import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Formats;
import drawbridge.mapping.Formats.Format;
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
import drawbridge.mapping.SystemSpec.Quota;
import drawbridge.mapping.SystemSpec.Rate;
import drawbridge.mapping.SystemSpec.ResetAs;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.UpdatedAt;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.WebhookSpec;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes a [SystemSpec] of a file under `systems/`.
final class SystemCompiler {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

    /// What a create may name of the record that it makes: our reference, and a key of the create.
    private static final List<String> MADE = List.of("reference", "key");

    /// The lookup by which a create without an answer is found again.
    static final String BY_REFERENCE = "external-reference";

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})(KiB|MiB)");

    private static final Pattern RATE =
            Pattern.compile("([0-9]{1,7})/([0-9]{0,6})(s|m|h|d)(?: burst ([0-9]{1,7}))?");

    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

    /// The parameters by which the gateway knows what comes back.
    private static final List<String> CONSENT_OURS =
            List.of(
                    "response_type",
                    "client_id",
                    "redirect_uri",
                    "scope",
                    "state",
                    "code_challenge",
                    "code_challenge_method");

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
                        size(limits.need("body")),
                        rates(limits, "rate"),
                        rates(limits, "search"),
                        quotas(limits)),
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
                root.maybe("formats", yaml -> formats(Section.of(yaml), root)).orElse(Formats.JSON),
                root.maybe(
                        "kafka",
                        yaml ->
                                new StreamCompiler(
                                                problems,
                                                new WebhookCompiler(
                                                        problems, system, resources, root),
                                                system)
                                        .stream(Section.of(yaml))));
    }

    private Formats formats(Section yaml, Section root) {
        Formats formats =
                new Formats(
                        yaml.maybe("sends", at -> Section.word(at, Format.class))
                                .orElse(Format.JSON),
                        yaml.maybe("answers", at -> Section.word(at, Format.class))
                                .orElse(Format.JSON),
                        pointers(yaml, "lists"),
                        pointers(yaml, "numbers"),
                        pointers(yaml, "flags"),
                        yaml.maybe("separator", Section::text)
                                .map(SystemCompiler::separator)
                                .orElse(','));
        if (formats.sends() == Format.XML) {
            root.members("resources").forEach((name, at) -> rooted(Section.of(at)));
        }
        return formats;
    }

    /// A body of XML has one root, which is the packing of its record.
    private void rooted(Section resource) {
        if ((resource.has("create") || resource.has("update")) && !resource.has("record")) {
            problems.add(
                    resource.at(),
                    "XML has one root: say under 'record' what it is called, such as /thing");
        }
    }

    private static Set<Pointer> pointers(Section yaml, String key) {
        return yaml.maybe(key, Section::items).orElse(List.of()).stream()
                .map(Section::pointer)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static char separator(String text) {
        return text.equals("tab") ? '\t' : text.charAt(0);
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
        Auth auth = new Auth(key(yaml), yaml.maybe("oauth2", at -> oauth2(Section.of(at))));
        if (auth.key().isEmpty() && auth.oauth2().isEmpty()) {
            problems.add(
                    yaml.at(),
                    "say how the gateway shows who it is: the header of a key, basic, a signature,"
                            + " oauth2, or a key and oauth2");
        }
        return auth;
    }

    private Optional<Auth.Key> key(Section yaml) {
        List<String> ways = Stream.of("header", "basic", "signature").filter(yaml::has).toList();
        if (ways.size() > 1) {
            problems.add(
                    yaml.at(ways.get(1)), "a key is shown in one way: '" + ways.getFirst() + "'");
        }
        return ways.stream()
                .findFirst()
                .map(
                        way ->
                                switch (way) {
                                    case "header" ->
                                            new Auth.Header(
                                                    yaml.text("header"),
                                                    yaml.maybe("prefix", Section::text).orElse(""));
                                    case "basic" -> new Auth.Basic();
                                    default -> signature(yaml.section("signature"));
                                });
    }

    private Auth.Signature signature(Section yaml) {
        Optional<Auth.Signature.Time> time =
                yaml.maybe(
                        "time",
                        at ->
                                new Auth.Signature.Time(
                                        Section.of(at).text("header"),
                                        Section.word(
                                                Section.of(at).need("format"),
                                                SystemSpec.TimeFormat.class)));
        String over = yaml.text("over");
        Optional<String> name = yaml.maybe("name", at -> Section.of(at).text("header"));
        Matcher place = PLACE.matcher(over);
        while (place.find()) {
            String known = place.group(1);
            if (!Auth.Signature.PLACES.contains(known)) {
                problems.unknown(yaml.at("over"), "place", known, Auth.Signature.PLACES);
            }
        }
        if (time.isEmpty() && over.contains("{time}")) {
            problems.add(yaml.at("over"), "say under 'time' in which header the time is sent");
        }
        if (name.isEmpty() && over.contains("{name}")) {
            problems.add(yaml.at("over"), "say under 'name' in which header the name is sent");
        }
        return new Auth.Signature(
                yaml.text("header"),
                yaml.maybe("prefix", Section::text).orElse(""),
                over,
                yaml.maybe("hash", at -> Section.word(at, WebhookSpec.Hash.class))
                        .orElse(WebhookSpec.Hash.SHA256),
                Section.word(yaml.need("as"), WebhookSpec.Encoding.class),
                yaml.maybe("secret", at -> Section.word(at, WebhookSpec.SecretAs.class))
                        .orElse(WebhookSpec.SecretAs.TEXT),
                time,
                name);
    }

    private Auth.OAuth2 oauth2(Section yaml) {
        Map<String, String> query = new LinkedHashMap<>();
        query.putAll(yaml.texts("authorize-query"));
        for (String ours : CONSENT_OURS) {
            if (query.containsKey(ours)) {
                problems.add(
                        yaml.section("authorize-query").key(ours),
                        "'" + ours + "' is set by the gateway itself");
            }
        }
        return new Auth.OAuth2(
                yaml.text("token"),
                yaml.maybe("client", at -> Section.word(at, Auth.ClientBy.class))
                        .orElse(Auth.ClientBy.BASIC),
                yaml.maybe("scope", Section::text),
                yaml.maybe("authorize", at -> new Auth.Consent(Section.text(at), query)),
                yaml.maybe("prefix", Section::text).orElse("Bearer "),
                yaml.maybe(
                        "base-url-from",
                        at ->
                                new Auth.Base(
                                        Section.pointer(at),
                                        Section.words(yaml.need("base-url-hosts")))));
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
                yaml.maybe("create", at -> calls.call(at, MADE)),
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

    private List<Rate> rates(Section limits, String key) {
        return limits
                .maybe(key, at -> at instanceof Yaml.Items ? Section.items(at) : List.of(at))
                .orElse(List.of())
                .stream()
                .map(this::rate)
                .toList();
    }

    /// What is not said is a tenth at once: many at once are what most limits are about.
    private Rate rate(Yaml yaml) {
        Matcher rate = RATE.matcher(Section.text(yaml));
        if (!rate.matches()) {
            throw new Problems.Malformed(
                    yaml.at(), "a rate such as 100/10s is expected here, or 100/10s burst 20");
        }
        int calls = Integer.parseInt(rate.group(1));
        Duration per =
                Duration.of(
                        rate.group(2).isEmpty() ? 1 : Long.parseLong(rate.group(2)),
                        switch (rate.group(3)) {
                            case "s" -> ChronoUnit.SECONDS;
                            case "m" -> ChronoUnit.MINUTES;
                            case "h" -> ChronoUnit.HOURS;
                            default -> ChronoUnit.DAYS;
                        });
        int burst =
                rate.group(4) == null ? Math.max(1, calls / 10) : Integer.parseInt(rate.group(4));
        if (calls < 1 || per.isZero() || burst < 1 || burst > calls) {
            problems.add(
                    yaml.at(),
                    "'"
                            + rate.group()
                            + "' lets nothing through, or more at once than in the whole time");
        }
        return new Rate(Math.max(1, calls), per.isZero() ? Duration.ofSeconds(1) : per, burst);
    }

    private static List<Quota> quotas(Section limits) {
        return limits.maybe("quotas", Section::items).orElse(List.of()).stream()
                .map(Section::of)
                .map(
                        quota ->
                                new Quota(
                                        quota.text("left"),
                                        quota.maybe("resets", Section::text),
                                        quota.maybe("as", at -> Section.word(at, ResetAs.class))
                                                .orElse(ResetAs.SECONDS),
                                        quota.maybe("wait", Section::duration)
                                                .orElse(Duration.ofMinutes(1)),
                                        quota.maybe("keep", Section::whole).orElse(0)))
                .toList();
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
