package drawbridge.mapping.file;

import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec.Active;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.mapping.WebhookSpec.End;
import drawbridge.mapping.WebhookSpec.Find;
import drawbridge.mapping.WebhookSpec.Subscription;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Makes the subscriptions of the part `webhook` of a system's file.
final class SubscriptionCompiler {

    private static final Duration AHEAD = Duration.ofHours(1);

    private final Problems problems;

    SubscriptionCompiler(Problems problems) {
        this.problems = problems;
    }

    Map<String, Subscription> subscriptions(Section webhook) {
        Map<String, Subscription> subscriptions = new LinkedHashMap<>();
        webhook.members("subscriptions")
                .forEach(
                        (name, yaml) ->
                                problems.attempt(() -> subscription(Section.of(yaml)))
                                        .ifPresent(made -> subscriptions.put(name, made)));
        return subscriptions;
    }

    private Subscription subscription(Section yaml) {
        Optional<Duration> lasts = yaml.maybe("lasts", Section::duration);
        Duration ahead = yaml.maybe("ahead", Section::duration).orElse(AHEAD);
        if (lasts.isEmpty() && !yaml.has("find")) {
            problems.add(
                    yaml.at(),
                    "one that lasts for ever could be made twice when no answer comes: say under"
                            + " 'find' how ours are found, or under 'lasts' when it ends");
        }
        if (lasts.filter(time -> time.compareTo(ahead) <= 0).isPresent()) {
            problems.add(
                    yaml.at(yaml.has("ahead") ? "ahead" : "lasts"),
                    "it is to be renewed before it begins: 'ahead' (1h if it is not said) must be"
                            + " shorter than 'lasts'");
        }
        return new Subscription(
                yaml.maybe("further", Section::text).orElse(""),
                ask(yaml.need("create"), object(yaml, "body")),
                yaml.maybe("id", Section::pointer),
                yaml.maybe("expires", at -> end(Section.of(at))),
                yaml.maybe("renew", at -> ask(at, object(yaml, "renew-body"))),
                yaml.maybe("check", at -> ask(at, Optional.empty())),
                yaml.maybe("active", at -> active(Section.of(at))),
                yaml.maybe("find", at -> find(Section.of(at))),
                lasts,
                ahead,
                yaml.maybe("until", at -> Section.word(at, TimeFormat.class))
                        .orElse(TimeFormat.ISO_INSTANT));
    }

    private static Optional<Value.Obj> object(Section yaml, String key) {
        return yaml.maybe(key, Yaml::value)
                .filter(Value.Obj.class::isInstance)
                .map(Value.Obj.class::cast);
    }

    private static Ask ask(Yaml yaml, Optional<Value.Obj> body) {
        String[] words = Section.text(yaml).split(" ", 2);
        if (words.length != 2) {
            throw new Problems.Malformed(yaml.at(), "a method and a path are expected here");
        }
        return new Ask(words[0], words[1], body);
    }

    private static End end(Section yaml) {
        return new End(
                Section.pointer(yaml.need("at")),
                Section.word(yaml.need("format"), TimeFormat.class));
    }

    private static Active active(Section yaml) {
        return new Active(Section.pointer(yaml.need("at")), yaml.need("is").value());
    }

    private static Find find(Section yaml) {
        return new Find(
                ask(yaml.need("call"), Optional.empty()),
                Section.pointer(yaml.need("items")),
                Section.pointer(yaml.need("address")),
                Section.pointer(yaml.need("id")));
    }
}
