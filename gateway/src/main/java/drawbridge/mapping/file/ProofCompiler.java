package drawbridge.mapping.file;

import drawbridge.mapping.WebhookSpec.Encoding;
import drawbridge.mapping.WebhookSpec.Hash;
import drawbridge.mapping.WebhookSpec.Moment;
import drawbridge.mapping.WebhookSpec.Piece;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Proof;
import drawbridge.mapping.WebhookSpec.SecretAs;
import drawbridge.mapping.file.WebhookCompiler.Places;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [Proof] of what a file says about the authenticity of webhooks.
final class ProofCompiler {

    private static final List<String> WAYS =
            List.of("scheme", "signature", "token", "basic", "unsigned");
    private static final List<String> PLACES =
            List.of(
                    "{method}",
                    "{uri}",
                    "{path}",
                    "{body}",
                    "{secret}",
                    "{time}",
                    "{id}",
                    "{header:…}",
                    "{query:…}",
                    "{segment:…}");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern SEGMENT = Pattern.compile("[1-4]");

    /// What is fetched at the word of a message is fetched there and nowhere else.
    private static final List<String> SNS_HOSTS =
            List.of("https://sns.*.amazonaws.com", "https://sns.*.amazonaws.com.cn");

    private final Problems problems;
    private final Section yaml;
    private final List<Place> eventId;

    /// @param yaml the part `webhook`
    ProofCompiler(Problems problems, Section yaml) {
        this.problems = problems;
        this.yaml = yaml;
        this.eventId = yaml.maybe("event-id", Places::places).orElse(List.of());
    }

    List<Place> eventId() {
        return eventId;
    }

    Proof proof() {
        List<String> said = WAYS.stream().filter(yaml::has).toList();
        if (said.isEmpty()) {
            throw new Problems.Malformed(
                    yaml.at(),
                    "say how its webhooks show that they are genuine: scheme, signature, token or"
                            + " basic; or 'unsigned: only-a-hint', and nothing of them is believed"
                            + " but that a record may have changed");
        }
        if (said.size() > 1) {
            problems.add(
                    yaml.at(said.get(1)),
                    "webhooks show in one way that they are genuine: '%s' stands here already"
                            .formatted(said.getFirst()));
        }
        return switch (said.getFirst()) {
            case "scheme" -> scheme();
            case "signature" -> signature(yaml.section("signature"));
            case "token" -> new Proof.Token(Places.place(yaml.need("token")));
            case "basic" -> new Proof.Basic();
            default -> new Proof.Unsigned();
        };
    }

    private Proof scheme() {
        return yaml.text("scheme").equals("sns")
                ? new Proof.Sns(yaml.maybe("hosts", Section::words).orElse(SNS_HOSTS))
                : new Proof.StandardWebhooks();
    }

    private Proof signature(Section signature) {
        Optional<Moment> time = signature.maybe("time", Places::moment);
        boolean keyed =
                signature
                        .maybe("algorithm", Section::text)
                        .map(word -> word.equals("hmac"))
                        .orElse(true);
        List<Piece> over = over(signature.need("over"), time);
        checked(signature, over, time, keyed);
        return new Proof.Signature(
                new Place.Header(signature.text("header"), signature.maybe("part", Section::text)),
                signature.maybe("prefix", Section::text).orElse(""),
                over,
                signature.maybe("hash", at -> Section.word(at, Hash.class)).orElse(Hash.SHA256),
                Section.word(signature.need("as"), Encoding.class),
                signature
                        .maybe("secret", at -> Section.word(at, SecretAs.class))
                        .orElse(SecretAs.TEXT),
                keyed,
                time,
                keyName(signature));
    }

    private List<Place> keyName(Section signature) {
        List<Place> name = signature.maybe("key-name", Places::places).orElse(List.of());
        if (!name.stream().allMatch(Place::isOutsideTheBody)) {
            problems.add(
                    signature.at("key-name"),
                    "the name of the secret is read before the body: it is in a header or the"
                            + " address");
        }
        return name;
    }

    /// Whoever repeats or changes what he heard must be found out.
    private void checked(
            Section signature, List<Piece> over, Optional<Moment> time, boolean keyed) {
        Yaml.Place at = signature.at("over");
        if (!over.contains(new Piece.Body())) {
            problems.add(at, "{body} is not signed: anybody could put in another one");
        }
        if (keyed == over.contains(new Piece.Secret())) {
            problems.add(
                    at,
                    keyed
                            ? "the secret is the key of an hmac and not among what is signed; or"
                                    + " say 'algorithm: hash'"
                            : "{secret} is not hashed along: anybody could make such a signature");
        }
        time.ifPresent(
                stamp -> {
                    if (!stamp.at().isOutsideTheBody()) {
                        problems.add(
                                signature.at("time"),
                                "the time of signing is read before the body: it is in a header or"
                                        + " the address");
                    } else if (over.stream().noneMatch(piece -> isAt(piece, stamp.at()))) {
                        problems.add(
                                at,
                                "{time} is not signed: who repeats an old delivery could write a"
                                        + " new one");
                    }
                });
    }

    /// Names of headers count in any case.
    private static boolean isAt(Piece piece, Place place) {
        return piece instanceof Piece.From(Place from)
                && (from.equals(place)
                        || (from instanceof Place.Header(String one, var _)
                                && place instanceof Place.Header(String other, var part)
                                && part.isEmpty()
                                && one.equalsIgnoreCase(other)));
    }

    private List<Piece> over(Yaml template, Optional<Moment> time) {
        List<Piece> over = new ArrayList<>();
        String text = Section.text(template);
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            text(over, text.substring(from, place.start()));
            over.add(piece(template, place.group(1), time));
            from = place.end();
        }
        text(over, text.substring(from));
        return over;
    }

    private static void text(List<Piece> over, String text) {
        if (!text.isEmpty()) {
            over.add(new Piece.Text(text));
        }
    }

    private Piece piece(Yaml at, String name, Optional<Moment> time) {
        String[] words = name.split(":", 2);
        String argument = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "method" -> new Piece.Method();
            case "uri" -> new Piece.Uri();
            case "path" -> new Piece.Path();
            case "body" -> new Piece.Body();
            case "secret" -> new Piece.Secret();
            case "time" ->
                    new Piece.From(
                            time.map(Moment::at)
                                    .orElseThrow(
                                            () ->
                                                    new Problems.Malformed(
                                                            at.at(),
                                                            "{time} needs the key 'time': where it"
                                                                    + " stands, and its format")));
            case "id" -> new Piece.From(id(at));
            case "header" -> new Piece.From(new Place.Header(argument, Optional.empty()));
            case "query" -> new Piece.From(new Place.Query(argument));
            case "segment" -> {
                if (!SEGMENT.matcher(argument).matches()) {
                    throw new Problems.Malformed(
                            at.at(), "{segment:1} is the first segment behind our address");
                }
                yield new Piece.From(new Place.Segment(Integer.parseInt(argument)));
            }
            default ->
                    throw new Problems.Malformed(
                            at.at(),
                            "there is no {%s}%s"
                                    .formatted(
                                            name,
                                            Nearest.to("{" + name + "}", PLACES)
                                                    .map(near -> "; did you mean " + near + "?")
                                                    .orElse(
                                                            "; there is "
                                                                    + String.join(" ", PLACES))));
        };
    }

    private Place id(Yaml at) {
        return eventId.stream()
                .filter(place -> eventId.size() == 1 && place.isOutsideTheBody())
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problems.Malformed(
                                        at.at(),
                                        "{id} needs the key 'event-id' of the webhook, in a header"
                                                + " or the address"));
    }
}
