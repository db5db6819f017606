package drawbridge.mapping.file;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.As;
import drawbridge.mapping.WebhookSpec.EchoAs;
import drawbridge.mapping.WebhookSpec.Handshake;
import drawbridge.mapping.WebhookSpec.Moment;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Replies;
import drawbridge.mapping.WebhookSpec.WebhookType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [WebhookSpec] of the part `webhook` of a system's file.
final class WebhookCompiler {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pointer ROOT = new Pointer(List.of());

    private final Problems problems;
    private final String system;
    private final Map<String, ResourceSpec> resources;
    private final Section root;

    /// @param resources those of the system that were understood
    /// @param root the whole file
    WebhookCompiler(
            Problems problems, String system, Map<String, ResourceSpec> resources, Section root) {
        this.problems = problems;
        this.system = system;
        this.resources = Map.copyOf(resources);
        this.root = root;
    }

    WebhookSpec webhook(Section yaml) {
        ProofCompiler proofs = new ProofCompiler(problems, yaml);
        WebhookSpec.Proof proof = proofs.proof();
        boolean hint = proof instanceof WebhookSpec.Proof.Unsigned;
        Map<String, WebhookType> types = types(yaml, hint);
        List<Place> type = yaml.maybe("type", Places::places).orElse(List.of());
        oneOf(yaml, types, type);
        return new WebhookSpec(
                proof,
                yaml.maybe("tolerance", Section::duration).orElse(TOLERANCE),
                yaml.maybe("events", Section::pointer).orElse(ROOT),
                type,
                yaml.maybe("record", Section::pointer).orElse(ROOT),
                yaml.maybe("id", Places::place),
                switch (proof) {
                    case WebhookSpec.Proof.StandardWebhooks _ -> header("webhook-id");
                    case WebhookSpec.Proof.Sns _ -> header("x-amz-sns-message-id");
                    default -> proofs.eventId();
                },
                yaml.maybe("event-time", Places::moment),
                yaml.maybe("handshake", at -> handshake(Section.of(at))),
                yaml.maybe("answers", at -> replies(Section.of(at))).orElse(Replies.USUAL),
                types,
                new SubscriptionCompiler(problems).subscriptions(yaml));
    }

    /// What each type means; what is wrong with one is told and leaves it out.
    Map<String, WebhookType> types(Section yaml, boolean onlyAHint) {
        Map<String, WebhookType> types = new LinkedHashMap<>();
        yaml.members("types")
                .forEach(
                        (name, at) ->
                                problems.attempt(() -> type(Section.of(at), onlyAHint))
                                        .ifPresent(type -> types.put(name, type)));
        return types;
    }

    /// Tells where it is not said which of several types an event has.
    void oneOf(Section yaml, Map<String, WebhookType> types, List<Place> type) {
        if (type.isEmpty() && types.size() > 1) {
            problems.add(
                    yaml.at("types"),
                    "of several types one must be told: say under 'type' where it stands");
        }
    }

    /// Where the scheme itself says which delivery it is.
    private static List<Place> header(String name) {
        return List.of(new Place.Header(name, Optional.empty()));
    }

    private static Handshake handshake(Section yaml) {
        return new Handshake(
                Places.place(yaml.need("echo")),
                yaml.maybe("as", at -> Section.word(at, EchoAs.class)).orElse(EchoAs.TEXT),
                yaml.maybe("token", Places::place));
    }

    private static Replies replies(Section yaml) {
        Replies usual = Replies.USUAL;
        int unauthorized = yaml.maybe("unauthorized", Section::whole).orElse(usual.unauthorized());
        return new Replies(
                yaml.maybe("taken", Section::whole).orElse(usual.taken()),
                yaml.maybe("malformed", Section::whole)
                        .or(() -> yaml.maybe("taken", Section::whole))
                        .orElse(usual.malformed()),
                yaml.maybe("busy", Section::whole).orElse(usual.busy()),
                yaml.maybe("too-large", Section::whole).orElse(usual.tooLarge()),
                unauthorized,
                yaml.maybe("gone", Section::whole).orElse(unauthorized));
    }

