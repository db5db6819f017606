package drawbridge.mapping.file;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.WebhookType;
import drawbridge.mapping.file.WebhookCompiler.Places;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [StreamSpec] of the part `kafka` of a system's file.
final class StreamCompiler {

    /// Before the name of the system: two systems that tell by one topic read it both.
    private static final String GROUP = "drawbridge-{tenant}-";

    private static final Pointer ROOT = new Pointer(List.of());

    private final Problems problems;
    private final WebhookCompiler webhooks;
    private final String system;

    StreamCompiler(Problems problems, WebhookCompiler webhooks, String system) {
        this.system = system;
        this.problems = problems;
        this.webhooks = webhooks;
    }

    StreamSpec stream(Section yaml) {
        Map<String, WebhookType> types = webhooks.types(yaml, false);
        List<Place> type = yaml.maybe("type", Places::places).orElse(List.of());
        webhooks.oneOf(yaml, types, type);
        WebhookSpec events =
                new WebhookSpec(
                        // Never asked: whoever may write to the topic is believed.
                        new WebhookSpec.Proof.Basic(),
                        Duration.ZERO,
                        yaml.maybe("events", Section::pointer).orElse(ROOT),
                        type,
                        yaml.maybe("record", Section::pointer).orElse(ROOT),
                        yaml.maybe("id", Places::place),
                        yaml.maybe("event-id", Places::places).orElse(List.of()),
                        yaml.maybe("event-time", Places::moment),
                        Optional.empty(),
                        WebhookSpec.Replies.USUAL,
                        types,
                        Map.of());
        return new StreamSpec(
                yaml.text("topic"),
                yaml.maybe("group", Section::text).orElse(GROUP + system),
                events,
                yaml.maybe("empty", at -> empty(yaml, at, types)).flatMap(found -> found));
    }

    private Optional<WebhookType> empty(Section yaml, Yaml at, Map<String, WebhookType> types) {
        String name = Section.text(at);
        if (!yaml.members("types").containsKey(name)) {
            problems.unknown(at.at(), "type", name, yaml.members("types").sequencedKeySet());
        }
        return Optional.ofNullable(types.get(name));
    }
}