    private WebhookType type(Section yaml, boolean onlyAHint) {
        String resource = yaml.text("resource");
        if (!root.members("resources").containsKey(resource)) {
            problems.unknown(
                    yaml.at("resource"),
                    "resource",
                    resource,
                    root.members("resources").sequencedKeySet());
        }
        As as = yaml.maybe("as", at -> Section.word(at, As.class)).orElse(As.RECORD);
        boolean deleted = yaml.maybe("deleted", Section::flag).orElse(false);
        boolean full = yaml.maybe("full", Section::flag).orElse(false);
        Optional<ResourceSpec> spec = Optional.ofNullable(resources.get(resource));
        believed(yaml, as, deleted, full, onlyAHint);
        spec.ifPresent(known -> asked(yaml, known, as, onlyAHint));
        return new WebhookType(
                new ResourceName(system, resource),
                onlyAHint && as == As.RECORD ? As.HINT : as,
                deleted,
                full,
                yaml.maybe("record", Section::pointer),
                yaml.maybe("id", Places::place));
    }

    /// What an event that is not believed must not claim.
    private void believed(Section yaml, As as, boolean deleted, boolean full, boolean onlyAHint) {
        if (full && as != As.RECORD) {
            problems.add(
                    yaml.at("as"), "'full' says that the event holds the record; take one away");
        }
        if (deleted && as == As.LIST) {
            problems.add(
                    yaml.at("as"),
                    "no list proves that a record is gone; take 'deleted' away or 'as: list'");
        }
        if (onlyAHint && full) {
            problems.add(
                    yaml.at("full"),
                    "nothing of an unsigned event is believed; take 'full' away: the record is"
                            + " read");
        }
        if (onlyAHint && deleted) {
            problems.add(
                    yaml.at("deleted"),
                    "nothing of an unsigned event is believed; take 'deleted' away: the record is"
                            + " read, and seen to be gone");
        }
    }

    /// Whether the system can be asked for what the event does not say.
    private void asked(Section yaml, ResourceSpec resource, As as, boolean onlyAHint) {
        if (as == As.LIST && resource.list().isEmpty()) {
            problems.add(
                    yaml.at("as"), resource.name() + " has no list that could be read; say 'list'");
        }
        boolean reads = as == As.HINT || (onlyAHint && as == As.RECORD);
        if (reads && resource.read().isEmpty()) {
            problems.add(
                    yaml.has("as") ? yaml.at("as") : yaml.at("resource"),
                    resource.name() + " cannot be read, and of the event only the id is believed");
        }
    }

    /// Places of a delivery, as a file names them.
    static final class Places {

        private Places() {}

        static Place place(Yaml yaml) {
            if (yaml instanceof Yaml.Scalar) {
                return new Place.InEvent(Section.pointer(yaml));
            }
            Section section = Section.of(yaml);
            if (section.has("header")) {
                return new Place.Header(
                        section.text("header"), section.maybe("part", Section::text));
            }
            if (section.has("query")) {
                return new Place.Query(section.text("query"));
            }
            if (section.has("segment")) {
                return new Place.Segment(Section.whole(section.need("segment")));
            }
            if (section.has("key")) {
                return StreamSpec.KEY;
            }
            if (section.has("in-body")) {
                return new Place.InBody(Section.pointer(section.need("in-body")));
            }
            if (section.has("at")) {
                return new Place.InEvent(Section.pointer(section.need("at")));
            }
            throw new Problems.Malformed(
                    section.at(), "a place is at, in-body, header, query or segment");
        }

        /// One, or several.
        static List<Place> places(Yaml yaml) {
            return yaml instanceof Yaml.Items(var _, List<Yaml> items)
                    ? items.stream().map(Places::place).toList()
                    : List.of(place(yaml));
        }

        static Moment moment(Yaml yaml) {
            return new Moment(
                    place(yaml), Section.word(Section.of(yaml).need("format"), TimeFormat.class));
        }
    }
}
